//! `done duty/<id>`: a duty of the pack was done.

use super::record::day_of;
use super::{Entry, Outcome, say};
use crate::calendar::chinese_with_weekday;
use crate::cli::Console;
use crate::diag::{Diagnostic, Place};
use crate::edition::deadlines::following;
use crate::edition::open_words;
use crate::edition::ready::ready;
use crate::ledger::codes::UNKNOWN;
use crate::ledger::{DutiesDone, Event, Ledger, Locked, Moment, duties_done};
use crate::policy::written::Duty;
use crate::schedule;
use crate::workspace::Workspace;
use chrono::{Days, NaiveDate};

/// How far back a duty may have been due that is done now: a quarter and a bit.
const BACK: u64 = 100;

pub(super) fn done(
    workspace: &Workspace,
    entry: &Entry,
    due: Option<NaiveDate>,
    moment: Moment,
    console: &mut Console,
) -> Outcome {
    let ready = ready(workspace)?;
    let typed = entry.notice();
    let id = typed.trim_start_matches("duty/");
    let duties = &ready.pack.is.duty;
    let Some(duty) = duties.iter().find(|duty| duty.id == id) else {
        let known: Vec<String> = duties.iter().map(|duty| format!("duty/{}", duty.id)).collect();
        let at = Place::file(&typed);
        let help = format!("现有：{}", known.join("、"));
        return Err(vec![Diagnostic::error(&UNKNOWN, at, "没有这件定期事项", help)]);
    };
    let day = day_of(entry, workspace.today)?;
    let by = entry.by.clone().unwrap_or_else(|| duty.actor.clone());
    for (option, text) in [("--by", Some(by.as_str())), ("--note", entry.note.as_deref())] {
        if let Some(unclean) = text.and_then(|text| open_words::unclean(option, text)) {
            return Err(vec![unclean]);
        }
    }
    let typed: Vec<(&str, &str)> = [("--by", entry.by.as_deref()), ("--note", entry.note.as_deref())]
        .into_iter()
        .filter_map(|(option, text)| Some((option, text?)))
        .filter(|(option, text)| *option != "--by" || !ready.keys.knows(text))
        .collect();
    for village in &workspace.villages {
        open_words::check(workspace, &ready, village, &typed)?;
    }
    let locked = Locked::open(&workspace.root).map_err(|error| vec![error])?;
    let before = locked.read(&workspace.township.name).map_err(|error| vec![error])?;
    let known = duties_done(before.lines());
    let due = match due {
        Some(due) if schedule::due(duty, due) == Some(due) => due,
        Some(_) => return Err(not_due(duty, day)),
        None => occurrence(duty, &known, &before, day).ok_or_else(|| not_due(duty, day))?,
    };
    let event = Event::DutyDone { due, day };
    let new = !known.contains_key(&(duty.id.clone(), due));
    if !console.json {
        if new { say::plain(&event, &by, console) } else { console.line("已经记过，没有再写。") }
    }
    let lines = if new {
        let entries = vec![(Some(format!("duty/{}", duty.id)), event)];
        locked.append(&before, &by, entries, moment, entry.note.as_deref()).map_err(|error| vec![error])?
    } else {
        Vec::new()
    };
    let after = locked.read(&workspace.township.name).map_err(|error| vec![error])?;
    let known = duties_done(after.lines());
    let next = following(duty, &known, workspace.today);
    if console.json {
        console.json_value(&serde_json::json!({
            "notice": format!("duty/{}", duty.id), "written": lines, "state": "duty",
            "next": duty.wording, "due": next, "head": after.head(),
        }));
    } else {
        say::entries(&lines, &after, console);
        if let Some(next) = next {
            console.line(format!("下一次：{}", chinese_with_weekday(next)));
        }
    }
    Ok(before.findings())
}

/// The occurrence that is meant when none is named: the one recorded on that very day, else the last one that was due
/// since the ledger began, else the next one.
fn occurrence(duty: &Duty, known: &DutiesDone, ledger: &Ledger, day: NaiveDate) -> Option<NaiveDate> {
    let recorded = known.iter().find(|((id, _), done)| *id == duty.id && **done == day);
    if let Some(((_, due), _)) = recorded {
        return Some(*due);
    }
    let began = ledger.began().unwrap_or(day);
    let open = |due: &NaiveDate| !known.contains_key(&(duty.id.clone(), *due));
    let before = (0..=BACK)
        .filter_map(|back| day.checked_sub_days(Days::new(back)))
        .filter_map(|from| schedule::due(duty, from))
        .find(|due| *due <= day);
    before.filter(|due| *due >= began).filter(open).or_else(|| following(duty, known, day))
}

fn not_due(duty: &Duty, day: NaiveDate) -> Vec<Diagnostic> {
    let next = schedule::due(duty, day).map_or_else(|| "没有".to_owned(), chinese_with_weekday);
    let at = Place::file(format!("duty/{}", duty.id)).field("--due");
    let help = format!("规定：{}；下一次：{next}", duty.wording);
    vec![Diagnostic::error(&UNKNOWN, at, "这一天不是应办的日子", help)]
}
