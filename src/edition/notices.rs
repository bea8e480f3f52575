//! Notices of a village 村里的公示: cases → what the web and the board say of them today, from the faces of
//! their proofs.

use super::cases::{Case, Cases, cases_as_if_signed};
use super::course;
use super::documents::{aid_first, base_url, township_contacts, village_contacts};
use super::held::Held;
use super::kept;
use super::memory::Before;
use super::old_pages;
use super::ready::Ready;
use super::runs;
use super::sources::NoticeSources;
use super::voices::{self, Voices};
use crate::diag::Diagnostic;
use crate::document::compose::{self, Course, NoticeFacts, OnDay};
use crate::document::{Document, Public};
use crate::policy::Channel;
use crate::policy::written::Level;
use crate::proof::Sheets;
use crate::render::site::{NoticeEntry, address};
use crate::schedule::State;
use crate::sealed::disclose::{self, Disclosed, disclose};
use crate::sealed::masks::{Masks, Visible};
use crate::workspace::{Notice, Village, Workspace};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What everybody in a village may see of its notices.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(super) entries: Vec<NoticeEntry>,
    /// Prints for the notice board: path without paper, document.
    pub(super) board: Vec<(String, Arc<Document<Public>>)>,
}

impl Shown {
    /// Documents that say what they said before are the very same.
    pub(super) fn is_still(&mut self, before: &Self) {
        let said: BTreeMap<&str, &Arc<Document<Public>>> =
            before.entries.iter().map(|entry| (entry.stem.as_str(), &entry.document)).collect();
        self.entries.par_iter_mut().for_each(|entry| {
            let is = |known: &&&Arc<Document<Public>>| {
                Arc::ptr_eq(known, &entry.document) || ***known == entry.document
            };
            let known = said.get(entry.stem.as_str()).filter(is);
            if let Some(known) = known {
                entry.document = Arc::clone(known);
            }
        });
    }
}

/// The notices of a village. Those that stand as they stood before are shown as they were shown, without their voices.
pub(super) fn of_village(
    workspace: &Workspace,
    ready: &Ready,
    cases: &[&Case<'_>],
    before: Option<&Before<'_>>,
) -> Result<(Shown, Voices), Vec<Diagnostic>> {
    let stands = |at: usize| before.is_some_and(|before| before.stand.get(at) == Some(&true));
    let entries: BTreeMap<&str, &NoticeEntry> = before
        .map(|before| before.shown.entries.iter().map(|entry| (entry.stem.as_str(), entry)).collect())
        .unwrap_or_default();
    let prints: BTreeMap<&str, &Arc<Document<Public>>> = before
        .map(|before| before.shown.board.iter().map(|(path, print)| (path.as_str(), print)).collect())
        .unwrap_or_default();
    let shown: Vec<(usize, &&Case<'_>)> =
        cases.iter().enumerate().filter(|(_, case)| is_shown(case)).collect();
    let made: Vec<Composed> = shown
        .par_iter()
        .filter_map(|(at, case)| {
            if stands(*at)
                && let Some(entry) = entries.get(case.notice.stem.as_str())
            {
                let board = prints.get(board(case).as_str()).map(|print| (board(case), Arc::clone(print)));
                return Some(Composed { entry: (*entry).clone(), board, voices: Voices::default() });
            }
            compose(workspace, ready, (case, cases))
        })
        .collect();
    let (mut entries, mut board, mut heard) = (Vec::new(), Vec::new(), Voices::default());
    for made in made {
        entries.push(made.entry);
        board.extend(made.board);
        heard.extend(made.voices);
    }
    Ok((Shown { entries, board }, heard))
}

/// What everybody may see and hear of one notice.
pub(super) struct Composed {
    pub(super) entry: NoticeEntry,
    /// Print for the notice board, while it hangs or is to hang: path without paper, document.
    pub(super) board: Option<(String, Arc<Document<Public>>)>,
    pub(super) voices: Voices,
}

/// Whether anybody but the office learns of a notice.
pub(super) fn is_shown(case: &Case<'_>) -> bool {
    (case.sheets.is_some() || case.old.is_some()) && !case.held && !case.kind.internal()
}

pub(super) fn board(case: &Case<'_>) -> String {
    format!("board/{}/{}", case.village.slug, case.notice.stem)
}

/// One notice for web, board, chat group and loudspeaker, from the faces of its proof; none where nothing is shown of it.
pub(super) fn compose(
    workspace: &Workspace,
    ready: &Ready,
    (case, of_village): (&Case<'_>, &[&Case<'_>]),
) -> Option<Composed> {
    match case.sheets.as_deref() {
        Some(sheets) => compose_of(workspace, ready, (case, of_village), sheets),
        None => old_pages::compose(workspace, ready, (case, of_village)),
    }
}

/// The same from other faces of it.
pub(super) fn compose_of(
    workspace: &Workspace,
    ready: &Ready,
    (case, of_village): (&Case<'_>, &[&Case<'_>]),
    sheets: &Sheets,
) -> Option<Composed> {
    let entry = entry(workspace, ready, (case, of_village), sheets)?;
    let on_board = case.kind.channel.contains(&Channel::Board) && case.state != State::Expired;
    let run = case.life.latest_run(&sheets.proof.digest()).map_or(1, |run| run.run);
    let foot = || runs::foot(case, sheets, run, &runs::head(ready, case, sheets, run));
    let print = on_board.then(|| print(workspace, ready, (case, sheets), &foot())).flatten();
    let board = print.map(|document| (board(case), document.into()));
    Some(Composed { entry, board, voices: voices::notice(workspace, ready, case, sheets) })
}

