//! Words for the ledger 台账文字: what a clerk writes must hold nothing of any roster. The words go through the gate of
//! everything public; what is found is never repeated.

use super::DECLARING;
use super::declarations::declarations;
use super::ready::Ready;
use super::submission::reading;
use crate::diag::{Diagnostic, Place};
use crate::document::Fragment;
use crate::ledger::codes::{PERSONAL, WORDS};
use crate::policy::fields::classify;
use crate::sealed::audit::Gate;
use crate::sealed::gate::{for_search, identifying};
use crate::sealed::roster::Roster;
use crate::workspace::{Village, Workspace};
use rayon::prelude::*;

/// Longest text in characters.
const LONGEST: usize = 200;

/// Checks texts (option, what was typed) before they are recorded: against every roster of the workspace, as the gate of a
/// build will. What is recorded stands for ever, and would otherwise stop every build.
pub(crate) fn check(
    workspace: &Workspace,
    ready: &Ready,
    village: &Village,
    texts: &[(&str, &str)],
) -> Result<(), Vec<Diagnostic>> {
    search(workspace, ready, (village, &workspace.villages), texts)
}

/// The same against the rosters of the village alone, for texts that stand in the ledger: a roster that came later may
/// hold what they say.
pub(crate) fn check_in_village(
    workspace: &Workspace,
    ready: &Ready,
    village: &Village,
    texts: &[(&str, &str)],
) -> Result<(), Vec<Diagnostic>> {
    search(workspace, ready, (village, std::slice::from_ref(village)), texts)
}

fn search(
    workspace: &Workspace,
    ready: &Ready,
    (own, villages): (&Village, &[Village]),
    texts: &[(&str, &str)],
) -> Result<(), Vec<Diagnostic>> {
    let mut found: Vec<Diagnostic> =
        texts.iter().filter_map(|(option, text)| unclean(option, text)).collect();
    if texts.is_empty() || !found.is_empty() {
        return if found.is_empty() { Ok(()) } else { Err(found) };
    }
    let read: Vec<Result<Roster, Vec<Diagnostic>>> = villages
        .par_iter()
        .flat_map_iter(|village| village.notices.iter().map(move |notice| (village, notice)))
        .map(|(village, notice)| {
            let (path, bytes) = (&notice.roster_path, &notice.roster);
            for_search(path, bytes, &reading(ready, village, notice)).or_else(|stops| {
                // Another village's list that cannot be read stops nobody here: what identifies in it is searched for.
                if village.slug == own.slug {
                    return Err(stops);
                }
                identifying(path, bytes, &ready.fields, workspace.today)
            })
        })
        .collect();
    let mut rosters = Vec::new();
    for read in read {
        match read {
            Ok(roster) => rosters.push(roster),
            Err(errors) => found.extend(errors.into_iter().filter(Diagnostic::stops)),
        }
    }
    found.retain(|finding| finding.at.path.starts_with(&format!("villages/{}/", own.slug)));
    // A roster that cannot be read cannot be searched: nothing is let through unseen.
    if !found.is_empty() {
        return Err(found);
    }
    let unused = villages.iter().flat_map(|village| &village.unused).chain(&workspace.unused);
    let unused =
        unused.filter_map(|file| identifying(&file.path, &file.bytes, &ready.fields, workspace.today).ok());
    rosters.extend(unused);
    let rosters: Vec<&Roster> = rosters.iter().collect();
    let gate = Gate::new(&rosters, &classify(&ready.fields), &declarations(workspace, ready));
    for (option, text) in texts {
        // As a page says it: in a text of the village's own.
        let place = format!("villages/{}/台账", own.slug);
        if !gate.takes(&Fragment::new(*text, place, DECLARING)) {
            let at = Place::file(&own.path).field(*option);
            let help = "只写事由，例如“第3行组名写错”；不写姓名、证件号、电话；是普通词语、不是人名的，先在 village.toml 里写 [[allowed]]";
            found.push(Diagnostic::refusal(&PERSONAL, at, "文字里有名册上的个人信息，没有记", help));
        }
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Checks words where there is no village to search, e.g. a name of a file.
pub(crate) fn unclean(option: &str, text: &str) -> Option<Diagnostic> {
    let bad = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let clean = !text.trim().is_empty() && text.chars().count() <= LONGEST && !text.chars().any(bad);
    (!clean).then(|| {
        let at = Place::default().field(option);
        Diagnostic::error(&WORDS, at, "文字空着、太长或有看不见的字符", "写成一行，不超过200字")
    })
}
