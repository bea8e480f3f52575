//! A township that does not exist, with notices in every state.

use crate::document::Contact;
use crate::document::{Align, Block, Column, Document, Kind, Meta, PeriodBox, Public, Table, Text, markdown};
use crate::render::site::{ConsultationEntry, LeafletEntry, NoticeEntry, PolicyEntry, Site, VillageEntry};
use crate::render::theme::Theme;
use crate::schedule::State;
use chrono::NaiveDate;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::sync::Arc;

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");
static PLAIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/plain");

/// The default theme's files.
pub(crate) fn theme_files() -> BTreeMap<String, Vec<u8>> {
    files(&DEFAULT)
}

/// What the plain theme has of its own.
pub(crate) fn plain_files() -> BTreeMap<String, Vec<u8>> {
    files(&PLAIN)
}

fn files(dir: &Dir<'_>) -> BTreeMap<String, Vec<u8>> {
    fn walk(dir: &Dir<'_>, out: &mut BTreeMap<String, Vec<u8>>) {
        for file in dir.files() {
            out.insert(file.path().to_str().unwrap().to_owned(), file.contents().to_vec());
        }
        dir.dirs().for_each(|dir| walk(dir, out));
    }
    let mut out = BTreeMap::new();
    walk(dir, &mut out);
    out
}

pub(crate) fn theme() -> Theme {
    Theme::load("default", &theme_files()).unwrap()
}

pub(crate) fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

pub(crate) fn open(text: &str) -> Text {
    Text::open(text, "sample")
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: open(text), indent: true, align: Align::Start }
}

fn heading(text: &str) -> Block {
    Block::Heading { level: 1, text: open(text), id: None }
}

fn contact(purpose: &str, name: &str, phone: &str, hours: Option<&str>) -> Contact {
    Contact {
        purpose: purpose.into(),
        name: name.into(),
        phone: phone.into(),
        hours: hours.map(Into::into),
        place: "township.toml:12".into(),
    }
}

pub(crate) fn meta(title: &str, kind: Kind) -> Meta {
    Meta {
        title: open(title),
        description: format!("{title}。"),
        kind,
        issuer: "普安乡红旗村村民委员会".into(),
        date: day(3, 14),
        number: None,
        salutation: None,
        stamp: None,
    }
}

/// Rows as they leave `sealed`: masked, fictional.
pub(crate) fn roster_table(rows: usize) -> Table {
    let column = |title: &str, align| Column { title: open(title), align, weight: 0 };
    let names = ["赵*明", "钱*", "孙*华", "欧阳*", "李**", "周*英", "吴*", "郑*国"];
    let kinds = ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"];
    let row = |i: usize| {
        [
            (i + 1).to_string(),
            format!("{}组", i % 6 + 1),
            names[i % names.len()].to_owned(),
            (i % 5 + 1).to_string(),
            kinds[i % kinds.len()].to_owned(),
        ]
        .into_iter()
        .map(Text::roster)
        .collect()
    };
    Table {
        caption: Some(open("拟纳入监测对象名单")),
        columns: vec![
            column("序号", Align::Center),
            column("村民小组", Align::Center),
            column("户主姓名", Align::Center),
            column("家庭人口数", Align::Center),
            column("监测类别", Align::Start),
        ],
        rows: (0..rows).map(row).collect(),
        end_mark: true,
        min_row_height: 0,
        may_double: true,
    }
}

