//! Floor and gate against what a careless or hostile hand writes, and against refusing what is honest: each test is named
//! after what went wrong once.

use super::desk::{Desk, Ran, notice};
use super::people::{Household, roster_csv, six};

const VILLAGE: &str = "ws/villages/hongqi/village.toml";
const ROSTER: &str = "ws/villages/hongqi/rosters/r.csv";

fn own_text(desk: &Desk, text: &str) {
    desk.write(&format!("ws/{}.md", notice("hongqi")), format!("{text}\n"));
}

/// What a build of six households says, with the first one changed.
fn with_first(name: &str, change: impl FnOnce(&mut Household)) -> Desk {
    let mut households = six();
    change(&mut households[0]);
    Desk::hongqi(name, &households).thin(&[])
}

/// What a check says of the same, which nobody can sign.
fn check_with_first(name: &str, change: impl FnOnce(&mut Household)) -> Ran {
    let (desk, mut households) = (Desk::six(name).thin(&[]), six());
    change(&mut households[0]);
    desk.write(ROSTER, roster_csv("红旗村", &households));
    let ran = desk.run(["-C", "ws", "--today", "2025-03-17", "check"]);
    assert_ne!(desk.sign(&notice("hongqi"), "committee").code, 0);
    ran
}

#[test]
fn the_workspaces_own_copy_of_the_field_table_opened_every_class() {
    let desk = Desk::six("floor-table").thin(&[]);
    let built_in = include_str!("../../policies/fields.toml");
    for (from, to) in [("direct", "quasi"), ("sensitive", "plain")] {
        let opened = built_in.replace(&format!("class = \"{from}\""), &format!("class = \"{to}\""));
        desk.write("ws/policies/fields.toml", opened);
        let ran = desk.build("2025-03-17").ends(1);
        assert!(ran.codes().iter().all(|code| *code == "fields-weaker"), "{}", ran.err);
        assert!(!desk.path("dist").exists());
    }
    desk.write("ws/policies/fields.toml", built_in);
    desk.build("2025-03-17").ends(0);
}

#[test]
fn a_notice_gave_the_column_of_remarks_to_the_group() {
    for header in ["备注", "风险类型", "健康状况", "人均纯收入", "联系电话"] {
        let desk = Desk::six("floor-headers").thin(&[]);
        let path = format!("ws/{}.toml", notice("hongqi"));
        desk.write(&path, format!("{}\n[headers]\ngroup = \"{header}\"\n", desk.read(&path)));
        let ran = desk.build("2025-03-17").ends(1);
        assert!(ran.codes().contains(&"roster-header-weaker"), "{header}: {}", ran.err);
        desk.unsign(&notice("hongqi"));
        let ran = desk.build("2025-03-17").ends(2);
        assert!(ran.codes().contains(&"roster-header-weaker"), "{header}: {}", ran.err);
    }
}

#[test]
fn a_story_in_the_cell_of_the_group_was_printed() {
    for group in ["1组（服刑人员家属）", "1组 精神病", "1组（王小明）", "外出务工", "1组老桥头3号", "独居"]
    {
        let ran = check_with_first("floor-group", |first| first.group = group.into());
        assert!(ran.codes().contains(&"roster-identifier-elsewhere"), "{group}: {}", ran.err);
        assert!(ran.err.contains("r.csv:2:3") && !ran.err.contains(group), "{}", ran.err);
    }
    for group in ["罗启明组", "欧阳兰"] {
        let ran = check_with_first("floor-group-name", |first| first.group = group.into());
        assert!(ran.codes().contains(&"leak-direct-identifier"), "{group}: {}", ran.err);
    }
}

#[test]
fn a_story_beside_a_mask_passed_in_the_villages_own_text() {
    for (note, text) in [
        ("尿毒症", "罗\\*明患尿毒症，特此说明。"),
        ("艾滋病", "1号是艾滋病人家庭。"),
        ("孤儿", "第1户是孤儿。"),
        ("离异", "罗\\*明，离异。"),
        ("", "罗\\*明1960年1月10日出生。"),
        ("", "罗\\*明身份证尾号{tail}。"),
        ("", "罗\\*明人均收入6000元。"),
    ] {
        let desk = with_first("gate-beside", |first| {
            (first.note, first.birth) = (note.into(), "19600110".into());
        });
        let mut first = six().remove(0);
        first.birth = "19600110".into();
        let id = first.id();
        own_text(&desk, &text.replace("{tail}", &id[14..]));
        let ran = desk.build("2025-03-17").ends(2);
        assert!(ran.codes().iter().any(|code| code.starts_with("leak-")), "{text}: {}", ran.err);
    }
    // The same words, of nobody.
    let desk = with_first("gate-of-nobody", |first| first.note = "孤儿".into());
    own_text(&desk, "孤儿、残疾人、长期慢性病人家庭都可以申请，4月3号以前交到村委会。");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
}

