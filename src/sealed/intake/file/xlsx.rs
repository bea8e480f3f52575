//! Workbook 工作簿 → grids of the sheets that may be the list, and of those that are not, for the audit alone; what is
//! skipped is said.

use super::package::{self, Trouble};
use super::{MAX_COLUMNS, MAX_ROWS, refused};
use crate::diag::{Diagnostic, Place, Severity, column_letters};
use crate::sealed::intake::codes;
use crate::sealed::intake::grid::{Cell, Grid};
use crate::sealed::intake::tabs::{Tabs, called};
use calamine::{DataRef, Reader, SheetVisible, Xlsx, open_workbook_from_rs};
use std::collections::BTreeSet;
use std::io::Cursor;

/// The sheets of a workbook.
#[derive(Default)]
pub(in crate::sealed::intake) struct Sheets {
    /// Visible sheets, or those that were asked for: the list is among them.
    pub(in crate::sealed::intake) open: Vec<Grid>,
    /// Visible sheets that were not asked for: never read as the list.
    pub(in crate::sealed::intake) passed: Vec<Grid>,
    /// Hidden sheets: never read as the list.
    pub(in crate::sealed::intake) aside: Vec<Grid>,
}

impl Sheets {
    fn all(&self) -> impl Iterator<Item = &Grid> {
        self.open.iter().chain(&self.passed).chain(&self.aside)
    }
}

/// Reads the sheets. `wanted` names those that hold the list, none for all.
pub(in crate::sealed::intake) fn read(
    path: &str,
    bytes: &[u8],
    wanted: &[String],
) -> Result<(Sheets, Vec<Diagnostic>), Vec<Diagnostic>> {
    let damaged = || refused(path, &Trouble::Damaged);
    let large = || refused(path, &Trouble::Large);
    let package = package::open(bytes).map_err(|trouble| refused(path, &trouble))?;
    let mut notices = Vec::new();
    let tabs = || package.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visible));
    let mut names = Tabs::of(tabs());
    super::book::missing(path, &names, wanted, tabs())?;
    // What is said of a tab waits until all cells are read: its name may stand in one.
    let mut told: Vec<(&str, &str)> = Vec::new();
    let bytes = package.usual.as_deref().unwrap_or(bytes);
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| damaged())?;
    // Two readers of one file must see the same sheets, or what is hidden for one is open for the other.
    let same = book
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.as_str(), sheet.visible == SheetVisible::Visible));
    let tables = package.sheets.iter().filter(|sheet| sheet.is_table);
    if !same.eq(tables.map(|sheet| (sheet.name.as_str(), sheet.visible))) {
        return Err(damaged());
    }
    let mut sheets = Sheets::default();
    for sheet in &package.sheets {
        if !sheet.visible {
            told.push((&sheet.name, "已隐藏，没有读取"));
        }
        if !sheet.is_table {
            told.extend(sheet.visible.then_some((sheet.name.as_str(), "是图表或宏，不是表格，没有读取")));
            continue;
        }
        let passed =
            sheet.visible && !wanted.is_empty() && !wanted.iter().any(|wanted| names.is(&sheet.name, wanted));
        let aside = !sheet.visible || passed;
        let mut grid = Grid::named(&sheet.name);
        let mut rows = BTreeSet::new();
        let mut reader = match book.worksheet_cells_reader(&sheet.name) {
            Ok(reader) => reader,
            Err(_) if aside => {
                told.push((&sheet.name, "打不开，泄露检查没有查它"));
                continue;
            }
            Err(_) => return Err(damaged()),
        };
        loop {
            let found = match reader.next_cell() {
                Ok(Some(found)) => found,
                Ok(None) => break,
                Err(_) if aside => {
                    told.push((&sheet.name, "读不全，泄露检查只查了读到的部分"));
                    break;
                }
                Err(_) => return Err(damaged()),
            };
            let (row, column) = found.get_position();
            if let Some(cell) = cell(found.get_value()) {
                rows.insert(row);
                if rows.len() > MAX_ROWS || column >= MAX_COLUMNS {
                    if aside {
                        told.push((&sheet.name, "太大，泄露检查只查了前面的行"));
                        break;
                    }
                    return Err(large());
                }
                let label = sheet.structure.labels.get(&(row + 1, column + 1));
                let cell = match (cell, label) {
                    (Cell::Number(number), Some(label)) => Cell::Text(label.of(number).into()),
                    (cell, _) => cell,
                };
                grid.put(row + 1, column + 1, cell);
            }
        }
        for (row, column) in &sheet.structure.uncalculated {
            if !grid.holds(*row, *column) {
                grid.put(*row, *column, Cell::Uncalculated);
            }
        }
        grid.struck = sheet.structure.struck.clone();
        let width = grid.width();
        for area in &sheet.structure.merges {
            grid.merge(*area, width);
        }
        grid.hidden_rows = sheet.structure.hidden_rows.clone();
        for (min, max) in &sheet.structure.hidden_columns {
            grid.hidden_columns.extend(*min..=(*max).min(width));
        }
        if passed {
            sheets.passed.push(grid);
        } else if aside {
            sheets.aside.push(grid);
        } else {
            sheets.open.push(grid);
        }
    }
    names.compare(sheets.all());
    names.call(sheets.open.iter_mut().chain(&mut sheets.passed).chain(&mut sheets.aside));
    let told = told.iter().map(|(name, what)| format!("{}{what}", called(&names.label(name))));
    notices.extend(told.map(|message| skipped(Place::file(path), message)));
    notices.extend(sheets.open.iter().flat_map(|grid| tell_skipped(path, grid)));
    if package.comments {
        notices.push(skipped(Place::file(path), "工作簿里有批注，没有读取".into()));
    }
    Ok((sheets, notices))
}

