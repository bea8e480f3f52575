//! Import 导入: official prose as it was copied → clause tree, facts, lints and a draft pack, all as values.
//!
//! Called by `cli`; opens no file and writes none. Nothing is repaired: what looks wrong is pointed out and stays.
//! A phone number or a person's name must never leave this room: only where it stands and what it is.

pub(crate) mod codes;
mod decode;
mod draft;
mod facts;
mod head;
mod lines;
mod lints;
mod number;
mod tree;

pub use draft::drafts;
pub use facts::{Fact, Side, What};
pub use head::Head;
pub use tree::{Clause, Part};

use crate::diag::Diagnostic;

/// A text that was read.
#[derive(Debug)]
pub struct Reading {
    /// About the document as a whole.
    pub head: Head,
    /// The letter and the plans in it, or the one document.
    pub parts: Vec<Part>,
    /// What the text fixes, each with its clause and line.
    pub facts: Vec<Fact>,
    /// What looks wrong or must not be published; nothing here stops anything.
    pub lints: Vec<Diagnostic>,
    /// Paragraphs that a page break had cut.
    pub joined: usize,
    /// Bold spans and titles that were broken over two lines.
    pub pieces: usize,
    /// Struck passages.
    pub struck: usize,
}

/// Reads a text; `path` is how messages call it.
pub fn read(path: &str, bytes: &[u8]) -> Result<Reading, Vec<Diagnostic>> {
    let source = decode::decode(path, bytes)?;
    let lines::Paragraphs { all, joined, spans, struck, numbers, headers } = lines::read(&source);
    let whole = all.clone();
    let (mut head, rest) = head::read(all);
    let (parts, titles, mut lints) = tree::read(path, rest);
    if lints.iter().any(Diagnostic::stops) {
        return Err(lints);
    }
    let titled = parts.iter().find(|part| !part.letter).or_else(|| parts.first());
    head.title = titled.map(|part| part.title.clone()).unwrap_or_default();
    let facts = facts::find(&head, &parts);
    lints.extend(lints::find(path, &whole, &head, &facts));
    lints.extend(lints::page_marks(path, &numbers, &headers));
    crate::diag::sort(&mut lints);
    Ok(Reading { head, parts, facts, lints, joined, pieces: spans + titles, struck })
}
