use super::super::read;
use super::*;
use crate::policy::fields::FieldTable;

const TEXT: &str = "青松乡领导小组文件\n关于走访的通知\n一、办理\n（一）对象。走访边缘易致贫户。\n\
    （二）办理程序。按“登记、评议、公示”程序办理，一般不超过20天，村内公示不少于6天，每月25日报送。~~公示9天。~~\n\
    二、帮扶措施\n（一）修路。把路修好。（责任单位：县交通局）\n（二）填表。填写《走访“登记”表》，发放申报明白纸。\n\
    联系人：周某某，15400001234。\n2031年4月7日\n公开选项：主动公开\n";

fn draft(text: &str) -> BTreeMap<String, Vec<u8>> {
    drafts("a.txt", &read("a.txt", text.as_bytes()).unwrap())
}

fn fields() -> FieldTable {
    let text = crate::workspace::embedded::policies().remove("fields.toml").unwrap();
    FieldTable::parse(&String::from_utf8(text).unwrap(), "fields.toml").unwrap()
}

#[test]
fn a_draft_is_refused_for_nothing_but_that_nobody_has_confirmed_it() {
    let files = draft(TEXT);
    let mut found = crate::policy::load("a", "policies/a", &files, &fields()).unwrap_err();
    let open = ["policy-unconfirmed", "policy-placeholder"];
    let other: Vec<String> =
        found.iter().filter(|f| !open.contains(&f.code.id)).map(ToString::to_string).collect();
    assert!(other.is_empty(), "{}", other.join("\n"));
    found.retain(|finding| finding.code.id == "policy-unconfirmed");
    let toml = String::from_utf8(files["pack.toml"].clone()).unwrap();
    assert_eq!(found.len(), toml.matches("confirmed = false").count());
    for finding in &found {
        let line = usize::try_from(finding.at.line.unwrap()).unwrap();
        assert!(finding.at.column.is_some(), "{finding}");
        let near = toml.lines().skip(line - 1).take(2).collect::<String>();
        assert!(near.contains("confirmed = false"), "{finding}: {near}");
    }
}

#[test]
fn a_confirmed_draft_is_a_pack() {
    let pack = confirmed(draft(TEXT));
    assert_eq!(pack.is.procedure[0].total.as_ref().unwrap().days, 20);
    assert_eq!(pack.is.notice[0].period.as_ref().unwrap().days, 6);
    assert_eq!(pack.is.measure[0].departments, ["县交通局"]);
    assert_eq!(pack.is.issuer, ["青松乡领导小组"]);
    assert_eq!(pack.is.region, "青松乡");
}

/// A draft as an officer leaves it: every place filled in, every fact confirmed.
fn confirmed(mut files: BTreeMap<String, Vec<u8>>) -> crate::policy::Pack {
    for bytes in files.values_mut() {
        let text = String::from_utf8(bytes.clone()).unwrap();
        *bytes = filled(&text).replace("confirmed = false", "confirmed = true").into_bytes();
    }
    crate::policy::load("a", "policies/a", &files, &fields())
        .unwrap_or_else(|found| panic!("{}", found.iter().map(ToString::to_string).collect::<String>()))
}

/// Every placeholder filled in.
fn filled(text: &str) -> String {
    let asked = [
        ("请用明白的话写怎样反馈意见；只写单位和办公电话，不写个人", "写信给镇政府"),
        ("请用明白的话填写", "有困难的帮一把"),
        ("请照原文填写", "见下面"),
        ("请照附件把栏目写进来", "照附件"),
        ("原文没有写明", "村委会"),
        ("请填写", "镇"),
    ];
    asked.iter().fold(text.to_owned(), |text, (asked, answer)| text.replace(asked, answer))
}

#[test]
fn a_confirmed_draft_with_a_placeholder_is_refused_by_its_place() {
    let mut files = draft(TEXT);
    let toml = String::from_utf8(files["pack.toml"].clone()).unwrap();
    files.insert("pack.toml".into(), toml.replace("confirmed = false", "confirmed = true").into_bytes());
    let found = crate::policy::load("a", "policies/a", &files, &fields()).unwrap_err();
    let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &found {
        assert_eq!(finding.code.id, "policy-placeholder", "{finding}");
        assert!(finding.at.line.is_some() && finding.at.column.is_some(), "{finding}");
        *asked.entry(&finding.at.path).or_default() += 1;
    }
    assert_eq!(
        asked.keys().copied().collect::<Vec<_>>(),
        ["policies/a/forms/form-1.md", "policies/a/leaflets/leaflet-1.md", "policies/a/pack.toml"]
    );
}

#[test]
fn what_is_due_on_a_day_is_proposed_and_what_lacks_its_year_is_asked_for() {
    let text = "关于走访的通知\n一、对象范围\n1.收入少的农户，有劳动能力；\n2.住房不安全的。\n二、办理\n（一）农户申报。农户向村里申报。\n\
        （二）报送。自2031年5月起每月25日前将名单报县扶贫办。每季度第一个月10日前，乡镇核对一次。5月30日前，村委会走访完。每年走访。\n\
        （三）退出。不困难的移出监测。\n";
    let toml = String::from_utf8(draft(text)["pack.toml"].clone()).unwrap();
    assert!(toml.contains("actor = \"原文没有写明\""), "{toml}");
    assert!(toml.contains("5月30日前（没有写年份：") && toml.contains("每年（没有写哪一天："), "{toml}");
    let is = confirmed(draft(text)).is;
    let duties: Vec<_> = is.duty.iter().map(|duty| (duty.title.as_str(), duty.actor.as_str())).collect();
    assert_eq!(duties, [("将名单报县扶贫办", "村委会"), ("乡镇核对一次", "乡镇")]);
    assert_eq!(is.duty[0].since, chrono::NaiveDate::from_ymd_opt(2031, 5, 1));
    let titles = |all: &[crate::policy::written::Passage]| -> Vec<String> {
        all.iter().map(|passage| format!("{} {}", passage.clause.get_ref(), passage.title)).collect()
    };
    assert_eq!(titles(&is.scope), ["一/1 收入少的农户", "一/2 住房不安全的"]);
    assert_eq!(is.scope[0].text, "收入少的农户，有劳动能力。");
    assert_eq!(titles(&is.discovery), ["二/（一） 农户申报"]);
    assert_eq!(titles(&is.exit), ["二/（三） 退出"]);
    // With a year on the document the day is known.
    let dated = confirmed(draft(&format!("{text}2031年4月7日\n")));
    let once = dated.is.duty.iter().find(|duty| duty.title == "村委会走访完").unwrap();
    assert_eq!(once.when, crate::policy::written::When::Once("2031-05-30".parse().unwrap()));
}

