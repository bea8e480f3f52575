//! Dates in words 日期写法: Arabic numerals without leading zeros (GB/T 9704-2012 7.3.5.4).

use chrono::{Datelike, NaiveDate};

/// `2025年4月7日`.
pub fn chinese(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// `2025年4月7日（星期一）`.
pub fn chinese_with_weekday(date: NaiveDate) -> String {
    format!("{}（{}）", chinese(date), weekday(date))
}

/// `星期一`.
pub fn weekday(date: NaiveDate) -> &'static str {
    ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"]
        [date.weekday().num_days_from_monday() as usize]
}
