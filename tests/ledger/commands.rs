//! Each command: what it says, writes, refuses; and what `status` says then.

use super::desk::{Desk, notice, page};
use super::office::{ledger, post, posted, record, status};

#[test]
fn a_notice_lives_its_whole_life_by_commands_alone() {
    let desk = posted("life");
    assert_eq!(status(&desk, "2025-03-17")["state"], "open");
    let ran = record(&desk, "2025-03-17", "object", &[]).ends(0);
    assert!(ran.out.contains("第1件") && ran.out.contains("下一步：核实、答复异议"), "{}", ran.out);
    assert!(status(&desk, "2025-03-17")["next"].as_str().unwrap().contains("还有1件"));
    record(&desk, "2025-03-20", "close", &[]).ends(0);
    let refused = record(&desk, "2025-03-20", "announce", &[]).ends(2);
    assert!(refused.codes() == ["ledger-not-allowed"] && refused.err.contains("第1件"), "{}", refused.err);
    record(&desk, "2025-03-20", "answer", &[]).ends(0);
    record(&desk, "2025-03-21", "announce", &["--number", "普乡公告〔2025〕3号"]).ends(0);
    assert_eq!(status(&desk, "2025-03-21")["state"], "announced");
    assert_eq!(status(&desk, "2025-03-21")["next"], "乡镇联合审核");
    record(&desk, "2025-03-22", "done", &["--step", "township"]).ends(0);
    assert_ne!(status(&desk, "2025-03-22")["next"], "乡镇联合审核");
    let kinds: Vec<String> =
        ledger(&desk).iter().map(|line| line["event"]["kind"].as_str().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["posted", "objection", "closed", "answer", "announced", "step-done"]);
}

#[test]
fn the_same_command_again_writes_nothing_and_says_so() {
    let desk = posted("again");
    let steps: [(&str, &str, &[&str]); 6] = [
        ("2025-03-14", "post", &["--paper", "paper.pdf"]),
        ("2025-03-17", "object", &[]),
        ("2025-03-18", "answer", &[]),
        ("2025-03-18", "amend", &["--typo", "--reason", "第三行组名写错"]),
        ("2025-03-20", "close", &[]),
        ("2025-03-21", "announce", &[]),
    ];
    for (today, command, more) in steps {
        record(&desk, today, command, more).ends(0);
        let before = desk.bytes("ws/ledger.jsonl");
        let again = record(&desk, today, command, more).ends(0);
        assert!(again.out.contains("已经记过，没有再写"), "{command}: {}", again.out);
        assert_eq!(desk.bytes("ws/ledger.jsonl"), before, "{command}");
        let json = record(&desk, today, command, &[more, &["--json"]].concat()).ends(0).json();
        assert_eq!(json["written"], serde_json::json!([]), "{command}");
    }
}

#[test]
fn closing_on_the_last_day_is_refused_with_the_clause() {
    let desk = posted("early");
    let ran = record(&desk, "2025-03-19", "close", &[]).ends(2);
    for words in ["2025年3月19日（星期三）才满", "不少于5天", "文件二（三）"] {
        assert!(ran.err.contains(words), "{}", ran.err);
    }
    assert_eq!(ledger(&desk).len(), 1);
}

#[test]
fn a_paper_that_hung_later_than_planned_runs_from_its_own_day_everywhere() {
    let desk = Desk::six("late");
    desk.write("paper.pdf", "the paper");
    let ran = post(&desk, "2025-03-17").ends(0);
    assert!(ran.codes() == ["ledger-print-again"], "{}", ran.err);
    let line = status(&desk, "2025-03-20");
    assert_eq!((&line["first"], &line["last"]), (&"2025-03-17".into(), &"2025-03-24".into()));
    desk.build("2025-03-20").ends(0);
    assert!(desk.read(&page("hongqi")).contains("data-last=\"2025-03-24\""));
}

#[test]
fn nothing_is_posted_before_its_signed_day_unsigned_or_without_its_print() {
    let desk = Desk::six("too-early");
    desk.write("paper.pdf", "the paper");
    assert_eq!(post(&desk, "2025-03-13").ends(2).codes(), ["ledger-bad-day"]);
    let unprinted = record(&desk, "2025-03-14", "post", &[]).ends(1);
    assert_eq!(unprinted.codes(), ["ledger-no-paper"]);
    assert_eq!(
        record(&desk, "2025-03-14", "post", &["--day", "2025-03-15"]).ends(1).codes(),
        ["ledger-bad-day"]
    );
    desk.unsign(&notice("hongqi"));
    assert!(post(&desk, "2025-03-14").ends(2).codes().contains(&"signoff-unsigned"));
    assert!(!desk.path("ws/ledger.jsonl").exists());
}

