//! Keys 密钥: who may sign in which role, and the making of keys and signatures (minisign's format).
//!
//! Role and name stand in the comment line of a key file, which minisign itself does not trust. They count here only
//! because the *public* file lies in the workspace's `keys/` folder: whoever owns that folder vouches for them, as
//! with a specimen of a seal. `keys/*.pub` holds for every village, `keys/<village>/*.pub` for that village only.
//! A signature brings no role of its own; nothing may be keyed on the bytes of a signature file, which are malleable.

use super::codes::{KEY_DUPLICATE, KEY_FAILED, KEY_LOCKED, KEY_MALFORMED};
use super::register::Term;
use super::statement::{ReadStatement, Statement, malformed};
use super::words::{is_name, is_role};
use crate::diag::{Diagnostic, Place};
use crate::text;
use minisign::{PublicKey, PublicKeyBox, SecretKeyBox, SignatureBox};
use std::io::Cursor;

const COMMENT: &str = "untrusted comment: ";
const PUBLIC: &str = "mingbai public key ";
const SECRET: &str = "mingbai secret key ";

/// A fresh key pair 密钥对, as the bytes of its two files.
pub struct KeyPair {
    /// `FILE.key` 私钥: only its owner may read it.
    pub secret: Vec<u8>,
    /// `FILE.pub` 公钥: goes into the workspace's `keys/` folder.
    pub public: Vec<u8>,
    /// Whether a password protects the secret file.
    pub encrypted: bool,
}

/// Makes a key pair 生成密钥 for one person in one role; no password or an empty one leaves the secret file open.
pub fn keygen(role: &str, name: &str, password: Option<&str>) -> Result<KeyPair, Diagnostic> {
    let refuse = |field, message: &str| {
        Diagnostic::error(&KEY_MALFORMED, Place::default().field(field), message, "换一个写法再试")
    };
    if !is_role(role) {
        return Err(refuse("角色", "角色不能空，不能有空格、斜杠和等号，不超过 64 个字"));
    }
    if !is_name(name) {
        return Err(refuse("姓名", "姓名不能空，不能有等号和看不见的字符，不超过 64 个字"));
    }
    let failed = |_| {
        Diagnostic::error(
            &KEY_FAILED,
            Place::default(),
            "生成密钥没有成功",
            "请重试；反复出现时检查系统的随机数来源",
        )
    };
    let password = password.filter(|password| !password.is_empty());
    let pair = match password {
        Some(password) => minisign::KeyPair::generate_encrypted_keypair(Some(password.to_owned())),
        None => minisign::KeyPair::generate_unencrypted_keypair(),
    }
    .map_err(failed)?;
    let comment = format!("{SECRET}role={role} name={name}");
    let secret = pair.sk.to_box(Some(&comment)).map_err(failed)?.to_bytes();
    let public = format!("{COMMENT}{PUBLIC}role={role} name={name}\n{}\n", pair.pk.to_base64()).into_bytes();
    Ok(KeyPair { secret, public, encrypted: password.is_some() })
}

/// A secret key file 私钥 with the role and name it was made for. Never shown, never compared.
pub struct SecretKey {
    path: String,
    role: String,
    name: String,
    text: String,
    encrypted: bool,
}

impl SecretKey {
    /// Reads `FILE.key`; the password is asked for only when [`Self::is_encrypted`] says so.
    pub fn parse(path: &str, bytes: &[u8]) -> Result<Self, Diagnostic> {
        let refuse = |message: &str| {
            let help = "用 mingbai keygen 生成密钥；--key 后面写私钥文件（.key）";
            Diagnostic::error(&KEY_MALFORMED, Place::file(path), message, help)
        };
        let text = text::decode(bytes).map_err(|_| refuse("这不是私钥文件"))?;
        let (comment, key) = two_lines(&text).ok_or_else(|| refuse("这不是私钥文件"))?;
        // The first bytes of the key name its algorithms: "Ed" with "Sc" (scrypt), or with zeros (no password).
        let encrypted = if key.starts_with("RWRTY0Iy") {
            true
        } else if key.starts_with("RWQAAEIy") {
            false
        } else {
            return Err(refuse("这不是私钥文件"));
        };
        let (role, name) =
            identity(comment, SECRET).ok_or_else(|| refuse("私钥的第一行没有写明角色和姓名"))?;
        Ok(Self { path: path.to_owned(), role, name, text: format!("{comment}\n{key}\n"), encrypted })
    }

    /// Role 角色 the key was made for.
    pub fn role(&self) -> &str {
        &self.role
    }

