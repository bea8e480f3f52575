//! `import` on documents in the shapes that offices hold, all of places that do not exist: what is in them was counted by
//! reading them.

use super::desk::Desk;
use super::import::{
    Lacks, Text, are_read_as_they_are, confirmed_drafts_lack, drafts_wait_for_an_officer, import,
};
use serde_json::Value;
use std::path::{Path, PathBuf};

const TEXTS: [Text; 7] = [
    // Chapters, sections, articles; a letter before it.
    Text {
        file: "yunxi-2024-articles.txt",
        clauses: &[0, 33],
        mended: (0, 0, 0),
        facts: &[
            ("amount", 1),
            ("category", 4),
            ("duty", 1),
            ("effective", 1),
            ("form", 2),
            ("limit", 4),
            ("measure", 4),
            ("multiple", 1),
            ("notice", 4),
            ("step", 5),
            ("term", 2),
        ],
        lints: &[],
        proposed: 26,
    },
    // Articles with （headings）, 公示7天, two bodies and a day in words.
    Text {
        file: "qinghe-2023-dibao.txt",
        clauses: &[0, 18],
        mended: (0, 0, 0),
        facts: &[
            ("amount", 2),
            ("contact", 1),
            ("duty", 4),
            ("effective", 1),
            ("form", 1),
            ("limit", 5),
            ("notice", 1),
            ("step", 7),
        ],
        lints: &[],
        proposed: 15,
    },
    // No number; 1、 and (1); full-width digits; a person with a mobile.
    Text {
        file: "bailu-2025-notice.txt",
        clauses: &[15],
        mended: (0, 0, 0),
        facts: &[
            ("amount", 1),
            ("category", 3),
            ("contact", 2),
            ("deadline", 1),
            ("form", 1),
            ("limit", 3),
            ("notice", 2),
            ("step", 4),
        ],
        lints: &[("import-named-contact", 36), ("import-personal-mobile", 36)],
        proposed: 14,
    },
    // Five levels, Markdown marks, a number that is skipped.
    Text {
        file: "shitang-2022-plan.txt",
        clauses: &[27],
        mended: (0, 0, 0),
        facts: &[
            ("amount", 1),
            ("duty", 3),
            ("leaflet", 1),
            ("limit", 4),
            ("measure", 3),
            ("notice", 2),
            ("step", 9),
            ("term", 1),
        ],
        lints: &[("import-number-gap", 55)],
        proposed: 24,
    },
    // From a PDF: lines of 28 characters, page numbers, a header on every page, a table.
    Text {
        file: "nanshan-2025-pdf.txt",
        clauses: &[0, 14],
        mended: (18, 1, 0),
        facts: &[
            ("amount", 2),
            ("category", 3),
            ("duty", 2),
            ("limit", 5),
            ("measure", 2),
            ("notice", 3),
            ("step", 5),
        ],
        lints: &[("import-page-marks", 20)],
        proposed: 18,
    },
    // A short announcement without any number.
    Text {
        file: "lianhu-2026-announcement.txt",
        clauses: &[4],
        mended: (0, 0, 0),
        facts: &[("contact", 1), ("limit", 3), ("notice", 1), ("step", 2), ("window", 1)],
        lints: &[("import-no-clause", 0)],
        proposed: 5,
    },
    // A letter that goes on as the rules themselves; steps with their limits.
    Text {
        file: "linshui-2026.txt",
        clauses: &[11],
        mended: (0, 0, 0),
        facts: &[
            ("amount", 2),
            ("category", 2),
            ("duty", 1),
            ("form", 1),
            ("limit", 3),
            ("measure", 2),
            ("notice", 3),
            ("step", 4),
        ],
        lints: &[],
        proposed: 18,
    },
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/texts")
}

fn read(desk: &Desk, file: &str) -> Value {
    let text = TEXTS.iter().find(|text| text.file == file).unwrap();
    import(desk, &folder(), text, &["--json"]).json()
}

#[test]
fn unseen_texts_are_read_as_they_are() {
    are_read_as_they_are("unseen", &folder(), &TEXTS);
}

