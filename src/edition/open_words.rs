//! Words for the ledger 台账文字: what a clerk writes must hold nothing of any roster of that village. The words go
//! through the same search as everything public; what is found is never repeated.

use super::cases::reading;
use super::declarations::declarations;
use super::ready::Ready;
use crate::diag::{Diagnostic, Place};
use crate::ledger::codes::{PERSONAL, WORDS};
use crate::pipeline::classify;
use crate::sealed::audit::audit_folder;
use crate::sealed::gate::for_search;
use crate::sealed::roster::Roster;
use crate::workspace::{Village, Workspace};

/// Longest text in characters.
const LONGEST: usize = 200;

/// Checks texts (option, what was typed) against the rosters of a village; all findings at once.
pub(crate) fn check(
    workspace: &Workspace,
    ready: &Ready,
    village: &Village,
    texts: &[(&str, &str)],
) -> Result<(), Vec<Diagnostic>> {
    let mut found: Vec<Diagnostic> =
        texts.iter().filter_map(|(option, text)| unclean(option, text)).collect();
    if texts.is_empty() || !found.is_empty() {
        return if found.is_empty() { Ok(()) } else { Err(found) };
    }
    let mut rosters = Vec::new();
    for notice in &village.notices {
        let reading = reading(ready, village, notice);
        match for_search(&notice.roster_path, &notice.roster, &reading) {
            Ok(roster) => rosters.push(roster),
            Err(errors) => found.extend(errors.into_iter().filter(Diagnostic::stops)),
        }
    }
    // A roster that cannot be read cannot be searched: nothing is let through unseen.
    if !found.is_empty() {
        return Err(found);
    }
    let rosters: Vec<&Roster> = rosters.iter().collect();
    let declared = declarations(workspace, ready);
    for (option, text) in texts {
        let file = ("words.txt".to_owned(), Ok(text.as_bytes().to_vec()));
        let hits = audit_folder(vec![file], &rosters, (&[], &declared), &classify(&ready.fields));
        if hits.iter().any(Diagnostic::stops) {
            let at = Place::file(&village.path).field(*option);
            let help = "只写事由，例如“第3行组名写错”；不写姓名、证件号、电话";
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
