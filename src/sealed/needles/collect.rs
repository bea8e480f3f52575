//! Collecting 收集: values of rosters become needles. What is searched for of a value depends on it and its field
//! alone, so that each is taken apart once, in however many rosters it stands.

use super::super::roster::{Household, Record, Roster, Value};
use super::fold::fold;
use super::vocabulary::Vocabulary;
use super::{Classify, Known, NOBODY, Needle, Needles, Occurrence, PublicWords, What, index, numbered};
use crate::policy::fields::{Class, Kind};
use crate::sealed::persons;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;
use smol_str::SmolStr;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

/// Answers of a sensitive field that say nothing of anybody.
const HARMLESS: [&str; 6] = ["健康", "良好", "正常", "一般", "无", "没有"];

/// What makes two values the same to a searcher: field, whether it stood in a hidden place, text.
type Key<'a> = (&'a str, bool, &'a str);

/// A list's places by what stands there. No text stands twice: the table holds nothing but the places.
#[derive(Default)]
struct Places(HashTable<u32>);

impl Places {
    /// Where a key stands, or would be put next; `key` tells what stands at a place.
    fn place<K: Hash + Eq>(&mut self, wanted: &K, next: u32, key: impl Fn(u32) -> K) -> u32 {
        let hash = |key: &K| FxBuildHasher.hash_one(key);
        match self.0.entry(hash(wanted), |at| key(*at) == *wanted, |at| hash(&key(*at))) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                free.insert(next);
                next
            }
        }
    }
}

pub(super) struct Collector<'a> {
    classify: Classify<'a>,
    /// What is public anyway: a window of a note that is made of it betrays nobody.
    pub(super) vocabulary: Vocabulary,
    known: Places,
    /// Where each value was met first, and whether hidden.
    met: Vec<(&'a Value, bool)>,
    found: Places,
    needles: Vec<Needle>,
    /// Needle, value, whether it identifies directly.
    pairs: Vec<(u32, u32, bool)>,
    out: Needles,
    /// The value at hand.
    value: u32,
}

