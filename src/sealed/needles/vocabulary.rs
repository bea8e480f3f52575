//! Public vocabulary 公开用语 → which characters of a value say nothing of anybody: names of places and offices, values
//! that are shown, titles.
//!
//! A remark that says 公示, the name of the township or the category of its own row is no secret. A person's name always
//! is one, whatever else it means: names never ask here.

use super::super::roster::{Record, Roster};
use super::fold::fold;
use super::{Class, Classify, PublicWords};
use crate::sealed::intake::{is_place, is_sensitive, speaks_of_a_person};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeSet;

/// Fields whose values tell households apart: they are shown nowhere by themselves.
const TELLING: [&str; 2] = ["household_number", "seq"];

/// What is public whoever stands in a roster.
pub(super) struct Vocabulary {
    /// Phrases of two characters and more; none when there are none.
    phrases: Option<AhoCorasick>,
    /// Places, offices and shown values, one a line: a word inside one of them is public.
    shown: String,
    /// Titles, one a line.
    titles: String,
}

impl Vocabulary {
    /// From what is declared openly, and from the values of rosters that may be shown.
    pub(super) fn new(public: &PublicWords, rosters: &[&Roster], classify: Classify<'_>) -> Self {
        // A place that is named after somebody's house says where he lives.
        let places = public.places.iter().filter(|text| !speaks_of_a_person(text));
        let mut values: BTreeSet<String> = public.shown.iter().chain(places).map(|text| fold(text)).collect();
        let mut add = |record: &Record| {
            for (field, value) in record {
                let (class, _) = classify(field);
                let open = matches!(class, Class::Plain | Class::Quasi | Class::Process);
                if open && !field.starts_with("other:") && !TELLING.contains(&field.as_str()) {
                    values.insert(fold(value.text.expose()));
                }
            }
        };
        for household in rosters.iter().flat_map(|roster| roster.everybody()) {
            add(&household.fields);
            household.members.iter().for_each(|member| add(&member.fields));
        }
        values.retain(|text| text.chars().count() >= 2);
        let titles: BTreeSet<String> = public.titles.iter().map(|text| fold(text)).collect();
        let phrases: BTreeSet<&String> = titles.iter().chain(&values).collect();
        let phrases = phrases.into_iter().filter(|text| text.chars().count() >= 2);
        let phrases = AhoCorasick::builder().match_kind(MatchKind::Standard).build(phrases).ok();
        let [shown, titles] = [values, titles].map(|texts| texts.into_iter().collect::<Vec<_>>().join("\n"));
        Self { phrases, shown, titles }
    }

    /// Whether a folded word is part of what is shown anyway, or of a title, unless it tells something of a person: 残疾
    /// stands in titles of policies and says all about somebody.
    pub(super) fn shows(&self, word: &str) -> bool {
        self.shown.contains(word) || (self.titles.contains(word) && !is_sensitive(word))
    }

    /// Shown values that are names of places or groups.
    pub(super) fn places(&self) -> Vec<String> {
        self.shown
            .lines()
            .filter(|text| is_place(text) && text.chars().count() >= 2)
            .map(str::to_owned)
            .collect()
    }

    /// Whether six characters of a note stand in a public phrase.
    pub(super) fn holds(&self, window: &str) -> bool {
        self.shown.contains(window) || self.titles.contains(window)
    }

    /// For each character of a folded text, whether it lies inside a public phrase.
    pub(super) fn covers(&self, text: &str) -> Vec<bool> {
        let mut bytes = vec![false; text.len()];
        for found in self.phrases.iter().flat_map(|phrases| phrases.find_overlapping_iter(text)) {
            bytes[found.range()].fill(true);
        }
        text.char_indices().map(|(at, _)| bytes[at]).collect()
    }
}
