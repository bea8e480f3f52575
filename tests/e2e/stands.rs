//! What was signed is what is shown: nothing that happens to the files afterwards changes a word of it.

use super::desk::{Desk, notice, page};
use super::foreign::{dense, page_text, pdftotext, table};
use super::people::{Household, roster_csv, six};

const ROSTER: &str = "ws/villages/hongqi/rosters/r.csv";
const PRINT: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";

fn toml() -> String {
    format!("ws/{}.toml", notice("hongqi"))
}

/// Six others: no person and no phone of [`six`] stands among them.
pub(crate) fn others() -> Vec<Household> {
    let mut households = six();
    for (at, household) in households.iter_mut().enumerate() {
        household.head = ["卓文海", "卓文江", "邢国栋", "邢玉芬", "柏长青", "柏春燕"][at].into();
        household.birth = format!("196{at}0{}17", at + 1);
    }
    households
}

/// A household more than was signed.
fn one_more() -> Vec<Household> {
    let mut all = six();
    all.push(Household { number: "hh990001".into(), ..others().remove(0) });
    all
}

/// What everybody reads of the notice: its page, without what the site says round it, and its print.
fn said(desk: &Desk) -> (String, String) {
    (page_text(&desk.read(&page("hongqi"))), dense(&pdftotext(&[], &desk.path(PRINT))))
}

/// Something that is done to a workspace.
type Edit = Box<dyn Fn(&Desk)>;

/// Edits of everything that a notice is made of, one at a time.
fn edits() -> Vec<(&'static str, Edit)> {
    let edit = |path: String, from: &'static str, to: &'static str| -> Edit {
        Box::new(move |desk| {
            let text = desk.read(&path);
            assert!(text.contains(from), "{path} lacks {from}");
            desk.write(&path, text.replacen(from, to, 1));
        })
    };
    let village = || "ws/villages/hongqi/village.toml".to_owned();
    let pack = |name: &str| format!("ws/policies/puan-2025/{name}");
    vec![
        (
            "another list",
            Box::new(|desk| {
                desk.write("ws/villages/hongqi/rosters/r2.csv", roster_csv("红旗村", &others()));
                desk.edit(&toml(), "rosters/r.csv", "rosters/r2.csv");
            }),
        ),
        (
            "a household more",
            Box::new(|desk| {
                desk.write(ROSTER, roster_csv("红旗村", &one_more()));
            }),
        ),
        ("a cell", edit(ROSTER.into(), "边缘易致贫户", "突发严重困难户")),
        (
            "the header",
            Box::new(|desk| {
                let text = desk.read(&toml());
                desk.write(&toml(), format!("{text}\n[headers]\ngroup = \"户编号\"\n"));
            }),
        ),
        (
            "the text",
            Box::new(|desk| desk.write(&format!("ws/{}.md", notice("hongqi")), "补助每户85705.00元。\n")),
        ),
        ("the version", Box::new(|desk| desk.write(&toml(), desk.read(&toml()) + "version = 2\n"))),
        ("the place", Box::new(|desk| desk.write(&toml(), desk.read(&toml()) + "place = \"村口小卖部\"\n"))),
        ("the posting day", edit(toml(), "2025-03-14", "2025-03-11")),
        ("the phone", edit(village(), "023-5550 1301", "023-5550 1302")),
        ("the board", edit(village(), "村务公开栏", "村口公开栏")),
        ("the township", edit("ws/township.toml".into(), "普安乡\"", "普定乡\"")),
        ("the pack's text", edit(pack("notices/identify.md"), "请大家监督", "请大家来监督")),
        ("the pack's title", edit(pack("pack.toml"), "title = \"家庭人口\"", "title = \"人口\"")),
        ("a holiday", Box::new(|desk| desk.holiday("2025-03-19", "2025-03-20"))),
    ]
}

