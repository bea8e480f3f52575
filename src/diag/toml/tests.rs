use super::*;
use crate::workspace::written::{Notice, Township, Village};
use chrono::NaiveDate;
use proptest::prelude::*;

#[derive(serde::Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Sample {
    #[serde(deserialize_with = "day")]
    posted: NaiveDate,
}

#[test]
fn unknown_key_is_named_with_line_and_column() {
    let found = parse::<Sample>("a.toml", "posted = 2025-03-11\nkolor = 1\n").unwrap_err();
    assert_eq!(found[0].at, Place::at("a.toml", 2, 1));
    assert!(found[0].message.contains("kolor"), "{}", found[0]);
}

#[test]
fn a_named_key_is_found_in_nested_tables_and_arrays() {
    let source = "posted = 2025-04-07\n[steps]\nlead = 2025-04-01\n[[notice]]\nid = 1\n[[notice]]\nid = 2\n";
    let place = |field: &str| {
        let at = Place::file("a.toml").field(field);
        let mut found = vec![Diagnostic::error(&TOML_SYNTAX, at, "", "")];
        locate(&mut found, "a.toml", source);
        (found[0].at.line, found[0].at.column, found[0].at.field.clone())
    };
    assert_eq!(place("steps.lead"), (Some(3), Some(8), Some("lead".into())));
    assert_eq!(place("notice.1.id"), (Some(7), Some(6), Some("id".into())));
    assert_eq!(place("notice.1.missing"), (Some(6), Some(1), Some("missing".into())));
    assert_eq!(place("nowhere"), (None, None, Some("nowhere".into())));
}

#[test]
fn dates_may_stand_with_or_without_quotes() {
    let bare = parse::<Sample>("a", "posted = 2025-03-11").unwrap();
    let quoted = parse::<Sample>("a", "posted = '2025-03-11'").unwrap();
    assert_eq!(bare.posted, quoted.posted);
}

/// The lines of a notice file that is right but for one of them.
const HEAD: &str = "kind = \"identify\"\nroster = \"rosters/r.xlsx\"\n";

/// Line, message and remedy of the only finding.
#[track_caller]
fn of_notice(lines: &str) -> (u32, String) {
    let found = parse::<Notice>("n1.toml", &format!("{HEAD}{lines}\n")).unwrap_err();
    assert_eq!(found.len(), 1, "{lines}: {found:?}");
    (found[0].at.line.unwrap(), format!("{}；{}", found[0].message, found[0].help))
}

