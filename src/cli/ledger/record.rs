//! One entry about a notice: find it, check the words, lock, fold, state, append, say what is due.

use super::events::{Meant, Scene};
use super::{Entry, LedgerCommand, Outcome, say, withdrawing};
use crate::cli::Console;
use crate::cli::keys::ask;
use crate::cli::naming::find;
use crate::diag::{Diagnostic, Place};
use crate::edition::ready::{Ready, ready};
use crate::edition::{cases, kept, open_words};
use crate::ledger::codes::{BAD_DAY, NEW_PAPER, NOT_CONFIRMED};
use crate::ledger::{self, Applied, Event, Life, Locked, Moment};
use crate::policy::NoticeKind;
use crate::schedule::{self, Clocks, Next};
use crate::workspace::{Notice, Village, Workspace};
use chrono::NaiveDate;

pub(super) fn record(
    workspace: &Workspace,
    command: &LedgerCommand,
    moment: Moment,
    console: &mut Console,
) -> Outcome {
    let Some(entry) = command.entry() else { return Ok(Vec::new()) };
    let ready = ready(workspace)?;
    let notice = find(workspace, &entry.notice())?;
    let (Some(village), Some(kind)) =
        (workspace.villages.iter().find(|village| village.slug == notice.village), ready.kind_of(notice))
    else {
        return Err(vec![cases::unknown_kind(&ready, notice)]);
    };
    let day = day_of(entry, workspace.today)?;
    let by = entry.by.clone().unwrap_or_else(|| village.is.committee.clone());
    words(&ready, workspace, village, notice, command, &by)?;
    let rehearsal = moment.as_if.is_some() || ready.ledger.is_rehearsal();
    let mut scene =
        Scene { workspace, ready: &ready, village, notice, kind, day, rehearsal, household: None };
    if let LedgerCommand::Withdraw { row: Some(row), yes, .. } = command {
        let life = ledger::fold(ready.ledger.of(&notice.id), kind).life;
        let household = scene.told(&life, *row)?;
        if !yes {
            confirm(&household, notice)?;
        }
        scene.household = Some(household);
    }
    let locked = Locked::open(&workspace.root).map_err(|error| vec![error])?;
    // What was read before the lock may be old by now; what counts is read under it.
    let before = locked.read(&workspace.township.name).map_err(|error| vec![error])?;
    let mut life = ledger::fold(before.of(&notice.id), kind).life;
    let mut events = Vec::new();
    let Meant { event, copies, derived, others } = scene.meant(command, &life)?;
    let mut findings = before.findings();
    findings.extend(later_than_printed(&event, notice, kind, &ready));
    let new = step(&mut life, &event, &scene)?;
    findings.extend(scene.place_findings(&event, &life));
    findings.extend(scene.not_replaced(&event, &life));
    if new {
        events.push(event.clone());
        // The copies come first: what the ledger names is there.
        for bytes in &copies {
            kept::keep(&workspace.root, bytes).map_err(|error| vec![error])?;
        }
        let lost = matches!(&event, Event::Withdrawn { row: Some(_), derived: None, .. });
        findings.extend(lost.then(|| scene.unproven(&life)));
    }
    let own = derived.iter().filter(|_| new).map(|reduced| (notice.id.as_str(), reduced));
    let theirs = others.iter().filter_map(|other| Some((other.notice.as_str(), other.derived.as_ref()?)));
    for (notice, reduced) in own.chain(theirs) {
        withdrawing::write(workspace, notice, reduced).map_err(|error| vec![error])?;
    }
    let note = entry.note.as_deref();
    say::plan(&event, new, &scene, &by, &events, console);
    say::taken_along(&others, console);
    let mut entries: Vec<(Option<String>, Event)> =
        events.into_iter().map(|event| (Some(notice.id.clone()), event)).collect();
    entries.extend(others.into_iter().map(|other| (Some(other.notice), other.event)));
    let lines = if entries.is_empty() {
        Vec::new()
    } else {
        locked.append(&before, &by, entries, moment, note).map_err(|error| vec![error])?
    };
    let after = if lines.is_empty() {
        before
    } else {
        locked.read(&workspace.township.name).map_err(|error| vec![error])?
    };
    drop(locked);
    let (word, next) = outlook(&life, &scene)?;
    say::written(&lines, &after, &notice.id, word, &life, next.as_ref(), console);
    Ok(findings)
}

/// Asks on a terminal whether this is the household: who mistakes a row takes down another. Without a terminal nobody can
/// be asked, and what was typed counts.
fn confirm(household: &str, notice: &Notice) -> Result<(), Vec<Diagnostic>> {
    let question = format!("要撤下的是{household}\n是这一户就打“是”，再按回车；不是就直接按回车：");
    match ask(&question) {
        None => Ok(()),
        Some(answer) if matches!(answer.trim(), "是" | "y" | "Y" | "yes") => Ok(()),
        Some(_) => {
            let at = Place::file(&notice.roster_path).field("--row");
            let help = "核对表格软件左边的行号，再运行一次";
            Err(vec![Diagnostic::error(&NOT_CONFIRMED, at, "没有确认是这一户，什么也没有记", help)])
        }
    }
}

