//! The policy page 政策: what the document is, how a case goes step by step, and which clause each number rests on.

use super::sections;
use super::source::{Sources, said};
use super::{page, paragraph};
use crate::calendar;
use crate::document::{Align, Block, Document, Meta, PeriodBox, Public, Span, Text};
use crate::policy::Pack;
use crate::policy::told::Told;
use crate::policy::written::{Consultation, Disclosure};
use chrono::NaiveDate;

/// For whom a policy page is made.
pub struct PolicyPage<'a> {
    /// The page's folder below the site's root, with a slash at its end: `policy/`, `policies/<id>/`.
    pub folder: &'a str,
    /// Publisher of the site.
    pub publisher: &'a str,
    /// Day of the build.
    pub today: NaiveDate,
    /// Another place's policy, shown beside the township's own.
    pub foreign: bool,
    /// Other places' policies that the site shows, with their folders.
    pub others: &'a [(String, &'a Pack)],
}

/// Composes the page from the pack alone.
pub fn policy(pack: &Pack, to: &PolicyPage<'_>) -> Document<Public> {
    let mut blocks = Vec::new();
    if to.foreign {
        blocks.push(linked("这是别处的办法，列在这里供对照。本地办事，看", "本地的政策", "policy/", "。"));
    }
    let title = name(pack, to);
    let place = format!("{}/pack.toml", pack.path);
    let told = pack.told();
    let shows = pack.is_open() || !told.disclosed.is_empty();
    let (description, stamp) = if shows {
        (format!("{title}：步骤、时限、帮扶措施和依据"), pack.stamp())
    } else {
        (format!("{title}：目录信息"), None)
    };
    blocks.extend(if pack.is_open() { about(pack, to) } else { entry(pack, &told) });
    if shows {
        let sources = Sources { page: format!("{}text/", to.folder), pack };
        let all = "每个步骤和数字后面的“依据”，点开就是那一条。";
        blocks.push(linked(
            "文件一条一条说了什么，看",
            "文件要点（逐条）",
            &sources.page,
            &format!("。{all}"),
        ));
        blocks.extend(sections::sections(pack, &told, &sources, &place));
    }
    blocks.extend(others(to));
    let meta = page(Text::open(title, place), description, to.publisher, to.today);
    Document::of_parts(Meta { stamp, ..meta }, blocks)
}

/// What a policy is called: several places have one of the same name.
pub(super) fn name(pack: &Pack, to: &PolicyPage<'_>) -> String {
    if to.foreign { format!("{}：{}", pack.is.region, pack.is.short) } else { pack.is.short.clone() }
}

/// What an open document is, and whether it still asks for comments.
fn about(pack: &Pack, to: &PolicyPage<'_>) -> Vec<Block> {
    let is = &pack.is;
    let place = format!("{}/pack.toml", pack.path);
    let open = |text: &str| Text::open(text, &place);
    let sources = Sources { page: format!("{}text/", to.folder), pack };
    let mut blocks = Vec::new();
    if let Some(consultation) = &is.consultation {
        blocks.extend(ask(consultation, to, &sources));
    }
    let mut facts = document(pack);
    facts.insert(2.min(facts.len()), (open("适用范围"), open(&is.region)));
    facts.extend(is.basis.iter().map(|basis| (open("上位依据"), open(basis))));
    facts.push((open("公开事项"), open(&is.catalogue.matter)));
    facts.push((open("公开时限"), open(&is.catalogue.time_limit)));
    blocks.push(Block::Facts(facts));
    blocks
}