#[test]
fn slips_of_the_chinese_keyboard_are_told_with_the_sign_to_type() {
    for (line, words) in [
        ("posted = 2025年4月7日", "写成 posted = 2025-04-07"),
        ("posted = 2025-4-7", "写成 posted = 2025-04-07"),
        ("posted = 2026-12-1", "写成 posted = 2026-12-01"),
        ("posted = 2025/4/7", "写成 posted = 2025-04-07"),
        ("posted = 2025.4.7", "写成 posted = 2025-04-07"),
        ("posted = 2025－04－07", "写成 posted = 2025-04-07"),
        ("posted = 2025—04—07", "写成 posted = 2025-04-07"),
        ("posted = ２０２５-０４-０７", "写成 posted = 2025-04-07"),
        ("posted = 20250407", "写成 2025-04-07"),
        ("posted = \"2025年4月7日\"", "写成 2025-04-07"),
        ("posted = \"2025/4/7\"", "写成 2025-04-07"),
        ("posted = 2025-04-07T08:00:00+08:00", "只写日期，不写钟点；写成 2025-04-07"),
        ("posted = 2025-04-07 08:00:00", "只写日期，不写钟点；写成 2025-04-07"),
        ("posted = 2025-04-07 8:00", "写成 posted = 2025-04-07"),
        ("posted = 08:00:00", "写成 2025-03-11 的样子"),
        ("posted = 2025-02-30", "日期不存在：2025年2月只到28日"),
        ("posted = \"2025-02-30\"", "日期不存在：2025年2月只到28日"),
        ("posted = 2025-2-30", "日期不存在：2025年2月只到28日"),
        ("posted = 2025年2月30日", "日期不存在：2025年2月只到28日"),
        ("posted = 2025-13-01", "日期不存在：没有13月"),
        ("posted = true", "写成 2025-03-11 的样子"),
        ("posted = 4月7日", "文字要放在英文引号里"),
        ("posted = ", "posted 的等号后面没有写"),
        ("posted = # 明天", "posted 的等号后面没有写"),
        ("posted ＝ 2025-04-07", "等号改成英文的 ="),
        ("posted： 2025-04-07", "这里要用等号"),
        ("posted: 2025-04-07", "这里要用等号"),
        ("posted 2025-04-07", "这一行没有等号"),
        ("posted = 2025-04-07。", "写成 posted = 2025-04-07"),
        ("posted = 2025-04-07,", "写成 posted = 2025-04-07"),
        ("ｐｏｓｔｅｄ = 2025-04-07", "写成 posted"),
        ("张贴日 = 2025-04-07", "名称要写英文的"),
        ("\u{3000}posted = 2025-04-07", "删去行首的空格"),
        ("posted = 2025-04-07\n【steps】", "方括号改成英文的"),
        ("posted = 2025-04-07\n[steps", "写成 [steps]"),
        ("posted = 2025-04-07\n[steps]]", "写成 [steps]"),
        ("posted = 2025-04-07\n[步骤]", "方括号里的名称只能用英文字母"),
        ("posted = 2025-04-07\nplace = “村务公开栏”", "place = \"…\""),
        ("posted = 2025-04-07\nplace = \"村务公开栏”", "改成英文的 \""),
        ("posted = 2025-04-07\nplace = “村务公开栏\"", "两头的引号都改成英文的"),
        ("posted = 2025-04-07\nplace = 「村务公开栏」", "两头的引号都改成英文的"),
        ("posted = 2025-04-07\nplace = \"村务公开栏", "补上英文的 \""),
        ("posted = 2025-04-07\nplace = 村务公开栏", "place = \"…\""),
        ("posted = 2025-04-07\nplace = \"村里\"老\"公开栏\"", "里面的引号改成中文引号"),
        ("posted = 2025-04-07\nplace = \"公开栏\"，", "删去引号后面的标点"),
        ("posted = 2025-04-07\nplace = \"公开栏\"旁边", "都放进引号里"),
        ("posted = 2025-04-07\nplace = \"rosters\\名册\"", "路径里的 \\ 改成 /"),
        ("posted = 2025-04-07\nversion = 第2版", "version = \"…\""),
        ("posted = 2025-04-07\nversion = ２", "写成 version = 2"),
        ("posted = 2025-04-07\nversion = 02", "写成 version = 2"),
        ("posted = 2025-04-07\nversion = 2版", "写成 version = 2"),
        ("posted = 2025-04-07\nversion = 1,000", "写成 version = 1000"),
        ("posted = 2025-04-07\n// 说明", "行首写 #"),
        ("posted = 2025-04-07\n＃说明", "行首写 #"),
        ("posted = 2025-04-07\n说明", "没有等号"),
    ] {
        let (at, said) = of_notice(line);
        assert!(said.contains(words), "{line}: {said}");
        assert_eq!(usize::try_from(at).unwrap(), 2 + line.lines().count(), "{line}");
    }
}