/// The day of the event: never a day to come.
pub(super) fn day_of(entry: &Entry, today: NaiveDate) -> Result<NaiveDate, Vec<Diagnostic>> {
    let day = entry.day.unwrap_or(today);
    if day <= today {
        return Ok(day);
    }
    let at = Place::file(entry.notice()).field("--day");
    Err(vec![Diagnostic::error(&BAD_DAY, at, "日期在今天以后", "做完的事才记")])
}

/// Whether the event is new; the life goes on.
fn step(life: &mut Life, event: &Event, scene: &Scene<'_>) -> Result<bool, Vec<Diagnostic>> {
    match life.apply(event, scene.kind) {
        Ok(Applied::New(next)) => {
            *life = *next;
            Ok(true)
        }
        Ok(Applied::Already) => Ok(false),
        Err(refused) => Err(vec![refused.finding(&scene.notice.id, scene.kind)]),
    }
}

/// A paper that hung later than it says promises too short a period.
fn later_than_printed(
    event: &Event,
    notice: &Notice,
    kind: &NoticeKind,
    ready: &Ready,
) -> Option<Diagnostic> {
    let (Event::Posted(posting) | Event::Restarted(posting)) = event else { return None };
    let printed = Clocks::start(notice.is.posted, kind, &ready.calendar).ok()?;
    (posting.day != notice.is.posted).then(|| {
        let until = printed.period.map(|period| crate::calendar::chinese(period.to)).unwrap_or_default();
        let message = format!(
            "纸上印的是{}起{until}止，实际{}才贴，期限按实际的算",
            crate::calendar::chinese(notice.is.posted),
            crate::calendar::chinese(posting.day)
        );
        Diagnostic::warning(
            &NEW_PAPER,
            Place::file(&notice.path).field("posted"),
            message,
            "运行 mingbai build，重新打印，换下旧的",
        )
    })
}

/// Words that a clerk typed, except those that the workspace itself declares.
fn words(
    ready: &Ready,
    workspace: &Workspace,
    village: &Village,
    notice: &Notice,
    command: &LedgerCommand,
    by: &str,
) -> Result<(), Vec<Diagnostic>> {
    let mut texts: Vec<(&str, &str)> = Vec::new();
    let contacts = village.is.contact.iter().chain(&workspace.township.contact);
    let official = contacts.into_iter().any(|contact| contact.name.get_ref() == by)
        || ready.keys.knows(by)
        || [&village.is.committee, &workspace.township.publisher].contains(&&by.to_owned())
        || ready.pack.is.role.iter().any(|role| role.title == by);
    match (official, open_words::unclean("--by", by)) {
        (_, Some(unclean)) => return Err(vec![unclean]),
        (false, None) => texts.push(("--by", by)),
        (true, None) => {}
    }
    match command {
        LedgerCommand::Post { place, .. } => {
            let declared = |place: &&String| {
                notice.places(village).contains(place) || Some(*place) == village.is.board.as_ref()
            };
            texts.extend(
                place.iter().filter(|place| !declared(place)).map(|place| ("--place", place.as_str())),
            );
        }
        LedgerCommand::Amend { reason, number, .. } => {
            texts.extend(reason.iter().map(|reason| ("--reason", reason.as_str())));
            texts.extend(number.iter().map(|number| ("--number", number.as_str())));
        }
        LedgerCommand::Announce { number: Some(number), .. } => texts.push(("--number", number)),
        _ => {}
    }
    let note = command.entry().and_then(|entry| entry.note.as_deref());
    texts.extend(note.map(|note| ("--note", note)));
    open_words::check(workspace, ready, village, &texts)
}

/// State in one word and what is due next, once the event is recorded.
fn outlook(life: &Life, scene: &Scene<'_>) -> Result<(&'static str, Option<Next>), Vec<Diagnostic>> {
    let Scene { workspace, ready, notice, kind, .. } = scene;
    let planned = (notice.is.posted, notice.is.version);
    let clocks = ledger::clocks(life, planned, kind, &ready.calendar)?;
    let today = workspace.today;
    let state = ledger::state(life, planned, &clocks, today);
    let mut steps = notice.is.steps.clone();
    steps.extend(life.steps.clone());
    let next = schedule::next(&cases::situation(workspace, ready, (notice, kind), &clocks, &steps), &[]);
    Ok((life.word(state), ledger::next(life, kind, &clocks, state, next, today)))
}
