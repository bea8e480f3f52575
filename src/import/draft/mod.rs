//! Draft pack 政策包草稿: a reading → the files of a pack in which every proposed fact says `confirmed = false`.
//!
//! `check` refuses it until an officer has compared each fact with the original. What the format has no place for
//! stands as a comment with its line. Struck text stays struck; lines with a person's name or mobile are left out.

mod pack;
mod procedures;
mod propose;
mod text;
mod thresholds;
mod tracks;
mod words;

use super::{Part, Reading};
use std::collections::BTreeMap;

/// The files of each draft pack by path: one pack for each plan, in a folder of its own where there are several.
pub fn drafts(path: &str, reading: &Reading) -> BTreeMap<String, Vec<u8>> {
    let plans: Vec<(usize, &Part)> = reading
        .parts
        .iter()
        .enumerate()
        .filter(|(_, part)| !part.letter && !part.clauses.is_empty())
        .collect();
    let several = plans.len() > 1;
    let mut files = BTreeMap::new();
    for (n, (number, part)) in plans.iter().enumerate() {
        let folder = if several { format!("plan-{}/", n + 1) } else { String::new() };
        let window = propose::window(reading, part);
        let draft = pack::pack(path, reading, *number, part, window.as_ref());
        files.insert(format!("{folder}pack.toml"), draft.toml);
        files.insert(format!("{folder}text.md"), text::text(part, window.as_ref()));
        files.extend(draft.files.into_iter().map(|(name, text)| (format!("{folder}{name}"), text)));
    }
    files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
}

#[cfg(test)]
mod tests;