#[test]
fn drafts_of_unseen_texts_wait_for_an_officer() {
    drafts_wait_for_an_officer("unseen-draft", &folder(), &TEXTS);
}

#[test]
fn confirmed_drafts_of_unseen_texts_lack_nothing_but_leave_to_publish() {
    let closed: &[&str] = &["policy-not-public"];
    let lacks: Vec<Lacks<'_>> = TEXTS
        .iter()
        .map(|text| {
            let open = ["yunxi-2024-articles.txt", "linshui-2026.txt"].contains(&text.file);
            // Nothing is told of the announcement: it has forms and notices neither.
            let left = if open || text.file.starts_with("lianhu") { &[][..] } else { closed };
            (text.file, left, &[][..])
        })
        .collect();
    confirmed_drafts_lack("unseen-confirmed", &folder(), &TEXTS, &lacks);
}

#[test]
fn who_wrote_it_when_and_under_which_number_is_told_or_left_open() {
    let desk = Desk::bare("unseen-head");
    let expected = [
        ("yunxi-2024-articles.txt", "云政办发〔2024〕31号", "云溪县人民政府办公室", "2024-06-18"),
        ("qinghe-2023-dibao.txt", "", "石塘县民政局、石塘县财政局", "2023-09-05"),
        ("bailu-2025-notice.txt", "", "白鹭乡防返贫工作领导小组办公室", "2025-03-28"),
        ("shitang-2022-plan.txt", "", "和平镇人民政府", "2022-11-09"),
        ("nanshan-2025-pdf.txt", "南农发〔2025〕12号", "南山县农业农村局", "2025-02-14"),
        ("lianhu-2026-announcement.txt", "", "莲湖镇人民政府", "2026-03-20"),
    ];
    for (file, number, issuer, date) in expected {
        let head = &read(&desk, file)["head"];
        let bodies: Vec<&str> =
            head["issuer"].as_array().unwrap().iter().map(|body| body.as_str().unwrap()).collect();
        let word = |key: &str| head[key].as_str().unwrap_or("").to_owned();
        assert_eq!(
            (word("number"), bodies.join("、"), word("date")),
            (number.into(), issuer.into(), date.into())
        );
    }
    // Without a signature the title says it, or nobody does.
    let unsigned = |title: &str| {
        desk.write("unsigned.txt", format!("{title}\n一、走访\n每户都走到。\n"));
        desk.run(["--json", "import", "unsigned.txt"]).ends(0).json()["head"]["issuer"].clone()
    };
    assert_eq!(unsigned("莲湖镇人民政府关于印发走访办法的通知"), serde_json::json!(["莲湖镇人民政府"]));
    assert_eq!(
        unsigned("石塘县民政局石塘县财政局关于走访的通知"),
        serde_json::json!(["石塘县民政局", "石塘县财政局"])
    );
    assert_eq!(unsigned("莲湖镇走访工作办法"), serde_json::json!([]));
}

/// One office's text in every form in which computers keep it.
#[test]
fn encodings_and_line_ends_change_nothing() {
    let desk = Desk::bare("unseen-encodings");
    let text = std::fs::read_to_string(folder().join("bailu-2025-notice.txt")).unwrap();
    let crlf = text.replace('\n', "\r\n");
    let utf_16 =
        |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let marked = format!("\u{feff}{crlf}");
    let forms = [
        text.clone().into_bytes(),
        crlf.clone().into_bytes(),
        text.replace('\n', "\r").into_bytes(),
        marked.clone().into_bytes(),
        encoding_rs::GB18030.encode(&crlf).0.into_owned(),
        utf_16(&marked, u16::to_le_bytes),
        utf_16(&marked, u16::to_be_bytes),
        utf_16(&text, u16::to_le_bytes),
    ];
    let mut seen: Vec<Value> = Vec::new();
    for bytes in forms {
        desk.write("text.txt", bytes);
        seen.push(desk.run(["--json", "import", "text.txt"]).ends(1).json());
    }
    assert!(seen.iter().all(|json| *json == seen[0]));
    assert_eq!(seen[0]["counts"]["clauses"], 15);
}