/// What the catalogue of government information may say of a document that is not disclosed of our own accord: which
/// one it is, and how to ask for it (政府信息公开条例 art. 12, 27); and who decided to tell which parts (art. 37).
fn entry(pack: &Pack, told: &Told<'_>) -> Vec<Block> {
    let mut facts = document(pack);
    let (way, how) = match pack.is.disclosure {
        Disclosure::None => ("不予公开", "这份文件不公开。有疑问的，请向发文机关了解。"),
        _ => (
            "依申请公开",
            "这份文件不在网上公开。需要的人，可以带身份证明，书面向发文机关申请；不会写的，可以当面说。",
        ),
    };
    facts.push((Text::open("公开方式", "程序"), Text::open(way, "程序")));
    let place = format!("{}/pack.toml", pack.path);
    facts.extend(told.disclosed.iter().map(|is| {
        let clause = said(is.clause.get_ref());
        let day = calendar::chinese(is.decided);
        let text = format!("文件{clause}：{}{day}决定公开（{}）。{}", is.by, is.record, is.reason);
        (Text::open("已经公开的部分", "程序"), Text::open(text, &place))
    }));
    vec![Block::Facts(facts), paragraph(how, "程序")]
}

/// Title, issuer, number, date.
fn document(pack: &Pack) -> Vec<(Text, Text)> {
    let is = &pack.is;
    let place = format!("{}/pack.toml", pack.path);
    let open = |text: &str| Text::open(text, &place);
    let mut facts =
        vec![(open("文件"), open(&pack.titles())), (open("发文机关"), open(&is.issuer.join("、")))];
    facts.extend(is.number.as_ref().map(|number| (open("文号"), open(number))));
    facts.extend(is.date.map(|date| (open("成文日期"), open(&calendar::chinese(date)))));
    facts
}

/// The request for comments 征求意见: its period, and the way to its page while it runs.
fn ask(is: &Consultation, to: &PolicyPage<'_>, sources: &Sources<'_>) -> Vec<Block> {
    let state = super::consultation::state(is, to.today);
    let mut blocks = vec![Block::Period(PeriodBox {
        label: Text::open("征求意见", "程序"),
        from: is.first,
        to: is.last,
        rule: sources.after("首日和末日都算在内。", Some(&is.clause), None),
        state: Text::open(state, "程序"),
    })];
    let over = Text::open("征求意见已经结束。", "程序");
    if (is.first..=is.last).contains(&to.today) && !to.foreign {
        let way = linked("正在征求意见。", "怎样提意见，看征求意见公告", "consultation/", "。");
        blocks.push(Block::Until { last: is.last, blocks: vec![way], gone: over });
    } else {
        blocks.push(paragraph(format!("{state}。"), "程序"));
    }
    blocks.push(paragraph("下面是征求意见稿，还没有定下来，不能作为办事依据。", "程序"));
    blocks
}

/// Links to other places' policies.
fn others(to: &PolicyPage<'_>) -> Vec<Block> {
    if to.others.is_empty() {
        return Vec::new();
    }
    let item = |(folder, pack): &(String, &Pack)| {
        let place = format!("{}/pack.toml", pack.path);
        let number = pack.is.number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
        let name = format!("{}：{}", pack.is.region, pack.is.short);
        let spans = vec![Span::Link { text: name, href: folder.clone() }, Span::Plain(number)];
        vec![Block::Paragraph {
            text: Text { spans, ..Text::open("", place) },
            indent: false,
            align: Align::Start,
        }]
    };
    vec![
        heading("别处的办法，供对照", "程序", "others"),
        Block::List { ordered: false, items: to.others.iter().map(item).collect() },
    ]
}

pub(super) fn heading(text: &str, place: &str, id: &str) -> Block {
    Block::Heading { level: 1, text: Text::open(text, place), id: Some(id.to_owned()) }
}

/// A sentence of the program with a link in it.
pub(super) fn linked(before: &str, words: &str, href: &str, after: &str) -> Block {
    let link = Span::Link { text: words.to_owned(), href: href.to_owned() };
    let spans = vec![Span::Plain(before.to_owned()), link, Span::Plain(after.to_owned())];
    Block::Paragraph { text: Text { spans, ..Text::open("", "程序") }, indent: true, align: Align::Start }
}
