//! Rows 人和户 as people write them: who belongs to whom, who is the head, and what stands in a cell beside its value.

use super::super::people::{Household, six};
use super::office::{MASKED, Office, line, rows, text};

fn csv(name: &str, rows: &[Vec<String>]) -> Office {
    Office::with(name, "r.csv", text(rows, ","))
}

/// Cells of lines split at commas.
fn lines(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|text| line(text.trim())).collect()
}

/// Masked heads, households, people.
#[track_caller]
fn heads(office: &Office) -> (Vec<String>, usize, usize) {
    let (rows, households, people) = office.read();
    (rows.into_iter().map(|row| row[2].clone()).collect(), households, people)
}

#[test]
fn remarks_behind_names_and_blanks_inside_them_are_no_part_of_the_name() {
    let mut rows = rows(&six());
    for (row, name) in [
        (1, "罗启明（户主）"),
        (2, "欧阳 兰"),
        (3, "程　素　云"),
        (4, "姚桂林 户主"),
        (5, "任 德旺"),
        (6, "孔令新(本人)"),
    ] {
        rows[row][3] = name.into();
    }
    csv("remarks", &rows).reads_six();
}

#[test]
fn the_dead_are_asked_about() {
    for (number, name) in ["罗启明（已故）", "罗启明已故", "罗启明（户主）（已去世）"].iter().enumerate()
    {
        let mut rows = rows(&six());
        rows[1][3] = (*name).into();
        let office = csv(&format!("dead-{number}"), &rows);
        office.reads_six();
        let asked = office.warnings().iter().any(|finding| finding.code == "roster-deceased");
        assert!(asked, "{name}");
    }
}

#[test]
fn two_people_in_one_cell_are_refused() {
    for (number, name) in
        ["罗启明 程素云", "罗启明、程素云", "罗启明/程素云", "罗启明等3人", "罗启明（女）", "罗启明\t程素云"]
            .iter()
            .enumerate()
    {
        let mut rows = rows(&six());
        rows[1][3] = (*name).into();
        let found = csv(&format!("two-in-one-{number}"), &rows).stops();
        assert_eq!(
            (found[0].row, found[0].column, found[0].field.as_deref()),
            (Some(2), Some(4), Some("姓名"))
        );
    }
}

#[test]
fn dots_between_names_in_every_writing_are_one() {
    let mut people = six();
    people[0].head = "阿依古丽·买买提".into();
    for (number, dot) in ["·", "‧", "•", "．", " · ", "・"].iter().enumerate() {
        let mut rows = rows(&people);
        rows[1][3] = format!("阿依古丽{dot}买买提");
        let office = csv(&format!("dots-{number}"), &rows).of(&people);
        assert_eq!(heads(&office).0[2], "阿**·买**");
    }
}

#[test]
fn member_rows_follow_their_head() {
    let members = "序号,组,姓名,与户主关系,家庭人口,监测对象类别\n1,1组,罗启明,户主,3,脱贫不稳定户\n,,罗小山,长子,,\n\
                   ,,周玉梅,配偶,,\n2,1组,欧阳兰,本人,1,边缘易致贫户\n3,2组,程小云,之女,2,突发严重困难户\n,,程素云,户主,,";
    let office = csv("members", &lines(members)).hiding(&["罗小山", "周玉梅", "程小云"]);
    assert_eq!(heads(&office), (["欧阳*", "程*云", "罗*明"].map(str::to_owned).to_vec(), 3, 6));
}

#[test]
fn a_size_that_is_not_the_number_of_rows_is_refused() {
    // The member rows of the second household stand above its head: by the relations alone they would be the first's.
    let slipped = "组,姓名,与户主关系,家庭人口,监测对象类别\n1组,罗启明,户主,1,脱贫不稳定户\n,欧阳小兰,长女,,\n\
                   1组,欧阳兰,户主,2,边缘易致贫户";
    csv("slipped-members", &lines(slipped)).refuses("roster-size-differs", (Some(2), Some(4)));
}

#[test]
fn a_household_without_a_number_does_not_join_the_one_above() {
    // With the head's name in every row the number is often written once, or forgotten.
    let forgotten = "组,户编号,户主姓名,姓名,监测对象类别\n1组,a1,罗启明,罗启明,脱贫不稳定户\n\
                     1组,a1,罗启明,罗小山,脱贫不稳定户\n1组,,欧阳兰,欧阳兰,脱贫不稳定户";
    let office = csv("no-number", &lines(forgotten)).hiding(&["罗小山"]);
    let finding = office.refuses("roster-household-cells-differ", (Some(4), Some(3)));
    assert_eq!(finding.field.as_deref(), Some("户主姓名"));
}

