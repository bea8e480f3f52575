//! Keys that counted when a proof was approved 签妥时的公钥: copied into `kept/source/<digest>/` with what the proof was drawn from, so
//! that a key file that was deleted can be put back, or registered. A copy counts for nothing by itself.

use crate::ledger::Digest;
use crate::sealed::signoff::{StatementFile, TrustedKeys};
use crate::workspace::Files;
use std::path::Path;

/// How such a file is called: before the name of the key's own file.
const PREFIX: &str = "key-";

/// Whether a proof was approved once, so far as that was kept.
pub(crate) fn was_approved(root: &Path, digest: &Digest) -> bool {
    root.join(format!("kept/source/{digest}/masks.json")).is_file()
}

/// The files of the keys that made these signatures, by the names under which they are kept.
pub(crate) fn to_keep(keys: &TrustedKeys, village: &str, statements: &[StatementFile]) -> Files {
    let made = |file: &StatementFile| keys.signer_file(village, &file.text, file.signature.as_deref()?);
    let made = statements.iter().filter_map(made);
    made.map(|(name, bytes)| (format!("{PREFIX}{name}"), bytes)).collect()
}
