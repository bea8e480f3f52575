//! A policy on the site: its picture, its clauses, other places' policies, a draft's request for comments, its leaflets.

use super::desk::Desk;
use super::foreign::{dense, page_text, pdftotext};
use std::path::Path;

/// A township without villages under one of the packs that the binary brings along.
fn township(name: &str, pack: &str) -> Desk {
    let desk = Desk::township(name);
    desk.edit("ws/township.toml", "puan-2025", pack);
    desk
}

/// The address that each link with these words leads to.
fn links(html: &str, words: &str) -> Vec<String> {
    let link = |rest: &str| {
        let (href, rest) = rest.split_once('"')?;
        let text = rest.split_once('>')?.1.split("</a>").next()?;
        text.contains(words).then(|| href.to_owned())
    };
    html.split("<a href=\"").skip(1).filter_map(link).collect()
}

/// Everything public as text; prints by another program.
fn public(desk: &Desk) -> Vec<(String, String)> {
    let text = |name: &String, bytes: &[u8]| match name.ends_with(".pdf") {
        true => dense(&pdftotext(&[], &desk.path(&format!("dist/public/{name}")))),
        false => String::from_utf8_lossy(bytes).into_owned(),
    };
    desk.tree("dist/public").iter().map(|(name, (bytes, _))| (name.clone(), text(name, bytes))).collect()
}

#[test]
fn every_number_and_step_leads_to_the_clause_that_says_it() {
    let desk = township("sources", "linyi-2020");
    desk.run(["-C", "ws", "--today", "2020-06-11", "build"]).ends(0);
    let page = desk.read("dist/public/policy/index.html");
    let text = desk.read("dist/public/policy/text/index.html");
    let sources = links(&page, "依据：文件");
    assert!(sources.len() > 30, "{}", sources.len());
    for href in &sources {
        let place = href.strip_prefix("../policy/text/index.html#").unwrap_or_else(|| panic!("{href}"));
        assert!(text.contains(&format!(" id=\"{place}\"")), "{href}");
    }
    // 即时帮扶户: five days of notice, said in clause 二（一）.
    let clause = text.split("id=\"clause-2-k1\"").nth(1).unwrap().split("<h").next().unwrap();
    assert!(clause.contains("在村里公示5天"), "{clause}");
    let local = page_text(&page);
    assert!(local.contains("本地决定：文件没有规定张贴保留的天数"));
}

#[test]
fn a_picture_has_every_step_of_every_track_in_order() {
    let desk = township("picture", "linyi-2020");
    desk.run(["-C", "ws", "--today", "2020-06-11", "build"]).ends(0);
    let page = desk.read("dist/public/policy/index.html");
    let pictures: Vec<&str> = page.split("<figure class=\"track").skip(1).collect();
    let steps = |picture: &str| -> Vec<String> {
        let figure = picture.split("</figure>").next().unwrap();
        figure
            .split("<p class=\"what\">")
            .skip(1)
            .map(|rest| rest.split("</p>").next().unwrap().into())
            .collect()
    };
    let counts: Vec<usize> = pictures.iter().map(|picture| steps(picture).len()).collect();
    assert_eq!(counts, [8, 4, 6]);
    assert_eq!(
        steps(pictures[1]),
        ["发现返贫风险", "入户核实，填写采集表", "县级审核", "标注为脱贫监测户，制定帮扶措施"]
    );
    // 民主评议 counts from 提出, not from the visit before it.
    assert!(pictures[0].contains("从“提出”起") && !pictures[1].contains("class=\"since\""));
    assert!(pictures[0].contains("张贴前签字：村民委员会、村务监督委员会"));
}

#[test]
fn other_places_policies_stand_beside_the_own_and_a_closed_one_shows_its_entry_only() {
    let desk = Desk::six("elsewhere");
    desk.edit(
        "ws/township.toml",
        "pack = \"puan-2025\"",
        "pack = \"puan-2025\"\nmore_policies = [\"huizhou-2020\", \"jilin-2020\", \"yangshuo-2021\"]",
    );
    desk.build("2025-03-17").ends(0);
    let own = desk.read("dist/public/policy/index.html");
    assert_eq!(links(&own, "惠州市：防止返贫监测和帮扶"), ["../policies/huizhou-2020/index.html"]);
    let other = desk.read("dist/public/policies/huizhou-2020/index.html");
    assert!(other.contains("这是别处的办法") && other.contains("<figure class=\"track"));
    assert!(
        links(&other, "依据：文件")[0].starts_with("../../policies/huizhou-2020/text/index.html#clause-")
    );
    let entry = desk.read("dist/public/policies/yangshuo-2021/index.html");
    assert!(entry.contains("依申请公开") && !entry.contains("<figure class=\"track"));
    assert!(!desk.path("dist/public/policies/yangshuo-2021/text").exists());
    let closed = closed_words();
    for (name, text) in public(&desk) {
        let told: Vec<&String> = closed.iter().filter(|words| text.contains(words.as_str())).collect();
        assert!(told.is_empty(), "{name} tells {told:?}");
    }
    // A draft of another place is marked, and asks nobody here.
    for page in ["", "text/"] {
        let draft = desk.read(&format!("dist/public/policies/jilin-2020/{page}index.html"));
        assert!(draft.contains("<p class=\"stamp\">征求意见稿</p>"), "{page}");
        assert!(!draft.contains("请把修改意见"), "{page}");
    }
    assert!(!desk.path("dist/public/consultation").exists());
}

