//! Results 公示结果: what the ledger's head, its counts and its days say on pages, prints and the report to the township.

use super::desk::{Desk, page};
use super::foreign::{dense, page_text, pdftotext};

const BOARD: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";

fn print(desk: &Desk, path: &str) -> String {
    dense(&pdftotext(&[], &desk.path(path)))
}

/// The head as `verify ledger` knows it: first sixteen digits, number of the line.
fn head(desk: &Desk) -> (String, u64) {
    let said = desk.run(["-C", "ws", "--json", "verify", "ledger"]).ends(0).json();
    (said["head"]["hash"].as_str().unwrap()[..16].to_owned(), said["head"]["line"].as_u64().unwrap())
}

#[test]
fn the_head_stands_on_one_page_and_on_each_print_and_verifies() {
    let desk = Desk::six("head").thin(&["result"]);
    desk.build("2025-03-14").ends(0);
    for (path, bytes) in desk.open() {
        assert!(!String::from_utf8_lossy(&bytes).contains("台账末条"), "{path} knows of a ledger");
    }
    assert!(!print(&desk, BOARD).contains("台账末条"));
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.record("2025-03-17", "object", &[]).ends(0);
    desk.build("2025-03-17").ends(0);
    let (digits, line) = head(&desk);
    assert_eq!(line, 2);
    // One page of the site says it, and none of a notice; the paper that hangs keeps its own.
    let told = desk.open().into_iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(&digits));
    let told: Vec<String> = told.map(|(path, _)| path).filter(|path| path.ends_with(".html")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(!page_text(&desk.read(&page("hongqi"))).contains(&digits));
    assert!(print(&desk, BOARD).contains("未建台账"));
    desk.record("2025-03-17", "print", &["--again"]).ends(0);
    desk.build("2025-03-17").ends(0);
    let text = pdftotext(&[], &desk.path(BOARD));
    let words = dense(&format!("台账末条 第{line}条 {digits}"));
    assert_eq!(
        dense(&text).matches(&words).count(),
        text.matches('\u{c}').count(),
        "not on every page: {text}"
    );
    // Whoever reads it off the paper can check it, years and many entries later; a head of no time is refused.
    desk.record("2025-03-18", "answer", &[]).ends(0);
    desk.run(["-C", "ws", "verify", "ledger", "--head", &digits]).ends(0);
    let other = format!("{}0", &digits[..15]).replace(&digits, "0123456789abcdef");
    let ran = desk.run(["-C", "ws", "verify", "ledger", "--head", &other]).ends(2);
    assert_eq!(ran.codes(), ["ledger-cut-or-rewritten"]);
    // Cut the end: the head on the paper is known no more.
    let ledger = desk.read("ws/ledger.jsonl");
    desk.write("ws/ledger.jsonl", ledger.lines().next().unwrap().to_owned() + "\n");
    let ran = desk.run(["-C", "ws", "verify", "ledger", "--head", &digits]).ends(2);
    assert_eq!(ran.codes(), ["ledger-cut-or-rewritten"]);
}

/// The print that is made after the posting bears a newer head than the paper on the wall: it is still that posting.
#[test]
fn posting_twice_is_one_posting() {
    let desk = Desk::six("post-twice").thin(&["result"]);
    desk.build("2025-03-14").ends(0);
    let hung = desk.bytes(BOARD);
    desk.record("2025-03-14", "post", &[]).ends(0);
    let ledger = desk.read("ws/ledger.jsonl");
    desk.build("2025-03-14").ends(0);
    assert!(desk.bytes(BOARD) != hung, "the new print tells the new head");
    desk.record("2025-03-14", "post", &[]).ends(0);
    assert_eq!(desk.read("ws/ledger.jsonl"), ledger, "what hangs is what was recorded");
    // A further place is another entry, and the paper is the same.
    let also = desk.record("2025-03-14", "post", &["--place", "2组路口", "--json"]).ends(0).json();
    assert_eq!(also["written"][0]["event"]["kind"], "posted-also");
}

