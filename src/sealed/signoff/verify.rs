//! The check itself 验签: a [`Submission`] and the trusted keys → [`SignedOff`], or every reason why not.

use super::codes::{
    BAD_SIGNATURE, CHANGED, FUTURE_DATE, KEY_UNREGISTERED, MALFORMED, MISSING_ROLE, ROSTER_CHANGED,
    SAME_PERSON, UNSIGNED, UNTRUSTED_KEY, WAY, WRONG_NAME, WRONG_NOTICE, WRONG_ROLE,
};
use super::keys::{Signature, TrustedKey, TrustedKeys};
use super::old_statement::OldStatement;
use super::statement::ReadStatement;
use super::words::folded;
use super::{SignedOff, Signer, StatementFile, Submission, Way};
use crate::diag::{Code, Diagnostic, Place};

/// Checks that every required role has signed exactly this 验签; all findings at once.
pub fn verify(submission: &Submission, keys: &TrustedKeys) -> Result<SignedOff, Vec<Diagnostic>> {
    if let Some(refused) = submission.refused() {
        return Err(vec![refused]);
    }
    if submission.statements.is_empty() && submission.paper.approvals.is_empty() {
        return Err(vec![unsigned(submission)]);
    }
    let gate = Gate { submission, keys };
    let mut files: Vec<&StatementFile> = submission.statements.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut findings = Vec::new();
    let mut claimed = vec![false; submission.required.len()];
    let mut accepted = Vec::new();
    let of_keys = files.into_iter().map(|file| gate.check(file));
    let on_paper = submission.paper.approvals.iter().map(|file| gate.check_paper(file));
    for (claim, outcome) in of_keys.chain(on_paper) {
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
            Place::file(&submission.place),
            format!("还缺{}的签字", role.title),
            format!("请{}运行 mingbai sign {} --key 自己的密钥", role.title, submission.notice),
        ));
    }
    // Required roles first, in the pack's order; further signers after them, in the order of their files.
    accepted.sort_by_key(|one| one.role.unwrap_or(usize::MAX));
    findings.extend(gate.same_persons(&accepted));
    findings.extend(gate.other_rosters(&accepted));
    if !findings.is_empty() {
        return Err(findings);
    }
    let check = accepted.iter().find_map(|one| one.check.clone());
    Ok(SignedOff { signers: accepted.into_iter().map(|one| one.signer).collect(), check })
}

/// Nobody has signed.
pub(crate) fn unsigned(submission: &Submission) -> Diagnostic {
    let roles: Vec<&str> = submission.required.iter().map(|role| role.title.as_str()).collect();
    let on_paper = submission.paper.only == Some(Way::Paper);
    let help = if on_paper {
        format!("请{}在纸上签：mingbai sheet {} --role 角色", roles.join("、"), submission.notice)
    } else if roles.is_empty() {
        format!("请负责人运行 mingbai sign {} --key 自己的密钥", submission.notice)
    } else {
        format!("请{}各自运行 mingbai sign {} --key 自己的密钥", roles.join("、"), submission.notice)
    };
    Diagnostic::refusal(&UNSIGNED, Place::file(&submission.place), "还没有人签字，不会公示", help)
}

/// A statement that passed every check of its own.
pub(super) struct Accepted<'a> {
    /// Index of the required role it fills.
    pub(super) role: Option<usize>,
    pub(super) signer: Signer,
    /// The roster's check value; none in statements of the old forms.
    pub(super) check: Option<String>,
    /// The key; none on paper, or where it cannot be found any more.
    pub(super) key: Option<&'a TrustedKey>,
    /// Name of who signed, as key or sheet have it.
    pub(super) name: String,
    pub(super) path: &'a str,
}

/// What any statement says of who signed it.
struct Signed {
    role: String,
    signer: String,
    date: chrono::NaiveDate,
    check: Option<String>,
}

pub(super) struct Gate<'a> {
    pub(super) submission: &'a Submission,
    keys: &'a TrustedKeys,
}

