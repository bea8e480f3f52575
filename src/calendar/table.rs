//! Holiday tables 放假调休表: TOML text becomes checked days of one year; every fault has its line and column.

use super::codes::{BAD_TABLE, WRONG_DATE};
use crate::diag::{Diagnostic, Place};
use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::value::Datetime;

/// The notice 通知 that a table was copied from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Title 标题.
    pub title: String,
    /// Document number 文号, where a published copy shows it.
    pub number: Option<String>,
    /// Date of issue 成文日期, where a published copy shows it.
    pub date: Option<NaiveDate>,
    /// Whether somebody compared number and date with a published copy.
    pub verified: bool,
}

/// What a table says about a day that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// 放假: the festival's name.
    Off(String),
    /// 调休上班: the festival whose holiday it makes up for.
    Work(String),
}

/// One checked table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) path: String,
    pub(super) year: i32,
    /// `None` for the whole country.
    pub(super) region: Option<String>,
    pub(super) sources: Vec<Source>,
    pub(super) days: BTreeMap<NaiveDate, Named>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Reach {
    #[default]
    National,
    Local,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    year: i32,
    #[serde(default)]
    kind: Reach,
    region: Option<Spanned<String>>,
    notice: Vec<RawNotice>,
    holiday: Vec<RawHoliday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNotice {
    title: Spanned<String>,
    number: Option<String>,
    date: Option<Spanned<Datetime>>,
    verified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHoliday {
    name: String,
    first: Spanned<Datetime>,
    last: Spanned<Datetime>,
    #[serde(default)]
    work: Vec<Spanned<Datetime>>,
}

/// Reads one table; faults are all reported at once.
pub(super) fn parse(path: &str, text: &str) -> Result<Table, Vec<Diagnostic>> {
    let raw: RawTable = crate::diag::toml::parse(path, text)?;
    let mut reader = Reader { path, text, year: raw.year, days: BTreeMap::new(), faults: Vec::new() };
    let region = match (raw.kind, raw.region) {
        (Reach::National, None) => None,
        (Reach::Local, Some(region)) => Some(region.into_inner()),
        (Reach::National, Some(region)) => {
            reader.bad(region.span(), "写了 region，却不是地方的表", "地方性假日的表加上 kind = \"local\"");
            None
        }
        (Reach::Local, None) => {
            reader.bad(0..0, "地方的表没有写地区", "加上 region，例如 region = \"广西壮族自治区\"");
            None
        }
    };
    if raw.notice.is_empty() {
        reader.bad(0..0, "没有写依据的通知", "加上 [[notice]]，写明标题和文号");
    }
    let sources = raw.notice.into_iter().filter_map(|notice| reader.source(notice)).collect();
    raw.holiday.iter().for_each(|holiday| reader.holiday(holiday));
    if reader.faults.is_empty() {
        Ok(Table { path: path.into(), year: raw.year, region, sources, days: reader.days })
    } else {
        Err(reader.faults)
    }
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    year: i32,
    days: BTreeMap<NaiveDate, Named>,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn bad(&mut self, span: Range<usize>, message: &str, help: &str) {
        let at = place(self.path, self.text, span);
        self.faults.push(Diagnostic::error(&BAD_TABLE, at, message, help));
    }

    fn wrong(&mut self, span: Range<usize>, message: String) {
        let at = place(self.path, self.text, span);
        self.faults.push(Diagnostic::error(&WRONG_DATE, at, message, "对照通知更正日期"));
    }

    fn source(&mut self, raw: RawNotice) -> Option<Source> {
        let date = match &raw.date {
            Some(date) => Some(self.date(date)?),
            None => None,
        };
        if raw.verified && (date.is_none() || raw.number.is_none()) {
            self.bad(
                raw.title.span(),
                "写了 verified = true，却没有文号或日期",
                "补上 number 和 date，或改为 verified = false",
            );
        }
        Some(Source { title: raw.title.into_inner(), number: raw.number, date, verified: raw.verified })
    }

    fn date(&mut self, raw: &Spanned<Datetime>) -> Option<NaiveDate> {
        let value = raw.get_ref();
        let date = value
            .date
            .filter(|_| value.time.is_none())
            .and_then(|d| NaiveDate::from_ymd_opt(i32::from(d.year), u32::from(d.month), u32::from(d.day)));
        if date.is_none() {
            self.bad(raw.span(), "这里只写日期，不写时刻", "写成 2026-10-01 的样子");
        }
        date
    }

    fn own_date(&mut self, raw: &Spanned<Datetime>) -> Option<NaiveDate> {
        let date = self.date(raw)?;
        if date.year() != self.year {
            self.wrong(raw.span(), format!("{date} 不在{}年，应写在{}年的表里", self.year, date.year()));
            return None;
        }
        Some(date)
    }

    fn holiday(&mut self, raw: &RawHoliday) {
        if let (Some(first), Some(last)) = (self.own_date(&raw.first), self.own_date(&raw.last)) {
            if last < first {
                self.wrong(raw.last.span(), format!("放假末日 {last} 早于首日 {first}"));
            }
            for day in first.iter_days().take_while(|day| *day <= last) {
                self.name(day, Named::Off(raw.name.clone()), raw.first.span());
            }
        }
        for work in &raw.work {
            let Some(day) = self.own_date(work) else { continue };
            if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
                self.name(day, Named::Work(raw.name.clone()), work.span());
            } else {
                self.wrong(work.span(), format!("调休上班日 {day} 不是周六或周日"));
            }
        }
    }

    fn name(&mut self, day: NaiveDate, named: Named, span: Range<usize>) {
        if self.days.insert(day, named).is_some() {
            self.wrong(span, format!("{day} 写了两次"));
        }
    }
}

/// One-based line and column (in characters) of a byte offset.
fn place(path: &str, text: &str, span: Range<usize>) -> Place {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    Place::at(path, u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}
