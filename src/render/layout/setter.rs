//! The setter 排字: texts become atoms, lines and strips under one set of measures, tags and findings on the side.

use super::breaks::Cut;
use super::codes::MISSING_CHARACTER;
use super::flow::Strip;
use super::memory::{Manner, Memory};
use super::paragraph::{Atom, Line, Measure, fill, space_pairs, squeeze_pairs};
use super::sheet::{Item, Mark, Run, Tag, TagId, TagKind};
use super::theme::{Color, PrintTheme, Stripes, Um};
use crate::diag::{Diagnostic, Place};
use crate::document::{Align, Counted, Origin, Span, Text};
use crate::render::fonts::{Pen, Role};
use std::rc::Rc;

/// Sizes of one attempt at a document, all derived from a design.
#[derive(Debug, Clone)]
pub(crate) struct Sizes {
    pub(crate) page: (Um, Um),
    pub(crate) top: Um,
    pub(crate) bottom: Um,
    pub(crate) left: Um,
    pub(crate) right: Um,
    pub(crate) face: Role,
    /// Emphasis inside running text.
    pub(crate) strong: Role,
    pub(crate) title: Um,
    pub(crate) title_pitch: Um,
    pub(crate) size: Um,
    pub(crate) pitch: Um,
    pub(crate) table: Um,
    pub(crate) row: Um,
    /// Faces of headings by level.
    pub(crate) headings: [Role; 4],
    /// The largest headings of a leaflet, in percent of the text.
    pub(crate) section: Um,
    pub(crate) stripes: Stripes,
    /// Air between Chinese and Latin letters or digits.
    pub(crate) spaced: bool,
    /// Smallest table type that keeps names whole.
    pub(crate) min_table: Um,
    /// Height of rows that are signed by hand, in percent of what they ask for.
    pub(crate) grow: Um,
    /// Set short rosters as two blocks side by side.
    pub(crate) double: bool,
    /// A picture as long as what it says: nobody leafs through it, and nothing stands at its edge but white.
    pub(crate) endless: bool,
}

impl Sizes {
    pub(crate) fn width(&self) -> Um {
        self.page.0 - self.left - self.right
    }

    pub(crate) fn height(&self) -> Um {
        self.page.1 - self.top - self.bottom
    }
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Style {
    pub(crate) role: Role,
    pub(crate) size: Um,
    pub(crate) color: Color,
    /// Phone numbers stand out.
    pub(crate) phones: bool,
}

/// A set text: atoms with the lines they make.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) atoms: Rc<[Atom]>,
    pub(crate) lines: Vec<Line>,
}

/// Everything that setting one document needs and leaves behind.
pub(crate) struct Setter<'a, 'f> {
    pub(crate) pen: &'a Pen<'f>,
    pub(crate) theme: &'a PrintTheme,
    pub(crate) sizes: Sizes,
    pub(crate) tags: Vec<Tag>,
    pub(crate) findings: Vec<Diagnostic>,
    /// Row of the table that is being set, for findings about roster values.
    pub(crate) row: Option<usize>,
    /// The level of the document's largest headings.
    pub(crate) top_heading: u8,
    pub(crate) memory: Rc<Memory>,
    links: Vec<(usize, String)>,
}

impl<'a, 'f> Setter<'a, 'f> {
    pub(crate) fn new(pen: &'a Pen<'f>, theme: &'a PrintTheme, sizes: Sizes) -> Self {
        let root = Tag { kind: TagKind::Document, parent: None, alt: None };
        let (findings, links, memory) = (Vec::new(), Vec::new(), Rc::default());
        Self { pen, theme, sizes, tags: vec![root], findings, row: None, top_heading: 1, memory, links }
    }

    /// A new structure element.
    pub(crate) fn tag(&mut self, kind: TagKind, parent: usize) -> usize {
        self.tags.push(Tag { kind, parent: Some(parent), alt: None });
        self.tags.len() - 1
    }

    /// Running text.
    pub(crate) fn running(&self) -> Style {
        let phones = false;
        Style { role: self.sizes.face, size: self.sizes.size, color: self.theme.colors.ink, phones }
    }

    /// The program's own words.
    pub(crate) fn words(text: &str) -> Text {
        Text::open(text, "程序")
    }

    /// Characters with their glyphs and break opportunities, to be changed.
    pub(crate) fn shape(&mut self, text: &Text, style: Style, tag: TagId) -> Vec<Atom> {
        self.shaped(text, style, tag).to_vec()
    }

