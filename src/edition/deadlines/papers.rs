//! What the office gets of its deadlines 内部材料: a page to look at or to print, and a calendar with alarms.

use super::{Deadline, Sort, Standing, pressing};
use crate::calendar::{chinese, chinese_with_weekday};
use crate::diag::Diagnostic;
use crate::render::ical::{self, Entry};
use crate::render::office::{self, DueGroup, DuePage, DueRow, DueVillage};
use crate::render::theme::Theme;
use crate::workspace::Workspace;
use std::collections::BTreeMap;

/// Days ahead that are told as near.
const NEAR: i64 = 7;

/// `private/due.html` 到期和逾期, and `private/calendar.ics` if there is a day to be kept.
pub(crate) fn papers(
    workspace: &Workspace,
    deadlines: &[Deadline],
    theme: &Theme,
) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    let page = office::due(&page(workspace, deadlines), theme)?;
    let mut files = vec![("private/due.html".to_owned(), page)];
    let entries = entries(workspace, deadlines);
    if !entries.is_empty() {
        let name = format!("{}的期限（内部）", workspace.township.name);
        files.push(("private/calendar.ics".to_owned(), ical::calendar(&name, &entries).into_bytes()));
    }
    Ok(files)
}

fn page(workspace: &Workspace, deadlines: &[Deadline]) -> DuePage {
    let open = pressing(deadlines);
    let group = |title: &'static str, class: &'static str, belongs: &dyn Fn(Standing) -> bool| {
        let rows = open.iter().filter(|deadline| belongs(deadline.standing)).map(|deadline| row(deadline));
        DueGroup { title, class, rows: rows.collect() }
    };
    let groups = vec![
        group("已经逾期", "late", &|standing| matches!(standing, Standing::Late(_))),
        group("今天到期", "today", &|standing| standing == Standing::Left(0)),
        group("7天内到期", "soon", &|standing| matches!(standing, Standing::Left(1..=NEAR))),
        group("没有规定哪天，该办了", "undated", &|standing| standing == Standing::Undated),
        group("以后", "later", &|standing| match standing {
            Standing::Left(days) => days > NEAR,
            standing => standing == Standing::Waits,
        }),
    ];
    let mut of_notice: BTreeMap<&str, Vec<&Deadline>> = BTreeMap::new();
    for deadline in deadlines {
        of_notice.entry(&deadline.notice).or_default().push(deadline);
    }
    let villages = workspace.villages.iter().map(|village| DueVillage {
        name: village.is.name.clone(),
        cases: village.notices.iter().filter_map(|notice| case(&of_notice, &notice.id)).collect(),
    });
    DuePage {
        township: workspace.township.name.clone(),
        today: workspace.today.to_string(),
        today_text: chinese_with_weekday(workspace.today),
        sample: workspace.township.sample_day.is_some(),
        groups,
        villages: villages.filter(|village| !village.cases.is_empty()).collect(),
    }
}

/// All days of one notice, done ones too.
fn case(of_notice: &BTreeMap<&str, Vec<&Deadline>>, notice: &str) -> Option<office::DueCase> {
    let own = of_notice.get(notice)?;
    let title = own.first()?.subject.clone();
    Some(office::DueCase { title, notice: notice.to_owned(), rows: own.iter().map(|is| row(is)).collect() })
}

fn row(deadline: &Deadline) -> DueRow {
    let (class, state) = match deadline.standing {
        Standing::Late(_) => ("late", deadline.left()),
        Standing::Left(0) => ("today", deadline.left()),
        Standing::Left(days) if days <= NEAR => ("soon", deadline.left()),
        Standing::Left(_) => ("later", deadline.left()),
        Standing::Waits => ("later", "还不能办".to_owned()),
        Standing::Undated => ("undated", "该办了".to_owned()),
        Standing::Later => ("wait", "还没轮到".to_owned()),
        Standing::Done(0) => ("done", "办了".to_owned()),
        Standing::Done(days) => ("done overdue", format!("办了，晚{days}天")),
        Standing::Over => ("done", "到了".to_owned()),
        Standing::Unrecorded => ("wait", "没有记录".to_owned()),
    };
    DueRow {
        village: deadline.village.clone(),
        subject: deadline.subject.clone(),
        what: deadline.what.clone(),
        who: deadline.who.clone(),
        due: deadline.due.map(|day| day.to_string()),
        due_text: deadline.due.map(chinese_with_weekday),
        from_text: deadline
            .not_before
            .filter(|day| deadline.done.is_none() && Some(*day) != deadline.due)
            .map(chinese),
        done_text: deadline.done.map(chinese),
        class,
        state,
        basis: deadline.basis.clone(),
        command: deadline.command.clone().filter(|_| deadline.is_open() && !deadline.is_undone_clock()),
    }
}

/// A day of its own each; what has none stands on the first day on which it may be done. Nothing here depends on
/// today but whether it was done, so that an entry stays as it is until something happens.
fn entries(workspace: &Workspace, deadlines: &[Deadline]) -> Vec<Entry> {
    let base = workspace.township.base_url.as_ref().map(|url| url.get_ref().as_str());
    let host = ical::host(base, &workspace.township.name);
    let entry = |deadline: &Deadline| {
        let turn = matches!(deadline.standing, Standing::Waits | Standing::Undated);
        let day = deadline.due.or(deadline.not_before.filter(|_| turn))?;
        let place = deadline.village.as_deref().unwrap_or("");
        let subject = if deadline.subject == deadline.what { "" } else { &deadline.subject };
        let mut title = match (place, subject) {
            ("", "") => deadline.what.clone(),
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
            None => words.extend(deadline.command.iter().map(|command| format!("记录：{command}"))),
        }
        Some(Entry {
            uid: format!("{}@{host}", deadline.id),
            first: day,
            last: day,
            title,
            words: words.join("\n"),
            url: None,
            remind: deadline.done.is_none(),
        })
    };
    deadlines.iter().filter_map(entry).collect()
}

impl Deadline {
    /// A period that runs: nothing can be recorded of it.
    fn is_undone_clock(&self) -> bool {
        self.sort == Sort::Period
    }
}
