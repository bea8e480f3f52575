//! Whose column it is, and which header words may be told.

use super::layouts::{code, outline, read};
use crate::sealed::intake::testing::{Sheet, book, id, intake, intake_with};
use crate::sealed::roster::Texts;

/// The guardian's number was taken for the head's, and a child was printed by name.
#[test]
fn the_number_under_somebody_elses_heading_was_the_heads() {
    let (child, guardian, adult) = (id("20120501", 1), id("19700101", 2), id("19600101", 3));
    for heading in
        ["监护人信息", "监护人基本情况", "帮扶责任人情况", "配偶", "代领人", "联系人", "负责人", "经办人信息"]
    {
        let mut sheet = Sheet::of(&[
            &format!("序号|组|户主信息|~|{heading}|~|~|家庭人口"),
            "~|~|姓名|身份证号|姓名|身份证号|联系电话|~",
            &format!("1|1组|王小明|{child}|王大力|{guardian}|15412345678|1"),
            &format!("2|1组|李大山|{adult}|~|~|~|3"),
        ]);
        sheet.merges = vec!["A1:A2", "B1:B2", "C1:D1", "E1:G1", "H1:H2"];
        let roster = read(&sheet);
        assert_eq!(outline(&roster), ["1组:王小明", "1组:李大山"], "{heading}");
        let number = |at: usize| roster.households[at].head().fields.get_text("id_number");
        assert_eq!((number(0), number(1)), (Some(child.as_str()), Some(adult.as_str())), "{heading}");
        assert!(roster.households[0].fields.get_text("phone").is_none(), "{heading}");
        // The head without a number of his own does not get another's.
        let mut sheet = sheet.clone();
        sheet.rows[2][3] = "~".into();
        sheet.rows[3][3] = "~".into();
        assert!(read(&sheet).households[0].head().fields.get_text("id_number").is_none(), "{heading}");
    }
}

#[test]
fn one_helper_of_two_households_is_not_one_person() {
    let helper = id("19800101", 3);
    let mut sheet = Sheet::of(&[
        "户主|~|帮扶责任人情况|~|家庭人口",
        "姓名|组|姓名|身份证号|~",
        &format!("张三|1组|吴大力|{helper}|2"),
        &format!("李四|1组|吴大力|{helper}|3"),
    ]);
    sheet.merges = vec!["A1:B1", "C1:D1", "E1:E2"];
    assert_eq!(outline(&read(&sheet)), ["1组:张三", "1组:李四"]);
}

#[test]
fn in_one_row_of_headers_a_number_belongs_to_whoever_was_named_before_it() {
    let (child, guardian) = (id("20120501", 1), id("19700101", 2));
    let sheet = Sheet::of(&[
        "组|户主姓名|户主身份证号|监护人|身份证号|电话|家庭人口",
        &format!("1组|王小明|{child}|王大力|{guardian}|15412345678|1"),
    ]);
    let roster = read(&sheet);
    assert_eq!(roster.households[0].head().fields.get_text("id_number"), Some(child.as_str()));
    assert_eq!(roster.households[0].fields.get_text("guardian_id_number"), Some(guardian.as_str()));
    assert!(roster.households[0].fields.get_text("phone").is_none());
    // Without a number of the head's own nobody can tell whose it is.
    for header in [
        "组|户主姓名|监护人|身份证号|家庭人口",
        "组|户主姓名|配偶姓名|身份证号|家庭人口",
        "组|户主|家庭成员|监护人|年龄",
    ] {
        let sheet = Sheet::of(&[header, &format!("1组|王小明|王大力|{guardian}|1")]);
        assert_eq!(code(&sheet)[0].0, "roster-header-whose", "{header}");
    }
    // Where the head has a number of his own it tells his age, whosever the column is.
    let sheet = Sheet::of(&[
        "组|户主姓名|户主身份证号|监护人|年龄|家庭人口",
        &format!("1组|王小明|{child}|王大力|45|1"),
    ]);
    assert!(read(&sheet).households[0].head().fields.get_text("age").is_none());
    // Behind a column of the household the question does not arise.
    let sheet = Sheet::of(&[
        "组|户主姓名|帮扶责任人|家庭人口|身份证号|联系电话",
        &format!("1组|王小明|吴大力|1|{child}|15412345678"),
    ]);
    assert_eq!(read(&sheet).households[0].head().fields.get_text("id_number"), Some(child.as_str()));
}

