//! Stage 2: every notice with its clocks, its state today, and its roster if it may be used.

use super::course;
use super::declarations::check_allowed;
use super::memory::{self, Answer, Digest, Memory};
use super::ready::Ready;
use super::results;
use crate::diag::{Diagnostic, toml};
use crate::ledger::codes::WITHDRAWN_ROW;
use crate::ledger::{self, Life};
use crate::policy::NoticeKind;
use crate::policy::codes::PACK_INCOMPLETE;
use crate::policy::written::Level;
use crate::schedule::State;
use crate::schedule::{self, Clocks, Next, Situation};
use crate::sealed::gate::{self, Reading};
use crate::sealed::lacking;
use crate::sealed::roster::Roster;
use crate::sealed::signoff::{RoleRequirement, Signer, StatementFile, Submission};
use crate::workspace::{NO_CONTACT, Notice, Village, Workspace};
use chrono::{NaiveDate, NaiveTime};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

/// A notice under way.
#[derive(Clone)]
pub(crate) struct Case<'a> {
    /// Its village.
    pub(crate) village: &'a Village,
    /// Its file.
    pub(crate) notice: &'a Notice,
    /// Its kind.
    pub(crate) kind: &'a NoticeKind,
    /// How it stands.
    pub(crate) found: Arc<Found>,
    /// The households, once everybody has signed.
    pub(crate) roster: Option<Arc<Roster>>,
}

/// How a notice stands, with its households.
pub(crate) type Stood = (Arc<Found>, Option<Arc<Roster>>);

/// How a notice stands today: all that a case is beside its households and the files it comes from.
pub(crate) struct Found {
    /// Its clocks.
    pub(crate) clocks: Clocks,
    /// What the ledger says of it.
    pub(crate) life: Life,
    /// State today, signatures aside.
    pub(crate) state: State,
    /// What the roster rests on; none when rows were taken out.
    pub(crate) digest: Option<Digest>,
    /// Who has signed, once everybody has.
    pub(crate) signers: Vec<Signer>,
    /// Roles still to sign.
    pub(crate) missing: Vec<String>,
    /// The households until everybody has signed: for the audit alone.
    pub(crate) unsigned: Option<Arc<Roster>>,
    /// What is due next.
    pub(crate) next: Option<Next>,
    /// Findings that do not stop.
    pub(crate) findings: Vec<Diagnostic>,
}

impl Deref for Case<'_> {
    type Target = Found;

    fn deref(&self) -> &Found {
        &self.found
    }
}

impl Case<'_> {
    /// The same without its households.
    pub(crate) fn without_roster(&self) -> Self {
        Self { roster: None, ..self.clone() }
    }

    /// When the office that issues it, and takes objections, closes 下班时间 (民法典 203 II); the village's own hour goes first.
    pub(crate) fn closes(&self, workspace: &Workspace) -> Option<NaiveTime> {
        let township = workspace.township.closes;
        match self.kind.issuer {
            Level::Village => self.village.is.closes.or(township),
            Level::Township => township,
        }
    }
}

/// Opens every notice. All findings at once; a refusal anywhere refuses the edition.
pub(crate) fn cases<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
) -> Result<Vec<Case<'a>>, Vec<Diagnostic>> {
    cases_with(workspace, ready, &Memory::default())
}

/// The same for whoever remembers the build before.
pub(crate) fn cases_with<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    memory: &Memory,
) -> Result<Vec<Case<'a>>, Vec<Diagnostic>> {
    let common = memory::common(workspace);
    let all: Vec<(&Village, &Notice, Option<Stood>)> = workspace
        .villages
        .iter()
        .flat_map(|village| {
            let known = memory.found(village);
            let each = village.notices.iter().zip(known.into_iter().chain(std::iter::repeat(None)));
            each.map(move |(notice, known)| (village, notice, known))
        })
        .collect();
    let results: Vec<_> = all
        .into_par_iter()
        .map(|(village, notice, known)| {
            if let Some((found, roster)) = known {
                return Ok(Case { village, notice, kind: kind(ready, notice)?, found, roster });
            }
            let locate = |found: &mut Vec<Diagnostic>| toml::locate(found, &notice.path, &notice.source);
            match open(workspace, ready, (village, notice), (memory, common), Stance::AsItIs) {
                Ok((kind, mut found, roster)) => {
                    locate(&mut found.findings);
                    Ok(Case { village, notice, kind, found: Arc::new(found), roster })
                }
                Err(mut found) => {
                    locate(&mut found);
                    Err(found)
                }
            }
        })
        .collect();
    let (cases, mut errors) = parted(results, decisions(workspace, ready));
    if errors.iter().any(Diagnostic::stops) {
        errors.extend(cases.iter().flat_map(|case| case.findings.iter().cloned()));
        return Err(errors);
    }
    Ok(cases)
}

