//! Sheets to sign on 签字单: which were printed of which proof for which role, each with a code of its own; a code that was typed →
//! the sheet that it stands on, or why it does not count here.

use crate::diag::{Diagnostic, Place};
use crate::policy::Pack;
use crate::proof::{Secret, check_code};
use crate::publish;
use crate::workspace::{Workspace, files};
use chrono::NaiveDate;
use hmac::Mac;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::path::Path;

crate::codes! {
    SHEETS = "sheet-list-malformed":
        "签字单的登记（kept/sheets.json）读不懂。从备份取回；找不回就移走它，以前打印还没登记的签字单都作废，重新打印。"
        / "The list of printed sheets cannot be read. Restore it; or move it away, and print again what was not recorded yet.";
    CODE = "sheet-code":
        "签字单上的号码不对：打错了，已经用过，或者这张单子是另一稿、另一份名册、另一个角色的。"
        / "The code is not that of a sheet for this proof, this roster and this role, or it was used already.";
    ROLE = "sheet-role":
        "这种公示不要求这个角色签字。--role 写政策包里的角色，例如 村民委员会。"
        / "The kind of notice does not ask for this role.";
    SCAN = "sheet-scan":
        "扫描件要是 .jpg、.png 或 .pdf（看内容，不看名称）。照着单子拍一张照片也可以。"
        / "The scan must be a JPEG, a PNG or a PDF; its bytes say which.";
    OFFICIAL_ROLE = "official-unknown-role":
        "[[official]] 的 role 不是政策包里的角色，这个人签不了字。照政策包写角色的名称。"
        / "An [[official]] has a role that the pack does not know.";
    APPROVED = "sheet-approved":
        "要签字的都已经签了，不能再写“不同意”。要换内容的，改好重新拟稿；已经张贴的，先运行 mingbai amend。"
        / "Everybody has signed already: a refusal comes too late. Change the notice, or amend what hangs.";
}

/// The form of the list.
const FORM: &str = "mingbai-sheets/1";
/// Where it lies in the workspace.
pub(crate) const FILE: &str = "kept/sheets.json";
/// What is locked while it is changed, beside it.
const LOCK: &str = "kept/.sheets.lock";

/// Every sheet that was printed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Printed {
    form: String,
    sheets: Vec<Sheet>,
}

/// A sheet that was printed. Its code stands on the paper alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sheet {
    /// Running number in the workspace.
    pub(crate) number: u32,
    /// Path of the notice without ending.
    pub(crate) notice: String,
    /// Digest of what is to be signed.
    pub(crate) digest: String,
    /// The roster's check value.
    pub(crate) check: String,
    /// Title of the role.
    pub(crate) role: String,
    /// Day of printing.
    pub(crate) printed: NaiveDate,
    /// Whether it was recorded.
    pub(crate) used: bool,
}

impl Sheet {
    /// The code on the paper: twelve digits in three groups of four.
    pub(crate) fn code(&self, secret: &Secret) -> String {
        let Self { number, digest, check, role, .. } = self;
        let sealed = format!("mingbai sheet 1\n{digest}\n{check}\n{role}\n{number}\n");
        let mac = secret.mac().chain_update(sealed.as_bytes()).finalize().into_bytes();
        let value = mac.iter().take(8).fold(0u64, |value, byte| value << 8 | u64::from(*byte));
        let digits = format!("{:012}", value % 1_000_000_000_000);
        format!("{}-{}-{}", &digits[..4], &digits[4..8], &digits[8..])
    }
}

impl Printed {
    /// The list of a workspace, and what keeps others from changing it until it is dropped.
    pub(crate) fn locked(root: &Path) -> Result<(Self, File), Diagnostic> {
        let lock = publish::lock(&root.join(LOCK))?;
        Ok((Self::read(root)?, lock))
    }

    /// The list of a workspace.
    pub(crate) fn read(root: &Path) -> Result<Self, Diagnostic> {
        let Some(bytes) = files::bytes(&root.join(FILE)) else {
            return Ok(Self { form: FORM.to_owned(), sheets: Vec::new() });
        };
        let read = serde_json::from_slice::<Self>(&bytes).ok().filter(|read| read.form == FORM);
        read.ok_or_else(|| {
            let help = "从备份取回；找不回就移走它，没登记的签字单重新打印";
            Diagnostic::error(&SHEETS, Place::file(FILE), "签字单的登记读不懂", help)
        })
    }

    /// The file's bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// Enters one more sheet; the same thing printed twice is two sheets.
    pub(crate) fn add(&mut self, sheet: Sheet) -> Sheet {
        let number = self.sheets.iter().map(|sheet| sheet.number).max().unwrap_or(0) + 1;
        let sheet = Sheet { number, used: false, ..sheet };
        self.sheets.push(sheet.clone());
        sheet
    }

