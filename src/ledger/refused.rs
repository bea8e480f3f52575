//! Refusals 不合程序: why an event cannot follow, in plain words, with the clause of the pack on which it rests.

use super::FILE;
use super::codes::{DOUBTFUL, IMPOSSIBLE};
use crate::calendar::chinese_with_weekday as day;
use crate::diag::{Diagnostic, Place};
use crate::policy::NoticeKind;
use chrono::NaiveDate;

/// Why an event cannot follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Nothing hangs yet.
    NotPosted,
    /// It hangs since that day, elsewhere or otherwise.
    Posted(NaiveDate),
    /// Before it hung.
    BeforePosting(NaiveDate),
    /// Nothing was corrected, so nothing is posted again.
    NotAmended,
    /// Corrected, not posted again yet.
    NotReposted,
    /// Posted again before it was corrected.
    BeforeAmendment(NaiveDate),
    /// Posted again with the version of the wrong one.
    SameVersion(u16),
    /// The next print run of this proof has this number.
    NextRun(u32),
    /// The period does not run.
    NotOpen,
    /// The period runs until that day.
    PeriodRuns(NaiveDate),
    /// Closed on that day.
    Closed(NaiveDate),
    /// Not closed yet.
    NotClosed,
    /// Before it was closed.
    BeforeClosing(NaiveDate),
    /// Neither closed nor announced nor withdrawn.
    NotOver,
    /// These objections wait for an answer.
    OpenObjections(Vec<u32>),
    /// The next objection has this number.
    NextObjection(u32),
    /// No such objection.
    UnknownObjection(u32),
    /// Answered otherwise on that day.
    Answered(u32, NaiveDate),
    /// Before the objection was received.
    BeforeObjection(NaiveDate),
    /// Announced on that day.
    Announced(NaiveDate),
    /// It is an announcement itself.
    IsAnnouncement,
    /// Withdrawn on that day.
    Withdrawn(NaiveDate),
    /// The step was done on another day.
    StepDone(NaiveDate),
}

impl Refused {
    /// What is in the way, and what to do.
    fn words(&self) -> (String, String) {
        let (why, help): (String, &str) = match self {
            Self::NotPosted => ("这份公示还没有张贴记录".into(), "先贴好，再运行 mingbai post"),
            Self::Posted(on) => (
                format!("{}已经记过张贴", day(*on)),
                "内容改了要重新贴的，先运行 mingbai amend；记错了的，用 mingbai amend --typo 写明",
            ),
            Self::BeforePosting(on) => (format!("日期早于张贴日{}", day(*on)), "核对 --day"),
            Self::NotAmended => ("没有记过更正，不用重新张贴".into(), "先运行 mingbai amend"),
            Self::NotReposted => ("更正以后还没有重新张贴".into(), "重新贴好，再运行 mingbai post"),
            Self::BeforeAmendment(on) => (format!("日期早于更正的{}", day(*on)), "核对 --day"),
            Self::SameVersion(version) => {
                (format!("更正以后还是第{version}版"), "在公示文件里把 version 加一，写新的 posted，重新签字")
            }
            Self::NextRun(next) => {
                (format!("付印要依次编号，下一次是第{next}次"), "再运行一次 mingbai print")
            }
            Self::NotOpen => ("公示期没有在算".into(), "已经结束的公示不再重新计算"),
            Self::PeriodRuns(last) => {
                (format!("公示期到{}才满，当天还要收意见", day(*last)), "第二天起再运行 mingbai close")
            }
            Self::Closed(on) => (format!("{}已经结束", day(*on)), "不用再记"),
            Self::NotClosed => ("公示还没有结束".into(), "公示期满以后先运行 mingbai close"),
            Self::BeforeClosing(on) => (format!("日期早于公示结束的{}", day(*on)), "核对 --day"),
            Self::NotOver => ("公示还没有结束，不能归档".into(), "公示期满以后先运行 mingbai close"),
            Self::OpenObjections(open) => {
                let numbers: Vec<String> = open.iter().map(|number| format!("第{number}件")).collect();
                (format!("还有异议没有答复：{}", numbers.join("、")), "核实、答复以后运行 mingbai answer")
            }
            Self::NextObjection(next) => (format!("异议要依次编号，下一件是第{next}件"), "改正 --number"),
            Self::UnknownObjection(number) => (format!("没有第{number}件异议"), "先运行 mingbai object"),
            Self::Answered(number, on) => (
                format!("第{number}件异议{}已经答复，结果不同", day(*on)),
                "结果变了的，运行 mingbai amend 或 mingbai withdraw",
            ),
            Self::BeforeObjection(on) => (format!("答复早于收到异议的{}", day(*on)), "核对 --day"),
            Self::Announced(on) => {
                (format!("{}已经公告结果", day(*on)), "公告以后的问题按政策的复核程序办，另发公示")
            }
            Self::IsAnnouncement => ("这份本身就是公告，张贴就是公告".into(), "运行 mingbai post"),
            Self::Withdrawn(on) => (format!("这份公示{}已经撤回", day(*on)), "要再公示的，另写一份公示文件"),
            Self::StepDone(on) => (format!("这一步{}已经办结", day(*on)), "核对 --day"),
        };
        (why, help.to_owned())
    }

    /// The refusal as a finding, with the clause.
    pub fn finding(&self, notice: &str, kind: &NoticeKind) -> Diagnostic {
        let (why, help) = self.words();
        let message = format!("{why}（{}）", clause(self, kind));
        Diagnostic::refusal(&IMPOSSIBLE, Place::file(notice), message, help)
    }

    /// A line that stands in the ledger although it does not fit the present pack.
    pub fn odd(&self, line: u64, kind: &NoticeKind) -> Diagnostic {
        let at = Place { line: u32::try_from(line).ok(), ..Place::file(FILE) };
        let message = format!("这一条不合程序，没有采用：{}（{}）", self.words().0, clause(self, kind));
        Diagnostic::warning(&DOUBTFUL, at, message, "核对；需要时另记一条")
    }
}

/// What it rests on: the period's clause where the period decides, else the clause of the notice.
fn clause(refused: &Refused, kind: &NoticeKind) -> String {
    let of = |clause: &str| format!("文件{}", clause.replace('/', ""));
    match (refused, &kind.period) {
        (Refused::PeriodRuns(_) | Refused::NotClosed | Refused::SameVersion(_), Some(period)) => {
            let source = match (&period.clause, &period.local) {
                (Some(clause), _) => of(clause.get_ref()),
                (None, Some(why)) => format!("本地决定：{why}"),
                (None, None) => of(kind.clause.get_ref()),
            };
            format!("{}，{source}", period.wording)
        }
        _ => format!("{}，{}", kind.title, of(kind.clause.get_ref())),
    }
}
