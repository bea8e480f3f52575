//! The ledger as a clerk, a crash and a neighbour at the same desk meet it: the program itself, run on folders.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests are the clerk: they write workspaces and read them"
)]

#[cfg(test)]
#[path = "../e2e/desk.rs"]
#[expect(dead_code, reason = "the desk of the end-to-end tests has more drawers than are opened here")]
mod desk;
#[cfg(test)]
#[path = "../e2e/people.rs"]
mod people;

#[cfg(test)]
mod commands;
#[cfg(test)]
mod crashes;
#[cfg(test)]
mod rehearsal;
#[cfg(test)]
mod timeless;
#[cfg(test)]
mod withdrawal;
#[cfg(test)]
mod witnesses;

#[cfg(test)]
mod office {
    use super::desk::{Desk, Ran, notice};

    /// A desk whose notice hangs since 2025-03-14.
    pub(crate) fn posted(name: &str) -> Desk {
        let desk = Desk::six(name);
        desk.write("paper.pdf", "the paper");
        post(&desk, "2025-03-14").ends(0);
        desk
    }

    pub(crate) fn post(desk: &Desk, today: &str) -> Ran {
        record(desk, today, "post", &["--paper", "paper.pdf"])
    }

    /// A command about 红旗村's notice.
    pub(crate) fn record(desk: &Desk, today: &str, command: &str, more: &[&str]) -> Ran {
        let notice = notice("hongqi");
        let all = ["-C", "ws", "--today", today, command, &notice];
        desk.run(all.iter().chain(more).copied())
    }

    pub(crate) fn status(desk: &Desk, today: &str) -> serde_json::Value {
        desk.run(["-C", "ws", "--today", today, "--json", "status"]).ends(0).json()[0].clone()
    }

    pub(crate) fn ledger(desk: &Desk) -> Vec<serde_json::Value> {
        desk.read("ws/ledger.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
