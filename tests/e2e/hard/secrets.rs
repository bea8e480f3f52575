//! Cases 14, 15, 19 to 21: what must stand in nothing public, wherever it hides.

use super::super::desk::{Desk, notice};
use super::super::foreign::{dense, page_text, pdfinfo, pdftotext};
use super::super::people::six;
use super::office::{HEADER, Office, line, rows, text};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The six rows with further columns: header, and one value for all.
fn with(columns: &[(&str, &[&str])]) -> Vec<Vec<String>> {
    let mut all = rows(&six());
    for (row, cells) in all.iter_mut().enumerate() {
        for (header, values) in columns {
            let value = row.checked_sub(1).map_or(*header, |row| values[row % values.len()]);
            cells.push(value.to_owned());
        }
    }
    all
}

#[test]
fn case_14_illness_disability_level_and_past_stand_nowhere() {
    let columns: [(&str, &[&str]); 5] = [
        ("健康状况", &["精神残疾二级", "艾滋病", "长期慢性病", "健康"]),
        ("风险类型", &["因残", "因病", "刑满释放", "因学"]),
        ("预警等级", &["红色预警户", "黄色预警户", "蓝色预警户"]),
        ("婚姻状况", &["离异", "丧偶"]),
        ("情况说明", &["次子吸毒强戒中", "曾上访三次", "户主精神分裂"]),
    ];
    let mut all = with(&columns);
    // 备注 is there already: the last column is 说明 in other words, so one of both must go.
    for cells in &mut all {
        cells.remove(9);
    }
    let office = Office::with("case-14", "r.csv", text(&all, ","));
    let words = [
        "精神残疾",
        "艾滋病",
        "刑满释放",
        "红色预警",
        "黄色预警",
        "蓝色预警",
        "离异",
        "丧偶",
        "吸毒",
        "上访",
        "分裂",
    ];
    office.hiding(&words).reads_six();
}

#[test]
fn case_14_a_category_with_its_cause_written_behind_is_refused_not_cut() {
    let mut all = rows(&six());
    all[1][6] = "脱贫不稳定户（因残）".into();
    Office::with("case-14-category", "r.csv", text(&all, ","))
        .hiding(&["因残"])
        .refuses("roster-value-not-listed", (Some(2), Some(7)));
}

/// Eighteen digits of one of the six with 残疾类别 and 残疾等级.
fn certificate(of: usize, tail: &str) -> String {
    format!("{}{tail}", six()[of].id())
}

#[test]
fn case_15_a_disability_card_of_20_digits_never_shows_its_tail() {
    let cards: Vec<String> =
        (0..6).map(|of| certificate(of, ["61", "44", "23", "72", "43", "61B1"][of])).collect();
    let values: Vec<&str> = cards.iter().map(String::as_str).collect();
    let office = Office::with("case-15-card", "r.csv", text(&with(&[("残疾证号", &values)]), ","));
    let tails: Vec<&str> = cards.iter().map(|card| &card[10..]).collect();
    office.hiding(&values).hiding(&tails).reads_six();
}

#[test]
fn case_15_a_disability_card_where_an_id_belongs_is_refused() {
    for (number, tail) in ["61", "44", "61B1"].iter().enumerate() {
        let mut all = rows(&six());
        all[2][4] = certificate(1, tail);
        let office = Office::with(&format!("case-15-{number}"), "r.csv", text(&all, ","));
        let finding =
            office.hiding(&[&certificate(1, tail)]).refuses("roster-id-disability", (Some(3), Some(5)));
        assert!(finding.help.contains("残疾证号"), "{}", finding.help);
    }
}

#[test]
fn case_15_old_numbers_small_and_wide_x_are_read_and_wrong_ones_refused() {
    let mut all = rows(&six());
    let old = format!("{}{}", &six()[0].id()[..6], &six()[0].id()[8..17]);
    all[1][4].clone_from(&old);
    let with_x = (1..7).find(|row| all[*row][4].ends_with('X'));
    if let Some(row) = with_x {
        all[row][4] = all[row][4].replace('X', "ｘ");
    }
    Office::with("case-15-old", "r.csv", text(&all, ",")).hiding(&[&old]).reads_six();
    for (number, wrong) in ["990244600101010", "99024419601301111X", "9902441960010111"].iter().enumerate() {
        let mut all = rows(&six());
        all[1][4] = (*wrong).into();
        let office =
            Office::with(&format!("case-15-wrong-{number}"), "r.csv", text(&all, ",")).hiding(&[wrong]);
        let read = wrong.len() == 15;
        if read {
            office.reads_six();
        } else {
            office.refuses("roster-id-invalid", (Some(2), Some(5)));
        }
    }
}

