//! Withdrawing a household 撤下一户: a row of a roster → the entry with the digest of the proof that stands without it, and the
//! same for every other notice of the village that shows this household.

use super::events::{Meant, Scene};
use crate::diag::{Diagnostic, Place};
use crate::edition::ready::Ready;
use crate::edition::reducing::{Reduced, without_one_more};
use crate::edition::{kept, old_form, submission};
use crate::ledger::codes::{IMPOSSIBLE, WITHDRAWN_ROW};
use crate::ledger::{self, Applied, Digest, Event, Life, Stage, row_key};
use crate::proof::Derived;
use crate::publish::{self, Single};
use crate::sealed::gate::for_search;
use crate::sealed::roster::Roster;
use crate::sealed::same_household::rows_of_the_same;
use crate::workspace::{Notice, Workspace};
use std::path::PathBuf;

/// Another notice of the village that shows the household.
pub(super) struct Elsewhere {
    /// The notice, by its path without ending.
    pub(super) notice: String,
    /// Its entry.
    pub(super) event: Event,
    /// What stands of it from then on; none where what was signed is lost.
    pub(super) derived: Option<Reduced>,
}

impl Scene<'_> {
    /// The withdrawal of the household that begins in a row.
    pub(super) fn withdraw(&self, life: &Life, row: u32) -> Result<Meant, Vec<Diagnostic>> {
        let signed = self.as_signed(life);
        let notice = signed.as_ref().unwrap_or(self.notice);
        let number = self.number(notice, row)?;
        let key = row_key(&notice.id, notice.roster.sha256(), number);
        let (event, derived) = self.entry(self.notice, life, &key);
        let empty = |reduced: &Reduced| reduced.sheets.faces.iter().all(|face| face.rows.is_empty());
        if derived.as_ref().is_some_and(empty) {
            let message = "撤下这一户，名单上就没有人了";
            let help = format!("撤回整份公示：mingbai withdraw {}", self.notice.id);
            let at = Place::file(&notice.roster_path).field("--row");
            return Err(vec![Diagnostic::refusal(&IMPOSSIBLE, at, message, help)]);
        }
        let others = match read(self.ready, self, notice) {
            Some(roster) => self.elsewhere((&roster, number)),
            None => Vec::new(),
        };
        Ok(Meant { derived, others, ..Meant::of(event) })
    }

    /// What is told where no list is left to be shown.
    pub(super) fn unproven(&self, life: &Life) -> Diagnostic {
        match self.not_of_old_form(life) {
            Ok(()) => unproven(&self.notice.id),
            Err(_) => old_form::unreduced(self.notice),
        }
    }

    fn entry(&self, notice: &Notice, life: &Life, key: &Digest) -> (Event, Option<Reduced>) {
        let known = life.withdrawn_rows.contains(key);
        let setting = (self.workspace, self.ready, self.village);
        let derived = if known { None } else { without_one_more(setting, notice, (life, key)) };
        let digest = derived.as_ref().map(|reduced| reduced.sheets.proof.digest());
        (Event::Withdrawn { day: self.day, row: Some(key.clone()), derived: digest }, derived)
    }

    /// Other notices of the village that hang and show the household.
    fn elsewhere(&self, (roster, row): (&Roster, u32)) -> Vec<Elsewhere> {
        let others = self.village.notices.iter().filter(|other| other.id != self.notice.id);
        others.filter_map(|other| self.other(other, (roster, row))).collect()
    }

    fn other(&self, other: &Notice, (roster, row): (&Roster, u32)) -> Option<Elsewhere> {
        let kind = self.ready.kind_of(other).filter(|kind| !kind.internal())?;
        let life = ledger::fold(self.ready.ledger.of(&other.id), kind).life;
        let posting =
            life.posting().filter(|is| is.rows_until >= self.day && life.stage != Stage::Withdrawn)?;
        let signed = kept::source(&self.workspace.root, other, &posting.signed);
        let as_signed = signed.as_ref().unwrap_or(other);
        let theirs = read(self.ready, self, as_signed)?;
        // Two of one name without an ID are not told apart: nobody is taken down by guessing.
        let [number] = rows_of_the_same((roster, row), &theirs)[..] else { return None };
        let key = row_key(&other.id, as_signed.roster.sha256(), number);
        let (event, derived) = self.entry(other, &life, &key);
        let new = matches!(life.apply(&event, kind), Ok(Applied::New(_)));
        new.then(|| Elsewhere { notice: other.id.clone(), event, derived })
    }
}

/// A notice's roster, to be searched.
fn read(ready: &Ready, scene: &Scene<'_>, notice: &Notice) -> Option<Roster> {
    let reading = submission::reading(ready, scene.village, notice);
    for_search(&notice.roster_path, &notice.roster, &reading).ok()
}

/// Writes a derived proof beside its notice: what the ledger names is there before the ledger names it.
pub(super) fn write(workspace: &Workspace, notice: &str, reduced: &Reduced) -> Result<(), Diagnostic> {
    let folder = workspace.root.join(format!("{notice}.proof")).join(reduced.sheets.folder());
    let mut files = reduced.sheets.files();
    files.insert(Derived::FILE.to_owned(), reduced.derived.to_bytes());
    let paths: Vec<(PathBuf, &Vec<u8>)> =
        files.iter().map(|(name, bytes)| (folder.join(name), bytes)).collect();
    let singles = paths.iter().map(|(path, bytes)| Single { path, bytes, private: false });
    publish::write_replace_together(&singles.collect::<Vec<_>>())
}

/// What was signed is lost: the list stays hidden until another version is signed.
fn unproven(notice: &str) -> Diagnostic {
    let message = "签字时的名册找不回来，网上先不列名单";
    let help = "从备份找回 kept/source；或者改版次，重新签字";
    Diagnostic::warning(&WITHDRAWN_ROW, Place::file(format!("{notice}.toml")), message, help)
}
