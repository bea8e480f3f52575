//! Provenance 出处: an open text may explain a hit, but only where that very text stands.
//!
//! 饮水安全 in a policy explains 安全 in the page's 饮水安全, never 安全 alone in a table cell. What surrounds the hit
//! must be what surrounds it in the declared text, outward until that text ends or eight characters agree.

use super::super::needles::fold::{Folded, Gap, MASKS, fold};
use super::super::needles::{Needle, What};
use super::declarations::Open;
use super::search::{Hit, is_door};
use super::standing::{Standing, standing};
use super::{persons, rows};
use crate::document::{self, Fragment};
use crate::sealed::intake::tells_of_somebody;
use std::cell::OnceCell;
use std::ops::Range;

/// Characters that must agree on each side, unless the declared text ends before.
const CONTEXT: usize = 8;
/// Characters that must agree altogether: a bare name explains nothing.
const LEAST: usize = 2;
/// How near a mask, group or number makes a person of a word.
const BESIDE: usize = 16;

/// Characters that a text of the workspace's own pack or theme may have in common with a remark, and how many if it
/// speaks of a person: more is no ordinary phrase. What came with the program stood there before any roster did.
const PHRASE: (usize, usize) = (12, 7);

/// The open texts of a draft, folded when the first hit asks for them: most pages have none but the contacts' phones.
pub(super) struct Declared<'a> {
    written: &'a [Fragment],
    open: &'a Open,
    folded: OnceCell<Vec<(Folded, &'a Fragment)>>,
}

impl<'a> Declared<'a> {
    pub(super) fn new(fragments: &'a [Fragment], open: &'a Open) -> Self {
        Self { written: fragments, open, folded: OnceCell::new() }
    }

