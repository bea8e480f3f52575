//! Drawing up 拟稿: a notice, as if everybody had signed its roster → its proof, and a print to be looked at.
//!
//! A proof speaks as on the first day: nothing in it depends on the day on which it is drawn up.

use super::cases::{Case, Cases, cases_as_if_signed};
use super::declarations::declarations;
use super::documents::{base_url, township_contacts, village_contacts};
use super::held::Held;
use super::notices::{Said, masks, rows, with_facts};
use super::office::{self, Rule};
use super::prints::{on_board, print_all, village_names};
use super::ready::Ready;
use super::terms::of_others;
use super::voices::{phones, wanted};
use crate::calendar::Period;
use crate::diag::{Diagnostic, gathered};
use crate::document::{Document, Fragment, Public, compose};
use crate::pipeline::print_theme;
use crate::policy::fields::classify;
use crate::policy::{Channel, Pack};
use crate::proof::{Face, Proof, ProofContact, ProofPeriod, Secret, Sheets, SkippedDay};
use crate::render::Draft;
use crate::render::site::address;
use crate::schedule::State;
use crate::sealed::audit::Gate;
use crate::sealed::disclose::Disclosed;
use crate::sealed::masks::Masks;
use crate::sealed::roster::Roster;
use crate::workspace::{Notice, Workspace, fonts};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A proof that was drawn up 拟出的公示稿.
pub(crate) struct DrawnUp {
    /// The proof with its faces.
    pub(crate) sheets: Sheets,
    /// Every day of the period with its reason.
    pub(crate) days: Vec<String>,
    /// What is shown, and how.
    pub(crate) shown: Vec<Rule>,
    /// What nobody outside sees, and why.
    pub(crate) hidden: Vec<Rule>,
    /// Prints for the board by name, marked as samples.
    pub(crate) prints: BTreeMap<String, Vec<u8>>,
}

/// One channel's face, and what is drawn of it for the gate.
struct Drawn {
    face: Face,
    document: Document<Public>,
    phones: Vec<Fragment>,
}

/// Draws up the proof of a notice; all findings at once. Internal lists have none.
pub(crate) fn draw_up(
    workspace: &Workspace,
    ready: &Ready,
    notice: &Notice,
    secret: &Secret,
) -> Result<DrawnUp, Vec<Diagnostic>> {
    let Cases { cases, mut held, .. } = cases_as_if_signed(workspace, ready, Held::new(), None);
    let Some(case) = cases.iter().find(|case| case.notice.id == notice.id && !case.held) else {
        return Err(held.remove(&notice.id).unwrap_or_default());
    };
    let village: Vec<&Case<'_>> = cases.iter().filter(|other| other.village.slug == notice.village).collect();
    let masks = masks(ready, &village)?;
    let channels = [Channel::Web, Channel::Board, Channel::Chat, Channel::Loudspeaker].into_iter();
    let drawn: Vec<_> = channels
        .filter(|channel| match channel {
            Channel::Chat | Channel::Loudspeaker => wanted(workspace, &case.kind.channel, *channel),
            _ => case.kind.channel.contains(channel),
        })
        .map(|channel| drawn(workspace, ready, case, channel, &masks, secret))
        .collect();
    let drawn = gathered(drawn)?;
    let counts = rows(ready, case, Channel::Board, &masks)?;
    let proof = proof(workspace, ready, case, counts.as_ref(), &drawn);
    let prints = prints(workspace, ready, (&cases, notice), &drawn)?;
    let faces = drawn.into_iter().map(|is| is.face).collect();
    let fields = case.roster.as_ref().map(|roster| roster.fields()).unwrap_or_default();
    let shows = ready.pack.is.show.iter().filter(|show| show.notice.contains(&case.kind.id));
    Ok(DrawnUp {
        sheets: Sheets::new(proof, faces),
        days: case.clocks.period.as_ref().map(days).unwrap_or_default(),
        shown: shows.map(office::rule).collect(),
        hidden: office::hidden(ready, case, &fields),
        prints,
    })
}

fn drawn(
    workspace: &Workspace,
    ready: &Ready,
    case: &Case<'_>,
    channel: Channel,
    masks: &Masks,
    secret: &Secret,
) -> Result<Drawn, Vec<Diagnostic>> {
    let rows = rows(ready, case, channel, masks)?;
    let said = Said { state: State::Open, course: None, channel };
    let (document, phones) =
        with_facts(workspace, ready, case, rows.as_ref(), said, |facts| match channel {
            Channel::Loudspeaker => Ok((compose::spoken_notice(facts)?.document(), phones(facts.contacts))),
            _ => Ok((compose::notice(facts)?, Vec::new())),
        })?;
    let name = channel.id();
    let salt = secret.salt(&case.notice.id, case.notice.is.version.into(), name);
    Ok(Drawn { face: Face::of(name, &salt, &document), document, phones })
}

