//! Whose a member is that stands before a head, where the head begins a household: merged cells, blank rows, and cells that are
//! written once a household may say it. Where they contradict each other nobody knows.

use super::fields::{Class, Level};
use super::grid::Grid;
use super::header::Column;
use super::rows::Row;
use std::collections::BTreeSet;

/// Why it is not known which rows are a household: at which of them.
pub(super) enum Doubt {
    /// The first of all is no head.
    First,
    /// The signs at this row contradict each other.
    Signs(usize),
}

/// Which rows begin a household.
pub(super) fn begins(
    grid: &Grid,
    block: &[Column],
    rows: &[&Row<'_>],
    heads: &[bool],
) -> Result<Vec<bool>, Doubt> {
    let mut begins = heads.to_vec();
    let at: Vec<usize> = (0..rows.len()).filter(|row| heads[*row]).collect();
    let signs = Signs { grid, block, rows, heads };
    let blanks: BTreeSet<usize> = (1..rows.len()).filter(|row| signs.is_apart(*row)).collect();
    let even = signs.is_even(&blanks);
    for (number, &head) in at.iter().enumerate() {
        let before = number.checked_sub(1).map(|number| at[number]);
        let first = before.map_or(0, |before| before + 1);
        let mut found = BTreeSet::new();
        for row in first..head {
            // What is written beside him may be forgotten beside the head.
            if (blanks.contains(&row) && !even) || signs.is_filled(row, head) {
                return Err(Doubt::Signs(row));
            }
            if blanks.contains(&row) || signs.is_merged(row, head) {
                found.insert(row);
            }
        }
        match (found.first(), found.len()) {
            (None, _) if first < head && before.is_none() => return Err(Doubt::First),
            (None, _) => {}
            (Some(&row), 1) if before.is_some_and(|before| !signs.joins(before, row)) || row == 0 => {
                (begins[row], begins[head]) = (true, false);
            }
            (Some(&row), _) => return Err(Doubt::Signs(row)),
        }
    }
    match at.last() {
        None if !rows.is_empty() => Err(Doubt::First),
        Some(last) => match blanks.range(last + 1..).next() {
            Some(row) => Err(Doubt::Signs(*row)),
            None => Ok(begins),
        },
        None => Ok(begins),
    }
}

struct Signs<'a> {
    grid: &'a Grid,
    block: &'a [Column],
    rows: &'a [&'a Row<'a>],
    heads: &'a [bool],
}

impl Signs<'_> {
    /// Whether blank rows and nothing else stand above a row.
    fn is_apart(&self, row: usize) -> bool {
        let (above, own) = (self.rows[row - 1], self.rows[row].line);
        let end = above.more.last().map_or(above.line, |(line, ..)| *line);
        let blank = |line: u32| self.grid.row(line).all(|(_, cell)| cell.is_blank());
        own > end + 1 && (end + 1..own).all(blank)
    }

    /// Whether blank rows part the list into households: one head in each part.
    fn is_even(&self, blanks: &BTreeSet<usize>) -> bool {
        let starts: Vec<usize> = std::iter::once(0).chain(blanks.iter().copied()).collect();
        starts.iter().enumerate().all(|(number, start)| {
            let end = starts.get(number + 1).copied().unwrap_or(self.rows.len());
            self.heads[*start..end].iter().filter(|head| **head).count() == 1
        })
    }

    /// Whether a merged cell of the household begins at a row and covers one head, this one.
    fn is_merged(&self, row: usize, head: usize) -> bool {
        let (own, last) = (self.rows[row].line, self.rows[head].line);
        self.columns().any(|column| {
            let area =
                self.grid.area(own, column.column).filter(|area| area.top == own && area.bottom >= last);
            area.is_some_and(|area| self.covered(area.top, area.bottom) == 1)
        })
    }

    /// Whether a merged cell of the household above covers a row.
    fn joins(&self, head: usize, row: usize) -> bool {
        let (above, own) = (self.rows[head].line, self.rows[row].line);
        self.columns().any(|column| {
            let area = self.grid.area(own, column.column).filter(|area| area.top <= above);
            area.is_some_and(|area| self.covered(area.top, area.bottom) == 1)
        })
    }

    /// Whether what is written once a household is written in a row and not beside the head, in no merged cell.
    fn is_filled(&self, row: usize, head: usize) -> bool {
        let heads = self.heads.iter().filter(|head| **head).count();
        ["size", "category", "group"].iter().any(|id| {
            let written = |row: &&Row<'_>| row.get(id).is_some();
            let once = self.rows.iter().filter(|row| written(row)).count() <= heads;
            once && written(&self.rows[row]) && !written(&self.rows[head]) && !self.is_merged(row, head)
        })
    }

    /// The columns in which all rows of a household agree.
    fn columns(&self) -> impl Iterator<Item = &Column> {
        let agrees = |column: &&Column| matches!(column.field.class, Class::Quasi | Class::Process);
        self.block.iter().filter(|column| column.field.level == Level::Household).filter(agrees)
    }

    /// How many heads stand in these rows.
    fn covered(&self, top: u32, bottom: u32) -> usize {
        let within = |row: &Row<'_>| (top..=bottom).contains(&row.line);
        self.rows.iter().zip(self.heads).filter(|(row, head)| **head && within(row)).count()
    }
}
