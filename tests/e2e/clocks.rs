//! Numbers of a policy as data: windows of income, waits, aid first, duties without a day; each caught when it changes.

use super::desk::{Desk, notice, page};
use super::foreign::{dense, page_text, pdftotext};
use super::packs::{list, public, township};
use super::people::{roster_csv, six};

/// What `check` says after one change to a file of a pack that is the workspace's own.
#[track_caller]
fn changed(pack: &str, file: &str, from: &str, to: &str, place: &str) {
    let name = format!("changed-{pack}-{}", from.len() + to.len() * 7 + file.len() * 31);
    let desk = township(&name, "own-2026");
    desk.copy(&format!("policies/{pack}"), "ws/policies/own-2026");
    desk.edit(&format!("ws/policies/own-2026/{file}"), from, to);
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(1);
    assert!(ran.codes().contains(&"policy-no-evidence"), "{pack} {from}: {}", ran.err);
    assert!(ran.err.contains("policies/own-2026/pack.toml:") && ran.err.contains(place), "{}", ran.err);
}

#[test]
fn an_amount_changed_in_a_pack_or_in_its_text_is_found() {
    changed("huizhou-2020", "pack.toml", "below = 10000", "below = 11000", "11000元");
    changed("huizhou-2020", "text.md", "低于1万元", "低于1.1万元", "二/（二）/1");
    changed("huizhou-2020", "pack.toml", "percent = \"5\"", "percent = \"6\"", "6%");
    changed("linyi-2020", "pack.toml", "below = 5000", "below = 4000", "4000元");
    changed("linyi-2020", "text.md", "低于5000元", "低于15000元", "一/（二）");
    changed("jilin-2020", "pack.toml", "times = \"1.5\"", "times = \"1.6\"", "1.6倍");
    changed("jilin-2020", "text.md", "国家扶贫标准1.5倍左右", "国家扶贫标准2倍左右", "三/四/（二）");
}

#[test]
fn a_window_a_wait_or_an_interval_changed_in_a_pack_or_in_its_text_is_found() {
    changed("huizhou-2020", "pack.toml", "rolling_months = 12", "rolling_months = 11", "2019年7月");
    changed("huizhou-2020", "text.md", "算2019年6月到2020年5月", "算2019年7月到2020年6月", "二/（二）/3");
    changed("yangshuo-2021", "pack.toml", "months = 12", "months = 6", "6个月");
    changed("yangshuo-2021", "text.md", "跟踪管理1年以上", "跟踪管理半年以上", "二/（一）/3");
    changed("puan-2025", "pack.toml", "wait = { months = 6", "wait = { months = 12", "12个月");
    changed("puan-2025", "text.md", "持续稳定半年以上", "持续稳定一年以上", "四/（二）");
    changed("huizhou-2020", "pack.toml", "within = \"month\"", "within = \"quarter\"", "每季度");
    changed("huizhou-2020", "text.md", "每月一报", "每季度一报", "二/（三）/5");
    changed("yangshuo-2021", "pack.toml", "month = 5, year", "month = 6, year", "6月");
    changed("jilin-2020", "text.md", "每年年底", "明年年底", "二/（二十一）");
    changed("linyi-2020", "text.md", "先帮扶、后认定", "先认定、后帮扶", "二/（一）");
}

#[test]
fn the_office_hour_ends_the_last_day_where_an_office_has_one() {
    let desk = Desk::six("closing-hour").speaking();
    let on_page = |desk: &Desk| page_text(&desk.read(&page("hongqi")));
    desk.build("2025-03-17").ends(0);
    assert!(!on_page(&desk).contains("截止"), "nobody said when the office closes");
    desk.edit("ws/township.toml", "pack =", "closes = \"17:30\"\npack =");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    assert!(on_page(&desk).contains("最后一天17:30截止"));
    assert!(desk.read("dist/public/calendar.ics").replace("\r\n ", "").contains("17:30以前提出"));
    let told = desk.run(["-C", "ws", "explain-period", "--from", "2025-03-14", "--days", "5"]).ends(0).out;
    assert!(told.contains("下班的17:30为止"), "{told}");
    // The village that issues it closes later.
    desk.edit("ws/villages/hongqi/village.toml", "committee =", "closes = 18:00:00\ncommittee =");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    assert!(on_page(&desk).contains("最后一天18:00截止"));
    assert!(on_page(&desk).contains("18:00以前提出") && !on_page(&desk).contains("当天提出"));
    let script = desk.read("dist/loudspeaker/hongqi/2025-03-identify.txt");
    assert!(script.contains("到这一天十八点为止都可以提"), "{script}");
    let board = dense(&pdftotext(&[], &desk.path("dist/board/hongqi/2025-03-identify-A4.pdf")));
    assert!(board.contains("最后一天18:00截止") && board.contains("张贴保留"), "{board}");
    desk.edit("ws/villages/hongqi/village.toml", "18:00:00", "\"晚上六点\"");
    let refused = desk.build("2025-03-17").ends(1);
    assert!(refused.err.contains("village.toml:") && refused.err.contains("\"17:30\""), "{}", refused.err);
}

