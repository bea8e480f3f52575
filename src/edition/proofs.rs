//! Drawing up 拟稿: a notice, as if everybody had signed its roster → its proof, and a print to be looked at.
//!
//! A proof speaks as on the first day: nothing in it depends on the day on which it is drawn up.

use super::cases::{Case, Cases, Found, cases_as_drafted};
use super::documents::{base_url, township_contacts, village_contacts};
use super::held::Held;
use super::notices::{print, rows, with_facts};
use super::office::{self, Rule};
use super::printing::SheetPress;
use super::proof_page::{PAGE, page};
use super::ready::Ready;
use super::runs;
use super::sources::NoticeSources;
use super::voices::wanted;
use crate::calendar::Period;
use crate::diag::{Diagnostic, Place, Severity, gathered};
use crate::document::{Document, Public, compose};
use crate::policy::fields::Kind;
use crate::policy::written::Technique;
use crate::policy::{Channel, NoticeKind, Pack, Show};
use crate::proof::{Face, Proof, ProofContact, ProofPeriod, Secret, Sheets, SkippedDay, amounts};
use crate::render::site::address;
use crate::schedule::Clocks;
use crate::sealed::disclose::Disclosed;
use crate::sealed::masks::Masks;
use crate::sealed::roster::Roster;
use crate::workspace::{Notice, Village, Workspace};
use std::collections::{BTreeMap, BTreeSet};
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
    /// Prints for the board by name, marked as samples, and the page.
    pub(crate) prints: BTreeMap<String, Vec<u8>>,
    /// What `check` says of it that stops nobody from signing, a line each.
    pub(crate) warnings: Vec<String>,
}

/// What a proof is drawn from.
#[derive(Clone, Copy)]
pub(crate) struct DraftSource<'a> {
    pub(crate) village: &'a Village,
    pub(crate) notice: &'a Notice,
    pub(crate) kind: &'a NoticeKind,
    pub(crate) roster: &'a Arc<Roster>,
    /// Groups that stay together with others on the web, whatever their size.
    pub(crate) merged: &'a BTreeSet<String>,
}

/// The proof of what a notice's files say, as on its first day; all findings at once.
pub(crate) fn draft(
    workspace: &Workspace,
    ready: &Ready,
    of: DraftSource<'_>,
    masks: &Masks,
) -> Result<Sheets, Vec<Diagnostic>> {
    let DraftSource { village, notice, kind, roster, merged } = of;
    let mut own = kind.clone();
    own.small_group.iter_mut().for_each(|rule| rule.merged.clone_from(merged));
    let kind = if merged.is_empty() { kind } else { &own };
    let clocks = Clocks::start(notice.is.posted, kind, &ready.calendar).map_err(|mut errors| {
        errors.iter_mut().for_each(|error| error.at = Place::file(&notice.path).field("posted"));
        errors
    })?;
    let found = Found::drafted(clocks);
    let case =
        Case { village, notice, kind, found: Arc::new(found), roster: Some(Arc::clone(roster)), held: false };
    let channels = [Channel::Web, Channel::Board, Channel::Chat, Channel::Loudspeaker].into_iter();
    let faces: Vec<_> = channels
        .filter(|channel| match channel {
            Channel::Chat | Channel::Loudspeaker => wanted(workspace, &kind.channel, *channel),
            _ => kind.channel.contains(channel),
        })
        .map(|channel| face(workspace, ready, &case, channel, masks))
        .collect();
    let faces = gathered(faces)?;
    let counts = rows(ready, &case, Channel::Board, masks)?;
    Ok(Sheets::new(proof(workspace, ready, &case, counts.as_ref(), &faces), faces))
}

