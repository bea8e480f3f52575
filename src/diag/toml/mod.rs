//! TOML that people wrote → typed data, or every complaint with `file:line:column` in Chinese.
//!
//! For open files only (packs, themes, workspace): the complaint names keys. Never call it with a roster.

use super::{Diagnostic, Place};
use serde::de::DeserializeOwned;

mod days;
mod slips;
mod wrong;

pub use days::{day, day_table, optional_day, optional_time};

crate::codes! {
    TOML_SYNTAX = "toml-syntax":
        "设置文件写得不合格式：有拼错的名称、少写的一项，或引号、括号没有配对。按提示的行列改正。"
        / "A TOML file cannot be read: unknown key, missing key or broken syntax at the given line and column.";
}

/// Reads `text` as `T`. Unknown keys are errors where `T` denies them.
pub fn parse<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Vec<Diagnostic>> {
    let error = match ::toml::from_str::<T>(text) {
        Ok(read) => return Ok(read),
        Err(error) => error,
    };
    let finding = |at: usize, message: String, help: String| {
        let (line, column) = line_column(text, at);
        Diagnostic::error(&TOML_SYNTAX, Place::at(path, line, column), message, help)
    };
    let at = error.span().map_or(0, |span| span.start);
    if ::toml::de::DeTable::parse(text).is_ok() {
        let (message, help) = wrong::told(text, &error);
        return Err(vec![finding(at, message, help)]);
    }
    // Every slip at once; the reader itself stops at the first.
    let mut found: Vec<Diagnostic> =
        slips::slips(text).into_iter().map(|slip| finding(slip.at, slip.message, slip.help)).collect();
    let (line, _) = line_column(text, at);
    if !found.iter().any(|finding| finding.at.line == Some(line)) {
        let (message, help) = broken(text, &error);
        found.push(finding(at, message, help));
    }
    Err(found)
}

/// What the reader says of a line in which no slip was found, in Chinese.
fn broken(text: &str, error: &::toml::de::Error) -> (String, String) {
    let message = error.message();
    let span = error.span().unwrap_or_default();
    if message.starts_with("duplicate key") {
        let name = text.get(span.clone()).unwrap_or_default();
        let (line, _) = line_column(text, span.start);
        let earlier = text.lines().take(usize::try_from(line).unwrap_or(1) - 1).enumerate();
        let same = |line: &str| {
            let line = line.trim_start_matches([' ', '\t', '[']);
            line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(['=', ']', '.']))
        };
        let first = earlier.filter(|(_, line)| same(line)).last().map_or(0, |(at, _)| at + 1);
        let before = if first == 0 { String::new() } else { format!("，第{first}行已经写过") };
        return (
            format!("{name} 写了两次{before}"),
            "删去其中一次；两个都要时看是不是少了 [[ ]] 开头的一行".into(),
        );
    }
    let (what, help) =
        [
            ("escape", "引号里有反斜杠 \\", "路径里的 \\ 改成 /"),
            ("string", "引号没有配对，或引号里有看不见的字符", "一段文字两头各一个英文的 \"，写在一行里"),
            ("array", "方括号没有配对", "每个 [ 都要有一个 ]，各项之间用英文逗号"),
            ("inline table", "大括号没有配对", "每个 { 都要有一个 }，各项之间用英文逗号"),
            ("table", "方括号没有配对", "写成 [名称] 或 [[名称]]"),
            ("date", "日期的写法不对", "写成 2025-03-11 的样子，不加引号"),
            ("time", "钟点的写法不对", "写成 \"17:30\""),
            ("key", "名称的写法不对", "写成 名称 = 值，一行一项"),
        ]
        .iter()
        .find(|(word, ..)| message.contains(word))
        .map_or(("这一行不合格式", "检查引号、等号和方括号是否配对"), |(_, what, help)| (*what, *help));
    (what.to_owned(), help.to_owned())
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

#[cfg(test)]
mod tests;
