//! Small cells 小数抑制: which cells of a table with totals are withheld so that none can be computed from the others.
//!
//! Cells and totals are the arcs of one circulation (total → row → cell → column → total). A withheld count is known
//! to be one or more. It can be computed just when no other circulation agrees with what is shown, that is, when no
//! cycle of withheld arcs leads through it; then one more of its row or column is withheld, until none can.

use std::collections::VecDeque;

/// Which cells are withheld, totals in the last row and column. Zeros are shown: they count nobody.
pub(super) fn hidden(counts: &[Vec<u32>], below: u32) -> Vec<Vec<bool>> {
    let table = Table::new(counts);
    let mut hidden: Vec<bool> = table.arcs.iter().map(|arc| arc.flow > 0 && arc.flow < below).collect();
    while let Some(known) = (0..table.arcs.len()).find(|&at| hidden[at] && table.follows(&hidden, at)) {
        match table.company(&hidden, known) {
            Some(more) => hidden[more] = true,
            None => break,
        }
    }
    hidden.chunks(table.columns + 1).map(<[bool]>::to_vec).collect()
}

/// A count on its way from one node to another.
struct Arc {
    from: usize,
    to: usize,
    flow: u32,
    total: bool,
}

/// Arcs row by row, totals last, as the cells are printed.
struct Table {
    arcs: Vec<Arc>,
    columns: usize,
    nodes: usize,
}

impl Table {
    fn new(counts: &[Vec<u32>]) -> Self {
        let (rows, columns) = (counts.len(), counts.first().map_or(0, Vec::len));
        // Nodes: rows, columns, where the row totals leave from, where the column totals arrive.
        let (source, sink) = (rows + columns, rows + columns + 1);
        let mut arcs = Vec::new();
        for (r, row) in counts.iter().enumerate() {
            let inner = |(c, &flow): (usize, &u32)| Arc { from: r, to: rows + c, flow, total: false };
            arcs.extend(row.iter().enumerate().map(inner));
            arcs.push(Arc { from: source, to: r, flow: row.iter().sum(), total: true });
        }
        for c in 0..columns {
            let flow = counts.iter().map(|row| row[c]).sum();
            arcs.push(Arc { from: rows + c, to: sink, flow, total: true });
        }
        arcs.push(Arc { from: sink, to: source, flow: counts.iter().flatten().sum(), total: true });
        Self { arcs, columns, nodes: rows + columns + 2 }
    }

    /// Whether a withheld count follows from what is shown: it can neither be more nor less.
    fn follows(&self, hidden: &[bool], at: usize) -> bool {
        let arc = &self.arcs[at];
        let more = self.leads(hidden, at, arc.to, arc.from);
        let less = arc.flow > 1 && self.leads(hidden, at, arc.from, arc.to);
        !more && !less
    }

    /// Whether other withheld counts can carry one from node to node: more along an arc, or less against it.
    fn leads(&self, hidden: &[bool], but: usize, from: usize, to: usize) -> bool {
        let mut seen = vec![false; self.nodes];
        let mut queue = VecDeque::from([from]);
        seen[from] = true;
        while let Some(node) = queue.pop_front() {
            if node == to {
                return true;
            }
            for (_, arc) in self.arcs.iter().enumerate().filter(|(at, _)| hidden[*at] && *at != but) {
                let next = match node {
                    node if node == arc.from => arc.to,
                    node if node == arc.to && arc.flow > 1 => arc.from,
                    _ => continue,
                };
                if !std::mem::replace(&mut seen[next], true) {
                    queue.push_back(next);
                }
            }
        }
        false
    }

    /// What is withheld beside a count that would follow: of its row or column, no total if there is another, the
    /// smallest first; of the whole table if they have none left.
    fn company(&self, hidden: &[bool], at: usize) -> Option<usize> {
        let wide = self.columns + 1;
        let near = |other: &usize| other / wide == at / wide || other % wide == at % wide;
        let open = |other: &usize| !hidden[*other] && self.arcs[*other].flow > 0;
        let rank = |other: &usize| (!near(other), self.arcs[*other].total, self.arcs[*other].flow, *other);
        (0..self.arcs.len()).filter(open).min_by_key(rank)
    }
}

#[cfg(test)]
mod tests {
    use super::hidden;
    use proptest::prelude::*;

