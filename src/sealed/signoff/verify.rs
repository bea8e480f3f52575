//! The gate itself: a [`Submission`] and the trusted keys → [`SignedOff`], or every reason why not.

use super::codes::{
    BAD_SIGNATURE, FUTURE_DATE, MISSING_ROLE, PACK_CHANGED, ROSTER_CHANGED, SAME_PERSON, UNSIGNED,
    UNTRUSTED_KEY, WRONG_NAME, WRONG_NOTICE, WRONG_PACK, WRONG_PERIOD, WRONG_ROLE,
};
use super::keys::{Signature, TrustedKey, TrustedKeys};
use super::statement::{Line, Statement};
use super::{SignedOff, Signer, StatementFile, Submission};
use crate::diag::{Code, Diagnostic, Place};

/// Checks that every required role has signed exactly these bytes 验签; all findings at once.
pub fn verify(submission: Submission, keys: &TrustedKeys) -> Result<SignedOff, Vec<Diagnostic>> {
    if submission.statements.is_empty() {
        let roles: Vec<&str> = submission.required.iter().map(|role| role.title.as_str()).collect();
        let help = if roles.is_empty() {
            format!("请负责人运行 mingbai sign {} --key 自己的密钥", submission.notice)
        } else {
            format!("请{}各自运行 mingbai sign {} --key 自己的密钥", roles.join("、"), submission.notice)
        };
        let at = Place::file(&submission.roster_path);
        return Err(vec![Diagnostic::refusal(&UNSIGNED, at, "名册还没有人签字，不会公示", help)]);
    }
    let gate =
        Gate { submission: &submission, keys, roster_sha256: submission.roster_bytes.sha256().to_owned() };
    let mut files: Vec<&StatementFile> = submission.statements.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut findings = Vec::new();
    let mut claimed = vec![false; submission.required.len()];
    let mut accepted = Vec::new();
    for file in files {
        let (claim, outcome) = gate.check(file);
        if let Some(index) = claim {
            claimed[index] = true;
        }
        match outcome {
            Ok(signature) => accepted.push(signature),
            Err(mut found) => findings.append(&mut found),
        }
    }
    for (role, _) in submission.required.iter().zip(&claimed).filter(|(_, claimed)| !**claimed) {
        findings.push(Diagnostic::refusal(
            &MISSING_ROLE,
            Place::file(&submission.roster_path),
            format!("还缺{}的签字", role.title),
            format!("请{}运行 mingbai sign {} --key 自己的密钥", role.title, submission.notice),
        ));
    }
    // Required roles first, in the pack's order; further signers after them, in the order of their files.
    accepted.sort_by_key(|one| one.role.unwrap_or(usize::MAX));
    findings.extend(gate.same_persons(&accepted));
    if !findings.is_empty() {
        return Err(findings);
    }
    let signers = accepted.into_iter().map(|one| one.signer).collect();
    Ok(SignedOff { bytes: submission.roster_bytes, roster_path: submission.roster_path, signers })
}

/// A statement that passed every check of its own.
struct Accepted<'a> {
    /// Index of the required role it fills.
    role: Option<usize>,
    signer: Signer,
    key: &'a TrustedKey,
    path: &'a str,
}

struct Gate<'a> {
    submission: &'a Submission,
    keys: &'a TrustedKeys,
    roster_sha256: String,
}

impl<'a> Gate<'a> {
    /// Which required role this file speaks for (even when it is refused), and whether it counts.
    fn check(&self, file: &'a StatementFile) -> (Option<usize>, Result<Accepted<'a>, Vec<Diagnostic>>) {
        let stem = file.path.rsplit('/').next().and_then(|name| name.strip_suffix(".txt")).unwrap_or("");
        let by_name = self.required(stem);
        let statement = match Statement::parse(&file.text, &file.path) {
            Ok(statement) => statement,
            Err(findings) => return (by_name, Err(findings)),
        };
        let role = self.required(&statement.role);
        let mut findings = self.content(&statement, &file.path);
        if by_name.is_some() && by_name != role {
            let message = "文件名和声明里的角色不一样：这是另一个角色的声明";
            findings.push(self.sign_again(&WRONG_ROLE, Line::Role, &file.path, message));
        }
        let key = match self.signature(&statement, file) {
            Ok(key) => key,
            Err(finding) => {
                findings.push(finding);
                return (by_name.or(role), Err(findings));
            }
        };
        if folded(&key.name) != folded(&statement.signer) {
            let message = "签字人和密钥登记的姓名不一致";
            findings.push(self.sign_again(&WRONG_NAME, Line::Signer, &file.path, message));
        }
        if !findings.is_empty() {
            return (by_name.or(role), Err(findings));
        }
        let title = role.map_or(statement.role, |index| self.submission.required[index].title.clone());
        let signer = Signer { role: title, name: statement.signer, date: statement.date };
        (role, Ok(Accepted { role, signer, key, path: &file.path }))
    }

