//! What may follow what 程序: an event on a life gives the next life, or nothing new, or a refusal with its reason.

use super::event::{Event, Posting};
use super::life::{Life, Objection, Stage};
use super::refused::Refused;
use crate::policy::NoticeKind;
use chrono::NaiveDate;

/// What an event does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// This is how it goes on.
    New(Box<Life>),
    /// It is recorded already.
    Already,
}

pub(super) type Result = std::result::Result<Applied, Refused>;

/// Whether two postings are one: same day, places and signed material. Digests of papers may differ, since a print that
/// is made again after the posting bears a newer head; what hangs is the one that was recorded.
fn same(one: &Posting, other: &Posting) -> bool {
    (one.day, &one.places, one.version, &one.signed)
        == (other.day, &other.places, other.version, &other.signed)
}

impl Life {
    /// The life after an event. Pure; the pack's kind says what there is to wait for.
    pub fn apply(&self, event: &Event, kind: &NoticeKind) -> Result {
        if let Event::Archived { bag, digest } = event {
            return self.archive(bag, digest);
        }
        if let Event::Withdrawn { day, row: None, .. } = event
            && self.stage == Stage::Withdrawn
        {
            return if self.withdrawn == Some(*day) { Ok(Applied::Already) } else { Err(self.over()) };
        }
        if self.stage == Stage::Withdrawn {
            return Err(self.over());
        }
        match event {
            Event::Printed(run) => self.print(&run.is),
            Event::PostedAlso(posting) => self.post_also(posting),
            Event::Replaced { day, run, .. } => self.replace(*day, run),
            Event::Posted(posting) => self.post(posting),
            Event::Restarted(posting) => self.repost(posting),
            Event::Objection { number, day, .. } => self.object(*number, *day),
            Event::Answer { number, day, upheld, .. } => self.answer(*number, *day, *upheld),
            Event::Amended { day, restart, reason, contact, .. } => {
                self.amend(*day, (*restart, *contact), reason)
            }
            Event::Withdrawn { day, row, derived } => {
                let mut next = self.posted_life(*day)?;
                match row {
                    None => (next.stage, next.withdrawn) = (Stage::Withdrawn, Some(*day)),
                    Some(row) if self.withdrawn_rows.contains(row) => return Ok(Applied::Already),
                    Some(row) => {
                        next.withdrawn_rows.push(row.clone());
                        (next.derived, next.reduced) = (derived.clone(), Some(*day));
                    }
                }
                Ok(next.new_life())
            }
            Event::Closed { day, .. } => self.close(*day, kind),
            Event::Announced { day, number } => self.announce(*day, number, kind),
            Event::StepDone { step, day } => match self.steps.get(step) {
                Some(done) if done == day => Ok(Applied::Already),
                Some(done) => Err(Refused::StepDone(*done)),
                None => {
                    let mut next = self.clone();
                    next.steps.insert(step.clone(), *day);
                    Ok(next.new_life())
                }
            },
            Event::CalendarChanged { last, board_until, rows_until, derived, .. } => {
                let mut next = self.clone();
                let running = self.stage == Stage::Open;
                let posting = next.postings.last_mut().filter(|_| running).ok_or(Refused::NotOpen)?;
                let days = (*last, *board_until, *rows_until);
                if days == (posting.last, posting.board_until, posting.rows_until) {
                    return Ok(Applied::Already);
                }
                (posting.last, posting.board_until, posting.rows_until) = days;
                if derived.is_some() {
                    next.derived.clone_from(derived);
                }
                Ok(next.new_life())
            }
            // These belong to the ledger as a whole and change no notice.
            Event::DutyDone { .. }
            | Event::Key(_)
            | Event::Published { .. }
            | Event::Witnessed { .. }
            | Event::Note { .. } => Ok(Applied::Already),
            Event::Archived { .. } => Ok(Applied::Already),
        }
    }

    pub(super) fn new_life(self) -> Applied {
        Applied::New(Box::new(self))
    }

    fn over(&self) -> Refused {
        Refused::Withdrawn(self.withdrawn.unwrap_or_default())
    }

    /// A copy, if something hangs or hung, and not later than this day.
    pub(super) fn posted_life(&self, day: NaiveDate) -> std::result::Result<Self, Refused> {
        match self.posting() {
            None => Err(Refused::NotPosted),
            Some(posting) if day < posting.day => Err(Refused::BeforePosting(posting.day)),
            Some(_) => Ok(self.clone()),
        }
    }

    fn post(&self, posting: &Posting) -> Result {
        if let Some(first) = self.postings.first() {
            return if same(first, posting) { Ok(Applied::Already) } else { Err(Refused::Posted(first.day)) };
        }
        let mut next = self.clone();
        next.hang(posting);
        next.stage = Stage::Open;
        Ok(next.new_life())
    }

