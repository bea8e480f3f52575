use crate::policy::fields::FieldTable;
use crate::policy::testing::{pack, said};
use crate::policy::{Pack, load};
use crate::workspace::embedded;

const TEXT: &str = "## 一、程序\n5个工作日内核实，10个工作日内审核，全程不超过15天，公示5天。张贴不少于3天。\n\
    ## 二、报送\n每月30日前报名单，5月30日前完成。\n## 三、征求意见\n2020年5月15日至2020年6月4日。\n\
    ## 四、表\n正文叫甲表，目录叫乙表。\n";

/// A procedure with a total of 15 days; `checked` is the limit of the second step, `post` of the posting step.
fn procedure(checked: &str, post: &str) -> String {
    let step = |id: &str, more: &str| {
        format!(
            "[[procedure.step]]\nid = \"{id}\"\ntitle = \"{id}\"\nactor = \"村\"\nlevel = \"村\"\nclause = \"一\"\n{more}\n"
        )
    };
    format!(
        "[[procedure]]\nid = \"p\"\ntitle = \"认定\"\n\
         total = {{ days = 15, unit = \"calendar\", from = \"lead\", wording = \"不超过15天\", clause = \"一\" }}\n{}{}{}{}",
        step("lead", ""),
        step(
            "visit",
            "limit = { days = 5, unit = \"working\", from = \"lead\", wording = \"5个工作日内\", clause = \"一\" }"
        ),
        step("checked", checked),
        step("end", &format!("ends_total = true\n{post}")),
    )
}

/// Every unanswered conflict of a pack.
#[track_caller]
fn conflicts(more: &str) -> Vec<String> {
    let pack = pack(more, TEXT).unwrap_or_else(|found| panic!("{found:?}"));
    pack.unanswered().iter().map(ToString::to_string).collect()
}

const DUTY: &str = "[[duty]]\nid = \"d\"\ntitle = \"报名单\"\nactor = \"镇\"\nclause = \"二\"\n";

#[test]
fn limits_of_steps_that_together_exceed_the_total_are_named_with_both_clauses() {
    let ten = "limit = { days = 10, unit = \"working\", from = \"visit\", wording = \"10个工作日内\", clause = \"一\" }";
    let found = conflicts(&procedure(ten, ""));
    assert_eq!(found.len(), 1, "{found:?}");
    for word in
        ["policy-conflict", "10个工作日内", "不超过15天", "文件一", "procedure.p.checked.limit", "21天"]
    {
        assert!(found[0].contains(word), "{word}: {}", found[0]);
    }
    assert_eq!(conflicts(&procedure("", "")), [""; 0]);
}

/// The pack of the sample township, whose notice is posted within an overall limit.
fn sample() -> Pack {
    let all = embedded::policies();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let fields = FieldTable::parse(&text(&all["fields.toml"]), "fields.toml").unwrap();
    let township = text(&embedded::content()["township.toml"]);
    let id = township.lines().find_map(|line| line.strip_prefix("pack = \"")?.strip_suffix('"')).unwrap();
    let own =
        |(path, bytes): (String, Vec<u8>)| Some((path.strip_prefix(&format!("{id}/"))?.to_owned(), bytes));
    load(id, "policies/sample", &all.into_iter().filter_map(own).collect(), &fields).unwrap()
}

#[test]
fn a_period_clashes_with_the_total_where_posting_may_be_late_or_a_holiday_long() {
    let mut pack = sample();
    pack.is.conflict.clear();
    let clashes = |pack: &Pack| {
        let found = pack.unanswered();
        assert!(found.len() < 2, "{found:?}");
        found.first().map(ToString::to_string)
    };
    let unbound = clashes(&pack).unwrap();
    assert!(unbound.contains("没有各自的时限") && unbound.contains("pack.toml:"), "{unbound}");
    // Once the step before posting has a limit: seven days for it, five of posting, nine of rest.
    let track = &mut pack.is.procedure[0];
    track.step[2].limit = track.step[1].limit.clone();
    for (days, clash) in [(15, true), (20, true), (21, false), (60, false)] {
        pack.is.procedure[0].total.as_mut().unwrap().days = days;
        assert_eq!(clashes(&pack).is_some(), clash, "{days}");
    }
}

