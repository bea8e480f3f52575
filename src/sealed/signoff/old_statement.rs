//! Statements of forms 1 and 2 旧式签字声明, which bound a roster's and a pack's bytes: nobody signs them any more. `upgrade`
//! carries them over, and old bags hold them. Form 2 says how many hidden rows are left out.

use super::statement::malformed;
use super::words::{is_clean, is_name, is_role, is_sha256, to_day};
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

/// The place of the line with a label in the statement at `path`.
fn at(label: &str, path: &str) -> Place {
    let index = LABELS.iter().position(|known| *known == label).unwrap_or(LABELS.len());
    Place { line: u32::try_from(index + 2).ok(), ..Place::file(path) }.field(label.to_owned())
}

/// What a signer confirmed 旧式签字声明.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldStatement {
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

impl OldStatement {
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
                findings.push(malformed(at(HIDDEN, path), message));
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
        let mut complain = |label: &str, message: &str| findings.push(malformed(at(label, path), message));
        let posted = to_day(posted).or_else(|| {
            complain("张贴日", "日期应当写成 2025-03-10 的样子");
            None
        });
        let date = to_day(date).or_else(|| {
            complain("签字日期", "日期应当写成 2025-03-10 的样子");
            None
        });
        for (label, hash) in [("名册SHA-256", roster_sha256), ("政策包SHA-256", pack_sha256)] {
            if !is_sha256(hash) {
                complain(label, "应当是 64 位小写十六进制数");
            }
        }
        if !is_role(role) {
            complain("角色", "角色里有空格、斜杠等不能用的字符，或太长");
        }
        if !is_name(signer) {
            complain("签字人", "姓名里有不能用的字符，或太长");
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

/// The number in form 2's own line, written in the one way in which it is written.
fn rows(line: &str) -> Option<u32> {
    let number = line.strip_prefix(HIDDEN)?.strip_prefix('：')?.strip_suffix('行')?;
    let rows: u32 = number.parse().ok()?;
    (rows.to_string() == number).then_some(rows)
}
