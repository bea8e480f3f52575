use super::super::testing::{fields, pack, roster};
use super::{Known, blank, for_households, for_notice};
use crate::document::form::{Form, read};
use crate::document::{Block, Document, Grid, Kind, Meta, Office, Origin, Table, Text};

/// A list of heads, as many offices keep it.
const ROSTER: &str = "序号,组,户编号,户主姓名,家庭人口,监测对象类别,线索发现日期,纳入监测时间,风险类型\n\
    1,2组,h001,王一甲,4,脱贫不稳定户,2025-03-05,2025-03,因病、因婚\n\
    2,10组,h002,李二丙,1,边缘易致贫户,,,\n\
    3,2组,h003,赵三丁,3,脱贫不稳定户,,,\n\
    4,1组,h004,钱四戊,2,脱贫不稳定户,,,\n";

/// A list of everybody.
const MEMBERS: &str = "序号,组,户编号,姓名,与户主关系,家庭人口\n\
    1,2组,h001,王一甲,户主,2\n,2组,h001,王一乙,之子,2\n2,10组,h002,李二丙,户主,1\n";

fn form(text: &str) -> Form {
    let meta = Meta {
        title: Text::open("表", "程序"),
        description: "表".into(),
        kind: Kind::Form,
        issuer: "村民委员会".into(),
        date: "2025-03-14".parse().unwrap(),
        number: None,
        salutation: None,
        stamp: None,
    };
    Form { meta, parts: read(text, &tera::Context::new(), "form.md").unwrap() }
}

fn households(text: &str, of: &str) -> Vec<Document<Office>> {
    let (pack, fields) = (pack(), fields());
    let parts =
        for_households(&form(text), &roster(of), &Known { pack: &pack, fields: &fields, month: None }, &[]);
    parts.into_iter().map(|part| part.document).collect()
}

#[test]
fn a_form_for_one_category_is_printed_for_its_households_only() {
    let (pack, fields) = (pack(), fields());
    let known = Known { pack: &pack, fields: &fields, month: None };
    let count =
        |categories: &[String]| for_households(&form("[name]\n"), &roster(ROSTER), &known, categories).len();
    assert_eq!(count(&[]), 4);
    assert_eq!(count(&["边缘易致贫户".to_owned()]), 1);
    assert_eq!(count(&["突发严重困难户".to_owned()]), 0);
}

#[test]
fn months_are_told_in_words_in_a_count_too() {
    let made = notice(":::statistics category entry_month\n");
    let Some(Block::Grid(grid)) = made.blocks().first() else { panic!("no grid") };
    let said: Vec<String> = grid.rows.iter().flatten().map(|cell| cell.text.plain()).collect();
    assert!(said.iter().any(|text| text == "2025年3月"), "{said:?}");
    assert!(!said.iter().any(|text| text.contains("2025-03")), "{said:?}");
}

fn notice(text: &str) -> Document<Office> {
    let (pack, fields) = (pack(), fields());
    for_notice(&form(text), &roster(ROSTER), &Known { pack: &pack, fields: &fields, month: None })
}

fn empty(text: &str) -> Document<Office> {
    let (pack, fields) = (pack(), fields());
    blank(&form(text), &Known { pack: &pack, fields: &fields, month: None })
}

fn paragraph(document: &Document<Office>) -> String {
    match &document.blocks()[0] {
        Block::Paragraph { text, .. } => text.plain(),
        other => panic!("{other:?}"),
    }
}

fn table(document: &Document<Office>) -> &Table {
    document
        .blocks()
        .iter()
        .find_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
        .unwrap()
}

fn grid(document: &Document<Office>) -> &Grid {
    document
        .blocks()
        .iter()
        .find_map(|block| if let Block::Grid(grid) = block { Some(grid) } else { None })
        .unwrap()
}

fn rows(rows: &[Vec<Text>]) -> Vec<String> {
    rows.iter().map(|row| row.iter().map(Text::plain).collect::<Vec<_>>().join("|")).collect()
}

fn cells(grid: &Grid) -> Vec<String> {
    let row = |row: &Vec<crate::document::GridCell>| {
        row.iter().map(|cell| cell.text.plain()).collect::<Vec<_>>().join("|")
    };
    grid.rows.iter().map(row).collect()
}

