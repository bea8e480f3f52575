//! Guards of forms: cells tile their grid, rows stay whole, labels are header cells, parts begin pages, lines are free.

use super::{FONTS, THEME, document, inside, open, paragraph, runs, words};
use crate::document::{Align, Block, Document, Grid, GridCell, Kind, Public, Signature};
use crate::render::layout::sheet::{Item, Scope, Tag, TagKind};
use crate::render::layout::theme::Um;
use crate::render::layout::{Paper, Sheets, lay_out};
use proptest::prelude::*;

fn set(blocks: Vec<Block>) -> Sheets {
    let document: Document<Public> = document(Kind::Form, blocks);
    lay_out(&document, Paper::A4, &THEME, &FONTS).unwrap_or_else(|findings| panic!("{}", findings[0]))
}

fn label(text: &str, across: usize, down: usize) -> GridCell {
    GridCell::label(open(text), across, down)
}

fn value(text: &str, across: usize) -> GridCell {
    GridCell { across, align: Align::Start, ..GridCell::value(open(text)) }
}

fn cells(sheets: &Sheets) -> Vec<&Tag> {
    sheets.tags.iter().filter(|tag| matches!(tag.kind, TagKind::Spanning { .. })).collect()
}

/// A rule: where it lies, from, to.
type Line = (Um, Um, Um);

/// Level and upright rules of a page.
fn rules(sheets: &Sheets, page: usize) -> (Vec<Line>, Vec<Line>) {
    let (mut level, mut upright) = (Vec::new(), Vec::new());
    for item in &sheets.pages[page].items {
        let Item::Rule { from, to, .. } = item else { continue };
        if from.1 == to.1 { level.push((from.1, from.0, to.0)) } else { upright.push((from.0, from.1, to.1)) }
    }
    (level, upright)
}

#[test]
fn labels_are_header_cells_with_their_spans_and_an_empty_cell_is_a_cell() {
    let grid = Grid {
        columns: vec![1, 2, 1, 2],
        rows: vec![
            vec![label("收入", 1, 2), value("", 1), label("支出", 1, 1), value("", 1)],
            vec![value("工资", 3)],
        ],
        head: 0,
    };
    let sheets = set(vec![Block::Grid(grid)]);
    let kinds: Vec<TagKind> = cells(&sheets).iter().map(|tag| tag.kind).collect();
    let spanning = |scope, across, down| TagKind::Spanning { scope, across, down };
    assert_eq!(
        kinds,
        [
            spanning(Some(Scope::Row), 1, 2),
            spanning(None, 1, 1),
            spanning(Some(Scope::Row), 1, 1),
            spanning(None, 1, 1),
            spanning(None, 3, 1),
        ]
    );
    inside(&sheets);
}

#[test]
fn room_to_write_in_without_any_label_is_no_table() {
    let grid = Grid { columns: vec![1, 1], rows: vec![vec![value("", 1), value("", 1)]; 3], head: 0 };
    let sheets = set(vec![paragraph("签字："), Block::Grid(grid)]);
    assert!(cells(&sheets).is_empty() && !sheets.tags.iter().any(|tag| tag.kind == TagKind::Table));
    assert!(rules(&sheets, 0).0.len() >= 4, "the cells are drawn all the same");
}

#[test]
fn a_long_grid_parts_between_rows_and_shows_its_header_again() {
    let mut rows = vec![vec![label("小组", 1, 1), label("户数", 1, 1)]];
    rows.extend((1..=60).map(|number| vec![label(&format!("第{number}组"), 1, 1), value("7", 1)]));
    let sheets = set(vec![Block::Grid(Grid { columns: vec![1, 1], rows, head: 1 })]);
    assert!(sheets.pages.len() > 1);
    let mut seen = 0;
    for page in 0..sheets.pages.len() {
        let words = words(&sheets, page);
        assert_eq!(words.matches("小组户数").count(), 1, "page {page}: {words}");
        seen += words.matches("组7").count();
        let (level, _) = rules(&sheets, page);
        let (top, foot) = (level.iter().min().unwrap().0, level.iter().max().unwrap().0);
        let told = runs(&sheets, page).into_iter().filter(|run| run.tag.is_some());
        assert!(told.filter(|run| run.text().contains('组')).all(|run| (top..foot).contains(&run.at.1)));
    }
    assert_eq!(seen, 60, "a row was parted or lost");
    let scopes = cells(&sheets)
        .iter()
        .filter(|tag| matches!(tag.kind, TagKind::Spanning { scope: Some(Scope::Column), .. }))
        .count();
    assert_eq!(scopes, 2);
}

#[test]
fn rows_that_a_cell_holds_together_stay_on_one_page() {
    let filler = "家庭情况".repeat(150);
    for lines in 1..9 {
        let mut rows = vec![vec![label("收入", 1, 4), value("甲", 1)]];
        rows.extend(["乙", "丙", "丁"].map(|text| vec![value(text, 1)]));
        let grid = Block::Grid(Grid { columns: vec![1, 2], rows, head: 0 });
        let mut blocks = vec![paragraph(&filler); 2];
        blocks.push(paragraph(&"一".repeat(lines * 120)));
        blocks.push(grid);
        let sheets = set(blocks);
        let page = |text: &str| {
            (0..sheets.pages.len()).find(|&page| runs(&sheets, page).iter().any(|run| run.text() == text))
        };
        assert!(page("甲").is_some() && page("甲") == page("丁"), "{lines}");
    }
}

