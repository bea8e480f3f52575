//! What is due next 下一步, once the ledger has spoken; the pack's own steps follow where it has nothing to ask.

use super::life::{Life, Stage};
use crate::calendar::chinese;
use crate::policy::NoticeKind;
use crate::schedule::State;
use crate::schedule::{Clocks, Next};
use chrono::NaiveDate;

/// The next step: what the ledger asks for, else `steps` (the pack's).
pub fn next(
    life: &Life,
    kind: &NoticeKind,
    clocks: &Clocks,
    state: State,
    steps: Option<Next>,
    today: NaiveDate,
) -> Option<Next> {
    let ask = |what: String, due: Option<NaiveDate>| Some(Next { what, due });
    let waiting = life.open_objections().len();
    let last = clocks.period.as_ref().map(|period| period.to);
    match life.stage {
        Stage::Upcoming => steps,
        Stage::Withdrawn => None,
        Stage::Amended if state == State::Expired => ask("改好名册，重新签字、张贴".into(), None),
        Stage::Amended => steps,
        _ if waiting > 0 => {
            ask(format!("核实、答复异议（还有{waiting}件）"), last.filter(|last| *last >= today))
        }
        _ if life.reduced == Some(today) && !life.hangs_as_derived() => {
            ask("今天换下：打印新的，换下公示栏上旧的那张（撤下了一户）".into(), Some(today))
        }
        _ if life.correction_due() => ask("异议采纳了，更正名单".into(), None),
        Stage::Open if kind.period.is_some() && last.is_some_and(|last| today > last) => {
            ask("公示期满，记录公示结束".into(), last.and_then(|last| last.succ_opt()))
        }
        Stage::Open | Stage::Closed | Stage::Announced => steps,
    }
}

impl Life {
    /// The life in one sentence, for the office 经过.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        if let Some(posting) = self.posting() {
            parts.push(format!("{}张贴（第{}版）", chinese(posting.day), posting.version));
        }
        let (received, answered, upheld) = self.counts();
        if self.stage != Stage::Upcoming {
            parts.push(match received {
                0 => "没有收到异议".to_owned(),
                _ => format!("收到异议{received}件，答复{answered}件，采纳{upheld}件"),
            });
        }
        if !self.withdrawn_rows.is_empty() {
            parts.push(format!("撤下{}户", self.withdrawn_rows.len()));
        }
        parts.extend(self.closed.map(|day| format!("{}公示结束", chinese(day))));
        parts.extend(self.announced.as_ref().map(|(day, _)| format!("{}公告结果", chinese(*day))));
        parts.extend(self.withdrawn.map(|day| format!("{}撤回", chinese(day))));
        parts.join("；")
    }
}
