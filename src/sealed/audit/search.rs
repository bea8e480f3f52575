//! Search 查找: an index over all needles finds them in folded text, an automaton in raw bytes; each match is confirmed.

use super::super::needles::fold::{Folded, Gap, HARD, MASKS, fold_lightly};
use super::super::needles::identifiers::{self, Shape};
use super::super::needles::{Needles, Source, What};
use super::index::Index;
use super::nearby::Nearby;
use super::text::Piece;
use crate::sealed::intake::tells_of_somebody;
use aho_corasick::AhoCorasick;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// Needles with what finds them; built once for a set of rosters.
pub(super) struct Searcher {
    pub(super) needles: Needles,
    folded: Index,
    /// Built when the first opaque file comes along: most editions have none. None when it grows too large.
    raw: OnceLock<Option<Raw>>,
}

/// The automaton over raw bytes.
struct Raw {
    automaton: AhoCorasick,
    /// Needle of each pattern.
    needle_of: Vec<usize>,
}

/// A confirmed match in a folded piece.
pub(super) struct Hit {
    /// Index into [`Needles::all`].
    pub(super) needle: usize,
    /// Which row of the needle is meant: the first, or the one whose household stands beside.
    pub(super) source: Source,
    /// Folded characters.
    pub(super) chars: Range<usize>,
    /// Whether it tells only because a sign of its household stands beside.
    pub(super) beside: bool,
}

/// How the words before the end of a number tell what it is: 尾号, 末四位.
const TAILS: [&str; 12] = [
    "尾号",
    "尾数",
    "末四位",
    "末4位",
    "后四位",
    "后4位",
    "后四个",
    "后4个",
    "末四个",
    "末4个",
    "末位",
    "最后几位",
];
/// How far, in folded characters, another sign of the same household still makes a row of it.
const NEARBY: usize = 60;
/// From so many households on a phrase is the office's way of writing.
const COMMON: usize = 3;
/// Characters of a note that are no ordinary phrase any more.
const LONG: usize = 12;
/// As far as it is asked how long a stretch of a note is.
const LONGEST: usize = 20;

impl Searcher {
    pub(super) fn new(needles: Needles) -> Self {
        Self { folded: Index::new(&needles.all), raw: OnceLock::new(), needles }
    }

    fn raw(&self) -> Option<&Raw> {
        let build = || {
            let (mut patterns, mut needle_of) = (Vec::new(), Vec::new());
            for (index, needle) in self.needles.all.iter().enumerate() {
                for pattern in encodings(&needle.text, needle.what) {
                    patterns.push(pattern);
                    needle_of.push(index);
                }
            }
            AhoCorasick::new(patterns).ok().map(|automaton| Raw { automaton, needle_of })
        };
        self.raw.get_or_init(build).as_ref()
    }

