//! Opening 打开: one notice's files and the ledger → its clocks, what was signed of it, and its roster as it is now.

use super::approvals::{Approval, approvals, over, standing};
use super::cases::{Stood, kind_today, situation, unknown_kind};
use super::course;
use super::memory::{Digest, Memory, Read};
use super::proofs::is_counted_alike;
use super::ready::Ready;
use super::results;
use super::settling::Stance;
use super::submission::reading;
use crate::diag::{Diagnostic, Place};
use crate::ledger::Digest as LedgerDigest;
use crate::ledger::codes::NEW_PAPER;
use crate::ledger::{self, Fold, Life};
use crate::policy::NoticeKind;
use crate::schedule::{self, Clocks, Next, State};
use crate::sealed::lacking;
use crate::sealed::roster::Roster;
use crate::workspace::{NO_CONTACT, Notice, Village, Workspace};
use chrono::NaiveDate;
use std::sync::Arc;

crate::codes! {
    INPUTS_LOST = "kept-inputs-lost":
        "签字时存下的名册、政策包、各村文件（kept 文件夹里）不见了，或者被改过。贴着的公示照旧；内部材料、撤下一户、照文件推迟要靠它。从备份找回 kept 文件夹。"
        / "What was kept when a notice was signed is lost or was changed. The notice goes on; office papers, withdrawals and postponed days need it.";
}

/// A notice that was opened.
pub(super) struct Opened<'a> {
    pub(super) village: &'a Village,
    pub(super) notice: &'a Notice,
    /// How far it could be opened.
    pub(super) is: How<'a>,
}

/// How far a notice could be opened.
pub(super) enum How<'a> {
    /// Not at all.
    Not(Vec<Diagnostic>),
    /// It stands as it stood at the build before.
    Known(&'a NoticeKind, Stood),
    /// With all that is known of it.
    Fresh(Box<Fresh<'a>>),
}

/// What is known of a notice before its signatures are judged.
pub(super) struct Fresh<'a> {
    pub(super) kind: &'a NoticeKind,
    /// Everything that everybody has signed of it.
    pub(super) approvals: Vec<Approval>,
    /// The proof that stands, whatever became of the inputs since.
    pub(super) stands: Option<Approval>,
    pub(super) life: Life,
    pub(super) clocks: Clocks,
    pub(super) state: State,
    /// The roster as it is now, or why it cannot be read.
    pub(super) roster: Result<Read, Vec<Diagnostic>>,
    /// What is to be told of it.
    pub(super) findings: Vec<Diagnostic>,
    /// Whether its people cannot be told apart by their masks.
    pub(super) unmasked: bool,
}

/// Opens one notice. `known`: how it stood at the build before, if nothing that it rests on has changed.
pub(super) fn open<'a>(
    (workspace, ready): (&'a Workspace, &'a Ready),
    stance: Stance,
    (village, notice, known): (&'a Village, &'a Notice, Option<Stood>),
    (memory, common): (&Memory, Digest),
) -> Opened<'a> {
    let is = match (ready.kind_of(notice), known) {
        (None, _) => How::Not(vec![unknown_kind(ready, notice)]),
        (Some(kind), Some(known)) => How::Known(kind, known),
        (Some(kind), None) => {
            match fresh((workspace, ready), stance, (village, notice, kind), (memory, common)) {
                Ok(fresh) => How::Fresh(Box::new(fresh)),
                Err(wrong) => How::Not(wrong),
            }
        }
    };
    Opened { village, notice, is }
}

fn fresh<'a>(
    (workspace, ready): (&'a Workspace, &'a Ready),
    stance: Stance,
    (village, notice, mut kind): (&'a Village, &'a Notice, &'a NoticeKind),
    (memory, common): (&Memory, Digest),
) -> Result<Fresh<'a>, Vec<Diagnostic>> {
    let today = workspace.today;
    let mut fold = ledger::fold(ready.ledger.of(&notice.id), kind);
    let approvals = approvals(workspace, ready, notice);
    let file = (notice.is.posted, notice.is.version);
    let stands = standing((notice, &approvals), &fold.life, (file, today)).cloned();
    let stands = stands.or_else(|| over(notice, &fold.life, today));
    // What is still to be signed goes by the pack of today.
    if stands.is_none() || stance == Stance::Drafted {
        kind = kind_today(ready, notice)?;
        fold = ledger::fold(ready.ledger.of(&notice.id), kind);
    }
    let planned = stands.as_ref().and_then(Approval::planned);
    let planned = planned.unwrap_or(file);
    let located = |mut errors: Vec<Diagnostic>| {
        errors.iter_mut().for_each(|error| error.at = Place::file(&notice.path).field("posted"));
        errors
    };
    let mut clocks = ledger::clocks(&fold.life, planned, kind, &ready.calendar).map_err(located)?;
    if let (Some(stands), None) = (&stands, fold.life.posting()) {
        as_printed(&mut clocks, stands);
    }
    let state = ledger::state(&fold.life, planned, &clocks, today);
    let mut findings =
        told(workspace, ready, (village, notice, kind), (&fold, &clocks, state), stands.as_ref());
    let roster = match &notice.roster_lost {
        Some(lost) => Err(vec![lost.clone()]),
        None => memory.read(common, notice, &reading(ready, village, notice)),
    };
    let roster = roster.map(|mut read| {
        read.findings.extend(lacks(ready, notice, kind, &read.roster));
        read
    });
    let Fold { life, .. } = fold;
    findings.extend(village_without_phone(workspace, village));
    Ok(Fresh { kind, approvals, stands, life, clocks, state, roster, findings, unmasked: false })
}

