//! `[[threshold]]` of a draft: amounts and multiples of an income that the text names, with the period it is summed over.
//!
//! Only what the text says outright is proposed; an amount without its income, a subsidy, or a period that must be worked
//! out stays a comment.

use super::super::facts::{Side, places};
use super::super::{Clause, Fact, Part, What};
use super::pack::{Writer, list, quoted};
use std::fmt::Write;

impl Writer<'_> {
    /// Says which facts found a place.
    pub(super) fn thresholds(&mut self, part: &Part, facts: &[&Fact]) -> Vec<usize> {
        let mut used = Vec::new();
        for (at, fact) in facts.iter().enumerate() {
            let Some(found) = threshold(&fact.is) else { continue };
            let Some(clause) = fact.clause.as_deref().and_then(|path| part.find(path)) else { continue };
            // A passage with a person in it is left out of the text and is no evidence.
            if !places(&clause.live()).is_empty() {
                continue;
            }
            let category: Vec<String> = facts
                .iter()
                .filter(|other| other.clause == fact.clause)
                .filter_map(|other| match &other.is {
                    What::Category { title, level: None } => Some(title.clone()),
                    _ => None,
                })
                .collect();
            let title = category.first().unwrap_or(&clause.title);
            let title = if (1..=14).contains(&title.chars().count()) { title } else { found.concept };
            self.table("threshold");
            used.push(at);
            self.pair("id", &format!("threshold-{}", used.len()));
            self.pair("title", title);
            self.pair("concept", found.concept);
            self.line(&format!("{} = {}", found.side, found.figure));
            if !category.is_empty() {
                self.line(&format!("category = {}", list(&category)));
            }
            self.pair("wording", found.wording);
            if let Some(base) = found.base {
                self.period(part, clause, base);
            }
            self.proposed(fact);
        }
        used
    }

    /// Over which months, where the text's words are plain: 上年度, 前12个月.
    fn period(&mut self, part: &Part, clause: &Clause, base: &str) {
        let counted = match base {
            "上年度" | "上一年度" | "上年" => "previous_year = true".to_owned(),
            _ => {
                let months = [("12", 12), ("十二", 12), ("6", 6), ("六", 6)];
                let Some((_, months)) = months.iter().find(|(word, _)| base.contains(&format!("{word}个月")))
                else {
                    self.line(&format!("# 核算周期：{base}。问明按哪几个月算，再写 period = {{ … }}"));
                    return;
                };
                format!("rolling_months = {months}")
            }
        };
        let here = Some(clause).filter(|clause| clause.live().contains(base));
        let Some(stands) = here.or_else(|| part.parent(clause)) else { return };
        let _ = writeln!(
            self.out,
            "period = {{ {counted}, wording = {}, clause = {}, confirmed = false }}",
            quoted(base),
            quoted(&stands.path)
        );
    }
}

/// What a fact says of an income.
struct Found<'a> {
    concept: &'a str,
    side: &'static str,
    figure: String,
    wording: &'a str,
    base: Option<&'a str>,
}

fn threshold(is: &What) -> Option<Found<'_>> {
    let (concept, side, figure, wording, base) = match is {
        What::Amount { yuan, concept, side, wording, base } => {
            let said = u32::try_from(*yuan).ok().filter(|yuan| *yuan > 0 && spelled(*yuan, wording))?;
            (concept, side, said.to_string(), wording, base.as_deref())
        }
        What::Multiple { times, of, concept, side, wording } if !of.is_empty() => {
            (concept, side, format!("{{ times = {}, of = {} }}", quoted(times), quoted(of)), wording, None)
        }
        _ => return None,
    };
    let concept = concept.as_deref().filter(|concept| wording.starts_with(*concept))?;
    let side = match (*side)? {
        Side::Below => "below",
        Side::Above => "above",
        Side::About => "about",
    };
    Some(Found { concept, side, figure, wording, base })
}

/// Whether the amount is written as packs can compare it: 9000元, 9,000元, 1.2万元; not 0.85万元.
fn spelled(yuan: u32, wording: &str) -> bool {
    let plain = wording.contains(&format!("{yuan}元"))
        || yuan >= 1000 && wording.contains(&format!("{},{:03}元", yuan / 1000, yuan % 1000));
    let wan = format!("{}.{:04}", yuan / 10_000, yuan % 10_000);
    let wan = format!("{}万元", wan.trim_end_matches('0').trim_end_matches('.'));
    plain || yuan >= 10_000 && yuan.is_multiple_of(100) && wording.contains(&wan)
}
