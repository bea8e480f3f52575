//! What is odd about the recorded days of a case: order, unknown steps, steps too early or too late, limits that clash.

use super::{
    STEP_EARLY, STEP_FUTURE, STEP_LATE, STEP_ORDER, STEP_UNKNOWN, Situation, WAIT_UNKNOWN, deadline,
};
use crate::calendar::chinese;
use crate::diag::{Diagnostic, Place};
use crate::policy::codes::LIMITS_CLASH;
use crate::policy::{Pack, Step};
use chrono::NaiveDate;

/// Findings about the notice file `path`. Warnings unless the record itself is impossible.
pub fn review(case: &Situation<'_>, path: &str) -> Vec<Diagnostic> {
    let at = |step: &str| Place::file(path).field(format!("steps.{step}"));
    let steps = case.steps();
    let mut found = Vec::new();
    for id in case.recorded.keys().filter(|id| !steps.iter().any(|step| step.id == **id)) {
        let known: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
        found.push(Diagnostic::error(
            &STEP_UNKNOWN,
            at(id),
            format!("程序里没有步骤 {id}"),
            format!("可以写：{}", known.join("、")),
        ));
    }
    found.extend(order(case, &at));
    let days = case.days();
    for step in steps {
        let Some(day) = days.get(step.id.as_str()).copied() else { continue };
        if day > case.today && case.recorded.contains_key(&step.id) && step.posts.is_none() {
            let message = format!("“{}”的日期在今天以后", step.title);
            found.push(Diagnostic::error(&STEP_FUTURE, at(&step.id), message, "办完以后再记录"));
        }
        let due = step.limit.as_ref().and_then(|limit| {
            deadline(case.calendar, *days.get(limit.from.as_str())?, limit).map(|due| (due, limit))
        });
        if let Some((due, limit)) = due.filter(|(due, _)| day > *due) {
            found.push(Diagnostic::warning(
                &STEP_LATE,
                at(&step.id),
                format!("“{}”应在{}前办完（{}）", step.title, chinese(due), limit.wording),
                "在会议记录里写明原因",
            ));
        }
    }
    found.extend((0..steps.len()).filter_map(|n| early(case, n, &at)));
    found.extend(clash(case, path));
    found
}

/// Steps recorded before the one that comes before them. Aid may come first where that is switched on.
fn order(case: &Situation<'_>, at: &dyn Fn(&str) -> Place) -> Vec<Diagnostic> {
    let days = case.days();
    let ahead = case.aid_first().map(|aid| aid.step.as_str());
    let mut found = Vec::new();
    let mut earlier: Option<(&str, NaiveDate)> = None;
    for step in case.steps().iter().filter(|step| Some(step.id.as_str()) != ahead) {
        let Some(day) = days.get(step.id.as_str()).copied() else { continue };
        if let Some((title, before)) = earlier
            && day < before
        {
            let message = format!("“{}”早于“{title}”", step.title);
            found.push(Diagnostic::error(&STEP_ORDER, at(&step.id), message, allowance(case, step)));
        }
        earlier = Some((&step.title, day));
    }
    found
}

/// What to do about a step out of order, and how the policy would allow it.
fn allowance(case: &Situation<'_>, step: &Step) -> String {
    let aid = case.procedure().and_then(|procedure| procedure.aid_first.as_ref());
    match aid.filter(|aid| aid.step == step.id) {
        None => "核对两个日期".to_owned(),
        Some(aid) => format!(
            "核对两个日期。{}可以{}（{}）：乡镇决定以后，在 township.toml 里写 [aid_first]，写明 first、last 和 decided；这一户的第一步要在这些日子里",
            aid.condition,
            aid.wording,
            Pack::source(Some(&aid.clause))
        ),
    }
}

/// A step, or one after it, that is recorded before the step's wait is over; or a wait that nobody can count.
fn early(case: &Situation<'_>, n: usize, at: &dyn Fn(&str) -> Place) -> Option<Diagnostic> {
    let steps = case.steps();
    let step = &steps[n];
    let wait = step.wait.as_ref()?;
    let from = case.procedure()?.waits_from(step)?;
    let days = case.days();
    let done = steps[n..].iter().filter_map(|step| Some((*days.get(step.id.as_str())?, step)));
    let (day, done) = done.min_by_key(|(day, _)| *day)?;
    let rule = format!(
        "“{}”（{}）要在“{}”以后满{}（{}）",
        step.title,
        Pack::source(Some(&step.clause)),
        from.title,
        wait.wording,
        Pack::source(wait.clause.as_ref())
    );
    let Some(earliest) = case.earliest(step) else {
        let message = format!("{rule}，却没有记录“{}”的日期", from.title);
        let help = format!("在 [steps] 里写 {} = 日期", from.id);
        return Some(Diagnostic::warning(&WAIT_UNKNOWN, at(&done.id), message, help));
    };
    (day < earliest).then(|| {
        let message = format!("“{}”办早了：{rule}，{}起才可以办", done.title, chinese(earliest));
        Diagnostic::error(&STEP_EARLY, at(&done.id), message, "核对日期；没有满的，等满了再办")
    })
}

/// The objection period against the overall limit. The period is never shortened; what is done is the pack's own word.
fn clash(case: &Situation<'_>, path: &str) -> Option<Diagnostic> {
    let total = case.procedure()?.total.as_ref()?;
    let (period, count) = (case.clocks.period.as_ref()?, case.kind.period.as_ref()?);
    let due = deadline(case.calendar, *case.days().get(total.from.as_str())?, total)?;
    let (kind, procedure) = (&case.kind.id, &case.kind.procedure);
    let answer = case.pack.answer(&format!("notice.{kind}.period"), &format!("procedure.{procedure}.total"));
    let help = answer.map_or_else(
        || "公示期不缩短；请把原因报告乡镇并记录在案".to_owned(),
        |answer| format!("{}（{}）", answer.text, Pack::source(answer.clause.as_ref())),
    );
    (period.to > due).then(|| {
        Diagnostic::warning(
            &LIMITS_CLASH,
            Place::file(path).field("posted"),
            format!(
                "公示期（{}，{}）到{}，晚于全程时限（{}，{}）的{}",
                count.wording,
                Pack::source(count.clause.as_ref()),
                chinese(period.to),
                total.wording,
                Pack::source(total.clause.as_ref()),
                chinese(due)
            ),
            help,
        )
    })
}
