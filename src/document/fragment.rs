//! An open text and who declares it → a [`Fragment`], by which the audit excuses a name found in a file.
//!
//! Whoever declares a text open can excuse any name with it, so few rooms may: this one for the texts of a document,
//! `render` for the words round a document, `edition` for names and phones that the workspace declares. Inside those
//! rooms nothing but review decides what is declared; everywhere else a fragment can be read and handed on alone.

use std::ops::Deref;
use std::sync::Arc;

/// What a fragment says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Declared {
    /// The whole text as it is shown.
    pub text: Arc<str>,
    /// Who declares it.
    pub place: Arc<str>,
}

/// An open text, for the audit: see [`super::fragments`]. It can be read, never changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fragment(Declared);

mod closed {
    pub(crate) trait Room {}
}

impl closed::Room for crate::render::Declaring {}
impl closed::Room for crate::edition::Declaring {}

impl Fragment {
    /// An open text of a document.
    pub(in crate::document) fn of(text: impl Into<Arc<str>>, place: impl Into<Arc<str>>) -> Self {
        Self(Declared { text: text.into(), place: place.into() })
    }

    /// A text that one of the rooms declares which hold a token for it.
    pub(crate) fn new(
        text: impl Into<Arc<str>>,
        place: impl Into<Arc<str>>,
        _room: impl closed::Room,
    ) -> Self {
        Self::of(text, place)
    }

    /// Any text as declared open, to show the audit.
    #[cfg(test)]
    pub(crate) fn for_tests(text: &str, place: &str) -> Self {
        Self::of(text, place)
    }
}

impl Deref for Fragment {
    type Target = Declared;

    fn deref(&self) -> &Declared {
        &self.0
    }
}
