//! Rosters that are shown to nobody 没有公示的名册 → what must not be found anywhere: those that still wait for signatures, and
//! files that no notice uses.

use super::cases::Case;
use super::ready::Ready;
use crate::diag::{Diagnostic, Place, Severity};
use crate::sealed::gate::identifying;
use crate::sealed::roster::Roster;
use crate::sealed::roster_bytes::RosterBytes;
use crate::workspace::{Notice, UnusedRoster, Workspace};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

crate::codes! {
    UNUSED_UNREAD = "roster-unused-unread":
        "工作区里有一个名册文件没有公示用它，程序也打不开它，泄露检查就查不到里面的人。用不着就移出工作区；要留着，就另存为 .xlsx。"
        / "A roster file that no notice uses cannot be opened, so that the audit does not know who stands in it.";
    HELD_UNREAD = "roster-held-unread":
        "一份公示的名册打不开，这份公示不会发布；泄露检查也查不到这份名册里的人。照提示改好名册。"
        / "The roster of a notice that is held back cannot be opened, so that the audit does not know who stands in it.";
}

/// A roster with a digest of everything that it was read from.
pub(crate) type Term = ([u8; 32], Arc<Roster>);

/// What the rosters hold that are not shown, and which of them could not be opened.
pub(crate) fn of_others(
    workspace: &Workspace,
    ready: &Ready,
    cases: &[Case<'_>],
) -> (Vec<Term>, Vec<Diagnostic>) {
    // Whoever is held back, or could not be opened at all, is protected all the same.
    let known = |notice: &Notice| {
        cases
            .iter()
            .any(|case| case.notice.id == notice.id && (case.roster.is_some() || case.unsigned.is_some()))
    };
    let notices = workspace.villages.iter().flat_map(|village| &village.notices);
    let unread: Vec<&Notice> = notices.filter(|notice| !known(notice)).collect();
    let unread = unread.into_par_iter().map(|notice| {
        let (path, bytes) = (&notice.roster_path, &notice.roster);
        match identifying(path, bytes, &ready.fields, workspace.today) {
            Ok(roster) => Ok((digest(&notice.path, bytes), Arc::new(roster))),
            Err(_) => Err(unread_of_notice(path)),
        }
    });
    let waiting = cases.iter().filter_map(|case| Some((case, case.unsigned.clone()?)));
    let mut terms: Vec<Term> =
        waiting.map(|(case, roster)| (digest(&case.notice.path, &case.notice.roster), roster)).collect();
    let villages = workspace.villages.iter().flat_map(|village| &village.unused);
    let unused: Vec<&UnusedRoster> = villages.chain(&workspace.unused).collect();
    let read: Vec<Result<Term, Diagnostic>> = unused
        .into_par_iter()
        .map(|file: &UnusedRoster| {
            match identifying(&file.path, &file.bytes, &ready.fields, workspace.today) {
                Ok(roster) => Ok((digest(&file.path, &file.bytes), Arc::new(roster))),
                Err(_) => Err(unread_unused(&file.path)),
            }
        })
        .chain(unread)
        .collect();
    let mut findings = Vec::new();
    for read in read {
        match read {
            Ok(term) => terms.push(term),
            Err(finding) => findings.push(finding),
        }
    }
    (terms, findings)
}

fn unread_of_notice(path: &str) -> Diagnostic {
    let message = "程序打不开这份名册，泄露检查没有查里面的人";
    Diagnostic::warning(&HELD_UNREAD, Place::file(path), message, "照上面的提示改好名册，再生成一次")
}

fn unread_unused(path: &str) -> Diagnostic {
    let message = "没有公示用这个文件，程序也打不开它，泄露检查没有查里面的人";
    let notice =
        Diagnostic::warning(&UNUSED_UNREAD, Place::file(path), message, "移出工作区，或另存为 .xlsx");
    Diagnostic { severity: Severity::Notice, ..notice }
}

fn digest(path: &str, bytes: &RosterBytes) -> [u8; 32] {
    Sha256::new().chain_update(path).chain_update([0]).chain_update(bytes.sha256()).finalize().into()
}
