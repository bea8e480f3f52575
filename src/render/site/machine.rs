//! Lists for machines: `notices.json`, `calendar.ics`, `robots.txt`, and with a declared address `sitemap.xml` and the feed.

use super::{NoticeEntry, Site, State, address, feed, lists, view};
use crate::document::{self, Fragment, Public};
use crate::ledger::Head;
use crate::render::html::date;
use crate::render::ical::{self, Entry};
use crate::render::theme::Theme;
use crate::render::{Draft, Media, html};
use chrono::NaiveDate;
use serde::Serialize;

/// `notices.json` as docs/site.md describes it. Fields are added under the same version, never changed or taken away.
#[derive(Serialize)]
struct List<'a> {
    version: u32,
    township: &'a str,
    publisher: &'a str,
    built: String,
    /// A fictional township with a day of its own.
    sample: bool,
    /// A rehearsal; left out where it is meant.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    rehearsal: bool,
    /// The ledger's head: number and hash of its last line that is no publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<&'a Head>,
    base_url: Option<&'a str>,
    calendar: Option<&'static str>,
    feed: Option<&'static str>,
    notices: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    /// The notice's name, as on the command line.
    id: String,
    village: &'a str,
    title: String,
    kind: &'a str,
    number: Option<&'a str>,
    state: &'static str,
    /// Day on which it was withdrawn or taken down to be corrected.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
    posted: String,
    last: Option<String>,
    days_left: Option<i64>,
    rows_until: String,
    page: String,
    pdf: Option<String>,
}

pub(super) fn drafts(site: &Site, theme: &Theme) -> Vec<Draft<Public>> {
    let mut out = vec![notices(site), robots(site)];
    out.extend(calendar(site));
    out.extend(feed::draft(site));
    if let Some(base_url) = &site.base_url {
        let sitemap = sitemap(site, theme, base_url);
        out.push(Draft::new("public/sitemap.xml", Media::Xml, sitemap.into_bytes(), Vec::new()));
    }
    out
}

/// Prints are left to people: a print cannot say by itself that nobody should keep it, and each has its page beside it.
fn robots(site: &Site) -> Draft<Public> {
    let mut robots = "User-agent: *\nDisallow: /*.pdf$\nAllow: /\n".to_owned();
    if let Some(base_url) = &site.base_url {
        robots.push_str(&format!("\nSitemap: {base_url}sitemap.xml\n"));
    }
    Draft::new("public/robots.txt", Media::Text, robots.into_bytes(), Vec::new())
}

fn notices(site: &Site) -> Draft<Public> {
    let mut fragments = vec![open(&site.name, "township.toml"), open(&site.publisher, "township.toml")];
    let items = site
        .notices
        .iter()
        .map(|notice| {
            let view = view::notice(site, notice);
            fragments.push(open(&view.title, "程序"));
            fragments.push(open(view.village, "township.toml"));
            fragments.push(open(view.kind, "程序"));
            fragments.extend(view.number.map(|number| open(number, document::NUMBER)));
            Item {
                id: format!("villages/{}/notices/{}", notice.village, notice.stem),
                village: view.village,
                title: view.title,
                kind: view.kind,
                number: view.number,
                state: view.ended.unwrap_or(view.state),
                ended: view.ended_on,
                posted: view.posted,
                last: view.last,
                days_left: view.days_left,
                rows_until: view.rows_until,
                page: view.href,
                pdf: view.pdf,
            }
        })
        .collect();
    let list = List {
        version: 1,
        township: &site.name,
        publisher: &site.publisher,
        built: site.today.to_string(),
        sample: site.sample,
        rehearsal: site.rehearsal,
        ledger: site.head.as_ref(),
        base_url: site.base_url.as_deref(),
        calendar: in_calendar(site).next().map(|_| CALENDAR),
        feed: feed::exists(site).then_some(feed::PATH),
        notices: items,
    };
    // Strings and numbers under fixed keys always serialise.
    let mut bytes = serde_json::to_vec_pretty(&list).unwrap_or_default();
    bytes.push(b'\n');
    fragments.sort();
    fragments.dedup();
    Draft::new("public/notices.json", Media::Json, bytes, fragments)
}

