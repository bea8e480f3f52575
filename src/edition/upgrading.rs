//! Upgrading 升级: statements of the old forms, which bound a roster's and a pack's bytes → proofs that stand by them 按旧式签字.
//! Only where all of them still hold over the files as they are.

use super::cases::{Case, Cases, cases_as_drafted};
use super::held::Held;
use super::kept;
use super::ready::Ready;
use super::runs::{APPROVED, approved};
use super::submission::{CARRIED, WrittenCarried, internal_folder, of_internal, of_proof};
use crate::diag::{Diagnostic, Place};
use crate::ledger::Digest;
use crate::sealed::masks::Register;
use crate::sealed::signoff::{self, Carried, OldStatement, StatementFile, Submission};
use crate::workspace::{Files, Notice, Workspace, now};

crate::codes! {
    NOT_CARRIED = "upgrade-not-carried":
        "旧式签字和现在的名册、政策包对不上，不能沿用。找回签字时的文件再升级；或者每个角色重新签字。"
        / "Statements of the old form do not hold over the present roster and pack. Restore the files, or sign again.";
    NO_ROWS = "upgrade-other-print":
        "旧式签字的公示已经张贴，现在的文件和存档的打印稿对不上，不能沿用签字。"
        / "A notice of the old form hangs, and its files no longer say what the kept print says.";
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
    pub(crate) proof: Option<(Digest, Register)>,
}

/// Every notice with statements of the old forms and no proof that was signed: what can be carried over, and why the others
/// cannot.
pub(crate) fn carried_over(workspace: &Workspace, ready: &Ready) -> (Vec<CarriedOver>, Vec<Diagnostic>) {
    let Cases { cases, .. } = cases_as_drafted(workspace, ready, (None, Held::new()));
    let (mut carried, mut found) = (Vec::new(), Vec::new());
    let waits = |case: &&Case<'_>| !case.notice.statements.is_empty() && !is_signed(case.notice);
    for case in cases.iter().filter(waits) {
        match carry(workspace, ready, case) {
            Ok(one) => carried.push(one),
            Err(wrong) => found.extend(wrong),
        }
    }
    (carried, found)
}

/// Whether anything of the new form was signed.
fn is_signed(notice: &Notice) -> bool {
    let signed = |name: &String| name.ends_with(".minisig");
    notice.proofs.iter().any(|folder| folder.files.keys().any(signed))
}

fn carry(workspace: &Workspace, ready: &Ready, case: &Case<'_>) -> Result<CarriedOver, Vec<Diagnostic>> {
    let notice = case.notice;
    let refuse = |code, message: &str| {
        let help = format!("找回签字时的文件；或者每个角色重新运行 mingbai sign {}", notice.id);
        vec![Diagnostic::error(code, Place::file(&notice.path), message, help)]
    };
    let carried = over_these_files(ready, case)
        .ok_or_else(|| refuse(&NOT_CARRIED, "旧式签字和现在的公示、名册、政策包对不上"))?;
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
        _ => return Err(refuse(&NOT_CARRIED, "现在的文件读不成公示")),
    };
    let mut statements = Vec::new();
    for (path, text, signature) in &notice.statements {
        let name = path.rsplit('/').next().unwrap_or(path);
        files.insert(name.to_owned(), text.clone());
        files.extend(signature.iter().map(|bytes| (format!("{name}.minisig"), bytes.clone())));
        let path = format!("{folder}/{name}");
        statements.push(StatementFile { path, text: text.clone(), signature: signature.clone() });
    }
    let submission = Submission { statements, carried: Some(carried.clone()), ..submission };
    signoff::verify(&submission, &ready.keys)?;
    if !hung_so(workspace, case) {
        return Err(refuse(&NO_ROWS, "现在的文件和贴出去的打印稿对不上"));
    }
    let written = WrittenCarried {
        form: WrittenCarried::FORM.to_owned(),
        roster_sha256: carried.roster_sha256,
        pack_sha256: carried.pack_sha256,
    };
    files.insert(CARRIED.to_owned(), serde_json::to_vec_pretty(&written).unwrap_or_default());
    if !internal {
        files.insert(APPROVED.to_owned(), approved(now(), workspace.today, &ready.ledger));
    }
    let proof = case
        .sheets
        .as_ref()
        .filter(|_| !internal)
        .map(|sheets| (sheets.proof.digest(), case.register.clone()));
    Ok(CarriedOver { notice: notice.id.clone(), folder, files, proof })
}

/// What the statements were made over, if they all say what the files say now.
fn over_these_files(ready: &Ready, case: &Case<'_>) -> Option<Carried> {
    let notice = case.notice;
    let mut carried = None;
    for (path, text, _) in &notice.statements {
        let old = OldStatement::parse(text, path).ok()?;
        let same = old.notice == notice.id
            && old.kind == case.kind.id
            && old.posted == notice.is.posted
            && old.roster_path == notice.roster_path
            && old.roster_sha256 == notice.roster.sha256()
            && old.hidden_rows == notice.is.hidden_rows.filter(|rows| *rows > 0)
            && old.pack == ready.pack.id
            && [&ready.pack.sha256, &ready.pack.sha256_as_saved].contains(&&old.pack_sha256);
        let one = Carried { roster_sha256: old.roster_sha256, pack_sha256: old.pack_sha256 };
        if !same || carried.as_ref().is_some_and(|known| *known != one) {
            return None;
        }
        carried = Some(one);
    }
    carried
}

/// Whether what hangs says every row of the list, where it hangs and its print was kept.
fn hung_so(workspace: &Workspace, case: &Case<'_>) -> bool {
    let (Some(posting), Some(sheets)) = (case.life.posting(), &case.sheets) else { return true };
    if posting.version.to_string() != sheets.proof.version {
        return true;
    }
    let Some(face) = sheets.face("board") else { return true };
    let gone = case.life.withdrawn_rows.len();
    let prints = posting.papers.iter().filter(|(name, _)| name.ends_with(".pdf"));
    let texts = prints.filter_map(|(name, digest)| kept::copy(&workspace.root, digest, name).ok());
    let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    texts.map(|bytes| dense(&crate::sealed::audit::text_of_print(&bytes))).all(|text| {
        let said = |row: &&Vec<String>| row.iter().skip(1).all(|cell| text.contains(&dense(cell)));
        face.rows.iter().filter(said).count() + gone >= face.rows.len()
    })
}
