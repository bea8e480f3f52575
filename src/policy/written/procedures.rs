//! Procedures 程序: ordered steps, their limits and waits, and what may be done ahead of them.

use super::{Clause, Limit, yes};
use serde::{Deserialize, Serialize};

/// A track: ordered steps.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Limit over the whole chain.
    #[serde(default)]
    pub total: Option<Limit>,
    /// A step that may come before all others in an emergency 先帮扶、后认定.
    #[serde(default)]
    pub aid_first: Option<AidFirst>,
    /// Steps in order.
    pub step: Vec<Step>,
}

impl Procedure {
    /// The step from which a step's wait counts: the one it names, else the one before it.
    pub fn waits_from(&self, step: &Step) -> Option<&Step> {
        let wait = step.wait.as_ref()?;
        let own = self.step.iter().position(|is| is.id == step.id)?;
        let before = &self.step[..own];
        match &wait.from {
            Some(id) => before.iter().find(|is| is.id == *id),
            None => before.last(),
        }
    }

    /// A step's wait in plain words: “开始跟踪管理”满1年以上才能办.
    pub fn wait_words(&self, step: &Step) -> Option<String> {
        let (wait, from) = (step.wait.as_ref()?, self.waits_from(step)?);
        Some(format!("“{}”满{}才能办", from.title, wait.wording))
    }
}

/// A step.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Identifier; a notice file records its day under `[steps]`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Who acts.
    pub actor: String,
    /// 村、乡、县.
    pub level: String,
    /// What it yields.
    #[serde(default)]
    pub produces: Option<String>,
    /// Until when.
    #[serde(default)]
    pub limit: Option<Limit>,
    /// Not before.
    #[serde(default)]
    pub wait: Option<Wait>,
    /// Notice kind that this step posts.
    #[serde(default)]
    pub posts: Option<String>,
    /// Whether the overall limit ends with this step.
    #[serde(default)]
    pub ends_total: bool,
    /// Whether an officer has compared it with the text.
    #[serde(default = "yes")]
    pub confirmed: bool,
    /// Clause of `text.md`.
    pub clause: Clause,
}

/// The shortest time that must pass before a step 最短间隔: 半年以上, 1年以上.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// How many months.
    pub months: u16,
    /// Step from which it counts; without it, the step before.
    #[serde(default)]
    pub from: Option<String>,
    /// How the text says it, e.g. 1年以上.
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

/// What the policy lets be done ahead of its own order 先帮扶、后认定; the township switches it on by `[aid_first]`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AidFirst {
    /// The step of giving aid.
    pub step: String,
    /// When it is allowed, in the text's words, e.g. 疫情防控期间.
    pub condition: String,
    /// How the text says it, e.g. 先帮扶、后认定.
    pub wording: String,
    /// Clause of `text.md` it rests on.
    pub clause: Clause,
    /// Whether an officer has compared it with the text.
    #[serde(default = "yes")]
    pub confirmed: bool,
}
