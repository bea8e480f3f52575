//! Kept copies 存档件: what hung and what the website showed of it, byte for byte, below `kept/` by digest.
//!
//! They outlive the site, from which rows must vanish; only the office may read them (0600), and only an archive bag
//! takes them out again. The ledger knows each by its digest.

use crate::diag::{Diagnostic, Place};
use crate::ledger::Digest;
use crate::ledger::codes::COPY_LOST;
use crate::publish::{self, Single};
use crate::workspace::files;
use std::path::{Path, PathBuf};

/// Where a copy lies in the workspace.
fn path(root: &Path, digest: &Digest) -> PathBuf {
    root.join("kept").join(digest.as_str())
}

/// Keeps a copy; one that is there already stays.
pub(crate) fn keep(root: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let path = path(root, &Digest::of(bytes));
    match files::bytes(&path) {
        Some(there) if there == bytes => Ok(()),
        // A copy that a crash cut short, or that somebody changed, is no copy.
        _ => publish::write_replace_together(&[Single { path: &path, bytes, private: true }]),
    }
}

/// The manifest 清单 of an edition that was published.
pub(crate) fn manifest(root: &Path, edition: &Digest) -> Result<publish::Manifest, Diagnostic> {
    let bytes = copy(root, edition, "那一次发布的清单")?;
    Ok(publish::read_manifest(&String::from_utf8_lossy(&bytes)))
}

/// A copy as it was kept; `name` is what people know it by.
pub(crate) fn copy(root: &Path, digest: &Digest, name: &str) -> Result<Vec<u8>, Diagnostic> {
    let lost = |message: &str| {
        let at = Place::file(format!("kept/{digest}"));
        let help = "从备份找回 kept 文件夹里的这个文件；纸面原件也要一并归档";
        Diagnostic::refusal(&COPY_LOST, at, format!("{name}{message}"), help)
    };
    let bytes = files::bytes(&path(root, digest)).ok_or_else(|| lost(" 的存档件不见了"))?;
    if Digest::of(&bytes) == *digest { Ok(bytes) } else { Err(lost(" 的存档件被改过")) }
}
