//! The chain 链: bytes → lines, each of which binds the line before; the first binds the township's name.
//!
//! There is one way to write a line (fixed order, no blanks), so that every changed byte is seen. The hash of a line
//! is SHA-256 of `<hash before>\n<SHA-256 of the body>\n`, the body being the line without `prev` and `hash`: so an
//! excerpt can prove its place in the chain without telling what other lines say.

use super::codes::{BAD_LINE, REHEARSAL, TORN};
use super::event::{Body, Digest, Event};
use super::{FILE, Head};
use crate::diag::{Diagnostic, Place};
use chrono::{DateTime, FixedOffset, NaiveDate, Offset};
use serde::{Deserialize, Serialize};

/// A line 一行 of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Number of the line, from 1.
    pub seq: u64,
    /// When it was written, Asia/Shanghai: always the real clock. (Programs before the rehearsal wrote a given day here.)
    pub at: DateTime<FixedOffset>,
    /// The day as which it counts in a rehearsal 演练; none in an entry that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_if: Option<NaiveDate>,
    /// Who had it written 经办.
    pub by: String,
    /// The notice, or `duty/<id>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// What happened.
    pub event: Event,
    /// Hash of the line before.
    pub prev: Digest,
    /// Hash of this line.
    pub hash: Digest,
}

impl Line {
    /// The line that says `body` after the line with the hash `prev`.
    pub(super) fn after(prev: &Digest, body: Body) -> Self {
        let hash = link(prev, &body.digest());
        let Body { seq, at, as_if, by, notice, event } = body;
        Self { seq, at, as_if, by, notice, event, prev: prev.clone(), hash }
    }

    /// What the line says.
    pub fn body(&self) -> Body {
        let Self { seq, at, as_if, by, notice, event, .. } = self.clone();
        Body { seq, at, as_if, by, notice, event }
    }

    /// The day on which it was recorded 记录日: in a rehearsal the day as which it counts, else the day of the clock.
    pub fn recorded_on(&self) -> NaiveDate {
        self.as_if.unwrap_or_else(|| self.at.date_naive())
    }

    /// The line as it is written, with its line break.
    pub(super) fn to_text(&self) -> String {
        let mut text = json(self);
        text.push('\n');
        text
    }
}

impl Body {
    /// Digest of the canonical text.
    pub(super) fn digest(&self) -> Digest {
        Digest::of(json(self).as_bytes())
    }
}

/// Plain data with text keys always becomes JSON.
pub(super) fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Hash of a line from the hash before and the digest of its body.
pub(super) fn link(prev: &Digest, body: &Digest) -> Digest {
    Digest::of(format!("{prev}\n{body}\n").as_bytes())
}

/// What the first line binds: the township's name.
pub(super) fn genesis(township: &str) -> Digest {
    Digest::of(format!("mingbai ledger 1\n{township}\n").as_bytes())
}

/// The end of a chain: what the next line must follow.
#[derive(Debug, Clone)]
pub(super) struct End {
    pub(super) seq: u64,
    pub(super) hash: Digest,
    pub(super) at: Option<DateTime<FixedOffset>>,
    /// The day on which the last line was recorded.
    pub(super) day: Option<NaiveDate>,
}

/// Why a line is bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bad {
    /// Not a line as we write it.
    Form,
    /// It does not follow the line before.
    Link,
    /// Its own hash does not fit.
    Hash,
    /// Earlier than the line before.
    Time,
    /// Of a kind that this program does not know.
    Newer,
}

/// Why bytes are no line: it may be of a kind that came later.
fn not_a_line(bytes: &[u8]) -> Bad {
    let value: serde_json::Value = serde_json::from_slice(bytes).unwrap_or_default();
    match value["event"]["kind"].as_str() {
        Some(kind) if !Event::KINDS.contains(&kind) => Bad::Newer,
        _ => Bad::Form,
    }
}

impl End {
    pub(super) fn start(township: &str) -> Self {
        Self { seq: 0, hash: genesis(township), at: None, day: None }
    }

