//! Cases 1 to 5 and 24: from when until when, by which rule, and on whose clock.

use super::super::desk::{Desk, notice, page};
use super::super::foreign::{dense, page_text, pdftotext};
use super::super::people::six;
use super::office::{Office, rows, text};
use std::path::Path;

const BOARD: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";

/// 红旗村 with six households, posted on a day.
fn posted(name: &str, day: &str, more: &str) -> Desk {
    Office::posted(name, "r.csv", text(&rows(&six()), ","), day, more).desk
}

/// First and last day that `explain-period` tells.
fn explained(desk: &Desk, arguments: &[&str]) -> (String, String) {
    let said = desk.run([&["--json", "explain-period"], arguments].concat()).ends(0).json();
    let day = |key: &str| said[key].as_str().unwrap().to_owned();
    (day("first"), day("last"))
}

#[test]
fn case_01_five_days_and_five_working_days_across_national_day_are_different_days() {
    let desk = posted("case-01-days", "2026-09-24", "");
    desk.build("2026-09-25").ends(0);
    let paper = |desk: &Desk| dense(&pdftotext(&[], &desk.path(BOARD)));
    assert!(paper(&desk).contains("2026年9月24日（星期四）起2026年9月29日（星期二）止"), "{}", paper(&desk));

    // The unit is the policy's: the same pack with 工作日 in it, signed anew, runs until the ninth of October.
    let desk = posted("case-01-working", "2026-09-24", "");
    desk.copy("policies/puan-2025", "ws/policies/puan-2025");
    let days = "period = { days = 5, unit = \"calendar\", rule = \"next-day-rollover\", wording = \"不少于5天\", clause = \"二/（三）\" }";
    let working = "period = { days = 5, unit = \"working\", rule = \"next-day-rollover\", wording = \"不少于5个工作日\", local = \"本县规定\" }";
    desk.edit("ws/policies/puan-2025/pack.toml", days, working);
    desk.sign_all(&notice("hongqi"));
    desk.build("2026-09-25").ends(0);
    assert!(paper(&desk).contains("2026年9月24日（星期四）起2026年10月9日（星期五）止"), "{}", paper(&desk));
    let html = desk.read(&page("hongqi"));
    assert!(html.contains("data-last=\"2026-10-09\"") && page_text(&html).contains("5个工作日"));
}

#[test]
fn case_02_every_reading_of_the_first_and_last_day_can_be_asked_for() {
    let desk = Desk::bare("case-02");
    for (rule, last) in [
        ("posting-day-counts", "2025-09-30"),
        ("next-day", "2025-10-01"),
        ("next-day-rollover", "2025-10-09"),
    ] {
        let asked = ["--from", "2025-09-26", "--days", "5", "--rule", rule];
        assert_eq!(explained(&desk, &asked), ("2025-09-26".into(), last.into()), "{rule}");
    }
    // Unasked it is the strictest, and it says so day by day.
    let told = desk.run(["explain-period", "--from", "2025-09-26", "--days", "5"]).ends(0).out;
    assert!(told.contains("当日不计，次日起算") && told.contains("顺延到10月9日（星期四）"), "{told}");
    assert_eq!(told.lines().filter(|line| line.contains("星期")).count(), 15, "a day is missing: {told}");
}

#[test]
fn case_03_a_year_without_a_table_is_refused_by_name_and_never_guessed() {
    let desk = Desk::bare("case-03");
    for count in [["--days", "5"], ["--working", "5"]] {
        let ran = desk.run([&["explain-period", "--from", "2026-12-29"][..], &count].concat()).ends(1);
        assert_eq!(ran.codes(), ["period-uncovered-year"]);
        assert!(ran.err.contains("policies/calendar/2027.toml") && ran.out.is_empty(), "{}", ran.err);
    }
    // A notice whose minimum posting runs over is refused too, though its objections end in time.
    let office = Office::posted("case-03-board", "r.csv", text(&rows(&six()), ","), "2026-12-23", "");
    let ran = office.desk.build("2026-12-24").ends(2);
    assert_eq!(ran.codes(), ["period-uncovered-year"], "{}", ran.err);
    assert!(!office.desk.shows(&notice("hongqi")));
}

