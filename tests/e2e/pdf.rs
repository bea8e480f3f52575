//! Prints, judged by the programs of others: whole, small, searchable, and telling nothing in their metadata.

use super::desk::{Desk, page};
use super::foreign::{dense, mutool_text, page_text, pdfinfo, pdftotext, qpdf_check, table};
use super::people::{Household, six};
use std::path::PathBuf;

const BOARD: &str = "dist/board/hongqi/2025-03-identify-A4.pdf";

/// Sixty households in six groups, so that the table runs over several pages.
fn sixty() -> Vec<Household> {
    const SURNAMES: [char; 10] = ['罗', '程', '姚', '任', '孔', '丁', '沈', '范', '汪', '戴'];
    const GIVEN: [char; 6] = ['河', '林', '云', '桃', '富', '旺'];
    let categories = ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"];
    let household = |row: usize| {
        let name = format!("{}启{}", SURNAMES[row % 10], GIVEN[row / 10]);
        Household::new(row, &name, &format!("{}组", row / 10 + 1), 1 + (row % 5) as u8, categories[row % 3])
    };
    (0..60).map(household).collect()
}

fn pages(desk: &Desk, path: &str) -> Vec<String> {
    let text = pdftotext(&["-layout"], &desk.path(path));
    text.split_terminator('\u{c}').map(str::to_owned).collect()
}

/// Every public print and some of the private ones.
fn prints(desk: &Desk) -> Vec<PathBuf> {
    let all = desk.tree("dist").into_keys();
    all.filter(|path| path.ends_with(".pdf")).map(|path| desk.path("dist").join(path)).collect()
}

#[test]
fn qpdf_finds_no_fault_in_any_print() {
    let desk = Desk::six("qpdf").speaking();
    desk.build("2025-03-17").ends(0);
    let prints = prints(&desk);
    assert!(prints.len() > 6);
    for print in prints {
        let (clean, said) = qpdf_check(&print);
        assert!(clean && !said.contains("WARNING"), "{}: {said}", print.display());
    }
}

#[test]
fn a_short_notice_is_small() {
    let desk = Desk::hongqi("small", &six()[..1]).thin(&[]);
    desk.build("2025-03-17").ends(0);
    let size = desk.bytes(BOARD).len();
    assert!(size < 200_000, "{size} bytes");
    assert!(pages(&desk, BOARD).len() <= 2);
}

/// Title, every paragraph, every row and the days, character for character; two readers agree.
#[test]
fn the_text_that_comes_out_is_the_text_of_the_page() {
    let desk = Desk::hongqi("text", &sixty()).thin(&[]);
    desk.build("2025-03-17").ends(0);
    let html = desk.read(&page("hongqi"));
    let board = desk.path(BOARD);
    let texts = [dense(&pdftotext(&[], &board)), dense(&mutool_text(&board))];
    let paragraphs =
        html.split("<p class=\"indent\">").skip(1).map(|rest| rest.split("</p>").next().unwrap());
    let mut whole: Vec<String> = paragraphs.map(|text| dense(&page_text(text))).collect();
    assert!(whole.len() >= 2, "{whole:?}");
    whole.extend(
        ["关于红旗村拟纳入防止返贫监测对象的公示", "2025年3月14日（星期五）起2025年3月19日（星期三）止"]
            .map(str::to_owned),
    );
    // Groups of ten are shown as they are on both channels, so the rows are the same on page and board.
    let rows = table(&html);
    assert_eq!(rows.len(), 60);
    whole.extend(rows.iter().map(|row| row.concat()));
    for text in texts {
        for part in &whole {
            assert!(text.contains(part.as_str()), "not in the print: {part}");
        }
        assert!(!text.contains('\u{fffd}') && !text.chars().any(|c| ('\u{e000}'..'\u{f900}').contains(&c)));
    }
}

#[test]
fn a_long_table_repeats_its_header_keeps_rows_whole_and_numbers_its_pages() {
    let desk = Desk::hongqi("long", &sixty()).thin(&[]);
    desk.build("2025-03-17").ends(0);
    let text = pdftotext(&[], &desk.path(BOARD));
    let pages: Vec<String> = text.split_terminator('\u{c}').map(dense).collect();
    let last = pages.len();
    assert!(last >= 3, "{last} pages");
    let rows: Vec<String> = table(&desk.read(&page("hongqi"))).iter().map(|row| row.concat()).collect();
    let mut seen = 0;
    for (number, text) in (1..).zip(&pages) {
        let numbered = format!("第{number}页共{last}页");
        assert!(text.contains(&numbered), "page {number}: {numbered} is missing");
        // However many columns of rows a page has: a row is in one piece, and a header is above.
        let here = rows.iter().filter(|row| text.contains(row.as_str())).count();
        let header = text.contains("序号村民小组户主姓名家庭人口监测对象类别");
        assert_eq!(header, here > 0, "page {number}: {here} rows");
        seen += here;
    }
    assert_eq!(seen, 60, "a row was split or lost");
}

