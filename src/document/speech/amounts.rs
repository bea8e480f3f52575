//! Amounts 数目 and numbers that are dialled 号码.

use super::number::{after_point, cardinal, dialled, phone};
use super::scan::{RANGE, Scan};
use super::units::is_counted;

/// Words before a 2 that make it 二.
const ORDINAL_BEFORE: &str = "第初星期周";
/// Words before digits that are dialled or spelled one by one.
const DIALLED: [&str; 25] = [
    "打",
    "拨",
    "电话",
    "热线",
    "号码",
    "找",
    "转",
    "分机",
    "内线",
    "拨打",
    "致电",
    "手机",
    "传真",
    "邮编",
    "邮政编码",
    "编号",
    "尾号",
    "账号",
    "卡号",
    "密码",
    "验证码",
    "代码",
    "微信",
    "咨询",
    "举报",
];
/// Numbers that everybody knows, and what they are for.
const KNOWN: [&str; 6] = ["110", "119", "120", "122", "114", "999"];
const KNOWN_FOR: [&str; 12] =
    ["报警", "急救", "火警", "消防", "交警", "指挥", "热线", "电话", "平台", "服务", "投诉", "监督"];

impl Scan<'_> {
    /// Whether what stands before says that a number is dialled.
    pub(super) fn is_dialled(&self) -> bool {
        let joined = self.dialled > 0
            && self.dialled < self.at
            && self.chars[self.dialled..self.at].iter().all(|c| "、/和或，, 及".contains(*c));
        joined || self.comes_after(&DIALLED)
    }

    /// Groups of digits that are joined by hyphens or blanks: a phone in groups, or a number of a paper.
    pub(super) fn code(&mut self) -> bool {
        let (mut end, mut groups) = (self.at, Vec::new());
        loop {
            let group = self.digits(end);
            if group.is_empty() {
                break;
            }
            end += group.len();
            groups.push(group);
            let joined = matches!(self.char(end), Some('-' | ' ' | '—' | '–'));
            if !joined || self.digits(end + 1).is_empty() {
                break;
            }
            end += 1;
        }
        let lengths: Vec<usize> = groups.iter().map(String::len).collect();
        let total: usize = lengths.iter().sum();
        let first = groups.first().map_or("", String::as_str);
        let service = ["400", "800"].contains(&first) && total == 10;
        let mobile = matches!(lengths[..], [3, 4, 4] | [3, 3, 5] | [3, 8] | [5, 6]) && first.starts_with('1');
        let landline =
            matches!(first.len(), 3 | 4) && first.starts_with('0') && matches!(total - first.len(), 7 | 8);
        let short = lengths.len() == 2
            && matches!(lengths[..], [3 | 4, 4])
            && (self.is_dialled() || self.comes_after(&["座机"]));
        let numbered =
            lengths.len() > 1 && groups.iter().skip(1).any(|group| group.starts_with('0') && group.len() > 1);
        let hyphens =
            lengths.len() > 2 && self.chars[self.at..end].iter().all(|c| c.is_ascii_digit() || *c == '-');
        if hyphens && !(service || mobile || landline || short || numbered) {
            self.doubt(end, "看不出是编号还是几到几，门牌写成 3栋1单元201");
        }
        if lengths.len() < 2 || !(service || mobile || landline || short || numbered) || self.counts(end) {
            return false;
        }
        let written: String = self.chars[self.at..end].iter().collect();
        let said = if landline && lengths.len() == 2 {
            phone(&written)
        } else {
            groups.iter().map(|group| dialled(group)).collect::<Vec<_>>().join("，")
        };
        self.out.push_str(&said);
        self.at = end;
        self.dialled = end;
        true
    }

    /// A number that is dialled, or longer than any amount.
    pub(super) fn phone(&mut self) -> bool {
        let first = self.digits(self.at);
        let after = self.at + first.len();
        let counts = self.counts(after);
        let asked = self.is_dialled() && !counts && first.len() >= 3;
        let known = KNOWN.contains(&first.as_str()) && !counts && (asked || self.goes_on(after, &KNOWN_FOR));
        let service = first.len() == 5
            && ["12", "95", "10", "96", "11"].iter().any(|head| first.starts_with(head))
            && !counts;
        let zero = first.len() > 1 && first.starts_with('0') && self.char(after) != Some('.');
        let clock = matches!(self.char(after), Some(':' | '：')) && first.len() == 2;
        let bare = first.len() >= 5 && !counts;
        if !(asked || known || bare || zero && !clock) {
            return false;
        }
        let mobile = first.len() == 11 && first.starts_with('1');
        // 05月, 08点: a zero that only fills a place.
        if zero
            && first.len() == 2
            && self.char(after).is_some_and(|c| "月日号点时分元户人天年组".contains(c))
        {
            return false;
        }
        if bare && !(asked || service || mobile || zero || first.len() > 8) {
            self.doubt(after, "看不出是数目还是号码：数目后面写上单位，号码前面写“电话”或“编号”");
        }
        let grouped = matches!(first.len(), 11 | 7 | 8);
        self.out.push_str(&if grouped { phone(&first) } else { dialled(&first) });
        self.at = after;
        self.dialled = after;
        true
    }

    /// Everything else: amounts with groups and decimals, percentages, fractions, ends of ranges.
    pub(super) fn amount(&mut self) {
        let begin = self.at;
        let Some((whole, part, after)) = self.decimal(begin) else {
            // Longer than any amount.
            let digits = self.digits(begin);
            self.out.push_str(&dialled(&digits));
            self.at += digits.len();
            return;
        };
        if self.fraction(whole, &part, after) {
            return;
        }
        // 13，500元: one amount or two?
        if self.char(after) == Some('，')
            && self.digits(after + 1).len() == 3
            && part.is_empty()
            && whole < 1000
        {
            let end = after + 4;
            if self.counts(end) && self.char(end).is_some_and(|c| !"月日号".contains(c)) {
                self.doubt(end, "看不出是一个数还是两个数，一个数写成 13500");
            }
        }
        let mut said = cardinal(whole);
        if !part.is_empty() {
            said.push('点');
            said.push_str(&after_point(&part));
        } else if whole == 2 && self.two(begin, after) {
            said = "两".to_owned();
        }
        self.at = after;
        let sign = self.char(after).filter(|c| matches!(c, '%' | '‰'));
        // 5-10%: both ends are of a hundred.
        let of = match sign.or_else(|| self.sign_of_the_other_end(after)) {
            Some('%') => "百分之",
            Some(_) => "千分之",
            None => "",
        };
        self.out.push_str(of);
        self.out.push_str(&said);
        self.at += usize::from(sign.is_some());
        if let Some((unit, length)) = self.latin(self.at) {
            self.out.push_str(unit);
            self.at += length;
        }
        if part.is_empty() && sign.is_none() {
            self.backwards(begin, whole);
        }
        self.range();
    }

    /// A range that ends before it begins is a number of something: 2025-3号. From November to February is none.
    fn backwards(&mut self, begin: usize, from: u64) {
        let dashes =
            self.chars[self.at.min(self.chars.len())..].iter().take_while(|c| RANGE.contains(c)).count();
        let Some((to, _, end)) = self.decimal(self.at + dashes).filter(|_| dashes > 0) else { return };
        let round = from < 100
            && matches!(self.char(end), Some('月' | '点' | '时' | '日' | '号' | ':' | '：' | '/' | '.'));
        if to <= from && !round {
            let here = std::mem::replace(&mut self.at, begin);
            self.doubt(end, "看不出是编号还是几到几，编号写成“2025年第3号”");
            self.at = here;
        }
    }

    /// 1/3 is said the other way round.
    fn fraction(&mut self, whole: u64, part: &str, after: usize) -> bool {
        let Some(of) = self.number(after + 1).filter(|_| part.is_empty() && self.char(after) == Some('/'))
        else {
            return false;
        };
        let end = after + 1 + self.digits(after + 1).len();
        // What is above a line is smaller than what is below; other pairs are no fraction.
        if whole >= of || of == 0 || self.char(end) == Some('/') {
            self.doubt(end, "看不出斜杠是什么意思，写成“几分之几”“几比几”，或分成两个数");
        }
        self.out.push_str(&format!("{}分之{}", cardinal(of), cardinal(whole)));
        self.at = end;
        self.range();
        true
    }

    /// The sign of hundredths behind the other end of a range that begins here.
    fn sign_of_the_other_end(&self, after: usize) -> Option<char> {
        let dashes =
            self.chars[after.min(self.chars.len())..].iter().take_while(|c| RANGE.contains(c)).count();
        let (_, _, end) = self.decimal(after + dashes).filter(|_| dashes > 0)?;
        self.char(end).filter(|c| matches!(c, '%' | '‰'))
    }

    /// Whole number, digits after the point, and the place after both: `13,500.5`.
    fn decimal(&self, at: usize) -> Option<(u64, String, usize)> {
        let mut digits = self.digits(at);
        let mut end = at + digits.len();
        // Groups of three after a comma belong to the number. A full-width comma stands between two numbers.
        while (1..=18).contains(&digits.len()) && self.char(end) == Some(',') {
            let group = self.digits(end + 1);
            if group.len() != 3 {
                break;
            }
            digits.push_str(&group);
            end += 4;
        }
        let part = if self.char(end) == Some('.') { self.digits(end + 1) } else { String::new() };
        let after = end + if part.is_empty() { 0 } else { part.len() + 1 };
        Some((digits.parse().ok()?, part, after))
    }

    /// Whether a lone 2 counts: 两户, 两到三户, but 第二户, 二月, 二组.
    fn two(&self, at: usize, after: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.char(at));
        let dashes =
            self.chars[after.min(self.chars.len())..].iter().take_while(|c| RANGE.contains(c)).count();
        let unit = match dashes {
            0 => self.char(after),
            dashes => self.decimal(after + dashes).and_then(|(_, _, end)| self.char(end)),
        };
        let counted = unit.is_some_and(is_counted);
        counted && before.is_none_or(|c| !ORDINAL_BEFORE.contains(c) && c != '月')
    }

    /// A mark between two numbers is 到.
    pub(super) fn range(&mut self) {
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
