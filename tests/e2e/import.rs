//! `import` on the official texts as they were found, unedited: what is in them was counted by reading them.

use super::desk::{Desk, Ran};
use std::path::{Path, PathBuf};

/// What one text holds.
pub(super) struct Text {
    pub(super) file: &'static str,
    /// Clauses of each part, the letter first where there is one.
    pub(super) clauses: &'static [usize],
    /// Paragraphs cut by a page break, broken bold spans and titles, struck passages.
    pub(super) mended: (u64, u64, u64),
    pub(super) facts: &'static [(&'static str, usize)],
    /// Code and line.
    pub(super) lints: &'static [(&'static str, u64)],
    /// Facts that the drafts propose, all unconfirmed.
    pub(super) proposed: usize,
}

const TEXTS: [Text; 5] = [
    Text {
        file: "huizhou-2020.txt",
        clauses: &[0, 28],
        mended: (4, 1, 0),
        facts: &[
            ("amount", 1),
            ("category", 2),
            ("contact", 1),
            ("duty", 4),
            ("form", 3),
            ("measure", 9),
            ("notice", 2),
            ("share", 1),
            ("step", 5),
            ("term", 1),
        ],
        lints: &[
            ("import-formula-contradicts", 35),
            ("import-no-such-day", 49),
            ("import-form-two-names", 92),
        ],
        proposed: 31,
    },
    Text {
        file: "puan-2025.txt",
        clauses: &[38],
        mended: (0, 1, 0),
        facts: &[
            ("duty", 1),
            ("leaflet", 2),
            ("limit", 4),
            ("measure", 11),
            ("notice", 4),
            ("step", 10),
            ("term", 1),
        ],
        lints: &[],
        proposed: 39,
    },
    Text {
        file: "linyi-2020.txt",
        clauses: &[18],
        mended: (4, 0, 0),
        facts: &[
            ("amount", 1),
            ("category", 6),
            ("duty", 1),
            ("form", 2),
            ("limit", 5),
            ("measure", 5),
            ("notice", 3),
            ("step", 10),
        ],
        lints: &[("import-foreign-word", 13)],
        proposed: 37,
    },
    Text {
        file: "yangshuo-2021.txt",
        clauses: &[0, 17],
        mended: (4, 0, 0),
        facts: &[("category", 2), ("contact", 3), ("deadline", 1), ("duty", 2), ("step", 3), ("term", 1)],
        lints: &[("import-odd-term", 59), ("import-named-contact", 71), ("import-personal-mobile", 71)],
        proposed: 9,
    },
    Text {
        file: "jilin-2020-draft.txt",
        clauses: &[2, 30, 45],
        mended: (19, 0, 2),
        facts: &[
            ("category", 8),
            ("contact", 5),
            ("deadline", 3),
            ("duty", 5),
            ("form", 2),
            ("leaflet", 1),
            ("measure", 6),
            ("multiple", 3),
            ("share", 1),
            ("step", 6),
            ("window", 1),
        ],
        lints: &[
            ("import-named-contact", 17),
            ("import-personal-mobile", 19),
            ("import-region-mixed", 29),
            ("import-region-mixed", 30),
            ("import-struck", 78),
            ("import-struck", 96),
            ("import-deadline-too-early", 248),
        ],
        proposed: 32,
    },
];

/// The folder of official texts, where they lie beside the repository.
fn texts() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/policy-texts");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: ../shared/policy-texts is not here");
    None
}

/// Office numbers of fictional places: these may stay in a draft.
const OFFICES: [&str; 2] = ["7700123", "7712345"];

/// Runs of digits that could be a phone; a day or a document number has fewer.
fn phones(text: &str) -> Vec<String> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !OFFICES.contains(run));
    runs.filter(|run| (7..=11).contains(&run.len())).map(str::to_owned).collect()
}

pub(super) fn import(desk: &Desk, folder: &Path, text: &Text, more: &[&str]) -> Ran {
    let path = folder.join(text.file).display().to_string();
    let arguments = [&["import", &path], more].concat();
    let remarks = ["import-struck", "import-page-marks"];
    desk.run(arguments).ends(i32::from(text.lints.iter().any(|(code, _)| !remarks.contains(code))))
}

#[test]
fn the_five_texts_are_read_as_they_are() {
    let Some(folder) = texts() else { return };
    are_read_as_they_are("import", &folder, &TEXTS);
}

