//! A print job of many addressed leaflets: one page each, about 600 characters and a table of 20 rows.
//!
//! `cargo bench --bench leaflets -- N FILE` writes the job of N leaflets to FILE and nothing else, so that a script
//! can measure the whole process from outside; `tests/tools/bench_print.sh` does, beside typst with the same pages.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark may fail loudly and writes where it is told"
)]

use chrono::NaiveDate;
use mingbai::document::{Align, Block, Column, Document, Household, Kind, Meta, Table, Text};
use mingbai::render::layout::{Paper, PrintTheme};
use mingbai::render::{Binding, Part, print_job};

const PROSE: [&str; 5] = [
    "防止返贫监测和帮扶，是帮助因病、因学、因灾、因意外等原因，收入大幅减少或者支出大幅增加、基本生活可能出现困难的家庭，\
     早发现、早干预、早帮扶。凡是生活遇到突发困难的农户，都可以向村里提出申请，不需要托人，也不收任何费用。申请以后，\
     村里和乡里的干部会上门了解情况，核对家里的人口、收入、支出、住房、饮水、看病和上学的情况，请您如实说明。",
    "经过入户核查的家庭，由村民代表会议评议，评议的结果在村务公开栏张贴公示。公示期内对名单有不同意见的，可以向村民委员会、\
     村务监督委员会或者乡人民政府反映。公示期满没有意见，或者意见查清以后，由乡里审核、县里审定，审定的结果再次公告。",
    "纳入监测的家庭，从审定之日起制定一户一策的帮扶计划：有劳动能力的，优先介绍工作、参加技能培训、发展种养产业；没有劳动能力的，\
     按规定落实低保、特困供养、临时救助；住房和饮水不安全的，安排改造；家里有人生大病的，落实医疗保险和医疗救助。",
    "风险消除以后，也要经过入户核实、民主评议和公示。消除以后继续跟踪，情况变化的可以再次申请。您有不明白的地方，请打电话问村里的\
     网格员，或者到乡便民服务中心当面咨询。请保管好这张明白纸，上面写着您家享受的政策和联系电话。以上内容以县里正式文件为准。",
    "下面是您家和同组各户今年享受帮扶的情况。金额以惠农补贴一卡通到账为准，有不对的地方，请在收到这张纸以后十天里告诉村里，\
     村里查清以后给您书面答复。",
];

fn text(words: impl Into<String>) -> Text {
    Text::open(words, "bench")
}

fn leaflet(number: usize) -> Document<Household> {
    const FAMILY: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗";
    const GIVEN: &str = "明强芳娟敏静丽磊洋艳勇军杰涛超霞平刚桂喆堃昇珺祎";
    let of = |set: &str, at: usize| set.chars().nth(at % set.chars().count()).expect("not empty");
    let name = |n: usize| format!("{}{}{}", of(FAMILY, n), of(GIVEN, n / 20), of(GIVEN, n / 7 + n));
    let column = |title: &str| Column { title: text(title), align: Align::Center, weight: 0 };
    let rows = (1..=20)
        .map(|row| {
            let person = Text::roster(name(number * 20 + row));
            vec![
                text(row.to_string()),
                text(format!("{}组", 1 + row % 9)),
                person,
                text(format!("{}人", 1 + (number + row) % 6)),
                text(["产业帮扶", "就业帮扶", "健康帮扶", "教育保障"][(number + row) % 4]),
                text(format!("{}.{:02}元", 300 + (number * 37 + row * 11) % 4000, (number + row) % 100)),
            ]
        })
        .collect();
    let mut blocks: Vec<Block> = PROSE
        .iter()
        .map(|prose| Block::Paragraph { text: text(*prose), indent: true, align: Align::Start })
        .collect();
    blocks.push(Block::Table(Table {
        caption: None,
        columns: ["序号", "小组", "姓名", "人口", "措施", "金额"].map(column).to_vec(),
        rows,
        end_mark: false,
        min_row_height: 0,
        may_double: false,
    }));
    let meta = Meta {
        title: text("防止返贫帮扶政策明白纸"),
        description: "benchmark".to_owned(),
        kind: Kind::Leaflet,
        issuer: "村民委员会".to_owned(),
        date: NaiveDate::from_ymd_opt(2025, 4, 10).expect("a day"),
        number: Some("第1版".to_owned()),
        salutation: Some(Text::roster(format!("{}户", name(number)))),
        stamp: None,
    };
    Document::new(meta, blocks)
}

/// The theme that we ship with a leaflet of one fixed size, as the other programs set theirs: no size is searched.
fn theme() -> PrintTheme {
    const FIXED: [(&str, &str); 11] = [
        ("title", "20pt"),
        ("title_pitch", "28pt"),
        ("size", "10.5pt"),
        ("easy_size", "10.5pt"),
        ("min_size", "10.5pt"),
        ("pitch", "16pt"),
        ("min_pitch", "16pt"),
        ("table", "10.5pt"),
        ("min_table", "10.5pt"),
        ("row", "6mm"),
        ("min_row", "6mm"),
    ];
    let shipped = include_str!("../../themes/default/theme.toml");
    let (before, leaflet) = shipped.split_once("[print.leaflet]").expect("a design for leaflets");
    let (leaflet, after) = leaflet.split_once("\n[").expect("another table");
    let fixed = |line: &str| {
        let key = line.split(" =").next().unwrap_or("");
        let known = FIXED.iter().find(|(name, _)| *name == key);
        known.map_or_else(|| line.to_owned(), |(name, value)| format!("{name} = \"{value}\""))
    };
    let leaflet: Vec<String> = leaflet.lines().map(fixed).collect();
    let text = format!("{before}[print.leaflet]{}\n[{after}", leaflet.join("\n"));
    PrintTheme::parse(&text, "bench").expect("a theme")
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let count = arguments.next().map_or(100, |count| count.parse().expect("a number of leaflets"));
    let file = arguments.next().unwrap_or_else(|| "target/leaflets.pdf".to_owned());
    let theme = theme();
    let fonts = mingbai::workspace::fonts::find(&theme).expect("fonts");
    let part = |number| Part { chapter: Some(format!("{}组", 1 + number / 50)), document: leaflet(number) };
    let parts: Vec<Part<Household>> = (0..count).map(part).collect();
    let bytes = print_job(&parts, "明白纸", Binding::Plain, Paper::A4, &theme, &fonts).expect("a print");
    std::fs::write(file, bytes).expect("a place to write");
}
