//! What templates are given: plain words and addresses, ready to show. Nothing here is a roster's value.

use super::{
    ConsultationEntry, Contact, Ended, LeafletEntry, NoticeEntry, Site, State, VillageEntry, address, feed,
    search,
};
use crate::document::Text;
use crate::render::html;
use crate::render::html::date;
use crate::render::theme::Web;
use serde::Serialize;

/// The site as every page sees it.
#[derive(Debug, Serialize)]
pub(super) struct SiteView<'a> {
    pub(super) name: &'a str,
    pub(super) publisher: &'a str,
    /// The name above every page, e.g. 普安乡村务公开.
    pub(super) title: String,
    pub(super) today: String,
    pub(super) sample: bool,
    pub(super) rehearsal: bool,
    pub(super) today_text: String,
    pub(super) villages: Vec<VillageView<'a>>,
    pub(super) contacts: Vec<ContactView<'a>>,
    pub(super) leaflets: Vec<LeafletView<'a>>,
    pub(super) policy_title: String,
    pub(super) about_title: String,
    /// Addresses of the search and of the feed, where there is one.
    pub(super) search: Option<&'static str>,
    pub(super) feed: Option<&'static str>,
    pub(super) theme_color: &'a str,
    pub(super) theme_color_dark: &'a str,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct VillageView<'a> {
    pub(super) name: &'a str,
    pub(super) committee: &'a str,
    pub(super) board: Option<&'a str>,
    pub(super) href: String,
    pub(super) contacts: Vec<ContactView<'a>>,
    /// Notices that run today.
    pub(super) open: usize,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct ContactView<'a> {
    pub(super) purpose: &'a str,
    pub(super) name: &'a str,
    pub(super) phone: &'a str,
    pub(super) tel: String,
    pub(super) hours: Option<&'a str>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct LeafletView<'a> {
    pub(super) title: String,
    pub(super) description: &'a str,
    pub(super) audience: &'a str,
    pub(super) href: String,
    pub(super) pdf: Option<String>,
    pub(super) card: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct NoticeView<'a> {
    pub(super) title: String,
    pub(super) kind: &'a str,
    pub(super) village: &'a str,
    pub(super) village_href: String,
    pub(super) href: String,
    pub(super) pdf: Option<String>,
    pub(super) number: Option<&'a str>,
    /// What stands small at its foot: check code, way of signing.
    pub(super) imprint: Option<String>,
    pub(super) state: &'static str,
    /// `withdrawn` or `amended`, when it was taken down before its time; with the day.
    pub(super) ended: Option<&'static str>,
    pub(super) ended_on: Option<String>,
    pub(super) ended_text: Option<String>,
    /// 公示中, 待公示, 期满, 已期满下架.
    pub(super) label: &'static str,
    /// 还剩3天, when a period runs.
    pub(super) left: Option<String>,
    pub(super) days_left: Option<i64>,
    pub(super) posted: String,
    pub(super) posted_text: String,
    pub(super) last: Option<String>,
    pub(super) last_text: Option<String>,
    pub(super) by: String,
    pub(super) rows_until: String,
    pub(super) rows_until_text: String,
}

/// The request for comments, as its page and the front page tell it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ConsultationView {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) pdf: String,
    pub(super) state: &'static str,
    pub(super) label: &'static str,
    pub(super) left: Option<String>,
    pub(super) first: String,
    pub(super) first_text: String,
    pub(super) last: String,
    pub(super) last_text: String,
}

pub(super) fn consultation(site: &Site, asked: &ConsultationEntry) -> ConsultationView {
    let running = asked.state(site.today);
    ConsultationView {
        title: asked.document.meta().title.plain(),
        href: address::CONSULTATION.to_owned(),
        pdf: address::encode(&asked.pdf),
        state: state(running),
        label: match running {
            State::Upcoming => "征求意见还没有开始",
            State::Open => "正在征求意见",
            State::Closed | State::Expired => "征求意见已经结束",
        },
        left: (running == State::Open).then(|| left((asked.last - site.today).num_days())),
        first: asked.first.to_string(),
        first_text: date::weekday(asked.first),
        last: asked.last.to_string(),
        last_text: date::weekday(asked.last),
    }
}

pub(super) fn contact(contact: &Contact) -> ContactView<'_> {
    ContactView {
        purpose: &contact.purpose,
        name: &contact.name,
        phone: &contact.phone,
        tel: html::tel(&contact.phone),
        hours: contact.hours.as_deref(),
    }
}

