//! The proof 公示稿: what one notice discloses, drawn up, shown, kept beside the notice, and known by one digest.

use super::desk::{Desk, notice};
use super::foreign::page_text;
use super::people::six;
use std::collections::BTreeMap;

const FOLDER: &str = "ws/villages/hongqi/notices/2025-03-identify.proof";

fn drawn(desk: &Desk, today: &str) -> serde_json::Value {
    let name = notice("hongqi");
    desk.run(["-C", "ws", "--today", today, "--json", "proof", &name]).ends(0).json()
}

/// The files of the draft by name.
fn files(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let mut folders: Vec<_> =
        std::fs::read_dir(desk.path(FOLDER)).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    let read = std::fs::read_dir(folders.pop().unwrap()).unwrap();
    read.map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect()
}

/// As any program computes it.
fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn before_signing_there_was_no_list_to_look_at() {
    let desk = Desk::six("proof-shown").speaking();
    desk.unsign(&notice("hongqi"));
    let name = notice("hongqi");
    let told = desk.run(["-C", "ws", "--today", "2025-03-12", "proof", &name]).ends(0).out;
    for words in [
        "校对码",
        "红旗村",
        "2025年3月14日",
        "6户",
        "网页",
        "公示栏",
        "广播稿",
        "证件号码",
        "不许显示",
        "board-A4.pdf",
        "第一稿",
    ] {
        assert!(told.contains(words), "{words} is not told:\n{told}");
    }
    for household in six() {
        assert!(!told.contains(&household.head), "a name is told");
    }
    let files = files(&desk);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["board-A4.pdf", "board.json", "chat.json", "loudspeaker.json", "proof.json", "web.json"]
    );
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".json")) {
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(six().iter().all(|household| !text.contains(&household.head)), "{name} holds a name");
        assert!(!text.contains("9902"), "{name} holds a number");
    }
}

#[test]
fn one_digest_covers_proof_and_faces_and_nothing_moves_it_but_what_is_read() {
    let desk = Desk::six("proof-digest").thin(&[]);
    let first = drawn(&desk, "2025-03-12");
    let kept = files(&desk);
    assert_eq!(first["digest"], sha256(&kept["proof.json"]));
    let proof: serde_json::Value = serde_json::from_slice(&kept["proof.json"]).unwrap();
    for channel in ["web", "board"] {
        assert_eq!(proof["faces"][channel], sha256(&kept[&format!("{channel}.json")]));
    }
    // Another day, and the same once more: the same proof.
    assert_eq!(drawn(&desk, "2025-03-15")["digest"], first["digest"]);
    // A cell that nobody sees.
    let roster = "ws/villages/hongqi/rosters/r.csv";
    let before = desk.read(roster);
    let phone =
        before.split(',').find(|cell| cell.len() == 11 && cell.starts_with("154")).unwrap().to_owned();
    desk.edit(roster, &phone, "15400009999");
    assert_eq!(drawn(&desk, "2025-03-12")["digest"], first["digest"]);
    // Each word that somebody reads: another proof, and what changed is told.
    let changes: [(&str, &str, &str); 4] = [
        ("ws/villages/hongqi/village.toml", "村务公开栏", "村口公开栏"),
        ("ws/villages/hongqi/village.toml", "023-5550 1301", "023-5550 1302"),
        ("ws/township.toml", "普安乡", "普定乡"),
        (roster, "边缘易致贫户", "突发严重困难户"),
    ];
    let mut seen = vec![first["digest"].clone()];
    for (path, from, to) in changes {
        let text = desk.read(path);
        desk.write(path, text.replacen(from, to, 1));
        let now = drawn(&desk, "2025-03-12");
        assert!(!seen.contains(&now["digest"]), "{from} → {to} changed nothing");
        assert!(!now["changed"].as_array().unwrap().is_empty(), "{from} → {to} is not told");
        seen.push(now["digest"].clone());
        desk.write(path, text);
    }
    desk.write(&format!("ws/{}.md", notice("hongqi")), "补助每户8570.50元。\n");
    let told = drawn(&desk, "2025-03-12");
    assert!(!seen.contains(&told["digest"]) && told["changed"].to_string().contains("8570.50"));
}

