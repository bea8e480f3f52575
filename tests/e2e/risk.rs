//! `mingbai risk`: counts of rows that are like no other, for notices signed and unsigned, and never a value.

use super::desk::{Desk, notice};
use super::people::six;

/// No name, group, category or number of anybody.
fn silent(said: &str) {
    for is in six() {
        for value in [&is.head, &is.group, &is.category, &is.id(), &is.phone] {
            assert!(!said.contains(value.as_str()), "{value}: {said}");
        }
    }
}

#[test]
fn rows_are_counted_for_strangers_and_neighbours_before_anybody_has_signed() {
    let desk = Desk::six("risk");
    desk.unsign(&notice("hongqi"));
    let said = desk.run(["-C", "ws", "--today", "2025-03-10", "risk"]).ends(0).out;
    assert!(said.contains(&notice("hongqi")) && said.contains("陌生人看网上"), "{said}");
    assert!(said.contains("邻居看公示栏") && said.contains("6户里，6户和别的户都不一样；"), "{said}");
    assert!(said.contains("最有用的一步"), "{said}");
    silent(&said);
    let ran = desk.run(["-C", "ws", "--json", "risk", &notice("hongqi")]).ends(0);
    silent(&ran.out);
    let json = ran.json();
    assert_eq!(json["unread"], serde_json::json!([]));
    let rows = &json["notices"][0];
    assert_eq!((rows["notice"].as_str(), rows["k"].as_u64()), (Some(notice("hongqi").as_str()), Some(3)));
    let [web, board] = rows["risks"].as_array().unwrap().as_slice() else { panic!("{rows}") };
    assert_eq!((web["channel"].as_str(), board["channel"].as_str()), (Some("web"), Some("board")));
    for risk in [web, board] {
        assert_eq!((risk["rows"].as_u64(), risk["unique"].as_u64()), (Some(6), Some(6)));
        assert_eq!((risk["groups"].as_u64(), risk["small_groups"].as_u64()), (Some(2), Some(0)));
        assert!(risk["remedy"]["unique"].as_u64() < Some(6), "{risk}");
    }
}

#[test]
fn check_says_in_one_line_that_rows_stand_out_and_stays_clean() {
    let desk = Desk::six("risk-check");
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(0);
    assert!(ran.out.contains("mingbai risk"), "{}", ran.out);
    assert!(ran.err.is_empty(), "{}", ran.err);
    silent(&ran.out);
}

#[test]
fn a_roster_that_cannot_be_read_is_named_and_the_others_are_counted() {
    let desk = Desk::six("risk-unread");
    desk.village("qinghe", "清河村");
    desk.write("ws/villages/qinghe/rosters/r.csv", "户主姓名,身份证号\n");
    desk.identify("qinghe", "r.csv", "2025-03-14");
    let ran = desk.run(["-C", "ws", "--today", "2025-03-10", "risk"]).ends(1);
    assert!(ran.out.contains(&format!("{}  名册读不出来", notice("qinghe"))), "{}", ran.out);
    assert!(ran.out.contains("陌生人看网上") && ran.codes().contains(&"roster-empty"), "{}", ran.err);
    silent(&ran.out);
}
