//! The packs that come along: each checks, and each keeps to what its document allows.

use super::desk::Desk;
use super::foreign::{dense, pdftotext};
use super::people::six;
use std::path::Path;

/// A township under one of the packs that the binary brings along.
pub(super) fn township(name: &str, pack: &str) -> Desk {
    let desk = Desk::township(name);
    desk.edit("ws/township.toml", "puan-2025", pack);
    desk
}

/// 红旗村 under a pack, with a signed list of the given kind and no other notice.
pub(super) fn list(name: &str, pack: &str, kind: &str, posted: &str, category: &str) -> Desk {
    let desk = township(name, pack);
    desk.village("hongqi", "红旗村");
    let mut roster = "序号,村,组,户主姓名,身份证号,人口,对象类型,预警等级,预警原因\n".to_owned();
    for (n, is) in six().iter().enumerate() {
        let level = ["红色", "黄色", "蓝色"][n % 3];
        let row = format!("{},红旗村,{},{},{},{}", n + 1, is.group, is.head, is.id(), is.size);
        roster.push_str(&format!("{row},{category},{level},失业\n"));
    }
    desk.write("ws/villages/hongqi/rosters/r.csv", roster);
    let notice = format!("villages/hongqi/notices/{kind}");
    desk.write(
        &format!("ws/{notice}.toml"),
        format!("kind = \"{kind}\"\nroster = \"rosters/r.csv\"\nposted = {posted}\n"),
    );
    for file in ["committee", "supervision"] {
        let key = format!("secret/hongqi-{file}.key");
        desk.run(["-C", "ws", "--today", posted, "sign", &notice, "--key", &key]).ends(0);
    }
    desk.run(["-C", "ws", "--today", posted, "build"]).ends(0);
    desk
}

/// Everything public, as it stands in the files; PDF as text.
pub(super) fn public(desk: &Desk) -> Vec<(String, String)> {
    let tree = desk.tree("dist/public");
    assert!(tree.contains_key("policy/index.html"));
    let text = |name: &String, bytes: &[u8]| match name.ends_with(".pdf") {
        true => dense(&pdftotext(&[], &desk.path(&format!("dist/public/{name}")))),
        false => String::from_utf8_lossy(bytes).into_owned(),
    };
    tree.iter().map(|(name, (bytes, _))| (name.clone(), text(name, bytes))).collect()
}

#[test]
fn every_pack_checks_without_findings() {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut seen = 0;
    for entry in std::fs::read_dir(policies).unwrap() {
        let entry = entry.unwrap();
        if !entry.path().join("pack.toml").is_file() {
            continue;
        }
        let id = entry.file_name().into_string().unwrap();
        let ran = township(&format!("checks-{id}"), &id).run(["-C", "ws", "--today", "2025-03-17", "check"]);
        assert!(ran.err.is_empty(), "{id}: {}", ran.err);
        ran.ends(0);
        seen += 1;
    }
    assert!(seen >= 5, "only {seen} packs");
}

#[test]
fn a_document_on_request_tells_the_public_only_that_it_is_there() {
    let desk = list("on-request", "yangshuo-2021", "offline", "2021-05-18", "边缘易致贫户");
    let clauses = desk_text("policies/yangshuo-2021/text.md");
    let said = public(&desk);
    let policy = &said.iter().find(|(name, _)| name == "policy/index.html").unwrap().1;
    assert!(policy.contains("依申请公开") && policy.contains("朔扶领办发〔2021〕5号"), "{policy}");
    for (name, text) in &said {
        let told: Vec<&String> = clauses.iter().filter(|clause| text.contains(clause.as_str())).collect();
        assert!(told.is_empty(), "{name} tells {told:?}");
        assert!(!name.contains("leaflets/") || name.ends_with("index.html"), "{name}");
    }
    assert!(desk.path("dist/private/hongqi/offline/forms/identify.pdf").is_file());
}

