//! Days, years and times 年月日和钟点, as they are written in figures.

use super::number::{cardinal, time, year};
use super::scan::{RANGE, Scan};
use super::units::is_han;
use chrono::NaiveDate;

/// Words behind a day.
const AFTER_A_DAY: [&str; 17] = [
    "前", "之前", "以前", "后", "之后", "以后", "起", "止", "截止", "当天", "当日", "上午", "下午", "早",
    "晚", "开始", "日前",
];
/// Words before a day.
const BEFORE_A_DAY: [&str; 12] =
    ["于", "自", "从", "截至", "截止", "截止到", "日期", "时间", "定在", "推迟到", "延至", "期限至"];
/// Days that are called by their figures.
const FEASTS: [&str; 9] = ["节", "国庆", "妇女节", "劳动节", "儿童节", "建军节", "放假", "假期", "消费者"];
/// Words before a time.
const PARTS_OF_A_DAY: [&str; 6] = ["上午", "下午", "早上", "晚上", "中午", "凌晨"];
const WRITE_A_DAY: &str = "看不出是日期还是数，日期写成 4月12日";
const NO_SUCH_DAY: &str = "没有这一天，核对月份和日子";

impl Scan<'_> {
    /// `2025-04-07`, `2025/4/7`, `2025.4`, `4/12`.
    pub(super) fn day(&mut self) -> bool {
        let first = self.digits(self.at);
        let after = self.at + first.len();
        let Some(mark) = self.char(after).filter(|c| "-/.—–".contains(*c)) else {
            return self.compact(&first);
        };
        let second = self.digits(after + 1);
        let third_at = after + 1 + second.len();
        let third = if self.char(third_at) == Some(mark) { self.digits(third_at + 1) } else { String::new() };
        if self.before() == Some('.')
            || first.len() > 4
            || second.is_empty()
            || second.len() > 2
            || third.len() > 2
        {
            return false;
        }
        let is_year = first.len() == 4 && ["19", "20", "21"].iter().any(|head| first.starts_with(head));
        match (is_year, third.is_empty()) {
            (true, false) => self.whole_day(&first, &second, &third, (mark, third_at + 1 + third.len())),
            (true, true) => self.month(&first, &second, mark, third_at),
            (false, false) => {
                let end = third_at + 1 + third.len();
                let landline = first.starts_with('0') && first.len() > 2;
                if landline || mark == '.' && first.len() < 2 {
                    return false;
                }
                self.doubt(end, "看不出是日期还是编号，日期写成 2025年4月12日，门牌写成 3栋1单元201");
                false
            }
            (false, true) => self.short(&first, &second, mark, third_at),
        }
    }

    fn whole_day(&mut self, years: &str, month: &str, day: &str, (mark, end): (char, usize)) -> bool {
        let (Ok(y), Ok(m), Ok(d)) = (years.parse(), month.parse(), day.parse()) else { return false };
        if NaiveDate::from_ymd_opt(y, m, d).is_none() {
            self.doubt(end, NO_SUCH_DAY);
            if !(1..=12).contains(&m) || !(1..=31).contains(&d) {
                return false;
            }
        }
        self.out.push_str(&format!("{}年{}月{}日", year(years), cardinal(m.into()), cardinal(d.into())));
        let begin = self.at;
        self.at = end + usize::from(matches!(self.char(end), Some('日' | '号')));
        self.until(begin, mark);
        true
    }

    /// The other end of a span of days, in the same writing: `—2025.4.14`, `—4.14`, `—14`.
    fn until(&mut self, begin: usize, mark: char) {
        let dashes = self.chars[self.at..].iter().take_while(|c| RANGE.contains(c)).count();
        let at = self.at + dashes;
        let first = self.digits(at);
        if dashes == 0 || first.is_empty() || first.len() == 4 && self.char(at + 4) == Some(mark) {
            return;
        }
        let after = at + first.len();
        let second = if self.char(after) == Some(mark) { self.digits(after + 1) } else { String::new() };
        let end = if second.is_empty() { after } else { after + 1 + second.len() };
        let hour = matches!(self.char(end), Some(':' | '：' | '点' | '时'));
        let unit = matches!(self.char(end), Some('年' | '月')) || hour;
        if unit || first.len() > 2 {
            return;
        }
        if mark == '-' && self.char(self.at) == Some('-') && dashes == 1 {
            self.at = begin;
            self.doubt(end, "看不出到哪一天为止，写成 2025年4月12日至14日");
            self.at = at - dashes;
            return;
        }
        let (Ok(one), two) = (first.parse::<u64>(), second.parse::<u64>()) else { return };
        match two {
            Ok(day) if (1..=12).contains(&one) && (1..=31).contains(&day) => {
                self.out.push_str(&format!("到{}月{}日", cardinal(one), cardinal(day)));
            }
            Err(_) if (1..=31).contains(&one) => self.out.push_str(&format!("到{}日", cardinal(one))),
            _ => return,
        }
        self.at = end + usize::from(matches!(self.char(end), Some('日' | '号')));
    }

    /// `2025-04`, `2025.4`: a month, unless it counts something.
    fn month(&mut self, years: &str, month: &str, mark: char, end: usize) -> bool {
        let Some(number) = month.parse().ok().filter(|month| (1..=12).contains(month)) else { return false };
        let named = self.char(end) == Some('月');
        // 2025—12年 is no month of a year.
        let counted = self.counts(end) && !named;
        if counted || "—–".contains(mark) || self.char(end).is_some_and(|c| c == mark) {
            return false;
        }
        if !named && (mark == '.' || month.len() == 1) {
            self.doubt(end, "看不出是哪年哪月还是数，写成 2025年4月");
        }
        self.out.push_str(&format!("{}年{}月", year(years), cardinal(number)));
        self.at = end + usize::from(named);
        true
    }

    /// `4/12`, `4.12`: told where it may be a day.
    fn short(&mut self, month: &str, day: &str, mark: char, end: usize) -> bool {
        let (Ok(m), Ok(d)) = (month.parse::<u32>(), day.parse::<u32>()) else { return false };
        // 2024 was a leap year: every day that a year can have.
        if NaiveDate::from_ymd_opt(2024, m, d).is_none() || month.len() > 2 {
            return false;
        }
        // 4.7日 is hardly four days and seven tenths.
        let named = "./".contains(mark) && matches!(self.char(end), Some('日' | '号' | '月'));
        if named {
            self.doubt(end + 1, WRITE_A_DAY);
        }
        if named || self.counts(end) {
            return false;
        }
        let dated =
            self.goes_on(end, &AFTER_A_DAY) || self.comes_after(&BEFORE_A_DAY) || self.goes_on(end, &FEASTS);
        let ranged = self.char(end).is_some_and(|c| RANGE.contains(&c));
        let fraction = mark == '/' && d <= 10 && m < d && (2..=m).all(|n| m % n != 0 || d % n != 0);
        let doubtful = match mark {
            '/' => !fraction || dated,
            '.' => dated || self.comes_after(&PARTS_OF_A_DAY) || ranged && self.pair_follows(end, mark),
            _ => dated || month.starts_with('0') || day.starts_with('0'),
        };
        if doubtful {
            self.doubt(end, WRITE_A_DAY);
        }
        false
    }

    /// Whether behind a mark of a range two figures stand that are joined in the same way.
    fn pair_follows(&self, at: usize, mark: char) -> bool {
        let at = at + self.chars[at..].iter().take_while(|c| RANGE.contains(c)).count();
        let first = self.digits(at);
        let end = at + first.len();
        let second = self.digits(end + 1);
        !first.is_empty()
            && self.char(end) == Some(mark)
            && !second.is_empty()
            && !self.counts(end + 1 + second.len())
    }

    /// `20250412` may be a day or a number.
    fn compact(&mut self, digits: &str) -> bool {
        let day = NaiveDate::parse_from_str(digits, "%Y%m%d").is_ok_and(|_| digits.len() == 8);
        let after = self.at + 8;
        if day
            && ["19", "20"].iter().any(|head| digits.starts_with(head))
            && !self.is_dialled()
            && !self.counts(after)
        {
            self.doubt(after, "看不出是日期还是号码，日期写成 2025年4月12日");
        }
        false
    }

    /// `2025年`, `〔2025〕`, `2024—2025学年`, `25年4月`.
    pub(super) fn year(&mut self) -> bool {
        const OF_YEARS: [&str; 9] = ["年", "〕", "届", "级", "学年", "财年", "春季", "秋季", "款"];
        let digits = self.digits(self.at);
        let after = self.at + digits.len();
        let is_year = |digits: &str| {
            digits.len() == 4 && ["19", "20", "21"].iter().any(|head| digits.starts_with(head))
        };
        if digits.len() == 2
            && self.char(after) == Some('年')
            && self.digits(after + 1).len().clamp(1, 2) == self.digits(after + 1).len()
        {
            let month_end = after + 1 + self.digits(after + 1).len();
            if self.char(month_end) == Some('月') {
                self.out.push_str(&year(&digits));
                self.at = after;
                return true;
            }
        }
        if !is_year(&digits) {
            return false;
        }
        let dashes = self.chars[after..].iter().take_while(|c| RANGE.contains(c) || **c == '/').count();
        let other = self.digits(after + dashes);
        if dashes > 0 && is_year(&other) {
            let end = after + dashes + 4;
            let of_years = self.goes_on(end, &OF_YEARS);
            if !of_years && self.counts(end) {
                return false;
            }
            if !of_years {
                self.doubt(end, "看不出是年份还是数，写成 2024年至2025年");
            }
            self.out.push_str(&format!("{}到{}", year(&digits), year(&other)));
            self.at = end;
            return true;
        }
        if !self.goes_on(after, &OF_YEARS) {
            if self.counts(after)
                || matches!(self.char(after), Some('-' | '/' | '.' | '—' | '–' | '～' | '~' | '至'))
            {
                return false;
            }
            // 2025工作要点 is a year; 补助2000。 may be anything.
            let word = self.char(after).is_some_and(is_han);
            let digit_before = self.before().is_some_and(|c| c.is_ascii_digit() || c == ',' || c == '.');
            if digit_before || !(1949..=2099).contains(&digits.parse().unwrap_or(0)) {
                return false;
            }
            if !word {
                self.doubt(after, "看不出是年份还是数目：年份写成 2025年，数目后面写上单位");
                return false;
            }
        }
        self.out.push_str(&year(&digits));
        self.at = after;
        true
    }

    /// `8:30`, `9：00`; `1:3` is a ratio.
    pub(super) fn clock(&mut self) -> bool {
        const RATIO: [&str; 7] = ["比例", "按", "比", "配比", "稀释", "兑水", "比率"];
        const OF_RATIO: [&str; 6] = ["的比例", "比例", "配比", "兑", "稀释", "配备"];
        const TIME: [&str; 14] = [
            "上午", "下午", "早上", "晚上", "中午", "凌晨", "时间", "日", "号", "天", "周", "到", "至", "于",
        ];
        let hours = self.digits(self.at);
        let after = self.at + hours.len();
        let minutes = self.digits(after + 1);
        let parsed = (hours.parse::<u64>(), minutes.parse::<u64>());
        let (Ok(hour), Ok(minute)) = parsed else { return false };
        if !matches!(self.char(after), Some(':' | '：')) || hours.len() > 4 || minutes.len() > 6 {
            return false;
        }
        let end = after + 1 + minutes.len();
        let seconds =
            matches!(self.char(end), Some(':' | '：')).then(|| self.digits(end + 1)).filter(|s| s.len() == 2);
        let clock = minutes.len() == 2
            && hours.len() <= 2
            && hour <= 24
            && minute <= 59
            && (hour < 24 || minute == 0);
        let ratio = self.comes_after(&RATIO) || self.goes_on(end, &OF_RATIO);
        if clock && !ratio {
            let ranged = self.char(end).is_some_and(|c| RANGE.contains(&c));
            let timed =
                self.comes_after(&TIME) || self.before().is_some_and(|c| RANGE.contains(&c)) || ranged;
            let round = minute == 0 || minute == 30 || hour >= 6 || hours.starts_with('0');
            if !(timed || round) {
                self.doubt(end, "看不出是钟点还是比例，写成“1点10分”或“1比10”");
            }
            self.out.push_str(&time(hour, minute));
            self.at = end;
            if let Some(seconds) = seconds {
                if seconds != "00" {
                    self.doubt(end + 3, "钟点不用写秒");
                }
                self.at = end + 3;
            }
            self.range();
            return true;
        }
        // A label before its value: 第3组：12户.
        if self.char(after) == Some('：') && !ratio || hours.is_empty() || minutes.is_empty() {
            return false;
        }
        if !ratio && (minutes.len() == 2 && hours.len() <= 2 || self.counts(end)) {
            self.doubt(end, "看不出是钟点还是比例，写成“1点10分”或“1比10”");
        }
        self.out.push_str(&format!("{}比{}", cardinal(hour), cardinal(minute)));
        self.at = end;
        true
    }
}
