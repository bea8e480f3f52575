//! A folder as it is: names, modes and bytes of everything in it.

use crate::timeless::timeless;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

/// A file, a folder, or something else, with its mode.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Entry {
    Folder(u32),
    File { mode: u32, links: u64, bytes: Vec<u8> },
    Other,
}

/// Path below the folder → what lies there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Snapshot(pub(crate) BTreeMap<String, Entry>);

impl Snapshot {
    /// Everything below `folder`, which itself has the name "". A folder that is not there is an empty snapshot.
    pub(crate) fn of(folder: &Path) -> Self {
        let mut all = BTreeMap::new();
        for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            let found = entry.metadata().unwrap();
            let mode = found.mode() & 0o7777;
            let kind = if found.is_dir() {
                Entry::Folder(mode)
            } else if found.is_file() {
                Entry::File { mode, links: found.nlink(), bytes: fs::read(entry.path()).unwrap() }
            } else {
                Entry::Other
            };
            all.insert(path, kind);
        }
        Self(all)
    }

    pub(crate) fn is_absent(&self) -> bool {
        self.0.is_empty()
    }

    /// Without the number of links: a file that the old tree shares with a staged one is the same file still.
    pub(crate) fn loose(mut self) -> Self {
        for entry in self.0.values_mut() {
            if let Entry::File { links, .. } = entry {
                *links = 1;
            }
        }
        self
    }

    /// What its direct entries are called.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).filter(|path| !path.is_empty() && !path.contains('/')).collect()
    }

    /// The first difference, the time in a ledger apart, without quoting any content.
    pub(crate) fn differs(&self, other: &Self) -> Option<String> {
        let mut paths = self.0.keys().chain(other.0.keys());
        let same = |path: &str| match (self.0.get(path), other.0.get(path)) {
            (
                Some(Entry::File { mode, links, bytes }),
                Some(Entry::File { mode: other_mode, links: other_links, bytes: other }),
            ) if path.ends_with("ledger.jsonl") => {
                (mode, links, timeless(bytes)) == (other_mode, other_links, timeless(other))
            }
            (one, other) => one == other,
        };
        let path = paths.find(|path| !same(path))?;
        let what = |snapshot: &Self| match snapshot.0.get(path) {
            None => "nothing".to_owned(),
            Some(Entry::Folder(mode)) => format!("a folder {mode:o}"),
            Some(Entry::File { mode, links, bytes }) => {
                format!("a file {mode:o} of {} bytes, {links} links", bytes.len())
            }
            Some(Entry::Other) => "a link or the like".to_owned(),
        };
        Some(format!("{path:?} is {} instead of {}", what(self), what(other)))
    }
}

/// Copies a folder with its modes.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).unwrap();
            let mode = entry.metadata().unwrap().mode() & 0o7777;
            fs::set_permissions(&target, fs::Permissions::from_mode(mode)).unwrap();
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}
