//! The register of keys 密钥登记: what the ledger says of each key → which key may sign on which day.
//!
//! A key of the register counts with its file or without it, so that a file may be deleted once its holder has left. What
//! the register says of a key (who, which role, from when to when) goes before what the file says.

use super::codes::{KEY_TERM, KEY_UNREGISTERED};
use super::keys::{Signature, TrustedKey, TrustedKeys, parse_public};
use super::sha256_hex;
use crate::diag::{Diagnostic, Place};
use chrono::NaiveDate;
use minisign::PublicKey;

/// What the register says of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredKey {
    /// The public key, base64.
    pub public: String,
    /// Role 角色.
    pub role: String,
    /// Name 姓名.
    pub name: String,
    /// The village for which it holds; none: every village.
    pub village: Option<String>,
    /// First day on which it may sign.
    pub from: NaiveDate,
    /// Last day on which it may sign.
    pub until: Option<NaiveDate>,
    /// From this day on it may not.
    pub revoked: Option<NaiveDate>,
}

/// When a key may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Term {
    from: NaiveDate,
    until: Option<NaiveDate>,
    revoked: Option<NaiveDate>,
}

/// A public key as the register is to name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedKey {
    /// Where its file lies.
    pub path: String,
    /// SHA-256 of the key's bytes, 64 lower-case hexadecimal digits.
    pub fingerprint: String,
    /// The key, base64.
    pub public: String,
    /// Role 角色.
    pub role: String,
    /// Name 姓名.
    pub name: String,
    /// The village for which it holds; none: every village.
    pub village: Option<String>,
}

/// The public key in a file, wherever it lies, as the file names it.
pub fn public_key(path: &str, bytes: &[u8]) -> Result<NamedKey, Diagnostic> {
    // Where it lies says nothing of the key itself.
    let key =
        parse_public("keys/key.pub", bytes).map_err(|found| Diagnostic { at: Place::file(path), ..found })?;
    Ok(named(&key))
}

fn named(key: &TrustedKey) -> NamedKey {
    NamedKey {
        path: key.path.clone(),
        fingerprint: sha256_hex(&key.key.to_bytes()),
        public: key.key.to_base64(),
        role: key.role.clone(),
        name: key.name.clone(),
        village: key.village.clone(),
    }
}

impl TrustedKeys {
    /// With what the ledger says of keys. `required`: a key without a line does not count.
    pub fn with_register(mut self, register: &[RegisteredKey], required: bool) -> Self {
        self.required = required;
        for entry in register {
            let term = Term { from: entry.from, until: entry.until, revoked: entry.revoked };
            let Ok(key) = PublicKey::from_base64(&entry.public) else { continue };
            // A file that was moved to another folder is the same key still: moving it revokes no revocation.
            let overlap = |known: &Option<String>| {
                *known == entry.village || known.is_none() || entry.village.is_none()
            };
            let mut found = false;
            for known in self.keys.iter_mut().filter(|known| known.key == key && overlap(&known.village)) {
                known.role.clone_from(&entry.role);
                known.name.clone_from(&entry.name);
                (known.term, found) = (Some(term), true);
            }
            if !found {
                self.keys.push(TrustedKey {
                    path: "ledger.jsonl".to_owned(),
                    village: entry.village.clone(),
                    role: entry.role.clone(),
                    name: entry.name.clone(),
                    key,
                    term: Some(term),
                });
            }
        }
        self
    }

    /// Every key with what the register is to say of it, those that only the register knows, too.
    pub fn named(&self) -> Vec<NamedKey> {
        self.keys.iter().map(named).collect()
    }

    /// Why a key may not sign on a day; nothing if it may.
    pub(super) fn out_of_term(&self, key: &TrustedKey, day: NaiveDate) -> Option<Refusal> {
        let Some(term) = key.term else {
            return self.required.then(|| Refusal {
                code: &KEY_UNREGISTERED,
                message: "签名所用的密钥没有在台账里登记".to_owned(),
                help: format!("请乡镇核对签字人身份，运行 mingbai key {} --from 日期", key.path),
            });
        };
        let message = match (day < term.from, term.until.filter(|until| day > *until), term.revoked) {
            (_, _, Some(revoked)) if day >= revoked => format!("这把密钥{revoked}起撤销了，{day}签的不算"),
            (true, ..) => format!("这把密钥{}起才能签字，签字日期是{day}", term.from),
            (_, Some(until), _) => format!("这把密钥只能签到{until}，签字日期是{day}"),
            _ => return None,
        };
        let help = "请现在任职的人用自己的密钥重新签字；登记写错的，再运行一次 mingbai key";
        Some(Refusal { code: &KEY_TERM, message, help: help.to_owned() })
    }

    /// The file of the key that made a signature.
    pub fn signer_file(&self, village: &str, text: &[u8], signature: &[u8]) -> Option<(String, Vec<u8>)> {
        let signature = Signature::parse(signature)?;
        let made = |key: &&TrustedKey| key.holds_for(village) && signature.verifies(&key.key, text);
        let key = self.named_by(&signature).into_iter().find(made)?;
        Some((format!("{}.pub", &sha256_hex(&key.key.to_bytes())[..16]), key.to_file()))
    }

    /// The files of the keys that hold for a village, those that only the register knows, too.
    pub fn files_for(&self, village: &str) -> Vec<(String, Vec<u8>)> {
        let own = self.keys.iter().filter(|key| key.holds_for(village));
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for key in own {
            let own = format!("{}.pub", &sha256_hex(&key.key.to_bytes())[..16]);
            let name = key.path.rsplit('/').next().filter(|name| name.ends_with(".pub"));
            // Two folders may hold files of one name.
            let name = name.filter(|name| files.iter().all(|(known, _)| known != name));
            files.push((name.map_or(own, str::to_owned), key.to_file()));
        }
        files
    }
}

/// Why a key may not sign.
pub(super) struct Refusal {
    pub(super) code: &'static crate::diag::Code,
    pub(super) message: String,
    pub(super) help: String,
}
