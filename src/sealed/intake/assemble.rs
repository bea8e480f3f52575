//! Raw households → the roster: cells are cleaned, household cells gathered, the head found. All faults at once.

use super::Options;
use super::codes;
use super::fields::{Class, Field, Kind, Level};
use super::grid::CellText;
use super::relation::{is_head, is_spouse};
use super::rows::{Draft, DraftHousehold, DraftMember, Entry};
use super::sums::Total;
use super::values;
use crate::diag::Diagnostic;
use crate::sealed::groups::group_key;
use crate::sealed::personal::Personal;
use crate::sealed::roster::{Gathered, Household, Person, Roster, Spot, Value, packed};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Builds the roster, beside it the office's own sums; findings go to `findings`, the caller decides whether they stop.
pub(super) fn build(
    path: &str,
    draft: Draft,
    options: &Options<'_>,
    findings: &mut Vec<Diagnostic>,
) -> (Roster, Vec<Total>) {
    findings.extend(draft.findings);
    findings.extend(draft.doubts);
    let as_of = options.as_of;
    let sure = draft.households.into_iter().filter(|household| !household.doubtful);
    let households = sure.filter_map(|household| household_of(household, as_of, findings));
    let mut households: Vec<_> = households.collect();
    same_groups(&mut households);
    let households = packed(households);
    let roster = Roster { path: path.into(), households, skipped: draft.aside, withdrawn: Vec::new() };
    (roster, draft.totals)
}

/// 一组, 1组 and 第一组 in one roster are one group, and are written as most of its households write it: masks, order and
/// counts compare what is written.
fn same_groups(households: &mut [Household<Gathered>]) {
    let mut spellings: BTreeMap<(&str, u32), BTreeMap<String, usize>> = BTreeMap::new();
    let key = |value: &Value| group_key(value.text.expose());
    for value in households.iter().filter_map(|household| household.fields.get("group")) {
        if let Some(number) = key(value) {
            *spellings.entry(number).or_default().entry(value.text.expose().to_string()).or_default() += 1;
        }
    }
    spellings.retain(|_, spelled| spelled.len() > 1);
    for household in households {
        let Some(value) = household.fields.get("group") else { continue };
        let Some(spelled) = key(value).and_then(|number| spellings.get(&number)) else { continue };
        // As often as a bare 1, 1组 says more.
        let told = |text: &str| text.chars().any(super::is_han);
        let most = spelled.iter().max_by_key(|(text, count)| (**count, told(text), std::cmp::Reverse(*text)));
        if let Some((text, _)) = most {
            let (field, at) = (Arc::clone(&value.field), value.at.clone());
            let value = Value { text: Personal::seal(text.as_str().into()), field, at };
            household.fields.set(value);
        }
    }
}

/// Cleans one cell; what is wrong with it goes to `findings`.
pub(super) fn cleaned(entry: &Entry, as_of: NaiveDate, findings: &mut Vec<Diagnostic>) -> Option<CellText> {
    match values::read(&entry.field, &entry.cell, as_of) {
        Ok(None) => None,
        Ok(Some(cleaned)) => {
            findings.extend(cleaned.warning.map(|fault| fault.at(entry.place())));
            Some(cleaned.text)
        }
        Err(fault) => {
            findings.push(fault.at(entry.place()));
            None
        }
    }
}

/// Whether all rows of a household must agree on a field.
fn must_agree(field: &Field) -> bool {
    field.id != "seq"
        && (matches!(field.class, Class::Quasi | Class::Process)
            || matches!(field.kind, Kind::Date | Kind::Count)
            || field.id.starts_with("head_"))
}

fn household_of(
    draft: DraftHousehold,
    as_of: NaiveDate,
    findings: &mut Vec<Diagnostic>,
) -> Option<Household<Gathered>> {
    let at = draft.members.first()?.at.clone();
    let mut fields = Gathered::default();
    let mut members = Vec::new();
    let says_number =
        |member: &DraftMember| member.entries.iter().any(|entry| entry.field.id == "household_number");
    let numbered = draft.members.iter().all(says_number);
    for entry in &draft.shared {
        if let Some(text) = cleaned(entry, as_of, findings) {
            fields.set(value(&text, entry));
        }
    }
    for member in draft.members {
        let mut person = Gathered::default();
        for entry in &member.entries {
            let Some(text) = cleaned(entry, as_of, findings) else { continue };
            if entry.field.level == Level::Person {
                person.set(value(&text, entry));
                continue;
            }
            match fields.get(&entry.field.id) {
                None => {
                    fields.set(value(&text, entry));
                }
                Some(first) if first.text.expose() == text.as_str() => {}
                Some(first)
                    if entry.field.id == "group"
                        && group_key(text.as_str())
                            .is_some_and(|own| group_key(first.text.expose()) == Some(own)) => {}
                Some(first) if must_agree(&entry.field) => {
                    let (message, help) = if first.at.line() == entry.at.line() {
                        (format!("这一行有两格都填了“{}”", entry.field.title), "一户只填一格，只打一个勾")
                    } else {
                        let message = format!("和同一户{}的这一格不一样", first.at.row_seen_from(&entry.at));
                        (
                            message,
                            "同一户的几行填成一样；不是一户就分开：户主排在每一户的第一行，或填上各自的户编号",
                        )
                    };
                    findings.push(Diagnostic::error(&codes::CELLS_DIFFER, entry.place(), message, help));
                }
                // A second phone, a note of one's own: it belongs to the member.
                Some(_) => {
                    person.set(value(&text, entry));
                }
            }
        }
        members.push(Person { fields: person, at: member.at });
    }
    let head = head(&fields, &members, numbered, &at, findings)?;
    Some(Household { fields, members, head, at })
}

