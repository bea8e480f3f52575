//! Comparing 核对: what the ledger says of a notice, its proofs and its kept prints → whether what was signed, printed, posted
//! and kept is one and the same.

use super::approvals::by_digest;
use super::kept;
use super::runs;
use crate::diag::{Diagnostic, Place};
use crate::ledger::{Digest, Event, HangingRun, Ledger, Life};
use crate::sealed::audit::text_of_print;
use crate::workspace::{Notice, Workspace};

crate::codes! {
    PROOF_GONE = "compared-proof-gone":
        "台账记着贴的是哪一稿公示稿，公示文件旁边的 .proof 文件夹里却没有它，或者被改过。从备份找回。"
        / "The ledger names the proof that hangs, and its folder is missing or was changed. Restore it.";
    OTHER_PRINT = "compared-other-print":
        "存档的打印稿不是台账记着的那一次付印的：付印号不一样，或者付印和张贴记的不是同一份文件。从备份找回 kept 文件夹；贴错了纸的，换贴以后再记。"
        / "A kept print is not of the run that the ledger names. Restore kept/, or hang the right print and record it.";
}

/// What differs between what was signed, printed, posted and kept of a notice; nothing where all are the same.
pub(crate) fn differences(workspace: &Workspace, ledger: &Ledger, notice: &Notice) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut printed: Vec<&HangingRun> = Vec::new();
    for line in ledger.of(&notice.id) {
        match &line.event {
            Event::Printed(run) => printed.push(&run.is),
            // Postings of before there were runs are compared by their kept copies alone.
            Event::Posted(posting) | Event::Restarted(posting) | Event::PostedAlso(posting) => {
                let run = posting.hung();
                match posting.run {
                    Some(_) => found.extend(of_run(workspace, notice, &run, &printed)),
                    None => found.extend(copies(workspace, &run)),
                }
            }
            Event::Replaced { run, .. } => found.extend(of_run(workspace, notice, run, &printed)),
            _ => {}
        }
    }
    crate::diag::sort(&mut found);
    found.dedup_by(|one, other| one.to_string() == other.to_string());
    found
}

/// The ledger says that a proof hangs, and its folder is gone: nothing else may be signed or shown in its place.
pub(crate) fn proof_gone(notice: &Notice, life: &Life) -> Option<Diagnostic> {
    let posting = life.posting()?;
    // Postings of before there were runs name what the old statements were made over.
    posting.run?;
    by_digest(notice, &posting.signed).is_none().then(|| gone(notice, &posting.signed))
}

fn gone(notice: &Notice, digest: &Digest) -> Diagnostic {
    let message = format!("张贴的公示稿（校对码 {}）不见了", crate::proof::check_code(digest));
    let help = format!("从备份找回 {}.proof 文件夹；不要重新签字", notice.id);
    Diagnostic::refusal(&PROOF_GONE, Place::file(&notice.path), message, help)
}

fn of_run(
    workspace: &Workspace,
    notice: &Notice,
    run: &HangingRun,
    printed: &[&HangingRun],
) -> Vec<Diagnostic> {
    let at = || Place::file(&notice.path);
    let mut found = copies(workspace, run);
    if by_digest(notice, &run.signed).is_none() {
        found.push(gone(notice, &run.signed));
    }
    let number = runs::number(&run.signed, run.run);
    for (name, digest) in &run.papers {
        let Ok(bytes) = kept::copy(&workspace.root, digest, name) else { continue };
        let said = bytes.starts_with(b"%PDF").then(|| runs::number_in(&text_of_print(&bytes))).flatten();
        let other = printed.iter().find(|is| (&is.signed, is.run) == (&run.signed, run.run));
        let recorded = other.and_then(|is| is.papers.get(name));
        if said.is_some_and(|said| said != number) || recorded.is_some_and(|known| known != digest) {
            let message = format!("存档的 {name} 不是付印号{number}的那一份");
            let help = "从备份找回 kept 文件夹；贴错了纸的，换贴以后再记：mingbai post";
            found.push(Diagnostic::refusal(&OTHER_PRINT, at(), message, help));
        }
    }
    found
}

/// Kept copies that are lost or were changed.
fn copies(workspace: &Workspace, run: &HangingRun) -> Vec<Diagnostic> {
    let lost = run.papers.iter().filter_map(|(name, digest)| kept::copy(&workspace.root, digest, name).err());
    lost.collect()
}
