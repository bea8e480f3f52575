//! Open documents: cases → what everybody may see, as a whole: for a preview, and for whoever must know the open texts.

use super::cases::Case;
use super::memory::Memory;
use super::notices;
use super::policies::{policies, request};
use super::ready::Ready;
use super::voices::Voices;
use crate::diag::Diagnostic;
use crate::document::Contact;
use crate::document::compose::{self, AidFirst, Issue, OneCode};
use crate::document::{Document, Public};
use crate::ledger::Head;
use crate::policy::{Channel, Leaflet};
use crate::render::site::address;
use crate::render::site::{ConsultationEntry, LeafletEntry, NoticeEntry, PolicyEntry, Site, VillageEntry};
use crate::workspace::written::Contact as WrittenContact;
use crate::workspace::{Village, Workspace};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::sync::Arc;

/// Everything that anybody may see, for a preview and for whoever must know the open texts.
pub(crate) struct Documents {
    /// The site with its pages' documents.
    pub(crate) site: Site,
    /// Prints for the notice board: path without paper, document.
    pub(crate) board: Vec<(String, Arc<Document<Public>>)>,
    /// Pictures for chat groups and scripts for the loudspeaker.
    pub(crate) voices: Voices,
}

/// Open papers that no village has a part in.
#[derive(Clone)]
pub(crate) struct OfTownship {
    contacts: Vec<Contact>,
    leaflets: Vec<LeafletEntry>,
    policy: PolicyEntry,
    more_policies: Vec<PolicyEntry>,
    consultation: Option<ConsultationEntry>,
    /// A print for the notice board: path without paper, document.
    pub(super) board: Option<(String, Arc<Document<Public>>)>,
    about: Arc<Document<Public>>,
    head: Option<Head>,
    rehearsal: bool,
}

/// Composes all documents; all findings at once.
pub(crate) fn documents(
    workspace: &Workspace,
    ready: &Ready,
    cases: &[Case<'_>],
) -> Result<Documents, Vec<Diagnostic>> {
    documents_with(workspace, ready, cases, &mut Memory::default())
}

/// The same for whoever remembers the build before; voices of a village that is remembered are left out.
pub(crate) fn documents_with(
    workspace: &Workspace,
    ready: &Ready,
    cases: &[Case<'_>],
    memory: &mut Memory,
) -> Result<Documents, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut notices = Vec::new();
    let mut board = Vec::new();
    let mut voices = Voices::default();
    let of_villages: Vec<_> = workspace
        .villages
        .par_iter()
        .map(|village| {
            if let Some(shown) = memory.shown(village) {
                return Ok((shown.clone(), Voices::default()));
            }
            let own: Vec<&Case<'_>> = cases.iter().filter(|case| case.village.slug == village.slug).collect();
            let before = memory.before(village, &own);
            let (mut shown, voices) = notices::of_village(workspace, ready, &own, before.as_ref())?;
            if let Some(before) = before {
                shown.is_still(before.shown);
            }
            Ok::<_, Vec<Diagnostic>>((shown, voices))
        })
        .collect();
    for (village, made) in workspace.villages.iter().zip(of_villages) {
        match made {
            Ok((shown, more)) => {
                memory.keep(village, cases, &shown);
                notices.extend(shown.entries);
                board.extend(shown.board);
                voices.extend(more);
            }
            Err(found) => errors.extend(found),
        }
    }
    let of_township = match memory.of_township(|| of_township(workspace, ready)) {
        Ok(of_township) if errors.is_empty() => of_township,
        of_township => {
            errors.extend(of_township.err().unwrap_or_default());
            return Err(errors);
        }
    };
    board.extend(of_township.board.clone());
    Ok(Documents { site: site(workspace, of_township, notices), board, voices })
}

/// The site of a township with these notices, in whatever order they come.
pub(super) fn site(workspace: &Workspace, of_township: OfTownship, mut notices: Vec<NoticeEntry>) -> Site {
    newest_first(&mut notices);
    let township = &workspace.township;
    Site {
        name: township.name.clone(),
        publisher: township.publisher.clone(),
        base_url: base_url(workspace).map(str::to_owned),
        today: workspace.today,
        sample: township.sample_day.is_some(),
        rehearsal: of_township.rehearsal,
        contacts: of_township.contacts,
        villages: workspace.villages.iter().map(village_entry).collect(),
        notices,
        leaflets: of_township.leaflets,
        policy: of_township.policy,
        more_policies: of_township.more_policies,
        consultation: of_township.consultation,
        about: of_township.about,
        head: of_township.head,
    }
}

/// The order of a site's notices.
pub(super) fn newest_first(notices: &mut [NoticeEntry]) {
    notices.sort_by(|a, b| (b.posted, &a.village, &a.stem).cmp(&(a.posted, &b.village, &b.stem)));
}

pub(super) fn of_township(workspace: &Workspace, ready: &Ready) -> Result<OfTownship, Vec<Diagnostic>> {
    let contacts = township_contacts(workspace);
    let (leaflets, request) = match (leaflets(workspace, ready), request(workspace, ready, &contacts)) {
        (Ok(leaflets), Ok(request)) => (leaflets, request),
        (leaflets, request) => {
            let found = [leaflets.err(), request.err()];
            return Err(found.into_iter().flatten().flatten().collect());
        }
    };
    let (consultation, board) = request.map_or((None, None), |request| (Some(request.entry), request.board));
    let (policy, more_policies) = policies(workspace, ready);
    let township = &workspace.township;
    let head = (!ready.ledger.lines().is_empty()).then(|| ready.ledger.imprint());
    let words = head.as_ref().map(Head::words);
    let by = (township.name.as_str(), township.publisher.as_str());
    let about = compose::about(&ready.pack, by, words.as_deref(), workspace.today).into();
    let rehearsal = ready.ledger.is_rehearsal();
    Ok(OfTownship { contacts, leaflets, policy, more_policies, consultation, board, about, head, rehearsal })
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
                subject: leaflet.subject.clone(),
                document: compose::leaflet(&ready.pack, leaflet, &issue)?.into(),
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
        url: base_url(workspace).map(|base| format!("{base}{}", address::leaflet(&leaflet.id))),
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

pub(super) fn base_url(workspace: &Workspace) -> Option<&str> {
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

pub(super) fn village_contacts(village: &Village) -> Vec<Contact> {
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
