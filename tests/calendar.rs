//! The calendar against foreign judges, the worked examples, and a naive day-by-day oracle.

use chrono::{Datelike, NaiveDate, Weekday};
use mingbai::calendar::{Calendar, DayKind, Days, Explanation, FirstDay, Rule};
use proptest::prelude::*;
use std::collections::BTreeSet;

macro_rules! tables {
    ($($year:literal)*) => {
        vec![$((
            concat!("policies/calendar/", $year, ".toml").to_string(),
            include_str!(concat!("../policies/calendar/", $year, ".toml")).to_string(),
        )),*]
    };
}

fn files() -> Vec<(String, String)> {
    tables!(2020 2021 2022 2023 2024 2025 2026)
}

fn calendar() -> Calendar {
    Calendar::parse(&files()).unwrap_or_else(|faults| panic!("the tables do not parse: {faults:#?}"))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is no date"))
}

fn rule(name: &str) -> Rule {
    name.parse().unwrap_or_else(|_| panic!("{name} is no rule"))
}

const RULES: [&str; 3] = ["posting-day-counts", "next-day", "next-day-rollover"];

#[track_caller]
fn last(from: &str, days: Days, name: &str) -> String {
    let period = calendar().period(day(from), days, rule(name));
    period.unwrap_or_else(|refused| panic!("{refused}")).to.to_string()
}

/// Posted on `from`: 5天 under the three rules, then 5个工作日.
#[track_caller]
fn example(from: &str, expected: [&str; 4]) {
    let five = Days::Calendar(5);
    let found = [
        last(from, five, "posting-day-counts"),
        last(from, five, "next-day"),
        last(from, five, "next-day-rollover"),
        last(from, Days::Working(5), "next-day-rollover"),
    ];
    assert_eq!(found, expected, "posted {from}");
}

#[test]
fn friday_before_national_day_2025() {
    example("2025-09-26", ["2025-09-30", "2025-10-01", "2025-10-09", "2025-10-10"]);
}

#[test]
fn eve_of_national_day_2025() {
    example("2025-09-30", ["2025-10-04", "2025-10-05", "2025-10-09", "2025-10-14"]);
}

#[test]
fn spring_festival_2026_with_make_up_saturdays() {
    example("2026-02-13", ["2026-02-17", "2026-02-18", "2026-02-24", "2026-02-27"]);
}

#[test]
fn eve_of_labour_day_2026() {
    example("2026-04-30", ["2026-05-04", "2026-05-05", "2026-05-06", "2026-05-11"]);
}

#[test]
fn mid_autumn_and_national_day_2026() {
    example("2026-09-24", ["2026-09-28", "2026-09-29", "2026-09-29", "2026-10-09"]);
}

#[test]
fn eve_of_national_day_2026() {
    example("2026-09-30", ["2026-10-04", "2026-10-05", "2026-10-08", "2026-10-13"]);
}

#[test]
fn leap_day_2024() {
    example("2024-02-27", ["2024-03-02", "2024-03-03", "2024-03-04", "2024-03-05"]);
}

#[test]
fn before_spring_festival_2025() {
    example("2025-01-24", ["2025-01-28", "2025-01-29", "2025-02-05", "2025-02-07"]);
}

#[test]
fn new_year_2027_is_refused_until_its_table_is_there_and_then_counted() {
    for name in RULES {
        for days in [Days::Calendar(5), Days::Working(5)] {
            let refused =
                calendar().period(day("2026-12-29"), days, rule(name)).expect_err("no table of 2027");
            assert_eq!(refused.code.id, "period-uncovered-year");
            assert!(refused.to_string().contains("2027"), "{refused}");
        }
    }
    // A made-up table: what a township adds on the day the notice comes out.
    let table = "year = 2027\nnotice = [{ title = \"t\", number = \"n\", date = 2026-11-25, verified = false }]\n\
                 [[holiday]]\nname = \"元旦\"\nfirst = 2027-01-01\nlast = 2027-01-03\n";
    let mut files = files();
    files.push(("2027.toml".into(), table.into()));
    let calendar = Calendar::parse(&files).expect("parses");
    let ends = RULES.map(|name| {
        calendar.period(day("2026-12-29"), Days::Calendar(5), rule(name)).expect("covered").to.to_string()
    });
    assert_eq!(ends, ["2027-01-02", "2027-01-03", "2027-01-04"]);
}

#[test]
fn a_rollover_into_an_uncovered_year_is_refused() {
    // Only the year 2022 is known. Its last day is a Saturday off: nobody can say where the end moves to.
    let files = tables!(2022);
    let calendar = Calendar::parse(&files).expect("parses");
    let from = day("2022-12-26");
    assert!(calendar.period(from, Days::Calendar(5), rule("next-day")).is_ok());
    let refused = calendar.period(from, Days::Calendar(5), rule("next-day-rollover")).expect_err("refused");
    assert_eq!(refused.code.id, "period-uncovered-year");
    assert!(calendar.deadline(from, Days::Calendar(5), true).is_err());
    assert!(calendar.add_working(from, 5).is_err());
}

