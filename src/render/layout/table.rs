//! Tables 表格: widths from content, cells wrapped and centred, whole rows, the header on every page, 以下空白.

use super::blocks::Area;
use super::breaks::Cut;
use super::columns::{Grid, longest};
use super::flow::{Frame, Strip, StripKind, paginate};
use super::paragraph::{Measure, fill};
use super::setter::{Block, Setter, Style};
use super::sheet::{Item, TagKind};
use super::theme::{Stripes, Um};
use super::title::word_starts;
use super::{CONTINUED, END_MARK};
use crate::document::{Align, Span, Table, Text};
use crate::render::fonts::Role;
use std::rc::Rc;

/// Fewest rows for which two blocks side by side are worth it.
const DOUBLE_ROWS: usize = 12;

/// Fewest rows with which a table begins at the foot of a page.
const FIRST_ROWS: usize = 3;

/// A cell that knows its height and waits for its row's.
struct Cell {
    items: Vec<Item>,
    height: Um,
}

impl Setter<'_, '_> {
    pub(super) fn cell_style(&self, head: bool) -> Style {
        let role = if head { Role::Heading } else { self.sizes.face };
        Style { role, size: self.sizes.table, ..self.running() }
    }

    pub(super) fn padding(&self) -> Um {
        self.sizes.table * 45 / 100
    }

    fn cell(&mut self, text: &Text, head: bool, align: Align, x: Um, width: Um, tag: usize) -> Cell {
        let style = self.cell_style(head);
        let pad = self.padding();
        let inner = (width - 2 * pad).max(style.size);
        let align = if head { Align::Center } else { align };
        let measure = Measure { width: inner, indent: 0, justify: false };
        let mut set = self.block(text, style, Some(tag), measure);
        let parted = head && by_words(&mut set, inner);
        if !parted && align == Align::Center {
            balance(&mut set, inner, style.size);
        }
        let pitch = style.size * 132 / 100;
        let (items, height) = self.stacked(&set, pitch, x + pad, inner, align, Some(tag));
        Cell { items, height }
    }

