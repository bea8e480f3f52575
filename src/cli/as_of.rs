//! `as-of`: what hung on a day 那一天公示着什么, told by the ledger alone: entries count by the day on which things happened,
//! not by the day on which somebody wrote them down.

use super::Console;
use super::table;
use crate::calendar::chinese_with_weekday;
use crate::diag::{Diagnostic, Place};
use crate::edition::kept;
use crate::edition::ready::{Ready, ready};
use crate::ledger::codes::BAD_DAY;
use crate::ledger::{Event, FILE, Line, Posting, Stage, fold};
use crate::publish::Manifest;
use crate::render::site::address;
use crate::workspace::Workspace;
use chrono::NaiveDate;
use std::collections::BTreeSet;

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
    let found = hung(workspace, &ready, day);
    if console.json {
        let values: Vec<serde_json::Value> = found
            .iter()
            .map(|Hung { notice, village, kind, posting, bags, page }| {
                serde_json::json!({
                    "notice": notice, "village": village, "kind": kind,
                    "posted": posting.day, "last": posting.last, "version": posting.version,
                    "places": posting.places, "board": board(posting, day), "web_rows": rows(posting, day),
                    "papers": posting.papers, "pages": posting.pages, "bags": bags,
                    "published": manifest.get(page),
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
        .map(|Hung { village, kind, posting, bags, .. }| {
            let last = posting.last.map_or_else(|| "—".to_owned(), |last| last.to_string());
            let board = if board(posting, day) { posting.places.join("、") } else { "已揭下".to_owned() };
            vec![
                village.clone(),
                kind.clone(),
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

/// A notice that hung on a day.
struct Hung {
    notice: String,
    village: String,
    kind: String,
    posting: Posting,
    bags: Vec<String>,
    /// Address of its page.
    page: String,
}

/// Everything that hung on a day by the ledger, whether its file is still there or not.
fn hung(workspace: &Workspace, ready: &Ready, day: NaiveDate) -> Vec<Hung> {
    let happened = |line: &&Line| line.event.day().is_none_or(|on| on <= day);
    let mut found = Vec::new();
    let notices = workspace.villages.iter().flat_map(|is| is.notices.iter().map(move |notice| (is, notice)));
    for (village, notice) in notices {
        let Some(kind) = ready.kind_of(notice) else { continue };
        let life = fold(ready.ledger.of(&notice.id).filter(happened), kind).life;
        let Some(posting) = life.posting().filter(|_| hangs(life.stage)) else { continue };
        // What was archived later is still where the answer lies.
        let bags = fold(ready.ledger.of(&notice.id), kind).life.archived;
        found.push(Hung {
            notice: notice.id.clone(),
            village: village.is.name.clone(),
            kind: kind.title.clone(),
            posting: Posting {
                papers: life.hanging().map(|run| run.papers).unwrap_or_default(),
                ..posting.clone()
            },
            bags: bags.into_iter().map(|(bag, _)| bag).collect(),
            page: address::notice(&village.slug, &notice.stem),
        });
    }
    let there: Vec<String> = found.iter().map(|hung| hung.notice.clone()).collect();
    let known = |id: &str| {
        let mut notices = workspace.villages.iter().flat_map(|is| &is.notices);
        notices.any(|notice| notice.id == id)
    };
    let ids = ready.ledger.lines().iter().filter_map(|line| line.notice.as_deref());
    let gone: BTreeSet<&str> = ids.filter(|id| id.starts_with("villages/") && !known(id)).collect();
    for id in gone.into_iter().filter(|id| !there.iter().any(|known| known == id)) {
        let events = ready.ledger.of(id).filter(happened).map(|line| &line.event);
        let posting = events.fold(None, |hangs, event| match event {
            Event::Posted(posting) | Event::Restarted(posting) => Some(posting.clone()),
            Event::Withdrawn { row: None, .. } | Event::Amended { restart: true, .. } => None,
            _ => hangs,
        });
        let (Some(posting), Some((slug, stem))) = (posting, of_id(id)) else { continue };
        let village = workspace.villages.iter().find(|village| village.slug == slug);
        found.push(Hung {
            notice: id.to_owned(),
            village: village.map_or_else(|| slug.to_owned(), |village| village.is.name.clone()),
            kind: format!("{stem}（公示文件不见了）"),
            posting,
            bags: Vec::new(),
            page: address::notice(slug, stem),
        });
    }
    found
}

/// Slug and stem of a notice's path.
fn of_id(id: &str) -> Option<(&str, &str)> {
    id.strip_prefix("villages/")?.split_once("/notices/")
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
