//! Which notice is meant 公示的叫法: by its path in the workspace, as any path that leads to its file, or by village and kind.
//!
//! Every command asks here. A name that fits several notices, or none, is answered with those there are.

use crate::diag::{Diagnostic, Place};
use crate::text;
use crate::workspace::{Notice, Workspace};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf, absolute};

crate::codes! {
    NO_NOTICE = "cli-no-such-notice":
        "没有这份公示，或者有几份都叫这个。公示可以用文件的路径来叫，也可以写村名加公示的种类，例如：红岩村 identify。"
        / "No such notice, or several of that name. A notice is named by the path of its file, or by its village and kind.";
}

/// Notices that an answer lists.
const LISTED: usize = 20;

/// The notice that is meant.
pub(super) fn find<'a>(workspace: &'a Workspace, name: &str) -> Result<&'a Notice, Vec<Diagnostic>> {
    let all: Vec<&Notice> = workspace.villages.iter().flat_map(|village| &village.notices).collect();
    let plain = plain(name);
    if let Some(notice) = all.iter().find(|notice| notice.id == plain) {
        return Ok(notice);
    }
    if let Some((_, found)) = workspace.broken.iter().find(|(broken, _)| *broken == plain) {
        return Err(found.clone());
    }
    let of_path: Vec<&Notice> =
        all.iter().filter(|notice| leads_to(&plain, &workspace.root.join(&notice.id))).copied().collect();
    let of_path = if of_path.is_empty() { ends_with(&all, &plain) } else { of_path };
    let fit = if of_path.is_empty() { by_words(workspace, &all, name) } else { of_path };
    match fit.as_slice() {
        [notice] => Ok(notice),
        [] => Err(unknown(workspace, name, "没有这份公示", &all)),
        several => Err(unknown(workspace, name, &format!("有{}份公示都叫这个", several.len()), several)),
    }
}

/// The complaint that there is no such notice.
pub(super) fn none(workspace: &Workspace, name: &str) -> Vec<Diagnostic> {
    let all: Vec<&Notice> = workspace.villages.iter().flat_map(|village| &village.notices).collect();
    unknown(workspace, name, "没有这份公示", &all)
}

fn unknown(workspace: &Workspace, name: &str, message: &str, notices: &[&Notice]) -> Vec<Diagnostic> {
    let titles = titles(workspace);
    let called = |notice: &&Notice| {
        let village = workspace.villages.iter().find(|village| village.slug == notice.village);
        let village = village.map_or("", |village| village.is.name.as_str());
        let kind = notice.is.kind.get_ref();
        format!("{}（{village}{}）", notice.id, titles.get(kind).unwrap_or(kind))
    };
    let known: Vec<String> = notices.iter().take(LISTED).map(called).collect();
    let more = if notices.len() > LISTED { format!("等{}份", notices.len()) } else { String::new() };
    let help = match known.is_empty() {
        true => "工作区里还没有公示：在 villages/村文件夹/notices 里放公示文件".to_owned(),
        false => format!("现有：{}{more}", known.join("、")),
    };
    vec![Diagnostic::error(&NO_NOTICE, Place::file(name), message, help)]
}

/// A path as it is written here: with `/`, without ending, quotes of a copied path, and steps that lead nowhere.
fn plain(name: &str) -> String {
    let path = name.trim().trim_matches(['"', '\'', '“', '”']).replace('\\', "/");
    let path = path.trim_end_matches('/');
    let lower = path.to_ascii_lowercase();
    let ending =
        [".toml", ".md"].iter().find(|ending| lower.ends_with(*ending)).map_or(0, |ending| ending.len());
    let kept = path[..path.len() - ending].trim_end_matches('/');
    kept.trim_start_matches("./").to_owned()
}

/// Whether a path, from the folder that somebody stands in, leads to a notice's file.
fn leads_to(path: &str, notice: &Path) -> bool {
    let real = |path: &Path| {
        let mut file = path.as_os_str().to_owned();
        file.push(".toml");
        Path::new(&file).canonicalize().ok()
    };
    let there = |path: &Path| absolute(path).ok().map(|path| without_steps(&path));
    let path = Path::new(path);
    let same = there(path).is_some_and(|path| there(notice).is_some_and(|notice| path == notice));
    same || real(path).is_some_and(|path| real(notice).is_some_and(|notice| path == notice))
}

