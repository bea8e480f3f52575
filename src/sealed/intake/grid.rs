//! A sheet 工作表 as cells: what every reader of files produces and the header and row logic consumes.
//!
//! Rows and columns are one-based, as the clerk sees them. Cells hold raw personal values: their Debug shows nothing.

use crate::diag::Place;
use crate::sealed::personal::Personal;
use crate::sealed::roster::Origin;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// The characters of a cell, raw or cleaned, until they are a value of the roster: sealed where they are read.
pub(super) struct CellText(Personal<String>);

impl CellText {
    /// The characters, for whoever judges a cell.
    pub(super) fn as_str(&self) -> &str {
        self.0.expose()
    }
}

impl<T: Into<String>> From<T> for CellText {
    fn from(text: T) -> Self {
        Self(Personal::seal(text.into()))
    }
}

impl Clone for CellText {
    fn clone(&self) -> Self {
        self.as_str().into()
    }
}

impl PartialEq for CellText {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl fmt::Debug for CellText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A raw cell 单元格 that is not empty.
#[derive(Clone)]
pub(super) enum Cell {
    /// Characters.
    Text(CellText),
    /// A number: whatever had more than 15 digits has lost them.
    Number(f64),
    /// A date, or a number that the workbook shows as a date.
    Date(NaiveDate),
    /// A time of day, a duration, or a date out of range.
    Time,
    /// TRUE or FALSE.
    Flag(bool),
    /// An error value (#N/A, #REF! …).
    Fault,
    /// A formula without a result in the file.
    Uncalculated,
}

impl fmt::Debug for Cell {
    /// Numbers and days are as personal as characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹cell›")
    }
}

impl Cell {
    /// The characters of a text cell without surrounding blanks, else nothing.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Text(text) => text.as_str().trim(),
            _ => "",
        }
    }

    /// Whether nothing is written here.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if super::clean::is_blank(text.as_str()))
    }
}

/// A merged area 合并单元格, all bounds inclusive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub(super) top: u32,
    pub(super) left: u32,
    pub(super) bottom: u32,
    pub(super) right: u32,
}

/// One sheet or text table.
#[derive(Debug, Default, Clone)]
pub(super) struct Grid {
    /// What the sheet is called in messages; none for text files.
    pub(super) sheet: Option<String>,
    /// Its own name, which may be somebody's: judged, never said.
    pub(super) tab: Option<String>,
    /// Lines above a table in a document.
    pub(super) captions: Vec<String>,
    /// Cells by row and column.
    cells: BTreeMap<(u32, u32), Cell>,
    /// Rightmost column that holds a cell; 0 without cells.
    width: u32,
    /// Hidden rows, filtered-out ones included.
    pub(super) hidden_rows: BTreeSet<u32>,
    /// Hidden columns.
    pub(super) hidden_columns: BTreeSet<u32>,
    /// Cells whose text is crossed out, wholly or in part.
    pub(super) struck: BTreeSet<(u32, u32)>,
    /// Merged areas by (column, top row).
    pub(super) merges: BTreeMap<(u32, u32), Area>,
    /// In a text file: from each of these rows on, by how many lines its line is another than its row.
    pub(super) breaks: Vec<(u32, i64)>,
}

impl Grid {
    /// An empty sheet of this name.
    pub(super) fn named(sheet: &str) -> Self {
        Self { sheet: Some(sheet.to_owned()), tab: Some(sheet.to_owned()), ..Self::default() }
    }

    /// Its own name, empty without one.
    pub(super) fn tab(&self) -> &str {
        self.tab.as_deref().unwrap_or_default()
    }

    /// Where its cells come from.
    pub(super) fn origin(&self, path: &str) -> Arc<Origin> {
        let (sheet, breaks) = (self.sheet.clone(), self.breaks.clone());
        Arc::new(Origin { path: path.to_owned(), sheet, breaks })
    }

    /// Writes a cell.
    pub(super) fn put(&mut self, row: u32, column: u32, cell: Cell) {
        self.width = self.width.max(column);
        self.cells.insert((row, column), cell);
    }

    /// Whether a cell is there, even a blank one.
    pub(super) fn holds(&self, row: u32, column: u32) -> bool {
        self.cells.contains_key(&(row, column))
    }

    /// The cells in the order of rows.
    pub(super) fn cells(&self) -> impl Iterator<Item = ((u32, u32), &Cell)> {
        self.cells.iter().map(|(at, cell)| (*at, cell))
    }

    /// The cells of a row.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = (u32, &Cell)> {
        self.cells.range((row, 0)..(row + 1, 0)).map(|((_, column), cell)| (*column, cell))
    }

    /// Rightmost column that holds a cell; 0 without cells.
    pub(super) fn width(&self) -> u32 {
        self.width
    }

    /// Last row that holds a cell; 0 without cells.
    pub(super) fn height(&self) -> u32 {
        self.cells.last_key_value().map_or(0, |((row, _), _)| *row)
    }

    /// Rows that hold at least one cell, in order.
    pub(super) fn rows(&self) -> BTreeSet<u32> {
        self.cells.keys().map(|(row, _)| *row).collect()
    }

    /// Remembers a merged area (columns beyond the used ones do not matter).
    pub(super) fn merge(&mut self, area: Area, width: u32) {
        for column in area.left..=area.right.min(width) {
            self.merges.insert((column, area.top), area);
        }
    }

    /// The merged area that covers a cell.
    pub(super) fn area(&self, row: u32, column: u32) -> Option<Area> {
        let (_, area) = self.merges.range((column, 0)..=(column, row)).next_back()?;
        (area.bottom >= row).then_some(*area)
    }

    /// What is written in this very cell.
    pub(super) fn raw(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.get(&(row, column)).filter(|cell| !cell.is_blank())
    }

    /// What is seen in this cell and where it is written: merged areas show their first cell everywhere.
    pub(super) fn seen(&self, row: u32, column: u32) -> Option<((u32, u32), &Cell)> {
        let origin = self.area(row, column).map_or((row, column), |area| (area.top, area.left));
        self.raw(origin.0, origin.1).map(|cell| (origin, cell))
    }

    /// The place of a cell.
    pub(super) fn place(&self, path: &str, row: u32, column: u32) -> Place {
        match &self.sheet {
            Some(sheet) => Place::cell(path, sheet, row, column),
            None => Place::at(path, row, column),
        }
    }

    /// The place of a row.
    pub(super) fn row_place(&self, path: &str, row: u32) -> Place {
        Place { path: path.into(), sheet: self.sheet.clone(), line: Some(row), column: None, field: None }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Grid};

    #[test]
    fn debug_of_a_sheet_shows_no_cell_of_it() {
        let mut grid = Grid::named("名册");
        grid.put(2, 1, Cell::Text("王小明".into()));
        grid.put(2, 2, Cell::Number(15_412_345_678.0));
        grid.put(2, 3, Cell::Date("1955-11-07".parse().unwrap()));
        let said = format!("{grid:?}");
        for value in ["王小明", "154", "1955"] {
            assert!(!said.contains(value), "{said}");
        }
        let Some(Cell::Text(text)) = grid.raw(2, 1) else { panic!("no text") };
        assert_eq!(format!("{text:?}"), "‹personal›");
    }
}
