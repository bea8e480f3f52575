//! Checksums 校验码: digits that stand in one are nobody's number.
//!
//! A bag holds hundreds of SHA-256 and SHA-512. Each is as good as random, and many a random one holds eight digits of
//! somebody's birthday, or ends like a mobile number. A value can stand in a word of that form by chance only.

use super::super::needles::fold::Glyph;
use std::ops::Range;

/// Digits of SHA-256 and of SHA-512 in hexadecimal.
const LENGTHS: [usize; 2] = [64, 128];

/// Whether glyphs with these source offsets lie within a checksum: a word of exactly its length, in small letters and
/// digits, with both.
pub(super) fn holds(glyphs: &[Glyph], offsets: &Range<u32>) -> bool {
    let at = |offset: u32| glyphs.partition_point(|(_, source)| *source < offset);
    let (start, end) = (at(offsets.start), at(offsets.end));
    let is_hex = |(c, _): &&Glyph| matches!(c, '0'..='9' | 'a'..='f');
    let before = glyphs[..start].iter().rev().take_while(is_hex).count();
    let after = glyphs[start..].iter().take_while(is_hex).count();
    let word = start - before..start + after;
    let touched =
        |at: Option<usize>| at.and_then(|at| glyphs.get(at)).is_some_and(|(c, _)| c.is_alphanumeric());
    end <= word.end
        && LENGTHS.contains(&word.len())
        && !touched(word.start.checked_sub(1))
        && !touched(Some(word.end))
        && glyphs[word.clone()].iter().any(|(c, _)| c.is_ascii_digit())
        && glyphs[word].iter().any(|(c, _)| c.is_ascii_alphabetic())
}
