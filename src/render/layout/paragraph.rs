//! Paragraphs 段落: atoms become justified lines. Closing marks at a line's end give way, gaps share what is left.

use super::breaks::{Cut, ends_never, starts_never};
use super::theme::{Color, Um};
use crate::render::fonts::Glyph;

/// One character ready to be placed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Atom {
    pub(crate) character: char,
    pub(crate) glyph: Glyph,
    pub(crate) size: Um,
    pub(crate) width: Um,
    /// Part of the width that vanishes at a line's end: the air beside Latin letters and digits.
    pub(crate) air: Um,
    /// How far the glyph is drawn to the left of its place (a squeezed opening mark).
    pub(crate) shift: Um,
    pub(crate) color: Color,
    pub(crate) link: Option<usize>,
    pub(crate) cut: Cut,
}

impl Atom {
    /// Blank on the right of a full-width closing mark that may be taken away.
    fn slack(&self) -> Um {
        let full = self.width * 10 >= self.size * 9;
        if full && gives_way(self.character) { self.width - self.size / 2 } else { 0 }
    }
}

/// Closing marks whose right half is blank.
#[rustfmt::skip]
fn gives_way(c: char) -> bool {
    matches!(c,
        '、' | '，' | '。' | '；' | '：' | '）' | '》' | '」' | '』' | '”'
            | '’' | '】' | '〉' | '〗' | '〕' | '］' | '｝')
}

/// Neighbouring marks share their blanks: ），  ”。  （“ and so on.
pub(crate) fn squeeze_pairs(atoms: &mut [Atom]) {
    for i in 1..atoms.len() {
        let b = atoms[i];
        let a = &mut atoms[i - 1];
        let closing = a.slack() > 0;
        let marks = starts_never(b.character) || ends_never(b.character);
        let wide = b.width * 10 >= b.size * 9
            && !matches!(b.character, '…' | '·' | '％' | '々' | '～' | '？' | '！');
        if closing && marks && wide {
            a.width -= a.slack();
        } else if ends_never(a.character) && ends_never(b.character) && wide && a.size == b.size {
            let half = b.size / 2;
            atoms[i].shift += half;
            atoms[i].width -= half;
        }
    }
}

/// A quarter of a space where Chinese meets a Latin word or a number, never inside a number with its unit.
pub(crate) fn space_pairs(atoms: &mut [Atom]) {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '%' | '℃');
    let han = |c: char| c.is_alphanumeric() && !c.is_ascii();
    for i in 1..atoms.len() {
        let (a, b) = (atoms[i - 1].character, atoms[i].character);
        let meet = han(a) && word(b) || word(a) && han(b);
        if meet && matches!(atoms[i].cut, Cut::Yes | Cut::Late) {
            let air = atoms[i - 1].size / 4;
            atoms[i - 1].air = air;
            atoms[i - 1].width += air;
        }
    }
}

/// One line: atoms `from..to` at distances `xs` from the left edge of the measure.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) xs: Vec<Um>,
    /// Where the last character ends.
    pub(crate) end: Um,
}

/// How a paragraph is filled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measure {
    pub(crate) width: Um,
    /// First line's indent.
    pub(crate) indent: Um,
    pub(crate) justify: bool,
}

/// Breaks atoms into lines and places them.
pub(crate) fn fill(atoms: &[Atom], measure: Measure) -> Vec<Line> {
    let mut ends = Vec::new();
    let mut start = 0;
    while start < atoms.len() {
        let width = if start == 0 { measure.width - measure.indent } else { measure.width };
        let end = line_end(atoms, start, width);
        ends.push(end);
        start = end;
    }
    mend_last(atoms, &mut ends, measure);
    let mut lines = Vec::new();
    let mut from = 0;
    for (number, &to) in ends.iter().enumerate() {
        let indent = if number == 0 { measure.indent } else { 0 };
        let last = to == atoms.len() || atoms[to].cut == Cut::Must;
        lines.push(place(atoms, from, to, indent, measure.width - indent, measure.justify && !last));
        from = to;
    }
    lines
}

fn visible_end(atoms: &[Atom], from: usize, mut to: usize) -> usize {
    while to > from && matches!(atoms[to - 1].character, ' ' | '\n') {
        to -= 1;
    }
    to
}

/// Most that a line may shrink: the mark at its end gives all its blank, the others a little.
fn shrink(atoms: &[Atom], from: usize, to: usize) -> Um {
    let Some((last, rest)) = atoms[from..to].split_last() else { return 0 };
    let inner: Um = rest.iter().map(|atom| atom.slack() / 2).sum();
    last.slack() + inner.min(last.size * 3 / 4)
}

/// Where the line that starts at `start` ends.
fn line_end(atoms: &[Atom], start: usize, width: Um) -> usize {
    let whole = || atoms[start..].iter().map(|atom| atom.width).sum::<Um>();
    // Most cells and labels fit on a line.
    if atoms.len() - start < 24
        && whole() <= width
        && atoms[start + 1..].iter().all(|atom| atom.cut != Cut::Must)
    {
        return atoms.len();
    }
    let (mut strong, mut date, mut late) = (None, None, None);
    let mut natural = 0;
    let mut strong_natural = 0;
    let mut stop = atoms.len();
    for i in start..atoms.len() {
        if i > start {
            match atoms[i].cut {
                Cut::Must => return i,
                Cut::Yes => (strong, strong_natural) = (Some(i), natural),
                Cut::Date => date = Some(i),
                Cut::Late => late = Some(i),
                Cut::No => {}
            }
        }
        natural += atoms[i].width;
        let end = visible_end(atoms, start, i + 1);
        let air = if end > start { atoms[end - 1].air } else { 0 };
        let trailing = air + atoms[end..=i].iter().map(|atom| atom.width).sum::<Um>();
        // A mark that may not start a line decides for the character before it: look at fitting units only.
        let unit_ends = atoms.get(i + 1).is_none_or(|next| next.cut != Cut::No);
        let over = natural - trailing > width;
        if unit_ends && over && natural - trailing - shrink(atoms, start, end) > width {
            stop = i;
            break;
        }
    }
    if stop == atoms.len() {
        return stop;
    }
    let size = atoms[start].size;
    match (strong, date) {
        (Some(strong), Some(date)) if date > strong && width - strong_natural > size * 2 => date,
        (Some(strong), _) => strong,
        (None, Some(date)) => date,
        (None, None) => late.unwrap_or_else(|| emergency(atoms, start, width)),
    }
}

