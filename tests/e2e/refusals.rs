//! What must be refused: each with its own code, nothing of the notice published, everything else as ever.

use super::desk::{Desk, ROLES, notice, page};
use super::foreign::table;
use super::people::{roster_csv, six};
use super::stands::others;

const ROSTER: &str = "ws/villages/hongqi/rosters/r.csv";

/// A desk whose notice is published; then something is done to it; then the build must refuse with `code`.
#[track_caller]
fn refused(name: &str, spoil: impl FnOnce(&Desk), codes: &[&str]) {
    let desk = Desk::six(name).thin(&[]);
    desk.build("2025-03-17").ends(0);
    assert!(desk.shows(&notice("hongqi")));
    spoil(&desk);
    let ran = desk.build("2025-03-17").ends(2);
    assert_eq!(ran.codes(), codes, "{}", ran.err);
    let held = ran.held_back();
    assert!(held.len() == 1 && !desk.shows(held[0]), "what is refused was published: {}", ran.err);
    // What is refused is refused everywhere, also where nothing was published before.
    desk.run(["-C", "ws", "--today", "2025-03-17", "build", "--out", "fresh"]).ends(2);
    assert!(!desk.shows_in("fresh", held[0]), "what is refused was published");
    let checked = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(2);
    assert_eq!(checked.codes(), codes);
}

fn signoff(desk: &Desk, role: &str) -> String {
    format!("{}/{role}.txt", desk.proof_folder(&notice("hongqi")))
}

/// What was signed stands from its first day on, whatever becomes of the files that it was drawn from.
#[track_caller]
fn stands(name: &str, change: impl Fn(&Desk), codes: &[&str]) {
    let desk = Desk::six(name).thin(&[]);
    desk.build("2025-03-17").ends(0);
    let before = desk.read(&page("hongqi"));
    change(&desk);
    let ran = desk.build("2025-03-17");
    assert!(ran.code <= 1, "{}", ran.err);
    assert_eq!(ran.codes(), codes, "{}", ran.err);
    assert_eq!(table(&desk.read(&page("hongqi"))), table(&before), "another list is shown");
    // Before that day nobody is bound by it: it must be signed again.
    let early = desk.build("2025-03-13");
    assert!(!early.codes().contains(&"proof-inputs-edited"), "{}", early.err);
}

#[test]
fn one_flipped_byte_in_a_signed_roster() {
    let flip = |desk: &Desk| {
        let mut bytes = desk.bytes(ROSTER);
        let at = bytes.len() - 2;
        bytes[at] ^= 1;
        desk.write(ROSTER, bytes);
    };
    // A hidden cell: told among what needs a hand, and nothing else.
    stands("flipped-byte", flip, &[]);
}

#[test]
fn a_missing_role() {
    let tear = |desk: &Desk| std::fs::remove_file(desk.path(&signoff(desk, "村务监督委员会"))).unwrap();
    refused("missing-role", tear, &["signoff-missing-role"]);
}

#[test]
fn nobody_has_signed() {
    let tear = |desk: &Desk| desk.unsign(&notice("hongqi"));
    refused("unsigned", tear, &["signoff-unsigned"]);
}

#[test]
fn a_statement_without_its_signature() {
    let tear = |desk: &Desk| {
        let file = format!("{}.minisig", signoff(desk, "村民委员会"));
        std::fs::remove_file(desk.path(&file)).unwrap();
    };
    refused("no-minisig", tear, &["signoff-missing-role"]);
}

#[test]
fn one_signers_files_renamed_to_the_other_role() {
    let copy = |desk: &Desk| {
        for end in ["", ".minisig"] {
            let bytes = desk.bytes(&format!("{}{end}", signoff(desk, "村民委员会")));
            desk.write(&format!("{}{end}", signoff(desk, "村务监督委员会")), bytes);
        }
    };
    refused("renamed", copy, &["signoff-wrong-role"]);
}

#[test]
fn a_statement_rewritten_for_the_other_role() {
    let forge = |desk: &Desk| {
        let text =
            desk.read(&signoff(desk, "村民委员会")).replace("角色：村民委员会", "角色：村务监督委员会");
        desk.write(&signoff(desk, "村务监督委员会"), text);
        let signature = desk.bytes(&format!("{}.minisig", signoff(desk, "村民委员会")));
        desk.write(&format!("{}.minisig", signoff(desk, "村务监督委员会")), signature);
    };
    refused("rewritten-role", forge, &["signoff-wrong-role"]);
}