    /// Reads whole lines that follow this end; the rest is an unfinished line. The first bad line ends it.
    pub(super) fn follow<'a>(&mut self, bytes: &'a [u8]) -> Result<(Vec<Line>, &'a [u8]), Bad> {
        let mut lines = Vec::new();
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            lines.push(self.take(&rest[..=end])?);
            rest = &rest[end + 1..];
        }
        Ok((lines, rest))
    }

    fn take(&mut self, bytes: &[u8]) -> Result<Line, Bad> {
        let line: Line = serde_json::from_slice(bytes).map_err(|_| not_a_line(bytes))?;
        if line.to_text().as_bytes() != bytes || line.at.offset().fix().local_minus_utc() != 8 * 3600 {
            return Err(Bad::Form);
        }
        if line.hash != link(&line.prev, &line.body().digest()) {
            return Err(Bad::Hash);
        }
        if line.seq != self.seq + 1 || line.prev != self.hash {
            return Err(Bad::Link);
        }
        let day = line.recorded_on();
        let backwards =
            self.at.is_some_and(|before| line.at < before) || self.day.is_some_and(|before| day < before);
        if backwards && !matches!(line.event, Event::Note { .. }) {
            return Err(Bad::Time);
        }
        *self = Self { seq: line.seq, hash: line.hash.clone(), at: Some(line.at), day: Some(day) };
        Ok(line)
    }
}

/// A ledger 台账 whose every line holds.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub(super) lines: Vec<Line>,
    pub(super) end: End,
    genesis: Digest,
    /// Length in bytes of what holds; and of an unfinished line after it.
    pub(super) whole: u64,
    pub(super) torn: u64,
    present: bool,
}

impl Ledger {
    /// Reads a ledger 读台账; without a file it is empty. An unfinished last line is left out (see
    /// [`Self::findings`]); anything else names the first bad line and refuses the whole.
    pub fn read(bytes: Option<&[u8]>, township: &str) -> Result<Self, Diagnostic> {
        let mut end = End::start(township);
        let genesis = end.hash.clone();
        let present = bytes.is_some();
        let bytes = bytes.unwrap_or_default();
        let (lines, rest) = end.follow(bytes).map_err(|bad| bad_line(end.seq + 1, bad))?;
        // A write that was cut short leaves the beginning of a line, never a whole line with something behind it.
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<serde::de::IgnoredAny>();
        if matches!(values.next(), Some(Ok(_))) && values.byte_offset() < rest.len() {
            return Err(bad_line(end.seq + 1, Bad::Form));
        }
        let torn = u64::try_from(rest.len()).unwrap_or(u64::MAX);
        let whole = u64::try_from(bytes.len() - rest.len()).unwrap_or(u64::MAX);
        Ok(Self { lines, end, genesis, whole, torn, present })
    }

    /// What is odd but does not stop: the unfinished last line.
    pub fn findings(&self) -> Vec<Diagnostic> {
        if self.torn == 0 {
            return Vec::new();
        }
        vec![Diagnostic::warning(
            &TORN,
            Place { line: u32::try_from(self.end.seq + 1).ok(), ..Place::file(FILE) },
            "最后一行没有写完，不算数",
            "下次记台账时会切掉它；把那件事重新记一次",
        )]
    }

    /// Whether there is a file at all.
    pub fn is_present(&self) -> bool {
        self.present
    }

    /// Every line in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The day on which the first line was recorded; none for an empty ledger.
    pub fn began(&self) -> Option<NaiveDate> {
        self.lines.first().map(Line::recorded_on)
    }

    /// Whether this is a rehearsal 演练: one entry that counts as of another day makes the whole ledger one, for good.
    pub fn is_rehearsal(&self) -> bool {
        self.lines.iter().any(|line| line.as_if.is_some())
    }

    /// Whether an entry that counts `as_if` of a day, or by the clock, may follow: a rehearsal never takes what is meant.
    pub fn takes(&self, as_if: Option<NaiveDate>) -> Result<(), Diagnostic> {
        if as_if.is_some() || !self.is_rehearsal() {
            return Ok(());
        }
        let first = self.lines.iter().find(|line| line.as_if.is_some()).map(|line| line.seq);
        let at = Place { line: first.and_then(|seq| u32::try_from(seq).ok()), ..Place::file(FILE) };
        let help = "接着演练的，加 --today 日期；要记真事的，另建一个工作区，从空的台账记起";
        let message = "这是演练用的工作区，台账里的日子不是真的，不能再记真事";
        Err(Diagnostic::refusal(&REHEARSAL, at, message, help))
    }

