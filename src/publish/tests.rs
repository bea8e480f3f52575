//! What a reader of the site, and the office that owns the disk, may rely on.

use super::plan::Door;
use super::*;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::PathBuf;

type Files<'a> = &'a [(&'a str, &'a str)];

/// An empty folder of this test's own.
pub(super) fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/publish-test").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn publish_as(
    out: &Path,
    workspace: &str,
    open: Files<'_>,
    private: Files<'_>,
) -> Result<Written, Vec<Diagnostic>> {
    let mut output = Output::new(Target { out, workspace });
    open.iter().for_each(|(path, text)| output.put(path, text.as_bytes(), Door::Open));
    private.iter().for_each(|(path, text)| output.put(path, text.as_bytes(), Door::Private));
    output.finish()
}

pub(super) fn publish(out: &Path, open: Files<'_>, private: Files<'_>) -> Result<Written, Vec<Diagnostic>> {
    publish_as(out, "普安乡", open, private)
}

fn code(outcome: Result<Written, Vec<Diagnostic>>) -> &'static str {
    outcome.unwrap_err()[0].code.id
}

/// Path → (inode, modification time, mode, text) of everything below a folder.
fn everything(folder: &Path) -> BTreeMap<String, (u64, i64, i64, u32, String)> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| {
            let entry = entry.unwrap();
            let found = entry.metadata().unwrap();
            let text =
                if found.is_file() { fs::read_to_string(entry.path()).unwrap() } else { String::new() };
            let path = entry.path().strip_prefix(folder).unwrap().display().to_string();
            (path, (found.ino(), found.mtime(), found.mtime_nsec(), found.mode() & 0o777, text))
        })
        .collect()
}

const FIRST: Files<'static> =
    &[("public/index.html", "one"), ("public/a/index.html", "two"), ("board/a.pdf", "three")];
const OFFICE: Files<'static> = &[("private/hongqi/1.pdf", "four")];

#[test]
fn an_identical_second_publish_rewrites_nothing() {
    let out = fresh("identical").join("dist");
    let first = publish(&out, FIRST, OFFICE).unwrap();
    assert_eq!(first, Written { new: 4, ..Written::default() });
    let before = everything(&out);
    let second = publish(&out, FIRST, OFFICE).unwrap();
    assert_eq!(second, Written { unchanged: 4, ..Written::default() });
    assert_eq!(everything(&out), before);
}

#[test]
fn what_changed_is_rewritten_and_the_rest_stays_the_same_file() {
    let root = fresh("changed");
    let out = root.join("dist");
    publish(&out, FIRST, OFFICE).unwrap();
    let before = everything(&out);
    let next: Files<'_> =
        &[("public/index.html", "ONE"), ("public/b/index.html", "new"), ("board/a.pdf", "three")];
    let written = publish(&out, next, OFFICE).unwrap();
    assert_eq!(written, Written { new: 1, changed: 1, unchanged: 2, removed: 1 });
    let after = everything(&out);
    assert_eq!(after["board/a.pdf"], before["board/a.pdf"]);
    assert_eq!(after["private/hongqi/1.pdf"], before["private/hongqi/1.pdf"]);
    assert_eq!(after["public/index.html"].4, "ONE");
    assert!(!after.contains_key("public/a") && !after.contains_key("public/a/index.html"));
    assert_eq!(fs::symlink_metadata(out.join("board/a.pdf")).unwrap().nlink(), 1, "the old tree is gone");
    assert_eq!(fs::read_dir(&root).unwrap().count(), 1, "no staging folder is left");
}

#[test]
fn nobody_but_the_owner_reads_the_private_prints() {
    let out = fresh("modes").join("dist");
    publish(&out, FIRST, OFFICE).unwrap();
    let modes = |out: &Path| -> Vec<u32> {
        let all = everything(out);
        ["private", "private/hongqi", "private/hongqi/1.pdf"].iter().map(|path| all[*path].3).collect()
    };
    assert_eq!(modes(&out), [0o700, 0o700, 0o600]);
    // Somebody opened it: the next run shuts it again.
    for (path, mode) in [("private/hongqi/1.pdf", 0o644), ("private", 0o755)] {
        fs::set_permissions(out.join(path), fs::Permissions::from_mode(mode)).unwrap();
        publish(&out, FIRST, OFFICE).unwrap();
        assert_eq!(modes(&out), [0o700, 0o700, 0o600]);
    }
}

