//! `text.md` of a draft: the clauses under their numbers, as the parser of packs reads them.

use super::super::facts::ContactKind;
use super::super::facts::places;
use super::super::lines::Paragraph;
use super::super::tree::{Clause, Part};
use super::propose::{self, Window};

const LEFT_OUT: &str = "（原文这里有个人的姓名或手机号，没有抄进来）";

/// The whole file.
pub(super) fn text(part: &Part, window: Option<&Window>) -> String {
    let mut out =
        format!("# {}\n\n这是从原文自动整理的草稿。条款号照原文。对照原件核对以后再用。\n", part.title);
    for clause in &part.clauses {
        out.push_str(&format!("\n{} {}\n", "#".repeat(clause.depth + 1), heading(clause)));
        for paragraph in &clause.text {
            out.push('\n');
            out.push_str(if personal(paragraph) { LEFT_OUT } else { &paragraph.text });
            out.push('\n');
        }
    }
    out.extend(window.map(propose::clause));
    out
}

fn heading(clause: &Clause) -> String {
    let label = clause.path.rsplit('/').next().unwrap_or_default();
    let mark = match label.chars().next() {
        Some(first) if first.is_ascii_digit() => ". ",
        Some('（') => "",
        Some('第') => "　",
        Some(first) if super::super::number::circled(first).is_some() => "",
        _ => "、",
    };
    format!("{label}{mark}{}", clause.title).trim_end().to_owned()
}

/// Whether a paragraph names a person or a mobile.
fn personal(paragraph: &Paragraph) -> bool {
    places(&paragraph.text).iter().any(|(_, kind)| matches!(kind, ContactKind::Mobile | ContactKind::Person))
}
