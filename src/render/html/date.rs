//! Dates as they are read and as machines read them.

use chrono::{Datelike, NaiveDate};

const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// `2025年3月20日`: no leading zeros, as GB/T 9704 writes it.
pub(crate) fn day(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// `2025年3月20日（星期四）`.
pub(crate) fn weekday(date: NaiveDate) -> String {
    let index = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default();
    format!("{}（星期{}）", day(date), WEEKDAYS[index])
}

/// `<time datetime="2025-03-20">…</time>` around the given reading of the date.
pub(crate) fn time(date: NaiveDate, reading: &str) -> String {
    // `reading` comes from the two functions above: digits and fixed characters only.
    format!("<time datetime=\"{date}\">{reading}</time>")
}

#[cfg(test)]
mod tests {
    use super::{day, weekday};
    use chrono::NaiveDate;

    #[test]
    fn every_weekday_is_named_right() {
        let monday = NaiveDate::from_ymd_opt(2025, 3, 17).unwrap();
        let read: Vec<_> = monday.iter_days().take(7).map(weekday).collect();
        assert_eq!(read[0], "2025年3月17日（星期一）");
        assert_eq!(read[5], "2025年3月22日（星期六）");
        assert_eq!(read[6], "2025年3月23日（星期日）");
        assert_eq!(day(monday), "2025年3月17日");
    }
}
