//! What a page leaves in a text that was copied from it: page numbers, running headers, and lines broken at the edge of
//! the paper. Page numbers and running headers are no part of the document; a broken line goes on in the next one.

use super::super::{head, number};
use super::Row;
use std::collections::BTreeMap;

/// Least and most columns of a line of Chinese on paper; a character takes two.
const WIDTHS: std::ops::RangeInclusive<usize> = 36..=120;
/// A line may be this much shorter than the paper, where punctuation or a number would not fit.
const SLACK: usize = 4;
/// Fewer full lines tell nothing.
const FULL: usize = 6;

/// How wide the lines are where the paper broke them; none where a line is a paragraph.
pub(super) fn width(rows: &[Row<'_>]) -> Option<usize> {
    let widths: Vec<usize> = rows.iter().map(Row::width).collect();
    let near = |width: usize| widths.iter().filter(|own| (width - SLACK..=width).contains(*own)).count();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    widths
        .iter()
        .filter(|width| WIDTHS.contains(width))
        .for_each(|width| *counts.entry(*width).or_default() += 1);
    let width = counts.keys().copied().max_by_key(|width| (near(*width), *width))?;
    let full = near(width);
    let over = widths.iter().filter(|own| **own > width).count();
    (full >= FULL && full * 10 >= widths.len() * 3 && over * 20 <= widths.len()).then_some(width)
}

/// Whether a line reaches the edge of the paper.
pub(super) fn full(row: &Row<'_>, width: usize) -> bool {
    row.width() + SLACK >= width
}

/// Takes out page numbers and running headers; says how many of each.
pub(super) fn strip(rows: &mut Vec<Row<'_>>) -> (Vec<u32>, Vec<u32>) {
    let numbers: Vec<u32> = rows.iter().filter(|row| is_number(row.own())).map(|row| row.number).collect();
    let headers = headers(rows);
    let mut at = 0;
    let mut taken = Vec::new();
    rows.retain(|row| {
        let header = headers.contains(&at);
        at += 1;
        if header {
            taken.push(row.number);
        }
        !header && !is_number(row.own())
    });
    (numbers, taken)
}

/// `— 3 —`, `-3-`, `第3页 共10页`.
fn is_number(raw: &str) -> bool {
    let dense: String =
        super::clean::clean(&format!("“{raw}")).chars().skip(1).filter(|c| *c != ' ').collect();
    let dashes = |c: char| "-—–－─·".contains(c);
    let inner = dense.trim_matches(dashes);
    let short = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if dense.starts_with(dashes) && dense.ends_with(dashes) {
        return short(inner);
    }
    let page = |text: &str| text.strip_suffix('页').is_some_and(short);
    let rest = dense.strip_prefix('第').unwrap_or("");
    match rest.split_once('共') {
        Some((this, all)) => page(this.trim_end_matches([',', '，', '/', '／'])) && page(all),
        None => page(rest),
    }
}

/// Where lines stand that are printed on every page: the same words, more than twice, next to a page's number or in the
/// middle of a paragraph. The first one at the head of the text is the document's own.
fn headers(rows: &[Row<'_>]) -> Vec<usize> {
    let mut same: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let words = row.text.as_str();
        let short = (4..=40).contains(&words.chars().count());
        if short && number::split(words).is_none() && !words.ends_with(['。', '；', '，', '、', '：']) {
            same.entry(words).or_default().push(at);
        }
    }
    let edge = |at: usize| {
        let beside = [at.checked_sub(1), Some(at + 1)];
        rows[at].paged
            || beside.iter().flatten().any(|at| rows.get(*at).is_some_and(|row| is_number(row.own())))
    };
    // In the middle of a paragraph: the line before is prose without its end.
    let inside = |at: usize| {
        let before = rows[..at].iter().rev().find(|row| !is_number(row.own()));
        let prose = |row: &Row<'_>| row.text.contains(['，', '。', '；', '、']) && !super::ended(&row.text);
        before.is_some_and(prose)
    };
    let repeats = same.values().filter(|places| places.len() > 2);
    let found = repeats.flat_map(|places| {
        let titled = places.first().is_some_and(|at| head::is_title(&rows[*at].text));
        places.iter().enumerate().filter(move |(nth, at)| {
            let own = *nth == 0 && (**at < 5 || titled && !inside(**at));
            !own && (edge(**at) || titled && inside(**at))
        })
    });
    found.map(|(_, at)| *at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_known_in_their_manners() {
        for line in
            ["— 3 —", "-3-", "－ 12 －", "－１２－", "第 3 页", "第3页 共10页", "第 3 页，共 10 页", "·7·"]
        {
            assert!(is_number(line), "{line}");
        }
        for line in ["3", "-", "——", "第3条", "2026", "— 甲 —", "3-5", "第页", "-12345-"] {
            assert!(!is_number(line), "{line}");
        }
    }
}
