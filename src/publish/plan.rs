//! Which files the new tree holds, as safe relative paths: nothing here touches a disk.

use super::codes::{COLLISION, PATH};
use crate::diag::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A file of the new tree.
pub(super) struct Planned<'a> {
    pub(super) path: &'a str,
    pub(super) bytes: &'a [u8],
    /// Only the owner may read it.
    pub(super) private: bool,
}

/// The new tree 新目录: its folders, parents first, and its files in order.
pub(super) struct Plan<'a> {
    /// Folder → whether it is private.
    pub(super) folders: BTreeMap<&'a str, bool>,
    pub(super) files: Vec<Planned<'a>>,
}

impl<'a> Plan<'a> {
    /// Checks every path; `open` may lie in every folder but `private/`, `private` in `private/` only.
    pub(super) fn new(
        open: &'a [(String, &'a [u8])],
        private: &'a [(String, &'a [u8])],
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut findings = Vec::new();
        let mut plan = Self { folders: BTreeMap::new(), files: Vec::new() };
        let mut names = Names::default();
        let doors: [(&'a [_], &[&str], bool); 2] =
            [(open, &["public", "board", "chat", "loudspeaker"], false), (private, &["private"], true)];
        for (files, allowed, private) in doors {
            for (path, bytes) in files {
                if let Some(message) = unsafe_because(path, allowed) {
                    findings.push(Diagnostic::error(&PATH, Place::file(path), message, "改掉这个名字再生成"));
                } else if let Some(other) = names.collide(path) {
                    let message = format!("和 {other} 在有的磁盘上是同一个名字");
                    findings.push(Diagnostic::error(
                        &COLLISION,
                        Place::file(path),
                        message,
                        "改掉其中一个名字",
                    ));
                } else {
                    for (end, _) in path.match_indices('/') {
                        plan.folders.insert(&path[..end], private);
                    }
                    plan.files.push(Planned { path, bytes, private });
                }
            }
        }
        plan.files.sort_by(|a, b| a.path.cmp(b.path));
        if findings.is_empty() { Ok(plan) } else { Err(findings) }
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
        let files =
            |paths: &[&str]| paths.iter().map(|path| ((*path).to_owned(), &b"x"[..])).collect::<Vec<_>>();
        let (open, private) = (files(open), files(private));
        match Plan::new(&open, &private) {
            Ok(_) => Vec::new(),
            Err(findings) => findings.iter().map(|finding| finding.code.id).collect(),
        }
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
