//! The index over whole sites: what is in it, what is not, and what a telephone has to load.

use super::{Index, index};
use crate::document::{Align, Block, Column, Document, Kind, Meta, Public, Table, Text};
use crate::render::site::{NoticeEntry, PolicyEntry, Site, VillageEntry};
use crate::schedule::State;
use chrono::{Days, NaiveDate};
use std::sync::Arc;

fn open(text: &str) -> Text {
    Text::open(text, "policies/x/text.md")
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: open(text), indent: true, align: Align::Start }
}

fn document(title: &str, blocks: Vec<Block>) -> Arc<Document<Public>> {
    let meta = Meta {
        title: open(title),
        description: format!("{title}。"),
        kind: Kind::Page,
        issuer: "普安乡人民政府".into(),
        date: day(),
        number: None,
        salutation: None,
        stamp: None,
    };
    Document::for_tests(meta, blocks).into()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 4, 10).unwrap()
}

fn rows() -> Block {
    let column = |title| Column { title: open(title), align: Align::Start, weight: 0 };
    let columns = vec![column("户主姓名"), column("监测类别")];
    let rows = vec![vec![Text::roster("欧阳*峰"), Text::roster("突发严重困难户")]];
    Block::Table(Table {
        caption: Some(open("拟纳入名单")),
        columns,
        rows,
        end_mark: true,
        min_row_height: 0,
        may_double: true,
    })
}

fn notice(village: &str, stem: &str, posted: NaiveDate, title: &str, blocks: Vec<Block>) -> NoticeEntry {
    NoticeEntry {
        village: village.into(),
        stem: stem.into(),
        kind: "监测对象认定公示".into(),
        state: State::Expired,
        ended: None,
        posted,
        last: Some(posted + Days::new(7)),
        closes: None,
        rows_until: posted + Days::new(10),
        document: document(title, blocks),
        pdf: None,
    }
}

fn site(villages: usize, notices: Vec<NoticeEntry>) -> Site {
    let clauses = vec![
        Block::Heading { level: 1, text: open("一、低保"), id: Some("c1".into()) },
        paragraph("家庭困难的，可以申请最低生活保障。"),
        paragraph("有问题打0859-7770001，找张主任。"),
        Block::Heading { level: 2, text: open("产业帮扶"), id: None },
        paragraph(
            "县农业农村局每年春耕以前派技术人员到村里，手把手教种植、养殖、加工，教会为止；需要种苗和农具的，可以向村民委员会登记，由乡里统一采购以后送到家门口，不收运费。",
        ),
        Block::Heading { level: 1, text: open("二、帮扶"), id: Some("c2".into()) },
        paragraph("缺什么补什么，一户一策。"),
        Block::Until { last: day(), blocks: vec![paragraph("限时征集")], gone: open("征集结束") },
    ];
    let village = |at: usize| VillageEntry {
        slug: format!("v{at}"),
        name: format!("{}村", ["红旗", "清河", "石门", "青松"][at % 4]),
        committee: "村民委员会".into(),
        board: None,
        contacts: Vec::new(),
        place: "villages/v/village.toml".into(),
    };
    let policy = |folder: &str| PolicyEntry {
        folder: folder.into(),
        page: document("防止返贫政策", vec![paragraph("步骤和时限")]),
        text: Some(document("文件要点", clauses.clone())),
    };
    Site {
        name: "普安乡".into(),
        publisher: "普安乡人民政府".into(),
        base_url: None,
        today: day(),
        sample: false,
        rehearsal: false,
        head: None,
        contacts: Vec::new(),
        villages: (0..villages).map(village).collect(),
        notices,
        leaflets: Vec::new(),
        policy: policy("policy/"),
        more_policies: Vec::new(),
        consultation: None,
        about: document("本站说明", vec![paragraph("姓名为什么遮挡")]),
    }
}

fn scripts(index: &Index) -> Vec<(&str, &str)> {
    index
        .drafts
        .iter()
        .map(|draft| (draft.path.as_str(), std::str::from_utf8(&draft.bytes).unwrap()))
        .collect()
}

fn with(blocks: Vec<Block>) -> Index {
    index(&site(1, vec![notice("v0", "n", day(), "红旗村的公示", blocks)]))
}

#[test]
fn a_list_of_households_leaves_no_trace() {
    let (listed, taken) = (with(vec![paragraph("正文"), rows()]), with(vec![paragraph("正文")]));
    assert_eq!(scripts(&listed), scripts(&taken));
    assert_eq!(listed.view.version, taken.view.version);
    let hidden = with(vec![Block::Callout { title: None, blocks: vec![rows()] }, paragraph("正文")]);
    assert_eq!(scripts(&hidden), scripts(&taken));
    let counted = Block::Paragraph { text: Text::roster("共8户"), indent: true, align: Align::Start };
    assert_eq!(scripts(&with(vec![paragraph("正文"), counted])), scripts(&taken));
}

#[test]
fn each_clause_is_found_at_its_own_place() {
    let found = with(Vec::new());
    for place in
        ["policy/text/index.html#c1", "policy/text/index.html#c2", "villages/v0/notices/n/index.html"]
    {
        assert!(found.targets.iter().any(|target| target == place), "{place}: {:?}", found.targets);
    }
}

/// The texts that answers quote from.
fn quoted(index: &Index) -> String {
    scripts(index).into_iter().filter(|(path, _)| path.contains("/texts/")).map(|(_, text)| text).collect()
}

