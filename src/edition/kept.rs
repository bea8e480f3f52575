//! Kept copies 存档件: what hung and what the website showed of it, byte for byte, below `kept/` by digest; and, below
//! `kept/source/` by the proof's digest, what a proof that was signed had been drawn from, with how its people are told apart.
//!
//! They outlive the site, from which rows must vanish; only the office may read them (0600), and only an archive bag
//! takes them out again. The ledger knows each by its digest.

use super::inputs;
use crate::diag::{Diagnostic, Place};
use crate::ledger::Digest;
use crate::ledger::codes::COPY_LOST;
use crate::publish::{self, Single};
use crate::sealed::masks::Register;
use crate::workspace::{self, Notice, files};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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

/// The complaint about the scan of a signature on paper that is gone, or that was changed.
pub(crate) fn scan_lost(scan: &str, record: &str, changed: bool) -> Diagnostic {
    let how = if changed { "被改过，和登记的不一样" } else { "不见了" };
    let message = format!("纸上签字的扫描件{how}（{record}）");
    let help = "从备份取回；取不回的，拿纸面原件重新扫描，另存备查";
    Diagnostic::error(&COPY_LOST, Place::file(scan), message, help)
}

/// The form of a register of masks.
const REGISTER: &str = "mingbai-masks/1";

/// Keeps an input from which a proof was drawn, once, closed.
pub(crate) fn keep_input(root: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let path = inputs::path(root, &Digest::of(bytes));
    match files::bytes(&path) {
        Some(there) if there == bytes => Ok(()),
        _ => publish::write_replace_together(&[Single { path: &path, bytes, private: true }]),
    }
}

/// An input as it was kept; none where it is lost or was changed.
pub(crate) fn input(root: &Path, digest: &Digest) -> Option<Vec<u8>> {
    files::bytes(&inputs::path(root, digest)).filter(|bytes| Digest::of(bytes) == *digest)
}

/// The list of a proof's inputs, if they were kept.
pub(crate) fn inputs(root: &Path, digest: &Digest) -> Option<Vec<u8>> {
    files::bytes(&source_folder(root, digest).join(inputs::FILE))
}

/// How the people of a proof that was signed are told apart, by sealed keys.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRegister {
    form: String,
    heads: Register,
}

fn source_folder(root: &Path, digest: &Digest) -> PathBuf {
    root.join("kept/source").join(digest.as_str())
}

/// Keeps what a proof was drawn from, once everybody has signed it.
pub(crate) fn keep_source(
    root: &Path,
    digest: &Digest,
    (files, register): (&BTreeMap<String, Vec<u8>>, &Register),
) -> Result<(), Diagnostic> {
    let written = WrittenRegister { form: REGISTER.to_owned(), heads: register.clone() };
    let masks = serde_json::to_vec_pretty(&written).unwrap_or_default();
    let folder = source_folder(root, digest);
    let mut all = files.clone();
    all.insert("masks.json".to_owned(), masks);
    let paths: Vec<(PathBuf, &Vec<u8>)> =
        all.iter().map(|(name, bytes)| (folder.join(name), bytes)).collect();
    let singles = paths.iter().map(|(path, bytes)| Single { path, bytes, private: true });
    publish::write_replace_together(&singles.collect::<Vec<_>>())
}

/// Whether these are the files that a proof was drawn from, byte for byte: where what they come to is another proof today, the
/// program is another, and nobody edited anything.
pub(crate) fn is_source(root: &Path, digest: &Digest, files: &BTreeMap<String, Vec<u8>>) -> bool {
    let folder = source_folder(root, digest);
    let text = folder.join("notice.md").exists() == files.contains_key("notice.md");
    let same = |(name, bytes): (&String, &Vec<u8>)| files::bytes(&folder.join(name)).as_ref() == Some(bytes);
    text && folder.join("inputs.json").exists() && files.iter().all(same)
}

/// Whether the file of a notice is the one of which a proof was drawn, byte for byte.
pub(crate) fn is_notice(root: &Path, digest: &Digest, notice: &Notice) -> bool {
    let kept = files::bytes(&source_folder(root, digest).join("notice.toml"));
    kept.is_some_and(|kept| kept == notice.source.as_bytes())
}

/// How the people of a proof are told apart; nobody where that was not kept.
pub(crate) fn register(root: &Path, digest: &Digest) -> Register {
    let bytes = files::bytes(&source_folder(root, digest).join("masks.json"));
    let written = bytes.and_then(|bytes| serde_json::from_slice::<WrittenRegister>(&bytes).ok());
    written.filter(|is| is.form == REGISTER).map(|is| is.heads).unwrap_or_default()
}

/// A notice as it was when its proof was signed, if that was kept.
pub(crate) fn source(root: &Path, notice: &Notice, digest: &Digest) -> Option<Notice> {
    let folder = source_folder(root, digest);
    workspace::kept_notice(notice, &folder)
}
