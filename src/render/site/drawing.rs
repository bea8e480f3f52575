//! Drawing 逐份成页: a site whose notices come one after the other. A page needs what all pages share and its own notice, so
//! a township of ten thousand notices needs the room of a few; what lists and search say of a notice stays.

use super::{NoticeEntry, Site, check, links, on_demand, pages};
use crate::diag::Diagnostic;
use crate::document::Public;
use crate::render::{Draft, theme::Theme};
use std::sync::Arc;
use tera::Value;

/// What the page of a notice is drawn with.
pub(crate) struct Drawing<'a> {
    site: &'a Site,
    theme: &'a Theme,
    shared: Value,
    named: links::Named,
}

/// Where the links of a page lead, and what there is on it to lead to.
pub(crate) struct Links(links::Page);

impl<'a> Drawing<'a> {
    /// Of every notice the site knows what lists say of it; its document may still be empty.
    pub(crate) fn new(site: &'a Site, theme: &'a Theme) -> Result<Self, Vec<Diagnostic>> {
        check::site(site)?;
        Ok(Self { site, theme, shared: pages::shared(site, theme), named: links::Named::default() })
    }

    /// The page of a notice; its links are checked once every page is there.
    pub(crate) fn notice(&self, notice: &NoticeEntry) -> Result<(Draft<Public>, Links), Vec<Diagnostic>> {
        check::notice(notice, self.site)?;
        let made = pages::notice(notice, self.site, self.theme, &self.shared)?;
        let links = Links(links::Page::read(&made.draft, &self.named));
        let pages::Made { draft, from } = made;
        // It holds the document; the draft is nobody else's.
        drop(from);
        Ok((Arc::unwrap_or_clone(draft), links))
    }
}

/// Every other page, list and asset below `public/`, sorted by path, once the pages of all notices are drawn: `links`
/// are theirs.
pub(crate) fn rest(
    site: &Site,
    theme: &Theme,
    links: Vec<Links>,
) -> Result<Vec<Draft<Public>>, Vec<Diagnostic>> {
    check::site(site)?;
    let made = pages::rest(site, theme)?;
    let mut drafts: Vec<_> = made.into_iter().map(|page| Arc::unwrap_or_clone(page.draft)).collect();
    let (asked, targets) = on_demand(site, theme)?;
    drafts.extend(asked.into_iter().chain(pages::assets(theme)));
    drafts.sort_by(|a, b| a.path.cmp(&b.path));
    let mut all: Vec<links::Page> = links.into_iter().map(|Links(page)| page).collect();
    let named = links::Named::default();
    all.extend(drafts.iter().map(|draft| links::Page::read(draft, &named)));
    links::check(site, &all, &targets)?;
    Ok(drafts)
}
