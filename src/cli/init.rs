//! `init`: a new workspace with the built-in theme, packs and sample.

use super::Console;
use crate::diag::{Diagnostic, Place};
use crate::publish;
use crate::workspace::{Files, embedded};
use std::path::Path;

crate::codes! {
    NOT_EMPTY = "init-not-empty":
        "这个文件夹里已经有东西了。换一个新文件夹，以免盖掉别人的文件。"
        / "The folder is not empty. Choose a new one so that nothing is overwritten.";
    NO_SAMPLE = "init-no-sample":
        "没有用这个政策包的样例。" / "There is no sample for this pack.";
}

pub(super) fn init(
    dir: &Path,
    pack: Option<&str>,
    console: &mut Console,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    must_be_empty(dir)?;
    let sample = sample(pack)?;
    let policies = embedded::policies().into_iter().map(|(path, bytes)| (format!("policies/{path}"), bytes));
    let themes = embedded::themes().into_iter().map(|(path, bytes)| (format!("themes/{path}"), bytes));
    fill(dir, &sample.into_iter().chain(policies).chain(themes).collect())?;
    console.line(format!("已建好工作区 {}，里面是虚构的样例。", dir.display()));
    console.line(format!("试一试：mingbai -C {} build --out {}", dir.display(), dir.join("dist").display()));
    Ok(Vec::new())
}

/// Fills a folder: whole or not at all where it is not there yet, file by file where it is there and empty, because
/// somebody may be standing in it.
pub(super) fn fill(dir: &Path, files: &Files) -> Result<(), Vec<Diagnostic>> {
    if !dir.exists() {
        return publish::write_folder(dir, files).map_err(|error| vec![error]);
    }
    for (path, bytes) in files {
        publish::write_new(&dir.join(path), bytes, false).map_err(|error| vec![error])?;
    }
    Ok(())
}

/// A folder that is to be filled: not there yet, or empty, and no part of a published one.
pub(super) fn must_be_empty(dir: &Path) -> Result<(), Vec<Diagnostic>> {
    publish::apart(dir).map_err(|refused| vec![refused])?;
    if dir.exists() && !dir.read_dir().is_ok_and(|mut entries| entries.next().is_none()) {
        return Err(vec![Diagnostic::error(
            &NOT_EMPTY,
            Place::file(dir.to_string_lossy()),
            "文件夹不是空的",
            "换一个还不存在的文件夹名",
        )]);
    }
    Ok(())
}

/// The built-in sample whose township uses the pack: the sample township, or a pack's own `example/`.
fn sample(pack: Option<&str>) -> Result<Files, Vec<Diagnostic>> {
    let content = embedded::content();
    let uses = |files: &Files, pack: &str| {
        files.get("township.toml").is_some_and(|bytes| {
            String::from_utf8_lossy(bytes).lines().any(|line| line.trim() == format!("pack = \"{pack}\""))
        })
    };
    let Some(pack) = pack.filter(|pack| !uses(&content, pack)) else { return Ok(content) };
    let prefix = format!("{pack}/example/");
    let example: Files = embedded::policies()
        .into_iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), bytes)))
        .collect();
    if example.contains_key("township.toml") {
        return Ok(example);
    }
    Err(vec![Diagnostic::error(
        &NO_SAMPLE,
        Place::file("--pack"),
        format!("没有政策包 {pack} 的样例"),
        "不写 --pack，先用自带的样例，再改 township.toml 里的 pack",
    )])
}
