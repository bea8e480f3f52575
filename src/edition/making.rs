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
use super::kept;
use super::notices::{self, compose, head, is_shown};
use super::prints::{of_notice, of_township as prints_of_township, on_board, print_all, village_names};
use super::private::{self, Files};
use super::ready::Ready;
use super::voices::{self, Voices};
use crate::diag::{Diagnostic, gathered, sort};
use crate::document::{Document, Fragment, Public};
use crate::publish::Outlet;
use crate::render::fonts::FontBook;
use crate::render::layout::PrintTheme;
use crate::render::site::{self as pages, Drawing, Links, NoticeEntry, Site};
use crate::render::theme::Theme;
use crate::render::{Draft, Media};
use crate::sealed::audit::{Cleared, Gate, Passed, text_of_print};
use crate::workspace::Workspace;
use rayon::prelude::*;
use std::collections::BTreeMap;
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
            if let Some(Open { entry, links: page, cleared }) = open {
                entries.push(entry);
                links.push(page);
                out.open(cleared);
            }
            out.private(private);
        }
    }
    drop(drawing);
    newest_first(&mut entries);
    site.iter_mut().for_each(|site| site.notices = std::mem::take(&mut entries));
    let Out { put, errors, held, .. } = out;
    Drawn { site, board, links, put, errors, held }
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
    let told = of_township_told(press, &site, board).and_then(|drafts| clear(gate, drafts));
    if let Some(cleared) = out.take(told) {
        out.open(cleared);
    }
    // Lists and links would be wrong without the notices that are missing.
    if out.is_whole() && !out.outlet.is_lost() {
        let rest = pages::rest(&site, press.theme, links);
        if let Some(cleared) = out.take(rest.and_then(|drafts| clear(gate, drafts))) {
            out.open(cleared);
        }
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
            let hangs = hanging(press, case);
            made.zip(drawing)
                .map(|(made, drawing)| open_of(press, made, (drawing, &hangs), names, gate))
                .transpose()
        }
        _ => Ok(None),
    };
    let beside = || {
        let shown = Found::showing(case.clocks.clone(), Arc::clone(case.edited.as_ref()?));
        let edited = Case { found: Arc::new(shown), roster: None, ..case.clone() };
        let made = compose(press.workspace, press.ready, (&edited, &[]))?;
        open_of(press, made, (drawing?, &BTreeMap::new()), names, gate).err()
    };
    match (open(), private::of_notice(press, case)) {
        (Ok(open), Ok(private)) => Ok(Made { open, private, beside: beside().unwrap_or_default() }),
        (open, private) => Err([open.err(), private.err()].into_iter().flatten().flatten().collect()),
    }
}

fn open_of(
    press: Press<'_>,
    made: notices::Composed,
    (drawing, hangs): (&Drawing<'_>, &BTreeMap<String, Vec<u8>>),
    names: &[Fragment],
    gate: &Gate,
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
    // What hangs is printed again as it hangs, to the byte.
    for draft in drafts.iter_mut().filter(|draft| draft.path.starts_with("board/")) {
        let name = draft.path.rsplit('/').next().unwrap_or_default();
        if let Some(bytes) = hangs.get(name) {
            draft.bytes.clone_from(bytes);
        }
    }
    Ok(Open { cleared: clear(gate, drafts)?, links, entry: entry.drawn() })
}

/// The prints of a notice that hangs, as they were kept, by file name; none once something else is to hang.
fn hanging(press: Press<'_>, case: &Case<'_>) -> BTreeMap<String, Vec<u8>> {
    let Some(posting) = case.life.posting() else { return BTreeMap::new() };
    let corrected = case.life.amended.iter().any(|(day, ..)| *day >= posting.day);
    let same = case.signed.as_ref() == Some(&posting.signed)
        && !corrected
        && case.life.withdrawn_rows.is_empty()
        && case.life.derived.is_none();
    // A paper of before the rehearsal began does not say that it is one.
    let told = |bytes: &Vec<u8>| !press.ready.ledger.is_rehearsal() || text_of_print(bytes).contains("演练");
    let papers = posting.papers.iter().filter(|_| same);
    let kept = papers.filter_map(|(name, digest)| {
        let bytes = kept::copy(&press.workspace.root, digest, name).ok()?;
        Some((name.clone(), bytes))
    });
    kept.filter(|(_, bytes)| told(bytes)).collect()
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

fn clear(gate: &Gate, drafts: Vec<Draft<Public>>) -> Result<Cleared, Vec<Diagnostic>> {
    gate.clear(drafts.into_iter().map(Arc::new).collect()).map_err(|leaks| leaks.0)
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