    /// Name 姓名 the key was made for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether a password is needed to sign.
    pub fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    fn open(&self, password: Option<&str>) -> Result<minisign::SecretKey, Diagnostic> {
        let locked = |message: &str| {
            let help = "在终端里运行 mingbai sign，照提示输入密码";
            Diagnostic::error(&KEY_LOCKED, Place::file(&self.path), message, help)
        };
        let text = SecretKeyBox::from(self.text.clone());
        if self.encrypted {
            // Without a password the crate would ask on the terminal: that is the command line's business.
            let password = password.ok_or_else(|| locked("这把密钥有密码"))?;
            text.into_secret_key(Some(password.to_owned())).map_err(|_| locked("密码不对，或密钥文件损坏"))
        } else {
            text.into_unencrypted_secret_key().map_err(|_| {
                Diagnostic::error(
                    &KEY_MALFORMED,
                    Place::file(&self.path),
                    "密钥文件损坏",
                    "从备份取回，或重新生成密钥",
                )
            })
        }
    }
}

/// Signs a statement 签字: the bytes of its `.minisig`, which were verified before they are returned.
pub fn sign(statement: &Statement, key: &SecretKey, password: Option<&str>) -> Result<Vec<u8>, Diagnostic> {
    let text = statement.to_text();
    // A value with a line break in it would be signed as something else than it is read.
    match ReadStatement::parse(text.as_bytes(), &key.path) {
        Ok(read) if read.is_of(statement) => {}
        Ok(_) => return Err(malformed(Place::file(&key.path), "声明里有一处内容写成了两行")),
        Err(mut findings) => return Err(findings.pop().unwrap_or_else(|| failed(&key.path))),
    }
    let notice = statement.subject.lines.first().map_or("", |(_, notice)| notice.as_str());
    let trusted = format!("mingbai {notice} {}", statement.date.format("%Y-%m-%d"));
    sign_text(text.as_bytes(), key, password, &trusted)
}

/// Signs a text that the caller has checked (a statement, a witnessed head); `trusted` stands in the signed comment.
pub(crate) fn sign_text(
    text: &[u8],
    key: &SecretKey,
    password: Option<&str>,
    trusted: &str,
) -> Result<Vec<u8>, Diagnostic> {
    let secret = key.open(password)?;
    let public = PublicKey::from_secret_key(&secret).map_err(|_| failed(&key.path))?;
    let signature = minisign::sign(Some(&public), &secret, text, Some(trusted), Some("mingbai signature"))
        .map_err(|_| failed(&key.path))?
        .to_bytes();
    let read = Signature::parse(&signature).ok_or_else(|| failed(&key.path))?;
    if read.verifies(&public, text) { Ok(signature) } else { Err(failed(&key.path)) }
}

fn failed(path: &str) -> Diagnostic {
    Diagnostic::error(&KEY_FAILED, Place::file(path), "签名没有成功", "请重试；反复出现时重新生成密钥")
}

/// A signature file whose lines have the right lengths (the crate would panic on a short one).
pub(super) struct Signature(SignatureBox);

impl Signature {
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = text::decode(bytes).ok()?;
        let lines = written_lines(&text);
        let [comment, signature, trusted, global] = lines.as_slice() else { return None };
        let shaped = comment.starts_with(COMMENT)
            && trusted.starts_with("trusted comment: ")
            && is_base64(signature, 100, "=")
            && is_base64(global, 88, "==");
        let text = lines.join("\n") + "\n";
        shaped.then(|| SignatureBox::from_string(&text).ok()).flatten().map(Self)
    }

    pub(super) fn verifies(&self, key: &PublicKey, text: &[u8]) -> bool {
        minisign::verify(key, &self.0, Cursor::new(text), true, false, false).is_ok()
    }
}

