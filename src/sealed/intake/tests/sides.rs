//! Lists side by side: what heads one half says nothing of the other. Ditto marks, teams in titles, units.

use super::formats::docx;
use super::layouts::{code, outline, read};
use crate::sealed::intake::testing::{Sheet, intake_with};
use crate::sealed::roster::Texts;

const HEADER: &str = "序号|姓名|人口|类别|序号|姓名|人口|类别";

fn halves(lines: &[&str], merges: &[&'static str]) -> Sheet {
    let mut sheet = Sheet::of(lines);
    sheet.merges = merges.to_vec();
    sheet
}

#[test]
fn the_group_of_the_left_half_was_given_to_the_right() {
    let rows = ["1|王小明|5|脱贫户|3|李大海|3|脱贫户", "2|张小兰|5|脱贫户|4|赵大海|3|脱贫户"];
    let told = ["一组:王小明", "一组:张小兰", "二组:李大海", "二组:赵大海"];
    for merges in [&["A2:D2", "E2:H2"][..], &[]] {
        let sheet = halves(&[HEADER, "一组|~|~|~|二组", rows[0], rows[1]], merges);
        assert_eq!(outline(&read(&sheet)), told);
    }
    // The same above the header.
    let sheet = halves(&["红岩村名单", "一组|~|~|~|二组", HEADER, rows[0], rows[1]], &["A2:D2", "E2:H2"]);
    assert_eq!(outline(&read(&sheet)), told);
    // Halves that go on at their own rows.
    let sheet = halves(
        &[HEADER, "一组|~|~|~|二组", rows[0], "三组|~|~|~|4|赵大海|3|脱贫户", "2|张小兰|5|脱贫户"],
        &[],
    );
    assert_eq!(outline(&read(&sheet)), ["一组:王小明", "三组:张小兰", "二组:李大海", "二组:赵大海"]);
    // Merged over the whole line it is said of both.
    let sheet = halves(&[HEADER, "一组", rows[0], "二组", rows[1]], &["A2:H2", "A4:H4"]);
    assert_eq!(outline(&read(&sheet)), ["一组:王小明", "二组:张小兰", "一组:李大海", "二组:赵大海"]);
}

#[test]
fn a_heading_in_one_half_leaves_the_other_open() {
    let newspaper = halves(
        &[
            HEADER,
            "一组",
            "1|王小明|1|脱贫户|3|李大海|3|脱贫户",
            "二组|~|~|~|4|赵大海|2|脱贫户",
            "2|张小兰|5|脱贫户",
        ],
        &[],
    );
    assert_eq!(code(&newspaper), [("roster-line-unclear", Some(2)), ("roster-line-unclear", Some(4))]);
    let sum = halves(&[HEADER, "1|王小明|1|脱贫户|3|李大海|3|脱贫户", "合计|1户|~|~|4|赵大海|2|脱贫户"], &[]);
    assert_eq!(code(&sum), [("roster-line-unclear", Some(3))]);
}

#[test]
fn a_strike_in_one_half_left_out_the_household_in_the_other() {
    let cells = |words: [&str; 6]| {
        let cell = |words: &str| format!("<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>");
        format!("<w:tr>{}</w:tr>", words.map(cell).concat())
    };
    let header = cells(["序号", "姓名", "人口", "序号", "姓名", "人口"]);
    let first = cells(["1", "王小明", "5", "3", "李大海", "3"]);
    let second = cells(["2", "张小兰", "5", "4", "赵大海", "3"])
        .replace("<w:r><w:t>张", "<w:r><w:rPr><w:strike/></w:rPr><w:t>张");
    let bytes = docx(&format!("<w:tbl>{header}{first}{second}</w:tbl>"));
    let (roster, _) = intake_with("a.docx", &bytes, |options| options.hidden_rows = Some(1)).unwrap();
    assert_eq!(outline(&roster), ["-:王小明", "-:李大海", "-:赵大海"]);
}

#[test]
fn a_sum_whose_label_is_merged_over_two_lines_was_refused() {
    let rows =
        ["序号|组|姓名|人口", "1|一组|王小明|2", "2|一组|李大海|3", "合计|~|2户|5", "~|~|其中低保户|3"];
    let sheet = halves(&rows, &["A4:A5"]);
    assert_eq!(outline(&read(&sheet)), ["一组:王小明", "一组:李大海"]);
    // A household beside a merged label is not dropped with it.
    let sheet = halves(&[rows[0], rows[1], "合计|~|1户|2", "~|一组|李大海|3"], &["A3:A4"]);
    assert!(!code(&sheet).is_empty());
}

#[test]
fn a_row_whose_name_is_merged_with_a_line_above_the_list_went_to_somebody_else() {
    let rows = ["序号|组|姓名|人口", "1|一组|王小明|2", "小计|~|1户|2", "2|一组|~|3"];
    assert!(!code(&halves(&rows, &["C3:C4"])).is_empty());
}

#[test]
fn a_row_number_that_stands_once_and_unknown_columns_hid_the_halves() {
    let once = Sheet::of(&["序号|组|姓名|人口|组|姓名|人口", "1|一组|王小明|2|二组|李大海|3"]);
    assert_eq!(outline(&read(&once)), ["一组:王小明", "二组:李大海"]);
    let unknown =
        Sheet::of(&["序号|组|姓名|低保证编号|序号|组|姓名|低保证编号", "1|一组|王小明|A1|2|二组|李大海|A2"]);
    assert_eq!(outline(&read(&unknown)), ["一组:王小明", "二组:李大海"]);
}

#[test]
fn a_team_in_the_title_was_the_group_of_everybody() {
    for title in ["红岩村入户核查名册（核查二组）", "红岩村监测对象名册 走访一组填报"]
    {
        let sheet = halves(&[title, "序号|户主姓名|家庭人口", "1|王小明|4"], &["A1:C1"]);
        assert_eq!(outline(&read(&sheet)), ["-:王小明"], "{title}");
    }
}

#[test]
fn ditto_was_a_group_of_its_own() {
    for mark in ["同上", "〃", "″", "同前", "\""] {
        let sheet = Sheet::of(&["序号|村民小组|户主姓名", "1|一组|王小明", &format!("2|{mark}|李大海")]);
        assert_eq!(code(&sheet), [("roster-ditto", Some(3))], "{mark}");
    }
}

#[test]
fn ten_thousands_were_read_as_yuan() {
    let income =
        |sheet: &Sheet| read(sheet).households[0].fields.get_text("income").unwrap_or_default().to_owned();
    let header = Sheet::of(&["序号|组|户主姓名|家庭人均纯收入（万元）", "1|一组|王小明|=n:0.85"]);
    assert_eq!(income(&header), "8500");
    let line =
        Sheet::of(&["红岩村名册", "单位：万元", "序号|组|户主姓名|家庭人均纯收入", "1|一组|王小明|0.72"]);
    assert_eq!(income(&line), "7200");
    // The column's own unit is the nearer one.
    let own = Sheet::of(&["单位：万元", "序号|组|户主姓名|家庭人均纯收入（元）", "1|一组|王小明|7200"]);
    assert_eq!(income(&own), "7200");
    let cell = Sheet::of(&["序号|组|户主姓名|家庭人均纯收入", "1|一组|王小明|0.6万元"]);
    assert_eq!(code(&cell), [("roster-number-invalid", Some(2))]);
}
