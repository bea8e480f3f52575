//! A rehearsal says so on everything that leaves it.

use super::desk::{Desk, notice, page};
use super::foreign::pdftotext;

const PRINT: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";

/// The text of each page of a PDF.
fn sheets(desk: &Desk, file: &str) -> Vec<String> {
    let text = pdftotext(&[], &desk.path(file));
    text.split_terminator('\u{c}').map(str::to_owned).collect()
}

fn pages(desk: &Desk) -> Vec<(String, String)> {
    let open = desk.open().into_iter().filter(|(path, _)| path.ends_with(".html"));
    open.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

fn post(desk: &Desk) {
    desk.run(["-C", "ws", "--today", "2025-03-14", "post", &notice("hongqi")]).ends(0);
}

#[test]
fn a_rehearsal_looked_like_the_real_thing() {
    let desk = Desk::six("looks").speaking();
    desk.build("2025-03-14").ends(0);
    assert!(pages(&desk).iter().all(|(_, html)| !html.contains("演练")));
    assert!(sheets(&desk, PRINT).iter().all(|sheet| !sheet.contains("演练")));
    post(&desk);
    desk.build("2025-03-14").ends(0);
    for (path, html) in pages(&desk) {
        assert_eq!(html.matches("演练</strong> 这里的公示不是真的。").count(), 1, "{path}");
    }
    let prints: Vec<String> = desk
        .open()
        .into_keys()
        .filter(|path| path.ends_with(".pdf"))
        .map(|path| format!("dist/{path}"))
        .collect();
    assert!(prints.len() > 3, "{prints:?}");
    for print in &prints {
        assert!(sheets(&desk, print).iter().all(|sheet| sheet.contains("演练")), "{print}");
    }
    let pictures: Vec<String> = desk.open().into_keys().filter(|path| path.ends_with(".png")).collect();
    assert!(!pictures.is_empty());
    for picture in pictures {
        let lines = super::picture::lines(&desk, &format!("dist/{picture}"));
        assert!(lines.iter().any(|line| line.contains("演练")), "{picture}: {lines:?}");
    }
    assert!(desk.read("dist/public/notices.json").contains("\"rehearsal\": true"));
    let calendar = desk.read("dist/public/calendar.ics");
    assert_eq!(calendar.matches("SUMMARY:演练：").count(), calendar.matches("SUMMARY:").count());
    let feed = desk.read("dist/public/feed.xml");
    assert_eq!(feed.matches("<title>演练：").count(), feed.matches("<title>").count());
}

#[test]
fn the_page_of_a_sample_that_is_a_rehearsal_says_both_in_one_sentence() {
    let desk = Desk::six("sample-rehearsal");
    desk.edit("ws/township.toml", "pack = ", "sample_day = 2025-03-14\npack = ");
    desk.build("2025-03-14").ends(0);
    post(&desk);
    desk.build("2025-03-14").ends(0);
    let html = desk.read(&page("hongqi"));
    assert!(
        html.contains("演练</strong> 样例网站，人和事都是虚构的") && !html.contains("这里的公示不是真的")
    );
    assert_eq!(html.matches("虚构").count(), 1);
}

#[test]
fn a_theme_of_a_townships_own_left_out_the_word() {
    let desk = Desk::six("own-theme");
    desk.edit("ws/township.toml", "pack = ", "theme = \"mine\"\npack = ");
    desk.copy("themes/default", "ws/themes/mine");
    let base = desk.read("ws/themes/mine/templates/base.html");
    let (before, after) = base.split_once("{% if site.rehearsal -%}").unwrap();
    let (_, after) = after.split_once("{% endif -%}\n</header>").unwrap();
    desk.write("ws/themes/mine/templates/base.html", format!("{before}</header>{after}"));
    desk.build("2025-03-14").ends(0);
    post(&desk);
    desk.build("2025-03-14").ends(0);
    for (path, html) in pages(&desk) {
        assert_eq!(html.matches("演练</strong> 这里的公示不是真的。").count(), 1, "{path}");
    }
}

#[test]
fn the_bag_of_a_rehearsal_went_to_the_archive_as_a_real_one() {
    let desk = Desk::six("rehearsed-bag");
    desk.build("2025-03-14").ends(0);
    post(&desk);
    desk.record("2025-03-20", "close", &[]).ends(0);
    let ran = desk.run(["-C", "ws", "--today", "2025-03-21", "archive", &notice("hongqi")]).ends(0);
    assert!(!ran.out.contains("没有通过"), "{}", ran.out);
    let bag = "archive/hongqi-2025-03-identify";
    assert!(desk.read(&format!("{bag}/bag-info.txt")).contains("Rehearsal: 演练"));
    let cover = sheets(&desk, &format!("{bag}/data/cover.pdf"));
    assert!(cover.iter().all(|sheet| sheet.contains("演练")), "{cover:?}");
    assert!(cover[0].replace([' ', '\n'], "").contains("演练，这里的公示不是真的"), "{cover:?}");
    assert!(desk.run(["verify", bag]).ends(0).out.contains("演练"));
}