#[test]
fn the_print_of_the_last_build_is_what_was_posted() {
    let desk = Desk::six("print");
    desk.build("2025-03-13").ends(0);
    desk.write("near.jpg", "near");
    record(&desk, "2025-03-14", "post", &["--photo", "near.jpg"]).ends(0);
    let event = &ledger(&desk)[0]["event"];
    let papers = event["papers"].as_object().unwrap();
    assert_eq!(papers.keys().collect::<Vec<_>>(), ["2025-03-identify-A4.pdf"]);
    assert!(event["photos"]["near"].is_string() && event["photos"]["far"].is_null());
    assert_eq!(event["last"], "2025-03-19");
}

#[test]
fn a_corrected_notice_loses_its_rows_until_the_new_paper_hangs() {
    let desk = posted("corrected");
    record(&desk, "2025-03-17", "amend", &["--reason", "有一户类别写错"]).ends(0);
    assert_eq!(status(&desk, "2025-03-17")["state"], "amended");
    desk.build("2025-03-17").ends(0);
    assert!(!desk.read(&page("hongqi")).contains("罗*明"));
    // Posting again needs the new version and its own signatures.
    assert!(post(&desk, "2025-03-18").ends(2).err.contains("第1版"));
    let path = format!("ws/{}.toml", notice("hongqi"));
    desk.edit(&path, "posted = 2025-03-14", "posted = 2025-03-18\nversion = 2");
    assert!(post(&desk, "2025-03-18").ends(2).codes().contains(&"signoff-proof-changed"));
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    assert!(desk.path("dist/board/hongqi/2025-03-identify-A4.pdf").is_file(), "the new print for the wall");
    record(&desk, "2025-03-18", "post", &[]).ends(0);
    let line = status(&desk, "2025-03-18");
    assert_eq!((&line["state"], &line["last"]), (&"open".into(), &"2025-03-24".into()));
    assert_eq!(record(&desk, "2025-03-24", "close", &[]).ends(2).codes(), ["ledger-not-allowed"]);
    record(&desk, "2025-03-25", "close", &[]).ends(0);
}

#[test]
fn nothing_of_a_roster_enters_the_ledger_through_words() {
    let desk = posted("words");
    let before = desk.bytes("ws/ledger.jsonl");
    let id = super::people::six()[3].id();
    let phone = super::people::six()[3].phone.clone();
    for reason in ["把姚桂林改成2组", &format!("证号{id}抄错"), &format!("电话 {phone}"), "姚 桂 林 一户写错"]
    {
        let ran = record(&desk, "2025-03-17", "amend", &["--reason", reason]).ends(2);
        assert_eq!(ran.codes(), ["ledger-personal"], "{reason}");
        for value in ["姚桂林", id.as_str(), phone.as_str()] {
            assert!(!ran.out.contains(value) && !ran.err.contains(value), "{} {}", ran.out, ran.err);
        }
    }
    for (command, option) in
        [("object", "--by"), ("object", "--note"), ("post", "--place"), ("announce", "--number")]
    {
        let ran = record(&desk, "2025-03-17", command, &[option, "姚桂林"]).ends(2);
        assert_eq!(ran.codes(), ["ledger-personal"], "{command} {option}");
    }
    assert_eq!(desk.bytes("ws/ledger.jsonl"), before);
    // A key holder is an official and may be named; what an objection says stays in its own file.
    desk.write("form.txt", "姚桂林不应纳入");
    record(&desk, "2025-03-17", "object", &["--by", "罗启山h", "--file", "form.txt"]).ends(0);
    assert!(!desk.read("ws/ledger.jsonl").contains("姚桂林"));
    assert_eq!(ledger(&desk)[1]["event"]["paper"].as_str().unwrap().len(), 64);
}

#[test]
fn a_duty_that_was_done_is_due_no_more() {
    let desk = Desk::six("duty");
    desk.copy("policies/huizhou-2020", "ws/policies/huizhou-2020");
    let from = desk.read("ws/township.toml");
    // The duties of a pack that has some; the notice is of no matter here.
    desk.write("ws/township.toml", from.replace("puan-2025", "huizhou-2020"));
    std::fs::remove_dir_all(desk.path("ws/villages")).unwrap();
    std::fs::remove_dir_all(desk.path("ws/keys")).unwrap();
    let status = |today: &str| desk.run(["-C", "ws", "--today", today, "--json", "status"]).ends(0).json();
    let lines = status("2020-07-20");
    let duty = lines.as_array().unwrap().iter().find(|line| line["due"] == "2020-07-25").unwrap();
    let name = duty["notice"].as_str().unwrap().to_owned();
    let done = |today: &str, more: &[&str]| {
        let all = ["-C", "ws", "--today", today, "--json", "done", &name];
        desk.run(all.iter().chain(more).copied())
    };
    let first = done("2020-07-24", &[]).ends(0).json();
    assert_eq!(
        (&first["written"][0]["event"]["due"], &first["due"]),
        (&"2020-07-25".into(), &"2020-08-25".into())
    );
    assert_eq!(done("2020-07-24", &[]).ends(0).json()["written"], serde_json::json!([]), "the same again");
    let lines = status("2020-07-24");
    let line = lines.as_array().unwrap().iter().find(|line| line["notice"] == *name).unwrap();
    assert_eq!(line["due"], "2020-08-25");
    // Done two days late it is still the one of the 25th; another day is none of its days.
    let late = done("2020-08-27", &[]).ends(0).json();
    assert_eq!(late["written"][0]["event"]["due"], "2020-08-25");
    let wrong = done("2020-08-28", &["--due", "2020-08-26"]).ends(1);
    assert!(wrong.err.contains("\"ledger-unknown-name\""), "{}", wrong.err);
}

