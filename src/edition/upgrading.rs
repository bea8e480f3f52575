//! Upgrading 升级: statements of the old forms, which bound a roster's and a pack's bytes → proofs that stand by them 按旧式签字.
//! Only where all of them still hold over the files as they are, and the print that hangs says what the proof says.

use super::cases::{Case, Cases, cases_as_drafted};
use super::held::Held;
use super::kept;
use super::kept_keys;
use super::old_form;
use super::ready::Ready;
use super::runs::{APPROVED, approved};
use super::same_print::says_the_same;
use super::submission::{CARRIED, WrittenCarried, internal_folder, of_internal, of_proof, reading};
use crate::diag::{Diagnostic, Place, Severity};
use crate::ledger::{Digest, Stage, row_key};
use crate::policy::NoticeKind;
use crate::proof::Sheets;
use crate::sealed::audit::text_of_print;
use crate::sealed::gate::for_search;
use crate::sealed::masks::Register;
use crate::sealed::signoff::{self, Carried, OldStatement, StatementFile, Submission};
use crate::workspace::{Files, Notice, Workspace, now};
use std::sync::Arc;

crate::codes! {
    NOT_CARRIED = "upgrade-not-carried":
        "旧式签字和现在的名册、政策包对不上，不能沿用。找回签字时的文件再升级；没有张贴的，也可以每个角色重新签字。"
        / "Statements of the old form do not hold over the present roster and pack. Restore the files and upgrade; a notice that does not hang yet may be signed again.";
    OTHER_PRINT = "upgrade-other-print":
        "旧式签字的公示已经张贴，现在的文件和存档的打印稿对不上，或者存档的打印稿找不回来，不能沿用签字。"
        / "A notice of the old form hangs, and its files no longer say what the kept print says, or that print is lost.";
}

/// A notice whose old signatures hold.
pub(crate) struct CarriedOver {
    /// Path of the notice without ending.
    pub(crate) notice: String,
    /// Folder to be written, in the workspace.
    pub(crate) folder: String,
    /// Its files.
    pub(crate) files: Files,
    /// The proof, and how its people are told apart; none of a list that stays in the office.
    pub(crate) proof: Option<(Arc<Sheets>, Register)>,
    /// Copies of the keys that made the signatures, to be kept with what the proof was drawn from.
    pub(crate) keys: Files,
}

/// A notice of the old form that cannot be carried over.
pub(crate) struct Left {
    /// Path of the notice without ending.
    pub(crate) notice: String,
    /// Whether it hangs: then it stands by its kept pages.
    pub(crate) hangs: bool,
    /// Why, with place and remedy.
    pub(crate) why: Vec<Diagnostic>,
}

/// What `upgrade` would do.
#[derive(Default)]
pub(crate) struct Upgrade {
    /// Notices that are carried over.
    pub(crate) carried: Vec<CarriedOver>,
    /// Notices that are not.
    pub(crate) left: Vec<Left>,
    /// How many there is nothing to do with.
    pub(crate) others: usize,
}

/// Every notice with statements or a posting of the old forms and no proof that was signed: what can be carried over, and why
/// the others cannot. What was withdrawn or archived is over.
pub(crate) fn planned(workspace: &Workspace, ready: &Ready) -> Upgrade {
    let Cases { cases, mut held, .. } = cases_as_drafted(workspace, ready, (None, Held::new()));
    let mut plan = Upgrade::default();
    for case in &cases {
        let (notice, life) = (case.notice, &case.life);
        // Once its file speaks of the next version, that one is to be signed.
        let hangs = old_form::stands(notice, life, false).is_some();
        let is_over = life.stage == Stage::Withdrawn || !life.archived.is_empty();
        if is_over || is_signed(notice) || notice.statements.is_empty() && !hangs {
            plan.others += 1;
            continue;
        }
        match carry(workspace, ready, case) {
            Ok(one) => plan.carried.push(one),
            Err(mut why) => {
                why.extend(held.remove(&notice.id).unwrap_or_default());
                why.iter_mut().for_each(|finding| mild(finding, notice, hangs));
                plan.left.push(Left { notice: notice.id.clone(), hangs, why });
            }
        }
    }
    plan
}

/// Why one notice cannot be carried over is no refusal of the command. What hangs cannot simply be signed once more.
fn mild(finding: &mut Diagnostic, notice: &Notice, hangs: bool) {
    finding.severity = finding.severity.min(Severity::Error);
    if hangs && finding.help.contains("mingbai sign ") {
        finding.help = old_form::remedy(notice);
    }
}

