//! The only room that sees personal data 个人信息. Small enough to review in one sitting.
//!
//! `Roster → Disclosed`, `Submission → SignedOff`, and at the other end `Draft<Public> × Roster → Cleared | Leaks`.
//! Nothing in here prints, logs, or quotes a value in a message. Outside, a [`roster::Roster`] is opaque.

pub mod addressed;
mod age;
mod alike;
pub mod audit;
pub(crate) mod compare;
pub(crate) mod coverage;
pub mod disclose;
pub(crate) mod forms;
pub mod gate;
mod groups;
pub mod intake;
pub(crate) mod lacking;
pub(crate) mod ledger;
mod mask;
pub mod masks;
pub mod needles;
mod order;
pub mod personal;
mod persons;
pub mod risk;
pub mod roster;
pub mod roster_bytes;
pub(crate) mod same_household;
pub mod signoff;
mod surnames;
pub(crate) mod two_villages;

#[cfg(test)]
mod testing;
