//! Workbooks 工作簿 as offices keep them: merged, hidden, struck out, calculated, printed side by side.

use super::super::people::{Household, six};
use super::office::{Office, line, rows};
use super::workbook::{Sheet, book, book_of_1904, parts, zip};

fn sheet() -> Sheet {
    Sheet::of(rows(&six()))
}

fn office(name: &str, sheet: &Sheet) -> Office {
    Office::with(name, "r.xlsx", book(std::slice::from_ref(sheet)))
}

/// Rows pushed down by lines of their own.
fn below(lines: &[&str], mut sheet: Sheet) -> Sheet {
    sheet.rows.splice(0..0, lines.iter().map(|text| line(text)));
    sheet
}

#[test]
fn two_blocks_side_by_side_are_read_down_the_left_and_then_the_right() {
    let all = rows(&six());
    let mut sheet = Sheet::of(vec![line("红旗村监测对象名单（广西式样）")]);
    let beside = |left: &[String], right: &[String]| [left, &[String::new()][..], right].concat();
    sheet.rows.push(beside(&all[0], &all[0]));
    for at in 1..=3 {
        sheet.rows.push(beside(&all[at], &all[at + 3]));
    }
    office("two-blocks", &sheet).reads_six();
}

#[test]
fn a_village_merged_over_all_rows_and_groups_merged_over_theirs_are_read() {
    let mut sheet = sheet();
    for (row, cells) in sheet.rows.iter_mut().enumerate() {
        cells.insert(1, ["村", "普安乡红旗村"][usize::from(row > 0)].into());
        if row > 1 {
            cells[1].clear();
        }
        if ![0, 1, 4].contains(&row) {
            cells[2].clear();
        }
    }
    sheet.merges = vec!["B2:B7".into(), "C2:C4".into(), "C5:C7".into()];
    office("merged", &sheet).reads_six();
}

#[test]
fn title_header_of_two_rows_subtotals_totals_and_footer_are_no_people() {
    let mut sheet = sheet();
    sheet.rows.insert(4, line(",,,一组小计,,9"));
    sheet.rows.push(line("2组小计,,,,,10"));
    sheet.rows.push(line(",,,合　计,,19"));
    sheet.rows.push(line("填表人：罗启山,,,审核人：韩永年"));
    let sheet = below(&["红旗村监测对象名册"], sheet);
    office("subtotals", &sheet).hiding(&["罗启山"]).reads_six();
}

#[test]
fn a_subtotal_in_the_name_column_is_no_household() {
    // It was one: “一组小计”, nine people, in a public list.
    let mut sheet = sheet();
    for cells in &mut sheet.rows {
        cells.drain(..3);
        let name = cells.remove(0);
        cells.insert(0, name);
    }
    for row in &mut sheet.rows {
        row.insert(1, ["组", "1组"][usize::from(row[0] != "户主姓名")].into());
    }
    let mut people = six();
    people.iter_mut().for_each(|is| is.group = "1组".into());
    sheet.rows.insert(4, line("一组小计,,,9"));
    sheet.rows.push(line("全村合计,,,19"));
    let (rows, households, count) = office("subtotal-as-name", &sheet).of(&people).read();
    assert_eq!((rows.len(), households, count), (6, 6, 19));
}

#[test]
fn a_total_that_disagrees_with_the_rows_is_refused() {
    // Seven households by the office's own sum, six by our reading: one of both is wrong.
    for (number, total) in
        ["合计：7户19人", "合计,,,7户,,19", "合计,,,,,22", "共计6户20人"].iter().enumerate()
    {
        let mut sheet = sheet();
        sheet.rows.push(line(total));
        office(&format!("total-{number}"), &sheet).refuses("roster-total-differs", (Some(8), None));
    }
}

#[test]
fn a_total_that_agrees_is_no_obstacle() {
    for (number, total) in
        ["合计：6户19人", "合计,,,6户,,19人", "总计,,,,,=n:19", "共6户19人"].iter().enumerate()
    {
        let mut sheet = sheet();
        sheet.rows.push(line(total));
        office(&format!("sum-{number}"), &sheet).reads_six();
    }
}

