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
pub(crate) fn sha256(bytes: &[u8]) -> String {
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
        [
            "board-A4.pdf",
            "board.json",
            "chat.json",
            "loudspeaker.json",
            "page.html",
            "proof.json",
            "web.json"
        ]
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
    desk.unsign(&notice("hongqi"));
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
    desk.unsign(&notice("hongqi"));
    desk.sign_all(&notice("hongqi"));
    let kept = files(&desk);
    desk.build("2025-03-14").ends(0);
    let page = page_text(&desk.read("dist/public/villages/hongqi/notices/2025-03-identify/index.html"));
    let print = super::foreign::pdftotext(&[], &desk.path("dist/board/hongqi/2025-03-identify-A4.pdf"));
    let close = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for (face, shown) in [("web.json", close(&page)), ("board.json", close(&print))] {
        let face: serde_json::Value = serde_json::from_slice(&kept[face]).unwrap();
        let mut texts = Vec::new();
        words(&face["rows"], &mut texts);
        words(&face["columns"], &mut texts);
        words(&face["text"]["blocks"], &mut texts);
        assert!(texts.len() > 30, "{texts:?}");
        for text in texts {
            let text = close(&text);
            assert!(shown.contains(&text), "“{text}” is not read back from\n{shown}");
        }
    }
}

/// Every text that a part of a face says to its reader.
pub(crate) fn words(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => out.push(text.clone()),
        serde_json::Value::Array(items) => match items.first().and_then(|kind| kind.as_str()) {
            // A run of a text: its kind, then its words.
            Some("text" | "strong" | "link" | "counted") => words(&items[1], out),
            Some("break") => {}
            _ => items.iter().for_each(|item| words(item, out)),
        },
        serde_json::Value::Object(fields) => {
            for name in [
                "text", "label", "rule", "caption", "title", "pairs", "items", "blocks", "rows", "runs",
                "issuers",
            ] {
                fields.get(name).into_iter().for_each(|value| words(value, out));
            }
        }
        _ => {}
    }
}

