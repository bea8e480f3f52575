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
use crate::edition::cases::{
    Case, Cases, cases, cases_as_drafted, cases_as_if_signed, cases_with, decisions,
};
pub use crate::edition::deadlines::{Deadline, Sort, Standing};
use crate::edition::deadlines::{deadlines, pressing};
use crate::edition::declarations::declarations;
use crate::edition::documents::documents_with;
pub use crate::edition::folder::audit_folder;
use crate::edition::gone::without_files;
pub use crate::edition::held::HeldNotice;
use crate::edition::held::{HELD_BACK, Held, by_file, merge, told};
pub use crate::edition::lists::{Compared, compare_lists};
use crate::edition::making::{self, Failed, Press};
pub use crate::edition::memory::Memory;
use crate::edition::office;
use crate::edition::old_pages;
pub use crate::edition::preview::{Made, Preview};
use crate::edition::ready::{Ready, ready};
pub use crate::edition::report::{Line, Report};
use crate::edition::report::{due_lines, lines, unopened};
use crate::edition::terms::of_others;
use crate::edition::voices;
use crate::ledger;
use crate::policy::Pack;
use crate::policy::fields::classify;
use crate::publish::{self, Outlet, Output, Target, Written};
use crate::render::layout::PrintTheme;
use crate::render::{site, theme::Theme};
use crate::schedule::State;
use crate::sealed::audit::Gate;
use crate::sealed::coverage;
use crate::sealed::gate::as_warnings;
use crate::sealed::roster::Roster;
use crate::sealed::two_villages;
use crate::workspace::{self, Notice, Workspace, fonts};
use std::collections::{BTreeMap, BTreeSet};
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
/// when the edition is there. A notice with something wrong is held back: then the others are made once more, without it.
pub(crate) fn edition<O: Outlet>(
    workspace: &Workspace,
    progress: Progress<'_>,
    outlet: impl Fn() -> O,
) -> Result<Edition<O>, Vec<Diagnostic>> {
    progress(STAGES[0]);
    let ready = ready(workspace)?;
    without_held(|held| {
        progress(STAGES[1]);
        let cases = cases(workspace, &ready, held).map_err(whole)?;
        edition_of(workspace, (&ready, cases), progress, outlet())
    })
}

/// Tries until nothing is left in the way but what is held back: each time at least one notice fewer.
fn without_held<O>(
    mut attempt: impl FnMut(Held) -> Result<Edition<O>, Failed>,
) -> Result<Edition<O>, Vec<Diagnostic>> {
    let mut held = Held::new();
    loop {
        let before = held.len();
        match attempt(held) {
            Ok(edition) => return Ok(edition),
            Err(failed) if failed.held.len() > before => held = failed.held,
            Err(failed) => {
                let mut found = failed.whole;
                found.extend(failed.held.into_values().flatten());
                return Err(found);
            }
        }
    }
}

fn whole(whole: Vec<Diagnostic>) -> Failed {
    Failed { held: Held::new(), whole }
}

