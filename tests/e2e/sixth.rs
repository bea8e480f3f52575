//! Another policy needs no Rust: a copied pack with other words and days works; a pack without evidence does not.

use super::desk::{Desk, notice, page};
use super::foreign::{dense, page_text, pdftotext, table};

const PACK: &str = "ws/policies/linshui-2026";

/// 红旗村 under a pack of its own, not yet signed.
fn desk(name: &str) -> Desk {
    let desk = Desk::six(name);
    desk.copy("policies/puan-2025", PACK);
    desk.edit("ws/township.toml", "puan-2025", "linshui-2026");
    desk
}

#[test]
fn another_title_another_period_another_role_without_rust() {
    let desk = desk("sixth");
    let pack = format!("{PACK}/pack.toml");
    desk.edit(&pack, "关于健全完善防止返贫动态监测和帮扶工作机制的通知", "邻水镇低收入人口动态监测办法");
    desk.edit(
        &pack,
        "period = { days = 5, unit = \"calendar\", rule = \"next-day-rollover\", wording = \"不少于5天\", clause = \"二/（三）\" }",
        "period = { days = 7, unit = \"working\", rule = \"next-day\", wording = \"7个工作日\", clause = \"二/（三）\" }",
    );
    desk.edit(&format!("{PACK}/text.md"), "其中村内公示不少于5天", "其中村内公示7个工作日");
    desk.edit(&pack, "title = \"村务监督委员会\"", "title = \"村民代表\"");
    desk.unsign(&notice("hongqi"));
    desk.keygen("hongqi", "delegate", "村民代表", "卢静波");
    for key in ["committee", "delegate"] {
        desk.sign(&notice("hongqi"), key).ends(0);
    }
    let ran = desk.build("2025-03-17").ends(0);
    // Posted on Friday 14th; the seventh working day after it is Tuesday 25th.
    let html = desk.read(&page("hongqi"));
    let text = page_text(&html);
    assert!(html.contains("data-last=\"2025-03-25\""), "{}", ran.out);
    assert!(text.contains("邻水镇低收入人口动态监测办法") && !text.contains("健全完善防止返贫"), "{text}");
    assert!(text.contains("公示期7个工作日"));
    assert_eq!(table(&html).len(), 6);
    let board = dense(&pdftotext(&[], &desk.path("dist/board/hongqi/2025-03-identify-A4.pdf")));
    assert!(board.contains("2025年3月14日（星期五）起2025年3月25日（星期二）止"), "{board}");
    let status = desk.run(["-C", "ws", "--today", "2025-03-17", "--json", "status"]).ends(0).json();
    assert_eq!((&status[0]["last"], &status[0]["days_left"]), (&"2025-03-25".into(), &8.into()));
    // The role that the pack no longer asks for cannot stand in for the new one.
    let delegate = desk.path(&format!("{}/村民代表.txt", desk.proof_folder(&notice("hongqi"))));
    std::fs::remove_file(delegate).unwrap();
    desk.sign(&notice("hongqi"), "supervision").ends(0);
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.codes().contains(&"signoff-missing-role") && ran.err.contains("村民代表"), "{}", ran.err);
}

/// What `check` says after one change to a file of the pack.
#[track_caller]
fn says(name: &str, file: &str, from: &str, to: &str, code: i32, finding: &str, place: &str) {
    let desk = desk(name);
    desk.edit(&format!("{PACK}/{file}"), from, to);
    for command in ["check", "build"] {
        let ran = desk.run(["-C", "ws", "--today", "2025-03-17", command]).ends(code);
        assert!(ran.codes().contains(&finding), "{}", ran.err);
        assert!(ran.err.contains(place), "{place} is not said: {}", ran.err);
    }
    assert!(!desk.path("dist").exists());
}

#[test]
fn a_number_that_its_clause_does_not_hold() {
    let (from, to) = ("period = { days = 5, unit = \"calendar\"", "period = { days = 6, unit = \"calendar\"");
    let place = "policies/linshui-2026/pack.toml:";
    says("pack-number", "pack.toml", from, to, 1, "policy-no-evidence", place);
}

#[test]
fn a_clause_that_no_longer_holds_its_number() {
    let (from, to) = ("公示不少于5天", "公示不少于7天");
    let place = "policies/linshui-2026/pack.toml:";
    says("text-number", "text.md", from, to, 1, "policy-no-evidence", place);
}

#[test]
fn calendar_days_are_no_evidence_for_working_days() {
    let (from, to) = (
        "limit = { days = 5, unit = \"working\", from = \"lead\"",
        "limit = { days = 5, unit = \"calendar\", from = \"lead\"",
    );
    says("pack-unit", "pack.toml", from, to, 1, "policy-no-evidence", "policies/linshui-2026/pack.toml:");
}

#[test]
fn a_clause_that_is_not_there() {
    let (from, to) = ("clause = \"三/（一）\"", "clause = \"九/（九）\"");
    says("no-clause", "pack.toml", from, to, 1, "policy-no-evidence", "九/（九）");
}

#[test]
fn a_rule_that_shows_an_id_number_or_a_whole_name_or_an_illness() {
    let shown =
        "[[show]]\nnotice = [\"identify\", \"exit\"]\nchannel = [\"web\", \"board\"]\nfield = \"size\"";
    for (name, field) in [("id", "id_number"), ("name", "name"), ("phone", "phone"), ("health", "health")] {
        let more = format!(
            "[[show]]\nnotice = [\"identify\"]\nchannel = [\"board\"]\nfield = \"{field}\"\ntitle = \"栏目\"\n\
             how = \"as-is\"\nreason = \"试试\"\n\n{shown}"
        );
        let place = "policies/linshui-2026/pack.toml";
        says(&format!("floor-{name}"), "pack.toml", shown, &more, 2, "policy-below-floor", place);
    }
}

#[test]
fn a_key_that_no_pack_has() {
    let (from, to) = ("region = \"普安乡\"", "region = \"普安乡\"\ncolour = \"red\"");
    says("unknown-key", "pack.toml", from, to, 1, "toml-syntax", "policies/linshui-2026/pack.toml:9:1");
}

#[test]
fn the_fields_of_a_workspace_cannot_make_a_class_weaker() {
    let desk = desk("weaker");
    desk.write(
        "ws/fields.toml",
        "[[field]]\nid = \"id_number\"\ntitle = \"证件号码\"\nlevel = \"person\"\nclass = \"plain\"\nkind = \"text\"\nwords = [\"证件\"]\n",
    );
    let ran = desk.build("2025-03-17");
    assert!(ran.code > 0 && ran.codes().contains(&"fields-weaker"), "{}", ran.err);
}
