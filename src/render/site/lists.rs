//! Lists 列表: notices by state and month, the archive by year, leaflets by subject.

use super::view::{self, LeafletView, NoticeView};
use super::{NoticeEntry, Site, State, address};
use crate::document::Text;
use crate::render::theme::{LeadsOn, Theme};
use chrono::Datelike;
use serde::Serialize;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Days that a notice stays on the page of all notices once its rows are gone: half a year.
const RECENT: i64 = 183;

/// Cards on the front page: what closes soonest.
const FRONT: usize = 12;
/// Cards under one heading of the page of all notices; the villages' own pages have the rest.
const UNDER_ONE: usize = 60;
/// A year with more notices than this has a page for each month.
const IN_A_YEAR: usize = 120;
/// Cards on the page of a month; the villages' own pages have the rest.
const IN_A_MONTH: usize = 300;

/// Notices under one heading.
pub(super) struct Group<'a> {
    title: String,
    state: &'static str,
    pub(super) notices: Vec<&'a NoticeEntry>,
    /// How many more there are than are shown.
    more: usize,
}

/// The same as templates see it.
#[derive(Debug, Serialize)]
pub(super) struct GroupView<'a> {
    title: &'a str,
    state: &'static str,
    notices: Vec<NoticeView<'a>>,
    more: usize,
}

/// Groups ready to be shown.
pub(super) fn views<'a>(site: &'a Site, groups: &'a [Group<'a>]) -> Vec<GroupView<'a>> {
    let view = |group: &'a Group<'a>| GroupView {
        title: &group.title,
        state: group.state,
        notices: group.notices.iter().map(|notice| view::notice(site, notice)).collect(),
        more: group.more,
    };
    groups.iter().map(view).collect()
}

/// A number for all that a list shows, its cards and what stands `beside` them: two lists with the same number look the
/// same on the same day of the same site.
pub(super) fn fingerprint(groups: &[Group<'_>], beside: impl Hash) -> u64 {
    let mut hash = DefaultHasher::new();
    beside.hash(&mut hash);
    for group in groups {
        (&group.title, group.state, group.more, group.notices.len()).hash(&mut hash);
        for notice in &group.notices {
            let meta = &notice.document.meta();
            (&notice.village, &notice.stem, &notice.kind, &notice.pdf).hash(&mut hash);
            (notice.state, notice.ended, notice.closes, notice.rows_until).hash(&mut hash);
            (notice.posted, notice.last, &meta.number, meta.title.plain()).hash(&mut hash);
            notice.document.imprint().map(Text::plain).hash(&mut hash);
        }
    }
    hash.finish()
}

/// What runs today, for the front page.
pub(super) fn front(site: &Site) -> Vec<Group<'_>> {
    groups(site.notices.iter().filter(|notice| notice.state == State::Open), FRONT)
}

/// The page of all notices: what runs, what hangs, and what was taken down of late.
pub(super) fn recent<'a>(site: &'a Site, theme: &Theme) -> Vec<Group<'a>> {
    let most = if theme.leads_on(LeadsOn::More) { UNDER_ONE } else { usize::MAX };
    groups(site.notices.iter().filter(|notice| is_recent(site, notice)), most)
}

/// A village's notices.
pub(super) fn of_village<'a>(site: &'a Site, slug: &str) -> Vec<Group<'a>> {
    groups(site.notices.iter().filter(|notice| notice.village == slug), usize::MAX)
}

/// Notices by state, so many of each; expired ones by month of posting. What closes soonest comes first: that is what a
/// villager can still answer.
fn groups<'a>(entries: impl Iterator<Item = &'a NoticeEntry>, most: usize) -> Vec<Group<'a>> {
    let mut entries: Vec<&NoticeEntry> = entries.collect();
    entries.sort_by_cached_key(|entry| {
        let open = entry.state == State::Open;
        let closing = open.then_some((entry.last, &entry.village, &entry.stem));
        (!open, entry.state, closing, Reverse(entry.posted))
    });
    let titled = entries.into_iter().map(|entry| {
        let title = match entry.state {
            State::Open => "正在公示".to_owned(),
            State::Upcoming => "即将公示".to_owned(),
            State::Closed => "公示期满，仍在张贴".to_owned(),
            State::Expired => format!("{}年{}月（已下架）", entry.posted.year(), entry.posted.month()),
        };
        (title, view::state(entry.state), entry)
    });
    grouped(titled, most)
}