fn notice(
    village: &str,
    name: &str,
    stem: &str,
    state: State,
    posted: NaiveDate,
    last: NaiveDate,
) -> NoticeEntry {
    let title = format!("关于{name}拟纳入防止返贫监测对象的公示");
    let mut blocks = vec![paragraph(
        "根据《关于健全完善防止返贫动态监测和帮扶工作机制的通知》，经农户申请、入户核查、村级民主评议，拟将下列农户纳入防止返贫监测，现予公示，请群众监督。",
    )];
    blocks.push(Block::Period(PeriodBox {
        label: open("公示期"),
        from: posted,
        to: last,
        rule: open("张贴当日不计，从第二天起数满5天；最后一天是休息日的，顺延到下一个工作日。"),
        state: open("公示中"),
    }));
    if matches!(state, State::Open | State::Closed) {
        blocks.push(Block::Table(roster_table(8)));
    }
    blocks.extend([
        heading("一、公示依据"),
        paragraph("《关于健全完善防止返贫动态监测和帮扶工作机制的通知》第二条第（三）项：村内公示不少于5天。"),
        heading("二、怎样提意见"),
        paragraph("对公示的农户有不同意见的，请在公示期内打电话、写书面意见，或者到村委会当面说。意见要如实，村里会核实并答复。"),
        Block::Facts(vec![
            (open("受理地点"), open("村委会办公室")),
            (open("受理电话"), open("村委会办公室 0859-7770001")),
            (open("监督电话"), open("乡纪检监察办公室 0859-7770009、12317")),
        ]),
        Block::Qr { url: "https://www.example.gov.cn/puan/".into(), caption: open("扫码看网上公示") },
        Block::Seal { issuers: vec![open(&format!("普安乡{name}村民委员会"))], date: posted, seal: true },
    ]);
    let mut meta = meta(&title, Kind::Notice);
    meta.number = Some(format!("{stem}-v1"));
    NoticeEntry {
        village: village.into(),
        stem: stem.into(),
        kind: "监测对象认定公示".into(),
        state,
        ended: None,
        posted,
        last: Some(last),
        closes: None,
        rows_until: last + chrono::Days::new(5),
        document: Document::for_tests(meta, blocks).into(),
        pdf: Some(format!("villages/{village}/notices/{stem}/{stem}.pdf")),
    }
}

const APPLY: &str = "家里遇到难处，收入少了、开支大了，担心过不下去，**可以申请纳入防止返贫监测**。
村里核实后，按难处帮扶。不收钱，不用找人。

# 哪些人家可以申报

户口在农村的人家都可以。遇到下面的事，请早点说：

- 家里有人得大病，自己出的医药费很多；
- 遭了灾，或者出了意外事故；
- 房子不安全，或者喝水成问题；
- 产业亏了，或者家里主要劳力没活干；
- 孩子上学有困难。

# 怎么申报

1. **当面说**：到村委会，说清家里的难处，填一张申请表。不会写字的，村干部代写，念给您听，您按手印。
2. **用手机**：用微信扫“一码通”，或者打开“渝防贫”APP，户主或户主托付的人都能报。
3. **打电话**：打村委会电话，村里派人上门。

# 报了以后怎么办

| 步骤 | 谁来办 | 最迟多久 |
|:--|:--|:--|
| 到户核实 | 村干部 | 5个工作日 |
| 民主评议、村内公示 | 村委会 | 公示不少于5天 |
| 联合审核 | 乡里 | |
| 比对审定、公告 | 县里 | 全程一般不超过15天 |
| 定帮扶计划 | 乡村两级 | 纳入后10天内 |

> **请记住**
>
> 申报不收任何费用。谁收钱，请打 [12317](tel:12317) 举报。

# 找谁问

有不明白的，问本村网格员，或看[政策原文](policy/index.html)。
";

const HELP: &str = "您家已纳入防止返贫监测。下面这些帮扶，**缺什么补什么**。

# 看病

- 参加城乡居民医保，县内住院**先诊疗、后付费**。
- 大病保险、医疗救助按规定报销。

# 上学

- 义务教育阶段学生有生活补助。
- 上职业学校的，可以申请“雨露计划”。

# 干活挣钱

- 想打工的，乡里介绍岗位，每家至少帮1人就业。
- 出不了远门的，优先安排公益性岗位。

# 住房和喝水

房子有危险的，申请农村危房改造；喝水困难的，告诉村里，会来接管子。
";

pub(crate) fn markdown_document(title: &str, kind: Kind, text: &str) -> Arc<Document<Public>> {
    Document::for_tests(meta(title, kind), markdown::blocks(text, "sample.md").unwrap()).into()
}

fn leaflet(id: &str, audience: &str, title: &str, description: &str, text: &str) -> LeafletEntry {
    let mut document = markdown_document(title, Kind::Leaflet, text);
    Arc::make_mut(&mut document).parts().0.description = description.into();
    LeafletEntry {
        card: None,
        id: id.into(),
        audience: audience.into(),
        subject: None,
        document,
        pdf: Some(format!("leaflets/{id}/{id}.pdf")),
    }
}

fn village(slug: &str, name: &str, board: &str, phone: &str) -> VillageEntry {
    VillageEntry {
        slug: slug.into(),
        name: name.into(),
        committee: format!("普安乡{name}村民委员会"),
        board: Some(board.into()),
        contacts: vec![contact("受理申报和异议", "村委会办公室", phone, Some("工作日 9:00—17:00"))],
        place: format!("villages/{slug}/village.toml"),
    }
}

