//! Words that a number format adds 数字格式里的字: `0"组"` shows 1 as 1组. What the sheet shows is what the clerk wrote.

use super::cells::{Position, each};
use super::package::{Trouble, attribute};
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// The words before and behind a number, and how many digits it has at least.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Label {
    before: String,
    behind: String,
    digits: usize,
}

impl Label {
    /// The number as it is seen.
    pub(super) fn of(&self, number: f64) -> String {
        let Self { before, behind, digits } = self;
        let whole = number.fract() == 0.0 && number >= 0.0;
        match whole {
            true => format!("{before}{number:0digits$.0}{behind}"),
            false => format!("{before}{number}{behind}"),
        }
    }
}

/// Cell formats by index that add Chinese words to a number.
pub(super) fn of_styles(styles: &str) -> Result<BTreeMap<usize, Label>, Trouble> {
    let mut codes: BTreeMap<usize, Label> = BTreeMap::new();
    let (mut found, mut in_formats, mut index) = (BTreeMap::new(), false, 0usize);
    each(styles, |event| match event {
        Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
            "numFmt" => {
                let id = attribute(tag, "numFmtId").and_then(|id| id.parse().ok());
                let label = attribute(tag, "formatCode").and_then(|code| label(&code));
                codes.extend(id.zip(label));
            }
            "cellXfs" => in_formats = true,
            "xf" if in_formats => {
                let id = attribute(tag, "numFmtId").and_then(|id| id.parse::<usize>().ok());
                found.extend(id.and_then(|id| codes.get(&id)).map(|label| (index, label.clone())));
                index += 1;
            }
            _ => {}
        },
        Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_formats = false,
        _ => {}
    })?;
    Ok(found)
}

/// The cells of a sheet in such formats.
pub(super) fn of_cells(
    sheet: &str,
    labels: &BTreeMap<usize, Label>,
) -> Result<BTreeMap<(u32, u32), Label>, Trouble> {
    let mut out = BTreeMap::new();
    if labels.is_empty() {
        return Ok(out);
    }
    let mut at = Position::default();
    each(sheet, |event| {
        let (Event::Start(tag) | Event::Empty(tag)) = event else { return };
        match tag.local_name().as_ref() {
            "row" => at.row(tag),
            "c" => {
                let (row, column) = at.cell(tag);
                let format = attribute(tag, "s").and_then(|index| index.parse::<usize>().ok());
                let label = format.and_then(|format| labels.get(&format));
                out.extend(label.map(|label| ((row, column), label.clone())));
            }
            _ => {}
        }
    })?;
    Ok(out)
}

/// `"第"0"组"`, `G/通用格式"组"`, `00\组`: words in Chinese around one number, and nothing else.
fn label(code: &str) -> Option<Label> {
    let section = code.split(';').next().unwrap_or(code);
    let section = section.replace("G/通用格式", "0").replace("General", "0");
    let (mut before, mut number, mut behind) = (String::new(), String::new(), String::new());
    let mut chars = section.chars();
    while let Some(c) = chars.next() {
        let words: String = match c {
            '"' => chars.by_ref().take_while(|c| *c != '"').collect(),
            '\\' => chars.next().into_iter().collect(),
            // A filler as wide as a character, a colour or a language.
            '_' | '*' => {
                chars.next();
                continue;
            }
            '[' => {
                chars.by_ref().find(|c| *c == ']');
                continue;
            }
            '0' | '#' | '?' | '.' | ',' if behind.is_empty() => {
                number.push(c);
                continue;
            }
            c if crate::sealed::intake::is_han(c) => c.to_string(),
            _ => return None,
        };
        if number.is_empty() { before.push_str(&words) } else { behind.push_str(&words) }
    }
    let told = before.chars().chain(behind.chars()).any(crate::sealed::intake::is_han);
    let whole = number.split('.').next().unwrap_or_default();
    let digits = whole.chars().filter(|c| *c == '0').count();
    // A comma at the end shows thousands: not what stands in the cell.
    (told && !number.is_empty() && !number.ends_with(',')).then_some(Label { before, behind, digits })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_number_format_was_dropped() {
        for (code, number, seen) in [
            ("0\"组\"", 1.0, "1组"),
            ("\"第\"0\"组\"", 12.0, "第12组"),
            ("G/通用格式\"组\"", 3.0, "3组"),
            ("General\\组", 3.0, "3组"),
            ("00\"组\"", 3.0, "03组"),
            ("0.00\"万元\"", 0.6, "0.6万元"),
            ("0组", 2.0, "2组"),
            ("[红色]0\"人\"_ ;-0", 4.0, "4人"),
        ] {
            assert_eq!(label(code).map(|label| label.of(number)).as_deref(), Some(seen), "{code}");
        }
        for code in ["0", "0.00", "yyyy\"年\"m\"月\"", "#,##0", "@", "0%", "0,\"千元\"", "0\"-\"0\"组\""]
        {
            assert_eq!(label(code), None, "{code}");
        }
        let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0&quot;组&quot;"/></numFmts>
            <cellStyleXfs><xf numFmtId="164"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
        let labels = of_styles(styles).unwrap();
        let sheet = r#"<worksheet><row r="2"><c r="B2" s="1"><v>1</v></c><c r="C2" s="0"><v>1</v></c></row></worksheet>"#;
        assert_eq!(of_cells(sheet, &labels).unwrap().into_keys().collect::<Vec<_>>(), [(2, 2)]);
    }
}
