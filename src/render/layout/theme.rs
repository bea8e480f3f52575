//! Print theme 打印主题: `theme.toml`'s `[print]` table becomes measures. Nothing about a page's look is in code.

use super::codes::THEME_INVALID;
use crate::diag::{Diagnostic, Place};
use crate::document::Meta;
use crate::render::fonts::Role;
use serde::{Deserialize, Deserializer, de};

/// The mark on every sheet of a rehearsal.
pub(super) const REHEARSAL: &str = "演练";

/// Micrometres.
pub type Um = i64;

/// The `[print]` table of a theme.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintTheme {
    /// Families by role.
    pub fonts: Families,
    /// Colours.
    pub colors: Colors,
    /// Line weights.
    pub rules: Rules,
    /// 公示、公告 on A4.
    pub notice: Design,
    /// 公示、公告 on A3.
    pub poster: Design,
    /// 明白纸.
    pub leaflet: Design,
    /// 表单.
    pub form: Design,
    /// 明白卡: a leaflet on A5.
    pub card: Design,
    /// 群图: a picture on a phone; a theme without one takes the shipped theme's.
    #[serde(default)]
    picture: Option<Design>,
    /// Whether every sheet says that it is of a rehearsal 演练.
    #[serde(skip)]
    rehearsal: bool,
}

/// Families by role, most wanted first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Families {
    /// 小标宋.
    pub title: Vec<String>,
    /// 仿宋.
    pub body: Vec<String>,
    /// 黑体.
    pub heading: Vec<String>,
    /// 粗黑.
    pub strong: Vec<String>,
    /// 楷体.
    pub kai: Vec<String>,
    /// Digits and Latin; empty = each role's own.
    #[serde(default)]
    pub latin: Vec<String>,
    /// Asked last.
    #[serde(default)]
    pub extension: Vec<String>,
}

impl Families {
    /// The list of a role.
    pub fn families(&self, role: Role) -> &[String] {
        match role {
            Role::Title => &self.title,
            Role::Body => &self.body,
            Role::Heading => &self.heading,
            Role::Strong => &self.strong,
            Role::Kai => &self.kai,
            Role::Latin => &self.latin,
        }
    }
}

/// Colours.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colors {
    /// Text and rules.
    pub ink: Color,
    /// Bands, numerals, headings of leaflets.
    pub accent: Color,
    /// Ground of callouts.
    pub tint: Color,
    /// Ground of table headers.
    pub head: Color,
    /// Ground of every other row, where a table is striped.
    #[serde(default = "stripe")]
    pub stripe: Color,
    /// Small remarks, （盖章）.
    pub quiet: Color,
    /// 征求意见稿.
    pub stamp: Color,
}

/// Line weights.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Frame of a table or box.
    #[serde(deserialize_with = "length")]
    pub outer: Um,
    /// Between cells.
    #[serde(deserialize_with = "length")]
    pub inner: Um,
}

