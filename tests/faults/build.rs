//! `build`: the output is the old edition or the new one, whole, with its modes; exit 0 means the new one.

use crate::snapshot::{Entry, Snapshot};
use crate::strace::Always;
use crate::sweep::{After, Case, sweep};
use crate::town::Town;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// One edition or the other, or what lay aside already, and words that are true. `old` may be no edition at all.
pub(crate) fn old_or_new(
    after: &After<'_>,
    old: &Snapshot,
    new: &Snapshot,
    found_aside: bool,
) -> Result<(), String> {
    let now = Snapshot::of(&after.folder.join("dist")).loose();
    let aside = Snapshot::of(&after.folder.join(STAGING).join("old")).loose();
    let is_new = now == *new;
    // Where two names cannot be exchanged at once there is a moment without a site; the old one lies aside, whole.
    let is_aside = now.is_absent() && !old.is_absent() && aside == *old;
    if let Some(wrong) = now.differs(old)
        && !is_new
        && !is_aside
    {
        let other = now.differs(new).unwrap_or_default();
        return Err(format!("a mixture: {wrong} (of the old edition), {other} (of the new one)"));
    }
    let said = after.err.contains("[publish-failed]");
    match after.code {
        Some(0) if !is_new => Err("it said that it had published, but the old edition is there".to_owned()),
        Some(3) if said && now != *old && !(is_aside && found_aside) => {
            Err("it said that the old edition is untouched".to_owned())
        }
        Some(3) if !after.err.contains("[publish-") => Err(format!("it did not say why: {:?}", after.err)),
        _ => beside(after),
    }
}

const STAGING: &str = ".mingbai-staging-dist";

/// Nothing but `dist` and a staging folder, which only its owner may enter.
fn beside(after: &After<'_>) -> Result<(), String> {
    let all = Snapshot::of(after.folder);
    if let Some(name) = all.names().iter().find(|name| **name != "dist" && **name != STAGING) {
        return Err(format!("{name} was left"));
    }
    match all.0.get(STAGING) {
        None | Some(Entry::Folder(0o700)) => Ok(()),
        _ => Err("others may enter the staging folder".to_owned()),
    }
}

/// The new edition, each file of its own, and nothing beside it.
pub(crate) fn new_alone(after: &After<'_>, new: &Snapshot) -> Result<(), String> {
    if after.code != Some(0) {
        return Err(format!("ended with {:?}: {}", after.code, after.err));
    }
    if let Some(wrong) = Snapshot::of(&after.folder.join("dist")).differs(new) {
        return Err(wrong);
    }
    let all = Snapshot::of(after.folder);
    if all.names() == ["dist"] { Ok(()) } else { Err(format!("left behind: {:?}", all.names())) }
}

/// Publishes `ws-new` over what lies in `before`.
#[track_caller]
fn publishing(town: &Town, name: &str, before: &Path, old: &Snapshot, always: Always, every: usize) {
    let found_aside = !before.join("dist").exists();
    let case = Case {
        name,
        before,
        arguments: town.build("new"),
        always,
        every,
        alike: |_| false,
        meets: Some(".mingbai-staging-dist/new\", "),
        seen: &town.seen,
        disturbed: &|after| old_or_new(after, old, &town.new, found_aside),
        mended: &|after| new_alone(after, &town.new),
    };
    sweep(&case, &town.desk.root);
}

/// A file system that cannot exchange two names.
const NO_EXCHANGE: Always = &["--inject=?renameat2:error=EINVAL:when=1+"];

#[test]
fn a_new_edition_in_place_of_an_old_one() {
    let town = Town::shared();
    publishing(&town, "exchange", &town.folder("old"), &town.old, &[], 12);
}

#[test]
fn the_first_edition() {
    let town = Town::shared();
    publishing(&town, "first", &town.folder("empty"), &Snapshot::default(), &[], 32);
}

#[test]
fn a_new_edition_where_names_cannot_be_exchanged() {
    let town = Town::shared();
    publishing(&town, "two-steps", &town.folder("old"), &town.old, NO_EXCHANGE, 12);
}

#[test]
fn a_run_that_mends_what_a_killed_run_left_may_be_killed_too() {
    let town = Town::shared();
    // Killed after the exchange: the old edition lies in the staging folder, the new one is there.
    let aside = town.folder("left-after");
    crate::snapshot::copy(&town.folder("new"), &aside);
    left_by_a_dead_run(&town, &aside, "new");
    publishing(&town, "mend-after", &aside, &town.new, &[], 32);
    // Killed between the two renames: the old edition lies aside, nothing is in its place.
    let between = town.folder("left-between");
    left_by_a_dead_run(&town, &between, "old");
    publishing(&town, "mend-between", &between, &town.old, NO_EXCHANGE, 12);
}

/// Puts the old edition into a staging folder as `name`.
fn left_by_a_dead_run(town: &Town, folder: &Path, name: &str) {
    let staging = folder.join(STAGING);
    fs::create_dir(&staging).unwrap();
    fs::set_permissions(&staging, fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(staging.join("lock"), "").unwrap();
    fs::set_permissions(staging.join("lock"), fs::Permissions::from_mode(0o600)).unwrap();
    crate::snapshot::copy(&town.folder("old").join("dist"), &staging.join(name));
}
