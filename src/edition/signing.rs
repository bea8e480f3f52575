//! Signing 签字: a notice → what is laid before its signers, where their statements go, and what is kept once all have signed.

use super::approvals::{self, ENDED, ended_by};
use super::cases::{Case, Cases, cases_as_drafted};
use super::compared;
use super::damaged;
use super::held::Held;
use super::inputs;
use super::kept;
use super::kept_keys;
use super::old_form;
use super::proofs::{DrawnUp, draw_up_among};
use super::ready::Ready;
use super::runs::{APPROVED, approved};
use super::submission::{internal_folder, kept_days, of_internal, of_proof, reading};
use crate::diag::{Diagnostic, Place};
use crate::ledger::{self, Digest, Life, Stage};
use crate::policy::NoticeKind;
use crate::proof::Sheets;
use crate::publish;
use crate::sealed::gate::for_search;
use crate::sealed::masks::Register;
use crate::sealed::signoff::{Submission, TrustedKeys};
use crate::workspace::{Files, Notice, ProofFolder, Workspace, files};
use chrono::{DateTime, FixedOffset, NaiveDate};

crate::codes! {
    SAME_VERSION = "sign-same-version":
        "公示已经张贴，内容和贴着的不一样。先运行 mingbai amend 记下更正，版次加一，再签字；改了名单、日期、数字的，不能当笔误。"
        / "The notice hangs, and its files say something else. Record an amendment and write another version; rows, days and figures are no slip.";
}

/// What is about to be signed.
pub(crate) struct Signing<'a> {
    notice: &'a Notice,
    kind: &'a NoticeKind,
    /// Folder of the statements in the workspace.
    pub(crate) folder: String,
    /// The proof; none of a list that stays in the office.
    pub(crate) drawn: Option<DrawnUp>,
    counts: Option<(usize, Option<usize>)>,
    register: Register,
}

impl<'a> Signing<'a> {
    /// Draws up what is to be signed; what nobody may sign is refused.
    pub(crate) fn of(
        workspace: &'a Workspace,
        ready: &'a Ready,
        (notice, kind): (&'a Notice, &'a NoticeKind),
    ) -> Result<Self, Vec<Diagnostic>> {
        let Cases { cases, .. } = cases_as_drafted(workspace, ready, (None, Held::new()));
        let case = cases.iter().find(|case| case.notice.id == notice.id);
        let roster = case.and_then(|case| case.roster.as_ref());
        let counts = roster.map(|roster| roster.counts());
        if kind.internal() {
            let folder = format!("{}.proof/{}", notice.id, internal_folder(notice));
            let register = Register::new();
            return Ok(Self { notice, kind, folder, drawn: None, counts, register });
        }
        let drawn = draw_up_among(workspace, ready, (&cases, notice))?;
        another_version(ready, (notice, kind), &drawn.sheets, case)?;
        let folder = format!("{}.proof/{}", notice.id, drawn.sheets.folder());
        let there = notice.proofs.iter().find(|is| is.path == folder);
        if let Some(damaged) = there.and_then(|there| damaged::of_folder(notice, there)) {
            return Err(vec![damaged]);
        }
        let register = case.map(|case| case.register.clone()).unwrap_or_default();
        Ok(Self { notice, kind, folder, drawn: Some(drawn), counts, register })
    }

    /// Writes the proof beside the notice.
    pub(crate) fn write_draft(&self, workspace: &Workspace) -> Result<(), Diagnostic> {
        let Some(drawn) = &self.drawn else { return Ok(()) };
        let mut files = drawn.sheets.files();
        files.extend(drawn.prints.clone());
        files.extend(kept_days(self.notice, &self.folder));
        let parent = workspace.root.join(format!("{}.proof", self.notice.id));
        publish::write_draft(&parent, &drawn.sheets.folder(), &files)
    }

