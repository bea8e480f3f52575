//! Forms 表单 of the office: a pack's form file becomes parts with named places, still without any roster.
//!
//! `sealed::forms` fills the places, or leaves them to be written in by hand. A place is `[field]`, or `[field: 甲、乙]`
//! for boxes to tick; what a file mentions is known with line and column before anything is filled.

mod cells;
mod mentions;
mod read;

pub(crate) use mentions::directives;
pub use mentions::{Mention, mentions};
pub use read::read;

use super::{Block, Meta, Signature};

/// A place that is reckoned, not read: the months over which a household's income is summed 收入核算起止.
pub const INCOME_WINDOW: &str = "income_window";
/// The month of entry that it is reckoned from 纳入监测年月.
pub const ENTRY_MONTH: &str = "entry_month";
/// What stands there on a blank copy.
pub const INCOME_BLANK: &str = "____年__月至____年__月";

/// A form that is ready to be filled: what it is, and its parts in order.
#[derive(Debug, Clone)]
pub struct Form {
    /// Title, date, issuer; no personal value.
    pub meta: Meta,
    /// Parts in order.
    pub parts: Vec<Part>,
}

/// A part of a form.
#[derive(Debug, Clone)]
pub enum Part {
    /// Prose; its texts may hold places.
    Prose(Vec<Block>),
    /// A ruled grid.
    Grid {
        /// Relative widths.
        columns: Vec<u16>,
        /// Rows of cells; a column that a cell above reaches down to is left out.
        rows: Vec<Vec<Cell>>,
    },
    /// A table with a row for every member or household.
    Rows {
        /// Whose rows.
        of: Whose,
        /// Rows there are at least, for what is written by hand.
        least: usize,
        /// Least height of a row, in tenths of a millimetre; 0 = natural.
        height: u32,
        /// Header words with relative widths.
        columns: Vec<(String, u16)>,
        /// What each row holds.
        cells: Vec<Vec<Piece>>,
    },
    /// Places to sign or seal.
    Sign(Vec<Signature>),
    /// Households and people counted.
    Statistics(Statistics),
    /// A further page with a title.
    Page(String),
}

/// Whose rows a table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// 家庭成员.
    Members,
    /// 农户.
    Households,
}

/// A count of households and people 户数、人数 by one field or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// Field whose values are the rows.
    pub rows: String,
    /// Field whose values are the columns, if they are told apart by a second one.
    pub columns: Option<String>,
    /// Counts of fewer households are not told: for a copy that leaves the office 报送.
    pub below: Option<u32>,
}

/// A cell of a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub pieces: Vec<Piece>,
    /// What stands in its lower right corner.
    pub foot: String,
    /// Words that name the cell beside it.
    pub label: bool,
    /// Columns.
    pub across: usize,
    /// Rows.
    pub down: usize,
    /// Least height in rows of the theme.
    pub height: u16,
}

/// A piece of a text: words, or a place to fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Open words.
    Words(String),
    /// The value of a field.
    Field(String),
    /// Boxes, those that the field's value names ticked.
    Choice {
        /// Field.
        field: String,
        /// What may be ticked.
        options: Vec<String>,
    },
}

impl Piece {
    /// The pieces of a text, in order.
    pub fn all(text: &str) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut words = 0;
        let mut from = 0;
        while let Some(open) = text[from..].find('[').map(|at| from + at) {
            let place = mentions::place(&text[open..]);
            from = open + place.map_or(1, |(_, length)| length);
            let Some((field, length)) = place else { continue };
            if open > words {
                pieces.push(Self::Words(text[words..open].to_owned()));
            }
            let inside = &text[open + 1..open + length - 1];
            pieces.push(match inside.split_once([':', '：']) {
                None => Self::Field(field.to_owned()),
                Some((_, options)) => Self::Choice {
                    field: field.to_owned(),
                    options: options
                        .split('、')
                        .map(str::trim)
                        .filter(|option| !option.is_empty())
                        .map(str::to_owned)
                        .collect(),
                },
            });
            words = from;
        }
        if words < text.len() {
            pieces.push(Self::Words(text[words..].to_owned()));
        }
        pieces
    }
}

#[cfg(test)]
mod tests;
