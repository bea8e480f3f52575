//! Standing 出处的效力: where a text is declared → what it may explain.

use crate::document;

/// What a declared text may explain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// What came with the program: whatever stands in its context.
    BuiltIn,
    /// A pack or theme of the workspace, and sentences that the program makes of several texts: ordinary words, nobody
    /// who is mentioned by name, no long stretch of a remark.
    Common,
    /// The name of a township, a village or its committee: wherever it stands whole. A village may be called like a
    /// villager, and 高明村 says by its last character what it is.
    Named,
    /// A contact, named by its line in the township's or a village's file: its phone too.
    Contact,
    /// What a village or township writes freely (place of the board, text and number of a notice, words beside the
    /// township's code): ordinary words, nobody's name and nobody's story.
    Own,
}

/// What a text that is declared at a place may explain, a contact's line and what came with the program aside.
pub(super) fn standing(place: &str) -> Standing {
    let (path, spot) = place.split_once(':').unwrap_or((place, ""));
    let settings = matches!(path.rsplit('/').next(), Some("township.toml" | "village.toml"));
    let line = spot.starts_with(|c: char| c.is_ascii_digit());
    if settings && line && !path.starts_with("policies/") {
        Standing::Contact
    } else if place == document::NUMBER
        || (settings && !spot.is_empty())
        || (!settings && path.starts_with("villages/"))
    {
        Standing::Own
    } else if settings && spot.is_empty() {
        Standing::Named
    } else {
        Standing::Common
    }
}
