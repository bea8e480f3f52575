//! Whatever is done to a ledger is seen.

use super::super::chain::End;
use super::super::{Locked, Moment, excerpt, holds_rehearsal, verify_excerpt};
use super::*;

/// Line starts of a ledger.
fn starts(bytes: &[u8]) -> Vec<usize> {
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(index, _)| index + 1);
    std::iter::once(0).chain(ends).collect()
}

/// Whether a change is seen by somebody who holds nothing but the bytes: refused, or called unfinished.
fn seen(bytes: &[u8]) -> bool {
    read(bytes).map_or(true, |ledger| !ledger.findings().is_empty())
}

#[test]
fn two_hundred_events_hold_and_say_their_head() {
    let bytes = two_hundred();
    let ledger = read(&bytes).unwrap();
    assert_eq!((ledger.lines().len(), ledger.head().line), (200, 200));
    assert!(ledger.findings().is_empty() && ledger.had_head(ledger.head().hash.short()));
    assert!(!ledger.had_head("") && !ledger.had_head(&ledger.head().hash.as_str()[..15]));
}

#[test]
fn every_single_byte_that_changes_is_seen() {
    let mut bytes = two_hundred();
    let starts = starts(&bytes);
    // The lines before the changed one hold whatever comes after: reading goes on from their end, as `read` does.
    let mut ends = vec![End::start(TOWNSHIP)];
    for pair in starts.windows(2) {
        let mut end = ends.last().unwrap().clone();
        end.follow(&bytes[pair[0]..pair[1]]).unwrap();
        ends.push(end);
    }
    let mut changed = 0;
    for index in 0..bytes.len() {
        let line = starts.partition_point(|start| *start <= index) - 1;
        let kept = bytes[index];
        // One other value each, of another kind from place to place: a bit, a digit, a blank, a line break.
        let others = [kept ^ 1, b'0' + u8::try_from(index % 10).unwrap(), b' ', b'\n', kept ^ 0x80];
        let other = others[index % 5];
        bytes[index] = if other == kept { kept ^ 2 } else { other };
        let mut end = ends[line].clone();
        // Enough to reach past the change, not the whole rest: the first bad line ends the reading.
        let until = starts.get(line + 3).copied().unwrap_or(bytes.len());
        let rest = &bytes[starts[line]..until];
        let found = match end.follow(rest) {
            Err(_) => true,
            Ok((_, torn)) => until == bytes.len() && !torn.is_empty(),
        };
        assert!(found, "byte {index} of line {} changed from {kept} unseen", line + 1);
        bytes[index] = kept;
        changed += 1;
    }
    assert!(changed > 50_000, "{changed} bytes");
}

#[test]
fn a_changed_byte_is_told_by_its_line() {
    let bytes = two_hundred();
    let starts = starts(&bytes);
    for line in [0, 1, 57, 198, 199] {
        let mut bytes = bytes.clone();
        let at = starts[line] + 40;
        bytes[at] ^= 1;
        let found = read(&bytes).unwrap_err();
        assert_eq!(found.at.line, u32::try_from(line + 1).ok(), "{found}");
    }
}

#[test]
fn a_line_taken_out_put_in_twice_or_swapped_is_seen() {
    let bytes = two_hundred();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    for index in 0..lines.len() {
        let mut without = lines.clone();
        without.remove(index);
        // The last line gone is seen only by whom who knows the head.
        assert_eq!(seen(&without.concat()), index + 1 < lines.len(), "line {}", index + 1);
        let mut twice = lines.clone();
        twice.insert(index, lines[index]);
        assert!(seen(&twice.concat()), "line {} twice", index + 1);
        if index > 0 {
            let mut swapped = lines.clone();
            swapped.swap(index - 1, index);
            assert!(seen(&swapped.concat()), "lines {index} and {} swapped", index + 1);
        }
    }
}

