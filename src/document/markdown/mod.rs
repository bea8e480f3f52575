//! Markdown 正文 → blocks: the prose of packs, notices and villages becomes [`Block`]s, or findings.
//!
//! Any room that holds open prose may call [`blocks`]. Every text it returns is open and names its file and line.
//! Nothing is dropped in silence: what the document model cannot say (raw HTML, pictures, footnotes, …) is refused
//! with line, column and remedy, because a text that loses a word in print would be a false notice.

pub mod codes;
mod reader;
mod spans;

use crate::diag::{Diagnostic, sort};
use crate::document::Block;

/// Markdown 正文 as blocks; `place` is the file's path as the user knows it. All findings come at once.
pub fn blocks(text: &str, place: &str) -> Result<Vec<Block>, Vec<Diagnostic>> {
    let mut reader = reader::Reader::new(text, place);
    let blocks = reader.blocks();
    let mut findings = reader.findings;
    if findings.is_empty() {
        Ok(blocks)
    } else {
        sort(&mut findings);
        Err(findings)
    }
}

#[cfg(test)]
mod tests;