fn parted<'a>(
    results: Vec<Result<Case<'a>, Vec<Diagnostic>>>,
    mut errors: Vec<Diagnostic>,
) -> (Vec<Case<'a>>, Vec<Diagnostic>) {
    let mut cases = Vec::new();
    for result in results {
        match result {
            Ok(case) => cases.push(case),
            Err(found) => errors.extend(found),
        }
    }
    (cases, errors)
}

/// Every notice that can be opened, as if everybody had signed it; and all that stops the others. What is wrong with a
/// roster is told before two people sign it, with the same weight as afterwards.
/// `of`: of this village alone.
pub(crate) fn cases_as_if_signed<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    of: Option<&str>,
) -> (Vec<Case<'a>>, Vec<Diagnostic>) {
    let forgetful = (&Memory::default(), memory::common(workspace));
    let villages = workspace.villages.iter().filter(|village| of.is_none_or(|slug| village.slug == slug));
    let all: Vec<(&Village, &Notice)> =
        villages.flat_map(|village| village.notices.iter().map(move |is| (village, is))).collect();
    let results = all.into_par_iter().map(|(village, notice)| {
        let mut opened = open(workspace, ready, (village, notice), forgetful, Stance::AsIfSigned);
        match &mut opened {
            Ok((_, found, _)) => toml::locate(&mut found.findings, &notice.path, &notice.source),
            Err(found) => toml::locate(found, &notice.path, &notice.source),
        }
        let (kind, found, roster) = opened?;
        Ok(Case { village, notice, kind, found: Arc::new(found), roster })
    });
    parted(results.collect(), decisions(workspace, ready))
}

/// How a notice that is not signed yet is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stance {
    /// As it is: its roster is for the audit alone, and what is wrong with it stops nobody else.
    AsItIs,
    /// As if everybody had signed.
    AsIfSigned,
}

/// What people decided about the policy, as far as it cannot be acted on: parts to be told only from tomorrow, aid first
/// where the policy does not know it.
fn decisions(workspace: &Workspace, ready: &Ready) -> Vec<Diagnostic> {
    let mut found = check_allowed(workspace);
    found.extend(ready.pack.undecided(workspace.today));
    found.extend(ready.others.iter().flat_map(|pack| pack.undecided(workspace.today)));
    if let Some(decided) = &workspace.township.aid_first {
        let known = ready.pack.is.procedure.iter().any(|procedure| procedure.aid_first.is_some());
        found.extend(schedule::decision((decided.first, decided.last), &decided.decided, known));
    }
    toml::locate(&mut found, "township.toml", &workspace.township_source);
    found
}

/// Opens one notice.
pub(crate) fn case<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    village: &'a Village,
    notice: &'a Notice,
) -> Result<Case<'a>, Vec<Diagnostic>> {
    let forgetful = (&Memory::default(), memory::common(workspace));
    let (kind, found, roster) = open(workspace, ready, (village, notice), forgetful, Stance::AsItIs)?;
    Ok(Case { village, notice, kind, found: Arc::new(found), roster })
}

/// A notice that was opened: its kind, how it stands, its households.
type Opened<'a> = (&'a NoticeKind, Found, Option<Arc<Roster>>);

