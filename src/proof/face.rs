//! A face 面: a composed document → what one channel reads of a notice, as texts in reading order.

use super::canonical;
use super::salt::Salt;
use crate::calendar::chinese;
use crate::document::{Block, Document, Origin, Public, Table, Text};
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
    /// Every other text in reading order: what it is, then its words. The list stands where `rows` stands.
    pub lines: Vec<Vec<String>>,
}

impl Face {
    /// From a document as the channel reads it on the first day.
    pub(crate) fn of(channel: &str, salt: &Salt, document: &Document<Public>) -> Self {
        let mut face = Self {
            form: FORM.into(),
            channel: channel.into(),
            salt: salt.to_string(),
            columns: Vec::new(),
            rows: Vec::new(),
            lines: Vec::new(),
        };
        let meta = document.meta();
        face.line("title", [meta.title.plain()]);
        if let Some(number) = &meta.number {
            face.line("number", [number.clone()]);
        }
        if let Some(stamp) = &meta.stamp {
            face.line("stamp", [stamp.clone()]);
        }
        if let Some(salutation) = &meta.salutation {
            face.line("salutation", [salutation.plain()]);
        }
        face.blocks(document.blocks());
        face
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

    fn line(&mut self, what: &str, words: impl IntoIterator<Item = String>) {
        self.lines.push(std::iter::once(what.to_owned()).chain(words).collect());
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text, .. } => self.line("heading", [level.to_string(), text.plain()]),
            Block::Paragraph { text, .. } => self.line("paragraph", [text.plain()]),
            Block::List { ordered, items } => {
                for (number, item) in (1..).zip(items) {
                    self.line("item", if *ordered { vec![format!("{number}.")] } else { Vec::new() });
                    self.blocks(item);
                }
            }
            Block::Facts(pairs) => {
                for (label, value) in pairs {
                    self.line("fact", [label.plain(), value.plain()]);
                }
            }
            // How it stands on the day is no part of the proof.
            Block::Period(period) => self.line(
                "period",
                [period.label.plain(), chinese(period.from), chinese(period.to), period.rule.plain()],
            ),
            Block::Table(table) => self.table(table),
            Block::Callout { title, blocks } => {
                self.line("callout", title.iter().map(Text::plain));
                self.blocks(blocks);
            }
            Block::Qr { url, caption } => self.line("code", [url.clone(), caption.plain()]),
            Block::Seal { issuers, date, .. } => {
                let words: Vec<String> = issuers.iter().map(Text::plain).chain([chinese(*date)]).collect();
                self.line("seal", words);
            }
            Block::Part(text) => self.line("part", [text.plain()]),
            Block::Until { blocks, .. } => self.blocks(blocks),
            // A notice has none of these; were there one, its words would be part of the proof.
            Block::Grid(grid) => {
                for row in &grid.rows {
                    self.line("cells", row.iter().map(|cell| cell.text.plain()));
                }
            }
            Block::Sign(places) => self.line("sign", places.iter().map(|place| place.label.plain())),
            Block::Track(track) => self.blocks(&track.plain()),
        }
    }

    fn table(&mut self, table: &Table) {
        let caption = table.caption.iter().map(Text::plain);
        let from_roster = |cell: &Text| cell.origin == Origin::Roster;
        let is_list = self.columns.is_empty() && table.rows.iter().flatten().any(from_roster);
        let columns = table.columns.iter().map(|column| column.title.plain());
        let row = |row: &Vec<Text>| row.iter().map(Text::plain).collect::<Vec<String>>();
        if is_list {
            self.line("rows", caption);
            self.columns = columns.collect();
            self.rows = table.rows.iter().map(row).collect();
            return;
        }
        self.line("table", caption);
        self.line("cells", columns);
        for cells in table.rows.iter().map(row) {
            self.line("cells", cells);
        }
    }
}
