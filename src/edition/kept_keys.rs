//! Keys that counted when a proof was approved 签妥时的公钥: copied into `kept/source/<digest>/` with what the proof was drawn from, so
//! that a key file may be deleted without taking anything back.

use crate::ledger::Digest;
use crate::sealed::signoff::{StatementFile, TrustedKeys};
use crate::workspace::{Files, files};
use std::path::Path;

/// How such a file is called: before the name of the key's own file.
const PREFIX: &str = "key-";

/// The keys that were kept of a proof; none where it was never approved, or nothing was kept of it.
pub(crate) fn of(root: &Path, digest: &Digest) -> Option<Vec<(String, Vec<u8>)>> {
    let folder = format!("kept/source/{digest}");
    // The register of masks is written with everything else: without it nothing was kept.
    files::bytes(&root.join(&folder).join("masks.json"))?;
    let inside = files::tree(&root.join(&folder)).unwrap_or_default();
    let own = inside.into_iter().filter(|(name, _)| name.starts_with(PREFIX) && name.ends_with(".pub"));
    Some(own.map(|(name, bytes)| (format!("{folder}/{name}"), bytes)).collect())
}

/// The files of the keys that made these signatures, by the names under which they are kept.
pub(crate) fn to_keep(keys: &TrustedKeys, village: &str, statements: &[StatementFile]) -> Files {
    let made = |file: &StatementFile| keys.signer_file(village, &file.text, file.signature.as_deref()?);
    let made = statements.iter().filter_map(made);
    made.map(|(name, bytes)| (format!("{PREFIX}{name}"), bytes)).collect()
}
