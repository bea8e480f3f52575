//! The tree that is there now: is it ours, and which of its files can stay?

use super::codes::{FOREIGN, OTHER_WORKSPACE};
use super::failed;
use super::keep;
use super::plan::Plan;
use crate::diag::{Diagnostic, Place};
use std::collections::BTreeMap;
use std::fs::{self, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Name of the file that says: mingbai made this folder and may replace it.
pub(super) const MARKER: &str = ".mingbai";
const FIRST_LINE: &str = "mingbai output 1";

/// The marker's text for a workspace.
pub(super) fn marker(workspace: &str) -> Vec<u8> {
    let workspace: String = workspace.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{FIRST_LINE}\nworkspace {workspace}\n").into_bytes()
}

/// Whether bytes are a marker of ours, whatever the workspace.
pub(super) fn is_marker(bytes: &[u8]) -> bool {
    bytes.starts_with(format!("{FIRST_LINE}\n").as_bytes())
}

pub(super) enum Entry {
    File {
        length: u64,
        mode: u32,
    },
    Folder {
        mode: u32,
    },
    /// Symbolic link, socket and the like: we never made one, so it goes.
    Other,
}

/// What lies in the target now.
pub(super) struct Tree {
    root: PathBuf,
    entries: BTreeMap<String, Entry>,
    /// What the office keeps, parents first: no edition makes it, none takes it away.
    kept: BTreeMap<String, Entry>,
    marked: bool,
}

impl Tree {
    /// Reads the names below `root` without following links; refuses a folder that is not ours.
    pub(super) fn inspect(root: &Path, marker: &[u8]) -> Result<Self, Diagnostic> {
        let mut tree =
            Self { root: root.to_owned(), entries: BTreeMap::new(), kept: BTreeMap::new(), marked: false };
        let refuse = |code, message: &str| {
            let help = "用 --out 另指一个目录；确认里面的东西都不要了，也可以先清空它";
            Err(Diagnostic::error(code, Place::file(root.display().to_string()), message, help))
        };
        let found = match fs::symlink_metadata(root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(tree),
            Err(error) => return Err(failed(root, "查看输出目录", &error)),
            Ok(found) => found,
        };
        if !found.is_dir() {
            return refuse(&FOREIGN, "输出目录的位置上是一个文件或链接，不是目录");
        }
        tree.walk(root, "").map_err(|error| failed(root, "查看输出目录", &error))?;
        tree.kept = tree.entries.extract_if(.., |path, _| keep::is_kept(path)).collect();
        if tree.is_empty() {
            return Ok(tree);
        }
        let Some(Entry::File { length, .. }) = tree.entries.remove(MARKER) else {
            return refuse(&FOREIGN, "这个目录里有东西，但不是 mingbai 生成的，不能替换它");
        };
        let path = root.join(MARKER);
        let written = if length > 64 * 1024 { Ok(Vec::new()) } else { read(&path) };
        let written = written.map_err(|error| failed(&path, "读取目录标记", &error))?;
        if written != marker {
            let ours = written.starts_with(format!("{FIRST_LINE}\n").as_bytes());
            return if ours {
                refuse(&OTHER_WORKSPACE, "这个目录是另一个工作区的输出，不能替换它")
            } else {
                refuse(&FOREIGN, "这个目录的标记读不懂：可能是新版 mingbai 生成的")
            };
        }
        tree.marked = true;
        Ok(tree)
    }

    fn walk(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let found: Metadata = entry.metadata()?;
            let kind = if found.is_dir() {
                self.walk(&entry.path(), &format!("{path}/"))?;
                Entry::Folder { mode: found.mode() }
            } else if found.is_file() {
                Entry::File { length: found.len(), mode: found.mode() }
            } else {
                Entry::Other
            };
            self.entries.insert(path, kind);
        }
        Ok(())
    }

    /// Nothing there, or nothing but what the office keeps.
    fn is_empty(&self) -> bool {
        let only_kept = !self.kept.is_empty() && self.entries.keys().eq(["private"]);
        self.entries.is_empty() || only_kept
    }

    /// What the office keeps.
    pub(super) fn kept(&self) -> &BTreeMap<String, Entry> {
        &self.kept
    }

    /// Whether there is a file of this name, whatever it holds.
    pub(super) fn has_file(&self, path: &str) -> bool {
        matches!(self.entries.get(path), Some(Entry::File { .. }))
    }

    /// How many files there are, the marker not counted.
    pub(super) fn file_count(&self) -> usize {
        self.entries.values().filter(|entry| !matches!(entry, Entry::Folder { .. })).count()
    }

    /// Whether the file that is there can stay: same bytes, and shut if it must be.
    pub(super) fn holds(&self, path: &str, bytes: &[u8], private: bool) -> bool {
        let Some(Entry::File { length, mode }) = self.entries.get(path) else { return false };
        u64::try_from(bytes.len()) == Ok(*length)
            && (!private || is_shut(*mode))
            && read(&self.root.join(path)).is_ok_and(|is| is == bytes)
    }

    /// Whether names, folders and modes are those of the plan already.
    pub(super) fn is_exactly(&self, plan: &Plan) -> bool {
        let above_kept = !self.kept.is_empty() && !plan.folders.contains_key("private");
        self.marked
            && self.entries.len() == plan.files.len() + plan.folders.len() + usize::from(above_kept)
            && plan.files.keys().all(|path| self.has_file(path))
            && plan.folders.iter().all(|(folder, private)| {
                matches!(self.entries.get(folder), Some(Entry::Folder { mode }) if !private || is_shut(*mode))
            })
    }
}

/// Nobody but the owner has any right.
pub(super) fn is_shut(mode: u32) -> bool {
    mode & 0o077 == 0
}

/// Reads a file that must not be a link.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let flags = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0);
    let mut bytes = Vec::new();
    OpenOptions::new().read(true).custom_flags(flags).open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