impl<'a> Gate<'a> {
    /// Which required role this file speaks for (even when it is refused), and whether it counts.
    fn check(&self, file: &'a StatementFile) -> (Option<usize>, Result<Accepted<'a>, Vec<Diagnostic>>) {
        let stem = file.path.rsplit('/').next().and_then(|name| name.strip_suffix(".txt")).unwrap_or("");
        let by_name = self.required(stem);
        let (signed, mut findings) = match self.read(file) {
            Ok(read) => read,
            Err(findings) => return (by_name, Err(findings)),
        };
        let role = self.required(&signed.role);
        if signed.date > self.submission.today {
            let today = self.submission.today.format("%Y-%m-%d");
            let message = format!("签字日期在今天（{today}）之后");
            findings.push(self.sign_again(&FUTURE_DATE, "签字日期", &file.path, message));
        }
        if by_name.is_some() && by_name != role {
            let message = "文件名和声明里的角色不一样：这是另一个角色的声明";
            findings.push(self.sign_again(&WRONG_ROLE, "角色", &file.path, message));
        }
        if !self.submission.paper.approved_before {
            findings.extend(self.only(Way::Key, &file.path));
        }
        let key = match self.signature(&signed, file) {
            Ok(key) => key,
            Err(finding) => {
                findings.push(finding);
                return (by_name.or(role), Err(findings));
            }
        };
        if key.is_some_and(|key| folded(&key.name) != folded(&signed.signer)) {
            let message = "签字人和密钥登记的姓名不一致";
            findings.push(self.sign_again(&WRONG_NAME, "签字人", &file.path, message));
        }
        if !findings.is_empty() {
            return (by_name.or(role), Err(findings));
        }
        let name = key.map_or_else(|| signed.signer.clone(), |key| key.name.clone());
        let way = if key.is_some() { Way::Key } else { Way::LostKey };
        let title = role.map_or(signed.role, |index| self.submission.required[index].title.clone());
        let signer = Signer { role: title, name: signed.signer, date: signed.date, way };
        (role, Ok(Accepted { role, signer, check: signed.check, key, name, path: &file.path }))
    }

    /// Who signed, and what is wrong with what the statement says.
    fn read(&self, file: &StatementFile) -> Result<(Signed, Vec<Diagnostic>), Vec<Diagnostic>> {
        if let Some(carried) = &self.submission.carried
            && let Ok(old) = OldStatement::parse(&file.text, &file.path)
        {
            let OldStatement { role, signer, date, .. } = old.clone();
            let findings = match old.notice == self.submission.notice && carried.fits(&old) {
                true => Vec::new(),
                false => vec![self.sign_again(&CHANGED, "名册文件", &file.path, "旧式签字签的不是这份名册")],
            };
            return Ok((Signed { role, signer, date, check: None }, findings));
        }
        let read = ReadStatement::parse(&file.text, &file.path)?;
        let findings = self.content(&read, &file.path);
        let ReadStatement { role, signer, date, check, .. } = read;
        Ok((Signed { role, signer, date, check: Some(check) }, findings))
    }

    /// What the statement says against what lies before us: the first line that differs.
    fn content(&self, read: &ReadStatement, path: &str) -> Vec<Diagnostic> {
        let subject = &self.submission.subject;
        if read.form != subject.form {
            return vec![self.sign_again(&MALFORMED, "公示", path, "声明的种类不对")];
        }
        let value = |at: usize| read.lines.get(at).map(|(label, value)| (label.as_str(), value.as_str()));
        let differs = subject
            .lines
            .iter()
            .enumerate()
            .find(|(at, (label, expected))| value(*at) != Some((*label, expected.as_str())));
        match differs {
            Some((0, (label, _))) => {
                let message = format!("这份声明不是为 {} 签的", self.submission.notice);
                vec![self.sign_again(&WRONG_NOTICE, label, path, message)]
            }
            Some((_, (label, _))) => {
                let message = format!("声明里的“{label}”和公示稿不一样");
                vec![self.sign_again(&CHANGED, label, path, message)]
            }
            None if read.lines.len() > subject.lines.len() => {
                vec![self.sign_again(&MALFORMED, "公示", path, "声明多了行")]
            }
            None => Vec::new(),
        }
    }

