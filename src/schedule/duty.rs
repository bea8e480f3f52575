//! When a duty 定期事项 is due next.

use crate::calendar::{Calendar, chinese, recurring, weekday};
use crate::policy::written::{Duty, Every, When};
use chrono::{Datelike, NaiveDate};

/// What lies in every month: the day that stands for its last.
const END: &[u32] = &[31];

/// The next day of a duty, today included; none once its only day is over. Without a day of its own it is due on the
/// last day of its month, quarter or year.
pub fn due(duty: &Duty, today: NaiveDate) -> Option<NaiveDate> {
    let from = duty.since.map_or(today, |since| since.max(today));
    match &duty.when {
        When::Monthly(days) => recurring(from, days, |_| true),
        When::Quarterly { month, day } => recurring(from, &[*day], |is| (is + 2) % 3 + 1 == *month),
        When::Once(day) => (*day >= from).then_some(*day),
        When::Within(Every::Month) => recurring(from, END, |_| true),
        When::Within(Every::Quarter) => recurring(from, END, |is| is % 3 == 0),
        When::Within(Every::Year) => recurring(from, END, |is| is == 12),
        When::In { month, year } => {
            let begin = year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
            let day = recurring(begin.map_or(from, |begin| begin.max(from)), END, |is| is == *month)?;
            year.is_none_or(|year| day.year() == year).then_some(day)
        }
    }
}

/// The last day of a duty from `since` on that lies before a day.
pub fn last_due(duty: &Duty, since: NaiveDate, before: NaiveDate) -> Option<NaiveDate> {
    let next = |from: NaiveDate| due(duty, from).filter(|day| *day < before);
    std::iter::successors(next(since), |day| next(day.succ_opt()?)).last()
}

