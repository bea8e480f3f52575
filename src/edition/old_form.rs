//! Notices of the old form 旧式公示: posted before there were proofs, and not carried over by `upgrade` → what goes on being shown
//! of them, which are the very files that were kept when they were posted. Nothing can be made anew of them, so that they can
//! only be withdrawn, closed and archived, or followed by another version.

use super::approvals::{by_digest, hangs};
use super::kept;
use super::ready::Ready;
use super::reducing::signed_of;
use super::upgrading;
use crate::diag::{Diagnostic, Place, Severity};
use crate::ledger::{self, Digest, Event, Life, Posting};
use crate::policy::NoticeKind;
use crate::render::site::address;
use crate::schedule::State;
use crate::sealed::audit::text_of_print;
use crate::sealed::signoff::codes::UNSIGNED;
use crate::workspace::{Notice, Workspace};
use std::collections::BTreeMap;

crate::codes! {
    KEPT = "old-form-kept":
        "这份公示是旧版程序张贴的，旧式签字和现在的名册、政策包对不上，做不出公示稿。网页和打印稿照张贴时存档的原样保留到期，只能撤回、结束、归档；要换内容，先 mingbai amend，改版次，重新签字。找回签字时的文件，运行 mingbai upgrade，就和别的公示一样。"
        / "A notice posted by an older program stands by its kept pages, because its statements do not hold over the present files. It can be withdrawn, closed and archived; another content needs another version.";
    ROWS_OFF = "old-form-rows-off":
        "这份公示是旧版程序张贴的，只有存档的网页，存档的网页现在不能用（撤下过一户、改过笔误、放假表变过、成了演练），名单先不上网。改版次重新签字，或者找回签字时的文件再运行 mingbai upgrade。"
        / "A notice posted by an older program has only its kept page, which may not be shown any more. Sign another version, or restore what was signed and upgrade.";
    REFUSED = "old-form-refused":
        "这份公示是旧版程序张贴的，没有公示稿，只能撤回、结束、归档。能沿用旧式签字的先运行 mingbai upgrade；要换内容的，先 mingbai amend，改版次，再签字。"
        / "A notice posted by an older program has no proof: it can be withdrawn, closed and archived. Upgrade it, or sign another version.";
}

/// The kept files of a notice of the old form that may be shown today; none where its rows may not be seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct OldPosting {
    /// Files of the website by path below `public/`.
    pub(crate) pages: BTreeMap<String, Digest>,
    /// Prints for the board by file name.
    pub(crate) papers: BTreeMap<String, Digest>,
}

impl OldPosting {
    /// The files that only its own page has, and those that pages share.
    pub(crate) fn is_shared(path: &str) -> bool {
        path.starts_with("assets/")
    }
}

/// The posting of a notice that names no proof beside it, because there were none.
pub(crate) fn posting<'a>(notice: &Notice, life: &'a Life) -> Option<&'a Posting> {
    let posting = life.posting().filter(|posting| posting.run.is_none())?;
    by_digest(notice, &posting.signed).is_none().then_some(posting)
}

/// The same of a notice that stands by its kept pages, while nothing else was signed that stands.
pub(super) fn stands<'a>(notice: &Notice, life: &'a Life, signed: bool) -> Option<&'a Posting> {
    let next = life.planned_again(notice.is.posted, notice.is.version);
    posting(notice, life).filter(|_| !signed && !next)
}

/// What may be shown of it today, and what is to be told.
pub(super) fn shown(
    workspace: &Workspace,
    ready: &Ready,
    (notice, kind): (&Notice, &NoticeKind),
    (life, posting, state): (&Life, &Posting, State),
) -> (OldPosting, Vec<Diagnostic>) {
    if !matches!(state, State::Open | State::Closed) {
        return (OldPosting::default(), Vec::new());
    }
    let fits = upgrading::fits(ready, notice, kind);
    let page = address::notice(&notice.village, &notice.stem);
    let mut found = Vec::new();
    let mut old = OldPosting::default();
    let rehearsal = ready.ledger.is_rehearsal();
    let mut off = outdated(ready, notice, (life, posting));
    match posting.pages.get(&page) {
        None => off = off.or(Some("张贴时没有存下网页")),
        Some(digest) => match kept::copy(&workspace.root, digest, &page) {
            // A page of before the rehearsal began does not say that it is one.
            Ok(bytes) if rehearsal && !String::from_utf8_lossy(&bytes).contains(MARK) => {
                off = off.or(Some("台账成了演练，存档的网页上没有写"));
            }
            Ok(_) => {}
            Err(lost) => {
                off = off.or(Some("存档的网页找不回来"));
                found.push(lost);
            }
        },
    }
    if let Some(why) = off {
        found.push(rows_off(notice, fits, why));
        return (old, found);
    }
    for (path, digest) in &posting.pages {
        match kept::copy(&workspace.root, digest, path) {
            Ok(_) => drop(old.pages.insert(path.clone(), digest.clone())),
            Err(lost) => found.push(lighter(lost)),
        }
    }
    for (name, digest) in &posting.papers {
        let marked = |bytes: &[u8]| !rehearsal || text_of_print(bytes).contains(MARK);
        match kept::copy(&workspace.root, digest, name) {
            Ok(bytes) if marked(&bytes) => drop(old.papers.insert(name.clone(), digest.clone())),
            Ok(_) => {}
            Err(lost) => found.push(lighter(lost)),
        }
    }
    found.push(kept(notice, fits));
    (old, found)
}

