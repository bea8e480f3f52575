//! Settling 定稿: the opened notices of a village → what is shown of each: the proof that stands, or the one that everybody
//! has signed of what the files say now. All notices of a village share one table of masks.

mod findings;
mod masks;
mod merged;
mod standing;

pub(crate) use findings::CATALOG;
pub(crate) use merged::merged_in;

use super::approvals::{self, Approval};
use super::cases::{Case, Found};
use super::compared;
use super::damaged;
use super::held::Held;
use super::memory::Read;
use super::old_form::{self, OldPosting};
use super::opening::{Fresh, How, Opened, clocks_of, next};
use super::proofs::{DraftSource, draft};
use super::ready::Ready;
use super::submission::{of_internal, of_proof, verified};
use crate::diag::Diagnostic;
use crate::ledger::{Digest, Stage};
use crate::policy::NoticeKind;
use crate::proof::Sheets;
use crate::schedule::{Next, State};
use crate::sealed::gate::{self, as_warnings};
use crate::sealed::masks::{Masks, Register};
use crate::sealed::roster::Roster;
use crate::sealed::signoff::{self, SignedOff, Submission};
use crate::workspace::{Files, Notice, Village, Workspace};
use findings::{changed, hidden_changed, late, of_old_form, the_same_roster};
use masks::village_masks;
use merged::MergedGroups;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How a notice that is not signed yet is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stance {
    /// As it is: its roster is for the audit alone, and what is wrong with it stops nobody else.
    Present,
    /// As if everybody had signed; what stands, stands.
    IfSigned,
    /// As if everybody signed what the files say now, whatever stands.
    Drafted,
}

/// A notice of which is known what is shown.
pub(super) struct Settled<'a> {
    pub(super) notice: &'a Notice,
    /// None where it could not be opened.
    pub(super) case: Option<Case<'a>>,
    /// What holds it back.
    pub(super) wrong: Vec<Diagnostic>,
    /// What is wrong with its signatures, where it is taken as if it were signed.
    pub(super) signatures: Vec<Diagnostic>,
}

/// Settles the notices of a village.
pub(super) fn settle<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    mut opened: Vec<Opened<'a>>,
    (stance, held): (Stance, &Held),
) -> Vec<Settled<'a>> {
    let masks = village_masks(workspace, ready, &mut opened);
    let merged = merged::of_village(ready, &opened);
    let settler = Settler { workspace, ready, stance, masks, merged };
    opened
        .into_iter()
        .map(|opened| {
            let before = held.contains_key(&opened.notice.id);
            settler.settle(opened, before)
        })
        .collect()
}

struct Settler<'a> {
    workspace: &'a Workspace,
    ready: &'a Ready,
    stance: Stance,
    masks: Masks,
    merged: MergedGroups,
}

/// What came of a notice's signatures.
struct Shown {
    sheets: Option<Arc<Sheets>>,
    signed: Option<Digest>,
    signers: Vec<signoff::Signer>,
    missing: Vec<String>,
    /// What is to be done after somebody refused it.
    refused: Option<String>,
    /// For the office's papers.
    roster: Option<Read>,
    /// Findings that may hold it back.
    wrong: Vec<Diagnostic>,
    /// What is wrong with signatures.
    signatures: Vec<Diagnostic>,
    /// What the files say now, where something else stands.
    edited: Option<Arc<Sheets>>,
    /// What is wrong with that.
    beside: Vec<Diagnostic>,
    /// The proof that stands, where it is another than the last that was signed.
    newer: Option<Approval>,
    /// What is shown of a notice of the old form.
    old: Option<Arc<OldPosting>>,
}

