//! Roster × Pack × Channel → [`Disclosed`]: the only values of a roster that may stand in anything public.
//!
//! A column appears because a show rule of the pack names it; everything else is suppressed. Names come from
//! [`Masks`], so that one person has one mask everywhere. Rows that nobody could tell apart stop the build.

use super::groups::generalised_over_time;
use super::intake::speaks_of_a_person;
use super::lacking::has;
use super::masks::Masks;
use super::order::{Rank, sorted};
use super::roster::{Household, Roster, Texts};
use crate::diag::{Diagnostic, Place};
use crate::document::{Align, Column, Table, Text};
use crate::policy::{Channel, NoticeKind, Pack, Show, Technique};
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
    people: Option<usize>,
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

    /// Number of people 人数; none where the roster tells no sizes.
    pub fn people(&self) -> Option<usize> {
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

/// Applies the pack's show rules for a notice kind and channel, in the one order that all channels have.
pub fn disclose(
    roster: &Roster,
    pack: &Pack,
    kind: &NoticeKind,
    channel: Channel,
    posted: NaiveDate,
    masks: &Masks,
) -> Result<Disclosed, Vec<Diagnostic>> {
    let name = |household: &Household, minor_under: u8, minor: &str| {
        masks.shown(household, posted, minor_under, minor)
    };
    let households: Vec<&Household> = roster.households.iter().collect();
    let shown = |channel| Shown::of_rest((&households, &roster.withdrawn), (pack, kind, channel), &name);
    let this = shown(channel);
    let errors: Vec<Diagnostic> =
        this.rows.iter().zip(&households).flat_map(|row| this.refused(row)).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut others: Vec<Shown<'_>> = channels(pack, kind).map(shown).collect();
    others.push(shown(channel));
    let keys: Vec<_> = others.iter().map(Shown::ranks).collect();
    let row = |(at, place): (usize, usize)| this.numbered(place, at + 1);
    let rows = sorted(&keys).into_iter().enumerate().map(row).collect();
    let columns = this.shows.iter().map(|show| (show.title.clone(), Align::Center)).collect();
    Ok(Disclosed { columns, rows, households: roster.household_count(), people: roster.people() })
}

/// How the household that begins in a row is shown on the village's board: masked name and group, as far as the pack shows
/// them. For a clerk who must not take another for it; none where the list is not shown there.
pub fn shown_in_row(
    (roster, row): (&Roster, u32),
    pack: &Pack,
    kind: &NoticeKind,
    posted: NaiveDate,
    masks: &Masks,
) -> Option<String> {
    let household = roster.household(row)?;
    let name = |household: &Household, minor_under: u8, minor: &str| {
        masks.shown(household, posted, minor_under, minor)
    };
    let channel = channels(pack, kind).find(|channel| *channel == Channel::Board);
    let channel = channel.or_else(|| channels(pack, kind).next())?;
    let shown = Shown::of(&[household], (pack, kind, channel), &name);
    let tells = |show: &Show| matches!(show.how, Technique::MaskName { .. }) || show.field == "group";
    let told = shown.values(0).into_iter().zip(&shown.shows).filter(|(_, show)| tells(show));
    let told: Vec<&str> = told.map(|(value, _)| value).filter(|value| !value.is_empty()).collect();
    (!told.is_empty()).then(|| told.join("，"))
}

/// The channels on which rows of a kind are shown, in the order in which they decide about the order of rows.
pub(in crate::sealed) fn channels<'a>(
    pack: &'a Pack,
    kind: &'a NoticeKind,
) -> impl Iterator<Item = Channel> + 'a {
    [Channel::Web, Channel::Board, Channel::Chat, Channel::Loudspeaker]
        .into_iter()
        .filter(|channel| kind.channel.contains(channel) && !pack.shown(&kind.id, *channel).is_empty())
}

/// How a head of household is called, with the age below which it is not named and the word shown instead.
pub(in crate::sealed) type Naming<'a> = &'a dyn Fn(&Household, u8, &str) -> String;

