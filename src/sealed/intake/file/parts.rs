//! The parts of a zip package: which there are, and their text. Bombs are refused before anything else inflates them.

use super::package::Trouble;
use encoding_rs::{Encoding, UTF_8};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Everything a package may inflate to.
const MAX_BYTES: u64 = 200 * 1024 * 1024;

/// An opened package. Names are lower case, without a slash before them.
pub(super) struct Parts<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: BTreeMap<String, usize>,
}

impl<'a> Parts<'a> {
    /// Opens a package, and finds out how much it inflates to.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Trouble> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Trouble::Damaged)?;
        let mut names = BTreeMap::new();
        let mut left = MAX_BYTES;
        for index in 0..zip.len() {
            let mut part = zip.by_index(index).map_err(|_| Trouble::Damaged)?;
            let name = part.name().map_err(|_| Trouble::Damaged)?.to_lowercase().replace('\\', "/");
            // Declared sizes lie: what counts is what really comes out.
            let size = std::io::copy(&mut (&mut part).take(left + 1), &mut std::io::sink())
                .map_err(|_| Trouble::Damaged)?;
            left = left.checked_sub(size).ok_or(Trouble::Large)?;
            names.insert(name.trim_start_matches('/').to_owned(), index);
        }
        Ok(Self { zip, names })
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The text of a part, and whether it was written in anything but plain UTF-8.
    pub(super) fn text(&mut self, name: &str) -> Option<(String, bool)> {
        let index = *self.names.get(&name.to_lowercase())?;
        let mut out = Vec::new();
        self.zip.by_index(index).ok()?.take(MAX_BYTES).read_to_end(&mut out).ok()?;
        decoded(out)
    }
}

/// XML in the encoding that its mark or its first line names.
fn decoded(bytes: Vec<u8>) -> Option<(String, bool)> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes).filter(|(encoding, _)| *encoding != UTF_8) {
        let body = bytes.get(mark..)?;
        return encoding
            .decode_without_bom_handling_and_without_replacement(body)
            .map(|text| (text.into_owned(), true));
    }
    // UTF-16 without a mark: `<` and a zero, or the other way round.
    let unmarked = match bytes.get(..4) {
        Some([b'<', 0, _, 0]) => Some(encoding_rs::UTF_16LE),
        Some([0, b'<', 0, _]) => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = unmarked {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
        return text.map(|text| (text.into_owned(), true));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some((text, false)),
        Err(error) => {
            let bytes = error.into_bytes();
            let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(120))?).into_owned();
            let label = head.split("encoding=").nth(1)?.trim_start_matches(['"', '\'']);
            let encoding = Encoding::for_label(label.split(['"', '\'']).next()?.as_bytes())?;
            let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
            Some((text.into_owned(), true))
        }
    }
}
