//! Text 文字: runs become showing operators, each under its structure mark.
//!
//! printpdf's own way takes several allocations a glyph, and a job has millions: text is written straight here.

use super::content::{Marks, hundredths};
use super::faces::Faces;
use super::file::integer;
use crate::render::layout::sheet::{Run, TagId};
use crate::render::layout::theme::{Color, Um};
use std::io::Write as _;

/// Writes the text of a page.
pub(super) struct Pen<'a, 'f> {
    out: &'a mut Vec<u8>,
    marks: &'a mut Marks,
    faces: &'a mut Faces<'f>,
    height: Um,
    /// Start of the last line, in hundredths of a point.
    line: (Um, Um),
    open: bool,
    group: Option<TagId>,
    fill: Option<Color>,
    font: Option<(u16, Um)>,
    letters: Vec<u8>,
}

impl<'a, 'f> Pen<'a, 'f> {
    pub(super) fn new(
        out: &'a mut Vec<u8>,
        marks: &'a mut Marks,
        faces: &'a mut Faces<'f>,
        height: Um,
    ) -> Self {
        let letters = Vec::new();
        let (line, open, group, fill, font) = ((0, 0), false, None, None, None);
        Self { out, marks, faces, height, line, open, group, fill, font, letters }
    }

    pub(super) fn run(&mut self, run: &Run) {
        if !self.open {
            self.out.extend(b"\nBT\n");
            self.open = true;
        }
        self.enter(run.tag);
        self.look(run);
        let at = (hundredths(run.at.0), hundredths(self.height - run.at.1));
        decimal(self.out, at.0 - self.line.0);
        self.out.push(b' ');
        decimal(self.out, at.1 - self.line.1);
        self.out.extend(b" Td\n");
        self.line = at;
        // The pen in thousandths of the size; a correction is written only where it can be seen.
        let (mut pen, mut corrected) = (0, false);
        for mark in &run.glyphs {
            let Some(cut) = self.faces.glyph(run.face, mark) else { continue };
            let wanted = mark.x * 1000 / run.size;
            if (wanted - pen).abs() >= 2 {
                if !corrected {
                    self.out.push(b'[');
                    corrected = true;
                }
                self.letters();
                integer(self.out, pen - wanted);
                pen = wanted;
            }
            if cut.spelled {
                self.show(corrected);
                corrected = false;
                self.spell(mark.character, cut.glyph);
            } else {
                self.letters.extend(cut.glyph.to_be_bytes());
            }
            pen += cut.width;
        }
        self.show(corrected);
    }

    pub(super) fn finish(self) {
        if self.group.is_some() {
            self.out.extend(b"EMC\n");
        }
        if self.open {
            self.out.extend(b"ET");
        }
    }

    /// Opens the marked content of an element, or of an artifact.
    fn enter(&mut self, tag: TagId) {
        if self.group == Some(tag) {
            return;
        }
        if self.group.replace(tag).is_some() {
            self.out.extend(b"EMC\n");
        }
        match tag {
            None => self.out.extend(b"/Artifact BMC\n"),
            Some(element) => {
                let number = self.marks.contents.len();
                let _ = writeln!(self.out, "/Span<</MCID {number}>>BDC");
                self.marks.contents.push((element, None));
            }
        }
    }

    fn look(&mut self, run: &Run) {
        if self.fill != Some(run.color) {
            self.fill = Some(run.color);
            let Color(red, green, blue) = run.color;
            let level = |out: &mut Vec<u8>, value: u8| {
                decimal(out, (Um::from(value) * 100 + 127) / 255);
                out.push(b' ');
            };
            if red == green && green == blue {
                level(self.out, red);
                self.out.extend(b"g\n");
            } else {
                [red, green, blue].into_iter().for_each(|value| level(self.out, value));
                self.out.extend(b"rg\n");
            }
        }
        if self.font != Some((run.face, run.size)) {
            self.font = Some((run.face, run.size));
            let _ = write!(self.out, "/{} ", Faces::name(run.face));
            decimal(self.out, hundredths(run.size));
            self.out.extend(b" Tf\n");
        }
    }

    /// The letters collected so far as a string.
    fn letters(&mut self) {
        if self.letters.is_empty() {
            return;
        }
        self.out.push(b'(');
        for &byte in &self.letters {
            match byte {
                b'(' | b')' | b'\\' => self.out.extend([b'\\', byte]),
                // A reader may take it for the end of a line.
                b'\r' => self.out.extend(b"\\r"),
                byte => self.out.push(byte),
            }
        }
        self.out.push(b')');
        self.letters.clear();
    }

    fn show(&mut self, corrected: bool) {
        if !corrected && self.letters.is_empty() {
            return;
        }
        self.letters();
        self.out.extend(if corrected { b"]TJ\n".as_slice() } else { b"Tj\n" });
    }

    /// A glyph that two characters share, with the character it is here.
    fn spell(&mut self, character: char, glyph: u16) {
        let words = super::file::text(character.encode_utf8(&mut [0; 4]));
        let _ = writeln!(self.out, "/Span<</ActualText{words}>>BDC");
        self.letters.extend(glyph.to_be_bytes());
        self.show(false);
        self.out.extend(b"EMC\n");
    }
}

/// Hundredths as a decimal number, as short as can be.
fn decimal(out: &mut Vec<u8>, hundredths: Um) {
    if hundredths < 0 {
        out.push(b'-');
    }
    let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    integer(out, whole.cast_signed());
    if part > 0 {
        let digits = [b'0' + (part / 10) as u8, b'0' + (part % 10) as u8];
        out.push(b'.');
        out.push(digits[0]);
        if digits[1] != b'0' {
            out.push(digits[1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_short_and_exact() {
        let written = |hundredths| {
            let mut out = Vec::new();
            decimal(&mut out, hundredths);
            String::from_utf8(out).expect("digits")
        };
        let cases = [
            (0, "0"),
            (5, "0.05"),
            (-5, "-0.05"),
            (50, "0.5"),
            (1050, "10.5"),
            (-84189, "-841.89"),
            (700, "7"),
        ];
        for (hundredths, decimal) in cases {
            assert_eq!(written(hundredths), decimal);
        }
    }
}
