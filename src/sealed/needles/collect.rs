//! Collecting 收集: values of rosters become needles. What is searched for of a value depends on it and its field
//! alone, so that each is taken apart once, in however many rosters it stands.

use super::super::intake::{Class, Kind};
use super::super::roster::{Household, Record, Roster, Value};
use super::fold::fold;
use super::identifiers;
use super::vocabulary::Vocabulary;
use super::{Classify, Known, NOBODY, Needle, Needles, Occurrence, PublicWords, What, index, numbered};
use crate::sealed::intake::is_sensitive;
use crate::sealed::persons;
use chrono::{Datelike, NaiveDate};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;
use smol_str::SmolStr;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

/// Answers of a sensitive field that say nothing of anybody.
const HARMLESS: [&str; 6] = ["健康", "良好", "正常", "一般", "无", "没有"];

/// Who is spoken of in a sentence, never in a list of measures.
const RELATED: [char; 12] = ['父', '母', '妻', '夫', '儿', '女', '子', '孙', '兄', '弟', '媳', '，'];
/// Characters of a part of a list at most.
const LISTED: usize = 10;

/// What stands around a number that counts pages, days or rows.
const COUNTING: &str = "共第约近页户人口次份张项天日月年组社号个元条";

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
    vocabulary: Vocabulary,
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

    fn add(&mut self, text: &str, what: What, direct: bool) {
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

    /// A full name; a remark in brackets（户主） is not part of it.
    fn name(&mut self, text: &str) {
        let bare = text.split(['（', '(', '【', '[']).next().unwrap_or(text);
        for name in [fold(bare), fold(text)] {
            // A Latin name of one or two letters is in every page; a single ideograph counts only when it stands alone.
            if !name.is_ascii() || name.len() > 2 {
                self.add(&name, What::Name, true);
            }
        }
    }

    /// An ID number: whole, first 17, the 15-digit form, and whatever holds part of birth date and sequence.
    fn id(&mut self, id: &str) {
        if !id.is_ascii() || id.len() < 8 {
            // Not an ID number of ours (a passport, a household book): still direct.
            let what = if id.len() > 10 { What::Number } else { What::Part };
            if id.chars().count() >= 4 {
                self.add(id, what, true);
            }
            return;
        }
        self.add(id, if id.len() >= 11 { What::Number } else { What::Part }, true);
        if id.len() >= 18 {
            self.add(&id[..17], What::Number, true);
            if &id[6..8] == "19" {
                self.add(&format!("{}{}", &id[..6], &id[8..17]), What::Number, true);
            }
            // Eight digits that reach into the sequence number, so that a date alone is no hit.
            (7..=10).for_each(|start| self.add(&id[start..start + 8], What::Part, true));
            self.add(&id[12..18], What::Amount, true);
            self.add(&id[14..18], What::Tail, true);
            self.day(day_of(&id[6..14]));
        } else if id.len() == 15 {
            (5..=7).for_each(|start| self.add(&id[start..start + 8], What::Part, true));
        }
    }

    /// One or several phone numbers in a cell.
    fn phones(&mut self, text: &str) {
        for part in text.split(['/', '、', '，', ',', ';', '；', '\n']) {
            let mut number = digits(part);
            for prefix in ["0086", "86"] {
                if number.len() > 11 {
                    number = number.strip_prefix(prefix).map_or(number.clone(), str::to_owned);
                }
            }
            if number.len() >= 7 {
                self.add(&number, What::Phone, true);
                self.add(&number[number.len() - 4..], What::Tail, true);
            }
        }
    }

    fn bank(&mut self, number: &str) {
        if number.len() >= 8 {
            self.add(number, if number.len() >= 11 { What::Number } else { What::Part }, true);
            self.add(&number[number.len() - 8..], What::Part, true);
            self.add(&number[number.len() - 4..], What::Tail, true);
        }
    }

    /// A day of birth, as it is written in one way or another: it tells only beside its household.
    fn birth(&mut self, text: &str) {
        let folded = fold(text);
        let digits: Vec<&str> =
            text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let day = match digits[..] {
            [year, month, day] if year.len() == 4 => day_of(&format!("{year}{month:0>2}{day:0>2}")),
            [whole] if whole.len() == 8 => day_of(whole),
            _ => None,
        };
        if day.is_none() && folded.chars().count() >= 4 && !folded.bytes().all(|b| b.is_ascii_digit()) {
            self.add(&folded, What::Word, false);
        }
        self.day(day);
    }

    fn day(&mut self, day: Option<NaiveDate>) {
        let Some(day) = day else { return };
        let (year, month, day) = (day.year(), day.month(), day.day());
        let short = year % 100;
        self.add(&format!("{short:02}年生"), What::Day, true);
        self.add(&format!("{short:02}年出生"), What::Day, true);
        // The year is written with two digits or with four: what ends with the one is found in the other.
        let plain = [format!("{short:02}年{month}月{day}日"), format!("{year}{month:02}{day:02}")];
        plain.iter().for_each(|text| self.add(text, What::Day, true));
        if month < 10 || day < 10 {
            self.add(&format!("{short:02}年{month:02}月{day:02}日"), What::Day, true);
            self.add(&format!("{year}{month}{day}"), What::Day, true);
        }
    }

    /// An age tells only beside its household.
    fn age(&mut self, text: &str) {
        let years = digits(text);
        if (1..=3).contains(&years.len()) {
            self.add(&format!("{years}岁"), What::Word, false);
            self.add(&format!("{years}周岁"), What::Word, false);
        }
    }

    /// People in a cell that may hold several, and more than their names.
    fn persons(&mut self, text: &str) {
        self.inside(text);
        persons::in_cell(text).iter().for_each(|name| self.name(name));
        self.windows(text, true);
    }

    /// Where somebody lives: names of places are everybody's, what is behind them is the household's.
    fn address(&mut self, text: &str) {
        self.inside(text);
        let folded = fold(text);
        let covered = self.vocabulary.covers(&folded);
        let behind = covered.iter().rposition(|public| *public).map_or(0, |at| at + 1);
        let own: String = folded.chars().skip(behind).collect();
        for part in [folded.as_str(), own.as_str()] {
            let telling = part.chars().any(|c| !c.is_ascii_digit()) && !self.vocabulary.shows(part);
            if (3..6).contains(&part.chars().count()) && telling {
                self.add(part, What::Word, true);
            }
        }
        self.windows(text, true);
    }

    /// A sensitive amount of four digits or more. `4676` may be a page count: it tells only beside its household.
    fn money(&mut self, text: &str) {
        let whole = text.split('.').next().unwrap_or(text);
        let amount = digits(whole);
        if amount.len() >= 4 && !self.vocabulary.shows(&amount) {
            self.add(&amount, What::Amount, false);
        }
    }

    /// Words of a sensitive vocabulary, together and one by one: they tell only beside their household.
    fn words(&mut self, text: &str) {
        self.inside(text);
        for word in text.split(['、', '，', ',', ';', '；', '/', ' ', '\n', '。']).chain([text]) {
            self.word(&fold(word), false);
        }
    }

    fn word(&mut self, word: &str, direct: bool) {
        let length = word.chars().count();
        // A year, a page, a code of the program (OK, PDF, A4) says nothing of anybody.
        let counts = word.chars().any(|c| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || COUNTING.contains(c));
        let code = word.is_ascii() && word.len() <= 4;
        if (2..6).contains(&length) && !counts && !code && !self.vocabulary.shows(word) {
            self.add(word, What::Word, direct);
        }
    }

    /// Free text: every six characters of it, and any number inside; a short one tells only beside its household.
    fn text(&mut self, text: &str, direct: bool) {
        self.inside(text);
        let folded = fold(text);
        if (2..6).contains(&folded.chars().count()) {
            self.word(&folded, direct);
        }
        self.windows(text, direct);
    }

    /// Every six characters; of a list of measures or words those of each of its parts, because any text may name the same
    /// measures in the same order.
    fn windows(&mut self, text: &str, direct: bool) {
        let parts: Vec<&str> = text.split(['、', ',', ';', '；', '/', '\n', ' ']).collect();
        let short =
            |part: &&str| part.chars().count() <= LISTED && !is_sensitive(part) && !part.contains(RELATED);
        if parts.len() > 1 && parts.iter().all(short) {
            parts.into_iter().for_each(|part| self.windows_of(part, direct));
        } else {
            self.windows_of(text, direct);
        }
    }

    fn windows_of(&mut self, text: &str, direct: bool) {
        let folded = fold(text);
        let chars: Vec<char> = folded.chars().collect();
        let covered = self.vocabulary.covers(&folded);
        for (window, covered) in chars.windows(6).zip(covered.windows(6)) {
            // Digits are looked for as numbers; a date, a place, a title is nobody's secret.
            let own = window.iter().zip(covered).filter(|(c, covered)| !c.is_ascii_digit() && !**covered);
            let telling = own.count() >= 4;
            let window: String = window.iter().collect();
            if telling && !self.vocabulary.holds(&window) {
                self.add(&window, What::Text, direct);
            }
        }
    }

    /// Long numbers inside a text.
    fn inside(&mut self, text: &str) {
        for (shape, found) in identifiers::in_text(text) {
            match shape {
                identifiers::Shape::Id => self.id(&fold(&found)),
                identifiers::Shape::Mobile => self.phones(&found),
                identifiers::Shape::Bank => self.bank(&digits(&found)),
                identifiers::Shape::Mail => {}
            }
        }
    }
}

/// The day of `YYYYMMDD`.
fn day_of(digits: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(digits, "%Y%m%d").ok()
}

fn key(value: &Value, hidden: bool) -> Key<'_> {
    (&value.field.id, hidden, value.text.expose())
}

/// The digits of a text.
fn digits(text: &str) -> String {
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