#[test]
fn cut_anywhere_only_a_whole_line_less_needs_the_head_to_be_seen() {
    let bytes = two_hundred();
    let head = read(&bytes).unwrap().head().hash;
    let starts = starts(&bytes);
    let last = (starts[198]..bytes.len()).filter(|cut| cut % 5 == 0 || starts.contains(cut));
    for cut in last.chain((0..starts[3]).step_by(7)) {
        let ledger = read(&bytes[..cut]).unwrap();
        assert_eq!(ledger.findings().is_empty(), starts.contains(&cut), "cut at {cut}");
        assert!(!ledger.had_head(head.short()), "cut at {cut}");
        assert_eq!(ledger.lines().len(), starts.partition_point(|start| *start <= cut) - 1);
    }
}

#[test]
fn bytes_behind_a_whole_last_line_are_no_unfinished_line() {
    let bytes = two_hundred();
    for junk in ["{}x", "{\"seq\":1}{", "  {} {}"] {
        let mut more = bytes.clone();
        more.extend(junk.as_bytes());
        assert!(read(&more).is_err(), "{junk}");
    }
    let mut last = bytes.clone();
    *last.last_mut().unwrap() = b'}';
    assert!(read(&last).is_err(), "a line break turned into a bracket would cost an acknowledged line");
}

#[test]
fn a_ledger_of_another_township_does_not_hold() {
    let found = Ledger::read(Some(&two_hundred()), "明湖镇").unwrap_err();
    assert!(found.at.line == Some(1) && found.message.contains("不是这个乡镇"), "{found}");
}

#[test]
fn an_excerpt_proves_its_lines_and_hides_the_others() {
    let ledger = read(&two_hundred()).unwrap();
    let text = excerpt(&ledger, "villages/v7/notices/n");
    let (lines, head) = verify_excerpt(text.as_bytes(), "x").unwrap();
    assert_eq!((lines.len(), head), (5, ledger.head()));
    assert!(!text.contains("villages/v8/") && text.lines().count() == 200 - 35);
    // A changed byte is either refused or leads to another head than the one that was printed.
    let mut bytes = text.clone().into_bytes();
    for index in (0..bytes.len()).step_by(31) {
        bytes[index] ^= 1;
        let result = verify_excerpt(&bytes, "x");
        assert!(result.map_or(true, |(_, head)| head != ledger.head()), "byte {index}");
        bytes[index] ^= 1;
    }
    assert_eq!(excerpt(&ledger, "villages/none"), "");
}

fn folder(name: &str) -> std::path::PathBuf {
    let path = std::env::temp_dir().join(format!("mingbai-ledger-{name}-{}", std::process::id()));
    #[expect(clippy::disallowed_methods, reason = "the test makes a folder")]
    std::fs::create_dir_all(&path).unwrap();
    path
}

#[expect(clippy::disallowed_methods, reason = "the test damages a ledger")]
fn write(folder: &std::path::Path, bytes: &[u8]) {
    std::fs::write(folder.join(super::super::FILE), bytes).unwrap();
}

#[expect(clippy::disallowed_methods, reason = "the test reads the ledger's bytes")]
fn bytes(folder: &std::path::Path) -> Vec<u8> {
    std::fs::read(folder.join(super::super::FILE)).unwrap()
}

#[test]
fn a_ledger_of_an_older_program_goes_on_as_a_rehearsal() {
    let folder = folder("older");
    let old = two_hundred();
    write(&folder, &old);
    let locked = Locked::open(&folder).unwrap();
    let ledger = locked.read(TOWNSHIP).unwrap();
    assert!(!ledger.is_rehearsal() && !holds_rehearsal(&old) && ledger.began() == Some(day("2025-01-06")));
    let by_day = |at: &str, as_if| Moment { at: super::at(at), as_if: Some(day(as_if)) };
    let back = by_day("2026-11-30T09:00:00+08:00", "2025-01-07");
    assert_eq!(
        locked.append(&ledger, "乡", note("补记"), back, None).unwrap_err().code.id,
        "ledger-clock-went-back"
    );
    let moment = by_day("2026-11-30T09:00:00+08:00", "2025-03-01");
    let line = locked.append(&ledger, "乡", note("补记"), moment, None).unwrap().remove(0);
    assert_eq!((line.at, line.recorded_on()), (moment.at, day("2025-03-01")));
    let after = bytes(&folder);
    assert!(
        after.starts_with(&old) && holds_rehearsal(&after) && !holds_rehearsal(&after[..after.len() - 1])
    );
    let ledger = locked.read(TOWNSHIP).unwrap();
    assert!(ledger.is_rehearsal() && ledger.lines().len() == 201);
    let real = clock(at("2026-12-01T09:00:00+08:00"));
    assert_eq!(
        locked.append(&ledger, "乡", note("真的"), real, None).unwrap_err().code.id,
        "ledger-rehearsal"
    );
    assert_eq!(bytes(&folder), after, "a refused entry leaves no byte");
}

