//! Halves of names and numbers, and numbers as neighbours dial them.

use super::*;

fn leaks(roster: &Roster, text: &str) -> bool {
    let gate = Gate::new(&[roster], &classify, &declared());
    let page = draft("public/a.html", Media::Html, format!("<p>{text}</p>"), &[]);
    gate.clear(vec![Arc::new(page)]).is_err()
}

/// The list shows 庞*东; who may also write 庞卫某 has told the whole name.
#[test]
fn a_second_mask_told_what_the_first_one_hid() {
    let names: Vec<&[&[(&str, &str)]]> = vec![
        &[&[("name", "庞卫东")]],
        &[&[("name", "鄢继业")]],
        &[&[("name", "欧阳修远")]],
        &[&[("name", "欧阳锋")]],
        &[&[("name", "王磊")]],
    ];
    let roster = roster_of(&names);
    for text in ["请庞卫某到村委会", "庞卫*", "*继业", "某继业", "欧阳修*", "*阳修远", "庞卫○"]
    {
        assert!(leaks(&roster, text), "{text}");
    }
    for text in ["庞*东", "欧阳*远", "欧阳*", "王*", "鄢**", "某某", "*业", "庞某某"] {
        assert!(!leaks(&roster, text), "{text}");
    }
}

#[test]
fn half_of_a_number_beside_marks_was_passed() {
    let id = "990244196102163173";
    let row: &[&[(&str, &str)]] = &[&[
        ("name", "庞卫东"),
        ("id_number", id),
        ("phone", "15466083919"),
        ("bank", "6299990412345678903"),
    ]];
    let roster = roster_of(&[row]);
    for text in [
        "1546608****",
        "***66083919",
        "62999904123456*****",
        "******2345678903",
        "99024419610216****",
        "990244196102******",
        "庞*东，990244********3173",
        "庞*东的手机后4位3919",
        "庞*东最后四个数字3919",
    ] {
        assert!(leaks(&roster, text), "{text}");
    }
    for text in [
        "154****1234",
        "990244************",
        "629999*************",
        "60*60*24*83919",
        "#083919",
        "990244********0000",
    ] {
        assert!(!leaks(&roster, text), "{text}");
    }
}

#[test]
fn a_landline_without_its_area_code_was_passed() {
    let row = |name: &'static str, phone: &'static str| vec![vec![("name", name), ("phone", phone)]];
    let rows = [
        row("庞卫东", "0990-6283947"),
        row("鄢继业", "(0990)6283951"),
        row("褚万年", "023-68123456"),
        row("苗春生", "0990-6283961-8012"),
    ];
    let rows: Vec<Vec<&[(&str, &str)]>> =
        rows.iter().map(|row| row.iter().map(Vec::as_slice).collect()).collect();
    let rows: Vec<&[&[(&str, &str)]]> = rows.iter().map(Vec::as_slice).collect();
    let roster = roster_of(&rows);
    for text in ["6283947", "628 3951", "68123456", "6283961", "0990-6283947"] {
        assert!(leaks(&roster, text), "{text}");
    }
    for text in ["0990", "8012", "16283947", "5550123"] {
        assert!(!leaks(&roster, text), "{text}");
    }
}

/// Who is called 瞿磊 is nobody's ordinary word, whatever the village decided.
#[test]
fn a_villager_of_two_characters_was_published_as_an_allowed_word() {
    let roster = roster_of(&[
        &[&[("name", "瞿磊")]],
        &[&[("name", "陈家")]],
        &[&[("name", "周一")]],
        &[&[("name", "危房")]],
    ]);
    let mut declared = declared();
    declared.allowed = ["瞿磊", "陈家", "周一", "危房"]
        .map(|word| AllowedWord { word: word.into(), place: "villages/a/village.toml:3".into() })
        .to_vec();
    let gate = Gate::new(&[&roster], &classify, &declared);
    let clears = |text: &str| {
        let fragments = [open(text, "villages/a/notices/n.md:1")];
        let page = draft("public/a.html", Media::Html, format!("<p>{text}</p>"), &fragments);
        gate.clear(vec![Arc::new(page)]).is_ok()
    };
    assert!(!clears("请瞿磊到村委会领取表格") && !clears("瞿磊同志负责"));
    for text in
        ["陈家湾村民小组院坝", "每周一上午接待", "请周一到村委会", "危房改造户名单", "请危房改造户领取"]
    {
        assert!(clears(text), "{text}");
    }
}

#[test]
fn what_is_said_of_a_household_in_other_words_was_passed_beside_its_mask() {
    let row: &[&[(&str, &str)]] =
        &[&[("name", "庞卫东"), ("income", "48762"), ("age", "65"), ("id_number", "990244196001023173")]];
    let roster = roster_of(&[row]);
    for text in ["收入4.8762万元", "收入四万八千七百六十二元", "六十五岁", "1960年1月生", "60年1月出生"]
    {
        assert!(leaks(&roster, &format!("庞*东{text}")), "{text}");
        assert!(!leaks(&roster, text), "{text}");
    }
}
