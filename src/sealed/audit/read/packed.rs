//! Archives 压缩包 (zip and what is made of it, tar, gzip, a zlib stream): the files inside become further contents, within
//! bounds that are counted in bytes; what lies beyond them is said.

use super::super::text::Piece;
use super::Contents;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use std::io::{Cursor, Read};
use std::ops::Range;
use zip::result::ZipError;

/// How deep archives may lie in each other.
const DEEPEST: u32 = 3;
/// Unpacked bytes for each byte of the file, at least, and at most.
const TIMES: u64 = 20;
const LEAST: u64 = 1024 * 1024;
const MOST: u64 = 50 * 1024 * 1024;
/// The same of a print that lies by itself: pages hold pictures, which unpack to many times their size.
const PRINT: u64 = 100 * 1024 * 1024;
/// What opening a file inside costs, however short it is.
const OPENING: u64 = 512;

/// How much more may be unpacked of one file, with all that lies in it.
#[derive(Debug, Default)]
pub(in super::super) struct Room(u64);

impl Room {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self((bytes.len() as u64).saturating_mul(TIMES).clamp(LEAST, MOST))
    }

    pub(super) fn of_print() -> Self {
        Self(PRINT)
    }

    /// All of what is read, or nothing where it takes more room than there is.
    fn unpack(&mut self, from: impl Read) -> Result<Vec<u8>, &'static str> {
        let mut out = Vec::new();
        let read = from.take(self.0.saturating_add(1)).read_to_end(&mut out);
        if out.len() as u64 + OPENING > self.0 {
            self.0 = 0;
            return Err(TOO_LARGE);
        }
        self.0 -= out.len() as u64 + OPENING;
        read.map_err(|_| "残缺，或打不开").map(|_| out)
    }

    fn is_used_up(&self) -> bool {
        self.0 == 0
    }
}

pub(in super::super) const TOO_LARGE: &str = "展开以后太大，没有查完";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    Gzip,
    Tar,
    Zlib,
}

impl Kind {
    /// What a file is by its first bytes, whatever it is called.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Some(Self::Zip),
            [0x1F, 0x8B, 8, ..] => Some(Self::Gzip),
            _ if is_tar(bytes) => Some(Self::Tar),
            _ => None,
        }
    }

    /// The same, or a bare zlib stream, as git keeps its files. Two bytes are few: only where nothing else fits.
    pub(super) fn of_unknown(bytes: &[u8]) -> Option<Self> {
        let zlib = matches!(bytes, [0x78, flags, ..] if (0x7800 + u16::from(*flags)) % 31 == 0);
        Self::of(bytes).or(zlib.then_some(Self::Zlib))
    }
}

/// A tape archive says the sum of its first block's bytes.
fn is_tar(bytes: &[u8]) -> bool {
    let Some(block) = bytes.get(..512) else { return false };
    let written = String::from_utf8_lossy(&block[148..156]);
    let written = u64::from_str_radix(written.trim_matches(['\0', ' ']), 8);
    let sum = |(at, byte): (usize, &u8)| if (148..156).contains(&at) { 32 } else { u64::from(*byte) };
    written.is_ok_and(|written| written > 0 && written == block.iter().enumerate().map(sum).sum::<u64>())
}

/// Formats of archives that nobody here opens, by their first bytes.
pub(super) fn is_foreign(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 6] =
        [b"7z\xBC\xAF\x27\x1C", b"Rar!\x1A\x07", b"\xFD7zXZ\0", b"BZh", b"\x28\xB5\x2F\xFD", b"MSCF"];
    starts.iter().any(|start| bytes.starts_with(start))
}

impl Contents {
    /// Bytes that may still be unpacked.
    pub(in super::super) fn left(&self) -> usize {
        usize::try_from(self.room.0).unwrap_or(usize::MAX)
    }

    /// So many were.
    pub(in super::super) fn unpacked(&mut self, bytes: &[u8]) {
        self.room.0 = self.room.0.saturating_sub(bytes.len() as u64);
    }

    /// Reads what is packed in a file.
    pub(super) fn packed(&mut self, kind: Kind, bytes: &[u8], depth: u32) {
        if depth >= DEEPEST {
            return self.unreadable.push("压缩包一层套一层，太深，里面没有查".into());
        }
        match kind {
            Kind::Zip => self.zip(bytes, depth),
            Kind::Tar => self.tar(bytes, depth),
            Kind::Gzip => {
                let mut stream = MultiGzDecoder::new(bytes);
                let mut unpacked = self.room.unpack(&mut stream);
                let name = stream.header().and_then(|head| head.filename().map(<[u8]>::to_vec));
                let name = String::from_utf8_lossy(&name.unwrap_or_default()).into_owned();
                if unpacked.is_err() && !self.room.is_used_up() {
                    // What follows the first stream may be no stream at all: it is searched as it stands.
                    unpacked = self.room.unpack(flate2::read::GzDecoder::new(bytes));
                    self.unreadable.push("压缩包残缺，或后面接着别的东西".into());
                }
                self.member(1, &name, unpacked, depth);
                self.blobs.push(("文件".into(), bytes.to_vec()));
            }
            Kind::Zlib => {
                let unpacked = self.room.unpack(ZlibDecoder::new(bytes));
                match unpacked {
                    Err(reason) if reason != TOO_LARGE => self.unreadable.push("不认识的文件格式".into()),
                    unpacked => self.member(1, "", unpacked.map(without_head), depth),
                }
                self.blobs.push(("文件".into(), bytes.to_vec()));
            }
        }
    }

