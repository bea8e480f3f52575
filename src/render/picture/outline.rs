//! Outlines of glyphs 字形: each face is read once, each glyph becomes a path in the units of its face.

use crate::diag::{Diagnostic, Place};
use crate::render::fonts::FontBook;
use crate::render::layout::codes::FONT_UNUSABLE;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::collections::{BTreeMap, BTreeSet};
use tiny_skia::{Path, PathBuilder};

/// Face and glyph.
pub(super) type Key = (u16, u16);

/// A glyph's path and how many of its units make an em; no path for a space.
pub(super) struct Outline {
    pub(super) path: Option<Path>,
    pub(super) em: u16,
}

/// The outlines of these glyphs. A font that is gone by now is a finding.
pub(super) fn outlines(
    wanted: &BTreeSet<Key>,
    fonts: &FontBook,
) -> Result<BTreeMap<Key, Outline>, Vec<Diagnostic>> {
    let faces: BTreeSet<u16> = wanted.iter().map(|(face, _)| *face).collect();
    let mut all = BTreeMap::new();
    let mut findings = Vec::new();
    for number in faces {
        let face = fonts.face(number);
        let read = face.lend(|bytes| {
            let font = FontRef::from_index(bytes, face.index).ok()?;
            let (em, glyphs) = (font.head().ok()?.units_per_em().max(1), font.outline_glyphs());
            let own = wanted.range((number, 0)..=(number, u16::MAX));
            let made = own.map(|key| {
                let mut pen = Pen(PathBuilder::new());
                let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                // A glyph that cannot be drawn leaves the pen empty, as a blank does.
                let _ = glyphs.get(GlyphId::from(key.1)).map(|glyph| glyph.draw(settings, &mut pen));
                (*key, Outline { path: pen.0.finish(), em })
            });
            Some(made.collect::<Vec<_>>())
        });
        match read.flatten() {
            Some(made) => all.extend(made),
            None => {
                let message = format!("字体文件 {} 读不出来，画不了群图", face.file);
                let help = "重新安装这个字体，再运行 mingbai fonts 看看";
                findings.push(Diagnostic::error(&FONT_UNUSABLE, Place::file("字体"), message, help));
            }
        }
    }
    if findings.is_empty() { Ok(all) } else { Err(findings) }
}

struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
