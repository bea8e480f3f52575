use crate::sealed::intake::testing::{Sheet, book, intake, zip};
use crate::sealed::roster::Texts;
use encoding_rs::GB18030;

fn code(path: &str, bytes: &[u8]) -> &'static str {
    let findings = intake(path, bytes).err().unwrap_or_default();
    let stop = findings.iter().find(|finding| finding.stops());
    stop.map_or("", |finding| {
        assert!(!finding.help.is_empty());
        finding.code.id
    })
}

#[test]
fn every_delimiter_of_offices_is_found() {
    for sign in [",", "\t", ";", "，", "|"] {
        let text =
            format!("名单\n组{sign}户主{sign}备注\n1组{sign}张三{sign}\"一{sign}二\"\n2组{sign}李四{sign}\n");
        let (roster, _) = intake("a.csv", text.as_bytes()).unwrap();
        assert_eq!(roster.household_count(), 2, "{sign:?}");
        assert_eq!(roster.households[0].fields.get_text("note").unwrap().replace('\t', " "), {
            format!("一{}二", sign.replace('\t', " "))
        });
        let at = &roster.households[1].members[0].fields.get("name").unwrap().at;
        assert_eq!((at.line(), at.column()), (Some(4), Some(2)), "{sign:?}");
    }
}

#[test]
fn rows_keep_their_number_after_a_line_break_inside_quotes() {
    let text = "组,户主,备注\r\n1组,张三,\"一\r\n二\"\r\n2组,李四,\r\n";
    let (roster, _) = intake("a.csv", text.as_bytes()).unwrap();
    assert_eq!(roster.households[1].at.line(), Some(3));
    // Blank rows are rows: the table program shows them.
    let (roster, _) = intake("a.csv", "组,户主,备注\n\n\n1组,张三,\n\n2组,李四,\n".as_bytes()).unwrap();
    assert_eq!(roster.households.iter().map(|is| is.at.line()).collect::<Vec<_>>(), [Some(4), Some(6)]);
}

#[test]
fn two_header_rows_without_merged_cells_are_read() {
    let text = "组,家庭成员信息,,,帮扶责任人,\n,姓名,与户主关系,证件号码,姓名,电话\n1组,张三,户主,,吴干部,15400001111\n";
    let (roster, findings) = intake("a.csv", text.as_bytes()).unwrap();
    assert!(findings.is_empty());
    assert_eq!(roster.households[0].fields.get_text("staff_name"), Some("吴干部"));
    assert_eq!(roster.households[0].head().fields.get_text("name"), Some("张三"));
}

#[test]
fn an_open_quote_does_not_swallow_rows() {
    assert_eq!(code("a.csv", "组,户主\n1组,\"张三\n2组,李四\n".as_bytes()), "roster-csv-quote");
}

#[test]
fn text_decoded_wrongly_before_it_was_saved_stops() {
    let twice = encoding_rs::WINDOWS_1252.decode(&GB18030.encode("组,户主\n1组,张三\n").0).0.into_owned();
    assert_eq!(code("a.csv", twice.as_bytes()), "roster-no-header");
    assert_eq!(code("a.csv", "组,户主\n1组,ÕÅÈý\n".as_bytes()), "roster-mojibake");
}

#[test]
fn error_values_and_rounded_numbers_in_text_stop() {
    assert_eq!(code("a.csv", "组,户主,电话\n1组,张三,#N/A\n".as_bytes()), "roster-fault-cell");
    assert_eq!(
        code("a.csv", "组,户主,证件号码\n1组,张三,990277197001010000\n".as_bytes()),
        "roster-damaged-id"
    );
}

#[test]
fn broken_foreign_and_swollen_workbooks_stop() {
    let good = book(&Sheet::of(&["姓名|组", "张三|1组"]));
    assert_eq!(code("a.xlsx", &good), "");
    assert_eq!(code("a.xlsx", &good[..good.len() / 2]), "roster-workbook-damaged");
    assert_eq!(code("a.xlsx", &zip(&[("content.xml", "<x/>".into())])), "roster-file-kind");
    let long = Sheet { rows: vec![vec!["甲".into()]; 20_001], ..Sheet::of(&[]) };
    assert_eq!(code("a.xlsx", &book(&long)), "roster-too-large");
    let long = format!("组,户主\n{}", "1组,张三\n".repeat(20_001));
    assert_eq!(code("a.csv", long.as_bytes()), "roster-too-large");
}

#[test]
fn a_bomb_is_refused_before_it_is_held() {
    let bomb = zip(&[("xl/workbook.xml", "<x/>".into()), ("xl/media/a.xml", " ".repeat(201 * 1024 * 1024))]);
    assert!(bomb.len() < 1024 * 1024);
    assert_eq!(code("a.xlsx", &bomb), "roster-too-large");
}

#[test]
fn toml_households_with_and_without_members_are_read() {
    let text = "[[household]]\ngroup = \"3组\"\nlead_date = 2025-03-03\nsize = 2\n\n[[household.member]]\nname = \"张三\"\nrelation = \"户主\"\n\n[[household.member]]\n\"姓名\" = \"李四\"\nrelation = \"配偶\"\n\n[[household]]\ngroup = \"4组\"\n\"户主\" = \"王五\"\nsize = 1\n";
    let (roster, _) = intake("a.toml", text.as_bytes()).unwrap();
    assert_eq!((roster.household_count(), roster.person_count()), (2, 3));
    assert_eq!(roster.households[0].fields.get_text("lead_date"), Some("2025-03-03"));
    assert_eq!(roster.households[1].head().fields.get_text("name"), Some("王五"));
    assert_eq!(roster.households[0].members[1].fields.get("name").unwrap().at.line(), Some(11));
}

#[test]
fn toml_faults_are_told_by_line_without_the_line() {
    for (text, code, line) in [
        ("[[household]]\nname = \"张三\n", "roster-toml", 2),
        ("[[household]]\nname = \"张三\"\n\"天气\" = 1\n", "roster-toml", 3),
        ("[[household]]\nname = \"张三\"\n[village]\n", "roster-toml", 3),
        ("[[household]]\nname = \"张三\"\nid_number = 990277197001010127\n", "roster-damaged-id", 3),
        ("[[household]]\ngroup = \"1组\"\n", "roster-row-without-name", 1),
    ] {
        let findings = intake("a.toml", text.as_bytes()).err().unwrap();
        assert_eq!((findings[0].code.id, findings[0].at.line), (code, Some(line)));
        assert!(findings.iter().all(|finding| !finding.to_string().contains("张三")));
    }
}
