//! Bytes of a roster file → tables of cells. The content decides what a file is, never its extension.
//!
//! No error of a parser below is forwarded: they repeat the text of cells.

mod biff;
mod book;
mod canonical;
mod cells;
mod docx;
pub(super) mod encoding;
mod labels;
mod ods;
mod ole;
pub(super) mod package;
mod parts;
pub(super) mod text;
pub(super) mod toml;
mod xls;
pub(super) mod xlsx;

use self::ole::Container;
use self::package::Trouble;
use self::parts::Parts;
use self::xlsx::Sheets;
use super::codes;
use crate::diag::{Diagnostic, Place};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Excel workbook.
    Xlsx,
    /// Workbook of before 2007, or of WPS.
    Xls,
    /// OpenDocument table.
    Ods,
    /// Text document with tables.
    Docx,
    /// Delimited text.
    Csv,
    /// Our own toml.
    Toml,
}

const SAVE_AS: &str = "请用 WPS 或 Excel 打开，另存为 .xlsx";
/// Rows of content that a roster may have.
pub(super) const MAX_ROWS: usize = 20_000;
/// Columns that a roster may have.
pub(super) const MAX_COLUMNS: u32 = 500;

/// What a clerk can do with a document whose table cannot be read.
const FROM_WORD: &str =
    "打开文档，选中整个表格复制，粘贴到 WPS 表格或 Excel 的空白工作表，核对行数，另存为 .xlsx";

/// Why a file is not read, with what to do.
fn refused(path: &str, trouble: &Trouble) -> Vec<Diagnostic> {
    let (code, message, help) = match trouble {
        Trouble::Foreign => (&codes::FILE_KIND, "这个文件不是能读的工作簿", SAVE_AS),
        Trouble::Large => {
            (&codes::TOO_LARGE, "工作簿太大，不像一个村的名册", "删掉多余的行、列、图片，另存为新文件")
        }
        Trouble::Damaged => (&codes::WORKBOOK_DAMAGED, "工作簿内部损坏，读不出来", SAVE_AS),
        Trouble::Locked => {
            (&codes::PASSWORD, "工作簿设了打开密码", "在 WPS 或 Excel 里取消密码，另存为 .xlsx")
        }
        Trouble::Changed => (
            &codes::DOCUMENT,
            "文档里有还没有接受的修订，不知道哪一个算数",
            "在 WPS 或 Word 的“审阅”里接受或拒绝所有修订，再保存",
        ),
        Trouble::Nested => (&codes::DOCUMENT, "文档的表格里又套了表格，读不出来", FROM_WORD),
    };
    vec![Diagnostic::error(code, Place::file(path), message, help)]
}

/// What lies in a zip: the names of its parts tell.
fn zipped(bytes: &[u8]) -> Format {
    let Ok(zip) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else { return Format::Xlsx };
    let holds = |name: &str| {
        (0..zip.len()).filter_map(|at| zip.name_for_index(at)).any(|part| part.is_ok_and(|part| part == name))
    };
    if holds("word/document.xml") {
        Format::Docx
    } else if holds("content.xml") && holds("META-INF/manifest.xml") && !holds("_rels/.rels") {
        Format::Ods
    } else {
        Format::Xlsx
    }
}

/// The sheets of a workbook or document of any kind. `wanted` names those that hold the list, none for all.
pub(super) fn sheets(
    path: &str,
    format: Format,
    bytes: &[u8],
    wanted: &[String],
) -> Result<(Sheets, Vec<Diagnostic>), Vec<Diagnostic>> {
    let tabs = match format {
        Format::Xls => xls::read(bytes).map_err(|trouble| match trouble {
            Trouble::Foreign | Trouble::Damaged => {
                let message = "这个旧版 .xls 文件读不出来：不是表格，或者内部损坏";
                vec![Diagnostic::error(&codes::OLD_XLS, Place::file(path), message, SAVE_AS)]
            }
            trouble => refused(path, &trouble),
        }),
        Format::Ods => Parts::open(bytes)
            .and_then(|mut parts| ods::read(&mut parts))
            .map_err(|trouble| refused(path, &trouble)),
        Format::Docx => match Parts::open(bytes).and_then(|mut parts| docx::read(&mut parts)) {
            Ok(tabs) if tabs.is_empty() => {
                let message = "文档里没有表格；名册要是一张表";
                Err(vec![Diagnostic::error(&codes::DOCUMENT, Place::file(path), message, FROM_WORD)])
            }
            Ok(tabs) => Ok(tabs),
            Err(trouble) => Err(refused(path, &trouble)),
        },
        _ => return xlsx::read(path, bytes, wanted),
    };
    book::sort(path, tabs?, wanted)
}

