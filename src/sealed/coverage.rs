//! Rare characters 生僻字: every character that will be printed has a glyph, or the row that holds it is named.

use super::roster::Roster;
use crate::diag::Diagnostic;

crate::codes! {
    NO_GLYPH = "roster-no-glyph":
        "这一格里有一个生僻字，装好的字体里都没有，打印出来会是空白。装一个大字库（Debian：apt-get install fonts-hanazono），再试。"
        / "A character of this cell is in no installed font and would print as a blank.";
}

/// Fields that private prints show.
const PRINTED: [&str; 4] = ["name", "group", "household_number", "measures"];

/// Rows whose printed fields hold a character that `covers` denies.
pub(crate) fn check(roster: &Roster, covers: &dyn Fn(char) -> bool) -> Vec<Diagnostic> {
    roster
        .households
        .iter()
        .flat_map(|household| household.fields.iter().chain(household.head().fields.iter()))
        .filter(|(field, _)| PRINTED.contains(&field.as_str()))
        .filter(|(_, value)| !value.text.expose().chars().all(|c| c.is_whitespace() || covers(c)))
        .map(|(_, value)| {
            let help = "安装大字库：Debian 用 apt-get install fonts-hanazono；再运行 mingbai fonts 看看";
            Diagnostic::error(&NO_GLYPH, value.at.clone(), "有一个字没有字体可以打印", help)
        })
        .collect()
}
