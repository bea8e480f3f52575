//! Slips of a TOML file that cannot be read: what people type in Chinese, where TOML wants plain signs.
//!
//! A program for reading TOML says what it expected; a clerk wants to hear what to change. Each line is looked at for what
//! hands slip into: signs of the Chinese keyboard, forgotten quotes, days and numbers as they are written on paper.

use super::days::{meant, narrow};

/// One slip.
pub(super) struct Slip {
    /// Offset in the text.
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) help: String,
}

/// What a string may be opened with; the Chinese ones are slips.
const OPENING: &str = "\"'“”‘’＂＇「『";

/// Every slip, in order.
pub(super) fn slips(text: &str) -> Vec<Slip> {
    let mut found = Vec::new();
    let mut begin = 0;
    // The sign that ends a text of several lines, and how many brackets are open.
    let (mut long, mut open): (Option<&str>, usize) = (None, 0);
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        let slip = |(at, message, help): Told| Slip { at: begin + at, message, help };
        if let Some(end) = long {
            if body.contains(end) {
                long = None;
            }
        } else if open > 0 {
            found.extend(in_brackets(body, 0).map(slip));
            open = brackets(body, open);
        } else {
            found.extend(statement(body).map(slip));
            let value = body.split_once('=').map_or("", |(_, value)| value.trim_start());
            long = ["\"\"\"", "'''"]
                .into_iter()
                .find(|mark| value.starts_with(mark) && !value[3..].contains(mark));
            if value.starts_with(['[', '{']) {
                open = brackets(value, 0);
            }
        }
        begin += line.len();
    }
    found
}

/// Offset in the line, message and remedy.
type Told = (usize, String, String);

fn told(at: usize, message: impl Into<String>, help: impl Into<String>) -> Option<Told> {
    Some((at, message.into(), help.into()))
}

/// A line outside of any brackets: a heading, or a name with its value.
fn statement(line: &str) -> Option<Told> {
    let start = line.len() - line.trim_start().len();
    let body = line.trim();
    if let Some(blank) = line[..start].find(|c: char| !c.is_ascii()) {
        return told(blank, "行首有全角空格", "删去行首的空格");
    }
    if body.is_empty() || body.starts_with('#') {
        return None;
    }
    if ["//", "--", "＃", ";", "；", "/*", "%", "※"].iter().any(|mark| body.starts_with(mark)) {
        return told(start, "说明的话开头要用英文的 #", "行首写 #，后面写说明");
    }
    if body.starts_with(['［', '【', '〔']) {
        return told(start, "方括号用了中文的", "方括号改成英文的 [ ]");
    }
    if body.starts_with('[') {
        return heading(body, start);
    }
    let sign = body.find(['=', '＝', '：', ':']);
    let Some(sign) = sign else {
        return told(
            start,
            "这一行没有等号",
            "写成 名称 = 值；说明的话，行首加 #；接着上一行的话，并到上一行的引号里",
        );
    };
    if let Some(wrong) = body[sign..].chars().next().filter(|c| *c != '=') {
        let help = "等号改成英文的 =，前后各空一格";
        let what =
            if wrong == '＝' { "等号用了中文的＝" } else { "这里要用等号，不用冒号" };
        return told(start + sign, what, help);
    }
    name(body[..sign].trim_end(), start).or_else(|| {
        let rest = &body[sign + 1..];
        let value = rest.trim_start();
        self::value(body[..sign].trim(), value, start + sign + 1 + rest.len() - value.len())
    })
}

/// `[steps]`, `[[contact]]`.
fn heading(body: &str, start: usize) -> Option<Told> {
    let plain = body.split('#').next().unwrap_or_default().trim_end();
    let inner = plain.trim_matches(['[', ']']);
    let opened = plain.len() - plain.trim_start_matches('[').len();
    let closed = plain.len() - plain.trim_end_matches(']').len();
    if opened != closed || opened > 2 {
        let mark = |text: &str, n: usize| text.repeat(n.clamp(1, 2));
        let good =
            format!("{}{}{}", mark("[", opened), inner.trim_end_matches(['］', '】']), mark("]", opened));
        return told(start, "方括号没有配对", format!("写成 {good}"));
    }
    let wrong = inner.find(|c: char| !(c.is_ascii_alphanumeric() || "_-.\"' ".contains(c)))?;
    told(start + opened + wrong, "方括号里的名称只能用英文字母", "照使用手册里的名称写")
}

