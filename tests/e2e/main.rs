//! End to end: the program itself, run on folders as a village has them. No test here looks inside the library.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests are the clerk: they write workspaces and read what was published"
)]

#[cfg(test)]
mod desk;
#[cfg(test)]
mod foreign;
#[cfg(test)]
mod people;

#[cfg(test)]
mod alone;
mod amending;
#[cfg(test)]
mod archive;
#[cfg(test)]
mod audit_gate;
#[cfg(test)]
mod booklets;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod codes;
#[cfg(test)]
mod conflicts;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod deadlines;
mod derived;
#[cfg(test)]
mod determinism;
#[cfg(test)]
mod diff;
#[cfg(test)]
mod disclosed;
#[cfg(test)]
mod edited;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod hard;
#[cfg(test)]
mod import;
#[cfg(test)]
mod interference;
#[cfg(test)]
mod key_register;
#[cfg(test)]
mod let_nothing_out;
#[cfg(test)]
mod loudspeaker;
#[cfg(test)]
mod new_year;
mod newcomer;
#[cfg(test)]
mod packs;
#[cfg(test)]
mod paper;
#[cfg(test)]
mod pdf;
#[cfg(test)]
mod picture;
#[cfg(test)]
mod plain_path;
#[cfg(test)]
mod policy_pages;
#[cfg(test)]
mod proof;
#[cfg(test)]
mod publish;
#[cfg(test)]
mod read_back;
#[cfg(test)]
mod real_workbooks;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod rehearsal;
#[cfg(test)]
mod results;
mod risk;
#[cfg(test)]
mod runs;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod sixth;
#[cfg(test)]
mod stands;
#[cfg(test)]
mod states;
#[cfg(test)]
mod taking_down;
#[cfg(test)]
mod typed_files;
#[cfg(test)]
mod unseen;
#[cfg(test)]
mod upgrade;
