//! Days → `calendar.ics` 日历文件 (RFC 5545) for phones and office programs. The caller gives words that the public may
//! read; which days, and for whom, is decided before.

use chrono::{Days, Duration, NaiveDate, NaiveTime};
use icalendar::{Alarm, Calendar, Component, Event, EventLike};
use std::borrow::Borrow;

/// Whole days in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Stays the same over years 唯一标识, so that a changed day moves the entry instead of doubling it.
    pub uid: String,
    /// First day.
    pub first: NaiveDate,
    /// Last day, included.
    pub last: NaiveDate,
    /// Title.
    pub title: String,
    /// What is to be done or known.
    pub words: String,
    /// Address of the page, if it has one.
    pub url: Option<String>,
    /// Rings on the morning before the last day.
    pub remind: bool,
}

/// What stands behind the `@` of a UID: the host of the site's address, without one the township's name.
pub fn host<'a>(base_url: Option<&'a str>, township: &'a str) -> &'a str {
    let rest = base_url.and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
    let host = rest.and_then(|rest| rest.split(['/', ':', '?', '#']).next());
    host.filter(|host| !host.is_empty()).unwrap_or(township)
}

/// Writes a calendar. The same entries give the same bytes: stamps come from the entries, not from a clock.
pub fn calendar(name: &str, entries: impl IntoIterator<Item = impl Borrow<Entry>>) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", "-//mingbai//mingbai//ZH"), ("CALSCALE", "GREGORIAN")]
    {
        calendar.append_property((key, value));
    }
    calendar.name(name).timezone("Asia/Shanghai");
    // One after the other: a township has thousands, and the crate keeps each as a tree of trees.
    let frame = calendar.done().to_string();
    let (before, after) = frame.split_at(frame.rfind("END:VCALENDAR").unwrap_or(frame.len()));
    let mut out = before.to_owned();
    for entry in entries {
        let entry: &Entry = entry.borrow();
        let mut event = Event::new();
        // The day after the last: DTEND is not included (RFC 5545, 3.6.1).
        let end = entry.last.checked_add_days(Days::new(1)).unwrap_or(entry.last);
        let stamp = entry.first.and_time(NaiveTime::MIN).and_utc();
        event
            .uid(&entry.uid)
            .timestamp(stamp)
            .starts(entry.first)
            .ends(end)
            .summary(&entry.title)
            .description(&entry.words);
        if let Some(url) = &entry.url {
            event.url(url);
        }
        if entry.remind {
            let days = (entry.last - entry.first).num_days();
            let mut alarm = Alarm::display(&entry.title, Duration::hours(24 * (days - 1) + 9));
            // Left alone, the crate would take a random name and the clock's time.
            alarm.uid(&format!("{}-alarm", entry.uid)).timestamp(stamp);
            event.alarm(alarm);
        }
        out.push_str(&event.done().to_string());
    }
    out.push_str(after);
    out.shrink_to_fit();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(remind: bool) -> Entry {
        Entry {
            uid: "villages/hongqi/notices/2025-03-identify@puan.example".into(),
            first: "2025-03-14".parse().unwrap(),
            last: "2025-03-19".parse().unwrap(),
            title: "红旗村监测对象认定公示".into(),
            words: "公示期到2025年3月19日（星期三）止；有意见，请打电话、写信，或者当面说。".into(),
            url: None,
            remind,
        }
    }

    #[test]
    fn a_uid_ends_with_the_host_or_the_township() {
        assert_eq!(host(Some("https://www.example.gov.cn/puan/"), "普安乡"), "www.example.gov.cn");
        assert_eq!(host(Some("http://puan.example:8080/"), "普安乡"), "puan.example");
        assert_eq!(host(None, "普安乡"), "普安乡");
    }

    #[test]
    fn the_end_of_an_entry_is_the_day_after_its_last_day() {
        let text = calendar("普安乡公示", &[entry(false)]);
        assert!(
            text.contains("DTSTART;VALUE=DATE:20250314\r\n")
                && text.contains("DTEND;VALUE=DATE:20250320\r\n")
        );
        assert!(text.contains("UID:villages/hongqi/notices/2025-03-identify@puan.example\r\n"), "{text}");
    }

    #[test]
    fn no_line_is_longer_than_75_bytes_and_none_ends_without_crlf() {
        let text = calendar("普安乡公示", &[entry(true)]);
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
        assert!(text.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn the_same_entries_give_the_same_bytes() {
        assert_eq!(calendar("a", &[entry(true)]), calendar("a", &[entry(true)]));
    }

    #[test]
    fn the_alarm_rings_on_the_morning_before_the_last_day() {
        // From the first day's midnight: four days and nine hours to 9 o'clock on the 18th.
        let text = calendar("a", &[entry(true)]);
        assert!(text.contains(&format!("TRIGGER:PT{}S", (4 * 24 + 9) * 3600)), "{text}");
    }
}
