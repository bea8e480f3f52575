//! mingbai 明白: a signed-off roster and a policy text become public notices, leaflets, forms and archives.
#![cfg_attr(not(test), warn(missing_docs))]

pub mod archive;
pub mod calendar;
pub mod cli;
pub mod diag;
pub mod document;
mod edition;
#[doc(hidden)]
pub mod fuzz;
pub mod import;
pub mod ledger;
pub mod pipeline;
pub mod policy;
pub mod proof;
pub mod publish;
pub mod render;
pub mod schedule;
pub mod sealed;
pub mod serve;
pub(crate) mod text;
pub mod workspace;
