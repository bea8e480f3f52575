//! Each notice alone: what is wrong with one holds back this one, and nothing else.

use super::desk::{Desk, notice};
use super::foreign::table;
use super::people::{roster_csv, six};
use super::stands::others;

/// Two villages with signed notices, posted on 2025-03-14; no person and no phone stands in both.
fn two(name: &str) -> Desk {
    with_another(Desk::six(name).thin(&[]))
}

fn with_another(desk: Desk) -> Desk {
    desk.village("anping", "安坪村");
    desk.write("ws/villages/anping/rosters/r.csv", roster_csv("安坪村", &others()));
    desk.identify("anping", "r.csv", "2025-03-14");
    desk.sign_all(&notice("anping"));
    desk
}

/// The build of a day, with 红旗村's notice spoiled: its code, and what it says of that notice alone.
#[track_caller]
fn spoiled(name: &str, today: &str, code: i32, spoil: impl FnOnce(&Desk), codes: &[&str]) -> Desk {
    let desk = two(name);
    spoil(&desk);
    let ran = desk.build(today).ends(code);
    let told: std::collections::BTreeSet<&str> = ran.codes().into_iter().collect();
    assert_eq!(told.into_iter().collect::<Vec<_>>(), codes, "{}", ran.err);
    assert!(!desk.shows(&notice("hongqi")), "what is wrong was published");
    assert!(desk.shows(&notice("anping")), "one village stopped the other");
    assert_eq!(
        desk.run(["-C", "ws", "--today", today, "check"]).code,
        code,
        "check says another code than build"
    );
    // Whoever looks sees both, whatever is wrong.
    let status = desk.run(["-C", "ws", "--today", today, "status"]).ends(0).out;
    assert!(status.contains("红旗村") && status.contains("安坪村"), "{status}");
    desk
}

#[test]
fn one_village_without_signatures_stopped_all() {
    let tear = |desk: &Desk| desk.unsign(&notice("hongqi"));
    spoiled("alone-unsigned", "2025-03-17", 2, tear, &["signoff-unsigned"]);
    // Its day not yet come, nothing is wrong.
    let desk = two("alone-early");
    tear(&desk);
    desk.build("2025-03-13").ends(0);
    desk.run(["-C", "ws", "--today", "2025-03-13", "check"]).ends(0);
}

#[test]
fn one_wrong_digit_in_one_village_stopped_all() {
    let spoil = |desk: &Desk| {
        let path = "ws/villages/hongqi/rosters/r.csv";
        let text = desk.read(path);
        let id = text.split(',').find(|cell| cell.len() == 18 && cell.starts_with("99")).unwrap().to_owned();
        let other = if id.ends_with('1') { "2" } else { "1" };
        desk.write(path, text.replace(&id, &format!("{}{other}", &id[..17])));
        desk.unsign(&notice("hongqi"));
    };
    spoiled("alone-digit", "2025-03-17", 2, spoil, &["roster-id-invalid", "signoff-unsigned"]);
    // Before the first day it is a finding, and no more.
    spoiled("alone-digit-early", "2025-03-13", 1, spoil, &["roster-id-invalid", "signoff-unsigned"]);
}

#[test]
fn a_notice_that_cannot_be_read_stopped_all() {
    let kind = |desk: &Desk| {
        desk.edit(&format!("ws/{}.toml", notice("hongqi")), "identify", "recognise");
        desk.unsign(&notice("hongqi"));
    };
    spoiled("alone-kind", "2025-03-17", 2, kind, &["policy-incomplete"]);
    let roster = |desk: &Desk| {
        desk.write("ws/villages/hongqi/rosters/r.csv", "这不是名册\n");
        desk.unsign(&notice("hongqi"));
    };
    spoiled("alone-roster", "2025-03-17", 2, roster, &["roster-no-header", "signoff-unsigned"]);
}

