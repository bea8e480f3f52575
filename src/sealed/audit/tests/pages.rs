//! What is refused and what passes in pages, data and names.

use super::*;

#[test]
fn a_clean_page_is_cleared_byte_for_byte() {
    let html =
        "<table><tr><td>1</td><td>三组</td><td>欧阳**</td><td>2</td><td>边缘易致贫户</td></tr></table>";
    let cleared = run(Media::Html, html, &[]).expect("nothing of the roster but masks");
    assert_eq!(cleared.drafts()[0].bytes, html.as_bytes());
    assert!(cleared.passed().is_empty());
    assert_eq!(cleared.into_drafts().len(), 1);
}

#[test]
fn every_field_is_found_and_told_by_place_field_and_row() {
    let cases = [
        ("欧阳晓峰", "leak-direct-identifier", "姓名"),
        ("欧阳小雨", "leak-direct-identifier", "姓名"),
        (ID, "leak-direct-identifier", "证件号码"),
        (&ID[..17], "leak-direct-identifier", "证件号码"),
        (&ID[6..17], "leak-direct-identifier", "证件号码"),
        (&ID[8..16], "leak-direct-identifier", "证件号码"),
        ("990201700101123", "leak-direct-identifier", "证件号码"),
        (PHONE, "leak-direct-identifier", "电话"),
        ("+86 154-0000-1234", "leak-direct-identifier", "电话"),
        ("一五四〇〇〇〇一二三四", "leak-direct-identifier", "电话"),
        ("（0999）5550123", "leak-direct-identifier", "电话"),
        (BANK, "leak-direct-identifier", "银行账号"),
        ("尾号0123 4567", "leak-direct-identifier", "银行账号"),
        ("欧*患有肢体残疾", "leak-sensitive", "健康状况"),
        ("欧阳*家因病", "leak-sensitive", "风险类型"),
        (NOTE, "leak-sensitive", "备注"),
        ("（赵大山 患重病）", "leak-sensitive", "备注"),
        ("欧阳* 家庭收入4676.5元", "leak-sensitive", "收入"),
    ];
    for (text, code, field) in cases {
        let found = leaks(Media::Html, format!("<title>公示</title>\n<p>甲\n{text}</p>"), &[]);
        assert!(told(&found).contains(&(code, field)), "{field}: {:?}", told(&found));
        let finding = found.iter().find(|f| f.at.field.as_deref() == Some(field)).expect("found");
        assert_eq!((finding.at.path.as_str(), finding.at.line), ("public/a", Some(3)), "{field}");
        assert_eq!(finding.severity, crate::diag::Severity::Refusal);
        assert!(finding.message.contains("rosters/a.xlsx"), "the row is told: {finding}");
    }
}

#[test]
fn what_only_looks_alike_passes() {
    for text in [
        "欧阳*峰",
        "欧**",
        "安**",
        "高*",
        "本页4676字节",
        "2025年3月14日",
        "4676年",
        "第3页 共12页",
        "0999-1234567",
        "alignment",
        "alias",
        "<i class=\"dali\">",
        "99020119",
        "19700101",
    ] {
        let found = leaks(Media::Html, format!("<p>{text}</p>"), &[]);
        assert_eq!(told(&found), [], "{text}");
    }
}

#[test]
fn an_income_tells_only_beside_its_household() {
    assert_eq!(told(&leaks(Media::Html, "<td>欧阳**</td><td>4,676</td>", &[])), [("leak-sensitive", "收入")]);
    assert_eq!(told(&leaks(Media::Html, "<td>安*</td><td>4676</td>", &[])), []);
    assert_eq!(told(&leaks(Media::Html, "<td>安*</td><td>5200</td>", &[])), [("leak-sensitive", "收入")]);
    assert_eq!(told(&leaks(Media::Html, "<td>欧阳**</td><td>14676</td>", &[])), []);
}

/// A day of birth, the end of a number and an illness stood beside the mask in a village's own text, and passed.
#[test]
fn what_is_said_beside_a_mask_is_said_of_its_household() {
    let own = |text: &str| [open(text, "villages/h/notices/n1.md")];
    for text in [
        "欧阳*1970年1月1日出生",
        "欧阳*，70年1月1日生",
        "1970-01-01出生的欧阳*",
        "欧阳*（1970.1.1）",
        "欧阳*身份证尾号1230",
        "欧阳*电话末四位是1234",
        "欧阳*肢体残疾",
        "欧阳*因病",
        "3号因病",
        "名单第3户肢体残疾",
        "欧阳*收入4676元",
    ] {
        assert!(!leaks(Media::Html, format!("<p>{text}</p>"), &own(text)).is_empty(), "{text}");
    }
    // The same words of nobody, and beside a row that the village did not write.
    for text in [
        "1970年1月1日",
        "尾号1230",
        "因病、因残的农户都可以申请",
        "4月3号以前因病住院的",
        "普府发〔2025〕3号因病",
    ] {
        let page = format!("<table><tr><td>欧阳*</td></tr></table><p>{text}</p>");
        assert_eq!(told(&leaks(Media::Html, page, &own(text))), [], "{text}");
    }
}

