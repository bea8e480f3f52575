//! Roster 名册: households of one village, as read from signed bytes. Opaque outside `sealed`.

use super::personal::Personal;
use crate::diag::Place;
use crate::policy::fields::Field;
pub use crate::policy::fields::FieldId;
use smol_str::SmolStr;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The file that a roster was read from, and the sheet in it.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Path relative to the workspace.
    pub(in crate::sealed) path: String,
    /// Name of the worksheet, in a workbook.
    pub(in crate::sealed) sheet: Option<String>,
    /// In a text file with line breaks inside cells, or blank rows: from each of these rows on, by how many lines its line
    /// is another than its row.
    pub(in crate::sealed) breaks: Vec<(u32, i64)>,
}

/// Where something stands in a roster 出处. A township holds millions of them: the words of a [`Place`] are made when
/// somebody is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    of: Arc<Origin>,
    /// One-based; zero for none.
    line: u32,
    column: u32,
}

impl Spot {
    /// A cell of a sheet or text.
    pub(in crate::sealed) fn cell(of: &Arc<Origin>, line: u32, column: u32) -> Self {
        Self { of: Arc::clone(of), line, column }
    }

    /// A whole row.
    pub(in crate::sealed) fn row(of: &Arc<Origin>, line: u32) -> Self {
        Self::cell(of, line, 0)
    }

    /// The line of a text file as it was counted until 2026, where it is not the row.
    fn line_apart(&self) -> Option<u32> {
        let (_, apart) = *self.of.breaks.iter().rev().find(|(from, _)| *from <= self.line)?;
        (apart != 0).then(|| u32::try_from(i64::from(self.line) + apart).ok()).flatten()
    }

    /// The row as a table program counts it, in a text file too: a line break inside a cell makes none.
    pub(in crate::sealed) fn line(&self) -> Option<u32> {
        Some(self.line).filter(|line| *line > 0)
    }

    /// The column; none for a whole row.
    pub(in crate::sealed) fn column(&self) -> Option<u32> {
        Some(self.column).filter(|column| *column > 0)
    }

    /// The sheet, in a workbook.
    pub(in crate::sealed) fn sheet(&self) -> Option<&str> {
        self.of.sheet.as_deref()
    }

    /// In words.
    pub(in crate::sealed) fn place(&self) -> Place {
        Place {
            path: self.of.path.clone(),
            sheet: self.of.sheet.clone(),
            line: self.line(),
            column: self.column(),
            field: None,
        }
    }

    /// The row in words, as somebody reads it who looks at `from`: `第7行`, `工作表“二组”第7行`.
    pub(in crate::sealed) fn row_seen_from(&self, from: &Self) -> String {
        let line = self.line().map_or_else(String::new, |line| format!("第{line}行"));
        match self.sheet().filter(|sheet| from.sheet() != Some(sheet)) {
            Some(sheet) => format!("工作表“{sheet}”{line}"),
            None => line,
        }
    }

    /// In words, with a field's title.
    pub(in crate::sealed) fn field(&self, title: impl Into<String>) -> Place {
        self.place().field(title)
    }
}

/// One value with its field and the place it was read from.
#[derive(Debug)]
pub struct Value {
    /// Cleaned text: trimmed, full-width digits folded; dates as `YYYY-MM-DD`; never empty.
    ///
    /// Names, numbers and days are short: they stand here and not on the heap.
    pub(in crate::sealed) text: Personal<SmolStr>,
    /// What it is.
    pub(in crate::sealed) field: Arc<Field>,
    /// Where it stands.
    pub(in crate::sealed) at: Spot,
}

impl Value {
    /// Where it stands, with the field's title.
    pub(in crate::sealed) fn place(&self) -> Place {
        self.at.field(&self.field.title)
    }
}

/// The values of one row or household by field, while they are gathered: in the order of fields.
#[derive(Debug, Default)]
pub(in crate::sealed) struct Gathered(Vec<Value>);

fn slot(values: &[Value], field: &str) -> Result<usize, usize> {
    values.binary_search_by(|known| known.field.id.as_str().cmp(field))
}

impl Gathered {
    pub(in crate::sealed) fn get(&self, field: &str) -> Option<&Value> {
        slot(&self.0, field).ok().map(|at| &self.0[at])
    }

    /// Sets a field's value.
    pub(in crate::sealed) fn set(&mut self, value: Value) {
        match slot(&self.0, &value.field.id) {
            Ok(at) => self.0[at] = value,
            Err(at) => self.0.insert(at, value),
        }
    }
}

/// The values of one row or household by field, in the order of fields. A township has a hundred thousand of these with
/// a handful of values each: those of a roster lie side by side, and each is a part of them.
#[derive(Debug, Default)]
pub(in crate::sealed) struct Record {
    all: Arc<[Value]>,
    from: u32,
    to: u32,
}

impl Record {
    fn values(&self) -> &[Value] {
        &self.all[self.from as usize..self.to as usize]
    }

