//! A face 面: a composed document → what one channel reads of a notice, as texts in reading order, and back.

use super::canonical;
use super::salt::Salt;
use crate::calendar::chinese;
use crate::document::{
    Document, Kind, Public, Sources, WrittenBlock, WrittenDocument, WrittenRows, WrittenText,
};
use serde::{Deserialize, Serialize};

/// The form of a face's file.
const FORM: &str = "mingbai-face/1";

/// What one channel reads 面. Keys of its file are the fields' names; each value is a text as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Face {
    form: String,
    /// `web`, `board`, `chat` or `loudspeaker`.
    pub channel: String,
    /// Thirty-two hexadecimal digits that nobody can guess: without them its digest tells nothing of its rows.
    pub salt: String,
    /// Heads of the columns of the list; none where no list is shown.
    pub columns: Vec<String>,
    /// Rows of the list in their order, a text a column.
    pub rows: Vec<Vec<String>>,
    /// Everything else in reading order. The list stands where its block `rows` stands.
    pub text: WrittenDocument,
}

impl Face {
    /// From a document as the channel reads it on the first day.
    pub(crate) fn of(channel: &str, salt: &Salt, document: &Document<Public>, sources: &dyn Sources) -> Self {
        let (text, WrittenRows { columns, rows }) = document.written(sources);
        Self { form: FORM.into(), channel: channel.into(), salt: salt.to_string(), columns, rows, text }
    }

    /// The document that it was made of.
    pub(crate) fn document(&self, sources: &dyn Sources) -> Document<Public> {
        let rows = WrittenRows { columns: self.columns.clone(), rows: self.rows.clone() };
        let kind = if self.channel == "loudspeaker" { Kind::Leaflet } else { Kind::Notice };
        Document::from_written(&self.text, &rows, kind, sources)
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical::to_bytes(self)
    }

    /// Whether its file says that it is a face of this form.
    pub(super) fn is_of_this_form(&self) -> bool {
        self.form == FORM
    }

    /// Whether the list is shown here.
    pub fn is_listed(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Every text beside the rows in reading order: what it is, then its words.
    pub fn lines(&self) -> Vec<Vec<String>> {
        let mut lines = Lines(Vec::new());
        lines.line("title", [self.text.title.plain()]);
        let open = [("number", self.text.number.clone()), ("stamp", self.text.stamp.clone())];
        for (what, words) in open.into_iter().filter_map(|(what, words)| Some((what, words?))) {
            lines.line(what, [words]);
        }
        if let Some(salutation) = &self.text.salutation {
            lines.line("salutation", [salutation.plain()]);
        }
        lines.blocks(&self.text.blocks);
        lines.0
    }
}

struct Lines(Vec<Vec<String>>);

impl Lines {
    fn line(&mut self, what: &str, words: impl IntoIterator<Item = String>) {
        self.0.push(std::iter::once(what.to_owned()).chain(words).collect());
    }

    fn blocks(&mut self, blocks: &[WrittenBlock]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &WrittenBlock) {
        match block {
            WrittenBlock::Heading { text, .. } => self.line("heading", [text.plain()]),
            WrittenBlock::Paragraph { text, .. } => self.line("paragraph", [text.plain()]),
            WrittenBlock::List { ordered, items } => {
                for (number, item) in (1..).zip(items) {
                    self.line("item", (ordered == "yes").then(|| format!("{number}.")));
                    self.blocks(item);
                }
            }
            WrittenBlock::Facts { pairs } => {
                for (label, value) in pairs {
                    self.line("fact", [label.plain(), value.plain()]);
                }
            }
            WrittenBlock::Period { label, first, last, rule } => {
                self.line("period", [label.plain(), chinese(*first), chinese(*last), rule.plain()]);
            }
            WrittenBlock::Rows { caption, .. } => {
                self.line("rows", caption.iter().map(WrittenText::plain));
            }
            WrittenBlock::Table { caption, columns, rows, .. } => {
                self.line("table", caption.iter().map(WrittenText::plain));
                self.line("cells", columns.iter().map(|column| column.title.plain()));
                for cells in rows {
                    self.line("cells", cells.iter().map(WrittenText::plain));
                }
            }
            WrittenBlock::Callout { title, blocks } => {
                self.line("callout", title.iter().map(WrittenText::plain));
                self.blocks(blocks);
            }
            WrittenBlock::Code { url, caption } => self.line("code", [url.clone(), caption.plain()]),
            WrittenBlock::Seal { issuers, date, .. } => {
                self.line("seal", issuers.iter().map(WrittenText::plain).chain([chinese(*date)]));
            }
            WrittenBlock::Part { text } => self.line("part", [text.plain()]),
        }
    }
}
