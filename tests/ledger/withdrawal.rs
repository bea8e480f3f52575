//! A household or a whole notice that is withdrawn is gone from everything at once, and no reason is given.

use super::desk::{Desk, page};
use super::office::{ledger, posted, record, status};

/// The fourth household, 姚桂林, stands in line 5 of the file.
const ROW: &str = "5";

fn everything(desk: &Desk) -> String {
    let files = desk.tree("dist").into_iter();
    files
        .filter(|(path, _)| !path.ends_with(".pdf"))
        .map(|(_, (bytes, _))| String::from_utf8_lossy(&bytes).into_owned())
        .collect()
}

fn board(desk: &Desk) -> String {
    let path = desk.path("dist/board/hongqi/2025-03-identify-A4.pdf");
    let output = std::process::Command::new("pdftotext").arg(path).arg("-").output().unwrap();
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect()
}

#[test]
fn a_withdrawn_household_is_gone_from_pages_prints_and_counts() {
    let desk = posted("row");
    desk.build("2025-03-17").ends(0);
    assert!(everything(&desk).contains("姚*林") && board(&desk).contains("姚*林"));
    record(&desk, "2025-03-17", "withdraw", &["--row", ROW]).ends(0);
    desk.build("2025-03-17").ends(0);
    assert!(!everything(&desk).contains("姚*林") && !board(&desk).contains("姚*林"));
    let page = desk.read(&page("hongqi"));
    assert!(
        page.contains("罗*明") && page.contains("5户") && !page.contains("6户"),
        "the count is corrected"
    );
    // The ledger tells neither who nor which row.
    let line = &ledger(&desk)[1]["event"];
    assert_eq!(line["row"].as_str().unwrap().len(), 64);
    assert_eq!(line.as_object().unwrap().len(), 3, "{line}");
    let before = desk.bytes("ws/ledger.jsonl");
    record(&desk, "2025-03-17", "withdraw", &["--row", ROW]).ends(0);
    assert_eq!(desk.bytes("ws/ledger.jsonl"), before);
}

#[test]
fn a_row_that_is_no_household_is_refused() {
    let desk = posted("no-row");
    for row in ["1", "99"] {
        let ran = record(&desk, "2025-03-17", "withdraw", &["--row", row]).ends(1);
        assert_eq!(ran.codes(), ["ledger-unknown-name"]);
    }
    assert_eq!(ledger(&desk).len(), 1);
}

#[test]
fn a_withdrawn_household_is_still_searched_for_by_the_audit() {
    let desk = posted("needle");
    record(&desk, "2025-03-17", "withdraw", &["--row", ROW]).ends(0);
    desk.edit("ws/villages/hongqi/village.toml", "红旗村村务公开栏", "姚桂林家门口");
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.codes().iter().any(|code| code.starts_with("leak-")), "{}", ran.err);
}

#[test]
fn a_withdrawn_notice_keeps_its_address_and_loses_its_rows() {
    let desk = posted("whole");
    desk.build("2025-03-17").ends(0);
    record(&desk, "2025-03-17", "withdraw", &[]).ends(0);
    assert_eq!(status(&desk, "2025-03-17")["state"], "withdrawn");
    assert!(status(&desk, "2025-03-17")["next"].is_null());
    desk.build("2025-03-17").ends(0);
    assert!(!everything(&desk).contains("罗*明"));
    assert!(desk.path(&page("hongqi")).is_file() && !desk.path("dist/board/hongqi").exists());
    for command in ["object", "close", "announce"] {
        assert_eq!(record(&desk, "2025-03-20", command, &[]).ends(2).codes(), ["ledger-not-allowed"]);
    }
}