/// Measures of one kind of print.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Margin 天头.
    #[serde(deserialize_with = "length")]
    pub top: Um,
    /// Margin below the text.
    #[serde(deserialize_with = "length")]
    pub bottom: Um,
    /// Margin 订口.
    #[serde(deserialize_with = "length")]
    pub left: Um,
    /// Margin on the right.
    #[serde(deserialize_with = "length")]
    pub right: Um,
    /// Face of running text.
    pub face: Role,
    /// Title size at the largest body size.
    #[serde(deserialize_with = "length")]
    pub title: Um,
    /// Title's line pitch.
    #[serde(deserialize_with = "length")]
    pub title_pitch: Um,
    /// Largest body size.
    #[serde(deserialize_with = "length")]
    pub size: Um,
    /// Smallest body size.
    #[serde(deserialize_with = "length")]
    pub min_size: Um,
    /// Smallest body size for which a page is saved; smaller type is used only where the text would not fit at all.
    #[serde(default, deserialize_with = "some_length")]
    pub easy_size: Option<Um>,
    /// Line pitch at the largest body size.
    #[serde(deserialize_with = "length")]
    pub pitch: Um,
    /// The same, tightened.
    #[serde(deserialize_with = "length")]
    pub min_pitch: Um,
    /// Table size at the largest body size.
    #[serde(deserialize_with = "length")]
    pub table: Um,
    /// Smallest table type that keeps a name or a group on one line.
    #[serde(deserialize_with = "length")]
    pub min_table: Um,
    /// How the rows of a table are told apart.
    #[serde(default)]
    pub stripes: Stripes,
    /// Faces of headings by level.
    #[serde(default = "gongwen")]
    pub headings: Vec<Role>,
    /// Size of a leaflet's largest headings, in percent of the text.
    #[serde(default = "plain")]
    pub section: Um,
    /// What a picture is drawn on; prints are drawn on paper.
    #[serde(default = "paper")]
    pub ground: Color,
    /// Whether the title stands in a band of colour.
    #[serde(default)]
    pub band: bool,
    /// A quarter of a space between Chinese and Latin letters or digits.
    #[serde(default)]
    pub han_latin_space: bool,
    /// Words of the page number; `{n}` = this page, `{m}` = all pages.
    #[serde(default = "page_number")]
    pub page_number: String,
    /// Least height of a table row.
    #[serde(deserialize_with = "length")]
    pub row: Um,
    /// The same, tightened.
    #[serde(deserialize_with = "length")]
    pub min_row: Um,
    /// Pages allowed (leaflets) or wished for.
    pub pages: usize,
}

/// How rows are told apart 行间.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stripes {
    /// A hairline between rows 细线.
    #[default]
    Rules,
    /// Every other row tinted 隔行底色.
    Zebra,
}

impl Design {
    /// The face of a heading 标题字体: 一、黑体，（一）楷体, then as the text.
    pub(crate) fn heading(&self, level: u8) -> Role {
        self.headings.get(usize::from(level.max(1)) - 1).copied().unwrap_or(self.face)
    }
}

fn paper() -> Color {
    Color::WHITE
}

fn stripe() -> Color {
    Color(0xf5, 0xf5, 0xf5)
}

fn gongwen() -> Vec<Role> {
    vec![Role::Heading, Role::Kai]
}

fn plain() -> Um {
    100
}

fn page_number() -> String {
    "第{n}页 共{m}页".into()
}

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// Paper.
    pub const WHITE: Self = Self(255, 255, 255);
    /// Ink.
    pub const BLACK: Self = Self(0, 0, 0);
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let channel = |at: usize| text.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (text.starts_with('#') && text.len() == 7, channel(1), channel(3), channel(5)) {
            (true, Some(red), Some(green), Some(blue)) => Ok(Self(red, green, blue)),
            _ => Err(de::Error::custom("颜色要写成 #rrggbb")),
        }
    }
}

fn length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Um, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_length(&text).ok_or_else(|| de::Error::custom("长度要写成 15.75pt 或 37mm"))
}

fn some_length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Um>, D::Error> {
    length(deserializer).map(Some)
}

/// `15.75pt` or `37mm` in micrometres, computed in integers.
fn parse_length(text: &str) -> Option<Um> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths = whole.parse::<u32>().ok()? as Um * 1000 + format!("{part:0<3}").parse::<Um>().ok()?;
    match unit {
        "mm" => Some(thousandths),
        "pt" => Some((thousandths * 25_400 + 36_000) / 72_000),
        _ => None,
    }
}

/// The line on which a table of the file begins.
fn header(text: &str, name: &str) -> u32 {
    let wanted = format!("[print.{name}]");
    let at = text.lines().position(|line| line.trim() == wanted).map_or(1, |at| at + 1);
    u32::try_from(at).unwrap_or(1)
}

/// The theme that comes with the program.
const SHIPPED: &str = include_str!("../../../themes/default/theme.toml");

#[derive(Deserialize)]
struct File {
    print: PrintTheme,
}

