//! Which files the new tree holds, as safe relative paths: nothing here touches a disk.

use super::codes::{COLLISION, PATH};
use crate::diag::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The doors of a tree 出口: which folders each leads to, and who may look into them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// What the audit cleared.
    Open,
    /// The office's own papers.
    Private,
}

impl Door {
    fn folders(self) -> &'static [&'static str] {
        match self {
            Self::Open => &["public", "board", "chat", "loudspeaker"],
            Self::Private => &["private"],
        }
    }

    /// Only the owner may read what lies behind it.
    pub(super) fn private(self) -> bool {
        self == Self::Private
    }
}

/// The new tree 新目录: its folders, parents first, and its files.
#[derive(Default)]
pub(super) struct Plan {
    /// Folder → whether it is private.
    pub(super) folders: BTreeMap<String, bool>,
    /// File → whether it is private.
    pub(super) files: BTreeMap<String, bool>,
    names: Names,
}

impl Plan {
    /// Takes a file into the tree and says which of its folders are new, parents first; or why it cannot be there.
    pub(super) fn take(&mut self, path: &str, door: Door) -> Result<Vec<String>, Diagnostic> {
        if let Some(message) = unsafe_because(path, door.folders()) {
            return Err(Diagnostic::error(&PATH, Place::file(path), message, "改掉这个名字再生成"));
        }
        if let Some(other) = self.names.collide(path) {
            let message = format!("和 {other} 在有的磁盘上是同一个名字");
            return Err(Diagnostic::error(&COLLISION, Place::file(path), message, "改掉其中一个名字"));
        }
        let mut new = Vec::new();
        for (end, _) in path.match_indices('/') {
            let folder = &path[..end];
            if !self.folders.contains_key(folder) {
                self.folders.insert(folder.to_owned(), door.private());
                new.push(folder.to_owned());
            }
        }
        self.files.insert(path.to_owned(), door.private());
        Ok(new)
    }
}

/// Why a path may not be written, if it may not. Also refuses what a USB stick (exFAT) cannot hold.
fn unsafe_because(path: &str, allowed: &[&str]) -> Option<&'static str> {
    let mut parts = path.split('/');
    let first = parts.next().unwrap_or("");
    if parts.next().is_none() || !allowed.contains(&first) {
        return Some("不在允许的输出目录里");
    }
    if path.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
        return Some("路径里有空的部分、“.”或“..”");
    }
    if path.chars().any(|c| c.is_control() || "\\:*?\"<>|".contains(c)) {
        return Some("路径里有不能用的字符");
    }
    if path.split('/').any(|part| part.ends_with(['.', ' '])) {
        return Some("路径里有一部分以点或空格结尾");
    }
    (!is_nfc(path)).then_some("路径里有没有合成的字符（不是 NFC）")
}

/// Names taken so far, by what a careless disk makes of them.
#[derive(Default)]
struct Names {
    /// Folded → as written.
    folders: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
    /// Folded folders that are written in exactly one way, to keep the common case cheap.
    known: BTreeSet<String>,
}

impl Names {
    /// Takes a path, or names the one that it collides with.
    fn collide(&mut self, path: &str) -> Option<String> {
        for (end, _) in path.match_indices('/') {
            let folder = &path[..end];
            if self.known.contains(folder) {
                continue;
            }
            let key = folded(folder);
            if let Some(file) = self.files.get(&key) {
                return Some(file.clone());
            }
            match self.folders.get(&key) {
                Some(other) if other != folder => return Some(other.clone()),
                _ => {
                    self.folders.insert(key, folder.to_owned());
                    self.known.insert(folder.to_owned());
                }
            }
        }
        let key = folded(path);
        if let Some(other) = self.files.get(&key).or_else(|| self.folders.get(&key)) {
            return Some(other.clone());
        }
        self.files.insert(key, path.to_owned());
        None
    }
}

fn folded(path: &str) -> String {
    path.nfc().flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(open: &[&str], private: &[&str]) -> Vec<&'static str> {
        let mut plan = Plan::default();
        let open = open.iter().map(|path| (path, Door::Open));
        let private = private.iter().map(|path| (path, Door::Private));
        let found = open.chain(private).filter_map(|(path, door)| plan.take(path, door).err());
        found.map(|finding| finding.code.id).collect()
    }

    #[test]
    fn paths_that_leave_the_tree_or_their_door_are_refused() {
        for path in [
            "",
            "public",
            "public/",
            "/public/a",
            "public/../a",
            "public/./a",
            "public//a",
            "../public/a",
            "other/a",
            ".mingbai",
            "private/a",
            "public/a\\b",
            "public/a\0b",
            "public/a\nb",
            "public/a:b",
            "public/a.",
            "public/a ",
            "public/e\u{301}",
            "Public/a",
        ] {
            assert_eq!(codes(&[path], &[]), ["publish-path"], "{path:?}");
        }
        assert_eq!(codes(&[], &["public/a"]), ["publish-path"]);
        assert_eq!(codes(&[], &["private/../public/a"]), ["publish-path"]);
        assert_eq!(codes(&["public/..", "board/.."], &["private/.."]).len(), 3, "all at once");
    }

    #[test]
    fn names_that_one_disk_takes_for_one_collide() {
        assert_eq!(codes(&["public/a", "public/A"], &[]), ["publish-collision"]);
        assert_eq!(codes(&["public/x/a", "public/X/b"], &[]), ["publish-collision"]);
        assert_eq!(codes(&["public/a", "public/a"], &[]), ["publish-collision"]);
        assert_eq!(codes(&["public/a", "public/a/b"], &[]), ["publish-collision"]);
        assert_eq!(codes(&["public/a/b", "public/A"], &[]), ["publish-collision"]);
        assert_eq!(codes(&["public/\u{e9}", "public/\u{c9}"], &[]), ["publish-collision"]);
        assert!(codes(&["public/a", "public/b/a", "board/红旗村.pdf"], &["private/a"]).is_empty());
    }
}
