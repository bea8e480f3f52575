//! Provenance 出处: an open text may explain a hit, but only where that very text stands.
//!
//! 饮水安全 in a policy explains 安全 in the page's 饮水安全, never 安全 alone in a table cell. What surrounds the hit
//! must be what surrounds it in the declared text, outward until that text ends or eight characters agree.

use super::super::needles::fold::{Folded, Gap, fold};
use super::super::needles::{Needle, What};
use crate::document::{self, Fragment};
use std::cell::OnceCell;
use std::ops::Range;

/// Characters that must agree on each side, unless the declared text ends before.
const CONTEXT: usize = 8;
/// Characters that must agree altogether: a bare name explains nothing.
const LEAST: usize = 2;

/// The open texts of a draft, folded when the first hit asks for them: most pages have none but the contacts' phones.
pub(super) struct Declared<'a> {
    written: &'a [Fragment],
    folded: OnceCell<Vec<(Folded, &'a Fragment)>>,
    contacts: OnceCell<Vec<(String, &'a Fragment)>>,
}

impl<'a> Declared<'a> {
    pub(super) fn new(fragments: &'a [Fragment]) -> Self {
        Self { written: fragments, folded: OnceCell::new(), contacts: OnceCell::new() }
    }

    fn fragments(&self) -> &[(Folded, &'a Fragment)] {
        let folded = |fragment: &'a Fragment| (Folded::new(&super::text::glyphs(&fragment.text)), fragment);
        self.folded.get_or_init(|| self.written.iter().map(folded).collect())
    }

    fn contacts(&self) -> &[(String, &'a Fragment)] {
        let of_contact = |fragment: &&'a Fragment| standing(&fragment.place) == Standing::Contact;
        let folded = |fragment: &'a Fragment| (fold(&fragment.text), fragment);
        self.contacts.get_or_init(|| self.written.iter().filter(of_contact).map(folded).collect())
    }

    /// The place of the open text that explains a hit, if any may and does.
    pub(super) fn explain(&self, text: &Folded, chars: &Range<usize>, needle: &Needle) -> Option<&'a str> {
        let contacts_only = match needle.what {
            What::Number | What::Part | What::Beside => return None,
            What::Phone => true,
            What::Name | What::Text | What::Word => false,
        };
        let candidates = || {
            let fits = move |standing| !contacts_only || standing == Standing::Contact;
            self.fragments().iter().filter(move |(_, f)| fits(standing(&f.place)))
        };
        let told = |f: &Fragment| needle.what == What::Word || standing(&f.place) != Standing::Own;
        candidates()
            .find(|(fragment, f)| {
                let named = standing(&f.place) == Standing::Named;
                occurrences(text, chars, fragment, &needle.text).any(|own| {
                    let around = surrounded(text, chars, fragment, &own);
                    around && (told(f) || self.repeats(fragment, &own))
                        || named && whole(text, chars, fragment, &own)
                })
            })
            .or_else(|| {
                candidates().find(|(fragment, f)| told(f) && self.embedded(text, chars, fragment, needle))
            })
            .or_else(|| self.seam(text, chars).filter(|_| !contacts_only))
            .map(|(_, fragment)| &*fragment.place)
    }

    /// The declared contact that holds this identifier.
    pub(super) fn contact(&self, identifier: &str) -> Option<&'a str> {
        let wanted = fold(identifier);
        let wanted = wanted.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&wanted);
        let holds = |(folded, _): &&(String, &Fragment)| folded.contains(wanted);
        self.contacts().iter().find(holds).map(|(_, fragment)| &*fragment.place)
    }

    /// Whether a village's own text says here only what another declared text says: 高明村 in 高明村村务公开栏.
    fn repeats(&self, own: &Folded, chars: &Range<usize>) -> bool {
        let others = self.fragments().iter().filter(|(_, f)| standing(&f.place) != Standing::Own);
        others.filter(|(other, _)| other.len() > chars.len()).any(|(other, _)| {
            own.text.match_indices(&other.text).any(|(at, _)| {
                let there = own.chars_of(at..at + other.text.len());
                there.start <= chars.start && chars.end <= there.end
            })
        })
    }

    /// A short open text (a village called 高明村, a measure called 健康) that stands whole between open texts.
    fn embedded(&self, text: &Folded, chars: &Range<usize>, fragment: &Folded, needle: &Needle) -> bool {
        // A bare name explains nothing, whatever stands around it.
        if needle.what == What::Name && fragment.len() == chars.len() {
            return false;
        }
        occurrences(text, chars, fragment, &needle.text).any(|own| {
            let whole = leftwards(text, chars.start, fragment, own.start)
                .is_some_and(|(n, cut)| n == own.start && !cut)
                && rightwards(text, chars.end, fragment, own.end)
                    .is_some_and(|(n, cut)| n == fragment.len() - own.end && !cut);
            let (from, to) = (chars.start - own.start.min(chars.start), chars.end + fragment.len() - own.end);
            whole
                && self.fragments().iter().any(|(before, _)| ends(text, from, before, 1))
                && self.fragments().iter().any(|(after, _)| begins(text, to, after, 1))
        })
    }

    /// A hit that spans the end of one declared text and the beginning of the next: 提高｜明白纸.
    fn seam(&self, text: &Folded, chars: &Range<usize>) -> Option<&(Folded, &'a Fragment)> {
        (chars.start + 1..chars.end).filter(|split| text.gap.get(*split) > Some(&Gap::None)).find_map(
            |split| {
                let (left, right) = (split - chars.start, chars.end - split);
                self.fragments().iter().any(|(fragment, _)| begins(text, split, fragment, right)).then(
                    || self.fragments().iter().find(|(fragment, _)| ends(text, split, fragment, left)),
                )?
            },
        )
    }
}

