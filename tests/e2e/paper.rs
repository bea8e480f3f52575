//! Signing on paper: a sheet is printed, signed by hand, scanned and recorded; or somebody says no.

use super::desk::{Desk, Ran, notice};
use super::foreign::pdftotext;
use super::people::six;

/// A picture as a telephone takes it: its first bytes are all that is asked.
const SCAN: &[u8] = b"\xff\xd8\xff\xe0 a signed sheet";

const DAY: &str = "2025-03-13";

/// A desk where nobody has signed, and two people may sign on paper.
fn desk(name: &str) -> Desk {
    let desk = Desk::six(name).thin(&[]);
    desk.unsign(&notice("hongqi"));
    let village = "ws/villages/hongqi/village.toml";
    let officials = "\n[[official]]\nrole = \"村民委员会\"\nname = \"罗启山\"\nfrom = 2021-01-01\n\n\
                     [[official]]\nrole = \"supervision-committee\"\nname = \"韩永年\"\nfrom = 2021-01-01\nuntil = 2025-12-31\n";
    desk.write(village, desk.read(village) + officials);
    desk.write("scan.jpg", SCAN);
    desk
}

fn on(desk: &Desk, day: &str, words: &[&str]) -> Ran {
    desk.run(["-C", "ws", "--today", day].iter().chain(words).copied())
}

/// Prints a sheet and reads its code from the paper.
#[track_caller]
fn sheet(desk: &Desk, role: &str) -> String {
    let out = format!("{role}.pdf");
    let ran = on(desk, DAY, &["sheet", &notice("hongqi"), "--role", role, "--out", &out]).ends(0);
    let text = pdftotext(&["-layout"], &desk.path(&out));
    let code = code_of(&text);
    assert!(!ran.out.contains(&code) && !ran.err.contains(&code), "the code stands on the screen");
    code
}

/// The code that stands on a sheet.
#[track_caller]
fn code_of(sheet: &str) -> String {
    let part = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let is_code = |word: &&str| word.len() == 14 && word.split('-').all(part);
    sheet.split_whitespace().find(is_code).unwrap_or_else(|| panic!("no code in\n{sheet}")).to_owned()
}

fn approve(desk: &Desk, (role, signer, code): (&str, &str, &str)) -> Ran {
    let name = notice("hongqi");
    let words = ["approve", &name, "--role", role, "--signer", signer, "--code", code, "--paper", "scan.jpg"];
    on(desk, DAY, &words)
}

const COMMITTEE: &str = "村民委员会";
const WATCH: &str = "村务监督委员会";

#[test]
fn old_officials_who_have_no_key_could_not_sign() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk("paper-whole");
    let name = notice("hongqi");
    let code = sheet(&desk, COMMITTEE);
    let text = pdftotext(&[], &desk.path("村民委员会.pdf")).replace([' ', '\n'], "");
    for words in
        ["公示签字单", "6户19人", "2025年3月14日", "校对码", "名册校验", "本人签名", "单位盖章", "签字日期"]
    {
        assert!(text.contains(words), "{words} is not on the sheet:\n{text}");
    }
    let folder = desk.proof_folder(&name);
    let digest = super::proof::sha256(&desk.bytes(&format!("{folder}/proof.json")));
    assert!(text.contains(&digest), "the digest is not on the sheet");
    assert!(six().iter().all(|household| !text.contains(&household.head)), "a whole name is on the sheet");
    assert_eq!(std::fs::metadata(desk.path("村民委员会.pdf")).unwrap().permissions().mode() & 0o777, 0o600);
    let ran = approve(&desk, (COMMITTEE, "罗启山", &code)).ends(0);
    assert!(ran.out.contains("还不能发布"), "{}", ran.out);
    let json = on(&desk, DAY, &["--json", "sheet", &name, "--role", WATCH, "--out", "二"]).ends(0);
    let paper = pdftotext(&["-layout"], &desk.path(json.json()["file"].as_str().unwrap()));
    let code = code_of(&paper);
    let code = code.as_str();
    assert!(!json.out.contains(code));
    // As somebody types it, and by the role's id.
    let typed = code.replace('-', " ");
    let ran = approve(&desk, ("supervision-committee", "韩永年", &typed)).ends(0);
    assert!(ran.out.contains("要签字的都签了"), "{}", ran.out);
    let record: serde_json::Value =
        serde_json::from_slice(&desk.bytes(&format!("{folder}/村务监督委员会.paper.json"))).unwrap();
    assert_eq!(record["form"], "mingbai-paper/1");
    assert_eq!((&record["day"], &record["as_if"]), (&DAY.into(), &DAY.into()));
    assert!(record["at"].as_str().unwrap() > "2025-12", "not the clock: {}", record["at"]);
    let scan = format!("ws/kept/papers/{}.jpg", record["scan"].as_str().unwrap());
    assert_eq!(desk.bytes(&scan), SCAN);
    assert_eq!(std::fs::metadata(desk.path(&scan)).unwrap().permissions().mode() & 0o777, 0o600);
    // It is published, and no page names who signed.
    desk.build("2025-03-17").ends(0);
    assert!(desk.shows(&name));
    let named = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("罗启山");
    assert!(desk.open().values().all(|bytes| !named(bytes)), "a signer's name is public");
    let told = on(&desk, "2025-03-17", &["verify"]).ends(0).out;
    assert!(told.contains("罗启山（2025-03-13，纸上签字）") && told.contains("看扫描件"), "{told}");
    desk.write(&scan, b"\xff\xd8\xff another");
    assert!(on(&desk, "2025-03-17", &["verify"]).ends(1).err.contains("扫描件被改过"));
    desk.write(&scan, SCAN);
    // On to the bag.
    on(&desk, "2025-03-17", &["post", &name, "--day", "2025-03-14"]).ends(0);
    on(&desk, "2025-03-20", &["close", &name]).ends(0);
    on(&desk, "2025-03-21", &["archive", &name]).ends(0);
    let bag = "archive/hongqi-2025-03-identify";
    assert!(desk.tree(bag).keys().any(|path| path.ends_with("村民委员会.paper.json")));
    assert!(desk.tree(bag).keys().all(|path| !path.ends_with(".jpg")), "the scan left the office");
    let told = desk.run(["verify", bag]).ends(0).out;
    assert_eq!(told.matches("纸上签字，看扫描件").count(), 2, "{told}");
}

