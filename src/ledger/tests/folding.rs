//! The fold: named lives, and lives in any order at all.

use super::super::{Applied, Fold, Life, Refused, Stage, clocks, fold, state};
use super::*;
use crate::calendar::Calendar;
use crate::schedule::State;
use proptest::prelude::*;

fn lines(events: &[Event]) -> Vec<Line> {
    let mut prev = End::start(TOWNSHIP).hash;
    let mut all = Vec::new();
    for (event, seq) in events.iter().zip(1u64..) {
        let body = Body {
            seq,
            at: at("2025-03-14T09:00:00+08:00"),
            as_if: None,
            by: "村".into(),
            notice: None,
            event: event.clone(),
        };
        let line = Line::after(&prev, body);
        prev = line.hash.clone();
        all.push(line);
    }
    all
}

#[track_caller]
fn live(events: &[Event]) -> Life {
    let Fold { life, odd } = fold(&lines(events), &kind(true));
    assert!(odd.is_empty(), "{odd:?}");
    life
}

fn post(on: &str) -> Event {
    Event::Posted(posting(day(on), 1))
}

fn object(number: u32, on: &str) -> Event {
    Event::Objection { number, day: day(on), paper: None }
}

fn answer(number: u32, on: &str, upheld: bool) -> Event {
    Event::Answer { number, day: day(on), upheld, paper: None }
}

fn amend(on: &str, restart: bool) -> Event {
    Event::Amended { day: day(on), restart, reason: "事由".into(), contact: false, papers: BTreeMap::new() }
}

fn close(on: &str) -> Event {
    Event::Closed { day: day(on), last: day(on), objections: 0, answered: 0 }
}

fn announce(on: &str) -> Event {
    Event::Announced { day: day(on), number: None }
}

fn withdraw(on: &str) -> Event {
    Event::Withdrawn { day: day(on), row: None, derived: None }
}

/// What the next event meets.
#[track_caller]
fn refuses(before: &[Event], next: Event, why: Refused) {
    assert_eq!(live(before).apply(&next, &kind(true)), Err(why));
}

#[test]
fn a_whole_life_runs_from_posting_to_archive() {
    let life = live(&[
        post("2025-03-14"),
        object(1, "2025-03-17"),
        answer(1, "2025-03-18", false),
        close("2025-03-20"),
        announce("2025-03-21"),
        Event::Archived { bag: "b".into(), digest: Digest::of(b"m") },
    ]);
    assert_eq!((life.stage, life.counts(), life.archived.len()), (Stage::Announced, (1, 1, 0), 1));
}

#[test]
fn it_is_not_closed_on_its_last_day_but_on_the_day_after() {
    refuses(&[post("2025-03-14")], close("2025-03-19"), Refused::PeriodRuns(day("2025-03-19")));
    assert_eq!(live(&[post("2025-03-14"), close("2025-03-20")]).stage, Stage::Closed);
}

#[test]
fn nothing_is_announced_before_closing_or_while_an_objection_waits() {
    let posted = post("2025-03-14");
    refuses(std::slice::from_ref(&posted), announce("2025-03-21"), Refused::NotClosed);
    let waiting = [posted, object(1, "2025-03-17"), close("2025-03-20")];
    refuses(&waiting, announce("2025-03-21"), Refused::OpenObjections(vec![1]));
    refuses(&waiting, object(3, "2025-03-17"), Refused::NextObjection(2));
    let mut late = waiting.to_vec();
    late.push(object(2, "2025-03-20"));
    assert!(live(&late).objections[&2].late && !live(&late).objections[&1].late);
}

#[test]
fn an_objection_nobody_made_is_not_answered_and_one_is_not_answered_twice_otherwise() {
    let posted = post("2025-03-14");
    refuses(std::slice::from_ref(&posted), answer(1, "2025-03-18", true), Refused::UnknownObjection(1));
    let answered = [posted, object(1, "2025-03-17"), answer(1, "2025-03-18", false)];
    refuses(&answered, answer(1, "2025-03-19", true), Refused::Answered(1, day("2025-03-18")));
    refuses(&answered[..2], answer(1, "2025-03-16", true), Refused::BeforeObjection(day("2025-03-17")));
}

#[test]
fn a_notice_is_posted_once_and_nothing_happens_to_one_that_never_was() {
    refuses(&[post("2025-03-14")], post("2025-03-15"), Refused::Posted(day("2025-03-14")));
    for event in
        [object(1, "2025-03-17"), close("2025-03-20"), amend("2025-03-17", true), withdraw("2025-03-17")]
    {
        refuses(&[], event, Refused::NotPosted);
    }
    refuses(&[post("2025-03-14")], object(1, "2025-03-13"), Refused::BeforePosting(day("2025-03-14")));
}

