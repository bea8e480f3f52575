//! Auditing any folder 审查任意文件夹: `mingbai audit DIR --roster FILE…`. What the workspace declares openly explains
//! names there as it does in a build; beyond that nobody declares a foreign folder's words.

use super::super::needles::{Classify, Needles};
use super::super::roster::Roster;
use super::codes::OPAQUE;
use super::declarations::{Declarations, Open};
use super::judge::Judge;
use super::read::sniff;
use super::search::Searcher;
use crate::diag::{self, Diagnostic, Place};
use crate::document::Fragment;
use rayon::prelude::*;

/// Searches any files for what the rosters hold: refusals for leaks, warnings for what may be an ordinary word.
pub(crate) fn audit_folder(
    files: Vec<(String, Vec<u8>)>,
    rosters: &[&Roster],
    (open, declared): (&[Fragment], &Declarations),
    classify: Classify<'_>,
) -> Vec<Diagnostic> {
    let searcher = Searcher::new(Needles::of(rosters, classify, &declared.words));
    let said = Open::new(declared);
    let found: Vec<Vec<Diagnostic>> = files
        .par_iter()
        .map(|(path, bytes)| {
            let mut judge = Judge::new((&searcher, &said), path, open, true);
            let picture = is_picture(bytes);
            if picture {
                judge.contents(super::read::Contents::blob(bytes), bytes);
            } else {
                judge.file(sniff(path, bytes), bytes);
            }
            let opaque = picture || judge.opaque;
            let shown = judge.shown_path().to_owned();
            let (mut findings, _) = judge.verdict();
            if picture && opaque {
                let help = "打开看一遍；证件、签名、名单的照片不要公开";
                findings.push(Diagnostic::warning(&OPAQUE, Place::file(shown), "图片的画面没有审查", help));
            }
            findings
        })
        .collect();
    let mut findings: Vec<Diagnostic> = found.into_iter().flatten().collect();
    diag::sort(&mut findings);
    findings
}

/// Photographs, which every foreign folder holds and nobody can search.
fn is_picture(bytes: &[u8]) -> bool {
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    webp || bytes.starts_with(&[0xFF, 0xD8, 0xFF]) || bytes.starts_with(b"GIF8")
}
