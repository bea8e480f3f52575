//! Rows below the header → households as raw cells. Knows merged cells, member rows and hidden rows; what kind of line
//! a row is, `lines` says. Judges no value.

use super::above::{Above, Heading};
use super::beside;
use super::clean;
use super::codes;
use super::fields::{Field, FieldTable, Kind};
use super::grid::{Cell, CellText, Grid};
use super::header::{Again, Column, Layout};
use super::hidden::LeftOut;
use super::households;
use super::lines::{Line, kind, looks_like_person, tells_something};
use super::relation;
use super::stated::Stated;
use super::sums::Total;
use super::values;
use crate::diag::{Diagnostic, Place};
use crate::sealed::roster::{Spot, Value};
use std::sync::Arc;

/// A raw cell with its field and place.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) field: Arc<Field>,
    pub(super) cell: Cell,
    pub(super) at: Spot,
}

impl Entry {
    /// Where it stands, with the field's title.
    pub(super) fn place(&self) -> Place {
        self.at.field(&self.field.title)
    }
}

/// A row as one member of a household.
#[derive(Debug)]
pub(super) struct DraftMember {
    pub(super) entries: Vec<Entry>,
    pub(super) at: Spot,
}

/// A household before any cell is judged.
#[derive(Debug)]
pub(super) struct DraftHousehold {
    /// What merged cells show on the first row though it is written above.
    pub(super) shared: Vec<Entry>,
    pub(super) members: Vec<DraftMember>,
    /// Whether nobody knows who is of it: `doubts` say why.
    pub(super) doubtful: bool,
}

/// What the rows of a sheet hold.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) households: Vec<DraftHousehold>,
    /// What identifies beside the list: in other sheets, hidden rows, columns that nobody knows.
    pub(super) aside: Vec<Value>,
    /// What the office itself added up.
    pub(super) totals: Vec<Total>,
    /// What titles, sections and subtotals say of the number of households.
    pub(super) stated: Vec<Stated>,
    /// Rows of the list that are hidden or crossed out.
    pub(super) left_out: Vec<LeftOut>,
    pub(super) findings: Vec<Diagnostic>,
    /// Why it is not known which rows are one household. In a list that is compared row by row it does not matter.
    pub(super) doubts: Vec<Diagnostic>,
}

/// One row of one block.
pub(super) struct Row<'a> {
    pub(super) line: u32,
    /// Hidden, or crossed out.
    pub(super) hidden: bool,
    pub(super) cells: Vec<(&'a Column, &'a Cell)>,
    /// What the lines above say of it.
    pub(super) under: Vec<Heading>,
    /// Further rows of the same person, over which the name is merged.
    pub(super) more: Vec<(u32, &'a Column, &'a Cell)>,
}

impl Row<'_> {
    /// What stands under a field.
    pub(super) fn get(&self, id: &str) -> Option<&Cell> {
        self.cells.iter().find(|(column, _)| column.field.id == id).map(|(_, cell)| *cell)
    }

    /// The same as it is compared.
    pub(super) fn key(&self, id: &str) -> Option<CellText> {
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => clean::compact(text.as_str()),
            Cell::Number(number) => number.to_string(),
            _ => String::new(),
        };
        self.get(id).map(|cell| text(cell).into())
    }
}

