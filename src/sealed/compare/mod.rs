//! Comparing two lists of people 名单比对, for the office alone: `bytes → List`, `List × List → Comparison → Papers`.
//!
//! Nobody is guessed: one number is one person; without a number, name and group are a weaker match and called so; two
//! candidates stay undecided. Counts and places may be told. Names and numbers leave in [`Papers`] only, whose door is
//! `publish::keep`: it writes below `private/` and nothing made here can become `Cleared`.

pub(crate) mod codes;
mod matching;
mod people;
mod print;
mod remarks;
mod table;

pub(crate) use people::{List, read};

use super::coverage::NO_GLYPH;
use super::roster::Texts;
use crate::diag::Diagnostic;
use crate::document::{Document, Office};
use crate::policy::fields::FieldTable;
use chrono::NaiveDate;
use matching::{Outcome, Pair};
use people::Entry;

/// Two lists with what became of their people.
pub(crate) struct Comparison<'a> {
    a: &'a List,
    b: &'a List,
    outcome: Outcome,
    /// What to say of each agreed pair, in their order.
    remarks: Vec<String>,
}

/// How many people 人数, nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// On both lists.
    pub agreed: usize,
    /// Of these, by name and group only.
    pub by_name: usize,
    /// On the first list only.
    pub only_a: usize,
    /// On the second list only.
    pub only_b: usize,
    /// On either list, with no single partner.
    pub undecided: usize,
    /// People of the first list, each counted once.
    pub a: usize,
    /// People of the second list.
    pub b: usize,
    /// Members of households that are listed by their heads on the other list.
    pub members: usize,
}

/// The private papers of a comparison 比对结果: hold names and numbers. No Clone, no Debug.
pub(crate) struct Papers {
    /// The table, UTF-8 with a mark, for a spreadsheet program.
    pub(crate) table: Vec<u8>,
    /// The print.
    pub(crate) print: Document<Office>,
}

/// Compares two lists.
pub(crate) fn compare<'a>(a: &'a List, b: &'a List, fields: &FieldTable) -> Comparison<'a> {
    let outcome = matching::find(a, b);
    let remarks = outcome.agreed.iter().map(|pair| remarks::of(a, b, pair, fields)).collect();
    Comparison { a, b, outcome, remarks }
}

impl Comparison<'_> {
    /// The counts.
    pub(crate) fn counts(&self) -> Counts {
        let Outcome { agreed, only_a, only_b, undecided, members } = &self.outcome;
        Counts {
            agreed: agreed.len(),
            by_name: agreed.iter().filter(|pair| !pair.by_number).count(),
            only_a: only_a.len(),
            only_b: only_b.len(),
            undecided: undecided.iter().map(|question| question.a.len() + question.b.len()).sum(),
            a: self.a.people.len(),
            b: self.b.people.len(),
            members: *members,
        }
    }

    /// Rows whose printed cells hold a character that `covers` denies.
    pub(crate) fn unprintable(&self, covers: &dyn Fn(char) -> bool) -> Vec<Diagnostic> {
        let values = self.a.people.iter().chain(&self.b.people).flat_map(|entry| entry.listed.record.iter());
        values
            .filter(|(field, _)| ["name", "village", "group", "category"].contains(&field.as_str()))
            .filter(|(_, value)| !value.text.expose().chars().all(|c| c.is_whitespace() || covers(c)))
            .map(|(_, value)| {
                let help = "安装大字库：Debian 用 apt-get install fonts-hanazono；再运行 mingbai fonts 看看";
                Diagnostic::error(&NO_GLYPH, value.place(), "有一个字没有字体可以打印", help)
            })
            .collect()
    }

    /// The papers; `date` is the day of the comparison.
    pub(crate) fn papers(&self, issuer: &str, date: NaiveDate) -> Papers {
        Papers { table: table::csv(self), print: print::document(self, issuer, date) }
    }

    fn pair(&self, pair: &Pair) -> (&Entry, &Entry) {
        (&self.a.people[pair.a], &self.b.people[pair.b])
    }
}

impl Entry {
    /// A field's text, or nothing.
    fn text(&self, field: &str) -> &str {
        self.listed.record.get_text(field).unwrap_or("")
    }
}

#[cfg(test)]
mod tests;
