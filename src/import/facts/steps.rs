//! Procedures 程序: numbered items below a heading that says so, a sequence in one sentence, or duties with a limit.

use super::super::tree::{Clause, Part};
use super::{Fact, What, agents, time};

/// The steps of every procedure of a part.
pub(super) fn find(number: usize, part: &Part) -> Vec<Fact> {
    let mut facts = Vec::new();
    for clause in &part.clauses {
        let text = clause.live();
        let found = sequence(&text).or_else(|| numbered(part, clause)).or_else(|| by_limits(clause, &text));
        for (order, step) in found.unwrap_or_default().into_iter().enumerate() {
            let named = || nearby(&text, &step.title).filter(|_| step.quoted);
            let actor = step.actor.or_else(|| agents::titled(&step.title)).or_else(named);
            let is = What::Step { track: clause.path.clone(), order: order + 1, title: step.title, actor };
            let line = step.line.unwrap_or_else(|| line_of(clause, step.at));
            facts.push(Fact {
                part: number,
                clause: Some(step.clause.unwrap_or_else(|| clause.path.clone())),
                line,
                column: None,
                is,
            });
        }
    }
    facts
}

struct Found {
    title: String,
    actor: Option<String>,
    /// Where it stands, when it is an item of its own.
    clause: Option<String>,
    line: Option<u32>,
    /// Byte offset in the clause's text.
    at: usize,
    /// Only named in a list; who does it stands elsewhere in the clause.
    quoted: bool,
}

/// The line of a byte offset in a clause's text as [`Clause::live`] joins it.
fn line_of(clause: &Clause, at: usize) -> u32 {
    let mut left = at;
    for paragraph in &clause.text {
        if left <= paragraph.text.len() {
            return paragraph.line_at(left);
        }
        left -= paragraph.text.len() + 1;
    }
    clause.line
}

/// “甲、乙、丙”程序, or 第一步甲，第二步乙.
fn sequence(text: &str) -> Option<Vec<Found>> {
    let found = |title: &str, at: usize, quoted: bool| Found {
        title: title.to_owned(),
        actor: None,
        clause: None,
        line: None,
        at,
        quoted,
    };
    for (open, _) in text.match_indices('“') {
        let start = open + '“'.len_utf8();
        let Some(end) = text[start..].find('”').map(|end| start + end) else { continue };
        let named: String = text[end + '”'.len_utf8()..].chars().take(6).collect();
        let titles: Vec<&str> = text[start..end].split('、').collect();
        if titles.len() >= 3 && ["程序", "流程", "步骤"].iter().any(|word| named.contains(word)) {
            return Some(titles.into_iter().map(|title| found(title, start, true)).collect());
        }
    }
    let mut steps = Vec::new();
    for (n, ordinal) in ["一", "二", "三", "四", "五", "六", "七", "八", "九"].iter().enumerate() {
        let mark = format!("第{ordinal}步");
        let Some(at) = text.find(&mark).filter(|_| steps.len() == n) else { break };
        let rest = text[at + mark.len()..].trim_start_matches(['：', '，', '、']);
        steps.push(found(rest.split(['，', '。', '；']).next().unwrap_or(rest), at, false));
    }
    (steps.len() >= 2).then_some(steps)
}

/// Words for what a step does; of several in a breath the last is the verb, the ones before it are its object.
const DEEDS: [&str; 40] = [
    "书面申请",
    "入户核查",
    "入户调查",
    "入户核实",
    "调查核实",
    "民主评议",
    "信息核对",
    "信息比对",
    "审核确认",
    "联合审核",
    "比对审定",
    "张榜公示",
    "风险研判",
    "上门核实",
    "集体研究",
    "申请",
    "申报",
    "受理",
    "核查",
    "核实",
    "核对",
    "调查",
    "评议",
    "比对",
    "公示",
    "审核",
    "审批",
    "审定",
    "审查",
    "评定",
    "复核",
    "确认",
    "认定",
    "批准",
    "公告",
    "备案",
    "录入",
    "上报",
    "告知",
    "通知",
];

/// The deed that ends last in some words; of those that end together the longest.
fn deed(words: &str) -> Option<&'static str> {
    // Who applies is nobody's deed.
    let words = words.replace("申请人", "　　　").replace("申请家庭", "　　　　");
    let found =
        DEEDS.iter().filter_map(|deed| words.rfind(deed).map(|at| (at + deed.len(), deed.len(), *deed)));
    found.max().map(|(_, _, deed)| deed)
}

/// Whether the items below a clause are steps: its heading says so, or an article's own words do.
fn is_procedure(clause: &Clause) -> bool {
    let says = |text: &str| ["程序", "步骤", "流程"].iter().any(|word| text.contains(word));
    // Titles of chapters name what is done in them; 申请条件 is no procedure.
    let chapter = clause.path.ends_with(['章', '节'])
        && DEEDS.iter().any(|deed| clause.title.contains(deed))
        && !["条件", "标准", "对象", "范围", "管理", "监督"].iter().any(|word| clause.title.contains(word));
    let text = clause.live();
    let lead = text.lines().next_back().unwrap_or("");
    says(&clause.title) || chapter || clause.article() && lead.ends_with('：') && says(lead)
}

fn is_section(clause: &Clause) -> bool {
    clause.depth == 2 && clause.path.ends_with('节')
}

