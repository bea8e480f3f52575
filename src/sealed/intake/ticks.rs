//! Ticks 打勾: columns under one heading, each with a word of its own, where a tick says which word is meant.

use super::clean;
use super::codes;
use super::grid::{Cell, Grid};
use super::header::Layout;
use crate::diag::Diagnostic;
use std::collections::BTreeSet;

/// What stands below a header where nothing but ticks stands, marks that may be meant as ticks, and numbers that add
/// them up.
#[derive(Default)]
struct Marks {
    ticks: usize,
    marks: usize,
    numbers: usize,
}

/// Whether a column is ticked, and by nothing but ticks, or stands `beside` one under the same heading that is: nobody
/// may have chosen this word. Columns of nothing but 1 are ticked too: what they hold is said where it stands.
pub(super) fn is_ticked(grid: &Grid, bottom: u32, column: u32, beside: impl Iterator<Item = u32>) -> bool {
    let of = |column| marks(grid, bottom, column);
    let Some(own) = of(column) else { return false };
    let beside: Vec<Marks> = beside.filter_map(of).collect();
    let ticked = own.ticks > 0 || beside.iter().any(|other| other.ticks > 0);
    let plain = own.numbers == 0 && beside.iter().all(|other| other.numbers == 0);
    ticked || (plain && beside.len() > 1 && beside.iter().any(|other| other.marks > 0))
}

fn marks(grid: &Grid, bottom: u32, column: u32) -> Option<Marks> {
    let mut out = Marks::default();
    let mut below = (bottom + 1..=grid.height()).filter_map(|row| grid.raw(row, column));
    let only = below.all(|cell| {
        let (tick, mark) = (is_tick(cell), is_mark(cell));
        let number = !mark && matches!(cell, Cell::Number(_) | Cell::Uncalculated);
        out.ticks += usize::from(tick);
        out.marks += usize::from(mark);
        out.numbers += usize::from(number);
        tick || mark || number
    });
    only.then_some(out)
}

/// Whether a cell says no more than that its column is meant.
pub(super) fn is_tick(cell: &Cell) -> bool {
    let words = clean::fold_width(&clean::squeeze(cell.words()));
    matches!(words.as_str(), "√" | "✓" | "✔" | "☑" | "∨" | "■" | "●" | "是" | "V" | "v")
}

/// Whether a cell may be meant as a tick: 1, Y, 对.
fn is_mark(cell: &Cell) -> bool {
    match cell {
        Cell::Number(number) => *number == 1.0,
        Cell::Flag(_) => true,
        cell => {
            let words = clean::fold_width(&clean::squeeze(cell.words()));
            ["1", "Y", "y", "X", "x", "O", "o", "○", "〇", "×", "+", "*", "对", "有", "勾", "T"]
                .contains(&words.as_str())
        }
    }
}

/// What stands in the ticked columns of the rows that were read, and is no tick.
pub(super) fn unknown(grid: &Grid, layout: &Layout, path: &str, rows: &BTreeSet<u32>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for column in layout.blocks.iter().flatten().filter(|column| column.choice.is_some()) {
        for row in rows {
            if grid.raw(*row, column.column).is_some_and(|cell| is_mark(cell) && !is_tick(cell)) {
                out.push(Diagnostic::error(
                    &codes::TICK_UNKNOWN,
                    grid.place(path, *row, column.column).field(&column.field.title),
                    "打勾的栏里有不认识的记号",
                    "打勾统一写成“√”；不选的留空",
                ));
            }
        }
    }
    out
}
