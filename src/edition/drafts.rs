//! Stage 4: documents → drafts: pages and prints for everybody, and the private papers on their own tray.

use super::documents::{Documents, papers};
use crate::diag::Diagnostic;
use crate::document::{Audience, Document, Fragment, Public};
use crate::render::fonts::FontBook;
use crate::render::layout::{Paper, PrintTheme};
use crate::render::theme::Theme;
use crate::render::{Binding, Draft, Part, print, print_job, printed, site};
use crate::workspace::written::{BoardPaper, LeafletPrints};
use crate::workspace::{Village, Workspace};
use rayon::prelude::*;

/// Paths below the output folder and bytes.
type Files = Vec<(String, Vec<u8>)>;

/// The private papers. They pass no audit and reach `private/` only.
pub(crate) struct Tray(pub(crate) Files);

/// Renders pages, then every print in parallel.
pub(crate) fn drafts(
    workspace: &Workspace,
    documents: &Documents,
    theme: &Theme,
    prints: &PrintTheme,
    fonts: &FontBook,
) -> Result<(Vec<Draft<Public>>, Tray), Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut drafts = site::pages(&documents.site, theme).unwrap_or_else(|found| {
        errors.extend(found);
        Vec::new()
    });
    let open = open_prints(papers(workspace), documents);
    let villages = village_names(workspace);
    let printed: Vec<Result<Draft<Public>, Vec<Diagnostic>>> = open
        .into_par_iter()
        .map(|(path, document, paper)| printed(path, document, &villages, paper, prints, fonts))
        .collect();
    let private: Vec<Result<Files, Vec<Diagnostic>>> = documents
        .addressed
        .par_iter()
        .map(|(path, leaflets)| booklet(path, leaflets, workspace.township.leaflet_prints, prints, fonts))
        .chain(documents.forms.par_iter().map(|form| {
            let paper = if form.landscape { Paper::A4.landscape() } else { Paper::A4 };
            let bytes = print_job(&form.parts, &form.title, Binding::Plain, paper, prints, fonts)?;
            Ok(vec![(form.path.clone(), bytes)])
        }))
        .chain(documents.office.par_iter().map(|(path, document)| {
            Ok(vec![(path.clone(), print(document, Paper::A4.landscape(), prints, fonts)?)])
        }))
        .collect();
    for result in documents.voices.drafts(&villages, prints, fonts) {
        match result {
            Ok(made) => drafts.extend(made),
            Err(found) => errors.extend(found),
        }
    }
    for result in printed {
        match result {
            Ok(draft) => drafts.push(draft),
            Err(found) => errors.extend(found),
        }
    }
    let mut tray = Vec::new();
    for result in private {
        match result {
            Ok(files) => tray.extend(files),
            Err(found) => errors.extend(found),
        }
    }
    drafts.sort_by(|a, b| a.path.cmp(&b.path));
    if errors.is_empty() { Ok((drafts, Tray(tray))) } else { Err(errors) }
}

/// A village may be called like a villager: its name is known as a name in every print.
pub(crate) fn village_names(workspace: &Workspace) -> Vec<Fragment> {
    let name = |village: &Village| Fragment::new(village.is.name.as_str(), village.path.as_str());
    workspace.villages.iter().map(name).collect()
}

/// Every print that is for everybody: path, document, paper.
pub(crate) fn open_prints<'a>(
    papers: &[BoardPaper],
    documents: &'a Documents,
) -> Vec<(String, &'a Document<Public>, Paper)> {
    let mut open = Vec::new();
    for notice in &documents.site.notices {
        open.extend(
            notice.pdf.as_ref().map(|pdf| (format!("public/{pdf}"), notice.document.as_ref(), Paper::A4)),
        );
    }
    for leaflet in &documents.site.leaflets {
        for (pdf, paper) in [(&leaflet.pdf, Paper::A4), (&leaflet.card, Paper::A5)] {
            open.extend(pdf.as_ref().map(|pdf| (format!("public/{pdf}"), leaflet.document.as_ref(), paper)));
        }
    }
    open.extend(
        documents
            .site
            .consultation
            .iter()
            .map(|asked| (format!("public/{}", asked.pdf), asked.document.as_ref(), Paper::A4)),
    );
    for (path, document) in &documents.board {
        for paper in papers {
            let (name, paper) = match paper {
                BoardPaper::A4 => ("A4", Paper::A4),
                BoardPaper::A3 => ("A3", Paper::A3),
                BoardPaper::A3Landscape => ("A3-landscape", Paper::A3.landscape()),
            };
            open.push((format!("{path}-{name}.pdf"), document, paper));
        }
    }
    open
}

/// A booklet of all households' leaflets with one subset and, on request, each household's own file.
fn booklet<A: Audience>(
    path: &str,
    parts: &[Part<A>],
    wishes: LeafletPrints,
    prints: &PrintTheme,
    fonts: &FontBook,
) -> Result<Files, Vec<Diagnostic>> {
    let Some(first) = parts.first() else { return Ok(Vec::new()) };
    let title = first.document.meta.title.plain();
    let binding = if wishes.cut_and_stack { Binding::CutAndStack } else { Binding::Plain };
    let mut files =
        vec![(format!("{path}-all.pdf"), print_job(parts, &title, binding, Paper::A4, prints, fonts)?)];
    if wishes.single_files {
        let single = |(at, part): (usize, &Part<A>)| {
            let bytes = print(&part.document, Paper::A4, prints, fonts)?;
            Ok((format!("{path}/{:03}.pdf", at + 1), bytes))
        };
        let made: Result<Files, Vec<Diagnostic>> = parts.par_iter().enumerate().map(single).collect();
        files.extend(made?);
    }
    Ok(files)
}