/// 1 and 2 of what signatures let through: sheet, header, text, place, contacts, holidays were bound by nothing.
#[test]
fn whatever_was_edited_after_signing_was_published_under_the_old_signatures() {
    let signed = Desk::six("stands-signed").thin(&[]);
    signed.build("2025-03-17").ends(0);
    let before = said(&signed);
    for (number, (what, edit)) in edits().into_iter().enumerate() {
        let desk = Desk::bare(&format!("stands-{number}"));
        for (path, (bytes, _)) in signed.tree("ws") {
            desk.write(&format!("ws/{path}"), bytes);
        }
        edit(&desk);
        // Before its day nobody is bound by what was signed: it must be signed again, and nothing is shown.
        let early = desk.run(["-C", "ws", "--today", "2025-03-10", "build", "--out", "early"]);
        assert!(early.out.contains("待签字") || early.out.contains("暂缓"), "{what}: {}", early.out);
        assert!(!desk.shows_in("early", &notice("hongqi")), "{what}: announced without its signatures");
        let ran = desk.build("2025-03-17").ends(1);
        assert!(ran.codes().contains(&"proof-inputs-edited"), "{what}: {}", ran.err);
        let (text, print) = said(&desk);
        let list = |desk: &Desk| table(&desk.read(&page("hongqi")));
        assert_eq!(list(&desk), list(&signed), "{what}: another list");
        assert_eq!(print, before.1, "{what}: another print");
        for line in ["公示期", "2025年3月19日", "023-5550 1301", "6户19人", "红旗村村务公开栏"]
        {
            assert_eq!(text.contains(line), before.0.contains(line), "{what}: {line}");
        }
        assert!(!text.contains("85705.00") && !text.contains("村口小卖部"), "{what}: {text}");
    }
}

/// 3: after `post` nothing compared what is public with what hung.
#[test]
fn a_household_added_and_signed_on_the_last_day_stood_on_the_web_and_not_on_the_board() {
    let desk = Desk::six("stands-added").thin(&[]);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.write(ROSTER, roster_csv("红旗村", &one_more()));
    let name = notice("hongqi");
    for (file, _) in super::desk::ROLES {
        let key = format!("secret/hongqi-{file}.key");
        let ran = desk.run(["-C", "ws", "--today", "2025-03-19", "sign", &name, "--key", &key]).ends(2);
        assert_eq!(ran.codes(), ["sign-same-version"], "{}", ran.err);
    }
    desk.build("2025-03-19").ends(1);
    assert_eq!(table(&desk.read(&page("hongqi"))).len(), 6);
    assert!(said(&desk).1.contains("6户19人"));
    // The way to another list: an amendment and another version.
    desk.record("2025-03-19", "amend", &["--reason", "漏了一户"]).ends(0);
    desk.edit(&toml(), "posted = 2025-03-14", "version = 2\nposted = 2025-03-20");
    desk.sign_all(&name);
    desk.build("2025-03-20").ends(0);
    assert_eq!(table(&desk.read(&page("hongqi"))).len(), 7);
}

/// 4: deleting the file of a notice that hangs was silent.
#[test]
fn the_file_of_a_notice_that_hangs_was_deleted_and_nobody_was_told() {
    let desk = Desk::six("stands-gone").thin(&[]);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    std::fs::remove_file(desk.path(&toml())).unwrap();
    for command in ["build", "check", "status"] {
        let ran = desk.run(["-C", "ws", "--today", "2025-03-17", command]).ends(1);
        assert_eq!(ran.codes(), ["notice-file-gone"], "{command}: {}", ran.err);
        assert!(ran.err.contains("2025-03-identify.toml"), "{}", ran.err);
    }
    let told = desk.run(["-C", "ws", "--today", "2025-05-20", "as-of", "2025-03-16"]).ends(0).out;
    assert!(told.contains("红旗村村务公开栏"), "{told}");
    // When its time is over nobody need care.
    desk.run(["-C", "ws", "--today", "2025-05-20", "build"]).ends(0);
}