    /// The same, to be looked at.
    pub(crate) fn shaped(&mut self, text: &Text, style: Style, tag: TagId) -> Rc<[Atom]> {
        let [Span::Plain(words)] = text.spans.as_slice() else {
            return self.shape_anew(text, style, tag).into();
        };
        let manner = Manner { style, strong: self.strong(style.role), spaced: self.sizes.spaced };
        if let Some(known) = self.memory.recall(words, manner) {
            return known;
        }
        let atoms = self.shape_anew(text, style, tag).into();
        // A text with a character that cannot be printed is a finding each time, under its own place.
        if self.findings.is_empty() {
            self.memory.remember(words, manner, &atoms);
        }
        atoms
    }

    fn shape_anew(&mut self, text: &Text, style: Style, tag: TagId) -> Vec<Atom> {
        let mut characters = Vec::new();
        let mut looks = Vec::new();
        for span in &text.spans {
            let mut role = style.role;
            let mut link = None;
            match span {
                Span::Strong(_) | Span::Counted(Counted { strong: true, .. }) => {
                    role = self.strong(style.role)
                }
                Span::Link { href, .. } if href.contains(':') => {
                    let element = self.tag(TagKind::Link, tag.unwrap_or(0));
                    self.links.push((element, href.clone()));
                    link = Some(self.links.len() - 1);
                }
                Span::Plain(_) | Span::Counted(_) | Span::Link { .. } | Span::Break => {}
            }
            for c in span.text().chars() {
                let c = match c {
                    '\t' | '\u{A0}' => ' ',
                    // Marks without a shape of their own.
                    '\u{200B}'..='\u{200D}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\r' | '\u{AD}' => {
                        continue;
                    }
                    '\u{E0100}'..='\u{E01EF}' => continue,
                    c => c,
                };
                characters.push(c);
                looks.push((role, link));
            }
        }
        let seams = self.memory.seams(&characters);
        if style.phones {
            for range in &seams.phones {
                looks[range.clone()].iter_mut().for_each(|look| look.0 = self.strong(style.role));
            }
        }
        let mut atoms = Vec::with_capacity(characters.len());
        for ((&character, (role, link)), cut) in characters.iter().zip(looks).zip(seams.cuts.iter().copied())
        {
            let asked = if character == '\n' { ' ' } else { character };
            let latin = self.pen.has_latin() && asked.is_ascii_alphanumeric();
            let role = if latin { Role::Latin } else { role };
            let Some(glyph) = self.pen.glyph(role, asked) else {
                self.missing(character, &text.origin);
                continue;
            };
            let width = if character == '\n' { 0 } else { glyph.width(style.size) };
            let (size, color) = (style.size, style.color);
            atoms.push(Atom { character, glyph, size, width, air: 0, shift: 0, color, link, cut });
        }
        squeeze_pairs(&mut atoms);
        if self.sizes.spaced {
            space_pairs(&mut atoms);
        }
        atoms
    }

    fn strong(&self, role: Role) -> Role {
        if role == Role::Heading { Role::Strong } else { self.sizes.strong }
    }

    fn missing(&mut self, character: char, origin: &Origin) {
        let help =
            "安装收字多的字体（Debian：apt-get install fonts-babelstone-han fonts-hanazono），或核对这个字";
        let (at, message) = match (origin, self.row) {
            (Origin::Open(place), _) => {
                let code = u32::from(character);
                (
                    Place::file(place.clone()),
                    format!("“{character}”（U+{code:04X}）所有字体里都没有，印不出来"),
                )
            }
            (Origin::Roster, Some(row)) => {
                (Place::file("名册"), format!("表格第{row}行有一个字，所有字体里都没有，印不出来"))
            }
            (Origin::Roster, None) => {
                (Place::file("名册"), "由名册填入的文字里有一个字，所有字体里都没有，印不出来".to_owned())
            }
        };
        let finding = Diagnostic::error(&MISSING_CHARACTER, at, message, help);
        if !self.findings.iter().any(|known| known.message == finding.message && known.at == finding.at) {
            self.findings.push(finding);
        }
    }

    /// A text broken into lines.
    pub(crate) fn block(&mut self, text: &Text, style: Style, tag: TagId, measure: Measure) -> Block {
        let atoms = self.shaped(text, style, tag);
        let lines = fill(&atoms, measure);
        Block { atoms, lines }
    }

