//! A roster and what the pack shows of it → how many rows are like no other, and which step mends it 重识别风险.
//!
//! A stranger reads the website, a neighbour the notice board. A row that nobody shares what is shown with can be
//! recognised by whoever knows these few things of a household. Counts leave this room, never a value.

use super::disclose::{Shown, channels};
use super::masks::{Masks, Visible};
use super::roster::{Household, Roster};
use crate::policy::written::SmallGroup;
use crate::policy::{Channel, NoticeKind, Pack, Show, Technique};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Rows that must be alike, where a pack says nothing of it.
const USUAL: usize = 3;

/// Somebody who reads the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Risk {
    /// Where they are read.
    pub channel: Channel,
    /// Titles of the columns, the running number aside.
    pub columns: Vec<String>,
    /// All rows.
    pub rows: usize,
    /// Rows like no other.
    pub unique: usize,
    /// Rows of which fewer than k are alike.
    pub below_k: usize,
    /// Groups 村民小组 as shown, and those of fewer than k households.
    pub groups: usize,
    /// Of these, groups of fewer than k households.
    pub small_groups: usize,
    /// The step after which the fewest rows are like no other.
    pub remedy: Option<Remedy>,
}

/// A step of the ladder, tried on the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remedy {
    /// What is done.
    pub step: Step,
    /// With which column.
    pub column: Option<String>,
    /// Rows that are like no other afterwards.
    pub unique: usize,
}

/// What can be done, the gentlest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Show small groups as one, or more of them.
    MergeGroups,
    /// Show the largest numbers of a column as one.
    TopCode,
    /// Leave a column out.
    DropColumn,
    /// Show no rows, only how many households and people there are.
    NumbersOnly,
}

/// How many rows must be alike: what the pack says of small groups, if it says something.
pub(crate) fn k(kind: &NoticeKind) -> Option<usize> {
    kind.small_group.as_ref().map(|rule| rule.below)
}

/// Whether any row of a kind is ever shown.
pub(crate) fn shows_rows(pack: &Pack, kind: &NoticeKind) -> bool {
    channels(pack, kind).next().is_some()
}

/// What a stranger on the web and a neighbour at the board can tell apart.
pub(crate) fn of(roster: &Roster, pack: &Pack, kind: &NoticeKind, posted: NaiveDate) -> Vec<Risk> {
    let visible = [Visible { roster, kind, posted }];
    // Rows that nothing tells apart stop a build; here they are counted by their plain masks.
    let masks = Masks::of(&visible, pack).unwrap_or_else(|_| Masks::plain(pack));
    let name = |household: &Household, minor_under: u8, minor: &str| {
        masks.shown(household, posted, minor_under, minor)
    };
    let households: Vec<&Household> = roster.households.iter().collect();
    let read = channels(pack, kind).filter(|channel| matches!(channel, Channel::Web | Channel::Board));
    read.map(|channel| {
        let shown = |kind: &NoticeKind| Table::of(&Shown::of(&households, (pack, kind, channel), &name));
        let is = shown(kind);
        let k = k(kind).unwrap_or(USUAL);
        let coarser = (channel == Channel::Web).then(|| shown(&merging(kind)));
        let groups = is.sizes(is.group.into_iter());
        Risk {
            channel,
            columns: is.titles.clone(),
            rows: is.rows.len(),
            unique: is.alike(|count| count == 1),
            below_k: is.alike(|count| count < k),
            groups: groups.len(),
            small_groups: groups.values().filter(|count| **count < k).count(),
            remedy: is.remedy(coarser, k),
        }
    })
    .collect()
}

/// The kind with small groups merged, or with larger ones merged too.
fn merging(kind: &NoticeKind) -> NoticeKind {
    let mut kind = kind.clone();
    let rule = kind.small_group.take();
    let below = rule.as_ref().map_or(USUAL, |rule| rule.below * 2);
    let shown_as = rule.map_or_else(String::new, |rule| rule.shown_as);
    kind.small_group = Some(SmallGroup { below, shown_as, reason: String::new(), merged: BTreeSet::new() });
    kind
}

/// Rows as a reader sees them, without the running number.
struct Table {
    titles: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The column of the group.
    group: Option<usize>,
}

impl Table {
    fn of(shown: &Shown<'_>) -> Self {
        let told = |show: &&Show| !matches!(show.how, Technique::Ordinal);
        let shows: Vec<&Show> = shown.shows.iter().copied().filter(told).collect();
        let row = |place: usize| {
            let cells = shown.values(place).into_iter().zip(&shown.shows);
            cells.filter(|(_, show)| told(show)).map(|(text, _)| text.to_owned()).collect()
        };
        Self {
            titles: shows.iter().map(|show| show.title.clone()).collect(),
            rows: (0..shown.len()).map(row).collect(),
            group: shows.iter().position(|show| show.field == "group"),
        }
    }

    /// How many rows have the same values in these columns.
    fn sizes(&self, columns: impl Iterator<Item = usize> + Clone) -> BTreeMap<Vec<&str>, usize> {
        let mut sizes = BTreeMap::new();
        if columns.clone().next().is_some() {
            for row in &self.rows {
                let values = columns.clone().map(|column| row[column].as_str()).collect();
                *sizes.entry(values).or_default() += 1;
            }
        }
        sizes
    }

