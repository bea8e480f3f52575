//! The file 台账文件: the only writer of the ledger. Lock, read, append, fsync file and folder, and only then say so.
//!
//! A line goes out in one write at the end of the file. What a crash cut short is removed by the next writer, under
//! the lock, before it appends; nothing else is ever removed.

use super::FILE;
use super::chain::{End, Ledger, Line};
use super::codes::{CLOCK, UNWRITABLE};
use super::event::{Body, Event};
use crate::diag::{Diagnostic, Place};
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Clocks of two computers, or of one that was set right, may differ by this much without a word.
const TOLERANCE: chrono::TimeDelta = chrono::TimeDelta::seconds(60);

/// When something is recorded.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The real time, in Asia/Shanghai.
    pub at: DateTime<FixedOffset>,
    /// In a rehearsal 演练: the day as which it counts.
    pub as_if: Option<NaiveDate>,
}

impl Moment {
    /// The time to write after the end of a ledger; `None` when the clock, or the day of a rehearsal, went back.
    fn after(self, end: &End) -> Option<DateTime<FixedOffset>> {
        let at = match end.at {
            Some(last) if self.at < last => (last - self.at <= TOLERANCE).then_some(last)?,
            _ => self.at,
        };
        let day = self.as_if.unwrap_or_else(|| at.date_naive());
        end.day.is_none_or(|last| last <= day).then_some(at)
    }
}

/// The ledger of a workspace, locked: nobody else writes until this is dropped.
pub struct Locked {
    folder: PathBuf,
    path: PathBuf,
    /// Holds the lock.
    _lock: File,
}

impl Locked {
    /// Waits for the lock of the workspace at `root`.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        let folder = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root.to_path_buf() };
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(format!(".{FILE}.lock")))
            .and_then(|file| file.lock().map(|()| file))
            .map_err(|error| failed("锁住台账", &error))?;
        Ok(Self { path: folder.join(FILE), folder, _lock: lock })
    }

    /// Reads the ledger as it is now.
    pub fn read(&self, township: &str) -> Result<Ledger, Diagnostic> {
        let mut bytes = Vec::new();
        match OpenOptions::new().read(true).open(&self.path).and_then(|mut file| file.read_to_end(&mut bytes))
        {
            Ok(_) => Ledger::read(Some(&bytes), township),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ledger::read(None, township),
            Err(error) => Err(failed("读台账", &error)),
        }
    }

    /// Appends events 记台账: (notice, event) in order. When this returns the lines are on the disk.
    ///
    /// A clock, or in a rehearsal a day, earlier than the last entry is refused, unless a `note` says why, which then stands
    /// before them. An entry that is meant is refused in a rehearsal.
    pub fn append(
        &self,
        ledger: &Ledger,
        by: &str,
        entries: Vec<(Option<String>, Event)>,
        moment: Moment,
        note: Option<&str>,
    ) -> Result<Vec<Line>, Diagnostic> {
        let Moment { as_if, .. } = moment;
        ledger.takes(as_if)?;
        let at = match (moment.after(&ledger.end), note) {
            (Some(at), _) => at,
            (None, Some(_)) => moment.at,
            (None, None) => return Err(clock(ledger, as_if)),
        };
        let remark = note.map(|text| (None, Event::Note { text: text.to_owned() }));
        let mut lines: Vec<Line> = Vec::new();
        let (mut seq, mut prev) = (ledger.end.seq, ledger.end.hash.clone());
        for (notice, event) in remark.into_iter().chain(entries) {
            seq += 1;
            let line = Line::after(&prev, Body { seq, at, as_if, by: by.to_owned(), notice, event });
            prev = line.hash.clone();
            lines.push(line);
        }
        let text: String = lines.iter().map(Line::to_text).collect();
        self.write(ledger, text.as_bytes())?;
        Ok(lines)
    }

    fn write(&self, ledger: &Ledger, bytes: &[u8]) -> Result<(), Diagnostic> {
        let mut file = self.at_the_end(ledger).map_err(|error| failed("写台账", &error))?;
        let folder = || OpenOptions::new().read(true).open(&self.folder)?.sync_all();
        let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| folder());
        written.map_err(|error| {
            // What is called a failure must not stay.
            let cut = file.set_len(ledger.whole).and_then(|()| file.sync_all());
            if cut.is_ok() { failed("写台账", &error) } else { unsure(&error) }
        })
    }

    /// The file, rid of what a crash cut short.
    fn at_the_end(&self, ledger: &Ledger) -> io::Result<File> {
        let file = OpenOptions::new().create(true).append(true).open(&self.path)?;
        if file.metadata()?.len() != ledger.whole + ledger.torn {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        if ledger.torn > 0 {
            file.set_len(ledger.whole)?;
        }
        Ok(file)
    }
}

fn clock(ledger: &Ledger, as_if: Option<NaiveDate>) -> Diagnostic {
    let at = Place { line: u32::try_from(ledger.end.seq).ok(), ..Place::file(FILE) };
    let (end, last_day) = (&ledger.end, ledger.end.day.map(|day| day.to_string()).unwrap_or_default());
    if let Some(day) = as_if.filter(|day| end.day.is_some_and(|last| *day < last)) {
        let help = "按先后次序演练；有意补记前面的，用 --note 写明原因再记";
        let message = format!("演练的日期{day}早于台账最后一条（{last_day}）");
        return Diagnostic::refusal(&CLOCK, at, message, help);
    }
    let last = end.at.map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
    Diagnostic::refusal(
        &CLOCK,
        at,
        format!("现在的日期早于台账最后一条（{last}）"),
        "先对准电脑的日期；电脑没有错的，用 --note 写明原因再记",
    )
}

fn failed(doing: &str, error: &io::Error) -> Diagnostic {
    let help = "这件事没有记下来；检查磁盘空间和权限，再记一次";
    let message = format!("{doing}没有成功：{}", reason(error));
    Diagnostic::error(&UNWRITABLE, Place::file(FILE), message, help)
}

/// Neither written for certain nor taken back: the entry may be there, and the next one finds out.
fn unsure(error: &io::Error) -> Diagnostic {
    let help = "检查磁盘，再记一次：已经在台账里的不会记重";
    let message = format!("写台账时磁盘出错，这件事可能记上了，也可能没有：{}", reason(error));
    Diagnostic::error(&UNWRITABLE, Place::file(FILE), message, help)
}

fn reason(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "找不到文件夹",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘满了",
        io::ErrorKind::ResourceBusy => "台账正被别的程序改动",
        _ => "系统错误",
    }
}
