//! A second round: small oddities of exports, old systems and tired clerks.

use super::super::people::six;
use super::office::{MASKED, Office, line, rows, text};
use super::workbook::{Sheet, book};

fn plain() -> String {
    text(&rows(&six()), ",")
}

fn csv(name: &str, text: &str) -> Office {
    Office::with(&format!("more-{name}"), "r.csv", text)
}

#[test]
fn the_line_that_tells_a_spreadsheet_its_delimiter_is_no_title_of_ours() {
    csv("sep", &format!("sep=,\r\n{}", plain())).reads_six();
}

#[test]
fn the_end_mark_of_an_old_system_is_no_row() {
    csv("ctrl-z", &format!("{}\u{1A}", plain())).reads_six();
}

#[test]
fn columns_set_apart_by_blanks_are_refused() {
    csv("blanks", &plain().replace(',', "  ")).refuses("roster-no-header", (None, None));
}

#[test]
fn a_table_drawn_with_bars_is_refused_at_its_ruler() {
    let mut lines: Vec<String> = text(&rows(&six()), "|").lines().map(|line| format!("|{line}|")).collect();
    lines.insert(1, format!("|{}", "---|".repeat(10)));
    let found = csv("bars", &lines.join("\n")).stops();
    assert!(found.iter().all(|finding| finding.row == Some(2)), "another row is blamed");
}

#[test]
fn a_column_that_answers_yes_or_no_to_head_is_not_the_heads_name() {
    let mut all = vec![line("组,户编号,姓名,户主,监测对象类别")];
    for (row, (number, name, head)) in
        [("a1", "罗启明", "是"), ("a1", "罗小山", "否"), ("a2", "欧阳兰", "是")].into_iter().enumerate()
    {
        all.push(line(&format!("{}组,{number},{name},{head},脱贫不稳定户", row / 2 + 1)));
    }
    csv("yes-no", &text(&all, ",")).hiding(&["罗小山"]).stops();
}

#[test]
fn several_faults_in_one_row_and_many_rows_are_all_told() {
    let mut all = rows(&six());
    for row in [1, 3, 5] {
        all[row][3] = "同上".into();
        all[row][4] = "123".into();
        all[row][5] = "若干".into();
    }
    let found = csv("all-at-once", &text(&all, ",")).stops();
    let places: Vec<_> = found.iter().map(|is| (is.row.unwrap(), is.column.unwrap())).collect();
    assert_eq!(places, [(2, 4), (2, 5), (2, 6), (4, 4), (4, 5), (4, 6), (6, 4), (6, 5), (6, 6)]);
}

#[test]
fn words_in_a_heading_are_told_but_no_number_of_somebody() {
    // A clerk typed a phone into the header row.
    let mut all = rows(&six());
    for (row, cells) in all.iter_mut().enumerate() {
        cells.push(["问15471377777", "已核"][usize::from(row > 0)].into());
    }
    let office = csv("heading", &text(&all, ",")).hiding(&["15471377777"]);
    office.reads_six();
    office.warnings();
}

#[test]
fn sums_by_group_between_the_rows_and_a_true_total_at_the_top_are_read() {
    let mut sheet = Sheet::of(rows(&six()));
    sheet.rows.insert(1, line("合计,,,6户,,=n:19"));
    sheet.rows.insert(5, line("小计,,,3户,,=n:9"));
    sheet.rows.push(line("小计,,,3户,,=n:10"));
    Office::with("more-sums", "r.xlsx", book(&[sheet])).reads_six();
}

#[test]
fn the_same_list_pasted_twice_is_refused() {
    let all = rows(&six());
    let twice = [&all[..], &all[1..]].concat();
    let found = csv("pasted-twice", &text(&twice, ",")).stops();
    assert_eq!(found.iter().filter(|is| is.code == "roster-duplicate-person").count(), 6);
    // Without numbers of any kind nothing could tell it but the names themselves.
    let bare: Vec<Vec<String>> =
        twice.iter().map(|row| [1, 3, 5, 6].map(|at| row[at].clone()).to_vec()).collect();
    let found = csv("pasted-twice-bare", &text(&bare, ",")).stops();
    assert!(found.iter().any(|is| is.code == "roster-indistinguishable"));
}

#[test]
fn names_in_their_one_order_whatever_the_numbers_in_the_file() {
    let mut all = rows(&six());
    for (row, number) in [(1, "6"), (2, "3"), (3, "1"), (4, "4"), (5, "2"), (6, "5")] {
        all[row][0] = number.into();
    }
    let (rows, ..) = csv("unordered", &text(&all, ",")).read();
    assert_eq!(rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(rows.iter().map(|row| row[2].as_str()).collect::<Vec<_>>(), MASKED);
}

#[test]
fn a_toml_roster_is_read_and_its_faults_are_told_by_line() {
    let toml: String = six()
        .iter()
        .map(|is| {
            format!(
                "[[household]]\n\"组\" = \"{}\"\n\"户编号\" = \"{}\"\n\"户主\" = \"{}\"\n\"证件号码\" = \"{}\"\n\"家庭人口\" = {}\n\"类别\" = \"{}\"\n",
                is.group, is.number, is.head, is.id(), is.size, is.category
            )
        })
        .collect();
    Office::with("more-toml", "r.toml", &toml).reads_six();
    let broken = toml.replacen("\"家庭人口\" = 2", "\"家庭人口\" = \"两人\"", 1);
    let finding = Office::with("more-toml-broken", "r.toml", broken)
        .refuses("roster-number-invalid", (Some(13), Some(10)));
    assert_eq!(finding.field.as_deref(), Some("家庭人口数"));
}

#[test]
fn invisible_number_formats_and_white_letters_hide_nothing_that_is_then_published() {
    // A column shown as `;;;` is empty to the eye; its header is not one that anything shows.
    let mut all = rows(&six());
    for (row, cells) in all.iter_mut().enumerate() {
        cells.push(["核对码", "庞大海15471388888"][usize::from(row > 0)].into());
    }
    Office::with("more-invisible", "r.xlsx", book(&[Sheet::of(all)]))
        .hiding(&["庞大海", "15471388888"])
        .reads_six();
}