#[test]
fn a_leak_in_one_notice_stopped_all() {
    let desk = two("alone-leak");
    desk.write(&format!("ws/{}.md", notice("hongqi")), "程素云一户情况特殊。\n");
    // Nobody can sign it any more; what was signed stands without it.
    let signed = desk.sign(&notice("hongqi"), "committee").ends(2);
    assert!(signed.codes().contains(&"leak-direct-identifier"), "{}", signed.err);
    desk.write(&format!("ws/{}.md", notice("anping")), "任德旺一户情况特殊。\n");
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.err.contains("villages/hongqi/rosters/r.csv:6"), "{}", ran.err);
    assert!(desk.shows(&notice("anping")) && desk.shows(&notice("hongqi")));
    for (path, bytes) in desk.open() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("程素云") && !text.contains("任德旺"), "a name stands in {path}");
    }
    // Unsigned, it is held back, and the other goes out.
    desk.unsign(&notice("hongqi"));
    desk.build("2025-03-17").ends(2);
    assert!(desk.shows(&notice("anping")) && !desk.shows(&notice("hongqi")));
}

#[test]
fn a_wrong_notice_kept_the_names_of_another_on_the_page_after_its_last_day() {
    let desk = two("alone-down");
    desk.build("2025-03-17").ends(0);
    desk.write("ws/villages/hongqi/rosters/r.csv", "这不是名册\n");
    desk.build("2025-05-17");
    let page = desk.read("dist/public/villages/anping/notices/2025-03-identify/index.html");
    assert!(page.contains("名单已按规定撤下") && !page.contains("卓*海"), "names stay");
    assert!(!desk.path("dist/board").exists(), "a print of a notice that is over");
}

#[test]
fn the_same_list_under_two_villages_is_signed_by_nobody_because_nobody_knows_whose_it_is() {
    let desk = two("alone-twice");
    let list = desk.read("ws/villages/hongqi/rosters/r.csv").replace("红旗村", "安坪村");
    desk.write("ws/villages/anping/rosters/r.csv", list);
    for (file, _) in super::desk::ROLES {
        let signed = desk.sign(&notice("anping"), file);
        assert!(signed.code != 0 && signed.err.contains("roster-list-of-another-village"), "{}", signed.err);
    }
    // What was signed before stands; nobody is asked to sign the other list.
    desk.build("2025-03-17").ends(1);
    assert!(desk.shows(&notice("anping")) && desk.shows(&notice("hongqi")));
}

#[test]
fn whoever_signs_is_stopped_by_his_own_notice_alone() {
    let desk = two("alone-sign");
    desk.write("ws/villages/hongqi/rosters/r.csv", "这不是名册\n");
    desk.sign(&notice("anping"), "committee").ends(0);
    let signed = desk.sign(&notice("hongqi"), "committee").ends(1);
    assert_eq!(signed.codes(), ["roster-no-header"]);
}

#[test]
fn a_notice_that_is_over_is_judged_by_the_ledger_whatever_became_of_its_files() {
    let desk = two("alone-over");
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.build("2025-05-17").ends(0);
    assert!(desk.shows(&notice("hongqi")), "a stone for what hung");
    // Keys are changed, the pack is mended, the roster is gone on with.
    std::fs::remove_dir_all(desk.path("ws/keys/hongqi")).unwrap();
    desk.edit("ws/villages/hongqi/rosters/r.csv", "1组", "2组");
    let ran = desk.build("2025-05-17");
    assert!(ran.code <= 1 && desk.shows(&notice("hongqi")), "{}\n{}", ran.out, ran.err);
}

#[test]
fn the_preview_of_all_villages_waited_for_one() {
    let desk = two("alone-publish");
    desk.write(&format!("ws/{}.md", notice("hongqi")), "程素云一户情况特殊。\n");
    desk.unsign(&notice("hongqi"));
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "publish", "--to", "www"]).ends(2);
    assert!(desk.path("www/villages/anping/notices/2025-03-identify/index.html").exists(), "{}", ran.err);
    assert!(!desk.path("www/villages/hongqi/notices/2025-03-identify").exists());
}

