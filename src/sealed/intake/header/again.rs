//! A header or a title that stands once more: the same again on every printed page, or another list.

use super::super::fields::FieldTable;
use super::super::grid::{Cell, Grid};
use super::super::headings::{continued, split_group};
use super::super::{clean, codes};
use super::words::Names;
use super::{Layout, bind};
use crate::diag::{Diagnostic, column_letters};

/// What a header below the header is.
pub(in crate::sealed::intake) enum Again {
    /// The same, as printed page breaks repeat it.
    Same,
    /// Another one: the first column in which it differs.
    Other(u32),
}

impl Layout {
    /// Whether a row below the header is a header too. Cells of one page that differ from those of another would put
    /// values under wrong words, so every cell is compared.
    pub(in crate::sealed::intake) fn again(
        &self,
        grid: &Grid,
        row: u32,
        fields: &FieldTable,
    ) -> Option<Again> {
        let own: Vec<(u32, String)> = (1..=grid.width())
            .filter(|column| !grid.hidden_columns.contains(column))
            .filter_map(|column| Some((column, clean::header_key(grid.raw(row, column)?.words()))))
            .collect();
        let above = |header: u32, column: u32| {
            grid.raw(header, column).map(|cell| clean::header_key(cell.words())).unwrap_or_default()
        };
        let mut nearest: Option<(usize, u32)> = None;
        for header in self.top..=self.bottom {
            let same =
                own.iter().filter(|(at, text)| !text.is_empty() && above(header, *at) == *text).count();
            let Some(first) = self.differs(grid, header, row) else {
                return Some(Again::Same);
            };
            if same >= 2 && same * 3 >= own.len() * 2 && nearest.is_none_or(|(most, _)| same > most) {
                nearest = Some((same, first));
            }
        }
        if let Some((_, column)) = nearest {
            return Some(Again::Other(column));
        }
        self.is_like_one(grid, row, &own, fields)
            .then(|| Again::Other(self.differs(grid, self.bottom, row).unwrap_or(1)))
    }

    /// The first column in which a row says something else than a row of the header.
    fn differs(&self, grid: &Grid, header: u32, row: u32) -> Option<u32> {
        let text = |row: u32, column: u32| {
            grid.raw(row, column).map(|cell| clean::header_key(cell.words())).unwrap_or_default()
        };
        let known = |column: u32| self.bound(column).is_some_and(|bound| !bound.is_other());
        (1..=grid.width()).filter(|column| !grid.hidden_columns.contains(column)).find(|column| {
            let filled = grid.raw(row, *column).is_some();
            let differs = text(row, *column) != text(header, *column);
            // What stands over a column that nobody knows may be missing on the next page.
            differs && (filled || known(*column))
        })
    }

    /// Whether the words of a row are those over columns, wherever they stand: nobody is called 户主姓名.
    fn is_like_one(&self, grid: &Grid, row: u32, own: &[(u32, String)], fields: &FieldTable) -> bool {
        let ends = |column: u32| {
            grid.raw(row, column).is_some_and(|cell| cell.words().trim_end().ends_with([':', '：']))
        };
        let is_word =
            |column: u32, text: &str| !text.is_empty() && !ends(column) && fields.by_header(text).is_some();
        let under = |ids: &[&str]| -> Vec<bool> {
            let of = own.iter().filter(|(column, _)| {
                self.bound(*column).is_some_and(|is| ids.contains(&is.field.id.as_str()))
            });
            of.map(|(column, text)| is_word(*column, text)).collect()
        };
        let words = own.iter().filter(|(column, text)| is_word(*column, text)).count();
        let counted = under(&["seq", "household_number"]).contains(&true);
        let named = under(&["name", "head_name"]);
        words >= 2
            && ((counted && words * 2 >= own.len())
                || (words * 2 > own.len() && (named.is_empty() || named.contains(&true))))
    }

