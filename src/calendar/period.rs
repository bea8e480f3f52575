//! Periods 公示期: posting day, typed days and a rule become from–to, and every day in between with its reason.

use super::codes::{NO_DAYS, UNKNOWN_RULE};
use super::{Calendar, DayKind, next};
use crate::diag::{Diagnostic, Place};
use chrono::NaiveDate;
use std::fmt;
use std::str::FromStr;

/// A number of days with its unit 天数; the unit comes from the policy and is never converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Days {
    /// 天（日）: every day counts.
    Calendar(u16),
    /// 工作日: only workdays count.
    Working(u16),
}

impl Days {
    /// The number without its unit.
    pub fn count(self) -> u16 {
        match self {
            Self::Calendar(n) | Self::Working(n) => n,
        }
    }
}

/// `5天`, `5个工作日`.
impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Calendar(n) => write!(f, "{n}天"),
            Self::Working(n) => write!(f, "{n}个工作日"),
        }
    }
}

/// Which day is the first that may count 起算日.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstDay {
    /// 张贴当日计入.
    PostingDayCounts,
    /// 张贴当日不计，次日起算 (civil code 201).
    NextDay,
}

/// How a period is counted 计期规则.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// First day.
    pub first: FirstDay,
    /// Whether a last day that is no workday moves to the next workday 顺延 (civil code 203).
    pub rollover: bool,
}

/// Civil code 201 and 203: next day, rolled over. The strictest reading.
impl Default for Rule {
    fn default() -> Self {
        Self { first: FirstDay::NextDay, rollover: true }
    }
}

impl Rule {
    /// The rules that have a name, strictest last.
    pub const NAMED: [(&'static str, Self); 3] = [
        ("posting-day-counts", Self { first: FirstDay::PostingDayCounts, rollover: false }),
        ("next-day", Self { first: FirstDay::NextDay, rollover: false }),
        ("next-day-rollover", Self { first: FirstDay::NextDay, rollover: true }),
    ];

    /// One line for the period box 公示期说明, e.g. `张贴当日不计，满5天，末日遇休息日顺延`.
    pub fn words(self, days: Days) -> String {
        let first = match self.first {
            FirstDay::PostingDayCounts => "张贴当日计入",
            FirstDay::NextDay => "张贴当日不计",
        };
        // A count of workdays ends on a workday: saying 顺延 would only confuse.
        let roll = if self.rollover && matches!(days, Days::Calendar(_)) {
            "，末日遇休息日顺延"
        } else {
            ""
        };
        format!("{first}，满{days}{roll}")
    }
}

impl FromStr for Rule {
    type Err = Diagnostic;

    fn from_str(name: &str) -> Result<Self, Diagnostic> {
        Self::NAMED.iter().find(|(known, _)| *known == name).map(|(_, rule)| *rule).ok_or_else(|| {
            Diagnostic::error(
                &UNKNOWN_RULE,
                Place::file("--rule"),
                format!("没有“{name}”这种计期规则"),
                "用 posting-day-counts、next-day 或 next-day-rollover",
            )
        })
    }
}

/// Why a day of a period counts or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Posting day that does not count.
    Posted,
    /// Counts as the n-th day.
    Counted(u16),
    /// Not a workday, in a count of workdays.
    Skipped,
    /// The count is full, but this is no workday: the end moves on.
    Rolled,
    /// The end moved here.
    Closing,
}

/// A day of a period.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) date: NaiveDate,
    pub(super) kind: DayKind,
    pub(super) mark: Mark,
}

/// A computed period 公示期.
#[derive(Debug, Clone)]
pub struct Period {
    /// Posting day 张贴日: the first day on which the notice hangs.
    pub from: NaiveDate,
    /// Last day on which objections are accepted 截止日.
    pub to: NaiveDate,
    /// What was asked for.
    pub days: Days,
    /// How it was counted.
    pub rule: Rule,
    pub(super) steps: Vec<Step>,
}

impl Period {
    /// The day on which the count is full 满期日, before any rollover.
    pub fn full_on(&self) -> NaiveDate {
        let full = self.steps.iter().rfind(|step| matches!(step.mark, Mark::Counted(_)));
        full.map_or(self.to, |step| step.date)
    }

    /// The days that count 计入的日子, in order.
    pub fn counted(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.steps.iter().filter(|step| matches!(step.mark, Mark::Counted(_))).map(|step| step.date)
    }
}

impl Calendar {
    /// Counts a period 公示期 from the posting day.
    ///
    /// Every day from posting to closing must lie in a year with a table, even where only calendar days are
    /// counted: a printed period whose rest days nobody knows could not be explained or rolled over.
    pub fn period(&self, from: NaiveDate, days: Days, rule: Rule) -> Result<Period, Diagnostic> {
        let wanted = days.count();
        if wanted == 0 {
            let help = "写明至少1天";
            return Err(Diagnostic::error(&NO_DAYS, Place::default(), "期限是0天", help));
        }
        let mut steps = Vec::new();
        let mut counted = 0;
        let mut date = from;
        loop {
            let kind = self.day(date)?;
            let full = counted == wanted;
            let mark = match (rule.first, days) {
                (FirstDay::NextDay, _) if date == from => Mark::Posted,
                _ if full && kind.is_workday() => Mark::Closing,
                _ if full => Mark::Rolled,
                (_, Days::Working(_)) if !kind.is_workday() => Mark::Skipped,
                _ => {
                    counted += 1;
                    Mark::Counted(counted)
                }
            };
            let rests = !kind.is_workday();
            steps.push(Step { date, kind, mark });
            let closes = match mark {
                Mark::Closing => true,
                Mark::Counted(n) => n == wanted && !(rule.rollover && rests),
                _ => false,
            };
            if closes {
                return Ok(Period { from, to: date, days, rule, steps });
            }
            date = next(date)?;
        }
    }
}
