//! Subsets 字体子集: of each face only the glyphs that the job shows, with the characters they stand for.

use crate::diag::{Diagnostic, Place};
use crate::render::fonts::FontBook;
use crate::render::layout::Sheets;
use crate::render::layout::codes::FONT_UNUSABLE;
use crate::render::layout::sheet::{Item, Mark};
use printpdf::{FontId, ParsedFont, PdfDocument, PdfFontHandle};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A face's subset as printpdf wants it.
struct Subset {
    id: FontId,
    font: ParsedFont,
    /// Old glyph → (new glyph, width in 1/1000 em, the character it stands for).
    glyphs: BTreeMap<u16, (u16, i64, char)>,
}

/// The subsets of a job by face.
pub(super) struct Subsets(BTreeMap<u16, Subset>);

/// A glyph in the subset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub(super) glyph: u16,
    /// Width in thousandths of the type size, as the PDF states it.
    pub(super) width: i64,
    /// The glyph stands for another character elsewhere: this one must be said beside it.
    pub(super) spelled: bool,
}

/// Glyphs that sheets show, by face, with a character that each stands for.
fn shown(jobs: &[Sheets]) -> BTreeMap<u16, BTreeMap<u16, char>> {
    let mut used: BTreeMap<u16, BTreeMap<u16, char>> = BTreeMap::new();
    for item in jobs.iter().flat_map(|sheets| &sheets.pages).flat_map(|page| &page.items) {
        let Item::Text(run) = item else { continue };
        let glyphs = used.entry(run.face).or_default();
        for mark in &run.glyphs {
            let known = glyphs.entry(mark.glyph).or_insert(mark.character);
            *known = (*known).min(mark.character);
        }
    }
    used
}

/// Faces cut down to what many files show together: each file's own subset is cut from these far sooner than
/// from a font of 65,000 glyphs, and comes out the same.
#[derive(Default)]
pub(super) struct Stock(BTreeMap<u16, (Vec<u8>, subsetter::GlyphRemapper)>);

impl Stock {
    pub(super) fn new(jobs: &[Sheets], fonts: &FontBook) -> Self {
        let cut = |(face, glyphs): (u16, BTreeMap<u16, char>)| {
            let source = fonts.face(face);
            let old: Vec<u16> = glyphs.into_keys().collect();
            let remapper = subsetter::GlyphRemapper::new_from_glyphs_sorted(&old);
            let bytes = subsetter::subset(source.bytes()?, source.index, &remapper).ok()?;
            Some((face, (bytes, remapper)))
        };
        // A face that cannot be cut is left to the file that needs it, which says so.
        Self(shown(jobs).into_iter().filter_map(cut).collect())
    }

    fn subset(&self, face: u16, glyphs: &[u16]) -> Option<Vec<u8>> {
        let (bytes, known) = self.0.get(&face)?;
        let own: Vec<u16> = glyphs.iter().map(|glyph| known.get(*glyph)).collect::<Option<_>>()?;
        subsetter::subset(bytes, 0, &subsetter::GlyphRemapper::new_from_glyphs_sorted(&own)).ok()
    }
}

impl Subsets {
    /// Cuts every face that the sheets show; a face that cannot be cut is a finding, its text never a blank.
    pub(super) fn new(jobs: &[Sheets], fonts: &FontBook, stock: &Stock) -> Result<Self, Vec<Diagnostic>> {
        let used = shown(jobs);
        let mut subsets = BTreeMap::new();
        let mut findings = Vec::new();
        for (face, glyphs) in used {
            if let Some(subset) = cut(fonts, stock, face, &glyphs) {
                subsets.insert(face, subset);
            } else {
                let face = fonts.face(face);
                let message = format!("字体“{}”（{}）不能嵌入打印文件", face.family, face.file);
                let help = "在 theme.toml 里换一种字体，或重新安装它";
                findings.push(Diagnostic::error(&FONT_UNUSABLE, Place::file("theme.toml"), message, help));
            }
        }
        if findings.is_empty() { Ok(Self(subsets)) } else { Err(findings) }
    }

    pub(super) fn register(&self, document: &mut PdfDocument) {
        for subset in self.0.values() {
            let font = printpdf::PdfFont::new(subset.font.clone());
            document.resources.fonts.map.insert(subset.id.clone(), font);
        }
    }

    pub(super) fn font(&self, face: u16) -> Option<PdfFontHandle> {
        self.0.get(&face).map(|subset| PdfFontHandle::External(subset.id.clone()))
    }

    pub(super) fn glyph(&self, face: u16, mark: &Mark) -> Option<Cut> {
        let (glyph, width, character) = *self.0.get(&face)?.glyphs.get(&mark.glyph)?;
        Some(Cut { glyph, width, spelled: character != mark.character })
    }
}

fn cut(fonts: &FontBook, stock: &Stock, face: u16, used: &BTreeMap<u16, char>) -> Option<Subset> {
    let source = fonts.face(face);
    let parsed = source.parse()?;
    let old: Vec<u16> = used.keys().copied().collect();
    let remapper = subsetter::GlyphRemapper::new_from_glyphs_sorted(&old);
    let bytes = match stock.subset(face, &old) {
        Some(bytes) => bytes,
        None => subsetter::subset(source.bytes()?, source.index, &remapper).ok()?,
    };
    let units = parsed.units_per_em().max(1);
    let mut widths = BTreeMap::new();
    let mut glyphs = BTreeMap::new();
    for (&old, &character) in used {
        let new = remapper.get(old)?;
        let advance = parsed.glyph_hor_advance(ttf_parser::GlyphId(old)).unwrap_or(0);
        widths.insert(new, advance);
        // As printpdf rounds it into /W.
        let width = (f32::from(advance) * 1000.0 / f32::from(units)) as i64;
        glyphs.insert(old, (new, width, character));
    }
    let prefix: String =
        Sha256::digest(&bytes).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let name: String = source.post_script.chars().filter(plain).collect();
    let metrics = printpdf::FontMetrics { ascent: parsed.ascender(), descent: parsed.descender() };
    let empty = BTreeMap::new();
    let mut font = ParsedFont::with_glyph_data(
        bytes,
        0,
        Some(format!("{prefix}+{name}")),
        empty,
        widths,
        units,
        metrics,
    );
    let frame = parsed.global_bounding_box();
    let stub = &mut font.pdf_font_metrics;
    (stub.x_min, stub.y_min, stub.x_max, stub.y_max) = (frame.x_min, frame.y_min, frame.x_max, frame.y_max);
    stub.us_weight_class = source.weight;
    Some(Subset { id: FontId(format!("F{face}")), font, glyphs })
}