    pub(in crate::sealed) fn get(&self, field: &str) -> Option<&Value> {
        slot(self.values(), field).ok().map(|at| &self.values()[at])
    }

    pub(in crate::sealed) fn contains_key(&self, field: &str) -> bool {
        self.get(field).is_some()
    }

    pub(in crate::sealed) fn keys(&self) -> impl Iterator<Item = &FieldId> {
        self.iter().map(|(field, _)| field)
    }

    pub(in crate::sealed) fn iter(&self) -> Values<'_> {
        self.values().iter().map(|value| (&value.field.id, value))
    }
}

/// Puts the values of households side by side.
pub(in crate::sealed) fn packed(households: Vec<Household<Gathered>>) -> Vec<Household> {
    let (mut all, mut parts) = (Vec::new(), Vec::new());
    let mut part = |fields: Gathered| {
        let from = all.len();
        all.extend(fields.0);
        parts.push((from, all.len()));
    };
    let mut rest = Vec::with_capacity(households.len());
    for household in households {
        part(household.fields);
        let members = household.members.into_iter();
        let members: Vec<Spot> = members.map(|person| (part(person.fields), person.at).1).collect();
        rest.push((members, household.head, household.at));
    }
    let all: Arc<[Value]> = all.into();
    let mut parts = parts.into_iter();
    let mut record = || {
        let (from, to) = parts.next().unwrap_or_default();
        // A roster holds no more than its file has cells.
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Record { all: Arc::clone(&all), from: place(from), to: place(to) }
    };
    rest.into_iter()
        .map(|(members, head, at)| {
            let fields = record();
            let members = members.into_iter().map(|at| Person { fields: record(), at }).collect();
            Household { fields, members, head, at }
        })
        .collect()
}

impl From<Gathered> for Record {
    fn from(values: Gathered) -> Self {
        let to = u32::try_from(values.0.len()).unwrap_or(u32::MAX);
        Self { all: values.0.into(), from: 0, to }
    }
}

/// The values of a record with their fields.
pub(in crate::sealed) type Values<'a> =
    std::iter::Map<std::slice::Iter<'a, Value>, fn(&'a Value) -> (&'a FieldId, &'a Value)>;

impl<'a> IntoIterator for &'a Record {
    type Item = (&'a FieldId, &'a Value);
    type IntoIter = Values<'a>;

    fn into_iter(self) -> Values<'a> {
        self.iter()
    }
}

impl FromIterator<Value> for Record {
    fn from_iter<T: IntoIterator<Item = Value>>(values: T) -> Self {
        let mut gathered = Gathered::default();
        values.into_iter().for_each(|value| gathered.set(value));
        gathered.into()
    }
}

/// A person 人 (household member 家庭成员).
#[derive(Debug)]
pub(in crate::sealed) struct Person<R = Record> {
    /// Person-level fields (`name`, `id_number`, `relation`, `sex`, `health` …).
    pub(in crate::sealed) fields: R,
    /// The row.
    pub(in crate::sealed) at: Spot,
}

/// A household 户.
#[derive(Debug)]
pub(in crate::sealed) struct Household<R = Record> {
    /// Household-level fields (`group`, `household_number`, `size`, `category` …).
    pub(in crate::sealed) fields: R,
    /// Members; never empty.
    pub(in crate::sealed) members: Vec<Person<R>>,
    /// Index of the head of household 户主 in `members`.
    pub(in crate::sealed) head: usize,
    /// The first row of the household.
    pub(in crate::sealed) at: Spot,
}

/// Rows of a sheet are fewer.
const SHEET: u32 = 1_000_000;
/// Sheets are fewer than a thousand. Rows of a text file are numbered from here on below a line break in a cell: until 2026
/// the number was that of the line, and what was recorded so must not mean another household.
const BELOW_BREAK: u32 = 1_000 * SHEET;

/// The roster of one notice.
#[derive(Debug)]
pub struct Roster {
    /// Path relative to the workspace.
    pub(in crate::sealed) path: String,
    /// Households in the order of the file.
    pub(in crate::sealed) households: Vec<Household>,
    /// What identifies beside the list: in hidden rows and columns, on other sheets, under headers that nobody knows.
    /// Needles for the audit and nothing else: they belong to no household, so that no disclosure, leaflet or count can
    /// reach them.
    pub(in crate::sealed) skipped: Vec<Value>,
    /// Households that were withdrawn 撤下的户: needles for the audit and nothing else.
    pub(in crate::sealed) withdrawn: Vec<Household>,
}

impl Texts for Gathered {
    fn get_text(&self, field: &str) -> Option<&str> {
        self.get(field).map(|value| value.text.expose().as_str())
    }
}

impl Texts for Record {
    fn get_text(&self, field: &str) -> Option<&str> {
        self.get(field).map(|value| value.text.expose().as_str())
    }
}

/// Reading a field's text, inside this room only.
pub(in crate::sealed) trait Texts {
    /// The cleaned text of a field, if present.
    fn get_text(&self, field: &str) -> Option<&str>;
}

