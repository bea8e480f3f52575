//! Stage 3: cases → every paper, made and put out: pages, prints, pictures and scripts once the gate has cleared them, the
//! office's own by their own door.
//!
//! One notice after the other is made and put out, so that a township of ten thousand notices needs the room of a few;
//! what lists and search say of a notice is all that stays of it, and its roster goes. What leaks, or cannot be made, is
//! told at the end, all at once; nothing that was put out before is seen by anybody then.

use super::cases::{Case, Found};
use super::deadlines::{Deadline, papers};
use super::documents::{newest_first, of_township, site};
use super::held::Held;
use super::kept_files::KeptFiles;
use super::notices::{self, compose, compose_of, head, is_shown};
use super::old_pages;
use super::prints::{of_notice, of_township as prints_of_township, on_board, print_all, village_names};
use super::private::{self, Files};
use super::ready::Ready;
use super::runs;
use super::voices::{self, Voices};
use super::withheld::clear_each;
use crate::diag::{Diagnostic, gathered, sort};
use crate::document::{Document, Fragment, Public};
use crate::proof::Sheets;
use crate::publish::Outlet;
use crate::render::fonts::FontBook;
use crate::render::layout::PrintTheme;
use crate::render::site::{self as pages, Drawing, Links, NoticeEntry, Site};
use crate::render::theme::Theme;
use crate::render::{Draft, Media};
use crate::sealed::audit::{Cleared, Gate, Passed};
use crate::workspace::Workspace;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Notices that are made side by side before the first of them is put out.
const AT_ONCE: usize = 32;

/// What papers are made with.
#[derive(Clone, Copy)]
pub(crate) struct Press<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) ready: &'a Ready,
    pub(crate) theme: &'a Theme,
    pub(crate) prints: &'a PrintTheme,
    pub(crate) fonts: &'a FontBook,
}

/// What was put out, in figures.
#[derive(Debug, Default)]
pub(crate) struct PutOut {
    /// Pages of the site.
    pub(crate) pages: usize,
    /// Prints for the notice board.
    pub(crate) prints: usize,
    /// Pictures for chat groups.
    pub(crate) pictures: usize,
    /// Scripts for the loudspeaker.
    pub(crate) scripts: usize,
    /// The office's own papers.
    pub(crate) private: usize,
    /// What would leak of files that were edited since their notice stands.
    pub(crate) edited: Vec<Diagnostic>,
    /// What is to be looked at in what is out.
    pub(crate) told: Vec<Diagnostic>,
    /// Notices that were out and leak: they are shown without their rows, and their papers are to be taken down.
    pub(crate) leaking: BTreeSet<String>,
    /// What was let through although a roster holds it, and why.
    pub(crate) passed: Vec<Passed>,
}

/// All that is made of one notice.
struct Made {
    /// What came through the gate, for a notice that anybody but the office learns of.
    open: Option<Open>,
    private: Files,
    /// What is wrong with files that were edited since it stands.
    beside: Vec<Diagnostic>,
}

/// What is open of a notice.
struct Open {
    entry: NoticeEntry,
    /// Sheets of a print run that are lost and come out otherwise today.
    lost: Vec<String>,
    /// What is to be looked at in it.
    told: Vec<Diagnostic>,
    /// What leaked: it is shown without its rows.
    leaks: Vec<Diagnostic>,
    links: Links,
    cleared: Cleared,
}

/// What stays of the notices once each was put out, for lists, search and links.
pub(crate) struct Drawn {
    /// Without a frame there is none.
    site: Option<Site>,
    /// The township's own print for the notice board: path without paper, document.
    board: Option<(String, Arc<Document<Public>>)>,
    links: Vec<Links>,
    put: PutOut,
    errors: Vec<Diagnostic>,
    held: Held,
}

/// Why an edition is not there.
#[derive(Default)]
pub(crate) struct Failed {
    /// What is wrong with notices: without them it may be there.
    pub(crate) held: Held,
    /// What is wrong with something else.
    pub(crate) whole: Vec<Diagnostic>,
}