    /// A table as strips: caption, header, rows, end mark.
    pub(crate) fn table(&mut self, table: &Table, area: Area, parent: usize, strips: &mut Vec<Strip>) {
        let element = self.tag(TagKind::Table, parent);
        let em = self.sizes.size;
        strips.push(Strip::space(em * 30 / 100));
        let start = strips.len();
        let mut again = (Vec::new(), 0);
        if let Some(caption) = &table.caption {
            let tag = Some(self.tag(TagKind::Caption, element));
            let style = Style { role: Role::Heading, size: self.sizes.table, ..self.running() };
            let measure = Measure { width: area.width, indent: 0, justify: false };
            let set = self.block(caption, style, tag, measure);
            let pitch = self.sizes.table * 170 / 100;
            strips.extend(self.strips(&set, pitch, area.x, area.width, Align::Center, tag));
            again = self.caption_again(caption, area);
        }
        let full = self.sizes.table;
        let mut wishes = self.wishes(table);
        let pad = 2 * self.padding();
        let head_two = 2 * self.sizes.table;
        let narrow: Um = wishes
            .iter()
            .map(|(head, body)| body.natural.max(head.piece).max(head.natural.min(head_two)) + pad)
            .sum();
        let double = self.sizes.double
            && table.may_double
            && !area.inner
            && table.columns.len() <= 5
            && table.rows.len() > DOUBLE_ROWS
            && narrow <= area.width / 2;
        let blocks = if double { 2 } else { 1 };
        if !double {
            wishes = self.table_type(table, area.width);
        }
        let widths = self.widths(table, &wishes, area.width / blocks);
        let grid = Grid { x: area.x, widths, blocks: usize::try_from(blocks).unwrap_or(1) };
        let (head, head_height) = self.head(table, &grid, element);
        let (weight, color) = (self.theme.rules.outer, self.theme.colors.ink);
        let (left, right) = (area.x - weight / 2, grid.x + grid.width() + weight / 2);
        let close = vec![Item::Rule { from: (left, 0), to: (right, 0), weight, color }];
        let (mut heads, before) = again;
        heads.extend(head.iter().map(|item| item.clone().shifted(0, before)));
        let frame = Rc::new(Frame { head: heads, head_height: before + head_height, close });
        strips.push(Strip::other(head_height, head));
        let first_row = strips.len();
        // Caption, header and a heading before them stay with the first row; the parts of a doubled table count on it.
        let headed = start >= 2 && matches!(strips[start - 2].kind, StripKind::Other);
        for strip in &mut strips[if headed { start - 1 } else { start + 1 }..first_row] {
            strip.breakable = false;
        }
        if double {
            self.double_rows(table, &grid, element, &frame, strips);
        } else {
            for (number, row) in table.rows.iter().enumerate() {
                let tag = self.tag(TagKind::Row, element);
                let strip = self.row_strip(table, &grid, &[(0, number, row)], &[tag], &frame, number);
                strips.push(strip);
            }
            let last = strips.len();
            // No table begins with fewer than three rows, none ends with one row alone on the last page.
            // Rows of many lines are company enough for each other.
            let most = self.sizes.height() / 3;
            let mut first: Um = strips.get(first_row).map_or(0, |strip| strip.height);
            for strip in strips.iter_mut().take(last).skip(first_row + 1).take(FIRST_ROWS - 1) {
                first += strip.height;
                strip.breakable = first > most;
            }
            if last - first_row >= 3 && strips[last - 1].height * 6 < self.sizes.height() {
                strips[last - 1].breakable = false;
            }
        }
        if table.end_mark {
            strips.push(self.end_row(&grid, element, &frame, !table.rows.is_empty()));
        }
        if let Some(strip) = strips.get_mut(first_row) {
            strip.breakable = false;
        }
        if !double {
            // The parts of a doubled table are cut for the page they begin on.
            strips[start].whole = strips[start..].iter().map(|strip| strip.height).sum();
        }
        self.sizes.table = full;
        strips.push(Strip::space(em * 30 / 100));
    }

    /// The caption for the pages on which a table goes on.
    fn caption_again(&mut self, caption: &Text, area: Area) -> (Vec<Item>, Um) {
        let mut text = caption.clone();
        text.spans.push(Span::Plain(CONTINUED.into()));
        let style = Style { role: Role::Heading, size: self.sizes.table, ..self.running() };
        let set = self.block(&text, style, None, Measure { width: area.width, indent: 0, justify: false });
        self.stacked(&set, self.sizes.table * 150 / 100, area.x, area.width, Align::Center, None)
    }

    fn head(&mut self, table: &Table, grid: &Grid, element: usize) -> (Vec<Item>, Um) {
        let row = self.tag(TagKind::Row, element);
        let mut cells = Vec::new();
        for block in 0..grid.blocks {
            for (at, column) in table.columns.iter().enumerate() {
                let (x, width) = grid.column(block, at);
                if block == 0 {
                    let tag = self.tag(TagKind::HeadCell, row);
                    cells.push(self.cell(&column.title, true, Align::Center, x, width, tag));
                } else {
                    // The same columns again: seen, not told twice.
                    let mut cell = self.cell(&column.title, true, Align::Center, x, width, row);
                    cell.items = cell.items.into_iter().map(Item::furniture).collect();
                    cells.push(cell);
                }
            }
        }
        let tallest = cells.iter().map(|cell| cell.height).max().unwrap_or(0);
        let height = (tallest + self.padding()).max(self.sizes.row);
        let color = self.theme.colors.head;
        let mut items = vec![Item::Fill { at: (grid.x, 0), size: (grid.width(), height), color }];
        for cell in cells {
            let dy = (height - cell.height) / 2;
            items.extend(cell.items.into_iter().map(|item| item.shifted(0, dy)));
        }
        let (outer, inner, ink) = (self.theme.rules.outer, self.theme.rules.inner, self.theme.colors.ink);
        let (left, right) = (grid.x, grid.x + grid.width());
        items.push(Item::Rule {
            from: (left - outer / 2, 0),
            to: (right + outer / 2, 0),
            weight: outer,
            color: ink,
        });
        items.push(Item::Rule { from: (left, height), to: (right, height), weight: inner, color: ink });
        items.extend(self.uprights(grid, height, true));
        (items, height)
    }

