//! Findings about input: values that are collected, sorted and shown all at once.
//!
//! Every room returns `Vec<Diagnostic>`; only `cli` prints them. A message about a sealed source (a roster, a
//! signed statement's roster) must never hold a value from it: place, field and remedy only.

mod summed;
pub mod toml;

pub use summed::summed;

use crate::text::shown;
use std::fmt;

/// A stable kebab-case code with its explanation in both languages (`mingbai explain CODE`).
#[derive(Debug)]
pub struct Code {
    /// Stable identifier, e.g. `roster-damaged-id`.
    pub id: &'static str,
    /// Plain Chinese: what happened, why it matters, what to do.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
}

/// Declares a room's codes and its `CATALOG`.
///
/// ```ignore
/// codes! {
///     DAMAGED_ID = "roster-damaged-id": "……" / "…";
/// }
/// ```
#[macro_export]
macro_rules! codes {
    ($($name:ident = $id:literal : $zh:literal / $en:literal ;)*) => {
        $(#[doc = $id] pub(crate) static $name: $crate::diag::Code = $crate::diag::Code { id: $id, zh: $zh, en: $en };)*
        /// Every code of this room, for `mingbai explain`.
        pub(crate) static CATALOG: &[&$crate::diag::Code] = &[$(&$name),*];
    };
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// 提醒: worth a look, nothing stops.
    Notice,
    /// 警告: should be mended, nothing stops.
    Warning,
    /// 错误: stops the build (exit 1).
    Error,
    /// 拒绝: a gate refused: a signature or a leak (exit 2).
    Refusal,
}

/// Where a finding is: a file, and within it a line and column or a sheet's cell; and which field.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path relative to the workspace, `/`-separated.
    pub path: String,
    /// Worksheet name, for workbooks.
    pub sheet: Option<String>,
    /// One-based line (text) or row (sheet).
    pub line: Option<u32>,
    /// One-based column.
    pub column: Option<u32>,
    /// The field's name as the user knows it (证件号码 …), never its value.
    pub field: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(path: impl Into<String>) -> Self {
        Self { path: path.into(), ..Self::default() }
    }

    /// A line and column of a text file, both one-based.
    pub fn at(path: impl Into<String>, line: u32, column: u32) -> Self {
        Self { path: path.into(), line: Some(line), column: Some(column), ..Self::default() }
    }

    /// A cell of a worksheet, row and column one-based.
    pub fn cell(path: impl Into<String>, sheet: impl Into<String>, row: u32, column: u32) -> Self {
        Self {
            path: path.into(),
            sheet: Some(sheet.into()),
            line: Some(row),
            column: Some(column),
            field: None,
        }
    }

    /// The same place with the field's name.
    pub fn field(mut self, name: impl Into<String>) -> Self {
        self.field = Some(name.into());
        self
    }
}

/// `path:line:column`, or for workbooks `path:row:column（工作表“…”第5行G列）`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.path))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        if let (Some(sheet), Some(row)) = (&self.sheet, self.line) {
            // A sheet that is called by its position needs no name.
            match sheet.starts_with('第') && sheet.ends_with("个工作表") {
                true => write!(f, "（{}第{row}行", shown(sheet))?,
                false => write!(f, "（工作表“{}”第{row}行", shown(sheet))?,
            }
            if let Some(column) = self.column {
                write!(f, "{}列", column_letters(column))?;
            }
            f.write_str("）")?;
        }
        Ok(())
    }
}

/// Spreadsheet letters of a one-based column: 1 → A, 27 → AA.
pub fn column_letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        column -= 1;
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        column /= 26;
    }
    letters.iter().rev().collect()
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Which kind.
    pub code: &'static Code,
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub at: Place,
    /// What is wrong, plain Chinese, no full stop at the end.
    pub message: String,
    /// What to do, plain Chinese.
    pub help: String,
}

impl Diagnostic {
    /// An error that stops the build.
    pub fn error(
        code: &'static Code,
        at: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { code, severity: Severity::Error, at, message: message.into(), help: help.into() }
    }

    /// A warning.
    pub fn warning(
        code: &'static Code,
        at: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, at, message, help) }
    }

    /// A gate's refusal: missing or bad signature, leak.
    pub fn refusal(
        code: &'static Code,
        at: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Refusal, ..Self::error(code, at, message, help) }
    }

    /// Whether this finding stops the build.
    pub fn stops(&self) -> bool {
        self.severity >= Severity::Error
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Notice => "提醒",
            Severity::Warning => "警告",
            Severity::Error => "错误",
            Severity::Refusal => "拒绝",
        };
        write!(f, "{}: {word}[{}]", self.at, self.code.id)?;
        if let Some(field) = &self.at.field {
            write!(f, " “{}”", shown(field))?;
        }
        write!(f, "：{}", shown(&self.message))?;
        if !self.help.is_empty() {
            write!(f, "\n    怎么办：{}", shown(&self.help))?;
        }
        Ok(())
    }
}

/// Everything that was made, or every finding, sorted.
pub(crate) fn gathered<T>(
    made: impl IntoIterator<Item = Result<T, Vec<Diagnostic>>>,
) -> Result<Vec<T>, Vec<Diagnostic>> {
    let (mut out, mut errors) = (Vec::new(), Vec::new());
    for made in made {
        match made {
            Ok(made) => out.push(made),
            Err(found) => errors.extend(found),
        }
    }
    sort(&mut errors);
    if errors.is_empty() { Ok(out) } else { Err(errors) }
}

/// Sorts findings by file, sheet, line, column, then code, and drops repeats.
pub fn sort(findings: &mut Vec<Diagnostic>) {
    findings.sort_by(|a, b| (&a.at, a.code.id, &a.message).cmp(&(&b.at, b.code.id, &b.message)));
    findings.dedup_by(|a, b| a.at == b.at && a.code.id == b.code.id && a.message == b.message);
}