#[test]
fn who_stands_in_an_unsigned_or_unused_roster_or_on_another_sheet_was_not_searched_for() {
    let others = |names: [&str; 3]| -> Vec<Household> {
        let rows = names.iter().enumerate();
        rows.map(|(row, name)| Household::new(row + 40, name, "1组", 2, "脱贫不稳定户")).collect()
    };
    let desk = Desk::six("terms-unused").thin(&[]);
    desk.write(
        "ws/villages/hongqi/rosters/old.csv",
        roster_csv("红旗村", &others(["瞿磊", "卞若芳", "岑立本"])),
    );
    desk.write("ws/备份.csv", roster_csv("红旗村", &others(["宗建芬", "甄世昌", "佟国栋"])));
    desk.build("2025-03-17").ends(0);
    for name in ["瞿磊", "卞若芳", "甄世昌"] {
        own_text(&desk, &format!("请找{name}办理。"));
        let ran = desk.build("2025-03-17").ends(2);
        assert!(ran.codes().contains(&"leak-direct-identifier") && !ran.err.contains(name), "{}", ran.err);
    }
    let desk = Desk::six("terms-unsigned").thin(&[]);
    desk.village("shuanghe", "双河村");
    desk.write(
        "ws/villages/shuanghe/rosters/r.csv",
        roster_csv("双河村", &others(["瞿磊", "卞若芳", "岑立本"])),
    );
    desk.identify("shuanghe", "r.csv", "2025-03-28");
    own_text(&desk, "请找岑立本办理。");
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.codes().contains(&"leak-direct-identifier"), "{}", ran.err);
}

#[test]
fn relatives_and_contacts_of_any_length_make_terms() {
    let desk = Desk::six("terms-relatives").thin(&[]);
    let roster = desk.read(ROSTER);
    let more = ["代领人,监护人", "瞿磊,普安乡人民政府卞芳", ",", ",", ",", ",", ","];
    let rows: Vec<String> = roster.lines().zip(more).map(|(line, more)| format!("{line},{more}")).collect();
    desk.write(ROSTER, rows.join("\n") + "\n");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    for name in ["瞿磊", "卞芳"] {
        own_text(&desk, &format!("由{name}代领。"));
        let ran = desk.build("2025-03-17").ends(2);
        assert!(ran.codes().contains(&"leak-direct-identifier"), "{name}: {}", ran.err);
    }
}

#[test]
fn the_place_of_the_board_told_where_somebody_lives() {
    for place in ["罗启明家门口", "欧阳兰小卖部门口", "姚桂林诊所", "孔令新家门口公示栏"]
    {
        let desk = Desk::six("gate-board").thin(&[]);
        desk.edit(VILLAGE, "红旗村村务公开栏", place);
        let ran = desk.build("2025-03-17").ends(2);
        assert!(ran.codes().contains(&"leak-direct-identifier"), "{place}: {}", ran.err);
    }
}

#[test]
fn a_villager_called_like_a_word_had_no_way_out() {
    let desk = with_first("gate-allowed", |first| first.head = "公告".into());
    desk.build("2025-03-17").ends(0);
    own_text(&desk, "公示期满后，结果另行公告。");
    let ran = desk.build("2025-03-17").ends(2);
    assert!(ran.err.contains("[[allowed]]"), "the way out is not told: {}", ran.err);
    let allowed = "\n[[allowed]]\nword = \"公告\"\nreason = \"是公文的一种\"\ndecided_by = \"村民委员会\"\n";
    desk.write(VILLAGE, desk.read(VILLAGE) + allowed);
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    let ran = desk.sign(&notice("hongqi"), "committee");
    assert!(
        ran.out.contains("公告（是公文的一种；村民委员会决定）"),
        "signers are not shown it: {}",
        ran.out
    );
    for text in ["1组公告一户。", "公\\*，就是公告。", "3号公告。"] {
        own_text(&desk, text);
        desk.build("2025-03-17").ends(2);
    }
    // A name that is no word is not let pass, and what is not written in full stops.
    for (from, to) in [("word = \"公告\"", "word = \"罗启明\""), ("\"村民委员会\"\n", "\"\"\n")] {
        let desk = Desk::six("gate-allowed-wrong").thin(&[]);
        desk.write(VILLAGE, desk.read(VILLAGE) + &allowed.replace(from, to));
        let ran = desk.build("2025-03-17").ends(1);
        assert_eq!(ran.codes(), ["village-allowed-incomplete"], "{}", ran.err);
    }
}

