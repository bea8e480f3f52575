//! What is said beside a person 说明: fields by their titles and rows, never a value.

use super::matching::Pair;
use super::people::{Entry, List, group_key};
use crate::policy::fields::{FieldTable, Kind};
use crate::sealed::intake::same_village;
use crate::sealed::needles::fold;

/// Fields that are no matter of agreement: running numbers, what identifies, free notes.
const LEFT_OUT: [&str; 7] = ["seq", "name", "id_number", "signature", "note", "source", "relation"];

/// Of a pair.
pub(super) fn of(a: &List, b: &List, pair: &Pair, fields: &FieldTable) -> String {
    let (one, other) = (&a.people[pair.a], &b.people[pair.b]);
    let mut out = Vec::new();
    if !pair.by_number {
        out.push("按姓名和小组相符，请核对".to_owned());
    }
    if one.name != other.name {
        out.push("姓名不一样，请核对".to_owned());
    }
    let differing: Vec<&str> = differing(one, other, fields);
    if !differing.is_empty() {
        out.push(format!("两份写得不一样：{}", differing.join("、")));
    }
    for (list, entry, called) in [(a, one, "甲名单"), (b, other, "乙名单")] {
        out.extend(again(list, entry).map(|rows| format!("{called}{rows}也是这个人")));
        if list.has_members && !entry.listed.head && a.has_members != b.has_members {
            out.push(format!("在{called}里是家庭成员，不是户主"));
        }
    }
    out.join("；")
}

/// Of somebody on one list only: who on the other one has the same name.
pub(super) fn of_one(own: &List, entry: &Entry, other: &List, called: &str) -> String {
    let mut out: Vec<String> =
        again(own, entry).map(|rows| format!("{rows}也是这个人")).into_iter().collect();
    let alike = other.people.iter().filter(|like| like.name == entry.name && like.near(entry));
    for like in alike.take(3) {
        let row = other.row(&like.listed.at);
        let what = match (&entry.number, &like.number) {
            (Some(_), Some(_)) if entry.group == like.group => "同名同组，证件号码不同",
            (Some(_), Some(_)) => "同名，证件号码不同",
            _ if entry.group == like.group => "同名同组",
            _ => "同名，小组不同",
        };
        out.push(format!("{called}{row}有人{what}"));
    }
    out.join("；")
}

fn again(list: &List, entry: &Entry) -> Option<String> {
    let rows: Vec<String> = entry.again.iter().map(|at| list.row(at)).collect();
    (!rows.is_empty()).then(|| rows.join("、"))
}

/// Titles of the fields that both lists fill, and not with the same.
fn differing<'a>(one: &Entry, other: &Entry, fields: &'a FieldTable) -> Vec<&'a str> {
    let both = one.listed.record.iter().filter_map(|(id, own)| {
        let field = fields.get(id).filter(|field| !LEFT_OUT.contains(&field.id.as_str()))?;
        Some((field, own.text.expose(), other.listed.record.get(id)?.text.expose()))
    });
    both.filter(|(field, own, other)| !same(&field.id, field.kind, own, other))
        .map(|(field, ..)| field.title.as_str())
        .collect()
}

fn same(id: &str, kind: Kind, own: &str, other: &str) -> bool {
    match (id, kind) {
        ("village", _) => same_village(own, other),
        ("group", _) => group_key(own) == group_key(other),
        (_, Kind::Money) => own.parse::<f64>().ok() == other.parse().ok(),
        _ => fold::fold(own) == fold::fold(other),
    }
}