/// The same without a ledger: the signed proofs say that something is missing.
#[test]
fn the_file_of_a_signed_notice_was_deleted_and_nobody_was_told() {
    for (name, posted) in [("stands-alone", "2025-03-14"), ("stands-alone-later", "2025-03-16")] {
        let desk = Desk::six(name).thin(&[]);
        desk.edit(&toml(), "2025-03-14", posted);
        desk.unsign(&notice("hongqi"));
        desk.sign_all(&notice("hongqi"));
        std::fs::remove_file(desk.path(&toml())).unwrap();
        for command in ["build", "check", "status"] {
            let ran = desk.run(["-C", "ws", "--today", "2025-03-15", command]).ends(1);
            assert_eq!(ran.codes(), ["notice-file-gone"], "{command}: {}", ran.err);
        }
        desk.run(["-C", "ws", "--today", "2025-05-20", "build"]).ends(0);
        // Nobody waits for a draft.
        std::fs::remove_dir_all(desk.path(&format!("ws/{}.proof", notice("hongqi")))).unwrap();
        desk.build("2025-03-17").ends(0);
    }
}

/// 7: two notices on one roster asked for signatures in turn, endlessly.
#[test]
fn two_notices_on_one_roster_voided_each_others_signatures() {
    let desk = Desk::six("stands-two").thin(&[]);
    let second = "villages/hongqi/notices/2025-03-second";
    desk.write(&format!("ws/{second}.toml"), desk.read(&toml()));
    desk.sign_all(second);
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    assert!(desk.shows(&notice("hongqi")) && desk.shows(second));
}

