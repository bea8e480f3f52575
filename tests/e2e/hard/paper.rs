//! Cases 22 and 23: two hundred rows on the wall, and one signed roster behind page, print and papers.

use super::super::desk::{bytes_of, notice, page};
use super::super::foreign::{dense, page_text, pdfinfo, pdftotext, table};
use super::super::people::{Household, six};
use super::office::{Office, rows, text};

fn many(count: usize) -> Vec<Household> {
    (0..count)
        .map(|row| {
            let given = |at: usize| char::from_u32(0x4E00 + u32::try_from(at).unwrap()).unwrap();
            let head = format!("罗{}{}", given(200 + row * 13), given(3000 + row * 17));
            let group = format!("第{}村民小组（老鹰岩）", row % 8 + 1);
            Household::new(row, &head, &group, 1 + u8::try_from(row % 5).unwrap(), "突发严重困难户")
        })
        .collect()
}

#[test]
fn case_22_two_hundred_rows_keep_their_header_their_order_and_a_seal_that_is_not_alone() {
    let people = many(200);
    let office = Office::with("case-22", "r.csv", text(&rows(&people), ",")).of(&people);
    office.desk.edit(
        "ws/township.toml",
        "pack =",
        "board_papers = [\"A4\", \"A3\", \"A3-landscape\"]\npack =",
    );
    office.desk.build("2025-03-17").ends(0);
    for (paper, size) in [("A4", "595"), ("A3", "841"), ("A3-landscape", "1190")] {
        let file = office.desk.path(&format!("dist/board/hongqi/2025-03-identify-{paper}.pdf"));
        assert!(
            pdfinfo(&file).lines().any(|line| line.starts_with("Page size") && line.contains(size)),
            "{paper}"
        );
        let text = pdftotext(&["-layout"], &file);
        let sheets: Vec<&str> = text.split('\u{c}').filter(|sheet| !sheet.trim().is_empty()).collect();
        assert!(sheets.len() > 1, "{paper}");
        let ordinal = |line: &str| line.split_whitespace().next().and_then(|word| word.parse::<usize>().ok());
        let mut found = Vec::new();
        for (number, sheet) in sheets.iter().enumerate() {
            let dense = dense(sheet);
            assert!(dense.contains(&format!("第{}页共{}页", number + 1, sheets.len())), "{paper}: {dense}");
            let rows = sheet.lines().filter(|line| ordinal(line).is_some() && line.contains('*')).count();
            assert!(rows == 0 || dense.contains("户主姓名"), "{paper} sheet {} has no header", number + 1);
            found.extend(sheet.lines().filter(|line| line.contains('*')).filter_map(ordinal));
        }
        // Two columns of rows on a wide sheet are read line by line: order is each row's own affair there.
        found.sort_unstable();
        found.dedup();
        if paper == "A4" {
            assert_eq!(found, (1..=200).collect::<Vec<_>>(), "{paper}");
        }
        let last = sheets.last().unwrap();
        assert!(
            dense(last).contains("红旗村村民委员会") && dense(last).contains("2025年3月14日"),
            "{paper}: {last}"
        );
        assert!(
            last.lines().filter(|line| !line.trim().is_empty()).count() > 4,
            "{paper}: the seal stands alone"
        );
    }
    office.sealed();
}

#[test]
fn case_23_page_print_and_papers_count_the_same_households_and_a_rebuild_changes_no_byte() {
    let office = Office::full("case-23", "r.csv", text(&rows(&six()), ","));
    let (_, households, people) = office.read();
    let counted = format!("{households}户{people}人");
    for text in [
        dense(&page_text(&office.desk.read(&page("hongqi")))),
        dense(&pdftotext(&[], &office.desk.path("dist/board/hongqi/2025-03-identify-A4.pdf"))),
        dense(&pdftotext(&[], &office.desk.path("dist/private/hongqi/2025-03-identify/forms/review.pdf"))),
    ] {
        assert!(text.contains(&counted) || text.contains("罗启明"), "{text}");
    }
    let before = bytes_of(office.desk.tree("dist"));
    office.desk.build("2025-03-17").ends(0);
    assert!(bytes_of(office.desk.tree("dist")) == before);
    office.desk.run(["-C", "ws", "--today", "2025-03-17", "build", "--out", "elsewhere/deep"]).ends(0);
    assert!(bytes_of(office.desk.tree("elsewhere/deep")) == before, "the folder shows in the output");
}

#[test]
fn case_23_one_changed_digit_after_signing_is_published_by_nobody() {
    let office = Office::with("case-23-changed", "r.csv", text(&rows(&six()), ","));
    office.desk.edit("ws/villages/hongqi/rosters/r.csv", ",3,脱贫不稳定户", ",2,脱贫不稳定户");
    let ran = office.desk.build("2025-03-17").ends(1);
    assert_eq!(ran.codes(), ["proof-inputs-edited"]);
    // Before its day it must be signed again by both.
    let early = office.desk.run(["-C", "ws", "--today", "2025-03-13", "check"]);
    assert_eq!(early.codes(), ["signoff-proof-changed"], "{}", early.err);
    office.silent(&ran.err);
}

#[test]
fn case_23_one_person_in_two_lists_of_a_day_looks_the_same_in_both() {
    let office = Office::with("case-23-lists", "r.csv", text(&rows(&six()), ","));
    let desk = &office.desk;
    desk.write("ws/villages/hongqi/rosters/second.csv", text(&rows(&six()[..3]), ","));
    let second = "villages/hongqi/notices/2025-03-second";
    desk.write(
        &format!("ws/{second}.toml"),
        "kind = \"identify\"\nroster = \"rosters/second.csv\"\nposted = 2025-03-14\n",
    );
    for file in ["committee", "supervision"] {
        desk.sign(second, file).ends(0);
    }
    desk.build("2025-03-17").ends(0);
    let names = |path: &str| -> Vec<String> {
        table(&desk.read(path)).into_iter().map(|row| row[2].clone()).collect()
    };
    let first = names(&page("hongqi"));
    assert_eq!(names("dist/public/villages/hongqi/notices/2025-03-second/index.html"), first[..3]);
    assert!(desk.path(&format!("ws/{}.toml", notice("hongqi"))).is_file());
    office.sealed();
}
