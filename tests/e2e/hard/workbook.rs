//! Workbooks 工作簿 as offices save them, written by the test: styles, merged cells, hidden parts, formulas, notes.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// A sheet. A cell is text unless it begins with a mark: `=n:` number, `=d:` date serial, `=t:STYLE:` number under a
/// style of [`STYLES`], `=k:` text with a struck-out font, `=e:` error, `=b:` flag, `=f:` formula with this text as its
/// cached value, `=F:` formula that was never calculated, `=x:` the inside of an inline string as XML.
#[derive(Clone)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) state: &'static str,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) merges: Vec<String>,
    pub(super) hidden_rows: Vec<usize>,
    pub(super) hidden_columns: Vec<usize>,
    /// Further attributes of `sheetFormatPr`.
    pub(super) defaults: &'static str,
}

/// Cell styles by index: general, date, zh-CN `m"月"d"日"`, own `yyyy"年"m"月"d"日"`, own `0"组"`, struck out.
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="177" formatCode="0&quot;组&quot;"/></numFmts><fonts count="2"><font><sz val="11"/></font><font><strike/><sz val="11"/></font></fonts><cellXfs count="6"><xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="0"/><xf numFmtId="58" fontId="0"/><xf numFmtId="176" fontId="0"/><xf numFmtId="177" fontId="0"/><xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>"#;

impl Sheet {
    pub(super) fn of(rows: Vec<Vec<String>>) -> Self {
        Self {
            name: "名册".into(),
            state: "visible",
            rows,
            merges: Vec::new(),
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
            defaults: "",
        }
    }

    fn xml(&self) -> String {
        let mut out = format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetFormatPr defaultRowHeight="15"{}/><cols>"#,
            self.defaults
        );
        for column in &self.hidden_columns {
            let _ = write!(out, r#"<col min="{column}" max="{column}" width="9" hidden="1"/>"#);
        }
        out.push_str("</cols><sheetData>");
        for (row, cells) in (1..).zip(&self.rows) {
            let hidden = if self.hidden_rows.contains(&row) { r#" hidden="1""# } else { "" };
            let _ = write!(out, r#"<row r="{row}"{hidden}>"#);
            for (column, text) in (0u8..).zip(cells) {
                out.push_str(&cell(&format!("{}{row}", char::from(b'A' + column)), text));
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

fn cell(at: &str, text: &str) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let inline =
        |style: &str, inside: &str| format!(r#"<c r="{at}"{style} t="inlineStr"><is>{inside}</is></c>"#);
    let plain = |text: &str| format!(r#"<t xml:space="preserve">{}</t>"#, escape(text));
    match text.split_at_checked(3) {
        _ if text.is_empty() => String::new(),
        Some(("=n:", rest)) => format!(r#"<c r="{at}"><v>{rest}</v></c>"#),
        Some(("=d:", rest)) => format!(r#"<c r="{at}" s="1"><v>{rest}</v></c>"#),
        Some(("=t:", rest)) => {
            let (style, value) = rest.split_once(':').unwrap();
            format!(r#"<c r="{at}" s="{style}"><v>{value}</v></c>"#)
        }
        Some(("=k:", rest)) => inline(r#" s="5""#, &plain(rest)),
        Some(("=e:", rest)) => format!(r#"<c r="{at}" t="e"><v>{rest}</v></c>"#),
        Some(("=b:", rest)) => format!(r#"<c r="{at}" t="b"><v>{rest}</v></c>"#),
        Some(("=f:", rest)) => format!(r#"<c r="{at}" t="str"><f>A1&amp;B1</f><v>{}</v></c>"#, escape(rest)),
        Some(("=F:", _)) => format!(r#"<c r="{at}"><f>VLOOKUP(A1,B:C,2,0)</f></c>"#),
        Some(("=x:", rest)) => inline("", rest),
        _ => inline("", &plain(text)),
    }
}

/// A workbook of sheets.
pub(super) fn book(sheets: &[Sheet]) -> Vec<u8> {
    zip(&parts(sheets, false))
}

/// The same with dates counted from 1904, as a Mac once saved them.
pub(super) fn book_of_1904(sheets: &[Sheet]) -> Vec<u8> {
    zip(&parts(sheets, true))
}

/// The parts of a workbook, to be changed.
pub(super) fn parts(sheets: &[Sheet], from_1904: bool) -> Vec<(String, String)> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut listed, mut links) = (String::new(), String::new());
    for (number, Sheet { name, state, .. }) in (1..).zip(sheets) {
        let _ =
            write!(listed, r#"<sheet name="{name}" sheetId="{number}" state="{state}" r:id="r{number}"/>"#);
        let _ = write!(
            links,
            r#"<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        );
    }
    let epoch = u8::from(from_1904);
    let mut parts = vec![
        (
            "_rels/.rels".to_owned(),
            format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="b" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{OFFICE}"><workbookPr date1904="{epoch}"/><sheets>{listed}</sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                r#"<Relationships xmlns="{PACKAGE}">{links}<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#
            ),
        ),
        ("xl/styles.xml".to_owned(), STYLES.to_owned()),
    ];
    for (number, sheet) in (1..).zip(sheets) {
        let number: u32 = number;
        parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet.xml()));
    }
    parts
}

/// Parts in a package.
pub(super) fn zip(parts: &[(String, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
