//! Who is who: first by number, then, where a number is missing, by name and group, and only if nobody else could be
//! meant. What remains undecided is kept apart.

use super::people::{Entry, List};
use crate::sealed::personal::Key;
use std::collections::{BTreeMap, BTreeSet};

/// A person of both lists: positions in each.
pub(super) struct Pair {
    pub(super) a: usize,
    pub(super) b: usize,
    /// By number; else by name and group.
    pub(super) by_number: bool,
}

/// People who may be each other, and nothing tells who.
pub(super) struct Question {
    pub(super) a: Vec<usize>,
    pub(super) b: Vec<usize>,
    pub(super) why: &'static str,
}

/// What became of everybody, in the order of the lists.
pub(super) struct Outcome {
    pub(super) agreed: Vec<Pair>,
    pub(super) only_a: Vec<usize>,
    pub(super) only_b: Vec<usize>,
    pub(super) undecided: Vec<Question>,
    /// Members that are not listed because their household is.
    pub(super) members: usize,
}

/// How well two people fit of whom at least one has no number.
#[derive(PartialEq, Eq)]
enum Fit {
    No,
    /// The names are the same, something is missing or differs.
    Perhaps(&'static str),
    /// Name and group are the same, and the size where both state it.
    Well,
}

pub(super) fn find(a: &List, b: &List) -> Outcome {
    let mut agreed = by_number(a, b);
    by_name(a, b, &mut agreed);
    let (mut open_a, mut open_b) = (open(a, &agreed, |pair| pair.a), open(b, &agreed, |pair| pair.b));
    let undecided = questions(a, b, &mut open_a, &mut open_b);
    agreed.sort_by_key(|pair| pair.a);
    let mut members = 0;
    if a.has_members != b.has_members {
        let told = |of: fn(&Question) -> &Vec<usize>| undecided.iter().flat_map(of).copied();
        let known_a: Vec<usize> = agreed.iter().map(|pair| pair.a).chain(told(|is| &is.a)).collect();
        let known_b: Vec<usize> = agreed.iter().map(|pair| pair.b).chain(told(|is| &is.b)).collect();
        members += if a.has_members { heads_only(a, &known_a, &mut open_a) } else { 0 };
        members += if b.has_members { heads_only(b, &known_b, &mut open_b) } else { 0 };
    }
    Outcome { agreed, only_a: open_a, only_b: open_b, undecided, members }
}

fn by_number(a: &List, b: &List) -> Vec<Pair> {
    let numbers: BTreeMap<&Key, usize> =
        b.people.iter().enumerate().filter_map(|(at, entry)| Some((entry.number.as_ref()?, at))).collect();
    let pair = |(at, entry): (usize, &Entry)| {
        let b = *numbers.get(entry.number.as_ref()?)?;
        Some(Pair { a: at, b, by_number: true })
    };
    a.people.iter().enumerate().filter_map(pair).collect()
}

/// Adds the pairs of which each fits nobody but the other.
fn by_name(a: &List, b: &List, agreed: &mut Vec<Pair>) {
    let (open_a, open_b) = (open(a, agreed, |pair| pair.a), open(b, agreed, |pair| pair.b));
    let well = |one: usize, other: usize| fit(&a.people[one], &b.people[other]) == Fit::Well;
    for &one in &open_a {
        let fitting: Vec<usize> = open_b.iter().copied().filter(|&other| well(one, other)).collect();
        if let [only] = fitting[..]
            && open_a.iter().filter(|&&other| well(other, only)).count() == 1
        {
            agreed.push(Pair { a: one, b: only, by_number: false });
        }
    }
}

/// Positions that no pair has taken.
fn open(list: &List, agreed: &[Pair], side: fn(&Pair) -> usize) -> Vec<usize> {
    let taken: BTreeSet<usize> = agreed.iter().map(side).collect();
    (0..list.people.len()).filter(|at| !taken.contains(at)).collect()
}

fn fit(one: &Entry, other: &Entry) -> Fit {
    if one.name != other.name || !one.near(other) || (one.number.is_some() && other.number.is_some()) {
        return Fit::No;
    }
    match (&one.group, &other.group) {
        (Some(own), Some(group)) if own != group => Fit::No,
        (Some(_), Some(_)) => match (&one.size, &other.size) {
            (Some(own), Some(size)) if own != size => Fit::Perhaps("姓名和小组相符，家庭人口不一样"),
            _ => Fit::Well,
        },
        _ => Fit::Perhaps("只有姓名相符，没有证件号码和小组可以核对"),
    }
}

/// Takes those out who may be each other, each group of them as one question.
fn questions(a: &List, b: &List, open_a: &mut Vec<usize>, open_b: &mut Vec<usize>) -> Vec<Question> {
    let mut found: Vec<Question> = Vec::new();
    for &first in open_a.iter() {
        if found.iter().any(|question| question.a.contains(&first)) {
            continue;
        }
        // Everybody who is reached from one to the other.
        let mut question = Question { a: vec![first], b: Vec::new(), why: "" };
        loop {
            let before = question.a.len() + question.b.len();
            for &other in open_b.iter().filter(|other| !found.iter().any(|is| is.b.contains(other))) {
                let reason = question.a.iter().find_map(|&one| match fit(&a.people[one], &b.people[other]) {
                    Fit::No => None,
                    Fit::Perhaps(why) => Some(why),
                    Fit::Well => Some("同名同组的不止一个，没有证件号码，分不清"),
                });
                if let Some(why) = reason.filter(|_| !question.b.contains(&other)) {
                    question.b.push(other);
                    question.why = why;
                }
            }
            for &one in open_a.iter().filter(|one| !question.a.contains(one)).collect::<Vec<_>>() {
                if question.b.iter().any(|&other| fit(&a.people[one], &b.people[other]) != Fit::No) {
                    question.a.push(one);
                }
            }
            if question.a.len() + question.b.len() == before {
                break;
            }
        }
        if !question.b.is_empty() {
            question.a.sort_unstable();
            question.b.sort_unstable();
            if question.a.len() + question.b.len() > 2 {
                question.why = "同名的不止一个，没有证件号码，分不清";
            }
            found.push(question);
        }
    }
    open_a.retain(|at| !found.iter().any(|question| question.a.contains(at)));
    open_b.retain(|at| !found.iter().any(|question| question.b.contains(at)));
    found
}

/// The other list holds heads: of a household that nobody was found of, the head alone is left over.
fn heads_only(list: &List, known: &[usize], open: &mut Vec<usize>) -> usize {
    let found: BTreeSet<usize> = known.iter().map(|&at| list.people[at].listed.household).collect();
    let before = open.len();
    open.retain(|&at| list.people[at].listed.head && !found.contains(&list.people[at].listed.household));
    before - open.len()
}
