//! Eight clerks at once, and a power cut at any moment: what was acknowledged is there.

use super::desk::{Desk, notice};
use super::office::{ledger, posted, record};
use super::timeless::timeless;
use std::process::{Child, Command, Stdio};

fn spawn(desk: &Desk, number: u32) -> Child {
    Command::new(env!("CARGO_BIN_EXE_mingbai"))
        .args([
            "-C",
            "ws",
            "--today",
            "2025-03-17",
            "object",
            &notice("hongqi"),
            "--number",
            &number.to_string(),
        ])
        .current_dir(&desk.root)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn eight_who_record_at_the_same_time_lose_nothing() {
    let desk = posted("race");
    // Each registers the objections 1 to 6 until it is told that they stand: every number once, whoever was first.
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for number in 1..=6 {
                    let ran = record(&desk, "2025-03-17", "object", &["--number", &number.to_string()]);
                    assert!(ran.code == 0, "{} {}", ran.out, ran.err);
                }
            });
        }
    });
    let numbers: Vec<u64> =
        ledger(&desk).iter().filter_map(|line| line["event"]["number"].as_u64()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    desk.run(["-C", "ws", "verify", "ledger"]).ends(0);
}

#[test]
fn eight_with_eight_different_things_to_say_all_come_in() {
    let desk = posted("race-all");
    let steps = ["lead", "verify", "review", "township", "county", "plan"];
    std::thread::scope(|scope| {
        for step in steps {
            let desk = &desk;
            scope.spawn(move || record(desk, "2025-03-17", "done", &["--step", step]).ends(0));
        }
        scope.spawn(|| record(&desk, "2025-03-17", "object", &[]).ends(0));
        scope.spawn(|| record(&desk, "2025-03-17", "amend", &["--typo", "--reason", "笔误"]).ends(0));
    });
    assert_eq!(ledger(&desk).len(), 1 + 8);
    desk.run(["-C", "ws", "verify", "ledger"]).ends(0);
}

#[test]
fn whoever_is_killed_in_the_middle_loses_nothing_that_was_told() {
    let desk = posted("kill");
    let whole = {
        let start = std::time::Instant::now();
        let mut child = spawn(&desk, 1);
        child.wait().unwrap();
        start.elapsed()
    };
    let (mut told, mut killed, mut next) = (vec![1u64], 0, 2u32);
    for round in 0..100u32 {
        let mut child = spawn(&desk, next);
        // From nothing to a little longer than a whole run.
        std::thread::sleep(whole * (round * 37 % 100) / 80);
        killed += u32::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if said.contains("已记入台账") {
            told.push(u64::from(next));
        }
        let text = desk.read("ws/ledger.jsonl");
        let held =
            text.split_inclusive('\n').filter(|line| line.ends_with('\n') && line.contains("\"number\":"));
        next = u32::try_from(held.count()).unwrap() + 1;
        // Somebody else goes on at once, whatever was left lying.
        if round % 10 == 9 {
            record(&desk, "2025-03-17", "object", &["--number", &next.to_string()]).ends(0);
            told.push(u64::from(next));
            next += 1;
        }
    }
    let held: Vec<u64> = ledger(&desk).iter().filter_map(|line| line["event"]["number"].as_u64()).collect();
    for number in &told {
        assert!(held.contains(number), "objection {number} was acknowledged and is lost");
    }
    assert!(killed > 20, "only {killed} runs were killed before their end");
    desk.run(["-C", "ws", "verify", "ledger"]).ends(0);
    println!("{} acknowledged, {killed} killed, {} held", told.len(), held.len());
}

#[test]
fn a_line_that_was_left_unfinished_is_told_and_recorded_again() {
    let desk = posted("half");
    let whole = desk.bytes("ws/ledger.jsonl");
    record(&desk, "2025-03-17", "object", &[]).ends(0);
    let both = desk.bytes("ws/ledger.jsonl");
    for cut in (whole.len() + 1..both.len()).step_by(23) {
        desk.write("ws/ledger.jsonl", &both[..cut]);
        let told = desk.run(["-C", "ws", "--today", "2025-03-17", "verify", "ledger"]).ends(0);
        assert_eq!(told.codes(), ["ledger-torn-line"]);
        let again = record(&desk, "2025-03-17", "object", &[]).ends(0);
        assert_eq!(again.codes(), ["ledger-torn-line"], "what is cut is said");
        assert!(timeless(&desk.bytes("ws/ledger.jsonl")) == timeless(&both), "cut at {cut}");
    }
}

#[test]
fn a_damaged_ledger_is_named_by_line_and_nothing_is_built_or_recorded() {
    let desk = posted("damaged");
    record(&desk, "2025-03-17", "object", &[]).ends(0);
    record(&desk, "2025-03-18", "answer", &[]).ends(0);
    let text = desk.read("ws/ledger.jsonl");
    desk.write(
        "ws/ledger.jsonl",
        text.replace("\"number\":1,\"day\":\"2025-03-17\"", "\"number\":1,\"day\":\"2025-03-18\""),
    );
    for command in [vec!["verify", "ledger"], vec!["verify"], vec!["build"], vec!["status"]] {
        let ran = desk.run(["-C", "ws", "--today", "2025-03-18"].into_iter().chain(command)).ends(2);
        assert_eq!(ran.codes(), ["ledger-bad-line"]);
        assert!(ran.err.contains("ledger.jsonl:2") && ran.err.contains("第2行"), "{}", ran.err);
    }
    let before = desk.bytes("ws/ledger.jsonl");
    record(&desk, "2025-03-20", "close", &[]).ends(2);
    assert_eq!(desk.bytes("ws/ledger.jsonl"), before);
    assert!(!desk.path("dist").exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_the_machines_fault_and_loses_nothing() {
    let desk = posted("read-only");
    let before = desk.bytes("ws/ledger.jsonl");
    // A folder in the ledger's place: refused by the system whoever runs this, root too.
    std::fs::rename(desk.path("ws/.ledger.jsonl.lock"), desk.path("lock")).unwrap();
    std::fs::create_dir(desk.path("ws/.ledger.jsonl.lock")).unwrap();
    assert_eq!(record(&desk, "2025-03-17", "object", &[]).ends(3).codes(), ["ledger-unwritable"]);
    std::fs::remove_dir(desk.path("ws/.ledger.jsonl.lock")).unwrap();
    assert_eq!(desk.bytes("ws/ledger.jsonl"), before);
    record(&desk, "2025-03-17", "object", &[]).ends(0);
}
