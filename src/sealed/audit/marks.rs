//! Marks 遮挡符号: a text in which marks hide too little of a name or number → whose it is. 庞卫* and 154660839** tell all but
//! everything, and with what the list shows of the same person they tell everything.

use super::super::needles::fold::{Folded, Gap, MASKS};
use super::search::{Hit, Searcher};
use crate::sealed::surnames::is_compound;
use std::ops::Range;

/// Characters of the longest name that has a surname.
const LONGEST_NAME: usize = 6;
/// Marks that hide digits; a single one multiplies.
const HIDDEN_DIGITS: usize = 2;
/// Digits of a number that are compared.
const FEWEST: usize = 5;

/// What stands beside a run of marks, touching it.
struct Beside {
    marks: Range<usize>,
    before: Range<usize>,
    after: Range<usize>,
}

impl Searcher {
    /// Names and numbers of which marks hide too little.
    pub(super) fn half_hidden(&self, folded: &Folded) -> Vec<Hit> {
        if !folded.text.contains(MASKS) {
            return Vec::new();
        }
        let chars: Vec<char> = folded.text.chars().collect();
        let touches = |at: usize| folded.gap.get(at) == Some(&Gap::None);
        let is_mark = |at: usize| chars.get(at).is_some_and(|c| MASKS.contains(c));
        let (mut hits, mut at) = (Vec::new(), 0);
        while at < chars.len() {
            if !is_mark(at) {
                at += 1;
                continue;
            }
            let from = at;
            at += 1;
            while is_mark(at) && touches(at) {
                at += 1;
            }
            let run = |same: fn(char) -> bool| {
                let (mut first, mut last) = (from, at);
                while first > 0 && touches(first) && same(chars[first - 1]) {
                    first -= 1;
                }
                while last < chars.len() && touches(last) && same(chars[last]) {
                    last += 1;
                }
                Beside { marks: from..at, before: first..from, after: at..last }
            };
            hits.extend(self.half_a_name(&chars, &run(|c| !c.is_ascii() && !MASKS.contains(&c))));
            if at - from >= HIDDEN_DIGITS && chars[from] != '#' {
                hits.extend(self.half_a_number(&chars, &run(|c| c.is_ascii_digit())));
            }
        }
        hits
    }

    /// All of a name but its last character stands before the marks, or all but its first behind them.
    fn half_a_name(&self, chars: &[char], beside: &Beside) -> Option<Hit> {
        let Beside { marks, before, after } = beside;
        (2..LONGEST_NAME).find_map(|shown| {
            let open = (before.len() >= shown).then(|| before.end - shown..before.end);
            let open = open.map(|open| (open.start..marks.end, chars[open].iter().collect::<String>()));
            // A surname of two characters may always be shown.
            let open = open.filter(|(_, text)| !is_compound(text));
            let rest = (after.len() >= shown).then(|| after.start..after.start + shown);
            let rest = rest.map(|rest| (marks.start..rest.end, chars[rest].iter().collect::<String>()));
            let begun = open.and_then(|(at, text)| Some((at, self.needles.name_with(&text, true)?)));
            let (at, needle) = begun
                .or_else(|| rest.and_then(|(at, text)| Some((at, self.needles.name_with(&text, false)?))))?;
            self.first(needle).map(|source| Hit { needle, source, chars: at, beside: false })
        })
    }

    fn half_a_number(&self, chars: &[char], beside: &Beside) -> Option<Hit> {
        let Beside { marks, before, after } = beside;
        let text = |at: &Range<usize>| chars[at.clone()].iter().collect::<String>();
        let begun = (before.len() >= FEWEST).then(|| self.needles.number_with(&text(before), true)).flatten();
        let ended =
            || (after.len() >= FEWEST).then(|| self.needles.number_with(&text(after), false)).flatten();
        let (at, needle) = match begun {
            Some(needle) => (before.start..marks.end, needle),
            None => (marks.start..after.end, ended()?),
        };
        self.first(needle).map(|source| Hit { needle, source, chars: at, beside: false })
    }
}
