//! Rows below the header → households as raw cells. Knows merged cells, member rows and hidden rows; what kind of line
//! a row is, `lines` says. Judges no value.

use super::above::{Above, Heading};
use super::clean;
use super::codes;
use super::fields::{Field, FieldTable, Kind, Level};
use super::grid::{Cell, CellText, Grid};
use super::header::{Again, Column, Layout};
use super::hidden::LeftOut;
use super::lines::{Line, kind, looks_like_person, tells_something};
use super::sums::Total;
use super::ticks::is_tick;
use crate::diag::{Diagnostic, Place};
use crate::sealed::roster::{Origin, Spot, Value};
use std::borrow::Cow;
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
}

/// What the rows of a sheet hold.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) households: Vec<DraftHousehold>,
    /// What identifies beside the list: in other sheets, hidden rows, columns that nobody knows.
    pub(super) aside: Vec<Value>,
    /// What the office itself added up.
    pub(super) totals: Vec<Total>,
    /// Rows of the list that are hidden or crossed out.
    pub(super) left_out: Vec<LeftOut>,
    pub(super) findings: Vec<Diagnostic>,
}

/// One row of one block.
struct Row<'a> {
    line: u32,
    /// Hidden, or crossed out.
    hidden: bool,
    cells: Vec<(&'a Column, &'a Cell)>,
    /// What the lines above say of it.
    under: Vec<Heading>,
    /// Further rows of the same person, over which the name is merged.
    more: Vec<(u32, &'a Column, &'a Cell)>,
}

impl Row<'_> {
    fn get(&self, id: &str) -> Option<&Cell> {
        self.cells.iter().find(|(column, _)| column.field.id == id).map(|(_, cell)| *cell)
    }

    fn key(&self, id: &str) -> Option<CellText> {
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
    // Whether the line above adds up.
    let mut summed = false;
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
        let kind = kind(grid, layout, line);
        let below_sum = std::mem::take(&mut summed);
        match kind {
            Line::Blank => continue,
            Line::Alone(column, says) => {
                above.line(line, column, says, hidden);
                continue;
            }
            Line::OfWhich if below_sum => {
                summed = true;
                continue;
            }
            Line::Unsure => {
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
            Line::Person | Line::OfWhich | Line::Sum if ended => {
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
            Line::Person | Line::OfWhich | Line::Sum => {}
        }
        let struck = !hidden && is_struck(grid, layout, line);
        let mut tells = false;
        for (block, rows) in layout.blocks.iter().zip(&mut blocks) {
            let cells: Vec<_> = block
                .iter()
                .filter_map(|column| cell(grid, block, line, column).map(|cell| (column, cell)))
                .collect();
            if !cells.iter().any(|(column, _)| tells_something(column)) {
                continue;
            }
            tells = true;
            if let Some(first) = rows.last_mut()
                && goes_on(grid, block, line)
                && first.hidden == (hidden || struck)
            {
                first.more.extend(cells.into_iter().map(|(column, cell)| (line, column, cell)));
                continue;
            }
            let under = if hidden { Vec::new() } else { above.row(block, line, &mut out.findings) };
            rows.push(Row { line, hidden: hidden || struck, cells, under, more: Vec::new() });
        }
        if tells && (hidden || struck) {
            out.left_out.push(LeftOut { at: place(), struck });
        }
    }
    for (block, rows) in layout.blocks.iter().zip(&blocks) {
        group(&mut out, grid, &origin, block, rows);
    }
    out
}

/// Whether a row goes on telling of the person above: one measure a row, and the name merged over all of them.
fn goes_on(grid: &Grid, block: &[Column], line: u32) -> bool {
    let Some(name) = block.iter().find(|column| column.field.id == "name").filter(|_| !is_ledger(block))
    else {
        return false;
    };
    let above = grid.area(line, name.column).filter(|area| area.top < line);
    above.is_some() && grid.raw(line, name.column).is_none() && grid.seen(line, name.column).is_some()
}

/// What a row holds in a column. A name merged over several problems of a ledger stands beside each.
fn cell<'a>(grid: &'a Grid, block: &[Column], line: u32, column: &Column) -> Option<&'a Cell> {
    if column.field.kind == Kind::Name && is_ledger(block) {
        return grid.seen(line, column.column).map(|(_, cell)| cell);
    }
    grid.raw(line, column.column)
}

/// What a cell says: a tick, the words over it.
fn said<'a>(column: &Column, cell: &'a Cell) -> Cow<'a, Cell> {
    match &column.choice {
        Some(words) if is_tick(cell) => Cow::Owned(Cell::Text(words.as_str().into())),
        _ => Cow::Borrowed(cell),
    }
}

/// Whether the rows are problems, of which a household may have several.
fn is_ledger(block: &[Column]) -> bool {
    block.iter().any(|column| column.field.id == "problem")
}

/// Whether something that could be shown is crossed out in a row. A crossed-out word in a note concerns nobody.
fn is_struck(grid: &Grid, layout: &Layout, line: u32) -> bool {
    let telling = |column: &&Column| tells_something(column) && column.field.kind != Kind::Words;
    layout
        .blocks
        .iter()
        .flatten()
        .filter(telling)
        .any(|column| grid.struck.contains(&(line, column.column)) && grid.raw(line, column.column).is_some())
}