/// What was signed says the days, whatever became of the holiday tables since.
fn as_printed(clocks: &mut Clocks, stands: &Approval) {
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    let proof = &stands.sheets.proof;
    if let (Some(period), Some(last)) =
        (&mut clocks.period, proof.period.as_ref().and_then(|period| day(&period.last)))
    {
        period.to = last;
    }
    clocks.board_until = day(&proof.board_until).unwrap_or(clocks.board_until);
    clocks.rows_until = day(&proof.web_until).unwrap_or(clocks.rows_until);
}

/// Whether the kind counts the period as what stands says.
fn counted_alike(ready: &Ready, stands: Option<&Approval>, kind: &NoticeKind, fold: &Fold) -> bool {
    let (Some(stands), Some(posting)) = (stands, fold.life.posting()) else { return true };
    let clocks = Clocks::start(posting.day, kind, &ready.calendar);
    let kept = ready.earlier.lost(&stands.sheets.proof.digest()).is_none();
    kept && clocks.is_ok_and(|clocks| is_counted_alike(&stands.sheets.proof, &clocks))
}

/// What was kept when a proof was signed, and is lost.
fn lost(ready: &Ready, notice: &Notice, signed: &LedgerDigest) -> Option<Diagnostic> {
    let lost = ready.earlier.lost(signed)?;
    let message =
        format!("签字时存下的依据（{lost}）不见了，或者被改过：公示照旧，内部材料、撤下、推迟要靠它");
    let help = "从备份找回 kept 文件夹";
    Some(Diagnostic::warning(&INPUTS_LOST, Place::file(&notice.path), message, help))
}

/// What schedule and ledger say of a notice.
fn told(
    workspace: &Workspace,
    ready: &Ready,
    (village, notice, kind): (&Village, &Notice, &NoticeKind),
    (fold, clocks, state): (&Fold, &Clocks, State),
    stands: Option<&Approval>,
) -> Vec<Diagnostic> {
    let today = workspace.today;
    let mut steps = notice.is.steps.clone();
    steps.extend(fold.life.steps.clone());
    let situation = situation(workspace, ready, (notice, kind), clocks, &steps);
    let mut findings = schedule::review(&situation, &notice.path);
    let names = (notice.id.as_str(), notice.path.as_str());
    let running = (clocks, state, &ready.calendar);
    let reviewed = ledger::review(&ready.ledger, fold, names, kind, running, today);
    // Days that a pack of today counts otherwise are no affair of the holiday tables.
    let moved =
        |found: &Diagnostic| found.code.id == NEW_PAPER.id && !counted_alike(ready, stands, kind, fold);
    findings.extend(reviewed.into_iter().filter(|found| !moved(found)));
    findings.extend(stands.and_then(|stands| lost(ready, notice, &stands.sheets.proof.digest())));
    findings.extend(results::not_yet(ready, names, kind, (&fold.life, clocks), today));
    findings.extend(course::too_early(ready, village, notice, (kind, &fold.life), today));
    findings
}

fn village_without_phone(workspace: &Workspace, village: &Village) -> Option<Diagnostic> {
    let none = village.is.contact.is_empty() && workspace.township.contact.is_empty();
    none.then(|| {
        let at = Place::file(&village.path);
        let help = "照样例写一段 [[contact]]：purpose、name、phone";
        Diagnostic::warning(&NO_CONTACT, at, "没有写受理意见的电话", help)
    })
}

/// What is due next of a notice; `missing`: the roles that have not signed.
pub(super) fn next(
    workspace: &Workspace,
    ready: &Ready,
    (notice, kind): (&Notice, &NoticeKind),
    (life, clocks, state): (&Life, &Clocks, State),
    missing: &[String],
) -> Option<Next> {
    let mut steps = notice.is.steps.clone();
    steps.extend(life.steps.clone());
    let situation = situation(workspace, ready, (notice, kind), clocks, &steps);
    let next = schedule::next(&situation, missing);
    ledger::next(life, kind, clocks, state, next, workspace.today)
}

/// The clocks of a proof that was signed and does not hang yet.
pub(super) fn clocks_of(ready: &Ready, kind: &NoticeKind, stands: &Approval) -> Option<Clocks> {
    let (first, _) = stands.planned()?;
    let mut clocks = Clocks::start(first, kind, &ready.calendar).ok()?;
    as_printed(&mut clocks, stands);
    Some(clocks)
}

/// What a roster lacks for its notice.
fn lacks(ready: &Ready, notice: &Notice, kind: &NoticeKind, roster: &Arc<Roster>) -> Vec<Diagnostic> {
    let notice = lacking::Notice {
        pack: &ready.pack,
        kind,
        path: &notice.path,
        steps: &notice.is.steps,
        adults: (notice.is.heads.is_some(), notice.is.heads_decided_by.as_deref()),
    };
    lacking::check(roster, &notice)
}
