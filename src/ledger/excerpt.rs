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

impl Head {
    /// As it is printed on a notice: the line's number and the first sixteen digits of its hash.
    ///
    /// More of them where they would end like a phone number or an account number: such a notice could not be
    /// published, and any longer beginning of the hash is found by `verify ledger --head` as well.
    pub fn words(&self) -> String {
        let hex = self.hash.as_str();
        let mut end = self.hash.short().len();
        let trailing = hex[..end].bytes().rev().take_while(u8::is_ascii_digit).count();
        if trailing >= LIKE_A_NUMBER {
            let rest = hex[end..].bytes().position(|digit| !digit.is_ascii_digit());
            end = rest.map_or(hex.len(), |rest| end + rest + 1);
        }
        format!("第{}条 {}", self.line, &hex[..end])
    }
}

/// So many decimal digits at the end could be taken for a mobile number.
const LIKE_A_NUMBER: usize = 11;

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
                end.insert(End { seq, hash: line.prev, at: None, day: None })
            }
        };
        match serde_json::from_slice::<Hidden>(bytes) {
            Ok(hidden) => {
                let canonical = format!("{}\n", json(&hidden)).as_bytes() == bytes;
                if hidden.seq != before.seq + 1 || !canonical {
                    return Err(bad(index));
                }
                // A hidden line may be the note that explains why the next is earlier than what is known.
                let hash = link(&before.hash, &hidden.body);
                *before = End { seq: hidden.seq, hash, at: None, day: None };
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

#[cfg(test)]
mod tests {
    use super::Head;
    use crate::ledger::Digest;

    #[test]
    fn a_head_is_printed_with_sixteen_digits_and_never_ends_like_a_phone_number() {
        let words = |start: &str| {
            let hash = Digest::try_from(format!("{start:0<64}").replacen("000000", "00000c", 1)).unwrap();
            Head { line: 12, hash }.words()
        };
        assert_eq!(words("3f2a91bc04de77f09a"), "第12条 3f2a91bc04de77f0");
        assert_eq!(words("3f2ab15412345678"), "第12条 3f2ab1541234567800000c");
    }
}
