//! Stage 2: every notice with its clocks, its state today, the proof that is shown of it, and its roster if it may be used.

use super::declarations::check_allowed;
use super::held::Held;
use super::memory::{self, Digest, Memory};
use super::old_form::OldPosting;
use super::opening::open;
use super::ready::Ready;
use super::settling::{Settled, Stance, settle};
use crate::diag::{Diagnostic, toml};
use crate::ledger::{Digest as LedgerDigest, Life, Posting, Stage};
use crate::policy::codes::PACK_INCOMPLETE;
use crate::policy::written::Level;
use crate::policy::{Channel, NoticeKind};
use crate::proof::Sheets;
use crate::schedule::State;
use crate::schedule::{self, Clocks, Next, Situation};
use crate::sealed::masks::Register;
use crate::sealed::roster::Roster;
use crate::sealed::signoff::Signer;
use crate::workspace::{Notice, ProofFolder, Village, Workspace};
use chrono::{NaiveDate, NaiveTime};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

/// A notice under way.
#[derive(Clone)]
pub(crate) struct Case<'a> {
    /// Its village.
    pub(crate) village: &'a Village,
    /// Its file.
    pub(crate) notice: &'a Notice,
    /// Its kind.
    pub(crate) kind: &'a NoticeKind,
    /// How it stands.
    pub(crate) found: Arc<Found>,
    /// The households, once everybody has signed.
    pub(crate) roster: Option<Arc<Roster>>,
    /// Whether something is wrong with it, so that nothing of it goes out.
    pub(crate) held: bool,
}

/// How a notice stands, with its households.
pub(crate) type Stood = (Arc<Found>, Option<Arc<Roster>>);

/// How a notice stands today: all that a case is beside its households and the files it comes from.
pub(crate) struct Found {
    /// Its clocks.
    pub(crate) clocks: Clocks,
    /// What the ledger says of it.
    pub(crate) life: Life,
    /// State today, signatures aside.
    pub(crate) state: State,
    /// What the roster rests on; none when rows were taken out.
    pub(crate) digest: Option<Digest>,
    /// What is shown of it: a proof that everybody has signed, households that were withdrawn left out.
    pub(crate) sheets: Option<Arc<Sheets>>,
    /// The proof that everybody has signed.
    pub(crate) signed: Option<LedgerDigest>,
    /// How its people are told apart, for whoever is about to sign.
    pub(crate) register: Register,
    /// Who has signed, once everybody has.
    pub(crate) signers: Vec<Signer>,
    /// Roles still to sign.
    pub(crate) missing: Vec<String>,
    /// The households of a notice that is not signed by everybody, or held back: for the audit alone.
    pub(crate) unsigned: Option<Arc<Roster>>,
    /// What is due next.
    pub(crate) next: Option<Next>,
    /// Findings that do not stop.
    pub(crate) findings: Vec<Diagnostic>,
    /// What its files say now, where something else stands.
    pub(crate) edited: Option<Arc<Sheets>>,
    /// What is wrong with that: it holds back nothing that stands.
    pub(crate) beside: Vec<Diagnostic>,
    /// What goes on being shown of a notice that stands by what was kept of it when it was posted in the old form.
    pub(crate) old: Option<Arc<OldPosting>>,
}

impl Found {
    /// How a notice is to stand on its first day.
    pub(crate) fn drafted(clocks: Clocks) -> Self {
        Self {
            clocks,
            life: Life::default(),
            state: State::Open,
            digest: None,
            sheets: None,
            signed: None,
            register: Register::new(),
            signers: Vec::new(),
            missing: Vec::new(),
            unsigned: None,
            next: None,
            findings: Vec::new(),
            edited: None,
            beside: Vec::new(),
            old: None,
        }
    }

    /// The same with a proof that is to be looked at.
    pub(crate) fn showing(clocks: Clocks, sheets: Arc<Sheets>) -> Self {
        Self { sheets: Some(sheets), ..Self::drafted(clocks) }
    }
}

impl Deref for Case<'_> {
    type Target = Found;

    fn deref(&self) -> &Found {
        &self.found
    }
}

