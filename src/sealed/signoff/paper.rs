//! Signatures on paper 纸上签字, and refusals 不同意: what `approve` records beside a proof → who approved, or who said no.
//!
//! A record of paper proves nothing by cryptography: it says who signed on which sheet and names the scan by its digest. What
//! it is worth is what the scan shows.

use super::codes::{CHANGED, FUTURE_DATE, OFFICIAL, PAPER, REFUSED, WRONG_NOTICE, WRONG_ROLE};
use super::verify::{Accepted, Gate};
use super::words::{folded, is_clean, is_name, is_role, is_sha256};
use super::{Signer, Subject, Submission, Way, sha256_hex};
use crate::diag::{Code, Diagnostic, Place};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

/// How the file of a signature on paper is called: behind its role.
pub const PAPER_ENDING: &str = ".paper.json";
/// How the file of a refusal is called: behind its role.
pub const REFUSED_ENDING: &str = ".refused.json";

/// Who may sign on paper in which role 可在纸上签字的人.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Official {
    /// Role: id or title of the pack.
    pub role: String,
    /// Name.
    pub name: String,
    /// First day in office.
    pub from: NaiveDate,
    /// Last day in office.
    pub until: Option<NaiveDate>,
}

/// What lies beside a proof of signatures on paper, and by what they are judged.
#[derive(Debug, Clone, Default)]
pub struct OnPaper {
    /// Signatures on paper: path and bytes.
    pub approvals: Vec<(String, Vec<u8>)>,
    /// Refusals: path and bytes.
    pub refusals: Vec<(String, Vec<u8>)>,
    /// Who may sign on paper.
    pub officials: Vec<Official>,
    /// The only way of signing that counts, where the township says so.
    pub only: Option<Way>,
    /// Whether this was approved once: what became of keys and officials since takes nothing back.
    pub approved_before: bool,
    /// Whether the ledger says that it hung: of a key that is gone its word is taken.
    pub keys_lost: bool,
}

/// A signature on paper 纸上签字的记录, `<role>.paper.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperApproval {
    /// `mingbai-paper/1`.
    pub form: String,
    /// Path of the notice without ending.
    pub notice: String,
    /// What was signed: the proof's digest, or that of the words of an internal list.
    pub digest: String,
    /// The roster's check value.
    pub check: String,
    /// Title of the role.
    pub role: String,
    /// Name of who signed.
    pub signer: String,
    /// Day on the paper.
    pub day: NaiveDate,
    /// When it was recorded: the clock.
    pub at: DateTime<FixedOffset>,
    /// In a rehearsal the day as which it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_if: Option<NaiveDate>,
    /// Who recorded it.
    pub by: String,
    /// Number of the sheet that was signed.
    pub sheet: u32,
    /// SHA-256 of the scan.
    pub scan: String,
    /// Ending of the scan's name: `jpg`, `png`, `pdf`.
    pub scan_kind: String,
}

/// A refusal 不同意, `<role>.refused.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// `mingbai-refusal/1`.
    pub form: String,
    /// Path of the notice without ending.
    pub notice: String,
    /// What was refused.
    pub digest: String,
    /// Title of the role.
    pub role: String,
    /// Who refused, if it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// Why.
    pub why: String,
    /// The day.
    pub day: NaiveDate,
    /// When it was recorded: the clock.
    pub at: DateTime<FixedOffset>,
    /// In a rehearsal the day as which it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_if: Option<NaiveDate>,
    /// Who recorded it.
    pub by: String,
}

impl PaperApproval {
    /// The form of the file.
    pub const FORM: &str = "mingbai-paper/1";

    /// Reads one, strictly.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let is: Self = serde_json::from_slice(bytes).ok()?;
        let sound = is.form == Self::FORM
            && is_role(&is.role)
            && is_name(&is.signer)
            && [&is.digest, &is.check, &is.scan].into_iter().all(|hash| is_sha256(hash))
            && ["jpg", "png", "pdf"].contains(&is.scan_kind.as_str());
        sound.then_some(is)
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Where its scan lies in the workspace.
    pub fn scan_path(&self) -> String {
        format!("kept/papers/{}.{}", self.scan, self.scan_kind)
    }
}

impl Refusal {
    /// The form of the file.
    pub const FORM: &str = "mingbai-refusal/1";

