//! A new folder, whole or not at all: a bag for the archive.

use super::codes::EXISTS;
use super::failed;
use super::file::{create_filled, sync_folder};
use crate::diag::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a folder that must not be there yet 新建文件夹: filled and synced under another name, then given its own.
pub fn write_folder(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), Diagnostic> {
    if fs::symlink_metadata(folder).is_ok() {
        let at = Place::file(folder.display().to_string());
        return Err(Diagnostic::error(&EXISTS, at, "文件夹已经存在，不覆盖它", "换一个地方，或先把旧的移走"));
    }
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let fresh = parent.join(format!(".{name}.mingbai-new"));
    let fail = |path: &Path, error: std::io::Error| failed(path, "写文件夹", &error);
    fs::create_dir_all(parent).map_err(|error| fail(parent, error))?;
    // Left by a run that died half-way.
    if fs::symlink_metadata(&fresh).is_ok() {
        fs::remove_dir_all(&fresh).map_err(|error| fail(&fresh, error))?;
    }
    let filled = fill(&fresh, files).and_then(|()| fs::rename(&fresh, folder));
    if let Err(error) = filled {
        let _ = fs::remove_dir_all(&fresh);
        return Err(fail(folder, error));
    }
    sync_folder(parent).map_err(|error| fail(parent, error))
}

fn fill(root: &Path, files: &BTreeMap<String, Vec<u8>>) -> std::io::Result<()> {
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