impl Case<'_> {
    /// The same without its households.
    pub(crate) fn without_roster(&self) -> Self {
        Self { roster: None, ..self.clone() }
    }

    /// Whether a posting names a proof by its digest, as postings do since there are proofs.
    pub(crate) fn is_known_by(&self, posting: &Posting) -> bool {
        let of = |folder: &ProofFolder| folder.files.get("proof.json").map(|bytes| LedgerDigest::of(bytes));
        self.notice.proofs.iter().filter_map(of).any(|digest| digest == posting.signed)
    }

    /// Whether everybody signed it, and the ledger says that it is out: printed, or posted.
    pub(crate) fn is_out(&self) -> bool {
        (self.signed.is_some() || self.old.is_some()) && !self.life.runs.is_empty()
    }

    /// Whether the paper that hangs is another than the one that is printed now: a household was withdrawn, or a slip of the
    /// pen was mended.
    pub(crate) fn is_to_be_replaced(&self) -> bool {
        let hangs = matches!(self.life.stage, Stage::Open | Stage::Closed | Stage::Announced);
        let on_board = self.kind.channel.contains(&Channel::Board) && self.state != State::Expired;
        let (Some(posting), Some(hanging), Some(sheets)) =
            (self.life.posting(), self.life.hanging(), &self.sheets)
        else {
            return false;
        };
        // A posting of before there were proofs names none.
        let old = self.life.replaced.is_empty() && !self.is_known_by(posting);
        let same = match old {
            true => self.life.withdrawn_rows.is_empty() && self.life.derived.is_none(),
            false => hanging.signed == sheets.proof.digest(),
        };
        hangs && on_board && !same
    }

    /// When the office that issues it, and takes objections, closes 下班时间 (民法典 203 II); the village's own hour goes first.
    pub(crate) fn closes(&self, workspace: &Workspace) -> Option<NaiveTime> {
        let township = workspace.township.closes;
        match self.kind.issuer {
            Level::Village => self.village.is.closes.or(township),
            Level::Township => township,
        }
    }
}

/// Every notice that could be opened, and what holds notices back: those of `held` already, and those that are found now.
pub(crate) struct Cases<'a> {
    /// In the order of villages and files. One that is held back is there for its days.
    pub(crate) cases: Vec<Case<'a>>,
    /// What is wrong, by notice.
    pub(crate) held: Held,
    /// What is wrong with signatures of notices that are taken as if they were signed: told, and holds nothing back.
    pub(crate) unsigned: Held,
}

/// Opens every notice; what is wrong with one holds it back and no other.
pub(crate) fn cases<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    held: Held,
) -> Result<Cases<'a>, Vec<Diagnostic>> {
    cases_with(workspace, ready, held, &Memory::default())
}

/// The same for whoever remembers the build before.
pub(crate) fn cases_with<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    held: Held,
    memory: &Memory,
) -> Result<Cases<'a>, Vec<Diagnostic>> {
    let decided = decisions(workspace, ready);
    if decided.iter().any(Diagnostic::stops) {
        return Err(decided);
    }
    let all = workspace.villages.iter().flat_map(|village| {
        let known = memory.found(village);
        let each = village.notices.iter().zip(known.into_iter().chain(std::iter::repeat(None)));
        each.map(move |(notice, known)| (village, notice, known))
    });
    Ok(opened(workspace, ready, (all.collect(), held), memory, Stance::Present))
}

/// Every notice as if everybody had signed it. What is wrong with a roster is told before two people sign it, with the same
/// weight as afterwards.
/// `of`: of this village alone.
pub(crate) fn cases_as_if_signed<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    held: Held,
    of: Option<&str>,
) -> Cases<'a> {
    let villages = workspace.villages.iter().filter(|village| of.is_none_or(|slug| village.slug == slug));
    let all = villages.flat_map(|village| village.notices.iter().map(move |is| (village, is, None)));
    opened(workspace, ready, (all.collect(), held), &Memory::default(), Stance::IfSigned)
}

/// Every notice as if everybody signed what its files say now, whatever stands: for whoever is about to sign.
pub(crate) fn cases_as_drafted<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    (of, held): (Option<&str>, Held),
) -> Cases<'a> {
    let villages = workspace.villages.iter().filter(|village| of.is_none_or(|slug| village.slug == slug));
    let all = villages.flat_map(|village| village.notices.iter().map(move |is| (village, is, None)));
    opened(workspace, ready, (all.collect(), held), &Memory::default(), Stance::Drafted)
}

type Asked<'a> = (&'a Village, &'a Notice, Option<Stood>);