#[test]
fn an_entry_without_a_notice_on_the_wall_changes_no_page() {
    let desk = Desk::six("head-only").thin(&["result"]);
    desk.build("2025-03-17").ends(0);
    let before = desk.read(&page("hongqi"));
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "--json", "status"]).ends(0).json();
    let step = ran[0]["notice"].as_str().unwrap().to_owned();
    desk.run(["-C", "ws", "--today", "2025-03-17", "done", &step, "--step", "review", "--day", "2025-03-12"])
        .ends(0);
    desk.build("2025-03-17");
    let after = desk.read(&page("hongqi"));
    let of_ledger = |line: &&str| ["台账末条", "演练"].iter().any(|word| line.contains(word));
    let lines = |html: &str| html.lines().filter(|line| !of_ledger(line)).count();
    assert!(!after.contains("收到") && !after.contains("公示结束"));
    assert_eq!(lines(&after), lines(&before));
}

#[test]
fn a_page_tells_how_many_objected_and_were_answered_and_never_more() {
    let desk = Desk::six("counts").thin(&["result"]);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.build("2025-03-16").ends(0);
    assert!(
        !page_text(&desk.read(&page("hongqi"))).contains("没有收到异议"),
        "said before the period is over"
    );
    desk.record("2025-03-17", "object", &[]).ends(0);
    desk.record("2025-03-17", "object", &["--number", "2"]).ends(0);
    desk.build("2025-03-17").ends(0);
    assert!(page_text(&desk.read(&page("hongqi"))).contains("收到2件，正在核实"));
    desk.record("2025-03-18", "answer", &["--number", "1"]).ends(0);
    desk.record("2025-03-18", "amend", &["--typo", "--reason", "落款日期少写一个字"]).ends(0);
    desk.build("2025-03-18").ends(0);
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(text.contains("收到2件，已答复1件"), "{text}");
    assert!(text.contains("2025年3月18日更正笔误：落款日期少写一个字"), "{text}");
    assert!(text.contains("公示中") && text.contains("罗*明"), "a slip of the pen stops nothing");
    // The paper hangs for days: it tells its correction, not what changes from day to day.
    let paper = print(&desk, BOARD);
    assert!(paper.contains("更正笔误：落款日期少写一个字") && !paper.contains("收到2件"), "{paper}");
    desk.record("2025-03-19", "answer", &["--number", "2"]).ends(0);
    desk.record("2025-03-20", "close", &[]).ends(0);
    desk.record("2025-03-27", "announce", &["--number", "普安农〔2025〕9号"]).ends(0);
    desk.build("2025-03-27").ends(0);
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(text.contains("收到2件，都已答复"), "{text}");
    assert!(text.contains("2025年3月27日公告（普安农〔2025〕9号）"), "{text}");
}

#[test]
fn a_reason_that_a_later_roster_makes_personal_is_not_told_and_stops_no_build() {
    let desk = Desk::six("reason").thin(&["result"]);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.record("2025-03-17", "amend", &["--typo", "--reason", "落款的章启东写错"]).ends(0);
    // Later somebody of that name stands on a list of the same village.
    let mut people = super::people::six();
    people[0].head = "章启东".into();
    desk.write("ws/villages/hongqi/rosters/later.csv", super::people::roster_csv("红旗村", &people));
    let later = "villages/hongqi/notices/2025-04-identify";
    desk.write(
        &format!("ws/{later}.toml"),
        "kind = \"identify\"\nroster = \"rosters/later.csv\"\nposted = 2025-04-01\n",
    );
    desk.sign_all(later);
    desk.build("2025-03-18").ends(0);
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(text.contains("2025年3月17日更正笔误") && !text.contains("章启东"), "{text}");
}

const REPORT: &str = "dist/private/hongqi/2025-03-identify/forms/result.pdf";
const BLANK: &str = "dist/private/hongqi/forms/result-blank.pdf";

/// Findings of `check`, by code: severity and message.
fn found(desk: &Desk, today: &str, code: &str) -> Vec<(String, String)> {
    let ran = desk.run(["-C", "ws", "--today", today, "--json", "check"]);
    let all: Vec<serde_json::Value> = serde_json::from_str(&ran.err).unwrap_or_default();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let mine = all.iter().filter(|finding| finding["code"] == code);
    mine.map(|finding| (text(&finding["severity"]), text(&finding["message"]))).collect()
}

const NOT_YET: &str = "ledger-no-result-yet";

