//! Prints as a village pins them up, read back by programs that are not ours (poppler, qpdf), where installed.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may fail loudly, writes its own samples and says what it skipped"
)]

use chrono::NaiveDate;
use mingbai::document::{
    Align, Audience, Block, Column, Document, Kind, Meta, Office, PeriodBox, Public, Span, Table, Text,
};
use mingbai::render::fonts::FontBook;
use mingbai::render::layout::sheet::Item;
use mingbai::render::layout::{Paper, PrintTheme, Sheets, lay_out};
use mingbai::render::{pdf, print, print_job};
use std::path::{Path, PathBuf};
use std::process::Command;

fn theme() -> PrintTheme {
    PrintTheme::standard().expect("the theme that we ship")
}

fn fonts() -> FontBook {
    mingbai::workspace::fonts::find(&theme()).unwrap_or_else(|findings| panic!("{}", findings[0]))
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("a day")
}

fn open(text: &str) -> Text {
    Text::open(text, "程序")
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: open(text), indent: true, align: Align::Start }
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: open(text), id: None }
}

fn meta(title: &str, kind: Kind) -> Meta {
    Meta {
        title: open(title),
        description: "对拟纳入防止返贫监测的农户名单进行公示。".into(),
        kind,
        issuer: "普安乡红旗村村民委员会".into(),
        date: day(3, 10),
        number: Some("普安红旗公示〔2025〕3号　台账 7f3a9c2e".into()),
        salutation: None,
        stamp: None,
    }
}

fn column(title: &str, align: Align) -> Column {
    Column { title: open(title), align, weight: 0 }
}

fn roster(rows: usize) -> Table {
    let names = ["张*", "欧阳*", "李**", "阿**·买**", "王*", "𠅤*", "赵**（3组）", "陈*"];
    let rows = (0..rows).map(|i| {
        let cells = [
            format!("{}", i + 1),
            format!("{}组", i % 7 + 1),
            names[i % 8].to_owned(),
            format!("{}", i % 6 + 1),
            "突发严重困难户".into(),
        ];
        cells.map(Text::roster).to_vec()
    });
    Table {
        caption: Some(open("拟纳入监测对象名单")),
        columns: vec![
            column("序号", Align::Center),
            column("村民小组", Align::Center),
            column("户主姓名", Align::Center),
            column("家庭人口数", Align::Center),
            column("监测类别", Align::Center),
        ],
        rows: rows.collect(),
        end_mark: true,
        min_row_height: 0,
        may_double: false,
    }
}

fn notice(rows: usize) -> Document<Public> {
    let mut meta = meta("关于普安乡红旗村拟纳入防止返贫监测对象名单的公示", Kind::Notice);
    meta.salutation = Some(open("全体村民"));
    let seal = Block::Seal {
        issuers: vec![open("普安乡红旗村村民委员会"), open("普安乡红旗村村务监督委员会")],
        date: day(3, 10),
        seal: true,
    };
    Document::new(
        meta,
        vec![
            paragraph(
                "根据《关于健全完善防止返贫动态监测和帮扶工作机制的通知》（普安委发〔2021〕7号）规定，经农户申请、入户核实、民主评议（2025年3月8日），拟将下列12户35人纳入防止返贫监测，现予公示，请广大群众监督。",
            ),
            Block::Period(PeriodBox {
                label: open("公示期"),
                from: day(3, 11),
                to: day(3, 17),
                rule: open(
                    "张贴当日不计，满5天；末日遇休息日顺延到下一个工作日。公示期内对名单有异议的，请实名反映。",
                ),
                state: open("公示中"),
            }),
            heading(1, "一、名单"),
            Block::Table(roster(rows)),
            heading(1, "二、怎样反映意见"),
            paragraph(
                "对公示内容有异议的，请在公示期内以书面、电话或者当面的方式向村民委员会或乡人民政府反映，反映的情况应当客观真实。",
            ),
            Block::Facts(vec![
                (open("受理单位"), open("普安乡红旗村村民委员会（村委会办公室，工作日9:00—17:00）")),
                (
                    open("监督电话"),
                    open(
                        "023-55550101（村），023-55550102（乡），12317（全国防返贫监测信息系统咨询服务热线）",
                    ),
                ),
            ]),
            seal,
        ],
    )
}

