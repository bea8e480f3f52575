//! The gate 名册入口: a submission becomes a roster if everybody has signed; before the posting day it may still wait.
//!
//! By the posting day every role must have signed, else the notice is held back. The bytes that were verified are the
//! bytes that are parsed.

use super::intake::{self, Options};
use super::roster::Roster;
use super::roster_bytes::RosterBytes;
use super::signoff::codes::{MISSING_ROLE, UNSIGNED};
use super::signoff::{self, Signer, Statement, Submission, TrustedKeys};
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

/// What came through the gate.
#[derive(Debug)]
pub enum Admitted {
    /// Everybody has signed.
    Signed {
        /// The households.
        roster: Roster,
        /// Who signed.
        signers: Vec<Signer>,
    },
    /// Still to be signed before its posting day. What stops the roster once it is signed stands among the findings.
    Waiting {
        /// Titles of the roles that have not signed.
        missing: Vec<String>,
        /// The households, for the audit alone; what identifies in the file, if it is not read as a roster yet.
        roster: Option<Roster>,
    },
}

/// Lets a submission through, with findings that do not stop; or refuses it with all that do.
pub(crate) fn admit(
    submission: Submission,
    keys: &TrustedKeys,
    reading: &Reading<'_>,
) -> Result<(Admitted, Vec<Diagnostic>), Vec<Diagnostic>> {
    let missing = missing_roles(&submission);
    let (posted, today) = (submission.posted, submission.today);
    let (path, bytes) = (submission.roster_path.clone(), submission.roster_bytes.clone());
    match signoff::verify(submission, keys) {
        Ok(signed) => {
            let (roster, findings) = read(signed.roster_path(), signed.bytes(), reading)?;
            Ok((Admitted::Signed { roster, signers: signed.signers().to_vec() }, findings))
        }
        Err(refused) if may_wait(&refused, posted, today) => {
            let (roster, mut findings) = match read(&path, &bytes, reading) {
                Ok((roster, findings)) => (Some(roster), findings),
                Err(findings) => (identifying(&path, &bytes, reading.fields, reading.as_of).ok(), findings),
            };
            findings.extend(as_warnings(refused));
            Ok((Admitted::Waiting { missing, roster }, findings))
        }
        Err(mut refused) => {
            // What is wrong with the roster itself is said in the same breath.
            if let Err(findings) = read(&path, &bytes, reading) {
                refused.extend(findings.into_iter().filter(Diagnostic::stops));
            }
            Err(refused)
        }
    }
}

/// A roster that was read, with findings that do not stop; or all that do.
pub(crate) type Read = Result<(Roster, Vec<Diagnostic>), Vec<Diagnostic>>;

/// Reads a submission's roster whoever has signed it, and what is wrong with the signatures: nothing stops that may wait.
pub(crate) fn as_if_signed(
    submission: Submission,
    keys: &TrustedKeys,
    reading: &Reading<'_>,
) -> (Read, Vec<Diagnostic>) {
    let (posted, today) = (submission.posted, submission.today);
    let read = read(&submission.roster_path, &submission.roster_bytes, reading);
    let refused = signoff::verify(submission, keys).err().unwrap_or_default();
    let refused = if may_wait(&refused, posted, today) { as_warnings(refused) } else { refused };
    (read, refused)
}

/// Whether nothing is wrong but that signatures are missing, and the posting day is still to come.
pub(crate) fn may_wait(refused: &[Diagnostic], posted: NaiveDate, today: NaiveDate) -> bool {
    posted > today && refused.iter().all(is_unsigned)
}

/// Whether a finding says that somebody has not signed.
pub(crate) fn is_unsigned(finding: &Diagnostic) -> bool {
    [UNSIGNED.id, MISSING_ROLE.id].contains(&finding.code.id)
}

/// The same findings, none of which stops.
pub(crate) fn as_warnings(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for finding in &mut findings {
        finding.severity = finding.severity.min(Severity::Warning);
    }
    findings
}

fn read(path: &str, bytes: &RosterBytes, reading: &Reading<'_>) -> Read {
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

/// Titles of roles without a statement of their own.
pub(crate) fn missing_roles(submission: &Submission) -> Vec<String> {
    let present: Vec<String> = submission
        .statements
        .iter()
        .filter(|file| file.signature.is_some())
        .filter_map(|file| Statement::parse(&file.text, &file.path).ok())
        .map(|statement| statement.role)
        .collect();
    submission
        .required
        .iter()
        .filter(|role| !present.iter().any(|held| *held == role.id || *held == role.title))
        .map(|role| role.title.clone())
        .collect()
}
