//! Bytes of an official text → characters, as [`crate::text`] reads them.
//!
//! Nothing is replaced: what cannot be read, holds signs that no text holds, or is far longer than any document, is
//! refused.

use super::codes::{EMPTY, TOO_LONG, UNREADABLE};
use crate::diag::{Code, Diagnostic, Place};
use crate::text::{self, Fault};

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
    let unclear = "编码认不出来，或者这不是文字文件";
    let read = text::decode(bytes).map_err(|fault| match fault {
        Fault::Foreign(what) => what,
        Fault::Mixed => "文件里混用了两种文字编码",
        Fault::Unclear | Fault::Unknown => unclear,
    });
    let text = match read.and_then(|text| if text.chars().any(foreign) { Err(unclear) } else { Ok(text) }) {
        Ok(text) => text,
        Err(why) => {
            let help = "在 WPS 或 Word 里打开，另存为“纯文本”（UTF-8）";
            return no(&UNREADABLE, format!("读不出文字：{why}"), help);
        }
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

/// Signs of control that no text holds; tabs and breaks are none of them.
fn foreign(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GB18030;

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