/// Nothing allows a break: as much as fits, at a place that offends least.
fn emergency(atoms: &[Atom], start: usize, width: Um) -> usize {
    let mut end = start;
    let mut natural = 0;
    while end < atoms.len() && (end == start || natural + atoms[end].width <= width) {
        natural += atoms[end].width;
        end += 1;
    }
    let fair = |at: &usize| {
        atoms.get(*at).is_none_or(|next| !starts_never(next.character))
            && !ends_never(atoms[*at - 1].character)
    };
    // Before or behind a word or a number rather than inside it.
    let word = |at: usize| atoms.get(at).is_some_and(|atom| atom.character.is_ascii_alphanumeric());
    let whole = |at: &usize| fair(at) && !word(*at - 1);
    let places = || (start + 1..=end).rev();
    places().find(whole).or_else(|| places().find(fair)).unwrap_or(end)
}

/// A paragraph's last line never holds a single character: one more comes down from the line above.
fn mend_last(atoms: &[Atom], ends: &mut [usize], measure: Measure) {
    let above = ends.len().checked_sub(3).map_or(0, |at| ends[at]);
    let line_start = &above;
    let [.., before, last] = ends else { return };
    let words = |from: usize, to: usize| {
        atoms[from..to].iter().filter(|a| !starts_never(a.character) && !ends_never(a.character)).count()
    };
    if words(*before, *last) > 1 || *before == 0 || atoms[*before].cut == Cut::Must {
        return;
    }
    let allowed = |i: &usize| atoms[*i].cut == Cut::Yes && words(*i, *last) >= 2;
    let floor = before.saturating_sub(6);
    if let Some(cut) = (floor.max(1)..*before).rev().find(allowed) {
        let moved: Um = atoms[cut..*before].iter().map(|atom| atom.width).sum();
        // A ragged line may be short, a justified one would gape.
        let share = if measure.justify { 12 } else { 4 };
        if (moved + gap(atoms, *line_start, *before, measure)) * share < measure.width {
            *before = cut;
        }
    }
}

/// What a line leaves free when it ends at `to`.
fn gap(atoms: &[Atom], from: usize, to: usize, measure: Measure) -> Um {
    let indent = if from == 0 { measure.indent } else { 0 };
    let used: Um = atoms[from..to].iter().map(|atom| atom.width).sum();
    (measure.width - indent - used).max(0)
}

/// Whether the gap after `i` lies at the space inside a phone number: 023-5555 0000 is not spaced out.
fn inside_number(line: &[Atom], i: usize) -> bool {
    let digit = |at: usize| line.get(at).is_some_and(|atom| atom.character.is_ascii_digit());
    let space = if line[i].character == ' ' { i } else { i + 1 };
    space > 0
        && line[space].character == ' '
        && digit(space - 1)
        && digit(space + 1)
        && line[space + 1].cut == Cut::No
}

fn place(atoms: &[Atom], from: usize, to: usize, indent: Um, width: Um, justify: bool) -> Line {
    let seen = visible_end(atoms, from, to);
    let line = &atoms[from..seen];
    let air = line.last().map_or(0, |atom| atom.air);
    let natural = line.iter().map(|atom| atom.width).sum::<Um>() - air;
    let extra = width - natural;
    let gap_after = |i: usize| {
        let (a, b) = (line[i], line[i + 1]);
        let word = |c: char| c.is_ascii() && c != ' ';
        let pair = (a.character, b.character);
        let whole = word(pair.0) && word(pair.1) || matches!(pair, ('—', '—') | ('…', '…'));
        !whole && !inside_number(line, i)
    };
    let gaps = (0..line.len().saturating_sub(1)).filter(|&i| gap_after(i)).count() as Um;
    let last = line.len().saturating_sub(1);
    // A line that would gape is left as it is.
    let justify = justify && extra <= gaps * line.first().map_or(0, |atom| atom.size) / 4;
    let end_slack = line.last().map_or(0, Atom::slack).min((-extra).max(0));
    let need = (-extra - end_slack).max(0);
    let slacks: Um = line.iter().take(last).map(Atom::slack).sum();
    let mut xs = Vec::with_capacity(line.len());
    let (mut x, mut nth, mut taken) = (indent, 0, 0);
    for (i, atom) in line.iter().enumerate() {
        xs.push(x - atom.shift);
        x += atom.width;
        if i == last {
            x -= end_slack + air;
        } else if extra < 0 && slacks > 0 {
            taken += atom.slack();
            x = indent + line[..=i].iter().map(|a| a.width).sum::<Um>() - need.min(slacks) * taken / slacks;
        } else if justify && extra > 0 && gaps > 0 && gap_after(i) {
            x += extra * (nth + 1) / gaps - extra * nth / gaps;
            nth += 1;
        }
    }
    Line { from, to: seen, xs, end: x }
}
