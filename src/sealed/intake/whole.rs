//! Checks over the whole roster 全册检查: duplicates, sizes, order of dates, village. Places and field names only.

use super::Options;
use super::clean;
use super::codes;
use super::ledger;
use super::sums::Total;
use super::values::expanded_id;
use crate::diag::{Diagnostic, Place};
use crate::sealed::age;
use crate::sealed::ledger::is_ledger;
use crate::sealed::personal::Key;
use crate::sealed::roster::{Household, Roster, Spot};
use std::collections::BTreeMap;

const STEPS: [&str; 3] = ["lead_date", "verify_date", "review_date"];
const PROCESS: [&str; 5] = ["lead_date", "verify_date", "review_date", "compare_date", "closed_date"];

/// Every finding about the roster as a whole.
pub(super) fn check(roster: &Roster, options: &Options<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if roster.households.is_empty() {
        out.push(Diagnostic::error(
            &codes::EMPTY,
            Place::file(&roster.path),
            "名册里没有一户人",
            "检查表头下面的行；没有对象就不需要公示",
        ));
    }
    // A ledger has a row for each problem, and a household may have several.
    if !is_ledger(roster) {
        people(roster, &mut out);
        numbers(roster, &mut out);
    }
    let listed = roster.households.iter().any(|household| household.members.len() > 1);
    for household in &roster.households {
        if listed {
            size(household, &mut out);
        }
        dates(household, options, &mut out);
        ledger::check(household, &mut out);
        village(household, options, &mut out);
        ages(household, options, &mut out);
    }
    out
}

/// What is shown of every household stands in every household's row, or in nobody's. Asked where every cell could be
/// read: a damaged one is no gap.
pub(super) fn gaps(roster: &Roster) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let untold = |household: &&Household| !age::is_told(household.head());
    if !roster.households.iter().all(|household| untold(&household)) {
        out.extend(roster.households.iter().filter(untold).map(|household| {
            Diagnostic::error(
                &codes::AGE_GAP,
                household.head().at.field("证件号码"),
                "别的户主有证件号码、出生日期或年龄，这一户的户主都没有",
                "填上其中一样；没有证件的，加一列“出生日期”",
            )
        }));
    }
    let listed = roster.households.iter().any(|household| household.members.len() > 1);
    // Where members are listed they are the size.
    for id in ["group", "category", "size"].into_iter().filter(|id| *id != "size" || !listed) {
        let Some(filled) = roster.households.iter().find_map(|household| household.fields.get(id)) else {
            continue;
        };
        let title = filled.field.title.clone();
        for household in roster.households.iter().filter(|household| !household.fields.contains_key(id)) {
            out.push(Diagnostic::error(
                &codes::GAP,
                household.at.field(&title),
                format!("别的户填了“{title}”，这一户没有填"),
                "每一户都填上；和上一行相同也要写",
            ));
        }
    }
    out
}

/// The office's own sums, where everything could be read: of their sheet, or of all sheets together.
pub(super) fn totals(roster: &Roster, totals: &[Total]) -> Vec<Diagnostic> {
    let sized = |household: &Household| household.fields.contains_key("size") || household.members.len() > 1;
    let countable = roster.households.iter().any(sized);
    let mut out = Vec::new();
    for total in totals {
        let of_sheet =
            || roster.households.iter().filter(|household| household.at.sheet() == total.at.sheet.as_deref());
        let differs =
            |said: Option<usize>, own: usize, all: usize| said.is_some_and(|said| said != own && said != all);
        let people = of_sheet().map(Household::size).sum();
        for (what, differs) in [
            ("户数", differs(total.households, of_sheet().count(), roster.household_count())),
            ("人数", countable && differs(total.people, people, roster.person_count())),
        ] {
            if differs {
                out.push(Diagnostic::error(
                    &codes::TOTAL_DIFFERS,
                    total.at.clone(),
                    format!("合计行的{what}和读到的{what}不一样"),
                    "逐户核对，改正合计或补上漏掉的行；隐藏的行没有读；分段的合计请写成小计",
                ));
            }
        }
    }
    out
}

/// One person, one row.
fn people(roster: &Roster, out: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<Key, Spot> = BTreeMap::new();
    for person in roster.households.iter().flat_map(|household| &household.members) {
        let Some(id) = person.fields.get("id_number") else { continue };
        if let Some(first) = seen.insert(Key::seal(expanded_id(id.text.expose())), id.at.clone()) {
            out.push(Diagnostic::error(
                &codes::DUPLICATE_PERSON,
                id.place(),
                format!("和{}的证件号码相同，是同一个人", first.row_seen_from(&id.at)),
                "核对两行：删掉重复的一行，或改正号码",
            ));
        }
    }
}

/// One household, one number.
fn numbers(roster: &Roster, out: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<Key, &Spot> = BTreeMap::new();
    for household in &roster.households {
        let Some(number) = household.fields.get("household_number") else { continue };
        if let Some(first) = seen.insert(Key::seal(number.text.expose().as_str()), &number.at) {
            out.push(Diagnostic::error(
                &codes::DUPLICATE_HOUSEHOLD,
                number.place(),
                format!("和{}的户编号相同", first.row_seen_from(&number.at)),
                "一户一个编号；同一户的人排在一起",
            ));
        }
    }
}

