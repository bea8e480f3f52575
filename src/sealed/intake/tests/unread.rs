//! Sheets that are not read: nobody is left out without a word, and no tab's name that is somebody's is said.

use super::layouts::outline;
use crate::diag::Diagnostic;
use crate::sealed::intake::testing::{Sheet, id, intake, intake_with, workbook};

fn tab(name: &str, lines: &[&str]) -> Sheet {
    Sheet { name: name.into(), ..Sheet::of(lines) }
}

fn group(name: &str, running: u32) -> Sheet {
    let person = format!("{running}|王小明|{}|3", id("19700101", running));
    tab(name, &["序号|户主姓名|身份证号|家庭人口", &person])
}

fn stops(sheets: &[Sheet]) -> Vec<Diagnostic> {
    let found = intake("a.xlsx", &workbook(sheets, false));
    let mut found = found.err().unwrap_or_default();
    found.retain(Diagnostic::stops);
    found
}

#[test]
fn a_tab_without_a_header_was_left_out_with_a_notice() {
    let person = format!("2|李大明|{}|4", id("19600101", 7));
    for second in [
        tab("二组", &[&person]),
        tab("Sheet2", &[&person]),
        // No number, but the tab of a group; a header with a slip in the name; rows that go on.
        tab("二组", &["李大明|4"]),
        tab("Sheet2", &["序号|名子|家庭人口|监测对象类别", "2|李大明|4|边缘易致贫户"]),
        tab("Sheet2", &["2|李大明|~|4"]),
    ] {
        let found = stops(&[group("一组", 1), second]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].code.id, "roster-sheet-unread");
        assert!(found[0].help.contains("sheet = \"一组\""), "{}", found[0].help);
    }
    // Where the notice says which sheet is meant, the others are nobody's.
    let sheets = [group("一组", 1), tab("二组", &[&person])];
    let only =
        intake_with("a.xlsx", &workbook(&sheets, false), |options| options.sheets = vec!["一组".into()]);
    assert_eq!(outline(&only.unwrap().0), ["一组:王小明"]);
}

#[test]
fn sums_explanations_and_lists_of_words_are_no_households() {
    for second in [
        tab("汇总", &["小组|户数|人数", "一组|3|9"]),
        tab("Sheet2", &["红岩村监测对象汇总表", "序号|村民小组|户数|人口|备注", "1|一组|3|9|"]),
        tab("填表说明", &["一、户主姓名照身份证填写", "二、联系电话 15412345678"]),
        tab("Sheet3", &["与户主关系|监测对象类别|性别", "配偶|脱贫不稳定户|男", "长子|边缘易致贫户|女"]),
        tab("二组", &[]),
    ] {
        for state in ["visible", "hidden"] {
            let sheets = [group("一组", 1), Sheet { state, ..second.clone() }];
            let (roster, _) = intake("a.xlsx", &workbook(&sheets, false)).unwrap();
            assert_eq!(outline(&roster), ["一组:王小明"]);
        }
    }
}

#[test]
fn a_hidden_tab_with_households_was_left_out_with_a_notice() {
    let hidden = Sheet { state: "hidden", ..group("二组", 2) };
    let found = stops(&[group("一组", 1), hidden]);
    assert_eq!(found.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["roster-sheet-unread"]);
    assert!(found[0].help.contains("取消隐藏"), "{}", found[0].help);
    // A copy of the list leaves nobody out.
    let copy = Sheet { state: "hidden", ..group("原始导出", 1) };
    assert_eq!(stops(&[group("一组", 1), copy]).len(), 0);
}

#[test]
fn a_header_without_a_name_was_no_header_and_nobody_said_which_row() {
    let sheet = tab(
        "Sheet1",
        &["序号|居住组|当事人名|身份证号|家庭人口", &format!("1|一组|王小明|{}|3", id("19700101", 1))],
    );
    let found = stops(&[sheet]);
    assert_eq!((found[0].code.id, found[0].at.line), ("roster-no-header", Some(1)));
    assert!(found[0].message.contains("没有“姓名”"), "{}", found[0].message);
}

#[test]
fn a_tab_named_after_a_head_was_quoted() {
    let of = |name: &str, running: u32| {
        let person = format!("1|{name}|户主|{}|一组", id("19700101", running));
        tab(name, &["家庭成员表", "序号|姓名|与户主关系|身份证号|组", &person])
    };
    let sheets = [of("罗涛涛", 1), of("莜大海", 2)];
    let found = stops(&sheets);
    assert_eq!(found[0].code.id, "roster-sheets-many");
    assert!(found[0].help.contains("sheets = [\"第1个工作表\", \"第2个工作表\"]"), "{}", found[0].help);
    // What is said can be written.
    let read = |wanted: &[&str]| {
        intake_with("a.xlsx", &workbook(&sheets, false), |options| {
            options.sheets = wanted.iter().map(|name| (*name).to_owned()).collect();
        })
    };
    assert_eq!(outline(&read(&["第2个工作表"]).unwrap().0), ["一组:莜大海"]);
    assert_eq!(read(&["第1个工作表", "第2个工作表"]).unwrap().0.household_count(), 2);
    let extra = [group("名册", 1), tab("王小明", &["补充材料", "住院发票3张"])];
    let (_, notices) = intake("a.xlsx", &workbook(&extra, false)).unwrap();
    let missing = read(&["罗小海"]).err().unwrap();
    for finding in found.iter().chain(&notices).chain(&missing) {
        let told = format!("{finding}{:?}", finding.at);
        for name in ["罗涛涛", "莜大海", "王小明", "罗小海"] {
            assert!(!told.contains(name), "{told}");
        }
    }
}
