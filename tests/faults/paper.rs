//! `proof`, `sheet`, `approve`, `key`: broken off anywhere, each file is not there, the old one or the new one, and the next run of the
//! same command completes what is missing, or says that it was recorded.

use crate::desk::{Desk, notice};
use crate::snapshot::{self, Entry, Snapshot};
use crate::sweep::{After, Case, Seen, program, sweep};
use crate::timeless::timeless;
use crate::town::thin;

/// A desk whose one notice nobody has signed, and two people who may sign on paper.
pub(crate) fn desk(name: &str) -> Desk {
    let desk = thin(Desk::six(name));
    desk.unsign(&notice("hongqi"));
    let village = "ws/villages/hongqi/village.toml";
    let officials = "\n[[official]]\nrole = \"村民委员会\"\nname = \"罗启山\"\nfrom = 2021-01-01\n\n\
                     [[official]]\nrole = \"村务监督委员会\"\nname = \"韩永年\"\nfrom = 2021-01-01\n";
    desk.write(village, desk.read(village) + officials);
    desk.write("ws/scan.jpg", b"\xff\xd8\xff\xe0 a signed sheet");
    desk
}

pub(crate) fn arguments(words: &[&str]) -> Vec<String> {
    let all = ["-C", "ws", "--today", "2025-03-13"];
    all.iter().chain(words).map(|word| (*word).to_owned()).collect()
}

/// The code that stands on a sheet.
pub(crate) fn code(desk: &Desk, sheet: &str) -> String {
    let output =
        std::process::Command::new("pdftotext").arg("-layout").arg(desk.path(sheet)).arg("-").output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    let part = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let is_code = |word: &&str| word.len() == 14 && word.split('-').all(part);
    text.split_whitespace().find(is_code).unwrap().to_owned()
}

/// A file without the time of the clock.
fn without_time(path: &str, bytes: &[u8]) -> Vec<u8> {
    if path.ends_with("ledger.jsonl") {
        return timeless(bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    let told = |line: &&str| !line.trim_start().starts_with("\"at\"");
    match path.ends_with(".json") {
        true => text.lines().filter(told).collect::<String>().into_bytes(),
        false => bytes.to_vec(),
    }
}

fn alike(path: &str, one: Option<&Entry>, other: Option<&Entry>) -> bool {
    match (one, other) {
        (Some(Entry::File { bytes: one, mode: own, .. }), Some(Entry::File { bytes: other, mode, .. })) => {
            own == mode && without_time(path, one) == without_time(path, other)
        }
        (one, other) => one == other,
    }
}

/// What a dead run left beside its target: nobody reads it, and the next that writes there takes it away.
fn is_on_its_way(path: &str) -> bool {
    path.ends_with(".mingbai-new") || path.contains("/.mingbai-staging-")
}

/// Sweeps one command over a folder, which has its new state afterwards.
fn broken_off(desk: &Desk, name: &str, words: &[&str]) {
    let before = desk.path(&format!("before-{name}"));
    snapshot::copy(&desk.path("ws"), &before.join("ws"));
    let arguments = arguments(words);
    let reached = desk.path(&format!("after-{name}"));
    snapshot::copy(&before, &reached);
    let ran = program(&reached, &arguments).output().unwrap();
    assert!(ran.status.success(), "{name}: {}", String::from_utf8_lossy(&ran.stderr));
    let (old, new) = (Snapshot::of(&before), Snapshot::of(&reached));
    let differs = |now: &Snapshot, state: &Snapshot| {
        let mut paths = now.0.keys().chain(state.0.keys()).filter(|path| !is_on_its_way(path));
        paths.find(|path| !alike(path, now.0.get(*path), state.0.get(*path))).cloned()
    };
    let disturbed = |after: &After<'_>| {
        let now = Snapshot::of(after.folder);
        let paths = now.0.keys().chain(new.0.keys()).chain(old.0.keys());
        let own = |path: &&String| !is_on_its_way(path) && !path.ends_with("ledger.jsonl");
        let half = paths.filter(own).find(|path| {
            let is = now.0.get(*path);
            // A draft that takes the place of another is not there for a moment.
            is.is_some() && !alike(path, is, old.0.get(*path)) && !alike(path, is, new.0.get(*path))
        });
        match (half, after.code) {
            (Some(path), _) => Err(format!("{path} is neither the old file nor the new one")),
            (None, Some(0)) => {
                differs(&now, &new).map_or(Ok(()), |path| Err(format!("done, but for {path}")))
            }
            (None, _) => Ok(()),
        }
    };
    let mended = |after: &After<'_>| {
        let now = Snapshot::of(after.folder);
        let known = after.code == Some(0) || after.err.contains("只用一次");
        match differs(&now, &new) {
            None if known => Ok(()),
            path => Err(format!("{:?}, {path:?}: {}", after.code, after.err)),
        }
    };
    sweep(
        &Case {
            name,
            before: &before,
            arguments: arguments.clone(),
            always: &[],
            every: 1,
            alike: |_| false,
            meets: None,
            seen: &Seen::default(),
            disturbed: &disturbed,
            mended: &mended,
        },
        &desk.root,
    );
    assert!(program(&desk.root, &arguments).status().unwrap().success());
}

#[test]
fn a_proof_a_sheet_an_approval_and_a_key_broken_off_anywhere() {
    let desk = desk("faults-paper");
    let name = notice("hongqi");
    broken_off(&desk, "proof", &["proof", &name]);
    for (role, signer) in [("村民委员会", "罗启山"), ("村务监督委员会", "韩永年")] {
        let print = ["sheet", &name, "--role", role, "--out", "ws/sheet.pdf"];
        assert!(program(&desk.root, &arguments(&print)).status().unwrap().success());
        let code = code(&desk, "ws/sheet.pdf");
        let scan = ["--code", &code, "--paper", "ws/scan.jpg"];
        let words = [&["approve", &name, "--role", role, "--signer", signer][..], &scan[..]].concat();
        broken_off(&desk, &format!("approve-{signer}"), &words);
    }
    broken_off(&desk, "key", &["key", "ws/keys/hongqi/committee.pub", "--from", "2025-01-20"]);
}
