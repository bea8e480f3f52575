//! Rows of the list that are hidden, filtered out or crossed out 隐藏、筛选掉、划掉的行: a household is never left out without
//! a word. Either the rows are shown or deleted, or the notice says how many of them it leaves out.

use super::codes;
use crate::diag::{Diagnostic, Place, Severity};

/// A row of the list that may not be meant.
pub(super) struct LeftOut {
    pub(super) at: Place,
    /// Crossed out, not hidden.
    pub(super) struck: bool,
}

/// What the notice's `hidden_rows` says of the rows that were found.
pub(super) fn judge(path: &str, rows: &[LeftOut], agreed: Option<u32>) -> Vec<Diagnostic> {
    let count = rows.len();
    match agreed {
        Some(agreed) if agreed as usize == count && count > 0 => {
            let message = format!("隐藏或划掉的{count}行没有读，不公示：{}", lines(rows.iter()));
            vec![Diagnostic {
                code: &codes::HIDDEN_AGREED,
                severity: Severity::Notice,
                at: rows.first().map_or_else(|| Place::file(path), |row| row.at.clone()),
                message,
                help: format!("公示文件里写了 hidden_rows = {count}；这几户要公示，就取消隐藏，删去这一句"),
            }]
        }
        Some(agreed) => {
            let found = if count == 0 {
                "一行也没有".to_owned()
            } else {
                format!("有{count}行（{}）", lines(rows.iter()))
            };
            let message = format!("公示文件写 hidden_rows = {agreed}，名册里隐藏或划掉的却{found}");
            let help = if count == 0 {
                "删去公示文件里的 hidden_rows".to_owned()
            } else {
                format!("逐行核对：要公示的取消隐藏、去掉删除线；其余确实不公示，改成 hidden_rows = {count}")
            };
            vec![Diagnostic::error(&codes::HIDDEN_ROWS, Place::file(path), message, help)]
        }
        None => {
            let agree = format!("确实要留在表里又不公示，在公示文件里写 hidden_rows = {count}");
            [(false, &codes::HIDDEN_ROWS), (true, &codes::STRUCK)]
                .into_iter()
                .filter_map(|(struck, code)| {
                    let of: Vec<&LeftOut> = rows.iter().filter(|row| row.struck == struck).collect();
                    let at = of.first()?.at.clone();
                    let lines = lines(of.iter().copied());
                    let (message, help) = if struck {
                        (format!("{lines}画了删除线，不知道还算不算"), "不算就删掉这一行；算就去掉删除线")
                    } else {
                        (
                            format!("{lines}隐藏了（或被筛选掉了），不知道要不要公示"),
                            "要公示就取消隐藏、清除筛选；不公示就删掉这一行",
                        )
                    };
                    Some(Diagnostic::error(code, at, message, format!("{help}；{agree}")))
                })
                .collect()
        }
    }
}

/// 第5行、第9行, at most ten of them.
fn lines<'a>(rows: impl Iterator<Item = &'a LeftOut> + Clone) -> String {
    const MOST: usize = 10;
    let sheets: std::collections::BTreeSet<_> = rows.clone().map(|row| row.at.sheet.as_deref()).collect();
    let all = rows.clone().count();
    let named: Vec<String> = rows
        .take(MOST)
        .map(|row| match (&row.at.sheet, row.at.line.unwrap_or(0)) {
            (Some(sheet), line) if sheets.len() > 1 => format!("“{sheet}”第{line}行"),
            (_, line) => format!("第{line}行"),
        })
        .collect();
    let more = if all > MOST { format!("等{all}行") } else { String::new() };
    format!("{}{more}", named.join("、"))
}
