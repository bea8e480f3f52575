//! Markdown 正文 → blocks: the prose of packs, notices and villages becomes [`Block`]s, or findings.
//!
//! Any room that holds open prose may call [`blocks`]. Every text it returns is open and names its file and line.
//! Nothing is dropped in silence: what the document model cannot say (raw HTML, pictures, footnotes, …) is refused
//! with line, column and remedy, because a text that loses a word in print would be a false notice.

pub mod codes;
mod reader;
mod spans;

use crate::diag::{Diagnostic, Place, sort};
use crate::document::Block;

/// Bytes of the longest text: several times a county's longest policy.
const MOST_BYTES: usize = 500_000;
/// Links of a text; a page of policies has a few dozen.
const MOST_LINKS: usize = 2_000;
/// Letters and digits of the longest word, which may be an address.
const LONGEST_WORD: usize = 2_000;

/// Markdown 正文 as blocks; `place` is the file's path as the user knows it. All findings come at once.
pub fn blocks(text: &str, place: &str) -> Result<Vec<Block>, Vec<Diagnostic>> {
    let too_long = |message: String| {
        let help = "核对是不是拿错了文件；真要这么长，就分成几份";
        Err(vec![Diagnostic::error(&codes::TOO_LONG, Place::file(place), message, help)])
    };
    if text.len() > MOST_BYTES {
        return too_long(format!("正文有{}KB，太长了", text.len() / 1000));
    }
    let links = text.matches("](").count() + text.matches("://").count();
    let word = |c: char| c.is_ascii_graphic();
    if text.split(|c| !word(c)).any(|run| run.len() > LONGEST_WORD) {
        return too_long(format!("正文里有一串字母或数字超过{LONGEST_WORD}个，中间没有空格"));
    }
    if links > MOST_LINKS {
        return too_long(format!("正文里大约有{links}个链接，太多了"));
    }
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