/// Puts out everything that is made of one notice. What goes wrong is told at the end, by [`rest`]. `known` are the same
/// cases without their rosters, for the notices that know of each other.
pub(crate) fn notices(
    press: Press<'_>,
    (cases, known): (Vec<Case<'_>>, &[Case<'_>]),
    gate: &Gate,
    outlet: &mut dyn Outlet,
) -> Drawn {
    let mut out = Out { outlet, put: PutOut::default(), errors: Vec::new(), held: Held::new() };
    let mut villages: BTreeMap<&str, Vec<&Case<'_>>> = BTreeMap::new();
    for case in known {
        villages.entry(case.village.slug.as_str()).or_default().push(case);
    }
    let shown: Vec<&Case<'_>> = known.iter().filter(|case| is_shown(case)).collect();
    let heads = shown.par_iter().map(|case| head(press.workspace, case)).collect();
    let township = out.take(of_township(press.workspace, press.ready));
    let (board, mut site) = match township {
        Some(mut township) => (township.board.take(), Some(site(press.workspace, township, heads))),
        None => (None, None),
    };
    let drawing = site.as_ref().and_then(|site| out.take(Drawing::new(site, press.theme)));
    let names = village_names(press.workspace);
    let (mut entries, mut links) = (Vec::new(), Vec::new());
    let mut cases = cases.into_iter();
    while !out.outlet.is_lost() {
        let some: Vec<Case<'_>> = cases.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        let made: Vec<_> = some
            .par_iter()
            .map(|case| {
                one(press, case, villages.get(case.village.slug.as_str()), drawing.as_ref(), &names, gate)
            })
            .collect();
        for (case, made) in some.iter().zip(made) {
            let Some(Made { open, private, beside }) = out.take_of(case, made) else { continue };
            out.put.edited.extend(beside);
            if let Some(Open { entry, links: page, cleared, lost, told, leaks }) = open {
                out.put.told.extend(told);
                if !leaks.is_empty() {
                    out.put.leaking.insert(case.notice.id.clone());
                    out.put.edited.extend(leaks);
                }
                out.put.edited.extend(lost.iter().map(|name| runs::lost(case.notice, name)));
                entries.push(entry);
                links.push(page);
                out.open(cleared);
            }
            out.private(private);
        }
    }
    drop(drawing);
    out.shared(gate, old_pages::shared(press.workspace, known, press.theme));
    newest_first(&mut entries);
    site.iter_mut().for_each(|site| site.notices = std::mem::take(&mut entries));
    let Out { put, errors, held, .. } = out;
    Drawn { site, board, links, put, errors, held }
}

impl Drawn {
    /// Notices that were out and leak.
    pub(crate) fn leaking(&self) -> &BTreeSet<String> {
        &self.put.leaking
    }
}

/// Puts out what is left: lists, search and all pages that are no notice's, what else the township tells everybody, and
/// what the office has beside its notices. All findings at once, those of the notices too.
pub(crate) fn rest(
    press: Press<'_>,
    drawn: Drawn,
    deadlines: &[Deadline],
    gate: &Gate,
    outlet: &mut dyn Outlet,
) -> Result<PutOut, Failed> {
    let Drawn { site, board, links, put, errors, held } = drawn;
    let mut out = Out { outlet, put, errors, held };
    for village in &press.workspace.villages {
        if let Some(files) = out.take(private::of_village(press, village)) {
            out.private(files);
        }
    }
    let told = papers(press.workspace, deadlines, press.theme, &mut |file| out.private(vec![file]));
    out.take(told);
    let Some(site) = site else { return out.end() };
    let board = board.as_ref().map(|(path, document)| (path.as_str(), document.as_ref()));
    let told = of_township_told(press, &site, board);
    out.clear_each(gate, told);
    // Lists and links would be wrong without the notices that are missing.
    if out.is_whole() && !out.outlet.is_lost() {
        let rest = pages::rest(&site, press.theme, links);
        out.clear_each(gate, rest);
    }
    out.end()
}