/// Items below 监测程序 or 工作步骤, with the further steps that a limit in them names; articles of such a chapter only
/// where they say who acts, and not where an article has its own procedure.
fn numbered(part: &Part, clause: &Clause) -> Option<Vec<Found>> {
    let chapter = part.parent(clause).filter(|_| clause.path.ends_with('节'));
    if !is_procedure(clause) || chapter.is_some_and(is_procedure) {
        return None;
    }
    let through = |item| if is_section(item) { part.children(item).collect() } else { vec![item] };
    let items: Vec<&Clause> = part.children(clause).flat_map(through).collect();
    if items.iter().any(|item| item.article() && numbered(part, item).is_some()) {
        return None;
    }
    let mut steps: Vec<Found> = Vec::new();
    for item in items {
        let text = item.live();
        let who = agents::agent(&text);
        let posted =
            || time::find(&text).iter().any(|(_, is)| matches!(is, What::Limit { posting: true, .. }));
        if item.article() && item.title.is_empty() && who.is_none() && !posted() {
            continue;
        }
        let actor = who.map(|(name, _)| name.to_owned()).or_else(|| agents::named(&text));
        let from = who.map_or(0, |(_, at)| at);
        let done = text[from..].split(['，', '。', '；', '\n']).find_map(deed);
        let title = match done.filter(|_| item.article()) {
            _ if !item.title.is_empty() => item.title.clone(),
            Some(deed) => deed.to_owned(),
            None => opening(&text),
        };
        let further = within_days(item, &text, &title, actor.as_deref());
        let own = Found {
            title,
            actor,
            clause: Some(item.path.clone()),
            line: Some(item.line),
            at: 0,
            quoted: false,
        };
        steps.push(own);
        steps.extend(further);
    }
    (steps.len() >= 2).then_some(steps)
}

/// Steps that an item's limits name beside its own: 村民委员会在收到申请后3个工作日内入户核查.
fn within_days(item: &Clause, text: &str, own: &str, who: Option<&str>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (at, is) in time::find(text) {
        let What::Limit { ref wording, posting: false, .. } = is else { continue };
        let Some((title, words)) = named_after(text, at, wording) else { continue };
        let whole = wording.contains("不超过") || wording.contains("不少于");
        let sentence = text[at..].split(['。', '；', '\n']).next().unwrap_or("");
        let known =
            same(own, words) || sentence.contains(own) || found.iter().any(|step| step.title == title);
        if whole || known {
            continue;
        }
        let start = text[..at].rfind(['。', '；', '\n']);
        let start = start.map_or(0, |end| end + text[end..].chars().next().map_or(0, char::len_utf8));
        let actor = agents::agent(&text[start..]).map(|(name, _)| name).or(who).map(str::to_owned);
        let (clause, line) = (Some(item.path.clone()), Some(line_of(item, at)));
        found.push(Found { title, actor, clause, line, at, quoted: false });
    }
    found
}

/// What is done within a limit: a name, and the words right behind it.
pub(in crate::import) fn named_after<'a>(
    text: &'a str,
    at: usize,
    wording: &str,
) -> Option<(String, &'a str)> {
    let number = last_words(wording);
    let from = at + text.get(at..)?.find(number)? + number.len();
    let all = text[from..].split(['，', '。', '；', '、', '\n', '（']).next()?;
    let words = ["完成", "组织", "开展", "进行", "予以", "作出", "及时", "应当", "派人"]
        .iter()
        .fold(all, |words, verb| words.strip_prefix(verb).unwrap_or(words));
    let short =
        (2..=8).contains(&words.chars().count()) && !words.starts_with(['对', '将', '向', '把', '的']);
    let name = match deed(words) {
        Some(deed) if !short => deed.to_owned(),
        _ if short => words.to_owned(),
        _ => return None,
    };
    Some((name, all))
}

/// The number and what follows it: words before it (不超过) stand before its place in the text.
fn last_words(wording: &str) -> &str {
    let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    wording.find(digit).map_or(wording, |at| &wording[at..])
}

/// Whether some words name a step: one deed in both.
pub(in crate::import) fn same(step: &str, words: &str) -> bool {
    words.contains(step) || DEEDS.iter().any(|deed| step.contains(deed) && words.contains(deed))
}

/// …5个工作日内完成核实…: two such in a clause are a procedure.
fn by_limits(clause: &Clause, text: &str) -> Option<Vec<Found>> {
    if clause.depth < 2 && !clause.article() {
        return None;
    }
    let marks = ["个工作日内完成", "天内完成"];
    let mut steps: Vec<Found> = marks
        .iter()
        .flat_map(|mark| text.match_indices(mark))
        .map(|(at, mark)| {
            let rest = &text[at + mark.len()..];
            let title = rest.split(['，', '。', '；', '、']).next().unwrap_or(rest).to_owned();
            let start = text[..at].rfind(['。', '；', '\n']).unwrap_or(0);
            Found {
                title,
                actor: agents::last(&text[start..at]),
                clause: None,
                line: None,
                at,
                quoted: false,
            }
        })
        .collect();
    steps.sort_by_key(|step| step.at);
    (steps.len() >= 2).then_some(steps)
}

/// The first words of an item without a heading.
fn opening(text: &str) -> String {
    let words: String = text.chars().take_while(|c| !"。；\n".contains(*c)).take(24).collect();
    if words.chars().count() == 24 { format!("{words}…") } else { words }
}

/// Who is named last before a step is mentioned again in the same sentence.
fn nearby(text: &str, title: &str) -> Option<String> {
    let (at, _) = text.match_indices(title).last()?;
    // Inside the list itself the steps before it are nobody's name.
    let quote = text[..at].rfind('“').filter(|open| !text[*open..at].contains('”'));
    let end = quote.unwrap_or(at);
    let start = text[..end].rfind(['。', '；']).unwrap_or(0);
    agents::actor_before(&text[start..end]).map(str::to_owned)
}
