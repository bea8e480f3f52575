//! Guards of the manners of official papers 公文: faces by level, annexes, dates, page numbers, type to be read from afar.

use super::super::theme::PrintTheme;
use super::{FONTS, THEME, document, inside, open, paragraph, runs, seal, set, table, words};
use crate::document::{Block, Column, Kind, Origin, Span, Text};
use crate::render::fonts::{Pen, Role};
use crate::render::layout::sheet::Run;
use crate::render::layout::{Paper, Sheets, lay_out};

fn run<'a>(sheets: &'a Sheets, text: &str) -> &'a Run {
    let found = (0..sheets.pages.len()).flat_map(|page| runs(sheets, page)).find(|run| run.text() == text);
    found.unwrap_or_else(|| panic!("{text} is not one run"))
}

fn face(role: Role) -> u16 {
    Pen::new(&FONTS).glyph(role, '村').expect("a glyph").face
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: open(text), id: None }
}

#[test]
fn rare_names_print_in_every_role_of_a_notice() {
    let text = crate::render::fonts::PROBE;
    let blocks = vec![
        Block::Heading { level: 1, text: open(text), id: None },
        Block::Heading { level: 2, text: open(text), id: None },
        Block::Paragraph {
            text: Text {
                spans: vec![Span::Strong(text.into()), Span::Plain(text.into())],
                origin: Origin::Roster,
            },
            indent: true,
            align: crate::document::Align::Start,
        },
    ];
    let sheets = set(&document(Kind::Notice, blocks), Paper::A4).expect("every character has a glyph");
    let faces: std::collections::BTreeSet<u16> = runs(&sheets, 0).iter().map(|run| run.face).collect();
    assert!(faces.len() >= 3, "{faces:?}");
}

#[test]
fn levels_have_their_faces_and_a_theme_may_choose_others() {
    let levels = [(1, "一、名单"), (2, "（一）范围"), (3, "1.对象"), (4, "（1）条件")];
    let document = document(Kind::Notice, levels.map(|(level, text)| heading(level, text)).to_vec());
    let sheets = set(&document, Paper::A4).expect("sets");
    let faces = [Role::Heading, Role::Kai, Role::Body, Role::Body].map(face);
    assert_eq!(levels.map(|(_, text)| run(&sheets, text).face), faces);
    let mut theme = THEME.clone();
    theme.notice.headings = vec![Role::Strong];
    let sheets = lay_out(&document, Paper::A4, &theme, &FONTS).expect("sets");
    assert_eq!(run(&sheets, "一、名单").face, face(Role::Strong));
    assert_eq!(run(&sheets, "（一）范围").face, face(Role::Body));
}

#[test]
fn annexes_hang_behind_their_word() {
    let text = format!("附件：1.{}\n2.乙村名单", "拟纳入防止返贫监测对象的农户名单".repeat(2));
    let sheets = set(&document(Kind::Notice, vec![paragraph(&text)]), Paper::A4).expect("sets");
    let told: Vec<&Run> = runs(&sheets, 0).into_iter().filter(|run| run.text().len() > 1).collect();
    let at = told.iter().position(|run| run.text() == "附件：").expect("the word");
    let (word, names) = (told[at], &told[at + 1..at + 4]);
    assert_eq!(word.at.0, THEME.notice.left + 2 * THEME.notice.size);
    assert_eq!(word.at.1, names[0].at.1);
    assert!(names.iter().all(|run| run.at.0 == word.at.0 + 3 * THEME.notice.size), "{names:?}");
    assert!(names[2].text().starts_with("2.乙村"), "{}", names[2].text());
}

