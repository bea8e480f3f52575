//! Facts 规定: what a text fixes, each with its clause and line, found by the wording that offices use.

mod agents;
mod contacts;
mod measures;
mod money;
mod papers;
mod people;
mod steps;
mod time;
mod words;

pub(super) use agents::{actor_before, actor_first, subject};
pub(super) use people::STANDARD;
pub(super) use steps::{named_after, same};

use super::head::Head;
use super::lines::Paragraph;
use super::tree::{Clause, Part};
use crate::policy::Unit;
use chrono::NaiveDate;
use serde::Serialize;

/// A fact and where it stands.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// Number of the part, from zero.
    pub part: usize,
    /// Clause, absent before the first one.
    pub clause: Option<String>,
    /// One-based line.
    pub line: u32,
    /// One-based column, where the words themselves were found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// What it is.
    #[serde(flatten)]
    pub is: What,
}

/// What a text can fix.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum What {
    /// 时限: so many days.
    Limit {
        /// How many.
        days: u16,
        /// Of which days.
        unit: Unit,
        /// As the text says it.
        wording: String,
        /// The sentence speaks of the days of a 公示.
        posting: bool,
    },
    /// 期限 in months or years.
    Term {
        /// As the text says it.
        wording: String,
    },
    /// 按期要做的事.
    Duty {
        /// As the text says it.
        wording: String,
        /// Days of the month.
        days: Vec<u16>,
    },
    /// 截止日期.
    Deadline {
        /// Year, where the text names it.
        year: Option<i32>,
        /// Month.
        month: u32,
        /// Day; none for a whole month.
        day: Option<u32>,
    },
    /// 施行日期.
    Effective {
        /// The day; none for 自印发之日起.
        day: Option<NaiveDate>,
        /// As the text says it.
        wording: String,
    },
    /// 起止日期.
    Window {
        /// First day.
        first: NaiveDate,
        /// Last day.
        last: NaiveDate,
    },
    /// 金额.
    Amount {
        /// In yuan.
        yuan: u64,
        /// Income concept 收入口径.
        concept: Option<String>,
        /// Who is meant: 低于, 高于 or 左右.
        #[serde(skip_serializing_if = "Option::is_none")]
        side: Option<Side>,
        /// From the concept to the amount, as the text says it.
        wording: String,
        /// Base period 核算周期.
        base: Option<String>,
    },
    /// 倍数.
    Multiple {
        /// As written.
        times: String,
        /// Of what.
        of: String,
        /// Income concept 收入口径.
        concept: Option<String>,
        /// Who is meant: 低于, 高于 or 左右.
        #[serde(skip_serializing_if = "Option::is_none")]
        side: Option<Side>,
        /// From the concept to the number, as the text says it.
        wording: String,
    },
    /// 比例.
    Share {
        /// As written, without the sign.
        percent: String,
    },
    /// 对象类别.
    Category {
        /// Name.
        title: String,
        /// Warning level, where the text gives one.
        level: Option<String>,
    },
    /// 程序的一步.
    Step {
        /// Clause of the procedure.
        track: String,
        /// From one.
        order: usize,
        /// Name.
        title: String,
        /// Who acts, if the text says so.
        actor: Option<String>,
    },
    /// 公示 or 公告.
    Notice {
        /// Which.
        title: String,
    },
    /// 表单.
    Form {
        /// Name.
        title: String,
        /// Another name of the same form, and its line.
        also: Option<(String, u32)>,
    },
    /// 明白纸.
    Leaflet {
        /// Name.
        title: String,
    },
    /// 帮扶措施.
    Measure {
        /// Name.
        title: String,
        /// Responsible departments.
        departments: Vec<String>,
    },
    /// 联系方式; its value never leaves the text.
    Contact {
        /// What it is.
        what: contacts::Kind,
    },
}

pub(super) use contacts::{Kind as ContactKind, places};
pub use money::Side;

