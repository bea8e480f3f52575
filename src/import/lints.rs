//! Lints: what looks wrong in an official text, or must not be published. Pointed out by place, never repaired, and a
//! phone or a name never quoted.

use super::codes::{
    DAYS_UNCLEAR, DEADLINE, FOREIGN_WORD, FORMULA, MOBILE, NAMED_CONTACT, NO_SUCH_DAY, ODD_TERM, PAGE_MARKS,
    REGION, STRUCK, TWO_NAMES,
};
use super::facts::{ContactKind, STANDARD};
use super::head::Head;
use super::lines::Paragraph;
use super::tree::remark;
use super::{Fact, What};
use crate::diag::{Code, Diagnostic, Place};
use chrono::{Datelike, NaiveDate};

/// Every lint of a text.
pub(super) fn find(path: &str, paragraphs: &[Paragraph], head: &Head, facts: &[Fact]) -> Vec<Diagnostic> {
    let mut lints = Lints { path, found: Vec::new() };
    for paragraph in paragraphs {
        lints.paragraph(paragraph);
    }
    lints.regions(paragraphs, head);
    for fact in facts {
        lints.fact(fact);
    }
    if head.draft || paragraphs.iter().any(|paragraph| paragraph.text.contains("征求")) {
        lints.deadlines(facts);
    }
    lints.found
}

/// What was on the pages and is no part of the document: worth knowing, nothing to ask about.
pub(super) fn page_marks(path: &str, numbers: &[u32], headers: &[u32]) -> Option<Diagnostic> {
    let first = numbers.iter().chain(headers).min()?;
    let at = Place { line: Some(*first), ..Place::file(path) };
    let headers_too =
        if headers.is_empty() { String::new() } else { format!("、页眉{}处", headers.len()) };
    let message = format!("页码{}处{headers_too}没有当作正文", numbers.len());
    Some(remark(&PAGE_MARKS, at, message, "对照原件，看有没有把正文当成页眉"))
}

/// Line, and column where the words themselves were found.
type Spot = (u32, Option<u32>);

fn spot(paragraph: &Paragraph, offset: usize) -> Spot {
    let (line, column) = paragraph.place_at(offset);
    (line, Some(column))
}

struct Lints<'a> {
    path: &'a str,
    found: Vec<Diagnostic>,
}

