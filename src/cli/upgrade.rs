//! `upgrade`: a workspace of an older form → one of today's. Says what it changes, and loses nothing.

use super::Console;
use super::keys::ask;
use super::proof::summary;
use crate::diag::Diagnostic;
use crate::edition::ready::ready;
use crate::edition::signing::keep;
use crate::edition::upgrading::{CarriedOver, Left, Upgrade, digest_of, planned};
use crate::publish::{self, Single};
use crate::workspace::Workspace;
use std::path::PathBuf;

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

pub(super) fn upgrade(workspace: &Workspace, yes: bool, console: &mut Console) -> Outcome {
    let ready = ready(workspace)?;
    let Upgrade { carried, left, others } = planned(workspace, &ready);
    show_left(&left, console);
    let found: Vec<Diagnostic> = left.into_iter().flat_map(|left| left.why).collect();
    if carried.is_empty() {
        console.line(if found.is_empty() {
            "没有要升级的，工作区已经是现在的样子。"
        } else {
            "没有能沿用的旧式签字。"
        });
        return Ok(found);
    }
    show_carried(&carried, console);
    if others > 0 {
        console.line(format!("另外{others}份公示不用升级。"));
    }
    console.line("原来的签字文件都留着，台账一个字也不改。");
    let question = "看过上面写的公示，和原来贴的、签的一样，就打“是”，再按回车；要先看一看就直接按回车：";
    let agreed = yes || ask(question).is_none_or(|answer| matches!(answer.trim(), "是" | "y" | "Y" | "yes"));
    if !agreed {
        console.line("没有改动。先用 mingbai proof 看一看，再运行一次。");
        return Ok(found);
    }
    for one in &carried {
        write(workspace, one)?;
    }
    console.line(format!("升级了{}份公示，按旧式签字，到期为止都算数。", carried.len()));
    Ok(found)
}

/// What is carried over, as whoever confirms it must see it: the proof that is drawn up.
fn show_carried(carried: &[CarriedOver], console: &mut Console) {
    console.line("这些公示以前签的是名册和政策包，现在换成签公示稿，沿用原来的签字：");
    for one in carried {
        console.line(format!("  · {}", one.notice));
        if let Some((sheets, _)) = &one.proof {
            summary(sheets, &[], &[], console);
        }
    }
}

/// What is not carried over, and what becomes of it.
fn show_left(left: &[Left], console: &mut Console) {
    let mut show = |hangs: bool, words: &str| {
        let some: Vec<&Left> = left.iter().filter(|left| left.hangs == hangs).collect();
        if some.is_empty() {
            return;
        }
        console.line(words);
        for left in some {
            console.line(format!("  · {}", left.notice));
            for why in &left.why {
                console.line(format!("    {}（{}）", why.message, why.at));
            }
        }
    };
    show(true, "这些公示贴着，旧式签字不能沿用：网页和打印稿照存档的原样保留到期，只能撤回、结束、归档：");
    show(false, "这些公示还没有张贴，旧式签字不能沿用，要重新签字：");
}

fn write(workspace: &Workspace, one: &CarriedOver) -> Result<(), Vec<Diagnostic>> {
    let folder = workspace.root.join(&one.folder);
    let paths: Vec<(PathBuf, &Vec<u8>)> =
        one.files.iter().map(|(name, bytes)| (folder.join(name), bytes)).collect();
    let notices = workspace.villages.iter().flat_map(|village| &village.notices);
    let notice = notices.into_iter().find(|notice| notice.id == one.notice);
    // The source goes first: a proof that was carried over and has none could not be reduced.
    if let (Some((digest, register)), Some(notice)) = (digest_of(one), notice) {
        keep(workspace, notice, &one.keys, (&digest, register)).map_err(|error| vec![error])?;
    }
    let singles = paths.iter().map(|(path, bytes)| Single { path, bytes, private: false });
    publish::write_replace_together(&singles.collect::<Vec<_>>()).map_err(|error| vec![error])
}
