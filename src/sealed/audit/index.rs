//! An index over all needles 索引: every needle that begins at a place of a text, in memory little larger than the
//! needles themselves. An automaton over a township's rosters takes a hundred times as much, and longer to build than
//! to search with; needles are sorted, so a prefix of six bytes leads to the few that can stand there.

use super::super::needles::Needle;
use rustc_hash::FxHashMap;

/// Bytes by which needles are told apart: two ideographs, or six digits.
const PREFIX: usize = 6;
/// Size of the sieve in bits; nearly every place of a text stops there.
const SIEVE: u32 = 20;

/// Needles that share their first bytes: a range of the sorted list, and which lengths stand in it.
struct Bucket {
    from: u32,
    to: u32,
    lengths: Lengths,
}

/// Lengths in bytes, one bit each; those that have no bit of their own share the last.
#[derive(Clone, Copy, Default)]
struct Lengths(u64);

impl Lengths {
    const LONG: usize = 63;

    fn insert(&mut self, length: usize) {
        self.0 |= 1 << length.min(Self::LONG);
    }

    /// The lengths up to `most`, but the long ones.
    fn each(self, most: usize) -> impl Iterator<Item = usize> {
        let mut left = self.0 & !(1 << Self::LONG);
        std::iter::from_fn(move || {
            let next = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(next)
        })
        .take_while(move |length| *length <= most)
    }

    fn long(self) -> bool {
        self.0 >> Self::LONG == 1
    }
}

/// The index.
pub(super) struct Index {
    buckets: FxHashMap<u64, Bucket>,
    /// Lengths below [`PREFIX`] that occur.
    short: Vec<usize>,
    sieve: Vec<u64>,
}

impl Index {
    /// Indexes needles, which are sorted by text.
    pub(super) fn new(needles: &[Needle]) -> Self {
        let mut index =
            Self { buckets: FxHashMap::default(), short: Vec::new(), sieve: vec![0; 1 << (SIEVE - 6)] };
        for (at, needle) in (0u32..).zip(needles) {
            let text = needle.text.as_bytes();
            let length = text.len().min(PREFIX);
            if length < PREFIX && !index.short.contains(&length) {
                index.short.push(length);
            }
            let key = key(&text[..length]);
            let bit = bit(key);
            index.sieve[bit >> 6] |= 1 << (bit & 63);
            let bucket =
                index.buckets.entry(key).or_insert(Bucket { from: at, to: at, lengths: Lengths::default() });
            bucket.to = at + 1;
            bucket.lengths.insert(text.len());
        }
        index
    }

    /// Calls `found` with every needle that stands in the text, and where: overlapping ones too.
    pub(super) fn search(
        &self,
        needles: &[Needle],
        text: &str,
        mut found: impl FnMut(usize, std::ops::Range<usize>),
    ) {
        let bytes = text.as_bytes();
        for start in 0..bytes.len() {
            // Not inside a character.
            if bytes[start] & 0xC0 == 0x80 {
                continue;
            }
            let rest = &bytes[start..];
            let ahead = ahead(rest);
            let lengths = self.short.iter().copied().chain([PREFIX]);
            for length in lengths.filter(|length| *length <= rest.len()) {
                let key = cut(ahead, length);
                let bit = bit(key);
                if self.sieve[bit >> 6] & (1 << (bit & 63)) == 0 {
                    continue;
                }
                let Some(bucket) = self.buckets.get(&key) else { continue };
                let from = bucket.from as usize;
                let among = &needles[from..bucket.to as usize];
                if bucket.lengths.long() {
                    let long = among.iter().map(|needle| needle.text.as_bytes()).enumerate();
                    let long = long.filter(|(_, text)| text.len() >= Lengths::LONG && rest.starts_with(text));
                    long.for_each(|(offset, text)| found(from + offset, start..start + text.len()));
                }
                for length in bucket.lengths.each(rest.len()) {
                    let wanted = &rest[..length];
                    let first = among.partition_point(|needle| needle.text.as_bytes() < wanted);
                    // One text may be a needle of several kinds.
                    let same = among[first..].iter().take_while(|needle| needle.text.as_bytes() == wanted);
                    for (offset, _) in same.enumerate() {
                        found(from + first + offset, start..start + length);
                    }
                }
            }
        }
    }
}

/// Up to six bytes and their number in one word.
fn key(bytes: &[u8]) -> u64 {
    cut(ahead(bytes), bytes.len())
}

/// The next eight bytes in one word, the first one highest; zeros beyond the end.
fn ahead(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(eight) => u64::from_be_bytes(*eight),
        None => {
            let mut eight = [0; 8];
            eight[..bytes.len()].copy_from_slice(bytes);
            u64::from_be_bytes(eight)
        }
    }
}

/// The key of the first one to seven of the eight bytes ahead.
fn cut(ahead: u64, length: usize) -> u64 {
    ahead >> (64 - 8 * length) << 8 | length as u64
}

fn bit(key: u64) -> usize {
    let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - SIEVE);
    usize::try_from(mixed).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::super::needles::{Needle, What};
    use super::Index;
    use aho_corasick::AhoCorasick;
    use proptest::prelude::*;

    fn needles(texts: &[String]) -> Vec<Needle> {
        let mut texts = texts.to_vec();
        texts.sort();
        texts.dedup();
        texts.into_iter().map(|text| Needle { text: text.into(), what: What::Text }).collect()
    }

    proptest! {
        /// An automaton is the judge: it finds every overlapping match by construction.
        #[test]
        fn what_an_automaton_finds_the_index_finds(
            texts in prop::collection::vec("[张王甲乙𠀀ab12]{1,7}", 1..40),
            text in "[张王甲乙𠀀ab12]{0,60}",
            long in "[张王甲乙𠀀ab12]{18,40}",
        ) {
            // One whose length has no bit of its own, met whole and cut short.
            let (mut texts, mut text) = (texts, text);
            text.extend([long.as_str(), &long[..long.len() - long.chars().last().map_or(0, char::len_utf8)]]);
            texts.push(long);
            let needles = needles(&texts);
            let automaton = AhoCorasick::new(needles.iter().map(|needle| needle.text.as_bytes())).unwrap();
            let mut expected: Vec<(usize, usize, usize)> = automaton
                .find_overlapping_iter(&text)
                .map(|found| (found.start(), found.end(), found.pattern().as_usize()))
                .collect();
            let mut found = Vec::new();
            Index::new(&needles).search(&needles, &text, |needle, range| found.push((range.start, range.end, needle)));
            expected.sort_unstable();
            found.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
