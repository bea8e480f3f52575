//! Archive 归档: what was public, and what proves it → dated BagIt bags (RFC 8493), and the check of any such bag.
//!
//! A bag is made from values and checked from values: nothing here opens a file. What goes into the open part of a bag
//! has passed the audit before; a roster never goes there. A check needs the bag alone, not the workspace.

pub mod bag;
pub mod checks;
pub mod codes;
pub mod contents;
mod derived;
mod on_paper;
mod signed;
pub mod verify;

#[cfg(test)]
mod tests;
