//! Ledgers of problems: a row a problem, closed with its day or not at all.

use crate::sealed::intake::testing::{Sheet, book, id, intake};
use crate::sealed::roster::Texts;

const HEAD: &str = "序号|组|户主姓名|发现日期|问题|销号日期|验收人|是否销号";

/// Code, line and column of what stops.
fn found(rows: &[&str]) -> Vec<(&'static str, Option<u32>, Option<u32>)> {
    let sheet = Sheet::of(&[&[HEAD], rows].concat());
    let findings = intake("a.xlsx", &book(&sheet)).err().unwrap_or_default();
    let stops = findings.iter().filter(|finding| finding.stops());
    stops.map(|finding| (finding.code.id, finding.at.line, finding.at.column)).collect()
}

#[test]
fn a_problem_closed_before_it_was_found_or_without_a_day_is_told_by_place() {
    let sound = "1|1组|王一甲|2025-03-01|漏雨|2025-03-05|罗启山|是";
    assert!(found(&[sound]).is_empty());
    assert!(found(&["1|1组|王一甲|2025-03-05|漏雨|2025-03-05|~|~"]).is_empty(), "on the same day");
    assert_eq!(
        found(&[sound, "2|1组|李二丙|2025-03-06|墙裂|2025-03-05|罗启山|是"]),
        [("ledger-closed-early", Some(3), Some(6))]
    );
    assert_eq!(
        found(&["1|1组|王一甲|2025-03-01|漏雨|~|罗启山|~"]),
        [("ledger-closed-without-day", Some(2), Some(7))]
    );
    assert_eq!(
        found(&["1|1组|王一甲|2025-03-01|漏雨|~|~|已销号"]),
        [("ledger-closed-without-day", Some(2), Some(8))]
    );
    assert!(found(&["1|1组|王一甲|2025-03-01|漏雨|~|~|否"]).is_empty());
    assert_eq!(
        found(&["1|1组|王一甲|2025-03-01|漏雨|2025-03-05|~|未销号"]),
        [("ledger-closed-and-open", Some(2), Some(6))]
    );
    let later = found(&["1|1组|王一甲|2025-03-01|漏雨|2025-04-05|~|~"]);
    assert_eq!(later, [("roster-date-future", Some(2), Some(6))], "closed after the day of the list");
}

#[test]
fn a_household_may_have_several_problems() {
    let row = |problem: &str| format!("h1|王一甲|{}|2025-03-01|{problem}|~", id("19650304", 11));
    let (first, second) = (row("漏雨"), row("墙裂"));
    let sheet = Sheet::of(&["户编号|户主姓名|证件号码|发现日期|问题|销号日期", &first, &second]);
    let (roster, _) = intake("a.xlsx", &book(&sheet)).unwrap();
    assert_eq!(roster.household_count(), 2);
    // The same in a merged cell.
    let mut sheet =
        Sheet::of(&["组|户主姓名|问题|销号日期", "1组|王一甲|漏雨|~", "~|~|墙裂|~", "2组|李二丙|门坏|~"]);
    sheet.merges = vec!["A2:A3", "B2:B3"];
    let (roster, _) = intake("a.xlsx", &book(&sheet)).unwrap();
    let read: Vec<_> = roster
        .households
        .iter()
        .map(|row| ["group", "problem"].map(|field| row.fields.get_text(field).unwrap_or("")))
        .collect();
    assert_eq!(read, [["1组", "漏雨"], ["1组", "墙裂"], ["2组", "门坏"]]);
    assert!(roster.households.iter().all(|row| row.head().fields.get_text("name").is_some()));
}
