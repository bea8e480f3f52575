//! What a list says of itself against its rows and its notice.

use super::layouts::code;
use crate::sealed::intake::testing::{Sheet, book, intake, intake_with};

const DIFFERS: &str = "roster-total-differs";

#[test]
fn the_title_said_another_number_and_nobody_mentioned_it() {
    let list = |title: &str| {
        let mut sheet = Sheet::of(&[title, "序号|组|姓名|人口", "1|一组|王小明|2", "2|一组|李大海|3"]);
        sheet.merges = vec!["A1:D1"];
        code(&sheet)
    };
    assert_eq!(list("红岩村监测对象名册（共3户5人）"), [(DIFFERS, Some(1))]);
    assert_eq!(list("红岩村监测对象名册（共2户6人）"), [(DIFFERS, Some(1))]);
    for sound in ["红岩村监测对象名册（共2户5人）", "红岩村（320户）监测对象名册", "红岩村一户一策名册"]
    {
        assert_eq!(list(sound), [], "{sound}");
    }
}

#[test]
fn a_section_of_three_had_two_rows() {
    let list = |first: &str, second: &str| {
        code(&Sheet::of(&[
            "序号|组|姓名|人口",
            first,
            "1|一组|王小明|2",
            second,
            "2|一组|李大海|3",
            "3|一组|赵大海|3",
        ]))
    };
    assert_eq!(list("一、脱贫不稳定户（1户）", "二、边缘易致贫户（3户）"), [(DIFFERS, Some(4))]);
    assert_eq!(list("一、脱贫不稳定户（1户2人）", "二、边缘易致贫户：共2户6人"), []);
    // Groups within categories, each with its number.
    let nested = Sheet::of(&[
        "序号|姓名|人口",
        "一、脱贫不稳定户（3户）",
        "一组（1户）",
        "1|王小明|2",
        "二组（2户）",
        "2|李大海|3",
        "3|赵大海|3",
        "二、边缘易致贫户（1户）",
        "一组（1户）",
        "4|张小兰|1",
    ]);
    assert_eq!(code(&nested), []);
}

#[test]
fn a_subtotal_was_never_compared() {
    let list = |first: &str, second: &str| {
        code(&Sheet::of(&[
            "序号|组|姓名|人口",
            "1|一组|王小明|2",
            "2|一组|张小兰|4",
            first,
            "3|二组|李大海|3",
            second,
            "合计|3户|~|9",
        ]))
    };
    assert_eq!(list("小计|4户|~|99", "小计|1户|~|3"), [(DIFFERS, Some(4)), (DIFFERS, Some(4))]);
    // Of the part, or of everything so far.
    assert_eq!(list("小计|2户|~|6", "小计|1户|~|3"), []);
    assert_eq!(list("小计|2户|~|6", "累计|3户|~|9"), []);
}

#[test]
fn those_who_leave_were_announced_as_those_who_come() {
    let list = |title: &str, kind: &str| {
        let mut sheet = Sheet::of(&[title, "序号|组|姓名", "1|一组|王小明"]);
        sheet.merges = vec!["A1:C1"];
        let found = intake_with("a.xlsx", &book(&sheet), |options| options.kind = Some(kind.into()));
        found.err().unwrap_or_default().iter().map(|finding| finding.code.id).collect::<Vec<_>>()
    };
    assert_eq!(list("红岩村拟消除风险监测对象名册", "监测对象认定公示"), ["roster-title-kind"]);
    assert_eq!(list("红岩村拟纳入监测对象名册", "风险消除公示"), ["roster-title-kind"]);
    for (title, kind) in [
        ("红岩村拟消除风险监测对象名册", "风险消除公示"),
        ("红岩村新增、拟消除监测对象名册", "监测对象认定公示"),
        ("红岩村名册", "风险消除公示"),
        ("红岩村拟消除风险监测对象名册", "住房安全问题台账"),
    ] {
        assert!(list(title, kind).is_empty(), "{title} {kind}");
    }
    assert!(intake("a.xlsx", &book(&Sheet::of(&["拟退出名单", "序号|组|姓名", "1|一组|王小明"]))).is_ok());
}
