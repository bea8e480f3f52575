//! The office's pages of deadlines 到期和逾期: one for the township; where that would be too long, one for each village
//! beside it.
//!
//! On the township's page a heading then holds the most pressing and says how many more there are; each of those is on
//! its village's page. What is the township's own has no other page and is never left out.

use super::{Deadline, Sort, Standing, pressing};
use crate::calendar::{chinese, chinese_with_weekday};
use crate::render::office::{DueCase, DueGroup, DuePage, DuePart, DueRow, DueVillage};
use crate::render::theme::{LeadsOn, Theme};
use crate::workspace::Workspace;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Days ahead that are told as near.
const NEAR: i64 = 7;
/// Notices with open days that one page holds with all their days.
const ON_ONE_PAGE: usize = 120;
/// Name of a page of deadlines.
pub(super) const PAGE: &str = "due.html";
/// Deadlines under one heading of the township's page, once the villages have pages of their own.
const UNDER_ONE: usize = 60;

/// Where the pages are made, and for whom.
pub(super) struct Desk<'a> {
    pub(super) township: &'a str,
    pub(super) today: NaiveDate,
    pub(super) sample: bool,
    pub(super) villages: Vec<Place<'a>>,
}

/// A village with its notices.
pub(super) struct Place<'a> {
    pub(super) slug: &'a str,
    pub(super) name: &'a str,
    pub(super) notices: Vec<&'a str>,
}

impl<'a> Desk<'a> {
    pub(super) fn of(workspace: &'a Workspace) -> Self {
        let villages = workspace.villages.iter().map(|village| Place {
            slug: &village.slug,
            name: &village.is.name,
            notices: village.notices.iter().map(|notice| notice.id.as_str()).collect(),
        });
        Self {
            township: &workspace.township.name,
            today: workspace.today,
            sample: workspace.township.sample_day.is_some(),
            villages: villages.collect(),
        }
    }

    fn page(&self, groups: Vec<DueGroup>, villages: Vec<DueVillage>) -> DuePage {
        DuePage {
            township: self.township.to_owned(),
            today: self.today.to_string(),
            today_text: chinese_with_weekday(self.today),
            sample: self.sample,
            groups,
            villages,
            village: None,
            back: None,
            parts: Vec::new(),
        }
    }
}

/// A village's open cases: each notice with all its days, done ones too.
pub(super) struct Cases<'a> {
    place: &'a Place<'a>,
    of: Vec<(&'a str, Vec<&'a Deadline>)>,
}

impl<'a> Cases<'a> {
    /// Its name.
    pub(super) fn village(&self) -> &'a str {
        self.place.name
    }

    /// All its days, in the order of notices.
    pub(super) fn days(&self) -> impl Iterator<Item = &'a Deadline> {
        self.of.iter().flat_map(|(_, days)| days).copied()
    }

    fn view(&self) -> DueVillage {
        let case = |(notice, days): &(&str, Vec<&Deadline>)| DueCase {
            title: days.first().map_or_else(|| "".into(), |day| Arc::clone(&day.subject)),
            notice: (*notice).to_owned(),
            rows: days.iter().map(|day| row(day)).collect(),
        };
        DueVillage { name: self.place.name.to_owned(), cases: self.of.iter().map(case).collect() }
    }

    /// Where a file of its own lies below `private/`.
    pub(super) fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.place.slug)
    }

    /// The line that leads from the township's page to the village's own.
    fn part(&self) -> DuePart {
        let count = |belongs: fn(Standing) -> bool| self.days().filter(|day| belongs(day.standing)).count();
        DuePart {
            name: self.place.name.to_owned(),
            href: self.path(PAGE),
            cases: self.of.len(),
            late: count(|standing| matches!(standing, Standing::Late(_))),
            today: count(|standing| standing == Standing::Left(0)),
            soon: count(|standing| matches!(standing, Standing::Left(1..=NEAR))),
        }
    }

    /// The village's own page: everything that is open there, and every day of its open cases.
    pub(super) fn page(&self, desk: &Desk<'_>) -> DuePage {
        DuePage {
            village: Some(self.place.name.to_owned()),
            back: Some("../due.html"),
            ..desk.page(groups(self.days(), usize::MAX), vec![self.view()])
        }
    }
}

/// The open cases of every village that has one.
pub(super) fn cases<'a>(desk: &'a Desk<'a>, deadlines: &'a [Deadline]) -> Vec<Cases<'a>> {
    let mut of_notice: BTreeMap<&str, Vec<&Deadline>> = BTreeMap::new();
    for deadline in deadlines {
        of_notice.entry(&deadline.notice).or_default().push(deadline);
    }
    let cases = desk.villages.iter().map(|place| {
        let of = place.notices.iter().filter_map(|notice| of_notice.remove_entry(notice));
        Cases { place, of: of.collect() }
    });
    cases.filter(|cases| !cases.of.is_empty()).collect()
}

/// Whether these are too many for one page; a theme whose page leads nowhere gets all of them on one.
pub(super) fn are_too_many(cases: &[Cases<'_>], theme: &Theme) -> bool {
    let all: usize = cases.iter().map(|cases| cases.of.len()).sum();
    all > ON_ONE_PAGE && theme.leads_on(LeadsOn::Villages)
}

/// The township's page with everything.
pub(super) fn whole(desk: &Desk<'_>, cases: &[Cases<'_>], deadlines: &[Deadline]) -> DuePage {
    desk.page(groups(deadlines, usize::MAX), cases.iter().map(Cases::view).collect())
}

/// The township's page that leads to those of the villages.
pub(super) fn first(desk: &Desk<'_>, cases: &[Cases<'_>], deadlines: &[Deadline]) -> DuePage {
    let parts = cases.iter().map(Cases::part).collect();
    DuePage { parts, ..desk.page(groups(deadlines, UNDER_ONE), Vec::new()) }
}

/// What is open, by how pressing it is; at most so many under one heading.
fn groups<'a>(deadlines: impl IntoIterator<Item = &'a Deadline>, most: usize) -> Vec<DueGroup> {
    let open = pressing(deadlines);
    let group = |title: &'static str, class: &'static str, belongs: &dyn Fn(Standing) -> bool| {
        let here = open.iter().copied().filter(|deadline| belongs(deadline.standing));
        let mut here: Vec<&Deadline> = here.collect();
        let count = here.len();
        let own = here.iter().filter(|deadline| deadline.village.is_none()).count();
        let mut room = most.saturating_sub(own);
        here.retain(|deadline| {
            let fits = deadline.village.is_none() || room > 0;
            room -= usize::from(fits && deadline.village.is_some());
            fits
        });
        let rows: Vec<DueRow> = here.into_iter().map(row).collect();
        DueGroup { title, class, count, more: count - rows.len(), rows }
    };
    vec![
        group("已经逾期", "late", &|standing| matches!(standing, Standing::Late(_))),
        group("今天到期", "today", &|standing| standing == Standing::Left(0)),
        group("7天内到期", "soon", &|standing| matches!(standing, Standing::Left(1..=NEAR))),
        group("没有规定哪天，该办了", "undated", &|standing| standing == Standing::Undated),
        group("以后", "later", &|standing| match standing {
            Standing::Left(days) => days > NEAR,
            standing => standing == Standing::Waits,
        }),
    ]
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
        // A period that runs: nothing can be recorded of it.
        command: deadline.command().filter(|_| deadline.is_open() && deadline.sort != Sort::Period),
    }
}