#[test]
fn what_somebody_changed_in_the_output_is_put_right() {
    let out = fresh("tampered").join("dist");
    publish(&out, FIRST, OFFICE).unwrap();
    let good = everything(&out);
    fs::write(out.join("public/index.html"), "oNe").unwrap();
    fs::write(out.join("public/extra.html"), "extra").unwrap();
    fs::create_dir(out.join("public/empty")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", out.join("public/link")).unwrap();
    fs::remove_file(out.join("board/a.pdf")).unwrap();
    std::os::unix::fs::symlink("../public/index.html", out.join("board/a.pdf")).unwrap();
    publish(&out, FIRST, OFFICE).unwrap();
    let mended = everything(&out);
    assert_eq!(mended.keys().collect::<Vec<_>>(), good.keys().collect::<Vec<_>>());
    assert!(mended.iter().all(|(path, entry)| entry.4 == good[path].4));
    assert!(fs::symlink_metadata(out.join("board/a.pdf")).unwrap().is_file());
}

#[test]
fn a_linked_folder_is_not_followed_out_of_the_tree() {
    let root = fresh("linked");
    let out = root.join("dist");
    publish(&out, FIRST, OFFICE).unwrap();
    fs::rename(out.join("public/a"), root.join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(root.join("elsewhere"), out.join("public/a")).unwrap();
    publish(&out, FIRST, OFFICE).unwrap();
    assert!(fs::symlink_metadata(out.join("public/a")).unwrap().is_dir());
    assert_eq!(fs::read_to_string(root.join("elsewhere/index.html")).unwrap(), "two");
}

#[test]
fn a_failure_in_the_middle_leaves_the_old_tree() {
    let root = fresh("failure");
    let out = root.join("dist");
    publish(&out, FIRST, OFFICE).unwrap();
    let before = everything(&out);
    let too_long = format!("public/{}/z.html", vec!["x".repeat(250); 20].join("/"));
    let next: Files<'_> = &[("public/index.html", "ONE"), (&too_long, "never")];
    assert_eq!(code(publish(&out, next, OFFICE)), "publish-failed");
    assert_eq!(everything(&out), before);
    let one_too_long = format!("public/{}", "x".repeat(300));
    assert_eq!(
        code(publish(&out, &[("public/index.html", "ONE"), (&one_too_long, "never")], &[])),
        "publish-failed"
    );
    assert_eq!(everything(&out), before);
    assert_eq!(fs::read_dir(&root).unwrap().count(), 1, "no staging folder is left");
    assert_eq!(code(publish(&out, &[("public/../x", "never")], &[])), "publish-path");
    assert_eq!(everything(&out), before);
}

#[test]
fn a_file_where_the_folder_should_be_is_refused() {
    let root = fresh("file");
    fs::write(root.join("dist"), "mine").unwrap();
    assert_eq!(code(publish(&root.join("dist"), FIRST, OFFICE)), "publish-foreign");
    assert_eq!(code(publish(&root.join("dist/below"), FIRST, OFFICE)), "publish-failed");
    assert_eq!(fs::read_to_string(root.join("dist")).unwrap(), "mine");
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let root = fresh("foreign");
    let out = root.join("dist");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("mine.txt"), "mine").unwrap();
    let before = everything(&out);
    assert_eq!(code(publish(&out, FIRST, OFFICE)), "publish-foreign");
    assert_eq!(everything(&out), before);
    fs::create_dir(root.join("real")).unwrap();
    std::os::unix::fs::symlink("real", root.join("link")).unwrap();
    assert_eq!(code(publish(&root.join("link"), FIRST, OFFICE)), "publish-foreign");
    assert_eq!(code(publish(Path::new("/"), FIRST, OFFICE)), "publish-foreign");
    // An empty folder is nobody's.
    publish(&root.join("real"), FIRST, OFFICE).unwrap();
    let theirs = everything(&root.join("real"));
    assert_eq!(code(publish_as(&root.join("real"), "青山镇", FIRST, OFFICE)), "publish-other-workspace");
    fs::write(root.join("real/.mingbai"), "mingbai output 9\nworkspace 普安乡\n").unwrap();
    assert_eq!(code(publish(&root.join("real"), FIRST, OFFICE)), "publish-foreign");
    assert_eq!(everything(&root.join("real")).len(), theirs.len());
}

#[test]
fn a_second_build_at_the_same_time_is_refused() {
    let root = fresh("busy");
    let out = root.join("dist");
    publish(&out, FIRST, OFFICE).unwrap();
    let first = stage::Staging::enter(&out).unwrap();
    assert_eq!(code(publish(&out, &[], &[])), "publish-busy");
    assert!(publish(&root.join("other"), FIRST, OFFICE).is_ok(), "another target is free");
    drop(first);
    publish(&out, FIRST, OFFICE).unwrap();
}

#[test]
fn what_a_dead_run_left_is_cleaned_or_put_back() {
    let root = fresh("dead");
    let out = root.join("dist");
    publish(&out, FIRST, OFFICE).unwrap();
    let staging = root.join(".mingbai-staging-dist");
    fs::create_dir_all(staging.join("new/public")).unwrap();
    fs::write(staging.join("new/public/half.html"), "half").unwrap();
    fs::write(staging.join("lock"), "").unwrap();
    publish(&out, FIRST, OFFICE).unwrap();
    assert!(!staging.exists() && !out.join("public/half.html").exists());
    // Died between the two renames: the old tree lies aside and its place is empty.
    let before = everything(&out);
    fs::create_dir(&staging).unwrap();
    fs::rename(&out, staging.join("old")).unwrap();
    assert_eq!(publish(&out, FIRST, OFFICE).unwrap(), Written { unchanged: 4, ..Written::default() });
    let after = everything(&out);
    assert!(before.iter().all(|(path, entry)| after[path].0 == entry.0), "the very same files");
    assert!(!staging.exists());
}

#[test]
fn a_reader_never_finds_the_site_missing() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let out = fresh("reader").join("dist");
    publish(&out, FIRST, OFFICE).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut seen, mut missing) = (0_u32, 0_u32);
            while !done.load(Ordering::Relaxed) {
                match fs::read_to_string(out.join("public/index.html")) {
                    Ok(text) if text == "one" || text == "two" => seen += 1,
                    _ => missing += 1,
                }
            }
            (seen, missing)
        });
        for round in 0..40 {
            let text = if round % 2 == 0 { "two" } else { "one" };
            publish(&out, &[("public/index.html", text)], &[]).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        let (seen, missing) = reader.join().unwrap();
        assert!(seen > 0 && missing == 0, "seen {seen}, missing {missing}");
    });
}