/// What only the text of the document on request says.
fn closed_words() -> Vec<String> {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let read = |pack: &str| std::fs::read_to_string(policies.join(pack).join("text.md")).unwrap();
    let open = ["puan-2025", "huizhou-2020", "jilin-2020"].map(read).concat();
    let closed = read("yangshuo-2021");
    let body = closed.lines().filter(|line| !line.starts_with('#')).skip(2).collect::<Vec<_>>().join("\n");
    let parts = body.split(|c: char| "，。；：、\n“”".contains(c)).filter(|part| part.chars().count() >= 7);
    let parts: Vec<String> = parts.filter(|part| !open.contains(part)).map(str::to_owned).collect();
    assert!(parts.len() > 10);
    parts
}

#[test]
fn a_decision_to_tell_one_clause_tells_that_clause_and_no_other() {
    let desk = township("told-part", "told-2026");
    desk.copy("policies/yangshuo-2021", "ws/policies/told-2026");
    let decided = "[[disclosed]]\nclause = \"二/（一）/3\"\ndecided = 2021-06-01\nby = \"县扶贫办\"\nrecord = \"〔2021〕3号\"\nreason = \"群众要知道怎样退出\"\n";
    desk.edit("ws/policies/told-2026/pack.toml", "[catalogue]", &format!("{decided}\n[catalogue]"));
    let refused = desk.run(["-C", "ws", "--today", "2021-05-31", "build"]).ends(2);
    assert_eq!(refused.codes(), ["policy-not-public"], "{}", refused.err);
    desk.run(["-C", "ws", "--today", "2021-06-01", "build"]).ends(0);
    let page = desk.read("dist/public/policy/index.html");
    let said = page_text(&page);
    assert!(said.contains("县扶贫办2021年6月1日决定公开（〔2021〕3号）。群众要知道怎样退出"), "{said}");
    assert!(said.contains("风险解除评估的步骤") && !said.contains("集中排查认定"), "{said}");
    let text = desk.read("dist/public/policy/text/index.html");
    assert_eq!(text.matches(" id=\"clause-").count(), 1, "{text}");
    for href in links(&page, "依据：文件") {
        assert_eq!(href, "../policy/text/index.html#clause-2-k1-n3");
    }
    // Without a decision there is no page of the text at all.
    let whole = township("told-none", "yangshuo-2021");
    whole.run(["-C", "ws", "--today", "2021-06-01", "build"]).ends(0);
    assert!(!whole.path("dist/public/policy/text").exists());
}

#[test]
fn a_pack_that_is_not_there_or_is_named_twice_is_told_with_its_line() {
    let desk = Desk::six("elsewhere-wrong");
    let named = "pack = \"puan-2025\"\nmore_policies = [\"nowhere-2020\", \"puan-2025\"]";
    desk.edit("ws/township.toml", "pack = \"puan-2025\"", named);
    let ran = desk.build("2025-03-17").ends(1);
    let mut codes = ran.codes();
    codes.sort_unstable();
    assert_eq!(codes, ["workspace-pack-twice", "workspace-unknown-pack"], "{}", ran.err);
    assert!(ran.err.contains("nowhere-2020") && ran.err.contains("huizhou-2020"), "{}", ran.err);
}

const ASKS: &str = "请把修改意见和依据写清楚";

