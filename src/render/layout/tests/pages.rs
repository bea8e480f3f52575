//! Guards of what pages look like: where tables begin, what stands beside the seal, what is large, whole, aligned.

use super::super::theme::Um;
use super::{FONTS, THEME, day, document, number, open, paragraph, runs, seal, set, table, words};
use crate::document::{Block, Kind, PeriodBox, Text};
use crate::render::fonts::Role;
use crate::render::layout::sheet::{Item, Run};
use crate::render::layout::{Paper, Sheets};
use chrono::NaiveDate;

const ADDRESS: &str = "https://puan.example/villages/qingsong/notices/2025-04-identify/index.html";

fn notice(lines: usize, rows: usize) -> Sheets {
    let mut roster = table(rows, false);
    roster.caption = Some(open("拟纳入监测对象名单"));
    let code = Block::Qr { url: ADDRESS.into(), caption: open("手机扫码，看网上公示") };
    let blocks = vec![paragraph(&"村民".repeat(lines * 14 - 1)), Block::Table(roster), seal(), code];
    set(&document(Kind::Notice, blocks), Paper::A4).expect("sets")
}

/// Rows of the roster on a page.
fn rows(sheets: &Sheets, page: usize) -> usize {
    runs(sheets, page).iter().filter(|run| number(&run.text()).is_some()).count()
}

/// The lowest thing of the text area on a page.
fn foot(sheets: &Sheets, page: usize) -> Um {
    let told = runs(sheets, page).into_iter().filter(|run| run.tag.is_some());
    told.map(|run| run.at.1).max().unwrap_or(0)
}

#[test]
fn a_table_that_must_part_begins_on_the_page_of_its_text() {
    let sheets = notice(8, 52);
    assert!(rows(&sheets, 0) >= 3, "{}", words(&sheets, 0));
    assert!(words(&sheets, 1).starts_with("拟纳入监测对象名单（续）序号"), "{}", words(&sheets, 1));
    let seen: usize = (0..sheets.pages.len()).map(|page| rows(&sheets, page)).sum();
    assert_eq!(seen, 52);
}

#[test]
fn a_table_begins_with_three_rows_and_ends_with_two() {
    let mut parted = 0;
    for lines in 1..20 {
        for count in [9, 16, 34] {
            let sheets = notice(lines, count);
            let counts: Vec<usize> = (0..sheets.pages.len()).map(|page| rows(&sheets, page)).collect();
            let full: Vec<usize> = counts.iter().copied().filter(|rows| *rows > 0).collect();
            parted += usize::from(full.len() > 1);
            assert!(full[0] >= 3 && full[full.len() - 1] >= 2, "{lines} lines: {counts:?}");
            assert!(counts[counts.len() - 1] >= 2, "{lines} lines: the seal without rows, {counts:?}");
        }
    }
    assert!(parted > 10, "no case in which a table parts");
}

#[test]
fn no_page_before_the_last_keeps_a_hole() {
    for lines in 1..20 {
        for count in [9, 16, 34, 52] {
            let sheets = notice(lines, count);
            for page in 0..sheets.pages.len() - 1 {
                let free = sheets.pages[page].height - THEME.notice.bottom - foot(&sheets, page);
                assert!(free < 50_000, "{lines} lines, {count} rows, page {page}: {free}");
            }
        }
    }
}

#[test]
fn the_code_stands_beside_the_seal_and_its_address_reads_whole() {
    let sheets = notice(3, 6);
    assert_eq!(sheets.pages.len(), 1);
    let code = sheets.pages[0].items.iter().find_map(|item| match item {
        Item::Code { at, module, rows, .. } => Some((at.1, at.1 + module * rows.len() as Um)),
        _ => None,
    });
    let (top, bottom) = code.expect("a code");
    let issuer =
        runs(&sheets, 0).into_iter().find(|run| run.text() == "红旗村村民委员会").expect("an issuer").at.1;
    assert!(top < issuer && issuer < bottom, "{top} {issuer} {bottom}");
    assert!(words(&sheets, 0).contains(ADDRESS.trim_start_matches("https://")), "{}", words(&sheets, 0));
}

