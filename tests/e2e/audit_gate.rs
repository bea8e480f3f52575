//! The audit before publishing: it decides by where a text comes from, and says where a leak is, never what.

use super::desk::{Desk, notice, page};
use super::foreign::{page_text, table};
use super::people::{Household, roster_csv, six};

fn with_head(head: &str) -> Vec<Household> {
    let mut households = six();
    households[1].head = head.into();
    households
}

const VILLAGE: &str = "ws/villages/hongqi/village.toml";

#[test]
fn a_villager_called_like_a_word_of_the_policy_does_not_block_it() {
    let desk = Desk::hongqi("villager-anquan", &with_head("安全"));
    let ran = desk.build("2025-03-17").ends(0);
    assert!(page_text(&desk.read("dist/public/policy/index.html")).contains("饮水安全"));
    let rows = table(&desk.read(&page("hongqi")));
    assert_eq!(rows[0][2], "安*");
    assert!(ran.out.contains("policies/puan-2025"), "the report does not say why: {}", ran.out);
    assert!(!ran.out.contains("r.csv"), "{}", ran.out);
}

#[test]
fn an_official_may_stand_where_the_village_declared_them_even_if_a_villager_has_that_name() {
    let desk = Desk::hongqi("villager-gaoming", &with_head("高明"));
    desk.edit(VILLAGE, "红旗村村务监督委员会\"", "红旗村村务监督委员会 高明\"");
    desk.sign_all(&notice("hongqi"));
    let ran = desk.build("2025-03-17").ends(0);
    let html = desk.read(&page("hongqi"));
    assert!(page_text(&html).contains("红旗村村务监督委员会 高明"));
    assert_eq!(table(&html)[2][2], "高*");
    assert!(ran.out.contains("villages/hongqi/village.toml:7"), "{}", ran.out);
}

#[test]
fn a_village_may_name_itself_even_if_a_villager_has_that_name() {
    let desk = Desk::hongqi("village-gaoming", &with_head("高明"));
    for path in [VILLAGE, "ws/villages/hongqi/rosters/r.csv"] {
        desk.edit(path, "红旗村", "高明村");
    }
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    assert!(page_text(&desk.read(&page("hongqi"))).contains("高明村村务公开栏"));
}

/// A villager's name where the village did not declare an official: refused, with everything but the name.
#[track_caller]
fn leaks(name: &str, spoil: impl FnOnce(&Desk), said: &[&str], secret: &str) {
    let desk = Desk::six(name).thin(&[]);
    desk.build("2025-03-17").ends(0);
    let before = desk.tree("dist");
    spoil(&desk);
    let ran = desk.build("2025-03-17").ends(2);
    let edited = |code: &&str| code.starts_with("leak-") || *code == "proof-inputs-edited";
    assert!(ran.codes().iter().all(edited), "{}", ran.err);
    for word in said {
        assert!(ran.err.contains(word), "{word} is not said: {}", ran.err);
    }
    for told in [&ran.err, &ran.out] {
        assert!(!told.contains(secret), "the value is told: {told}");
    }
    // What is no notice's stops the whole site, which stays as it was; so does a notice that stands.
    let page = |tree: &super::desk::Tree| tree.get(&page("hongqi")).map(|(bytes, _)| bytes.clone());
    assert!(page(&desk.tree("dist")) == page(&before), "what leaks was published");
    let open = desk.open();
    assert!(
        open.values().all(|bytes| !String::from_utf8_lossy(bytes).contains(secret)),
        "the value is there"
    );
    assert_eq!(
        desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).code,
        2,
        "check passes what build refuses"
    );
}

#[test]
fn a_villagers_name_as_the_place_of_the_notice_board() {
    let spoil = |desk: &Desk| desk.edit(VILLAGE, "红旗村村务公开栏", "任德旺家门口");
    let said = ["leak-direct-identifier", "r.csv:6:5", "姓名"];
    leaks("leak-board", spoil, &said, "任德旺");
}

#[test]
fn a_villagers_name_in_the_notices_own_text() {
    let spoil = |desk: &Desk| {
        desk.write(&format!("ws/{}.md", notice("hongqi")), "经评议，程素云一户情况特殊，予以说明。\n");
    };
    leaks("leak-body", spoil, &["leak-direct-identifier", "r.csv:4:5", "姓名"], "程素云");
}

