//! No link of the site leads nowhere: pages, prints and places inside a page are all known before one is written.

use super::machine::CALENDAR;
use super::{Site, address, codes, feed, search};
use crate::diag::{Diagnostic, Place, sort};
use crate::document::Public;
use crate::render::{Draft, Media};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// What was checked before: a page whose targets are all as they were need not be read again.
#[derive(Default)]
pub(super) struct Checked {
    pages: FxHashMap<String, (Arc<Draft<Public>>, Arc<Page>)>,
    known: Known,
}

/// Every address below the root, and the places inside it.
type Known = BTreeMap<String, Arc<BTreeSet<String>>>;

/// What a page leads to, and what leads into it.
#[derive(Debug)]
pub(super) struct Page {
    /// Below the root.
    path: String,
    places: Arc<BTreeSet<String>>,
    hrefs: Vec<Arc<str>>,
}

/// Addresses that pages name: nearly all of a township's pages name the same.
#[derive(Default)]
pub(super) struct Named(Mutex<FxHashSet<Arc<str>>>);

impl Named {
    fn once(&self, href: &str) -> Arc<str> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(href) {
            return Arc::clone(known);
        }
        let href: Arc<str> = href.into();
        known.insert(Arc::clone(&href));
        href
    }
}

impl Page {
    /// Reads a draft; what is no page leads nowhere.
    pub(super) fn read(draft: &Draft<Public>, named: &Named) -> Self {
        let path = draft.path.strip_prefix("public/").unwrap_or(&draft.path).to_owned();
        if draft.media != Media::Html {
            return Self { path, places: Arc::default(), hrefs: Vec::new() };
        }
        let places = attributes(draft, " id=\"").map(str::to_owned).collect();
        let hrefs: BTreeSet<&str> = attributes(draft, " href=\"").collect();
        let hrefs = hrefs.into_iter().map(|href| named.once(href)).collect();
        Self { path, places: Arc::new(places), hrefs }
    }
}

/// Files that pages name and a preview makes when they are asked for.
pub(super) const LATER: [&str; 4] = [CALENDAR, feed::PATH, search::PAGE, "notices.json"];

/// The same as [`check`] for drafts that are there; those of the time before are not read again.
pub(super) fn check_again(
    site: &Site,
    drafts: &[Arc<Draft<Public>>],
    before: &mut Checked,
) -> Result<(), Vec<Diagnostic>> {
    let named = Named::default();
    let read = |draft: &Arc<Draft<Public>>| match before.pages.get(&draft.path) {
        Some((known, page)) if Arc::ptr_eq(known, draft) => Arc::clone(page),
        _ => Arc::new(Page::read(draft, &named)),
    };
    let pages: Vec<Arc<Page>> = drafts.par_iter().map(read).collect();
    let known = known(site, pages.iter().map(Arc::as_ref), &LATER);
    let same_targets = known == before.known;
    let again = |page: &Arc<Page>| {
        same_targets
            && before
                .pages
                .get(&format!("public/{}", page.path))
                .is_some_and(|(_, known)| Arc::ptr_eq(known, page))
    };
    let new: Vec<&Page> = pages.iter().filter(|page| !again(page)).map(Arc::as_ref).collect();
    lost(site, &new, &[], &known)?;
    let pages = drafts.iter().zip(pages);
    let pages = pages.map(|(draft, page)| (draft.path.clone(), (Arc::clone(draft), page))).collect();
    *before = Checked { pages, known };
    Ok(())
}

/// Every relative link whose page, print or place does not exist; `found` are the addresses below the root that a
/// search leads to.
pub(super) fn check(site: &Site, pages: &[Page], found: &[String]) -> Result<(), Vec<Diagnostic>> {
    let all: Vec<&Page> = pages.iter().collect();
    lost(site, &all, found, &known(site, pages.iter(), &[]))
}

/// What there is: the pages, the prints beside them, and those that are made `later`.
fn known<'a>(site: &Site, pages: impl Iterator<Item = &'a Page>, later: &[&str]) -> Known {
    let mut known: Known = pages.map(|page| (page.path.clone(), Arc::clone(&page.places))).collect();
    let notices = site.notices.iter().filter_map(|notice| notice.pdf.as_deref());
    let leaflets = site.leaflets.iter().flat_map(|leaflet| leaflet.pdf.iter().chain(&leaflet.card));
    let asked = site.consultation.iter().map(|asked| asked.pdf.as_str());
    for print in notices.chain(leaflets.map(String::as_str)).chain(asked).chain(later.iter().copied()) {
        known.entry(print.to_owned()).or_default();
    }
    known
}

fn lost(site: &Site, pages: &[&Page], found: &[String], known: &Known) -> Result<(), Vec<Diagnostic>> {
    let top = address::top(site);
    let dead = |at: &str, href: &str| {
        let help = "改正链接；站内的页面写 policy/、leaflets/编号/ 这样的地址，页内的位置写 # 和标题的编号";
        Diagnostic::error(&codes::DEAD_LINK, Place::file(at), format!("链接 {href} 没有地方可去"), help)
    };
    let lost = |page: &&Page| -> Vec<Diagnostic> {
        let links = page.hrefs.iter().map(|href| match href.strip_prefix(top) {
            // Only the page for addresses that are none names its files from the host's root.
            Some(below) if page.path == address::NOT_FOUND => ("index.html", below),
            _ => (page.path.as_str(), &**href),
        });
        let lost = links.filter(|(page, href)| !leads(page, href, known));
        lost.map(|(_, href)| dead(&format!("public/{}", page.path), href)).collect()
    };
    let mut findings: Vec<Diagnostic> = pages.par_iter().flat_map_iter(lost).collect();
    let nowhere = found.iter().filter(|href| !leads("index.html", href, known));
    findings.extend(nowhere.map(|href| dead("public/search/index.html", href)));
    sort(&mut findings);
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

fn leads(page: &str, href: &str, known: &Known) -> bool {
    if href.contains("://") || href.starts_with("tel:") {
        return true;
    }
    let (path, place) = href.split_once('#').unwrap_or((href, ""));
    let path = path.split('?').next().unwrap_or(path);
    let target = if path.is_empty() { Some(page.to_owned()) } else { resolve(page, path) };
    let places = target.as_deref().and_then(|target| known.get(decoded(target).as_str()));
    places.is_some_and(|places| place.is_empty() || places.contains(place))
}

/// A relative address as a path below the root; none when it leaves the site.
fn resolve(page: &str, href: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        if part == ".." {
            parts.pop()?;
        } else {
            parts.push(part);
        }
    }
    Some(parts.join("/"))
}

/// Percent signs undone; what is no UTF-8 then is no address of ours.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = tail.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// The values of an attribute as they are written; ours hold no entity but in foreign addresses.
fn attributes<'a>(draft: &'a Draft<Public>, name: &'a str) -> impl Iterator<Item = &'a str> {
    let html = std::str::from_utf8(&draft.bytes).unwrap_or_default();
    html.split(name).skip(1).filter_map(|rest| rest.split('"').next())
}
