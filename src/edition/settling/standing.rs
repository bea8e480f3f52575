//! A notice that stands 生效的公示: what was signed, whatever the files say now; from the roster as it was signed come the
//! office's papers, and what is left once a household was withdrawn.

use super::super::approvals::Approval;
use super::super::kept;
use super::super::memory::Read;
use super::super::opening::Fresh;
use super::super::submission::reading;
use super::findings::{NO_SOURCE, edited, hidden_changed, late, lighter};
use super::{Settler, Shown};
use crate::diag::{Diagnostic, Place};
use crate::ledger::codes::WITHDRAWN_ROW;
use crate::ledger::{self, Digest, Life};
use crate::policy::NoticeKind;
use crate::schedule::State;
use crate::sealed::gate::{self, as_warnings};
use crate::sealed::masks::{Masks, Visible};
use crate::sealed::roster::Roster;
use crate::workspace::{Notice, Village};
use std::sync::Arc;

impl Settler<'_> {
    /// A notice whose proof stands: what the files say now is no longer asked.
    pub(super) fn standing(
        &self,
        (village, notice): (&Village, &Notice),
        fresh: &Fresh<'_>,
        stands: &Approval,
    ) -> Shown {
        let kind = fresh.kind;
        let digest = stands.sheets.proof.digest();
        let own = self.own_masks(notice, fresh, &digest);
        let drafted = self.draft(
            (village, notice, kind),
            &fresh.roster,
            own.as_ref().unwrap_or(&self.masks),
            fresh.unmasked && own.is_none(),
        );
        let mut wrong = Vec::new();
        let mut beside = fresh.roster.as_ref().err().cloned().unwrap_or_default();
        let newer = drafted.as_ref().ok().and_then(|drafted| {
            // Signed once more before it hung: the newer one stands.
            let may = fresh.life.posting().is_none();
            fresh.approvals.iter().find(|is| may && drafted.says_the_same(&is.sheets))
        });
        let stands = newer.unwrap_or(stands);
        let current = drafted.as_ref().is_ok_and(|drafted| drafted.says_the_same(&stands.sheets));
        let read = fresh.roster.iter().flat_map(|read| read.findings.iter().cloned());
        if current {
            wrong.extend(as_warnings(read.collect()));
        } else {
            beside.extend(read);
            beside.push(edited(notice, &stands.sheets, drafted.as_ref().ok()));
            beside.extend(drafted.as_ref().err().cloned().unwrap_or_default());
        }
        let now = self.workspace.secret.as_ref().map(|secret| notice.roster.check(secret.mac()));
        let hidden = match (&stands.check, &now) {
            (Some(signed), Some(now)) => current && signed != now,
            _ => current && stands.carried.as_ref().is_some_and(|signed| signed != notice.roster.sha256()),
        };
        if hidden {
            wrong.push(hidden_changed(notice));
        }
        let source = match current && !hidden {
            true => fresh.roster.as_ref().ok().cloned().map(|read| (read, None)),
            false => self.kept_source(village, notice, kind, stands),
        };
        // What follows on something that hung is signed later than that.
        let first = fresh.life.posting().is_none_or(|posting| posting.signed == stands.sheets.proof.digest());
        wrong.extend(late(notice, &stands.signers, &stands.sheets.proof.first).filter(|_| first));
        let mut shown = Shown {
            sheets: Some(Arc::clone(&stands.sheets)),
            signed: Some(stands.sheets.proof.digest()),
            signers: stands.signers.clone(),
            missing: Vec::new(),
            refused: None,
            roster: None,
            wrong,
            signatures: Vec::new(),
            edited: drafted.ok().filter(|_| !current && fresh.state != State::Expired).map(Arc::new),
            beside: lighter(beside),
            newer: newer.cloned(),
        };
        if !fresh.life.withdrawn_rows.is_empty() {
            self.reduce((village, notice, fresh), &source, &mut shown, own.as_ref());
        } else {
            shown.roster = source.map(|(read, _)| read);
        }
        shown
    }

    /// The masks of a proof that was signed, as they were then.
    fn own_masks(&self, notice: &Notice, fresh: &Fresh<'_>, digest: &Digest) -> Option<Masks> {
        let mac = self.workspace.secret.as_ref()?.mac();
        let register = kept::register(&self.workspace.root, digest);
        let roster = &fresh.roster.as_ref().ok()?.roster;
        let visible = Visible { roster, kind: fresh.kind, posted: notice.is.posted };
        (!register.is_empty())
            .then(|| Masks::with(&[visible], &self.ready.pack, (&register, &mac)).ok())
            .flatten()
    }

    /// The roster that was signed, from what was kept of it, if it still comes to the same proof.
    fn kept_source(
        &self,
        village: &Village,
        notice: &Notice,
        kind: &NoticeKind,
        stands: &Approval,
    ) -> Option<(Read, Option<Notice>)> {
        let digest = stands.sheets.proof.digest();
        let kept = kept::source(&self.workspace.root, notice, &digest)?;
        let (roster, findings) =
            gate::read(&kept.roster_path, &kept.roster, &reading(self.ready, village, &kept)).ok()?;
        let read = Read { digest: [0; 32], roster: Arc::new(roster), findings };
        let mac = self.workspace.secret.as_ref()?.mac();
        let register = kept::register(&self.workspace.root, &digest);
        let visible = Visible { roster: &read.roster, kind, posted: kept.is.posted };
        let masks = Masks::with(&[visible], &self.ready.pack, (&register, &mac)).ok()?;
        let drafted = self.draft((village, &kept, kind), &Ok(read.clone()), &masks, false).ok()?;
        drafted.says_the_same(&stands.sheets).then_some((read, Some(kept)))
    }

    /// Takes the households that were withdrawn out of what is shown.
    fn reduce(
        &self,
        (village, notice, fresh): (&Village, &Notice, &Fresh<'_>),
        source: &Option<(Read, Option<Notice>)>,
        shown: &mut Shown,
        own: Option<&Masks>,
    ) {
        let reduced = source.as_ref().and_then(|(read, kept)| {
            let from = kept.as_ref().unwrap_or(notice);
            let (roster, told) = self.without(from, village, &fresh.life)?;
            let read = Read { roster: Arc::new(roster), ..read.clone() };
            let mac = self.workspace.secret.as_ref().map(|secret| secret.mac());
            let register = shown.signed.as_ref().map(|digest| kept::register(&self.workspace.root, digest));
            let visible = Visible { roster: &read.roster, kind: fresh.kind, posted: from.is.posted };
            let masks =
                mac.zip(register.filter(|register| !register.is_empty())).and_then(|(mac, register)| {
                    Masks::with(&[visible], &self.ready.pack, (&register, &mac)).ok()
                });
            let masks = masks.as_ref().or(own).unwrap_or(&self.masks);
            let sheets = self.draft((village, from, fresh.kind), &Ok(read.clone()), masks, false).ok()?;
            Some((read, sheets, told))
        });
        match reduced {
            Some((read, sheets, told)) => {
                let salted = shown.sheets.as_ref().map(|signed| sheets.with_salts_of(signed));
                shown.sheets = Some(Arc::new(salted.unwrap_or(sheets)));
                shown.roster = Some(read);
                shown.wrong.extend(told);
            }
            None => {
                let help = "从备份找回 kept/source；或者改版次，重新签字";
                let message = "撤下了一户，签字时的名册找不回来，网上先不列名单";
                shown.wrong.push(Diagnostic::warning(&NO_SOURCE, Place::file(&notice.path), message, help));
                let bare = shown.sheets.as_ref().map(|sheets| Arc::new(sheets.without_rows()));
                shown.sheets = bare;
            }
        }
    }

    /// A roster without the households that the ledger calls withdrawn; a key that fits no row is told.
    fn without(
        &self,
        notice: &Notice,
        village: &Village,
        life: &Life,
    ) -> Option<(Roster, Option<Diagnostic>)> {
        let reading = reading(self.ready, village, notice);
        let mut roster = gate::for_search(&notice.roster_path, &notice.roster, &reading).ok()?;
        let (sha256, keys) = (notice.roster.sha256(), &life.withdrawn_rows);
        let gone = roster.withdraw(|row| keys.contains(&ledger::row_key(&notice.id, sha256, row)));
        let told = (gone < keys.len()).then(|| {
            let message = format!("台账里撤下了{}户，现在的名册里对上{gone}户", keys.len());
            let help =
                format!("核对撤下的户不在新名册里；还在的运行 mingbai withdraw {} --row 行号", notice.id);
            Diagnostic::warning(&WITHDRAWN_ROW, Place::file(&notice.roster_path), message, help)
        });
        Some((roster, told))
    }
}