fn leaflet() -> Document<Public> {
    let item = |text: &str| vec![paragraph(text)];
    let strong = |before: &str, bold: &str, after: &str| {
        let spans = vec![Span::Plain(before.into()), Span::Strong(bold.into()), Span::Plain(after.into())];
        vec![Block::Paragraph {
            text: Text { spans, origin: open("").origin },
            indent: true,
            align: Align::Start,
        }]
    };
    Document::new(
        meta("防止返贫监测帮扶申报政策明白纸", Kind::Leaflet),
        vec![
            paragraph(
                "家里遇到大病、灾害、意外，收入少了、支出大了，生活可能过不下去，就可以申报。不分是不是脱贫户，所有农村户籍的家庭都可以。",
            ),
            heading(1, "谁可以申报"),
            Block::List {
                ordered: false,
                items: vec![
                    strong("", "脱贫不稳定户", "：已经脱贫，但又可能返贫的家庭。"),
                    strong("", "边缘易致贫户", "：没有当过贫困户，但收入低、容易致贫的家庭。"),
                    strong("", "突发严重困难户", "：因病、因灾、因意外，一下子困难起来的家庭。"),
                ],
            },
            heading(1, "怎样申报"),
            Block::List {
                ordered: true,
                items: vec![
                    item(
                        "向村委会提出书面申请，或用手机微信扫描“一码通”、打开“渝防贫”APP申请。不会写字、不会用手机的，请村干部代办。",
                    ),
                    item("村里5个工作日内入户核实，您要如实说明情况并签承诺书。"),
                    item("村民代表会议民主评议，结果公示不少于5天。"),
                    item("乡里审核、县里批准后公告，从申请到批准一般不超过15天。"),
                ],
            },
            Block::Callout {
                title: Some(open("请记住")),
                blocks: vec![paragraph("申报不收一分钱。有人以代办为名收钱，请拨打12317举报。")],
            },
            heading(1, "咨询和监督"),
            Block::Facts(vec![
                (open("村委会"), open("023-55550101　周一至周五 9:00—17:00")),
                (open("乡产业服务中心"), open("023-55550102")),
                (open("全国热线"), open("12317")),
            ]),
            Block::Qr {
                url: "https://puan.example.cn/leaflets/apply/".into(),
                caption: open("扫码看网上全文"),
            },
            Block::Seal { issuers: vec![open("普安乡人民政府")], date: day(3, 10), seal: false },
        ],
    )
}

fn receipt(rows: usize) -> Document<Office> {
    let table = Table {
        caption: None,
        columns: [
            "序号",
            "组",
            "户主",
            "发放日期",
            "份数",
            "类型（申报、帮扶）",
            "签字或手印",
            "代签关系",
            "发放人",
        ]
        .iter()
        .map(|title| column(title, Align::Center))
        .collect(),
        rows: (0..rows)
            .map(|i| {
                let mut row =
                    vec![Text::roster((i + 1).to_string()), Text::roster("3组"), Text::roster("张某某")];
                row.resize(9, open(""));
                row
            })
            .collect(),
        end_mark: true,
        min_row_height: 110,
        may_double: false,
    };
    Document::new(meta("普安乡红旗村明白纸发放签收表", Kind::Form), vec![Block::Table(table)])
}