/// The parts between punctuation of a pack's text, long enough to be nobody else's words.
fn desk_text(path: &str) -> Vec<String> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let body = text.lines().filter(|line| !line.starts_with('#')).skip(2).collect::<Vec<_>>().join("\n");
    let parts: Vec<String> = body
        .split(|c: char| "，。；：、\n“”".contains(c))
        .filter(|part| part.chars().count() >= 7)
        .map(str::to_owned)
        .collect();
    assert!(parts.len() > 10);
    parts
}

#[test]
fn a_document_on_request_with_a_leaflet_or_a_notice_is_refused() {
    let desk = township("on-request-told", "asked-2026");
    desk.copy("policies/puan-2025", "ws/policies/asked-2026");
    desk.edit(
        "ws/policies/asked-2026/pack.toml",
        "disclosure = \"proactive\"",
        "disclosure = \"on-request\"",
    );
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(2);
    assert!(ran.codes().iter().all(|code| *code == "policy-not-public"), "{}", ran.err);
    assert!(ran.err.contains("明白纸") && ran.err.contains("监测对象认定公示"), "{}", ran.err);
}

#[test]
fn problems_are_closed_one_by_one_and_stay_in_the_office() {
    let desk = township("ledger", "yangshuo-2021");
    desk.village("hongqi", "红旗村");
    let roster = "序号,村民小组,户主,发现日期,问题,解决办法,责任人,解决日期,验收人\n\
        1,1组,罗启明,2021-05-06,屋顶漏雨,换瓦,韩永年,2021-05-12,罗启山\n\
        2,1组,罗启明,2021-05-07,墙体开裂,请人鉴定,韩永年,,\n\
        3,2组,姚桂林,2021-05-08,电线老化,重新布线,韩永年,2021-05-10,罗启山\n";
    let write = |text: &str| desk.write("ws/villages/hongqi/rosters/h.csv", text);
    desk.write(
        "ws/villages/hongqi/notices/housing.toml",
        "kind = \"housing\"\nroster = \"rosters/h.csv\"\nposted = 2021-05-18\n",
    );
    let run = |command: &str| desk.run(["-C", "ws", "--today", "2021-05-18", command]);
    let sign = || {
        for file in ["committee", "supervision"] {
            let key = format!("secret/hongqi-{file}.key");
            let notice = "villages/hongqi/notices/housing";
            desk.run(["-C", "ws", "--today", "2021-05-18", "sign", notice, "--key", &key]).ends(0);
        }
    };
    write(roster);
    sign();
    let built = run("build").ends(0);
    let counted = "问题3个，已销号2个，还剩1个";
    assert!(built.out.contains(counted) && run("status").ends(0).out.contains(counted), "{}", built.out);
    let form = dense(&pdftotext(&["-layout"], &desk.path("dist/private/hongqi/housing/forms/housing.pdf")));
    assert!(form.contains("问题3个，已销号2个，剩1个"), "{form}");
    let at = |word: &str| form.find(word).unwrap_or_else(|| panic!("{word} is missing"));
    assert!(at("墙体开裂") < at("屋顶漏雨") && at("屋顶漏雨") < at("电线老化"), "open ones come first");
    assert!(form.contains("2021年5月12日") && form.contains("2021年5月10日"));
    for (name, text) in public(&desk) {
        assert!(
            !text.contains("罗启明") && !text.contains("墙体开裂") && !name.contains("housing"),
            "{name}"
        );
    }
    // Closed before it was found: told by place, and nothing is built.
    write(&roster.replace("2021-05-10", "2021-05-01"));
    let refused = run("check").ends(1);
    let signed = |code: &&str| code.starts_with("signoff-");
    assert!(refused.codes().iter().all(|code| signed(code) || *code == "ledger-closed-early"));
    assert!(refused.codes().contains(&"ledger-closed-early"), "{}", refused.err);
    assert!(refused.err.contains("h.csv:4:8") && !refused.err.contains("姚桂林"), "{}", refused.err);
    write(&roster.replace("2021-05-10", ""));
    assert!(run("check").ends(1).codes().contains(&"ledger-closed-without-day"));
}

