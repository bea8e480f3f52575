//! Stage 3: cases → what is said to whom: the site's pages, the board's prints, the private papers.

use super::cases::Case;
use super::course;
use super::forms::{FormPrint, forms};
use super::policies::{policies, request};
use super::ready::Ready;
use super::voices::{self, Voices};
use crate::diag::Diagnostic;
use crate::document::compose::{self, AidFirst, Course, Issue, NoticeFacts, OneCode};
use crate::document::{Document, Household, Office, Public};
use crate::policy::written::Level;
use crate::policy::{Channel, Leaflet, LeafletTo};
use crate::render::Part;
use crate::render::site::{Contact, LeafletEntry, NoticeEntry, Site, State, VillageEntry};
use crate::sealed::addressed::{self, Receipt};
use crate::sealed::disclose::{Disclosed, disclose};
use crate::sealed::masks::{Masks, Visible};
use crate::workspace::written::{BoardPaper, Contact as WrittenContact};
use crate::workspace::{Village, Workspace};
use chrono::NaiveDate;
use rayon::prelude::*;

/// Rows of a blank receipt sheet: two pages by hand.
const BLANK_ROWS: usize = 40;

/// Everything that will be rendered.
pub(crate) struct Documents {
    /// The site with its pages' documents.
    pub(crate) site: Site,
    /// Prints for the notice board: path without paper, document.
    pub(crate) board: Vec<(String, Document<Public>)>,
    /// Pictures for chat groups and scripts for the loudspeaker.
    pub(crate) voices: Voices,
    /// Addressed leaflets: folder, then one document a household.
    pub(crate) addressed: Vec<(String, Vec<Part<Household>>)>,
    /// Receipt sheets: path, document.
    pub(crate) office: Vec<(String, Document<Office>)>,
    /// Forms, filled and blank.
    pub(crate) forms: Vec<FormPrint>,
}

/// How much is composed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everything.
    Whole,
    /// What everybody may see; nothing of the office's own papers.
    Open,
}

/// Composes all documents; all findings at once.
pub(crate) fn documents(
    workspace: &Workspace,
    ready: &Ready,
    cases: &[Case<'_>],
    extent: Extent,
) -> Result<Documents, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut notices = Vec::new();
    let mut board = Vec::new();
    let mut voices = Voices::default();
    let of_villages: Vec<_> = workspace
        .villages
        .par_iter()
        .map(|village| {
            let own: Vec<&Case<'_>> = cases.iter().filter(|case| case.village.slug == village.slug).collect();
            village_notices(workspace, ready, &own)
        })
        .collect();
    for made in of_villages {
        match made {
            Ok((entries, prints, more)) => {
                notices.extend(entries);
                board.extend(prints);
                voices.extend(more);
            }
            Err(found) => errors.extend(found),
        }
    }
    notices.sort_by(|a, b| (b.posted, &a.village, &a.stem).cmp(&(a.posted, &b.village, &b.stem)));
    let leaflets = leaflets(workspace, ready).unwrap_or_else(|found| {
        errors.extend(found);
        Vec::new()
    });
    let (mut addressed, mut office, mut printed) = (Vec::new(), Vec::new(), Vec::new());
    if extent == Extent::Whole {
        match voices::leaflets(workspace, ready) {
            Ok(more) => voices.extend(more),
            Err(found) => errors.extend(found),
        }
        match private(workspace, ready, cases) {
            Ok(papers) => (addressed, office) = papers,
            Err(found) => errors.extend(found),
        }
        match forms(workspace, ready, cases) {
            Ok(forms) => printed = forms,
            Err(found) => errors.extend(found),
        }
    }
    let contacts = township_contacts(workspace);
    let request = request(workspace, ready, &contacts).unwrap_or_else(|found| {
        errors.extend(found);
        None
    });
    if !errors.is_empty() {
        return Err(errors);
    }
    let (consultation, print) = request.map_or((None, None), |request| (Some(request.entry), request.board));
    board.extend(print);
    let township = &workspace.township;
    let (policy, more_policies) = policies(workspace, ready);
    let site = Site {
        name: township.name.clone(),
        publisher: township.publisher.clone(),
        base_url: base_url(workspace).map(str::to_owned),
        today: workspace.today,
        sample: township.sample_day.is_some(),
        contacts,
        villages: workspace.villages.iter().map(village_entry).collect(),
        notices,
        leaflets,
        policy,
        more_policies,
        consultation,
        about: compose::about(&ready.pack, &township.name, &township.publisher, workspace.today),
    };
    Ok(Documents { site, board, voices, addressed, office, forms: printed })
}