impl Roster {
    /// Path relative to the workspace.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Number of households 户数.
    /// Households, and people where the file tells sizes.
    pub fn counts(&self) -> (usize, Option<usize>) {
        (self.household_count(), self.people())
    }

    /// Number of households 户数.
    pub fn household_count(&self) -> usize {
        self.households.len()
    }

    /// Which fields the file fills in for somebody; what they hold is nobody's business.
    pub(crate) fn fields(&self) -> BTreeSet<String> {
        let households = self.everybody();
        let records = households
            .flat_map(|is| std::iter::once(&is.fields).chain(is.members.iter().map(|one| &one.fields)));
        records.flat_map(Record::keys).map(|field| field.to_string()).collect()
    }

    /// Takes out the households that begin in these rows, and says how many there were. From then on no disclosure,
    /// leaflet, form or count knows them; the audit goes on looking for them.
    pub(crate) fn withdraw(&mut self, gone: impl Fn(u32) -> bool) -> usize {
        let all = std::mem::take(&mut self.households);
        let numbers: Vec<Option<u32>> = self.numbers(&all);
        let (gone, stay): (Vec<_>, Vec<_>) = all
            .into_iter()
            .zip(numbers)
            .partition(|(is, number)| number.is_some_and(&gone) || is.at.line_apart().is_some_and(&gone));
        let households = |of: Vec<(Household, Option<u32>)>| of.into_iter().map(|(is, _)| is);
        let (gone, stay) = (households(gone), households(stay).collect());
        self.households = stay;
        self.withdrawn.extend(gone);
        self.withdrawn.len()
    }

    /// Every household that the file holds, withdrawn ones too: for the audit.
    pub(in crate::sealed) fn everybody(&self) -> impl Iterator<Item = &Household> {
        self.households.iter().chain(&self.withdrawn)
    }

    /// The numbers of the rows in which households begin. Where several sheets are one list the same row stands on each:
    /// there the number of the sheet goes before it, 1000004 for row 4 of the first.
    fn numbers(&self, households: &[Household]) -> Vec<Option<u32>> {
        let mut sheets: Vec<Option<&str>> = Vec::new();
        for household in self.everybody().chain(households) {
            let sheet = household.at.sheet();
            if !sheets.contains(&sheet) {
                sheets.push(sheet);
            }
        }
        sheets.sort_unstable();
        let number = |household: &Household| {
            let line = household.at.line()?;
            if household.at.line_apart().is_some() {
                return line.checked_add(BELOW_BREAK);
            }
            let sheet = sheets.iter().position(|sheet| *sheet == household.at.sheet())?;
            let before = if sheets.len() > 1 { u32::try_from(sheet + 1).ok()? } else { 0 };
            before.checked_mul(SHEET)?.checked_add(line)
        };
        households.iter().map(number).collect()
    }

    /// The households that begin in this row: the number of each, and its sheet where there are
    /// several.
    pub(crate) fn begin_in(&self, row: u32) -> Vec<(u32, Option<&str>)> {
        let numbers = self.numbers(&self.households);
        let all = self.households.iter().zip(numbers);
        all.filter_map(|(household, number)| Some((number?, household)))
            .filter(|(number, household)| *number == row || (row < SHEET && household.at.line() == Some(row)))
            .map(|(number, household)| (number, household.at.sheet()))
            .collect()
    }

    /// The household that begins in this row, by the number that [`Self::begin_in`] gives.
    pub(in crate::sealed) fn household(&self, number: u32) -> Option<&Household> {
        let numbers = self.numbers(&self.households);
        self.households
            .iter()
            .zip(numbers)
            .find(|(_, own)| *own == Some(number))
            .map(|(household, _)| household)
    }

    /// Every household with the number of its row.
    pub(in crate::sealed) fn numbered(&self) -> impl Iterator<Item = (Option<u32>, &Household)> {
        self.numbers(&self.households).into_iter().zip(&self.households)
    }

    /// Number of people 人数: the members listed, or the stated size where members are not listed.
    pub(in crate::sealed) fn person_count(&self) -> usize {
        self.households.iter().map(Household::size).sum()
    }
}

impl Roster {
    /// Number of people 人数; none where the file tells no sizes.
    pub fn people(&self) -> Option<usize> {
        let told = self.households.is_empty() || self.households.iter().any(Household::is_sized);
        told.then(|| self.person_count())
    }
}

impl Household {
    /// Whether its size is told: by its own column, or by its members in a row each.
    pub(in crate::sealed) fn is_sized(&self) -> bool {
        let listed = self.members.len() > 1 || self.head().fields.contains_key("relation");
        listed || self.fields.contains_key("size")
    }

    /// The head of household 户主.
    pub(in crate::sealed) fn head(&self) -> &Person {
        &self.members[self.head]
    }

    /// Stated size when the roster gives one (checked against the members by `intake`), else members listed.
    pub(in crate::sealed) fn size(&self) -> usize {
        self.fields.get_text("size").and_then(|size| size.parse().ok()).unwrap_or(self.members.len())
    }
}
