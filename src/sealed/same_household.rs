//! One household in two rosters: its row in one → the rows of the same head of household in another.

use super::masks::key_of;
use super::roster::Roster;

/// The numbers of the rows in `other` in which the household begins that stands in `row` of `roster`.
pub(crate) fn rows_of_the_same((roster, row): (&Roster, u32), other: &Roster) -> Vec<u32> {
    let Some(household) = roster.household(row) else { return Vec::new() };
    let key = key_of(household);
    let same = other.numbered().filter(|(_, household)| key_of(household) == key);
    same.filter_map(|(number, _)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{id_number, roster};
    use super::rows_of_the_same;

    const HEADER: &str = "序号,组,户编号,户主姓名,身份证号,家庭人口\n";

    #[test]
    fn a_household_is_known_by_its_head_whatever_row_it_stands_in() {
        let (one, two) = (id_number("99024419700102345"), id_number("99024419700102346"));
        let first = roster(&format!("{HEADER}1,1组,a01,王小明,{one},2\n2,1组,a02,王小明,{two},3\n"));
        let other = id_number("99024419700102347");
        let second = roster(&format!("{HEADER}1,2组,b07,李四,{other},1\n2,1组,b08,王小明,{two},3\n"));
        assert_eq!(rows_of_the_same((&first, 3), &second), [3]);
        assert!(rows_of_the_same((&first, 2), &second).is_empty());
        assert!(rows_of_the_same((&first, 9), &second).is_empty());
    }
}