/// Reads all rows of a sheet.
pub(super) fn read(grid: &Grid, layout: &Layout, fields: &FieldTable, path: &str) -> Draft {
    let mut out = Draft::default();
    let origin = grid.origin(path);
    let mut blocks: Vec<Vec<Row<'_>>> = layout.blocks.iter().map(|_| Vec::new()).collect();
    let mut above = Above::new(grid, layout, &origin, &mut out.findings);
    let mut ended = false;
    // Whether the line above adds up, and the last line over which its label is merged.
    let mut summed = false;
    let mut label_ends = 0;
    for line in grid.rows().range(layout.bottom + 1..) {
        let line = *line;
        let hidden = grid.hidden_rows.contains(&line);
        let place = || grid.row_place(path, line);
        if layout.is_title(grid, line) {
            ended = false;
            above.title(line, layout.title_group(grid, line), hidden);
            continue;
        }
        match layout.again(grid, line, fields) {
            Some(Again::Same) => {
                ended = false;
                above.header_again(&mut out.findings);
                continue;
            }
            Some(Again::Other(column)) => {
                if !above.header_again(&mut out.findings) {
                    out.findings.push(layout.other_header(grid, path, line, column));
                }
                // What stands below is under other words: every cell of it would be a fault.
                break;
            }
            None => {}
        }
        let sides = beside::headings(grid, layout, line);
        let headed: Vec<usize> = sides.iter().map(|side| side.block).collect();
        if !sides.is_empty() {
            above.sides(line, sides, hidden);
        }
        let kind = match kind(grid, layout, line) {
            Line::Person | Line::OfWhich | Line::Sum | Line::Unsure
                if line <= label_ends && is_of_sum(grid, layout, line) =>
            {
                Line::Total(None)
            }
            kind => kind,
        };
        let below_sum = std::mem::take(&mut summed);
        if !hidden
            && matches!(kind, Line::Total(_) | Line::Footer)
            && beside::has_somebody(grid, layout, line)
        {
            out.findings.push(Diagnostic::error(
                &codes::LINE_UNCLEAR,
                place(),
                "这一行一栏像合计或表尾，另一栏像一户人",
                "把合计、签字一类的字移到名单下面单独一行",
            ));
            continue;
        }
        match kind {
            Line::Blank => continue,
            Line::Alone(..) if !headed.is_empty() => continue,
            Line::Alone(column, says) => {
                above.line(line, column, says, hidden);
                continue;
            }
            Line::OfWhich if below_sum => {
                summed = true;
                continue;
            }
            Line::Unsure if !hidden => {
                out.findings.push(Diagnostic::error(
                    &codes::LINE_UNCLEAR,
                    place(),
                    "这一行的第一格像签名、日期、说明，后面又像一户人",
                    "是一户，就改第一格；是签名、日期、说明，就移到名单下面，不要写在“姓名”“组”的列里",
                ));
                continue;
            }
            Line::Sum if !hidden => {
                out.findings.push(Diagnostic::error(
                    &codes::LINE_UNCLEAR,
                    place(),
                    "这一行像合计，却没有写“合计”",
                    "是合计就在这一行的第一格写上“合计”；是一户就填上姓名",
                ));
                continue;
            }
            Line::Total(total) => {
                summed = true;
                label_ends = label_ends.max(label_bottom(grid, line));
                out.totals.extend(total.filter(|_| !hidden).map(|total| total.at(place())));
                continue;
            }
            Line::Footer => {
                ended = true;
                continue;
            }
            Line::Example if hidden => continue,
            Line::Example => {
                out.findings.push(Diagnostic::error(
                    &codes::EXAMPLE,
                    place(),
                    "这一行像填表的示例，不是一户人",
                    "删掉示例行；真有这一户，就把序号、户编号、姓名里的“例”“示例”改掉",
                ));
                continue;
            }
            Line::Person | Line::OfWhich | Line::Sum | Line::Unsure if ended => {
                if looks_like_person(grid, layout, line) {
                    if hidden {
                        out.left_out.push(LeftOut { at: place(), struck: false });
                        continue;
                    }
                    out.findings.push(Diagnostic::error(
                        &codes::ROW_AFTER_FOOTER,
                        place(),
                        "表尾下面还有像名单的行，没有读取",
                        "把这一行移到表尾上面；不是名单就删掉",
                    ));
                }
                continue;
            }
            Line::Person | Line::OfWhich | Line::Sum | Line::Unsure => {}
        }
        let mut left_out = None;
        for (at, (block, rows)) in layout.blocks.iter().zip(&mut blocks).enumerate() {
            let cells: Vec<_> = block
                .iter()
                .filter_map(|column| cell(grid, block, line, column).map(|cell| (column, cell)))
                .collect();
            if headed.contains(&at) || !cells.iter().any(|(column, _)| tells_something(column)) {
                continue;
            }
            let struck = !hidden && is_struck(grid, block, line);
            if hidden || struck {
                left_out = Some(LeftOut { at: place(), struck });
            }
            if let Some(first) = rows.last_mut()
                && goes_on(grid, block, first.line, line)
                && first.hidden == (hidden || struck)
            {
                first.more.extend(cells.into_iter().map(|(column, cell)| (line, column, cell)));
                continue;
            }
            let under = if hidden { Vec::new() } else { above.row(at, line, &mut out.findings) };
            rows.push(Row { line, hidden: hidden || struck, cells, under, more: Vec::new() });
        }
        out.left_out.extend(left_out);
    }
    out.doubts.extend(hidden_relation(grid, layout, path, &blocks));
    for (block, rows) in layout.blocks.iter().zip(&blocks) {
        households::group(&mut out, grid, &origin, block, rows);
    }
    out
}

