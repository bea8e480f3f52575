//! Reading a template as text: what is literal, what is code, and which words of its own it shows.

use crate::document::Fragment;
use std::ops::Range;

/// A stretch of a template.
pub(super) enum Piece {
    /// Literal characters.
    Literal(Range<usize>),
    /// The inside of `{{ … }}` or `{% … %}`.
    Code(Range<usize>),
}

/// Splits a template; comments vanish.
pub(super) fn pieces(source: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(open) = find_open(source, at) {
        out.push(Piece::Literal(at..open));
        let close = match &source[open..open + 2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let end = source[open + 2..].find(close).map_or(source.len(), |found| open + 2 + found);
        if close != "#}" {
            out.push(Piece::Code(open + 2..end));
        }
        at = (end + 2).min(source.len());
    }
    out.push(Piece::Literal(at..source.len()));
    out
}

fn find_open(source: &str, from: usize) -> Option<usize> {
    let found = source.as_bytes()[from..]
        .windows(2)
        .position(|pair| pair[0] == b'{' && matches!(pair[1], b'{' | b'%' | b'#'))?;
    Some(from + found)
}

/// Templates that a template names by `extends` or `include`.
pub(super) fn named(source: &str) -> Vec<String> {
    let mut out = Vec::new();
    for piece in pieces(source) {
        let Piece::Code(range) = piece else { continue };
        let code = source[range].trim_start_matches('-').trim_start();
        if let Some(rest) = code.strip_prefix("extends").or_else(|| code.strip_prefix("include"))
            && let Some(name) = rest.split(['"', '\'']).nth(1)
        {
            out.push(name.to_owned());
        }
    }
    out
}

/// Whether a template defines components, which any other may call.
pub(super) fn defines_components(source: &str) -> bool {
    pieces(source).into_iter().any(|piece| match piece {
        Piece::Code(range) => source[range].trim_start_matches('-').trim_start().starts_with("component "),
        Piece::Literal(_) => false,
    })
}

/// The names in a template's code, parted at dots: `group.more` holds `group` and `more`.
pub(super) fn names(source: &str) -> impl Iterator<Item = &str> {
    let code = pieces(source).into_iter().filter_map(|piece| match piece {
        Piece::Code(range) => Some(&source[range]),
        Piece::Literal(_) => None,
    });
    code.flat_map(|code| code.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .filter(|name| !name.is_empty())
}

/// Byte offsets where the filter `safe` is used.
pub(super) fn safe_filters(source: &str) -> Vec<usize> {
    let mut out = Vec::new();
    for piece in pieces(source) {
        let Piece::Code(range) = piece else { continue };
        let code = &source[range.clone()];
        for (bar, _) in code.match_indices('|') {
            let word = code[bar + 1..].trim_start();
            let end = word.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(word.len());
            if &word[..end] == "safe" {
                out.push(range.start + bar);
            }
        }
    }
    out
}

/// The words that a template shows by itself: text between tags and attribute values, cut where code stands.
///
/// Only pieces with a letter outside ASCII are kept: nothing else can be taken for a villager's name.
pub(super) fn words(source: &str, place: &str) -> Vec<Fragment> {
    let mut out = Vec::new();
    let mut inside_tag = false;
    let mut quote: Option<char> = None;
    for piece in pieces(source) {
        let Piece::Literal(range) = piece else { continue };
        let mut word = String::new();
        for c in source[range].chars() {
            let border = match (inside_tag, quote, c) {
                (false, _, '<') => {
                    inside_tag = true;
                    true
                }
                (true, None, '>') => {
                    inside_tag = false;
                    true
                }
                (true, None, '"' | '\'') => {
                    quote = Some(c);
                    true
                }
                (true, Some(open), c) if c == open => {
                    quote = None;
                    true
                }
                _ => false,
            };
            if border {
                keep(&mut out, &mut word, place);
            } else {
                word.push(c);
            }
        }
        keep(&mut out, &mut word, place);
    }
    out.sort();
    out.dedup();
    out
}

/// Lines of a script or stylesheet that hold words.
pub(super) fn lines(source: &str, place: &str) -> Vec<Fragment> {
    let mut out = Vec::new();
    for line in source.lines() {
        keep(&mut out, &mut line.to_owned(), place);
    }
    out.sort();
    out.dedup();
    out
}

fn keep(out: &mut Vec<Fragment>, word: &mut String, place: &str) {
    let text = word.trim();
    if text.chars().any(|c| !c.is_ascii() && c.is_alphabetic()) {
        out.push(Fragment::new(text, place, crate::render::DECLARING));
    }
    word.clear();
}

/// One-based line and column (in characters) of a byte offset.
pub(super) fn position(source: &str, at: usize) -> (u32, u32) {
    let before = source.get(..at).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}
