//! One notice of one page in a warm process, beside nothing but reading its font files and cutting them down to the
//! same glyphs: `cargo bench --bench notice` prints the ratio of the two.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark may fail loudly, prints its result and reads fonts for itself"
)]

use chrono::NaiveDate;
use mingbai::document::{Align, Block, Column, Document, Kind, Meta, Office, PeriodBox, Table, Text};
use mingbai::render::layout::{Paper, PrintTheme, lay_out};
use mingbai::render::print;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

const ROUNDS: u32 = 40;

fn text(words: impl Into<String>) -> Text {
    Text::open(words, "bench")
}

fn notice() -> Document<Office> {
    let paragraph = |words: &str| Block::Paragraph { text: text(words), indent: true, align: Align::Start };
    let day = |day| NaiveDate::from_ymd_opt(2025, 4, day).expect("a day");
    let column = |title: &str| Column { title: text(title), align: Align::Center, weight: 0 };
    let rows = (1..=8).map(|row: usize| {
        let name = ["李*明", "王*芳", "欧阳*娜", "张*"][row % 4];
        vec![
            text(row.to_string()),
            text(format!("{}组", 1 + row % 5)),
            text(name),
            text("3人"),
            text("边缘易致贫户"),
        ]
    });
    let blocks = vec![
        paragraph(
            "根据有关规定，经农户申请、入户核查、村级民主评议，拟将下列8户24人纳入防止返贫监测，现予公示。",
        ),
        Block::Period(PeriodBox {
            label: text("公示期"),
            from: day(8),
            to: day(14),
            rule: text("张贴当日不计，满5天；最后一天是休息日的，顺延到下一个工作日。"),
            state: text("公示中"),
        }),
        paragraph("对公示内容有不同意见的，请在公示期内向村民委员会、村务监督委员会或者乡人民政府反映。"),
        Block::Table(Table {
            caption: Some(text("拟纳入监测对象名单")),
            columns: ["序号", "村民小组", "户主姓名", "家庭人口", "监测对象类别"].map(column).to_vec(),
            rows: rows.collect(),
            end_mark: true,
            min_row_height: 0,
            may_double: false,
        }),
        Block::Seal { issuers: vec![text("青松村村民委员会")], date: day(7), seal: true },
    ];
    let meta = Meta {
        title: text("关于青松村拟纳入防止返贫监测对象的公示"),
        description: "benchmark".to_owned(),
        kind: Kind::Notice,
        issuer: "青松村村民委员会".to_owned(),
        date: day(7),
        number: Some("第1版".to_owned()),
        salutation: None,
        stamp: None,
    };
    Document::new(meta, blocks)
}

/// The characters of each face, from the draw list's text form: `text X,Y SIZE WIDTH FAMILY-WEIGHT TAG WORDS`.
fn shown(list: &str) -> BTreeMap<(String, u16), BTreeSet<char>> {
    let mut faces: BTreeMap<(String, u16), BTreeSet<char>> = BTreeMap::new();
    for line in list.lines().filter_map(|line| line.trim().strip_prefix("text ")) {
        let rest = line.splitn(4, ' ').nth(3).expect("a face");
        let dash =
            rest.match_indices('-').find(|(at, _)| rest[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
        let (family, rest) = rest.split_at(dash.expect("a weight").0);
        let (weight, rest) = rest[1..].split_once(' ').expect("a tag");
        let words = rest.split_once(' ').map_or("", |(_, words)| words);
        faces
            .entry((family.to_owned(), weight.parse().expect("a weight")))
            .or_default()
            .extend(words.chars());
    }
    faces
}

fn main() {
    let theme = PrintTheme::standard().expect("the theme that we ship");
    let fonts = mingbai::workspace::fonts::find(&theme).expect("fonts");
    let document = notice();
    let sheets = lay_out(&document, Paper::A4, &theme, &fonts).expect("fits");
    assert_eq!(sheets.pages.len(), 1, "a notice of one page");
    let faces = shown(&sheets.to_text(&fonts));
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    let alone = || {
        for ((family, weight), characters) in &faces {
            let info = database
                .faces()
                .find(|info| {
                    info.weight.0 == *weight && info.families.iter().any(|(known, _)| known == family)
                })
                .expect("the same face");
            let fontdb::Source::File(path) = &info.source else { panic!("a file") };
            let bytes = std::fs::read(path).expect("readable");
            let font = skrifa::FontRef::from_index(&bytes, info.index).expect("a font");
            let known = skrifa::charmap::Charmap::new(&font);
            let glyphs: Vec<u16> = characters
                .iter()
                .filter_map(|c| known.map(*c))
                .map(|glyph| u16::try_from(glyph.to_u32()).expect("a glyph"))
                .collect();
            let remapper = subsetter::GlyphRemapper::new_from_glyphs(&glyphs);
            assert!(!subsetter::subset(&bytes, info.index, &remapper).expect("a subset").is_empty());
        }
    };
    let whole = || assert!(!print(&document, Paper::A4, &theme, &fonts).expect("prints").is_empty());
    let time = |work: &dyn Fn()| {
        work();
        let start = Instant::now();
        (0..ROUNDS).for_each(|_| work());
        start.elapsed() / ROUNDS
    };
    let (alone, whole) = (time(&alone), time(&whole));
    println!(
        "fonts alone {alone:?}, the whole notice {whole:?}: {:.2} times",
        whole.as_secs_f64() / alone.as_secs_f64()
    );
}
