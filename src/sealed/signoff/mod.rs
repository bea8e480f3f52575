//! Sign-off 签字: `Submission` (roster bytes, what the pack asks for, statements with signatures) → [`SignedOff`].
//!
//! Unsigned = unpublished. `verify` works on the very bytes that `intake` parses later, and on nothing else: it
//! reads no file. The role must stand in the signed statement *and* be the role of the trusted key; one person
//! counts for one role. A signature shows that a key holder approved these bytes; it is not a 可靠的电子签名 in the
//! sense of the 电子签名法, which needs a licensed authority.

pub mod codes;
mod keys;
mod statement;
mod verify;

pub(crate) use keys::sign_text;
pub use keys::{KeyPair, SecretKey, TrustedKeys, keygen, sign};
pub use statement::{Statement, statement_path};
pub use verify::verify;

use super::roster_bytes::RosterBytes;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::fmt;

/// A role that must have signed 应签角色.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRequirement {
    /// Id in the pack, e.g. `village-committee`.
    pub id: String,
    /// Chinese title, e.g. 村民委员会.
    pub title: String,
}

impl RoleRequirement {
    /// Whether `role` names this role, by id or by title.
    fn is(&self, role: &str) -> bool {
        self.id == role || self.title == role
    }
}

/// A statement file with its signature, as read 声明文件.
pub struct StatementFile {
    /// Path of the text relative to the workspace.
    pub path: String,
    /// Bytes of the text.
    pub text: Vec<u8>,
    /// Bytes of `<path>.minisig`, if there is one.
    pub signature: Option<Vec<u8>>,
}

/// What is laid before the gate 送签材料: one notice with its roster and everything signed about it. Has no `Debug`.
pub struct Submission {
    /// Path of the notice without ending.
    pub notice: String,
    /// Slug of the village.
    pub village: String,
    /// Notice kind.
    pub kind: String,
    /// Posting day 张贴日.
    pub posted: NaiveDate,
    /// Roster file, relative to the workspace.
    pub roster_path: String,
    /// The roster's bytes, read once.
    pub roster_bytes: RosterBytes,
    /// How many hidden or crossed-out rows the notice leaves out.
    pub hidden_rows: Option<u32>,
    /// Pack id.
    pub pack: String,
    /// SHA-256 of the pack in hex.
    pub pack_sha256: String,
    /// The same over the pack's files as they were saved: statements made before line ends stopped to count.
    pub pack_sha256_as_saved: String,
    /// Roles that the pack asks for at this stage.
    pub required: Vec<RoleRequirement>,
    /// What lies in `<roster file>.signoff/`.
    pub statements: Vec<StatementFile>,
    /// Day of the build.
    pub today: NaiveDate,
}

impl Submission {
    /// The statement 签字声明 that this person in this role has to sign today.
    pub fn statement(&self, role: &str, signer: &str) -> Statement {
        Statement {
            notice: self.notice.clone(),
            kind: self.kind.clone(),
            posted: self.posted,
            roster_path: self.roster_path.clone(),
            roster_sha256: self.roster_bytes.sha256().to_owned(),
            hidden_rows: self.hidden_rows,
            pack: self.pack.clone(),
            pack_sha256: self.pack_sha256.clone(),
            role: role.to_owned(),
            signer: signer.to_owned(),
            date: self.today,
        }
    }
}

/// Who signed 签字人, for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// Title of the role.
    pub role: String,
    /// Name.
    pub name: String,
    /// Day of signing.
    pub date: NaiveDate,
}

/// A roster that every role has signed 已签名册: holds the very bytes that were verified. Only [`verify()`] makes one.
pub struct SignedOff {
    bytes: RosterBytes,
    roster_path: String,
    signers: Vec<Signer>,
}

impl SignedOff {
    /// The verified bytes, inside this room only.
    pub(in crate::sealed) fn bytes(&self) -> &RosterBytes {
        &self.bytes
    }

    /// Roster file, relative to the workspace.
    pub fn roster_path(&self) -> &str {
        &self.roster_path
    }

    /// Who signed, required roles first.
    pub fn signers(&self) -> &[Signer] {
        &self.signers
    }
}

impl fmt::Debug for SignedOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedOff").field("roster_path", &self.roster_path).finish_non_exhaustive()
    }
}

/// SHA-256 of bytes as 64 lower-case hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
