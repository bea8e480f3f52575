//! An event 台账条目 as it is written, and the digests that stand for what must not be written.

use super::keys::KeyEntry;
use crate::sealed::signoff::sha256_hex;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// SHA-256 as 64 lower-case hex digits 摘要.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(String);

impl Digest {
    /// The digest of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha256_hex(bytes))
    }

    /// The 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first sixteen digits 摘要前16位: what fits on a print.
    pub fn short(&self) -> &str {
        &self.0[..16]
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hex = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if hex { Ok(Self(text)) } else { Err("not a digest") }
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a line says 一条: everything that its hash covers, beside the line before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Body {
    /// Number of the line, from 1.
    pub seq: u64,
    /// When it was written, Asia/Shanghai: always the real clock.
    pub at: DateTime<FixedOffset>,
    /// The day as which it counts in a rehearsal 演练; none in an entry that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_if: Option<NaiveDate>,
    /// Office or official who had it written 经办.
    pub by: String,
    /// Path of the notice without ending, or `duty/<id>`; none for the ledger as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// What happened.
    pub event: Event,
}

/// What happened 事件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// 张贴.
    Posted(Posting),
    /// 付印: a print run was made; its sheets are kept.
    Printed(PrintRun),
    /// 又贴一处: the paper hangs at a further place. The days are those that hold from now on.
    PostedAlso(Posting),
    /// 换贴: another print run hangs in place of the one before; the period runs on.
    Replaced {
        /// Day.
        day: NaiveDate,
        /// Where; all places where it hung if none is told.
        places: Vec<String>,
        /// What hangs now.
        #[serde(flatten)]
        run: HangingRun,
    },
    /// 收到异议: its number only.
    Objection {
        /// Running number within the notice.
        number: u32,
        /// Day of receipt.
        day: NaiveDate,
        /// Digest of the private paper that holds the text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paper: Option<Digest>,
    },
    /// 答复异议.
    Answer {
        /// Which objection.
        number: u32,
        /// Day of the answer.
        day: NaiveDate,
        /// Whether it was right 采纳.
        upheld: bool,
        /// Digest of the private paper that holds the answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paper: Option<Digest>,
    },
    /// 更正: substantive, so that the period must run again, or a slip of the pen.
    Amended {
        /// Day of the correction.
        day: NaiveDate,
        /// Whether the notice must be posted again.
        restart: bool,
        /// Why.
        reason: String,
        /// Whether only contacts and further places change: then one role signs, and the period runs on.
        #[serde(default, skip_serializing_if = "is_no")]
        contact: bool,
        /// Digests of the corrected prints by file name; those of a restart come with its posting.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        papers: BTreeMap<String, Digest>,
    },
    /// 更正后重新张贴: the period runs anew from here.
    Restarted(Posting),
    /// 撤回 the notice, or with a row one household of it.
    Withdrawn {
        /// Day.
        day: NaiveDate,
        /// Key of the household's row ([`row_key`]); none for the whole notice.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        row: Option<Digest>,
        /// Digest of the proof that stands without it. None in lines of before there was one, and where what was signed is lost.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        derived: Option<Digest>,
    },
    /// 公示结束.
    Closed {
        /// Day.
        day: NaiveDate,
        /// Last day of the period as it ran.
        last: NaiveDate,
        /// Objections received.
        objections: u32,
        /// Objections answered.
        answered: u32,
    },
    /// 公告结果.
    Announced {
        /// Day.
        day: NaiveDate,
        /// Document number of the announcement 文号.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
    },
    /// 归档.
    Archived {
        /// Name of the bag.
        bag: String,
        /// Digest of its manifest.
        digest: Digest,
    },
    /// 发布网站: from now on this edition is public.
    Published {
        /// Day.
        day: NaiveDate,
        /// Digest of its manifest, which is kept.
        edition: Digest,
        /// How many files.
        files: usize,
        /// Last part of the path of the folder or package.
        to: String,
    },
    /// A recurring duty 定期事项 was done; `notice` is `duty/<id>`.
    DutyDone {
        /// The day on which it was due.
        due: NaiveDate,
        /// The day on which it was done.
        day: NaiveDate,
    },
    /// A step 步骤 of the notice's procedure was done.
    StepDone {
        /// The pack's id of the step.
        step: String,
        /// Day.
        day: NaiveDate,
    },
    /// The holiday tables changed while the period ran 放假安排临时改变.
    CalendarChanged {
        /// Last day for objections before.
        was: Option<NaiveDate>,
        /// Last day for objections now.
        last: Option<NaiveDate>,
        /// Last day of the paper on the board now.
        board_until: NaiveDate,
        /// Last day of rows on the web now.
        rows_until: NaiveDate,
        /// Number of the document that moved the holidays. None in lines that the program wrote by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
        /// Digest of the proof that stands with these days.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        derived: Option<Digest>,
    },
    /// A key was registered, given another term, or revoked 登记密钥.
    Key(KeyEntry),
    /// The township countersigned a head 乡镇见证.
    Witnessed {
        /// Number of the line that was the head.
        line: u64,
        /// Its hash.
        head: Digest,
        /// Role of the key.
        role: String,
    },
    /// A remark 说明; it alone may be earlier than the line before.
    Note {
        /// The remark.
        text: String,
    },
}

