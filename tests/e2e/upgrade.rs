//! Workspaces of older forms, in the middle of their lives (`tests/upgrade/`): taken over, and nothing lost.

use super::desk::{Desk, notice, page};
use super::foreign::{dense, page_text, pdftotext, table};

/// Statements over roster and pack, a posting, a household withdrawn.
fn old(name: &str) -> Desk {
    let desk = Desk::bare(name);
    desk.copy("tests/upgrade/statements-over-rosters", "ws");
    desk
}

fn upgrade(desk: &Desk) -> super::desk::Ran {
    desk.run(["-C", "ws", "--today", "2025-03-18", "upgrade", "--yes"])
}

#[test]
fn signatures_of_the_old_form_were_lost_with_the_new_program() {
    let desk = old("upgrade-carried");
    let before = desk.build("2025-03-18").ends(2);
    assert!(before.codes().contains(&"signoff-unsigned"));
    assert!(before.err.contains("mingbai upgrade"), "{}", before.err);
    let kept = desk.bytes("ws/ledger.jsonl");
    let ran = upgrade(&desk).ends(0);
    assert!(ran.out.contains(&notice("hongqi")) && ran.out.contains("按旧式签字"), "{}", ran.out);
    assert!(desk.bytes("ws/ledger.jsonl") == kept, "a line of the ledger changed");
    assert!(
        desk.path("ws/villages/hongqi/rosters/r.csv.signoff/村民委员会.txt").exists(),
        "something is lost"
    );
    // It runs on as it hung, without the household that was withdrawn.
    desk.build("2025-03-18").ends(0);
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(text.contains("5户18人") && table(&desk.read(&page("hongqi"))).len() == 5, "{text}");
    let print = dense(&pdftotext(&[], &desk.path("dist/board/hongqi/2025-03-identify-A4.pdf")));
    assert!(print.contains("5户18人") && !print.contains("姚*林"), "{print}");
    let told = desk.run(["-C", "ws", "--today", "2025-03-18", "verify"]).ends(0).out;
    assert!(told.contains("签字有效") && told.contains("罗启山h") && told.contains("韩永年h"), "{told}");
    assert!(upgrade(&desk).ends(0).out.contains("没有要升级的"));
    // And to its end.
    desk.record("2025-03-20", "close", &[]).ends(0);
    desk.run(["-C", "ws", "--today", "2025-03-20", "archive", &notice("hongqi")]).ends(0);
}

#[test]
fn files_that_changed_since_they_were_signed_are_not_carried_over() {
    for (name, path, from, to) in [
        ("upgrade-roster", "ws/villages/hongqi/rosters/r.csv", "综合保障", "产业帮扶"),
        ("upgrade-day", "ws/villages/hongqi/notices/2025-03-identify.toml", "2025-03-14", "2025-03-13"),
        ("upgrade-pack", "ws/policies/puan-2025/notices/identify.md", "请大家监督", "请大家来监督"),
    ] {
        let desk = old(name);
        desk.edit(path, from, to);
        let ran = upgrade(&desk).ends(1);
        assert_eq!(ran.codes(), ["upgrade-not-carried"], "{name}: {}", ran.err);
        assert!(!desk.path("ws/villages/hongqi/notices/2025-03-identify.proof").exists());
        desk.build("2025-03-18").ends(2);
    }
    // What the statements do not cover, but the kept print shows.
    let desk = old("upgrade-print");
    desk.edit("ws/policies/puan-2025/pack.toml", "title = \"家庭人口\"", "title = \"家庭人口\"");
    let key = desk.bytes("ws/keys/hongqi/committee.pub");
    desk.write("ws/keys/hongqi/committee.pub", "");
    assert_ne!(upgrade(&desk).code, 0);
    desk.write("ws/keys/hongqi/committee.pub", key);
    upgrade(&desk).ends(0);
}