fn consultation(first: NaiveDate, last: NaiveDate) -> ConsultationEntry {
    let until = Block::Until {
        last,
        blocks: vec![paragraph("请把意见写清楚，送到乡里。")],
        gone: open("征求意见已经结束，谢谢大家。"),
    };
    let document = Document::for_tests(
        meta("关于公开征求意见的公告", Kind::Notice),
        vec![paragraph("请大家提意见。"), until],
    );
    ConsultationEntry { first, last, document: document.into(), pdf: "consultation/consultation.pdf".into() }
}

/// On 22 March 2025, a Saturday.
pub(crate) fn site() -> Site {
    site_on(day(3, 22))
}

/// The same on another day, every date moved with it.
pub(crate) fn site_on(today: NaiveDate) -> Site {
    let day = |offset: i64| today + chrono::TimeDelta::days(offset);
    let mut site = Site {
        name: "普安乡".into(),
        publisher: "普安乡人民政府".into(),
        sample: false,
        rehearsal: false,
        head: None,
        base_url: Some("https://www.example.gov.cn/puan/".into()),
        today,
        contacts: vec![
            contact("防止返贫政策咨询", "乡产业服务中心", "0859-7770008", Some("工作日 9:00—17:00")),
            contact("监督举报", "乡纪检监察办公室", "0859-7770009", None),
            contact("全国防返贫监测热线", "农业农村部", "12317", None),
        ],
        villages: vec![
            village("hongqi", "红旗村", "村委会大门左侧", "0859-7770001"),
            village("qinghe", "清河村", "老学校门口", "0859-7770002"),
            village("shimen", "石门村", "文化广场", "0859-7770003"),
        ],
        notices: vec![
            notice("qinghe", "清河村", "2025-04-identify", State::Upcoming, day(9), day(16)),
            notice("hongqi", "红旗村", "2025-03-identify", State::Open, day(-3), day(3)),
            notice("hongqi", "红旗村", "2025-03-remove", State::Closed, day(-10), day(-5)),
            notice("qinghe", "清河村", "2025-02-identify", State::Expired, day(-40), day(-33)),
        ],
        leaflets: vec![
            leaflet(
                "apply",
                "所有农户",
                "怎样申请防返贫监测",
                "谁能申请、怎么申请、多久有结果、找谁问。",
                APPLY,
            ),
            leaflet(
                "help",
                "监测对象",
                "纳入监测后有哪些帮扶",
                "看病、上学、就业、住房、喝水，各找谁办。",
                HELP,
            ),
        ],
        policy: PolicyEntry {
            folder: "policy/".into(),
            page: markdown_document(
                "防止返贫监测和帮扶政策",
                Kind::Page,
                "每一条写在哪里，看[文件要点](policy/text/#c1)。\n\n# 一、风险发现 {#c1}\n\n村里每年集中排查一次，平时随时走访。发现难处，5个工作日内到户核实。\n\n# 二、及时识别 {#c2}\n\n1. 农户申请\n2. 入户核查\n3. 村级民主评议（公示）\n4. 乡镇联合审核\n5. 县级比对审定（公告）\n\n从发现到认定，一般不超过15天，其中村内公示不少于5天。\n",
            ),
            text: Some(markdown_document(
                "文件要点",
                Kind::Page,
                "# 一、风险发现 {#c1}\n\n每年集中排查一次。\n",
            )),
        },
        more_policies: vec![PolicyEntry {
            folder: "policies/elsewhere/".into(),
            page: markdown_document("别处的办法", Kind::Page, "这是别处的办法，供对照。\n"),
            text: None,
        }],
        consultation: Some(consultation(day(-7), day(13))),
        about: markdown_document(
            "本站说明",
            Kind::Page,
            "# 为什么姓名打了星号\n\n公示是为了让群众监督，也要护住每家的隐私。法律要求公开时只露够用的部分：姓名只留一部分，证件号码、电话、病情一概不公开。\n\n# 名单什么时候撤下\n\n到了规定的日子，名单自动撤下，标题和日期留着。\n",
        ),
    };
    Arc::make_mut(&mut site.policy.page).parts().1.push(super::tracks::track());
    site
}