#[test]
fn case_19_file_names_metadata_and_hashes_tell_nothing() {
    // The clerk called the file by the first family, as clerks do.
    let office = Office::with("case-19", "罗启明等户名册15471300001.csv", text(&rows(&six()), ","));
    office.desk.build("2025-03-17").ends(0);
    office.sealed();
    let mut digests = Vec::new();
    for is in six() {
        for value in [is.id(), is.head.clone(), is.phone.clone(), is.bank(), is.number.clone()] {
            let hex = Sha256::digest(&value).iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            });
            digests.push(hex[..10].to_owned());
        }
    }
    let mut prints = 0;
    for (path, bytes) in office.desk.open() {
        assert!(path.is_ascii(), "{path}");
        let raw = String::from_utf8_lossy(&bytes);
        assert!(!digests.iter().any(|digest| raw.contains(digest)), "{path} holds a hash of a value");
        assert!(!raw.contains("hq0001") && !raw.contains("rosters/"), "{path} tells the roster");
        if path.ends_with(".pdf") {
            office.silent(&pdfinfo(&office.desk.path(&format!("dist/{path}"))));
            prints += 1;
        }
    }
    assert!(prints >= 2);
    // Nothing is left lying about beside the output.
    let left: Vec<String> =
        office.desk.tree(".").into_keys().filter(|path| path.contains("tmp") || path.contains('~')).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn case_20_a_document_on_request_is_quoted_nowhere_and_its_list_is_not_online() {
    let desk = Desk::bare("hard-case-20");
    desk.run(["init", "yx", "--pack", "yangshuo-2021"]).ends(0);
    desk.run(["-C", "yx", "build", "--out", "dist"]).ends(0);
    let clauses = desk.read("yx/policies/yangshuo-2021/text.md");
    let sentences: Vec<&str> =
        clauses.split(['。', '\n']).map(str::trim).filter(|text| text.chars().count() > 18).collect();
    assert!(sentences.len() > 10);
    for (path, bytes) in desk.open().into_iter().filter(|(path, _)| path.starts_with("public/")) {
        let text = match path.ends_with(".pdf") {
            true => dense(&pdftotext(&[], &desk.path(&format!("dist/{path}")))),
            false => dense(&String::from_utf8_lossy(&bytes)),
        };
        let quoted = sentences.iter().find(|sentence| text.contains(&dense(sentence)));
        assert!(quoted.is_none(), "{path} quotes {quoted:?}");
        assert!(!text.contains("<tbody>"), "{path} has rows");
    }
}

#[test]
fn case_20_a_consultation_draft_says_so_on_every_page_and_sheet() {
    let desk = Desk::bare("hard-case-20-draft");
    desk.run(["init", "jl", "--pack", "jilin-2020"]).ends(0);
    desk.run(["-C", "jl", "build", "--out", "dist"]).ends(0);
    let mut seen = 0;
    for (path, bytes) in desk.open() {
        if path.ends_with(".html") && path.contains("policy") {
            assert!(page_text(&String::from_utf8_lossy(&bytes)).contains("征求意见稿"), "{path}");
            seen += 1;
        } else if path.ends_with(".pdf") {
            let file = desk.path(&format!("dist/{path}"));
            for (number, sheet) in
                pdftotext(&[], &file).split('\u{c}').filter(|sheet| !sheet.trim().is_empty()).enumerate()
            {
                assert!(dense(sheet).contains("征求意见稿"), "{path} sheet {}", number + 1);
                seen += 1;
            }
        }
    }
    assert!(seen > 3, "only {seen} pages");
}

/// A text of the village that names somebody: refused, whatever stands between the characters.
#[test]
fn case_21_prose_that_names_a_villager_is_refused_however_it_is_broken() {
    for (number, prose) in [
        "联系人：程素云，电话见公示牌。",
        "其中程 素 云一户，情况特殊。",
        "其中程\n素云一户，情况特殊。",
        "其中**程**素云一户，情况特殊。",
        "其中程素&#20113;一户，情况特殊。",
        "其中程\u{200B}素\u{200B}云一户，情况特殊。",
        "反映问题请找帮扶责任人，电话154-7131-5839。",
        "编号 990244 1962 0312 1132 的一户。",
    ]
    .into_iter()
    .enumerate()
    {
        let office = Office::with(&format!("case-21-{number}"), "r.csv", text(&rows(&six()), ","));
        let prose = prose.replace("990244 1962 0312 1132", &six()[2].id());
        let prose = prose.replace("154-7131-5839", &six()[2].phone);
        office.desk.write(&format!("ws/{}.md", notice("hongqi")), &prose);
        let ran = office.desk.build("2025-03-17").ends(2);
        assert!(ran.codes().iter().any(|code| code.starts_with("leak-")), "{number}: {}", ran.err);
        let open = office.desk.open();
        let held = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains(&prose);
        assert!(!open.values().any(held), "{number}: it is out");
        office.silent(&format!("{}{}", ran.out, ran.err));
    }
}

#[test]
fn case_21_a_name_in_a_column_that_nobody_knows_is_searched_for_too() {
    let mut all = vec![line(&format!("{HEADER},代领人"))];
    all.extend(rows(&six()).into_iter().skip(1).map(|mut cells| {
        cells.push("庞大海庞小海".into());
        cells
    }));
    let office = Office::with("case-21-column", "r.csv", text(&all, ",")).hiding(&["庞大海庞小海"]);
    office.reads_six();
    office.desk.write(&format!("ws/{}.md", notice("hongqi")), "补贴由庞大海庞小海代领。\n");
    let ran = office.desk.build("2025-03-17").ends(2);
    office.silent(&ran.err);
}
