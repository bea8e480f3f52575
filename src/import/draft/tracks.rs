//! Procedures of a draft: which limit belongs to which step, and which step posts a list.

use super::super::{Clause, Fact, Part, What};

/// A limit over the whole procedure.
pub(super) fn whole(is: &What) -> bool {
    matches!(is, What::Limit { wording, posting: false, .. } if wording.contains("不超过"))
}

/// A limit over one step or several in a row.
pub(super) struct Timed<'a> {
    /// Where the limit stands among the facts.
    pub(super) at: usize,
    pub(super) limit: &'a Fact,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// The steps that a limit names after its days: those in the same breath, else the first in the same sentence.
pub(super) fn timed<'a>(part: &Part, steps: &[&Fact], limits: &[(usize, &'a Fact)]) -> Vec<Timed<'a>> {
    let mut found: Vec<Timed<'a>> = Vec::new();
    for (at, limit) in limits.iter().filter(|(_, fact)| !whole(&fact.is)) {
        let What::Limit { wording, posting: false, .. } = &limit.is else { continue };
        let clause = part.clauses.iter().find(|clause| Some(&clause.path) == limit.clause.as_ref());
        let text = clause.map(Clause::live).unwrap_or_default();
        let Some((_, after)) = text.split_once(wording.as_str()) else { continue };
        let sentence = after.split(['。', '；', '\n']).next().unwrap_or(after);
        let breath = sentence.split('，').next().unwrap_or(sentence);
        let named = |words: &str| -> Vec<usize> {
            let titles = steps.iter().enumerate();
            titles
                .filter(|(_, fact)| matches!(&fact.is, What::Step { title, .. } if words.contains(title)))
                .map(|(n, _)| n)
                .collect()
        };
        let mut orders = named(breath);
        if orders.is_empty() {
            orders = named(sentence).into_iter().take(1).collect();
        }
        if let (Some(first), Some(last)) = (orders.first(), orders.last())
            && found.iter().all(|other| other.last != *last)
        {
            found.push(Timed { at: *at, limit, first: *first, last: *last });
        }
    }
    found
}

/// Whether a step posts a list: its name says so, or its own item does.
pub(super) fn posts(is: &What, part: &Part, fact: &Fact) -> bool {
    let What::Step { title, track, .. } = is else { return false };
    let item = part
        .clauses
        .iter()
        .find(|clause| Some(&clause.path) == fact.clause.as_ref() && clause.path != *track);
    title.contains("公示") || item.is_some_and(|clause| clause.live().contains("公示"))
}
