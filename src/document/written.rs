//! Public documents ↔ texts as a proof writes them 公示稿的写法: every value a text, nothing lost that a reader sees. How a
//! notice stands on a day (公示中) is no part of it.

use super::runs;
use super::{Align, Block, Column, Document, Kind, Meta, Origin, PROGRAM, PeriodBox, Public, Table, Text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A text, and who answers for it; nobody is named where the program does, or a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenText {
    /// `village`, `contact`, `notice`, a file of the policy pack and so on; see `docs/formats.md`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Runs: `text`, `strong`, `link` or `counted` with its words (and more), or `break`.
    pub runs: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenColumn {
    /// Head.
    pub title: WrittenText,
    /// `start`, `center` or `end`.
    pub align: String,
    /// Relative width; `0` = from content.
    pub weight: String,
}

/// A block, in the order in which it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum WrittenBlock {
    /// A heading.
    Heading {
        /// `1` to `4`.
        level: String,
        /// Its words.
        text: WrittenText,
        /// Name of the place in the page, if it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        text: WrittenText,
        /// `yes` where its first line is set in.
        indent: String,
        /// `start`, `center` or `end`.
        align: String,
    },
    /// A list.
    List {
        /// `yes` where its items are numbered.
        ordered: String,
        /// What each item holds.
        items: Vec<Vec<WrittenBlock>>,
    },
    /// Labels with their values.
    Facts {
        /// In their order.
        pairs: Vec<(WrittenText, WrittenText)>,
    },
    /// The box of the period.
    Period {
        /// Its head.
        label: WrittenText,
        /// First day.
        first: NaiveDate,
        /// Last day.
        last: NaiveDate,
        /// How it is counted.
        rule: WrittenText,
    },
    /// Here stands the list: its columns and rows are the face's own.
    Rows {
        /// Words above it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<WrittenText>,
        /// Who answers for the heads of its columns.
        source: String,
    },
    /// Another table.
    Table {
        /// Words above it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<WrittenText>,
        /// Its columns.
        columns: Vec<WrittenColumn>,
        /// Its cells.
        rows: Vec<Vec<WrittenText>>,
        /// `yes` where a mark stands below its last row.
        end_mark: String,
        /// `yes` where it may be set in two blocks side by side.
        may_double: String,
    },
    /// A box that stands out.
    Callout {
        /// Its head.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<WrittenText>,
        /// What it holds.
        blocks: Vec<WrittenBlock>,
    },
    /// A code to be scanned.
    Code {
        /// The address in it.
        url: String,
        /// Words beneath.
        caption: WrittenText,
    },
    /// Who issues it, and when.
    Seal {
        /// In their order.
        issuers: Vec<WrittenText>,
        /// The day.
        date: NaiveDate,
        /// `yes` where there is room for a seal.
        room: String,
    },
    /// A further part on a page of its own.
    Part {
        /// Its title.
        text: WrittenText,
    },
}

/// A public document as it is written, its list apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenDocument {
    /// Title.
    pub title: WrittenText,
    /// One sentence about it, for machines.
    pub description: String,
    /// Issuing body.
    pub issuer: String,
    /// Day of issue.
    pub date: NaiveDate,
    /// Number as it is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// To whom it speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salutation: Option<WrittenText>,
    /// A mark on every page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
    /// Everything else in reading order.
    pub blocks: Vec<WrittenBlock>,
}

/// The list of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WrittenRows {
    /// Heads of its columns.
    pub columns: Vec<String>,
    /// Its rows, a text a column.
    pub rows: Vec<Vec<String>>,
}

/// Places ↔ who answers for the texts that are declared there.
pub trait Sources {
    /// What is written for a place.
    fn written(&self, place: &str) -> String;
    /// The place in the workspace of today; `text` helps to find a contact's line.
    fn place(&self, written: &str, text: &str) -> String;
}

impl Document<Public> {
    /// As it is written into a face.
    pub fn written(&self, sources: &dyn Sources) -> (WrittenDocument, WrittenRows) {
        let mut writer = Writer { sources, rows: WrittenRows::default() };
        let meta = &self.meta;
        let blocks = writer.blocks(&self.blocks);
        let document = WrittenDocument {
            title: writer.text(&meta.title),
            description: meta.description.clone(),
            issuer: meta.issuer.clone(),
            date: meta.date,
            number: meta.number.clone(),
            salutation: meta.salutation.as_ref().map(|text| writer.text(text)),
            stamp: meta.stamp.clone(),
            blocks,
        };
        (document, writer.rows)
    }