/// Draws up the proof of a notice for whoever is to sign it; all findings at once. Internal lists have none.
pub(crate) fn draw_up(
    workspace: &Workspace,
    ready: &Ready,
    notice: &Notice,
) -> Result<DrawnUp, Vec<Diagnostic>> {
    let Cases { cases, mut held, .. } = cases_as_drafted(workspace, ready, (None, Held::new()));
    draw_up_among(workspace, ready, (&cases, notice)).map_err(|mut found| {
        found.extend(held.remove(&notice.id).unwrap_or_default());
        found
    })
}

/// The same among notices that were taken as if everybody signed them.
pub(crate) fn draw_up_among(
    workspace: &Workspace,
    ready: &Ready,
    (cases, notice): (&[Case<'_>], &Notice),
) -> Result<DrawnUp, Vec<Diagnostic>> {
    let found = cases.iter().find(|case| case.notice.id == notice.id && !case.held);
    let Some((case, sheets)) = found.and_then(|case| Some((case, case.sheets.clone()?))) else {
        return Err(Vec::new());
    };
    let prints = prints(workspace, ready, (cases, case), &sheets)?;
    let fields = case.roster.as_ref().map(|roster| roster.fields()).unwrap_or_default();
    let shows = ready.pack.is.show.iter().filter(|show| show.notice.contains(&case.kind.id));
    let clocks = Clocks::start(notice.is.posted, case.kind, &ready.calendar)?;
    Ok(DrawnUp {
        sheets: Arc::unwrap_or_clone(sheets),
        days: clocks.period.as_ref().map(days).unwrap_or_default(),
        shown: shows.map(office::rule).collect(),
        hidden: office::hidden(ready, case, &fields),
        warnings: case.findings.iter().filter(|found| is_told(found)).map(ToString::to_string).collect(),
        prints,
    })
}

/// Of signatures that are missing whoever signs knows.
fn is_told(found: &Diagnostic) -> bool {
    !found.stops() && found.severity != Severity::Notice && !found.code.id.starts_with("signoff-")
}

fn face(
    workspace: &Workspace,
    ready: &Ready,
    case: &Case<'_>,
    channel: Channel,
    masks: &Masks,
) -> Result<Face, Vec<Diagnostic>> {
    let rows = rows(ready, case, channel, masks)?;
    let document = with_facts(workspace, ready, case, rows.as_ref(), channel, |facts| match channel {
        Channel::Loudspeaker => Ok(compose::spoken_notice(facts)?.document()),
        _ => compose::notice(facts),
    })?;
    let name = channel.id();
    let none = Secret::new([0; 32]);
    let secret = workspace.secret.as_ref().unwrap_or(&none);
    let salt = secret.salt(&case.notice.id, case.notice.is.version.into(), name);
    let sources = NoticeSources::new(workspace, case.village, case.notice);
    Ok(Face::of(name, &salt, &document, &sources))
}

/// What stands beside the faces.
fn proof(
    workspace: &Workspace,
    ready: &Ready,
    case: &Case<'_>,
    rows: Option<&Disclosed>,
    faces: &[Face],
) -> Proof {
    let text = faces.first().map(|face| &face.text);
    let mut contacts = village_contacts(case.village);
    contacts.extend(township_contacts(workspace));
    let is_money = |show: &&Show| {
        let field = ready.fields.get(&show.field);
        field.is_some_and(|field| field.kind == Kind::Money) && matches!(show.how, Technique::AsIs)
    };
    let shown = [Channel::Board, Channel::Web].map(|channel| ready.pack.shown(&case.kind.id, channel));
    let money: BTreeSet<String> =
        shown.iter().flatten().copied().filter(is_money).map(|show| show.title.clone()).collect();
    let heads: Vec<String> = money.into_iter().collect();
    let counts = rows.map(|rows| {
        let households = ("households".to_owned(), rows.households().to_string());
        let people = rows.people().map(|people| ("people".to_owned(), people.to_string()));
        std::iter::once(households).chain(people).chain(amounts(faces, &heads)).collect()
    });
    let page = address::notice(&case.village.slug, &case.notice.stem);
    let number = text.and_then(|text| text.number.clone()).unwrap_or_default();
    Proof {
        form: Proof::form(),
        township: workspace.township.name.clone(),
        village: case.village.is.name.clone(),
        notice: case.notice.id.clone(),
        kind: case.kind.title.clone(),
        version: case.notice.is.version.to_string(),
        number,
        title: text.map_or_else(String::new, |text| text.title.plain()),
        issuer: text.map_or_else(String::new, |text| text.issuer.clone()),
        basis: format!("{}{}", ready.pack.titles(), Pack::source(Some(&case.kind.clause))),
        counts: counts.unwrap_or_default(),
        first: case.clocks.posted.to_string(),
        period: case.clocks.period.as_ref().map(|period| ProofPeriod {
            rule: rule_in_words(period),
            first: period.from.to_string(),
            last: period.to.to_string(),
            closes: case.closes(workspace).map(|at| at.format("%H:%M").to_string()),
            skipped: skipped(period),
        }),
        board_until: case.clocks.board_until.to_string(),
        web_until: case.clocks.rows_until.to_string(),
        places: case.notice.places(case.village),
        contacts: contacts
            .into_iter()
            .map(|is| ProofContact { purpose: is.purpose, name: is.name, phone: is.phone, hours: is.hours })
            .collect(),
        address: base_url(workspace).map(|base| format!("{base}{page}")),
        attachments: BTreeMap::new(),
        faces: BTreeMap::new(),
    }
}

/// How a period is counted, in words.
fn rule_in_words(period: &Period) -> String {
    format!("{}。{}", period.days, period.rule.words(period.days))
}

/// Whether these clocks count the period as the proof says: where they do not, the pack is another than the one of that day.
pub(super) fn is_counted_alike(signed: &Proof, clocks: &Clocks) -> bool {
    let now = clocks.period.as_ref().map(rule_in_words);
    signed.period.as_ref().map(|period| &period.rule) == now.as_ref()
}

/// The last days of a proof as these clocks have them.
pub(super) fn put_off(proof: &mut Proof, clocks: &Clocks) {
    (proof.board_until, proof.web_until) = (clocks.board_until.to_string(), clocks.rows_until.to_string());
    if let (Some(of), Some(period)) = (&mut proof.period, &clocks.period) {
        (of.last, of.skipped) = (period.to.to_string(), skipped(period));
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
    (cases, case): (&[Case<'_>], &Case<'_>),
    sheets: &Arc<Sheets>,
) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let press = SheetPress::new(workspace, ready, (cases, case))?;
    let sources = NoticeSources::new(workspace, case.village, case.notice);
    let foot = runs::foot_of_sample(sheets);
    let sample = |face: &Face| {
        let on_board = face.channel == Channel::Board.id();
        let print = on_board.then(|| print(workspace, ready, (case, sheets), &foot)).flatten();
        compose::sample(print.unwrap_or_else(|| face.document(&sources)))
    };
    let samples: Vec<(&Face, Document<Public>)> =
        sheets.faces.iter().map(|face| (face, sample(face))).collect();
    let mut found = Vec::new();
    let mut prints = BTreeMap::new();
    for (face, sample) in &samples {
        let path = format!("{}/{}", case.notice.id, face.channel);
        match press.sheets(workspace, &path, sample) {
            Ok(sheets) if face.channel == Channel::Board.id() => prints.extend(sheets),
            Ok(_) => {}
            Err(leaks) => found.extend(leaks),
        }
    }
    let shown = sheets.face(Channel::Web.id()).is_some();
    match shown.then(|| page(workspace, ready, (case, sheets), &press)).transpose() {
        Ok(page) => prints.extend(page.flatten().map(|page| (PAGE.to_owned(), page))),
        Err(leaks) => found.extend(leaks),
    }
    if found.is_empty() { Ok(prints) } else { Err(found) }
}
