//! What is due next in a case, and by when.

use super::{Clocks, deadline};
use crate::calendar::Calendar;
use crate::policy::{NoticeKind, Pack};
use crate::render::site::State;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The next step 下一步.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// What to do, plain Chinese.
    pub what: String,
    /// Deadline, if there is one.
    pub due: Option<NaiveDate>,
}

/// The next step of a case: sign, post, wait for the period, then the first step after posting that is not recorded.
/// What is never posted goes on after the last step that is recorded.
pub fn next(
    pack: &Pack,
    kind: &NoticeKind,
    clocks: &Clocks,
    recorded: &BTreeMap<String, NaiveDate>,
    missing_roles: &[String],
    calendar: &Calendar,
    today: NaiveDate,
) -> Option<Next> {
    if !missing_roles.is_empty() {
        return Some(Next { what: format!("{}签字", missing_roles.join("、")), due: Some(clocks.posted) });
    }
    let steps = pack.steps(&kind.procedure);
    if kind.internal() {
        let last = steps.iter().rposition(|step| recorded.contains_key(&step.id));
        return steps.get(last.map_or(0, |last| last + 1)).map(|step| Next {
            what: step.title.clone(),
            due: step.limit.as_ref().and_then(|limit| deadline(calendar, *recorded.get(&limit.from)?, limit)),
        });
    }
    let posting = steps.iter().position(|step| step.posts.as_deref() == Some(&kind.id))?;
    let after = steps[posting + 1..].iter().find(|step| !recorded.contains_key(&step.id));
    match clocks.state(today) {
        State::Upcoming => Some(Next { what: "张贴公示".into(), due: Some(clocks.posted) }),
        State::Open => Some(Next {
            what: "收集意见，等公示期满".into(),
            due: clocks.period.as_ref().map(|period| period.to),
        }),
        _ => after.map(|step| {
            let mut days = recorded.clone();
            days.insert(steps[posting].id.clone(), clocks.posted);
            let own = step
                .limit
                .as_ref()
                .and_then(|limit| days.get(&limit.from).and_then(|from| deadline(calendar, *from, limit)));
            let total =
                pack.is.procedure.iter().find(|p| p.id == kind.procedure).and_then(|p| p.total.as_ref());
            let ends = steps.iter().position(|step| step.ends_total);
            let within = ends.is_some_and(|ends| steps[..=ends].iter().any(|inside| inside.id == step.id));
            let overall = total
                .filter(|_| within)
                .and_then(|total| days.get(&total.from).and_then(|from| deadline(calendar, *from, total)));
            Next { what: step.title.clone(), due: own.or(overall) }
        }),
    }
}