#[test]
fn hidden_rows_columns_and_sheets_are_not_read_and_not_leaked() {
    let hidden = Household::new(700, "庞大海", "2组", 5, "边缘易致贫户");
    let mut people = six();
    people.push(hidden.clone());
    let mut sheet = Sheet::of(rows(&people));
    sheet.hidden_rows = vec![8];
    sheet.hidden_columns = vec![5, 9];
    let mut secret = Sheet::of(rows(&people));
    secret.name = "证件号码底册".into();
    secret.state = "veryHidden";
    let bytes = book(&[sheet, secret]);
    // Nobody is left out without a word: the rows are shown, or the notice says how many it leaves out.
    let office = Office::with("hidden-unsaid", "r.xlsx", &bytes).of(&people);
    let finding = office.refuses("roster-hidden-rows", (Some(8), None));
    assert!(finding.help.contains("hidden_rows = 1"), "{}", finding.help);
    let office = Office::posted("hidden", "r.xlsx", &bytes, "2025-03-14", "hidden_rows = 1\n").of(&people);
    office.reads_six();
    let told: Vec<String> = office.warnings().into_iter().map(|finding| finding.message).collect();
    for part in ["第E列已隐藏", "第I列已隐藏", "1行没有读，不公示：第8行", "“证件号码底册”已隐藏"]
    {
        assert!(told.iter().any(|message| message.contains(part)), "{part} not in {told:?}");
    }
}

#[test]
fn rows_hidden_by_default_are_not_read() {
    // `zeroHeight`: every row without a height of its own is hidden.
    let mut sheet = sheet();
    sheet.defaults = r#" zeroHeight="1""#;
    office("zero-height", &sheet).stops();
}

#[test]
fn a_struck_out_household_is_refused() {
    // Offices cross out who has been withdrawn. Published, it would be the worst mistake of all.
    let mut struck = sheet();
    struck.rows[3] = struck.rows[3].iter().map(|cell| format!("=k:{cell}")).collect();
    let finding = office("struck", &struck).refuses("roster-struck", (Some(4), None));
    assert!(finding.help.contains("删除线"), "{}", finding.help);
    let mut name = sheet();
    name.rows[2][3] = "=x:<r><rPr><strike/></rPr><t>欧阳兰</t></r>".into();
    office("struck-run", &name).refuses("roster-struck", (Some(3), None));
    let mut lifted = sheet();
    lifted.rows[2][3] = "=x:<r><rPr><strike val=\"0\"/></rPr><t>欧阳兰</t></r>".into();
    office("struck-lifted", &lifted).reads_six();
}

#[test]
fn dates_of_1904_are_the_days_that_were_seen() {
    let mut sheet = sheet();
    for (row, cells) in sheet.rows.iter_mut().enumerate() {
        // 2025-03-05: 45721 counted from 1900, 44259 from 1904.
        cells.push(if row == 0 { "线索发现日期".into() } else { "=d:44259".into() });
    }
    let office = Office::with("from-1904", "r.xlsx", book_of_1904(std::slice::from_ref(&sheet)));
    office.reads_six();
    // Counted from 1900 the same serial is 2021: no contradiction. Four years later than the notice is one.
    for cells in &mut sheet.rows[1..] {
        *cells.last_mut().unwrap() = "=d:45721".into();
    }
    let office = Office::with("from-1904-late", "r.xlsx", book_of_1904(&[sheet]));
    office.refuses("roster-date-future", (Some(2), Some(11)));
}

