//! What stands around a match → the signs of a household in it: its members' masks, its row, its numbers.

use super::super::needles::Needles;
use super::super::needles::fold::MASKS;
use super::rows;

/// Digits of a number that belongs to somebody.
const NUMBER: usize = 7;

/// The folded texts before and behind a match, with what may be a sign in them.
pub(super) struct Nearby<'t> {
    sides: [&'t str; 2],
    /// Runs of marks that hide characters: side, first and last byte.
    masks: Vec<(usize, usize, usize)>,
    /// Rows that are named: signs of whoever stands in one.
    rows: Vec<String>,
    /// Whether a long number stands there.
    numbers: bool,
}

impl<'t> Nearby<'t> {
    /// `cut`: the side before begins within a text.
    pub(super) fn new(sides: [&'t str; 2], cut: bool) -> Self {
        let mut masks = Vec::new();
        for (side, text) in sides.iter().enumerate() {
            let mut last = None;
            for (at, mark) in text.match_indices(MASKS) {
                match last {
                    Some(end) if end == at => masks
                        .last_mut()
                        .into_iter()
                        .for_each(|run: &mut (usize, usize, usize)| run.2 = at + mark.len()),
                    _ => masks.push((side, at, at + mark.len())),
                }
                last = Some(at + mark.len());
            }
        }
        let long = |text: &&str| text.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= NUMBER);
        let rows = [rows::named(sides[0], cut), rows::named(sides[1], false)].concat();
        Self { sides, masks, rows, numbers: sides.iter().any(long) }
    }

    /// Whether nothing here is a sign of anybody.
    pub(super) fn is_empty(&self) -> bool {
        self.masks.is_empty() && self.rows.is_empty() && !self.numbers
    }

    /// The signs of a household, as they are written; `None` if there are none.
    pub(super) fn signs(&self, needles: &Needles, household: usize) -> Option<Vec<String>> {
        if self.is_empty() {
            return None;
        }
        let mut signs = self.rows.clone();
        if !self.masks.is_empty() {
            needles.names(household).for_each(|name| self.masked(name, &mut signs));
        }
        if self.numbers {
            let held = |number: &String| self.sides.iter().any(|side| side.contains(number.as_str()));
            signs.extend(needles.numbers(household).into_iter().filter(held));
        }
        (!signs.is_empty()).then_some(signs)
    }

    /// However a name is masked: 欧*, 欧阳*, *峰.
    fn masked(&self, name: &str, signs: &mut Vec<String>) {
        for (side, from, to) in &self.masks {
            let (before, after) = (&self.sides[*side][..*from], &self.sides[*side][*to..]);
            let marks = &self.sides[*side][*from..*to];
            let (Some(first), Some(last)) = (marks.chars().next(), marks.chars().next_back()) else {
                continue;
            };
            for (cut, _) in name.char_indices().skip(1) {
                let (open, hidden) = name.split_at(cut);
                if before.ends_with(open) {
                    signs.push(format!("{open}{first}"));
                }
                if after.starts_with(hidden) {
                    signs.push(format!("{last}{hidden}"));
                }
            }
        }
    }
}