/// The note that says why is nobody's own line, and an excerpt hides it.
#[test]
fn an_excerpt_did_not_hold_after_a_clock_that_went_back() {
    let folder = folder("excerpt");
    write(&folder, &two_hundred());
    let locked = Locked::open(&folder).unwrap();
    let own = "villages/v39/notices/n";
    let event = vec![(Some(own.to_owned()), Event::Announced { day: day("2025-05-30"), number: None })];
    let ledger = locked.read(TOWNSHIP).unwrap();
    let earlier = clock(ledger.lines().last().unwrap().at - chrono::TimeDelta::hours(3));
    locked.append(&ledger, "乡", event, earlier, Some("电脑原来快了，已对准")).unwrap();
    let ledger = locked.read(TOWNSHIP).unwrap();
    let (lines, head) = verify_excerpt(excerpt(&ledger, own).as_bytes(), "x").unwrap();
    assert_eq!((lines.len(), head), (6, ledger.head()));
}

fn clock(at: DateTime<FixedOffset>) -> Moment {
    Moment { at, as_if: None }
}

fn note(text: &str) -> Vec<(Option<String>, Event)> {
    vec![(None, Event::Note { text: text.into() })]
}

#[test]
fn an_unfinished_last_line_is_cut_before_the_next_is_written() {
    let folder = folder("torn");
    let whole = two_hundred();
    let mut torn = whole.clone();
    torn.extend(b"{\"seq\":201,\"at\":\"2025");
    write(&folder, &torn);
    let locked = Locked::open(&folder).unwrap();
    let ledger = locked.read(TOWNSHIP).unwrap();
    assert_eq!(ledger.findings().len(), 1);
    locked.append(&ledger, "乡", note("补记"), clock(at("2025-03-01T12:00:00+08:00")), None).unwrap();
    let after = bytes(&folder);
    assert!(after.starts_with(&whole) && read(&after).unwrap().lines().len() == 201);
    assert!(read(&after).unwrap().findings().is_empty());
}

#[test]
fn a_clock_that_went_back_is_refused_until_somebody_says_why() {
    let folder = folder("clock");
    write(&folder, &two_hundred());
    let locked = Locked::open(&folder).unwrap();
    let ledger = locked.read(TOWNSHIP).unwrap();
    let last = ledger.lines().last().unwrap().at;
    let event = || {
        vec![(Some("duty/d".to_owned()), Event::DutyDone { due: day("2025-01-25"), day: day("2025-01-10") })]
    };
    let earlier = clock(last - chrono::TimeDelta::hours(3));
    let refused = locked.append(&ledger, "乡", event(), earlier, None).unwrap_err();
    assert_eq!(refused.code.id, "ledger-clock-went-back");
    assert_eq!(bytes(&folder), two_hundred(), "a refused entry leaves no byte");
    // A few seconds are no journey through time, and the chain never runs backwards for them.
    let soon = clock(last - chrono::TimeDelta::seconds(20));
    assert_eq!(locked.append(&ledger, "乡", event(), soon, None).unwrap()[0].at, last);
    let ledger = locked.read(TOWNSHIP).unwrap();
    let lines = locked.append(&ledger, "乡", event(), earlier, Some("电脑原来快了一天，已对准")).unwrap();
    assert!(matches!(lines[0].event, Event::Note { .. }) && lines.len() == 2);
    assert_eq!(read(&bytes(&folder)).unwrap().lines().len(), 203);
}