#[test]
fn every_day_agrees_with_two_foreign_tables() {
    let (calendar, oracle) = (calendar(), Oracle::new());
    let mut judged = 0;
    for date in day("2020-01-01").iter_days().take_while(|date| date.year() < 2027) {
        let (year, month, of_month) = (date.year() as u16, date.month() as u8, date.day() as u8);
        // The crate knows no day after 2026-12-25; the list that the oracle reads does.
        if date <= day("2026-12-25") {
            let judge = chinese_holiday::chinese_holiday((year, month, of_month));
            assert_eq!(calendar.is_workday(date), Ok(judge.is_workday()), "{date}");
        }
        assert_eq!(calendar.is_workday(date), Ok(oracle.works(date)), "{date}");
        judged += 1;
    }
    assert_eq!(judged, 2557);
}

#[test]
fn workdays_per_year() {
    let calendar = calendar();
    let found: Vec<usize> = (2020..2027)
        .map(|year| {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).expect("a date");
            let days = first.iter_days().take_while(|date| date.year() == year);
            days.filter(|date| calendar.is_workday(*date) == Ok(true)).count()
        })
        .collect();
    assert_eq!(found, [249, 250, 249, 249, 251, 248, 248]);
}

#[test]
fn spring_festival_2020_was_prolonged() {
    let calendar = calendar();
    assert_eq!(calendar.day(day("2020-02-01")), Ok(DayKind::Holiday("春节".into())));
    assert_eq!(calendar.day(day("2020-02-02")), Ok(DayKind::Holiday("春节".into())));
    assert_eq!(calendar.day(day("2020-02-03")), Ok(DayKind::Workday));
    let numbers: Vec<&str> = calendar.sources(2020).iter().map(|source| source.number.as_str()).collect();
    assert_eq!(numbers, ["国办发明电〔2019〕16号", "国办发明电〔2020〕1号"]);
}

#[test]
fn make_up_saturday_is_a_workday_and_counts() {
    let calendar = calendar();
    assert_eq!(calendar.day(day("2026-02-28")), Ok(DayKind::MakeUp("春节".into())));
    // 02-24 … 02-27 and the worked Saturday.
    assert_eq!(last("2026-02-23", Days::Working(5), "next-day-rollover"), "2026-02-28");
    // Full on a worked Saturday: no rollover.
    assert_eq!(last("2026-02-23", Days::Calendar(5), "next-day-rollover"), "2026-02-28");
}

#[test]
fn leap_day_is_a_day() {
    assert_eq!(last("2024-02-28", Days::Calendar(1), "next-day"), "2024-02-29");
    assert_eq!(last("2023-02-28", Days::Calendar(1), "next-day"), "2023-03-01");
    assert_eq!(last("2024-02-29", Days::Calendar(1), "posting-day-counts"), "2024-02-29");
}

#[test]
fn deadlines_do_not_count_their_first_day() {
    let calendar = calendar();
    // A lead on the eve of the long holiday: five workdays to visit the household.
    assert_eq!(calendar.add_working(day("2025-09-30"), 5), Ok(day("2025-10-14")));
    assert_eq!(calendar.deadline(day("2025-09-30"), Days::Working(5), true), Ok(day("2025-10-14")));
    assert_eq!(calendar.deadline(day("2025-09-26"), Days::Calendar(15), false), Ok(day("2025-10-11")));
    assert_eq!(calendar.deadline(day("2025-09-24"), Days::Calendar(10), true), Ok(day("2025-10-09")));
    assert_eq!(calendar.deadline(day("2025-09-24"), Days::Calendar(10), false), Ok(day("2025-10-04")));
}

#[test]
fn a_period_of_no_days_is_refused() {
    let refused =
        calendar().period(day("2025-03-14"), Days::Calendar(0), Rule::default()).expect_err("refused");
    assert_eq!(refused.code.id, "period-no-days");
}

#[test]
fn the_default_rule_is_the_civil_code() {
    assert_eq!(Rule::default(), rule("next-day-rollover"));
    let unknown = "tomorrow".parse::<Rule>().expect_err("unknown");
    assert_eq!(unknown.code.id, "period-unknown-rule");
}