fn out(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn save(name: &str, bytes: &[u8]) -> PathBuf {
    let path = out(name);
    std::fs::write(&path, bytes).expect("a folder for tests");
    path
}

fn make<A: Audience>(name: &str, document: &Document<A>, paper: Paper) -> PathBuf {
    let bytes =
        print(document, paper, &theme(), &fonts()).unwrap_or_else(|findings| panic!("{}", findings[0]));
    save(name, &bytes)
}

/// Runs a foreign program if it is installed.
fn judge(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let Ok(output) = Command::new(program).args(arguments).arg(file).args(tail(program)).output() else {
        eprintln!("skipped: {program} is not installed");
        return None;
    };
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a program wants after the file: `-` for the standard output.
fn tail(program: &str) -> &'static [&'static str] {
    if program == "pdftotext" { &["-"] } else { &[] }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn drawn(sheets: &Sheets) -> String {
    let runs = sheets.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Text(run) => Some(run.text()),
        _ => None,
    });
    squeezed(&runs.collect::<String>())
}

fn variants() -> Vec<(&'static str, Document<Public>, Paper)> {
    let mut single = notice(4);
    single.meta.stamp = Some("征求意见稿".into());
    if let Some(Block::Seal { issuers, .. }) = single.blocks.last_mut() {
        issuers.pop();
    }
    let mut double = notice(40);
    if let Block::Table(table) = &mut double.blocks[3] {
        table.may_double = true;
        table.columns.pop();
        table.rows.iter_mut().for_each(|row| drop(row.pop()));
    }
    let mut long = leaflet();
    let more: Vec<Block> = long.blocks[1..6].to_vec();
    long.blocks.splice(6..6, more.iter().chain(&more).cloned());
    long.blocks.insert(6, Block::Table(roster(6)));
    vec![
        ("leaflet-long", long, Paper::A4),
        ("notice4", single, Paper::A4),
        ("notice12", notice(12), Paper::A4),
        ("notice40", notice(40), Paper::A4),
        ("double", double, Paper::A4),
        ("poster", notice(5), Paper::A3),
        ("poster-wide", notice(5), Paper::A3.landscape()),
        ("full", full(), Paper::A4),
        ("leaflet", leaflet(), Paper::A4),
        ("card", leaflet(), Paper::A5),
    ]
}

#[test]
fn two_readers_copy_out_exactly_what_was_drawn() {
    let (theme, fonts) = (theme(), fonts());
    for (name, document, paper) in variants() {
        let sheets =
            lay_out(&document, paper, &theme, &fonts).unwrap_or_else(|findings| panic!("{}", findings[0]));
        let file = save(&format!("{name}.pdf"), &pdf::write(&sheets, &fonts).expect("fonts embed"));
        let drawn = drawn(&sheets);
        for reader in [("pdftotext", ["-raw", "-q"].as_slice()), ("mutool", &["draw", "-q", "-F", "txt"])] {
            let Some(read) = judge(reader.0, reader.1, &file) else { continue };
            let read = squeezed(&read);
            let wrong = drawn.chars().zip(read.chars()).position(|(a, b)| a != b);
            assert_eq!(
                (wrong, drawn.chars().count()),
                (None, read.chars().count()),
                "{name} by {}",
                reader.0
            );
        }
        for block in &document.blocks {
            let Block::Paragraph { text, .. } = block else { continue };
            assert!(drawn.contains(&squeezed(&text.plain())), "{name}: a paragraph is not whole");
        }
    }
}

#[test]
fn files_are_sound_small_tagged_and_embed_every_font() {
    for (name, document, paper) in variants() {
        let file = make(&format!("sound-{name}.pdf"), &document, paper);
        let size = std::fs::metadata(&file).expect("written").len();
        assert!(size < 200_000, "{name} weighs {size}");
        if let Some(said) = judge("qpdf", &["--check"], &file) {
            assert!(said.contains("No syntax or stream encoding errors"), "{said}");
        }
        if let Some(said) = judge("pdffonts", &[], &file) {
            let fonts: Vec<&str> = said.lines().skip(2).collect();
            assert!(fonts.len() >= 3);
            for line in fonts {
                assert!(line.contains('+') && line.contains("yes yes yes"), "{name}: {line}");
            }
        }
        if let Some(said) = judge("pdfinfo", &[], &file) {
            assert!(said.contains("Tagged:          yes") && said.contains("PDF version:     1.7"), "{said}");
            assert!(said.contains(&document.meta.title.plain()), "{said}");
        }
        let bytes = std::fs::read(&file).expect("written");
        let text = String::from_utf8_lossy(&bytes);
        for needle in [env!("CARGO_MANIFEST_DIR"), "/home", "/usr", "/root", ".ttc", ".ttf"] {
            assert!(!text.contains(needle), "{name} names {needle}");
        }
    }
}

