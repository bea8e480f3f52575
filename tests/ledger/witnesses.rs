//! The end of a ledger cannot be cut off unseen by somebody who holds a head: from a notice, or as a witness.

use super::desk::Desk;
use super::office::{ledger, posted, record};

/// 红旗村's notice with an objection, and a key of the township.
fn witnessed(name: &str) -> Desk {
    let desk = posted(name);
    record(&desk, "2025-03-17", "object", &[]).ends(0);
    desk.run(["keygen", "--role", "乡人民政府", "--name", "何远", "--out", "secret/township"]).ends(0);
    let public = desk.read("secret/township.pub");
    desk.write("ws/keys/township.pub", &public);
    desk
}

fn witness(desk: &Desk, today: &str, key: &str) -> super::desk::Ran {
    desk.run(["-C", "ws", "--today", today, "witness", "--key", key])
}

fn verify(desk: &Desk, more: &[&str]) -> super::desk::Ran {
    desk.run(["-C", "ws", "--today", "2025-03-18", "verify", "ledger"].iter().chain(more).copied())
}

#[test]
fn a_tail_that_was_cut_off_after_a_witness_is_seen_by_every_command() {
    let desk = witnessed("witness");
    witness(&desk, "2025-03-18", "secret/township.key").ends(0);
    assert!(verify(&desk, &[]).ends(0).out.contains("乡镇见证到第2条"));
    let again = witness(&desk, "2025-03-18", "secret/township.key").ends(0);
    assert!(again.out.contains("已经见证过") && ledger(&desk).len() == 3);
    // Back to the posting alone: a chain that holds by itself.
    let whole = desk.read("ws/ledger.jsonl");
    desk.write("ws/ledger.jsonl", format!("{}\n", whole.lines().next().unwrap()));
    for ran in [verify(&desk, &[]), desk.build("2025-03-18")] {
        let ran = ran.ends(2);
        assert!(ran.codes() == ["ledger-cut-or-rewritten"] && ran.err.contains("只有1条"), "{}", ran.err);
    }
    std::fs::remove_file(desk.path("ws/ledger.jsonl")).unwrap();
    assert_eq!(desk.build("2025-03-18").ends(2).codes(), ["ledger-cut-or-rewritten"]);
    desk.write("ws/ledger.jsonl", whole);
    verify(&desk, &[]).ends(0);
}

#[test]
fn a_ledger_written_anew_from_the_middle_contradicts_its_witness() {
    let desk = witnessed("rewritten");
    witness(&desk, "2025-03-18", "secret/township.key").ends(0);
    let first = desk.read("ws/ledger.jsonl").lines().next().unwrap().to_owned();
    let aside = (
        desk.bytes("ws/witness/000002-乡人民政府.txt"),
        desk.bytes("ws/witness/000002-乡人民政府.txt.minisig"),
    );
    std::fs::remove_dir_all(desk.path("ws/witness")).unwrap();
    desk.write("ws/ledger.jsonl", format!("{first}\n"));
    record(&desk, "2025-03-17", "amend", &["--typo", "--reason", "笔误"]).ends(0);
    record(&desk, "2025-03-18", "amend", &["--typo", "--reason", "又一处笔误"]).ends(0);
    verify(&desk, &[]).ends(0);
    // The copy that the township kept.
    desk.write("ws/witness/000002-乡人民政府.txt", aside.0);
    desk.write("ws/witness/000002-乡人民政府.txt.minisig", aside.1);
    assert!(verify(&desk, &[]).ends(2).err.contains("重写过"));
}

#[test]
fn a_head_from_a_notice_is_found_or_missed() {
    let desk = witnessed("head");
    let head = ledger(&desk)[1]["hash"].as_str().unwrap()[..16].to_owned();
    verify(&desk, &["--head", &head]).ends(0);
    let first = desk.read("ws/ledger.jsonl").lines().next().unwrap().to_owned();
    desk.write("ws/ledger.jsonl", format!("{first}\n"));
    verify(&desk, &[]).ends(0);
    assert_eq!(verify(&desk, &["--head", &head]).ends(2).codes(), ["ledger-cut-or-rewritten"]);
    assert!(verify(&desk, &["--head", &head[..6]]).ends(2).err.contains("太短"));
}

#[test]
fn only_a_key_of_the_township_witnesses_and_a_changed_witness_is_refused() {
    let desk = witnessed("whose-key");
    let refused = witness(&desk, "2025-03-18", "secret/hongqi-committee.key").ends(2);
    assert_eq!(refused.codes(), ["ledger-bad-witness"]);
    assert!(!desk.path("ws/witness").exists() && ledger(&desk).len() == 2);
    witness(&desk, "2025-03-18", "secret/township.key").ends(0);
    let path = "ws/witness/000002-乡人民政府.txt";
    let text = desk.read(path);
    for changed in
        [text.replace("条数：2", "条数：1"), text.replace("何远", "何近"), text.replace('\n', "\r\n")]
    {
        desk.write(path, changed);
        assert_eq!(verify(&desk, &[]).ends(2).codes(), ["ledger-bad-witness"]);
    }
    desk.write(path, text);
    std::fs::remove_file(desk.path(&format!("{path}.minisig"))).unwrap();
    assert_eq!(verify(&desk, &[]).ends(2).codes(), ["ledger-bad-witness"]);
}
