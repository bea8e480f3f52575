//! Witness 见证: the township signs a head, in a small text that lies beside the ledger and, as a copy, elsewhere. A
//! ledger whose end was cut off or that was rewritten contradicts every witness after that place.

use super::chain::Ledger;
use super::codes::{CUT, WITNESS};
use super::event::Digest;
use super::excerpt::Head;
use crate::diag::{Diagnostic, Place};
use crate::sealed::signoff::TrustedKeys;
use chrono::NaiveDate;
use std::collections::BTreeMap;

const TITLE: &str = "明白台账见证 1";
const CLOSING: &str =
    "我看过这份台账到这一条为止的内容。以后这一条和它前面的内容改动一个字，都和本见证对不上。\n";

/// What the township signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Name of the township.
    pub township: String,
    /// The head.
    pub head: Head,
    /// Role of the key.
    pub role: String,
    /// Who signs.
    pub name: String,
    /// Day.
    pub day: NaiveDate,
}

impl Witness {
    /// The text 见证全文: these bytes are signed.
    pub fn to_text(&self) -> String {
        let Self { township, head, role, name, day } = self;
        format!(
            "{TITLE}\n乡镇：{township}\n条数：{}\n末条：{}\n角色：{role}\n见证人：{name}\n日期：{day}\n\n{CLOSING}",
            head.line, head.hash
        )
    }

    /// Where it lies in the workspace; its signature adds `.minisig`.
    pub fn path(&self) -> String {
        format!("witness/{:06}-{}.txt", self.head.line, self.role)
    }

    /// Reads a text that was written by [`Self::to_text`] and nothing else.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        let mut lines = text.lines().skip(1);
        let mut value =
            |label: &str| lines.next()?.strip_prefix(label)?.strip_prefix('：').map(str::to_owned);
        let witness = Self {
            township: value("乡镇")?,
            head: Head {
                line: value("条数")?.parse().ok()?, hash: Digest::try_from(value("末条")?).ok()?
            },
            role: value("角色")?,
            name: value("见证人")?,
            day: value("日期")?.parse().ok()?,
        };
        (witness.to_text() == text).then_some(witness)
    }
}

/// Holds the ledger against every witness file: those that hold, and all findings.
pub fn witnessed(
    ledger: &Ledger,
    township: &str,
    files: &BTreeMap<String, Vec<u8>>,
    keys: &TrustedKeys,
) -> (Vec<Witness>, Vec<Diagnostic>) {
    let (mut held, mut findings) = (Vec::new(), Vec::new());
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".txt")) {
        let signature = files.get(&format!("{path}.minisig"));
        let signer = signature.and_then(|signature| keys.township_signer(text, signature));
        match compare(ledger, township, (path, text), signer) {
            Ok(witness) => held.push(witness),
            Err(finding) => findings.push(finding),
        }
    }
    (held, findings)
}

/// Holds the ledger against a witness file at `path`: whether the township signed it (`signer`: role and name), and
/// whether the ledger still holds that head.
fn compare(
    ledger: &Ledger,
    township: &str,
    (path, text): (&str, &[u8]),
    signer: Option<(&str, &str)>,
) -> Result<Witness, Diagnostic> {
    let refuse = |message: &str| {
        let help = "找回原来的见证文件；或请乡镇重新运行 mingbai witness --key 钥匙";
        Diagnostic::refusal(&WITNESS, Place::file(path), message, help)
    };
    let witness = Witness::parse(text).ok_or_else(|| refuse("见证的内容被改过"))?;
    match signer {
        None => return Err(refuse("见证没有乡镇的签名，或签名对不上")),
        Some(signer) if signer != (&witness.role, &witness.name) => {
            return Err(refuse("见证写的人和签名的钥匙不是同一个"));
        }
        Some(_) if witness.township != township => return Err(refuse("这是另一个乡镇的见证")),
        Some(_) => {}
    }
    if ledger.hash_at(witness.head.line) == Some(&witness.head.hash) {
        return Ok(witness);
    }
    let (line, held) = (witness.head.line, ledger.head().line);
    let message = if held < line {
        format!("{}见证过第{line}条，台账现在只有{held}条：末尾被切掉了", witness.day)
    } else {
        format!("{}见证过的第{line}条，现在不是那一条：台账被重写过", witness.day)
    };
    let at = Place { line: u32::try_from(line).ok(), ..Place::file(super::FILE) };
    Err(Diagnostic::refusal(&CUT, at, message, "从备份找回原来的台账"))
}
