//! A list of people 名单 of any shape, read for comparing: one entry a row, whoever of the household stands in it.
//!
//! Cells are judged as in a roster and damaged ones stop. What must hold for a roster as a whole (one head, sizes, the
//! order of dates, nobody twice) is not asked of a list: lists are compared to find that out.

use super::assemble::{cleaned, value};
use super::fields::{Class, Level};
use super::grid::CellText;
use super::relation::is_head;
use super::rows::{DraftHousehold, Entry};
use super::{Options, codes, drafted};
use crate::diag::{self, Diagnostic, Place};
use crate::sealed::roster::{Gathered, Record, Spot, Texts};
use chrono::NaiveDate;

/// One person of a list.
pub(in crate::sealed) struct Listed {
    /// The row's values; open ones of the household are those of its first row where the own row is empty.
    pub(in crate::sealed) record: Record,
    /// The name's cell, or the row.
    pub(in crate::sealed) at: Spot,
    /// Number of the household within the list.
    pub(in crate::sealed) household: usize,
    /// Whether it is the head, or stands for the household alone.
    pub(in crate::sealed) head: bool,
}

/// Reads a list: with notices and warnings beside it, or every error at once.
pub(in crate::sealed) fn list(
    path: &str,
    bytes: &[u8],
    options: &Options<'_>,
) -> Result<(Vec<Listed>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (draft, mut findings) = drafted(path, bytes, options)?;
    findings.extend(draft.findings);
    let mut people = Vec::new();
    for (number, household) in draft.households.into_iter().enumerate() {
        people.extend(entries(household, number, options.as_of, &mut findings));
    }
    if people.is_empty() && !findings.iter().any(Diagnostic::stops) {
        findings.push(Diagnostic::error(
            &codes::EMPTY,
            Place::file(path),
            "名单里没有一个人",
            "检查表头下面的行，看看是不是拿错了文件",
        ));
    }
    diag::sort(&mut findings);
    if findings.iter().any(Diagnostic::stops) { Err(findings) } else { Ok((people, findings)) }
}

fn entries(
    household: DraftHousehold,
    number: usize,
    as_of: NaiveDate,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Listed> {
    let mut shared: Vec<(CellText, &Entry)> = Vec::new();
    for entry in household.shared.iter().filter(|entry| is_shared(entry.field.class)) {
        shared.extend(cleaned(entry, as_of, findings).map(|text| (text, entry)));
    }
    let mut people = Vec::new();
    for (row, member) in household.members.iter().enumerate() {
        let mut record = Gathered::default();
        for entry in &member.entries {
            let Some(text) = cleaned(entry, as_of, findings) else { continue };
            if row == 0 && entry.field.level == Level::Household && is_shared(entry.field.class) {
                shared.push((text.clone(), entry));
            }
            record.set(value(&text, entry));
        }
        for (text, entry) in &shared {
            if record.get(&entry.field.id).is_none() {
                record.set(value(text, entry));
            }
        }
        let at = record.get("name").map_or_else(|| member.at.clone(), |name| name.at.clone());
        people.push(Listed { record: record.into(), at, household: number, head: false });
    }
    let named = |person: &Listed| person.record.get_text("relation").is_some_and(is_head);
    let head = people.iter().position(named).unwrap_or(0);
    if let Some(head) = people.get_mut(head) {
        head.head = true;
    }
    people
}

/// What the first row of a household says for all: never a phone or an account, which may be one person's own.
fn is_shared(class: Class) -> bool {
    matches!(class, Class::Quasi | Class::Process)
}