    /// A second header, said at its cell.
    pub(in crate::sealed::intake) fn other_header(
        &self,
        grid: &Grid,
        path: &str,
        row: u32,
        column: u32,
    ) -> Diagnostic {
        Diagnostic::error(
            &codes::LISTS_TWO,
            grid.place(path, row, column),
            format!(
                "这一行又是表头，{}列和第{}行的表头不一样，不知道是不是同一份名单",
                column_letters(column),
                self.bottom
            ),
            "是同一份名单，就让各列的顺序和上面一样，表头的字也写成一样；是另一份名单，就放到别的工作表或文件里，另写一份公示",
        )
    }

    /// The lines above the header that fill one cell: row, column, words.
    pub(in crate::sealed::intake) fn titles<'a>(
        &self,
        grid: &'a Grid,
    ) -> impl Iterator<Item = (u32, u32, String)> + use<'a> {
        // What is hidden was the title of an older list.
        let seen = |row: &u32| !grid.hidden_rows.contains(row);
        let rows: Vec<u32> = grid.rows().range(..self.top).copied().filter(seen).collect();
        rows.into_iter().filter_map(|row| alone(grid, row).map(|(column, text)| (row, column, text)))
    }

    /// Whether a row says one of the titles above the header once more, perhaps for another group or as its continuation.
    pub(in crate::sealed::intake) fn is_title(&self, grid: &Grid, row: u32) -> bool {
        let Some((_, own)) = alone(grid, row) else { return false };
        let own = continued(&own);
        let bare = split_group(&own).0;
        self.titles(grid)
            .map(|(_, _, title)| continued(&title))
            .any(|title| title == own || (title.chars().count() > 4 && split_group(&title).0 == bare))
    }

    /// The group that such a title names.
    pub(in crate::sealed::intake) fn title_group(&self, grid: &Grid, row: u32) -> Option<String> {
        alone(grid, row).and_then(|(_, text)| split_group(&text).1)
    }
}

/// Whether a list stands above the best header: rows of people under a header of their own, or somebody's number. The
/// lines above a header are titles, and nobody stands in a title.
pub(super) fn list_above(grid: &Grid, names: &Names<'_>, rows: &[u32], best: &Layout) -> bool {
    let above: Vec<u32> = rows.iter().copied().take_while(|row| *row < best.top).collect();
    let number = |cell: &Cell| {
        let text = clean::compact(cell.words());
        let digits = text.chars().filter(char::is_ascii_digit).count();
        digits >= 15 && text.len() <= 18 && text.chars().all(|c| c.is_ascii_alphanumeric())
    };
    if above.iter().any(|row| grid.row(*row).any(|(_, cell)| number(cell))) {
        return true;
    }
    above.iter().enumerate().any(|(index, &top)| {
        let filled = grid.row(top).filter(|(_, cell)| !cell.is_blank()).count();
        let bottoms = above[index..].iter().copied().take(3).filter(|row| filled > 1 && *row < top + 3);
        bottoms.filter_map(|bottom| bind(grid, names, top, bottom)).any(|upper| {
            let known = || upper.blocks.iter().flatten().filter(|column| !column.is_other());
            let is_row = |row: &u32| {
                let named = known()
                    .any(|column| column.field.id == "name" && grid.raw(*row, column.column).is_some());
                named && known().filter(|column| grid.raw(*row, column.column).is_some()).count() >= 2
            };
            above.iter().filter(|row| **row > upper.bottom).any(is_row)
        })
    })
}

/// The words of a row that fills one cell.
fn alone(grid: &Grid, row: u32) -> Option<(u32, String)> {
    let mut cells = (1..=grid.width()).filter_map(|column| grid.raw(row, column).map(|cell| (column, cell)));
    let (Some((column, cell)), None) = (cells.next(), cells.next()) else { return None };
    let text = clean::squeeze(cell.words());
    (!text.is_empty()).then_some((column, text))
}
