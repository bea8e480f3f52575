//! Intake 名册读入: the bytes of a signed roster file → [`Roster`].
//!
//! `recognise → grids → header → rows → cells → whole`; called by the sign-off step with the very bytes that were
//! verified. Everything wrong is told at once, by place and field. A value never reaches a message, hidden rows,
//! columns and sheets never reach a household, and a damaged cell is never repaired.

pub mod codes;
pub(crate) mod fields;

mod aside;
mod assemble;
mod clean;
mod file;
mod grid;
mod header;
mod ledger;
mod lines;
mod list;
mod rows;
mod ticks;
mod values;
mod whole;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub(crate) use fields::{Class, Field, FieldTable, Kind};
pub(in crate::sealed) use list::{Listed, list};
pub(in crate::sealed) use values::{
    expanded_id, goes_on_as_a_place, is_place, is_sensitive, speaks_of_a_person, tells_of_somebody,
};
pub(in crate::sealed) use whole::same_village;

use self::aside::ListRows;
use self::file::Format;
use self::grid::Grid;
use self::header::Layout;
use super::ledger::is_ledger;
use super::roster::Roster;
use crate::diag::{self, Diagnostic, Place, Severity};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a notice says about its roster.
pub(in crate::sealed) struct Options<'a> {
    /// The field table.
    pub(in crate::sealed) fields: &'a FieldTable,
    /// The sheet to read, when there are several.
    pub(in crate::sealed) sheet: Option<String>,
    /// Field id → header words, for this roster only.
    pub(in crate::sealed) headers: BTreeMap<String, String>,
    /// No date in the roster lies after this day.
    pub(in crate::sealed) as_of: NaiveDate,
    /// The notice's village, when the roster must be of it.
    pub(in crate::sealed) village: Option<String>,
}

/// Reads a roster: with notices and warnings beside it, or every error at once.
pub(in crate::sealed) fn read(
    path: &str,
    bytes: &[u8],
    options: &Options<'_>,
) -> Result<(Roster, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (draft, mut findings) = drafted(path, bytes, options)?;
    let (roster, totals) = assemble::build(path, draft, options, &mut findings);
    // A household that could not be read would make the roster look empty: said once is enough.
    if !roster.households.is_empty() || !findings.iter().any(Diagnostic::stops) {
        findings.extend(whole::check(&roster, options));
    }
    // A ledger has a row a problem: its sums and numbers count something else.
    if !is_ledger(&roster) && !findings.iter().any(Diagnostic::stops) {
        findings.extend(whole::totals(&roster, &totals));
        findings.extend(whole::gaps(&roster));
    }
    diag::sort(&mut findings);
    if findings.iter().any(Diagnostic::stops) { Err(findings) } else { Ok((roster, findings)) }
}

/// Households as raw cells, with what was said on the way; or every error.
fn drafted(
    path: &str,
    bytes: &[u8],
    options: &Options<'_>,
) -> Result<(rows::Draft, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (format, mut findings) = file::recognise(path, bytes)?;
    let draft = match format {
        Format::Xlsx => {
            let (sheets, notices) = file::xlsx::read(path, bytes, options.sheet.as_deref())?;
            findings.extend(notices);
            let grids = sheets.open.into_iter().map(|grid| {
                let header = header::find(&grid, options.fields, &options.headers);
                (grid, header)
            });
            table(path, (grids.collect(), sheets.aside), options, &mut findings)
        }
        Format::Csv => {
            let text = file::encoding::decode(path, bytes)?;
            table(path, (file::text::read(path, &text, options)?, Vec::new()), options, &mut findings)
        }
        Format::Toml => {
            let text = file::encoding::decode(path, bytes)?;
            Ok(file::toml::read(path, &text, options.fields)?)
        }
    };
    match draft {
        Ok(draft) => Ok((draft, findings)),
        Err(stops) => {
            findings.extend(stops);
            diag::sort(&mut findings);
            Err(findings)
        }
    }
}

/// Chooses the sheet and reads its rows; what identifies on all others is kept for the audit.
fn table(
    path: &str,
    (grids, mut others): (Vec<(Grid, Option<Layout>)>, Vec<Grid>),
    options: &Options<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Result<rows::Draft, Vec<Diagnostic>> {
    let mut found: Vec<(Grid, Layout)> = Vec::new();
    for (grid, header) in grids {
        match header {
            Some(layout) => found.push((grid, layout)),
            None => {
                findings.extend(grid.sheet.clone().filter(|_| grid.width() > 0).map(|sheet| Diagnostic {
                    code: &codes::SHEET_IGNORED,
                    severity: Severity::Notice,
                    message: format!("工作表“{sheet}”里没有找到名册表头，没有读取"),
                    at: Place { sheet: Some(sheet), ..Place::file(path) },
                    help: String::new(),
                }));
                others.push(grid);
            }
        }
    }
    if found.len() > 1 {
        let names: Vec<_> = found.iter().filter_map(|(grid, _)| grid.sheet.as_deref()).collect();
        let message = format!("有{}个工作表都像名册：{}", names.len(), names.join("、"));
        let help = format!("在公示文件里写明用哪一个，例如 sheet = \"{}\"", names.first().unwrap_or(&""));
        return Err(vec![Diagnostic::error(&codes::SHEETS_MANY, Place::file(path), message, help)]);
    }
    let Some((grid, layout)) = found.pop() else {
        return Err(vec![Diagnostic::error(
            &codes::NO_HEADER,
            Place::file(path),
            "前十五行里没有找到表头",
            "表头要有“姓名”或“户主”，还要有另一列；看起来是乱码的话，另存为 .xlsx",
        )]);
    };
    findings.extend(layout.review(&grid, path, &options.headers, options.fields));
    if findings.iter().any(Diagnostic::stops) {
        // Under a header that is not understood every cell would be a fault.
        return Err(Vec::new());
    }
    let mut draft = rows::read(&grid, &layout, path);
    let members = draft.households.iter().flat_map(|household| &household.members);
    let list = ListRows { layout: &layout, rows: members.filter_map(|member| member.at.line()).collect() };
    draft.aside = aside::terms(path, &grid, Some(&list), options.fields);
    draft.aside.extend(others.iter().flat_map(|other| aside::terms(path, other, None, options.fields)));
    Ok(draft)
}

/// What identifies in a file that no notice uses, for the audit alone. What cannot be opened holds nothing that could
/// be searched for, and is said.
pub(in crate::sealed) fn identifying(
    path: &str,
    bytes: &[u8],
    fields: &FieldTable,
    as_of: NaiveDate,
) -> Result<Roster, Vec<Diagnostic>> {
    let options = Options { fields, sheet: None, headers: BTreeMap::new(), as_of, village: None };
    let (format, _) = file::recognise(path, bytes)?;
    let grids = match format {
        Format::Xlsx => {
            let (sheets, _) = file::xlsx::read(path, bytes, None)?;
            sheets.open.into_iter().chain(sheets.aside).collect()
        }
        Format::Csv => {
            let text = file::encoding::decode(path, bytes)?;
            let found = file::text::read(path, &text, &options)?;
            found.into_iter().map(|(grid, _)| grid).collect::<Vec<_>>()
        }
        Format::Toml => return read(path, bytes, &options).map(|(roster, _)| roster),
    };
    let skipped = grids.iter().flat_map(|grid| aside::terms(path, grid, None, fields)).collect();
    Ok(Roster { path: path.into(), households: Vec::new(), skipped, withdrawn: Vec::new() })
}

/// Chinese characters, for rooms of the intake that ask outside of names.
fn is_han(c: char) -> bool {
    values::is_han(c)
}
