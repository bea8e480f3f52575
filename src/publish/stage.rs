//! The staging folder 暂存目录 `.mingbai-staging-<name>` beside the target: lock, new tree, swap, recovery.
//!
//! It is there only while a run is: whatever the next run finds in it was left by one that died.

use super::codes::{BUSY, FOREIGN, UNSETTLED};
use super::file::{is_named, make_folders, sync_folder};
use super::tree::MARKER;
use super::{failed, unsettled};
use crate::diag::{Diagnostic, Place};
use rustix::fs::{FlockOperation, flock};
use std::cell::Cell;
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// A locked staging folder; dropping it takes it away.
pub(super) struct Staging {
    parent: PathBuf,
    out: PathBuf,
    folder: PathBuf,
    /// Whether the disk has confirmed what was swapped: until then nothing is taken away.
    settled: Cell<bool>,
    /// Keeps other runs out while it is open.
    _lock: File,
}

impl Staging {
    /// Locks the target, and mends what a run that died left behind.
    pub(super) fn enter(out: &Path) -> Result<Self, Diagnostic> {
        let place = || Place::file(out.display().to_string());
        let absolute = std::path::absolute(out).map_err(|error| failed(out, "查看输出目录", &error))?;
        let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
            return Err(Diagnostic::error(
                &FOREIGN,
                place(),
                "这里不能作输出目录",
                "用 --out 写一个普通目录",
            ));
        };
        let parent = make_folders(parent)
            .and_then(|()| parent.canonicalize())
            .map_err(|error| failed(parent, "建目录", &error))?;
        let mut staging = OsString::from(".mingbai-staging-");
        staging.push(name);
        let folder = parent.join(staging);
        let lock = lock(&folder).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => {
                let message = "另一个 mingbai 正在往这个目录发布";
                Diagnostic::error(&BUSY, place(), message, "等它结束后再试；或用 --out 换一个目录")
            }
            io::ErrorKind::NotADirectory => {
                let place = Place::file(folder.display().to_string());
                let message = "暂存目录的位置上是一个文件或链接，不是目录";
                Diagnostic::error(&FOREIGN, place, message, "移走它再试；或用 --out 换一个目录")
            }
            _ => failed(&folder, "建暂存目录", &error),
        })?;
        let settled = Cell::new(true);
        let staging = Self { out: parent.join(name), parent, folder, settled, _lock: lock };
        staging.mend().map_err(|error| failed(&staging.folder, "清理上次留下的暂存目录", &error))?;
        Ok(staging)
    }

    /// The target, with its parent resolved.
    pub(super) fn out(&self) -> &Path {
        &self.out
    }

    pub(super) fn new_tree(&self) -> PathBuf {
        self.folder.join("new")
    }

    fn old_tree(&self) -> PathBuf {
        self.folder.join("old")
    }

    /// Puts back a tree that a dead run had moved aside, then empties the folder.
    fn mend(&self) -> io::Result<()> {
        if !exists(&self.out) && exists(&self.old_tree().join(MARKER)) {
            fs::rename(self.old_tree(), &self.out)?;
        }
        // A run that died may have swapped without the disk's word for it; what it left may be the only whole tree.
        sync_folder(&self.parent)?;
        for leftover in [self.new_tree(), self.old_tree()] {
            if exists(&leftover) {
                dispose(&leftover)?;
            }
        }
        Ok(())
    }

    /// Puts the new tree in the place of the old one, which goes with the staging folder.
    pub(super) fn swap(&self) -> Result<(), Diagnostic> {
        let swapped = if exists(&self.out) {
            exchange(&self.new_tree(), &self.out).or_else(|error| match error.raw_os_error() {
                // The file system or the kernel cannot exchange: two renames, mended if we die between them.
                Some(code) if is_unsupported(code) => self.swap_in_two_steps(),
                _ => Err(error),
            })
        } else {
            fs::rename(self.new_tree(), &self.out)
        };
        swapped.map_err(|error| self.not_swapped(&error))?;
        sync_folder(&self.parent).map_err(|error| {
            self.settled.set(false);
            unsettled(&self.out, &error)
        })
    }

    fn not_swapped(&self, error: &io::Error) -> Diagnostic {
        if exists(&self.out) || !exists(&self.old_tree()) {
            return failed(&self.out, "换上新目录", error);
        }
        let place = Place::file(self.old_tree().display().to_string());
        let message = "换上新目录没有成功，原来的输出暂时收在这里";
        Diagnostic::error(&UNSETTLED, place, message, "检查磁盘，再生成一次：原来的输出会先放回去")
    }

    fn swap_in_two_steps(&self) -> io::Result<()> {
        fs::rename(&self.out, self.old_tree())?;
        fs::rename(self.new_tree(), &self.out).inspect_err(|_| {
            let _ = fs::rename(self.old_tree(), &self.out);
        })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.settled.get() {
            return;
        }
        // Never the only copy: an old tree whose place is empty waits for the next run.
        let _ = dispose(&self.new_tree());
        if exists(&self.out) {
            let _ = dispose(&self.old_tree());
        }
        if !exists(&self.old_tree()) {
            let _ = fs::remove_file(self.folder.join("lock"));
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// Takes a tree away, its marker first: what is half gone is never put back as a site.
fn dispose(tree: &Path) -> io::Result<()> {
    match fs::remove_file(tree.join(MARKER)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::remove_dir_all(tree),
    }
}

/// Locks `<folder>/lock`. A run that ends removes both, so what was locked must still be the file of that name.
fn lock(folder: &Path) -> io::Result<File> {
    loop {
        match DirBuilder::new().mode(0o700).create(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            // Not followed: what lies behind a link is not ours to empty.
            _ if fs::symlink_metadata(folder).is_ok_and(|found| !found.is_dir()) => {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            _ => {}
        }
        let path = folder.join("lock");
        let options = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = match options {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => {
                // Where there is room for a folder but not for a file, the folder must not stay; another's is not empty.
                let _ = fs::remove_dir(folder);
                return Err(error);
            }
            Ok(file) => file,
        };
        flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(io::Error::from)?;
        if is_named(&file, &path)? {
            return Ok(file);
        }
    }
}

pub(super) fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(rustix::io::Errno::NOSYS.into())
}

pub(super) fn is_unsupported(code: i32) -> bool {
    use rustix::io::Errno;
    [Errno::NOSYS, Errno::INVAL, Errno::NOTSUP, Errno::OPNOTSUPP]
        .iter()
        .any(|errno| errno.raw_os_error() == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_renames_swap_too_where_the_exchange_is_unknown() {
        let root = super::super::tests::fresh("two-steps");
        fs::create_dir_all(root.join("out")).unwrap();
        fs::write(root.join("out/old"), "old").unwrap();
        let staging = Staging::enter(&root.join("out")).unwrap();
        fs::create_dir(staging.new_tree()).unwrap();
        fs::write(staging.new_tree().join("new"), "new").unwrap();
        staging.swap_in_two_steps().unwrap();
        drop(staging);
        assert!(exists(&root.join("out/new")) && !exists(&root.join("out/old")));
        // Nothing to put in: the old tree comes back.
        let staging = Staging::enter(&root.join("out")).unwrap();
        staging.swap_in_two_steps().unwrap_err();
        drop(staging);
        assert!(exists(&root.join("out/new")));
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1, "no staging folder is left");
    }

    /// A folder that holds an edition with a marker and one page.
    fn edition(folder: &Path, text: &str) {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("page"), text).unwrap();
        fs::write(folder.join(MARKER), "ours").unwrap();
    }

    #[test]
    fn a_link_in_the_place_of_the_staging_folder_is_not_followed() {
        use std::os::unix::fs::symlink;
        let root = super::super::tests::fresh("staging-link");
        edition(&root.join("elsewhere/new"), "mine");
        symlink(root.join("elsewhere"), root.join(".mingbai-staging-out")).unwrap();
        assert_eq!(Staging::enter(&root.join("out")).err().unwrap().code.id, "publish-foreign");
        assert!(exists(&root.join("elsewhere/new/page")), "what is not ours was removed");
        // One that leads nowhere was tried again and again for ever.
        symlink(root.join("nowhere"), root.join(".mingbai-staging-two")).unwrap();
        assert_eq!(Staging::enter(&root.join("two")).err().unwrap().code.id, "publish-foreign");
        fs::write(root.join(".mingbai-staging-three"), "").unwrap();
        assert_eq!(Staging::enter(&root.join("three")).err().unwrap().code.id, "publish-foreign");
    }

    #[test]
    fn an_old_tree_that_is_half_removed_is_never_put_back_as_the_site() {
        let root = super::super::tests::fresh("half-removed");
        let old = root.join(".mingbai-staging-out/old");
        edition(&old, "old");
        fs::remove_file(old.join(MARKER)).unwrap();
        drop(Staging::enter(&root.join("out")).unwrap());
        assert!(!exists(&root.join("out")) && !exists(&old));
    }
}
