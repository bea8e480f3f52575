use super::super::testing::{day, fields, id_number};
use super::{Comparison, Counts, List, compare, read};
use crate::diag::Diagnostic;
use crate::document::{Block, Text};
use crate::sealed::roster_bytes::RosterBytes;
use std::path::Path;

/// A sound number of somebody fictional.
fn id(n: u32) -> String {
    id_number(&format!("9902331965{:02}{:02}{:03}", 1 + n % 12, 1 + n % 28, 100 + n))
}

fn list(name: &str, text: &str) -> (List, Vec<Diagnostic>) {
    read(name, &RosterBytes::seal(text.into()), &fields(), day("2025-03-14"))
        .unwrap_or_else(|found| panic!("{}", found.iter().map(ToString::to_string).collect::<String>()))
}

/// Agreed, of these by name, only on the first, only on the second, undecided.
fn counts(a: &str, b: &str) -> [usize; 5] {
    let (a, b) = (list("a.csv", a).0, list("b.csv", b).0);
    let Counts { agreed, by_name, only_a, only_b, undecided, .. } = compare(&a, &b, &fields()).counts();
    [agreed, by_name, only_a, only_b, undecided]
}

fn remarks(a: &str, b: &str) -> Vec<String> {
    let (a, b) = (list("a.csv", a).0, list("b.csv", b).0);
    compare(&a, &b, &fields()).remarks
}

fn table(comparison: &Comparison<'_>) -> String {
    String::from_utf8(comparison.papers("", day("2025-03-14")).table).unwrap()
}

#[test]
fn one_number_in_any_spelling_is_one_person() {
    let x = (0..200).map(id).find(|number| number.ends_with('X')).unwrap();
    let a = format!("姓名,公民身份号码,行政村\n王一甲,{x},红旗村\n");
    let wide: String = x.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
    let old = format!("{}{}", &x[..6], &x[8..17]);
    let blanks = format!("{} {} {}", &x[..6], &x[6..14], &x[14..]);
    for number in
        [x.to_lowercase(), wide, old, blanks, format!("\t{x}"), format!("'{x}"), format!("=\"{x}\"")]
    {
        let number = number.replace('"', "\"\"");
        let b = format!("村民小组,户主,身份证\n1组,王一甲,\"{number}\"\n");
        assert_eq!(counts(&a, &b), [1, 0, 0, 0, 0], "{}", number.replace(&x[..14], "…"));
    }
}

#[test]
fn a_name_in_another_spelling_is_no_remark_and_another_name_is() {
    let row = |name: &str| format!("组,户主,身份证号\n1组,{name},{}\n", id(1));
    for same in ["王 一甲", "王　一甲（户主）", "王⼀甲", "王一甲\u{200B}"] {
        let found = remarks(&row("王一甲"), &row(same));
        assert_eq!(found, [""], "{same}");
    }
    for dot in ["阿依古丽‧买买提", "阿依古丽・买买提", "阿依古丽.买买提", "阿依古丽买买提·"]
    {
        assert_eq!(remarks(&row("阿依古丽·买买提"), &row(dot)), [""], "{dot}");
    }
    assert_eq!(remarks(&row("王一甲"), &row("王乙甲")), ["姓名不一样，请核对"]);
}

#[test]
fn without_a_number_name_and_group_are_a_weaker_match_and_called_so() {
    let a = format!("姓名,证件号码,组,人口\n王一甲,{},1组,3\n李二丙,{},2组,2\n", id(1), id(2));
    let b = "户主姓名,村民小组\n王一甲,第一组\n李二丙,3组\n";
    assert_eq!(counts(&a, b), [1, 1, 1, 1, 0]);
    assert_eq!(remarks(&a, b), ["按姓名和小组相符，请核对"]);
    // In two villages they are two.
    let b = "户主姓名,村,村民小组\n王一甲,双河村,1组\n";
    let a = "户主姓名,村,村民小组\n王一甲,红旗村,1组\n";
    assert_eq!(counts(a, b), [0, 0, 1, 1, 0]);
}

