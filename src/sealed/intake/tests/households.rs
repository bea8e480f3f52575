//! Which rows are one household: relations that begin one, signs of whose a member is, cells that are merged over two.

use super::layouts::{code, outline, read};
use crate::sealed::intake::testing::{Sheet, book, id, intake};

const HEAD: &str = "序号|组|姓名|与户主关系|类别";

/// Numbered rows of one group: name, relation.
fn people(rows: &[(&str, &str)]) -> Sheet {
    let mut sheet = Sheet::of(&[HEAD]);
    for (number, (name, relation)) in (1..).zip(rows) {
        let line = [&number.to_string(), "一组", name, relation, "脱贫不稳定户"].map(str::to_owned);
        sheet.rows.push(line.to_vec());
    }
    sheet
}

#[test]
fn a_household_was_glued_to_the_one_above_when_its_heads_relation_was_blank_or_mistyped() {
    for relation in ["~", "户住", "户王", "02", "?", "同上"] {
        let sheet = people(&[
            ("王小明", "户主"),
            ("李小花", "配偶"),
            ("赵小河", relation),
            ("钱小月", "配偶"),
            ("孙小山", "户主"),
        ]);
        assert_eq!(code(&sheet), [("roster-relation-unclear", Some(4))], "{relation}");
        let at = intake("a.xlsx", &book(&sheet)).err().unwrap().remove(0).at;
        assert_eq!((at.column, at.field.as_deref()), (Some(4), Some("与户主关系")));
    }
    for head in ["户主", "戶主", "户 主", "本人（户主）", "01户主", "户主（已故）"] {
        let sheet = people(&[("王小明", "户主"), ("李小花", "儿媳"), ("赵小河", head), ("钱小月", "其他")]);
        assert_eq!(outline(&read(&sheet)), ["一组:王小明+李小花", "一组:赵小河+钱小月"], "{head}");
    }
    // Codes are read where all are codes.
    let coded =
        people(&[("王小明", "02"), ("李小花", "10"), ("赵小河", "02"), ("钱小月", "20"), ("孙小山", "52")]);
    assert_eq!(outline(&read(&coded)), ["一组:王小明+李小花", "一组:赵小河+钱小月+孙小山"]);
    let digits = people(&[("王小明", "1"), ("李小花", "2"), ("赵小河", "1")]);
    assert_eq!(code(&digits).len(), 3);
    // Where a number says who is of a household, the relation does not.
    let numbered = Sheet::of(&[
        "户编号|组|姓名|与户主关系",
        "1|一组|王小明|户主",
        "1|一组|李小花|干亲",
        "2|一组|赵小河|户主",
    ]);
    assert_eq!(outline(&read(&numbered)), ["一组:王小明+李小花", "一组:赵小河"]);
    // A relation that nobody fills in is no relation.
    let empty = Sheet::of(&["序号|组|户主姓名|与户主关系|人口", "1|一组|王小明|~|2", "2|一组|赵小河|~|3"]);
    assert_eq!(outline(&read(&empty)), ["一组:王小明", "一组:赵小河"]);
}

#[test]
fn two_spouses_in_one_household_passed() {
    let header = "户编号|组|姓名|与户主关系";
    let rows = ["1|一组|王小明|户主", "1|一组|李小花|配偶", "1|一组|赵小河|之子", "1|一组|钱小月|妻"];
    let bare = rows.map(|row| row.replacen("1|", "~|", 1));
    let unnumbered = Sheet::of(&[header, rows[0], &bare[1], &bare[2], &bare[3]]);
    assert_eq!(code(&unnumbered), [("roster-head-twice", Some(5))]);
    // Where each row says of which household it is, nothing is guessed: a note to look again.
    let numbered = Sheet::of(&[header, rows[0], rows[1], rows[2], rows[3]]);
    let (roster, findings) = intake("a.xlsx", &book(&numbered)).unwrap();
    assert_eq!(outline(&roster), ["一组:王小明+李小花+赵小河+钱小月"]);
    assert!(
        findings.iter().any(|finding| finding.code.id == "roster-head-twice" && finding.at.line == Some(5))
    );
}

