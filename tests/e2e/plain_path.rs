//! The plain path 最短的路: a folder made by `init`, a village, a roster, a notice, two signatures, a build; then the ledger. Nothing
//! else is ever compulsory.

use super::desk::{Desk, ROLES, TOWNSHIP, notice, page};
use super::foreign::table;
use super::people::{roster_csv, six};

#[test]
fn from_init_to_the_bag_with_nothing_but_sign_build_post_close_archive() {
    let desk = Desk::bare("plain-path");
    desk.run(["init", "ws"]).ends(0);
    for unused in ["villages", "keys"] {
        std::fs::remove_dir_all(desk.path(&format!("ws/{unused}"))).unwrap();
    }
    desk.write("ws/township.toml", TOWNSHIP);
    desk.village("hongqi", "红旗村");
    desk.write("ws/villages/hongqi/rosters/r.csv", roster_csv("红旗村", &six()));
    desk.identify("hongqi", "r.csv", "2025-03-14");
    let run = |day: &str, words: &[&str]| {
        let own = ["-C", "ws", "--today", day];
        desk.run(own.iter().chain(words).copied())
    };
    run("2025-03-13", &["check"]).ends(0);
    let name = notice("hongqi");
    for (file, role) in ROLES {
        let key = format!("secret/hongqi-{file}.key");
        assert!(run("2025-03-13", &["sign", &name, "--key", &key]).ends(0).out.contains(role));
    }
    // Published with its rows from its posting day on, without any ledger.
    assert!(run("2025-03-14", &["build"]).code <= 1);
    assert_eq!(table(&desk.read(&page("hongqi"))).len(), 6);
    run("2025-03-14", &["post", &name]).ends(0);
    assert!(run("2025-03-17", &["build"]).code <= 1);
    assert_eq!(table(&desk.read(&page("hongqi"))).len(), 6);
    run("2025-03-20", &["close", &name]).ends(0);
    run("2025-03-21", &["archive", &name]).ends(0);
    assert!(run("2025-03-21", &["verify"]).ends(0).out.contains("签字有效"));
    // The bag holds what was signed with what says so.
    let bag = desk.tree("archive");
    for part in ["/signoff/", "proof.json", "board.json", "村民委员会.txt.minisig"] {
        assert!(bag.keys().any(|path| path.contains(part)), "{part}: {:?}", bag.keys());
    }
}
