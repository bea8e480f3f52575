//! When a duty 定期事项 is due next.

use crate::calendar::recurring;
use crate::policy::written::{Duty, When};
use chrono::NaiveDate;

/// The next day of a duty, today included; none once its only day is over.
pub fn due(duty: &Duty, today: NaiveDate) -> Option<NaiveDate> {
    let from = duty.since.map_or(today, |since| since.max(today));
    match &duty.when {
        When::Monthly(days) => recurring(from, days, |_| true),
        When::Quarterly { month, day } => recurring(from, &[*day], |is| (is + 2) % 3 + 1 == *month),
        When::Once(day) => (*day >= from).then_some(*day),
    }
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
    fn a_dated_duty_is_over_after_its_day() {
        assert_eq!(next("when = { once = 2020-05-30 }", "2020-05-30").as_deref(), Some("2020-05-30"));
        assert_eq!(next("when = { once = 2020-05-30 }", "2020-05-31"), None);
    }
}
