//! What a build says at its end, in plain Chinese: what went where, which period runs until when, what needs a hand.

use super::cases::Case;
use super::deadlines::{Deadline, Sort, Standing, following, pressing};
use super::gone::without_files;
use super::held::{Held, HeldNotice, told};
use super::making::PutOut;
use super::paper::strange_officials;
use super::ready::Ready;
use crate::calendar::{Calendar, chinese_with_weekday};
use crate::diag::{Diagnostic, Severity};
use crate::ledger::{self, DutiesDone};
use crate::policy::written::Duty;
use crate::schedule;
use crate::sealed::audit::{Passed, contacts_on_rosters};
use crate::workspace::Workspace;
use chrono::NaiveDate;
use std::collections::HashSet;

/// A line about one notice, for the summary and for `status`.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Line {
    /// Path of the notice without ending.
    pub notice: String,
    /// Village's name; who does it, for a duty.
    pub village: String,
    /// Kind's title.
    pub kind: String,
    /// `unsigned`, `held`, `upcoming`, `open`, `closed`, `expired`, `internal`, `duty`; with a ledger also `amended`,
    /// `announced`, `withdrawn`, `archived`; what is due besides: the word of its [`Sort`].
    pub state: &'static str,
    /// Posting day.
    pub first: NaiveDate,
    /// Last day for objections.
    pub last: Option<NaiveDate>,
    /// Days until the last day, today not counted; absent when over or not begun.
    pub days_left: Option<i64>,
    /// Next step.
    pub next: Option<String>,
    /// Its deadline.
    pub due: Option<NaiveDate>,
}

impl Line {
    /// Whether it is a duty of the pack, not a notice.
    pub fn is_duty(&self) -> bool {
        self.state == "duty"
    }

    /// State in plain Chinese.
    pub fn state_words(&self) -> &'static str {
        match self.state {
            "unsigned" => "待签字",
            "held" => "暂缓，有错误",
            "upcoming" => "待张贴",
            "open" => "公示中",
            "closed" if self.last.is_none() => "张贴中",
            "closed" => "公示期满",
            "internal" => "内部办理",
            "duty" => "定期",
            "amended" => "更正中",
            "announced" => "已公告",
            "withdrawn" => "已撤回",
            "archived" => "已归档",
            _ => "已撤下",
        }
    }
}

