//! How a number is spelled in official prose 数字的写法: `5天`, `五个工作日`, `半年`, `1万元`, `1.5倍`. A spelling stands in a
//! text only whole, never as the tail or the head of another one.

use super::written::Unit;
use std::fmt;

const NUMERALS: &str = "0123456789０１２３４５６７８９一二三四五六七八九十百千万两〇零";

/// The spellings of one number, of which any will do.
pub(super) struct Spelled {
    forms: Vec<String>,
    /// Signs that make it another number when they stand before it …
    not_after: &'static str,
    /// … or behind it.
    not_before: &'static str,
    /// Words behind it that make it another one: 7天（不含节假日） are no seven days of the calendar.
    unless: Vec<String>,
}

impl Spelled {
    /// Whether the number stands in the text.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        self.forms.iter().any(|form| {
            text.match_indices(form.as_str()).any(|(at, _)| {
                let before = text[..at].chars().next_back();
                let rest = &text[at + form.len()..];
                let behind = rest.chars().next();
                !before.is_some_and(|c| NUMERALS.contains(c) || self.not_after.contains(c))
                    && !behind.is_some_and(|c| self.not_before.contains(c))
                    && !self.unless.iter().any(|tail| rest.starts_with(tail.as_str()))
            })
        })
    }
}

/// The plainest spelling.
impl fmt::Display for Spelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.forms.first().map_or("", String::as_str))
    }
}

fn spelled(forms: Vec<String>, not_after: &'static str, not_before: &'static str) -> Spelled {
    Spelled { forms, not_after, not_before, unless: Vec::new() }
}

/// 5天, 5日, 五个工作日. A day of a month (3月5日) is none.
pub(super) fn days(days: u16, unit: Unit) -> Spelled {
    let mut units: Vec<String> = match unit {
        Unit::Calendar => {
            ["天", "日", "个自然日", "自然日", "个日历日", "日历日", "日历天"].map(String::from).to_vec()
        }
        Unit::Working => ["个工作日", "工作日", "个工作天", "工作天"].map(String::from).to_vec(),
    };
    let tails = working_tails();
    if unit == Unit::Working {
        units
            .extend(["天", "日"].iter().flat_map(|day| tails.iter().map(move |tail| format!("{day}{tail}"))));
    }
    let old = in_words(days).replace("二十", "廿").replace("三十", "卅");
    let mut numbers = vec![days.to_string(), in_words(days), old, of_cheques(&in_words(days))];
    numbers.extend((days == 2).then(|| "两".to_owned()));
    let mut forms: Vec<String> =
        numbers.iter().flat_map(|number| units.iter().map(move |unit| format!("{number}{unit}"))).collect();
    if unit == Unit::Calendar {
        let weeks = days.is_multiple_of(7).then_some(days / 7).filter(|weeks| *weeks > 0);
        for number in weeks.iter().flat_map(|weeks| [weeks.to_string(), counted(*weeks)]) {
            forms.extend(["周", "个星期", "星期", "个礼拜"].map(|unit| format!("{number}{unit}")));
        }
        forms.extend((days == 15).then(|| "半个月".to_owned()));
        forms.extend(days.checked_mul(24).map(|hours| format!("{hours}小时")));
    }
    let unless = if unit == Unit::Calendar { tails } else { Vec::new() };
    Spelled { unless, ..spelled(forms, "月.．第每", "") }
}

/// What behind 7天 makes working days of them: （不含节假日）, 内（法定节假日除外）.
fn working_tails() -> Vec<String> {
    const WHICH: [&str; 7] = [
        "工作日",
        "不含节假日",
        "不含法定节假日",
        "法定节假日除外",
        "节假日除外",
        "不包括节假日",
        "不含双休日和节假日",
    ];
    let tail = |within: &str| {
        WHICH.map(|which| [format!("{within}（{which}）"), format!("{within}({which})")]).concat()
    };
    ["", "内", "以内"].map(tail).concat()
}

