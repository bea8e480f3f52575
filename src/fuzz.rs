//! Entrances for fuzzing 乱试: each takes any bytes as one kind of file, and checks what must hold for all of them. The
//! targets in `fuzz/` call these with what a fuzzer makes up; `tests/fuzz.rs` calls them with the seeds in `fuzz/corpus/`.
//!
//! Nothing comes back: a failure is a panic.

use crate::diag::{Diagnostic, toml};
use crate::document::{markdown, speech};
use crate::policy::fields::FieldTable;
use crate::sealed::compare;
use crate::sealed::roster_bytes::RosterBytes;
use crate::workspace::written::{Notice, Township, Village};
use crate::{import, text};
use chrono::NaiveDate;

/// Takes a file of one kind.
pub type Entrance = fn(&[u8]);

/// Every entrance with the name of its target.
pub const ALL: [(&str, Entrance); 5] = [
    ("toml", settings),
    ("markdown", further_text),
    ("speech", script),
    ("import", policy),
    ("roster", roster),
];

/// A settings file: `township.toml`, `village.toml` or a notice.
pub fn settings(bytes: &[u8]) {
    let text = match text::read("a.toml", bytes) {
        Ok(text) => text,
        Err(found) => return told(&found),
    };
    let read = [
        toml::parse::<Township>("a.toml", &text).err(),
        toml::parse::<Village>("a.toml", &text).err(),
        toml::parse::<Notice>("a.toml", &text).err(),
    ];
    for found in read.into_iter().flatten() {
        told(&found);
        // Words of the program that reads TOML.
        let foreign = ["expected", "invalid type", "missing field", "duplicate key"];
        for finding in &found {
            let said = foreign.iter().find(|word| finding.message.contains(**word));
            assert!(said.is_none_or(|word| text.contains(word)), "{said:?} of another language is told");
        }
    }
}

/// A further text in Markdown.
pub fn further_text(bytes: &[u8]) {
    match text::read("a.md", bytes).and_then(|text| markdown::blocks(&text, "a.md")) {
        Ok(_) => {}
        Err(found) => told(&found),
    }
}

/// A text that is read aloud: no figure is left in it.
pub fn script(bytes: &[u8]) {
    let Ok(text) = text::read("a.md", bytes) else { return };
    let said = speech::speak(&text);
    assert!(!said.chars().any(|c| c.is_ascii_digit()), "a figure is left");
}

/// The prose of a policy.
pub fn policy(bytes: &[u8]) {
    match import::read("a.txt", bytes) {
        Ok(read) => told(&read.lints),
        Err(found) => told(&found),
    }
}

/// A roster in any form. What is said of it never holds a value of it, so only places are looked at here.
pub fn roster(bytes: &[u8]) {
    let Ok(fields) = FieldTable::parse(include_str!("../policies/fields.toml"), "fields.toml") else {
        return;
    };
    let Some(today) = NaiveDate::from_ymd_opt(2025, 4, 8) else { return };
    match compare::read("a", &RosterBytes::seal(bytes.to_vec()), &fields, today) {
        Ok((_, found)) | Err(found) => told(&found),
    }
}

/// What every finding must be: a message with a place, and nothing in it that steers a terminal.
fn told(findings: &[Diagnostic]) {
    for finding in findings {
        assert!(!finding.message.is_empty() && !finding.at.path.is_empty());
        assert!(finding.to_string().lines().count() <= 2, "a message forges lines");
        assert!(
            !finding.to_string().chars().any(|c| c.is_control() && c != '\n'),
            "a message steers a terminal"
        );
    }
}
