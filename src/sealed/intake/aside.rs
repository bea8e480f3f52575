//! What stands beside the list 名单以外的内容 → what identifies in it, for the audit alone: ID, phone and account numbers
//! wherever they stand, names under a person's header or in a column of names.
//!
//! Other sheets, hidden rows, columns that nobody knows, files that no notice uses: none of it is read as the list, so
//! nothing of it reaches a household. Running text makes no term: a remark on another sheet is written in the words of
//! the site itself.

use super::clean;
use super::fields::{Class, Field, FieldTable, Kind};
use super::grid::{Cell, CellText, Grid};
use super::header::Layout;
use super::values;
use crate::sealed::audit::falls_into_a_name;
use crate::sealed::needles::identifiers;
use crate::sealed::personal::Personal;
use crate::sealed::persons;
use crate::sealed::roster::{Spot, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Rows in which the words over a column are looked for, where no header was found.
const FIRST_ROWS: u32 = 15;
/// A column of names has at least so many values, most of them names, hardly two the same.
const FEWEST_NAMES: usize = 3;

/// The list of a sheet, as far as there is one: its columns and the rows that were read.
pub(super) struct ListRows<'a> {
    pub(super) layout: &'a Layout,
    pub(super) rows: BTreeSet<u32>,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Names,
    Ids,
    Phones,
    Accounts,
    /// Anything: only what has the shape of an identifier counts.
    Text,
}

/// Everything that identifies in a sheet outside of the cells that were read as the list.
pub(super) fn terms(path: &str, grid: &Grid, list: Option<&ListRows<'_>>, fields: &FieldTable) -> Vec<Value> {
    let origin = grid.origin(path);
    let mut columns: BTreeMap<u32, Vec<(u32, &Cell)>> = BTreeMap::new();
    for ((row, column), cell) in grid.cells() {
        columns.entry(column).or_default().push((row, cell));
    }
    let mut out = Vec::new();
    for (column, cells) in columns {
        let (holds, title, first) = column_of(grid, column, &cells, list, fields);
        let known = list.is_some_and(|list| is_read(list.layout, column));
        let left = |row: &u32| *row >= first && !(known && list.is_some_and(|list| list.rows.contains(row)));
        for (row, cell) in cells.iter().filter(|(row, _)| left(row)) {
            let text = values::loosely(cell);
            for (kind, found) in identifying(text.as_str(), holds) {
                let field = Field::aside(&title, kind);
                let at = Spot::cell(&origin, *row, column);
                out.push(Value { text: Personal::seal(found.into()), field: field.into(), at });
            }
        }
    }
    out
}

/// Whether the cells of a column belong to the list: a field that the table knows, in a column that is seen.
fn is_read(layout: &Layout, column: u32) -> bool {
    layout
        .blocks
        .iter()
        .flatten()
        .any(|bound| bound.column == column && !bound.field.id.starts_with("other:"))
}

/// What a column holds, its title, and its first row below the header.
fn column_of(
    grid: &Grid,
    column: u32,
    cells: &[(u32, &Cell)],
    list: Option<&ListRows<'_>>,
    fields: &FieldTable,
) -> (Holds, String, u32) {
    let lettered = || format!("第{}列", crate::diag::column_letters(column));
    if let Some(ListRows { layout, .. }) = list {
        let bound = layout.blocks.iter().flatten().chain(&layout.hidden).find(|bound| bound.column == column);
        if let Some(bound) = bound {
            let below = || cells.iter().filter(|(row, _)| *row > layout.bottom).map(|(_, cell)| *cell);
            let heading = bound.heading.as_ref().map_or("", CellText::as_str);
            let holds = of_field(&bound.field).unwrap_or_else(|| by_values(heading, below()));
            return (holds, bound.field.title.clone(), layout.bottom + 1);
        }
    }
    let top = grid.rows().first().copied().unwrap_or(1);
    let heads = cells.iter().filter(|(row, _)| *row < top + FIRST_ROWS);
    let mut named = heads.filter_map(|(row, cell)| Some((*row, fields.by_header(cell.words())?)));
    match named.next_back() {
        Some((row, field)) => {
            let below = cells.iter().filter(|(at, _)| *at > row).map(|(_, cell)| *cell);
            (of_field(field).unwrap_or_else(|| by_values("", below)), field.title.clone(), row + 1)
        }
        None => {
            let header = cells.first().map_or("", |(_, cell)| cell.words());
            let title = clean::squeeze(header);
            let headed = persons::is_header(&title);
            let values = cells.iter().skip(usize::from(headed)).map(|(_, cell)| *cell);
            (by_values(&title, values), lettered(), 0)
        }
    }
}

