//! What followed what 前后: which 公告 ends which 公示, whether it may hang yet, and what a page may tell of a notice's life.

use super::cases::Case;
use super::notices::is_shown;
use super::open_words;
use super::ready::Ready;
use crate::diag::{Diagnostic, Place};
use crate::document::compose::{Course, Sequel};
use crate::ledger::{self, Life, Refused, Stage};
use crate::policy::{NoticeKind, Pack, Step};
use crate::render::site::address;
use crate::schedule::Ended;
use crate::sealed::gate::as_warnings;
use crate::workspace::{Notice, Village, Workspace};
use chrono::NaiveDate;

/// A 公示 that the ledger knows, as an announcement looks back on it.
struct Before<'a> {
    notice: &'a Notice,
    kind: &'a NoticeKind,
    life: Life,
}

/// The 公示 of the same village and procedure on whose result an announcement rests, if the ledger knows it: the one
/// whose day the announcement records among its steps, else the last one that hung before it.
fn before<'a>(
    ready: &'a Ready,
    village: &'a Village,
    announcement: &Notice,
    kind: &NoticeKind,
) -> Option<Before<'a>> {
    if kind.period.is_some() || kind.internal() {
        return None;
    }
    let steps: &[Step] = ready.pack_of(&announcement.id).steps(&kind.procedure);
    let own = steps.iter().position(|step| step.posts.as_deref() == Some(&kind.id))?;
    let earlier = steps[..own].iter().filter_map(|step| Some((step.id.as_str(), step.posts.as_deref()?)));
    let earlier: Vec<(&str, &str)> = earlier.collect();
    let known = village.notices.iter().filter(|notice| notice.id != announcement.id).filter_map(|notice| {
        let kind = ready.kind_of(notice)?;
        let (step, _) = earlier.iter().find(|(_, posts)| *posts == kind.id && kind.period.is_some())?;
        let life = ledger::fold(ready.ledger.of(&notice.id), kind).life;
        let hung = |day: NaiveDate| life.postings.iter().any(|posting| posting.day == day);
        let fits = match announcement.is.steps.get(*step) {
            Some(day) => hung(*day) || notice.is.posted == *day,
            None => life.postings.first()?.day <= announcement.is.posted,
        };
        (fits && !life.postings.is_empty()).then_some(Before { notice, kind, life })
    });
    known.max_by_key(|before| before.life.postings.first().map(|posting| posting.day))
}

/// An announcement that may not hang yet: the 公示 before it is not over, or somebody waits for an answer. A warning until
/// its day has come; nothing any more once it hangs.
pub(super) fn too_early(
    ready: &Ready,
    village: &Village,
    announcement: &Notice,
    (kind, life): (&NoticeKind, &Life),
    today: NaiveDate,
) -> Vec<Diagnostic> {
    if life.stage != Stage::Upcoming {
        return Vec::new();
    }
    let Some(before) = before(ready, village, announcement, kind) else { return Vec::new() };
    let open = before.life.open_objections();
    let refused = match before.life.stage {
        Stage::Withdrawn => Refused::Withdrawn(before.life.withdrawn.unwrap_or_default()),
        _ if !open.is_empty() => Refused::OpenObjections(open),
        Stage::Closed | Stage::Announced => return Vec::new(),
        Stage::Amended => Refused::NotReposted,
        Stage::Upcoming | Stage::Open => Refused::NotClosed,
    };
    let mut finding = refused.finding(&before.notice.id, before.kind);
    let source = Pack::source(Some(&kind.clause));
    let (own, id, why) = (&kind.title, &before.notice.id, &finding.message);
    finding.message = format!("{own}（{source}）还不能张贴，{id} 没有办结：{why}");
    finding.at = Place::file(&announcement.path).field("posted");
    let found = vec![finding];
    if announcement.is.posted > today { as_warnings(found) } else { found }
}

/// The page of the announcement that ended a 公示, if it hangs or hung.
pub(super) fn sequel(ready: &Ready, case: &Case<'_>, of_village: &[&Case<'_>]) -> Option<Sequel> {
    use crate::schedule::State;
    let ends = |other: &&&Case<'_>| {
        is_shown(other)
            && other.state != State::Upcoming
            && before(ready, other.village, other.notice, other.kind)
                .is_some_and(|before| before.notice.id == case.notice.id)
    };
    let first = of_village.iter().filter(ends).min_by_key(|other| other.clocks.posted)?;
    Some(Sequel {
        title: first.kind.title.clone(),
        href: address::notice(&first.village.slug, &first.notice.stem),
    })
}

/// How a notice ended before its time, if it did; nothing before the ledger knows that it hung.
pub(super) fn ended(case: &Case<'_>) -> Option<Ended> {
    case.life.posting()?;
    Course { life: &case.life, words: false, sequel: None, place: "" }.ended(case.state)
}

/// What the page tells of the life of a notice; nothing before the ledger knows that it hung.
pub(super) fn course<'a>(
    workspace: &Workspace,
    ready: &Ready,
    case: &'a Case<'_>,
    sequel: Option<&'a Sequel>,
    place: &'a str,
) -> Option<Course<'a>> {
    let life = &case.life;
    life.posting()?;
    let slips = life.amended.iter().filter(|(_, restart, _)| !restart);
    let mut words: Vec<(&str, &str)> = slips.map(|(_, _, reason)| ("--reason", reason.as_str())).collect();
    let number = life.announced.as_ref().and_then(|(_, number)| number.as_deref());
    words.extend(number.map(|number| ("--number", number)));
    // They were clean when they were written; a roster that came later may hold one of them. Then they are not told, and
    // the page still comes out: the ledger cannot be mended.
    let words = open_words::check_in_village(workspace, ready, case.village, &words).is_ok();
    Some(Course { life, words, sequel, place })
}
