//! The sheets 工作表 of a file → one draft of the list: which of them are the list, and what the others hold for the audit.
//!
//! Sheets are read together where they are surely one list, a group each; otherwise the notice says which are meant.

use super::aside::{self, ListRows};
use super::fields::FieldTable;
use super::file::xlsx::Sheets;
use super::grid::Grid;
use super::header::{self, Layout};
use super::headings::{self, Says};
use super::tabs::called;
use super::{Options, clean, codes, hidden, rows, stated, ticks, title, unread};
use crate::diag::{Diagnostic, Place, Severity};

/// A sheet that may be the list.
pub(super) type Found = (Grid, Layout);

/// Chooses the sheets and reads their rows; what identifies on all others is kept for the audit.
pub(super) fn read(
    path: &str,
    (sheets, headers): (Sheets, Vec<Option<Layout>>),
    options: &Options<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Result<rows::Draft, Vec<Diagnostic>> {
    let Sheets { open, passed, mut aside } = sheets;
    let mut found: Vec<Found> = Vec::new();
    let mut unread = Vec::new();
    for (grid, header) in open.into_iter().zip(headers) {
        match header {
            Some(layout) => found.push((grid, layout)),
            None => unread.push(grid),
        }
    }
    // Nothing that looks like the list is left out without a word.
    findings.extend(unread.iter().filter_map(|grid| unread::without_header(path, grid, &found, options)));
    findings.extend(aside.iter().filter_map(|grid| unread::hidden(path, grid, &found, options)));
    aside.extend(unread);
    if found.is_empty() {
        return Err(no_header(path, &aside, options.fields));
    }
    if found.len() > 1 && options.sheets.is_empty() && !are_one_list(&found.iter().collect::<Vec<_>>()) {
        return Err(vec![choose(path, &found, options)]);
    }
    for (grid, layout) in &found {
        findings.extend(layout.review(grid, path, &options.headers, options.fields));
        findings.extend(title::check(path, grid, layout, options));
    }
    findings.extend(title::file(path, options));
    if found.len() > 1 && !findings.iter().any(Diagnostic::stops) {
        findings.push(together(path, &found));
    }
    for grid in passed {
        findings.extend(passed_over(path, &grid, &found, options));
        aside.push(grid);
    }
    if findings.iter().any(Diagnostic::stops) {
        // Under a header that is not understood every cell would be a fault.
        return Err(Vec::new());
    }
    let mut all = rows::Draft::default();
    for (grid, layout) in &found {
        let draft = rows::read(grid, layout, options.fields, path);
        let members = draft.households.iter().flat_map(|household| &household.members);
        let list = ListRows { layout, rows: members.filter_map(|member| member.at.line()).collect() };
        findings.extend(hidden_lines(path, grid, layout, &draft));
        findings.extend(ticks::unknown(grid, layout, path, &list.rows));
        all.aside.extend(aside::terms(path, grid, Some(&list), options.fields));
        all.households.extend(draft.households);
        all.totals.extend(draft.totals);
        all.stated.extend(stated::read(grid, layout, path));
        all.left_out.extend(draft.left_out);
        all.findings.extend(draft.findings);
        all.doubts.extend(draft.doubts);
    }
    all.findings.extend(hidden::judge(path, &all.left_out, options.hidden_rows));
    all.aside.extend(aside.iter().flat_map(|other| aside::terms(path, other, None, options.fields)));
    Ok(all)
}

/// Whether sheets are parts of one list: the same columns under titles that differ in the group alone, on tabs that name a
/// group or nothing.
fn are_one_list(found: &[&Found]) -> bool {
    let columns = |layout: &Layout| -> Vec<String> {
        let columns = layout.blocks.iter().flatten().chain(&layout.hidden);
        let mut ids: Vec<String> = columns.map(|column| column.field.id.to_string()).collect();
        ids.retain(|id| !id.starts_with("other:"));
        ids.sort_unstable();
        ids
    };
    let bare = |layout: &Layout, grid: &Grid| {
        let title = layout.titles(grid).next().map_or_else(String::new, |(_, _, text)| text);
        headings::split_group(&title).0
    };
    let Some((first, layout)) = found.first() else { return false };
    let (title, ids) = (bare(layout, first), columns(layout));
    found
        .iter()
        .all(|(grid, layout)| is_part(grid.tab()) && bare(layout, grid) == title && columns(layout) == ids)
}

/// Whether a tab says no more than which part of a list it is: 一组, 老屋基组, Sheet2, 第3页, 2.
fn is_part(tab: &str) -> bool {
    let key = clean::header_key(tab);
    // `Sheet1 (2)` is what a table program calls a copy: another version of the list, and no part of it.
    let number = |text: &str| {
        let bare = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
        !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit())
    };
    let named = ["sheet", "工作表", "表"].iter().any(|name| key.strip_prefix(name).is_some_and(number));
    let paged = key.strip_prefix('第').and_then(|rest| rest.strip_suffix('页')).is_some_and(number);
    matches!(headings::read(tab), Says::Group(_)) || named || paged || number(&key)
}

