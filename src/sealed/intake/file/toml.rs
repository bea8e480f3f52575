//! A roster written by hand in toml. Keys are field ids (or any header word in quotes); long numbers
//! stand in quotes, dates need none.
//!
//! ```toml
//! [[household]]
//! group = "3组"
//! household_number = "qs000001"
//! lead_date = 2025-03-03
//!
//! [[household.member]]
//! name = "…"
//! relation = "户主"
//! id_number = "…"
//! ```
//!
//! A household without members is its head alone: `name` and `id_number` then stand beside `group`.

use crate::diag::Diagnostic;
use crate::diag::toml::line_column;
use crate::policy::fields::FieldTable;
use crate::sealed::intake::codes;
use crate::sealed::intake::grid::Cell;
use crate::sealed::intake::rows::{Draft, DraftHousehold, DraftMember, Entry};
use crate::sealed::roster::{Origin, Spot};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

struct Reader<'a> {
    origin: Arc<Origin>,
    text: &'a str,
    fields: &'a FieldTable,
    findings: Vec<Diagnostic>,
}

/// Reads the households.
pub(in crate::sealed::intake) fn read(
    path: &str,
    text: &str,
    fields: &FieldTable,
) -> Result<Draft, Vec<Diagnostic>> {
    let mut reader = Reader {
        origin: Arc::new(Origin { path: path.to_owned(), sheet: None, breaks: Vec::new() }),
        text,
        fields,
        findings: Vec::new(),
    };
    // The parser's message shows the line's text: only its place is taken.
    let document = DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        vec![Diagnostic::error(
            &codes::TOML,
            reader.at(&span).place(),
            "不是正确的 toml 写法",
            "检查引号、方括号和等号",
        )]
    })?;
    let mut households = Vec::new();
    for (key, value) in document.get_ref() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("household", DeValue::Array(list)) => {
                for item in list.iter() {
                    match item.get_ref() {
                        DeValue::Table(table) => households.push(reader.household(table, &item.span())),
                        _ => reader.complain(&item.span(), "每户写成一个 [[household]]"),
                    }
                }
            }
            _ => reader.complain(&key.span(), "只认得 [[household]]"),
        }
    }
    households.sort_by_key(|household| household.members.first().and_then(|member| member.at.line()));
    Ok(Draft { households, findings: reader.findings, ..Draft::default() })
}

impl Reader<'_> {
    fn at(&self, span: &Range<usize>) -> Spot {
        let (line, column) = line_column(self.text, span.start);
        Spot::cell(&self.origin, line, column)
    }

    fn complain(&mut self, span: &Range<usize>, message: &str) {
        let at = self.at(span).place();
        self.findings.push(Diagnostic::error(&codes::TOML, at, message, "照说明里的例子写"));
    }

    fn household(&mut self, table: &DeTable<'_>, span: &Range<usize>) -> DraftHousehold {
        let mut members = Vec::new();
        let mut own = Vec::new();
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("member", DeValue::Array(list)) => {
                    for item in list.iter() {
                        let DeValue::Table(member) = item.get_ref() else {
                            self.complain(&item.span(), "每人写成一个 [[household.member]]");
                            continue;
                        };
                        let entries = member
                            .iter()
                            .filter_map(|(key, value)| self.entry(key.get_ref(), &key.span(), value))
                            .collect();
                        members.push(DraftMember { entries, at: self.at(&item.span()) });
                    }
                }
                (name, _) => own.extend(self.entry(name, &key.span(), value)),
            }
        }
        match members.first_mut() {
            Some(first) => first.entries.splice(0..0, own).for_each(drop),
            None => members.push(DraftMember { entries: own, at: self.at(span) }),
        }
        for member in &members {
            if !member.entries.iter().any(|entry| entry.field.id == "name") {
                self.findings.push(Diagnostic::error(
                    &codes::ROW_WITHOUT_NAME,
                    member.at.field("姓名"),
                    "这个人没有姓名",
                    "写上 name = \"…\"",
                ));
            }
        }
        DraftHousehold { shared: Vec::new(), members, doubtful: false }
    }

    fn entry(&mut self, key: &str, span: &Range<usize>, value: &Spanned<DeValue<'_>>) -> Option<Entry> {
        let stands = |id: &str| if id == "head_name" { "name".to_owned() } else { id.to_owned() };
        let field = self.fields.get(key).or_else(|| {
            let found = self.fields.by_header(key)?;
            self.fields.get(&stands(&found.id))
        });
        let Some(field) = field.cloned() else {
            self.complain(span, "不认识这个字段名");
            return None;
        };
        let cell = match value.get_ref() {
            DeValue::String(text) => Cell::Text(text.to_string().into()),
            DeValue::Integer(number) => {
                Cell::Number(number.as_str().replace('_', "").parse().unwrap_or(f64::NAN))
            }
            DeValue::Float(number) => Cell::Number(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Datetime(moment) => {
                moment.to_string().get(..10).and_then(|day| day.parse().ok()).map_or(Cell::Time, Cell::Date)
            }
            DeValue::Boolean(flag) => Cell::Flag(*flag),
            DeValue::Array(_) | DeValue::Table(_) => {
                self.complain(&value.span(), "这里要写一个值，不能是列表或表");
                return None;
            }
        };
        let at = self.at(&value.span());
        (!cell.is_blank()).then_some(Entry { field, cell, at })
    }
}
