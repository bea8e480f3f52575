//! Stage 2: every notice with its clocks, its state today, and its roster if it may be used.

use super::course;
use super::declarations::check_allowed;
use super::held::Held;
use super::memory::{self, Answer, Digest, Memory};
use super::ready::Ready;
use super::results;
use super::submission::{reading, submission};
use crate::diag::{Diagnostic, toml};
use crate::ledger::codes::WITHDRAWN_ROW;
use crate::ledger::{self, Life};
use crate::policy::NoticeKind;
use crate::policy::codes::PACK_INCOMPLETE;
use crate::policy::written::Level;
use crate::schedule::State;
use crate::schedule::{self, Clocks, Next, Situation};
use crate::sealed::gate::{self, Reading, as_warnings};
use crate::sealed::lacking;
use crate::sealed::roster::Roster;
use crate::sealed::signoff::Signer;
use crate::workspace::{NO_CONTACT, Notice, Village, Workspace};
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
    Ok(opened(workspace, ready, (all.collect(), held), memory, Stance::AsItIs))
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
    opened(workspace, ready, (all.collect(), held), &Memory::default(), Stance::AsIfSigned)
}

type Asked<'a> = (&'a Village, &'a Notice, Option<Stood>);

fn opened<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    (all, mut held): (Vec<Asked<'a>>, Held),
    memory: &Memory,
    stance: Stance,
) -> Cases<'a> {
    let common = memory::common(workspace);
    let results: Vec<_> = all
        .into_par_iter()
        .map(|(village, notice, known)| {
            let before = held.contains_key(&notice.id);
            if let (Some((found, roster)), false, Ok(kind)) = (known, before, kind(ready, notice)) {
                let case = Case { village, notice, kind, found, roster, held: false };
                return (notice, Some(case), Vec::new(), Vec::new());
            }
            let locate = |found: &mut Vec<Diagnostic>| toml::locate(found, &notice.path, &notice.source);
            let opened = open(workspace, ready, (village, notice), (memory, common), stance);
            let Opened { kind, mut found, mut roster, mut wrong, mut signatures } = match opened {
                Ok(opened) => opened,
                Err(mut wrong) => {
                    locate(&mut wrong);
                    return (notice, None, wrong, Vec::new());
                }
            };
            let held = before || wrong.iter().any(Diagnostic::stops);
            if held {
                found.unsigned = found.unsigned.or_else(|| roster.take());
                roster = None;
            } else {
                found.findings.append(&mut wrong);
            }
            // Signatures that are missing or void keep nobody from looking at the rest.
            if !signatures.iter().any(Diagnostic::stops) {
                found.findings.append(&mut signatures);
            }
            [&mut found.findings, &mut wrong, &mut signatures].into_iter().for_each(locate);
            let case = Case { village, notice, kind, found: Arc::new(found), roster, held };
            (notice, Some(case), wrong, signatures)
        })
        .collect();
    let (mut cases, mut unsigned) = (Vec::new(), Held::new());
    for (notice, case, wrong, signatures) in results {
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

/// How a notice that is not signed yet is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stance {
    /// As it is: its roster is for the audit alone, and what is wrong with it stops nobody else.
    AsItIs,
    /// As if everybody had signed.
    AsIfSigned,
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

/// Opens one notice.
pub(crate) fn case<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    village: &'a Village,
    notice: &'a Notice,
) -> Result<Case<'a>, Vec<Diagnostic>> {
    let forgetful = (&Memory::default(), memory::common(workspace));
    let opened = open(workspace, ready, (village, notice), forgetful, Stance::AsItIs)?;
    let Opened { kind, mut found, roster, wrong, .. } = opened;
    if wrong.iter().any(Diagnostic::stops) {
        return Err(wrong);
    }
    found.findings.extend(wrong);
    Ok(Case { village, notice, kind, found: Arc::new(found), roster, held: false })
}

