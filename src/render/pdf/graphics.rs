//! Graphics 图形: grounds, rules and codes become printpdf operations, and those a content stream.

use super::content::{Marks, area, points};
use crate::render::layout::sheet::{Item, Page};
use crate::render::layout::theme::{Color, Um};
use printpdf::{
    DictItem, Line, LinePoint, Op, PaintMode, PdfDocument, PdfPage, PdfSaveOptions, Point, Pt, Rect, Rgb,
};
use std::collections::BTreeMap;

/// Everything on a page but its text.
pub(super) fn draw(page: &Page, marks: &mut Marks) -> Vec<u8> {
    let mut canvas = Canvas { ops: Vec::new(), height: page.height, fill: None, stroke: None };
    canvas.ops.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() });
    for item in &page.items {
        if let Item::Fill { at, size, color } = item {
            canvas.rectangle(*at, *size, *color);
        }
    }
    for ((weight, color, ..), (from, to)) in joined(&page.items) {
        canvas.rule(from, to, weight, color);
    }
    canvas.ops.push(Op::EndMarkedContent);
    for item in &page.items {
        if let Item::Code { at, module, rows, tag } = item {
            let side = module * Um::try_from(rows.len()).unwrap_or(0);
            let number = marks.contents.len();
            canvas.begin(tag.map(|_| number));
            marks.contents.extend(tag.map(|tag| (tag, Some(area(page.height, *at, (side, side))))));
            canvas.code(*at, *module, rows);
            canvas.ops.push(Op::EndMarkedContent);
        }
    }
    if canvas.ops.len() > 2 { stream(canvas.ops) } else { Vec::new() }
}

/// Operations as printpdf writes them.
fn stream(ops: Vec<Op>) -> Vec<u8> {
    let mut document = PdfDocument::new("");
    document.pages.push(PdfPage::new(Pt(1.0).into(), Pt(1.0).into(), ops));
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let mut made = printpdf::serialize::to_lopdf_doc(&document, &options, &mut Vec::new());
    let page = made.page_iter().next();
    let contents =
        page.and_then(|page| made.get_dictionary(page).ok()?.get(b"Contents").ok()?.as_reference().ok());
    match contents.and_then(|contents| made.objects.remove(&contents)) {
        Some(lopdf::Object::Stream(stream)) => stream.content,
        _ => Vec::new(),
    }
}

struct Canvas {
    ops: Vec<Op>,
    height: Um,
    fill: Option<Color>,
    stroke: Option<(Color, Um)>,
}

impl Canvas {
    fn point(&self, at: (Um, Um)) -> Point {
        Point { x: Pt(points(at.0)), y: Pt(points(self.height - at.1)) }
    }

    /// Opens the marked content of an element, or of an artifact.
    fn begin(&mut self, number: Option<usize>) {
        self.ops.push(match number {
            None => Op::BeginMarkedContent { tag: "Artifact".to_owned() },
            Some(number) => {
                let number = DictItem::Int(i64::try_from(number).unwrap_or(i64::MAX));
                let properties = DictItem::Dict { map: BTreeMap::from([("MCID".to_owned(), number)]) };
                Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties }
            }
        });
    }

    fn rectangle(&mut self, at: (Um, Um), size: (Um, Um), color: Color) {
        if self.fill != Some(color) {
            self.fill = Some(color);
            self.ops.push(Op::SetFillColor { col: rgb(color) });
        }
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
        self.ops.push(Op::DrawLine { line: Line { points: points.to_vec(), is_closed: false } });
    }

    /// Dark modules, each run of a row as one rectangle.
    fn code(&mut self, at: (Um, Um), module: Um, rows: &[Vec<bool>]) {
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
}

/// Weight, colour and line that rules share: upright or not, at which coordinate.
type Track = (Um, Color, bool, Um);

/// From and to.
type Ends = ((Um, Um), (Um, Um));

/// A page's rules, the pieces of a line put together: a table's uprights come row by row.
fn joined(items: &[Item]) -> Vec<(Track, Ends)> {
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
