//! The statement 签字声明: the small readable text that a signer signs, one for each role beside the proof.
//!
//! It says in words what is disclosed (title, days, how many, which columns), names the proof by its digest and the roster
//! by its check value 名册校验, so that one signature can not be carried to anything else. There is one way to write it (LF,
//! fixed order, fixed labels); anything else is refused, because two readings of one text are one too many.

use super::codes::MALFORMED;
use super::words::{is_clean, is_name, is_role, is_sha256, to_day};
use crate::diag::{Diagnostic, Place};
use chrono::NaiveDate;

/// Label of the roster's check value, and of who signs.
const CHECK: &str = "名册校验";
const ROLE: &str = "角色";
const SIGNER: &str = "签字人";
const DATE: &str = "签字日期";
/// Labels behind those of the subject.
const OWN: [&str; 4] = [CHECK, ROLE, SIGNER, DATE];

/// The forms in which statements are written.
const FORMS: [(Form, &str, &str); 2] = [
    (
        Form::Proof,
        "明白签字声明 3",
        "我看过这份公示稿和打印样张，同意从张贴日起照样公示。\n\
         公示稿改动一个字，本声明就不管用，须重新签字。名册校验供办公室核对，不对外公布。\n",
    ),
    (
        Form::Internal,
        "明白签字声明（内部名单）3",
        "我看过上面写明的名册，同意用它办理。名册只在内部使用，不张贴，也不上网。\n\
         名册改动一个字，本声明就不管用，须重新签字。\n",
    ),
];

/// What a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A proof, which everybody will read.
    Proof,
    /// A list that stays in the office.
    Internal,
}

/// What is signed 签字的内容: labels with their values in order. The first names the notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What it is about.
    pub form: Form,
    /// Label and value, each a line.
    pub lines: Vec<(&'static str, String)>,
}

/// What a signer confirms 签字声明.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What is signed.
    pub subject: Subject,
    /// The roster's check value: 64 lower-case hexadecimal digits that nobody without the workspace's secret can work out.
    pub check: String,
    /// Role 角色 in which the signer signs: the pack's id or Chinese title of it.
    pub role: String,
    /// Name of the signer 签字人.
    pub signer: String,
    /// Day of signing 签字日期.
    pub date: NaiveDate,
}

/// A statement as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadStatement {
    pub(super) form: Form,
    /// Labels and values of its subject.
    pub(super) lines: Vec<(String, String)>,
    pub(super) check: String,
    pub(super) role: String,
    pub(super) signer: String,
    pub(super) date: NaiveDate,
}

impl Statement {
    /// The canonical text 声明全文: these bytes are signed.
    pub fn to_text(&self) -> String {
        let (_, title, closing) = FORMS[usize::from(self.subject.form == Form::Internal)];
        let own = [
            self.check.clone(),
            self.role.clone(),
            self.signer.clone(),
            self.date.format("%Y-%m-%d").to_string(),
        ];
        let subject = self.subject.lines.iter().map(|(label, value)| (*label, value));
        let lines = subject.chain(OWN.into_iter().zip(&own));
        let lines: String = lines.map(|(label, value)| format!("{label}：{value}\n")).collect();
        format!("{title}\n{lines}\n{closing}")
    }
}

impl ReadStatement {
    /// Reads a statement 读声明, strictly: every line in its place, nothing else.
    pub(super) fn parse(text: &[u8], path: &str) -> Result<Self, Vec<Diagnostic>> {
        let whole = |message: &str| vec![malformed(Place::file(path), message)];
        let text = std::str::from_utf8(text).map_err(|_| whole("声明不是 UTF-8 文本"))?;
        if text.contains('\r') || text.starts_with('\u{feff}') {
            return Err(whole("声明的换行或编码被别的软件改过（要 LF 换行、没有 BOM）"));
        }
        let (form, rest, closing) = FORMS
            .iter()
            .find_map(|(form, title, closing)| {
                Some((*form, text.strip_prefix(title)?.strip_prefix('\n')?, *closing))
            })
            .ok_or_else(|| vec![malformed(Place::at(path, 1, 1), "第一行不是“明白签字声明 3”")])?;
        let body = rest.strip_suffix(closing).and_then(|body| body.strip_suffix("\n\n"));
        let body = body.ok_or_else(|| whole("结尾的声明不是原文，或多了、少了行"))?;
        let mut findings = Vec::new();
        let mut lines = Vec::new();
        for (number, line) in (2..).zip(body.split('\n')) {
            match line.split_once('：').filter(|(label, value)| is_clean(label) && is_clean(value)) {
                Some((label, value)) => lines.push((label.to_owned(), value.to_owned())),
                None => findings.push(malformed(Place::at(path, number, 1), "这一行应当是“名称：内容”")),
            }
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        let own = lines.split_off(lines.len().saturating_sub(OWN.len()));
        let labels: Vec<&str> = own.iter().map(|(label, _)| label.as_str()).collect();
        let [check, role, signer, date] = own.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>()[..]
        else {
            return Err(whole("声明少了行"));
        };
        if labels != OWN {
            return Err(whole("声明最后四行应当是名册校验、角色、签字人、签字日期"));
        }
        let mut complain = |label: &str, message: &str| {
            findings.push(malformed(Place::file(path).field(label.to_owned()), message));
        };
        if !is_sha256(check) {
            complain(CHECK, "应当是 64 位小写十六进制数");
        }
        if !is_role(role) {
            complain(ROLE, "角色里有空格、斜杠等不能用的字符，或太长");
        }
        if !is_name(signer) {
            complain(SIGNER, "姓名里有不能用的字符，或太长");
        }
        let date = to_day(date).or_else(|| {
            complain(DATE, "日期应当写成 2025-03-10 的样子");
            None
        });
        let (check, role, signer) = (check.to_owned(), role.to_owned(), signer.to_owned());
        match date.filter(|_| findings.is_empty()) {
            Some(date) => Ok(Self { form, lines, check, role, signer, date }),
            None => Err(findings),
        }
    }

    /// Whether it says what a statement says, line for line.
    pub(super) fn is_of(&self, statement: &Statement) -> bool {
        let lines = self.lines.iter().map(|(label, value)| (label.as_str(), value));
        let same = statement.subject.lines.iter().map(|(label, value)| (*label, value));
        self.form == statement.subject.form
            && lines.eq(same)
            && (&self.check, &self.role, &self.signer, self.date)
                == (&statement.check, &statement.role, &statement.signer, statement.date)
    }

    /// The place of one of its lines in the statement at `path`.
    pub(super) fn at(path: &str, label: &str) -> Place {
        Place::file(path).field(label.to_owned())
    }
}

/// The role that a statement of any form names.
pub(crate) fn role_of(text: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(text).ok()?;
    text.lines().find_map(|line| line.strip_prefix("角色：")).map(str::to_owned)
}

/// The digest of the proof that a statement names; none in statements of the old forms.
pub(crate) fn digest_of(text: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(text).ok()?;
    text.lines().find_map(|line| line.strip_prefix("公示稿SHA-256：")).map(str::to_owned)
}

pub(super) fn malformed(at: Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::refusal(
        &MALFORMED,
        at,
        message,
        "不要手工改声明：删掉它和签名，请签字人重新运行 mingbai sign",
    )
}
