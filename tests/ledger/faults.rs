//! Killed, or told that the disk is full, at every system call that changes something: strace is the judge's hammer.

use super::desk::{Desk, notice};
use super::office::{ledger, posted};
use std::process::Command;

struct Struck {
    /// Whether the blow fell.
    fell: bool,
    code: Option<i32>,
    out: String,
}

/// Registers an objection while the `when`-th call of `call` is struck by `blow`.
fn strike(desk: &Desk, number: u64, call: &str, blow: &str, when: u32) -> Struck {
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o", "strace.log", "-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:{blow}:when={when}")])
        .arg(env!("CARGO_BIN_EXE_mingbai"))
        .args(["-C", "ws", "--today", "2025-03-17", "object", &notice("hongqi")])
        .args(["--number", &number.to_string()])
        .current_dir(&desk.root)
        .output()
        .unwrap();
    let log = desk.read("strace.log");
    Struck {
        fell: log.contains("INJECTED") || log.contains("killed by SIGKILL"),
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
    }
}

fn can_strace() -> bool {
    let works = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).status();
    let works = works.is_ok_and(|status| status.success());
    if !works {
        println!("no strace here, or it may not trace: skipped");
    }
    works
}

fn numbers(desk: &Desk) -> Vec<u64> {
    ledger(desk).iter().filter_map(|line| line["event"]["number"].as_u64()).collect()
}

#[test]
fn killed_at_every_call_that_changes_something_nothing_told_is_lost_and_nothing_half_is_believed() {
    if !can_strace() {
        return;
    }
    let desk = posted("kill-each");
    let (mut next, mut struck) = (1, 0);
    for call in ["write", "fsync", "ftruncate", "flock", "openat"] {
        for when in 1.. {
            let blow = strike(&desk, next, call, "signal=KILL", when);
            // What a crash left unfinished is cut by the next who records; here only whole lines are looked at.
            let text = desk.read("ws/ledger.jsonl");
            let whole = &text[..text.rfind('\n').map_or(0, |end| end + 1)];
            let held = whole.contains(&format!("\"number\":{next},"));
            assert!(held || !blow.out.contains("已记入台账"), "{call} {when}: told and lost");
            desk.run(["-C", "ws", "verify", "ledger"]).ends(0);
            next += u64::from(held);
            struck += u32::from(blow.fell);
            if !blow.fell {
                assert_eq!(blow.code, Some(0), "{call} {when}: {}", blow.out);
                break;
            }
            assert!(when < 500, "{call} never ends");
        }
    }
    let held = numbers(&desk);
    assert_eq!(held, (1..next).collect::<Vec<_>>());
    assert!(struck > 40, "only {struck} blows fell");
    println!("{struck} blows, {} recorded", held.len());
}

#[test]
fn a_full_or_failing_disk_is_told_and_leaves_the_ledger_byte_for_byte() {
    if !can_strace() {
        return;
    }
    let desk = posted("full-disk");
    let mut refused = 0;
    for (call, error) in [("write", "ENOSPC"), ("fsync", "EIO"), ("flock", "ENOLCK")] {
        for when in 1.. {
            let before = desk.bytes("ws/ledger.jsonl");
            let next = numbers(&desk).len() as u64 + 1;
            let blow = strike(&desk, next, call, &format!("error={error}"), when);
            if blow.out.contains("已记入台账") {
                assert_eq!((blow.code, numbers(&desk).len() as u64), (Some(0), next), "{call} {when}");
            } else if blow.code == Some(3) {
                refused += 1;
                assert_eq!(
                    desk.bytes("ws/ledger.jsonl"),
                    before,
                    "{call} {when}: a refused entry left bytes"
                );
            }
            desk.run(["-C", "ws", "verify", "ledger"]).ends(0);
            if !blow.fell {
                break;
            }
        }
    }
    assert!(refused >= 4, "only {refused} refusals: the blows missed the ledger");
}
