//! The names that a pack's texts may use in `{{ }}`: open data only.

use crate::calendar;
use crate::policy::{Limit, Pack};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What is known when a text is filled in.
#[derive(Debug, Default, Clone)]
pub struct Circumstances {
    /// Township 乡镇.
    pub township: String,
    /// Village 村, for a village's document.
    pub village: Option<String>,
    /// Number of households and people, for a notice.
    pub counts: Option<(usize, usize)>,
    /// Days recorded for the steps.
    pub steps: BTreeMap<String, NaiveDate>,
}

/// The context of a text: `policy`, `township`, `village`, `households`, `people`, `steps.<id>`, `limit.<step>`,
/// `limit.total`, `discovery`, `scope`, `exit`, `measure`, `category`.
pub fn values(pack: &Pack, known: &Circumstances) -> tera::Context {
    let mut context = tera::Context::new();
    let is = &pack.is;
    context.insert(
        "policy",
        &BTreeMap::from([
            ("title", is.title.clone()),
            ("short", is.short.clone()),
            ("citation", pack.citation()),
            ("issuer", is.issuer.join("、")),
        ]),
    );
    context.insert("township", &known.township);
    context.insert("village", &known.village);
    if let Some((households, people)) = known.counts {
        context.insert("households", &households);
        context.insert("people", &people);
    }
    // Every step has a name here, recorded or not, so that a text may ask.
    let mut steps: BTreeMap<&str, Option<String>> = BTreeMap::new();
    let mut limits: BTreeMap<&str, &Limit> = BTreeMap::new();
    for procedure in &is.procedure {
        for step in &procedure.step {
            steps.insert(&step.id, known.steps.get(&step.id).copied().map(calendar::chinese));
            if let Some(limit) = &step.limit {
                limits.insert(&step.id, limit);
            }
        }
        if let Some(total) = &procedure.total {
            limits.insert("total", total);
        }
    }
    context.insert("steps", &steps);
    context.insert("limit", &limits);
    context.insert("discovery", &is.discovery);
    context.insert("scope", &is.scope);
    context.insert("exit", &is.exit);
    context.insert("measure", &is.measure);
    context.insert("category", &is.category);
    context
}
