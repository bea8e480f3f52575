//! Bytes → characters: the encoding is told by its mark, or by being the only one that fits.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Why a file is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is another kind of file, in words.
    Foreign(&'static str),
    /// Two encodings in one file.
    Mixed,
    /// Two encodings fit, and both readings make sense.
    Unclear,
    /// No encoding fits.
    Unknown,
}

/// The whole text without its mark, or why there is none. Line ends stay as they are.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Fault> {
    if let Some(what) = foreign(bytes) {
        return Err(Fault::Foreign(what));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes.get(mark..).unwrap_or_default()).ok_or(Fault::Unknown);
    }
    // Line ends and digits make zeros of UTF-16; no other text has any.
    if bytes.contains(&0) {
        return utf_16(bytes).ok_or(Fault::Unknown);
    }
    if let Some(text) = with(UTF_8, bytes) {
        return if may_be_gbk(&text, bytes) { Err(Fault::Unclear) } else { Ok(text) };
    }
    if holds_utf8(bytes) {
        return Err(Fault::Mixed);
    }
    let chinese = |text: &String| text.chars().all(is_chinese);
    if let Some(text) = utf_16(bytes).filter(chinese) {
        return Ok(text);
    }
    with(GB18030, bytes).filter(|_| is_mostly_common(bytes)).ok_or(Fault::Unknown)
}

fn with(encoding: &'static Encoding, body: &[u8]) -> Option<String> {
    let whole = body.len().is_multiple_of(2) || (encoding != UTF_16LE && encoding != UTF_16BE);
    let text = whole.then(|| encoding.decode_without_bom_handling_and_without_replacement(body)).flatten()?;
    (!text.contains('\0')).then(|| text.into_owned())
}

/// UTF-16 without a mark: the order of bytes in which nearly all is Chinese or ASCII.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let ordinary = |text: &String| {
        let (all, good) = (text.chars().count(), text.chars().filter(|c| is_ordinary(*c)).count());
        good * 10 > all * 9
    };
    let mut fit = [UTF_16LE, UTF_16BE].into_iter().filter_map(|encoding| with(encoding, bytes));
    let fit: Vec<String> = fit.by_ref().filter(ordinary).collect();
    match <[String; 1]>::try_from(fit) {
        Ok([text]) => Some(text),
        Err(both) => {
            // Both may fit a few ideographs; only one of them has the characters that people use.
            let common = |text: &String| text.chars().filter(|c| is_common(*c)).count();
            both.into_iter().max_by_key(common)
        }
    }
}