#[test]
fn without_a_ledger_nothing_is_asked_and_with_one_a_missing_posting_is() {
    let desk = Desk::six("unrecorded");
    let quiet = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(0);
    assert!(quiet.codes().is_empty(), "{}", quiet.err);
    assert!(!desk.path("ws/ledger.jsonl").exists());
    // Another notice's posting begins the ledger; this one should have hung since.
    desk.village("shiqiao", "石桥村");
    let households: Vec<_> = (0..3)
        .map(|row| {
            super::people::Household::new(
                20 + row,
                ["卜安平", "卜定国", "卜家和"][row],
                "1组",
                2,
                "边缘易致贫户",
            )
        })
        .collect();
    desk.write("ws/villages/shiqiao/rosters/r.csv", super::people::roster_csv("石桥村", &households));
    desk.identify("shiqiao", "r.csv", "2025-03-14");
    desk.sign_all(&notice("shiqiao"));
    desk.write("paper.pdf", "the paper");
    let other = notice("shiqiao");
    desk.run(["-C", "ws", "--today", "2025-03-14", "post", &other, "--paper", "paper.pdf"]).ends(0);
    let told = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]).ends(0);
    // 石桥村's notice hangs and is on record; that its report waits for the end of the period is a reminder.
    assert_eq!(told.codes(), ["ledger-not-recorded", "ledger-no-result-yet"], "{}", told.err);
    post(&desk, "2025-03-17").ends(0);
}

#[test]
fn a_clock_that_went_back_needs_a_word() {
    let desk = posted("clock");
    record(&desk, "2025-03-18", "object", &[]).ends(0);
    assert_eq!(record(&desk, "2025-03-17", "answer", &[]).ends(2).codes(), ["ledger-not-allowed"]);
    let ran = record(&desk, "2025-03-17", "object", &["--number", "2"]).ends(2);
    assert_eq!(ran.codes(), ["ledger-clock-went-back"], "{}", ran.err);
    record(&desk, "2025-03-17", "object", &["--number", "2", "--note", "电脑快了一天，已对准"]).ends(0);
    desk.run(["-C", "ws", "verify", "ledger"]).ends(0);
    assert_eq!(ledger(&desk)[2]["event"]["kind"], "note");
}

/// What the gate of a build refuses was recorded, and then no build passed any more.
#[test]
fn words_that_every_build_refuses_were_written_into_the_ledger() {
    let mut households = super::people::six();
    households[1].note = "父亲早逝，母亲改嫁，由伯父照管".into();
    let desk = Desk::hongqi("refused-words", &households);
    desk.write("paper.pdf", "the paper");
    post(&desk, "2025-03-14").ends(0);
    desk.village("shiqiao", "石桥村");
    let other = [super::people::Household::new(20, "宿长海", "1组", 2, "边缘易致贫户")];
    desk.write("ws/villages/shiqiao/rosters/r.csv", super::people::roster_csv("石桥村", &other));
    desk.identify("shiqiao", "r.csv", "2025-04-14");
    let unused = [super::people::Household::new(21, "郜文秀", "1组", 2, "边缘易致贫户")];
    desk.write("ws/villages/hongqi/rosters/old.csv", super::people::roster_csv("红旗村", &unused));
    let before = desk.bytes("ws/ledger.jsonl");
    for reason in ["父亲早逝，母亲改嫁，由伯父照管", "把宿长海误写", "郜文秀家人口写错"]
    {
        let ran = record(&desk, "2025-03-17", "amend", &["--typo", "--reason", reason]).ends(2);
        assert_eq!(ran.codes(), ["ledger-personal"], "{reason}");
    }
    assert_eq!(desk.bytes("ws/ledger.jsonl"), before);
    record(&desk, "2025-03-17", "amend", &["--typo", "--reason", "第3行组名写错"]).ends(0);
    desk.build("2025-03-17").ends(0);
}
