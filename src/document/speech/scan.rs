//! Scanning a text for figures 找数字: each kind of figure is spelled in its own way, everything else stays. What can be
//! read in two ways is spelled in one of them and told.

use super::number::{after_point, cardinal, dialled};
use super::signs::{is_sayable, marks, spread};
use super::units::{self, is_han, is_per, is_unit};

/// Marks between the ends of a range.
pub(super) const RANGE: [char; 6] = ['—', '–', '-', '~', '～', '至'];
/// What may stand before such a mark beside a figure: units, days of the week, numerals.
const ENDS: &str = "日号月年点时分半秒元块角毛万千百亿亩户人斤吨米天周岁个级组楼层期届度倍成里升克度折村队次条\
    一二三四五六七八九十零〇两%‰";
/// Words that begin the other end.
const BEGINS: [&str; 21] = [
    "周", "星期", "礼拜", "第", "次日", "当日", "当天", "今天", "明天", "后天", "上午", "下午", "中午",
    "晚上", "早上", "月底", "月末", "年底", "年末", "春节", "凌晨",
];
const NUMERALS: &str = "一二三四五六七八九十两零〇百千万";

/// A piece of a text that can be read in two ways, or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// As it is written.
    pub(crate) written: String,
    /// What to write instead.
    pub(crate) help: &'static str,
}

/// A text as it is said, and what is doubtful in it.
pub(crate) fn say(text: &str) -> (String, Vec<Doubt>) {
    let chars: Vec<char> = spread(text);
    let mut scan =
        Scan { chars: &chars, at: 0, out: String::with_capacity(text.len()), doubts: Vec::new(), dialled: 0 };
    while scan.at < chars.len() {
        scan.step();
    }
    let words = marks(&scan.out);
    let mut doubts = scan.doubts;
    for c in words.chars().filter(|c| !is_sayable(*c)) {
        doubts.push(Doubt { written: c.to_string(), help: "这个符号念不出来，改成文字" });
    }
    doubts.dedup();
    (words, doubts)
}

/// A text as it is said.
pub fn speak(text: &str) -> String {
    say(text).0
}

pub(super) struct Scan<'a> {
    pub(super) chars: &'a [char],
    pub(super) at: usize,
    pub(super) out: String,
    pub(super) doubts: Vec<Doubt>,
    /// Where the last number that is dialled ends: what follows it in a list is dialled too.
    pub(super) dialled: usize,
}

