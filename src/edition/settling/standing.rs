//! A notice that stands 生效的公示: what was signed, whatever the files say now; from the roster as it was signed come the
//! office's papers, and what is left once a household was withdrawn.

use super::super::approvals::Approval;
use super::super::cases::kind_today;
use super::super::derivations::unnamed;
use super::super::inputs::AsSigned;
use super::super::kept;
use super::super::old_form;
use super::super::opening::Fresh;
use super::super::reducing::{Source, on_file};
use super::super::signing::source_of;
use super::findings::{NO_SOURCE, edited, hidden_changed, late, lighter};
use super::{Settler, Shown, merged_in};
use crate::diag::{Diagnostic, Place};
use crate::ledger::codes::WITHDRAWN_ROW;
use crate::ledger::{Digest, Life, Posting, Stage};
use crate::schedule::State;
use crate::sealed::gate::as_warnings;
use crate::sealed::masks::{Masks, Visible};
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
        let merged = merged_in(&stands.sheets, self.ready.pack_under(&digest), kind);
        // What the files say now goes by the pack of today.
        let drafted = kind_today(self.ready, notice).and_then(|kind| {
            self.draft(
                (village, notice, kind),
                &fresh.roster,
                (own.as_ref().unwrap_or(&self.masks), &merged),
                fresh.unmasked && own.is_none(),
            )
        });
        let mut wrong: Vec<Diagnostic> = unnamed(self.ready, notice).into_iter().collect();
        let mut beside = fresh.roster.as_ref().err().cloned().unwrap_or_default();
        let newer = drafted.as_ref().ok().and_then(|drafted| {
            // Signed once more before it hung: the newer one stands.
            let may = fresh.life.posting().is_none();
            fresh.approvals.iter().find(|is| may && drafted.says_the_same(&is.sheets))
        });
        let stands = newer.unwrap_or(stands);
        // Days that were put off by a document are those of the holiday tables of today.
        let derived = fresh.life.derived.as_ref().and_then(|is| on_file(notice, &stands.sheets, is));
        let later = derived.map(|(sheets, _)| stands.sheets.with_days_of(&sheets));
        let current = drafted.as_ref().is_ok_and(|drafted| {
            drafted.says_the_same(&stands.sheets)
                || later.as_ref().is_some_and(|later| drafted.says_the_same(later))
        });
        // Where nothing was edited, another program draws up something else: that is nobody's slip.
        let own = stands.sheets.proof.digest();
        let untouched =
            !current && kept::is_source(&self.workspace.root, &own, &source_of(self.workspace, notice));
        let read = fresh.roster.iter().flat_map(|read| read.findings.iter().cloned());
        if current || untouched {
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
            edited: drafted
                .ok()
                .filter(|_| !current && !untouched && fresh.state != State::Expired)
                .map(Arc::new),
            beside: lighter(beside),
            newer: newer.cloned(),
            old: None,
        };
        // What everybody signed anew after an amendment is shown as it was signed.
        let anew = fresh.life.stage == Stage::Amended
            && fresh.life.posting().is_some_and(|posting| posting.signed != stands.sheets.proof.digest());
        let whole = anew || fresh.life.withdrawn_rows.is_empty() && fresh.life.derived.is_none();
        // The same proof may come out although headers or tables were edited by which the office's papers are filled.
        let retold = || {
            self.ready.earlier.inputs(&digest).is_some()
                || !kept::is_notice(&self.workspace.root, &own, notice)
        };
        let as_read = current && !hidden && !retold();
        let asked = !whole || !as_read;
        let digest = stands.sheets.proof.digest();
        let as_signed =
            asked.then(|| AsSigned::read((self.workspace, self.ready), notice, &digest)).flatten();
        let setting = (self.workspace, self.ready, village);
        let source = || Source::of(as_signed.as_ref(), (setting, notice), &stands.sheets);
        if whole {
            let now = || fresh.roster.as_ref().ok().cloned();
            shown.roster = match (as_read, current && !hidden) {
                (true, _) => now(),
                (_, true) => source().map(|source| source.read).or_else(now),
                _ => source().map(|source| source.read),
            };
        } else {
            self.derive((notice, &fresh.life), source().as_ref(), &mut shown);
        }
        shown
    }

    /// A notice that was posted before there were proofs and stands by what was kept of it then.
    pub(super) fn by_kept_pages(&self, notice: &Notice, fresh: &Fresh<'_>, posting: &Posting) -> Shown {
        let of = (notice, fresh.kind);
        let (old, mut beside) =
            old_form::shown(self.workspace, self.ready, of, (&fresh.life, posting, fresh.state));
        // Its files are not what it stands by.
        beside.extend(lighter(fresh.roster.as_ref().err().cloned().unwrap_or_default()));
        Shown {
            sheets: None,
            signed: None,
            signers: Vec::new(),
            missing: Vec::new(),
            refused: None,
            roster: None,
            wrong: Vec::new(),
            signatures: Vec::new(),
            edited: None,
            beside,
            newer: None,
            old: Some(Arc::new(old)),
        }
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

    /// Shows what stands in place of what was signed: the proof that the ledger names, which must follow from the signed one;
    /// else the same drawn up once more.
    fn derive(&self, (notice, life): (&Notice, &Life), source: Option<&Source<'_>>, shown: &mut Shown) {
        let Some(signed) = shown.sheets.clone() else { return };
        let named = life.derived.as_ref().and_then(|digest| on_file(notice, &signed, digest));
        let rest = source.and_then(|source| source.rest(&life.withdrawn_rows));
        // What the ledger names of an older version says nothing of this one.
        let other = life.posting().is_some_and(|posting| posting.signed != signed.proof.digest());
        let fewer = rest.as_ref().filter(|(_, gone)| !other && *gone < life.withdrawn_rows.len());
        if let Some((_, gone)) = fewer {
            let message = format!("台账里撤下了{}户，现在的名册里对上{gone}户", life.withdrawn_rows.len());
            let help =
                format!("核对撤下的户不在新名册里；还在的运行 mingbai withdraw {} --row 行号", notice.id);
            let at = Place::file(&notice.roster_path);
            shown.wrong.push(Diagnostic::warning(&WITHDRAWN_ROW, at, message, help));
        }
        let again = || {
            let reduced = source?.without(rest.as_ref()?, &signed, None)?.sheets;
            let is_it = |digest: &Digest| reduced.proof.digest() == *digest;
            // Where a household is not found it would be shown again.
            if fewer.is_some() {
                return None;
            }
            (other || life.derived.as_ref().is_none_or(is_it)).then_some(reduced)
        };
        match named.map(|(sheets, _)| sheets).or_else(again) {
            Some(sheets) => shown.sheets = Some(Arc::new(sheets)),
            // Only days were put off: what was signed names everybody who is to be named.
            None if life.withdrawn_rows.is_empty() => {}
            None => {
                let help = "从备份找回 kept/source 和公示稿；或者改版次，重新签字";
                let message = "撤下了一户，签字时的名册找不回来，网上先不列名单";
                shown.wrong.push(Diagnostic::warning(&NO_SOURCE, Place::file(&notice.path), message, help));
                shown.sheets = Some(Arc::new(signed.without_rows()));
            }
        }
        shown.roster = rest.map(|(read, _)| read);
    }
}
