//! Bytes of an official text → characters: UTF-8 with or without its mark, UTF-16 with its mark, else GB18030.

use super::codes::UNREADABLE;
use crate::diag::{Diagnostic, Place};
use encoding_rs::{Encoding, GB18030, UTF_8};

/// Decodes the whole text or says that it cannot; nothing is replaced.
pub(super) fn decode(path: &str, bytes: &[u8]) -> Result<String, Vec<Diagnostic>> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, 0),
        None => (GB18030, 0),
    };
    let body = bytes.get(mark..).unwrap_or_default();
    match encoding.decode_without_bom_handling_and_without_replacement(body) {
        Some(text) if !text.contains('\0') => Ok(text.into_owned()),
        _ => Err(vec![Diagnostic::error(
            &UNREADABLE,
            Place::file(path),
            "读不出文字：编码认不出来，或者这不是文字文件",
            "在 WPS 或 Word 里打开，另存为“纯文本”（UTF-8）",
        )]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_offices_are_read_and_workbooks_are_not() {
        let gbk = GB18030.encode("一、走访").0.into_owned();
        for bytes in [&gbk[..], "一、走访".as_bytes(), "\u{feff}一、走访".as_bytes()] {
            assert_eq!(decode("a.txt", bytes).unwrap(), "一、走访");
        }
        assert_eq!(decode("a.txt", b"PK\x03\x04\0\0").unwrap_err()[0].code.id, "import-unreadable");
    }
}