#[test]
fn the_report_is_filled_from_the_ledger_when_the_period_is_over_and_nobody_objected() {
    let desk = Desk::six("report").thin(&["result"]);
    desk.build("2025-03-14").ends(0);
    desk.write("near.jpg", "near");
    desk.record(
        "2025-03-14",
        "post",
        &["--place", "红旗村村务公开栏", "--place", "2组路口", "--photo", "near.jpg"],
    )
    .ends(0);
    desk.build("2025-03-21").ends(0);
    let text = print(&desk, REPORT);
    for words in [
        "红旗村于2025年3月14日在红旗村村务公开栏、2组路口张贴监测对象认定公示（第1版）",
        "公布了6户19人的名单，公示期不少于5天，从2025年3月14日起，到2025年3月19日止",
        "纸质公示还要张贴到2025年3月24日。公示期已满，没有收到异议。现将结果报告如下",
        "■没有收到",
        "□收到",
        "■没有　",
        "■近景1张",
        "□远景____张",
        "取自公示台账，末条第1条",
    ] {
        assert!(text.contains(words.trim()), "{words}: {text}");
    }
    for wrong in ["逐件写明", "■收到", "■有", "此前", "笔误", "撤下", "□没有收到"] {
        assert!(!text.contains(wrong), "{wrong}: {text}");
    }
    assert!(found(&desk, "2025-03-21", NOT_YET).is_empty());
    // The copy for the pen says nothing that nobody has written.
    let blank = print(&desk, BLANK);
    assert!(blank.contains("□没有收到") && !blank.contains('■') && !blank.contains("台账"), "{blank}");
}

#[test]
fn there_is_no_report_before_its_time_and_the_finding_says_what_is_missing() {
    let desk = Desk::six("no-report").thin(&["result"]);
    desk.build("2025-03-14").ends(0);
    // Somebody else's entry began the ledger; the posting was not recorded.
    let roster = desk.read("ws/villages/hongqi/rosters/r.csv");
    desk.write("ws/villages/hongqi/rosters/o.csv", roster);
    let other = "kind = \"identify\"\nroster = \"rosters/o.csv\"\nposted = 2025-03-13\n";
    desk.write("ws/villages/hongqi/notices/2025-03-other.toml", other);
    desk.sign_all("villages/hongqi/notices/2025-03-other");
    desk.build("2025-03-13").ends(0);
    desk.run(["-C", "ws", "--today", "2025-03-13", "post", "villages/hongqi/notices/2025-03-other"]).ends(0);
    let refused = |today: &str, severity: &str, why: &str| {
        desk.build(today).ends(0);
        assert!(!desk.path(REPORT).exists(), "{today}: a report on what is not over");
        assert!(desk.path(BLANK).exists());
        let found = found(&desk, today, NOT_YET);
        let mine: Vec<_> = found.iter().filter(|(_, message)| message.contains(why)).collect();
        assert!(mine.iter().any(|(s, _)| s == severity), "{today} {why}: {found:?}");
    };
    refused("2025-03-25", "notice", "台账里没有张贴记录");
    assert_eq!(found(&desk, "2025-03-21", "ledger-not-recorded").len(), 1);
    desk.build("2025-03-21").ends(0);
    assert!(!desk.path(REPORT).exists(), "a report on what nobody saw hanging");
    desk.record("2025-03-21", "post", &["--day", "2025-03-14"]).ends(0);
    refused("2025-03-19", "notice", "公示期到2025年3月19日（星期三）才满");
    desk.record("2025-03-21", "object", &["--day", "2025-03-18"]).ends(0);
    refused("2025-03-21", "warning", "还有1件异议没有答复");
    desk.record("2025-03-21", "answer", &["--upheld"]).ends(0);
    refused("2025-03-21", "warning", "异议采纳了，名单还没有更正");
    desk.record("2025-03-21", "amend", &["--reason", "名单更正"]).ends(0);
    refused("2025-03-21", "notice", "更正以后还没有重新张贴");
}