#[test]
fn the_explanation_can_be_read_out() {
    let period = calendar().period(day("2025-09-26"), Days::Calendar(5), Rule::default()).expect("covered");
    assert_eq!(
        period.summary(),
        "2025年9月26日（星期五）张贴，当日不计，次日起算，满5天为10月1日（星期三）；这天是国庆节、中秋节放假日，顺延到10月9日（星期四）。"
    );
    assert_eq!(period.rule.words(period.days), "张贴当日不计，满5天，末日遇休息日顺延");
    let notes: Vec<String> =
        period.explain().iter().map(|l| format!("{} {} {}", l.date, l.weekday, l.note)).collect();
    assert_eq!(notes[0], "2025-09-26 星期五 工作日；张贴当日，不计");
    assert_eq!(notes[1], "2025-09-27 星期六 周末；第1天");
    assert_eq!(notes[2], "2025-09-28 星期日 国庆节、中秋节调休上班；第2天");
    assert_eq!(notes[5], "2025-10-01 星期三 国庆节、中秋节放假；第5天，期满日是休息日，顺延");
    assert_eq!(notes[6], "2025-10-02 星期四 国庆节、中秋节放假；休息日，继续顺延");
    assert_eq!(notes[13], "2025-10-09 星期四 工作日；顺延到这天截止");
    assert_eq!(notes.len(), 14);
}

#[test]
fn the_explanation_has_the_agreed_json_shape() {
    let period = calendar().period(day("2025-10-10"), Days::Working(1), Rule::default()).expect("covered");
    let Explanation { first, last, .. } = period.explanation();
    assert_eq!((first, last), (day("2025-10-10"), day("2025-10-11")));
    let json = serde_json::to_string(&period.explanation()).expect("serialises");
    assert_eq!(
        json,
        "{\"first\":\"2025-10-10\",\"last\":\"2025-10-11\",\"days\":[\
         {\"date\":\"2025-10-10\",\"weekday\":\"星期五\",\"kind\":\"workday\",\"counted\":false,\"n\":null,\
         \"note\":\"工作日；张贴当日，不计\"},\
         {\"date\":\"2025-10-11\",\"weekday\":\"星期六\",\"kind\":\"make-up-workday\",\"counted\":true,\"n\":1,\
         \"note\":\"国庆节、中秋节调休上班；第1天，期满\"}]}"
    );
}

const LOCAL: &str = "year = 2025\nkind = \"local\"\nregion = \"某自治区\"\n\
                     [[notice]]\ntitle = \"t\"\nnumber = \"n\"\ndate = 2024-12-01\nverified = false\n\
                     [[holiday]]\nname = \"三月三\"\nfirst = 2025-03-31\nlast = 2025-04-01\n";

#[test]
fn a_local_holiday_counts_only_in_its_region_and_a_missing_local_year_is_uncovered() {
    let mut files = files();
    files.push(("local.toml".into(), LOCAL.into()));
    let calendar = Calendar::parse(&files).expect("parses");
    assert_eq!(calendar.is_workday(day("2025-03-31")), Ok(true));
    let there = calendar.in_region("某自治区").expect("known");
    assert_eq!(there.day(day("2025-03-31")), Ok(DayKind::Holiday("三月三".into())));
    assert_eq!(there.day(day("2025-10-01")), Ok(DayKind::Holiday("国庆节、中秋节".into())));
    let rolled = there.period(day("2025-03-26"), Days::Calendar(5), Rule::default()).expect("covered");
    assert_eq!(rolled.to, day("2025-04-02"));
    assert!(there.is_workday(day("2024-03-04")).is_err());
    assert_eq!(calendar.in_region("别处").expect_err("unknown").code.id, "calendar-unknown-region");
}

#[track_caller]
fn fault(text: &str, code: &str, at: (u32, u32)) {
    let Err(faults) = Calendar::parse(&[("2025.toml".into(), text.into())]) else {
        panic!("a bad table parsed")
    };
    let found =
        faults.iter().find(|f| f.code.id == code && (f.at.line, f.at.column) == (Some(at.0), Some(at.1)));
    assert!(found.is_some(), "no {code} at {at:?} in {faults:#?}");
}

const HEAD: &str =
    "year = 2025\nnotice = [{ title = \"t\", number = \"n\", date = 2024-11-12, verified = true }]\n";

#[test]
fn faults_in_a_table_have_line_and_column() {
    let holiday = |body: &str| format!("{HEAD}[[holiday]]\nname = \"节\"\n{body}");
    fault("year = ", "toml-syntax", (1, 8));
    fault(&holiday("first = 2025-10-01\nlast = 2025-10-07\nworks = []\n"), "toml-syntax", (7, 1));
    fault(&holiday("first = 2026-10-01\nlast = 2025-10-07\n"), "calendar-wrong-date", (5, 9));
    fault(&holiday("first = 2025-10-07\nlast = 2025-10-01\n"), "calendar-wrong-date", (6, 8));
    let worked = "first = 2025-10-01\nlast = 2025-10-02\nwork = [2025-10-11, 2025-10-10]\n";
    fault(&holiday(worked), "calendar-wrong-date", (7, 21));
    let twice = "first = 2025-10-11\nlast = 2025-10-12\nwork = [2025-10-11]\n";
    fault(&holiday(twice), "calendar-wrong-date", (7, 9));
    fault(&holiday("first = 2025-10-01T08:00:00\nlast = 2025-10-02\n"), "calendar-bad-table", (5, 9));
    fault(&format!("{HEAD}kind = \"local\"\nholiday = []\n"), "calendar-bad-table", (1, 1));
    let doubled =
        [("a.toml".to_string(), files()[5].1.clone()), ("b.toml".to_string(), files()[5].1.clone())];
    let faults = Calendar::parse(&doubled).expect_err("two tables of one year");
    assert_eq!(faults[0].code.id, "calendar-duplicate-table");
    assert_eq!(faults[0].at.path, "b.toml");
}