    /// What the statement says against what lies before us.
    fn content(&self, statement: &Statement, path: &str) -> Vec<Diagnostic> {
        let submission = self.submission;
        let mut findings = Vec::new();
        if statement.notice != submission.notice {
            let message = format!("这份声明不是为 {} 签的", submission.notice);
            // Everything else then differs too: one finding says it.
            return vec![self.sign_again(&WRONG_NOTICE, Line::Notice, path, message)];
        }
        let mut refuse = |code, line, message: String| {
            findings.push(self.sign_again(code, line, path, message));
        };
        if statement.kind != submission.kind {
            refuse(&WRONG_NOTICE, Line::Kind, "公示的种类和签字时不一样".into());
        }
        if statement.posted != submission.posted {
            let message = format!("张贴日现在是 {}，签字时不是这一天", submission.posted.format("%Y-%m-%d"));
            refuse(&WRONG_PERIOD, Line::Posted, message);
        }
        if statement.roster_path != submission.roster_path {
            let message = format!("名册现在用 {}，签字时是另一个文件", submission.roster_path);
            refuse(&ROSTER_CHANGED, Line::RosterPath, message);
        } else if statement.roster_sha256 != self.roster_sha256 {
            let message = format!("{} 在签字之后改动过", submission.roster_path);
            refuse(&ROSTER_CHANGED, Line::RosterSha256, message);
        }
        if statement.hidden_rows != submission.hidden_rows {
            let told =
                |rows: Option<u32>| rows.map_or_else(|| "没有写".to_owned(), |rows| format!("是{rows}"));
            let (now, then) = (told(submission.hidden_rows), told(statement.hidden_rows));
            let message = format!("公示文件的 hidden_rows 现在{now}，签字时{then}");
            let line = if statement.hidden_rows.is_some() { Line::HiddenRows } else { Line::RosterPath };
            refuse(&ROSTER_CHANGED, line, message);
        }
        if statement.pack != submission.pack {
            refuse(&WRONG_PACK, Line::Pack, format!("公示用的政策包是 {}，签字时是另一个", submission.pack));
        } else if ![&submission.pack_sha256, &submission.pack_sha256_as_saved]
            .contains(&&statement.pack_sha256)
        {
            refuse(&PACK_CHANGED, Line::PackSha256, format!("政策包 {} 在签字之后改动过", submission.pack));
        }
        if statement.date > submission.today {
            let today = submission.today.format("%Y-%m-%d");
            refuse(&FUTURE_DATE, Line::Date, format!("签字日期在今天（{today}）之后"));
        }
        findings
    }

    /// The trusted key of the statement's role whose signature holds for the statement's bytes.
    fn signature(&self, statement: &Statement, file: &StatementFile) -> Result<&'a TrustedKey, Diagnostic> {
        let at = || Place::file(format!("{}.minisig", file.path));
        let Some(bytes) = &file.signature else {
            let message = format!("{}的声明还没有签名", statement.role);
            return Err(self.sign_again(&MISSING_ROLE, Line::Role, &file.path, message));
        };
        let again = format!("请{}重新运行 mingbai sign {}", statement.role, self.submission.notice);
        let bad = |message| Diagnostic::refusal(&BAD_SIGNATURE, at(), message, &again);
        let signature = Signature::parse(bytes).ok_or_else(|| bad("签名文件损坏"))?;
        // The key id inside a signature is only a hint: several keys may bear it, and only a verified one counts.
        let named: Vec<&'a TrustedKey> = self.keys.named_by(&signature);
        let here: Vec<&'a TrustedKey> =
            named.iter().copied().filter(|key| key.holds_for(&self.submission.village)).collect();
        if here.is_empty() {
            let message = if named.is_empty() {
                "签名所用的密钥不在 keys 目录里"
            } else {
                "签名所用的密钥只对别的村有效"
            };
            let village = &self.submission.village;
            let help =
                format!("请乡镇核对签字人身份后，把他的公钥放进 keys/{village}/；或请有权的人重新签字");
            return Err(Diagnostic::refusal(&UNTRUSTED_KEY, at(), message, help));
        }
        let own: Vec<&'a TrustedKey> =
            here.iter().copied().filter(|key| self.same_role(&key.role, &statement.role)).collect();
        if own.is_empty() {
            let message = format!("这是{}的密钥做的签名，不能当作{}的签字", here[0].role, statement.role);
            return Err(Diagnostic::refusal(&WRONG_ROLE, at(), message, &again));
        }
        own.into_iter()
            .find(|key| signature.verifies(&key.key, &file.text))
            .ok_or_else(|| bad("签名和声明对不上：声明被改过，或签名是别处拿来的"))
    }

    /// One person in two required roles.
    fn same_persons(&self, accepted: &[Accepted<'_>]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for (index, one) in accepted.iter().enumerate() {
            for other in &accepted[..index] {
                let two_roles = one.role.is_some() && other.role.is_some() && one.role != other.role;
                let one_person =
                    one.key.key == other.key.key || folded(&one.key.name) == folded(&other.key.name);
                if two_roles && one_person {
                    let message = format!("{}和{}是同一个人签的", other.signer.role, one.signer.role);
                    let help = format!("两个角色要由两个人签：请{}的另一个人签字", one.signer.role);
                    let at = Line::Signer.at(one.path);
                    findings.push(Diagnostic::refusal(&SAME_PERSON, at, message, help));
                }
            }
        }
        findings
    }

    fn required(&self, role: &str) -> Option<usize> {
        self.submission.required.iter().position(|required| required.is(role))
    }

    /// Two words for one role: equal, or id and title of one requirement.
    fn same_role(&self, a: &str, b: &str) -> bool {
        a == b || self.required(a).is_some_and(|index| self.required(b) == Some(index))
    }

    fn sign_again(
        &self,
        code: &'static Code,
        line: Line,
        path: &str,
        message: impl Into<String>,
    ) -> Diagnostic {
        let help = format!("核对无误后，请这个角色重新运行 mingbai sign {}", self.submission.notice);
        Diagnostic::refusal(code, line.at(path), message, help)
    }
}

/// A name by its letters alone, so that 张 三, 张三． and 张三 are one person.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
