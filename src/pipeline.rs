//! The chain on one screen: start reading here.
//!
//! ```text
//! Workspace ─ready─▶ Ready ─cases─▶ Cases ─┬─notices, one after the other: compose ─▶ draw ─▶ gate ─▶ outlet ─┬─▶ dist/
//!                                          │                             └─▶ the office's papers ─▶ outlet ─┤
//!                                          └─rest: lists, search, leaflets: compose ─▶ draw ─▶ gate ─▶ outlet ─┘
//! ```
//! Every stage takes checked data and returns checked data, or every finding at once. Nothing goes through the open door
//! of an outlet that the gate has not cleared; the office's papers leave by their own. What was put out is for nobody to
//! see before the whole edition is there.

use crate::diag::Diagnostic;
use crate::edition::cases::{Case, cases, cases_as_if_signed, cases_with};
pub use crate::edition::deadlines::{Deadline, Sort, Standing};
use crate::edition::deadlines::{deadlines, pressing};
use crate::edition::declarations::declarations;
use crate::edition::documents::documents_with;
pub use crate::edition::folder::audit_folder;
pub use crate::edition::lists::{Compared, compare_lists};
use crate::edition::making::{self, Press};
pub use crate::edition::memory::Memory;
use crate::edition::office;
pub use crate::edition::preview::{Made, Preview};
use crate::edition::ready::{Ready, ready};
pub use crate::edition::report::{Line, Report};
use crate::edition::report::{due_lines, lines};
use crate::edition::terms::of_others;
use crate::edition::voices;
use crate::policy::Pack;
use crate::policy::fields::classify;
use crate::publish::{Held, Outlet, Output, Target, Written};
use crate::render::layout::PrintTheme;
use crate::render::{site, theme::Theme};
use crate::sealed::audit::Gate;
use crate::sealed::coverage;
use crate::sealed::gate::as_warnings;
use crate::sealed::roster::Roster;
use crate::sealed::two_villages;
use crate::workspace::{self, Notice, Workspace, fonts};
use std::collections::BTreeMap;
use std::path::Path;

/// A whole edition: everything was cleared and put out. There is none of which anything leaked.
pub(crate) struct Edition<O> {
    /// Where it went.
    pub(crate) outlet: O,
    /// What the build has to say.
    pub(crate) report: Report,
}