#[test]
fn what_cannot_be_read_is_said_at_once() {
    let desk = Desk::bare("unseen-unreadable");
    let lines = "一、走访\n".repeat(100_000);
    let huge = "村干部要走访每一户，了解收入和支出。\n".repeat(100_000);
    for (bytes, code) in [
        (Vec::new(), "import-empty"),
        (b"PK\x03\x04\x14\0\x08\0".to_vec(), "import-unreadable"),
        (lines.into_bytes(), "import-too-long"),
        (huge.into_bytes(), "import-too-long"),
    ] {
        desk.write("text.txt", bytes);
        assert_eq!(desk.run(["import", "text.txt", "--out", "pack"]).ends(1).codes(), [code]);
        assert!(!desk.path("pack").exists());
    }
}

#[test]
fn a_draft_of_articles_says_who_does_what_by_when() {
    let desk = Desk::bare("unseen-articles");
    let path = folder().join("yunxi-2024-articles.txt").display().to_string();
    desk.run(["import", &path, "--out", "pack"]).ends(0);
    let pack: toml::Table = desk.read("pack/pack.toml").parse().unwrap();
    assert_eq!(pack["short"].as_str(), Some("云溪县低收入人口动态监测和救助帮扶办法（试行）"));
    let tracks = pack["procedure"].as_array().unwrap();
    assert_eq!(tracks.len(), 1);
    let word = |table: &toml::Value, key: &str| {
        table.get(key).and_then(|value| value.as_str()).unwrap_or("").to_owned()
    };
    let steps: Vec<(String, String, String, i64)> = tracks[0]["step"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            let days = step.get("limit").map_or(0, |limit| limit["days"].as_integer().unwrap());
            (word(step, "title"), word(step, "actor"), word(step, "clause"), days)
        })
        .collect();
    let step =
        |title: &str, actor: &str, clause: &str, days| (title.into(), actor.into(), clause.into(), days);
    assert_eq!(
        steps,
        [
            step("书面申请", "申请人", "第六条", 0),
            step("入户核查", "村民委员会", "第七条", 3),
            step("审核", "乡镇人民政府", "第八条", 10),
            step("公示", "原文没有写明", "第九条", 0),
            step("确认", "县民政局", "第十条", 5),
        ]
    );
    let notices: Vec<(String, i64)> = pack["notice"]
        .as_array()
        .unwrap()
        .iter()
        .map(|notice| {
            let days = notice.get("period").map_or(0, |period| period["days"].as_integer().unwrap());
            (word(notice, "title"), days)
        })
        .collect();
    assert_eq!(notices, [("认定公示".to_owned(), 7), ("认定结果公告".to_owned(), 0)]);
    let thresholds = pack["threshold"].as_array().unwrap();
    assert_eq!(thresholds.len(), 2);
    assert_eq!(thresholds[1]["below"].as_integer(), Some(18_000));
    assert_eq!(thresholds[1]["category"][0].as_str(), Some("刚性支出困难家庭"));
    assert_eq!(thresholds[1]["period"]["rolling_months"].as_integer(), Some(12));
    assert_eq!(thresholds[1]["period"]["clause"].as_str(), Some("第四条"));
    let text = desk.read("pack/pack.toml");
    assert!(text.contains("施行日期：自2024年7月1日起施行"), "{text}");
    // What stands behind the last item is the article's.
    let article = desk.read("pack/text.md");
    assert!(article.contains("## 第三章　认定程序\n\n### 第一节　申请和受理\n\n## 第六条\n"), "{article}");
}

#[test]
fn a_title_without_numbers_behind_a_letter_loses_no_clause_of_the_letter() {
    let desk = Desk::bare("unseen-title-alone");
    desk.write(
        "text.txt",
        "关于走访的通知\n一、走访\n村干部走访每一户。\n走访管理工作办法\n村干部走访，逐户登记。\n",
    );
    desk.run(["import", "text.txt", "--out", "draft"]).ends(0);
    assert!(desk.read("draft/text.md").contains("村干部走访每一户"), "{}", desk.read("draft/text.md"));
}
