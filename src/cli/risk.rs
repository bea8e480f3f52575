//! `risk`: how many rows of each notice are like no other, and what mends it. Counts only, never a value.

use super::{Console, naming};
use crate::diag::Diagnostic;
use crate::edition::risk::{Risks, Rows, risks};
use crate::policy::Channel;
use crate::sealed::risk::{Remedy, Risk, Step};
use crate::workspace::Workspace;

pub(super) fn risk(
    workspace: &Workspace,
    notice: Option<&str>,
    console: &mut Console,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let wanted = notice.map(|name| naming::find(workspace, name)).transpose()?;
    let found = risks(workspace, |notice| wanted.is_none_or(|wanted| wanted.id == notice.id))?;
    if console.json {
        console.json_value(&serde_json::json!({ "notices": found.notices, "unread": found.unread }));
        return Ok(found.findings);
    }
    if found.notices.is_empty() && found.unread.is_empty() {
        console.line("没有要公开名单的公示。");
    }
    for rows in &found.notices {
        console.line(format!("{}{}  {}", rows.village, rows.kind, rows.notice));
        if rows.k.is_none() {
            console.line("  政策包没有写满几户才单独显示（small_group.below），下面按3户算");
        }
        rows.risks.iter().for_each(|risk| lines(rows, risk, console));
    }
    for notice in &found.unread {
        console.line(format!("{notice}  名册读不出来，没有算"));
    }
    Ok(found.findings)
}

/// One line under `check`, where rows stand out.
pub(super) fn hint(workspace: &Workspace, console: &mut Console) {
    let Ok(Risks { notices, .. }) = risks(workspace, |_| true) else { return };
    let on_web = |rows: &Rows| -> usize {
        rows.risks.iter().filter(|risk| risk.channel == Channel::Web).map(|risk| risk.unique).sum()
    };
    let unique: usize = notices.iter().map(on_web).sum();
    let of = notices.iter().filter(|rows| on_web(rows) > 0).count();
    if unique > 0 {
        console.line(format!(
            "提示：有{of}份公示的网上名单里，共{unique}户和别的户都不一样，容易被认出来。看办法：mingbai risk"
        ));
    }
}

fn lines(rows: &Rows, risk: &Risk, console: &mut Console) {
    let k = rows.k.unwrap_or(3);
    let who = if risk.channel == Channel::Web { "陌生人看网上" } else { "邻居看公示栏" };
    console.line(format!("  {who}（{}）", risk.columns.join("、")));
    console.line(format!(
        "    {}户里，{}户和别的户都不一样；和自己一样的（连自己）不到{k}户的，有{}户",
        risk.rows, risk.unique, risk.below_k
    ));
    if risk.groups > 0 {
        console.line(format!("    显示{}个小组，其中{}个不满{k}户", risk.groups, risk.small_groups));
    }
    match &risk.remedy {
        Some(remedy) => {
            console.line(format!(
                "    最有用的一步：{}，还剩{}户",
                step(remedy, risk.channel),
                remedy.unique
            ));
        }
        None => console.line("    不用再改"),
    }
}

fn step(remedy: &Remedy, channel: Channel) -> String {
    let column = remedy.column.as_deref().unwrap_or("");
    match remedy.step {
        Step::MergeGroups => "网上把更多的小组合并显示".to_owned(),
        Step::TopCode => format!("把“{column}”里最大的几个合并显示"),
        Step::DropColumn => format!("{}不显示“{column}”", channel.chinese()),
        Step::NumbersOnly => format!("{}只写户数、人数，不列名单", channel.chinese()),
    }
}
