//! Notices that are held back 暂缓: what is wrong with one notice keeps none of the others back.

use super::cases::Case;
use crate::diag::{Diagnostic, Place, Severity};
use crate::schedule::State;
use crate::workspace::{Notice, Village, Workspace};
use std::collections::BTreeMap;

crate::codes! {
    HELD_BACK = "notice-held-back":
        "这份公示今天应当已经张贴，可是有错误，没有发布；其余的都照常发布了。照这份公示的提示改好，再生成一次。"
        / "A notice whose day has come is held back because of its errors; everything else went out.";
}

/// Findings by the notice that they hold back.
pub(crate) type Held = BTreeMap<String, Vec<Diagnostic>>;

/// A notice that does not go out.
#[derive(Debug, Clone)]
pub struct HeldNotice {
    /// Path of the notice without ending.
    pub notice: String,
    /// Whether its day has come, so that it is missing today.
    pub due: bool,
    /// What is wrong with it, and a last finding that says so where it is due.
    pub findings: Vec<Diagnostic>,
}

/// What is told of the notices that are held back, in the order of villages and files. What is wrong weighs less while the
/// first day is still to come, but for what would have leaked.
pub(crate) fn told(workspace: &Workspace, held: Held, cases: &[Case<'_>]) -> Vec<HeldNotice> {
    let mut held = held;
    let all =
        workspace.villages.iter().flat_map(|village| village.notices.iter().map(move |is| (village, is)));
    let known = all.filter_map(|(village, notice)| {
        let mut findings = held.remove(&notice.id)?;
        let case = cases.iter().find(|case| case.notice.id == notice.id);
        let due = is_due(workspace, notice, case);
        if due && findings.iter().any(Diagnostic::stops) {
            findings.push(missing_today(village, notice));
        } else {
            findings.iter_mut().filter(|finding| !finding.code.id.starts_with("leak-")).for_each(lighter);
        }
        Some(HeldNotice { notice: notice.id.clone(), due, findings })
    });
    // Nobody knows its day.
    let unread = workspace.broken.iter();
    let unread =
        unread.map(|(name, found)| HeldNotice { notice: name.clone(), due: false, findings: found.clone() });
    known.chain(unread).collect()
}

/// Whether it should be public today. Internal lists never are.
fn is_due(workspace: &Workspace, notice: &Notice, case: Option<&Case<'_>>) -> bool {
    match case {
        Some(case) => {
            !case.kind.internal() && case.state != State::Expired && case.clocks.posted <= workspace.today
        }
        None => notice.is.posted <= workspace.today,
    }
}

fn missing_today(village: &Village, notice: &Notice) -> Diagnostic {
    let message = format!("{}的这份公示今天应当公开，现在发布不了", village.is.name);
    let help = "照这份公示的提示改好，再运行 mingbai build；别的公示不受影响";
    Diagnostic::refusal(&HELD_BACK, Place::file(&notice.path), message, help)
}

fn lighter(finding: &mut Diagnostic) {
    if finding.severity == Severity::Refusal {
        finding.severity = Severity::Error;
    }
}

/// Adds findings to those that are there: nothing that was found of a notice is lost.
pub(crate) fn merge(held: &mut Held, more: Held) {
    for (notice, found) in more {
        held.entry(notice).or_default().extend(found);
    }
}

/// Puts findings with the notices whose files they speak of; the rest is nobody's.
pub(crate) fn by_file(workspace: &Workspace, findings: Vec<Diagnostic>, held: &mut Held) -> Vec<Diagnostic> {
    let mut rest = Vec::new();
    for finding in findings {
        let notices = workspace.villages.iter().flat_map(|village| &village.notices);
        let mut of: Vec<&Notice> = notices
            .filter(|notice| [&notice.path, &notice.roster_path].contains(&&finding.at.path))
            .collect();
        // What stands in a roster of several notices holds all of them back.
        match of.pop() {
            None => rest.push(finding),
            Some(last) => {
                for notice in of {
                    held.entry(notice.id.clone()).or_default().push(finding.clone());
                }
                held.entry(last.id.clone()).or_default().push(finding);
            }
        }
    }
    rest
}