    /// Every confirmed match in a folded text, in order of place.
    pub(super) fn hits(&self, folded: &Folded) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.folded.search(&self.needles.all, &folded.text, |needle, range| {
            let chars = folded.chars_of(range);
            let confirmed = self.confirm(folded, needle, &chars);
            hits.extend(confirmed.map(|(source, beside)| Hit { needle, source, chars, beside }));
        });
        if let Some(digits) = folded.numerals() {
            self.folded.search(&self.needles.all, &digits.text, |needle, range| {
                let chars = digits.chars_of(range);
                let spoken = folded.slice(chars.clone()) != digits.slice(chars.clone());
                if spoken && matches!(self.needles.all[needle].what, What::Phone | What::Number) {
                    hits.extend(self.first(needle).map(|source| Hit {
                        needle,
                        source,
                        chars,
                        beside: false,
                    }));
                }
            });
        }
        hits.extend(self.half_hidden(folded));
        hits.sort_by_key(|hit| (hit.chars.start, hit.chars.end, hit.needle));
        hits
    }

    /// Needles found in opaque bytes, in any usual encoding; sorted, once each. None when they cannot be searched.
    pub(super) fn raw_hits(&self, bytes: &[u8]) -> Option<Vec<usize>> {
        let raw = self.raw()?;
        let found = raw.automaton.find_overlapping_iter(bytes);
        let mut needles: Vec<usize> = found.map(|found| raw.needle_of[found.pattern().as_usize()]).collect();
        needles.sort_unstable();
        needles.dedup();
        Some(needles)
    }

    /// Which source a match stands for, and whether it tells only beside its household; `None` if it is none of ours.
    fn confirm(&self, folded: &Folded, needle: usize, chars: &Range<usize>) -> Option<(Source, bool)> {
        let (index, needle) = (needle, &self.needles.all[needle]);
        let gaps = || folded.gap.get(chars.start + 1..chars.end).unwrap_or_default();
        let digit = |at: Option<usize>| at.and_then(|at| folded.char(at)).is_some_and(|c| c.is_ascii_digit());
        let touches = |at: usize| folded.gap.get(at) == Some(&Gap::None);
        let runs_on = (touches(chars.start) && digit(chars.start.checked_sub(1)))
            || (touches(chars.end) && digit(Some(chars.end)));
        let bounded = !runs_on;
        let confirmed = match needle.what {
            What::Name if needle.text.is_ascii() => {
                alone(folded, chars) && gaps().iter().all(|gap| *gap < Gap::Hard)
            }
            What::Name if chars.len() == 1 => alone_in_cell(folded, chars),
            What::Name | What::Text | What::Word | What::Number => true,
            What::Phone if chars.len() >= 11 => true,
            // Few digits: neighbouring numbers of a table must not add up to one.
            What::Phone => bounded && one_number(gaps()),
            What::Part => one_number(gaps()),
            What::Amount => bounded && few_gaps(gaps()) && !is_date(folded, chars.end),
            // A year of two digits is found in one of four; digits alone are a whole day or none.
            What::Day => (bounded || needle.text.contains('年')) && !gaps().contains(&Gap::Hard),
            What::Tail => bounded && one_number(gaps()) && is_tail(folded, chars.start),
        };
        if !confirmed {
            return None;
        }
        // What many households have, or few characters of ordinary words, says nothing of one, unless it stands in its row.
        let phrase = || self.is_common(index) || !self.tells(folded, chars, index);
        if needle.what.is_beside() || (needle.what == What::Text && phrase()) {
            let nearby = self.around(folded, chars);
            if nearby.is_empty() {
                return None;
            }
            let mut sources = self.needles.sources(index);
            let found = sources.find(|source| self.beside(&nearby, source.household).is_some());
            found.map(|source| (source, true))
        } else {
            self.first(index).map(|source| (source, false))
        }
    }

    /// The stretch of a note around six of its characters.
    pub(super) fn stretch<'t>(&self, folded: &'t Folded, chars: &Range<usize>) -> &'t str {
        let length = chars.len();
        let held = |start: usize| self.needles.holds(folded.slice(start..start + length), What::Text);
        let before = (1..=chars.start.min(LONGEST)).take_while(|step| held(chars.start - step)).count();
        let after = (1..LONGEST).take_while(|step| held(chars.start + step)).count();
        folded.slice(chars.start - before..chars.end + after)
    }

    /// Whether a stretch of a note tells something: it is long, speaks of a person, or leads to somebody's door.
    fn tells(&self, folded: &Folded, chars: &Range<usize>, needle: usize) -> bool {
        let stretch = self.stretch(folded, chars);
        let door = || self.first(needle).is_some_and(|source| source.direct) && is_door(stretch);
        stretch.chars().count() >= LONG || tells_of_somebody(stretch) || door()
    }

    /// Whether a needle is of three households or more: a phrase of the office, nobody's story.
    fn is_common(&self, needle: usize) -> bool {
        let mut households: Vec<usize> = Vec::new();
        for source in self.needles.sources(needle) {
            if !households.contains(&source.household) {
                households.push(source.household);
            }
            if households.len() >= COMMON {
                return true;
            }
        }
        false
    }

    /// The first row of a needle.
    pub(super) fn first(&self, needle: usize) -> Option<Source> {
        self.needles.sources(needle).next()
    }

    /// What stands around a match and may be a sign of a household.
    pub(super) fn around<'t>(&self, folded: &'t Folded, chars: &Range<usize>) -> Nearby<'t> {
        let before = folded.slice(chars.start.saturating_sub(NEARBY)..chars.start);
        let after = folded.slice(chars.end..chars.end + NEARBY);
        Nearby::new([before, after], chars.start > NEARBY)
    }

    /// The signs of the household that stand nearby, the match itself aside; `None` if there are none.
    pub(super) fn beside(&self, nearby: &Nearby<'_>, household: usize) -> Option<Vec<String>> {
        nearby.signs(&self.needles, household)
    }
}

/// Whether an address ends at one house: 12号, 3栋.
pub(super) fn is_door(address: &str) -> bool {
    let numbered = |(at, _): (usize, &str)| address[..at].ends_with(|c: char| c.is_ascii_digit());
    address.match_indices(['号', '栋', '幢', '室']).any(numbered)
}

