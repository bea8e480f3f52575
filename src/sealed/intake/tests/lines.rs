//! Lines between, above and below the rows: groups, categories, other lists, examples, signatures; several sheets; rows
//! that are hidden; villages that are named.

use super::layouts::{code, outline, read};
use crate::sealed::intake::testing::{Sheet, book, id, intake, intake_with, workbook};
use crate::sealed::roster::Texts;

#[test]
fn a_heading_that_was_not_understood_left_the_group_before_it_in_force() {
    let sheet = Sheet::of(&[
        "序号|户编号|户主姓名|家庭人口",
        "一组",
        "1|y1|王小明|2",
        "老屋基组",
        "2|y2|李大山|2",
        "三组：共1户",
        "3|y3|赵小河|2",
        "四社",
        "4|y4|钱多多|2",
        "5队",
        "5|y5|孙一|1",
        "第六村民小组名单",
        "6|y6|周二|1",
        "组别：七組",
        "7|y7|吴三|1",
    ]);
    let groups = [
        "一组:王小明",
        "老屋基组:李大山",
        "三组:赵小河",
        "四社:钱多多",
        "5队:孙一",
        "第六村民小组:周二",
        "七组:吴三",
    ];
    assert_eq!(outline(&read(&sheet)), groups);
    for line in ["四、五组", "三组 组长", "大坪", "第二批", "以下各户"] {
        let sheet =
            Sheet::of(&["序号|户编号|户主姓名|家庭人口", "一组", "1|y1|王小明|2", line, "2|y2|李大山|2"]);
        assert_eq!(code(&sheet)[0], ("roster-line-unclear", Some(4)), "{line}");
    }
    // What stands behind the last row heads nothing.
    let sheet = Sheet::of(&["序号|户编号|户主姓名|家庭人口", "一组", "1|y1|王小明|2", "大坪"]);
    assert_eq!(outline(&read(&sheet)), ["一组:王小明"]);
}

#[test]
fn two_lists_on_one_sheet_became_one() {
    let head = "序号|组|户编号|户主姓名|家庭人口|监测对象类别";
    let mut sheet = Sheet::of(&[
        "一、拟纳入监测对象",
        head,
        "1|1组|y1|王小明|2|脱贫不稳定户",
        "二、拟消除风险对象",
        head,
        "1|2组|y3|欧阳兰|4|脱贫不稳定户",
    ]);
    assert_eq!(code(&sheet), [("roster-lists-two", Some(4))]);
    sheet.merges = vec!["A1:F1", "A4:F4"];
    assert_eq!(code(&sheet), [("roster-lists-two", Some(4))]);
    // The same without a second header, and with words that are simply not the first title.
    let sheet =
        Sheet::of(&[head, "1|1组|y1|王小明|2|脱贫不稳定户", "二、退出户", "1|2组|y3|欧阳兰|4|脱贫不稳定户"]);
    assert_eq!(code(&sheet), [("roster-lists-two", Some(3))]);
    let sheet = Sheet::of(&[
        "名单甲",
        head,
        "1|1组|y1|王小明|2|脱贫不稳定户",
        "第二部分",
        head,
        "1|2组|y3|欧阳兰|4|脱贫不稳定户",
    ]);
    assert_eq!(code(&sheet), [("roster-lists-two", Some(4))]);
    // A page break repeats title and header; another group has its own.
    let sheet = Sheet::of(&[
        "红岩村一组花名册",
        "序号|户主姓名|家庭人口",
        "1|王小明|2",
        "红岩村二组花名册",
        "序号|户主姓名|家庭人口",
        "2|李大山|3",
    ]);
    assert_eq!(outline(&read(&sheet)), ["一组:王小明", "二组:李大山"]);
}

