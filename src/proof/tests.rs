//! Proofs as values: what is written is read back, and nothing else.

use super::{Face, Proof, Secret, Sheets, differences};
use crate::document::{Align, Block, Column, Document, Kind, Meta, Public, Sources, Span, Table, Text};
use std::collections::BTreeMap;

/// Texts of the program alone.
pub(super) struct Places;

impl Sources for Places {
    fn written(&self, place: &str) -> String {
        place.to_owned()
    }

    fn place(&self, written: &str, _: &str) -> String {
        written.to_owned()
    }
}

fn document(name: &str) -> Document<Public> {
    let column = |title: &str| Column { title: Text::open(title, "程序"), align: Align::Center, weight: 0 };
    let columns = vec![column("序号"), column("户主姓名")];
    listed(Text::open("名单（共1户2人）", "程序"), columns, vec![vec!["1".to_owned(), name.to_owned()]])
}

/// A list of households: group, name, size.
pub(super) fn household_list(caption: Text, rows: &[[&str; 3]]) -> Document<Public> {
    let column =
        |title: &&str| Column { title: Text::open(*title, "程序"), align: Align::Center, weight: 0 };
    let row = |(at, row): (usize, &[&str; 3])| {
        std::iter::once((at + 1).to_string()).chain(row.iter().map(|cell| (*cell).to_owned())).collect()
    };
    let columns = ["序号", "小组", "户主姓名", "家庭人口"].iter().map(column).collect();
    listed(caption, columns, rows.iter().enumerate().map(row).collect())
}

fn listed(caption: Text, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Document<Public> {
    let meta = Meta {
        title: Text::open("关于红岩村的公示", "程序"),
        description: String::new(),
        kind: Kind::Notice,
        issuer: "红岩村村民委员会".into(),
        date: "2025-04-07".parse().unwrap(),
        number: Some("第1版".into()),
        salutation: None,
        stamp: None,
    };
    let table = Table {
        caption: Some(caption),
        columns,
        rows: rows.into_iter().map(|row| row.into_iter().map(Text::roster).collect()).collect(),
        end_mark: false,
        min_row_height: 0,
        may_double: true,
    };
    let said =
        Block::Paragraph { text: Text::open("现予公示。", "程序"), indent: true, align: Align::Start };
    Document::for_tests(meta, vec![said, Block::Table(table)])
}

/// What stands beside the faces.
pub(super) fn proof_of(households: usize, people: usize) -> Proof {
    Proof {
        form: Proof::form(),
        township: "云台乡".into(),
        village: "红岩村".into(),
        notice: "villages/hongyan/notices/n1".into(),
        kind: "监测对象认定公示".into(),
        version: "1".into(),
        number: "第1版".into(),
        title: "关于红岩村的公示".into(),
        issuer: "红岩村村民委员会".into(),
        basis: "《通知》文件二".into(),
        counts: BTreeMap::from([
            ("households".into(), households.to_string()),
            ("people".into(), people.to_string()),
        ]),
        first: "2025-04-07".into(),
        period: None,
        board_until: "2025-04-14".into(),
        web_until: "2025-04-14".into(),
        places: vec!["公示栏".into()],
        contacts: Vec::new(),
        address: None,
        attachments: BTreeMap::new(),
        faces: BTreeMap::new(),
    }
}

fn sheets(name: &str) -> Sheets {
    let face = |channel: &str| {
        let salt = Secret::SAMPLE.salt("villages/hongyan/notices/n1", 1, channel);
        Face::of(channel, &salt, &document(name), &Places)
    };
    Sheets::new(proof_of(1, 2), vec![face("board"), face("web")])
}

#[test]
fn what_is_written_is_read_back_and_anything_else_refused() {
    let whole = sheets("王*明");
    let files = whole.files();
    assert_eq!(files.keys().collect::<Vec<_>>(), ["board.json", "proof.json", "web.json"]);
    assert_eq!(Sheets::read(&files), Ok(whole.clone()));
    for name in ["board.json", "proof.json", "web.json"] {
        let mut lacks = files.clone();
        lacks.remove(name);
        assert!(Sheets::read(&lacks).is_err(), "{name}");
        // One letter more, anywhere.
        let mut other = files.clone();
        let text = String::from_utf8(other[name].clone()).unwrap().replacen("红岩村", "红岩岩村", 1);
        let text =
            if name == "proof.json" { text.replace("mingbai-proof/1", "mingbai-proof/2") } else { text };
        other.insert(name.into(), text.into_bytes());
        assert!(Sheets::read(&other).is_err(), "{name}");
    }
}

#[test]
fn another_row_is_another_proof_and_its_own_row_tells_so() {
    let (one, other) = (sheets("王*明"), sheets("王*海"));
    assert_ne!(one.proof.digest(), other.proof.digest());
    assert_ne!(one.folder(), other.folder());
    assert_eq!(one.proof.digest(), sheets("王*明").proof.digest());
    let told = differences(&one, &other);
    assert!(
        told.contains(&"网页多了一行：王*海".to_owned())
            && told.contains(&"公示栏少了一行：王*明".to_owned())
    );
    assert!(differences(&one, &one.clone()).is_empty());
}

#[test]
fn a_proof_is_known_by_bytes_that_any_program_can_write() {
    let text = String::from_utf8(sheets("王*明").proof.to_bytes()).unwrap();
    assert!(text.starts_with(r#"{"attachments":{},"basis":"#) && !text.contains('\n'));
    let face = String::from_utf8(sheets("王*明").faces[0].to_bytes()).unwrap();
    let wanted = r#"{"channel":"web","columns":["序号","户主姓名"],"form":"mingbai-face/1","rows":[["1","王*明"]],"salt":""#;
    assert!(face.starts_with(wanted), "{face}");
}

#[test]
fn emphasis_links_and_places_of_texts_were_lost_on_the_way_through_a_face() {
    let mut whole = document("王*明");
    let (_, blocks) = whole.parts();
    let runs = vec![
        Span::Strong("注意".into()),
        Span::Break,
        Span::Link { text: "看网页".into(), href: "https://example.cn".into() },
    ];
    let text = Text { spans: runs, ..Text::open("", "villages/hongyan/notices/n1.md") };
    blocks.push(Block::Callout {
        title: None,
        blocks: vec![Block::Paragraph { text, indent: false, align: Align::End }],
    });
    // Every list of a roster is set alike.
    if let Some(Block::Table(table)) = blocks.get_mut(1) {
        (table.end_mark, table.may_double) = (true, true);
    }
    let salt = Secret::SAMPLE.salt("villages/hongyan/notices/n1", 1, "board");
    let face = Face::of("board", &salt, &whole, &Places);
    assert_eq!(face.document(&Places), whole);
}