/// What lists say of a notice on the web: all but what it says itself.
pub(super) fn head(workspace: &Workspace, case: &Case<'_>) -> NoticeEntry {
    let folder = format!("villages/{}/notices/{}", case.village.slug, case.notice.stem);
    NoticeEntry {
        village: case.village.slug.clone(),
        stem: case.notice.stem.clone(),
        kind: case.kind.title.clone(),
        state: case.state,
        ended: course::ended(case),
        posted: case.clocks.posted,
        last: case.clocks.period.as_ref().map(|period| period.to),
        closes: case.closes(workspace),
        rows_until: case.clocks.rows_until,
        document: compose::silent(case.clocks.posted).into(),
        pdf: workspace.township.prints.web.then(|| format!("{folder}/{}.pdf", case.notice.stem)),
    }
}

/// The notice on the web: rows only while they may be seen.
fn entry(
    workspace: &Workspace,
    ready: &Ready,
    (case, of_village): (&Case<'_>, &[&Case<'_>]),
    sheets: &Sheets,
) -> Option<NoticeEntry> {
    // Rows that may not be shown any more leave a list with heads alone.
    let listed = sheets.face("web").is_some_and(|face| !face.is_listed() || !face.rows.is_empty());
    let rows = matches!(case.state, State::Open | State::Closed) && listed;
    let face = sheets.face("web").or(sheets.faces.first())?;
    let sequel = course::sequel(ready, case, of_village);
    let place = ledger_place(case);
    let course = course::course(workspace, ready, case, sequel.as_ref(), &place);
    let document = face.document(&NoticeSources::new(workspace, case.village, case.notice));
    let foot = runs::foot_on_web(case, sheets);
    let day = on_day(case, course, (Channel::Web, &foot));
    let document = match rows {
        true => compose::with_rows(document, &day),
        false => compose::without_rows(document, &day),
    };
    Some(NoticeEntry { document: document.into(), ..head(workspace, case) })
}

