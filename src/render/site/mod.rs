//! The site 网站: plain data about what is public becomes pages, addresses and lists.
//!
//! Every page of `public/` except the prints comes from here. Links are relative and name `index.html`, so that the
//! site opens from any host and from a USB stick. A page never shows rows on a day on which they may not be seen:
//! such a site is refused, and pages that hold rows carry their last day and ask search engines to stay away.

pub(crate) mod address;
mod check;
pub mod codes;
mod drawing;
mod feed;
mod links;
mod lists;
mod machine;
mod pages;
mod remembered;
mod search;
mod view;

use crate::diag::{Diagnostic, gathered};
use crate::document::{self, Document, Public};
use crate::document::{Contact, Fragment};
use crate::ledger::Head;
use crate::render::{Draft, Media, theme::Theme};
use crate::schedule::{Ended, State};
use chrono::{NaiveDate, NaiveTime};
use rayon::prelude::*;
use std::sync::Arc;

pub(crate) use drawing::{Drawing, Links, rest};
pub(crate) use remembered::Remembered;

/// Every page, list and asset of the site 网站 below `public/`, sorted by path.
pub fn pages(site: &Site, theme: &Theme) -> Result<Vec<Draft<Public>>, Vec<Diagnostic>> {
    let drawing = Drawing::new(site, theme)?;
    let made: Vec<_> = site.notices.par_iter().map(|notice| drawing.notice(notice)).collect();
    let (mut drafts, links): (Vec<_>, Vec<_>) = gathered(made)?.into_iter().unzip();
    drafts.extend(rest(site, theme, links)?);
    drafts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(drafts)
}

/// The pages of a preview, without what [`asked_for`] makes: what did not change is the very draft of the time before.
pub(crate) fn pages_again(
    site: &Site,
    theme: &Arc<Theme>,
    before: &mut Remembered,
) -> Result<Vec<Arc<Draft<Public>>>, Vec<Diagnostic>> {
    check::site(site)?;
    before.begin(site, theme);
    let made = pages::html(site, theme, before)?;
    let mut drafts: Vec<_> = made.iter().map(|page| Arc::clone(&page.draft)).collect();
    drafts.extend(pages::assets(theme).map(Arc::new));
    drafts.sort_by(|a, b| a.path.cmp(&b.path));
    links::check_again(site, &drafts, before.links())?;
    before.end(made);
    Ok(drafts)
}

/// Assets of pages that were made once, by address, as far as the theme of today does not make them: what the theme says in
/// its own files explains them.
pub(crate) fn older_assets(theme: &Theme, kept: Vec<(String, Vec<u8>)>) -> Vec<Draft<Public>> {
    let own: Vec<Draft<Public>> = pages::assets(theme).collect();
    let said: Vec<Fragment> = own.iter().flat_map(|draft| draft.fragments().to_vec()).collect();
    let kept = kept.into_iter().map(|(address, bytes)| (format!("public/{address}"), bytes));
    let older = kept.filter(|(path, _)| own.iter().all(|draft| draft.path != *path));
    older.map(|(path, bytes)| Draft::new(path.clone(), Media::of_name(&path), bytes, said.clone())).collect()
}

/// Search and the lists for machines. A preview makes them when somebody asks for one: they say nothing that no page
/// says, and nobody looks at them while a notice is written.
pub(crate) fn asked_for(site: &Site, theme: &Theme) -> Result<Vec<Draft<Public>>, Vec<Diagnostic>> {
    on_demand(site, theme).map(|(drafts, _)| drafts)
}

/// Search and lists, and where the search leads.
type OnDemand = (Vec<Draft<Public>>, Vec<String>);

fn on_demand(site: &Site, theme: &Theme) -> Result<OnDemand, Vec<Diagnostic>> {
    let mut drafts = machine::drafts(site, theme);
    let Some(index) = theme.has(search::TEMPLATE).then(|| search::index(site)) else {
        return Ok((drafts, Vec::new()));
    };
    drafts.push(pages::search(site, theme, &index.view)?);
    drafts.extend(index.drafts);
    Ok((drafts, index.targets))
}

/// A notice on the site.
#[derive(Debug, Clone)]
pub struct NoticeEntry {
    /// Slug of the village.
    pub village: String,
    /// File stem, e.g. `2025-03-identify`; its page is `villages/<village>/notices/<stem>/index.html`.
    pub stem: String,
    /// Kind's title, e.g. 监测对象认定公示.
    pub kind: String,
    /// State today.
    pub state: State,
    /// How it ended before its time, if it did; its state is [`State::Expired`] then.
    pub ended: Option<Ended>,
    /// First day of posting.
    pub posted: NaiveDate,
    /// Last day for objections; `None` for a 公告.
    pub last: Option<NaiveDate>,
    /// When the office that takes objections closes on that day, if it says so.
    pub closes: Option<NaiveTime>,
    /// Last day on which rows may be on the web.
    pub rows_until: NaiveDate,
    /// What the page says (without rows when upcoming or expired). Once the page is drawn, what a search finds it by.
    pub document: Arc<Document<Public>>,
    /// Site-relative address of the PDF beside it.
    pub pdf: Option<String>,
}

