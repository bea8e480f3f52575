//! Sign-off 签字: what is signed, what the pack asks for, statements with signatures → [`SignedOff`].
//!
//! Unsigned = unpublished. `verify` reads no file. Somebody signs by key or on paper. The role must stand in the signed statement *and* be the role of the
//! trusted key; one person counts for one role. A signature shows that a key holder approved a proof; it is not a
//! 可靠的电子签名 in the sense of the 电子签名法, which needs a licensed authority.

pub mod codes;
mod keys;
mod old_statement;
mod paper;
mod register;
mod statement;
mod verify;
mod words;

pub(crate) use keys::sign_text;
pub use keys::{KeyPair, SecretKey, TrustedKeys, keygen, sign};
pub use old_statement::OldStatement;
pub use paper::{Official, OnPaper, PAPER_ENDING, PaperApproval, REFUSED_ENDING, Refusal, not_official};
pub use register::{NamedKey, RegisteredKey, public_key};
pub use statement::{Form, Statement, Subject};
pub(crate) use statement::{digest_of, role_of};
pub(crate) use verify::unsigned;
pub use verify::verify;
pub(crate) use words::to_clean;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementFile {
    /// Path of the text relative to the workspace.
    pub path: String,
    /// Bytes of the text.
    pub text: Vec<u8>,
    /// Bytes of `<path>.minisig`, if there is one.
    pub signature: Option<Vec<u8>>,
}

/// What statements of the old forms were made over 旧式签字的依据: `upgrade` checked them once, and says so beside the proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// SHA-256 of the roster's bytes.
    pub roster_sha256: String,
    /// SHA-256 of the pack.
    pub pack_sha256: String,
}

impl Carried {
    /// Whether an old statement is one of those.
    fn fits(&self, old: &OldStatement) -> bool {
        self.roster_sha256 == old.roster_sha256 && self.pack_sha256 == old.pack_sha256
    }
}

/// What is laid before the gate 送签材料: one notice, what is signed of it, and everything that was signed.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Path of the notice without ending.
    pub notice: String,
    /// Slug of the village.
    pub village: String,
    /// Where it is told that a signature is missing.
    pub place: String,
    /// What is signed.
    pub subject: Subject,
    /// The check value of the roster as it is now; none where the workspace has no secret.
    pub check: Option<String>,
    /// Where the proof was carried over from statements of the old forms.
    pub carried: Option<Carried>,
    /// Roles that the pack asks for at this stage.
    pub required: Vec<RoleRequirement>,
    /// Statements beside the proof.
    pub statements: Vec<StatementFile>,
    /// Signatures on paper, refusals, and by what they are judged.
    pub paper: OnPaper,
    /// Day of the build.
    pub today: NaiveDate,
}

impl Submission {
    /// The statement 签字声明 that this person in this role has to sign today; none without the roster's check value.
    pub fn statement(&self, role: &str, signer: &str) -> Option<Statement> {
        Some(Statement {
            subject: self.subject.clone(),
            check: self.check.clone()?,
            role: role.to_owned(),
            signer: signer.to_owned(),
            date: self.today,
        })
    }

    /// Titles of roles without a statement of their own.
    pub fn missing(&self) -> Vec<String> {
        let signed = self.statements.iter().filter(|file| file.signature.is_some());
        let on_paper = self.paper.approvals.iter().filter_map(|(_, bytes)| PaperApproval::read(bytes));
        let on_paper = on_paper.map(|is| is.role);
        let present: Vec<String> = signed.filter_map(|file| role_of(&file.text)).chain(on_paper).collect();
        let missing = self.required.iter().filter(|role| !present.iter().any(|held| role.is(held)));
        missing.map(|role| role.title.clone()).collect()
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
    /// How 签法.
    pub way: Way,
}

/// How somebody signed 签法.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By key.
    Key,
    /// On paper.
    Paper,
    /// By a key that cannot be found any more; it counted when the proof was approved.
    LostKey,
}

impl Way {
    /// In words.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Key => "密钥签字",
            Self::Paper => "纸上签字",
            Self::LostKey => "密钥签字，公钥已不在，照签妥时的记录",
        }
    }
}

/// What every role has signed 已签字. Only [`verify()`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOff {
    signers: Vec<Signer>,
    check: Option<String>,
}

impl SignedOff {
    /// Who signed, required roles first.
    pub fn signers(&self) -> &[Signer] {
        &self.signers
    }

    /// The roster's check value that all have signed; none where the statements are of the old forms.
    pub fn check(&self) -> Option<&str> {
        self.check.as_deref()
    }
}

/// SHA-256 of bytes as 64 lower-case hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
