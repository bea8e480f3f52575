//! Derived proofs 由签字稿得来的公示稿: a signed proof, and what the ledger says was taken out of it or put off → whether another
//! proof is that one and nothing else. No roster is needed.
//!
//! Households may be gone: then rows are fewer, numbered anew, some shown under the word for small groups, and figures that
//! are counted from the rows are counted anew. Last days may be later, where a document moved the holidays. Every other
//! word stands as it was signed.

use super::amounts::by_the_lists;
use super::listing::{self, Rows};
use super::texts::{each, is_marked, unmark};
use super::{Face, Proof, Sheets, canonical};
use crate::calendar::chinese_with_weekday;
use crate::document::{Count, WrittenBlock, WrittenDocument, WrittenText, runs, speech};
use crate::ledger::Digest;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form of the file that lies beside a derived proof.
const FORM: &str = "mingbai-derived/1";

/// Where a derived proof comes from 由来: `derived.json` beside its `proof.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derived {
    form: String,
    /// Digest of the proof that was signed.
    pub of: Digest,
    /// How many households were withdrawn; none where nobody was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    households: Option<String>,
    /// Where small groups are merged anew: the column, and the word for them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub merged: Option<SmallGroups>,
    /// Number of the document that moved the holidays.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub number: Option<String>,
}

/// How small groups are shown 小组合并.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmallGroups {
    /// Head of the column.
    pub column: String,
    /// The word that stands there instead of a group.
    pub word: String,
}

impl Derived {
    /// Name of its file.
    pub const FILE: &str = "derived.json";

    /// For a proof without this many households, or with later last days because of a document.
    pub fn new(
        of: Digest,
        (withdrawn, merged): (usize, Option<SmallGroups>),
        number: Option<String>,
    ) -> Self {
        let households = (withdrawn > 0).then(|| withdrawn.to_string());
        Self { form: FORM.to_owned(), of, households, merged: merged.filter(|_| withdrawn > 0), number }
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical::to_bytes(self)
    }