    /// What is laid before the gate.
    pub(crate) fn submission(
        &self,
        workspace: &Workspace,
        ready: &Ready,
    ) -> Result<Submission, Vec<Diagnostic>> {
        let Some(drawn) = &self.drawn else {
            let village = workspace.villages.iter().find(|village| village.slug == self.notice.village);
            let village = village.ok_or_else(Vec::new)?;
            return Ok(of_internal(workspace, ready, (village, self.notice, self.kind), self.counts));
        };
        let empty = Files::new();
        let folder = self.notice.proofs.iter().find(|folder| folder.path == self.folder);
        let beside = (self.folder.as_str(), folder.map_or(&empty, |folder| &folder.files));
        Ok(of_proof(workspace, ready, (self.notice, self.kind), &drawn.sheets, beside))
    }

    /// The notice.
    pub(crate) fn notice(&self) -> &Notice {
        self.notice
    }

    /// What lay in its folder when the workspace was read.
    pub(crate) fn files(&self) -> Option<&Files> {
        self.notice.proofs.iter().find(|folder| folder.path == self.folder).map(|folder| &folder.files)
    }

    /// Files to be written once everybody has signed: when that was, and that other proofs of this version end with it.
    pub(crate) fn endings(
        &self,
        (now, today): (DateTime<FixedOffset>, NaiveDate),
        ready: &Ready,
    ) -> Vec<(String, Vec<u8>)> {
        let Some(drawn) = &self.drawn else { return Vec::new() };
        let own = self.notice.proofs.iter().find(|folder| folder.path == self.folder);
        let stands =
            |folder: &ProofFolder| folder.files.contains_key(APPROVED) && !folder.files.contains_key(ENDED);
        let approval = (!own.is_some_and(stands))
            .then(|| (format!("{}/{APPROVED}", self.folder), approved(now, today, &ready.ledger)));
        let digest = drawn.sheets.proof.digest();
        let signed = |folder: &&ProofFolder| folder.is_signed();
        let same = |folder: &&ProofFolder| {
            let read = approvals::read(self.notice, folder);
            read.is_some_and(|sheets| sheets.proof.version == drawn.sheets.proof.version)
        };
        let folders = self.notice.proofs.iter().filter(signed).filter(same);
        let ending = |folder: &ProofFolder| {
            let own = folder.path == self.folder;
            let path = format!("{}/{ENDED}", folder.path);
            let needed = !own || folder.files.contains_key(ENDED);
            needed.then(|| (path, ended_by(Some(&digest).filter(|_| !own))))
        };
        folders.filter_map(ending).chain(approval).collect()
    }

    /// Keeps what the proof was drawn from, closed.
    pub(crate) fn keep_source(
        &self,
        workspace: &Workspace,
        (keys, submission): (&TrustedKeys, &Submission),
    ) -> Result<(), Diagnostic> {
        let Some(drawn) = &self.drawn else { return Ok(()) };
        let keys = kept_keys::to_keep(keys, &self.notice.village, &submission.statements);
        keep(workspace, self.notice, &keys, (&drawn.sheets.proof.digest(), &self.register))
    }
}

/// Keeps a proof's source, closed: what it was drawn from, what is to lie `beside` it, and pack and tables, each once.
pub(crate) fn keep(
    workspace: &Workspace,
    notice: &Notice,
    beside: &Files,
    (digest, register): (&Digest, &Register),
) -> Result<(), Diagnostic> {
    for bytes in inputs::of(workspace, notice).1.values() {
        kept::keep_input(&workspace.root, bytes)?;
    }
    let mut source = source_of(workspace, notice);
    source.extend(beside.clone());
    kept::keep_source(&workspace.root, digest, (&source, register))
}

/// The files from which a notice's proof is drawn, by the names under which they are kept.
pub(crate) fn source_of(workspace: &Workspace, notice: &Notice) -> Files {
    let mut kept = Files::new();
    kept.insert("notice.toml".to_owned(), notice.source.clone().into_bytes());
    if let Some((_, body)) = &notice.body {
        kept.insert("notice.md".to_owned(), body.clone().into_bytes());
    }
    kept.insert(inputs::FILE.to_owned(), inputs::of(workspace, notice).0);
    let roster = files::bytes(&workspace.root.join(&notice.roster_path));
    kept.extend(roster.map(|bytes| ("roster".to_owned(), bytes)));
    kept
}

