//! Results 公示结果: whether a notice has one that may be reported, by the ledger. A report is never filled in ahead.

use super::cases::Case;
use super::ready::Ready;
use crate::calendar::chinese_with_weekday;
use crate::diag::{Diagnostic, Place, Severity};
use crate::document::compose::Outcome;
use crate::ledger::codes::NO_RESULT;
use crate::ledger::{Life, Stage};
use crate::policy::NoticeKind;
use crate::schedule::Clocks;
use crate::schedule::State;
use chrono::NaiveDate;

/// What the report on a notice is filled from.
pub(super) enum Report {
    /// No ledger knows of its time: everything is written by hand, as it always was.
    ByHand,
    /// There is nothing to report yet; only the blank copy is printed.
    NotYet,
    /// The ledger's word.
    Filled(Box<Outcome>),
}

/// What the report on a notice is filled from on a day.
pub(super) fn report(ready: &Ready, case: &Case<'_>, today: NaiveDate) -> Report {
    if !ledger_knows_its_time(ready, &case.life, &case.clocks) {
        return Report::ByHand;
    }
    match obstacle(&case.life, &case.clocks, &case.notice.id, today) {
        Ok(()) => Outcome::of(&case.life, today, ready.ledger.head().words())
            .map_or(Report::NotYet, |outcome| Report::Filled(Box::new(outcome))),
        Err(_) => Report::NotYet,
    }
}

/// Says why there is no report on a notice yet, if the pack has one for its kind. `at` is the notice's file.
pub(super) fn not_yet(
    ready: &Ready,
    (id, path): (&str, &str),
    kind: &NoticeKind,
    (life, clocks): (&Life, &Clocks),
    today: NaiveDate,
) -> Option<Diagnostic> {
    let form = ready.pack_of(id).is.form.iter().find(|form| form.result && form.notice.contains(&kind.id))?;
    // Of a withdrawn notice nobody waits for a result; a posting that is missing is asked for by itself while it may hang.
    let said = match life.stage {
        Stage::Withdrawn => true,
        Stage::Upcoming => clocks.state(today) != State::Expired,
        _ => false,
    };
    let waits = !said && clocks.posted <= today && ledger_knows_its_time(ready, life, clocks);
    let obstacle = obstacle(life, clocks, id, today).err().filter(|_| waits)?;
    let message = format!("{}还不能填，只印空白的：{}", form.title, obstacle.why);
    let warning = Diagnostic::warning(&NO_RESULT, Place::file(path).field("kind"), message, obstacle.help);
    // That a period takes its time is nobody's fault.
    let severity = if obstacle.late { Severity::Warning } else { Severity::Notice };
    Some(Diagnostic { severity, ..warning })
}

/// A notice that hung before the ledger was begun is none of the ledger's.
fn ledger_knows_its_time(ready: &Ready, life: &Life, clocks: &Clocks) -> bool {
    let began = ready.ledger.began();
    life.posting().is_some() || began.is_some_and(|began| began <= clocks.posted)
}

/// Why there is nothing to report.
struct Obstacle {
    why: String,
    help: String,
    late: bool,
}

fn obstacle(life: &Life, clocks: &Clocks, id: &str, today: NaiveDate) -> Result<(), Obstacle> {
    let because = |why: String, help: String, late: bool| Err(Obstacle { why, help, late });
    let last = clocks.period.as_ref().map_or(clocks.board_until, |period| period.to);
    let open = life.open_objections().len();
    match life.stage {
        Stage::Upcoming => {
            because("台账里没有张贴记录".into(), format!("贴好以后运行 mingbai post {id}"), false)
        }
        Stage::Amended => because("更正以后还没有重新张贴".into(), "重新贴好，满了公示期再填".into(), false),
        Stage::Withdrawn => because("公示撤回了，没有结果".into(), "不用填".into(), false),
        _ if today <= last => {
            because(format!("公示期到{}才满", chinese_with_weekday(last)), "期满以后再生成".into(), false)
        }
        _ if open > 0 => because(
            format!("还有{open}件异议没有答复"),
            format!("核实、答复以后运行 mingbai answer {id}"),
            true,
        ),
        _ if life.correction_due() => because(
            "异议采纳了，名单还没有更正".into(),
            format!("运行 mingbai amend {id} 或 mingbai withdraw {id} --row 行号"),
            true,
        ),
        Stage::Open | Stage::Closed | Stage::Announced => Ok(()),
    }
}