#[test]
fn after_a_correction_of_substance_the_period_runs_from_the_new_paper() {
    let mut events = vec![post("2025-03-14"), object(1, "2025-03-17"), answer(1, "2025-03-17", true)];
    assert!(live(&events).correction_due());
    events.push(amend("2025-03-18", true));
    refuses(&events, close("2025-03-24"), Refused::NotReposted);
    let again = |on: &str, version| Event::Restarted(posting(day(on), version));
    refuses(&events, again("2025-03-20", 1), Refused::SameVersion(1));
    refuses(&events, again("2025-03-17", 2), Refused::BeforeAmendment(day("2025-03-18")));
    events.push(again("2025-03-20", 2));
    refuses(&events, close("2025-03-25"), Refused::PeriodRuns(day("2025-03-25")));
    refuses(&events, again("2025-03-21", 3), Refused::NotAmended);
    events.push(close("2025-03-26"));
    let life = live(&events);
    assert_eq!((life.postings.len(), life.closed), (2, Some(day("2025-03-26"))));
    assert!(!life.correction_due());
}

#[test]
fn a_slip_of_the_pen_changes_no_day() {
    let life = live(&[post("2025-03-14"), amend("2025-03-17", false), close("2025-03-20")]);
    assert_eq!((life.postings.len(), life.amended.len()), (1, 1));
}

#[test]
fn nothing_follows_a_withdrawal_but_the_archive() {
    let gone = [post("2025-03-14"), withdraw("2025-03-17")];
    let over = Refused::Withdrawn(day("2025-03-17"));
    for event in [
        post("2025-03-14"),
        object(1, "2025-03-17"),
        amend("2025-03-18", false),
        close("2025-03-20"),
        announce("2025-03-21"),
        Event::StepDone { step: "s".into(), day: day("2025-03-20") },
        Event::Withdrawn { day: day("2025-03-17"), row: Some(Digest::of(b"row")), derived: None },
    ] {
        refuses(&gone, event, over.clone());
    }
    let bag = Event::Archived { bag: "b".into(), digest: Digest::of(b"m") };
    assert!(matches!(live(&gone).apply(&bag, &kind(true)), Ok(Applied::New(_))));
}

#[test]
fn a_refusal_names_the_clause_and_the_wording_of_the_pack() {
    let finding = Refused::PeriodRuns(day("2025-03-19")).finding("n", &kind(true));
    let told = finding.to_string();
    for words in ["2025年3月19日（星期三）", "不少于5天", "文件二（三）", "ledger-not-allowed"]
    {
        assert!(told.contains(words), "{told}");
    }
}

fn calendar(holiday: &str) -> Calendar {
    let table = format!(
        "year = 2025\n[[notice]]\ntitle = \"t\"\nnumber = \"n\"\ndate = 2024-11-12\nverified = true\n\
         [[holiday]]\nname = \"元旦\"\nfirst = 2025-01-01\nlast = 2025-01-01\n{holiday}"
    );
    Calendar::parse(&[("2025.toml".into(), table)]).unwrap()
}

#[test]
fn a_sudden_holiday_moves_open_notices_only() {
    let (plain, sudden) =
        (calendar(""), calendar("[[holiday]]\nname = \"临时\"\nfirst = 2025-03-19\nlast = 2025-03-20\n"));
    let planned = (day("2025-03-14"), 1);
    let last = |life: &Life, calendar: &Calendar| {
        clocks(life, planned, &kind(true), calendar).unwrap().period.unwrap().to.to_string()
    };
    let open = live(&[post("2025-03-14")]);
    assert_eq!(
        (last(&open, &plain), last(&open, &sudden)),
        ("2025-03-19".into(), "2025-03-19".into()),
        "a table puts nothing off"
    );
    let closed = live(&[post("2025-03-14"), close("2025-03-20")]);
    assert_eq!(last(&closed, &sudden), "2025-03-19", "what is over stays as it was");
    let changed = Event::CalendarChanged {
        was: Some(day("2025-03-19")),
        last: Some(day("2025-03-21")),
        board_until: day("2025-03-24"),
        rows_until: day("2025-03-24"),
        number: None,
        derived: None,
    };
    refuses(
        &[post("2025-03-14"), changed.clone()],
        close("2025-03-21"),
        Refused::PeriodRuns(day("2025-03-21")),
    );
    refuses(&[post("2025-03-14"), close("2025-03-20")], changed, Refused::NotOpen);
}

