//! Signing elsewhere: `sign F.mbproof` without a workspace, and `proof --in F.mbproof`, which takes what was signed back in.

use super::keys::{ask, lay, still_missing};
use super::proof::{sample_words, summary};
use super::{Console, naming};
use crate::diag::Diagnostic;
use crate::edition::package::ProofPackage;
use crate::edition::ready::ready;
use crate::edition::signing::Signing;
use crate::pipeline;
use crate::proof::Sheets;
use crate::publish::{self, Single};
use crate::sealed::signoff::{self, SecretKey};
use crate::workspace::{Workspace, files};
use chrono::NaiveDate;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

/// Whether a file that travels is named, not a notice.
pub(super) fn is_package(named: &[String]) -> bool {
    named.join(" ").ends_with(".mbproof")
}

fn read(path: &Path) -> Result<(ProofPackage, Sheets), Vec<Diagnostic>> {
    let shown = path.to_string_lossy();
    let bytes = files::bytes(path).ok_or_else(|| vec![files::unreadable(&shown)])?;
    ProofPackage::read(&shown, &bytes).map_err(|wrong| vec![wrong])
}

/// Signs the proof in a file; the statement is laid into the file, the sample prints beside it.
pub(super) fn sign(path: &Path, key: &Path, today: NaiveDate, console: &mut Console) -> Outcome {
    let (mut package, sheets) = read(path)?;
    let shown = key.to_string_lossy();
    let bytes = files::bytes(key).ok_or_else(|| vec![files::unreadable(&shown)])?;
    let key = SecretKey::parse(&shown, &bytes).map_err(|error| vec![error])?;
    summary(&sheets, &[], &package.warnings, console);
    let prints = package.prints();
    let beside: Vec<(PathBuf, &Vec<u8>)> =
        prints.iter().map(|(name, bytes)| (path.with_extension(name), bytes)).collect();
    let singles = beside.iter().map(|(path, bytes)| Single { path, bytes, private: false });
    publish::write_replace_together(&singles.collect::<Vec<_>>()).map_err(|error| vec![error])?;
    for ((path, _), name) in beside.iter().zip(prints.keys()) {
        console.line(format!("  {}  {}", sample_words(name), path.display()));
    }
    if io::stdin().is_terminal() {
        let answer = ask("看过样张，同意照这一稿公示，就打“是”，再按回车；不同意就直接按回车：");
        if !answer.is_some_and(|answer| matches!(answer.trim(), "是" | "y" | "Y" | "yes")) {
            return Ok(Vec::new());
        }
    }
    let password = if key.is_encrypted() { ask("私钥的密码：") } else { None };
    let statement = package.statement(&sheets, (key.role(), key.name()), today);
    let signature = signoff::sign(&statement, &key, password.as_deref()).map_err(|error| vec![error])?;
    let text = statement.to_text();
    console.line(&text);
    let signature = String::from_utf8_lossy(&signature).into_owned();
    package.statements.insert(key.role().to_owned(), (text, signature));
    let single = Single { path, bytes: &package.to_bytes(), private: false };
    publish::write_replace_together(&[single]).map_err(|error| vec![error])?;
    console.line(format!("已签字：{}。把这个文件交回办公室，运行 mingbai proof --in 文件", path.display()));
    Ok(Vec::new())
}

/// Takes the statements of a file into the workspace, if they are about the draft of today.
pub(super) fn take_in(workspace: &Workspace, path: &Path, console: &mut Console) -> Outcome {
    let (package, theirs) = read(path)?;
    let ready = ready(workspace)?;
    let notice = naming::find(workspace, &package.notice)?;
    let kind =
        ready.pack.notice(notice.is.kind.get_ref()).ok_or_else(|| naming::none(workspace, &notice.id))?;
    let stops = pipeline::stops_notice(workspace, &ready, notice);
    if !stops.is_empty() {
        return Err(stops);
    }
    let signing = Signing::of(workspace, &ready, (notice, kind))?;
    let submission = signing.submission(workspace, &ready)?;
    let now = signing.drawn.as_ref().map(|drawn| &drawn.sheets);
    let shown = path.to_string_lossy();
    let other = now.and_then(|now| package.other(&shown, now, submission.check.as_deref(), &theirs));
    if let Some(other) = other {
        return Err(vec![other]);
    }
    for (role, (text, signature)) in &package.statements {
        // Its name becomes that of a file: the statement itself must say it.
        if signoff::role_of(text.as_bytes()).as_deref() != Some(role) {
            return Err(vec![ProofPackage::malformed(&shown)]);
        }
        // One after the other is read again: the next must know of the one before.
        let workspace = super::workspace::read_each(&workspace.root, Some(workspace.today))?;
        let notice = naming::find(&workspace, &package.notice)?;
        let signing = Signing::of(&workspace, &ready, (notice, kind))?;
        let statement = (role.as_str(), text.as_bytes(), signature.as_bytes());
        let (path, left) = lay(&workspace, &ready, &signing, statement)?;
        console.line(format!("收回签字：{}", path.display()));
        still_missing(&ready, kind, role, &left, console);
    }
    if package.statements.is_empty() {
        console.line("这个文件里还没有人签字。");
    }
    Ok(Vec::new())
}