/// A remark that says what every notice says refused the whole site.
#[test]
fn what_the_office_writes_for_everybody_is_no_secret() {
    let value = |field: &'static str, text: &'static str| [("name", "赵钱孙"), (field, text)];
    for text in [
        "OK",
        "no",
        "PDF",
        "A4",
        "id",
        "QQ",
        "公示",
        "2025年",
        "第3页",
        "共2页",
        "5天",
        "4月",
        "普安乡",
        "石桥村",
        "三组",
        "普安乡人民政府",
        "脱贫不稳定户",
        "其他",
        "普安乡石桥村三组",
        "防止返贫监测对象公示",
    ] {
        let fields = [value("risk", text), [("name", "钱孙李"), ("category", "脱贫不稳定户")]];
        let roster = roster_of(&[&[&fields[0]], &[&fields[1]]]);
        let mut declared = declared();
        let shown = ["普安乡", "石桥村", "普安乡人民政府", "三组", "公示", "其他"];
        declared.words.shown = shown.map(str::to_owned).to_vec();
        declared.words.titles = vec!["防止返贫监测对象公示".into()];
        let gate = Gate::new(&[&roster], &classify, &declared);
        let page = format!("<h1>{text}</h1><table><tr><td>赵*孙</td><td>{text}</td></tr></table>");
        let draft = draft("public/a.html", Media::Html, page, &[]);
        assert!(gate.clear(vec![Arc::new(draft)]).is_ok(), "{text}");
    }
}

/// Eight digits of somebody's ID stood across the slash between a folder and its file.
#[test]
fn a_number_in_pieces_of_an_address_is_nobodys() {
    let id = checked_id("99020119600202501");
    let roster = roster_of(&[&[&[("name", "赵钱孙"), ("id_number", &id)]]]);
    let gate = Gate::new(&[&roster], &classify, &declared());
    let clears =
        |html: &str| gate.clear(vec![Arc::new(draft("public/a.html", Media::Html, html, &[]))]).is_ok();
    assert!(clears("<a href='2025-04-00600/2025-04-00600.pdf'>x</a><a href='n/19600-20250/1.pdf'>y</a>"));
    let whole = format!("<p>{}</p>", &id[6..17]);
    for html in [whole.as_str(), "<p>1960 0202 501</p>", "<p>9600-2025</p>", "<a href='96002025.pdf'>x</a>"] {
        assert!(!clears(html), "{html}");
    }
}

/// 欧阳 is a villager, and the open part of the mask of 欧阳修远.
#[test]
fn the_open_part_of_anothers_mask_is_nobodys_name() {
    let roster = roster_of(&[&[&[("name", "欧阳")]], &[&[("name", "欧阳修远")]]]);
    let gate = Gate::new(&[&roster], &classify, &declared());
    let clears =
        |html: &str| gate.clear(vec![Arc::new(draft("public/a.html", Media::Html, html, &[]))]).is_ok();
    assert!(clears("<td>欧阳*远</td><td>欧*</td>"));
    for html in ["<td>欧阳</td>", "<td>欧阳 *</td>", "<td>欧阳*明</td>", "<td>欧阳***</td>"] {
        assert!(!clears(html), "{html}");
    }
}