#[test]
fn a_signature_of_another_text() {
    let touch =
        |desk: &Desk| desk.edit(&signoff(desk, "村民委员会"), "签字日期：2025-03-13", "签字日期：2025-03-12");
    refused("edited-statement", touch, &["signoff-bad-signature"]);
}

#[test]
fn signatures_of_another_village() {
    let carry = |desk: &Desk| {
        desk.village("shuanghe", "双河村");
        desk.write("ws/villages/shuanghe/rosters/r.csv", roster_csv("双河村", &others()));
        desk.identify("shuanghe", "r.csv", "2025-03-14");
        // Beside the proof of this village, drawn up by `proof`.
        let other = notice("shuanghe");
        desk.run(["-C", "ws", "--today", "2025-03-13", "proof", &other]).ends(0);
        let folder = desk.proof_folder(&other);
        for (_, role) in ROLES {
            for end in ["", ".minisig"] {
                let bytes = desk.bytes(&format!("{}{end}", signoff(desk, role)));
                desk.write(&format!("{folder}/{role}.txt{end}"), bytes);
            }
        }
    };
    // One finding for the text and one for the key, for each role.
    let each = ["signoff-wrong-notice", "signoff-untrusted-key"];
    refused("other-village", carry, &[each, each].concat());
}

#[test]
fn signatures_of_another_notice_of_the_village() {
    let carry = |desk: &Desk| {
        let old = desk.read(&format!("ws/{}.toml", notice("hongqi")));
        std::fs::remove_file(desk.path(&format!("ws/{}.toml", notice("hongqi")))).unwrap();
        desk.write("ws/villages/hongqi/notices/2025-04-identify.toml", old);
    };
    refused("other-notice", carry, &["notice-file-gone", "signoff-unsigned"]);
}

#[test]
fn another_posting_day_than_was_signed() {
    let move_day =
        |desk: &Desk| desk.edit(&format!("ws/{}.toml", notice("hongqi")), "2025-03-14", "2025-03-15");
    stands("other-day", move_day, &["proof-inputs-edited"]);
}

#[test]
fn a_pack_that_changed_by_one_character() {
    let change =
        |desk: &Desk| desk.edit("ws/policies/puan-2025/notices/identify.md", "请大家监督", "请大家来监督");
    stands("changed-pack", change, &["proof-inputs-edited"]);
}

#[test]
fn one_person_in_two_roles() {
    let twice = |desk: &Desk| {
        std::fs::remove_file(desk.path("secret/hongqi-supervision.key")).unwrap();
        std::fs::remove_file(desk.path("secret/hongqi-supervision.pub")).unwrap();
        desk.keygen("hongqi", "supervision", "村务监督委员会", "罗启山 h．");
        // Beside the other statement nobody can sign so; without it, and put together afterwards.
        desk.sign(&notice("hongqi"), "supervision").ends(2);
        let aside = ["", ".minisig"].map(|end| (format!("{}{end}", signoff(desk, "村民委员会")), end));
        let kept = aside.clone().map(|(path, _)| desk.bytes(&path));
        aside.iter().for_each(|(path, _)| std::fs::remove_file(desk.path(path)).unwrap());
        desk.sign(&notice("hongqi"), "supervision").ends(0);
        aside.iter().zip(kept).for_each(|((path, _), bytes)| desk.write(path, bytes));
    };
    refused("same-person", twice, &["signoff-same-person"]);
}

#[test]
fn a_key_that_nobody_put_into_the_workspace() {
    let strange = |desk: &Desk| std::fs::remove_file(desk.path("ws/keys/hongqi/committee.pub")).unwrap();
    refused("untrusted", strange, &["signoff-untrusted-key"]);
}

