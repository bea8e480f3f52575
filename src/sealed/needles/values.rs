//! Values 取值: one value of a roster and what its field is → the texts that are searched for.

use super::collect::{Collector, digits};
use super::fold::fold;
use super::{What, identifiers};
use crate::document::speech::cardinal;
use crate::sealed::intake::tells_of_somebody;
use crate::sealed::persons;
use chrono::{Datelike, NaiveDate};

/// What stands around a number that counts pages, days or rows.
const COUNTING: &str = "共第约近页户人口次份张项天日月年组社号个元条";

/// Who is spoken of in a sentence, never in a list of measures.
const RELATED: [char; 12] = ['父', '母', '妻', '夫', '儿', '女', '子', '孙', '兄', '弟', '媳', '，'];

/// Characters of a part of a list at most.
const LISTED: usize = 10;

impl Collector<'_> {
    /// A full name; a remark in brackets（户主） is not part of it.
    pub(super) fn name(&mut self, text: &str) {
        let bare = text.split(['（', '(', '【', '[']).next().unwrap_or(text);
        for name in [fold(bare), fold(text)] {
            // A Latin name of one or two letters is in every page; a single ideograph counts only when it stands alone.
            if !name.is_ascii() || name.len() > 2 {
                self.add(&name, What::Name, true);
            }
        }
    }

    /// An ID number: whole, first 17, the 15-digit form, and whatever holds part of birth date and sequence.
    pub(super) fn id(&mut self, id: &str) {
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
    pub(super) fn phones(&mut self, text: &str) {
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
                local_numbers(part, &number).iter().for_each(|local| self.add(local, What::Phone, true));
            }
        }
    }

    pub(super) fn bank(&mut self, number: &str) {
        if number.len() >= 8 {
            self.add(number, if number.len() >= 11 { What::Number } else { What::Part }, true);
            self.add(&number[number.len() - 8..], What::Part, true);
            self.add(&number[number.len() - 4..], What::Tail, true);
        }
    }

    /// A day of birth, as it is written in one way or another: it tells only beside its household.
    pub(super) fn birth(&mut self, text: &str) {
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

    pub(super) fn day(&mut self, day: Option<NaiveDate>) {
        let Some(day) = day else { return };
        let (year, month, day) = (day.year(), day.month(), day.day());
        let short = year % 100;
        self.add(&format!("{short:02}年生"), What::Day, true);
        self.add(&format!("{short:02}年出生"), What::Day, true);
        self.add(&format!("{short:02}年{month}月生"), What::Day, true);
        self.add(&format!("{short:02}年{month}月出生"), What::Day, true);
        // The year is written with two digits or with four: what ends with the one is found in the other.
        let plain = [format!("{short:02}年{month}月{day}日"), format!("{year}{month:02}{day:02}")];
        plain.iter().for_each(|text| self.add(text, What::Day, true));
        if month < 10 || day < 10 {
            self.add(&format!("{short:02}年{month:02}月{day:02}日"), What::Day, true);
            self.add(&format!("{year}{month}{day}"), What::Day, true);
        }
    }

    /// An age tells only beside its household.
    pub(super) fn age(&mut self, text: &str) {
        let years = digits(text);
        if (1..=3).contains(&years.len()) {
            self.add(&format!("{years}岁"), What::Word, false);
            self.add(&format!("{years}周岁"), What::Word, false);
            let said = years.parse().map(cardinal).unwrap_or_default();
            self.add(&format!("{said}岁"), What::Word, false);
            self.add(&format!("{said}周岁"), What::Word, false);
        }
    }

    /// People in a cell that may hold several, and more than their names.
    pub(super) fn persons(&mut self, text: &str) {
        self.inside(text);
        persons::in_cell(text).iter().for_each(|name| self.name(name));
        self.windows(text, true);
    }

    /// Where somebody lives: names of places are everybody's, what is behind them is the household's.
    pub(super) fn address(&mut self, text: &str) {
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
    pub(super) fn money(&mut self, text: &str) {
        let whole = text.split('.').next().unwrap_or(text);
        let amount = digits(whole);
        if amount.len() >= 4 && !self.vocabulary.shows(&amount) {
            self.add(&amount, What::Amount, false);
            if let Ok(number) = amount.parse::<u64>() {
                // As people write and say it: 4.876万, whose point is folded away, and 四万八千七百六十.
                if number >= 10_000 {
                    let tens = format!("{}.{:04}", number / 10_000, number % 10_000);
                    let tens = tens.trim_end_matches('0').trim_end_matches('.');
                    self.add(&format!("{}万", digits(tens)), What::Amount, false);
                }
                self.add(&cardinal(number), What::Word, false);
            }
        }
    }

    /// Words of a sensitive vocabulary, together and one by one: they tell only beside their household.
    pub(super) fn words(&mut self, text: &str) {
        self.inside(text);
        for word in text.split(['、', '，', ',', ';', '；', '/', ' ', '\n', '。']).chain([text]) {
            self.word(&fold(word), false);
        }
    }

    pub(super) fn word(&mut self, word: &str, direct: bool) {
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
    pub(super) fn text(&mut self, text: &str, direct: bool) {
        self.inside(text);
        let folded = fold(text);
        if (2..6).contains(&folded.chars().count()) {
            self.word(&folded, direct);
        }
        self.windows(text, direct);
    }

    /// Every six characters; of a list of measures or words those of each of its parts, because any text may name the same
    /// measures in the same order.
    pub(super) fn windows(&mut self, text: &str, direct: bool) {
        let parts: Vec<&str> = text.split(['、', ',', ';', '；', '/', '\n', ' ']).collect();
        let short = |part: &&str| {
            part.chars().count() <= LISTED && !tells_of_somebody(part) && !part.contains(RELATED)
        };
        if parts.len() > 1 && parts.iter().all(short) {
            parts.into_iter().for_each(|part| self.windows_of(part, direct));
        } else {
            self.windows_of(text, direct);
        }
    }

    pub(super) fn windows_of(&mut self, text: &str, direct: bool) {
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
    pub(super) fn inside(&mut self, text: &str) {
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

/// A landline as neighbours dial it: 6283947 of 0990-6283947, also where an extension follows.
fn local_numbers(written: &str, number: &str) -> Vec<String> {
    let groups = written.split(|c: char| !c.is_ascii_digit()).filter(|group| (7..=8).contains(&group.len()));
    let mut locals: Vec<String> = groups.map(str::to_owned).filter(|group| group != number).collect();
    if (10..=12).contains(&number.len()) && number.starts_with('0') {
        // Beijing, Shanghai and other area codes of three digits are followed by eight.
        let code = if number.starts_with("010") || number.starts_with("02") { 3 } else { 4 };
        locals.push(number[code..].to_owned());
    }
    locals.retain(|local| (7..=8).contains(&local.len()));
    locals
}

/// The day of `YYYYMMDD`.
fn day_of(digits: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(digits, "%Y%m%d").ok()
}
