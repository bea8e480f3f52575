//! Named cases 命名案例: the table `cases.txt`, row by row, with the words that a clerk is told.

use super::common::{calendar, day, files, rule};
use super::oracle::Oracle;
use mingbai::calendar::{Calendar, Days};
use std::collections::BTreeSet;

/// A row of the table.
struct Case<'a> {
    name: &'a str,
    posted: &'a str,
    days: Days,
    rule: &'static str,
    region: Option<&'a str>,
    /// First day that counts.
    first: &'a str,
    /// Last day, or the code of the refusal.
    last: &'a str,
    says: &'a str,
}

fn cases(table: &str) -> Vec<Case<'_>> {
    let rows = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [name, posted, days, rule, region, first, last, says] = cells[..] else {
            panic!("not eight cells: {row}")
        };
        let number = |unit: &str| days.strip_suffix(unit).and_then(|count| count.parse().ok());
        let days = number("个工作日").map(Days::Working).or_else(|| number("天").map(Days::Calendar));
        let rule = match rule {
            "当日" => "posting-day-counts",
            "次日" => "next-day",
            "顺延" => "next-day-rollover",
            _ => panic!("{name}: no such rule"),
        };
        let region = Some(region).filter(|region| !region.is_empty());
        Case { name, posted, days: days.expect(name), rule, region, first, last, says }
    })
    .collect()
}

#[test]
fn every_named_case_ends_on_its_day_for_its_reason() {
    let cases = cases(include_str!("cases.txt"));
    let (whole, oracle) = (Calendar::parse(&files()).expect("the tables parse"), Oracle::new());
    let mut wrong = Vec::new();
    for Case { name, posted, days, rule: by, region, first, last, says } in &cases {
        let local = region.map(|region| whole.in_region(region).expect("a table of the region"));
        let calendar = local.as_ref().unwrap_or(&whole);
        let (found, words) = match calendar.period(day(posted), *days, rule(by)) {
            Ok(period) => {
                let lines: Vec<String> = period.explain().into_iter().map(|line| line.note).collect();
                let counts_from = period.counted().next().expect(name).to_string();
                let found = (counts_from, period.to.to_string());
                if region.is_none() && oracle.last(day(posted), *days, by) != period.to {
                    wrong.push(format!("{name}: counted on fingers it is another day"));
                }
                (found, format!("{}\n{}", period.summary(), lines.join("\n")))
            }
            Err(refused) => ((String::new(), refused.code.id.to_owned()), refused.to_string()),
        };
        if found != ((*first).to_owned(), (*last).to_owned()) {
            wrong.push(format!("{name}: {found:?} instead of {:?}", (first, last)));
        } else if says.is_empty() || !words.contains(says) {
            wrong.push(format!("{name}: does not say “{says}” in\n{words}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), cases.len(), "a name is used twice");
    assert!(cases.len() >= 40, "only {} cases", cases.len());
}

#[test]
fn deadlines_of_the_named_cases_are_the_same_days() {
    // A limit ("5个工作日内") never counts its first day: the same days as the next-day rules.
    let calendar = calendar();
    for case in cases(include_str!("cases.txt")) {
        if case.region.is_some() || case.rule == "posting-day-counts" || case.last.starts_with("period-") {
            continue;
        }
        let found = calendar.deadline(day(case.posted), case.days, case.rule == "next-day-rollover");
        assert_eq!(found, Ok(day(case.last)), "{}", case.name);
    }
}
