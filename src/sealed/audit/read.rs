//! Reading a file 读取: bytes and media become pieces of text and blobs of opaque bytes; what cannot be read is said.

mod packed;

use super::calendar;
use super::markup;
use super::pdf;
use super::picture;
use super::text::{Escapes, Piece, decode, glyphs, unescape, unpercent};
use crate::render::Media;
pub(super) use packed::TOO_LARGE;
use packed::{Kind, Room};

/// Everything there is to search in a file.
#[derive(Default)]
pub(super) struct Contents {
    /// Texts, the most decoded first: whoever sees a place first judges it.
    pub(super) pieces: Vec<Piece>,
    /// Bytes that are no text, with their label.
    pub(super) blobs: Vec<(String, Vec<u8>)>,
    /// Why the file cannot be read completely, plain Chinese without any of its text.
    pub(super) unreadable: Vec<String>,
    /// A picture or font, or a file with one in it: its bytes were searched, what it shows was not.
    pub(super) opaque: bool,
    /// How much more may be unpacked.
    room: Room,
}

impl Contents {
    /// Reads a file as its media says.
    pub(super) fn of(media: Media, bytes: &[u8]) -> Self {
        let mut contents = Self { room: Room::of(bytes), ..Self::default() };
        contents.read(media, bytes, 0);
        contents
    }

    fn read(&mut self, media: Media, bytes: &[u8], depth: u32) {
        match media {
            Media::Pdf => {
                if depth == 0 {
                    self.room = Room::of_print();
                }
                pdf::read(bytes, self);
            }
            Media::Picture => picture::read(bytes, self),
            Media::Binary => self.binary(bytes, depth),
            _ => self.text(media, bytes, 0),
        }
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
        // Markup in an attribute, a comment, a string of a script: what a reader sees of it has no tags.
        let is_markup = matches!(media, Media::Html | Media::Xml);
        let inner = pieces.iter().filter(|piece| !(is_markup && piece.label == "正文"));
        let inner: Vec<Piece> = inner.flat_map(|piece| markup::nested(&piece.glyphs)).collect();
        pieces.extend(inner);
        if !is_markup {
            pieces.extend(markup::nested(&raw));
        }
        pieces.push(Piece::of_file("正文", raw));
        self.pieces.extend(pieces);
    }

    /// A picture, a font, or a container of further files.
    fn binary(&mut self, bytes: &[u8], depth: u32) {
        if let Some(kind) = Kind::of_unknown(bytes) {
            return self.packed(kind, bytes, depth);
        }
        match bytes {
            [0x89, b'P', b'N', b'G', ..] => {
                picture::texts(bytes, self);
                self.opaque = true;
                return;
            }
            [b'w', b'O', b'F', b'2', ..] | [0, 0, 1, 0, ..] => self.opaque = true,
            // In a document of others, as beside it.
            _ if depth > 0 && is_picture(bytes) => self.opaque = true,
            // What a Mac leaves in a folder: names, which are searched as they stand.
            [0, 0, 0, 1, b'B', b'u', b'd', b'1', ..] if depth == 0 => {
                self.opaque = true;
                self.pieces.extend([0, 1].map(|from| Piece::elsewhere("文件".into(), &wide(&bytes[from..]))));
            }
            _ if packed::is_foreign(bytes) => {
                self.unreadable.push("这种压缩包打不开（7z、rar、xz、bz2、zst、cab）".into());
            }
            _ => self.unreadable.push("不认识的文件格式".into()),
        }
        self.blobs.push(("文件".into(), bytes.to_vec()));
    }

    /// A file inside this file.
    pub(super) fn inner(&mut self, name: &str, bytes: &[u8], depth: u32) {
        self.pieces.push(Piece::elsewhere("内含文件的名称".into(), name));
        let mut inner = Self { room: std::mem::take(&mut self.room), ..Self::default() };
        if is_picture(bytes) {
            inner.binary(bytes, depth);
        } else {
            inner.read(sniff(name, bytes), bytes, depth);
        }
        for piece in &mut inner.pieces {
            // Lines inside a packed file would be taken for lines of the file that holds it.
            piece.lines = false;
            if !piece.label.starts_with("内含") {
                piece.label = format!("内含文件的{}", piece.label).into();
            }
        }
        self.pieces.append(&mut inner.pieces);
        self.blobs.append(&mut inner.blobs);
        self.unreadable.append(&mut inner.unreadable);
        self.opaque |= inner.opaque;
        self.room = inner.room;
    }
}

/// The names in what a Mac keeps of a folder: UTF-16 with the larger byte first, at an even or odd place.
fn wide(bytes: &[u8]) -> String {
    let unit = |two: &[u8]| char::from_u32(u32::from(two[0]) << 8 | u32::from(two[1]));
    let shown = |c: char| if c.is_alphanumeric() || c == '.' || c == ' ' { c } else { '\n' };
    bytes.chunks_exact(2).map(|two| unit(two).map_or('\n', shown)).collect()
}

/// Photographs, which every foreign folder holds and nobody can search.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    webp || bytes.starts_with(&[0xFF, 0xD8, 0xFF]) || bytes.starts_with(b"GIF8")
}

/// What a file is, by its content first and its name second.
pub(super) fn sniff(name: &str, bytes: &[u8]) -> Media {
    if bytes.starts_with(b"%PDF") {
        return Media::Pdf;
    }
    // Whatever it is called.
    if Kind::of(bytes).is_some() || bytes.starts_with(b"\x89PNG") || packed::is_foreign(bytes) {
        return Media::Binary;
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
        // Without a known ending: what begins with a mark may hold entities.
        _ if bytes.trim_ascii_start().starts_with(b"<") => Media::Xml,
        _ => Media::Text,
    }
}
