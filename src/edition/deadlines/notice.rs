//! The deadlines of a notice 一份公示的期限: signatures, posting, steps, objections, and its three clocks.

use super::{Deadline, Sort, Standing};
use crate::calendar::chinese;
use crate::edition::cases::{Case, situation};
use crate::edition::ready::Ready;
use crate::ledger::{Life, Stage};
use crate::policy::Pack;
use crate::schedule::{self, Progress, Running};
use crate::workspace::Workspace;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Everything about a notice that has a day, in the order in which it happens; nothing once it was withdrawn.
pub(super) fn deadlines(
    workspace: &Workspace,
    ready: &Ready,
    (case, leaking): (&Case<'_>, &BTreeSet<String>),
) -> Vec<Deadline> {
    if case.life.stage == Stage::Withdrawn || !case.life.archived.is_empty() {
        return Vec::new();
    }
    let mut recorded = case.notice.is.steps.clone();
    recorded.extend(case.life.steps.clone());
    let situation = situation(workspace, ready, (case.notice, case.kind), &case.clocks, &recorded);
    let planned = case.life.planned_again(case.notice.is.posted, case.notice.is.version);
    let told = Told { case, today: workspace.today, planned, hung: hung(case, ready, workspace.today) };
    let steps = schedule::steps(&situation, told.hung);
    let total = schedule::total(&situation, &steps);
    let mut all = Vec::new();
    all.extend(told.signatures());
    if case.life.stage == Stage::Amended {
        all.push(told.correction());
    }
    all.extend(match leaking.contains(&case.notice.id) {
        true => Some(told.taking_down()),
        false => told.replacement(),
    });
    let mut over = None;
    for running in &steps {
        if told.posts(running) {
            all.push(told.posting(running));
            if case.life.stage != Stage::Amended || planned {
                all.extend(told.clocks());
            }
            all.extend(told.objections());
            all.extend(told.closing());
            over = case.clocks.period.as_ref().and_then(|period| period.to.succ_opt());
        } else {
            all.push(told.step(running, over));
        }
    }
    let turn = steps.iter().find(|running| running.progress == Progress::Next);
    all.extend(total.map(|total| told.total(&total, turn)));
    all
}

/// The day on which the notice was hung up: by the ledger once it tells of the notice, else by the file.
fn hung(case: &Case<'_>, ready: &Ready, today: NaiveDate) -> Option<NaiveDate> {
    if case.kind.internal() {
        return None;
    }
    let life = &case.life;
    match life.posting() {
        Some(_) if life.stage == Stage::Amended => None,
        Some(posting) => Some(posting.day),
        None => {
            let began = ready.ledger.began();
            let unrecorded = began.is_some_and(|began| began <= case.clocks.posted);
            Some(case.clocks.posted)
                .filter(|day| *day <= today && !unrecorded && case.missing.is_empty() && !case.held)
        }
    }
}

struct Told<'a> {
    case: &'a Case<'a>,
    today: NaiveDate,
    /// The day on which it was hung up.
    hung: Option<NaiveDate>,
    /// Corrected, with a new day in its file.
    planned: bool,
}

