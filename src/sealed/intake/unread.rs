//! Sheets that are not read as the list 没有读的工作表: whether households may stand on them, so that nobody is left out
//! without a word.

use super::codes;
use super::fields::{Class, FieldTable};
use super::grid::{Cell, Grid};
use super::header::{self, Layout};
use super::headings::{self, Says};
use super::tabs::called;
use super::{Options, clean, is_han};
use crate::diag::{Diagnostic, Place, Severity};
use crate::sealed::needles::identifiers::{self, Shape};
use crate::sealed::persons;
use std::collections::{BTreeMap, BTreeSet};

/// A header starts on one of the first rows.
const FIRST_ROWS: usize = 15;
/// So many known words in a row are a header, if one of them tells of somebody.
const FEWEST_WORDS: usize = 3;

/// What is told of a sheet that is seen and has no header.
pub(super) fn without_header(
    path: &str,
    grid: &Grid,
    found: &[(Grid, Layout)],
    options: &Options<'_>,
) -> Option<Diagnostic> {
    let sheet = grid.sheet.clone().filter(|_| grid.width() > 0)?;
    let at = Place { sheet: Some(sheet.clone()), ..Place::file(path) };
    let message = format!("{}里没有找到名册表头，没有读取", called(&sheet));
    if !options.sheets.is_empty() {
        return Some(Diagnostic::error(&codes::NO_HEADER, at, message, super::sheets::HEADER_HELP));
    }
    if found.is_empty() {
        return None;
    }
    let why = reason(grid, found, options.fields);
    Some(match why {
        Some(why) => {
            let message = format!("{}{why}，却没有认得的表头，没有读取", called(&sheet));
            let help = format!("{}；不是这份名单的，{}", header_help(grid, options.fields), named(found));
            Diagnostic::error(&codes::SHEET_UNREAD, at, message, help)
        }
        None => Diagnostic {
            code: &codes::SHEET_IGNORED,
            severity: Severity::Notice,
            at,
            message,
            help: String::new(),
        },
    })
}

/// A hidden sheet that looks like the list, where the notice does not say which sheets are meant.
pub(super) fn hidden(
    path: &str,
    grid: &Grid,
    found: &[(Grid, Layout)],
    options: &Options<'_>,
) -> Option<Diagnostic> {
    let sheet = grid.sheet.clone().filter(|_| grid.width() > 0 && options.sheets.is_empty())?;
    let layout = header::find(grid, options.fields, &options.headers);
    let rows_below = |layout: &Layout| grid.height() > layout.bottom;
    let why = match layout {
        Some(layout) if rows_below(&layout) && !is_summary(grid) && numbers(grid).is_empty() => "像名单",
        _ => reason(grid, found, options.fields)?,
    };
    let message = format!("{}已隐藏，里面{why}，没有读取", called(&sheet));
    let help = format!("要公示的，取消隐藏后保存；不公示的，删掉这个工作表，或者{}", named(found));
    let at = Place { sheet: Some(sheet), ..Place::file(path) };
    Some(Diagnostic::error(&codes::SHEET_UNREAD, at, message, help))
}

/// Why households may stand on a sheet, although no header is known there.
fn reason(grid: &Grid, found: &[(Grid, Layout)], fields: &FieldTable) -> Option<&'static str> {
    let own = numbers(grid);
    let listed: BTreeSet<String> =
        found.iter().flat_map(|(grid, _)| numbers(grid).into_values().flatten()).collect();
    // A row beside one person of the list tells more of a household that is not left out.
    if own.values().any(|row| !row.iter().any(|number| listed.contains(number))) {
        return Some("有名单上没有的身份证号");
    }
    if is_summary(grid) || !own.is_empty() {
        return None;
    }
    if matches!(headings::read(grid.tab()), Says::Group(_)) {
        return Some("按小组取名");
    }
    if header_row(grid, fields).is_some() {
        return Some("有名册的列");
    }
    found.iter().any(|(_, layout)| goes_on(grid, layout)).then_some("像是接着名单")
}