/// The lines of all notices, in the order of villages and files, then those of the pack's duties by their day.
pub(crate) fn lines(cases: &[Case<'_>], ready: &Ready, today: NaiveDate) -> Vec<Line> {
    let done = ledger::duties_done(ready.ledger.lines());
    let duties = ready.pack.is.duty.iter();
    let mut duties: Vec<Line> = duties.filter_map(|is| duty(is, &done, &ready.calendar, today)).collect();
    duties.sort_by_key(|line| line.due);
    cases.iter().map(|case| line(case, today)).chain(duties).collect()
}

/// The next day of a duty that the ledger does not know as done.
fn duty(duty: &Duty, done: &DutiesDone, calendar: &Calendar, today: NaiveDate) -> Option<Line> {
    let due = following(duty, done, today)?;
    Some(Line {
        notice: format!("duty/{}", duty.id),
        village: duty.actor.clone(),
        kind: duty.title.clone(),
        state: "duty",
        first: due,
        last: None,
        days_left: Some((due - today).num_days()),
        next: Some(schedule::told(duty, due, calendar)),
        due: Some(due),
    })
}

/// Lines for what is due within so many days, or late, and is not told by the lines of notices and duties.
pub(crate) fn due_lines(lines: &[Line], deadlines: &[Deadline], within: i64) -> Vec<Line> {
    let known: HashSet<_> = lines.iter().map(|line| (line.notice.as_str(), line.due)).collect();
    let told = |is: &Deadline| {
        !matches!(is.sort, Sort::Paper | Sort::Rows) && known.contains(&(&*is.notice, is.due))
    };
    let near = pressing(deadlines).into_iter().filter(|is| is.presses(within) && !told(is));
    near.filter_map(|is| {
        let due = is.due?;
        Some(Line {
            notice: is.notice.to_string(),
            village: is.village.as_ref().unwrap_or(&is.who).to_string(),
            kind: is.subject.to_string(),
            state: is.sort.word(),
            first: due,
            last: None,
            days_left: match is.standing {
                Standing::Late(days) => Some(-days),
                Standing::Left(days) => Some(days),
                _ => None,
            },
            next: Some(is.what.to_string()),
            due: Some(due),
        })
    })
    .collect()
}

/// Lines of notices that could not be opened at all.
pub(crate) fn unopened(workspace: &Workspace, held: &Held, cases: &[Case<'_>]) -> Vec<Line> {
    let known: HashSet<&str> = cases.iter().map(|case| case.notice.id.as_str()).collect();
    let all =
        workspace.villages.iter().flat_map(|village| village.notices.iter().map(move |is| (village, is)));
    all.filter(|(_, notice)| held.contains_key(&notice.id) && !known.contains(notice.id.as_str()))
        .map(|(village, notice)| Line {
            notice: notice.id.clone(),
            village: village.is.name.clone(),
            kind: notice.is.kind.get_ref().clone(),
            state: "held",
            first: notice.is.posted,
            last: None,
            days_left: None,
            next: Some(MEND.into()),
            due: None,
        })
        .collect()
}

/// What is to be done next of a notice that is held back.
const MEND: &str = "改正错误：运行 mingbai check";

fn line(case: &Case<'_>, today: NaiveDate) -> Line {
    let last = case.clocks.period.as_ref().map(|period| period.to);
    let state = match case.state {
        _ if !case.missing.is_empty() => "unsigned",
        _ if case.held => "held",
        _ if case.kind.internal() => "internal",
        state => case.life.word(state),
    };
    Line {
        notice: case.notice.id.clone(),
        village: case.village.is.name.clone(),
        kind: case.kind.title.clone(),
        state,
        first: case.clocks.posted,
        last,
        days_left: last.filter(|_| state == "open").map(|last| (last - today).num_days()),
        next: (state == "held")
            .then(|| MEND.into())
            .or_else(|| ledger(case))
            .or_else(|| case.next.as_ref().map(|next| next.what.clone())),
        due: case.next.as_ref().and_then(|next| next.due),
    }
}

/// How a ledger of problems stands, in numbers only.
fn ledger(case: &Case<'_>) -> Option<String> {
    let tally = case.roster.as_ref()?.tally()?;
    let (found, closed, open) = (tally.found, tally.closed, tally.open());
    Some(match open {
        0 => format!("问题{found}个，全部销号"),
        _ => format!("问题{found}个，已销号{closed}个，还剩{open}个"),
    })
}

/// Everything a build has to say.
pub struct Report {
    /// Day of the build.
    pub today: NaiveDate,
    /// One line a notice.
    pub lines: Vec<Line>,
    /// Every day that somebody has to keep.
    pub deadlines: Vec<Deadline>,
    /// Number of public pages, prints for the board, private papers.
    pub counts: (usize, usize, usize),
    /// Number of pictures for chat groups, scripts for the loudspeaker.
    pub voices: (usize, usize),
    /// Findings that did not stop.
    pub findings: Vec<Diagnostic>,
    /// What is wrong with files that were edited since their notice stands.
    pub edited: Vec<Diagnostic>,
    /// Names that the audit let through, with the reason.
    pub passed: Vec<Passed>,
    /// Notices that did not go out, with what is wrong.
    pub held: Vec<HeldNotice>,
}

impl Report {
    /// Before anything is made: without deadlines and figures.
    pub(crate) fn new(workspace: &Workspace, ready: &Ready, cases: &[Case<'_>]) -> Self {
        let lines = lines(cases, ready, workspace.today);
        let mut findings = ready.pack.unanswered();
        findings.extend(ready.ledger.findings());
        findings.extend(strange_officials(workspace, &ready.pack));
        findings.extend(cases.iter().flat_map(|case| case.findings.iter().cloned()));
        let mut edited: Vec<Diagnostic> = cases.iter().flat_map(|case| case.beside.iter().cloned()).collect();
        edited.extend(without_files(workspace, ready));
        edited.extend(workspace.secret_broken.clone());
        crate::diag::sort(&mut findings);
        Self {
            today: workspace.today,
            lines,
            deadlines: Vec::new(),
            counts: (0, 0, 0),
            voices: (0, 0),
            findings,
            edited,
            passed: Vec::new(),
            held: Vec::new(),
        }
    }

    /// Takes the notices that are held back.
    pub(crate) fn hold(&mut self, workspace: &Workspace, held: Held, cases: &[Case<'_>]) {
        self.lines.extend(unopened(workspace, &held, cases));
        self.held = told(workspace, held, cases);
    }

    /// What is wrong with the notices that did not go out.
    pub fn held_findings(&self) -> Vec<Diagnostic> {
        let held = self.held.iter().flat_map(|held| held.findings.iter().cloned());
        held.chain(self.edited.iter().cloned()).collect()
    }

    /// Takes the figures of what was put out.
    pub(crate) fn count(&mut self, put: PutOut) {
        self.counts = (put.pages, put.prints, put.private);
        self.voices = (put.pictures, put.scripts);
        self.passed = put.passed;
        self.edited.extend(put.edited);
        self.findings.extend(put.told);
        self.findings.extend(contacts_on_rosters(&self.passed));
    }

    /// What needs a hand: overdue or due within three days, and warnings.
    pub fn attention(&self) -> Vec<String> {
        let mut items = Vec::new();
        for is in pressing(&self.deadlines).into_iter().filter(|is| is.presses(3)) {
            let Some(due) = is.due else { continue };
            let place = is.village.as_ref().unwrap_or(&is.who);
            let subject = if is.subject == is.what { "" } else { &*is.subject };
            let what = format!("{place} {subject}：{}", is.what).replace(" ：", "：");
            let due = chinese_with_weekday(due);
            items.push(match is.standing {
                Standing::Late(_) => format!("{what}，{}（应在{due}）", is.left()),
                _ if is.sort.is_clock() => format!("{what}（{due}）"),
                _ => format!("{what}，最迟{due}"),
            });
        }
        let warnings = self.findings.iter().filter(|finding| finding.severity == Severity::Warning);
        items.extend(warnings.map(ToString::to_string));
        items
    }
}
