//! Drawing 绘图: a page becomes points, band by band, and the text of what was drawn.

use super::outline::{Key, Outline, outlines};
use crate::diag::{Diagnostic, Place};
use crate::render::fonts::FontBook;
use crate::render::layout::codes::FONT_UNUSABLE;
use crate::render::layout::sheet::{Item, Page, Run, Tag, TagId};
use crate::render::layout::theme::{Color, Um};
use std::collections::{BTreeMap, BTreeSet};
use tiny_skia::{FillRule, Paint, Pixmap, Rect, Transform};

/// Micrometres of a point.
const POINT: Um = 100;
/// Points of a band: what is held as colours at a time.
const BAND: Um = 512;

/// A picture without its file.
pub(super) struct Drawn {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Colours of the points, row after row, five bits a channel.
    pub(super) points: Vec<u16>,
    /// Colours that the page asks for: they are shown exactly.
    pub(super) exact: BTreeSet<Color>,
    /// What was drawn, a line for each paragraph or cell.
    pub(super) text: String,
}

/// Five bits a channel.
pub(super) fn key(red: u8, green: u8, blue: u8) -> u16 {
    u16::from(red >> 3) << 10 | u16::from(green >> 3) << 5 | u16::from(blue >> 3)
}

/// Draws a page.
pub(super) fn draw(
    page: &Page,
    tags: &[Tag],
    ground: Color,
    fonts: &FontBook,
) -> Result<Drawn, Vec<Diagnostic>> {
    let runs =
        || page.items.iter().filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None });
    let glyphs: BTreeSet<Key> =
        runs().flat_map(|run| run.glyphs.iter().map(|mark| (run.face, mark.glyph))).collect();
    let outlines = outlines(&glyphs, fonts)?;
    let (width, height) = (points(page.width), points(page.height));
    let mut picture = Drawn {
        width: side(width),
        height: side(height),
        points: Vec::with_capacity(usize::try_from(width * height).unwrap_or(0)),
        exact: BTreeSet::from([ground, Color::BLACK]),
        text: String::new(),
    };
    let mut told = Told { tags, last: None, text: &mut picture.text };
    let mut shapes = Vec::new();
    for item in &page.items {
        match item {
            Item::Fill { color, .. } | Item::Rule { color, .. } => drop(picture.exact.insert(*color)),
            Item::Code { tag, .. } => told.code(*tag),
            Item::Text(run) => {
                picture.exact.insert(run.color);
                told.run(run.tag);
                // Here and nowhere else a glyph gets into a picture: with its character.
                for (at, character) in glyphs_of(run) {
                    told.character(character);
                    shapes.push(shape(run, at, &outlines, character)?);
                }
            }
            Item::Link { .. } => {}
        }
    }
    let shapes: Vec<Shape<'_>> = shapes.into_iter().flatten().collect();
    let mut top = 0;
    while top < height {
        let tall = BAND.min(height - top);
        let Some(mut band) = Pixmap::new(side(width), side(tall)) else {
            let help = "内容太长，分成几份公示";
            return Err(vec![Diagnostic::error(&FONT_UNUSABLE, Place::file("程序"), "群图画不下", help)]);
        };
        band.fill(skia(ground));
        page.items.iter().for_each(|item| flat(&mut band, item, top));
        for shape in shapes.iter().filter(|shape| shape.near(top, tall)) {
            shape.fill(&mut band, top);
        }
        picture
            .points
            .extend(band.pixels().iter().map(|point| key(point.red(), point.green(), point.blue())));
        top += tall;
    }
    Ok(picture)
}

/// Each glyph of a run with its number.
fn glyphs_of(run: &Run) -> impl Iterator<Item = (usize, char)> + '_ {
    run.glyphs.iter().map(|mark| mark.character).enumerate()
}

/// A glyph in its place.
struct Shape<'a> {
    outline: &'a tiny_skia::Path,
    scale: f32,
    at: (Um, Um),
    size: Um,
    color: Color,
}

fn shape<'a>(
    run: &Run,
    number: usize,
    outlines: &'a BTreeMap<Key, Outline>,
    character: char,
) -> Result<Option<Shape<'a>>, Vec<Diagnostic>> {
    let mark = run.glyphs[number];
    let outline = outlines.get(&(run.face, mark.glyph));
    let Some((outline, path)) = outline.and_then(|outline| Some((outline, outline.path.as_ref()?))) else {
        let blank = character.is_whitespace() || mark.advance == 0;
        let help = "换一种字体，运行 mingbai fonts 看看";
        let finding =
            || Diagnostic::error(&FONT_UNUSABLE, Place::file("字体"), "有的字只有点阵，画不进群图", help);
        return if blank { Ok(None) } else { Err(vec![finding()]) };
    };
    #[expect(clippy::cast_precision_loss, reason = "type sizes and coordinates are far below 2^24")]
    let scale = run.size as f32 / POINT as f32 / f32::from(outline.em);
    let at = (run.at.0 + mark.x, run.at.1);
    Ok(Some(Shape { outline: path, scale, at, size: run.size, color: run.color }))
}

