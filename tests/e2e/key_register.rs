//! Keys in the ledger: registered with their terms, rotated, revoked; what was approved before stays approved.

use super::desk::{Desk, ROLES, Ran, notice};

const PUBLIC: &str = "ws/keys/hongqi/committee.pub";

fn on(desk: &Desk, day: &str, words: &[&str]) -> Ran {
    desk.run(["-C", "ws", "--today", day].iter().chain(words).copied())
}

/// Registers the keys of both roles from a day on.
fn register(desk: &Desk, day: &str) {
    for (file, _) in ROLES {
        let public = format!("ws/keys/hongqi/{file}.pub");
        on(desk, day, &["key", &public, "--from", "2025-01-01"]).ends(0);
    }
}

fn registered(desk: &Desk) {
    let township = "ws/township.toml";
    desk.write(township, desk.read(township) + "\n[signing]\nregistered = true\n");
}

fn fingerprint(desk: &Desk, role: &str) -> String {
    let keys = on(desk, "2025-03-13", &["--json", "key"]).ends(0).json();
    let one = keys["keys"].as_array().unwrap().iter().find(|key| key["role"] == role).unwrap().clone();
    one["fingerprint"].as_str().unwrap().to_owned()
}

#[test]
fn a_further_key_in_the_folder_replaced_a_signer() {
    let desk = Desk::six("key-further").thin(&[]);
    let name = notice("hongqi");
    desk.unsign(&name);
    registered(&desk);
    assert_eq!(desk.sign(&name, "committee").ends(2).codes(), ["signoff-key-unregistered"]);
    register(&desk, "2025-03-12");
    for (file, _) in ROLES {
        desk.sign(&name, file).ends(0);
    }
    // Somebody lays a key of his own into the folder.
    desk.keygen("hongqi", "intruder", "村民委员会", "陌生人");
    let refused = desk.sign(&name, "intruder").ends(2);
    assert_eq!(refused.codes(), ["signoff-key-unregistered"]);
    assert!(refused.err.contains("mingbai key"), "{}", refused.err);
    // With a line it counts.
    on(&desk, "2025-03-13", &["key", "ws/keys/hongqi/intruder.pub", "--from", "2025-03-01"]).ends(0);
    desk.sign(&name, "intruder").ends(0);
}

#[test]
fn a_register_that_was_asked_for_later_took_down_what_hung() {
    let desk = Desk::six("key-later").thin(&[]);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    registered(&desk);
    let ran = desk.build("2025-03-17");
    assert!(desk.shows(&notice("hongqi")), "{}", ran.err);
    desk.record("2025-03-20", "close", &[]).ends(0);
    // Another version is signed by registered keys only.
    let next = Desk::six("key-later-next").thin(&[]);
    registered(&next);
    next.build("2025-03-17").ends(2);
    assert!(!next.shows(&notice("hongqi")));
}

#[test]
fn an_entry_is_written_once_and_mended_by_another() {
    let desk = Desk::six("key-entries").thin(&[]);
    let ledger = |desk: &Desk| desk.read("ws/ledger.jsonl").lines().count();
    on(&desk, "2025-03-12", &["key", PUBLIC, "--from", "2024-01-01"]).ends(0);
    assert!(
        on(&desk, "2025-03-12", &["key", PUBLIC, "--from", "2024-01-01"]).ends(0).out.contains("已经记过")
    );
    assert_eq!(ledger(&desk), 1);
    on(&desk, "2025-03-12", &["key", PUBLIC, "--from", "2025-01-01", "--until", "2025-12-31"]).ends(0);
    assert_eq!(ledger(&desk), 2);
    let keys = on(&desk, "2025-03-12", &["--json", "key"]).ends(0).json();
    assert_eq!(
        (keys["keys"].as_array().unwrap().len(), &keys["keys"][0]["until"]),
        (1, &"2025-12-31".into())
    );
    // Nothing is recorded that makes no sense.
    let refused = |words: &[&str]| on(&desk, "2025-03-12", words).ends(1).codes().join(" ");
    assert_eq!(refused(&["key", PUBLIC]), "key-term");
    assert_eq!(refused(&["key", PUBLIC, "--from", "2025-01-02", "--until", "2025-01-01"]), "key-term");
    assert_eq!(
        refused(&["key", "--revoke", "0123456789abcdef", "--day", "2025-03-12"]),
        "key-unknown-fingerprint"
    );
    desk.run(["keygen", "--role", "村民委员会", "--name", "外人", "--out", "外人"]).ends(0);
    assert_eq!(
        on(&desk, "2025-03-12", &["key", "外人.pub", "--from", "2025-01-01"]).ends(2).codes(),
        ["key-not-in-folder"]
    );
    assert_eq!(ledger(&desk), 2);
    on(&desk, "2025-03-12", &["verify", "ledger"]).ends(0);
}