/// Where the calendar of periods lies.
pub(super) const CALENDAR: &str = "calendar.ics";

/// Days that a period stays in the calendar when it is over, so that a phone that follows it always finds something.
const KEPT: i64 = 366;

/// Notices whose period is in the calendar, with its last day. A period that was broken off counts no more.
pub(super) fn in_calendar(site: &Site) -> impl Iterator<Item = (&NoticeEntry, NaiveDate)> {
    let periods = site.notices.iter().filter_map(|notice| Some((notice, notice.last?)));
    periods.filter(|(notice, last)| {
        let over = (site.today - *last).num_days();
        if notice.state == State::Expired { (1..=KEPT).contains(&over) } else { over <= KEPT }
    })
}

/// The periods of notices for everybody's phone 公示日历; none without a period, since a calendar is never empty.
/// It says what their pages say.
fn calendar(site: &Site) -> Option<Draft<Public>> {
    let host = ical::host(site.base_url.as_deref(), &site.name);
    let name = site.marked(format!("{}公示", site.name));
    let mut fragments = vec![open(&name, "township.toml"), open(&site.name, "township.toml")];
    let entries: Vec<Entry> = in_calendar(site)
        .map(|(notice, last)| {
            let title = site.marked(notice.document.meta().title.plain());
            let page = address::notice(&notice.village, &notice.stem);
            let url = site.base_url.as_ref().map(|base| format!("{base}{}", address::encode(&page)));
            let latest = date::weekday(last);
            let by = notice.by();
            let mut words = format!(
                "公示期：{}至{latest}。有不同意见，最迟在{latest}{by}提出。",
                date::weekday(notice.posted),
            );
            fragments.push(open(&title, "程序"));
            fragments.push(open(&words, "程序"));
            if let Some(url) = &url {
                words.push('\n');
                words.push_str(url);
            }
            Entry {
                uid: format!("villages/{}/notices/{}/period@{host}", notice.village, notice.stem),
                first: notice.posted,
                last,
                title,
                words,
                url,
                remind: false,
            }
        })
        .collect();
    fragments.sort();
    fragments.dedup();
    let text = ical::calendar(&name, &entries);
    let path = format!("public/{CALENDAR}");
    (!entries.is_empty()).then(|| Draft::new(path, Media::Calendar, text.into_bytes(), fragments))
}

fn open(text: &str, place: &str) -> Fragment {
    Fragment::new(text, place, crate::render::DECLARING)
}

fn sitemap(site: &Site, theme: &Theme, base_url: &str) -> String {
    let fixed = ["index.html", "notices/index.html", "leaflets/index.html"];
    let mut pages: Vec<String> = fixed.iter().map(|page| (*page).to_owned()).collect();
    pages.extend(["contacts/index.html".to_owned(), "about/index.html".to_owned()]);
    for year in lists::years(site).into_keys() {
        pages.push(address::year(year));
        pages.extend(
            lists::months_apart(site, theme, year).into_keys().map(|month| address::month(year, month)),
        );
    }
    for policy in std::iter::once(&site.policy).chain(&site.more_policies) {
        pages.push(address::policy(policy));
        pages.extend(policy.text.iter().map(|_| address::policy_text(policy)));
    }
    // What may be answered only up to a day is not kept by a stranger either.
    let asked = site.consultation.iter().filter(|asked| asked.state(site.today) != State::Open);
    pages.extend(asked.map(|_| address::CONSULTATION.to_owned()));
    pages.extend(site.villages.iter().map(|village| address::village(&village.slug)));
    pages.extend(site.leaflets.iter().map(|leaflet| address::leaflet(&leaflet.id)));
    let without_rows = site.notices.iter().filter(|notice| !notice.holds_rows());
    pages.extend(without_rows.map(|notice| address::notice(&notice.village, &notice.stem)));
    pages.sort();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in pages {
        out.push_str("<url><loc>");
        html::escape(&mut out, &format!("{base_url}{}", address::encode(&page)));
        out.push_str("</loc></url>\n");
    }
    out.push_str("</urlset>\n");
    out
}
