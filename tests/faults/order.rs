//! Power cuts: a kill keeps what the system has in memory, so only the order of calls tells what a power cut keeps.
//! Every byte and every name is synced before the new tree takes its place, and that before the old one goes.

use crate::snapshot;
use crate::strace::{self, Always, Call};
use crate::town::Town;
use std::path::Path;

/// What a call names, in order.
fn named(call: &Call) -> Vec<&str> {
    call.text.split('"').skip(1).step_by(2).collect()
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn synced(calls: &[Call], path: &str) -> bool {
    calls.iter().any(|call| call.name == "fsync" && call.path() == path)
}

/// What is wrong with the order of a publishing run into `out`.
fn wrong(calls: &[Call], out: &str) -> Vec<String> {
    let calls: Vec<Call> = calls.iter().filter(|call| !call.text.contains(") = -1 E")).cloned().collect();
    let staging = format!("{}/.mingbai-staging-dist", folder_of(out));
    let swap =
        calls.iter().rposition(|call| call.name.starts_with("rename") && named(call).last() == Some(&out));
    let Some(swap) = swap else { return vec!["nothing took the place of the output".to_owned()] };
    let mut wrong = Vec::new();
    let mut files = 0;
    for (at, call) in calls[..swap].iter().enumerate() {
        let path = named(call).last().map_or("", |path| *path);
        let makes_file = call.text.contains("O_CREAT") && !path.ends_with("/lock");
        let rest = &calls[at..swap];
        if makes_file {
            files += 1;
            if !synced(rest, path) {
                wrong.push(format!("{path} is not synced before the swap"));
            }
        }
        let makes_name = makes_file || call.name.starts_with("mkdir") || call.name.starts_with("link");
        // What is directly in the staging folder gets another name by the swap itself.
        if makes_name && folder_of(path) != staging && path != staging && !synced(rest, folder_of(path)) {
            wrong.push(format!("the name {path} is not synced before the swap"));
        }
    }
    let after = &calls[swap..];
    let confirmed = after.iter().position(|call| call.name == "fsync" && call.path() == folder_of(out));
    let removed = after.iter().position(|call| call.name.starts_with("unlink"));
    match (confirmed, removed) {
        (None, _) => wrong.push("the swap is not synced".to_owned()),
        (Some(confirmed), Some(removed)) if removed < confirmed => {
            wrong.push("something is removed before the swap is synced".to_owned());
        }
        _ => {}
    }
    let first = after.iter().find(|call| call.name.starts_with("unlink")).map(|call| named(call).join(" "));
    if first.is_some_and(|path| !path.ends_with(".mingbai") && !path.ends_with("/lock")) {
        wrong.push("the old tree loses a page before it loses its mark".to_owned());
    }
    if files < 3 {
        wrong.push(format!("only {files} files were written: is this the right run?"));
    }
    wrong
}

#[test]
fn a_power_cut_finds_every_byte_and_name_on_the_disk_before_the_swap() {
    if !strace::available() {
        return;
    }
    let town = Town::shared();
    // What the office keeps comes along: a link where that works, a copy of what somebody opened to others.
    snapshot::copy(&town.folder("old"), &town.folder("kept"));
    town.desk.write("kept/dist/private/diff/list.csv", "kept");
    town.desk.write("kept/dist/private/diff/more/list.csv", "kept too");
    let exchange: Always = &[];
    let two_steps: Always = &["--inject=?renameat2:error=EINVAL:when=1+"];
    for (name, before, always, out) in [
        ("exchange", "old", exchange, "dist"),
        ("two-steps", "old", two_steps, "dist"),
        ("kept", "kept", exchange, "dist"),
        ("first", "empty", exchange, "dist"),
        ("deep", "empty", exchange, "not/yet/dist"),
    ] {
        let folder = town.folder(&format!("order-{name}"));
        snapshot::copy(&town.folder(before), &folder);
        let mut arguments = town.build("new");
        let out = folder.join(out).display().to_string();
        arguments.last_mut().unwrap().clone_from(&out);
        let (calls, output) = strace::record(&folder, &log(&folder), always, &arguments);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(wrong(&calls, &out), Vec::<String>::new(), "{name}");
        // The judge sees what it should: each sync that is taken away is missed.
        let syncs: Vec<usize> = (0..calls.len()).filter(|at| calls[*at].name == "fsync").collect();
        let needed = syncs.iter().filter(|at| {
            let mut fewer = calls.clone();
            fewer.remove(**at);
            !wrong(&fewer, &out).is_empty()
        });
        let needed = needed.count();
        assert!(needed + 2 >= syncs.len(), "{name}: {needed} of {} syncs are needed", syncs.len());
    }
}

fn log(folder: &Path) -> std::path::PathBuf {
    folder.with_extension("log")
}
