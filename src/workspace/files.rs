//! Reading files: the only place that opens what people wrote. Paths come back relative, with `/`.

use crate::diag::{Diagnostic, Place};
use std::collections::BTreeMap;
use std::path::Path;
use walkdir::{DirEntry, WalkDir};

crate::codes! {
    UNREADABLE = "workspace-unreadable":
        "有一个文件或文件夹打不开，或者不存在。检查名称和权限。"
        / "A file or folder does not exist or cannot be read.";
    LINK = "workspace-link":
        "工作区里有一个链接（快捷方式）。链接指到哪里说不准，所以不跟着它读。把文件或文件夹本身放进来，删掉链接。"
        / "There is a symbolic link in the workspace. It is not followed; put the file or folder itself there.";
}

/// Bytes of every file below a folder by relative path; an absent folder is empty. Symbolic links are not followed,
/// hidden files are left out.
pub fn tree(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    walk(root, "", &is_visible, false)
}

/// The same with hidden files: for a folder in which anything that was added matters.
pub fn whole(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    walk(root, "", &|_| true, false)
}

/// Every file below a folder, hidden ones too, as a web server or a reader would find it: links are followed. A file that
/// cannot be read stands there with the reason.
pub fn everything(root: &Path) -> Vec<(String, Result<Vec<u8>, String>)> {
    let mut files = Vec::new();
    for entry in WalkDir::new(root).min_depth(1).follow_links(true).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.file_type().is_file() => {
                let found = bytes(entry.path()).ok_or_else(|| "打不开，没有查".to_owned());
                files.push((relative(root, entry.path()), found));
            }
            Ok(entry) => files.push((relative(root, entry.path()), Err("不是文件，没有查".into()))),
            // Where a link leads back up, everything is read already.
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) => {
                let name = error.path().map_or_else(String::new, |path| relative(root, path));
                let link = error.path().is_some_and(Path::is_symlink);
                let why = if link { "链接通不到文件，没有查" } else { "打不开，没有查" };
                files.push((name, Err(why.into())));
            }
        }
    }
    files
}

/// What [`tree`] finds in a folder of a workspace; a complaint names what cannot be read from the workspace on, links among
/// it.
pub(super) fn within(root: &Path, folder: &str) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    // Prints of proofs are for people: no command reads them.
    let read = |entry: &DirEntry| is_visible(entry) && !is_print_of_proof(entry);
    walk(&root.join(folder), &format!("{folder}/"), &read, true)
}

/// Names of the folders in a folder of a workspace, as [`tree`] would enter them; of an absent one there are none.
pub(super) fn folders(root: &Path, folder: &str) -> Result<Vec<String>, Vec<Diagnostic>> {
    let at = root.join(folder);
    if !at.is_dir() {
        return Ok(Vec::new());
    }
    let entries = WalkDir::new(&at).min_depth(1).max_depth(1).sort_by_file_name().into_iter();
    let entries: Result<Vec<DirEntry>, _> = entries.filter_entry(is_visible).collect();
    let entries = entries.map_err(|_| vec![unreadable(folder)])?;
    let links: Vec<Diagnostic> = entries
        .iter()
        .filter(|entry| entry.path_is_symlink())
        .map(|entry| link(&format!("{folder}/{}", relative(&at, entry.path()))))
        .collect();
    if !links.is_empty() {
        return Err(links);
    }
    let folders = entries.iter().filter(|entry| entry.file_type().is_dir());
    Ok(folders.map(|entry| relative(&at, entry.path())).collect())
}

/// Paths of the files in a folder, so many levels down: those that can be seen and reached.
pub(super) fn names(root: &Path, depth: usize) -> Vec<String> {
    let entries =
        WalkDir::new(root).max_depth(depth).sort_by_file_name().into_iter().filter_entry(is_visible);
    let files = entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.map(|entry| relative(root, entry.path())).collect()
}

fn is_print_of_proof(entry: &DirEntry) -> bool {
    let folder = entry.path().parent().and_then(Path::parent);
    entry.path().extension().is_some_and(|ending| ending == "pdf")
        && folder.and_then(Path::extension).is_some_and(|ending| ending == "proof")
}

fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
}

fn walk(
    root: &Path,
    called: &str,
    visible: &dyn Fn(&DirEntry) -> bool,
    tell_links: bool,
) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let mut files = BTreeMap::new();
    if !root.is_dir() {
        return Ok(files);
    }
    let mut errors = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let name = relative(root, entry.path());
                match bytes(entry.path()) {
                    Some(bytes) => drop(files.insert(name, bytes)),
                    None => errors.push(unreadable(&format!("{called}{name}"))),
                }
            }
            Ok(entry) if tell_links && entry.path_is_symlink() && entry.depth() > 0 => {
                errors.push(link(&format!("{called}{}", relative(root, entry.path()))));
            }
            Ok(_) => {}
            Err(error) => {
                let name = error.path().map_or_else(String::new, |path| relative(root, path));
                errors.push(unreadable(&format!("{called}{name}")));
            }
        }
    }
    if errors.is_empty() { Ok(files) } else { Err(errors) }
}

/// A file's bytes, or nothing when it cannot be read.
pub fn bytes(path: &Path) -> Option<Vec<u8>> {
    #[expect(clippy::disallowed_methods, reason = "workspace is the only reader, and this its only opening")]
    std::fs::read(path).ok()
}

/// Bytes of a file below a folder as [`tree`] would find it: nothing if it is hidden, or if a link lies on the way.
pub fn plain(root: &Path, path: &str) -> Option<Vec<u8>> {
    let mut at = root.to_path_buf();
    for part in path.split('/') {
        at.push(part);
        let found = at.symlink_metadata().ok().filter(|found| !found.is_symlink());
        found.filter(|_| !part.starts_with('.'))?;
    }
    bytes(&at).filter(|_| at.is_file())
}

/// The complaint about a file that cannot be read.
pub fn unreadable(path: &str) -> Diagnostic {
    Diagnostic::error(&UNREADABLE, Place::file(path), "打不开", "检查名称和权限，再试一次")
}

/// The complaint about a link.
fn link(path: &str) -> Diagnostic {
    let help = "把文件或文件夹本身放进来，删掉链接";
    Diagnostic::error(&LINK, Place::file(path), "这是一个链接（快捷方式），不跟着它读", help)
}

fn relative(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    inner.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