/// Whether anything of the new form was signed.
fn is_signed(notice: &Notice) -> bool {
    notice.proofs.iter().any(crate::workspace::ProofFolder::is_signed)
}

/// Whether all statements of the old forms say what the files of a notice say now, under keys that are known.
pub(super) fn fits(ready: &Ready, notice: &Notice, kind: &NoticeKind) -> bool {
    let known = |(_, text, signature): &(String, Vec<u8>, Option<Vec<u8>>)| {
        signature.as_ref().is_some_and(|is| ready.keys.signer_file(&notice.village, text, is).is_some())
    };
    over_these_files(ready, notice, kind).is_ok_and(|carried| carried.is_some())
        && notice.statements.iter().all(known)
}

fn carry(workspace: &Workspace, ready: &Ready, case: &Case<'_>) -> Result<CarriedOver, Vec<Diagnostic>> {
    let notice = case.notice;
    let refuse = |at: Place, message: &str| vec![refusal(notice, at, message)];
    let carried = over_these_files(ready, notice, case.kind)?;
    let carried = carried.ok_or_else(|| refuse(Place::file(&notice.path), "旧式签字的文件不见了"))?;
    let internal = case.kind.internal();
    let (folder, mut files, submission) = match (&case.sheets, internal) {
        (Some(sheets), false) => {
            let folder = format!("{}.proof/{}", notice.id, sheets.folder());
            let beside = (folder.as_str(), &Files::new());
            let submission = of_proof(workspace, ready, (notice, case.kind), sheets, beside);
            (folder, sheets.files(), submission)
        }
        (None, true) => {
            let folder = format!("{}.proof/{}", notice.id, internal_folder(notice));
            let counts = case.roster.as_ref().map(|roster| roster.counts());
            let submission = of_internal(workspace, ready, (case.village, notice, case.kind), counts);
            (folder, Files::new(), submission)
        }
        _ => return Err(refuse(Place::file(&notice.path), "现在的文件读不成公示")),
    };
    let mut statements = Vec::new();
    for (path, text, signature) in &notice.statements {
        let name = path.rsplit('/').next().unwrap_or(path);
        files.insert(name.to_owned(), text.clone());
        files.extend(signature.iter().map(|bytes| (format!("{name}.minisig"), bytes.clone())));
        let path = format!("{folder}/{name}");
        statements.push(StatementFile { path, text: text.clone(), signature: signature.clone() });
    }
    let keys = kept_keys::to_keep(&ready.keys, &notice.village, &statements);
    let submission = Submission { statements, carried: Some(carried.clone()), ..submission };
    signoff::verify(&submission, &ready.keys).map_err(|found| where_they_lie(notice, found))?;
    withdrawn_are_found(ready, case)?;
    hung_so(workspace, case)?;
    let written = WrittenCarried {
        form: WrittenCarried::FORM.to_owned(),
        roster_sha256: carried.roster_sha256,
        pack_sha256: carried.pack_sha256,
    };
    files.insert(CARRIED.to_owned(), serde_json::to_vec_pretty(&written).unwrap_or_default());
    if !internal {
        files.insert(APPROVED.to_owned(), approved(now(), workspace.today, &ready.ledger));
    }
    let proof = case.sheets.as_ref().filter(|_| !internal);
    let proof = proof.map(|sheets| (Arc::clone(sheets), case.register.clone()));
    Ok(CarriedOver { notice: notice.id.clone(), folder, files, proof, keys })
}

/// Findings about statements by the place where they lie today, not where they would be copied to.
fn where_they_lie(notice: &Notice, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for finding in &mut found {
        let name = finding.at.path.rsplit('/').next().unwrap_or_default().to_owned();
        let own = name.strip_suffix(".minisig").unwrap_or(&name);
        let lies = notice.statements.iter().find(|(path, ..)| path.rsplit('/').next() == Some(own));
        if let Some((path, ..)) = lies {
            finding.at.path = format!("{path}{}", &name[own.len()..]);
        }
    }
    found
}

fn refusal(notice: &Notice, at: Place, message: &str) -> Diagnostic {
    let help = format!("找回签字时的文件，再运行一次；或者每个角色重新运行 mingbai sign {}", notice.id);
    Diagnostic::error(&NOT_CARRIED, at, message, help)
}

