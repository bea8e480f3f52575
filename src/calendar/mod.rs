//! Calendar 日历: holiday tables become answers to "is this a workday", 公示期 and deadlines.
//!
//! Anybody may call; nothing personal comes here. Tables are text handed in by the caller: no disk, no clock.
//! A day of a year without a table has no answer: [`Uncovered`], never Monday-to-Friday by guess.

mod codes;
mod explain;
mod period;
mod recurring;
mod table;
mod window;
mod words;

pub(crate) use codes::CATALOG;
pub use explain::{DayLine, Explanation};
pub use period::{Days, FirstDay, Period, Rule};
pub use recurring::recurring;
pub use table::Source;
pub use window::{Month, Window, income_window};
pub use words::{chinese, chinese_with_weekday, weekday};

use crate::diag::{Diagnostic, Place};
use chrono::{Datelike, NaiveDate, Weekday};
use codes::{DUPLICATE_TABLE, UNCOVERED_YEAR, UNKNOWN_REGION};
use std::collections::BTreeMap;
use table::{Named, Table};

/// What kind of day a date is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayKind {
    /// 工作日: Monday to Friday, not a holiday.
    Workday,
    /// 调休上班: a weekend day that is worked, with the festival it makes up for.
    MakeUp(String),
    /// 周末: Saturday or Sunday.
    Weekend,
    /// 放假: a day off by notice, with the festival's name; weekends inside a holiday are this too.
    Holiday(String),
}

impl DayKind {
    /// Whether offices work on this day 工作日.
    pub fn is_workday(&self) -> bool {
        matches!(self, Self::Workday | Self::MakeUp(_))
    }
}

/// A year without a table 没有放假调休表的年份.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncovered {
    /// The year.
    pub year: i32,
    /// The region whose local table is missing; `None`: the national table is.
    pub region: Option<String>,
}

impl From<Uncovered> for Diagnostic {
    fn from(uncovered: Uncovered) -> Self {
        let Uncovered { year, region } = uncovered;
        let whose = region.unwrap_or_default();
        Self::error(
            &UNCOVERED_YEAR,
            Place::file(format!("policies/calendar/{year}.toml")),
            format!("没有{whose}{year}年的放假调休表，期限数到了这一年，不能推算"),
            "等放假安排的通知公布后，照上一年的样子添一张表，写明文号",
        )
    }
}

/// Workdays and days off 日历, as far as tables cover them.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    national: BTreeMap<i32, Table>,
    local: BTreeMap<String, BTreeMap<i32, Table>>,
    region: Option<String>,
}

impl Calendar {
    /// Reads holiday tables 放假调休表 from (path, text) pairs; all faults at once.
    pub fn parse(files: &[(String, String)]) -> Result<Self, Vec<Diagnostic>> {
        let mut calendar = Self::default();
        let mut faults = Vec::new();
        for (path, text) in files {
            match table::parse(path, text) {
                Ok(table) => faults.extend(calendar.add(table)),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() {
            Ok(calendar)
        } else {
            crate::diag::sort(&mut faults);
            Err(faults)
        }
    }

    fn add(&mut self, table: Table) -> Option<Diagnostic> {
        let years = match &table.region {
            Some(region) => self.local.entry(region.clone()).or_default(),
            None => &mut self.national,
        };
        if let Some(first) = years.get(&table.year) {
            return Some(Diagnostic::error(
                &DUPLICATE_TABLE,
                Place::file(&table.path),
                format!("{}年已有一张表：{}", table.year, first.path),
                "删去一张",
            ));
        }
        years.insert(table.year, table);
        None
    }

    /// The same calendar with a region's own holidays 地方性假日 (全国年节及纪念日放假办法 §4) laid over it.
    ///
    /// From then on a year needs both tables: a missing local table is uncovered, not "no local holidays".
    pub fn in_region(&self, region: &str) -> Result<Self, Diagnostic> {
        if !self.local.contains_key(region) {
            return Err(Diagnostic::error(
                &UNKNOWN_REGION,
                Place::file("policies/calendar"),
                format!("没有“{region}”的地方性假日表"),
                "添上 kind = \"local\" 的表，或改正地区名",
            ));
        }
        Ok(Self { region: Some(region.into()), ..self.clone() })
    }

    /// Years with a national table 有表的年份, ascending.
    pub fn years(&self) -> Vec<i32> {
        self.national.keys().copied().collect()
    }

    /// The notices 依据 that a year's table was copied from, national first.
    pub fn sources(&self, year: i32) -> Vec<&Source> {
        self.tables(year).into_iter().flatten().flat_map(|table| &table.sources).collect()
    }

    fn tables(&self, year: i32) -> [Option<&Table>; 2] {
        let local = self.region.as_ref().and_then(|region| self.local.get(region)?.get(&year));
        [self.national.get(&year), local]
    }

    /// What kind of day a date is.
    pub fn day(&self, date: NaiveDate) -> Result<DayKind, Uncovered> {
        let year = date.year();
        let [national, local] = self.tables(year);
        let national = national.ok_or(Uncovered { year, region: None })?;
        if self.region.is_some() && local.is_none() {
            return Err(Uncovered { year, region: self.region.clone() });
        }
        let named = local.and_then(|table| table.days.get(&date)).or_else(|| national.days.get(&date));
        Ok(match named {
            Some(Named::Off(name)) => DayKind::Holiday(name.clone()),
            Some(Named::Work(name)) => DayKind::MakeUp(name.clone()),
            None if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) => DayKind::Weekend,
            None => DayKind::Workday,
        })
    }

    /// Whether offices work on a date 是否工作日.
    pub fn is_workday(&self, date: NaiveDate) -> Result<bool, Uncovered> {
        self.day(date).map(|kind| kind.is_workday())
    }

    /// The date itself if offices work on it, else the next one they work on 顺延 (civil code 203).
    pub fn roll(&self, date: NaiveDate) -> Result<NaiveDate, Uncovered> {
        let mut date = date;
        while !self.is_workday(date)? {
            date = next(date)?;
        }
        Ok(date)
    }

    /// The date itself if offices work on it, else the last one before it that they work on 提前.
    pub fn last_workday(&self, date: NaiveDate) -> Result<NaiveDate, Uncovered> {
        let mut date = date;
        while !self.is_workday(date)? {
            date = date.pred_opt().ok_or(Uncovered { year: date.year(), region: None })?;
        }
        Ok(date)
    }

    /// The n-th workday after a date 工作日期限, the date itself not counted; the date itself for 0.
    pub fn add_working(&self, from: NaiveDate, n: u16) -> Result<NaiveDate, Uncovered> {
        let mut date = from;
        for _ in 0..n {
            date = self.roll(next(date)?)?;
        }
        Ok(date)
    }

    /// The last day of a deadline 时限 ("5个工作日内", "15天内"): the first day not counted, calendar days with
    /// `rollover` end on a workday. The whole count must be covered, see [`Calendar::period`].
    pub fn deadline(&self, from: NaiveDate, days: Days, rollover: bool) -> Result<NaiveDate, Uncovered> {
        match days {
            Days::Working(n) => self.add_working(from, n),
            Days::Calendar(n) => {
                let mut date = from;
                for _ in 0..n {
                    date = next(date)?;
                    self.day(date)?;
                }
                if rollover { self.roll(date) } else { Ok(date) }
            }
        }
    }
}

/// The day after; the end of representable time is a year without a table.
fn next(date: NaiveDate) -> Result<NaiveDate, Uncovered> {
    date.succ_opt().ok_or(Uncovered { year: date.year(), region: None })
}
