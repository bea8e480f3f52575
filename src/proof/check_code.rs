//! The check code 校对码: a digest in ten letters, for eyes. It tells two sheets apart and proves nothing.

use crate::ledger::Digest;

/// Letters without I, O and U, which look like 1, 0 and V: 23 of them, a prime, so that a wrong letter is always found.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRSTVWXYZ";
/// 23⁹.
const ROOM: u64 = 1_801_152_661_463;

/// The digest modulo 23⁹ as nine letters, most significant first, and a check letter (Σ i·xᵢ mod 23): `KXTRB-HNQWZ`.
pub fn check_code(digest: &Digest) -> String {
    let mut rest = digest.as_str().bytes().filter_map(|digit| char::from(digit).to_digit(16)).fold(
        0u64,
        // Below 2⁴¹ · 16: no overflow.
        |rest, digit| (rest * 16 + u64::from(digit)) % ROOM,
    );
    let mut values = [0u64; 9];
    for value in values.iter_mut().rev() {
        *value = rest % 23;
        rest /= 23;
    }
    let check = (1..).zip(values).map(|(at, value)| at * value).sum::<u64>() % 23;
    let letters: Vec<char> = values.into_iter().chain([check]).map(letter).collect();
    let (first, second) = letters.split_at(5);
    format!("{}-{}", String::from_iter(first), String::from_iter(second))
}

fn letter(value: u64) -> char {
    usize::try_from(value).ok().and_then(|at| LETTERS.get(at)).map_or('A', |letter| char::from(*letter))
}

/// Whether ten letters, with or without the stroke, are a check code at all: one mistyped letter, or two neighbours
/// exchanged, are found.
pub fn is_check_code(code: &str) -> bool {
    let place = |c: char| LETTERS.iter().position(|letter| char::from(*letter) == c.to_ascii_uppercase());
    let values: Option<Vec<usize>> = code.chars().filter(|c| !matches!(c, '-' | ' ')).map(place).collect();
    match values.as_deref() {
        Some([nine @ .., check]) if nine.len() == 9 => {
            (1..).zip(nine).map(|(at, value)| at * value).sum::<usize>() % 23 == *check
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{LETTERS, check_code, is_check_code};
    use crate::ledger::Digest;

    fn digest(hex: &str) -> Digest {
        Digest::try_from(format!("{hex:0>64}")).unwrap()
    }

    #[test]
    fn a_digest_has_one_code_and_a_code_one_way_of_writing() {
        // 23⁹ is 1a35d1087d7 in hexadecimal digits.
        assert_eq!(check_code(&digest("0")), "AAAAA-AAAAA");
        assert_eq!(check_code(&digest("1a35d1087d7")), "AAAAA-AAAAA");
        assert_eq!(check_code(&digest("1")), "AAAAA-AAABK");
        assert_eq!(check_code(&digest("17")), "AAAAA-AABAJ");
        let code = check_code(&Digest::of(b"1"));
        assert!(is_check_code(&code) && is_check_code(&code.replace('-', "").to_lowercase()), "{code}");
    }

    #[test]
    fn one_wrong_letter_and_two_exchanged_ones_are_found() {
        for text in ["1", "2", "3", "红岩村"] {
            let code: Vec<char> = check_code(&Digest::of(text.as_bytes())).chars().collect();
            for at in (0..code.len()).filter(|at| code[*at] != '-') {
                for letter in
                    LETTERS.iter().map(|letter| char::from(*letter)).filter(|letter| *letter != code[at])
                {
                    let mut wrong = code.clone();
                    wrong[at] = letter;
                    assert!(!is_check_code(&String::from_iter(wrong)));
                }
            }
            let letters: Vec<char> = code.into_iter().filter(|c| *c != '-').collect();
            for at in (0..8).filter(|at| letters[*at] != letters[at + 1]) {
                let mut wrong = letters.clone();
                wrong.swap(at, at + 1);
                assert!(!is_check_code(&String::from_iter(wrong)));
            }
        }
        for other in ["", "AAAAA-AAAA", "AAAAA-AAAAAA", "OIU11-AAAAA"] {
            assert!(!is_check_code(other), "{other}");
        }
    }
}
