//! `diff`: two lists of an office meet; counts are told, names and numbers lie in papers that only their owner reads.

use super::desk::{Desk, Ran};
use super::foreign::pdftotext;
use super::people::six;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The county's list: other words, other spellings, no groups; the last one is unknown to the village.
const ONLINE: [(usize, &str); 5] =
    [(0, "罗启明"), (1, "欧 阳兰"), (2, "程素云（户主）"), (3, "姚桂林"), (6, "云上飞")];

fn online() -> String {
    let people = six();
    let row = |(at, name): &(usize, &str)| {
        let id = people.get(*at).map_or_else(|| super::people::id_number("99024419700101777"), |is| is.id());
        let id = if *at == 0 { id.to_lowercase() } else { format!("'{id}") };
        format!("{name},\"\t{id}\",红旗村,住建局\r\n")
    };
    format!("姓名,公民身份号码,行政村,推送部门\r\n{}", ONLINE.iter().map(row).collect::<String>())
}

fn offline() -> String {
    let row =
        |is: &super::people::Household| format!("{}\t{}\t{}\t{}\n", is.group, is.head, is.id(), is.size);
    format!("村民小组\t户主\t身份证\t人口数\n{}", six().iter().map(row).collect::<String>())
}

fn lists(desk: &Desk) {
    desk.write("线上.csv", encoding_rs::GBK.encode(&online()).0);
    let wide: Vec<u8> = format!("\u{feff}{}", offline()).encode_utf16().flat_map(u16::to_le_bytes).collect();
    desk.write("线下.csv", wide);
}

/// Nothing of the lists is on the screen.
#[track_caller]
fn silent(ran: &Ran) {
    let said = format!("{}{}", ran.out, ran.err);
    let mut hidden: Vec<String> = six().iter().flat_map(|is| [is.head.clone(), is.id()]).collect();
    hidden.extend(["云上飞".to_owned(), "99024".to_owned()]);
    assert!(hidden.iter().all(|value| !said.contains(value)), "{said}");
}

fn mode(desk: &Desk, path: &str) -> u32 {
    std::fs::metadata(desk.path(path)).unwrap().permissions().mode() & 0o777
}

#[test]
fn two_lists_are_compared_and_only_counts_are_told() {
    let desk = Desk::township("diff");
    lists(&desk);
    let ran = desk.run(["-C", "ws", "--today", "2025-03-14", "diff", "线上.csv", "线下.csv"]).ends(0);
    silent(&ran);
    for words in ["两份都有    4人", "只在甲名单  1人", "只在乙名单  2人", "分不清      0人"]
    {
        assert!(ran.out.contains(words), "{}", ran.out);
    }
    let table = desk.read("dist/private/diff/线上-比对-线下.csv");
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows.len(), 1 + 4 + 1 + 2);
    assert!(rows[1].starts_with("\"只在甲名单\",\"第6行\",\"云上飞\""), "{}", rows.len());
    assert!(rows[2].contains("任德旺") && rows[3].contains("孔令新"));
    let print = "dist/private/diff/线上-比对-线下.pdf";
    let text = pdftotext(&["-layout"], &desk.path(print));
    for word in ["名单比对结果", "云上飞", "任德旺", "程素云", "不张贴"] {
        assert!(text.contains(word), "{word}");
    }
    assert!(six().iter().all(|is| !text.contains(&is.id())), "a print shows the last digits only");
    for path in ["dist/private", "dist/private/diff", "dist/private/diff/线上-比对-线下.csv", print] {
        assert_eq!(mode(&desk, path) & 0o077, 0, "{path}");
    }
    let json =
        desk.run(["-C", "ws", "--today", "2025-03-14", "--json", "diff", "线上.csv", "线下.csv"]).ends(0);
    silent(&json);
    let json = json.json();
    let count = |key: &str| json[key].as_u64().unwrap();
    assert_eq!(["agreed", "only_a", "only_b", "undecided"].map(count), [4, 1, 2, 0]);
    assert!(desk.path(json["file"].as_str().unwrap()).is_file());
}

