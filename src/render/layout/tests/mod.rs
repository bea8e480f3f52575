//! Guards of whole pages: no 禁则 fault, nothing lost, nothing outside, rows whole, seals never alone.

use super::breaks::{Cut, ends_never, starts_never};
use super::paragraph::{Measure, fill};
use super::setter::{Setter, Sizes, Style};
use super::sheet::{Item, Run};
use super::theme::{Color, PrintTheme, Stripes, Um};
use super::{Paper, Sheets, lay_out};
use crate::diag::Diagnostic;
use crate::document::{Align, Block, Column, Document, Kind, Meta, Public, Table, Text};
use crate::render::fonts::{FontBook, Pen, Role};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::sync::LazyLock;

mod codes;
mod forms;
mod gongwen;
mod judge;
mod pages;
mod random;

static THEME: LazyLock<PrintTheme> = LazyLock::new(|| PrintTheme::standard().expect("shipped theme"));
static FONTS: LazyLock<FontBook> = LazyLock::new(|| {
    crate::workspace::fonts::find(&THEME).unwrap_or_else(|findings| panic!("{}", findings[0]))
});

fn open(text: &str) -> Text {
    Text::open(text, "程序")
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 3, 10).expect("a day")
}

fn document(kind: Kind, blocks: Vec<Block>) -> Document<Public> {
    let meta = Meta {
        title: open("关于普安乡红旗村拟纳入防止返贫监测对象名单的公示"),
        description: "公示".into(),
        kind,
        issuer: "村民委员会".into(),
        date: day(),
        number: Some("公示〔2025〕3号".into()),
        salutation: None,
        stamp: None,
    };
    Document::for_tests(meta, blocks)
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: open(text), indent: true, align: Align::Start }
}

fn table(rows: usize, double: bool) -> Table {
    let column = |title: &str| Column { title: open(title), align: Align::Center, weight: 0 };
    Table {
        caption: None,
        columns: vec![column("序号"), column("村民小组"), column("户主姓名")],
        rows: (1..=rows)
            .map(|i| {
                vec![
                    Text::roster(format!("第{i}号")),
                    Text::roster(format!("{}组", i % 9)),
                    Text::roster("欧阳*"),
                ]
            })
            .collect(),
        end_mark: true,
        min_row_height: 0,
        may_double: double,
    }
}

fn seal() -> Block {
    Block::Seal { issuers: vec![open("红旗村村民委员会")], date: day(), seal: true }
}

fn set(document: &Document<Public>, paper: Paper) -> Result<Sheets, Vec<Diagnostic>> {
    lay_out(document, paper, &THEME, &FONTS)
}

fn runs(sheets: &Sheets, page: usize) -> Vec<&Run> {
    let items = sheets.pages[page].items.iter();
    items.filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None }).collect()
}

fn words(sheets: &Sheets, page: usize) -> String {
    runs(sheets, page).iter().map(|run| run.text()).collect()
}

/// Everything stands on the paper, text inside the text area or its foot.
fn inside(sheets: &Sheets) {
    for (number, page) in sheets.pages.iter().enumerate() {
        for item in &page.items {
            let (x0, y0, x1, y1) = match item {
                Item::Text(run) => (
                    run.at.0,
                    run.at.1 - run.size,
                    run.at.0 + run.width() - run.size / 2,
                    run.at.1 + run.size / 5,
                ),
                Item::Rule { from, to, .. } => (from.0, from.1, to.0, to.1),
                Item::Fill { at, size, .. } | Item::Link { at, size, .. } => {
                    (at.0, at.1, at.0 + size.0, at.1 + size.1)
                }
                Item::Code { at, module, rows, .. } => {
                    let side = module * rows.len() as Um;
                    (at.0, at.1, at.0 + side, at.1 + side)
                }
            };
            let edge = 9_000;
            let fits = x0 >= edge && y0 >= 0 && x1 <= page.width - edge && y1 <= page.height - 3_000;
            assert!(fits, "page {}: {item:?}", number + 1);
        }
    }
}

fn sizes() -> Sizes {
    Sizes {
        endless: false,
        page: (210_000, 297_000),
        top: 37_000,
        bottom: 35_000,
        left: 28_000,
        right: 26_000,
        face: Role::Body,
        strong: Role::Heading,
        title: 7_761,
        title_pitch: 11_642,
        size: 5_556,
        pitch: 10_213,
        table: 4_233,
        row: 9_000,
        headings: [Role::Heading, Role::Kai, Role::Body, Role::Body],
        section: 100,
        stripes: Stripes::Rules,
        spaced: false,
        min_table: 3_175,
        grow: 100,
        double: false,
    }
}