#[test]
fn a_code_was_taken_twice_for_another_proof_role_or_roster() {
    let desk = desk("paper-codes");
    let name = notice("hongqi");
    let code = sheet(&desk, COMMITTEE);
    let refused = |ran: Ran, code: &str| {
        let ran = ran.ends(2);
        assert_eq!(ran.codes(), [code], "{}", ran.err);
        ran.err
    };
    let mut wrong = code.clone().into_bytes();
    wrong[3] = if wrong[3] == b'9' { b'0' } else { wrong[3] + 1 };
    let wrong = String::from_utf8(wrong).unwrap();
    let told = refused(approve(&desk, (COMMITTEE, "罗启山", &wrong)), "sheet-code");
    assert!(!told.contains(&code), "it tells what would be right: {told}");
    refused(approve(&desk, (WATCH, "韩永年", &code)), "sheet-code");
    // A hidden cell of the roster, then a word that is read.
    let roster = desk.read("ws/villages/hongqi/rosters/r.csv");
    let phone =
        roster.split(',').find(|cell| cell.len() == 11 && cell.starts_with("154")).unwrap().to_owned();
    desk.edit("ws/villages/hongqi/rosters/r.csv", &phone, "15400009999");
    assert!(refused(approve(&desk, (COMMITTEE, "罗启山", &code)), "sheet-code").contains("名册改过"));
    desk.write("ws/villages/hongqi/rosters/r.csv", &roster);
    desk.write(&format!("ws/{name}.md"), "一句话。\n");
    assert!(refused(approve(&desk, (COMMITTEE, "罗启山", &code)), "sheet-code").contains("不是现在这一稿"));
    std::fs::remove_file(desk.path(&format!("ws/{name}.md"))).unwrap();
    // No scan, nobody who may sign, a day to come.
    desk.write("scan.jpg", "MZ");
    refused(approve(&desk, (COMMITTEE, "罗启山", &code)), "sheet-scan");
    desk.write("scan.jpg", SCAN);
    let told = refused(approve(&desk, (COMMITTEE, "罗启水", &code)), "signoff-official");
    assert!(told.contains("[[official]]") && !told.contains("罗启水"), "{told}");
    assert!(!desk.path("ws/kept/papers").exists(), "a refused scan was kept");
    approve(&desk, (COMMITTEE, "罗启山", &code)).ends(0);
    assert!(refused(approve(&desk, (COMMITTEE, "罗启山", &code)), "sheet-code").contains("只用一次"));
    assert_eq!(on(&desk, DAY, &["sheet", &name, "--role", "乡镇"]).ends(2).codes(), ["sheet-role"]);
}

