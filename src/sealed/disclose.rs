//! Roster × Pack × Channel → [`Disclosed`]: the only values of a roster that may stand in anything public.
//!
//! A column appears because a show rule of the pack names it; everything else is suppressed. Names come from
//! [`Masks`], so that one person has one mask everywhere. Rows that nobody could tell apart stop the build.

use super::intake::speaks_of_a_person;
use super::masks::Masks;
use super::roster::{Household, Roster, Texts};
use crate::diag::{Diagnostic, Place};
use crate::document::{Align, Column, Table, Text};
use crate::policy::{Channel, NoticeKind, Pack, Technique};
use chrono::NaiveDate;
use std::collections::BTreeMap;

crate::codes! {
    VALUE_NOT_LISTED = "roster-value-not-listed":
        "名册里有一个值不在政策包允许公开的范围里，例如类别写了别的名称。改成规定的写法，或请政策包的维护人补上。"
        / "A value is not among those the pack allows to be shown.";
    STORY_SHOWN = "roster-story-shown":
        "这一格会照样公开，里面却写了别人的姓名（例如“李大明家北侧”）或病情、处罚等个人情况。改成不带人的写法，个人情况移到备注列。"
        / "A cell that is shown as it stands speaks of a person. Move it to a column that is never shown.";
    UNSUPPORTED_NUMBER = "roster-not-a-number":
        "这一格应当是数字。" / "The cell must hold a number.";
}

/// De-identified rows 去标识化名册. Only [`disclose`] makes one.
#[derive(Debug, Clone)]
pub struct Disclosed {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
    households: usize,
    people: usize,
}

impl Disclosed {
    /// Whether any column is shown: else only the numbers may be told.
    pub fn listed(&self) -> bool {
        !self.columns.is_empty()
    }

    /// The rows as they are read out: each household's values, a bare number after its column's title; the running
    /// number is left to who reads.
    pub fn read_out(&self) -> Vec<String> {
        let numbered = |column: usize| {
            let own = |(at, row): (usize, &Vec<String>)| row.get(column) == Some(&(at + 1).to_string());
            !self.rows.is_empty() && self.rows.iter().enumerate().all(own)
        };
        let skipped: Vec<bool> =
            (0..self.columns.len()).map(|column| column == 0 && numbered(column)).collect();
        let said = |((title, _), value): (&(String, Align), &String)| {
            // A hidden character is said as 某.
            let value = value.replace('*', "某");
            if value.chars().all(|c| c.is_ascii_digit()) { format!("{title}{value}") } else { value }
        };
        let row = |row: &Vec<String>| {
            let cells = self.columns.iter().zip(row).zip(&skipped).filter(|(_, skipped)| !**skipped);
            cells.map(|(cell, _)| said(cell)).collect::<Vec<_>>().join("，")
        };
        self.rows.iter().map(row).collect()
    }

    /// Number of households 户数.
    pub fn households(&self) -> usize {
        self.households
    }

    /// Number of people 人数.
    pub fn people(&self) -> usize {
        self.people
    }

    /// The rows as a table; its cells have [`crate::document::Origin::Roster`].
    pub fn table(&self, place: &str) -> Table {
        Table {
            caption: None,
            columns: self
                .columns
                .iter()
                .map(|(title, align)| Column { title: Text::open(title, place), align: *align, weight: 0 })
                .collect(),
            rows: self.rows.iter().map(|row| row.iter().map(Text::roster).collect()).collect(),
            end_mark: true,
            min_row_height: 0,
            may_double: true,
        }
    }
}

