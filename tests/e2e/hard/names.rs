//! Cases 9 to 13: names that look alike, names that tell too much, names that nothing can print.

use super::super::desk::{notice, page};
use super::super::foreign::table;
use super::super::people::{Household, six};
use super::office::{Office, rows, text};

fn office(name: &str, people: &[Household]) -> Office {
    Office::with(name, "r.csv", text(&rows(people), ",")).of(people)
}

fn called(names: &[&str]) -> Vec<Household> {
    let group = |row: usize| if row < 3 { "1组" } else { "2组" };
    let of = |(row, name): (usize, &&str)| Household::new(row, name, group(row), 2, "脱贫不稳定户");
    names.iter().enumerate().map(of).collect()
}

fn masked(office: &Office) -> Vec<String> {
    office.read().0.into_iter().map(|row| row[2].clone()).collect()
}

#[test]
fn case_09_four_of_one_mask_in_a_group_are_told_apart_by_the_offices_own_number() {
    let mut people = called(&["王小明", "王大明", "王启明", "王文秀", "王文英", "王光明"]);
    people.iter_mut().for_each(|is| is.group = "1组".into());
    let office = office("case-09", &people);
    let names = masked(&office);
    assert_eq!(names[0], "王*明（户号尾01）");
    assert_eq!(names[3], "王*明（户号尾06）");
    assert_eq!((names[4].as_str(), names[5].as_str()), ("王*秀", "王*英"));
    for is in &people {
        let tails = [&is.id()[14..], &is.phone[7..]];
        assert!(!names.iter().any(|name| tails.iter().any(|tail| name.contains(tail))), "{names:?}");
    }
}

#[test]
fn case_09_two_rows_that_nothing_tells_apart_stop_the_build() {
    let mut people = called(&["王明", "王芳", "李四", "赵六", "孙七", "周八"]);
    people.iter_mut().for_each(|is| is.number.clear());
    let office = office("case-09-alike", &people);
    office.refuses("roster-indistinguishable", (Some(2), Some(4)));
}

#[test]
fn case_10_what_the_surroundings_tell_is_taken_away() {
    // The only 公冶 of the village, alone in a group, nine people at one table.
    let mut people = six();
    people.push(Household::new(6, "公冶长林", "8组", 9, "边缘易致贫户"));
    let office = office("case-10", &people);
    let (rows, ..) = office.read();
    assert_eq!(rows[6][1], "其他小组");
    assert!(rows.iter().all(|row| row[1] != "8组"));
    let top: Vec<&str> =
        rows.iter().map(|row| row[3].as_str()).filter(|size| size.contains("以上")).collect();
    assert!(top.len() >= 2, "one household alone stands at the top: {top:?}");
}

#[test]
fn case_10_one_person_has_one_mask_in_two_notices() {
    let mut people = called(&["王小明", "王大明", "李四海", "赵六一", "孙七星", "周八方"]);
    let office = office("case-10-twice", &people);
    let desk = &office.desk;
    // Only one of both namesakes is in the second list: alone he would need no tail, and the two lists would tell it.
    people.remove(1);
    desk.write("ws/villages/hongqi/rosters/exit.csv", text(&rows(&people), ","));
    let exit = "villages/hongqi/notices/2025-03-exit";
    desk.write(
        &format!("ws/{exit}.toml"),
        "kind = \"exit\"\nroster = \"rosters/exit.csv\"\nposted = 2025-03-14\n",
    );
    for file in ["committee", "supervision"] {
        desk.sign(exit, file).ends(0);
    }
    let namesake = |names: Vec<String>| names.into_iter().find(|name| name.starts_with('王')).unwrap();
    let first = namesake(masked(&office));
    let rows = table(&desk.read("dist/public/villages/hongqi/notices/2025-03-exit/index.html"));
    let second = namesake(rows.into_iter().map(|row| row[2].clone()).collect());
    assert_eq!(first, "王*明（户号尾01）");
    assert_eq!(first, second);
    assert!(desk.path(&format!("ws/{}.toml", notice("hongqi"))).is_file());
}