pub(super) fn value(text: &CellText, entry: &Entry) -> Value {
    Value {
        text: Personal::seal(text.as_str().into()),
        field: Arc::clone(&entry.field),
        at: entry.at.clone(),
    }
}

/// Who is the head of a household at a place; `numbered`: each row itself says which household it is of.
fn head(
    fields: &Gathered,
    members: &[Person<Gathered>],
    numbered: bool,
    at: &Spot,
    findings: &mut Vec<Diagnostic>,
) -> Option<usize> {
    use crate::sealed::roster::Texts;
    let relations: Vec<_> = members.iter().map(|member| member.fields.get_text("relation")).collect();
    let heads: Vec<usize> = relations
        .iter()
        .enumerate()
        .filter(|(_, relation)| relation.is_some_and(is_head))
        .map(|(index, _)| index)
        .collect();
    let place = at.field("与户主关系");
    let stated = fields.get("head_name");
    let is_stated = |member: &Person<Gathered>| {
        stated.is_none_or(|stated| member.fields.get_text("name") == Some(stated.text.expose()))
    };
    let mut spouses = members.iter().zip(&relations).filter(|(_, relation)| relation.is_some_and(is_spouse));
    if let (Some((first, _)), Some((second, _)), 0 | 1) = (spouses.next(), spouses.next(), heads.len()) {
        let place = second.fields.get("relation").map_or_else(|| second.at.place(), Value::place);
        let row = first.at.row_seen_from(&second.at);
        if !numbered {
            findings.push(Diagnostic::error(
                &codes::HEAD_TWICE,
                place,
                format!("这一户有两个配偶，另一个在{row}，可能是两户连在了一起"),
                "是两户，就在第二户的户主那一行填“户主”；是儿媳、女婿等，写成和户主的关系",
            ));
            return None;
        }
        findings.push(Diagnostic::warning(
            &codes::HEAD_TWICE,
            place,
            format!("这一户有两个配偶，另一个在{row}；户编号相同，按一户读"),
            "不是一户的，改正户编号；是儿媳、女婿等，写成和户主的关系",
        ));
    }
    match heads[..] {
        [head] if is_stated(&members[head]) => return Some(head),
        [head] => {
            findings.push(Diagnostic::error(
                &codes::HEAD_DIFFERS,
                stated.map_or(place, Value::place),
                format!("和与户主关系是“户主”的人（{}）不是一个人", members[head].at.row_seen_from(at)),
                "核对谁是户主，把两处改成一样",
            ));
            return None;
        }
        [] => {}
        [first, second, ..] => {
            let rows = (members[first].at.row_seen_from(at), members[second].at.row_seen_from(at));
            findings.push(Diagnostic::error(
                &codes::HEAD_TWICE,
                place,
                format!("这一户有两个户主：{}和{}", rows.0, rows.1),
                "一户只能有一个户主；是两户就分开，填上各自的户编号",
            ));
            return None;
        }
    }
    let unrelated = relations.iter().all(Option::is_none);
    if members.len() == 1 && unrelated && is_stated(&members[0]) {
        return Some(0);
    }
    let named: Vec<usize> =
        members.iter().enumerate().filter(|(_, is)| is_stated(is)).map(|(n, _)| n).collect();
    match named[..] {
        [head] if stated.is_some() && unrelated => return Some(head),
        [_, second, ..] if stated.is_some() && unrelated => {
            findings.push(Diagnostic::error(
                &codes::HEAD_TWICE,
                members[second].at.field("户主姓名"),
                format!(
                    "和{}的人都与户主同名，可能是两户连在了一起",
                    members[named[0]].at.row_seen_from(&members[second].at)
                ),
                "给每一户填上户编号，或填“与户主关系”",
            ));
            return None;
        }
        _ => {}
    }
    let last = members.last().map_or_else(String::new, |member| member.at.row_seen_from(at));
    findings.push(Diagnostic::error(
        &codes::HEAD_MISSING,
        place,
        format!("这一户（{}到{last}）没有户主", at.row_seen_from(at)),
        "在户主那一行的“与户主关系”填“户主”",
    ));
    None
}
