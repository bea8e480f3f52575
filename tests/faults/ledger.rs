//! The ledger's commands: the file is the old one, or the old one and whole new lines; at most a torn last line that
//! the next run cuts and tells; what was acknowledged is there.

use crate::desk::{Desk, notice};
use crate::snapshot::{self, Entry, Snapshot};
use crate::sweep::{After, Case, Seen, program, sweep};
use crate::timeless::timeless;

const LEDGER: &str = "ws/ledger.jsonl";

/// The ledger's bytes.
fn written(state: &Snapshot) -> &[u8] {
    match state.0.get(LEDGER) {
        Some(Entry::File { bytes, .. }) => bytes,
        _ => b"",
    }
}

/// What the ledger says, whenever it was written.
fn ledger(state: &Snapshot) -> Vec<u8> {
    timeless(written(state))
}

/// Whether a path lies as in one of the states. A witness signs anew each time: whole ones have one length.
fn is_as_in(path: &str, now: &Snapshot, state: &Snapshot) -> bool {
    match (now.0.get(path), state.0.get(path)) {
        (Some(Entry::File { bytes: one, .. }), Some(Entry::File { bytes: other, .. }))
            if path.ends_with(".minisig") =>
        {
            one.len() == other.len()
        }
        (Some(Entry::File { mode: one, .. }), Some(Entry::File { mode: other, .. })) if path == LEDGER => {
            one == other && ledger(now) == ledger(state)
        }
        (one, other) => one == other,
    }
}

/// What a run that was disturbed may leave.
fn judge(after: &After<'_>, old: &Snapshot, new: &Snapshot) -> Result<(), String> {
    let now = Snapshot::of(after.folder);
    let own = |path: &&String| *path != LEDGER && !path.ends_with(".lock") && !path.ends_with(".mingbai-new");
    let mut paths = now.0.keys().chain(old.0.keys()).filter(own);
    if let Some(path) = paths.find(|path| !is_as_in(path, &now, old) && !is_as_in(path, &now, new)) {
        return Err(format!("{path} is neither the old one nor the new one"));
    }
    let (lines, before, both) = (ledger(&now), ledger(old), ledger(new));
    let whole = &before[..before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1)];
    let torn = both.starts_with(&lines) && lines.starts_with(whole) && lines != both;
    if lines != before && lines != both && !torn {
        return Err(format!(
            "the ledger has {} bytes, neither {} nor {}",
            lines.len(),
            before.len(),
            both.len()
        ));
    }
    match after.code {
        Some(0) if lines != both => Err("acknowledged and lost".to_owned()),
        _ if after.out.contains("已记入台账") && lines != both => Err("told and lost".to_owned()),
        Some(3) if lines != before && lines != whole && after.err.contains("没有记下来") => {
            Err("it said that nothing was recorded".to_owned())
        }
        _ => Ok(()),
    }
}

/// After the next run: everything as if nothing had happened.
fn mended(after: &After<'_>, new: &Snapshot) -> Result<(), String> {
    let now = Snapshot::of(after.folder);
    let mut paths = now.0.keys().chain(new.0.keys());
    match paths.find(|path| !is_as_in(path, &now, new)) {
        None if after.code == Some(0) => Ok(()),
        other => Err(format!("{:?}, {other:?}: {}", after.code, after.err)),
    }
}

/// A desk with a signed notice, a paper to post, and a township's own key.
fn desk(name: &str) -> Desk {
    let desk = Desk::six(name);
    desk.write("ws/paper.pdf", "the paper");
    desk.run(["keygen", "--role", "乡镇人民政府", "--name", "陆明", "--out", "ws-key/town"]).ends(0);
    let public = desk.read("ws-key/town.pub");
    desk.write("ws/keys/town.pub", public);
    desk
}

fn arguments(today: &str, command: &str, more: &[&str]) -> Vec<String> {
    let all = ["-C", "ws", "--today", today, command];
    all.iter().chain(more).map(|word| (*word).to_owned()).collect()
}

#[test]
fn a_torn_line_whose_cutting_is_broken_off_is_cut_by_the_next() {
    let desk = desk("faults-torn");
    let notice = notice("hongqi");
    let post = arguments("2025-03-14", "post", &[&notice, "--paper", "ws/paper.pdf"]);
    let object = arguments("2025-03-15", "object", &[&notice]);
    let (before, reached) = (desk.path("torn"), desk.path("whole"));
    snapshot::copy(&desk.path("ws"), &before.join("ws"));
    assert!(program(&before, &post).status().unwrap().success());
    snapshot::copy(&before, &reached);
    assert!(program(&reached, &object).status().unwrap().success());
    let new = Snapshot::of(&reached);
    let posted = ledger(&Snapshot::of(&before)).len();
    desk.write(&format!("torn/{LEDGER}"), &written(&new)[..posted + 40]);
    let old = Snapshot::of(&before);
    sweep(
        &Case {
            name: "torn",
            before: &before,
            arguments: object,
            always: &[],
            every: 1,
            alike: |_| false,
            meets: None,
            seen: &Seen::default(),
            disturbed: &|after| judge(after, &old, &new),
            mended: &|after| mended(after, &new),
        },
        &desk.root,
    );
}

#[test]
fn every_command_of_the_ledger_broken_off_anywhere() {
    let desk = desk("faults-ledger");
    let key = desk.path("ws-key/town.key").display().to_string();
    let notice = notice("hongqi");
    let steps: [(&str, &str, &[&str]); 11] = [
        ("2025-03-14", "print", &[&notice]),
        ("2025-03-14", "post", &[&notice, "--paper", "ws/paper.pdf"]),
        ("2025-03-15", "object", &[&notice]),
        ("2025-03-16", "answer", &[&notice]),
        ("2025-03-16", "amend", &[&notice, "--typo", "--reason", "笔误"]),
        ("2025-03-17", "withdraw", &[&notice, "--row", "2"]),
        ("2025-03-18", "done", &[&notice, "--step", "lead"]),
        ("2025-03-18", "witness", &["--key", &key]),
        ("2025-03-28", "close", &[&notice]),
        ("2025-03-28", "announce", &[&notice]),
        ("2025-03-29", "withdraw", &[&notice]),
    ];
    let mut before = desk.path("life-0");
    snapshot::copy(&desk.path("ws"), &before.join("ws"));
    let mut runs = 0;
    for (number, (today, command, more)) in steps.iter().enumerate() {
        let arguments = arguments(today, command, more);
        let reached = desk.path(&format!("life-{}", number + 1));
        snapshot::copy(&before, &reached);
        let ran = program(&reached, &arguments).output().unwrap();
        assert!(ran.status.success(), "{command}: {}", String::from_utf8_lossy(&ran.stderr));
        let (old, new) = (Snapshot::of(&before), Snapshot::of(&reached));
        assert!(ledger(&new).len() > ledger(&old).len(), "{command} records something");
        let tally = sweep(
            &Case {
                name: &format!("{command}-{number}"),
                before: &before,
                arguments,
                always: &[],
                every: 1,
                alike: |_| false,
                meets: None,
                seen: &Seen::default(),
                disturbed: &|after| judge(after, &old, &new),
                mended: &|after| mended(after, &new),
            },
            &desk.root,
        );
        runs += tally.map_or(0, |tally| tally.runs);
        before = reached;
    }
    println!("{runs} runs of {} commands", steps.len());
}