#[test]
fn explain_period_tells_the_months_of_income_of_the_workspaces_own_policy() {
    let desk = township("income", "huizhou-2020");
    let json = |month: &str| {
        let ran = desk.run(["-C", "ws", "--json", "explain-period", "--income", month]).ends(0);
        let json = ran.json();
        assert_eq!(json["clause"], "二/（二）/3");
        format!("{}..{}", json["first"].as_str().unwrap(), json["last"].as_str().unwrap())
    };
    assert_eq!(json("2020-06"), "2019-06..2020-05");
    assert_eq!(json("2020-01"), "2019-01..2019-12");
    assert_eq!(json("2020-03"), "2019-03..2020-02");
    let said = desk.run(["-C", "ws", "explain-period", "--income", "2020-03"]).ends(0).out;
    for word in ["2020年3月当月不算", "第12个月  2020年2月  1日到29日", "366天", "文件二（二）3"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    for wrong in ["2020-13", "2020-6", "202006"] {
        assert_ne!(desk.run(["-C", "ws", "explain-period", "--income", wrong]).code, 0, "{wrong}");
    }
    let both = ["-C", "ws", "explain-period", "--income", "2020-06", "--from", "2020-06-01"];
    assert_ne!(desk.run(both).code, 0);
    let none = township("no-income", "linyi-2020");
    let ran = none.run(["-C", "ws", "explain-period", "--income", "2020-06"]).ends(1);
    assert_eq!(ran.codes(), ["cli-no-income-period"]);
}

#[test]
fn a_form_tells_the_months_of_its_own_household_and_a_leaflet_those_of_the_day() {
    let desk = list("window", "huizhou-2020", "announce", "2020-08-03", "边缘易致贫户");
    let form = "dist/private/hongqi/announce/forms/collect-edge.pdf";
    // No month of entry on the roster: that of the notice.
    assert!(dense(&pdftotext(&[], &desk.path(form))).contains("2019年8月至2020年7月"));
    let blank = "dist/private/hongqi/forms/collect-edge-blank.pdf";
    assert!(dense(&pdftotext(&[], &desk.path(blank))).contains("____年__月至____年__月"));
    let leaflet = page_text(&desk.read("dist/public/leaflets/apply/index.html"));
    assert!(leaflet.contains("2020年8月纳入监测的，算2019年8月至2020年7月的收入"), "{leaflet}");
    let roster = "ws/villages/hongqi/rosters/r.csv";
    let text = desk.read(roster);
    let mut rows = text.lines().map(str::to_owned);
    let mut own = vec![format!("{},纳入监测时间", rows.next().unwrap())];
    own.extend(rows.enumerate().map(|(n, row)| format!("{row},{}", ["202006", "202001"][n % 2])));
    desk.write(roster, own.join("\n"));
    desk.unsign("villages/hongqi/notices/announce");
    for file in ["committee", "supervision"] {
        let key = format!("secret/hongqi-{file}.key");
        let sign =
            ["-C", "ws", "--today", "2020-08-03", "sign", "villages/hongqi/notices/announce", "--key", &key];
        desk.run(sign).ends(0);
    }
    desk.run(["-C", "ws", "--today", "2020-08-03", "build"]).ends(0);
    let text = dense(&pdftotext(&[], &desk.path(form)));
    assert!(text.contains("2019年6月至2020年5月") && text.contains("2019年1月至2019年12月"), "{text}");
}

/// Yangshuo's list of households whose risk may be over, with recorded days.
fn exit(name: &str, steps: &str) -> Desk {
    let desk = list(name, "yangshuo-2021", "exit", "2022-06-01", "脱贫不稳定户");
    let file = "ws/villages/hongqi/notices/exit.toml";
    let text = desk.read(file);
    desk.write(file, format!("{text}\n[steps]\n{steps}"));
    desk
}

#[test]
fn a_step_before_its_year_is_over_is_refused_with_both_clauses_and_status_says_from_when() {
    let early = exit("wait-early", "follow = 2021-05-07\nvillage = 2022-05-06\n");
    let ran = early.run(["-C", "ws", "--today", "2022-06-02", "check"]).ends(1);
    assert_eq!(ran.codes(), ["schedule-early-step"]);
    for word in ["notices/exit.toml:", "村评定", "1年以上", "2022年5月7日", "文件二（一）3"] {
        assert!(ran.err.contains(word), "{word}: {}", ran.err);
    }
    let good = exit("wait-good", "follow = 2021-05-07\nvillage = 2022-05-07\n");
    good.run(["-C", "ws", "--today", "2022-06-02", "check"]).ends(0);
    let waits = exit("wait-status", "follow = 2021-08-31\n");
    let next = |day: &str| {
        let lines = waits.run(["-C", "ws", "--today", day, "--json", "status"]).ends(0).json();
        lines[0]["next"].as_str().unwrap().to_owned()
    };
    assert_eq!(next("2022-06-02"), "村评定（2022年8月31日起可以办）");
    assert_eq!(next("2022-08-31"), "村评定");
    let unknown = exit("wait-unknown", "village = 2022-05-06\n");
    let ran = unknown.run(["-C", "ws", "--today", "2022-06-02", "check"]).ends(0);
    assert_eq!(ran.codes(), ["schedule-wait-unknown"]);
}

#[test]
fn half_a_year_before_an_exit_ends_on_the_corresponding_day_or_the_last_of_the_month() {
    let desk = Desk::township("half-year");
    desk.village("hongqi", "红旗村");
    desk.write("ws/villages/hongqi/rosters/r.csv", roster_csv("红旗村", &six()));
    desk.write(
        "ws/villages/hongqi/notices/2025-03-exit.toml",
        "kind = \"exit\"\nroster = \"rosters/r.csv\"\nposted = 2025-03-03\n\n[steps]\nstable = 2024-08-31\nnominate = 2025-02-27\n",
    );
    let check = || desk.run(["-C", "ws", "--today", "2025-03-01", "check"]);
    let ran = check().ends(1);
    assert!(ran.codes().contains(&"schedule-early-step"), "{}", ran.err);
    assert!(ran.err.contains("2025年2月28日") && ran.err.contains("文件四（二）"), "{}", ran.err);
    assert!(ran.err.contains("文件四（三）"), "the clause of the step itself: {}", ran.err);
    desk.edit("ws/villages/hongqi/notices/2025-03-exit.toml", "2025-02-27", "2025-02-28");
    check().ends(0);
}

/// Linyi's notice with aid given on the second of June, before the household is identified.
fn aid(name: &str, township: &str) -> Desk {
    let desk = list(name, "linyi-2020", "immediate", "2020-06-11", "即时帮扶户");
    let file = "ws/villages/hongqi/notices/immediate.toml";
    let text = desk.read(file);
    desk.write(file, format!("{text}\n[steps]\nlead = 2020-06-01\nvisit = 2020-06-03\nhelp = 2020-06-02\n"));
    let text = desk.read("ws/township.toml");
    desk.write("ws/township.toml", format!("{text}\n{township}"));
    desk
}

const DECIDED: &str =
    "[aid_first]\nfirst = 2020-02-01\nlast = 2020-06-30\ndecided = \"石泉镇党委会2020年1月31日决定\"\n";

#[test]
fn aid_before_identification_is_allowed_only_where_the_township_has_decided_so() {
    let check = |desk: &Desk| desk.run(["-C", "ws", "--today", "2020-06-12", "check"]);
    let ran = check(&aid("aid-off", "")).ends(2);
    assert_eq!(ran.codes(), ["schedule-step-order"]);
    for word in ["疫情防控期间", "先帮扶、后认定", "文件二（一）", "[aid_first]"] {
        assert!(ran.err.contains(word), "{word}: {}", ran.err);
    }
    check(&aid("aid-on", DECIDED)).ends(0);
    let over = check(&aid("aid-over", &DECIDED.replace("2020-06-30", "2020-05-31"))).ends(2);
    assert_eq!(over.codes(), ["schedule-step-order"], "the case began after the last day");
    let wrong = check(&aid("aid-wrong", &DECIDED.replace("2020-06-30", "2020-01-31"))).ends(2);
    assert!(
        wrong.codes().contains(&"schedule-aid-first") && wrong.err.contains("township.toml:"),
        "{}",
        wrong.err
    );
    let desk = Desk::six("aid-unknown");
    let text = desk.read("ws/township.toml");
    desk.write("ws/township.toml", format!("{text}\n{DECIDED}"));
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(1);
    assert_eq!(ran.codes(), ["schedule-aid-first"]);
}

#[test]
fn status_and_leaflet_tell_that_aid_comes_first_while_it_does() {
    let desk = aid("aid-told", DECIDED);
    desk.edit("ws/villages/hongqi/notices/immediate.toml", "help = 2020-06-02\n", "");
    let next = |day: &str| {
        let lines = desk.run(["-C", "ws", "--today", day, "--json", "status"]).ends(0).json();
        (lines[0]["next"].as_str().unwrap().to_owned(), lines[0]["due"].as_str().unwrap().to_owned())
    };
    let (what, due) = next("2020-06-12");
    assert_eq!(what, "先帮扶、后认定：落实帮扶措施；同时收集意见，等公示期满");
    assert_eq!(due, "2020-06-16", "the day of the notice is still told");
    let leaflet = |day: &str| {
        desk.run(["-C", "ws", "--today", day, "build"]).ends(0);
        page_text(&desk.read("dist/public/leaflets/apply/index.html"))
    };
    let now = leaflet("2020-06-12");
    for word in ["2020年2月1日到2020年6月30日", "石泉镇党委会2020年1月31日决定", "文件二（一）"]
    {
        assert!(now.contains(word), "{word}: {now}");
    }
    assert!(!leaflet("2020-07-01").contains("党委会"), "it is over");
}

#[test]
fn duties_without_a_day_are_due_at_the_end_of_their_interval() {
    let due = |pack: &str, day: &str, id: &str| {
        let desk = township(&format!("duty-{pack}-{day}"), pack);
        let lines = desk.run(["-C", "ws", "--today", day, "--json", "status"]).ends(0).json();
        let id = format!("duty/{id}");
        let line = lines.as_array().unwrap().iter().find(|line| line["notice"] == id.as_str()).cloned();
        line.map(|line| format!("{} {}", line["due"].as_str().unwrap(), line["next"].as_str().unwrap()))
    };
    let told = |text: &str| Some(text.to_owned());
    assert_eq!(due("huizhou-2020", "2021-02-03", "manage"), told("2021-02-28 每月一报"));
    assert_eq!(due("jilin-2020", "2020-05-18", "yearly"), told("2020-12-31 每年年底"));
    assert_eq!(due("yangshuo-2021", "2021-05-20", "gather"), told("2021-05-31 5月份集中一次"));
    assert_eq!(due("yangshuo-2021", "2021-06-01", "gather"), None);
    assert_eq!(due("yangshuo-2021", "2021-05-20", "watch"), told("2021-06-30 5月以后，每个月"));
    assert_eq!(due("yangshuo-2021", "2021-05-20", "share"), told("2021-05-31 每个月1次以上"));
}

#[test]
fn a_duty_on_a_rest_day_names_the_working_day_before_it_where_the_pack_asks() {
    let desk = township("rest-day", "own-2026");
    desk.copy("policies/huizhou-2020", "ws/policies/own-2026");
    let pack = "ws/policies/own-2026/pack.toml";
    desk.edit(pack, "wording = \"每月25日\"", "before_rest_day = true\nwording = \"每月25日\"");
    let said = desk.run(["-C", "ws", "--today", "2020-10-20", "status"]).ends(0).out;
    assert!(said.contains("每月25日（10月25日是休息日，请在2020年10月23日（星期五）办好）"), "{said}");
    assert_eq!(said.matches("是休息日").count(), 1, "the list asks for nothing: {said}");
    assert!(said.contains("2020年10月25日（星期日）"), "the day itself stays as the text says");
}

#[test]
fn a_roster_for_the_board_alone_never_reaches_the_web() {
    let desk = township("board-only", "own-2026");
    desk.copy("policies/puan-2025", "ws/policies/own-2026");
    desk.edit(
        "ws/policies/own-2026/pack.toml",
        "channel = [\"web\", \"board\", \"chat\", \"loudspeaker\"]\nissuer",
        "channel = [\"board\"]\nissuer",
    );
    let six = Desk::six("board-only-six");
    for (path, (bytes, _)) in six.tree("ws/villages") {
        desk.write(&format!("ws/villages/{path}"), bytes);
    }
    for (path, (bytes, _)) in six.tree("ws/keys") {
        desk.write(&format!("ws/keys/{path}"), bytes);
    }
    desk.unsign(&notice("hongqi"));
    for file in ["committee", "supervision"] {
        let key = six.path(&format!("secret/hongqi-{file}.key")).display().to_string();
        desk.run(["-C", "ws", "--today", "2025-03-13", "sign", &notice("hongqi"), "--key", &key]).ends(0);
    }
    desk.build("2025-03-17").ends(0);
    let page = page_text(&desk.read(&page("hongqi")));
    assert!(page.contains("公示"), "{page}");
    let masks = ["罗*明", "欧阳*", "程*云", "姚*林", "任*旺", "孔*新"];
    let mut pdfs = 0;
    for (name, text) in public(&desk) {
        pdfs += usize::from(name.ends_with(".pdf"));
        assert!(masks.iter().all(|mask| !text.contains(mask)), "{name} has rows");
    }
    assert!(pdfs > 0, "no print was looked at");
    let board = desk.path("dist/board/hongqi/2025-03-identify-A4.pdf");
    let board = dense(&pdftotext(&[], &board));
    assert!(masks.iter().all(|mask| board.contains(mask)), "{board}");
}
