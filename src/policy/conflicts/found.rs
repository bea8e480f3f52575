//! Conflicts that the program sees by itself, in limits, periods, duties and the consultation of one pack.

use super::{CALENDAR, Conflict, side};
use crate::calendar::{Month, chinese};
use crate::policy::written::{Duty, Procedure, Unit, When};
use crate::policy::{NoticeKind, Pack, Step};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The longest run of rest days that a year has had: 春节 2026. A period that ends inside it rolls over it.
const LONGEST_REST: u32 = 9;

/// All of them, in the order of the pack.
pub(super) fn found(pack: &Pack) -> Vec<Conflict<'_>> {
    let mut pairs = Vec::new();
    for procedure in &pack.is.procedure {
        pairs.extend(steps_beyond_total(procedure));
        let own = pack.is.notice.iter().filter(|kind| kind.procedure == procedure.id && !kind.internal());
        pairs.extend(own.filter_map(|kind| period_beyond_total(procedure, kind)));
    }
    pairs.extend(pack.is.notice.iter().filter_map(posting_below_period));
    pairs.extend(pack.is.duty.iter().filter_map(|duty| duty_inside_consultation(pack, duty)));
    pairs.extend(pack.is.duty.iter().filter_map(day_that_months_lack));
    let conflict = |(one, other, why): (String, String, String)| {
        let sides = [side(pack, &one)?, side(pack, &other)?];
        Some(Conflict { sides, why: Some(why), answer: None })
    };
    pairs.into_iter().filter_map(conflict).collect()
}

/// Ids of both sides, and how they clash.
type Pair = (String, String, String);

/// The steps that the overall limit covers.
fn covered(procedure: &Procedure) -> &[Step] {
    let end = procedure.step.iter().position(|step| step.ends_total);
    &procedure.step[..end.map_or(procedure.step.len(), |end| end + 1)]
}

/// At most so many calendar days, in weeks without holidays.
fn length(days: u16, unit: Unit) -> u32 {
    let days = u32::from(days);
    match unit {
        Unit::Calendar => days,
        Unit::Working => days + 2 * days.div_ceil(5),
    }
}

/// After how many days each covered step may be done if every limit is used up; steps that no chain of limits ties to
/// the beginning are absent.
fn reach<'a>(procedure: &'a Procedure, from: &str) -> BTreeMap<&'a str, u32> {
    let mut reach: BTreeMap<&str, u32> = BTreeMap::new();
    for step in covered(procedure) {
        let days = match &step.limit {
            _ if step.id == from => Some(0),
            Some(limit) => reach.get(limit.from.as_str()).map(|days| days + length(limit.days, limit.unit)),
            None => None,
        };
        reach.extend(days.map(|days| (step.id.as_str(), days)));
    }
    reach
}

/// Step limits that together exceed the overall limit.
fn steps_beyond_total(procedure: &Procedure) -> Option<Pair> {
    let total = procedure.total.as_ref()?;
    let whole = length(total.days, total.unit);
    let (step, days) = reach(procedure, &total.from).into_iter().max_by_key(|(_, days)| *days)?;
    (days > whole).then(|| {
        (
            format!("procedure.{}.{step}.limit", procedure.id),
            format!("procedure.{}.total", procedure.id),
            format!("各步时限都用满要{days}天，全程只有{whole}天"),
        )
    })
}

/// An objection period that may end after the overall limit: over holidays, or posted late.
fn period_beyond_total(procedure: &Procedure, kind: &NoticeKind) -> Option<Pair> {
    let (total, period) = (procedure.total.as_ref()?, kind.period.as_ref()?);
    let covered = covered(procedure);
    let posting = covered.iter().position(|step| step.posts.as_deref() == Some(&kind.id))?;
    let reach = reach(procedure, &total.from);
    // Posting is bound only if its own step is, or the one right before it.
    let bound = covered[..=posting].iter().rev().take(2).find_map(|step| reach.get(step.id.as_str()));
    let longest = length(period.days, period.unit) + LONGEST_REST;
    let why = match bound {
        None => "公示以前的几步没有各自的时限，公示晚了，或者遇上长假，公示期满时全程时限已经过了",
        Some(days) if days + longest > length(total.days, total.unit) => {
            "前面的时限用满以后再公示，遇上长假，公示期满时全程时限已经过了"
        }
        Some(_) => return None,
    };
    let ids = (format!("notice.{}.period", kind.id), format!("procedure.{}.total", procedure.id));
    Some((ids.0, ids.1, why.to_owned()))
}

/// A minimum posting time shorter than the objection period.
fn posting_below_period(kind: &NoticeKind) -> Option<Pair> {
    let (posting, period) = (kind.posting.as_ref()?, kind.period.as_ref()?);
    let (up, open) = (length(posting.days, posting.unit), length(period.days, period.unit));
    (up < open).then(|| {
        let ids = (format!("notice.{}.posting", kind.id), format!("notice.{}.period", kind.id));
        (ids.0, ids.1, format!("张贴{up}天就可以揭下，公示要{open}天"))
    })
}

/// Something to be done once before the consultation on it ends.
fn duty_inside_consultation(pack: &Pack, duty: &Duty) -> Option<Pair> {
    let asked = pack.is.consultation.as_ref()?;
    let day = match &duty.when {
        When::Once(day) => *day,
        When::In { month, year: Some(year) } => {
            Month::of(NaiveDate::from_ymd_opt(*year, *month, 1)?).last_day()
        }
        _ => return None,
    };
    (day <= asked.last).then(|| {
        let why = format!("{}要办完，征求意见到{}才结束", chinese(day), chinese(asked.last));
        (format!("duty.{}", duty.id), "consultation".to_owned(), why)
    })
}

/// A day of the month that some months do not have.
fn day_that_months_lack(duty: &Duty) -> Option<Pair> {
    let (months, day): (Vec<u32>, u32) = match &duty.when {
        When::Monthly(days) => ((1..=12).collect(), *days.iter().max()?),
        When::Quarterly { month, day } => ((0..4).map(|quarter| quarter * 3 + month).collect(), *day),
        _ => return None,
    };
    // A common year: its February has 28 days.
    let lack: Vec<String> = months
        .into_iter()
        .filter(|month| NaiveDate::from_ymd_opt(2021, *month, day).is_none())
        .map(|month| format!("{month}月"))
        .collect();
    let common = if day == 29 { "（平年）" } else { "" };
    (!lack.is_empty()).then(|| {
        let why = format!("{}{common}没有{day}日", lack.join("、"));
        (format!("duty.{}", duty.id), CALENDAR.to_owned(), why)
    })
}
