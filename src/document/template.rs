//! A pack's text file → parts: `{{ values }}` filled in by tera, then Markdown, with `:::directives` kept apart.
//!
//! Values are open data only (dates, counts, names of places); a directive stands alone on its line, e.g.
//! `:::period` or `:::roster 名单标题`, and is answered by the composer of the document.

use super::{Block, markdown};
use crate::diag::{Diagnostic, Place};
use crate::policy::codes::BAD_TEXT;

/// A piece of an expanded text.
#[derive(Debug, Clone)]
pub enum Part {
    /// Running text.
    Prose(Vec<Block>),
    /// A directive with its argument and line.
    Directive {
        /// Name without the colons.
        name: String,
        /// Rest of the line.
        argument: String,
        /// One-based line in the file.
        line: u32,
    },
}

/// Fills in a one-line text such as a heading.
pub fn line(text: &str, values: &tera::Context, place: &str) -> Result<String, Vec<Diagnostic>> {
    tera::Tera::one_off(text, values, false).map_err(|error| vec![complain(place, &error)])
}

/// Expands a whole file.
pub fn expand(text: &str, values: &tera::Context, place: &str) -> Result<Vec<Part>, Vec<Diagnostic>> {
    let filled = line(text, values, place)?;
    let mut parts = Vec::new();
    // Lines before a chunk become empty ones, so that complaints about Markdown keep the file's line numbers.
    let mut chunk = String::new();
    let mut errors = Vec::new();
    for (index, row) in filled.lines().enumerate() {
        if let Some(directive) = row.strip_prefix(":::") {
            prose(&mut chunk, place, &mut parts, &mut errors);
            let (name, argument) = directive.split_once(' ').unwrap_or((directive, ""));
            parts.push(Part::Directive {
                name: name.trim().to_owned(),
                argument: argument.trim().to_owned(),
                line: u32::try_from(index + 1).unwrap_or(u32::MAX),
            });
        } else {
            if chunk.is_empty() {
                chunk = "\n".repeat(index);
            }
            chunk.push_str(row);
            chunk.push('\n');
        }
    }
    prose(&mut chunk, place, &mut parts, &mut errors);
    if errors.is_empty() { Ok(parts) } else { Err(errors) }
}

fn prose(chunk: &mut String, place: &str, parts: &mut Vec<Part>, errors: &mut Vec<Diagnostic>) {
    if !chunk.trim().is_empty() {
        match markdown::blocks(chunk, place) {
            Ok(blocks) => parts.push(Part::Prose(blocks)),
            Err(mut found) => errors.append(&mut found),
        }
    }
    chunk.clear();
}

/// A template's complaint; values are open, but only the first line is of use to a clerk.
fn complain(place: &str, error: &tera::Error) -> Diagnostic {
    let text = error.to_string();
    let reason = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("").trim().to_owned();
    Diagnostic::error(
        &BAD_TEXT,
        Place::file(place),
        format!("文字模板填不上：{reason}"),
        "检查 {{ }} 里的名称；可用的名称见 docs/packs.md",
    )
}

/// The complaint about a directive that the composer does not know.
pub fn unknown_directive(place: &str, name: &str, line: u32, known: &[&str]) -> Diagnostic {
    Diagnostic::error(
        &BAD_TEXT,
        Place::at(place, line, 1),
        format!("不认识的指令 :::{name}"),
        format!(
            "这里可以用：{}",
            known.iter().map(|name| format!(":::{name}")).collect::<Vec<_>>().join("、")
        ),
    )
}
