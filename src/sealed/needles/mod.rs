//! Needles 不得外泄的内容: what a roster holds that must not be found in anything public.
//!
//! A roster becomes folded search texts, each with its field and row. Only the audit calls this. No needle is ever
//! printed: no Debug, no Display; what leaves this room is the field's name and the row.

pub(in crate::sealed) mod fold;
pub(in crate::sealed) mod identifiers;

pub(crate) use super::intake::{Class, Kind};
use super::roster::{Household, Record, Roster, Value};
use crate::diag::Place;
use fold::{MASKS, fold};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Answers of a sensitive field that say nothing of anybody.
const HARMLESS: [&str; 6] = ["健康", "良好", "正常", "一般", "无", "没有"];

/// Says a field's class and kind; a field it does not know is free text and sensitive.
pub(crate) type Classify<'a> = &'a (dyn Fn(&str) -> (Class, Kind) + Sync);

/// What a needle is: decides how a match is confirmed and whether an open text may excuse it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::sealed) enum What {
    /// A full name.
    Name,
    /// A whole identifier, or most of one: 11 characters or more.
    Number,
    /// A telling part of an identifier: 7 to 10 digits, confirmed by how it is set.
    Part,
    /// A phone number.
    Phone,
    /// Free text, or six characters of it.
    Text,
    /// A word of a sensitive vocabulary: 残疾, 因病.
    Word,
    /// A number that tells only beside another sign of its household: an income, the end of an ID number.
    Beside,
}

/// Where a needle comes from.
pub(in crate::sealed) struct Source {
    /// Row and field; one value makes many needles.
    pub(in crate::sealed) at: Arc<Place>,
    /// Which household's [`Needles::signs`].
    pub(in crate::sealed) household: usize,
    /// Direct identifier, or sensitive attribute.
    pub(in crate::sealed) direct: bool,
}

/// One search text.
pub(in crate::sealed) struct Needle {
    /// Folded.
    pub(in crate::sealed) text: String,
    /// What it is.
    pub(in crate::sealed) what: What,
    /// Every row that holds it; never empty.
    pub(in crate::sealed) sources: Vec<Source>,
}

/// All needles of a set of rosters, sorted.
#[derive(Default)]
pub(in crate::sealed) struct Needles {
    /// In order of text and kind.
    pub(in crate::sealed) all: Vec<Needle>,
    /// Per household: the folded names of its members.
    names: Vec<Vec<String>>,
    /// Per household: its numbers, folded.
    pub(in crate::sealed) numbers: Vec<Vec<String>>,
}

type Found = BTreeMap<(String, What), Vec<Source>>;

struct Collector<'a> {
    classify: Classify<'a>,
    found: Found,
    /// Folded values that the pack may show as they are: a window of a note that is one of these betrays nobody.
    shown: String,
    household: usize,
    /// Place of the value at hand.
    at: Arc<Place>,
}

impl Needles {
    /// Collects the needles of rosters.
    pub(in crate::sealed) fn of(rosters: &[&Roster], classify: Classify<'_>) -> Self {
        let mut collector = Collector {
            classify,
            found: Found::new(),
            shown: shown(rosters, classify),
            household: 0,
            at: Arc::default(),
        };
        let (mut names, mut numbers) = (Vec::new(), Vec::new());
        for household in rosters.iter().flat_map(|roster| roster.everybody()) {
            collector.record(&household.fields);
            household.members.iter().for_each(|member| collector.record(&member.fields));
            names.push(names_of(household, classify));
            numbers.push(numbers_of(household, classify));
            collector.household += 1;
        }
        // What lies in hidden columns and rows was not read, but must not be found either.
        for value in rosters.iter().flat_map(|roster| &roster.skipped) {
            collector.skipped(value);
        }
        let all = collector
            .found
            .into_iter()
            .map(|((text, what), sources)| Needle { text, what, sources })
            .collect();
        Self { all, names, numbers }
    }

    /// Folded texts that betray a household's row nearby: masked and full names of its members.
    pub(in crate::sealed) fn signs(&self, household: usize) -> Vec<String> {
        let mut signs = BTreeSet::new();
        for name in self.names.get(household).into_iter().flatten() {
            // However it is masked: 欧*, 欧阳*, *峰.
            for (cut, _) in name.char_indices().skip(1) {
                let (before, after) = name.split_at(cut);
                signs.extend(
                    MASKS.iter().flat_map(|mask| [format!("{before}{mask}"), format!("{mask}{after}")]),
                );
            }
            if name.chars().count() >= 2 {
                signs.insert(name.clone());
            }
        }
        signs.into_iter().collect()
    }
}

