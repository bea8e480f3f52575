//! Prints as a village pins them up, read back by programs that are not ours (poppler, qpdf), where installed.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may fail loudly, writes its own samples and says what it skipped"
)]

mod golden;
mod job;
mod judges;
mod picture;
mod rare;
mod samples;

use mingbai::document::{Align, Audience, Block, Document};
use mingbai::render::fonts::FontBook;
use mingbai::render::layout::sheet::Item;
use mingbai::render::layout::{Paper, PrintTheme, Sheets, lay_out};
use mingbai::render::{pdf, print};
use samples::{column, leaflet, notice, open, paragraph, receipt, variants};
use std::path::{Path, PathBuf};
use std::process::Command;

fn theme() -> PrintTheme {
    PrintTheme::standard().expect("the theme that we ship")
}

fn fonts() -> FontBook {
    mingbai::workspace::fonts::find(&theme()).unwrap_or_else(|findings| panic!("{}", findings[0]))
}

fn out(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn save(name: &str, bytes: &[u8]) -> PathBuf {
    let path = out(name);
    std::fs::write(&path, bytes).expect("a folder for tests");
    path
}

fn make<A: Audience>(name: &str, document: &Document<A>, paper: Paper) -> PathBuf {
    let bytes =
        print(document, paper, &theme(), &fonts()).unwrap_or_else(|findings| panic!("{}", findings[0]));
    save(name, &bytes)
}

/// Runs a foreign program if it is installed.
fn judge(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let Ok(output) = Command::new(program).args(arguments).arg(file).args(tail(program)).output() else {
        eprintln!("skipped: {program} is not installed");
        return None;
    };
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a program wants after the file: `-` for the standard output.
fn tail(program: &str) -> &'static [&'static str] {
    if program == "pdftotext" { &["-"] } else { &[] }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn drawn(sheets: &Sheets) -> String {
    let runs = sheets.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Text(run) => Some(run.text()),
        _ => None,
    });
    squeezed(&runs.collect::<String>())
}

#[test]
fn two_readers_copy_out_exactly_what_was_drawn() {
    let (theme, fonts) = (theme(), fonts());
    for (name, document, paper) in variants() {
        let sheets =
            lay_out(&document, paper, &theme, &fonts).unwrap_or_else(|findings| panic!("{}", findings[0]));
        let file = save(&format!("{name}.pdf"), &pdf::write(&sheets, &fonts).expect("fonts embed"));
        let drawn = drawn(&sheets);
        for reader in [("pdftotext", ["-raw", "-q"].as_slice()), ("mutool", &["draw", "-q", "-F", "txt"])] {
            let Some(read) = judge(reader.0, reader.1, &file) else { continue };
            let read = squeezed(&read);
            let wrong = drawn.chars().zip(read.chars()).position(|(a, b)| a != b);
            assert_eq!(
                (wrong, drawn.chars().count()),
                (None, read.chars().count()),
                "{name} by {}",
                reader.0
            );
        }
        for block in document.blocks() {
            let Block::Paragraph { text, .. } = block else { continue };
            assert!(drawn.contains(&squeezed(&text.plain())), "{name}: a paragraph is not whole");
        }
    }
}

#[test]
fn files_are_sound_small_tagged_and_embed_every_font() {
    for (name, document, paper) in variants() {
        let file = make(&format!("sound-{name}.pdf"), &document, paper);
        let size = std::fs::metadata(&file).expect("written").len();
        assert!(size < 200_000, "{name} weighs {size}");
        if let Some(said) = judge("qpdf", &["--check"], &file) {
            assert!(said.contains("No syntax or stream encoding errors"), "{said}");
        }
        if let Some(said) = judge("pdffonts", &[], &file) {
            let fonts: Vec<&str> = said.lines().skip(2).collect();
            assert!(fonts.len() >= 3);
            for line in fonts {
                assert!(line.contains('+') && line.contains("yes yes yes"), "{name}: {line}");
            }
        }
        if let Some(said) = judge("pdfinfo", &[], &file) {
            assert!(said.contains("Tagged:          yes") && said.contains("PDF version:     1.7"), "{said}");
            assert!(said.contains(&document.meta().title.plain()), "{said}");
        }
        let bytes = std::fs::read(&file).expect("written");
        let text = String::from_utf8_lossy(&bytes);
        for needle in [env!("CARGO_MANIFEST_DIR"), "/home", "/usr", "/root", ".ttc", ".ttf"] {
            assert!(!text.contains(needle), "{name} names {needle}");
        }
    }
}

#[test]
fn characters_that_share_a_glyph_are_told_apart() {
    let mut document = notice(1);
    // The radical ⼀ (U+2F00) and the word 一 look alike and share a glyph.
    *document.parts().1 = vec![paragraph("甲⼀乙一丙⼀丁")];
    let file = make("alike.pdf", &document, Paper::A4);
    if let Some(said) = judge("pdftotext", &["-raw", "-q"], &file) {
        assert!(said.contains("甲⼀乙一丙⼀丁"), "{said}");
    }
}

#[test]
fn the_same_document_makes_the_same_bytes() {
    let (theme, fonts) = (theme(), fonts());
    let first = print(&notice(12), Paper::A4, &theme, &fonts).expect("prints");
    print(&leaflet(), Paper::A4, &theme, &fonts).expect("prints");
    let second = print(&notice(12), Paper::A4, &theme, &self::fonts()).expect("prints");
    assert!(first == second, "bytes differ within one process");
    assert!(first != print(&notice(11), Paper::A4, &theme, &fonts).expect("prints"));
}

#[test]
fn forms_lie_down_when_their_table_is_wide_and_leave_room_to_sign() {
    let file = make("receipt.pdf", &receipt(30), Paper::A4);
    if let Some(said) = judge("pdfinfo", &[], &file) {
        assert!(said.contains("Pages:"), "{said}");
    }
    let mut wide = receipt(3);
    if let Block::Table(table) = &mut wide.parts().1[0] {
        table.columns[5].title = open("类型（申报政策明白纸、帮扶政策明白纸）");
        for name in ["联系人与户主关系", "回访日期", "回访人", "备注"] {
            table.columns.push(column(name, Align::Center));
            table.rows.iter_mut().for_each(|row| row.push(open("")));
        }
    }
    let sheets = lay_out(&wide, Paper::A4, &theme(), &fonts()).expect("fits");
    save("wide.pdf", &pdf::write(&sheets, &fonts()).expect("fonts embed"));
    assert!(sheets.pages[0].width > sheets.pages[0].height);
}

#[test]
fn a_phone_reads_the_code_from_a_photo() {
    for (name, paper) in [("scan", Paper::A4), ("scan-card", Paper::A5)] {
        let file = make(&format!("{name}.pdf"), &leaflet(), paper);
        let picture = out(name);
        let stem = picture.to_string_lossy().into_owned();
        let drawn = Command::new("pdftoppm")
            .args(["-r", "150", "-png", "-singlefile"])
            .arg(&file)
            .arg(&stem)
            .status();
        if !drawn.is_ok_and(|status| status.success()) {
            eprintln!("skipped: pdftoppm is not installed");
            return;
        }
        if let Some(said) = judge("zbarimg", &["-q", "--raw"], &picture.with_extension("png")) {
            assert_eq!(said.trim(), "https://puan.example.cn/leaflets/apply/");
        }
    }
}
