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

/// The same before anybody was withdrawn: it hangs as it was posted.
fn hanging(name: &str) -> Desk {
    let desk = old(name);
    let posted = desk.read("ws/ledger.jsonl").lines().next().unwrap().to_owned();
    desk.write("ws/ledger.jsonl", posted + "\n");
    desk
}

/// A roster that was edited since it was signed.
fn edited(desk: Desk) -> Desk {
    desk.edit("ws/villages/hongqi/rosters/r.csv", "综合保障", "产业帮扶");
    desk
}

/// What was kept of the posting, by the path below `dist/` where a build puts it.
fn kept(desk: &Desk) -> Vec<(String, Vec<u8>)> {
    let ledger = desk.read("ws/ledger.jsonl");
    let line: serde_json::Value = serde_json::from_str(ledger.lines().next().unwrap()).unwrap();
    let of = |key: &str, below: &str| -> Vec<(String, Vec<u8>)> {
        let named = line["event"][key].as_object().unwrap().iter();
        let read = |(name, digest): (&String, &serde_json::Value)| {
            let kept = format!("ws/kept/{}", digest.as_str().unwrap());
            (format!("dist/{below}/{name}"), desk.bytes(&kept))
        };
        named.map(read).collect()
    };
    let mut all = of("pages", "public");
    all.extend(of("papers", "board/hongqi"));
    // Where an asset has no digest in its name, the one of today stands.
    all.retain(|(path, _)| !path.ends_with("icon.svg"));
    all
}

#[track_caller]
fn stands_as_it_was_kept(desk: &Desk) {
    for (path, bytes) in kept(desk) {
        assert!(desk.path(&path).exists() && desk.bytes(&path) == bytes, "{path} is not what was kept");
    }
}

const BOARD: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";

#[track_caller]
fn shows_no_row(desk: &Desk) {
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(table(&desk.read(&page("hongqi"))).is_empty() && !text.contains("姚*林"), "{text}");
    assert!(!desk.path(BOARD).exists(), "a print that nobody may hang is put out");
}

#[test]
fn a_page_that_hung_came_down_because_a_file_was_edited() {
    for (name, path, from, to, code) in [
        ("old-roster", "villages/hongqi/rosters/r.csv", "综合保障", "产业帮扶", "upgrade-not-carried"),
        (
            "old-pack",
            "policies/puan-2025/notices/identify.md",
            "请大家监督",
            "请大家来监督",
            "upgrade-not-carried",
        ),
        // What the statements do not cover, but the print that hangs says.
        ("old-phone", "villages/hongqi/village.toml", "5550 1301", "5550 1302", "upgrade-other-print"),
    ] {
        let desk = hanging(name);
        desk.edit(&format!("ws/{path}"), from, to);
        let ledger = desk.bytes("ws/ledger.jsonl");
        let ran = upgrade(&desk).ends(1);
        assert_eq!(ran.codes(), [code], "{name}: {}", ran.err);
        assert!(
            ran.out.contains("照存档的原样保留到期") && ran.out.contains(&notice("hongqi")),
            "{}",
            ran.out
        );
        assert!(ran.err.contains("mingbai withdraw") && ran.err.contains("mingbai close"), "{}", ran.err);
        let place = path.replace("notices/identify.md", "pack.toml");
        assert!(code != "upgrade-not-carried" || ran.err.contains(&place), "where is not said: {}", ran.err);
        let built = desk.build("2025-03-18").ends(1);
        let told = if name == "old-phone" { "signoff-unsigned" } else { "old-form-kept" };
        assert_eq!(built.codes(), [told], "{name}: {}", built.err);
        stands_as_it_was_kept(&desk);
        assert!(desk.bytes("ws/ledger.jsonl") == ledger, "a line of the ledger changed");
        assert!(!desk.path("ws/villages/hongqi/notices/2025-03-identify.proof").exists());
        // The lists know it, and nothing of it is printed anew.
        assert!(desk.read("dist/public/villages/hongqi/index.html").contains("2025-03-identify"));
        desk.build("2025-03-24").ends(1);
        stands_as_it_was_kept(&desk);
        desk.build("2025-03-25").ends(0);
        shows_no_row(&desk);
    }
}

#[test]
fn a_page_that_hung_came_down_because_its_roster_was_deleted() {
    let desk = hanging("old-no-roster");
    std::fs::remove_file(desk.path("ws/villages/hongqi/rosters/r.csv")).unwrap();
    let built = desk.build("2025-03-18");
    assert!(built.code > 0 && built.err.contains("r.csv"), "{}", built.err);
    stands_as_it_was_kept(&desk);
    desk.record("2025-03-20", "close", &[]).ends(0);
}

