//! QR codes 二维码: the code with its words and its address beside or beneath it.

use super::blocks::Area;
use super::breaks::Cut;
use super::codes::QR_TOO_LONG;
use super::flow::Strip;
use super::memory::Modules;
use super::paragraph::{Atom, Measure, fill};
use super::setter::{Block, Setter, Style};
use super::sheet::{Item, TagKind};
use super::theme::{Color, Um};
use crate::diag::{Diagnostic, Place};
use crate::document::{Align, Text};
use crate::render::fonts::Role;

/// Modules that stay white around a code (ISO/IEC 18004).
const QUIET: Um = 4;
/// The smallest module that a phone tells apart in a photograph of a wall.
const MODULE: Um = 500;

/// A code that is as large as it has to be.
struct Code {
    rows: Modules,
    module: Um,
    /// Of the dark square, without what stays white.
    side: Um,
}

impl Code {
    fn quiet(&self) -> Um {
        self.module * QUIET
    }

    fn item(&self, at: (Um, Um), tag: usize) -> Item {
        Item::Code { at, module: self.module, rows: self.rows.to_vec(), tag: Some(tag) }
    }
}

impl Setter<'_, '_> {
    /// The code of an address, `wanted` wide or wider, or a finding.
    fn code(&mut self, url: &str, wanted: Um) -> Option<Code> {
        let Some(rows) = self.memory.code(url) else {
            let help = "换一个短一些的网址";
            self.findings.push(Diagnostic::error(
                &QR_TOO_LONG,
                Place::file("程序"),
                "二维码里的网址太长",
                help,
            ));
            return None;
        };
        let count = Um::try_from(rows.len()).unwrap_or(1).max(1);
        let module = (wanted / count).max(MODULE);
        Some(Code { rows, module, side: module * count })
    }

    /// Width of a code among running text.
    fn usual(&self) -> Um {
        (self.sizes.size * 45 / 10).max(24_000)
    }

    /// The code on the left, its words beside it.
    pub(crate) fn qr_beside(
        &mut self,
        url: &str,
        caption: &Text,
        area: Area,
        parent: usize,
        strips: &mut Vec<Strip>,
    ) {
        let Some(code) = self.code(url, self.usual()) else { return };
        let figure = self.figure(url, caption, parent);
        let (side, quiet) = (code.side, code.quiet());
        // Inside a box the ground ends where the area does.
        let left = area.x + if area.inner { quiet } else { 0 };
        let x = left + side + quiet * 3 / 2;
        let width = (area.x + area.width - x).max(self.sizes.size);
        let (words, height) = self.qr_words(url, caption, x, width, Align::Start, parent);
        let tall = side.max(height);
        let mut items: Vec<Item> =
            words.into_iter().map(|item| item.shifted(0, (tall - height) / 2)).collect();
        items.push(code.item((left, (tall - side) / 2), figure));
        strips.push(Strip::space(quiet));
        strips.push(Strip::other(tall, items));
        strips.push(Strip::space(quiet));
    }

    /// The code to the left of a seal, where `area` is what the seal leaves free; says whether it has room there.
    pub(crate) fn qr_by_seal(
        &mut self,
        url: &str,
        caption: &Text,
        area: Area,
        parent: usize,
        seal: &mut [Strip],
    ) -> bool {
        let em = self.sizes.size;
        let Some(code) = self.code(url, self.usual()) else { return true };
        let (side, quiet) = (code.side, code.quiet());
        let x = area.x + side + quiet * 3 / 2;
        let width = area.x + area.width - x - em;
        let total: Um = seal.iter().map(|strip| strip.height).sum();
        if width < em * 6 || total < side + quiet {
            return false;
        }
        let known = self.tags.len();
        let figure = self.figure(url, caption, parent);
        let (words, height) = self.qr_words(url, caption, x, width, Align::Start, parent);
        let Some(last) = seal.last_mut().filter(|_| height <= total) else {
            self.tags.truncate(known);
            return false;
        };
        // Drawn with the last strip: it is read after the seal, though it stands beside it.
        let foot = total - last.height;
        let code = code.item((area.x, quiet + (total - side - quiet) / 2), figure);
        let words = words.into_iter().map(|item| item.shifted(0, (total - height) / 2));
        last.items.extend(words.chain([code]).map(|item| item.shifted(0, -foot)));
        true
    }

