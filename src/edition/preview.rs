//! A preview 预览: the pages of an edition that passed the gate, and prints that pass it when somebody asks for one.

use super::documents::{Documents, papers};
use super::drafts::{open_prints, village_names};
use crate::diag::Diagnostic;
use crate::document::Fragment;
use crate::render::fonts::FontBook;
use crate::render::layout::PrintTheme;
use crate::render::printed;
use crate::sealed::audit::{Cleared, Gate};
use crate::workspace::Workspace;
use crate::workspace::written::BoardPaper;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What may be looked at, all of it cleared.
pub struct Preview {
    today: NaiveDate,
    follows_the_clock: bool,
    pages: BTreeMap<String, Vec<u8>>,
    office: BTreeMap<String, Vec<u8>>,
    documents: Documents,
    names: Vec<Fragment>,
    papers: Vec<BoardPaper>,
    theme: PrintTheme,
    fonts: Arc<FontBook>,
    gate: Arc<Gate>,
}

/// A print, if there is one.
pub enum Print {
    /// Its bytes, cleared.
    Made(Vec<u8>),
    /// Why it cannot be made, or may not be shown.
    Refused(Vec<Diagnostic>),
    /// No such print.
    Unknown,
}

impl Preview {
    /// From what the chain made; `cleared` holds the site's pages.
    pub(crate) fn new(
        workspace: &Workspace,
        documents: Documents,
        (theme, fonts): (PrintTheme, Arc<FontBook>),
        gate: Arc<Gate>,
        cleared: Cleared,
        office: BTreeMap<String, Vec<u8>>,
    ) -> Self {
        let below = |path: String| path.strip_prefix("public/").map(str::to_owned);
        let pages = cleared.into_drafts().into_iter();
        Self {
            today: workspace.today,
            follows_the_clock: workspace.township.sample_day.is_none(),
            pages: pages.filter_map(|draft| Some((below(draft.path)?, draft.bytes))).collect(),
            office,
            names: village_names(workspace),
            papers: papers(workspace).to_vec(),
            documents,
            theme,
            fonts,
            gate,
        }
    }

    /// Day it was made for.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// Whether the township goes by the clock, not by a day of its own.
    pub fn follows_the_clock(&self) -> bool {
        self.follows_the_clock
    }

    /// Number of HTML pages.
    pub fn pages(&self) -> usize {
        self.pages.keys().filter(|path| path.ends_with(".html")).count()
    }

    /// A page or list by its path below the site's root.
    pub fn page(&self, path: &str) -> Option<&[u8]> {
        self.pages.get(path).map(Vec::as_slice)
    }

    /// A page for the office alone.
    pub fn office(&self, path: &str) -> Option<&[u8]> {
        self.office.get(path).map(Vec::as_slice)
    }

    /// A print by its path below the output folder (`public/…`, `board/…`): made now, and laid before the same gate.
    pub fn print(&self, path: &str) -> Print {
        let prints = open_prints(&self.papers, &self.documents);
        let Some((path, document, paper)) = prints.into_iter().find(|(known, ..)| known == path) else {
            return Print::Unknown;
        };
        let draft = printed(path, document, &self.names, paper, &self.theme, &self.fonts);
        let cleared = draft.and_then(|draft| self.gate.clear(vec![draft]).map_err(|leaks| leaks.0));
        match cleared.map(Cleared::into_drafts) {
            Ok(drafts) => drafts.into_iter().next().map_or(Print::Unknown, |draft| Print::Made(draft.bytes)),
            Err(findings) => Print::Refused(findings),
        }
    }
}
