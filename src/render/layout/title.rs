//! Titles 标题: centred lines of like length, broken between words, never a lone character (梯形、菱形).

use super::breaks::Cut;
use super::flow::Strip;
use super::paragraph::{Atom, Measure, fill};
use super::setter::{Block, Setter, Style, baseline, free};
use super::sheet::{TagId, TagKind};
use super::theme::Um;
use crate::document::Text;
use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

impl Setter<'_, '_> {
    /// A centred title as strips of one group.
    pub(crate) fn title(&mut self, text: &Text, style: Style, pitch: Um, x: Um, width: Um) -> Vec<Strip> {
        let tag = Some(self.tag(TagKind::Heading(1), 0));
        let block = self.balanced(text, style, tag, width);
        let mut strips = Vec::new();
        for (number, line) in block.lines.iter().enumerate() {
            let dx = (width - line.end) / 2;
            let items = self.draw(&block, line, x + dx, baseline(pitch, style.size), tag);
            let strip = Strip::other(pitch, items);
            strips.push(if number > 0 { strip.tied() } else { strip });
        }
        strips
    }
}

impl Setter<'_, '_> {
    /// A short text in lines of like length, broken between words.
    pub(super) fn balanced(&mut self, text: &Text, style: Style, tag: TagId, width: Um) -> Block {
        let mut atoms = self.shape(text, style, tag);
        let ends = balance(&atoms, width);
        for atom in atoms.iter_mut().filter(|atom| !ends.is_empty() && atom.cut == Cut::Yes) {
            atom.cut = Cut::No;
        }
        for &end in &ends {
            if end < atoms.len() {
                atoms[end].cut = Cut::Must;
            }
        }
        let lines = fill(&atoms, Measure { width, indent: 0, justify: false });
        Block { atoms: atoms.into(), lines }
    }
}

/// Lines of a title that are made of like length.
const MOST_LINES: usize = 4;

/// Where the lines of a title end; nothing when it has no lines of like length and is set as any text.
fn balance(atoms: &[Atom], width: Um) -> Vec<usize> {
    let total: Um = atoms.iter().map(|atom| atom.width).sum();
    let lines = usize::try_from((total + width - 1) / width.max(1)).unwrap_or(1).max(1);
    if lines == 1 || atoms.is_empty() {
        return vec![atoms.len()];
    }
    // Every way to part a few lines is tried; of a title as long as a paragraph there would be no end of them.
    if lines > MOST_LINES {
        return Vec::new();
    }
    let words = word_starts(atoms);
    (lines..lines + 2)
        .find_map(|lines| {
            let mut best = None;
            search(atoms, &words, width, lines, 0, &mut Vec::new(), 0, &mut best);
            best
        })
        .map_or_else(Vec::new, |(_, ends)| ends)
}

/// For each atom whether a word begins there.
pub(super) fn word_starts(atoms: &[Atom]) -> Vec<bool> {
    let text: String = atoms.iter().map(|atom| atom.character).collect();
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut breaks = segmenter.segment_str(&text).peekable();
    let mut offset = 0;
    let mut out = Vec::with_capacity(atoms.len());
    for atom in atoms {
        while breaks.peek().is_some_and(|&at| at < offset) {
            breaks.next();
        }
        out.push(breaks.peek() == Some(&offset));
        offset += atom.character.len_utf8();
    }
    out
}

/// What speaks for and against a line that ends here: names and bracketed titles stay whole where they can.
fn manners(atoms: &[Atom], end: usize) -> i64 {
    let (before, after) = (atoms[end - 1].character, atoms[end].character);
    let mut price = 0;
    if "的了和及与等之地得乡镇村县市区组户".contains(after) {
        price += 1500;
    }
    if "的、》，".contains(before) || "《（“".contains(after) {
        price -= 400;
    }
    let open = atoms[..end].iter().rposition(|atom| "《（“".contains(atom.character));
    let closed = atoms[..end].iter().rposition(|atom| "》）”".contains(atom.character));
    if let Some(open) = open.filter(|open| closed.is_none_or(|closed| closed < *open)) {
        price += if end - open <= 4 { 3000 } else { 500 };
    }
    price
}

type Best = Option<(i64, Vec<usize>)>;

/// Tries every way to end `left` lines; keeps the cheapest.
#[expect(clippy::too_many_arguments, reason = "a recursion over one small state")]
fn search(
    atoms: &[Atom],
    words: &[bool],
    width: Um,
    left: usize,
    from: usize,
    ends: &mut Vec<usize>,
    cost: i64,
    best: &mut Best,
) {
    let rest: Um = atoms[from..].iter().map(|atom| atom.width).sum();
    let em = atoms[from].size.max(1);
    let ideal = rest / Um::try_from(left).unwrap_or(1);
    let price = |length: Um| {
        let off = (length - ideal) * 10 / em;
        off * off
    };
    if left == 1 {
        let cost = cost + price(rest);
        if rest <= width && atoms.len() - from >= 3 && best.as_ref().is_none_or(|(known, _)| cost < *known) {
            let mut ends = ends.clone();
            ends.push(atoms.len());
            *best = Some((cost, ends));
        }
        return;
    }
    let mut length = 0;
    for end in from + 1..atoms.len() {
        length += atoms[end - 1].width;
        if length > width {
            break;
        }
        if !free(&atoms[end]) || end - from < 3 {
            continue;
        }
        let mut more = price(length);
        if !words[end] {
            more += 1500;
        }
        more += manners(atoms, end);
        ends.push(end);
        search(atoms, words, width, left - 1, end, ends, cost + more, best);
        ends.pop();
    }
}