#[test]
fn nobody_is_named_on_the_ground_of_a_draft() {
    let desk = township("draft-notice", "draft-2026");
    desk.copy("policies/puan-2025", "ws/policies/draft-2026");
    desk.edit("ws/policies/draft-2026/pack.toml", "status = \"final\"", "status = \"draft\"");
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(2);
    assert_eq!(ran.codes(), ["policy-draft-notice", "policy-draft-notice"], "{}", ran.err);
    assert!(ran.err.contains("监测对象认定公示") && ran.err.contains("风险消除公示"), "{}", ran.err);
}

#[test]
fn a_draft_is_marked_on_every_page_that_tells_it() {
    let desk = list("draft", "jilin-2020", "warning", "2020-05-18", "边缘户");
    let said = public(&desk);
    let tells = |name: &str| {
        name.starts_with("leaflets/") && name.matches('/').count() > 1 || name.starts_with("policy/")
    };
    let told: Vec<_> = said
        .iter()
        .filter(|(name, _)| tells(name) && (name.ends_with(".pdf") || name.ends_with(".html")))
        .collect();
    assert!(told.len() > 8, "{}", told.len());
    for (name, text) in told {
        let pages = if name.ends_with(".pdf") { text.matches('第').count().max(1) } else { 1 };
        assert!(text.matches("征求意见稿").count() >= pages.min(2), "{name} is not marked");
    }
}

#[test]
fn warning_levels_stay_in_the_office() {
    let desk = list("levels", "jilin-2020", "warning", "2020-05-18", "边缘户");
    assert!(!desk.path("dist/board/hongqi").exists(), "a list of the office was printed for the board");
    for (name, text) in public(&desk) {
        assert!(!name.contains("warning"), "{name}");
        // That there are three levels, the policy itself says, and the search with it; it speaks of no household.
        if name == "policy/text/index.html" || name.starts_with("search/pages/") {
            assert!(six().iter().all(|is| !text.contains(&is.head)), "{name}");
            continue;
        }
        for level in ["红色", "黄色", "蓝色"] {
            assert!(!text.contains(level), "{name} tells {level}");
        }
    }
    let form = desk.path("dist/private/hongqi/warning/forms/confirm.pdf");
    assert!(dense(&pdftotext(&[], &form)).contains("■红色"));
    let status = desk.run(["-C", "ws", "--today", "2020-05-18", "--json", "status"]).ends(0).json();
    assert_eq!((&status[0]["state"], &status[0]["last"]), (&"internal".into(), &serde_json::Value::Null));
}

#[test]
fn a_list_of_the_office_that_would_be_posted_is_refused() {
    let desk = township("posted-list", "posted-2026");
    desk.copy("policies/jilin-2020", "ws/policies/posted-2026");
    let pack = "ws/policies/posted-2026/pack.toml";
    desk.edit(pack, "channel = []\n", "channel = []\nperiod = { days = 5, unit = \"calendar\", rule = \"next-day\", wording = \"5天\", local = \"试试\" }\n");
    let ran = desk.run(["-C", "ws", "--today", "2020-05-18", "check"]).ends(1);
    assert!(ran.codes().contains(&"policy-incomplete") && ran.err.contains("内部名册"), "{}", ran.err);
}

