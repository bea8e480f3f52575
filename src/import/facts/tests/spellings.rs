//! Limits and amounts in every spelling that offices use.

use super::*;

fn limits(text: &str) -> Vec<(u16, Unit)> {
    let one = |is: &What| match is {
        What::Limit { days, unit, .. } => Some((*days, *unit)),
        _ => None,
    };
    of(text, "limit").iter().filter_map(one).collect()
}

const DAYS: Unit = Unit::Calendar;
const WORKING: Unit = Unit::Working;

#[test]
fn limits_are_found_however_they_are_spelled() {
    for (text, right) in [
        ("公示时间不得少于五日。", &[(5, DAYS)][..]),
        ("公示期限7日，期满无异议的，5日内上报。", &[(7, DAYS), (5, DAYS)]),
        ("公示期限为7日。", &[(7, DAYS)]),
        ("公示7日。", &[(7, DAYS)]),
        ("公示期为七日。", &[(7, DAYS)]),
        ("公示期7个日历日。", &[(7, DAYS)]),
        ("公示期7个自然日。", &[(7, DAYS)]),
        ("公示一周。", &[(7, DAYS)]),
        ("公示时间不少于两周。", &[(14, DAYS)]),
        ("公示1个星期。", &[(7, DAYS)]),
        ("一周内上报。", &[(7, DAYS)]),
        ("公示半个月。", &[(15, DAYS)]),
        ("半个月内办结。", &[(15, DAYS)]),
        ("公示伍天。", &[(5, DAYS)]),
        ("不超过廿日。", &[(20, DAYS)]),
        ("廿五日内完成。", &[(25, DAYS)]),
        ("两天内核实。", &[(2, DAYS)]),
        ("拾伍个工作日内办结。", &[(15, WORKING)]),
        ("48小时内上报。", &[(2, DAYS)]),
        ("二十四小时内报告。", &[(1, DAYS)]),
        ("公示7天（不含节假日）。", &[(7, WORKING)]),
        ("五日内（法定节假日除外）上报。", &[(5, WORKING)]),
        ("公示5天，不含双休日和节假日，接受监督。", &[(5, WORKING)]),
        ("公示7天（工作日）。", &[(7, WORKING)]),
        ("公示7天（含节假日）。", &[(7, DAYS)]),
        ("5个工作天内答复。", &[(5, WORKING)]),
        ("公示7天，张贴在公开栏。", &[(7, DAYS)]),
        // No limits.
        ("每月5日报送。", &[]),
        ("5月7日开会。", &[]),
        ("每周一次走访。", &[]),
        ("第一周学习。", &[]),
        ("每月1日、15日核对。", &[]),
        ("一周岁以上儿童。", &[]),
        ("36小时内报告。", &[]),
        ("一个半月。", &[]),
        ("每半个月一次。", &[]),
    ] {
        assert_eq!(limits(text), right, "{text}");
    }
}

#[test]
fn a_rule_in_a_heading_is_found() {
    let text = "关于核实的办法\n一、核实\n（一）村委会应当在五个工作日内到户核实。\n（二）公示不少于7天。\n二、公示期限不得少于五日。\n";
    let facts = read("a.txt", text.as_bytes()).unwrap().facts;
    let found: Vec<(u32, Option<String>)> = facts
        .iter()
        .filter(|fact| fact.is.kind() == "limit")
        .map(|fact| (fact.line, fact.clause.clone()))
        .collect();
    let at = |line, clause: &str| (line, Some(clause.to_owned()));
    assert_eq!(found, [at(3, "一/（一）"), at(4, "一/（二）"), at(5, "二")]);
}

#[test]
fn days_that_leave_holidays_out_are_asked_about() {
    for text in
        ["公示7天（不含节假日）。", "五日内（法定节假日除外）上报。", "48小时内上报。", "公示半个月。"]
    {
        let text = format!("关于走访的通知\n一、走访\n{text}\n");
        let lints = read("a.txt", text.as_bytes()).unwrap().lints;
        assert!(
            lints.iter().any(|lint| lint.code.id == "import-days-unclear" && lint.at.line == Some(3)),
            "{text}"
        );
    }
}

#[test]
fn amounts_in_words_are_read_where_they_can_be_read_in_one_way() {
    let amounts = |text: &str| -> Vec<u64> {
        let one = |is: &What| if let What::Amount { yuan, .. } = is { Some(*yuan) } else { None };
        of(text, "amount").iter().filter_map(one).collect()
    };
    for (text, right) in [
        ("人均纯收入低于七千八百元的纳入。", &[7_800][..]),
        ("低于2万5千元的。", &[25_000]),
        ("补助两百元。", &[200]),
        ("低于一万二千五百元的。", &[12_500]),
        ("低于壹万元的。", &[10_000]),
        ("低于8千元的。", &[8_000]),
        ("低于七千零八元的。", &[7_008]),
        ("补助十五元。", &[15]),
        ("五百万元项目。", &[5_000_000]),
        ("低于1.2万元的。", &[12_000]),
        ("低于9,000元的。", &[9_000]),
        ("低于一万二元的。", &[]),
        ("几百元、上千元、数万元。", &[]),
    ] {
        assert_eq!(amounts(text), right, "{text}");
    }
}