fn opened<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    (all, held): (Vec<Asked<'a>>, Held),
    memory: &Memory,
    stance: Stance,
) -> Cases<'a> {
    let common = memory::common(workspace);
    let mut villages: BTreeMap<usize, Vec<Asked<'a>>> = BTreeMap::new();
    for asked in all {
        let at = workspace.villages.iter().position(|village| village.slug == asked.0.slug);
        villages.entry(at.unwrap_or_default()).or_default().push(asked);
    }
    let settled: Vec<Vec<Settled<'a>>> = villages
        .into_values()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|asked| {
            let opened = asked.into_par_iter().map(|(village, notice, known)| {
                let before = held.contains_key(&notice.id);
                let known = known.filter(|_| !before);
                open((workspace, ready), stance, (village, notice, known), (memory, common))
            });
            settle(workspace, ready, opened.collect(), (stance, &held))
        })
        .collect();
    let (mut cases, mut held, mut unsigned) = (Vec::new(), held, Held::new());
    for settled in settled.into_iter().flatten() {
        let Settled { notice, case, mut wrong, mut signatures } = settled;
        let locate = |found: &mut Vec<Diagnostic>| toml::locate(found, &notice.path, &notice.source);
        [&mut wrong, &mut signatures].into_iter().for_each(locate);
        cases.extend(case);
        if !signatures.is_empty() {
            unsigned.insert(notice.id.clone(), signatures);
        }
        // Whoever was held back before was told so then.
        if !wrong.is_empty() && !held.contains_key(&notice.id) {
            held.insert(notice.id.clone(), wrong);
        }
    }
    Cases { cases, held, unsigned }
}

/// What people decided about the policy, as far as it cannot be acted on: parts to be told only from tomorrow, aid first
/// where the policy does not know it.
pub(crate) fn decisions(workspace: &Workspace, ready: &Ready) -> Vec<Diagnostic> {
    let mut found = check_allowed(workspace);
    found.extend(ready.pack.undecided(workspace.today));
    found.extend(ready.others.iter().flat_map(|pack| pack.undecided(workspace.today)));
    if let Some(decided) = &workspace.township.aid_first {
        let known = ready.pack.is.procedure.iter().any(|procedure| procedure.aid_first.is_some());
        found.extend(schedule::decision((decided.first, decided.last), &decided.decided, known));
    }
    toml::locate(&mut found, "township.toml", &workspace.township_source);
    found
}

/// Opens one notice among those of its village.
pub(crate) fn case<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    village: &'a Village,
    notice: &'a Notice,
) -> Result<Case<'a>, Vec<Diagnostic>> {
    let all = village.notices.iter().map(|is| (village, is, None)).collect();
    let Cases { cases, mut held, .. } =
        opened(workspace, ready, (all, Held::new()), &Memory::default(), Stance::Present);
    let case = cases.into_iter().find(|case| case.notice.id == notice.id && !case.held);
    case.ok_or_else(|| held.remove(&notice.id).unwrap_or_default())
}

/// What the schedule judges a notice by.
pub(crate) fn situation<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    (notice, kind): (&Notice, &'a NoticeKind),
    clocks: &'a Clocks,
    recorded: &'a BTreeMap<String, NaiveDate>,
) -> Situation<'a> {
    Situation {
        pack: ready.pack_of(&notice.id),
        kind,
        clocks,
        recorded,
        calendar: &ready.calendar,
        today: workspace.today,
        aid_first: workspace.township.aid_first.as_ref().map(|is| (is.first, is.last)),
    }
}

/// The kind of a notice that is still to be signed.
pub(crate) fn kind_today<'a>(ready: &'a Ready, notice: &Notice) -> Result<&'a NoticeKind, Vec<Diagnostic>> {
    ready.pack.notice(notice.is.kind.get_ref()).ok_or_else(|| vec![unknown_kind(ready, notice)])
}

/// The complaint about a kind that the pack does not have.
pub(crate) fn unknown_kind(ready: &Ready, notice: &Notice) -> Diagnostic {
    let known: Vec<&str> = ready.pack.is.notice.iter().map(|kind| kind.id.as_str()).collect();
    Diagnostic::error(
        &PACK_INCOMPLETE,
        notice.place(&notice.is.kind).field("kind"),
        format!("政策包里没有公示种类 {}", notice.is.kind.get_ref()),
        format!("可以写：{}", known.join("、")),
    )
}