    fn uprights(&self, grid: &Grid, height: Um, inside: bool) -> Vec<Item> {
        let (outer, inner, color) = (self.theme.rules.outer, self.theme.rules.inner, self.theme.colors.ink);
        let mut items = Vec::new();
        let upright = |x: Um, weight: Um| Item::Rule { from: (x, 0), to: (x, height), weight, color };
        for block in 0..grid.blocks {
            for at in 0..grid.widths.len() {
                let edge = at == 0;
                if edge && block == 0 || inside {
                    items.push(upright(grid.column(block, at).0, if edge { outer } else { inner }));
                }
            }
        }
        items.push(upright(grid.x + grid.width(), outer));
        items
    }

    /// One strip with the cells of one row, or of the two rows that stand side by side.
    fn row_strip(
        &mut self,
        table: &Table,
        grid: &Grid,
        rows: &[(usize, usize, &[Text])],
        tags: &[usize],
        frame: &Rc<Frame>,
        nth: usize,
    ) -> Strip {
        let mut cells = Vec::new();
        for ((block, number, row), &tag) in rows.iter().zip(tags) {
            self.row = Some(number + 1);
            for (at, (column, text)) in table.columns.iter().zip(*row).enumerate() {
                let cell_tag = self.tag(TagKind::Cell(1), tag);
                let (x, width) = grid.column(*block, at);
                cells.push(self.cell(text, false, column.align, x, width, cell_tag));
            }
            self.row = None;
        }
        let tallest = cells.iter().map(|cell| cell.height).max().unwrap_or(0);
        let least = self.sizes.row.max(Um::from(table.min_row_height) * self.sizes.grow);
        let height = (tallest + self.padding()).max(least);
        let mut items = Vec::new();
        let zebra = self.sizes.stripes == Stripes::Zebra;
        if zebra && nth % 2 == 1 {
            let color = self.theme.colors.stripe;
            items.push(Item::Fill { at: (grid.x, 0), size: (grid.width(), height), color });
        }
        for cell in cells {
            let dy = (height - cell.height) / 2;
            items.extend(cell.items.into_iter().map(|item| item.shifted(0, dy)));
        }
        items.extend(self.uprights(grid, height, !zebra));
        if nth > 0 && !zebra {
            items.push(self.hairline(grid));
        }
        Strip::row(height, items, frame)
    }

    fn hairline(&self, grid: &Grid) -> Item {
        let (weight, color) = (self.theme.rules.inner, self.theme.colors.ink);
        Item::Rule { from: (grid.x, 0), to: (grid.x + grid.width(), 0), weight, color }
    }

    fn end_row(&mut self, grid: &Grid, element: usize, frame: &Rc<Frame>, ruled: bool) -> Strip {
        let row = self.tag(TagKind::Row, element);
        let tag = self.tag(TagKind::Cell(grid.widths.len()), row);
        let cell = self.cell(&Self::words(END_MARK), false, Align::Center, grid.x, grid.width(), tag);
        let height = (cell.height + self.padding()).max(self.sizes.row);
        let dy = (height - cell.height) / 2;
        let mut items: Vec<Item> = cell.items.into_iter().map(|item| item.shifted(0, dy)).collect();
        items.extend(self.uprights(grid, height, false));
        if ruled {
            items.push(self.hairline(grid));
        }
        let kind = StripKind::EndRow(Rc::clone(frame));
        Strip { kind, ..Strip::other(height, items).tied() }
    }

