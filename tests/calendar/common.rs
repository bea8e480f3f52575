//! The tables as shipped, and days and rules by name.

use chrono::NaiveDate;
use mingbai::calendar::{Calendar, Days, Rule};

/// The three named rules, strictest last.
pub(crate) const RULES: [&str; 3] = ["posting-day-counts", "next-day", "next-day-rollover"];

macro_rules! tables {
    ($($name:literal)*) => {
        vec![$((
            concat!("policies/calendar/", $name, ".toml").to_string(),
            include_str!(concat!("../../policies/calendar/", $name, ".toml")).to_string(),
        )),*]
    };
}

/// The tables as shipped, the national ones first: path and text.
pub(crate) fn files() -> Vec<(String, String)> {
    tables!(
        "2020" "2021" "2022" "2023" "2024" "2025" "2026"
        "2020-guangxi" "2021-guangxi" "2023-guangxi" "2024-guangxi" "2025-guangxi" "2026-guangxi"
    )
}

pub(crate) fn calendar() -> Calendar {
    Calendar::parse(&files()).unwrap_or_else(|faults| panic!("the tables do not parse: {faults:#?}"))
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is no date"))
}

pub(crate) fn rule(name: &str) -> Rule {
    name.parse().unwrap_or_else(|_| panic!("{name} is no rule"))
}

#[track_caller]
pub(crate) fn last(from: &str, days: Days, name: &str) -> String {
    let period = calendar().period(day(from), days, rule(name));
    period.unwrap_or_else(|refused| panic!("{refused}")).to.to_string()
}