/// What the chain is doing, for somebody who waits: called with each of [`STAGES`] in turn.
pub type Progress<'a> = &'a dyn Fn(&'static str);

/// The stages that a clerk is told of.
pub const STAGES: [&str; 4] =
    ["核对政策包", "核对签字，读名册", "写公示，检查泄露", "写目录、明白纸和搜索，检查泄露"];

/// Makes an edition from a workspace and puts it out file by file. Whoever owns the outlet shows it to somebody only
/// when the edition is there.
pub(crate) fn edition<O: Outlet>(
    workspace: &Workspace,
    progress: Progress<'_>,
    outlet: O,
) -> Result<Edition<O>, Vec<Diagnostic>> {
    progress(STAGES[0]);
    let ready = ready(workspace)?;
    progress(STAGES[1]);
    let cases = cases(workspace, &ready)?;
    edition_of(workspace, (&ready, cases), progress, outlet)
}

/// The same from notices that were opened.
fn edition_of<O: Outlet>(
    workspace: &Workspace,
    (ready, cases): (&Ready, Vec<Case<'_>>),
    progress: Progress<'_>,
    mut outlet: O,
) -> Result<Edition<O>, Vec<Diagnostic>> {
    let (theme, prints) = themes(workspace)?;
    let fonts = fonts::find(&prints)?;
    rare_characters(cases.iter(), &ready.pack, &fonts.coverage())?;
    let (others, unread) = of_others(workspace, ready, &cases);
    let signed = cases.iter().filter_map(|case| case.roster.as_deref());
    let rosters: Vec<&Roster> = signed.chain(others.iter().map(|(_, roster)| &**roster)).collect();
    let gate = Gate::new(&rosters, &classify(&ready.fields), &declarations(workspace, ready));
    progress(STAGES[2]);
    let press = Press { workspace, ready, theme: &theme, prints: &prints, fonts: &fonts };
    drop(others);
    let mut report = Report::new(workspace, ready, &cases);
    report.findings.extend(unread);
    report.findings.extend(in_two_villages(&cases)?);
    report.findings.extend(workspace.unread().cloned());
    report.findings.extend(voices::doubts(workspace, ready, &cases));
    // The rosters go with their notices.
    let known: Vec<Case<'_>> = cases.iter().map(Case::without_roster).collect();
    let drawn = making::notices(press, (cases, &known), &gate, &mut outlet);
    progress(STAGES[3]);
    report.deadlines = deadlines(workspace, ready, &known);
    report.count(making::rest(press, drawn, &report.deadlines, &gate, &mut outlet)?);
    Ok(Edition { outlet, report })
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
    let documents = documents_with(workspace, &ready, &cases, memory)?;
    let drafts = site::pages_again(&documents.site, &theme, &mut memory.pages)?;
    let (others, _) = of_others(workspace, &ready, &cases);
    let signed = cases.iter().filter_map(|case| Some((case.digest, case.roster.as_deref()?)));
    let others = others.iter().map(|(digest, roster)| (Some(*digest), &**roster));
    let rosters: Vec<_> = signed.chain(others).collect();
    let gate = memory.gate(&rosters, workspace, &ready);
    let cleared = gate.clear(drafts).map_err(|leaks| leaks.0)?;
    memory.end();
    let office = match for_office {
        true => office::pages(workspace, &ready, &cases, &documents)?,
        false => BTreeMap::new(),
    };
    Ok(Preview::new(workspace, documents, (theme, prints, fonts), gate, cleared, office))
}

/// Makes an edition and writes it below `out`: the folder is swapped in as a whole; unchanged files stay as they are.
pub fn build(
    workspace: &Workspace,
    out: &Path,
    progress: Progress<'_>,
) -> Result<(Report, Written), Vec<Diagnostic>> {
    // By the township's name, not by a path: a workspace that moved to another disk still owns its output.
    let target = Target { out, workspace: &workspace.township.name };
    let Edition { outlet, mut report } = edition(workspace, progress, Output::new(target))?;
    // What stops a notice that is still to come keeps nobody else's back.
    report.findings = as_warnings(report.findings);
    Ok((report, outlet.finish()?))
}

/// What is public of an edition, for whoever copies or packs it.
pub(crate) fn public(workspace: &Workspace) -> Result<Held, Vec<Diagnostic>> {
    edition(workspace, &|_| (), Held::default()).map(|edition| edition.outlet)
}

/// Every finding about a workspace, nothing written: what `build` would say if everybody had signed, stopping or not. A
/// notice that cannot be opened keeps nothing of the others back.
pub fn check(workspace: &Workspace) -> Vec<Diagnostic> {
    let ready = match ready(workspace) {
        Ok(ready) => ready,
        Err(findings) => return findings,
    };
    as_if_signed(workspace, &ready, None)
}

/// What stops a notice, however many have signed it: nobody signs what cannot be published.
pub(crate) fn stops_notice(workspace: &Workspace, ready: &Ready, notice: &Notice) -> Vec<Diagnostic> {
    let others: Vec<&Notice> = workspace
        .villages
        .iter()
        .filter(|village| village.slug == notice.village)
        .flat_map(|village| &village.notices)
        .filter(|other| other.id != notice.id)
        .collect();
    let elsewhere = |finding: &Diagnostic| {
        let path = &finding.at.path;
        let of = |other: &&&Notice| {
            *path == other.path
                || *path == other.roster_path
                || path.contains(&format!("/{}/{}", other.village, other.stem))
                || path.contains(&format!("/{}/notices/{}", other.village, other.stem))
        };
        *path != notice.roster_path && others.iter().any(|other| of(&other))
    };
    let mut found = as_if_signed(workspace, ready, Some(&notice.village));
    // The same list under two villages shows only where both are read.
    let (all, _) = cases_as_if_signed(workspace, ready, None);
    let (Ok(twice) | Err(twice)) = in_two_villages(&all);
    found.extend(twice.into_iter().filter(|finding| finding.at.path == notice.roster_path));
    found
        .into_iter()
        .filter(|finding| finding.stops() && !finding.code.id.starts_with("signoff-") && !elsewhere(finding))
        .collect()
}

fn as_if_signed(workspace: &Workspace, ready: &Ready, of: Option<&str>) -> Vec<Diagnostic> {
    let (cases, mut findings) = cases_as_if_signed(workspace, ready, of);
    findings.extend(match edition_of(workspace, (ready, cases), &|_| (), ()) {
        Ok(edition) => edition.report.findings,
        Err(mut found) => {
            found.extend(workspace.unread().cloned());
            found
        }
    });
    findings
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

/// Who stands on the lists of two villages, among the notices that still run; a list that is another village's stops.
fn in_two_villages(cases: &[Case<'_>]) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let running = cases.iter().filter(|case| case.state != crate::schedule::State::Expired);
    let lists: Vec<(&str, &Roster)> =
        running.filter_map(|case| Some((case.village.is.name.as_str(), case.roster.as_deref()?))).collect();
    let found = two_villages::check(&lists);
    if found.iter().any(Diagnostic::stops) { Err(found) } else { Ok(found) }
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
