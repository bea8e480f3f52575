//! What is due next in a case, by when, and what has to wait.

use super::{Situation, deadline};
use crate::calendar::chinese;
use crate::schedule::State;
use chrono::NaiveDate;

/// The next step 下一步.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// What to do, plain Chinese.
    pub what: String,
    /// Deadline, if there is one.
    pub due: Option<NaiveDate>,
}

/// The next step of a case: sign, post, wait for the period, then the first step after posting that is not recorded.
/// What is never posted goes on after the last step that is recorded. Aid that may come first is named first, and a
/// step that must wait is named with its first day.
pub fn next(case: &Situation<'_>, missing_roles: &[String]) -> Option<Next> {
    let ordinary = ordinary(case, missing_roles);
    let Some(aid) = aid_first(case) else { return ordinary };
    Some(match ordinary {
        Some(Next { what, due }) if what != aid.title => {
            Next { what: format!("{}：{}；同时{what}", aid.wording, aid.title), due }
        }
        Some(Next { due, .. }) => Next { what: format!("{}：{}", aid.wording, aid.title), due },
        None => Next { what: format!("{}：{}", aid.wording, aid.title), due: None },
    })
}

/// Aid that may come before everything else and is not recorded yet.
struct Ahead<'a> {
    wording: &'a str,
    title: &'a str,
}

fn aid_first<'a>(case: &Situation<'a>) -> Option<Ahead<'a>> {
    let aid = case.aid_first()?;
    let step = case.steps().iter().find(|step| step.id == aid.step)?;
    let done = case.recorded.contains_key(&step.id);
    (!done).then_some(Ahead { wording: &aid.wording, title: &step.title })
}

fn ordinary(case: &Situation<'_>, missing_roles: &[String]) -> Option<Next> {
    let Situation { pack, kind, clocks, today, .. } = case;
    if !missing_roles.is_empty() {
        let mut what = format!("{}签字", missing_roles.join("、"));
        if let Some((title, day)) = waiting(case) {
            what.push_str(&format!("；{title}{}起可以办", chinese(day)));
        }
        return Some(Next { what, due: Some(clocks.posted) });
    }
    let steps = case.steps();
    if kind.internal() {
        let last = steps.iter().rposition(|step| case.recorded.contains_key(&step.id));
        return steps.get(last.map_or(0, |last| last + 1)).map(|step| step_next(case, step, None));
    }
    let posting = steps.iter().position(|step| step.posts.as_deref() == Some(&kind.id))?;
    let after = steps[posting + 1..].iter().find(|step| !case.recorded.contains_key(&step.id));
    match clocks.state(*today) {
        State::Upcoming => Some(Next { what: "张贴公示".into(), due: Some(clocks.posted) }),
        State::Open => Some(Next {
            what: "收集意见，等公示期满".into(),
            due: clocks.period.as_ref().map(|period| period.to),
        }),
        _ => after.map(|step| {
            let total = pack.procedure(&kind.procedure).and_then(|procedure| procedure.total.as_ref());
            let ends = steps.iter().position(|step| step.ends_total);
            let within = ends.is_some_and(|ends| steps[..=ends].iter().any(|inside| inside.id == step.id));
            let days = case.days();
            let overall = total.filter(|_| within).and_then(|total| {
                days.get(total.from.as_str()).and_then(|from| deadline(case.calendar, *from, total))
            });
            step_next(case, step, overall)
        }),
    }
}

/// A step with its own deadline, else the overall one; and the first day on which it may be done, while that is ahead.
fn step_next(case: &Situation<'_>, step: &crate::policy::Step, overall: Option<NaiveDate>) -> Next {
    let own = step.limit.as_ref().and_then(|limit| {
        case.days().get(limit.from.as_str()).and_then(|from| deadline(case.calendar, *from, limit))
    });
    let earliest = case.earliest(step).filter(|day| *day > case.today);
    let what = earliest
        .map_or_else(|| step.title.clone(), |day| format!("{}（{}起可以办）", step.title, chinese(day)));
    Next { what, due: own.or(overall) }
}

/// The step after the last recorded one, if it must wait beyond today.
fn waiting<'a>(case: &Situation<'a>) -> Option<(&'a str, NaiveDate)> {
    let steps = case.steps();
    let last = steps.iter().rposition(|step| case.recorded.contains_key(&step.id))?;
    let step = steps.get(last + 1)?;
    let day = case.earliest(step).filter(|day| *day > case.today)?;
    Some((&step.title, day))
}
