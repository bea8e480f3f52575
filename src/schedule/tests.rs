use super::*;
use crate::policy;
use crate::workspace::embedded;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn files(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let prefix = format!("{folder}/");
    embedded::policies()
        .into_iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), bytes)))
        .collect()
}

fn calendar() -> Calendar {
    let tables: Vec<(String, String)> = files("calendar")
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect();
    Calendar::parse(&tables).unwrap()
}

/// The pack of the sample township.
fn pack() -> Pack {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let township = text(&embedded::content()["township.toml"]);
    let id = township.lines().find_map(|line| line.strip_prefix("pack = \"")?.strip_suffix('"')).unwrap();
    let fields = policy::fields::FieldTable::parse(&text(&embedded::policies()["fields.toml"]), "f").unwrap();
    policy::load(id, "policies/sample", &files(id), &fields).unwrap()
}

fn days(steps: &[(&str, &str)]) -> BTreeMap<String, NaiveDate> {
    steps.iter().map(|(step, date)| ((*step).to_owned(), day(date))).collect()
}

/// A case of a notice posted in a pack, on a day.
fn case<'a>(
    pack: &'a Pack,
    kind: &str,
    clocks: &'a Clocks,
    recorded: &'a BTreeMap<String, NaiveDate>,
    calendar: &'a Calendar,
    today: &str,
) -> Situation<'a> {
    let kind = pack.notice(kind).unwrap();
    Situation { pack, kind, clocks, recorded, calendar, today: day(today), aid_first: None }
}

#[test]
fn states_change_on_the_day_after_each_clock_runs_out() {
    let (pack, calendar) = (pack(), calendar());
    let clocks = Clocks::start(day("2025-04-07"), pack.notice("identify").unwrap(), &calendar).unwrap();
    let seen = ["2025-04-06", "2025-04-07", "2025-04-14", "2025-04-15", "2025-04-17", "2025-04-18"];
    let states: Vec<State> = seen.iter().map(|date| clocks.state(day(date))).collect();
    use State::*;
    // Five days after the 7th end on Saturday the 12th and roll over to Monday; ten days of posting end on the 17th.
    assert_eq!(states, [Upcoming, Open, Open, Closed, Closed, Expired]);
}

#[test]
fn rows_never_leave_before_a_long_objection_period_is_over() {
    let (mut pack, calendar) = (pack(), calendar());
    let kind = pack.is.notice.iter_mut().find(|kind| kind.id == "identify").unwrap();
    kind.period.as_mut().unwrap().days = 30;
    let clocks = Clocks::start(day("2025-04-07"), kind, &calendar).unwrap();
    assert_eq!(clocks.rows_until, day("2025-05-07"));
}

#[test]
fn a_count_into_a_year_without_a_table_is_an_error() {
    let (pack, calendar) = (pack(), calendar());
    let found = Clocks::start(day("2026-12-29"), pack.notice("identify").unwrap(), &calendar).unwrap_err();
    assert_eq!(found[0].code.id, "period-uncovered-year");
}

#[test]
fn a_visit_after_the_fifth_working_day_is_late_over_a_holiday_too() {
    let (pack, calendar) = (pack(), calendar());
    let kind = pack.notice("identify").unwrap();
    let clocks = Clocks::start(day("2025-04-14"), kind, &calendar).unwrap();
    let late = |verified: &str| {
        let steps = days(&[("lead", "2025-04-01"), ("verify", verified), ("review", "2025-04-11")]);
        let found = review(&case(&pack, &kind.id, &clocks, &steps, &calendar, "2025-04-14"), "n.toml");
        found.iter().any(|finding| finding.code.id == "schedule-late-step")
    };
    // 清明节 is on the 4th: the fifth working day after the 1st is the 9th.
    assert!(!late("2025-04-09"));
    assert!(late("2025-04-10"));
}

#[test]
fn a_period_that_ends_after_the_overall_limit_is_said_with_both_clauses_and_never_shortened() {
    let (pack, calendar) = (pack(), calendar());
    let kind = pack.notice("identify").unwrap();
    let clocks = Clocks::start(day("2025-09-26"), kind, &calendar).unwrap();
    let steps = days(&[("lead", "2025-09-15"), ("verify", "2025-09-17"), ("review", "2025-09-25")]);
    let found = review(&case(&pack, &kind.id, &clocks, &steps, &calendar, "2025-09-26"), "n.toml");
    let clash = found.iter().find(|finding| finding.code.id == "policy-limits-clash");
    // Fifteen days after the 15th end on the 30th; the notice runs over 国庆节 to the 9th of October.
    let message = &clash.unwrap().message;
    assert!(message.contains("2025年10月9日") && message.contains("2025年9月30日"), "{message}");
    assert_eq!(clocks.period.unwrap().to, day("2025-10-09"));
}

#[test]
fn impossible_records_are_errors() {
    let (pack, calendar) = (pack(), calendar());
    let kind = pack.notice("identify").unwrap();
    let clocks = Clocks::start(day("2025-04-07"), kind, &calendar).unwrap();
    let codes = |steps: &[(&str, &str)]| -> Vec<&str> {
        let steps = days(steps);
        let found = review(&case(&pack, &kind.id, &clocks, &steps, &calendar, "2025-04-10"), "n.toml");
        found.iter().filter(|finding| finding.stops()).map(|finding| finding.code.id).collect()
    };
    assert_eq!(codes(&[("lead", "2025-04-03"), ("verify", "2025-04-02")]), ["schedule-step-order"]);
    assert_eq!(codes(&[("leed", "2025-04-01")]), ["schedule-unknown-step"]);
    assert_eq!(codes(&[("review", "2025-04-08")]), ["schedule-step-order"]);
    assert_eq!(codes(&[("township", "2025-04-11")]), ["schedule-future-step"]);
}

#[test]
fn the_next_step_walks_down_the_procedure() {
    let (pack, calendar) = (pack(), calendar());
    let kind = pack.notice("identify").unwrap();
    let clocks = Clocks::start(day("2025-04-01"), kind, &calendar).unwrap();
    let ask = |steps: &[(&str, &str)], missing: &[String], today: &str| {
        let steps = days(steps);
        next(&case(&pack, &kind.id, &clocks, &steps, &calendar, today), missing)
            .map(|next| (next.what, next.due.map(|due| due.to_string())))
    };
    let told = |what: &str, due: &str| Some((what.to_owned(), Some(due.to_owned())));
    let lead = ("lead", "2025-03-24");
    assert_eq!(ask(&[lead], &["村民委员会".into()], "2025-03-31"), told("村民委员会签字", "2025-04-01"));
    assert_eq!(ask(&[lead], &[], "2025-03-31"), told("张贴公示", "2025-04-01"));
    assert_eq!(ask(&[lead], &[], "2025-04-07"), told("收集意见，等公示期满", "2025-04-07"));
    assert_eq!(ask(&[lead], &[], "2025-04-08"), told("乡镇联合审核", "2025-04-08"));
    let approved = [lead, ("township", "2025-04-08"), ("county", "2025-04-08")];
    assert_eq!(ask(&approved, &[], "2025-04-09"), told("制定“一户一策”帮扶计划", "2025-04-18"));
    let planned = [approved.as_slice(), &[("plan", "2025-04-15")]].concat();
    assert_eq!(ask(&planned, &[], "2025-04-16"), None);
}
