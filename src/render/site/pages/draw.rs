//! One page each: which words and views its template is given.

use super::super::lists::Group;
use super::super::machine::{CALENDAR, in_calendar};
use super::super::remembered::Remembered;
use super::super::search::SearchView;
use super::super::{
    ConsultationEntry, Contact, LeafletEntry, NoticeEntry, PolicyEntry, Site, State, VillageEntry,
};
use super::super::{address, lists, view};
use super::{Made, MadeFrom};
use crate::diag::Diagnostic;
use crate::document::{self, Document, Fragment, Public};
use crate::render::theme::Theme;
use serde::Serialize;
use std::sync::Arc;
use tera::{Context, Value};

/// A page, or why it cannot be made.
pub(super) type Drawn = Result<Made, Vec<Diagnostic>>;

/// The page above a page, for the way back.
#[derive(Serialize)]
struct Above {
    title: String,
    href: String,
}

/// Says what a page was made from.
trait Remember {
    fn from(self, from: MadeFrom) -> Self;
}

impl Remember for Drawn {
    fn from(self, from: MadeFrom) -> Self {
        self.map(|made| Made { from, ..made })
    }
}

/// A page while it is put together.
pub(super) struct Draw<'a> {
    pub(super) site: &'a Site,
    pub(super) theme: &'a Theme,
    pub(super) shared: &'a Value,
    pub(super) path: String,
    pub(super) root: String,
    pub(super) context: Context,
    pub(super) open: Vec<Fragment>,
    /// Pages of the time before.
    pub(super) before: &'a Remembered,
}

impl<'a> Draw<'a> {
    pub(super) fn new(
        site: &'a Site,
        theme: &'a Theme,
        shared: &'a Value,
        path: String,
        before: &'a Remembered,
    ) -> Self {
        let mut draw = Self {
            site,
            theme,
            shared,
            root: address::root(&path),
            path,
            context: Context::new(),
            open: Vec::new(),
            before,
        };
        view::STATES.iter().for_each(|word| draw.says(word, document::PROGRAM));
        draw.says(&site.name, "township.toml");
        draw.says(&site.publisher, "township.toml");
        draw.says(&format!("{}村务公开", site.name), "township.toml");
        draw
    }

    pub(super) fn home(mut self) -> Drawn {
        // The front page stays small however many notices a township has.
        let groups = lists::front(self.site);
        let asked = self.site.consultation.as_ref();
        let asked = asked.filter(|asked| asked.state(self.site.today) == State::Open);
        let said = asked.map(|asked| (asked.first, asked.last, asked.document.meta().title.plain()));
        let from = MadeFrom::List(lists::fingerprint(&groups, said));
        if let Some(made) = self.before.page(&self.path, &from) {
            return Ok(made);
        }
        self.lists(&groups);
        self.names_everybody();
        self.context.insert("groups", &lists::views(self.site, &groups));
        self.context.insert("asked", &None::<view::ConsultationView>);
        asked.iter().for_each(|asked| self.asks(asked));
        let title = format!("{}村务公开", self.site.name);
        let description = format!("{}各村公示、惠农政策明白纸和联系电话", self.site.name);
        self.finish("home.html", &title, &description, "home", false).from(from)
    }

    pub(super) fn village(mut self, village: &VillageEntry) -> Drawn {
        let groups = lists::of_village(self.site, &village.slug);
        let from = MadeFrom::List(lists::fingerprint(&groups, ()));
        if let Some(made) = self.before.page(&self.path, &from) {
            return Ok(made);
        }
        self.lists(&groups);
        self.names_village(village);
        self.calls(&self.site.contacts);
        self.context.insert("village", &view::village(self.site, village));
        self.context.insert("groups", &lists::views(self.site, &groups));
        let description = format!("{}{}的公示和联系电话", self.site.name, village.name);
        self.finish("village.html", &village.name, &description, "home", false).from(from)
    }

    pub(super) fn notice(mut self, notice: &NoticeEntry) -> Drawn {
        let from = MadeFrom::Notice(notice.clone());
        if let Some(made) = self.before.page(&self.path, &from) {
            return Ok(made);
        }
        let village = self.site.villages.iter().find(|village| village.slug == notice.village);
        self.holds(&notice.document, Some(notice.rows_until));
        // A number that the notice itself gives is not said twice.
        let new = |contact: &&Contact| !self.open.iter().any(|open| open.text.contains(&contact.phone));
        let own = village.map_or(&[][..], |village| &village.contacts);
        let contacts: Vec<_> = own.iter().chain(&self.site.contacts).filter(new).map(view::contact).collect();
        self.context.insert("contacts", &contacts);
        self.says(&notice.kind, "程序");
        if let Some(village) = village {
            self.names_village(village);
        }
        self.calls(&self.site.contacts);
        self.context.insert("notice", &view::notice(self.site, notice));
        let title = notice.document.meta().title.plain();
        // Search engines are asked to stay away: a copy kept by a stranger would outlive the term.
        let unlisted = notice.holds_rows();
        self.finish("notice.html", &title, &notice.document.meta().description, "notices", unlisted)
            .from(from)
    }

