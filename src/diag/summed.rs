//! Findings in order → the same with equal causes told once: the first place, how many more, and where.

use super::{Diagnostic, Place, column_letters};

/// From so many equal findings on they are told as one.
const MANY: usize = 4;
/// Places that are named beside the first.
const NAMED: usize = 20;

/// Sums up findings that say the same of cells of one sheet or text.
pub fn summed(findings: &[Diagnostic]) -> Vec<Diagnostic> {
    let same = |a: &Diagnostic, b: &Diagnostic| {
        (a.code.id, a.severity, &a.message, &a.help) == (b.code.id, b.severity, &b.message, &b.help)
            && (&a.at.path, &a.at.sheet, &a.at.field) == (&b.at.path, &b.at.sheet, &b.at.field)
            && a.at.line.is_some()
    };
    let mut out: Vec<Diagnostic> = Vec::new();
    let mut told = vec![false; findings.len()];
    for (at, first) in findings.iter().enumerate() {
        if told[at] {
            continue;
        }
        let alike: Vec<usize> =
            (at + 1..findings.len()).filter(|other| same(first, &findings[*other])).collect();
        let mut finding = first.clone();
        if alike.len() + 1 >= MANY {
            let places: Vec<String> =
                alike.iter().take(NAMED).map(|other| cell(&findings[*other].at)).collect();
            let more = if alike.len() > NAMED { "等" } else { "" };
            finding.message.push_str(&format!("；同样的还有{}处：{}{more}", alike.len(), places.join("、")));
            alike.iter().for_each(|other| told[*other] = true);
        }
        out.push(finding);
    }
    out
}

/// `D5` in a sheet, `第5行` where no column is meant.
fn cell(at: &Place) -> String {
    let line = at.line.unwrap_or_default();
    match at.column {
        Some(column) if at.sheet.is_some() => format!("{}{line}", column_letters(column)),
        Some(column) => format!("第{line}行第{column}列"),
        None => format!("第{line}行"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Code, Severity};
    use super::*;

    const ONE: Code = Code { id: "test-one", zh: "甲", en: "One." };

    #[test]
    fn one_cause_in_many_cells_was_told_once_a_cell() {
        let finding = |row: u32, message: &str| {
            Diagnostic::error(&ONE, Place::cell("r.xlsx", "名册", row, 4).field("证件号码"), message, "改")
        };
        let mut all: Vec<Diagnostic> = (2..58).map(|row| finding(row, "读不出")).collect();
        all.push(finding(60, "别的"));
        let told = summed(&all);
        assert_eq!(told.len(), 2);
        assert!(told[0].message.starts_with("读不出；同样的还有55处：D3、D4、"), "{}", told[0].message);
        assert!(told[0].message.ends_with("D22等") && told[0].severity == Severity::Error);
        assert_eq!(summed(&all[..3]).len(), 3);
    }
}