    /// How many rows are alike in a number for which `is` holds.
    fn alike(&self, is: impl Fn(usize) -> bool) -> usize {
        self.sizes(0..self.titles.len()).into_values().filter(|count| is(*count)).sum()
    }

    fn unique(&self) -> usize {
        self.alike(|count| count == 1)
    }

    /// Every step tried; of those that leave as many rows the gentlest. Rows that still stand out leave only the numbers
    /// to be shown, if no step helps at all.
    fn remedy(&self, coarser: Option<Self>, k: usize) -> Option<Remedy> {
        let now = self.unique();
        let mut tried: Vec<Remedy> = Vec::new();
        if let (Some(coarser), Some(group)) = (coarser, self.group) {
            let column = Some(self.titles[group].clone());
            tried.push(Remedy { step: Step::MergeGroups, column, unique: coarser.unique() });
        }
        for (column, title) in self.titles.iter().enumerate() {
            if let Some(coded) = self.top_coded(column, k) {
                let unique = coded.unique();
                tried.push(Remedy { step: Step::TopCode, column: Some(title.clone()), unique });
            }
            let unique = self.without(column).unique();
            tried.push(Remedy { step: Step::DropColumn, column: Some(title.clone()), unique });
        }
        let helps = tried.into_iter().filter(|remedy| remedy.unique < now);
        let best = helps.min_by_key(|remedy| (remedy.unique, remedy.step));
        let numbers = Remedy { step: Step::NumbersOnly, column: None, unique: 0 };
        best.or_else(|| (now > 0).then_some(numbers))
    }

    fn without(&self, column: usize) -> Self {
        let left = |row: &Vec<String>| {
            let cells = row.iter().enumerate().filter(|(at, _)| *at != column);
            cells.map(|(_, text)| text.clone()).collect()
        };
        let titles = left(&self.titles);
        Self { titles, rows: self.rows.iter().map(left).collect(), group: None }
    }

    /// With the k largest numbers of a column shown as one; none if it holds anything but numbers.
    fn top_coded(&self, column: usize, k: usize) -> Option<Self> {
        let numbers: Option<Vec<u64>> = self.rows.iter().map(|row| row[column].parse().ok()).collect();
        let numbers = numbers?;
        let mut sorted = numbers.clone();
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        let top = *sorted.get(k.max(1) - 1)?;
        let mut rows = self.rows.clone();
        for (row, number) in rows.iter_mut().zip(&numbers) {
            row[column] = if *number >= top { "+".to_owned() } else { number.to_string() };
        }
        Some(Self { titles: self.titles.clone(), rows, group: self.group })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{day, pack, roster};
    use super::{Risk, Step, of};
    use crate::policy::Channel;

    const HEADER: &str = "序号,组,户编号,户主姓名,家庭人口,监测对象类别\n";

    fn risks(rows: &str) -> Vec<Risk> {
        let pack = pack();
        let roster = roster(&format!("{HEADER}{rows}"));
        of(&roster, &pack, pack.notice("identify").unwrap(), day("2025-04-07"))
    }

    #[test]
    fn rows_are_counted_by_what_a_stranger_and_a_neighbour_see() {
        let rows = "1,1组,h001,王一明,2,脱贫不稳定户\n2,1组,h002,王二明,2,脱贫不稳定户\n\
                    3,1组,h003,李三生,3,脱贫不稳定户\n4,2组,h004,赵四海,3,脱贫不稳定户\n";
        let found = risks(rows);
        assert_eq!(found.iter().map(|risk| risk.channel).collect::<Vec<_>>(), [Channel::Web, Channel::Board]);
        for risk in &found {
            // The two of one mask are told apart by their numbers, so that every row is like no other.
            assert_eq!((risk.rows, risk.unique, risk.below_k), (4, 4, 4));
            assert!(!risk.columns.is_empty());
        }
        let [web, board] = &found[..] else { panic!("{found:?}") };
        // On the web one group stands for both, because a group of one would be told by elimination.
        assert_eq!((web.groups, web.small_groups), (1, 0));
        assert_eq!((board.groups, board.small_groups), (2, 1));
        let remedy = web.remedy.as_ref().unwrap();
        assert_eq!(remedy.step, Step::DropColumn);
        assert!(remedy.unique < 4);
    }

    #[test]
    fn the_remedy_is_the_one_that_leaves_the_fewest_rows_alone() {
        // All that differs is the size of the household.
        let rows: String = (1..=4).map(|n| format!("{n},1组,,王明,{n},脱贫不稳定户\n")).collect();
        let web = &risks(&rows)[0];
        assert_eq!((web.rows, web.unique), (4, 4));
        let remedy = web.remedy.clone().unwrap();
        assert_eq!((remedy.step, remedy.unique), (Step::DropColumn, 0));
        assert_eq!(remedy.column.as_deref(), Some("家庭人口"));
    }

    #[test]
    fn rows_that_are_alike_need_no_remedy_and_no_value_is_told() {
        let found = risks("1,1组,h001,王一明,2,脱贫不稳定户\n");
        let said = format!("{found:?} {}", serde_json::to_string(&found).unwrap());
        for value in ["王", "1组", "脱贫"] {
            assert!(!said.contains(value), "{said}");
        }
    }
}
