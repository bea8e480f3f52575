//! PDF prints: pages, forms, metadata, names, structure, attachments, every stream; all of it, or it is unreadable.

mod cmap;
mod content;
mod font;

use super::super::needles::fold::HARD;
use super::read::{Contents, TOO_LARGE};
use super::text::{Piece, decode};
use content::Reader;
use font::{name, resolve};
use lopdf::{Dictionary, Document, LoadOptions, Object, Stream};
use std::collections::BTreeSet;

/// Most bytes of a form or a font's table, which go again once they are read.
const LARGEST: usize = 16 * 1024 * 1024;

/// Reads a PDF into pieces and blobs, and says what cannot be read.
pub(super) fn read(bytes: &[u8], out: &mut Contents) {
    out.blobs.push(("文件".into(), bytes.to_vec()));
    let options =
        LoadOptions { strict: true, max_decompressed_size: Some(out.left()), ..LoadOptions::default() };
    let Ok(document) = Document::load_mem_with_options(bytes, options) else {
        out.unreadable.push("PDF 残缺，打不开".into());
        return;
    };
    if document.is_encrypted() || document.was_encrypted() {
        out.unreadable.push("PDF 加了密".into());
        return;
    }
    // An older version of an object lies in the file and is shown by nobody, but it is there.
    let versions = bytes.windows(9).filter(|window| *window == b"startxref").count();
    let linear = bytes.get(..1024).unwrap_or(bytes).windows(11).any(|window| window == b"/Linearized");
    if versions > if linear { 2 } else { 1 } {
        out.unreadable.push("PDF 里留有改动前的内容".into());
    }
    let mut reader = Reader::new(&document);
    for (number, id) in document.get_pages() {
        let before = reader.text.len();
        reader.drawn.extend(document.get_page_contents(id));
        match page_content(&document, id, out.left()) {
            Some(content) => reader.read(&content, &resources(&document, id)),
            None => reader.unknown = true,
        }
        out.pieces.push(Piece::elsewhere(format!("第{number}页"), &reader.text[before..]));
        if std::mem::take(&mut reader.unknown) {
            out.unreadable.push(format!("第{number}页有认不出的文字或内容"));
        }
    }
    let mut names = BTreeSet::new();
    for object in document.objects.values() {
        strings(object, "", &mut names, out);
    }
    for (_, value) in &document.trailer {
        strings(value, "", &mut names, out);
    }
    let names: Vec<String> = names.into_iter().collect();
    out.pieces.push(Piece::elsewhere("PDF 内部名称".into(), &names.join(&HARD.to_string())));
    for (id, object) in &document.objects {
        if let Object::Stream(stream) = object {
            let drawn = reader.drawn.contains(id);
            stream_contents(stream, drawn, &mut reader, out);
        }
    }
    for text in std::mem::take(&mut reader.marked) {
        string("页面里的替代文字", &text, out);
    }
}

/// All content streams of a page together; `None` if one cannot be unpacked, or is too large.
fn page_content(document: &Document, page: lopdf::ObjectId, most: usize) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    for id in document.get_page_contents(page) {
        let stream = document.get_object(id).ok()?.as_stream().ok()?;
        content.extend(stream.get_plain_content_with_limit(most.saturating_sub(content.len())).ok()?);
        content.push(b'\n');
    }
    Some(content)
}

/// A page's resources and those it inherits, nearest first.
fn resources(document: &Document, page: lopdf::ObjectId) -> Vec<&Dictionary> {
    let mut found = Vec::new();
    let mut node = document.get_dictionary(page).ok();
    // A page tree deeper than this is a loop.
    for _ in 0..64 {
        let Some(dictionary) = node else { break };
        found.extend(resolve(document, dictionary, b"Resources").and_then(|own| own.as_dict().ok()));
        node = resolve(document, dictionary, b"Parent").and_then(|parent| parent.as_dict().ok());
    }
    found
}

/// Every string and name inside an object: metadata, outline, structure, addresses, form fields.
fn strings(object: &Object, key: &str, names: &mut BTreeSet<String>, out: &mut Contents) {
    match object {
        Object::String(bytes, _) => string(&label(key), bytes, out),
        Object::Name(bytes) => {
            names.insert(String::from_utf8_lossy(bytes).into_owned());
        }
        Object::Array(items) => items.iter().for_each(|item| strings(item, key, names, out)),
        Object::Dictionary(dictionary) | Object::Stream(Stream { dict: dictionary, .. }) => {
            for (key, value) in dictionary {
                let key = String::from_utf8_lossy(key).into_owned();
                strings(value, &key, names, out);
                names.insert(key);
            }
        }
        _ => {}
    }
}