    fn shown(counts: &[Vec<u32>], below: u32) -> Vec<String> {
        let mut rows: Vec<Vec<u32>> = counts.to_vec();
        rows.iter_mut().for_each(|row| row.push(row.iter().sum()));
        rows.push((0..rows[0].len()).map(|c| rows.iter().map(|row| row[c]).sum()).collect());
        let cell = |(number, hidden): (&u32, bool)| if hidden { "*".into() } else { number.to_string() };
        rows.iter()
            .zip(hidden(counts, below))
            .map(|(row, hidden)| row.iter().zip(hidden).map(cell).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn large_counts_are_all_shown() {
        assert_eq!(shown(&[vec![3, 4], vec![0, 9]], 3), ["3 4 7", "0 9 9", "3 13 16"]);
    }

    #[test]
    fn one_small_count_takes_others_with_it() {
        assert_eq!(shown(&[vec![1, 5, 7], vec![6, 4, 8]], 3), ["* * 13", "* * 18", "7 9 16"].map(|row| {
            // The third column has nothing to hide.
            let cells: Vec<&str> = row.split(' ').collect();
            match cells[2] {
                "13" => "* * 7 13".to_owned(),
                "18" => "* * 8 18".to_owned(),
                _ => "7 9 15 31".to_owned(),
            }
        }));
    }

    #[test]
    fn two_ones_that_add_up_to_two_are_not_left_to_be_told() {
        let rows = shown(&[vec![1, 1, 9], vec![5, 6, 7]], 3);
        assert!(rows[0].matches('*').count() > 2 || !rows[0].ends_with("11"), "{rows:?}");
    }

    #[test]
    fn a_lone_household_is_not_told_by_its_total() {
        assert_eq!(shown(&[vec![1]], 3), ["* *", "* *"]);
    }

    /// All tables that agree with what is shown, tried one by one; for each withheld cell, whether two values occur.
    fn undecided(counts: &[Vec<u32>], hidden: &[Vec<bool>]) -> Vec<Vec<bool>> {
        let (rows, columns) = (counts.len(), counts[0].len());
        let total_row = |c: usize| counts.iter().map(|row| row[c]).sum::<u32>();
        let mut varies = vec![vec![false; columns + 1]; rows + 1];
        let mut guess: Vec<Vec<u32>> = counts.to_vec();
        let open: Vec<(usize, usize)> = (0..rows)
            .flat_map(|r| (0..columns).map(move |c| (r, c)))
            .filter(|&(r, c)| hidden[r][c])
            .collect();
        let most = counts.iter().flatten().max().unwrap() + 2;
        open.iter().for_each(|&(r, c)| guess[r][c] = 1);
        loop {
            let row_sum = |r: usize| guess[r].iter().sum::<u32>();
            let column_sum = |c: usize| guess.iter().map(|row| row[c]).sum::<u32>();
            let agrees = (0..rows).all(|r| hidden[r][columns] || row_sum(r) == counts[r].iter().sum::<u32>())
                && (0..columns).all(|c| hidden[rows][c] || column_sum(c) == total_row(c))
                && (hidden[rows][columns]
                    || guess.iter().flatten().sum::<u32>() == counts.iter().flatten().sum::<u32>());
            if agrees {
                for r in 0..rows {
                    (0..columns).for_each(|c| varies[r][c] |= guess[r][c] != counts[r][c]);
                    varies[r][columns] |= row_sum(r) != counts[r].iter().sum::<u32>();
                }
                (0..columns).for_each(|c| varies[rows][c] |= column_sum(c) != total_row(c));
                varies[rows][columns] |=
                    guess.iter().flatten().sum::<u32>() != counts.iter().flatten().sum::<u32>();
            }
            // The next guess, like the digits of a number.
            let mut at = 0;
            loop {
                let Some(&(r, c)) = open.get(at) else { return varies };
                if guess[r][c] < most {
                    guess[r][c] += 1;
                    break;
                }
                guess[r][c] = 1;
                at += 1;
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_withheld_count_can_be_computed_from_what_is_shown(
            (rows, columns, cells) in (1usize..=3, 1usize..=3)
                .prop_filter("few enough to try all", |(r, c)| r * c <= 6)
                .prop_flat_map(|(r, c)| (Just(r), Just(c), prop::collection::vec(0u32..6, r * c)))
        ) {
            let counts: Vec<Vec<u32>> = cells.chunks(columns).map(<[u32]>::to_vec).collect();
            let hidden = hidden(&counts, 3);
            let varies = undecided(&counts, &hidden);
            for r in 0..=rows {
                for c in 0..=columns {
                    let sum = |r: usize, c: usize| -> u32 {
                        let rows: Vec<&Vec<u32>> = if r < rows { vec![&counts[r]] } else { counts.iter().collect() };
                        rows.iter().map(|row| if c < columns { row[c] } else { row.iter().sum() }).sum()
                    };
                    prop_assert!(hidden[r][c] || sum(r, c) == 0 || sum(r, c) >= 3, "a small count is shown");
                    prop_assert!(!hidden[r][c] || varies[r][c], "{counts:?} {hidden:?}: {r},{c} can be told");
                }
            }
        }
    }
}
