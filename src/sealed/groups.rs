//! Small groups 小组合并: a group with few households is shown together with others (GB/T 37964 generalisation).

use super::order::numeral;
use super::roster::{Household, Texts};
use crate::policy::written::SmallGroup;
use std::collections::BTreeMap;

/// The number of a group that is told by its number alone: 1 of 一组, 1组, 第一组, 第1村民小组, 1 and 1.0组.
pub(in crate::sealed) fn group_number(text: &str) -> Option<u32> {
    // 一组（大坪） and 一组（老屋） may be two groups of villages that were joined: brackets tell them apart.
    let kinds = ["村民小组", "居民小组", "村民组", "小组", "组"];
    let stem = kinds.iter().find_map(|kind| text.strip_suffix(kind)).unwrap_or(text);
    let stem = stem.strip_prefix('第').unwrap_or(stem);
    numeral(stem.strip_suffix(".0").unwrap_or(stem))
}

/// What makes two spellings one group: the number, and what is counted. 一社 and 1社 are one, 一社 and 一组 are two.
pub(in crate::sealed) fn group_key(text: &str) -> Option<(&'static str, u32)> {
    if let Some(number) = group_number(text) {
        return Some(("组", number));
    }
    let kinds = [("生产队", "队"), ("队", "队"), ("社", "社"), ("屯", "屯"), ("片", "片"), ("网格", "网格")];
    kinds.iter().find_map(|(end, kind)| {
        let stem = text.strip_suffix(end)?;
        let stem = stem.strip_prefix('第').unwrap_or(stem);
        Some((*kind, numeral(stem.strip_suffix(".0").unwrap_or(stem))?))
    })
}

/// Group as written → group as shown, for those that change. The merged set is never itself smaller than the limit:
/// the next smallest group joins it, since one merged group alone could be told by elimination.
pub(in crate::sealed) fn generalised(
    households: &[&Household],
    rule: &SmallGroup,
) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for household in households {
        if let Some(group) = household.fields.get_text("group") {
            *counts.entry(group).or_default() += 1;
        }
    }
    // What was shown with others before stays with them.
    let known = |group: &str| rule.merged.contains(group);
    let mut by_size: Vec<(bool, usize, &str)> =
        counts.iter().map(|(group, count)| (!known(group), *count, *group)).collect();
    by_size.sort_unstable();
    let mut merged = BTreeMap::new();
    let mut total = 0;
    for (new, count, group) in by_size {
        if new && count >= rule.below && (merged.is_empty() || (total >= rule.below && merged.len() > 1)) {
            break;
        }
        merged.insert(group.to_owned(), rule.shown_as.clone());
        total += count;
    }
    merged
}

/// The same where households were withdrawn one after the other: a group that was ever shown with others stays with them, so
/// that nobody learns a group by comparing two lists.
pub(in crate::sealed) fn generalised_over_time(
    households: &[&Household],
    withdrawn: &[Household],
    rule: &SmallGroup,
) -> BTreeMap<String, String> {
    let mut merged = BTreeMap::new();
    for gone in 0..=withdrawn.len() {
        let still = withdrawn.iter().skip(gone);
        let there: Vec<&Household> = households.iter().copied().chain(still).collect();
        merged.extend(generalised(&there, rule));
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::super::testing::{pack, roster};
    use super::{generalised, group_key, group_number};

    #[test]
    fn one_group_has_many_spellings() {
        for text in ["一组", "1组", "第一组", "第1村民小组", "1", "1.0组", "01组", "一"] {
            assert_eq!(group_number(text), Some(1), "{text}");
        }
        for text in ["大坪组", "甲组", "1社", "一队", "大坪一组", "", "组", "1组（大坪）"] {
            assert_eq!(group_number(text), None, "{text}");
        }
        assert_eq!(group_key("一社"), group_key("第1社"));
        assert_eq!(group_key("1组"), group_key("一"));
        assert_ne!(group_key("一社"), group_key("一组"));
        assert_eq!(group_key("大坪社"), None);
    }

    fn merged(groups: &[&str]) -> Vec<String> {
        merged_after(groups, &[])
    }

    /// The same where groups were merged before.
    fn merged_after(groups: &[&str], before: &[&str]) -> Vec<String> {
        let rows: String = groups
            .iter()
            .enumerate()
            .map(|(n, group)| {
                format!("{},{group},h{n:03},王一{},2\n", n + 1, ["甲", "乙", "丙", "丁", "戊", "己", "庚"][n])
            })
            .collect();
        let roster = roster(&format!("序号,组,户编号,户主姓名,家庭人口\n{}", rows));
        let pack = pack();
        let mut rule = pack.notice("identify").unwrap().small_group.clone().unwrap();
        rule.merged = before.iter().map(|group| (*group).to_owned()).collect();
        generalised(&roster.households.iter().collect::<Vec<_>>(), &rule).into_keys().collect()
    }

    #[test]
    fn groups_of_three_and_more_stay() {
        assert!(merged(&["甲组", "甲组", "甲组", "乙组", "乙组", "乙组"]).is_empty());
    }

    #[test]
    fn a_lone_small_group_is_joined_by_the_next_so_that_it_cannot_be_told_by_elimination() {
        assert_eq!(merged(&["甲组", "甲组", "甲组", "乙组"]), ["乙组", "甲组"]);
    }

    #[test]
    fn a_group_that_was_merged_before_stays_merged_whatever_its_size() {
        let groups = ["甲组", "甲组", "甲组", "乙组", "乙组", "乙组"];
        assert_eq!(merged_after(&groups, &["甲组"]), ["乙组", "甲组"]);
        let groups = ["甲组", "甲组", "甲组", "甲组", "乙组", "乙组", "乙组"];
        assert_eq!(merged_after(&groups, &["甲组", "丙组"]), ["乙组", "甲组"]);
    }

    #[test]
    fn small_groups_together_reach_the_limit() {
        let groups = ["甲组", "甲组", "甲组", "甲组", "乙组", "丙组", "丙组"];
        assert_eq!(merged(&groups), ["丙组", "乙组"]);
    }
}