#[test]
fn wrong_values_are_told_with_what_stands_and_what_is_wanted() {
    for (lines, words) in [
        (
            "posted = 2025-04-07\nplace = 93.21",
            "place 写的是小数 93.21，这里要写文字，放在英文引号里；例如 place = \"…\"",
        ),
        ("posted = 2025-04-07\nplace = 5", "place 写的是整数 5，这里要写文字"),
        ("posted = 2025-04-07\nplace = true", "place 写的是 true，这里要写文字"),
        ("posted = 2025-04-07\nplace = 2025-04-07", "place 写的是日期或钟点 2025-04-07，这里要写文字"),
        ("posted = 2025-04-07\nplace = [\"公开栏\"]", "place 写的是方括号里的一列，这里要写文字"),
        ("posted = 2025-04-07\nversion = \"二\"", "version 写的是文字，这里要写0到65535的整数"),
        ("posted = 2025-04-07\nversion = 1.5", "version 写的是小数 1.5"),
        ("posted = 2025-04-07\nversion = -1", "version 写的是整数 -1，这里用不了"),
        ("posted = 2025-04-07\nversion = 70000", "0到65535的整数"),
        ("posted = 2025-04-07\nsteps = 5", "一个小表"),
        ("posted = 2025-04-07\n[steps]\nlead = 5", "写成 2025-03-11"),
        ("posted = 2025-04-07\n[steps]\nlead = \"2025-4月\"", "写成 2025-03-11"),
        ("posted = 2025-04-07\n[[steps]]\nlead = 2025-04-07", "这里要写"),
        ("posted = 2025-04-07\nposted = 2025-04-08", "posted 写了两次，第3行已经写过"),
        ("posted = 2025-04-07\nkind = \"exit\"", "kind 写了两次，第1行已经写过"),
        ("posted = 2025-04-07\nplac = \"公开栏\"", "不认识的名称 plac；是不是 place？"),
        ("posted = 2025-04-07\nPlace = \"公开栏\"", "不认识的名称 Place；是不是 place？"),
        ("posted = 2025-04-07\nwhatever = 1", "不认识的名称 whatever；这里可以写：kind"),
        ("place = \"公开栏\"", "少写了一项 posted；补上一行：posted = 2025-04-07"),
    ] {
        let (_, said) = of_notice(lines);
        assert!(said.contains(words), "{lines}: {said}");
    }
    let village = "name = \"村\"\ncommittee = \"会\"\ncloses = 下午5点\n";
    let found = parse::<Village>("village.toml", village).unwrap_err();
    assert!(found[0].to_string().contains("closes"), "{}", found[0]);
    for (line, words) in [
        ("closes = 17:30", "写成 closes = \"17:30\""),
        ("closes = 8:30", "写成 closes = \"08:30\""),
        ("closes = 17：30", "写成 closes = \"17:30\""),
        ("closes = \"五点半\"", "写成 \"17:30\""),
        ("closes = 25:00", "没有这个钟点"),
        ("contact = \"赵\"", "contact 写的是文字，这里要写一列"),
        ("[[contact]]\nname = 1", "name 写的是整数 1"),
        ("[[contact]]\nname = \"会\"", "少写了一项"),
        ("contact = [“会”]", "引号都改成英文的"),
    ] {
        let text = format!("name = \"村\"\ncommittee = \"会\"\n{line}\n");
        match parse::<Village>("village.toml", &text) {
            // A time without quotes is TOML's own.
            Ok(_) => assert_eq!(line, "closes = 17:30"),
            Err(found) => {
                let said = format!("{}；{}", found[0].message, found[0].help);
                assert!(said.contains(words), "{line}: {said}");
            }
        }
    }
    let township = "name = \"乡\"\npublisher = \"乡\"\npack = \"p\"\n";
    for (line, words) in [
        ("board_papers = [\"A5\"]", "board_papers 不能写 A5；这里可以写：A4、A3、A3-landscape"),
        ("board_papers = [\"A4\" \"A3\"]", "两项之间加英文的逗号"),
        ("board_papers = [\"A4\"，\"A3\"]", "改成英文的逗号"),
        ("board_papers = [\n\"A4\"、\n]", "改成英文的逗号"),
        ("board_papers = [\"A4\"", "方括号没有配对"),
        ("board_papers = A4", "放在英文引号里"),
        ("board_papers = ［\"A4\"］", "改成英文的 [ ]"),
        ("[prints]\nweb = 是", "写成 web = true"),
        ("[prints]\nweb = True", "写成 web = true"),
        ("[prints]\nweb = \"true\"", "true 或 false，不加引号"),
        ("prints = { web = true", "大括号没有配对"),
    ] {
        let found = parse::<Township>("township.toml", &format!("{township}{line}\n")).unwrap_err();
        let said = format!("{}；{}", found[0].message, found[0].help);
        assert!(said.contains(words), "{line}: {said}");
    }
}

#[test]
fn every_slip_of_a_file_is_told_at_once() {
    let text = "kind ＝ “identify”\nroster = “rosters/r.xlsx”\nposted = 2025-4-7\n";
    let found = parse::<Notice>("n1.toml", text).unwrap_err();
    let lines: Vec<_> = found.iter().map(|finding| finding.at.line).collect();
    assert_eq!(lines, [Some(1), Some(2), Some(3)]);
}

#[test]
fn a_text_of_several_lines_may_hold_anything() {
    let text = "kind = '''\n“x” ＝ y：\n'''\nroster = \"“名册”＝：.xlsx\" # ＝\nposted ＝ 1\n";
    let found = parse::<Notice>("n1.toml", text).unwrap_err();
    assert_eq!(found.iter().map(|finding| finding.at.line).collect::<Vec<_>>(), [Some(5)]);
}

/// Words of the program that reads TOML.
const FOREIGN: [&str; 14] = [
    "expected",
    "invalid",
    "missing",
    "unexpected",
    "duplicate",
    "unknown",
    "string",
    "newline",
    "literal",
    "unclosed",
    "integer",
    "sequence",
    "struct",
    "match",
];

proptest! {
    #[test]
    fn no_half_sentence_of_another_language_is_ever_told(
        lines in proptest::collection::vec("(kind|posted|place|version|steps|\\[steps\\]|x)?[ ]{0,1}[=＝:]{0,2}[ ]{0,1}[\"“'\\[\\]{},0-9年月日:：.a-c王#\\\\-]{0,9}", 1..5)
    ) {
        let Err(found) = parse::<Notice>("n1.toml", &lines.join("\n")) else { return Ok(()) };
        prop_assert!(!found.is_empty());
        for finding in found {
            let said = format!("{}{}", finding.message, finding.help);
            prop_assert!(!FOREIGN.iter().any(|word| said.contains(word)), "{said}");
            prop_assert!(!finding.help.is_empty());
        }
    }
}
