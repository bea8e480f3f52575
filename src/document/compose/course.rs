//! What the ledger tells the public of a notice 办理经过: corrections, how many objections, how it ended.
//!
//! Counts and days only: never who objected, never that or why a household was taken off the list.

use crate::calendar;
use crate::document::{Span, Text};
use crate::ledger::{Life, Stage};
use crate::policy::NoticeKind;
use crate::schedule::{Ended, State};
use chrono::NaiveDate;

/// The page of an announcement 公告 that followed a notice.
#[derive(Debug, Clone)]
pub struct Sequel {
    /// Its title.
    pub title: String,
    /// Its address, from the site's root.
    pub href: String,
}

/// A notice's life, as far as its readers may know it.
#[derive(Clone, Copy)]
pub struct Course<'a> {
    /// The life.
    pub life: &'a Life,
    /// Whether words that a clerk wrote into the ledger may be told: they hold nothing of a roster of today.
    pub words: bool,
    /// The announcement that followed.
    pub sequel: Option<&'a Sequel>,
    /// Where the words are declared.
    pub place: &'a str,
}

impl Course<'_> {
    /// How the notice ended before its time, if it did; no date of its clocks counts any more then.
    pub fn ended(&self, state: State) -> Option<Ended> {
        match (self.life.stage, state) {
            (Stage::Withdrawn, _) => self.life.withdrawn.map(Ended::Withdrawn),
            (Stage::Amended, State::Expired) => self.last_correction().map(Ended::Amended),
            _ => None,
        }
    }

    fn last_correction(&self) -> Option<NaiveDate> {
        self.life.amended.iter().filter(|(_, restart, _)| *restart).map(|(day, _, _)| *day).max()
    }

    /// Corrections: what a paper on the wall must say of itself too. `next`: day and version of what is to hang next.
    pub(super) fn corrections(&self, next: Option<(NaiveDate, u16)>) -> Vec<(Text, Text)> {
        let one = |(day, restart, reason): &(NaiveDate, bool, String)| {
            let on = calendar::chinese(*day);
            let again = self.life.postings.iter().skip(1).find(|posting| posting.day >= *day);
            let again = again.map(|posting| (posting.day, posting.version)).or(next);
            let (words, place) = match (restart, again) {
                (false, _) if self.words => (format!("{on}更正笔误：{reason}"), self.place),
                (false, _) => (format!("{on}更正笔误"), "程序"),
                (true, Some((since, version))) => {
                    let since = calendar::chinese(since);
                    (format!("{on}更正内容；{since}重新张贴第{version}版，期限从那天重新算起"), "程序")
                }
                (true, None) => (format!("{on}更正内容；重新张贴以后，期限重新算起"), "程序"),
            };
            (Text::open("更正", "程序"), Text::open(words, place))
        };
        self.life.amended.iter().map(one).collect()
    }

    /// Everything that happened, in the order in which it is asked: corrections, objections, end, announcement.
    /// `place` declares the titles of this village's notices.
    pub(super) fn pairs(
        &self,
        kind: &NoticeKind,
        place: &str,
        next: Option<(NaiveDate, u16)>,
    ) -> Vec<(Text, Text)> {
        let life = self.life;
        let mut pairs = self.corrections(next);
        let mut pair = |label: &str, words: String| {
            pairs.push((Text::open(label, "程序"), Text::open(words, "程序")));
        };
        match life.counts() {
            (0, ..) if life.closed.is_some() && kind.period.is_some() => {
                pair("异议", "没有收到异议".to_owned())
            }
            (0, ..) => {}
            (received, 0, _) => pair("异议", format!("收到{received}件，正在核实")),
            (received, answered, _) if received == answered => {
                pair("异议", format!("收到{received}件，都已答复"));
            }
            (received, answered, _) => pair("异议", format!("收到{received}件，已答复{answered}件")),
        }
        if let Some(day) = life.closed {
            let label = if kind.period.is_some() { "公示结束" } else { "公告结束" };
            pair(label, calendar::chinese(day));
        }
        if let Some((day, number)) = &life.announced {
            let number = number.as_ref().filter(|_| self.words).map(|number| format!("（{number}）"));
            let words = format!("{}公告{}", calendar::chinese(*day), number.unwrap_or_default());
            pairs.push((Text::open("结果", "程序"), Text::open(words, self.place)));
        }
        if let Some(sequel) = self.sequel {
            let link = Span::Link { text: sequel.title.clone(), href: sequel.href.clone() };
            let text = Text { spans: vec![link], ..Text::open("", place) };
            pairs.push((Text::open("公告全文", "程序"), text));
        }
        if let Some(day) = life.withdrawn {
            pairs.push((Text::open("撤回", "程序"), Text::open(calendar::chinese(day), "程序")));
        }
        pairs
    }
}
