//! The days of a notice: upcoming, open, closed, expired; what may be read on each of them.

use super::desk::{Desk, notice, page};
use super::foreign::{dense, page_text, pdftotext, table};
use super::people::six;

const PDF: &str = "dist/public/villages/hongqi/notices/2025-03-identify/2025-03-identify.pdf";
const BOARD: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";

fn state(desk: &Desk, today: &str) -> String {
    let status = desk.run(["-C", "ws", "--today", today, "--json", "status"]).ends(0).json();
    status[0]["state"].as_str().unwrap().to_owned()
}

/// Whether any masked name of the roster stands in a text.
fn holds_rows(text: &str) -> bool {
    ["罗*明", "欧阳*", "程*云", "姚*林", "任*旺", "孔*新"].iter().any(|mask| text.contains(mask))
}

/// Everything in `public/` as text: pages, data and prints.
fn public_text(desk: &Desk) -> String {
    let mut all = String::new();
    for (path, bytes) in desk.open() {
        if path.starts_with("public/") {
            all.push_str(&match path.ends_with(".pdf") {
                true => dense(&pdftotext(&[], &desk.path(&format!("dist/{path}")))),
                false => String::from_utf8(bytes).unwrap(),
            });
        }
    }
    all
}

#[test]
fn the_day_before_posting_announces_without_rows_and_prints_for_the_wall() {
    let desk = Desk::six("upcoming").thin(&[]);
    desk.build("2025-03-13").ends(0);
    assert_eq!(state(&desk, "2025-03-13"), "upcoming");
    let text = public_text(&desk);
    assert!(!holds_rows(&text), "rows before the posting day");
    assert!(page_text(&desk.read(&page("hongqi"))).contains("将于2025年3月14日（星期五）张贴"));
    assert!(table(&desk.read(&page("hongqi"))).is_empty());
    // The clerk prints ahead: the paper has its rows and its days.
    let paper = dense(&pdftotext(&[], &desk.path(BOARD)));
    assert!(holds_rows(&paper) && paper.contains("2025年3月14日（星期五）起"));
}

#[test]
fn open_from_the_posting_day_to_the_end_of_the_last() {
    let desk = Desk::six("open").thin(&[]);
    // Friday 14th, five days, the first not counted: Wednesday 19th.
    for (today, left) in [("2025-03-14", 5), ("2025-03-19", 0)] {
        assert_eq!(state(&desk, today), "open", "{today}");
        desk.build(today).ends(0);
        let html = desk.read(&page("hongqi"));
        assert_eq!(table(&html).len(), 6, "{today}");
        assert!(html.contains("data-last=\"2025-03-19\""), "{today}");
        let status = desk.run(["-C", "ws", "--today", today, "--json", "status"]).ends(0).json();
        assert_eq!(status[0]["days_left"], left, "{today}");
    }
}

#[test]
fn closed_until_the_paper_has_hung_its_ten_days() {
    let desk = Desk::six("closed").thin(&[]);
    for today in ["2025-03-20", "2025-03-24"] {
        assert_eq!(state(&desk, today), "closed", "{today}");
        desk.build(today).ends(0);
        let html = desk.read(&page("hongqi"));
        assert_eq!(table(&html).len(), 6, "{today}");
        assert!(html.contains("公示期满") || html.contains("已期满"), "{today}");
        assert!(!page_text(&html).contains("还剩"), "{today}");
    }
    assert_eq!(state(&desk, "2025-03-25"), "expired");
}

#[test]
fn expired_rows_are_gone_from_every_byte_and_the_addresses_stay() {
    let desk = Desk::six("expired").thin(&[]);
    desk.build("2025-03-17").ends(0);
    assert!(holds_rows(&public_text(&desk)), "there must be something to take away");
    desk.build("2025-03-25").ends(0);
    let text = public_text(&desk);
    assert!(!holds_rows(&text), "rows after their time");
    for trace in ["户号尾", "名单（共", "6户"] {
        assert!(!text.contains(trace), "{trace} is left");
    }
    assert!(page_text(&desk.read(&page("hongqi"))).contains("名单已按规定撤下"));
    assert!(dense(&pdftotext(&[], &desk.path(PDF))).contains("名单已按规定撤下"));
    assert!(!desk.path(BOARD).exists(), "an expired print is still offered");
}

#[test]
fn the_signatures_must_hold_after_the_rows_are_gone_too() {
    let desk = Desk::six("expired-signed").thin(&[]);
    desk.edit("ws/villages/hongqi/rosters/r.csv", "综合保障", "产业帮扶");
    desk.unsign(&notice("hongqi"));
    let ran = desk.build("2025-04-25").ends(1);
    assert!(ran.codes().contains(&"signoff-unsigned"), "{}", ran.err);
    assert!(!desk.shows(&notice("hongqi")));
}

#[test]
fn a_period_into_a_year_without_holidays_is_an_error_that_names_the_notice_and_the_table() {
    let desk = Desk::hongqi("uncovered", &six());
    desk.identify("hongqi", "r.csv", "2026-12-29");
    let ran = desk.sign(&notice("hongqi"), "committee").ends(1);
    assert_eq!(ran.codes(), ["period-uncovered-year"], "{}", ran.err);
    desk.unsign(&notice("hongqi"));
    desk.build("2026-12-30").ends(2);
    assert!(ran.err.contains("villages/hongqi/notices/2025-03-identify.toml"), "{}", ran.err);
    assert!(ran.err.contains("2027"), "{}", ran.err);
    assert!(!desk.shows(&notice("hongqi")));
    // With next year's table the same notice builds, to the day that the table says.
    desk.copy("policies/calendar", "ws/policies/calendar");
    desk.write("ws/policies/calendar/2027.toml", TABLE_2027);
    desk.sign_all(&notice("hongqi"));
    desk.build("2026-12-30").ends(0);
    assert!(desk.read(&page("hongqi")).contains("data-last=\"2027-01-04\""));
}

/// Made up: nobody knows it yet.
const TABLE_2027: &str = r#"year = 2027

[[notice]]
title = "虚构的2027年放假安排"
number = "虚构〔2026〕1号"
date = 2026-11-01
verified = false

[[holiday]]
name = "元旦"
first = 2027-01-01
last = 2027-01-03
"#;
