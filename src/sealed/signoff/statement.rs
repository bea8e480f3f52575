//! The statement 签字声明: the small readable text that a signer signs, one for each role beside the roster.
//!
//! It names the notice, the exact bytes of roster and pack, the posting day and the role, so that one signature can
//! not be carried to another notice, period, pack or role. There is one way to write it (LF, fixed order, fixed
//! labels); anything else is refused, because two readings of one text are one too many.
//!
//! Form 1 has ten lines. Form 2 has one more, how many hidden rows are left out, and is written only where the notice leaves
//! some out: whatever was signed in form 1 holds as before.

use super::codes::MALFORMED;
use crate::diag::{Diagnostic, Place};
use chrono::NaiveDate;

const TITLE: &str = "明白签字声明 1";
const TITLE_HIDDEN: &str = "明白签字声明 2";
/// The line that form 2 has and form 1 has not, behind the others.
const HIDDEN: &str = "隐藏或划掉、不公示的行";
const CLOSING: &str = "我看过上面写明的名册文件，同意用它、按上面写明的政策包，从张贴日起公示。\n\
    名册或政策包改动一个字，本声明作废，须重新签字。\n";

/// Labels in their order; the line of label `i` is `i + 2`.
const LABELS: [&str; 10] = [
    "公示",
    "种类",
    "张贴日",
    "名册文件",
    "名册SHA-256",
    "政策包",
    "政策包SHA-256",
    "角色",
    "签字人",
    "签字日期",
];

/// Longest role or name in characters; also keeps the key's comment line within what `minisign` accepts.
pub(super) const LONGEST_WORD: usize = 64;

/// A field of the statement, in the order of the text.
#[derive(Clone, Copy)]
pub(super) enum Line {
    Notice,
    Kind,
    Posted,
    RosterPath,
    RosterSha256,
    Pack,
    PackSha256,
    Role,
    Signer,
    Date,
    HiddenRows,
}

impl Line {
    /// The place of this field in the statement at `path`.
    pub(super) fn at(self, path: &str) -> Place {
        let index = self as usize;
        let label = LABELS.get(index).copied().unwrap_or(HIDDEN);
        Place { line: u32::try_from(index + 2).ok(), ..Place::file(path) }.field(label)
    }
}

/// What a signer confirms 签字声明.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Path of the notice without ending, e.g. `villages/hongqi/notices/2025-03-identify`.
    pub notice: String,
    /// Notice kind of the pack 种类.
    pub kind: String,
    /// Posting day 张贴日.
    pub posted: NaiveDate,
    /// Roster file 名册文件, relative to the workspace.
    pub roster_path: String,
    /// SHA-256 of the roster's exact bytes, 64 lower-case hex digits.
    pub roster_sha256: String,
    /// Rows of the roster, hidden or crossed out, that are left out: none in form 1.
    pub hidden_rows: Option<u32>,
    /// Pack id 政策包.
    pub pack: String,
    /// SHA-256 of the pack, 64 lower-case hex digits.
    pub pack_sha256: String,
    /// Role 角色 in which the signer signs: the pack's id or Chinese title of it.
    pub role: String,
    /// Name of the signer 签字人.
    pub signer: String,
    /// Day of signing 签字日期.
    pub date: NaiveDate,
}

impl Statement {
    /// The canonical text 声明全文: these bytes are signed.
    pub fn to_text(&self) -> String {
        let posted = self.posted.format("%Y-%m-%d").to_string();
        let date = self.date.format("%Y-%m-%d").to_string();
        let values: [&str; 10] = [
            &self.notice,
            &self.kind,
            &posted,
            &self.roster_path,
            &self.roster_sha256,
            &self.pack,
            &self.pack_sha256,
            &self.role,
            &self.signer,
            &date,
        ];
        let title = if self.hidden_rows.is_some() { TITLE_HIDDEN } else { TITLE };
        let mut text = format!("{title}\n");
        for (label, value) in LABELS.iter().zip(values) {
            text.push_str(label);
            text.push('：');
            text.push_str(value);
            text.push('\n');
        }
        if let Some(rows) = self.hidden_rows {
            text.push_str(&format!("{HIDDEN}：{rows}行\n"));
        }
        text.push('\n');
        text.push_str(CLOSING);
        text
    }

