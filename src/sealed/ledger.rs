//! A ledger of problems 问题台账: a roster whose rows are problems, not households, closed one by one 销号.
//!
//! Only counts leave this room; which household has which problem stays in the office's forms.

use super::roster::{Household, Roster, Texts};

/// How a ledger stands, in problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    /// All that were found 问题.
    pub(crate) found: usize,
    /// Of these, closed 已销号.
    pub(crate) closed: usize,
}

impl Tally {
    /// 还剩.
    pub(crate) fn open(self) -> usize {
        self.found - self.closed
    }
}

impl Roster {
    /// How the ledger stands, if the roster is one.
    pub(crate) fn tally(&self) -> Option<Tally> {
        let closed = self.households.iter().filter(|row| is_closed(row)).count();
        is_ledger(self).then_some(Tally { found: self.households.len(), closed })
    }
}

/// Whether the rows of a roster are problems.
pub(in crate::sealed) fn is_ledger(roster: &Roster) -> bool {
    roster.households.iter().any(|row| row.fields.contains_key("problem"))
}

fn is_closed(row: &Household) -> bool {
    row.fields.get_text("closed_date").is_some()
}

/// The rows as they are printed: of a ledger, those that are still open come first.
pub(in crate::sealed) fn in_order(roster: &Roster) -> Vec<&Household> {
    let mut rows: Vec<&Household> = roster.households.iter().collect();
    if is_ledger(roster) {
        rows.sort_by_key(|row| is_closed(row));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::testing::roster;
    use super::{Tally, in_order};
    use crate::sealed::roster::Texts;

    #[test]
    fn open_problems_come_first_and_the_rest_keeps_its_order() {
        let ledger = roster(
            "户主,组,发现日期,问题,销号日期\n王一甲,1组,2025-03-01,漏雨,2025-03-09\n王一甲,1组,2025-03-02,墙裂,\n\
             李二丙,2组,2025-03-02,漏雨,2025-03-05\n赵三丁,2组,2025-03-03,门坏,\n",
        );
        assert_eq!(ledger.tally(), Some(Tally { found: 4, closed: 2 }));
        assert_eq!(ledger.tally().unwrap().open(), 2);
        let days: Vec<_> = in_order(&ledger).iter().map(|row| row.fields.get_text("closed_date")).collect();
        assert_eq!(days, [None, None, Some("2025-03-09"), Some("2025-03-05")]);
    }

    #[test]
    fn a_list_of_households_is_no_ledger() {
        let list = roster("户主,组,家庭人口\n王一甲,1组,3\n李二丙,2组,2\n");
        assert_eq!(list.tally(), None);
        assert_eq!(in_order(&list).len(), 2);
    }
}
