//! Content streams 页面内容: operators become the text that a reader sees, with line and cell boundaries.

use super::super::super::needles::fold::HARD;
use super::font::{Font, resolve};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Reads content streams of one document.
pub(super) struct Reader<'a> {
    pub(super) document: &'a Document,
    fonts: BTreeMap<*const Dictionary, Rc<Font>>,
    /// Text so far.
    pub(super) text: String,
    /// Texts in marked content: ActualText, Alt, E.
    pub(super) marked: Vec<Vec<u8>>,
    /// Whether something could not be told.
    pub(super) unknown: bool,
    /// Forms drawn by now.
    pub(super) drawn: Vec<ObjectId>,
    depth: u32,
}

/// Resource dictionaries, nearest first.
type Resources<'a> = Vec<&'a Dictionary>;
type Matrix = [f32; 6];
const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// A gap of this many em along the line is a boundary of cells, not of words. Narrow: justified text stretches
/// less, and a boundary too many only makes the audit stricter.
const CELL: f32 = 0.3;

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    leading: f32,
    spacing: f32,
    scale: f32,
}

struct Text {
    line: Matrix,
    at: Matrix,
    /// Where the previous string ended on the page, and how tall it was.
    last: Option<(f32, f32, f32)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            fonts: BTreeMap::new(),
            text: String::new(),
            marked: Vec::new(),
            unknown: false,
            drawn: Vec::new(),
            depth: 0,
        }
    }

    /// Reads a stream with its resources.
    pub(super) fn read(&mut self, bytes: &[u8], resources: &Resources<'a>) {
        self.within(bytes, resources, UNIT);
    }

    fn within(&mut self, bytes: &[u8], resources: &Resources<'a>, matrix: Matrix) {
        let Ok(content) = Content::decode_strict(bytes.trim_ascii()) else {
            // What does not parse to its end may show anything.
            self.unknown |= !bytes.trim_ascii().is_empty();
            return;
        };
        let mut state = State { matrix, font: None, size: 0.0, leading: 0.0, spacing: 0.0, scale: 1.0 };
        let mut stack = Vec::new();
        let mut text = Text { line: UNIT, at: UNIT, last: None };
        self.text.push(HARD);
        for operation in &content.operations {
            self.operation(operation, resources, &mut state, &mut stack, &mut text);
        }
        self.text.push(HARD);
    }

    fn operation(
        &mut self,
        operation: &Operation,
        resources: &Resources<'a>,
        state: &mut State,
        stack: &mut Vec<State>,
        text: &mut Text,
    ) {
        let operands = &operation.operands;
        let number = |at: usize| operands.get(at).and_then(|object| object.as_float().ok()).unwrap_or(0.0);
        let six = || std::array::from_fn(number);
        match operation.operator.as_str() {
            "q" => stack.push(state.clone()),
            "Q" => *state = stack.pop().unwrap_or_else(|| state.clone()),
            "cm" => state.matrix = multiply(six(), state.matrix),
            "BT" => (text.line, text.at) = (UNIT, UNIT),
            "Tf" => {
                state.size = number(1);
                let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                state.font = self.font(resources, name);
            }
            "gs" => self.graphics_state(operands, resources, state),
            "TL" => state.leading = number(0),
            "Tc" => state.spacing = number(0),
            "Tz" => state.scale = number(0) / 100.0,
            "Tm" => (text.line, text.at) = (six(), six()),
            "Td" => advance(text, number(0), number(1)),
            "TD" => {
                state.leading = -number(1);
                advance(text, number(0), number(1));
            }
            "T*" => advance(text, 0.0, -state.leading),
            "Tj" => self.show(operands, state, text),
            "'" | "\"" => {
                advance(text, 0.0, -state.leading);
                self.show(operands.last().map_or(&[], std::slice::from_ref), state, text);
            }
            "TJ" => self.show(
                operands.first().and_then(|list| list.as_array().ok()).map_or(&[], Vec::as_slice),
                state,
                text,
            ),
            "BDC" | "DP" => self.mark(operands, resources),
            "Do" => self.draw(operands, resources, state.matrix),
            _ => {}
        }
    }

    /// Shows strings; numbers between them move the pen.
    fn show(&mut self, items: &[Object], state: &State, text: &mut Text) {
        for item in items {
            if let Ok(kern) = item.as_float() {
                text.at =
                    multiply([1.0, 0.0, 0.0, 1.0, -kern / 1000.0 * state.size * state.scale, 0.0], text.at);
            } else if let Ok(bytes) = item.as_str() {
                let Some((shown, width)) = state.font.as_ref().and_then(|font| font.text(bytes)) else {
                    self.unknown |= !bytes.is_empty();
                    continue;
                };
                self.boundary(state, text);
                self.text.push_str(&shown);
                let spacing = state.spacing * shown.chars().count() as f32;
                let moved = (width * state.size + spacing) * state.scale;
                text.at = multiply([1.0, 0.0, 0.0, 1.0, moved, 0.0], text.at);
                let (x, y, height) = pen(state, text);
                text.last = Some((x, y, height));
            }
        }
    }

    /// Marks what lies between the end of the last string and the pen: nothing, a new line, a new cell.
    fn boundary(&mut self, state: &State, text: &Text) {
        let Some((last_x, last_y, last_height)) = text.last else { return };
        let (x, y, height) = pen(state, text);
        let em = height.max(last_height).max(0.01);
        if (y - last_y).abs() > em * 0.3 {
            self.text.push('\n');
        } else if (x - last_x).abs() > em * CELL {
            self.text.push(HARD);
        }
    }

    fn font(&mut self, resources: &Resources<'a>, wanted: &[u8]) -> Option<Rc<Font>> {
        let font = self.resource(resources, b"Font", wanted)?.as_dict().ok()?;
        Some(self.load(font))
    }

    fn load(&mut self, font: &'a Dictionary) -> Rc<Font> {
        let document = self.document;
        self.fonts
            .entry(std::ptr::from_ref(font))
            .or_insert_with(|| Rc::new(Font::new(document, font)))
            .clone()
    }

    fn graphics_state(&mut self, operands: &[Object], resources: &Resources<'a>, state: &mut State) {
        let Some(name) = operands.first().and_then(|name| name.as_name().ok()) else { return };
        let settings = self.resource(resources, b"ExtGState", name).and_then(|object| object.as_dict().ok());
        let font = settings
            .and_then(|settings| resolve(self.document, settings, b"Font"))
            .and_then(|f| f.as_array().ok());
        if let Some([font, size]) = font.map(Vec::as_slice) {
            let found = self.document.dereference(font).ok().and_then(|(_, font)| font.as_dict().ok());
            state.font = found.map(|font| self.load(font));
            state.size = size.as_float().unwrap_or(0.0);
        }
    }

    fn resource(&self, resources: &Resources<'a>, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        resources.iter().find_map(|dictionary| {
            resolve(self.document, dictionary, kind)
                .and_then(|kind| kind.as_dict().ok())
                .and_then(|kind| resolve(self.document, kind, name))
        })
    }

    /// Texts that stand for marked content.
    fn mark(&mut self, operands: &[Object], resources: &Resources<'a>) {
        let properties = match operands.get(1) {
            Some(Object::Dictionary(properties)) => Some(properties),
            Some(Object::Name(name)) => {
                self.resource(resources, b"Properties", name).and_then(|properties| properties.as_dict().ok())
            }
            _ => None,
        };
        for (_, value) in properties.into_iter().flatten() {
            if let Ok(bytes) = value.as_str() {
                self.marked.push(bytes.to_vec());
            }
        }
    }

    /// A form drawn on the page is read where it is drawn.
    fn draw(&mut self, operands: &[Object], resources: &Resources<'a>, matrix: Matrix) {
        let Some(name) = operands.first().and_then(|name| name.as_name().ok()) else { return };
        let reference = resources.iter().find_map(|dictionary| {
            resolve(self.document, dictionary, b"XObject")?
                .as_dict()
                .ok()?
                .get(name)
                .ok()?
                .as_reference()
                .ok()
        });
        self.drawn.extend(reference);
        let Some(Object::Stream(form)) = self.resource(resources, b"XObject", name) else { return };
        if super::font::name(&form.dict, b"Subtype") != Some(b"Form") {
            return;
        }
        let (Ok(bytes), true) = (form.get_plain_content_with_limit(super::LARGEST), self.depth < 16) else {
            self.unknown = true;
            return;
        };
        let mut inner = Vec::new();
        inner.extend(resolve(self.document, &form.dict, b"Resources").and_then(|own| own.as_dict().ok()));
        inner.extend(resources);
        self.depth += 1;
        self.within(&bytes, &inner, matrix);
        self.depth -= 1;
    }
}

fn advance(text: &mut Text, x: f32, y: f32) {
    text.line = multiply([1.0, 0.0, 0.0, 1.0, x, y], text.line);
    text.at = text.line;
}

/// Where the pen is on the page, along and across the line's direction, and how tall a character is.
fn pen(state: &State, text: &Text) -> (f32, f32, f32) {
    let matrix = multiply(text.at, state.matrix);
    let scale = matrix[0].hypot(matrix[1]).max(f32::EPSILON);
    let (cos, sin) = (matrix[0] / scale, matrix[1] / scale);
    let along = matrix[4] * cos + matrix[5] * sin;
    let across = matrix[5] * cos - matrix[4] * sin;
    (along, across, state.size.abs() * scale)
}

fn multiply(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}