impl Lints<'_> {
    fn at(&self, (line, column): Spot) -> Place {
        Place { line: Some(line), column, ..Place::file(self.path) }
    }

    fn add(&mut self, code: &'static Code, spot: Spot, message: impl Into<String>, help: &str) {
        self.found.push(Diagnostic::warning(code, self.at(spot), message, help));
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = paragraph.live();
        if let Some(at) = paragraph.text.find("~~") {
            let help = "照样标成划掉，不当作规定";
            let place = self.at(spot(paragraph, at));
            self.found.push(remark(&STRUCK, place, "这里有划掉的文字".to_owned(), help));
        }
        if let Some(at) = contradiction(&text) {
            let help = "向发文机关问明以文字为准还是以算式为准，政策包里只写问明的";
            self.add(&FORMULA, spot(paragraph, at), "括号里的算式和前面的话正好相反", help);
        }
        for at in foreign_words(&text) {
            self.add(&FOREIGN_WORD, spot(paragraph, at), "中文句子里夹了一个英文词", "对照原件改正");
        }
        for (at, odd, name) in odd_terms(&text) {
            let message = format!("“{odd}”和全国统一的名称“{name}”只差一个字");
            self.add(&ODD_TERM, spot(paragraph, at), message, "向发文机关问明是不是写错了");
        }
    }

    fn fact(&mut self, fact: &Fact) {
        match &fact.is {
            What::Form { title, also: Some((other, line)) } => {
                let message = format!("同一张表写成了“{title}”（第{}行）和“{other}”", fact.line);
                self.add(&TWO_NAMES, (*line, None), message, "向发文机关问明用哪一个名称");
            }
            What::Duty { days, .. } => {
                for day in days.iter().filter(|day| **day > 28) {
                    let message = format!("每月{day}日的事，二月等短月没有这一天");
                    self.add(
                        &NO_SUCH_DAY,
                        (fact.line, fact.column),
                        message,
                        "问明短月是不是按当月最后一天办",
                    );
                }
            }
            What::Limit { days, wording, .. } => {
                let counted = [
                    (
                        ["假", "休", "周末"],
                        format!("先当作{days}个工作日"),
                        "问明周末算不算；是工作日就写“工作日”",
                    ),
                    (["小时"; 3], format!("先当作{days}天"), "问明从几点算起，是不是按整天算"),
                    (["半个月"; 3], format!("先当作{days}天"), "问明是不是15天"),
                ];
                let odd =
                    counted.into_iter().find(|(words, ..)| words.iter().any(|word| wording.contains(word)));
                if let Some((_, taken, help)) = odd {
                    let message = format!("“{wording}”没有说清是哪种天数，{taken}");
                    self.add(&DAYS_UNCLEAR, (fact.line, fact.column), message, help);
                }
            }
            What::Contact { what: ContactKind::Mobile } => {
                self.add(
                    &MOBILE,
                    (fact.line, fact.column),
                    "这里有一个手机号",
                    "换成办公电话；草稿里不写手机号",
                );
            }
            What::Contact { what: ContactKind::Person } => {
                self.add(
                    &NAMED_CONTACT,
                    (fact.line, fact.column),
                    "这里写了联系人的姓名",
                    "只写单位；草稿里不写姓名",
                );
            }
            _ => {}
        }
    }

    /// Deadlines of a draft that pass while people may still object to it.
    fn deadlines(&mut self, facts: &[Fact]) {
        let windows = facts.iter().filter_map(|fact| match fact.is {
            What::Window { last, .. } => Some(last),
            _ => None,
        });
        let Some(last) = windows.max() else { return };
        for fact in facts {
            let What::Deadline { year, month, day: Some(day) } = fact.is else { continue };
            let named = NaiveDate::from_ymd_opt(year.unwrap_or(last.year()), month, day);
            if named.is_some_and(|named| named <= last) {
                let message = format!("{month}月{day}日的期限，比征求意见结束的日子还早");
                self.add(&DEADLINE, (fact.line, fact.column), message, "向发文机关问明正式文件里的日期");
            }
        }
    }

    /// Names of documents that differ only by 省 and 市 in the region's name.
    fn regions(&mut self, paragraphs: &[Paragraph], head: &Head) {
        let annexes = head.attachments.iter();
        let mut titles: Vec<(String, Spot)> =
            annexes.map(|(title, line)| (title.clone(), (*line, None))).collect();
        for paragraph in paragraphs {
            for (at, mark) in paragraph.text.match_indices('《') {
                let inner = &paragraph.text[at + mark.len()..];
                titles
                    .extend(inner.split_once('》').map(|(title, _)| (title.to_owned(), spot(paragraph, at))));
            }
        }
        let bare = |title: &str| title.trim_matches(['《', '》']).to_owned();
        let cities: Vec<String> = titles.iter().map(|(title, _)| bare(title)).collect();
        let mut told: Vec<String> = Vec::new();
        for (title, line) in &titles {
            let title = bare(title);
            let Some((region, rest)) =
                title.split_once('省').filter(|(region, _)| region.chars().count() <= 3)
            else {
                continue;
            };
            if cities.contains(&format!("{region}市{rest}")) && !told.contains(&title) {
                let message = "同一份文件的名称，这里写省，别处写市";
                self.add(&REGION, *line, message, "核对是哪一级的文件");
                told.push(title);
            }
        }
    }
}

/// Words that say more or less, and whether the first side is the greater.
const COMPARE: [(&str, bool); 8] = [
    ("超过", true),
    ("大于", true),
    ("高于", true),
    ("多于", true),
    ("低于", false),
    ("小于", false),
    ("少于", false),
    ("不足", false),
];

/// `甲超过乙（甲-乙≤0）`: where a formula in brackets says the opposite of the words before it.
fn contradiction(text: &str) -> Option<usize> {
    for (open, mark) in text.match_indices(['（', '(']) {
        let inner = text[open + mark.len()..].split(['）', ')']).next()?;
        let Some((sides, sign)) = inner.split_once(['≤', '<', '＜', '≥', '>', '＞']) else { continue };
        let greater = inner.contains(['≥', '>', '＞']);
        let Some((left, right)) = sides.split_once(['-', '－', '—', '–']).filter(|_| sign.trim() == "0")
        else {
            continue;
        };
        let words = text[..open].rsplit(['。', '；']).next().unwrap_or("");
        for (word, more) in COMPARE {
            let Some((before, after)) = words.split_once(word) else { continue };
            let (straight, turned) = (
                before.contains(left) && after.contains(right),
                before.contains(right) && after.contains(left),
            );
            if (straight && more != greater) || (turned && more == greater) {
                return Some(open);
            }
        }
    }
    None
}

