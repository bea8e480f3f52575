//! Judges that are not ours (`tests/tools/judges.sh`) over every kind of print; those not installed are skipped.

use crate::samples::variants;
use crate::{fonts, out, save, theme};
use mingbai::render::print;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An empty folder.
fn folder(name: &str) -> PathBuf {
    let path = out(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).expect("a folder of ours");
    }
    std::fs::create_dir_all(&path).expect("a folder for tests");
    path
}

/// Whether the judges pass a folder, and what they say.
fn verdict(folder: &Path) -> (bool, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/judges.sh");
    let output = Command::new("bash").arg(script).arg(folder).env("JUDGES_OPTIONAL", "1").output();
    let output = output.expect("bash runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// Whether Python can do without a judge.
fn installed(module: &str) -> bool {
    let import = format!("import {module}");
    let found =
        Command::new("python3").args(["-c", &import]).output().is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("skipped: {module} is not installed");
    }
    found
}

#[test]
fn judges_of_archives_access_and_codes_find_no_fault() {
    let (theme, fonts) = (theme(), fonts());
    for (name, document, paper) in variants() {
        // A folder each: of many files in one folder only some would be judged.
        let folder = folder(&format!("judged/{name}"));
        let bytes = print(&document, paper, &theme, &fonts).expect("prints");
        std::fs::write(folder.join("print.pdf"), bytes).expect("a folder for tests");
    }
    let (passed, said) = verdict(&out("judged"));
    assert!(passed, "{said}");
    assert!(said.contains(&format!("{} files judged", variants().len())), "{said}");
}

/// What is forgiven of our files is forgiven of nothing else.
#[test]
fn a_judge_that_forgives_what_it_does_not_know_still_objects() {
    if !installed("pikepdf.pdfa") {
        return;
    }
    let (name, document, paper) = variants().into_iter().next().expect("a print");
    let good = print(&document, paper, &theme(), &fonts()).expect("prints");
    let spoils = [
        ("identifier", "<pdfuaid:part>1<", "<pdfuaid:part>2<"),
        ("category", "category>internal<", "category>infernal<"),
        ("field", "<pdfaSchema:prefix>pdfuaid<", "<pdfaSchema:prefix>pdfuaie<"),
        ("level", "<pdfaid:conformance>B<", "<pdfaid:conformance>C<"),
    ];
    for (what, from, to) in spoils {
        let at = good.windows(from.len()).position(|bytes| bytes == from.as_bytes());
        let at = at.unwrap_or_else(|| panic!("{name} says no {from}"));
        let mut bad = good.clone();
        bad[at..at + to.len()].copy_from_slice(to.as_bytes());
        let file = save(&format!("spoiled-{what}.pdf"), &bad);
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/judges/archive.py");
        let output = Command::new("python3").arg(script).arg(file).output().expect("python3 runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!output.status.success() && said.starts_with("FAIL "), "{what}: {said}");
    }
}
