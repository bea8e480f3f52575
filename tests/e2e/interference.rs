//! Non-interference: a field that the pack does not show changes no byte of anything public.

use super::desk::{Desk, notice};
use super::people::{Household, roster_csv, six};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeMap;

/// Signs the households anew and publishes them.
fn publish(desk: &Desk, households: &[Household]) -> BTreeMap<String, Vec<u8>> {
    desk.write("ws/villages/hongqi/rosters/r.csv", roster_csv("红旗村", households));
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    desk.open()
}

#[track_caller]
fn unmoved(desk: &Desk, before: &BTreeMap<String, Vec<u8>>, households: &[Household], what: &str) {
    let after = publish(desk, households);
    assert!(before.keys().eq(after.keys()), "{what}: other files");
    for (path, bytes) in before {
        assert!(after[path] == *bytes, "{what} changed {path}");
    }
}

type Change = fn(&mut Household);

/// What a household keeps for itself.
const HIDDEN: [(&str, Change); 8] = [
    ("phone", |is| is.phone = "15400000019".into()),
    ("bank", |is| is.bank += 999_983),
    ("health", |is| is.health = "重度残疾".into()),
    ("risk", |is| is.risk = "因意外事故、因灾".into()),
    ("income", |is| is.income += 4321),
    ("measures", |is| is.measures = "产业帮扶、社会帮扶".into()),
    ("note", |is| is.note = "其子在外务工；借住亲戚家，房屋漏雨".into()),
    ("sequence digits of the ID", |is| is.sequence = 888 - is.sequence),
];

#[test]
fn what_the_pack_does_not_show_changes_no_public_byte() {
    let desk = Desk::six("interference").speaking();
    let before = publish(&desk, &six());
    let changed = |changes: &[(&str, Change)]| {
        let mut households = six();
        changes.iter().for_each(|(_, change)| households.iter_mut().for_each(change));
        households
    };
    for (what, change) in HIDDEN {
        let csv = roster_csv("", &changed(&[(what, change)]));
        assert_ne!(csv, roster_csv("", &six()), "{what}: nothing was changed");
    }
    if publish(&desk, &changed(&HIDDEN)) != before {
        // Something shows: say which.
        HIDDEN.iter().for_each(|one| unmoved(&desk, &before, &changed(&[*one]), one.0));
        unmoved(&desk, &before, &changed(&HIDDEN), "all of them together");
    }
}

/// The middle of a name is hidden too, and so is the household number where it tells nobody apart.
#[test]
fn what_a_mask_covers_changes_no_public_byte() {
    let desk = Desk::six("covered").speaking();
    let before = publish(&desk, &six());
    let mut households = six();
    households[0].head = "罗秉明".into();
    households[5].head = "孔祥新".into();
    for (row, is) in households.iter_mut().enumerate() {
        is.number = format!("zz{:05}", 70_000 + row * 13);
    }
    unmoved(&desk, &before, &households, "middle character, household number");
}

/// The comparison is not blind: what the pack shows does change the site.
#[test]
fn what_the_pack_shows_does_change_it() {
    let desk = Desk::six("interference-control");
    let before = publish(&desk, &six());
    let shown: [(&str, Change); 3] = [
        ("size", |is| is.size += 1),
        ("category", |is| is.category = "突发严重困难户".into()),
        ("first character of the name", |is| is.head = is.head.replace('罗', "高")),
    ];
    for (what, change) in shown {
        let mut households = six();
        change(&mut households[0]);
        let after = publish(&desk, &households);
        let changed: Vec<&String> = before.keys().filter(|path| after[*path] != before[*path]).collect();
        assert!(changed.iter().any(|path| path.starts_with("board/")), "{what} is not on the board");
        assert!(changed.iter().any(|path| path.ends_with("index.html")), "{what} is on no page");
    }
}

prop_compose! {
    fn hidden()(
        phone in 0u32..100_000_000, bank in 0u64..1_000_000_000_000, sequence in 0u16..999, income in 1u32..90_000,
        health in "(健康|患病|残疾|大病|[甲-皿]{2,6})", risk in "因[一-龥]{1,4}", measures in "[一-龥]{2,6}帮扶",
        note in "([一-龥]{0,12}|其[一-龥]{2}在外[一-龥]{2,4})",
    ) -> (String, u64, u16, u32, [String; 4]) {
        (format!("154{phone:08}"), bank, sequence, income, [health, risk, measures, note])
    }
}

#[test]
fn whatever_the_hidden_fields_hold_the_public_bytes_stay() {
    let desk = Desk::six("interference-property").speaking();
    let before = publish(&desk, &six());
    let config = Config { cases: 6, failure_persistence: None, ..Config::default() };
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let rows = prop::collection::vec(hidden(), 6);
    let outcome = TestRunner::new_with_rng(config, seed).run(&rows, |rows| {
        let mut households = six();
        for (is, (phone, bank, sequence, income, [health, risk, measures, note])) in
            households.iter_mut().zip(rows)
        {
            // Nobody shares a number with another: that is another matter (duplicates).
            *is = Household { phone, bank, income, health, risk, measures, note, ..is.clone() };
            is.sequence = sequence / 10 * 10 + is.sequence % 10;
        }
        unmoved(&desk, &before, &households, "a hidden field");
        Ok(())
    });
    outcome.unwrap();
}