/// Applies the pack's show rules for a notice kind and channel.
pub fn disclose(
    roster: &Roster,
    pack: &Pack,
    kind: &NoticeKind,
    channel: Channel,
    posted: NaiveDate,
    masks: &Masks,
) -> Result<Disclosed, Vec<Diagnostic>> {
    let shows = pack.shown(&kind.id, channel);
    let groups = match (&kind.small_group, channel) {
        (None, _) | (_, Channel::Board) => BTreeMap::new(),
        // What leaves the village's own wall goes further than the village.
        (Some(rule), Channel::Web | Channel::Chat | Channel::Loudspeaker) => {
            super::groups::generalised(&roster.households.iter().collect::<Vec<_>>(), rule)
        }
    };
    let sizes: Vec<usize> = roster.households.iter().map(Household::size).collect();
    let mut errors = Vec::new();
    let mut rows = Vec::new();
    for (index, household) in roster.households.iter().enumerate() {
        let mut row = Vec::new();
        for show in &shows {
            let value = match &show.how {
                // Numbered anew when a household was withdrawn: a gap would tell every reader of the new list that
                // somebody is gone, and from which place.
                Technique::Ordinal => Ok((index + 1).to_string()),
                Technique::MaskName { minor_under, minor, .. } => {
                    Ok(masks.shown(household, posted, *minor_under, minor))
                }
                Technique::AsIs if show.field == "group" => Ok(household
                    .fields
                    .get_text("group")
                    .map_or("—", |group| groups.get(group).map_or(group, String::as_str))
                    .to_owned()),
                Technique::TopCoded { top, unit } if show.field == "size" => {
                    Ok(top_coded(household.size(), shared_top(&sizes, *top), unit))
                }
                technique => plain(household, &show.field, technique),
            };
            match value {
                Ok(value) => row.push(value),
                Err((code, message, help)) => {
                    errors.push(Diagnostic::error(
                        code,
                        place(household, &show.field, &show.title),
                        message,
                        help,
                    ));
                    row.push(String::new());
                }
            }
        }
        rows.push(row);
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let columns = shows.iter().map(|show| (show.title.clone(), Align::Center)).collect();
    Ok(Disclosed { columns, rows, households: roster.household_count(), people: roster.person_count() })
}

/// Where top-coding begins: a single household above the limit would be told by subtracting the others from the
/// printed total, so the next largest joins it.
fn shared_top(sizes: &[usize], top: u32) -> usize {
    let top = usize::try_from(top).unwrap_or(usize::MAX);
    match sizes.iter().filter(|size| **size >= top).count() {
        1 => sizes.iter().copied().filter(|size| *size < top).max().unwrap_or(top),
        _ => top,
    }
}

fn top_coded(number: usize, top: usize, unit: &str) -> String {
    if number >= top { format!("{top}{unit}及以上") } else { number.to_string() }
}

type Refused = (&'static crate::diag::Code, String, String);

/// A household's value, or its head's where the field is a person's.
fn text<'a>(household: &'a Household, field: &str) -> Option<&'a str> {
    household.fields.get_text(field).or_else(|| household.head().fields.get_text(field))
}

fn plain(household: &Household, field: &str, technique: &Technique) -> Result<String, Refused> {
    match technique {
        Technique::TopCoded { top, unit } => {
            match text(household, field).and_then(|value| value.parse().ok()) {
                Some(number) => Ok(top_coded(number, usize::try_from(*top).unwrap_or(usize::MAX), unit)),
                None => Err((&UNSUPPORTED_NUMBER, "应当是数字".into(), "只写数字，不写单位".into())),
            }
        }
        Technique::OneOf { values } => {
            let value = text(household, field);
            match value.and_then(|value| values.iter().find(|allowed| *allowed == value)) {
                Some(allowed) => Ok(allowed.clone()),
                None if value.is_none() => Ok("—".into()),
                None => Err((
                    &VALUE_NOT_LISTED,
                    "不是可以公开的写法".into(),
                    format!("写成其中一个：{}", values.join("、")),
                )),
            }
        }
        Technique::AsIs => match text(household, field).unwrap_or("—") {
            told if speaks_of_a_person(told) => Err((
                &STORY_SHOWN,
                "这一格会照样公开，里面却写了别人的姓名或个人情况".into(),
                "只写地名、事项；人名和个人情况移到备注列".into(),
            )),
            told => Ok(told.to_owned()),
        },
        Technique::Ordinal | Technique::MaskName { .. } => Ok("—".into()),
    }
}

fn place(household: &Household, field: &str, title: &str) -> Place {
    household
        .fields
        .get(field)
        .or_else(|| household.head().fields.get(field))
        .map_or_else(|| household.at.place(), |value| value.place())
        .field(title)
}

#[cfg(test)]
mod tests {
    use super::{shared_top, top_coded};

    #[test]
    fn one_large_household_cannot_be_told_by_subtracting_the_others_from_the_total() {
        assert_eq!(shared_top(&[1, 3, 5, 5, 9], 6), 5);
        assert_eq!(shared_top(&[1, 3, 7, 9], 6), 6);
        assert_eq!(shared_top(&[1, 3, 5], 6), 6);
        assert_eq!(top_coded(9, 5, "人"), "5人及以上");
        assert_eq!(top_coded(3, 5, "人"), "3");
    }
}
