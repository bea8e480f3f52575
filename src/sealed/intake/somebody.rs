//! What in a row tells that somebody stands in it. Asked before anything else: a household must not be lost because one
//! of its cells looks like a signature, a total or a remark.

use super::clean;
use super::fields::Kind;
use super::grid::Cell;
use super::header::Layout;
use super::headings::{self, Says};
use super::ticks::is_tick;
use super::{relation, signed, sums};

/// The filled cells of a row with their columns.
pub(super) type Cells<'a> = [(u32, &'a Cell)];

/// Whether a row is surely somebody's: a number of identity, or a name beside a number in the row, a size, a category
/// or a relation.
pub(super) fn is_surely(layout: &Layout, cells: &Cells<'_>) -> bool {
    has_identity(layout, cells)
        || (is_named(layout, cells) && cells.iter().any(|(at, cell)| counts(layout, *at, cell)))
}

/// Whether a row may be somebody's: a name beside a group.
pub(super) fn is_likely(layout: &Layout, cells: &Cells<'_>) -> bool {
    let grouped = |(column, cell): &(u32, &Cell)| {
        let of = layout.bound(*column).is_some_and(|bound| bound.field.id == "group");
        of && (matches!(cell, Cell::Number(_)) || matches!(headings::read(cell.words()), Says::Group(_)))
    };
    is_surely(layout, cells) || (is_named(layout, cells) && cells.iter().any(grouped))
}

/// Whether a row below the list's end looks like one of the list: a name or a number is enough.
pub(super) fn is_left_behind(layout: &Layout, cells: &Cells<'_>) -> bool {
    let known =
        cells.iter().filter(|(at, _)| layout.bound(*at).is_some_and(|bound| !bound.is_other())).count();
    // In a first column of names a single cell may be a sentence: then a surname tells.
    let alone = |column: u32, cell: &Cell| {
        let text = clean::without_brackets(&clean::header_key(cell.words()));
        let short = text.chars().count() <= 6 || text.contains(['·', '•']);
        short && (cells.len() > 1 || column > 1 || crate::sealed::persons::is_name(&text))
    };
    let named = cells
        .iter()
        .any(|(column, cell)| is_of_names(layout, *column) && is_name(cell) && alone(*column, cell));
    known >= 3 || has_identity(layout, cells) || named
}

/// Whether a cell has the form of a name, and is no label and no sum.
pub(super) fn is_name(cell: &Cell) -> bool {
    let raw = clean::fold_width(cell.words());
    let text = clean::without_brackets(&clean::header_key(&raw));
    let letters = text.chars().all(|c| c.is_alphabetic() || "·•．.".contains(c));
    !raw.contains(':')
        && letters
        && (2..=20).contains(&text.chars().count())
        && !sums::is_label(&text)
        && !sums::is_count(cell)
        && !signed::is_label(cell)
}

fn is_of_names(layout: &Layout, column: u32) -> bool {
    layout.bound(column).is_some_and(|bound| ["name", "head_name"].contains(&bound.field.id.as_str()))
}

/// Whether a name stands in a column of names.
pub(super) fn is_named(layout: &Layout, cells: &Cells<'_>) -> bool {
    cells.iter().any(|(column, cell)| is_of_names(layout, *column) && is_name(cell))
}

/// As many digits as an identity number has, right or wrong.
pub(super) fn has_identity(layout: &Layout, cells: &Cells<'_>) -> bool {
    cells.iter().any(|(column, cell)| {
        layout.bound(*column).is_some_and(|bound| bound.field.kind == Kind::Id)
            && match cell {
                Cell::Number(number) => *number >= 1e14,
                cell => {
                    let text = clean::compact(cell.words());
                    text.chars().filter(char::is_ascii_digit).count() >= 14
                        && text.chars().all(|c| c.is_ascii_alphanumeric())
                }
            }
    })
}

/// Whether a cell beside a name says that the name is in the list.
fn counts(layout: &Layout, column: u32, cell: &Cell) -> bool {
    let Some(bound) = layout.bound(column) else { return false };
    let text = clean::header_key(cell.words());
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    match bound.field.id.as_str() {
        "seq" => {
            matches!(cell, Cell::Number(_)) || digits(text.trim_matches(['(', ')', '.', '、', '#', '号']))
        }
        "household_number" => matches!(cell, Cell::Number(_)) || text.chars().any(|c| c.is_ascii_digit()),
        "size" => match cell {
            Cell::Number(number) => (1.0..100.0).contains(number),
            _ => text
                .trim_end_matches(['人', '口'])
                .parse()
                .is_ok_and(|number: u32| (1..100).contains(&number)),
        },
        "category" => (bound.choice.is_some() && is_tick(cell)) || text.ends_with('户'),
        "relation" => relation::is_known(cell.words()),
        _ => false,
    }
}
