//! Lines as they were copied → paragraphs 段落: bookmarks, bold marks and headings' marks taken off, spaces between
//! Chinese characters dropped, paragraphs that a page break cut in two joined. Each part remembers its line.

use super::number;

/// A paragraph and where its parts stood.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    /// Without spaces between Chinese characters; struck text between `~~`.
    pub(super) text: String,
    /// Its lines, in order.
    parts: Vec<Line>,
}

/// A line of a paragraph as it was.
#[derive(Debug, Clone)]
struct Line {
    /// Byte offset in the paragraph's text.
    from: usize,
    /// Characters of the line that stand before that offset, where a paragraph was cut in two.
    skipped: usize,
    /// One-based.
    number: u32,
    raw: String,
}

impl Line {
    /// The one-based column of a character of the cleaned line: cleaning only drops characters.
    fn column(&self, text: &str, at: usize) -> u32 {
        let mut wanted = text.chars().peekable();
        let mut left = at;
        let mut column = 0;
        for (index, c) in self.raw.chars().enumerate().skip(self.skipped) {
            if wanted.next_if(|next| *next == c || *next == ' ' && c.is_whitespace()).is_some() {
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
    /// A paragraph of one line.
    pub(super) fn new(text: impl Into<String>, raw: &str, line: u32) -> Self {
        let line = Line { from: 0, skipped: 0, number: line, raw: raw.to_owned() };
        Self { text: text.into(), parts: vec![line] }
    }

    /// First line as it was, for what spaces tell (two bodies that sign on one line).
    pub(super) fn raw(&self) -> &str {
        self.parts.first().map_or("", |line| line.raw.trim())
    }

    /// The line of its beginning.
    pub(super) fn line(&self) -> u32 {
        self.line_at(0)
    }

    /// The line of a byte offset.
    pub(super) fn line_at(&self, offset: usize) -> u32 {
        self.part_at(offset).map_or(0, |line| line.number)
    }

    /// Line and column of a byte offset.
    pub(super) fn place_at(&self, offset: usize) -> (u32, u32) {
        let Some(line) = self.part_at(offset) else { return (0, 0) };
        let text = self.text.get(line.from..).unwrap_or("");
        let before = self.text.get(line.from..offset).map_or(0, |before| before.chars().count());
        (line.number, line.column(text, before))
    }

    fn part_at(&self, offset: usize) -> Option<&Line> {
        self.parts.iter().rev().find(|line| line.from <= offset)
    }

    /// The rest from a byte offset on.
    pub(super) fn from(&self, offset: usize) -> Self {
        let first = self.part_at(offset).cloned().map(|line| {
            let (_, column) = self.place_at(offset);
            Line { from: 0, skipped: usize::try_from(column).unwrap_or(1).saturating_sub(1), ..line }
        });
        let later = self.parts.iter().filter(|line| line.from > offset).cloned();
        let later = later.map(|line| Line { from: line.from - offset, ..line });
        Self { text: self.text[offset..].to_owned(), parts: first.into_iter().chain(later).collect() }
    }

    /// The beginning up to a byte offset.
    pub(super) fn until(&self, offset: usize) -> Self {
        let parts = self.parts.iter().filter(|line| line.from < offset.max(1)).cloned().collect();
        Self { text: self.text[..offset].to_owned(), parts }
    }

    /// Goes on with another.
    pub(super) fn join(&mut self, other: &Self) {
        let at = self.text.len();
        self.parts.extend(other.parts.iter().cloned().map(|line| Line { from: line.from + at, ..line }));
        self.text.push_str(&other.text);
    }

    /// The text with struck characters blanked, every offset as it was.
    pub(super) fn live(&self) -> String {
        let mut struck = false;
        let pieces = self.text.split("~~").map(|piece| {
            let kept = if struck { " ".repeat(piece.len()) } else { piece.to_owned() };
            struck = !struck;
            kept
        });
        pieces.collect::<Vec<_>>().join("  ")
    }
}

/// The paragraphs of a text and what was mended on the way.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    pub(super) all: Vec<Paragraph>,
    /// Paragraphs that a page break had cut, joined again.
    pub(super) joined: usize,
    /// Bold spans that were broken over two lines, joined again: cleaning, not a paragraph that was cut.
    pub(super) spans: usize,
    /// Struck passages.
    pub(super) struck: usize,
}

/// Reads a text.
pub(super) fn read(source: &str) -> Paragraphs {
    let mut found = Paragraphs::default();
    for (index, raw) in source.lines().enumerate() {
        let text = clean(raw);
        if text.is_empty() {
            continue;
        }
        let fresh = Paragraph::new(text, raw, u32::try_from(index + 1).unwrap_or(u32::MAX));
        match found.all.last_mut().filter(|last| goes_on(&last.text, &fresh.text)) {
            Some(last) => {
                let before = last.parts.last().map_or("", |line| line.raw.trim_end());
                let bold = before.ends_with("**") || raw.trim_start().starts_with("**");
                *if bold { &mut found.spans } else { &mut found.joined } += 1;
                last.join(&fresh);
            }
            None => found.all.push(fresh),
        }
    }
    for paragraph in &mut found.all {
        let marks = paragraph.text.matches("~~").count();
        found.struck += marks / 2;
        // A mark without its partner strikes nothing.
        if let Some(at) = paragraph.text.find("~~").filter(|_| marks % 2 == 1) {
            paragraph.text.replace_range(at..at + 2, "");
            for line in paragraph.parts.iter_mut().filter(|line| line.from > at) {
                line.from = (line.from - 2).max(at);
            }
        }
    }
    found
}

/// Takes off what copying left: `[bookmark: …]`, `**`, `#`, `- `, rules, zero-width characters, spaces.
fn clean(raw: &str) -> String {
    let mut line = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find("[bookmark") {
        line.push_str(&rest[..at]);
        rest = rest[at..].find(']').map_or("", |end| &rest[at + end + 1..]);
    }
    line.push_str(rest);
    let line = line.replace("**", "").replace(['\u{feff}', '\u{200b}', '\u{200c}', '\u{200d}'], "");
    let line = line.trim().trim_start_matches('#').trim();
    let line = line.strip_prefix("- ").unwrap_or(line).trim();
    if line.chars().all(|c| "-—_*= ".contains(c)) {
        return String::new();
    }
    let chars: Vec<char> = line.chars().collect();
    let mut text = String::new();
    for (n, c) in chars.iter().enumerate() {
        if !c.is_whitespace() {
            text.push(*c);
            continue;
        }
        // A space counts only between two words or numbers.
        let before = n.checked_sub(1).and_then(|before| chars.get(before));
        let after = chars[n..].iter().find(|c| !c.is_whitespace());
        if before.is_some_and(char::is_ascii_alphanumeric) && after.is_some_and(char::is_ascii_alphanumeric) {
            text.push(' ');
        }
    }
    text
}

/// Whether a paragraph was cut: running text without its end, and what follows opens nothing new.
fn goes_on(before: &str, after: &str) -> bool {
    let ended = before.ends_with(['。', '；', '：', ':', '！', '？', '”', '》', ';', '!', '?', '~']);
    let contact =
        ["联系", "传真", "电子邮箱", "地址", "公开选项"].iter().any(|label| before.starts_with(label));
    let body = number::split(before).map_or(before, |(_, rest)| rest);
    let running = body.chars().count() >= 14 && body.contains(['，', '。', '、', '；']);
    if ended || contact || opens(after) {
        return false;
    }
    // The name of a form in the list of annexes may run over the line as well.
    let item = number::split(before).is_some_and(|(number, _)| number.level == 3);
    running || (item && !before.ends_with('表') && after.ends_with('表') && after.chars().count() < 20)
}

fn opens(text: &str) -> bool {
    number::split(text).is_some()
        || text.starts_with("附件")
        || text.starts_with("责任部门")
        || super::head::is_day(text)
}
