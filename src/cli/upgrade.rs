//! `upgrade`: a workspace of an older form → one of today's. Says what it changes, and loses nothing.

use super::Console;
use super::keys::ask;
use crate::diag::Diagnostic;
use crate::edition::ready::ready;
use crate::edition::signing::keep;
use crate::edition::upgrading::carried_over;
use crate::publish::{self, Single};
use crate::workspace::{Files, Workspace};
use std::path::PathBuf;

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

pub(super) fn upgrade(workspace: &Workspace, yes: bool, console: &mut Console) -> Outcome {
    let ready = ready(workspace)?;
    let (carried, found) = carried_over(workspace, &ready);
    if carried.is_empty() {
        console.line(if found.is_empty() {
            "没有要升级的，工作区已经是现在的样子。"
        } else {
            "没有能沿用的旧式签字。"
        });
        return Ok(found);
    }
    console.line("这些公示以前签的是名册和政策包，现在换成签公示稿，沿用原来的签字：");
    for one in &carried {
        console.line(format!("  · {}", one.notice));
    }
    console.line("原来的签字文件都留着。");
    let question = "看过现在生成的公示，和原来贴的、签的一样，就打“是”，再按回车；要先看一看就直接按回车：";
    let agreed = yes || ask(question).is_none_or(|answer| matches!(answer.trim(), "是" | "y" | "Y" | "yes"));
    if !agreed {
        console.line("没有改动。先用 mingbai proof 看一看，再运行一次。");
        return Ok(found);
    }
    for one in &carried {
        let folder = workspace.root.join(&one.folder);
        let paths: Vec<(PathBuf, &Vec<u8>)> =
            one.files.iter().map(|(name, bytes)| (folder.join(name), bytes)).collect();
        let singles = paths.iter().map(|(path, bytes)| Single { path, bytes, private: false });
        publish::write_replace_together(&singles.collect::<Vec<_>>()).map_err(|error| vec![error])?;
        let notices = workspace.villages.iter().flat_map(|village| &village.notices);
        let notice = notices.into_iter().find(|notice| notice.id == one.notice);
        if let (Some((digest, register)), Some(notice)) = (&one.proof, notice) {
            keep(workspace, notice, &Files::new(), (digest, register)).map_err(|error| vec![error])?;
        }
    }
    console.line(format!("升级了{}份公示，按旧式签字，到期为止都算数。", carried.len()));
    Ok(found)
}