    /// Two blocks side by side, read down the left and then down the right, page by page.
    fn double_rows(
        &mut self,
        table: &Table,
        grid: &Grid,
        element: usize,
        frame: &Rc<Frame>,
        strips: &mut Vec<Strip>,
    ) {
        let page = self.sizes.height();
        let used = paginate(strips, page).last().map_or(0, |page| page.used);
        let probe: Vec<Um> = {
            let known = self.tags.len();
            let tag = self.tag(TagKind::Row, element);
            let heights = table
                .rows
                .iter()
                .enumerate()
                .map(|(number, row)| {
                    self.row_strip(table, grid, &[(0, number, row)], &[tag], frame, number).height
                })
                .collect();
            self.tags.truncate(known);
            heights
        };
        let tallest = probe.iter().copied().max().unwrap_or(1).max(1);
        let fits = |height: Um| usize::try_from(height / tallest).unwrap_or(0);
        // Told down the left and then down the right, though drawn row by row: the rows' elements in their order.
        let tags: Vec<usize> = table.rows.iter().map(|_| self.tag(TagKind::Row, element)).collect();
        let mut from = 0;
        let mut room = fits(page - used);
        if room < FIRST_ROWS {
            room = fits(page - frame.head_height);
        }
        while from < table.rows.len() {
            let left = table.rows.len() - from;
            let deep = left.div_ceil(2).min(room.max(1));
            for i in 0..deep {
                let mut own = vec![tags[from + i]];
                let mut rows = vec![(0, from + i, table.rows[from + i].as_slice())];
                let opposite = from + deep + i;
                if let Some(row) = table.rows.get(opposite).filter(|_| opposite < from + 2 * deep) {
                    rows.push((1, opposite, row.as_slice()));
                    own.push(tags[opposite]);
                }
                let mut strip = self.row_strip(table, grid, &rows, &own, frame, from + i);
                // A part stays whole, or the right half would no longer follow the left.
                strip.breakable = i == 0;
                strips.push(strip);
            }
            from += 2 * deep;
            room = fits(page - frame.head_height);
        }
    }
}

/// A header of two lines parts between words: 家庭 人口数, never 家庭人 口数. Says whether there is such a place.
fn by_words(set: &mut Block, width: Um) -> bool {
    if set.lines.len() != 2 {
        return false;
    }
    let words = word_starts(&set.atoms);
    let total: Um = set.atoms.iter().map(|atom| atom.width).sum();
    let mut before = 0;
    let mut best: Option<(Um, usize)> = None;
    for (at, atom) in set.atoms.iter().enumerate() {
        let longer = before.max(total - before);
        if words[at]
            && atom.cut == Cut::Yes
            && longer <= width
            && best.is_none_or(|(known, _)| longer <= known)
        {
            best = Some((longer, at));
        }
        before += atom.width;
    }
    let Some((_, at)) = best else { return false };
    for (number, atom) in Rc::make_mut(&mut set.atoms).iter_mut().enumerate() {
        atom.cut = if number == at { Cut::Must } else { Cut::No };
    }
    set.lines = fill(&set.atoms, Measure { width, indent: 0, justify: false });
    true
}

/// Lines of like length in a centred cell: the narrowest measure that makes no more of them.
fn balance(set: &mut Block, width: Um, size: Um) {
    let count = set.lines.len();
    let total: Um = set.atoms.iter().map(|atom| atom.width).sum();
    let Some(even) = Um::try_from(count).ok().filter(|count| *count > 1).map(|count| total / count) else {
        return;
    };
    // Never narrower than what may not be broken: a number is not torn for the sake of looks.
    let mut narrow = even.max(longest(&set.atoms));
    while narrow < width {
        let lines = fill(&set.atoms, Measure { width: narrow, indent: 0, justify: false });
        if lines.len() == count && lines.iter().all(|line| line.end <= width) {
            set.lines = lines;
            return;
        }
        narrow += size / 4;
    }
}
