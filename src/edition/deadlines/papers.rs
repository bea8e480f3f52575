//! What the office gets of its deadlines 内部材料: pages to look at or to print, and calendars with alarms.

use super::pages::{self, Cases, Desk, PAGE};
use super::{Deadline, Standing};
use crate::calendar::chinese;
use crate::diag::Diagnostic;
use crate::render::ical::{self, Entry};
use crate::render::office;
use crate::render::theme::Theme;
use crate::workspace::Workspace;
use rayon::prelude::*;

/// Villages whose papers are made side by side.
const AT_ONCE: usize = 4;
/// Name of a calendar.
const CALENDAR: &str = "calendar.ics";

/// Puts out `private/due.html` 到期和逾期, and `private/calendar.ics` if there is a day to be kept; where that would be too
/// long for one page, and too many alarms for one phone, the villages' own beside them.
pub(crate) fn papers(
    workspace: &Workspace,
    deadlines: &[Deadline],
    theme: &Theme,
    put: &mut dyn FnMut((String, Vec<u8>)),
) -> Result<(), Vec<Diagnostic>> {
    let mut put = |path: &str, bytes| put((format!("private/{path}"), bytes));
    written(&Desk::of(workspace), &host(workspace), deadlines, theme, &mut put)
}

/// The host of the site, for what tells entries apart.
fn host(workspace: &Workspace) -> String {
    let base = workspace.township.base_url.as_ref().map(|url| url.get_ref().as_str());
    ical::host(base, &workspace.township.name).to_owned()
}

/// The papers with their paths below `private/`, the township's first.
pub(super) fn written(
    desk: &Desk<'_>,
    host: &str,
    deadlines: &[Deadline],
    theme: &Theme,
    put: &mut dyn FnMut(&str, Vec<u8>),
) -> Result<(), Vec<Diagnostic>> {
    let cases = pages::cases(desk, deadlines);
    if !pages::are_too_many(&cases, theme) {
        put(PAGE, office::due(&pages::whole(desk, &cases, deadlines), theme)?);
        calendar(desk.township, host, deadlines).into_iter().for_each(|bytes| put(CALENDAR, bytes));
        return Ok(());
    }
    put(PAGE, office::due(&pages::first(desk, &cases, deadlines), theme)?);
    let own = deadlines.iter().filter(|deadline| deadline.village.is_none());
    calendar(desk.township, host, own).into_iter().for_each(|bytes| put(CALENDAR, bytes));
    // A few villages after the other: all days of all notices at once would be the largest thing of a build.
    for some in cases.chunks(AT_ONCE) {
        let of_village = |cases: &Cases<'_>| {
            let page = office::due(&cases.page(desk), theme)?;
            Ok((page, calendar(cases.village(), host, cases.days())))
        };
        let made: Vec<Result<_, Vec<Diagnostic>>> = some.par_iter().map(of_village).collect();
        for (cases, made) in some.iter().zip(made) {
            let (page, calendar) = made?;
            put(&cases.path(PAGE), page);
            calendar.into_iter().for_each(|bytes| put(&cases.path(CALENDAR), bytes));
        }
    }
    Ok(())
}

/// A calendar of days that are to be kept, if there is one.
fn calendar<'a>(
    whose: &str,
    host: &str,
    deadlines: impl IntoIterator<Item = &'a Deadline>,
) -> Option<Vec<u8>> {
    let mut entries = deadlines.into_iter().filter_map(|deadline| entry(deadline, host)).peekable();
    entries.peek()?;
    Some(ical::calendar(&format!("{whose}的期限（内部）"), entries).into_bytes())
}

/// A day of its own each; what has none stands on the first day on which it may be done. Nothing here depends on
/// today but whether it was done, so that an entry stays as it is until something happens.
fn entry(deadline: &Deadline, host: &str) -> Option<Entry> {
    let turn = matches!(deadline.standing, Standing::Waits | Standing::Undated);
    let day = deadline.due.or(deadline.not_before.filter(|_| turn))?;
    let place = deadline.village.as_deref().unwrap_or("");
    let subject = if deadline.subject == deadline.what { "" } else { &deadline.subject };
    let mut title = match (place, subject) {
        ("", "") => deadline.what.to_string(),
        (place, subject) => format!("{place}{subject}：{}", deadline.what),
    };
    let mut words = vec![format!("谁办：{}", deadline.who)];
    if !deadline.basis.is_empty() {
        words.push(format!("依据：{}", deadline.basis));
    }
    if deadline.due.is_none() {
        title.push_str("（从这天起可以办）");
    }
    match deadline.done {
        Some(done) => {
            title.insert_str(0, "已办：");
            words.push(format!("{}办好", chinese(done)));
        }
        None => words.extend(deadline.command().map(|command| format!("记录：{command}"))),
    }
    Some(Entry {
        uid: format!("{}@{host}", deadline.id()),
        first: day,
        last: day,
        title,
        words: words.join("\n"),
        url: None,
        remind: deadline.done.is_none(),
    })
}
