//! What is wrong or worth saying about the columns.

use super::super::codes;
use super::super::fields::{Field, FieldTable};
use super::super::grid::Grid;
use super::owner::says_who;
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
        if self.below_a_list {
            out.push(Diagnostic::error(
                &codes::LISTS_TWO,
                grid.row_place(path, self.top),
                "这一行是表头，上面却已经有一份名单，像是另一份",
                "一份公示只用一份名单：把另一份放到别的工作表或文件里，另写一份公示；是同一份名单，两个表头就写成一样，各列对齐",
            ));
        }
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
                        twice(field),
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
}

/// What to do about two columns of one field. Two of what tells who somebody is are two people in a row.
fn twice(field: &Field) -> String {
    let change = format!("改其中一个表头，或在公示文件里写 headers = {{ {} = \"表头\" }}", field.id);
    if says_who(field) {
        format!("家庭成员排在同一行里的，改成一人一行，每行写姓名、与户主关系、证件号码；不是的，{change}")
    } else {
        change
    }
}
