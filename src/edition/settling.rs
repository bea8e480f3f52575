//! Settling 定稿: the opened notices of a village → what is shown of each: the proof that stands, or the one that everybody
//! has signed of what the files say now. All notices of a village share one table of masks.

use super::approvals::{self, Approval};
use super::cases::{Case, Found};
use super::held::{Held, by_file};
use super::kept;
use super::memory::Read;
use super::opening::{Fresh, How, Opened};
use super::proofs::{Drafted, draft};
use super::ready::Ready;
use super::submission::{of_internal, of_proof, reading};
use crate::diag::{Diagnostic, Place, Severity};
use crate::ledger::codes::WITHDRAWN_ROW;
use crate::ledger::{self, Digest, Life};
use crate::policy::NoticeKind;
use crate::proof::{Sheets, differences};
use crate::schedule::State;
use crate::sealed::gate::{self, as_warnings};
use crate::sealed::masks::{Masks, Register, Visible};
use crate::sealed::roster::Roster;
use crate::sealed::signoff::codes::{CHANGED, ROSTER_CHANGED};
use crate::sealed::signoff::{self, SignedOff, Submission};
use crate::workspace::{Files, Notice, Village, Workspace};
use std::sync::Arc;

crate::codes! {
    EDITED = "proof-inputs-edited":
        "公示已经生效，文件在签字以后又改过。网页和公示栏照签过字的那一稿，不跟着改。要换内容，先运行 mingbai amend，改版次，重新签字。"
        / "A notice stands as it was signed; its files were edited since. Another content needs an amendment and another version.";
    NO_SOURCE = "proof-source-lost":
        "撤下了一户，签字时的名册却找不回来了，网上先不列名单。从备份找回 kept/source；或者改版次，重新签字。"
        / "A household was withdrawn, and the roster as it was signed is lost: no row is shown until a new version is signed.";
}

/// How a notice that is not signed yet is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stance {
    /// As it is: its roster is for the audit alone, and what is wrong with it stops nobody else.
    AsItIs,
    /// As if everybody had signed; what stands, stands.
    AsIfSigned,
    /// As if everybody signed what the files say now, whatever stands.
    AsDrafted,
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

/// How many differences are told of one proof.
const TOLD: usize = 3;

/// Settles the notices of a village.
pub(super) fn settle<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    mut opened: Vec<Opened<'a>>,
    (stance, held): (Stance, &Held),
) -> Vec<Settled<'a>> {
    let masks = village_masks(workspace, ready, &mut opened);
    let settler = Settler { workspace, ready, stance, masks };
    opened
        .into_iter()
        .map(|opened| {
            let before = held.contains_key(&opened.notice.id);
            settler.settle(opened, before)
        })
        .collect()
}

