//! Whatever is edited in the inputs of a signed notice, one thing at a time: either it is the same proof and says the same, or it is
//! another proof and the old signatures do not count. CI tries some of each kind, `MINGBAI_EDITS=all` tries all.

use super::desk::{Desk, notice, page};
use super::foreign::{dense, page_text, pdftotext, table};
use super::proof::words;
use std::collections::BTreeMap;

const PRINT: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";

/// A file's new bytes, by its path; none where it is taken away.
struct Edit {
    what: String,
    path: String,
    bytes: Option<String>,
}

/// Every edit of a kind: of a line or cell each, so that all lines are edited in turn.
fn edits(desk: &Desk) -> BTreeMap<&'static str, Vec<Edit>> {
    let mut all: BTreeMap<&'static str, Vec<Edit>> = BTreeMap::new();
    let roster = "ws/villages/hongqi/rosters/r.csv";
    let text = desk.read(roster);
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    for (row, cells) in lines.iter().enumerate() {
        for column in 0..cells.len() {
            let mut other: Vec<Vec<String>> =
                lines.iter().map(|line| line.iter().map(|cell| (*cell).to_owned()).collect()).collect();
            let cell = &mut other[row][column];
            let last = cell.chars().last();
            *cell = match last {
                Some(digit) if digit.is_ascii_digit() => {
                    let next = (digit.to_digit(10).unwrap() + 1) % 10;
                    format!("{}{next}", &cell[..cell.len() - 1])
                }
                _ => format!("{cell}甲"),
            };
            let bytes = other.iter().map(|line| line.join(",") + "\n").collect();
            let kind = if row == 0 { "header" } else { "cell" };
            let what = format!("row {row} column {column}");
            all.entry(kind).or_default().push(Edit { what, path: roster.into(), bytes: Some(bytes) });
        }
    }
    let tree = desk.tree("ws");
    for (path, (bytes, _)) in &tree {
        let kind = match path.as_str() {
            _ if path.contains(".proof/") || path.starts_with("keys/") || path.starts_with("kept/") => {
                continue;
            }
            "township.toml" => "township",
            _ if path.ends_with("village.toml") => "village",
            _ if path.ends_with("2025-03-identify.toml") => "notice",
            _ if path.ends_with("2025-03-identify.md") => "text",
            _ if path.starts_with("policies/calendar/") => "calendar",
            _ if path.starts_with("policies/") && path.contains("example/") => continue,
            _ if path.starts_with("policies/") => "pack",
            _ if path.starts_with("themes/") => "theme",
            _ if path == "fields.toml" => "fields",
            _ => continue,
        };
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            // A figure is raised, else a word is put in front of the last character that is one, else the line goes.
            let edited = edited(line);
            let mut other: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            match edited {
                Some(edited) => other[at] = edited,
                None => drop(other.remove(at)),
            }
            let what = format!("{path} line {}", at + 1);
            let bytes = Some(other.join("\n") + "\n");
            all.entry(kind).or_default().push(Edit { what, path: format!("ws/{path}"), bytes });
        }
        all.entry("lost").or_default().push(Edit {
            what: format!("{path} is gone"),
            path: format!("ws/{path}"),
            bytes: None,
        });
    }
    all
}

fn edited(line: &str) -> Option<String> {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    if let Some((at, c)) = line.char_indices().rfind(|(_, c)| han(*c)) {
        return Some(format!("{}甲{c}{}", &line[..at], &line[at + c.len_utf8()..]));
    }
    let (at, digit) = line.char_indices().rfind(|(_, c)| c.is_ascii_digit())?;
    let next = (digit.to_digit(10).unwrap() + 1) % 10;
    Some(format!("{}{next}{}", &line[..at], &line[at + 1..]))
}

/// Whether a rendering says all that its face says.
fn says(text: &str, face: &serde_json::Value) -> Result<(), String> {
    let text = dense(text);
    let mut said = Vec::new();
    words(&face["text"]["blocks"], &mut said);
    words(&face["rows"], &mut said);
    match said.into_iter().find(|words| !text.contains(&dense(words))) {
        Some(words) => Err(words),
        None => Ok(()),
    }
}

#[test]
fn an_edit_passed_under_signatures_of_another_proof() {
    let base = Desk::six("edited-base").thin(&[]);
    let name = notice("hongqi");
    base.unsign(&name);
    base.write(&format!("ws/{name}.md"), "评议会记录可以到村委会看。\n\n- 时间：每周一\n");
    base.copy("themes/default/", "ws/themes/default");
    base.copy("policies/calendar/", "ws/policies/calendar");
    base.sign_all(&name);
    base.build("2025-03-14").ends(0);
    let shown = |desk: &Desk| {
        let html = desk.read(&page("hongqi"));
        (table(&html), page_text(&html), dense(&pdftotext(&[], &desk.path(PRINT))))
    };
    let (list, ..) = shown(&base);
    let folder = base.proof_folder(&name);
    let face = |channel: &str| {
        serde_json::from_slice::<serde_json::Value>(&base.bytes(&format!("{folder}/{channel}.json"))).unwrap()
    };
    let (web, board) = (face("web"), face("board"));
    let signed = base.run(["-C", "ws", "--today", "2025-03-13", "--json", "proof", &name]).ends(0).json();
    let all = std::env::var("MINGBAI_EDITS").is_ok_and(|value| value == "all");
    let (mut same, mut other) = (0, 0);
    for (kind, edits) in edits(&base) {
        let count = edits.len();
        // Some of each kind, spread over all of them.
        let every = if all { 1 } else { count.div_ceil(3).max(1) };
        for edit in edits.into_iter().skip(every / 2).step_by(every) {
            let what = format!("{kind}: {}", edit.what);
            let desk = Desk::bare("edited-one");
            for (path, (bytes, _)) in base.tree("ws") {
                desk.write(&format!("ws/{path}"), bytes);
            }
            match &edit.bytes {
                Some(bytes) => desk.write(&edit.path, bytes),
                None => std::fs::remove_file(desk.path(&edit.path)).unwrap(),
            }
            let valid = |day: &str| {
                let ran = desk.run(["-C", "ws", "--today", day, "verify", &name]);
                ran.out.contains("签字有效")
            };
            // Before its day: signatures count for the same proof, and for no other.
            let before = valid("2025-03-13");
            let drawn = desk.run(["-C", "ws", "--today", "2025-03-13", "--json", "proof", &name]);
            let is_same = drawn.code == 0 && drawn.json()["digest"] == signed["digest"];
            // What cannot be drawn up at all (a theme that lacks a file) is no other proof.
            assert!(is_same || !before || drawn.code != 0, "{what}: old signatures count for another proof");
            if is_same {
                same += 1
            } else {
                other += 1
            }
            // On its day: what was signed is what is shown, or nothing new goes out.
            let built = desk.run(["-C", "ws", "--today", "2025-03-14", "build"]);
            if !desk.path(&page("hongqi")).exists() {
                assert_ne!(built.code, 0, "{what}: nothing is shown, and nobody is told");
                continue;
            }
            let (now, text, print) = shown(&desk);
            assert_eq!(now, list, "{what}: another list");
            // A theme that leaves out what was signed is told (SECURITY.md); the print has words of its own.
            if kind != "theme" {
                says(&text, &web).unwrap_or_else(|words| panic!("{what}: the page lacks {words}"));
            }
            says(&print, &board).unwrap_or_else(|words| panic!("{what}: the print lacks {words}"));
        }
    }
    assert!(same > 0 && other > 0, "{same} the same, {other} others");
}
