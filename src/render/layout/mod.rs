//! Layout 排版: a document becomes pages of a small draw list, in integers, the same on every machine with the same fonts.
//!
//! `Document → strips → pages`; the attempt with the fewest pages and the largest type wins. Nothing here opens a
//! file or knows PDF. A character without a glyph is a finding, never a blank; a roster value is never quoted.

pub mod codes;
pub mod sheet;
pub mod theme;

mod blocks;
mod boxes;
mod breaks;
mod columns;
mod facts;
mod fit;
mod flow;
mod furniture;
mod grid;
pub mod impose;
mod memory;
mod order;
mod paragraph;
mod phones;
mod qr;
mod seal;
mod setter;
mod sign;
mod table;
mod title;

#[cfg(test)]
mod tests;

/// What stands below the last row of a list, where nothing follows.
const END_MARK: &str = "（以下空白）";
/// Where the seal goes.
const SEAL_HERE: &str = "（盖章）";
/// What stands behind the title of a list on further pages.
const CONTINUED: &str = "（续）";
/// Words that the layout itself sets.
pub(super) const WORDS: [&str; 4] = [END_MARK, SEAL_HERE, CONTINUED, theme::REHEARSAL];

pub use sheet::Sheets;
pub use theme::PrintTheme;

use crate::diag::{Diagnostic, Place, sort};
use crate::document::{Audience, Document, Kind};
use crate::render::fonts::{FontBook, Pen};
use memory::Memory;
use std::rc::Rc;
use theme::Um;

/// A paper size 纸张.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    width: Um,
    height: Um,
}

impl Paper {
    /// 210 × 297 mm.
    pub const A4: Self = Self { width: 210_000, height: 297_000 };
    /// 297 × 420 mm, the poster.
    pub const A3: Self = Self { width: 297_000, height: 420_000 };
    /// 148 × 210 mm, the card.
    pub const A5: Self = Self { width: 148_000, height: 210_000 };
    /// A picture on a phone 长图: 1080 points wide, ten to a millimetre, and as long as what it says. What is longer than
    /// phones can open goes on in another picture.
    pub const PHONE: Self = Self { width: 108_000, height: 1_600_000 };

    /// The same paper on its side 横放.
    pub const fn landscape(self) -> Self {
        Self { width: self.height, height: self.width }
    }
}

/// Pages for a document.
pub fn lay_out<A: Audience>(
    document: &Document<A>,
    paper: Paper,
    theme: &PrintTheme,
    fonts: &FontBook,
) -> Result<Sheets, Vec<Diagnostic>> {
    Typesetter::new(paper, theme, fonts).lay_out(document)
}

/// Lays out document after document on one paper 排版台: what was looked up for one is known for all.
pub struct Typesetter<'a> {
    paper: Paper,
    theme: &'a PrintTheme,
    pen: Pen<'a>,
    memory: Rc<Memory>,
}

impl<'a> Typesetter<'a> {
    /// A typesetter that knows nothing yet.
    pub fn new(paper: Paper, theme: &'a PrintTheme, fonts: &'a FontBook) -> Self {
        Self { paper, theme, pen: Pen::new(fonts), memory: Rc::default() }
    }

    /// Pages for a document.
    pub fn lay_out<A: Audience>(&self, document: &Document<A>) -> Result<Sheets, Vec<Diagnostic>> {
        if document.meta().kind == Kind::Page {
            let help = "只打印公示、明白纸和表单";
            let at = Place::file("程序");
            return Err(vec![Diagnostic::error(&codes::NOT_PRINTED, at, "网页文档不打印", help)]);
        }
        let (meta, blocks) = (&document.meta(), document.blocks());
        let foot = document.imprint();
        fit::fit((meta, foot), blocks, self.paper, self.theme, &self.pen, &self.memory).map_err(
            |mut findings| {
                sort(&mut findings);
                findings
            },
        )
    }
}