    /// The width of a text on one line.
    pub(crate) fn natural(&mut self, text: &Text, style: Style) -> Um {
        let known = (self.tags.len(), self.links.len());
        let atoms = self.shaped(text, style, Some(0));
        self.tags.truncate(known.0);
        self.links.truncate(known.1);
        let mut widest = 0;
        let mut width = 0;
        for atom in atoms.iter() {
            width = if atom.character == '\n' { 0 } else { width + atom.width };
            widest = widest.max(width);
        }
        widest
    }

    /// A line's draw items with its baseline at `y`, shifted right by `x`.
    pub(crate) fn draw(&self, block: &Block, line: &Line, x: Um, y: Um, tag: TagId) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut open: Option<(u16, Um, Color, Option<usize>)> = None;
        for (atom, &at) in block.atoms[line.from..line.to].iter().zip(&line.xs) {
            let look = (atom.glyph.face, atom.size, atom.color, atom.link);
            let advance = atom.glyph.width(atom.size);
            let mark = Mark { character: atom.character, glyph: atom.glyph.id, advance, x: 0 };
            if open == Some(look)
                && let Some(Item::Text(run)) = items.last_mut()
            {
                run.glyphs.push(Mark { x: x + at - run.at.0, ..mark });
                continue;
            }
            open = Some(look);
            // Nearly always the whole line is one run.
            let mut glyphs = Vec::with_capacity(if items.is_empty() { line.to - line.from } else { 4 });
            glyphs.push(mark);
            let own = atom.link.map(|link| self.links[link].0).or(tag);
            let run =
                Run { at: (x + at, y), size: atom.size, face: look.0, color: atom.color, glyphs, tag: own };
            items.push(Item::Text(run));
        }
        let mut areas = Vec::new();
        for (atom, &at) in block.atoms[line.from..line.to].iter().zip(&line.xs) {
            let Some(link) = atom.link else { continue };
            match areas.last_mut() {
                Some((known, _, right, _)) if *known == link => *right = at + atom.width,
                _ => areas.push((link, at, at + atom.width, atom.size)),
            }
        }
        for (link, left, right, size) in areas {
            let (element, url) = &self.links[link];
            let (at, size) = ((x + left, y - size * 88 / 100), (right - left, size));
            items.push(Item::Link { at, size, url: url.clone(), tag: Some(*element) });
        }
        items
    }

    /// A block as strips of one pitch, `x` from the left edge, with widow and orphan control.
    pub(crate) fn strips(
        &self,
        block: &Block,
        pitch: Um,
        x: Um,
        width: Um,
        align: Align,
        tag: TagId,
    ) -> Vec<Strip> {
        let count = block.lines.len();
        let mut strips = Vec::with_capacity(count);
        for (number, line) in block.lines.iter().enumerate() {
            let free = width - line.end;
            let dx = match align {
                Align::Start => 0,
                Align::Center => free / 2,
                Align::End => free,
            };
            let size =
                block.atoms[line.from..line.to].iter().map(|a| a.size).max().unwrap_or(self.sizes.size);
            let items = self.draw(block, line, x + dx, baseline(pitch, size), tag);
            let strip = Strip::text(pitch, items);
            let tied = number > 0 && (number == 1 || number + 1 == count);
            strips.push(if tied { strip.tied() } else { strip });
        }
        strips
    }

    /// A block as items below each other, with the height they take: for cells and boxes.
    pub(crate) fn stacked(
        &self,
        block: &Block,
        pitch: Um,
        x: Um,
        width: Um,
        align: Align,
        tag: TagId,
    ) -> (Vec<Item>, Um) {
        let mut items = Vec::new();
        let mut y = 0;
        for strip in self.strips(block, pitch, x, width, align, tag) {
            items.extend(strip.items.into_iter().map(|item| item.shifted(0, y)));
            y += strip.height;
        }
        (items, y)
    }
}

/// The baseline of a line that is centred in its pitch: the em box of Han type is 88 % above the baseline.
pub(crate) fn baseline(pitch: Um, size: Um) -> Um {
    (pitch - size) / 2 + size * 88 / 100
}

/// Whether a line may begin before this atom at will.
pub(crate) fn free(atom: &Atom) -> bool {
    atom.cut == Cut::Yes
}
