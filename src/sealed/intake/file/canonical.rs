//! A workbook whose parts lie in unusual places or are written in UTF-16 → the same workbook as everybody writes it, for the
//! reader of cells behind us. Sheets that are no tables are left out.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A sheet of cells: its name, whether it is visible, its XML.
pub(super) struct Table<'a> {
    pub(super) name: &'a str,
    pub(super) visible: bool,
    pub(super) xml: &'a str,
}

/// Writes the package.
pub(super) fn write(tables: &[Table<'_>], styles: &str, shared: &str, from_1904: bool) -> Option<Vec<u8>> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let link = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
    };
    let (mut listed, mut links) = (String::new(), String::new());
    for (number, table) in (1..).zip(tables) {
        let number: u32 = number;
        let name = quick_xml::escape::escape(table.name);
        let state = if table.visible { "visible" } else { "hidden" };
        listed += &format!(r#"<sheet name="{name}" sheetId="{number}" state="{state}" r:id="s{number}"/>"#);
        links += &link(&format!("s{number}"), "worksheet", &format!("worksheets/sheet{number}.xml"));
    }
    links += &link("styles", "styles", "styles.xml");
    links += &link("texts", "sharedStrings", "sharedStrings.xml");
    let epoch = u8::from(from_1904);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| -> Option<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(name, options).ok()?;
        zip.write_all(undeclared(text).as_bytes()).ok()
    };
    let root = link("book", "officeDocument", "xl/workbook.xml");
    put("_rels/.rels", &format!(r#"<Relationships xmlns="{PACKAGE}">{root}</Relationships>"#))?;
    put(
        "xl/workbook.xml",
        &format!(
            r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{epoch}"/><sheets>{listed}</sheets></workbook>"#
        ),
    )?;
    put(
        "xl/_rels/workbook.xml.rels",
        &format!(r#"<Relationships xmlns="{PACKAGE}">{links}</Relationships>"#),
    )?;
    let or = |text: &str, tag: &str| {
        if text.is_empty() { format!(r#"<{tag} xmlns="{MAIN}"/>"#) } else { text.to_owned() }
    };
    put("xl/styles.xml", &or(styles, "styleSheet"))?;
    put("xl/sharedStrings.xml", &or(shared, "sst"))?;
    for (number, table) in (1..).zip(tables) {
        let number: u32 = number;
        put(&format!("xl/worksheets/sheet{number}.xml"), table.xml)?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// Without the first line that names an encoding: the text is UTF-8 now.
fn undeclared(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}');
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => text,
    }
}
