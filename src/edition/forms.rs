//! The office's forms 表单: for each notice with a signed roster the filled ones, for each village a blank copy of all.
//!
//! They are private papers: `Document<Office>` below `private/` only. One file a form, however many households it holds.

use super::cases::Case;
use super::documents;
use super::ready::Ready;
use super::results::{self, Report};
use crate::calendar::Month;
use crate::diag::Diagnostic;
use crate::document::compose::{FormFacts, FormNotice, form as compose};
use crate::document::{Document, Office};
use crate::policy::{Form, FormTo};
use crate::render::Part;
use crate::sealed::forms::{self, Known};
use crate::workspace::{Village, Workspace};
use chrono::NaiveDate;

/// A print of a form: one document, or one for each household.
pub(crate) struct FormPrint {
    /// Path below the output folder.
    pub(crate) path: String,
    /// Title of the file, without any personal value.
    pub(crate) title: String,
    /// What stands in it, under its chapters.
    pub(crate) parts: Vec<Part<Office>>,
    /// Lies on its side.
    pub(crate) landscape: bool,
}

/// To be written in by hand; it is as old as the policy, so that it stays the same from day to day.
pub(super) fn blank(
    workspace: &Workspace,
    ready: &Ready,
    form: &Form,
    village: &Village,
) -> Result<FormPrint, Vec<Diagnostic>> {
    let date = ready.pack.is.date.unwrap_or(workspace.today);
    let whole = compose(&ready.pack, form, &facts(workspace, village, date))?;
    Ok(FormPrint {
        path: format!("private/{}/forms/{}-blank.pdf", village.slug, form.id),
        title: format!("{}（空白）", whole.meta.title.plain()),
        parts: vec![alone(forms::blank(&whole, &known(ready, None)))],
        landscape: form.landscape,
    })
}

/// Filled from the roster of a notice, once everybody has signed it.
pub(super) fn filled(
    workspace: &Workspace,
    ready: &Ready,
    form: &Form,
    case: &Case<'_>,
) -> Option<Result<FormPrint, Vec<Diagnostic>>> {
    let roster = case.roster.as_ref()?;
    let report = if form.result { results::report(ready, case, workspace.today) } else { Report::ByHand };
    let result = match &report {
        Report::NotYet => return None,
        Report::ByHand => None,
        Report::Filled(outcome) => Some(&**outcome),
    };
    let notice = FormNotice {
        kind: case.kind,
        posted: case.clocks.posted,
        period: case.clocks.period.as_ref(),
        steps: &case.notice.is.steps,
        counts: (roster.household_count(), roster.people()),
        result,
        problems: roster.tally().map(|tally| [tally.found, tally.closed, tally.open()]),
    };
    let signed = case.sheets.as_ref().map(|sheets| sheets.proof.places.clone());
    let board = signed.unwrap_or_else(|| case.notice.places(case.village)).join("、");
    let mut facts = facts(workspace, case.village, case.clocks.posted);
    facts.board = Some(board.as_str()).filter(|board| !board.is_empty());
    facts.notice = Some(notice);
    let known = known(ready, Some(Month::of(case.clocks.posted)));
    let parts = |whole| match form.to {
        FormTo::Household => {
            let parts = forms::for_households(whole, roster, &known, &form.category);
            (!parts.is_empty()).then_some(parts)
        }
        FormTo::Notice => Some(vec![alone(forms::for_notice(whole, roster, &known))]),
        FormTo::Village => None,
    };
    let whole = match compose(&ready.pack, form, &facts) {
        Ok(whole) => whole,
        Err(found) => return Some(Err(found)),
    };
    Some(Ok(FormPrint {
        path: format!("private/{}/{}/forms/{}.pdf", case.village.slug, case.notice.stem, form.id),
        title: whole.meta.title.plain(),
        parts: parts(&whole)?,
        landscape: form.landscape,
    }))
}

fn known(ready: &Ready, month: Option<Month>) -> Known<'_> {
    Known { pack: &ready.pack, fields: &ready.fields, month }
}

fn alone(document: Document<Office>) -> Part<Office> {
    Part { chapter: None, document }
}

fn facts<'a>(workspace: &'a Workspace, village: &'a Village, date: NaiveDate) -> FormFacts<'a> {
    FormFacts {
        township: &workspace.township.name,
        publisher: &workspace.township.publisher,
        village: &village.is.name,
        committee: &village.is.committee,
        board: village.is.board.as_deref(),
        date,
        aid_first: documents::aid_first(workspace),
        notice: None,
    }
}
