//! Age 年龄: whether somebody is a minor on a day, from what the roster holds. Only disclosure asks; the answer is yes or
//! no, a birth date never leaves this file.

use super::roster::{Person, Texts};
use chrono::{Datelike, NaiveDate};

/// Whether a person is under `years` on a day: by the birth date in the ID, else by the columns of birth and age, of
/// which either is enough; unknown counts as not.
pub(in crate::sealed) fn is_under(person: &Person, day: NaiveDate, years: u8) -> bool {
    let years = u32::from(years);
    let young = |birth: NaiveDate| day.years_since(birth).is_none_or(|age| age < years);
    match birth_date(person) {
        Some(birth) => young(birth),
        None => {
            let age =
                person.fields.get_text("age").and_then(|age| age.trim_end_matches(['周', '岁']).parse().ok());
            written_birth(person).is_some_and(young) || age.is_some_and(|age: u32| age < years)
        }
    }
}

/// The column of birth, where there is no ID: year, month and perhaps day. What is missing is taken as late as can be.
fn written_birth(person: &Person) -> Option<NaiveDate> {
    let text = person.fields.get_text("birth_date")?;
    let parts: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map_while(|part| part.parse().ok())
        .collect();
    let (year, month, day) = match parts[..] {
        [whole] if whole > 9_999_999 => (whole / 10_000, whole / 100 % 100, Some(whole % 100)),
        [whole] if whole > 99_999 => (whole / 100, whole % 100, None),
        [year] => (year, 12, None),
        [year, month] => (year, month, None),
        [year, month, day, ..] => (year, month, Some(day)),
        [] => return None,
    };
    let year = i32::try_from(year).ok().filter(|year| (1800..2200).contains(year))?;
    let last = |month| (28..=31).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
    day.map_or_else(|| last(month), |day| NaiveDate::from_ymd_opt(year, month, day))
}

/// Birth date in an 18- or 15-digit ID (GB 11643).
fn birth_date(person: &Person) -> Option<NaiveDate> {
    let id = person.fields.get_text("id_number")?;
    let (year, month, day) = match id.len() {
        18 => (id.get(6..10)?.parse().ok()?, id.get(10..12)?, id.get(12..14)?),
        15 => (1900 + id.get(6..8)?.parse::<i32>().ok()?, id.get(8..10)?, id.get(10..12)?),
        _ => return None,
    };
    let birth = NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)?;
    (birth.year() > 1800).then_some(birth)
}