/// What a declared text may explain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Pack, theme, program: whatever stands in its context.
    Common,
    /// The name of a township, a village or its committee: wherever it stands whole. A village may be called like a
    /// villager, and 高明村 says by its last character what it is.
    Named,
    /// A contact, named by its line in the township's or a village's file: its phone too.
    Contact,
    /// What a village or township writes freely (place of the board, text and number of a notice, words beside the
    /// township's code): ordinary words, nobody's name and nobody's story.
    Own,
}

fn standing(place: &str) -> Standing {
    let (path, spot) = place.split_once(':').unwrap_or((place, ""));
    let settings = matches!(path.rsplit('/').next(), Some("township.toml" | "village.toml"));
    let line = spot.starts_with(|c: char| c.is_ascii_digit());
    if settings && line && !path.starts_with("policies/") {
        Standing::Contact
    } else if place == document::NUMBER
        || (settings && !spot.is_empty())
        || (!settings && path.starts_with("villages/"))
    {
        Standing::Own
    } else if settings && spot.is_empty() {
        Standing::Named
    } else {
        Standing::Common
    }
}

/// Where a fragment holds the needle in the same shape as the hit: ranges of its characters.
fn occurrences<'t>(
    text: &'t Folded,
    chars: &'t Range<usize>,
    fragment: &'t Folded,
    needle: &'t str,
) -> impl Iterator<Item = Range<usize>> + 't {
    let starts = fragment.text.match_indices(needle).map(|(at, _)| at);
    starts
        .map(|at| fragment.chars_of(at..at + needle.len()))
        .filter(|own| same_inside(text, chars.start, fragment, own.start, own.len()))
}

/// Whether what surrounds the hit is what surrounds the needle in the fragment.
fn surrounded(text: &Folded, chars: &Range<usize>, fragment: &Folded, own: &Range<usize>) -> bool {
    let left = leftwards(text, chars.start, fragment, own.start);
    let right = rightwards(text, chars.end, fragment, own.end);
    let (Some((left, _)), Some((right, _))) = (left, right) else { return false };
    left + right >= LEAST
}

/// Whether the fragment is more than the needle and stands whole around the hit, whatever is beside it.
fn whole(text: &Folded, chars: &Range<usize>, fragment: &Folded, own: &Range<usize>) -> bool {
    let same = |from: usize, step: usize| {
        let at = from + step;
        let joined = step == 0 || crosses_alike(text, at, fragment, step);
        at < text.len() && text.char(at) == fragment.char(step) && joined
    };
    let from = chars.start.checked_sub(own.start).filter(|_| fragment.len() > own.len());
    from.is_some_and(|from| (0..fragment.len()).all(|step| same(from, step)))
}

/// The text has no cell boundary inside the hit where the fragment's characters touch.
fn same_inside(text: &Folded, at: usize, fragment: &Folded, own: usize, length: usize) -> bool {
    (1..length).all(|step| crosses_alike(text, at + step, fragment, own + step))
}

/// A boundary of blocks or cells must be a gap in the declared text too: its words never run from cell to cell.
fn crosses_alike(text: &Folded, at: usize, fragment: &Folded, own: usize) -> bool {
    text.gap.get(at) != Some(&Gap::Hard) || fragment.gap.get(own) != Some(&Gap::None)
}

/// Characters that agree to the left of `at`/`own`, and whether it was the shown text that ended; `None` if they
/// disagree.
fn leftwards(text: &Folded, at: usize, fragment: &Folded, own: usize) -> Option<(usize, bool)> {
    for step in 0..CONTEXT {
        let Some(previous) = own.checked_sub(step + 1) else {
            // The declared text begins here: if it begins with the needle, the shown text must begin here too.
            let begins = at.checked_sub(step).and_then(|start| text.gap.get(start)) > Some(&Gap::None);
            return (begins || step > 0).then_some((step, false));
        };
        let Some(shown) = at.checked_sub(step + 1) else { return Some((step, true)) };
        if text.char(shown) != fragment.char(previous)
            || !crosses_alike(text, at - step, fragment, own - step)
        {
            return None;
        }
    }
    Some((CONTEXT, false))
}

/// The same to the right; `at` and `own` are the first characters after the hit.
fn rightwards(text: &Folded, at: usize, fragment: &Folded, own: usize) -> Option<(usize, bool)> {
    for step in 0..CONTEXT {
        if own + step >= fragment.len() {
            let ends = text.gap.get(at + step).is_none_or(|gap| *gap > Gap::None);
            return (ends || step > 0).then_some((step, false));
        }
        if at + step >= text.len() {
            return Some((step, true));
        }
        let same = text.char(at + step) == fragment.char(own + step);
        if !same || !crosses_alike(text, at + step, fragment, own + step) {
            return None;
        }
    }
    Some((CONTEXT, false))
}

/// Whether the fragment, whole or eight characters of it, ends at `split` and reaches further left than `part`.
fn ends(text: &Folded, split: usize, fragment: &Folded, part: usize) -> bool {
    leftwards(text, split, fragment, fragment.len()).is_some_and(|(agreed, cut)| agreed > part && !cut)
}

/// Whether the fragment, whole or eight characters of it, begins at `split` and reaches further right than `part`.
fn begins(text: &Folded, split: usize, fragment: &Folded, part: usize) -> bool {
    rightwards(text, split, fragment, 0).is_some_and(|(agreed, cut)| agreed > part && !cut)
}