/// A notice that was opened.
struct Opened<'a> {
    kind: &'a NoticeKind,
    found: Found,
    /// The households, where everybody has signed.
    roster: Option<Arc<Roster>>,
    /// What is to be told of it; it is held back where any of it stops.
    wrong: Vec<Diagnostic>,
    /// What is wrong with its signatures, where it is taken as if it were signed.
    signatures: Vec<Diagnostic>,
}

fn open<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    (village, notice): (&'a Village, &'a Notice),
    (memory, common): (&Memory, Digest),
    stance: Stance,
) -> Result<Opened<'a>, Vec<Diagnostic>> {
    let kind = kind(ready, notice)?;
    let fold = ledger::fold(ready.ledger.of(&notice.id), kind);
    let planned = (notice.is.posted, notice.is.version);
    let clocks = ledger::clocks(&fold.life, planned, kind, &ready.calendar).map_err(|mut errors| {
        for error in &mut errors {
            error.at = crate::diag::Place::file(&notice.path).field("posted");
        }
        errors
    })?;
    let today = workspace.today;
    let state = ledger::state(&fold.life, planned, &clocks, today);
    let mut steps = notice.is.steps.clone();
    steps.extend(fold.life.steps.clone());
    let situation = situation(workspace, ready, kind, &clocks, &steps);
    let mut findings = schedule::review(&situation, &notice.path);
    let names = (notice.id.as_str(), notice.path.as_str());
    findings.extend(ledger::review(&ready.ledger, &fold, names, kind, (&clocks, state), today));
    findings.extend(results::not_yet(ready, names, kind, (&fold.life, &clocks), today));
    findings.extend(course::too_early(ready, village, notice, (kind, &fold.life), today));
    if village.is.contact.is_empty() && workspace.township.contact.is_empty() {
        findings.push(Diagnostic::warning(
            &NO_CONTACT,
            crate::diag::Place::file(&village.path),
            "没有写受理意见的电话",
            "照样例写一段 [[contact]]：purpose、name、phone",
        ));
    }
    let reading = reading(ready, village, notice);
    let submission = submission(workspace, ready, notice, kind);
    let missing = gate::missing_roles(&submission);
    let mut signatures = Vec::new();
    let answer = match stance {
        Stance::AsItIs => memory.admit(common, submission, ready, &reading),
        Stance::AsIfSigned => {
            let (read, refused) = gate::as_if_signed(submission, &ready.keys, &reading);
            signatures = refused;
            read.map(|(roster, findings)| Answer::unsigned(roster, findings))
        }
    };
    let Admission { roster, unsigned, digest, signers, missing, signatures } =
        admission(ready, notice, (&reading, &fold.life), (answer, missing, signatures), &mut findings);
    if let Some(roster) = &roster {
        findings.extend(lacking(ready, notice, kind, roster));
    } else if let (Some(roster), false) = (&unsigned, missing.is_empty()) {
        findings.extend(as_warnings(lacking(ready, notice, kind, roster)));
    }
    // What is over is judged by the ledger: whatever became of its files, it hung.
    let (wrong, signatures) = match state == State::Expired && fold.life.posting().is_some() {
        true => (as_warnings(findings), as_warnings(signatures)),
        false => (findings, signatures),
    };
    let next = schedule::next(&situation, &missing);
    let life = fold.life;
    let next = ledger::next(&life, kind, &clocks, state, next, today);
    let found = Found { life, state, clocks, digest, signers, missing, unsigned, next, findings: Vec::new() };
    Ok(Opened { kind, found, roster, wrong, signatures })
}