/// What a channel shows of each household, in the order of the roster; the running number is not given yet.
pub(in crate::sealed) struct Shown<'a> {
    pub(in crate::sealed) shows: Vec<&'a Show>,
    rows: Vec<Vec<Result<String, Refused>>>,
    /// What merged small groups are shown as.
    merged: Option<&'a str>,
}

impl<'a> Shown<'a> {
    pub(in crate::sealed) fn of(
        households: &[&Household],
        of: (&'a Pack, &'a NoticeKind, Channel),
        name: Naming<'_>,
    ) -> Self {
        Self::of_rest((households, &[]), of, name)
    }

    /// What is shown of those who are left once others were withdrawn: the same as before, with as many columns, and nobody's
    /// group or size told more closely.
    fn of_rest(
        (households, withdrawn): (&[&Household], &[Household]),
        (pack, kind, channel): (&'a Pack, &'a NoticeKind, Channel),
        name: Naming<'_>,
    ) -> Self {
        let everybody: Vec<&Household> = households.iter().copied().chain(withdrawn).collect();
        let mut shows = pack.shown(&kind.id, channel);
        shows.retain(|show| !show.optional || has(&everybody, &show.field));
        let (groups, merged) = match (&kind.small_group, channel) {
            (None, _) | (_, Channel::Board) => (BTreeMap::new(), None),
            // What leaves the village's own wall goes further than the village.
            (Some(rule), Channel::Web | Channel::Chat | Channel::Loudspeaker) => {
                (generalised_over_time(households, withdrawn, rule), Some(rule.shown_as.as_str()))
            }
        };
        let sizes: Vec<usize> = everybody.iter().map(|household| household.size()).collect();
        let value = |household: &Household, show: &Show| match &show.how {
            Technique::Ordinal => Ok(String::new()),
            Technique::MaskName { minor_under, minor, .. } => Ok(name(household, *minor_under, minor)),
            Technique::AsIs if show.field == "group" => {
                let written = household.fields.get_text("group").unwrap_or("—");
                Ok(groups.get(written).map_or(written, String::as_str).to_owned())
            }
            Technique::TopCoded { top, unit } if show.field == "size" => {
                Ok(top_coded(household.size(), shared_top(&sizes, *top), unit))
            }
            technique => plain(household, &show.field, technique),
        };
        let row = |household: &&Household| shows.iter().map(|show| value(household, show)).collect();
        Self { rows: households.iter().map(row).collect(), shows, merged }
    }

    /// How many rows there are.
    pub(in crate::sealed) fn len(&self) -> usize {
        self.rows.len()
    }