/// Where lower-case foreign words stand between Chinese characters; `xx` is a blank to fill in.
fn foreign_words(text: &str) -> Vec<usize> {
    let han = |c: Option<char>| c.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(|c: char| c.is_ascii_lowercase()).map(|at| rest + at) {
        let end = text[start..].find(|c: char| !c.is_ascii_lowercase()).map_or(text.len(), |at| start + at);
        let word = &text[start..end];
        let blank = word.chars().all(|c| c == 'x');
        if word.len() > 1
            && !blank
            && han(text[..start].chars().next_back())
            && han(text[end..].chars().next())
        {
            found.push(start);
        }
        rest = end;
    }
    found
}

/// Names that differ from a national one by one character.
fn odd_terms(text: &str) -> Vec<(usize, String, &'static str)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    for name in STANDARD {
        let name_chars: Vec<char> = name.chars().collect();
        for window in chars.windows(name_chars.len()) {
            let wrong = window.iter().zip(&name_chars).filter(|((_, a), b)| a != *b).count();
            // 边缘易致贫人口 is another word, not a slip.
            let household = window.last().is_some_and(|(_, c)| *c == '户');
            if let Some((at, _)) = window.first().filter(|_| wrong == 1 && household) {
                found.push((*at, window.iter().map(|(_, c)| c).collect(), name));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::read;

    /// Codes and lines of the lints of a text.
    fn lints(text: &str) -> Vec<(&'static str, u32)> {
        let found = read("a.txt", text.as_bytes()).unwrap().lints;
        found.iter().map(|lint| (lint.code.id, lint.at.line.unwrap())).collect()
    }

    #[test]
    fn a_formula_against_its_words_is_told_and_one_that_agrees_is_not() {
        let text = "关于走访的通知\n一、甲\n花费超过收入（花费-收入≤0）的。\n二、乙\n花费超过收入（花费-收入>0）的，收入低于花费（花费-收入≥0）的。\n";
        assert_eq!(lints(text), [("import-formula-contradicts", 3)]);
    }

    #[test]
    fn one_form_under_two_names_is_told() {
        let text = "关于走访的通知\n一、甲\n填《青松“最难农户”情况登记表》。\n附件：1.青松“最难户”情况登记表\n2.青松“新难户”走访统计表\n";
        assert_eq!(lints(text), [("import-form-two-names", 4)]);
    }

    #[test]
    fn province_and_city_under_one_name_are_told() {
        let text = "关于走访的通知\n一、甲\n落实《青松市走访办法》《青松省走访规定》。\n附件：1.《青松省走访办法》\n2.登记表\n";
        assert_eq!(lints(text), [("import-region-mixed", 4)]);
    }

    #[test]
    fn a_deadline_inside_the_consultation_is_told() {
        let text = "关于走访的通知\n一、征求时间\n2031年4月7日至2031年5月8日。\n二、办理\n4月30日前办完，5月9日前上报。\n";
        assert_eq!(lints(text), [("import-deadline-too-early", 5)]);
    }

    #[test]
    fn a_stray_word_a_wrong_name_and_a_day_that_is_missing_are_told() {
        let text = "关于走访的通知\n一、甲\n核对 and 登记xx县的脱贫不稳妥户和脱贫不稳定户，用APP登记C级房。\n二、乙\n每月31日报送，每月28日核对。\n";
        assert_eq!(
            lints(text),
            [("import-foreign-word", 3), ("import-odd-term", 3), ("import-no-such-day", 5)]
        );
    }

    #[test]
    fn a_lint_knows_its_column_in_the_line_as_it_was() {
        let text =
            "关于走访的通知\n一、甲\n  **核对** 每户 ，登记  and 报送，\n 再核对 or 登记。每月31日。\n";
        let found = read("a.txt", text.as_bytes()).unwrap();
        let places: Vec<_> = found.lints.iter().map(|lint| (lint.at.line.unwrap(), lint.at.column)).collect();
        assert_eq!(places, [(3, Some(18)), (4, Some(6)), (4, Some(12))]);
        let duty = found.facts.iter().find(|fact| fact.is.kind() == "duty").unwrap();
        assert_eq!((duty.line, duty.column), (4, Some(12)));
    }

    #[test]
    fn a_person_is_told_by_place_and_never_quoted() {
        let text = "关于走访的通知\n一、甲\n联系人：周某某，15400001234。\n二、乙\n联系人：县农办，电话：0999-7654321。\n";
        let found = read("a.txt", text.as_bytes()).unwrap().lints;
        let codes: Vec<&str> = found.iter().map(|lint| lint.code.id).collect();
        assert_eq!(codes, ["import-named-contact", "import-personal-mobile"]);
        let said: String = found.iter().map(ToString::to_string).collect();
        assert!(!said.contains("周") && !said.contains("1540"), "{said}");
    }
}
