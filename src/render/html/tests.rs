use super::{Setting, body};
use crate::document::has_rows;
use crate::document::{
    Align, Block, Column, Document, Kind, Meta, Origin, PeriodBox, Public, Span, Table, Text,
};
use chrono::NaiveDate;

const EVIL: &str = "<script>\"x'&</script>";

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 3, d).unwrap()
}

fn document(blocks: Vec<Block>) -> Document<Public> {
    let meta = Meta {
        title: Text::open("标题", "t"),
        description: "说明".into(),
        kind: Kind::Notice,
        issuer: "村委会".into(),
        date: day(14),
        number: None,
        salutation: Some(Text::open(EVIL, "t")),
        stamp: Some(EVIL.into()),
    };
    Document::for_tests(meta, blocks)
}

fn html(blocks: Vec<Block>) -> String {
    body(&document(blocks), Setting { root: "../", rows_until: Some(day(30)) })
}

fn evil() -> Text {
    Text {
        spans: vec![
            Span::Plain(EVIL.into()),
            Span::Strong(EVIL.into()),
            Span::Link { text: EVIL.into(), href: format!("a\"{EVIL}/") },
        ],
        origin: Origin::Open("t".into()),
    }
}

fn table(origin: Origin, columns: usize) -> Table {
    let cell = |_| Text { spans: vec![Span::Plain(EVIL.into())], origin: origin.clone() };
    Table {
        caption: Some(evil()),
        columns: (0..columns).map(|_| Column { title: evil(), align: Align::End, weight: 0 }).collect(),
        rows: vec![(0..columns).map(cell).collect()],
        end_mark: true,
        min_row_height: 0,
        may_double: false,
    }
}

#[test]
fn every_block_escapes_everything() {
    let html = html(vec![
        Block::Heading { level: 1, text: evil(), id: Some(EVIL.into()) },
        Block::Paragraph { text: evil(), indent: true, align: Align::Start },
        Block::List {
            ordered: true,
            items: vec![vec![Block::Paragraph { text: evil(), indent: false, align: Align::End }]],
        },
        Block::Facts(vec![(evil(), evil())]),
        Block::Period(PeriodBox { label: evil(), from: day(20), to: day(25), rule: evil(), state: evil() }),
        Block::Table(table(Origin::Roster, 7)),
        Block::Callout { title: Some(evil()), blocks: vec![] },
        Block::Qr { url: "https://a.example/<\"".into(), caption: evil() },
        Block::Seal { issuers: vec![evil()], date: day(14), seal: true },
    ]);
    assert!(!html.contains("<script"), "{html}");
    assert!(!html.contains("\"x'"), "{html}");
    assert!(!html.contains(" style="));
    assert!(html.matches("&lt;script&gt;&quot;x&#39;&amp;").count() > 20);
}

#[test]
fn rows_of_a_roster_carry_their_last_day_and_other_tables_do_not() {
    assert!(
        html(vec![Block::Table(table(Origin::Roster, 5))])
            .contains("<section class=\"rows\" data-rows-until=\"2025-03-30\">")
    );
    assert!(!html(vec![Block::Table(table(Origin::Open("t".into()), 5))]).contains("data-rows-until"));
    assert!(has_rows(&[Block::Callout {
        title: None,
        blocks: vec![Block::Table(table(Origin::Roster, 2))]
    }]));
}

#[test]
fn document_headings_start_below_the_page_title() {
    let html = html(vec![Block::Heading { level: 1, text: Text::open("一、", "t"), id: Some("a".into()) }]);
    assert!(html.contains("<h2 id=\"a\">一、</h2>"));
}

#[test]
fn links_are_relative_to_the_page_and_name_the_index() {
    let link = |href: &str| {
        let text = Text {
            spans: vec![Span::Link { text: "看".into(), href: href.into() }],
            origin: Origin::Open("t".into()),
        };
        html(vec![Block::Paragraph { text, indent: false, align: Align::Start }])
    };
    assert!(link("policy/#c3").contains("href=\"../policy/index.html#c3\""));
    assert!(link("policy/index.html").contains("href=\"../policy/index.html\""));
    assert!(link("https://a.example/").contains("href=\"https://a.example/\" rel=\"external noreferrer\""));
    assert!(!link("javascript:alert(1)").contains("href"));
    assert!(!link("//evil.example").contains("href"));
    assert!(!link("../../etc").contains("href"));
}

#[test]
fn digits_of_a_roster_never_become_a_call() {
    let facts = |value| html(vec![Block::Facts(vec![(Text::open("电话", "t"), value)])]);
    assert!(facts(Text::open("12317", "t")).contains("tel:12317"));
    assert!(!facts(Text::roster("15400000000")).contains("tel:"));
}

#[test]
fn the_period_names_both_days_for_readers_and_machines() {
    let html = html(vec![Block::Period(PeriodBox {
        label: Text::open("公示期", "t"),
        from: day(20),
        to: day(25),
        rule: Text::open("张贴当日不计", "t"),
        state: Text::open("公示中", "t"),
    })]);
    assert!(html.contains("<time datetime=\"2025-03-20\">2025年3月20日（星期四）</time>"), "{html}");
    assert!(html.contains("<time datetime=\"2025-03-25\">2025年3月25日（星期二）</time>"), "{html}");
    assert!(!html.contains("公示中"), "a frozen state could lie tomorrow");
}

/// On paper the code took a sheet of its own; styles can hold the two together only where one element does.
#[test]
fn a_code_that_follows_the_seal_stands_in_one_element_with_it() {
    let seal = || Block::Seal { issuers: vec![Text::open("村委会", "t")], date: day(14), seal: true };
    let code = || Block::Qr { url: "https://a.example/".into(), caption: Text::open("扫码", "t") };
    let together = html(vec![seal(), code()]);
    let (_, ending) = together.split_once("<div class=\"ending\">\n<div class=\"seal\">").expect("an ending");
    let (_, code_and_end) =
        ending.split_once("</div>\n<figure class=\"qr\">").expect("the code beside the seal");
    assert!(code_and_end.ends_with("</figure>\n</div>\n"));
    for apart in [vec![seal()], vec![code()], vec![code(), seal()]] {
        assert!(!html(apart).contains("ending"));
    }
}