fn cell(value: &DataRef<'_>) -> Option<Cell> {
    match value {
        DataRef::Empty => None,
        DataRef::Int(number) => Some(Cell::Number(*number as f64)),
        DataRef::Float(number) => Some(Cell::Number(*number)),
        DataRef::String(text) => Some(Cell::Text(text.as_str().into())),
        DataRef::SharedString(text) => Some(Cell::Text((*text).into())),
        DataRef::Bool(flag) => Some(Cell::Flag(*flag)),
        // Serials out of range are not handed on: their arithmetic is not safe.
        DataRef::DateTime(moment)
            if moment.is_datetime() && (1.0..2_958_466.0).contains(&moment.as_f64()) =>
        {
            Some(moment.as_datetime().map_or(Cell::Time, |day| Cell::Date(day.date())))
        }
        DataRef::DateTime(_) => Some(Cell::Time),
        DataRef::DateTimeIso(text) => {
            Some(text.get(..10).and_then(|day| day.parse().ok()).map_or(Cell::Time, Cell::Date))
        }
        DataRef::DurationIso(_) => Some(Cell::Time),
        DataRef::Error(_) => Some(Cell::Fault),
    }
    .filter(|cell| !cell.is_blank())
}

pub(super) fn skipped(at: Place, message: String) -> Diagnostic {
    Diagnostic {
        code: &codes::HIDDEN_SKIPPED,
        severity: Severity::Notice,
        at,
        message,
        help: "要用到的内容，请取消隐藏后另存".into(),
    }
}

/// One notice per hidden column with content. What hidden rows are, only the list can say.
pub(super) fn tell_skipped(path: &str, grid: &Grid) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let filled: BTreeSet<u32> = grid.cells().map(|((_, column), _)| column).collect();
    for column in grid.hidden_columns.intersection(&filled) {
        let at = Place { column: Some(*column), ..grid.row_place(path, 1) };
        let at = Place { line: None, ..at };
        out.push(skipped(at, format!("第{}列已隐藏，没有读取", column_letters(*column))));
    }
    out
}
