//! `as-of`: what hung on a day 那一天公示着什么, told by the ledger alone: entries count by the day on which things happened,
//! not by the day on which somebody wrote them down.

use super::Console;
use super::table;
use crate::calendar::chinese_with_weekday;
use crate::diag::{Diagnostic, Place};
use crate::edition::kept;
use crate::edition::ready::ready;
use crate::ledger::codes::BAD_DAY;
use crate::ledger::{FILE, Line, Posting, Stage, fold};
use crate::publish::Manifest;
use crate::render::site::address;
use crate::workspace::Workspace;
use chrono::NaiveDate;

crate::codes! {
    NO_EDITION = "ledger-no-edition":
        "台账里没有那一天以前的发布，说不出网站上有哪些文件。以后用 mingbai publish 发布，台账会逐次登记。"
        / "The ledger knows of no publication up to that day. Publish with `mingbai publish`, which enters each.";
}

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

pub(super) fn as_of(workspace: &Workspace, day: NaiveDate, console: &mut Console) -> Outcome {
    let ready = ready(workspace)?;
    passed(workspace, day)?;
    let edition = ready.ledger.edition(day);
    let manifest = match edition {
        Some((_, edition)) => kept::manifest(&workspace.root, edition).map_err(|lost| vec![lost])?,
        None => Manifest::new(),
    };
    let mut found = Vec::new();
    for village in &workspace.villages {
        for notice in &village.notices {
            let Some(kind) = ready.pack.notice(notice.is.kind.get_ref()) else { continue };
            let happened = |line: &&Line| line.event.day().is_none_or(|on| on <= day);
            let life = fold(ready.ledger.of(&notice.id).filter(happened), kind).life;
            let Some(posting) = life.posting().filter(|_| hangs(life.stage)) else { continue };
            // What was archived later is still where the answer lies.
            let bags = fold(ready.ledger.of(&notice.id), kind).life.archived;
            let bags: Vec<String> = bags.into_iter().map(|(bag, _)| bag).collect();
            found.push((village, notice, kind, posting.clone(), bags));
        }
    }
    if console.json {
        let values: Vec<serde_json::Value> = found
            .iter()
            .map(|(village, notice, kind, posting, bags)| {
                serde_json::json!({
                    "notice": notice.id, "village": village.is.name, "kind": kind.title,
                    "posted": posting.day, "last": posting.last, "version": posting.version,
                    "places": posting.places, "board": board(posting, day), "web_rows": rows(posting, day),
                    "papers": posting.papers, "pages": posting.pages, "bags": bags,
                    "published": manifest.get(&address::notice(&village.slug, &notice.stem)),
                })
            })
            .collect();
        console.json_value(&values);
        return Ok(Vec::new());
    }
    console.line(format!("{}，{}", workspace.township.name, chinese_with_weekday(day)));
    if let Some((since, _)) = edition {
        let since = chinese_with_weekday(since);
        console.line(format!("网站是{since}发布的，{}个文件（逐个列出：加 --site）。", manifest.len()));
    }
    let shown = |yes: bool| if yes { "有名单" } else { "名单已撤下" }.to_owned();
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|(village, _, kind, posting, bags)| {
            let last = posting.last.map_or_else(|| "—".to_owned(), |last| last.to_string());
            let board = if board(posting, day) { posting.places.join("、") } else { "已揭下".to_owned() };
            vec![
                village.is.name.clone(),
                kind.title.clone(),
                format!("第{}版", posting.version),
                format!("{}—{last}", posting.day),
                board,
                shown(rows(posting, day)),
                bags.join("、"),
            ]
        })
        .collect();
    if rows.is_empty() {
        console.line("  台账里没有那一天公示着的。");
    } else {
        for line in table::render(&["村", "公示", "版次", "公示期", "贴在哪里", "网上", "归档包"], &rows)
        {
            console.line(line);
        }
        console.line("每份张贴的文件和网页的摘要（SHA-256）：加 --json。");
    }
    Ok(Vec::new())
}

/// Every file of the edition of the site that was public that day, with its digest.
pub(super) fn site(workspace: &Workspace, day: NaiveDate, console: &mut Console) -> Outcome {
    let ready = ready(workspace)?;
    passed(workspace, day)?;
    let Some((since, edition)) = ready.ledger.edition(day) else {
        let help = "用 mingbai publish 发布，台账才会登记";
        let message = "台账里没有那一天以前的发布";
        return Err(vec![Diagnostic::error(&NO_EDITION, Place::file(FILE), message, help)]);
    };
    let manifest = kept::manifest(&workspace.root, edition).map_err(|lost| vec![lost])?;
    if console.json {
        let files: Vec<_> = manifest
            .iter()
            .map(|(path, digest)| serde_json::json!({ "path": path, "sha256": digest }))
            .collect();
        console.json_value(&serde_json::json!({ "edition": edition, "published": since, "files": files }));
        return Ok(Vec::new());
    }
    let name = &workspace.township.name;
    console.line(format!("{name}的网站，{}", chinese_with_weekday(day)));
    console.line(format!("{}发布，{}个文件：", chinese_with_weekday(since), manifest.len()));
    manifest.iter().for_each(|(path, digest)| console.line(format!("  {}  {path}", &digest[..16])));
    Ok(Vec::new())
}

fn passed(workspace: &Workspace, day: NaiveDate) -> Result<(), Vec<Diagnostic>> {
    if day <= workspace.today {
        return Ok(());
    }
    let at = Place::file(FILE);
    Err(vec![Diagnostic::error(&BAD_DAY, at, "这一天还没有到", "写今天或者以前的日子")])
}

/// Whether a posting counts at this stage: one that was called back, or waits for its correction, does not.
fn hangs(stage: Stage) -> bool {
    matches!(stage, Stage::Open | Stage::Closed | Stage::Announced)
}

fn board(posting: &Posting, day: NaiveDate) -> bool {
    (posting.day..=posting.board_until).contains(&day)
}

fn rows(posting: &Posting, day: NaiveDate) -> bool {
    !posting.pages.is_empty() && (posting.day..=posting.rows_until).contains(&day)
}