impl<'a> Settler<'a> {
    fn settle(&self, opened: Opened<'a>, before: bool) -> Settled<'a> {
        let Opened { village, notice, is } = opened;
        match is {
            How::Not(wrong) => Settled { notice, case: None, wrong, signatures: Vec::new() },
            How::Known(kind, (found, roster)) => {
                let case = Case { village, notice, kind, found, roster, held: false };
                Settled { notice, case: Some(case), wrong: Vec::new(), signatures: Vec::new() }
            }
            How::Fresh(fresh) => self.fresh((village, notice), *fresh, before),
        }
    }

    fn fresh(
        &self,
        (village, notice): (&'a Village, &'a Notice),
        fresh: Fresh<'a>,
        before: bool,
    ) -> Settled<'a> {
        let kind = fresh.kind;
        let as_is = self.stance != Stance::Drafted;
        let old = old_form::stands(notice, &fresh.life, fresh.stands.is_some()).filter(|_| as_is);
        let shown = match (kind.internal(), &fresh.stands, old) {
            (true, ..) => self.internal((village, notice), &fresh),
            (false, Some(stands), _) if as_is => self.standing((village, notice), &fresh, stands),
            (false, _, Some(posting)) => self.by_kept_pages(notice, &fresh, posting),
            (false, ..) => self.drafted((village, notice), &fresh),
        };
        let Fresh { life, mut clocks, mut state, roster, mut findings, stands, .. } = fresh;
        let Shown {
            sheets,
            signed,
            signers,
            missing,
            refused,
            roster: used,
            wrong,
            signatures,
            edited,
            beside,
            newer,
            old,
        } = shown;
        // Signed once more before it hung: its days are those of the newer proof.
        let newer =
            newer.filter(|newer| stands.is_some_and(|stands| stands.sheets.proof != newer.sheets.proof));
        if let Some(own) = newer.and_then(|newer| clocks_of(self.ready, kind, &newer)) {
            state = own.state(self.workspace.today);
            clocks = own;
        }
        findings.extend(wrong);
        // What is over is judged by the ledger: whatever became of its files, it hung.
        let over = state == State::Expired && life.posting().is_some();
        let beside = if state == State::Expired { as_warnings(beside) } else { beside };
        let (mut findings, signatures) = match over {
            true => (as_warnings(findings), as_warnings(signatures)),
            false => (findings, signatures),
        };
        let held = before || findings.iter().any(Diagnostic::stops);
        let whole = life.withdrawn_rows.is_empty();
        let digest = used.as_ref().map(|read| read.digest).filter(|_| whole && !held);
        let used = used.map(|read| read.roster);
        // Whoever stands in the file as it is now is looked for everywhere, shown or not.
        let now = roster.as_ref().ok().map(|read| Arc::clone(&read.roster));
        let same = |used: &Arc<Roster>, now: &Arc<Roster>| Arc::ptr_eq(used, now);
        let roster = used.filter(|_| !held);
        let unsigned = match (&roster, now) {
            (Some(used), Some(now)) if same(used, &now) || !whole => None,
            (_, Some(now)) => Some(now),
            (None, None) => {
                gate::identifying(&notice.roster_path, &notice.roster, &self.ready.fields, notice.is.posted)
                    .ok()
                    .map(Arc::new)
            }
            (Some(_), None) => None,
        };
        let of = (notice, kind);
        let mut next = next(self.workspace, self.ready, of, (&life, &clocks, state), &missing);
        if let Some(what) = refused {
            next = Some(Next { what, due: next.and_then(|next| next.due) });
        }
        let register = match (self.stance, &roster, &self.workspace.secret) {
            (Stance::Drafted, Some(roster), Some(secret)) => self.masks.register(roster, &secret.mac()),
            _ => Register::new(),
        };
        let mut found = Found {
            clocks,
            life,
            state,
            digest,
            sheets: sheets.filter(|_| !held),
            signed,
            register,
            signers,
            missing,
            unsigned,
            next,
            findings: Vec::new(),
            edited,
            beside,
            old,
        };
        let mut wrong = Vec::new();
        if held {
            wrong = findings;
        } else {
            found.findings.append(&mut findings);
        }
        let mut signatures = signatures;
        // Signatures that are missing or void keep nobody from looking at the rest.
        if !signatures.iter().any(Diagnostic::stops) {
            found.findings.append(&mut signatures);
        }
        for findings in [&mut found.findings, &mut found.beside] {
            crate::diag::toml::locate(findings, &notice.path, &notice.source);
        }
        let case = Case { village, notice, kind, found: Arc::new(found), roster, held };
        Settled { notice, case: Some(case), wrong, signatures }
    }

    /// A list that stays in the office: statements about its roster.
    fn internal(&self, (village, notice): (&Village, &Notice), fresh: &Fresh<'_>) -> Shown {
        let counts = fresh.roster.as_ref().ok().map(|read| read.roster.counts());
        let submission = of_internal(self.workspace, self.ready, (village, notice, fresh.kind), counts);
        let verified = signoff::verify(&submission, &self.ready.keys)
            .and_then(|signed| the_same_roster(notice, &submission, signed));
        self.judged(notice, fresh, None, (submission, verified))
    }

