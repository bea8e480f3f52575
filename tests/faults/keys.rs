//! `keygen`, `sign`, `init`: what they write is not there, the old one or the new one, and nothing half.

use crate::desk::ROLES;
use crate::snapshot::{self, Entry, Snapshot};
use crate::sweep::{After, Case, Seen, program, sweep};
use crate::town::Town;

#[test]
fn a_statement_signed_again_and_broken_off_is_the_old_one_or_the_new_one() {
    let town = Town::shared();
    let before = town.folder("signing");
    snapshot::copy(&town.desk.path("ws-new"), &before.join("ws"));
    let key = town.desk.path(&format!("secret/hongqi-{}.key", ROLES[0].0)).display().to_string();
    let notice = "villages/hongqi/notices/2025-03-new";
    let arguments = ["-C", "ws", "--today", "2025-03-12", "sign", notice, "--key", &key];
    let arguments: Vec<String> = arguments.map(str::to_owned).into();
    let reference = town.folder("signed");
    snapshot::copy(&before, &reference);
    assert!(program(&reference, &arguments).status().unwrap().success());
    let (old, new) = (Snapshot::of(&before), Snapshot::of(&reference));
    // A signature is another one each time, but whole ones of one signer have one length.
    let alike = |path: &str, one: Option<&Entry>, other: Option<&Entry>| match (one, other) {
        (Some(Entry::File { bytes: one, .. }), Some(Entry::File { bytes: other, .. })) => {
            one == other || (path.ends_with(".minisig") && one.len() == other.len())
        }
        (one, other) => one == other,
    };
    let disturbed = |after: &After<'_>| {
        let now = Snapshot::of(after.folder);
        let keeps = |path: &str, state: &Snapshot| alike(path, now.0.get(path), state.0.get(path));
        let paths = || now.0.keys().chain(new.0.keys()).filter(|path| !path.ends_with(".mingbai-new"));
        if let Some(path) = paths().find(|path| !keeps(path, &old) && !keeps(path, &new)) {
            return Err(format!("{path} is neither the old file nor the new one"));
        }
        let is_new = paths().all(|path| keeps(path, &new));
        if after.code == Some(0) && !is_new { Err("it said that it had signed".to_owned()) } else { Ok(()) }
    };
    let verify: Vec<String> = ["-C", "ws", "--today", "2025-03-13", "verify"].map(str::to_owned).into();
    let mended = |after: &After<'_>| {
        let now = Snapshot::of(after.folder);
        let other = now.0.keys().chain(new.0.keys());
        let other = other.filter(|path| !alike(path, now.0.get(*path), new.0.get(*path)));
        let valid = program(after.folder, &verify).output().unwrap().status.code();
        match (after.code, valid, other.count()) {
            (Some(0), Some(0), 0) => Ok(()),
            what => Err(format!("{what:?}: {}", after.err)),
        }
    };
    sweep(
        &Case {
            name: "sign",
            before: &before,
            arguments,
            always: &[],
            every: 1,
            alike: |_| false,
            meets: None,
            seen: &Seen::default(),
            disturbed: &disturbed,
            mended: &mended,
        },
        &town.desk.root,
    );
}

#[test]
fn a_key_pair_that_was_broken_off_is_never_half_a_key() {
    let desk = crate::desk::Desk::bare("faults-keygen");
    let before = desk.path("empty");
    std::fs::create_dir_all(&before).unwrap();
    let arguments = ["keygen", "--role", "村民委员会", "--name", "罗启山", "--out", "keys/a"];
    let arguments: Vec<String> = arguments.map(str::to_owned).into();
    let reference = desk.path("made");
    std::fs::create_dir_all(&reference).unwrap();
    assert!(program(&reference, &arguments).status().unwrap().success());
    let size = |snapshot: &Snapshot, path: &str| match snapshot.0.get(path) {
        Some(Entry::File { mode, bytes, .. }) => Some((*mode, bytes.len())),
        _ => None,
    };
    let made = Snapshot::of(&reference);
    // Keys differ each time; two whole ones of one name and role have the same length.
    let whole =
        |now: &Snapshot, path: &str| size(now, path).is_none() || size(now, path) == size(&made, path);
    let disturbed = |after: &After<'_>| {
        let now = Snapshot::of(after.folder);
        let shut = now.0.iter().all(|(path, entry)| match entry {
            Entry::File { mode, .. } => !path.contains("a.key") || *mode == 0o600,
            _ => true,
        });
        let both = size(&now, "keys/a.key").is_some() && size(&now, "keys/a.pub").is_some();
        if !(whole(&now, "keys/a.key") && whole(&now, "keys/a.pub")) {
            Err("half a key".to_owned())
        } else if !shut {
            Err("others may read a secret key".to_owned())
        } else if after.code == Some(0) && !both {
            Err("it said that the keys are there".to_owned())
        } else {
            Ok(())
        }
    };
    // A key that is there is never replaced: then the next run says so.
    let mended = |after: &After<'_>| {
        let now = Snapshot::of(after.folder);
        let left = now.0.keys().find(|path| path.ends_with(".mingbai-new"));
        match after.code {
            _ if left.is_some() => Err(format!("left behind: {left:?}")),
            Some(0) if size(&now, "keys/a.pub").is_some() => Ok(()),
            Some(3) if after.err.contains("[publish-exists]") => Ok(()),
            code => Err(format!("{code:?}: {}", after.err)),
        }
    };
    sweep(
        &Case {
            name: "keygen",
            before: &before,
            arguments,
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
}

#[test]
fn a_new_workspace_that_was_broken_off_is_not_there() {
    let desk = crate::desk::Desk::bare("faults-init");
    let before = desk.path("empty");
    std::fs::create_dir_all(&before).unwrap();
    let arguments: Vec<String> = ["init", "ws"].map(str::to_owned).into();
    let reference = desk.path("made");
    std::fs::create_dir_all(&reference).unwrap();
    assert!(program(&reference, &arguments).status().unwrap().success());
    let new = Snapshot::of(&reference);
    let disturbed = |after: &After<'_>| {
        let now = Snapshot::of(after.folder);
        let ws = |state: &Snapshot| {
            let mut all = state.clone();
            all.0.retain(|path, _| path == "ws" || path.starts_with("ws/"));
            all
        };
        let (now, new) = (ws(&now), ws(&new));
        match now.differs(&new) {
            Some(wrong) if !now.is_absent() => Err(format!("half a workspace: {wrong}")),
            Some(_) if after.code == Some(0) => Err("it said that the workspace is there".to_owned()),
            _ => Ok(()),
        }
    };
    let mended = |after: &After<'_>| {
        let mut now = Snapshot::of(after.folder);
        let refused = after.code == Some(1) && after.err.contains("[init-not-empty]");
        if refused {
            // Broken off after its last step the workspace is there and is not made again; the emptied staging
            // folder beside it goes when something is next made under that name.
            now.0.retain(|path, _| !path.starts_with(".mingbai-staging-ws"));
        }
        match now.differs(&new) {
            None if after.code == Some(0) || refused => Ok(()),
            wrong => Err(format!("{:?}, {wrong:?}: {}", after.code, after.err)),
        }
    };
    sweep(
        &Case {
            name: "init",
            before: &before,
            arguments,
            always: &[],
            every: 1000,
            alike: |_| false,
            meets: None,
            seen: &Seen::default(),
            disturbed: &disturbed,
            mended: &mended,
        },
        &desk.root,
    );
}
