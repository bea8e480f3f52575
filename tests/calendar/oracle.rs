//! The oracle 对照: counting on fingers over plain lists, against every rule.

use super::common::{RULES, calendar, day, rule};
use chrono::{Datelike, NaiveDate, Weekday};
use mingbai::calendar::{Days, FirstDay, Rule};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A second, dumber calendar: the plain lists of rest and work days, and counting on fingers.
pub(crate) struct Oracle {
    off: BTreeSet<NaiveDate>,
    work: BTreeSet<NaiveDate>,
}

impl Oracle {
    pub(crate) fn new() -> Self {
        let lists = include_str!("oracle.txt");
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

    pub(crate) fn works(&self, date: NaiveDate) -> bool {
        let weekend = date.weekday() == Weekday::Sat || date.weekday() == Weekday::Sun;
        self.work.contains(&date) || (!weekend && !self.off.contains(&date))
    }

    pub(crate) fn last(&self, from: NaiveDate, days: Days, name: &str) -> NaiveDate {
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

/// Judged by a foreign crate, day by day; it knows nothing after 2026-12-25.
fn foreign_last(from: NaiveDate, days: Days, name: &str) -> Option<NaiveDate> {
    let works = |date: NaiveDate| {
        let (year, month, of_month) = (date.year() as u16, date.month() as u8, date.day() as u8);
        chinese_holiday::chinese_holiday((year, month, of_month)).is_workday()
    };
    let mut left = days.count();
    for date in from.iter_days().skip(usize::from(name != "posting-day-counts")) {
        if date > day("2026-12-25") {
            return None;
        }
        if left > 0 && (matches!(days, Days::Calendar(_)) || works(date)) {
            left -= 1;
        }
        if left == 0 && (name != "next-day-rollover" || works(date)) {
            return Some(date);
        }
    }
    None
}

#[test]
fn every_day_of_seven_years_under_every_rule_ends_where_two_oracles_say() {
    let (calendar, oracle) = (calendar(), Oracle::new());
    let mut judged = 0;
    for from in day("2020-01-01").iter_days().take_while(|date| date.year() < 2027) {
        for days in [1, 3, 5, 7, 10, 15].into_iter().flat_map(|n| [Days::Calendar(n), Days::Working(n)]) {
            for name in RULES {
                let counted = oracle.last(from, days, name);
                match calendar.period(from, days, rule(name)) {
                    Ok(period) => {
                        assert_eq!(period.to, counted, "{from} {days} {name}");
                        if let Some(foreign) = foreign_last(from, days, name) {
                            assert_eq!(period.to, foreign, "{from} {days} {name}");
                            judged += 1;
                        }
                    }
                    Err(refused) => {
                        assert_eq!(refused.code.id, "period-uncovered-year");
                        assert!(counted > day("2026-12-31"), "{from} {days} {name}: refused");
                    }
                }
            }
        }
    }
    assert!(judged > 90_000, "only {judged} periods were judged twice");
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