#[test]
fn a_build_before_or_after_leaves_the_papers_where_they_are() {
    let desk = Desk::six("diff-build");
    lists(&desk);
    let compare = || desk.run(["-C", "ws", "--today", "2025-03-14", "diff", "线上.csv", "线下.csv"]).ends(0);
    compare();
    let paper = "dist/private/diff/线上-比对-线下.csv";
    let before = desk.bytes(paper);
    desk.build("2025-03-17").ends(0);
    desk.build("2025-03-18").ends(0);
    assert_eq!(desk.bytes(paper), before);
    compare();
    desk.build("2025-03-18").ends(0);
    assert_eq!(desk.bytes(paper), before);
    // Nothing of the county's list is in anything open.
    for (path, bytes) in desk.open() {
        assert!(!String::from_utf8_lossy(&bytes).contains("云上飞"), "{path}");
    }
}

#[test]
fn without_a_workspace_the_papers_lie_in_a_folder_of_their_own() {
    let desk = Desk::bare("diff-bare");
    lists(&desk);
    let ran = desk.run(["diff", "线上.csv", "线下.csv"]).ends(0);
    silent(&ran);
    assert!(desk.path("对比结果/private/diff/线上-比对-线下.csv").is_file());
    desk.run(["diff", "线上.csv", "线下.csv", "--out", "别处"]).ends(0);
    assert!(desk.path("别处/private/diff/线上-比对-线下.pdf").is_file());
}

#[test]
fn a_person_twice_is_a_finding_and_the_result_is_there() {
    let desk = Desk::bare("diff-twice");
    lists(&desk);
    let id = six()[3].id();
    desk.write("线上.csv", format!("{}姚桂林,{id},红旗村,残联\r\n", online()));
    let ran = desk.run(["diff", "线上.csv", "线下.csv"]).ends(1);
    silent(&ran);
    assert_eq!(ran.codes(), ["diff-person-twice"]);
    assert!(ran.err.contains("线上.csv:7") && ran.err.contains("第5行"), "{}", ran.err);
    assert!(desk.path("对比结果/private/diff/线上-比对-线下.csv").is_file());
}

#[test]
fn damaged_numbers_one_file_twice_and_a_missing_one_write_nothing() {
    let desk = Desk::bare("diff-damaged");
    lists(&desk);
    desk.write("坏.csv", format!("{}云上飞,9.90244E+17,红旗村,残联\r\n", online()));
    let ran = desk.run(["diff", "坏.csv", "线下.csv"]).ends(1);
    silent(&ran);
    assert_eq!(ran.codes(), ["roster-damaged-id"]);
    desk.write("再一份.csv", desk.bytes("线上.csv"));
    assert_eq!(desk.run(["diff", "线上.csv", "再一份.csv"]).ends(1).codes(), ["diff-same-file"]);
    assert_eq!(desk.run(["diff", "线上.csv", "没有.csv"]).ends(3).codes(), ["workspace-unreadable"]);
    assert!(!desk.path("对比结果").exists());
}

#[test]
fn names_and_numbers_are_refused_a_place_on_the_site() {
    let desk = Desk::six("diff-public");
    lists(&desk);
    desk.build("2025-03-17").ends(0);
    let before = desk.open();
    for out in ["dist/public", "dist/board/hongqi", "dist/public/files"] {
        let ran = desk.run(["-C", "ws", "diff", "线上.csv", "线下.csv", "--out", out]).ends(2);
        assert_eq!(ran.codes(), ["publish-inside"], "{out}");
    }
    assert_eq!(desk.open(), before);
}

#[test]
fn the_two_lists_of_yangshuo_meet_as_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/rosters/yangshuo");
    if !folder.is_dir() {
        eprintln!("skipped: ../shared/rosters is not here");
        return;
    }
    let desk = Desk::bare("diff-yangshuo");
    let path = |name: &str| folder.join(name).display().to_string();
    let (a, b) = (path("线上-2021-05.xlsx"), path("线下-2021-05.csv"));
    let json = desk.run(["--json", "--today", "2021-05-31", "diff", &a, &b]).ends(0).json();
    let count = |key: &str| json[key].as_u64().unwrap();
    assert_eq!(["agreed", "only_a", "only_b", "undecided", "a", "b"].map(count), [26, 6, 8, 0, 32, 34]);
}