/// No letter or digit touches either end.
fn alone(folded: &Folded, chars: &Range<usize>) -> bool {
    let open = |at: usize| folded.gap.get(at).is_none_or(|gap| *gap > Gap::None);
    open(chars.start) && open(chars.end)
}

/// The match is all there is between two hard boundaries.
fn alone_in_cell(folded: &Folded, chars: &Range<usize>) -> bool {
    let hard = |at: usize| folded.gap.get(at).is_none_or(|gap| *gap == Gap::Hard);
    hard(chars.start) && hard(chars.end)
}

/// Thousands may be set apart by commas, never by cells.
fn few_gaps(gaps: &[Gap]) -> bool {
    !gaps.contains(&Gap::Hard) && (gaps.iter().filter(|gap| **gap > Gap::None).count() <= 3 || spaced(gaps))
}

/// Whether every digit is set apart from the next.
fn spaced(gaps: &[Gap]) -> bool {
    gaps.iter().all(|gap| *gap > Gap::None)
}

/// Whether digits are those of one number: set apart by blanks or hyphens at most, never by what divides addresses.
fn one_number(gaps: &[Gap]) -> bool {
    let apart = gaps.iter().filter(|gap| **gap > Gap::None);
    gaps.iter().all(|gap| *gap <= Gap::Hyphen) && (apart.count() <= 3 || spaced(gaps))
}

/// Whether the words before a number say that it is the end of one, or marks stand for its other digits.
fn is_tail(folded: &Folded, start: usize) -> bool {
    let before = folded.slice(start.saturating_sub(8)..start);
    let marks = before.chars().rev().take_while(|c| MASKS.contains(c)).count();
    let touches = folded.gap.get(start) == Some(&Gap::None);
    TAILS.iter().any(|word| before.contains(word)) || (touches && marks >= 3)
}

/// `2025年`, `3026号`, `〔2020〕10号`: numbers that are dated or numbered, not amounts.
fn is_date(folded: &Folded, end: usize) -> bool {
    let digit = |at: usize| folded.char(at).is_some_and(|c| c.is_ascii_digit());
    let behind = (0..4).take_while(|step| digit(end + step)).count();
    let numbered = behind > 0 && folded.char(end + behind) == Some('号');
    numbered || folded.char(end).is_some_and(|c| matches!(c, '年' | '月' | '日' | '号' | '户' | '人' | '组'))
}

/// How a needle may stand in raw bytes. Short patterns would be found in any compressed picture by chance.
fn encodings(text: &str, what: What) -> Vec<Vec<u8>> {
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let worth = match what {
        What::Name | What::Text => text.len() >= 6 && !text.is_ascii(),
        What::Number | What::Phone => text.len() >= 11,
        What::Part | What::Word | What::Amount | What::Day | What::Tail => false,
    };
    if !worth {
        return Vec::new();
    }
    let (gbk, _, unmappable) = encoding_rs::GB18030.encode(text);
    let mut all = vec![text.as_bytes().to_vec(), text.to_uppercase().into_bytes()];
    all.extend([wide(u16::to_be_bytes), wide(u16::to_le_bytes)].into_iter().filter(|bytes| bytes.len() >= 8));
    if !unmappable && gbk.len() >= 8 {
        all.push(gbk.into_owned());
    }
    all.sort();
    all.dedup();
    all
}

/// Identifiers by shape in a piece: shape, and range of the piece's source offsets.
pub(super) fn shapes(piece: &Piece) -> Vec<(Shape, Range<u32>)> {
    let Some(plain) = identifiers::may_stand(&piece.glyphs) else { return Vec::new() };
    // What folding would leave as it is need not be folded.
    let light =
        if plain { Cow::Borrowed(piece.glyphs.as_slice()) } else { fold_lightly(&piece.glyphs).into() };
    let found = identifiers::scan(&light);
    let source = |at: usize| light.get(at).map_or(0, |(_, source)| *source);
    found.into_iter().map(|(shape, range)| (shape, source(range.start)..source(range.end - 1) + 1)).collect()
}

/// Glyphs around an offset, cut at hard boundaries, as plain text: to compare with declared contacts.
pub(super) fn stretch(piece: &Piece, offsets: &Range<u32>) -> String {
    let inside = |source: &u32| offsets.contains(source);
    piece.glyphs.iter().filter(|(c, source)| inside(source) && *c != HARD).map(|(c, _)| *c).collect()
}