#[test]
fn sections_give_the_category_where_no_column_does() {
    let sheet = Sheet::of(&[
        "序号|组|户主姓名|家庭人口",
        "一、脱贫不稳定户",
        "1|1组|王小明|2",
        "二、边缘易致贫户（1户）",
        "2|1组|李大山|3",
    ]);
    let roster = read(&sheet);
    let told: Vec<_> = roster.households.iter().map(|is| is.fields.get_text("category")).collect();
    assert_eq!(told, [Some("脱贫不稳定户"), Some("边缘易致贫户")]);
    let sheet = Sheet::of(&[
        "序号|组|户主姓名|监测对象类别",
        "一、脱贫不稳定户",
        "1|1组|王小明|脱贫不稳定户",
        "2|1组|李大山|边缘易致贫户",
    ]);
    assert_eq!(code(&sheet), [("roster-line-unclear", Some(2))]);
}

#[test]
fn an_example_row_became_a_household() {
    let head = "序号|组|户编号|户主姓名|家庭人口";
    for example in [
        "例|1组|示例001|张三|2",
        "示例|1组|y0|张三|2",
        "0|1组|示例001|张三|2",
        "1|1组|y0|张三（示例）|2",
        "样例|1组|y0|张三|2",
        "例：|1组|y0|某某某|2",
    ] {
        let sheet = Sheet::of(&[head, example, "1|1组|y1|王小明|2"]);
        assert_eq!(code(&sheet), [("roster-example-row", Some(2))], "{example}");
    }
}

#[test]
fn lines_that_are_no_household_were_joined_to_the_one_above() {
    let number = id("19600101", 1);
    let first = format!("1|1组|y1|王小明|{number}|2|脱贫不稳定户");
    let second = format!("2|1组|y2|李大山|{}|3|边缘易致贫户", id("19600101", 2));
    let sheet = Sheet::of(&[
        "序号|组|户编号|户主姓名|身份证号|家庭人口|监测对象类别",
        "甲|乙|丙|丁|戊|己|庚",
        "栏次|1|2|3|4|5|6",
        &first,
        &second,
        "~|~|~|~|~|5",
        "~",
        "村支书（签字）：|~|~|村主任（签字）：|~|驻村工作队长（签字）：",
        "~|~|~|~|云坪村民委员会（盖章）",
        "~|~|~|~|2025年4月7日",
    ]);
    assert_eq!(outline(&read(&sheet)), ["1组:王小明", "1组:李大山"]);
    let mixed = Sheet::of(&[
        "序号|组|户主姓名|家庭人口",
        "甲|乙|1|2",
        "1|1组|王小明|2",
        "~|~|~|云坪村委会",
        "~|~|~|=d:45754",
    ]);
    assert_eq!(outline(&read(&mixed)), ["1组:王小明"]);
    // A sum that does not add up is one message, at its own line.
    let wrong = Sheet::of(&["序号|组|户主姓名|家庭人口", "1|1组|王小明|2", "~|~|~|7"]);
    assert_eq!(code(&wrong), [("roster-total-differs", Some(3))]);
    let lost = Sheet::of(&["序号|组|户编号|户主姓名|家庭人口", "1|1组|y1|王小明|2", "~|~|y2|~|3"]);
    assert_eq!(code(&lost), [("roster-row-without-name", Some(3))]);
}

#[test]
fn one_household_over_several_rows_of_measures_is_one() {
    let mut sheet = Sheet::of(&[
        "序号|组|户编号|户主姓名|家庭人口|帮扶措施",
        "1|1组|y1|王小明|2|产业帮扶",
        "~|~|~|~|~|公益岗位",
        "~|~|~|~|~|小额信贷",
        "2|1组|y2|李大山|3|务工",
    ]);
    sheet.merges = vec!["A2:A4", "B2:B4", "C2:C4", "D2:D4", "E2:E4"];
    let roster = read(&sheet);
    assert_eq!(outline(&roster), ["1组:王小明", "1组:李大山"]);
    assert_eq!(roster.households[0].fields.get_text("measures"), Some("产业帮扶、公益岗位、小额信贷"));
}