impl Shape<'_> {
    /// Whether any of it may stand in a band.
    fn near(&self, top: Um, tall: Um) -> bool {
        let (above, below) = (points(self.at.1 - self.size * 3 / 2), points(self.at.1 + self.size));
        below >= top && above <= top + tall
    }

    fn fill(&self, band: &mut Pixmap, top: Um) {
        let (x, y) = (length(self.at.0), length(self.at.1 - top * POINT));
        let place = Transform::from_row(self.scale, 0.0, 0.0, -self.scale, x, y);
        band.fill_path(self.outline, &paint(self.color, true), FillRule::Winding, place, None);
    }
}

/// Grounds, rules and codes, on whole points so that they are sharp.
fn flat(band: &mut Pixmap, item: &Item, top: Um) {
    match item {
        Item::Fill { at, size, color } => {
            let (left, upper) = (points(at.0), points(at.1));
            let far = (points(at.0 + size.0), points(at.1 + size.1));
            rectangle(band, (left, upper - top), (far.0 - left, far.1 - upper), *color);
        }
        Item::Rule { from, to, weight, color } => {
            let weight = points(*weight).max(1);
            let upright = from.0 == to.0;
            let (left, upper) = (points(from.0.min(to.0)), points(from.1.min(to.1)));
            let long = points(if upright { (to.1 - from.1).abs() } else { (to.0 - from.0).abs() });
            let (at, size) = match upright {
                true => ((left - weight / 2, upper - top), (weight, long)),
                false => ((left, upper - weight / 2 - top), (long, weight)),
            };
            rectangle(band, at, size, *color);
        }
        Item::Code { at, module, rows, .. } => {
            let count = Um::try_from(rows.len()).unwrap_or(0);
            let point = (module / POINT).max(1);
            // What a whole number of points leaves over stays white around the code.
            let rest = (points(module * count) - point * count) / 2;
            for (y, row) in (0..).zip(rows) {
                for (x, _) in (0..).zip(row).filter(|(_, dark)| **dark) {
                    let at = (points(at.0) + rest + x * point, points(at.1) + rest + y * point - top);
                    rectangle(band, at, (point, point), Color::BLACK);
                }
            }
        }
        Item::Text(_) | Item::Link { .. } => {}
    }
}

fn rectangle(band: &mut Pixmap, at: (Um, Um), size: (Um, Um), color: Color) {
    let rect = Rect::from_xywh(whole(at.0), whole(at.1), whole(size.0), whole(size.1));
    if let Some(rect) = rect {
        band.fill_rect(rect, &paint(color, false), Transform::identity(), None);
    }
}

/// Writes down what is drawn: the pieces of a paragraph or cell on one line.
struct Told<'a> {
    tags: &'a [Tag],
    last: Option<TagId>,
    text: &'a mut String,
}

impl Told<'_> {
    /// A run begins. What belongs to no paragraph, such as the foot of a page, is a line of its own.
    fn run(&mut self, tag: TagId) {
        let goes_on = self.last == Some(tag) && tag.is_some();
        if !goes_on && self.last.is_some() {
            self.text.push('\n');
        }
        self.last = Some(tag);
    }

    fn character(&mut self, character: char) {
        self.text.push(character);
    }

    /// What a code holds cannot be seen either: its words and its address.
    fn code(&mut self, tag: TagId) {
        let words = tag.and_then(|tag| self.tags.get(tag)?.alt.as_deref()).unwrap_or_default();
        self.text.push('\n');
        self.text.push_str(words);
        self.last = Some(tag);
    }
}

fn points(length: Um) -> Um {
    (length + POINT / 2).div_euclid(POINT)
}

fn side(points: Um) -> u32 {
    u32::try_from(points).unwrap_or(0).max(1)
}

#[expect(clippy::cast_precision_loss, reason = "coordinates of a picture are far below 2^24")]
fn whole(points: Um) -> f32 {
    points as f32
}

#[expect(clippy::cast_precision_loss, reason = "coordinates of a picture are far below 2^24")]
fn length(um: Um) -> f32 {
    um as f32 / POINT as f32
}

fn skia(color: Color) -> tiny_skia::Color {
    tiny_skia::Color::from_rgba8(color.0, color.1, color.2, 255)
}

fn paint(color: Color, soft: bool) -> Paint<'static> {
    let mut paint = Paint { anti_alias: soft, ..Paint::default() };
    paint.set_color(skia(color));
    paint
}