/// Wherever the table happens to end, the place for the seal has text of the notice above it on its page.
#[test]
fn the_seal_never_stands_alone_on_a_page() {
    let desk = Desk::hongqi("seal", &sixty()).thin(&[]);
    for count in [1, 9, 16, 19, 24] {
        desk.write(
            "ws/villages/hongqi/rosters/r.csv",
            super::people::roster_csv("红旗村", &sixty()[..count]),
        );
        desk.sign_all(&super::desk::notice("hongqi"));
        desk.build("2025-03-17").ends(0);
        // In reading order: beside the seal may stand the QR code with its address.
        let text = pdftotext(&["-raw"], &desk.path(BOARD));
        let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
        let sealed = pages.iter().find(|text| text.contains("红旗村村民委员会（盖章）")).expect("a seal");
        let above = sealed.split("普安乡红旗村村民委员会（盖章）").next().unwrap();
        let lines = above.lines().filter(|line| !line.trim().is_empty()).count();
        assert!(lines >= 2, "{count} rows: only {lines} lines above the seal");
        let date = dense(sealed.split("（盖章）").nth(1).unwrap());
        assert!(date.starts_with("2025年3月14日"), "{count} rows: the day stands elsewhere");
    }
}

#[test]
fn metadata_tell_the_notice_and_nobodys_name() {
    let desk = Desk::six("metadata").speaking();
    desk.build("2025-03-17").ends(0);
    for print in prints(&desk) {
        let said = pdfinfo(&print);
        for household in six() {
            assert!(!said.contains(&household.head), "{}", print.display());
        }
        assert!(!said.contains("罗启山") && !said.contains("韩永年"), "{}", print.display());
        for line in ["Tagged:          yes", "JavaScript:      no", "Encrypted:       no"] {
            assert!(said.contains(line), "{}: {said}", print.display());
        }
    }
    let said = pdfinfo(&desk.path(BOARD));
    for line in
        ["关于红旗村拟纳入防止返贫监测对象的公示", "普安乡红旗村村民委员会", "Producer:        mingbai"]
    {
        assert!(said.contains(line), "{said}");
    }
}

#[test]
fn paper_a3_is_a3_and_says_the_same() {
    let desk = Desk::six("a3").thin(&[]);
    desk.edit("ws/township.toml", "base_url", "board_papers = [\"A4\", \"A3\", \"A3-landscape\"]\nbase_url");
    desk.build("2025-03-17").ends(0);
    let a3 = desk.path("dist/board/hongqi/2025-03-identify-A3.pdf");
    assert!(pdfinfo(&a3).contains("(A3)"), "{}", pdfinfo(&a3));
    let wide = desk.path("dist/board/hongqi/2025-03-identify-A3-landscape.pdf");
    assert!(pdfinfo(&wide).contains("1190.55 x 841.89"), "{}", pdfinfo(&wide));
    let text = dense(&pdftotext(&[], &a3));
    for row in table(&desk.read(&page("hongqi"))) {
        assert!(text.contains(&row.concat()), "{row:?}");
    }
}

#[test]
fn a_leaflet_that_asks_for_it_is_a_card_on_both_sides_of_a5_too() {
    let desk = Desk::six("card");
    desk.build("2025-03-17").ends(0);
    let card = desk.path("dist/public/leaflets/apply/apply-card.pdf");
    let said = pdfinfo(&card);
    assert!(said.contains("419.53 x 595.28") && said.contains("Pages:           2"), "{said}");
    let (card, sheet) = (dense(&pdftotext(&[], &card)), desk.path("dist/public/leaflets/apply/apply.pdf"));
    assert!(card.contains("防止返贫监测对象申报政策明白纸") && card.contains("公示时会公开什么"), "{card}");
    assert!(dense(&pdftotext(&[], &sheet)).contains("公示时会公开什么"));
    assert!(desk.read("dist/public/leaflets/apply/index.html").contains("leaflets/apply/apply-card.pdf"));
    assert!(!desk.path("dist/public/leaflets/aid/aid-card.pdf").exists());
}