fn lines(text: &str, ems: Um) -> Vec<String> {
    let pen = Pen::new(&FONTS);
    let mut setter = Setter::new(&pen, &THEME, sizes());
    let style = Style { role: Role::Body, size: 5_556, color: Color::BLACK, phones: false };
    let atoms = setter.shape(&open(text), style, None);
    assert!(setter.findings.is_empty(), "{}", setter.findings[0]);
    let measure = Measure { width: ems * 5_556, indent: 2 * 5_556, justify: true };
    let lines = fill(&atoms, measure);
    for line in &lines {
        assert!(line.end <= measure.width + 5_556 / 50, "a line is too long: {}", line.end);
        assert!(line.xs.windows(2).all(|pair| pair[0] <= pair[1]), "characters change places");
        let free = atoms[line.from + 1..line.to].iter().all(|atom| atom.cut != Cut::Must);
        assert!(free, "a forced break was missed");
    }
    lines.iter().map(|line| atoms[line.from..line.to].iter().map(|atom| atom.character).collect()).collect()
}

/// Chinese with punctuation where a typist would never put it, in runs shorter than a line.
fn soup() -> impl Strategy<Value = String> {
    let mark =
        prop::sample::select("、，。；：？！）》」』”’】（《「『“‘【…—·％".chars().collect::<Vec<_>>());
    let words = vec![
        "的",
        "村民",
        "公示期",
        "防止返贫监测对象",
        "名单",
        "欧阳",
        "𠅤",
        "䶮",
        "甲——乙",
        "2025年3月11日",
        "12户",
        "023-55550101",
        "APP",
        "85%",
        "5个工作日",
        "等等……都",
    ];
    let piece = (prop::sample::select(words), prop::collection::vec(mark, 0..4))
        .prop_map(|(word, marks)| word.chars().chain(marks).collect::<String>());
    prop::collection::vec(piece, 1..50).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_starts_or_ends_wrong_and_nothing_is_lost(text in soup(), ems in 14_i64..30) {
        let lines = lines(&text, ems);
        prop_assert_eq!(lines.concat(), text.clone());
        for (number, line) in lines.iter().enumerate() {
            let (first, last) = (line.chars().next(), line.chars().last());
            if number > 0 {
                prop_assert!(first.is_some_and(|c| !starts_never(c)), "starts wrong: {line} of {lines:?}");
            }
            if number + 1 < lines.len() {
                prop_assert!(last.is_some_and(|c| !ends_never(c)), "ends wrong: {line} of {lines:?}");
                let next = lines[number + 1].chars().next();
                prop_assert!(!(last == next && matches!(last, Some('…' | '—'))), "parted: {line}");
            }
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_and_any_table_stay_inside_the_page(texts in prop::collection::vec(soup(), 1..5), rows in 0_usize..40) {
        let mut blocks: Vec<Block> = texts.iter().map(|text| paragraph(text)).collect();
        blocks.push(Block::Table(table(rows, rows % 2 == 0)));
        blocks.push(seal());
        let sheets = set(&document(Kind::Notice, blocks), Paper::A4).expect("sets");
        inside(&sheets);
        let told = |page| runs(&sheets, page).into_iter().filter(|run| run.tag.is_some());
        let all: String = (0..sheets.pages.len()).flat_map(told).map(Run::text).collect();
        for text in &texts {
            let shown: String = text.chars().filter(|c| *c != ' ').collect();
            let seen: String = all.chars().filter(|c| *c != ' ').collect();
            prop_assert!(seen.contains(&shown), "lost: {text}");
        }
    }
}

#[test]
fn a_date_stays_whole_and_a_last_line_is_not_one_character() {
    let broken = lines("村民代表会议在本村办公室召开后于2025年3月11日公布评议结果并且张贴", 16);
    assert!(broken.iter().any(|line| line.contains("2025年3月11日")), "{broken:?}");
    let mended = lines(&"村".repeat(28 - 2 + 28 + 1), 28);
    assert!(mended.last().is_some_and(|line| line.chars().count() == 2), "{mended:?}");
}

#[test]
fn tables_of_any_length_repeat_their_header_and_keep_rows_whole() {
    for rows in [1, 12, 40, 200, 2000] {
        let sheets = set(
            &document(Kind::Notice, vec![paragraph("现予公示。"), Block::Table(table(rows, false)), seal()]),
            Paper::A4,
        )
        .expect("sets");
        let mut seen = 0;
        for page in 0..sheets.pages.len() {
            let text = words(&sheets, page);
            let here = (1..=rows).filter(|i| text.contains(&format!("第{i}号{}组欧阳*", i % 9))).count();
            assert_eq!(
                text.matches("序号").count(),
                usize::from(here > 0),
                "{rows} rows, page {page}: {text}"
            );
            seen += here;
        }
        assert_eq!(seen, rows);
        inside(&sheets);
    }
}

#[test]
fn two_blocks_side_by_side_save_a_page_and_read_down_each_page() {
    let with = |double| {
        set(&document(Kind::Notice, vec![Block::Table(table(60, double)), seal()]), Paper::A4).expect("sets")
    };
    let (single, double) = (with(false), with(true));
    assert!(double.pages.len() < single.pages.len(), "{} and {}", double.pages.len(), single.pages.len());
    let first = words(&double, 0);
    assert_eq!(first.matches("序号").count(), 2);
    for page in 0..double.pages.len() {
        let rows = runs(&double, page);
        let left: Vec<u32> =
            rows.iter().filter_map(|run| number(&run.text()).filter(|_| run.at.0 < 100_000)).collect();
        let right: Vec<u32> =
            rows.iter().filter_map(|run| number(&run.text()).filter(|_| run.at.0 > 100_000)).collect();
        let joined: Vec<u32> = left.iter().chain(&right).copied().collect();
        assert!(joined.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{joined:?}");
    }
}

fn number(text: &str) -> Option<u32> {
    text.strip_prefix('第')?.strip_suffix('号')?.parse().ok()
}

#[test]
fn a_seal_never_stands_alone() {
    let mut turned = 0;
    for rows in 0..70 {
        let sheets = set(
            &document(Kind::Notice, vec![paragraph("现予公示。"), Block::Table(table(rows, false)), seal()]),
            Paper::A4,
        )
        .expect("sets");
        let last = sheets.pages.len() - 1;
        let text = words(&sheets, last);
        assert!(
            text.contains("红旗村村民委员会") && text.contains("2025年3月10日"),
            "{rows}: the seal parted"
        );
        let company = (1..=rows).filter(|i| text.contains(&format!("第{i}号"))).count();
        assert!(company >= 2 || last == 0, "{rows} rows: {text}");
        turned += usize::from(last > 0 && company == 2);
    }
    assert!(turned > 0, "no case in which the seal would have been alone");
}

#[test]
fn a_little_too_much_is_tightened_instead_of_spilled() {
    let pages = |rows| {
        let blocks = vec![paragraph("现予公示。"), Block::Table(table(rows, false)), seal()];
        set(&document(Kind::Notice, blocks), Paper::A4).expect("sets")
    };
    let gaps: Vec<Um> = (8..24)
        .map(pages)
        .filter(|sheets| sheets.pages.len() == 1)
        .map(|sheets| {
            let ys: Vec<Um> = runs(&sheets, 0)
                .iter()
                .filter(|run| number(&run.text()).is_some())
                .map(|run| run.at.1)
                .collect();
            ys[1] - ys[0]
        })
        .collect();
    assert!(gaps.iter().any(|gap| *gap < THEME.notice.row) && gaps.contains(&THEME.notice.row), "{gaps:?}");
    assert!(gaps.iter().all(|gap| *gap >= THEME.notice.min_row));
}

#[test]
fn a_leaflet_takes_the_largest_type_that_fits_and_says_how_much_is_too_much() {
    let with = |count: usize| {
        let text = "家里遇到大病、灾害、意外，生活可能过不下去，就可以申报。";
        set(&document(Kind::Leaflet, vec![paragraph(&text.repeat(count))]), Paper::A4)
    };
    let size = |sheets: &Sheets| runs(sheets, 0).iter().map(|run| run.size).min().unwrap_or(0).max(4_000);
    let body = |sheets: &Sheets| runs(sheets, 0)[3].size;
    let (short, long, two) =
        (with(5).expect("fits"), with(38).expect("fits"), with(50).expect("fits on two"));
    assert_eq!((body(&short), short.pages.len()), (THEME.leaflet.size, 1));
    assert_eq!(long.pages.len(), 1);
    assert!(body(&long) < body(&short) && body(&long) >= THEME.leaflet.min_size, "{}", size(&long));
    assert_eq!(two.pages.len(), 2);
    // Type that is hard to read saves no page, but makes fit what would not.
    assert!(THEME.leaflet.easy_size.is_some_and(|easy| body(&long) >= easy && body(&two) >= easy));
    assert!(with(95).is_ok_and(|tiny| body(&tiny) < body(&long)));
    let findings = with(400).expect_err("too much");
    assert_eq!(findings[0].code.id, "print-overflow");
    assert!(findings[0].message.contains("多出大约"), "{}", findings[0]);
}

#[test]
fn a_missing_character_is_named_when_open_and_only_its_row_when_from_a_roster() {
    let odd = '\u{10FFFD}';
    let mut rows = table(3, false);
    rows.rows[1][2] = Text::roster(format!("欧{odd}"));
    let blocks = vec![
        Block::Paragraph {
            text: Text::open(format!("甲{odd}"), "villages/hongqi/village.toml"),
            indent: true,
            align: Align::Start,
        },
        Block::Table(rows),
    ];
    let findings = set(&document(Kind::Notice, blocks), Paper::A4).expect_err("two characters are missing");
    assert_eq!(findings.len(), 2, "{findings:?}");
    let (open, roster): (Vec<_>, Vec<_>) =
        findings.iter().partition(|finding| finding.at.path.ends_with("village.toml"));
    assert!(open[0].message.contains("U+10FFFD") && open[0].message.contains(odd));
    let said = format!("{} {:?}", roster[0], roster[0]);
    assert!(
        said.contains("第2行") && !said.contains(odd) && !said.contains("10FFFD") && !said.contains('欧'),
        "{said}"
    );
}

#[test]
fn text_comes_before_furniture_on_every_page() {
    let sheets =
        set(&document(Kind::Notice, vec![Block::Table(table(60, false)), seal()]), Paper::A4).expect("sets");
    for page in 0..sheets.pages.len() {
        let text = words(&sheets, page);
        let foot = format!("公示〔2025〕3号第{}页 共{}页", page + 1, sheets.pages.len());
        assert!(text.ends_with(&foot), "{text}");
    }
}

#[test]
fn the_draw_list_reads_as_text() {
    let sheets = set(&document(Kind::Notice, vec![paragraph("现予公示。")]), Paper::A4).expect("sets");
    let text = sheets.to_text(&FONTS);
    assert!(
        text.starts_with(
            "《关于普安乡红旗村拟纳入防止返贫监测对象名单的公示》 2025-03-10\npage 1 210000x297000\n"
        ),
        "{text}"
    );
    assert!(text.contains("Paragraph 现予公示。"), "{text}");
    assert_eq!(
        text,
        set(&document(Kind::Notice, vec![paragraph("现予公示。")]), Paper::A4).expect("sets").to_text(&FONTS)
    );
}

#[test]
fn empty_and_overfull_parts_are_set_without_a_fault() {
    let mut crowded = table(2, true);
    for _ in 0..14 {
        crowded.columns.push(crowded.columns[2].clone());
        crowded.rows.iter_mut().for_each(|row| row.push(Text::roster("0".repeat(30))));
    }
    let mut bare = table(0, true);
    bare.columns.clear();
    let nothing = || open("");
    let blocks = vec![
        paragraph(""),
        Block::Facts(vec![(nothing(), nothing()), (open(&"标签".repeat(40)), open("值"))]),
        Block::List { ordered: true, items: vec![Vec::new(), vec![paragraph("")]] },
        Block::Callout { title: None, blocks: Vec::new() },
        Block::Callout { title: None, blocks: vec![paragraph(&"很长的提醒。".repeat(300))] },
        Block::Table(crowded),
        Block::Table(bare),
        Block::Seal {
            issuers: vec![open(&"很长的单位名称".repeat(9)), nothing(), open("甲"), open("乙")],
            date: day(),
            seal: true,
        },
    ];
    for kind in [Kind::Notice, Kind::Form] {
        let mut document = document(kind, blocks.clone());
        inside(&set(&document, Paper::A4).expect("sets"));
        document.parts().0.title = nothing();
        inside(&set(&document, Paper::A5).expect("sets"));
    }
}
