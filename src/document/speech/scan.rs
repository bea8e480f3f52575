//! Scanning a text for figures 找数字: each kind of figure is spelled in its own way, everything else stays.

use super::number::{after_point, cardinal, dialled, phone, time, year};

/// Words after a bare 2 that make it 两: two of something, not the second.
const COUNTED: &str = "户人天个次倍年元亩口名份张间栋套条项位种处辆头只岁件批轮回家遍步类万千亿";
/// Words before a 2 that make it 二.
const ORDINAL_BEFORE: &str = "第初星期周";
/// Kinds of places that stand in brackets beside another kind.
const PLACES: [&str; 9] = ["社区", "居委会", "街道", "镇", "乡", "县", "区", "市", "居"];
/// Words before digits that are dialled.
const DIALLED: [&str; 5] = ["打", "拨", "电话", "热线", "号码"];
/// Marks between the ends of a range.
const RANGE: [char; 7] = ['—', '–', '-', '~', '～', '－', '至'];

/// A text as it is said.
pub fn speak(text: &str) -> String {
    let chars: Vec<char> = spread(text);
    let mut scan = Scan { chars: &chars, at: 0, out: String::with_capacity(text.len()) };
    while scan.at < chars.len() {
        scan.step();
    }
    marks(&scan.out)
}

/// Full-width digits and signs as plain ones; brackets as far as somebody would say them.
fn spread(text: &str) -> Vec<char> {
    let plain = |c: char| match c {
        '０'..='９' | '％' | '．' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    let chars: Vec<char> = text.chars().map(plain).collect();
    let mut out = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        if matches!(chars[at], '（' | '(')
            && let Some(inside) = chars[at + 1..].iter().position(|c| matches!(c, '）' | ')'))
        {
            // Behind a title stands when and by whom it was issued.
            if out.last() != Some(&'》') {
                out.extend(said_in_brackets(&chars[at + 1..at + 1 + inside]));
            }
            at += inside + 2;
            continue;
        }
        out.push(chars[at]);
        at += 1;
    }
    out
}

/// What is said of a bracket: a number of a clause as it is, a condition between pauses, a document's number not at all.
fn said_in_brackets(held: &[char]) -> Vec<char> {
    let text: String = held.iter().collect();
    let numeral = !held.is_empty() && held.iter().all(|c| "一二三四五六七八九十".contains(*c));
    let for_the_eye = ["〔", "简称", "依据", "条款", "文件", "第"].iter().any(|word| text.contains(word));
    match (numeral, for_the_eye) {
        (true, _) => held.to_vec(),
        (_, true) => Vec::new(),
        // 村（社区）: one or the other.
        _ if PLACES.contains(&text.as_str()) => std::iter::once(&'、').chain(held).copied().collect(),
        _ => format!("，{text}，").chars().collect(),
    }
}

/// Marks that a voice cannot say become pauses.
fn marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let said = match c {
            '*' | '#' => None,
            '.' | '—' | '–' | '/' | '|' | '·' | '〔' | '〕' | '[' | ']' | '（' | '）' | '(' | ')' | ' '
            | '\u{3000}' => Some('，'),
            c => Some(c),
        };
        let Some(said) = said else { continue };
        let pause = |c: char| "，。；：、！？\n".contains(c);
        if said == '，' && out.chars().next_back().is_none_or(pause) {
            continue;
        }
        if pause(said) && out.ends_with('，') {
            out.pop();
        }
        out.push(said);
    }
    out.trim_end_matches('，').to_owned()
}

struct Scan<'a> {
    chars: &'a [char],
    at: usize,
    out: String,
}