/// A notice with everything a notice may hold.
fn full() -> Document<Public> {
    let mut document = notice(3);
    document.meta.title = open(
        "普安乡人民政府关于公开征求《普安乡防止返贫动态监测和帮扶工作实施办法（征求意见稿）》意见的公告",
    );
    document.blocks.truncate(1);
    document.blocks.extend([
        heading(1, "一、监测范围和对象"),
        heading(2, "（一）监测范围"),
        paragraph("面向所有农村地区、所有农村户籍人口，原则上以户籍为依据，统筹考虑实际居住情况和家庭成员共享收支情况……详见——《实施办法》第二章。"),
        heading(3, "1.监测对象"),
        Block::List {
            ordered: true,
            items: vec![vec![paragraph("脱贫不稳定户；")], vec![paragraph("边缘易致贫户；")], vec![paragraph("突发严重困难户。因病因灾因意外事故等导致基本生活出现严重困难的农户，不论收入高低。")]],
        },
        Block::Callout { title: Some(open("提醒")), blocks: vec![paragraph("本公告不收取任何费用，名单以村务公开栏张贴的为准。")] },
        Block::Paragraph {
            text: Text {
                spans: vec![
                    Span::Plain("全文见".into()),
                    Span::Link { text: "普安乡村务公开网".into(), href: "https://puan.example.cn/policy/".into() },
                    Span::Plain("，意见请于2025年4月10日前反馈。".into()),
                ],
                origin: open("").origin,
            },
            indent: true,
            align: Align::Start,
        },
        Block::Qr { url: "https://puan.example.cn/policy/".into(), caption: open("扫码看网上全文") },
        Block::Seal { issuers: vec![open("普安乡人民政府")], date: day(3, 10), seal: true },
    ]);
    document
}

#[test]
fn characters_that_share_a_glyph_are_told_apart() {
    let mut document = notice(1);
    // The radical ⼀ (U+2F00) and the word 一 look alike and share a glyph.
    document.blocks = vec![paragraph("甲⼀乙一丙⼀丁")];
    let file = make("alike.pdf", &document, Paper::A4);
    if let Some(said) = judge("pdftotext", &["-raw", "-q"], &file) {
        assert!(said.contains("甲⼀乙一丙⼀丁"), "{said}");
    }
}

#[test]
fn the_same_document_makes_the_same_bytes() {
    let (theme, fonts) = (theme(), fonts());
    let first = print(&notice(12), Paper::A4, &theme, &fonts).expect("prints");
    print(&leaflet(), Paper::A4, &theme, &fonts).expect("prints");
    let second = print(&notice(12), Paper::A4, &theme, &self::fonts()).expect("prints");
    assert!(first == second, "bytes differ within one process");
    assert!(first != print(&notice(11), Paper::A4, &theme, &fonts).expect("prints"));
}

#[test]
fn a_job_embeds_each_font_once_and_lists_its_documents() {
    let (theme, fonts) = (theme(), fonts());
    let documents: Vec<Document<Public>> = (0..12).map(|_| leaflet()).collect();
    let job = print_job(&documents, "红旗村明白纸", Paper::A4, &theme, &fonts).expect("fits");
    let single = print(&documents[0], Paper::A4, &theme, &fonts).expect("fits");
    assert!(job.len() < single.len() * 3, "{} for twelve, {} for one", job.len(), single.len());
    let file = save("job.pdf", &job);
    if let Some(said) = judge("pdffonts", &[], &file) {
        assert_eq!(said.lines().skip(2).count(), 3);
    }
    if let Some(said) = judge("qpdf", &["--check"], &file) {
        assert!(said.contains("No syntax or stream encoding errors"));
    }
    assert!(String::from_utf8_lossy(&job).matches("/Dest").count() >= 12);
}

