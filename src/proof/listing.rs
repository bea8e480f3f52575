//! The list of a face, printed or said → whether another list is the same without some households: no row is new, none says
//! another thing but for its running number and the word for small groups.

use super::Face;
use super::derivation::SmallGroups;
use crate::document::speech::cardinal;
use crate::document::{WrittenBlock, WrittenDocument};

/// Rows without their running numbers, a text a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rows {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Which column numbers them, if one does and does it rightly.
    numbered: bool,
}

impl Rows {
    /// The printed list of a face.
    pub(super) fn of(face: &Face) -> Self {
        let is_number = |at: usize| {
            let own = |(row, cells): (usize, &Vec<String>)| cells.get(at) == Some(&(row + 1).to_string());
            !face.rows.is_empty() && face.rows.iter().enumerate().all(own)
        };
        let number = is_number(0);
        let from = usize::from(number);
        let rest = |cells: &Vec<String>| cells.iter().skip(from).cloned().collect();
        Self { columns: rest(&face.columns), rows: face.rows.iter().map(rest).collect(), numbered: number }
    }
}

/// What begins the paragraph in which the loudspeaker reads the list.
const LEAD: &str = "名单念一遍。";

/// The list as the loudspeaker reads it; empty where it does not.
pub(super) fn spoken(face: &Face) -> Result<Rows, &'static str> {
    let said = face.text.blocks.iter().find_map(|block| is_list(block).then(|| words(block)));
    let said = said.filter(|_| face.channel == "loudspeaker");
    let mut rows = Vec::new();
    if let Some(said) = said {
        let mut rest = said.strip_prefix(LEAD).ok_or("广播稿的名单读不懂")?;
        while !rest.is_empty() {
            let lead = |number: usize| format!("第{}户，", cardinal(u64::try_from(number).unwrap_or(0)));
            let row = rest.strip_prefix(&lead(rows.len() + 1)).ok_or("广播稿的名单读不懂")?;
            let next = format!("。{}", lead(rows.len() + 2));
            let end = row.find(&next).map_or(row.len(), |at| at + '。'.len_utf8());
            let (own, after) = row.split_at(end);
            rows.push(own.trim_end_matches('。').split('，').map(str::to_owned).collect());
            rest = after;
        }
    }
    Ok(Rows { columns: Vec::new(), rows, numbered: false })
}

fn is_list(block: &WrittenBlock) -> bool {
    matches!(block, WrittenBlock::Paragraph { text, .. } if text.source == "roster")
}

fn words(block: &WrittenBlock) -> String {
    match block {
        WrittenBlock::Paragraph { text, .. } => text.plain(),
        _ => String::new(),
    }
}

/// A script without the paragraph in which the list is read.
pub(super) fn without_spoken(text: &mut WrittenDocument) {
    text.blocks.retain(|block| !is_list(block));
}

/// Whether `to` is `from` without `gone` rows; some may be shown under the word for small groups, each group as a whole.
pub(super) fn follows(
    from: &Rows,
    to: &Rows,
    gone: usize,
    merged: Option<&SmallGroups>,
) -> Result<(), &'static str> {
    if from.rows.is_empty() && to.rows.is_empty() {
        return Ok(());
    }
    if to.rows.len() + gone != from.rows.len() {
        return Err("少的行数和撤下的户数不一样");
    }
    if from.numbered && !to.rows.is_empty() && (!to.numbered || from.columns != to.columns) {
        return Err("没有重新编号");
    }
    if gone == 0 {
        return if from.rows == to.rows { Ok(()) } else { Err("名单改过") };
    }
    let mut left: Vec<&Vec<String>> = from.rows.iter().collect();
    let mut changed = Vec::new();
    for row in &to.rows {
        match left.iter().position(|signed| *signed == row) {
            Some(at) => drop(left.remove(at)),
            None => changed.push(row),
        }
    }
    let other = Err("有一行签字时没有，或者改过");
    let mut groups = Vec::new();
    for row in changed {
        let Some(merged) = merged else { return other };
        let found =
            left.iter().enumerate().find_map(|(at, signed)| Some((at, joined(from, signed, row, merged)?)));
        let Some((at, group)) = found else { return other };
        groups.push(group);
        left.remove(at);
    }
    // A group is merged as a whole.
    let apart = |(column, group): &(usize, String)| to.rows.iter().any(|row| row.get(*column) == Some(group));
    if groups.iter().any(apart) { Err("一个小组只合并了一部分") } else { Ok(()) }
}

/// The column and the group, where a row differs from a signed one in being shown under the word for small groups.
fn joined(list: &Rows, signed: &[String], row: &[String], merged: &SmallGroups) -> Option<(usize, String)> {
    let mut columns = signed.iter().zip(row).enumerate().filter(|(_, (is, now))| is != now);
    let (at, (group, now)) = columns.next()?;
    // What is said has no heads of columns.
    let here = list.columns.is_empty() || list.columns.get(at) == Some(&merged.column);
    let one = signed.len() == row.len() && columns.next().is_none();
    (one && here && *now == merged.word).then(|| (at, group.clone()))
}

/// Whether the word for small groups stands as a group in a face.
pub(super) fn holds(face: &Face, merged: &SmallGroups) -> bool {
    let at = face.columns.iter().position(|title| *title == merged.column);
    at.is_some_and(|at| face.rows.iter().any(|row| row.get(at) == Some(&merged.word)))
}