#[test]
fn two_neighbours_with_heads_of_one_name_are_not_one_household() {
    let same = "组,户主姓名,姓名,监测对象类别\n1组,罗启明,罗启明,脱贫不稳定户\n1组,罗启明,罗小山,脱贫不稳定户\n\
                1组,罗启明,罗启明,脱贫不稳定户\n1组,罗启明,罗大山,脱贫不稳定户";
    let office = csv("same-heads", &lines(same)).hiding(&["罗小山", "罗大山"]);
    office.refuses("roster-head-twice", (Some(4), None));
}

#[test]
fn the_applicant_is_not_shown_for_the_head() {
    let applicant = "组,户主姓名,申请人,监测对象类别\n1组,罗启明,罗小山,脱贫不稳定户";
    csv("applicant", &lines(applicant)).hiding(&["罗小山"]).refuses("roster-head-missing", (Some(2), None));
    let relation = "组,户主姓名,姓名,与户主关系,监测对象类别\n1组,罗启明,罗小山,户主,脱贫不稳定户";
    csv("other-head", &lines(relation))
        .hiding(&["罗小山"])
        .refuses("roster-head-differs", (Some(2), Some(2)));
}

/// Nothing but the name tells these apart.
fn alike(people: &mut [Household]) {
    for at in 1..people.len() {
        people[at].size = people[0].size;
        people[at].category = people[0].category.clone();
    }
}

#[test]
fn namesakes_of_one_group_are_told_apart_by_the_office_number_or_refused() {
    let mut people = six();
    people[1].head = "罗大明".into();
    people[2].head = "罗启明".into();
    let office = csv("namesakes", &rows(&people)).of(&people);
    let masked = heads(&office).0;
    assert_eq!(&masked[..3], ["罗*明（户号尾01）", "罗*明（户号尾02）", "罗*明（户号尾03）"]);
    alike(&mut people[..3]);
    people.iter_mut().for_each(|is| is.number.clear());
    let found = csv("namesakes-bare", &rows(&people)).of(&people).stops();
    assert_eq!(found.iter().map(|is| is.row).collect::<Vec<_>>(), [Some(2), Some(3), Some(4)]);
    assert!(found.iter().all(|is| is.code == "roster-indistinguishable" && is.help.contains("户编号")));
}

#[test]
fn one_person_in_two_households_is_refused() {
    let mut people = six();
    people[4].birth = people[0].birth.clone();
    people[4].sequence = people[0].sequence;
    let finding = csv("twice", &rows(&people)).refuses("roster-duplicate-person", (Some(6), Some(5)));
    assert!(finding.message.contains("第2行"));
}

#[test]
fn people_without_an_id_are_read_and_a_word_in_its_place_is_refused_with_what_to_do() {
    let mut all = rows(&six());
    all[2][4].clear();
    // Nothing tells whether this head is a minor.
    csv("no-id-no-age", &all).refuses("roster-age-gap", (Some(3), None));
    for (row, cells) in all.iter_mut().enumerate() {
        cells.push(["出生日期", "1970-01-01"][usize::from(row == 2)].into());
    }
    all.iter_mut().enumerate().filter(|(row, _)| ![0, 2].contains(row)).for_each(|(_, cells)| {
        cells.pop();
        cells.push(String::new());
    });
    csv("no-id", &all).reads_six();
    for (number, word) in ["无", "未上户", "H01234567", "补办中"].iter().enumerate() {
        all[2][4] = (*word).into();
        let finding = csv(&format!("no-id-{number}"), &all).refuses("roster-id-invalid", (Some(3), Some(5)));
        assert!(finding.help.contains("留空"), "{}", finding.help);
    }
}

#[test]
fn a_size_that_some_households_lack_is_refused() {
    // It was one person each, and the notice said so to the whole village.
    let mut all = rows(&six());
    all[3][5].clear();
    let finding = csv("no-size", &all).refuses("roster-gap", (Some(4), None));
    assert_eq!(finding.field.as_deref(), Some("家庭人口数"));
    // People numbered one by one, their households not marked.
    let people = "序号,姓名,家庭人口,监测对象类别\n1,罗启明,3,脱贫不稳定户\n2,罗小山,,脱贫不稳定户\n3,周玉梅,,脱贫不稳定户";
    csv("people-numbered", &lines(people))
        .hiding(&["罗小山", "周玉梅"])
        .refuses("roster-gap", (Some(3), None));
}

