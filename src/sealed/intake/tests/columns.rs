//! Columns that honest offices write and that were refused or misread: sub-headers of a count, other ticks, two
//! columns of places, a column of groups that nobody filled in.

use super::layouts::{code, outline, read};
use crate::sealed::intake::testing::{Sheet, book, intake};
use crate::sealed::roster::Texts;

fn under(heading: &str, subs: &str, row: &str) -> Sheet {
    let first = format!("序号|村民小组|户主姓名|{heading}|~|~|监测对象类别");
    let mut sheet = Sheet::of(&[&first, &format!("~|~|~|{subs}|~"), row]);
    sheet.merges = vec!["A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:G2"];
    sheet
}

#[test]
fn the_sum_under_a_heading_of_people_was_no_header() {
    for (heading, subs) in [
        ("家庭人口（人）", "总人口|常住人口|劳动力"),
        ("家庭人口", "总人数|其中：劳动力|其中：务工"),
        ("家庭人口", "合计|男|女"),
        ("家庭人口", "人口数|劳动力|外出务工"),
        ("家庭人口", "户籍人口数|劳动力数|务工人数"),
    ] {
        let sheet = under(heading, subs, "=n:1|一组|王小明|=n:4|=n:2|=n:1|边缘易致贫户");
        let roster = read(&sheet);
        assert_eq!(roster.household_count(), 1, "{subs}");
        assert_eq!(roster.households[0].fields.get_text("size"), Some("4"), "{subs}");
    }
    // Which of the two is meant, the notice must say.
    let two =
        under("家庭人口", "户籍人口数|常住人口数|劳动力", "=n:1|一组|王小明|=n:4|=n:2|=n:1|边缘易致贫户");
    assert_eq!(code(&two), [("roster-header-twice", Some(2))]);
}

fn ticked(heading: &str, first: &str, second: &str) -> Sheet {
    let mut sheet = Sheet::of(&[
        &format!("序号|组|户主姓名|{heading}|~"),
        "~|~|~|脱贫不稳定户|边缘易致贫户",
        &format!("1|一组|王小明|{first}|~"),
        &format!("2|一组|李大海|~|{second}"),
    ]);
    sheet.merges = vec!["A1:A2", "B1:B2", "C1:C2", "D1:E1"];
    sheet
}

#[test]
fn ticks_of_other_hands_were_rows_without_a_name() {
    for tick in ["V", "v", "Ｖ", "√", "✓"] {
        let roster = read(&ticked("监测对象类别（打√）", tick, tick));
        let told = roster.households.iter().map(|it| it.fields.get_text("category").unwrap_or_default());
        assert_eq!(told.collect::<Vec<_>>(), ["脱贫不稳定户", "边缘易致贫户"], "{tick}");
    }
    for mark in ["=n:1", "1", "○"] {
        let found = code(&ticked("监测对象类别（打√）", mark, mark));
        assert!(found.contains(&("roster-tick-unknown", Some(3))), "{mark} {found:?}");
        assert!(found.contains(&("roster-tick-unknown", Some(4))), "{mark} {found:?}");
    }
}

#[test]
fn a_column_of_groups_that_nobody_filled_in_hid_the_headings() {
    let sheet =
        Sheet::of(&["序号|村民小组|户主姓名|家庭人口", "一组", "1|~|王小明|2", "二组", "2|~|李大海|3"]);
    assert_eq!(outline(&read(&sheet)), ["一组:王小明", "二组:李大海"]);
}

#[test]
fn a_grid_or_a_hamlet_beside_the_group_was_a_second_group() {
    for (other, place) in [("网格", "第一网格"), ("自然村", "大湾")] {
        let sheet =
            Sheet::of(&[&format!("序号|{other}|村民小组|户主姓名"), &format!("1|{place}|一组|王小明")]);
        let (roster, findings) = intake("a.xlsx", &book(&sheet)).unwrap();
        assert_eq!(outline(&roster), ["一组:王小明"]);
        assert!(findings.iter().any(|finding| finding.message.contains("不当作组")), "{findings:?}");
    }
    let alone = Sheet::of(&["序号|自然村|户主姓名", "1|大湾|王小明"]);
    assert_eq!(outline(&read(&alone)), ["大湾:王小明"]);
    let two = Sheet::of(&["序号|组|村民小组|户主姓名", "1|一组|二组|王小明"]);
    assert_eq!(code(&two), [("roster-header-twice", Some(1))]);
}

#[test]
fn two_spellings_of_one_group_were_two_and_a_bare_number_won_a_tie() {
    let groups = |spelled: &[&str]| {
        let rows: Vec<String> = spelled
            .iter()
            .zip(1..)
            .map(|(group, at)| format!("{at}|{group}|王小{}", ["明", "海", "兰"][at - 1]))
            .collect();
        let lines: Vec<&str> =
            ["序号|村民小组|户主姓名"].into_iter().chain(rows.iter().map(String::as_str)).collect();
        outline(&read(&Sheet::of(&lines)))
            .iter()
            .map(|line| line.split(':').next().unwrap_or("").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(groups(&["一社", "1社", "1社"]), ["1社", "1社", "1社"]);
    assert_eq!(groups(&["一社", "一组"]), ["一社", "一组"]);
    assert_eq!(groups(&["1", "1组", "一组"]), ["1组", "1组", "1组"]);
    assert_eq!(groups(&["1", "一组"]), ["一组", "一组"]);
}