#[test]
fn a_key_is_shut_from_its_first_byte_and_never_overwritten() {
    let root = fresh("single");
    let key = root.join("keys/a.key");
    write_new(&key, b"secret", true).unwrap();
    assert_eq!(fs::symlink_metadata(&key).unwrap().mode() & 0o777, 0o600);
    assert_eq!(write_new(&key, b"other", true).unwrap_err().code.id, "publish-exists");
    assert_eq!(fs::read(&key).unwrap(), b"secret");
    std::os::unix::fs::symlink(root.join("target"), root.join("dangling")).unwrap();
    assert_eq!(write_new(&root.join("dangling"), b"x", false).unwrap_err().code.id, "publish-exists");
    assert!(!root.join("target").exists());
}

#[test]
fn a_statement_signed_again_replaces_the_old_one_whole() {
    let root = fresh("replace");
    let path = root.join("r.xlsx.signoff/a.txt");
    fs::create_dir(root.join("r.xlsx.signoff")).unwrap();
    fs::write(root.join("r.xlsx.signoff/.a.txt.mingbai-new"), "left by a dead run").unwrap();
    let write_replace =
        |path: &Path, bytes: &[u8]| write_replace_together(&[Single { path, bytes, private: false }]);
    write_replace(&path, b"one").unwrap();
    write_replace(&path, b"two").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"two");
    assert_eq!(fs::read_dir(root.join("r.xlsx.signoff")).unwrap().count(), 1);
    fs::create_dir(root.join("folder")).unwrap();
    assert_eq!(write_replace(&root.join("folder"), b"x").unwrap_err().code.id, "publish-failed");
    assert_eq!(fs::read_dir(&root).unwrap().count(), 2, "nothing half-written is left");
}

#[test]
fn builds_that_run_into_each_other_publish_whole_trees_or_nothing() {
    let root = fresh("crowd");
    let out = root.join("dist");
    let texts = ["甲", "乙", "丙", "丁"];
    std::thread::scope(|scope| {
        for text in texts {
            let out = &out;
            scope.spawn(move || {
                for _ in 0..25 {
                    let open: Files<'_> = &[("public/index.html", text), ("board/a.pdf", text)];
                    if let Err(error) = publish(out, open, &[("private/a.pdf", text)]) {
                        assert_eq!(error[0].code.id, "publish-busy");
                    }
                }
            });
        }
    });
    let all = everything(&out);
    let published: std::collections::BTreeSet<_> =
        ["public/index.html", "board/a.pdf", "private/a.pdf"].iter().map(|path| &all[*path].4).collect();
    assert_eq!(published.len(), 1, "one run's tree, whole");
    assert_eq!(fs::read_dir(&root).unwrap().count(), 1, "no staging folder is left");
}
