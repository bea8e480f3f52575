//! A new folder, whole or not at all: a workspace, a draft pack, a bag for the archive.

use super::codes::EXISTS;
use super::failed;
use super::file::{create_filled, sync_folder};
use super::stage::{Staging, exists};
use crate::diag::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Writes a folder that must not be there yet 新建文件夹: filled and synced beside its place, then put there.
pub fn write_folder(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), Diagnostic> {
    let staging = Staging::enter(folder)?;
    if exists(staging.out()) {
        let at = Place::file(folder.display().to_string());
        return Err(Diagnostic::error(&EXISTS, at, "文件夹已经存在，不覆盖它", "换一个地方，或先把旧的移走"));
    }
    fill(&staging.new_tree(), files).map_err(|error| failed(folder, "写文件夹", &error))?;
    staging.swap()
}

/// Takes away what a run that was broken off left beside a folder, and makes the folder's name last 清理.
pub fn settle(folder: &Path) -> Result<(), Diagnostic> {
    Staging::enter(folder).map(drop)
}

fn fill(root: &Path, files: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    let mut folders: BTreeSet<PathBuf> = BTreeSet::from([root.to_path_buf()]);
    for (name, bytes) in files {
        let path = root.join(name);
        let parent = path.parent().unwrap_or(root);
        fs::create_dir_all(parent)?;
        folders
            .extend(parent.ancestors().take_while(|folder| folder.starts_with(root)).map(Path::to_path_buf));
        create_filled(&path, bytes, false)?;
    }
    // Innermost first: a folder's name is in its parent.
    folders.iter().rev().try_for_each(|folder| sync_folder(folder))
}

#[cfg(test)]
mod tests {
    use super::super::tests::fresh;
    use super::*;

    #[test]
    fn two_who_make_one_folder_at_the_same_time_never_mix_it() {
        let root = fresh("folder-race");
        for round in 0..12 {
            let folder = root.join(format!("bag-{round}"));
            let made: Vec<bool> = std::thread::scope(|scope| {
                let makers: Vec<_> = ["a", "b", "c"]
                    .map(|letter| {
                        let files =
                            (0..8).map(|n| (format!("{letter}/{n}"), letter.as_bytes().to_vec())).collect();
                        let folder = &folder;
                        scope.spawn(move || write_folder(folder, &files).is_ok())
                    })
                    .into();
                makers.into_iter().map(|maker| maker.join().unwrap()).collect()
            });
            let held = fs::read_dir(&folder).unwrap().count();
            assert_eq!((made.iter().filter(|made| **made).count(), held), (1, 1), "round {round}");
            let inner = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
            assert_eq!(fs::read_dir(inner).unwrap().count(), 8);
        }
        assert_eq!(fs::read_dir(&root).unwrap().count(), 12, "nothing half-made is left");
    }
}
