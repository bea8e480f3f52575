//! What the office gets of its deadlines 内部材料: pages to look at or to print, and a calendar with alarms.

use super::pages::{Desk, pages};
use super::{Deadline, Standing};
use crate::calendar::chinese;
use crate::diag::Diagnostic;
use crate::render::ical::{self, Entry};
use crate::render::theme::Theme;
use crate::workspace::Workspace;

/// Puts out `private/due.html` 到期和逾期 with its villages' pages, and `private/calendar.ics` if there is a day to be kept.
pub(crate) fn papers(
    workspace: &Workspace,
    deadlines: &[Deadline],
    theme: &Theme,
    put: &mut dyn FnMut((String, Vec<u8>)),
) -> Result<(), Vec<Diagnostic>> {
    let mut put = |path: &str, bytes| put((format!("private/{path}"), bytes));
    pages(&Desk::of(workspace), deadlines, theme, &mut put)?;
    let mut entries = entries(workspace, deadlines).peekable();
    if entries.peek().is_some() {
        let name = format!("{}的期限（内部）", workspace.township.name);
        put("calendar.ics", ical::calendar(&name, entries).into_bytes());
    }
    Ok(())
}

/// A day of its own each; what has none stands on the first day on which it may be done. Nothing here depends on
/// today but whether it was done, so that an entry stays as it is until something happens.
fn entries<'a>(workspace: &'a Workspace, deadlines: &'a [Deadline]) -> impl Iterator<Item = Entry> + 'a {
    let base = workspace.township.base_url.as_ref().map(|url| url.get_ref().as_str());
    let host = ical::host(base, &workspace.township.name);
    let entry = move |deadline: &Deadline| {
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
    };
    deadlines.iter().filter_map(entry)
}