impl What {
    /// The Chinese word for its kind, in the order of a summary.
    pub(crate) const KINDS: [(&'static str, &'static str); 16] = [
        ("limit", "时限"),
        ("term", "期限"),
        ("duty", "按期要做的事"),
        ("deadline", "截止日期"),
        ("effective", "施行日期"),
        ("window", "起止日期"),
        ("amount", "金额"),
        ("multiple", "倍数"),
        ("share", "比例"),
        ("category", "对象类别"),
        ("step", "步骤"),
        ("notice", "公示、公告"),
        ("form", "表单"),
        ("leaflet", "明白纸"),
        ("measure", "帮扶措施"),
        ("contact", "联系方式"),
    ];

    /// Its kind as in JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Limit { .. } => "limit",
            Self::Term { .. } => "term",
            Self::Duty { .. } => "duty",
            Self::Deadline { .. } => "deadline",
            Self::Effective { .. } => "effective",
            Self::Window { .. } => "window",
            Self::Amount { .. } => "amount",
            Self::Multiple { .. } => "multiple",
            Self::Share { .. } => "share",
            Self::Category { .. } => "category",
            Self::Step { .. } => "step",
            Self::Notice { .. } => "notice",
            Self::Form { .. } => "form",
            Self::Leaflet { .. } => "leaflet",
            Self::Measure { .. } => "measure",
            Self::Contact { .. } => "contact",
        }
    }
}

/// A paragraph within its part: what the finders read.
struct Passage<'a> {
    part: usize,
    whole: &'a Part,
    clause: Option<&'a Clause>,
    paragraph: &'a Paragraph,
    /// Without struck words, offsets as in the paragraph.
    text: String,
}

impl Passage<'_> {
    fn fact(&self, offset: usize, is: What) -> Fact {
        let (line, column) = self.paragraph.place_at(offset);
        let clause = self.clause.map(|clause| clause.path.clone());
        Fact { part: self.part, clause, line, column: Some(column), is }
    }
}

/// Every fact, in the order of the text.
pub(super) fn find(head: &Head, parts: &[Part]) -> Vec<Fact> {
    let passages = passages(parts);
    let mut facts = Vec::new();
    for passage in &passages {
        let found =
            [time::find(&passage.text), money::find(passage), contacts::find(&passage.paragraph.text)];
        facts.extend(found.into_iter().flatten().map(|(at, is)| passage.fact(at, is)));
    }
    for passage in &headings(parts) {
        let found = [time::find(&passage.text), money::find(passage)];
        facts.extend(found.into_iter().flatten().map(|(at, is)| passage.fact(at, is)));
    }
    facts.extend(people::find(parts, &passages));
    facts.extend(papers::find(head, parts, &passages));
    for (n, part) in parts.iter().enumerate() {
        facts.extend(steps::find(n, part));
        facts.extend(measures::find(n, part));
    }
    facts.sort_by_key(|fact| (fact.part, fact.line));
    facts
}

fn passages(parts: &[Part]) -> Vec<Passage<'_>> {
    let mut all = Vec::new();
    for (part, whole) in parts.iter().enumerate() {
        let before = whole.preamble.iter().map(|paragraph| (None, paragraph));
        let clauses = whole.clauses.iter().flat_map(|clause| {
            let outer = whole.article(clause).unwrap_or(clause);
            let cited = move |n: usize| if n < clause.own { clause } else { outer };
            clause.text.iter().enumerate().map(move |(n, paragraph)| (Some(cited(n)), paragraph))
        });
        all.extend(before.chain(clauses).map(|(clause, paragraph)| Passage {
            part,
            whole,
            clause,
            paragraph,
            text: paragraph.live(),
        }));
    }
    all
}

/// Headings that hold a rule: 公示不少于7天。
fn headings(parts: &[Part]) -> Vec<Passage<'_>> {
    let all = parts.iter().enumerate().flat_map(|(part, whole)| {
        whole.clauses.iter().filter_map(move |clause| {
            let paragraph = clause.heading.as_ref()?;
            Some(Passage { part, whole, clause: Some(clause), paragraph, text: paragraph.live() })
        })
    });
    all.collect()
}

#[cfg(test)]
mod tests;