#[test]
fn case_04_two_limits_that_clash_are_told_with_both_clauses_and_the_notice_is_not_shortened() {
    let steps = "\n[steps]\nlead = 2025-09-12\nverify = 2025-09-16\nreview = 2025-09-24\n";
    let desk = posted("case-04", "2025-09-26", steps);
    let ran = desk.build("2025-09-27").ends(0);
    let told = ran.out.lines().find(|line| line.contains("policy-limits-clash")).expect(&ran.out);
    for words in ["不少于5天", "一般不超过15天", "2025年10月9日", "2025年9月28日", "二（三）"]
    {
        assert!(told.contains(words), "{words} not in {told}");
    }
    assert!(desk.read(&page("hongqi")).contains("data-last=\"2025-10-09\""), "the period was shortened");
}

#[test]
fn case_05_objections_are_over_and_the_paper_still_hangs() {
    let desk = posted("case-05", "2025-03-14", "");
    desk.build("2025-03-21").ends(0);
    let text = page_text(&desk.read(&page("hongqi")));
    assert!(text.contains("期满"), "{text}");
    // Ten days of posting, which do not roll over, are another clock than five days for objections.
    let paper = dense(&pdftotext(&[], &desk.path(BOARD)));
    assert!(paper.contains("2025年3月19日（星期三）止"), "{paper}");
    let html = desk.read(&page("hongqi"));
    assert!(html.contains("data-last=\"2025-03-19\"") && html.contains("data-rows-until=\"2025-03-24\""));
}

/// `today` as the program's own clock tells it: the posting day decides between upcoming and open.
fn state_by_clock(desk: &Desk, zone: &str, moment: &str) -> String {
    let library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
    let clock = [("LD_PRELOAD", library), ("FAKETIME", moment), ("TZ", zone), ("NO_FAKE_STAT", "1")];
    let status = desk.run_with(["-C", "ws", "--json", "status"], &clock).ends(0).json();
    status[0]["state"].as_str().unwrap().to_owned()
}

#[test]
fn case_24_the_day_is_shanghais_on_a_machine_in_any_zone() {
    if !Path::new("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1").is_file() {
        eprintln!("skipped: apt-get install faketime");
        return;
    }
    let desk = posted("case-24", "2025-03-14", "");
    for (zone, late, early) in [
        // 23:30 on the 13th and 00:30 on the 14th in Shanghai, on the wall clocks of three machines.
        ("Asia/Shanghai", "2025-03-13 23:30:00", "2025-03-14 00:30:00"),
        ("UTC", "2025-03-13 15:30:00", "2025-03-13 16:30:00"),
        ("America/New_York", "2025-03-13 11:30:00", "2025-03-13 12:30:00"),
    ] {
        assert_eq!(state_by_clock(&desk, zone, late), "upcoming", "{zone} {late}");
        assert_eq!(state_by_clock(&desk, zone, early), "open", "{zone} {early}");
    }
}

#[test]
fn case_24_a_zone_of_the_machine_changes_no_byte_of_a_build() {
    let desk = posted("case-24-zone", "2025-03-14", "");
    desk.run(["-C", "ws", "--today", "2025-03-17", "build", "--out", "one"]).ends(0);
    let there = [("TZ", "America/New_York"), ("LANG", "en_US.UTF-8"), ("LC_ALL", "C")];
    desk.run_with(["-C", "ws", "--today", "2025-03-17", "build", "--out", "two"], &there).ends(0);
    let bytes = |folder: &str| super::super::desk::bytes_of(desk.tree(folder));
    assert!(bytes("one") == bytes("two"));
}