/// A second, dumber calendar: the plain lists of rest and work days, and counting on fingers.
struct Oracle {
    off: BTreeSet<NaiveDate>,
    work: BTreeSet<NaiveDate>,
}

impl Oracle {
    fn new() -> Self {
        let lists = include_str!("calendar/oracle.txt");
        let (mut off, mut work) = (BTreeSet::new(), BTreeSet::new());
        for line in lists.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let (Some(year), Some(kind)) = (words.next(), words.next()) else { panic!("a torn line") };
            for word in words {
                let date = day(&format!("{year}-{}-{}", &word[..2], &word[2..]));
                if kind == "off" {
                    off.insert(date)
                } else {
                    work.insert(date)
                };
            }
        }
        Self { off, work }
    }

    fn works(&self, date: NaiveDate) -> bool {
        let weekend = date.weekday() == Weekday::Sat || date.weekday() == Weekday::Sun;
        self.work.contains(&date) || (!weekend && !self.off.contains(&date))
    }

    fn last(&self, from: NaiveDate, days: Days, name: &str) -> NaiveDate {
        let tomorrow = |date: NaiveDate| date + chrono::TimeDelta::days(1);
        let mut date = if name == "posting-day-counts" { from } else { tomorrow(from) };
        match days {
            Days::Calendar(n) => date += chrono::TimeDelta::days(i64::from(n) - 1),
            Days::Working(n) => {
                let mut left = n;
                loop {
                    if self.works(date) {
                        left -= 1;
                    }
                    if left == 0 {
                        break;
                    }
                    date = tomorrow(date);
                }
            }
        }
        while name == "next-day-rollover" && !self.works(date) {
            date = tomorrow(date);
        }
        date
    }
}

proptest! {
    #[test]
    fn periods_agree_with_a_count_on_fingers(offset in 0i64..2500, n in 1u16..40, working: bool, which in 0usize..3) {
        let from = day("2020-01-01") + chrono::TimeDelta::days(offset);
        let days = if working { Days::Working(n) } else { Days::Calendar(n) };
        let expected = Oracle::new().last(from, days, RULES[which]);
        match calendar().period(from, days, rule(RULES[which])) {
            Ok(period) => {
                prop_assert_eq!(period.to, expected);
                prop_assert_eq!(period.from, from);
                prop_assert_eq!(period.counted().count(), usize::from(n));
                prop_assert!(period.full_on() <= period.to);
                let lines = period.explain();
                prop_assert_eq!(lines.len() as i64, (period.to - from).num_days() + 1);
                prop_assert!(period.counted().last() == Some(period.full_on()));
            }
            Err(refused) => {
                prop_assert_eq!(refused.code.id, "period-uncovered-year");
                prop_assert!(expected > day("2026-12-31"), "refused though {} is covered", expected);
            }
        }
    }

    #[test]
    fn a_period_never_closes_on_a_day_its_rule_forbids(offset in 0i64..2480, n in 1u16..12, working: bool) {
        let calendar = calendar();
        let from = day("2020-01-01") + chrono::TimeDelta::days(offset);
        let days = if working { Days::Working(n) } else { Days::Calendar(n) };
        for name in RULES {
            let rule = rule(name);
            let Ok(period) = calendar.period(from, days, rule) else { continue };
            prop_assert!(rule.first == FirstDay::PostingDayCounts || period.to > from);
            if rule.rollover || working {
                prop_assert_eq!(calendar.is_workday(period.to), Ok(true));
            }
            prop_assert!((period.to - from).num_days() >= i64::from(n) - 1);
        }
    }

    #[test]
    fn deadlines_are_next_day_periods(offset in 0i64..2480, n in 1u16..30, working: bool, rollover: bool) {
        let from = day("2020-01-01") + chrono::TimeDelta::days(offset);
        let days = if working { Days::Working(n) } else { Days::Calendar(n) };
        let period = calendar().period(from, days, Rule { first: FirstDay::NextDay, rollover }).ok();
        prop_assert_eq!(calendar().deadline(from, days, rollover).ok(), period.map(|p| p.to));
    }
}