    /// The events of a notice with their line numbers.
    pub fn of<'a>(&'a self, notice: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.notice.as_deref() == Some(notice))
    }

    /// The head 末条: number and hash of the last line. An empty ledger's is what binds the township's name.
    pub fn head(&self) -> Head {
        Head { line: self.end.seq, hash: self.end.hash.clone() }
    }

    /// The head that a notice bears 台账末条: that of the last line that is not a publication of the site. Each publication
    /// would change every page, and so call for the next.
    pub fn imprint(&self) -> Head {
        self.imprint_among(self.lines.len())
    }

    /// The same as it was before the line of a number.
    pub fn imprint_before(&self, line: u64) -> Head {
        self.imprint_among(self.lines.partition_point(|is| is.seq < line))
    }

    /// The same as it was before a day began.
    pub fn imprint_before_day(&self, day: NaiveDate) -> Head {
        self.imprint_among(self.lines.iter().take_while(|line| line.recorded_on() < day).count())
    }

    fn imprint_among(&self, lines: usize) -> Head {
        let told = self.lines[..lines].iter().rev().find(|line| !line.event.published());
        told.map_or_else(
            || Head { line: 0, hash: self.genesis.clone() },
            |line| Head { line: line.seq, hash: line.hash.clone() },
        )
    }

    /// The edition of the site that was public on a day: the entry's day, and the digest of its manifest.
    pub fn edition(&self, on: NaiveDate) -> Option<(NaiveDate, &Digest)> {
        let published = self.lines.iter().filter_map(|line| match &line.event {
            Event::Published { day, edition, .. } if *day <= on => Some((*day, edition)),
            _ => None,
        });
        // The last entry of the latest day.
        published.max_by_key(|(day, _)| *day)
    }

    /// The hash that the ledger had after so many lines; zero stands for the beginning.
    pub fn hash_at(&self, line: u64) -> Option<&Digest> {
        match line.checked_sub(1) {
            None => Some(&self.genesis),
            Some(index) => usize::try_from(index).ok().and_then(|i| self.lines.get(i)).map(|line| &line.hash),
        }
    }

    /// Whether a head printed elsewhere, whole or its first digits, is one that this ledger once had.
    pub fn had_head(&self, digits: &str) -> bool {
        digits.len() >= 16
            && (self.genesis.as_str().starts_with(digits)
                || self.lines.iter().any(|line| line.hash.as_str().starts_with(digits)))
    }
}

/// Whether the whole lines of a ledger make it a rehearsal 演练, as [`Ledger::is_rehearsal`] says, without checking them: a
/// text inside a line has no bare quotation mark, so these characters can only be the key.
pub fn holds_rehearsal(bytes: &[u8]) -> bool {
    const KEY: &[u8] = b",\"as_if\":\"";
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').unwrap_or(0);
    bytes[..whole].windows(KEY.len()).any(|some| some == KEY)
}

fn bad_line(line: u64, bad: Bad) -> Diagnostic {
    let message = match bad {
        Bad::Form => "这一行不是台账的写法，被改过",
        Bad::Hash => "这一行的内容和它的校验数对不上，被改过",
        Bad::Link if line == 1 => "第一行接不上：少了开头，或者不是这个乡镇的台账",
        Bad::Link => "这一行和上一行接不上：少了行、多了行，或调换了次序",
        Bad::Time => "这一行的时间早于上一行",
        Bad::Newer => "这一行是更新的程序记的，要用新版打开",
    };
    let at = Place { line: u32::try_from(line).ok(), ..Place::file(FILE) };
    let help = match bad {
        Bad::Newer => "请装新版的程序",
        _ => "不要手工改台账；从备份找回原来的文件",
    };
    Diagnostic::refusal(&BAD_LINE, at, format!("第{line}行：{message}"), help)
}
