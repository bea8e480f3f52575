//! What must hold on every page.

use super::sample::{day, markdown_document, roster_table, site, theme};
use crate::document::{Block, Document, Kind, Public, Span, Text};
use crate::render::site::{LeafletEntry, Site, pages};
use crate::render::{Draft, Media};
use crate::schedule::State;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const EVIL: &str = "<b>&\"'</b>";

fn drafts(site: &Site) -> Vec<Draft<Public>> {
    pages(site, &theme()).unwrap()
}

fn html(drafts: &[Draft<Public>]) -> BTreeMap<&str, &str> {
    drafts
        .iter()
        .filter(|draft| draft.media == Media::Html)
        .map(|draft| (draft.path.as_str(), std::str::from_utf8(&draft.bytes).unwrap()))
        .collect()
}

fn page(drafts: &[Draft<Public>], path: &str) -> String {
    html(drafts).get(path).unwrap_or_else(|| panic!("{path}")).to_string()
}

/// Every value of an attribute, entities decoded.
fn attribute(html: &str, name: &str) -> Vec<String> {
    html.split(&format!(" {name}=\""))
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
        .collect()
}

fn resolve(page: &str, href: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{page} → {href}"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_internal_link_leads_to_a_page_a_print_or_a_place() {
    for base_url in [None, Some("https://www.example.gov.cn/puan/".to_owned())] {
        let site = Site { base_url: base_url.clone(), ..site() };
        let drafts = drafts(&site);
        let mut known: BTreeSet<String> = drafts.iter().map(|draft| draft.path.clone()).collect();
        known.extend(site.notices.iter().filter_map(|n| n.pdf.as_ref()).map(|pdf| format!("public/{pdf}")));
        known.extend(site.leaflets.iter().filter_map(|l| l.pdf.as_ref()).map(|pdf| format!("public/{pdf}")));
        known.extend(site.consultation.iter().map(|asked| format!("public/{}", asked.pdf)));
        let pages = html(&drafts);
        let mut checked = 0;
        for (path, html) in &pages {
            for href in attribute(html, "href").into_iter().chain(attribute(html, "src")) {
                if href.starts_with("tel:") || href.starts_with("https://www.example.gov.cn/puan/") {
                    continue;
                }
                let (target, fragment) = href.split_once('#').unwrap_or((&href, ""));
                let top = if base_url.is_some() { "/puan/" } else { "/" };
                let target = match target.strip_prefix(top) {
                    Some(rest) if *path == "public/404.html" => format!("public/{rest}"),
                    _ if target.is_empty() => (*path).to_owned(),
                    _ => resolve(path, target),
                };
                assert!(known.contains(&target), "{path} → {href}");
                if !fragment.is_empty() {
                    assert!(
                        pages[target.as_str()].contains(&format!("id=\"{fragment}\"")),
                        "{path} → {href}"
                    );
                }
                checked += 1;
            }
        }
        assert!(checked > 200, "{checked}");
    }
}

#[test]
fn nothing_is_fetched_from_another_host_and_nothing_is_inline() {
    for (path, html) in html(&drafts(&site())) {
        for src in attribute(html, "src") {
            assert!(!src.contains("//"), "{path}: {src}");
        }
        for link in html.split("<link ").skip(1) {
            let tag = link.split('>').next().unwrap();
            assert!(!tag.contains("://") || tag.contains("rel=\"canonical\""), "{path}: {tag}");
        }
        assert!(!html.contains(" style=") && !html.contains("<style"), "{path}");
        assert!(
            !html.contains(" onclick=") && !html.contains(" onload=") && !html.contains("javascript:"),
            "{path}"
        );
        assert!(html.contains("default-src 'none'"), "{path}");
        let scripts = if path == "public/search/index.html" { 2 } else { 1 };
        assert_eq!(html.matches("<script").count(), scripts, "{path}");
    }
}

#[test]
fn every_page_has_one_title_one_heading_and_a_sound_outline() {
    for (path, html) in html(&drafts(&site())) {
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert_eq!(html.matches("<title>").count(), 1, "{path}");
        assert!(!html.contains("<title></title>"), "{path}");
        assert!(html.contains("<html lang=\"zh-CN\""), "{path}");
        let mut last = 0;
        for rest in html.split("<h").skip(1) {
            let Some(level) = rest.chars().next().and_then(|c| c.to_digit(10)) else { continue };
            assert!(level <= last + 1, "{path}: h{level} after h{last}");
            last = level;
        }
    }
}

