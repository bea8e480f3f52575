//! Rules that clash: unanswered ones are warned of with both clauses, and a case that runs into one is told the answer.

use super::desk::{Desk, notice};
use super::packs::township;
use super::people::six;

/// What `check` warns of after a change to a pack.
fn warnings(name: &str, pack: &str, from: &str, to: &str) -> String {
    let desk = township(name, "own-2026");
    desk.copy(&format!("policies/{pack}"), "ws/policies/own-2026");
    let text = desk.read("ws/policies/own-2026/pack.toml");
    let start = text.find(from).unwrap_or_else(|| panic!("{pack} does not hold {from}"));
    let end = if to.is_empty() {
        text[start + 1..]
            .find("\n[[")
            .or_else(|| text[start + 1..].find("\n# "))
            .map_or(text.len(), |at| start + 1 + at)
    } else {
        start + from.len()
    };
    desk.write("ws/policies/own-2026/pack.toml", format!("{}{to}{}", &text[..start], &text[end..]));
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(0);
    assert!(ran.codes().iter().all(|code| *code == "policy-conflict"), "{}", ran.err);
    ran.err
}

#[test]
fn a_clash_that_nobody_has_answered_is_a_warning_with_both_clauses_and_their_words() {
    let puan = warnings("clash-total", "puan-2025", "[[conflict]]\ntitle = \"公示期和全程时限\"", "");
    for word in [
        "不少于5天",
        "一般不超过15天",
        "文件二（三）",
        "notice.identify.period",
        "procedure.identify.total",
        "pack.toml:",
    ] {
        assert!(puan.contains(word), "{word}: {puan}");
    }
    let huizhou = warnings("clash-30th", "huizhou-2020", "[[conflict]]\ntitle = \"没有30日的月份\"", "");
    assert!(huizhou.contains("2月没有30日") && huizhou.contains("文件二（三）4"), "{huizhou}");
    let jilin = warnings("clash-asked", "jilin-2020", "[[conflict]]\ntitle = \"征求意见还没有结束", "");
    for word in ["5月30日前", "2020年6月4日", "文件三五（二）", "文件一"] {
        assert!(jilin.contains(word), "{word}: {jilin}");
    }
}

#[test]
fn a_posting_time_shorter_than_the_objection_period_is_warned_of() {
    let from = "posting = { days = 10, unit = \"calendar\", rule = \"next-day\", wording = \"张贴不少于10日\", local = \"与认定公示相同\" }";
    let to = from.replace("10", "3");
    let said = warnings("clash-posting", "puan-2025", from, &to);
    assert!(said.contains("张贴3天就可以揭下，公示要5天") && said.contains("本地决定"), "{said}");
}

#[test]
fn a_case_that_overruns_the_total_is_told_both_clauses_and_the_packs_own_answer() {
    let desk = Desk::hongqi("clash-case", &six());
    desk.write(
        &format!("ws/{}.toml", notice("hongqi")),
        "kind = \"identify\"\nroster = \"rosters/r.csv\"\nposted = 2025-03-14\n\n[steps]\nlead = 2025-03-03\n\
         verify = 2025-03-07\nreview = 2025-03-12\n",
    );
    desk.sign_all(&notice("hongqi"));
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(0);
    assert_eq!(ran.codes(), ["policy-limits-clash"], "{}", ran.err);
    for word in ["不少于5天", "一般不超过15天", "2025年3月18日", "公示期一天也不缩短", "本地决定"]
    {
        assert!(ran.err.contains(word), "{word}: {}", ran.err);
    }
}