/// A published notice on the day after its last one, with the workspace broken.
#[track_caller]
fn taken_down(name: &str, spoil: impl FnOnce(&Desk)) {
    let desk = two(name);
    desk.build("2025-03-17").ends(0);
    let page = |village: &str| format!("dist/public/villages/{village}/notices/2025-03-identify/index.html");
    assert!(desk.read(&page("hongqi")).contains("罗*明"));
    spoil(&desk);
    // While it runs, nothing is touched.
    let before = desk.tree("dist");
    assert_ne!(desk.build("2025-03-18").code, 0);
    assert!(desk.tree("dist") == before, "a page was taken down before its time");
    let ran = desk.build("2025-05-17");
    assert_ne!(ran.code, 0);
    assert!(ran.out.contains("2份公示的张贴期已满"), "{}\n{}", ran.out, ran.err);
    for (path, bytes) in desk.open() {
        assert!(!String::from_utf8_lossy(&bytes).contains("罗*明"), "a name stays in {path}");
    }
    assert!(desk.read(&page("hongqi")).contains("名单已按规定撤下"));
    assert!(!desk.read(&page("anping")).contains("卓*海"));
}

#[test]
fn names_stayed_public_for_ever_where_the_workspace_was_broken() {
    taken_down("down-township", |desk| desk.write("ws/township.toml", "这不是 TOML"));
    taken_down("down-pack", |desk| desk.write("ws/policies/puan-2025/pack.toml", "id = "));
    taken_down("down-theme", |desk| {
        desk.copy("themes/default", "ws/themes/default");
        desk.write("ws/themes/default/theme.toml", "fonts = 3");
    });
}

#[test]
fn what_stops_one_village_early_hid_the_leak_of_another_that_nobody_has_signed() {
    let desk = two("alone-hidden");
    let list = desk.read("ws/villages/hongqi/rosters/r.csv").replace("红旗村", "安坪村");
    desk.write("ws/villages/anping/rosters/r.csv", list);
    [notice("hongqi"), notice("anping")].iter().for_each(|notice| desk.unsign(notice));
    desk.village("shuanghe", "双河村");
    desk.write("ws/villages/shuanghe/rosters/r.csv", roster_csv("双河村", &others()));
    desk.identify("shuanghe", "r.csv", "2025-03-14");
    desk.write(&format!("ws/{}.md", notice("shuanghe")), "卓文海一户情况特殊。\n");
    let told = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(2);
    for code in ["roster-list-of-another-village", "leak-direct-identifier", "signoff-unsigned"] {
        assert!(told.codes().contains(&code), "{code}: {}", told.err);
    }
}

#[test]
fn a_slip_in_the_toml_of_one_notice_or_village_stopped_all() {
    let slips: [(&str, &str, &str, &str); 2] = [
        (
            "toml-notice",
            "ws/villages/hongqi/notices/2025-03-identify.toml",
            "posted = 2025-03-14",
            "posted = 2025年3月14日",
        ),
        ("toml-village", "ws/villages/hongqi/village.toml", "name = ", "name ＝ "),
    ];
    for (name, path, from, to) in slips {
        let desk = two(name);
        desk.edit(path, from, to);
        for command in ["build", "check", "status"] {
            let ran = desk.run(["-C", "ws", "--today", "2025-03-17", command]).ends(1);
            assert!(ran.err.contains(path.trim_start_matches("ws/")), "{command}: {}", ran.err);
            assert!(command == "check" || ran.out.contains("安坪村"), "{command}: {}", ran.out);
        }
        assert!(desk.shows(&notice("anping")) && !desk.shows(&notice("hongqi")));
        desk.sign(&notice("anping"), "committee").ends(0);
        assert_ne!(desk.sign(&notice("hongqi"), "committee").code, 0);
        // Who stands in a roster that nobody can use is protected all the same.
        desk.write(&format!("ws/{}.md", notice("anping")), "程素云一户情况特殊。\n");
        let ran = desk.build("2025-03-17").ends(2);
        assert!(ran.codes().contains(&"leak-direct-identifier"), "{}", ran.err);
        let page = desk.read("dist/public/villages/anping/notices/2025-03-identify/index.html");
        assert!(!page.contains("程素云"));
    }
}

