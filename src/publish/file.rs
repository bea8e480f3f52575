//! Single files: keys, statements. Written whole under a name of their own, then given theirs: a reader, a crash and
//! a second writer find all of it or nothing.

use super::codes::{BUSY, EXISTS};
use super::{failed, unsettled};
use crate::diag::{Diagnostic, Place};
use rustix::fs::{FlockOperation, OFlags, flock};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// A file to be written 单个文件.
#[derive(Debug, Clone, Copy)]
pub struct Single<'a> {
    /// Where.
    pub path: &'a Path,
    /// What.
    pub bytes: &'a [u8],
    /// Only its owner may read it, from the first byte.
    pub private: bool,
}

/// Writes a file that must not be there yet 新建文件.
pub fn write_new(path: &Path, bytes: &[u8], private: bool) -> Result<(), Diagnostic> {
    write_new_together(&[Single { path, bytes, private }])
}

/// Writes files of which none may be there yet. They are named in order once all are written: what breaks off
/// before the last name was given has not written that one.
pub fn write_new_together(files: &[Single<'_>]) -> Result<(), Diagnostic> {
    write(files, rename_to_free)
}

/// Writes files in place of older ones 替换文件: readers see the old bytes or the new ones of each.
pub fn write_replace_together(files: &[Single<'_>]) -> Result<(), Diagnostic> {
    write(files, |from, to| fs::rename(from, to))
}

fn write(files: &[Single<'_>], rename: fn(&Path, &Path) -> io::Result<()>) -> Result<(), Diagnostic> {
    let mut filled = Vec::new();
    for file in files {
        make_folders(parent(file.path)).map_err(|error| failed(file.path, "建目录", &error))?;
        filled.push(Fresh::fill(file).map_err(|error| not_written(file.path, &error))?);
    }
    for (file, fresh) in files.iter().zip(filled) {
        rename(&fresh.path, file.path).map_err(|error| not_written(file.path, &error))?;
        fresh.keep();
    }
    for file in files {
        sync_folder(parent(file.path)).map_err(|error| unsettled(file.path, &error))?;
    }
    Ok(())
}

fn not_written(path: &Path, error: &io::Error) -> Diagnostic {
    let place = || Place::file(path.display().to_string());
    match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Diagnostic::error(&EXISTS, place(), "文件已经存在，不覆盖它", "换一个名字，或先把旧文件移走")
        }
        io::ErrorKind::WouldBlock => {
            Diagnostic::error(&BUSY, place(), "另一个 mingbai 正在写这个文件", "等它结束后再试")
        }
        _ => failed(path, "写文件", error),
    }
}

/// A filled file that has no name of its own yet; dropping it takes it away.
struct Fresh {
    path: PathBuf,
    /// Tells a run that goes on from one that died.
    _lock: File,
    kept: bool,
}

impl Fresh {
    /// Writes and fsyncs `.<name>.mingbai-new` beside `path`; what a dead run left there goes first.
    fn fill(file: &Single<'_>) -> io::Result<Self> {
        let Single { path, bytes, private } = *file;
        let mut name = std::ffi::OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(".mingbai-new");
        let temporary = path.with_file_name(name);
        let mut file = loop {
            match create(&temporary, private) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => remove_if_dead(&temporary)?,
                Err(error) => return Err(error),
                Ok(file) => {
                    flock(&file, FlockOperation::NonBlockingLockExclusive)?;
                    // Another run may have taken it for a dead one's before it was locked.
                    if is_named(&file, &temporary)? {
                        break file;
                    }
                }
            }
        };
        let filled = file.write_all(bytes).and_then(|()| file.sync_all());
        let fresh = Self { path: temporary, _lock: file, kept: false };
        filled.map(|()| fresh)
    }

    /// It has got its name.
    fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Removes a temporary file that no living run holds.
fn remove_if_dead(path: &Path) -> io::Result<()> {
    let flags = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or(0);
    let opened = OpenOptions::new().write(true).custom_flags(flags).open(path);
    let file = match opened {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    flock(&file, FlockOperation::NonBlockingLockExclusive)?;
    if is_named(&file, path)? { fs::remove_file(path) } else { Ok(()) }
}

/// Whether a name still is that of an open file.
pub(super) fn is_named(file: &File, path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(now) => Ok(now.ino() == file.metadata()?.ino()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE).map_err(io::Error::from) {
        Err(error) if error.raw_os_error().is_some_and(super::stage::is_unsupported) => {
            check_and_rename(from, to)
        }
        other => other,
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    check_and_rename(from, to)
}

/// For file systems that cannot look and rename at once.
fn check_and_rename(from: &Path, to: &Path) -> io::Result<()> {
    match fs::symlink_metadata(to) {
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to),
    }
}

/// Creates, fills and fsyncs a file of a tree that nobody sees yet.
pub(super) fn create_filled(path: &Path, bytes: &[u8], private: bool) -> io::Result<()> {
    let mut file = create(path, private)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn create(path: &Path, private: bool) -> io::Result<File> {
    let mode = if private { 0o600 } else { 0o644 };
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
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

/// Makes a folder and those above it; each new name lasts through a power cut.
pub(super) fn make_folders(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = parent(folder);
    if above != folder {
        make_folders(above)?;
    }
    match fs::create_dir(folder) {
        // Another run was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
        Ok(()) => sync_folder(above),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::fresh;
    use super::*;

    /// Four writers of one file, texts of one letter each, and a reader: how many wrote, and what went wrong.
    fn crowd(path: &Path, write: impl Fn(&[u8]) -> Result<(), Diagnostic> + Sync) -> (usize, Vec<String>) {
        use std::sync::Mutex;
        use std::sync::atomic::{AtomicUsize, Ordering};
        let (done, written) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let wrong = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for letter in [b'a', b'b', b'c', b'd'] {
                let (done, written, write, wrong) = (&done, &written, &write, &wrong);
                scope.spawn(move || {
                    for _ in 0..60 {
                        match write(&[letter; 50_000]) {
                            Ok(()) => {
                                written.fetch_add(1, Ordering::Relaxed);
                            }
                            Err(error) if ["publish-busy", "publish-exists"].contains(&error.code.id) => {}
                            Err(error) => wrong.lock().unwrap().push(error.code.id.to_owned()),
                        }
                    }
                    done.fetch_add(1, Ordering::Relaxed)
                });
            }
            while done.load(Ordering::Relaxed) < 4 {
                let Ok(bytes) = fs::read(path) else { continue };
                if bytes.len() != 50_000 || bytes.iter().any(|byte| *byte != bytes[0]) {
                    wrong.lock().unwrap().push(format!("{} bytes", bytes.len()));
                }
            }
        });
        (written.into_inner(), wrong.into_inner().unwrap())
    }

    #[test]
    fn signers_of_one_statement_at_the_same_time_never_show_half_of_it() {
        let root = fresh("statement-race");
        let path = root.join("a.txt");
        fs::write(&path, [b'0'; 50_000]).unwrap();
        let (written, wrong) =
            crowd(&path, |bytes| write_replace_together(&[Single { path: &path, bytes, private: false }]));
        assert!(written > 0 && wrong.is_empty(), "{written} written, wrong: {wrong:?}");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1, "nothing half-written is left");
    }

    #[test]
    fn a_key_never_stands_half_written_under_its_name() {
        let root = fresh("key-race");
        let path = root.join("a.key");
        let (written, wrong) = crowd(&path, |bytes| write_new(&path, bytes, true));
        assert!(written == 1 && wrong.is_empty(), "{written} written, wrong: {wrong:?}");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1, "nothing half-written is left");
        // What a dead run left is not taken for a run that goes on, and opens nothing.
        fs::remove_file(&path).unwrap();
        fs::write(root.join(".a.key.mingbai-new"), "half").unwrap();
        write_new(&path, b"whole", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        let mode = MetadataExt::mode(&fs::metadata(&path).unwrap());
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1);
    }
}