#[test]
fn a_member_before_the_head_went_to_the_household_above() {
    let rows = [
        ("王小明", "户主"),
        ("李小花", "配偶"),
        ("钱小月", "母亲"),
        ("赵小河", "户主"),
        ("赵小山", "儿子"),
        ("孙一", "户主"),
        ("孙二", "妻子"),
    ];
    let wanted = ["一组:王小明+李小花", "一组:赵小河+钱小月+赵小山", "一组:孙一+孙二"];
    let mut numbered = people(&rows);
    for (row, number) in numbered.rows.iter_mut().skip(1).zip(["1", "1", "2", "2", "2", "3", "3"]) {
        row[0] = number.into();
    }
    assert_eq!(outline(&read(&numbered)), wanted);
    let mut merged = people(&rows);
    merged.merges = vec!["E2:E3", "E4:E6", "E7:E8"];
    for row in [2, 4, 5, 7] {
        merged.rows[row][4] = "~".into();
    }
    assert_eq!(outline(&read(&merged)), wanted);
    let mut filled = merged.clone();
    filled.merges.clear();
    assert_eq!(code(&filled), [("roster-relation-unclear", Some(4))]);
    // A head beside whom the category was forgotten is a head.
    let mut forgotten =
        people(&[("王小明", "户主"), ("李小花", "配偶"), ("赵小河", "户主"), ("赵小山", "儿子")]);
    forgotten.rows[3][4] = "~".into();
    assert_eq!(outline(&read(&forgotten)), ["一组:王小明+李小花", "一组:赵小河+赵小山"]);
    // Without numbers the heads alone begin households, in one group too.
    let bare =
        Sheet::of(&["组|姓名|与户主关系|人口", "一组|王小明|户主|2", "~|李小花|长女", "一组|赵小河|户主|1"]);
    assert_eq!(outline(&read(&bare)), ["一组:王小明+李小花", "一组:赵小河"]);
    // Groups begin at 1 again.
    let mut again = people(&[("王小明", "户主"), ("李小花", "配偶"), ("赵小河", "户主"), ("赵小山", "儿子")]);
    for row in 1..5 {
        again.rows[row][0] = "1".into();
        again.rows[row][1] = if row < 3 { "一组" } else { "二组" }.into();
    }
    assert_eq!(outline(&read(&again)), ["一组:王小明+李小花", "二组:赵小河+赵小山"]);
    let mut blank = people(&rows);
    for row in [6, 3] {
        blank.rows.insert(row, vec!["~".into()]);
    }
    assert_eq!(outline(&read(&blank)), wanted);
    // Blank rows that part no households, and merged cells that say something else.
    let mut odd = people(&rows);
    odd.rows.insert(3, vec!["~".into()]);
    assert_eq!(code(&odd), [("roster-relation-unclear", Some(5))]);
    let mut against = people(&rows);
    against.merges = vec!["E2:E4", "B4:B6"];
    assert_eq!(code(&against), [("roster-relation-unclear", Some(4))]);
    // A group or a category that is merged over several households parts none.
    let mut shared = people(&rows[..2]);
    shared.rows.extend(people(&rows[3..]).rows.split_off(1));
    shared.merges = vec!["B2:B7", "E2:E5", "E6:E7"];
    for (row, seq) in shared.rows.iter_mut().skip(1).zip(1..) {
        row[0] = seq.to_string();
    }
    assert_eq!(outline(&read(&shared)), ["一组:王小明+李小花", "一组:赵小河+赵小山", "一组:孙一+孙二"]);
    // Without any sign the first household would have no head.
    assert_eq!(code(&people(&rows[2..])), [("roster-relation-unclear", Some(2))]);
    // A number that stands twice by mistake is no household's.
    let mut twice = people(&rows[3..]);
    twice.rows.extend(people(&rows).rows.split_off(1));
    for (row, seq) in
        twice.rows.iter_mut().skip(1).zip(["1", "2", "3", "3", "5", "6", "7", "8", "9", "10", "11"])
    {
        row[0] = seq.into();
    }
    assert_eq!(read(&twice).household_count(), 5);
}

