//! Lists 列表: notices by state and month, the archive by year, leaflets by whom they are for.

use super::view::{self, LeafletView, NoticeView};
use super::{NoticeEntry, Site, State, address};
use chrono::Datelike;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Days that a notice stays on the page of all notices once its rows are gone: half a year.
const RECENT: i64 = 183;

/// Cards on the front page: what closes soonest.
const FRONT: usize = 12;
/// Cards under one heading of the page of all notices; the villages' own pages have the rest.
const UNDER_ONE: usize = 60;
/// A year with more notices than this has a page for each month.
const IN_A_YEAR: usize = 120;

/// Notices under one heading.
#[derive(Debug, Serialize)]
pub(super) struct Group<'a> {
    pub(super) title: String,
    pub(super) state: &'static str,
    pub(super) notices: Vec<NoticeView<'a>>,
    /// How many more there are than are shown.
    pub(super) more: usize,
}

impl Group<'_> {
    fn cut(&mut self, most: usize) {
        self.more = self.notices.len().saturating_sub(most);
        self.notices.truncate(most);
    }
}

/// What runs today, for the front page.
pub(super) fn front(site: &Site) -> Vec<Group<'_>> {
    let mut out = groups(site, site.notices.iter().filter(|notice| notice.state == State::Open));
    out.iter_mut().for_each(|group| group.cut(FRONT));
    out
}

/// The page of all notices: what runs, what hangs, and what was taken down of late.
pub(super) fn recent(site: &Site) -> Vec<Group<'_>> {
    let mut out = groups(site, site.notices.iter().filter(|notice| is_recent(site, notice)));
    out.iter_mut().for_each(|group| group.cut(UNDER_ONE));
    out
}

/// Notices by state; expired ones by month of posting.
pub(super) fn groups<'a>(site: &'a Site, entries: impl Iterator<Item = &'a NoticeEntry>) -> Vec<Group<'a>> {
    let mut entries: Vec<&NoticeEntry> = entries.collect();
    entries.sort_by_key(|entry| (entry.state != State::Open, entry.state, Reverse(entry.posted)));
    let titled = entries.into_iter().map(|entry| {
        let title = match entry.state {
            State::Open => "正在公示".to_owned(),
            State::Upcoming => "即将公示".to_owned(),
            State::Closed => "公示期满，仍在张贴".to_owned(),
            State::Expired => format!("{}年{}月（已下架）", entry.posted.year(), entry.posted.month()),
        };
        (title, view::state(entry.state), entry)
    });
    let mut out = grouped(site, titled);
    // What closes soonest comes first: that is what a villager can still answer.
    for group in out.iter_mut().filter(|group| group.state == "open") {
        group.notices.sort_by(|a, b| (&a.last, &a.href).cmp(&(&b.last, &b.href)));
    }
    out
}

/// A year's notices, or those of one of its months, by month of posting, the newest first.
pub(super) fn months(site: &Site, year: i32, month: Option<u32>) -> Vec<Group<'_>> {
    let of_term = |notice: &&NoticeEntry| {
        notice.posted.year() == year && month.is_none_or(|month| notice.posted.month() == month)
    };
    let mut entries: Vec<&NoticeEntry> = site.notices.iter().filter(of_term).collect();
    entries.sort_by_key(|entry| (Reverse(entry.posted), &entry.village, &entry.stem));
    grouped(site, entries.into_iter().map(|entry| (format!("{}月", entry.posted.month()), "", entry)))
}

fn grouped<'a>(
    site: &'a Site,
    titled: impl Iterator<Item = (String, &'static str, &'a NoticeEntry)>,
) -> Vec<Group<'a>> {
    let mut out: Vec<Group<'a>> = Vec::new();
    for (title, state, entry) in titled {
        let notice = view::notice(site, entry);
        match out.last_mut() {
            Some(group) if group.title == title => group.notices.push(notice),
            _ => out.push(Group { title, state, notices: vec![notice], more: 0 }),
        }
    }
    out
}

/// Whether the page of all notices shows it: whatever hangs, and what was posted in the last half year.
fn is_recent(site: &Site, notice: &NoticeEntry) -> bool {
    notice.state != State::Expired || (site.today - notice.posted).num_days() <= RECENT
}

/// The months of a year that have a page of their own, with how many notices; none where one page holds the year.
pub(super) fn months_apart(site: &Site, year: i32) -> BTreeMap<u32, usize> {
    let mut months: BTreeMap<u32, usize> = BTreeMap::new();
    for notice in site.notices.iter().filter(|notice| notice.posted.year() == year) {
        *months.entry(notice.posted.month()).or_default() += 1;
    }
    let all: usize = months.values().sum();
    if all > IN_A_YEAR { months } else { BTreeMap::new() }
}

/// The pages of a year's months, the newest first.
pub(super) fn month_views(site: &Site, year: i32, current: Option<u32>) -> Vec<YearView> {
    let view = |(month, count)| YearView {
        title: format!("{month}月"),
        href: address::month(year, month),
        count,
        current: current == Some(month),
    };
    months_apart(site, year).into_iter().rev().map(view).collect()
}

/// A page of the archive.
#[derive(Debug, Serialize)]
pub(super) struct YearView {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) count: usize,
    pub(super) current: bool,
}

/// Years in which notices were posted, with how many.
pub(super) fn years(site: &Site) -> BTreeMap<i32, usize> {
    let mut years = BTreeMap::new();
    for notice in &site.notices {
        *years.entry(notice.posted.year()).or_default() += 1;
    }
    years
}

/// The archive's pages, the newest first.
pub(super) fn year_views(site: &Site, current: Option<i32>) -> Vec<YearView> {
    let view = |(year, count)| YearView {
        title: format!("{year}年"),
        href: address::year(year),
        count,
        current: current == Some(year),
    };
    years(site).into_iter().rev().map(view).collect()
}

/// What the page of a year is called.
pub(super) fn year_title(year: i32) -> String {
    format!("{year}年的公示")
}

/// Leaflets for the same people.
#[derive(Debug, Serialize)]
pub(super) struct Shelf<'a> {
    pub(super) audience: &'a str,
    pub(super) leaflets: Vec<LeafletView<'a>>,
}

/// Leaflets by audience 发给谁, in the order of the pack.
pub(super) fn shelves(site: &Site) -> Vec<Shelf<'_>> {
    let mut out: Vec<Shelf<'_>> = Vec::new();
    for leaflet in &site.leaflets {
        let shelf = out.iter_mut().find(|shelf| shelf.audience == leaflet.audience);
        match shelf {
            Some(shelf) => shelf.leaflets.push(view::leaflet(leaflet)),
            None => out.push(Shelf { audience: &leaflet.audience, leaflets: vec![view::leaflet(leaflet)] }),
        }
    }
    out
}
