//! The one document model 文档模型: what a notice, a leaflet or a form *says*, before any page or screen.
//!
//! `compose` turns pack, period and disclosed rows into a [`Document`]; `render` turns a document into HTML or
//! sheets. The audience is part of the type: a `Document<Household>` or `Document<Office>` can never be rendered
//! into something that `publish` accepts as public. Nothing here opens a file or knows HTML or PDF.

mod audience;
pub mod compose;
mod contact;
pub mod counted;
pub mod form;
mod fragment;
mod grid;
mod lasting;
pub mod markdown;
pub(crate) mod runs;
pub mod speech;
pub mod template;
mod track;
mod written;

pub use audience::{Audience, Household, Office, Public};
pub use contact::Contact;
pub use counted::{Count, Counted};
pub use fragment::Fragment;
pub use grid::{Grid, GridCell, Signature};
pub(crate) use lasting::{has_rows, lasting_texts};
pub use track::{Limit, Posting, Stop, Track, Whole};
pub use written::{Sources, WrittenBlock, WrittenColumn, WrittenDocument, WrittenRows, WrittenText};

use chrono::NaiveDate;
use std::fmt;
use std::marker::PhantomData;

/// Where a text comes from. The audit lets a name through only where an *open* text explains it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Open text with the place that declares it: a pack, a theme, the workspace's own prose, the program's words.
    Open(String),
    /// A value derived from a roster (masked, generalised, counted per row). Explains nothing.
    Roster,
}

/// A run inside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Plain characters.
    Plain(String),
    /// Emphasised 加粗.
    Strong(String),
    /// A link; `href` is absolute, or relative to the site's root without a leading slash.
    Link {
        /// Shown text.
        text: String,
        /// Target.
        href: String,
    },
    /// A figure that is counted from the rows of a list; printed like the text round it.
    Counted(Counted),
    /// A forced line break.
    Break,
}

impl Span {
    /// The characters of this run (a break is a newline).
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(t)
            | Self::Strong(t)
            | Self::Link { text: t, .. }
            | Self::Counted(Counted { text: t, .. }) => t,
            Self::Break => "\n",
        }
    }
}

/// A text with its origin. Its `Debug` shows open texts alone: in a household's own paper the others are names.
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    /// The runs in order.
    pub spans: Vec<Span>,
    /// Where it comes from.
    pub origin: Origin,
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.origin {
            Origin::Open(_) => {
                f.debug_struct("Text").field("spans", &self.spans).field("origin", &self.origin).finish()
            }
            Origin::Roster => f.write_str("‹from a roster›"),
        }
    }
}

impl Text {
    /// Open plain text; `place` says who declares it, e.g. `villages/hongqi/village.toml` or `程序`.
    ///
    /// Any room may write one, because private papers are full of them; it excuses a name only in a public document,
    /// and [`compose`] alone puts texts into those. What remains: the cover of a bag takes texts from `edition`.
    pub fn open(text: impl Into<String>, place: impl Into<String>) -> Self {
        Self { spans: vec![Span::Plain(text.into())], origin: Origin::Open(place.into()) }
    }

    /// Text derived from a roster.
    pub fn roster(text: impl Into<String>) -> Self {
        Self { spans: vec![Span::Plain(text.into())], origin: Origin::Roster }
    }

    /// All characters, breaks as newlines.
    pub fn plain(&self) -> String {
        self.spans.iter().map(Span::text).collect()
    }
}

/// What kind of document this is: decides measures, furniture and schema, never content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 公示 or 公告: follows GB/T 9704's measures.
    Notice,
    /// 明白纸 leaflet: large type, one or two pages.
    Leaflet,
    /// Receipt sheet or form 表单.
    Form,
    /// A web page that is never printed by us (home, village, about).
    Page,
}

/// What a document is, apart from its blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Meta {
    /// Title 标题, without any personal value.
    pub title: Text,
    /// One-sentence description for web and PDF metadata, without any personal value.
    pub description: String,
    /// Kind.
    pub kind: Kind,
    /// Issuing body 发布单位 (for metadata; the seal block shows it).
    pub issuer: String,
    /// Date of issue 成文日期.
    pub date: NaiveDate,
    /// Document or version number 编号, shown in the footer of prints.
    pub number: Option<String>,
    /// Salutation 主送/称呼, printed flush left with a full-width colon.
    pub salutation: Option<Text>,
    /// A mark on every page, e.g. 征求意见稿.
    pub stamp: Option<String>,
}

