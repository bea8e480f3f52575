//! What follows from a signed proof without a new signature: a household withdrawn. It stands as a proof of its own, whose
//! digest is in the ledger, and which anybody can compare with the signed one.

use super::desk::{Desk, notice, page};
use super::foreign::{dense, page_text, pdftotext, table};
use super::stands::others;

const ROSTER: &str = "ws/villages/hongqi/rosters/r.csv";
const PRINT: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";

/// A notice that hangs.
fn posted(name: &str) -> Desk {
    let desk = Desk::six(name).thin(&[]);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk
}

fn withdraw(desk: &Desk, row: &str) -> super::desk::Ran {
    desk.record("2025-03-17", "withdraw", &["--row", row, "--yes"])
}

fn rows(desk: &Desk) -> usize {
    table(&desk.read(&page("hongqi"))).len()
}

/// The folders of derived proofs beside the notice.
fn derived(desk: &Desk) -> Vec<String> {
    let files = desk.tree(&format!("ws/{}.proof", notice("hongqi")));
    files.keys().filter_map(|path| path.strip_suffix("/derived.json").map(str::to_owned)).collect()
}

fn ledger(desk: &Desk) -> Vec<serde_json::Value> {
    desk.read("ws/ledger.jsonl").lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn verify(desk: &Desk) -> super::desk::Ran {
    desk.run(["-C", "ws", "--today", "2025-03-18", "verify", &notice("hongqi")])
}

#[test]
fn a_withdrawal_left_no_proof_of_what_was_shown_from_then_on() {
    let desk = posted("derived-proof");
    let ran = withdraw(&desk, "5").ends(0);
    assert!(ran.out.contains("不用再签字"), "{}", ran.out);
    assert!(ran.out.contains("今天换下"), "{}", ran.out);
    let folders = derived(&desk);
    assert_eq!(folders.len(), 1);
    let digest = ledger(&desk)[1]["event"]["derived"].as_str().unwrap().to_owned();
    let says = desk.read(&format!("ws/{}.proof/{}/derived.json", notice("hongqi"), folders[0]));
    let signed = ledger(&desk)[0]["event"]["signed"].as_str().unwrap().to_owned();
    assert!(says.contains("mingbai-derived/1") && says.contains(&signed) && !says.contains('姚'), "{says}");
    let told = verify(&desk).ends(0).out;
    assert!(told.contains("核对过") && told.contains("减去1户"), "{told}");
    // Neither roster nor kept source is needed to show exactly this.
    std::fs::remove_dir_all(desk.path("ws/kept/source")).unwrap();
    desk.write(ROSTER, "这不是名册\n");
    desk.build("2025-03-17");
    assert_eq!(rows(&desk), 5);
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(text.contains("5户18人") && !text.contains("姚*林"), "{text}");
    assert!(dense(&pdftotext(&[], &desk.path(PRINT))).contains("5户18人"));
    // Whoever edits it is found, and nothing of it is shown.
    let web = format!("ws/{}.proof/{}/web.json", notice("hongqi"), folders[0]);
    desk.edit(&web, "罗*明", "罗*亮");
    assert_eq!(verify(&desk).ends(2).codes(), ["proof-derived"]);
    desk.build("2025-03-17");
    assert_eq!(rows(&desk), 0, "{digest}");
}

#[test]
fn two_rows_withdrawn_one_after_the_other_and_then_all_but_one() {
    let desk = posted("derived-two");
    withdraw(&desk, "5").ends(0);
    withdraw(&desk, "2").ends(0);
    desk.build("2025-03-17").ends(0);
    assert_eq!((rows(&desk), derived(&desk).len()), (4, 2));
    let told = verify(&desk).ends(0).out;
    assert!(told.contains("减去1户") && told.contains("减去2户"), "{told}");
    // The same once more writes nothing.
    let before = desk.bytes("ws/ledger.jsonl");
    withdraw(&desk, "5").ends(0);
    assert!(desk.bytes("ws/ledger.jsonl") == before);
    for row in ["3", "4", "6"] {
        withdraw(&desk, row).ends(0);
    }
    // Nobody would be left: then the whole notice is called back.
    let before = desk.bytes("ws/ledger.jsonl");
    assert_eq!(withdraw(&desk, "7").ends(2).codes(), ["ledger-not-allowed"]);
    assert!(desk.bytes("ws/ledger.jsonl") == before);
    desk.build("2025-03-17").ends(0);
    assert_eq!(rows(&desk), 1);
    assert!(verify(&desk).ends(0).out.contains("减去5户"));
}

#[test]
fn a_group_merged_on_the_web_is_never_shown_by_its_name_there_again() {
    let desk = posted("derived-groups");
    let group = |desk: &Desk| -> Vec<String> {
        table(&desk.read(&page("hongqi"))).into_iter().map(|row| row[1].clone()).collect()
    };
    assert!(group(&desk).iter().all(|group| group != "其他小组"));
    withdraw(&desk, "5").ends(0);
    desk.build("2025-03-17").ends(0);
    assert!(group(&desk).iter().all(|group| group == "其他小组"), "{:?}", group(&desk));
    // On the board every neighbour reads the groups.
    assert!(dense(&pdftotext(&[], &desk.path(PRINT))).contains("2组"));
    for row in ["6", "7"] {
        withdraw(&desk, row).ends(0);
    }
    // One group is left, of three: large enough by itself, but it was merged before.
    desk.build("2025-03-17").ends(0);
    assert!(group(&desk).iter().all(|group| group == "其他小组"), "{:?}", group(&desk));
    verify(&desk).ends(0);
}

#[test]
fn a_household_withdrawn_from_one_notice_stood_on_in_another() {
    let desk = posted("derived-elsewhere");
    let second = "villages/hongqi/notices/2025-03-second";
    let toml = desk.read(&format!("ws/{}.toml", notice("hongqi")));
    desk.write(
        "ws/villages/hongqi/rosters/r2.csv",
        desk.read(ROSTER).lines().rev().fold(String::new(), |text, line| {
            if line.starts_with("序号") { format!("{line}\n{text}") } else { format!("{text}{line}\n") }
        }),
    );
    desk.write(&format!("ws/{second}.toml"), toml.replace("r.csv", "r2.csv"));
    desk.sign_all(second);
    desk.build("2025-03-14").ends(0);
    desk.run(["-C", "ws", "--today", "2025-03-14", "post", second]).ends(0);
    let ran = withdraw(&desk, "5").ends(0);
    assert!(ran.out.contains("一起撤下") && ran.out.contains(second), "{}", ran.out);
    let entries = ledger(&desk);
    assert_eq!(entries[3]["notice"], second);
    assert_eq!(entries[3]["event"]["kind"], "withdrawn");
    desk.build("2025-03-17").ends(0);
    let page = desk.read("dist/public/villages/hongqi/notices/2025-03-second/index.html");
    assert_eq!((table(&page).len(), rows(&desk)), (5, 5));
    assert!(!page.contains("姚*林"));
    desk.run(["-C", "ws", "--today", "2025-03-18", "verify"]).ends(0);
}

/// Pack, field table and village were edited after the signatures: what was signed is drawn from what was kept.
#[test]
fn an_edited_pack_kept_a_withdrawal_from_being_drawn_up() {
    let desk = posted("derived-inputs");
    desk.edit("ws/policies/puan-2025/notices/identify.md", "请大家监督", "请大家来监督");
    desk.edit("ws/policies/puan-2025/pack.toml", "title = \"家庭人口\"", "title = \"人口\"");
    desk.edit("ws/villages/hongqi/village.toml", "023-5550 1301", "023-5550 1302");
    withdraw(&desk, "5").ends(0);
    desk.build("2025-03-17").ends(1);
    assert_eq!(rows(&desk), 5);
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(text.contains("请大家监督") && text.contains("5户18人"), "{text}");
    verify(&desk).ends(0);
}

#[test]
fn without_a_kept_source_nobody_is_shown_rather_than_the_wrong_ones() {
    let desk = posted("derived-lost");
    std::fs::remove_dir_all(desk.path("ws/kept/source")).unwrap();
    desk.write(ROSTER, super::people::roster_csv("红旗村", &others()));
    let ran = withdraw(&desk, "5").ends(0);
    assert!(ran.err.contains("网上先不列名单"), "{}\n{}", ran.out, ran.err);
    assert!(ledger(&desk)[1]["event"].get("derived").is_none());
    desk.build("2025-03-17").ends(1);
    assert_eq!(rows(&desk), 0);
}

#[test]
fn a_bag_proves_by_itself_what_was_shown_after_a_withdrawal() {
    let desk = posted("derived-bag");
    withdraw(&desk, "5").ends(0);
    desk.record("2025-03-20", "close", &[]).ends(0);
    desk.run(["-C", "ws", "--today", "2025-03-21", "archive", &notice("hongqi")]).ends(0);
    let bag = "archive/hongqi-2025-03-identify";
    desk.run(["verify", bag]).ends(0);
    let files = desk.tree(bag);
    let ending = |end: &str| files.keys().filter(|path| path.ends_with(end)).cloned().collect::<Vec<_>>();
    assert_eq!(ending("/derived.json").len(), 1);
    let texts = ending("/proof.txt");
    assert_eq!(texts.len(), 2, "{texts:?}");
    let signed = texts.iter().map(|path| desk.read(&format!("{bag}/{path}")));
    let signed = signed.into_iter().find(|text| text.contains("6户19人")).unwrap();
    for words in
        ["关于红旗村", "2025年3月19日", "红旗村村务公开栏", "序号 | 村民小组", "姚*林", "023-5550 1301"]
    {
        assert!(signed.contains(words), "{words}\n{signed}");
    }
}

/// Signed by the program before counted figures were marked, one household withdrawn, one more now.
#[test]
fn a_workspace_with_unmarked_figures_goes_on() {
    let desk = Desk::bare("derived-old");
    desk.copy("tests/upgrade/proofs-with-unmarked-figures", "ws");
    let kept = desk.bytes("ws/ledger.jsonl");
    let ran = desk.build("2025-03-17").ends(0);
    assert!(!ran.codes().contains(&"proof-inputs-edited"), "{}", ran.err);
    assert_eq!(rows(&desk), 5);
    assert!(page_text(&desk.read(&page("hongqi"))).contains("5户18人"));
    withdraw(&desk, "2").ends(0);
    assert!(desk.bytes("ws/ledger.jsonl").starts_with(&kept), "a line of the ledger changed");
    desk.build("2025-03-17").ends(0);
    assert_eq!(rows(&desk), 4);
    assert!(verify(&desk).ends(0).out.contains("减去2户"));
}

/// After a mended phone the withdrawal went back to the first version, with its old phone and without a list.
#[test]
fn a_household_withdrawn_after_another_version_took_the_first_one_back() {
    let desk = posted("derived-contact");
    let name = notice("hongqi");
    desk.record("2025-03-17", "amend", &["--contact", "--reason", "换电话"]).ends(0);
    desk.edit("ws/villages/hongqi/village.toml", "023-5550 1301", "023-5550 1302");
    let toml = format!("ws/{name}.toml");
    desk.write(&toml, desk.read(&toml) + "version = 2\n");
    desk.sign_on("2025-03-17", &name, "committee").ends(0);
    desk.build("2025-03-17").ends(0);
    desk.record("2025-03-17", "post", &[]).ends(0);
    desk.record("2025-03-17", "withdraw", &["--row", "5", "--yes"]).ends(0);
    let ran = desk.build("2025-03-17").ends(0);
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(rows(&desk) == 5 && text.contains("023-5550 1302") && !text.contains("023-5550 1301"), "{text}");
    assert!(ran.codes().is_empty() && desk.path(PRINT).exists(), "{}", ran.err);
    verify(&desk).ends(0);
}

/// The kept roster was altered: the entry took nobody out, and everything passed.
#[test]
fn a_withdrawal_from_an_altered_source_took_nobody_out() {
    let desk = posted("derived-altered");
    for (path, (bytes, _)) in desk.tree("ws/kept/source") {
        if path.ends_with("/roster") {
            let text = String::from_utf8(bytes).unwrap().replace("姚桂林", "姚桂森");
            desk.write(&format!("ws/kept/source/{path}"), text);
        }
    }
    desk.record("2025-03-17", "withdraw", &["--row", "5", "--yes"]);
    desk.build("2025-03-17");
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(!text.contains("姚*林"), "{text}");
}

/// Signed anew after an amendment, with the household still in the roster: five were signed, four were shown.
#[test]
fn another_version_showed_fewer_than_were_signed() {
    let desk = posted("derived-restart");
    let name = notice("hongqi");
    withdraw(&desk, "5").ends(0);
    desk.record("2025-03-17", "amend", &["--reason", "名单有误"]).ends(0);
    desk.edit(&format!("ws/{name}.toml"), "posted = 2025-03-14", "version = 2\nposted = 2025-03-18");
    let said = desk.sign_on("2025-03-17", &name, "committee").ends(0).out;
    assert!(said.contains("6户19人") && said.contains("撤下过的1户还在名册里"), "{said}");
    desk.sign_on("2025-03-17", &name, "supervision").ends(0);
    desk.build("2025-03-18").ends(0);
    assert_eq!(rows(&desk), 6);
    desk.record("2025-03-18", "post", &[]).ends(0);
    desk.build("2025-03-18").ends(0);
    assert_eq!(rows(&desk), 6);
    desk.run(["-C", "ws", "--today", "2025-03-18", "verify", &name]).ends(0);
    desk.record("2025-03-27", "close", &[]).ends(0);
}

/// The end of the ledger was cut off, and who had been withdrawn came back.
#[test]
fn a_ledger_cut_short_brought_a_withdrawn_household_back() {
    let desk = posted("derived-cut");
    withdraw(&desk, "5").ends(0);
    let ledger = desk.read("ws/ledger.jsonl");
    desk.write("ws/ledger.jsonl", ledger.lines().next().unwrap().to_owned() + "\n");
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.codes().contains(&"proof-derived"), "{}", ran.err);
    assert!(!desk.path(&page("hongqi")).exists() || !desk.read(&page("hongqi")).contains("姚*林"));
    verify(&desk).ends(2);
}

