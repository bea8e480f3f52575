//! Bytes of a roster file → tables of cells. The content decides what a file is, never its extension.
//!
//! No error of a parser below is forwarded: they repeat the text of cells.

mod cells;
pub(super) mod encoding;
pub(super) mod package;
pub(super) mod text;
pub(super) mod toml;
pub(super) mod xlsx;

use super::codes;
use crate::diag::{Diagnostic, Place};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Excel workbook.
    Xlsx,
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

/// Tells what the bytes are, and warns when the extension says something else.
pub(super) fn recognise(path: &str, bytes: &[u8]) -> Result<(Format, Vec<Diagnostic>), Vec<Diagnostic>> {
    let refuse = |code, message: &str, help: &str| {
        Err(vec![Diagnostic::error(code, Place::file(path), message, help)])
    };
    let format = if bytes.starts_with(b"PK\x03\x04") {
        Format::Xlsx
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.windows(encrypted.len()).any(|window| window == encrypted) {
            return refuse(
                &codes::PASSWORD,
                "工作簿设了打开密码",
                "在 WPS 或 Excel 里取消密码，另存为 .xlsx",
            );
        }
        return refuse(&codes::OLD_XLS, "这是旧版 .xls 文件", SAVE_AS);
    } else if bytes.iter().all(u8::is_ascii_whitespace) {
        return refuse(&codes::EMPTY, "文件是空的", "请放入名册文件");
    } else {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
        let foreign =
            ["%pdf", "<html", "<!doctype", "<table", "<?xml", "{\\rtf", "\u{FFFD}png", "gif8", "rar!"];
        let start = head.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
        if foreign.iter().any(|mark| start.starts_with(mark)) || bytes.starts_with(b"\xFF\xD8\xFF") {
            return refuse(&codes::FILE_KIND, "这不是 .xlsx、.csv 或 .toml 名册", SAVE_AS);
        }
        if head.lines().any(|line| line.trim_start().starts_with("[[household")) {
            Format::Toml
        } else {
            Format::Csv
        }
    };
    let extension = path.rsplit_once('.').map_or(String::new(), |(_, tail)| tail.to_lowercase());
    let fits = match format {
        Format::Xlsx => matches!(extension.as_str(), "xlsx" | "xlsm"),
        Format::Csv => matches!(extension.as_str(), "csv" | "tsv" | "txt"),
        Format::Toml => extension == "toml",
    };
    let name = match format {
        Format::Xlsx => ".xlsx 工作簿",
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
        assert_eq!(recognise("a.xls", &locked).unwrap_err()[0].code.id, "roster-old-xls");
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