/// What hangs changes by another version only.
fn another_version(
    ready: &Ready,
    (notice, kind): (&Notice, &NoticeKind),
    sheets: &Sheets,
    case: Option<&Case<'_>>,
) -> Result<(), Vec<Diagnostic>> {
    let life = ledger::fold(ready.ledger.of(&notice.id), kind).life;
    let Some(posting) = life.posting() else { return not_printed(&life, notice, sheets) };
    let known = case.is_none_or(|case| case.is_known_by(posting));
    if let Some(gone) = compared::proof_gone(notice, &life).filter(|_| life.stage == Stage::Open) {
        return Err(vec![gone]);
    }
    if let Some(refused) = old_form::refused_anew(ready, (notice, kind), &life) {
        return Err(vec![refused]);
    }
    // A posting of the old form names no proof: what was signed of its version hangs.
    let own = sheets.proof.digest();
    let hangs = match known {
        true => posting.signed == own,
        false => approvals::hangs(notice, &life).is_some_and(|hung| hung.proof.digest() == own),
    };
    let at = Place::file(&notice.path).field("version");
    if !hangs && notice.is.version > posting.version && life.stage == Stage::Open {
        let hung = approvals::hangs(notice, &life);
        if hung.is_some_and(|hung| !approvals::may_follow(&life, &hung, sheets)) {
            let message = match life.contact_only {
                true => "除了电话、地点，还改了别的",
                false => "改了名单、日期或者数字，不是改笔误，公示期要重新算",
            };
            let gone =
                if life.withdrawn_rows.is_empty() { "" } else { "撤下的户先从名册里删掉；" };
            let help = format!(
                "{gone}不是的，先运行 mingbai amend {} --reason 事由（不加 --typo），再签字",
                notice.id
            );
            return Err(vec![Diagnostic::refusal(&SAME_VERSION, at, message, help)]);
        }
    }
    if hangs || notice.is.version > posting.version {
        return Ok(());
    }
    let message = format!("第{}版已经张贴，现在的内容和贴着的不一样", posting.version);
    let help = format!("先运行 mingbai amend {}，把 version 加一，再签字", notice.id);
    Err(vec![Diagnostic::refusal(&SAME_VERSION, at, message, help)])
}

/// What was printed changes by another version only: sheets of it may be on their way to the boards.
fn not_printed(life: &Life, notice: &Notice, sheets: &Sheets) -> Result<(), Vec<Diagnostic>> {
    let digest = sheets.proof.digest();
    let others = notice.proofs.iter().filter_map(|folder| approvals::read(notice, folder));
    let mut others = others.filter(|other| other.proof.version == sheets.proof.version);
    let printed = |other: Sheets| {
        let other = other.proof.digest();
        other != digest && life.latest_run(&other).is_some()
    };
    if !others.any(printed) {
        return Ok(());
    }
    let message = format!("第{}版已经付印，现在的内容和付印的不一样", sheets.proof.version);
    let help = "把 version 加一，再签字、付印；付印过的纸不要再贴";
    let at = Place::file(&notice.path).field("version");
    Err(vec![Diagnostic::refusal(&SAME_VERSION, at, message, help)])
}

/// How many households of the roster were withdrawn from the version that hung before, and would be listed again.
pub(crate) fn withdrawn_again(
    workspace: &Workspace,
    ready: &Ready,
    notice: &Notice,
    kind: &NoticeKind,
) -> usize {
    let Some(village) = workspace.villages.iter().find(|village| village.slug == notice.village) else {
        return 0;
    };
    let life = ledger::fold(ready.ledger.of(&notice.id), kind).life;
    let reading = reading(ready, village, notice);
    let Ok(mut roster) = for_search(&notice.roster_path, &notice.roster, &reading) else { return 0 };
    let sha256 = notice.roster.sha256();
    let is_gone = |row| life.withdrawn_rows.contains(&ledger::row_key(&notice.id, sha256, row));
    roster.withdraw(is_gone)
}
