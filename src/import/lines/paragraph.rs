//! A paragraph 段落 and where each of its characters stood: line and column of the file as it was.

use super::clean::same;

/// A paragraph and where its parts stood.
#[derive(Debug, Clone, Default)]
pub(in crate::import) struct Paragraph {
    /// Without spaces between Chinese characters; struck text between `~~`.
    pub(in crate::import) text: String,
    /// Its lines, in order.
    pub(super) parts: Vec<Line>,
}

/// A line of a paragraph as it was.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Byte offset in the paragraph's text.
    pub(super) from: usize,
    /// Characters of the line that stand before that offset, where a paragraph was cut in two.
    pub(super) skipped: usize,
    /// One-based.
    pub(super) number: u32,
    pub(super) raw: String,
}

impl Line {
    /// The one-based column of a character of the cleaned line: cleaning only drops and folds characters.
    fn column(&self, text: &str, at: usize) -> u32 {
        let mut wanted = text.chars().peekable();
        let mut left = at;
        let mut column = 0;
        for (index, c) in self.raw.chars().enumerate().skip(self.skipped) {
            if wanted.next_if(|next| same(*next, c)).is_some() {
                column = index + 1;
                if left == 0 {
                    break;
                }
                left -= 1;
            }
        }
        u32::try_from(column).unwrap_or(u32::MAX)
    }
}

impl Paragraph {
    /// A paragraph of one line, or of what follows its first `skipped` characters.
    pub(super) fn new(text: impl Into<String>, raw: &str, number: u32, skipped: usize) -> Self {
        let line = Line { from: 0, skipped, number, raw: raw.to_owned() };
        Self { text: text.into(), parts: vec![line] }
    }

    /// First line as it was, for what spaces tell (two bodies that sign on one line).
    pub(in crate::import) fn raw(&self) -> &str {
        let Some(line) = self.parts.first() else { return "" };
        let own = line.raw.char_indices().nth(line.skipped).map_or("", |(at, _)| &line.raw[at..]);
        own.split(super::BREAKS).next().unwrap_or(own).trim()
    }

    /// The line of its beginning.
    pub(in crate::import) fn line(&self) -> u32 {
        self.line_at(0)
    }

    /// The line of its end.
    pub(in crate::import) fn last_line(&self) -> u32 {
        self.parts.last().map_or(0, |line| line.number)
    }

    /// The line of a byte offset.
    pub(in crate::import) fn line_at(&self, offset: usize) -> u32 {
        self.part_at(offset).map_or(0, |line| line.number)
    }

    /// Line and column of a byte offset.
    pub(in crate::import) fn place_at(&self, offset: usize) -> (u32, u32) {
        let Some(line) = self.part_at(offset) else { return (0, 0) };
        let text = self.text.get(line.from..).unwrap_or("");
        let before = self.text.get(line.from..offset).map_or(0, |before| before.chars().count());
        (line.number, line.column(text, before))
    }

    fn part_at(&self, offset: usize) -> Option<&Line> {
        self.parts.iter().rev().find(|line| line.from <= offset)
    }

    /// The rest from a byte offset on.
    pub(in crate::import) fn from(&self, offset: usize) -> Self {
        let first = self.part_at(offset).cloned().map(|line| {
            let (_, column) = self.place_at(offset);
            Line { from: 0, skipped: usize::try_from(column).unwrap_or(1).saturating_sub(1), ..line }
        });
        let later = self.parts.iter().filter(|line| line.from > offset).cloned();
        let later = later.map(|line| Line { from: line.from - offset, ..line });
        Self { text: self.text[offset..].to_owned(), parts: first.into_iter().chain(later).collect() }
    }

    /// The beginning up to a byte offset.
    pub(in crate::import) fn until(&self, offset: usize) -> Self {
        let parts = self.parts.iter().filter(|line| line.from < offset.max(1)).cloned().collect();
        Self { text: self.text[..offset].to_owned(), parts }
    }

    /// Goes on with another.
    pub(in crate::import) fn join(&mut self, other: &Self) {
        let at = self.text.len();
        self.parts.extend(other.parts.iter().cloned().map(|line| Line { from: line.from + at, ..line }));
        self.text.push_str(&other.text);
    }

    /// The text with struck characters blanked, every offset as it was.
    pub(in crate::import) fn live(&self) -> String {
        let mut struck = false;
        let pieces = self.text.split("~~").map(|piece| {
            let kept = if struck { " ".repeat(piece.len()) } else { piece.to_owned() };
            struck = !struck;
            kept
        });
        pieces.collect::<Vec<_>>().join("  ")
    }
}