#[test]
fn status_tells_the_next_day_of_each_duty() {
    let desk = township("duties", "huizhou-2020");
    let due = |day: &str, id: &str| {
        let status = desk.run(["-C", "ws", "--today", day, "--json", "status"]).ends(0).json();
        let id = format!("duty/{id}");
        let line =
            status.as_array().unwrap().iter().find(|line| line["notice"] == id.as_str()).unwrap().clone();
        line["due"].as_str().unwrap().to_owned()
    };
    assert_eq!(due("2020-08-03", "statistics"), "2020-09-30");
    assert_eq!(due("2021-02-03", "statistics"), "2021-02-28");
    assert_eq!(due("2020-08-25", "list"), "2020-08-25");
    let said = desk.run(["-C", "ws", "--today", "2021-02-03", "status"]).ends(0).out;
    assert!(said.contains("2021年2月28日（星期日）") && said.contains("还有25天"), "{said}");
}

#[test]
fn each_category_has_its_own_collection_form() {
    let desk = list("own-form", "huizhou-2020", "announce", "2020-08-03", "边缘易致贫户");
    let forms = "dist/private/hongqi/announce/forms";
    assert!(desk.path(&format!("{forms}/collect-edge.pdf")).is_file());
    assert!(!desk.path(&format!("{forms}/collect-unstable.pdf")).exists());
    assert!(desk.path("dist/private/hongqi/forms/collect-unstable-blank.pdf").is_file());
}

#[test]
fn a_new_workspace_for_each_pack_builds_at_once() {
    for (pack, papers) in
        [("puan-2025", 6), ("huizhou-2020", 2), ("linyi-2020", 2), ("jilin-2020", 1), ("yangshuo-2021", 0)]
    {
        let desk = Desk::bare(&format!("init-{pack}"));
        desk.run(["init", "ws", "--pack", pack]).ends(0);
        let ran = desk.run(["-C", "ws", "build"]).ends(0);
        let board = if desk.path("dist/board").exists() { desk.tree("dist/board").len() } else { 0 };
        assert_eq!(board, papers, "{pack}: {}", ran.out);
        let forms = desk.tree("dist/private").keys().filter(|name| name.contains("forms/")).count();
        assert!(forms >= 6, "{pack}: {forms} forms");
    }
}

#[test]
fn the_rosters_that_counties_hold_are_read_as_they_are() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/rosters");
    if !shared.is_dir() {
        return println!("../shared/rosters is not there");
    }
    let shapes = [
        ("huizhou-2020", "石湾村", "huizhou/石湾村-2020-06.csv", "2020-07-20", vec![("solicit", "")]),
        (
            "linyi-2020",
            "沂河村",
            "linyi/沂河村-2020-06.xlsx",
            "2020-06-11",
            vec![("immediate", "即时帮扶户"), ("watch", "脱贫监测户"), ("return", "回退户")],
        ),
        ("jilin-2020", "松江村", "jilin/松江村-2020-05.xlsx", "2020-05-18", vec![("warning", "")]),
        ("yangshuo-2021", "凤楼村", "yangshuo/线下-2021-05.csv", "2021-05-18", vec![("offline", "")]),
    ];
    for (pack, village, roster, day, kinds) in shapes {
        let desk = township(&format!("shape-{pack}"), pack);
        desk.village("hongqi", village);
        let ending = roster.rsplit('.').next().unwrap();
        for (kind, sheet) in kinds {
            let file = format!("rosters/{kind}.{ending}");
            desk.write(&format!("ws/villages/hongqi/{file}"), std::fs::read(shared.join(roster)).unwrap());
            let sheet = if sheet.is_empty() { String::new() } else { format!("sheet = \"{sheet}\"\n") };
            let notice = format!("villages/hongqi/notices/{kind}");
            let text = format!("kind = \"{kind}\"\nroster = \"{file}\"\n{sheet}posted = {day}\n");
            desk.write(&format!("ws/{notice}.toml"), text);
            for signer in ["committee", "supervision"] {
                let key = format!("secret/hongqi-{signer}.key");
                desk.run(["-C", "ws", "--today", day, "sign", &notice, "--key", &key]).ends(0);
            }
        }
        desk.run(["-C", "ws", "--today", day, "build"]).ends(0);
    }
}