#[test]
fn tags_are_balanced() {
    const VOID: [&str; 5] = ["meta", "link", "br", "rect", "input"];
    for (path, html) in html(&drafts(&site())) {
        let mut stack = Vec::new();
        for rest in html.split('<').skip(1) {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '/').collect();
            if let Some(name) = name.strip_prefix('/') {
                assert_eq!(stack.pop().as_deref(), Some(name), "{path}");
            } else if !name.is_empty()
                && !VOID.contains(&name.as_str())
                && !rest.split('>').next().unwrap().ends_with('/')
            {
                stack.push(name);
            }
        }
        assert!(stack.is_empty(), "{path}: {stack:?}");
    }
}

#[test]
fn a_title_with_markup_stays_text_everywhere() {
    let mut site = site();
    site.name = EVIL.into();
    site.publisher = EVIL.into();
    for village in &mut site.villages {
        village.name = EVIL.into();
        village.committee = EVIL.into();
        village.board = Some(EVIL.into());
        village.contacts[0].name = EVIL.into();
    }
    for notice in &mut site.notices {
        Arc::make_mut(&mut notice.document).parts().0.title = Text::open(EVIL, "sample");
        Arc::make_mut(&mut notice.document).parts().0.description = EVIL.into();
        notice.kind = EVIL.into();
        Arc::make_mut(&mut notice.document).parts().0.number = Some(EVIL.into());
    }
    for leaflet in &mut site.leaflets {
        Arc::make_mut(&mut leaflet.document).parts().0.title = Text::open(EVIL, "sample");
        Arc::make_mut(&mut leaflet.document).parts().0.description = EVIL.into();
        leaflet.audience = EVIL.into();
    }
    Arc::make_mut(&mut site.policy.page).parts().0.title = Text::open(EVIL, "sample");
    site.contacts[0].purpose = EVIL.into();
    for (path, html) in html(&drafts(&site)) {
        assert!(!html.contains("<b>"), "{path}");
        assert!(!html.contains("&\"'"), "{path}");
        assert!(html.contains("&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;"), "{path}");
    }
}

#[test]
fn a_notice_says_state_period_and_whom_to_call() {
    let drafts = drafts(&site());
    let open = page(&drafts, "public/villages/hongqi/notices/2025-03-identify/index.html");
    for needed in [
        "公示中",
        "还剩3天",
        "2025年3月19日（星期三）",
        "2025年3月25日（星期二）",
        "<section class=\"rows\" data-rows-until=\"2025-03-30\">",
        "href=\"tel:0859-7770001\"",
        "href=\"tel:12317\"",
        "打印版 PDF",
        "编号：<span class=\"unbroken\">2025-03</span>-identify-v1",
        "noindex, noarchive",
        "<caption>",
        "scope=\"col\"",
    ] {
        assert!(open.contains(needed), "{needed}");
    }
    let closed = page(&drafts, "public/villages/hongqi/notices/2025-03-remove/index.html");
    assert!(closed.contains("公示期满") && closed.contains("data-rows-until=\"2025-03-22\""));
    let upcoming = page(&drafts, "public/villages/qinghe/notices/2025-04-identify/index.html");
    assert!(
        upcoming.contains("待公示")
            && upcoming.contains("2025年3月31日（星期一）")
            && !upcoming.contains("赵*明")
    );
    let expired = page(&drafts, "public/villages/qinghe/notices/2025-02-identify/index.html");
    assert!(expired.contains("已期满下架") && !expired.contains("赵*明") && !expired.contains("noindex"));
}

#[test]
fn a_number_that_the_notice_gives_is_not_repeated_below() {
    let open = page(&drafts(&site()), "public/villages/hongqi/notices/2025-03-identify/index.html");
    assert_eq!(open.matches("href=\"tel:0859-7770001\"").count(), 1);
    assert_eq!(open.matches("href=\"tel:0859-7770008\"").count(), 1);
}

#[test]
fn the_last_day_is_named_as_such() {
    let mut site = site();
    site.today = day(3, 25);
    site.notices.retain(|notice| notice.state == State::Open);
    assert!(page(&drafts(&site), "public/index.html").contains("今天是最后一天"));
}

