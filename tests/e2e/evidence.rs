//! Every number of every pack rests on its clause: change it in `pack.toml` or in `text.md`, and nothing is published.

use super::desk::Desk;
use std::path::Path;

/// A number of a pack that cites a clause: its line in `pack.toml`, and how the line writes it.
struct Number {
    line: usize,
    days: u32,
    unit: &'static str,
}

fn numbers(pack: &str) -> Vec<Number> {
    let cited = pack.lines().enumerate().filter(|(_, line)| line.contains("clause = \""));
    cited
        .filter_map(|(line, text)| {
            let days =
                text.split_once("days = ")?.1.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
            let unit = if text.contains("\"working\"") { "个工作日" } else { "天" };
            Some(Number { line, days, unit })
        })
        .collect()
}

/// A township without villages, and a pack of its own: a copy of one that comes along.
fn desk(test: &str, pack: &str) -> Desk {
    let desk = Desk::township(&format!("evidence-{test}-{pack}"));
    desk.edit("ws/township.toml", "puan-2025", "own-2026");
    desk.copy(&format!("policies/{pack}"), "ws/policies/own-2026");
    desk
}

fn packs() -> Vec<String> {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let folders = std::fs::read_dir(policies).unwrap().map(|entry| entry.unwrap());
    let packs = folders.filter(|folder| folder.path().join("pack.toml").is_file());
    packs.map(|folder| folder.file_name().into_string().unwrap()).collect()
}

const PACK: &str = "ws/policies/own-2026/pack.toml";
const TEXT: &str = "ws/policies/own-2026/text.md";

/// The check refuses the pack for want of evidence, and names the line of the number.
#[track_caller]
fn refused(desk: &Desk, line: usize, what: &str) {
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(1);
    let place = format!("pack.toml:{}:", line + 1);
    let named = ran.err.lines().any(|said| said.contains("policy-no-evidence") && said.contains(&place));
    assert!(named, "{what}: {place} is not named\n{}", ran.err);
}

#[test]
fn a_number_changed_in_the_pack_is_caught() {
    let mut seen = 0;
    for pack in packs() {
        let desk = desk("pack", &pack);
        let before = desk.read(PACK);
        for number in numbers(&before) {
            let (days, other) = (number.days, number.days + 1);
            let swap = |change: &dyn Fn(&str) -> String| {
                let lines = before.lines().enumerate();
                let lines =
                    lines.map(|(at, line)| if at == number.line { change(line) } else { line.to_owned() });
                desk.write(PACK, lines.collect::<Vec<_>>().join("\n") + "\n");
            };
            // The days alone no longer fit the words that are printed.
            swap(&|line| line.replace(&format!("days = {days}"), &format!("days = {other}")));
            refused(&desk, number.line, &pack);
            // Days and words together no longer fit the clause.
            swap(&|line| {
                line.replace(&format!("days = {days}"), &format!("days = {other}"))
                    .replace(&format!("{days}{}", number.unit), &format!("{other}{}", number.unit))
            });
            refused(&desk, number.line, &pack);
            seen += 1;
        }
    }
    assert!(seen >= 9, "only {seen} numbers");
}

#[test]
fn a_number_changed_in_the_text_is_caught() {
    for pack in packs() {
        let desk = desk("text", &pack);
        let before = desk.read(TEXT);
        for number in numbers(&desk.read(PACK)) {
            let said = format!("{}{}", number.days, number.unit);
            assert!(before.contains(&said), "{pack}: {said}");
            desk.write(TEXT, before.replace(&said, &format!("{}{}", number.days + 1, number.unit)));
            refused(&desk, number.line, &pack);
        }
    }
}
