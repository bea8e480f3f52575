//! What people decided about a policy: which of two rules that clash gives way, and which parts may be told 区分处理.

use super::{Clause, yes};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The answer to two rules that clash 时限冲突. The two are named by `between` (their dotted ids in this file, or
/// `calendar`), or, where no number is at fault, by `clauses` with the words of each.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// What it is about, for lists.
    pub title: String,
    /// Two of: `notice.ID.period`, `notice.ID.posting`, `procedure.ID.total`, `procedure.ID.STEP.limit`, `duty.ID`,
    /// `consultation`, `calendar`.
    #[serde(default)]
    pub between: Vec<String>,
    /// Two clauses whose words do not agree.
    #[serde(default)]
    pub clauses: Vec<Clause>,
    /// The words of each of the two clauses, as they stand in `text.md`.
    #[serde(default)]
    pub words: Vec<String>,
    /// Which of the two is kept: one of `between`, or one of `words`. Absent where nobody below the issuer may decide.
    #[serde(default)]
    pub keep: Option<String>,
    /// Why, and what is done, plain words.
    pub text: String,
    /// Clause of `text.md` that the answer rests on.
    #[serde(default)]
    pub clause: Option<Clause>,
    /// Decided locally because the text is silent: the reason.
    #[serde(default)]
    pub local: Option<String>,
    /// Whether an officer has compared it with the text.
    #[serde(default = "yes")]
    pub confirmed: bool,
}

/// A recorded decision that a part of a document on request may be told (政府信息公开条例 art. 37 区分处理).
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosed {
    /// The clause that may be told, with everything below it.
    pub clause: Clause,
    /// Day of the decision.
    #[serde(deserialize_with = "crate::diag::toml::day")]
    pub decided: NaiveDate,
    /// Who decided.
    pub by: String,
    /// Number of the paper or record 文号或记录号.
    pub record: String,
    /// Why it may be told.
    pub reason: String,
}