    /// Reads one, strictly.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let is: Self = serde_json::from_slice(bytes).ok()?;
        (is.form == Self::FORM && is_role(&is.role) && is_clean(&is.why)).then_some(is)
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

impl Official {
    /// Whether it is this person on this day, in a role called so or so.
    pub fn is(&self, roles: [&str; 2], name: &str, day: NaiveDate) -> bool {
        roles.contains(&self.role.as_str())
            && folded(&self.name) == folded(name)
            && self.from <= day
            && self.until.is_none_or(|until| day <= until)
    }
}

impl Subject {
    /// What is signed, as one digest: the proof's own, or that of every line of an internal list.
    pub fn digest(&self) -> String {
        let of_proof = self.lines.iter().find(|(label, _)| *label == "公示稿SHA-256");
        of_proof.map_or_else(
            || {
                let lines: String =
                    self.lines.iter().map(|(label, value)| format!("{label}：{value}\n")).collect();
                sha256_hex(lines.as_bytes())
            },
            |(_, digest)| digest.clone(),
        )
    }
}

impl Submission {
    /// Who said no, with the reason; nothing where nobody did.
    pub fn refused(&self) -> Option<Diagnostic> {
        let (path, bytes) = self.paper.refusals.first()?;
        let help = "改好以后重新拟稿（mingbai proof），再签字";
        let Some(refusal) = Refusal::read(bytes) else {
            let message = "“不同意”的记录读不懂，先当作不同意";
            return Some(Diagnostic::refusal(&REFUSED, Place::file(path), message, help));
        };
        let message = format!("{}不同意这一稿：{}", refusal.role, refusal.why);
        Some(Diagnostic::refusal(&REFUSED, Place::file(path), message, help))
    }

    /// In one line what is to be done after a refusal.
    pub fn after_refusal(&self) -> Option<String> {
        self.refused().map(|refused| format!("{}；改好，重新拟稿", refused.message))
    }

    /// Both names of a role that must sign.
    pub fn role(&self, role: &str) -> Option<[&str; 2]> {
        let found = self.required.iter().find(|required| required.is(role))?;
        Some([found.id.as_str(), found.title.as_str()])
    }
}

impl<'a> Gate<'a> {
    /// Which required role a signature on paper speaks for, and whether it counts.
    pub(super) fn check_paper(
        &self,
        (path, bytes): &'a (String, Vec<u8>),
    ) -> (Option<usize>, Result<Accepted<'a>, Vec<Diagnostic>>) {
        let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(PAPER_ENDING)).unwrap_or("");
        let by_name = self.required(stem);
        let submission = self.submission;
        let Some(is) = PaperApproval::read(bytes) else {
            let help = "从备份取回；或者删掉它，重新打印签字单，签字，再登记";
            let found = Diagnostic::refusal(&PAPER, Place::file(path), "纸上签字的记录读不懂", help);
            return (by_name, Err(vec![found]));
        };
        let role = self.required(&is.role);
        let mut findings = Vec::new();
        let mut wrong = |code: &'static Code, field: &str, message: String| {
            let help = format!("重新打印签字单，签字，再登记：mingbai sheet {}", submission.notice);
            let at = Place::file(path).field(field.to_owned());
            findings.push(Diagnostic::refusal(code, at, message, help));
        };
        if is.notice != submission.notice {
            wrong(&WRONG_NOTICE, "notice", format!("这份签字不是为 {} 签的", submission.notice));
        } else if is.digest != submission.subject.digest() {
            wrong(&CHANGED, "digest", "纸上签的不是现在这一稿".to_owned());
        }
        if by_name.is_none() || by_name != role {
            wrong(&WRONG_ROLE, "role", "文件名和记录里的角色不一样，或者这种公示不要这个角色签".to_owned());
        }
        if is.day > submission.today {
            wrong(&FUTURE_DATE, "day", format!("签字日期在今天（{}）之后", submission.today));
        }
        if !submission.paper.approved_before {
            if let Some(finding) = self.only(Way::Paper, path) {
                findings.push(finding);
            }
            let roles = submission.role(&is.role).unwrap_or(["", is.role.as_str()]);
            findings.extend(not_official(submission, roles, (&is.signer, is.day)).map(|mut found| {
                found.at = Place::file(path).field("signer");
                found
            }));
        }
        if !findings.is_empty() {
            return (by_name.or(role), Err(findings));
        }
        let title = role.map_or_else(|| is.role.clone(), |index| submission.required[index].title.clone());
        let name = is.signer.clone();
        let signer = Signer { role: title, name: is.signer, date: is.day, way: Way::Paper };
        (role, Ok(Accepted { role, signer, check: Some(is.check), key: None, name, path }))
    }
}

/// Why somebody may not sign on paper: nobody of this name holds the role on that day.
pub fn not_official(
    submission: &Submission,
    roles: [&str; 2],
    (name, day): (&str, NaiveDate),
) -> Option<Diagnostic> {
    let officials = &submission.paper.officials;
    if officials.iter().any(|official| official.is(roles, name, day)) {
        return None;
    }
    let known =
        officials.iter().any(|one| roles.contains(&one.role.as_str()) && folded(&one.name) == folded(name));
    let [_, title] = roles;
    let message = match known {
        true => format!("这个人{day}不在{title}任上"),
        false => format!("没有登记这个人能替{title}在纸上签字"),
    };
    let help = format!(
        "核对姓名；在 villages/{}/village.toml（乡镇的写在 township.toml）里写 [[official]]：role = \"{title}\"、name、from；离任的写 until，不要删",
        submission.village
    );
    Some(Diagnostic::refusal(&OFFICIAL, Place::file(&submission.place), message, help))
}
