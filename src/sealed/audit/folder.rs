//! Auditing any folder 审查任意文件夹: `mingbai audit DIR --roster FILE…`. What the workspace declares openly explains
//! names there as it does in a build; beyond that nobody declares a foreign folder's words.

use super::super::needles::{Classify, Needles};
use super::super::roster::Roster;
use super::codes::{OPAQUE, UNREADABLE};
use super::declarations::{Declarations, Open};
use super::judge::Judge;
use super::read::{Contents, is_picture, sniff};
use super::search::Searcher;
use crate::diag::{self, Diagnostic, Place};
use crate::document::Fragment;
use rayon::prelude::*;

/// A file of the folder: its bytes, or why they cannot be read.
pub(crate) type Found = Result<Vec<u8>, String>;

/// Searches any files for what the rosters hold: refusals for leaks and for what cannot be read, warnings for what may be
/// an ordinary word and for pictures. `signed`: everybody signed these texts before.
pub(crate) fn audit_folder(
    files: Vec<(String, Found)>,
    rosters: &[&Roster],
    (open, declared): (&[Fragment], &Declarations),
    signed: bool,
    classify: Classify<'_>,
) -> Vec<Diagnostic> {
    let searcher = Searcher::new(Needles::of(rosters, classify, &declared.words));
    let said = Open::new(declared);
    let found: Vec<Vec<Diagnostic>> = files
        .par_iter()
        .map(|(path, found)| {
            let mut judge = Judge::new((&searcher, &said), path, open, true);
            judge.signed = signed;
            let bytes = found.as_deref().unwrap_or_default();
            if is_picture(bytes) {
                judge.contents(Contents::blob(bytes), bytes);
            } else if found.is_ok() {
                judge.file(sniff(path, bytes), bytes);
            }
            let opaque = judge.opaque && !is_quiet(bytes);
            let shown = judge.shown_path().to_owned();
            let (mut findings, _) = judge.verdict();
            findings.iter_mut().for_each(told_of_a_folder);
            if let Err(why) = found {
                findings.push(Diagnostic::refusal(&UNREADABLE, Place::file(&shown), why.as_str(), OPENS));
            }
            if opaque {
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

const OPENS: &str = "自己打开看一遍，或把它移走再查";

/// A build says that nothing was published; here nothing was about to be.
fn told_of_a_folder(finding: &mut Diagnostic) {
    let ours = finding.code.id == UNREADABLE.id;
    if ours {
        finding.help = OPENS.into();
    } else if finding.help.contains("没有发布") {
        finding.help = "改掉这段文字，或把这个文件移走；放到网上的也要撤下".into();
    }
}

/// Fonts and icons, and pictures that bear in words what was drawn on them.
fn is_quiet(bytes: &[u8]) -> bool {
    let drawn = b"iTXtDescription\0";
    let is_png = bytes.starts_with(b"\x89PNG");
    bytes.starts_with(b"wOF2")
        || bytes.starts_with(&[0, 0, 1, 0])
        || bytes.starts_with(b"\0\0\0\x01Bud1")
        || (is_png && bytes.windows(drawn.len()).any(|window| window == drawn))
}