/// Everything that is made of one notice; its pages and prints are laid before the gate. All findings at once.
fn one(
    press: Press<'_>,
    case: &Case<'_>,
    village: Option<&Vec<&Case<'_>>>,
    drawing: Option<&Drawing<'_>>,
    names: &[Fragment],
    gate: &Gate,
) -> Result<Made, Vec<Diagnostic>> {
    let open = || match village {
        Some(of_village) => {
            let made = compose(press.workspace, press.ready, (case, of_village));
            // Without a frame no page can be drawn.
            let kept = KeptFiles::of(press, case);
            let Some((made, drawing)) = made.zip(drawing) else { return Ok(None) };
            let judge = NoticeGate { gate, signed: case.is_out() };
            let leaks = match open_of(press, made, (drawing, &kept), names, judge) {
                Err(leaks) if judge.signed => leaks,
                made => return made.map(Some),
            };
            // A list that came later holds what stands here: the rows leave the web, the paper is to be taken down.
            let bare = case.sheets.as_deref().map(Sheets::without_rows);
            let bare = match bare {
                Some(bare) => compose_of(press.workspace, press.ready, (case, of_village), &bare),
                None => compose(press.workspace, press.ready, (case, of_village)),
            };
            let bare = bare.map(|made| open_of(press, made, (drawing, &KeptFiles::default()), names, judge));
            match bare {
                Some(Ok(open)) => Ok(Some(Open { leaks, ..open })),
                _ => Err(leaks),
            }
        }
        _ => Ok(None),
    };
    let beside = || {
        let shown = Found::showing(case.clocks.clone(), Arc::clone(case.edited.as_ref()?));
        let shown = Found { state: case.state, ..shown };
        let edited = Case { found: Arc::new(shown), roster: None, ..case.clone() };
        let made = compose(press.workspace, press.ready, (&edited, &[]))?;
        open_of(press, made, (drawing?, &KeptFiles::default()), names, NoticeGate { gate, signed: false })
            .err()
    };
    match (open(), private::of_notice(press, case)) {
        (Ok(open), Ok(private)) => Ok(Made { open, private, beside: beside().unwrap_or_default() }),
        (open, private) => Err([open.err(), private.err()].into_iter().flatten().flatten().collect()),
    }
}

fn open_of(
    press: Press<'_>,
    made: notices::Composed,
    (drawing, kept): (&Drawing<'_>, &KeptFiles),
    names: &[Fragment],
    judge: NoticeGate<'_>,
) -> Result<Open, Vec<Diagnostic>> {
    let notices::Composed { entry, board, voices } = made;
    let mut prints: Vec<_> = of_notice(&entry).into_iter().collect();
    let papers = &press.workspace.township.board_papers;
    prints.extend(board.iter().flat_map(|(path, document)| on_board(papers, path, document)));
    let printed = print_all(prints, names, press.prints, press.fonts);
    let (page, links, mut drafts) = match (drawing.notice(&entry), printed, heard(press, &voices, names)) {
        (Ok((page, links)), Ok(printed), Ok(heard)) => (page, links, joined(printed, heard)),
        (page, printed, heard) => {
            let found = [page.err(), printed.err(), heard.err()];
            return Err(found.into_iter().flatten().flatten().collect());
        }
    };
    drafts.push(page);
    let lost = kept.lay(&mut drafts);
    let (cleared, told) = judge.clear(drafts)?;
    Ok(Open { cleared, links, lost, told, leaks: Vec::new(), entry: entry.drawn() })
}

fn heard(
    press: Press<'_>,
    voices: &Voices,
    names: &[Fragment],
) -> Result<Vec<Draft<Public>>, Vec<Diagnostic>> {
    gathered(voices.drafts(names, press.prints, press.fonts)).map(|made| made.into_iter().flatten().collect())
}

/// What no village has a part in, apart from pages: prints and voices of leaflets, the request for comments.
fn of_township_told(
    press: Press<'_>,
    site: &Site,
    board: Option<(&str, &Document<Public>)>,
) -> Result<Vec<Draft<Public>>, Vec<Diagnostic>> {
    let names = village_names(press.workspace);
    let mut prints: Vec<_> = prints_of_township(site).collect();
    let papers = &press.workspace.township.board_papers;
    prints.extend(board.into_iter().flat_map(|(path, document)| on_board(papers, path, document)));
    let printed = print_all(prints, &names, press.prints, press.fonts);
    let voices = voices::leaflets(press.workspace, press.ready);
    match (printed, voices.and_then(|voices| heard(press, &voices, &names))) {
        (Ok(printed), Ok(heard)) => Ok(joined(printed, heard)),
        (printed, heard) => Err([printed.err(), heard.err()].into_iter().flatten().flatten().collect()),
    }
}

fn joined<T>(mut one: Vec<T>, other: Vec<T>) -> Vec<T> {
    one.extend(other);
    one
}

/// How the drafts of a notice are judged.
#[derive(Clone, Copy)]
struct NoticeGate<'a> {
    gate: &'a Gate,
    /// Whether everybody signed it and it is out.
    signed: bool,
}