#[test]
fn a_group_cell_that_names_somebody_is_refused() {
    for (number, group) in ["1组（组长王大明）", "1组 0990-1234567", "1组联系人王大明"].iter().enumerate()
    {
        let mut all = rows(&six());
        all[2][1] = (*group).into();
        let office = csv(&format!("group-{number}"), &all).hiding(&["王大明", "1234567"]);
        office.refuses("roster-identifier-elsewhere", (Some(3), Some(2)));
    }
}

#[test]
fn groups_written_with_blanks_and_wide_digits_are_one_group() {
    let mut all = rows(&six());
    for (row, group) in [(2, "1 组"), (3, "１组"), (5, "2\u{3000}组")] {
        all[row][1] = group.into();
    }
    csv("group-blanks", &all).reads_six();
}

#[test]
fn empty_numbered_lines_and_column_numbers_are_no_people() {
    let mut all = rows(&six());
    all.insert(1, (1..=10).map(|n| n.to_string()).collect());
    all.push(line("7,,,,,,,,,"));
    all.push(line("8,2组,,,,,,,,"));
    csv("printed-lines", &all).reads_six();
}

#[test]
fn footers_without_a_colon_are_no_people() {
    // 填表人罗启山 was five characters: a name.
    for cells in ["填表人罗启山,,", "制表人 罗启山,,", "审核人：罗启山,,", "以上共6户,,"]
    {
        let mut all = rows(&six());
        for row in &mut all {
            let name = row.remove(3);
            row.insert(0, name);
        }
        all.push(line(cells));
        let office = csv(&format!("footer-{}", cells.chars().count()), &all).hiding(&["罗启山"]);
        if cells.starts_with("以上") {
            office.stops();
        } else {
            assert_eq!(heads(&office), (MASKED.map(str::to_owned).to_vec(), 6, 19));
        }
    }
}

#[test]
fn another_village_in_the_list_is_refused() {
    let mut all = rows(&six());
    for (row, cells) in all.iter_mut().enumerate() {
        cells
            .push(["村", "红旗村", "红旗村村委会", "普安乡红旗村", "双河村", "红旗村", "红旗村"][row].into());
    }
    csv("other-village", &all).refuses("roster-other-village", (Some(5), Some(11)));
}

#[test]
fn a_category_that_the_policy_does_not_know_is_refused_with_those_it_knows() {
    let mut all = rows(&six());
    all[1][6] = "脱贫 不稳定户".into();
    csv("category-blank", &all).reads_six();
    all[2][6] = "低保边缘户".into();
    let office = csv("category", &all).hiding(&["低保边缘户"]);
    let finding = office.refuses("roster-value-not-listed", (Some(3), Some(7)));
    assert!(finding.help.contains("边缘易致贫户"), "{}", finding.help);
}

#[test]
fn a_household_number_with_a_name_in_it_tells_nobody_apart() {
    let mut people = six();
    people[1].head = "罗大明".into();
    alike(&mut people[..2]);
    people[0].number = "罗启明1".into();
    let office = csv("telling-number", &rows(&people)).of(&people);
    office.refuses("roster-unsafe-household-number", (Some(2), Some(3)));
}

#[test]
fn a_note_as_long_as_a_page_stays_inside() {
    let mut people = six();
    let sentence = "该户户主长期患尘肺病，次子在外服刑，靠兄长罗启山接济。";
    people[3].note = sentence.repeat(40);
    let mut all = rows(&people);
    all[4][9] = format!("\"{}\"", people[3].note);
    let office = csv("long-note", &all).of(&people).hiding(&["尘肺病", "服刑", "罗启山"]);
    office.reads_six();
}

#[test]
fn more_than_one_phone_and_numbers_with_signs_stay_inside() {
    let mut all = rows(&six());
    all[1][7] = "154 7130 0001、0990-5550001".into();
    all[2][7] = "+86-15471307920".into();
    csv("phones", &all).hiding(&["0990-5550001", "15471307920"]).reads_six();
    all[3][7] = "无".into();
    csv("no-phone", &all).refuses("roster-phone-invalid", (Some(4), Some(8)));
}

#[test]
fn a_household_of_one_that_is_alone_in_its_group_is_not_told_by_it_on_the_web() {
    let mut people = six();
    people.push(Household::new(6, "章文礼", "3组", 9, "边缘易致贫户"));
    let (rows, ..) = csv("alone", &rows(&people)).of(&people).read();
    assert_eq!(rows[6][1], "其他小组");
    assert_ne!(rows[6][3], "9");
}
