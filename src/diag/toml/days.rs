//! Days and times of a TOML file, and what somebody meant who wrote one in another way.

use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use std::collections::BTreeMap;
use toml::Value;

/// A calendar day in a TOML file: `2025-03-11`, with or without quotes.
pub fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    to_day(&Value::deserialize(deserializer)?)
}

/// The same where the day may be absent.
pub fn optional_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let value: Option<Value> = Deserialize::deserialize(deserializer)?;
    value.as_ref().map(to_day).transpose()
}

/// The same for a table of days.
pub fn day_table<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, NaiveDate>, D::Error> {
    let value: BTreeMap<String, Day> = Deserialize::deserialize(deserializer)?;
    Ok(value.into_iter().map(|(key, day)| (key, day.0)).collect())
}

/// A day in a table of them: it is read where it stands, so that a finding has its place.
#[derive(Deserialize)]
struct Day(#[serde(deserialize_with = "day")] NaiveDate);

/// A time of day where it may be absent, written `"17:30"` or as TOML's own `17:30:00`.
pub fn optional_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveTime>, D::Error> {
    let value: Option<Value> = Deserialize::deserialize(deserializer)?;
    value.as_ref().map(to_time).transpose()
}

fn to_time<E: Error>(value: &Value) -> Result<NaiveTime, E> {
    let text = match value {
        Value::Datetime(time) => time.to_string(),
        Value::String(text) => text.clone(),
        _ => String::new(),
    };
    let read = ["%H:%M", "%H:%M:%S"].iter().find_map(|format| NaiveTime::parse_from_str(&text, format).ok());
    read.ok_or_else(|| E::custom("这里要写几点几分；写成 \"17:30\"，24小时制，放在英文引号里"))
}

fn to_day<E: Error>(value: &Value) -> Result<NaiveDate, E> {
    let text = match value {
        Value::Datetime(written) => match (written.date, written.time) {
            (Some(date), None) => date.to_string(),
            (Some(date), Some(_)) => {
                return Err(E::custom(format!("这里只写日期，不写钟点；写成 {date}")));
            }
            (None, _) => return Err(E::custom("这里要写日期，写成了钟点；写成 2025-03-11 的样子")),
        },
        Value::String(text) => text.trim().to_owned(),
        Value::Integer(number) => number.to_string(),
        _ => return Err(E::custom("这里要写日期；写成 2025-03-11 的样子")),
    };
    if let Ok(day) = NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
        return Ok(day);
    }
    Err(E::custom(match meant(&text) {
        Some(Ok(day)) => format!("日期的写法不对；写成 {day}"),
        Some(Err(why)) => format!("日期不存在：{why}；核对月份和日子，写成 2025-03-11 的样子"),
        None => "这里要写日期；写成 2025-03-11 的样子".to_owned(),
    }))
}

/// The day that somebody meant, or why there is none; nothing if this is no day. `2025-4-7`, `2025年4月7日`, `2025/4/7`,
/// `20250407`, in figures of any width.
pub(super) fn meant(text: &str) -> Option<Result<NaiveDate, String>> {
    let text: String = text.chars().map(narrow).collect();
    let first = text.trim().split(['T', ' ']).next().unwrap_or_default();
    let digits: Vec<&str> =
        first.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let marks: String = first.chars().filter(|c| !c.is_ascii_digit()).collect();
    let (year, month, day) = match (digits.as_slice(), marks.as_str()) {
        ([whole], "") if whole.len() == 8 => (&whole[..4], &whole[4..6], &whole[6..]),
        ([year, month, day], "--" | "//" | ".." | "年月日" | "年月号" | "年月") => {
            (*year, *month, *day)
        }
        _ => return None,
    };
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    if !(1900..=2200).contains(&year) {
        return None;
    }
    if let Some(day) = NaiveDate::from_ymd_opt(year, month, day) {
        return Some(Ok(day));
    }
    let next = NaiveDate::from_ymd_opt(year, month, 1)
        .and_then(|first| first.checked_add_months(chrono::Months::new(1)));
    Some(Err(match next.and_then(|next| next.pred_opt()) {
        Some(last) => format!("{year}年{month}月只到{}日", chrono::Datelike::day(&last)),
        None => format!("没有{month}月"),
    }))
}

/// Figures and marks of full width as plain ones.
pub(super) fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '—' | '–' | '−' => '-',
        '\u{3000}' | '\u{a0}' => ' ',
        c => c,
    }
}