    /// The sheet that bears this code, if it may be recorded as `wanted`.
    pub(crate) fn sheet(&self, secret: &Secret, code: &str, wanted: &Sheet) -> Result<&Sheet, Diagnostic> {
        let typed = digits(code);
        let refuse = |message: String, help: String| {
            Err(Diagnostic::refusal(&CODE, Place::file(&wanted.notice).field("--code"), message, help))
        };
        let again =
            || format!("重新打印一张签，再登记：mingbai sheet {} --role {}", wanted.notice, wanted.role);
        let Some(found) = self.sheets.iter().find(|sheet| digits(&sheet.code(secret)) == typed) else {
            let message = "签字单的号码不对".to_owned();
            return refuse(message, format!("照着单子再打一遍；单子找不到的，{}", again()));
        };
        if found.digest != wanted.digest {
            let now = crate::ledger::Digest::try_from(wanted.digest.clone());
            let now =
                now.map_or_else(|_| String::new(), |digest| format!("（校对码 {}）", check_code(&digest)));
            return refuse(format!("这张签字单签的不是现在这一稿{now}"), again());
        }
        if found.check != wanted.check {
            return refuse("打印签字单以后，名册改过".to_owned(), again());
        }
        if found.role != wanted.role {
            return refuse("这张签字单是另一个角色的".to_owned(), "核对单子和 --role".to_owned());
        }
        if found.used {
            return refuse("这张签字单已经登记过，一张只用一次".to_owned(), again());
        }
        Ok(found)
    }

    /// Marks a sheet as recorded.
    pub(crate) fn used(&mut self, number: u32) {
        self.sheets.iter_mut().filter(|sheet| sheet.number == number).for_each(|sheet| sheet.used = true);
    }
}

/// The digits of a code as somebody types it: wide ones are the same.
fn digits(code: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => Some(c),
    };
    code.chars().filter_map(narrow).filter(|c| !c.is_whitespace() && !"-－—–".contains(*c)).collect()
}

/// Officials whose role the pack does not know: nobody would ask for their signature.
pub(crate) fn strange_officials(workspace: &Workspace, pack: &Pack) -> Vec<Diagnostic> {
    let villages = workspace.villages.iter();
    let of_villages = villages.flat_map(|is| is.is.official.iter().map(|one| (is.path.as_str(), one)));
    let of_township = workspace.township.official.iter().map(|one| ("township.toml", one));
    let known = |role: &str| pack.is.role.iter().any(|is| [&is.id, &is.title].contains(&&role.to_owned()));
    let strange = of_township.chain(of_villages).filter(|(_, official)| !known(&official.role));
    let titles: Vec<&str> = pack.is.role.iter().map(|role| role.title.as_str()).collect();
    strange
        .map(|(path, _)| {
            let help = format!("role 写{}", titles.join("或"));
            let at = Place::file(path).field("official.role");
            Diagnostic::warning(&OFFICIAL_ROLE, at, "有一段 [[official]] 的角色政策包里没有", help)
        })
        .collect()
}

/// The ending for a scan by its first bytes.
pub(crate) fn scan_kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("png"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("pdf"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Printed, Sheet, scan_kind};
    use crate::proof::Secret;

    fn sheet(role: &str) -> Sheet {
        Sheet {
            number: 0,
            notice: "villages/hongqi/notices/n".into(),
            digest: "a".repeat(64),
            check: "b".repeat(64),
            role: role.into(),
            printed: "2025-03-12".parse().unwrap(),
            used: false,
        }
    }

    #[test]
    fn a_code_stands_for_one_sheet_of_one_proof_roster_and_role_once() {
        let secret = Secret::new([7; 32]);
        let mut printed = Printed { form: super::FORM.into(), sheets: Vec::new() };
        let (one, two) = (printed.add(sheet("村民委员会")), printed.add(sheet("村民委员会")));
        assert_ne!(one.code(&secret), two.code(&secret));
        assert_eq!(one.code(&secret).len(), 14);
        let wide: String =
            one.code(&secret).replace('-', " ").chars().map(|c| if c == '1' { '１' } else { c }).collect();
        assert_eq!(printed.sheet(&secret, &wide, &one).unwrap().number, 1);
        let refused = |printed: &Printed, code: &str, wanted: &Sheet| {
            let found = printed.sheet(&secret, code, wanted).unwrap_err();
            assert!(!found.to_string().contains(&one.code(&secret)), "it tells what would be right");
            found.message
        };
        assert!(refused(&printed, "0000-0000-0000", &one).contains("号码不对"));
        let code = one.code(&secret);
        assert!(
            refused(&printed, &code, &Sheet { digest: "c".repeat(64), ..one.clone() })
                .contains("不是现在这一稿")
        );
        assert!(
            refused(&printed, &code, &Sheet { check: "c".repeat(64), ..one.clone() }).contains("名册改过")
        );
        assert!(
            refused(&printed, &code, &Sheet { role: "村务监督委员会".into(), ..one.clone() })
                .contains("另一个角色")
        );
        printed.used(1);
        assert!(refused(&printed, &code, &one).contains("只用一次"));
        assert!(printed.sheet(&secret, &two.code(&secret), &two).is_ok());
        // Under another secret every code is another.
        assert!(printed.sheet(&Secret::new([8; 32]), &two.code(&secret), &two).is_err());
    }

    #[test]
    fn a_scan_is_known_by_its_bytes() {
        assert_eq!(scan_kind(b"%PDF-1.7"), Some("pdf"));
        assert_eq!(scan_kind(&[0xff, 0xd8, 0xff, 0xe0]), Some("jpg"));
        assert_eq!(scan_kind(b"\x89PNG\r\n\x1a\n"), Some("png"));
        assert_eq!(scan_kind(b"MZ"), None);
        assert_eq!(scan_kind(b""), None);
    }
}