type VillageNotices = (Vec<NoticeEntry>, Vec<(String, Document<Public>)>, Voices);

/// A village's notices share one table of masks.
fn village_notices(
    workspace: &Workspace,
    ready: &Ready,
    cases: &[&Case<'_>],
) -> Result<VillageNotices, Vec<Diagnostic>> {
    let visible: Vec<Visible<'_>> = cases
        .iter()
        // Those whose rows are gone too: the masks of the others stay as they were.
        .filter(|case| !case.kind.internal())
        .filter_map(|case| {
            Some(Visible { roster: case.roster.as_ref()?, kind: case.kind, posted: case.clocks.posted })
        })
        .collect();
    let masks = Masks::of(&visible, &ready.pack)?;
    let mut errors = Vec::new();
    let (mut entries, mut prints, mut heard) = (Vec::new(), Vec::new(), Voices::default());
    for case in cases.iter().filter(|case| case.missing.is_empty() && !case.kind.internal()) {
        match entry(workspace, ready, (case, cases), &masks) {
            Ok(entry) => entries.push(entry),
            Err(found) => errors.extend(found),
        }
        match voices::notice(workspace, ready, case, &masks) {
            Ok(more) => heard.extend(more),
            Err(found) => errors.extend(found),
        }
        if case.kind.channel.contains(&Channel::Board) && case.state != State::Expired {
            match print(workspace, ready, case, &masks) {
                Ok(document) => {
                    prints.push((format!("board/{}/{}", case.village.slug, case.notice.stem), document))
                }
                Err(found) => errors.extend(found),
            }
        }
    }
    if errors.is_empty() { Ok((entries, prints, heard)) } else { Err(errors) }
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
    let address = format!("villages/{}/notices/{}", case.village.slug, case.notice.stem);
    let sequel = course::sequel(ready, case, of_village);
    let place = ledger_place(case);
    let course = course::course(ready, case, sequel.as_ref(), &place);
    Ok(NoticeEntry {
        village: case.village.slug.clone(),
        stem: case.notice.stem.clone(),
        kind: case.kind.title.clone(),
        state: case.state,
        ended: course.and_then(|course| course.ended(case.state)),
        posted: case.clocks.posted,
        last: case.clocks.period.as_ref().map(|period| period.to),
        closes: case.closes(workspace),
        rows_until: case.clocks.rows_until,
        document: with_facts(
            workspace,
            ready,
            case,
            rows.as_ref(),
            Said { state: case.state, course, channel: Channel::Web },
            compose::notice,
        )?,
        pdf: workspace.township.prints.web.then(|| format!("{address}/{}.pdf", case.notice.stem)),
    })
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
    let course = course::course(ready, case, None, &place);
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
    let address = format!("villages/{}/notices/{}/index.html", case.village.slug, case.notice.stem);
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
        url: base_url(workspace).map(|base| format!("{base}{address}")),
        body: case.notice.body.as_ref(),
        place: &case.village.path,
    })
}

fn leaflets(workspace: &Workspace, ready: &Ready) -> Result<Vec<LeafletEntry>, Vec<Diagnostic>> {
    let contacts = township_contacts(workspace);
    let web = workspace.township.prints.web;
    ready
        .pack
        .is
        .leaflet
        .iter()
        .map(|leaflet| {
            let issue = issue(workspace, ready, leaflet, workspace.today, None, &contacts);
            Ok(LeafletEntry {
                id: leaflet.id.clone(),
                audience: leaflet.audience.clone(),
                document: compose::leaflet(&ready.pack, leaflet, &issue, None)?,
                pdf: web.then(|| format!("leaflets/{0}/{0}.pdf", leaflet.id)),
                card: (web && leaflet.card).then(|| format!("leaflets/{0}/{0}-card.pdf", leaflet.id)),
            })
        })
        .collect()
}

