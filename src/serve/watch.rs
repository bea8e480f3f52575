//! Watching 看住文件: events of the disk become "something changed", once it has been quiet for a moment.

use super::codes::WATCH;
use crate::diag::{Diagnostic, Place};
use crate::workspace::Changed;
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// An editor saves in several steps: this long it must have been quiet.
const QUIET: Duration = Duration::from_millis(50);
/// Somebody who copies a large folder never stops: after so many quiet times it is built all the same.
const PATIENCE: usize = 40;
/// How often the day is looked at when nothing happens.
const DAY: Duration = Duration::from_secs(30);

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum News {
    /// Build again.
    Changed(Changed),
    /// End.
    Stop,
}

enum Event {
    Changed(Changed),
    Stop,
}

/// The watch over a workspace's folders.
pub(super) struct Watch {
    events: Receiver<Event>,
    /// Watches as long as it lives.
    _watcher: RecommendedWatcher,
}

/// Watches a workspace and the packs and themes beside it, and Ctrl-C.
pub(super) fn watch(root: &Path) -> Result<Watch, Diagnostic> {
    let (send, events) = mpsc::channel();
    let refuse = |_| {
        let help = "关掉别的预览再试；还不行，请电脑管理员调大系统允许看住的文件数";
        Diagnostic::error(&WATCH, Place::file(root.to_string_lossy()), "没有办法看住这个文件夹", help)
    };
    let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let mut watcher = notify::recommended_watcher(handler(root.clone(), send.clone())).map_err(refuse)?;
    watcher.watch(&root, RecursiveMode::Recursive).map_err(refuse)?;
    for beside in ["policies", "themes"].map(|folder| root.join("..").join(folder)) {
        if beside.is_dir() {
            watcher.watch(&beside, RecursiveMode::Recursive).map_err(refuse)?;
        }
    }
    // A second handler in one process is refused; whoever runs two previews ends them together.
    let _ = ctrlc::set_handler(move || drop(send.send(Event::Stop)));
    Ok(Watch { events, _watcher: watcher })
}

fn handler(root: PathBuf, send: Sender<Event>) -> impl FnMut(notify::Result<notify::Event>) {
    move |event| {
        let changed = match event {
            // Events were lost: anything may have changed.
            Ok(event) if event.need_rescan() => Some(Changed::Anything),
            Ok(event) if writes(event.kind) => {
                let paths = event.paths.iter().filter(|path| matters(&root, path));
                paths.map(|path| place(&root, path)).reduce(Changed::and)
            }
            Ok(_) => None,
            Err(_) => Some(Changed::Anything),
        };
        if let Some(changed) = changed {
            // Nobody listens any more: the program ends.
            let _ = send.send(Event::Changed(changed));
        }
    }
}

/// What a change at a path may mean: a file inside a village's folder is that village's and nobody else's.
fn place(root: &Path, path: &Path) -> Changed {
    let inner = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inner.iter().map(|part| part.to_string_lossy()).collect();
    match parts.as_slice() {
        [first, inner @ ..] if first == "villages" && inner.len() > 1 => {
            Changed::OfVillages(BTreeSet::from([inner.join("/")]))
        }
        _ => Changed::Anything,
    }
}

/// Whether an event can mean another content. Reading a file is an event too, and the build reads them all.
fn writes(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => false,
        _ => true,
    }
}

/// Whether a path can be an input: not what is built, kept, locked, or half-written by an editor.
fn matters(root: &Path, path: &Path) -> bool {
    let inner = path.strip_prefix(root).unwrap_or(path);
    let parts = || inner.iter().map(|part| part.to_string_lossy());
    let first = parts().next();
    !matches!(first.as_deref(), Some("dist" | "kept" | "archive" | "target"))
        && !parts().any(|part| passing(&part))
}

/// Names of files that come and go while somebody writes: hidden files, locks, swap and backup files.
fn passing(name: &str) -> bool {
    name.starts_with(['.', '~', '#'])
        || name.ends_with('~')
        || [".swp", ".swx", ".tmp", ".bak", ".lock", ".part"].iter().any(|end| name.ends_with(end))
        // Editors try whether a folder can be written with a file of this name.
        || name == "4913"
}

impl Watch {
    /// Waits until something changed and it is quiet again, or the day is another, or somebody wants to stop.
    pub(super) fn next(&self, another_day: impl Fn() -> bool) -> News {
        let mut changed = loop {
            match self.events.recv_timeout(DAY) {
                Ok(Event::Changed(changed)) => break changed,
                Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => return News::Stop,
                Err(RecvTimeoutError::Timeout) if another_day() => return News::Changed(Changed::Anything),
                Err(RecvTimeoutError::Timeout) => {}
            }
        };
        for _ in 0..PATIENCE {
            match self.events.recv_timeout(QUIET) {
                Ok(Event::Changed(more)) => changed = changed.and(more),
                Ok(Event::Stop) => return News::Stop,
                Err(_) => break,
            }
        }
        News::Changed(changed)
    }
}

#[cfg(test)]
mod tests {
    use super::{matters, place, writes};
    use crate::workspace::Changed;
    use notify::EventKind;
    use notify::event::{AccessKind, AccessMode, CreateKind, MetadataKind, ModifyKind};
    use std::path::Path;

    #[test]
    fn what_editors_leave_lying_about_is_no_change() {
        let root = Path::new("/w");
        let seen = |path: &str| matters(root, &root.join(path));
        for path in [
            "township.toml",
            "villages/a/rosters/r.xlsx",
            "policies/p/pack.toml",
            "villages/a/notices/2025-03-x.md",
        ] {
            assert!(seen(path), "{path}");
        }
        for path in [
            "villages/a/rosters/~$r.xlsx",
            "villages/a/rosters/.~lock.r.xlsx#",
            "villages/a/notices/.x.toml.swp",
            "villages/a/notices/x.toml~",
            "villages/a/notices/4913",
            "dist/public/index.html",
            "kept/ab",
            "ledger.lock",
            ".git/index",
        ] {
            assert!(!seen(path), "{path}");
        }
        // What lies beside the workspace is watched for its own sake.
        assert!(matters(root, Path::new("/themes/default/theme.toml")));
    }

    #[test]
    fn only_what_lies_inside_a_village_is_the_village_s_alone() {
        let root = Path::new("/w");
        let of = |path: &str| place(root, &root.join(path));
        let villages =
            |paths: &[&str]| Changed::OfVillages(paths.iter().map(|path| (*path).to_owned()).collect());
        assert_eq!(of("villages/a/notices/n.md"), villages(&["a/notices/n.md"]));
        assert_eq!(
            of("villages/a/rosters/r.csv").and(of("villages/b/village.toml")),
            villages(&["a/rosters/r.csv", "b/village.toml"])
        );
        for path in ["villages/a", "township.toml", "keys/x.pub", "../themes/default/site.css"] {
            assert_eq!(of(path), Changed::Anything, "{path}");
        }
        assert_eq!(of("villages/a/village.toml").and(of("ledger.jsonl")), Changed::Anything);
    }

    #[test]
    fn reading_a_file_does_not_build_it_again() {
        assert!(!writes(EventKind::Access(AccessKind::Open(AccessMode::Any))));
        assert!(!writes(EventKind::Access(AccessKind::Close(AccessMode::Read))));
        assert!(!writes(EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime))));
        assert!(writes(EventKind::Access(AccessKind::Close(AccessMode::Write))));
        assert!(writes(EventKind::Create(CreateKind::File)));
    }
}
