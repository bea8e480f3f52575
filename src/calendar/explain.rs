//! `explain-period`: a period day by day, in words that can be read out to whoever asks "why until then".

use super::period::{Mark, Step};
use super::words::{chinese_with_weekday, weekday};
use super::{DayKind, FirstDay, Period};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// One day of a period, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayLine {
    /// Date.
    pub date: NaiveDate,
    /// `星期一` … `星期日`.
    pub weekday: &'static str,
    /// `workday`, `make-up-workday`, `weekend` or `holiday`.
    pub kind: &'static str,
    /// Whether the day counts.
    pub counted: bool,
    /// Which day of the count it is.
    pub n: Option<u16>,
    /// Why, in Chinese.
    pub note: String,
}

/// What `explain-period --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Posting day 张贴日.
    pub first: NaiveDate,
    /// Last day for objections 截止日.
    pub last: NaiveDate,
    /// Every day from first to last.
    pub days: Vec<DayLine>,
}

impl Period {
    /// Every day from posting to closing with its reason 逐日说明.
    pub fn explain(&self) -> Vec<DayLine> {
        self.steps.iter().map(|step| self.line(step)).collect()
    }

    /// The same with first and last day, as data.
    pub fn explanation(&self) -> Explanation {
        Explanation { first: self.from, last: self.to, days: self.explain() }
    }

    /// The whole count in one sentence 一句话说明.
    pub fn summary(&self) -> String {
        let start = match self.rule.first {
            FirstDay::PostingDayCounts => "当日计入",
            FirstDay::NextDay => "当日不计，次日起算",
        };
        let full = self.full_on();
        let mut text = format!(
            "{}张贴，{start}，满{}为{}",
            chinese_with_weekday(self.from),
            self.days,
            chinese_near(full, self.from)
        );
        if full != self.to {
            let reason =
                self.steps.iter().find(|step| step.date == full).map_or_else(String::new, rest_words);
            text.push_str(&format!("；这天是{reason}，顺延到{}", chinese_near(self.to, full)));
        }
        text + "。"
    }

    fn line(&self, step: &Step) -> DayLine {
        let day = day_words(&step.kind);
        let last = step.date == self.to;
        let n = if let Mark::Counted(n) = step.mark { Some(n) } else { None };
        let note = match step.mark {
            Mark::Posted => format!("{day}；张贴当日，不计"),
            Mark::Counted(n) if last => format!("{day}；第{n}天，期满"),
            Mark::Counted(n) if n == self.days.count() => format!("{day}；第{n}天，期满日是休息日，顺延"),
            Mark::Counted(n) => format!("{day}；第{n}天"),
            Mark::Skipped => format!("{day}；不是工作日，不计"),
            Mark::Rolled => format!("{day}；休息日，继续顺延"),
            Mark::Closing => format!("{day}；顺延到这天截止"),
        };
        DayLine {
            date: step.date,
            weekday: weekday(step.date),
            kind: kind_name(&step.kind),
            counted: n.is_some(),
            n,
            note,
        }
    }
}

fn kind_name(kind: &DayKind) -> &'static str {
    match kind {
        DayKind::Workday => "workday",
        DayKind::MakeUp(_) => "make-up-workday",
        DayKind::Weekend => "weekend",
        DayKind::Holiday(_) => "holiday",
    }
}

fn day_words(kind: &DayKind) -> String {
    match kind {
        DayKind::Workday => "工作日".into(),
        DayKind::MakeUp(name) => format!("{name}调休上班"),
        DayKind::Weekend => "周末".into(),
        DayKind::Holiday(name) => format!("{name}放假"),
    }
}

fn rest_words(step: &Step) -> String {
    match &step.kind {
        DayKind::Holiday(name) => format!("{name}放假日"),
        _ => "周末".into(),
    }
}

/// Without the year when it was just said.
fn chinese_near(date: NaiveDate, said: NaiveDate) -> String {
    if date.year() == said.year() {
        format!("{}月{}日（{}）", date.month(), date.day(), weekday(date))
    } else {
        chinese_with_weekday(date)
    }
}
