use crate::diag::Diagnostic;
use crate::sealed::intake::testing::{day, intake_with};
use crate::sealed::roster::{Roster, Texts};
use std::path::{Path, PathBuf};
use std::process::Command;

fn manifest(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Reads a workbook of the shared collection, or says that it is not here.
fn shared(name: &str, as_of: &str, sheet: Option<&str>) -> Option<(Roster, Vec<Diagnostic>)> {
    let read = read(&manifest("../shared/rosters").join(name), name, as_of, sheet);
    if read.is_none() {
        eprintln!("skipped: {name} is not here");
    }
    read
}

/// Reads a file that must be free of errors.
#[expect(clippy::disallowed_methods, reason = "the test itself is the reader of real files")]
fn read(file: &Path, name: &str, as_of: &str, sheet: Option<&str>) -> Option<(Roster, Vec<Diagnostic>)> {
    let bytes = std::fs::read(file).ok()?;
    let read = intake_with(name, &bytes, |options| {
        options.as_of = day(as_of);
        options.sheets = sheet.map(str::to_owned).into_iter().collect();
    });
    match read {
        Ok(read) => Some(read),
        Err(findings) => {
            let told: Vec<_> = findings.iter().map(ToString::to_string).collect();
            panic!("{name}\n{}", told.join("\n"));
        }
    }
}

#[test]
fn puan_workbooks_are_read_unedited() {
    for (name, households, people) in [
        ("puan/红旗村-2025-03.xlsx", 14, 28),
        ("puan/双河村-2025-03.xlsx", 38, 122),
        ("puan/云峰社区-2025-03.xlsx", 62, 167),
    ] {
        let Some((roster, findings)) = shared(name, "2025-03-14", None) else { return };
        assert_eq!((roster.household_count(), roster.person_count()), (households, people), "{name}");
        let told: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|line| line.contains("第Q列已隐藏，没有读取")), "{told:?}");
        assert!(told.iter().any(|line| line.contains("批注")), "{told:?}");
        assert_eq!(findings.len(), 2, "{told:?}");
        for household in &roster.households {
            for field in
                ["group", "household_number", "size", "category", "lead_date", "review_date", "phone"]
            {
                assert!(
                    household.fields.get_text(field).is_some(),
                    "{name} {field} {}",
                    household.at.place()
                );
            }
            assert!(household.fields.get_text("bank").is_none());
            for member in &household.members {
                for field in ["name", "id_number", "relation"] {
                    assert!(member.fields.get_text(field).is_some(), "{name} {field} {}", member.at.place());
                }
            }
        }
        assert_eq!(roster.skipped.len(), households, "the hidden accounts are needles");
    }
}

#[test]
fn the_other_counties_are_read_unedited() {
    for (name, as_of, sheet, households, people) in [
        ("huizhou/石湾村-2020-06.csv", "2020-07-31", None, 45, 0),
        ("jilin/松江村-2020-05.xlsx", "2020-06-30", None, 27, 0),
        ("linyi/沂河村-2020-06.xlsx", "2020-06-30", Some("即时帮扶户"), 15, 0),
        ("linyi/沂河村-2020-06.xlsx", "2020-06-30", Some("脱贫监测户"), 11, 0),
        ("linyi/沂河村-2020-06.xlsx", "2020-06-30", Some("回退户"), 7, 0),
        ("yangshuo/线上-2021-05.xlsx", "2021-05-31", None, 32, 32),
        ("yangshuo/线下-2021-05.csv", "2021-05-31", None, 34, 0),
    ] {
        let Some((roster, findings)) = shared(name, as_of, sheet) else { return };
        for finding in &findings {
            eprintln!("{finding}");
        }
        assert_eq!(roster.household_count(), households, "{name}");
        if people > 0 {
            assert_eq!(roster.person_count(), people, "{name}");
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the sample is written to a folder of this test's own")]
fn the_sample_township_is_read_without_errors() {
    let folder = std::env::temp_dir().join(format!("mingbai-sample-{}", std::process::id()));
    let script = manifest("tests/tools/make_sample.py");
    let ran = Command::new("python3").arg(&script).arg(&folder).status();
    if !ran.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no python3 here");
        return;
    }
    let mut sizes = Vec::new();
    for (name, as_of) in [
        ("qingsong/rosters/2025-04-identify", "2025-04-03"),
        ("shiqiao/rosters/2025-03-identify", "2025-03-31"),
        ("bailu/rosters/2025-04-identify", "2025-04-08"),
    ] {
        let file = folder.join(format!("{name}.xlsx"));
        let (roster, findings) = read(&file, &format!("{name}.xlsx"), as_of, None).unwrap();
        let told: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(findings.len(), 2, "the hidden column and the comment: {told:?}");
        assert_eq!(roster.skipped.len(), roster.household_count());
        sizes.push((roster.household_count(), roster.person_count()));
    }
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(sizes, [(16, 42), (34, 97), (52, 145)]);
}
