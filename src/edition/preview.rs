//! A preview 预览: the pages of an edition that passed the gate, and prints that pass it when somebody asks for one.

use super::documents::Documents;
use super::prints::{open_prints, village_names};
use crate::diag::Diagnostic;
use crate::document::{Fragment, Office, Public};
use crate::render::fonts::FontBook;
use crate::render::layout::PrintTheme;
use crate::render::theme::Theme;
use crate::render::{Draft, printed, site};
use crate::sealed::audit::{Cleared, Gate};
use crate::workspace::Workspace;
use crate::workspace::written::BoardPaper;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Cleared files by their path below the site's root.
type ByPath = BTreeMap<String, Arc<Draft<Public>>>;

/// What may be looked at, all of it cleared.
pub struct Preview {
    today: NaiveDate,
    follows_the_clock: bool,
    pages: ByPath,
    asked_for: OnceLock<Result<ByPath, Vec<Diagnostic>>>,
    office: BTreeMap<String, Draft<Office>>,
    documents: Documents,
    names: Vec<Fragment>,
    papers: Vec<BoardPaper>,
    theme: Arc<Theme>,
    prints: Arc<PrintTheme>,
    fonts: Arc<FontBook>,
    gate: Arc<Gate>,
    held: Vec<Diagnostic>,
}

/// A file that is made when somebody asks for it, if there is one.
pub enum Made {
    /// Its bytes, cleared.
    File(Arc<Draft<Public>>),
    /// Why it cannot be made, or may not be shown.
    Refused(Vec<Diagnostic>),
    /// No such file.
    Unknown,
}

impl Preview {
    /// From what the chain made; `cleared` holds the site's pages, `old` those that were kept and stand in the place of some.
    pub(crate) fn new(
        workspace: &Workspace,
        documents: Documents,
        (theme, prints, fonts): (Arc<Theme>, Arc<PrintTheme>, Arc<FontBook>),
        gate: Arc<Gate>,
        (cleared, old, office): (Cleared, Vec<Cleared>, BTreeMap<String, Draft<Office>>),
        held: Vec<Diagnostic>,
    ) -> Self {
        Self {
            today: workspace.today,
            follows_the_clock: workspace.township.sample_day.is_none(),
            pages: std::iter::once(cleared).chain(old).flat_map(by_path).collect(),
            asked_for: OnceLock::new(),
            office,
            names: village_names(workspace),
            papers: workspace.township.board_papers.clone(),
            documents,
            theme,
            prints,
            fonts,
            gate,
            held,
        }
    }

    /// What is wrong with the notices that are not in it.
    pub fn held(&self) -> &[Diagnostic] {
        &self.held
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

    /// A page by its path below the site's root.
    pub fn page(&self, path: &str) -> Option<&[u8]> {
        self.pages.get(path).map(|draft| draft.bytes.as_slice())
    }

    /// A file of the search or a list for machines, by its path below the site's root: made and laid before the gate
    /// when the first of them is asked for.
    pub fn asked_for(&self, path: &str) -> Option<Result<&[u8], &[Diagnostic]>> {
        let make = || {
            let drafts = site::asked_for(&self.documents.site, &self.theme)?;
            let drafts = drafts.into_iter().map(Arc::new).collect();
            self.gate.clear(drafts).map(by_path).map_err(|leaks| leaks.0)
        };
        match self.asked_for.get_or_init(make) {
            Ok(files) => files.get(path).map(|draft| Ok(draft.bytes.as_slice())),
            Err(findings) => Some(Err(findings)),
        }
    }

    /// A page for the office alone: searched like everything public when somebody asks for it.
    pub fn office(&self, path: &str) -> Option<Result<&[u8], Vec<Diagnostic>>> {
        let draft = self.office.get(path)?;
        Some(self.gate.inspect(draft).map(|()| draft.bytes.as_slice()).map_err(|leaks| leaks.0))
    }

    /// A print by its path below the output folder (`public/…`, `board/…`): made now, and laid before the same gate.
    pub fn print(&self, path: &str) -> Made {
        let prints = open_prints(&self.papers, &self.documents);
        let Some((path, document, paper)) = prints.into_iter().find(|(known, ..)| known == path) else {
            return Made::Unknown;
        };
        let draft = printed(path, document, &self.names, paper, &self.prints, &self.fonts);
        let clear = |draft| self.gate.clear(vec![Arc::new(draft)]).map_err(|leaks| leaks.0);
        match draft.and_then(clear).map(Cleared::into_drafts) {
            Ok(drafts) => drafts.into_iter().next().map_or(Made::Unknown, Made::File),
            Err(findings) => Made::Refused(findings),
        }
    }
}

fn by_path(cleared: Cleared) -> ByPath {
    let below = |draft: &Draft<Public>| draft.path.strip_prefix("public/").map(str::to_owned);
    cleared.into_drafts().into_iter().filter_map(|draft| Some((below(&draft)?, draft))).collect()
}
