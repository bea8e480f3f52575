//! Holiday tables 放假调休表: every day against foreign tables, local tables, and faults with their place.

use super::common::{calendar, day, files};
use super::oracle::Oracle;
use chrono::{Datelike, NaiveDate};
use mingbai::calendar::{Calendar, DayKind, Days, Rule};

#[test]
fn every_day_agrees_with_two_foreign_tables() {
    let (calendar, oracle) = (calendar(), Oracle::new());
    let mut judged = 0;
    for date in day("2020-01-01").iter_days().take_while(|date| date.year() < 2027) {
        let (year, month, of_month) = (date.year() as u16, date.month() as u8, date.day() as u8);
        // The crate knows no day after 2026-12-25; the list that the oracle reads does.
        if date <= day("2026-12-25") {
            let judge = chinese_holiday::chinese_holiday((year, month, of_month));
            assert_eq!(calendar.is_workday(date), Ok(judge.is_workday()), "{date}");
        }
        assert_eq!(calendar.is_workday(date), Ok(oracle.works(date)), "{date}");
        judged += 1;
    }
    assert_eq!(judged, 2557);
}

#[test]
fn workdays_per_year() {
    let calendar = calendar();
    let found: Vec<usize> = (2020..2027)
        .map(|year| {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).expect("a date");
            let days = first.iter_days().take_while(|date| date.year() == year);
            days.filter(|date| calendar.is_workday(*date) == Ok(true)).count()
        })
        .collect();
    assert_eq!(found, [249, 250, 249, 249, 251, 248, 248]);
}

#[test]
fn spring_festival_2020_was_prolonged() {
    let calendar = calendar();
    assert_eq!(calendar.day(day("2020-02-01")), Ok(DayKind::Holiday("春节".into())));
    assert_eq!(calendar.day(day("2020-02-02")), Ok(DayKind::Holiday("春节".into())));
    assert_eq!(calendar.day(day("2020-02-03")), Ok(DayKind::Workday));
    let numbers: Vec<&str> =
        calendar.sources(2020).iter().filter_map(|source| source.number.as_deref()).collect();
    assert_eq!(numbers, ["国办发明电〔2019〕16号", "国办发明电〔2020〕1号"]);
}

const LOCAL: &str = "year = 2025\nkind = \"local\"\nregion = \"某自治区\"\n\
                     [[notice]]\ntitle = \"t\"\nnumber = \"n\"\ndate = 2024-12-01\nverified = false\n\
                     [[holiday]]\nname = \"三月三\"\nfirst = 2025-03-31\nlast = 2025-04-01\n";

#[test]
fn a_local_holiday_counts_only_in_its_region_and_a_missing_local_year_is_uncovered() {
    let mut files = files();
    files.push(("local.toml".into(), LOCAL.into()));
    let calendar = Calendar::parse(&files).expect("parses");
    assert_eq!(calendar.is_workday(day("2025-03-31")), Ok(true));
    let there = calendar.in_region("某自治区").expect("known");
    assert_eq!(there.day(day("2025-03-31")), Ok(DayKind::Holiday("三月三".into())));
    assert_eq!(there.day(day("2025-10-01")), Ok(DayKind::Holiday("国庆节、中秋节".into())));
    let rolled = there.period(day("2025-03-26"), Days::Calendar(5), Rule::default()).expect("covered");
    assert_eq!(rolled.to, day("2025-04-02"));
    assert!(there.is_workday(day("2024-03-04")).is_err());
    assert_eq!(calendar.in_region("别处").expect_err("unknown").code.id, "calendar-unknown-region");
}

#[test]
fn march_third_is_the_regions_notices_and_a_cancelled_one_is_no_holiday() {
    let there = calendar().in_region("广西壮族自治区").expect("known");
    let march_third = Ok(DayKind::Holiday("三月三".into()));
    // The lunar day by the lunar calendar, checked against the table by people who never saw it.
    for on in ["2021-04-14", "2023-04-22", "2024-04-11", "2025-03-31", "2026-04-19"] {
        assert_eq!(there.day(day(on)), march_third, "{on}");
    }
    assert_eq!(there.day(day("2021-04-18")), Ok(DayKind::MakeUp("三月三".into())));
    // In 2020 the region took its holiday back three weeks before it.
    assert_eq!(there.day(day("2020-03-26")), Ok(DayKind::Workday));
    // No copy of the notice of 2022 was at hand that another one confirmed.
    assert!(there.day(day("2022-04-06")).is_err());
}

#[test]
fn a_number_nobody_saw_is_not_verified() {
    let unseen =
        "year = 2025\nnotice = [{ title = \"t\", date = 2024-11-12, verified = true }]\nholiday = []\n";
    fault(unseen, "calendar-bad-table", (2, 21));
}

#[track_caller]
fn fault(text: &str, code: &str, at: (u32, u32)) {
    let Err(faults) = Calendar::parse(&[("2025.toml".into(), text.into())]) else {
        panic!("a bad table parsed")
    };
    let found =
        faults.iter().find(|f| f.code.id == code && (f.at.line, f.at.column) == (Some(at.0), Some(at.1)));
    assert!(found.is_some(), "no {code} at {at:?} in {faults:#?}");
}

const HEAD: &str =
    "year = 2025\nnotice = [{ title = \"t\", number = \"n\", date = 2024-11-12, verified = true }]\n";

#[test]
fn faults_in_a_table_have_line_and_column() {
    let holiday = |body: &str| format!("{HEAD}[[holiday]]\nname = \"节\"\n{body}");
    fault("year = ", "toml-syntax", (1, 7));
    fault(&holiday("first = 2025-10-01\nlast = 2025-10-07\nworks = []\n"), "toml-syntax", (7, 1));
    fault(&holiday("first = 2026-10-01\nlast = 2025-10-07\n"), "calendar-wrong-date", (5, 9));
    fault(&holiday("first = 2025-10-07\nlast = 2025-10-01\n"), "calendar-wrong-date", (6, 8));
    let worked = "first = 2025-10-01\nlast = 2025-10-02\nwork = [2025-10-11, 2025-10-10]\n";
    fault(&holiday(worked), "calendar-wrong-date", (7, 21));
    let twice = "first = 2025-10-11\nlast = 2025-10-12\nwork = [2025-10-11]\n";
    fault(&holiday(twice), "calendar-wrong-date", (7, 9));
    fault(&holiday("first = 2025-10-01T08:00:00\nlast = 2025-10-02\n"), "calendar-bad-table", (5, 9));
    fault(&format!("{HEAD}kind = \"local\"\nholiday = []\n"), "calendar-bad-table", (1, 1));
    let doubled =
        [("a.toml".to_string(), files()[5].1.clone()), ("b.toml".to_string(), files()[5].1.clone())];
    let faults = Calendar::parse(&doubled).expect_err("two tables of one year");
    assert_eq!(faults[0].code.id, "calendar-duplicate-table");
    assert_eq!(faults[0].at.path, "b.toml");
}
