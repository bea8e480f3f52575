//! A theme's file 主题文件 → the places in it that would make a browser ask another host.
//!
//! Read as a browser reads it: marks of html, styles and scripts are told apart, and entities and escapes are undone before
//! an address is judged. What stands between marks of the template language is judged by what it could become. Links that
//! a person clicks are none.

mod address;
mod css;
mod html;
mod js;
mod policy;

pub(super) use policy::{Policy, Refused};

use super::scan::{self, Piece};
use crate::render::Media;
use std::collections::BTreeSet;

/// Stands for `{{ … }}`: some text.
const CODE: char = '\u{f0000}';
/// Stands for `{% … %}`: what stands after it may also stand alone.
const BLOCK: char = '\u{f0001}';

/// A character and where it stands in the file.
type Unit = (char, usize);

/// What the templates of a theme name by themselves: such a name may hold any text.
#[derive(Debug, Default)]
pub(super) struct OwnNames(BTreeSet<String>);

impl OwnNames {
    /// Names set by templates, handed to their components, or running over such a name.
    pub(super) fn of<'a>(sources: impl Iterator<Item = &'a String> + Clone) -> Self {
        let mut own = BTreeSet::new();
        loop {
            let before = own.len();
            for source in sources.clone() {
                for piece in scan::pieces(source) {
                    let Piece::Code(range) = piece else { continue };
                    name(source[range].trim_matches(['-', ' ', '\n', '\t']), &mut own);
                }
            }
            if own.len() == before {
                return Self(own);
            }
        }
    }

    /// Whether code gives an address that the program made: `root`, `asset(…)`, or a plain value of the program's.
    fn is_programs(&self, code: &str) -> bool {
        let code = code.trim_matches(['-', ' ', '\n', '\t']);
        if code.starts_with("asset(") && code.ends_with(')') && !code.contains(['~', '|']) {
            return true;
        }
        let plain = code.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
        let first = code.split('.').next().unwrap_or_default();
        let whole_address =
            ["canonical", "base_url"].iter().any(|name| code.split('.').any(|part| part == *name));
        // A name without a point is one of the program's only as far as pages know it.
        plain && !whole_address && !self.0.contains(first) && (code == "root" || code.contains('.'))
    }
}

fn name(code: &str, own: &mut BTreeSet<String>) {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = code.split(|c| !is_word(c)).filter(|word| !word.is_empty());
    match words.next() {
        Some("set" | "set_global") => own.extend(words.next().map(str::to_owned)),
        Some("component") => own.extend(words.map(str::to_owned)),
        Some("for") => {
            let Some((names, over)) = code.split_once(" in ") else { return };
            let over_own = over.split(|c| !is_word(c)).any(|word| own.contains(word));
            if over_own || over.contains(['"', '\'', '`', '[']) {
                own.extend(names.split(|c| !is_word(c)).skip(1).filter(|n| !n.is_empty()).map(str::to_owned));
            }
        }
        _ => {}
    }
}

/// One file while it is looked through.
struct Look<'a> {
    source: &'a str,
    own: &'a OwnNames,
    found: BTreeSet<usize>,
}

impl Look<'_> {
    /// The code whose inside begins there.
    fn code(&self, at: usize) -> &str {
        let rest = &self.source[at..];
        &rest[..rest.find("}}").unwrap_or(rest.len())]
    }

    fn refuse(&mut self, at: usize) {
        self.found.insert(at);
    }
}

/// Byte offsets in a template.
pub(super) fn in_template(source: &str, own: &OwnNames) -> Vec<usize> {
    let mut units = Vec::new();
    for piece in scan::pieces(source) {
        match piece {
            Piece::Literal(range) => {
                units
                    .extend(source[range.clone()].char_indices().map(|(at, c)| (plain(c), range.start + at)));
            }
            Piece::Code(range) => {
                let is_value = source[..range.start].ends_with("{{");
                units.push((if is_value { CODE } else { BLOCK }, range.start));
            }
        }
    }
    look(source, own, |look| html::html(look, &units, 0))
}

/// Byte offsets in a file of a theme, or in a page as it was rendered.
pub(super) fn in_file(source: &str, media: Media) -> Vec<usize> {
    let units: Vec<Unit> = source.char_indices().map(|(at, c)| (plain(c), at)).collect();
    look(source, &OwnNames::default(), |look| match media {
        Media::Css => css::css(look, &units),
        Media::Js => js::js(look, &units, 0),
        Media::Html | Media::Xml => html::html(look, &units, 0),
        _ => {}
    })
}

fn look(source: &str, own: &OwnNames, at: impl FnOnce(&mut Look<'_>)) -> Vec<usize> {
    let mut look = Look { source, own, found: BTreeSet::new() };
    at(&mut look);
    look.found.into_iter().collect()
}

/// Nobody else writes our two marks.
fn plain(c: char) -> char {
    if c == CODE || c == BLOCK { char::REPLACEMENT_CHARACTER } else { c }
}

fn text(units: &[Unit]) -> String {
    units.iter().map(|(c, _)| *c).collect()
}

#[cfg(test)]
mod tests;