/// The identity numbers on a sheet, row by row.
fn numbers(grid: &Grid) -> BTreeMap<u32, Vec<String>> {
    let mut out: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for ((row, _), cell) in grid.cells() {
        let found = identifiers::in_text(cell.words()).into_iter();
        for (_, number) in found.filter(|(shape, _)| matches!(shape, Shape::Id)) {
            out.entry(row).or_default().push(number.to_uppercase());
        }
    }
    out
}

/// Whether a tab or title says that it adds up or explains.
fn is_summary(grid: &Grid) -> bool {
    let says = |text: &str| {
        ["汇总", "统计", "合计", "说明", "字典", "代码", "选项", "目录"]
            .iter()
            .any(|word| text.contains(word))
    };
    let first = grid.cells().next().map_or("", |(_, cell)| cell.words());
    says(grid.tab()) || (says(first) && first.chars().count() <= 40)
}

/// The first row with so many known header words, of which one tells of somebody or numbers the rows.
fn header_row(grid: &Grid, fields: &FieldTable) -> Option<u32> {
    grid.rows().into_iter().take(FIRST_ROWS).find(|row| {
        let words = || grid.row(*row).map(|(_, cell)| cell.words()).filter(|words| !words.is_empty());
        let known: Vec<_> = words().filter_map(|words| fields.by_header(words)).collect();
        let tells = known.iter().any(|field| field.class == Class::Direct || field.id == "seq");
        // 户数 adds up.
        let sums = words().any(|words| clean::header_key(words).contains("户数"));
        known.len() >= FEWEST_WORDS && tells && !sums
    })
}

/// Whether rows stand where those of a list would: names under the column of names, something else beside them.
fn goes_on(grid: &Grid, layout: &Layout) -> bool {
    let names = layout.blocks.iter().flatten().filter(|column| column.field.id == "name");
    let columns: Vec<u32> = names.map(|column| column.column).collect();
    let somebody = |row: u32| {
        columns.iter().any(|column| {
            let words = clean::squeeze(grid.raw(row, *column).map_or("", Cell::words));
            persons::is_name(&words)
                && words.chars().all(is_han)
                && !matches!(headings::read(&words), Says::Group(_))
        }) && grid.row(row).filter(|(_, cell)| !cell.is_blank()).count() >= FEWEST_WORDS
    };
    let rows = grid.rows();
    let people = rows.iter().filter(|row| somebody(**row)).count();
    people > 0 && people * 2 >= rows.len()
}

/// What to do about the header of a sheet that has none, or one that is not known.
fn header_help(grid: &Grid, fields: &FieldTable) -> String {
    match header_row(grid, fields) {
        Some(row) => format!("第{row}行像表头，但没有“姓名”或“户主姓名”，改成和别的工作表一样的表头"),
        None => "在它上面加一行和别的工作表一样的表头".into(),
    }
}

/// How the notice says which sheets it means.
fn named(found: &[(Grid, Layout)]) -> String {
    let names: Vec<String> =
        found.iter().map(|(grid, _)| format!("\"{}\"", grid.sheet.as_deref().unwrap_or_default())).collect();
    match &names[..] {
        [] => "在公示文件里写明用哪一个，例如 sheet = \"工作表名\"".into(),
        [one] => format!("在公示文件里写明只用哪一个：sheet = {one}"),
        all => format!("在公示文件里写明只用哪些：sheets = [{}]", all.join(", ")),
    }
}

/// The row that looks like a header and lacks a name, for a file in which no header was found.
pub(super) fn like_header(grids: &[Grid], fields: &FieldTable) -> Option<(Option<String>, u32)> {
    grids.iter().find_map(|grid| Some((grid.sheet.clone(), header_row(grid, fields)?)))
}
