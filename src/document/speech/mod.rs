//! Speech 口语: written text → the words that are said: dates, figures, phones and times spelled as they are spoken.
//!
//! Only figures and marks change, never a word, but for brackets that hold a document's number or a clause: they are for
//! the eye and are not said. Knows no roster and no document; every output is made of its input alone.

mod amounts;
mod days;
mod number;
mod scan;
mod script;
mod signs;
#[cfg(test)]
mod tests;
mod units;

pub(in crate::document) use number::time;
pub use number::{cardinal, phone, year};
pub(in crate::document) use scan::say;
pub use scan::speak;
pub(crate) use script::CATALOG;
pub(in crate::document) use script::Part;
pub use script::Script;
pub(in crate::document) use script::UNCLEAR;

use chrono::{Datelike, NaiveDate};

/// Characters that a calm voice reads in a minute.
pub const A_MINUTE: usize = 200;
/// Characters of the longest script: three minutes.
pub const LONGEST: usize = 3 * A_MINUTE;

/// A day: 二〇二五年四月三日.
pub fn date(day: NaiveDate) -> String {
    format!("{}年{}", year(&day.year().to_string()), day_of_year(day))
}

/// A day of a year that has been said: 四月三日.
pub fn day_of_year(day: NaiveDate) -> String {
    format!("{}月{}日", cardinal(u64::from(day.month())), cardinal(u64::from(day.day())))
}

/// How much there is to say: every character but white space.
pub fn length(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}
