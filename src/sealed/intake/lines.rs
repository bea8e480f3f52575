//! Lines 行: which rows below the header are people, and which are blank, add up, divide the list or close it.
//!
//! What is no person may be dropped here without a word only when it can be nobody; in doubt a row is a person, and the
//! checks of names and numbers stop it.

use super::clean;
use super::fields::Class;
use super::grid::{Cell, CellText, Grid};
use super::header::{Column, Layout};
use crate::diag::Place;

/// First words of a line that closes a list.
const FOOTER: [&str; 26] = [
    "填表人",
    "制表人",
    "审核人",
    "填报人",
    "负责人",
    "经办人",
    "填表单位",
    "填报单位",
    "制表单位",
    "填表日期",
    "制表日期",
    "填报日期",
    "填表说明",
    "说明",
    "注",
    "备注",
    "附注",
    "以下空白",
    "单位负责人",
    "审批人",
    "村支书",
    "村委会主任",
    "联系人",
    "监督电话",
    "签字",
    "盖章",
];
/// Those that no name begins with: a colon may be missing behind them.
const SIGNED: [&str; 10] = [
    "填表人",
    "制表人",
    "审核人",
    "填报人",
    "经办人",
    "审批人",
    "单位负责人",
    "填表单位",
    "填报单位",
    "监督电话",
];
/// Words of a line that adds up: before a number or nothing, or at the end (一组小计).
const TOTALS: [&str; 6] = ["合计", "小计", "总计", "共计", "累计", "本页小计"];

/// How the name of a group ends, the longer ones first.
const GROUPS: [&str; 6] = ["村民小组", "小组", "组", "自然村", "自然屯", "屯"];
/// What stands before 组 where it is no group of a village.
const OFFICES: [&str; 4] = ["工作", "领导", "巡察", "评议"];

/// What a row is.
pub(super) enum Line {
    /// Somebody.
    Person,
    /// Nothing, a heading between groups, or the numbers of the columns.
    Blank,
    /// Adds up; a grand total with what it says.
    Total(Option<Said>),
    /// Closes the list.
    Footer,
}

/// What a grand total says.
pub(super) struct Said {
    households: Option<usize>,
    people: Option<usize>,
}

/// A grand total 合计 with its place.
pub(super) struct Total {
    pub(super) households: Option<usize>,
    pub(super) people: Option<usize>,
    pub(super) at: Place,
}

impl Said {
    /// The same with its place.
    pub(super) fn at(self, at: Place) -> Total {
        Total { households: self.households, people: self.people, at }
    }
}

/// Numbers and place names are printed in advance on empty lines; scribbles stand beside the table.
pub(super) fn tells_something(column: &Column) -> bool {
    !column.is_nameless()
        && !matches!(column.field.id.as_str(), "seq" | "village" | "township" | "group")
        && column.field.class != Class::Plain
}

/// What kind of line a row is.
pub(super) fn kind(grid: &Grid, layout: &Layout, line: u32) -> Line {
    let cells: Vec<(u32, &Cell)> = (1..=grid.width())
        .filter(|column| !grid.hidden_columns.contains(column))
        .filter_map(|column| grid.raw(line, column).map(|cell| (column, cell)))
        .collect();
    let Some((column, first)) = cells.first() else { return Line::Blank };
    let columns = || layout.blocks.iter().flatten();
    if let Some(label) = total(layout, &cells) {
        return Line::Total(is_grand(&label).then(|| said(layout, &cells, &label)));
    }
    let text = clean::header_key(first.words());
    // `header_key` drops colons, so 填表人：某某 runs on: a label with its colon in the raw text counts as well.
    let label = clean::squeeze(first.words()).replace(':', "：");
    let labelled = label.split('：').next().is_some_and(|head| head != label && FOOTER.contains(&head));
    let wide = |least: u32| grid.area(line, *column).is_some_and(|area| area.right >= area.left + least);
    if labelled
        || (opens(&text, &FOOTER) && wide(1))
        || FOOTER.contains(&text.as_str())
        || SIGNED.iter().any(|word| text.starts_with(word))
    {
        return Line::Footer;
    }
    // A single cell over several columns divides the list (一、脱贫不稳定户); nobody's row looks like that.
    if (cells.len() == 1 && wide(2)) || numbers_columns(&cells) {
        return Line::Blank;
    }
    if columns().any(|column| grid.raw(line, column.column).is_some()) { Line::Person } else { Line::Blank }
}

