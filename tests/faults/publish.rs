//! `publish --to` and `archive`: a site at its host is files of the old edition or of the new one, each whole, and the next
//! run brings it to the new one without leaving anything; a bag is there whole or not at all.

use crate::desk::{Desk, notice};
use crate::snapshot::{self, Entry, Snapshot};
use crate::sweep::{After, Case, Seen, program, sweep};
use crate::timeless::timeless;
use crate::town::{Town, thin};

fn publishing(town: &Town, state: &str) -> Vec<String> {
    let mut arguments = town.build(state);
    arguments.truncate(4);
    arguments.extend(["publish", "--to", "web"].map(str::to_owned));
    arguments
}

/// Every page is the old one or the new one; a temporary file may lie about.
fn each_whole(after: &After<'_>, old: &Snapshot, new: &Snapshot) -> Result<(), String> {
    let now = Snapshot::of(after.folder);
    let ours = ["web/manifest-sha256.txt", "web/.mingbai"];
    for (path, entry) in &now.0 {
        let (was, will) = (old.0.get(path), new.0.get(path));
        let other = path.ends_with(".mingbai-new") || ours.contains(&path.as_str());
        if matches!(entry, Entry::File { .. }) && !other && was != Some(entry) && will != Some(entry) {
            return Err(format!("{path} is neither the old page nor the new one"));
        }
    }
    match after.code {
        Some(0) if !same_files(&now, new) => Err("it said that it had published".to_owned()),
        _ => Ok(()),
    }
}

/// An empty folder that was left at the host shows nothing to anybody.
fn same_files(one: &Snapshot, other: &Snapshot) -> bool {
    let files = |state: &Snapshot| {
        let files = state.0.iter().filter(|(_, entry)| !matches!(entry, Entry::Folder(_)));
        files.map(|(path, entry)| (path.clone(), entry.clone())).collect::<Vec<_>>()
    };
    files(one) == files(other)
}

fn finished(after: &After<'_>, new: &Snapshot) -> Result<(), String> {
    let now = Snapshot::of(after.folder);
    if after.code == Some(0) && same_files(&now, new) {
        return Ok(());
    }
    Err(format!("{:?}, {:?}: {}", after.code, now.differs(new), after.err))
}

fn all_new(after: &After<'_>, new: &Snapshot) -> Result<(), String> {
    match Snapshot::of(after.folder).differs(new) {
        None if after.code == Some(0) => Ok(()),
        wrong => Err(format!("{:?}, {wrong:?}: {}", after.code, after.err)),
    }
}

#[test]
fn a_site_at_its_host_broken_off_anywhere_is_finished_by_the_next_run() {
    let town = Town::shared();
    let (before, reached) = (town.folder("host-old"), town.folder("host-new"));
    assert!(program(&before, &publishing(&town, "old")).status().unwrap().success());
    snapshot::copy(&before, &reached);
    assert!(program(&reached, &publishing(&town, "new")).status().unwrap().success());
    let (old, new) = (Snapshot::of(&before), Snapshot::of(&reached));
    assert!(old.0.keys().any(|path| !new.0.contains_key(path)), "a page goes");
    let case = Case {
        name: "host",
        before: &before,
        arguments: publishing(&town, "new"),
        always: &[],
        every: 96,
        alike: |text| {
            text.contains("web/") && !["/.mingbai", "manifest-"].iter().any(|own| text.contains(own))
        },
        meets: None,
        seen: &town.seen,
        disturbed: &|after| each_whole(after, &old, &new),
        mended: &|after| finished(after, &new),
    };
    sweep(&case, &town.desk.root);
}

#[test]
fn an_archive_broken_off_anywhere_is_whole_or_not_there_and_the_next_run_enters_it() {
    let desk = thin(Desk::six("faults-archive"));
    desk.build("2025-03-14").ends(0);
    let id = notice("hongqi");
    let say = |today: &str, words: &[&str]| {
        let all = ["-C", "ws", "--today", today];
        all.iter().chain(words).map(|word| (*word).to_owned()).collect::<Vec<String>>()
    };
    desk.run(say("2025-03-14", &["post", &id])).ends(0);
    desk.run(say("2025-03-28", &["close", &id])).ends(0);
    let (before, reached) = (desk.path("closed"), desk.path("archived"));
    snapshot::copy(&desk.path("ws"), &before.join("ws"));
    snapshot::copy(&before, &reached);
    let archive = say("2025-03-29", &["archive", &id]);
    assert!(program(&reached, &archive).status().unwrap().success());
    let (old, new) = (Snapshot::of(&before), Snapshot::of(&reached));
    let bag = |state: &Snapshot| {
        let inside = |path: &&String| path.starts_with("archive/hongqi-") && path.matches('/').count() > 1;
        state
            .0
            .iter()
            .filter(|(path, _)| inside(path))
            .map(|(path, entry)| (path.clone(), entry.clone()))
            .collect::<Vec<_>>()
    };
    let case = Case {
        name: "archive",
        before: &before,
        arguments: archive,
        always: &[],
        every: 96,
        alike: |_| false,
        meets: None,
        seen: &Seen::default(),
        disturbed: &|after| {
            let now = Snapshot::of(after.folder);
            let lines = |state: &Snapshot| match state.0.get("ws/ledger.jsonl") {
                Some(Entry::File { bytes, .. }) => timeless(bytes),
                _ => Vec::new(),
            };
            let entered = lines(&now) == lines(&new);
            let torn = lines(&new).starts_with(&lines(&now)) && lines(&now).starts_with(&lines(&old));
            match bag(&now) {
                there if !there.is_empty() && there != bag(&new) => Err("half a bag".to_owned()),
                there if entered && there.is_empty() => Err("entered and not there".to_owned()),
                _ if !torn => Err("the ledger is neither the old one nor the new one".to_owned()),
                _ if after.code == Some(0) && !entered => Err("acknowledged and lost".to_owned()),
                _ => Ok(()),
            }
        },
        mended: &|after| all_new(after, &new),
    };
    sweep(&case, &desk.root);
}