#[test]
fn page_and_print_say_what_the_faces_say() {
    let desk = Desk::six("proof-read-back").thin(&[]);
    drawn(&desk, "2025-03-12");
    let kept = files(&desk);
    desk.build("2025-03-14").ends(0);
    let page = page_text(&desk.read("dist/public/villages/hongqi/notices/2025-03-identify/index.html"));
    let print = super::foreign::pdftotext(&[], &desk.path("dist/board/hongqi/2025-03-identify-A4.pdf"));
    let close = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for (face, shown) in [("web.json", close(&page)), ("board.json", close(&print))] {
        let face: serde_json::Value = serde_json::from_slice(&kept[face]).unwrap();
        let list = |key: &str| face[key].as_array().unwrap().clone();
        let cells = list("rows").into_iter().flat_map(|row| row.as_array().unwrap().clone());
        let words = list("lines").into_iter().flat_map(|line| line.as_array().unwrap()[1..].to_vec());
        for text in cells.chain(list("columns")).chain(words) {
            let text = close(text.as_str().unwrap());
            let is_address = text.starts_with("http");
            assert!(is_address || shown.contains(&text), "“{text}” is not read back from\n{shown}");
        }
    }
}

#[test]
fn a_draft_is_replaced_and_what_is_signed_stays() {
    let desk = Desk::six("proof-drafts").thin(&[]);
    let first = drawn(&desk, "2025-03-12")["folder"].as_str().unwrap().to_owned();
    desk.write(&format!("ws/{first}/村民委员会.txt"), "签字\n");
    desk.write(&format!("ws/{}.md", notice("hongqi")), "一句话。\n");
    let second = drawn(&desk, "2025-03-12")["folder"].as_str().unwrap().to_owned();
    desk.write(&format!("ws/{}.md", notice("hongqi")), "另一句话。\n");
    let third = drawn(&desk, "2025-03-12")["folder"].as_str().unwrap().to_owned();
    assert!(desk.path(&format!("ws/{first}/proof.json")).exists(), "a signed draft is gone");
    assert!(!desk.path(&format!("ws/{second}")).exists() && desk.path(&format!("ws/{third}")).exists());
    // Nothing of them disturbs the workspace.
    desk.run(["-C", "ws", "--today", "2025-03-13", "check"]).ends(0);
}

#[test]
fn what_cannot_be_published_is_not_drawn_up() {
    let desk = Desk::six("proof-refused").thin(&[]);
    desk.write(&format!("ws/{}.md", notice("hongqi")), "程素云一户情况特殊。\n");
    let name = notice("hongqi");
    let ran = desk.run(["-C", "ws", "--today", "2025-03-12", "proof", &name]).ends(2);
    assert!(ran.codes().iter().all(|code| code.starts_with("leak-")), "{}", ran.err);
    assert!(!desk.path(FOLDER).exists());
}

#[test]
fn a_secret_is_made_once_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::six("proof-secret").thin(&[]);
    let first = drawn(&desk, "2025-03-12")["digest"].clone();
    let secret = desk.path("ws/proof.secret");
    assert_eq!(std::fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(drawn(&desk, "2025-03-12")["digest"], first);
    std::fs::write(&secret, "abc\n").unwrap();
    let name = notice("hongqi");
    let ran = desk.run(["-C", "ws", "--today", "2025-03-12", "proof", &name]).ends(1);
    assert_eq!(ran.codes(), ["proof-secret"]);
    std::fs::remove_file(&secret).unwrap();
    assert_ne!(drawn(&desk, "2025-03-12")["digest"], first);
}
