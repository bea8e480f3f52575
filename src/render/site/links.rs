//! No link of the site leads nowhere: pages, prints and places inside a page are all known before one is written.

use super::machine::CALENDAR;
use super::{Site, address, codes, feed, search};
use crate::diag::{Diagnostic, Place, sort};
use crate::document::Public;
use crate::render::{Draft, Media};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was checked before: a page whose targets are all as they were need not be read again.
#[derive(Default)]
pub(super) struct Checked {
    drafts: FxHashMap<String, Arc<Draft<Public>>>,
    known: Known,
}

/// Every address below the root, and the places inside it.
type Known = BTreeMap<String, Arc<BTreeSet<String>>>;

/// Files that pages name and a preview makes when they are asked for.
pub(super) const LATER: [&str; 4] = [CALENDAR, feed::PATH, search::PAGE, "notices.json"];

/// Every relative link whose page, print or place does not exist.
///
/// `found` are the addresses below the root that a search leads to; `later` are those of files that are made later.
pub(super) fn check(
    site: &Site,
    drafts: &[Arc<Draft<Public>>],
    found: &[String],
    later: &[&str],
    before: &mut Checked,
) -> Result<(), Vec<Diagnostic>> {
    let top = address::top(site);
    let again = |draft: &Arc<Draft<Public>>| {
        before.drafts.get(&draft.path).is_some_and(|known| Arc::ptr_eq(known, draft))
    };
    let mut known: Known = drafts
        .par_iter()
        .map(|draft| {
            let path = below(&draft.path);
            let same = before.known.get(path).filter(|_| again(draft));
            (path.to_owned(), same.cloned().unwrap_or_else(|| Arc::new(places(draft))))
        })
        .collect();
    let notices = site.notices.iter().filter_map(|notice| notice.pdf.as_deref());
    let leaflets = site.leaflets.iter().flat_map(|leaflet| leaflet.pdf.iter().chain(&leaflet.card));
    let asked = site.consultation.iter().map(|asked| asked.pdf.as_str());
    for print in notices.chain(leaflets.map(String::as_str)).chain(asked).chain(later.iter().copied()) {
        known.entry(print.to_owned()).or_default();
    }
    let dead = |at: &str, href: &str| {
        let help = "改正链接；站内的页面写 policy/、leaflets/编号/ 这样的地址，页内的位置写 # 和标题的编号";
        Diagnostic::error(&codes::DEAD_LINK, Place::file(at), format!("链接 {href} 没有地方可去"), help)
    };
    let lost = |draft: &Arc<Draft<Public>>| -> Vec<Diagnostic> {
        if draft.media != Media::Html {
            return Vec::new();
        }
        let page = below(&draft.path);
        let links = attributes(draft, " href=\"").into_iter().map(|href| match href.strip_prefix(top) {
            // Only the page for addresses that are none names its files from the host's root.
            Some(below) if page == address::NOT_FOUND => ("index.html", below),
            _ => (page, href),
        });
        let lost = links.filter(|(page, href)| !leads(page, href, &known));
        lost.map(|(_, href)| dead(&draft.path, href)).collect()
    };
    let same_targets = known == before.known;
    let to_read = drafts.par_iter().filter(|draft| !(same_targets && again(draft)));
    let mut findings: Vec<Diagnostic> = to_read.flat_map_iter(lost).collect();
    let nowhere = found.iter().filter(|href| !leads("index.html", href, &known));
    findings.extend(nowhere.map(|href| dead("public/search/index.html", href)));
    sort(&mut findings);
    if findings.is_empty() {
        let checked = drafts.iter().map(|draft| (draft.path.clone(), Arc::clone(draft))).collect();
        *before = Checked { drafts: checked, known };
        Ok(())
    } else {
        Err(findings)
    }
}

fn below(path: &str) -> &str {
    path.strip_prefix("public/").unwrap_or(path)
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

fn places(draft: &Draft<Public>) -> BTreeSet<String> {
    if draft.media == Media::Html {
        attributes(draft, " id=\"").into_iter().map(str::to_owned).collect()
    } else {
        BTreeSet::new()
    }
}

/// The values of an attribute as they are written; ours hold no entity but in foreign addresses.
fn attributes<'a>(draft: &'a Draft<Public>, name: &str) -> Vec<&'a str> {
    let html = std::str::from_utf8(&draft.bytes).unwrap_or_default();
    html.split(name).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
