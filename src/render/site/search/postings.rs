//! Postings 倒排表: which pages hold a term, as letters, so that a telephone reads little and the audit reads it plainly.
//!
//! Numbers are written in the twenty consonants: never a digit that could join a neighbour's into somebody's number,
//! never a vowel that could make somebody's name.

const LETTERS: &[u8; 20] = b"bcdfghjklmnpqrstvwxz";

/// A term's pages are told up to this many bytes; the first pages are the most wanted.
const LONGEST: usize = 1900;

/// Says that there are more.
const CUT: char = '~';

/// The ascending numbers of pages, as distances, rows of neighbours as one: `dfC-g`.
#[derive(Debug, Clone, Default)]
pub(super) struct Coded {
    text: String,
    last: Option<u32>,
    run: u32,
    full: bool,
}

impl Coded {
    /// Adds a page; pages come in ascending order, the same page as often as it likes.
    pub(super) fn add(&mut self, page: u32) {
        if self.full || self.last == Some(page) {
            return;
        }
        match self.last {
            Some(last) if last + 1 == page => self.run += 1,
            last => {
                self.end_run();
                if self.text.len() > LONGEST {
                    self.full = true;
                    return;
                }
                number(&mut self.text, page - last.map_or(0, |last| last + 1));
            }
        }
        self.last = Some(page);
    }

    fn end_run(&mut self) {
        if self.run > 0 {
            self.text.push('-');
            number(&mut self.text, self.run);
            self.run = 0;
        }
    }

    /// What is written.
    pub(super) fn finish(mut self) -> String {
        self.end_run();
        if self.full {
            self.text.push(CUT);
        }
        self.text
    }
}

/// Where a term stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    anywhere: Coded,
    title: Coded,
}

impl Postings {
    /// Adds a page that holds the term.
    pub(super) fn add(&mut self, page: u32, in_title: bool) {
        self.anywhere.add(page);
        if in_title {
            self.title.add(page);
        }
    }

    /// Pages that hold it, then after a `!` those that hold it in their title.
    pub(super) fn finish(self) -> String {
        let (mut text, title) = (self.anywhere.finish(), self.title.finish());
        if !title.is_empty() {
            text.push('!');
            text.push_str(&title);
        }
        text
    }
}

/// A number in letters: capitals, and a small one at its end.
pub(super) fn number(out: &mut String, value: u32) {
    let mut digits = Vec::with_capacity(4);
    let mut rest = value;
    loop {
        digits.push(char::from(LETTERS[rest as usize % LETTERS.len()]));
        rest /= 20;
        if rest == 0 {
            break;
        }
    }
    while digits.len() > 1 {
        out.extend(digits.pop().map(|digit| digit.to_ascii_uppercase()));
    }
    out.extend(digits);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coded(pages: &[u32]) -> String {
        let mut coded = Coded::default();
        pages.iter().for_each(|page| coded.add(*page));
        coded.finish()
    }

    #[test]
    fn distances_and_runs() {
        assert_eq!(coded(&[]), "");
        assert_eq!(coded(&[0]), "b");
        assert_eq!(coded(&[0, 0, 1, 2, 3]), "b-f");
        assert_eq!(coded(&[2, 5, 6, 427]), "dd-cCCb");
    }

    #[test]
    fn what_is_on_every_page_weighs_nothing_and_what_is_long_is_cut() {
        assert_eq!(coded(&(0..10_000).collect::<Vec<_>>()).len(), 6);
        let long = coded(&(0..10_000).step_by(2).collect::<Vec<_>>());
        assert!(long.ends_with('~') && long.len() < LONGEST + 10, "{}", long.len());
    }
}
