//! A bag's facts → its cover sheet 归档移交说明: what lies here, how it went, what was checked, who hands it over.
//!
//! The sheet goes into the open part of the bag and passes the audit like everything else there.

use crate::archive::checks::Check;
use crate::calendar::chinese;
use crate::document::{Align, Block, Column, Document, Kind, Meta, Public, Signature, Table, Text};
use chrono::NaiveDate;

/// Everything that the sheet tells. Texts with the place that declares them.
#[derive(Debug, Clone)]
pub struct Cover {
    /// Title of the sheet, e.g. 红旗村监测对象认定公示归档移交说明.
    pub title: Text,
    /// Who hands over.
    pub issuer: String,
    /// Day of archiving.
    pub date: NaiveDate,
    /// Name of the bag, in the footer.
    pub bag: String,
    /// Label–value pairs: what it is, from when to when, who signed.
    pub facts: Vec<(Text, Text)>,
    /// What happened: day and words, in order.
    pub events: Vec<(NaiveDate, Text)>,
    /// What lies in the bag: what, folder or file, how many files.
    pub contents: Vec<(Text, String, usize)>,
    /// What was checked.
    pub checks: Vec<Check>,
}

/// Composes the sheet.
pub fn cover(is: &Cover) -> Document<Public> {
    let open = |text: &str| Text::open(text, "程序");
    let mut blocks = vec![Block::Facts(is.facts.clone())];
    if !is.events.is_empty() {
        blocks.push(heading("经过"));
        let rows = is.events.iter().map(|(day, what)| vec![open(&chinese(*day)), what.clone()]).collect();
        blocks.push(table(&[("日期", 3), ("事项", 8)], rows));
    }
    blocks.push(heading("包里有什么"));
    let row = |(what, path, files): &(Text, String, usize)| {
        vec![what.clone(), open(path), open(&files.to_string())]
    };
    blocks.push(table(&[("内容", 6), ("位置", 6), ("文件数", 2)], is.contents.iter().map(row).collect()));
    blocks.push(heading("四性自检"));
    let row = |check: &Check| {
        let outcome = if check.passed { "通过" } else { "没有通过" };
        vec![open(check.nature.chinese()), open(&check.what), open(&format!("{outcome}：{}", check.found))]
    };
    let columns = [("性质", 2), ("检查什么", 6), ("结果", 4)];
    blocks.push(table(&columns, is.checks.iter().map(row).collect()));
    blocks.push(Block::Paragraph {
        text: open(
            "这份自检由程序完成，不代替档案部门的检测。日后核对：把整个文件夹交给 mingbai verify，或者任何支持 BagIt 1.0 的工具。",
        ),
        indent: true,
        align: Align::Start,
    });
    let places = ["移交人", "接收人"];
    blocks.push(Block::Sign(places.map(|who| Signature { label: open(who), seal: false }).into()));
    let meta = Meta {
        title: is.title.clone(),
        description: is.title.plain(),
        kind: Kind::Form,
        issuer: is.issuer.clone(),
        date: is.date,
        number: Some(is.bag.clone()),
        salutation: None,
        stamp: None,
    };
    Document::of_parts(meta, blocks)
}

fn heading(text: &str) -> Block {
    Block::Heading { level: 1, text: Text::open(text, "程序"), id: None }
}

fn table(columns: &[(&str, u16)], rows: Vec<Vec<Text>>) -> Block {
    let column = |(title, weight): &(&str, u16)| Column {
        title: Text::open(*title, "程序"),
        align: Align::Start,
        weight: *weight,
    };
    Block::Table(Table {
        caption: None,
        columns: columns.iter().map(column).collect(),
        rows,
        end_mark: false,
        min_row_height: 0,
        may_double: false,
    })
}
