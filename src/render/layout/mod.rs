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
mod memory;
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
    lay_out_with(document, paper, theme, &Pen::new(fonts), &Rc::default())
}

/// Pages for every document of a job; the findings of all of them together.
pub fn lay_out_all<A: Audience>(
    documents: &[Document<A>],
    paper: Paper,
    theme: &PrintTheme,
    fonts: &FontBook,
) -> Result<Vec<Sheets>, Vec<Diagnostic>> {
    // One pen, one memory: what was looked up once is known to all.
    let (pen, memory) = (Pen::new(fonts), Rc::default());
    let mut sheets = Vec::with_capacity(documents.len());
    let mut findings = Vec::new();
    for document in documents {
        match lay_out_with(document, paper, theme, &pen, &memory) {
            Ok(pages) => sheets.push(pages),
            Err(more) => findings.extend(more),
        }
    }
    sort(&mut findings);
    if findings.is_empty() { Ok(sheets) } else { Err(findings) }
}

fn lay_out_with<A: Audience>(
    document: &Document<A>,
    paper: Paper,
    theme: &PrintTheme,
    pen: &Pen<'_>,
    memory: &Rc<Memory>,
) -> Result<Sheets, Vec<Diagnostic>> {
    if document.meta.kind == Kind::Page {
        let help = "只打印公示、明白纸和表单";
        return Err(vec![Diagnostic::error(
            &codes::NOT_PRINTED,
            Place::file("程序"),
            "网页文档不打印",
            help,
        )]);
    }
    fit::fit(&document.meta, &document.blocks, paper, theme, pen, memory).map_err(|mut findings| {
        sort(&mut findings);
        findings
    })
}