fn leaflet(blocks: Vec<Block>) -> Sheets {
    let mut document = document(Kind::Leaflet, blocks);
    document.parts().0.salutation = Some(Text::roster("3组 沈长河 户"));
    set(&document, Paper::A4).expect("sets")
}

fn run<'a>(sheets: &'a Sheets, text: &str) -> &'a Run {
    let all = (0..sheets.pages.len()).flat_map(|page| runs(sheets, page));
    all.into_iter().find(|run| run.text() == text).unwrap_or_else(|| panic!("{text} is not one run"))
}

fn face(role: Role) -> u16 {
    let pen = crate::render::fonts::Pen::new(&FONTS);
    pen.glyph(role, '村').expect("a glyph").face
}

#[test]
fn sections_and_the_salutation_of_a_leaflet_are_large_and_bold() {
    let heading = Block::Heading { level: 2, text: open("谁可以申请"), id: None };
    let sheets = leaflet(vec![heading, paragraph("农村户籍的家庭。")]);
    let (section, text) = (run(&sheets, "谁可以申请"), run(&sheets, "农村户籍的家庭。"));
    assert!(section.size * 100 >= text.size * 120 && section.face == face(Role::Strong));
    let name = run(&sheets, "3组 沈长河 户：");
    assert!(name.size * 100 >= text.size * 125 && name.face == face(Role::Strong));
}

#[test]
fn a_phone_is_bold_as_a_whole_and_never_breaks() {
    for length in 1..30 {
        for phone in ["023-5550 1200", "023-55501200", "154 0000 0000"] {
            let value = open(&format!("{}{phone}（工作日 9:00—17:30）", "村".repeat(length)));
            let sheets = leaflet(vec![Block::Facts(vec![(open("乡里受理意见"), value)])]);
            assert_eq!(run(&sheets, phone).face, face(Role::Strong), "{length}");
        }
    }
}

#[test]
fn hours_are_not_parted_at_a_line_end() {
    for length in 1..30 {
        let value = open(&format!("{} 023-5550 1200（工作日 9:00—17:30）", "村".repeat(length)));
        let blocks = vec![Block::Facts(vec![(open("受理"), value)])];
        let sheets = set(&document(Kind::Notice, blocks), Paper::A4).expect("sets");
        let whole = runs(&sheets, 0).iter().any(|run| run.text().ends_with("（工作日 9:00—17:30）"));
        assert!(whole, "{length}: {}", words(&sheets, 0));
    }
}

#[test]
fn both_days_of_a_period_stand_below_each_other() {
    let date = |day| NaiveDate::from_ymd_opt(2025, 4, day).expect("a day");
    let period = PeriodBox {
        label: open("公示期"),
        from: date(7),
        to: date(14),
        rule: open("张贴当日不计，满5天。"),
        state: open("公示中"),
    };
    let sheets = set(&document(Kind::Notice, vec![Block::Period(period)]), Paper::A4).expect("sets");
    let x = |text: &str| run(&sheets, text).at.0;
    assert_eq!(x("2025年4月7日"), x("2025年4月14日"));
    assert_eq!(x("起"), x("止"));
    let text = words(&sheets, 0);
    assert!(text.contains("2025年4月7日（星期一）起2025年4月14日（星期一）止"), "{text}");
}

#[test]
fn the_foot_of_a_page_stands_on_one_line() {
    let sheets = notice(3, 6);
    assert_eq!(run(&sheets, "公示〔2025〕3号").at.1, run(&sheets, "第1页 共1页").at.1);
}

#[test]
fn a_short_list_of_steps_stays_on_one_page() {
    let step = |text: &str| vec![paragraph(text)];
    let steps = ["发现线索", "入户核查", "民主评议", "村内公示", "联合审核", "审定公告", "制定计划"];
    let mut turned = 0;
    for count in 10..60 {
        let list = Block::List { ordered: true, items: steps.iter().map(|text| step(text)).collect() };
        let heading = Block::Heading { level: 2, text: open("办理要几步"), id: None };
        let lines = paragraph(&"家里遇到大困难，可以申请纳入监测。".repeat(count));
        let sheets = leaflet(vec![lines, heading, list]);
        let page = |text: &str| (0..sheets.pages.len()).find(|page| words(&sheets, *page).contains(text));
        assert!(steps.iter().all(|text| page(text) == page("办理要几步")), "{count}");
        turned += usize::from(page("办理要几步") == Some(1));
    }
    assert!(turned > 0, "no case in which the list would have parted");
}

