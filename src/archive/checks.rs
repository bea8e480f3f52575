//! A bag's payload → the self-check of its four natures 四性自检: 真实性, 完整性, 可用性, 安全性 (the four that DA/T 70-2018
//! asks of electronic records). It is our own list, and says what was looked at; it is no certificate.

use super::bag::Files;
use serde::Serialize;

/// One of the four natures 四性.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Nature {
    /// 真实性: it is what was posted, and who signed is known.
    #[serde(rename = "真实性")]
    Authenticity,
    /// 完整性: nothing is missing.
    #[serde(rename = "完整性")]
    Integrity,
    /// 可用性: it can be read in years to come.
    #[serde(rename = "可用性")]
    Usability,
    /// 安全性: nothing in it must not leave the office.
    #[serde(rename = "安全性")]
    Safety,
}

impl Nature {
    /// Its name.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Authenticity => "真实性",
            Self::Integrity => "完整性",
            Self::Usability => "可用性",
            Self::Safety => "安全性",
        }
    }
}

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which nature it is about.
    pub nature: Nature,
    /// What was looked at.
    pub what: String,
    /// Whether it holds.
    pub passed: bool,
    /// What was found, in a few words.
    pub found: String,
}

impl Check {
    /// A check and its outcome.
    pub fn new(nature: Nature, what: impl Into<String>, passed: bool, found: impl Into<String>) -> Self {
        Self { nature, what: what.into(), passed, found: found.into() }
    }
}

/// What the bytes themselves tell: each file opens by a published format and needs nothing from outside.
pub fn usability(payload: &Files) -> Vec<Check> {
    let of = |ending: &'static str| payload.iter().filter(move |(path, _)| path.ends_with(ending));
    let prints = of(".pdf").count();
    let lasting = of(".pdf").filter(|(_, bytes)| holds(bytes, b"pdfaid:part")).count();
    let pages = of(".html").count();
    let whole =
        of(".html").filter(|(_, bytes)| std::str::from_utf8(bytes).is_ok() && !outside(bytes)).count();
    let known = [
        ".pdf", ".html", ".css", ".js", ".svg", ".txt", ".minisig", ".pub", ".toml", ".md", ".json", ".jsonl",
    ];
    let strange = payload.keys().filter(|path| !known.iter().any(|ending| path.ends_with(ending))).count();
    let numbers = |good: usize, all: usize| format!("{good}份，共{all}份");
    vec![
        Check::new(
            Nature::Usability,
            "打印稿是 PDF/A，字体在里面",
            lasting == prints,
            numbers(lasting, prints),
        ),
        Check::new(Nature::Usability, "网页不用联网也能看", whole == pages, numbers(whole, pages)),
        Check::new(
            Nature::Usability,
            "没有打不开的格式",
            strange == 0,
            if strange == 0 { "没有".to_owned() } else { format!("{strange}个文件格式不明") },
        ),
    ]
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Whether a page fetches anything from another place. Links that a reader may follow do not count.
fn outside(html: &[u8]) -> bool {
    ["src=\"http", "src=\"//", "<link rel=\"stylesheet\" href=\"http", "url(http"]
        .iter()
        .any(|fetch| holds(html, fetch.as_bytes()))
}