#[test]
fn formulas_with_their_values_are_read_and_without_are_refused() {
    let mut kept = sheet();
    kept.rows[1][1] = "=f:1组".into();
    kept.rows[2][3] = "=f:欧阳兰".into();
    kept.rows[3][5] = "=n:4".into();
    office("formulas", &kept).reads_six();
    // Written by a program that never calculates: the cell looks filled in Excel and is empty in the file.
    for (column, field) in [(1, "组"), (3, "姓名"), (5, "家庭人口数")] {
        let mut empty = sheet();
        empty.rows[3][column] = "=F:".into();
        let at = (Some(4), Some(u64::try_from(column).unwrap() + 1));
        let finding = office(&format!("formula-{column}"), &empty).refuses("roster-fault-cell", at);
        assert_eq!(finding.field.as_deref(), Some(field));
    }
}

#[test]
fn error_values_and_numbers_that_lost_digits_are_refused() {
    for (number, column, cell, code) in [
        (0, 3, "=e:#N/A", "roster-fault-cell"),
        (1, 5, "=e:#REF!", "roster-fault-cell"),
        (2, 4, "=n:990244196001010000", "roster-damaged-id"),
        (3, 4, "9.90244E+17", "roster-damaged-id"),
        (4, 8, "=n:6299990000000000000", "roster-damaged-id"),
        (5, 1, "=t:2:45717", "roster-became-date"),
        (6, 1, "=t:3:45717", "roster-became-date"),
        (7, 5, "=t:1:3", "roster-number-invalid"),
        (8, 3, "=n:3", "roster-damaged-name"),
        (9, 5, "=n:2.5", "roster-number-invalid"),
        (10, 5, "三", "roster-number-invalid"),
        (11, 7, "=n:1.5471300001e10", ""),
    ] {
        let mut sheet = sheet();
        sheet.rows[2][column] = cell.into();
        let office = office(&format!("damaged-{number}"), &sheet);
        if code.is_empty() {
            office.reads_six();
            continue;
        }
        let finding = office.refuses(code, (Some(3), Some(u64::try_from(column).unwrap() + 1)));
        assert!(finding.field.is_some() && finding.sheet.as_deref() == Some("名册"));
    }
}

#[test]
fn a_number_shown_as_a_group_is_read_as_the_clerk_sees_it() {
    // The cell holds 1 and shows 1组.
    let mut sheet = sheet();
    for (row, cells) in sheet.rows.iter_mut().enumerate().skip(1) {
        cells[1] = format!("=t:4:{}", 1 + (row - 1) / 3);
    }
    let (rows, ..) = office("group-format", &sheet).read();
    assert!(rows.iter().all(|row| row[1] == "1组" || row[1] == "2组"), "{rows:?}");
}

#[test]
fn pinyin_guides_coloured_runs_and_carriage_returns_leave_the_words_alone() {
    let mut sheet = sheet();
    sheet.rows[2][3] =
        "=x:<r><t>欧阳</t></r><r><rPr><color rgb=\"FFFF0000\"/></rPr><t>兰</t></r><rPh sb=\"0\" eb=\"2\"><t>ouyang</t></rPh>".into();
    sheet.rows[3][1] = "1组_x000D_".into();
    sheet.rows[4][3] = "姚桂\n林".into();
    office("runs", &sheet).reads_six();
}

#[test]
fn comments_pictures_and_defined_names_are_left_alone() {
    let mut parts = parts(&[sheet()], false);
    parts.push((
        "xl/comments1.xml".into(),
        "<comments xmlns=\"u\"><commentList><comment ref=\"D2\"><text><t>其弟庞大江 15471355555</t></text></comment></commentList></comments>".into(),
    ));
    parts.push(("xl/media/image1.png".into(), "\u{89}PNG".into()));
    let office = Office::with("comments", "r.xlsx", zip(&parts)).hiding(&["庞大江", "15471355555"]);
    office.reads_six();
    assert!(office.warnings().iter().any(|finding| finding.message.contains("批注")));
}

#[test]
fn a_list_that_begins_at_d7_is_read() {
    let mut sheet = sheet();
    for cells in &mut sheet.rows {
        cells.splice(0..0, [String::new(), String::new(), String::new()]);
    }
    office("d7", &below(&[",,,红旗村名册", "", ",,,2025年3月", "", "", ""], sheet)).reads_six();
}

