//! Text 文字: bytes of a file that a person typed → its characters, whatever program saved it.
//!
//! Settings, further texts, packs, keys and rosters are saved by Notepad, WPS and Excel as UTF-8 with or without its mark,
//! UTF-16 either way, GBK or GB18030, with line ends of any system. There is one reader for them all. Nothing is replaced:
//! a file that fits none of these is one finding that names it.

pub(crate) mod clean;
mod decode;
mod shown;

pub(crate) use decode::{Fault, decode};
pub(crate) use shown::{shown, shown_in_lines};

use crate::diag::{Diagnostic, Place};

crate::codes! {
    ENCODING = "text-encoding":
        "这个文件的文字编码认不出来，或者混用了几种编码。用记事本打开，点“另存为”，编码选 UTF-8，再试一次。"
        / "The characters of this file cannot be read: no encoding fits, or two are mixed. Save it as UTF-8.";
    CONTROL = "text-control":
        "这个文件里有看不见的控制字符，多半是从别的软件复制来的。删去那一行，重新打一遍。"
        / "The file holds a control character that nobody can see. Delete the line and type it again.";
}

const SAVE_AS: &str = "用记事本打开，点“另存为”，编码选 UTF-8，再保存";

/// The text of a file: characters without a mark at the start, every line end a single `\n`.
pub(crate) fn read(path: &str, bytes: &[u8]) -> Result<String, Vec<Diagnostic>> {
    let no =
        |message: &str, help: &str| Err(vec![Diagnostic::error(&ENCODING, Place::file(path), message, help)]);
    let text = match decode(bytes) {
        Ok(text) => lines(&text),
        Err(Fault::Foreign(what)) => return no(what, "把里面的文字复制到记事本里，另存为 UTF-8 的文本"),
        Err(Fault::Mixed) => return no("文件里混用了两种文字编码，有的字会读成别的字", SAVE_AS),
        Err(Fault::Unclear) => {
            return no("文字太少，看不出是哪一种编码", "用记事本另存为，编码选“带有 BOM 的 UTF-8”");
        }
        Err(Fault::Unknown) => return no("文字编码认不出来", SAVE_AS),
    };
    let Some(at) = text.find(is_control) else { return Ok(text) };
    let (line, column) = crate::diag::toml::line_column(&text, at);
    let help = "删去这一行，重新打一遍；不要从网页或聊天窗口直接粘贴";
    let place = Place::at(path, line, column);
    Err(vec![Diagnostic::error(&CONTROL, place, "这里有一个看不见的控制字符", help)])
}

/// The bytes of the same text as everybody saves it: what a digest is made of, so that a program which adds a mark or
/// other line ends has changed nothing. What is no text stays as it is.
pub(crate) fn plain_bytes(bytes: &[u8]) -> Vec<u8> {
    decode(bytes).map_or_else(|_| bytes.to_vec(), |text| lines(&text).into_bytes())
}

/// Line ends of other systems as `\n`.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Signs of control that no text holds; tabs and line ends are none of them.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GB18030;

    #[test]
    fn every_program_saves_the_same_text() {
        let text = "# 备注\n\n　　第一段。\n";
        let utf_16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(bytes).collect()
        };
        let windows = text.replace('\n', "\r\n");
        let marked = format!("\u{feff}{windows}");
        for bytes in [
            text.as_bytes().to_vec(),
            windows.as_bytes().to_vec(),
            text.replace('\n', "\r").into_bytes(),
            marked.as_bytes().to_vec(),
            GB18030.encode(&windows).0.into_owned(),
            utf_16(&marked, u16::to_le_bytes),
            utf_16(&marked, u16::to_be_bytes),
            utf_16(&windows, u16::to_le_bytes),
            utf_16(&windows, u16::to_be_bytes),
        ] {
            assert_eq!(read("a.md", &bytes).unwrap(), text);
            assert_eq!(plain_bytes(&bytes), text.as_bytes());
        }
    }

    #[test]
    fn what_cannot_be_read_is_one_finding_with_the_file() {
        let told = |bytes: &[u8]| {
            let found = read("a.md", bytes).unwrap_err();
            assert_eq!(found.len(), 1);
            (found[0].code.id, found[0].at.to_string())
        };
        assert_eq!(told(b"\xff\xff\xff"), ("text-encoding", "a.md".into()));
        assert_eq!(told(b"PK\x03\x04\x14\0\x06\0"), ("text-encoding", "a.md".into()));
        assert_eq!(told("甲\n乙\u{1b}[31m".as_bytes()), ("text-control", "a.md:2:2".into()));
    }
}
