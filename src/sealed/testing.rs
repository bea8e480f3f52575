//! Rosters and the embedded sample pack for this room's tests.

use super::intake::{self, Options};
use super::roster::Roster;
use crate::policy::fields::FieldTable;
use crate::policy::{self, Pack};
use crate::workspace::embedded;
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub(in crate::sealed) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The field table as shipped.
pub(in crate::sealed) fn fields() -> FieldTable {
    let text = String::from_utf8(embedded::policies()["fields.toml"].clone()).unwrap();
    FieldTable::parse(&text, "fields.toml").unwrap()
}

/// The pack of the sample township.
pub(in crate::sealed) fn pack() -> Pack {
    let township = String::from_utf8(embedded::content()["township.toml"].clone()).unwrap();
    let id = township.lines().find_map(|line| line.strip_prefix("pack = \"")?.strip_suffix('"')).unwrap();
    let prefix = format!("{id}/");
    let files: BTreeMap<String, Vec<u8>> = embedded::policies()
        .into_iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), bytes)))
        .collect();
    policy::load(id, "policies/sample", &files, &fields()).unwrap()
}

/// A roster from csv text.
pub(in crate::sealed) fn roster(csv: &str) -> Roster {
    let fields = fields();
    let options = Options::of_no_notice(&fields, day("2025-12-31"));
    intake::read("roster.csv", csv.as_bytes(), &options).unwrap().0
}

/// An 18-digit number from its first 17 digits.
pub(in crate::sealed) fn id_number(first: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    format!("{first}{}", &"10X98765432"[(sum % 11) as usize..][..1])
}
