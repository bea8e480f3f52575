//! Villagers who are called like words of the program.

use super::*;

fn clears(html: &str, fragments: &[Fragment]) -> bool {
    let roster = roster_of(&[
        &[&[("name", "公示")]],
        &[&[("name", "全文")]],
        &[&[("name", "张桂兰")]],
        &[&[("name", "李四")]],
    ]);
    let mut declared = declared();
    declared.built_in.insert("themes/default/templates/base.html".into());
    declared.written = vec!["李四".into()];
    let gate = Gate::new(&[&roster], &classify, &declared);
    gate.clear(vec![Arc::new(draft("public/a.html", Media::Html, html, fragments))]).is_ok()
}

/// 公示 stands beside the township's name in the title of the feed, before the address in a picture, in a tile.
#[test]
fn a_word_of_the_program_was_taken_for_a_villager_where_another_text_touches_it() {
    let theme = |text: &str| open(text, "themes/default/templates/base.html");
    let township = open("云台乡", "township.toml");
    assert!(clears("<a title='云台乡公示'>x</a>", &[theme("公示"), township.clone()]));
    assert!(clears("<strong>公示</strong><span>按月份</span>", &[theme("公示"), theme("按月份")]));
    assert!(clears("<p>打开网上公示yuntai.example</p>", &[open("打开网上公示", "程序")]));
    assert!(clears("<p>念稿子的人：全文476字</p>", &[open("念稿子的人：全文476字", "程序")]));
    // Beside nothing that is declared, and in a theme of the workspace, it stays a name.
    assert!(!clears("<td>户主公示李</td>", &[theme("公示")]));
    assert!(!clears("<td>云台乡公示李</td>", &[theme("公示"), township]));
}

#[test]
fn what_a_workspace_writes_into_a_sentence_of_the_program_is_no_word_of_the_program() {
    for text in ["请找李四反映", "请找张桂兰反映"] {
        assert!(!clears(&format!("<p>{text}</p>"), &[open(text, "程序")]), "{text}");
    }
}

/// A contact's phone holds eight digits of an identity number by chance; its hours hold a villager's name.
#[test]
fn the_phone_and_hours_of_a_contact_were_taken_for_somebodys_digits_and_name() {
    let roster = roster_of(&[&[&[("name", "周一"), ("id_number", "990220200001200541")]]]);
    let mut declared = declared();
    let contact = |name: &str, phone: &str, line: u32| DeclaredContact {
        name: name.into(),
        phone: phone.into(),
        place: format!("township.toml:{line}"),
    };
    declared.contacts =
        vec![contact("便民服务中心", "0990-0001200", 9), contact("监委会", "0990-0001301", 14)];
    declared.allowed = vec![AllowedWord { word: "周一".into(), place: "villages/a/village.toml:3".into() }];
    let clears = |declared: &Declarations, html: &str, fragments: &[Fragment]| {
        let gate = Gate::new(&[&roster], &classify, declared);
        gate.clear(vec![Arc::new(draft("public/a.html", Media::Html, html, fragments))]).is_ok()
    };
    let page = "<dd>便民服务中心 <a href='tel:0990-0001200'>0990-0001200</a></dd><dd>周一至周五</dd>";
    let phone = |line: u32| open("0990-0001200", &format!("township.toml:{line}"));
    let hours = open("周一至周五", "township.toml:9");
    assert!(clears(&declared, page, &[phone(9), hours.clone()]));
    // Another contact's line declares no such phone; without the village's decision 周一 is a name.
    assert!(!clears(&declared, page, &[phone(14), hours.clone()]));
    declared.allowed.clear();
    assert!(!clears(&declared, page, &[phone(9), hours]));
}

/// 慢病 is a word of an illness, 慢病签约服务 is what the clinic offers everybody.
#[test]
fn a_measure_for_the_ill_was_taken_for_somebodys_illness() {
    let roster = roster_of(&[
        &[&[("name", "王建国"), ("notes", "慢病签约服务、住房安全、公益岗位")]],
        &[&[("name", "李建民"), ("notes", "享受大病救助，其子患肺结核")]],
    ]);
    let gate = Gate::new(&[&roster], &classify, &declared());
    let clears = |html: &str| {
        let own = open(html, "villages/a/notices/a.md");
        gate.clear(vec![Arc::new(draft("public/a.html", Media::Html, format!("<p>{html}</p>"), &[own]))])
            .is_ok()
    };
    assert!(clears("卫生室办理慢病签约服务，住房安全由镇里核。"));
    assert!(clears("可以享受大病救助的，找村医。"));
    assert!(!clears("王*国家慢病签约服务"));
    assert!(!clears("有人其子患肺结核"));
}

