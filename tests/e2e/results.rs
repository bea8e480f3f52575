//! Results 公示结果: what the ledger's head, its counts and its days say on pages, prints and the report to the township.

use super::desk::{Desk, page};
use super::foreign::{dense, page_text, pdftotext};

const BOARD: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";
const PRINT: &str = "dist/public/villages/hongqi/notices/2025-03-identify/2025-03-identify.pdf";

fn print(desk: &Desk, path: &str) -> String {
    dense(&pdftotext(&[], &desk.path(path)))
}

/// The head as `verify ledger` knows it: first sixteen digits, number of the line.
fn head(desk: &Desk) -> (String, u64) {
    let said = desk.run(["-C", "ws", "--json", "verify", "ledger"]).ends(0).json();
    (said["head"]["hash"].as_str().unwrap()[..16].to_owned(), said["head"]["line"].as_u64().unwrap())
}

#[test]
fn the_head_stands_on_page_and_print_once_there_is_a_ledger_and_verifies() {
    let desk = Desk::six("head");
    desk.build("2025-03-14").ends(0);
    for (path, bytes) in desk.open() {
        assert!(!String::from_utf8_lossy(&bytes).contains("台账末条"), "{path} knows of a ledger");
    }
    assert!(!print(&desk, BOARD).contains("台账末条"));
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.record("2025-03-17", "object", &[]).ends(0);
    desk.build("2025-03-17").ends(0);
    let (digits, line) = head(&desk);
    assert_eq!(line, 2);
    let words = format!("台账末条 第{line}条 {digits}");
    assert!(page_text(&desk.read(&page("hongqi"))).contains(&words), "{words}");
    for path in [BOARD, PRINT] {
        let text = pdftotext(&[], &desk.path(path));
        let pages = text.matches('\u{c}').count();
        assert_eq!(dense(&text).matches(&dense(&words)).count(), pages, "{path}: not on every page: {text}");
    }
    // Whoever reads it off the paper can check it, years and many entries later; a head of no time is refused.
    desk.record("2025-03-18", "answer", &[]).ends(0);
    desk.run(["-C", "ws", "verify", "ledger", "--head", &digits]).ends(0);
    let other = format!("{}0", &digits[..15]).replace(&digits, "0123456789abcdef");
    let ran = desk.run(["-C", "ws", "verify", "ledger", "--head", &other]).ends(2);
    assert_eq!(ran.codes(), ["ledger-cut-or-rewritten"]);
    // Cut the end: the head on the paper is known no more.
    let ledger = desk.read("ws/ledger.jsonl");
    desk.write("ws/ledger.jsonl", ledger.lines().next().unwrap().to_owned() + "\n");
    let ran = desk.run(["-C", "ws", "verify", "ledger", "--head", &digits]).ends(2);
    assert_eq!(ran.codes(), ["ledger-cut-or-rewritten"]);
}

#[test]
fn an_entry_without_a_notice_on_the_wall_changes_nothing_but_the_head() {
    let desk = Desk::six("head-only");
    desk.build("2025-03-17").ends(0);
    let before = desk.read(&page("hongqi"));
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "--json", "status"]).ends(0).json();
    let step = ran[0]["notice"].as_str().unwrap().to_owned();
    desk.run(["-C", "ws", "--today", "2025-03-17", "done", &step, "--step", "review", "--day", "2025-03-12"])
        .ends(0);
    desk.build("2025-03-17");
    let after = desk.read(&page("hongqi"));
    let lines = |html: &str| html.lines().filter(|line| !line.contains("台账末条")).count();
    assert!(after.contains("台账末条") && !after.contains("收到") && !after.contains("公示结束"));
    assert_eq!(lines(&after), lines(&before));
}

#[test]
fn a_page_tells_how_many_objected_and_were_answered_and_never_more() {
    let desk = Desk::six("counts");
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.build("2025-03-16").ends(0);
    assert!(
        !page_text(&desk.read(&page("hongqi"))).contains("没有收到异议"),
        "said before the period is over"
    );
    desk.record("2025-03-17", "object", &[]).ends(0);
    desk.record("2025-03-17", "object", &["--number", "2"]).ends(0);
    desk.record("2025-03-18", "answer", &["--number", "1"]).ends(0);
    desk.record("2025-03-18", "amend", &["--typo", "--reason", "落款日期少写一个字"]).ends(0);
    desk.build("2025-03-18").ends(0);
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(text.contains("收到2件，已答复1件"), "{text}");
    assert!(text.contains("2025年3月18日更正笔误：落款日期少写一个字"), "{text}");
    assert!(text.contains("公示中") && text.contains("罗*明"), "a slip of the pen stops nothing");
    // The paper hangs for days: it tells its correction, not what changes from day to day.
    let paper = print(&desk, BOARD);
    assert!(paper.contains("更正笔误：落款日期少写一个字") && !paper.contains("收到2件"), "{paper}");
    desk.record("2025-03-19", "answer", &["--number", "2"]).ends(0);
    desk.record("2025-03-20", "close", &[]).ends(0);
    desk.record("2025-03-27", "announce", &["--number", "普安农〔2025〕9号"]).ends(0);
    desk.build("2025-03-27").ends(0);
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(text.contains("收到2件，都已答复"), "{text}");
    assert!(text.contains("2025年3月27日公告（普安农〔2025〕9号）"), "{text}");
}

#[test]
fn a_reason_that_a_later_roster_makes_personal_is_not_told_and_stops_no_build() {
    let desk = Desk::six("reason");
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.record("2025-03-17", "amend", &["--typo", "--reason", "落款的章启东写错"]).ends(0);
    // Later somebody of that name stands on a list of the same village.
    let mut people = super::people::six();
    people[0].head = "章启东".into();
    desk.write("ws/villages/hongqi/rosters/later.csv", super::people::roster_csv("红旗村", &people));
    let later = "villages/hongqi/notices/2025-04-identify";
    desk.write(
        &format!("ws/{later}.toml"),
        "kind = \"identify\"\nroster = \"rosters/later.csv\"\nposted = 2025-04-01\n",
    );
    desk.sign_all(later);
    desk.build("2025-03-18").ends(0);
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(text.contains("2025年3月17日更正笔误") && !text.contains("章启东"), "{text}");
}