/// The name before the equals sign.
fn name(name: &str, start: usize) -> Option<Told> {
    if name.is_empty() {
        return told(start, "等号前面没有名称", "写成 名称 = 值");
    }
    if name.starts_with(['"', '\'']) {
        return None;
    }
    if OPENING.chars().any(|quote| name.starts_with(quote)) {
        return told(start, "名称外面用了中文引号", "名称不用加引号");
    }
    let plain: String = name.chars().map(narrow).collect();
    if plain != name && plain.is_ascii() {
        return told(start, "名称里有全角字母或数字", format!("写成 {}", plain.trim()));
    }
    if !name.is_ascii() {
        return told(start, "名称要写英文的", "照使用手册里的名称写，例如张贴日是 posted");
    }
    name.contains(' ').then(|| told(start, "名称中间有空格", format!("写成 {}", name.replace(' ', "_"))))?
}

/// The value behind the equals sign.
fn value(name: &str, value: &str, at: usize) -> Option<Told> {
    let bare = value.split('#').next().unwrap_or_default().trim_end();
    let first = value.chars().next();
    match first {
        None | Some('#') => told(at, format!("{name} 的等号后面没有写"), "补上，或者删去这一行"),
        Some('"' | '\'') if value.starts_with("\"\"\"") || value.starts_with("'''") => None,
        Some(quote @ ('"' | '\'')) => quoted(value, quote, at),
        Some(c) if OPENING.contains(c) => {
            told(at, "引号用了中文的", format!("两头的引号都改成英文的 \"：{name} = \"…\""))
        }
        Some('[' | '{') => in_brackets(value, at),
        Some('［' | '【' | '〔' | '｛') => told(at, "括号用了中文的", "改成英文的 [ ] 或 { }"),
        Some(_) => plain_value(name, bare, at),
    }
}

/// A text in quotes, to the end of its line.
fn quoted(value: &str, quote: char, at: usize) -> Option<Told> {
    let mut escaped = false;
    let mut end = None;
    for (here, c) in value.char_indices().skip(1) {
        if escaped {
            if quote == '"' && !"btnfr\"\\xuUe".contains(c) {
                return told(at + here - 1, "引号里有反斜杠 \\", "路径里的 \\ 改成 /");
            }
            escaped = false;
        } else if c == '\\' && quote == '"' {
            escaped = true;
        } else if c == quote {
            end = Some(here);
            break;
        }
    }
    let Some(end) = end else {
        if let Some(wrong) = value.find(['”', '“', '＂', '’']) {
            return told(at + wrong, "后面的引号用了中文的", "改成英文的 \"");
        }
        return told(at + value.len(), "少了后面的引号", "在这一行的末尾补上英文的 \"");
    };
    let rest = value[end + 1..].trim();
    let place = at + value.len() - value[end + 1..].trim_start().len();
    if rest.is_empty() || rest.starts_with('#') {
        return None;
    }
    if rest.chars().all(|c| ",，;；。.、 ".contains(c)) {
        return told(place, "引号后面多了标点", "删去引号后面的标点");
    }
    if rest.contains(quote) {
        return told(place, "引号里面又有英文引号", "里面的引号改成中文引号“”，只有两头用英文引号");
    }
    told(place, "引号后面多了字", "要写的字都放进引号里；说明的话前面加 #")
}