#[test]
fn a_draft_is_replaced_and_what_is_signed_stays() {
    let desk = Desk::six("proof-drafts").thin(&[]);
    desk.unsign(&notice("hongqi"));
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
    desk.unsign(&notice("hongqi"));
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
    desk.unsign(&notice("hongqi"));
    let first = drawn(&desk, "2025-03-12")["digest"].clone();
    let secret = desk.path("ws/proof.secret");
    assert_eq!(std::fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(drawn(&desk, "2025-03-12")["digest"], first);
    std::fs::write(&secret, "abc\n").unwrap();
    let name = notice("hongqi");
    let ran = desk.run(["-C", "ws", "--today", "2025-03-12", "proof", &name]).ends(1);
    assert_eq!(ran.codes(), ["proof-secret"]);
    std::fs::remove_file(&secret).unwrap();
    // A draft that says the same stays as it is, with its salts; one that is drawn up anew has others.
    assert_eq!(drawn(&desk, "2025-03-12")["digest"], first);
    desk.unsign(&notice("hongqi"));
    assert_ne!(drawn(&desk, "2025-03-12")["digest"], first);
}

/// Signing needed the whole township's workspace, with other villages' rosters in it.
#[test]
fn a_proof_is_signed_where_no_roster_is_and_comes_back() {
    let desk = Desk::six("proof-travels").thin(&[]);
    let name = notice("hongqi");
    desk.unsign(&name);
    let run = |words: &[&str]| desk.run(["-C", "ws", "--today", "2025-03-13"].iter().chain(words).copied());
    run(&["proof", &name, "--out", "红旗村.mbproof"]).ends(0);
    let sent = desk.read("红旗村.mbproof");
    assert!(
        six().iter().all(|household| !sent.contains(&household.head) && !sent.contains(&household.phone))
    );
    for (file, role) in super::desk::ROLES {
        let key = format!("secret/hongqi-{file}.key");
        // No workspace is asked for.
        let signed = desk.run(["--today", "2025-03-13", "sign", "红旗村.mbproof", "--key", &key]).ends(0).out;
        assert!(signed.contains("名单：6户19人") && signed.contains(role), "{signed}");
    }
    assert!(desk.path("红旗村.board-A4.pdf").exists(), "nothing to be looked at");
    assert!(run(&["proof", "--in", "红旗村.mbproof"]).ends(0).out.contains("要签字的都签了"));
    desk.build("2025-03-17").ends(0);
    assert!(desk.shows(&name));
    // Of another draft, or of another roster, nothing is taken in.
    desk.unsign(&name);
    desk.edit("ws/villages/hongqi/rosters/r.csv", "综合保障", "产业帮扶");
    assert_eq!(run(&["proof", "--in", "红旗村.mbproof"]).ends(2).codes(), ["package-other-proof"]);
    desk.edit("ws/villages/hongqi/rosters/r.csv", "产业帮扶", "综合保障");
    desk.write(&format!("ws/{name}.md"), "补充一句。\n");
    assert_eq!(run(&["proof", "--in", "红旗村.mbproof"]).ends(2).codes(), ["package-other-proof"]);
    std::fs::remove_file(desk.path(&format!("ws/{name}.md"))).unwrap();
    // A file that was cut short, changed, or made by a newer program.
    for (text, code) in [
        (sent[..sent.len() / 2].to_owned(), "package-malformed"),
        (sent.replace("6户", "7户").replacen("红旗村", "红星村", 1), "package-malformed"),
        (sent.replace("mingbai-package/1", "mingbai-package/9"), "package-other-form"),
    ] {
        desk.write("坏.mbproof", text);
        assert_eq!(run(&["proof", "--in", "坏.mbproof"]).ends(1).codes(), [code]);
        let key = "secret/hongqi-committee.key";
        assert_eq!(desk.run(["sign", "坏.mbproof", "--key", key]).ends(1).codes(), [code]);
    }
    // A statement under the name of a path outside.
    let signed = desk.read("红旗村.mbproof").replace("\"村民委员会\": [", "\"../../村民委员会\": [");
    desk.write("坏.mbproof", signed);
    assert_ne!(run(&["proof", "--in", "坏.mbproof"]).code, 0);
    assert!(!desk.path(&format!("ws/{name}.proof/../../村民委员会.txt")).exists());
}

/// Whoever signed elsewhere did not see what `check` had found.
#[test]
fn what_check_had_found_did_not_travel_with_the_proof() {
    let desk = Desk::six("proof-warned").thin(&[]);
    let name = notice("hongqi");
    desk.unsign(&name);
    // Nobody can call about it.
    for path in ["ws/township.toml", "ws/villages/hongqi/village.toml"] {
        let text = desk.read(path);
        desk.write(path, text.split("[[contact]]").next().unwrap());
    }
    let drawn = ["-C", "ws", "--today", "2025-03-13", "proof", &name, "--out", "红旗村.mbproof"];
    let shown = desk.run(drawn).ends(0).out;
    let sign = ["sign", "红旗村.mbproof", "--key", "secret/hongqi-committee.key"];
    for told in [shown, desk.run(["--today", "2025-03-13"].iter().chain(&sign)).ends(0).out] {
        assert!(told.contains("检查时有1处要留意") && told.contains("没有写受理意见的电话"), "{told}");
    }
}

/// The meeting was put off by two days, and everybody had to look at the whole notice again.
#[test]
fn another_posting_day_alone_could_not_be_told_from_another_notice() {
    let desk = Desk::six("proof-days").speaking();
    let name = notice("hongqi");
    let toml = format!("ws/{name}.toml");
    let before = desk.read(&toml);
    let code = drawn(&desk, "2025-03-13")["code"].as_str().unwrap().to_owned();
    let moved = |day: &str| desk.run(["-C", "ws", "--today", "2025-03-13", "proof", &name, "--posted", day]);
    let told = moved("2025-03-17").ends(0).out;
    assert!(told.contains("2025年3月17日"), "{told}");
    assert_eq!(desk.read(&toml), before.replace("2025-03-14", "2025-03-17"));
    for (file, _) in super::desk::ROLES {
        let said = desk.sign(&name, file).ends(0).out;
        assert!(said.contains(&format!("只改日期：其余和校对码{code}的那一稿一样")), "{said}");
    }
    desk.run(["-C", "ws", "--today", "2025-03-13", "verify", &name]).ends(0);
    desk.build("2025-03-17").ends(0);
    assert!(desk.shows(&name));
    // Something else was edited as well: that is no moving of days, and nothing is written.
    let desk = Desk::six("proof-days-more").thin(&[]);
    desk.write(&format!("ws/{name}.md"), "补助每户850元。\n");
    let before = desk.tree("ws");
    let ran =
        desk.run(["-C", "ws", "--today", "2025-03-13", "proof", &name, "--posted", "2025-03-17"]).ends(2);
    assert_eq!(ran.codes(), ["proof-not-of-days"], "{}", ran.err);
    assert!(desk.tree("ws") == before, "something was written");
    // Printed already, or not signed by everybody.
    std::fs::remove_file(desk.path(&format!("ws/{name}.md"))).unwrap();
    desk.record("2025-03-13", "print", &[]).ends(0);
    let moved = |desk: &Desk| {
        desk.run(["-C", "ws", "--today", "2025-03-13", "proof", &name, "--posted", "2025-03-17"])
    };
    assert_eq!(moved(&desk).ends(2).codes(), ["proof-not-of-days"]);
    let desk = Desk::six("proof-days-unsigned").thin(&[]);
    desk.unsign(&name);
    desk.sign(&name, "committee").ends(0);
    assert_eq!(moved(&desk).ends(2).codes(), ["proof-not-of-days"]);
}