#[test]
fn a_header_over_three_rows_of_merged_cells_is_read() {
    let mut sheet = Sheet::of(vec![
        line("序号,组,户编号,家庭基本情况,,,,,,备注"),
        line(",,,户主,,家庭人口,监测对象类别,联系电话,银行卡号,"),
        line(",,,姓名,身份证号,,,,,"),
    ]);
    sheet.rows.extend(rows(&six()).into_iter().skip(1));
    sheet.merges = ["A1:A3", "B1:B3", "C1:C3", "D1:I1", "D2:E2", "F2:F3", "G2:G3", "H2:H3", "I2:I3", "J1:J3"]
        .map(str::to_owned)
        .to_vec();
    office("header-of-three-merged", &sheet).reads_six();
}

#[test]
fn two_lists_in_one_workbook_are_refused_until_one_is_chosen() {
    let mut second = sheet();
    second.name = "第二批".into();
    let office = Office::with("two-sheets", "r.xlsx", book(&[sheet(), second]));
    let finding = office.refuses("roster-sheets-many", (None, None));
    assert!(finding.message.contains("名册、第二批") && finding.help.contains("sheet ="), "{}", finding.help);
}

#[test]
fn a_second_list_below_with_other_columns_is_refused() {
    let mut sheet = sheet();
    sheet.rows.push(line("序号,户主姓名,组,户编号,家庭人口"));
    sheet.rows.push(line("1,庞大海,三组,hq0099,2"));
    let found = office("second-list", &sheet).hiding(&["庞大海"]).stops();
    assert!(found.iter().any(|finding| finding.row == Some(8)), "the second header is not blamed");
}

#[test]
fn section_lines_between_the_households_are_no_people() {
    // Merged over the whole width they are headings.
    let mut sheet = sheet();
    sheet.rows.insert(1, line("一、脱贫不稳定户和边缘易致贫户"));
    sheet.rows.insert(5, line("二组"));
    sheet.merges = vec!["A2:J2".into(), "A6:J6".into()];
    office("sections", &sheet).reads_six();
    // In a list that begins with the name they would be people: 二组, one more household.
    for cells in &mut sheet.rows {
        let name = if cells.len() > 3 { cells.remove(3) } else { cells.remove(0) };
        cells.insert(0, name);
    }
    let (rows, households, people) = office("sections-by-name", &sheet).read();
    assert_eq!((rows.len(), households, people), (6, 6, 19));
}

#[test]
fn files_that_are_no_workbook_of_today_are_refused_with_what_to_do() {
    let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let locked: Vec<u8> =
        [ole.clone(), "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    let binary = zip(&[
        ("_rels/.rels".into(), parts(&[sheet()], false)[0].1.replace("workbook.xml", "workbook.bin")),
        ("xl/workbook.bin".into(), "\u{0}\u{1}".into()),
    ]);
    let ods = zip(&[("mimetype".into(), "application/vnd.oasis.opendocument.spreadsheet".into())]);
    for (number, (file, bytes, code)) in [
        ("名册.xls", ole, "roster-old-xls"),
        ("名册.xlsx", locked, "roster-password"),
        ("名册.xlsb", binary, "roster-file-kind"),
        ("名册.ods", ods, "roster-file-kind"),
        ("名册.xls", b"<html><table><tr><td>x</td></tr></table>".to_vec(), "roster-file-kind"),
        ("名册.xls", b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), "roster-file-kind"),
        ("名册.xlsx", b"%PDF-1.7 scanned".to_vec(), "roster-file-kind"),
        ("名册.xlsx", book(&[sheet()])[..900].to_vec(), "roster-workbook-damaged"),
    ]
    .into_iter()
    .enumerate()
    {
        let finding = Office::with(&format!("foreign-{number}"), file, bytes).refuses(code, (None, None));
        assert!(finding.help.contains("另存为"), "{}", finding.help);
    }
}
