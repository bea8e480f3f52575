//! Limits and counts: how many of which days, from when, and on which clause they rest.

use super::{Clause, yes};
use serde::{Deserialize, Serialize};

/// A time limit 时限.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How many.
    pub days: u16,
    /// Of which days.
    pub unit: Unit,
    /// Step from which it counts.
    pub from: String,
    /// How the text says it, e.g. 一般不超过15天.
    pub wording: String,
    /// Clause of `text.md` it rests on, e.g. `二/（三）`.
    #[serde(default)]
    pub clause: Option<Clause>,
    /// Decided locally because the text is silent: the reason.
    #[serde(default)]
    pub local: Option<String>,
    /// Whether an officer has compared it with the text.
    #[serde(default = "yes")]
    pub confirmed: bool,
}

/// 天 or 工作日.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Calendar days 天.
    Calendar,
    /// Working days 工作日.
    Working,
}

impl Unit {
    /// 天 or 个工作日.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Calendar => "天",
            Self::Working => "个工作日",
        }
    }
}

/// A period of a notice.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// How many.
    pub days: u16,
    /// Of which days.
    pub unit: Unit,
    /// Start and rollover rule: posting-day-counts, next-day, next-day-rollover.
    pub rule: String,
    /// How the text says it.
    pub wording: String,
    /// Clause of `text.md` it rests on, e.g. `二/（三）`.
    #[serde(default)]
    pub clause: Option<Clause>,
    /// Decided locally because the text is silent: the reason.
    #[serde(default)]
    pub local: Option<String>,
    /// Whether an officer has compared it with the text.
    #[serde(default = "yes")]
    pub confirmed: bool,
}
