//! Checks of a ledger of problems 问题台账: closed after it was found, and never without its day.

use super::clean;
use super::codes::{CLOSED_EARLY, CLOSED_NO_DAY, CLOSED_OPEN};
use crate::diag::Diagnostic;
use crate::sealed::roster::{Household, Texts};

/// What offices write in a column of its own once a problem is solved.
const DONE: [&str; 10] =
    ["是", "已销号", "销号", "已解决", "已完成", "已办结", "已整改", "整改到位", "已整改到位", "√"];
/// And while it is not.
const NOT_YET: [&str; 8] = ["否", "未销号", "未解决", "未完成", "整改中", "正在整改", "办理中", "×"];

/// Findings about one problem.
pub(super) fn check(row: &Household, out: &mut Vec<Diagnostic>) {
    if !row.fields.contains_key("problem") {
        return;
    }
    let says = |words: &[&str]| {
        row.fields.get_text("closed").is_some_and(|text| words.contains(&clean::compact(text).as_str()))
    };
    let Some(day) = row.fields.get("closed_date") else {
        let told = row.fields.get("accepted_by").or_else(|| row.fields.get("closed").filter(|_| says(&DONE)));
        if let Some(told) = told {
            let message = "写了已经销号，却没有销号日期";
            let help = "补上销号那天的日期；还没有解决的，删去这一格";
            out.push(Diagnostic::error(&CLOSED_NO_DAY, told.place(), message, help));
        }
        return;
    };
    if let Some(found) = row.fields.get("lead_date").filter(|found| found.text.expose() > day.text.expose()) {
        let message = format!("销号日期早于{}的发现日期", found.at.row_seen_from(&day.at));
        out.push(Diagnostic::error(&CLOSED_EARLY, day.place(), message, "核对两个日期的年份和月日"));
    }
    if says(&NOT_YET) {
        let message = "有销号日期，另一格却写着还没有销号";
        out.push(Diagnostic::error(
            &CLOSED_OPEN,
            day.place(),
            message,
            "没有解决就删去日期；解决了就改另一格",
        ));
    }
}
