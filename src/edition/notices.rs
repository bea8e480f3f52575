//! Notices of a village 村里的公示: cases → what the web and the board say of them, with one table of masks.

use super::cases::{Case, Cases, cases_as_if_signed};
use super::course;
use super::documents::{aid_first, base_url, township_contacts, village_contacts};
use super::held::Held;
use super::memory::Before;
use super::ready::Ready;
use super::voices::{self, Voices};
use crate::diag::{Diagnostic, gathered};
use crate::document::compose::{self, Course, NoticeFacts};
use crate::document::{Document, Public};
use crate::policy::Channel;
use crate::policy::written::Level;
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
    masks: Arc<Masks>,
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

/// A village's notices share one table of masks. Those that stand as they stood before are shown as they were shown,
/// without their voices.
pub(super) fn of_village(
    workspace: &Workspace,
    ready: &Ready,
    cases: &[&Case<'_>],
    before: Option<&Before<'_>>,
) -> Result<(Shown, Voices), Vec<Diagnostic>> {
    let stands = |at: usize| before.filter(|before| before.stand.get(at) == Some(&true));
    let masks = match (0..cases.len()).find_map(stands) {
        Some(before) => Arc::clone(&before.shown.masks),
        None => Arc::new(masks(ready, cases)?),
    };
    let entries: BTreeMap<&str, &NoticeEntry> = before
        .map(|before| before.shown.entries.iter().map(|entry| (entry.stem.as_str(), entry)).collect())
        .unwrap_or_default();
    let prints: BTreeMap<&str, &Arc<Document<Public>>> = before
        .map(|before| before.shown.board.iter().map(|(path, print)| (path.as_str(), print)).collect())
        .unwrap_or_default();
    let shown: Vec<(usize, &&Case<'_>)> =
        cases.iter().enumerate().filter(|(_, case)| is_shown(case)).collect();
    let made: Vec<Result<Composed, Vec<Diagnostic>>> = shown
        .par_iter()
        .map(|(at, case)| {
            if stands(*at).is_some()
                && let Some(entry) = entries.get(case.notice.stem.as_str())
            {
                let board = prints.get(board(case).as_str()).map(|print| (board(case), Arc::clone(print)));
                return Ok(Composed { entry: (*entry).clone(), board, voices: Voices::default() });
            }
            compose(workspace, ready, (case, cases), &masks)
        })
        .collect();
    let (mut entries, mut board, mut heard) = (Vec::new(), Vec::new(), Voices::default());
    for made in gathered(made)? {
        entries.push(made.entry);
        board.extend(made.board);
        heard.extend(made.voices);
    }
    Ok((Shown { entries, board, masks }, heard))
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
    case.missing.is_empty() && !case.held && !case.kind.internal()
}

fn board(case: &Case<'_>) -> String {
    format!("board/{}/{}", case.village.slug, case.notice.stem)
}

/// One notice for web, board, chat group and loudspeaker; all findings at once.
pub(super) fn compose(
    workspace: &Workspace,
    ready: &Ready,
    (case, of_village): (&Case<'_>, &[&Case<'_>]),
    masks: &Masks,
) -> Result<Composed, Vec<Diagnostic>> {
    let on_board = case.kind.channel.contains(&Channel::Board) && case.state != State::Expired;
    let print = on_board.then(|| print(workspace, ready, case, masks)).transpose();
    let entry = entry(workspace, ready, (case, of_village), masks);
    match (entry, voices::notice(workspace, ready, case, masks), print) {
        (Ok(entry), Ok(voices), Ok(print)) => {
            let board = print.map(|document| (board(case), document.into()));
            Ok(Composed { entry, board, voices })
        }
        (entry, voices, print) => {
            let found = [entry.err(), voices.err(), print.err()];
            Err(found.into_iter().flatten().flatten().collect())
        }
    }
}

/// One table of masks for all notices of a village.
pub(super) fn masks(ready: &Ready, cases: &[&Case<'_>]) -> Result<Masks, Vec<Diagnostic>> {
    let visible: Vec<Visible<'_>> = cases
        .iter()
        // Those whose rows are gone too: the masks of the others stay as they were.
        .filter(|case| !case.kind.internal())
        .filter_map(|case| {
            Some(Visible { roster: case.roster.as_ref()?, kind: case.kind, posted: case.clocks.posted })
        })
        .collect();
    Masks::of(&visible, &ready.pack)
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
    masks: &Masks,
) -> Result<NoticeEntry, Vec<Diagnostic>> {
    let shown =
        matches!(case.state, State::Open | State::Closed) && case.kind.channel.contains(&Channel::Web);
    let rows = if shown { rows(ready, case, Channel::Web, masks)? } else { None };
    let sequel = course::sequel(ready, case, of_village);
    let place = ledger_place(case);
    let course = course::course(workspace, ready, case, sequel.as_ref(), &place);
    let said = Said { state: case.state, course, channel: Channel::Web };
    let document = with_facts(workspace, ready, case, rows.as_ref(), said, compose::notice)?;
    Ok(NoticeEntry { document: document.into(), ..head(workspace, case) })
}

/// The notice on paper. It is printed ahead of its posting day, so it always speaks as on that day.
fn print(
    workspace: &Workspace,
    ready: &Ready,
    case: &Case<'_>,
    masks: &Masks,
) -> Result<Document<Public>, Vec<Diagnostic>> {
    let rows = rows(ready, case, Channel::Board, masks)?;
    let place = ledger_place(case);
    let course = course::course(workspace, ready, case, None, &place);
    let said = Said { state: State::Open, course, channel: Channel::Board };
    with_facts(workspace, ready, case, rows.as_ref(), said, compose::notice)
}

/// As what a notice speaks.
pub(super) struct Said<'a> {
    /// Its state.
    pub(super) state: State,
    /// What the ledger tells.
    pub(super) course: Option<Course<'a>>,
    /// Where.
    pub(super) channel: Channel,
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
    let all: Vec<&Case<'_>> = cases.iter().collect();
    let masks = masks(ready, &all).ok()?;
    let roster = case.roster.as_ref()?;
    disclose::shown_in_row((roster, row), &ready.pack, case.kind, case.clocks.posted, &masks)
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
    said: Said<'_>,
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
    let head = (!ready.ledger.lines().is_empty()).then(|| ready.ledger.imprint().words());
    let issuer = match case.kind.issuer {
        Level::Village => &village.committee,
        Level::Township => &workspace.township.publisher,
    };
    composer(&NoticeFacts {
        pack: &ready.pack,
        kind: case.kind,
        township: &workspace.township.name,
        village: &village.name,
        issuer,
        posted: case.clocks.posted,
        period: case.clocks.period.as_ref(),
        state: said.state,
        closes: case.closes(workspace),
        rows_until: case.clocks.rows_until,
        board_until: case.clocks.board_until,
        board: case.notice.is.place.as_deref().or(village.board.as_deref()),
        number,
        steps: &case.notice.is.steps,
        aid_first: aid_first(workspace),
        contacts: &contacts,
        rows,
        course: said.course,
        channel: said.channel,
        head: head.as_deref(),
        url: base_url(workspace).map(|base| format!("{base}{page}")),
        body: case.notice.body.as_ref(),
        place: &case.village.path,
    })
}
