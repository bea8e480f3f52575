//! Reading a file 读取: bytes and media become pieces of text and blobs of opaque bytes; what cannot be read is said.

use super::calendar;
use super::markup;
use super::pdf;
use super::picture;
use super::text::{Escapes, Piece, decode, glyphs, unescape, unpercent};
use crate::render::Media;
use std::io::Read as _;

/// Everything there is to search in a file.
#[derive(Default)]
pub(super) struct Contents {
    /// Texts, the most decoded first: whoever sees a place first judges it.
    pub(super) pieces: Vec<Piece>,
    /// Bytes that are no text, with their label.
    pub(super) blobs: Vec<(String, Vec<u8>)>,
    /// Why the file cannot be read completely, plain Chinese without any of its text.
    pub(super) unreadable: Vec<String>,
    /// A picture or font: its bytes were searched, what it shows was not.
    pub(super) opaque: bool,
}

/// Largest size of anything unpacked.
const LARGEST: u64 = 256 * 1024 * 1024;

impl Contents {
    /// Reads a file as its media says.
    pub(super) fn of(media: Media, bytes: &[u8]) -> Self {
        let mut contents = Self::default();
        match media {
            Media::Pdf => pdf::read(bytes, &mut contents),
            Media::Picture => picture::read(bytes, &mut contents),
            Media::Binary => contents.binary(bytes, 0),
            _ => contents.text(media, bytes, 0),
        }
        contents
    }

    /// Reads a part of a text file that begins at an offset.
    pub(super) fn from(media: Media, bytes: &[u8], offset: u32) -> Self {
        let mut contents = Self::default();
        contents.text(media, bytes, offset);
        contents
    }

    /// Bytes whose meaning is known to be a picture's.
    pub(super) fn blob(bytes: &[u8]) -> Self {
        Self { blobs: vec![("文件".into(), bytes.to_vec())], opaque: true, ..Self::default() }
    }

    fn text(&mut self, media: Media, bytes: &[u8], offset: u32) {
        let Some(text) = decode(bytes) else {
            self.unreadable.push("文字编码认不出来".into());
            return;
        };
        let mut raw = match media {
            Media::Calendar => calendar::unfold(&glyphs(&text)),
            _ => glyphs(&text),
        };
        raw.iter_mut().for_each(|(_, at)| *at = at.saturating_add(offset));
        let mut pieces = match media {
            Media::Html | Media::Xml => markup::pieces(&raw),
            Media::Json => vec![Piece::of_file("正文", unescape(&raw, Escapes::Json))],
            Media::Css => vec![Piece::of_file("正文", unescape(&raw, Escapes::Css))],
            Media::Js => vec![Piece::of_file("正文", unescape(&raw, Escapes::Script))],
            Media::Calendar | Media::Text | Media::Pdf | Media::Picture | Media::Binary => Vec::new(),
        };
        let links: Vec<Piece> = pieces
            .iter()
            .filter_map(|piece| Some(Piece::of_file("网址编码", unpercent(&piece.glyphs)?)))
            .chain(unpercent(&raw).map(|decoded| Piece::of_file("网址编码", decoded)))
            .collect();
        pieces.extend(links);
        pieces.push(Piece::of_file("正文", raw));
        self.pieces.extend(pieces);
    }

    /// A picture, a font, or a container of further files.
    fn binary(&mut self, bytes: &[u8], depth: u32) {
        let opaque = match bytes {
            [0x89, b'P', b'N', b'G', ..] => {
                picture::texts(bytes, self);
                self.opaque = true;
                return;
            }
            [b'w', b'O', b'F', b'2', ..] | [0, 0, 1, 0, ..] => true,
            [b'P', b'K', 3, 4, ..] if depth < 3 => {
                self.zip(bytes, depth);
                false
            }
            _ => {
                self.unreadable.push("不认识的文件格式".into());
                false
            }
        };
        self.opaque |= opaque;
        self.blobs.push(("文件".into(), bytes.to_vec()));
    }

    /// Workbooks and text documents are zip files: every entry is read.
    fn zip(&mut self, bytes: &[u8], depth: u32) {
        let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
            self.unreadable.push("压缩包残缺".into());
            return;
        };
        for index in 0..archive.len() {
            let Ok(entry) = archive.by_index(index) else {
                self.unreadable.push("压缩包里有打不开的文件".into());
                continue;
            };
            let name = entry.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
            let mut content = Vec::new();
            if entry.take(LARGEST).read_to_end(&mut content).is_err() {
                self.unreadable.push("压缩包里有打不开的文件".into());
                continue;
            }
            self.inner(&name, &content, depth + 1);
        }
    }

    /// A file inside this file.
    pub(super) fn inner(&mut self, name: &str, bytes: &[u8], depth: u32) {
        self.pieces.push(Piece::elsewhere("内含文件的名称".into(), name));
        let mut inner = match sniff(name, bytes) {
            Media::Binary => {
                let mut contents = Self::default();
                contents.binary(bytes, depth);
                contents
            }
            media => Self::of(media, bytes),
        };
        for piece in &mut inner.pieces {
            // Lines inside a packed file would be taken for lines of the file that holds it.
            piece.lines = false;
            piece.label = format!("内含文件的{}", piece.label).into();
        }
        self.pieces.append(&mut inner.pieces);
        self.blobs.append(&mut inner.blobs);
        self.unreadable.append(&mut inner.unreadable);
    }
}

/// What a file is, by its content first and its name second.
pub(super) fn sniff(name: &str, bytes: &[u8]) -> Media {
    if bytes.starts_with(b"%PDF") {
        return Media::Pdf;
    }
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" | "htm" | "xhtml" => Media::Html,
        "pdf" => Media::Pdf,
        "css" => Media::Css,
        "js" | "mjs" => Media::Js,
        "json" | "webmanifest" | "map" => Media::Json,
        "ics" | "ical" | "ifb" => Media::Calendar,
        "xml" | "rss" | "atom" | "svg" | "rels" => Media::Xml,
        "txt" | "csv" | "md" | "toml" | "log" | "jsonl" => Media::Text,
        _ if bytes.contains(&0) || decode(bytes).is_none() => Media::Binary,
        _ => Media::Text,
    }
}