/// `a/b/../c` is `a/c`.
fn without_steps(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = out.pop(),
            part => out.push(part),
        }
    }
    out
}

/// Notices whose path ends so: `yunping/notices/n1`, `n1`.
fn ends_with<'a>(all: &[&'a Notice], path: &str) -> Vec<&'a Notice> {
    if path.is_empty() || Path::new(path).is_absolute() || path.contains("..") {
        return Vec::new();
    }
    let tail = format!("/{path}");
    let short = |notice: &Notice| format!("/{}/{}", notice.village, notice.stem);
    all.iter()
        .filter(|notice| notice.id.ends_with(&tail) || short(notice).ends_with(&tail))
        .copied()
        .collect()
}

/// Notices of a village that is named, and of the kind, title or file that is named beside it.
fn by_words<'a>(workspace: &'a Workspace, all: &[&'a Notice], name: &str) -> Vec<&'a Notice> {
    let words = name.trim().trim_matches(['"', '\'', '“', '”']);
    let titles = titles(workspace);
    let mut fit = Vec::new();
    for village in &workspace.villages {
        let called = [village.is.name.as_str(), village.slug.as_str(), village.is.committee.as_str()];
        // The longest first: a committee's name begins with its village's.
        let mut called: Vec<&str> = called.into_iter().filter(|name| !name.is_empty()).collect();
        called.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let Some(rest) = called.iter().find_map(|name| words.strip_prefix(name)) else { continue };
        let rest =
            rest.trim_start_matches(|c: char| c.is_whitespace() || "的/\\、-：:".contains(c)).trim_end();
        let own = all.iter().filter(|notice| notice.village == village.slug);
        let is = |notice: &&&'a Notice| {
            let kind = notice.is.kind.get_ref().as_str();
            let title = titles.get(kind).map_or("", String::as_str);
            rest.is_empty() || [kind, title, notice.stem.as_str()].contains(&rest)
        };
        let exact: Vec<&Notice> = own.clone().filter(is).copied().collect();
        // 红岩村 退出: a part of a title that only one has.
        let part = |notice: &&&'a Notice| {
            let title = titles.get(notice.is.kind.get_ref()).map_or("", String::as_str);
            rest.chars().count() > 1 && (title.contains(rest) || notice.stem.contains(rest))
        };
        fit.extend(if exact.is_empty() { own.filter(part).copied().collect() } else { exact });
    }
    fit
}

/// Titles of the pack's kinds, as far as the pack can be read.
fn titles(workspace: &Workspace) -> BTreeMap<String, String> {
    #[derive(Deserialize)]
    struct Pack {
        #[serde(default)]
        notice: Vec<Kind>,
    }
    #[derive(Deserialize)]
    struct Kind {
        id: String,
        title: String,
    }
    let bytes = workspace.pack.get("pack.toml").map_or(&[][..], Vec::as_slice);
    let pack = text::decode(bytes).ok().and_then(|text| toml::from_str::<Pack>(&text).ok());
    pack.into_iter().flat_map(|pack| pack.notice).map(|kind| (kind.id, kind.title)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_as_any_system_writes_it() {
        for name in [
            "villages/a/notices/n1",
            "./villages/a/notices/n1.toml",
            "villages\\a\\notices\\n1",
            ".\\villages\\a\\notices\\n1.toml",
            "villages/a/notices/n1/",
            "villages/a/notices/n1.toml/",
            "\"villages/a/notices/n1.TOML\"",
            "  villages/a/notices/n1.md ",
        ] {
            assert_eq!(plain(name), "villages/a/notices/n1", "{name}");
        }
    }

    #[test]
    fn steps_up_and_down_lead_to_the_same_file() {
        let path = Path::new("/a/b/../c/./d");
        assert_eq!(without_steps(path), Path::new("/a/c/d"));
    }
}
