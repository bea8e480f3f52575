use super::super::read;
use super::*;

/// What is found in a text below one title.
fn found(text: &str) -> Vec<What> {
    let text = format!("关于走访的通知\n一、走访\n{text}\n");
    read("a.txt", text.as_bytes()).unwrap().facts.into_iter().map(|fact| fact.is).collect()
}

fn of(text: &str, kind: &str) -> Vec<What> {
    found(text).into_iter().filter(|what| what.kind() == kind).collect()
}

fn limit(days: u16, unit: Unit, wording: &str, posting: bool) -> What {
    What::Limit { days, unit, wording: wording.to_owned(), posting }
}

#[test]
fn days_and_working_days_are_told_apart_with_their_words() {
    let text = "收到后 5 个工作日内到户，一般不超过二十天。村内公示不少于7天，公示期满后3日内上报。";
    assert_eq!(
        of(text, "limit"),
        [
            limit(5, Unit::Working, "5个工作日内", false),
            limit(20, Unit::Calendar, "一般不超过二十天", false),
            limit(7, Unit::Calendar, "不少于7天", true),
            limit(3, Unit::Calendar, "3日内", true),
        ]
    );
}

#[test]
fn a_struck_limit_is_none() {
    assert_eq!(of("~~公示9天。~~公示8天。", "limit"), [limit(8, Unit::Calendar, "8天", true)]);
}

#[test]
fn duties_and_deadlines_keep_their_days() {
    let duty = |wording: &str, days: &[u16]| What::Duty { wording: wording.to_owned(), days: days.to_vec() };
    let text = "每月25日报送，每月3日、18日比对，每季度第一个月12日前核对，每年年底总结，每户都走到。";
    let expected = [
        duty("每月25日", &[25]),
        duty("每月3日、18日", &[3, 18]),
        duty("每季度第一个月12日前", &[12]),
        duty("每年年底", &[]),
    ];
    assert_eq!(of(text, "duty"), expected);
    assert!(of(text, "limit").is_empty() && of(text, "deadline").is_empty());
    let expected = [
        What::Deadline { year: Some(2031), month: 5, day: Some(30) },
        What::Deadline { year: None, month: 6, day: None },
    ];
    assert_eq!(
        of("当年5月30日前完成。", "deadline"),
        [What::Deadline { year: None, month: 5, day: Some(30) }]
    );
    assert_eq!(of("2031年5月30日前完成，6月份再查一次。2031年7月1日起施行。", "deadline"), expected);
}

#[test]
fn first_and_last_day_are_a_window() {
    let day = |month, day| NaiveDate::from_ymd_opt(2031, month, day).unwrap();
    let window = What::Window { first: day(4, 7), last: day(5, 8) };
    assert_eq!(of("时间：2031年4月7日至2031年5月8日。", "window"), [window]);
}

#[test]
fn amounts_and_multiples_say_which_income_of_which_period() {
    let text = "（一）范围\n1.人均纯收入低于 0.85 万元的家庭。\n2.核算周期为上一年度的收入总和。\n3.人均可支配收入低于扶贫标准2.5倍的家庭，约占3%。";
    let amount =
        What::Amount {
            yuan: 8500, concept: Some("人均纯收入".into()), base: Some("上一年度".into())
        };
    assert_eq!(of(text, "amount"), [amount]);
    let multiple =
        What::Multiple {
            times: "2.5".into(), of: "扶贫标准".into(), concept: Some("人均可支配收入".into())
        };
    assert_eq!(of(text, "multiple"), [multiple]);
    assert_eq!(of(text, "share"), [What::Share { percent: "3".into() }]);
    let other = of("人均纯收入低于700元，或者花费超过上年度收入的家庭。", "amount");
    assert_eq!(other, [What::Amount { yuan: 700, concept: Some("人均纯收入".into()), base: None }]);
}

#[test]
fn steps_come_from_a_sentence_or_from_items_with_who_acts() {
    let steps = |text: &str| -> Vec<(String, Option<String>)> {
        of(text, "step")
            .into_iter()
            .map(|what| match what {
                What::Step { title, actor, .. } => (title, actor),
                other => panic!("{other:?}"),
            })
            .collect()
    };
    let pair = |title: &str, actor: &str| (title.to_owned(), (!actor.is_empty()).then(|| actor.to_owned()));
    let text = "（一）办理\n按“登记、核对、张贴”程序办理。村委会3天内完成登记。";
    assert_eq!(steps(text), [pair("登记", "村委会"), pair("核对", ""), pair("张贴", "")]);
    let text = "（一）办理\n第一步农户提出，第二步入户核查，第三步村级评议（公示）。";
    assert_eq!(
        steps(text),
        [pair("农户提出", "农户"), pair("入户核查", ""), pair("村级评议（公示）", "村级")]
    );
    let text = "（一）办理程序。分两步。\n1.提出：户主向村委会提出。\n2.核对：乡镇派人核对。";
    assert_eq!(steps(text), [pair("提出", "户主"), pair("核对", "乡镇")]);
    let text = "（一）办理\n对最难的户，由乡镇3天内完成登记。县级2个工作日内完成审核。";
    assert_eq!(steps(text), [pair("登记", "乡镇"), pair("审核", "县级")]);
    let text = "（一）办理步骤。分两步。\n1.将不难的农户移出。\n2.村委会登记。";
    assert_eq!(steps(text), [pair("将不难的农户移出", ""), pair("村委会登记", "村委会")]);
}

#[test]
fn a_measure_names_the_departments_that_answer() {
    let text = "（一）帮扶措施\n1.修路。把路修好。（责任单位：县交通局，县水利局）\n2.供水。把水引来。\n责任部门：县水利局、各乡（镇）";
    let measure = |title: &str, departments: &[&str]| What::Measure {
        title: title.to_owned(),
        departments: departments.iter().map(|&name| name.to_owned()).collect(),
    };
    let expected = [measure("修路", &["县交通局", "县水利局"]), measure("供水", &["县水利局", "各乡（镇）"])];
    assert_eq!(of(text, "measure"), expected);
}

#[test]
fn papers_are_counted_once() {
    let text = "（一）填表\n填写《走访情况登记表》，公示后公告，再公示一次。\n（二）再填《走访情况登记表》。发放申报“明白纸”。\n附件：1.走访情况登记表\n2.走访户数汇总表";
    let titles: Vec<What> = of(text, "form");
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert_eq!(of(text, "notice").len(), 2);
    assert_eq!(of(text, "leaflet"), [What::Leaflet { title: "申报“明白纸".replace('“', "") }]);
}

#[test]
fn contacts_are_places_without_values() {
    let text = "联系人：周某某，电话：0999-7654321、15400001234。传真：7654322。";
    let facts = read("a.txt", format!("关于走访的通知\n一、走访\n{text}\n").as_bytes()).unwrap().facts;
    let kinds: Vec<ContactKind> = facts
        .iter()
        .filter_map(|fact| match fact.is {
            What::Contact { what } => Some(what),
            _ => None,
        })
        .collect();
    assert_eq!(kinds, [ContactKind::Person, ContactKind::Office, ContactKind::Mobile, ContactKind::Fax]);
    let json = serde_json::to_string(&facts).unwrap();
    assert!(!json.contains("7654") && !json.contains("周某某"), "{json}");
}

#[test]
fn a_warning_level_names_its_households() {
    let expected = What::Category { title: "最难户".into(), level: Some("红色".into()) };
    assert_eq!(of("1.对最难户实行红色预警，包括三种。", "category"), [expected]);
}
