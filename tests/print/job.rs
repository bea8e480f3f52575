//! Booklets: many documents in one file.

use super::samples::leaflet;
use super::{fonts, judge, save, theme};
use mingbai::document::{Block, Office};
use mingbai::render::layout::Paper;
use mingbai::render::{Binding, Part, print, print_job};

fn parts(count: usize) -> Vec<Part<Office>> {
    let part = |number: usize| {
        let mut document = leaflet();
        let group = format!("{}组", 1 + number / 5);
        document.parts().0.salutation = Some(super::samples::open(&format!("{group}第{number}户")));
        Part { chapter: Some(group), document }
    };
    (0..count).map(part).collect()
}

fn job(parts: &[Part<Office>], binding: Binding) -> Vec<u8> {
    print_job(parts, "红旗村明白纸", binding, Paper::A4, &theme(), &fonts())
        .unwrap_or_else(|findings| panic!("{}", findings[0]))
}

#[test]
fn a_job_embeds_each_font_once_and_lists_its_groups() {
    let parts = parts(12);
    let job = job(&parts, Binding::Plain);
    let single = print(&parts[0].document, Paper::A4, &theme(), &fonts()).expect("fits");
    assert!(job.len() < single.len() * 3, "{} for twelve, {} for one", job.len(), single.len());
    let file = save("job.pdf", &job);
    if let Some(said) = judge("pdffonts", &[], &file) {
        assert_eq!(said.lines().skip(2).count(), 3);
    }
    if let Some(said) = judge("qpdf", &["--check"], &file) {
        assert!(said.contains("No syntax or stream encoding errors"), "{said}");
    }
    if let Some(said) = judge("qpdf", &["--json", "--json-key=outlines"], &file) {
        assert_eq!(said.matches("\"title\"").count(), 3, "{said}");
        assert!(["1组", "2组", "3组"].iter().all(|group| said.contains(group)), "{said}");
    }
}

#[test]
fn cut_and_stacked_leaflets_lie_in_the_order_of_the_roster() {
    let file = save("stack.pdf", &job(&parts(5), Binding::CutAndStack));
    let mut piles = [Vec::new(), Vec::new()];
    for (pile, x) in piles.iter_mut().zip(["0", "595"]) {
        let place = ["-x", x, "-y", "0", "-W", "595", "-H", "842", "-r", "72"];
        let Some(said) = judge("pdftotext", &place, &file) else { return };
        for page in said.split('\u{C}') {
            let at = page.find('第').map(|at| &page[at..]).filter(|rest| rest.contains('户'));
            pile.extend(at.and_then(|rest| rest.chars().nth(1)).and_then(|number| number.to_digit(10)));
        }
    }
    assert_eq!(piles.concat(), [0, 1, 2, 3, 4]);
    assert_eq!(piles[1].len(), 2);
}

/// A booklet is often printed on both sides: a leaflet of one page must not have the next household's on its back.
#[test]
fn no_two_households_share_a_sheet_of_paper() {
    let mut parts = parts(3);
    let filler = parts[1].document.blocks().to_vec();
    while judge_pages(&job(&parts[1..2], Binding::Plain)).is_some_and(|pages| pages < 2) {
        let longer =
            filler.iter().filter(|block| matches!(block, Block::Paragraph { .. } | Block::List { .. }));
        parts[1].document.parts().1.splice(0..0, longer.cloned());
    }
    if let Some(pages) = judge_pages(&job(&parts, Binding::Plain)) {
        assert_eq!(pages, 6, "each has a front and a back");
    }
    let short = [parts[0].clone(), parts[2].clone()];
    if let Some(pages) = judge_pages(&job(&short, Binding::Plain)) {
        assert_eq!(pages, 2, "fronts only");
    }
}

fn judge_pages(job: &[u8]) -> Option<usize> {
    let said = judge("pdfinfo", &[], &save("backs.pdf", job))?;
    said.lines().find_map(|line| line.strip_prefix("Pages:")?.trim().parse().ok())
}
