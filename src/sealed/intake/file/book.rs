//! The tabs of a workbook of any kind → the sheets that may be the list, and those that are not.

use super::xlsx::{Sheets, skipped, tell_skipped};
use crate::diag::{Diagnostic, Place};
use crate::sealed::intake::codes;
use crate::sealed::intake::grid::Grid;
use crate::sealed::intake::tabs::{Tabs, called, may_name_somebody};

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
    let mut names = Tabs::of(tabs.iter().map(|tab| (tab.grid.tab(), tab.visible)));
    missing(path, &names, wanted, tabs.iter().map(|tab| (tab.grid.tab(), tab.visible)))?;
    names.compare(tabs.iter().map(|tab| &tab.grid));
    let mut sheets = Sheets::default();
    let mut notices = Vec::new();
    for Tab { mut grid, visible, is_table } in tabs {
        let asked = wanted.is_empty() || wanted.iter().any(|wanted| names.is(grid.tab(), wanted));
        names.call(std::iter::once(&mut grid));
        let name = called(grid.sheet.as_deref().unwrap_or_default());
        if !visible {
            notices.push(skipped(Place::file(path), format!("{name}已隐藏，没有读取")));
            sheets.aside.push(grid);
        } else if !is_table {
            notices.push(skipped(Place::file(path), format!("{name}是图表或宏，不是表格，没有读取")));
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
pub(super) fn missing<'a>(
    path: &str,
    names: &Tabs,
    wanted: &[String],
    tabs: impl Iterator<Item = (&'a str, bool)> + Clone,
) -> Result<(), Vec<Diagnostic>> {
    let lacks = |wanted: &&String| !tabs.clone().any(|(name, visible)| visible && names.is(name, wanted));
    let Some(wanted) = wanted.iter().find(lacks) else { return Ok(()) };
    let asked = if may_name_somebody(wanted) {
        "公示文件里写的工作表".to_owned()
    } else {
        format!("工作表“{wanted}”")
    };
    let message = if tabs.clone().any(|(name, _)| names.is(name, wanted)) {
        format!("{asked}是隐藏的，隐藏的工作表不读")
    } else {
        format!("工作簿里没有{asked}")
    };
    let help = format!("可选的工作表：{}", names.seen().join("、"));
    Err(vec![Diagnostic::error(&codes::SHEET_MISSING, Place::file(path), message, help)])
}