    /// Width that a code with its words beneath needs, at least `wanted`.
    pub(crate) fn corner(&self, url: &str, wanted: Um) -> Um {
        let count = self.memory.code(url).map_or(0, |rows| Um::try_from(rows.len()).unwrap_or(0));
        wanted.max((count + 2 * QUIET) * MODULE)
    }

    /// The code with its words beneath, `width` wide: for the lower right corner of a leaflet.
    pub(crate) fn qr_below(
        &mut self,
        url: &str,
        caption: &Text,
        x: Um,
        width: Um,
        parent: usize,
    ) -> (Vec<Item>, Um) {
        let Some(code) = self.code(url, width * 74 / 100) else { return (Vec::new(), 0) };
        let figure = self.figure(url, caption, parent);
        let (words, height) = self.qr_words(url, caption, x, width, Align::Center, parent);
        let (side, gap) = (code.side, code.quiet());
        let mut items: Vec<Item> = vec![code.item((x + (width - side) / 2, gap), figure)];
        items.extend(words.into_iter().map(|item| item.shifted(0, side + 2 * gap)));
        (items, side + 2 * gap + height)
    }

    /// The code on white in the middle of a picture, its words beneath.
    pub(crate) fn qr_alone(
        &mut self,
        url: &str,
        caption: &Text,
        area: Area,
        parent: usize,
        strips: &mut Vec<Strip>,
    ) {
        let Some(code) = self.code(url, area.width * 40 / 100) else { return };
        let figure = self.figure(url, caption, parent);
        let (words, height) = self.qr_words(url, caption, area.x, area.width, Align::Center, parent);
        let (side, quiet) = (code.side, code.quiet());
        let white = side + 2 * quiet;
        let left = area.x + (area.width - white) / 2;
        let ground = Item::Fill { at: (left, 0), size: (white, white), color: Color::WHITE };
        let mut items = vec![ground, code.item((left + quiet, quiet), figure)];
        let gap = self.sizes.size / 2;
        items.extend(words.into_iter().map(|item| item.shifted(0, white + gap)));
        strips.push(Strip::space(self.sizes.size));
        strips.push(Strip::text(white + gap + height, items));
    }

    fn figure(&mut self, url: &str, caption: &Text, parent: usize) -> usize {
        let figure = self.tag(TagKind::Figure, parent);
        self.tags[figure].alt = Some(format!("二维码：{}，网址 {url}", caption.plain().replace('\n', "，")));
        figure
    }

    fn qr_words(
        &mut self,
        url: &str,
        caption: &Text,
        x: Um,
        width: Um,
        align: Align,
        parent: usize,
    ) -> (Vec<Item>, Um) {
        let em = self.sizes.size;
        let tag = Some(self.tag(TagKind::Paragraph, parent));
        let caption_style = Style { role: Role::Heading, size: em * 85 / 100, ..self.running() };
        let measure = Measure { width, indent: 0, justify: false };
        let set = self.balanced(caption, caption_style, tag, width);
        let (mut items, mut y) = self.stacked(&set, em * 13 / 10, x, width, align, tag);
        let shown = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
        let shown = Self::words(shown.trim_end_matches('/'));
        // On a phone nobody can step nearer.
        let percent = if self.sizes.endless { 72 } else { 58 };
        let mut style = Style { size: em * percent / 100, ..self.running() };
        let mut atoms = self.shape(&shown, style, tag);
        // An address that is too long goes on after a slash; a piece that is still too long is set smaller.
        let piece = longest_piece(&atoms);
        if piece > width {
            style.size = (style.size * width / piece).max(2_000);
            atoms = self.shape(&shown, style, tag);
        }
        for at in 1..atoms.len() {
            if atoms[at - 1].character == '/' {
                atoms[at].cut = Cut::Yes;
            }
        }
        let set = Block { lines: fill(&atoms, measure), atoms: atoms.into() };
        let (made, height) = self.stacked(&set, style.size * 14 / 10, x, width, align, tag);
        items.extend(made.into_iter().map(|item| item.shifted(0, y)));
        y += height;
        (items, y)
    }
}

fn longest_piece(atoms: &[Atom]) -> Um {
    atoms
        .split_inclusive(|atom| atom.character == '/')
        .map(|piece| piece.iter().map(|atom| atom.width).sum())
        .max()
        .unwrap_or(0)
}