    /// From what is written in a face: the same document.
    pub fn from_written(
        document: &WrittenDocument,
        rows: &WrittenRows,
        kind: Kind,
        sources: &dyn Sources,
    ) -> Self {
        let reader = Reader { sources, rows };
        let meta = Meta {
            title: reader.text(&document.title),
            description: document.description.clone(),
            kind,
            issuer: document.issuer.clone(),
            date: document.date,
            number: document.number.clone(),
            salutation: document.salutation.as_ref().map(|text| reader.text(text)),
            stamp: document.stamp.clone(),
        };
        Self::of_parts(meta, reader.blocks(&document.blocks))
    }
}

impl WrittenText {
    /// All characters, breaks as newlines.
    pub fn plain(&self) -> String {
        let words = |run: &Vec<String>| match run.as_slice() {
            [kind, words, ..] if kind != "break" => words.clone(),
            _ => "\n".to_owned(),
        };
        self.runs.iter().map(words).collect()
    }
}

struct Writer<'a> {
    sources: &'a dyn Sources,
    rows: WrittenRows,
}

impl Writer<'_> {
    fn text(&self, text: &Text) -> WrittenText {
        let source = match &text.origin {
            Origin::Open(place) if place == PROGRAM => String::new(),
            Origin::Open(place) => self.sources.written(place),
            Origin::Roster => "roster".to_owned(),
        };
        WrittenText { source, runs: text.spans.iter().map(runs::written).collect() }
    }

    fn maybe(&self, text: Option<&Text>) -> Option<WrittenText> {
        text.map(|text| self.text(text))
    }

    fn blocks(&mut self, blocks: &[Block]) -> Vec<WrittenBlock> {
        blocks.iter().flat_map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Block) -> Vec<WrittenBlock> {
        vec![match block {
            Block::Heading { level, text, id } => {
                WrittenBlock::Heading { level: level.to_string(), text: self.text(text), id: id.clone() }
            }
            Block::Paragraph { text, indent, align } => {
                WrittenBlock::Paragraph { text: self.text(text), indent: yes(*indent), align: side(*align) }
            }
            Block::List { ordered, items } => WrittenBlock::List {
                ordered: yes(*ordered),
                items: items.iter().map(|item| self.blocks(item)).collect(),
            },
            Block::Facts(pairs) => WrittenBlock::Facts {
                pairs: pairs.iter().map(|(label, value)| (self.text(label), self.text(value))).collect(),
            },
            Block::Period(is) => WrittenBlock::Period {
                label: self.text(&is.label),
                first: is.from,
                last: is.to,
                rule: self.text(&is.rule),
            },
            Block::Table(table) => self.table(table),
            Block::Callout { title, blocks } => {
                WrittenBlock::Callout { title: self.maybe(title.as_ref()), blocks: self.blocks(blocks) }
            }
            Block::Qr { url, caption } => {
                WrittenBlock::Code { url: url.clone(), caption: self.text(caption) }
            }
            Block::Seal { issuers, date, seal } => WrittenBlock::Seal {
                issuers: issuers.iter().map(|issuer| self.text(issuer)).collect(),
                date: *date,
                room: yes(*seal),
            },
            Block::Part(text) => WrittenBlock::Part { text: self.text(text) },
            Block::Until { blocks, .. } => return self.blocks(blocks),
            Block::Track(track) => return self.blocks(&track.plain()),
            // A notice has neither of these; were there one, its words would be part of the proof.
            Block::Grid(is) => return is.rows.iter().flatten().map(|it| self.paragraph(&it.text)).collect(),
            Block::Sign(places) => return places.iter().map(|is| self.paragraph(&is.label)).collect(),
        }]
    }

    fn paragraph(&self, text: &Text) -> WrittenBlock {
        WrittenBlock::Paragraph { text: self.text(text), indent: yes(false), align: side(Align::Start) }
    }

    fn table(&mut self, table: &Table) -> WrittenBlock {
        let caption = self.maybe(table.caption.as_ref());
        let cells = || table.rows.iter().flatten();
        // Of all tables a roster's alone may be set in two blocks; one that nobody stands on any more is a list still.
        let of_roster =
            cells().any(|cell| cell.origin == Origin::Roster) || table.rows.is_empty() && table.may_double;
        if of_roster && self.rows.columns.is_empty() {
            self.rows.columns = table.columns.iter().map(|column| column.title.plain()).collect();
            self.rows.rows = table.rows.iter().map(|row| row.iter().map(Text::plain).collect()).collect();
            let source = table.columns.first().map(|column| self.text(&column.title).source);
            return WrittenBlock::Rows { caption, source: source.unwrap_or_default() };
        }
        let column = |column: &Column| WrittenColumn {
            title: self.text(&column.title),
            align: side(column.align),
            weight: column.weight.to_string(),
        };
        WrittenBlock::Table {
            caption,
            columns: table.columns.iter().map(column).collect(),
            rows: table.rows.iter().map(|row| row.iter().map(|cell| self.text(cell)).collect()).collect(),
            end_mark: yes(table.end_mark),
            may_double: yes(table.may_double),
        }
    }
}

