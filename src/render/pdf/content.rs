//! Page content 页面内容: draw items become printpdf operations, each under its structure mark.

use super::faces::Faces;
use crate::render::layout::sheet::{Item, Page, Run, TagId};
use crate::render::layout::theme::{Color, Um};
use printpdf::{DictItem, LinePoint, Op, PaintMode, Point, Pt, Rect, Rgb};
use std::collections::BTreeMap;

/// Micrometres in points, to the hundredth: finer than any printer, and short to write.
pub(super) fn points(length: Um) -> f32 {
    hundredths(length) as f32 / 100.0
}

/// Micrometres in hundredths of a point, rounded.
fn hundredths(length: Um) -> Um {
    (length * 36 + 63 * length.signum()) / 127
}

/// A page's operations, and which structure element each mark and each link belongs to.
pub(super) struct Drawn {
    pub(super) ops: Vec<Op>,
    pub(super) marks: Marks,
}

/// Structure of one page.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Element of each marked-content number, with the area it takes for figures (points, from the lower left).
    pub(super) contents: Vec<(usize, Option<[f32; 4]>)>,
    /// Places that can be clicked.
    pub(super) links: Vec<Link>,
}

/// A place that can be clicked.
#[derive(Debug)]
pub(super) struct Link {
    /// Its element.
    pub(super) element: TagId,
    pub(super) url: String,
    /// Points from the lower left corner.
    pub(super) area: [f32; 4],
}

struct Canvas<'a, 'f> {
    ops: Vec<Op>,
    marks: Marks,
    faces: &'a mut Faces<'f>,
    height: Um,
    /// Where the pen stands in an open text object, in hundredths of a point. Groups begin and end on the same side
    /// of its walls as they must.
    text: Option<(Um, Um)>,
    group: Option<TagId>,
    fill: Option<Color>,
    stroke: Option<(Color, Um)>,
    font: Option<(u16, Um)>,
}

/// Draws a page.
pub(super) fn draw(page: &Page, faces: &mut Faces<'_>) -> Drawn {
    let mut canvas = Canvas {
        ops: Vec::new(),
        marks: Marks::default(),
        faces,
        height: page.height,
        text: None,
        group: None,
        fill: None,
        stroke: None,
        font: None,
    };
    // Grounds lie under everything, so they come first; text then stands together in reading order.
    for item in &page.items {
        if let Item::Fill { at, size, color } = item {
            canvas.enter(None, None);
            canvas.rectangle(*at, *size, *color);
        }
    }
    for item in &page.items {
        match item {
            Item::Text(run) => canvas.text(run),
            Item::Code { at, module, rows, tag } => canvas.code(*at, *module, rows, *tag),
            Item::Link { at, size, url, tag } => canvas.link(*at, *size, url, *tag),
            Item::Fill { .. } | Item::Rule { .. } => {}
        }
    }
    let rules = joined(&page.items);
    if !rules.is_empty() {
        canvas.enter(None, None);
    }
    for ((weight, color, ..), (from, to)) in rules {
        canvas.rule(from, to, weight, color);
    }
    canvas.leave();
    Drawn { ops: canvas.ops, marks: canvas.marks }
}

impl Canvas<'_, '_> {
    fn point(&self, at: (Um, Um)) -> Point {
        Point { x: Pt(points(at.0)), y: Pt(points(self.height - at.1)) }
    }

    /// Opens the marked content of an element, or of an artifact, for graphics.
    fn enter(&mut self, tag: TagId, area: Option<[f32; 4]>) {
        if self.text.is_some() {
            self.leave();
        }
        self.group(tag, area);
    }

    /// The same for text.
    fn enter_text(&mut self, tag: TagId) {
        if self.text.is_none() {
            self.leave();
            self.ops.push(Op::StartTextSection);
            self.text = Some((0, 0));
        }
        self.group(tag, None);
    }

