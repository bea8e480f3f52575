//! Blocks 内容块: headings, paragraphs, lists and callouts become strips, in the manner of the document's kind.

use super::breaks::Cut;
use super::flow::{Strip, StripKind, tie_seal};
use super::paragraph::{Atom, Measure, fill, squeeze_pairs};
use super::setter::{Block as Set, Setter, Style, baseline};
use super::sheet::{Item, TagId, TagKind};
use super::theme::Um;
use crate::document::{Align, Block, Kind, Text};
use crate::render::fonts::Role;

/// How the list of annexes begins 附件说明.
const ANNEX: &str = "附件：";

/// The part of the page's width that blocks are set in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    pub(crate) x: Um,
    pub(crate) width: Um,
    /// Inside a list item or box: no first-line indents.
    pub(crate) inner: bool,
    pub(crate) kind: Kind,
}

impl Area {
    pub(crate) fn inset(self, left: Um, right: Um) -> Self {
        Self { x: self.x + left, width: self.width - left - right, inner: true, ..self }
    }

    pub(super) fn friendly(self) -> bool {
        self.kind == Kind::Leaflet
    }
}

/// A paragraph that announces what comes next: 有下列情况的：
fn leads(block: &Block) -> bool {
    matches!(block, Block::Paragraph { text, .. } if text.plain().ends_with('：'))
}

/// A paragraph that says the last word about the list before it, and so stays with it.
fn closes(blocks: &[Block], at: usize) -> bool {
    let list = |at: usize| matches!(blocks.get(at), Some(Block::List { .. }));
    matches!(blocks[at], Block::Paragraph { .. }) && at > 0 && list(at - 1) && !list(at + 1)
}

impl Setter<'_, '_> {
    /// Blocks below each other, appended to `strips`.
    pub(crate) fn blocks(&mut self, blocks: &[Block], area: Area, parent: usize, strips: &mut Vec<Strip>) {
        let mut tie = false;
        let mut sealed = false;
        for (number, block) in blocks.iter().enumerate() {
            if std::mem::take(&mut sealed) && matches!(block, Block::Qr { .. }) {
                continue;
            }
            let before = strips.len();
            match block {
                Block::Heading { level, text, .. } => self.heading(*level, text, area, parent, strips),
                Block::Paragraph { text, indent, align } => {
                    self.paragraph(text, *indent && !area.inner, *align, area, parent, strips);
                }
                Block::List { ordered, items } => self.list(*ordered, items, area, parent, strips),
                Block::Facts(pairs) => self.facts(pairs, area, parent, strips),
                Block::Period(period) => self.period(period, area, parent, strips),
                Block::Table(table) => self.table(table, area, parent, strips),
                Block::Callout { title, blocks } => {
                    self.callout(title.as_ref(), blocks, area, parent, strips)
                }
                Block::Grid(grid) => self.grid(grid, area, parent, strips),
                Block::Sign(places) => self.sign(places, area, parent, strips),
                Block::Part(title) => self.part(title, area, strips),
                Block::Track(track) => self.blocks(&track.plain(), area, parent, strips),
                // Paper stays as it was printed.
                Block::Until { blocks, .. } => self.blocks(blocks, area, parent, strips),
                Block::Qr { url, caption } if self.sizes.endless => {
                    self.qr_alone(url, caption, area, parent, strips);
                }
                Block::Qr { url, caption } => self.qr_beside(url, caption, area, parent, strips),
                Block::Seal { issuers, date, seal } => {
                    let first = strips.len();
                    if area.kind == Kind::Leaflet && !seal {
                        self.imprint(issuers, *date, area, parent, strips);
                    } else {
                        let free = self.seal(issuers, *date, *seal, area, parent, strips);
                        if let Some(Block::Qr { url, caption }) = blocks.get(number + 1)
                            && !self.sizes.endless
                        {
                            let left = Area { width: free, ..area };
                            if !self.qr_by_seal(url, caption, left, parent, &mut strips[first..]) {
                                let from = strips.len();
                                self.qr_beside(url, caption, area, parent, strips);
                                strips[from..].iter_mut().for_each(|strip| strip.breakable = false);
                            }
                            sealed = true;
                        }
                    }
                    if strips.len() > first {
                        tie_seal(strips, first, self.sizes.pitch * 3);
                    }
                }
            }
            if tie {
                let first = (before..strips.len()).find(|&i| !matches!(strips[i].kind, StripKind::Space));
                for strip in &mut strips[before..first.map_or(before, |at| at + 1)] {
                    strip.breakable = false;
                }
            }
            if area.friendly() && closes(blocks, number) && strips.len() - before <= 2 {
                let list = strips[..before].iter().rposition(|strip| !matches!(strip.kind, StripKind::Space));
                strips[list.map_or(before, |at| at + 1)..]
                    .iter_mut()
                    .for_each(|strip| strip.breakable = false);
            }
            let heading = matches!(block, Block::Heading { .. });
            tie = heading || leads(block) && number + 1 < blocks.len();
            if area.friendly() && !heading && number + 1 < blocks.len() {
                let space = Strip::space(self.sizes.size * 30 / 100);
                strips.push(if tie { space.tied() } else { space });
            }
        }
    }