#[test]
fn the_report_tells_versions_objections_and_withdrawn_households_as_they_were() {
    let desk = Desk::six("report-long").thin(&["result"]);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.record("2025-03-16", "object", &[]).ends(0);
    desk.record("2025-03-17", "answer", &["--upheld"]).ends(0);
    desk.record("2025-03-17", "amend", &["--reason", "名单更正"]).ends(0);
    let file = "ws/villages/hongqi/notices/2025-03-identify.toml";
    desk.edit(file, "posted = 2025-03-14", "posted = 2025-03-18\nversion = 2");
    desk.sign_all(&super::desk::notice("hongqi"));
    desk.build("2025-03-18").ends(0);
    desk.record("2025-03-18", "post", &[]).ends(0);
    desk.record("2025-03-20", "withdraw", &["--row", "5"]).ends(0);
    desk.record("2025-03-20", "amend", &["--typo", "--reason", "落款少一个字"]).ends(0);
    desk.record("2025-03-24", "object", &["--number", "2"]).ends(0);
    desk.record("2025-03-26", "answer", &["--number", "2"]).ends(0);
    desk.build("2025-03-29").ends(0);
    let text = print(&desk, REPORT);
    for words in [
        "红旗村于2025年3月18日在红旗村村务公开栏张贴监测对象认定公示（第2版）",
        "公布了5户18人的名单（公示期间撤下的1户已经减去）",
        "从2025年3月18日起，到2025年3月24日止，纸质公示张贴到2025年3月28日",
        "公示期已满，收到异议2件，答复2件，其中采纳1件",
        "此前，第1版于2025年3月14日张贴，2025年3月17日因内容更正撤下，公示期重新计算",
        "公示期间更正笔误1处",
        "■收到（2件",
        "■有，调整后为5户18人",
        "2025年3月16日",
        "采纳：____2025年3月17日",
        "不成立：____2025年3月26日",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("姚"), "who was withdrawn");
}

/// A village under the pack that knows a 公示 and a 公告 of its result.
fn two_notices(name: &str) -> Desk {
    let desk = Desk::township(name);
    desk.edit("ws/township.toml", "puan-2025", "huizhou-2020");
    desk.village("hongqi", "红旗村");
    let notice = |stem: &str, kind: &str, posted: &str, steps: &str| {
        let roster = super::people::roster_csv("红旗村", &super::people::six());
        let roster = roster.replace("突发严重困难户", "脱贫不稳定户");
        desk.write(&format!("ws/villages/hongqi/rosters/{stem}.csv"), roster);
        let roster = format!("rosters/{stem}.csv");
        let text = format!("kind = \"{kind}\"\nroster = \"{roster}\"\nposted = {posted}\n{steps}");
        desk.write(&format!("ws/villages/hongqi/notices/{stem}.toml"), text);
        for file in ["committee", "supervision"] {
            let key = format!("secret/hongqi-{file}.key");
            let id = format!("villages/hongqi/notices/{stem}");
            desk.run(["-C", "ws", "--today", "2025-03-13", "sign", &id, "--key", &key]).ends(0);
        }
    };
    notice("2025-03-identify", "solicit", "2025-03-14", "");
    notice("2025-04-announce", "announce", "2025-03-24", "\n[steps]\nsolicit = 2025-03-14\n");
    desk
}

const ANNOUNCEMENT: &str = "villages/hongqi/notices/2025-04-announce";

#[test]
fn an_announcement_waits_for_its_notice_and_then_both_pages_know_each_other() {
    let desk = two_notices("announcement");
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.record("2025-03-18", "object", &[]).ends(0);
    // Before its day it is said, and nothing stops.
    let ran = desk.build("2025-03-20").ends(0);
    assert!(ran.out.contains("还有异议没有答复：第1件"), "{}", ran.out);
    let post = ["-C", "ws", "--today", "2025-03-24", "post", ANNOUNCEMENT];
    let refused = |why: &str| {
        for ran in [desk.run(post), desk.build("2025-03-24")] {
            let ran = ran.ends(2);
            assert!(ran.codes().contains(&"ledger-not-allowed"), "{}", ran.err);
            assert!(ran.err.contains(why) && ran.err.contains("文件二（三）3"), "{}", ran.err);
        }
    };
    refused("还有异议没有答复：第1件");
    desk.record("2025-03-19", "answer", &[]).ends(0);
    refused("公示还没有结束");
    desk.record("2025-03-20", "close", &[]).ends(0);
    desk.build("2025-03-24").ends(0);
    desk.run(post).ends(0);
    desk.build("2025-03-24").ends(0);
    let html = desk.read(&page("hongqi"));
    assert!(html.contains("notices/2025-04-announce/index.html\">监测对象评议结果公告</a>"), "{html}");
    // An objection that comes when the announcement hangs stops nothing any more.
    desk.record("2025-03-25", "object", &["--number", "2"]).ends(0);
    desk.build("2025-03-25").ends(0);
    let page = "dist/public/villages/hongqi/notices/2025-04-announce/index.html";
    desk.build("2025-04-10");
    let tombstone = page_text(&desk.read(page));
    assert!(tombstone.contains("张贴期已经满了") && !tombstone.contains("公示期"), "{tombstone}");
}

#[test]
fn without_a_ledger_an_announcement_waits_for_nobody() {
    let desk = two_notices("announcement-plain");
    desk.build("2025-03-24").ends(0);
}
