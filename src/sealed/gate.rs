//! The gate 名册入口: the bytes of a roster file → a roster, and which findings may wait for a signature.
//!
//! By the posting day every role must have signed, else the notice is held back.

use super::intake::{self, Options};
use super::roster::Roster;
use super::roster_bytes::RosterBytes;
use super::signoff::codes::{CHANGED, MISSING_ROLE, REFUSED, UNSIGNED};
use crate::diag::{Diagnostic, Severity};
use crate::policy::fields::FieldTable;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How a roster is to be read.
pub(crate) struct Reading<'a> {
    /// The field table.
    pub(crate) fields: &'a FieldTable,
    /// The sheets, when there are several.
    pub(crate) sheets: Vec<String>,
    /// How many hidden or crossed-out rows are left out.
    pub(crate) hidden_rows: Option<u32>,
    /// Header words by field id for this roster.
    pub(crate) headers: BTreeMap<String, String>,
    /// No date in the roster lies after this day.
    pub(crate) as_of: NaiveDate,
    /// The village whose roster it must be.
    pub(crate) village: Option<String>,
    /// All villages of the workspace.
    pub(crate) villages: Vec<String>,
    /// Title and heading of the notice's kind.
    pub(crate) kind: Option<String>,
}

/// A roster that was read, with findings that do not stop; or all that do.
pub(crate) type Read = Result<(Roster, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Whether nothing is wrong but that signatures are missing, and the posting day is still to come.
pub(crate) fn may_wait(refused: &[Diagnostic], posted: NaiveDate, today: NaiveDate) -> bool {
    posted > today && refused.iter().all(is_unsigned)
}

/// Whether a finding says that somebody has not signed what lies there now.
pub(crate) fn is_unsigned(finding: &Diagnostic) -> bool {
    [UNSIGNED.id, MISSING_ROLE.id, CHANGED.id, REFUSED.id].contains(&finding.code.id)
}

/// The same findings, none of which stops.
pub(crate) fn as_warnings(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for finding in &mut findings {
        finding.severity = finding.severity.min(Severity::Warning);
    }
    findings
}

/// Reads a roster, whoever has signed it.
pub(crate) fn read(path: &str, bytes: &RosterBytes, reading: &Reading<'_>) -> Read {
    let options = Options {
        fields: reading.fields,
        sheets: reading.sheets.clone(),
        hidden_rows: reading.hidden_rows,
        headers: reading.headers.clone(),
        as_of: reading.as_of,
        village: reading.village.clone(),
        villages: reading.villages.clone(),
        kind: reading.kind.clone(),
    };
    intake::read(path, bytes.expose(), &options)
}

/// Reads an unsigned roster for `mingbai audit`, where it serves only to search for what it holds.
pub(crate) fn for_search(
    path: &str,
    bytes: &RosterBytes,
    reading: &Reading<'_>,
) -> Result<Roster, Vec<Diagnostic>> {
    read(path, bytes, reading).map(|(roster, _)| roster)
}

/// What identifies in a file that is not read as a roster: for the audit, and for nothing else.
pub(crate) fn identifying(
    path: &str,
    bytes: &RosterBytes,
    fields: &FieldTable,
    as_of: NaiveDate,
) -> Result<Roster, Vec<Diagnostic>> {
    intake::identifying(path, bytes.expose(), fields, as_of)
}