#[test]
fn a_page_that_hung_came_down_until_somebody_upgraded() {
    let desk = hanging("old-waits");
    let ran = desk.build("2025-03-18").ends(1);
    assert_eq!(ran.codes(), ["signoff-unsigned"]);
    assert!(ran.err.contains("mingbai upgrade"), "{}", ran.err);
    stands_as_it_was_kept(&desk);
    let ran = upgrade(&desk).ends(0);
    // Whoever confirms it sees the proof.
    assert!(ran.out.contains("校对码") && ran.out.contains("6户19人"), "{}", ran.out);
    desk.build("2025-03-18").ends(0);
    assert_eq!(table(&desk.read(&page("hongqi"))).len(), 6);
    assert!(upgrade(&desk).ends(0).out.contains("没有要升级的"));
}

#[test]
fn a_key_that_is_gone_took_the_page_down() {
    let desk = hanging("old-key");
    std::fs::remove_file(desk.path("ws/keys/hongqi/committee.pub")).unwrap();
    let ran = upgrade(&desk).ends(1);
    assert!(ran.codes().contains(&"signoff-untrusted-key"), "{}", ran.err);
    assert!(ran.err.contains("r.csv.signoff/"), "the statement is looked for elsewhere: {}", ran.err);
    desk.build("2025-03-18").ends(1);
    stands_as_it_was_kept(&desk);
}

#[test]
fn a_withdrawn_household_stood_on_the_page_that_was_kept() {
    let desk = edited(old("old-withdrawn"));
    let ran = desk.build("2025-03-18").ends(2);
    assert_eq!(ran.codes(), ["old-form-rows-off"], "{}", ran.err);
    shows_no_row(&desk);
    assert!(page_text(&desk.read(&page("hongqi"))).contains("名单现在不在网上"));
}

#[test]
fn a_kept_page_that_was_changed_was_shown() {
    let desk = edited(hanging("old-changed"));
    let (_, bytes) = kept(&desk).into_iter().find(|(path, _)| path.ends_with("identify/index.html")).unwrap();
    let digest = "61f5a8183367e2d376c96e2bc5517bec8ea2e41fb32a78220361ab928bad651b";
    let other = String::from_utf8(bytes).unwrap().replace("姚*林", "姚*森");
    desk.write(&format!("ws/kept/{digest}"), other);
    let ran = desk.build("2025-03-18").ends(2);
    assert!(ran.codes().contains(&"ledger-copy-lost"), "{}", ran.err);
    shows_no_row(&desk);
}

#[test]
fn a_kept_print_that_was_changed_was_taken_for_what_hung() {
    let desk = hanging("old-print");
    let digest = "5f98f8615958af51bdd16a9106970419d1b26a746368cd27cfd7e90e4c4382c8";
    let print = desk.bytes(&format!("ws/kept/{digest}"));
    desk.write(&format!("ws/kept/{digest}"), "changed");
    let ran = upgrade(&desk).ends(1);
    assert_eq!(ran.codes(), ["upgrade-other-print"], "{}", ran.err);
    assert!(ran.err.contains(digest), "{}", ran.err);
    desk.write(&format!("ws/kept/{digest}"), print);
    upgrade(&desk).ends(0);
}

#[test]
fn what_a_later_list_hides_stayed_on_the_kept_page() {
    let desk = hanging("old-leaks");
    // The phone on the page is no contact's any more, and stands in the roster.
    desk.edit("ws/villages/hongqi/village.toml", "5550 1301", "5550 1302");
    let roster = desk.read("ws/villages/hongqi/rosters/r.csv");
    let mobile = roster.split(',').find(|cell| cell.len() == 11 && cell.starts_with("154")).unwrap();
    desk.write("ws/villages/hongqi/rosters/r.csv", roster.replacen(mobile, "02355501301", 1));
    let ran = desk.build("2025-03-18").ends(2);
    assert!(ran.codes().iter().any(|code| code.starts_with("leak-")), "{}", ran.err);
    shows_no_row(&desk);
}