impl PrintTheme {
    /// The `[print]` table of a theme file; other tables belong to others.
    pub fn parse(text: &str, path: &str) -> Result<Self, Vec<Diagnostic>> {
        let finding = |line: u32, column: u32, what: String| {
            let help = "照着默认主题 themes/default/theme.toml 的 [print] 改";
            vec![Diagnostic::error(&THEME_INVALID, Place::at(path, line, column), what, help)]
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or("");
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            finding(number(line), number(column), error.message().to_owned())
        })?;
        let mut theme = file.print;
        if theme.picture.is_none() {
            theme.picture = toml::from_str::<File>(SHIPPED).ok().and_then(|shipped| shipped.print.picture);
        }
        for (name, design) in [
            ("notice", &theme.notice),
            ("poster", &theme.poster),
            ("leaflet", &theme.leaflet),
            ("form", &theme.form),
            ("card", &theme.card),
            ("picture", theme.picture()),
        ] {
            let sound = design.min_size >= 2_000
                && design.min_size <= design.size
                && design.easy_size.is_none_or(|easy| easy >= design.min_size && easy <= design.size)
                && design.min_pitch <= design.pitch
                && design.min_pitch >= design.size
                && design.min_table >= 2_000
                && design.min_table <= design.table
                && (50..=300).contains(&design.section)
                && design.page_number.contains("{n}")
                && design.pages > 0;
            if !sound {
                let what = format!("[print.{name}] 的字号、行距、页码或页数互相矛盾");
                return Err(finding(header(text, name), 1, what));
            }
        }
        Ok(theme)
    }

    /// The same theme; in a rehearsal every sheet says so.
    pub(crate) fn rehearsing(self, rehearsal: bool) -> Self {
        Self { rehearsal, ..self }
    }

    /// The mark on every sheet of a document: that of the document, after 演练 in a rehearsal.
    pub(super) fn stamp(&self, meta: &Meta) -> Option<String> {
        let rehearsal = self.rehearsal.then(|| REHEARSAL.to_owned());
        let marks: Vec<String> = rehearsal.into_iter().chain(meta.stamp.clone()).collect();
        (!marks.is_empty()).then(|| marks.join(" "))
    }

    /// Measures of a picture on a phone.
    pub(crate) fn picture(&self) -> &Design {
        self.picture.as_ref().unwrap_or(&self.card)
    }

    /// The theme that comes with the program.
    pub fn standard() -> Result<Self, Vec<Diagnostic>> {
        Self::parse(SHIPPED, "themes/default/theme.toml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_exact_micrometres() {
        assert_eq!(parse_length("37mm"), Some(37_000));
        assert_eq!(parse_length("15.75pt"), Some(5_556));
        assert_eq!(parse_length("0.35mm"), Some(350));
        for bad in ["", "pt", "1", "1.2.3mm", "-1mm", "1in", "1.0001mm", "一mm"] {
            assert_eq!(parse_length(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_notice_holds_28_characters_and_22_lines() {
        let notice = PrintTheme::standard().expect("shipped theme").notice;
        assert!(notice.size * 28 <= 210_000 - notice.left - notice.right);
        assert!(notice.pitch * 22 <= 297_000 - notice.top - notice.bottom);
    }

    #[test]
    fn a_wrong_length_is_reported_with_its_line() {
        let text = include_str!("../../../themes/default/theme.toml").replace("\"0.18mm\"", "\"thin\"");
        let findings = PrintTheme::parse(&text, "theme.toml").expect_err("thin is no length");
        assert_eq!(findings[0].code.id, "theme-print-invalid");
        assert!(findings[0].at.line.is_some_and(|line| line > 20), "{}", findings[0]);
    }

    #[test]
    fn measures_that_contradict_each_other_are_reported_where_they_stand() {
        let shipped = include_str!("../../../themes/default/theme.toml");
        let line = shipped.lines().position(|line| line == "[print.card]").expect("a card") + 1;
        let (before, card) = shipped.split_once("[print.card]").expect("a card");
        let text = format!("{before}[print.card]\npage_number = \"页码\"{card}");
        let findings = PrintTheme::parse(&text, "theme.toml").expect_err("a page number without its number");
        assert_eq!(findings[0].at.line, u32::try_from(line).ok(), "{}", findings[0]);
    }
}
