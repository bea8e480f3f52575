//! Reading again 重读: of a workspace that was read before, what may have changed since.
//!
//! A change to a file of one notice reads that notice's files; any other change in a village reads the village; anything
//! else reads everything. The result is what reading everything would give.

use super::notices::notice;
use super::read::{absent, in_order, keep, of_village, read};
use super::written::Notice as WrittenNotice;
use super::{Changed, Files, Notice, Village, Workspace, files};
use crate::diag::{Diagnostic, toml};
use crate::text;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};
use std::sync::OnceLock;

/// Reads what may have changed of a workspace that was read before. With findings it stays as it was.
pub fn read_again(
    workspace: &mut Workspace,
    changed: &Changed,
    root: &Path,
    today: Option<NaiveDate>,
) -> Result<(), Vec<Diagnostic>> {
    let Changed::OfVillages(paths) = changed else {
        *workspace = read(root, today)?;
        return Ok(());
    };
    let read = match notices(&workspace.villages, root, paths) {
        Some(touched) => some_notices(workspace, root, &touched),
        None => whole_villages(workspace, root, paths),
    };
    read.map_err(|mut errors| {
        toml::locate(&mut errors, "township.toml", &workspace.township_source);
        errors
    })
}

/// Stems of notices by village.
type Touched = BTreeMap<String, BTreeSet<String>>;

/// The notices whose files these are, by village; nothing if one of them is, or may be, another kind of file.
fn notices(villages: &[Village], root: &Path, paths: &BTreeSet<String>) -> Option<Touched> {
    let mut touched = Touched::new();
    for path in paths {
        let (slug, inner) = path.split_once('/')?;
        let village = villages.iter().find(|village| village.slug == slug)?;
        let own: Vec<&Notice> = village.notices.iter().filter(|notice| is_of(notice, slug, inner)).collect();
        let there = |notice: &&Notice| files::plain(root, &notice.path).is_some();
        if own.is_empty() || !own.iter().all(there) {
            return None;
        }
        let stems = own.into_iter().map(|notice| notice.stem.clone());
        touched.entry(slug.to_owned()).or_default().extend(stems);
    }
    Some(touched)
}

/// Whether a file below a village's folder belongs to a notice: its own, its further text, its roster, the signatures.
fn is_of(notice: &Notice, slug: &str, inner: &str) -> bool {
    let file = inner.strip_prefix("notices/").and_then(|name| name.strip_prefix(notice.stem.as_str()));
    let roster = notice.roster_path.strip_prefix("villages/").and_then(|path| path.strip_prefix(slug));
    let of_roster = roster
        .and_then(|path| path.strip_prefix('/'))
        .and_then(|path| inner.strip_prefix(path))
        .is_some_and(|rest| rest.is_empty() || rest == ".signoff" || rest.starts_with(".signoff/"));
    matches!(file, Some(".toml" | ".md")) || of_roster
}

fn some_notices(workspace: &mut Workspace, root: &Path, touched: &Touched) -> Result<(), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut fresh = Vec::new();
    for (at, village) in workspace.villages.iter().enumerate() {
        let Some(stems) = touched.get(&village.slug) else { continue };
        let known = village.notices.iter().enumerate().filter(|(_, known)| stems.contains(&known.stem));
        for (notice, known) in known {
            let read = keep(one_notice(known, &village.slug, root), &mut errors);
            fresh.extend(read.map(|read| (at, notice, read)));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    // A roster that a notice used before is one that none uses now, or the other way round.
    let changed = |(at, notice, read): &&(usize, usize, Notice)| {
        workspace.villages[*at].notices[*notice].roster_path != read.roster_path
    };
    let changed = fresh.iter().filter(changed).map(|(at, ..)| workspace.villages[*at].slug.clone());
    let changed: BTreeSet<String> = changed.collect();
    if !changed.is_empty() {
        whole_villages(workspace, root, &changed)?;
    }
    fresh.retain(|(at, ..)| !changed.contains(&workspace.villages[*at].slug));
    for (at, notice, read) in fresh {
        let village = &mut workspace.villages[at];
        village.notices[notice] = read;
        village.digest = OnceLock::new();
    }
    Ok(())
}

/// Reads the files of one notice.
fn one_notice(known: &Notice, slug: &str, root: &Path) -> Result<Notice, Vec<Diagnostic>> {
    let mut all = Files::new();
    let mut take = |inner: &str| {
        let bytes = files::plain(root, &format!("villages/{slug}/{inner}"));
        all.extend(bytes.clone().map(|bytes| (inner.to_owned(), bytes)));
        bytes.unwrap_or_default()
    };
    let source = text::read(&known.path, &take(&format!("notices/{}.toml", known.stem)))?;
    take(&format!("notices/{}.md", known.stem));
    let is: WrittenNotice = toml::parse(&known.path, &source)?;
    let roster = is.roster.get_ref();
    // A path that leaves the folder is refused below, unread.
    if Path::new(roster).components().all(|part| matches!(part, Component::Normal(_))) {
        take(roster);
        let signoff = format!("villages/{slug}/{roster}.signoff");
        if root.join(&signoff).symlink_metadata().is_ok_and(|found| found.is_dir()) {
            let found = files::within(root, &signoff)?;
            all.extend(found.into_iter().map(|(name, bytes)| (format!("{roster}.signoff/{name}"), bytes)));
        }
    }
    let proofs = format!("villages/{slug}/notices/{}.proof", known.stem);
    if root.join(&proofs).symlink_metadata().is_ok_and(|found| found.is_dir()) {
        let found = files::within(root, &proofs)?;
        let inner = |(name, bytes)| (format!("notices/{}.proof/{name}", known.stem), bytes);
        all.extend(found.into_iter().map(inner));
    }
    notice(&all, slug, &known.stem)
}

fn whole_villages(
    workspace: &mut Workspace,
    root: &Path,
    paths: &BTreeSet<String>,
) -> Result<(), Vec<Diagnostic>> {
    let slugs: BTreeSet<&str> = paths.iter().filter_map(|path| path.split('/').next()).collect();
    let mut errors = Vec::new();
    let mut fresh = Vec::new();
    let folders = files::folders(root, "villages")?;
    for slug in folders.iter().filter(|slug| slugs.contains(slug.as_str())) {
        fresh.extend(keep(of_village(root, slug), &mut errors).flatten());
    }
    let stay = |village: &Village| !slugs.contains(village.slug.as_str());
    let there = |slug: &str| {
        let others = workspace.villages.iter().filter(|village| stay(village));
        others.chain(&fresh).any(|village| village.slug == slug)
    };
    errors.extend(absent(&workspace.township, &there));
    if !errors.is_empty() {
        return Err(errors);
    }
    workspace.villages.retain(stay);
    workspace.villages.append(&mut fresh);
    in_order(&mut workspace.villages, &workspace.township);
    Ok(())
}
