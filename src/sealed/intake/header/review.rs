//! What is wrong or worth saying about the columns, and the lines below that say the header or a title again.

use super::super::fields::FieldTable;
use super::super::grid::Grid;
use super::super::headings::split_group;
use super::super::{clean, codes};
use super::{Column, Layout};
use crate::diag::{Diagnostic, Place, column_letters};
use std::collections::BTreeMap;

impl Layout {
    /// What is wrong or worth saying about the columns.
    pub(in crate::sealed::intake) fn review(
        &self,
        grid: &Grid,
        path: &str,
        overrides: &BTreeMap<String, String>,
        fields: &FieldTable,
    ) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        for block in &self.blocks {
            let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
            for bound in block.iter().filter(|column| column.choice.is_none()) {
                let Column { column, field, .. } = bound;
                let at = grid.place(path, self.bottom, *column);
                if bound.is_other() {
                    let known = !bound.is_nameless() && fields.by_header(&field.title).is_some();
                    let letters = column_letters(*column);
                    let second =
                        known && fields.by_header(&field.title).is_some_and(|known| known.id == "group");
                    let message = if second && block.iter().any(|column| column.field.id == "group") {
                        format!(
                            "已有村民小组一列，第{letters}列的“{}”不当作组，不会公开，只用来防泄露检查",
                            field.title
                        )
                    } else if known {
                        format!(
                            "第{letters}列的“{}”看不出是这一户的，不会公开，只用来防泄露检查",
                            field.title
                        )
                    } else if bound.is_nameless() {
                        format!("第{letters}列没有表头，不会公开，只用来防泄露检查")
                    } else {
                        format!("第{letters}列的表头不认识，这一列不会公开，只用来防泄露检查")
                    };
                    out.push(Diagnostic::warning(
                        &codes::HEADER_UNKNOWN,
                        at,
                        message,
                        "要用到这一列，就把表头改成说明里有的词，或在 fields.toml 里加一个同义词；用不到可以不管",
                    ));
                } else if bound.unclear {
                    out.push(Diagnostic::error(
                        &codes::HEADER_WHOSE,
                        at.field(&field.title),
                        format!("第{}列的“{}”看不出是谁的", column_letters(*column), field.title),
                        "是户主或家庭成员的，表头写“户主姓名”“户主身份证号”，或者上面一格写“户主信息”；是别人的，写明是谁，例如“监护人身份证号”",
                    ));
                } else if let Some(other) = seen.insert(&field.id, *column) {
                    out.push(Diagnostic::error(
                        &codes::HEADER_TWICE,
                        at.field(&field.title),
                        format!(
                            "第{}列和第{}列都是“{}”",
                            column_letters(other),
                            column_letters(*column),
                            field.title
                        ),
                        format!("改其中一个表头，或在公示文件里写 headers = {{ {} = \"表头\" }}", field.id),
                    ));
                }
            }
        }
        for (id, header) in overrides {
            if let Some(owner) = fields.get(id).and_then(|field| fields.stronger_owner(header, field)) {
                out.push(Diagnostic::error(
                    &codes::HEADER_WEAKER,
                    Place { sheet: grid.sheet.clone(), ..Place::file(path) },
                    format!("表头“{header}”属于“{}”，不能在 headers 里改成可以公开的 {id}", owner.title),
                    "删掉 headers 里的这一条；要公开的内容，在名册里另立一列",
                ));
                continue;
            }
            let bound = self.blocks.iter().flatten().any(|column| column.field.id == id.as_str());
            if !bound {
                let message = if fields.get(id).is_none() {
                    format!("headers 里的字段 {id} 不存在")
                } else {
                    format!("名册里没有表头“{header}”（或它在隐藏的列里）")
                };
                out.push(Diagnostic::error(
                    &codes::HEADER_OVERRIDE,
                    Place { sheet: grid.sheet.clone(), ..Place::file(path) },
                    message,
                    "对照名册的表头改公示文件里的 headers",
                ));
            }
        }
        out
    }

    /// Whether a row repeats the header, as printed page breaks do.
    pub(in crate::sealed::intake) fn is_repeated(&self, grid: &Grid, row: u32) -> bool {
        (self.top..=self.bottom).any(|header| {
            let mut same = 0;
            let mut filled = 0;
            for column in 1..=grid.width() {
                let Some(cell) = grid.raw(row, column) else { continue };
                filled += 1;
                let text = clean::header_key(cell.words());
                let above = grid.raw(header, column).map(|cell| clean::header_key(cell.words()));
                same += usize::from(!text.is_empty() && above.as_ref() == Some(&text));
            }
            filled > 0 && same * 3 >= filled * 2 && (same >= 2 || filled == 1)
        })
    }

    /// The lines above the header that fill one cell: row, column, words.
    pub(in crate::sealed::intake) fn titles<'a>(
        &self,
        grid: &'a Grid,
    ) -> impl Iterator<Item = (u32, u32, String)> + use<'a> {
        let rows: Vec<u32> = grid.rows().range(..self.top).copied().collect();
        rows.into_iter().filter_map(|row| alone(grid, row).map(|(column, text)| (row, column, text)))
    }

    /// Whether a row says one of the titles above the header once more, perhaps for another group.
    pub(in crate::sealed::intake) fn is_title(&self, grid: &Grid, row: u32) -> bool {
        let Some((_, own)) = alone(grid, row) else { return false };
        let bare = split_group(&own).0;
        self.titles(grid)
            .any(|(_, _, title)| title == own || (title.chars().count() > 4 && split_group(&title).0 == bare))
    }

    /// The group that such a title names.
    pub(in crate::sealed::intake) fn title_group(&self, grid: &Grid, row: u32) -> Option<String> {
        alone(grid, row).and_then(|(_, text)| split_group(&text).1)
    }
}

/// The words of a row that fills one cell.
fn alone(grid: &Grid, row: u32) -> Option<(u32, String)> {
    let mut cells = (1..=grid.width()).filter_map(|column| grid.raw(row, column).map(|cell| (column, cell)));
    let (Some((column, cell)), None) = (cells.next(), cells.next()) else { return None };
    let text = clean::squeeze(cell.words());
    (!text.is_empty()).then_some((column, text))
}
