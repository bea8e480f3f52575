//! Comparing two lists 名单比对: `mingbai diff A B`. Needs no notice and no signature, and nothing of it is published:
//! the papers leave by the office's own door, and only counts are told.

use super::ready::field_table;
use crate::diag::{Diagnostic, Place};
use crate::pipeline::themes;
use crate::policy::fields::FieldTable;
use crate::publish;
use crate::render::layout::Paper;
use crate::render::print;
use crate::sealed::compare::codes::SAME_FILE;
use crate::sealed::compare::{self, Counts, List};
use crate::sealed::roster_bytes::RosterBytes;
use crate::workspace::{Workspace, files, fonts};
use std::path::{Path, PathBuf};

/// Characters of each list's name in the name of the result.
const STEM: usize = 40;

/// Two lists compared 比对结果.
pub struct Compared {
    /// How many people.
    pub counts: Counts,
    /// What to look at in the lists; nothing here stops.
    pub findings: Vec<Diagnostic>,
    /// The table.
    pub table: PathBuf,
    /// The print.
    pub print: PathBuf,
}

/// Compares two lists and writes the papers below `out`.
pub fn compare_lists(
    workspace: &Workspace,
    (a, b): (&Path, &Path),
    out: &Path,
) -> Result<Compared, Vec<Diagnostic>> {
    let fields = field_table(workspace)?;
    let bytes = |path: &Path| {
        files::bytes(path).map(RosterBytes::seal).ok_or_else(|| files::unreadable(&path.to_string_lossy()))
    };
    let (first, second) = match (bytes(a), bytes(b)) {
        (Ok(first), Ok(second)) => (first, second),
        (first, second) => return Err([first.err(), second.err()].into_iter().flatten().collect()),
    };
    if first.sha256() == second.sha256() {
        let place = Place::file(b.to_string_lossy());
        let help = "核对两个文件名，换成另一份名单";
        return Err(vec![Diagnostic::error(&SAME_FILE, place, "两份名单的内容完全一样", help)]);
    }
    let mut findings = Vec::new();
    let one = list(a, &first, &fields, workspace, &mut findings);
    let other = list(b, &second, &fields, workspace, &mut findings);
    let (Some(one), Some(other)) = (one, other) else { return Err(findings) };
    let comparison = compare::compare(&one, &other, &fields);
    let (_, prints) = themes(workspace)?;
    let fonts = fonts::find(&prints)?;
    let rare = comparison.unprintable(&|character| fonts.covers(character));
    if !rare.is_empty() {
        return Err(rare);
    }
    let papers = comparison.papers(&workspace.township.publisher, workspace.today);
    let pdf = print(&papers.print, Paper::A4.landscape(), &prints, &fonts)?;
    let name = format!("{}-比对-{}", stem(a), stem(b));
    let (table, print) = (format!("{name}.csv"), format!("{name}.pdf"));
    publish::keep(out, &[(table.clone(), &papers.table), (print.clone(), &pdf)])?;
    let folder = out.join("private").join("diff");
    Ok(Compared {
        counts: comparison.counts(),
        findings,
        table: folder.join(table),
        print: folder.join(print),
    })
}

/// Reads one list; what is wrong with it joins the findings.
fn list(
    path: &Path,
    bytes: &RosterBytes,
    fields: &FieldTable,
    workspace: &Workspace,
    findings: &mut Vec<Diagnostic>,
) -> Option<List> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match compare::read(&name, bytes, fields, workspace.today) {
        Ok((list, found)) => {
            findings.extend(found);
            Some(list)
        }
        Err(found) => {
            findings.extend(found);
            None
        }
    }
}

/// A file's name without its ending, as any disk takes it.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let safe = stem.chars().filter(|c| !c.is_control() && !"\\/:*?\"<>|\u{FFFD}".contains(*c)).take(STEM);
    unicode_normalization::UnicodeNormalization::nfc(safe)
        .collect::<String>()
        .trim_matches(['.', ' '])
        .to_owned()
}
