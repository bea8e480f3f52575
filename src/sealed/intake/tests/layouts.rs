use crate::sealed::intake::testing::{Sheet, book, id, intake, intake_with, workbook};
use crate::sealed::roster::{Roster, Texts};

pub(super) fn read(sheet: &Sheet) -> Roster {
    match intake("a.xlsx", &book(sheet)) {
        Ok((roster, _)) => roster,
        Err(findings) => {
            panic!("{}", findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        }
    }
}

pub(super) fn code(sheet: &Sheet) -> Vec<(&'static str, Option<u32>)> {
    let findings = intake("a.xlsx", &book(sheet)).err().unwrap_or_default();
    findings
        .iter()
        .filter(|finding| finding.stops())
        .map(|finding| (finding.code.id, finding.at.line))
        .collect()
}

/// `group:head+member+member` for every household.
pub(super) fn outline(roster: &Roster) -> Vec<String> {
    let name =
        |person: &crate::sealed::roster::Person| person.fields.get_text("name").unwrap_or("?").to_owned();
    roster
        .households
        .iter()
        .map(|household| {
            let mut names = vec![name(household.head())];
            let others = household.members.iter().enumerate().filter(|(index, _)| *index != household.head);
            names.extend(others.map(|(_, person)| name(person)));
            format!("{}:{}", household.fields.get_text("group").unwrap_or("-"), names.join("+"))
        })
        .collect()
}

#[test]
fn two_header_rows_merged_cells_and_member_rows_make_households() {
    let mut sheet = Sheet::of(&[
        "青松村监测对象信息表",
        "序号|组|户编号|家庭成员信息|~|~|家庭人口数|帮扶责任人|~",
        "~|~|~|姓名|与户主关系|证件号码|~|姓名|电话",
    ]);
    let ids: Vec<String> = (0..4).map(|n| id("19700101", 10 + n)).collect();
    for line in [
        format!("=n:1|1组|qs000001|张三|户主|{}|=n:2|吴干部|15400001111", ids[0]),
        format!("~|~|~|李四|配偶|{}", ids[1]),
        format!("=n:2|2组|qs000002|王五|长子|{}|2人", ids[2]),
        format!("~|~|~|赵六|户主|{}", ids[3]),
    ] {
        sheet.rows.push(line.split('|').map(str::to_owned).collect());
    }
    sheet.merges =
        vec!["A1:I1", "A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:G3", "H2:I2", "A4:A5", "B4:B5", "G4:G5"];
    let roster = read(&sheet);
    assert_eq!(outline(&roster), ["1组:张三+李四", "2组:赵六+王五"]);
    assert_eq!(roster.households[0].fields.get_text("staff_name"), Some("吴干部"));
    assert_eq!(roster.households[0].fields.get_text("staff_phone"), Some("15400001111"));
    assert!(roster.households[1].fields.get_text("staff_phone").is_none());
    let at = &roster.households[0].members[1].fields.get("id_number").unwrap().place();
    assert_eq!((at.line, at.column, at.field.as_deref()), (Some(5), Some(6), Some("证件号码")));
}

#[test]
fn household_cells_repeated_on_every_row_are_one_household() {
    let sheet = Sheet::of(&[
        "序号|组别|户编号|姓名|与户主关系|人口数|电话",
        "=n:1|3组|7001|张三|户主|2|15400001111",
        "=n:2|3组|7001|李四|之妻|2|15400002222",
        "=n:3|3组|7002|王五|本人|1|",
    ]);
    let roster = read(&sheet);
    assert_eq!(outline(&roster), ["3组:张三+李四", "3组:王五"]);
    assert_eq!(roster.households[0].members[1].fields.get_text("phone"), Some("15400002222"));
}

#[test]
fn rows_of_one_household_that_disagree_stop() {
    let sheet = Sheet::of(&["组别|户编号|姓名|与户主关系", "3组|7001|张三|户主", "4组|7001|李四|之妻"]);
    assert_eq!(code(&sheet), [("roster-household-cells-differ", Some(3))]);
}

#[test]
fn without_numbers_the_head_begins_a_household() {
    let sheet = Sheet::of(&["姓名|与户主关系|组", "张三|户主|1组", "李四|次子|", "王五|户主|2组"]);
    assert_eq!(outline(&read(&sheet)), ["1组:张三+李四", "2组:王五"]);
    let sheet = Sheet::of(&["序号|姓名|关系|组", "1|李四|次子|1组", "~|张三|户主|", "2|王五|户主|2组"]);
    assert_eq!(outline(&read(&sheet)), ["1组:张三+李四", "2组:王五"]);
    let sheet = Sheet::of(&["户主姓名|姓名|组", "张三|李四|1组", "张三|张三|1组", "王五|王五|2组"]);
    assert_eq!(outline(&read(&sheet)), ["1组:张三+李四", "2组:王五"]);
}

#[test]
fn none_or_two_heads_stop_with_their_rows() {
    let none = Sheet::of(&["户编号|姓名|与户主关系", "1|张三|配偶", "1|李四|次子"]);
    assert_eq!(code(&none), [("roster-head-missing", Some(2))]);
    let two = Sheet::of(&["户编号|姓名|与户主关系", "1|张三|户主", "1|李四|户主"]);
    assert_eq!(code(&two), [("roster-head-twice", Some(2))]);
    let unsaid = Sheet::of(&["户编号|姓名|组", "1|张三|1组", "1|李四|1组"]);
    assert_eq!(code(&unsaid), [("roster-head-missing", Some(2))]);
}

#[test]
fn two_blocks_side_by_side_are_one_list() {
    let sheet = Sheet::of(&[
        "青松村监测对象名单",
        "序号|村民小组|户主姓名|家庭人口数|~|序号|村民小组|户主姓名|家庭人口数",
        "1|1组|张三|2|~|3|2组|王五|1",
        "2|1组|李四|4|~|4|2组|赵六|3",
        "5|3组|钱七|1|~|6",
        "合计|5户",
    ]);
    assert_eq!(outline(&read(&sheet)), ["1组:张三", "1组:李四", "3组:钱七", "2组:王五", "2组:赵六"]);
}

#[test]
fn titles_page_breaks_totals_blanks_and_footers_are_no_households() {
    let mut sheet = Sheet::of(&[
        "某某乡文件",
        "",
        "青松村名单",
        "填报单位：青松村|~|2025年3月",
        "序号|组|姓名|备注",
        "1|1组|张三",
        "",
        "小计|1户",
        "填表人：某甲|~|~|审核人：某乙",
        "青松村名单",
        "序号|组|姓名|备注",
        "2|2组|李四|说明一下",
        "3",
        "合计：2户",
        "注：以上名单经民主评议",
        "1.数据截至三月",
    ]);
    sheet.merges = vec!["A3:D3", "A10:D10"];
    assert_eq!(outline(&read(&sheet)), ["1组:张三", "2组:李四"]);
}

/// The row of words was taken for somebody without a name.
#[test]
fn a_tick_says_the_words_over_it() {
    let head = ["组|姓名|监测对象类别|~|~|家庭人口数", "~|~|脱贫不稳定户|边缘易致贫户|突发严重困难户|~"];
    let read_with = |rows: &[&str]| {
        let rows: Vec<&str> = head.iter().chain(rows).copied().collect();
        let mut sheet = Sheet::of(&rows);
        sheet.merges = vec!["A1:A2", "B1:B2", "C1:E1", "F1:F2"];
        sheet
    };
    let sound =
        read_with(&["1组|张三|√|~|~|2", "1组|李四|~|~|✓|4", "2组|王五|~|√|~|1", "合计|3户|=n:1|=n:1|=n:1|7"]);
    let (roster, _) = intake("a.xlsx", &book(&sound)).unwrap();
    let told = |at: usize| roster.households[at].fields.get_text("category").unwrap_or_default().to_owned();
    assert_eq!([told(0), told(1), told(2)], ["脱贫不稳定户", "突发严重困难户", "边缘易致贫户"]);
    // Two ticks are two answers, none is none, and what is no tick says what it says.
    let twice = read_with(&["1组|张三|√|√|~|2", "1组|李四|~|~|√|4"]);
    assert_eq!(code(&twice), [("roster-household-cells-differ", Some(3))]);
    let none = read_with(&["1组|张三|√|~|~|2", "1组|李四|~|~|~|4"]);
    assert_eq!(code(&none), [("roster-gap", Some(4))]);
}

/// They were dropped, and the notice had no group for anybody.
#[test]
fn lines_between_the_rows_name_the_group_where_no_column_does() {
    let rows = [
        "序号|姓名|家庭人口数|备注",
        "一组（2户）",
        "1|张三|2",
        "2|李四|4",
        "小计|2户",
        "第2村民小组",
        "3|王五|1",
        "大坪组",
        "4|赵六|3",
    ];
    let mut sheet = Sheet::of(&rows);
    sheet.merges = vec!["A2:D2", "A6:D6", "A8:D8"];
    assert_eq!(outline(&read(&sheet)), ["一组:张三", "一组:李四", "第2村民小组:王五", "大坪组:赵六"]);
    // A number is enough without a merged cell; a name in a single cell may be somebody's.
    let loose = Sheet::of(&["序号|姓名|家庭人口数", "2组", "1|张三|2"]);
    assert_eq!(outline(&read(&loose)), ["2组:张三"]);
    let somebody = Sheet::of(&["姓名|家庭人口数|备注", "张三|2", "大坪组", "李四|4"]);
    assert_eq!(code(&somebody), [("roster-line-unclear", Some(3))]);
    // Where a column says it, and for what is no group, a line is a line.
    let mut said = Sheet::of(&["序号|组|姓名|备注", "二组", "1|1组|张三"]);
    said.merges = vec!["A2:D2"];
    assert_eq!(outline(&read(&said)), ["1组:张三"]);
    let mut office = Sheet::of(&["序号|姓名|家庭人口数|备注", "工作组", "1|张三|2", "2|李四|4"]);
    office.merges = vec!["A2:D2"];
    assert_eq!(code(&office), [("roster-line-unclear", Some(2))]);
    // What is hidden is not read: whoever follows has no group rather than a wrong one, and the list stops for it.
    let mut hidden = Sheet::of(&["序号|姓名|家庭人口数", "1组", "1|张三|2", "2组", "2|李四|4"]);
    hidden.hidden_rows = vec![4];
    assert!(code(&hidden).contains(&("roster-gap", Some(5))));
}

#[test]
fn people_below_the_footer_and_rows_without_a_name_stop() {
    let sheet = Sheet::of(&["组|姓名|备注", "1组|张三|甲", "填表人：某甲", "2组|李四|乙"]);
    assert_eq!(code(&sheet), [("roster-row-after-footer", Some(4))]);
    let sheet = Sheet::of(&["组|姓名|电话", "1组|张三|15400001111", "2组|~|15400002222"]);
    assert_eq!(code(&sheet), [("roster-row-without-name", Some(3))]);
}

#[test]
fn people_whose_names_begin_like_a_footer_are_people() {
    let sheet = Sheet::of(&["姓名|组", "注安全|1组", "合计划|2组", "共高明|3组"]);
    assert_eq!(outline(&read(&sheet)), ["1组:注安全", "2组:合计划", "3组:共高明"]);
}

#[test]
fn a_cell_merged_over_several_households_belongs_to_each() {
    let mut sheet = Sheet::of(&["村|组|户主|人口", "青松村|1组|张三|1", "~|~|李四|1", "~|2组|王五|1"]);
    sheet.merges = vec!["A2:A4", "B2:B3"];
    let roster = read(&sheet);
    assert_eq!(outline(&roster), ["1组:张三", "1组:李四", "2组:王五"]);
    assert_eq!(roster.households[2].fields.get_text("village"), Some("青松村"));
}

#[test]
fn unknown_columns_are_kept_for_the_audit_and_named() {
    let sheet = Sheet::of(&["姓名|组|养了几头牛|养了几头牛", "张三|1组|两头黄牛|三头水牛"]);
    let (roster, findings) = intake("a.xlsx", &book(&sheet)).unwrap();
    let person = &roster.households[0].members[0].fields;
    assert_eq!(person.get_text("other:第C列"), Some("两头黄牛"));
    assert_eq!(person.get_text("other:第D列"), Some("三头水牛"));
    assert_eq!(findings[0].code.id, "roster-header-unknown");
    assert!(findings[0].message.contains("第C列") && !findings[0].message.contains("牛"));
}

#[test]
fn what_stands_under_no_header_is_kept_for_the_audit() {
    let sheet = Sheet::of(&["姓名|组|", "张三|1组|其兄张大", "~|~|算过了", "~|~|手机15400001234"]);
    let (roster, findings) = intake("a.xlsx", &book(&sheet)).unwrap();
    assert_eq!(roster.households[0].members[0].fields.get_text("other:第C列"), Some("其兄张大"));
    // Words on the margin make no term, a number does.
    assert_eq!(
        roster.skipped.iter().map(|value| value.text.expose().as_str()).collect::<Vec<_>>(),
        ["15400001234"]
    );
    assert_eq!((findings[0].code.id, findings[0].at.column), ("roster-header-unknown", Some(3)));
}

#[test]
fn contact_of_somebody_else_is_not_the_households_name() {
    let mut sheet = Sheet::of(&[
        "组|户主信息|~|紧急联络|~",
        "~|姓名|身份证号|姓名|电话",
        "1组|张三|~|孙某甲|15400001111",
    ]);
    sheet.merges = vec!["A1:A2", "B1:C1", "D1:E1"];
    sheet.rows[2][3] = "孙甲".into();
    let roster = read(&sheet);
    assert_eq!(outline(&roster), ["1组:张三"]);
    assert_eq!(roster.households[0].members[0].fields.get_text("other:姓名"), Some("孙甲"));
    assert!(roster.households[0].fields.get_text("phone").is_none());
}

#[test]
fn same_field_twice_stops_until_the_notice_chooses() {
    let sheet = Sheet::of(&["姓名|组|类别|监测类别", "张三|1组|甲类|乙类"]);
    assert_eq!(code(&sheet), [("roster-header-twice", Some(1))]);
    let across = Sheet::of(&["户主姓名|与户主关系|组|与户主关系", "张三|妻|1组|子"]);
    let help = intake("a.xlsx", &book(&across)).err().unwrap().remove(0).help;
    assert!(help.contains("一人一行"), "{help}");
    let (roster, _) = intake_with("a.xlsx", &book(&sheet), |options| {
        options.headers.insert("category".into(), "监测类别".into());
    })
    .unwrap();
    assert_eq!(roster.households[0].fields.get_text("category"), Some("乙类"));
}

#[test]
fn overrides_that_fit_nothing_stop() {
    let sheet = Sheet::of(&["姓名|组|类别", "张三|1组|甲类"]);
    for (id, header) in [("category", "没有这个表头"), ("no_such_field", "类别")] {
        let findings = intake_with("a.xlsx", &book(&sheet), |options| {
            options.headers.insert(id.into(), header.into());
        })
        .err()
        .unwrap();
        assert_eq!(findings[0].code.id, "roster-header-override");
    }
}

#[test]
fn no_header_no_rows_no_roster() {
    assert_eq!(code(&Sheet::of(&["张三|1组", "李四|2组"])), [("roster-no-header", None)]);
    assert_eq!(code(&Sheet::of(&["姓名|组", ""])), [("roster-empty", None)]);
}

#[test]
fn hidden_columns_and_whole_hidden_households_are_needles_only() {
    let mut sheet = Sheet::of(&[
        "组|户编号|姓名|与户主关系|银行账号|人口数",
        "1组|1|张三|户主|6299990000000000001|1",
        "2组|2|李四|户主|6299990000000000002|2",
        "~|~|王五|长子|6299990000000000003|",
    ]);
    sheet.hidden_columns = vec![5];
    sheet.hidden_rows = vec![3, 4];
    assert_eq!(code(&sheet), [("roster-hidden-rows", Some(3))]);
    let agreed = |rows| intake_with("a.xlsx", &book(&sheet), |options| options.hidden_rows = Some(rows));
    assert!(agreed(1).is_err() && agreed(3).is_err());
    let (roster, findings) = agreed(2).unwrap();
    assert_eq!(outline(&roster), ["1组:张三"]);
    let mut needles: Vec<&str> = roster.skipped.iter().map(|value| value.text.expose().as_str()).collect();
    needles.sort_unstable();
    assert_eq!(
        needles,
        ["6299990000000000001", "6299990000000000002", "6299990000000000003", "李四", "王五"]
    );
    let told: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(told.contains(&"第E列已隐藏，没有读取"), "{told:?}");
    assert!(told.iter().any(|message| message.contains("2行没有读")), "{told:?}");
}

#[test]
fn members_of_a_hidden_head_do_not_slip_into_the_household_above() {
    let mut sheet =
        Sheet::of(&["组|户编号|姓名|与户主关系", "1组|1|张三|户主", "2组|2|李四|户主", "~|~|王五|长子"]);
    sheet.hidden_rows = vec![3];
    assert_eq!(code(&sheet), [("roster-hidden-part", Some(3)), ("roster-hidden-rows", Some(3))]);
}

#[test]
fn several_roster_sheets_must_be_chosen_from_and_hidden_ones_cannot_be() {
    let mut sheets = vec![Sheet::of(&["姓名|组", "张三|1组"]), Sheet::of(&["姓名|组", "李四|2组"])];
    sheets[1].name = "第二批".into();
    let findings = intake("a.xlsx", &workbook(&sheets, false)).err().unwrap();
    assert_eq!(findings[0].code.id, "roster-sheets-many");
    assert!(findings[0].message.contains("名册、第二批"));
    let choose = |sheets: &[Sheet], name: &str| {
        intake_with("a.xlsx", &workbook(sheets, false), |options| options.sheets = vec![name.into()])
    };
    assert_eq!(outline(&choose(&sheets, "第二批").unwrap().0), ["2组:李四"]);
    assert_eq!(choose(&sheets, "第三批").err().unwrap()[0].code.id, "roster-sheet-missing");
    for state in ["hidden", "veryHidden"] {
        sheets[1].state = state;
        assert_eq!(choose(&sheets, "第二批").err().unwrap()[0].code.id, "roster-sheet-missing");
        let (roster, findings) = choose(&sheets, "名册").unwrap();
        assert_eq!(outline(&roster), ["1组:张三"]);
        assert!(findings[0].message.contains("“第二批”已隐藏"));
        assert_eq!(roster.skipped[0].text.expose(), "李四", "nobody on a hidden sheet may be found");
    }
    sheets[1] = Sheet { name: "说明页".into(), ..Sheet::of(&["本表由村里填写"]) };
    let (_, findings) = intake("a.xlsx", &workbook(&sheets, false)).unwrap();
    assert_eq!(findings[0].code.id, "roster-sheet-ignored");
}

#[test]
fn two_thousand_rows_are_four_hundred_households() {
    let mut sheet = Sheet::of(&["序号|组|户编号|姓名|与户主关系|家庭人口数"]);
    for (household, member) in (1..=400).flat_map(|household| (0..5).map(move |member| (household, member))) {
        let given = |n: u32| char::from_u32(0x4E00 + n).unwrap();
        let name = format!("罗{}{}", given(household * 7), given(3000 + member * 11));
        let line = match member {
            0 => format!("=n:{household}|{}组|hq{household:04}|{name}|户主|=n:5", household % 20 + 1),
            _ => format!("~|~|~|{name}|之子|~"),
        };
        sheet.rows.push(line.split('|').map(str::to_owned).collect());
    }
    sheet.rows.push(vec!["合计：400户2000人".into()]);
    let roster = read(&sheet);
    assert_eq!((roster.household_count(), roster.person_count()), (400, 2000));
}

#[test]
fn a_household_counted_under_another_word_lost_its_size() {
    for word in ["总人口", "常住人口", "户籍人口", "户籍人口数", "共同生活家庭人口", "家庭成员数量"]
    {
        let sheet = Sheet::of(&[&format!("序号|户编号|户主姓名|{word}"), "1|y1|王小明|4"]);
        assert_eq!(read(&sheet).households[0].size(), 4, "{word}");
    }
    // Where the household is counted too, the other figure is another figure.
    let sheet = Sheet::of(&["序号|户编号|户主姓名|家庭人口|常住人口", "1|y1|王小明|4|2"]);
    assert_eq!(read(&sheet).households[0].size(), 4);
    let sheet = Sheet::of(&["序号|户编号|户主姓名|户籍人口|常住人口", "1|y1|王小明|4|2"]);
    assert_eq!(code(&sheet), [("roster-header-twice", Some(1))]);
}
