//! Ledger and schedule 台账与时间表: the clocks that count are those of the paper that really hung.

use super::life::{Life, Stage};
use crate::calendar::Calendar;
use crate::diag::Diagnostic;
use crate::policy::NoticeKind;
use crate::schedule::Clocks;
use crate::schedule::State;
use chrono::NaiveDate;

/// The clocks of a notice whose file says that it is to be posted on `planned`, as `version`.
///
/// Once it hangs, they run from the day it was posted, as recorded: holiday tables that change since put nothing off until a
/// document is recorded. A corrected notice with a new version and day is planned again.
pub fn clocks(
    life: &Life,
    (planned, version): (NaiveDate, u16),
    kind: &NoticeKind,
    calendar: &Calendar,
) -> Result<Clocks, Vec<Diagnostic>> {
    let Some(posting) = life.posting().filter(|_| !life.planned_again(planned, version)) else {
        return Clocks::start(planned, kind, calendar);
    };
    let mut clocks = Clocks::start(posting.day, kind, calendar)?;
    (clocks.board_until, clocks.rows_until) = (posting.board_until, posting.rows_until);
    if let (Some(period), Some(last)) = (&mut clocks.period, posting.last) {
        period.to = last;
    }
    Ok(clocks)
}

/// What may be seen on a day: withdrawn and corrected notices lose their rows at once.
pub fn state(life: &Life, (planned, version): (NaiveDate, u16), clocks: &Clocks, today: NaiveDate) -> State {
    match life.stage {
        Stage::Withdrawn => State::Expired,
        Stage::Amended if !life.planned_again(planned, version) => State::Expired,
        _ => clocks.state(today),
    }
}

impl Life {
    /// Whether the notice file speaks of the corrected paper that is to hang next.
    pub fn planned_again(&self, planned: NaiveDate, version: u16) -> bool {
        let since = self.amended.iter().filter(|(_, restart, _)| *restart).map(|(day, _, _)| *day).max();
        self.stage == Stage::Amended
            && self.posting().is_some_and(|posting| version > posting.version)
            && since.is_some_and(|since| planned >= since)
    }
}
