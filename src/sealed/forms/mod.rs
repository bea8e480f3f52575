//! Forms 表单 of the office: a form's places are filled from a roster, or left to be written in by hand.
//!
//! Every document is a `Document<Office>`: it leaves by the private door and can never become a public draft. A blank
//! copy is made without a roster. A field is opened only where the pack's form names it (checked when the pack loads).

mod fill;
mod statistics;
mod suppress;

use super::addressed::{group, rounds};
use super::roster::{Household, Roster, Texts};
use crate::calendar::Month;
use crate::document::form::Form;
use crate::document::{Document, Office};
use crate::policy::Pack;
use crate::policy::fields::FieldTable;
use crate::render::Part;
use fill::{Filler, Source};

/// Open knowledge that filling needs.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    /// The pack: its categories in their order.
    pub(crate) pack: &'a Pack,
    /// Titles and kinds of fields.
    pub(crate) fields: &'a FieldTable,
    /// Month in which the notice is posted: that of entry, for households whose own is not on the roster.
    pub(crate) month: Option<Month>,
}

/// One form for every household of the roster that is of one of the `categories`, or for all if there are none, in the
/// order of the addressed leaflets, under its group.
pub(crate) fn for_households(
    form: &Form,
    roster: &Roster,
    known: &Known<'_>,
    categories: &[String],
) -> Vec<Part<Office>> {
    let wanted = |household: &&Household| {
        let of =
            household.fields.get_text("category").or_else(|| household.head().fields.get_text("category"));
        categories.is_empty() || of.is_some_and(|of| categories.iter().any(|category| category == of))
    };
    let one = |household: &Household| {
        let index = roster.households.iter().position(|is| std::ptr::eq(is, household)).unwrap_or(0);
        let document = filled(form, known, Source::Household { household, number: index + 1 });
        Part { chapter: group(household).map(str::to_owned), document }
    };
    rounds(roster).into_iter().filter(wanted).map(one).collect()
}

/// One form for the whole roster.
pub(crate) fn for_notice(form: &Form, roster: &Roster, known: &Known<'_>) -> Document<Office> {
    filled(form, known, Source::Roster(roster))
}

/// A copy to be filled in by hand.
pub(crate) fn blank(form: &Form, known: &Known<'_>) -> Document<Office> {
    filled(form, known, Source::Blank)
}

fn filled(form: &Form, known: &Known<'_>, source: Source<'_>) -> Document<Office> {
    Document::new(form.meta.clone(), Filler { known, source }.blocks(&form.parts))
}

#[cfg(test)]
mod tests;