/// The word that every page and sheet of a rehearsal bears.
const MARK: &str = "演练";

/// Why what was kept says something that does not hold any more.
fn outdated(ready: &Ready, notice: &Notice, (life, posting): (&Life, &Posting)) -> Option<&'static str> {
    let mended = life.amended.iter().any(|(day, restart, _)| !restart && *day >= posting.day);
    let posted = |event: &Event| matches!(event, Event::Posted(_) | Event::Restarted(_));
    let since = ready.ledger.of(&notice.id).map(|line| &line.event).fold(false, |moved, event| {
        matches!(event, Event::CalendarChanged { .. }) || moved && !posted(event)
    });
    if !life.withdrawn_rows.is_empty() {
        Some("撤下过一户，存档的网页里还有这一户")
    } else if mended {
        Some("改过笔误，存档的网页是改以前的")
    } else if since {
        Some("放假表变过，存档的网页是原来的日子")
    } else {
        None
    }
}

fn lighter(finding: Diagnostic) -> Diagnostic {
    Diagnostic { severity: Severity::Error, ..finding }
}

fn kept(notice: &Notice, fits: bool) -> Diagnostic {
    let at = Place::file(&notice.path);
    if fits {
        let message = "签字是旧式的，新版程序要先升级才认；升级以前照存档的网页和打印稿公示";
        return Diagnostic::error(&UNSIGNED, at, message, "运行 mingbai upgrade，沿用原来的签字");
    }
    let message = "旧式签字和现在的文件对不上，网页和打印稿照张贴时存档的原样保留到期";
    Diagnostic::error(&KEPT, at, message, remedy(notice))
}

fn rows_off(notice: &Notice, fits: bool, why: &str) -> Diagnostic {
    let at = Place::file(&notice.path);
    if fits {
        let message = format!("签字是旧式的，新版程序要先升级才认；升级以前网上不列名单：{why}");
        return Diagnostic::refusal(&UNSIGNED, at, message, "运行 mingbai upgrade，沿用原来的签字");
    }
    let message = format!("旧式签字和现在的文件对不上，网上不列名单，打印稿也不再做：{why}");
    Diagnostic::refusal(&ROWS_OFF, at, message, remedy(notice))
}

/// A household was withdrawn, and nothing can be taken out of what was kept.
pub(crate) fn unreduced(notice: &Notice) -> Diagnostic {
    let message = "存档的网页去不掉这一户，网上先不列名单；贴着的纸今天揭下";
    Diagnostic::warning(&ROWS_OFF, Place::file(&notice.path), message, remedy(notice))
}

/// What can be done with a notice whose old statements do not hold.
pub(crate) fn remedy(notice: &Notice) -> String {
    let id = &notice.id;
    format!(
        "找回签字时的文件，运行 mingbai upgrade；找不回的，到期运行 mingbai close {id}，\
         要停就运行 mingbai withdraw {id}；要换内容，运行 mingbai amend {id} --reason 事由，改版次，重新签字"
    )
}

/// Refuses what cannot be done with a notice that stands by its kept pages; nothing where it does not.
pub(crate) fn refused(
    workspace: &Workspace,
    ready: &Ready,
    (notice, kind): (&Notice, &NoticeKind),
    life: &Life,
) -> Option<Diagnostic> {
    let signed = signed_of(workspace, ready, notice, life).is_some();
    stands(notice, life, signed).map(|_| refusal(ready, (notice, kind)))
}

/// Refuses to sign or draw up the version that was posted in the old form; nothing where that was carried over, or where the
/// file speaks of another version.
pub(crate) fn refused_anew(
    ready: &Ready,
    (notice, kind): (&Notice, &NoticeKind),
    life: &Life,
) -> Option<Diagnostic> {
    let posting = posting(notice, life).filter(|_| hangs(notice, life).is_none())?;
    (notice.is.version <= posting.version).then(|| refusal(ready, (notice, kind)))
}

/// Refuses to draw up what nobody could sign; what `upgrade` may still carry over can be looked at.
pub(crate) fn undrawable(ready: &Ready, (notice, kind): (&Notice, &NoticeKind)) -> Option<Diagnostic> {
    let life = ledger::fold(ready.ledger.of(&notice.id), kind).life;
    refused_anew(ready, (notice, kind), &life).filter(|_| !upgrading::fits(ready, notice, kind))
}

fn refusal(ready: &Ready, (notice, kind): (&Notice, &NoticeKind)) -> Diagnostic {
    let message = "这份公示是旧版程序张贴的，没有公示稿，只能撤回、结束、归档";
    let help = match upgrading::fits(ready, notice, kind) {
        true => "先运行 mingbai upgrade，沿用原来的签字".to_owned(),
        false => remedy(notice),
    };
    Diagnostic::refusal(&REFUSED, Place::file(&notice.path), message, help)
}
