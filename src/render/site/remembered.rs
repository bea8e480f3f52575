//! Pages of the time before 记住的网页: a preview makes anew only what changed.
//!
//! A page is the same as before when everything that it is made from is: what all pages share, and its own notice,
//! document or list. Documents are compared by their place in memory, so whoever composes keeps what did not change.

use super::links::Checked;
use super::pages::{Made, MadeFrom, shared};
use super::{Contact, NoticeEntry, Site, VillageEntry};
use crate::render::theme::Theme;
use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use tera::Value;

/// The pages of the time before, by their path below the root.
#[derive(Default)]
pub(crate) struct Remembered {
    frame: Option<Frame>,
    pages: FxHashMap<String, Made>,
    links: Checked,
}

/// What all pages share.
struct Frame {
    names: (String, String, Option<String>),
    today: NaiveDate,
    contacts: Vec<Contact>,
    villages: Vec<VillageEntry>,
    shared: Value,
    theme: Arc<Theme>,
}

impl Frame {
    fn of(site: &Site, theme: &Arc<Theme>) -> Self {
        Self {
            names: (site.name.clone(), site.publisher.clone(), site.base_url.clone()),
            today: site.today,
            contacts: site.contacts.clone(),
            villages: site.villages.clone(),
            shared: shared(site, theme),
            theme: Arc::clone(theme),
        }
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.theme, &other.theme)
            && self.names == other.names
            && self.today == other.today
            && self.contacts == other.contacts
            && self.villages == other.villages
            && self.shared == other.shared
    }
}

impl Remembered {
    /// Forgets every page when what they share has changed.
    pub(super) fn begin(&mut self, site: &Site, theme: &Arc<Theme>) {
        let frame = Frame::of(site, theme);
        if !self.frame.as_ref().is_some_and(|before| before.is(&frame)) {
            self.pages.clear();
            self.frame = Some(frame);
        }
    }

    /// The page of the time before, if it was made from the very same.
    pub(super) fn page(&self, path: &str, from: &MadeFrom) -> Option<Made> {
        let known = self.pages.get(path).filter(|known| known.from.is(from))?;
        Some(Made { draft: Arc::clone(&known.draft), from: from.again() })
    }

    /// The links of the time before.
    pub(super) fn links(&mut self) -> &mut Checked {
        &mut self.links
    }

    /// These pages are the ones to remember.
    pub(super) fn end(&mut self, made: Vec<Made>) {
        let path = |made: &Made| made.draft.path.strip_prefix("public/").unwrap_or_default().to_owned();
        self.pages = made.into_iter().map(|made| (path(&made), made)).collect();
    }
}

impl MadeFrom {
    fn is(&self, other: &Self) -> bool {
        let same = |a: &Option<Arc<_>>, b: &Option<Arc<_>>| match (a, b) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        match (self, other) {
            (Self::Notice(a), Self::Notice(b)) => NoticeEntry::is(a, b),
            (Self::Document(a, above), Self::Document(b, beside)) => Arc::ptr_eq(a, b) && same(above, beside),
            (Self::List(a), Self::List(b)) => a == b,
            _ => false,
        }
    }

    fn again(&self) -> Self {
        match self {
            Self::Notice(notice) => Self::Notice(notice.clone()),
            Self::Document(document, above) => Self::Document(Arc::clone(document), above.clone()),
            Self::List(fingerprint) => Self::List(*fingerprint),
            Self::Whatever => Self::Whatever,
        }
    }
}
