//! Workbooks of every kind that offices keep: old ones, those of WPS and LibreOffice, tables in documents, and xlsx whose
//! parts lie elsewhere.

use super::layouts::outline;
use crate::sealed::intake::testing::{Sheet, book, id, intake, intake_with, parts, zip};
use crate::sealed::roster::Texts;

fn stops(path: &str, bytes: &[u8]) -> (&'static str, String) {
    let findings = intake(path, bytes).err().unwrap_or_default();
    let stop = findings.into_iter().find(crate::diag::Diagnostic::stops).unwrap();
    assert!(!stop.help.is_empty());
    (stop.code.id, stop.help)
}

/// An old workbook of one sheet, as table programs write it: texts in the shared table, numbers, a day, hidden and
/// crossed-out rows.
pub(super) fn old(rows: &[&str], hidden: &[u16], struck: &[u16]) -> Vec<u8> {
    fn record(out: &mut Vec<u8>, kind: u16, data: &[u8]) {
        out.extend(kind.to_le_bytes());
        out.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
        out.extend(data);
    }
    fn text(words: &str) -> Vec<u8> {
        let units: Vec<u16> = words.encode_utf16().collect();
        let mut out = u16::try_from(units.len()).unwrap().to_le_bytes().to_vec();
        out.push(1);
        out.extend(units.into_iter().flat_map(u16::to_le_bytes));
        out
    }
    let bof = |kind: u16| [0x0600u16.to_le_bytes(), kind.to_le_bytes()].concat();
    let (mut globals, mut sheet, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    record(&mut globals, 0x809, &bof(5));
    for flags in [0u16, 0, 0, 0, 8] {
        record(&mut globals, 0x31, &[200u16.to_le_bytes(), flags.to_le_bytes()].concat());
    }
    // Plain, crossed out with font 5 (there is no font 4), a day.
    for (font, format) in [(0u16, 0u16), (5, 0), (0, 14)] {
        record(&mut globals, 0xE0, &[font.to_le_bytes(), format.to_le_bytes()].concat());
    }
    record(&mut sheet, 0x809, &bof(0x10));
    for (row, line) in (0u16..).zip(rows) {
        let mut data = [row, 0, 9, 300, 0, 0, 0, 0].map(u16::to_le_bytes).concat();
        data[12] = if hidden.contains(&(row + 1)) { 0x20 } else { 0 };
        record(&mut sheet, 0x208, &data);
        let way = u16::from(struck.contains(&(row + 1)));
        for (column, cell) in (0u16..).zip(line.split('|')).filter(|(_, cell)| !cell.is_empty()) {
            let number = |cell: &str| cell.parse::<f64>().unwrap().to_le_bytes();
            let place = |way: u16| [row, column, way].map(u16::to_le_bytes).concat();
            match cell.split_at_checked(3) {
                Some(("=n:", rest)) => {
                    record(&mut sheet, 0x203, &[place(way), number(rest).to_vec()].concat())
                }
                Some(("=d:", rest)) => record(&mut sheet, 0x203, &[place(2), number(rest).to_vec()].concat()),
                _ => {
                    let index = u32::try_from(texts.len()).unwrap();
                    texts.push(text(cell));
                    record(&mut sheet, 0xFD, &[place(way), index.to_le_bytes().to_vec()].concat());
                }
            }
        }
    }
    record(&mut sheet, 0x0A, &[]);
    let count = u32::try_from(texts.len()).unwrap().to_le_bytes();
    record(&mut globals, 0xFC, &[&count[..], &count, &texts.concat()].concat());
    let name =
        [&[2u8, 1][..], &"名册".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat();
    let start = u32::try_from(globals.len() + 4 + 6 + name.len() + 4).unwrap();
    record(&mut globals, 0x85, &[&start.to_le_bytes()[..], &[0, 0], &name].concat());
    record(&mut globals, 0x0A, &[]);
    let mut stream = [globals, sheet].concat();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    container(&stream)
}

fn container(stream: &[u8]) -> Vec<u8> {
    let sectors = u32::try_from(stream.len() / 512).unwrap();
    let mut out = vec![0u8; 512];
    out[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    let mut put = |at: usize, number: u32| out[at..at + 4].copy_from_slice(&number.to_le_bytes());
    put(30, 9);
    put(48, 1);
    put(56, 4096);
    put(60, 0xFFFF_FFFE);
    put(68, 0xFFFF_FFFE);
    (0..109).for_each(|n| put(76 + 4 * n, 0xFFFF_FFFF));
    put(76, 0);
    // Sector 0 is the table, 1 the directory, the stream follows.
    let mut table = vec![0xFFFF_FFFD, 0xFFFF_FFFE];
    table.extend((0..sectors).map(|n| if n + 1 == sectors { 0xFFFF_FFFE } else { n + 3 }));
    table.resize(128, 0xFFFF_FFFF);
    out.extend(table.into_iter().flat_map(u32::to_le_bytes));
    for (name, kind, start, length) in [
        ("Root Entry", 5u8, 0xFFFF_FFFEu32, 0u32),
        ("Workbook", 2, 2, sectors * 512),
        ("", 0, 0, 0),
        ("", 0, 0, 0),
    ] {
        let mut entry = vec![0u8; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64] = u8::try_from(units.len() + 2).unwrap();
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&length.to_le_bytes());
        out.extend(entry);
    }
    out.extend(stream);
    out
}

#[test]
fn old_workbooks_and_those_of_wps_are_read() {
    let (number, other) = (id("19600101", 1), id("19600101", 2));
    let head = "序号|组|户主姓名|身份证号|家庭人口|线索发现日期";
    let rows = [
        head,
        &format!("=n:1|1组|张三|{number}|=n:2|=d:45717"),
        &format!("=n:2|2组|李四|{other}|=n:3|=d:45718"),
    ];
    for name in ["a.xls", "a.et"] {
        let (roster, findings) = intake(name, &old(&rows, &[], &[])).unwrap();
        assert!(findings.is_empty(), "{}", findings[0]);
        assert_eq!(outline(&roster), ["1组:张三", "2组:李四"]);
        let fields = &roster.households[0].fields;
        assert_eq!((fields.get_text("size"), fields.get_text("lead_date")), (Some("2"), Some("2025-03-01")));
        assert_eq!(roster.households[0].head().fields.get_text("id_number"), Some(number.as_str()));
    }
    assert_eq!(stops("a.xls", &old(&rows, &[3], &[])).0, "roster-hidden-rows");
    assert_eq!(stops("a.xls", &old(&rows, &[], &[3])).0, "roster-struck");
    // An .et may be a zip inside, and a workbook may lie under another ending.
    let zipped = book(&Sheet::of(&["姓名|组", "张三|1组"]));
    assert!(intake("a.et", &zipped).unwrap().1.is_empty());
    assert_eq!(intake("a.xlsx", &old(&rows, &[], &[])).unwrap().1[0].code.id, "roster-extension-differs");
    let whole = old(&rows, &[], &[]);
    assert_eq!(stops("a.xls", &whole[..1500]).0, "roster-old-xls");
}

fn ods(body: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content><office:automatic-styles><style:style style:name="k" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style><style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"#
    );
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".into()),
        ("META-INF/manifest.xml", "<m/>".into()),
        ("content.xml", content),
    ])
}

