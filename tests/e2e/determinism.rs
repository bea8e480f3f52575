//! The same input on the same day is the same bytes: in another folder, zone, language, with more threads.

use super::desk::{Desk, bytes_of};
use std::collections::BTreeMap;

type Published = BTreeMap<String, Vec<u8>>;

fn build(desk: &Desk, out: &str, environment: &[(&str, &str)]) -> Published {
    desk.run_with(["-C", "ws", "--today", "2025-03-17", "build", "--out", out], environment).ends(0);
    bytes_of(desk.tree(out))
}

/// Names the first file that differs instead of printing two sites.
#[track_caller]
fn same(one: &Published, other: &Published) {
    assert!(one.keys().eq(other.keys()), "other files");
    for (path, bytes) in one {
        assert!(other[path] == *bytes, "{path} differs");
    }
}

#[test]
fn two_builds_into_two_folders_are_the_same_bytes_private_papers_included() {
    let desk = Desk::six("two-folders").speaking();
    let one = build(&desk, "one", &[]);
    assert!(one.keys().any(|path| path.starts_with("private/")) && one.len() > 20);
    same(&one, &build(&desk, "two", &[]));
}

#[test]
fn zone_language_home_and_threads_do_not_matter() {
    let desk = Desk::six("environment").speaking();
    let one = build(&desk, "one", &[("TZ", "UTC"), ("LANG", "C"), ("RAYON_NUM_THREADS", "1")]);
    let far = [("TZ", "America/New_York"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("HOME", "/")];
    same(&one, &build(&desk, "two", &far));
    same(&one, &build(&desk, "three", &[("RAYON_NUM_THREADS", "7"), ("SOURCE_DATE_EPOCH", "1")]));
}

#[test]
fn a_second_build_into_the_same_folder_rewrites_nothing() {
    let desk = Desk::six("second-build").speaking();
    desk.build("2025-03-17").ends(0);
    let before = desk.tree("dist");
    let ran = desk.build("2025-03-17").ends(0);
    assert!(desk.tree("dist") == before, "a file was written again");
    assert!(ran.out.contains("新写0个，改动0个") && ran.out.contains("撤下0个"), "{}", ran.out);
}

#[test]
fn a_day_later_only_what_speaks_of_the_day_is_rewritten() {
    let desk = Desk::six("day-later");
    desk.build("2025-03-17").ends(0);
    let before = desk.tree("dist");
    desk.build("2025-03-18").ends(0);
    let after = desk.tree("dist");
    assert!(before.keys().eq(after.keys()));
    for (path, file) in before.iter().filter(|(path, _)| path.starts_with("board/")) {
        assert!(after[path] == *file, "{path}: a print that hangs on the wall changed overnight");
    }
}

#[test]
fn copies_of_a_workspace_elsewhere_build_the_same() {
    let desk = Desk::six("elsewhere").speaking();
    for (path, bytes) in bytes_of(desk.tree("ws")) {
        desk.write(&format!("别处 的/{path}"), bytes);
    }
    let one = build(&desk, "one", &[]);
    desk.run(["-C", "别处 的", "--today", "2025-03-17", "build", "--out", "two"]).ends(0);
    let mut two = bytes_of(desk.tree("two"));
    // The marker of the output folder names the workspace that it belongs to.
    two.insert(".mingbai".into(), one[".mingbai"].clone());
    same(&one, &two);
}
