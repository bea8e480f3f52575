//! Bytes of an official text → characters: UTF-8 with or without its mark, UTF-16 with or without it, else GB18030.
//!
//! Nothing is replaced: what cannot be read, holds signs that no text holds, or is far longer than any document, is
//! refused.

use super::codes::{EMPTY, TOO_LONG, UNREADABLE};
use crate::diag::{Code, Diagnostic, Place};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// A long county policy is a quarter of this; reading much more would take minutes.
const MOST_BYTES: usize = 200_000;
const MOST_LINES: usize = 20_000;
/// Characters of a line: more is a text that lost its line breaks.
const LONGEST: usize = 5_000;

/// Decodes the whole text or says why it cannot.
pub(super) fn decode(path: &str, bytes: &[u8]) -> Result<String, Vec<Diagnostic>> {
    let no = |code: &'static Code, message: String, help: &str| {
        Err(vec![Diagnostic::error(code, Place::file(path), message, help)])
    };
    let aside = "检查是不是拿错了文件；附表、名册不用导入，先删去再试";
    if bytes.len() > MOST_BYTES {
        return no(&TOO_LONG, format!("文件有{}KB，政策文件没有这么长", bytes.len() / 1000), aside);
    }
    let Some(text) = characters(bytes).filter(|text| !text.chars().any(foreign)) else {
        let message = format!("读不出文字：{}", what(bytes));
        return no(&UNREADABLE, message, "在 WPS 或 Word 里打开，另存为“纯文本”（UTF-8）");
    };
    if text.trim().is_empty() {
        return no(&EMPTY, "文件是空的，一个字也没有".to_owned(), "重新复制或另存原文，再试一次");
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.lines().nth(MOST_LINES).is_some() {
        return no(&TOO_LONG, format!("文件超过{MOST_LINES}行，政策文件没有这么长"), aside);
    }
    if let Some(line) = text.lines().position(|line| line.chars().nth(LONGEST).is_some()) {
        let message = format!("第{}行超过{LONGEST}字，换行大概丢了", line + 1);
        return no(&TOO_LONG, message, "重新复制原文，一段一行");
    }
    Ok(text)
}

/// What a file that is no text seems to be.
fn what(bytes: &[u8]) -> &'static str {
    match bytes {
        [b'P', b'K', 3, 4, ..] => "这是 Word、WPS 或 Excel 的文件，不是纯文本",
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "这是旧版 Word 或 Excel 的文件，不是纯文本",
        [b'%', b'P', b'D', b'F', ..] => "这是 PDF 文件，不是纯文本",
        _ => "编码认不出来，或者这不是文字文件",
    }
}

fn characters(bytes: &[u8]) -> Option<String> {
    let read = |encoding: &'static Encoding, from: usize| {
        let body = bytes.get(from..).unwrap_or_default();
        let text = encoding.decode_without_bom_handling_and_without_replacement(body)?;
        (!text.contains('\0')).then(|| text.into_owned())
    };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return read(encoding, mark);
    }
    // Without its mark UTF-16 is told by the zero bytes of its line ends and digits.
    if bytes.contains(&0) {
        let likely =
            |text: &String| text.chars().filter(|c| ordinary(*c)).count() * 10 > text.chars().count() * 9;
        return [UTF_16LE, UTF_16BE].into_iter().filter_map(|encoding| read(encoding, 0)).find(likely);
    }
    read(UTF_8, 0).or_else(|| read(GB18030, 0))
}

/// Signs of control that no text holds; tabs and breaks are none of them.
fn foreign(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}')
}

fn ordinary(c: char) -> bool {
    c.is_ascii() && !foreign(c)
        || matches!(c, '\u{2000}'..='\u{206f}' | '\u{2460}'..='\u{24ff}' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "一、走访\r\n（一）每月5日。\n";

    fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn code(bytes: &[u8]) -> &'static str {
        decode("a.txt", bytes).unwrap_err()[0].code.id
    }

    #[test]
    fn every_encoding_of_an_office_computer_is_read() {
        let gbk = GB18030.encode(TEXT).0.into_owned();
        let marked = format!("\u{feff}{TEXT}");
        for bytes in [
            gbk,
            TEXT.as_bytes().to_vec(),
            marked.as_bytes().to_vec(),
            utf_16(TEXT, u16::to_le_bytes),
            utf_16(TEXT, u16::to_be_bytes),
            utf_16(&marked, u16::to_le_bytes),
            utf_16(&marked, u16::to_be_bytes),
            TEXT.replace("\r\n", "\r").into_bytes(),
        ] {
            assert_eq!(decode("a.txt", &bytes).unwrap(), "一、走访\n（一）每月5日。\n");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let workbook = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0";
        let noise: Vec<u8> = (0..4000_u32).map(|n| u8::try_from(n * n * 31 % 251).unwrap()).collect();
        for bytes in [
            &workbook[..],
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x01\x02",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
            &noise,
        ] {
            assert_eq!(code(bytes), "import-unreadable");
        }
    }

    #[test]
    fn nothing_and_far_too_much_are_said_to_be_so() {
        for bytes in [&b""[..], b"\xef\xbb\xbf", b" \r\n\t\n"] {
            assert_eq!(code(bytes), "import-empty");
        }
        assert_eq!(code("走访每一户。".repeat(300_000).as_bytes()), "import-too-long");
        assert_eq!(code("走访\n".repeat(100_000).as_bytes()), "import-too-long");
        assert_eq!(code("走访。".repeat(10_000).as_bytes()), "import-too-long");
    }
}