#[test]
fn each_household_has_its_own_values_and_lines_for_what_is_missing() {
    let made = households("我是[name]，住[group]，家有[size]人，电话[phone]。\n", ROSTER);
    // Group after group, as they are handed out.
    assert_eq!(made.len(), 4);
    assert_eq!(paragraph(&made[0]), "我是王一甲，住2组，家有4人，电话________________。");
    assert_eq!(paragraph(&made[1]), "我是赵三丁，住2组，家有3人，电话________________。");
    assert_eq!(paragraph(&made[2]), "我是李二丙，住10组，家有1人，电话________________。");
    let Block::Paragraph { text, .. } = &made[0].blocks()[0] else { panic!() };
    assert_eq!(text.origin, Origin::Roster, "what holds a value explains nothing to the audit");
}

#[test]
fn days_and_months_are_printed_in_words_and_boxes_ticked() {
    let made = households(
        ":::grid\n| 日期 | [lead_date] | 月 | [entry_month] |\n| 风险 | [risk: 因病、因残] |\n",
        ROSTER,
    );
    assert_eq!(cells(grid(&made[0])), ["日期|2025年3月5日|月|2025年3月", "风险|■因病　□因残　■因婚"]);
    assert_eq!(cells(grid(&made[1])), ["日期||月|", "风险|□因病　□因残"]);
}

#[test]
fn members_have_rows_and_those_who_are_not_listed_room_to_be_written() {
    let text =
        ":::members 2\n| 序号 | 姓名 | 关系 | 组 | 签字 |\n| [seq] | [name] | [relation] | [group] | |\n";
    let made = households(text, MEMBERS);
    assert_eq!(rows(&table(&made[0]).rows), ["1|王一甲|户主|2组|", "2|王一乙|之子||"]);
    assert_eq!(rows(&table(&made[1]).rows), ["1|李二丙|户主|10组|", "2||||"]);
    let made = households(text, ROSTER);
    assert_eq!(rows(&table(&made[0]).rows), ["1|王一甲|户主|2组|", "2||||", "3||||", "4||||"]);
}

#[test]
fn a_notice_lists_every_household_and_keeps_its_prose_for_the_pen() {
    let made = notice(
        "记录人[name]。\n\n:::households 9\n| 序号 | 户主 | 人口 | 票 |\n| [seq] | [name] | [size] | |\n",
    );
    assert_eq!(paragraph(&made), "记录人____________。");
    assert_eq!(rows(&table(&made).rows), ["1|王一甲|4|", "2|李二丙|1|", "3|赵三丁|3|", "4|钱四戊|2|"]);
}

#[test]
fn a_blank_copy_holds_nothing_of_any_roster() {
    let text = "我是[name]。\n\n:::households 3\n| 序号 | 户主 |\n| [seq] | [name] |\n\n:::members 2\n| 姓名 |\n| [name] |\n\n\
        :::statistics group category below 3\n:::grid\n| 类别 | [category: 甲、乙] |\n";
    let made = empty(text);
    assert_eq!(paragraph(&made), "我是____________。");
    assert_eq!(rows(&table(&made).rows), ["1|", "2|", "3|"]);
    let mut seen = 0;
    for block in made.blocks() {
        let texts: Vec<&Text> = match block {
            Block::Paragraph { text, .. } => vec![text],
            Block::Table(table) => table.rows.iter().flatten().collect(),
            Block::Grid(grid) => {
                grid.rows.iter().flatten().filter(|cell| !cell.label).map(|cell| &cell.text).collect()
            }
            other => panic!("{other:?}"),
        };
        seen += texts.len();
        assert!(texts.iter().all(|text| matches!(text.origin, Origin::Open(_))));
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn statistics_add_up_and_groups_stand_in_their_natural_order() {
    let made = notice(":::statistics group category\n");
    assert_eq!(
        cells(grid(&made)),
        [
            "村民小组|脱贫不稳定户|边缘易致贫户|突发严重困难户|合计",
            "户数|人数|户数|人数|户数|人数|户数|人数",
            "1组|1|2|0|0|0|0|1|2",
            "2组|2|7|0|0|0|0|2|7",
            "10组|0|0|1|1|0|0|1|1",
            "合计|3|9|1|1|0|0|4|10",
        ]
    );
    assert_eq!(made.blocks().len(), 1, "the office's own copy needs no remark");
}

#[test]
fn a_copy_that_leaves_the_office_withholds_small_counts_and_says_so() {
    let made = notice(":::statistics category below 3\n");
    assert_eq!(
        cells(grid(&made)),
        ["监测对象类别|户数|人数", "脱贫不稳定户|*|*", "边缘易致贫户|*|*", "突发严重困难户|0|0", "合计|4|10"]
    );
    let Some(Block::Paragraph { text, .. }) = made.blocks().last() else { panic!("no remark") };
    assert!(text.plain().contains("不足3户的数据用“*”表示"), "{}", text.plain());
}
