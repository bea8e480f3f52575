//! Counting 计期: the worked examples, deadlines, and what the explanation says.

use super::common::{RULES, calendar, day, files, last, rule};
use mingbai::calendar::{Calendar, DayKind, Days, Explanation, Rule};

#[test]
fn new_year_2027_is_refused_until_its_table_is_there_and_then_counted() {
    for name in RULES {
        for days in [Days::Calendar(5), Days::Working(5)] {
            let refused =
                calendar().period(day("2026-12-29"), days, rule(name)).expect_err("no table of 2027");
            assert_eq!(refused.code.id, "period-uncovered-year");
            assert!(refused.to_string().contains("2027"), "{refused}");
        }
    }
    // A made-up table: what a township adds on the day the notice comes out.
    let table = "year = 2027\nnotice = [{ title = \"t\", number = \"n\", date = 2026-11-25, verified = false }]\n\
                 [[holiday]]\nname = \"元旦\"\nfirst = 2027-01-01\nlast = 2027-01-03\n";
    let mut files = files();
    files.push(("2027.toml".into(), table.into()));
    let calendar = Calendar::parse(&files).expect("parses");
    let ends = RULES.map(|name| {
        calendar.period(day("2026-12-29"), Days::Calendar(5), rule(name)).expect("covered").to.to_string()
    });
    assert_eq!(ends, ["2027-01-02", "2027-01-03", "2027-01-04"]);
}

#[test]
fn a_rollover_into_an_uncovered_year_is_refused() {
    // Only the year 2022 is known. Its last day is a Saturday off: nobody can say where the end moves to.
    let files: Vec<_> = files().into_iter().filter(|(path, _)| path.ends_with("2022.toml")).collect();
    let calendar = Calendar::parse(&files).expect("parses");
    let from = day("2022-12-26");
    assert!(calendar.period(from, Days::Calendar(5), rule("next-day")).is_ok());
    let refused = calendar.period(from, Days::Calendar(5), rule("next-day-rollover")).expect_err("refused");
    assert_eq!(refused.code.id, "period-uncovered-year");
    assert!(calendar.deadline(from, Days::Calendar(5), true).is_err());
    assert!(calendar.add_working(from, 5).is_err());
}

#[test]
fn make_up_saturday_is_a_workday_and_counts() {
    let calendar = calendar();
    assert_eq!(calendar.day(day("2026-02-28")), Ok(DayKind::MakeUp("春节".into())));
    // 02-24 … 02-27 and the worked Saturday.
    assert_eq!(last("2026-02-23", Days::Working(5), "next-day-rollover"), "2026-02-28");
    // Full on a worked Saturday: no rollover.
    assert_eq!(last("2026-02-23", Days::Calendar(5), "next-day-rollover"), "2026-02-28");
}

#[test]
fn leap_day_is_a_day() {
    assert_eq!(last("2024-02-28", Days::Calendar(1), "next-day"), "2024-02-29");
    assert_eq!(last("2023-02-28", Days::Calendar(1), "next-day"), "2023-03-01");
    assert_eq!(last("2024-02-29", Days::Calendar(1), "posting-day-counts"), "2024-02-29");
}

#[test]
fn deadlines_do_not_count_their_first_day() {
    let calendar = calendar();
    // A lead on the eve of the long holiday: five workdays to visit the household.
    assert_eq!(calendar.add_working(day("2025-09-30"), 5), Ok(day("2025-10-14")));
    assert_eq!(calendar.deadline(day("2025-09-30"), Days::Working(5), true), Ok(day("2025-10-14")));
    assert_eq!(calendar.deadline(day("2025-09-26"), Days::Calendar(15), false), Ok(day("2025-10-11")));
    assert_eq!(calendar.deadline(day("2025-09-24"), Days::Calendar(10), true), Ok(day("2025-10-09")));
    assert_eq!(calendar.deadline(day("2025-09-24"), Days::Calendar(10), false), Ok(day("2025-10-04")));
}

#[test]
fn a_period_of_no_days_is_refused() {
    let refused =
        calendar().period(day("2025-03-14"), Days::Calendar(0), Rule::default()).expect_err("refused");
    assert_eq!(refused.code.id, "period-no-days");
}

#[test]
fn the_default_rule_is_the_civil_code() {
    assert_eq!(Rule::default(), rule("next-day-rollover"));
    let unknown = "tomorrow".parse::<Rule>().expect_err("unknown");
    assert_eq!(unknown.code.id, "period-unknown-rule");
}

#[test]
fn the_explanation_can_be_read_out() {
    let period = calendar().period(day("2025-09-26"), Days::Calendar(5), Rule::default()).expect("covered");
    assert_eq!(
        period.summary(),
        "2025年9月26日（星期五）张贴，当日不计，次日起算，满5天为10月1日（星期三）；这天是国庆节、中秋节放假日，顺延到10月9日（星期四）。"
    );
    assert_eq!(period.rule.words(period.days), "张贴当日不计，满5天，末日遇休息日顺延");
    let notes: Vec<String> =
        period.explain().iter().map(|l| format!("{} {} {}", l.date, l.weekday, l.note)).collect();
    assert_eq!(notes[0], "2025-09-26 星期五 工作日；张贴当日，不计");
    assert_eq!(notes[1], "2025-09-27 星期六 周末；第1天");
    assert_eq!(notes[2], "2025-09-28 星期日 国庆节、中秋节调休上班；第2天");
    assert_eq!(notes[5], "2025-10-01 星期三 国庆节、中秋节放假；第5天，期满日是休息日，顺延");
    assert_eq!(notes[6], "2025-10-02 星期四 国庆节、中秋节放假；休息日，继续顺延");
    assert_eq!(notes[13], "2025-10-09 星期四 工作日；顺延到这天截止");
    assert_eq!(notes.len(), 14);
}

#[test]
fn the_explanation_has_the_agreed_json_shape() {
    let period = calendar().period(day("2025-10-10"), Days::Working(1), Rule::default()).expect("covered");
    let Explanation { first, last, .. } = period.explanation();
    assert_eq!((first, last), (day("2025-10-10"), day("2025-10-11")));
    let json = serde_json::to_string(&period.explanation()).expect("serialises");
    assert_eq!(
        json,
        "{\"first\":\"2025-10-10\",\"last\":\"2025-10-11\",\"days\":[\
         {\"date\":\"2025-10-10\",\"weekday\":\"星期五\",\"kind\":\"workday\",\"counted\":false,\"n\":null,\
         \"note\":\"工作日；张贴当日，不计\"},\
         {\"date\":\"2025-10-11\",\"weekday\":\"星期六\",\"kind\":\"make-up-workday\",\"counted\":true,\"n\":1,\
         \"note\":\"国庆节、中秋节调休上班；第1天，期满\"}]}"
    );
}
