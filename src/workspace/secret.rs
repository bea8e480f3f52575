//! The file `proof.secret` 密值 → the workspace's secret, or what is wrong with the file.

use super::files;
use crate::diag::{Diagnostic, Place};
use crate::proof::Secret;
use std::path::Path;

crate::codes! {
    SECRET = "proof-secret":
        "工作区里的密值文件 proof.secret 内容不对，多半被改过。从备份找回；找不回就移走它，程序会另做一个，已经有的公示稿照样有效。"
        / "The file proof.secret of the workspace is damaged. Restore it, or move it away: another one is made.";
}

/// The secret of a workspace: none before the first proof. Everybody has the sample's.
pub(crate) fn read(root: &Path, is_sample: bool) -> Result<Option<Secret>, Diagnostic> {
    if is_sample {
        return Ok(Some(Secret::SAMPLE));
    }
    let path = root.join(Secret::FILE);
    match files::bytes(&path) {
        Some(bytes) => {
            let read = Secret::parse(&String::from_utf8_lossy(&bytes));
            read.map(Some).ok_or_else(|| wrong("密值文件的内容不对"))
        }
        None if path.symlink_metadata().is_ok() => Err(wrong("密值文件打不开")),
        None => Ok(None),
    }
}

/// The complaint about the secret.
pub(crate) fn wrong(message: &str) -> Diagnostic {
    let help = "从备份找回这个文件；找不回，就把它移走再运行";
    Diagnostic::error(&SECRET, Place::file(Secret::FILE), message, help)
}