    /// A notice that does not stand yet: the proof of what its files say now.
    fn drafted(&self, (village, notice): (&Village, &Notice), fresh: &Fresh<'_>) -> Shown {
        let none = BTreeSet::new();
        let merged = self.merged.get(&fresh.kind.procedure).unwrap_or(&none);
        let of = (village, notice, fresh.kind);
        if let Some(gone) =
            compared::proof_gone(notice, &fresh.life).filter(|_| fresh.life.stage == Stage::Open)
        {
            return self.undrawn((village, notice), fresh, vec![gone]);
        }
        let drafted = self.draft(of, &fresh.roster, (&self.masks, merged), fresh.unmasked);
        let sheets = match drafted {
            Ok(sheets) => sheets,
            Err(wrong) => return self.undrawn((village, notice), fresh, wrong),
        };
        let folder = notice
            .proofs
            .iter()
            .find(|folder| approvals::read(notice, folder).is_some_and(|kept| sheets.says_the_same(&kept)));
        let empty = Files::new();
        let kept = folder.and_then(|folder| approvals::read(notice, folder));
        let sheets = kept.unwrap_or(sheets);
        let files = folder.map_or(("", &empty), |folder| (folder.path.as_str(), &folder.files));
        let submission = of_proof(self.workspace, self.ready, (notice, fresh.kind), &sheets, files);
        let mut verified = verified(self.workspace, self.ready, &submission, &sheets.proof.digest());
        let untouched = submission.statements.is_empty() && submission.paper.approvals.is_empty();
        if let (Err(refused), true) = (&mut verified, untouched && submission.refused().is_none()) {
            if let Some(damaged) = damaged::of_version(notice, &sheets.proof.version) {
                *refused = vec![damaged];
            } else if let Some(signed) = approvals::newest(fresh.approvals.iter()) {
                *refused = vec![changed(notice, &signed.sheets, &sheets)];
            }
        }
        self.judged(notice, fresh, Some(sheets), (submission, verified))
    }

    fn judged(
        &self,
        notice: &Notice,
        fresh: &Fresh<'_>,
        sheets: Option<Sheets>,
        (submission, verified): (Submission, Result<SignedOff, Vec<Diagnostic>>),
    ) -> Shown {
        let mut wrong = Vec::new();
        let read = fresh.roster.as_ref().map_err(|found| wrong.extend(found.iter().cloned())).ok();
        wrong.extend(read.iter().flat_map(|read| read.findings.iter().cloned()));
        let mut shown = Shown {
            signed: None,
            signers: Vec::new(),
            missing: Vec::new(),
            refused: submission.after_refusal(),
            roster: None,
            sheets: None,
            wrong,
            signatures: Vec::new(),
            edited: None,
            beside: Vec::new(),
            newer: None,
            old: None,
        };
        let may_wait =
            |refused: &[Diagnostic]| gate::may_wait(refused, notice.is.posted, self.workspace.today);
        match (verified, self.stance) {
            (Ok(signed), _) => {
                let hidden = match (signed.check(), &submission.check, &submission.carried) {
                    (Some(signed), Some(now), _) => signed != now,
                    (None, _, Some(carried)) => carried.roster_sha256 != notice.roster.sha256(),
                    _ => false,
                };
                if hidden {
                    shown.wrong.push(hidden_changed(notice));
                }
                shown.signers = signed.signers().to_vec();
                let first = sheets.as_ref().map_or("", |sheets| sheets.proof.first.as_str());
                shown.wrong.extend(late(notice, &shown.signers, first));
                shown.roster = read.filter(|_| !hidden).cloned();
                shown.signed = sheets.as_ref().map(|sheets| sheets.proof.digest());
                shown.sheets = sheets.map(Arc::new);
            }
            (Err(refused), Stance::IfSigned | Stance::Drafted) => {
                shown.signatures = if may_wait(&refused) { as_warnings(refused) } else { refused };
                shown.roster = read.cloned();
                shown.sheets = sheets.map(Arc::new);
            }
            (Err(refused), Stance::Present) => {
                let refused = of_old_form(notice, &submission, refused);
                let waits = may_wait(&refused);
                shown.missing =
                    if refused.iter().any(gate::is_unsigned) { submission.missing() } else { Vec::new() };
                shown.wrong.extend(if waits { as_warnings(refused) } else { refused });
            }
        }
        shown
    }

    /// A notice whose proof cannot be drawn up: that is told beside its missing signatures.
    fn undrawn(
        &self,
        (village, notice): (&Village, &Notice),
        fresh: &Fresh<'_>,
        wrong: Vec<Diagnostic>,
    ) -> Shown {
        let submission = of_internal(self.workspace, self.ready, (village, notice, fresh.kind), None);
        let submission = Submission { statements: Vec::new(), ..submission };
        let refused = vec![signoff::unsigned(&submission)];
        let mut shown = self.judged(notice, fresh, None, (submission, Err(refused)));
        shown.wrong.extend(wrong);
        shown
    }

    fn draft(
        &self,
        (village, notice, kind): (&Village, &Notice, &NoticeKind),
        read: &Result<Read, Vec<Diagnostic>>,
        (masks, merged): (&Masks, &BTreeSet<String>),
        unmasked: bool,
    ) -> Result<Sheets, Vec<Diagnostic>> {
        let Ok(read) = read else { return Err(Vec::new()) };
        if unmasked {
            return Err(Vec::new());
        }
        let of = DraftSource { village, notice, kind, roster: &read.roster, merged };
        draft(self.workspace, self.ready, of, masks)
    }
}