/// What stands beside the faces.
fn proof(
    workspace: &Workspace,
    ready: &Ready,
    case: &Case<'_>,
    rows: Option<&Disclosed>,
    drawn: &[Drawn],
) -> Proof {
    let meta = drawn.first().map(|is| is.document.meta());
    let mut contacts = village_contacts(case.village);
    contacts.extend(township_contacts(workspace));
    let counts = rows.map(|rows| {
        let households = ("households".to_owned(), rows.households().to_string());
        let people = rows.people().map(|people| ("people".to_owned(), people.to_string()));
        std::iter::once(households).chain(people).collect()
    });
    let page = address::notice(&case.village.slug, &case.notice.stem);
    let board = case.notice.is.place.as_ref().or(case.village.is.board.as_ref());
    let number = meta.and_then(|meta| meta.number.clone()).unwrap_or_default();
    Proof {
        form: Proof::form(),
        township: workspace.township.name.clone(),
        village: case.village.is.name.clone(),
        notice: case.notice.id.clone(),
        kind: case.kind.title.clone(),
        version: case.notice.is.version.to_string(),
        number,
        title: meta.map_or_else(String::new, |meta| meta.title.plain()),
        issuer: meta.map_or_else(String::new, |meta| meta.issuer.clone()),
        basis: format!("{}{}", ready.pack.titles(), Pack::source(Some(&case.kind.clause))),
        counts: counts.unwrap_or_default(),
        first: case.clocks.posted.to_string(),
        period: case.clocks.period.as_ref().map(|period| ProofPeriod {
            rule: format!("{}。{}", period.days, period.rule.words(period.days)),
            first: period.from.to_string(),
            last: period.to.to_string(),
            closes: case.closes(workspace).map(|at| at.format("%H:%M").to_string()),
            skipped: skipped(period),
        }),
        board_until: case.clocks.board_until.to_string(),
        web_until: case.clocks.rows_until.to_string(),
        places: board.into_iter().cloned().collect(),
        contacts: contacts
            .into_iter()
            .map(|is| ProofContact { purpose: is.purpose, name: is.name, phone: is.phone, hours: is.hours })
            .collect(),
        address: base_url(workspace).map(|base| format!("{base}{page}")),
        attachments: BTreeMap::new(),
        faces: BTreeMap::new(),
    }
}

/// The days that do not count.
fn skipped(period: &Period) -> Vec<SkippedDay> {
    let days = period.explain().into_iter().filter(|day| !day.counted && day.date != period.to);
    days.map(|day| SkippedDay { day: day.date.to_string(), reason: day.note }).collect()
}

/// Every day in words.
fn days(period: &Period) -> Vec<String> {
    let day = |day: crate::calendar::DayLine| format!("{}（{}）{}", day.date, day.weekday, day.note);
    period.explain().into_iter().map(day).collect()
}

/// The prints for the board; every face goes through the gate, in the shape of a print.
fn prints(
    workspace: &Workspace,
    ready: &Ready,
    (cases, notice): (&[Case<'_>], &Notice),
    drawn: &[Drawn],
) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let (others, _) = of_others(workspace, ready, cases);
    let own = cases.iter().filter_map(|case| case.roster.as_deref());
    let rosters: Vec<&Roster> = own.chain(others.iter().map(|(_, roster)| &**roster)).collect();
    let gate = Gate::new(&rosters, &classify(&ready.fields), &declarations(workspace, ready));
    let theme = print_theme(workspace)?;
    let fonts = fonts::find(&theme)?;
    let names = village_names(workspace);
    let samples: Vec<(&Drawn, Document<Public>)> =
        drawn.iter().map(|is| (is, compose::sample(is.document.clone()))).collect();
    let papers = &workspace.township.board_papers;
    let mut found = Vec::new();
    let mut prints = BTreeMap::new();
    for (is, sample) in &samples {
        let path = format!("{}/{}", notice.id, is.face.channel);
        let names = [names.as_slice(), &is.phones].concat();
        let made = print_all(on_board(papers, &path, sample), &names, &theme, &fonts);
        let cleared = made.and_then(|drafts| {
            let drafts: Vec<Arc<Draft<Public>>> = drafts.into_iter().map(Arc::new).collect();
            gate.clear(drafts).map_err(|leaks| leaks.0)
        });
        match cleared {
            Ok(cleared) if is.face.channel == Channel::Board.id() => {
                let named = cleared.into_drafts().into_iter().filter_map(|draft| {
                    let (_, name) = draft.path.rsplit_once('/')?;
                    Some((name.to_owned(), draft.bytes.clone()))
                });
                prints.extend(named);
            }
            Ok(_) => {}
            Err(leaks) => found.extend(leaks),
        }
    }
    if found.is_empty() { Ok(prints) } else { Err(found) }
}
