//! Deadlines as the office meets them: `status --due`, the page, the two calendars.

use super::desk::{Desk, notice};
use super::foreign::page_text;
use super::people::{Household, six};
use std::collections::BTreeMap;

/// 红旗村's notice of 2025-03-14 with its lead on the 3rd and the visit on a day.
fn with_steps(name: &str, steps: &str) -> Desk {
    let desk = Desk::six(name);
    let file = format!("ws/{}.toml", notice("hongqi"));
    desk.write(&file, format!("{}\n[steps]\n{steps}", desk.read(&file)));
    desk
}

fn due(desk: &Desk, today: &str, days: &str) -> Vec<serde_json::Value> {
    let all = ["-C", "ws", "--today", today, "--json", "status", "--due", days];
    desk.run(all).ends(0).json().as_array().unwrap().clone()
}

fn record(desk: &Desk, today: &str, command: &str, more: &[&str]) {
    let name = notice("hongqi");
    let all = [
        "-C",
        "ws",
        "--today",
        today,
        command,
        if command == "done" && more[0].starts_with("duty/") { more[0] } else { &name },
    ];
    let rest = if command == "done" && more[0].starts_with("duty/") { &more[1..] } else { more };
    desk.run(all.iter().chain(rest).copied()).ends(0);
}

/// Properties of each VEVENT by its UID, read by the rules of RFC 5545, which this function enforces.
#[track_caller]
fn events(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    assert!(
        text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']),
        "lines end with CRLF"
    );
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "a line of more than 75 octets");
    let unfolded = text.replace("\r\n ", "");
    let mut lines = unfolded.lines();
    assert_eq!(lines.next(), Some("BEGIN:VCALENDAR"));
    let (mut open, mut head) = (vec!["VCALENDAR"], BTreeMap::new());
    let (mut events, mut event) = (BTreeMap::new(), BTreeMap::new());
    for line in lines {
        let (name, value) = line.split_once(':').unwrap();
        match (name, open.len()) {
            ("BEGIN", _) => open.push(value),
            ("END", _) => {
                assert_eq!(open.pop(), Some(value));
                if value == "VEVENT" {
                    let own: BTreeMap<String, String> = std::mem::take(&mut event);
                    for needed in ["UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SUMMARY"] {
                        assert!(own.contains_key(needed), "{needed}: {own:?}");
                    }
                    assert!(events.insert(own["UID"].clone(), own).is_none(), "a UID stands twice");
                }
            }
            (_, 1) => drop(head.insert(name, value)),
            (_, 2) => {
                let value = value.replace("\\,", ",").replace("\\;", ";");
                assert!(event.insert(name.to_owned(), value).is_none(), "{name} stands twice");
            }
            _ => assert!(open.last() == Some(&"VALARM"), "{open:?}"),
        }
    }
    assert!(open.is_empty() && head["VERSION"] == "2.0" && head.contains_key("PRODID"), "{head:?}");
    events
}

#[test]
fn a_step_that_was_not_done_is_late_from_the_day_after_its_limit() {
    let desk = with_steps("step-late", "lead = 2025-03-03\nverify = 2025-03-11\nreview = 2025-03-12\n");
    // Fifteen days from the 3rd end on the 18th; the notice itself runs to the 19th.
    let total =
        |today: &str, days: &str| due(&desk, today, days).into_iter().find(|line| line["state"] == "step");
    assert!(total("2025-03-17", "0").is_none());
    let near = total("2025-03-17", "1").unwrap();
    assert_eq!((&near["due"], &near["days_left"]), (&"2025-03-18".into(), &1.into()));
    assert_eq!(near["notice"], notice("hongqi"));
    assert_eq!(total("2025-03-19", "0").unwrap()["days_left"], -1);
    let said = desk.run(["-C", "ws", "--today", "2025-03-19", "status"]).ends(0).out;
    let line = said.lines().find(|line| line.contains("全程办完")).unwrap();
    assert!(line.contains("逾期1天") && line.contains("2025年3月18日（星期二）"), "{said}");
}

#[test]
fn a_step_done_late_says_by_how_much_and_one_nobody_recorded_says_that() {
    let desk = with_steps("step-overdue", "lead = 2025-03-03\nverify = 2025-03-12\n");
    desk.build("2025-03-17").ends(0);
    let text = page_text(&desk.read("dist/private/due.html"));
    // The fifth working day after Monday the 3rd is Monday the 10th.
    assert!(text.contains("办了，晚2天") && text.contains("5个工作日内（文件一（二））"), "{text}");
    assert!(text.contains("没有记录"), "the review before the posting: {text}");
    assert!(text.contains("公示期满，这天还收意见") && text.contains("还有2天"), "{text}");
}

