//! The judge: what a good page never does, told from the draw list alone, with lists of its own.

use super::super::sheet::{Item, Run, Tag, TagKind};
use super::super::theme::{Design, Um};
use super::super::{Paper, Sheets};
use super::THEME;
use crate::document::Kind;
use std::collections::BTreeMap;

/// What may be wrong, in words; empty = a page to pin up.
pub(super) type Faults = Vec<String>;

const CLOSING: &str = "、，。；：？！）》」』”’】〉…·％℃,.;:?!)%";
const OPENING: &str = "（《「『“‘【〈(";
const HALF_CLOSING: &str = "、，。；：）》」』”’】〉";
const UNITS: &str = "年月日号户人元天个％%℃条";

/// A line of a block: its page, its baseline and what it says.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) page: usize,
    pub(super) y: Um,
    pub(super) text: String,
}

/// The element that a run's text belongs to: a link is part of its paragraph.
fn owner(tags: &[Tag], mut tag: usize) -> usize {
    while tags[tag].kind == TagKind::Link {
        tag = tags[tag].parent.unwrap_or(0);
    }
    tag
}

/// The lines of every element, as drawn.
pub(super) fn lines(sheets: &Sheets) -> BTreeMap<usize, Vec<Line>> {
    let mut out: BTreeMap<usize, Vec<Line>> = BTreeMap::new();
    for (page, sheet) in sheets.pages.iter().enumerate() {
        for item in &sheet.items {
            let Item::Text(run) = item else { continue };
            let Some(tag) = run.tag else { continue };
            let lines = out.entry(owner(&sheets.tags, tag)).or_default();
            match lines.last_mut() {
                Some(line) if line.page == page && line.y == run.at.1 => line.text += &run.text(),
                _ => lines.push(Line { page, y: run.at.1, text: run.text() }),
            }
        }
    }
    out
}

/// Elements in reading order: children in the order in which they were made.
pub(super) fn order(sheets: &Sheets) -> Vec<usize> {
    fn walk(children: &BTreeMap<usize, Vec<usize>>, at: usize, out: &mut Vec<usize>) {
        out.push(at);
        children.get(&at).into_iter().flatten().for_each(|child| walk(children, *child, out));
    }
    let mut children: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, tag) in sheets.tags.iter().enumerate() {
        if let Some(parent) = tag.parent {
            children.entry(parent).or_default().push(at);
        }
    }
    let mut out = Vec::new();
    walk(&children, 0, &mut out);
    out
}