#[test]
fn case_11_every_shape_of_a_name_has_its_mask() {
    let people = called(&["欧阳修", "诸葛孔明", "张三", "阿卜杜拉·买买提", "欧秀英", "李王小明"]);
    let office = office("case-11", &people);
    assert_eq!(masked(&office), ["张*", "欧阳*", "诸葛*明", "李**明", "欧*英", "阿**·买**"]);
    let mut latin = six();
    latin[0].head = "NGUYEN THI HOA".into();
    let office = super::names::office("case-11-latin", &latin);
    let shown = masked(&office);
    assert!(shown[0].contains('*') && !shown[0].contains("NGUYEN"), "{}", shown[0]);
    assert!(office.warnings().iter().any(|finding| finding.code == "roster-name-latin"));
}

#[test]
fn case_11_a_name_of_one_character_shows_nothing_of_it() {
    let mut people = six();
    people[0].head = "曌".into();
    let office = office("case-11-one", &people);
    assert_eq!(masked(&office)[0], "*");
}

#[test]
fn case_12_rare_characters_are_printed_and_their_stand_ins_refused() {
    let mut people = six();
    people[0].head = "王㛃𬱖".into();
    people[1].head = "程\u{2F804}兰".into();
    let office = office("case-12", &people);
    assert_eq!(masked(&office)[0], "王*𬱖");
    for (number, head) in ["王\u{E0F3}", "王⿰女吉", "wang㛃", "王□明", "王?明"].iter().enumerate()
    {
        people[0].head = (*head).into();
        let office = super::names::office(&format!("case-12-{number}"), &people);
        let finding = office.refuses("roster-name-character", (Some(2), Some(4)));
        assert!(finding.help.contains("字"), "{}", finding.help);
    }
}

#[test]
fn case_12_a_character_that_no_font_has_names_its_row_and_prints_no_box() {
    let mut people = six();
    people[3].head = "姚\u{323A0}林".into();
    let office = office("case-12-glyph", &people);
    let ran = office.desk.run(["-C", "ws", "--today", "2025-03-13", "check"]).ends(1);
    assert!(ran.codes().contains(&"roster-no-glyph") && ran.err.contains("r.csv:5:4"), "{}", ran.err);
    office.silent(&ran.err);
}

#[test]
fn case_13_a_child_who_is_head_is_shown_as_such_and_by_no_name() {
    for (number, (born, posted, minor)) in [
        ("20120301", "2025-03-14", true),
        ("20070314", "2025-03-14", false),
        ("20070315", "2025-03-14", true),
        // Born on a leap day: of age on the first of March.
        ("20080229", "2026-02-28", true),
        ("20080229", "2026-03-02", false),
    ]
    .into_iter()
    .enumerate()
    {
        let mut people = six();
        people[2].birth = born.into();
        let office =
            Office::posted(&format!("case-13-{number}"), "r.csv", text(&rows(&people), ","), posted, "");
        office.desk.build(posted).ends(0);
        let name = table(&office.desk.read(&page("hongqi")))[usize::from(!minor)][2].clone();
        assert_eq!(name, if minor { "未成年人户" } else { "程*云" }, "{born} on {posted}");
        let office = office.of(&people);
        office.sealed();
    }
}

#[test]
fn case_13_a_child_without_an_id_is_known_by_age_and_school_and_guardian_stay_inside() {
    let mut all = rows(&six());
    let added = ["年龄", "就读学校", "监护人", "监护人电话"];
    for (row, cells) in all.iter_mut().enumerate() {
        let own = ["11", "红旗小学五年级", "程大山", "15471366666"];
        let blank = ["", "", "", ""];
        cells.extend([added, blank, blank, own][[row, 1, 2, 3, 1, 1, 1][row].min(3)].map(str::to_owned));
    }
    all[3][4].clear();
    let office = Office::with("case-13-school", "r.csv", text(&all, ","));
    let office = office.hiding(&["红旗小学", "五年级", "程大山", "15471366666"]);
    assert_eq!(masked(&office)[0], "未成年人户");
}
