//! The HTML pages: which template, which words, which open texts explain them.

use super::machine::{CALENDAR, holds_rows, in_calendar};
use super::{ConsultationEntry, Contact, LeafletEntry, NoticeEntry, PolicyEntry, Site, State, VillageEntry};
use super::{address, view};
use crate::diag::{Diagnostic, sort};
use crate::document::{self, Document, Fragment, Public, fragments};
use crate::render::html::{self, Setting};
use crate::render::theme::Theme;
use crate::render::{Draft, Media};
use chrono::NaiveDate;
use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Value};

/// One page to make.
#[derive(Clone, Copy)]
enum Page<'a> {
    Home,
    Village(&'a VillageEntry),
    Notice(&'a NoticeEntry),
    Notices,
    Leaflet(&'a LeafletEntry),
    Leaflets,
    Policy(&'a PolicyEntry),
    PolicyText(&'a PolicyEntry, &'a Document<Public>),
    Consultation(&'a ConsultationEntry),
    About,
    Contacts,
    NotFound,
}

/// What the frame around every page needs.
#[derive(Serialize)]
struct Frame<'a> {
    title: &'a str,
    /// As the browser's tab shows it: page and site.
    full_title: &'a str,
    description: &'a str,
    /// Which entry of the main menu is current.
    section: &'static str,
    canonical: Option<String>,
    /// Asks search engines not to keep a copy.
    unlisted: bool,
}

/// The page above a page, for the way back.
#[derive(Serialize)]
struct Above {
    title: String,
    href: String,
}

/// A page while it is put together.
struct Draw<'a> {
    site: &'a Site,
    theme: &'a Theme,
    shared: &'a Value,
    path: String,
    root: String,
    context: Context,
    open: Vec<Fragment>,
}

/// All pages, made in parallel; findings of all pages come at once.
pub(super) fn html(site: &Site, theme: &Theme) -> Result<Vec<Draft<Public>>, Vec<Diagnostic>> {
    let mut todo =
        vec![Page::Home, Page::Notices, Page::Leaflets, Page::About, Page::Contacts, Page::NotFound];
    todo.extend(site.villages.iter().map(Page::Village));
    todo.extend(site.notices.iter().map(Page::Notice));
    todo.extend(site.leaflets.iter().map(Page::Leaflet));
    for policy in std::iter::once(&site.policy).chain(&site.more_policies) {
        todo.push(Page::Policy(policy));
        todo.extend(policy.text.iter().map(|text| Page::PolicyText(policy, text)));
    }
    todo.extend(site.consultation.iter().map(Page::Consultation));
    let web = theme.web();
    let shared = Value::from_serializable(&view::site(site, &web.theme_color, &web.theme_color_dark));
    let made: Vec<Result<Draft<Public>, Vec<Diagnostic>>> =
        todo.par_iter().map(|page| draw(*page, site, theme, &shared)).collect();
    let mut drafts = Vec::with_capacity(made.len());
    let mut findings = Vec::new();
    for result in made {
        match result {
            Ok(draft) => drafts.push(draft),
            Err(found) => findings.extend(found),
        }
    }
    if findings.is_empty() {
        Ok(drafts)
    } else {
        sort(&mut findings);
        Err(findings)
    }
}

/// The theme's own files.
pub(super) fn assets(theme: &Theme) -> impl Iterator<Item = Draft<Public>> {
    theme.assets().iter().map(|asset| {
        let path = format!("public/{}", asset.address);
        Draft::new(path, asset.media, asset.bytes.clone(), asset.fragments.clone())
    })
}

fn draw(
    page: Page<'_>,
    site: &Site,
    theme: &Theme,
    shared: &Value,
) -> Result<Draft<Public>, Vec<Diagnostic>> {
    let draw = |path: String| Draw::new(site, theme, shared, path);
    match page {
        Page::Home => draw("index.html".into()).home(),
        Page::Village(village) => draw(address::village(&village.slug)).village(village),
        Page::Notice(notice) => draw(address::notice(&notice.village, &notice.stem)).notice(notice),
        Page::Notices => draw("notices/index.html".into()).notices(),
        Page::Leaflet(leaflet) => draw(address::leaflet(&leaflet.id)).leaflet(leaflet),
        Page::Leaflets => draw("leaflets/index.html".into()).plain("leaflets.html", "明白纸", "leaflets"),
        Page::Policy(policy) => {
            let above = (policy.folder != site.policy.folder).then_some(&site.policy);
            draw(address::policy(policy)).document(&policy.page, above, "policy")
        }
        Page::PolicyText(policy, text) => {
            draw(address::policy_text(policy)).document(text, Some(policy), "policy")
        }
        Page::Consultation(asked) => draw(address::CONSULTATION.into()).consultation(asked),
        Page::About => draw("about/index.html".into()).document(&site.about, None, "about"),
        Page::Contacts => draw("contacts/index.html".into()).plain("contacts.html", "联系电话", "contacts"),
        Page::NotFound => draw("404.html".into()).not_found(),
    }
}

impl<'a> Draw<'a> {
    fn new(site: &'a Site, theme: &'a Theme, shared: &'a Value, path: String) -> Self {
        let mut draw = Self {
            site,
            theme,
            shared,
            root: address::root(&path),
            path,
            context: Context::new(),
            open: Vec::new(),
        };
        draw.says(&site.name, "township.toml");
        draw.says(&site.publisher, "township.toml");
        draw.says(&format!("{}村务公开", site.name), "township.toml");
        draw
    }

    fn home(mut self) -> Result<Draft<Public>, Vec<Diagnostic>> {
        // Only what runs today: the front page stays small however many notices a township has had.
        let open = || self.site.notices.iter().filter(|notice| notice.state == State::Open);
        let groups = view::groups(self.site, open());
        self.lists(open());
        self.names_everybody();
        self.context.insert("groups", &groups);
        let asked = self.site.consultation.as_ref();
        let asked = asked.filter(|asked| asked.state(self.site.today) == State::Open);
        self.context.insert("asked", &None::<view::ConsultationView>);
        asked.iter().for_each(|asked| self.asks(asked));
        let title = format!("{}村务公开", self.site.name);
        let description = format!("{}各村公示、惠农政策明白纸和联系电话", self.site.name);
        self.finish("home.html", &title, &description, "home", false)
    }

    fn village(mut self, village: &VillageEntry) -> Result<Draft<Public>, Vec<Diagnostic>> {
        let mine = || self.site.notices.iter().filter(|notice| notice.village == village.slug);
        let groups = view::groups(self.site, mine());
        self.lists(mine());
        self.names_village(village);
        self.calls(&self.site.contacts);
        self.context.insert("village", &view::village(self.site, village));
        self.context.insert("groups", &groups);
        let description = format!("{}{}的公示和联系电话", self.site.name, village.name);
        self.finish("village.html", &village.name, &description, "home", false)
    }

    fn notice(mut self, notice: &NoticeEntry) -> Result<Draft<Public>, Vec<Diagnostic>> {
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
        let title = notice.document.meta.title.plain();
        let unlisted = holds_rows(notice);
        self.finish("notice.html", &title, &notice.document.meta.description, "notices", unlisted)
    }

    fn notices(mut self) -> Result<Draft<Public>, Vec<Diagnostic>> {
        self.context.insert("calendar", &in_calendar(self.site).next().map(|_| CALENDAR));
        let groups = view::groups(self.site, self.site.notices.iter());
        self.lists(self.site.notices.iter());
        self.context.insert("groups", &groups);
        let description = format!("{}各村的全部公示", self.site.name);
        self.finish("notices.html", "公示", &description, "notices", false)
    }

    fn leaflet(mut self, leaflet: &LeafletEntry) -> Result<Draft<Public>, Vec<Diagnostic>> {
        self.holds(&leaflet.document, None);
        self.says(&leaflet.audience, "程序");
        self.context.insert("leaflet", &view::leaflet(leaflet));
        let title = leaflet.document.meta.title.plain();
        self.finish("leaflet.html", &title, &leaflet.document.meta.description, "leaflets", false)
    }

    fn document(
        mut self,
        document: &Document<Public>,
        above: Option<&PolicyEntry>,
        section: &'static str,
    ) -> Result<Draft<Public>, Vec<Diagnostic>> {
        self.holds(document, None);
        self.context.insert("number", &document.meta.number);
        let above = above.map(|policy| Above {
            title: policy.page.meta.title.plain(),
            href: address::encode(&address::policy(policy)),
        });
        above.iter().for_each(|above| self.says(&above.title, "程序"));
        self.context.insert("above", &above);
        let title = document.meta.title.plain();
        self.finish("document.html", &title, &document.meta.description, section, false)
    }

    fn consultation(mut self, asked: &ConsultationEntry) -> Result<Draft<Public>, Vec<Diagnostic>> {
        self.holds(&asked.document, None);
        self.asks(asked);
        self.says(&self.site.policy.page.meta.title.plain(), "程序");
        let title = asked.document.meta.title.plain();
        let unlisted = asked.state(self.site.today) == State::Open;
        self.finish("consultation.html", &title, &asked.document.meta.description, "policy", unlisted)
    }

    fn plain(
        mut self,
        template: &str,
        title: &str,
        section: &'static str,
    ) -> Result<Draft<Public>, Vec<Diagnostic>> {
        self.names_everybody();
        let description = format!("{}{title}", self.site.name);
        self.finish(template, title, &description, section, false)
    }

    /// A host shows this page under any address, so it alone must name its files from the host's root.
    fn not_found(mut self) -> Result<Draft<Public>, Vec<Diagnostic>> {
        if let Some(base_url) = &self.site.base_url {
            self.root = address::path_of(base_url).to_owned();
        }
        self.finish("404.html", "没有找到这个页面", "没有找到这个页面", "", true)
    }

    fn says(&mut self, text: &str, place: &str) {
        self.open.push(Fragment { text: text.to_owned(), place: place.to_owned() });
    }

    /// A contact is open only as the whole line that somebody declared.
    fn calls(&mut self, contacts: &[Contact]) {
        for contact in contacts {
            let line = format!("{}：{} {}", contact.purpose, contact.name, contact.phone);
            self.says(&line, &contact.place);
            self.says(&html::tel(&contact.phone), &contact.place);
            if let Some(hours) = &contact.hours {
                self.says(hours, &contact.place);
            }
        }
    }

    fn asks(&mut self, asked: &ConsultationEntry) {
        let view = view::consultation(self.site, asked);
        self.says(&view.title, "程序");
        self.says(view.label, "程序");
        self.context.insert("asked", &view);
    }

    fn names_village(&mut self, village: &VillageEntry) {
        self.says(&village.name, &village.place);
        self.says(&village.committee, &village.place);
        if let Some(board) = &village.board {
            self.says(board, &document::board(&village.place));
        }
        self.calls(&village.contacts);
    }

    fn lists<'n>(&mut self, notices: impl Iterator<Item = &'n NoticeEntry>) {
        for notice in notices {
            self.says(&notice.document.meta.title.plain(), "程序");
            self.says(&notice.kind, "程序");
        }
        for village in &self.site.villages {
            self.says(&village.name, &village.place);
        }
    }

    fn names_everybody(&mut self) {
        self.site.villages.iter().for_each(|village| self.names_village(village));
        for leaflet in &self.site.leaflets {
            self.says(&leaflet.document.meta.title.plain(), "程序");
            self.says(&leaflet.document.meta.description, "程序");
            self.says(&leaflet.audience, "程序");
        }
        self.says(&self.site.policy.page.meta.title.plain(), "程序");
        self.says(&self.site.about.meta.title.plain(), "程序");
        self.calls(&self.site.contacts);
    }

    fn holds(&mut self, document: &Document<Public>, rows_until: Option<NaiveDate>) {
        let body = html::body(document, Setting { root: &self.root, rows_until });
        self.context.insert_value("body", Value::safe_string(&body));
        self.context.insert("issuer", &document.meta.issuer);
        let texts = fragments(document);
        // A number in an open text also stands in the address that dials it.
        for text in &texts {
            for number in html::numbers(&text.text) {
                self.says(&html::tel(number), &text.place);
            }
        }
        self.open.extend(texts);
        if let Some(stamp) = &document.meta.stamp {
            self.says(stamp, "程序");
        }
        if let Some(number) = &document.meta.number {
            self.says(number, document::NUMBER);
        }
        self.open.extend(html::words());
    }

    fn finish(
        mut self,
        template: &str,
        title: &str,
        description: &str,
        section: &'static str,
        unlisted: bool,
    ) -> Result<Draft<Public>, Vec<Diagnostic>> {
        let canonical = self.site.base_url.as_ref().filter(|_| !unlisted);
        let canonical = canonical.map(|base_url| format!("{base_url}{}", address::encode(&self.path)));
        let home = format!("{}村务公开", self.site.name);
        let full_title = if title == home { home } else { format!("{title} - {home}") };
        self.says(title, "程序");
        self.says(&full_title, "程序");
        self.says(description, "程序");
        let frame = Frame { title, full_title: &full_title, description, section, canonical, unlisted };
        self.context.insert("page", &frame);
        self.context.insert("root", &self.root);
        self.context.insert_value("site", self.shared.clone());
        let html = self.theme.render(template, &self.context)?;
        self.open.extend_from_slice(self.theme.words(template));
        self.open.sort();
        self.open.dedup();
        Ok(Draft::new(format!("public/{}", self.path), Media::Html, html.into_bytes(), self.open))
    }
}
