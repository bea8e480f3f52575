//! Rare characters 生僻字: every character that will be printed has a glyph, or the row that holds it is named.

use super::roster::Roster;
use crate::diag::Diagnostic;
use crate::policy::Pack;

crate::codes! {
    NO_GLYPH = "roster-no-glyph":
        "这一格里有一个生僻字，装好的字体里都没有，打印出来会是空白。装一个大字库（Debian：apt-get install fonts-hanazono），再试。"
        / "A character of this cell is in no installed font and would print as a blank.";
}

/// Fields that addressed leaflets and receipt sheets show.
const PRINTED: [&str; 4] = ["name", "group", "household_number", "measures"];

/// Rows whose printed fields hold a character that `covers` denies: those above, and what the pack's forms list.
pub(crate) fn check(roster: &Roster, pack: &Pack, covers: &dyn Fn(char) -> bool) -> Vec<Diagnostic> {
    let listed = |field: &str| pack.is.form.iter().any(|form| form.fields.iter().any(|is| is == field));
    roster
        .households
        .iter()
        .flat_map(|household| {
            let members = household.members.iter().flat_map(|member| member.fields.iter());
            household.fields.iter().chain(members)
        })
        .filter(|(field, _)| PRINTED.contains(&field.as_str()) || listed(field))
        .filter(|(_, value)| !value.text.expose().chars().all(|c| c.is_whitespace() || covers(c)))
        .map(|(_, value)| {
            let help = "安装大字库：Debian 用 apt-get install fonts-hanazono；再运行 mingbai fonts 看看";
            Diagnostic::error(&NO_GLYPH, value.place(), "有一个字没有字体可以打印", help)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{pack, roster};
    use super::check;

    #[test]
    fn a_member_whose_name_no_font_has_is_found_by_row_because_forms_print_it() {
        let rows = "序号,组,户编号,姓名,与户主关系,备注\n1,1组,h1,王一甲,户主,丙\n,1组,h1,王乙丙,之女,\n";
        let roster = roster(rows);
        let found = check(&roster, &pack(), &|c| c != '乙');
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].at.line, Some(3));
        // What no form prints need not be printable.
        assert!(check(&roster, &pack(), &|c| c != '丙' || c == '乙').len() == 1);
    }
}