/// 6: the statement was digests, which no village head can judge.
#[test]
fn a_statement_says_what_is_signed_in_words() {
    let desk = Desk::six("stands-words").thin(&[]);
    let text = desk.read(&format!("{}/村民委员会.txt", desk.proof_folder(&notice("hongqi"))));
    for words in [
        "标题：关于红旗村拟纳入防止返贫监测对象的公示",
        "村：普安乡红旗村",
        "张贴日：2025年3月14日（星期五）",
        "公示期：2025年3月14日（星期五）到2025年3月19日（星期三）",
        "名单：6户19人",
        "户主姓名",
        "校对码：",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    // What the office alone can check stands on no page.
    let check = text.lines().find_map(|line| line.strip_prefix("名册校验：")).unwrap().to_owned();
    desk.build("2025-03-17").ends(0);
    let open = desk.open();
    assert!(open.values().all(|bytes| !String::from_utf8_lossy(bytes).contains(&check)), "it is public");
}

/// 13: the paper that hangs was made anew with every entry of the ledger.
#[test]
fn the_print_of_a_notice_that_hangs_changed_with_the_ledger() {
    let desk = Desk::six("stands-print").thin(&[]);
    // The ledger has begun, so that the print says that this is a rehearsal.
    desk.record("2025-03-13", "done", &["--step", "lead"]).ends(0);
    desk.build("2025-03-14").ends(0);
    let hung = desk.bytes(PRINT);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.record("2025-03-17", "object", &[]).ends(0);
    desk.build("2025-03-17").ends(0);
    assert!(desk.bytes(PRINT) == hung, "a reprint is another paper than the one that hangs");
}

/// 14: a withdrawn household came back with the next signatures.
#[test]
fn a_withdrawn_household_stays_away_whatever_becomes_of_the_files() {
    let desk = Desk::six("stands-row").thin(&[]);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.record("2025-03-17", "withdraw", &["--row", "5"]).ends(0);
    let gone = |desk: &Desk| {
        assert_eq!(table(&desk.read(&page("hongqi"))).len(), 5);
        let (text, print) = said(desk);
        assert!(text.contains("5户18人") && print.contains("5户18人"), "{text}\n{print}");
        assert!(!text.contains("姚*林") && !print.contains("姚*林"), "{text}");
    };
    desk.build("2025-03-17").ends(0);
    gone(&desk);
    // Another cell is edited: what was signed is in the office's keeping.
    desk.edit(ROSTER, "边缘易致贫户", "突发严重困难户");
    desk.build("2025-03-18").ends(1);
    gone(&desk);
    let key = "secret/hongqi-committee.key";
    let ran =
        desk.run(["-C", "ws", "--today", "2025-03-18", "sign", &notice("hongqi"), "--key", key]).ends(2);
    assert_eq!(ran.codes(), ["sign-same-version"]);
    // The roster is lost altogether.
    desk.write(ROSTER, "这不是名册\n");
    desk.build("2025-03-18").ends(1);
    gone(&desk);
    // And what was kept: the proof that stands by the ledger needs neither.
    std::fs::remove_dir_all(desk.path("ws/kept/source")).unwrap();
    desk.build("2025-03-18").ends(1);
    gone(&desk);
    // And that proof: nobody is shown rather than the wrong ones.
    let proofs = desk.tree(&format!("ws/{}.proof", notice("hongqi")));
    let derived = proofs.keys().find_map(|path| path.strip_suffix("/derived.json")).unwrap();
    std::fs::remove_dir_all(desk.path(&format!("ws/{}.proof/{derived}", notice("hongqi")))).unwrap();
    let ran = desk.build("2025-03-18");
    assert!(ran.out.contains("网上先不列名单"), "{}\n{}", ran.out, ran.err);
    assert!(table(&desk.read(&page("hongqi"))).is_empty() && !desk.path(PRINT).exists());
}

/// A second notice, signed, with somebody who is called nearly like a villager of the first.
fn sign_a_namesake(desk: &Desk) {
    let second = "villages/hongqi/notices/2025-04-second";
    let mut people = others();
    people[0].head = "罗小明".into();
    desk.write("ws/villages/hongqi/rosters/r2.csv", roster_csv("红旗村", &people));
    desk.write(&format!("ws/{second}.toml"), desk.read(&toml()).replace("r.csv", "r2.csv"));
    desk.sign_all(second);
}

/// A namesake who comes later changes no mask of a notice that stands.
#[test]
fn a_namesake_of_a_later_notice_changed_the_masks_of_one_that_hung() {
    let desk = Desk::six("stands-masks").thin(&[]);
    desk.build("2025-03-17").ends(0);
    let before = table(&desk.read(&page("hongqi")));
    sign_a_namesake(&desk);
    let ran = desk.build("2025-03-17").ends(0);
    assert_eq!(table(&desk.read(&page("hongqi"))), before, "{}", ran.err);
    assert!(!ran.codes().contains(&"proof-inputs-edited"), "{}", ran.err);
}

/// A hidden cell (an account, a phone) changed between two signatures.
#[test]
fn two_signers_of_different_rosters_were_taken_for_one_approval() {
    let desk = Desk::six("stands-hidden").thin(&[]);
    let name = notice("hongqi");
    desk.unsign(&name);
    desk.sign(&name, "committee").ends(0);
    desk.edit(ROSTER, "综合保障", "产业帮扶");
    let ran = desk.sign(&name, "supervision").ends(0);
    assert!(ran.out.contains("还不能发布"), "{}", ran.out);
    assert_eq!(desk.build("2025-03-17").ends(2).codes(), ["signoff-roster-changed"]);
    desk.sign(&name, "committee").ends(0);
    desk.build("2025-03-17").ends(0);
}

/// The secret is lost: what was signed stands, and nothing is taken for edited.
#[test]
fn a_lost_secret_voids_nothing() {
    let desk = Desk::six("stands-secret").thin(&[]);
    std::fs::remove_file(desk.path("ws/proof.secret")).unwrap();
    let ran = desk.build("2025-03-17").ends(0);
    assert!(desk.shows(&notice("hongqi")) && ran.codes().is_empty(), "{}", ran.err);
}

/// 12: signed later than posted, and nobody was told.
#[test]
fn a_signature_later_than_the_posting_day_was_no_finding() {
    let desk = Desk::six("stands-late").thin(&[]);
    let name = notice("hongqi");
    desk.unsign(&name);
    for (file, _) in super::desk::ROLES {
        desk.sign_on("2025-03-16", &name, file).ends(0);
    }
    let ran = desk.build("2025-03-17").ends(0);
    assert!(ran.out.contains("signoff-late") && desk.shows(&name), "{}", ran.out);
}

/// Hung later than planned, the paper promises too short a period: nothing may end on it.
#[test]
fn a_paper_that_hung_late_ended_its_period_too_early() {
    let desk = Desk::six("stands-short").thin(&[]);
    desk.build("2025-03-17").ends(0);
    desk.record("2025-03-17", "post", &[]).ends(0);
    let ran = desk.record("2025-03-25", "close", &[]).ends(2);
    assert_eq!(ran.codes(), ["ledger-printed-short"], "{}", ran.err);
    // Another version, with days enough.
    desk.record("2025-03-25", "amend", &["--reason", "张贴晚了"]).ends(0);
    desk.edit(&toml(), "posted = 2025-03-14", "version = 2\nposted = 2025-03-26");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-26").ends(0);
    desk.record("2025-03-26", "post", &[]).ends(0);
    desk.record("2025-04-02", "close", &[]).ends(0);
}

/// Approving a second proof of one version ends the first: an edit brought the first one back.
#[test]
fn what_was_signed_before_and_then_mended_came_back_with_the_next_edit() {
    for (number, wrong) in ["补助每户85元。", "补助每户8500元。", "补助每户8.5元。"].into_iter().enumerate()
    {
        let desk = Desk::six(&format!("stands-mended-{number}")).thin(&[]);
        let (name, text) = (notice("hongqi"), format!("ws/{}.md", notice("hongqi")));
        desk.unsign(&name);
        desk.write(&text, wrong);
        desk.sign_all(&name);
        desk.write(&text, "补助每户850元。");
        desk.sign_all(&name);
        desk.write(&text, "补助每户851元。");
        desk.build("2025-03-17").ends(1);
        let shown = page_text(&desk.read(&page("hongqi")));
        assert!(shown.contains("补助每户850元") && !shown.contains(wrong), "{shown}");
        // Signed once more, the first one stands again.
        desk.write(&text, wrong);
        desk.sign_all(&name);
        desk.write(&text, "补助每户852元。");
        desk.build("2025-03-17").ends(1);
        assert!(page_text(&desk.read(&page("hongqi"))).contains(wrong));
    }
}

/// The clerk's word decided whether a period runs on: with `--typo` another list was signed into it.
#[test]
fn another_list_was_passed_off_as_a_slip_of_the_pen() {
    let desk = Desk::six("stands-typo").thin(&[]);
    let name = notice("hongqi");
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.record("2025-03-17", "amend", &["--typo", "--reason", "错字"]).ends(0);
    let good = desk.read(&toml());
    desk.write(&toml(), good.clone() + "version = 2\n");
    let roster = desk.read(ROSTER);
    for change in ["row", "figure"] {
        match change {
            "row" => desk.write(ROSTER, roster_csv("红旗村", &one_more())),
            _ => desk.write(&format!("ws/{name}.md"), "补助每户85705.00元。\n"),
        }
        let ran = desk.sign_on("2025-03-17", &name, "committee").ends(2);
        assert_eq!(ran.codes(), ["sign-same-version"], "{change}: {}", ran.err);
        desk.write(ROSTER, &roster);
    }
    // Words alone: signed by all, the period runs on.
    desk.write(&format!("ws/{name}.md"), "会议记录可以到村委会看。\n");
    for (file, _) in super::desk::ROLES {
        desk.sign_on("2025-03-17", &name, file).ends(0);
    }
    let ran = desk.build("2025-03-17").ends(0);
    let (text, _) = said(&desk);
    assert!(text.contains("会议记录可以到村委会看") && text.contains("2025年3月19日"), "{text}");
    assert!(!ran.out.contains("signoff-late"), "{}", ran.out);
}

/// A list that came later holds what stands in a notice that is out: a name alone is told, a story takes its rows down.
#[test]
fn the_terms_of_a_later_list_took_a_whole_notice_down_or_passed_unseen() {
    let desk = Desk::six("stands-terms").thin(&[]);
    let (name, second) = (notice("hongqi"), "villages/hongqi/notices/2025-04-second");
    desk.unsign(&name);
    desk.write(&format!("ws/{name}.md"), "评议会由卓文海记录。东头那户房屋墙体开裂严重雨天漏水无法居住。\n");
    desk.sign_all(&name);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.build("2025-03-17").ends(0);
    assert_eq!(table(&desk.read(&page("hongqi"))).len(), 6);
    // A name alone: told with its field and row, and the notice stays.
    desk.write(&format!("ws/{second}.toml"), desk.read(&toml()).replace("r.csv", "r2.csv"));
    desk.write("ws/villages/hongqi/rosters/r2.csv", roster_csv("红旗村", &others()));
    let ran = desk.build("2025-03-17");
    assert_eq!(table(&desk.read(&page("hongqi"))).len(), 6);
    assert!(ran.out.contains("signed-text-holds-a-name"), "{}\n{}", ran.out, ran.err);
    assert!(ran.out.contains("r2.csv:2") && !ran.out.contains("卓文海"), "{}", ran.out);
    // A draft is held back by it.
    desk.write(&format!("ws/{second}.md"), "评议会由卓文海记录。\n");
    let refused = desk.sign(second, "committee").ends(2);
    assert!(refused.codes().contains(&"leak-direct-identifier"), "{}", refused.err);
    std::fs::remove_file(desk.path(&format!("ws/{second}.md"))).unwrap();
    // A story: the rows leave the web at once, the paper is to be taken down.
    let mut people = others();
    people[1].note = "房屋墙体开裂严重雨天漏水无法居住".into();
    desk.write("ws/villages/hongqi/rosters/r2.csv", roster_csv("红旗村", &people));
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.codes().contains(&"leak-sensitive"), "{}", ran.err);
    let shown = desk.read(&page("hongqi"));
    assert!(table(&shown).is_empty() && !shown.contains("墙体开裂") && shown.contains("2025年3月19日"));
    assert!(!desk.path(PRINT).exists());
    assert!(desk.read("dist/private/due.html").contains("揭下更正"));
    for (path, bytes) in desk.open() {
        assert!(!String::from_utf8_lossy(&bytes).contains("墙体开裂"), "{path}");
    }
}

