//! Cases 16 to 18: what spreadsheets do to numbers, what offices do to sheets, what programs do to text.

use super::super::desk::page;
use super::super::people::six;
use super::office::{Office, line, rows, text};
use super::workbook::{Sheet, book, parts, zip};
use encoding_rs::GB18030;

#[test]
fn case_16_every_damage_of_a_spreadsheet_is_told_at_once_and_nothing_is_repaired() {
    let mut sheet = Sheet::of(rows(&six()));
    let damage = [
        (2, 5, "5.10322E+17", "roster-damaged-id"),
        (3, 5, "990244196203121000", "roster-damaged-id"),
        (4, 5, "=n:990244196304131149", "roster-damaged-id"),
        (5, 4, "=e:#N/A", "roster-fault-cell"),
        (6, 2, "=t:1:45717", "roster-became-date"),
        (7, 6, "2.5", "roster-number-invalid"),
        (7, 9, "=n:6299990000010000000", "roster-damaged-id"),
        (3, 8, "1.54713E+10", "roster-damaged-id"),
    ];
    for (row, column, cell, _) in damage {
        sheet.rows[row - 1][column - 1] = cell.into();
    }
    let found = Office::with("case-16", "r.xlsx", book(&[sheet])).stops();
    for (row, column, _, code) in damage {
        let told = found.iter().find(|is| (is.row, is.column) == (Some(row as u64), Some(column as u64)));
        let told = told.unwrap_or_else(|| panic!("row {row} column {column} is not told"));
        assert_eq!(told.code, code, "row {row} column {column}");
        assert!(told.field.is_some() && told.sheet.as_deref() == Some("名册"));
    }
    assert_eq!(found.len(), damage.len());
}

#[test]
fn case_16_leading_apostrophes_text_numbers_and_whole_floats_are_no_damage() {
    let mut sheet = Sheet::of(rows(&six()));
    for cells in &mut sheet.rows[1..] {
        cells[0] = format!("=n:{}.0", cells[0]);
        cells[4] = format!("'{}", cells[4]);
        cells[5] = format!("=n:{}.0", cells[5]);
        cells[7] = format!("=n:{}", cells[7]);
    }
    sheet.rows[1][5] = "3.0".into();
    Office::with("case-16-sound", "r.xlsx", book(&[sheet])).reads_six();
}

#[test]
fn case_17_a_workbook_with_everything_in_it_is_read_to_its_six_households() {
    let mut people = six();
    people.insert(3, super::super::people::Household::new(300, "庞大海", "1组", 5, "边缘易致贫户"));
    let mut sheet = Sheet::of(vec![
        line("红旗村防止返贫监测对象信息表（内部资料，注意保密）"),
        line("填报单位：红旗村村民委员会,,,,,2025年3月"),
        line("序号,村,组,户编号,户主信息,,家庭人口,监测对象类别,联系电话,银行卡号,备注"),
        line(",,,,姓名,身份证号,,,,,"),
        (1..=11).map(|number| number.to_string()).collect(),
    ]);
    for (at, mut cells) in rows(&people).into_iter().enumerate().skip(1) {
        cells.insert(1, if at == 1 { "红旗村".into() } else { String::new() });
        if ![1, 5].contains(&at) {
            cells[2].clear();
        }
        sheet.rows.push(cells);
        if at == 4 {
            sheet.rows.push(line("1组小计,,,3户,,,9"));
        }
    }
    sheet.rows.push(line("合计,,,6户,,,19"));
    sheet.rows.push(line("填表人：罗启山,,,,审核人：韩永年"));
    // The fourth family is filtered out, the accounts are hidden.
    sheet.hidden_rows = vec![9];
    sheet.hidden_columns = vec![10];
    sheet.merges = [
        "A1:K1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4", "H3:H4", "I3:I4", "J3:J4", "K3:K4",
        "B6:B13", "C6:C9", "C11:C13",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut base = Sheet::of(rows(&people));
    base.name = "底册".into();
    base.state = "hidden";
    let mut parts = parts(&[sheet, base], false);
    parts.push((
        "xl/comments1.xml".into(),
        "<comments><comment ref=\"E6\"><text><t>其弟15471355555</t></text></comment></comments>".into(),
    ));
    let office =
        Office::posted("case-17", "r.xlsx", zip(&parts), "2025-03-14", "hidden_rows = 1\n").of(&people);
    office.hiding(&["15471355555", "罗启山"]).reads_six();
}

#[test]
fn case_17_a_household_that_is_partly_hidden_is_refused() {
    let mut sheet = Sheet::of(vec![
        line("序号,组,姓名,与户主关系,家庭人口,监测对象类别"),
        line("1,1组,罗启明,户主,2,脱贫不稳定户"),
        line(",,罗小山,长子,,"),
        line("2,1组,欧阳兰,户主,1,脱贫不稳定户"),
    ]);
    sheet.hidden_rows = vec![3];
    let office = Office::with("case-17-part", "r.xlsx", book(&[sheet])).hiding(&["罗小山"]);
    office.refuses("roster-hidden-part", (Some(3), None));
}

#[test]
fn case_18_one_roster_in_ten_encodings_is_one_page() {
    let plain = text(&rows(&six()), ",");
    let tabs = text(&rows(&six()), "\t");
    let utf16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let big = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let gbk = |text: &str| GB18030.encode(text).0.into_owned();
    let marked = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
    let writings = [
        plain.clone().into_bytes(),
        marked(b"\xEF\xBB\xBF", plain.clone().into_bytes()),
        gbk(&plain),
        gbk(&tabs),
        marked(b"\xFF\xFE", utf16(&tabs)),
        marked(b"\xFE\xFF", big(&plain)),
        utf16(&plain),
        plain.replace("\r\n", "\n").into_bytes(),
        plain.replace(',', "，").into_bytes(),
        plain.replace("罗启明", "罗\u{A0}启\u{200B}明").into_bytes(),
    ];
    let mut pages = Vec::new();
    for (number, bytes) in writings.into_iter().enumerate() {
        let office = Office::with(&format!("case-18-{number}"), "r.csv", bytes);
        office.reads_six();
        // Each desk has a secret of its own, and so another check code.
        let page = office.desk.read(&page("hongqi"));
        let (before, code) = page.split_once("校对码 ").unwrap();
        pages.push(format!("{before}{}", &code["KXTRB-HNQWZ".len()..]));
    }
    assert!(pages.iter().all(|page| *page == pages[0]), "an encoding shows on the page");
}

#[test]
fn case_18_a_wrong_decoding_stops_and_shows_no_mojibake() {
    let plain = text(&rows(&six()), ",");
    let twice = encoding_rs::WINDOWS_1252.decode(&GB18030.encode(&plain).0).0.into_owned();
    Office::with("case-18-twice", "r.csv", twice).refuses("roster-no-header", (None, None));
    let debris = plain.replacen("罗启明", "锟斤拷", 1);
    Office::with("case-18-debris", "r.csv", debris).refuses("roster-mojibake", (Some(2), Some(4)));
    let lost = plain.replacen("罗启明", "罗\u{FFFD}明", 1);
    Office::with("case-18-lost", "r.csv", lost).refuses("roster-mojibake", (Some(2), Some(4)));
}
