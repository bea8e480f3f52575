//! Forms of the office 表单 as a pack declares them.

use super::{Clause, yes};
use serde::{Deserialize, Serialize};

/// A form 表单: printed for the office only, never public.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Identifier, used in its file name.
    pub id: String,
    /// Title for lists.
    pub title: String,
    /// Title as printed; may use `{{ village }}` and the like.
    pub heading: String,
    /// Markdown file of the pack.
    pub file: String,
    /// One for each household, for each notice, or only blank for each village.
    pub to: FormTo,
    /// Notice kinds whose rosters fill it.
    #[serde(default)]
    pub notice: Vec<String>,
    /// Only for households of these categories; empty: for all. For forms that are printed for each household.
    #[serde(default)]
    pub category: Vec<String>,
    /// Fields of `fields.toml` that it may fill in; a place for any other field is an error.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Reports the result of its notice 公示结果: once there is a ledger, it is filled in from it, and not before the
    /// period is over and every objection answered.
    #[serde(default)]
    pub result: bool,
    /// Lies on its side.
    #[serde(default)]
    pub landscape: bool,
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

/// For whom a form is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormTo {
    /// 每户一份: one for each household of the roster, in one booklet.
    Household,
    /// 每份公示一份.
    Notice,
    /// 每村一份, blank.
    Village,
}