impl NoticeGate<'_> {
    /// What is cleared, and what is to be looked at in it.
    fn clear(self, drafts: Vec<Draft<Public>>) -> Result<(Cleared, Vec<Diagnostic>), Vec<Diagnostic>> {
        let drafts = drafts.into_iter().map(Arc::new).collect();
        let cleared = match self.signed {
            true => self.gate.clear_signed(drafts),
            false => self.gate.clear(drafts).map(|cleared| (cleared, Vec::new())),
        };
        cleared.map_err(|leaks| leaks.0)
    }
}

/// What came so far.
struct Out<'a> {
    outlet: &'a mut dyn Outlet,
    put: PutOut,
    errors: Vec<Diagnostic>,
    held: Held,
}

impl Out<'_> {
    /// Whether nothing is wrong so far.
    fn is_whole(&self) -> bool {
        self.errors.is_empty() && self.held.is_empty()
    }

    /// What was made of a notice; what is wrong holds this one back.
    fn take_of<T>(&mut self, case: &Case<'_>, made: Result<T, Vec<Diagnostic>>) -> Option<T> {
        made.map_err(|found| self.held.entry(case.notice.id.clone()).or_default().extend(found)).ok()
    }

    fn take<T>(&mut self, made: Result<T, Vec<Diagnostic>>) -> Option<T> {
        made.map_err(|found| self.errors.extend(found)).ok()
    }

    /// Counts, and puts out as long as nothing is wrong.
    fn open(&mut self, cleared: Cleared) {
        for draft in cleared.drafts() {
            let put = &mut self.put;
            match draft.media {
                Media::Html => put.pages += 1,
                Media::Picture => put.pictures += 1,
                Media::Text if draft.path.starts_with("loudspeaker/") => put.scripts += 1,
                _ => {}
            }
            put.prints += usize::from(draft.path.starts_with("board/"));
        }
        self.put.passed.extend_from_slice(cleared.passed());
        if self.is_whole() {
            self.outlet.open(cleared);
        }
    }

    /// Puts out what kept pages share; where it leaks, they are looked at without it.
    fn shared(&mut self, gate: &Gate, drafts: Vec<Draft<Public>>) {
        match gate.clear_signed(drafts.into_iter().map(Arc::new).collect()) {
            Ok((cleared, told)) => {
                self.put.told.extend(told);
                self.open(cleared);
            }
            Err(leaks) => self.put.edited.extend(leaks.0),
        }
    }

    /// Puts out files of no notice; one that leaks holds back no other.
    fn clear_each(&mut self, gate: &Gate, drafts: Result<Vec<Draft<Public>>, Vec<Diagnostic>>) {
        let cleared = drafts.and_then(|drafts| clear_each(gate, drafts, &*self.outlet));
        if let Some((cleared, wrong)) = self.take(cleared) {
            cleared.into_iter().for_each(|cleared| self.open(cleared));
            self.put.edited.extend(wrong);
        }
    }

    /// The same for the office's papers, by their own door.
    fn private(&mut self, files: Files) {
        self.put.private += files.len();
        if self.is_whole() {
            files.iter().for_each(|(path, bytes)| self.outlet.private(path, bytes));
        }
    }

    fn end(mut self) -> Result<PutOut, Failed> {
        if !self.is_whole() {
            sort(&mut self.errors);
            return Err(Failed { held: self.held, whole: self.errors });
        }
        self.put.passed.sort();
        self.put.passed.dedup();
        Ok(self.put)
    }
}