/// A hidden column says that rows are members: read without it, each of them would be a household.
fn hidden_relation(grid: &Grid, layout: &Layout, path: &str, blocks: &[Vec<Row<'_>>]) -> Option<Diagnostic> {
    let column = layout.hidden.iter().find(|column| column.field.id == "relation")?;
    let rows = || blocks.iter().flatten();
    let grouped = ["relation", "household_number", "head_name"];
    if rows().any(|row| grouped.iter().any(|id| row.get(id).is_some())) {
        return None;
    }
    let member = |row: &Row<'_>| {
        let cell = grid.raw(row.line, column.column);
        cell.is_some_and(|cell| relation::is_known(cell.words()) && !relation::is_head(cell.words()))
    };
    rows().any(member).then(|| {
        Diagnostic::error(
            &codes::RELATION,
            grid.place(path, layout.bottom, column.column).field(&column.field.title),
            "这一列隐藏了，里面有户主以外的人，分不清哪些行是一户",
            "取消隐藏这一列；只公示户主的，删掉家里人的行",
        )
    })
}

/// Whether a row goes on telling of the person of a row above: one measure a row, and the name merged over all of them.
fn goes_on(grid: &Grid, block: &[Column], person: u32, line: u32) -> bool {
    let Some(name) = block.iter().find(|column| column.field.id == "name").filter(|_| !is_ledger(block))
    else {
        return false;
    };
    let above = grid.area(line, name.column).filter(|area| area.top == person);
    above.is_some() && grid.raw(line, name.column).is_none() && grid.seen(line, name.column).is_some()
}

/// What a row holds in a column. A name merged over several problems of a ledger stands beside each.
fn cell<'a>(grid: &'a Grid, block: &[Column], line: u32, column: &Column) -> Option<&'a Cell> {
    if column.field.kind == Kind::Name && is_ledger(block) {
        return grid.seen(line, column.column).map(|(_, cell)| cell);
    }
    grid.raw(line, column.column)
}

/// Whether the rows are problems, of which a household may have several.
pub(super) fn is_ledger(block: &[Column]) -> bool {
    block.iter().any(|column| column.field.id == "problem")
}

/// Whether a line beside the merged label of a sum goes on with it: nobody is named, no number tells who it is.
fn is_of_sum(grid: &Grid, layout: &Layout, line: u32) -> bool {
    let numbered = grid.row(line).any(|(_, cell)| values::holds_identifier(cell.words()));
    !numbered && !layout.blocks.iter().any(|block| beside::names_somebody(grid, block, line))
}

/// The last line over which the first cell of a line is merged.
fn label_bottom(grid: &Grid, line: u32) -> u32 {
    let label = grid.row(line).next();
    label.and_then(|(column, _)| grid.area(line, column)).map_or(line, |area| area.bottom)
}

/// Whether something that could be shown is crossed out in a row of a block. A crossed-out word in a note concerns nobody.
fn is_struck(grid: &Grid, block: &[Column], line: u32) -> bool {
    let telling = |column: &&Column| tells_something(column) && column.field.kind != Kind::Words;
    block
        .iter()
        .filter(telling)
        .any(|column| grid.struck.contains(&(line, column.column)) && grid.raw(line, column.column).is_some())
}