#[test]
fn spellings_of_one_group_are_one_group_and_none_is_a_gap() {
    let sheet =
        Sheet::of(&["组|姓名", "1组|张三", "一组|李四", "第一组|王五", "1.0|赵六", "1组|钱七", "大坪|孙八"]);
    let groups: Vec<String> =
        outline(&read(&sheet)).iter().map(|line| line.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(groups, ["1组", "1组", "1组", "1组", "1组", "大坪"]);
    for none in ["无", "零", "0", "=n:0", "—"] {
        let sheet = Sheet::of(&["组|姓名", "1组|张三", &format!("{none}|李四")]);
        assert_eq!(code(&sheet), [("roster-gap", Some(3))], "{none}");
    }
}

fn sheet(name: &str, lines: &[&str]) -> Sheet {
    Sheet { name: name.into(), ..Sheet::of(lines) }
}

#[test]
fn sheets_that_are_one_list_are_read_together_and_others_are_chosen() {
    let group = |name: &str, number: u32| {
        let title = format!("红岩村{name}花名册");
        sheet(
            name,
            &[
                &title,
                "序号|户主姓名|家庭人口",
                &format!("{number}|王{}|2", ['一', '二', '三'][number as usize - 1]),
                "合计|~|2",
            ],
        )
    };
    let sheets = [group("一组", 1), group("二组", 2), group("三组", 3)];
    let (roster, findings) = intake("a.xlsx", &workbook(&sheets, false)).unwrap();
    assert_eq!(outline(&roster), ["一组:王一", "二组:王二", "三组:王三"]);
    assert!(findings.iter().any(|finding| finding.code.id == "roster-sheets-together"));
    let chosen = |names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        intake_with("a.xlsx", &workbook(&sheets, false), |options| options.sheets = names)
    };
    let (roster, findings) = chosen(&["一组", "三组"]).unwrap();
    assert_eq!(outline(&roster), ["一组:王一", "三组:王三"]);
    assert!(
        findings
            .iter()
            .any(|finding| finding.code.id == "roster-sheet-left" && finding.message.contains("二组"))
    );
    assert_eq!(chosen(&["一组", "四组"]).err().unwrap()[0].code.id, "roster-sheet-missing");
    // Another list with the same columns, and other villages, are never read along.
    for (names, titles) in [
        (["新增", "消除"], ["拟纳入名单", "拟消除名单"]),
        (["Sheet1", "Sheet2"], ["拟纳入名单", "拟消除名单"]),
        (["红岩村", "金竹村"], ["红岩村名单", "金竹村名单"]),
        (["3月", "4月"], ["名单", "名单"]),
        (["Sheet1", "Sheet1 (2)"], ["名单", "名单"]),
    ] {
        let of = |at: usize| {
            sheet(names[at], &[titles[at], "序号|组|户主姓名", &format!("1|1组|王{}", ['一', '二'][at])])
        };
        let findings = intake("a.xlsx", &workbook(&[of(0), of(1)], false)).err().unwrap();
        assert_eq!(findings[0].code.id, "roster-sheets-many", "{names:?}");
        assert!(names.iter().all(|name| findings[0].message.contains(name)), "{names:?}");
        assert!(findings[0].help.contains("sheets = ["));
    }
}

#[test]
fn the_notice_says_how_many_hidden_rows_it_leaves_out() {
    let mut hidden =
        Sheet::of(&["序号|组|户主姓名|家庭人口", "1|1组|张三|2", "2|1组|李四|3", "3|2组|王五|4"]);
    hidden.hidden_rows = vec![3];
    let with = |sheet: &Sheet, rows: Option<u32>| {
        intake_with("a.xlsx", &book(sheet), |options| options.hidden_rows = rows)
    };
    let (roster, findings) = with(&hidden, Some(1)).unwrap();
    assert_eq!(outline(&roster), ["1组:张三", "2组:王五"]);
    assert!(
        findings
            .iter()
            .any(|finding| finding.code.id == "roster-hidden-agreed" && finding.message.contains("1行"))
    );
    assert!(
        roster.skipped.iter().any(|value| value.text.expose() == "李四"),
        "the leak check still knows him"
    );
    for rows in [None, Some(2)] {
        let findings = with(&hidden, rows).err().unwrap();
        assert_eq!(findings[0].code.id, "roster-hidden-rows");
        assert!(findings[0].message.contains("第3行") && findings[0].help.contains("hidden_rows = 1"));
    }
    let shown = Sheet::of(&["序号|组|户主姓名|家庭人口", "1|1组|张三|2"]);
    assert_eq!(with(&shown, Some(1)).err().unwrap()[0].code.id, "roster-hidden-rows");
}

