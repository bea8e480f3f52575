//! Documents that the tests of prints set: notices, a leaflet, a receipt sheet.

use chrono::NaiveDate;
use mingbai::document::{Align, Block, Column, Document, Kind, Meta, Office, PeriodBox, Span, Table, Text};
use mingbai::render::layout::Paper;

pub(crate) fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("a day")
}

pub(crate) fn open(text: &str) -> Text {
    Text::open(text, "程序")
}

pub(crate) fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: open(text), indent: true, align: Align::Start }
}

pub(crate) fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: open(text), id: None }
}

pub(crate) fn meta(title: &str, kind: Kind) -> Meta {
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

pub(crate) fn column(title: &str, align: Align) -> Column {
    Column { title: open(title), align, weight: 0 }
}

pub(crate) fn roster(rows: usize) -> Table {
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

pub(crate) fn notice(rows: usize) -> Document<Office> {
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

pub(crate) fn leaflet() -> Document<Office> {
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

pub(crate) fn receipt(rows: usize) -> Document<Office> {
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

/// A notice with everything a notice may hold.
pub(crate) fn full() -> Document<Office> {
    let mut document = notice(3);
    document.parts().0.title = open(
        "普安乡人民政府关于公开征求《普安乡防止返贫动态监测和帮扶工作实施办法（征求意见稿）》意见的公告",
    );
    document.parts().1.truncate(1);
    document.parts().1.extend([
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

pub(crate) fn variants() -> Vec<(&'static str, Document<Office>, Paper)> {
    let mut single = notice(4);
    single.parts().0.stamp = Some("征求意见稿".into());
    if let Some(Block::Seal { issuers, .. }) = single.parts().1.last_mut() {
        issuers.pop();
    }
    let mut double = notice(40);
    if let Block::Table(table) = &mut double.parts().1[3] {
        table.may_double = true;
        table.columns.pop();
        table.rows.iter_mut().for_each(|row| drop(row.pop()));
    }
    let mut long = leaflet();
    let more: Vec<Block> = long.blocks()[1..6].to_vec();
    long.parts().1.splice(6..6, more.iter().chain(&more).cloned());
    long.parts().1.insert(6, Block::Table(roster(6)));
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