/// A household that the web showed in 其他小组 was shown under its group by the next list of the same procedure.
#[test]
fn a_later_list_told_the_group_of_who_was_shown_among_others() {
    let desk = Desk::six("stands-groups").thin(&[]);
    let (name, second) = (notice("hongqi"), "villages/hongqi/notices/2025-04-second");
    desk.unsign(&name);
    let mut people = six();
    people[3].group = "1组".into();
    people[4].group = "2组".into();
    people[5].group = "3组".into();
    desk.write(ROSTER, roster_csv("红旗村", &people));
    desk.sign_all(&name);
    desk.build("2025-03-17").ends(0);
    let groups = |desk: &Desk, path: &str| -> Vec<String> {
        let mut groups: Vec<String> = table(&desk.read(path)).into_iter().map(|row| row[1].clone()).collect();
        groups.dedup();
        groups
    };
    assert!(!groups(&desk, &page("hongqi")).iter().any(|group| group == "2组"));
    // Later there are enough of them: those of 2组 stay among others.
    let mut more = others();
    more.iter_mut().enumerate().for_each(|(at, is)| is.group = if at < 3 { "2组" } else { "4组" }.into());
    desk.write("ws/villages/hongqi/rosters/r2.csv", roster_csv("红旗村", &more));
    desk.write(&format!("ws/{second}.toml"), desk.read(&toml()).replace("r.csv", "r2.csv"));
    desk.sign_all(second);
    let ran = desk.build("2025-03-17").ends(0);
    let shown = groups(&desk, &format!("dist/public/{second}/index.html"));
    assert!(!shown.iter().any(|group| group == "2组"), "{shown:?}");
    assert!(!ran.codes().contains(&"proof-inputs-edited"), "{}", ran.err);
}