#[test]
fn a_book_of_another_village_is_told_by_its_title_tab_and_file() {
    let of = |path: &str, title: &str, tab: &str| {
        let sheet = sheet(tab, &[title, "序号|组|户主姓名", "1|1组|张三"]);
        let read = intake_with(path, &book(&sheet), |options| {
            options.village = Some("红岩村".into());
            options.villages = vec!["红岩村".into(), "金竹村".into()];
        });
        read.err().unwrap_or_default().into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    assert!(of("rosters/a.xlsx", "普安镇红岩村公示表", "名单").is_empty());
    assert!(of("rosters/红岩村(1).xlsx", "监测对象公示表", "红岩").is_empty());
    for found in [
        of("rosters/a.xlsx", "金竹村防止返贫监测对象公示表", "名单"),
        of("rosters/金竹村公示表(1).xlsx", "公示表", "名单"),
        of("rosters/a.xlsx", "公示表", "金竹村"),
    ] {
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("金竹村") && found[0].contains("红岩村"), "{found:?}");
    }
    assert_eq!(of("rosters/a.xlsx", "某镇石坝村公示表", "名单").len(), 1);
}

/// A line break inside a cell: rows are counted as a table program counts them, and a withdrawal that was recorded by the
/// line of the file still means the same household.
#[test]
fn a_line_break_in_a_cell_moved_the_rows_below_it() {
    let csv = "序号,组,户编号,户主姓名,家庭人口,备注\n1,一组,y1,王小明,2,\"甲\n乙\"\n\n2,一组,y2,李大山,2,\"丙\n\n丁\"\n3,一组,y3,赵小河,2,\n";
    let at = |row: u32| {
        let roster = crate::sealed::testing::roster(csv);
        roster.begin_in(row).first().map(|(number, _)| *number)
    };
    assert_eq!((at(2), at(3), at(6)), (Some(2), None, None));
    let names = |gone: &dyn Fn(u32) -> bool| {
        let mut roster = crate::sealed::testing::roster(csv);
        roster.withdraw(gone);
        roster
            .withdrawn
            .iter()
            .map(|is| is.head().fields.get_text("name").unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for (row, name) in [(2, "王小明"), (4, "李大山"), (5, "赵小河")] {
        let number = at(row).expect("a household begins here");
        assert_eq!(names(&|gone| gone == number), [name]);
    }
    // As it was recorded before: 赵小河 begins in line 8 of the file.
    assert_eq!(names(&|gone| gone == 8), ["赵小河"]);
}

#[test]
fn a_title_that_names_several_groups_gave_everybody_the_last_of_them() {
    for title in [
        "红岩村一至三组监测对象名单",
        "红岩村1-3组名单",
        "一组、二组名单",
        "第一组和第二组名单",
        "云坪村二三组名单",
    ] {
        let sheet = Sheet::of(&[title, "序号|户编号|户主姓名|家庭人口", "1|y1|王小明|2"]);
        assert_eq!(outline(&read(&sheet)), ["-:王小明"], "{title}");
    }
    let one = Sheet::of(&["红岩村第二组名单", "序号|户编号|户主姓名|家庭人口", "1|y1|王小明|2"]);
    assert_eq!(outline(&read(&one)), ["第二组:王小明"]);
}
