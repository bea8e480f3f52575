//! mingbai 明白: a signed-off roster and a policy text become public notices, leaflets, forms and archives.
#![cfg_attr(not(test), warn(missing_docs))]

pub mod diag;
pub mod document;
pub mod render;
pub mod sealed;
pub mod workspace;