#[test]
fn a_row_taller_than_a_page_is_refused_instead_of_running_off_the_paper() {
    let tall = GridCell { height: 200, ..value("", 1) };
    let grid = Grid { columns: vec![1], rows: vec![vec![tall]], head: 0 };
    let document: Document<Public> = document(Kind::Form, vec![Block::Grid(grid)]);
    let found = lay_out(&document, Paper::A4, &THEME, &FONTS).expect_err("it cannot be set");
    assert!(found[0].message.contains("比一页纸还高"), "{}", found[0]);
}

#[test]
fn a_part_begins_a_page_under_its_own_title() {
    let sheets = set(vec![paragraph("正面。"), Block::Part(open("承诺授权书")), paragraph("背面。")]);
    assert_eq!(sheets.pages.len(), 2);
    assert!(words(&sheets, 0).contains("正面。") && !words(&sheets, 0).contains("承诺授权书"));
    assert!(words(&sheets, 1).starts_with("承诺授权书") && words(&sheets, 1).contains("背面。"));
    let title = THEME.form.title;
    assert!(runs(&sheets, 1).iter().any(|run| run.size == title && run.text() == "承诺授权书"));
}

#[test]
fn the_line_to_sign_on_is_long_and_nothing_stands_on_it() {
    let place = |text: &str| Signature { label: open(text), seal: false };
    let places = vec![place("申请人签字（手印）"), place("代办人签字（写明与申请人的关系）")];
    let sheets = set(vec![Block::Sign(places)]);
    let (lines, _) = rules(&sheets, 0);
    assert_eq!(lines.len(), 2);
    for (y, from, to) in &lines {
        assert!(to - from >= 40_000, "{} is too short to sign on", to - from);
        for run in runs(&sheets, 0)
            .iter()
            .filter(|run| (y - run.at.1).abs() < 8_000 && !run.text().trim().is_empty())
        {
            let left =
                run.glyphs.iter().find(|mark| mark.character != '　').map_or(0, |mark| run.at.0 + mark.x);
            assert!(
                left >= *to || run.at.0 + run.width() <= *from + 500,
                "{} stands on the line",
                run.text()
            );
        }
    }
    // Room for a hand between the lines.
    assert!(lines[1].0 - lines[0].0 >= 11_000);
}

#[test]
fn boxes_to_tick_stay_with_their_words() {
    let text = "□因病　□因残　□因务工就业不稳定收入下降　□产业项目失败　□缺劳动力　□其他";
    let grid = Grid { columns: vec![1], rows: vec![vec![value(text, 1)]], head: 0 };
    let mut narrow = vec![1, 1, 1, 1];
    narrow[0] = 2;
    let small = Grid { columns: narrow, rows: vec![vec![value(text, 1), value("", 3)]], head: 0 };
    for grid in [grid, small] {
        let sheets = set(vec![Block::Grid(grid)]);
        let lines: Vec<String> =
            runs(&sheets, 0).iter().filter(|run| run.tag.is_some()).map(|run| run.text()).collect();
        let lines = lines.iter().filter(|line| line.contains('□'));
        assert!(lines.clone().all(|line| line.trim_start().starts_with('□')), "{lines:?}");
    }
}

prop_compose! {
    /// A grid whose cells tile it: widths, and each row cut anew.
    fn grids()(columns in 1usize..7, rows in prop::collection::vec(prop::collection::vec((1usize..4, 0usize..60, any::<bool>()), 7), 1..12))
        -> Grid
    {
        let rows = rows.into_iter().map(|cuts| {
            let (mut row, mut at) = (Vec::new(), 0);
            for (across, words, is_label) in cuts {
                let across = across.min(columns - at);
                if across == 0 { break }
                let text = "户主姓名，家庭人口".chars().cycle().take(words).collect::<String>();
                row.push(if is_label { label(&text, across, 1) } else { value(&text, across) });
                at += across;
            }
            if at < columns { row.push(value("", columns - at)); }
            row
        }).collect();
        Grid { columns: vec![2; columns], rows, head: 0 }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_in_a_grid_is_all_there_and_inside_its_cell(grid in grids()) {
        let wanted: String = grid.rows.iter().flatten().map(|cell| cell.text.plain()).collect();
        let sheets = set(vec![Block::Grid(grid)]);
        inside(&sheets);
        let mut found = String::new();
        for page in 0..sheets.pages.len() {
            let (level, upright) = rules(&sheets, page);
            for run in runs(&sheets, page) {
                if !run.tag.is_some_and(|tag| matches!(sheets.tags[tag].kind, TagKind::Spanning { .. } | TagKind::Paragraph)) {
                    continue;
                }
                found.push_str(&run.text());
                // No rule of the grid crosses a text.
                let (left, right, top, foot) = (run.at.0, run.at.0 + run.width(), run.at.1 - run.size * 3 / 5, run.at.1);
                let crossed = upright.iter().any(|(x, from, to)| left + 300 < *x && *x < right - run.size / 2 && *from < foot && top < *to)
                    || level.iter().any(|(y, from, to)| top < *y && *y < foot && *from < right && left < *to);
                prop_assert!(!crossed, "{}", run.text());
            }
        }
        prop_assert_eq!(found, wanted);
    }
}