    fn heading(&mut self, level: u8, text: &Text, area: Area, parent: usize, strips: &mut Vec<Strip>) {
        let tag = Some(self.tag(TagKind::Heading(level.clamp(1, 4) + 1), parent));
        let em = self.sizes.size;
        let mut style = self.running();
        let mut pitch = self.sizes.pitch;
        style.role = self.sizes.headings[usize::from(level.clamp(1, 4)) - 1];
        let mut indent = if area.inner { 0 } else { 2 * em };
        let mut area = area;
        let section = area.friendly() && level <= self.top_heading;
        if area.friendly() {
            style.color = self.theme.colors.accent;
            indent = 0;
            strips.push(Strip::space(em * if section { 45 } else { 20 } / 100));
            if section {
                style.size = em * self.sizes.section / 100;
                pitch = pitch * 112 / 100;
                area = Area { inner: area.inner, ..area.inset(em * 60 / 100, 0) };
            }
        }
        let measure = Measure { width: area.width, indent, justify: false };
        let set = self.block(text, style, tag, measure);
        let mut made = self.strips(&set, pitch, area.x, area.width, Align::Start, tag);
        for strip in &mut made {
            strip.kind = StripKind::Other;
        }
        if section && let Some(first) = made.first_mut() {
            let bar = Item::Fill {
                at: (area.x - em * 60 / 100, (pitch - style.size) / 2),
                size: (em * 22 / 100, style.size),
                color: style.color,
            };
            first.items.insert(0, bar);
        }
        made.iter_mut().skip(1).for_each(|strip| strip.breakable = false);
        strips.extend(made);
        if section {
            strips.push(Strip::space(em * 18 / 100).tied());
        }
    }

    fn paragraph(
        &mut self,
        text: &Text,
        indent: bool,
        align: Align,
        area: Area,
        parent: usize,
        strips: &mut Vec<Strip>,
    ) {
        let tag = Some(self.tag(TagKind::Paragraph, parent));
        let style = Style { phones: area.friendly(), ..self.running() };
        if indent && !area.friendly() && text.plain().starts_with(ANNEX) {
            return self.annex(text, style, area, tag, strips);
        }
        let justify = align == Align::Start;
        let indent = if indent && justify && !area.friendly() { 2 * style.size } else { 0 };
        let set = self.block(text, style, tag, Measure { width: area.width, indent, justify });
        strips.extend(self.strips(&set, self.sizes.pitch, area.x, area.width, align, tag));
    }

