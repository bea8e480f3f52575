//! A value of a roster → [`Personal<T>`], which cannot leave the room by accident, or a `Key` to find somebody by.

use std::cmp::Ordering;
use std::fmt;

/// A personal value 个人信息. No Display, Serialize, Deref or Clone; it opens only inside `sealed`.
pub struct Personal<T>(T);

impl<T> Personal<T> {
    /// Seals a value.
    pub(in crate::sealed) fn seal(value: T) -> Self {
        Self(value)
    }

    /// Opens it, inside this room only.
    pub(in crate::sealed) fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹personal›")
    }
}

/// A personal text by which somebody is found: an ID number, a name. Keys compare and order, so that maps and sets may
/// hold them, and show as little as any other personal value.
pub(in crate::sealed) struct Key(Personal<String>);

impl Key {
    /// Seals a text that people are told apart by.
    pub(in crate::sealed) fn seal(text: impl Into<String>) -> Self {
        Self(Personal::seal(text.into()))
    }

    /// The text, inside this room only.
    pub(in crate::sealed) fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose() == other.0.expose()
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.expose().cmp(other.0.expose())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Personal};

    #[test]
    fn debug_never_shows_the_value() {
        assert_eq!(format!("{:?}", Personal::seal("甲")), "‹personal›");
        assert_eq!(format!("{:?}", Key::seal("甲")), "‹personal›");
    }

    #[test]
    fn keys_of_one_text_are_one_key() {
        assert!(Key::seal("甲") == Key::seal("甲") && Key::seal("甲") != Key::seal("乙"));
        assert!(Key::seal("1") < Key::seal("2"));
    }
}
