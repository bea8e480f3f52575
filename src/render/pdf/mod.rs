//! PDF 打印文件: sheets become bytes that every reader opens, copies text from and prints alike.
//!
//! printpdf writes pages and fonts, `subsetter` cuts the fonts down, and `finish` adds over lopdf what printpdf
//! leaves out: PDF/A metadata, colour intent, structure, language, stable identifiers. No clock, no path, no person:
//! the same sheets make the same bytes.

mod content;
mod finish;
mod icc;
mod subset;
mod tree;
mod xmp;

use crate::diag::Diagnostic;
use crate::render::fonts::FontBook;
use crate::render::layout::Sheets;
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions};
use rayon::prelude::*;
use subset::{Stock, Subsets};

/// The PDF of one document; fails only on a font that cannot be embedded.
pub fn write(sheets: &Sheets, fonts: &FontBook) -> Result<Vec<u8>, Vec<Diagnostic>> {
    assemble(std::slice::from_ref(sheets), &sheets.info.title, fonts, &Stock::default())
}

/// A file for each document of a job, the same as [`write()`] makes them one by one, in a good half of the time.
pub fn write_each(jobs: &[Sheets], fonts: &FontBook) -> Result<Vec<Vec<u8>>, Vec<Diagnostic>> {
    let stock = Stock::new(jobs, fonts);
    jobs.par_iter()
        .map(|sheets| assemble(std::slice::from_ref(sheets), &sheets.info.title, fonts, &stock))
        .collect()
}

/// One PDF for many documents under one title (without any personal value), each font embedded once, an outline
/// entry for each document.
pub fn write_job(jobs: &[Sheets], title: &str, fonts: &FontBook) -> Result<Vec<u8>, Vec<Diagnostic>> {
    assemble(jobs, title, fonts, &Stock::default())
}

fn assemble(
    jobs: &[Sheets],
    title: &str,
    fonts: &FontBook,
    stock: &Stock,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let subsets = Subsets::new(jobs, fonts, stock)?;
    let mut document = PdfDocument::new("");
    subsets.register(&mut document);
    let mut pages = Vec::new();
    for sheets in jobs {
        for page in &sheets.pages {
            let drawn = content::draw(page, &subsets);
            let (width, height) = (content::points(page.width), content::points(page.height));
            let page = PdfPage::new(printpdf::Pt(width).into(), printpdf::Pt(height).into(), drawn.ops);
            document.pages.push(page);
            pages.push(drawn.marks);
        }
    }
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let raw = printpdf::serialize::to_lopdf_doc(&document, &options, &mut Vec::new());
    Ok(finish::finish(raw, jobs, title, &pages))
}