    fn fragments(&self) -> &[(Folded, &'a Fragment)] {
        let folded = |fragment: &'a Fragment| (Folded::new(&super::text::glyphs(&fragment.text)), fragment);
        self.folded.get_or_init(|| self.written.iter().map(folded).collect())
    }

    /// The place of the open text that explains a hit, if any may and does. `stretch`: how much of a note stands around six
    /// of its characters.
    pub(super) fn explain(
        &self,
        text: &Folded,
        hit: &Hit,
        needle: &Needle,
        stretch: impl Fn() -> String,
    ) -> Option<&str> {
        let chars = &hit.chars;
        // The judge asks for the signs of the household as well.
        if hit.beside {
            return self.holder(text, chars, needle);
        }
        match needle.what {
            What::Phone | What::Part => self.explain_digits(text, chars, needle),
            What::Name => self.explain_name(text, chars, needle),
            What::Text => self.explain_phrase(text, chars, needle, &stretch()),
            _ => None,
        }
    }

    /// A name is explained where it is no name: in a word of the program, of a pack, of a theme, or of a place; as an
    /// official's own; and where the village decided that its own text means the word.
    fn explain_name(&self, text: &Folded, chars: &Range<usize>, needle: &Needle) -> Option<&str> {
        let may = |fragment: &Folded, f: &Fragment, own: &Range<usize>| match self.standing(&f.place) {
            Standing::BuiltIn => true,
            Standing::Named => is_a_places_own(fragment, f, own, needle),
            Standing::Common => {
                !mentioned(fragment, f, own)
                    || self.is_of_the_program(fragment, f, needle)
                    || self.is_allowed(fragment, own, needle)
            }
            Standing::Contact => {
                // The number beside it is the contact's own.
                self.open.contact_named(&needle.text).is_some() || self.open.allowed(&needle.text).is_some()
            }
            Standing::Own => self.repeats(fragment, own) || self.is_allowed(fragment, own, needle),
        };
        self.around(text, chars, needle, may)
            .or_else(|| self.standing_whole(text, chars, needle))
            .or_else(|| self.embedded_in_any(text, chars, needle))
            .or_else(|| self.seam(text, chars))
    }

    /// A phone, or digits of an identity number that happen to stand in one, are explained as a contact's own, where that
    /// contact stands.
    fn explain_digits(&self, text: &Folded, chars: &Range<usize>, needle: &Needle) -> Option<&str> {
        let may = |_: &Folded, f: &Fragment, _: &Range<usize>| match needle.what {
            What::Part => self.open.contact_phone_holds(&f.place, &needle.text),
            _ => self.open.contact_called(&needle.text).is_some_and(|own| *f.place == *own),
        };
        self.around(text, chars, needle, may)
    }

    /// Six characters of a remark are explained where a text of the program says them, or a short phrase of another pack.
    fn explain_phrase(
        &self,
        text: &Folded,
        chars: &Range<usize>,
        needle: &Needle,
        stretch: &str,
    ) -> Option<&str> {
        let most = if tells_of_somebody(stretch) { PHRASE.1 } else { PHRASE.0 };
        // The way to a house is no phrase of anybody's language.
        let ordinary = stretch.chars().count() <= most && !is_door(stretch);
        let may = |fragment: &Folded, f: &Fragment, own: &Range<usize>| match self.standing(&f.place) {
            Standing::BuiltIn => true,
            Standing::Common => ordinary,
            Standing::Named | Standing::Contact => false,
            Standing::Own => self.repeats(fragment, own),
        };
        self.around(text, chars, needle, may).or_else(|| self.seam(text, chars))
    }

    /// The open text that holds a short word where it stands, whoever wrote it.
    fn holder(&self, text: &Folded, chars: &Range<usize>, needle: &Needle) -> Option<&str> {
        self.around(text, chars, needle, |_, _, _| true).or_else(|| self.seam(text, chars))
    }

    /// Whether a sign of a household stands in one of the open texts: then what is beside it speaks of that household.
    pub(super) fn says(&self, signs: &[String]) -> bool {
        self.fragments()
            .iter()
            .any(|(fragment, _)| signs.iter().any(|sign| fragment.text.contains(sign.as_str())))
    }

    /// The place of the contact that is called under this number or address.
    pub(super) fn contact(&self, identifier: &str) -> Option<&str> {
        let mail = identifier.contains('@');
        let holds = |fragment: &Folded, f: &Fragment| {
            self.standing(&f.place) == Standing::Contact && fragment.text.contains(&fold(identifier))
        };
        let written = || self.place_of(holds);
        let stands = |place: &&str| self.written.iter().any(|f| *f.place == **place);
        if mail { written() } else { self.open.contact_called(identifier).filter(stands) }
    }

    /// Whether the village decided that a name is a word in its own texts.
    pub(super) fn allows(&self, name: &str) -> bool {
        self.open.allowed(name).is_some()
    }

    /// Whether a place lies in what came with the program: no text of it speaks of a household.
    pub(super) fn is_built_in(&self, place: &str) -> bool {
        self.open.is_built_in(place)
    }

    /// Whether a place is a contact's.
    pub(super) fn is_contact(&self, place: &str) -> bool {
        self.open.is_contact(place)
    }

    /// Where the first open text stands that is as asked.
    fn place_of(&self, explains: impl Fn(&Folded, &Fragment) -> bool) -> Option<&str> {
        self.fragments().iter().find(|(fragment, f)| explains(fragment, f)).map(|(_, f)| &*f.place)
    }

    /// The open text around a hit, where it may explain it.
    fn around(
        &self,
        text: &Folded,
        chars: &Range<usize>,
        needle: &Needle,
        may: impl Fn(&Folded, &Fragment, &Range<usize>) -> bool,
    ) -> Option<&str> {
        self.place_of(|fragment, f| {
            occurrences(text, chars, fragment, &needle.text)
                .any(|own| surrounded(text, chars, fragment, &own) && may(fragment, f, &own))
        })
    }

    /// The short open text that stands whole around the hit, between two borders: 明白纸, 公开.
    fn bordered(
        &self,
        text: &Folded,
        chars: &Range<usize>,
        needle: &Needle,
        may: impl Fn(&Folded, &Fragment, &Range<usize>) -> bool,
    ) -> Option<&str> {
        // A word that a template sets beside another open text is set apart from it too: 云台乡|公示.
        let ended = |at: usize| self.fragments().iter().any(|(other, _)| ends(text, at, other, 1));
        let begun = |at: usize| self.fragments().iter().any(|(other, _)| begins(text, at, other, 1));
        let stands = |fragment: &Folded, own: &Range<usize>| {
            let from = chars.start.checked_sub(own.start);
            from.is_some_and(|from| {
                let end = from + fragment.len();
                let alike =
                    || (1..fragment.len()).all(|step| crosses_alike(text, from + step, fragment, step));
                text.slice(from..end) == fragment.text
                    && alike()
                    && (is_border(text, from) || ended(from))
                    && (is_border(text, end) || begun(end))
            })
        };
        self.place_of(|fragment, f| {
            occurrences(text, chars, fragment, &needle.text)
                .any(|own| stands(fragment, &own) && may(fragment, f, &own))
        })
    }

    /// A word of the program that stands alone (a button 公开), or the whole name of a place, whatever is beside it.
    fn standing_whole(&self, text: &Folded, chars: &Range<usize>, needle: &Needle) -> Option<&str> {
        let named = self.place_of(|fragment, f| {
            self.standing(&f.place) == Standing::Named
                && occurrences(text, chars, fragment, &needle.text).any(|own| {
                    is_a_places_own(fragment, f, &own, needle) && whole(text, chars, fragment, &own)
                })
        });
        named.or_else(|| {
            self.bordered(text, chars, needle, |fragment, f, own| match self.standing(&f.place) {
                Standing::BuiltIn => true,
                Standing::Common => {
                    !mentioned(fragment, f, own) || self.is_of_the_program(fragment, f, needle)
                }
                _ => false,
            })
        })
    }

    fn embedded_in_any(&self, text: &Folded, chars: &Range<usize>, needle: &Needle) -> Option<&str> {
        let open = |f: &Fragment| matches!(self.standing(&f.place), Standing::BuiltIn | Standing::Named);
        self.place_of(|fragment, f| {
            let mention = |own: Range<usize>| match self.standing(&f.place) {
                Standing::Named => !is_a_places_own(fragment, f, &own, needle),
                _ => mentioned(fragment, f, &own),
            };
            let word = || !occurrences(text, chars, fragment, &needle.text).any(mention);
            open(f) && self.embedded(text, chars, fragment, needle) && word()
        })
    }

    /// Whether a sentence that the program makes holds a name in its own words, and in nothing that a workspace wrote. A
    /// longer one that falls into surname and name is nobody's word.
    fn is_of_the_program(&self, fragment: &Folded, f: &Fragment, needle: &Needle) -> bool {
        let word = needle.text.chars().count() == 2 || !persons::falls_into_a_name(&needle.text);
        word && &*f.place == document::PROGRAM && !self.open.writes(&fragment.text, &needle.text)
    }

    /// Whether the village decided that this word is no name here. Never beside what would make a person of it: a mask,
    /// a group, a number.
    fn is_allowed(&self, fragment: &Folded, own: &Range<usize>, needle: &Needle) -> bool {
        self.open.allowed(&needle.text).is_some()
            && !is_beside_a_person(fragment, own)
            && (persons::is_word(&needle.text) || !calls_somebody(fragment, own))
    }

    /// Whether a village's own text says here only what another declared text says: 高明村 in 高明村村务公开栏.
    fn repeats(&self, own: &Folded, chars: &Range<usize>) -> bool {
        let open = |f: &Fragment| matches!(self.standing(&f.place), Standing::BuiltIn | Standing::Named);
        let others = self.fragments().iter().filter(|(_, f)| open(f));
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
    fn seam(&self, text: &Folded, chars: &Range<usize>) -> Option<&str> {
        let splits = (chars.start + 1..chars.end).filter(|split| text.gap.get(*split) > Some(&Gap::None));
        let written = |f: &Fragment| matches!(self.standing(&f.place), Standing::Own | Standing::Contact);
        let seam = |split: usize| {
            let (left, right) = (split - chars.start, chars.end - split);
            let after = self.fragments().iter().filter(|(fragment, _)| begins(text, split, fragment, right));
            // Who breaks a name over two texts of his own has written it.
            let after = after.map(|(_, f)| written(f)).min()?;
            let before = |(fragment, f): &&(Folded, &Fragment)| {
                ends(text, split, fragment, left) && !(after && written(f))
            };
            self.fragments().iter().find(before)
        };
        splits.into_iter().find_map(seam).map(|(_, f)| &*f.place)
    }

    /// What a declared text may explain.
    fn standing(&self, place: &str) -> Standing {
        match standing(place) {
            Standing::Contact if !self.open.is_contact(place) => Standing::Own,
            Standing::Common if self.open.is_built_in(place) => Standing::BuiltIn,
            standing => standing,
        }
    }
}

/// Whether a text calls somebody here: 请瞿磊到村委会, 瞿磊同志. A dictionary does not know every word (危房), so that what
/// stands around it must say so.
fn calls_somebody(fragment: &Folded, own: &Range<usize>) -> bool {
    const BEFORE: [&str; 9] = ["请", "找", "叫", "让", "通知", "联系", "村民", "户主", "党员"];
    const AFTER: &str = "到来去尽带领把速及于在交补办签";
    const TITLES: [&str; 8] = ["同志", "本人", "夫妇", "一家", "先生", "女士", "大爷", "大娘"];
    let before = fragment.slice(own.start.saturating_sub(2)..own.start);
    let after = fragment.slice(own.end..own.end + 2);
    let called = BEFORE.iter().any(|word| before.ends_with(word));
    let titled = TITLES.iter().any(|title| after.starts_with(title));
    titled || (called && after.starts_with(|c: char| AFTER.contains(c)))
}

/// Whether an open text mentions a person where it holds a name.
fn mentioned(fragment: &Folded, f: &Fragment, own: &Range<usize>) -> bool {
    let byte = |char: usize| fragment.source.get(char).map_or(f.text.len(), |at| *at as usize);
    let last = byte(own.end - 1);
    let end = f.text.get(last..).and_then(|rest| rest.chars().next()).map_or(last, |c| last + c.len_utf8());
    persons::mentions(&f.text, &(byte(own.start)..end))
}

/// Whether a villager's name is part of the name of a place or office as of 高明村, and was not set behind or into it: a
/// place that is called after somebody begins with the name.
fn is_a_places_own(fragment: &Folded, f: &Fragment, own: &Range<usize>, needle: &Needle) -> bool {
    let added = own.start > 0 && persons::is_plainly_a_name(&needle.text);
    !added && !mentioned(fragment, f, own)
}

/// Whether what stands right before or behind a word makes a person of it: a mask, a group, a row, a long number.
fn is_beside_a_person(text: &Folded, chars: &Range<usize>) -> bool {
    let before = text.slice(chars.start.saturating_sub(BESIDE)..chars.start);
    let after = text.slice(chars.end..chars.end + BESIDE);
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    [before, after].into_iter().any(|side| {
        let group = side.match_indices('组').any(|(at, _)| side[..at].ends_with(number));
        let digits = side.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 7);
        side.contains(MASKS) || group || digits || !rows::named(side, false).is_empty()
    })
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
    // A print sets figures apart from ideographs.
    text.gap.get(at) != Some(&Gap::Hard) || is_border(fragment, own)
}

/// Whether a word ends before this character: at a gap, at the text's own ends, between ideographs and Latin letters or
/// digits.
fn is_border(text: &Folded, at: usize) -> bool {
    let latin =
        |at: Option<usize>| at.and_then(|at| text.char(at)).is_some_and(|c| c.is_ascii_alphanumeric());
    let gap = text.gap.get(at).is_none_or(|gap| *gap > Gap::None);
    gap || latin(at.checked_sub(1)) != latin(Some(at))
}

/// Characters that agree to the left of `at`/`own`, and whether it was the shown text that ended; `None` if they
/// disagree.
fn leftwards(text: &Folded, at: usize, fragment: &Folded, own: usize) -> Option<(usize, bool)> {
    for step in 0..CONTEXT {
        let Some(previous) = own.checked_sub(step + 1) else {
            // The declared text begins here: if it begins with the needle, the shown text must begin here too.
            let begins = at.checked_sub(step).is_some_and(|start| is_border(text, start));
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
            let ends = is_border(text, at + step);
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