/// A year's notices, or those of one of its months, by month of posting, the newest first.
pub(super) fn months<'a>(site: &'a Site, theme: &Theme, year: i32, month: Option<u32>) -> Vec<Group<'a>> {
    let most = if theme.leads_on(LeadsOn::More) { IN_A_MONTH } else { usize::MAX };
    let of_term = |notice: &&NoticeEntry| {
        notice.posted.year() == year && month.is_none_or(|month| notice.posted.month() == month)
    };
    let mut entries: Vec<&NoticeEntry> = site.notices.iter().filter(of_term).collect();
    entries.sort_by_key(|entry| (Reverse(entry.posted), &entry.village, &entry.stem));
    let titled = entries.into_iter().map(|entry| (format!("{}月", entry.posted.month()), "", entry));
    grouped(titled, most)
}

fn grouped<'a>(
    titled: impl Iterator<Item = (String, &'static str, &'a NoticeEntry)>,
    most: usize,
) -> Vec<Group<'a>> {
    let mut out: Vec<Group<'a>> = Vec::new();
    for (title, state, entry) in titled {
        match out.last_mut() {
            Some(group) if group.title == title && group.notices.len() >= most => group.more += 1,
            Some(group) if group.title == title => group.notices.push(entry),
            _ => out.push(Group { title, state, notices: vec![entry], more: 0 }),
        }
    }
    out
}

/// Whether the page of all notices shows it: whatever hangs, and what was posted in the last half year.
fn is_recent(site: &Site, notice: &NoticeEntry) -> bool {
    notice.state != State::Expired || (site.today - notice.posted).num_days() <= RECENT
}

/// The months of a year that have a page of their own, with how many notices; none where one page holds the year.
pub(super) fn months_apart(site: &Site, theme: &Theme, year: i32) -> BTreeMap<u32, usize> {
    let mut months: BTreeMap<u32, usize> = BTreeMap::new();
    for notice in site.notices.iter().filter(|notice| notice.posted.year() == year) {
        *months.entry(notice.posted.month()).or_default() += 1;
    }
    let all: usize = months.values().sum();
    if all > IN_A_YEAR && theme.leads_on(LeadsOn::Months) { months } else { BTreeMap::new() }
}

/// The pages of a year's months, the newest first.
pub(super) fn month_views(site: &Site, theme: &Theme, year: i32, current: Option<u32>) -> Vec<YearView> {
    let view = |(month, count)| YearView {
        title: format!("{month}月"),
        href: address::month(year, month),
        count,
        current: current == Some(month),
    };
    months_apart(site, theme, year).into_iter().rev().map(view).collect()
}

/// A page of the archive.
#[derive(Debug, Hash, Serialize)]
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

/// Leaflets of one subject.
#[derive(Debug, Serialize)]
pub(super) struct Shelf<'a> {
    pub(super) title: Cow<'a, str>,
    /// For whom they are, all of them together: a theme from before subjects says so above them.
    audience: String,
    pub(super) leaflets: Vec<LeafletView<'a>>,
}

/// What stands above leaflets without a subject, where others have one.
const OTHER: &str = "其他";

/// Leaflets by subject 主题, in the order of the pack, those without one last; by whom they are for where none has one.
pub(super) fn shelves(site: &Site) -> Vec<Shelf<'_>> {
    let named = site.leaflets.iter().any(|leaflet| leaflet.subject.is_some());
    let (mut out, mut other): (Vec<Shelf<'_>>, Vec<_>) = Default::default();
    for leaflet in &site.leaflets {
        let title = match &leaflet.subject {
            Some(subject) => Cow::from(subject),
            None if named => {
                other.push(view::leaflet(leaflet));
                continue;
            }
            None => format!("发给{}", leaflet.audience).into(),
        };
        match out.iter_mut().find(|shelf| shelf.title == title) {
            Some(shelf) => shelf.leaflets.push(view::leaflet(leaflet)),
            None => {
                out.push(Shelf { title, audience: String::new(), leaflets: vec![view::leaflet(leaflet)] })
            }
        }
    }
    if !other.is_empty() {
        out.push(Shelf { title: OTHER.into(), audience: String::new(), leaflets: other });
    }
    for shelf in &mut out {
        let mut audiences: Vec<&str> = shelf.leaflets.iter().map(|leaflet| leaflet.audience).collect();
        let mut seen = BTreeSet::new();
        audiences.retain(|audience| seen.insert(*audience));
        shelf.audience = audiences.join("、");
    }
    out
}
