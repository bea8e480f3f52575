//! Text bytes → characters: UTF-8 with or without BOM, UTF-16 either way, GBK and GB18030. A byte that does not fit
//! stops the file; nothing is replaced.

use super::SAVE_AS;
use crate::diag::{Diagnostic, Place};
use crate::sealed::intake::codes;
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Decodes the whole file or says that it cannot.
pub(in crate::sealed::intake) fn decode(path: &str, bytes: &[u8]) -> Result<String, Vec<Diagnostic>> {
    let (encoding, start) = guess(bytes);
    let body = bytes.get(start..).unwrap_or_default();
    if encoding == GB18030 && holds_utf8(body) {
        return Err(vec![Diagnostic::error(
            &codes::ENCODING,
            Place::file(path),
            "文件里混用了两种文字编码，有的字会读成别的字",
            SAVE_AS,
        )]);
    }
    let even = body.len().is_multiple_of(2) || (encoding != UTF_16LE && encoding != UTF_16BE);
    let text = even.then(|| encoding.decode_without_bom_handling_and_without_replacement(body)).flatten();
    match text {
        Some(text) if !text.contains('\0') => Ok(text.into_owned()),
        _ => Err(vec![Diagnostic::error(
            &codes::ENCODING,
            Place::file(path),
            "文字编码认不出来，或者混用了几种编码",
            SAVE_AS,
        )]),
    }
}

/// The encoding and how many bytes its mark takes.
fn guess(bytes: &[u8]) -> (&'static Encoding, usize) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, length);
    }
    // Commas, digits and line ends make every second byte of UTF-16 zero here and there; no other text has zeros.
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, 0) => {}
        (high, low) if high > low => return (UTF_16BE, 0),
        _ => return (UTF_16LE, 0),
    }
    if std::str::from_utf8(bytes).is_ok() { (UTF_8, 0) } else { (GB18030, 0) }
}

/// Whether text that is no UTF-8 as a whole has stretches of it: rows pasted by another program. Six bytes and more
/// that are Chinese in UTF-8 are, in GBK, rare characters in an order that no name or word has.
fn holds_utf8(bytes: &[u8]) -> bool {
    let chinese =
        |c: char| matches!(c, '\u{3000}'..='\u{303F}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}');
    bytes
        .split(u8::is_ascii)
        .filter(|run| run.len() >= 6)
        .any(|run| std::str::from_utf8(run).is_ok_and(|text| text.chars().all(chinese)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "村,组,户主\r\n青松村,1组,王㛃𬭳\r\n";

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn every_encoding_of_offices_gives_the_same_text() {
        let utf8 = TEXT.as_bytes().to_vec();
        let gb18030 = GB18030.encode(TEXT).0.into_owned();
        let with = |mark: &[u8], body: &[u8]| [mark, body].concat();
        for bytes in [
            utf8.clone(),
            with(b"\xEF\xBB\xBF", &utf8),
            gb18030,
            utf16(TEXT, true),
            utf16(TEXT, false),
            with(b"\xFF\xFE", &utf16(TEXT, true)),
            with(b"\xFE\xFF", &utf16(TEXT, false)),
        ] {
            assert_eq!(decode("a.csv", &bytes).unwrap(), TEXT);
        }
    }

    #[test]
    fn mixed_and_broken_encodings_stop() {
        let mixed = [TEXT.as_bytes(), &GB18030.encode("户").0[..1]].concat();
        let pasted = [&GB18030.encode(TEXT).0[..], "2组,张三".as_bytes()].concat();
        for bytes in [&mixed[..], &pasted, b"\xEF\xBB\xBF\xFF\xFF", b"\xFF\xFEa", b"a\0b\0c"] {
            assert_eq!(decode("a.csv", bytes).unwrap_err()[0].code.id, "roster-encoding");
        }
    }
}