impl Scan<'_> {
    fn step(&mut self) {
        let c = self.chars[self.at];
        if self.address() {
            return;
        }
        if !c.is_ascii_digit() {
            self.out.push(c);
            self.at += 1;
            return;
        }
        let letter = self.at > 0 && self.chars[self.at - 1].is_ascii_alphabetic();
        if letter {
            let digits = self.digits(self.at);
            self.out.push_str(&after_point(&digits));
            self.at += digits.len();
        } else if !(self.iso_date() || self.dialled() || self.clock() || self.year()) {
            self.amount();
        }
    }

    /// The digits from a place.
    fn digits(&self, at: usize) -> String {
        self.chars[at.min(self.chars.len())..].iter().take_while(|c| c.is_ascii_digit()).collect()
    }

    fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn number(&self, at: usize) -> Option<u64> {
        self.digits(at).parse().ok()
    }

    /// An address of the web is not read out.
    fn address(&mut self) -> bool {
        let head: String = self.chars[self.at..].iter().take(8).collect();
        if !(head.starts_with("http://") || head.starts_with("https://") || head.starts_with("www.")) {
            return false;
        }
        let length = self.chars[self.at..].iter().take_while(|c| c.is_ascii_graphic()).count();
        self.at += length;
        true
    }

    /// `2025-04-07`.
    fn iso_date(&mut self) -> bool {
        let (years, months) = (self.digits(self.at), self.digits(self.at + 5));
        let days = self.digits(self.at + 8);
        let lengths = (years.len(), months.len(), days.len()) == (4, 2, 2);
        if !lengths || self.char(self.at + 4) != Some('-') || self.char(self.at + 7) != Some('-') {
            return false;
        }
        let (Ok(month), Ok(day)) = (months.parse(), days.parse()) else { return false };
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return false;
        }
        self.out.push_str(&format!("{}年{}月{}日", year(&years), cardinal(month), cardinal(day)));
        self.at += 10;
        true
    }

    /// A phone: an area code with its number, a mobile one, or whatever is dialled.
    fn dialled(&mut self) -> bool {
        let first = self.digits(self.at);
        let after = self.at + first.len();
        let second = self.digits(after + 1);
        let landline = matches!(self.char(after), Some('-' | '—' | '－' | ' '))
            && matches!(first.len(), 3 | 4)
            && first.starts_with('0')
            && matches!(second.len(), 7 | 8);
        let hot = matches!(first.len(), 3..=6) && !self.counts(after) && self.is_dialled();
        let bare = first.len() >= 5 && !self.counts(after);
        let taken = if landline { first.len() + 1 + second.len() } else { first.len() };
        let whole: String = self.chars[self.at..self.at + taken].iter().collect();
        if landline || matches!(first.len(), 11 | 7 | 8) && bare {
            self.out.push_str(&phone(&whole));
        } else if hot || bare || first.len() > 1 && first.starts_with('0') && self.char(after) != Some('.') {
            self.out.push_str(&dialled(&whole));
        } else {
            return false;
        }
        self.at += taken;
        true
    }

    /// Whether what stands before says that a number is dialled.
    fn is_dialled(&self) -> bool {
        let before: String = self.chars[..self.at].iter().filter(|c| !" ：:，".contains(**c)).collect();
        DIALLED.iter().any(|word| before.ends_with(word))
    }

    /// Whether a number is followed by what it counts, a group or a part of itself.
    fn counts(&self, after: usize) -> bool {
        match self.char(after) {
            Some(',' | '.') => !self.digits(after + 1).is_empty(),
            Some(c) => {
                c == '%'
                    || c == '余'
                    || c == '多'
                    || COUNTED.contains(c)
                    || "月日号时分米斤公平吨".contains(c)
            }
            None => false,
        }
    }

    /// `8:30`, `9：00`.
    fn clock(&mut self) -> bool {
        let hours = self.digits(self.at);
        let after = self.at + hours.len();
        let minutes = self.digits(after + 1);
        let parsed = (hours.parse(), minutes.parse());
        let (Ok(hour), Ok(minute)) = parsed else { return false };
        let clock = matches!(self.char(after), Some(':' | '：')) && minutes.len() == 2;
        if !clock || hours.len() > 2 || hour > 24 || minute > 59 {
            return false;
        }
        self.out.push_str(&time(hour, minute));
        self.at = after + 3;
        self.range();
        true
    }

    /// `2025年`, and `〔2025〕`.
    fn year(&mut self) -> bool {
        let digits = self.digits(self.at);
        let after = self.char(self.at + digits.len());
        let before = self.at.checked_sub(1).and_then(|at| self.char(at));
        let is_year = digits.len() == 4 && matches!(digits.as_bytes()[0], b'1' | b'2');
        if !is_year || !(after == Some('年') || after == Some('〕') && before == Some('〔')) {
            return false;
        }
        self.out.push_str(&year(&digits));
        self.at += digits.len();
        true
    }

    /// Everything else: amounts with groups and decimals, percentages, fractions, ends of ranges.
    fn amount(&mut self) {
        let begin = self.at;
        let Some((whole, part, after)) = self.decimal(begin) else {
            // Longer than any amount.
            let digits = self.digits(begin);
            self.out.push_str(&dialled(&digits));
            self.at += digits.len();
            return;
        };
        // 1/3 is said the other way round.
        if part.is_empty()
            && self.char(after) == Some('/')
            && let Some(of) = self.number(after + 1)
        {
            let length = self.digits(after + 1).len();
            self.out.push_str(&format!("{}分之{}", cardinal(of), cardinal(whole)));
            self.at = after + 1 + length;
            return;
        }
        let mut said = cardinal(whole);
        if !part.is_empty() {
            said.push('点');
            said.push_str(&after_point(&part));
        } else if whole == 2 && self.two(begin, after) {
            said = "两".to_owned();
        }
        self.at = after;
        match self.char(after) {
            Some('%') => {
                self.out.push_str("百分之");
                self.out.push_str(&said);
                self.at += 1;
            }
            Some('‰') => {
                self.out.push_str("千分之");
                self.out.push_str(&said);
                self.at += 1;
            }
            _ => self.out.push_str(&said),
        }
        self.range();
    }

    /// Whole number, digits after the point, and the place after both: `13,500.5`.
    fn decimal(&self, at: usize) -> Option<(u64, String, usize)> {
        let mut digits = self.digits(at);
        let mut end = at + digits.len();
        // Groups of three after a comma belong to the number.
        while digits.len() <= 18 && matches!(self.char(end), Some(',' | '，')) {
            let group = self.digits(end + 1);
            // A full-width comma also stands between two numbers.
            let joined = self.char(end) == Some(',') && group.len() == 3;
            if !joined {
                break;
            }
            digits.push_str(&group);
            end += 4;
        }
        let part = if self.char(end) == Some('.') { self.digits(end + 1) } else { String::new() };
        let after = end + if part.is_empty() { 0 } else { part.len() + 1 };
        Some((digits.parse().ok()?, part, after))
    }

    /// Whether a lone 2 counts: 两户, but 第二户, 二月, 二组.
    fn two(&self, at: usize, after: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.char(at));
        let counted = self.char(after).is_some_and(|c| COUNTED.contains(c));
        counted && before.is_none_or(|c| !ORDINAL_BEFORE.contains(c) && c != '月')
    }

    /// A mark between two numbers is 到.
    fn range(&mut self) {
        let mut end = self.at;
        while self.char(end).is_some_and(|c| RANGE.contains(&c)) {
            end += 1;
        }
        if end > self.at && self.char(end).is_some_and(|c| c.is_ascii_digit()) {
            self.out.push('到');
            self.at = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn figures_are_said_as_they_are_spoken() {
        for (written, said) in [
            ("2025年4月3日起15天", "二〇二五年四月三日起十五天"),
            ("2户2人，第2组，2天", "两户两人，第二组，两天"),
            ("每人13,500元，另给10,050元", "每人一万三千五百元，另给一万零五十元"),
            ("涨了7.5%", "涨了百分之七点五"),
            ("7.5%—10%", "百分之七点五到百分之十"),
            ("工作日 9:00—17:30", "工作日，九点到十七点半"),
            ("8：30开会", "八点半开会"),
            ("3—5天", "三到五天"),
            ("3至5天", "三到五天"),
            ("023-00001200", "零二三，零零零零，幺二零零"),
            ("电话：15400001234", "电话：幺五四，零零零零，幺二三四"),
            ("打12345热线", "打幺二三四五热线"),
            ("请拨120", "请拨幺二零"),
            ("共120人", "共一百二十人"),
            ("1.5万元", "一点五万元"),
            ("0.05", "零点零五"),
            ("三分之一就是1/3", "三分之一就是三分之一"),
            ("2025-04-07", "二〇二五年四月七日"),
            ("２０２５年", "二〇二五年"),
            ("用A4纸", "用A四纸"),
            ("普安府发〔2025〕3号", "普安府发，二〇二五，三号"),
            ("根据《办法》（普安府发〔2025〕3号）规定", "根据《办法》规定"),
            ("（一）申请", "一申请"),
            ("交到村（社区）。", "交到村、社区。"),
            ("农户申请（农户）", "农户申请，农户"),
            ("7. 不让孩子失学", "七，不让孩子失学"),
            ("《通知》（2025年3月14日）规定", "《通知》规定"),
            ("孩子（16岁以上）可以申请", "孩子，十六岁以上，可以申请"),
            ("民主评议（2025年4月3日），通过", "民主评议，二〇二五年四月三日，通过"),
            ("2月2日", "二月二日"),
            ("12户45人", "十二户四十五人"),
            ("2000元", "两千元"),
            ("2020年6月到2021年5月", "二〇二〇年六月到二〇二一年五月"),
            ("看 https://puan.example/a1 就知道", "看，就知道"),
        ] {
            assert_eq!(speak(written), said, "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_digit_is_left_and_no_word_is_lost(words in "[一-龥]{0,4}", number in "[0-9]{1,12}", mark in "[年月日户元%:：.,—（）/ -]{0,3}", more in "[0-9]{0,4}") {
            let said = speak(&format!("{words}{number}{mark}{more}"));
            prop_assert!(!said.chars().any(|c| c.is_ascii_digit()), "{said}");
            prop_assert!(said.starts_with(words.as_str()));
        }

        #[test]
        fn a_count_is_said_like_its_number(number in 3_u64..10_000_000) {
            prop_assert_eq!(speak(&format!("共{number}户")), format!("共{}户", cardinal(number)));
        }

        #[test]
        fn every_day_is_said_like_its_date(days in 0_i64..20_000) {
            let day = chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::Days::new(days.unsigned_abs());
            prop_assert_eq!(speak(&crate::calendar::chinese(day)), super::super::date(day));
            prop_assert_eq!(speak(&day.format("%Y-%m-%d").to_string()), super::super::date(day));
        }
    }
}