#[test]
fn villagers_called_like_words_of_every_notice_refused_the_whole_site() {
    let mut households = six();
    for (one, head) in households.iter_mut().zip(["公示", "全文", "公告", "明白", "公开", "时限"])
    {
        one.head = head.into();
    }
    let desk = Desk::hongqi("gate-words", &households);
    let words = ["公示", "全文", "公告"];
    let allowed = words.map(|word| {
        format!("\n[[allowed]]\nword = \"{word}\"\nreason = \"公文用语\"\ndecided_by = \"村民委员会\"\n")
    });
    desk.build("2025-03-17").ends(0);
    desk.write(VILLAGE, desk.read(VILLAGE) + &allowed.concat());
    let path = format!("ws/{}.toml", notice("hongqi"));
    desk.write(&path, desk.read(&path) + "number = \"红旗公示〔2025〕2号\"\n");
    own_text(&desk, "本次公示的会议记录可以查看。政策全文贴在公示栏。公示期满后，结果另行公告。");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
}

#[test]
fn an_official_who_is_called_like_a_villager_is_told_and_nothing_else_of_a_contact_passes() {
    let desk = Desk::six("gate-contact").thin(&[]);
    desk.edit(VILLAGE, "name = \"红旗村村务监督委员会\"", "name = \"罗启明\"");
    desk.sign_all(&notice("hongqi"));
    let ran = desk.build("2025-03-17").ends(0);
    assert!(ran.out.contains("contact-on-roster") && ran.out.contains("village.toml:7"), "{}", ran.out);
    for (from, to) in [
        ("purpose = \"村里受理意见\"", "purpose = \"找欧阳兰\""),
        ("phone = \"023-5550 1301\"", "phone = \"023-5550 1301\"\nhours = \"每天 曾因盗窃被判刑三年\""),
        ("name = \"罗启明\"", "name = \"罗启明（程*云家）\""),
    ] {
        let households = {
            let mut six = six();
            six[1].note = "曾因盗窃被判刑三年".into();
            six
        };
        let desk = Desk::hongqi("gate-contact-more", &households).thin(&[]);
        desk.edit(VILLAGE, "name = \"红旗村村务监督委员会\"", "name = \"罗启明\"");
        desk.edit(VILLAGE, from, to);
        let ran = desk.build("2025-03-17").ends(2);
        let told = ran.codes();
        assert!(told.iter().any(|code| code.starts_with("leak-")), "{to}: {}", ran.err);
        let other = |code: &&&str| !code.starts_with("leak-") && **code != "proof-inputs-edited";
        assert!(!told.iter().any(|code| other(&code)), "{to}: {}", ran.err);
        let leaked = [to.split('"').nth(1).unwrap(), "曾因盗窃被判刑三年"];
        for (path, bytes) in desk.open() {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(!leaked.iter().any(|words| text.contains(words) && *words != "023-5550 1301"), "{path}");
        }
    }
}

#[test]
fn remarks_that_say_what_every_notice_says_refused_the_whole_site() {
    let notes = [
        "OK",
        "no",
        "PDF",
        "A4",
        "QQ",
        "公示",
        "普安乡",
        "红旗村",
        "1组",
        "2025年",
        "其他",
        "脱贫不稳定户",
        "共2页",
        "普安乡人民政府",
        "红旗村村民委员会",
        "网上公示",
        "监测对象类别",
        "红旗村村务公开栏",
        "返贫",
        "外出务工",
    ];
    let households: Vec<Household> = (0..notes.len())
        .map(|row| {
            let head =
                format!("罗{}{}", ["一", "二", "三", "四"][row % 4], ["甲", "乙", "丙", "丁", "戊"][row / 4]);
            let mut one =
                Household::new(row, &head, if row % 2 == 0 { "1组" } else { "2组" }, 3, "脱贫不稳定户");
            (one.note, one.risk) = (notes[row].into(), "其他".into());
            one
        })
        .collect();
    let desk = Desk::hongqi("gate-honest", &households).thin(&[]);
    own_text(&desk, "外出务工人员请互相转告，有不同意见的请在公示期内反映。");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
}
