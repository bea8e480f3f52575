//! Parts 分段: a long list for machines is searched part by part, each with what stands around it, so that the search of
//! a large township's lists takes no more room than that of a page.
//!
//! Only for lists that we wrote, whose lines can be read alone: no string of our JSON runs over the end of a line, and
//! a calendar's line that goes on begins with a blank (RFC 5545, 3.1). What is found in a part is what is found there in
//! the whole: nothing that decides reaches further than [`AROUND`].

use crate::render::Media;
use std::ops::Range;

/// Bytes of a part.
pub(super) const SIZE: usize = 64 * 1024;
/// Letters and digits around a part that are read with it: many times what a match, its context of an open text and
/// another sign of its household take together.
const AROUND: usize = 1024;

/// Bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Where what begins is judged.
    pub(super) own: Range<usize>,
    /// What is read for that.
    pub(super) read: Range<usize>,
}

/// The parts of a file, in order; one where it is short or no list.
pub(super) fn of(media: Media, bytes: &[u8], size: usize) -> Vec<Part> {
    let whole = || vec![Part { own: 0..bytes.len(), read: 0..bytes.len() }];
    let is_list = matches!(media, Media::Json | Media::Calendar) && bytes.len() > 2 * size;
    let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| is_list) else { return whole() };
    let lines = Lines { text, folds: media == Media::Calendar };
    let mut parts = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let to = lines.after(from + size);
        parts.push(Part { own: from..to, read: lines.before_with(from)..lines.after_with(to) });
        from = to;
    }
    parts
}

/// Places at which a text may be cut.
struct Lines<'a> {
    text: &'a str,
    /// Whether a line that begins with a blank goes on with the one before.
    folds: bool,
}

impl Lines<'_> {
    /// Whether a line begins here that does not go on with the one before.
    fn begins(&self, at: usize) -> bool {
        let goes_on = self.folds && matches!(self.text.as_bytes().get(at), Some(b' ' | b'\t'));
        at == 0 || (self.text.as_bytes()[at - 1] == b'\n' && !goes_on)
    }

    /// The first place from `at` on.
    fn after(&self, at: usize) -> usize {
        (at..self.text.len()).find(|at| self.begins(*at)).unwrap_or(self.text.len())
    }

    /// The last place before `at`.
    fn before(&self, at: usize) -> usize {
        (0..at).rev().find(|at| self.begins(*at)).unwrap_or(0)
    }

    /// The nearest place before `at` with enough between them.
    fn before_with(&self, at: usize) -> usize {
        let (mut from, mut letters) = (at, 0);
        while from > 0 && letters < AROUND {
            let line = self.before(from);
            letters += count(&self.text[line..from]);
            from = line;
        }
        from
    }

    /// The nearest place after `at` with enough between them.
    fn after_with(&self, at: usize) -> usize {
        let (mut to, mut letters) = (at, 0);
        while to < self.text.len() && letters < AROUND {
            let next = self.after(to + 1);
            letters += count(&self.text[to..next]);
            to = next;
        }
        to
    }
}

fn count(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other_and_never_cut_a_line_that_goes_on() {
        let text = "BEGIN:X\r\nSUMMARY:甲乙丙\r\n 丁戊\r\n\t己\r\nEND:X\r\n".repeat(200);
        for size in [10, 100, 1000] {
            let parts = of(Media::Calendar, text.as_bytes(), size);
            assert!(parts.len() > 4, "{size}");
            assert_eq!((parts[0].own.start, parts[parts.len() - 1].own.end), (0, text.len()));
            assert!(parts.windows(2).all(|two| two[0].own.end == two[1].own.start));
            for Part { own, read } in &parts {
                for at in [own.start, own.end, read.start, read.end] {
                    assert!(at == 0 || text[..at].ends_with('\n') && !text[at..].starts_with([' ', '\t']));
                }
                let around = [&text[read.start..own.start], &text[own.end..read.end]];
                let whole = [read.start == 0, read.end == text.len()];
                assert!((0..2).all(|side| whole[side] || count(around[side]) >= AROUND));
            }
        }
    }

    #[test]
    fn what_is_short_or_no_list_is_read_as_a_whole() {
        let text = "{\n\"a\": 1\n}\n".repeat(100);
        assert_eq!(of(Media::Json, text.as_bytes(), SIZE).len(), 1);
        assert_eq!(of(Media::Html, text.as_bytes(), 10).len(), 1);
        assert_eq!(of(Media::Json, &[b"\n".repeat(100), vec![0xFF]].concat(), 10).len(), 1);
    }
}
