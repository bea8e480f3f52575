//! What changes while a notice hangs and its period runs on: contacts and places with one signature, last days because of a
//! document with none. The difference of the two proofs decides, not the clerk's word.

use super::desk::{Desk, notice, page};
use super::foreign::{dense, page_text, pdftotext, table};

const VILLAGE: &str = "ws/villages/hongqi/village.toml";
const PRINT: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";

fn toml() -> String {
    format!("ws/{}.toml", notice("hongqi"))
}

fn posted(name: &str) -> Desk {
    let desk = Desk::six(name).thin(&[]);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk
}

fn text(desk: &Desk) -> String {
    page_text(&desk.read(&page("hongqi")))
}

fn second_version(desk: &Desk) {
    desk.edit(&toml(), "posted = 2025-03-14", "version = 2\nposted = 2025-03-14");
}

fn sign(desk: &Desk, role: &str) -> super::desk::Ran {
    desk.sign_on("2025-03-17", &notice("hongqi"), role)
}

#[test]
fn another_phone_asked_for_every_signature_and_for_a_new_period() {
    let desk = posted("amend-contact");
    desk.record("2025-03-17", "amend", &["--contact", "--reason", "换了电话"]).ends(0);
    desk.edit(VILLAGE, "023-5550 1301", "023-5550 1302");
    second_version(&desk);
    let ran = sign(&desk, "committee").ends(0);
    assert!(ran.out.contains("可以发布"), "{}", ran.out);
    desk.build("2025-03-17").ends(0);
    let said = text(&desk);
    assert!(said.contains("023-5550 1302") && !said.contains("023-5550 1301"), "{said}");
    assert!(said.contains("2025年3月19日") && table(&desk.read(&page("hongqi"))).len() == 6, "{said}");
    desk.record("2025-03-20", "close", &[]).ends(0);
}

#[test]
fn a_row_or_a_word_came_along_with_another_phone() {
    for (name, path, from, to) in [
        ("amend-row", "ws/villages/hongqi/rosters/r.csv".to_owned(), "边缘易致贫户", "突发严重困难户"),
        ("amend-day", toml(), "posted = 2025-03-14", "posted = 2025-03-13"),
        ("amend-word", "ws/policies/puan-2025/notices/identify.md".to_owned(), "请大家监督", "请大家来监督"),
    ] {
        let desk = posted(name);
        desk.record("2025-03-17", "amend", &["--contact", "--reason", "换了电话"]).ends(0);
        desk.edit(VILLAGE, "023-5550 1301", "023-5550 1302");
        second_version(&desk);
        desk.edit(&path, from, to);
        let ran = sign(&desk, "committee").ends(2);
        assert_eq!(ran.codes(), ["sign-same-version"], "{name}: {}", ran.err);
    }
}

#[test]
fn one_signature_alone_never_does_for_what_was_not_amended_so() {
    let desk = posted("amend-typo");
    desk.record("2025-03-17", "amend", &["--typo", "--reason", "错字"]).ends(0);
    desk.edit(VILLAGE, "023-5550 1301", "023-5550 1302");
    second_version(&desk);
    let ran = sign(&desk, "committee");
    assert!(!ran.out.contains("可以发布"), "{}", ran.out);
}

const NUMBER: [&str; 3] = ["--calendar", "--number", "国办发明电〔2025〕9号"];

#[test]
fn an_edited_holiday_table_moved_the_last_day_of_a_notice_that_hung() {
    let desk = posted("amend-calendar");
    assert_eq!(desk.record("2025-03-17", "amend", &NUMBER).ends(2).codes(), ["ledger-not-allowed"]);
    desk.holiday("2025-03-18", "2025-03-19");
    let ran = desk.build("2025-03-17");
    assert!(format!("{}{}", ran.out, ran.err).contains("--calendar --number"), "{}\n{}", ran.out, ran.err);
    assert!(text(&desk).contains("2025年3月19日"));
    // Another entry puts nothing off by itself.
    desk.record("2025-03-17", "object", &[]).ends(0);
    assert_eq!(desk.read("ws/ledger.jsonl").lines().count(), 2);
    desk.record("2025-03-17", "amend", &NUMBER).ends(0);
    let line = desk.read("ws/ledger.jsonl").lines().last().unwrap().to_owned();
    assert!(line.contains("国办发明电〔2025〕9号") && line.contains("\"derived\""), "{line}");
    let before = desk.bytes("ws/ledger.jsonl");
    desk.record("2025-03-17", "amend", &NUMBER).ends(0);
    assert!(desk.bytes("ws/ledger.jsonl") == before, "the same twice");
    desk.build("2025-03-17");
    let said = text(&desk);
    assert!(said.contains("2025年3月20日") && !said.contains("2025年3月19日"), "{said}");
    assert!(dense(&pdftotext(&[], &desk.path(PRINT))).contains("3月20日"));
    assert_eq!(table(&desk.read(&page("hongqi"))).len(), 6);
    let verified = desk.run(["-C", "ws", "--today", "2025-03-17", "verify", &notice("hongqi")]).ends(0);
    assert!(verified.out.contains("照国办发明电〔2025〕9号推迟"), "{}", verified.out);
    // A household that is withdrawn later keeps the later days.
    desk.record("2025-03-18", "withdraw", &["--row", "5", "--yes"]).ends(0);
    desk.build("2025-03-18");
    assert!(text(&desk).contains("2025年3月20日") && table(&desk.read(&page("hongqi"))).len() == 5);
    desk.run(["-C", "ws", "--today", "2025-03-18", "verify", &notice("hongqi")]).ends(0);
    desk.record("2025-03-19", "answer", &[]).ends(0);
    // The paper that hangs still promises the earlier day, until the new one hangs.
    assert_eq!(desk.record("2025-03-20", "close", &[]).ends(2).codes(), ["ledger-printed-short"]);
    desk.build("2025-03-20");
    desk.record("2025-03-20", "post", &[]).ends(0);
    assert_eq!(desk.record("2025-03-20", "close", &[]).ends(2).codes(), ["ledger-not-allowed"]);
    desk.record("2025-03-22", "close", &[]).ends(0);
}
