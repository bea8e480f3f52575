//! Words of statements and keys 声明里的字词 → whether each may stand there.

use chrono::NaiveDate;

/// Longest role or name in characters; also keeps the key's comment line within what `minisign` accepts.
pub(super) const LONGEST_WORD: usize = 64;

/// A value that occupies exactly its line: not empty, no blank at the ends, no control characters.
pub(super) fn is_clean(value: &str) -> bool {
    !value.is_empty() && value.trim() == value && !value.chars().any(is_invisible)
}

/// Characters that make a line read differently from what it is: controls, zero-width, direction marks.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Any text as the value of a line.
pub(crate) fn to_clean(text: &str) -> String {
    let visible: String = text.chars().map(|c| if is_invisible(c) { ' ' } else { c }).collect();
    match visible.split_whitespace().collect::<Vec<_>>().join(" ") {
        empty if empty.is_empty() => "没有".to_owned(),
        clean => clean,
    }
}

/// A role that may also name a file: no blanks, separators, `=` or leading dot.
pub(super) fn is_role(role: &str) -> bool {
    is_clean(role)
        && role.chars().count() <= LONGEST_WORD
        && !role.starts_with('.')
        && !role.chars().any(|c| c.is_whitespace() || "/\\:*?\"<>|=".contains(c))
}

/// A person's name as it may stand in a statement and a key's comment.
pub(super) fn is_name(name: &str) -> bool {
    is_clean(name) && name.chars().count() <= LONGEST_WORD && !name.contains('=')
}

pub(super) fn is_sha256(hash: &str) -> bool {
    hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Exactly `YYYY-MM-DD`: chrono alone also takes `2025-3-1`.
pub(super) fn to_day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (day.format("%Y-%m-%d").to_string() == text).then_some(day)
}

/// A name by its letters alone, so that 张 三, 张三． and 张三 are one person.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
