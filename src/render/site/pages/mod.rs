//! The HTML pages: which there are, and which template makes each.

mod draw;
mod frame;

use super::remembered::Remembered;
use super::search::SearchView;
use super::{ConsultationEntry, LeafletEntry, NoticeEntry, PolicyEntry, Site, VillageEntry};
use super::{address, lists, search, view};
use crate::diag::{Diagnostic, gathered};
use crate::document::{Document, Public};
use crate::render::Draft;
use crate::render::theme::Theme;
use draw::{Draw, Drawn};
use rayon::prelude::*;
use std::sync::Arc;
use tera::Value;

/// One page to make.
#[derive(Clone, Copy)]
enum Page<'a> {
    Home,
    Village(&'a VillageEntry),
    Notice(&'a NoticeEntry),
    Notices,
    /// Every notice posted in a year, or the way to its months.
    Year(i32),
    /// Every notice posted in a month.
    Month(i32, u32),
    Leaflet(&'a LeafletEntry),
    Leaflets,
    Policy(&'a PolicyEntry),
    PolicyText(&'a PolicyEntry, &'a Arc<Document<Public>>),
    Consultation(&'a ConsultationEntry),
    About,
    Contacts,
    NotFound,
}

/// A page with what it was made from.
pub(super) struct Made {
    pub(super) draft: Arc<Draft<Public>>,
    pub(super) from: MadeFrom,
}

/// What a page was made from, beside what all pages share.
pub(super) enum MadeFrom {
    /// A notice.
    Notice(NoticeEntry),
    /// A document, and the one above it.
    Document(Arc<Document<Public>>, Option<Arc<Document<Public>>>),
    /// What a list shows, by its fingerprint.
    List(u64),
    /// Too little to be worth keeping.
    Whatever,
}

/// All pages but that of the search, made in parallel or remembered; findings of all pages come at once.
pub(super) fn html(site: &Site, theme: &Theme, before: &Remembered) -> Result<Vec<Made>, Vec<Diagnostic>> {
    let mut todo = general(site, theme);
    todo.extend(site.notices.iter().map(Page::Notice));
    all(&todo, site, theme, before)
}

/// All of them without those of the notices.
pub(super) fn rest(site: &Site, theme: &Theme) -> Result<Vec<Made>, Vec<Diagnostic>> {
    all(&general(site, theme), site, theme, &Remembered::default())
}

/// The page of one notice, with what all pages share.
pub(super) fn notice(notice: &NoticeEntry, site: &Site, theme: &Theme, shared: &Value) -> Drawn {
    draw(Page::Notice(notice), site, theme, shared, &Remembered::default())
}

fn general<'a>(site: &'a Site, theme: &Theme) -> Vec<Page<'a>> {
    let mut todo =
        vec![Page::Home, Page::Notices, Page::Leaflets, Page::About, Page::Contacts, Page::NotFound];
    for year in lists::years(site).into_keys() {
        todo.push(Page::Year(year));
        todo.extend(lists::months_apart(site, theme, year).into_keys().map(|month| Page::Month(year, month)));
    }
    todo.extend(site.villages.iter().map(Page::Village));
    todo.extend(site.leaflets.iter().map(Page::Leaflet));
    for policy in std::iter::once(&site.policy).chain(&site.more_policies) {
        todo.push(Page::Policy(policy));
        todo.extend(policy.text.iter().map(|text| Page::PolicyText(policy, text)));
    }
    todo.extend(site.consultation.iter().map(Page::Consultation));
    todo
}

fn all(
    todo: &[Page<'_>],
    site: &Site,
    theme: &Theme,
    before: &Remembered,
) -> Result<Vec<Made>, Vec<Diagnostic>> {
    let shared = shared(site, theme);
    let results: Vec<Drawn> = todo.par_iter().map(|page| draw(*page, site, theme, &shared, before)).collect();
    gathered(results)
}

/// The page of the search, which must know the index.
pub(super) fn search(
    site: &Site,
    theme: &Theme,
    index: &SearchView,
) -> Result<Draft<Public>, Vec<Diagnostic>> {
    let (shared, before) = (shared(site, theme), Remembered::default());
    let draw = Draw::new(site, theme, &shared, search::PAGE.into(), &before);
    draw.search(index).map(|page| Arc::unwrap_or_clone(page.draft))
}

/// What every page is given.
pub(super) fn shared(site: &Site, theme: &Theme) -> Value {
    Value::from_serializable(&view::site(site, theme.web(), theme.has(search::TEMPLATE)))
}

/// The theme's own files.
pub(super) fn assets(theme: &Theme) -> impl Iterator<Item = Draft<Public>> {
    theme.assets().iter().map(|asset| {
        let path = format!("public/{}", asset.address);
        Draft::new(path, asset.media, asset.bytes.clone(), asset.fragments.clone())
    })
}

fn draw(page: Page<'_>, site: &Site, theme: &Theme, shared: &Value, before: &Remembered) -> Drawn {
    let draw = |path: String| Draw::new(site, theme, shared, path, before);
    match page {
        Page::Home => draw("index.html".into()).home(),
        Page::Village(village) => draw(address::village(&village.slug)).village(village),
        Page::Notice(notice) => draw(address::notice(&notice.village, &notice.stem)).notice(notice),
        Page::Notices => draw("notices/index.html".into()).notices(),
        Page::Year(year) => draw(address::year(year)).year(year),
        Page::Month(year, month) => draw(address::month(year, month)).month(year, month),
        Page::Leaflet(leaflet) => draw(address::leaflet(&leaflet.id)).leaflet(leaflet),
        Page::Leaflets => draw("leaflets/index.html".into()).leaflets(),
        Page::Policy(policy) => {
            let above = (policy.folder != site.policy.folder).then_some(&site.policy);
            draw(address::policy(policy)).shared_document(&policy.page, above)
        }
        Page::PolicyText(policy, text) => {
            draw(address::policy_text(policy)).shared_document(text, Some(policy))
        }
        Page::Consultation(asked) => draw(address::CONSULTATION.into()).consultation(asked),
        Page::About => draw("about/index.html".into()).document(&site.about, None, "about"),
        Page::Contacts => draw("contacts/index.html".into()).plain("contacts.html", "联系电话", "contacts"),
        Page::NotFound => draw(address::NOT_FOUND.into()).not_found(),
    }
}
