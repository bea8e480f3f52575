//! `publish`: the site, built and audited as `build` does, goes to a folder or into one file; what vanishes is told first.

use super::Console;
use super::build::beside;
use super::ledger::{enter, in_earnest};
use crate::diag::Diagnostic;
use crate::edition::kept;
use crate::ledger::{Digest, Event};
use crate::pipeline;
use crate::publish::{self, Change, Manifest, SiteFiles};
use crate::workspace::Workspace;
use chrono::NaiveDate;
use std::path::Path;

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

/// Where a site goes.
pub(super) enum To<'a> {
    /// Into a folder that a web server or a stick shows.
    Folder(&'a Path),
    /// Into one file, `.zip` or `.tar.gz`.
    Package(&'a Path),
}

pub(super) fn publish(
    workspace: &Workspace,
    to: &To<'_>,
    dry: bool,
    given: Option<NaiveDate>,
    console: &mut Console,
) -> Outcome {
    if !dry {
        in_earnest(workspace, given)?;
    }
    let output = beside(&workspace.root, "dist");
    let refused = |finding| vec![finding];
    match to {
        To::Folder(folder) => publish::for_site(folder, &workspace.root, &output).map_err(refused)?,
        To::Package(file) => publish::for_package(file).map_err(refused)?,
    }
    let (held, wrong) = pipeline::public(workspace)?;
    let files = SiteFiles::of(&held);
    let manifest = files.manifest();
    let written = publish::manifest(&manifest);
    let change = match to {
        To::Folder(folder) => publish::copy(folder, &workspace.township.name, &files, dry),
        To::Package(path) => {
            let change = Change::between(&last(workspace)?, &manifest);
            if dry { Ok(change) } else { publish::pack(path, &files, workspace.today).map(|()| change) }
        }
    }
    .map_err(|error| vec![error])?;
    let entered = !dry && record(workspace, to, (&files, &written), given, console)?;
    tell(to, &files, &change, (dry, entered), &Digest::of(written.as_bytes()), console);
    Ok(wrong)
}

/// The files of the edition that was published last, as far as the ledger knows of one.
fn last(workspace: &Workspace) -> Result<Manifest, Vec<Diagnostic>> {
    let ready = crate::edition::ready::ready(workspace)?;
    let Some((_, edition)) = ready.ledger.edition(workspace.today) else { return Ok(Manifest::new()) };
    kept::manifest(&workspace.root, edition).map_err(|lost| vec![lost])
}

/// The ledger learns which edition is public from now on; the same one at the same place is not written twice.
fn record(
    workspace: &Workspace,
    to: &To<'_>,
    (files, written): (&SiteFiles<'_>, &str),
    given: Option<NaiveDate>,
    console: &mut Console,
) -> Result<bool, Vec<Diagnostic>> {
    if workspace.ledger.is_none() {
        return Ok(false);
    }
    let (To::Folder(path) | To::Package(path)) = to;
    // The last part of the path: where a machine keeps its files is nobody's business.
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let edition = Digest::of(written.as_bytes());
    kept::keep(&workspace.root, written.as_bytes()).map_err(|error| vec![error])?;
    let event = Event::Published { day: workspace.today, edition, files: files.len(), to: name };
    enter(workspace, &workspace.township.publisher, given, console, |before| {
        let last = before.lines().iter().rev().find_map(|line| line.event.published().then_some(&line.event));
        let same = last.is_some_and(|last| last.same_edition(&event));
        if same { Vec::new() } else { vec![(None, event.clone())] }
    })
}

fn tell(
    to: &To<'_>,
    files: &SiteFiles<'_>,
    change: &Change,
    (dry, entered): (bool, bool),
    edition: &Digest,
    console: &mut Console,
) {
    let (To::Folder(path) | To::Package(path)) = to;
    if console.json {
        console.json_value(&serde_json::json!({
            "to": path, "dry_run": dry, "edition": edition, "files": files.len(), "new": change.new,
            "changed": change.changed, "gone": change.gone, "foreign": change.foreign, "entered": entered,
        }));
        return;
    }
    let words = match (to, dry) {
        (_, true) => "试一试，什么也没有写",
        (To::Folder(_), false) => "已发布到文件夹",
        (To::Package(_), false) => "已打包",
    };
    console.line(format!("{words}：{}  {}个文件", path.display(), files.len()));
    let (new, changed) = (change.new.len(), change.changed.len());
    let gone = change.gone.len();
    console.line(format!("  新的{new}个，改动{changed}个，没变{}个，要消失的{gone}个", change.unchanged));
    if gone > 0 {
        console.line(match (to, dry) {
            (To::Folder(_), true) => "下面这些会从文件夹里消失：",
            (To::Folder(_), false) => "下面这些已经从文件夹里消失：",
            (To::Package(_), _) => "和上一次发布相比少了下面这些。上传新的以后，要把它们从网站上删掉：",
        });
        change.gone.iter().for_each(|path| console.line(format!("  · {path}")));
    }
    if !change.foreign.is_empty() {
        console.line(format!("文件夹里还有{}个不是本程序放的文件，没有动：", change.foreign.len()));
        change.foreign.iter().take(10).for_each(|path| console.line(format!("  · {path}")));
    }
    if entered {
        console.line("台账已登记这一次发布。");
    }
}
