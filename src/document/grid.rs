//! Ruled forms 表格式表单: label cells and cells to write in, signature lines. What a [`super::Block`] holds of them.

use super::{Align, Text};

/// A ruled form grid 表单方格.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Relative widths of the columns.
    pub columns: Vec<u16>,
    /// Rows; a column that a cell above reaches down to is left out.
    pub rows: Vec<Vec<GridCell>>,
    /// So many first rows are the header, repeated on every page.
    pub head: usize,
}

/// A cell of a form grid.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    /// What stands in it; empty = to be written in by hand.
    pub text: Text,
    /// What stands in its lower right corner: who signs, 年月日.
    pub foot: Option<Text>,
    /// A label 栏目名: shaded, a header cell for readers.
    pub label: bool,
    /// Alignment.
    pub align: Align,
    /// Columns it takes.
    pub across: usize,
    /// Rows it takes.
    pub down: usize,
    /// Least height in rows of the theme.
    pub height: u16,
}

impl GridCell {
    /// A label over some columns and rows.
    pub fn label(text: Text, across: usize, down: usize) -> Self {
        Self { text, foot: None, label: true, align: Align::Center, across, down, height: 1 }
    }

    /// A value in one column.
    pub fn value(text: Text) -> Self {
        Self { text, foot: None, label: false, align: Align::Center, across: 1, down: 1, height: 1 }
    }
}

/// A place to sign 签字处, or one for a seal 盖章处, with its 年月日.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// Who signs, or whose seal it is.
    pub label: Text,
    /// A seal instead of a signature.
    pub seal: bool,
}
