//! Recurring days 定期的日子: 每月几日, 每季度第几个月几日. A day that a month does not have is its last day.

use chrono::{Datelike, Months, NaiveDate};

/// The first of the given `days` of a month, of the months that `wanted` lets through, on `from` or after it.
///
/// Rest days do not move it: a duty done before a rest day is never late.
pub fn recurring(from: NaiveDate, days: &[u32], wanted: impl Fn(u32) -> bool) -> Option<NaiveDate> {
    let first = from.with_day(1)?;
    (0..=12)
        .filter_map(|later| first.checked_add_months(Months::new(later)))
        .filter(|month| wanted(month.month()))
        .flat_map(|month| days.iter().filter_map(move |day| day_of_month(month, *day)))
        .filter(|day| *day >= from)
        .min()
}

/// A day of the month of `first`, or the month's last day where it has no such day 月末日 (民法典 202).
fn day_of_month(first: NaiveDate, day: u32) -> Option<NaiveDate> {
    let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
    last.with_day(day.clamp(1, last.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn next(from: &str, days: &[u32]) -> NaiveDate {
        recurring(date(from), days, |_| true).unwrap()
    }

    #[test]
    fn the_30th_of_february_is_its_last_day() {
        assert_eq!(next("2021-02-01", &[30]), date("2021-02-28"));
        assert_eq!(next("2024-02-01", &[30]), date("2024-02-29"));
        assert_eq!(next("2021-01-31", &[30]), date("2021-02-28"));
        assert_eq!(next("2021-03-01", &[30]), date("2021-03-30"));
    }

    #[test]
    fn the_day_itself_counts_and_the_day_after_waits_for_the_next() {
        assert_eq!(next("2020-06-25", &[25]), date("2020-06-25"));
        assert_eq!(next("2020-06-26", &[25]), date("2020-07-25"));
        assert_eq!(next("2020-12-26", &[25]), date("2021-01-25"));
    }

    #[test]
    fn of_two_days_a_month_the_nearer_one_is_next() {
        assert_eq!(next("2020-06-02", &[1, 15]), date("2020-06-15"));
        assert_eq!(next("2020-06-16", &[15, 1]), date("2020-07-01"));
    }

    #[test]
    fn a_quarter_has_its_first_month() {
        let first = |month: u32| month % 3 == 1;
        assert_eq!(recurring(date("2020-05-18"), &[10], first), Some(date("2020-07-10")));
        assert_eq!(recurring(date("2020-10-11"), &[10], first), Some(date("2021-01-10")));
    }
}
