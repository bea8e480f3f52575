//! tera's errors as diagnostics: file, line, column and our own words.
//!
//! What a template was given never stands in a finding, so tera's text is passed on only where it can hold nothing
//! but the template's own words.

use super::{Folders, codes};
use crate::diag::{Diagnostic, Place};
use tera::{Error, ErrorKind, ReportError};

/// Turns one error of tera into findings; `folders` tells where a template lies.
pub(super) fn findings(error: &Error, folders: &Folders, template: &str) -> Vec<Diagnostic> {
    let place = |name: &str| folders.of(&format!("templates/{name}"));
    match error.kind() {
        ErrorKind::SyntaxError(report) => {
            let at = reported(report, &place(template));
            vec![finding(at, format!("模板写法有误（{}）", report.message()), "检查括号和标签是否成对")]
        }
        ErrorKind::RenderingError(report) => {
            let at = reported(report, &place(report.filename()));
            // "Variable `x` is not defined.": the first sentence names only what the template wrote.
            let message = report.message();
            let named = ["Variable `", "Field `"].iter().any(|start| message.starts_with(start));
            let what = match message.split('`').nth(1) {
                Some(name) if named => format!("模板用了没有的变量“{name}”"),
                _ => "模板在这里算不出结果".to_owned(),
            };
            vec![finding(at, what, "对照默认主题同名模板改正")]
        }
        ErrorKind::MissingParent { current, parent } => {
            vec![finding(
                Place::file(place(current)),
                format!("找不到它要套用的模板“{parent}”"),
                "补上这个文件，或改正名字",
            )]
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            vec![finding(Place::file(place(tpl)), "模板互相套用，绕成了圈".to_owned(), "去掉其中一处套用")]
        }
        // Unknown filters, functions, includes come as several reports in one text about the templates' own source.
        ErrorKind::Msg(text) if text.contains("--> ") => listed(text, folders),
        _ => {
            vec![finding(Place::file(place(template)), "模板无法使用".to_owned(), "对照默认主题同名模板改正")]
        }
    }
}

fn finding(at: Place, message: String, help: &str) -> Diagnostic {
    Diagnostic::error(&codes::TEMPLATE, at, message, help)
}

fn reported(report: &ReportError, path: &str) -> Place {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    // tera counts columns from 0.
    Place::at(path, number(report.span().start_line), number(report.span().start_col + 1))
}

/// `error: Unknown filter …` / `--> name:line:column` pairs.
fn listed(text: &str, folders: &Folders) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let mut message = "模板里有不认识的名字".to_owned();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("error: ") {
            message = format!("模板里有不认识的名字（{rest}）");
        } else if let Some(at) = line.trim_start().strip_prefix("--> ") {
            let mut parts = at.rsplitn(3, ':');
            let column = parts.next().and_then(|part| part.parse().ok());
            let row = parts.next().and_then(|part| part.parse().ok());
            let name = parts.next().unwrap_or_default();
            let mut place = Place::file(folders.of(&format!("templates/{name}")));
            (place.line, place.column) = (row, column);
            out.push(finding(place, message.clone(), "检查名字有没有写错，文件有没有放进 templates 文件夹"));
        }
    }
    out
}
