//! [`Personal<T>`]: a value that cannot leave the room by accident.

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

#[cfg(test)]
mod tests {
    use super::Personal;

    #[test]
    fn debug_never_shows_the_value() {
        assert_eq!(format!("{:?}", Personal::seal("甲")), "‹personal›");
    }
}
