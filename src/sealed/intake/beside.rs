//! Lists that run in halves side by side 左右两栏: a line that heads one half says nothing of the other.

use super::grid::{Cell, Grid};
use super::header::{Column, Layout};
use super::headings::{self, Says};
use super::lines::tells_something;
use crate::sealed::persons;

/// What a line says in one half.
pub(super) struct Side {
    pub(super) block: usize,
    pub(super) column: u32,
    pub(super) says: Says,
}

/// The halves that a line heads; none where the list has one block, or where a cell is merged across several.
pub(super) fn headings(grid: &Grid, layout: &Layout, line: u32) -> Vec<Side> {
    let mut out = Vec::new();
    for (block, columns) in layout.blocks.iter().enumerate().filter(|_| layout.blocks.len() > 1) {
        let (first, last) = range(grid, layout, block);
        let mut cells = (first..=last).filter_map(|column| grid.raw(line, column).map(|cell| (column, cell)));
        let (Some((column, cell)), None) = (cells.next(), cells.next()) else { continue };
        let area = grid.area(line, column);
        if area.is_some_and(|area| area.right > last || area.left < first) {
            return Vec::new();
        }
        let wide = area.is_some_and(|area| area.right > area.left);
        out.extend(of_cell(columns, column, cell, wide).map(|says| Side { block, column, says }));
    }
    out
}

/// What the only cell of a half says of the rows below.
fn of_cell(columns: &[Column], column: u32, cell: &Cell, wide: bool) -> Option<Says> {
    let words = cell.words();
    let id = columns.iter().find(|bound| bound.column == column).map(|bound| bound.field.id.as_str());
    let counts = words.chars().all(|c| !c.is_alphabetic() || "〇零一二三四五六七八九十百".contains(c));
    if words.is_empty() || counts || id == Some("group") {
        return None;
    }
    match headings::read(words) {
        Says::Group(group) if wide || id == Some("seq") || headings::is_counted(&group) => {
            Some(Says::Group(group))
        }
        says @ (Says::Category(_) | Says::OtherList) if wide || id == Some("seq") => Some(says),
        _ => None,
    }
}

/// Whether a line that adds up or closes the list in one half has somebody in another.
pub(super) fn has_somebody(grid: &Grid, layout: &Layout, line: u32) -> bool {
    layout.blocks.len() > 1 && layout.blocks.iter().any(|columns| names_somebody(grid, columns, line))
}

/// Whether a line of a block has a name, and something beside it.
pub(super) fn names_somebody(grid: &Grid, columns: &[Column], line: u32) -> bool {
    let filled = columns.iter().filter(|column| grid.raw(line, column.column).is_some());
    let filled: Vec<_> = filled.filter(|column| tells_something(column)).collect();
    let name = filled.iter().find(|column| column.field.id == "name");
    let name = name.and_then(|column| grid.raw(line, column.column)).map_or("", Cell::words);
    filled.len() >= 2 && persons::is_name(name)
}

/// The first and last column of a half.
fn range(grid: &Grid, layout: &Layout, block: usize) -> (u32, u32) {
    let first =
        |block: usize| layout.blocks.get(block).and_then(|block| block.first()).map(|bound| bound.column);
    let start = if block == 0 { 1 } else { first(block).unwrap_or(1) };
    (start, first(block + 1).map_or(grid.width(), |next| next - 1))
}