    /// Reads a statement 读声明, strictly: every line in its place, nothing else; all complaints at once.
    pub fn parse(text: &[u8], path: &str) -> Result<Self, Vec<Diagnostic>> {
        let whole = |message: &str| vec![malformed(Place::file(path), message)];
        let text = std::str::from_utf8(text).map_err(|_| whole("声明不是 UTF-8 文本"))?;
        if text.contains('\r') || text.starts_with('\u{feff}') {
            return Err(whole("声明的换行或编码被别的软件改过（要 LF 换行、没有 BOM）"));
        }
        let lines: Vec<&str> = text.split('\n').collect();
        let mut findings = Vec::new();
        let form_2 = lines.first() == Some(&TITLE_HIDDEN);
        if !form_2 && lines.first() != Some(&TITLE) {
            findings.push(malformed(Place::at(path, 1, 1), "第一行不是“明白签字声明 1”或“明白签字声明 2”"));
        }
        let mut values = [""; LABELS.len()];
        for (index, (label, slot)) in LABELS.iter().zip(&mut values).enumerate() {
            let line = lines.get(index + 1).copied().unwrap_or("");
            let value = line.strip_prefix(label).and_then(|rest| rest.strip_prefix('：'));
            match value.filter(|value| is_clean(value)) {
                Some(value) => *slot = value,
                None => findings.push(malformed(
                    Place { line: u32::try_from(index + 2).ok(), ..Place::file(path) }.field(*label),
                    format!("这一行应当是“{label}：…”"),
                )),
            }
        }
        let mut hidden_rows = None;
        if form_2 {
            hidden_rows = lines.get(LABELS.len() + 1).and_then(|line| rows(line));
            if hidden_rows.is_none() {
                let message = format!("这一行应当是“{HIDDEN}：…行”");
                findings.push(malformed(Line::HiddenRows.at(path), message));
            }
        }
        let end = LABELS.len() + 1 + usize::from(form_2);
        if lines.get(end..).map(|rest| rest.join("\n")) != Some(format!("\n{CLOSING}")) {
            findings.push(malformed(Place::file(path), "结尾的声明不是原文，或多了、少了行"));
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        let [notice, kind, posted, roster_path, roster_sha256, pack, pack_sha256, role, signer, date] =
            values;
        let mut complain = |line: Line, message: &str| findings.push(malformed(line.at(path), message));
        let posted = day(posted).or_else(|| {
            complain(Line::Posted, "日期应当写成 2025-03-10 的样子");
            None
        });
        let date = day(date).or_else(|| {
            complain(Line::Date, "日期应当写成 2025-03-10 的样子");
            None
        });
        for (line, hash) in [(Line::RosterSha256, roster_sha256), (Line::PackSha256, pack_sha256)] {
            if !is_sha256(hash) {
                complain(line, "应当是 64 位小写十六进制数");
            }
        }
        if !is_role(role) {
            complain(Line::Role, "角色里有空格、斜杠等不能用的字符，或太长");
        }
        if !is_name(signer) {
            complain(Line::Signer, "姓名里有不能用的字符，或太长");
        }
        match (posted, date) {
            (Some(posted), Some(date)) if findings.is_empty() => Ok(Self {
                notice: notice.to_owned(),
                kind: kind.to_owned(),
                posted,
                roster_path: roster_path.to_owned(),
                roster_sha256: roster_sha256.to_owned(),
                hidden_rows,
                pack: pack.to_owned(),
                pack_sha256: pack_sha256.to_owned(),
                role: role.to_owned(),
                signer: signer.to_owned(),
                date,
            }),
            _ => Err(findings),
        }
    }
}

/// Where the statement of a role lies 声明文件: `<roster file>.signoff/<role>.txt`; its signature adds `.minisig`.
pub fn statement_path(roster_path: &str, role: &str) -> String {
    format!("{roster_path}.signoff/{role}.txt")
}

fn malformed(at: Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::refusal(
        &MALFORMED,
        at,
        message,
        "不要手工改声明：删掉它和签名，请签字人重新运行 mingbai sign",
    )
}

/// A value that occupies exactly its line: not empty, no blank at the ends, no control characters.
fn is_clean(value: &str) -> bool {
    !value.is_empty() && value.trim() == value && !value.chars().any(is_invisible)
}

/// Characters that make a line read differently from what it is: controls, zero-width, direction marks.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A role that may also name a file: no blanks, separators, `=` or leading dot.
pub(super) fn is_role(role: &str) -> bool {
    is_clean(role)
        && role.chars().count() <= LONGEST_WORD
        && !role.starts_with('.')
        && !role.chars().any(|c| c.is_whitespace() || "/\\:*?\"<>|=".contains(c))
}

/// A person's name as it may stand in a statement and a key's comment.
pub(super) fn is_name(name: &str) -> bool {
    is_clean(name) && name.chars().count() <= LONGEST_WORD && !name.contains('=')
}

/// The number in form 2's own line, written in the one way in which it is written.
fn rows(line: &str) -> Option<u32> {
    let number = line.strip_prefix(HIDDEN)?.strip_prefix('：')?.strip_suffix('行')?;
    let rows: u32 = number.parse().ok()?;
    (rows.to_string() == number).then_some(rows)
}

fn is_sha256(hash: &str) -> bool {
    hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Exactly `YYYY-MM-DD`: chrono alone also takes `2025-3-1`.
fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (day.format("%Y-%m-%d").to_string() == text).then_some(day)
}
