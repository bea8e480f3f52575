//! Age 年龄: what is written of somebody's birth and age → whether he is a minor on a day. A birth date never leaves
//! this file.

use super::order::numeral;
use super::roster::{Person, Texts};
use chrono::{Datelike, NaiveDate};

/// Years that an age by the old count 虚岁 may be ahead of the one by birthdays.
const OLD_COUNT: u32 = 2;

/// Whether a person is under `years` on a day: by the birth date in the ID, else by the columns of birth and age, of
/// which either is enough.
pub(in crate::sealed) fn is_under(person: &Person, day: NaiveDate, years: u8) -> bool {
    let years = u32::from(years);
    let young = |birth: NaiveDate| day.years_since(birth).is_none_or(|age| age < years);
    match born(person) {
        Some(birth) => young(birth),
        None => {
            let age = person.fields.get_text("age").and_then(years_of);
            let birth = person.fields.get_text("birth_date").and_then(birth_of);
            birth.is_some_and(|birth| young(birth.latest)) || age.is_some_and(|age| age < years)
        }
    }
}

/// Whether anything tells a person's age.
pub(in crate::sealed) fn is_told(person: &Person) -> bool {
    let holds = |field: &str, reads: fn(&str) -> bool| person.fields.get_text(field).is_some_and(reads);
    born(person).is_some()
        || holds("age", |text| years_of(text).is_some())
        || holds("birth_date", |text| birth_of(text).is_some())
}

/// The column, of age or birth, that contradicts the birth date in the ID: by more than the two ways to count years allow.
pub(in crate::sealed) fn contradicted(person: &Person, day: NaiveDate) -> Option<&'static str> {
    let birth = born(person)?;
    let years = day.years_since(birth).unwrap_or(0);
    let age = person.fields.get_text("age").and_then(years_of);
    if age.is_some_and(|age| age + 1 < years || age > years + OLD_COUNT) {
        return Some("age");
    }
    let written = person.fields.get_text("birth_date").and_then(birth_of);
    // Old people know the day by the lunar calendar.
    written.filter(|is| is.latest.year().abs_diff(birth.year()) > 1).map(|_| "birth_date")
}

/// An age as offices write it → whole years: `12`, `12岁半`, `十二周岁`, `17岁11个月`, `8个月`; `None` for anything else.
pub(in crate::sealed) fn years_of(text: &str) -> Option<u32> {
    let bare = text.split('(').next().unwrap_or(text).trim_end_matches('半');
    let bare = bare.strip_prefix('满').unwrap_or(bare);
    let number = |text: &str| {
        let whole = text.split_once('.').map_or(text, |(whole, part)| {
            if part.len() <= 2 && part.bytes().all(|c| c.is_ascii_digit()) { whole } else { text }
        });
        numeral(whole)
    };
    let months = |text: &str| {
        let count = text.strip_suffix("个月").or_else(|| text.strip_suffix('月')).and_then(numeral);
        count.filter(|count| *count < 36)
    };
    let years = match bare.split_once("周岁").or_else(|| bare.split_once('岁')) {
        Some((years, "")) => number(years)?,
        Some((years, rest)) => {
            let rest = rest.trim_start_matches(['零', '又']);
            months(rest).filter(|count| *count < 12).and(number(years))?
        }
        None => months(bare).map(|count| count / 12).or_else(|| number(bare))?,
    };
    (years <= 130).then_some(years)
}

/// A birth that was written, perhaps without its day or month.
#[derive(Clone, Copy)]
pub(in crate::sealed) struct Birth {
    /// What is missing is taken as late as can be: a child stays a child.
    latest: NaiveDate,
}

/// A birth as offices write it: `2012-05-01`, `2012年5月`, `201205`, `二〇一二年五月一日`, `2012年`; `None` for anything else, and
/// for what may be two days or a number that lost something (`12-5-1`, `2012.1`, `41030`).
pub(in crate::sealed) fn birth_of(text: &str) -> Option<Birth> {
    let text = text.trim_end_matches(['生', '出']);
    let text = match text.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') => day,
        _ => text,
    };
    let (year, month, day) = match text.split_once('年') {
        Some((year, rest)) => {
            let year = if year.is_ascii() { year.parse().ok()? } else { spoken_year(year)? };
            let (month, day) = match rest.split_once('月') {
                Some((month, day)) => (
                    Some(numeral(month)?),
                    Some(day.trim_end_matches(['日', '号'])).filter(|day| !day.is_empty()),
                ),
                None if rest.is_empty() => (None, None),
                None => return None,
            };
            (year, month, day.map(|day| numeral(day).ok_or(())).transpose().ok()?)
        }
        None => plain_birth(text)?,
    };
    let year = i32::try_from(year).ok().filter(|year| (1850..2200).contains(year))?;
    let last = |month| (28..=31).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
    let latest = match (month, day) {
        (Some(month), Some(day)) => NaiveDate::from_ymd_opt(year, month, day),
        (Some(month), None) => last(month),
        (None, _) => last(12),
    };
    latest.map(|latest| Birth { latest })
}