#[test]
fn a_header_parts_between_words() {
    let mut roster = table(20, true);
    roster.columns.push(Column { title: open("家庭人口数"), ..roster.columns[0].clone() });
    roster.columns.push(Column { title: open("监测对象类别"), ..roster.columns[0].clone() });
    roster.rows.iter_mut().for_each(|row| row.extend(["3", "突发严重困难户"].map(Text::roster)));
    let mut parted = 0;
    for paper in [Paper::A3, Paper::A4, Paper::A3.landscape()] {
        let text = [1, 8, 14].map(|count| paragraph(&"村民代表会议。".repeat(count * 9)));
        for lines in text {
            let blocks = vec![lines, Block::Table(roster.clone()), seal()];
            let sheets = set(&document(Kind::Notice, blocks), paper).expect("sets");
            for page in 0..sheets.pages.len() {
                let all: Vec<String> = runs(&sheets, page).iter().map(|run| run.text()).collect();
                assert!(!all.iter().any(|text| text == "家庭人" || text == "口数"), "{all:?}");
                parted += all.iter().filter(|text| *text == "人口数").count();
            }
        }
    }
    assert!(parted > 0, "no case in which the header parts");
}

#[test]
fn a_poster_is_read_at_two_metres() {
    for rows in [3, 12, 30, 80] {
        for paper in [Paper::A3, Paper::A3.landscape()] {
            let blocks = vec![paragraph("现予公示，请大家监督。"), Block::Table(table(rows, true)), seal()];
            let sheets = set(&document(Kind::Notice, blocks), paper).expect("sets");
            inside(&sheets);
            // 24 points.
            assert!(run(&sheets, "现予公示，请大家监督。").size >= 8_466, "{rows} rows");
        }
    }
}

#[test]
fn a_card_has_a_design_of_its_own_and_refuses_what_does_not_fit() {
    let card = |count: usize| {
        let text = "家里遇到大病、灾害、意外，生活可能过不下去，就可以申报。";
        set(&document(Kind::Leaflet, vec![paragraph(&text.repeat(count))]), Paper::A5)
    };
    let sheets = card(6).expect("fits");
    let body = runs(&sheets, 0).into_iter().find(|run| run.text().starts_with("家里")).expect("text");
    assert_eq!((body.size, body.at.0), (THEME.card.size, THEME.card.left));
    assert!(card(40).is_ok_and(|sheets| sheets.pages.len() == 2));
    let findings = card(300).expect_err("too much");
    assert!(
        findings[0].code.id == "print-overflow" && findings[0].message.contains("2面"),
        "{}",
        findings[0]
    );
}

#[test]
fn the_words_of_the_page_number_are_the_themes() {
    let shipped = include_str!("../../../../themes/default/theme.toml");
    let text = shipped.replacen("[print.notice]\n", "[print.notice]\npage_number = \"— {n} —\"\n", 1);
    let theme = PrintTheme::parse(&text, "theme.toml").expect("a sound theme");
    let document = document(Kind::Notice, vec![Block::Table(table(60, false)), seal()]);
    let sheets = lay_out(&document, Paper::A4, &theme, &FONTS).expect("sets");
    assert!(words(&sheets, 1).ends_with("— 2 —"), "{}", words(&sheets, 1));
}

#[test]
fn receipt_sheets_share_their_rows_and_the_last_is_no_remnant() {
    for rows in 1..60 {
        let mut sheet = table(rows, false);
        sheet.min_row_height = 110;
        let sheets =
            set(&document(Kind::Form, vec![Block::Table(sheet)]), Paper::A4.landscape()).expect("sets");
        let count =
            |page| runs(&sheets, page).iter().filter(|run| super::number(&run.text()).is_some()).count();
        let last = sheets.pages.len() - 1;
        assert!(last == 0 || count(last) >= 4, "{rows} rows: {} on the last page", count(last));
        let ys: Vec<i64> = runs(&sheets, 0)
            .iter()
            .filter(|run| super::number(&run.text()).is_some())
            .map(|run| run.at.1)
            .collect();
        assert!(ys.windows(2).all(|pair| (9_000..=16_500).contains(&(pair[1] - pair[0]))), "{rows}: {ys:?}");
    }
}
