//! `import`: an official text is read, summed up, and written as a draft pack.

use super::Console;
use crate::diag::{Diagnostic, Severity};
use crate::import::{self, Fact, Reading, What};
use crate::workspace::files;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

pub(super) fn import(text: &Path, out: Option<&Path>, console: &mut Console) -> Outcome {
    let path = text.to_string_lossy();
    let bytes = files::bytes(text).ok_or_else(|| vec![files::unreadable(&path)])?;
    let name = text.file_name().map_or_else(|| path.to_string(), |name| name.to_string_lossy().into_owned());
    let reading = import::read(&name, &bytes)?;
    let mut written = Vec::new();
    if let Some(out) = out {
        super::init::must_be_empty(out)?;
        let drafts = import::drafts(&name, &reading).into_iter().collect();
        super::init::fill(out, &drafts)?;
        written.extend(drafts.into_keys());
    }
    if console.json {
        console.json_value(&machine(&reading, &written));
    } else {
        for line in summary(&reading) {
            console.line(line);
        }
        match out {
            Some(out) => {
                console.line(format!("草稿写在 {}，共{}个文件。", out.display(), written.len()));
                console.line(
                    "下一步：对照原件逐条核实，核实一条就把 confirmed 改成 true；没有核实完，check 不放行。",
                );
            }
            None => console.line("没有写文件。要草稿，加 --out 文件夹。"),
        }
    }
    Ok(reading.lints)
}

/// Facts of each kind that occurs, in the order of [`What::KINDS`].
fn counts(facts: &[Fact]) -> Vec<(&'static str, &'static str, usize)> {
    let count = |kind: &str| facts.iter().filter(|fact| fact.is.kind() == kind).count();
    let all = What::KINDS.iter().map(|(kind, name)| (*kind, *name, count(kind)));
    all.filter(|(_, _, count)| *count > 0).collect()
}

fn summary(reading: &Reading) -> Vec<String> {
    let head = &reading.head;
    let mut lines = vec![format!("标题：{}", head.title)];
    lines.push(format!("文号：{}", head.number.as_deref().unwrap_or("原文没有")));
    let issuer =
        if head.issuer.is_empty() { "原文没有写明".to_owned() } else { head.issuer.join("、") };
    lines.push(format!("发文机关：{issuer}"));
    lines.push(format!("主送：{}", head.addressees.as_deref().unwrap_or("原文没有")));
    let date = head.date.map_or_else(|| "原文没有".to_owned(), crate::calendar::chinese);
    lines.push(format!("日期：{date}"));
    lines.push(format!("公开选项：{}", head.disclosure.as_deref().unwrap_or("原文没有写")));
    if head.draft {
        lines.push("这是征求意见稿。".to_owned());
    }
    if !head.attachments.is_empty() {
        lines.push(format!("附件：{}件", head.attachments.len()));
    }
    lines.push(String::new());
    for part in reading.parts.iter().filter(|part| !part.clauses.is_empty()) {
        lines.push(format!("《{}》：{}条", part.title, part.clauses.len()));
    }
    lines.push(format!(
        "接好被分页断开的段落{}处，断成两行的加粗文字和标题{}处；划掉的文字{}处（照样算划掉）",
        reading.joined, reading.pieces, reading.struck
    ));
    let facts: Vec<String> =
        counts(&reading.facts).into_iter().map(|(_, name, count)| format!("{name}{count}")).collect();
    lines
        .push(format!("找到的规定：{}", if facts.is_empty() { "没有".to_owned() } else { facts.join("，") }));
    let doubtful = reading.lints.iter().filter(|lint| lint.severity >= Severity::Warning).count();
    if doubtful > 0 {
        lines.push(format!("要问明的地方：{doubtful}处（见下面的警告）"));
    }
    lines.push(String::new());
    lines
}

fn machine(reading: &Reading, written: &[String]) -> Value {
    let facts: BTreeMap<&str, usize> =
        counts(&reading.facts).into_iter().map(|(kind, _, count)| (kind, count)).collect();
    let mut lints: BTreeMap<&str, usize> = BTreeMap::new();
    for lint in &reading.lints {
        *lints.entry(lint.code.id).or_default() += 1;
    }
    let parts: Vec<Value> = reading
        .parts
        .iter()
        .map(|part| {
            let clauses: Vec<Value> = part
                .clauses
                .iter()
                .map(|clause| json!({"id": clause.path, "title": clause.title, "line": clause.line}))
                .collect();
            json!({"title": part.title, "line": part.line, "letter": part.letter, "clauses": clauses})
        })
        .collect();
    let clauses: usize = reading.parts.iter().map(|part| part.clauses.len()).sum();
    json!({
        "head": reading.head,
        "counts": {
            "clauses": clauses, "joined": reading.joined, "pieces": reading.pieces, "struck": reading.struck, "facts": facts, "lints": lints,
        },
        "parts": parts,
        "facts": reading.facts,
        "lints": reading.lints.iter().map(super::json).collect::<Vec<Value>>(),
        "written": written,
    })
}