    fn group(&mut self, tag: TagId, area: Option<[f32; 4]>) {
        if self.group == Some(tag) {
            return;
        }
        if self.group.replace(tag).is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
        match tag {
            None => self.ops.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() }),
            Some(element) => {
                let number = i64::try_from(self.marks.contents.len()).unwrap_or(i64::MAX);
                let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(number))]);
                let properties = DictItem::Dict { map };
                self.ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties });
                self.marks.contents.push((element, area));
            }
        }
    }

    fn leave(&mut self) {
        if self.group.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
        if self.text.take().is_some() {
            self.ops.push(Op::EndTextSection);
        }
    }

    fn ink(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.fill = Some(color);
            self.ops.push(Op::SetFillColor { col: rgb(color) });
        }
    }

    fn text(&mut self, run: &Run) {
        self.enter_text(run.tag);
        self.ink(run.color);
        if self.font != Some((run.face, run.size)) {
            self.font = Some((run.face, run.size));
            self.ops.push(Op::SetFont { font: Faces::handle(run.face), size: Pt(points(run.size)) });
        }
        let at = (hundredths(run.at.0), hundredths(self.height - run.at.1));
        let from = self.text.replace(at).unwrap_or((0, 0));
        let step = |to: Um, from: Um| Pt((to - from) as f32 / 100.0);
        self.ops.push(Op::SetTextCursor { pos: Point { x: step(at.0, from.0), y: step(at.1, from.1) } });
        // The pen in thousandths of the size; a correction is written only where it can be seen.
        let mut pen: i64 = 0;
        let mut line = Line::default();
        for mark in &run.glyphs {
            let Some(cut) = self.faces.glyph(run.face, mark) else { continue };
            let wanted = mark.x * 1000 / run.size;
            if (wanted - pen).abs() >= 2 {
                line.kern(pen - wanted);
                pen = wanted;
            }
            if cut.spelled {
                self.show(std::mem::take(&mut line));
                self.spell(mark.character, cut.glyph);
            } else {
                line.letters.extend(cut.glyph.to_be_bytes());
            }
            pen += cut.width;
        }
        self.show(line);
    }

    /// Text is handed to printpdf as raw operators: its own kind takes three allocations a glyph.
    fn show(&mut self, line: Line) {
        let (key, value) = match line.parts.is_empty() {
            true if line.letters.is_empty() => return,
            true => ("Tj", string(line.letters)),
            false => ("TJ", DictItem::Array(line.finished())),
        };
        self.ops.push(Op::Unknown { key: key.to_owned(), value: vec![value] });
    }

    /// A glyph that two characters share, with the character it is here.
    fn spell(&mut self, character: char, glyph: u16) {
        let mut data = vec![0xFE, 0xFF];
        let mut units = [0; 2];
        character.encode_utf16(&mut units).iter().for_each(|unit| data.extend(unit.to_be_bytes()));
        let map = BTreeMap::from([("ActualText".to_owned(), DictItem::String { data, literal: false })]);
        let properties = DictItem::Dict { map };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties });
        self.show(Line { parts: Vec::new(), letters: glyph.to_be_bytes().to_vec() });
        self.ops.push(Op::EndMarkedContent);
    }

    fn rectangle(&mut self, at: (Um, Um), size: (Um, Um), color: Color) {
        self.ink(color);
        let foot = self.point((at.0, at.1 + size.1));
        let rectangle = Rect {
            x: foot.x,
            y: foot.y,
            width: Pt(points(size.0)),
            height: Pt(points(size.1)),
            mode: Some(PaintMode::Fill),
            winding_order: None,
        };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    fn rule(&mut self, from: (Um, Um), to: (Um, Um), weight: Um, color: Color) {
        if self.stroke != Some((color, weight)) {
            self.stroke = Some((color, weight));
            self.ops.push(Op::SetOutlineColor { col: rgb(color) });
            self.ops.push(Op::SetOutlineThickness { pt: Pt(points(weight)) });
        }
        let points = [from, to].map(|at| LinePoint { p: self.point(at), bezier: false });
        self.ops.push(Op::DrawLine { line: printpdf::Line { points: points.to_vec(), is_closed: false } });
    }

    /// Dark modules, each run of a row as one rectangle.
    fn code(&mut self, at: (Um, Um), module: Um, rows: &[Vec<bool>], tag: TagId) {
        let side = module * Um::try_from(rows.len()).unwrap_or(0);
        let (low, high) = (self.point((at.0, at.1 + side)), self.point((at.0 + side, at.1)));
        self.enter(tag, Some([low.x.0, low.y.0, high.x.0, high.y.0]));
        for (y, row) in (0..).zip(rows) {
            let mut x = 0;
            while x < row.len() {
                let run = row[x..].iter().take_while(|dark| **dark).count();
                if run > 0 {
                    let (left, wide) = (Um::try_from(x).unwrap_or(0), Um::try_from(run).unwrap_or(0));
                    let corner = (at.0 + left * module, at.1 + y * module);
                    self.rectangle(corner, (wide * module, module), Color::BLACK);
                }
                x += run.max(1);
            }
        }
    }

    fn link(&mut self, at: (Um, Um), size: (Um, Um), url: &str, element: TagId) {
        let (low, high) = (self.point((at.0, at.1 + size.1)), self.point((at.0 + size.0, at.1)));
        let area = [low.x.0, low.y.0, high.x.0, high.y.0];
        self.marks.links.push(Link { element, url: url.to_owned(), area });
    }
}