#[test]
fn files_cut_from_a_common_stock_are_the_same_as_each_alone() {
    let (theme, fonts) = (theme(), fonts());
    let sheets: Vec<Sheets> = [1, 5, 12, 40]
        .map(|rows| lay_out(&notice(rows), Paper::A4, &theme, &fonts).expect("sets"))
        .into_iter()
        .chain([lay_out(&full(), Paper::A4, &theme, &fonts).expect("sets")])
        .collect();
    let together = pdf::write_each(&sheets, &fonts).expect("fonts embed");
    for (sheets, bytes) in sheets.iter().zip(&together) {
        assert!(*bytes == pdf::write(sheets, &fonts).expect("fonts embed"), "{}", sheets.info.title);
    }
}

/// An independent checker of PDF/A-2b that approves only what it knows. Two things it does not read: the schema
/// that declares PDF/UA's identifier, and the matrix that keeps old printers from printing blank pages.
#[test]
fn a_checker_of_pdf_a_finds_no_fault() {
    const SCRIPT: &str = "import sys, pikepdf.pdfa as a
known = ('pdfaExtension', 'pdfaSchema', 'pdfaProperty', 'pdfuaid:part', 'FDArray FontMatrix')
for f in a.validate_written(sys.argv[1], '2b').findings:
    if not any(k in f.message for k in known): print(f)";
    let installed = Command::new("python3").args(["-c", "import pikepdf.pdfa, fontTools"]).output();
    if !installed.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: pikepdf[pdfa] is not installed");
        return;
    }
    for (name, document, paper) in variants() {
        let file = make(&format!("archive-{name}.pdf"), &document, paper);
        let said = judge("python3", &["-c", SCRIPT], &file).unwrap_or_default();
        assert_eq!(said, "", "{name}");
    }
}

#[test]
fn forms_lie_down_when_their_table_is_wide_and_leave_room_to_sign() {
    let file = make("receipt.pdf", &receipt(30), Paper::A4);
    if let Some(said) = judge("pdfinfo", &[], &file) {
        assert!(said.contains("Pages:"), "{said}");
    }
    let mut wide = receipt(3);
    if let Block::Table(table) = &mut wide.blocks[0] {
        table.columns[5].title = open("类型（申报政策明白纸、帮扶政策明白纸）");
        for name in ["联系人与户主关系", "回访日期", "回访人", "备注"] {
            table.columns.push(column(name, Align::Center));
            table.rows.iter_mut().for_each(|row| row.push(open("")));
        }
    }
    let sheets = lay_out(&wide, Paper::A4, &theme(), &fonts()).expect("fits");
    save("wide.pdf", &pdf::write(&sheets, &fonts()).expect("fonts embed"));
    assert!(sheets.pages[0].width > sheets.pages[0].height);
}

#[test]
fn a_phone_reads_the_code_from_a_photo() {
    for (name, paper) in [("scan", Paper::A4), ("scan-card", Paper::A5)] {
        let file = make(&format!("{name}.pdf"), &leaflet(), paper);
        let picture = out(name);
        let stem = picture.to_string_lossy().into_owned();
        let drawn = Command::new("pdftoppm")
            .args(["-r", "150", "-png", "-singlefile"])
            .arg(&file)
            .arg(&stem)
            .status();
        if !drawn.is_ok_and(|status| status.success()) {
            eprintln!("skipped: pdftoppm is not installed");
            return;
        }
        if let Some(said) = judge("zbarimg", &["-q", "--raw"], &picture.with_extension("png")) {
            assert_eq!(said.trim(), "https://puan.example.cn/leaflets/apply/");
        }
    }
}
