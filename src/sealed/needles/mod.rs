//! Needles 不得外泄的内容: what a roster holds that must not be found in anything public.
//!
//! A roster becomes folded search texts, each with its field and row. Only the audit calls this. No needle is ever
//! printed: no Debug, no Display; what leaves this room is the field's name and the row.

mod collect;
pub(in crate::sealed) mod fold;
pub(in crate::sealed) mod identifiers;
mod values;
mod vocabulary;

use super::roster::{Roster, Spot};
use crate::diag::Place;
use crate::policy::fields::Field;
pub(crate) use crate::policy::fields::{Class, Kind};
use collect::Collector;
use smol_str::SmolStr;
use std::ops::Range;
use std::sync::Arc;

/// Says a field's class and kind; a field it does not know is free text and sensitive.
pub(crate) type Classify<'a> = &'a (dyn Fn(&str) -> (Class, Kind) + Sync);

/// What a needle is: decides how a match is confirmed and whether an open text may excuse it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::sealed) enum What {
    /// A full name.
    Name,
    /// A whole identifier, or most of one: 11 characters or more.
    Number,
    /// A telling part of an identifier: 7 to 10 digits, confirmed by how it is set.
    Part,
    /// A phone number.
    Phone,
    /// Six characters of free text.
    Text,
    /// A short word that tells only beside another sign of its household: 残疾, 因病, 老桥头3号.
    Word,
    /// A number that tells only beside another sign of its household: an income, the second half of an ID number.
    Amount,
    /// A day of birth, which tells only beside another sign of its household.
    Day,
    /// The last four digits of a number, where the words before them say so: 尾号2334.
    Tail,
}

impl What {
    /// Whether it tells only beside another sign of its household.
    pub(in crate::sealed) fn is_beside(self) -> bool {
        matches!(self, Self::Word | Self::Amount | Self::Day | Self::Tail)
    }
}

/// What is public, whoever stands in a roster: no value of a roster made of it is a secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PublicWords {
    /// Categories, what small groups are shown as, words that every notice says.
    pub(crate) shown: Vec<String>,
    /// Names of places and offices, as the workspace writes them.
    pub(crate) places: Vec<String>,
    /// Titles of the policy, of notices, leaflets, columns and steps.
    pub(crate) titles: Vec<String>,
}

/// One search text.
pub(in crate::sealed) struct Needle {
    /// Folded.
    pub(in crate::sealed) text: SmolStr,
    /// What it is.
    pub(in crate::sealed) what: What,
}

/// A row that holds a needle.
#[derive(Clone, Copy)]
pub(in crate::sealed) struct Source {
    /// The value that the needle is of, or is part of.
    value: u32,
    /// Which of [`Needles::occurrences`].
    occurrence: u32,
    /// Which household's names and numbers are signs of it.
    pub(in crate::sealed) household: usize,
    /// Direct identifier, or sensitive attribute.
    pub(in crate::sealed) direct: bool,
}

/// A value that rosters hold, however often.
struct Known {
    field: Arc<Field>,
    kind: Kind,
    /// Names as they are searched for; of numbers the digits.
    folded: SmolStr,
}

/// Where a value stands once.
struct Occurrence {
    value: u32,
    household: u32,
    at: Spot,
}

/// All needles of a set of rosters, sorted. The same household stands in many rosters over the years: its values and
/// what is searched for of them are there once, and each row beside them as a cell.
#[derive(Default)]
pub(in crate::sealed) struct Needles {
    /// In order of text and kind.
    pub(in crate::sealed) all: Vec<Needle>,
    /// Per needle: which part of `of`.
    begins: Vec<u32>,
    /// Values that make a needle, and whether they identify directly.
    of: Vec<(u32, bool)>,
    values: Vec<Known>,
    /// In the order of rosters and households.
    occurrences: Vec<Occurrence>,
    /// Per household: which part of `occurrences`.
    households: Vec<u32>,
    /// Names of places and groups that are shown, folded: who is called 王家 does not stand in 王家湾.
    places: Vec<String>,
    /// Indices into `occurrences` in the order of values.
    by_value: Vec<u32>,
    /// Per value: which part of `by_value`.
    stand: Vec<u32>,
}

/// Household of what belongs to nobody: what stands beside the list.
const NOBODY: u32 = u32::MAX;

impl Needles {
    /// Collects the needles of rosters.
    pub(in crate::sealed) fn of(rosters: &[&Roster], classify: Classify<'_>, public: &PublicWords) -> Self {
        let mut collector = Collector::new(rosters, classify, public);
        for household in rosters.iter().flat_map(|roster| roster.everybody()) {
            collector.household(household);
        }
        // What identifies beside the list was not read, but must not be found either.
        for value in rosters.iter().flat_map(|roster| &roster.skipped) {
            collector.skipped(value);
        }
        collector.finish()
    }

