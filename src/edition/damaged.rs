//! Damaged proofs 损坏的公示稿: a folder that somebody signed into and that no longer reads → which of its files to take back.

use super::approvals::{self, is_ended};
use crate::diag::{Diagnostic, Place};
use crate::ledger::Digest;
use crate::proof::check_code;
use crate::sealed::signoff::codes::DAMAGED;
use crate::workspace::{Notice, ProofFolder};
use std::collections::BTreeMap;

/// The damaged file of a signed proof of this version.
pub(crate) fn of_version(notice: &Notice, version: &str) -> Option<Diagnostic> {
    let prefix = format!("v{version}-");
    let own = |folder: &&ProofFolder| {
        folder.path.rsplit('/').next().is_some_and(|name| name.starts_with(&prefix)) && !is_ended(folder)
    };
    notice.proofs.iter().filter(own).find_map(|folder| of_folder(notice, folder))
}

/// The damaged file of a folder that somebody signed into.
pub(crate) fn of_folder(notice: &Notice, folder: &ProofFolder) -> Option<Diagnostic> {
    if !folder.is_signed() || folder.path.ends_with("-internal") || approvals::read(notice, folder).is_some()
    {
        return None;
    }
    let path = format!("{}/{}", folder.path, damaged(folder));
    let help = "从备份取回这个文件，不要手工改；找不回的，重新拟稿，重新签字";
    let message = "签过字的公示稿里，这个文件损坏或不见了，签字对不上";
    Some(Diagnostic::refusal(&DAMAGED, Place::file(path), message, help))
}

/// The first file that is not what it was. The folder bears the check code of its proof.
fn damaged(folder: &ProofFolder) -> String {
    let own = |bytes: &Vec<u8>| folder.path.ends_with(&format!("-{}", check_code(&Digest::of(bytes))));
    if !folder.files.get("proof.json").is_some_and(own) {
        return "proof.json".to_owned();
    }
    let proof = folder.files.get("proof.json").and_then(|bytes| serde_json::from_slice(bytes).ok());
    let faces = |proof: serde_json::Value| -> Option<BTreeMap<String, String>> {
        serde_json::from_value(proof.get("faces")?.clone()).ok()
    };
    let whole = |(channel, digest): &(String, String)| {
        let bytes = folder.files.get(&format!("{channel}.json"));
        bytes.is_some_and(|bytes| Digest::of(bytes).as_str() == digest)
    };
    let wrong = proof.and_then(faces).and_then(|faces| faces.into_iter().find(|face| !whole(face)));
    wrong.map_or_else(|| "proof.json".to_owned(), |(channel, _)| format!("{channel}.json"))
}