#[test]
fn rows_outside_their_term_are_refused() {
    let with_rows = |state: State, today| {
        let mut site = site();
        site.today = today;
        site.notices.truncate(1);
        let notice = &mut site.notices[0];
        (notice.state, notice.posted, notice.last, notice.rows_until) =
            (state, day(3, 19), Some(day(3, 25)), day(3, 30));
        *Arc::make_mut(&mut notice.document).parts().1 = vec![Block::Table(roster_table(1))];
        pages(&site, &theme())
    };
    assert!(with_rows(State::Open, day(3, 19)).is_ok());
    assert!(with_rows(State::Closed, day(3, 30)).is_ok());
    for (state, today) in [
        (State::Upcoming, day(3, 18)),
        (State::Expired, day(3, 26)),
        (State::Closed, day(3, 31)),
        (State::Open, day(3, 18)),
    ] {
        let findings = with_rows(state, today).unwrap_err();
        assert!(findings.iter().any(|f| f.code.id == "site-rows-out-of-term"), "{state:?} {today}");
        assert!(findings.iter().all(|f| !f.to_string().contains("赵*明")));
    }
}

#[test]
fn a_state_that_contradicts_the_day_is_refused() {
    let mut site = site();
    site.today = day(3, 26);
    let findings = pages(&site, &theme()).unwrap_err();
    assert!(findings.iter().any(|f| f.code.id == "site-state-date"), "{findings:?}");
}

#[test]
fn unknown_villages_bad_addresses_and_doubles_are_told_at_once() {
    let mut site = site();
    site.base_url = Some("www.example.gov.cn".into());
    site.notices[0].village = "nowhere".into();
    site.notices[1].stem = "../../etc".into();
    site.villages[2].slug = "hongqi".into();
    let findings = pages(&site, &theme()).unwrap_err();
    let codes: BTreeSet<_> = findings.iter().map(|f| f.code.id).collect();
    assert_eq!(codes, ["site-address", "site-base-url", "site-unknown-village"].into());
}

#[test]
fn a_township_with_nothing_speaks_kindly() {
    let site = Site { notices: vec![], leaflets: vec![], contacts: vec![], ..site() };
    let drafts = drafts(&site);
    assert!(page(&drafts, "public/index.html").contains("眼下没有正在公示的事项"));
    assert!(page(&drafts, "public/villages/shimen/index.html").contains("石门村现在没有公示"));
    for (path, html) in html(&drafts) {
        assert!(
            !html.contains("<ul class=\"cards\">\n</ul>") && !html.contains("<ul class=\"calls\">\n</ul>"),
            "{path}"
        );
    }
}

#[test]
fn machine_lists_come_with_the_address_and_leave_rows_out() {
    let drafts = drafts(&site());
    let text = |path: &str| {
        let draft = drafts.iter().find(|draft| draft.path == path).unwrap_or_else(|| panic!("{path}"));
        String::from_utf8(draft.bytes.clone()).unwrap()
    };
    let sitemap = text("public/sitemap.xml");
    assert!(sitemap.contains("<loc>https://www.example.gov.cn/puan/index.html</loc>"));
    assert!(!sitemap.contains("2025-03-identify"), "a page with rows is not offered to search engines");
    assert!(sitemap.contains("2025-02-identify"));
    assert!(text("public/robots.txt").contains("Sitemap: https://www.example.gov.cn/puan/sitemap.xml"));
    let list: serde_json::Value = serde_json::from_str(&text("public/notices.json")).unwrap();
    assert_eq!(list["notices"].as_array().unwrap().len(), 4);
    assert!(!text("public/notices.json").contains("赵*明"));
    let without = pages(&Site { base_url: None, ..site() }, &theme()).unwrap();
    let has = |path: &str| without.iter().any(|draft| draft.path == path);
    assert!(!has("public/sitemap.xml") && !has("public/feed.xml") && has("public/robots.txt"));
}

#[test]
fn same_site_same_bytes_sorted_and_under_public() {
    let (first, second) = (drafts(&site()), drafts(&site()));
    let key = |drafts: &[Draft<Public>]| {
        drafts.iter().map(|d| (d.path.clone(), d.bytes.clone(), d.fragments().to_vec())).collect::<Vec<_>>()
    };
    assert_eq!(key(&first), key(&second));
    let paths: Vec<_> = first.iter().map(|draft| &draft.path).collect();
    let mut sorted = paths.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(paths, sorted);
    assert!(paths.iter().all(|path| path.starts_with("public/")));
}

