//! Where a fact comes from 依据: a link to its clause on the page of the text, or the local reason.

use crate::document::{Span, Text};
use crate::policy::written::Clause;
use crate::policy::{Pack, text};

/// How the facts of a pack are traced on its page.
pub(super) struct Sources<'a> {
    /// The page of the text below the site's root, with a slash at its end.
    pub(super) page: String,
    /// The pack.
    pub(super) pack: &'a Pack,
}

impl Sources<'_> {
    /// `依据：文件二（三）` as a link, or `本地决定：…`.
    pub(super) fn of(&self, clause: Option<&Clause>, local: Option<&String>) -> Text {
        let spans = match clause.map(|clause| clause.get_ref()) {
            Some(path) => {
                vec![Span::Link { text: format!("依据：文件{}", said(path)), href: self.href(path) }]
            }
            None => vec![Span::Plain(format!("本地决定：{}", local.map_or("", String::as_str)))],
        };
        Text { spans, ..Text::open("", format!("{}/pack.toml", self.pack.path)) }
    }

    /// A text followed by its source in brackets.
    pub(super) fn after(&self, text: &str, clause: Option<&Clause>, local: Option<&String>) -> Text {
        let mut whole = Text::open(format!("{text}（"), format!("{}/pack.toml", self.pack.path));
        whole.spans.extend(self.of(clause, local).spans);
        whole.spans.push(Span::Plain("）".into()));
        whole
    }

    fn href(&self, path: &str) -> String {
        format!("{}#{}", self.page, text::anchor(path))
    }
}

/// `二/（三）/3` as people say it: 二（三）3.
pub(super) fn said(path: &str) -> String {
    path.replace('/', "")
}
