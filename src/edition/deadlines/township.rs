//! What is due without a notice: the pack's duties 定期事项, and the township's countersignature 乡镇见证.

use super::{Deadline, Sort, Standing};
use crate::calendar::recurring;
use crate::edition::ready::Ready;
use crate::ledger::{DutiesDone, Event, FILE, duties_done};
use crate::policy::Pack;
use crate::policy::written::Duty;
use crate::schedule;
use chrono::{Datelike, NaiveDate};

/// The next day of a duty from `from` on that is not done yet.
pub(crate) fn following(duty: &Duty, known: &DutiesDone, from: NaiveDate) -> Option<NaiveDate> {
    let mut due = schedule::due(duty, from)?;
    while known.contains_key(&(duty.id.clone(), due)) {
        due = schedule::due(duty, due.succ_opt()?)?;
    }
    Some(due)
}

/// Each duty's next day, and with a ledger the last one since it began that it does not know as done.
pub(super) fn duties(ready: &Ready, today: NaiveDate) -> Vec<Deadline> {
    let known = duties_done(ready.ledger.lines());
    let began = ready.ledger.began();
    let mut all = Vec::new();
    for duty in &ready.pack.is.duty {
        let missed = began.and_then(|began| schedule::last_due(duty, began, today));
        let missed = missed.filter(|due| !known.contains_key(&(duty.id.clone(), *due)));
        let next = following(duty, &known, today);
        all.extend(missed.into_iter().chain(next).map(|due| occurrence(ready, duty, due, today)));
    }
    all.sort_by_key(|deadline| deadline.due);
    all
}

fn occurrence(ready: &Ready, duty: &Duty, due: NaiveDate, today: NaiveDate) -> Deadline {
    let told = schedule::told(duty, due, &ready.calendar);
    let mut deadline = Deadline {
        notice: format!("duty/{}", duty.id).into(),
        key: due.to_string().into(),
        village: None,
        subject: duty.title.as_str().into(),
        sort: Sort::Duty,
        what: duty.title.as_str().into(),
        who: duty.actor.as_str().into(),
        due: Some(due),
        not_before: None,
        done: None,
        basis: format!("{told}（{}）", Pack::source(duty.clause.as_ref())).into(),
        command: Some(format!("mingbai done {{}} --due {due}").into()),
        standing: Standing::Later,
    };
    deadline.stand(today, true);
    deadline
}

/// A township that has countersigned the ledger once does so every month: by the end of the month of the first line
/// that nobody has countersigned.
pub(super) fn witness(ready: &Ready, today: NaiveDate) -> Option<Deadline> {
    let lines = ready.ledger.lines();
    let last = lines.iter().rposition(|line| matches!(line.event, Event::Witnessed { .. }))?;
    let Event::Witnessed { role, .. } = &lines[last].event else { return None };
    let first = lines.get(last + 1)?.recorded_on();
    let due = recurring(first, &[31], |_| true)?;
    let mut deadline = Deadline {
        notice: "ledger".into(),
        key: format!("witness/{}-{:02}", due.year(), due.month()).into(),
        village: None,
        subject: "台账".into(),
        sort: Sort::Witness,
        what: format!("乡镇见证{}月的台账", due.month()).into(),
        who: role.as_str().into(),
        due: Some(due),
        not_before: None,
        done: None,
        basis: format!("{FILE} 第{}条以后还没有见证", lines[last].seq).into(),
        command: Some("mingbai witness --key 钥匙.key".into()),
        standing: Standing::Later,
    };
    deadline.stand(today, true);
    Some(deadline)
}