/// The group 村民小组 whose rows follow, where a line says nothing else (一组, 第3村民小组（8户）, 大坪组): its column and
/// words. Only of a list without a column of groups.
pub(super) fn heading(grid: &Grid, layout: &Layout, line: u32) -> Option<(u32, CellText)> {
    layout.group.as_ref()?;
    let [_] = layout.blocks.as_slice() else { return None };
    let mut cells = grid.row(line).filter(|(_, cell)| !cell.is_blank());
    let (Some((column, cell)), None) = (cells.next(), cells.next()) else { return None };
    let words = clean::without_brackets(&clean::header_key(cell.words()));
    let stem = GROUPS.iter().find_map(|kind| words.strip_suffix(kind))?;
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c);
    let counted = stem.strip_prefix('第').unwrap_or(stem).chars().all(number);
    // A place gives its name to a group too; in a column of names it might be somebody.
    let wide = grid.area(line, column).is_some_and(|area| area.right >= area.left + 2);
    let named =
        wide && stem.chars().count() <= 4 && stem.chars().all(super::is_han) && !OFFICES.contains(&stem);
    (!stem.is_empty() && (counted || named)).then(|| (column, words.into()))
}

/// Whether a text is one of the words, or begins with one before something that is no character of a name.
fn opens(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| rest.chars().next().is_none_or(|c| !super::is_han(c)))
    })
}

/// The words with which a row says that it adds up. A row with an identity number is somebody's.
fn total(layout: &Layout, cells: &[(u32, &Cell)]) -> Option<String> {
    let bound = |column: u32| layout.blocks.iter().flatten().find(|bound| bound.column == column);
    if cells.iter().any(|(column, _)| bound(*column).is_some_and(|bound| bound.field.id == "id_number")) {
        return None;
    }
    let labels = cells.iter().enumerate().filter(|(index, (column, _))| {
        let labelling = ["seq", "village", "township", "group", "household_number", "name"];
        *index == 0 || bound(*column).is_some_and(|bound| labelling.contains(&bound.field.id.as_str()))
    });
    labels.map(|(_, (_, cell))| clean::header_key(cell.words())).find(|text| {
        let counts = text.starts_with('共') && text.contains('户');
        let ends = text.chars().count() <= 12 && TOTALS.iter().any(|word| text.ends_with(word));
        opens(text, &TOTALS) || counts || ends
    })
}

/// Whether a total is over the whole list, as far as its label says.
fn is_grand(label: &str) -> bool {
    let whole = ["合计", "总计", "共计", "全村合计", "全村总计", "全村共计"];
    opens(label, &whole) || (label.starts_with('共') && label.contains('户'))
}

/// `合计：6户19人`, or `6户` in a cell of its own and a number in the column of sizes.
fn said(layout: &Layout, cells: &[(u32, &Cell)], label: &str) -> Said {
    let is_size = |column: u32| {
        layout.blocks.iter().flatten().any(|bound| bound.column == column && bound.field.id == "size")
    };
    let mut said = Said { households: number_before(label, '户'), people: number_before(label, '人') };
    for (column, cell) in cells {
        let text = match cell {
            Cell::Number(number) => number.to_string(),
            cell => clean::header_key(cell.words()),
        };
        if said.households.is_none() {
            said.households = text.strip_suffix('户').and_then(|number| number.parse().ok());
        }
        if said.people.is_none() && is_size(*column) {
            said.people = text.trim_end_matches('人').parse().ok();
        }
    }
    said
}

/// The number that stands right before a counting word.
fn number_before(text: &str, unit: char) -> Option<usize> {
    let (before, _) = text.split_once(unit)?;
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    before[before.len() - digits..].parse().ok()
}

/// 栏次: the columns' own numbers below the header, 1, 2, 3 and so on.
fn numbers_columns(cells: &[(u32, &Cell)]) -> bool {
    let number = |cell: &Cell| match cell {
        Cell::Number(number) => Some(*number),
        cell => clean::header_key(cell.words()).parse().ok(),
    };
    // Hidden columns have their numbers too: what counts is how far apart the columns are.
    let before = |(column, cell): &(u32, &Cell)| number(cell).map(|found| found - f64::from(*column));
    let first = cells.first().and_then(before);
    cells.len() >= 3
        && first.is_some_and(|first| first <= 0.0)
        && cells.iter().all(|cell| before(cell) == first)
}

/// Whether a row below the list's end looks like one of the list.
pub(super) fn looks_like_person(grid: &Grid, layout: &Layout, line: u32) -> bool {
    layout.blocks.iter().any(|block| {
        let filled: Vec<_> = block.iter().filter(|column| grid.raw(line, column.column).is_some()).collect();
        filled.len() >= 3 || filled.iter().any(|column| column.field.id == "id_number")
    })
}