fn open<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    (village, notice): (&'a Village, &'a Notice),
    (memory, common): (&Memory, Digest),
    stance: Stance,
) -> Result<Opened<'a>, Vec<Diagnostic>> {
    let kind = kind(ready, notice)?;
    let fold = ledger::fold(ready.ledger.of(&notice.id), kind);
    let planned = (notice.is.posted, notice.is.version);
    let clocks = ledger::clocks(&fold.life, planned, kind, &ready.calendar).map_err(|mut errors| {
        for error in &mut errors {
            error.at = crate::diag::Place::file(&notice.path).field("posted");
        }
        errors
    })?;
    let today = workspace.today;
    let state = ledger::state(&fold.life, planned, &clocks, today);
    let mut steps = notice.is.steps.clone();
    steps.extend(fold.life.steps.clone());
    let situation = situation(workspace, ready, kind, &clocks, &steps);
    let mut findings = schedule::review(&situation, &notice.path);
    let names = (notice.id.as_str(), notice.path.as_str());
    findings.extend(ledger::review(&ready.ledger, &fold, names, kind, (&clocks, state), today));
    findings.extend(results::not_yet(ready, names, kind, (&fold.life, &clocks), today));
    findings.extend(course::too_early(ready, village, notice, (kind, &fold.life), today));
    if village.is.contact.is_empty() && workspace.township.contact.is_empty() {
        findings.push(Diagnostic::warning(
            &NO_CONTACT,
            crate::diag::Place::file(&village.path),
            "没有写受理意见的电话",
            "照样例写一段 [[contact]]：purpose、name、phone",
        ));
    }
    let reading = reading(ready, village, notice);
    let submission = submission(workspace, ready, notice, kind);
    let mut opening = Opening::default();
    let answer = match stance {
        Stance::AsItIs => memory.admit(common, submission, ready, &reading),
        Stance::AsIfSigned => {
            let (read, refused) = gate::as_if_signed(submission, &ready.keys, &reading);
            opening.signatures = refused;
            read.map(|(roster, findings)| Answer::unsigned(roster, findings))
        }
    };
    match answer {
        Ok(Answer::Opened(opened)) => {
            findings.extend(opened.findings);
            let whole = fold.life.withdrawn_rows.is_empty();
            opening.digest = opened.digest.filter(|_| whole);
            opening.roster = Some(match whole {
                true => opened.roster,
                false => withdraw(opened.roster, (&reading, &fold.life), notice, &mut findings)?,
            });
            opening.signers = opened.signers;
        }
        Ok(Answer::Waiting { missing, roster, findings: found }) => {
            findings.extend(gate::as_warnings(found));
            opening.unsigned = roster.map(Arc::new);
            opening.missing = missing;
        }
        Err(found) => {
            findings.extend(found);
            findings.extend(opening.signatures);
            return Err(findings);
        }
    }
    let Opening { roster, unsigned, digest, signers, missing, signatures } = opening;
    if let Some(roster) = &roster {
        findings.extend(lacking(ready, notice, kind, roster));
    } else if let Some(roster) = &unsigned {
        findings.extend(gate::as_warnings(lacking(ready, notice, kind, roster)));
    }
    let stops = findings.iter().any(Diagnostic::stops);
    // Signatures that are missing or void keep nobody from looking at the rest.
    findings.extend(signatures);
    if stops {
        return Err(findings);
    }
    let next = schedule::next(&situation, &missing);
    let life = fold.life;
    let next = ledger::next(&life, kind, &clocks, state, next, today);
    Ok((kind, Found { life, state, clocks, digest, signers, missing, unsigned, next, findings }, roster))
}

/// What came of opening a roster.
#[derive(Default)]
struct Opening {
    roster: Option<Arc<Roster>>,
    unsigned: Option<Arc<Roster>>,
    digest: Option<Digest>,
    signers: Vec<Signer>,
    missing: Vec<String>,
    /// What is wrong with the signatures, where it does not stop.
    signatures: Vec<Diagnostic>,
}

/// What a roster lacks for its notice.
fn lacking(ready: &Ready, notice: &Notice, kind: &NoticeKind, roster: &Roster) -> Vec<Diagnostic> {
    let notice = lacking::Notice {
        pack: &ready.pack,
        kind,
        path: &notice.path,
        steps: &notice.is.steps,
        adults: (notice.is.heads.is_some(), notice.is.heads_decided_by.as_deref()),
    };
    lacking::check(roster, &notice)
}

