//! Households with one mask → those whose whole rows nobody could tell apart: other columns may tell them apart already.

use super::age::is_under;
use super::disclose::{Shown, channels};
use super::mask::mask;
use super::masks::{Visible, name_of};
use super::roster::Household;
use crate::policy::Pack;
use std::collections::BTreeSet;

/// The rows of one household, with the number of the channel and grouping in which each is shown.
type Rows = BTreeSet<(usize, Vec<String>)>;

impl Visible<'_> {
    /// Of households with one mask, those whose whole rows are equal on some channel, each set of them together.
    pub(super) fn equal_rows<'h>(
        &self,
        alike: &[&'h Household],
        pack: &Pack,
        last: bool,
    ) -> Vec<Vec<&'h Household>> {
        let plain = |household: &Household, minor_under: u8, minor: &str| match is_under(
            household.head(),
            self.posted,
            minor_under,
        ) {
            true => minor.to_owned(),
            false => mask(name_of(household.head()), last, 0).unwrap_or_default(),
        };
        let mut rows: Vec<Rows> = alike.iter().map(|_| BTreeSet::new()).collect();
        let groupings =
            [self.roster.everybody().collect::<Vec<_>>(), self.roster.households.iter().collect()];
        let shown =
            groupings.iter().flat_map(|all| channels(pack, self.kind).map(move |channel| (all, channel)));
        for (number, (all, channel)) in shown.enumerate() {
            let shown = Shown::of(all, (pack, self.kind, channel), &plain);
            for (household, rows) in alike.iter().zip(&mut rows) {
                let place = all.iter().position(|is| std::ptr::eq(*is, *household));
                let row = place.map(|place| shown.values(place).into_iter().map(str::to_owned).collect());
                rows.extend(row.map(|row| (number, row)));
            }
        }
        let mut sets: Vec<(Rows, Vec<&'h Household>)> = Vec::new();
        for (household, mut rows) in alike.iter().zip(rows) {
            let (equal, others): (Vec<_>, Vec<_>) =
                sets.into_iter().partition(|(known, _)| !known.is_disjoint(&rows));
            sets = others;
            let mut set = Vec::new();
            for (known, households) in equal {
                rows.extend(known);
                set.extend(households);
            }
            set.push(household);
            sets.push((rows, set));
        }
        sets.into_iter().map(|(_, set)| set).filter(|set| set.len() > 1).collect()
    }
}