/// What a contact, a village's name, a pack or a theme says excused everything in it.
#[test]
fn an_open_text_excuses_what_it_is_there_for() {
    let story = "曾因盗窃被判刑三年";
    let roster = roster_of(&[
        &[&[("name", "赵钱孙"), ("notes", story)]],
        &[&[("name", "明白")]],
        &[&[("name", "张桂兰")]],
    ]);
    let mut declared = declared();
    declared.built_in.insert("policies/p/text.md".into());
    let gate = Gate::new(&[&roster], &classify, &declared);
    let clears = |text: &str, place: &str| {
        let draft = draft("public/a.html", Media::Html, format!("<p>{text}</p>"), &[open(text, place)]);
        gate.clear(vec![Arc::new(draft)]).is_ok()
    };
    for place in [
        "villages/h/village.toml:12",
        "villages/h/village.toml",
        "township.toml",
        "villages/h/notices/n1.md",
        "policies/own/notices/identify.md",
        "themes/own/templates/base.html",
        "程序",
    ] {
        assert!(!clears(&format!("每天{story}的人来办"), place), "{place}");
        assert!(!clears("请找张桂兰办理", place), "{place}");
    }
    // A name that is a word, in running text of a pack or theme; in the village's own text once it decided so.
    assert!(clears("公开透明，明白办事", "policies/own/notices/identify.md"));
    assert!(clears("公开透明，明白办事", "villages/h/notices/n1.md"), "明白 is allowed");
    for text in ["三组明白的户", "明*，明白", "明白 15400009999", "2号明白"] {
        assert!(!clears(text, "villages/h/notices/n1.md"), "{text}");
    }
}

