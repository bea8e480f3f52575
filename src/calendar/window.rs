//! Months 年月 and the months over which an income is summed 收入核算周期.

use super::words::chinese;
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A month of a year, written `2020-06`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    /// Its first day.
    first: NaiveDate,
}

impl Month {
    /// The month that a day lies in.
    pub fn of(day: NaiveDate) -> Self {
        Self { first: day.with_day(1).unwrap_or(day) }
    }

    /// First day.
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// Last day 月末日.
    pub fn last_day(self) -> NaiveDate {
        self.after(1).first.pred_opt().unwrap_or(self.first)
    }

    /// So many months later.
    pub fn after(self, months: u16) -> Self {
        Self { first: self.first.checked_add_months(Months::new(months.into())).unwrap_or(NaiveDate::MAX) }
    }

    /// So many months earlier.
    pub fn before(self, months: u16) -> Self {
        Self { first: self.first.checked_sub_months(Months::new(months.into())).unwrap_or(NaiveDate::MIN) }
    }

    /// `2020年6月`.
    pub fn chinese(self) -> String {
        format!("{}年{}月", self.first.year(), self.first.month())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl FromStr for Month {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "日期不是年月，要写成 2020-06";
        let (year, month) = text.split_once('-').ok_or(WRONG)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return Err(WRONG);
        }
        let number = |text: &str| text.parse::<u16>().map_err(|_| WRONG);
        let first = NaiveDate::from_ymd_opt(number(year)?.into(), number(month)?.into(), 1);
        first.map(|first| Self { first }).ok_or(WRONG)
    }
}

impl TryFrom<String> for Month {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

/// From the first day of a month to the last day of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Window {
    /// First month.
    pub first: Month,
    /// Last month, counted in.
    pub last: Month,
}

/// The `months` whole months before the month of entry 纳入当月之前: the month of entry itself does not count.
pub fn income_window(entry: Month, months: u16) -> Window {
    Window { first: entry.before(months), last: entry.before(1) }
}

impl Window {
    /// January to December of the year before the month of entry 上年度.
    pub fn previous_year(entry: Month) -> Self {
        let last = entry.before(u16::try_from(entry.first.month()).unwrap_or(1));
        Self { first: last.before(11), last }
    }

    /// `2019年6月至2020年5月`.
    pub fn words(&self) -> String {
        format!("{}至{}", self.first.chinese(), self.last.chinese())
    }

    /// Month by month, with the days of each, for whoever asks "which receipts count".
    pub fn explain(&self) -> Vec<String> {
        let months = (0..).map(|n| self.first.after(n)).take_while(|month| *month <= self.last);
        let line = |(n, month): (usize, Month)| {
            let (year, number) = (month.first.year(), month.first.month());
            format!("第{}个月  {year}年{number}月  1日到{}日", n + 1, month.last_day().day())
        };
        months.enumerate().map(line).collect()
    }

    /// `从2019年6月1日到2020年5月31日，首日和末日都算，一共366天。`
    pub fn summary(&self) -> String {
        let (first, last) = (self.first.first_day(), self.last.last_day());
        let days = (last - first).num_days() + 1;
        format!("从{}到{}，首日和末日都算，一共{days}天。", chinese(first), chinese(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn window(entry: &str, months: u16) -> (String, String) {
        let window = income_window(entry.parse().unwrap(), months);
        (window.first.to_string(), window.last.to_string())
    }

    fn pair(first: &str, last: &str) -> (String, String) {
        (first.into(), last.into())
    }

    #[test]
    fn twelve_months_end_before_the_month_of_entry_whatever_month_it_is() {
        assert_eq!(window("2020-06", 12), pair("2019-06", "2020-05"));
        assert_eq!(window("2020-01", 12), pair("2019-01", "2019-12"));
        assert_eq!(window("2020-12", 12), pair("2019-12", "2020-11"));
        assert_eq!(window("2020-02", 6), pair("2019-08", "2020-01"));
        assert_eq!(window("2020-03", 1), pair("2020-02", "2020-02"));
    }

    #[test]
    fn every_month_of_entry_has_exactly_the_twelve_months_before_it() {
        for entry in (0..84).map(|n| "2020-01".parse::<Month>().unwrap().after(n)) {
            let window = income_window(entry, 12);
            assert_eq!(window.explain().len(), 12);
            assert_eq!(window.last.last_day().succ_opt().unwrap(), entry.first_day());
            assert_eq!(window.first.after(12), entry);
        }
    }

    #[test]
    fn a_leap_february_has_its_29th() {
        let window = income_window("2020-03".parse().unwrap(), 12);
        assert_eq!(window.explain()[11], "第12个月  2020年2月  1日到29日");
        assert_eq!(window.summary(), "从2019年3月1日到2020年2月29日，首日和末日都算，一共366天。");
        let plain = income_window("2021-03".parse().unwrap(), 12);
        assert_eq!(plain.last.last_day().to_string(), "2021-02-28");
    }

    #[test]
    fn the_year_before_is_a_calendar_year() {
        for entry in ["2020-01", "2020-06", "2020-12"] {
            let window = Window::previous_year(entry.parse().unwrap());
            assert_eq!(window.words(), "2019年1月至2019年12月", "{entry}");
        }
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in ["2020-13", "2020-00", "2020-6", "202006", "20-06", "2020-06-01", "", "+202-06"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }
}