struct Reader<'a> {
    sources: &'a dyn Sources,
    rows: &'a WrittenRows,
}

impl Reader<'_> {
    fn origin(&self, source: &str, text: &str) -> Origin {
        match source {
            "" => Origin::Open(PROGRAM.to_owned()),
            "roster" => Origin::Roster,
            other => Origin::Open(self.sources.place(other, text)),
        }
    }

    fn text(&self, text: &WrittenText) -> Text {
        let origin = self.origin(&text.source, &text.plain());
        Text { spans: runs::unmarked(&text.runs).iter().map(runs::read).collect(), origin }
    }

    fn maybe(&self, text: Option<&WrittenText>) -> Option<Text> {
        text.map(|text| self.text(text))
    }

    fn blocks(&self, blocks: &[WrittenBlock]) -> Vec<Block> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &WrittenBlock) -> Block {
        match block {
            WrittenBlock::Heading { level, text, id } => {
                Block::Heading { level: level.parse().unwrap_or(1), text: self.text(text), id: id.clone() }
            }
            WrittenBlock::Paragraph { text, indent, align } => {
                Block::Paragraph { text: self.text(text), indent: indent == "yes", align: to_align(align) }
            }
            WrittenBlock::List { ordered, items } => Block::List {
                ordered: ordered == "yes",
                items: items.iter().map(|item| self.blocks(item)).collect(),
            },
            WrittenBlock::Facts { pairs } => Block::Facts(
                pairs.iter().map(|(label, value)| (self.text(label), self.text(value))).collect(),
            ),
            WrittenBlock::Period { label, first, last, rule } => Block::Period(PeriodBox {
                label: self.text(label),
                from: *first,
                to: *last,
                rule: self.text(rule),
                state: Text::open("公示中", PROGRAM),
            }),
            WrittenBlock::Rows { caption, source } => Block::Table(self.list(caption.as_ref(), source)),
            WrittenBlock::Table { caption, columns, rows, end_mark, may_double } => Block::Table(Table {
                caption: self.maybe(caption.as_ref()),
                columns: columns.iter().map(|column| self.column(column)).collect(),
                rows: rows.iter().map(|row| row.iter().map(|cell| self.text(cell)).collect()).collect(),
                end_mark: end_mark == "yes",
                min_row_height: 0,
                may_double: may_double == "yes",
            }),
            WrittenBlock::Callout { title, blocks } => {
                Block::Callout { title: self.maybe(title.as_ref()), blocks: self.blocks(blocks) }
            }
            WrittenBlock::Code { url, caption } => {
                Block::Qr { url: url.clone(), caption: self.text(caption) }
            }
            WrittenBlock::Seal { issuers, date, room } => Block::Seal {
                issuers: issuers.iter().map(|issuer| self.text(issuer)).collect(),
                date: *date,
                seal: room == "yes",
            },
            WrittenBlock::Part { text } => Block::Part(self.text(text)),
        }
    }

    /// The list, as every list of a roster is set.
    fn list(&self, caption: Option<&WrittenText>, source: &str) -> Table {
        let column = |title: &String| Column {
            title: Text { origin: self.origin(source, title), ..Text::open(title, PROGRAM) },
            align: Align::Center,
            weight: 0,
        };
        Table {
            caption: self.maybe(caption),
            columns: self.rows.columns.iter().map(column).collect(),
            rows: self.rows.rows.iter().map(|row| row.iter().map(Text::roster).collect()).collect(),
            end_mark: true,
            min_row_height: 0,
            may_double: true,
        }
    }

    fn column(&self, column: &WrittenColumn) -> Column {
        Column {
            title: self.text(&column.title),
            align: to_align(&column.align),
            weight: column.weight.parse().unwrap_or(0),
        }
    }
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

fn side(align: Align) -> String {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
    }
    .to_owned()
}

fn to_align(written: &str) -> Align {
    match written {
        "center" => Align::Center,
        "end" => Align::End,
        _ => Align::Start,
    }
}
