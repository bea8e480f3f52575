//! The tables of a font file that measure a face → glyphs of characters, widths, and whether it may be embedded
//! (OpenType, ISO/IEC 14496-22).

use super::fonts::Refusal;
use skrifa::charmap::Charmap;
use skrifa::raw::tables::{head::Head, hhea::Hhea, hmtx::Hmtx, os2::Os2, os2::SelectionFlags};
use skrifa::raw::{FontRef, TableProvider, types::Tag};

/// Bits of `fsType` 嵌入许可.
const RESTRICTED: u16 = 2;
const PREVIEW: u16 = 4;
const EDITABLE: u16 = 8;
const NO_SUBSETTING: u16 = 0x100;
const BITMAPS_ONLY: u16 = 0x200;

/// The tables that measure a face and say whether it may be embedded. Outlines, nearly all of a file, are lent only
/// while a subset is cut, so that a print needs little memory. In the order of their names, as a font file has them.
const MEASURES: [&[u8; 4]; 6] = [b"OS/2", b"cmap", b"head", b"hhea", b"hmtx", b"maxp"];

/// A face as it is measured.
pub(crate) struct Measured<'a> {
    characters: Charmap<'a>,
    head: Head<'a>,
    hhea: Hhea<'a>,
    widths: Hmtx<'a>,
    os2: Option<Os2<'a>>,
}

impl<'a> Measured<'a> {
    /// From a file, or from what [`measures`] took out of one.
    pub(crate) fn parse(bytes: &'a [u8], index: u32) -> Option<Self> {
        Self::of(&FontRef::from_index(bytes, index).ok()?)
    }

    fn of(font: &FontRef<'a>) -> Option<Self> {
        Some(Self {
            characters: Charmap::new(font),
            head: font.head().ok()?,
            hhea: font.hhea().ok()?,
            widths: font.hmtx().ok()?,
            os2: font.os2().ok(),
        })
    }

    /// The same of a whole file, if there are outlines in it.
    pub(crate) fn with_outlines(bytes: &'a [u8], index: u32) -> Option<Self> {
        let font = FontRef::from_index(bytes, index).ok()?;
        if has_outlines(&font) { Self::of(&font) } else { None }
    }

    /// The glyph of a character; none if the face has nothing but its mark for what is missing.
    pub(crate) fn glyph(&self, character: char) -> Option<u16> {
        let glyph = u16::try_from(self.characters.map(character)?.to_u32()).ok()?;
        (glyph != 0).then_some(glyph)
    }

    /// A glyph's advance, in units.
    pub(crate) fn advance(&self, glyph: u16) -> Option<u16> {
        self.widths.advance(skrifa::GlyphId::from(glyph))
    }

    /// Units of an em.
    pub(crate) fn units_per_em(&self) -> u16 {
        self.head.units_per_em().max(1)
    }

    /// The corners of what all glyphs take: left, bottom, right, top.
    pub(crate) fn frame(&self) -> (i16, i16, i16, i16) {
        (self.head.x_min(), self.head.y_min(), self.head.x_max(), self.head.y_max())
    }

    /// How far a line reaches above and below its baseline.
    pub(crate) fn line(&self) -> (i16, i16) {
        let typographic = |os2: &Os2<'_>| (os2.s_typo_ascender(), os2.s_typo_descender());
        let wanted =
            self.os2.as_ref().filter(|os2| os2.fs_selection().contains(SelectionFlags::USE_TYPO_METRICS));
        let header = (self.hhea.ascender().to_i16(), self.hhea.descender().to_i16());
        match (wanted, &self.os2) {
            (Some(os2), _) => typographic(os2),
            (None, Some(os2)) if header.0 == 0 => typographic(os2),
            _ => header,
        }
    }

    /// Why the face must not be embedded.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        let os2 = self.os2.as_ref()?;
        let (bits, version) = (os2.fs_type(), os2.version());
        // Up to version 2 the most generous bit counts.
        let restricted = match version {
            0..=2 => bits & RESTRICTED != 0 && bits & (PREVIEW | EDITABLE) == 0,
            _ => bits & 0xF == RESTRICTED,
        };
        if restricted {
            Some(Refusal::Restricted)
        } else if version > 1 && bits & NO_SUBSETTING != 0 {
            Some(Refusal::Whole)
        } else if version > 1 && bits & BITMAPS_ONLY != 0 {
            Some(Refusal::Bitmaps)
        } else {
            None
        }
    }
}

fn has_outlines(font: &FontRef<'_>) -> bool {
    [b"glyf", b"CFF "].into_iter().any(|name| font.table_data(Tag::new(name)).is_some())
}

/// A font file with nothing but the measures of one face.
pub(super) fn measures(bytes: &[u8], index: u32) -> Option<Vec<u8>> {
    let font = FontRef::from_index(bytes, index).ok()?;
    if !has_outlines(&font) {
        return None;
    }
    let table = |name: &[u8; 4]| font.table_data(Tag::new(name)).map(|data| data.as_bytes());
    let tables: Vec<(&[u8; 4], &[u8])> =
        MEASURES.iter().filter_map(|&name| Some((name, table(name)?))).collect();
    let count = u16::try_from(tables.len()).ok()?;
    let mut out = vec![0, 1, 0, 0];
    out.extend(count.to_be_bytes());
    out.extend([0; 6]);
    let mut offset = 12 + 16 * u32::from(count);
    for (name, table) in &tables {
        let length = u32::try_from(table.len()).ok()?;
        out.extend(*name);
        out.extend([0; 4]);
        out.extend(offset.to_be_bytes());
        out.extend(length.to_be_bytes());
        offset = offset.checked_add(length)?;
    }
    tables.iter().for_each(|(_, table)| out.extend(*table));
    Some(out)
}
