//! Lines as they were copied → paragraphs 段落: what a page left is taken out, paragraphs that a page or the edge of the
//! paper cut are joined. Each part of a paragraph remembers its line. No character of the text is lost.

mod clean;
mod page;
mod paragraph;

use super::number;
use clean::{CELL, clean};
pub(super) use paragraph::Paragraph;

/// The paragraphs of a text and what was mended on the way.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    pub(super) all: Vec<Paragraph>,
    /// Paragraphs that a page break or the edge of the paper had cut, joined again.
    pub(super) joined: usize,
    /// Bold spans that were broken over two lines, joined again: cleaning, not a paragraph that was cut.
    pub(super) spans: usize,
    /// Struck passages.
    pub(super) struck: usize,
    /// Lines of page numbers that were taken out.
    pub(super) numbers: Vec<u32>,
    /// Lines of running headers that were taken out.
    pub(super) headers: Vec<u32>,
}

/// A line with words.
#[derive(Debug)]
struct Row<'a> {
    /// One-based.
    number: u32,
    /// As it was.
    raw: &'a str,
    /// Characters of it that belong to the row before: an office program may break a line by a sign of its own.
    skipped: usize,
    /// Its words.
    text: String,
    /// First of a page.
    paged: bool,
}

impl Row<'_> {
    /// What of the line is its own.
    fn own(&self) -> &str {
        self.raw.char_indices().nth(self.skipped).map_or("", |(at, _)| &self.raw[at..])
    }

    /// In columns, the indent included.
    fn width(&self) -> usize {
        self.own().trim_end().chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
    }

    fn indented(&self) -> bool {
        self.own().starts_with([' ', '\t', '　', '\u{a0}'])
    }
}

/// Signs that break a line besides the usual one.
const BREAKS: [char; 4] = ['\u{b}', '\u{c}', '\u{2028}', '\u{2029}'];
/// A paragraph of more bytes than this goes on no longer: it is no prose.
const LONG: usize = 30_000;

/// Reads a text.
pub(super) fn read(source: &str) -> Paragraphs {
    let mut found = Paragraphs::default();
    let mut rows = rows(source);
    (found.numbers, found.headers) = page::strip(&mut rows);
    let edge = page::width(&rows);
    // Where paragraphs are set in, a line that is not goes on with the one before.
    let set_in = edge.is_some() && rows.iter().filter(|row| row.indented()).count() * 10 > rows.len();
    let mut last: Option<&Row<'_>> = None;
    for row in &rows {
        let fresh = Paragraph::new(row.text.as_str(), row.raw, row.number, row.skipped);
        let goes_on = |before: &Paragraph| match (edge, last) {
            _ if before.text.len() > LONG => false,
            (Some(width), Some(last)) => {
                let (ended, opens) = (ended(&before.text), opens(&row.text));
                let same = if set_in { !(row.indented() || ended && opens) } else { !ended && !opens };
                page::full(last, width) && same
            }
            _ => goes_on(&before.text, &row.text),
        };
        match found.all.last_mut().filter(|before| goes_on(before)) {
            Some(before) => {
                let end = before.parts.last().map_or("", |line| line.raw.trim_end());
                let bold = end.ends_with("**") || row.raw.trim_start().starts_with("**");
                *if bold { &mut found.spans } else { &mut found.joined } += 1;
                before.join(&fresh);
            }
            None => found.all.push(fresh),
        }
        last = Some(row);
    }
    found.all.iter_mut().for_each(|paragraph| found.struck += strike(paragraph));
    found
}

/// Every line that has words.
fn rows(source: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut paged = false;
    for (index, raw) in source.lines().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let mut skipped = 0;
        for piece in raw.split_inclusive(BREAKS) {
            let text = clean(piece);
            if !text.is_empty() {
                rows.push(Row { number, raw, skipped, text, paged });
                paged = false;
            }
            paged |= piece.ends_with('\u{c}');
            skipped += piece.chars().count();
        }
    }
    rows
}

/// Counts the struck passages of a paragraph.
fn strike(paragraph: &mut Paragraph) -> usize {
    let marks = paragraph.text.matches("~~").count();
    // A mark without its partner strikes nothing.
    if let Some(at) = paragraph.text.find("~~").filter(|_| marks % 2 == 1) {
        paragraph.text.replace_range(at..at + 2, "");
        for line in paragraph.parts.iter_mut().filter(|line| line.from > at) {
            line.from = (line.from - 2).max(at);
        }
    }
    marks / 2
}

/// Whether a paragraph was cut: running text without its end, and what follows opens nothing new.
fn goes_on(before: &str, after: &str) -> bool {
    let contact =
        ["联系", "传真", "电子邮箱", "地址", "公开选项"].iter().any(|label| before.starts_with(label));
    let body = number::split(before).map_or(before, |(_, rest)| rest);
    let running = body.chars().count() >= 14 && body.contains(['，', '。', '、', '；']);
    let table = before.contains(CELL) || after.contains(CELL);
    if ended(before) || contact || table || opens(after) {
        return false;
    }
    // The name of a form in the list of annexes may run over the line as well.
    let item = number::split(before).is_some_and(|(number, _)| number.level == number::Level::Point);
    running || (item && !before.ends_with('表') && after.ends_with('表') && after.chars().count() < 20)
}

/// Whether a line ends where a paragraph may end.
fn ended(text: &str) -> bool {
    text.ends_with(['。', '；', '：', ':', '！', '？', '”', '》', ';', '!', '?', '~'])
}

fn opens(text: &str) -> bool {
    number::split(text).is_some()
        || text.starts_with("附件")
        || text.starts_with("责任部门")
        || super::head::is_day(text)
}

#[cfg(test)]
mod tests;