fn name(grid: &Grid) -> &str {
    grid.sheet.as_deref().unwrap_or_default()
}

/// One error that names every sheet which would be left out otherwise.
fn choose(path: &str, found: &[Found], options: &Options<'_>) -> Diagnostic {
    let names: Vec<&str> = found.iter().map(|(grid, _)| name(grid)).collect();
    let message = format!("有{}个工作表都像名册，看不出是不是同一份名单：{}", names.len(), names.join("、"));
    let own =
        options.village.as_deref().and_then(|village| names.iter().find(|name| title::is_of(village, name)));
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let one = own.or(names.first()).copied().unwrap_or_default();
    let mut help = format!("在公示文件里写明用哪一个：sheet = \"{one}\"");
    // Where the tabs are villages, one of them is meant.
    if own.is_none() {
        help += &format!("；几个合起来是一份名单，就都写上，例如 sheets = [{}]", quoted.join(", "));
    }
    Diagnostic::error(&codes::SHEETS_MANY, Place::file(path), message, help)
}

fn together(path: &str, found: &[Found]) -> Diagnostic {
    let names: Vec<&str> = found.iter().map(|(grid, _)| name(grid)).collect();
    Diagnostic {
        code: &codes::SHEETS_TOGETHER,
        severity: Severity::Notice,
        at: Place::file(path),
        message: format!("{}个工作表合成一份名单：{}", names.len(), names.join("、")),
        help: "不该合在一起的，在公示文件里写明用哪一个，例如 sheet = \"工作表名\"".into(),
    }
}

/// A sheet that the notice did not choose: nothing to say where it is no list.
fn passed_over(path: &str, grid: &Grid, found: &[Found], options: &Options<'_>) -> Option<Diagnostic> {
    let layout = header::find(grid, options.fields, &options.headers)?;
    let at = Place { sheet: grid.sheet.clone(), ..Place::file(path) };
    let other = (grid.clone(), layout);
    let mut all: Vec<&Found> = found.iter().collect();
    all.push(&other);
    let message = format!("{}也像名册，公示文件里没有写它，没有读取", called(name(grid)));
    let part = are_one_list(&all);
    Some(Diagnostic {
        code: &codes::SHEET_LEFT,
        severity: if part { Severity::Warning } else { Severity::Notice },
        at,
        message,
        help: "和选中的是同一份名单，就写进 sheets = [\"…\", \"…\"]；不是这份公示的，可以不管".into(),
    })
}

pub(super) const HEADER_HELP: &str = "表头要有“姓名”或“户主”，还要有另一列；看起来是乱码的话，另存为 .xlsx";

fn no_header(path: &str, grids: &[Grid], fields: &FieldTable) -> Vec<Diagnostic> {
    if let Some((sheet, row)) = unread::like_header(grids, fields) {
        let at = Place { sheet, line: Some(row), ..Place::file(path) };
        let message = format!("第{row}行像表头，但没有“姓名”或“户主姓名”一列");
        let help = "把写姓名的那一列表头改成“户主姓名”或“姓名”；不想改名册，就在公示文件里写 headers = { name = \"表头\" }";
        return vec![Diagnostic::error(&codes::NO_HEADER, at, message, help)];
    }
    let card = grids.iter().any(|grid| {
        let rows = grid.rows();
        rows.iter()
            .take(5)
            .any(|row| grid.row(*row).any(|(_, cell)| super::values::holds_identifier(cell.words())))
    });
    let help = if card {
        "一行一户，最上面一行写各列的名称；一户一张的卡片，请先汇总成一张表"
    } else {
        HEADER_HELP
    };
    vec![Diagnostic::error(&codes::NO_HEADER, Place::file(path), "前十五行里没有找到表头", help)]
}

/// Hidden lines with content that are no rows of the list: titles, notes, sums.
fn hidden_lines(path: &str, grid: &Grid, layout: &Layout, draft: &rows::Draft) -> Option<Diagnostic> {
    let told = |line: &u32| draft.left_out.iter().any(|row| row.at.line == Some(*line));
    let rows = grid.rows();
    let hidden: Vec<u32> = grid.hidden_rows.intersection(&rows).copied().filter(|line| !told(line)).collect();
    let (first, last) = (hidden.first()?, hidden.last()?);
    let message = if first == last {
        format!("第{first}行已隐藏，没有读取")
    } else {
        format!("第{first}行到第{last}行之间有{}行已隐藏（不是名单里的户），没有读取", hidden.len())
    };
    let help = if *first <= layout.bottom {
        "表头上下隐藏的行不影响名单"
    } else {
        "要用到的内容，请取消隐藏后另存"
    };
    Some(Diagnostic {
        code: &codes::HIDDEN_SKIPPED,
        severity: Severity::Notice,
        at: grid.row_place(path, *first),
        message,
        help: help.into(),
    })
}

/// The headers of sheets.
pub(super) fn headers(
    sheets: &Sheets,
    fields: &FieldTable,
    overrides: &std::collections::BTreeMap<String, String>,
) -> Vec<Option<Layout>> {
    sheets.open.iter().map(|grid| header::find(grid, fields, overrides)).collect()
}
