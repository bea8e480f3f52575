//! What the office keeps 内部存放: papers that no edition makes, below `private/diff/` (0700/0600). They stay when a site
//! is published, and never lie inside a published folder.

use super::codes::FOREIGN;
use super::file::{Single, create_filled, sync_folder, write_replace_together};
use super::plan::{Door, Plan};
use super::stage::Staging;
use super::tree::{Entry, Tree, is_shut, read};
use super::{failed, ground};
use crate::diag::{Diagnostic, Place};
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::Path;

/// The folder below the output folder.
const KEPT: &str = "private/diff";

/// Whether a path of the tree is the office's own.
pub(super) fn is_kept(path: &str) -> bool {
    path.strip_prefix(KEPT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Writes private papers by their names, each in place of an older one. Each comes whole.
pub(crate) fn keep(out: &Path, papers: &[(String, &[u8])]) -> Result<(), Vec<Diagnostic>> {
    let mut papers: Vec<(String, &[u8])> =
        papers.iter().map(|(name, bytes)| (format!("{KEPT}/{name}"), *bytes)).collect();
    papers.sort();
    let mut plan = Plan::default();
    let wrong: Vec<_> = papers.iter().filter_map(|(path, _)| plan.take(path, Door::Private).err()).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let written = || {
        ground::for_output(out)?;
        // No build may swap the folder away meanwhile.
        let staging = Staging::enter(out)?;
        let out = staging.out();
        // Once more, now that nobody else writes.
        ground::for_output(out)?;
        folder(out, 0o755)?;
        folder(&out.join("private"), 0o700)?;
        let own = out.join(KEPT);
        folder(&own, 0o700)?;
        shut(&own)?;
        let paths: Vec<_> = papers.iter().map(|(path, _)| out.join(path)).collect();
        let singles = paths.iter().zip(&papers);
        let singles: Vec<Single<'_>> =
            singles.map(|(path, (_, bytes))| Single { path, bytes, private: true }).collect();
        write_replace_together(&singles)
    };
    written().map_err(|finding| vec![finding])
}

/// Takes the office's papers into a new tree: the same files where links work, copies elsewhere.
pub(super) fn carry(old: &Tree, from: &Path, to: &Path) -> io::Result<()> {
    if old.kept().is_empty() {
        return Ok(());
    }
    let private = to.join("private");
    // An edition with private papers makes it, and syncs it later.
    let own = fs::symlink_metadata(&private).is_err();
    if own {
        DirBuilder::new().mode(0o700).create(&private)?;
    }
    for (path, entry) in old.kept() {
        let (from, to) = (from.join(path), to.join(path));
        match entry {
            Entry::Folder { .. } => DirBuilder::new().mode(0o700).create(&to)?,
            Entry::File { mode, .. } => {
                if !(is_shut(*mode) && fs::hard_link(&from, &to).is_ok()) {
                    create_filled(&to, &read(&from)?, true)?;
                }
            }
            Entry::Other => {}
        }
    }
    let folders = old.kept().iter().rev().filter(|(_, entry)| matches!(entry, Entry::Folder { .. }));
    // Innermost first; the tree that these papers leave is about to go.
    for (path, _) in folders {
        sync_folder(&to.join(path))?;
    }
    if own { sync_folder(&private) } else { Ok(()) }
}

/// Makes a folder, or takes one that is there; never follows a link.
fn folder(path: &Path, mode: u32) -> Result<(), Diagnostic> {
    match DirBuilder::new().mode(mode).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        other => {
            let above = path.parent().unwrap_or(path);
            return other.and_then(|()| sync_folder(above)).map_err(|error| failed(path, "建目录", &error));
        }
    }
    let found = fs::symlink_metadata(path).map_err(|error| failed(path, "查看目录", &error))?;
    if found.is_dir() {
        return Ok(());
    }
    let place = Place::file(path.display().to_string());
    let message = "这里应当是一个目录，却是文件或链接";
    Err(Diagnostic::error(&FOREIGN, place, message, "移走它，或用 --out 换一个目录"))
}

/// Takes every right from all but the owner.
fn shut(path: &Path) -> Result<(), Diagnostic> {
    let mode = fs::symlink_metadata(path).map_err(|error| failed(path, "查看目录", &error))?.mode();
    if is_shut(mode) {
        return Ok(());
    }
    fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(|error| failed(path, "收紧权限", &error))
}

#[cfg(test)]
mod tests {
    use super::super::Written;
    use super::super::tests::{fresh, publish};
    use super::*;

    fn build(out: &Path) -> Written {
        publish(out, &[("public/a", "1")], &[("private/v/b", "2")]).unwrap()
    }

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().mode() & 0o777
    }

    fn put(out: &Path, name: &str, text: &str) -> Result<(), &'static str> {
        keep(out, &[(name.to_owned(), text.as_bytes())]).map_err(|found| found[0].code.id)
    }

    #[test]
    fn a_build_neither_refuses_nor_takes_away_what_the_office_keeps() {
        let root = fresh("kept");
        let out = root.join("dist");
        put(&out, "名单.csv", "甲").unwrap();
        for path in ["private", "private/diff", "private/diff/名单.csv"] {
            assert_eq!(mode(&out.join(path)) & 0o077, 0, "{path}");
        }
        // Before the first build, after it, and again: nothing counts as foreign, new or gone.
        assert_eq!(build(&out), Written { new: 2, ..Written::default() });
        assert_eq!(build(&out), Written { unchanged: 2, ..Written::default() });
        put(&out, "名单.csv", "乙").unwrap();
        put(&out, "别的.csv", "丙").unwrap();
        fs::write(out.join("public/a"), "x").unwrap();
        assert_eq!(build(&out), Written { changed: 1, unchanged: 1, ..Written::default() });
        assert_eq!(fs::read_to_string(out.join("private/diff/名单.csv")).unwrap(), "乙");
        assert_eq!(fs::read_to_string(out.join("private/diff/别的.csv")).unwrap(), "丙");
        // Without private papers of its own an edition keeps them too.
        assert_eq!(publish(&out, &[("public/a", "1")], &[]).unwrap().removed, 1);
        let again = publish(&out, &[("public/a", "1")], &[]);
        assert_eq!(again.unwrap(), Written { unchanged: 1, ..Written::default() });
        assert_eq!(fs::read_to_string(out.join("private/diff/别的.csv")).unwrap(), "丙");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1, "no staging folder is left");
    }

    #[test]
    fn what_somebody_opened_is_shut_again() {
        let out = fresh("kept-modes").join("dist");
        put(&out, "a.csv", "甲").unwrap();
        for path in ["private/diff", "private/diff/a.csv"] {
            fs::set_permissions(out.join(path), Permissions::from_mode(0o755)).unwrap();
        }
        build(&out);
        assert_eq!((mode(&out.join("private/diff")), mode(&out.join("private/diff/a.csv"))), (0o700, 0o600));
        fs::set_permissions(out.join("private/diff"), Permissions::from_mode(0o755)).unwrap();
        put(&out, "a.csv", "甲").unwrap();
        assert_eq!(mode(&out.join("private/diff")), 0o700);
    }

    #[test]
    fn nothing_private_is_put_into_a_published_folder_or_through_a_link() {
        let root = fresh("kept-inside");
        let out = root.join("dist");
        build(&out);
        assert_eq!(put(&out.join("public"), "a.csv", "甲"), Err("publish-inside"));
        assert_eq!(put(&out.join("public/more/x"), "a.csv", "甲"), Err("publish-inside"));
        assert!(!out.join("public/private").exists() && !out.join("public/more").exists());
        std::os::unix::fs::symlink(out.join("public"), out.join("private/diff")).unwrap();
        assert_eq!(put(&out, "a.csv", "甲"), Err("publish-foreign"));
        for name in ["../a.csv", "a/../../b", "/a", ""] {
            assert_eq!(put(&out, name, "甲"), Err("publish-path"), "{name}");
        }
    }

    #[test]
    fn an_edition_may_not_write_over_them() {
        let out = fresh("kept-room").join("dist");
        let refused = publish(&out, &[], &[("private/diff/b", "2")]);
        assert_eq!(refused.unwrap_err()[0].code.id, "publish-path");
    }
}