#[test]
fn case_24_holidays_of_the_region_count_where_the_township_says_so() {
    let desk = posted("case-24-region", "2025-03-26", "");
    desk.build("2025-03-27").ends(0);
    assert!(desk.read(&page("hongqi")).contains("data-last=\"2025-03-31\""));
    desk.edit("ws/township.toml", "pack =", "region = \"广西壮族自治区\"\npack =");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-27").ends(0);
    assert!(desk.read(&page("hongqi")).contains("data-last=\"2025-04-02\""));
    let told = desk.run(["-C", "ws", "explain-period", "--from", "2025-03-26", "--days", "5"]).ends(0).out;
    assert!(told.contains("三月三放假日，顺延到4月2日"), "{told}");
    // A region without a table: refused, not ignored.
    desk.edit("ws/township.toml", "广西壮族自治区", "虚构自治区");
    assert_eq!(desk.build("2025-03-27").ends(1).codes(), ["calendar-unknown-region"]);
}

#[test]
fn case_24_a_prolonged_holiday_moves_the_notices_that_touch_it_and_no_others() {
    // 2020, when the Spring Festival was prolonged overnight: first as announced in 2019, then as it came to be.
    let desk = posted("case-24-prolonged", "2020-01-21", "");
    desk.village("shuanghe", "双河村");
    let others = super::super::people::roster_csv("双河村", &six());
    desk.write("ws/villages/shuanghe/rosters/r.csv", others);
    desk.identify("shuanghe", "r.csv", "2020-01-13");
    for (file, _) in super::super::desk::ROLES {
        let key = format!("secret/shuanghe-{file}.key");
        desk.run(["-C", "ws", "--today", "2020-01-12", "sign", &notice("shuanghe"), "--key", &key]).ends(0);
        let key = format!("secret/hongqi-{file}.key");
        desk.run(["-C", "ws", "--today", "2020-01-12", "sign", &notice("hongqi"), "--key", &key]).ends(0);
    }
    desk.copy("policies/calendar/", "ws/policies/calendar");
    let prolonged = desk.read("ws/policies/calendar/2020.toml");
    let announced = prolonged.replacen(
        "last = 2020-02-02\nwork = [2020-01-19]",
        "last = 2020-01-30\nwork = [2020-01-19, 2020-02-01]",
        1,
    );
    assert_ne!(announced, prolonged, "the table of 2020 is written in another way");
    let lasts = |desk: &Desk| {
        let status = desk.run(["-C", "ws", "--today", "2020-01-25", "--json", "status"]).ends(0).json();
        let last = |n: usize| status[n]["last"].as_str().unwrap().to_owned();
        [last(0), last(1)]
    };
    let signed = |desk: &Desk| {
        for village in ["shuanghe", "hongqi"] {
            desk.unsign(&notice(village));
            for (file, _) in super::super::desk::ROLES {
                let key = format!("secret/{village}-{file}.key");
                desk.run(["-C", "ws", "--today", "2020-01-12", "sign", &notice(village), "--key", &key])
                    .ends(0);
            }
        }
    };
    desk.write("ws/policies/calendar/2020.toml", announced);
    signed(&desk);
    assert_eq!(lasts(&desk), ["2020-01-31", "2020-01-19"]);
    // What was signed and hangs promises its last day whatever becomes of the table; signed anew, it is the new one.
    desk.write("ws/policies/calendar/2020.toml", prolonged);
    assert_eq!(lasts(&desk), ["2020-01-31", "2020-01-19"]);
    signed(&desk);
    assert_eq!(lasts(&desk), ["2020-02-03", "2020-01-19"]);
}

#[test]
fn case_24_whom_to_call_until_what_hour_is_printed_beside_the_last_day() {
    // 民法典 203 II: where there are business hours, the end of business ends the day.
    let desk = posted("case-24-hours", "2025-03-14", "");
    let hours = "phone = \"023-5550 1301\"\nhours = \"工作日9:00—17:30\"";
    desk.edit("ws/villages/hongqi/village.toml", "phone = \"023-5550 1301\"", hours);
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    for text in [dense(&pdftotext(&[], &desk.path(BOARD))), dense(&page_text(&desk.read(&page("hongqi"))))] {
        assert!(text.contains("工作日9:00—17:30"), "{text}");
    }
}