#[test]
fn clocks_run_out_and_are_never_late() {
    let desk = Desk::six("clocks-out");
    let words = |today: &str| {
        let lines = due(&desk, today, "0");
        lines.iter().map(|line| line["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(words("2025-03-24"), ["paper", "rows"]);
    assert_eq!(words("2025-03-25"), [""; 0]);
    let said = desk.run(["-C", "ws", "--today", "2025-03-26", "status"]).ends(0).out;
    assert!(said.contains("没有逾期的事"), "{said}");
}

#[test]
fn an_objection_waits_without_a_day_and_the_end_of_the_period_is_to_be_recorded() {
    let desk = Desk::six("answer-waits");
    desk.write("paper.pdf", "the paper");
    record(&desk, "2025-03-14", "post", &["--paper", "paper.pdf"]);
    record(&desk, "2025-03-17", "object", &[]);
    desk.build("2025-03-21").ends(0);
    let text = page_text(&desk.read("dist/private/due.html"));
    for words in [
        "核实、答复第1件异议（2025年3月17日收到）",
        "mingbai answer villages/hongqi/notices/2025-03-identify --number 1",
        "公示期满，记录公示结束",
        "逾期1天",
        "mingbai close villages/hongqi/notices/2025-03-identify",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    record(&desk, "2025-03-21", "answer", &[]);
    record(&desk, "2025-03-21", "close", &[]);
    desk.build("2025-03-21").ends(0);
    let text = page_text(&desk.read("dist/private/due.html"));
    assert!(!text.contains("答复第1件") && text.contains("办了，晚1天"), "{text}");
}

#[test]
fn a_notice_that_should_hang_by_the_ledger_is_late_until_it_is_recorded_and_gone_once_withdrawn() {
    let desk = Desk::six("not-hung");
    desk.village("dongsheng", "东升村");
    desk.write("ws/villages/dongsheng/rosters/r.csv", super::people::roster_csv("东升村", &six()));
    desk.identify("dongsheng", "r.csv", "2025-03-17");
    desk.sign_all(&notice("dongsheng"));
    desk.write("paper.pdf", "the paper");
    record(&desk, "2025-03-14", "post", &["--paper", "paper.pdf"]);
    let late = |desk: &Desk| {
        let lines = due(desk, "2025-03-19", "0");
        lines.iter().any(|line| line["notice"] == notice("dongsheng") && line["days_left"] == -2)
    };
    assert!(late(&desk), "{:?}", due(&desk, "2025-03-19", "0"));
    let name = notice("dongsheng");
    desk.run(["-C", "ws", "--today", "2025-03-19", "post", &name, "--paper", "paper.pdf"]).ends(0);
    assert!(!late(&desk));
    desk.run(["-C", "ws", "--today", "2025-03-19", "withdraw", &name]).ends(0);
    assert!(due(&desk, "2025-03-25", "30").iter().all(|line| line["notice"] != name.as_str()));
}

#[test]
fn a_duty_missed_since_the_ledger_began_is_late_until_it_is_done() {
    let desk = super::packs::list("duty-late", "huizhou-2020", "announce", "2020-07-06", "边缘易致贫户");
    let duty = |today: &str| -> Vec<(String, i64)> {
        let lines = due(&desk, today, "0");
        let duties = lines.iter().filter(|line| line["state"] == "duty");
        duties
            .map(|line| (line["notice"].as_str().unwrap().to_owned(), line["days_left"].as_i64().unwrap()))
            .collect()
    };
    assert_eq!(duty("2020-08-03"), [], "without a ledger nobody says that it was not done");
    desk.write("paper.pdf", "the paper");
    let post = [
        "-C",
        "ws",
        "--today",
        "2020-07-06",
        "post",
        "villages/hongqi/notices/announce",
        "--paper",
        "paper.pdf",
    ];
    desk.run(post).ends(0);
    let late = duty("2020-08-03");
    let (monthly, days) =
        late.first().cloned().unwrap_or_else(|| panic!("{:?}", due(&desk, "2020-08-03", "0")));
    assert!(days < 0, "{late:?}");
    let said = desk.run(["-C", "ws", "--today", "2020-08-03", "status"]).ends(0).out;
    let line = said.lines().find(|line| line.contains("逾期") && line.contains(&monthly)).unwrap();
    let command: Vec<&str> = line[line.find("mingbai done").unwrap()..].split_whitespace().skip(1).collect();
    desk.run(["-C", "ws", "--today", "2020-08-03"].iter().chain(&command).copied()).ends(0);
    assert!(duty("2020-08-03").iter().all(|(id, _)| *id != monthly), "{:?}", duty("2020-08-03"));
}

#[test]
fn the_public_calendar_says_what_the_pages_say_and_nothing_of_households() {
    let desk = Desk::six("calendar-public");
    desk.build("2025-03-17").ends(0);
    let events = events(&desk.read("dist/public/calendar.ics"));
    let own = &events["villages/hongqi/notices/2025-03-identify/period@puan.example"];
    assert_eq!(own["DTSTART;VALUE=DATE"], "20250314");
    assert_eq!(own["DTEND;VALUE=DATE"], "20250320", "the day after the last");
    assert_eq!(own["SUMMARY"], "关于红旗村拟纳入防止返贫监测对象的公示");
    assert_eq!(own["URL"], "https://puan.example/villages/hongqi/notices/2025-03-identify/index.html");
    assert!(own["DESCRIPTION"].contains("最迟在2025年3月19日（星期三）当天提出"), "{own:?}");
    assert_eq!(events.len(), 1);
    let page = desk.read("dist/public/notices/index.html");
    assert!(page.contains("href=\"../calendar.ics\"") && page_text(&page).contains("放进手机日历"));
    // Broken off: the day does not count any more.
    desk.write("paper.pdf", "the paper");
    record(&desk, "2025-03-17", "post", &["--day", "2025-03-14", "--paper", "paper.pdf"]);
    record(&desk, "2025-03-17", "withdraw", &[]);
    desk.build("2025-03-17").ends(0);
    assert!(!desk.path("dist/public/calendar.ics").exists(), "a calendar without an entry is none");
    assert!(!desk.read("dist/public/notices/index.html").contains("calendar.ics"));
}

#[test]
fn what_does_not_change_stays_the_same_entry_on_another_day() {
    let desk = with_steps("calendar-days", "lead = 2025-03-03\nverify = 2025-03-11\n");
    let both = |today: &str| {
        desk.build(today).ends(0);
        ["dist/public/calendar.ics", "dist/private/calendar.ics"].map(|path| desk.read(path))
    };
    let before = both("2025-03-17");
    assert_eq!(both("2025-03-17"), before);
    assert_eq!(both("2025-03-21"), before, "late or over, the days are the same days");
    let private = events(&before[1]);
    for (what, day) in [
        ("step/verify", "20250310"),
        ("total", "20250318"),
        ("objections", "20250319"),
        ("paper", "20250324"),
    ] {
        let own = &private[&format!("{}/{what}@puan.example", notice("hongqi"))];
        assert_eq!(own["DTSTART;VALUE=DATE"], day, "{what}");
    }
    assert!(before[1].contains("BEGIN:VALARM") && !before[0].contains("BEGIN:VALARM"));
    // Once the review is recorded, its entry alone is new; a done step says so and rings no more.
    let done = &private[&format!("{}/step/verify@puan.example", notice("hongqi"))];
    assert!(done["SUMMARY"].starts_with("已办："), "{done:?}");
}

#[test]
fn without_an_address_the_township_names_the_entries() {
    let desk = Desk::six("calendar-no-host");
    desk.edit("ws/township.toml", "base_url = \"https://puan.example/\"\n", "");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    let events = events(&desk.read("dist/public/calendar.ics"));
    let own = &events["villages/hongqi/notices/2025-03-identify/period@普安乡"];
    assert!(!own.contains_key("URL"));
}

#[test]
fn the_offices_papers_name_no_household() {
    let desk = Desk::six("due-private");
    desk.build("2025-03-17").ends(0);
    for path in ["due.html", "calendar.ics"] {
        desk.write(&format!("office/{path}"), desk.bytes(&format!("dist/private/{path}")));
    }
    let ran = desk.run(["audit", "office", "--roster", "ws/villages/hongqi/rosters/r.csv"]).ends(0);
    assert!(
        ran.out.contains("没有发现泄露") || ran.codes().iter().all(|code| *code == "audit-ordinary-word"),
        "{}",
        ran.err
    );
    // The search does find a household there.
    let people: Vec<Household> = six();
    desk.write("office/x.ics", format!("BEGIN:VCALENDAR\r\nSUMMARY:{}\r\n", people[1].id()));
    assert!(
        desk.run(["audit", "office", "--roster", "ws/villages/hongqi/rosters/r.csv"])
            .ends(2)
            .err
            .contains("x.ics:2")
    );
}
