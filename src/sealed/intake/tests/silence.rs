//! Whatever is planted and however it is damaged: no message holds it.

use crate::sealed::intake::testing::{Sheet, book, id, intake, parts, zip};
use proptest::prelude::*;

/// One person's values, unlike any word of ours.
#[derive(Debug, Clone)]
struct Planted {
    name: String,
    id: String,
    phone: String,
    bank: String,
    note: String,
}

fn planted() -> impl Strategy<Value = Planted> {
    let han = || prop::char::range('\u{4E00}', '\u{9FA5}');
    (
        prop::collection::vec(han(), 3..5),
        1940u32..2020,
        100u32..999,
        1_000_000u32..9_999_999,
        any::<u64>(),
        prop::collection::vec(han(), 6..12),
    )
        .prop_map(|(name, year, running, phone, bank, note)| Planted {
            name: name.into_iter().collect(),
            id: id(&format!("{year}0615"), running),
            phone: format!("1540{phone}"),
            bank: format!("629999{:013}", bank % 10_000_000_000_000),
            note: note.into_iter().collect(),
        })
}

/// Ways to damage one cell.
fn damage(value: &str, way: u8) -> String {
    let half = value.chars().count() / 2;
    match way {
        0 => format!("{value}?"),
        1 => value.chars().take(half).collect(),
        2 => format!("{value}{value}"),
        3 => format!("=n:{}", value.chars().filter(char::is_ascii_digit).chain(['7']).collect::<String>()),
        4 => format!("{value}\u{FFFD}"),
        5 => "=e:#REF!".into(),
        6 => "=d:45717".into(),
        7 => format!("{value}（备注）"),
        8 => format!("wang{value}"),
        9 => String::new(),
        _ => value.chars().rev().collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_message_holds_a_value_of_the_roster(
        people in prop::collection::vec(planted(), 1..6),
        hits in prop::collection::vec((0usize..6, 0usize..8, 0u8..11), 0..8),
        text in any::<bool>(),
    ) {
        let header = "组|户编号|姓名|与户主关系|证件号码|联系电话|银行账号|备注|没见过的表头";
        let mut rows: Vec<Vec<String>> = vec![header.split('|').map(str::to_owned).collect()];
        for (number, person) in (1..).zip(&people) {
            let Planted { name, id, phone, bank, note } = person.clone();
            let number: u32 = number;
            rows.push(vec![
                "1组".into(), format!("h{number}"), name, "户主".into(), id, phone, bank, note.clone(), note,
            ]);
        }
        for (row, column, way) in hits {
            if let Some(cell) = rows.get_mut(1 + row).and_then(|row| row.get_mut(column)) {
                *cell = damage(cell, way);
            }
        }
        let read = if text {
            let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
            intake("a.csv", lines.join("\n").as_bytes())
        } else {
            intake("a.xlsx", &book(&Sheet { rows: rows.clone(), ..Sheet::of(&[]) }))
        };
        let (findings, shown) = match read {
            Ok((roster, findings)) => (findings, format!("{roster:?}")),
            Err(findings) => (findings, String::new()),
        };
        for finding in &findings {
            let told = format!("{finding} {finding:?}");
            for person in &people {
                for value in [&person.name, &person.id, &person.phone, &person.bank, &person.note] {
                    prop_assert!(!told.contains(value.as_str()), "{}", finding.code.id);
                }
            }
        }
        for person in &people {
            for value in [&person.id, &person.phone, &person.bank, &person.note] {
                prop_assert!(!shown.contains(value.as_str()));
            }
        }
    }

    #[test]
    fn a_workbook_broken_anywhere_is_an_error_and_never_a_crash(
        hits in prop::collection::vec((0usize..6, any::<prop::sample::Index>(), 0usize..12), 1..6),
    ) {
        let mut sheet = Sheet::of(&["序号|组|姓名|证件号码|线索发现日期", "=n:1|1组|张三|=n:9.9e17|=d:45717", "=e:#N/A|~|=b:1"]);
        sheet.merges = vec!["A1:A1", "B2:B3"];
        sheet.hidden_columns = vec![4];
        let mut parts = parts(&[sheet], false);
        for (part, at, sign) in hits {
            let count = parts.len();
            let text = &mut parts[part % count].1;
            let at = at.index(text.len());
            if text.is_char_boundary(at) && text.is_char_boundary(at + 1) {
                text.replace_range(at..=at, ["9", "999999999999", "-", "<", ">", "\"", "/", "A", "", "&#x0;", " ", "e9"][sign]);
            }
        }
        let parts: Vec<(&str, String)> = parts.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
        let findings = match intake("a.xlsx", &zip(&parts)) {
            Ok((_, findings)) | Err(findings) => findings,
        };
        for finding in findings {
            prop_assert!(!finding.to_string().contains("张三"));
        }
    }
}
