//! Procedures of a draft: which limit and which wait belong to which step, and which steps post a list.

use super::super::facts::{named_after, same};
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
        let Some((before, after)) = text.split_once(wording.as_str()) else { continue };
        let own = own(steps, limit);
        let orders = if own.is_empty() {
            named(steps, after)
        } else {
            let deed = named_after(&text, before.len(), wording);
            // Of an item's steps the one that the limit names, else the item's own.
            let fits = |order: &&usize| {
                deed.as_ref().is_some_and(|(name, words)| {
                    title(steps[**order]) == name || same(title(steps[**order]), words)
                })
            };
            own.iter().find(fits).or_else(|| own.first()).copied().into_iter().collect()
        };
        if let (Some(first), Some(last)) = (orders.first(), orders.last())
            && found.iter().all(|other| other.last != *last)
        {
            found.push(Timed { at: *at, limit, first: *first, last: *last });
        }
    }
    found
}

/// Steps whose own item a fact stands in.
fn own(steps: &[&Fact], fact: &Fact) -> Vec<usize> {
    let its = |step: &Fact| step.clause == fact.clause && !on_track(step);
    (0..steps.len()).filter(|order| its(steps[*order])).collect()
}

/// The steps named behind a limit: those in the same breath, else the first in the same sentence.
fn named(steps: &[&Fact], after: &str) -> Vec<usize> {
    let sentence = after.split(['。', '；', '\n']).next().unwrap_or(after);
    let breath = sentence.split('，').next().unwrap_or(sentence);
    let all = |words: &str| -> Vec<usize> {
        (0..steps.len()).filter(|order| words.contains(title(steps[*order]))).collect()
    };
    let orders = all(breath);
    if orders.is_empty() { all(sentence).into_iter().take(1).collect() } else { orders }
}

fn title(step: &Fact) -> &str {
    if let What::Step { title, .. } = &step.is { title } else { "" }
}

/// Whether a step has no item of its own: it is only named in the clause of the procedure.
fn on_track(step: &Fact) -> bool {
    matches!(&step.is, What::Step { track, .. } if step.clause.as_ref() == Some(track))
}

/// A shortest time before a step.
pub(super) struct Waiting<'a> {
    /// Where it stands among the facts.
    pub(super) at: usize,
    pub(super) fact: &'a Fact,
    pub(super) order: usize,
    pub(super) months: u16,
    pub(super) wording: &'a str,
}

/// Words beside a wait before a way out.
const LEAVING: [&str; 8] = ["消除", "解除", "退出", "移出", "稳定", "回退", "跟踪", "注销"];

/// 1年以上 and the like in a step's own item, or in the clause of the procedure before its steps: then the first waits.
pub(super) fn waiting<'a>(
    part: &Part,
    track: &str,
    steps: &[&Fact],
    within: &[(usize, &'a Fact)],
) -> Vec<Waiting<'a>> {
    let mut found: Vec<Waiting<'a>> = Vec::new();
    for (at, fact) in within {
        let What::Term { wording } = &fact.is else { continue };
        let Some(months) = wording.strip_suffix("以上").and_then(months) else { continue };
        let text =
            fact.clause.as_deref().and_then(|path| part.find(path)).map(Clause::live).unwrap_or_default();
        let Some((before, after)) = text.split_once(wording.as_str()) else { continue };
        let sentence = [before.rsplit(['。', '；', '\n']).next(), after.split(['。', '；', '\n']).next()];
        let leaving = LEAVING.iter().any(|word| sentence.iter().flatten().any(|words| words.contains(word)));
        let first = steps.first().filter(|_| fact.clause.as_deref() == Some(track));
        let order = match (own(steps, fact).first(), first) {
            (Some(order), _) => *order,
            (None, Some(step)) if on_track(step) && after.contains(title(step)) => 0,
            _ => continue,
        };
        if leaving && found.iter().all(|wait| wait.order != order) {
            found.push(Waiting { at: *at, fact, order, months, wording });
        }
    }
    found
}

/// 半年, 6个月, 1年.
fn months(words: &str) -> Option<u16> {
    if words == "半年" {
        return Some(6);
    }
    let count = |end: &str| words.strip_suffix(end).and_then(super::super::number::value);
    count("个月").or_else(|| count("年")?.checked_mul(12))
}

/// A step that posts a list.
pub(super) struct Posting<'a> {
    pub(super) order: usize,
    /// 公告: it tells and asks for no objection.
    pub(super) told: bool,
    /// Its days, with their place among the facts.
    pub(super) period: Option<(usize, &'a Fact)>,
}

/// Which steps post: those in whose items days of a 公示 stand, else the first that speaks of one; and a step of its own
/// item whose result is told in the village.
pub(super) fn postings<'a>(part: &Part, steps: &[&Fact], within: &[(usize, &'a Fact)]) -> Vec<Posting<'a>> {
    let mut found: Vec<Posting<'a>> = Vec::new();
    let days = || within.iter().filter(|(_, fact)| matches!(fact.is, What::Limit { posting: true, .. }));
    for (at, fact) in days() {
        let own = own(steps, fact);
        let named = own.iter().find(|order| title(steps[**order]).contains("公示")).or_else(|| own.first());
        if let Some(order) = named.filter(|order| found.iter().all(|post| post.order != **order)) {
            found.push(Posting { order: *order, told: false, period: Some((*at, fact)) });
        }
    }
    if found.is_empty()
        && let Some(order) = steps.iter().position(|fact| posts(&fact.is, part, fact))
    {
        found.push(Posting { order, told: false, period: days().next().copied() });
    }
    for order in 0..steps.len() {
        let fact = steps[order];
        let item = fact.clause.as_deref().filter(|_| !on_track(fact)).and_then(|path| part.find(path));
        let tells = item.is_some_and(|clause| tells(&clause.live()));
        let taken = |post: &Posting<'_>| steps[post.order].clause == fact.clause;
        if tells && !found.iter().any(taken) {
            found.push(Posting { order, told: true, period: None });
        }
    }
    found.sort_by_key(|post| post.order);
    found
}

/// Whether a text has something told in the village: 审核结果在村内公告, 予以公告.
fn tells(text: &str) -> bool {
    text.match_indices("公告").any(|(at, word)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        let place = ["内", "中", "栏", "予以", "进行", "村", "并", "后", "级"]
            .iter()
            .any(|word| before.ends_with(word));
        place && !["栏", "公示制度", "牌", "制度"].iter().any(|word| after.starts_with(word))
    })
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