/// Everything that is told, in reading order, without white space.
pub(super) fn told(sheets: &Sheets) -> String {
    let lines = lines(sheets);
    let text: String = order(sheets)
        .iter()
        .filter_map(|tag| lines.get(tag))
        .flatten()
        .map(|line| line.text.as_str())
        .collect();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// 禁则: no line starts or ends wrong, nothing is parted that belongs together.
pub(super) fn breaks(sheets: &Sheets, faults: &mut Faults) {
    for (&tag, lines) in &lines(sheets) {
        for pair in lines.windows(2) {
            let (above, below) = (pair[0].text.trim(), pair[1].text.trim());
            let (Some(a), Some(b)) = (above.chars().last(), below.chars().next()) else { continue };
            let (digit, letter) = (|c: char| c.is_ascii_digit(), |c: char| c.is_ascii_alphabetic());
            let wrong = CLOSING.contains(b) && !pair[0].text.is_empty()
                || OPENING.contains(a)
                || a == b && matches!(a, '…' | '—')
                || digit(a) && (digit(b) || UNITS.contains(b))
                || letter(a) && letter(b)
                || a == '第' && digit(b);
            if wrong {
                faults.push(format!("parted in a {:?}: {above}|{below}", sheets.tags[tag].kind));
            }
        }
    }
}

/// The ink of a run: left, top, right, bottom; half a squeezed mark is blank.
fn ink(run: &Run) -> Option<[Um; 4]> {
    let seen: Vec<_> = run.glyphs.iter().filter(|mark| !mark.character.is_whitespace()).collect();
    let (first, last) = (seen.first()?, seen.last()?);
    let half = |advance: Um| if advance * 10 >= run.size * 9 { advance / 2 } else { 0 };
    let left = run.at.0 + first.x + if OPENING.contains(first.character) { half(first.advance) } else { 0 };
    let right = run.at.0 + last.x + last.advance
        - if HALF_CLOSING.contains(last.character) { half(last.advance) } else { 0 };
    Some([left, run.at.1 - run.size * 80 / 100, right, run.at.1 + run.size * 7 / 100])
}

fn meet(a: [Um; 4], b: [Um; 4], by: Um) -> bool {
    a[0] + by < b[2] && b[0] + by < a[2] && a[1] + by < b[3] && b[1] + by < a[3]
}

fn within(inner: [Um; 4], outer: [Um; 4], by: Um) -> bool {
    inner[0] + by >= outer[0]
        && inner[1] + by >= outer[1]
        && inner[2] <= outer[2] + by
        && inner[3] <= outer[3] + by
}

/// The measures that a document of this kind is set in.
fn design(kind: Kind, paper: (Um, Um)) -> (&'static Design, Um) {
    let short = paper.0.min(paper.1);
    let a4 = Paper::A4.width;
    match kind {
        Kind::Notice if short >= Paper::A3.width => (&THEME.poster, Paper::A3.width),
        Kind::Notice | Kind::Page => (&THEME.notice, a4),
        Kind::Leaflet if short <= Paper::A5.width => (&THEME.card, Paper::A5.width),
        Kind::Leaflet => (&THEME.leaflet, a4),
        Kind::Form => (&THEME.form, a4),
    }
}

/// Text stays in the text area, everything on the paper; nothing covers or crosses anything else.
pub(super) fn places(sheets: &Sheets, kind: Kind, faults: &mut Faults) {
    for (number, page) in sheets.pages.iter().enumerate() {
        let (design, base) = design(kind, (page.width, page.height));
        let short = page.width.min(page.height);
        let edge = |length: Um| length * short / base;
        let area = [
            edge(design.left),
            edge(design.top),
            page.width - edge(design.right),
            page.height - edge(design.bottom),
        ];
        let paper = [4_900, 4_900, page.width - 4_900, page.height - 4_900];
        let mut runs: Vec<([Um; 4], &Run)> = Vec::new();
        let mut others: Vec<(&str, [Um; 4])> = Vec::new();
        for item in &page.items {
            let taken = match item {
                Item::Text(run) => {
                    let Some(ink) = ink(run) else { continue };
                    runs.push((ink, run));
                    if run.tag.is_some() && !within(ink, area, 200) {
                        faults.push(format!("page {number}: outside the text area: {} {ink:?}", run.text()));
                    }
                    ink
                }
                Item::Rule { from, to, weight, .. } => {
                    let half = weight / 2;
                    let rule = [from.0 - half, from.1 - half, to.0 + half, to.1 + half];
                    others.push(("rule", rule));
                    rule
                }
                Item::Fill { at, size, .. } => {
                    let fill = [at.0, at.1, at.0 + size.0, at.1 + size.1];
                    others.push(("fill", fill));
                    fill
                }
                Item::Code { at, module, rows, .. } => {
                    let side = module * Um::try_from(rows.len()).unwrap_or(0);
                    let code = [at.0, at.1, at.0 + side, at.1 + side];
                    others.push(("code", code));
                    code
                }
                Item::Link { .. } => continue,
            };
            if !within(taken, paper, 0) {
                faults.push(format!("page {number}: outside the paper: {taken:?}"));
            }
        }
        runs.sort_by_key(|(ink, _)| ink[1]);
        for (at, (ink, run)) in runs.iter().enumerate() {
            let by = run.size / 12;
            for (other, below) in &runs[at + 1..] {
                if other[1] >= ink[3] {
                    break;
                }
                if meet(*ink, *other, by) {
                    faults.push(format!("page {number}: {} covers {}", run.text(), below.text()));
                }
            }
            for (what, other) in &others {
                if meet(*ink, *other, 10) && (*what != "fill" || !within(*ink, *other, 10)) {
                    faults.push(format!("page {number}: {what} {other:?} crosses {} {ink:?}", run.text()));
                }
            }
            for pair in run.glyphs.windows(2) {
                let (a, b) = (&pair[0], &pair[1]);
                let blank = |set: &str, mark: char, advance: Um| {
                    if set.contains(mark) { advance * 52 / 100 } else { 0 }
                };
                let least = a.x + a.advance
                    - blank(HALF_CLOSING, a.character, a.advance)
                    - blank(OPENING, b.character, b.advance);
                if b.x + run.size / 40 < least {
                    faults.push(format!("page {number}: {} covers its neighbour", a.character));
                }
            }
        }
    }
}

/// Rows whole, headers on every page of a table, no lone line at a page's head or foot, the seal in company.
pub(super) fn pages(sheets: &Sheets, heads: &[String], faults: &mut Faults) {
    let lines = lines(sheets);
    let kind = |tag: usize| sheets.tags[tag].kind;
    let above = |tag: usize| sheets.tags[tag].parent.unwrap_or(0);
    let mut rows: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut tables: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (&tag, own) in &lines {
        let pages: Vec<usize> = own.iter().map(|line| line.page).collect();
        if matches!(kind(tag), TagKind::Cell(_) | TagKind::HeadCell) {
            rows.entry(above(tag)).or_default().extend(&pages);
            tables.entry(above(above(tag))).or_default().extend(&pages);
        }
        let count = |page: usize| pages.iter().filter(|other| **other == page).count();
        let (Some(&first), Some(&last)) = (pages.first(), pages.last()) else { continue };
        if kind(tag) == TagKind::Paragraph && first != last && (count(first) < 2 || count(last) < 2) {
            faults.push(format!("a lone line: {own:?}"));
        }
        if matches!(kind(tag), TagKind::Heading(_) | TagKind::Caption) && first != last {
            faults.push(format!("a heading parted: {own:?}"));
        }
    }
    for pages in rows.values() {
        if pages.iter().any(|page| *page != pages[0]) {
            faults.push(format!("a row parted over pages {pages:?}"));
        }
    }
    for (pages, head) in tables.values().zip(heads) {
        let mut pages = pages.clone();
        pages.sort_unstable();
        pages.dedup();
        for page in pages {
            let runs = sheets.pages[page].items.iter();
            let text: String = runs
                .filter_map(|item| if let Item::Text(run) = item { Some(run.text()) } else { None })
                .collect();
            if !text.replace(' ', "").contains(head) {
                faults.push(format!("page {page} has rows and no header {head}"));
            }
        }
    }
    for page in 0..sheets.pages.len() {
        let last = page + 1 == sheets.pages.len();
        let told = sheets.pages[page].items.iter().rev().find_map(|item| match item {
            Item::Text(run) => run.tag,
            _ => None,
        });
        match told {
            None => faults.push(format!("page {page} says nothing")),
            // Only a sheet on its side may be too low for the title and all that the seal needs beside it.
            Some(tag)
                if page == 0
                    && kind(tag) == TagKind::Heading(1)
                    && sheets.pages[0].width > sheets.pages[0].height => {}
            Some(tag) if !last && matches!(kind(tag), TagKind::Heading(_) | TagKind::Caption) => {
                faults.push(format!("page {page} ends with a heading"));
            }
            Some(_) => {}
        }
    }
}

/// The seal's page has at least two lines or rows beside it, unless the document has fewer.
pub(super) fn seal(sheets: &Sheets, issuer: &str, faults: &mut Faults) {
    let lines = lines(sheets);
    let all: Vec<(usize, &Line)> =
        order(sheets).into_iter().filter_map(|tag| Some((tag, lines.get(&tag)?))).flat_map(flat).collect();
    let Some(at) = all.iter().position(|(_, line)| line.text.starts_with(issuer)) else {
        faults.push("no seal".into());
        return;
    };
    // A row counts as many lines as its tallest cell.
    let mut company: BTreeMap<(usize, usize), BTreeMap<usize, usize>> = BTreeMap::new();
    for (tag, line) in &all[..at] {
        let row = match sheets.tags[*tag].kind {
            TagKind::Heading(_) | TagKind::Caption | TagKind::HeadCell => continue,
            TagKind::Cell(_) => sheets.tags[*tag].parent.unwrap_or(0),
            _ => *tag,
        };
        *company.entry((line.page, row)).or_default().entry(*tag).or_default() += 1;
    }
    let page = all[at].1.page;
    let count = |page: Option<usize>| -> usize {
        let here = company.iter().filter(|((other, _), _)| page.is_none_or(|page| page == *other));
        here.map(|(_, cells)| cells.values().max().copied().unwrap_or(0)).sum()
    };
    let here = count(Some(page));
    if here < 2.min(count(None)) {
        faults.push(format!("the seal has company of {here} on page {page}"));
    }
}

fn flat((tag, lines): (usize, &Vec<Line>)) -> impl Iterator<Item = (usize, &Line)> {
    lines.iter().map(move |line| (tag, line))
}
