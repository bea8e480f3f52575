//! Faces 字体子集: glyphs are numbered as a job shows them; at its end each face is cut down to those, with the
//! characters they stand for.

use super::file::{File, Number};
use crate::diag::{Diagnostic, Place};
use crate::render::fonts::FontBook;
use crate::render::layout::codes::FONT_UNUSABLE;
use crate::render::layout::sheet::Mark;
use crate::render::measured::Measured;
use printpdf::{
    Codepoint, FontId, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt,
    TextItem,
};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;

/// A glyph in the subset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub(super) glyph: u16,
    /// Width in thousandths of the type size, as the PDF states it.
    pub(super) width: i64,
    /// The glyph stands for another character elsewhere: this one must be said beside it.
    pub(super) spelled: bool,
}

/// What a job shows of a face.
struct Shown<'f> {
    font: Measured<'f>,
    remapper: GlyphRemapper,
    /// Old glyph → (new glyph, width, the character it stands for).
    glyphs: FxHashMap<u16, (u16, i64, char)>,
    /// New glyphs in order: old glyph and character.
    order: Vec<(u16, char)>,
}

/// The faces of a job.
pub(super) struct Faces<'f> {
    book: &'f FontBook,
    shown: BTreeMap<u16, Shown<'f>>,
}

impl<'f> Faces<'f> {
    pub(super) fn new(book: &'f FontBook) -> Self {
        Self { book, shown: BTreeMap::new() }
    }

    /// How a face is called on the pages.
    pub(super) fn name(face: u16) -> String {
        format!("T{face}")
    }

    /// The number of a character's glyph in the subset to be; none for a face that is no font any more.
    pub(super) fn glyph(&mut self, face: u16, mark: &Mark) -> Option<Cut> {
        if !self.shown.contains_key(&face) {
            let (remapper, glyphs) = (GlyphRemapper::new(), FxHashMap::default());
            let font = self.book.face(face).parse()?;
            self.shown.insert(face, Shown { font, remapper, glyphs, order: Vec::new() });
        }
        let shown = self.shown.get_mut(&face)?;
        let (glyph, width, character) = *shown.glyphs.entry(mark.glyph).or_insert_with(|| {
            let new = shown.remapper.remap(mark.glyph);
            shown.order.push((mark.glyph, mark.character));
            let advance = shown.font.advance(mark.glyph).unwrap_or(0);
            let units = shown.font.units_per_em();
            // As printpdf rounds it into /W.
            let width = (f32::from(advance) * 1000.0 / f32::from(units)) as i64;
            (new, width, mark.character)
        });
        Some(Cut { glyph, width, spelled: character != mark.character })
    }

    /// Cuts and writes every face; returns the names and numbers of the resource dictionary. A face that cannot be
    /// cut is a finding, its text never a blank.
    pub(super) fn finish(self, file: &mut File) -> Result<Vec<(String, Number)>, Vec<Diagnostic>> {
        let mut document = PdfDocument::new("");
        let mut ops = vec![Op::StartTextSection];
        let mut findings = Vec::new();
        for (&face, shown) in &self.shown {
            let Some(font) = shown.cut(self.book, face) else {
                let face = self.book.face(face);
                let message = format!("字体“{}”（{}）不能嵌入打印文件", face.family, face.file);
                let help = "在 theme.toml 里换一种字体，或重新安装它";
                findings.push(Diagnostic::error(&FONT_UNUSABLE, Place::file("theme.toml"), message, help));
                continue;
            };
            let id = FontId(Self::name(face));
            document.resources.fonts.map.insert(id.clone(), PdfFont::new(font));
            ops.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(1.0) });
            // printpdf writes a font for what a page shows of it: one page shows everything.
            let glyphs = (1..).zip(&shown.order);
            let glyphs = glyphs.map(|(new, (_, c))| Codepoint::with_cid(new, 0.0, c.to_string())).collect();
            ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        ops.push(Op::EndTextSection);
        document.pages.push(PdfPage::new(Pt(1.0).into(), Pt(1.0).into(), ops));
        let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
        let made = printpdf::serialize::to_lopdf_doc(&document, &options, &mut Vec::new());
        let page = made.page_iter().next();
        let list = page.and_then(|page| {
            let resources = made.get_dictionary(page).ok()?.get(b"Resources").ok()?.as_reference().ok()?;
            let fonts = made.get_dictionary(resources).ok()?.get(b"Font").ok()?.as_reference().ok()?;
            made.get_dictionary(fonts).ok()
        });
        let entries = list.into_iter().flatten().filter_map(|(name, font)| {
            Some((String::from_utf8_lossy(name).into_owned(), font.as_reference().ok()?))
        });
        Ok(entries.map(|(name, font)| (name, file.copy(&made, font))).collect())
    }
}

impl Shown<'_> {
    fn cut(&self, book: &FontBook, face: u16) -> Option<ParsedFont> {
        let source = book.face(face);
        let cut = |bytes: &[u8]| subsetter::subset(bytes, source.index, &self.remapper).ok();
        let bytes = source.lend(cut)??;
        let advance = |old: u16| self.font.advance(old).unwrap_or(0);
        let widths = (1..).zip(&self.order).map(|(new, (old, _))| (new, advance(*old))).collect();
        let prefix: String =
            Sha256::digest(&bytes).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
        let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
        let name: String = source.post_script.chars().filter(plain).collect();
        let name = Some(format!("{prefix}+{name}"));
        let (ascent, descent) = self.font.line();
        let metrics = printpdf::FontMetrics { ascent, descent };
        let units = self.font.units_per_em();
        let mut font = ParsedFont::with_glyph_data(bytes, 0, name, BTreeMap::new(), widths, units, metrics);
        let stub = &mut font.pdf_font_metrics;
        (stub.x_min, stub.y_min, stub.x_max, stub.y_max) = self.font.frame();
        stub.us_weight_class = source.weight;
        Some(font)
    }
}