/// `length` characters of base64 ending with exactly this padding.
fn is_base64(text: &str, length: usize, padding: &str) -> bool {
    text.len() == length
        && text
            .strip_suffix(padding)
            .is_some_and(|body| body.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/'))
}

/// A public key that the workspace trusts.
#[derive(Clone)]
pub(super) struct TrustedKey {
    pub(super) path: String,
    /// `None`: every village.
    pub(super) village: Option<String>,
    pub(super) role: String,
    pub(super) name: String,
    pub(super) key: PublicKey,
    /// What the ledger says of it.
    pub(super) term: Option<Term>,
}

impl TrustedKey {
    /// The bytes of its file.
    pub(super) fn to_file(&self) -> Vec<u8> {
        let (role, name) = (&self.role, &self.name);
        format!("{COMMENT}{PUBLIC}role={role} name={name}\n{}\n", self.key.to_base64()).into_bytes()
    }

    pub(super) fn holds_for(&self, village: &str) -> bool {
        self.village.as_deref().is_none_or(|own| own == village)
    }
}

/// The keys that the workspace trusts 受信任的公钥, in the order of their paths.
#[derive(Clone)]
pub struct TrustedKeys {
    pub(super) keys: Vec<TrustedKey>,
    /// Whether a key must stand in the ledger.
    pub(super) required: bool,
}

impl TrustedKeys {
    /// Reads `keys/*.pub` (every village) and `keys/<village>/*.pub` (that one only); all complaints at once.
    pub fn parse(files: &[(String, Vec<u8>)]) -> Result<Self, Vec<Diagnostic>> {
        let mut keys: Vec<TrustedKey> = Vec::new();
        let mut findings = Vec::new();
        let mut sorted: Vec<&(String, Vec<u8>)> = files.iter().collect();
        sorted.sort();
        for (path, bytes) in sorted {
            match parse_public(path, bytes) {
                Ok(key) => {
                    let twin = keys.iter().find(|other| {
                        other.key == key.key
                            && (other.village == key.village
                                || other.village.is_none()
                                || key.village.is_none())
                    });
                    if let Some(twin) = twin {
                        let message = format!("这把公钥已经在 {} 登记过", twin.path);
                        let help = "一把密钥只属于一个人、一个角色：删掉其中一个文件，或各自重新生成密钥";
                        findings.push(Diagnostic::refusal(&KEY_DUPLICATE, Place::file(path), message, help));
                    } else {
                        keys.push(key);
                    }
                }
                Err(finding) => findings.push(finding),
            }
        }
        if findings.is_empty() { Ok(Self { keys, required: false }) } else { Err(findings) }
    }

    /// Role and name of the township's key (one that holds for every village) that signed a text.
    pub(crate) fn township_signer(&self, text: &[u8], signature: &[u8]) -> Option<(&str, &str)> {
        let signature = Signature::parse(signature)?;
        let signs = |key: &&TrustedKey| key.village.is_none() && signature.verifies(&key.key, text);
        self.named_by(&signature).into_iter().find(signs).map(|key| (key.role.as_str(), key.name.as_str()))
    }

    /// Whether somebody of this name holds a trusted key: an official, not a villager of a roster.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.keys.iter().any(|key| key.name == name || key.role == name)
    }

    /// Keys whose id a signature names. The id is a hint only: the caller must verify.
    pub(super) fn named_by(&self, signature: &Signature) -> Vec<&TrustedKey> {
        self.keys.iter().filter(|trusted| trusted.key.keynum() == signature.0.keynum()).collect()
    }
}

pub(super) fn parse_public(path: &str, bytes: &[u8]) -> Result<TrustedKey, Diagnostic> {
    let refuse =
        |message: &str, help: &str| Diagnostic::refusal(&KEY_MALFORMED, Place::file(path), message, help);
    let parts: Vec<&str> = path.split('/').collect();
    let village = match parts.as_slice() {
        ["keys", _] => None,
        ["keys", village, _] => Some((*village).to_owned()),
        _ => {
            return Err(refuse(
                "公钥放错了地方",
                "放进 keys 目录（各村通用）或 keys/村名 目录（只对该村有效）",
            ));
        }
    };
    let not_key =
        || refuse("这不是公钥文件", "把 mingbai keygen 生成的 .pub 文件原样放进来；私钥（.key）不要放在这里");
    let text = text::decode(bytes).map_err(|_| not_key())?;
    let (comment, key) = two_lines(&text).ok_or_else(not_key)?;
    let key = PublicKeyBox::from_string(&format!("{COMMENT}\n{key}\n"))
        .and_then(PublicKeyBox::into_public_key)
        .ok()
        .filter(|read| read.to_bytes().starts_with(b"Ed") && read.to_base64() == key)
        .ok_or_else(not_key)?;
    let (role, name) = identity(comment, PUBLIC).ok_or_else(|| {
        refuse(
            "公钥的第一行没有写明角色和姓名",
            "第一行应当是：untrusted comment: mingbai public key role=角色 name=姓名",
        )
    })?;
    Ok(TrustedKey { path: path.to_owned(), village, role, name, key, term: None })
}

/// A key file is exactly a comment line and a key line (the key itself is checked).
fn two_lines(text: &str) -> Option<(&str, &str)> {
    match written_lines(text)[..] {
        [comment, key] => Some((comment, key)),
        _ => None,
    }
}

/// The lines of a file of keys, whatever ends them, without the blank ones that an editor leaves at the end.
fn written_lines(text: &str) -> Vec<&str> {
    let text = text.trim_end();
    if text.contains('\n') { text.lines().collect() } else { text.split('\r').collect() }
}

/// `untrusted comment: mingbai … key role=<role> name=<name>` → role and name.
fn identity(comment: &str, kind: &str) -> Option<(String, String)> {
    let rest = comment.strip_prefix(COMMENT)?.strip_prefix(kind)?.strip_prefix("role=")?;
    let (role, name) = rest.split_once(" name=")?;
    (is_role(role) && is_name(name)).then(|| (role.to_owned(), name.to_owned()))
}
