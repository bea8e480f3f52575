//! The file 文件: numbered objects become bytes as they come, so that a job of a thousand pages holds only what it
//! has written. Small objects are packed together (object streams), and a cross-reference stream closes the file.

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, ObjectId, StringFormat};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write as _;

/// Objects in one pack: small enough for a reader to take one apart at once.
const PACKED: usize = 200;

/// Number of an object.
pub(super) type Number = u32;

/// Where an object lies.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// Asked for and never written.
    Free,
    At(u32),
    In {
        pack: Number,
        index: u16,
    },
}

/// A file in the making.
pub(super) struct File {
    bytes: Vec<u8>,
    places: Vec<Place>,
    pack: Vec<u8>,
    /// Objects in the pack with where they begin.
    packed: Vec<(Number, usize)>,
    deflate: Compress,
}

impl File {
    pub(super) fn new() -> Self {
        let bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        // The fastest level: a third of the usual one's time for a quarter more bytes.
        let deflate = Compress::new(Compression::fast(), true);
        Self { bytes, places: vec![Place::Free], pack: Vec::new(), packed: Vec::new(), deflate }
    }

    /// A number for an object that is written later.
    pub(super) fn number(&mut self) -> Number {
        self.places.push(Place::Free);
        Number::try_from(self.places.len() - 1).unwrap_or(Number::MAX)
    }

    /// Writes a small object into the pack.
    pub(super) fn put(&mut self, number: Number, write: impl FnOnce(&mut Vec<u8>)) {
        self.packed.push((number, self.pack.len()));
        write(&mut self.pack);
        self.pack.push(b'\n');
        if self.packed.len() >= PACKED {
            self.close_pack();
        }
    }

    /// A small object under a number of its own.
    pub(super) fn add(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Number {
        let number = self.number();
        self.put(number, write);
        number
    }

    /// Writes a stream; `entries` are the dictionary's own, without length and filter.
    pub(super) fn stream(&mut self, number: Number, entries: &str, content: &[u8]) {
        match self.deflated(content) {
            Some(packed) => self.raw(number, &format!("{entries}/Filter/FlateDecode"), &packed),
            None => self.raw(number, entries, content),
        }
    }

    /// Writes a stream as it is: for tools that know no PDF.
    pub(super) fn raw(&mut self, number: Number, entries: &str, content: &[u8]) {
        self.begin(number);
        let _ = writeln!(self.bytes, "<<{entries}/Length {}>>stream", content.len());
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// Copies an object out of another document with everything it refers to.
    pub(super) fn copy(&mut self, from: &lopdf::Document, object: ObjectId) -> Number {
        let mut known = BTreeMap::new();
        let first = self.number();
        known.insert(object, first);
        let mut waiting = vec![object];
        while let Some(id) = waiting.pop() {
            let (Some(object), Some(&number)) = (from.objects.get(&id), known.get(&id)) else { continue };
            let mut refer = |id: ObjectId| {
                *known.entry(id).or_insert_with(|| {
                    waiting.push(id);
                    self.number()
                })
            };
            let mut out = Vec::new();
            if let Object::Stream(stream) = object {
                let mut entries = stream.dict.clone();
                entries.remove(b"Length");
                dictionary(&entries, &mut out, &mut refer);
                let inner = String::from_utf8_lossy(&out[2..out.len() - 2]).into_owned();
                self.stream(number, &inner, &stream.content);
            } else {
                value(object, &mut out, &mut refer);
                self.put(number, |pack| pack.extend(out));
            }
        }
        first
    }

    /// Closes the file; the identifier is a hash of what is in it, so the same content has the same name.
    pub(super) fn finish(mut self, root: Number, info: Number) -> Vec<u8> {
        self.close_pack();
        let number = self.number();
        let start = self.bytes.len();
        self.places[number as usize] = Place::At(u32::try_from(start).unwrap_or(u32::MAX));
        let mut table = Vec::with_capacity(self.places.len() * 7);
        for place in &self.places {
            let (kind, first, second) = match *place {
                Place::Free => (0, 0, u16::MAX),
                Place::At(offset) => (1, offset, 0),
                Place::In { pack, index } => (2, pack, index),
            };
            table.push(kind);
            table.extend(first.to_be_bytes());
            table.extend(second.to_be_bytes());
        }
        let digest = Sha256::digest(&self.bytes);
        let id: String = digest.iter().take(16).map(|byte| format!("{byte:02X}")).collect();
        let size = self.places.len();
        let entries =
            format!("/Type/XRef/Size {size}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R/ID[<{id}><{id}>]");
        self.stream(number, &entries, &table);
        let _ = write!(self.bytes, "startxref\n{start}\n%%EOF\n");
        self.bytes
    }

    fn begin(&mut self, number: Number) {
        self.places[number as usize] = Place::At(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
        let _ = writeln!(self.bytes, "{number} 0 obj");
    }

    /// The content deflated, unless that does not make it shorter.
    fn deflated(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        // One state for all streams: making a new one costs as much as deflating a page.
        self.deflate.reset();
        let mut packed = Vec::with_capacity(content.len());
        let status = self.deflate.compress_vec(content, &mut packed, FlushCompress::Finish).ok()?;
        (status == Status::StreamEnd).then_some(packed)
    }

    fn close_pack(&mut self) {
        if self.packed.is_empty() {
            return;
        }
        let number = self.number();
        let mut content = Vec::with_capacity(self.pack.len() + self.packed.len() * 12);
        for (index, (object, offset)) in (0..).zip(&self.packed) {
            integer(&mut content, (*object).into());
            content.push(b' ');
            integer(&mut content, i64::try_from(*offset).unwrap_or(i64::MAX));
            content.push(b' ');
            self.places[*object as usize] = Place::In { pack: number, index };
        }
        let first = content.len();
        content.append(&mut self.pack);
        let entries = format!("/Type/ObjStm/N {}/First {first}", self.packed.len());
        self.packed.clear();
        self.stream(number, &entries, &content);
    }
}

/// A whole number; the standard way costs three times as much, and a job has millions.
pub(super) fn integer(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    let (mut rest, mut digits, mut at) = (number.unsigned_abs(), [0; 20], 20);
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// A reference to an object, with a space after it.
pub(super) fn reference(out: &mut Vec<u8>, number: Number) {
    integer(out, number.into());
    out.extend(b" 0 R ");
}

/// A text string: UTF-16 in hexadecimal digits.
pub(super) fn text(words: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::from("<FEFF");
    for unit in words.encode_utf16() {
        let _ = write!(out, "{unit:04X}");
    }
    out.push('>');
    out
}

/// An object of printpdf's as bytes; `refer` numbers what it refers to.
fn value(object: &Object, out: &mut Vec<u8>, refer: &mut impl FnMut(ObjectId) -> Number) {
    // Writing to memory has no reason to fail.
    let _ = match object {
        Object::Null => write!(out, "null"),
        Object::Boolean(yes) => write!(out, "{yes}"),
        Object::Integer(number) => write!(out, "{number}"),
        Object::Real(number) => write!(out, "{number}"),
        Object::Name(letters) => {
            name(letters, out);
            Ok(())
        }
        Object::String(bytes, StringFormat::Literal) if plain(bytes) => {
            out.push(b'(');
            out.extend(bytes);
            out.push(b')');
            Ok(())
        }
        Object::String(bytes, _) => {
            out.push(b'<');
            bytes.iter().for_each(|byte| {
                let _ = write!(out, "{byte:02X}");
            });
            out.push(b'>');
            Ok(())
        }
        Object::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b' ');
                }
                value(item, out, refer);
            }
            out.push(b']');
            Ok(())
        }
        Object::Dictionary(entries) => {
            dictionary(entries, out, refer);
            Ok(())
        }
        Object::Reference(id) => write!(out, "{} 0 R", refer(*id)),
        // Streams are objects of their own.
        Object::Stream(_) => Ok(()),
    };
}