/// 半年, 6个月, 六个月, 1年, 一整年. 上半年, 上一年度 and 2020年 are none.
pub(super) fn months(months: u16) -> Spelled {
    let mut forms = vec![format!("{months}个月"), format!("{}个月", in_words(months))];
    let (years, rest) = (months / 12, months % 12);
    if years > 0 && rest == 0 {
        for unit in ["年", "整年", "周年"] {
            forms.extend([format!("{years}{unit}"), format!("{}{unit}", in_words(years))]);
        }
    }
    if rest == 6 {
        forms.push(if years == 0 { "半年".into() } else { format!("{}年半", in_words(years)) });
        forms.extend((years > 0).then(|| format!("{years}年半")));
    }
    // 一年 is not the whole of 一年半.
    spelled(forms, "上下每当第.．", "度级半")
}

/// 10000元, 1万元, 一万元, 1.2万元.
pub(super) fn yuan(yuan: u32) -> Spelled {
    let mut forms = vec![format!("{yuan}元")];
    if yuan >= 1000 {
        forms.push(format!("{},{:03}元", yuan / 1000, yuan % 1000));
    }
    if yuan >= 10_000 && yuan.is_multiple_of(100) {
        let wan = format!("{}.{:04}", yuan / 10_000, yuan % 10_000);
        forms.push(format!("{}万元", wan.trim_end_matches('0').trim_end_matches('.')));
    }
    for (size, word) in [(10_000, "万"), (1000, "千")] {
        let count = u16::try_from(yuan / size).unwrap_or(0);
        if yuan.is_multiple_of(size) && (1..100).contains(&count) && (size == 10_000 || count < 10) {
            forms.push(format!("{}{word}元", in_words(count)));
        }
    }
    let words = amount_in_words(yuan);
    let two = |text: &str| text.replace("二千", "两千").replace("二百", "两百").replace("二万", "两万");
    // 2万5千元: the figures of both.
    let mixed = yuan > 10_000 && yuan.is_multiple_of(1_000) && !(yuan / 1_000).is_multiple_of(10);
    forms.extend(mixed.then(|| format!("{}万{}千元", yuan / 10_000, yuan / 1_000 % 10)));
    forms.extend([format!("{words}元"), format!("{}元", two(&words))]);
    spelled(forms, ".．,", "")
}

/// 1.5倍.
pub(super) fn times(times: &str) -> Spelled {
    spelled(vec![format!("{times}倍")], ".．,", "")
}

/// 5%, 百分之五.
pub(super) fn percent(percent: &str) -> Spelled {
    let mut forms = vec![format!("{percent}%"), format!("{percent}％")];
    forms.extend(percent.parse().ok().map(|whole: u16| format!("百分之{}", in_words(whole))));
    spelled(forms, ".．,", ".．十")
}

/// A day, month or year as it is told: 25日, 5月30日, 2020年6月.
pub(super) fn date(text: impl Into<String>) -> Spelled {
    spelled(vec![text.into()], "", "")
}

/// Any of some words, digits before them apart.
pub(super) fn any(words: &[&str]) -> Spelled {
    spelled(words.iter().map(|word| (*word).to_owned()).collect(), "", "")
}

/// In words, two of something as 两.
fn counted(number: u16) -> String {
    if number == 2 { "两".to_owned() } else { in_words(number) }
}

/// 伍 for 五, as on cheques.
fn of_cheques(words: &str) -> String {
    let own = |c: char| "一二三四五六七八九十".chars().position(|known| known == c);
    words.chars().map(|c| own(c).and_then(|at| "壹贰叁肆伍陆柒捌玖拾".chars().nth(at)).unwrap_or(c)).collect()
}