    /// The trusted key of the statement's role whose signature holds for the statement's bytes.
    fn signature(&self, signed: &Signed, file: &StatementFile) -> Result<Option<&'a TrustedKey>, Diagnostic> {
        let at = || Place::file(format!("{}.minisig", file.path));
        let Some(bytes) = &file.signature else {
            let message = format!("{}的声明还没有签名", signed.role);
            return Err(self.sign_again(&MISSING_ROLE, "角色", &file.path, message));
        };
        let again = format!("请{}重新运行 mingbai sign {}", signed.role, self.submission.notice);
        let bad = |message| Diagnostic::refusal(&BAD_SIGNATURE, at(), message, &again);
        let signature = Signature::parse(bytes).ok_or_else(|| bad("签名文件损坏"))?;
        // The key id inside a signature is only a hint: several keys may bear it, and only a verified one counts.
        let named: Vec<&'a TrustedKey> = self.keys.named_by(&signature);
        let here: Vec<&'a TrustedKey> =
            named.iter().copied().filter(|key| key.holds_for(&self.submission.village)).collect();
        if here.is_empty() && self.submission.paper.keys_lost {
            return Ok(None);
        }
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
            here.iter().copied().filter(|key| self.same_role(&key.role, &signed.role)).collect();
        if own.is_empty() {
            let message = format!("这是{}的密钥做的签名，不能当作{}的签字", here[0].role, signed.role);
            return Err(Diagnostic::refusal(&WRONG_ROLE, at(), message, &again));
        }
        let key = own
            .into_iter()
            .find(|key| signature.verifies(&key.key, &file.text))
            .ok_or_else(|| bad("签名和声明对不上：声明被改过，或签名是别处拿来的"))?;
        match self.keys.out_of_term(key, signed.date) {
            // A register that is asked for later takes down nothing that hung.
            Some(why) if why.code.id == KEY_UNREGISTERED.id && self.submission.paper.keys_lost => {
                Ok(Some(key))
            }
            Some(why) => Err(Diagnostic::refusal(why.code, at(), why.message, why.help)),
            None => Ok(Some(key)),
        }
    }

    /// One person in two required roles.
    fn same_persons(&self, accepted: &[Accepted<'_>]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for (index, one) in accepted.iter().enumerate() {
            for other in &accepted[..index] {
                let two_roles = one.role.is_some() && other.role.is_some() && one.role != other.role;
                let one_key = one.key.zip(other.key).is_some_and(|(one, other)| one.key == other.key);
                let one_person = one_key || folded(&one.name) == folded(&other.name);
                if two_roles && one_person {
                    let message = format!("{}和{}是同一个人签的", other.signer.role, one.signer.role);
                    let help = format!("两个角色要由两个人签：请{}的另一个人签字", one.signer.role);
                    let at = ReadStatement::at(one.path, "签字人");
                    findings.push(Diagnostic::refusal(&SAME_PERSON, at, message, help));
                }
            }
        }
        findings
    }

    /// Whose statement rests on another roster file than that of the first: hidden cells changed between two signatures.
    fn other_rosters(&self, accepted: &[Accepted<'_>]) -> Vec<Diagnostic> {
        let checks = accepted.iter().filter_map(|one| Some((one, one.check.as_ref()?)));
        let newest = checks
            .clone()
            .max_by_key(|(one, check)| (self.submission.check.as_ref() == Some(*check), one.signer.date));
        let Some((_, newest)) = newest else { return Vec::new() };
        let stale = checks.filter(|(_, check)| *check != newest);
        stale
            .map(|(one, _)| {
                let message =
                    format!("{}签字以后，名册里不公开的格改过，几个人签的不是同一份名册", one.signer.role);
                self.sign_again(&ROSTER_CHANGED, "名册校验", one.path, message)
            })
            .collect()
    }

    /// Why this way of signing does not count here, if the township takes the other one alone.
    pub(super) fn only(&self, way: Way, path: &str) -> Option<Diagnostic> {
        let only = self.submission.paper.only.filter(|only| *only != way)?;
        let message = format!("township.toml 写明只认{}，这一份是{}", only.chinese(), way.chinese());
        let help = "换另一种签法；或者由乡镇改 township.toml 的 signed_how";
        Some(Diagnostic::refusal(&WAY, Place::file(path), message, help))
    }

    pub(super) fn required(&self, role: &str) -> Option<usize> {
        self.submission.required.iter().position(|required| required.is(role))
    }

    /// Two words for one role: equal, or id and title of one requirement.
    fn same_role(&self, a: &str, b: &str) -> bool {
        a == b || self.required(a).is_some_and(|index| self.required(b) == Some(index))
    }

    fn sign_again(
        &self,
        code: &'static Code,
        label: &str,
        path: &str,
        message: impl Into<String>,
    ) -> Diagnostic {
        let help = format!("核对无误后，请这个角色重新运行 mingbai sign {}", self.submission.notice);
        Diagnostic::refusal(code, ReadStatement::at(path, label), message, help)
    }
}