impl Told<'_> {
    fn blank(&self, key: &str, sort: Sort) -> Deadline {
        let Case { notice, village, kind, .. } = self.case;
        Deadline {
            notice: notice.id.as_str().into(),
            key: key.into(),
            village: Some(village.is.name.as_str().into()),
            subject: kind.title.as_str().into(),
            sort,
            what: "".into(),
            who: village.is.committee.as_str().into(),
            due: None,
            not_before: None,
            done: None,
            basis: "".into(),
            command: None,
            standing: Standing::Later,
        }
    }

    /// Whether a step posts this very notice.
    fn posts(&self, running: &Running<'_>) -> bool {
        running.step.posts.as_deref() == Some(self.case.kind.id.as_str())
    }

    fn stands(&self, mut deadline: Deadline) -> Deadline {
        deadline.stand(self.today, true);
        deadline
    }

    fn signatures(&self) -> Option<Deadline> {
        let missing = &self.case.missing;
        (!missing.is_empty()).then(|| {
            self.stands(Deadline {
                what: "签字".into(),
                who: missing.join("、").into(),
                due: Some(self.case.clocks.posted),
                basis: "张贴以前签好".into(),
                command: command("sign", " --key 钥匙.key"),
                ..self.blank("sign", Sort::Step)
            })
        })
    }

    fn correction(&self) -> Deadline {
        self.stands(Deadline {
            what: "更正以后重新张贴".into(),
            due: self.planned.then_some(self.case.clocks.posted),
            basis: "改好名册，把 version 加一，写新的 posted，重新签字、打印".into(),
            command: command("post", ""),
            ..self.blank("repost", Sort::Step)
        })
    }

    /// The paper holds what a list that came later hides.
    fn taking_down(&self) -> Deadline {
        self.stands(Deadline {
            what: "揭下更正：贴着的纸上有不该公开的内容，网上的名单已经撤下".into(),
            due: Some(self.today),
            basis: "后来的名册里有这项内容；看 mingbai build 指出的地方".into(),
            command: command("amend", " --reason 事由"),
            ..self.blank("take-down", Sort::Step)
        })
    }

    /// Another sheet is to hang in place of the one that hangs: today.
    fn replacement(&self) -> Option<Deadline> {
        self.case.is_to_be_replaced().then(|| {
            self.stands(Deadline {
                what: "贴着的纸今天换下，贴上新印的".into(),
                due: Some(self.today),
                basis: "网上已经是新的，纸上还是旧的".into(),
                command: command("post", ""),
                ..self.blank("replace", Sort::Step)
            })
        })
    }

    fn posting(&self, running: &Running<'_>) -> Deadline {
        let again = self.case.life.stage == Stage::Amended;
        let mut posting = Deadline {
            what: running.step.title.as_str().into(),
            due: (!again).then_some(self.case.notice.is.posted).or(self.hung),
            done: self.hung,
            basis: limit(running).into(),
            command: command("post", ""),
            ..self.blank(&format!("step/{}", running.step.id), Sort::Step)
        };
        posting.stand(self.today, !again);
        posting
    }

    /// A step; what comes after a posting begins when its period is `over`, and when nothing of it is left to do.
    fn step(&self, running: &Running<'_>, over: Option<NaiveDate>) -> Deadline {
        let step = running.step;
        let done = match running.progress {
            Progress::Done(day) => Some(day),
            _ => None,
        };
        // A step that posts another notice is recorded with that notice.
        let record = match step.posts {
            Some(_) => None,
            None => command("done", &format!(" --step {}", step.id)),
        };
        let mut told = Deadline {
            what: step.title.as_str().into(),
            who: step.actor.as_str().into(),
            due: running.due,
            not_before: running.not_before.max(over.filter(|_| running.progress == Progress::Next)),
            done,
            basis: limit(running).into(),
            command: record,
            ..self.blank(&format!("step/{}", step.id), Sort::Step)
        };
        let held = over.is_some_and(|over| self.holds(over));
        told.stand(self.today, running.progress == Progress::Next && !held);
        if running.progress == Progress::Unrecorded {
            told.standing = Standing::Unrecorded;
        }
        told
    }

    /// Whether the notice itself, whose period is over from a day on, holds back what comes after it.
    fn holds(&self, over: NaiveDate) -> bool {
        let life = &self.case.life;
        let unclosed = life.stage == Stage::Open && over <= self.today;
        unclosed || life.correction_due() || !life.open_objections().is_empty()
    }

    /// The limit over the whole chain; it is with whoever has the next step, with the village while that is held back.
    fn total(&self, running: &Running<'_>, turn: Option<&Running<'_>>) -> Deadline {
        let mut total = self.step(running, None);
        let turn = turn.map(|turn| if self.posts(turn) { self.posting(turn) } else { self.step(turn, None) });
        if !matches!(running.progress, Progress::Done(_)) {
            let village = (self.case.village.is.committee.as_str().into(), None);
            (total.who, total.command) = turn.map_or(village, |turn| (turn.who, turn.command));
        }
        total.key = "total".into();
        total.what = format!("全程办完（到“{}”）", running.step.title).into();
        total
    }

    fn clocks(&self) -> Vec<Deadline> {
        let clocks = &self.case.clocks;
        let clock = |id: &str, sort, what: &str, due, basis: &str| {
            self.stands(Deadline {
                what: what.into(),
                due: Some(due),
                basis: basis.into(),
                ..self.blank(id, sort)
            })
        };
        let told = |count: &Option<crate::policy::Count>| {
            let words = count.as_ref().map(|count| rests(&count.wording, count.clause.as_ref()));
            words.unwrap_or_default()
        };
        let kind = self.case.kind;
        let period = clocks.period.as_ref().map(|period| {
            let what = "公示期满，这天还收意见";
            clock("objections", Sort::Period, what, period.to, &told(&kind.period))
        });
        let mut all: Vec<Deadline> = period.into_iter().collect();
        let posting = told(&kind.posting);
        all.push(clock("paper", Sort::Paper, "公示纸至少贴到这天", clocks.board_until, &posting));
        let mut rows = clock("rows", Sort::Rows, "网上名单显示到这天", clocks.rows_until, "第二天撤下");
        rows.command = Some("mingbai build".into());
        all.push(rows);
        all
    }

    /// Objections that wait, and corrections that must follow. No pack sets a day for the answer: it must only come
    /// before the announcement.
    fn objections(&self) -> Vec<Deadline> {
        let life = &self.case.life;
        let waiting = |number: u32| {
            let received = life.objections.get(&number).map(|objection| chinese(objection.received));
            self.stands(Deadline {
                what: format!("核实、答复第{number}件异议（{}收到）", received.unwrap_or_default()).into(),
                basis: "没有规定天数；答复以前不能公告结果".into(),
                command: command("answer", &format!(" --number {number}")),
                ..self.blank(&format!("objection/{number}"), Sort::Objection)
            })
        };
        let mut all: Vec<Deadline> = life.open_objections().into_iter().map(waiting).collect();
        if life.correction_due() {
            all.push(self.stands(Deadline {
                what: "异议采纳了，更正名单".into(),
                basis: "没有规定天数，尽快".into(),
                command: command("amend", " --reason 事由"),
                ..self.blank("correction", Sort::Objection)
            }));
        }
        all
    }

    /// The entry that the period is over, for what the ledger saw posted.
    fn closing(&self) -> Option<Deadline> {
        let Life { stage, closed, .. } = &self.case.life;
        let last = self.case.clocks.period.as_ref().map(|period| period.to)?;
        let asked = matches!(stage, Stage::Open | Stage::Closed | Stage::Announced);
        asked.then(|| {
            self.stands(Deadline {
                what: "公示期满，记录公示结束".into(),
                due: last.succ_opt(),
                not_before: last.succ_opt(),
                done: *closed,
                basis: "公示期满的第二天".into(),
                command: command("close", ""),
                ..self.blank("close", Sort::Step)
            })
        })
    }
}

/// A command about the notice.
fn command(command: &str, more: &str) -> Option<Arc<str>> {
    Some(format!("mingbai {command} {{}}{more}").into())
}

/// The words of a step's limit or wait, and where they rest.
fn limit(running: &Running<'_>) -> String {
    let mut words = Vec::new();
    words.extend(running.limit.map(|limit| rests(&limit.wording, limit.clause.as_ref())));
    let wait = running.step.wait.as_ref();
    words.extend(wait.map(|wait| rests(&format!("满{}才能办", wait.wording), wait.clause.as_ref())));
    if running.uncovered {
        words.push("还没有这一年的放假表，算不出最后一天".to_owned());
    }
    words.join("；")
}

fn rests(wording: &str, clause: Option<&crate::policy::written::Clause>) -> String {
    format!("{wording}（{}）", Pack::source(clause))
}