#[test]
fn cells_of_a_doubled_roster_stay_on_one_line() {
    for rows in 20..60 {
        let mut roster = table(rows, true);
        let category =
            crate::document::Column { title: open("监测对象类别"), ..roster.columns[0].clone() };
        roster.columns.push(category);
        roster.rows.iter_mut().for_each(|row| row.push(Text::roster("突发严重困难户")));
        let blocks = vec![paragraph("现予公示。"), Block::Table(roster), seal()];
        let sheets = set(&document(Kind::Notice, blocks), Paper::A3).expect("sets");
        let whole = (0..sheets.pages.len()).flat_map(|page| runs(&sheets, page));
        assert_eq!(whole.filter(|run| run.text() == "突发严重困难户").count(), rows, "{}", day());
    }
}

#[test]
fn a_name_is_never_parted_while_there_is_another_way() {
    let names = ["李*明", "阿**·买**", "罗*明（户号尾01）", "上坝子二组", "突发严重困难户"];
    for paper in [Paper::A4, Paper::A3, Paper::A5] {
        for kind in [Kind::Notice, Kind::Form] {
            let mut roster = table(6, false);
            for title in ["监测对象类别", "备注", "识别时间", "拟消除"] {
                let title = open(title);
                roster.columns.push(crate::document::Column { title, ..roster.columns[0].clone() });
            }
            let remark = "因病住院，支出大，已申请医疗救助，待乡里核实。".repeat(3);
            for (at, row) in roster.rows.iter_mut().enumerate() {
                row[2] = Text::roster(names[at % 3]);
                row[1] = Text::roster(names[3]);
                row.extend([names[4], &remark, "2025年3月", "是"].map(Text::roster));
            }
            let smallest = roster.rows.len();
            let sheets = set(&document(kind, vec![Block::Table(roster)]), paper).expect("sets");
            let all = || (0..sheets.pages.len()).flat_map(|page| runs(&sheets, page));
            for name in names {
                assert!(all().any(|run| run.text() == name), "{name} is parted on {paper:?}");
            }
            assert_eq!(all().filter(|run| run.text() == "2025年3月").count(), smallest);
        }
    }
}

#[test]
fn a_striped_table_has_grounds_instead_of_hairlines() {
    let mut theme = THEME.clone();
    theme.notice.stripes = super::super::theme::Stripes::Zebra;
    let document = document(Kind::Notice, vec![Block::Table(table(8, false))]);
    let count = |theme, wanted: fn(&Item) -> bool| {
        let sheets = crate::render::layout::lay_out(&document, Paper::A4, theme, &FONTS).expect("sets");
        sheets.pages[0].items.iter().filter(|item| wanted(item)).count()
    };
    let ground = |item: &Item| matches!(item, Item::Fill { color, .. } if *color == THEME.colors.stripe);
    let rule = |item: &Item| matches!(item, Item::Rule { .. });
    assert_eq!((count(&theme, ground), count(&THEME, ground)), (4, 0));
    assert!(count(&theme, rule) < count(&THEME, rule));
}

#[test]
fn air_stands_between_chinese_and_latin_where_the_theme_asks() {
    let words = "拨打12317举报，用渝防贫APP申请2025年";
    let width = |spaced: bool| {
        let mut theme = THEME.clone();
        theme.leaflet.han_latin_space = spaced;
        let document = document(Kind::Leaflet, vec![paragraph(words)]);
        let sheets = crate::render::layout::lay_out(&document, Paper::A4, &theme, &FONTS).expect("sets");
        let told: Vec<&Run> = runs(&sheets, 0).into_iter().filter(|run| run.tag.is_some()).collect();
        assert!(told.iter().map(|run| run.text()).collect::<String>().ends_with(words));
        told.last().map(|run| run.at.0 + run.width()).unwrap_or(0)
    };
    // Before and behind 12317 and APP, before 2025; a number and its unit stay together.
    assert_eq!(width(true) - width(false), 5 * (THEME.leaflet.size / 4));
}