/// A paper that hangs 一次张贴, and the days that were printed on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// Posting day.
    pub day: NaiveDate,
    /// Where.
    pub places: Vec<String>,
    /// Version 版次.
    pub version: u16,
    /// Last day for objections; none for a 公告.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<NaiveDate>,
    /// Last day of the paper on the board.
    pub board_until: NaiveDate,
    /// Last day of rows on the web.
    pub rows_until: NaiveDate,
    /// Digests of the prints by file name.
    pub papers: BTreeMap<String, Digest>,
    /// Digests of what the website showed of it on that day, by path below `public/`: its page, and what the page needs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pages: BTreeMap<String, Digest>,
    /// Digest of the proof that was signed. In lines of before there were proofs: of notice, roster and pack, which names none.
    pub signed: Digest,
    /// Number of the print run; none in lines of before there were runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<u32>,
    /// Photographs of the board.
    #[serde(default, skip_serializing_if = "Photos::is_empty")]
    pub photos: Photos,
}

/// A print run 付印: one proof on the papers of the township.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintRun {
    /// Day.
    pub day: NaiveDate,
    /// Which run and which sheets.
    #[serde(flatten)]
    pub is: HangingRun,
}

/// A print run as it is named by postings: proof, number within the proof, sheets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HangingRun {
    /// Digest of the proof.
    pub signed: Digest,
    /// Number of the run, from 1.
    pub run: u32,
    /// Digests of the sheets by file name.
    pub papers: BTreeMap<String, Digest>,
}

/// Digests of the photographs 照片 of the board.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photos {
    /// From near 近照: the text can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<Digest>,
    /// From afar 远照: the place can be recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub far: Option<Digest>,
}

impl Photos {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn is_no(is: &bool) -> bool {
    !is
}

impl Event {
    /// Every kind, as it is written.
    pub(super) const KINDS: &[&str] = &[
        "posted",
        "printed",
        "posted-also",
        "replaced",
        "objection",
        "answer",
        "amended",
        "restarted",
        "withdrawn",
        "closed",
        "announced",
        "archived",
        "published",
        "duty-done",
        "step-done",
        "calendar-changed",
        "witnessed",
        "note",
    ];

    /// The day on which it happened; none for remarks, which have only their time.
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Posted(posting) | Self::Restarted(posting) | Self::PostedAlso(posting) => Some(posting.day),
            Self::Printed(run) => Some(run.day),
            Self::Replaced { day, .. }
            | Self::Objection { day, .. }
            | Self::Answer { day, .. }
            | Self::Amended { day, .. }
            | Self::Withdrawn { day, .. }
            | Self::Closed { day, .. }
            | Self::Announced { day, .. }
            | Self::Published { day, .. }
            | Self::DutyDone { day, .. }
            | Self::StepDone { day, .. } => Some(*day),
            Self::Archived { .. }
            | Self::CalendarChanged { .. }
            | Self::Key(_)
            | Self::Witnessed { .. }
            | Self::Note { .. } => None,
        }
    }

    /// Whether the site was published.
    pub fn published(&self) -> bool {
        matches!(self, Self::Published { .. })
    }

    /// Whether both say that one edition is public at one place, on whatever day.
    pub fn same_edition(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Published { edition, to, .. },
                Self::Published { edition: other_edition, to: other_to, .. },
            ) => edition == other_edition && to == other_to,
            _ => false,
        }
    }

    /// What it is called 条目名称.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Posted(_) => "张贴",
            Self::Printed(_) => "付印",
            Self::PostedAlso(_) => "又贴一处",
            Self::Replaced { .. } => "换贴",
            Self::Objection { .. } => "收到异议",
            Self::Answer { .. } => "答复异议",
            Self::Amended { restart: true, .. } => "更正（要重新公示）",
            Self::Amended { contact: true, .. } => "更换电话、地点",
            Self::Amended { restart: false, .. } => "更正笔误",
            Self::Restarted(_) => "更正后重新张贴",
            Self::Withdrawn { row: None, .. } => "撤回公示",
            Self::Withdrawn { row: Some(_), .. } => "撤下一户",
            Self::Closed { .. } => "公示结束",
            Self::Announced { .. } => "公告结果",
            Self::Archived { .. } => "归档",
            Self::Published { .. } => "发布网站",
            Self::DutyDone { .. } => "定期事项办结",
            Self::StepDone { .. } => "步骤办结",
            Self::CalendarChanged { .. } => "放假安排变动，重新计算",
            Self::Key(KeyEntry { revoked: None, .. }) => "登记密钥",
            Self::Key(_) => "撤销密钥",
            Self::Witnessed { .. } => "乡镇见证",
            Self::Note { .. } => "说明",
        }
    }
}

/// What stands for a household 户: a row of a roster, bound to that roster's bytes. The roster's digest is nowhere
/// public, so that nobody outside the office can try out row numbers.
pub fn row_key(notice: &str, roster_sha256: &str, row: u32) -> Digest {
    Digest::of(format!("mingbai row 1\n{notice}\n{roster_sha256}\n{row}\n").as_bytes())
}
