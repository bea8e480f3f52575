//! The result of a notice 公示结果 as its report tells it: `result` in a form's text, taken from the ledger alone.
//!
//! Only a notice whose period is over and whose objections are answered has one; who calls sees to that.

use crate::calendar;
use crate::ledger::Life;
use chrono::NaiveDate;
use serde::Serialize;

/// What a report may say. Days are in words.
#[derive(Debug, Serialize)]
pub struct Outcome {
    places: String,
    version: u16,
    /// Whether the paper has hung as long as it must, and until when that is.
    hung: bool,
    board_until: String,
    received: usize,
    answered: usize,
    upheld: usize,
    objections: Vec<Answered>,
    earlier: Vec<Earlier>,
    slips: usize,
    /// Households taken off the list: how many, never which or why.
    withdrawn: usize,
    near: bool,
    far: bool,
    head: String,
}

/// An objection: when it came, when and how it was answered.
#[derive(Debug, Serialize)]
struct Answered {
    number: u32,
    received: String,
    late: bool,
    answered: String,
    upheld: bool,
}

/// A version that was taken down to be corrected.
#[derive(Debug, Serialize)]
struct Earlier {
    version: u16,
    posted: String,
    taken: String,
}

impl Outcome {
    /// The result of a life on a day; `head` in words. None if nothing hangs or hung.
    pub fn of(life: &Life, today: NaiveDate, head: String) -> Option<Self> {
        let posting = life.posting()?;
        let (received, answered, upheld) = life.counts();
        let objections = life.objections.iter().map(|(number, is)| Answered {
            number: *number,
            received: calendar::chinese(is.received),
            late: is.late,
            answered: is.answered.map(|(day, _)| calendar::chinese(day)).unwrap_or_default(),
            upheld: is.answered.is_some_and(|(_, upheld)| upheld),
        });
        // Each posting but the last one was taken down by the first correction after it.
        let restarts = || life.amended.iter().filter(|(_, restart, _)| *restart).map(|(day, _, _)| *day);
        let earlier = life.postings.iter().zip(life.postings.iter().skip(1)).map(|(old, new)| Earlier {
            version: old.version,
            posted: calendar::chinese(old.day),
            taken: restarts()
                .find(|day| (old.day..=new.day).contains(day))
                .map_or_else(String::new, calendar::chinese),
        });
        Some(Self {
            places: posting.places.join("、"),
            version: posting.version,
            hung: today > posting.board_until,
            board_until: calendar::chinese(posting.board_until),
            received,
            answered,
            upheld,
            objections: objections.collect(),
            earlier: earlier.collect(),
            slips: life.amended.len() - restarts().count(),
            withdrawn: life.withdrawn_rows.len(),
            near: posting.photos.near.is_some(),
            far: posting.photos.far.is_some(),
            head,
        })
    }
}
