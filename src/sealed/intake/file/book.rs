//! The tabs of a workbook of any kind → the sheets that may be the list, and those that are not.

use super::xlsx::{Sheets, skipped, tell_skipped};
use crate::diag::{Diagnostic, Place};
use crate::sealed::intake::codes;
use crate::sealed::intake::grid::Grid;

/// A tab of a workbook.
pub(super) struct Tab {
    pub(super) grid: Grid,
    /// Not hidden.
    pub(super) visible: bool,
    /// A table of cells, no chart and no macro.
    pub(super) is_table: bool,
}

/// Sorts the tabs. `wanted` names those that hold the list, none for all.
pub(super) fn sort(
    path: &str,
    tabs: Vec<Tab>,
    wanted: &[String],
) -> Result<(Sheets, Vec<Diagnostic>), Vec<Diagnostic>> {
    let names = tabs.iter().map(|tab| (tab.grid.sheet.as_deref().unwrap_or_default(), tab.visible));
    missing(path, &names.collect::<Vec<_>>(), wanted)?;
    let mut sheets = Sheets::default();
    let mut notices = Vec::new();
    for Tab { grid, visible, is_table } in tabs {
        let name = grid.sheet.clone().unwrap_or_default();
        let asked = wanted.is_empty() || wanted.iter().any(|wanted| wanted.trim() == name.trim());
        if !visible {
            notices.push(skipped(Place::file(path), format!("工作表“{name}”已隐藏，没有读取")));
            sheets.aside.push(grid);
        } else if !is_table {
            notices.push(skipped(Place::file(path), format!("工作表“{name}”是图表或宏，不是表格，没有读取")));
        } else if asked {
            notices.extend(tell_skipped(path, &grid));
            sheets.open.push(grid);
        } else {
            sheets.passed.push(grid);
        }
    }
    Ok((sheets, notices))
}

/// The error about a sheet that was asked for and is not to be seen.
pub(super) fn missing(path: &str, tabs: &[(&str, bool)], wanted: &[String]) -> Result<(), Vec<Diagnostic>> {
    let is = |name: &str, wanted: &str| name.trim() == wanted.trim();
    let lacks = |wanted: &&String| !tabs.iter().any(|(name, visible)| *visible && is(name, wanted));
    let Some(wanted) = wanted.iter().find(lacks) else { return Ok(()) };
    let message = if tabs.iter().any(|(name, _)| is(name, wanted)) {
        format!("工作表“{wanted}”是隐藏的，隐藏的工作表不读")
    } else {
        format!("工作簿里没有工作表“{wanted}”")
    };
    let names: Vec<_> = tabs.iter().filter(|(_, visible)| *visible).map(|(name, _)| *name).collect();
    let help = format!("可选的工作表：{}", names.join("、"));
    Err(vec![Diagnostic::error(&codes::SHEET_MISSING, Place::file(path), message, help)])
}