/// 2020 is somebody's expense, and the year in the number of a document.
#[test]
fn the_year_in_the_number_of_a_document_was_taken_for_somebodys_amount() {
    let roster = roster_of(&[&[&[("name", "王建国"), ("income", "2020")]]]);
    let gate = Gate::new(&[&roster], &classify, &declared());
    let clears =
        |html: &str| gate.clear(vec![Arc::new(draft("public/a.html", Media::Html, html, &[]))]).is_ok();
    assert!(clears("<p>实施办法（吉脱贫组〔2020〕10号）</p>"));
    assert!(!clears("<p>10号王*国 2020元</p>"));
}

#[test]
fn a_group_that_is_called_like_a_villager_was_refused_in_its_own_column() {
    let roster =
        roster_of(&[&[&[("name", "大湾"), ("group", "三组")]], &[&[("name", "王建国"), ("group", "大湾")]]]);
    let gate = Gate::new(&[&roster], &classify, &declared());
    let clears =
        |html: &str| gate.clear(vec![Arc::new(draft("public/a.html", Media::Html, html, &[]))]).is_ok();
    assert!(clears("<table><tr><td>大湾</td><td>王*国</td></tr></table>"));
    assert!(!clears("<p>请大湾来办理</p>"));
    // A clerk wrote the head into the cell of the group: that is nobody's group.
    let roster = roster_of(&[&[&[("name", "欧阳兰"), ("group", "欧阳兰")]]]);
    let gate = Gate::new(&[&roster], &classify, &declared());
    let page = draft("public/a.html", Media::Html, "<table><tr><td>欧阳兰</td></tr></table>", &[]);
    assert!(gate.clear(vec![Arc::new(page)]).is_err());
}

/// A name that no dictionary knows, behind the name of a village, was taken for part of it.
#[test]
fn a_name_set_behind_the_name_of_a_village_was_taken_for_the_villages_own() {
    let roster = roster_of(&[&[&[("name", "宗建芬")]], &[&[("name", "高明")]]]);
    let gate = |village: &str| {
        let fragments = [open(village, "villages/a/village.toml")];
        let declared = declared();
        let gate = Gate::new(&[&roster], &classify, &declared);
        let page = format!("<p>{village}</p>");
        gate.clear(vec![Arc::new(draft("public/a.html", Media::Html, page, &fragments))]).is_ok()
    };
    for village in ["石桥村宗建芬", "石桥宗建芬村", "石桥村（宗建芬）"] {
        assert!(!gate(village), "{village}");
    }
    for village in ["高明村", "上高明村", "石桥村"] {
        assert!(gate(village), "{village}");
    }
}

/// The way to a house, in a text that names nobody, was taken for ordinary words.
#[test]
fn the_way_to_somebodys_door_was_passed_where_nobody_stands_beside_it() {
    let roster = roster_of(&[
        &[&[("name", "褚万年"), ("address", "老榨油坊旁12号")]],
        &[&[("name", "苗春生"), ("address", "水库大坝下面第一家")]],
        &[&[("name", "李四"), ("notes", "按〔2020〕10号文件规定执行")]],
    ]);
    let gate = Gate::new(&[&roster], &classify, &declared());
    let leaks = |html: &str| {
        let page = format!("<p>{html}</p>");
        gate.clear(vec![Arc::new(draft("public/a.html", Media::Html, page, &[]))]).is_err()
    };
    for text in ["老榨油坊旁12号", "请到老榨油坊旁12号领取", "老-榨-油-坊-旁-1-2-号"] {
        assert!(leaks(text), "{text}");
    }
    for text in ["水库大坝下面", "按〔2020〕10号文件", "老榨油坊旁"] {
        assert!(!leaks(text), "{text}");
    }
}