#[test]
fn every_part_of_a_page_is_searched() {
    let name = "欧阳晓峰";
    for html in [
        format!("<title>{name}</title>"),
        format!("<meta name=description content='{name}'>"),
        format!("<img alt=\"{name}\">"),
        "<a href=\"x/%E6%AC%A7%E9%98%B3%E6%99%93%E5%B3%B0.html\">y</a>".to_owned(),
        format!("<!-- {name} -->"),
        format!("<script>var a = \"{name}\"</script>"),
        "<script>a = '\\u6b27\\u9633\\u6653\\u5cf0'</script>".to_owned(),
        format!("<style>p::after {{ content: \"{name}\" }}</style>"),
        "<style>p::after { content: '\\6b27\\9633\\6653\\5cf0' }</style>".to_owned(),
        format!("<p hidden>{name}</p>"),
        "<p>欧阳<b>晓</b><!-- x -->峰</p>".to_owned(),
        "<p>&#x6b27;&#38451;晓&shy;峰</p>".to_owned(),
        "<td>欧阳</td><td>晓峰</td>".to_owned(),
        format!("<p data-{name}>x</p>"),
    ] {
        assert_eq!(
            told(&leaks(Media::Html, html.as_str(), &[])),
            [("leak-direct-identifier", "姓名")],
            "{html}"
        );
    }
    let data = [
        (Media::Json, r#"{"t":"\u6b27\u9633\u6653\u5cf0"}"#),
        (Media::Xml, "<feed><content type=\"html\">&lt;b&gt;欧阳&lt;/b&gt;晓峰</content></feed>"),
        (Media::Xml, "<svg><text>欧阳<tspan>晓峰</tspan></text></svg>"),
        (Media::Css, "a::before { content: \"欧阳\\6653 峰\" }"),
        (Media::Js, "//# sourceMappingURL=欧阳晓峰.map"),
        (Media::Text, "https://example.org/%e6%ac%a7%e9%98%b3晓峰"),
    ];
    for (media, text) in data {
        assert_eq!(told(&leaks(media, text, &[])), [("leak-direct-identifier", "姓名")], "{text}");
    }
}

#[test]
fn a_name_in_a_path_is_found_and_not_repeated() {
    for path in [
        "public/villages/欧阳晓峰/index.html",
        "public/%E6%AC%A7%E9%98%B3%E6%99%93%E5%B3%B0.html",
        "欧阳晓峰.pdf",
    ] {
        let Leaks(found) =
            audit(vec![draft(path, Media::Text, "x 欧阳小雨", &[])]).expect_err("the path is a leak");
        assert_eq!(found.len(), 2);
        found.iter().for_each(tells_nothing);
        assert!(found[0].at.path.contains("文件名里有个人信息"));
        assert!(!found[0].at.path.contains('%'));
    }
}

#[test]
fn one_leak_refuses_every_draft() {
    let drafts =
        vec![draft("public/a", Media::Text, "好", &[]), draft("public/b", Media::Text, "欧阳晓峰", &[])];
    let Leaks(found) = audit(drafts).expect_err("b leaks");
    assert_eq!(found.iter().map(|f| f.at.path.as_str()).collect::<Vec<_>>(), ["public/b"]);
}

fn water() -> Vec<Fragment> {
    vec![
        open("保障义务教育、基本医疗、住房和饮水安全。", "policies/p/text.md:7"),
        open("联系人：高明，0999-5550123", "villages/h/village.toml:12"),
        open("切实提高", "policies/p/text.md:9"),
        open("明白纸发放情况", "policies/p/text.md:10"),
    ]
}

#[test]
fn an_open_text_explains_a_name_only_where_it_stands() {
    let cleared = run(
        Media::Html,
        "<p>保障义务教育、基本医疗、住房和饮水安全。</p><dl><dt>联系人</dt><dd>高明，<a href='tel:09995550123'>0999-5550123</a></dd></dl>",
        &water(),
    )
    .expect("each stands where it is declared");
    let because: Vec<(&str, &str)> =
        cleared.passed().iter().map(|p| (p.field.as_str(), p.because.as_str())).collect();
    assert!(because.contains(&("姓名", "policies/p/text.md:7")), "{because:?}");
    assert!(because.contains(&("姓名", "villages/h/village.toml:12")), "{because:?}");
    assert!(because.contains(&("电话", "villages/h/village.toml:12")), "{because:?}");
    assert_eq!(cleared.passed()[0].at.path, "rosters/a.xlsx");
}

#[test]
fn the_same_name_in_a_cell_of_the_same_page_is_refused() {
    let page = |cell: &str| {
        format!(
            "<p>保障义务教育、基本医疗、住房和饮水安全。</p><p>联系人：高明，0999-5550123</p><table><tr><td>1</td>{cell}<td>3</td></tr></table>"
        )
    };
    assert_eq!(told(&leaks(Media::Html, page("<td>王*</td>"), &water())), []);
    for cell in [
        "<td>安全</td>",
        "<td title='安全'>安*</td>",
        "<td>高明</td>",
        "<td>高明 联系人</td>",
        "<td>联系人</td><td>高 明</td>",
    ] {
        let found = leaks(Media::Html, page(cell), &water());
        assert_eq!(told(&found), [("leak-direct-identifier", "姓名")], "{cell}");
    }
    // Cells that together read like the open text are no open text: it runs on where they are set apart.
    let found = leaks(Media::Html, "<td>饮水</td><td>安全</td>", &[open("饮水安全", "policies/p/text.md:7")]);
    assert_eq!(told(&found), [("leak-direct-identifier", "姓名")]);
    let found = leaks(Media::Html, "<td>安全</td><td>饮水</td>", &[open("安全饮水", "policies/p/text.md:7")]);
    assert_eq!(told(&found), [("leak-direct-identifier", "姓名")]);
    // The bare name as an open text explains nothing.
    let found = leaks(Media::Html, "<td>高明</td>", &[open("高明", "villages/h/village.toml:1")]);
    assert_eq!(told(&found), [("leak-direct-identifier", "姓名")]);
}

#[test]
fn two_open_texts_that_meet_explain_what_they_form() {
    let cleared = run(Media::Html, "<h2>切实提高</h2><p>明白纸发放情况</p>", &water());
    assert_eq!(cleared.expect("a seam of two open texts").passed().len(), 1);
    assert_eq!(
        told(&leaks(Media::Html, "<h2>提高</h2><p>明白</p>", &water())),
        [("leak-direct-identifier", "姓名")]
    );
    assert_eq!(
        told(&leaks(Media::Html, "<h2>切实提高明白纸发放情况</h2>", &water())),
        [("leak-direct-identifier", "姓名")]
    );
}

/// A villager's name over the border of two paragraphs of a village's own text passed as the seam of two texts.
#[test]
fn a_name_that_the_village_breaks_over_two_of_its_texts_is_found() {
    let own =
        [open("有事请找欧阳", "villages/h/notices/n1.md"), open("晓峰办理", "villages/h/notices/n1.md")];
    let found = leaks(Media::Html, "<p>有事请找欧阳</p><p>晓峰办理</p>", &own);
    assert_eq!(told(&found), [("leak-direct-identifier", "姓名")]);
}

#[test]
fn numbers_are_excused_by_declared_contacts_only() {
    let text = format!("<p>电话：{PHONE}，证件：{ID}，账号：{BANK}</p>");
    let whole = format!("电话：{PHONE}，证件：{ID}，账号：{BANK}");
    let by_pack = leaks(Media::Html, text.as_str(), &[open(&whole, "policies/p/text.md:1")]);
    assert_eq!(by_pack.len(), 3);
    let by_contact = leaks(Media::Html, text.as_str(), &[open(&whole, "villages/h/village.toml:1")]);
    let fields: Vec<&str> = told(&by_contact).into_iter().map(|(_, field)| field).collect();
    assert_eq!(fields, ["证件号码", "银行账号"]);
    // The declared phone beside the villager himself is his phone.
    let contact = [open(&format!("监督电话：{PHONE}"), "villages/h/village.toml:1")];
    assert_eq!(told(&leaks(Media::Html, format!("<a href='tel:{PHONE}'>拨打</a>"), &contact)), []);
    assert_eq!(
        told(&leaks(Media::Html, format!("<td>欧阳*</td><td>{PHONE}</td>"), &contact)),
        [("leak-direct-identifier", "电话")]
    );
}

#[test]
fn identifiers_of_nobody_known_are_refused_by_shape() {
    for text in ["15499998888", "someone@example.org", "99020119800101001X", "6299 9900 0000 0000 009"] {
        let text = match text {
            "99020119800101001X" => checked_id("99020119800101001"),
            "6299 9900 0000 0000 009" => checked_card("629999000000000000"),
            other => other.to_owned(),
        };
        let found = leaks(Media::Html, format!("<p>甲\n{text}</p>"), &[]);
        assert_eq!(told(&found), [("leak-pattern", "")], "{text}");
        assert!(!found[0].to_string().contains(&text[..8]));
    }
    let contact = [open("电话：154-9999-8888，someone@example.org", "villages/h/village.toml:3")];
    let html =
        "<p><a href='tel:15499998888'>154 9999 8888</a> <a href='mailto:someone@example.org'>写信</a></p>";
    assert_eq!(told(&leaks(Media::Html, html, &contact)), []);
    let pack = [open("电话：154-9999-8888，someone@example.org", "policies/p/text.md:3")];
    assert!(leaks(Media::Html, html, &pack).len() >= 2);
}

fn checked_id(digits: &str) -> String {
    let mut tries = "0123456789X".chars().map(|c| format!("{digits}{c}"));
    tries.find(|id| crate::sealed::needles::identifiers::is_id18(&id.to_lowercase())).expect("one fits")
}

fn checked_card(digits: &str) -> String {
    let mut tries = (0..10).map(|c| format!("{digits}{c}"));
    tries.find(|card| crate::sealed::needles::identifiers::is_luhn(card)).expect("one fits")
}

#[test]
fn pictures_and_fonts_are_searched_as_bytes_and_other_bytes_refused() {
    let png = |tail: &[u8]| [b"\x89PNG\r\n\x1a\n\0\0\0\0IDAT\0\0\0\0".as_slice(), tail].concat();
    assert_eq!(told(&leaks(Media::Binary, png(b""), &[])), []);
    let text = format!("\0\0\0\x20tEXtAuthor\0欧阳晓峰{PHONE}");
    assert_eq!(
        told(&leaks(Media::Binary, png(text.as_bytes()), &[])),
        [("leak-direct-identifier", "姓名"), ("leak-direct-identifier", "电话")]
    );
    assert_eq!(told(&leaks(Media::Binary, png(b"\0\0\0\x08zTXta\0\0xxxx"), &[])), [("audit-unreadable", "")]);
    assert_eq!(told(&leaks(Media::Binary, b"wOF2....".as_slice(), &[])), []);
    assert_eq!(told(&leaks(Media::Binary, b"\x7fELF....".as_slice(), &[])), [("audit-unreadable", "")]);
    assert_eq!(told(&leaks(Media::Html, b"\xff\xff\xff\x80<p>".as_slice(), &[])), [("audit-unreadable", "")]);
}

#[test]
fn a_short_open_text_between_open_texts_is_explained_by_its_neighbours() {
    let declared = [
        open("产业帮扶", "policies/p/text.md:1"),
        open("因病", "policies/p/text.md:2"),
        open("教育帮扶", "policies/p/text.md:3"),
        open("双河村", "villages/s/village.toml"),
        open("高明村", "villages/g/village.toml"),
        open("红旗村", "villages/h/village.toml"),
        open("高明", "villages/h/village.toml:2"),
    ];
    for html in
        ["<td>产业帮扶</td><td>因病</td><td>教育帮扶</td>", "<li>双河村</li><li>高明村</li><li>红旗村</li>"]
    {
        assert_eq!(told(&leaks(Media::Html, html, &declared)), [], "{html}");
    }
    for html in [
        "<td>欧阳*</td><td>因病</td><td>教育帮扶</td>",
        "<li>双河村</li><li>高明</li><li>红旗村</li>",
        "<li>双河村</li><li>高明</li><li>村</li><li>红旗村</li>",
    ] {
        assert_eq!(leaks(Media::Html, html, &declared).len(), 1, "{html}");
    }
}
