//! Counts 户数、人数、金额 of a proof → one line of words; amounts are what the columns of money in its list come to, to the cent.

use super::{Face, Proof, Sheets};
use std::collections::BTreeMap;

/// Before the head of the column in the name of a count.
const PREFIX: &str = "amount:";

/// What columns of money come to, each under its name among the counts; `heads`: their heads. A column with a cell that is no
/// amount has no sum.
pub(crate) fn amounts(faces: &[Face], heads: &[String]) -> BTreeMap<String, String> {
    let sums = heads.iter().filter_map(|head| Some((format!("{PREFIX}{head}"), sum(faces, head)?)));
    sums.collect()
}

/// What a count of amounts of this name is by the lists of a proof; none where the name is of another count.
pub(super) fn by_the_lists(sheets: &Sheets, name: &str) -> Option<String> {
    sum(&sheets.faces, name.strip_prefix(PREFIX)?)
}

/// The board first: what everybody in the village reads.
fn sum(faces: &[Face], head: &str) -> Option<String> {
    let board = faces.iter().filter(|face| face.channel == "board");
    let all = board.chain(faces.iter().filter(|face| face.channel != "board"));
    let (face, column) =
        all.filter_map(|face| Some((face, face.columns.iter().position(|is| is == head)?))).next()?;
    let cells = face.rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty());
    let amounts: Vec<(u128, usize)> = cells.map(|cell| decimal(cell)).collect::<Option<_>>()?;
    let decimals = amounts.iter().map(|(_, decimals)| *decimals).max()?;
    let scaled = |(number, own): &(u128, usize)| {
        number.checked_mul(10_u128.checked_pow(u32::try_from(decimals - own).ok()?)?)
    };
    let total = amounts.iter().try_fold(0_u128, |sum, amount| sum.checked_add(scaled(amount)?))?;
    let digits = format!("{total:0width$}", width = decimals + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    Some(if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") })
}

/// The digits of an amount, and how many of them are decimals.
fn decimal(text: &str) -> Option<(u128, usize)> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = !whole.is_empty() && digits(whole) && digits(rest) && !text.ends_with('.');
    Some((format!("{whole}{rest}").parse().ok().filter(|_| fits)?, rest.len()))
}

/// The counts of a proof in words, as a statement has them: 6户19人，补助金额共12000.00元.
pub(crate) fn counts_in_words(proof: &Proof) -> String {
    let count = |name: &str, unit: &str| proof.counts.get(name).map(|count| format!("{count}{unit}"));
    let people: String = [count("households", "户"), count("people", "人")].into_iter().flatten().collect();
    let amounts = proof
        .counts
        .iter()
        .filter_map(|(name, sum)| Some(format!("{}共{sum}元", name.strip_prefix(PREFIX)?)));
    Some(people).filter(|people| !people.is_empty()).into_iter().chain(amounts).collect::<Vec<_>>().join("，")
}

#[cfg(test)]
mod tests {
    use super::{decimal, sum};
    use crate::document::Text;
    use crate::proof::tests::{Places, household_list};
    use crate::proof::{Face, Secret};

    /// A list whose last column holds these cells.
    fn list(cells: &[&str]) -> Face {
        let rows: Vec<[&str; 3]> = cells.iter().map(|cell| ["1组", "王*明", *cell]).collect();
        let document = household_list(Text::open("名单", "程序"), &rows);
        Face::of("board", &Secret::SAMPLE.salt("n1", 1, "board"), &document, &Places)
    }

    #[test]
    fn a_sum_has_every_decimal_of_its_amounts() {
        assert_eq!(decimal("1200.50"), Some((120_050, 2)));
        for wrong in ["", "-3", "1.", ".5", "3元", "1,200", "1.2.3", "１２"] {
            assert_eq!(decimal(wrong), None, "{wrong}");
        }
        let cases: [(&[&str], Option<&str>); 6] = [
            (&["100", "200.5", "0.25"], Some("300.75")),
            (&["0.01", "0.02"], Some("0.03")),
            (&["100", "", "50"], Some("150")),
            (&["", ""], None),
            (&["100", "免"], None),
            (&["340282366920938463463374607431768211455", "1"], None),
        ];
        for (cells, expected) in cases {
            assert_eq!(sum(&[list(cells)], "家庭人口").as_deref(), expected, "{cells:?}");
        }
    }
}