#[test]
fn days_of_a_key_are_judged_by_the_day_of_the_signature() {
    let desk = Desk::six("key-days").thin(&[]);
    let name = notice("hongqi");
    desk.unsign(&name);
    register(&desk, "2025-03-12");
    on(&desk, "2025-03-12", &["key", PUBLIC, "--from", "2025-01-01", "--until", "2025-03-12"]).ends(0);
    assert_eq!(desk.sign(&name, "committee").ends(2).codes(), ["signoff-key-term"]);
    desk.sign_on("2025-03-12", &name, "committee").ends(0);
    desk.sign(&name, "supervision").ends(0);
    desk.build("2025-03-13").ends(0);
    // Revoked after it signed: what it signed before stands; on the very day it does not.
    let fingerprint = fingerprint(&desk, "村民委员会");
    on(&desk, "2025-03-13", &["key", "--revoke", &fingerprint[..16], "--day", "2025-03-13"]).ends(0);
    let told = on(&desk, "2025-03-13", &["verify", &name]).ends(0).out;
    assert!(told.contains("签字有效"), "{told}");
    on(&desk, "2025-03-13", &["key", "--revoke", &fingerprint, "--day", "2025-03-12"]).ends(0);
    assert!(on(&desk, "2025-03-13", &["verify", &name]).ends(2).codes().contains(&"signoff-key-term"));
    // A mistaken revocation is taken back by another entry.
    on(&desk, "2025-03-13", &["key", PUBLIC, "--from", "2025-01-01"]).ends(0);
    assert!(on(&desk, "2025-03-13", &["verify", &name]).ends(0).out.contains("签字有效"));
}

/// 10 and 12 of what signatures let through: the old key was deleted, as the manual says.
#[test]
fn a_deleted_key_bricked_what_hung_and_what_was_closed_months_ago() {
    let desk = Desk::six("key-rotated").thin(&[]);
    let name = notice("hongqi");
    assert!(on(&desk, "2025-03-13", &["verify"]).ends(0).out.contains("没有台账"));
    desk.build("2025-03-14").ends(0);
    on(&desk, "2025-03-14", &["post", &name]).ends(0);
    std::fs::remove_file(desk.path(PUBLIC)).unwrap();
    desk.keygen("hongqi", "successor", "村民委员会", "接任者");
    desk.build("2025-03-17").ends(0);
    assert!(desk.shows(&name));
    let told = on(&desk, "2025-03-17", &["verify"]).ends(0).out;
    assert!(told.contains("签字有效") && told.contains("公钥已不在"), "{told}");
    on(&desk, "2025-03-20", &["close", &name]).ends(0);
    desk.build("2025-06-20").ends(0);
    // A bag never says that signatures hold which nobody can check: the kept copy of the key is put back.
    let refused = on(&desk, "2025-06-20", &["archive", &name]).ends(2);
    assert_eq!(refused.codes(), ["archive-unsigned"]);
    assert!(refused.err.contains("kept/source"), "{}", refused.err);
    let kept = desk.tree("ws/kept/source");
    let copies = kept.iter().filter(|(path, _)| path.ends_with(".pub"));
    let copies: Vec<&(Vec<u8>, _)> = copies.map(|(_, file)| file).collect();
    let own = copies.iter().find(|(bytes, _)| String::from_utf8_lossy(bytes).contains("罗启山")).unwrap();
    desk.write("ws/keys/hongqi/former.pub", &own.0);
    on(&desk, "2025-06-20", &["archive", &name]).ends(0);
    desk.run(["verify", "archive/hongqi-2025-03-identify"]).ends(0);
    std::fs::remove_file(desk.path("ws/keys/hongqi/former.pub")).unwrap();
    // A new statement of the old key counts no more.
    let second = "villages/hongqi/notices/2025-07-identify";
    desk.write(
        &format!("ws/{second}.toml"),
        "kind = \"identify\"\nroster = \"rosters/r.csv\"\nposted = 2025-07-14\n",
    );
    assert_eq!(desk.sign_on("2025-07-11", second, "committee").ends(2).codes(), ["signoff-untrusted-key"]);
}

#[test]
fn a_key_of_the_ledger_counts_without_its_file() {
    let desk = Desk::six("key-in-ledger").thin(&[]);
    let name = notice("hongqi");
    register(&desk, "2025-03-13");
    std::fs::remove_file(desk.path(PUBLIC)).unwrap();
    std::fs::remove_dir_all(desk.path("ws/kept")).unwrap();
    assert!(on(&desk, "2025-03-13", &["verify", &name]).ends(0).out.contains("密钥签字"));
}