#[test]
fn one_person_signed_one_role_by_key_and_the_other_on_paper() {
    for (number, first_by_key) in [true, false].into_iter().enumerate() {
        let desk = desk(&format!("paper-one-person-{number}"));
        let name = notice("hongqi");
        // The watch's official is called as the committee's key, but for a full stop.
        desk.edit("ws/villages/hongqi/village.toml", "韩永年", "罗启山 h．");
        if first_by_key {
            desk.sign(&name, "committee").ends(0);
            let code = sheet(&desk, WATCH);
            assert_eq!(approve(&desk, (WATCH, "罗启山 h．", &code)).ends(2).codes(), ["signoff-same-person"]);
        } else {
            let code = sheet(&desk, WATCH);
            approve(&desk, (WATCH, "罗启山 h．", &code)).ends(0);
            assert_eq!(desk.sign(&name, "committee").ends(2).codes(), ["signoff-same-person"]);
        }
        assert!(on(&desk, DAY, &["build"]).ends(0).out.contains("待签字"));
    }
}

#[test]
fn a_key_and_a_sheet_together_are_enough_unless_the_township_takes_one_way_alone() {
    let desk = desk("paper-ways");
    let name = notice("hongqi");
    desk.sign(&name, "committee").ends(0);
    let code = sheet(&desk, WATCH);
    assert!(approve(&desk, (WATCH, "韩永年", &code)).ends(0).out.contains("都签了"));
    desk.build("2025-03-17").ends(0);
    // What was approved stays approved when the rule changes.
    let township = desk.read("ws/township.toml");
    desk.write("ws/township.toml", township.clone() + "\n[signing]\nsigned_how = \"key\"\n");
    desk.build("2025-03-17").ends(0);
    assert!(desk.shows(&name));
    desk.unsign(&name);
    std::fs::remove_dir_all(desk.path("ws/kept")).unwrap();
    assert_eq!(on(&desk, DAY, &["sheet", &name, "--role", WATCH]).ends(2).codes(), ["signoff-way"]);
    desk.write("ws/township.toml", township + "\n[signing]\nsigned_how = \"paper\"\n");
    assert_eq!(desk.sign(&name, "committee").ends(2).codes(), ["signoff-way"]);
}

#[test]
fn nobody_could_say_no_and_the_draft_was_signed_all_the_same() {
    let desk = desk("paper-no");
    let name = notice("hongqi");
    let code = sheet(&desk, WATCH);
    let refuse = |why: &str| {
        on(&desk, DAY, &["approve", &name, "--refuse", "--role", WATCH, "--why", why, "--signer", "韩永年"])
    };
    let head = &six()[0].head;
    assert_eq!(refuse(&format!("{head}家的房子不在本村")).ends(2).codes(), ["ledger-personal"]);
    let folder = desk.proof_folder(&name);
    assert_eq!(std::fs::read_dir(desk.path(&folder)).unwrap().count(), 5, "something was written");
    refuse("第三组漏了一户").ends(0);
    refuse("第三组漏了一户").ends(0);
    let status = on(&desk, DAY, &["status"]).ends(0).out;
    assert!(status.contains("不同意") && status.contains("第三组漏了一户"), "{status}");
    // By no way and by nobody.
    assert_eq!(desk.sign(&name, "committee").ends(2).codes(), ["signoff-refused"]);
    assert_eq!(approve(&desk, (WATCH, "韩永年", &code)).ends(2).codes(), ["signoff-refused"]);
    assert_eq!(on(&desk, DAY, &["sheet", &name, "--role", COMMITTEE]).ends(2).codes(), ["signoff-refused"]);
    assert!(on(&desk, "2025-03-17", &["build"]).ends(2).codes().contains(&"signoff-refused"));
    // Another draft may be signed; the first stays refused.
    desk.write(&format!("ws/{name}.md"), "第三组的名单已经核对。\n");
    desk.sign_all(&name);
    desk.build("2025-03-17").ends(0);
    let late = refuse("太晚了").ends(2);
    assert_eq!(late.codes(), ["sheet-approved"]);
    std::fs::remove_file(desk.path(&format!("ws/{name}.md"))).unwrap();
    assert_eq!(desk.sign(&name, "committee").ends(2).codes(), ["signoff-refused"]);
}

