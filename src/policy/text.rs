//! `text.md` → clause tree 条款树: headings 一、 （一） 1. in Markdown, addressed as `二/（三）/1`; in a document of articles
//! 第一章 and 第四条 （三）, addressed as `第四条/（三）`; in one without numbers 第二段.

use crate::diag::Diagnostic;
use crate::diag::Place;

use super::codes::PACK_INCOMPLETE;

/// A clause with its own text (without its children's).
#[derive(Debug, Clone)]
pub struct Clause {
    /// Path, e.g. `二/（三）`.
    pub path: String,
    /// Heading without its number.
    pub title: String,
    /// Text of the clause itself.
    pub text: String,
    /// One-based line of its heading.
    pub line: u32,
    /// Depth, 1 = 一、.
    pub depth: usize,
}

impl Clause {
    /// Its heading with its number: `二、标题`, `（三）标题`, `1. 标题`, `第四条　标题`.
    pub fn heading(&self) -> String {
        let number = self.path.rsplit('/').next().unwrap_or("");
        let between = match number.chars().next() {
            Some('（' | '①'..='⑳') => "",
            Some('第') if self.title.is_empty() => "",
            Some('第') => "　",
            Some(first) if first.is_ascii_digit() => ". ",
            _ => "、",
        };
        format!("{number}{between}{}", self.title)
    }

    /// What of its own text is in force, paragraph by paragraph: without what is ~~struck~~.
    pub fn paragraphs(&self) -> Vec<String> {
        let text = unstruck(&self.text);
        text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
    }
}

/// The fragment identifier 锚点 of a clause: ASCII, the same for ever. `二/（三）/1` → `clause-2-k3-n1`.
///
/// The letter tells the manner of numbering, so that （一） and 1 below one heading stay two addresses.
pub fn anchor(path: &str) -> String {
    let part = |part: &str| {
        if let Some((number, kind)) = ordinal(part)
            && let Some(n) = arabic(number)
        {
            let letter = ["z", "p", "j", "t", "d"].get(kind).copied().unwrap_or_default();
            return format!("{letter}{}{n}", if number.is_ascii() { "n" } else { "" });
        }
        let inner = part.trim_start_matches('（').trim_end_matches('）');
        let circled = inner.chars().next().filter(|c| ('①'..='⑳').contains(c));
        match (arabic(inner), circled) {
            (_, Some(c)) => format!("c{}", u32::from(c) - u32::from('①') + 1),
            (Some(n), _) if inner.len() == part.len() && !inner.is_ascii() => n.to_string(),
            (Some(n), _) if inner.len() == part.len() => format!("n{n}"),
            (Some(n), _) if inner.is_ascii() => format!("m{n}"),
            (Some(n), _) => format!("k{n}"),
            // A number that we cannot read keeps its characters' own numbers.
            (None, None) => part.chars().map(|c| format!("u{:x}", u32::from(c))).collect(),
        }
    };
    format!("clause-{}", path.split('/').map(part).collect::<Vec<_>>().join("-"))
}

/// What 第…条 and the like count, outermost first; 段 counts the paragraphs of a text without numbers.
const ORDINALS: [&str; 5] = ["章", "部分", "节", "条", "段"];

/// `第四条` → its number and which of [`ORDINALS`] it is.
fn ordinal(label: &str) -> Option<(&str, usize)> {
    let label = label.strip_prefix('第')?;
    ORDINALS.iter().enumerate().find_map(|(kind, word)| Some((label.strip_suffix(word)?, kind)))
}

/// `25`, `十五`, `二十五`, `一百零三`.
fn arabic(number: &str) -> Option<u32> {
    if number.is_empty() || number.is_ascii() {
        return number.parse().ok();
    }
    let (mut sum, mut digit) = (0, None);
    for c in number.chars() {
        match "零一二三四五六七八九".chars().zip(0..).find(|(known, _)| *known == c) {
            Some((_, value)) => digit = Some(value),
            None => {
                let unit = match c {
                    '十' => 10,
                    '百' => 100,
                    _ => return None,
                };
                sum += digit.take().unwrap_or(1) * unit;
            }
        }
    }
    Some(sum + digit.unwrap_or(0))
}

/// All clauses in order.
#[derive(Debug, Clone, Default)]
pub struct ClauseTree {
    /// In the order of the text.
    pub clauses: Vec<Clause>,
}

