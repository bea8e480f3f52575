//! Provenance 出处: an open text may explain a hit, but only where that very text stands.
//!
//! 饮水安全 in a policy explains 安全 in the page's 饮水安全, never 安全 alone in a table cell. What surrounds the hit
//! must be what surrounds it in the declared text, outward until that text ends or eight characters agree.

use super::super::needles::fold::{Folded, Gap, fold};
use super::super::needles::{Needle, What};
use crate::document::Fragment;
use std::ops::Range;

/// Characters that must agree on each side, unless the declared text ends before.
const CONTEXT: usize = 8;
/// Characters that must agree altogether: a bare name explains nothing.
const LEAST: usize = 2;

/// The open texts of a draft, folded.
pub(super) struct Declared<'a> {
    fragments: Vec<(Folded, &'a Fragment)>,
}

impl<'a> Declared<'a> {
    pub(super) fn new(fragments: &'a [Fragment]) -> Self {
        let folded = |fragment: &'a Fragment| (Folded::new(&super::text::glyphs(&fragment.text)), fragment);
        Self { fragments: fragments.iter().map(folded).collect() }
    }

    /// The place of the open text that explains a hit, if any may and does.
    pub(super) fn explain(&self, text: &Folded, chars: &Range<usize>, needle: &Needle) -> Option<&'a str> {
        let contacts_only = match needle.what {
            What::Number | What::Part | What::Beside => return None,
            What::Phone => true,
            What::Name | What::Text | What::Word => false,
        };
        let candidates = || self.fragments.iter().filter(move |(_, f)| !contacts_only || is_contact(&f.place));
        candidates()
            .find(|(fragment, _)| explains(text, chars, fragment, &needle.text))
            .or_else(|| self.seam(text, chars).filter(|_| !contacts_only))
            .map(|(_, fragment)| fragment.place.as_str())
    }

    /// The declared contact that holds this identifier.
    pub(super) fn contact(&self, identifier: &str) -> Option<&'a str> {
        let wanted = fold(identifier);
        let wanted = wanted.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&wanted);
        let holds = |(folded, fragment): &&(Folded, &Fragment)| {
            is_contact(&fragment.place) && folded.text.contains(wanted)
        };
        self.fragments.iter().find(holds).map(|(_, fragment)| fragment.place.as_str())
    }

    /// A hit that spans the end of one declared text and the beginning of the next: 提高｜明白纸.
    fn seam(&self, text: &Folded, chars: &Range<usize>) -> Option<&(Folded, &'a Fragment)> {
        (chars.start + 1..chars.end).filter(|split| text.gap.get(*split) > Some(&Gap::None)).find_map(|split| {
            let (left, right) = (split - chars.start, chars.end - split);
            self.fragments
                .iter()
                .any(|(fragment, _)| begins(text, split, fragment, right))
                .then(|| self.fragments.iter().find(|(fragment, _)| ends(text, split, fragment, left)))?
        })
    }
}

/// Contacts are declared in the township's and the villages' own files.
fn is_contact(place: &str) -> bool {
    let path = place.split(':').next().unwrap_or(place);
    matches!(path.rsplit('/').next(), Some("township.toml" | "village.toml")) && !path.starts_with("policies/")
}

/// Whether one of a fragment's occurrences of the needle stands in the same surroundings as the hit.
fn explains(text: &Folded, chars: &Range<usize>, fragment: &Folded, needle: &str) -> bool {
    if fragment.len() < chars.len() + LEAST {
        return false;
    }
    let mut from = 0;
    while let Some(found) = fragment.text.get(from..).and_then(|rest| rest.find(needle)) {
        let bytes = from + found..from + found + needle.len();
        from = bytes.start + needle.chars().next().map_or(1, char::len_utf8);
        let own = fragment.chars_of(bytes);
        if !same_inside(text, chars.start, fragment, own.start, own.len()) {
            continue;
        }
        let left = leftwards(text, chars.start, fragment, own.start);
        let right = rightwards(text, chars.end, fragment, own.end);
        if let (Some(left), Some(right)) = (left, right)
            && left + right >= LEAST
        {
            return true;
        }
    }
    false
}

/// The text has no cell boundary inside the hit where the fragment's characters touch.
fn same_inside(text: &Folded, at: usize, fragment: &Folded, own: usize, length: usize) -> bool {
    (1..length).all(|step| crosses_alike(text, at + step, fragment, own + step))
}

/// A boundary of blocks or cells must be a gap in the declared text too: its words never run from cell to cell.
fn crosses_alike(text: &Folded, at: usize, fragment: &Folded, own: usize) -> bool {
    text.gap.get(at) != Some(&Gap::Hard) || fragment.gap.get(own) != Some(&Gap::None)
}

/// Characters that agree to the left of `at`/`own`; `None` if they disagree.
fn leftwards(text: &Folded, at: usize, fragment: &Folded, own: usize) -> Option<usize> {
    for step in 0..CONTEXT {
        let Some(previous) = own.checked_sub(step + 1) else {
            // The declared text begins here: if it begins with the needle, the shown text must begin here too.
            let begins = at.checked_sub(step).and_then(|start| text.gap.get(start)) > Some(&Gap::None);
            return (begins || step > 0).then_some(step);
        };
        let Some(shown) = at.checked_sub(step + 1) else { return Some(step) };
        if text.char(shown) != fragment.char(previous) || !crosses_alike(text, at - step, fragment, own - step) {
            return None;
        }
    }
    Some(CONTEXT)
}

/// The same to the right; `at` and `own` are the first characters after the hit.
fn rightwards(text: &Folded, at: usize, fragment: &Folded, own: usize) -> Option<usize> {
    for step in 0..CONTEXT {
        if own + step >= fragment.len() {
            let ends = text.gap.get(at + step).is_none_or(|gap| *gap > Gap::None);
            return (ends || step > 0).then_some(step);
        }
        if at + step >= text.len() {
            return Some(step);
        }
        let same = text.char(at + step) == fragment.char(own + step);
        if !same || !crosses_alike(text, at + step, fragment, own + step) {
            return None;
        }
    }
    Some(CONTEXT)
}

/// Whether the fragment ends at `split` of the text, reaching at least one character further left than `part`.
fn ends(text: &Folded, split: usize, fragment: &Folded, part: usize) -> bool {
    fragment.len() > part && leftwards(text, split, fragment, fragment.len()).is_some_and(|agreed| agreed > part)
}

/// Whether the fragment begins at `split` of the text, reaching at least one character further right than `part`.
fn begins(text: &Folded, split: usize, fragment: &Folded, part: usize) -> bool {
    fragment.len() > part && rightwards(text, split, fragment, 0).is_some_and(|agreed| agreed > part)
}