    fn repost(&self, posting: &Posting) -> Result {
        let last = self.posting().ok_or(Refused::NotPosted)?;
        if self.stage != Stage::Amended {
            return if same(last, posting) && self.postings.len() > 1 {
                Ok(Applied::Already)
            } else {
                Err(Refused::NotAmended)
            };
        }
        let amended = self.amended.iter().filter(|(_, restart, _)| *restart).map(|(day, _, _)| *day).max();
        if let Some(amended) = amended.filter(|amended| posting.day < *amended) {
            return Err(Refused::BeforeAmendment(amended));
        }
        if posting.version <= last.version {
            return Err(Refused::SameVersion(last.version));
        }
        let mut next = self.clone();
        next.hang(posting);
        // Another version has its own list and its own days.
        next.derived = None;
        next.withdrawn_rows.clear();
        (next.stage, next.closed) = (Stage::Open, None);
        Ok(next.new_life())
    }

    fn object(&self, number: u32, day: NaiveDate) -> Result {
        if self.objections.contains_key(&number) {
            return Ok(Applied::Already);
        }
        if let Some((announced, _)) = &self.announced {
            return Err(Refused::Announced(*announced));
        }
        // An objection may come in before the corrected paper hangs; it is never before the first one hung.
        let first = self.postings.first().ok_or(Refused::NotPosted)?;
        if day < first.day {
            return Err(Refused::BeforePosting(first.day));
        }
        let next_number = u32::try_from(self.objections.len()).unwrap_or(u32::MAX).saturating_add(1);
        if number != next_number {
            return Err(Refused::NextObjection(next_number));
        }
        let last = self.posting().and_then(|posting| posting.last);
        let late = self.stage != Stage::Amended && last.is_none_or(|last| day > last);
        let mut next = self.clone();
        next.objections.insert(number, Objection { received: day, late, answered: None });
        Ok(next.new_life())
    }

    fn answer(&self, number: u32, day: NaiveDate, upheld: bool) -> Result {
        let known = *self.objections.get(&number).ok_or(Refused::UnknownObjection(number))?;
        match known.answered {
            Some((_, said)) if said == upheld => Ok(Applied::Already),
            Some((answered, _)) => Err(Refused::Answered(number, answered)),
            None if day < known.received => Err(Refused::BeforeObjection(known.received)),
            None => {
                let mut next = self.clone();
                next.objections.insert(number, Objection { answered: Some((day, upheld)), ..known });
                Ok(next.new_life())
            }
        }
    }

    fn amend(&self, day: NaiveDate, (restart, contact): (bool, bool), reason: &str) -> Result {
        if let Some((announced, _)) = &self.announced {
            return Err(Refused::Announced(*announced));
        }
        let entry = (day, restart, reason.to_owned());
        let repeated =
            self.amended.last().is_some_and(|(_, known, why)| (*known, why.as_str()) == (restart, reason));
        if repeated && (!restart || self.stage == Stage::Amended) {
            return Ok(Applied::Already);
        }
        let mut next = self.posted_life(day)?;
        next.amended.push(entry);
        next.contact_only = contact;
        if restart {
            (next.stage, next.closed) = (Stage::Amended, None);
        }
        Ok(next.new_life())
    }

    fn close(&self, day: NaiveDate, kind: &NoticeKind) -> Result {
        let posting = self.posting().ok_or(Refused::NotPosted)?;
        if let (Stage::Closed | Stage::Announced, Some(closed)) = (self.stage, self.closed) {
            return if closed == day { Ok(Applied::Already) } else { Err(Refused::Closed(closed)) };
        }
        if self.stage == Stage::Amended {
            return Err(Refused::NotReposted);
        }
        // A 公告 has no period; it is over when the paper may come down.
        let last =
            if kind.period.is_some() { posting.last.unwrap_or(posting.day) } else { posting.board_until };
        if day <= last {
            return Err(Refused::PeriodRuns(last));
        }
        let mut next = self.clone();
        (next.stage, next.closed) = (Stage::Closed, Some(day));
        Ok(next.new_life())
    }

    fn announce(&self, day: NaiveDate, number: &Option<String>, kind: &NoticeKind) -> Result {
        if kind.period.is_none() {
            return Err(Refused::IsAnnouncement);
        }
        if let Some((announced, known)) = &self.announced {
            let same = *announced == day && known == number;
            return if same { Ok(Applied::Already) } else { Err(Refused::Announced(*announced)) };
        }
        let closed = self.closed.filter(|_| self.stage == Stage::Closed).ok_or(Refused::NotClosed)?;
        if day < closed {
            return Err(Refused::BeforeClosing(closed));
        }
        let open = self.open_objections();
        if !open.is_empty() {
            return Err(Refused::OpenObjections(open));
        }
        let mut next = self.clone();
        (next.stage, next.announced) = (Stage::Announced, Some((day, number.clone())));
        Ok(next.new_life())
    }

    fn archive(&self, bag: &str, digest: &super::Digest) -> Result {
        if !matches!(self.stage, Stage::Closed | Stage::Announced | Stage::Withdrawn) {
            return Err(Refused::NotOver);
        }
        let entry = (bag.to_owned(), digest.clone());
        if self.archived.contains(&entry) {
            return Ok(Applied::Already);
        }
        let mut next = self.clone();
        next.archived.push(entry);
        Ok(next.new_life())
    }
}
