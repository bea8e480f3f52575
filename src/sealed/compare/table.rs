//! The comparison as a table for a spreadsheet program: UTF-8 with a mark, one row a person, formulas defused.

use super::Comparison;
use super::people::{Entry, List};
use super::remarks;

const HEAD: [&str; 17] = [
    "结果",
    "甲名单行",
    "甲名单姓名",
    "甲名单证件号码",
    "甲名单村",
    "甲名单组",
    "甲名单人口",
    "甲名单类别",
    "乙名单行",
    "乙名单姓名",
    "乙名单证件号码",
    "乙名单村",
    "乙名单组",
    "乙名单人口",
    "乙名单类别",
    "说明",
    "核实结果",
];

/// The whole file.
pub(super) fn csv(comparison: &Comparison<'_>) -> Vec<u8> {
    let (a, b, outcome) = (comparison.a, comparison.b, &comparison.outcome);
    let mut out = String::from("\u{feff}");
    line(&mut out, HEAD.map(str::to_owned).into_iter());
    let mut row = |what: &str, one: Option<usize>, other: Option<usize>, remark: String| {
        let cells = std::iter::once(what.to_owned())
            .chain(person(a, one))
            .chain(person(b, other))
            .chain([remark, String::new()]);
        line(&mut out, cells);
    };
    for &at in &outcome.only_a {
        row("只在甲名单", Some(at), None, remarks::of_one(a, &a.people[at], b, "乙名单"));
    }
    for &at in &outcome.only_b {
        row("只在乙名单", None, Some(at), remarks::of_one(b, &b.people[at], a, "甲名单"));
    }
    for (number, question) in (1..).zip(&outcome.undecided) {
        let remark = format!("第{number}处：{}", question.why);
        question.a.iter().for_each(|&at| row("分不清", Some(at), None, remark.clone()));
        question.b.iter().for_each(|&at| row("分不清", None, Some(at), remark.clone()));
    }
    for (pair, remark) in outcome.agreed.iter().zip(&comparison.remarks) {
        row("两份都有", Some(pair.a), Some(pair.b), remark.clone());
    }
    out.into_bytes()
}

fn person(list: &List, at: Option<usize>) -> Vec<String> {
    let Some(entry) = at.map(|at| &list.people[at]) else { return vec![String::new(); 7] };
    let row = list.row(&entry.listed.at);
    let texts = ["name", "id_number", "village", "group", "size", "category"].map(|field| cell(entry, field));
    std::iter::once(row).chain(texts).collect()
}

fn cell(entry: &Entry, field: &str) -> String {
    let text = entry.text(field);
    // A spreadsheet program keeps a long number whole behind a tab.
    if field == "id_number" && !text.is_empty() { format!("\t{text}") } else { defused(text) }
}

/// A cell that a spreadsheet program would take for a formula is kept text.
fn defused(text: &str) -> String {
    let starts = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if starts { format!("'{text}") } else { text.to_owned() }
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    let quoted: Vec<String> = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    out.push_str(&quoted.join(","));
    out.push_str("\r\n");
}
