//! Form grids 表单方格: labels on the ground of heads, cells to write in, rows whole on a page, every cell tagged.

use super::blocks::Area;
use super::breaks::Cut;
use super::codes::OVERFLOW;
use super::flow::{Frame, Strip};
use super::paragraph::{Atom, Measure, fill};
use super::setter::{Block as Set, Setter, Style};
use super::sheet::{Item, Scope, TagKind};
use super::theme::Um;
use crate::diag::{Diagnostic, Place};
use crate::document::{Align, Grid, GridCell, Origin, Text};
use crate::render::fonts::Role;
use std::rc::Rc;

/// A cell with its place in the grid.
struct Placed<'a> {
    cell: &'a GridCell,
    row: usize,
    x: Um,
    width: Um,
    items: Vec<Item>,
    foot: Vec<Item>,
    tall: Um,
    foot_tall: Um,
}

impl Setter<'_, '_> {
    /// A grid as strips: the header rows, then every row, or the rows that a cell holds together.
    pub(crate) fn grid(&mut self, grid: &Grid, area: Area, parent: usize, strips: &mut Vec<Strip>) {
        // Cells without any label are room to write in, not a table.
        let labelled = grid.rows.iter().flatten().any(|cell| cell.label);
        let table = self.tag(if labelled { TagKind::Table } else { TagKind::Group }, parent);
        let edges = edges(&grid.columns, area);
        let placed = self.placed(grid, &edges, table, labelled);
        strips.push(Strip::space(self.sizes.size * 25 / 100));
        let (outer, color) = (self.theme.rules.outer, self.theme.colors.ink);
        let (left, right) = (edges[0] - outer / 2, edges[edges.len() - 1] + outer / 2);
        let rule = Item::Rule { from: (left, 0), to: (right, 0), weight: outer, color };
        let head_rows = grid.head.min(grid.rows.len());
        let (mut head, mut head_height) = (vec![rule.clone()], 0);
        if head_rows > 0 {
            let (items, height) = self.rows(&placed, 0, head_rows, &edges);
            head.extend(items);
            head_height = height;
            strips.push(Strip::other(height, head.clone()));
        }
        let frame = Rc::new(Frame { head, head_height, close: vec![rule.clone()] });
        let mut from = head_rows;
        while from < grid.rows.len() {
            let to = together(&placed, from);
            let (mut items, height) = self.rows(&placed, from, to, &edges);
            if from == 0 {
                items.push(rule.clone());
            }
            if head_height + height > self.sizes.height() {
                let help = "把这一行拆成几行，或少留几行空白";
                let message = format!("表格第{}行比一页纸还高，印不下", from + 1);
                self.findings.push(Diagnostic::error(&OVERFLOW, highest(&placed, from, to), message, help));
            }
            let strip = Strip::row(height, items, &frame);
            strips.push(if from == head_rows && head_rows > 0 { strip.tied() } else { strip });
            from = to;
        }
        strips.push(Strip::space(self.sizes.size * 35 / 100));
    }

