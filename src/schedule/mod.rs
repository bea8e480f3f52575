//! Schedule 时间表: a pack's limits × recorded days × calendar → a notice's clocks, its state today, what is due next.
//!
//! Three clocks are kept apart: objections (公示期), the paper on the board (张贴保留), rows on the web. Dates only;
//! no roster is seen here.

mod duty;
mod next;

pub use duty::{due, told};
pub use next::{Next, next};

use crate::calendar::{Calendar, Days, Period, Rule};
use crate::diag::{Diagnostic, Place};
use crate::policy::codes::LIMITS_CLASH;
use crate::policy::{Count, Limit, NoticeKind, Pack, Unit};
use crate::render::site::State;
use chrono::NaiveDate;
use std::collections::BTreeMap;

crate::codes! {
    STEP_ORDER = "schedule-step-order":
        "办理日期前后颠倒了：后一步的日期早于前一步。核对公示文件里 [steps] 的日期。"
        / "Recorded days of steps are out of order.";
    STEP_UNKNOWN = "schedule-unknown-step":
        "公示文件的 [steps] 里写了政策包没有的步骤。" / "A recorded step is not a step of the pack's procedure.";
    STEP_LATE = "schedule-late-step":
        "有一步超过了规定的时限。在记录里写明原因，并尽快补办。" / "A step was done after its limit.";
    STEP_FUTURE = "schedule-future-step":
        "办理日期写到了今天以后。只记录已经办完的步骤。" / "A step is recorded as done on a future day.";
}

/// A notice's clocks.
#[derive(Debug, Clone)]
pub struct Clocks {
    /// Posting day.
    pub posted: NaiveDate,
    /// Objection period; none for a 公告.
    pub period: Option<Period>,
    /// Last day that the paper must stay up.
    pub board_until: NaiveDate,
    /// Last day that rows may be on the web.
    pub rows_until: NaiveDate,
}

impl Clocks {
    /// Starts the clocks on the posting day.
    pub fn start(posted: NaiveDate, kind: &NoticeKind, calendar: &Calendar) -> Result<Self, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        let mut run = |count: &Option<Count>| {
            count.as_ref().and_then(|count| run(calendar, posted, count).map_err(|e| errors.push(e)).ok())
        };
        let (period, posting) = (run(&kind.period), run(&kind.posting));
        if !errors.is_empty() {
            return Err(errors);
        }
        let last = period.as_ref().map_or(posted, |period| period.to);
        let board_until = posting.map_or(last, |posting| posting.to.max(last));
        let rows_until = board_until + chrono::Days::new(u64::from(kind.web_extra_days));
        Ok(Self { posted, period, board_until, rows_until })
    }

    /// State on a day.
    pub fn state(&self, today: NaiveDate) -> State {
        let last = self.period.as_ref().map_or(self.posted, |period| period.to);
        if today < self.posted {
            State::Upcoming
        } else if today <= last {
            State::Open
        } else if today <= self.rows_until {
            State::Closed
        } else {
            State::Expired
        }
    }
}

fn run(calendar: &Calendar, posted: NaiveDate, count: &Count) -> Result<Period, Diagnostic> {
    calendar.period(posted, days(count.days, count.unit), count.rule.parse::<Rule>()?)
}

fn days(count: u16, unit: Unit) -> Days {
    match unit {
        Unit::Calendar => Days::Calendar(count),
        Unit::Working => Days::Working(count),
    }
}

/// The last day of a limit that starts on `from` (first day not counted, rest days roll over: 民法典 201, 203).
pub(crate) fn deadline(calendar: &Calendar, from: NaiveDate, limit: &Limit) -> Option<NaiveDate> {
    calendar.deadline(from, days(limit.days, limit.unit), true).ok()
}

/// What is odd about the recorded days: order, unknown steps, limits overrun, clashing limits. Warnings unless the
/// record itself is impossible.
pub fn review(
    pack: &Pack,
    kind: &NoticeKind,
    clocks: &Clocks,
    recorded: &BTreeMap<String, NaiveDate>,
    calendar: &Calendar,
    today: NaiveDate,
    path: &str,
) -> Vec<Diagnostic> {
    let steps = pack.steps(&kind.procedure);
    let mut found = Vec::new();
    let at = |step: &str| Place::file(path).field(format!("steps.{step}"));
    for id in recorded.keys().filter(|id| !steps.iter().any(|step| step.id == **id)) {
        let known: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
        found.push(Diagnostic::error(
            &STEP_UNKNOWN,
            at(id),
            format!("程序里没有步骤 {id}"),
            format!("可以写：{}", known.join("、")),
        ));
    }
    let mut days = recorded.clone();
    if let Some(step) = steps.iter().find(|step| step.posts.as_deref() == Some(&kind.id)) {
        days.insert(step.id.clone(), clocks.posted);
    }
    let mut earlier: Option<(&str, NaiveDate)> = None;
    for step in steps {
        let Some(day) = days.get(&step.id).copied() else { continue };
        if let Some((title, before)) = earlier
            && day < before
        {
            let message = format!("“{}”早于“{title}”", step.title);
            found.push(Diagnostic::error(&STEP_ORDER, at(&step.id), message, "核对两个日期"));
        }
        earlier = Some((&step.title, day));
        if day > today && recorded.contains_key(&step.id) && step.posts.is_none() {
            let message = format!("“{}”的日期在今天以后", step.title);
            found.push(Diagnostic::error(&STEP_FUTURE, at(&step.id), message, "办完以后再记录"));
        }
        let due = step
            .limit
            .as_ref()
            .and_then(|limit| deadline(calendar, *days.get(&limit.from)?, limit).map(|due| (due, limit)));
        if let Some((due, limit)) = due.filter(|(due, _)| day > *due) {
            found.push(Diagnostic::warning(
                &STEP_LATE,
                at(&step.id),
                format!("“{}”应在{}前办完（{}）", step.title, crate::calendar::chinese(due), limit.wording),
                "在会议记录里写明原因",
            ));
        }
    }
    found.extend(clash(pack, kind, clocks, &days, calendar, path));
    found
}

/// The objection period against the overall limit. The period is never shortened.
fn clash(
    pack: &Pack,
    kind: &NoticeKind,
    clocks: &Clocks,
    days: &BTreeMap<String, NaiveDate>,
    calendar: &Calendar,
    path: &str,
) -> Option<Diagnostic> {
    let total = pack.is.procedure.iter().find(|procedure| procedure.id == kind.procedure)?.total.as_ref()?;
    let (period, count) = (clocks.period.as_ref()?, kind.period.as_ref()?);
    let due = deadline(calendar, *days.get(&total.from)?, total)?;
    (period.to > due).then(|| {
        let clause = |clause: &Option<crate::policy::written::Clause>| {
            clause.as_ref().map_or_else(
                || "本地决定".to_owned(),
                |clause| format!("文件{}", clause.get_ref().replace('/', "")),
            )
        };
        Diagnostic::warning(
            &LIMITS_CLASH,
            Place::file(path).field("posted"),
            format!(
                "公示期（{}，{}）到{}，晚于全程时限（{}，{}）的{}",
                count.wording,
                clause(&count.clause),
                crate::calendar::chinese(period.to),
                total.wording,
                clause(&total.clause),
                crate::calendar::chinese(due)
            ),
            "公示期不缩短；请把原因报告乡镇并记录在案",
        )
    })
}

#[cfg(test)]
mod tests;