/// How a notice's roster is read.
pub(crate) fn reading<'a>(ready: &'a Ready, village: &Village, notice: &Notice) -> Reading<'a> {
    Reading {
        fields: &ready.fields,
        sheets: notice.is.sheet.iter().chain(&notice.is.sheets).cloned().collect(),
        hidden_rows: notice.is.hidden_rows.filter(|rows| *rows > 0),
        headers: notice.is.headers.clone(),
        as_of: notice.is.posted,
        village: Some(village.is.name.clone()),
        villages: ready.villages.clone(),
        kind: ready
            .pack
            .notice(notice.is.kind.get_ref())
            .map(|kind| format!("{}{}", kind.title, kind.heading)),
    }
}

/// What the schedule judges a notice by.
pub(crate) fn situation<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    kind: &'a NoticeKind,
    clocks: &'a Clocks,
    recorded: &'a BTreeMap<String, NaiveDate>,
) -> Situation<'a> {
    Situation {
        pack: &ready.pack,
        kind,
        clocks,
        recorded,
        calendar: &ready.calendar,
        today: workspace.today,
        aid_first: workspace.township.aid_first.as_ref().map(|is| (is.first, is.last)),
    }
}

/// Takes out the households that the ledger calls withdrawn; a key that fits no row belongs to an earlier roster.
fn withdraw(
    whole: Arc<Roster>,
    (reading, life): (&Reading<'_>, &Life),
    notice: &Notice,
    findings: &mut Vec<Diagnostic>,
) -> Result<Arc<Roster>, Vec<Diagnostic>> {
    // One that is remembered stays whole: these rows are taken out of another, read from the same verified bytes.
    let mut roster = match Arc::try_unwrap(whole) {
        Ok(roster) => roster,
        Err(_) => gate::for_search(&notice.roster_path, &notice.roster, reading)?,
    };
    let sha256 = notice.roster.sha256();
    let keys = &life.withdrawn_rows;
    let gone = roster.withdraw(|row| keys.contains(&ledger::row_key(&notice.id, sha256, row)));
    if gone < keys.len() {
        let message = format!("台账里撤下了{}户，现在的名册里对上{gone}户", keys.len());
        let help = format!("核对撤下的户不在新名册里；还在的运行 mingbai withdraw {} --row 行号", notice.id);
        let place = crate::diag::Place::file(&notice.roster_path);
        findings.push(Diagnostic::warning(&WITHDRAWN_ROW, place, message, help));
    }
    Ok(Arc::new(roster))
}

fn kind<'a>(ready: &'a Ready, notice: &Notice) -> Result<&'a NoticeKind, Vec<Diagnostic>> {
    ready.pack.notice(notice.is.kind.get_ref()).ok_or_else(|| vec![unknown_kind(ready, notice)])
}

/// The complaint about a kind that the pack does not have.
pub(crate) fn unknown_kind(ready: &Ready, notice: &Notice) -> Diagnostic {
    let known: Vec<&str> = ready.pack.is.notice.iter().map(|kind| kind.id.as_str()).collect();
    Diagnostic::error(
        &PACK_INCOMPLETE,
        notice.place(&notice.is.kind).field("kind"),
        format!("政策包里没有公示种类 {}", notice.is.kind.get_ref()),
        format!("可以写：{}", known.join("、")),
    )
}

/// What is laid before the gate for a notice.
pub(crate) fn submission(
    workspace: &Workspace,
    ready: &Ready,
    notice: &Notice,
    kind: &NoticeKind,
) -> Submission {
    let title = |id: &str| {
        ready.pack.is.role.iter().find(|role| role.id == id).map_or(id, |role| role.title.as_str()).to_owned()
    };
    Submission {
        notice: notice.id.clone(),
        village: notice.village.clone(),
        kind: kind.id.clone(),
        posted: notice.is.posted,
        roster_path: notice.roster_path.clone(),
        roster_bytes: notice.roster.clone(),
        hidden_rows: notice.is.hidden_rows.filter(|rows| *rows > 0),
        pack: ready.pack.id.clone(),
        pack_sha256: ready.pack.sha256.clone(),
        pack_sha256_as_saved: ready.pack.sha256_as_saved.clone(),
        required: kind
            .signed_by
            .iter()
            .map(|id| RoleRequirement { id: id.clone(), title: title(id) })
            .collect(),
        statements: notice
            .statements
            .iter()
            .map(|(path, text, signature)| StatementFile {
                path: path.clone(),
                text: text.clone(),
                signature: signature.clone(),
            })
            .collect(),
        today: workspace.today,
    }
}