pub(super) fn issue<'a>(
    workspace: &'a Workspace,
    ready: &Ready,
    leaflet: &Leaflet,
    on: NaiveDate,
    village: Option<&'a Village>,
    contacts: &'a [Contact],
) -> Issue<'a> {
    Issue {
        township: &workspace.township.name,
        issuer: &workspace.township.publisher,
        // A leaflet is as old as the policy it explains; without a date, as the day of the build.
        date: ready.pack.is.date.unwrap_or(workspace.today),
        on,
        aid_first: aid_first(workspace),
        village: village.map(|village| village.is.name.as_str()),
        contacts,
        url: base_url(workspace).map(|base| format!("{base}leaflets/{}/index.html", leaflet.id)),
        channel: Channel::Web,
        one_code: workspace.township.one_code.as_ref().map(|code| OneCode {
            url: &code.url,
            title: &code.title,
            words: &code.words,
            place: "township.toml:一码通",
        }),
    }
}

/// The township's decision that aid comes first.
pub(crate) fn aid_first(workspace: &Workspace) -> Option<AidFirst<'_>> {
    workspace.township.aid_first.as_ref().map(|is| AidFirst {
        first: is.first,
        last: is.last,
        decided: &is.decided,
    })
}

type Private = (Vec<(String, Vec<Part<Household>>)>, Vec<(String, Document<Office>)>);

/// Addressed leaflets and receipt sheets.
fn private(workspace: &Workspace, ready: &Ready, cases: &[Case<'_>]) -> Result<Private, Vec<Diagnostic>> {
    let (mut addressed, mut office) = (Vec::new(), Vec::new());
    for leaflet in &ready.pack.is.leaflet {
        match leaflet.to {
            LeafletTo::EveryHousehold => {
                for village in &workspace.villages {
                    let path = format!("private/{}/receipt-{}.pdf", village.slug, leaflet.id);
                    let what = receipt(workspace, leaflet, village);
                    office.push((path, addressed::receipt(None, &what)));
                }
            }
            LeafletTo::RosterHouseholds => {
                let wanted = |case: &&Case<'_>| leaflet.notice.as_deref() == Some(case.kind.id.as_str());
                for case in cases.iter().filter(wanted) {
                    let Some(roster) = &case.roster else { continue };
                    let mut contacts = village_contacts(case.village);
                    contacts.extend(township_contacts(workspace));
                    let issue =
                        issue(workspace, ready, leaflet, case.clocks.posted, Some(case.village), &contacts);
                    let folder = format!("private/{}/{}", case.village.slug, case.notice.stem);
                    let documents = addressed::leaflets(roster, &ready.pack, leaflet, &issue)?;
                    addressed.push((format!("{folder}/{}", leaflet.id), documents));
                    let what = receipt(workspace, leaflet, case.village);
                    office.push((
                        format!("{folder}/receipt-{}.pdf", leaflet.id),
                        addressed::receipt(Some(roster), &what),
                    ));
                }
            }
        }
    }
    Ok((addressed, office))
}

fn receipt<'a>(workspace: &'a Workspace, leaflet: &'a Leaflet, village: &'a Village) -> Receipt<'a> {
    Receipt {
        leaflet: &leaflet.title,
        village: &village.is.name,
        issuer: &village.is.committee,
        date: workspace.today,
        blank_rows: BLANK_ROWS,
    }
}

fn base_url(workspace: &Workspace) -> Option<&str> {
    workspace.township.base_url.as_ref().map(|url| url.get_ref().as_str())
}

fn village_entry(village: &Village) -> VillageEntry {
    VillageEntry {
        slug: village.slug.clone(),
        name: village.is.name.clone(),
        committee: village.is.committee.clone(),
        board: village.is.board.clone(),
        contacts: village_contacts(village),
        place: village.path.clone(),
    }
}

fn village_contacts(village: &Village) -> Vec<Contact> {
    contacts(&village.is.contact, &village.path, &village.source)
}

pub(super) fn township_contacts(workspace: &Workspace) -> Vec<Contact> {
    contacts(&workspace.township.contact, "township.toml", &workspace.township_source)
}

fn contacts(written: &[WrittenContact], path: &str, source: &str) -> Vec<Contact> {
    let entry = |contact: &WrittenContact| {
        let (line, _) = crate::diag::toml::line_column(source, contact.name.span().start);
        Contact {
            purpose: contact.purpose.clone(),
            name: contact.name.get_ref().clone(),
            phone: contact.phone.clone(),
            hours: contact.hours.clone(),
            place: format!("{path}:{line}"),
        }
    };
    written.iter().map(entry).collect()
}

/// Papers of the board's prints.
pub(crate) fn papers(workspace: &Workspace) -> &[BoardPaper] {
    &workspace.township.board_papers
}