#[test]
fn a_heading_that_says_nothing_of_whose_it_is_stops_until_the_notice_does() {
    let mut sheet = Sheet::of(&[
        "组|受灾情况|~|家庭人口",
        "~|姓名|身份证号|~",
        &format!("1组|张三|{}|2", id("19700101", 5)),
    ]);
    sheet.merges = vec!["A1:A2", "B1:C1", "D1:D2"];
    assert_eq!(code(&sheet), [("roster-header-whose", Some(2)), ("roster-header-whose", Some(2))]);
    let read = intake_with("a.xlsx", &book(&sheet), |options| {
        options.headers.insert("name".into(), "受灾情况姓名".into());
        options.headers.insert("id_number".into(), "受灾情况身份证号".into());
    });
    assert_eq!(outline(&read.unwrap().0), ["1组:张三"]);
}

/// A sheet of labels and values side by side was taken for a header, and its values were quoted as unknown words.
#[test]
fn a_message_quoted_the_name_that_stood_where_a_header_was_sought() {
    let number = id("19600101", 1);
    let card = Sheet::of(&[
        &format!("户主姓名|王小明|身份证号|{number}|家庭人口|3|监测对象类别|脱贫不稳定户"),
        "健康状况|尿毒症|备注|低保",
    ]);
    let unknown = Sheet::of(&["姓名|组|王小明|家庭人口", "张三|1组|李四|2"]);
    let without = Sheet::of(&["户主姓名|王小明|家庭人口|3|备注|低保", "健康状况|尿毒症"]);
    for sheet in [&card, &unknown, &without] {
        let findings = match intake("a.xlsx", &book(sheet)) {
            Ok((_, findings)) | Err(findings) => findings,
        };
        assert!(!findings.is_empty());
        for finding in findings {
            let told = format!("{finding} {}", finding.help);
            for value in ["王小明", "尿毒症", "低保", number.as_str()] {
                assert!(!told.contains(value), "{told}");
            }
        }
    }
}

#[test]
fn the_export_of_the_national_system_is_read_as_it_is() {
    let mut sheet = Sheet::of(&[
        "序号|数据日期|县(市、区、旗)|乡(镇)|行政村|自然村|户编号|人编号|姓名|证件号码|人数|与户主关系|务工时间（月）|是否参加大病保险|致贫原因1|危房户|是否解决安全饮用水|人均纯收入|户联系电话|人联系电话|首次识别时间|人员识别时间|户类型|易返贫致贫户(监测对象)类型|风险是否消除|风险识别时间|风险消除时间",
    ]);
    for (name, relation, running) in [("王小明", "户主", 1), ("李花", "配偶", 2)] {
        let number = id("19600101", running);
        let line = format!(
            "{running}|2025-03-31|云溪县|云台乡|云坪村|老屋基|9901000001|99010000010{running}|{name}|{number}|2|{relation}|6|是|因病|否|是|5800.5|15412345678|15412345679|202503|202503|一般农户|边缘易致贫户|否|202503|~"
        );
        sheet.rows.push(line.split('|').map(str::to_owned).collect());
    }
    let (roster, findings) = intake("a.xlsx", &book(&sheet)).unwrap();
    assert_eq!(outline(&roster), ["老屋基:王小明+李花"]);
    let household = &roster.households[0].fields;
    assert_eq!(household.get_text("category"), Some("边缘易致贫户"));
    assert_eq!(household.get_text("household_kind"), Some("一般农户"));
    assert!(findings.is_empty(), "{}", findings[0]);
    // Where no other column says it, 户类型 still is the category.
    let alone = Sheet::of(&["姓名|组|户类型", "张三|1组|边缘易致贫户"]);
    assert_eq!(read(&alone).households[0].fields.get_text("category"), Some("边缘易致贫户"));
}

/// A heading over the guardian's columns alone was taken for a title, and the guardian's number for the head's.
#[test]
fn a_lone_heading_over_some_columns_was_taken_for_a_title() {
    let row = |id: &str| format!("王小明|一组|2|李大山|{id}|15400001234");
    let number = id("19700101", 11);
    for (above, merges) in [
        ("~|~|~|监护人信息|~|~", vec!["D2:F2"]),
        ("~|~|~|监护人信息|~|~", vec![]),
        ("~|~|~|帮扶责任人|~|~", vec!["D2:F2"]),
    ] {
        let line = row(&number);
        let mut sheet =
            Sheet::of(&["红岩村名册|~|~|~|~|~", above, "户主姓名|组|家庭人口|姓名|身份证号|电话", &line]);
        sheet.merges = [vec!["A1:F1"], merges].concat();
        match intake("a.xlsx", &book(&sheet)) {
            Ok((roster, _)) => {
                let head = roster.households[0].head();
                assert!(head.fields.get_text("id_number").is_none(), "{above}");
                assert!(head.fields.get_text("phone").is_none(), "{above}");
            }
            Err(found) => {
                assert!(found.iter().any(|finding| finding.code.id == "roster-header-whose"), "{above}")
            }
        }
    }
}