/// A document for one audience.
///
/// Its parts can be read by everybody and changed by nobody. One for the public is made by [`compose`] alone, which
/// takes packs, days and disclosed rows: what an office or a household may read cannot be given to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document<A: Audience> {
    meta: Meta,
    blocks: Vec<Block>,
    imprint: Option<Text>,
    audience: PhantomData<A>,
}

impl<A: Audience> Document<A> {
    /// A document from its parts, whoever it is for: inside this room only.
    fn of_parts(meta: Meta, blocks: Vec<Block>) -> Self {
        Self { meta, blocks, imprint: None, audience: PhantomData }
    }

    /// What it is.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// What it says, in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// What stands small at the foot of every page below the number: print run, way of signing, ledger's head.
    pub fn imprint(&self) -> Option<&Text> {
        self.imprint.as_ref()
    }
}

impl<A: Audience + audience::Private> Document<A> {
    /// A paper that is not public, from its parts.
    pub fn new(meta: Meta, blocks: Vec<Block>) -> Self {
        Self::of_parts(meta, blocks)
    }

    /// Its parts, to be changed.
    pub fn parts(&mut self) -> (&mut Meta, &mut Vec<Block>) {
        (&mut self.meta, &mut self.blocks)
    }
}

#[cfg(test)]
impl Document<Public> {
    /// A public document from its parts, for tests of what is made of one.
    pub(crate) fn for_tests(meta: Meta, blocks: Vec<Block>) -> Self {
        Self::of_parts(meta, blocks)
    }

    /// Its parts, to be changed in a test.
    pub(crate) fn parts(&mut self) -> (&mut Meta, &mut Vec<Block>) {
        (&mut self.meta, &mut self.blocks)
    }
}

/// Horizontal alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Left.
    #[default]
    Start,
    /// Centre.
    Center,
    /// Right.
    End,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Heading inside the document; level 1 = 一、 level 2 = （一） level 3 = 1. The number is part of the text.
    Heading {
        /// 1–4.
        level: u8,
        /// Text.
        text: Text,
        /// Fragment identifier for web links (ASCII), if any.
        id: Option<String>,
    },
    /// Paragraph; `indent` = two-character first-line indent.
    Paragraph {
        /// Text.
        text: Text,
        /// First-line indent of two characters.
        indent: bool,
        /// Alignment.
        align: Align,
    },
    /// Ordered or unordered list.
    List {
        /// Numbered 1. 2. 3. (big numerals in leaflets) or bullets.
        ordered: bool,
        /// Items.
        items: Vec<Vec<Block>>,
    },
    /// Label–value pairs: basis, contacts, where and when.
    Facts(Vec<(Text, Text)>),
    /// The period box 公示期.
    Period(PeriodBox),
    /// Table.
    Table(Table),
    /// A box that stands out.
    Callout {
        /// Optional heading of the box.
        title: Option<Text>,
        /// Content.
        blocks: Vec<Block>,
    },
    /// QR code with the address in words beneath.
    Qr {
        /// Encoded address.
        url: String,
        /// Words beneath, e.g. 扫码看网上公示.
        caption: Text,
    },
    /// Signing-off 落款: issuers, date, and room for the seal.
    Seal {
        /// Issuing bodies in order.
        issuers: Vec<Text>,
        /// 成文日期.
        date: NaiveDate,
        /// Leave room and print 「盖章处」 marks.
        seal: bool,
    },
    /// A ruled form grid 表单方格.
    Grid(Grid),
    /// Places to sign or to seal by hand, below each other.
    Sign(Vec<Signature>),
    /// A further part on a page of its own, with its title: the back of a sheet.
    Part(Text),
    /// A procedure as a picture 流程图.
    Track(Track),
    /// What may be seen up to a day 限时内容; a page takes it down by itself even if nobody rebuilt.
    Until {
        /// Last day.
        last: NaiveDate,
        /// Content.
        blocks: Vec<Block>,
        /// What stands there afterwards.
        gone: Text,
    },
}

