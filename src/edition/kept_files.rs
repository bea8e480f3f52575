//! Kept files 存档件 of a notice that is made: drafts → the same with the very bytes that were printed, or posted in the old form, in
//! place of what was drawn.

use super::cases::Case;
use super::making::Press;
use super::{old_pages, runs};
use crate::document::Public;
use crate::ledger::{Digest, HangingRun, Posting};
use crate::render::Draft;
use crate::sealed::audit::text_of_print;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What was kept of a notice and is put out as it was.
#[derive(Default)]
pub(super) struct KeptFiles {
    /// Sheets of a print run by file name: digest, and bytes if they are still kept.
    sheets: BTreeMap<String, (Digest, Option<Vec<u8>>)>,
    /// Everything of a notice of the old form, by path below the output folder.
    old: BTreeMap<String, Vec<u8>>,
}

impl KeptFiles {
    /// What was kept of what is printed today: of the last print run of what is shown, or of a posting of the old form.
    pub(super) fn of(press: Press<'_>, case: &Case<'_>) -> Self {
        let old = old_pages::own_files(press.workspace, case);
        let Some(run) = printed_run(case) else { return Self { old, ..Self::default() } };
        let kept = runs::sheets_of(press.workspace, &run);
        // A paper of before the rehearsal began does not say that it is one.
        let told =
            |bytes: &Vec<u8>| !press.ready.ledger.is_rehearsal() || text_of_print(bytes).contains("演练");
        let sheets = run.papers.into_iter().map(|(name, digest)| {
            let bytes = kept.get(&name).cloned();
            (name, (digest, bytes))
        });
        let told = sheets.filter(|(_, (_, bytes))| bytes.as_ref().is_none_or(told));
        Self { sheets: told.collect(), old }
    }

    /// Lays them in the place of what was drawn. What was printed is printed again as it was, to the byte; another sheet must
    /// not bear the number of its run. Returns the sheets that are lost and come out otherwise today.
    pub(super) fn lay(&self, drafts: &mut Vec<Draft<Public>>) -> Vec<String> {
        let mut lost = Vec::new();
        drafts.retain_mut(|draft| {
            let name = draft.path.rsplit('/').next().filter(|_| draft.path.starts_with("board/"));
            let Some((name, (digest, bytes))) = name.and_then(|name| self.sheets.get_key_value(name)) else {
                return true;
            };
            match bytes {
                Some(bytes) => draft.bytes.clone_from(bytes),
                None if Digest::of(&draft.bytes) != *digest => {
                    lost.push(name.clone());
                    return false;
                }
                None => {}
            }
            true
        });
        old_pages::lay(drafts, &self.old);
        lost
    }
}

/// The last print run of what is shown, if one was recorded.
fn printed_run(case: &Case<'_>) -> Option<HangingRun> {
    let digest = case.sheets.as_ref()?.proof.digest();
    let run = case.life.latest_run(&digest);
    // A posting of before there were proofs names none; what hangs is what was taken over.
    let posting = case.life.posting().filter(|posting| !case.is_known_by(posting));
    let corrected = |day: NaiveDate| case.life.amended.iter().any(|(on, ..)| *on >= day);
    let reduced = !case.life.withdrawn_rows.is_empty() || case.life.derived.is_some();
    let old = posting.filter(|is| !corrected(is.day) && !reduced);
    run.cloned().or_else(|| old.map(Posting::hung))
}
