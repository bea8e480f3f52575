//! Kills at any moment, and builds that run into each other. Needs no strace.

use crate::build::{new_alone, old_or_new};
use crate::snapshot::{self, Snapshot};
use crate::sweep::{after, program};
use crate::town::Town;
use std::time::{Duration, Instant};

#[test]
fn builds_that_are_killed_at_any_moment_leave_one_whole_edition() {
    let town = Town::shared();
    let folder = town.folder("random");
    snapshot::copy(&town.folder("old"), &folder);
    let begun = Instant::now();
    assert!(program(&folder, &town.build("old")).status().unwrap().success());
    let whole = begun.elapsed();
    let (mut killed, mut staging) = (0, 0);
    // The editions take turns, so that each run has something to publish over whatever the last one left.
    for round in 0..60_u32 {
        let target = if round % 2 == 0 { "new" } else { "old" };
        let arguments = town.build(target);
        let mut child = program(&folder, &arguments).spawn().unwrap();
        if round % 3 == 0 {
            // Anywhere in the run, the tail included.
            std::thread::sleep(whole * (round * 37 % 100) / 80);
        } else {
            // While it publishes: some time after the staging folder has come.
            let staged = folder.join(".mingbai-staging-dist/new");
            while child.try_wait().unwrap().is_none() && !staged.exists() {
                std::thread::yield_now();
            }
            std::thread::sleep(Duration::from_micros(u64::from(round * 7919 % 40_000)));
        }
        killed += u32::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        let left = Snapshot::of(&folder);
        staging += u32::from(left.names().len() > 1);
        // Whichever edition lay there before: after a kill it is one of the two.
        old_or_new(&after(&folder, &output), &town.old, &town.new, false)
            .or_else(|_| old_or_new(&after(&folder, &output), &town.new, &town.old, false))
            .unwrap_or_else(|wrong| panic!("round {round}: {wrong}"));
        if round % 5 == 4 {
            let output = program(&folder, &arguments).output().unwrap();
            let edition = if target == "new" { &town.new } else { &town.old };
            new_alone(&after(&folder, &output), edition)
                .unwrap_or_else(|wrong| panic!("round {round}: {wrong}"));
        }
    }
    println!("{killed} of 60 killed, {staging} left a staging folder");
    assert!(killed >= 30 && staging >= 10, "{killed} killed, {staging} while publishing: too few to tell");
}

#[test]
fn two_and_four_builds_at_once_publish_one_whole_edition() {
    let town = Town::shared();
    let folder = town.folder("race");
    let (mut busy, mut published) = (0, 0);
    for round in 0..12 {
        let states: &[&str] = if round % 2 == 0 { &["old", "new"] } else { &["old", "new", "new", "old"] };
        let children: Vec<_> = states
            .iter()
            .map(|state| {
                let mut command = program(&folder, &town.build(state));
                (*state, command.stderr(std::process::Stdio::piped()).spawn().unwrap())
            })
            .collect();
        let mut done = Vec::new();
        for (state, child) in children {
            let output = child.wait_with_output().unwrap();
            let ended = after(&folder, &output);
            match ended.code {
                Some(0) => done.push(state),
                Some(3) if ended.err.contains("[publish-busy]") => busy += 1,
                code => panic!("round {round}: ended with {code:?}: {}", ended.err),
            }
        }
        published += done.len();
        let now = Snapshot::of(&folder.join("dist"));
        let editions = [("old", &town.old), ("new", &town.new)];
        let winner = editions.iter().find(|(_, edition)| now == **edition);
        let Some((winner, _)) = winner else { panic!("round {round}: {:?}", now.differs(&town.new)) };
        assert!(done.contains(winner), "round {round}: nobody said that it published {winner}");
        assert_eq!(Snapshot::of(&folder).names(), ["dist"], "round {round}");
    }
    println!("{published} published, {busy} refused as busy");
}
