//! The chain on one screen: start reading here.
//!
//! ```text
//! Workspace ─ready─▶ Ready ─cases─▶ Cases ─documents─▶ Documents ─drafts─▶ Drafts ─audit─▶ Cleared ─publish─▶ dist/
//!                                                             └──────────▶ Tray (private) ──────────────────┘
//! ```
//! Every stage takes checked data and returns checked data, or every finding at once. Nothing reaches `publish` that
//! has not passed the audit; the private tray leaves by its own door.

use crate::diag::Diagnostic;
use crate::edition::cases::{Case, cases, cases_with};
pub use crate::edition::deadlines::{Deadline, Sort, Standing};
use crate::edition::deadlines::{deadlines, papers, pressing};
use crate::edition::documents::{Extent, documents, documents_with};
use crate::edition::drafts::{Tray, drafts};
pub use crate::edition::folder::audit_folder;
pub use crate::edition::lists::{Compared, compare_lists};
pub use crate::edition::memory::Memory;
use crate::edition::office;
pub use crate::edition::preview::{Made, Preview};
use crate::edition::ready::ready;
pub use crate::edition::report::{Line, Report};
use crate::edition::report::{due_lines, lines};
use crate::policy::Pack;
use crate::policy::fields::{Class, FieldTable, Kind};
use crate::publish::{self, Target, Written};
use crate::render::layout::PrintTheme;
use crate::render::{site, theme::Theme};
use crate::sealed::audit::{Cleared, audit};
use crate::sealed::coverage;
use crate::sealed::roster::Roster;
use crate::workspace::{self, Workspace, fonts};
use std::collections::BTreeMap;
use std::path::Path;

/// A whole edition, audited and ready to be written.
pub struct Edition {
    cleared: Cleared,
    tray: Tray,
    /// What the build has to say.
    pub report: Report,
}

impl Edition {
    /// What is public of it: the site.
    pub(crate) fn site(&self) -> publish::SiteFiles<'_> {
        publish::SiteFiles::of(&self.cleared)
    }
}

