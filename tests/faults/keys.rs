//! `keygen`, `sign`, `init`: each file they write is not there, the old one or the new one, and nothing half.

use crate::desk::{ROLES, notice};
use crate::snapshot::{self, Entry, Snapshot};
use crate::sweep::{After, Case, program, sweep};
use crate::town::Town;

#[test]
fn a_statement_signed_again_and_broken_off_is_the_old_one_or_the_new_one() {
    let town = Town::new("faults-sign");
    let before = town.folder("signing");
    snapshot::copy(&town.desk.path("ws-new"), &before.join("ws"));
    let key = town.desk.path(&format!("secret/hongqi-{}.key", ROLES[0].0)).display().to_string();
    let arguments = ["-C", "ws", "--today", "2025-03-12", "sign", &notice("hongqi"), "--key", &key];
    let arguments: Vec<String> = arguments.map(str::to_owned).into();
    let reference = town.folder("signed");
    snapshot::copy(&before, &reference);
    assert!(program(&reference, &arguments).status().unwrap().success());
    let (old, new) = (Snapshot::of(&before), Snapshot::of(&reference));
    let disturbed = |after: &After<'_>| {
        let now = Snapshot::of(after.folder);
        for (path, entry) in &now.0 {
            let is_temporary = path.ends_with(".mingbai-new");
            if !is_temporary && ![old.0.get(path), new.0.get(path)].contains(&Some(entry)) {
                return Err(format!("{path} is neither the old file nor the new one"));
            }
        }
        let gone = old.0.keys().find(|path| !now.0.contains_key(*path));
        match gone {
            Some(path) => Err(format!("{path} is gone")),
            None if after.code == Some(0) && now != new => Err("it said that it had signed".to_owned()),
            None => Ok(()),
        }
    };
    let mended = |after: &After<'_>| match Snapshot::of(after.folder).differs(&new) {
        None if after.code == Some(0) => Ok(()),
        wrong => Err(format!("{:?}, {wrong:?}: {}", after.code, after.err)),
    };
    sweep(
        &Case {
            name: "sign",
            before: &before,
            arguments,
            always: &[],
            every: 1,
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
            disturbed: &disturbed,
            mended: &mended,
        },
        &desk.root,
    );
}