/// One table of masks for all notices of a village, those among them whose rows are gone too. Who was told apart in a proof
/// that was signed keeps that mask. What is wrong goes to the notices that it concerns.
fn village_masks(workspace: &Workspace, ready: &Ready, opened: &mut [Opened<'_>]) -> Masks {
    let register = register(workspace, opened);
    loop {
        let visible: Vec<Visible<'_>> = opened.iter().filter_map(visible).collect();
        let known = workspace.secret.as_ref().map(|secret| secret.mac());
        let made = match &known {
            Some(mac) => Masks::with(&visible, &ready.pack, (&register, mac)),
            None => Masks::of(&visible, &ready.pack),
        };
        let found = match made {
            Ok(masks) => return masks,
            Err(found) => found,
        };
        let mut held = Held::new();
        let rest = by_file(workspace, found, &mut held);
        let mut fewer = false;
        for opened in opened.iter_mut() {
            let mut own = held.remove(&opened.notice.id).unwrap_or_default();
            own.extend(rest.iter().cloned());
            if let How::Fresh(fresh) = &mut opened.is
                && !own.is_empty()
                && fresh.roster.is_ok()
            {
                fresh.findings.append(&mut own);
                fewer = true;
                fresh.unmasked = true;
            }
        }
        if !fewer {
            return Masks::plain_of(&ready.pack);
        }
    }
}

fn visible<'o>(opened: &'o Opened<'_>) -> Option<Visible<'o>> {
    let (roster, kind, posted) = match &opened.is {
        How::Not(_) => return None,
        How::Known(kind, (found, roster)) => {
            (roster.as_ref().or(found.unsigned.as_ref())?, *kind, found.clocks.posted)
        }
        How::Fresh(fresh) if fresh.unmasked => return None,
        How::Fresh(fresh) => (&fresh.roster.as_ref().ok()?.roster, fresh.kind, opened.notice.is.posted),
    };
    (!kind.internal()).then_some(Visible { roster, kind, posted })
}

/// How people were told apart in the proofs that were signed in a village: of several tellings the longest.
fn register(workspace: &Workspace, opened: &[Opened<'_>]) -> Register {
    let mut register = Register::new();
    if workspace.secret.is_none() {
        return register;
    }
    let fresh = opened.iter().filter_map(|opened| match &opened.is {
        How::Fresh(fresh) => Some(fresh),
        _ => None,
    });
    for approval in fresh.flat_map(|fresh| &fresh.approvals) {
        for (key, told) in kept::register(&workspace.root, &approval.sheets.proof.digest()) {
            let known = register.entry(key).or_default();
            // plain, one-more, tail: as long as they are strict.
            let rank = |told: &str| (told.starts_with("tail"), told.starts_with("one"), told.len());
            if rank(known) < rank(&told) {
                *known = told;
            }
        }
    }
    register
}

struct Settler<'a> {
    workspace: &'a Workspace,
    ready: &'a Ready,
    stance: Stance,
    masks: Masks,
}

/// What came of a notice's signatures.
struct Shown {
    sheets: Option<Arc<Sheets>>,
    signed: Option<Digest>,
    signers: Vec<signoff::Signer>,
    missing: Vec<String>,
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
        let shown = match (kind.internal(), &fresh.stands, self.stance) {
            (true, ..) => self.internal((village, notice), &fresh),
            (false, Some(stands), Stance::AsItIs | Stance::AsIfSigned) => {
                self.standing((village, notice), &fresh, stands)
            }
            (false, ..) => self.drafted((village, notice), &fresh),
        };
        let Fresh { life, clocks, state, next, roster, mut findings, .. } = fresh;
        let Shown { sheets, signed, signers, missing, roster: used, wrong, signatures, edited, beside } =
            shown;
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
        let next = next(&missing);
        let register = match (self.stance, &roster, &self.workspace.secret) {
            (Stance::AsDrafted, Some(roster), Some(secret)) => self.masks.register(roster, &secret.mac()),
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
            .and_then(|signed| the_same_roster(&submission, signed));
        self.judged(notice, fresh, None, (submission, verified))
    }

    /// A notice that does not stand yet: the proof of what its files say now.
    fn drafted(&self, (village, notice): (&Village, &Notice), fresh: &Fresh<'_>) -> Shown {
        let drafted = self.draft((village, notice, fresh.kind), &fresh.roster, &self.masks, fresh.unmasked);
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
        let mut verified = signoff::verify(&submission, &self.ready.keys);
        if let (Err(refused), Some(signed)) = (&mut verified, approvals::newest(fresh.approvals.iter()))
            && submission.statements.is_empty()
        {
            *refused = vec![changed(notice, &signed.sheets, &sheets)];
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
            roster: None,
            sheets: None,
            wrong,
            signatures: Vec::new(),
            edited: None,
            beside: Vec::new(),
        };
        let may_wait =
            |refused: &[Diagnostic]| gate::may_wait(refused, notice.is.posted, self.workspace.today);
        match (verified, self.stance) {
            (Ok(signed), _) => {
                let hidden = signed
                    .check()
                    .is_some_and(|check| submission.check.as_deref().is_some_and(|now| now != check));
                if hidden {
                    shown.wrong.push(hidden_changed(notice));
                }
                shown.signers = signed.signers().to_vec();
                shown.roster = read.filter(|_| !hidden).cloned();
                shown.signed = sheets.as_ref().map(|sheets| sheets.proof.digest());
                shown.sheets = sheets.map(Arc::new);
            }
            (Err(refused), Stance::AsIfSigned | Stance::AsDrafted) => {
                shown.signatures = if may_wait(&refused) { as_warnings(refused) } else { refused };
                shown.roster = read.cloned();
                shown.sheets = sheets.map(Arc::new);
            }
            (Err(refused), Stance::AsItIs) => {
                let waits = may_wait(&refused);
                shown.missing =
                    if refused.iter().any(gate::is_unsigned) { submission.missing() } else { Vec::new() };
                shown.wrong.extend(refused);
                if waits {
                    shown.wrong = as_warnings(shown.wrong);
                }
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
        let waits = self.stance == Stance::AsItIs && notice.is.posted > self.workspace.today;
        shown.wrong.extend(if waits { as_warnings(wrong) } else { wrong });
        shown
    }

    /// A notice whose proof stands: what the files say now is no longer asked.
    fn standing(
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
        beside.extend(fresh.roster.iter().flat_map(|read| read.findings.iter().cloned()));
        let newer = drafted.as_ref().ok().and_then(|drafted| {
            // Signed once more before it hung: the newer one stands.
            let may = fresh.life.posting().is_none();
            fresh.approvals.iter().find(|is| may && drafted.says_the_same(&is.sheets))
        });
        let stands = newer.unwrap_or(stands);
        let current = drafted.as_ref().is_ok_and(|drafted| drafted.says_the_same(&stands.sheets));
        if !current {
            beside.push(edited(notice, &stands.sheets, drafted.as_ref().ok()));
            beside.extend(drafted.as_ref().err().cloned().unwrap_or_default());
        }
        let now = self.workspace.secret.as_ref().map(|secret| notice.roster.check(secret.mac()));
        let hidden = match (&stands.check, &now) {
            (Some(signed), Some(now)) => current && signed != now,
            _ => false,
        };
        if hidden {
            wrong.push(hidden_changed(notice));
        }
        let source = match current && !hidden {
            true => fresh.roster.as_ref().ok().cloned().map(|read| (read, None)),
            false => self.kept_source(village, notice, kind, stands),
        };
        let mut shown = Shown {
            sheets: Some(Arc::clone(&stands.sheets)),
            signed: Some(stands.sheets.proof.digest()),
            signers: stands.signers.clone(),
            missing: Vec::new(),
            roster: None,
            wrong,
            signatures: Vec::new(),
            edited: drafted.ok().filter(|_| !current).map(Arc::new),
            beside: lighter(beside),
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

    fn draft(
        &self,
        (village, notice, kind): (&Village, &Notice, &NoticeKind),
        read: &Result<Read, Vec<Diagnostic>>,
        masks: &Masks,
        unmasked: bool,
    ) -> Result<Sheets, Vec<Diagnostic>> {
        let Ok(read) = read else { return Err(Vec::new()) };
        if unmasked {
            return Err(Vec::new());
        }
        let of = Drafted { village, notice, kind, roster: &read.roster };
        draft(self.workspace, self.ready, of, masks)
    }
}

/// Statements about a list that stays in the office hold for the bytes of its roster alone.
fn the_same_roster(submission: &Submission, signed: SignedOff) -> Result<SignedOff, Vec<Diagnostic>> {
    let same = signed.check().is_none()
        || submission.check.is_none()
        || signed.check() == submission.check.as_deref();
    if same {
        return Ok(signed);
    }
    let help = format!("核对改动，每个角色重新运行 mingbai sign {}", submission.notice);
    let at = Place::file(&submission.place).field("名册校验");
    Err(vec![Diagnostic::refusal(&ROSTER_CHANGED, at, "名册在签字之后改过", help)])
}

/// The files say something else than what was signed.
fn changed(notice: &Notice, signed: &Sheets, now: &Sheets) -> Diagnostic {
    let help = format!("核对改动；没有错的，每个角色重新运行 mingbai sign {}", notice.id);
    let message = format!("签字以后改过，签字不算数了：{}", told(signed, now));
    Diagnostic::refusal(&CHANGED, Place::file(&notice.path), message, help)
}

/// The files of a notice that stands say something else than what stands.
fn edited(notice: &Notice, stands: &Sheets, now: Option<&Sheets>) -> Diagnostic {
    let what = now.map_or_else(|| "现在的文件读不成公示".to_owned(), |now| told(stands, now));
    let message = format!("公示照签过字的那一稿，文件以后改过：{what}");
    let help = format!("改错了的改回来；要换内容的，先运行 mingbai amend {}，改版次，重新签字", notice.id);
    Diagnostic::error(&EDITED, Place::file(&notice.path), message, help)
}

/// What stands goes out all the same: nothing weighs more than an error.
fn lighter(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.iter_mut().for_each(|finding| finding.severity = finding.severity.min(Severity::Error));
    findings
}

/// The first differences in words, without the words of any row.
fn told(from: &Sheets, to: &Sheets) -> String {
    let all = differences(from, to);
    // A row is told by `mingbai proof` alone.
    let plain =
        |line: &str| line.split_once("一行：").map_or(line.to_owned(), |(what, _)| format!("{what}一行"));
    let mut words: Vec<String> = all.iter().take(TOLD).map(|line| plain(line)).collect();
    if words.is_empty() {
        words.push("版面".to_owned());
    }
    let more = if all.len() > TOLD { format!("，还有{}处", all.len() - TOLD) } else { String::new() };
    format!("{}{more}", words.join("；"))
}

fn hidden_changed(notice: &Notice) -> Diagnostic {
    let message = "公示的内容没有变，名册里不公开的格在签字以后改过";
    let help =
        format!("办公用的材料照签字时的名册；要用新名册的，每个角色重新运行 mingbai sign {}", notice.id);
    let finding = Diagnostic::warning(&ROSTER_CHANGED, Place::file(&notice.roster_path), message, help);
    Diagnostic { severity: Severity::Warning, ..finding }
}
