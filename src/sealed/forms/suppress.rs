//! Small cells 小数抑制: which cells of a table with totals are withheld so that none can be computed from the others.
//!
//! Cells and totals are the arcs of one circulation (total → row → cell → column → total). A withheld count is known
//! to be one or more. It can be computed just when no other circulation agrees with what is shown, that is, when no
//! cycle of withheld arcs leads through it; then the cheapest such cycle is withheld, until none can be.

/// Which cells are withheld, totals in the last row and column. Zeros are shown: they count nobody.
pub(super) fn hidden(counts: &[Vec<u32>], below: u32) -> Vec<Vec<bool>> {
    let table = Table::new(counts);
    withheld(&table, below).chunks(table.columns + 1).map(<[bool]>::to_vec).collect()
}

/// The same for counts in one line, their total last.
pub(super) fn hidden_in_line(counts: &[u32], below: u32) -> Vec<bool> {
    withheld(&Table::line(counts), below)
}

fn withheld(table: &Table, below: u32) -> Vec<bool> {
    let mut hidden: Vec<bool> = table.arcs.iter().map(|arc| arc.flow > 0 && arc.flow < below).collect();
    while let Some(known) = (0..table.arcs.len()).find(|&at| hidden[at] && table.follows(&hidden, at)) {
        // The flow itself runs in cycles, so there is always a way back.
        table.way_back(&hidden, known).into_iter().for_each(|arc| hidden[arc] = true);
    }
    hidden
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

    /// Counts side by side between two nodes, the total leading back.
    fn line(counts: &[u32]) -> Self {
        let mut arcs: Vec<Arc> =
            counts.iter().map(|&flow| Arc { from: 0, to: 1, flow, total: false }).collect();
        arcs.push(Arc { from: 1, to: 0, flow: counts.iter().sum(), total: true });
        Self { arcs, columns: counts.len(), nodes: 2 }
    }

    /// Whether a withheld count follows from what is shown: it can neither be more nor less.
    fn follows(&self, hidden: &[bool], at: usize) -> bool {
        let arc = &self.arcs[at];
        let but = |other: usize| (hidden[other] && other != at).then_some(Price::default());
        let more = self.way(arc.to, arc.from, &but).is_some();
        let less = arc.flow > 1 && self.way(arc.from, arc.to, &but).is_some();
        !more && !less
    }

    /// What is withheld beside a count that would follow: the cheapest cycle through it. Totals are dear, then large
    /// counts.
    fn way_back(&self, hidden: &[bool], at: usize) -> Vec<usize> {
        let arc = &self.arcs[at];
        let price = |other: usize| {
            let Arc { flow, total, .. } = self.arcs[other];
            let open = Price { totals: u32::from(total), sum: flow, cells: 1 };
            (other != at && flow > 0).then(|| if hidden[other] { Price::default() } else { open })
        };
        self.way(arc.to, arc.from, &price).unwrap_or_else(|| (0..self.arcs.len()).collect())
    }

    /// The cheapest way from node to node: more along an arc, or less against one that counts more than one.
    fn way(&self, from: usize, to: usize, price: &dyn Fn(usize) -> Option<Price>) -> Option<Vec<usize>> {
        let mut reached: Vec<Option<(Price, Vec<usize>)>> = vec![None; self.nodes];
        reached[from] = Some((Price::default(), Vec::new()));
        let mut changed = true;
        while std::mem::take(&mut changed) {
            for (at, arc) in self.arcs.iter().enumerate() {
                let Some(more) = price(at) else { continue };
                for (start, end) in [(arc.from, arc.to), (arc.to, arc.from)] {
                    if start == arc.to && arc.flow < 2 {
                        continue;
                    }
                    let Some((so_far, way)) = &reached[start] else { continue };
                    let cost = so_far.plus(more);
                    if reached[end].as_ref().is_none_or(|(known, _)| cost < *known) {
                        let mut way = way.clone();
                        way.push(at);
                        reached[end] = Some((cost, way));
                        changed = true;
                    }
                }
            }
        }
        reached.swap_remove(to).map(|(_, way)| way)
    }
}

/// What withholding costs, dearest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Price {
    totals: u32,
    sum: u32,
    cells: u32,
}

impl Price {
    fn plus(self, other: Self) -> Self {
        Self {
            totals: self.totals + other.totals,
            sum: self.sum + other.sum,
            cells: self.cells + other.cells,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{hidden, hidden_in_line};
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
        // Told from its row's and from its column's total, it would need one more in each; those two need a fourth.
        let rows = shown(&[vec![1, 5, 7], vec![6, 4, 8]], 3);
        assert_eq!(rows, ["* * 7 13", "* * 8 18", "7 9 15 31"]);
    }

    #[test]
    fn in_one_line_a_second_count_is_withheld() {
        assert_eq!(hidden_in_line(&[7, 1, 4, 9], 3), [false, true, true, false, false]);
        assert_eq!(hidden_in_line(&[7, 5, 4], 3), [false; 4]);
        // One and one make two: a third is needed.
        assert_eq!(hidden_in_line(&[1, 1, 9, 4], 3), [true, true, false, true, false]);
        assert_eq!(hidden_in_line(&[2, 0], 3), [true, false, true]);
    }

    #[test]
    fn two_ones_that_add_up_to_two_are_not_left_to_be_told() {
        assert_eq!(shown(&[vec![1, 1, 9], vec![5, 6, 7]], 3), ["* * * 11", "* * * 18", "6 7 16 29"]);
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
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_withheld_count_of_a_line_can_be_computed(cells in prop::collection::vec(0u32..7, 1..6)) {
            let hidden = hidden_in_line(&cells, 3);
            let total: u32 = cells.iter().sum();
            // With the total shown, what is withheld adds up to the rest: each must be able to be more or less.
            let dark: Vec<u32> = (0..cells.len()).filter(|&at| hidden[at]).map(|at| cells[at]).collect();
            prop_assert!(cells.iter().zip(&hidden).all(|(&cell, &hidden)| hidden || cell == 0 || cell >= 3));
            prop_assert!(hidden[cells.len()] || total == 0 || total >= 3);
            let spare: u32 = dark.iter().map(|cell| cell - 1).sum();
            prop_assert!(dark.is_empty() || hidden[cells.len()] || dark.len() > 1 && spare > 0, "{cells:?} {hidden:?}");
        }

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