/// Tells what the bytes are, and warns when the extension says something else.
pub(super) fn recognise(path: &str, bytes: &[u8]) -> Result<(Format, Vec<Diagnostic>), Vec<Diagnostic>> {
    let refuse = |code, message: &str, help: &str| {
        Err(vec![Diagnostic::error(code, Place::file(path), message, help)])
    };
    let format = if bytes.starts_with(b"PK\x03\x04") {
        zipped(bytes)
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.windows(encrypted.len()).any(|window| window == encrypted) {
            return Err(refused(path, &Trouble::Locked));
        }
        if Container::open(bytes).is_ok_and(|container| container.holds("WordDocument")) {
            return refuse(&codes::FILE_KIND, "这是旧版 .doc 文档，不是表格", FROM_WORD);
        }
        Format::Xls
    } else if bytes.iter().all(u8::is_ascii_whitespace) {
        return refuse(&codes::EMPTY, "文件是空的", "请放入名册文件");
    } else {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
        let foreign =
            ["%pdf", "<html", "<!doctype", "<table", "<?xml", "{\\rtf", "\u{FFFD}png", "gif8", "rar!"];
        let start = head.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
        if foreign.iter().any(|mark| start.starts_with(mark)) || bytes.starts_with(b"\xFF\xD8\xFF") {
            return refuse(
                &codes::FILE_KIND,
                "这不是能读的名册（.xlsx、.xls、.et、.ods、.docx、.csv、.toml）",
                SAVE_AS,
            );
        }
        if head.lines().any(|line| line.trim_start().starts_with("[[household")) {
            Format::Toml
        } else {
            Format::Csv
        }
    };
    let extension = path.rsplit_once('.').map_or(String::new(), |(_, tail)| tail.to_lowercase());
    let fits = match format {
        Format::Xlsx => matches!(extension.as_str(), "xlsx" | "xlsm" | "et" | "xltx"),
        Format::Xls => matches!(extension.as_str(), "xls" | "et" | "xlt" | "ett"),
        Format::Ods => extension == "ods",
        Format::Docx => matches!(extension.as_str(), "docx" | "docm"),
        Format::Csv => matches!(extension.as_str(), "csv" | "tsv" | "txt"),
        Format::Toml => extension == "toml",
    };
    let name = match format {
        Format::Xlsx => ".xlsx 工作簿",
        Format::Xls => ".xls 工作簿",
        Format::Ods => ".ods 表格",
        Format::Docx => ".docx 文档里的表格",
        Format::Csv => "文本表格（.csv）",
        Format::Toml => ".toml 名册",
    };
    let mut findings = Vec::new();
    if !fits {
        findings.push(Diagnostic::warning(
            &codes::EXTENSION_DIFFERS,
            Place::file(path),
            format!("扩展名和内容不一致，按{name}读取"),
            "把扩展名改对，或另存为 .xlsx",
        ));
    }
    Ok((format, findings))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_protected_and_foreign_files_are_refused_with_a_remedy() {
        let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        assert_eq!(recognise("a.xls", &locked).unwrap().0, Format::Xls);
        let found = sheets("a.xls", Format::Xls, &locked, &[]).err().unwrap();
        assert_eq!(found[0].code.id, "roster-old-xls");
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(recognise("a.xlsx", &locked).unwrap_err()[0].code.id, "roster-password");
        for bytes in [&b"%PDF-1.7"[..], b"\xEF\xBB\xBF<html><table>", b"\x89PNG\r\n", b"\xFF\xD8\xFF\xE0"] {
            let findings = recognise("a.xlsx", bytes).unwrap_err();
            assert_eq!(findings[0].code.id, "roster-file-kind");
            assert!(findings[0].help.contains("另存为"));
        }
        assert_eq!(recognise("a.csv", b" \r\n").unwrap_err()[0].code.id, "roster-empty");
    }

    #[test]
    fn extension_that_lies_is_said_and_content_wins() {
        let (format, findings) = recognise("a.xlsx", "姓名,组".as_bytes()).unwrap();
        assert_eq!((format, findings[0].code.id), (Format::Csv, "roster-extension-differs"));
        let (format, findings) = recognise("a.csv", "姓名,组".as_bytes()).unwrap();
        assert!(format == Format::Csv && findings.is_empty());
        assert_eq!(recognise("a.toml", b"# x\n[[household]]\n").unwrap().0, Format::Toml);
    }
}
