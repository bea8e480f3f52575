//! The life of a notice 公示的经过: a pure fold over its events. What an event may follow is in `transition`.

use super::chain::Line;
use super::event::{Digest, Event, HangingRun, Posting};
use super::refused::Refused;
use super::transition::Applied;
use crate::policy::NoticeKind;
use crate::schedule::State;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How far a notice has come 阶段.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Stage {
    /// 未张贴.
    #[default]
    Upcoming,
    /// 公示中: hangs; its period runs or has run out.
    Open,
    /// 更正中: the paper that hung does not count, the new one does not hang yet.
    Amended,
    /// 公示结束.
    Closed,
    /// 已公告结果.
    Announced,
    /// 已撤回.
    Withdrawn,
}

/// An objection 异议: that there was one, never whose or what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Objection {
    /// Day of receipt.
    pub received: NaiveDate,
    /// Whether it came after the last day of the period.
    pub late: bool,
    /// Day of the answer, and whether it was upheld.
    pub answered: Option<(NaiveDate, bool)>,
}

/// The life of a notice so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Life {
    /// How far it has come.
    pub stage: Stage,
    /// Every posting in order; the last one counts.
    pub postings: Vec<Posting>,
    /// Print runs, in order.
    pub runs: Vec<HangingRun>,
    /// What hangs in place of what was posted, since which day; the last one counts.
    pub replaced: Vec<(NaiveDate, HangingRun)>,
    /// Corrections: day, whether the period runs anew, reason.
    pub amended: Vec<(NaiveDate, bool, String)>,
    /// Objections by number.
    pub objections: BTreeMap<u32, Objection>,
    /// Keys of households that were withdrawn ([`super::row_key`]), in the order in which they were.
    pub withdrawn_rows: Vec<Digest>,
    /// The proof that stands in place of the one that was signed and posted, once a household was withdrawn or the holidays
    /// were moved.
    pub derived: Option<Digest>,
    /// Day on which a household was withdrawn last: the paper is changed that day.
    pub reduced: Option<NaiveDate>,
    /// Whether the last correction was of contacts and further places alone.
    pub contact_only: bool,
    /// Day of closing.
    pub closed: Option<NaiveDate>,
    /// Day of the announcement, with its document number.
    pub announced: Option<(NaiveDate, Option<String>)>,
    /// Day of withdrawal.
    pub withdrawn: Option<NaiveDate>,
    /// Bags that hold it.
    pub archived: Vec<(String, Digest)>,
    /// Steps done.
    pub steps: BTreeMap<String, NaiveDate>,
}

impl Life {
    /// The posting that counts.
    pub fn posting(&self) -> Option<&Posting> {
        self.postings.last()
    }

    /// Numbers of the objections that wait for an answer.
    pub fn open_objections(&self) -> Vec<u32> {
        let waiting = self.objections.iter().filter(|(_, objection)| objection.answered.is_none());
        waiting.map(|(number, _)| *number).collect()
    }

    /// Objections received, answered, upheld.
    pub fn counts(&self) -> (usize, usize, usize) {
        let answers: Vec<bool> = self
            .objections
            .values()
            .filter_map(|objection| objection.answered)
            .map(|(_, upheld)| upheld)
            .collect();
        (self.objections.len(), answers.len(), answers.iter().filter(|upheld| **upheld).count())
    }

    /// Whether an upheld objection has not led to a correction yet: none, nor a household withdrawn, since.
    pub fn correction_due(&self) -> bool {
        let upheld = self.objections.values().filter_map(|objection| objection.answered);
        let last = upheld.filter(|(_, upheld)| *upheld).map(|(day, _)| day).max();
        let mended = self.amended.iter().map(|(day, _, _)| *day).max();
        self.stage != Stage::Amended
            && self.withdrawn_rows.is_empty()
            && last.is_some_and(|last| mended.is_none_or(|day| day < last))
    }

    /// The state in one word: `upcoming`, `open`, `amended`, `closed`, `announced`, `expired`, `withdrawn`,
    /// `archived`; `state` is what [`super::state`] says of the day.
    pub fn word(&self, state: State) -> &'static str {
        match (self.stage, state) {
            _ if !self.archived.is_empty() => "archived",
            (Stage::Withdrawn, _) => "withdrawn",
            (Stage::Amended, State::Expired) => "amended",
            (_, State::Upcoming) => "upcoming",
            (_, State::Expired) => "expired",
            (Stage::Announced, _) => "announced",
            (Stage::Closed, _) | (_, State::Closed) => "closed",
            (_, State::Open) => "open",
        }
    }
}

/// A life, and the lines that do not fit the procedure of the present pack; they change nothing.
#[derive(Debug, Clone, Default)]
pub struct Fold {
    /// The life.
    pub life: Life,
    /// Number of the line and why.
    pub odd: Vec<(u64, Refused)>,
}

/// The life of a notice from its lines. Total: whatever the lines, there is a life.
pub fn fold<'a>(lines: impl IntoIterator<Item = &'a Line>, kind: &NoticeKind) -> Fold {
    let mut fold = Fold::default();
    for line in lines {
        match fold.life.apply(&line.event, kind) {
            Ok(Applied::New(life)) => fold.life = *life,
            Ok(Applied::Already) => {}
            Err(refused) => fold.odd.push((line.seq, refused)),
        }
    }
    fold
}

/// Duties 定期事项 done: (id, day on which it was due) → day on which it was done.
pub type DutiesDone = BTreeMap<(String, NaiveDate), NaiveDate>;

/// The duties that the ledger knows as done.
pub fn duties_done<'a>(lines: impl IntoIterator<Item = &'a Line>) -> DutiesDone {
    let done = |line: &Line| match (&line.notice, &line.event) {
        (Some(notice), Event::DutyDone { due, day }) => {
            Some(((notice.strip_prefix("duty/")?.to_owned(), *due), *day))
        }
        _ => None,
    };
    lines.into_iter().filter_map(done).collect()
}
