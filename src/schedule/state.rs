//! How a notice stands on a day: what its clocks say, and whether it ended before its time.

use chrono::NaiveDate;

/// State of a notice on the day of the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 待公示: the posting day is in the future. Listed without rows.
    Upcoming,
    /// 公示中: objections are accepted.
    Open,
    /// 期满待下架: the objection period is over, the minimum posting time is not.
    Closed,
    /// 已期满: rows are gone, the title, period and outcome stay (tombstone).
    Expired,
}

/// How a notice ended before its time 提前结束: it was taken down, whatever its clocks say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ended {
    /// 已撤回, on that day.
    Withdrawn(NaiveDate),
    /// 更正中: taken down on that day, to be posted again.
    Amended(NaiveDate),
}
