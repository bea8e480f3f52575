//! Joining runs of text the Chinese way: a line end between two full-width characters is nothing, not a space.

use crate::document::Span;

/// Runs of one paragraph while they are read.
#[derive(Default)]
pub(super) struct Runs {
    spans: Vec<Span>,
    /// A line ended here; what stands for it depends on its neighbours.
    soft_break: bool,
}

impl Runs {
    /// Adds characters, joined to what stands before.
    pub(super) fn push(&mut self, text: &str, strong: bool) {
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

    /// A forced line break.
    pub(super) fn hard_break(&mut self) {
        self.soft_break = false;
        self.spans.push(Span::Break);
    }

    pub(super) fn into_spans(self) -> Vec<Span> {
        self.spans
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
            Some(Span::Break) | None => None,
        };
        self.soft_break && last.is_some_and(|last| !(is_wide(last) && is_wide(next)))
    }
}

/// Whether a character is set one em wide in Chinese: ideographs, kana, full-width forms, Chinese punctuation.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{303E}' | '\u{3041}'..='\u{33FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFF}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '①'..='⑳' | '×')
}
