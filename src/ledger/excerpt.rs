//! An excerpt 台账摘录: the lines of one notice in full, of all later others only the digest, so that anybody can walk
//! from the notice's first line to the head and nobody learns what others did.

use super::FILE;
use super::chain::{End, Ledger, Line, json, link};
use super::event::Digest;
use crate::diag::{Diagnostic, Place};
use serde::{Deserialize, Serialize};

/// The head of a ledger 台账末条: what is printed on notices and countersigned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Number of the last line.
    pub line: u64,
    /// Its hash.
    pub hash: Digest,
}

/// A line of somebody else: its number and the digest of what it says.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Hidden {
    seq: u64,
    body: Digest,
}

/// The excerpt of a notice, one line a line of the ledger from its first event on; empty without any.
pub fn excerpt(ledger: &Ledger, notice: &str) -> String {
    let mine = |line: &Line| line.notice.as_deref() == Some(notice);
    let from = ledger.lines().iter().position(mine).unwrap_or(ledger.lines().len());
    let write = |line: &Line| {
        if mine(line) {
            line.to_text()
        } else {
            format!("{}\n", json(&Hidden { seq: line.seq, body: line.body().digest() }))
        }
    };
    ledger.lines()[from..].iter().map(write).collect()
}

/// Checks an excerpt 核对摘录: its full lines and the head that it leads to; the first bad line is named.
pub fn verify_excerpt(text: &[u8], path: &str) -> Result<(Vec<Line>, Head), Diagnostic> {
    let bad = |index: usize| {
        let at = Place { line: u32::try_from(index + 1).ok(), ..Place::file(path) };
        let help = "从台账重新摘录";
        Diagnostic::refusal(
            &super::codes::BAD_LINE,
            at,
            format!("摘录第{}行对不上（台账 {FILE}）", index + 1),
            help,
        )
    };
    let mut lines = Vec::new();
    let mut end: Option<End> = None;
    for (index, bytes) in text.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let before = match &mut end {
            Some(end) => end,
            // The first line is the notice's own; what it follows is its word, the head is what counts.
            None => {
                let line: Line = serde_json::from_slice(bytes).map_err(|_| bad(index))?;
                let seq = line.seq.checked_sub(1).ok_or_else(|| bad(index))?;
                end.insert(End { seq, hash: line.prev, at: None })
            }
        };
        match serde_json::from_slice::<Hidden>(bytes) {
            Ok(hidden) => {
                let canonical = format!("{}\n", json(&hidden)).as_bytes() == bytes;
                if hidden.seq != before.seq + 1 || !canonical {
                    return Err(bad(index));
                }
                *before = End { seq: hidden.seq, hash: link(&before.hash, &hidden.body), at: before.at };
            }
            Err(_) => match before.follow(bytes) {
                Ok((mut own, [])) => lines.append(&mut own),
                _ => return Err(bad(index)),
            },
        }
    }
    let end = end.ok_or_else(|| bad(0))?;
    Ok((lines, Head { line: end.seq, hash: end.hash }))
}