/// Every plain, quasi or process value, folded, one a line.
fn shown(rosters: &[&Roster], classify: Classify<'_>) -> String {
    let mut values = BTreeSet::new();
    let mut add = |record: &Record| {
        for (field, value) in record {
            let (class, _) = classify(field);
            if matches!(class, Class::Plain | Class::Quasi | Class::Process) && !field.starts_with("other:") {
                values.insert(fold(value.text.expose()));
            }
        }
    };
    for household in rosters.iter().flat_map(|roster| roster.everybody()) {
        add(&household.fields);
        household.members.iter().for_each(|member| add(&member.fields));
    }
    values.into_iter().collect::<Vec<_>>().join("\n")
}

fn names_of(household: &Household, classify: Classify<'_>) -> Vec<String> {
    let fields = household.members.iter().flat_map(|member| &member.fields);
    let names = fields.filter(|(field, _)| classify(field).1 == Kind::Name);
    names.map(|(_, value)| fold(value.text.expose())).collect()
}

fn numbers_of(household: &Household, classify: Classify<'_>) -> Vec<String> {
    let records = household.members.iter().map(|member| &member.fields).chain([&household.fields]);
    let numbered = |field: &str| matches!(classify(field).1, Kind::Id | Kind::Phone | Kind::Bank);
    let values =
        records.flatten().filter(|(field, _)| numbered(field)).map(|(_, value)| digits(value.text.expose()));
    values.filter(|number| number.len() >= 7).collect()
}