/// The period box.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodBox {
    /// e.g. 公示期.
    pub label: Text,
    /// First day that counts as posted.
    pub from: NaiveDate,
    /// Last day on which objections are accepted.
    pub to: NaiveDate,
    /// How the count was made, one sentence, e.g. 张贴当日不计，满5天，末日遇休息日顺延.
    pub rule: Text,
    /// State on the day of the build, e.g. 公示中.
    pub state: Text,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Caption above.
    pub caption: Option<Text>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Text>>,
    /// Print 以下空白 after the last row.
    pub end_mark: bool,
    /// Minimum row height in units of 0.1 mm, for rows that are signed by hand; 0 = natural.
    pub min_row_height: u32,
    /// May be set as two blocks side by side in print when short and narrow (the usual village form).
    pub may_double: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Header.
    pub title: Text,
    /// Alignment of cells.
    pub align: Align,
    /// Relative width; 0 = from content.
    pub weight: u16,
}

/// The place of sentences that the program makes, for declarations.
pub(crate) const PROGRAM: &str = "程序";

/// Declares a document's number 编号: the office writes it as it likes.
pub(crate) const NUMBER: &str = "编号";

/// The place of the notice board 公示地点 as a declaration: the village writes it as it likes.
pub(crate) fn board(file: &str) -> String {
    format!("{file}:公示地点")
}

/// Every open text of a document, whole (title, paragraphs, facts as `label：value` pairs, cells).
pub fn fragments<A: Audience>(document: &Document<A>) -> Vec<Fragment> {
    let mut out = Vec::new();
    push(&mut out, &document.meta.title);
    if let Some(salutation) = &document.meta.salutation {
        push(&mut out, salutation);
    }
    out.push(Fragment::of(document.meta.description.as_str(), "程序"));
    out.push(Fragment::of(document.meta.issuer.as_str(), "程序"));
    if let Some(imprint) = &document.imprint {
        push(&mut out, imprint);
    }
    collect(&document.blocks, &mut out);
    out.sort();
    out.dedup();
    out
}

fn push(out: &mut Vec<Fragment>, text: &Text) {
    if let Origin::Open(place) = &text.origin {
        out.push(Fragment::of(text.plain(), place.as_str()));
    }
}

fn collect(blocks: &[Block], out: &mut Vec<Fragment>) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text, .. } | Block::Part(text) => {
                push(out, text)
            }
            Block::List { items, .. } => items.iter().for_each(|item| collect(item, out)),
            Block::Facts(pairs) => {
                for (label, value) in pairs {
                    // A label is the program's, whoever wrote the value: 公示地点.
                    push(out, label);
                    if let (Origin::Open(place), Origin::Open(_)) = (&value.origin, &label.origin) {
                        let text = format!("{}：{}", label.plain(), value.plain());
                        out.push(Fragment::of(text, place.as_str()));
                    }
                }
            }
            Block::Period(period) => {
                push(out, &period.label);
                push(out, &period.rule);
                push(out, &period.state);
            }
            Block::Table(table) => {
                table.caption.iter().for_each(|caption| push(out, caption));
                table.columns.iter().for_each(|column| push(out, &column.title));
                table.rows.iter().flatten().for_each(|cell| push(out, cell));
            }
            Block::Callout { title, blocks } => {
                title.iter().for_each(|title| push(out, title));
                collect(blocks, out);
            }
            Block::Qr { caption, .. } => push(out, caption),
            Block::Seal { issuers, .. } => issuers.iter().for_each(|issuer| push(out, issuer)),
            Block::Grid(grid) => {
                for cell in grid.rows.iter().flatten() {
                    push(out, &cell.text);
                    cell.foot.iter().for_each(|foot| push(out, foot));
                }
            }
            Block::Sign(places) => places.iter().for_each(|place| push(out, &place.label)),
            Block::Track(track) => {
                track.texts().into_iter().for_each(|text| push(out, text));
                collect(&track.plain(), out);
            }
            Block::Until { blocks, gone, .. } => {
                push(out, gone);
                collect(blocks, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn debug_of_an_office_paper_printed_the_names_in_it() {
        assert_eq!(format!("{:?}", Text::roster("王小明")), "‹from a roster›");
        assert!(format!("{:?}", Text::open("公示", "程序")).contains("公示"));
    }
}
