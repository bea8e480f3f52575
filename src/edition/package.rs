//! Signing elsewhere 异地签字: a proof with its prints in one file `F.mbproof`, to be looked at and signed where the workspace is not,
//! and back. No roster travels: only its check value.

use super::proofs::DrawnUp;
use super::submission::of_sheets;
use crate::diag::{Diagnostic, Place};
use crate::proof::Sheets;
use crate::sealed::signoff::Statement;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

crate::codes! {
    MALFORMED = "package-malformed":
        "这个 .mbproof 文件读不懂，多半没有传完，或者被改过。请办公室重新运行 mingbai proof 公示 --out 文件。"
        / "The .mbproof file cannot be read: it is cut short, or somebody changed it. Make it again.";
    OTHER_FORM = "package-other-form":
        "这个 .mbproof 文件是更新的程序做的，要用新版打开。"
        / "The file was made by a newer program.";
    OTHER_PROOF = "package-other-proof":
        "带回来的签字签的不是现在这一稿：公示的内容或名册在送签以后改过。把现在这一稿再送一次。"
        / "What was signed elsewhere is not the draft of today: the notice or its roster changed since.";
}

/// The form of the file.
const FORM: &str = "mingbai-package/1";

/// A proof that travels 送签文件. Every value is a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProofPackage {
    form: String,
    /// Version of the program that made it.
    program: String,
    /// Path of the notice without ending.
    pub(crate) notice: String,
    /// The roster's check value.
    pub(crate) check: String,
    /// The proof's files by name.
    files: BTreeMap<String, String>,
    /// Prints by name, each as hexadecimal digits.
    prints: BTreeMap<String, String>,
    /// Check code of the signed proof from which it differs in days only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) only_days: Option<String>,
    /// What `check` says of it that stops nobody from signing, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) warnings: Vec<String>,
    /// Statements that were signed, by name, each with its signature.
    pub(crate) statements: BTreeMap<String, (String, String)>,
}

impl ProofPackage {
    /// From a proof that was drawn up.
    pub(crate) fn new(drawn: &DrawnUp, check: &str) -> Self {
        let text = |(name, bytes): (String, Vec<u8>)| (name, String::from_utf8_lossy(&bytes).into_owned());
        let digits = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Self {
            form: FORM.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            notice: drawn.sheets.proof.notice.clone(),
            check: check.to_owned(),
            files: drawn.sheets.files().into_iter().map(text).collect(),
            prints: drawn.prints.iter().map(|(name, bytes)| (name.clone(), digits(bytes))).collect(),
            only_days: None,
            warnings: drawn.warnings.clone(),
            statements: BTreeMap::new(),
        }
    }

    /// Reads a file; `path` for messages.
    pub(crate) fn read(path: &str, bytes: &[u8]) -> Result<(Self, Sheets), Diagnostic> {
        let malformed = || Self::malformed(path);
        let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|_| malformed())?;
        let form = value.get("form").and_then(|form| form.as_str()).unwrap_or_default();
        if form != FORM && form.starts_with("mingbai-package/") {
            let help = "请装新版的程序";
            return Err(Diagnostic::error(&OTHER_FORM, Place::file(path), "要用新版打开", help));
        }
        let package: Self = serde_json::from_value(value).map_err(|_| malformed())?;
        let files = package.files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes()));
        let sheets = Sheets::read(&files.collect()).map_err(|_| malformed())?;
        let whole = package.form == FORM && sheets.proof.notice == package.notice;
        if whole { Ok((package, sheets)) } else { Err(malformed()) }
    }

    /// The complaint about a file that cannot be read.
    pub(crate) fn malformed(path: &str) -> Diagnostic {
        let help = "请办公室重新运行 mingbai proof 公示 --out 文件";
        Diagnostic::error(&MALFORMED, Place::file(path), "送签文件读不懂", help)
    }

    /// The file's bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// The prints by name.
    pub(crate) fn prints(&self) -> BTreeMap<String, Vec<u8>> {
        let byte = |pair: &[u8]| {
            std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()).unwrap_or(0)
        };
        let bytes = |digits: &String| digits.as_bytes().chunks(2).map(byte).collect();
        self.prints.iter().map(|(name, digits)| (name.clone(), bytes(digits))).collect()
    }

    /// The statement that this person in this role has to sign.
    pub(crate) fn statement(
        &self,
        sheets: &Sheets,
        (role, signer): (&str, &str),
        date: NaiveDate,
    ) -> Statement {
        Statement {
            subject: of_sheets(sheets, self.only_days.as_deref()),
            check: self.check.clone(),
            role: role.to_owned(),
            signer: signer.to_owned(),
            date,
        }
    }

    /// Why statements about it say nothing of the draft of today.
    pub(crate) fn other(
        &self,
        path: &str,
        now: &Sheets,
        check: Option<&str>,
        theirs: &Sheets,
    ) -> Option<Diagnostic> {
        let proof = now.proof.digest() != theirs.proof.digest();
        if !proof && check == Some(self.check.as_str()) {
            return None;
        }
        let message = match proof {
            true => "带回来的签字签的不是现在这一稿",
            false => "公示稿没有变，名册里不公开的格在送签以后改过",
        };
        let help = format!("把现在这一稿再送一次：mingbai proof {} --out 文件.mbproof", self.notice);
        Some(Diagnostic::refusal(&OTHER_PROOF, Place::file(path), message, help))
    }
}
