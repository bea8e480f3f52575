//! A household or a whole notice that is withdrawn is gone from everything at once, and no reason is given.

use super::desk::{Desk, page};
use super::office::{ledger, post, posted, record, status};
use std::io::Write;
use std::process::{Command, Stdio};

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
    let output = Command::new("pdftotext").arg(path).arg("-").output().unwrap();
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
    assert_eq!(line["derived"].as_str().unwrap().len(), 64);
    assert_eq!(line.as_object().unwrap().len(), 4, "{line}");
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

#[test]
fn the_household_that_is_taken_down_is_told_as_the_board_shows_it() {
    let desk = posted("echo");
    let ran = record(&desk, "2025-03-17", "withdraw", &["--row", ROW]).ends(0);
    assert!(ran.out.contains("第5行，公示里写的是：") && ran.out.contains("姚*林"), "{}", ran.out);
    assert!(!ran.out.contains("姚桂林") && !ran.err.contains("姚桂林"));
}

/// A line break inside a cell makes two lines of one row: what counts is the number beside the row in the table program.
#[test]
fn a_line_break_in_a_cell_does_not_take_down_another_household() {
    let desk = Desk::six("line-break");
    let file = "ws/villages/hongqi/rosters/r.csv";
    let text = desk.read(file);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // The second household's last cell.
    let last = lines[2].rfind(',').map_or(0, |at| at + 1);
    let cell = format!("\"{}\n见会议记录\"", &lines[2][last..]);
    lines[2].replace_range(last.., &cell);
    desk.write(file, lines.join("\n"));
    desk.sign_all(&super::desk::notice("hongqi"));
    desk.write("paper.pdf", "the paper");
    post(&desk, "2025-03-14").ends(0);
    let ran = record(&desk, "2025-03-17", "withdraw", &["--row", ROW]).ends(0);
    assert!(ran.out.contains("姚*林"), "{}", ran.out);
}

/// Runs with a terminal, and types an answer.
fn at_a_terminal(desk: &Desk, answer: &str, more: &[&str]) -> String {
    let program = env!("CARGO_BIN_EXE_mingbai");
    let notice = super::desk::notice("hongqi");
    let command = format!(
        "{program} -C ws --today 2025-03-17 withdraw {notice} --row {ROW} {}; echo 结果=$?",
        more.join(" ")
    );
    let mut run = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .current_dir(desk.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    run.stdin.take().unwrap().write_all(format!("{answer}\n").as_bytes()).unwrap();
    String::from_utf8(run.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn a_clerk_is_asked_whether_it_is_this_household() {
    let desk = posted("asked");
    let said = at_a_terminal(&desk, "", &[]);
    assert!(
        said.contains("公示里写的是：") && said.contains("没有确认") && said.contains("结果=1"),
        "{said}"
    );
    assert_eq!(ledger(&desk).len(), 1);
    let said = at_a_terminal(&desk, "是", &[]);
    assert!(said.contains("结果=0"), "{said}");
    assert_eq!(ledger(&desk).len(), 2);
    let other = posted("not-asked");
    let said = at_a_terminal(&other, "", &["--yes"]);
    assert!(!said.contains("是这一户就打") && said.contains("结果=0"), "{said}");
}
