//! A procedure as a picture: all of it is text, in order, and the limits stand where they count.

use super::sample::{open, site, theme};
use crate::document::{Block, Limit, Posting, Stop, Text, Track, Whole};
use crate::render::site::{Site, pages};
use std::sync::Arc;

fn stop(title: &str, actor: &str, lanes: (usize, usize), level: &str) -> Stop {
    Stop {
        title: open(title),
        actor: open(actor),
        level: open(level),
        lanes,
        produces: Some(open("核查记录")),
        limit: None,
        wait: None,
        posting: None,
        source: Some(open("依据：文件二（三）")),
    }
}

/// Three lanes, a limit from a step further back, a notice, a bracket over all but the last step.
pub(crate) fn track() -> Block {
    let limit = |since: Option<&str>| {
        Some(Limit {
            wording: open("5个工作日内"),
            since: since.map(open),
            source: Some(open("依据：文件一（二）")),
        })
    };
    let posting = Posting {
        title: open("监测对象认定公示"),
        wording: Some(open("不少于5天")),
        signed: open("张贴前签字：村民委员会"),
        source: None,
    };
    Block::Track(Track {
        title: open("监测对象识别共4步"),
        lanes: vec![open("村"), open("乡"), open("县")],
        stops: vec![
            stop("发现线索", "农户", (0, 2), "村、县"),
            Stop { limit: limit(None), ..stop("入户核查", "村干部", (0, 0), "村") },
            Stop { posting: Some(posting), ..stop("村内公示", "村民委员会", (0, 0), "村") },
            Stop {
                limit: limit(Some("从“入户核查”起")), ..stop("乡镇审核", "乡政府", (1, 1), "乡")
            },
        ],
        whole: Some(Whole {
            from: 0,
            to: 2,
            wording: open("全程一般不超过15天"),
            sentence: open("从发现线索到村内公示，一般不超过15天。"),
            source: None,
        }),
    })
}

fn policy_page(site: &Site) -> String {
    let drafts = pages(site, &theme()).unwrap();
    let page = drafts.into_iter().find(|draft| draft.path == "public/policy/index.html").unwrap();
    String::from_utf8(page.bytes).unwrap()
}

#[test]
fn each_step_comes_after_the_limit_on_its_way_and_all_before_the_next() {
    let html = policy_page(&site());
    let order = [
        "<figure class=\"track laned lanes-3 bracketed\">",
        "全程一般不超过",
        "发现线索",
        "5个工作日内",
        "入户核查",
        "村内公示</p>",
        "不少于5天",
        "张贴前签字：村民委员会",
        "从“入户核查”起",
        "乡镇审核",
        "</figure>",
    ];
    let mut rest = html.as_str();
    for words in order {
        let at = rest.find(words).unwrap_or_else(|| panic!("{words} is missing or out of order"));
        rest = &rest[at + words.len()..];
    }
}

#[test]
fn an_arrow_goes_from_the_middle_of_one_box_to_the_middle_of_the_next() {
    let html = policy_page(&site());
    // Half lanes: from the middle of all three (3) to the village (1), straight down, and on to the township (3).
    let paths: Vec<&str> = html.split(" d=\"M").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(paths, ["3 0V1H1V6", "1 0V3H1V6", "1 0V1H3V6"]);
}

#[test]
fn more_levels_than_lanes_are_drawn_as_one_line() {
    let mut site = site();
    let Block::Track(mut track) = track() else { unreachable!() };
    track.lanes = ["组", "村", "乡", "县", "市"].map(open).to_vec();
    *Arc::make_mut(&mut site.policy.page).parts().1 = vec![Block::Track(track)];
    let html = policy_page(&site);
    assert!(html.contains("<figure class=\"track bracketed\">") && !html.contains("class=\"heads\""));
    assert!(html.contains("乡镇审核"));
}

#[test]
fn paper_lists_the_steps_of_a_picture() {
    let Block::Track(track) = track() else { unreachable!() };
    let said: Vec<String> = track.plain().iter().flat_map(words).collect();
    assert_eq!(
        said,
        [
            "发现线索（农户）",
            "入户核查（村干部）：5个工作日内",
            "村内公示（村民委员会）：不少于5天",
            "乡镇审核（乡政府）：5个工作日内",
            "从发现线索到村内公示，一般不超过15天。"
        ]
    );
}

fn words(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph { text, .. } => vec![Text::plain(text)],
        Block::List { items, .. } => items.iter().flatten().flat_map(words).collect(),
        Block::Callout { blocks, .. } => blocks.iter().flat_map(words).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_link_to_a_page_or_a_place_that_is_not_there_is_told() {
    for (href, dead) in [
        ("policy/text/#c1", false),
        ("leaflets/apply/apply.pdf", false),
        ("policy/text/#clause-9", true),
        ("policies/nowhere/", true),
        ("leaflets/apply/other.pdf", true),
    ] {
        let mut site = site();
        let text = format!("看[这里]({href})。\n");
        site.about = super::sample::markdown_document("本站说明", crate::document::Kind::Page, &text);
        let codes: Vec<&str> =
            pages(&site, &theme()).err().unwrap_or_default().iter().map(|found| found.code.id).collect();
        assert_eq!(codes, if dead { vec!["site-dead-link"] } else { vec![] }, "{href}");
    }
}

#[test]
fn what_may_be_answered_until_a_day_is_gone_the_day_after() {
    let home = |site: &Site| {
        let drafts = pages(site, &theme()).unwrap();
        let page = |path: &str| {
            let draft = drafts.iter().find(|draft| draft.path == path).unwrap();
            String::from_utf8(draft.bytes.clone()).unwrap()
        };
        (page("public/index.html"), page("public/consultation/index.html"), page("public/sitemap.xml"))
    };
    let mut site = site();
    let last = site.consultation.as_ref().unwrap().last;
    let (front, page, map) = home(&site);
    assert!(front.contains("正在征求意见") && front.contains(&format!("data-rows-until=\"{last}\"")));
    assert!(page.contains(&format!("<section class=\"until\" data-rows-until=\"{last}\">")));
    assert!(page.contains("征求意见已经结束，谢谢大家。</p>") && page.contains("noindex, noarchive"));
    assert!(!map.contains("consultation"), "a stranger's copy would outlive it");
    // The document was composed for yesterday: the site refuses to show it a day too long.
    site.notices.clear();
    site.today = last.succ_opt().unwrap();
    let codes: Vec<&str> = pages(&site, &theme()).unwrap_err().iter().map(|found| found.code.id).collect();
    assert_eq!(codes, ["site-over"]);
    let asked = site.consultation.as_mut().unwrap();
    Arc::make_mut(&mut asked.document).parts().1.retain(|block| !matches!(block, Block::Until { .. }));
    let (front, page, map) = home(&site);
    assert!(!front.contains("征求意见") && page.contains("征求意见已经结束") && map.contains("consultation"));
}