/// Clauses, facts and lints of texts are those that were counted.
pub(super) fn are_read_as_they_are(name: &str, folder: &Path, texts: &[Text]) {
    let desk = Desk::bare(name);
    for text in texts {
        let json = import(&desk, folder, text, &["--json"]).json();
        let clauses: Vec<usize> = json["parts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| part["clauses"].as_array().unwrap().len())
            .collect();
        assert_eq!(clauses, text.clauses, "{}", text.file);
        let counts = &json["counts"];
        let count = |name: &str| counts[name].as_u64().unwrap();
        assert_eq!((count("joined"), count("pieces"), count("struck")), text.mended, "{}", text.file);
        let facts: serde_json::Value = text
            .facts
            .iter()
            .map(|(kind, count)| ((*kind).to_owned(), serde_json::Value::from(*count)))
            .collect();
        assert_eq!(counts["facts"], facts, "{}", text.file);
        let lints: Vec<(&str, u64)> = json["lints"]
            .as_array()
            .unwrap()
            .iter()
            .map(|lint| (lint["code"].as_str().unwrap(), lint["line"].as_u64().unwrap_or(0)))
            .collect();
        assert_eq!(lints, text.lints, "{}", text.file);
    }
}

#[test]
fn what_stands_around_the_clauses_is_found_or_said_to_be_absent() {
    let Some(folder) = texts() else { return };
    let desk = Desk::bare("import-head");
    type Around = (bool, usize, bool, Option<String>, Option<String>, usize, bool);
    let seen: Vec<Around> = TEXTS
        .iter()
        .map(|text| {
            let head = import(&desk, &folder, text, &["--json"]).json()["head"].clone();
            let word = |key: &str| head[key].as_str().map(str::to_owned);
            let many = |key: &str| head[key].as_array().unwrap().len();
            let addressed = head["addressees"].is_string();
            let draft = head["draft"].as_bool().unwrap();
            (
                head["number"].is_string(),
                many("issuer"),
                addressed,
                word("date"),
                word("disclosure"),
                many("attachments"),
                draft,
            )
        })
        .collect();
    let day = |day: &str| Some(day.to_owned());
    let expected = [
        (true, 1, true, None, None, 3, false),
        (false, 2, true, day("2025-03-14"), None, 0, false),
        (true, 1, true, day("2020-05-22"), None, 0, false),
        (true, 1, true, day("2021-05-06"), day("依申请公开"), 0, false),
        (false, 0, false, None, None, 4, true),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn a_draft_of_each_text_waits_for_an_officer_and_holds_nobody() {
    let Some(folder) = texts() else { return };
    drafts_wait_for_an_officer("import-draft", &folder, &TEXTS);
}

/// Drafts are refused until somebody has looked, and hold nobody's number.
pub(super) fn drafts_wait_for_an_officer(name: &str, folder: &Path, texts: &[Text]) {
    let desk = Desk::township(name);
    let township = desk.read("ws/township.toml");
    for text in texts {
        let pack = format!("draft-{}", text.file.split('-').next().unwrap());
        let out = format!("ws/policies/{pack}");
        let ran = import(&desk, folder, text, &["--out", &out]);
        assert!(phones(&format!("{}{}", ran.out, ran.err)).is_empty(), "{}: a phone is printed", text.file);
        let several = desk.path(&format!("{out}/plan-1")).is_dir();
        let folders =
            if several { vec![format!("{pack}/plan-1"), format!("{pack}/plan-2")] } else { vec![pack] };
        let mut proposed = 0;
        for (n, folder) in folders.iter().enumerate() {
            for (name, (bytes, _)) in desk.tree(&format!("ws/policies/{folder}")) {
                assert!(phones(&String::from_utf8(bytes).unwrap()).is_empty(), "{name}: a phone in a draft");
            }
            let id = format!("{}-{n}", folder.replace('/', "-"));
            std::fs::rename(
                desk.path(&format!("ws/policies/{folder}")),
                desk.path(&format!("ws/policies/{id}")),
            )
            .unwrap();
            desk.write("ws/township.toml", township.replace("puan-2025", &id));
            let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]);
            assert_ne!(ran.code, 0, "{id} is accepted unseen");
            let codes = ran.codes();
            let other: Vec<&&str> = codes
                .iter()
                .filter(|code| {
                    !["policy-unconfirmed", "policy-placeholder", "policy-not-public"].contains(code)
                })
                .collect();
            assert!(other.is_empty(), "{id}: {}", ran.err);
            proposed += codes.iter().filter(|code| **code == "policy-unconfirmed").count();
        }
        assert_eq!(proposed, text.proposed, "{}", text.file);
    }
}

#[test]
fn two_people_and_two_mobiles_stand_in_the_five_texts_and_office_numbers_are_not_accused() {
    let Some(folder) = texts() else { return };
    let desk = Desk::bare("import-people");
    let mut found: Vec<(&str, String)> = Vec::new();
    let mut offices = 0;
    for text in &TEXTS {
        let json = import(&desk, &folder, text, &["--json"]).json();
        let codes =
            json["lints"].as_array().unwrap().iter().map(|lint| lint["code"].as_str().unwrap().to_owned());
        let personal =
            |code: &String| ["import-personal-mobile", "import-named-contact"].contains(&code.as_str());
        found.extend(codes.filter(personal).map(|code| (text.file, code)));
        let facts = json["facts"].as_array().unwrap().iter();
        offices += facts.filter(|fact| fact["kind"] == "contact" && fact["what"] == "office").count();
    }
    let both =
        |file| [(file, "import-named-contact".to_owned()), (file, "import-personal-mobile".to_owned())];
    assert_eq!(found, [both("yangshuo-2021.txt"), both("jilin-2020-draft.txt")].concat());
    assert!(offices >= 2, "{offices}");
}

/// A text, what its draft still lacks once an officer has filled it in and confirmed every fact, and what is left to
/// decide once it may be published.
pub(super) type Lacks<'a> = (&'a str, &'a [&'a str], &'a [&'a str]);

