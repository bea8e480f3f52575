//! What programs read: the feed, the list of notices, what search engines are told, digests of files.

use super::sample::{day, site, theme};
use crate::render::site::{NoticeEntry, Site, pages};
use crate::schedule::{Ended, State};
use quick_xml::Reader;
use quick_xml::events::Event;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

const ROOT: &str = "https://www.example.gov.cn/puan/";

fn files(site: &Site) -> BTreeMap<String, String> {
    let drafts = pages(site, &theme()).unwrap().into_iter();
    drafts.map(|draft| (draft.path, String::from_utf8(draft.bytes).unwrap())).collect()
}

/// Elements of a feed: path of names, then text or attributes.
fn elements(xml: &str) -> Vec<(String, String)> {
    let (mut reader, mut path, mut out) = (Reader::from_str(xml), Vec::<String>::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(is) => {
                path.push(is.name().as_ref().to_owned());
                out.push((path.join("/"), String::new()));
            }
            Event::Empty(is) => {
                let name = is.name().as_ref().to_owned();
                out.push((format!("{}/{name}", path.join("/")), is.as_ref().to_owned()));
            }
            Event::Text(text) => {
                let text: &str = text.as_ref();
                if let Some((_, said)) = out.last_mut() {
                    said.push_str(text.trim());
                }
            }
            Event::End(_) => drop(path.pop()),
            Event::Eof => return out,
            _ => {}
        }
    }
}

/// RFC 4287, 4.1: what a feed and an entry must have, once each, and how identifiers and days are written.
#[test]
fn the_feed_has_what_the_standard_asks_for() {
    let feed = files(&site()).remove("public/feed.xml").unwrap();
    let elements = elements(&feed);
    let of = |path: &str| -> Vec<&str> {
        elements.iter().filter(|(at, _)| at == path).map(|(_, text)| text.as_str()).collect()
    };
    let entries = of("feed/entry").len();
    assert_eq!(entries, 3, "the one that is not posted yet is not in it");
    for one in ["feed/id", "feed/title", "feed/updated", "feed/author/name"] {
        assert!(matches!(of(one)[..], [text] if !text.is_empty()), "{one}");
    }
    for each in ["id", "title", "updated", "published", "summary", "link"] {
        assert_eq!(of(&format!("feed/entry/{each}")).len(), entries, "{each}");
    }
    let mut ids = of("feed/entry/id");
    assert!(ids.iter().all(|id| id.starts_with(ROOT)), "{ids:?}");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), entries);
    let days = [of("feed/updated"), of("feed/entry/updated"), of("feed/entry/published")].concat();
    for stamp in &days {
        assert!(stamp.len() == 25 && stamp.ends_with("T00:00:00+08:00"), "{stamp}");
        assert!(
            stamp[..10].parse::<chrono::NaiveDate>().is_ok_and(|posted| posted <= site().today),
            "{stamp}"
        );
    }
    assert_eq!(of("feed/updated")[0], *of("feed/entry/updated").iter().max().unwrap());
    assert!(of("feed/link").iter().any(|link| link.contains("rel=\"self\"") && link.contains("feed.xml\"")));
}

#[test]
fn the_feed_tells_of_a_notice_that_was_taken_down_only_that() {
    let mut site = site();
    site.notices[1].state = State::Expired;
    site.notices[1].ended = Some(Ended::Withdrawn(day(3, 21)));
    Arc::make_mut(&mut site.notices[1].document).parts().1.clear();
    let feed = files(&site).remove("public/feed.xml").unwrap();
    let entry =
        feed.split("<entry>").find(|entry| entry.contains("hongqi/notices/2025-03-identify")).unwrap();
    assert!(
        entry.contains("这份公示已于2025年3月21日（星期五）撤回。") && entry.contains("<updated>2025-03-21T")
    );
    assert!(!entry.contains("最迟在") && !feed.contains("赵*明"));
}

#[test]
fn every_page_offers_the_feed_only_where_there_is_one() {
    let offers = |site: &Site| {
        let files = files(site);
        let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
        pages.map(|(_, html)| html.contains("application/atom+xml")).collect::<Vec<_>>()
    };
    assert!(offers(&site()).into_iter().all(|offer| offer));
    assert!(!offers(&Site { base_url: None, ..site() }).contains(&true));
    assert!(!offers(&Site { notices: Vec::new(), ..site() }).contains(&true));
}

#[test]
fn the_list_of_notices_names_each_one_and_where_it_lies() {
    let files = files(&site());
    let list: serde_json::Value = serde_json::from_str(&files["public/notices.json"]).unwrap();
    assert_eq!((&list["version"], &list["base_url"]), (&1.into(), &ROOT.into()));
    assert_eq!((&list["feed"], &list["calendar"]), (&"feed.xml".into(), &"calendar.ics".into()));
    for notice in list["notices"].as_array().unwrap() {
        let (id, page) = (notice["id"].as_str().unwrap(), notice["page"].as_str().unwrap());
        assert_eq!(page, format!("{id}/index.html"));
        assert!(files.contains_key(&format!("public/{page}")), "{page}");
        let running = notice["state"] == "open";
        assert_eq!(notice["days_left"].is_i64(), running, "{notice}");
    }
}

