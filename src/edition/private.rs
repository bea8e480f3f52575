//! Stage 4: the private papers 内部材料: addressed leaflets with their receipt sheets, the office's forms, its deadlines.
//!
//! They pass no audit and leave by their own door only. A village's papers are made and put out before the next one's.

use super::cases::Case;
use super::deadlines::{Deadline, papers};
use super::documents::{issue, township_contacts, village_contacts};
use super::forms::{FormPrint, blank, filled};
use super::open::Press;
use crate::diag::{Diagnostic, sort};
use crate::document::Audience;
use crate::policy::{Form, Leaflet, LeafletTo};
use crate::publish::Outlet;
use crate::render::layout::Paper;
use crate::render::{Binding, Part, print, print_job};
use crate::sealed::addressed::{self, Receipt};
use crate::workspace::{Village, Workspace};
use rayon::prelude::*;

/// Rows of a blank receipt sheet: two pages by hand.
const BLANK_ROWS: usize = 40;

/// Papers that are made side by side before the first of them is put out.
const AT_ONCE: usize = 8;

/// Paths below the output folder and bytes.
type Files = Vec<(String, Vec<u8>)>;

/// A paper to be made, or several that belong together.
enum Job<'a> {
    /// A sheet on which a village's households sign that they got a leaflet.
    Blank(&'a Leaflet, &'a Village),
    /// A notice's leaflets, each to its household, and the sheet on which they sign.
    Addressed(&'a Leaflet, &'a Case<'a>),
    /// A form to be written in by hand.
    Form(&'a Form, &'a Village),
    /// A form filled from a notice's roster.
    Filled(&'a Form, &'a Case<'a>),
}

/// Puts out every private paper and says how many there are. All findings at once.
pub(crate) fn private(
    press: Press<'_>,
    cases: &[Case<'_>],
    deadlines: &[Deadline],
    outlet: &mut dyn Outlet,
) -> Result<usize, Vec<Diagnostic>> {
    let (mut errors, mut count) = (Vec::new(), 0);
    let mut put = |made: Result<Files, Vec<Diagnostic>>, outlet: &mut dyn Outlet| match made {
        Ok(files) => {
            count += files.len();
            if errors.is_empty() {
                files.iter().for_each(|(path, bytes)| outlet.private(path, bytes));
            }
        }
        Err(found) => errors.extend(found),
    };
    for some in jobs(press, cases).chunks(AT_ONCE) {
        if outlet.is_lost() {
            break;
        }
        let made: Vec<_> = some.par_iter().map(|job| job.files(press)).collect();
        made.into_iter().for_each(|made| put(made, outlet));
    }
    put(papers(press.workspace, deadlines, press.theme), outlet);
    sort(&mut errors);
    if errors.is_empty() { Ok(count) } else { Err(errors) }
}

fn jobs<'a>(press: Press<'a>, cases: &'a [Case<'a>]) -> Vec<Job<'a>> {
    let mut jobs = Vec::new();
    let Press { workspace, ready, .. } = press;
    for leaflet in &ready.pack.is.leaflet {
        match leaflet.to {
            LeafletTo::EveryHousehold => {
                jobs.extend(workspace.villages.iter().map(|village| Job::Blank(leaflet, village)));
            }
            LeafletTo::RosterHouseholds => {
                let wanted = |case: &&Case<'_>| leaflet.notice.as_deref() == Some(case.kind.id.as_str());
                jobs.extend(cases.iter().filter(wanted).map(|case| Job::Addressed(leaflet, case)));
            }
        }
    }
    for form in &ready.pack.is.form {
        jobs.extend(workspace.villages.iter().map(|village| Job::Form(form, village)));
        let asked = |case: &&Case<'_>| form.notice.contains(&case.kind.id);
        jobs.extend(cases.iter().filter(asked).map(|case| Job::Filled(form, case)));
    }
    jobs
}

impl Job<'_> {
    fn files(&self, press: Press<'_>) -> Result<Files, Vec<Diagnostic>> {
        let Press { workspace, ready, .. } = press;
        match *self {
            Job::Blank(leaflet, village) => {
                let path = format!("private/{}/receipt-{}.pdf", village.slug, leaflet.id);
                let sheet = addressed::receipt(None, &receipt(workspace, leaflet, village));
                Ok(vec![(path, print(&sheet, Paper::A4.landscape(), press.prints, press.fonts)?)])
            }
            Job::Addressed(leaflet, case) => addressed_leaflets(press, leaflet, case),
            Job::Form(form, village) => form_files(press, &blank(workspace, ready, form, village)?),
            Job::Filled(form, case) => match filled(workspace, ready, form, case) {
                Some(filled) => form_files(press, &filled?),
                None => Ok(Files::new()),
            },
        }
    }
}

/// Leaflets of a notice's households and their receipt sheet; none before everybody has signed the roster.
fn addressed_leaflets(
    press: Press<'_>,
    leaflet: &Leaflet,
    case: &Case<'_>,
) -> Result<Files, Vec<Diagnostic>> {
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

fn form_files(press: Press<'_>, form: &FormPrint) -> Result<Files, Vec<Diagnostic>> {
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
fn booklet<A: Audience>(path: &str, parts: &[Part<A>], press: Press<'_>) -> Result<Files, Vec<Diagnostic>> {
    let Some(first) = parts.first() else { return Ok(Files::new()) };
    let wishes = press.workspace.township.leaflet_prints;
    let title = first.document.meta.title.plain();
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