/// A value without quotes: a day, a time, a number, yes or no, or words that want quotes.
fn plain_value(name: &str, bare: &str, at: usize) -> Option<Told> {
    let plain: String = bare.chars().map(narrow).collect();
    let plain = plain.trim().trim_end_matches([',', ';', '。', '.']);
    let is = |written: &str| told(at, format!("{name} 的写法不对"), format!("写成 {name} = {written}"));
    if let Some(day) = meant(plain) {
        return match day {
            Ok(day) if plain == day.to_string() && bare == plain => None,
            // A time behind the day that TOML itself cannot read.
            Ok(day) => told(at, "日期的写法不对", format!("写成 {name} = {day}，只写日期，不加引号")),
            Err(why) => told(at, format!("日期不存在：{why}"), "核对月份和日子，写成 2025-03-11 的样子"),
        };
    }
    if let Some((hour, minute)) = time(plain) {
        return match hour < 24 && minute < 60 {
            true => is(&format!("\"{hour:02}:{minute:02}\"")),
            false => told(at, "没有这个钟点", "写成 \"17:30\"，24小时制，放在英文引号里"),
        };
    }
    match plain.to_lowercase().as_str() {
        "true" | "yes" | "on" | "是" | "对" | "有" => {
            return if bare == "true" { None } else { is("true") };
        }
        "false" | "no" | "off" | "否" | "不" | "无" => {
            return if bare == "false" { None } else { is("false") };
        }
        _ => {}
    }
    let digits: String = plain.chars().filter(|c| c.is_ascii_digit()).collect();
    let tail = plain.trim_start_matches(|c: char| c.is_ascii_digit() || ",_.".contains(c));
    let figure = plain.starts_with(|c: char| c.is_ascii_digit());
    // 02300001200: as a number it would lose the zero of its area code.
    if plain.len() > 5 && plain.starts_with('0') && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return told(at, "号码要放在英文引号里", format!("写成 {name} = \"{plain}\""));
    }
    if figure && tail.chars().count() <= 2 && !plain.contains('.') && digits.len() <= 12 {
        let number = digits.trim_start_matches('0');
        let number = if number.is_empty() { "0" } else { number };
        return (bare != number).then(|| is(&format!("{number}（只写数字）")))?;
    }
    if plain.parse::<f64>().is_ok() {
        return (plain != bare).then(|| is(plain))?;
    }
    told(at, "文字要放在英文引号里", format!("写成 {name} = \"…\""))
}

/// `8:30`, `8点30分`.
fn time(plain: &str) -> Option<(u32, u32)> {
    let (hour, minute) = plain.split_once([':', '点', '时'])?;
    let minute = minute.trim_end_matches('分').split(':').next().unwrap_or_default();
    let minute = if minute.is_empty() { "0" } else { minute };
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    (short(hour) && short(minute)).then(|| Some((hour.parse().ok()?, minute.parse().ok()?)))?
}

/// Signs of the Chinese keyboard between brackets, and what is missing there.
fn in_brackets(line: &str, start: usize) -> Option<Told> {
    // What was read last: a value wants a comma before the next.
    let (mut quote, mut escaped, mut after_text): (Option<char>, bool, bool) = (None, false, false);
    for (here, c) in line.char_indices() {
        let at = start + here;
        if let Some(end) = quote {
            let closed = c == end && !escaped;
            escaped = c == '\\' && end == '"' && !escaped;
            if closed {
                (quote, after_text) = (None, true);
            }
            continue;
        }
        match c {
            '#' => return None,
            '"' | '\'' if after_text => return told(at, "两项之间少了逗号", "两项之间加英文的逗号 ,"),
            '"' | '\'' => quote = Some(c),
            '“' | '”' | '‘' | '’' | '＂' | '＇' | '「' | '『' => {
                return told(at, "引号用了中文的", "两头的引号都改成英文的 \"");
            }
            '，' | '、' | '；' | ';' => {
                return told(at, "逗号用了中文的，或用了别的标点", "改成英文的逗号 ,");
            }
            '［' | '］' | '【' | '】' | '｛' | '｝' => {
                return told(at, "括号用了中文的", "改成英文的 [ ] 或 { }");
            }
            '＝' | '：' => return told(at, "等号用了中文的", "改成英文的 ="),
            c if c.is_whitespace() => {}
            c if !c.is_ascii() => return told(at, "文字要放在英文引号里", "每一项的两头加英文的 \""),
            _ => after_text = false,
        }
    }
    quote.and_then(|_| told(start + line.len(), "少了后面的引号", "补上英文的 \""))
}

/// How many brackets are open at the end of a line.
fn brackets(line: &str, before: usize) -> usize {
    let (mut open, mut quote, mut escaped) = (before, None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(end), c) => {
                if c == end && !escaped {
                    quote = None;
                }
                escaped = c == '\\' && end == '"' && !escaped;
            }
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => break,
            (None, '[' | '{') => open += 1,
            (None, ']' | '}') => open = open.saturating_sub(1),
            _ => {}
        }
    }
    open
}
