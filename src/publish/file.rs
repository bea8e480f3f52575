//! Single files: keys, statements. Written whole or not at all.

use super::codes::EXISTS;
use super::failed;
use crate::diag::{Diagnostic, Place};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Writes a file that must not be there yet 新建文件; `private`: only its owner may read it, from the first byte.
pub fn write_new(path: &Path, bytes: &[u8], private: bool) -> Result<(), Diagnostic> {
    make_parent(path)?;
    match create(path, bytes, private) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let help = "换一个名字，或先把旧文件移走";
            Err(Diagnostic::error(
                &EXISTS,
                Place::file(path.display().to_string()),
                "文件已经存在，不覆盖它",
                help,
            ))
        }
        Err(error) => Err(failed(path, "写文件", &error)),
        Ok(()) => sync_parent(path),
    }
}

/// Writes a file in place of an older one 替换文件: readers see the old bytes or the new ones.
pub fn write_replace(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    make_parent(path)?;
    replace(path, bytes, false)
}

/// The same for a file that only its owner may read 内部文件.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    make_parent(path)?;
    replace(path, bytes, true)
}

/// The same where the folder is there; `private`: only its owner may read it, from the first byte.
pub(super) fn replace(path: &Path, bytes: &[u8], private: bool) -> Result<(), Diagnostic> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".mingbai-new");
    let fresh = path.with_file_name(name);
    let written = match create(&fresh, bytes, private) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            // Left by a run that died half-way.
            fs::remove_file(&fresh).and_then(|()| create(&fresh, bytes, private))
        }
        other => other,
    };
    written.map_err(|error| failed(path, "写文件", &error))?;
    if let Err(error) = fs::rename(&fresh, path) {
        let _ = fs::remove_file(&fresh);
        return Err(failed(path, "写文件", &error));
    }
    sync_parent(path)
}

/// Creates, fills and fsyncs; a file that could not be filled is taken away again.
pub(super) fn create(path: &Path, bytes: &[u8], private: bool) -> io::Result<()> {
    let mode = if private { 0o600 } else { 0o644 };
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    let filled = file.write_all(bytes).and_then(|()| file.sync_all());
    if filled.is_err() {
        let _ = fs::remove_file(path);
    }
    filled
}

/// Makes the names in a folder last through a power cut.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn make_parent(path: &Path) -> Result<(), Diagnostic> {
    fs::create_dir_all(parent(path)).map_err(|error| failed(path, "建目录", &error))
}

fn sync_parent(path: &Path) -> Result<(), Diagnostic> {
    sync_folder(parent(path)).map_err(|error| failed(path, "写文件", &error))
}