#[test]
fn a_year_has_a_page_of_its_own() {
    let mut site = site();
    site.notices[3].posted = "2023-12-01".parse().unwrap();
    site.notices[3].last = Some("2023-12-08".parse().unwrap());
    site.notices[3].rows_until = "2023-12-09".parse().unwrap();
    let files = files(&site);
    let old = "villages/qinghe/notices/2025-02-identify/index.html";
    assert!(files["public/notices/2023/index.html"].contains(old));
    assert!(files["public/notices/2023/index.html"].contains("12月"));
    assert!(!files["public/notices/2025/index.html"].contains(old));
    assert!(!files["public/notices/index.html"].contains(old), "long ago: only in its year");
    assert!(files["public/notices/index.html"].contains("href=\"../notices/2023/index.html\""));
    assert!(files["public/sitemap.xml"].contains("notices/2023/index.html"));
}

#[test]
fn a_township_with_many_notices_keeps_its_lists_small_and_loses_none() {
    let mut site = site();
    let running = site.notices.iter().find(|notice| notice.state == State::Open).unwrap().clone();
    for at in 0..400 {
        site.notices.push(NoticeEntry { stem: format!("n{at}"), ..running.clone() });
    }
    let (few, files) = (files(&self::site()), files(&site));
    let cards = |path: &str| files[path].matches("notice-card").count();
    let home = files["public/index.html"].len();
    assert!(home < few["public/index.html"].len() + 12_000, "{home}");
    assert_eq!(cards("public/index.html"), 12 + 1, "with the request for comments");
    assert!(files["public/index.html"].contains("还有389项正在公示"), "401 run, 12 are shown");
    assert!(files["public/notices/index.html"].len() < 60_000);
    assert!(files["public/notices/index.html"].contains("还有341份，请到各村的页面看"));
    assert!(files["public/notices/2025/index.html"].contains("href=\"../../notices/2025/03/index.html\""));
    assert_eq!(cards("public/notices/2025/index.html"), 0, "its months have them");
    assert!(files["public/sitemap.xml"].contains("notices/2025/03/index.html"));
    // A month's page holds its newest 300, and says where the others are.
    let month = |notice: &NoticeEntry| format!("public/notices/{}/index.html", notice.posted.format("%Y/%m"));
    let busy = month(&running);
    let beyond = site.notices.iter().filter(|notice| month(notice) == busy).count() - 300;
    assert_eq!(cards(&busy), 300);
    assert!(files[&busy].contains(&format!("还有{beyond}份，请到各村的页面看")));
    // Whatever is on no list is lost to a villager.
    for notice in &site.notices {
        let page = format!("villages/{}/notices/{}/index.html", notice.village, notice.stem);
        assert!(month(notice) == busy || files[&month(notice)].contains(&page), "{page}");
        assert!(files[&format!("public/villages/{}/index.html", notice.village)].contains(&page), "{page}");
    }
}

/// Browsers refuse a file from a disk when the page declares its digest; the page for lost addresses has no disk.
#[test]
fn digests_are_declared_where_a_page_is_never_opened_from_a_disk() {
    let files = files(&site());
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert_eq!(html.contains(" integrity="), path == "public/404.html", "{path}");
    }
    let lost = &files["public/404.html"];
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("public/assets/site.")) {
        let address = path.strip_prefix("public/").unwrap();
        let rest = lost.split(&format!("\"/puan/{address}\" integrity=\"sha256-")).nth(1).unwrap();
        assert_eq!(rest.split('"').next().unwrap(), base64(&Sha256::digest(bytes.as_bytes())), "{path}");
    }
}

fn base64(bytes: &[u8]) -> String {
    let digits: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let mut out: String = bits
        .as_bytes()
        .chunks(6)
        .map(|six| format!("{:0<6}", std::str::from_utf8(six).unwrap()))
        .map(|six| digits[usize::from_str_radix(&six, 2).unwrap()])
        .collect();
    while !out.len().is_multiple_of(4) {
        out.push('=');
    }
    out
}

#[test]
fn a_page_for_lost_addresses_finds_its_files_from_anywhere() {
    for (base_url, top) in [(Some(ROOT), "/puan/"), (None, "/")] {
        let files = files(&Site { base_url: base_url.map(str::to_owned), ..site() });
        let lost = &files["public/404.html"];
        for start in [" href=\"", " src=\""] {
            for address in lost.split(start).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                let below = address.strip_prefix(top).or_else(|| address.strip_prefix(ROOT));
                let leads = address.starts_with("#")
                    || below.is_some_and(|below| files.contains_key(&format!("public/{below}")));
                assert!(leads, "{address}");
            }
        }
    }
}

#[test]
fn a_preview_tells_nobody_s_name() {
    for (path, html) in files(&site()).iter().filter(|(path, _)| path.ends_with(".html")) {
        for tag in html.split("<meta ").skip(1).map(|rest| rest.split('>').next().unwrap()) {
            assert!(!tag.contains("*明") && !tag.contains("钱*"), "{path}: {tag}");
        }
        let canonical =
            html.split("rel=\"canonical\" href=\"").nth(1).map(|rest| rest.split('"').next().unwrap());
        if let Some(canonical) = canonical {
            assert_eq!(format!("public/{}", canonical.strip_prefix(ROOT).unwrap()), **path);
            assert!(html.contains(&format!("property=\"og:url\" content=\"{canonical}\"")), "{path}");
        }
    }
}

#[test]
fn prints_are_not_offered_to_search_engines() {
    for base_url in [None, Some(ROOT.to_owned())] {
        let robots = &files(&Site { base_url, ..site() })["public/robots.txt"];
        assert!(robots.starts_with("User-agent: *\nDisallow: /*.pdf$\n"), "{robots}");
    }
}
