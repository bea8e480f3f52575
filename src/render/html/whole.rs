//! Times, numbers and days that a line must not part: `9:00—17:30`, `0859-7770001`, `10—15`, `4月8日`.
//!
//! A rule of style cannot tell them from the words around, so the writer marks them; a theme says `{{ text | whole }}`.
//! A year stands apart from its day: both together are too long for a small phone with large letters.

use super::inline::escape;
use std::ops::Range;

/// What joins two numbers to one.
const JOINS: &str = ":：-‑–—~～/.";
/// Characters up to which a run stays whole: a small phone with large letters has room for it.
const LONGEST: usize = 20;

/// A text as HTML, in which days and runs of joined numbers stay whole.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escaped(&mut out, text);
    out
}

/// Escapes `text`, marking what must not be parted.
pub(super) fn escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(run) = next(rest) {
        escape(out, &rest[..run.start]);
        out.push_str("<span class=\"unbroken\">");
        escape(out, &rest[run.clone()]);
        out.push_str("</span>");
        rest = &rest[run.end..];
    }
    escape(out, rest);
}

/// The first day, or run of numbers joined by a sign that a line might part at.
fn next(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        if let Some(length) = day(&text[start..]) {
            return Some(start..start + length);
        }
        let joined = |c: char| c.is_ascii_digit() || JOINS.contains(c);
        let end = text[start..].find(|c| !joined(c)).map_or(text.len(), |at| start + at);
        let run = text[start..end].trim_end_matches(|c: char| !c.is_ascii_digit());
        let parts = run.contains(|c: char| !c.is_ascii_digit() && !".:：".contains(c));
        if parts && run.chars().count() <= LONGEST {
            return Some(start..start + run.len());
        }
        from = end;
    }
    None
}

/// Bytes of `4月8日` at the beginning of a text.
fn day(text: &str) -> Option<usize> {
    let number = |text: &str, sign: &str| {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let fits = (1..=2).contains(&digits) && text[digits..].starts_with(sign);
        fits.then_some(digits + sign.len())
    };
    let month = number(text, "月")?;
    Some(month + number(&text[month..], "日")?)
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn a_day_stays_whole_apart_from_its_year() {
        let day = "<span class=\"unbroken\">4月8日</span>";
        assert_eq!(html("到2025年4月8日（星期二）止"), format!("到2025年{day}（星期二）止"));
        assert_eq!(html("4月8日—4月8日"), format!("{day}—{day}"));
        for text in ["4月", "4月8", "4月8天", "104月8日", "第8日"] {
            assert_eq!(html(text), text);
        }
    }

    #[test]
    fn times_and_numbers_stay_whole() {
        let whole = |run: &str| format!("工作日 <span class=\"unbroken\">{run}</span>，");
        for run in ["9:00—17:30", "9:00-17:30", "8：30～12：00", "0859-7770001", "10—15", "2025-03-20"]
        {
            assert_eq!(html(&format!("工作日 {run}，")), whole(run));
        }
        assert_eq!(html("9:00—"), "9:00—");
        assert_eq!(html("上午9:00到下午5:30"), "上午9:00到下午5:30", "a line may part at the word between");
    }

    #[test]
    fn what_is_long_may_be_parted_and_everything_is_escaped() {
        let long = "1-2-3-4-5-6-7-8-9-10-11-12";
        assert_eq!(html(long), long);
        assert_eq!(html("<9-10>&"), "&lt;<span class=\"unbroken\">9-10</span>&gt;&amp;");
        assert_eq!(html("12.5亩，3:1"), "12.5亩，3:1");
    }
}