impl<'a> Collector<'a> {
    pub(super) fn new(rosters: &[&'a Roster], classify: Classify<'a>, public: &PublicWords) -> Self {
        Self {
            classify,
            vocabulary: Vocabulary::new(public, rosters, classify),
            known: Places::default(),
            met: Vec::new(),
            found: Places::default(),
            needles: Vec::new(),
            pairs: Vec::new(),
            out: Needles::default(),
            value: 0,
        }
    }

    /// All values of a household.
    pub(super) fn household(&mut self, household: &'a Household) {
        let at = count(&self.out.households);
        self.out.households.push(count(&self.out.occurrences));
        self.record(&household.fields, at);
        household.members.iter().for_each(|member| self.record(&member.fields, at));
    }

    fn record(&mut self, record: &'a Record, household: u32) {
        for (field, value) in record {
            let text = value.text.expose().as_str();
            let (class, kind) = (self.classify)(field);
            let direct = class == Class::Direct || kind == Kind::Name || numbered(kind);
            // Columns that nobody knows are searched for what identifies only, beside the list.
            let other = field.starts_with("other:");
            let wanted = direct || class == Class::Sensitive || field == "age";
            if other || HARMLESS.contains(&text) || !wanted {
                continue;
            }
            if !self.stands(value, false, household) {
                self.know(value, kind);
                match kind {
                    Kind::Name => self.name(text),
                    Kind::Id => self.id(&fold(text)),
                    Kind::Phone => self.phones(text),
                    Kind::Bank => self.bank(&digits(text)),
                    Kind::Money => self.money(text),
                    _ if field == "age" => self.age(text),
                    _ if field == "birth_date" => self.birth(text),
                    Kind::Words if value.field.is_address() => self.address(text),
                    Kind::Words if class == Class::Direct => self.persons(text),
                    Kind::Words if class == Class::Sensitive => {
                        self.words(text);
                        self.text(text, false);
                        persons::related(text).iter().for_each(|name| self.name(name));
                    }
                    Kind::Text | Kind::Words => self.text(text, direct),
                    Kind::Date | Kind::Month | Kind::Count => {}
                }
            }
        }
    }

    /// What identifies beside the list.
    pub(super) fn skipped(&mut self, value: &'a Value) {
        let text = value.text.expose().as_str();
        if !self.stands(value, true, NOBODY) {
            self.know(value, value.field.kind);
            match value.field.kind {
                Kind::Name => self.name(text),
                Kind::Id => self.id(&fold(text)),
                Kind::Phone => self.phones(text),
                Kind::Bank => self.bank(&digits(text)),
                _ => {}
            }
        }
    }

    /// Notes where a value stands, and says whether it has been taken apart already.
    fn stands(&mut self, value: &'a Value, hidden: bool, household: u32) -> bool {
        let next = count(&self.met);
        self.value = self.known.place(&key(value, hidden), next, |at| {
            let (value, hidden) = self.met[index(at)];
            key(value, hidden)
        });
        if self.value == next {
            self.met.push((value, hidden));
        }
        self.out.occurrences.push(Occurrence { value: self.value, household, at: value.at.clone() });
        self.value < next
    }

    fn know(&mut self, value: &Value, kind: Kind) {
        let text = value.text.expose();
        let folded = match kind {
            Kind::Name => fold(text).into(),
            kind if numbered(kind) => digits(text).into(),
            _ => SmolStr::default(),
        };
        self.out.values.push(Known { field: Arc::clone(&value.field), kind, folded });
    }

    /// Everything in its order.
    pub(super) fn finish(self) -> Needles {
        let Self { mut out, mut pairs, mut needles, known, met, found, vocabulary, .. } = self;
        out.places = vocabulary.places();
        // A township's lists are long: what only served to collect them is gone before they are sorted.
        drop((known, met, found, vocabulary));
        out.occurrences.shrink_to_fit();
        out.values.shrink_to_fit();
        let own = out.occurrences.iter().take_while(|is| is.household != NOBODY).count();
        out.households.push(u32::try_from(own).unwrap_or(u32::MAX));
        let mut order: Vec<u32> = (0..count(&needles)).collect();
        order.sort_unstable_by(|a, b| {
            let (a, b) = (&needles[index(*a)], &needles[index(*b)]);
            (&a.text, a.what).cmp(&(&b.text, b.what))
        });
        let mut rank = vec![0; needles.len()];
        (0..).zip(&order).for_each(|(at, old)| rank[index(*old)] = at);
        pairs.iter_mut().for_each(|(needle, _, _)| *needle = rank[index(*needle)]);
        // A text that identifies directly does so although it is part of what only hurts.
        pairs.sort_unstable_by_key(|(needle, value, direct)| (*needle, *value, !direct));
        pairs.dedup_by_key(|(needle, value, _)| (*needle, *value));
        out.begins = begins(needles.len(), pairs.iter().map(|(needle, _, _)| *needle));
        out.of = pairs.into_iter().map(|(_, value, direct)| (value, direct)).collect();
        // Each changes places until it stands in its own: no second list beside the first.
        for at in 0..needles.len() {
            while index(rank[at]) != at {
                let to = index(rank[at]);
                needles.swap(at, to);
                rank.swap(at, to);
            }
        }
        needles.shrink_to_fit();
        out.all = needles;
        out.by_value = (0..count(&out.occurrences)).collect();
        out.by_value.sort_by_key(|at| out.occurrences[index(*at)].value);
        out.stand = begins(out.values.len(), out.by_value.iter().map(|at| out.occurrences[index(*at)].value));
        out
    }

    pub(super) fn add(&mut self, text: &str, what: What, direct: bool) {
        if text.is_empty() {
            return;
        }
        let next = count(&self.needles);
        let needle = self.found.place(&(text, what), next, |at| {
            let Needle { text, what } = &self.needles[index(at)];
            (text.as_str(), *what)
        });
        if needle == next {
            self.needles.push(Needle { text: text.into(), what });
        }
        self.pairs.push((needle, self.value, direct));
    }
}

fn key(value: &Value, hidden: bool) -> Key<'_> {
    (&value.field.id, hidden, value.text.expose())
}

/// The digits of a text.
pub(super) fn digits(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_digit).collect()
}

/// Where the parts of a list begin that is in the order of these owners, and where the last one ends.
fn begins(owners: usize, list: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut begins = vec![0; owners + 1];
    list.for_each(|owner| begins[index(owner) + 1] += 1);
    let mut sum = 0;
    for begin in &mut begins {
        sum += *begin;
        *begin = sum;
    }
    begins
}

/// How many there are: more than 2³² cells are in no township.
fn count<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
