//! Recurring and dated duties 定期事项, and the period in which a draft asks for comments 征求意见.

use super::{Clause, yes};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Something that is due again and again, or on one day: 每月25日, 每季度第一个月10日前, 5月30日前.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Identifier.
    pub id: String,
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub actor: String,
    /// On which days.
    pub when: When,
    /// Not before this day 自……起.
    #[serde(default, deserialize_with = "crate::diag::toml::optional_day")]
    pub since: Option<NaiveDate>,
    /// Tell the working day before, where the day is a rest day.
    #[serde(default)]
    pub before_rest_day: bool,
    /// How the text says it.
    pub wording: String,
    /// Clause of `text.md` it rests on.
    #[serde(default)]
    pub clause: Option<Clause>,
    /// Decided locally because the text is silent: the reason.
    #[serde(default)]
    pub local: Option<String>,
    /// Whether an officer has compared it with the text.
    #[serde(default = "yes")]
    pub confirmed: bool,
}

/// The days of a duty. A day that a month does not have is its last day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum When {
    /// 每月: these days of every month.
    Monthly(Vec<u32>),
    /// 每季度: a day of the first, second or third month of every quarter.
    Quarterly {
        /// 1, 2 or 3.
        month: u32,
        /// Day of the month.
        day: u32,
    },
    /// One day.
    Once(#[serde(deserialize_with = "crate::diag::toml::day")] NaiveDate),
    /// 每月、每季度、每年 without a day: due at its end.
    Within(Every),
    /// 5月份: within a month of every year, or of one year; due at its end.
    In {
        /// 1 to 12.
        month: u32,
        /// Of this year only.
        #[serde(default)]
        year: Option<i32>,
    },
}

/// How often something without a day is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Every {
    /// 每月.
    Month,
    /// 每季度.
    Quarter,
    /// 每年.
    Year,
}

/// A period in which everybody may comment on a draft 征求意见.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Consultation {
    /// First day.
    #[serde(deserialize_with = "crate::diag::toml::day")]
    pub first: NaiveDate,
    /// Last day; the ways to answer come down after it.
    #[serde(deserialize_with = "crate::diag::toml::day")]
    pub last: NaiveDate,
    /// Title of the announcement 公告标题; may use `{{ township }}` and the like.
    pub heading: String,
    /// Its text: a Markdown file of the pack.
    pub file: String,
    /// Who asks.
    pub issuer: String,
    /// How to answer, in our words.
    pub text: String,
    /// Clause of `text.md` it rests on.
    pub clause: Clause,
}
