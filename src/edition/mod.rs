//! An edition 一次发布: what `pipeline` carries from stage to stage. Each file is one stage.

pub(crate) mod approvals;
pub(crate) mod bags;
pub(crate) mod cases;
pub(crate) mod compared;
mod course;
mod damaged;
pub(crate) mod deadlines;
pub(crate) mod declarations;
pub(crate) mod derivations;
pub(crate) mod documents;
mod earlier;
pub(crate) mod folder;
pub(crate) mod forms;
pub(crate) mod gone;
pub(crate) mod held;
pub(crate) mod inputs;
pub(crate) mod kept;
mod kept_files;
pub(crate) mod kept_keys;
pub(crate) mod lists;
pub(crate) mod making;
pub(crate) mod memory;
pub(crate) mod notices;
pub(crate) mod office;
pub(crate) mod old_form;
pub(crate) mod old_pages;
pub(crate) mod open_words;
pub(crate) mod opening;
pub(crate) mod package;
pub(crate) mod paper;
pub(crate) mod policies;
pub(crate) mod preview;
pub(crate) mod printing;
mod prints;
mod private;
pub(crate) mod proof_page;
pub(crate) mod proofs;
pub(crate) mod ready;
pub(crate) mod reducing;
pub(crate) mod report;
mod results;
pub(crate) mod risk;
pub(crate) mod runs;
mod same_print;
pub(crate) mod settling;
pub(crate) mod sheet;
pub(crate) mod signing;
mod sources;
pub(crate) mod submission;
pub(crate) mod terms;
#[cfg(test)]
mod tests;
pub(crate) mod upgrading;
pub(crate) mod voices;

/// Leave to declare words open, for names and phones that the workspace declares; only this room holds it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declaring(());

/// This room's own.
const DECLARING: Declaring = Declaring(());
mod withheld;
