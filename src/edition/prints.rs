//! Prints 打印: which open documents are printed, under which names, and on which paper.

use super::documents::Documents;
use crate::diag::{Diagnostic, gathered};
use crate::document::{Document, Fragment, Public};
use crate::render::fonts::FontBook;
use crate::render::layout::{Paper, PrintTheme};
use crate::render::site::{LeafletEntry, NoticeEntry, Site};
use crate::render::{Draft, printed};
use crate::workspace::written::BoardPaper;
use crate::workspace::{Village, Workspace};
use rayon::prelude::*;

/// A print to be made: path, document, paper.
pub(crate) type Print<'a> = (String, &'a Document<Public>, Paper);

/// A village may be called like a villager: its name is known as a name in every print.
pub(crate) fn village_names(workspace: &Workspace) -> Vec<Fragment> {
    let name =
        |village: &Village| Fragment::new(village.is.name.as_str(), village.path.as_str(), super::DECLARING);
    workspace.villages.iter().map(name).collect()
}

/// Every print that is for everybody.
pub(crate) fn open_prints<'a>(papers: &[BoardPaper], documents: &'a Documents) -> Vec<Print<'a>> {
    let mut open: Vec<Print<'a>> = documents.site.notices.iter().filter_map(of_notice).collect();
    open.extend(of_township(&documents.site));
    let board = documents.board.iter();
    open.extend(board.flat_map(|(path, document)| on_board(papers, path, document)));
    open
}

/// The print beside a notice's page, if there is one.
pub(super) fn of_notice(notice: &NoticeEntry) -> Option<Print<'_>> {
    let pdf = notice.pdf.as_ref()?;
    Some((format!("public/{pdf}"), notice.document.as_ref(), Paper::A4))
}

/// The prints beside the pages that no village has a part in.
pub(super) fn of_township(site: &Site) -> impl Iterator<Item = Print<'_>> {
    let leaflet = |leaflet: &'_ LeafletEntry| {
        let prints = [(leaflet.pdf.clone(), Paper::A4), (leaflet.card.clone(), Paper::A5)];
        prints.into_iter().filter_map(|(pdf, paper)| Some((format!("public/{}", pdf?), paper)))
    };
    let leaflets = site
        .leaflets
        .iter()
        .flat_map(move |is| leaflet(is).map(|(path, paper)| (path, is.document.as_ref(), paper)));
    let asked = site.consultation.iter();
    leaflets.chain(asked.map(|is| (format!("public/{}", is.pdf), is.document.as_ref(), Paper::A4)))
}

/// The prints for the notice board, one a paper.
pub(super) fn on_board<'a>(
    papers: &[BoardPaper],
    path: &str,
    document: &'a Document<Public>,
) -> Vec<Print<'a>> {
    let on = |paper: &BoardPaper| {
        let (name, paper) = match paper {
            BoardPaper::A4 => ("A4", Paper::A4),
            BoardPaper::A3 => ("A3", Paper::A3),
            BoardPaper::A3Landscape => ("A3-landscape", Paper::A3.landscape()),
        };
        (format!("{path}-{name}.pdf"), document, paper)
    };
    papers.iter().map(on).collect()
}

/// Makes prints, in their order; all findings at once.
pub(super) fn print_all(
    prints: Vec<Print<'_>>,
    names: &[Fragment],
    theme: &PrintTheme,
    fonts: &FontBook,
) -> Result<Vec<Draft<Public>>, Vec<Diagnostic>> {
    let made: Vec<_> = prints
        .into_par_iter()
        .map(|(path, document, paper)| printed(path, document, names, paper, theme, fonts))
        .collect();
    gathered(made)
}
