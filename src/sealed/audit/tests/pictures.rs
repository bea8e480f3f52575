//! Pictures of ours: the audit reads what was drawn, and lets no picture pass without it.

use super::*;
use crate::document::{Align, Block, Kind, Meta, Text};
use crate::render::layout::PrintTheme;
use crate::render::picture::pictures;
use crate::workspace::fonts;

/// A notice with one more paragraph.
fn drawn(text: Text) -> Draft<Public> {
    let meta = Meta {
        title: Text::open("公示", "程序"),
        description: String::new(),
        kind: Kind::Notice,
        issuer: String::new(),
        date: chrono::NaiveDate::default(),
        number: None,
        salutation: None,
        stamp: None,
    };
    let blocks = vec![Block::Paragraph { text, indent: true, align: Align::Start }];
    let document = crate::document::Document::for_tests(meta, blocks);
    let theme = PrintTheme::standard().expect("the shipped theme");
    let fonts = fonts::find(&theme).expect("fonts of the system");
    pictures("chat/v/n", &document, &[], &theme, &fonts).expect("a picture").remove(0)
}

fn found(draft: Draft<Public>) -> Vec<Diagnostic> {
    audit(vec![draft]).map_or_else(|leaks| leaks.0, |_| Vec::new())
}

#[test]
fn a_name_that_is_drawn_is_found_also_where_a_line_breaks() {
    assert_eq!(told(&found(drawn(Text::roster("请看公示栏")))), []);
    let long = "这里写着很长很长的一句话一直写到一行的末尾".repeat(3);
    for cut in 0..8 {
        let text = format!("{}欧阳晓峰和别人", &long[..long.len() - 3 * cut]);
        assert_eq!(told(&found(drawn(Text::roster(text)))), [("leak-direct-identifier", "姓名")], "{cut}");
    }
}

#[test]
fn a_picture_passes_only_with_the_text_that_was_drawn() {
    let good = drawn(Text::roster("请看公示栏"));
    assert_eq!(told(&found(good.clone())), []);
    let at = good.bytes.windows(4).position(|name| name == b"iTXt").expect("its text");
    let mut silent = good.clone();
    // A chunk of another name is not understood, and the text is gone.
    silent.bytes[at..at + 4].copy_from_slice(b"teXt");
    let mut longer = good.clone();
    longer.bytes.extend(b"more");
    let mut cut = good.clone();
    cut.bytes.truncate(good.bytes.len() - 6);
    for draft in
        [silent, longer, cut, Draft::of_bytes("chat/v/n.png", Media::Picture, Vec::new(), Vec::new())]
    {
        let codes: Vec<&str> = found(draft).iter().map(|found| found.code.id).collect();
        assert!(codes.contains(&"audit-unreadable"), "{codes:?}");
    }
}
