//! Putting off 推迟: a document that moved the holidays, and the holiday tables as they are now → the entry with later last days,
//! and the proof that stands with them. Nothing else of it changes, so that nobody signs again.

use super::events::{Meant, Scene};
use crate::calendar::chinese_with_weekday;
use crate::diag::{Diagnostic, Place};
use crate::edition::reducing::{put_off, rules_lost};
use crate::ledger::codes::IMPOSSIBLE;
use crate::ledger::{Event, Life, Refused, Stage};
use crate::schedule::Clocks;

impl Scene<'_> {
    /// The entry of a document that moved the holidays.
    pub(super) fn put_off(&self, life: &Life, number: &str) -> Result<Meant, Vec<Diagnostic>> {
        let refused = |refused: Refused| vec![refused.finding(&self.notice.id, self.kind)];
        let posting = life.posting().ok_or_else(|| refused(Refused::NotPosted))?;
        self.not_of_old_form(life)?;
        if life.stage != Stage::Open {
            return Err(refused(Refused::NotOpen));
        }
        let clocks = Clocks::start(posting.day, self.kind, &self.ready.calendar)?;
        if let Some(lost) = rules_lost(self.workspace, self.ready, self.notice, (life, &clocks)) {
            let message = "签字时的公示期怎么算，已经查不到，不能推迟";
            let help = format!(
                "从备份找回 {lost}；找不回的，先运行 mingbai amend {} --reason 事由，改版次，重新签字",
                self.notice.id
            );
            let at = Place::file(&self.notice.path).field("--calendar");
            return Err(vec![Diagnostic::refusal(&IMPOSSIBLE, at, message, help)]);
        }
        let last = clocks.period.as_ref().map(|period| period.to);
        let earlier = last < posting.last
            || clocks.board_until < posting.board_until
            || clocks.rows_until < posting.rows_until;
        let same = (last, clocks.board_until, clocks.rows_until)
            == (posting.last, posting.board_until, posting.rows_until);
        let known = same && life.derived.is_some();
        if (earlier || same) && !known {
            let last = posting.last.unwrap_or(posting.board_until);
            let message = format!("照现在的放假表，最后一天没有推迟，还是{}", chinese_with_weekday(last));
            let help = "先照文件改好 policies/calendar 里的放假表，再运行一次；提前的不改，照贴着的算";
            let at = Place::file(&self.notice.path).field("--calendar");
            return Err(vec![Diagnostic::refusal(&IMPOSSIBLE, at, message, help)]);
        }
        let derived = put_off(self.workspace, self.ready, self.notice, (life, &clocks), number);
        let event = Event::CalendarChanged {
            was: posting.last,
            last,
            board_until: clocks.board_until,
            rows_until: clocks.rows_until,
            number: Some(number.trim().to_owned()),
            derived: derived.as_ref().map(|one| one.sheets.proof.digest()),
        };
        Ok(Meant { derived, ..Meant::of(event) })
    }
}
