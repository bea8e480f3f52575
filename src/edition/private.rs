//! The private papers 内部材料: addressed leaflets with their receipt sheets, and the office's forms, filled and blank.
//!
//! They hold what rosters hold: they pass no audit and leave by their own door only.

use super::cases::Case;
use super::documents::{issue, township_contacts, village_contacts};
use super::forms::{FormPrint, blank, filled};
use super::making::Press;
use crate::diag::{Diagnostic, gathered};
use crate::document::Audience;
use crate::policy::{Form, Leaflet, LeafletTo};
use crate::render::layout::Paper;
use crate::render::{Binding, Part, print, print_job};
use crate::sealed::addressed::{self, Receipt};
use crate::workspace::{Village, Workspace};
use rayon::prelude::*;

/// Rows of a blank receipt sheet: two pages by hand.
const BLANK_ROWS: usize = 40;

/// Paths below the output folder and bytes.
pub(super) type Files = Vec<(String, Vec<u8>)>;

/// What may be made, or why it cannot be.
type Made = Result<Files, Vec<Diagnostic>>;

/// A notice's own papers, by the inputs under which it was signed.
pub(super) fn of_notice(press: Press<'_>, case: &Case<'_>) -> Made {
    let inputs = case.signed.as_ref().and_then(|signed| press.ready.earlier.inputs(signed));
    let Some(inputs) = inputs else { return papers(press, case) };
    let (workspace, ready, village) = inputs.setting();
    papers(Press { workspace, ready, ..press }, &Case { village, ..case.clone() })
}

/// Leaflets with the sheet on which their households sign, forms filled from the notice's roster.
fn papers(press: Press<'_>, case: &Case<'_>) -> Made {
    let is = &press.ready.pack.is;
    let wanted = |leaflet: &&Leaflet| {
        leaflet.to == LeafletTo::RosterHouseholds && leaflet.notice.as_deref() == Some(case.kind.id.as_str())
    };
    let leaflets: Vec<&Leaflet> = is.leaflet.iter().filter(wanted).collect();
    let forms: Vec<&Form> = is.form.iter().filter(|form| form.notice.contains(&case.kind.id)).collect();
    let addressed = leaflets.par_iter().map(|leaflet| addressed_leaflets(press, leaflet, case));
    let filled = forms.par_iter().map(|form| match filled(press.workspace, press.ready, form, case) {
        Some(filled) => form_files(press, &filled?),
        None => Ok(Files::new()),
    });
    gathered(addressed.chain(filled).collect::<Vec<_>>()).map(|made| made.into_iter().flatten().collect())
}

/// What a village gets to be written in by hand: receipt sheets of leaflets for every household, and each form.
pub(super) fn of_village(press: Press<'_>, village: &Village) -> Made {
    let Press { workspace, ready, .. } = press;
    let everybody = ready.pack.is.leaflet.iter().filter(|leaflet| leaflet.to == LeafletTo::EveryHousehold);
    let leaflets: Vec<&Leaflet> = everybody.collect();
    let sheets = leaflets.par_iter().map(|leaflet| {
        let path = format!("private/{}/receipt-{}.pdf", village.slug, leaflet.id);
        let sheet = addressed::receipt(None, &receipt(workspace, leaflet, village));
        Ok(vec![(path, print(&sheet, Paper::A4.landscape(), press.prints, press.fonts)?)])
    });
    let forms = ready.pack.is.form.par_iter();
    let forms = forms.map(|form| form_files(press, &blank(workspace, ready, form, village)?));
    gathered(sheets.chain(forms).collect::<Vec<_>>()).map(|made| made.into_iter().flatten().collect())
}

/// Leaflets of a notice's households and their receipt sheet; none before everybody has signed the roster.
fn addressed_leaflets(press: Press<'_>, leaflet: &Leaflet, case: &Case<'_>) -> Made {
    let Press { workspace, ready, .. } = press;
    let Some(roster) = &case.roster else { return Ok(Files::new()) };
    let mut contacts = village_contacts(case.village);
    contacts.extend(township_contacts(workspace));
    let issue = issue(workspace, ready, leaflet, case.clocks.posted, Some(case.village), &contacts);
    let folder = format!("private/{}/{}", case.village.slug, case.notice.stem);
    let documents = addressed::leaflets(roster, &ready.pack, leaflet, &issue)?;
    let mut files = booklet(&format!("{folder}/{}", leaflet.id), &documents, press)?;
    let sheet = addressed::receipt(Some(roster), &receipt(workspace, leaflet, case.village));
    let sheet = print(&sheet, Paper::A4.landscape(), press.prints, press.fonts)?;
    files.push((format!("{folder}/receipt-{}.pdf", leaflet.id), sheet));
    Ok(files)
}

fn form_files(press: Press<'_>, form: &FormPrint) -> Made {
    let paper = if form.landscape { Paper::A4.landscape() } else { Paper::A4 };
    let bytes = print_job(&form.parts, &form.title, Binding::Plain, paper, press.prints, press.fonts)?;
    Ok(vec![(form.path.clone(), bytes)])
}

fn receipt<'a>(workspace: &'a Workspace, leaflet: &'a Leaflet, village: &'a Village) -> Receipt<'a> {
    Receipt {
        leaflet: &leaflet.title,
        village: &village.is.name,
        issuer: &village.is.committee,
        date: workspace.today,
        blank_rows: BLANK_ROWS,
    }
}

/// A booklet of all households' leaflets with one subset and, on request, each household's own file.
fn booklet<A: Audience>(path: &str, parts: &[Part<A>], press: Press<'_>) -> Made {
    let Some(first) = parts.first() else { return Ok(Files::new()) };
    let wishes = press.workspace.township.leaflet_prints;
    let title = first.document.meta().title.plain();
    let binding = if wishes.cut_and_stack { Binding::CutAndStack } else { Binding::Plain };
    let all = print_job(parts, &title, binding, Paper::A4, press.prints, press.fonts)?;
    let mut files = vec![(format!("{path}-all.pdf"), all)];
    if wishes.single_files {
        let single = |(at, part): (usize, &Part<A>)| {
            let bytes = print(&part.document, Paper::A4, press.prints, press.fonts)?;
            Ok((format!("{path}/{:03}.pdf", at + 1), bytes))
        };
        let made: Result<Files, Vec<Diagnostic>> = parts.par_iter().enumerate().map(single).collect();
        files.extend(made?);
    }
    Ok(files)
}