#[test]
fn a_notice_whose_name_is_no_address_stopped_its_whole_village() {
    let desk = two("alone-name");
    desk.write("ws/villages/hongqi/notices/认定.toml", desk.read(&format!("ws/{}.toml", notice("hongqi"))));
    let ran = desk.build("2025-03-17").ends(1);
    assert_eq!(ran.codes(), ["workspace-bad-slug"], "{}", ran.err);
    assert!(desk.shows(&notice("hongqi")) && desk.shows(&notice("anping")));
}

/// The roster was moved away, and the notice that everybody had signed left the web without a word.
#[test]
fn a_roster_that_was_deleted_took_a_signed_notice_down() {
    let desk = two("alone-deleted");
    std::fs::remove_file(desk.path("ws/villages/hongqi/rosters/r.csv")).unwrap();
    let ran = desk.build("2025-03-17").ends(1);
    assert!(ran.err.contains("villages/hongqi/rosters/r.csv"), "{}", ran.err);
    assert!(desk.shows(&notice("hongqi")) && desk.shows(&notice("anping")));
    assert!(desk.run(["-C", "ws", "--today", "2025-03-17", "status"]).out.contains("红旗村"));
    // Nobody has signed: there is nothing that stands.
    desk.unsign(&notice("hongqi"));
    assert_ne!(desk.build("2025-03-17").code, 0);
    assert!(desk.shows(&notice("anping")) && !desk.shows(&notice("hongqi")));
}

/// A leaflet that told of somebody kept every notice from going out.
#[test]
fn a_leak_in_a_file_of_no_notice_stopped_all() {
    let desk = with_another(Desk::six("alone-leaflet"));
    desk.copy("policies/puan-2025/", "ws/policies/puan-2025");
    let page = "dist/public/leaflets/apply/index.html";
    let leaflet = "ws/policies/puan-2025/leaflets/apply.md";
    let good = desk.read(leaflet);
    let phone = &six()[2].phone;
    let spoiled = format!("{good}\n不清楚的，打{phone}问。\n");
    desk.write(leaflet, &spoiled);
    // Before anything was built, a plain page stands there.
    let ran = desk.build("2025-03-16").ends(2);
    assert!(ran.codes().iter().all(|code| code.starts_with("leak-")), "{}", ran.err);
    assert!(desk.read(page).contains("这一页正在改"));
    assert!(desk.shows(&notice("hongqi")) && desk.shows(&notice("anping")));
    desk.write(leaflet, &good);
    desk.build("2025-03-16").ends(0);
    let before = desk.read(page);
    assert!(!before.contains("这一页正在改"));
    // The page as it was stays, the notices go on.
    desk.write(leaflet, &spoiled);
    let ran = desk.build("2025-03-25").ends(2);
    assert!(ran.codes().iter().any(|code| code.starts_with("leak-")), "{}", ran.err);
    assert_eq!(desk.read(page), before);
    let list = table(&desk.read("dist/public/villages/hongqi/notices/2025-03-identify/index.html"));
    assert!(list.is_empty(), "rows whose day is over stayed");
    for (path, bytes) in desk.open() {
        assert!(!String::from_utf8_lossy(&bytes).contains(phone), "a phone stands in {path}");
    }
    // In a theme nothing is to be trusted: nothing new goes out.
    desk.write(leaflet, &good);
    desk.build("2025-03-25").ends(0);
    desk.copy("themes/default/", "ws/themes/default");
    let base = "ws/themes/default/templates/base.html";
    desk.write(base, desk.read(base).replace("</footer>", &format!("{phone}</footer>")));
    let before = desk.open();
    desk.build("2025-03-26").ends(2);
    assert!(desk.open() == before, "something went out");
}
