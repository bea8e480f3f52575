//! Stage 3: cases → everything that is open, cleared and put out: pages, prints, pictures, scripts.
//!
//! One notice after the other is composed, drawn, laid before the gate and put out, so that a township of ten thousand
//! notices needs the room of a few; what lists and search say of a notice is all that stays of it. What leaks, or cannot
//! be made, is told at the end, all at once; nothing that was put out before is seen by anybody then.

use super::cases::Case;
use super::documents::{newest_first, of_township, site};
use super::notices::{self, compose, head, is_shown};
use super::prints::{
    gathered, of_notice, of_township as prints_of_township, on_board, print_all, village_names,
};
use super::ready::Ready;
use super::voices::{self, Voices};
use crate::diag::{Diagnostic, sort};
use crate::document::{Document, Fragment, Public};
use crate::publish::Outlet;
use crate::render::fonts::FontBook;
use crate::render::layout::PrintTheme;
use crate::render::site::{self as pages, Drawing, Links, NoticeEntry};
use crate::render::theme::Theme;
use crate::render::{Draft, Media};
use crate::sealed::audit::{Cleared, Gate, Passed};
use crate::sealed::masks::Masks;
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
    /// What was let through although a roster holds it, and why.
    pub(crate) passed: Vec<Passed>,
}

/// The cases of a village with its one table of masks.
struct OfVillage<'a> {
    cases: Vec<&'a Case<'a>>,
    masks: Masks,
}

/// A notice that came through the gate.
struct Made {
    entry: NoticeEntry,
    links: Links,
    cleared: Cleared,
}

/// Puts out everything that is open. All findings at once.
pub(crate) fn open(
    press: Press<'_>,
    cases: &[Case<'_>],
    gate: &Gate,
    outlet: &mut dyn Outlet,
) -> Result<PutOut, Vec<Diagnostic>> {
    let mut out = Out { outlet, put: PutOut::default(), errors: Vec::new() };
    let villages = out.take(of_villages(press, cases)).unwrap_or_default();
    let shown: Vec<&Case<'_>> = cases.iter().filter(|case| is_shown(case)).collect();
    let heads = shown.par_iter().map(|case| head(press.workspace, case)).collect();
    let township = of_township(press.workspace, press.ready);
    let Some(mut township) = out.take(township) else {
        // Without a frame no page can be drawn, but what is wrong with the notices is told too.
        let wrong = notice_by_notice(press, &shown, &villages, |_| Ok::<_, Vec<Diagnostic>>(()));
        out.errors.extend(wrong.into_iter().filter_map(Result::err).flatten());
        return out.end();
    };
    let board = township.board.take();
    let mut site = site(press.workspace, township, heads);
    let (mut entries, mut links) = (Vec::new(), Vec::new());
    if let Some(drawing) = out.take(Drawing::new(&site, press.theme)) {
        let names = village_names(press.workspace);
        for some in shown.chunks(AT_ONCE) {
            if out.outlet.is_lost() {
                break;
            }
            let made =
                notice_by_notice(press, some, &villages, |made| one(press, made, &drawing, &names, gate));
            for made in made {
                if let Some(Made { entry, links: page, cleared }) = out.take(made) {
                    entries.push(entry);
                    links.push(page);
                    out.put(cleared);
                }
            }
        }
    }
    newest_first(&mut entries);
    site.notices = entries;
    let board = board.as_ref().map(|(path, document)| (path.as_str(), document.as_ref()));
    let told = of_township_told(press, &site, board).and_then(|drafts| clear(gate, drafts));
    if let Some(cleared) = out.take(told) {
        out.put(cleared);
    }
    // Lists and links would be wrong without the notices that are missing.
    if out.errors.is_empty() {
        let rest = pages::rest(&site, press.theme, links);
        if let Some(cleared) = out.take(rest.and_then(|drafts| clear(gate, drafts))) {
            out.put(cleared);
        }
    }
    out.end()
}

/// The masks of every village, by its slug.
fn of_villages<'a>(
    press: Press<'_>,
    cases: &'a [Case<'a>],
) -> Result<BTreeMap<&'a str, OfVillage<'a>>, Vec<Diagnostic>> {
    let mut villages: BTreeMap<&str, Vec<&Case<'_>>> = BTreeMap::new();
    for case in cases {
        villages.entry(&case.village.slug).or_default().push(case);
    }
    let villages: Vec<_> = villages.into_iter().collect();
    let made = villages
        .into_par_iter()
        .map(|(slug, cases)| {
            let masks = notices::masks(press.ready, &cases)?;
            Ok((slug, OfVillage { cases, masks }))
        })
        .collect();
    gathered(made).map(|made| made.into_iter().collect())
}

