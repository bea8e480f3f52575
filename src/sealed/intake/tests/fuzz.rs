//! Whatever stands in a cell, and whatever the bytes of a file: a finding or a value, never a crash.

use super::formats::old;
use crate::sealed::intake::grid::Cell;
use crate::sealed::intake::testing::{Sheet, book, day, intake, table, zip};
use crate::sealed::intake::{headings, values};
use proptest::prelude::*;

/// Pieces that cells are really made of, so that the readers get further than their first question.
const PIECES: [&str; 40] = [
    "990102",
    "19600101",
    "99010120130508004",
    "X",
    "号",
    "15412345678",
    "629999",
    "2025",
    "年",
    "月",
    "日",
    "-",
    ".",
    "/",
    "1",
    "0",
    "００",
    "组",
    "第",
    "一",
    "十",
    "百",
    "户",
    "（",
    "）",
    "(",
    ")",
    "：",
    "、",
    "·",
    "张",
    "欧阳",
    "岁",
    "元",
    "%",
    "E+17",
    "\u{200B}",
    "\u{FE0F}",
    "同上",
    "无",
];

fn text() -> impl Strategy<Value = String> {
    let random =
        prop::collection::vec(any::<char>(), 0..30).prop_map(|chars| chars.into_iter().collect::<String>());
    let likely = prop::collection::vec((0..PIECES.len()).prop_map(|at| PIECES[at].to_owned()), 0..8)
        .prop_map(|all| all.concat());
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        (0..PIECES.len()).prop_map(|at| PIECES[at].to_owned())
    ];
    let mixed = prop::collection::vec(piece, 0..12).prop_map(|all| all.concat());
    prop_oneof![random, likely, mixed]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_cell_ends_a_reader(text in text(), number in any::<f64>()) {
        let table = table();
        for id in ["name", "id_number", "disability_id", "phone", "bank", "lead_date", "entry_month", "size", "income", "group", "village", "age", "birth_date", "category", "note", "household_number"] {
            let field = table.get(id).unwrap();
            for cell in [Cell::Text(text.as_str().into()), Cell::Number(number)] {
                if let Ok(Some(found)) = values::read(field, &cell, day("2025-03-14")) {
                    prop_assert!(!found.text.as_str().is_empty());
                }
            }
        }
        let _ = values::expanded_id(&text);
        let _ = (headings::read(&text), headings::split_group(&text), headings::number(&text));
    }

    #[test]
    fn no_small_table_ends_the_reading(cells in prop::collection::vec(prop::collection::vec(text(), 8), 1..6), above in text(), csv in any::<bool>()) {
        let head = "序号|组|户编号|户主姓名|身份证号|家庭人口|联系电话|线索发现日期";
        let mut rows = vec![vec![above], head.split('|').map(str::to_owned).collect()];
        rows.extend(cells);
        let rows: Vec<Vec<String>> = rows.into_iter().map(|row| row.into_iter().map(|cell| cell.replace(['\0', '\u{FFFE}', '\u{FFFF}'], "").chars().filter(|c| !c.is_control()).collect()).collect()).collect();
        let read = if csv {
            let lines: Vec<String> = rows.iter().map(|row| row.join(",").replace('"', "")).collect();
            intake("a.csv", lines.join("\n").as_bytes())
        } else {
            let rows = rows.iter().map(|row| row.iter().map(|cell| cell.replace('>', "&gt;").trim_start_matches('=').to_owned()).collect()).collect();
            intake("a.xlsx", &book(&Sheet { rows, ..Sheet::of(&[]) }))
        };
        if let Err(findings) = read {
            prop_assert!(findings.iter().all(|finding| !finding.message.is_empty()));
        }
    }

    #[test]
    fn no_bytes_of_an_old_workbook_end_the_reading(hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12), cut in any::<prop::sample::Index>()) {
        let mut bytes = old(&["序号|组|姓名|人口|线索发现日期", "=n:1|1组|张三|=n:2|=d:45717", "=n:2|2组|李四|=n:3|=d:45718"], &[3], &[2]);
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = intake("a.xls", &bytes);
        let _ = intake("a.xls", &bytes[..8 + cut.index(bytes.len() - 8)]);
    }

    #[test]
    fn no_text_in_a_package_ends_the_reading(junk in text(), at in any::<prop::sample::Index>(), kind in 0usize..3) {
        let whole = [
            r#"<x><table:table table:name="名册"><table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>姓名</text:p></table:table-cell></table:table-row></table:table></x>"#,
            r#"<w:document><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:document>"#,
            r#"<styleSheet/>"#,
        ][kind];
        let mut xml = whole.to_owned();
        let at = at.index(xml.len());
        if xml.is_char_boundary(at) {
            xml.insert_str(at, &junk);
        }
        let name = ["content.xml", "word/document.xml", "xl/styles.xml"][kind];
        let _ = intake("a", &zip(&[("META-INF/manifest.xml", "<m/>".into()), (name, xml)]));
    }
}
