//! TOML that people wrote → typed data, or every complaint with `file:line:column` in Chinese.
//!
//! For open files only (packs, themes, workspace): the complaint names keys. Never call it with a roster.

use super::{Diagnostic, Place};
use chrono::{NaiveDate, NaiveTime};
use serde::de::{DeserializeOwned, Deserializer};

crate::codes! {
    TOML_SYNTAX = "toml-syntax":
        "设置文件写得不合格式：有拼错的名称、少写的一项，或引号、括号没有配对。按提示的行列改正。"
        / "A TOML file cannot be read: unknown key, missing key or broken syntax at the given line and column.";
}

/// Reads `text` as `T`. Unknown keys are errors where `T` denies them.
pub fn parse<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Vec<Diagnostic>> {
    ::toml::from_str::<T>(text).map_err(|error| {
        let (line, column) = error.span().map_or((1, 1), |span| line_column(text, span.start));
        let (message, help) = translate(error.message());
        vec![Diagnostic::error(&TOML_SYNTAX, Place::at(path, line, column), message, help)]
    })
}

/// Gives findings about `path` the line and column of the key they name: the field may be a dotted path with indexes
/// (`steps.review`, `notice.0.period`), of which the last key stays as the field's name.
pub fn locate(findings: &mut [Diagnostic], path: &str, source: &str) {
    let Ok(table) = ::toml::de::DeTable::parse(source) else { return };
    for finding in findings.iter_mut().filter(|finding| finding.at.path == path && finding.at.line.is_none())
    {
        let Some(field) = finding.at.field.clone() else { continue };
        if let Some(offset) = offset_of(table.get_ref(), &field) {
            let (line, column) = line_column(source, offset);
            finding.at.line = Some(line);
            finding.at.column = Some(column);
            finding.at.field =
                field.rsplit('.').find(|part| part.parse::<usize>().is_err()).map(str::to_owned);
        }
    }
}

/// Where the value of a dotted key begins; of the deepest part that exists, if the last is missing.
fn offset_of(table: &::toml::de::DeTable<'_>, field: &str) -> Option<usize> {
    let mut parts = field.split('.');
    let mut value = table.get(parts.next()?)?;
    for part in parts {
        let inner = match part.parse::<usize>() {
            Ok(index) => value.get_ref().get(index),
            Err(_) => value.get_ref().get(part),
        };
        let Some(inner) = inner else { break };
        value = inner;
    }
    Some(value.span().start)
}

/// One-based line and column (in characters) of a byte offset.
pub fn line_column(text: &str, offset: usize) -> (u32, u32) {
    let before = &text[..floor_boundary(text, offset)];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// The parser's words in plain Chinese; its own words follow where there is no better.
fn translate(message: &str) -> (String, String) {
    let quoted = message.split('`').nth(1).unwrap_or("");
    if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        let known: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        return (format!("不认识的名称 {quoted}"), format!("这里可以写：{}", known.join("、")));
    }
    if message.starts_with("missing field") {
        return (format!("少写了一项 {quoted}"), format!("补上 {quoted} = …"));
    }
    if message.starts_with("duplicate") {
        return ("同一项写了两次".into(), "删去其中一次".into());
    }
    if message.starts_with("invalid type") || message.starts_with("invalid value") {
        return (
            "值的写法不对".into(),
            format!("应当是 {}", message.rsplit("expected ").next().unwrap_or("")),
        );
    }
    if message.contains("invalid date") {
        return ("日期不存在".into(), "核对月份和日子，写成 2025-03-11".into());
    }
    if message.starts_with("日期") {
        return (message.to_owned(), "日期写成 2025-03-11".into());
    }
    ("这一行不合格式".into(), format!("检查引号、等号和方括号是否配对（{}）", message.replace('\n', " ")))
}

/// A calendar day in a TOML file: `2025-03-11`, with or without quotes.
pub fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    to_day(serde::Deserialize::deserialize(deserializer)?)
}

/// The same where the day may be absent.
pub fn optional_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let value: Option<Written> = serde::Deserialize::deserialize(deserializer)?;
    value.map(to_day).transpose()
}

/// The same for a table of days.
pub fn day_table<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<std::collections::BTreeMap<String, NaiveDate>, D::Error> {
    let value: std::collections::BTreeMap<String, Written> = serde::Deserialize::deserialize(deserializer)?;
    value.into_iter().map(|(key, day)| Ok((key, to_day(day)?))).collect()
}

/// A time of day where it may be absent, written `"17:30"` or as TOML's own `17:30:00`.
pub fn optional_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveTime>, D::Error> {
    let value: Option<Written> = serde::Deserialize::deserialize(deserializer)?;
    value.map(to_time).transpose()
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Written {
    Date(::toml::value::Datetime),
    Text(String),
}

fn to_time<E: serde::de::Error>(value: Written) -> Result<NaiveTime, E> {
    let text = match value {
        Written::Date(time) => time.to_string(),
        Written::Text(text) => text,
    };
    let formats = ["%H:%M", "%H:%M:%S"];
    let read = formats.iter().find_map(|format| NaiveTime::parse_from_str(&text, format).ok());
    read.ok_or_else(|| E::custom("时刻写法不对，请写成 \"17:30\""))
}

fn to_day<E: serde::de::Error>(value: Written) -> Result<NaiveDate, E> {
    let text = match value {
        Written::Date(date) => date.to_string(),
        Written::Text(text) => text,
    };
    NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| E::custom("日期不存在或写法不对"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[serde(deserialize_with = "day")]
        posted: NaiveDate,
    }

    #[test]
    fn unknown_key_is_named_with_line_and_column() {
        let found = parse::<Sample>("a.toml", "posted = 2025-03-11\nkolor = 1\n").unwrap_err();
        assert_eq!(found[0].at, Place::at("a.toml", 2, 1));
        assert!(found[0].message.contains("kolor"), "{}", found[0]);
    }

    #[test]
    fn a_named_key_is_found_in_nested_tables_and_arrays() {
        let source =
            "posted = 2025-04-07\n[steps]\nlead = 2025-04-01\n[[notice]]\nid = 1\n[[notice]]\nid = 2\n";
        let place = |field: &str| {
            let at = Place::file("a.toml").field(field);
            let mut found = vec![Diagnostic::error(&TOML_SYNTAX, at, "", "")];
            locate(&mut found, "a.toml", source);
            (found[0].at.line, found[0].at.column, found[0].at.field.clone())
        };
        assert_eq!(place("steps.lead"), (Some(3), Some(8), Some("lead".into())));
        assert_eq!(place("notice.1.id"), (Some(7), Some(6), Some("id".into())));
        assert_eq!(place("notice.1.missing"), (Some(6), Some(1), Some("missing".into())));
        assert_eq!(place("nowhere"), (None, None, Some("nowhere".into())));
    }

    #[test]
    fn a_thirtieth_of_february_is_refused() {
        for text in ["posted = \"2025-02-30\"\n", "posted = 2025-02-30\n"] {
            let found = parse::<Sample>("a.toml", text).unwrap_err();
            assert!(found[0].message.contains("日期"), "{}", found[0]);
        }
    }

    #[test]
    fn dates_may_stand_with_or_without_quotes() {
        let bare = parse::<Sample>("a", "posted = 2025-03-11").unwrap();
        let quoted = parse::<Sample>("a", "posted = '2025-03-11'").unwrap();
        assert_eq!(bare.posted, quoted.posted);
    }
}
