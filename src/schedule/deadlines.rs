//! Every limit of a case 时限一览: by when each step is due, when it was done, from when it may be done.
//!
//! Days come from the record and the pack alone; what is late today is for the caller to say.

use super::{Situation, deadline};
use crate::policy::{Limit, Step};
use chrono::NaiveDate;

/// How far a step has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Done on this day.
    Done(NaiveDate),
    /// A step after it is recorded, it is not 漏记: nobody can say whether it was in time.
    Unrecorded,
    /// Its turn has come.
    Next,
    /// Its turn comes later.
    Later,
}

/// A limit that runs, ran, or waits for its first day.
#[derive(Debug, Clone)]
pub struct Running<'a> {
    /// The step; for the whole chain, the one that ends it.
    pub step: &'a Step,
    /// How long, if the pack says.
    pub limit: Option<&'a Limit>,
    /// The last day, once the day is known from which it counts.
    pub due: Option<NaiveDate>,
    /// The count runs into a year without a holiday table: there is no last day yet, never a guess.
    pub uncovered: bool,
    /// The first day on which it may be done.
    pub not_before: Option<NaiveDate>,
    /// How far it has come.
    pub progress: Progress,
}

/// Every step of a case. `hung` is the day on which its notice was posted; none while it only is to be.
pub fn steps<'a>(case: &Situation<'a>, hung: Option<NaiveDate>) -> Vec<Running<'a>> {
    let steps = case.steps();
    let done = |step: &Step| {
        let posts = step.posts.as_deref() == Some(case.kind.id.as_str());
        if posts { hung } else { case.recorded.get(&step.id).copied() }
    };
    // Aid that comes first says nothing of the steps before its own place.
    let ahead = case.aid_first().map(|aid| aid.step.as_str());
    let ahead = |step: &Step| ahead == Some(step.id.as_str());
    let last = steps.iter().rposition(|step| !ahead(step) && done(step).is_some());
    let next = steps
        .iter()
        .enumerate()
        .position(|(n, step)| !ahead(step) && done(step).is_none() && last.is_none_or(|last| n > last));
    let days = case.days();
    let running = |(n, step): (usize, &'a Step)| {
        let from = step.limit.as_ref().and_then(|limit| days.get(limit.from.as_str()));
        let due = from.zip(step.limit.as_ref()).map(|(from, limit)| deadline(case.calendar, *from, limit));
        let progress = match done(step) {
            Some(day) => Progress::Done(day),
            None if next == Some(n) || ahead(step) => Progress::Next,
            None if last.is_some_and(|last| n < last) => Progress::Unrecorded,
            None => Progress::Later,
        };
        Running {
            step,
            limit: step.limit.as_ref(),
            due: due.flatten(),
            uncovered: due == Some(None),
            not_before: case.earliest(step),
            progress,
        }
    };
    steps.iter().enumerate().map(running).collect()
}

/// The limit over the whole chain 全程时限, once its first day is recorded.
pub fn total<'a>(case: &Situation<'a>, steps: &[Running<'a>]) -> Option<Running<'a>> {
    let limit = case.procedure()?.total.as_ref()?;
    let from = case.days().get(limit.from.as_str()).copied()?;
    let ends = steps.iter().find(|running| running.step.ends_total)?;
    let due = deadline(case.calendar, from, limit);
    Some(Running { limit: Some(limit), due, uncovered: due.is_none(), not_before: None, ..ends.clone() })
}
