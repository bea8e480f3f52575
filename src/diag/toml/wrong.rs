//! A TOML file that is well written and says the wrong thing: unknown and missing names, values of another kind.

use toml::de::{DeTable, DeValue};

/// Message and remedy for a complaint of the reader below, whose own words are English and are never shown.
pub(super) fn told(text: &str, error: &toml::de::Error) -> (String, String) {
    let message = error.message();
    let at = error.span().map_or(0, |span| span.start);
    let table = DeTable::parse(text).ok();
    let key = table.as_ref().and_then(|table| key_at(table.get_ref(), at));
    let written = key.as_ref().map_or(String::new(), |key| format!("{} ", key.name));
    if message.starts_with("一个") {
        let stands = key.as_ref().map_or_else(String::new, |key| key.stands.clone());
        return (format!("{written}写的{stands}，这里用不了"), format!("这里要写{message}"));
    }
    if chinese(message) {
        let (message, help) = message.split_once('；').unwrap_or((message, "照这个样子改"));
        return (message.to_owned(), help.to_owned());
    }
    let quoted = message.split('`').nth(1).unwrap_or_default();
    let known: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
    if message.starts_with("unknown field") {
        return (
            format!("不认识的名称 {quoted}"),
            choice(quoted, &known, "这里没有可以写的名称，删去这一行"),
        );
    }
    if message.starts_with("unknown variant") {
        return (format!("{written}不能写 {quoted}"), choice(quoted, &known, "删去这一行"));
    }
    if message.starts_with("missing field") {
        return (
            format!("少写了一项 {quoted}"),
            format!("补上一行：{quoted} = {}", example(quoted, "a string")),
        );
    }
    let expected = message.rsplit("expected ").next().unwrap_or_default();
    let name = key.as_ref().map_or("", |key| key.name.as_str());
    let sample = format!("{} = {}", if name.is_empty() { "名称" } else { name }, example(name, expected));
    if message.starts_with("invalid value") {
        return (
            format!("{written}写的{}，这里用不了", stands(message)),
            format!("{}，例如 {sample}", wanted(expected)),
        );
    }
    if message.starts_with("invalid type") || message.starts_with("wanted string or table") {
        let stands = key.as_ref().map_or_else(|| stands(message), |key| key.stands.clone());
        let expected = if expected.starts_with("wanted") { "a string" } else { expected };
        return (format!("{written}写的{stands}，这里要写{}", wanted(expected)), format!("例如 {sample}"));
    }
    (format!("{written}这一项的写法不对"), "照使用手册里的样子改；不知道怎么改就删去这一行".to_owned())
}

/// The nearest known name first, then all of them.
fn choice(written: &str, known: &[&str], none: &str) -> String {
    if known.is_empty() {
        return none.to_owned();
    }
    let all = format!("这里可以写：{}", known.join("、"));
    match nearest(written, known) {
        Some(near) => format!("是不是 {near}？{all}"),
        None => all,
    }
}

/// A known name that differs by a slip or two.
fn nearest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain: String = written.chars().map(super::days::narrow).collect::<String>().to_lowercase();
    let plain = plain.replace(['-', ' '], "_");
    let far = |name: &&&str| distance(&plain, &name.replace('-', "_"));
    known.iter().min_by_key(far).filter(|name| far(name) * 3 <= plain.chars().count().max(3)).copied()
}

/// Characters to be changed, added or taken away.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = changed.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// A key whose value holds a place of the text.
struct Key {
    name: String,
    /// What stands there, in words.
    stands: String,
}

/// The innermost key whose value begins at a place, or holds it.
fn key_at(table: &DeTable<'_>, at: usize) -> Option<Key> {
    for (name, value) in table {
        let span = value.span();
        let key = || Key { name: name.get_ref().to_string(), stands: kind(value.get_ref()) };
        let inner = match value.get_ref() {
            DeValue::Table(table) => key_at(table, at),
            DeValue::Array(items) => items.iter().find_map(|item| match item.get_ref() {
                DeValue::Table(table) => key_at(table, at),
                other if item.span().contains(&at) => Some(Key { stands: kind(other), ..key() }),
                _ => None,
            }),
            _ => None,
        };
        if inner.is_some() && at != span.start {
            return inner;
        }
        if span.contains(&at) {
            return Some(key());
        }
    }
    None
}

/// What kind of value this is. Texts are not repeated: they may name somebody.
fn kind(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(_) => "是文字".into(),
        DeValue::Integer(number) => format!("是整数 {number}"),
        DeValue::Float(number) => format!("是小数 {number}"),
        DeValue::Boolean(is) => format!("是 {is}"),
        DeValue::Datetime(day) => format!("是日期或钟点 {day}"),
        DeValue::Array(_) => "是方括号里的一列".into(),
        DeValue::Table(_) => "是一个小表".into(),
    }
}

/// The same by the reader's own words.
fn stands(message: &str) -> String {
    let quoted = message.split('`').nth(1).unwrap_or_default();
    let kinds = [("integer", "是整数 "), ("floating", "是小数 "), ("boolean", "是 ")];
    let is = kinds.iter().find(|(word, _)| message.contains(word));
    is.map_or_else(|| "不合要求".to_owned(), |(_, words)| format!("{words}{quoted}"))
}

/// What is wanted, in words.
fn wanted(expected: &str) -> &'static str {
    match expected {
        text if text.contains("string") || text.contains("character") => "文字，放在英文引号里",
        text if text.contains("bool") => "true 或 false，不加引号",
        "u8" => "0到255的整数，不加引号",
        "u16" => "0到65535的整数，不加引号",
        text if text.contains("f64") || text.contains("f32") => "数字，不加引号",
        text if is_integer(text) => "整数，不加引号",
        text if text.contains("sequence") || text.contains("array") || text.contains("tuple") => {
            "一列，放在方括号里"
        }
        text if text.contains("map") || text.contains("struct") || text.contains("enum") => {
            "一个小表，几项各有名称"
        }
        _ => "别的",
    }
}

fn is_integer(expected: &str) -> bool {
    ["u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize"].contains(&expected)
        || expected.contains("integer")
}

/// What a line with this key may look like.
fn example(key: &str, expected: &str) -> &'static str {
    match key {
        "posted" | "first" | "last" | "sample_day" | "date" | "from" | "until" => "2025-04-07",
        "kind" => "\"identify\"",
        "roster" => "\"rosters/2025-04-identify.xlsx\"",
        "sheet" => "\"Sheet1\"",
        "closes" => "\"17:30\"",
        "theme" => "\"default\"",
        "phone" => "\"023-00001200\"",
        "name" => "\"红旗村\"",
        "base_url" | "url" => "\"https://www.example.gov.cn/\"",
        _ if expected.contains("bool") => "true",
        _ if is_integer(expected) => "5",
        _ if expected.contains("f64") => "1.5",
        _ if expected.contains("sequence") => "[\"…\"]",
        _ if expected.contains("map") || expected.contains("struct") => "{ … }",
        _ => "\"…\"",
    }
}

/// Whether words are ours.
pub(super) fn chinese(text: &str) -> bool {
    text.chars().next().is_some_and(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}