#[test]
fn opendocument_tables_are_read() {
    let cells = |cells: &[&str]| -> String {
        cells.iter().map(|cell| format!(r#"<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>"#)).collect()
    };
    let body = |row: &str, style: &str| {
        format!(
            r#"<table:table table:name="名册"><table:table-column table:number-columns-repeated="4"/><table:table-row>{}</table:table-row><table:table-row>{}<table:table-cell office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2025-03-01"><text:p>3月1日</text:p></table:table-cell></table:table-row><table:table-row {row}><table:table-cell table:number-rows-spanned="1" office:value-type="string" {style}><office:annotation><text:p>批注</text:p></office:annotation><text:p>李&amp;四</text:p></table:table-cell>{}</table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table><table:table table:name="底册" table:style-name="h"><table:table-row>{}</table:table-row></table:table>"#,
            cells(&["姓名", "组", "人口", "线索发现日期"]),
            cells(&["张三", "1组"]),
            cells(&["2组", "3", "2025-03-02"]),
            cells(&["孙甲"]),
        )
    };
    let plain = ods(&body("", "").replace("李&amp;四", "李四"));
    let (roster, findings) = intake("a.ods", &plain).unwrap();
    assert_eq!(outline(&roster), ["1组:张三", "2组:李四"]);
    let fields = &roster.households[0].fields;
    assert_eq!((fields.get_text("size"), fields.get_text("lead_date")), (Some("2"), Some("2025-03-01")));
    assert!(findings.iter().any(|finding| finding.message.contains("“底册”已隐藏")));
    assert_eq!(stops("a.ods", &ods(&body(r#"table:visibility="filter""#, ""))).0, "roster-hidden-rows");
    assert_eq!(
        stops("a.ods", &ods(&body("", r#"table:style-name="k""#).replace("李&amp;四", "李四"))).0,
        "roster-struck"
    );
    let locked =
        zip(&[("META-INF/manifest.xml", "<manifest:encryption-data/>".into()), ("content.xml", "x".into())]);
    assert_eq!(stops("a.ods", &locked).0, "roster-password");
}

pub(super) fn docx(body: &str) -> Vec<u8> {
    zip(&[
        ("_rels/.rels", "<x/>".into()),
        ("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>")),
    ])
}

fn docx_row(cells: &[&str]) -> String {
    let cell = |cell: &&str| {
        let (before, words) = cell.split_once('>').map_or(("", *cell), |(before, words)| (before, words));
        let before =
            if before.is_empty() { String::new() } else { format!("<w:tcPr><w:{before}/></w:tcPr>") };
        format!("<w:tc>{before}<w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>")
    };
    format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>())
}

#[test]
fn a_plain_table_in_a_document_is_read_and_others_are_told_what_to_do() {
    let title = "<w:p><w:r><w:t>柏林村公示</w:t></w:r></w:p>";
    let rows = [
        docx_row(&["序号", "组", r#"gridSpan w:val="2">户主信息"#, "家庭人口"]),
        docx_row(&["~", "~", "姓名", "电话", "~"]),
        docx_row(&["1", r#"vMerge w:val="restart">1组"#, "张三", "15412345678", "2"]),
        docx_row(&["2", "vMerge>", "李四", "", "3"]),
    ]
    .concat()
    .replace('~', "");
    let whole = docx(&format!("{title}<w:tbl>{rows}</w:tbl>"));
    let (roster, findings) = intake("a.docx", &whole).unwrap();
    assert_eq!(outline(&roster), ["1组:张三", "1组:李四"]);
    assert!(findings.is_empty(), "{}", findings[0]);
    let other = intake_with("a.docx", &whole, |options| options.village = Some("红岩村".into()));
    assert_eq!(other.err().unwrap()[0].code.id, "roster-title-village");
    let changed = docx(&format!(
        "<w:tbl>{rows}<w:tr><w:tc><w:p><w:ins><w:r><w:t>王五</w:t></w:r></w:ins></w:p></w:tc></w:tr></w:tbl>"
    ));
    let nested = docx("<w:tbl><w:tr><w:tc><w:tbl/></w:tc></w:tr></w:tbl>");
    for (bytes, remedy) in [(changed, "接受或拒绝所有修订"), (nested, "复制"), (docx("<w:p/>"), "复制")]
    {
        let (code, help) = stops("a.docx", &bytes);
        assert_eq!(code, "roster-document");
        assert!(help.contains(remedy), "{help}");
    }
    let struck = docx(&format!(
        "<w:tbl>{}</w:tbl>",
        rows.replace("<w:r><w:t>李四", "<w:r><w:rPr><w:strike/></w:rPr><w:t>李四")
    ));
    assert_eq!(stops("a.docx", &struck).0, "roster-struck");
    let word = container(&[0u8; 4096]);
    let word: Vec<u8> = {
        let mut word = word;
        let name: Vec<u8> = "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let at = 512 + 512 + 128;
        word[at..at + name.len()].copy_from_slice(&name);
        word[at + 64] = 26;
        word
    };
    let (code, help) = stops("a.doc", &word);
    assert!(code == "roster-file-kind" && help.contains("复制"), "{help}");
}

/// From the name and text of a part to those of another.
type Change<'a> = &'a dyn Fn(&str, &str) -> (String, Vec<u8>);

/// Valid workbooks that were called damaged.
#[test]
fn workbooks_whose_parts_lie_elsewhere_are_read() {
    let sheets = [Sheet::of(&["姓名|组|线索发现日期", "张三|1组|=d:45717"])];
    let usual = parts(&sheets, false);
    let with = |change: Change<'_>| -> Vec<u8> {
        use std::io::Write;
        let mut writer = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in &usual {
            let (name, bytes) = change(name, text);
            writer.start_file(name, ::zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(&bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let root = with(&|name, text| {
        (name.replacen("xl/", "", 1), text.replace("xl/workbook.xml", "workbook.xml").into_bytes())
    });
    let up = with(&|name, text| {
        (name.into(), text.replace("worksheets/sheet", "../xl/worksheets/sheet").into_bytes())
    });
    let here = with(&|name, text| {
        (name.into(), text.replace("\"worksheets/sheet", "\"./worksheets/sheet").into_bytes())
    });
    let utf16 = with(&|name, text| {
        let declared = format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{text}");
        let bytes = declared.encode_utf16().flat_map(u16::to_le_bytes);
        (name.into(), [0xFF, 0xFE].into_iter().chain(bytes).collect())
    });
    let module = with(&|name, text| {
        let sheet =
            r#"<sheet name="Module1" sheetId="9" r:id=""/><sheet name="宏" sheetId="8" r:id="m"/></sheets>"#;
        let link = r#"<Relationship Id="m" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/></Relationships>"#;
        let text = if name == "xl/workbook.xml" { text.replace("</sheets>", sheet) } else { text.to_owned() };
        let text =
            if name.ends_with("workbook.xml.rels") { text.replace("</Relationships>", link) } else { text };
        (name.into(), text.into_bytes())
    });
    for (what, bytes) in [("root", root), ("up", up), ("here", here), ("utf16", utf16), ("module", module)] {
        let (roster, findings) =
            intake("a.xlsx", &bytes).unwrap_or_else(|found| panic!("{what}: {}", found[0]));
        assert_eq!(outline(&roster), ["1组:张三"], "{what}");
        assert_eq!(roster.households[0].fields.get_text("lead_date"), Some("2025-03-01"), "{what}");
        assert_eq!(findings.len(), if what == "module" { 2 } else { 0 }, "{what}");
    }
}