/// What the chain is doing, for somebody who waits: called with each of [`STAGES`] in turn.
pub type Progress<'a> = &'a dyn Fn(&'static str);

/// The stages that a clerk is told of.
pub const STAGES: [&str; 5] = ["核对政策包", "核对签字，读名册", "写公示和明白纸", "排版打印", "检查泄露"];

/// Makes an edition from a workspace. Reads fonts, writes nothing.
pub fn edition(workspace: &Workspace, progress: Progress<'_>) -> Result<Edition, Vec<Diagnostic>> {
    progress(STAGES[0]);
    let ready = ready(workspace)?;
    progress(STAGES[1]);
    let cases = cases(workspace, &ready)?;
    progress(STAGES[2]);
    let (theme, prints) = themes(workspace)?;
    let fonts = fonts::find(&prints)?;
    rare_characters(cases.iter(), &ready.pack, &fonts.coverage())?;
    let documents = documents(workspace, &ready, &cases, Extent::Whole)?;
    progress(STAGES[3]);
    let (drafts, mut tray) = drafts(workspace, &documents, &theme, &prints, &fonts)?;
    // The drafts are all that is left of them.
    drop(documents);
    let deadlines = deadlines(workspace, &ready, &cases);
    tray.0.extend(papers(workspace, &deadlines, &theme)?);
    progress(STAGES[4]);
    let rosters: Vec<&Roster> = cases.iter().filter_map(|case| case.roster.as_deref()).collect();
    let cleared = audit(drafts, &rosters, &classify(&ready.fields)).map_err(|leaks| leaks.0)?;
    let mut report = Report::new(workspace, &ready, cases, deadlines);
    report.count(&cleared, &tray);
    Ok(Edition { cleared, tray, report })
}

/// Makes the site of an edition for a preview: the same chain and the same gate; each print waits until it is asked for.
/// What did not change since the build before is remembered.
pub fn preview(
    workspace: &Workspace,
    for_office: bool,
    memory: &mut Memory,
) -> Result<Preview, Vec<Diagnostic>> {
    memory.begin(workspace);
    let ready = memory.ready(workspace)?;
    let cases = cases_with(workspace, &ready, memory)?;
    let (theme, prints) = memory.themes(workspace)?;
    let fonts = memory.fonts(&prints)?;
    let new: Vec<&Case<'_>> = cases.iter().filter(|case| !memory.is_printable(case.digest)).collect();
    rare_characters(new.iter().copied(), &ready.pack, &fonts.coverage())?;
    memory.printable(new.iter().filter_map(|case| case.digest));
    let documents = documents_with(workspace, &ready, &cases, Extent::Open, memory)?;
    let drafts = site::pages_again(&documents.site, &theme, &mut memory.pages)?;
    let rosters: Vec<_> =
        cases.iter().filter_map(|case| Some((case.digest, case.roster.as_deref()?))).collect();
    let gate = memory.gate(&rosters, &ready);
    let cleared = gate.clear(drafts).map_err(|leaks| leaks.0)?;
    memory.end();
    let office = match for_office {
        true => office::pages(workspace, &ready, &cases, &documents)?,
        false => BTreeMap::new(),
    };
    Ok(Preview::new(workspace, documents, (theme, prints, fonts), gate, cleared, office))
}

/// Writes an edition below `out`: staged, swapped in whole; unchanged files stay as they are.
pub fn write(edition: &Edition, workspace: &Workspace, out: &Path) -> Result<Written, Vec<Diagnostic>> {
    // By the township's name, not by a path: a workspace that moved to another disk still owns its output.
    let target = Target { out, workspace: &workspace.township.name };
    publish::publish(target, &edition.cleared, &edition.tray.0)
}

/// Every finding about a workspace, nothing written: what `build` would say, stopping or not.
pub fn check(workspace: &Workspace) -> Vec<Diagnostic> {
    match edition(workspace, &|_| ()) {
        Ok(edition) => edition.report.findings,
        Err(findings) => findings,
    }
}

/// How everything stands.
pub struct Status {
    /// One line a notice, then one a duty of the pack.
    pub lines: Vec<Line>,
    /// Every day that somebody has to keep.
    deadlines: Vec<Deadline>,
}

impl Status {
    /// What is late, or due within so many days, most pressing first.
    pub fn pressing(&self, within: i64) -> Vec<&Deadline> {
        pressing(&self.deadlines).into_iter().filter(|deadline| deadline.presses(within)).collect()
    }

    /// Lines for what presses, as far as the lines of notices and duties do not tell it.
    pub fn further_lines(&self, within: i64) -> Vec<Line> {
        due_lines(&self.lines, &self.deadlines, within)
    }
}

/// How everything stands, without rendering anything.
pub fn status(workspace: &Workspace) -> Result<Status, Vec<Diagnostic>> {
    let ready = ready(workspace)?;
    let cases = cases(workspace, &ready)?;
    let deadlines = deadlines(workspace, &ready, &cases);
    Ok(Status { lines: lines(&cases, &ready, workspace.today), deadlines })
}

/// The theme for screens and the one for paper, from the same folder.
pub(crate) fn themes(workspace: &Workspace) -> Result<(Theme, PrintTheme), Vec<Diagnostic>> {
    let is = &workspace.theme;
    let theme = Theme::inheriting(&workspace.township.theme, &is.files, &is.inherited)?;
    Ok((theme, print_theme(workspace)?))
}

/// The theme for paper alone.
pub(crate) fn print_theme(workspace: &Workspace) -> Result<PrintTheme, Vec<Diagnostic>> {
    let (path, text) = &workspace.theme.print;
    if path.is_empty() {
        let path = format!("themes/{}/theme.toml", workspace.township.theme);
        return Err(vec![workspace::files::unreadable(&path)]);
    }
    PrintTheme::parse(text, path)
}

fn rare_characters<'a>(
    cases: impl Iterator<Item = &'a Case<'a>>,
    pack: &Pack,
    covers: &dyn Fn(char) -> bool,
) -> Result<(), Vec<Diagnostic>> {
    let rosters = cases.filter_map(|case| case.roster.as_deref());
    let found: Vec<Diagnostic> = rosters.flat_map(|roster| coverage::check(roster, pack, covers)).collect();
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Class and kind of a roster's field; what nobody declared is free text and sensitive.
pub(crate) fn classify(fields: &FieldTable) -> impl Fn(&str) -> (Class, Kind) + Sync + '_ {
    |field| fields.get(field).map_or((Class::Sensitive, Kind::Words), |field| (field.class, field.kind))
}