const LEFT: [Lacks<'_>; 5] = [
    // Four texts do not say whether they may be made public: their leaflets and notices wait for the issuer's word.
    // 每月30日 in February, 5 days of a 公示 inside 15: what is done then is the officer's to decide.
    ("huizhou-2020.txt", &["policy-not-public"], &["policy-conflict"]),
    ("puan-2025.txt", &["policy-not-public"], &["policy-conflict"]),
    ("linyi-2020.txt", &["policy-not-public"], &[]),
    ("yangshuo-2021.txt", &[], &[]),
    ("jilin-2020-draft.txt", &["policy-not-public"], &[]),
];

#[test]
fn a_confirmed_draft_of_each_text_lacks_nothing_but_leave_to_publish() {
    let Some(folder) = texts() else { return };
    confirmed_drafts_lack("import-confirmed", &folder, &TEXTS, &LEFT);
}

/// What a draft asks to be filled in, and what an officer may write there.
const ASKED: [(&str, &str); 7] = [
    ("请用明白的话写怎样反馈意见；只写单位和办公电话，不写个人", "写信给镇政府"),
    ("请用明白的话填写", "有困难的帮一把"),
    ("请填写从哪一天算起", "纳入监测"),
    ("请照原文填写", "见下面"),
    ("请照附件把栏目写进来", "照附件"),
    ("原文没有写明", "村民委员会"),
    ("请填写", "村民委员会"),
];

/// A draft that an officer has filled in and confirmed lacks what is said here and nothing else.
pub(super) fn confirmed_drafts_lack(name: &str, folder: &Path, texts: &[Text], lacks: &[Lacks<'_>]) {
    let desk = Desk::township(name);
    let township = desk.read("ws/township.toml");
    for (file, left, decide) in lacks {
        let text = texts.iter().find(|text| text.file == *file).unwrap();
        let out = format!("draft-{file}");
        import(&desk, folder, text, &["--out", &out]);
        let mut seen: Vec<String> = Vec::new();
        let packs: Vec<String> =
            desk.tree(&out).into_keys().filter(|name| name.ends_with("pack.toml")).collect();
        for (n, name) in packs.iter().enumerate() {
            let id = format!("p{n}-{}", file.split('-').next().unwrap());
            let from = name.trim_end_matches("pack.toml").trim_end_matches('/');
            std::fs::create_dir_all(desk.path("ws/policies")).unwrap();
            std::fs::rename(desk.path(&format!("{out}/{from}")), desk.path(&format!("ws/policies/{id}")))
                .unwrap();
            desk.edit(&format!("ws/policies/{id}/pack.toml"), "confirmed = false", "confirmed = true");
            desk.write("ws/township.toml", township.replace("puan-2025", &id));
            // Confirmed is not filled in.
            let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]);
            assert!(ran.code != 0 && ran.codes().contains(&"policy-placeholder"), "{id}: {}", ran.err);
            for (name, (bytes, _)) in desk.tree(&format!("ws/policies/{id}")) {
                let text = String::from_utf8(bytes).unwrap();
                let filled = ASKED.iter().fold(text, |text, (asked, answer)| text.replace(asked, answer));
                desk.write(&format!("ws/policies/{id}/{name}"), filled);
            }
            let check = |said: &str, left: &[&str]| {
                let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]);
                assert!(ran.codes().iter().all(|code| left.contains(code)), "{id} {said}: {}", ran.err);
                ran.codes().iter().map(|code| (*code).to_owned()).collect::<Vec<_>>()
            };
            seen.extend(check("as drafted", left));
            // With leave to publish nothing is left.
            if desk.read(&format!("ws/policies/{id}/pack.toml")).contains("disclosure = \"none\"") {
                desk.edit(
                    &format!("ws/policies/{id}/pack.toml"),
                    "disclosure = \"none\"",
                    "disclosure = \"proactive\"",
                );
            }
            let open = check("with leave", decide);
            assert_eq!(open.len(), decide.len(), "{id}: {open:?}");
        }
        seen.dedup();
        assert_eq!(seen, *left, "{file}");
    }
}

#[test]
fn a_draft_never_covers_what_is_there_and_a_missing_text_is_said() {
    let desk = Desk::bare("import-out");
    desk.write("text.txt", "关于走访的通知\n一、走访\n每户都走到，5天内走完。\n");
    desk.run(["import", "text.txt", "--out", "pack"]).ends(0);
    let before = desk.read("pack/pack.toml");
    assert_eq!(desk.run(["import", "text.txt", "--out", "pack"]).ends(1).codes(), ["init-not-empty"]);
    assert_eq!(desk.read("pack/pack.toml"), before);
    desk.run(["import", "nothing.txt"]).ends(3);
    desk.write("empty.txt", "没有编号的一句话。\n");
    assert_eq!(desk.run(["import", "empty.txt"]).ends(1).codes(), ["import-no-clause"]);
}