    /// A file inside, or why it cannot be read. Its name may be a value: messages count.
    fn member(&mut self, number: usize, name: &str, content: Result<Vec<u8>, &str>, depth: u32) {
        let before = self.unreadable.len();
        match content {
            Ok(content) => self.inner(name, &content, depth + 1),
            Err(reason) => {
                self.pieces.push(Piece::elsewhere("内含文件的名称".into(), name));
                self.unreadable.push(reason.into());
            }
        }
        for reason in &mut self.unreadable[before..] {
            *reason = format!("里面第{number}个文件：{reason}");
        }
    }

    /// Workbooks, text documents and books are zip files too.
    fn zip(&mut self, bytes: &[u8], depth: u32) {
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
            self.unreadable.push("压缩包残缺".into());
            self.blobs.push(("文件".into(), bytes.to_vec()));
            return;
        };
        let (mut listed, mut read) = (Vec::new(), Vec::new());
        for index in 0..archive.len() {
            if self.room.is_used_up() {
                self.unreadable.push(format!("里面第{}个文件起{TOO_LARGE}", index + 1));
                break;
            }
            let (mut name, mut place) = (String::new(), 0..0);
            if let Ok(entry) = archive.by_index_raw(index) {
                name = entry.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
                let at = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
                let start = entry.data_start().unwrap_or_else(|| entry.header_start());
                place = at(start)..at(start.saturating_add(entry.compressed_size()));
                listed.push(at(entry.header_start())..place.end);
                let comment = entry.comment().to_owned();
                self.pieces.push(Piece::elsewhere("压缩包里的说明".into(), &comment));
            }
            let content = match archive.by_index(index) {
                Ok(entry) => self.room.unpack(entry),
                Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => Err("有密码"),
                Err(_) => Err("残缺，或打不开"),
            };
            if content.is_ok() {
                read.push(place);
            }
            self.member(index + 1, &name, content, depth);
        }
        if !self.room.is_used_up() && outside(bytes, listed).windows(4).any(|four| four == b"PK\x03\x04") {
            self.unreadable.push("压缩包里有目录上没有的文件".into());
        }
        self.blobs.push(("文件".into(), outside(bytes, read)));
    }

    fn tar(&mut self, bytes: &[u8], depth: u32) {
        let mut archive = tar::Archive::new(bytes);
        archive.set_ignore_zeros(true);
        let mut read = Vec::new();
        let entries = archive.entries().into_iter().flatten();
        for (index, entry) in entries.enumerate() {
            if self.room.is_used_up() {
                self.unreadable.push(format!("里面第{}个文件起{TOO_LARGE}", index + 1));
                break;
            }
            let Ok(mut entry) = entry else {
                self.unreadable.push("压缩包残缺".into());
                break;
            };
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if let Some(link) = entry.link_name_bytes() {
                self.pieces.push(Piece::elsewhere("内含文件的名称".into(), &String::from_utf8_lossy(&link)));
            }
            let at = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
            let start = entry.raw_file_position();
            let place = at(start)..at(start.saturating_add(entry.header().entry_size().unwrap_or(0)));
            let content = self.room.unpack(&mut entry);
            if content.is_ok() {
                read.push(place);
            }
            self.member(index + 1, &name, content, depth);
        }
        self.blobs.push(("文件".into(), outside(bytes, read)));
    }
}

/// What git keeps says first what it is and how long; a folder's list holds names between marks.
fn without_head(object: Vec<u8>) -> Vec<u8> {
    let kind =
        ["blob ", "commit ", "tag ", "tree "].into_iter().find(|kind| object.starts_with(kind.as_bytes()));
    let (Some(kind), Some(end)) = (kind, object.iter().position(|byte| *byte == 0)) else { return object };
    let rest = &object[end + 1..];
    if kind == "tree " {
        String::from_utf8_lossy(rest).replace('\0', "\n").into_bytes()
    } else {
        rest.to_vec()
    }
}

/// What of a file lies outside of some ranges: what was read as a file inside is not searched a second time, where no open
/// text could explain it.
fn outside(bytes: &[u8], mut ranges: Vec<Range<usize>>) -> Vec<u8> {
    ranges.sort_by_key(|range| range.start);
    let (mut out, mut from) = (Vec::new(), 0);
    for range in ranges {
        let start = range.start.clamp(from, bytes.len());
        out.extend_from_slice(&bytes[from.min(start)..start]);
        out.push(b'\n');
        from = from.max(range.end.min(bytes.len()));
    }
    out.extend_from_slice(&bytes[from..]);
    out
}