/// Letters of one showing operator, with corrections of the pen between them.
#[derive(Default)]
struct Line {
    parts: Vec<DictItem>,
    letters: Vec<u8>,
}

impl Line {
    fn kern(&mut self, thousandths: i64) {
        if !self.letters.is_empty() {
            self.parts.push(string(std::mem::take(&mut self.letters)));
        }
        self.parts.push(DictItem::Int(thousandths));
    }

    fn finished(mut self) -> Vec<DictItem> {
        self.parts.push(string(self.letters));
        self.parts
    }
}

fn string(data: Vec<u8>) -> DictItem {
    DictItem::String { data, literal: true }
}

/// Weight, colour and line that rules share: upright or not, at which coordinate.
type Track = (Um, Color, bool, Um);

/// A page's rules, the pieces of a line put together: a table's uprights come row by row.
fn joined(items: &[Item]) -> Vec<(Track, ((Um, Um), (Um, Um)))> {
    let mut tracks: BTreeMap<Track, Vec<(Um, Um)>> = BTreeMap::new();
    let mut slanted = Vec::new();
    for item in items {
        let Item::Rule { from, to, weight, color } = item else { continue };
        let (upright, level) = (from.0 == to.0, from.1 == to.1);
        let (track, ends) = match (upright, level) {
            (true, _) => ((*weight, *color, true, from.0), (from.1.min(to.1), from.1.max(to.1))),
            (false, true) => ((*weight, *color, false, from.1), (from.0.min(to.0), from.0.max(to.0))),
            (false, false) => {
                slanted.push(((*weight, *color, false, 0), (*from, *to)));
                continue;
            }
        };
        tracks.entry(track).or_default().push(ends);
    }
    let mut out = Vec::new();
    for (track, mut pieces) in tracks {
        pieces.sort_unstable();
        let mut open: Option<(Um, Um)> = None;
        let mut close = |(low, high): (Um, Um)| {
            let at = |along: Um| if track.2 { (track.3, along) } else { (along, track.3) };
            out.push((track, (at(low), at(high))));
        };
        for (low, high) in pieces {
            match &mut open {
                Some((_, end)) if low <= *end => *end = high.max(*end),
                _ => open.replace((low, high)).into_iter().for_each(&mut close),
            }
        }
        open.into_iter().for_each(&mut close);
    }
    out.extend(slanted);
    out
}

fn rgb(color: Color) -> printpdf::Color {
    if color.0 == color.1 && color.1 == color.2 {
        let percent = f32::from(color.0) / 255.0;
        return printpdf::Color::Greyscale(printpdf::Greyscale { percent, icc_profile: None });
    }
    let channel = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    printpdf::Color::Rgb(Rgb {
        r: channel(color.0),
        g: channel(color.1),
        b: channel(color.2),
        icc_profile: None,
    })
}