#[test]
fn the_clocks_run_from_the_day_on_which_it_really_hung() {
    let calendar = calendar("");
    let planned = (day("2025-03-14"), 1);
    let late = live(&[post("2025-03-17")]);
    let running = clocks(&late, planned, &kind(true), &calendar).unwrap();
    assert_eq!((running.posted, running.period.clone().unwrap().to), (day("2025-03-17"), day("2025-03-22")));
    assert_eq!(state(&late, planned, &running, day("2025-03-20")), State::Open);
    // Without an event it is as the file plans it.
    let unposted = clocks(&Life::default(), planned, &kind(true), &calendar).unwrap();
    assert_eq!(unposted.posted, day("2025-03-14"));
    // Withdrawn and corrected notices lose their rows at once; the new paper is planned like a first one.
    let gone = live(&[post("2025-03-14"), withdraw("2025-03-17")]);
    assert_eq!(state(&gone, planned, &unposted, day("2025-03-17")), State::Expired);
    let corrected = live(&[post("2025-03-14"), amend("2025-03-17", true)]);
    assert_eq!(state(&corrected, planned, &unposted, day("2025-03-17")), State::Expired);
    let again = (day("2025-03-19"), 2);
    let planned_again = clocks(&corrected, again, &kind(true), &calendar).unwrap();
    assert_eq!(planned_again.posted, day("2025-03-19"));
    assert_eq!(state(&corrected, again, &planned_again, day("2025-03-17")), State::Upcoming);
}

fn events() -> impl Strategy<Value = Event> {
    let on = (0u64..40).prop_map(|days| day("2025-03-01") + Days::new(days));
    (on, 0u8..13, 1u32..4, any::<bool>()).prop_map(|(on, what, number, flag)| match what {
        0 | 1 => Event::Posted(posting(on, 1)),
        2 => Event::Objection { number, day: on, paper: None },
        3 | 4 => Event::Answer { number, day: on, upheld: flag, paper: None },
        5 => Event::Amended {
            day: on,
            restart: flag,
            reason: "事由".into(),
            contact: false,
            papers: BTreeMap::new(),
        },
        6 => Event::Restarted(posting(on, u16::try_from(number).unwrap() + 1)),
        7 => Event::Withdrawn {
            day: on,
            row: (number > 1).then(|| Digest::of(&[number as u8])),
            derived: None,
        },
        8 | 9 => Event::Closed { day: on, last: on, objections: 0, answered: 0 },
        10 | 11 => Event::Announced { day: on, number: None },
        _ => Event::StepDone { step: number.to_string(), day: on },
    })
}

/// A life told by hand, slowly, from the whole history: the oracle for what the fold keeps up as it goes.
fn told(history: &[Event]) -> (Stage, Vec<u32>) {
    let mut stage = Stage::Upcoming;
    let mut open = Vec::new();
    for event in history {
        match event {
            Event::Posted(_) | Event::Restarted(_) => stage = Stage::Open,
            Event::Amended { restart: true, .. } => stage = Stage::Amended,
            Event::Closed { .. } => stage = Stage::Closed,
            Event::Announced { .. } => stage = Stage::Announced,
            Event::Withdrawn { row: None, .. } => stage = Stage::Withdrawn,
            Event::Objection { number, .. } => open.push(*number),
            Event::Answer { number, .. } => open.retain(|one| one != number),
            _ => {}
        }
    }
    (stage, open)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_comes_the_life_is_one_that_the_procedure_allows(all in prop::collection::vec(events(), 0..60)) {
        let kind = kind(true);
        let (mut life, mut history) = (Life::default(), Vec::new());
        for event in &all {
            match life.apply(event, &kind) {
                Ok(Applied::New(next)) => {
                    prop_assert_ne!(&*next, &life, "a new life that is the old one");
                    prop_assert_ne!(life.stage, Stage::Withdrawn, "something after a withdrawal");
                    match event {
                        Event::Closed { day, .. } => prop_assert!(*day > life.posting().unwrap().last.unwrap()),
                        Event::Announced { .. } => {
                            prop_assert!(life.closed.is_some() && life.open_objections().is_empty());
                        }
                        Event::Posted(_) => prop_assert!(life.postings.is_empty()),
                        Event::Restarted(posting) => {
                            prop_assert_eq!(life.stage, Stage::Amended);
                            prop_assert!(posting.version > life.posting().unwrap().version);
                        }
                        _ => {}
                    }
                    life = *next;
                    history.push(event.clone());
                    // The same command again writes nothing.
                    prop_assert_eq!(life.apply(event, &kind), Ok(Applied::Already));
                }
                Ok(Applied::Already) | Err(_) => {}
            }
        }
        prop_assert_eq!((life.stage, life.open_objections()), told(&history));
        let Fold { life: folded, odd } = fold(&lines(&history), &kind);
        prop_assert!(odd.is_empty(), "{:?}", odd);
        prop_assert_eq!(folded, life.clone());
        // Total: the whole history with everything refused in it leads to the same life.
        prop_assert_eq!(fold(&lines(&all), &kind).life, life);
    }
}
