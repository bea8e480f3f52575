//! Rare characters of real names, in every role that prints.

use crate::samples::{heading, leaflet, notice, open, paragraph};
use crate::{fonts, judge, save, squeezed, theme};
use mingbai::document::{Document, Office};
use mingbai::render::fonts::PROBE;
use mingbai::render::layout::{Paper, lay_out};
use mingbai::render::pdf;
use std::collections::BTreeSet;

/// Nothing but the rare characters: in the title, in headings of two levels, in a paragraph, and in a table's head.
fn rare(mut document: Document<Office>) -> Document<Office> {
    document.parts().0.title = open(PROBE);
    *document.parts().1 = vec![heading(1, PROBE), heading(2, PROBE), paragraph(PROBE)];
    document
}

#[test]
fn sixteen_rare_characters_print_in_every_role_and_are_copied_out() {
    let (theme, fonts) = (theme(), fonts());
    let mut faces = BTreeSet::new();
    for (name, document) in [("rare-notice", rare(notice(1))), ("rare-leaflet", rare(leaflet()))] {
        let sheets = lay_out(&document, Paper::A4, &theme, &fonts)
            .unwrap_or_else(|findings| panic!("{}", findings[0]));
        // `text x,y size width FACE tag CHARACTERS`: the faces that draw a rare character.
        for line in sheets.to_text(&fonts).lines().filter(|line| line.chars().any(|c| PROBE.contains(c))) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let weight =
                |word: &&str| word.rsplit_once('-').is_some_and(|(_, tail)| tail.parse::<u16>().is_ok());
            let Some(rest) = words.get(4..) else { continue };
            let Some(last) = rest.iter().position(weight) else { continue };
            faces.insert(rest[..=last].join(" "));
        }
        let file = save(&format!("{name}.pdf"), &pdf::write(&sheets, &fonts).expect("fonts embed"));
        for reader in [("pdftotext", ["-raw", "-q"].as_slice()), ("mutool", &["draw", "-q", "-F", "txt"])] {
            let Some(read) = judge(reader.0, reader.1, &file) else { continue };
            let read = squeezed(&read);
            assert!(read.matches(PROBE).count() >= 4, "{name} by {}: {read}", reader.0);
        }
    }
    // Every role that the theme fills draws them with its own face, unless that face lacks them.
    for role in fonts.report() {
        let drawn = faces.iter().any(|face| face.starts_with(&role.family));
        assert!(drawn || role.missing.len() == PROBE.chars().count(), "{role:?} not in {faces:?}");
        assert!(role.lost.is_empty(), "{role:?}");
    }
    assert!(faces.len() >= 5 || fonts.report().len() < 5, "{faces:?}");
}
