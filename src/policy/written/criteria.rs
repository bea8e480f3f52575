//! Thresholds 收入标准: below or above which amount a household counts, and over which months its income is summed.

use super::{Clause, yes};
use crate::calendar::{Month, Window, income_window};
use serde::{Deserialize, Serialize};

/// An income or amount criterion. Exactly one of `below`, `above` and `about` is written.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Identifier.
    pub id: String,
    /// What it decides, e.g. 收入低.
    pub title: String,
    /// What is measured, in the text's own term: 人均可支配收入, 人均纯收入.
    pub concept: String,
    /// Who lies below it 低于.
    #[serde(default)]
    pub below: Option<Figure>,
    /// Who lies above it 高于.
    #[serde(default)]
    pub above: Option<Figure>,
    /// Round about 左右, for a size that is no criterion of a household.
    #[serde(default)]
    pub about: Option<Figure>,
    /// Categories it belongs to; empty: all.
    #[serde(default)]
    pub category: Vec<String>,
    /// Over which months, if the text says.
    #[serde(default)]
    pub period: Option<BasePeriod>,
    /// How the text says it, e.g. 人均可支配收入低于1万元.
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

impl Threshold {
    /// The figure, if exactly one is written.
    pub fn figure(&self) -> Option<&Figure> {
        match (&self.below, &self.above, &self.about) {
            (Some(figure), None, None) | (None, Some(figure), None) | (None, None, Some(figure)) => {
                Some(figure)
            }
            _ => None,
        }
    }
}

/// An amount, a multiple of a standard, or a share of something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    untagged,
    expecting = "一个整数（多少元），或 { times = \"1.5\", of = \"什么标准\" }，或 { percent = \"5\", of = \"什么\" }"
)]
pub enum Figure {
    /// 元.
    Yuan(u32),
    /// 倍.
    Multiple(Multiple),
    /// 百分之几.
    Share(Share),
}

/// So many times a standard.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Multiple {
    /// A number as written, e.g. `1.5`: never reckoned with, so never rounded.
    pub times: String,
    /// Of which standard, e.g. 国家扶贫标准.
    pub of: String,
}

/// So many hundredths of something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// A number as written, e.g. `5`.
    pub percent: String,
    /// Of what.
    pub of: String,
}

/// Over which months an income is summed 收入核算周期: `rolling_months` before the month of entry, or the calendar year
/// before it.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BasePeriod {
    /// So many whole months before the month of entry, which itself does not count.
    #[serde(default)]
    pub rolling_months: Option<u16>,
    /// January to December of the year before 上年度.
    #[serde(default)]
    pub previous_year: bool,
    /// How it is told, e.g. 纳入监测那个月之前的一整年.
    pub wording: String,
    /// The month of entry in the text's own example; the window reckoned for it must stand in the clause.
    #[serde(default)]
    pub example: Option<Month>,
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

impl BasePeriod {
    /// The months for a household that enters in `entry`.
    pub fn window(&self, entry: Month) -> Window {
        match self.rolling_months {
            Some(months) => income_window(entry, months),
            None => Window::previous_year(entry),
        }
    }
}