/// How the rows of a block fall into households.
enum Starts {
    /// Every row is a household.
    EveryRow,
    /// A new value in this field.
    Change(&'static str),
    /// Something written in this field.
    Filled(&'static str),
    /// The head's row.
    Head,
}

fn starts(block: &[Column], rows: &[&Row<'_>]) -> Starts {
    let has = |id: &str| block.iter().any(|column| column.field.id == id);
    let sparse = |id: &str| {
        let filled = rows.iter().filter(|row| row.get(id).is_some()).count();
        0 < filled && filled < rows.len()
    };
    if is_ledger(block) {
        Starts::EveryRow
    } else if has("household_number") && rows.iter().any(|row| row.get("household_number").is_some()) {
        Starts::Change("household_number")
    } else if has("seq") && sparse("seq") {
        Starts::Filled("seq")
    } else if has("head_name") {
        Starts::Change("head_name")
    } else if has("relation") {
        Starts::Head
    } else {
        Starts::EveryRow
    }
}

fn group(out: &mut Draft, grid: &Grid, origin: &Arc<Origin>, block: &[Column], rows: &[Row<'_>]) {
    let (rows, nameless): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.get("name").is_some());
    // A row without a name is nobody's, and no part of the household above: said once, at its own row.
    for row in nameless.iter().filter(|row| !row.hidden) {
        out.findings.push(Diagnostic::error(
            &codes::ROW_WITHOUT_NAME,
            Spot::row(origin, row.line).field("姓名"),
            "这一行有内容，却没有姓名",
            "填写姓名；不是名单就删掉这一行",
        ));
    }
    let starts = starts(block, &rows);
    let mut households: Vec<Vec<&Row<'_>>> = Vec::new();
    let mut current: Option<CellText> = None;
    for row in rows {
        let begins = match starts {
            Starts::EveryRow => true,
            Starts::Change(id) => {
                let key = row.key(id).filter(|key| !key.as_str().is_empty());
                let begins = key.is_some() && key != current;
                current = key.or(current);
                begins
            }
            Starts::Filled(id) => row.get(id).is_some(),
            Starts::Head => {
                row.key("relation").is_some_and(|relation| super::relation::is_head(relation.as_str()))
            }
        };
        match households.last_mut() {
            Some(last) if !begins => last.push(row),
            _ => households.push(vec![row]),
        }
    }
    for rows in households {
        let hidden = rows.iter().filter(|row| row.hidden).count();
        if hidden == rows.len() {
            continue;
        }
        if hidden > 0 {
            let first = rows.iter().find(|row| row.hidden).map_or(0, |row| row.line);
            out.findings.push(Diagnostic::error(
                &codes::HIDDEN_PART,
                Spot::row(origin, first).place(),
                "这一户有的行隐藏或划掉了，有的没有",
                "取消隐藏、筛选，去掉删除线；不公示的户整户隐藏或删掉",
            ));
            continue;
        }
        let household = draft(grid, origin, block, &rows);
        out.households.push(household);
    }
}

fn draft(grid: &Grid, origin: &Arc<Origin>, block: &[Column], rows: &[&Row<'_>]) -> DraftHousehold {
    let entry = |line: u32, column: u32, field: &Arc<Field>, cell: &Cell| Entry {
        field: field.clone(),
        cell: cell.clone(),
        at: Spot::cell(origin, line, column),
    };
    let mut members = Vec::new();
    for row in rows {
        let cells = row.cells.iter();
        let mut entries: Vec<_> = cells
            .map(|(column, cell)| entry(row.line, column.column, &column.field, &said(column, cell)))
            .collect();
        entries.extend(row.under.iter().map(|under| Entry {
            field: under.field.clone(),
            cell: Cell::Text(under.words.clone()),
            at: under.at.clone(),
        }));
        for (line, column, cell) in &row.more {
            let said = said(column, cell);
            let words = entries.iter_mut().find(|known| known.field.id == column.field.id);
            match (words, said.words()) {
                // 产业帮扶 and below it 公益岗位: both are measures of one household.
                (Some(known), more)
                    if column.field.kind == Kind::Words
                        && !more.is_empty()
                        && !known.cell.words().is_empty() =>
                {
                    known.cell = Cell::Text(format!("{}、{more}", known.cell.words()).into());
                }
                _ => entries.push(entry(*line, column.column, &column.field, &said)),
            }
        }
        members.push(DraftMember { entries, at: Spot::row(origin, row.line) });
    }
    let mut shared = Vec::new();
    if let Some(first) = rows.first() {
        for Column { column, field, .. } in
            block.iter().filter(|column| column.field.level == Level::Household)
        {
            // A cell merged over several households (村, 组) is written on the first one only.
            if let Some(((line, written), cell)) = grid.seen(first.line, *column)
                && line < first.line
            {
                shared.push(entry(line, written, field, cell));
            }
        }
    }
    DraftHousehold { shared, members }
}
