//! Counts 户数、人数、金额 of a proof → one line of words; amounts are what the columns of money in its list come to, to the cent.

use super::{Face, Proof, Sheets};
use std::collections::BTreeMap;

/// Before the head of the column in the name of a count.
const PREFIX: &str = "amount:";

/// What columns of money come to, each under its name among the counts; `heads`: their heads. A column with a cell that is no
/// amount has no sum.
pub(crate) fn amounts(faces: &[Face], heads: &[String]) -> BTreeMap<String, String> {
    let filled = |head: &&String| {
        faces.iter().any(|face| column(face, head).is_some_and(|mut cells| cells.next().is_some()))
    };
    let sums = heads.iter().filter(filled);
    sums.filter_map(|head| Some((format!("{PREFIX}{head}"), sum(faces, head)?))).collect()
}

impl Sheets {
    /// Counts what another proof counts, and nothing else; of amounts what the list comes to.
    pub(crate) fn count_as(&mut self, signed: &Self) {
        self.proof.counts.retain(|name, _| signed.proof.counts.contains_key(name));
        for name in signed.proof.counts.keys().filter(|name| name.starts_with(PREFIX)) {
            if let Some(sum) = by_the_lists(self, name) {
                self.proof.counts.insert(name.clone(), sum);
            }
        }
    }
}

/// What a count of amounts of this name is by the lists of a proof; none where the name is of another count.
pub(super) fn by_the_lists(sheets: &Sheets, name: &str) -> Option<String> {
    sum(&sheets.faces, name.strip_prefix(PREFIX)?)
}

/// The cells of a column that say something; none where the face has no such column.
fn column<'f>(face: &'f Face, head: &str) -> Option<impl Iterator<Item = &'f String>> {
    let column = face.columns.iter().position(|is| is == head)?;
    Some(face.rows.iter().filter_map(move |row| row.get(column)).filter(|cell| !cell.is_empty()))
}

/// The board first: what everybody in the village reads.
fn sum(faces: &[Face], head: &str) -> Option<String> {
    let board = faces.iter().filter(|face| face.channel == "board");
    let mut all = board.chain(faces.iter().filter(|face| face.channel != "board"));
    let cells = all.find_map(|face| column(face, head))?;
    let amounts: Vec<(i128, usize)> = cells.map(|cell| decimal(cell)).collect::<Option<_>>()?;
    let decimals = amounts.iter().map(|(_, decimals)| *decimals).max().unwrap_or(0);
    let scaled = |(number, own): &(i128, usize)| {
        number.checked_mul(10_i128.checked_pow(u32::try_from(decimals - own).ok()?)?)
    };
    let total = amounts.iter().try_fold(0_i128, |sum, amount| sum.checked_add(scaled(amount)?))?;
    let digits = format!("{:0width$}", total.unsigned_abs(), width = decimals + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    let sign = if total < 0 { "-" } else { "" };
    Some(if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") })
}

/// The digits of an amount, and how many of them are decimals.
fn decimal(text: &str) -> Option<(i128, usize)> {
    let bare = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = bare.split_once('.').unwrap_or((bare, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = !whole.is_empty() && digits(whole) && digits(rest) && !bare.ends_with('.');
    let number: i128 = format!("{whole}{rest}").parse().ok().filter(|_| fits)?;
    Some((if bare == text { number } else { -number }, rest.len()))
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
        assert_eq!(decimal("-0.5"), Some((-5, 1)));
        for wrong in ["", "-", "--3", "1.", ".5", "3元", "1,200", "1.2.3", "１２"] {
            assert_eq!(decimal(wrong), None, "{wrong}");
        }
        let cases: [(&[&str], Option<&str>); 8] = [
            (&["100", "200.5", "0.25"], Some("300.75")),
            (&["0.01", "0.02"], Some("0.03")),
            (&["100", "", "50"], Some("150")),
            (&["", ""], Some("0")),
            (&["100", "-200.5", "0.25"], Some("-100.25")),
            (&["0.5", "-0.5"], Some("0.0")),
            (&["100", "免"], None),
            (&["170141183460469231731687303715884105727", "1"], None),
        ];
        for (cells, expected) in cases {
            assert_eq!(sum(&[list(cells)], "家庭人口").as_deref(), expected, "{cells:?}");
        }
    }
}