/// Composes notices side by side and makes something of each.
fn notice_by_notice<T: Send>(
    press: Press<'_>,
    cases: &[&Case<'_>],
    villages: &BTreeMap<&str, OfVillage<'_>>,
    make: impl Fn(notices::Composed) -> Result<T, Vec<Diagnostic>> + Sync,
) -> Vec<Result<T, Vec<Diagnostic>>> {
    let made = cases.par_iter().filter_map(|case| {
        let of = villages.get(case.village.slug.as_str())?;
        Some(compose(press.workspace, press.ready, (case, &of.cases), &of.masks).and_then(&make))
    });
    made.collect()
}

/// Everything that is made of one notice, laid before the gate.
fn one(
    press: Press<'_>,
    made: notices::Composed,
    drawing: &Drawing<'_>,
    names: &[Fragment],
    gate: &Gate,
) -> Result<Made, Vec<Diagnostic>> {
    let notices::Composed { entry, board, voices } = made;
    let mut prints: Vec<_> = of_notice(&entry).into_iter().collect();
    let papers = &press.workspace.township.board_papers;
    prints.extend(board.iter().flat_map(|(path, document)| on_board(papers, path, document)));
    let printed = print_all(prints, names, press.prints, press.fonts);
    let (page, links, mut drafts) = match (drawing.notice(&entry), printed, heard(press, &voices, names)) {
        (Ok((page, links)), Ok(printed), Ok(heard)) => (page, links, [printed, heard].concat()),
        (page, printed, heard) => {
            let found = [page.err(), printed.err(), heard.err()];
            return Err(found.into_iter().flatten().flatten().collect());
        }
    };
    drafts.push(page);
    Ok(Made { cleared: clear(gate, drafts)?, links, entry: entry.drawn() })
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
    site: &pages::Site,
    board: Option<(&str, &Document<Public>)>,
) -> Result<Vec<Draft<Public>>, Vec<Diagnostic>> {
    let names = village_names(press.workspace);
    let mut prints: Vec<_> = prints_of_township(site).collect();
    let papers = &press.workspace.township.board_papers;
    prints.extend(board.into_iter().flat_map(|(path, document)| on_board(papers, path, document)));
    let printed = print_all(prints, &names, press.prints, press.fonts);
    let voices = voices::leaflets(press.workspace, press.ready);
    match (printed, voices.and_then(|voices| heard(press, &voices, &names))) {
        (Ok(printed), Ok(heard)) => Ok([printed, heard].concat()),
        (printed, heard) => Err([printed.err(), heard.err()].into_iter().flatten().flatten().collect()),
    }
}

fn clear(gate: &Gate, drafts: Vec<Draft<Public>>) -> Result<Cleared, Vec<Diagnostic>> {
    gate.clear(drafts.into_iter().map(Arc::new).collect()).map_err(|leaks| leaks.0)
}

/// What came so far.
struct Out<'a> {
    outlet: &'a mut dyn Outlet,
    put: PutOut,
    errors: Vec<Diagnostic>,
}

impl Out<'_> {
    fn take<T>(&mut self, made: Result<T, Vec<Diagnostic>>) -> Option<T> {
        made.map_err(|found| self.errors.extend(found)).ok()
    }

    /// Counts, and puts out as long as nothing is wrong.
    fn put(&mut self, cleared: Cleared) {
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
        if self.errors.is_empty() {
            self.outlet.open(cleared);
        }
    }

    fn end(mut self) -> Result<PutOut, Vec<Diagnostic>> {
        if !self.errors.is_empty() {
            sort(&mut self.errors);
            return Err(self.errors);
        }
        self.put.passed.sort();
        self.put.passed.dedup();
        Ok(self.put)
    }
}