#[test]
fn a_villagers_name_of_two_characters() {
    let mut households = six();
    households[3].head = "姚林".into();
    let desk = Desk::hongqi("leak-short", &households).thin(&[]);
    desk.build("2025-03-17").ends(0);
    desk.write(&format!("ws/{}.md", notice("hongqi")), "其中姚林一户，家里新近有变化。\n");
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.codes().contains(&"leak-direct-identifier") && !ran.err.contains("姚林"), "{}", ran.err);
}

#[test]
fn a_villagers_name_in_the_number_of_the_notice() {
    let spoil = |desk: &Desk| {
        let path = format!("ws/{}.toml", notice("hongqi"));
        desk.write(&path, desk.read(&path) + "number = \"红旗〔2025〕1号（任德旺）\"\n");
    };
    leaks("leak-number", spoil, &["leak-direct-identifier", "r.csv:6:5"], "任德旺");
}

#[test]
fn a_villagers_name_in_disguise() {
    let spoil = |desk: &Desk| {
        desk.write(&format!("ws/{}.md", notice("hongqi")), "特别说明：程 素\u{200b}云 一户。\n");
    };
    leaks("leak-disguise", spoil, &["leak-direct-identifier"], "素\u{200b}云");
}

#[test]
fn a_villagers_phone_as_a_contact() {
    let phone = six()[0].phone.clone();
    let written = format!("{} {} {}", &phone[..3], &phone[3..7], &phone[7..]);
    let spoil = |desk: &Desk| {
        desk.write(&format!("ws/{}.md", notice("hongqi")), format!("详情请打{written}。\n"));
    };
    leaks("leak-phone", spoil, &["leak-direct-identifier", "r.csv:2:9", "联系电话"], &phone[3..7]);
}

#[test]
fn an_id_number_in_full_width_digits() {
    let id = six()[3].id();
    let wide: String = id.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
    let spoil = |desk: &Desk| {
        desk.write(&format!("ws/{}.md", notice("hongqi")), format!("编号{wide}的家庭。\n"));
    };
    leaks("leak-wide-id", spoil, &["leak-direct-identifier", "r.csv:5:6", "证件号码"], &wide);
}

#[test]
fn the_note_of_a_household() {
    let mut households = six();
    households[0].note = "其长子患白血病在县医院治疗".into();
    let desk = Desk::hongqi("leak-note", &households).thin(&[]);
    desk.build("2025-03-17").ends(0);
    desk.write(&format!("ws/{}.md", notice("hongqi")), "其中一户，其长子患白血病在县医院治疗。\n");
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.codes().contains(&"leak-sensitive"), "{}", ran.err);
    assert!(!ran.err.contains("白血病"), "{}", ran.err);
}

#[test]
fn a_number_of_a_stranger_is_refused_by_its_shape() {
    let desk = Desk::six("leak-pattern").thin(&[]);
    desk.write(&format!("ws/{}.md", notice("hongqi")), "详情请打15499999999。\n");
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.codes().contains(&"leak-pattern"), "{}", ran.err);
    assert!(!ran.err.contains("15499999999"), "{}", ran.err);
}

#[test]
fn a_name_that_stands_in_another_villages_page_is_found_too() {
    let desk = Desk::six("leak-other-village").thin(&[]);
    desk.village("shuanghe", "双河村");
    desk.edit("ws/villages/shuanghe/village.toml", "双河村村务公开栏", "任德旺商店");
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.err.contains("public/villages/shuanghe"), "{}", ran.err);
    assert!(!ran.err.contains("任德旺"), "{}", ran.err);
}

#[test]
fn a_leak_behind_notices_that_were_cleared_leaves_nothing_of_its_notice_and_nothing_staged() {
    let desk = Desk::six("leak-late").thin(&[]);
    desk.village("shuanghe", "双河村");
    let mut others = six();
    others[0].head = "任德旺".into();
    desk.write("ws/villages/shuanghe/rosters/r.csv", roster_csv("双河村", &others));
    desk.identify("shuanghe", "r.csv", "2025-03-14");
    desk.sign_all(&notice("shuanghe"));
    // The last village's own text names a villager of the first.
    desk.write(&format!("ws/{}.md", notice("shuanghe")), "经评议，程素云一户情况特殊，予以说明。\n");
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.codes().contains(&"leak-direct-identifier"), "{}", ran.err);
    let left: Vec<_> =
        std::fs::read_dir(desk.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let made = left.iter().map(|name| name.to_string_lossy()).filter(|name| name.contains("dist"));
    assert_eq!(made.collect::<Vec<_>>(), ["dist"], "{left:?}");
    assert!(desk.shows(&notice("hongqi")) && desk.shows(&notice("shuanghe")));
    let open = desk.open();
    assert!(open.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("程素云")), "the name is out");
}
