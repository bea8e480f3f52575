//! A rehearsal: entries that count as of a day that was given, and what can be told of them for ever after.

use super::desk::{Desk, Ran, notice};
use super::office::{ledger, posted, record};
use chrono::{DateTime, FixedOffset, Utc};
use serde_json::Value;

/// The real time as the ledger writes it.
fn now() -> DateTime<FixedOffset> {
    Utc::now().with_timezone(&FixedOffset::east_opt(8 * 3600).unwrap())
}

fn at(line: &Value) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(line["at"].as_str().unwrap()).unwrap()
}

/// A command about 红旗村's notice, by the clock.
fn in_earnest(desk: &Desk, command: &str, more: &[&str]) -> Ran {
    let notice = notice("hongqi");
    desk.run(["-C", "ws", command, &notice].iter().chain(more).copied())
}

#[test]
fn a_whole_year_of_entries_was_written_in_an_afternoon_with_days_of_last_year() {
    let before = now() - chrono::TimeDelta::seconds(1);
    let desk = posted("afternoon");
    let days = ["2025-03-14", "2025-03-17", "2025-03-18", "2025-03-20", "2025-06-03"];
    record(&desk, days[1], "object", &[]).ends(0);
    record(&desk, days[2], "answer", &[]).ends(0);
    record(&desk, days[3], "close", &[]).ends(0);
    record(&desk, days[4], "announce", &[]).ends(0);
    let lines = ledger(&desk);
    assert!(lines.iter().all(|line| before <= at(line) && at(line) <= now()), "{lines:?}");
    assert_eq!(lines.iter().map(|line| line["as_if"].as_str().unwrap()).collect::<Vec<_>>(), days);
    let told = desk.run(["-C", "ws", "verify", "ledger"]).ends(0);
    assert!(told.out.contains("演练"), "{}", told.out);
    let json = desk.run(["-C", "ws", "--json", "verify", "ledger"]).ends(0).json();
    assert_eq!(json["rehearsal"], true);
}

#[test]
fn what_was_meant_went_into_a_ledger_of_tries() {
    let desk = posted("tries");
    let before = desk.bytes("ws/ledger.jsonl");
    for (command, more) in
        [("object", &[][..]), ("amend", &["--reason", "第三行组名写错"]), ("done", &["--step", "lead"])]
    {
        let ran = in_earnest(&desk, command, more).ends(2);
        assert!(ran.codes() == ["ledger-rehearsal"] && ran.err.contains("演练用的工作区"), "{}", ran.err);
        assert!(ran.out.is_empty(), "it said what it would write: {}", ran.out);
    }
    for words in [&["archive", "--month", "2025-03"][..], &["publish", "--to", "web"]] {
        let ran = desk.run(["-C", "ws"].iter().chain(words).copied()).ends(2);
        assert_eq!(ran.codes(), ["ledger-rehearsal"], "{}", ran.err);
    }
    assert!(desk.bytes("ws/ledger.jsonl") == before && !desk.path("web").exists());
    // A township with a day of its own is a rehearsal without a word.
    desk.edit("ws/township.toml", "pack = ", "sample_day = 2025-03-17\npack = ");
    in_earnest(&desk, "object", &[]).ends(0);
    assert_eq!(ledger(&desk)[1]["as_if"], "2025-03-17");
}

#[test]
fn a_real_ledger_became_a_rehearsal_and_nobody_was_told() {
    let desk = Desk::six("real");
    let first = in_earnest(&desk, "done", &["--step", "lead"]).ends(0);
    assert!(!first.out.contains("演练") && ledger(&desk)[0].get("as_if").is_none(), "{}", first.out);
    let real = desk.run(["-C", "ws", "verify", "ledger"]).ends(0);
    assert!(!real.out.contains("演练"), "{}", real.out);
    // A day before the last entry needs a word, as a clock that went back does.
    let back = record(&desk, "2025-03-17", "done", &["--step", "verify"]).ends(2);
    assert!(back.codes() == ["ledger-clock-went-back"] && back.err.contains("2025-03-17"), "{}", back.err);
    let today = now().date_naive().to_string();
    let turned = record(&desk, &today, "done", &["--step", "verify"]).ends(0);
    assert!(turned.out.contains("这个工作区从此只能用来演练"), "{}", turned.out);
    let further = record(&desk, &today, "done", &["--step", "township"]).ends(0);
    assert!(!further.out.contains("从此只能"), "{}", further.out);
    assert_eq!(in_earnest(&desk, "done", &["--step", "county"]).ends(2).codes(), ["ledger-rehearsal"]);
}