#[test]
fn one_group_written_in_other_words_is_one_group() {
    use super::people::group_key;
    for (group, key) in [
        ("三组", "3"),
        ("第3组", "3"),
        ("３ 组", "3"),
        ("03社", "3"),
        ("十组", "10"),
        ("二十三小组", "23"),
        ("凤楼组", "凤楼"),
        ("大屯", "大"),
        ("一二组", "一二"),
    ] {
        assert_eq!(group_key(group), key, "{group}");
    }
}

#[test]
fn nobody_is_guessed() {
    // Two of one name in one group.
    let a = format!("姓名,证件号码,组\n王一甲,{},1组\n王一甲,{},1组\n", id(1), id(2));
    let b = "户主姓名,组,人口\n王一甲,1组,3\n";
    assert_eq!(counts(&a, b), [0, 0, 0, 0, 3]);
    assert_eq!(counts(b, &a), [0, 0, 0, 0, 3]);
    // The size tells them apart.
    let a = format!("姓名,证件号码,组,人口\n王一甲,{},1组,3\n王一甲,{},1组,5\n", id(1), id(2));
    assert_eq!(counts(&a, b), [1, 1, 1, 0, 0]);
    // A name alone, or another size, is no match.
    assert_eq!(counts(&a, "户主姓名,人口\n王一甲,3\n"), [0, 0, 0, 0, 3]);
    assert_eq!(
        counts("户主姓名,组,人口\n王一甲,1组,3\n", "户主姓名,组,人口\n王一甲,1组,4\n"),
        [0, 0, 0, 0, 2]
    );
    // Both have numbers, and they differ: two people, and each is told of the other.
    let (a, b) = [1, 2].map(|n| format!("姓名,证件号码,组\n王一甲,{},1组\n", id(n))).into();
    assert_eq!(counts(&a, &b), [0, 0, 1, 1, 0]);
    let (a, b) = (list("a.csv", &a).0, list("b.csv", &b).0);
    let table = table(&compare(&a, &b, &fields()));
    assert!(table.contains("乙名单第2行有人同名同组，证件号码不同"), "{}", table.len());
}

#[test]
fn the_same_person_twice_is_told_with_both_rows_and_counts_once() {
    let text = format!("姓名,证件号码\n王一甲,{}\n李二丙,{}\n王 一甲,'{}\n", id(1), id(2), id(1));
    let (found, findings) = list("a.csv", &text);
    let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(findings.len(), 1, "{told:?}");
    assert!(told[0].starts_with("a.csv:4:1: 警告[diff-person-twice]"), "{told:?}");
    assert!(told[0].contains("第2行"), "{told:?}");
    let other = list("b.csv", &format!("姓名,证件号码\n王一甲,{}\n", id(1))).0;
    let comparison = compare(&found, &other, &fields());
    assert_eq!((comparison.counts().agreed, comparison.counts().only_a, comparison.counts().a), (1, 1, 2));
    assert_eq!(comparison.remarks, ["甲名单第4行也是这个人"]);
}

#[test]
fn two_blocks_side_by_side_name_the_column_too() {
    let text = format!("序号,姓名,证件号码,序号,姓名,证件号码\n1,王一甲,{},2,王一甲,{}\n", id(1), id(1));
    let (found, findings) = list("a.csv", &text);
    assert_eq!(found.people.len(), 1);
    assert!(findings[0].message.contains("第2行B列"), "{}", findings[0]);
    assert_eq!(findings[0].at.column, Some(5));
}

#[test]
fn rows_without_numbers_that_nothing_tells_apart_are_told() {
    let findings = list("a.csv", "户主,组\n王一甲,1组\n李二丙,1组\n王一甲,一组\n").1;
    assert_eq!(findings.iter().map(|is| is.code.id).collect::<Vec<_>>(), ["diff-name-twice"]);
    assert_eq!(findings[0].at.line, Some(4));
    assert!(findings[0].message.contains("第2行"));
}

