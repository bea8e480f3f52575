//! Disks that are really full, really read-only, really elsewhere: small file systems of this test's own.

use crate::build::{new_alone, old_or_new};
use crate::snapshot::{self, Entry, Snapshot};
use crate::sweep::{after, program};
use crate::town::Town;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A file system in memory, taken away when dropped.
struct Disk(PathBuf);

impl Disk {
    /// Mounts; where that is not allowed it says so.
    fn new(folder: &Path, options: &str) -> Option<Self> {
        fs::create_dir_all(folder).unwrap();
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(folder.to_owned()));
        }
        println!("no disk can be mounted here: skipped");
        None
    }

    fn remount(&self, options: &str) -> bool {
        let options = format!("remount,{options}");
        let output = Command::new("mount").args(["-o", &options]).arg(&self.0).output().unwrap();
        output.status.success()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).stderr(Stdio::null()).status();
    }
}

/// How many pages of 4 KB the files of an edition take.
fn pages(edition: &Snapshot) -> usize {
    let pages = edition.0.values().map(|entry| match entry {
        Entry::File { bytes, .. } => bytes.len().div_ceil(4096),
        _ => 0,
    });
    pages.sum()
}

#[test]
fn a_disk_that_fills_up_while_publishing() {
    let town = Town::shared();
    let Some(disk) = Disk::new(&town.desk.path("disk"), "size=64m") else { return };
    let folder = disk.0.clone();
    let mut full = 0;
    let (old, new) = (pages(&town.old), pages(&town.new));
    let (names, fresh) = (town.old.0.len(), town.new.0.len());
    // So many pages, then so many names: from no room at all to nearly enough for a second edition.
    let sizes = (0..16).map(|step| format!("size={}k", 4 * (old + 1 + new * step / 24)));
    let counts = (0..16).map(|step| format!("nr_inodes={}", names + 2 + fresh * step / 24));
    for limit in sizes.chain(counts) {
        assert!(disk.remount("size=64m,nr_inodes=10000"));
        let _ = fs::remove_dir_all(folder.join("dist"));
        snapshot::copy(&town.folder("old"), &folder);
        assert!(disk.remount(&limit), "{limit}");
        let output = program(&folder, &town.build("new")).output().unwrap();
        let ended = after(&folder, &output);
        old_or_new(&ended, &town.old, &town.new, false).unwrap_or_else(|wrong| panic!("{limit}: {wrong}"));
        if ended.code == Some(3) {
            full += 1;
            assert!(ended.err.contains("磁盘满了"), "{limit}: {}", ended.err);
            assert_eq!(Snapshot::of(&folder).names(), ["dist"], "{limit}: a full disk is not filled further");
        }
        assert!(disk.remount("size=64m,nr_inodes=10000"));
        if !town.seen.first((town.build("new"), Snapshot::of(&folder))) {
            continue;
        }
        let output = program(&folder, &town.build("new")).output().unwrap();
        new_alone(&after(&folder, &output), &town.new).unwrap_or_else(|wrong| panic!("{limit}: {wrong}"));
    }
    println!("full {full} times of 32");
    assert!(full >= 16, "full only {full} times");
}

#[test]
fn a_disk_that_is_read_only_says_so_and_stays() {
    let town = Town::shared();
    let Some(disk) = Disk::new(&town.desk.path("disk-shut"), "size=64m") else { return };
    snapshot::copy(&town.folder("old"), &disk.0);
    assert!(disk.remount("ro"));
    let output = program(&disk.0, &town.build("new")).output().unwrap();
    let ended = after(&disk.0, &output);
    assert!(ended.code == Some(3) && ended.err.contains("磁盘是只读的"), "{}", ended.err);
    assert_eq!(Snapshot::of(&disk.0.join("dist")), town.old);
    assert!(disk.remount("rw"));
    let output = program(&disk.0, &town.build("new")).output().unwrap();
    new_alone(&after(&disk.0, &output), &town.new).unwrap();
}

#[test]
fn a_folder_that_nobody_may_write_says_so_and_stays() {
    let town = Town::shared();
    let folder = town.folder("shut");
    snapshot::copy(&town.folder("old"), &folder);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(folder.join("try"), "").is_ok() {
        println!("this user may write everywhere: skipped");
        fs::remove_file(folder.join("try")).unwrap();
        return;
    }
    let output = program(&folder, &town.build("new")).output().unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let ended = after(&folder, &output);
    assert!(ended.code == Some(3) && ended.err.contains("没有权限"), "{}", ended.err);
    assert_eq!(Snapshot::of(&folder.join("dist")), town.old);
}

#[test]
fn an_output_folder_that_is_a_disk_of_its_own_is_refused_as_it_is() {
    let town = Town::shared();
    let folder = town.folder("mounted");
    let Some(disk) = Disk::new(&folder.join("dist"), "size=64m") else { return };
    snapshot::copy(&town.folder("old").join("dist"), &disk.0);
    fs::set_permissions(&disk.0, fs::Permissions::from_mode(0o755)).unwrap();
    let output = program(&folder, &town.build("new")).output().unwrap();
    let ended = after(&folder, &output);
    assert!(ended.code == Some(3) && ended.err.contains("挂载点"), "{}", ended.err);
    assert_eq!(Snapshot::of(&disk.0), town.old);
    assert_eq!(Snapshot::of(&folder).names(), ["dist"]);
}

#[test]
fn another_disk_than_that_of_the_workspace() {
    let town = Town::shared();
    let here = fs::metadata(&town.desk.root).unwrap().dev();
    let other = ["/dev/shm", "/var/tmp", "/tmp"].map(Path::new).into_iter().find(|path| {
        fs::metadata(path).is_ok_and(|found| found.dev() != here)
            && fs::create_dir_all(path.join(name(&town))).is_ok()
    });
    let Some(other) = other else {
        println!("there is no second disk here: skipped");
        return;
    };
    let folder = other.join(name(&town));
    for state in ["old", "new"] {
        let output = program(&folder, &town.build(state)).output().unwrap();
        let edition = if state == "old" { &town.old } else { &town.new };
        let ended = new_alone(&after(&folder, &output), edition);
        assert!(ended.is_ok(), "{ended:?}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

fn name(town: &Town) -> String {
    town.desk.root.file_name().unwrap().to_string_lossy().into_owned()
}
