//! Faults: the program is killed, starved of disk and raced at every call that changes something. What is found
//! afterwards is the old state or the new one, whole; what was acknowledged is there; the next run leaves nothing behind.
//!
//! The driver: [`Case`](sweep::Case) is a command and how to judge its folder; [`sweep`](sweep::sweep) records the
//! calls of an undisturbed run with strace and then disturbs one run at each of them. A new command is a new case.
//! Where strace is missing or forbidden, the sweeps say so and the random kills still run.
//! `MINGBAI_FAULTS=all` disturbs also the calls that are left out because others stand for them ([`sweep`] says which).
#![expect(
    clippy::disallowed_methods,
    reason = "these tests are the disk and the clerk: they make folders, break runs and read what is left"
)]

#[cfg(test)]
#[expect(dead_code, reason = "shared with the end-to-end tests, which use all of it")]
#[path = "../e2e/desk.rs"]
mod desk;
#[cfg(test)]
#[path = "../e2e/people.rs"]
mod people;
#[cfg(test)]
#[path = "../ledger/timeless.rs"]
mod timeless;

#[cfg(test)]
mod snapshot;
#[cfg(test)]
mod strace;
#[cfg(test)]
mod sweep;
#[cfg(test)]
mod town;

#[cfg(test)]
mod build;
#[cfg(test)]
mod disk;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod order;
#[cfg(test)]
mod paper;
#[cfg(test)]
mod publish;
#[cfg(test)]
mod race;
mod random;
