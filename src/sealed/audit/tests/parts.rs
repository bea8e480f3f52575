//! Long lists: what is found part by part is what is found in the whole.

use super::super::super::needles::{Needles, PublicWords};
use super::super::Passed;
use super::super::declarations::Open;
use super::super::judge::Judge;
use super::super::parts;
use super::super::search::Searcher;
use super::*;

/// Findings and what was let through, read as a whole or in parts of so many bytes.
fn verdict(media: Media, bytes: &[u8], open: &[Fragment], size: usize) -> (Vec<String>, Vec<Passed>) {
    let searcher = Searcher::new(Needles::of(&[&roster()], &classify, &PublicWords::default()));
    let said = Open::new(&declared());
    let mut judge = Judge::new((&searcher, &said), "public/a", open, false);
    judge.own_file(media, bytes, &parts::of(media, bytes, size));
    let (findings, mut passed) = judge.verdict();
    passed.sort();
    (findings.iter().map(ToString::to_string).collect(), passed)
}

/// Numbers that look random and are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// What stands in a line: harmless words, values of the roster whole and in pieces, open texts that hold one.
const WORDS: [&str; 16] = [
    "监测对象认定公示",
    "欧阳小雨",
    "欧阳",
    "小雨",
    "饮水安全有保障",
    "安全",
    "高明",
    "高明村",
    "0999-5550123",
    "0999",
    "5550123",
    "5200",
    "15400001234",
    "someone@example.com",
    "            ",
    "2025-04-10",
];

#[test]
fn a_list_says_the_same_in_parts_and_as_a_whole() {
    let texts = [open("饮水安全有保障", "policies/p/text.md"), open("高明村", "villages/g/village.toml")];
    let (mut found, mut let_through) = (0, 0);
    for seed in 0..40 {
        let mut dice = Dice(seed);
        for media in [Media::Calendar, Media::Json] {
            let mut text = String::new();
            while text.len() < 6000 {
                let words: String = (0..dice.below(4)).map(|_| WORDS[dice.below(WORDS.len())]).collect();
                // Many harmless letters between some, so that not every line is near every other.
                let words =
                    if dice.below(3) == 0 { words } else { "平安乡里通知".repeat(dice.below(30)) };
                match media {
                    Media::Json => text.push_str(&format!("  \"title\": \"{words}\",\n")),
                    _ => {
                        let mut left = format!("SUMMARY:{words}");
                        // Folded in the middle of a name or number, too.
                        while left.chars().count() > 9 {
                            let rest = left.split_off(left.char_indices().nth(9).unwrap().0);
                            text.push_str(&format!("{left}\r\n "));
                            left = rest;
                        }
                        text.push_str(&format!("{left}\r\n"));
                    }
                }
            }
            let whole = verdict(media, text.as_bytes(), &texts, usize::MAX / 4);
            found += whole.0.len();
            let_through += whole.1.len();
            for size in [40, 500, 2000] {
                assert!(parts::of(media, text.as_bytes(), size).len() > 1);
                assert_eq!(verdict(media, text.as_bytes(), &texts, size), whole, "{media:?} {seed} {size}");
            }
        }
    }
    assert!(found > 100 && let_through > 100, "{found} {let_through}");
}
