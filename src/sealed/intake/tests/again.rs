//! Headers and titles that stand once more: the same list on its next page, or another one.

use super::layouts::{code, outline, read};
use crate::sealed::intake::testing::{Sheet, book, id, intake};

const HEAD: &str = "序号|组|户主姓名|身份证号|家庭人口|监测对象类别";

fn row(seq: u32, name: &str) -> String {
    format!("{seq}|一组|{name}|{}|2|脱贫不稳定户", id("19600101", seq))
}

#[test]
fn the_upper_of_two_lists_vanished_when_the_lower_had_more_columns() {
    let lower = [row(1, "王小明"), row(2, "李大山")];
    for upper in [
        &["一、拟纳入对象", "序号|组|姓名|人口", "1|一组|赵小河|3", "二、拟消除对象"][..],
        &["序号|组|姓名|人口", "1|一组|赵小河|3", "合计|~|1户", "~"],
        &["序号|姓名", "1|赵小河"],
        &["组|户主|~", "~|姓名|人口", "一组|赵小河|3"],
    ] {
        let mut lines = upper.to_vec();
        lines.extend([HEAD, &lower[0], &lower[1]]);
        let sheet = Sheet::of(&lines);
        assert_eq!(code(&sheet), [("roster-lists-two", Some(upper.len() as u32 + 1))], "{upper:?}");
    }
    let number = format!("赵小河|{}", id("19600101", 9));
    assert_eq!(code(&Sheet::of(&[&number, HEAD, &lower[0]])), [("roster-lists-two", Some(2))]);
    // A summary above the list names nobody.
    let summary = Sheet::of(&[
        "红岩村统计",
        "村民小组|户数|人口数",
        "一组|2|4",
        "合计|2|4",
        "联系人：某某|~|15400001111",
        HEAD,
        &lower[0],
        &lower[1],
    ]);
    assert_eq!(outline(&read(&summary)), ["一组:王小明", "一组:李大山"]);
}

#[test]
fn a_second_header_that_differs_counted_as_the_first_repeated() {
    let rows = [row(1, "王小明"), row(2, "李大山")];
    for (second, column) in [
        ("序号|组|户主姓名|身份证号|家庭人口|退出原因", 6),
        ("序号|组|户主姓名|身份证号|监测对象类别|家庭人口", 5),
        ("序号|户主姓名|组|身份证号|家庭人口|监测对象类别", 2),
        ("序号|组|户主姓名|劳动力人数|身份证号|家庭人口|监测对象类别", 4),
        ("序号|组|户主姓名|身份证号|家庭人口", 6),
        ("序号|户主|人口", 2),
        ("户主姓名|身份证号", 1),
    ] {
        let sheet = Sheet::of(&["红岩村名册", HEAD, &rows[0], "红岩村名册", second, &rows[1]]);
        let found = intake("a.xlsx", &book(&sheet));
        let found = found.err().unwrap();
        let told: Vec<_> =
            found.iter().filter(|is| is.stops()).map(|is| (is.code.id, is.at.line, is.at.column)).collect();
        assert_eq!(told, [("roster-lists-two", Some(5), Some(column))], "{second}");
    }
}

#[test]
fn a_list_that_goes_on_over_the_page_was_refused() {
    let rows = [row(1, "王小明"), row(2, "李大山")];
    for between in ["红岩村名册（续）", "续表", "（续表）", "第1页，共2页", "转下页", "红岩村名册"]
    {
        let sheet = Sheet::of(&["红岩村名册", HEAD, &rows[0], between, HEAD, &rows[1]]);
        assert_eq!(outline(&read(&sheet)), ["一组:王小明", "一组:李大山"], "{between}");
    }
    let carried =
        Sheet::of(&[HEAD, &rows[0], "小计|~|1户", "转下页", "承上页|~|1户|~|2", &rows[1], "过次页|~|~|~|4"]);
    assert_eq!(outline(&read(&carried)), ["一组:王小明", "一组:李大山"]);
    // Another list stays another list under the same title.
    let other = Sheet::of(&["红岩村名册", HEAD, &rows[0], "二、拟消除对象", "红岩村名册", HEAD, &rows[1]]);
    assert_eq!(code(&other), [("roster-lists-two", Some(4))]);
}