    /// Where the rows of a needle are, in the order of values and rosters; never empty.
    pub(in crate::sealed) fn sources(&self, needle: usize) -> impl Iterator<Item = Source> {
        self.of[part(&self.begins, needle)].iter().flat_map(|(value, direct)| {
            let stands = self.by_value[part(&self.stand, index(*value))].iter();
            stands.map(|at| {
                let household = index(self.occurrences[index(*at)].household);
                Source { value: *value, occurrence: *at, household, direct: *direct }
            })
        })
    }

    /// The names of places and groups that hold a name, and where in them it begins, in bytes.
    pub(in crate::sealed) fn places_with(&self, name: &str) -> impl Iterator<Item = (&str, usize)> {
        self.places
            .iter()
            .flat_map(move |place| place.match_indices(name).map(|(at, _)| (place.as_str(), at)))
    }

    /// Whether this very text is a needle of this kind.
    pub(in crate::sealed) fn holds(&self, text: &str, what: What) -> bool {
        self.at(text, what).is_some()
    }

    /// The cell of a source, with its field's title.
    pub(in crate::sealed) fn place(&self, source: &Source) -> Place {
        let at = &self.occurrences[index(source.occurrence)].at;
        at.field(&self.values[index(source.value)].field.title)
    }

    /// The values of a household.
    fn values_of(&self, household: usize) -> impl Iterator<Item = &Known> {
        let range = if household < self.households.len() { part(&self.households, household) } else { 0..0 };
        self.occurrences[range].iter().map(|is| &self.values[index(is.value)])
    }

    /// Folded names of a household's members.
    pub(in crate::sealed) fn names(&self, household: usize) -> impl Iterator<Item = &str> {
        self.values_of(household).filter(|known| known.kind == Kind::Name).map(|known| known.folded.as_str())
    }

    /// Whether a longer name begins with these characters and is masked so: `欧阳`, one star, `远` of 欧阳修远.
    pub(in crate::sealed) fn is_masked(&self, open: &str, stars: usize, behind: Option<char>) -> bool {
        let fits = |name: &str| {
            let Some(rest) = name.strip_prefix(open) else { return false };
            let mut hidden = rest.chars().skip(stars);
            let length = rest.chars().count();
            length == stars || (length == stars + 1 && hidden.next() == behind)
        };
        self.values.iter().any(|known| known.kind == Kind::Name && fits(&known.folded))
    }

    /// The name of which these characters are all but the last (`begins`), or all but the first.
    pub(in crate::sealed) fn name_with(&self, shown: &str, begins: bool) -> Option<usize> {
        let length = shown.chars().count() + 1;
        let fits = |name: &str| {
            name.chars().count() == length
                && if begins { name.starts_with(shown) } else { name.ends_with(shown) }
        };
        let mut names = self.values.iter().filter(|known| known.kind == Kind::Name && fits(&known.folded));
        names.find_map(|known| self.at(&known.folded, What::Name))
    }

    /// The number that begins or ends with these digits, where they tell more than a region or a bank.
    pub(in crate::sealed) fn number_with(&self, shown: &str, begins: bool) -> Option<usize> {
        let fewest = |kind: Kind| match kind {
            Kind::Id => 10,
            Kind::Bank => 9,
            _ => 6,
        };
        let fits = |known: &Known| {
            let number = known.folded.as_str();
            match begins {
                true => shown.len() >= fewest(known.kind) && number.starts_with(shown),
                false => number.ends_with(shown),
            }
        };
        let mut numbers = self.values.iter().filter(|known| numbered(known.kind) && fits(known));
        let whole = |known: &Known| {
            let kinds = [What::Number, What::Phone, What::Part];
            kinds.into_iter().find_map(|what| self.at(&known.folded, what))
        };
        numbers.find_map(whole)
    }

    /// Where a needle is.
    fn at(&self, text: &str, what: What) -> Option<usize> {
        self.all.binary_search_by(|needle| (needle.text.as_str(), needle.what).cmp(&(text, what))).ok()
    }

    /// A household's numbers, folded.
    pub(in crate::sealed) fn numbers(&self, household: usize) -> Vec<String> {
        let numbers =
            self.values_of(household).filter(|known| numbered(known.kind) && known.folded.len() >= 7);
        numbers.map(|known| known.folded.to_string()).collect()
    }
}

/// Whether values of this kind are numbers of somebody.
fn numbered(kind: Kind) -> bool {
    matches!(kind, Kind::Id | Kind::Phone | Kind::Bank)
}

/// The part of a list that belongs to one of those whose parts follow each other in it.
fn part(begins: &[u32], at: usize) -> Range<usize> {
    let to = begins.get(at + 1).or(begins.last()).copied().unwrap_or(0);
    index(begins[at])..index(to)
}

fn index(at: u32) -> usize {
    at as usize
}