/// The folder of the proof that hangs was lost, and another list was signed and shown under the same version.
#[test]
fn without_its_proof_another_list_was_signed_into_what_hangs() {
    let desk = Desk::six("stands-lost").thin(&[]);
    let name = notice("hongqi");
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.unsign(&name);
    desk.write(ROSTER, roster_csv("红旗村", &one_more()));
    let ran = desk.sign_on("2025-03-17", &name, "committee").ends(2);
    assert!(ran.codes().contains(&"compared-proof-gone"), "{}", ran.err);
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.codes().contains(&"compared-proof-gone"), "{}", ran.err);
}

/// A name that kept a notice back the day before went out because its day had come.
#[test]
fn a_name_that_was_known_went_out_with_the_passing_of_a_day() {
    let desk = Desk::six("stands-passing").thin(&[]);
    let name = notice("hongqi");
    desk.unsign(&name);
    desk.write(&format!("ws/{name}.md"), "评议会由卓文海记录。\n");
    desk.sign_all(&name);
    desk.write("ws/villages/hongqi/rosters/later.csv", roster_csv("红旗村", &others()));
    for day in ["2025-03-13", "2025-03-14", "2025-03-17"] {
        let ran = desk.build(day).ends(2);
        assert!(ran.codes().contains(&"leak-direct-identifier"), "{day}: {}", ran.err);
        for (path, bytes) in desk.open() {
            assert!(!String::from_utf8_lossy(&bytes).contains("卓文海"), "{day}: {path}");
        }
    }
}