impl Scan<'_> {
    fn step(&mut self) {
        let c = self.chars[self.at];
        if self.address() || self.mask() || self.span() || self.sign() {
            return;
        }
        if c.is_ascii_alphabetic() {
            self.letters();
        } else if !c.is_ascii_digit() {
            self.out.push(c);
            self.at += 1;
        } else if !(self.day() || self.code() || self.phone() || self.clock() || self.year()) {
            self.amount();
        }
    }

    /// The digits from a place.
    pub(super) fn digits(&self, at: usize) -> String {
        self.chars[at.min(self.chars.len())..].iter().take_while(|c| c.is_ascii_digit()).collect()
    }

    pub(super) fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    pub(super) fn before(&self) -> Option<char> {
        self.at.checked_sub(1).and_then(|at| self.char(at))
    }

    pub(super) fn number(&self, at: usize) -> Option<u64> {
        self.digits(at).parse().ok()
    }

    /// Whether the text goes on with one of these words.
    pub(super) fn goes_on(&self, at: usize, words: &[&str]) -> bool {
        let rest: String = self.chars[at.min(self.chars.len())..].iter().take(6).collect();
        words.iter().any(|word| rest.starts_with(word))
    }

    /// Whether one of these words stands before, but for blanks and colons.
    pub(super) fn comes_after(&self, words: &[&str]) -> bool {
        let before = self.chars[self.at.saturating_sub(12)..self.at].iter();
        let before: String = before.filter(|c| !" ：:，,.是为".contains(**c)).collect();
        words.iter().any(|word| before.ends_with(word))
    }

    /// Tells that what stands from here to a place is doubtful.
    pub(super) fn doubt(&mut self, end: usize, help: &'static str) {
        let written = self.chars[self.at..end.min(self.chars.len())].iter().collect();
        self.doubts.push(Doubt { written, help });
    }

    /// Whether a number is followed by what it counts, a group or a part of itself.
    pub(super) fn counts(&self, after: usize) -> bool {
        match self.char(after) {
            Some(',' | '.') => !self.digits(after + 1).is_empty(),
            Some(c) if c.is_ascii_alphabetic() => self.latin(after).is_some(),
            Some(_) => units::begins(&self.chars[after..]),
            None => false,
        }
    }

    /// An address of the web or of the post is not read out.
    fn address(&mut self) -> bool {
        let from_here = self.chars[self.at..].iter().take_while(|c| c.is_ascii_graphic());
        let token: String = from_here.collect();
        let letters = self.before().is_some_and(|c| c.is_ascii_alphanumeric());
        let web = ["http://", "https://", "www."].iter().any(|head| token.starts_with(head));
        let name = |part: &str| {
            part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') && !part.is_empty()
        };
        let host = |text: &str| {
            let host = text.split(['/', '?', ',']).next().unwrap_or_default();
            let last = host.rsplit('.').next().unwrap_or_default();
            host.contains('.')
                && host.split('.').all(name)
                && last.len() >= 2
                && last.chars().all(|c| c.is_ascii_alphabetic())
        };
        let post = token.split_once('@').is_some_and(|(who, at)| who.split('.').all(name) && host(at));
        if letters || !(web || post || host(&token)) {
            return false;
        }
        self.at += token.chars().count();
        true
    }

    /// 王*明 is somebody whose name is not told: 王某明. Between figures the same signs multiply.
    fn mask(&mut self) -> bool {
        let c = self.chars[self.at];
        let run = self.chars[self.at..].iter().take_while(|other| **other == c).count();
        let (before, after) = (self.before(), self.char(self.at + run));
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let han = |c: Option<char>| c.is_some_and(is_han);
        let numeral = |c: Option<char>| c.is_some_and(|c| NUMERALS.contains(c));
        let measures = |c: Option<char>| c.is_some_and(|c| "长宽高厚深米克厘毫".contains(c));
        match c {
            '×' | '*' | 'x' | 'X'
                if run == 1 && (digit(before) || measures(before)) && (digit(after) || measures(after)) =>
            {
                self.out.push('乘');
            }
            '×' if run == 1 && (digit(before) || digit(after)) => self.out.push('乘'),
            '*' if digit(before) || digit(after) || !han(before) && han(after) => {
                self.doubt(self.at + run, "星号念不出来：隐去的字写成“某”，其他的删去");
            }
            '*' if run < 4 && han(before) => self.out.push_str(&"某".repeat(run)),
            '×' => self.out.push_str(&"某".repeat(run)),
            'x' | 'X'
                if (2..4).contains(&run)
                    && han(before)
                    && !after.is_some_and(|c| c.is_ascii_alphanumeric()) =>
            {
                self.out.push_str(&"某".repeat(run));
            }
            '○' if run > 1 && !numeral(before) && !numeral(after) => self.out.push_str(&"某".repeat(run)),
            '○' if numeral(before) || numeral(after) => self.out.push_str(&"〇".repeat(run)),
            '○' | '〇' if han(before) && before != Some('〇') && !numeral(before) && !numeral(after) => {
                self.out.push_str(&"某".repeat(run));
            }
            _ => return false,
        }
        self.at += run;
        true
    }

    /// A mark between two ends of a range, of which one has its unit: 4月12日—14日, 周一—周五.
    fn span(&mut self) -> bool {
        let c = self.chars[self.at];
        if !RANGE.contains(&c) || c == '至' {
            return false;
        }
        let end =
            self.at + self.chars[self.at..].iter().take_while(|c| RANGE.contains(c) && **c != '至').count();
        let digit = self.char(end).is_some_and(|c| c.is_ascii_digit());
        let begins =
            digit || self.goes_on(end, &BEGINS) || self.char(end).is_some_and(|c| NUMERALS.contains(c));
        let ends = self.before().is_some_and(|c| c.is_ascii_digit() || ENDS.contains(c));
        let of_days = self.before().is_some_and(|c| "午晚早初底末晨".contains(c)) && begins;
        let dash_of_prose = end - self.at > 1 && !digit;
        if (ends && begins || of_days) && !dash_of_prose {
            self.out.push('到');
            self.at = end;
            return true;
        }
        // Below zero.
        let below = digit
            && c == '-'
            && end == self.at + 1
            && !self.before().is_some_and(|c| c.is_ascii_alphanumeric());
        let figure = self.digits(end);
        let after = end + figure.len();
        if below && self.goes_on(after, &["摄氏度", "度"]) {
            self.out.push_str("零下");
        } else if below && matches!(self.char(after), Some('%' | '‰')) {
            self.out.push('负');
        } else {
            return false;
        }
        self.at = end;
        true
    }

    /// Signs that are words beside figures.
    fn sign(&mut self) -> bool {
        let (before, after) = (self.before(), self.char(self.at + 1));
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        match self.chars[self.at] {
            '/' if before.is_some_and(is_unit) && is_per(&self.chars[self.at + 1..]) => self.out.push('每'),
            '·' if is_per(&self.chars[self.at + 1..]) && self.out.chars().rev().nth(1) == Some('每') => {
                self.out.push('每')
            }
            '+' if digit(before) && digit(after) => self.out.push('加'),
            '+' if digit(before) => {
                self.doubt(self.at + 1, "这里的 + 念不出来，写成“以上”或“加”");
            }
            '=' if digit(after) || digit(before) => self.out.push_str("等于"),
            '>' if digit(after) => self.out.push_str("大于"),
            '<' if digit(after) => self.out.push_str("小于"),
            '#' if digit(before) => self.out.push('号'),
            '&' => self.out.push('和'),
            '¥' if digit(after) => return self.money(),
            _ => return false,
        }
        self.at += 1;
        true
    }

    /// `¥500` is 五百元.
    fn money(&mut self) -> bool {
        self.at += 1;
        self.amount();
        if !self.char(self.at).is_some_and(|c| "元万亿千百".contains(c)) {
            self.out.push('元');
        }
        true
    }

    /// Letters: a number of a kind, a code, or themselves.
    fn letters(&mut self) {
        let letters: String = self.chars[self.at..].iter().take_while(|c| c.is_ascii_alphabetic()).collect();
        let after = self.at + letters.len();
        let dot = usize::from(self.char(after) == Some('.'));
        let figure = self.digits(after + dot);
        if letters.eq_ignore_ascii_case("no") && !figure.is_empty() {
            self.out.push_str("编号");
            let short = figure.len() <= 4 && !figure.starts_with('0');
            let said = figure.parse().ok().filter(|_| short).map_or_else(|| dialled(&figure), cardinal);
            self.out.push_str(&said);
            self.at = after + dot + figure.len();
            return;
        }
        if let Some(number) = roman(&letters)
            .filter(|_| self.goes_on(after, &["类", "级", "期", "型", "档", "度", "部", "区", "、"]))
        {
            self.out.push_str(&cardinal(number));
            self.at = after;
            return;
        }
        // YT-2025-002: one by one.
        let rest = self.chars[self.at..].iter();
        let code: String = rest.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')).collect();
        let code = code.trim_end_matches(['-', '.']);
        for c in code.chars() {
            match c {
                '-' => self.out.push('，'),
                '.' => self.out.push('点'),
                c if c.is_ascii_digit() => self.out.push_str(&after_point(c.encode_utf8(&mut [0; 4]))),
                c => self.out.push(c),
            }
        }
        self.at += code.len();
    }

    /// Letters behind a figure that are a unit, with how many characters they take.
    pub(super) fn latin(&self, at: usize) -> Option<(&'static str, usize)> {
        let rest = &self.chars[at.min(self.chars.len())..];
        let letters = rest.iter().take_while(|c| c.is_ascii_alphabetic()).count();
        let power = rest.get(letters).filter(|c| matches!(c, '2' | '3' | '²' | '³'));
        let whole: String = rest.iter().take(letters + usize::from(power.is_some())).collect();
        let bare: String = rest.iter().take(letters).collect();
        units::latin(&whole)
            .map(|unit| (unit, whole.chars().count()))
            .or_else(|| units::latin(&bare).filter(|_| power.is_none()).map(|unit| (unit, letters)))
    }
}

/// I to XII in letters.
fn roman(letters: &str) -> Option<u64> {
    let all = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    all.iter().position(|known| *known == letters).and_then(|at| u64::try_from(at + 1).ok())
}
