//! Keys in the ledger 密钥登记: the lines `key` → for each public key who holds it, in which role, from which day to which.
//!
//! A line states all that is known of a key; a later line about the same key and village takes its place. So a wrong line is
//! mended by another, and a key that was revoked is one whose last line says so.

use super::chain::Line;
use super::event::{Digest, Event};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a line says of a key 密钥登记.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyEntry {
    /// SHA-256 of the public key.
    pub fingerprint: Digest,
    /// The public key itself, base64 as in its file: what it signed can be checked when the file is gone.
    pub public: String,
    /// Role 角色.
    pub role: String,
    /// Name 姓名.
    pub name: String,
    /// The village for which it holds; none: every village.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    /// First day on which it may sign.
    pub from: NaiveDate,
    /// Last day on which it may sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// From this day on it may not: lost, stolen, handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<NaiveDate>,
}

impl KeyEntry {
    /// Whether both are about the same key in the same village.
    pub fn is_about(&self, other: &Self) -> bool {
        (&self.fingerprint, &self.village) == (&other.fingerprint, &other.village)
    }
}

/// What holds of every key: the last line about each, in the order of their first lines.
pub fn key_entries<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Vec<KeyEntry> {
    let mut entries: Vec<KeyEntry> = Vec::new();
    for line in lines {
        let Event::Key(entry) = &line.event else { continue };
        match entries.iter_mut().find(|known| known.is_about(entry)) {
            Some(known) => known.clone_from(entry),
            None => entries.push(entry.clone()),
        }
    }
    entries
}