    /// What could not be shown of a household.
    fn refused<'s>(
        &'s self,
        (row, household): (&'s Vec<Result<String, Refused>>, &'s &Household),
    ) -> impl Iterator<Item = Diagnostic> + 's {
        row.iter().zip(&self.shows).filter_map(|(value, show)| {
            let (code, message, help) = value.as_ref().err()?;
            let at = place(household, &show.field, &show.title);
            Some(Diagnostic::error(code, at, message.clone(), help.clone()))
        })
    }

    /// A row's values, the running number aside; what could not be shown is empty.
    pub(in crate::sealed) fn values(&self, place: usize) -> Vec<&str> {
        self.rows[place].iter().map(|value| value.as_ref().map_or("", String::as_str)).collect()
    }

    /// A row with its running number. Households are numbered anew when one was withdrawn: a gap would tell every
    /// reader of the new list that somebody is gone, and from which place.
    fn numbered(&self, place: usize, number: usize) -> Vec<String> {
        let value = |(text, show): (&str, &&Show)| match show.how {
            Technique::Ordinal => number.to_string(),
            _ => text.to_owned(),
        };
        self.values(place).into_iter().zip(&self.shows).map(value).collect()
    }

    /// What the rows are put in order by: the group first, then the columns from left to right.
    fn ranks(&self) -> Vec<Vec<Rank>> {
        let is_group = |show: &Show| show.field == "group" && matches!(show.how, Technique::AsIs);
        let row = |place: usize| {
            let cells: Vec<(&str, &&Show)> = self.values(place).into_iter().zip(&self.shows).collect();
            let groups = cells.iter().filter(|(_, show)| is_group(show));
            let groups = groups.map(|(text, _)| Rank::of_group(text, self.merged == Some(*text)));
            let others = cells.iter().filter(|(_, show)| !is_group(show)).map(|(text, _)| Rank::of(text));
            groups.chain(others).collect()
        };
        (0..self.rows.len()).map(row).collect()
    }
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
    use super::super::testing::{day, pack, roster};
    use super::{disclose, shared_top, top_coded};
    use crate::policy::Channel;
    use crate::sealed::masks::{Masks, Visible};

    const HEADER: &str = "序号,组,户编号,户主姓名,家庭人口,监测对象类别,备注,年人均纯收入\n";

    /// Rows of a list on two channels, and as they are read out.
    fn shown(rows: &[String]) -> [Vec<Vec<String>>; 2] {
        let (pack, posted) = (pack(), day("2025-04-07"));
        let kind = pack.notice("identify").unwrap();
        let roster = roster(&format!("{HEADER}{}", rows.concat()));
        let masks = Masks::of(&[Visible { roster: &roster, kind, posted }], &pack).unwrap();
        [Channel::Web, Channel::Board].map(|channel| {
            let table = disclose(&roster, &pack, kind, channel, posted, &masks).unwrap().table("");
            table.rows.iter().map(|row| row.iter().map(|cell| cell.plain()).collect()).collect()
        })
    }

    /// Rows of a list; the running number, the note and the income are never shown.
    fn list(order: &[usize]) -> Vec<String> {
        let groups = [
            "十一组",
            "二组",
            "一组",
            "十组",
            "大坪组",
            "十一组",
            "二组",
            "二组",
            "一组",
            "一组",
            "十一组",
            "大坪组",
        ];
        let names = [
            "王一甲",
            "李二乙",
            "赵三丙",
            "钱四丁",
            "孙五戊",
            "周六己",
            "吴七庚",
            "郑八辛",
            "冯九壬",
            "陈十癸",
            "褚百甲",
            "卫千乙",
        ];
        let row = |(at, number): (usize, &usize)| {
            let (group, name) = (groups[*number], names[*number]);
            let (size, income) = (number % 3 + 1, 4000 + at * 100);
            format!("{},{group},h{number:03},{name},{size},脱贫不稳定户,第{at}行,{income}\n", at + 1)
        };
        order.iter().enumerate().map(row).collect()
    }

    #[test]
    fn the_order_of_rows_gave_away_the_group_of_a_merged_small_group() {
        let first = shown(&list(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
        for order in [[11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0], [3, 0, 7, 10, 4, 1, 9, 11, 2, 8, 6, 5]] {
            assert_eq!(shown(&list(&order)), first);
        }
    }

    #[test]
    fn rows_stand_by_group_as_people_count_and_merged_small_groups_last_on_every_channel() {
        let [web, board] = shown(&list(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
        let column =
            |rows: &[Vec<String>], at: usize| rows.iter().map(|row| row[at].clone()).collect::<Vec<_>>();
        let groups = column(&web, 1);
        assert_eq!(groups[..3], ["一组", "一组", "一组"]);
        assert_eq!(groups[3..6], ["二组", "二组", "二组"]);
        assert_eq!(groups[6..9], ["十一组", "十一组", "十一组"]);
        assert!(groups[9..].iter().all(|group| *group == groups[9] && !group.contains("十组")), "{groups:?}");
        assert_eq!(column(&web, 0), (1..=12).map(|number| number.to_string()).collect::<Vec<_>>());
        // The same order on the wall, where every group is told.
        assert_eq!(column(&web, 2), column(&board, 2));
        assert_eq!(column(&web, 0), column(&board, 0));
        assert!(column(&board, 1).contains(&"十组".to_owned()));
    }

    #[test]
    fn one_large_household_cannot_be_told_by_subtracting_the_others_from_the_total() {
        assert_eq!(shared_top(&[1, 3, 5, 5, 9], 6), 5);
        assert_eq!(shared_top(&[1, 3, 7, 9], 6), 6);
        assert_eq!(shared_top(&[1, 3, 5], 6), 6);
        assert_eq!(top_coded(9, 5, "人"), "5人及以上");
        assert_eq!(top_coded(3, 5, "人"), "3");
    }
}