/// A signature that no longer holds did not keep a notice from being closed, and then nothing could be archived.
#[test]
fn a_notice_ended_on_signatures_that_do_not_hold() {
    let desk = Desk::six("stands-ended").thin(&[]);
    let name = notice("hongqi");
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    let statement = format!("{}/村民委员会.txt", desk.proof_folder(&name));
    let good = desk.read(&statement);
    desk.write(&statement, format!("{good}x"));
    let ran = desk.record("2025-03-21", "close", &[]).ends(2);
    assert!(ran.codes().iter().any(|code| code.starts_with("signoff-")), "{}", ran.err);
    desk.write(&statement, good);
    desk.record("2025-03-21", "close", &[]).ends(0);
}

/// What is drawn up today is another proof, and nobody edited anything: that was told as an edit of the files.
#[test]
fn what_nobody_edited_was_told_as_edited() {
    let desk = Desk::six("stands-untouched").thin(&[]);
    desk.build("2025-03-17").ends(0);
    let before = table(&desk.read(&page("hongqi")));
    // Without the register of masks a namesake of a later list makes another mask of the same files.
    for path in desk.tree("ws/kept/source").keys().filter(|path| path.ends_with("/masks.json")) {
        std::fs::remove_file(desk.path(&format!("ws/kept/source/{path}"))).unwrap();
    }
    sign_a_namesake(&desk);
    let ran = desk.build("2025-03-17").ends(0);
    assert!(!ran.codes().contains(&"proof-inputs-edited"), "{}", ran.err);
    assert_eq!(table(&desk.read(&page("hongqi"))), before);
}

/// A theme that leaves out the text put a page without list and words on the web, and nobody was told.
#[test]
fn a_theme_published_a_notice_without_its_list() {
    let desk = Desk::six("stands-bodiless").thin(&[]);
    desk.copy("themes/default/", "ws/themes/default");
    desk.build("2025-03-14").ends(0);
    for other in ["", "{{ body | upper }}"] {
        let template = "ws/themes/default/templates/notice.html";
        let whole = desk.read(template);
        desk.write(template, whole.replace("{{ body }}", other));
        let ran = desk.build("2025-03-17");
        assert!(ran.code > 0 && ran.codes().contains(&"theme-leaves-out"), "{other}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains("templates/notice.html"), "{}", ran.err);
        desk.write(template, whole);
    }
    desk.build("2025-03-17").ends(0);
    assert_eq!(table(&desk.read(&page("hongqi"))).len(), 6);
}
