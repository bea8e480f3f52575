//! QR codes as a phone reads them: on the notice, on every leaflet, and the township's own.

use super::desk::Desk;
use super::foreign::{dense, page_text, pdftotext};
use super::people::six;
use std::path::Path;
use std::process::Command;

const APPLY: &str = "https://puan.example/leaflets/apply/index.html";
const AID: &str = "https://puan.example/leaflets/aid/index.html";
const NOTICE: &str = "https://puan.example/villages/hongqi/notices/2025-03-identify/index.html";
const ONE: &str = "https://yima.example/sb?town=puan";

/// 红旗村, whose township has a code of its own.
fn desk(name: &str, words: &str) -> Desk {
    let desk = Desk::six(name);
    let town = desk.read("ws/township.toml");
    let code = format!("\n[one_code]\nurl = \"{ONE}\"\ntitle = \"渝防贫一码通\"\nwords = \"{words}\"\n");
    desk.write("ws/township.toml", town + &code);
    desk
}

fn run(program: &str, package: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("these tests need {program}: apt-get install {package} ({error})"));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What is read on a page, sorted: flat at 150 dpi, then tilted and soft, as held before a wall.
fn read(desk: &Desk, file: &str, page: usize) -> [Vec<String>; 2] {
    let (pdf, number) = (desk.path(file).display().to_string(), page.to_string());
    let picture = desk.path("page").display().to_string();
    run(
        "pdftoppm",
        "poppler-utils",
        &["-r", "150", "-gray", "-singlefile", "-f", &number, "-l", &number, &pdf, &picture],
    );
    let flat = codes(&desk.path("page.pgm"));
    let tilted = desk.path("tilted.png").display().to_string();
    run(
        "mutool",
        "mupdf-tools",
        &["draw", "-q", "-R", "7", "-r", "100", "-c", "gray", "-o", &tilted, &pdf, &number],
    );
    [flat, codes(Path::new(&tilted))]
}

fn codes(picture: &Path) -> Vec<String> {
    let picture = picture.display().to_string();
    let said = run("zbarimg", "zbar-tools", &["-q", "--raw", "-Sdisable", "-Sqrcode.enable", &picture]);
    let mut codes: Vec<String> = said.lines().map(str::to_owned).collect();
    codes.sort();
    codes
}

/// Every code of a print, page by page, flat and tilted alike, each with its address in words.
#[track_caller]
fn all(desk: &Desk, file: &str) -> Vec<String> {
    let text = pdftotext(&["-raw"], &desk.path(file));
    let mut found = Vec::new();
    for (number, words) in text.split_terminator('\u{c}').enumerate() {
        let [flat, tilted] = read(desk, file, number + 1);
        assert_eq!(flat, tilted, "{file} page {}", number + 1);
        for code in &flat {
            assert!(
                dense(words).contains(code.trim_start_matches("https://")),
                "{file}: {code} not in words"
            );
        }
        found.extend(flat);
    }
    found.sort();
    found
}

#[test]
fn every_print_for_people_leads_a_phone_to_its_page() {
    let desk = desk("codes", "微信扫码，自己申报");
    desk.build("2025-03-17").ends(0);
    assert_eq!(all(&desk, "dist/board/hongqi/2025-03-identify-A4.pdf"), [NOTICE]);
    assert_eq!(
        all(&desk, "dist/public/villages/hongqi/notices/2025-03-identify/2025-03-identify.pdf"),
        [NOTICE]
    );
    assert_eq!(all(&desk, "dist/public/leaflets/apply/apply.pdf"), [APPLY, ONE]);
    assert_eq!(all(&desk, "dist/public/leaflets/aid/aid.pdf"), [AID]);
    // Addressed ones.
    assert_eq!(all(&desk, "dist/private/hongqi/2025-03-identify/aid-all.pdf"), vec![AID; six().len()]);
}

#[test]
fn the_townships_code_is_a_link_for_who_reads_on_a_phone() {
    let desk = desk("one-code", "微信扫码，自己申报");
    desk.build("2025-03-17").ends(0);
    let html = desk.read("dist/public/leaflets/apply/index.html");
    assert!(html.contains(&format!("<a href=\"{ONE}\"")), "{html}");
    assert!(page_text(&html).contains("渝防贫一码通"));
    let links = run(
        "mutool",
        "mupdf-tools",
        &["show", &desk.path("dist/public/leaflets/apply/apply.pdf").display().to_string(), "grep"],
    );
    assert!(links.contains(ONE), "no link in the print");
}

#[test]
fn without_a_code_of_its_own_the_townships_leaflet_shows_none() {
    let desk = Desk::six("no-one-code");
    desk.build("2025-03-17").ends(0);
    assert_eq!(all(&desk, "dist/public/leaflets/apply/apply.pdf"), [APPLY]);
}

#[test]
fn a_pack_that_forgets_the_code_still_leads_to_the_page() {
    let desk = desk("forgotten", "微信扫码");
    desk.copy("policies/puan-2025", "ws/policies/puan-2025");
    for leaflet in ["apply", "aid"] {
        desk.edit(&format!("ws/policies/puan-2025/leaflets/{leaflet}.md"), ":::qr", "");
    }
    desk.unsign(&super::desk::notice("hongqi"));
    desk.sign_all(&super::desk::notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    assert_eq!(all(&desk, "dist/public/leaflets/apply/apply.pdf"), [APPLY, ONE]);
    assert_eq!(all(&desk, "dist/private/hongqi/2025-03-identify/aid-all.pdf"), vec![AID; six().len()]);
}

#[test]
fn a_code_that_no_phone_can_open_is_told_with_its_line() {
    let desk = desk("bad-code", "微信扫码");
    desk.edit("ws/township.toml", ONE, "yima.example/sb");
    let ran = desk.build("2025-03-17").ends(1);
    assert_eq!(ran.codes(), ["workspace-one-code"], "{}", ran.err);
    assert!(ran.err.contains("township.toml:13"), "{}", ran.err);
    assert!(!desk.path("dist").exists());
}

/// What a township writes beside its code is free text: it explains nobody's name.
#[test]
fn a_villagers_name_beside_the_code_does_not_go_out() {
    let name = six()[0].head.clone();
    for words in [name.clone(), format!("找{name}申报")] {
        let desk = desk("named-code", &words);
        let ran = desk.build("2025-03-17").ends(2);
        assert!(ran.codes().iter().any(|code| code.starts_with("leak-")), "{}", ran.err);
        assert!(!ran.err.contains(&name));
        for (path, bytes) in desk.open() {
            assert!(!String::from_utf8_lossy(&bytes).contains(&name), "a name stands in {path}");
        }
    }
}