fn dictionary(entries: &Dictionary, out: &mut Vec<u8>, refer: &mut impl FnMut(ObjectId) -> Number) {
    out.extend(b"<<");
    for (key, entry) in entries {
        name(key, out);
        out.push(b' ');
        value(entry, out, refer);
    }
    out.extend(b">>");
}

fn name(letters: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for &byte in letters {
        if byte.is_ascii_alphanumeric() || b"+-_.,".contains(&byte) {
            out.push(byte);
        } else {
            let _ = write!(out, "#{byte:02X}");
        }
    }
}

fn plain(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| (b' '..=b'~').contains(byte) && !b"()\\".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    /// A strict reader gets back what was put in, packed or not.
    #[test]
    fn a_reader_finds_every_object() {
        let mut file = File::new();
        let (root, pages) = (file.number(), file.number());
        let stream = file.number();
        file.stream(stream, "/Kind/Test", "长长的内容".repeat(50).as_bytes());
        let many: Vec<Number> =
            (0..450).map(|n| file.add(|out| write!(out, "{}", n * 3).expect("memory"))).collect();
        file.put(pages, |out| out.extend(b"<</Type/Pages/Kids[]/Count 0>>"));
        file.put(root, |out| write!(out, "<</Type/Catalog/Pages {pages} 0 R>>").expect("memory"));
        let info = file.add(|out| write!(out, "<</Title{}>>", text("公示")).expect("memory"));
        let bytes = file.finish(root, info);
        let read = lopdf::Document::load_mem(&bytes).expect("a sound file");
        for (n, number) in (0..).zip(&many) {
            assert_eq!(read.get_object((*number, 0)).expect("there").as_i64().expect("a number"), n * 3);
        }
        let content = read.get_object((stream, 0)).and_then(Object::as_stream).expect("a stream");
        assert_eq!(content.decompressed_content().expect("deflated"), "长长的内容".repeat(50).into_bytes());
        let title =
            read.get_dictionary((info, 0)).and_then(|info| info.get(b"Title")?.as_str()).expect("a title");
        assert_eq!(title, [0xFE, 0xFF, 0x51, 0x6C, 0x79, 0x3A]);
    }

    #[test]
    fn what_is_copied_keeps_its_references() {
        let mut other = lopdf::Document::new();
        let leaf = other.add_object(Object::string_literal("a (b)"));
        let top = other.add_object(dictionary! { "Leaf" => leaf, "Again" => leaf, "Odd Name" => 1.5 });
        other.set_object(leaf, Object::string_literal("a (b)"));
        let mut file = File::new();
        let copied = file.copy(&other, top);
        let info = file.add(|out| out.extend(b"<<>>"));
        let read = lopdf::Document::load_mem(&file.finish(copied, info)).expect("a sound file");
        let top = read.get_dictionary((copied, 0)).expect("there");
        let leaf = top.get(b"Leaf").and_then(Object::as_reference).expect("a reference");
        assert_eq!(top.get(b"Again").and_then(Object::as_reference).expect("the same"), leaf);
        assert_eq!(read.get_object(leaf).and_then(Object::as_str).expect("a string"), b"a (b)");
        assert!(top.has(b"Odd Name"));
    }
}
