//! Small groups 小组合并: a group with few households is shown together with others (GB/T 37964 generalisation).

use super::roster::{Roster, Texts};
use crate::policy::written::SmallGroup;
use std::collections::BTreeMap;

/// Group as written → group as shown, for those that change. The merged set is never itself smaller than the limit:
/// the next smallest group joins it, since one merged group alone could be told by elimination.
pub(in crate::sealed) fn generalised(roster: &Roster, rule: &SmallGroup) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for household in &roster.households {
        if let Some(group) = household.fields.get_text("group") {
            *counts.entry(group).or_default() += 1;
        }
    }
    let mut by_size: Vec<(usize, &str)> = counts.iter().map(|(group, count)| (*count, *group)).collect();
    by_size.sort_unstable();
    let mut merged = BTreeMap::new();
    let mut total = 0;
    for (count, group) in by_size {
        if count >= rule.below && (merged.is_empty() || (total >= rule.below && merged.len() > 1)) {
            break;
        }
        merged.insert(group.to_owned(), rule.shown_as.clone());
        total += count;
    }
    merged
}
