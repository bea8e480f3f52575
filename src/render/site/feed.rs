//! The feed 订阅源 `feed.xml` (Atom, RFC 4287): the newest notices for those who follow them by a reader.
//!
//! Its identifiers are the pages' own addresses, so there is none without a declared address. An entry says what its
//! page says in one sentence: days, never a row; when the notice was taken down, only that.

use super::{Ended, NoticeEntry, Site, State, address};
use crate::document::{Fragment, Public};
use crate::render::html::{self, date};
use crate::render::{Draft, Media};
use chrono::NaiveDate;
use std::fmt::Write as _;

/// Where it lies.
pub(super) const PATH: &str = "feed.xml";

/// Entries; whoever follows reads more often than so many are posted.
const NEWEST: usize = 50;

/// Whether there is one: its address is declared, and something was posted.
pub(super) fn exists(site: &Site) -> bool {
    site.base_url.is_some() && posted(site).next().is_some()
}

/// Notices that hang or hung.
fn posted(site: &Site) -> impl Iterator<Item = &NoticeEntry> {
    site.notices.iter().filter(|notice| notice.state != State::Upcoming && notice.posted <= site.today)
}

/// The feed, if there is one.
pub(super) fn draft(site: &Site) -> Option<Draft<Public>> {
    let base_url = site.base_url.as_deref()?;
    let mut notices: Vec<&NoticeEntry> = posted(site).collect();
    notices.sort_by_key(|is| (std::cmp::Reverse((changed(is), is.posted)), &is.village, &is.stem));
    notices.truncate(NEWEST);
    let newest = notices.first().map(|is| changed(is))?;
    let title = site.marked(format!("{}公示", site.name));
    let mut feed = Feed { xml: String::new(), open: Vec::new() };
    feed.xml.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n");
    feed.text("id", base_url, None);
    feed.text("title", &title, Some("township.toml"));
    feed.text("updated", &stamp(newest), None);
    feed.xml.push_str("<author>");
    feed.text("name", &site.publisher, Some("township.toml"));
    feed.xml.push_str("</author>\n");
    feed.link("self", "application/atom+xml", &format!("{base_url}{PATH}"));
    feed.link("alternate", "text/html", &format!("{base_url}notices/index.html"));
    for notice in notices {
        feed.entry(site, base_url, notice);
    }
    feed.xml.push_str("</feed>\n");
    feed.open.sort();
    feed.open.dedup();
    Some(Draft::new(format!("public/{PATH}"), Media::Xml, feed.xml.into_bytes(), feed.open))
}

/// The day of the last change that a reader should learn of: posted, or taken down before its time.
fn changed(notice: &NoticeEntry) -> NaiveDate {
    match notice.ended {
        Some(Ended::Withdrawn(day) | Ended::Amended(day)) => day.max(notice.posted),
        None => notice.posted,
    }
}

/// The beginning of a day in China.
fn stamp(day: NaiveDate) -> String {
    format!("{day}T00:00:00+08:00")
}

/// What a notice's entry says.
fn said(notice: &NoticeEntry) -> String {
    let (posted, by) = (date::weekday(notice.posted), notice.by());
    match (notice.ended, notice.state, notice.last.map(date::weekday)) {
        (Some(Ended::Withdrawn(day)), ..) => format!("这份公示已于{}撤回。", date::weekday(day)),
        (Some(Ended::Amended(day)), ..) => format!("内容要更正，已于{}撤下。", date::weekday(day)),
        (None, State::Expired, Some(last)) => format!("公示期已于{last}结束，名单已按规定撤下。"),
        (None, State::Expired, None) => "名单已按规定撤下。".to_owned(),
        (None, _, Some(last)) => format!("公示期：{posted}至{last}。有不同意见，最迟在{last}{by}提出。"),
        (None, _, None) => format!("{posted}公告。"),
    }
}

struct Feed {
    xml: String,
    open: Vec<Fragment>,
}

impl Feed {
    fn entry(&mut self, site: &Site, base_url: &str, notice: &NoticeEntry) {
        let page = address::encode(&address::notice(&notice.village, &notice.stem));
        let url = format!("{base_url}{page}");
        let village = site.villages.iter().find(|village| village.slug == notice.village);
        self.xml.push_str("<entry>\n");
        self.text("id", &url, None);
        self.text("title", &site.marked(notice.document.meta().title.plain()), Some("程序"));
        self.text("updated", &stamp(changed(notice)), None);
        self.text("published", &stamp(notice.posted), None);
        self.link("alternate", "text/html", &url);
        self.category(&notice.kind, "程序");
        village.iter().for_each(|village| self.category(&village.name, &village.place));
        self.text("summary", &said(notice), Some("程序"));
        self.xml.push_str("</entry>\n");
    }

    /// An element; `place` declares words that somebody may read.
    fn text(&mut self, name: &str, text: &str, place: Option<&str>) {
        // Writing to a String cannot fail.
        let _ = write!(self.xml, "<{name}>");
        html::escape(&mut self.xml, text);
        let _ = writeln!(self.xml, "</{name}>");
        self.says(text, place);
    }

    fn category(&mut self, term: &str, place: &str) {
        self.xml.push_str("<category term=\"");
        html::escape(&mut self.xml, term);
        self.xml.push_str("\"/>\n");
        self.says(term, Some(place));
    }

    fn link(&mut self, rel: &str, media: &str, href: &str) {
        let _ = write!(self.xml, "<link rel=\"{rel}\" type=\"{media}\" href=\"");
        html::escape(&mut self.xml, href);
        self.xml.push_str("\"/>\n");
    }

    fn says(&mut self, text: &str, place: Option<&str>) {
        self.open.extend(place.map(|place| Fragment::new(text, place, crate::render::DECLARING)));
    }
}
