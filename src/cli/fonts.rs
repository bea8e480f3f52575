//! `fonts`: which font serves which role, which may not be used, what is missing and what to install.

use super::{Console, table};
use crate::diag::Diagnostic;
use crate::pipeline::print_theme;
use crate::render::fonts::{PROBE, Role, RoleReport};
use crate::workspace::Workspace;
use crate::workspace::fonts::{Survey, survey};

pub(super) fn fonts(
    workspace: &Workspace,
    console: &mut Console,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let survey = survey(&print_theme(workspace)?);
    if console.json {
        console.json_value(&json(&survey));
    } else {
        for line in lines(&survey) {
            console.line(line);
        }
    }
    Ok(survey.findings)
}

/// A list of roles, as scripts know it; what concerns all of them stands with each.
fn json(survey: &Survey) -> Vec<serde_json::Value> {
    let refused: Vec<serde_json::Value> = survey
        .refused
        .iter()
        .map(|(family, file, why)| serde_json::json!({ "family": family, "file": file, "why": why.words() }))
        .collect();
    let role = |role: &RoleReport| {
        serde_json::json!({
            "role": role.role.name(), "family": role.family, "file": role.file,
            "missing": role.missing, "lost": role.lost,
            "refused": refused, "install": survey.install,
        })
    };
    let empty = |role: &Role| {
        serde_json::json!({
            "role": role.name(), "family": null, "file": null,
            "missing": PROBE.chars().collect::<Vec<_>>(), "lost": PROBE.chars().collect::<Vec<_>>(),
            "refused": refused, "install": survey.install,
        })
    };
    survey.roles.iter().map(role).chain(survey.empty.iter().map(empty)).collect()
}

fn lines(survey: &Survey) -> Vec<String> {
    let empty = |role: &Role| vec![role.name().to_owned(), "没有".to_owned()];
    let rows: Vec<Vec<String>> = survey.roles.iter().map(row).chain(survey.empty.iter().map(empty)).collect();
    let mut lines = table::render(&["用在", "字体", "文件", "试印的生僻字"], &rows);
    if !survey.refused.is_empty() {
        lines.extend([String::new(), "找到了，但不能用".to_owned()]);
        for (family, file, why) in &survey.refused {
            lines.push(format!("  · {family}（{file}）：{}", why.words()));
        }
    }
    lines.push(String::new());
    let lost = survey.roles.iter().any(|role| !role.lost.is_empty());
    if survey.findings.is_empty() && !lost {
        lines.push(format!("字体齐全，试印的{}个生僻字处处都印得出来。", PROBE.chars().count()));
        return lines;
    }
    let blocks = survey.install.blocks();
    if blocks.is_empty() {
        lines.push("还缺字体：安装主题里列出的任何一种。".to_owned());
    } else {
        lines.push("还缺字体，这样装：".to_owned());
    }
    for (system, what) in blocks {
        lines.extend([format!("  {system}"), format!("    {what}")]);
    }
    lines
}

fn row(role: &RoleReport) -> Vec<String> {
    let lost: String = role.lost.iter().collect();
    let lent: String = role.missing.iter().filter(|c| !role.lost.contains(c)).collect();
    let mut rare = Vec::new();
    if !lent.is_empty() {
        rare.push(format!("由别的字体补 {lent}"));
    }
    if !lost.is_empty() {
        rare.push(format!("缺 {lost}"));
    }
    let rare = if rare.is_empty() { "不缺".to_owned() } else { rare.join("；") };
    vec![role.role.name().to_owned(), role.family.clone(), role.file.clone(), rare]
}