#[test]
fn the_time_for_comments_goes_into_every_plan_with_its_own_words() {
    let text = "关于征求意见的公告\n一、征求时间\n2031年5月15日至2031年6月4日。\n甲县走访方案\n(征求意见稿)\n一、走访\n走访。\n二、登记\n登记。\n\
        乙县走访方案\n(征求意见稿)\n一、走访\n走访。\n";
    let files = draft(text);
    for (folder, path) in [("plan-1/", "三"), ("plan-2/", "二")] {
        let own = files
            .iter()
            .filter_map(|(name, bytes)| Some((name.strip_prefix(folder)?.to_owned(), bytes.clone())));
        let pack = confirmed(own.collect());
        let is = pack.is.consultation.as_ref().unwrap();
        assert_eq!(
            (is.clause.get_ref().as_str(), is.first, is.last),
            (path, "2031-05-15".parse().unwrap(), "2031-06-04".parse().unwrap())
        );
        assert!(pack.text.find(path).unwrap().title.contains("原文在公告里，是第一条"));
        assert_eq!(pack.is.status, crate::policy::written::Status::Draft);
    }
}

#[test]
fn a_limit_finds_the_steps_it_names() {
    let text = "关于走访的通知\n一、办理\n（一）甲\n按“登记、评议、比对、公示”程序办理。村委会4个工作日内完成登记和评议，上报。\
        乡镇2个工作日内完成审核，并进行比对。\n公开选项：主动公开\n";
    let pack = confirmed(draft(text));
    let limits: Vec<(&str, Option<(u16, &str)>)> = pack.is.procedure[0]
        .step
        .iter()
        .map(|step| (step.title.as_str(), step.limit.as_ref().map(|limit| (limit.days, limit.from.as_str()))))
        .collect();
    let expected = [
        ("提出或发现", None),
        ("登记", None),
        ("评议", Some((4, "start"))),
        ("比对", Some((2, "step-2"))),
        ("公示", None),
    ];
    assert_eq!(limits, expected);
}

#[test]
fn struck_text_stays_struck_and_is_no_evidence() {
    let files = draft(TEXT);
    let text = String::from_utf8(files["text.md"].clone()).unwrap();
    assert!(text.contains("~~公示9天。~~"), "{text}");
    let mut files = files;
    let toml = String::from_utf8(files["pack.toml"].clone()).unwrap();
    let toml = toml.replace("days = 6, ", "days = 9, ").replace("\"不少于6天\"", "\"不少于9天\"");
    files.insert("pack.toml".into(), toml.into_bytes());
    let found = crate::policy::load("a", "policies/a", &files, &fields()).unwrap_err();
    assert!(
        found.iter().any(|finding| finding.code.id == "policy-no-evidence"),
        "a struck number is evidence"
    );
}

#[test]
fn a_person_enters_no_file_of_a_draft() {
    for (name, bytes) in draft(TEXT) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains("周某某") && !text.contains("1540000"), "{name}");
    }
}

#[test]
fn two_plans_become_two_packs() {
    let text = "关于征求意见的公告\n一、时间\n三天。\n甲县走访方案\n(征求意见稿)\n一、走访\n走访。\n甲县登记方案\n一、登记\n登记。\n";
    let files = draft(text);
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(names, ["plan-1/pack.toml", "plan-1/text.md", "plan-2/pack.toml", "plan-2/text.md"]);
    assert!(String::from_utf8_lossy(&files["plan-2/pack.toml"]).contains("status = \"draft\""));
}

/// Pieces that the finders look for, to be put together in any order.
const PIECES: [&str; 40] = [
    "一、",
    "（一）",
    "1.",
    "（1）",
    "①",
    "②",
    "\n",
    "。",
    "，",
    "；",
    "“",
    "”",
    "《",
    "》",
    "（",
    "）",
    "~~",
    "表",
    "附件：",
    "关于",
    "通知",
    "5",
    "当年",
    "月",
    "日",
    "年",
    "天",
    "个工作日内完成",
    "每月",
    "至",
    "前",
    "万元",
    "倍",
    "程序",
    "第一步",
    "实行红色预警",
    "对",
    "公示",
    "联系人：",
    "支出-收入≤0",
];

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_reader(picks in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = picks.iter().map(|pick| PIECES[*pick]).collect();
        if let Ok(reading) = read("a.txt", text.as_bytes()) {
            let files = drafts("a.txt", &reading);
            for (_, toml) in files.iter().filter(|(name, _)| name.ends_with("pack.toml")) {
                let toml = String::from_utf8(toml.clone()).unwrap();
                let parsed = crate::diag::toml::parse::<crate::policy::Written>("pack.toml", &toml);
                proptest::prop_assert!(parsed.is_ok(), "{toml}");
            }
        }
    }
}