/// A leaflet 明白纸 on the site: page `leaflets/<id>/index.html`, PDF `leaflets/<id>/<id>.pdf`, the card 明白卡 beside it.
#[derive(Debug, Clone)]
pub struct LeafletEntry {
    /// Pack's leaflet id.
    pub id: String,
    /// For whom, plain Chinese, e.g. 所有农户.
    pub audience: String,
    /// Under which heading the library shows it 主题, if the pack names one.
    pub subject: Option<String>,
    /// What it says.
    pub document: Arc<Document<Public>>,
    /// Site-relative address of the PDF.
    pub pdf: Option<String>,
    /// Site-relative address of the card's PDF (A5), if there is one.
    pub card: Option<String>,
}

/// A policy 政策 on the site: the township's own below `policy/`, other places' below `policies/<id>/`.
#[derive(Debug, Clone)]
pub struct PolicyEntry {
    /// Folder below the site's root, with a slash at its end.
    pub folder: String,
    /// Basis, procedure, measures.
    pub page: Arc<Document<Public>>,
    /// The text clause by clause, below `text/`; none for a document that is not open.
    pub text: Option<Arc<Document<Public>>>,
}

/// A draft's request for comments 征求意见公告: page `consultation/index.html`.
#[derive(Debug, Clone)]
pub struct ConsultationEntry {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// What the page says: the ways to answer only while it runs.
    pub document: Arc<Document<Public>>,
    /// Site-relative address of the PDF beside it.
    pub pdf: String,
}

impl ConsultationEntry {
    /// State on a day; once over, its ways to answer are gone.
    pub fn state(&self, today: NaiveDate) -> State {
        match today {
            today if today < self.first => State::Upcoming,
            today if today <= self.last => State::Open,
            _ => State::Expired,
        }
    }
}

/// A village 村（社区）: page `villages/<slug>/index.html`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VillageEntry {
    /// Address part.
    pub slug: String,
    /// Name, e.g. 红旗村.
    pub name: String,
    /// Village committee, e.g. 普安乡红旗村村民委员会.
    pub committee: String,
    /// Where the notice board stands.
    pub board: Option<String>,
    /// Whom to call.
    pub contacts: Vec<Contact>,
    /// Where the village is declared.
    pub place: String,
}

impl NoticeEntry {
    /// Whether it is the very same, down to the document in memory.
    fn is(&self, other: &Self) -> bool {
        let of = |it: &Self| (it.state, it.ended, it.posted, it.last, it.closes, it.rows_until);
        Arc::ptr_eq(&self.document, &other.document)
            && of(self) == of(other)
            && (&self.village, &self.stem, &self.kind, &self.pdf)
                == (&other.village, &other.stem, &other.kind, &other.pdf)
    }

    /// The same without what only its own page shows: enough for lists and search, in a tenth of the room.
    pub(crate) fn drawn(self) -> Self {
        Self { document: Arc::new(self.document.abridged()), ..self }
    }

    /// Whether rows of a roster stand on its page.
    pub(super) fn holds_rows(&self) -> bool {
        document::has_rows(self.document.blocks())
    }

    /// Up to when on its last day objections are taken: 18:00以前, or 当天.
    pub(super) fn by(&self) -> String {
        self.closes.map_or_else(|| "当天".to_owned(), |at| format!("{}以前", at.format("%-H:%M")))
    }

    /// Days until the last day for objections 剩余天数: 0 on that day itself, `None` when none is running.
    pub fn days_left(&self, today: NaiveDate) -> Option<i64> {
        let left = (self.last? - today).num_days();
        (self.state == State::Open && left >= 0).then_some(left)
    }
}

/// Everything the site shows.
#[derive(Debug, Clone)]
pub struct Site {
    /// Township, e.g. 普安乡.
    pub name: String,
    /// Publisher, e.g. 普安乡人民政府.
    pub publisher: String,
    /// Absolute address of the site's root with trailing slash, if declared.
    pub base_url: Option<String>,
    /// Day of the build.
    pub today: NaiveDate,
    /// A sample with its own fixed day: pages say so and do not follow the reader's clock.
    pub sample: bool,
    /// A rehearsal 演练, not meant: every page says so.
    pub rehearsal: bool,
    /// Township's contacts.
    pub contacts: Vec<Contact>,
    /// Villages in the order of the township.
    pub villages: Vec<VillageEntry>,
    /// Notices, newest first.
    pub notices: Vec<NoticeEntry>,
    /// Leaflets in the order of the pack.
    pub leaflets: Vec<LeafletEntry>,
    /// The township's policy 政策.
    pub policy: PolicyEntry,
    /// Other places' policies, for comparison.
    pub more_policies: Vec<PolicyEntry>,
    /// The request for comments, if the policy is a draft that asks.
    pub consultation: Option<ConsultationEntry>,
    /// How names are masked and why 本站说明.
    pub about: Arc<Document<Public>>,
    /// The ledger's head 台账末条, once there is a ledger.
    pub head: Option<Head>,
}

impl Site {
    /// What is read apart from any page, in a feed or a calendar: in a rehearsal it says so itself.
    fn marked(&self, words: String) -> String {
        if self.rehearsal { format!("演练：{words}") } else { words }
    }
}

#[cfg(test)]
mod tests;