/// What the statements were made over, if they all say what the files say now; none where there are no statements.
fn over_these_files(
    ready: &Ready,
    notice: &Notice,
    kind: &NoticeKind,
) -> Result<Option<Carried>, Vec<Diagnostic>> {
    let mut carried = None;
    for (path, text, _) in &notice.statements {
        let old = OldStatement::parse(text, path)?;
        if let Some((at, message)) = differs(ready, (notice, kind), &old) {
            return Err(vec![refusal(notice, at, message)]);
        }
        let one = Carried { roster_sha256: old.roster_sha256, pack_sha256: old.pack_sha256 };
        if carried.as_ref().is_some_and(|known| *known != one) {
            let message = "两份旧式签字签的不是同一份名册、政策包";
            return Err(vec![refusal(notice, Place::file(path), message)]);
        }
        carried = Some(one);
    }
    Ok(carried)
}

/// The first thing that a statement says otherwise than the files, and where they say it.
fn differs(
    ready: &Ready,
    (notice, kind): (&Notice, &NoticeKind),
    old: &OldStatement,
) -> Option<(Place, &'static str)> {
    let field = |name: &str| Place::file(&notice.path).field(name.to_owned());
    let roster = || Place::file(&notice.roster_path);
    let pack = || Place::file(format!("{}/pack.toml", ready.pack.path));
    let same_pack = [&ready.pack.sha256, &ready.pack.sha256_as_saved].contains(&&old.pack_sha256);
    [
        (old.notice == notice.id, Place::file(&notice.path), "旧式签字签的是另一份公示"),
        (old.kind == kind.id, field("kind"), "旧式签字签的是另一种公示"),
        (old.posted == notice.is.posted, field("posted"), "旧式签字写的是另一个张贴日"),
        (old.roster_path == notice.roster_path, field("roster"), "旧式签字签的是另一个名册文件"),
        (old.roster_sha256 == notice.roster.sha256(), roster(), "旧式签字以后名册改过，和签字对不上"),
        (
            old.hidden_rows == notice.is.hidden_rows.filter(|rows| *rows > 0),
            field("hidden_rows"),
            "旧式签字写的不公示的行数不一样",
        ),
        (old.pack == ready.pack.id && same_pack, pack(), "旧式签字以后政策包改过，和签字对不上"),
    ]
    .into_iter()
    .find_map(|(same, at, message)| (!same).then_some((at, message)))
}

/// Every household that the ledger withdrew is found in the roster: else it would be shown once more.
fn withdrawn_are_found(ready: &Ready, case: &Case<'_>) -> Result<(), Vec<Diagnostic>> {
    let (notice, gone) = (case.notice, &case.life.withdrawn_rows);
    if gone.is_empty() {
        return Ok(());
    }
    let mut roster = for_search(&notice.roster_path, &notice.roster, &reading(ready, case.village, notice))?;
    let sha256 = notice.roster.sha256();
    let found = roster.withdraw(|row| gone.contains(&row_key(&notice.id, sha256, row)));
    if found == gone.len() {
        return Ok(());
    }
    let message = format!("台账里撤下了{}户，这份名册里对上{found}户", gone.len());
    Err(vec![refusal(notice, Place::file(&notice.roster_path), &message)])
}

/// Whether the print that hangs says what the proof says, where one was kept.
fn hung_so(workspace: &Workspace, case: &Case<'_>) -> Result<(), Vec<Diagnostic>> {
    let notice = case.notice;
    let (Some(posting), Some(sheets)) = (case.life.posting(), &case.sheets) else { return Ok(()) };
    let Some(face) = sheets.face("board").filter(|_| posting.version.to_string() == sheets.proof.version)
    else {
        return Ok(());
    };
    let differs = |at: Place, message: String| {
        Err(vec![Diagnostic::error(&OTHER_PRINT, at, message, old_form::remedy(notice))])
    };
    for (name, digest) in posting.papers.iter().filter(|(name, _)| name.ends_with(".pdf")) {
        let Ok(bytes) = kept::copy(&workspace.root, digest, name) else {
            let at = Place::file(format!("kept/{digest}"));
            return differs(at, format!("贴出去的 {name} 存档件不见了或者被改过，核对不了"));
        };
        if !says_the_same(&text_of_print(&bytes), face, &sheets.proof) {
            let message = format!("现在的文件做出来的公示，和贴出去的 {name} 写的不一样");
            return differs(Place::file(&notice.path), message);
        }
    }
    Ok(())
}

/// The digest of a proof that is carried over, for what is kept with it.
pub(crate) fn digest_of(carried: &CarriedOver) -> Option<(Digest, &Register)> {
    carried.proof.as_ref().map(|(sheets, register)| (sheets.proof.digest(), register))
}