    /// Every cell set in its width, with its tag.
    fn placed<'a>(&mut self, grid: &'a Grid, edges: &[Um], table: usize, labelled: bool) -> Vec<Placed<'a>> {
        let columns = grid.columns.len();
        // Down to which row a cell above still stands in a column.
        let mut until = vec![0; columns];
        let mut placed = Vec::new();
        for (row, cells) in grid.rows.iter().enumerate() {
            let element = if labelled { self.tag(TagKind::Row, table) } else { table };
            let mut at = 0;
            for cell in cells {
                while until.get(at).is_some_and(|until| *until > row) {
                    at += 1;
                }
                let end = (at + cell.across).min(columns);
                let Some(taken) = until.get_mut(at..end) else { break };
                taken.fill(row + cell.down);
                let scope = match (cell.label, row < grid.head) {
                    (false, _) => None,
                    (true, true) => Some(Scope::Column),
                    (true, false) => Some(Scope::Row),
                };
                let (across, down) = (cell.across, cell.down);
                let kind = TagKind::Spanning { scope, across, down };
                let tag = self.tag(if labelled { kind } else { TagKind::Paragraph }, element);
                let (x, width) = (edges[at], edges[end] - edges[at]);
                let (items, tall) = self.written(&cell.text, cell.label, cell.align, x, width, tag);
                let (foot, foot_tall) = match &cell.foot {
                    Some(foot) => self.written(foot, false, Align::End, x, width, tag),
                    None => (Vec::new(), 0),
                };
                placed.push(Placed { cell, row, x, width, items, foot, tall, foot_tall });
                at = end;
            }
        }
        placed
    }

    fn written(
        &mut self,
        text: &Text,
        label: bool,
        align: Align,
        x: Um,
        width: Um,
        tag: usize,
    ) -> (Vec<Item>, Um) {
        let style = self.cell_style(label);
        let pad = self.padding();
        let inner = (width - 2 * pad).max(style.size);
        let mut atoms = self.shape(text, style, Some(tag));
        keep_boxes(&mut atoms, inner);
        let lines = fill(&atoms, Measure { width: inner, indent: 0, justify: false });
        let set = Set { atoms: atoms.into(), lines };
        self.stacked(&set, style.size * 150 / 100, x + pad, inner, align, Some(tag))
    }

    /// Some rows below each other, rules above and beside their cells: items and height.
    fn rows(&self, placed: &[Placed<'_>], from: usize, to: usize, edges: &[Um]) -> (Vec<Item>, Um) {
        let heights = self.heights(placed, from, to);
        let top = |row: usize| heights[..row - from].iter().sum::<Um>();
        let (outer, inner) = (self.theme.rules.outer, self.theme.rules.inner);
        let color = self.theme.colors.ink;
        let (left, right) = (edges[0], edges[edges.len() - 1]);
        let total: Um = heights.iter().sum();
        let mut grounds = Vec::new();
        let mut rules = Vec::new();
        let mut texts = Vec::new();
        for is in placed.iter().filter(|is| (from..to).contains(&is.row)) {
            let (y, height) = (top(is.row), top((is.row + is.cell.down).min(to)) - top(is.row));
            if is.cell.label {
                let (at, size) = ((is.x, y), (is.width, height));
                grounds.push(Item::Fill { at, size, color: self.theme.colors.head });
            }
            if is.row > 0 {
                rules.push(Item::Rule { from: (is.x, y), to: (is.x + is.width, y), weight: inner, color });
            }
            let weight = if is.x == left { outer } else { inner };
            rules.push(Item::Rule { from: (is.x, y), to: (is.x, y + height), weight, color });
            let free = height - is.tall - is.foot_tall;
            // What is written below a heading of the cell needs the room beneath it.
            let dy = if is.foot.is_empty() && (is.cell.label || is.cell.height < 2) {
                free / 2
            } else {
                self.padding()
            };
            texts.extend(is.items.iter().map(|item| item.clone().shifted(0, y + dy.min(free.max(0)))));
            let dy = height - is.foot_tall - self.padding() / 2;
            texts.extend(is.foot.iter().map(|item| item.clone().shifted(0, y + dy)));
        }
        rules.push(Item::Rule { from: (right, 0), to: (right, total), weight: outer, color });
        grounds.extend(rules);
        grounds.extend(texts);
        (grounds, total)
    }

    /// Heights of some rows; a cell over several rows that needs more gives it to its last.
    fn heights(&self, placed: &[Placed<'_>], from: usize, to: usize) -> Vec<Um> {
        let mut heights = vec![self.sizes.row; to - from];
        let here = || placed.iter().filter(|is| (from..to).contains(&is.row));
        for one in [true, false] {
            for is in here().filter(|is| (is.cell.down == 1) == one) {
                let natural = is.tall + is.foot_tall + self.padding();
                let need = natural.max(self.sizes.row * Um::from(is.cell.height));
                let last = (is.row + is.cell.down).min(to) - from;
                let has: Um = heights[is.row - from..last].iter().sum();
                heights[last - 1] += (need - has).max(0);
            }
        }
        heights
    }

    /// A further part on a page of its own, under its title.
    pub(crate) fn part(&mut self, title: &Text, area: Area, strips: &mut Vec<Strip>) {
        let (size, pitch) = (self.sizes.title, self.sizes.title_pitch);
        let style = Style { role: Role::Title, size, color: self.theme.colors.ink, phones: false };
        strips.push(Strip::page());
        strips.extend(self.title(title, style, pitch, area.x, area.width));
        strips.push(Strip::space(self.sizes.pitch / 2).tied());
    }
}

/// A box to tick and its words stay on one line where they fit on one.
fn keep_boxes(atoms: &mut [Atom], width: Um) {
    let is_box = |atom: &Atom| matches!(atom.character, '□' | '■');
    let mut from = 0;
    while let Some(start) = atoms[from..].iter().position(is_box).map(|at| from + at) {
        let ends = |atom: &Atom| is_box(atom) || matches!(atom.character, '　' | '\n');
        let end = atoms[start + 1..].iter().position(ends).map_or(atoms.len(), |at| start + 1 + at);
        if atoms[start..end].iter().map(|atom| atom.width).sum::<Um>() <= width {
            atoms[start + 1..end].iter_mut().for_each(|atom| atom.cut = Cut::No);
        }
        from = end;
    }
}

/// Where columns begin and where the last ends.
fn edges(weights: &[u16], area: Area) -> Vec<Um> {
    let all: Um = weights.iter().map(|weight| Um::from(*weight)).sum::<Um>().max(1);
    let mut passed = 0;
    let mut edges = vec![area.x];
    for weight in weights {
        passed += Um::from(*weight);
        edges.push(area.x + area.width * passed / all);
    }
    edges
}

/// The first row after `from` into which no cell reaches from above.
fn together(placed: &[Placed<'_>], from: usize) -> usize {
    let mut to = from + 1;
    for is in placed.iter().filter(|is| is.row >= from) {
        if is.row >= to {
            break;
        }
        to = to.max(is.row + is.cell.down);
    }
    to
}

/// Where the text of the highest cell of some rows comes from.
fn highest(placed: &[Placed<'_>], from: usize, to: usize) -> Place {
    let cells = placed.iter().filter(|cell| (from..to).contains(&cell.row));
    match cells.max_by_key(|cell| cell.tall).map(|cell| &cell.cell.text.origin) {
        Some(Origin::Open(place)) if !place.is_empty() => Place::file(place.clone()),
        Some(Origin::Roster) => Place::file("名册"),
        _ => Place::file("表单"),
    }
}