/// Digits with or without signs between them.
fn plain_birth(text: &str) -> Option<(u32, Option<u32>, Option<u32>)> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let number = |part: &str| part.bytes().all(|c| c.is_ascii_digit()).then(|| part.parse().ok()).flatten();
    match parts[..] {
        [whole] => match (whole.len(), number(whole)?) {
            (8, whole) => Some((whole / 10_000, Some(whole / 100 % 100), Some(whole % 100))),
            (6, whole) => Some((whole / 100, Some(whole % 100), None)),
            (4, whole) => Some((whole, None, None)),
            _ => None,
        },
        // 2012.1 may be October: a number that lost its zero.
        [year, month] if year.len() == 4 && (month.len() == 2 || !text.contains('.')) => {
            Some((number(year)?, Some(number(month)?), None))
        }
        [year, month, day] if year.len() == 4 => {
            Some((number(year)?, Some(number(month)?), Some(number(day)?)))
        }
        _ => None,
    }
}

/// `二〇一二` → 2012.
fn spoken_year(text: &str) -> Option<u32> {
    const DIGITS: &str = "〇一二三四五六七八九";
    let digit = |c: char| DIGITS.chars().position(|digit| digit == c || (c == '零' && digit == '〇'));
    let digits: Option<Vec<usize>> = text.chars().map(digit).collect();
    let digits = digits.filter(|digits| digits.len() == 4)?;
    u32::try_from(digits.into_iter().fold(0, |sum, digit| sum * 10 + digit)).ok()
}

/// Birth date in an 18- or 15-digit ID (GB 11643).
fn born(person: &Person) -> Option<NaiveDate> {
    let id = person.fields.get_text("id_number")?;
    let (year, month, day) = match id.len() {
        18 => (id.get(6..10)?.parse().ok()?, id.get(10..12)?, id.get(12..14)?),
        15 => (1900 + id.get(6..8)?.parse::<i32>().ok()?, id.get(8..10)?, id.get(10..12)?),
        _ => return None,
    };
    let birth = NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)?;
    (birth.year() > 1800).then_some(birth)
}

#[cfg(test)]
mod tests {
    use super::{birth_of, years_of};

    #[test]
    fn an_age_in_words_or_with_months_counted_as_adult() {
        for (text, years) in [
            ("12", 12),
            ("12岁", 12),
            ("12周岁", 12),
            ("12岁半", 12),
            ("12.5", 12),
            ("12.34", 12),
            ("十二", 12),
            ("十二岁", 12),
            ("二十一岁", 21),
            ("17岁11个月", 17),
            ("17岁零11个月", 17),
            ("8个月", 0),
            ("18个月", 1),
            ("1岁半", 1),
            ("满12周岁", 12),
            ("12岁(小学)", 12),
            ("103岁", 103),
        ] {
            assert_eq!(years_of(text), Some(years), "{text}");
        }
        for text in [
            "不满18周岁",
            "未成年",
            "约50",
            "50多",
            "虚岁13",
            "不详",
            "",
            "12,5",
            "12岁左右",
            "1200",
            "12/13",
            "十几",
        ] {
            assert_eq!(years_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_birth_that_may_be_two_days_is_not_read() {
        for (text, latest) in [
            ("2012-05-01", "2012-05-01"),
            ("2012/5/1", "2012-05-01"),
            ("2012.05.01", "2012-05-01"),
            ("20120501", "2012-05-01"),
            ("2012年5月1日", "2012-05-01"),
            ("二〇一二年五月一日", "2012-05-01"),
            ("二零一二年十二月二十五日", "2012-12-25"),
            ("2012年5月", "2012-05-31"),
            ("2012-05", "2012-05-31"),
            ("201205", "2012-05-31"),
            ("2012", "2012-12-31"),
            ("2012年", "2012-12-31"),
            ("2012年5月1日生", "2012-05-01"),
            ("2012-05-01 00:00:00", "2012-05-01"),
        ] {
            let found = birth_of(text).map(|birth| birth.latest.to_string());
            assert_eq!(found.as_deref(), Some(latest), "{text}");
        }
        for text in [
            "41030",
            "12-5-1",
            "2012.1",
            "5月1日",
            "2012-13-01",
            "2012-02-30",
            "民国三十年",
            "不详",
            "1/5/2012",
            "农历五月",
        ] {
            assert!(birth_of(text).is_none(), "{text}");
        }
    }
}
