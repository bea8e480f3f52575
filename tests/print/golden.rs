//! What four reference prints look like, as text and as pictures, so that a change shows before anybody pins it up.
//!
//! `MINGBAI_GOLDEN=write cargo test --test print` writes the references anew; look at the difference before you keep it.

use super::picture::{Picture, mupdf, poppler};
use super::samples::{leaflet, notice, receipt};
use super::{fonts, save, theme};
use mingbai::document::{Audience, Document};
use mingbai::render::fonts::FontBook;
use mingbai::render::layout::{Paper, Sheets, lay_out};
use mingbai::render::pdf;
use std::path::{Path, PathBuf};

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/print/golden").join(name)
}

fn writes() -> bool {
    std::env::var("MINGBAI_GOLDEN").is_ok_and(|wish| wish == "write")
}

/// Whether the faces are those that the references were made with.
fn usual(fonts: &FontBook) -> bool {
    let wanted = ["Noto Serif CJK SC", "Noto Sans CJK SC", "LXGW WenKai"];
    let other = fonts.report().into_iter().find(|role| !wanted.contains(&role.family.as_str()));
    if let Some(role) = &other {
        eprintln!("skipped: {} is set in {}, the references in {wanted:?}", role.role.name(), role.family);
    }
    other.is_none()
}

fn set<A: Audience>(document: &Document<A>, paper: Paper, fonts: &FontBook) -> Sheets {
    lay_out(document, paper, &theme(), fonts).unwrap_or_else(|findings| panic!("{}", findings[0]))
}

fn references(fonts: &FontBook) -> [(&'static str, Sheets); 4] {
    [
        ("notice", set(&notice(12), Paper::A4, fonts)),
        ("poster", set(&notice(5), Paper::A3, fonts)),
        ("leaflet", set(&leaflet(), Paper::A4, fonts)),
        ("receipt", set(&receipt(16), Paper::A4.landscape(), fonts)),
    ]
}

#[test]
fn four_reference_prints_are_laid_out_as_before() {
    let fonts = fonts();
    if !usual(&fonts) {
        return;
    }
    for (name, sheets) in references(&fonts) {
        let (now, file) = (sheets.to_text(&fonts), kept(&format!("{name}.txt")));
        if writes() {
            std::fs::write(&file, &now).expect("the folder of references");
        }
        let before = std::fs::read_to_string(&file).expect("a reference");
        let line = now.lines().zip(before.lines()).position(|(now, before)| now != before);
        let shown = |text: &str| line.and_then(|at| text.lines().nth(at)).unwrap_or_default().to_owned();
        assert!(
            now == before,
            "{name}, line {:?}:\n now    {}\n before {}",
            line.map(|at| at + 1),
            shown(&now),
            shown(&before)
        );
    }
}

/// Thousandths of a page in which two engines may differ, told by squares: they smooth edges each in its own way.
/// Measured with poppler 22.12 and mupdf 1.21: 0 or 1 on these pages; a line that moved by three millimetres: 8.
const ENGINES: usize = 3;

#[test]
fn two_engines_draw_the_same_pages() {
    let fonts = fonts();
    for (name, sheets) in references(&fonts) {
        let file = save(&format!("engines-{name}.pdf"), &pdf::write(&sheets, &fonts).expect("fonts embed"));
        for page in 1..=sheets.pages.len() {
            let (Some(one), Some(other)) = (poppler(&file, page), mupdf(&file, page)) else { return };
            let apart = one.apart(&other);
            assert!(one.ink() > 2, "{name}: page {page} is empty");
            assert!(apart <= ENGINES, "{name}, page {page}: {apart} thousandths differ");
        }
    }
}

#[cfg(feature = "picture-tests")]
#[test]
fn three_reference_pages_look_as_before() {
    let fonts = fonts();
    if !usual(&fonts) {
        return;
    }
    for (name, sheets) in references(&fonts).into_iter().take(3) {
        let file = save(&format!("picture-{name}.pdf"), &pdf::write(&sheets, &fonts).expect("fonts embed"));
        let reference = kept(&format!("{name}.png"));
        if writes() {
            super::picture::keep(&file, &reference);
        }
        let Some(now) = poppler(&file, 1) else { return };
        let before = Picture::of_png(&std::fs::read(&reference).expect("a reference"));
        let apart = now.apart(&before);
        assert!(apart <= 1, "{name}: {apart} thousandths differ from {}", reference.display());
    }
}

#[test]
fn a_moved_line_shows_in_the_picture() {
    let fonts = fonts();
    let mut sheets = set(&notice(5), Paper::A4, &fonts);
    let draw = |sheets: &Sheets, name| poppler(&save(name, &pdf::write(sheets, &fonts).expect("embeds")), 1);
    let Some(before) = draw(&sheets, "still.pdf") else { return };
    let run = sheets.pages[0].items.iter_mut().find_map(|item| match item {
        mingbai::render::layout::sheet::Item::Text(run) => Some(run),
        _ => None,
    });
    run.expect("a title").at.1 += 3_000;
    let after = draw(&sheets, "moved.pdf").expect("drawn before");
    assert!(after.apart(&before) > ENGINES, "{}", after.apart(&before));
    assert!(Picture::of_png(&after.to_png()).apart(&after) == 0, "a picture survives its file");
}