#[test]
fn a_request_for_comments_runs_from_its_first_day_to_its_last() {
    let desk = township("asking", "jilin-2020");
    let build = |day: &str| {
        desk.run(["-C", "ws", "--today", day, "build"]).ends(0);
        let board = desk.path("dist/board/consultation-A4.pdf");
        let board = board.exists().then(|| dense(&pdftotext(&[], &board)));
        (desk.read("dist/public/consultation/index.html"), desk.read("dist/public/index.html"), board)
    };
    let pdf = || dense(&pdftotext(&[], &desk.path("dist/public/consultation/consultation.pdf")));
    // The clerk prints ahead: the paper speaks as on its first day.
    let (page, home, board) = build("2020-05-14");
    assert!(!page.contains(ASKS) && !home.contains("正在征求意见") && !pdf().contains(ASKS));
    let paper = board.unwrap();
    for words in ["征求意见稿", "2020年5月15日（星期五）起2020年6月4日（星期四）止", ASKS, "吉林市扶贫办"]
    {
        assert!(paper.contains(words), "{words}: {paper}");
    }
    for day in ["2020-05-15", "2020-06-04"] {
        let (page, home, board) = build(day);
        assert!(page.contains(ASKS) && pdf().contains(ASKS), "{day}");
        assert!(page.contains("data-rows-until=\"2020-06-04\"") && page.contains("征求意见稿"), "{day}");
        assert_eq!(
            links(&home, "关于公开征求防止返贫两个方案意见的公告"),
            ["consultation/index.html"],
            "{day}"
        );
        assert_eq!(board.as_ref(), Some(&paper), "{day}");
    }
}

#[test]
fn after_the_last_day_no_byte_says_how_to_answer_and_the_address_stays() {
    let desk = township("asked", "jilin-2020");
    desk.run(["-C", "ws", "--today", "2020-06-04", "build"]).ends(0);
    assert!(
        public(&desk).iter().any(|(_, text)| text.contains(ASKS)),
        "there must be something to take down"
    );
    desk.run(["-C", "ws", "--today", "2020-06-05", "build"]).ends(0);
    for (name, text) in public(&desk) {
        assert!(!text.contains(ASKS) && !text.contains("用信函或者电子邮件反馈，注明您"), "{name}");
        assert!(name != "index.html" || !text.contains("正在征求意见"));
    }
    assert!(desk.read("dist/public/consultation/index.html").contains("征求意见已经结束"));
    assert!(!desk.path("dist/board").exists(), "nobody needs the print any more");
}

#[test]
fn twenty_five_points_make_eight_leaflets_each_marked_on_every_page() {
    let desk = township("series", "jilin-2020");
    desk.run(["-C", "ws", "--today", "2020-05-20", "build"]).ends(0);
    let mut told = Vec::new();
    let mut places = Vec::new();
    for name in desk
        .tree("dist/public/leaflets")
        .keys()
        .filter(|name| name.ends_with(".pdf") && !name.contains("card"))
    {
        let text = pdftotext(&[], &desk.path(&format!("dist/public/leaflets/{name}")));
        let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        assert!((1..=2).contains(&pages.len()), "{name}: {} pages", pages.len());
        assert!(pages.iter().all(|page| dense(page).contains("征求意见稿")), "{name}");
        let html = desk.read(&format!("dist/public/leaflets/{}/index.html", name.split('/').next().unwrap()));
        let points = html.split("id=\"point-").skip(1).map(|rest| rest.split('"').next().unwrap());
        let points: Vec<u32> = points.map(|n| n.parse().unwrap()).collect();
        let place = dense(&text)
            .split("第")
            .skip(1)
            .find_map(|rest| rest.split_once("张，共8张").map(|(n, _)| n.to_owned()));
        assert_eq!(place.is_some(), !points.is_empty(), "{name}");
        places.extend(place);
        told.extend(points);
    }
    told.sort_unstable();
    places.sort();
    assert_eq!(told, (1..=25).collect::<Vec<_>>());
    assert_eq!(places, ["1", "2", "3", "4", "5", "6", "7", "8"]);
}

#[test]
fn what_the_draft_struck_is_told_nowhere() {
    let desk = township("struck", "jilin-2020");
    desk.run(["-C", "ws", "--today", "2020-05-20", "build"]).ends(0);
    for (name, text) in public(&desk) {
        for struck in ["厕所", "志愿", "白山"] {
            assert!(!text.contains(struck), "{name} tells {struck}");
        }
    }
}

#[test]
fn a_document_of_two_plans_is_cited_with_both_titles() {
    let desk = township("cited", "jilin-2020");
    desk.run(["-C", "ws", "--today", "2020-05-20", "build"]).ends(0);
    let page = page_text(&desk.read("dist/public/policy/index.html"));
    let titles = "《关于巩固脱贫成果建立防止返贫长效机制的实施方案（征求意见稿）》《建立防止返贫监测和帮扶机制分工落实方案（征求意见稿）》";
    assert!(page.contains(titles), "{page}");
}