impl Collector<'_> {
    fn record(&mut self, record: &Record) {
        for (field, value) in record {
            let text = value.text.expose();
            if HARMLESS.contains(&text.as_str()) {
                continue;
            }
            let (class, kind) = (self.classify)(field);
            let direct =
                class == Class::Direct || matches!(kind, Kind::Name | Kind::Id | Kind::Phone | Kind::Bank);
            match kind {
                Kind::Name => self.name(text, value),
                Kind::Id => self.id(&fold(text), value),
                Kind::Phone => self.phones(text, value),
                Kind::Bank => self.bank(&digits(text), value),
                _ if field.starts_with("other:") => self.other(text, value),
                Kind::Money if class == Class::Sensitive || direct => self.money(text, value),
                Kind::Words if class == Class::Sensitive => {
                    self.words(text, value);
                    self.text(text, value, false);
                }
                Kind::Text | Kind::Words if class == Class::Sensitive || direct => {
                    self.text(text, value, direct)
                }
                _ => {}
            }
        }
    }

    /// A hidden value: numbers as accounts, anything else as a column that nobody named.
    fn skipped(&mut self, value: &Value) {
        self.other(value.text.expose(), value);
    }

    fn add(&mut self, text: &str, what: What, value: &Value, direct: bool) {
        if text.is_empty() {
            return;
        }
        let sources = self.found.entry((text.to_owned(), what)).or_default();
        // One value after the other: if this one has added the text before, it was the last to do so.
        if sources.last().is_none_or(|source| *source.at != value.at) {
            if *self.at != value.at {
                self.at = Arc::new(value.at.clone());
            }
            sources.push(Source { at: Arc::clone(&self.at), household: self.household, direct });
        }
    }

    /// A full name; a remark in brackets（户主） is not part of it.
    fn name(&mut self, text: &str, value: &Value) {
        let bare = text.split(['（', '(', '【', '[']).next().unwrap_or(text);
        for name in [fold(bare), fold(text)] {
            // A Latin name of one or two letters is in every page; a single ideograph counts only when it stands alone.
            if !name.is_ascii() || name.len() > 2 {
                self.add(&name, What::Name, value, true);
            }
        }
    }

    /// An ID number: whole, first 17, the 15-digit form, and whatever holds part of birth date and sequence.
    fn id(&mut self, id: &str, value: &Value) {
        if !id.is_ascii() || id.len() < 8 {
            // Not an ID number of ours (a passport, a household book): still direct.
            let what = if id.len() > 10 { What::Number } else { What::Part };
            if id.chars().count() >= 4 {
                self.add(id, what, value, true);
            }
            return;
        }
        self.add(id, if id.len() >= 11 { What::Number } else { What::Part }, value, true);
        if id.len() >= 18 {
            self.add(&id[..17], What::Number, value, true);
            if &id[6..8] == "19" {
                self.add(&format!("{}{}", &id[..6], &id[8..17]), What::Number, value, true);
            }
            // Eight digits that reach into the sequence number, so that a date alone is no hit.
            (7..=10).for_each(|start| self.add(&id[start..start + 8], What::Part, value, true));
            self.add(&id[12..18], What::Beside, value, true);
        } else if id.len() == 15 {
            (5..=7).for_each(|start| self.add(&id[start..start + 8], What::Part, value, true));
        }
    }

    /// One or several phone numbers in a cell.
    fn phones(&mut self, text: &str, value: &Value) {
        for part in text.split(['/', '、', '，', ',', ';', '；', '\n']) {
            let mut number = digits(part);
            for prefix in ["0086", "86"] {
                if number.len() > 11 {
                    number = number.strip_prefix(prefix).map_or(number.clone(), str::to_owned);
                }
            }
            if number.len() >= 7 {
                self.add(&number, What::Phone, value, true);
            }
        }
    }

    fn bank(&mut self, number: &str, value: &Value) {
        if number.len() >= 8 {
            self.add(number, if number.len() >= 11 { What::Number } else { What::Part }, value, true);
            self.add(&number[number.len() - 8..], What::Part, value, true);
        }
    }

    /// A sensitive amount of four digits or more. `4676` may be a page count: it tells only beside its household.
    fn money(&mut self, text: &str, value: &Value) {
        let whole = text.split('.').next().unwrap_or(text);
        let amount = digits(whole);
        if amount.len() >= 4 {
            self.add(&amount, What::Beside, value, false);
        }
    }

    /// Words of a sensitive vocabulary, together and one by one.
    fn words(&mut self, text: &str, value: &Value) {
        self.inside(text, value);
        for word in text.split(['、', '，', ',', ';', '；', '/', ' ', '\n']).chain([text]) {
            let word = fold(word);
            if word.chars().count() >= 2 && !word.bytes().all(|b| b.is_ascii_digit()) {
                self.add(&word, What::Word, value, false);
            }
        }
    }

    /// Free text: whole and every six characters of it, and any number inside.
    fn text(&mut self, text: &str, value: &Value, direct: bool) {
        self.inside(text, value);
        let folded = fold(text);
        let chars: Vec<char> = folded.chars().collect();
        if (2..6).contains(&chars.len()) && !folded.bytes().all(|b| b.is_ascii_digit()) {
            self.add(&folded, What::Word, value, direct);
        }
        for window in chars.windows(6) {
            let window: String = window.iter().collect();
            // Digits are looked for as numbers; a date is nobody's secret.
            let mostly_digits = window.chars().filter(|c| !c.is_ascii_digit()).count() < 4;
            if !mostly_digits && !self.shown.contains(&window) {
                self.add(&window, What::Text, value, direct);
            }
        }
    }

    /// A column that nobody named: from four characters on it may be anything.
    fn other(&mut self, text: &str, value: &Value) {
        let folded = fold(text);
        if folded.bytes().all(|b| b.is_ascii_digit()) {
            let what = if folded.len() >= 11 { What::Number } else { What::Part };
            if folded.len() >= 8 {
                self.add(&folded, what, value, true);
            }
        } else if folded.chars().count() >= 4 {
            self.inside(text, value);
            if !self.shown.contains(&folded) {
                self.add(&folded, What::Text, value, false);
            }
        }
    }

    /// Long numbers inside a text.
    fn inside(&mut self, text: &str, value: &Value) {
        let glyphs: Vec<_> = text.chars().map(|c| (c, 0)).collect();
        let light = fold::fold_lightly(&glyphs);
        for (shape, range) in identifiers::scan(&light) {
            let found: String = light[range].iter().map(|(c, _)| *c).collect();
            match shape {
                identifiers::Shape::Id => self.id(&fold(&found), value),
                identifiers::Shape::Mobile => self.phones(&found, value),
                identifiers::Shape::Bank => self.bank(&digits(&found), value),
                identifiers::Shape::Mail => {}
            }
        }
    }
}

/// The digits of a text.
fn digits(text: &str) -> String {
    fold(text).chars().filter(char::is_ascii_digit).collect()
}
