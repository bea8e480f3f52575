//! Fonts 字体: what a shown string of a PDF says, and how wide it is.

use super::cmap::CMap;
use lopdf::{Dictionary, Document, Object};
use std::collections::BTreeMap;

/// A font as far as its text and widths matter.
pub(super) struct Font {
    decoder: Decoder,
    widths: BTreeMap<u32, f32>,
    default_width: f32,
}

enum Decoder {
    /// ToUnicode, with the code length of the font.
    Mapped(CMap, usize),
    /// A Latin font with a standard encoding.
    Latin,
    /// Nobody can tell what it says.
    Unknown,
}

impl Font {
    /// Reads a font dictionary.
    pub(super) fn new(document: &Document, font: &Dictionary) -> Self {
        let composite = name(font, b"Subtype") == Some(b"Type0");
        let mapped = resolve(document, font, b"ToUnicode")
            .and_then(|object| object.as_stream().ok())
            .and_then(|stream| stream.get_plain_content_with_limit(super::LARGEST).ok())
            .map(|bytes| CMap::parse(&bytes));
        let decoder = match mapped {
            Some(Some(map)) => Decoder::Mapped(map, if composite { 2 } else { 1 }),
            None if !composite && latin(document, font) => Decoder::Latin,
            _ => Decoder::Unknown,
        };
        let (widths, default_width) =
            if composite { cid_widths(document, font) } else { widths(document, font) };
        Self { decoder, widths, default_width }
    }

    /// The text of a shown string and its width in em; `None` if some of it cannot be told.
    pub(super) fn text(&self, bytes: &[u8]) -> Option<(String, f32)> {
        let mut text = String::new();
        let mut width = 0.0;
        let mut at = 0;
        while at < bytes.len() {
            let (part, code, length) = match &self.decoder {
                Decoder::Mapped(map, wide) => {
                    let (part, code, length) = map.next(&bytes[at..], *wide);
                    (part?.to_owned(), code, length)
                }
                Decoder::Latin => {
                    let (part, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes[at..=at]);
                    (part.into_owned(), u32::from(bytes[at]), 1)
                }
                Decoder::Unknown => return None,
            };
            text.push_str(&part);
            width += self.widths.get(&code).copied().unwrap_or(self.default_width) / 1000.0;
            at += length;
        }
        Some((text, width))
    }
}

/// A simple font whose codes are Latin characters: no differences, no symbols, a standard encoding or none.
fn latin(document: &Document, font: &Dictionary) -> bool {
    const STANDARD: [&[u8]; 3] = [b"WinAnsiEncoding", b"StandardEncoding", b"MacRomanEncoding"];
    const BUILT_IN: [&[u8]; 3] = [b"Helvetica", b"Times", b"Courier"];
    let built_in =
        name(font, b"BaseFont").is_some_and(|base| BUILT_IN.iter().any(|known| base.starts_with(known)));
    let type3 = name(font, b"Subtype") == Some(b"Type3");
    match resolve(document, font, b"Encoding") {
        Some(Object::Name(encoding)) => !type3 && STANDARD.contains(&encoding.as_slice()),
        None => built_in,
        _ => false,
    }
}

fn cid_widths(document: &Document, font: &Dictionary) -> (BTreeMap<u32, f32>, f32) {
    let descendant = resolve(document, font, b"DescendantFonts")
        .and_then(|fonts| fonts.as_array().ok()?.first())
        .and_then(|font| document.dereference(font).ok())
        .and_then(|(_, font)| font.as_dict().ok());
    let mut widths = BTreeMap::new();
    let Some(descendant) = descendant else { return (widths, 1000.0) };
    let default =
        resolve(document, descendant, b"DW").and_then(|width| width.as_float().ok()).unwrap_or(1000.0);
    let entries =
        resolve(document, descendant, b"W").and_then(|w| w.as_array().ok()).map_or(&[][..], Vec::as_slice);
    let code = |object: &Object| object.as_i64().ok().and_then(|code| u32::try_from(code).ok());
    let mut at = 0;
    while let (Some(first), Some(second)) = (entries.get(at).and_then(code), entries.get(at + 1)) {
        if let Ok((_, Object::Array(list))) = document.dereference(second) {
            widths.extend((first..).zip(list.iter().filter_map(|width| width.as_float().ok())));
            at += 2;
        } else {
            let (Some(last), Some(width)) =
                (code(second), entries.get(at + 2).and_then(|w| w.as_float().ok()))
            else {
                break;
            };
            widths.extend((first..=last.min(first.saturating_add(0xFFFF))).map(|code| (code, width)));
            at += 3;
        }
    }
    (widths, default)
}

fn widths(document: &Document, font: &Dictionary) -> (BTreeMap<u32, f32>, f32) {
    let first = resolve(document, font, b"FirstChar").and_then(|first| first.as_i64().ok()).unwrap_or(0);
    let list = resolve(document, font, b"Widths")
        .and_then(|list| list.as_array().ok())
        .map_or(&[][..], Vec::as_slice);
    let from = u32::try_from(first).unwrap_or(0);
    ((from..).zip(list.iter().filter_map(|width| width.as_float().ok())).collect(), 500.0)
}

/// A dictionary's entry, references followed.
pub(super) fn resolve<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    document.dereference(dictionary.get(key).ok()?).ok().map(|(_, object)| object)
}

/// A dictionary's name entry.
pub(super) fn name<'a>(dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    dictionary.get(key).ok()?.as_name().ok()
}
