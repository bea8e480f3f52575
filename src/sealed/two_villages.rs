//! Rosters of all villages → who stands on lists of two of them: one of the two lists is another village's, or somebody
//! has moved.

use super::intake::expanded_id;
use super::personal::Key;
use super::roster::{Person, Roster};
use crate::diag::{Diagnostic, Place};
use std::collections::BTreeMap;

crate::codes! {
    TWO_VILLAGES = "roster-person-in-two-villages":
        "同一个人（证件号码相同）在两个村的名册里都有。核对他是哪个村的人，从另一份名册里删掉。"
        / "One person stands on the lists of two villages.";
    OTHERS_LIST = "roster-list-of-another-village":
        "这份名册里一半以上的户，也在另一个村的名册里，多半是拿错了文件。"
        / "Half of the households stand on another village's list: the file is probably another village's.";
}

/// What is found of lists with the names of their villages.
pub(crate) fn check(lists: &[(&str, &Roster)]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<Key, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for (at, (village, roster)) in lists.iter().enumerate() {
        let (mut met, mut found) = (BTreeMap::<&str, usize>::new(), Vec::new());
        for person in roster.households.iter().map(|household| household.head()) {
            let Some(id) = person.fields.get("id_number") else { continue };
            let known = *first.entry(Key::seal(expanded_id(id.text.expose()))).or_insert(at);
            let (other, of) = lists[known];
            if other != *village {
                *met.entry(of.path.as_str()).or_default() += 1;
                found.push(twice(person, other, of));
            }
        }
        match met.into_iter().find(|(_, count)| count * 2 > roster.households.len()) {
            // Nobody knows which of the two is the wrong one.
            Some((path, _)) => {
                for (own, other) in [(roster.path.as_str(), path), (path, roster.path.as_str())] {
                    out.push(Diagnostic::error(
                        &OTHERS_LIST,
                        Place::file(own),
                        format!("一半以上的户也在另一个村的名册里（{other}）"),
                        "可能拿错了名册：换成本村的",
                    ));
                }
            }
            None => out.extend(found),
        }
    }
    out
}

fn twice(person: &Person, village: &str, of: &Roster) -> Diagnostic {
    let at = person.fields.get("id_number").map_or_else(|| person.at.place(), |value| value.place());
    let message = format!("这个人在{village}的名册里也有（{}）", of.path);
    Diagnostic::warning(&TWO_VILLAGES, at, message, "核对是哪个村的人，从另一份名册里删掉")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{id_number, roster};
    use super::check;

    fn list(ids: &[&str]) -> crate::sealed::roster::Roster {
        let row = |(at, id): (usize, &&str)| {
            format!("{at},1组,王{},{}\n", ["一甲", "二乙", "三丙"][at], id_number(id))
        };
        let rows: String = ids.iter().enumerate().map(row).collect();
        roster(&format!("序号,组,户主姓名,身份证号\n{rows}"))
    }

    #[test]
    fn a_list_of_another_village_went_out_and_a_person_on_two_lists_was_not_told() {
        let (a, b, c) = ("99024419700102345", "99024419710102345", "99024419720102345");
        let codes = |lists: &[(&str, &crate::sealed::roster::Roster)]| {
            check(lists).into_iter().map(|found| found.code.id).collect::<Vec<_>>()
        };
        let (one, other, apart) = (list(&[a, b]), list(&[a, b]), list(&[c, a, "99024419730102345"]));
        assert_eq!(codes(&[("红岩村", &one), ("金竹村", &other)]), ["roster-list-of-another-village"; 2]);
        assert_eq!(codes(&[("红岩村", &one), ("金竹村", &apart)]), ["roster-person-in-two-villages"]);
        assert!(codes(&[("红岩村", &one), ("红岩村", &other)]).is_empty());
    }
}