/// How a duty is told: in the text's words, and with the working day before it where its day is a rest day and the
/// pack asks for that.
pub fn told(duty: &Duty, due: NaiveDate, calendar: &Calendar) -> String {
    let mut text = duty.wording.clone();
    if duty.before_rest_day {
        let note = match calendar.last_workday(due) {
            Ok(day) if day == due => String::new(),
            Ok(day) => {
                format!(
                    "（{}月{}日是休息日，请在{}（{}）办好）",
                    due.month(),
                    due.day(),
                    chinese(day),
                    weekday(day)
                )
            }
            Err(_) => "（还没有这一年的放假表，请自己核对这天是不是休息日）".to_owned(),
        };
        text.push_str(&note);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duty(when: &str) -> Duty {
        let text = format!("id = \"d\"\ntitle = \"报表\"\nactor = \"镇\"\nwording = \"按时\"\n{when}\n");
        toml::from_str(&text).unwrap()
    }

    #[track_caller]
    fn next(when: &str, today: &str) -> Option<String> {
        due(&duty(when), today.parse().unwrap()).map(|day| day.to_string())
    }

    #[test]
    fn a_monthly_duty_begins_in_its_first_month_and_knows_february() {
        let monthly = "when = { monthly = [30] }\nsince = 2020-09-01";
        assert_eq!(next(monthly, "2020-06-03").as_deref(), Some("2020-09-30"));
        assert_eq!(next(monthly, "2021-02-03").as_deref(), Some("2021-02-28"));
    }

    #[test]
    fn a_quarterly_duty_is_due_in_the_month_it_names() {
        let first = "when = { quarterly = { month = 1, day = 10 } }";
        assert_eq!(next(first, "2020-05-18").as_deref(), Some("2020-07-10"));
        let third = "when = { quarterly = { month = 3, day = 31 } }";
        assert_eq!(next(third, "2020-05-18").as_deref(), Some("2020-06-30"));
    }

    #[test]
    fn a_duty_without_a_day_is_due_at_the_end_of_its_interval() {
        let month = "when = { within = \"month\" }";
        assert_eq!(next(month, "2020-02-01").as_deref(), Some("2020-02-29"));
        assert_eq!(next(month, "2021-02-28").as_deref(), Some("2021-02-28"));
        assert_eq!(next(month, "2020-12-31").as_deref(), Some("2020-12-31"));
        let quarter = "when = { within = \"quarter\" }";
        assert_eq!(next(quarter, "2020-05-18").as_deref(), Some("2020-06-30"));
        assert_eq!(next(quarter, "2020-10-01").as_deref(), Some("2020-12-31"));
        let year = "when = { within = \"year\" }";
        assert_eq!(next(year, "2020-01-01").as_deref(), Some("2020-12-31"));
        assert_eq!(next(year, "2020-12-31").as_deref(), Some("2020-12-31"));
    }

    #[test]
    fn a_named_month_comes_every_year_or_once() {
        let every = "when = { in = { month = 5 } }";
        assert_eq!(next(every, "2021-05-31").as_deref(), Some("2021-05-31"));
        assert_eq!(next(every, "2021-06-01").as_deref(), Some("2022-05-31"));
        let once = "when = { in = { month = 5, year = 2021 } }";
        assert_eq!(next(once, "2020-11-01").as_deref(), Some("2021-05-31"));
        assert_eq!(next(once, "2021-05-06").as_deref(), Some("2021-05-31"));
        assert_eq!(next(once, "2021-06-01"), None);
        // More than a year ahead is no reason to be silent.
        assert_eq!(next(once, "2019-03-01").as_deref(), Some("2021-05-31"));
    }

    #[test]
    fn a_rest_day_is_told_with_the_working_day_before_it_only_where_the_pack_asks() {
        let table = include_str!("../../policies/calendar/2020.toml").to_owned();
        let calendar = Calendar::parse(&[("2020.toml".into(), table)]).unwrap();
        let told = |more: &str, due: &str| {
            told(&duty(&format!("when = {{ monthly = [25] }}\n{more}")), due.parse().unwrap(), &calendar)
        };
        let asks = "before_rest_day = true";
        // The 25th of October 2020 is a Sunday; the 25th of June is 端午节.
        assert_eq!(told(asks, "2020-10-25"), "按时（10月25日是休息日，请在2020年10月23日（星期五）办好）");
        assert_eq!(told(asks, "2020-06-25"), "按时（6月25日是休息日，请在2020年6月24日（星期三）办好）");
        assert_eq!(told(asks, "2020-09-25"), "按时");
        assert_eq!(told("", "2020-10-25"), "按时");
        assert!(told(asks, "2021-07-25").contains("放假表"));
    }

    #[test]
    fn the_last_day_before_a_day_is_the_nearest_one_and_none_before_the_beginning() {
        let last = |when: &str, since: &str, before: &str| {
            last_due(&duty(when), since.parse().unwrap(), before.parse().unwrap()).map(|day| day.to_string())
        };
        let monthly = "when = { monthly = [1, 15] }";
        assert_eq!(last(monthly, "2020-01-10", "2020-05-15").as_deref(), Some("2020-05-01"));
        assert_eq!(last(monthly, "2020-05-02", "2020-05-15"), None);
        let yearly = "when = { within = \"year\" }";
        assert_eq!(last(yearly, "2020-03-01", "2021-12-31").as_deref(), Some("2020-12-31"));
        let once = "when = { once = 2020-05-30 }";
        assert_eq!(last(once, "2020-01-01", "2021-01-01").as_deref(), Some("2020-05-30"));
        assert_eq!(last(once, "2020-01-01", "2020-05-30"), None, "its own day is not over yet");
    }

    #[test]
    fn a_dated_duty_is_over_after_its_day() {
        assert_eq!(next("when = { once = 2020-05-30 }", "2020-05-30").as_deref(), Some("2020-05-30"));
        assert_eq!(next("when = { once = 2020-05-30 }", "2020-05-31"), None);
    }
}