    /// From the file's bytes; none of another form.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        canonical::from_bytes::<Self>(bytes).ok().filter(|is| is.form == FORM)
    }

    /// How many households were withdrawn.
    pub fn withdrawn(&self) -> usize {
        self.households.as_deref().and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    /// Whether `to` is `signed` but for what this allows; else what differs besides, without any value of a row.
    pub fn proves(&self, signed: &Sheets, to: &Sheets) -> Result<(), &'static str> {
        if signed.proof.digest() != self.of {
            return Err("写明的不是这份签过字的公示稿");
        }
        if self.households.as_deref().is_some_and(|text| text != self.withdrawn().to_string()) {
            return Err("撤下几户没有写清");
        }
        self.beside(&signed.proof, to)?;
        for face in &to.faces {
            let before = signed.face(&face.channel).ok_or("多了一面")?;
            self.face((signed, before), (to, face))?;
        }
        Ok(())
    }

    /// What stands beside the faces.
    fn beside(&self, signed: &Proof, to: &Sheets) -> Result<(), &'static str> {
        let proof = &to.proof;
        let title = to.faces.first().map(|face| face.text.title.plain());
        if title.is_some_and(|title| title != proof.title) {
            return Err("标题和页面上的不一样");
        }
        let is_voice = |channel: &String| ["chat", "loudspeaker"].contains(&channel.as_str());
        let kept = |(channel, _): (&String, &String)| proof.faces.contains_key(channel) || is_voice(channel);
        if !signed.faces.iter().all(kept) {
            return Err("少了一面");
        }
        self.counted(signed, to)?;
        let mut same = Proof {
            title: signed.title.clone(),
            counts: signed.counts.clone(),
            faces: signed.faces.clone(),
            ..proof.clone()
        };
        if self.number.is_some() {
            later(signed, proof)?;
            (same.board_until, same.web_until) = (signed.board_until.clone(), signed.web_until.clone());
            if let (Some(period), Some(before)) = (&mut same.period, &signed.period) {
                (period.last, period.skipped) = (before.last.clone(), before.skipped.clone());
            }
        }
        if same == *signed { Ok(()) } else { Err("日期、地点、电话或者别的事项改过") }
    }

    /// As many households fewer as were withdrawn, and as many people at least.
    fn counted(&self, signed: &Proof, sheets: &Sheets) -> Result<(), &'static str> {
        let to = &sheets.proof;
        let wrong = Err("户数、人数、金额不是减去撤下的");
        if !signed.counts.keys().eq(to.counts.keys()) {
            return wrong;
        }
        let number = |proof: &Proof, count: Count| number(&proof.counts, count);
        let gone = self.withdrawn();
        for (count, exact) in [(Count::Households, true), (Count::People, false)] {
            let fewer = match (number(signed, count), number(to, count)) {
                (None, None) => continue,
                (Some(before), Some(after)) => before.checked_sub(after),
                _ => None,
            };
            let fits = match exact || gone == 0 {
                true => fewer == Some(gone),
                false => fewer.is_some_and(|fewer| fewer >= gone),
            };
            if !fits {
                return wrong;
            }
        }
        // An amount is what stands in the list.
        let mut others = to.counts.iter().filter(|(name, _)| Count::of_name(name).is_none());
        let fits = |(name, value): (&String, &String)| match by_the_lists(sheets, name) {
            Some(sum) => sum == *value,
            None => signed.counts.get(name) == Some(value),
        };
        if others.all(fits) { Ok(()) } else { wrong }
    }

    fn face(
        &self,
        (signed, before): (&Sheets, &Face),
        (to, face): (&Sheets, &Face),
    ) -> Result<(), &'static str> {
        if (&before.salt, &before.columns) != (&face.salt, &face.columns) {
            return Err("栏改过");
        }
        let merged = self.merged.as_ref().filter(|_| face.channel != "board");
        // The word for small groups is no group of the village.
        let is_group = |is: &SmallGroups| signed.face("board").is_some_and(|board| listing::holds(board, is));
        if merged.is_some_and(is_group) {
            return Err("合并小组的叫法是一个小组");
        }
        let gone = self.withdrawn();
        listing::follows(&Rows::of(before), &Rows::of(face), gone, merged)?;
        listing::follows(&listing::spoken(before)?, &listing::spoken(face)?, gone, merged)?;
        let mut expected = before.text.clone();
        let mut now = counted_back(&face.text, (&signed.proof, &to.proof))?;
        if !is_marked(before) {
            unmark(&mut now);
        }
        if self.number.is_some() {
            put_off(&mut expected, (&signed.proof, &to.proof), &face.channel);
        }
        if face.channel == "loudspeaker" {
            [&mut expected, &mut now].into_iter().for_each(listing::without_spoken);
        }
        if expected == now { Ok(()) } else { Err("文字改过") }
    }
}

fn number(counts: &BTreeMap<String, String>, count: Count) -> Option<usize> {
    counts.get(count.name()).and_then(|text| text.parse().ok())
}

