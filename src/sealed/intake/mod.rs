//! Intake 名册读入: the bytes of a signed roster file → [`Roster`].
//!
//! `recognise → grids → header → rows → cells → whole`; called by the sign-off step with the very bytes that were
//! verified. Everything wrong is told at once, by place and field. A value never reaches a message, hidden rows,
//! columns and sheets never reach a household, and a damaged cell is never repaired.

pub mod codes;

mod above;
mod aside;
mod assemble;
mod beside;
mod file;
mod grid;
mod header;
mod headings;
mod hidden;
mod households;
mod ledger;
mod lines;
mod list;
mod relation;
mod rows;
mod sheets;
mod signed;
mod signs;
mod somebody;
mod stated;
mod sums;
mod tabs;
mod ticks;
mod title;
mod unit;
mod unread;
mod values;
mod whole;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub(in crate::sealed) use list::{Listed, list};
pub(in crate::sealed) use values::{
    expanded_id, goes_on_as_a_place, is_place, is_sensitive, speaks_of_a_person, tells_of_somebody,
};
pub(in crate::sealed) use whole::same_village;

use self::file::Format;
use self::file::xlsx::Sheets;
use super::ledger::is_ledger;
use super::roster::Roster;
use crate::diag::{self, Diagnostic};
use crate::policy::fields::{self, FieldTable};
use crate::text::clean;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a notice says about its roster.
pub(in crate::sealed) struct Options<'a> {
    /// The field table.
    pub(in crate::sealed) fields: &'a FieldTable,
    /// The sheets to read, when there are several.
    pub(in crate::sealed) sheets: Vec<String>,
    /// How many hidden or crossed-out rows the notice leaves out.
    pub(in crate::sealed) hidden_rows: Option<u32>,
    /// Field id → header words, for this roster only.
    pub(in crate::sealed) headers: BTreeMap<String, String>,
    /// No date in the roster lies after this day.
    pub(in crate::sealed) as_of: NaiveDate,
    /// The notice's village, when the roster must be of it.
    pub(in crate::sealed) village: Option<String>,
    /// All villages of the workspace: their names are public.
    pub(in crate::sealed) villages: Vec<String>,
    /// What the notice says of itself: the title and heading of its kind.
    pub(in crate::sealed) kind: Option<String>,
}

impl<'a> Options<'a> {
    /// For a file that belongs to no notice.
    pub(in crate::sealed) fn of_no_notice(fields: &'a FieldTable, as_of: NaiveDate) -> Self {
        Self {
            fields,
            sheets: Vec::new(),
            hidden_rows: None,
            headers: BTreeMap::new(),
            as_of,
            village: None,
            villages: Vec::new(),
            kind: None,
        }
    }
}

/// Reads a roster: with notices and warnings beside it, or every error at once.
pub(in crate::sealed) fn read(
    path: &str,
    bytes: &[u8],
    options: &Options<'_>,
) -> Result<(Roster, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (mut draft, mut findings) = drafted(path, bytes, options)?;
    let stated = std::mem::take(&mut draft.stated);
    let (roster, totals) = assemble::build(path, draft, options, &mut findings);
    // A household that could not be read would make the roster look empty: said once is enough.
    if !roster.households.is_empty() || !findings.iter().any(Diagnostic::stops) {
        findings.extend(whole::check(&roster, options));
    }
    // A ledger has a row a problem: its sums and numbers count something else.
    if !is_ledger(&roster) && !findings.iter().any(Diagnostic::stops) {
        findings.extend(whole::totals(&roster, &totals));
        findings.extend(stated::check(&roster, &stated));
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
        Format::Xlsx | Format::Xls | Format::Ods | Format::Docx => {
            let (sheets, notices) = file::sheets(path, format, bytes, &options.sheets)?;
            findings.extend(notices);
            let headers = sheets::headers(&sheets, options.fields, &options.headers);
            sheets::read(path, (sheets, headers), options, &mut findings)
        }
        Format::Csv => {
            let text = file::encoding::decode(path, bytes)?;
            let (open, headers) = file::text::read(path, &text, options)?.into_iter().unzip();
            sheets::read(path, (Sheets { open, ..Sheets::default() }, headers), options, &mut findings)
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

/// What identifies in a file that no notice uses, for the audit alone. What cannot be opened holds nothing that could
/// be searched for, and is said.
pub(in crate::sealed) fn identifying(
    path: &str,
    bytes: &[u8],
    fields: &FieldTable,
    as_of: NaiveDate,
) -> Result<Roster, Vec<Diagnostic>> {
    let options = Options::of_no_notice(fields, as_of);
    let (format, _) = file::recognise(path, bytes)?;
    let grids = match format {
        Format::Xlsx | Format::Xls | Format::Ods | Format::Docx => {
            let (sheets, _) = file::sheets(path, format, bytes, &[])?;
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
