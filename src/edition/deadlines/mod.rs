//! Deadlines 期限一览: cases, duties and the ledger → every day that somebody has to keep, in one list, and what is
//! made from it: pages and a calendar for the office.
//!
//! A deadline names villages, notices, offices and steps, never a household: nothing here opens a roster.

mod notice;
mod pages;
mod papers;
#[cfg(test)]
mod tests;
mod township;

pub(crate) use papers::papers;
pub(crate) use township::following;

use super::cases::Case;
use super::ready::Ready;
use crate::workspace::Workspace;
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// What kind of day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A step 步骤 of the notice's procedure, its signatures and its posting among them.
    Step,
    /// An objection that waits for its answer 待答复的异议, or a correction that must follow.
    Objection,
    /// Last day for objections 公示期末日.
    Period,
    /// Last day that the paper must hang 张贴到期.
    Paper,
    /// Last day of the rows on the web 网上名单到期.
    Rows,
    /// A duty of the pack 定期事项.
    Duty,
    /// The township's countersignature 乡镇见证.
    Witness,
}

impl Sort {
    /// Whether it is a clock that runs out by itself: nothing to be done, so never late.
    pub fn is_clock(self) -> bool {
        matches!(self, Self::Period | Self::Paper | Self::Rows)
    }

    /// The `state` of its line for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Objection => "objection",
            Self::Period => "period",
            Self::Paper => "paper",
            Self::Rows => "rows",
            Self::Duty => "duty",
            Self::Witness => "witness",
        }
    }
}

/// How a deadline stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Done, so many days late 逾期办结; 0 in time.
    Done(i64),
    /// A clock that has run out.
    Over,
    /// Later steps are recorded, this one is not 漏记.
    Unrecorded,
    /// Not done, so many days late 逾期.
    Late(i64),
    /// Not done, so many days left; 0 today.
    Left(i64),
    /// May be done from a day to come on.
    Waits,
    /// To be done; nobody has set a day.
    Undated,
    /// Its turn has not come, and nobody has set a day.
    Later,
}

/// A day that somebody has to keep 期限.
///
/// A large township has a hundred thousand, which say the same again and again: each text stands in memory once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Path of the notice without ending, `duty/<id>`, or `ledger`.
    pub notice: Arc<str>,
    /// Which of its days.
    key: Arc<str>,
    /// Village's name; none for what is the township's.
    pub village: Option<Arc<str>>,
    /// Kind of notice, or the duty.
    pub subject: Arc<str>,
    /// What kind of day it is.
    pub sort: Sort,
    /// What is to be done, or what ends.
    pub what: Arc<str>,
    /// Who does it.
    pub who: Arc<str>,
    /// Last day.
    pub due: Option<NaiveDate>,
    /// First day on which it may be done.
    pub not_before: Option<NaiveDate>,
    /// Day on which it was done.
    pub done: Option<NaiveDate>,
    /// What the day rests on, or why there is none.
    pub basis: Arc<str>,
    /// Command that records it, with `{}` where it names the notice.
    command: Option<Arc<str>>,
    /// How it stands today.
    pub standing: Standing,
}

impl Deadline {
    /// Stays the same as long as it is the same thing: `<notice>/<what>`, `duty/<id>/<day>`, `ledger/witness/<month>`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.notice, self.key)
    }

    /// Command that records it.
    pub fn command(&self) -> Option<String> {
        self.command.as_ref().map(|command| command.replace("{}", &self.notice))
    }

    /// Whether somebody still has to think of it.
    pub fn is_open(&self) -> bool {
        !matches!(self.standing, Standing::Done(_) | Standing::Over | Standing::Unrecorded | Standing::Later)
    }

    /// Whether it is late, or due within so many days.
    pub fn presses(&self, within: i64) -> bool {
        match self.standing {
            Standing::Late(_) => true,
            Standing::Left(days) => days <= within,
            _ => false,
        }
    }

    /// 逾期3天, 今天到期, 还有2天; empty where no day is to be kept any more.
    pub fn left(&self) -> String {
        match self.standing {
            Standing::Late(days) => format!("逾期{days}天"),
            Standing::Left(0) => "今天到期".to_owned(),
            Standing::Left(days) => format!("还有{days}天"),
            _ => String::new(),
        }
    }

    /// How what is not done stands: by its last day, else by its first.
    fn stand(&mut self, today: NaiveDate, turn: bool) {
        let waits = self.not_before.is_some_and(|day| day > today);
        self.standing = match (self.done, self.due) {
            (Some(done), due) => Standing::Done(due.map_or(0, |due| (done - due).num_days().max(0))),
            (None, Some(due)) if self.sort.is_clock() && due < today => Standing::Over,
            (None, Some(due)) if due < today => Standing::Late((today - due).num_days()),
            (None, Some(due)) => Standing::Left((due - today).num_days()),
            (None, None) if turn && waits => Standing::Waits,
            (None, None) if turn => Standing::Undated,
            (None, None) => Standing::Later,
        };
    }
}

/// Every deadline: of each case that is not over all its days, in the order of villages and files; then the duties
/// of the pack and the ledger's own. `leaking`: notices whose paper holds what a later list hides.
pub(crate) fn deadlines(
    workspace: &Workspace,
    ready: &Ready,
    (cases, leaking): (&[Case<'_>], &BTreeSet<String>),
) -> Vec<Deadline> {
    let mut all = Vec::new();
    let mut known = Known::default();
    // Some cases after the other, so that few texts stand in memory twice at a time.
    for some in cases.chunks(AT_ONCE) {
        let told: Vec<_> =
            some.par_iter().map(|case| notice::deadlines(workspace, ready, (case, leaking))).collect();
        let open = told.into_iter().filter(|own| own.iter().any(Deadline::is_open));
        all.extend(open.flatten().map(|deadline| known.shared(deadline)));
    }
    all.extend(township::duties(ready, workspace.today));
    all.extend(township::witness(ready, workspace.today));
    all.shrink_to_fit();
    all
}

/// Cases that are told side by side.
const AT_ONCE: usize = 64;

/// Words that stand in memory already.
#[derive(Default)]
struct Known(HashSet<Arc<str>>);

impl Known {
    /// The same deadline, in known words where there are any.
    fn shared(&mut self, mut deadline: Deadline) -> Deadline {
        let Deadline { notice, key, village, subject, what, who, basis, command, .. } = &mut deadline;
        for words in [notice, key, subject, what, who, basis].into_iter().chain(village).chain(command) {
            match self.0.get(words) {
                Some(known) => *words = Arc::clone(known),
                None => _ = self.0.insert(Arc::clone(words)),
            }
        }
        deadline
    }
}

/// What is open, most pressing first; what has no day comes last.
pub(crate) fn pressing<'a>(deadlines: impl IntoIterator<Item = &'a Deadline>) -> Vec<&'a Deadline> {
    let mut open: Vec<&Deadline> = deadlines.into_iter().filter(|deadline| deadline.is_open()).collect();
    open.sort_by_key(|deadline| {
        let day = deadline.due.or(deadline.not_before);
        (day.is_none(), day)
    });
    open
}
