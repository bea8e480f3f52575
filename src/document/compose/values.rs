//! The names that a pack's texts may use in `{{ }}`: open data only, and of that only what the reader may be told.

use crate::calendar::{self, Month};
use crate::document::form::INCOME_BLANK;
use crate::policy::{Limit, Pack};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A township's decision that aid comes before identification 先帮扶、后认定.
#[derive(Debug, Clone, Copy)]
pub struct AidFirst<'a> {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// Who decided, by which document.
    pub decided: &'a str,
}

/// What is known when a text is filled in.
#[derive(Debug, Default, Clone)]
pub struct Circumstances<'a> {
    /// For the office alone: parts that may not be told to the public stand in it too.
    pub office: bool,
    /// The day that the text speaks of; none on a copy to be filled in by hand.
    pub on: Option<NaiveDate>,
    /// The township's decision that aid comes first.
    pub aid_first: Option<AidFirst<'a>>,
    /// Township 乡镇.
    pub township: String,
    /// Village 村, for a village's document.
    pub village: Option<String>,
    /// Number of households and people, for a notice.
    pub counts: Option<(usize, Option<usize>)>,
    /// Whether the households follow in a list.
    pub listed: bool,
    /// Days recorded for the steps.
    pub steps: BTreeMap<String, NaiveDate>,
}

/// The context of a text: `policy`, `township`, `village`, `households`, `people`, `listed`, `steps.<id>`, `limit.<step>`,
/// `limit.total`, `income`, `aid_first`, `discovery`, `scope`, `exit`, `measure`, `category`, `threshold`.
pub fn values(pack: &Pack, known: &Circumstances<'_>) -> tera::Context {
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
        if let Some(people) = people {
            context.insert("people", &people);
        }
    }
    context.insert("listed", &known.listed);
    context.insert("income", &income(pack, known));
    context.insert("aid_first", &aid_first(pack, known));
    procedures(pack, known, &mut context);
    if known.office {
        context.insert("discovery", &is.discovery);
        context.insert("scope", &is.scope);
        context.insert("exit", &is.exit);
        context.insert("measure", &is.measure);
        context.insert("category", &is.category);
        context.insert("threshold", &is.threshold);
    } else {
        let told = pack.told();
        context.insert("discovery", &told.discovery);
        context.insert("scope", &told.scope);
        context.insert("exit", &told.exit);
        context.insert("measure", &told.measure);
        context.insert("category", &told.category);
        context.insert("threshold", &told.threshold);
    }
    context
}

/// `steps` and `limit`. Every step has a name there, recorded or not, so that a text may ask.
fn procedures(pack: &Pack, known: &Circumstances<'_>, context: &mut tera::Context) {
    let mut steps: BTreeMap<&str, Option<String>> = BTreeMap::new();
    let mut limits: BTreeMap<&str, &Limit> = BTreeMap::new();
    let tells = |limit: &&Limit| known.office || pack.tells(limit.clause.as_ref());
    for procedure in &pack.is.procedure {
        for step in &procedure.step {
            steps.insert(&step.id, known.steps.get(&step.id).copied().map(calendar::chinese));
            limits.extend(step.limit.as_ref().filter(tells).map(|limit| (step.id.as_str(), limit)));
        }
        limits.extend(procedure.total.as_ref().filter(tells).map(|total| ("total", total)));
    }
    context.insert("steps", &steps);
    context.insert("limit", &limits);
}

/// Over which months an income is summed: `window` for the day's month, that `month` itself, and how the text says it.
/// Empty where the policy does not say.
fn income(pack: &Pack, known: &Circumstances<'_>) -> BTreeMap<&'static str, String> {
    let period = pack.income().map(|(_, period)| period);
    let period = period.filter(|is| known.office || pack.tells(is.clause.as_ref()));
    let Some(period) = period else {
        return ["window", "month", "wording"].into_iter().map(|name| (name, String::new())).collect();
    };
    let month = known.on.map(Month::of);
    BTreeMap::from([
        ("window", month.map_or_else(|| INCOME_BLANK.to_owned(), |month| period.window(month).words())),
        ("month", month.map_or_else(|| "____年__月".to_owned(), Month::chinese)),
        ("wording", period.wording.clone()),
    ])
}

/// That aid may come first on that day, with who decided so and the clause that allows it; else empty.
fn aid_first(pack: &Pack, known: &Circumstances<'_>) -> String {
    let rule = pack.is.procedure.iter().find_map(|procedure| procedure.aid_first.as_ref());
    let rule = rule.filter(|rule| known.office || pack.tells(Some(&rule.clause)));
    let now = |is: &AidFirst<'_>| known.on.is_some_and(|on| (is.first..=is.last).contains(&on));
    let (Some(rule), Some(decided)) = (rule, known.aid_first.filter(now)) else { return String::new() };
    format!(
        "{}（{}到{}）{}，手续可以后补。{}，依据{}。",
        rule.condition,
        calendar::chinese(decided.first),
        calendar::chinese(decided.last),
        rule.wording,
        decided.decided,
        Pack::source(Some(&rule.clause))
    )
}