    /// What runs, what hangs, and what was taken down of late; the rest by year.
    pub(super) fn notices(self) -> Drawn {
        let description = format!("{}各村的全部公示", self.site.name);
        let groups = lists::recent(self.site, self.theme);
        self.listed(&groups, (None, None), "公示", &description)
    }

    pub(super) fn year(self, year: i32) -> Drawn {
        let apart = !lists::months_apart(self.site, self.theme, year).is_empty();
        let groups = if apart { Vec::new() } else { lists::months(self.site, self.theme, year, None) };
        let description = format!("{}各村{year}年的全部公示", self.site.name);
        self.listed(&groups, (Some(year), None), &lists::year_title(year), &description)
    }

    pub(super) fn month(self, year: i32, month: u32) -> Drawn {
        let title = format!("{year}年{month}月的公示");
        let description = format!("{}各村{title}", self.site.name);
        let groups = lists::months(self.site, self.theme, year, Some(month));
        self.listed(&groups, (Some(year), Some(month)), &title, &description)
    }

    fn listed(
        mut self,
        groups: &[Group<'_>],
        (year, month): (Option<i32>, Option<u32>),
        title: &str,
        description: &str,
    ) -> Drawn {
        let years = lists::year_views(self.site, year);
        let months =
            year.map_or_else(Vec::new, |year| lists::month_views(self.site, self.theme, year, month));
        // The calendar is offered beside the newest.
        let calendar = year.is_none().then(|| in_calendar(self.site).next().map(|_| CALENDAR)).flatten();
        let from = MadeFrom::List(lists::fingerprint(groups, (&years, &months, calendar)));
        if let Some(made) = self.before.page(&self.path, &from) {
            return Ok(made);
        }
        years.iter().chain(&months).for_each(|page| self.says(&page.title, "程序"));
        self.lists(groups);
        self.context.insert("groups", &lists::views(self.site, groups));
        self.context.insert("calendar", &calendar);
        self.context.insert("year", &year);
        self.context.insert("month", &month);
        self.context.insert("years", &years);
        self.context.insert("months", &months);
        self.finish("notices.html", title, description, "notices", false).from(from)
    }

    /// The library of leaflets, by subject.
    pub(super) fn leaflets(mut self) -> Drawn {
        let shelves = lists::shelves(self.site);
        shelves.iter().for_each(|shelf| self.says(&shelf.title, "程序"));
        self.context.insert("shelves", &shelves);
        self.plain("leaflets.html", "明白纸", "leaflets")
    }

    pub(super) fn search(mut self, index: &SearchView) -> Drawn {
        self.context.insert("search", index);
        self.plain("search.html", "搜索", "search")
    }

    pub(super) fn leaflet(mut self, leaflet: &LeafletEntry) -> Drawn {
        self.holds(&leaflet.document, None);
        self.says(&leaflet.audience, "程序");
        self.context.insert("leaflet", &view::leaflet(leaflet));
        let title = leaflet.document.meta().title.plain();
        self.finish("leaflet.html", &title, &leaflet.document.meta().description, "leaflets", false)
    }

    /// A policy's page or text: long, and hardly ever another.
    pub(super) fn shared_document(
        self,
        document: &Arc<Document<Public>>,
        above: Option<&PolicyEntry>,
    ) -> Drawn {
        let from = MadeFrom::Document(Arc::clone(document), above.map(|above| Arc::clone(&above.page)));
        match self.before.page(&self.path, &from) {
            Some(made) => Ok(made),
            None => self.document(document, above, "policy").from(from),
        }
    }

    pub(super) fn document(
        mut self,
        document: &Document<Public>,
        above: Option<&PolicyEntry>,
        section: &'static str,
    ) -> Drawn {
        self.holds(document, None);
        self.context.insert("number", &document.meta().number);
        let above = above.map(|policy| Above {
            title: policy.page.meta().title.plain(),
            href: address::encode(&address::policy(policy)),
        });
        above.iter().for_each(|above| self.says(&above.title, "程序"));
        self.context.insert("above", &above);
        let title = document.meta().title.plain();
        self.finish("document.html", &title, &document.meta().description, section, false)
    }

    pub(super) fn consultation(mut self, asked: &ConsultationEntry) -> Drawn {
        self.holds(&asked.document, None);
        self.asks(asked);
        self.says(&self.site.policy.page.meta().title.plain(), "程序");
        let title = asked.document.meta().title.plain();
        let unlisted = asked.state(self.site.today) == State::Open;
        self.finish("consultation.html", &title, &asked.document.meta().description, "policy", unlisted)
    }

    pub(super) fn plain(mut self, template: &str, title: &str, section: &'static str) -> Drawn {
        self.names_everybody();
        let description = format!("{}{title}", self.site.name);
        self.finish(template, title, &description, section, false)
    }

    /// A host shows this page under any address, so it alone must name its files from the host's root: the one that
    /// the township declares, or else the top.
    pub(super) fn not_found(mut self) -> Drawn {
        self.root = address::top(self.site).to_owned();
        self.finish("404.html", "没有找到这个页面", "没有找到这个页面", "", true)
    }
}
