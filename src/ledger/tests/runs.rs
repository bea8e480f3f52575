//! Print runs in a notice's life.

use super::*;
use crate::ledger::{Applied, HangingRun, Life, PrintRun, Refused};

fn run(signed: &[u8], run: u32, paper: &[u8]) -> HangingRun {
    let papers = BTreeMap::from([("a-A4.pdf".to_owned(), Digest::of(paper))]);
    HangingRun { signed: Digest::of(signed), run, papers }
}

fn printed(run: HangingRun) -> Event {
    Event::Printed(PrintRun { day: day("2025-04-07"), is: run })
}

#[track_caller]
fn new(life: &Life, event: &Event) -> Life {
    match life.apply(event, &kind(true)) {
        Ok(Applied::New(life)) => *life,
        other => panic!("{other:?}"),
    }
}

#[test]
fn runs_are_numbered_within_their_proof() {
    let life = new(&Life::default(), &printed(run(b"one", 1, b"a")));
    assert_eq!(life.apply(&printed(run(b"one", 1, b"a")), &kind(true)), Ok(Applied::Already));
    assert_eq!(life.apply(&printed(run(b"one", 3, b"b")), &kind(true)), Err(Refused::NextRun(2)));
    // The same number with another sheet is no repetition.
    assert_eq!(life.apply(&printed(run(b"one", 1, b"b")), &kind(true)), Err(Refused::NextRun(2)));
    let life = new(&life, &printed(run(b"one", 2, b"b")));
    let life = new(&life, &printed(run(b"two", 1, b"c")));
    assert_eq!(life.latest_run(&Digest::of(b"one")).unwrap().run, 2);
    assert_eq!(life.latest_run(&Digest::of(b"two")).unwrap().run, 1);
    assert!(life.hanging().is_none());
}

#[test]
fn what_hangs_is_the_last_run_that_was_hung() {
    let first = Posting { signed: Digest::of(b"one"), run: Some(1), ..posting(day("2025-04-07"), 1) };
    let life = new(&Life::default(), &Event::Posted(first.clone()));
    assert_eq!(life.hanging().unwrap(), first.hung());
    let other = Event::Replaced { day: day("2025-04-09"), places: Vec::new(), run: run(b"one", 2, b"b") };
    let life = new(&life, &other);
    assert_eq!(life.hanging().unwrap().run, 2);
    assert_eq!(life.apply(&other, &kind(true)), Ok(Applied::Already));
    // The period runs on.
    assert_eq!(life.posting().unwrap().last, first.last);
    // A restart hangs its own.
    let life = new(
        &life,
        &Event::Amended {
            day: day("2025-04-10"),
            restart: true,
            contact: false,
            reason: "漏了一户".into(),
            papers: BTreeMap::new(),
        },
    );
    assert_eq!(life.apply(&other, &kind(true)), Err(Refused::NotReposted));
    let again = Posting { signed: Digest::of(b"two"), run: Some(1), ..posting(day("2025-04-11"), 2) };
    let life = new(&life, &Event::Restarted(again.clone()));
    assert_eq!(life.hanging().unwrap(), again.hung());
}

#[test]
fn a_further_place_moves_the_days_only_where_it_says_so() {
    let first = Posting { run: Some(1), ..posting(day("2025-04-07"), 1) };
    let life = new(&Life::default(), &Event::Posted(first.clone()));
    let further = |place: &str, on: &str, days: Posting| {
        Event::PostedAlso(Posting { day: day(on), places: vec![place.into()], ..days })
    };
    let same = new(&life, &further("二组晒场", "2025-04-08", first.clone()));
    assert_eq!(same.posting().unwrap().day, first.day);
    assert!(same.hangs_at("二组晒场") && same.hangs_at("村务公开栏"));
    let later = Posting { run: Some(1), ..posting(day("2025-04-08"), 1) };
    let moved = new(&life, &further("二组晒场", "2025-04-08", later.clone()));
    assert_eq!((moved.posting().unwrap().day, moved.posting().unwrap().last), (later.day, later.last));
    let again = further("二组晒场", "2025-04-09", later);
    assert_eq!(moved.apply(&again, &kind(true)), Ok(Applied::Already));
    let other = Posting { signed: Digest::of(b"other"), ..first };
    assert_eq!(life.apply(&further("三组", "2025-04-08", other), &kind(true)), Err(Refused::NotAmended));
}

#[test]
fn a_line_of_a_kind_that_came_later_asks_for_a_newer_program() {
    let mut end = End::start(TOWNSHIP);
    let body = Body {
        seq: 1,
        at: at("2025-01-06T09:30:00+08:00"),
        as_if: None,
        by: "普安乡青松村村民委员会".into(),
        notice: Some("villages/v/notices/n".into()),
        event: Event::Note { text: "说明".into() },
    };
    let line = Line::after(&end.hash, body).to_text();
    end.follow(line.as_bytes()).unwrap();
    let newer = line.replace("\"kind\":\"note\"", "\"kind\":\"laminated\"");
    assert!(read(newer.as_bytes()).unwrap_err().message.contains("要用新版打开"));
    let spoiled = line.replace("\"kind\":\"note\"", "\"kind\":\"posted\"");
    assert!(!read(spoiled.as_bytes()).unwrap_err().message.contains("要用新版打开"));
}

#[test]
fn every_kind_is_known_by_its_name() {
    let names: Vec<String> = [
        Event::Posted(posting(day("2025-04-07"), 1)),
        printed(run(b"one", 1, b"a")),
        Event::PostedAlso(posting(day("2025-04-07"), 1)),
        Event::Replaced { day: day("2025-04-09"), places: Vec::new(), run: run(b"one", 2, b"b") },
        Event::Note { text: "说明".into() },
    ]
    .iter()
    .map(|event| serde_json::to_value(event).unwrap()["kind"].as_str().unwrap().to_owned())
    .collect();
    assert!(names.iter().all(|name| Event::KINDS.contains(&name.as_str())), "{names:?}");
}
