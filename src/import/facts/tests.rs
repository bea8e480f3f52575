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
            limit(3, Unit::Calendar, "3日内", false),
        ]
    );
}

#[test]
fn days_after_a_posting_are_not_the_days_of_the_posting() {
    for (text, posting) in [
        ("公示期满后2日内上报。", false),
        ("公示无异议后5天内审核。", false),
        ("自公示结束之日起3日内上报。", false),
        ("审核后3日内公示。", false),
        ("公示期为7天。", true),
        ("张贴公示，时间不少于7天。", true),
        ("进行为期7天的公示。", true),
        ("经村内公示（7天）后确定。", true),
    ] {
        let found: Vec<bool> = of(text, "limit")
            .iter()
            .filter_map(|is| if let What::Limit { posting, .. } = is { Some(*posting) } else { None })
            .collect();
        assert_eq!(found, [posting], "{text}");
    }
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
    let amount = What::Amount {
        yuan: 8500,
        concept: Some("人均纯收入".into()),
        side: Some(Side::Below),
        wording: "人均纯收入低于0.85万元".into(),
        base: Some("上一年度".into()),
    };
    assert_eq!(of(text, "amount"), [amount]);
    let multiple = What::Multiple {
        times: "2.5".into(),
        of: "扶贫标准".into(),
        concept: Some("人均可支配收入".into()),
        side: Some(Side::Below),
        wording: "人均可支配收入低于扶贫标准2.5倍".into(),
    };
    assert_eq!(of(text, "multiple"), [multiple]);
    assert_eq!(of(text, "share"), [What::Share { percent: "3".into() }]);
    let other = of("人均纯收入低于700元，或者花费超过上年度收入的家庭。", "amount");
    assert_eq!(
        other,
        [What::Amount {
            yuan: 700,
            concept: Some("人均纯收入".into()),
            side: Some(Side::Below),
            wording: "人均纯收入低于700元".into(),
            base: None
        }]
    );
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

#[test]
fn an_amount_says_who_is_meant_in_its_own_words() {
    let side = |text: &str| match of(text, "amount").remove(0) {
        What::Amount { yuan, side, wording, .. } => (yuan, side, wording),
        other => panic!("{other:?}"),
    };
    for (text, yuan, expected, wording) in [
        ("人均纯收入不超过9,000元的。", 9000, Some(Side::Below), "人均纯收入不超过9,000元"),
        ("人均纯收入在1.2万元以下的。", 12_000, Some(Side::Below), "人均纯收入在1.2万元以下"),
        ("人均纯收入稳定超过8000元的。", 8000, Some(Side::Above), "人均纯收入稳定超过8000元"),
        ("人均纯收入不低于8000元的。", 8000, Some(Side::Above), "人均纯收入不低于8000元"),
        ("人均纯收入8000元左右的。", 8000, Some(Side::About), "人均纯收入8000元左右"),
        ("每人每月补助300元。", 300, None, "300元"),
    ] {
        assert_eq!(side(text), (yuan, expected, wording.to_owned()), "{text}");
    }
}

#[test]
fn a_day_of_the_next_or_of_every_year_is_no_deadline_of_this_one() {
    for (text, wording) in [
        ("每年3月31日前总结。", "每年3月31日前"),
        ("次年1月15日前上报。", "次年1月15日前"),
        ("下一年2月底前，第二年1月5日前上报。", "第二年1月5日前"),
    ] {
        assert!(of(text, "deadline").is_empty(), "{text}");
        assert_eq!(of(text, "duty"), [What::Duty { wording: wording.into(), days: vec![] }], "{text}");
    }
    let expected = What::Deadline { year: Some(2031), month: 5, day: Some(3) };
    assert_eq!(of("二〇三一年五月三日前上报。", "deadline"), [expected]);
}

#[test]
fn the_day_of_effect_is_a_fact_and_no_deadline() {
    let effective = |day: Option<&str>, wording: &str| What::Effective {
        day: day.map(|day| day.parse().unwrap()),
        wording: wording.to_owned(),
    };
    for (text, expected) in [
        ("本办法自2024年7月1日起施行，有效期5年。", effective(Some("2024-07-01"), "自2024年7月1日起施行")),
        ("本细则自二〇二四年七月一日起施行。", effective(Some("2024-07-01"), "自二〇二四年七月一日起施行")),
        ("自印发之日起施行。", effective(None, "自印发之日起施行")),
    ] {
        assert_eq!(of(text, "effective"), [expected]);
        assert!(of(text, "deadline").is_empty());
    }
    assert_eq!(of("有效期5年。", "term"), [What::Term { wording: "5年".into() }]);
}

#[test]
fn departments_end_with_the_sentence_and_are_told_apart() {
    let departments = |text: &str| match of(&format!("（一）帮扶措施\n1.修路。修好。{text}"), "measure")
        .remove(0)
    {
        What::Measure { departments, .. } => departments.join("|"),
        other => panic!("{other:?}"),
    };
    for (text, expected) in [
        ("责任单位：镇便民服务中心。", "镇便民服务中心"),
        (
            "责任单位：镇民政办公室、镇便民服务中心；各村民委员会。",
            "镇民政办公室|镇便民服务中心|各村民委员会",
        ),
        ("责任单位：镇民政办公室和镇便民服务中心。", "镇民政办公室|镇便民服务中心"),
        (
            "（责任单位：县人力资源和社会保障局、县住房和城乡建设局及县残联）",
            "县人力资源和社会保障局|县住房和城乡建设局|县残联",
        ),
        ("（牵头单位：县交通局；配合单位：县水利局）。", "县交通局|县水利局"),
        ("责任部门：各县党委和政府，园区党工委和管委会", "各县党委和政府|园区党工委和管委会"),
    ] {
        assert_eq!(departments(text), expected, "{text}");
    }
}

#[test]
fn categories_are_the_items_below_their_heading() {
    let titles = |text: &str| -> Vec<String> {
        of(text, "category")
            .into_iter()
            .map(|what| if let What::Category { title, .. } = what { title } else { String::new() })
            .collect()
    };
    assert_eq!(
        titles(
            "（一）监测对象\n1.低收入户。收入低的家庭。\n2.支出困难户，是指支出大的家庭。\n3.对前两类以外的户，另行规定。"
        ),
        ["低收入户", "支出困难户"]
    );
    assert!(titles("（一）工作要求\n1.困难群众。要走到。").is_empty());
    let article = "第三条 监测对象包括：\n（一）低收入户，是指收入低的家庭；\n（二）刚性支出困难家庭。";
    assert_eq!(titles(article), ["低收入户", "刚性支出困难家庭"]);
}

#[test]
fn a_limit_inside_an_item_is_a_step_of_its_own_or_the_items() {
    let text = "（一）认定程序\n1.农户申请。农户向村民委员会提出书面申请。村民委员会在收到申请后3个工作日内入户核查。\n\
        2.镇级审核。公示无异议的，由镇人民政府在10个工作日内审核，结果在村内公告。";
    let steps: Vec<(String, Option<String>)> =
        of(text, "step")
            .into_iter()
            .map(|what| {
                if let What::Step { title, actor, .. } = what {
                    (title, actor)
                } else {
                    (String::new(), None)
                }
            })
            .collect();
    let step = |title: &str, actor: &str| (title.to_owned(), Some(actor.to_owned()));
    assert_eq!(
        steps,
        [step("农户申请", "农户"), step("入户核查", "村民委员会"), step("镇级审核", "镇人民政府")]
    );
}

#[test]
fn articles_of_a_chapter_are_steps_where_they_say_who_acts() {
    let text = "关于走访的办法\n第一章 认定程序\n第一条 申请人向村民委员会提出书面申请。\n第二条 家庭成员包括配偶和子女。\n\
        第三条 村民代表对申请进行民主评议，结果公示7天。\n第四条（审核）镇人民政府应当自公示期满之日起5个工作日内审核。\n";
    let facts = read("a.txt", text.as_bytes()).unwrap().facts;
    let steps: Vec<(String, &str)> = facts
        .iter()
        .filter_map(|fact| match &fact.is {
            What::Step { title, track, .. } => Some((title.clone(), track.as_str())),
            _ => None,
        })
        .collect();
    let step = |title: &str| (title.to_owned(), "第一章");
    assert_eq!(steps, [step("书面申请"), step("民主评议"), step("审核")]);
}

mod spellings;