#[test]
fn a_version_that_hangs_in_the_old_form_was_signed_printed_and_mended_anew() {
    let desk = edited(hanging("old-commands"));
    desk.keygen("hongqi", "committee", "村民委员会", "罗启山h");
    desk.write("scan.jpg", "x");
    let ledger = desk.bytes("ws/ledger.jsonl");
    let id = notice("hongqi");
    let run = |words: &[&str]| {
        let typed = ["-C", "ws", "--today", "2025-03-18"].iter().chain(words).copied().collect::<Vec<_>>();
        desk.run(typed)
    };
    for words in [
        vec!["sign", &id, "--key", "secret/hongqi-committee.key"],
        vec!["proof", &id],
        vec!["sheet", &id, "--role", "村民委员会"],
        vec!["print", &id],
        vec!["post", &id],
        vec!["amend", &id, "--typo", "--reason", "错字"],
        vec!["amend", &id, "--contact", "--reason", "换电话"],
        vec!["amend", &id, "--calendar", "--number", "国办发明电〔2025〕1号"],
    ] {
        let ran = run(&words).ends(2);
        assert_eq!(ran.codes(), ["old-form-refused"], "{words:?}: {}", ran.err);
        assert!(ran.err.contains("mingbai withdraw"), "{words:?}: {}", ran.err);
    }
    assert!(desk.bytes("ws/ledger.jsonl") == ledger, "something was recorded");
    assert!(!desk.path(&format!("ws/{id}.proof")).exists());
    assert!(run(&["verify"]).out.contains("没有核对"));
}

#[test]
fn a_notice_of_the_old_form_could_not_be_brought_to_its_end() {
    for (name, end) in [("old-closed", "close"), ("old-taken-back", "withdraw")] {
        let desk = edited(hanging(name));
        desk.record("2025-03-17", "object", &[]).ends(0);
        desk.record("2025-03-18", "answer", &[]).ends(0);
        desk.record("2025-03-20", end, &[]).ends(0);
        if end == "withdraw" {
            desk.build("2025-03-20").ends(0);
            shows_no_row(&desk);
        }
        let ran = desk.run(["-C", "ws", "--today", "2025-03-20", "archive", &notice("hongqi")]).ends(0);
        // Nobody could check the signatures, and the bag says so.
        assert!(
            ran.out.contains("没有通过  签字有效，签的就是这份名册和政策包（1份公示是旧式签字"),
            "{}",
            ran.out
        );
        let bag = "archive/hongqi-2025-03-identify";
        desk.run(["verify", bag]).ends(0);
        let page =
            format!("{bag}/data/notices/hongqi/2025-03-identify/posted-1/web/{}", &page("hongqi")[12..]);
        assert!(desk.read(&page).contains("姚*林"), "what hung is not in the bag");
        assert!(
            desk.path(&format!("{bag}/data/notices/hongqi/2025-03-identify/signoff/村民委员会.txt")).exists()
        );
    }
}

#[test]
fn a_notice_went_into_a_bag_unchecked_that_could_have_been_upgraded() {
    let desk = hanging("old-bag-early");
    desk.record("2025-03-20", "close", &[]).ends(0);
    let archive = || desk.run(["-C", "ws", "--today", "2025-03-20", "archive", &notice("hongqi")]);
    let ran = archive().ends(2);
    assert!(ran.err.contains("mingbai upgrade"), "{}", ran.err);
    desk.run(["-C", "ws", "--today", "2025-03-20", "upgrade", "--yes"]).ends(0);
    assert!(!archive().ends(0).out.contains("没有通过"));
}

#[test]
fn another_version_could_not_follow_a_notice_of_the_old_form() {
    let desk = edited(hanging("old-next"));
    for (file, role, name) in
        [("committee", "村民委员会", "罗启山h"), ("supervision", "村务监督委员会", "韩永年h")]
    {
        desk.keygen("hongqi", file, role, name);
    }
    let id = notice("hongqi");
    desk.record("2025-03-18", "amend", &["--reason", "名单有误"]).ends(0);
    desk.edit(&format!("ws/{id}.toml"), "posted = 2025-03-14", "posted = 2025-03-20\nversion = 2");
    for file in ["committee", "supervision"] {
        desk.sign_on("2025-03-19", &id, file).ends(0);
    }
    desk.build("2025-03-20");
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(table(&desk.read(&page("hongqi"))).len() == 6 && text.contains("第2版"), "{text}");
    desk.record("2025-03-20", "post", &[]).ends(0);
    desk.build("2025-03-21").ends(0);
    assert!(desk.path(BOARD).exists());
}

#[test]
fn a_household_withdrawn_by_another_roster_was_shown_again() {
    let desk = hanging("old-other-row");
    let path = "ws/villages/hongqi/rosters/r.csv";
    let roster = desk.read(path);
    let desk = edited(desk);
    let ran = desk.record("2025-03-17", "withdraw", &["--row", "2", "--yes"]).ends(0);
    assert!(ran.err.contains("贴着的纸今天揭下"), "{}", ran.err);
    desk.write(path, roster);
    let ran = upgrade(&desk).ends(1);
    assert_eq!(ran.codes(), ["upgrade-not-carried"], "{}", ran.err);
    assert!(ran.err.contains("台账里撤下了1户"), "{}", ran.err);
    desk.build("2025-03-18").ends(2);
    shows_no_row(&desk);
}