/// An amount below a hundred million in words: 七千八百, 一万二千五百.
fn amount_in_words(number: u32) -> String {
    let (high, low) = (number / 10_000, number % 10_000);
    let mut out = if high > 0 { format!("{}万", amount_in_words(high)) } else { String::new() };
    let mut skipped = high > 0 && low < 1_000;
    for (size, word) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = low / size % 10;
        if digit == 0 {
            skipped |= !out.is_empty();
            continue;
        }
        if std::mem::take(&mut skipped) {
            out.push('零');
        }
        // 十五, but 一百一十五.
        if !(digit == 1 && size == 10 && out.is_empty()) {
            out.push_str(&in_words(u16::try_from(digit).unwrap_or(0)));
        }
        out.push_str(word);
    }
    out
}

/// A number from 1 to 99 in words; above, as digits.
fn in_words(number: u16) -> String {
    const WORDS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (usize::from(number / 10), usize::from(number % 10));
    match tens {
        0 => WORDS[ones].to_owned(),
        1 => format!("十{}", WORDS[ones]),
        2..=9 => format!("{}十{}", WORDS[tens], WORDS[ones]),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_days_are_not_evidence_for_five() {
        let five = days(5, Unit::Calendar);
        for text in ["一般不超过15天", "一般不超过十五天", "3月5日前", "5个工作日内"] {
            assert!(!five.stands_in(text), "{text}");
        }
        for text in ["公示不少于 5 天", "公示不少于五天", "（5天）"] {
            assert!(five.stands_in(text), "{text}");
        }
    }

    #[test]
    fn working_days_are_not_evidence_for_calendar_days() {
        assert!(days(5, Unit::Working).stands_in("5个工作日内"));
        assert!(!days(5, Unit::Working).stands_in("5天内"));
    }

    #[test]
    fn half_a_year_and_a_year_are_known_in_their_spellings() {
        for text in ["持续稳定半年以上", "满六个月", "满6个月"] {
            assert!(months(6).stands_in(text), "{text}");
            assert!(!months(12).stands_in(text), "{text}");
        }
        for text in ["1年以上", "一年以上", "十二个月", "12个月", "之前的一整年"] {
            assert!(months(12).stands_in(text), "{text}");
            assert!(!months(6).stands_in(text), "{text}");
            assert!(!months(2).stands_in(text), "{text}");
        }
        for text in ["上半年", "2021年", "上一年度收入", "16个月", "十六个月", "十一年"] {
            assert!(!months(6).stands_in(text) && !months(12).stands_in(text), "{text}");
        }
        assert!(months(18).stands_in("一年半") && !months(12).stands_in("一年半"));
    }

    #[test]
    fn ten_thousand_is_known_as_1_wan_and_never_as_the_tail_of_more() {
        for text in ["低于1万元", "低于 1 万元", "低于10000元", "低于10,000元", "低于一万元"]
        {
            assert!(yuan(10_000).stands_in(text), "{text}");
        }
        for text in ["低于11万元", "低于0.1万元", "低于110000元", "二十一万元", "低于1000元", "210,000元"]
        {
            assert!(!yuan(10_000).stands_in(text), "{text}");
        }
        assert!(yuan(5000).stands_in("低于5000元") && yuan(5000).stands_in("低于五千元"));
        assert!(!yuan(5000).stands_in("低于15000元") && !yuan(5000).stands_in("低于1.5万元"));
        assert!(yuan(12_000).stands_in("1.2万元") && yuan(15_000).stands_in("1.5万元"));
    }

    #[test]
    fn multiples_and_shares_keep_their_point() {
        assert!(times("1.5").stands_in("国家扶贫标准 1.5 倍左右"));
        assert!(!times("1.5").stands_in("11.5倍") && !times("5").stands_in("1.5倍"));
        assert!(percent("5").stands_in("的5%左右") && percent("5").stands_in("百分之五左右"));
        assert!(!percent("5").stands_in("15%") && !percent("5").stands_in("1.5%"));
        assert!(!percent("5").stands_in("百分之五十"));
    }
}
