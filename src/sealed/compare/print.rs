//! The comparison on paper: what differs first, with room for what the village finds out; then who stands on both.

use super::people::{Entry, List};
use super::{Comparison, remarks};
use crate::document::{Align, Block, Column, Document, Kind, Meta, Office, Table, Text};
use chrono::NaiveDate;

/// Rows in which something is written by hand, in tenths of a millimetre.
const BY_HAND: u32 = 100;
const TITLE: &str = "名单比对结果";

/// The whole print.
pub(super) fn document(comparison: &Comparison<'_>, issuer: &str, date: NaiveDate) -> Document<Office> {
    let (a, b, outcome) = (comparison.a, comparison.b, &comparison.outcome);
    let counts = comparison.counts();
    let mut blocks = vec![Block::Facts(vec![
        fact("甲名单", format!("{}，{}人", a.name, counts.a)),
        fact("乙名单", format!("{}，{}人", b.name, counts.b)),
        fact(
            "结果",
            format!(
                "两份都有{}人，只在甲名单{}人，只在乙名单{}人，分不清{}人",
                counts.agreed, counts.only_a, counts.only_b, counts.undecided
            ),
        ),
    ])];
    let only = |list: &List, people: &[usize], other: &List, called: &str| {
        let row = |(index, &at): (usize, &usize)| {
            let entry = &list.people[at];
            let mut row = vec![number(index), open(list.row(&entry.listed.at))];
            row.extend(who(entry));
            row.push(roster(entry.text("category")));
            row.extend([open(remarks::of_one(list, entry, other, called)), open("")]);
            row
        };
        people.iter().enumerate().map(row).collect::<Vec<_>>()
    };
    let narrow = [
        ("序号", 2),
        ("行", 3),
        ("村、组", 5),
        ("姓名", 5),
        ("证件号码末四位", 3),
        ("类别", 4),
        ("说明", 8),
        ("核实结果", 8),
    ];
    let rows = only(a, &outcome.only_a, b, "乙名单");
    section(&mut blocks, format!("一、只在甲名单里：{}人", counts.only_a), &narrow, rows, BY_HAND);
    let rows = only(b, &outcome.only_b, a, "甲名单");
    section(&mut blocks, format!("二、只在乙名单里：{}人", counts.only_b), &narrow, rows, BY_HAND);
    let wide = [
        ("第几处", 2),
        ("名单", 3),
        ("行", 3),
        ("村、组", 5),
        ("姓名", 5),
        ("证件号码末四位", 3),
        ("为什么分不清", 9),
        ("核实结果", 8),
    ];
    let title = format!("三、分不清是不是同一个人：{}人", counts.undecided);
    section(&mut blocks, title, &wide, undecided(comparison), BY_HAND);
    let both = [
        ("序号", 2),
        ("甲名单行", 4),
        ("乙名单行", 4),
        ("村、组", 5),
        ("姓名", 5),
        ("证件号码末四位", 3),
        ("说明", 14),
    ];
    section(&mut blocks, format!("四、两份都有：{}人", counts.agreed), &both, agreed(comparison), 0);
    if counts.members > 0 {
        let words = format!(
            "一份名单只列户主。另一份名单里已经比对过的户，还有{}名家庭成员，没有单独列出。",
            counts.members
        );
        blocks.push(paragraph(words));
    }
    blocks.push(paragraph("含有个人信息，只供经办人员使用，不张贴，不上网，不外传。"));
    let meta = Meta {
        title: open(TITLE),
        description: TITLE.to_owned(),
        kind: Kind::Form,
        issuer: issuer.to_owned(),
        date,
        number: None,
        salutation: None,
        stamp: None,
    };
    Document::new(meta, blocks)
}

fn undecided(comparison: &Comparison<'_>) -> Vec<Vec<Text>> {
    let mut rows = Vec::new();
    for (index, question) in comparison.outcome.undecided.iter().enumerate() {
        let sides = [("甲", comparison.a, &question.a), ("乙", comparison.b, &question.b)];
        for (called, list, people) in sides {
            for &at in people {
                let entry = &list.people[at];
                let mut row = vec![number(index), open(called), open(list.row(&entry.listed.at))];
                row.extend(who(entry));
                row.extend([open(question.why), open("")]);
                rows.push(row);
            }
        }
    }
    rows
}

fn agreed(comparison: &Comparison<'_>) -> Vec<Vec<Text>> {
    let pairs = comparison.outcome.agreed.iter().zip(&comparison.remarks).enumerate();
    let row = |(index, (pair, remark)): (usize, (&super::Pair, &String))| {
        let (one, other) = comparison.pair(pair);
        let mut row = vec![number(index)];
        row.push(open(comparison.a.row(&one.listed.at)));
        row.push(open(comparison.b.row(&other.listed.at)));
        // Whichever list says more of where they live.
        let fuller = if one.text("group").is_empty() { other } else { one };
        row.extend([roster(place(fuller)), roster(one.text("name")), roster(tail(one, other))]);
        row.push(open(remark.clone()));
        row
    };
    pairs.map(row).collect()
}

/// Place, name, last digits.
fn who(entry: &Entry) -> [Text; 3] {
    [roster(place(entry)), roster(entry.text("name")), roster(tail(entry, entry))]
}

fn place(entry: &Entry) -> String {
    format!("{}{}", entry.text("village"), entry.text("group"))
}

/// Enough of the number to tell namesakes apart on paper.
fn tail(one: &Entry, other: &Entry) -> String {
    let number = if one.text("id_number").is_empty() { other } else { one }.text("id_number");
    number.chars().skip(number.chars().count().saturating_sub(4)).collect()
}

fn section(
    blocks: &mut Vec<Block>,
    title: String,
    columns: &[(&str, u16)],
    rows: Vec<Vec<Text>>,
    min_row_height: u32,
) {
    blocks.push(Block::Heading { level: 1, text: open(title), id: None });
    if rows.is_empty() {
        blocks.push(paragraph("没有。"));
        return;
    }
    let column =
        |(title, weight): &(&str, u16)| Column { title: open(*title), align: Align::Center, weight: *weight };
    blocks.push(Block::Table(Table {
        caption: None,
        columns: columns.iter().map(column).collect(),
        rows,
        end_mark: true,
        min_row_height,
        may_double: false,
    }));
}

fn fact(label: &str, value: String) -> (Text, Text) {
    (open(label), open(value))
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { text: open(text), indent: false, align: Align::Start }
}

fn number(index: usize) -> Text {
    open((index + 1).to_string())
}

fn open(text: impl Into<String>) -> Text {
    Text::open(text, "程序")
}

fn roster(text: impl Into<String>) -> Text {
    Text::roster(text)
}
