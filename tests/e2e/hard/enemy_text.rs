//! Text tables 文本名册 in the shapes and encodings that offices hold.

use super::super::people::six;
use super::office::{HEADER, MASKED, Office, line, rows, text};
use encoding_rs::{BIG5, GB18030};

fn utf16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
        .collect()
}

/// The six households, lines ending as Windows ends them.
fn plain() -> String {
    text(&rows(&six()), ",")
}

#[test]
fn a_gb18030_file_with_four_byte_characters_is_read() {
    let mut people = six();
    people[2].head = "程㛃云".into();
    people[3].head = "姚𬭳林".into();
    let bytes = GB18030.encode(&text(&rows(&people), ",")).0.into_owned();
    assert!(
        bytes.windows(4).any(|four| four[1].is_ascii_digit() && four[3].is_ascii_digit() && four[0] > 0x80)
    );
    let (rows, ..) = Office::with("gb18030", "r.csv", bytes).of(&people).read();
    assert_eq!((rows[1][2].as_str(), rows[4][2].as_str()), ("程*云", "姚*林"));
}

#[test]
fn utf_16_from_wps_with_tabs_is_read() {
    let bytes = [b"\xFF\xFE".to_vec(), utf16(&text(&rows(&six()), "\t"), true)].concat();
    Office::with("utf16-tabs", "名册.txt", bytes).reads_six();
}

#[test]
fn utf_16_without_its_mark_is_read() {
    Office::with("utf16-bare", "r.csv", utf16(&plain(), false)).reads_six();
}

#[test]
fn a_byte_order_mark_written_twice_is_read() {
    let bytes = [b"\xEF\xBB\xBF\xEF\xBB\xBF", plain().as_bytes()].concat();
    Office::with("bom-twice", "r.csv", bytes).reads_six();
}

#[test]
fn semicolons_bars_and_full_width_commas_are_read() {
    for (number, delimiter) in [";", "|", "，"].iter().enumerate() {
        Office::with(&format!("delimiter-{number}"), "r.csv", text(&rows(&six()), delimiter)).reads_six();
    }
}

#[test]
fn line_ends_of_an_old_mac_are_read() {
    Office::with("cr-only", "r.csv", plain().replace("\r\n", "\r")).reads_six();
}

#[test]
fn apostrophes_equals_signs_and_tabs_before_numbers_are_read() {
    let mut rows = rows(&six());
    for row in &mut rows[1..] {
        row[4] = format!("'{}", row[4]);
        row[7] = format!("\"=\"\"{}\"\"\"", row[7]);
        row[8] = format!("\t{}", row[8]);
    }
    Office::with("apostrophes", "r.csv", text(&rows, ",")).reads_six();
}

#[test]
fn full_width_digits_letters_and_blanks_are_read() {
    let wide = |text: &str| -> String {
        let of =
            |c: char| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xFEE0).unwrap() } else { c };
        text.chars().map(of).collect()
    };
    let mut rows = rows(&six());
    for row in &mut rows[1..] {
        for cell in [0, 1, 4, 5, 7, 8] {
            row[cell] = wide(&row[cell]);
        }
        row[3] = format!("\u{3000}{}\u{A0}", row[3]);
        row[6] = format!("{}\u{200B}", row[6]);
    }
    Office::with("full-width", "r.csv", text(&rows, ",")).reads_six();
}

#[test]
fn a_header_in_row_five_below_titles_is_read() {
    let titles = "红旗村监测对象名册,,,,,,,,,\r\n填报单位：红旗村村民委员会,,,,,,2025年3月,,,\r\n,,,,,,,,,\r\n单位：人、元,,,,,,,,,\r\n";
    Office::with("header-row-5", "r.csv", format!("{titles}{}", plain())).reads_six();
}

#[test]
fn blank_columns_on_the_left_and_ragged_rows_are_read() {
    let indented: String =
        plain().lines().map(|line| format!(",,{}\n", line.trim_end_matches(','))).collect();
    Office::with("indented", "r.csv", indented).reads_six();
}

#[test]
fn a_header_over_three_rows_of_text_is_read_or_its_missing_column_is_told() {
    let mut all = vec![
        line("序号,组,户编号,家庭基本情况,,,,,,备注"),
        line(",,,户主,,家庭人口,监测对象类别,联系电话,银行卡号,"),
        line(",,,姓名,身份证号,,,,,"),
    ];
    all.extend(rows(&six()).into_iter().skip(1));
    Office::with("header-of-three", "r.csv", text(&all, ",")).reads_six();
}

#[test]
fn a_line_break_inside_a_quoted_note_is_read() {
    let mut people = six();
    people[1].note = "长女在外务工\n老房子漏雨".into();
    let mut rows = rows(&people);
    rows[2][9] = format!("\"{}\"", rows[2][9]);
    Office::with("note-break", "r.csv", text(&rows, ",")).of(&people).reads_six();
}

