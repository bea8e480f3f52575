//! Ticks 打勾: columns under one heading, each with a word of its own, where a tick says which word is meant.

use super::clean;
use super::grid::{Cell, Grid};

/// Whether a column is ticked, and by nothing but ticks, or stands `beside` one under the same heading that is: nobody
/// may have chosen this word.
pub(super) fn is_ticked(grid: &Grid, bottom: u32, column: u32, beside: impl Iterator<Item = u32>) -> bool {
    let of = |column| ticks(grid, bottom, column);
    of(column).is_some_and(|own| own > 0 || beside.filter_map(of).any(|ticks| ticks > 0))
}

/// How many ticks stand in a column below the header, if there are only ticks, and numbers that add them up.
fn ticks(grid: &Grid, bottom: u32, column: u32) -> Option<usize> {
    let mut ticks = 0;
    let mut below = (bottom + 1..=grid.height()).filter_map(|row| grid.raw(row, column));
    let only = below.all(|cell| {
        ticks += usize::from(is_tick(cell));
        is_tick(cell) || matches!(cell, Cell::Number(_) | Cell::Uncalculated)
    });
    only.then_some(ticks)
}

/// Whether a cell says no more than that its column is meant.
pub(super) fn is_tick(cell: &Cell) -> bool {
    matches!(clean::squeeze(cell.words()).as_str(), "√" | "✓" | "✔" | "☑" | "∨" | "■" | "●" | "是")
}
