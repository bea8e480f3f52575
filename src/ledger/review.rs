//! What is odd about a notice when its file, the ledger and the holiday tables are laid side by side. Warnings only.

use super::chain::Ledger;
use super::codes::{NEW_PAPER, REPOST, UNRECORDED};
use super::life::{Fold, Stage};
use crate::calendar::{Calendar, chinese_with_weekday};
use crate::diag::{Diagnostic, Place};
use crate::policy::NoticeKind;
use crate::schedule::Clocks;
use crate::schedule::State;
use chrono::NaiveDate;

/// Reviews the notice `id` whose file lies at `path`.
pub fn review(
    ledger: &Ledger,
    fold: &Fold,
    (id, path): (&str, &str),
    kind: &NoticeKind,
    (clocks, state, calendar): (&Clocks, State, &Calendar),
    today: NaiveDate,
) -> Vec<Diagnostic> {
    let life = &fold.life;
    let mut found: Vec<Diagnostic> =
        fold.odd.iter().map(|(line, refused)| refused.odd(*line, kind)).collect();
    let at = || Place::file(path).field("posted");
    let began = ledger.began();
    let missed = life.stage == Stage::Upcoming
        && !kind.internal()
        && matches!(state, State::Open | State::Closed)
        && began.is_some_and(|began| began <= clocks.posted);
    if missed && clocks.posted <= today {
        let message = format!("应在{}张贴，台账里没有记录", chinese_with_weekday(clocks.posted));
        let help = format!("贴好以后运行 mingbai post {id}；没有贴的，改写张贴日，重新签字");
        found.push(Diagnostic::warning(&UNRECORDED, at(), message, help));
    }
    if life.stage == Stage::Amended && state == State::Expired {
        let help = "改好名册，把 version 加一，写新的 posted，重新签字、打印、张贴，再运行 mingbai post";
        found.push(Diagnostic::warning(&REPOST, at(), "更正以后还没有重新张贴，名单先撤下了", help));
    }
    if life.stage == Stage::Open
        && let Some(posting) = life.posting()
        && let Ok(Clocks { period: Some(period), .. }) = Clocks::start(posting.day, kind, calendar)
        && posting.last < Some(period.to)
    {
        let message =
            format!("放假表变了，照新的公示期要到{}，现在照贴着的算", chinese_with_weekday(period.to));
        let help = format!("有文件的，运行 mingbai amend {id} --calendar --number 文号，重新打印换上");
        found.push(Diagnostic::warning(&NEW_PAPER, at(), message, help));
    }
    found
}