/// 1 of what signatures let through, by the sheet: another worksheet is another list.
#[test]
fn another_sheet_of_the_workbook_was_published_under_a_signature_on_paper() {
    let desk = desk("paper-other-list");
    let name = notice("hongqi");
    for (role, signer) in [(COMMITTEE, "罗启山"), (WATCH, "韩永年")] {
        let code = sheet(&desk, role);
        approve(&desk, (role, signer, &code)).ends(0);
    }
    let before = super::stands::others();
    desk.write("ws/villages/hongqi/rosters/r2.csv", super::people::roster_csv("红旗村", &before));
    desk.edit(&format!("ws/{name}.toml"), "rosters/r.csv", "rosters/r2.csv");
    // Before its day: to be signed again. From its day on: what was signed stands.
    assert!(on(&desk, DAY, &["build"]).out.contains("待签字"));
    assert!(desk.build("2025-03-17").ends(1).codes().contains(&"proof-inputs-edited"));
    desk.edit(&format!("ws/{name}.toml"), "rosters/r2.csv", "rosters/r.csv");
    desk.build("2025-03-17").ends(0);
}

/// 16: internal lists were signed with words about posting.
#[test]
fn an_internal_list_was_signed_with_words_about_posting() {
    let desk = super::packs::list("paper-internal", "jilin-2020", "warning", "2020-05-18", "边缘户");
    let name = "villages/hongqi/notices/warning";
    let run = |words: &[&str]| on(&desk, "2020-05-18", words);
    let statement = desk.read(&format!("ws/{name}.proof/v1-internal/村民委员会.txt"));
    desk.unsign(name);
    let township = desk.read("ws/township.toml");
    let official = |role: &str, name: &str| {
        format!("\n[[official]]\nrole = \"{role}\"\nname = \"{name}\"\nfrom = 2019-01-01\n")
    };
    desk.write("ws/township.toml", township + &official(COMMITTEE, "罗启山") + &official(WATCH, "韩永年"));
    desk.write("scan.jpg", SCAN);
    for (role, signer) in [(COMMITTEE, "罗启山"), (WATCH, "韩永年")] {
        run(&["sheet", name, "--role", role, "--out", "内部.pdf"]).ends(0);
        let sheet = pdftotext(&["-layout"], &desk.path("内部.pdf"));
        for said in [&statement, &sheet] {
            assert!(said.contains("不张贴") && !said.contains("从张贴日起"), "{said}");
        }
        assert!(!sheet.contains("红色") && six().iter().all(|is| !sheet.contains(&is.head)), "{sheet}");
        let code = code_of(&sheet);
        let words = ["--role", role, "--signer", signer, "--code", &code, "--paper", "scan.jpg"];
        run(&[&["approve", name][..], &words].concat()).ends(0);
    }
    assert!(run(&["verify", name]).ends(0).out.contains("纸上签字"));
    // Nothing but the roster's bytes binds them: one cell more, and all sign again.
    desk.edit("ws/villages/hongqi/rosters/r.csv", "失业", "就学");
    assert!(run(&["verify", name]).ends(2).codes().contains(&"signoff-roster-changed"));
}

#[test]
fn a_damaged_file_of_a_signed_proof_was_told_as_nobody_has_signed() {
    let desk = Desk::six("proof-damaged").thin(&[]);
    let folder = desk.proof_folder(&notice("hongqi"));
    for file in ["board.json", "proof.json"] {
        let path = format!("{folder}/{file}");
        let whole = desk.bytes(&path);
        let mut broken = whole.clone();
        let at = broken.len() / 2;
        broken[at] = b'#';
        for bytes in [Some(broken), None] {
            match &bytes {
                Some(bytes) => desk.write(&path, bytes),
                None => std::fs::remove_file(desk.path(&path)).unwrap(),
            }
            let ran = desk.build("2025-03-17").ends(2);
            assert!(ran.codes().contains(&"signoff-proof-damaged"), "{file}: {}", ran.err);
            assert!(ran.err.contains(file) && ran.err.contains("备份"), "{}", ran.err);
            assert!(!ran.err.contains("还没有人签字"), "{}", ran.err);
            let again = desk.sign(&notice("hongqi"), "committee");
            assert_eq!(again.ends(2).codes(), ["signoff-proof-damaged"], "signed over a damaged file");
        }
        desk.write(&path, &whole);
        desk.build("2025-03-17").ends(0);
    }
}

#[test]
fn a_broken_secret_was_told_by_proof_and_sign_alone() {
    let desk = Desk::six("secret-told").thin(&[]);
    let whole = desk.bytes("ws/proof.secret");
    desk.write("ws/proof.secret", "abc\n");
    for command in ["check", "build", "status"] {
        let ran = on(&desk, "2025-03-17", &[command]).ends(1);
        assert!(ran.codes().contains(&"proof-secret"), "{command}: {}", ran.err);
    }
    assert!(desk.shows(&notice("hongqi")), "a notice that stands was held back");
    desk.write("ws/proof.secret", whole);
    for command in ["check", "build", "status"] {
        on(&desk, "2025-03-17", &[command]).ends(0);
    }
}