/// A text with its marked figures as they were signed; a figure that is not the count of its own proof is refused.
fn counted_back(
    text: &WrittenDocument,
    (signed, to): (&Proof, &Proof),
) -> Result<WrittenDocument, &'static str> {
    let mut out = text.clone();
    let mut wrong = false;
    each(&mut out, &mut |text: &mut WrittenText| {
        for run in &mut text.runs {
            let Some(count) = runs::counts(run) else { continue };
            let back =
                number(&to.counts, count).zip(number(&signed.counts, count)).and_then(|(now, before)| {
                    let form = count.forms(now).iter().position(|form| run.get(1) == Some(form))?;
                    count.forms(before).into_iter().nth(form)
                });
            match (back, run.get_mut(1)) {
                (Some(back), Some(words)) => *words = back,
                _ => wrong = true,
            }
        }
    });
    // A description for machines holds the title.
    let title = text.title.plain();
    if let Some(rest) = text.description.strip_prefix(&title) {
        out.description = format!("{}{rest}", out.title.plain());
    }
    if wrong { Err("标出的数字不是这份名单的户数、人数") } else { Ok(out) }
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// Every last day as signed or later, and one of them later.
fn later(signed: &Proof, to: &Proof) -> Result<(), &'static str> {
    let last = |proof: &Proof| proof.period.as_ref().map(|period| period.last.clone());
    let days = |proof: &Proof| [last(proof), Some(proof.board_until.clone()), Some(proof.web_until.clone())];
    let pairs: Vec<_> = days(signed).into_iter().zip(days(to)).collect();
    let not_earlier = |(before, after): &(Option<String>, Option<String>)| match (before, after) {
        (None, None) => true,
        (Some(before), Some(after)) => day(before).zip(day(after)).is_some_and(|(is, now)| now >= is),
        _ => false,
    };
    if !pairs.iter().all(not_earlier) {
        return Err("最后一天提前了");
    }
    if pairs.iter().all(|(before, after)| before == after) { Err("最后一天没有变") } else { Ok(()) }
}

/// A proof with the last days of another: what follows where a document moved the holidays.
pub(super) fn with_days_of(sheets: &Sheets, days: &Proof) -> Sheets {
    let mut proof = sheets.proof.clone();
    (proof.board_until, proof.web_until) = (days.board_until.clone(), days.web_until.clone());
    if let (Some(period), Some(days)) = (&mut proof.period, &days.period) {
        (period.last, period.skipped) = (days.last.clone(), days.skipped.clone());
    }
    let mut faces = sheets.faces.clone();
    for face in &mut faces {
        put_off(&mut face.text, (&sheets.proof, &proof), &face.channel);
    }
    Sheets::new(proof, faces)
}

/// A signed text with later last days: in the box of the period, in the line that says how long the paper stays, and where
/// the loudspeaker says the period.
fn put_off(text: &mut WrittenDocument, (signed, to): (&Proof, &Proof), channel: &str) {
    let last = |proof: &Proof| proof.period.as_ref().and_then(|period| day(&period.last));
    let lasts = last(signed).zip(last(to));
    let boards = day(&signed.board_until).zip(day(&to.board_until));
    for block in &mut text.blocks {
        match (block, lasts, boards) {
            (WrittenBlock::Period { last, .. }, Some((before, now)), _) if *last == before => *last = now,
            (WrittenBlock::Facts { pairs }, _, Some((before, now))) => {
                let kept = pairs.iter_mut().filter(|(label, _)| label.plain() == "张贴保留");
                let forms = [(chinese_with_weekday(before), chinese_with_weekday(now))];
                kept.for_each(|(_, value)| replace(value, &forms));
            }
            (WrittenBlock::Paragraph { text, .. }, Some((before, now)), _)
                if channel == "loudspeaker" && text.source.is_empty() =>
            {
                let forms = [
                    (speech::date(before), speech::date(now)),
                    (speech::day_of_year(before), speech::day_of_year(now)),
                ];
                let said = forms.iter().any(|(before, _)| text.plain().contains(before));
                let weekdays = [before, now].map(|day| crate::calendar::weekday(day).to_owned());
                let [weekday, other] = weekdays;
                replace(text, &forms);
                if said {
                    replace(text, &[(weekday, other)]);
                }
            }
            _ => {}
        }
    }
}

fn replace(text: &mut WrittenText, forms: &[(String, String)]) {
    for words in text.runs.iter_mut().filter_map(|run| run.get_mut(1)) {
        if let Some((before, now)) = forms.iter().find(|(before, _)| words.contains(before)) {
            *words = words.replace(before, now);
        }
    }
}

#[cfg(test)]
mod tests;