#[test]
fn heads_on_one_list_meet_whole_households_on_the_other() {
    let heads = format!("户主,身份证,组\n王一甲,{},1组\n李二丙,{},2组\n赵三丁,{},3组\n", id(1), id(4), id(9));
    let members = format!(
        "户编号,姓名,证件号码,与户主关系,组\nh1,王一甲,{},户主,1组\nh1,王一乙,{},之子,1组\n\
         h2,李大丙,{},户主,2组\nh2,李二丙,{},之子,2组\nh3,钱四戊,{},户主,3组\nh3,钱四己,{},之女,3组\n",
        id(1),
        id(2),
        id(3),
        id(4),
        id(5),
        id(6)
    );
    let (a, b) = (list("a.csv", &heads).0, list("b.csv", &members).0);
    let comparison = compare(&a, &b, &fields());
    let is = comparison.counts();
    // The sons, the head whose son is on the list, and the daughter are not listed of their own.
    assert_eq!((is.agreed, is.only_a, is.only_b, is.members), (2, 1, 1, 3));
    assert_eq!(comparison.remarks, ["", "在乙名单里是家庭成员，不是户主"]);
}

#[test]
fn fields_that_differ_are_named_and_never_quoted() {
    let a = format!("姓名,证件号码,类别,人口,组,村\n王一甲,{},脱贫不稳定户,3,1组,红旗村\n", id(1));
    let b = format!(
        "户主,身份证,拟纳入类别,家庭人口,组,行政村\n王一甲,{},边缘易致贫户,4,一组,普安乡红旗村\n",
        id(1)
    );
    assert_eq!(remarks(&a, &b), ["两份写得不一样：监测对象类别、家庭人口数"]);
}

#[test]
fn damaged_numbers_stop_and_no_message_quotes_a_cell() {
    let text = format!("姓名,证件号码\n王一甲,9.90233E+17\n李二丙,{}\n", &id(1)[..17]);
    let found = read("a.csv", &RosterBytes::seal(text.into()), &fields(), day("2025-03-14")).err().unwrap();
    let codes: Vec<&str> = found.iter().map(|is| is.code.id).collect();
    assert_eq!(codes, ["roster-damaged-id", "roster-id-invalid"]);
    let said: String = found.iter().map(ToString::to_string).collect();
    assert!(!said.contains("王一甲") && !said.contains("9.90233") && !said.contains(&id(1)[..17]));
}

#[test]
fn titles_notes_and_a_column_of_where_a_row_is_from_do_not_disturb() {
    let text = format!(
        "线上、线下名单,,,\n序号,姓名,证件号码,线上/线下\n1,王一甲,{},线上\n2,李二丙,{},线下\n合计,2人,,\n\
         说明：红色的请核实。,,,\n填表人：某某,,,\n",
        id(1),
        id(2)
    );
    let (found, findings) = list("a.csv", &text);
    assert_eq!(found.people.len(), 2);
    assert_eq!(findings.iter().map(|is| is.code.id).collect::<Vec<_>>(), ["roster-header-unknown"]);
}

#[test]
fn the_table_opens_in_a_spreadsheet_and_runs_no_formula() {
    let a = format!("姓名,证件号码,类别,组\n王一甲,{},=1+2,1组\n", id(1));
    let b = format!("姓名,证件号码\n李二丙,{}\n", id(2));
    let (a, b) = (list("a.csv", &a).0, list("b.csv", &b).0);
    let table = table(&compare(&a, &b, &fields()));
    assert!(table.starts_with("\u{feff}\"结果\""));
    assert!(table.contains("\"'=1+2\"") && !table.contains("\"=1"));
    assert!(table.contains(&format!("\"\t{}\"", id(1))), "a number stays whole");
    for line in table.trim_end().split("\r\n") {
        assert_eq!(line.matches("\",\"").count(), 16);
    }
}

