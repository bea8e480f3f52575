//! A tiny workbook writer for tests: just enough xlsx to be damaged in every way.

use super::fields::FieldTable;
use super::{Options, read};
use crate::diag::Diagnostic;
use crate::sealed::roster::Roster;
use chrono::NaiveDate;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// A day.
pub(in crate::sealed::intake) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The embedded field table.
pub(in crate::sealed::intake) fn table() -> FieldTable {
    FieldTable::parse(include_str!("../../../policies/fields.toml"), "policies/fields.toml").unwrap()
}

/// Reads bytes with everything at its default, on 2025-03-14.
pub(in crate::sealed::intake) fn intake(
    path: &str,
    bytes: &[u8],
) -> Result<(Roster, Vec<Diagnostic>), Vec<Diagnostic>> {
    intake_with(path, bytes, |_| {})
}

/// The same with changed options.
pub(in crate::sealed::intake) fn intake_with(
    path: &str,
    bytes: &[u8],
    change: impl FnOnce(&mut Options<'_>),
) -> Result<(Roster, Vec<Diagnostic>), Vec<Diagnostic>> {
    let fields = table();
    let mut options = Options::of_no_notice(&fields, day("2025-03-14"));
    change(&mut options);
    read(path, bytes, &options)
}

/// A sound 18-digit number in region 99 with this birth day and running number.
pub(in crate::sealed::intake) fn id(birth: &str, running: u32) -> String {
    let head = format!("990277{birth}{running:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = head.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{head}{}", ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize])
}

/// A zip of parts.
pub(in crate::sealed::intake) fn zip(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A sheet of a test workbook. Cells are written as text, unless they begin with `=`: `=n:` number, `=d:` date
/// serial, `=e:` error, `=b:` flag.
#[derive(Default, Clone)]
pub(in crate::sealed::intake) struct Sheet {
    pub(in crate::sealed::intake) name: String,
    pub(in crate::sealed::intake) state: &'static str,
    pub(in crate::sealed::intake) rows: Vec<Vec<String>>,
    pub(in crate::sealed::intake) merges: Vec<&'static str>,
    pub(in crate::sealed::intake) hidden_rows: Vec<usize>,
    pub(in crate::sealed::intake) hidden_columns: Vec<usize>,
}

impl Sheet {
    /// A visible sheet; columns are split at `|`, `~` is an empty cell.
    pub(in crate::sealed::intake) fn of(lines: &[&str]) -> Self {
        let rows = lines.iter().map(|line| line.split('|').map(str::to_owned).collect()).collect();
        Self { name: "名册".into(), state: "visible", rows, ..Self::default() }
    }

    fn xml(&self) -> String {
        let mut out = String::from(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols>"#,
        );
        for column in &self.hidden_columns {
            let _ = write!(out, r#"<col min="{column}" max="{column}" width="9" hidden="1"/>"#);
        }
        out.push_str("</cols><sheetData>");
        for (row, cells) in (1..).zip(&self.rows) {
            let hidden = if self.hidden_rows.contains(&row) { r#" hidden="1""# } else { "" };
            let _ = write!(out, r#"<row r="{row}"{hidden}>"#);
            for (column, cell) in (1..).zip(cells) {
                if cell.is_empty() || cell == "~" {
                    continue;
                }
                let at = format!("{}{row}", crate::diag::column_letters(column));
                let _ = match cell.split_at_checked(3) {
                    Some(("=n:", rest)) => write!(out, r#"<c r="{at}"><v>{rest}</v></c>"#),
                    Some(("=d:", rest)) => write!(out, r#"<c r="{at}" s="1"><v>{rest}</v></c>"#),
                    Some(("=e:", rest)) => write!(out, r#"<c r="{at}" t="e"><v>{rest}</v></c>"#),
                    Some(("=b:", rest)) => write!(out, r#"<c r="{at}" t="b"><v>{rest}</v></c>"#),
                    _ => write!(
                        out,
                        r#"<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
                        cell.replace('&', "&amp;").replace('<', "&lt;")
                    ),
                };
            }
            out.push_str("</row>");
        }
        out.push_str("</sheetData><mergeCells>");
        for merge in &self.merges {
            let _ = write!(out, r#"<mergeCell ref="{merge}"/>"#);
        }
        out.push_str("</mergeCells></worksheet>");
        out
    }
}

/// A workbook of sheets, dates counted from 1900 or 1904.
pub(in crate::sealed::intake) fn workbook(sheets: &[Sheet], from_1904: bool) -> Vec<u8> {
    let parts = parts(sheets, from_1904);
    let parts: Vec<(&str, String)> = parts.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    zip(&parts)
}

/// The parts of that workbook.
pub(in crate::sealed::intake) fn parts(sheets: &[Sheet], from_1904: bool) -> Vec<(String, String)> {
    let (mut listed, mut links) = (String::new(), String::new());
    for (number, sheet) in (1..).zip(sheets) {
        let _ = write!(
            listed,
            r#"<sheet name="{}" sheetId="{number}" state="{}" r:id="r{number}"/>"#,
            sheet.name, sheet.state
        );
        let _ = write!(
            links,
            r#"<Relationship Id="r{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        );
    }
    let epoch = u8::from(from_1904);
    let mut parts = vec![
        (
            "_rels/.rels".to_owned(),
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned(),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="{epoch}"/><sheets>{listed}</sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}<Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/styles.xml".to_owned(),
            r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#.to_owned(),
        ),
    ];
    for (number, sheet) in (1..).zip(sheets) {
        let number: u32 = number;
        parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet.xml()));
    }
    parts
}

/// A workbook of one sheet.
pub(in crate::sealed::intake) fn book(sheet: &Sheet) -> Vec<u8> {
    workbook(std::slice::from_ref(sheet), false)
}
