//! The draw list 版面: what stands where on each page, in integers (micrometres from the top left corner).
//!
//! `layout` writes it, `pdf` reads it, tests compare it as text. Small on purpose, so that a writer can be replaced.

use super::theme::{Color, Um};
use crate::render::fonts::FontBook;
use chrono::NaiveDate;
use std::fmt::Write as _;

/// Pages of one document with what they mean.
#[derive(Debug, Clone)]
pub struct Sheets {
    /// For metadata.
    pub info: Info,
    /// Pages in order.
    pub pages: Vec<Page>,
    /// Structure, parents before children; the first is the document.
    pub tags: Vec<Tag>,
}

/// What a document says about itself.
#[derive(Debug, Clone)]
pub struct Info {
    /// Title.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Issuing body.
    pub issuer: String,
    /// 成文日期.
    pub date: NaiveDate,
    /// Document or version number.
    pub number: Option<String>,
}

/// One page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Width.
    pub width: Um,
    /// Height.
    pub height: Um,
    /// In drawing order: text first, furniture last.
    pub items: Vec<Item>,
}

/// Index into [`Sheets::tags`]; no tag = page furniture.
pub type TagId = Option<usize>;

/// One thing on a page.
#[derive(Debug, Clone)]
pub enum Item {
    /// Characters on one baseline in one face.
    Text(Run),
    /// A straight line.
    Rule {
        /// Start.
        from: (Um, Um),
        /// End.
        to: (Um, Um),
        /// Weight.
        weight: Um,
        /// Colour.
        color: Color,
    },
    /// A filled rectangle.
    Fill {
        /// Left, top.
        at: (Um, Um),
        /// Width, height.
        size: (Um, Um),
        /// Colour.
        color: Color,
    },
    /// A QR code: dark modules as rectangles.
    Code {
        /// Left, top.
        at: (Um, Um),
        /// Side of a module.
        module: Um,
        /// Rows of modules, true = dark.
        rows: Vec<Vec<bool>>,
        /// Its figure.
        tag: TagId,
    },
    /// A place that can be clicked.
    Link {
        /// Left, top.
        at: (Um, Um),
        /// Width, height.
        size: (Um, Um),
        /// Target.
        url: String,
        /// Its link element.
        tag: TagId,
    },
}

/// Characters on one baseline.
#[derive(Debug, Clone)]
pub struct Run {
    /// Start of the baseline.
    pub at: (Um, Um),
    /// Type size.
    pub size: Um,
    /// Face in the book.
    pub(crate) face: u16,
    /// Colour.
    pub color: Color,
    /// Characters with their glyph and distance from the start.
    pub(crate) glyphs: Vec<Mark>,
    /// Structure element.
    pub tag: TagId,
}

/// A character in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) character: char,
    pub(crate) glyph: u16,
    pub(crate) advance: Um,
    pub(crate) x: Um,
}

/// A structure element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// What it is.
    pub kind: TagKind,
    /// Parent; the document has none.
    pub parent: Option<usize>,
    /// Words for those who cannot see it.
    pub alt: Option<String>,
}

/// Kinds of structure elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// The document.
    Document,
    /// Heading, 1 = title.
    Heading(u8),
    /// Paragraph.
    Paragraph,
    /// List.
    List,
    /// List item.
    Item,
    /// Number or bullet.
    Label,
    /// What an item says.
    Body,
    /// Table.
    Table,
    /// Caption.
    Caption,
    /// Row.
    Row,
    /// Header cell.
    HeadCell,
    /// Cell, over so many columns.
    Cell(usize),
    /// Cell of a form grid, over so many columns and rows; with a scope it is a header cell.
    Spanning {
        /// What it is the header of.
        scope: Option<Scope>,
        /// Columns.
        across: usize,
        /// Rows.
        down: usize,
    },
    /// Picture.
    Figure,
    /// Link.
    Link,
    /// A group: callout, period box.
    Group,
}

/// What a header cell stands at the head of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The cells to its right.
    Row,
    /// The cells below it.
    Column,
}

impl Item {
    /// The same thing elsewhere.
    pub(crate) fn shifted(mut self, dx: Um, dy: Um) -> Self {
        let shift = |at: &mut (Um, Um)| {
            at.0 += dx;
            at.1 += dy;
        };
        match &mut self {
            Self::Text(run) => shift(&mut run.at),
            Self::Rule { from, to, .. } => {
                shift(from);
                shift(to);
            }
            Self::Fill { at, .. } | Self::Code { at, .. } | Self::Link { at, .. } => shift(at),
        }
        self
    }

    /// The same thing as furniture: a repeated table header.
    pub(crate) fn furniture(mut self) -> Self {
        match &mut self {
            Self::Text(Run { tag, .. }) | Self::Code { tag, .. } | Self::Link { tag, .. } => *tag = None,
            Self::Rule { .. } | Self::Fill { .. } => {}
        }
        self
    }
}

impl Run {
    /// The characters.
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|mark| mark.character).collect()
    }

    /// From the start to the end of the last character.
    pub fn width(&self) -> Um {
        self.glyphs.last().map_or(0, |mark| mark.x + mark.advance)
    }
}

impl Sheets {
    /// The draw list as text, one thing a line, for golden tests.
    pub fn to_text(&self, book: &FontBook) -> String {
        let mut out = format!("《{}》 {}\n", self.info.title, self.info.date);
        for (number, page) in self.pages.iter().enumerate() {
            let _ = writeln!(out, "page {} {}x{}", number + 1, page.width, page.height);
            for item in &page.items {
                let _ = match item {
                    Item::Text(run) => {
                        let face = book.face(run.face);
                        let tag = run.tag.map_or("-".to_owned(), |tag| format!("{:?}", self.tags[tag].kind));
                        let (x, y) = run.at;
                        let (size, width) = (run.size, run.width());
                        writeln!(
                            out,
                            "  text {x},{y} {size} {width} {}-{} {tag} {}",
                            face.family,
                            face.weight,
                            run.text()
                        )
                    }
                    Item::Rule { from, to, weight, .. } => {
                        writeln!(out, "  rule {},{} {},{} {weight}", from.0, from.1, to.0, to.1)
                    }
                    Item::Fill { at, size, color } => {
                        let Color(r, g, b) = color;
                        writeln!(out, "  fill {},{} {}x{} #{r:02x}{g:02x}{b:02x}", at.0, at.1, size.0, size.1)
                    }
                    Item::Code { at, module, rows, .. } => {
                        writeln!(out, "  code {},{} {module}x{}", at.0, at.1, rows.len())
                    }
                    Item::Link { at, size, url, .. } => {
                        writeln!(out, "  link {},{} {}x{} {url}", at.0, at.1, size.0, size.1)
                    }
                };
            }
        }
        out
    }
}