/// Only well-known keys are repeated in a message: any other might itself be a value.
fn label(key: &str) -> String {
    const KNOWN: [&str; 16] = [
        "Title",
        "Author",
        "Subject",
        "Keywords",
        "Creator",
        "Producer",
        "Alt",
        "ActualText",
        "E",
        "URI",
        "Contents",
        "F",
        "UF",
        "Desc",
        "T",
        "V",
    ];
    if KNOWN.contains(&key) { format!("元数据 {key}") } else { "PDF 内部文字".into() }
}

/// A string in each way it may be meant.
fn string(label: &str, bytes: &[u8], out: &mut Contents) {
    // A date of the file's own making, all digits, is no birthday.
    if bytes.strip_prefix(b"D:").is_some_and(|rest| rest.len() <= 21 && rest.is_ascii()) {
        return;
    }
    let mut push = |text: &str| out.pieces.push(Piece::elsewhere(label.to_owned(), text));
    match bytes {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0xEF, 0xBB, 0xBF, ..] => {
            push(&decode(bytes).unwrap_or_default())
        }
        _ => {
            if let Some(text) = decode(bytes) {
                push(&text);
                if let Some(links) = super::text::unpercent(&super::text::glyphs(&text)) {
                    out.pieces.push(Piece { label: label.to_owned().into(), glyphs: links, lines: false });
                }
            }
        }
    }
}

/// A stream that is not a page's content: forms, attachments, metadata, fonts, pictures.
fn stream_contents<'a>(stream: &'a Stream, drawn: bool, reader: &mut Reader<'a>, out: &mut Contents) {
    let dictionary = &stream.dict;
    let kind = name(dictionary, b"Type").unwrap_or_default();
    let subtype = name(dictionary, b"Subtype").unwrap_or_default();
    if kind == b"ObjStm" || kind == b"XRef" {
        return;
    }
    let bytes = match stream.get_plain_content_with_limit(out.left()) {
        Ok(bytes) => bytes,
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
            return out.unreadable.push(TOO_LARGE.into());
        }
        Err(_) if subtype == b"Image" => return,
        Err(_) => return out.unreadable.push("PDF 里有解不开的内容".into()),
    };
    out.unpacked(&bytes);
    if drawn {
        // Already read where the page draws it.
    } else if subtype == b"Form" || dictionary.has(b"PatternType") {
        let before = reader.text.len();
        let own = resolve(reader.document, dictionary, b"Resources").and_then(|own| own.as_dict().ok());
        reader.read(&bytes, &own.into_iter().collect());
        out.pieces.push(Piece::elsewhere("页面之外的图形".into(), &reader.text[before..]));
        if std::mem::take(&mut reader.unknown) {
            out.unreadable.push("页面之外的图形里有认不出的文字".into());
        }
    } else if kind == b"EmbeddedFile" {
        out.inner("", &bytes, 1);
    } else if kind == b"Metadata" {
        let mut inner = Contents::of(crate::render::Media::Xml, &bytes);
        for piece in &mut inner.pieces {
            piece.lines = false;
            piece.label = "元数据 XMP".into();
        }
        out.pieces.append(&mut inner.pieces);
        out.unreadable.append(&mut inner.unreadable);
        // Read as a text, where open texts may explain a hit: among the file's raw bytes nothing could.
        if let Some((_, file)) = out.blobs.first_mut()
            && let Some(at) = file.windows(bytes.len().max(1)).position(|window| window == bytes)
        {
            file[at..at + bytes.len()].fill(b' ');
        }
        return;
    } else if let Ok(text) = std::str::from_utf8(&bytes)
        && subtype != b"Image"
        && !text.contains("beginbfchar")
        && !text.contains("beginbfrange")
        && !text.contains(" Tf")
        && !text.contains('\0')
    {
        // Not a character map, not drawing operators (their numbers would run together): a text.
        out.pieces.push(Piece::elsewhere("PDF 内部文字".into(), text));
    }
    out.blobs.push(("PDF 内部内容".into(), bytes));
}
