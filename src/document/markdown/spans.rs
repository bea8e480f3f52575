//! Joining runs of text the Chinese way: a line end between two full-width characters is nothing, not a space.

use crate::document::Span;

/// Blanks that people type at the beginning of a paragraph or a line.
const BLANKS: [char; 5] = ['\u{3000}', ' ', '\t', '\u{a0}', '\u{2003}'];

/// Runs of one paragraph while they are read.
#[derive(Default)]
pub(super) struct Runs {
    spans: Vec<Span>,
    /// Paragraphs that ended where a line of the source did.
    ended: Vec<Vec<Span>>,
    /// A line ended here; what stands for it depends on its neighbours.
    soft_break: bool,
}

impl Runs {
    /// Adds characters, joined to what stands before.
    pub(super) fn push(&mut self, text: &str, strong: bool) {
        // The indent is the program's; one typed by hand would double it.
        let begins = self.soft_break || matches!(self.spans.last(), None | Some(Span::Break));
        let text = if begins { text.trim_start_matches(BLANKS) } else { text };
        let Some(first) = text.chars().next() else { return };
        let gap = if self.gap_before(first) { " " } else { "" };
        self.soft_break = false;
        match (self.spans.last_mut(), strong) {
            (Some(Span::Plain(last)), false) | (Some(Span::Strong(last)), true) => {
                last.push_str(gap);
                last.push_str(text);
            }
            (_, false) => self.spans.push(Span::Plain(format!("{gap}{text}"))),
            (_, true) => {
                self.push_gap(gap);
                self.spans.push(Span::Strong(text.to_owned()));
            }
        }
    }

    /// Adds a link.
    pub(super) fn link(&mut self, text: String, href: String) {
        let gap = text.chars().next().is_some_and(|first| self.gap_before(first));
        self.soft_break = false;
        self.push_gap(if gap { " " } else { "" });
        self.spans.push(Span::Link { text, href });
    }

    /// A line of the source ended.
    pub(super) fn soft_break(&mut self) {
        self.soft_break = true;
    }

    /// A paragraph ended, though the source has no empty line there.
    pub(super) fn end_paragraph(&mut self) {
        self.soft_break = false;
        self.ended.push(std::mem::take(&mut self.spans));
    }

    /// A forced line break.
    pub(super) fn hard_break(&mut self) {
        self.soft_break = false;
        self.spans.push(Span::Break);
    }

    pub(super) fn into_spans(self) -> Vec<Span> {
        self.spans
    }

    /// Every paragraph.
    pub(super) fn into_paragraphs(mut self) -> Vec<Vec<Span>> {
        self.ended.push(self.spans);
        self.ended
    }

    fn push_gap(&mut self, gap: &str) {
        match self.spans.last_mut() {
            _ if gap.is_empty() => {}
            Some(Span::Plain(last)) => last.push_str(gap),
            _ => self.spans.push(Span::Plain(gap.to_owned())),
        }
    }

    fn gap_before(&self, next: char) -> bool {
        let last = match self.spans.last() {
            Some(Span::Plain(t) | Span::Strong(t) | Span::Link { text: t, .. }) => t.chars().last(),
            Some(Span::Break | Span::Counted(_)) | None => None,
        };
        self.soft_break && last.is_some_and(|last| !(is_wide(last) && is_wide(next)))
    }
}

/// Whether a line of the source begins a paragraph of its own, seen from the line before: it is indented by hand, or both
/// are items that are numbered by hand.
pub(super) fn begins_paragraph(before: &str, line: &str) -> bool {
    if line.starts_with(['\u{3000}', '\u{2003}']) {
        return true;
    }
    let (before, line) = (before.trim(), line.trim());
    let Some(sort) = numbered(line) else { return false };
    numbered(before) == Some(sort) || before.ends_with(['。', '；', '：', '！', '？', ':', ';', '”', '）'])
}

/// How a line is numbered by hand: `1、`, `（一）`, `①`, `-`.
fn numbered(line: &str) -> Option<&'static str> {
    let mut chars = line.chars();
    let first = chars.next()?;
    if matches!(first, '①'..='⒛' | '㈠'..='㈩') {
        return Some("circle");
    }
    if "·•●○■◆★-*".contains(first) && chars.clone().next().is_some_and(is_wide) {
        return Some("mark");
    }
    let bracket = matches!(first, '（' | '(');
    let rest = if bracket { chars.as_str() } else { line };
    let figure = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c);
    let length: usize = rest.chars().take_while(figure).map(char::len_utf8).sum();
    let count = rest[..length].chars().count();
    let mark = rest[length..].chars().next()?;
    let marked = match bracket {
        true => "）)".contains(mark),
        // 3.5 is a number.
        false => {
            "、.．)）".contains(mark)
                && !rest[length + mark.len_utf8()..].starts_with(|c: char| c.is_ascii_digit())
        }
    };
    (marked && (1..=3).contains(&count)).then_some(if bracket { "bracket" } else { "number" })
}

/// Whether a character is set one em wide in Chinese: ideographs, kana, full-width forms, Chinese punctuation.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{303E}' | '\u{3041}'..='\u{33FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFF}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '①'..='⑳' | '×')
}