pub(super) fn village<'a>(site: &Site, village: &'a VillageEntry) -> VillageView<'a> {
    let runs = |notice: &&NoticeEntry| notice.village == village.slug && notice.state == State::Open;
    VillageView {
        name: &village.name,
        committee: &village.committee,
        board: village.board.as_deref(),
        href: address::encode(&address::village(&village.slug)),
        contacts: village.contacts.iter().map(contact).collect(),
        open: site.notices.iter().filter(runs).count(),
    }
}

pub(super) fn leaflet(leaflet: &LeafletEntry) -> LeafletView<'_> {
    LeafletView {
        title: leaflet.document.meta().title.plain(),
        description: &leaflet.document.meta().description,
        audience: &leaflet.audience,
        href: address::encode(&address::leaflet(&leaflet.id)),
        pdf: leaflet.pdf.as_deref().map(address::encode),
        card: leaflet.card.as_deref().map(address::encode),
    }
}

pub(super) fn notice<'a>(site: &'a Site, notice: &'a NoticeEntry) -> NoticeView<'a> {
    let village = site.villages.iter().find(|village| village.slug == notice.village);
    let days_left = notice.days_left(site.today);
    let ended = notice.ended.map(|ended| match ended {
        Ended::Withdrawn(day) => ("withdrawn", day),
        Ended::Amended(day) => ("amended", day),
    });
    NoticeView {
        title: notice.document.meta().title.plain(),
        kind: &notice.kind,
        village: village.map_or("", |village| village.name.as_str()),
        village_href: address::encode(&address::village(&notice.village)),
        href: address::encode(&address::notice(&notice.village, &notice.stem)),
        pdf: notice.pdf.as_deref().map(address::encode),
        number: notice.document.meta().number.as_deref(),
        imprint: notice.document.imprint().map(Text::plain),
        state: state(notice.state),
        ended: ended.map(|(word, _)| word),
        ended_on: ended.map(|(_, day)| day.to_string()),
        ended_text: ended.map(|(_, day)| date::weekday(day)),
        label: label(notice),
        left: days_left.map(left),
        days_left,
        posted: notice.posted.to_string(),
        posted_text: date::weekday(notice.posted),
        last: notice.last.map(|last| last.to_string()),
        last_text: notice.last.map(date::weekday),
        by: notice.by(),
        rows_until: notice.rows_until.to_string(),
        rows_until_text: date::weekday(notice.rows_until),
    }
}

/// Stable word for styles and machines.
pub(super) fn state(state: State) -> &'static str {
    match state {
        State::Upcoming => "upcoming",
        State::Open => "open",
        State::Closed => "closed",
        State::Expired => "expired",
    }
}

/// The words of [`label`], and of the headings over lists of notices: the program says them whoever stands in a notice.
pub(super) const STATES: [&str; 11] = [
    "已撤回",
    "更正中",
    "待公示",
    "待公告",
    "公示中",
    "公告中",
    "公示期满",
    "已期满下架",
    "正在公示",
    "即将公示",
    "公示期满，仍在张贴",
];

fn label(notice: &NoticeEntry) -> &'static str {
    match notice.ended {
        Some(Ended::Withdrawn(_)) => return "已撤回",
        Some(Ended::Amended(_)) => return "更正中",
        None => {}
    }
    match (notice.state, notice.last) {
        (State::Upcoming, Some(_)) => "待公示",
        (State::Upcoming, None) => "待公告",
        (State::Open, Some(_)) => "公示中",
        (State::Open | State::Closed, None) => "公告中",
        (State::Closed, Some(_)) => "公示期满",
        (State::Expired, _) => "已期满下架",
    }
}

fn left(days: i64) -> String {
    if days == 0 { "今天是最后一天".to_owned() } else { format!("还剩{days}天") }
}

pub(super) fn site<'a>(site: &'a Site, web: &'a Web, search: bool) -> SiteView<'a> {
    SiteView {
        name: &site.name,
        publisher: &site.publisher,
        title: format!("{}村务公开", site.name),
        today: site.today.to_string(),
        sample: site.sample,
        rehearsal: site.rehearsal,
        today_text: date::weekday(site.today),
        villages: site.villages.iter().map(|entry| village(site, entry)).collect(),
        contacts: site.contacts.iter().map(contact).collect(),
        leaflets: site.leaflets.iter().map(leaflet).collect(),
        policy_title: site.policy.page.meta().title.plain(),
        about_title: site.about.meta().title.plain(),
        search: search.then_some(search::PAGE),
        feed: feed::exists(site).then_some(feed::PATH),
        theme_color: &web.theme_color,
        theme_color_dark: &web.theme_color_dark,
    }
}