#[test]
fn the_print_shows_four_digits_of_a_number() {
    let a = format!("姓名,证件号码\n王一甲,{}\n李二丙,{}\n", id(1), id(2));
    let b = format!("姓名,证件号码\n王一甲,{}\n赵三丁,{}\n", id(1), id(3));
    let (a, b) = (list("a.csv", &a).0, list("b.csv", &b).0);
    let print = compare(&a, &b, &fields()).papers("", day("2025-03-14")).print;
    let cells: Vec<&Text> = print
        .blocks()
        .iter()
        .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
        .flat_map(|table| table.rows.iter().flatten())
        .collect();
    for n in 1..=3 {
        assert!(cells.iter().any(|cell| cell.plain() == id(n)[14..]));
        assert!(!cells.iter().any(|cell| cell.plain().contains(&id(n)[..14])));
    }
    // Two to the left, one to the right, in both.
    assert_eq!(cells.len(), 8 + 8 + 7);
}

#[test]
fn every_person_is_somewhere_and_nobody_twice() {
    let names = ["王一甲", "李二丙", "赵三丁"];
    let row = |n: usize| {
        let number = if n.is_multiple_of(3) { String::new() } else { id(u32::try_from(n % 7).unwrap()) };
        format!("{},{number},{}组,{}\n", names[n % 3 / (1 + n % 2)], n % 4, n % 2 + 1)
    };
    for seed in 0..60 {
        let build = |from: usize, step: usize| {
            (0..9)
                .map(|n| row(from + n * step))
                .fold("姓名,证件号码,组,人口\n".to_owned(), |all, row| all + &row)
        };
        let (a, b) = (list("a.csv", &build(seed, 5)).0, list("b.csv", &build(seed * 3, 4)).0);
        let outcome = compare(&a, &b, &fields()).outcome;
        let seen = |pairs: Vec<usize>, only: &[usize], open: Vec<usize>| {
            let mut all = [pairs, only.to_vec(), open].concat();
            all.sort_unstable();
            all
        };
        let open = |side: fn(&super::matching::Question) -> &Vec<usize>| {
            outcome.undecided.iter().flat_map(side).copied().collect::<Vec<_>>()
        };
        let a_seen = seen(outcome.agreed.iter().map(|is| is.a).collect(), &outcome.only_a, open(|is| &is.a));
        let b_seen = seen(outcome.agreed.iter().map(|is| is.b).collect(), &outcome.only_b, open(|is| &is.b));
        assert_eq!(a_seen, (0..a.people.len()).collect::<Vec<_>>(), "{seed}");
        assert_eq!(b_seen, (0..b.people.len()).collect::<Vec<_>>(), "{seed}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test itself is the reader of real files")]
fn yangshuos_two_lists_share_twenty_six() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/rosters/yangshuo");
    let lists =
        ["线上-2021-05.xlsx", "线下-2021-05.csv"].map(|name| (name, std::fs::read(folder.join(name))));
    let [(one, Ok(a)), (other, Ok(b))] = lists else {
        eprintln!("skipped: ../shared/rosters is not here");
        return;
    };
    let read = |name, bytes: &[u8]| {
        let (list, findings) =
            read(name, &RosterBytes::seal(bytes.to_vec()), &fields(), day("2021-05-31")).ok().unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        list
    };
    let (a, b) = (read(one, &a), read(other, &b));
    let comparison = compare(&a, &b, &fields());
    let expected =
        Counts { agreed: 26, by_name: 0, only_a: 6, only_b: 8, undecided: 0, a: 32, b: 34, members: 0 };
    assert_eq!(comparison.counts(), expected);
    assert!(comparison.remarks.iter().all(String::is_empty));
}
