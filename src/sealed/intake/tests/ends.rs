//! Lines that close a list or add it up, and households that look like one.

use super::layouts::{code, outline, read};
use crate::sealed::intake::testing::{Sheet, id};
use crate::sealed::roster::Texts;

fn under(head: &str, rows: &[&str]) -> Sheet {
    let mut lines = vec![head];
    lines.extend(rows);
    Sheet::of(&lines)
}

#[test]
fn a_household_was_lost_because_one_of_its_cells_looks_like_a_signature() {
    for (head, rows) in [
        (
            "序号|组|户主姓名|人口|类别|本人确认",
            ["1|一组|王小明|2|脱贫不稳定户|已签字", "2|一组|李大山|3|脱贫不稳定户|已签字（其子代）"],
        ),
        ("序号|组|户主姓名|评议结果", ["1|一组|王小明|同意", "2|一组|李大山|同意（已签字）"]),
        ("组|户主姓名|确认情况", ["一组|王小明|签字（手印）", "一组|李大山|签字（手印）"]),
        ("组|户主姓名|是否签字", ["一组|王小明|是", "一组|李大山|否（外出，电话签字）"]),
        ("备注|组|户主姓名|人口", ["因病|一组|王小明|2", "备注：长期外出|一组|李大山|3"]),
        ("填报单位|组|户主姓名|人口", ["红岩村|一组|王小明|2", "填报单位：红岩村|一组|李大山|3"]),
        ("备注|组|户主姓名|人口", ["负责人|一组|王小明|2", "家庭收入合计|一组|李大山|3"]),
        ("备注|组|户主姓名|电话", ["因病|一组|王小明|15400001111", "家庭收入合计|一组|李大山|15400001112"]),
    ] {
        assert_eq!(outline(&read(&under(head, &rows))), ["一组:王小明", "一组:李大山"], "{head}");
    }
    // A label where numbers stand, beside a size, is neither.
    let both = under("序号|组|户主姓名|人口", &["1|一组|王小明|2", "填表人|~|周国强|3"]);
    assert_eq!(code(&both), [("roster-line-unclear", Some(3))]);
    let whole = under("序号|组|户主姓名|人口", &["1|一组|王小明|2", "合计|~|全村|2"]);
    assert_eq!(outline(&read(&whole)), ["一组:王小明"]);
    let number = id("19600101", 1);
    let sheet = under("备注|户主姓名|身份证号", &[&format!("联系人|王小明|{number}"), "因病|李大山"]);
    assert_eq!(code(&sheet), [("roster-age-gap", Some(3))]);
    // Where the row says nothing else of a household, nobody knows.
    for row in ["备注：长期外出|一组|李大山|15400001112", "填报单位：红岩村|一组|李大山|~"]
    {
        assert_eq!(
            code(&under("备注|组|户主姓名|电话", &["~|一组|王小明|~", row])),
            [("roster-line-unclear", Some(3))]
        );
    }
    let sheet = under("备注|户主姓名|组", &["因病|王小明|一组", "说明：在外|李大山"]);
    assert_eq!(code(&sheet), [("roster-line-unclear", Some(3))]);
}

#[test]
fn signatures_below_the_list_became_people_or_faults() {
    let number = |n| id("19600101", n);
    for foot in [
        "统计人|周国强",
        "村书记|周国强",
        "评议代表|吴小明",
        "村主任：|周国强|~|村支书：吴小明",
        "~|~|~|制表：周国强|~|审核：吴小明",
        "驻村工作队：|~|~|包村干部：|~|日期：2025年4月3日",
        "公示时间：2025年4月7日至4月12日|~|~|监督电话：023-00001301",
        "统计人|周国强|~|~|复核人|吴小明",
        "村会计：周某|~|~|2025年4月3日",
        "组长|周国强|~|~|15400001111",
        "汇总人|周国强",
        "妇联主任|周国强|~|~|2025年4月3日",
    ] {
        let members = under(
            "序号|姓名|与户主关系|身份证号|组|类别",
            &[
                &format!("1|王小明|户主|{}|一组|脱贫不稳定户", number(1)),
                &format!("2|李小花|配偶|{}|一组|脱贫不稳定户", number(2)),
                foot,
            ],
        );
        assert_eq!(outline(&read(&members)), ["一组:王小明+李小花"], "{foot}");
        let heads = under(
            "序号|户主姓名|组|身份证号|家庭人口|联系电话",
            &[&format!("1|王小明|一组|{}|2|15400001111", number(1)), foot],
        );
        assert_eq!(outline(&read(&heads)), ["一组:王小明"], "{foot}");
    }
}

#[test]
fn whoever_stands_below_the_footer_was_dropped_where_few_cells_were_filled() {
    for late in ["~|~|吴小明|~|3", "补充：|~|吴小明", "~|~|吴小明", "漏登|~|吴小明（新增）"]
    {
        let sheet = under("序号|组|户主姓名|身份证号|家庭人口", &["1|一组|王小明|~|2", "填表人：周某", late]);
        assert_eq!(code(&sheet), [("roster-row-after-footer", Some(4))], "{late}");
    }
    let first = under("姓名|组", &["王小明|一组", "填表人：周某", "李大山"]);
    assert_eq!(code(&first), [("roster-row-after-footer", Some(4))]);
    for note in ["1.数据截至三月", "特此公示", "以上名单经评议", "审核人|吴小明", "2025年4月3日"]
    {
        let sheet = under("姓名|组", &["王小明|一组", "填表人：周某", note]);
        assert_eq!(outline(&read(&sheet)), ["一组:王小明"], "{note}");
    }
}

#[test]
fn lines_below_a_sum_and_other_counts_were_faults() {
    let rows = ["1|一组|王小明|2|脱贫不稳定户", "2|一组|李大山|3|边缘易致贫户"];
    let head = "序号|组|户主姓名|家庭人口|类别";
    let sums = under(
        head,
        &[rows[0], rows[1], "合计|~|2户|5", "其中：脱贫不稳定户|~|1户|2", "边缘易致贫户|~|1户|3"],
    );
    assert_eq!(outline(&read(&sums)).len(), 2);
    let other = under(head, &[rows[0], rows[1], "共2户，其中常住1人"]);
    assert_eq!(outline(&read(&other)).len(), 2);
    let wrong = under(head, &[rows[0], rows[1], "共3户5人，其中常住1人"]);
    assert_eq!(code(&wrong), [("roster-total-differs", Some(4))]);
    // A sum that does not say so, and a row of counts with no sum above it.
    let unnamed = under(head, &[rows[0], rows[1], "~|~|2户|5"]);
    assert_eq!(code(&unnamed), [("roster-line-unclear", Some(4))]);
    let lost = under("组|户主姓名|家庭人口", &["一组|王小明|2", "合计|1户|2", "二组|~|3"]);
    assert_eq!(code(&lost), [("roster-row-without-name", Some(4))]);
    let units =
        under("序号|组|户主姓名|家庭人口|人均纯收入", &["~|~|~|（人）|（元）", "1|一组|王小明|2|7000"]);
    assert_eq!(outline(&read(&units)), ["一组:王小明"]);
    let other =
        under("序号|组|户主姓名|家庭人口|人均纯收入", &["~|~|~|（人）|（万元）", "1|一组|王小明|2|7000"]);
    let income = read(&other).households[0].fields.get_text("income").map(str::to_owned);
    assert_eq!(income.as_deref(), Some("70000000"));
}