const PACK: &str = "ws/policies/puan-2025/pack.toml";

/// A list that nobody has signed, with a column of money that the pack shows under a head.
fn paying(name: &str, paid: [&str; 6]) -> Desk {
    let desk = Desk::six(name).thin(&[]);
    desk.write(
        "ws/fields.toml",
        "[[field]]\nid = \"subsidy\"\ntitle = \"补助金额\"\nlevel = \"household\"\nclass = \"plain\"\n\
         kind = \"money\"\nwords = [\"补助金额\"]\n",
    );
    let shown = "\n[[show]]\nnotice = [\"identify\"]\nchannel = [\"web\", \"board\"]\nfield = \"subsidy\"\n\
                 title = \"补助金额\"\nhow = \"as-is\"\nreason = \"群众据此监督\"\n";
    desk.write(PACK, desk.read(PACK) + shown);
    let text = desk.read(ROSTER);
    let cells = std::iter::once("补助金额").chain(paid);
    desk.write(
        ROSTER,
        text.lines().zip(cells).map(|(line, paid)| format!("{line},{paid}\n")).collect::<String>(),
    );
    desk.unsign(&notice("hongqi"));
    desk
}

/// What a list pays was in no statement, so that nobody signed for the sum.
#[test]
fn what_the_amounts_of_a_list_come_to_was_not_signed() {
    let desk = paying("derived-amounts", ["1200.5", "800", "350.25", "0.75", "2000", "12"]);
    desk.sign_all(&notice("hongqi"));
    let folder = desk.proof_folder(&notice("hongqi"));
    let statement = desk.read(&format!("{folder}/村民委员会.txt"));
    assert!(statement.contains("6户19人，补助金额共4363.50元"), "{statement}");
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    withdraw(&desk, "5").ends(0);
    let told = verify(&desk).ends(0).out;
    assert!(told.contains("核对过"), "{told}");
    let now = derived(&desk).pop().unwrap();
    let proof = desk.read(&format!("ws/{}.proof/{now}/proof.json", notice("hongqi")));
    // The fourth household is gone.
    assert!(proof.contains("\"amount:补助金额\":\"4362.75\""), "{proof}");
    desk.build("2025-03-17");
    assert_eq!(rows(&desk), 5);
    // Another sum beside the same rows is no derivation.
    let path = format!("ws/{}.proof/{now}/proof.json", notice("hongqi"));
    desk.write(&path, proof.replace("4362.75", "4362.00"));
    assert!(verify(&desk).code > 0);
}

/// A sum that nobody could say when the list was signed was said once a household was gone: then nothing was shown any more.
#[test]
fn a_refund_in_a_list_made_a_withdrawal_hide_the_whole_list() {
    let desk = paying("derived-refund", ["100", "-200.5", "0.25", "0", "3", "4"]);
    // Figures in yuan under a head that says another unit.
    let signed = desk.read(PACK);
    desk.edit(PACK, "title = \"补助金额\"\nhow", "title = \"补助金额（万元）\"\nhow");
    let ran = desk.build("2025-03-14");
    assert!(ran.code > 0 && ran.err.contains("单位改成“元”"), "{}", ran.err);
    desk.write(PACK, signed);
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    for (row, left) in [("3", 5), ("2", 4)] {
        withdraw(&desk, row).ends(0);
        desk.build("2025-03-17");
        assert_eq!(rows(&desk), left);
        verify(&desk).ends(0);
    }
}
