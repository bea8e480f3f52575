//! A pack's text file → parts: `{{ values }}` filled in by tera, then Markdown, with `:::directives` kept apart.
//!
//! Values are open data only (dates, counts, names of places); a directive stands alone on its line, e.g.
//! `:::period` or `:::roster 名单标题`, and is answered by the composer of the document.

use super::{Block, Span, counted, markdown};
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
    fill(text, values).map_err(|error| vec![complain(text, Place::file(place), &error)])
}

fn fill(text: &str, values: &tera::Context) -> Result<String, String> {
    tera::Tera::one_off(text, values, false).map_err(|error| error.to_string())
}

/// The same with figures that are counted from the rows marked.
pub fn counted_line(text: &str, values: &tera::Context, place: &str) -> Result<Vec<Span>, Vec<Diagnostic>> {
    line(&counted::signed(text), values, place).map(|filled| counted::line(&filled))
}

/// Expands a whole file, with figures that are counted from the rows marked.
pub fn expand_counted(text: &str, values: &tera::Context, place: &str) -> Result<Vec<Part>, Vec<Diagnostic>> {
    let mut parts = expand(&counted::signed(text), values, place)?;
    for part in &mut parts {
        // What stands behind a directive is a line of its own: `counted::line` reads it.
        if let Part::Prose(blocks) = part {
            counted::in_blocks(blocks);
        }
    }
    Ok(parts)
}

/// Expands a whole file.
pub fn expand(text: &str, values: &tera::Context, place: &str) -> Result<Vec<Part>, Vec<Diagnostic>> {
    let filled = fill(text, values).map_err(|error| {
        let at = position(&error)
            .map_or_else(|| Place::file(place), |(line, column)| Place::at(place, line, column));
        vec![complain(text, at, &error)]
    })?;
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

/// Line and column of a template's complaint: `--> name:3:7`.
fn position(error: &str) -> Option<(u32, u32)> {
    let place = error.split("--> ").nth(1)?.lines().next()?.trim_end_matches([']', ' ']);
    let mut parts = place.rsplit(':');
    let column = parts.next()?.parse().ok()?;
    Some((parts.next()?.parse().ok()?, column))
}

/// A template's complaint in our words; its own are English.
fn complain(text: &str, at: Place, error: &str) -> Diagnostic {
    let line = at.line.and_then(|line| text.lines().nth(usize::try_from(line).unwrap_or(1) - 1));
    let inside = |part: &str| part.split('}').next().unwrap_or_default().to_owned();
    let braces: String = line.unwrap_or(text).split('{').skip(1).map(inside).collect();
    let (message, help) = if braces.contains(['“', '”', '‘', '’', '＝', '｜', '（', '）', '，'])
    {
        ("花括号里用了中文的标点", "花括号 {{ }} 里的引号、等号、括号、逗号都用英文的")
    } else if error.contains("not found") || error.contains("undefined") || error.contains("not defined") {
        (
            "花括号里的名称这里没有",
            "检查 {{ }} 里的名称；常用的有 {{ village }} 村名、{{ households }} 户数、{{ people }} 人数",
        )
    } else {
        ("花括号 {{ }} 或 {% %} 里写得不对", "两边的花括号要成对；要印花括号本身，就写中文的｛｝")
    };
    Diagnostic::error(&BAD_TEXT, at, message, help)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_braces_is_told_in_chinese_with_its_line() {
        let mut values = tera::Context::new();
        values.insert("village", "红旗村");
        for (text, line, words) in [
            ("第一行\n{{ village ＝ “x” }}", 2, "中文的标点"),
            ("{{ vilage }}", 1, "名称这里没有"),
            ("第一行\n\n{{ village", 3, "写得不对"),
            ("{% if village = \"x\" %}", 1, "写得不对"),
        ] {
            let found = expand(text, &values, "n1.md").unwrap_err();
            let said = found[0].to_string();
            assert!(said.contains(words) && found[0].at.line == Some(line), "{text}: {said}");
            for foreign in ["rror", "xpected", "ound", "ariable"] {
                assert!(!said.contains(foreign), "{said}");
            }
        }
    }
}