#[test]
fn a_roster_error_is_exit_1_with_file_row_and_column_and_no_value() {
    let mut households = six();
    households[2].category = "低保户".into();
    households[3].phone = "15471300x".into();
    let csv = roster_csv("红旗村", &households);
    let digit = households[1].id();
    let wrong = format!("{}{}", &digit[..17], if digit.ends_with('1') { "2" } else { "1" });
    let csv = csv.replace(&digit, &wrong);
    let desk = Desk::six("roster-error");
    desk.build("2025-03-17").ends(0);
    desk.write(ROSTER, &csv);
    let ran = desk.sign(&notice("hongqi"), "committee").ends(1);
    desk.build("2025-03-17").ends(1);
    assert!(ran.err.contains("villages/hongqi/rosters/r.csv:3:6"), "{}", ran.err);
    assert!(ran.codes().contains(&"roster-id-invalid"), "{}", ran.err);
    for secret in csv.split([',', '\n']).filter(|cell| cell.chars().count() > 5) {
        let header = csv.lines().next().unwrap().contains(secret);
        let open = ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"].contains(&secret);
        assert!(header || open || !ran.err.contains(secret), "a value stands in: {}", ran.err);
    }
    for household in &households {
        assert!(!ran.err.contains(&household.head), "{}", ran.err);
    }
}

#[test]
fn before_the_posting_day_the_rest_is_built_and_the_notice_is_listed_as_unsigned() {
    let desk = Desk::six("unsigned-early");
    std::fs::remove_file(desk.path(&signoff(&desk, "村务监督委员会"))).unwrap();
    let ran = desk.build("2025-03-13").ends(0);
    assert!(ran.out.contains("待签字") && ran.out.contains("村务监督委员会"), "{}", ran.out);
    assert!(!desk.path(&page("hongqi")).exists(), "an unsigned notice is announced");
    let status = desk.run(["-C", "ws", "--today", "2025-03-13", "--json", "status"]).ends(0).json();
    assert_eq!(status[0]["state"], "unsigned");
    assert_eq!(status[0]["due"], "2025-03-14");
    // On the posting day itself it may not be missing any more.
    desk.build("2025-03-14").ends(2);
}

#[test]
fn sign_said_that_all_had_signed_while_the_other_statement_was_void() {
    let desk = Desk::six("sign-truth").thin(&[]);
    let all = "要签字的都签了，可以发布";
    assert!(desk.sign(&notice("hongqi"), "committee").ends(0).out.contains(all));
    // The roster changes; one signs anew, the other's statement is of the old one.
    desk.edit(ROSTER, "综合保障", "产业帮扶");
    let one = desk.sign(&notice("hongqi"), "committee").ends(0);
    assert!(one.out.contains("还不能发布") && one.out.contains("不是同一份名册"), "{}", one.out);
    assert!(!one.out.contains(all), "{}", one.out);
    assert!(desk.sign(&notice("hongqi"), "supervision").ends(0).out.contains(all));
    desk.build("2025-03-17").ends(0);
}

#[test]
fn sign_took_a_key_that_the_next_check_refused() {
    let desk = Desk::six("sign-keys").thin(&[]);
    let before = desk.tree("ws");
    // Another village's, one that nobody has put into the workspace, and one that is another role's by its name.
    desk.village("shuanghe", "双河村");
    let before = (before.len() + 3, desk.bytes(&signoff(&desk, "村民委员会")));
    let sign = |key: &str| {
        let name = notice("hongqi");
        desk.run(["-C", "ws", "--today", "2025-03-13", "sign", &name, "--key", &format!("secret/{key}.key")])
    };
    let strange = sign("shuanghe-committee").ends(2);
    assert_eq!(strange.codes(), ["signoff-untrusted-key"], "{}", strange.err);
    std::fs::remove_file(desk.path("ws/keys/hongqi/committee.pub")).unwrap();
    let unknown = sign("hongqi-committee").ends(2);
    assert_eq!(unknown.codes(), ["signoff-untrusted-key"], "{}", unknown.err);
    assert_eq!(
        (desk.tree("ws").len() + 1, desk.bytes(&signoff(&desk, "村民委员会"))),
        before,
        "something was written"
    );
}

#[test]
fn a_signature_for_a_role_that_nobody_needs_is_told_as_such() {
    let desk = Desk::six("sign-more").thin(&[]);
    desk.keygen("hongqi", "office", "乡镇办公室", "许可");
    let name = notice("hongqi");
    let key = "secret/hongqi-office.key";
    let told = desk.run(["-C", "ws", "--today", "2025-03-13", "sign", &name, "--key", key]).ends(0).out;
    assert!(told.contains("不要求乡镇办公室签字"), "{told}");
}
