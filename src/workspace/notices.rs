//! The files of a notice → [`Notice`]: what it says, its further text, its roster and what was signed.

use super::read::{BAD_PATH, is_roster};
use super::written::Notice as WrittenNotice;
use super::{Files, Notice, ProofFolder, files};
use crate::diag::{Diagnostic, toml};
use crate::sealed::roster_bytes::RosterBytes;
use crate::text;
use std::collections::BTreeSet;
use std::path::{Component, Path};
use std::sync::OnceLock;

/// A notice from the files of its village, by their paths in its folder.
pub(super) fn notice(files: &Files, slug: &str, stem: &str) -> Result<Notice, Vec<Diagnostic>> {
    let id = format!("villages/{slug}/notices/{stem}");
    let path = format!("{id}.toml");
    let inner = format!("notices/{stem}.toml");
    let source = text::read(&path, files.get(&inner).map_or(&[], Vec::as_slice))?;
    let is: WrittenNotice = toml::parse(&path, &source)?;
    let further = format!("{id}.md");
    let body = files.get(&format!("notices/{stem}.md")).map(|bytes| text::read(&further, bytes));
    let body = body.transpose()?.map(|text| (further, text));
    let mut notice = Notice {
        stem: stem.to_owned(),
        village: slug.to_owned(),
        roster_path: format!("villages/{slug}/{}", is.roster.get_ref()),
        roster: RosterBytes::default(),
        roster_lost: None,
        proofs: proofs(files, slug, stem),
        statements: Vec::new(),
        body,
        id,
        path,
        is,
        source,
        digest: OnceLock::new(),
    };
    let written = Path::new(notice.is.roster.get_ref());
    let slip = notice.is.roster.get_ref().contains(|c: char| c == '\\' || c.is_control());
    if slip && !files.contains_key(notice.is.roster.get_ref()) {
        let place = notice.place(&notice.is.roster);
        let help = "路径里的 \\ 改成 /：rosters/文件名";
        return Err(vec![Diagnostic::error(&BAD_PATH, place, "名册路径里有反斜杠 \\", help)]);
    }
    if written.components().any(|part| !matches!(part, Component::Normal(_))) {
        let place = notice.place(&notice.is.roster);
        return Err(vec![Diagnostic::error(&BAD_PATH, place, "名册路径跳出了村文件夹", "写 rosters/文件名")]);
    }
    match files.get(notice.is.roster.get_ref()) {
        Some(bytes) => notice.roster = RosterBytes::seal(bytes.clone()),
        None => {
            let place = notice.place(&notice.is.roster);
            let message = format!("名册文件 {} 打不开", notice.roster_path);
            let help = rosters_there(files, notice.is.roster.get_ref());
            let lost = Diagnostic::error(&files::UNREADABLE, place, message, help);
            // What was signed stands without its roster; whoever reads it is told that it is not there.
            let signed = notice.proofs.iter().any(ProofFolder::is_signed)
                || !statements(files, slug, notice.is.roster.get_ref()).is_empty();
            match signed {
                true => notice.roster_lost = Some(lost),
                false => return Err(vec![lost]),
            }
        }
    }
    notice.statements = statements(files, slug, notice.is.roster.get_ref());
    Ok(notice)
}

/// A notice as it was when its proof was signed, from the files that were kept of it.
pub(crate) fn kept_notice(notice: &Notice, folder: &Path) -> Option<Notice> {
    let bytes = |name: &str| files::bytes(&folder.join(name));
    let source = text::read("notice.toml", &bytes("notice.toml")?).ok()?;
    let is: WrittenNotice = toml::parse("notice.toml", &source).ok()?;
    let body = bytes("notice.md").and_then(|bytes| text::read("notice.md", &bytes).ok());
    Some(Notice {
        id: notice.id.clone(),
        stem: notice.stem.clone(),
        village: notice.village.clone(),
        path: notice.path.clone(),
        roster_path: format!("villages/{}/{}", notice.village, is.roster.get_ref()),
        roster: RosterBytes::seal(bytes("roster")?),
        roster_lost: None,
        proofs: Vec::new(),
        statements: Vec::new(),
        body: body.map(|text| (format!("{}.md", notice.id), text)),
        is,
        source,
        digest: OnceLock::new(),
    })
}

/// What to write instead of a roster that is not there: the one that is called nearly so, or those there are.
fn rosters_there(files: &Files, wanted: &str) -> String {
    let rosters = files.keys().filter(|name| is_roster(&format!("villages/x/{name}")));
    let rosters: Vec<&str> = rosters.map(String::as_str).collect();
    let stem = |name: &str| name.split('.').next().unwrap_or_default().to_lowercase();
    match rosters.iter().find(|name| stem(name) == stem(wanted)) {
        Some(near) => format!("检查文件名，是不是 {near}"),
        None if rosters.is_empty() => "检查文件名，把名册放进村文件夹的 rosters 里".to_owned(),
        None => format!("检查文件名，现有：{}", rosters.join("、")),
    }
}

/// Folders of proofs that lie beside no notice's file.
pub(super) fn orphans(files: &Files, slug: &str) -> Vec<ProofFolder> {
    let stem = |path: &String| Some(path.strip_prefix("notices/")?.split_once(".proof/")?.0.to_owned());
    let stems: BTreeSet<String> = files.keys().filter_map(stem).collect();
    let alone = stems.iter().filter(|stem| !files.contains_key(&format!("notices/{stem}.toml")));
    alone.flat_map(|stem| proofs(files, slug, stem)).collect()
}

/// Every folder of proofs beside the notice.
fn proofs(files: &Files, slug: &str, stem: &str) -> Vec<ProofFolder> {
    let prefix = format!("notices/{stem}.proof/");
    let mut folders: Vec<ProofFolder> = Vec::new();
    for (path, bytes) in files.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix)) {
        let Some((folder, name)) = path[prefix.len()..].split_once('/') else { continue };
        let own = format!("villages/{slug}/{prefix}{folder}");
        if folders.last().is_none_or(|last| last.path != own) {
            folders.push(ProofFolder { path: own, files: Files::new() });
        }
        if let Some(last) = folders.last_mut() {
            last.files.insert(name.to_owned(), bytes.clone());
        }
    }
    folders
}

/// Every `.txt` in the roster's sign-off folder with its signature, if there is one.
fn statements(files: &Files, slug: &str, roster: &str) -> Vec<(String, Vec<u8>, Option<Vec<u8>>)> {
    let prefix = format!("{roster}.signoff/");
    files
        .range(prefix.clone()..)
        .take_while(|(name, _)| name.starts_with(&prefix))
        .filter(|(name, _)| name.ends_with(".txt"))
        .map(|(name, text)| {
            let signature = files.get(&format!("{name}.minisig")).cloned();
            (format!("villages/{slug}/{name}"), text.clone(), signature)
        })
        .collect()
}