    /// 附件说明: what follows the word hangs behind it, each annex on a line of its own.
    fn annex(&mut self, text: &Text, style: Style, area: Area, tag: TagId, strips: &mut Vec<Strip>) {
        let atoms = self.shaped(text, style, tag);
        let (label, names) = atoms.split_at(ANNEX.chars().count().min(atoms.len()));
        let left = 2 * style.size;
        let hang = left + label.iter().map(|atom| atom.width).sum::<Um>();
        let mut names = names.to_vec();
        if let Some(first) = names.first_mut() {
            first.cut = Cut::No;
        }
        let alone = |atoms: &[Atom], width: Um, justify: bool| {
            let lines = fill(atoms, Measure { width, indent: 0, justify });
            Set { atoms: atoms.into(), lines }
        };
        let width = area.width - hang;
        let (label, names) = (alone(label, hang, false), alone(&names, width, true));
        let mut made = self.strips(&names, self.sizes.pitch, area.x + hang, width, Align::Start, tag);
        if made.is_empty() {
            made.push(Strip::text(self.sizes.pitch, Vec::new()));
        }
        if let (Some(line), Some(first)) = (label.lines.first(), made.first_mut()) {
            let y = baseline(self.sizes.pitch, style.size);
            first.items.splice(0..0, self.draw(&label, line, area.x + left, y, tag));
        }
        strips.extend(made);
    }

    fn list(
        &mut self,
        ordered: bool,
        items: &[Vec<Block>],
        area: Area,
        parent: usize,
        strips: &mut Vec<Strip>,
    ) {
        let list = self.tag(TagKind::List, parent);
        let em = self.sizes.size;
        let (left, hang) = match (area.friendly(), area.inner) {
            (true, _) if !ordered => (0, em * 90 / 100),
            // Numerals are large; two of them take more room.
            (true, _) => (0, if items.len() > 9 { em * 240 / 100 } else { em * 170 / 100 }),
            (false, true) => (0, em * 130 / 100),
            (false, false) => (2 * em, em * 130 / 100),
        };
        let begin = strips.len();
        let mut second = begin;
        for (number, item) in items.iter().enumerate() {
            let element = self.tag(TagKind::Item, list);
            let label = self.tag(TagKind::Label, element);
            let body = self.tag(TagKind::Body, element);
            let mark =
                if ordered { self.numeral(number + 1, area, left, label) } else { self.bullet(area, left) };
            let mut made = Vec::new();
            self.blocks(item, area.inset(left + hang, 0), body, &mut made);
            if let Some(first) = made.first_mut() {
                first.items.splice(0..0, mark);
            }
            if area.friendly() && number + 1 < items.len() {
                made.push(Strip::space(em * 18 / 100));
            }
            if number == 1 {
                second = strips.len();
            }
            strips.extend(made);
        }
        if area.friendly() {
            // Short lists stay whole; a long one begins with two items and ends with two lines.
            let tall: Um = strips[begin..].iter().map(|strip| strip.height).sum();
            let count = strips.len();
            let whole = tall * 5 < self.sizes.height() * 2;
            let tied = if whole { begin + 1..count } else { begin + 1..(second + 1).min(count) };
            for strip in strips.get_mut(tied).into_iter().flatten() {
                strip.breakable = false;
            }
            if let Some(last) = strips.last_mut() {
                last.breakable = false;
            }
        }
    }

    fn numeral(&mut self, number: usize, area: Area, left: Um, tag: usize) -> Vec<Item> {
        let pitch = self.sizes.pitch;
        let mut style = self.running();
        let mut words = format!("{number}.");
        if area.friendly() {
            style = Style {
                role: Role::Strong,
                size: style.size * 145 / 100,
                color: self.theme.colors.accent,
                ..style
            };
            words = number.to_string();
        }
        let text = Self::words(&words);
        let set =
            self.block(&text, style, Some(tag), Measure { width: area.width, indent: 0, justify: false });
        let y = baseline(pitch, self.sizes.size) + (style.size - self.sizes.size) * 12 / 100;
        set.lines.first().map_or_else(Vec::new, |line| self.draw(&set, line, area.x + left, y, Some(tag)))
    }