fn size(household: &Household, out: &mut Vec<Diagnostic>) {
    let Some(size) = household.fields.get("size") else { return };
    if size.text.expose().parse() != Ok(household.members.len()) {
        let rows = household
            .members
            .last()
            .map_or_else(String::new, |member| member.at.row_seen_from(&household.at));
        out.push(Diagnostic::error(
            &codes::SIZE_DIFFERS,
            size.place(),
            format!("填写的人口数和列出的人数（{}到{rows}）不一样", household.at.row_seen_from(&size.at)),
            "补上漏列的人，或改正人口数",
        ));
    }
}

fn dates(household: &Household, options: &Options<'_>, out: &mut Vec<Diagnostic>) {
    let as_of = options.as_of.to_string();
    for id in PROCESS {
        let Some(day) = household.fields.get(id) else { continue };
        if *day.text.expose() > as_of {
            out.push(Diagnostic::error(
                &codes::DATE_FUTURE,
                day.place(),
                format!("日期晚于{as_of}"),
                "核对年份和月日",
            ));
        }
    }
    let steps: Vec<_> = STEPS.iter().filter_map(|id| household.fields.get(id)).collect();
    for pair in steps.windows(2) {
        if pair[0].text.expose() > pair[1].text.expose() {
            let earlier = &pair[0].field.title;
            out.push(Diagnostic::error(
                &codes::DATE_ORDER,
                pair[1].place(),
                format!("早于{}的“{earlier}”", pair[0].at.row_seen_from(&pair[1].at)),
                "对照会议记录和核查表改正日期",
            ));
        }
    }
}

/// Age and birth as they are written do not contradict the identity number.
fn ages(household: &Household, options: &Options<'_>, out: &mut Vec<Diagnostic>) {
    for person in &household.members {
        let value = age::contradicted(person, options.as_of).and_then(|field| person.fields.get(field));
        out.extend(value.map(|value| {
            Diagnostic::error(
                &codes::AGE_DIFFERS,
                value.place(),
                "和证件号码里的出生日期对不上",
                "对照户口簿，改正号码或这一格",
            )
        }));
    }
}

fn village(household: &Household, options: &Options<'_>, out: &mut Vec<Diagnostic>) {
    let (Some(wanted), Some(found)) = (&options.village, household.fields.get("village")) else { return };
    if !same_village(wanted, found.text.expose()) {
        out.push(Diagnostic::error(
            &codes::OTHER_VILLAGE,
            found.place(),
            "这一户的村名和公示的村不一样",
            "可能拿错了名册；是别的村就删掉这一户",
        ));
    }
}

/// 红旗村 = 普安乡红旗村 = 红旗村村民委员会 = 红旗村委会 = 红旗行政村 = 红旗.
pub(in crate::sealed) fn same_village(wanted: &str, found: &str) -> bool {
    let (wanted, found) = (bare(wanted), bare(found));
    let within = |long: &str, short: &str| {
        let towns = ["乡", "镇", "街道", "办事处", "县", "区", "市"];
        long.strip_suffix(short).is_some_and(|town| towns.iter().any(|tail| town.ends_with(tail)))
    };
    let same_kind = wanted.1.is_none() || found.1.is_none() || wanted.1 == found.1;
    let (wanted, found) = (wanted.0, found.0);
    same_kind
        && !wanted.is_empty()
        && !found.is_empty()
        && (wanted == found || within(&wanted, &found) || within(&found, &wanted))
}

/// The name of a village and whether it is one or a 社区: 红旗, of 红旗村民委员会.
fn bare(text: &str) -> (String, Option<bool>) {
    let mut name = clean::compact(text);
    let mut village = None;
    // 红旗村村民委员会 has two, 红旗村民委员会 one.
    for _ in 0..2 {
        let tails = [
            ("村民委员会", Some(true)),
            ("村委会", Some(true)),
            ("村委", Some(true)),
            ("行政村", Some(true)),
            ("社区居民委员会", Some(false)),
            ("社区居委会", Some(false)),
            ("居民委员会", Some(false)),
            ("居委会", Some(false)),
            ("社区", Some(false)),
            ("村", Some(true)),
        ];
        let Some((stem, kind)) =
            tails.iter().find_map(|(tail, kind)| Some((name.strip_suffix(tail)?, *kind)))
        else {
            break;
        };
        if stem.is_empty() || (village.is_some() && kind != village) {
            break;
        }
        (name, village) = (stem.to_owned(), kind);
    }
    (name, village)
}

#[cfg(test)]
mod tests {
    use super::same_village;

    #[test]
    fn village_names_are_compared_without_town_and_committee() {
        assert!(same_village("红旗村", "普安乡红旗村"));
        for found in [
            "红旗村村民委员会",
            "红旗村民委员会",
            "红旗村委会",
            "红旗村委",
            "红旗行政村",
            "红旗",
            "普安乡红旗村委会",
        ] {
            assert!(same_village("红旗村", found), "{found}");
        }
        assert!(same_village("云峰社区", "云峰社区居民委员会") && same_village("云峰社区", "云峰居委会"));
        assert!(!same_village("云峰社区", "云峰村"));
        for (wanted, found) in
            [("红旗村", "双河村"), ("东镇村", "西镇村"), ("旗村", "红旗村"), ("红旗村", "")]
        {
            assert!(!same_village(wanted, found), "{wanted} {found}");
        }
    }
}