#[test]
fn a_phone_and_a_name_in_the_note_stay_inside() {
    let mut people = six();
    people[4].note = "其兄任德山代领，电话15471399999".into();
    let office = Office::with("phone-in-note", "r.csv", text(&rows(&people), ","));
    office.of(&people).hiding(&["15471399999", "任德山"]).reads_six();
}

#[test]
fn rows_appended_in_another_encoding_are_refused() {
    // Read as GB18030 the added rows become other, plausible characters: a person of another name.
    for (number, head) in ["任德旺", "任德", "任小德旺"].into_iter().enumerate() {
        let mut people = six();
        people[4].head = head.into();
        let all = text(&rows(&people), ",");
        let (kept, added) = all.split_at(all.find("5,2组").unwrap());
        let bytes = [GB18030.encode(kept).0.as_ref(), added.as_bytes()].concat();
        let office = Office::with(&format!("mixed-encodings-{number}"), "r.csv", bytes);
        office.of(&people).refuses("roster-encoding", (None, None));
    }
    // Only the names, as when cells are pasted by a program: two characters are six bytes, three of GBK.
    let all = plain();
    let (before, after) = all.split_once("欧阳兰").unwrap();
    let bytes =
        [GB18030.encode(before).0.as_ref(), "欧阳".as_bytes(), GB18030.encode(after).0.as_ref()].concat();
    Office::with("mixed-name", "r.csv", bytes).refuses("roster-encoding", (None, None));
}

#[test]
fn big5_is_refused() {
    let bytes = BIG5.encode("序號,組,戶主姓名,家庭人口\r\n1,1組,羅啟明,3\r\n").0.into_owned();
    Office::with("big5", "r.csv", bytes).refuses("roster-encoding", (None, None));
}

#[test]
fn a_file_cut_inside_a_character_is_refused() {
    let bytes = plain().into_bytes();
    let cut = plain().rfind('户').unwrap() + 1;
    let found = Office::with("cut", "r.csv", &bytes[..cut]).stops();
    assert!(["roster-encoding", "roster-no-header"].contains(&found[0].code.as_str()), "{}", found[0].code);
}

#[test]
fn a_stray_quote_that_swallows_a_row_is_refused() {
    // Two stray quotes: balanced, and all between them would be one note.
    let mut rows = rows(&six());
    rows[1][9] = "\"低保".into();
    rows[3][9] = "残疾\"".into();
    Office::with("stray-quotes", "r.csv", text(&rows, ",")).refuses("roster-csv-quote", (Some(2), None));
}

#[test]
fn one_quote_too_many_is_refused() {
    let text = plain().replacen("罗启明", "\"罗启明", 1);
    Office::with("open-quote", "r.csv", text).refuses("roster-csv-quote", (None, None));
}

#[test]
fn quotes_inside_a_note_are_read() {
    let mut people = six();
    people[0].note = "自称\"老罗\"的邻居代笔".into();
    Office::with("inner-quotes", "r.csv", text(&rows(&people), ",")).of(&people).reads_six();
}

#[test]
fn a_row_written_with_another_delimiter_is_refused() {
    let mut lines: Vec<String> = plain().lines().map(str::to_owned).collect();
    lines[5] = lines[5].replace(',', ";");
    Office::with("other-delimiter", "r.csv", lines.join("\n"))
        .refuses("roster-delimiter-differs", (Some(6), None));
}

#[test]
fn a_row_that_slipped_by_one_column_is_refused() {
    let mut rows = rows(&six());
    rows[3].remove(0);
    let found = Office::with("slipped", "r.csv", text(&rows, ",")).stops();
    assert!(found.iter().all(|finding| finding.row == Some(4)), "another row is blamed");
}

#[test]
fn a_group_written_only_on_the_first_of_its_rows_is_refused() {
    // What a merged cell becomes when the sheet is saved as text.
    let mut rows = rows(&six());
    for row in [2, 3, 5, 6] {
        rows[row][1].clear();
    }
    let found = Office::with("group-gaps", "r.csv", text(&rows, ",")).refuses("roster-gap", (Some(3), None));
    assert_eq!(found.field.as_deref(), Some("组"));
}

#[test]
fn nothing_but_a_header_and_nothing_at_all_are_refused() {
    Office::with("header-only", "r.csv", format!("{HEADER}\r\n")).refuses("roster-empty", (None, None));
    Office::with("nothing", "r.csv", "\u{FEFF}\r\n \r\n").stops();
    Office::with("zero-bytes", "r.csv", "").refuses("roster-empty", (None, None));
}

#[test]
fn the_masks_of_these_tests_are_those_of_the_program() {
    let (rows, ..) = Office::with("masks", "r.csv", plain()).read();
    assert_eq!(rows.iter().map(|row| row[2].as_str()).collect::<Vec<_>>(), MASKED);
}
