//! Small tools for reading sentences: numerals, the sentence around a place, the words before it.

use super::super::number;
use std::ops::Range;

/// Chinese numerals of days and amounts, those of cheques and old calendars among them.
pub(super) const NUMERALS: &str = "一二三四五六七八九十两零〇百廿卅壹贰叁肆伍陆柒捌玖拾佰";

/// Runs of digits (with a decimal point) or of Chinese numerals.
pub(super) fn numerals(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let kind = |c: char| match c {
        '0'..='9' | '.' => 1,
        _ if NUMERALS.contains(c) => 2,
        _ => 0,
    };
    let mut last = 0;
    for (at, c) in text.char_indices() {
        let this = kind(c);
        let end = at + c.len_utf8();
        match found.last_mut().filter(|range| range.end == at && this == last) {
            Some(range) if this > 0 => range.end = end,
            _ if this > 0 && c != '.' => found.push(at..end),
            _ => {}
        }
        last = this;
    }
    found
}

/// The value of a numeral, if it is a whole number.
pub(super) fn value(numeral: &str) -> Option<u16> {
    number::value(&plain(numeral))
}

/// Numerals of cheques and old calendars as those of every day: 伍 → 五, 廿 → 二十.
pub(super) fn plain(numeral: &str) -> String {
    let mut out = String::with_capacity(numeral.len());
    for c in numeral.chars() {
        match "壹贰叁肆伍陆柒捌玖拾佰仟萬".chars().position(|own| own == c) {
            Some(at) => out.extend("一二三四五六七八九十百千万".chars().nth(at)),
            None => match c {
                '两' => out.push('二'),
                '〇' => out.push('零'),
                '廿' => out.push_str("二十"),
                '卅' => out.push_str("三十"),
                c => out.push(c),
            },
        }
    }
    out
}

/// The sentence (up to 。；) around a byte offset.
pub(super) fn sentence(text: &str, at: usize) -> &str {
    let ends = ['。', '；', '\n'];
    let start =
        text[..at].rfind(ends).map_or(0, |end| end + text[end..].chars().next().map_or(0, char::len_utf8));
    let end = text[at..].find(ends).map_or(text.len(), |end| at + end);
    &text[start..end]
}

/// The longest of some endings of a text.
pub(super) fn ending<'a>(text: &str, endings: &[&'a str]) -> Option<&'a str> {
    endings.iter().filter(|end| text.ends_with(**end)).max_by_key(|end| end.len()).copied()
}

/// The longest of some beginnings of a text.
pub(super) fn beginning<'a>(text: &str, beginnings: &[&'a str]) -> Option<&'a str> {
    beginnings.iter().filter(|begin| text.starts_with(**begin)).max_by_key(|begin| begin.len()).copied()
}

/// The first of some words in a text; where two begin together, the longer.
pub(super) fn first<'a>(text: &str, words: &[&'a str]) -> Option<(usize, &'a str)> {
    let places = words.iter().filter_map(|word| text.find(word).map(|at| (at, *word)));
    places.min_by_key(|(at, word)| (*at, usize::MAX - word.len()))
}