/// What came of opening a roster: households to be shown, or for the audit alone.
fn admission(
    ready: &Ready,
    notice: &Notice,
    (reading, life): (&Reading<'_>, &Life),
    (answer, missing, signatures): (Result<Answer, Vec<Diagnostic>>, Vec<String>, Vec<Diagnostic>),
    findings: &mut Vec<Diagnostic>,
) -> Admission {
    let mut out = Admission { signatures, ..Admission::default() };
    let refused = match answer {
        Ok(Answer::Opened(opened)) => {
            findings.extend(opened.findings);
            let whole = life.withdrawn_rows.is_empty();
            out.digest = opened.digest.filter(|_| whole);
            out.signers = opened.signers;
            let roster = match whole {
                true => Ok(opened.roster),
                false => withdraw(opened.roster, (reading, life), notice, findings),
            };
            match roster {
                Ok(roster) => {
                    out.roster = Some(roster);
                    return out;
                }
                Err(found) => found,
            }
        }
        Ok(Answer::Waiting { missing, roster, findings: found }) => {
            findings.extend(as_warnings(found));
            out.unsigned = roster.map(Arc::new);
            out.missing = missing;
            return out;
        }
        Err(found) => found,
    };
    if refused.iter().any(gate::is_unsigned) {
        out.missing = missing;
    }
    findings.extend(refused);
    let (path, bytes) = (&notice.roster_path, &notice.roster);
    let read = gate::for_search(path, bytes, reading);
    let read = read.or_else(|_| gate::identifying(path, bytes, &ready.fields, reading.as_of));
    out.unsigned = read.ok().map(Arc::new);
    out
}

/// What came of opening a roster.
#[derive(Default)]
struct Admission {
    roster: Option<Arc<Roster>>,
    unsigned: Option<Arc<Roster>>,
    digest: Option<Digest>,
    signers: Vec<Signer>,
    missing: Vec<String>,
    /// What is wrong with the signatures, where the notice is taken as if it were signed.
    signatures: Vec<Diagnostic>,
}

/// What a roster lacks for its notice.
fn lacking(ready: &Ready, notice: &Notice, kind: &NoticeKind, roster: &Roster) -> Vec<Diagnostic> {
    let notice = lacking::Notice {
        pack: &ready.pack,
        kind,
        path: &notice.path,
        steps: &notice.is.steps,
        adults: (notice.is.heads.is_some(), notice.is.heads_decided_by.as_deref()),
    };
    lacking::check(roster, &notice)
}

/// What the schedule judges a notice by.
pub(crate) fn situation<'a>(
    workspace: &'a Workspace,
    ready: &'a Ready,
    kind: &'a NoticeKind,
    clocks: &'a Clocks,
    recorded: &'a BTreeMap<String, NaiveDate>,
) -> Situation<'a> {
    Situation {
        pack: &ready.pack,
        kind,
        clocks,
        recorded,
        calendar: &ready.calendar,
        today: workspace.today,
        aid_first: workspace.township.aid_first.as_ref().map(|is| (is.first, is.last)),
    }
}

/// Takes out the households that the ledger calls withdrawn; a key that fits no row belongs to an earlier roster.
fn withdraw(
    whole: Arc<Roster>,
    (reading, life): (&Reading<'_>, &Life),
    notice: &Notice,
    findings: &mut Vec<Diagnostic>,
) -> Result<Arc<Roster>, Vec<Diagnostic>> {
    // One that is remembered stays whole: these rows are taken out of another, read from the same verified bytes.
    let mut roster = match Arc::try_unwrap(whole) {
        Ok(roster) => roster,
        Err(_) => gate::for_search(&notice.roster_path, &notice.roster, reading)?,
    };
    let sha256 = notice.roster.sha256();
    let keys = &life.withdrawn_rows;
    let gone = roster.withdraw(|row| keys.contains(&ledger::row_key(&notice.id, sha256, row)));
    if gone < keys.len() {
        let message = format!("台账里撤下了{}户，现在的名册里对上{gone}户", keys.len());
        let help = format!("核对撤下的户不在新名册里；还在的运行 mingbai withdraw {} --row 行号", notice.id);
        let place = crate::diag::Place::file(&notice.roster_path);
        findings.push(Diagnostic::warning(&WITHDRAWN_ROW, place, message, help));
    }
    Ok(Arc::new(roster))
}

fn kind<'a>(ready: &'a Ready, notice: &Notice) -> Result<&'a NoticeKind, Vec<Diagnostic>> {
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