/// The same from notices that were opened.
fn edition_of<O: Outlet>(
    workspace: &Workspace,
    (ready, opened): (&Ready, Cases<'_>),
    progress: Progress<'_>,
    mut outlet: O,
) -> Result<Edition<O>, Failed> {
    let Cases { cases, held: already, unsigned } = opened;
    let failed = |whole| Failed { held: already.clone(), whole };
    let (theme, prints) = themes(workspace).map_err(failed)?;
    let fonts = fonts::find(&prints).map_err(failed)?;
    let mut wrong = rare_characters(cases.iter(), &ready.pack, &fonts.coverage());
    let twice = in_two_villages(&cases);
    let (stops, told_twice): (Vec<_>, Vec<_>) = twice.into_iter().partition(Diagnostic::stops);
    wrong.extend(stops);
    let mut held = Held::new();
    let rest = by_file(workspace, wrong, &mut held);
    if !held.is_empty() || !rest.is_empty() {
        merge(&mut held, already);
        return Err(Failed { held, whole: rest });
    }
    let (others, unread) = of_others(workspace, ready, &cases);
    let signed = cases.iter().filter_map(|case| case.roster.as_deref());
    let rosters: Vec<&Roster> = signed.chain(others.iter().map(|(_, roster)| &**roster)).collect();
    let gate = Gate::new(&rosters, &classify(&ready.fields), &declarations(workspace, ready));
    progress(STAGES[2]);
    let press = Press { workspace, ready, theme: &theme, prints: &prints, fonts: &fonts };
    drop(others);
    let mut report = Report::new(workspace, ready, &cases);
    report.findings.extend(unread);
    report.findings.extend(told_twice);
    report.findings.extend(workspace.unread().cloned());
    let doubts = voices::doubts(workspace, ready, &cases);
    // The rosters go with their notices.
    let known: Vec<Case<'_>> = cases.iter().map(Case::without_roster).collect();
    let drawn = making::notices(press, (cases, &known), &gate, &mut outlet);
    progress(STAGES[3]);
    report.deadlines = deadlines(workspace, ready, (&known, drawn.leaking()));
    let put = making::rest(press, drawn, &report.deadlines, &gate, &mut outlet).map_err(|mut failed| {
        merge(&mut failed.held, already.clone());
        failed
    })?;
    report.count(put);
    // Nobody may sign what cannot be read out; until then it is held back by its signatures or its day.
    let mut held = already;
    merge(&mut held, unsigned);
    merge(&mut held, doubts);
    report.hold(workspace, held, &known);
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
    let Cases { cases, held, .. } = cases_with(workspace, &ready, Held::new(), memory)?;
    let (theme, prints) = memory.themes(workspace)?;
    let fonts = memory.fonts(&prints)?;
    let new: Vec<&Case<'_>> = cases.iter().filter(|case| !memory.is_printable(case.digest)).collect();
    let rare = rare_characters(new.iter().copied(), &ready.pack, &fonts.coverage());
    if !rare.is_empty() {
        return Err(rare);
    }
    memory.printable(new.iter().filter_map(|case| case.digest));
    let documents = documents_with(workspace, &ready, &cases, memory)?;
    let drafts = site::pages_again(&documents.site, &theme, &mut memory.pages)?;
    let (others, _) = of_others(workspace, &ready, &cases);
    let signed = cases.iter().filter_map(|case| Some((case.digest, case.roster.as_deref()?)));
    let others = others.iter().map(|(digest, roster)| (Some(*digest), &**roster));
    let rosters: Vec<_> = signed.chain(others).collect();
    let gate = memory.gate(&rosters, workspace, &ready);
    let cleared = gate.clear(drafts).map_err(|leaks| leaks.0)?;
    let old = old_pages::previewed((workspace, &theme), &cases, (&cleared, &gate));
    memory.end();
    let office = match for_office {
        true => office::pages(workspace, &ready, &cases, &documents)?,
        false => BTreeMap::new(),
    };
    let held = told(workspace, held, &cases).into_iter().flat_map(|is| is.findings).collect();
    Ok(Preview::new(workspace, documents, (theme, prints, fonts), gate, (cleared, old, office), held))
}

/// Makes an edition and writes it below `out`: the folder is swapped in as a whole; unchanged files stay as they are.
pub fn build(
    workspace: &Workspace,
    out: &Path,
    progress: Progress<'_>,
) -> Result<(Report, Written), Vec<Diagnostic>> {
    // By the township's name, not by a path: a workspace that moved to another disk still owns its output.
    let target = Target { out, workspace: &workspace.township.name };
    let Edition { outlet, mut report } = edition(workspace, progress, || Output::new(target))?;
    // What stops a notice is told with the notices that are held back.
    report.findings = as_warnings(report.findings);
    Ok((report, outlet.finish()?))
}

/// What is public of an edition, for whoever copies or packs it, and what is wrong with the notices that are held back.
pub(crate) fn public(workspace: &Workspace) -> Result<(publish::Held, Vec<Diagnostic>), Vec<Diagnostic>> {
    let Edition { outlet, report } = edition(workspace, &|_| (), publish::Held::default)?;
    Ok((outlet, report.held_findings()))
}

/// Every finding about a workspace, nothing written: what `build` would say if everybody had signed, stopping or not. A
/// notice that cannot be opened keeps nothing of the others back.
pub fn check(workspace: &Workspace) -> Vec<Diagnostic> {
    let ready = match ready(workspace) {
        Ok(ready) => ready,
        Err(findings) => return findings,
    };
    let mut found = decisions(workspace, &ready);
    match as_if_signed(workspace, &ready) {
        Ok(report) => {
            found.extend(report.held_findings());
            found.extend(as_warnings(report.findings));
        }
        Err(whole) => {
            found.extend(whole);
            found.extend(workspace.unread().cloned());
        }
    }
    found
}

/// What stops a notice, however many have signed it: nobody signs what cannot be published.
pub(crate) fn stops_notice(workspace: &Workspace, ready: &Ready, notice: &Notice) -> Vec<Diagnostic> {
    let edition = without_held(|held| {
        let cases = cases_as_drafted(workspace, ready, (Some(&notice.village), held));
        edition_of(workspace, (ready, cases), &|_| (), ())
    });
    let mut found: Vec<Diagnostic> = match edition.map(|edition| edition.report) {
        Ok(report) => {
            let own = report.held.into_iter().filter(|held| held.notice == notice.id);
            own.flat_map(|held| held.findings).collect()
        }
        Err(whole) => whole,
    };
    found.extend(decisions(workspace, ready));
    // The same list under two villages shows only where both are read.
    let Cases { cases, .. } = cases_as_drafted(workspace, ready, (None, Held::new()));
    let twice = in_two_villages(&cases).into_iter();
    found.extend(twice.filter(|finding| finding.at.path == notice.roster_path));
    let signs =
        |finding: &Diagnostic| finding.code.id.starts_with("signoff-") || finding.code.id == HELD_BACK.id;
    found.into_iter().filter(|finding| finding.stops() && !signs(finding)).collect()
}

fn as_if_signed(workspace: &Workspace, ready: &Ready) -> Result<Report, Vec<Diagnostic>> {
    let edition = without_held(|held| {
        let cases = cases_as_if_signed(workspace, ready, held, None);
        edition_of(workspace, (ready, cases), &|_| (), ())
    })?;
    Ok(edition.report)
}

/// How everything stands.
pub struct Status {
    /// One line a notice, then one a duty of the pack.
    pub lines: Vec<Line>,
    /// Every day that somebody has to keep.
    deadlines: Vec<Deadline>,
    /// Notices that were signed, or hang, and have no file.
    pub gone: Vec<Diagnostic>,
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
    let Cases { cases, held, .. } = cases(workspace, &ready, Held::new())?;
    let deadlines = deadlines(workspace, &ready, (&cases, &BTreeSet::new()));
    let mut lines = lines(&cases, &ready, workspace.today);
    lines.extend(unopened(workspace, &held, &cases));
    Ok(Status { lines, deadlines, gone: without_files(workspace, &ready) })
}

/// The theme for screens and the one for paper, from the same folder.
pub(crate) fn themes(workspace: &Workspace) -> Result<(Theme, PrintTheme), Vec<Diagnostic>> {
    let is = &workspace.theme;
    let theme = Theme::inheriting(&workspace.township.theme, &is.files, &is.inherited)?;
    Ok((theme, print_theme(workspace)?))
}

/// The theme for paper alone; in a rehearsal every sheet says so.
pub(crate) fn print_theme(workspace: &Workspace) -> Result<PrintTheme, Vec<Diagnostic>> {
    let (path, text) = &workspace.theme.print;
    if path.is_empty() {
        let path = format!("themes/{}/theme.toml", workspace.township.theme);
        return Err(vec![workspace::files::unreadable(&path)]);
    }
    let rehearsal = workspace.ledger.as_deref().is_some_and(ledger::holds_rehearsal);
    Ok(PrintTheme::parse(text, path)?.rehearsing(rehearsal))
}

/// Who stands on the lists of two villages, among the notices that still run; a list that is another village's stops.
fn in_two_villages(cases: &[Case<'_>]) -> Vec<Diagnostic> {
    let running = cases.iter().filter(|case| case.state != State::Expired);
    let lists: Vec<(&str, &Roster)> =
        running.filter_map(|case| Some((case.village.is.name.as_str(), case.roster.as_deref()?))).collect();
    two_villages::check(&lists)
}

fn rare_characters<'a>(
    cases: impl Iterator<Item = &'a Case<'a>>,
    pack: &Pack,
    covers: &dyn Fn(char) -> bool,
) -> Vec<Diagnostic> {
    let rosters = cases.filter_map(|case| case.roster.as_deref());
    rosters.flat_map(|roster| coverage::check(roster, pack, covers)).collect()
}