#[test]
fn a_day_that_some_months_lack_is_named_with_those_months() {
    let found = conflicts(&format!("{DUTY}when = {{ monthly = [30] }}\nwording = \"每月30日前\"\n"));
    assert!(found.len() == 1 && found[0].contains("2月没有30日"), "{found:?}");
    assert!(found[0].contains("每月30日前") && found[0].contains("文件二"), "{found:?}");
}

#[test]
fn a_duty_due_before_the_consultation_ends_is_named_with_both_days() {
    let asked = "[consultation]\nfirst = 2020-05-15\nlast = 2020-06-04\nheading = \"公告\"\nfile = \"l.md\"\nissuer = \"市\"\ntext = \"请提意见\"\nclause = \"三\"\n";
    let once = format!("{DUTY}when = {{ once = 2020-05-30 }}\nwording = \"5月30日前\"\n");
    let found = conflicts(&format!("{asked}{once}"));
    assert!(found.len() == 1 && found[0].contains("2020年5月30日要办完"), "{found:?}");
    assert!(found[0].contains("2020年6月4日") && found[0].contains("文件三"), "{found:?}");
    assert_eq!(conflicts(&once), [""; 0]);
}

#[test]
fn an_answer_silences_its_conflict_and_no_other() {
    let duty = format!("{DUTY}when = {{ monthly = [30] }}\nwording = \"每月30日前\"\n");
    let answer = |between: &str, keep: &str| {
        format!(
            "{duty}[[conflict]]\ntitle = \"没有30日的月份\"\nbetween = {between}\nkeep = \"{keep}\"\n\
             text = \"当月最后一天办\"\nlocal = \"原文没有说\"\n"
        )
    };
    assert_eq!(conflicts(&answer("[\"calendar\", \"duty.d\"]", "calendar")), [""; 0]);
    let pack = pack(&answer("[\"duty.d\", \"calendar\"]", "duty.d"), TEXT).unwrap();
    let all = pack.conflicts();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].answer.unwrap().text, "当月最后一天办");
    assert!(all[0].words().contains("报名单“每月30日前”（文件二）"), "{}", all[0].words());
}

#[test]
fn an_answer_to_nothing_is_refused() {
    let with = |conflict: &str| {
        said(&format!("[[conflict]]\ntitle = \"c\"\ntext = \"t\"\nlocal = \"l\"\n{conflict}\n"), TEXT)
    };
    assert!(with("between = [\"duty.no\", \"calendar\"]")[0].contains("duty.no"));
    assert!(with("between = [\"calendar\"]")[0].contains("哪两条"));
    assert!(with("")[0].contains("哪两条"));
    let words = "clauses = [\"四\", \"四\"]\nwords = [\"甲表\", \"乙表\"]\n";
    assert_eq!(with(words), [""; 0]);
    assert!(with(&format!("{words}keep = \"丙表\""))[0].contains("policy-incomplete"));
    assert!(with(&words.replace("乙表", "丙表"))[0].contains("policy-no-evidence"), "words nobody wrote");
    let none = said(&format!("[[conflict]]\ntitle = \"c\"\ntext = \"t\"\n{words}"), TEXT);
    assert!(none[0].contains("没有依据"), "{none:?}");
}

#[test]
fn two_clauses_that_do_not_agree_are_told_in_their_own_words() {
    let table = "[[conflict]]\ntitle = \"表的名称\"\nclauses = [\"四\", \"四\"]\nwords = [\"甲表\", \"乙表\"]\nkeep = \"乙表\"\n\
        text = \"印乙表\"\nlocal = \"目录是后定的\"\n";
    let pack = pack(table, TEXT).unwrap();
    let all = pack.conflicts();
    assert!(all[0].words().contains("“甲表”（文件四），与表“乙表”（文件四）"), "{}", all[0].words());
}
