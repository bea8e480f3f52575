//! `archive`, `as-of`, and `verify` of a bag 归档包: the folder alone is enough, wherever it lies.

use super::Console;
use super::build::beside;
use super::ledger::{enter, in_earnest};
use super::naming::find;
use crate::archive::bag::{self, Files};
use crate::archive::verify::verify;
use crate::diag::{Diagnostic, Place};
use crate::edition::bags::{Label, NOTHING, UNSIGNED, bag_of};
use crate::edition::cases::{Case, cases};
use crate::edition::folder::open_texts;
use crate::edition::held::Held;
use crate::edition::ready::{Ready, ready};
use crate::edition::upgrading::planned;
use crate::ledger::{Digest, Event};
use crate::pipeline::themes;
use crate::publish;
use crate::workspace::{Workspace, files, fonts};
use chrono::{Datelike, NaiveDate};
use std::path::Path;

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

/// Whether a path that was typed means a bag: a folder that says so itself.
pub(super) fn is_bag(path: &Path) -> bool {
    path.join("bagit.txt").is_file()
}

pub(super) fn verify_bag(folder: &Path, console: &mut Console) -> Outcome {
    let shown = folder.to_string_lossy();
    let name = shown.trim_end_matches('/');
    let sound = verify(name, &files::whole(folder)?)?;
    if console.json {
        console.json_value(&serde_json::json!({
            "bag": name, "title": sound.title, "files": sound.files, "octets": sound.octets,
            "rehearsal": sound.rehearsal,
        }));
    } else {
        let rehearsal = if sound.rehearsal { "  演练，不是真的" } else { "" };
        let title = sound.title.map_or_else(String::new, |title| format!("  {title}"));
        console.line(format!(
            "归档包完好  {name}{title}{rehearsal}  {}个文件，{}字节",
            sound.files, sound.octets
        ));
        sound.on_paper.iter().for_each(|line| console.line(format!("  {line}")));
    }
    Ok(Vec::new())
}

/// What is to be archived: one notice, or everything that ended in a month (its first day).
pub(super) enum Wanted<'a> {
    Notice(&'a str),
    Month(NaiveDate),
}

/// Writes a bag, then says so in the ledger. A bag that the ledger knows and that is still there is not written again.
pub(super) fn archive(
    workspace: &Workspace,
    wanted: &Wanted<'_>,
    out: Option<&Path>,
    given: Option<NaiveDate>,
    console: &mut Console,
) -> Outcome {
    in_earnest(workspace, given)?;
    let ready = ready(workspace)?;
    let cases = cases(workspace, &ready, Held::new())?.cases;
    let (chosen, label) = chosen(workspace, &cases, wanted)?;
    let folder = out.map_or_else(|| beside(&workspace.root, "archive"), Path::to_path_buf).join(&label.name);
    publish::for_output(&folder).map_err(|refused| vec![refused])?;
    not_upgraded(workspace, &ready, &chosen)?;
    let known = |case: &&Case<'_>| case.life.archived.iter().any(|(bag, _)| *bag == label.name);
    if chosen.iter().all(known) && is_bag(&folder) {
        // Where nothing can be cleaned any more, the bag is sound all the same.
        let _ = publish::settle(&folder);
        console.line(format!("已经归档过：{}，没有再写。", folder.display()));
        return Ok(Vec::new());
    }
    let (_, prints) = themes(workspace)?;
    let fonts = fonts::find(&prints)?;
    let bagged =
        bag_of(workspace, &ready, (&cases, &chosen), &label, (&prints, &fonts), open_texts(workspace)?)?;
    // Written, but not entered: a run that was broken off. It may stay when it holds the same papers.
    let digest = match is_bag(&folder).then(|| left_behind(&folder, &bagged.files)).flatten() {
        Some(digest) => {
            publish::settle(&folder).map_err(|error| vec![error])?;
            digest
        }
        None => {
            publish::write_folder(&folder, &bagged.files).map_err(|error| vec![error])?;
            bagged.digest.clone()
        }
    };
    record(workspace, &chosen, (&label.name, &digest), given, console)?;
    if console.json {
        console.json_value(&serde_json::json!({
            "bag": folder, "title": label.title, "files": bagged.files.len(), "digest": digest,
            "notices": chosen.iter().map(|case| &case.notice.id).collect::<Vec<_>>(), "checks": bagged.checks,
        }));
    } else {
        console.line(format!("已归档：{}  {}", folder.display(), label.title));
        for check in &bagged.checks {
            let outcome = if check.passed { "通过" } else { "没有通过" };
            console.line(format!(
                "  {}  {outcome}  {}（{}）",
                check.nature.chinese(),
                check.what,
                check.found
            ));
        }
        console.line(format!("交给档案部门的人可以随时核对：mingbai verify {}", folder.display()));
    }
    Ok(Vec::new())
}