    fn bullet(&self, area: Area, left: Um) -> Vec<Item> {
        let em = self.sizes.size;
        let color = if area.friendly() { self.theme.colors.accent } else { self.theme.colors.ink };
        let side = em * 26 / 100;
        let at = (area.x + left + em * 20 / 100, baseline(self.sizes.pitch, em) - em * 38 / 100 - side / 2);
        vec![Item::Fill { at, size: (side, side), color }]
    }

    fn callout(
        &mut self,
        title: Option<&Text>,
        blocks: &[Block],
        area: Area,
        parent: usize,
        strips: &mut Vec<Strip>,
    ) {
        let group = self.tag(TagKind::Group, parent);
        let em = self.sizes.size;
        let pad = em * 60 / 100;
        let inside = area.inset(pad + em * 20 / 100, pad);
        let mut inner = Vec::new();
        if let Some(title) = title {
            let tag = Some(self.tag(TagKind::Paragraph, group));
            let role = if area.friendly() { Role::Strong } else { Role::Heading };
            let style = Style { role, color: self.theme.colors.accent, ..self.running() };
            let set =
                self.block(title, style, tag, Measure { width: inside.width, indent: 0, justify: false });
            inner.extend(self.strips(&set, self.sizes.pitch, inside.x, inside.width, Align::Start, tag));
        }
        self.blocks(blocks, inside, group, &mut inner);
        while inner.last().is_some_and(|strip| matches!(strip.kind, StripKind::Space)) {
            inner.pop();
        }
        let edge = pad / 2;
        let total: Um = inner.iter().map(|strip| strip.height).sum::<Um>() + 2 * edge;
        strips.push(Strip::space(em * 30 / 100));
        if total * 2 < self.sizes.height() {
            let mut items = self.ground(area, total);
            let mut y = edge;
            for strip in inner {
                items.extend(strip.items.into_iter().map(|item| item.shifted(0, y)));
                y += strip.height;
            }
            strips.push(Strip::text(total, items));
        } else {
            strips.push(Strip::other(edge, self.ground(area, edge)));
            // The upper edge stays with its text, a title with what it is the title of.
            for strip in inner.iter_mut().take(if title.is_some() { 2 } else { 1 }) {
                strip.breakable = false;
            }
            for mut strip in inner {
                let ground = self.ground(area, strip.height);
                strip.items.splice(0..0, ground);
                if matches!(strip.kind, StripKind::Space) {
                    strip.kind = StripKind::Other;
                }
                strips.push(strip);
            }
            strips.push(Strip::other(edge, self.ground(area, edge)).tied());
        }
        strips.push(Strip::space(em * 30 / 100));
    }

    pub(super) fn ground(&self, area: Area, height: Um) -> Vec<Item> {
        let bar = self.sizes.size * 20 / 100;
        vec![
            Item::Fill { at: (area.x, 0), size: (area.width, height), color: self.theme.colors.tint },
            Item::Fill { at: (area.x, 0), size: (bar, height), color: self.theme.colors.accent },
        ]
    }

    /// The salutation, flush left with its colon; on a leaflet large, so that it is handed to the right door.
    pub(crate) fn salutation(&mut self, text: &Text, area: Area, strips: &mut Vec<Strip>) {
        let tag = Some(self.tag(TagKind::Paragraph, 0));
        let mut style = self.running();
        let mut pitch = self.sizes.pitch;
        if area.friendly() {
            style = Style { role: Role::Strong, size: style.size * 135 / 100, ..style };
            pitch = pitch * 125 / 100;
        }
        let mut atoms = self.shape(text, style, tag);
        if !text.plain().ends_with('：') {
            atoms.extend(self.shape(&Self::words("："), style, tag));
        }
        squeeze_pairs(&mut atoms);
        let lines = fill(&atoms, Measure { width: area.width, indent: 0, justify: true });
        let set = Set { atoms: atoms.into(), lines };
        strips.extend(self.strips(&set, pitch, area.x, area.width, Align::Start, tag));
        if let Some(last) = strips.last_mut() {
            last.kind = StripKind::Other;
        }
        if area.friendly() {
            strips.push(Strip::space(self.sizes.size * 15 / 100).tied());
        }
    }
}