impl ClauseTree {
    /// Reads the Markdown of `text.md`; a heading without a number, or a number used twice, is an error.
    pub fn parse(path: &str, source: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut tree = Self::default();
        let mut numbers: Vec<String> = Vec::new();
        let mut chapter = None;
        let mut errors = Vec::new();
        for (index, line) in source.lines().enumerate() {
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let hashes = line.chars().take_while(|c| *c == '#').count();
            if hashes >= 2 {
                let heading = line.trim_start_matches('#').trim();
                let Some((mark, title)) = split_number(heading) else {
                    errors.push(Diagnostic::error(
                        &PACK_INCOMPLETE,
                        Place::at(path, number, 1),
                        "条款标题没有编号",
                        "写成“## 一、标题”“### （一）标题”或“#### 1. 标题”",
                    ));
                    continue;
                };
                let depth = hashes - 1;
                // Articles stand between: a section belongs to the chapter all the same.
                match ordinal(&mark) {
                    Some((_, 0 | 1)) => chapter = Some(mark.clone()),
                    Some((_, 2)) => numbers = chapter.clone().into_iter().collect(),
                    _ => {}
                }
                numbers.truncate(depth - 1);
                numbers.push(mark);
                let clause_path = numbers.join("/");
                if tree.find(&clause_path).is_some() {
                    errors.push(Diagnostic::error(
                        &PACK_INCOMPLETE,
                        Place::at(path, number, 1),
                        format!("条款 {clause_path} 出现了两次"),
                        "改正其中一个编号",
                    ));
                }
                tree.clauses.push(Clause {
                    path: clause_path,
                    title,
                    text: String::new(),
                    line: number,
                    depth,
                });
            } else if let Some(clause) = tree.clauses.last_mut()
                && !line.trim().is_empty()
            {
                if !clause.text.is_empty() {
                    clause.text.push('\n');
                }
                clause.text.push_str(line.trim());
            }
        }
        if errors.is_empty() { Ok(tree) } else { Err(errors) }
    }

    /// A clause by its path.
    pub fn find(&self, path: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.path == path)
    }

    /// A clause's own text with all its children's, without what is ~~struck~~: a struck number is no evidence.
    pub fn whole(&self, path: &str) -> Option<String> {
        self.find(path)?;
        let below = format!("{path}/");
        let parts: Vec<String> = self
            .clauses
            .iter()
            .filter(|clause| clause.path == path || clause.path.starts_with(&below))
            .map(|clause| format!("{}\n{}", clause.title, clause.text))
            .collect();
        Some(unstruck(&parts.join("\n")))
    }
}

/// The text without what stands between pairs of `~~`.
fn unstruck(text: &str) -> String {
    let pieces: Vec<&str> = text.split("~~").collect();
    // A mark without its partner strikes nothing.
    let last = pieces.len() - 1;
    let kept = pieces.iter().enumerate().filter(|(n, _)| n % 2 == 0 || *n == last);
    kept.map(|(_, piece)| *piece).collect()
}

