//! Schedule 时间表: a pack's limits × recorded days × calendar → a notice's clocks, its state today, what is due next.
//!
//! Three clocks are kept apart: objections (公示期), the paper on the board (张贴保留), rows on the web. Dates only;
//! no roster is seen here.

mod deadlines;
mod duty;
mod next;
mod review;
mod state;

pub use deadlines::{Progress, Running, steps, total};
pub use duty::{due, last_due, told};
pub use next::{Next, next};
pub use review::review;
pub use state::{Ended, State};

use crate::calendar::{Calendar, Days, Period, Rule};
use crate::diag::{Diagnostic, Place};
use crate::policy::{AidFirst, Count, Limit, NoticeKind, Pack, Procedure, Step, Unit};
use chrono::{Months, NaiveDate};
use std::collections::BTreeMap;

crate::codes! {
    STEP_ORDER = "schedule-step-order":
        "办理日期前后颠倒了：后一步的日期早于前一步。核对公示文件里 [steps] 的日期。"
        / "Recorded days of steps are out of order.";
    STEP_UNKNOWN = "schedule-unknown-step":
        "公示文件的 [steps] 里写了政策包没有的步骤。" / "A recorded step is not a step of the pack's procedure.";
    STEP_LATE = "schedule-late-step":
        "有一步超过了规定的时限。在记录里写明原因，并尽快补办。" / "A step was done after its limit.";
    STEP_EARLY = "schedule-early-step":
        "有一步办早了：政策要求前面一步以后满半年、一年等才能办。核对日期；没有满的，等满了再办。"
        / "A step was done before the shortest time that the policy asks for had passed.";
    WAIT_UNKNOWN = "schedule-wait-unknown":
        "政策要求满一段时间才能办这一步，却没有记录从哪天算起。在公示文件的 [steps] 里补上前面那一步的日期。"
        / "A step must wait, but the day from which the wait counts is not recorded.";
    AID_FIRST = "schedule-aid-first":
        "township.toml 里的 [aid_first] 写得不对：政策里没有“先帮扶、后认定”，或者起止日期反了，或者没有写谁决定的。"
        / "[aid_first] in township.toml is wrong: the policy does not know it, its days are reversed, or nobody is named.";
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

/// What is wrong with a township's decision that aid comes first: its days, who decided, and whether the policy knows it.
pub fn decision((first, last): (NaiveDate, NaiveDate), decided: &str, known: bool) -> Vec<Diagnostic> {
    let fault = |key: &str, message: &str, help: &str| {
        let at = Place::file("township.toml").field(format!("aid_first.{key}"));
        Diagnostic::error(&AID_FIRST, at, message, help)
    };
    let mut found = Vec::new();
    if !known {
        found.push(fault("first", "这份政策没有“先帮扶、后认定”的规定", "删去 [aid_first]"));
    }
    if first > last {
        found.push(fault("last", "末日早于首日", "核对两个日期"));
    }
    if decided.trim().is_empty() {
        found.push(fault("decided", "没有写谁决定的", "写明谁、哪份文件决定"));
    }
    found
}

/// A case with everything that its days are judged by.
#[derive(Clone)]
pub struct Situation<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// Kind of its notice.
    pub kind: &'a NoticeKind,
    /// Its clocks.
    pub clocks: &'a Clocks,
    /// Recorded days of steps.
    pub recorded: &'a BTreeMap<String, NaiveDate>,
    /// Holiday tables.
    pub calendar: &'a Calendar,
    /// Day of the build.
    pub today: NaiveDate,
    /// Days for which the township has switched on 先帮扶、后认定, first and last.
    pub aid_first: Option<(NaiveDate, NaiveDate)>,
}

impl<'a> Situation<'a> {
    fn procedure(&self) -> Option<&'a Procedure> {
        self.pack.procedure(&self.kind.procedure)
    }

    fn steps(&self) -> &'a [Step] {
        self.pack.steps(&self.kind.procedure)
    }

    /// The recorded days with the posting day.
    fn days(&self) -> BTreeMap<&'a str, NaiveDate> {
        let mut days: BTreeMap<&str, NaiveDate> =
            self.recorded.iter().map(|(step, day)| (step.as_str(), *day)).collect();
        if let Some(step) = self.steps().iter().find(|step| step.posts.as_deref() == Some(&self.kind.id)) {
            days.insert(&step.id, self.clocks.posted);
        }
        days
    }

    /// The first day on which a step may be done 最短间隔, once the day is known from which its wait counts: the
    /// corresponding day, or the last day of a month that has none (民法典 202).
    fn earliest(&self, step: &Step) -> Option<NaiveDate> {
        let wait = step.wait.as_ref()?;
        let from = self.procedure()?.waits_from(step)?;
        self.days().get(from.id.as_str())?.checked_add_months(Months::new(wait.months.into()))
    }

    /// What may come before everything else in this case, if the township has switched it on and the case began in
    /// those days.
    fn aid_first(&self) -> Option<&'a AidFirst> {
        let (first, last) = self.aid_first?;
        let begun = self.recorded.values().min().copied().unwrap_or(self.clocks.posted);
        self.procedure()?.aid_first.as_ref().filter(|_| (first..=last).contains(&begun))
    }
}

#[cfg(test)]
mod tests;
