//! The staging folder 暂存目录 `.mingbai-staging-<name>` beside the target: lock, new tree, swap, recovery.
//!
//! It is there only while a run is: whatever the next run finds in it was left by one that died.

use super::codes::{BUSY, FOREIGN};
use super::failed;
use super::file::{create, sync_folder};
use super::keep;
use super::plan::Plan;
use super::tree::{MARKER, Tree};
use crate::diag::{Diagnostic, Place};
use rustix::fs::{FlockOperation, flock};
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// A locked staging folder; dropping it takes it away.
pub(super) struct Staging {
    parent: PathBuf,
    out: PathBuf,
    folder: PathBuf,
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
        let parent = fs::create_dir_all(parent)
            .and_then(|()| parent.canonicalize())
            .map_err(|error| failed(parent, "建目录", &error))?;
        let mut staging = OsString::from(".mingbai-staging-");
        staging.push(name);
        let folder = parent.join(staging);
        let lock = lock(&folder).map_err(|error| {
            if error.kind() == io::ErrorKind::WouldBlock {
                let message = "另一个 mingbai 正在往这个目录发布";
                Diagnostic::error(&BUSY, place(), message, "等它结束后再试；或用 --out 换一个目录")
            } else {
                failed(&folder, "建暂存目录", &error)
            }
        })?;
        let staging = Self { out: parent.join(name), parent, folder, _lock: lock };
        staging.mend().map_err(|error| failed(&staging.folder, "清理上次留下的暂存目录", &error))?;
        Ok(staging)
    }

    /// The target, with its parent resolved.
    pub(super) fn out(&self) -> &Path {
        &self.out
    }

    fn new_tree(&self) -> PathBuf {
        self.folder.join("new")
    }

    fn old_tree(&self) -> PathBuf {
        self.folder.join("old")
    }

    /// Puts back a tree that a dead run had moved aside, then empties the folder.
    fn mend(&self) -> io::Result<()> {
        if !exists(&self.out) && exists(&self.old_tree().join(MARKER)) {
            fs::rename(self.old_tree(), &self.out)?;
            sync_folder(&self.parent)?;
        }
        for leftover in [self.new_tree(), self.old_tree()] {
            if exists(&leftover) {
                fs::remove_dir_all(leftover)?;
            }
        }
        Ok(())
    }

    /// Writes the new tree; `kept[i]` says that file `i` is the old one and may be shared. What the office keeps in the
    /// old tree comes along.
    pub(super) fn write(
        &self,
        plan: &Plan<'_>,
        kept: &[bool],
        marker: &[u8],
        old: &Tree,
    ) -> Result<(), Diagnostic> {
        let root = self.new_tree();
        let make = |folder: &Path, private: bool| {
            let mode = if private { 0o700 } else { 0o755 };
            DirBuilder::new().mode(mode).create(folder).map_err(|error| failed(folder, "建目录", &error))
        };
        make(&root, false)?;
        for (folder, private) in &plan.folders {
            make(&root.join(folder), *private)?;
        }
        for (file, kept) in plan.files.iter().zip(kept) {
            let path = root.join(file.path);
            // Where links do not work (exFAT), the file is written anew.
            if !(*kept && fs::hard_link(self.out.join(file.path), &path).is_ok()) {
                create(&path, file.bytes, file.private).map_err(|error| failed(&path, "写文件", &error))?;
            }
        }
        keep::carry(old, &self.out, &root).map_err(|error| failed(&root, "写目录", &error))?;
        let path = root.join(MARKER);
        create(&path, marker, false).map_err(|error| failed(&path, "写文件", &error))?;
        for folder in plan.folders.keys().rev() {
            let folder = root.join(folder);
            sync_folder(&folder).map_err(|error| failed(&folder, "写目录", &error))?;
        }
        sync_folder(&root).map_err(|error| failed(&root, "写目录", &error))
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
        swapped
            .and_then(|()| sync_folder(&self.parent))
            .map_err(|error| failed(&self.out, "换上新目录", &error))
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
        // Never the only copy: an old tree whose place is empty waits for the next run.
        let _ = fs::remove_dir_all(self.new_tree());
        if exists(&self.out) {
            let _ = fs::remove_dir_all(self.old_tree());
        }
        if !exists(&self.old_tree()) {
            let _ = fs::remove_file(self.folder.join("lock"));
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// Locks `<folder>/lock`. A run that ends removes both, so what was locked must still be the file of that name.
fn lock(folder: &Path) -> io::Result<File> {
    loop {
        match DirBuilder::new().mode(0o700).create(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        let path = folder.join("lock");
        let options = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = match options {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other?,
        };
        flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(io::Error::from)?;
        match fs::symlink_metadata(&path) {
            Ok(now) if now.ino() == file.metadata()?.ino() => return Ok(file),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
}

fn exists(path: &Path) -> bool {
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

fn is_unsupported(code: i32) -> bool {
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
}