#[test]
fn the_words_round_a_match_can_be_shown_however_far_from_the_beginning() {
    let found = with(Vec::new());
    let quoted = quoted(&found);
    assert!(
        quoted.contains(" 产业帮扶 县农业农村局每年春耕以前派") && quoted.contains("不收运费。\""),
        "{quoted}"
    );
    // Every string is declared as it stands there: that is what the audit goes by.
    for draft in found.drafts.iter().filter(|draft| draft.path.contains("/texts/")) {
        let text = std::str::from_utf8(&draft.bytes).unwrap();
        let results = text.splitn(3, ',').nth(2).unwrap().trim_end().trim_end_matches(");");
        for line in serde_json::from_str::<Vec<Vec<String>>>(results).unwrap().iter().flatten() {
            assert!(draft.fragments().iter().any(|open| *open.text == **line), "{line}");
        }
    }
}

#[test]
fn whom_to_call_is_quoted_nowhere() {
    assert!(
        !scripts(&with(Vec::new()))
            .iter()
            .any(|(_, text)| text.contains("7770001") || text.contains("张主任"))
    );
}

#[test]
fn a_notice_is_quoted_nowhere_since_it_shows_its_days() {
    assert!(!quoted(&with(vec![paragraph("村里开会评议过了，没有不同意见的，下个月发放，有不同意见的，请到村委会当面说，村里核实以后书面答复。")])).contains("评议"));
}

#[test]
fn what_ends_on_a_day_is_not_found_after_it() {
    for (path, script) in scripts(&with(Vec::new())) {
        assert!(!script.contains("限时") && !script.contains("征集"), "{path}");
    }
}

#[test]
fn no_two_characters_of_terms_meet() {
    let han = |c: char| !c.is_ascii() && c.is_alphanumeric();
    let index = with(vec![paragraph("饮水安全，产业帮扶。联系12317。")]);
    let terms = scripts(&index).into_iter().filter(|(path, _)| path.contains("/terms/"));
    let texts: Vec<&str> = terms.map(|(_, text)| text).chain([index.view.borders.as_str()]).collect();
    for text in &texts {
        let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        assert!(letters.windows(2).all(|pair| !(han(pair[0]) && han(pair[1]))), "{text}");
    }
    assert!(texts.iter().any(|text| text.contains("12317=")));
}

/// Notices as a large township might have them after ten years: kinds, villages, days, and a sentence of their own.
fn many(count: usize) -> Site {
    let kinds = [
        "监测对象认定公示",
        "风险消除公示",
        "低保公示",
        "公益岗位公示",
        "危房改造公示",
        "临时救助公示",
        "产业奖补公示",
        "资金使用公告",
    ];
    let words = "产业发展种植养殖加工电商光伏旅游务工就业培训教育医疗住房饮水保险救助补贴贷款道路水渠电网村屋林地果园茶叶油菜蔬菜猪牛羊鸡鸭鱼塘大棚合作社车间岗位清扫护林河道巡查";
    let words: Vec<char> = words.chars().collect();
    let mut seed = 7_usize;
    let mut next = move |below: usize| {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        seed / 8 % below
    };
    let notices = (0..count).map(|at| {
        let kind = kinds[next(kinds.len())];
        let own: String = (0..60).map(|_| words[next(words.len())]).collect();
        let posted = day() - Days::new(11 + next(3600) as u64);
        let village = format!("v{}", next(200));
        let blocks = vec![
            paragraph("根据《关于健全完善防止返贫动态监测和帮扶工作机制的通知》，经农户申请、入户核查、村级民主评议，拟将下列农户纳入防止返贫监测，现予公示，请群众监督。"),
            paragraph(&own),
            paragraph("对公示的农户有不同意见的，请在公示期内打电话、写书面意见，或者到村委会当面说。意见要如实，村里会核实并答复。"),
        ];
        let title = format!("关于{}村{kind}第{}号的公示", ["红旗", "清河", "石门", "青松"][next(4)], next(40));
        let mut notice = notice(&village, &format!("n{at}"), posted, &title, blocks);
        notice.kind = kind.into();
        notice
    });
    let notices = notices.collect();
    site(200, notices)
}

#[test]
fn an_answer_from_ten_thousand_notices_stays_small() {
    let mut site = many(10_000);
    // Clauses as long as they come, each with more to quote than a script holds.
    let clause = |at: usize| {
        let heading = Block::Heading {
            level: 1,
            text: open(&format!("第{at}条 {}", "监测帮扶机制".repeat(8))),
            id: Some(format!("c{at}")),
        };
        [heading, paragraph(&"乡里和村里会同有关部门，逐户核实以后，缺什么补什么。".repeat(60))]
    };
    site.policy.text = Some(document("文件要点", (0..200).flat_map(clause).collect()));
    let index = index(&site);
    let largest = |kind: &str| {
        let of_kind = index.drafts.iter().filter(|draft| draft.path.contains(kind));
        of_kind.map(|draft| draft.bytes.len()).max().unwrap()
    };
    let (terms, pages, texts) = (largest("/terms/"), largest("/pages/"), largest("/texts/"));
    // At worst nine terms, each in another script, and ten results, each in another script with its texts in another.
    let worst = index.view.borders.len() + 9 * terms + 10 * (pages + texts);
    let all: usize = index.drafts.iter().map(|draft| draft.bytes.len()).sum();
    assert!(
        worst < 100_000,
        "borders {}, terms {terms}, pages {pages}, texts {texts}, all {all} in {}",
        index.view.borders.len(),
        index.drafts.len()
    );
}