#[test]
fn the_second_of_two_numbers_under_one_merged_name_replaced_the_first() {
    let (adult, child) = (id("19600101", 1), id("20150101", 2));
    let other = id("19600101", 3);
    for (first, second) in [(&adult, &child), (&child, &adult)] {
        let mut sheet = Sheet::of(&[
            "序号|组|姓名|身份证号|人口",
            &format!("1|一组|王小明|{first}|2"),
            &format!("~|~|~|{second}"),
            &format!("2|一组|李大山|{other}|3"),
        ]);
        sheet.merges = vec!["A2:A3", "B2:B3", "C2:C3", "E2:E3"];
        assert_eq!(code(&sheet), [("roster-household-cells-differ", Some(3))]);
        let message = intake("a.xlsx", &book(&sheet)).err().unwrap().remove(0).message;
        assert!(message.contains("两个证件号码"), "{message}");
        // The same number in both rows is one person's.
        sheet.rows[2][3] = sheet.rows[1][3].clone();
        if first == &adult {
            assert_eq!(outline(&read(&sheet)), ["一组:王小明", "一组:李大山"]);
        }
    }
    let mut seqs = Sheet::of(&[
        "序号|组|姓名|人口|电话",
        "1|一组|王小明|2|15400001111",
        "2|~|~|~|15400001112",
        "3|一组|李大山|3",
    ]);
    seqs.merges = vec!["B2:B3", "C2:C3", "D2:D3"];
    assert_eq!(code(&seqs), [("roster-household-cells-differ", Some(3))]);
    seqs.rows[2][0] = "~".into();
    assert_eq!(outline(&read(&seqs)), ["一组:王小明", "一组:李大山"]);
}

#[test]
fn a_count_merged_over_two_households_counted_for_both() {
    let mut sheet = Sheet::of(&[
        "序号|组|户主姓名|人口|类别",
        "1|一组|王小明|2|脱贫不稳定户",
        "2|~|李大山|~|~",
        "3|一组|赵小河|3|边缘易致贫户",
    ]);
    sheet.merges = vec!["D2:D3", "B2:B3", "E2:E3"];
    assert_eq!(code(&sheet), [("roster-household-cells-differ", Some(2))]);
    sheet.rows[2][3] = "4".into();
    sheet.merges.remove(0);
    assert_eq!(outline(&read(&sheet)), ["一组:王小明", "一组:李大山", "一组:赵小河"]);
}

#[test]
fn a_row_without_its_number_was_a_riddle() {
    let sheet =
        Sheet::of(&["序号|组|户主姓名|人口", "1|一组|王小明|2", "~|二组|李大山|3", "3|二组|赵小河|1"]);
    assert_eq!(code(&sheet), [("roster-gap", Some(3))]);
    let sheet = Sheet::of(&[
        "序号|户编号|组|户主姓名|人口",
        "1|y1|一组|王小明|2",
        "2|~|二组|李大山|3",
        "3|~|二组|赵小河|1",
    ]);
    assert_eq!(code(&sheet), [("roster-gap", Some(3)), ("roster-gap", Some(4))]);
    let forgotten =
        Sheet::of(&[HEAD, "1|一组|王小明|户主|脱贫不稳定户", "~|一组|李小花|配偶|~", "~|一组|赵小河|~|~"]);
    assert_eq!(code(&forgotten), [("roster-gap", Some(4))]);
}

#[test]
fn members_became_households_where_the_column_of_relations_was_hidden() {
    let mut sheet = people(&[("王小明", "户主"), ("李小花", "配偶")]);
    sheet.hidden_columns = vec![4];
    assert_eq!(code(&sheet), [("roster-relation-unclear", Some(1))]);
    let mut heads = people(&[("王小明", "户主"), ("赵小河", "户主")]);
    heads.hidden_columns = vec![4];
    assert_eq!(outline(&read(&heads)), ["一组:王小明", "一组:赵小河"]);
}
