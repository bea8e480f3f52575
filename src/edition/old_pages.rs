//! Pages of notices of the old form 旧式公示的网页: a case that stands by what was kept → its entry on the site, and the kept files
//! in place of the drafts that were drawn of it. They go through the gate of today like everything else.

use super::cases::Case;
use super::course;
use super::documents::{township_contacts, village_contacts};
use super::kept;
use super::notices::{Composed, head, ledger_place, on_day};
use super::old_form::OldPosting;
use super::ready::Ready;
use super::voices::Voices;
use crate::diag::Diagnostic;
use crate::document::Public;
use crate::document::compose;
use crate::policy::Channel;
use crate::policy::written::Level;
use crate::render::Draft;
use crate::render::site::{self, NoticeEntry, address};
use crate::render::theme::Theme;
use crate::sealed::audit::{Cleared, Gate};
use crate::workspace::Workspace;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The notice without its rows, for lists and search, and for its page once the kept one may not be shown.
pub(super) fn compose(
    workspace: &Workspace,
    ready: &Ready,
    (case, of_village): (&Case<'_>, &[&Case<'_>]),
) -> Option<Composed> {
    let old = case.old.as_deref()?;
    let issuer = match case.kind.issuer {
        Level::Village => &case.village.is.committee,
        Level::Township => &workspace.township.publisher,
    };
    let title = format!("{}{}", case.village.is.name, case.kind.title);
    let mut contacts = village_contacts(case.village);
    contacts.extend(township_contacts(workspace));
    let bare = compose::bare((&title, &case.village.path), issuer, case.clocks.posted, &contacts);
    let sequel = course::sequel(ready, case, of_village);
    let place = ledger_place(case);
    let course = course::course(workspace, ready, case, sequel.as_ref(), &place);
    let document = compose::without_rows(bare, &on_day(case, course, (Channel::Web, "")));
    let head = head(workspace, case);
    // The kept page links to the print that was kept with it.
    let pdf = address::notice(&case.village.slug, &case.notice.stem).replace("index.html", "");
    let pdf = format!("{pdf}{}.pdf", case.notice.stem);
    let pdf = head.pdf.clone().filter(|_| old.pages.is_empty() || old.pages.contains_key(&pdf));
    let entry = NoticeEntry { document: document.into(), pdf, ..head };
    Some(Composed { entry, board: None, voices: Voices::default() })
}

/// Files of a notice's own that were kept, by path below the output folder.
pub(super) fn own_files(workspace: &Workspace, case: &Case<'_>) -> BTreeMap<String, Vec<u8>> {
    let Some(old) = case.old.as_deref() else { return BTreeMap::new() };
    let own = old.pages.iter().filter(|(path, _)| !OldPosting::is_shared(path));
    let pages = own.map(|(path, digest)| (format!("public/{path}"), digest));
    let board = format!("board/{}", case.village.slug);
    let papers = old.papers.iter().map(|(name, digest)| (format!("{board}/{name}"), digest));
    let read = |(path, digest): (String, _)| {
        let bytes = kept::copy(&workspace.root, digest, &path).ok()?;
        Some((path, bytes))
    };
    pages.chain(papers).filter_map(read).collect()
}

/// Lays the kept files in the place of what was drawn.
pub(super) fn lay(drafts: &mut Vec<Draft<Public>>, kept: &BTreeMap<String, Vec<u8>>) {
    let page =
        drafts.iter().find(|draft| draft.path.ends_with("/index.html") && kept.contains_key(&draft.path));
    let Some(page) = page.cloned() else { return };
    // What was drawn and not kept would say something else beside the kept page.
    drafts.clear();
    drafts.extend(kept.iter().map(|(path, bytes)| page.beside(path.clone(), bytes.clone())));
}

/// Files that the kept pages of notices share and the theme of today does not make any more.
pub(super) fn shared(workspace: &Workspace, cases: &[Case<'_>], theme: &Theme) -> Vec<Draft<Public>> {
    let olds = cases.iter().filter(|case| !case.held).filter_map(|case| case.old.as_deref());
    let all = olds.flat_map(|old| &old.pages).filter(|(path, _)| OldPosting::is_shared(path));
    let all: BTreeMap<&String, _> = all.collect();
    let read = all.into_iter().filter_map(|(path, digest)| {
        let bytes = kept::copy(&workspace.root, digest, path).ok()?;
        Some((path.clone(), bytes))
    });
    site::older_assets(theme, read.collect())
}

/// The kept pages for a preview whose other pages passed; one that does not pass is shown without its rows.
pub(crate) fn previewed(
    (workspace, theme): (&Workspace, &Theme),
    cases: &[Case<'_>],
    (cleared, gate): (&Cleared, &Gate),
) -> Vec<Cleared> {
    let clear = |drafts: Vec<Draft<Public>>| -> Result<Cleared, Vec<Diagnostic>> {
        let drafts = drafts.into_iter().map(Arc::new).collect();
        gate.clear_signed(drafts).map(|(cleared, _)| cleared).map_err(|leaks| leaks.0)
    };
    let mut all = vec![shared(workspace, cases, theme)];
    for case in cases.iter().filter(|case| case.old.is_some() && !case.held) {
        let page = format!("public/{}", address::notice(&case.village.slug, &case.notice.stem));
        let drawn = cleared.drafts().iter().find(|draft| draft.path == page);
        let mut drafts: Vec<Draft<Public>> = drawn.map(|draft| (**draft).clone()).into_iter().collect();
        lay(&mut drafts, &own_files(workspace, case));
        all.push(drafts);
    }
    all.into_iter().filter_map(|drafts| clear(drafts).ok()).collect()
}