/// `一、标题` → (`一`, `标题`); `（一）标题` → (`（一）`, …); `1. 标题` → (`1`, …); `①标题` → (`①`, …); `第四条 标题` →
/// (`第四条`, …).
fn split_number(heading: &str) -> Option<(String, String)> {
    const DIGITS: &str = "一二三四五六七八九十百";
    if let Some(rest) = heading.strip_prefix('第') {
        let end = rest.find(|c: char| !(DIGITS.contains(c) || "零〇".contains(c) || c.is_ascii_digit()))?;
        let word = ORDINALS.iter().find(|word| end > 0 && rest[end..].starts_with(**word))?;
        let (number, title) = heading.split_at('第'.len_utf8() + end + word.len());
        return Some((number.to_owned(), title.trim().to_owned()));
    }
    let mut chars = heading.char_indices();
    let (_, first) = chars.next()?;
    if first == '（' {
        let end = heading.find('）')? + '）'.len_utf8();
        return Some((heading[..end].to_owned(), heading[end..].trim().to_owned()));
    }
    if ('①'..='⑳').contains(&first) {
        let rest = &heading[first.len_utf8()..];
        return Some((first.to_string(), rest.trim().to_owned()));
    }
    let end = heading.find(|c: char| !(DIGITS.contains(c) || c.is_ascii_digit()))?;
    let (number, rest) = heading.split_at(end);
    let rest = rest.strip_prefix(['、', '.', '．'])?;
    (!number.is_empty()).then(|| (number.to_owned(), rest.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_three_levels_make_stable_paths() {
        let tree =
            ClauseTree::parse("text.md", "# t\n## 一、甲\n导语\n### （二）乙\n#### 3. 丙\n五天\n## 二、丁\n")
                .unwrap();
        let paths: Vec<&str> = tree.clauses.iter().map(|c| c.path.as_str()).collect();
        assert_eq!(paths, ["一", "一/（二）", "一/（二）/3", "二"]);
        assert!(tree.whole("一").unwrap().contains("五天"));
        assert!(!tree.whole("二").unwrap().contains("五天"));
    }

    #[test]
    fn articles_are_counted_through_chapters_and_sections() {
        let source = "## 第一章　总则\n## 第一条\n五天\n## 第二章 程序\n### 第一节 申请\n## 第十二条 申请\n### （三）材料\n\
            ### 第二节\n## 第13条\n## 第一百零三条\n";
        let tree = ClauseTree::parse("text.md", source).unwrap();
        let paths: Vec<&str> = tree.clauses.iter().map(|c| c.path.as_str()).collect();
        let expected = [
            "第一章",
            "第一条",
            "第二章",
            "第二章/第一节",
            "第十二条",
            "第十二条/（三）",
            "第二章/第二节",
            "第13条",
            "第一百零三条",
        ];
        assert_eq!(paths, expected);
        assert!(tree.whole("第一条").unwrap().contains("五天"));
        let said: Vec<String> = tree.clauses.iter().map(Clause::heading).collect();
        assert_eq!(said[..2], ["第一章　总则", "第一条"]);
        let anchors: Vec<String> = paths.iter().map(|path| anchor(path)).collect();
        assert_eq!(anchors[3..6], ["clause-z2-j1", "clause-t12", "clause-t12-k3"]);
        assert_eq!(anchors[8], "clause-t103");
        let all: std::collections::BTreeSet<&String> = anchors.iter().collect();
        assert_eq!(all.len(), paths.len(), "{anchors:?}");
    }

    #[test]
    fn a_heading_that_only_begins_with_di_has_no_number() {
        for heading in ["第条", "第三方评估", "第"] {
            assert!(ClauseTree::parse("text.md", &format!("## {heading}\n")).is_err(), "{heading}");
        }
    }

    #[test]
    fn items_in_brackets_and_circles_are_clauses_too() {
        let tree = ClauseTree::parse("text.md", "## 一、甲\n### （1）乙\n#### ②丙\n#### ③\n五天\n").unwrap();
        let paths: Vec<&str> = tree.clauses.iter().map(|c| c.path.as_str()).collect();
        assert_eq!(paths, ["一", "一/（1）", "一/（1）/②", "一/（1）/③"]);
    }

    #[test]
    fn what_is_struck_is_not_in_force() {
        let tree = ClauseTree::parse("text.md", "## 一、甲\n公示~~九天~~五天\n一天~~两天\n").unwrap();
        assert_eq!(tree.whole("一").unwrap(), "甲\n公示五天\n一天两天");
    }

    #[test]
    fn anchors_are_ascii_and_never_the_same_for_two_clauses() {
        let paths = [
            "一",
            "十",
            "二十五",
            "二/（三）",
            "二/3",
            "二/（3）",
            "二/③",
            "二/（三）/1",
            "二/（十三）",
            "二/丙",
        ];
        let anchors: Vec<String> = paths.iter().map(|path| anchor(path)).collect();
        assert!(
            anchors.iter().all(|id| id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')),
            "{anchors:?}"
        );
        let all: std::collections::BTreeSet<&String> = anchors.iter().collect();
        assert_eq!(all.len(), paths.len(), "{anchors:?}");
        assert_eq!(anchors[2..5], ["clause-25", "clause-2-k3", "clause-2-n3"]);
        assert_eq!(anchors[7], "clause-2-k3-n1");
    }

    #[test]
    fn a_heading_is_said_with_its_number_and_a_struck_paragraph_not_at_all() {
        let text = "## 一、甲\n~~九天~~\n五天\n### （二）乙\n#### 3. 丙\n#### ①丁\n";
        let tree = ClauseTree::parse("text.md", text).unwrap();
        let said: Vec<String> = tree.clauses.iter().map(Clause::heading).collect();
        assert_eq!(said, ["一、甲", "（二）乙", "3. 丙", "①丁"]);
        assert_eq!(tree.clauses[0].paragraphs(), ["五天"]);
    }

    #[test]
    fn a_number_used_twice_is_an_error_with_its_line() {
        let found = ClauseTree::parse("text.md", "## 一、甲\n## 一、乙\n").unwrap_err();
        assert_eq!(found[0].at.line, Some(2));
    }
}
