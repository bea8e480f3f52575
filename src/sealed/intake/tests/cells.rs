use crate::sealed::intake::testing::{Sheet, book, day, id, intake, intake_with, workbook};
use crate::sealed::roster::Texts;

fn codes(sheet: &Sheet) -> Vec<&'static str> {
    let findings = intake("a.xlsx", &book(sheet)).err().unwrap_or_default();
    findings.iter().filter(|finding| finding.stops()).map(|finding| finding.code.id).collect()
}

#[test]
fn every_damaged_cell_is_told_at_once_with_row_column_field_and_remedy() {
    let sheet = Sheet::of(&[
        "组|姓名|证件号码|银行账号|电话|线索发现日期",
        "=d:45717|=n:3|=n:990277197001010127|=n:6299990000000000001|1540000|2025-02-30",
        "1组|=e:#N/A|9.90E+17|6.3E+18|=d:45717|3月6日",
    ]);
    let findings = intake("a.xlsx", &book(&sheet)).err().unwrap();
    let told: Vec<_> = findings
        .iter()
        .map(|finding| {
            assert!(!finding.help.is_empty() && finding.at.field.is_some() && finding.at.sheet.is_some());
            (finding.at.line.unwrap(), finding.at.column.unwrap(), finding.code.id)
        })
        .collect();
    assert_eq!(
        told,
        [
            (2, 1, "roster-became-date"),
            (2, 2, "roster-damaged-name"),
            (2, 3, "roster-damaged-id"),
            (2, 4, "roster-damaged-id"),
            (2, 6, "roster-date-impossible"),
            (3, 2, "roster-fault-cell"),
            (3, 3, "roster-damaged-id"),
            (3, 4, "roster-damaged-id"),
            (3, 5, "roster-became-date"),
            (3, 6, "roster-date-unreadable"),
        ]
    );
}

#[test]
fn dates_of_1900_and_1904_workbooks_are_the_days_that_the_clerk_saw() {
    let sheet = Sheet::of(&["姓名|组|线索发现日期", "张三|1组|=d:45721"]);
    for (bytes, as_of, wanted) in [
        (book(&sheet), "2025-03-14", "2025-03-05"),
        (workbook(std::slice::from_ref(&sheet), true), "2029-03-14", "2029-03-06"),
    ] {
        let (roster, _) = intake_with("a.xlsx", &bytes, |options| options.as_of = day(as_of)).unwrap();
        assert_eq!(roster.households[0].fields.get_text("lead_date"), Some(wanted));
    }
}

#[test]
fn serials_that_no_calendar_holds_stop_without_a_crash() {
    for serial in ["0.5", "-1e300", "1e300", "3000000", "-5"] {
        let sheet = Sheet::of(&["姓名|组|线索发现日期", &format!("张三|1组|=d:{serial}")]);
        assert_eq!(codes(&sheet), ["roster-date-unreadable"], "{serial}");
    }
}

#[test]
fn one_person_in_two_rows_stops_even_with_an_old_number() {
    let new = id("19700101", 12);
    let old = format!("{}{}", &new[..6], &new[8..17]);
    for second in [new.clone(), old] {
        let mut sheet = Sheet::of(&["姓名|组|证件号码"]);
        sheet.rows.push(vec!["张三".into(), "1组".into(), new.clone()]);
        sheet.rows.push(vec!["李四".into(), "1组".into(), second]);
        let findings = intake("a.xlsx", &book(&sheet)).err().unwrap();
        assert_eq!((findings[0].code.id, findings[0].at.line), ("roster-duplicate-person", Some(3)));
        assert!(findings[0].message.contains("第2行"));
    }
}

#[test]
fn one_number_for_two_households_stops() {
    let sheet = Sheet::of(&["户编号|户主|组", "a1|张三|1组", "a2|李四|1组", "a1|王五|1组"]);
    assert_eq!(codes(&sheet), ["roster-duplicate-household"]);
}

#[test]
fn stated_size_other_than_the_members_listed_stops() {
    let sheet = Sheet::of(&["户编号|姓名|与户主关系|人口", "1|张三|户主|3", "1|李四|长子|", "2|王五|户主|1"]);
    assert_eq!(codes(&sheet), ["roster-size-differs"]);
    let heads_only = Sheet::of(&["户主|组|人口", "张三|1组|3"]);
    assert!(codes(&heads_only).is_empty());
}

#[test]
fn steps_out_of_order_and_days_to_come_stop() {
    let header = "户主|组|线索发现日期|入户核查日期|民主评议日期";
    let sheet = Sheet::of(&[header, "张三|1组|2025-03-03|2025-03-02|2025-03-12"]);
    assert_eq!(codes(&sheet), ["roster-date-order"]);
    let sheet = Sheet::of(&[header, "张三|1组|2025-03-13||2025-03-12"]);
    assert_eq!(codes(&sheet), ["roster-date-order"]);
    let sheet = Sheet::of(&[header, "张三|1组|2025-03-03|2025-03-04|2025-03-15"]);
    assert_eq!(codes(&sheet), ["roster-date-future"]);
    let sheet = Sheet::of(&[header, "张三|1组|2025-03-03|2025-03-03|2025-03-14"]);
    assert!(codes(&sheet).is_empty());
}

#[test]
fn household_of_another_village_stops() {
    let sheet = Sheet::of(&["村|户主|组", "普安乡青松村|张三|1组", "石桥村|李四|1组"]);
    let findings = intake_with("a.xlsx", &book(&sheet), |options| options.village = Some("青松村".into()));
    let findings = findings.err().unwrap();
    assert_eq!(
        (findings.len(), findings[0].code.id, findings[0].at.line),
        (1, "roster-other-village", Some(3))
    );
}

#[test]
fn the_dead_the_rounded_and_the_latin_are_warnings_beside_the_roster() {
    let sheet = Sheet::of(&["户主|组", "张三（已故）|1组", "NGUYEN THI HOA|1组"]);
    let (roster, findings) = intake("a.xlsx", &book(&sheet)).unwrap();
    assert_eq!(roster.household_count(), 2);
    let told: Vec<_> = findings.iter().map(|finding| (finding.at.line, finding.code.id)).collect();
    assert_eq!(told, [(Some(2), "roster-deceased"), (Some(3), "roster-name-latin")]);
}

#[test]
fn cleaned_values_are_what_the_rest_of_the_program_sees() {
    let sheet = Sheet::of(&[
        "组|户主|证件号码|家庭人口数|人均纯收入（元）|纳入监测时间|联系电话|备注",
        "　３组 |张　三|＃|４人|4,676.50|2025年3月|１５４０００１１１１１| 其兄 在外\n务工 ",
    ]);
    let mut sheet = sheet;
    sheet.rows[1][2] = format!("\t{}", id("19700101", 30).replace('X', "x"));
    let (roster, _) = intake("a.xlsx", &book(&sheet)).unwrap();
    let household = &roster.households[0];
    for (field, wanted) in [
        ("group", "3组"),
        ("size", "4"),
        ("income", "4676.50"),
        ("entry_month", "2025-03"),
        ("phone", "15400011111"),
        ("note", "其兄 在外 务工"),
    ] {
        assert_eq!(household.fields.get_text(field), Some(wanted), "{field}");
    }
    assert_eq!(household.head().fields.get_text("name"), Some("张三"));
    assert_eq!(household.head().fields.get_text("id_number"), Some(id("19700101", 30).as_str()));
}