/// What the values of a known field are; a field of which that is not told is asked for its values.
fn of_field(field: &Field) -> Option<Holds> {
    match (field.kind, field.class) {
        (Kind::Name, _) => Some(Holds::Names),
        (Kind::Id, _) => Some(Holds::Ids),
        (Kind::Phone, _) => Some(Holds::Phones),
        (Kind::Bank, _) => Some(Holds::Accounts),
        (Kind::Words, Class::Direct) if !field.is_address() => Some(Holds::Names),
        _ if field.id.starts_with("other:") => None,
        _ => Some(Holds::Text),
    }
}

/// What a column holds that the table does not know: by its title, else by what most of its values look like.
fn by_values<'a>(title: &str, cells: impl Iterator<Item = &'a Cell>) -> Holds {
    if persons::is_header(title) {
        return Holds::Names;
    }
    let texts: Vec<CellText> = cells.map(values::loosely).filter(|text| !text.as_str().is_empty()).collect();
    let most = |count: usize| count * 10 >= texts.len() * 7;
    let numbers = texts.iter().filter(|text| is_phone(text.as_str())).count();
    if !texts.is_empty() && most(numbers) {
        return Holds::Phones;
    }
    let names: BTreeSet<&str> =
        texts.iter().map(CellText::as_str).filter(|text| persons::is_name(&clean::squeeze(text))).collect();
    // 高中, 文盲, 公示栏 begin with surnames too, but stand in a column again and again, and are words.
    let told = names.iter().filter(|name| falls_into_a_name(name)).count();
    let are_names = names.len() >= FEWEST_NAMES && most(names.len()) && told * 2 >= names.len();
    if are_names { Holds::Names } else { Holds::Text }
}

/// Seven or eight digits of a town's telephone, or a mobile number; no day written in digits.
fn is_phone(text: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || matches!(c, '-' | ' ' | '—' | '(' | ')');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let day = digits.len() == 8 && (digits.starts_with("19") || digits.starts_with("20"));
    text.chars().all(number) && (matches!(digits.len(), 7 | 8) || (10..=12).contains(&digits.len())) && !day
}

/// What identifies in a cell of such a column.
fn identifying(text: &str, holds: Holds) -> Vec<(Kind, String)> {
    let mut out = Vec::new();
    let digits = || clean::compact(text).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    match holds {
        Holds::Names => out.extend(persons::in_cell(text).into_iter().map(|name| (Kind::Name, name))),
        Holds::Ids if digits().len() >= 8 => return vec![(Kind::Id, digits())],
        Holds::Phones => return vec![(Kind::Phone, text.to_owned())],
        Holds::Accounts if digits().len() >= 8 => return vec![(Kind::Bank, digits())],
        _ => {}
    }
    out.extend(identifiers::in_text(text).into_iter().filter_map(|(shape, found)| {
        let kind = match shape {
            identifiers::Shape::Id => Kind::Id,
            identifiers::Shape::Mobile => Kind::Phone,
            identifiers::Shape::Bank => Kind::Bank,
            identifiers::Shape::Mail => return None,
        };
        Some((kind, found))
    }));
    let known: Vec<String> = out.iter().map(|(_, found)| found.clone()).collect();
    let new = codes(text).filter(|code| !known.iter().any(|known| known.contains(code.as_str())));
    out.extend(new.map(|code| (Kind::Id, code)));
    out
}

/// Numbers and codes that stand for somebody or something of his, whatever they are called: accounts that fail their check,
/// household books, contracts, passports. No day that is written in digits.
fn codes(text: &str) -> impl Iterator<Item = String> {
    let parts: Vec<String> = text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned).collect();
    parts.into_iter().filter(|part| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        let day = part.len() == 8 && digits == 8 && (part.starts_with("19") || part.starts_with("20"));
        part.len() >= 8 && digits >= 6 && !day
    })
}

#[cfg(test)]
mod tests {
    use super::{Holds, by_values};
    use crate::sealed::intake::grid::Cell;

    fn holds(values: &[&str]) -> Holds {
        let cells: Vec<Cell> = values.iter().map(|text| Cell::Text((*text).to_owned().into())).collect();
        by_values("", cells.iter())
    }

    #[test]
    fn a_column_of_words_was_taken_for_one_of_names() {
        for words in [
            &["公示栏", "公开栏", "明白纸", "公告牌"][..],
            &["高中", "文盲", "小学", "初中"],
            &["安全", "和平", "明白", "高明"],
        ] {
            assert!(holds(words) == Holds::Text, "{words:?}");
        }
        assert!(holds(&["王小明", "张桂兰", "欧阳修远", "李强"]) == Holds::Names);
        assert!(holds(&["5550123", "6283947", "0990-5550124"]) == Holds::Phones);
    }
}
