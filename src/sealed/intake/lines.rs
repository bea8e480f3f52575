//! Lines 行: which rows below the header are people, and which are blank, add up, divide the list or close it.
//!
//! What is no person may be dropped here without a word only when it can be nobody; in doubt a row is a person, and the
//! checks of names and numbers stop it.

use super::clean;
use super::fields::Class;
use super::grid::{Cell, Grid};
use super::header::{Column, Layout};
use super::headings::{self, Says};
use super::signed::Closes;
use super::sums::Said;
use super::{signed, somebody, sums};

/// What a row is.
pub(super) enum Line {
    /// Somebody.
    Person,
    /// Nothing, or the numbers of the columns.
    Blank,
    /// Words of their own between the rows: where they stand, and what they say of the rows below.
    Alone(u32, Says),
    /// An example of how the table is filled in.
    Example,
    /// Adds up; a grand total with what it says.
    Total(Option<Said>),
    /// Says of which the sum right above it is made; somebody's row where there is none.
    OfWhich,
    /// Adds up without saying so.
    Sum,
    /// Closes the list.
    Footer,
    /// Begins like a signature or a remark and goes on like a household.
    Unsure,
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
    let Some((column, _)) = cells.first() else { return Line::Blank };
    let columns = || layout.blocks.iter().flatten();
    // Whoever has a name and a size, or a number, is somebody, whatever else his row says.
    let surely = somebody::is_surely(layout, &cells);
    let wide = grid.area(line, *column).is_some_and(|area| area.right >= area.left + 2);
    if let Some(label) = sums::total(layout, &cells) {
        return Line::Total(sums::is_grand(&label).then(|| sums::said(layout, &cells, &label)));
    }
    match signed::closes_list(grid, layout, line, &cells) {
        Closes::Surely => return Line::Footer,
        Closes::Perhaps => return Line::Unsure,
        Closes::No => {}
    }
    if !surely && line <= layout.bottom + 2 && sums::is_units(&cells) {
        return Line::Blank;
    }
    if numbers_columns(&cells) || counts_columns(&cells) {
        return Line::Blank;
    }
    if let Some(says) = alone(layout, &cells, wide) {
        return Line::Alone(*column, says);
    }
    if is_example(layout, &cells) {
        return Line::Example;
    }
    if let Some(sum) = sums::unlabelled(layout, &cells).filter(|_| !surely) {
        return Line::Total(Some(sum));
    }
    if !surely && sums::is_of_which(layout, &cells) {
        return Line::OfWhich;
    }
    if !surely && sums::is_unnamed(&cells) {
        return Line::Sum;
    }
    if columns().any(|column| grid.raw(line, column.column).is_some()) { Line::Person } else { Line::Blank }
}

/// What a line of its own says; none where the row may be somebody's, or says nothing.
fn alone(layout: &Layout, cells: &[(u32, &Cell)], wide: bool) -> Option<Says> {
    let (column, cell) = cells.first()?;
    let bound = |column: u32| layout.blocks.iter().flatten().find(|bound| bound.column == column);
    let silent = |column: u32| bound(column).is_none_or(|bound| !tells_something(bound));
    if cell.words().is_empty() || !cells.iter().skip(1).all(|(column, _)| silent(*column)) {
        return None;
    }
    let of = |id: &str| bound(*column).is_some_and(|bound| bound.field.id == id);
    if cells.len() > 1 && !of("seq") {
        return None;
    }
    let says = headings::read(cell.words());
    if says == Says::GoesOn {
        return Some(says);
    }
    let counts = cell.words().chars().all(|c| !c.is_alphabetic() || "〇零一二三四五六七八九十百".contains(c));
    // Numbers and places are printed in advance on empty lines.
    if of("group") || (of("seq") && counts) {
        return None;
    }
    match &says {
        // In a column of names a word that ends like a group might be somebody's.
        Says::Group(group) if of("name") && !wide && !headings::is_counted(group) => Some(Says::Unclear),
        Says::Group(_) => Some(says),
        _ if wide || of("seq") => Some(says),
        Says::Category(_) | Says::OtherList if bound(*column).is_none_or(Column::is_nameless) => Some(says),
        _ => None,
    }
}

/// Whether a row is one of the example rows of a form: 例, 示例001, 张三（示例）.
fn is_example(layout: &Layout, cells: &[(u32, &Cell)]) -> bool {
    let bound = |column: u32| layout.blocks.iter().flatten().find(|bound| bound.column == column);
    cells.iter().any(|(column, cell)| {
        let Some(field) = bound(*column).map(|bound| &bound.field) else { return false };
        let text = clean::header_key(cell.words());
        let bare = clean::without_brackets(&text);
        let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '、'));
        let words = [
            "例",
            "示例",
            "样例",
            "范例",
            "举例",
            "例如",
            "例子",
            "填表示例",
            "填写示例",
            "填写样例",
            "样表",
        ];
        let marked = ["(例)", "(示例)", "(样例)", "(范例)"].iter().any(|mark| text.contains(mark));
        let begins = ["示例", "样例", "范例", "例如"].iter().any(|word| text.starts_with(word));
        match field.id.as_str() {
            "seq" | "household_number" => words.contains(&bare) || marked || begins,
            "name" | "head_name" => words.contains(&bare) || marked || begins,
            "note" => words.contains(&text.as_str()) || text == "此行为示例" || text == "此行为例子",
            _ => false,
        }
    })
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

/// 甲 乙 丙 丁, or 栏次 1 2 3, or 甲 乙 1 2 3: how columns are numbered below the header of a statistical table.
fn counts_columns(cells: &[(u32, &Cell)]) -> bool {
    const STEMS: &str = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥";
    let text = |cell: &Cell| match cell {
        Cell::Number(number) => number.to_string(),
        cell => clean::header_key(cell.words()).trim_matches(['(', ')', '.']).to_owned(),
    };
    let mut texts: Vec<String> = cells.iter().map(|(_, cell)| text(cell)).collect();
    let labelled =
        ["栏次", "行次", "列次", "栏号", "列号"].contains(&texts.first().map_or("", String::as_str));
    if labelled {
        texts.remove(0);
    }
    let stems = texts.iter().zip(STEMS.chars()).take_while(|(text, stem)| **text == stem.to_string()).count();
    let numbers: Vec<u32> = texts.iter().skip(stems).map_while(|text| text.parse().ok()).collect();
    let follows = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let whole = stems + numbers.len() == texts.len() && follows;
    whole && (labelled || (stems >= 2 && texts.len() >= 3))
}

/// Whether a row below the list's end looks like one of the list.
pub(super) fn looks_like_person(grid: &Grid, layout: &Layout, line: u32) -> bool {
    layout.blocks.iter().any(|block| {
        let cells: Vec<_> =
            block.iter().filter_map(|column| Some((column.column, grid.raw(line, column.column)?))).collect();
        somebody::is_left_behind(layout, &cells)
    })
}