fn is_ordinary(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{2010}'..='\u{206f}' | '\u{2460}'..='\u{24ff}')
        || is_chinese(c)
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// Whether a character stands in GB 2312, the seven thousand of daily use.
fn is_common(c: char) -> bool {
    let mut room = [0; 4];
    let (bytes, _, lost) = GB18030.encode(c.encode_utf8(&mut room));
    !lost && (c.is_ascii() || matches!(bytes[..], [0xa1..=0xa3 | 0xb0..=0xf7, 0xa1..=0xfe]))
}

/// Whether most of a text in GBK is of daily use: Big5 and western texts are none that would be.
fn is_mostly_common(bytes: &[u8]) -> bool {
    let (mut all, mut common, mut at) = (0_usize, 0_usize, 0);
    while at < bytes.len() {
        match bytes[at..] {
            [0x81..=0xfe, 0x30..=0x39, ..] => (all, at) = (all + 1, at + 4),
            [0x81..=0xfe, second, ..] => {
                let daily = matches!(bytes[at], 0xa1..=0xa3 | 0xb0..=0xf7) && second >= 0xa1;
                (all, common, at) = (all + 1, common + usize::from(daily), at + 2);
            }
            _ => at += 1,
        }
    }
    common * 10 >= all * 7
}

/// Whether a short text that passes for UTF-8 is rather GBK: letters of other scripts and no ideograph, and in GBK nothing
/// but ideographs of daily use.
fn may_be_gbk(text: &str, bytes: &[u8]) -> bool {
    let mut foreign = text.chars().filter(|c| !c.is_ascii()).peekable();
    // Within a word of Latin letters an accent is one.
    let accented = text.split(|c: char| !c.is_alphabetic()).any(|word| {
        word.chars().any(|c| c.is_ascii()) && word.chars().any(|c| matches!(c, '\u{c0}'..='\u{24f}'))
    });
    if accented || foreign.peek().is_none() || !foreign.all(|c| c.is_alphabetic() && u32::from(c) < 0x800) {
        return false;
    }
    let gbk = with(GB18030, bytes);
    gbk.is_some_and(|text| text.chars().all(|c| c.is_ascii() || is_chinese(c) && is_common(c)))
}

/// Whether text that is no UTF-8 as a whole has stretches of it: lines pasted by another program. Six bytes and more
/// that are Chinese in UTF-8 are, in GBK, rare characters in an order that no name or word has.
fn holds_utf8(bytes: &[u8]) -> bool {
    bytes
        .split(u8::is_ascii)
        .filter(|run| run.len() >= 6)
        .any(|run| std::str::from_utf8(run).is_ok_and(|text| text.chars().all(is_chinese)))
}

/// What a file that is no text is.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => Some("这是 Word、WPS 或 Excel 的文件，不是纯文本"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some("这是旧版 Word 或 Excel 的文件，不是纯文本"),
        [b'%', b'P', b'D', b'F', ..] => Some("这是 PDF 文件，不是纯文本"),
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => Some("这是图片，不是纯文本"),
        _ => None,
    }
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
        for text in [TEXT, "　　第一段。\n", "一一一一\n", "name = \"一\"\n", "公示期满以后贴出结果"]
        {
            let utf8 = text.as_bytes().to_vec();
            let with = |mark: &[u8], body: &[u8]| [mark, body].concat();
            for (which, bytes) in [
                utf8.clone(),
                with(b"\xEF\xBB\xBF", &utf8),
                with(b"\xFF\xFE", &utf16(text, true)),
                with(b"\xFE\xFF", &utf16(text, false)),
                utf16(text, true),
                utf16(text, false),
                GB18030.encode(text).0.into_owned(),
            ]
            .into_iter()
            .enumerate()
            {
                match decode(&bytes) {
                    Ok(read) => assert_eq!(read, text, "{which}"),
                    // One letter of GBK that is one letter of Cyrillic in UTF-8.
                    Err(fault) => {
                        assert!(fault == Fault::Unclear && which == 6 && text.contains('一'), "{text}")
                    }
                }
            }
        }
    }

    #[test]
    fn mixed_and_broken_encodings_stop() {
        let mixed = [TEXT.as_bytes(), &GB18030.encode("户").0[..1]].concat();
        let pasted = [&GB18030.encode(TEXT).0[..], "2组,张三".as_bytes()].concat();
        for bytes in [&mixed[..], &pasted, b"\xEF\xBB\xBF\xFF\xFF", b"\xFF\xFEa", b"a\0b\0c"] {
            assert!(decode(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn what_gbk_would_read_as_rubbish_stops() {
        let big5 = encoding_rs::BIG5.encode("村民委員會公示名單，請大家監督。電話").0.into_owned();
        let western = encoding_rs::WINDOWS_1252.encode("café à côté, déjà vu, œuvre, naïve").0.into_owned();
        for bytes in [big5, western] {
            assert_eq!(decode(&bytes), Err(Fault::Unknown));
        }
    }

    #[test]
    fn signs_that_are_no_letters_are_utf8() {
        for text in ["12 m² · 3 × 4 ±1 °C", "© 2025", "naïve café"] {
            assert_eq!(decode(text.as_bytes()).as_deref(), Ok(text));
        }
    }
}