/// What the audit will do: an open text on a page must be among its fragments, a roster's value must not.
#[test]
fn fragments_explain_every_open_text_and_no_row() {
    let site = site();
    for draft in drafts(&site).iter().filter(|draft| draft.media == Media::Html) {
        let html = std::str::from_utf8(&draft.bytes).unwrap();
        let texts: Vec<&str> = draft.fragments().iter().map(|fragment| &*fragment.text).collect();
        for contact in &site.contacts {
            let line = format!("{}：{} {}", contact.purpose, contact.name, contact.phone);
            if html.contains(&format!("{}：{}", contact.purpose, contact.name)) {
                assert!(texts.contains(&line.as_str()), "{}: {line}", draft.path);
            }
        }
        let mut inside_rows = false;
        for piece in html.split('<').skip(1) {
            let (tag, run) = piece.split_once('>').unwrap_or((piece, ""));
            inside_rows = (inside_rows || tag.contains("data-rows-until")) && !tag.starts_with("/section");
            let unexplained = if inside_rows { String::new() } else { unexplained(run.trim(), &texts) };
            assert!(unexplained.is_empty(), "{}: {unexplained} in {run}", draft.path);
        }
        assert!(!texts.iter().any(|text| text.contains("赵*明")), "{}", draft.path);
    }
}

/// Characters of a run that stand in no fragment, the fixed words of dates, hours and states apart.
fn unexplained(run: &str, texts: &[&str]) -> String {
    const FIXED: &str = "年月日（星期一二三四五六）至还剩天今当以前是最后公示中待满已下架正在即将仍张贴，·";
    let mut covered = vec![texts.iter().any(|text| text.contains(run)); run.len()];
    for text in texts.iter().filter(|text| !text.is_empty()) {
        for (at, _) in run.match_indices(text) {
            covered[at..at + text.len()].fill(true);
        }
    }
    let open = run.char_indices().filter(|(at, c)| !covered[*at] && !c.is_ascii() && !FIXED.contains(*c));
    open.map(|(_, c)| c).collect()
}

#[test]
fn the_weight_stays_small() {
    let drafts = drafts(&site());
    let size = |start: &str, end: &str| {
        let of_name = |draft: &&Draft<Public>| draft.path.starts_with(start) && draft.path.ends_with(end);
        drafts.iter().filter(of_name).map(|draft| draft.bytes.len()).sum::<usize>()
    };
    let asset = |start: &str, end: &str| size(&format!("public/assets/{start}"), end);
    let frame = asset("", ".css") + asset("site", ".js") + asset("", ".svg");
    let home = size("public/index.html", "") + frame;
    assert!(home < 60_000, "{home}");
    let search = size("public/search/index.html", "") + asset("search", ".js") + frame;
    assert!(search < 50_000, "{search}");
}

#[test]
fn a_link_to_nowhere_good_is_shown_as_text() {
    let mut site = site();
    let text = Text {
        spans: vec![Span::Link { text: "点这里".into(), href: "javascript:alert(1)".into() }],
        origin: crate::document::Origin::Open("sample".into()),
    };
    let document = markdown_document("本站说明", Kind::Page, "字");
    site.about = Document::for_tests(
        document.meta().clone(),
        vec![Block::Paragraph { text, indent: false, align: crate::document::Align::Start }],
    )
    .into();
    let about = page(&drafts(&site), "public/about/index.html");
    assert!(about.contains("点这里") && !about.contains("javascript"));
}

/// The headings of the library, in order.
fn library(subjects: &[Option<&str>]) -> (Vec<String>, String) {
    let mut site = site();
    let one = site.leaflets[0].clone();
    site.leaflets = (0..)
        .zip(subjects)
        .map(|(at, subject)| LeafletEntry {
            id: format!("leaflet-{at}"),
            subject: subject.map(str::to_owned),
            pdf: None,
            ..one.clone()
        })
        .collect();
    let drafts = pages(&site, &theme()).unwrap();
    let page = drafts.iter().find(|draft| draft.path == "public/leaflets/index.html").unwrap();
    let html = String::from_utf8(page.bytes.clone()).unwrap();
    let titles = html.split("<h2>").skip(1).map(|rest| rest.split("</h2>").next().unwrap().to_owned());
    (titles.collect(), html)
}

#[test]
fn the_library_stands_by_subject_and_without_any_by_whom_it_is_for() {
    let (titles, html) = library(&[None, Some("看病"), Some("上学"), Some("看病")]);
    assert_eq!(titles, ["看病", "上学", "其他"]);
    let order = ["leaflet-1/", "leaflet-3/", "leaflet-2/", "leaflet-0/"].map(|id| html.find(id).unwrap());
    assert!(order.is_sorted() && html.matches("发给：所有农户").count() == 4, "{html}");
    assert_eq!(library(&[None, None]).0, ["发给所有农户"]);
}