/// The notice on paper. It is printed ahead of its posting day, so it always speaks as on that day. `foot`: what stands
/// small below.
pub(super) fn print(
    workspace: &Workspace,
    ready: &Ready,
    (case, sheets): (&Case<'_>, &Sheets),
    foot: &str,
) -> Option<Document<Public>> {
    let place = ledger_place(case);
    let course = course::course(workspace, ready, case, None, &place);
    let document = sheets
        .face("board")
        .filter(|face| !face.is_listed() || !face.rows.is_empty())?
        .document(&NoticeSources::new(workspace, case.village, case.notice));
    let day = OnDay { state: State::Open, ..on_day(case, course, (Channel::Board, foot)) };
    Some(compose::with_rows(document, &day))
}

/// What is known of a notice today.
pub(super) fn on_day<'a>(
    case: &'a Case<'_>,
    course: Option<Course<'a>>,
    (channel, imprint): (Channel, &'a str),
) -> OnDay<'a> {
    let hung = case.life.posting().map(|posting| posting.version);
    let version = case.sheets.as_ref().and_then(|sheets| sheets.proof.version.parse().ok());
    let next = version.filter(|version| hung.is_some_and(|hung| *version > hung));
    OnDay {
        next: next.map(|version| (case.clocks.posted, version)),
        kind: case.kind,
        state: case.state,
        course,
        posted: case.clocks.posted,
        channel,
        imprint,
        place: &case.village.path,
    }
}

/// Declares what a clerk wrote into the ledger about a notice.
pub(super) fn ledger_place(case: &Case<'_>) -> String {
    format!("{}:台账", case.notice.path)
}

/// How the household in a row of a notice's roster is shown, for whoever is about to take it down; none where the roster
/// cannot be read.
pub(crate) fn shown_in_row(
    workspace: &Workspace,
    ready: &Ready,
    (village, notice): (&Village, &Notice),
    row: u32,
) -> Option<String> {
    let Cases { cases, .. } = cases_as_if_signed(workspace, ready, Held::new(), Some(&village.slug));
    let case = cases.iter().find(|case| case.notice.id == notice.id)?;
    let roster = case.roster.as_ref()?;
    let visible = Visible { roster, kind: case.kind, posted: case.clocks.posted };
    let register = kept::register(&workspace.root, case.signed.as_ref()?);
    let mac = workspace.secret.as_ref()?.mac();
    let pack = ready.pack_of(&notice.id);
    let masks = Masks::with(&[visible], pack, (&register, &mac)).ok()?;
    disclose::shown_in_row((roster, row), pack, case.kind, case.clocks.posted, &masks)
}

pub(super) fn rows(
    ready: &Ready,
    case: &Case<'_>,
    channel: Channel,
    masks: &Masks,
) -> Result<Option<Disclosed>, Vec<Diagnostic>> {
    let Some(roster) = &case.roster else { return Ok(None) };
    disclose(roster, &ready.pack, case.kind, channel, case.clocks.posted, masks).map(Some)
}

/// What a composer makes of everything that is known about a notice.
pub(super) fn with_facts<T>(
    workspace: &Workspace,
    ready: &Ready,
    case: &Case<'_>,
    rows: Option<&Disclosed>,
    channel: Channel,
    composer: impl FnOnce(&NoticeFacts<'_>) -> Result<T, Vec<Diagnostic>>,
) -> Result<T, Vec<Diagnostic>> {
    let village = &case.village.is;
    let mut contacts = village_contacts(case.village);
    contacts.extend(township_contacts(workspace));
    let page = address::notice(&case.village.slug, &case.notice.stem);
    let version = format!("第{}版", case.notice.is.version);
    let number = case.notice.is.number.as_ref().map_or_else(
        || format!("{} {} {version}", village.name, case.notice.stem),
        |number| format!("{number} {version}"),
    );
    let issuer = match case.kind.issuer {
        Level::Village => &village.committee,
        Level::Township => &workspace.township.publisher,
    };
    let board = case.notice.places(case.village).join("、");
    composer(&NoticeFacts {
        pack: &ready.pack,
        kind: case.kind,
        township: &workspace.township.name,
        village: &village.name,
        issuer,
        posted: case.clocks.posted,
        period: case.clocks.period.as_ref(),
        closes: case.closes(workspace),
        rows_until: case.clocks.rows_until,
        board_until: case.clocks.board_until,
        board: Some(board.as_str()).filter(|board| !board.is_empty()),
        number,
        steps: &case.notice.is.steps,
        aid_first: aid_first(workspace),
        contacts: &contacts,
        rows,
        channel,
        url: base_url(workspace).map(|base| format!("{base}{page}")),
        body: case.notice.body.as_ref(),
        place: &case.village.path,
    })
}
