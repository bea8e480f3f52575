//! Policy points 政策要点: what a long document promises, one by one, for a series of leaflets by subject.

use super::{Clause, yes};
use serde::{Deserialize, Serialize};

/// A point of the document, told to villagers.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Number 第几条, from one without gaps.
    pub n: u16,
    /// Subject: which leaflet of the series tells it, by `:::points SUBJECT`.
    pub subject: String,
    /// Title.
    pub title: String,
    /// Plain words, Markdown.
    pub text: String,
    /// Whether an officer has compared it with the text.
    #[serde(default = "yes")]
    pub confirmed: bool,
    /// Clause of `text.md`.
    pub clause: Clause,
}