/// What can still be carried over is carried over before it goes into a bag: then the bag says who signed.
fn not_upgraded(workspace: &Workspace, ready: &Ready, chosen: &[&Case<'_>]) -> Result<(), Vec<Diagnostic>> {
    if chosen.iter().all(|case| case.old.is_none()) {
        return Ok(());
    }
    let carried = planned(workspace, ready).carried;
    let waits = chosen.iter().filter(|case| carried.iter().any(|one| one.notice == case.notice.id));
    let refused = waits.map(|case| {
        let at = Place::file(&case.notice.path);
        let message = "签字是旧式的，还可以沿用";
        Diagnostic::refusal(&UNSIGNED, at, message, "先运行 mingbai upgrade，再归档")
    });
    let refused: Vec<Diagnostic> = refused.collect();
    if refused.is_empty() { Ok(()) } else { Err(refused) }
}

fn chosen<'c, 'w>(
    workspace: &Workspace,
    cases: &'c [Case<'w>],
    wanted: &Wanted<'_>,
) -> Result<(Vec<&'c Case<'w>>, Label), Vec<Diagnostic>> {
    match wanted {
        Wanted::Notice(name) => {
            let id = &find(workspace, name)?.id;
            let chosen: Vec<&Case<'_>> = cases.iter().filter(|case| case.notice.id == *id).collect();
            let told = chosen.first().map(|case| {
                let name = format!("{}-{}", case.village.slug, case.notice.stem);
                let place = format!("{}{}", workspace.township.name, case.village.is.name);
                Label { name, title: format!("{place}{}", case.kind.title) }
            });
            let label = told.unwrap_or_else(|| Label { name: String::new(), title: String::new() });
            Ok((chosen, label))
        }
        Wanted::Month(first) => {
            let inside = |day: &NaiveDate| (day.year(), day.month()) == (first.year(), first.month());
            let ended =
                |case: &&Case<'_>| [case.life.closed, case.life.withdrawn].iter().flatten().any(inside);
            let chosen: Vec<&Case<'_>> = cases.iter().filter(ended).collect();
            if chosen.is_empty() {
                let at = Place::file("--month");
                let help = "核对月份；还没有结束的先运行 mingbai close";
                return Err(vec![Diagnostic::error(&NOTHING, at, "这个月没有结束的公示", help)]);
            }
            let month = first.format("%Y-%m").to_string();
            let title = format!("{}{}年{}月结束的公示", workspace.township.name, first.year(), first.month());
            Ok((chosen, Label { name: format!("notices-{month}"), title }))
        }
    }
}

/// The digest of a sound bag with the same papers of notices and policy: only the cover and the self-check bear a day.
fn left_behind(folder: &Path, files: &Files) -> Option<Digest> {
    let there = files::whole(folder).ok()?;
    verify(&folder.to_string_lossy(), &there).ok()?;
    let papers = |files: &Files| -> Vec<(String, Digest)> {
        let inner =
            files.iter().filter(|(path, _)| path.starts_with("data/") && path.matches('/').count() > 1);
        inner.map(|(path, bytes)| (path.clone(), Digest::of(bytes))).collect()
    };
    (papers(&there) == papers(files)).then(|| bag::digest(&there))
}

/// The ledger learns of the bag once it lies there.
fn record(
    workspace: &Workspace,
    chosen: &[&Case<'_>],
    (bag, digest): (&str, &Digest),
    given: Option<NaiveDate>,
    console: &mut Console,
) -> Result<(), Vec<Diagnostic>> {
    let event = |case: &&Case<'_>| {
        (Some(case.notice.id.clone()), Event::Archived { bag: bag.to_owned(), digest: digest.clone() })
    };
    let events = |_: &_| chosen.iter().map(event).collect();
    enter(workspace, &workspace.township.publisher, given, console, events).map(drop)
}
