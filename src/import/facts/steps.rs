//! Procedures 程序: numbered items below a heading that says so, a sequence in one sentence, or duties with a limit.

use super::super::tree::{Clause, Part};
use super::words::first;
use super::{Fact, What};

/// Who acts, in the words of offices.
const ACTORS: [&str; 33] = [
    "农户",
    "户主",
    "本人或村委会",
    "村委会",
    "村委",
    "村民委员会",
    "村（社区）",
    "村级",
    "村民代表",
    "村",
    "镇村",
    "乡镇扶贫部门",
    "乡镇",
    "乡村干部",
    "乡村",
    "各乡（镇）",
    "乡",
    "县级扶贫部门",
    "县级扶贫办",
    "县区扶贫部门",
    "县（市）区扶贫部门",
    "县（市）区脱贫攻坚领导小组",
    "县（市）区",
    "各县（市）区",
    "县扶贫办",
    "区县",
    "县级",
    "县",
    "相关行业部门",
    "行业部门",
    "乡镇（街道）",
    "市扶贫办",
    "驻村工作队",
];

/// The steps of every procedure of a part.
pub(super) fn find(number: usize, part: &Part) -> Vec<Fact> {
    let mut facts = Vec::new();
    for clause in &part.clauses {
        let text = clause.live();
        let found = sequence(&text).or_else(|| numbered(part, clause)).or_else(|| by_limits(clause, &text));
        for (order, step) in found.unwrap_or_default().into_iter().enumerate() {
            let named = || nearby(&text, &step.title).filter(|_| step.quoted);
            let actor = step.actor.or_else(|| subject(&step.title)).or_else(named);
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

/// Items below 监测程序 or 工作步骤.
fn numbered(part: &Part, clause: &Clause) -> Option<Vec<Found>> {
    if !clause.title.contains("程序") && !clause.title.contains("步骤") {
        return None;
    }
    let steps: Vec<Found> = part
        .children(clause)
        .map(|item| {
            let text = item.live();
            let title = if item.title.is_empty() { opening(&text) } else { item.title.clone() };
            let actor = subject(&text);
            let (clause, line) = (Some(item.path.clone()), Some(item.line));
            Found { title, actor, clause, line, at: 0, quoted: false }
        })
        .collect();
    (steps.len() >= 2).then_some(steps)
}

/// …5个工作日内完成核实…: two such in a clause are a procedure.
fn by_limits(clause: &Clause, text: &str) -> Option<Vec<Found>> {
    if clause.depth < 2 {
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
            Found { title, actor: acting(&text[start..at]), clause: None, line: None, at, quoted: false }
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

/// Who acts in a text of its own: 将…农户移出 and 对农户… name whom it is done to.
fn subject(text: &str) -> Option<String> {
    acting(text).filter(|_| !text.starts_with(['将', '对']))
}

fn acting(text: &str) -> Option<String> {
    first(text, &ACTORS).map(|(_, actor)| actor.to_owned())
}

/// Who is named last in some words.
pub(in crate::import) fn actor_before(words: &str) -> Option<&'static str> {
    let actors = ACTORS.iter().filter_map(|actor| words.rfind(actor).map(|at| (at + actor.len(), *actor)));
    actors.max_by_key(|(end, actor)| (*end, actor.len())).map(|(_, actor)| actor)
}

/// Who is named at the head of some words.
pub(in crate::import) fn actor_first(words: &str) -> Option<&'static str> {
    ACTORS.iter().filter(|actor| words.starts_with(**actor)).max_by_key(|actor| actor.len()).copied()
}

/// Who is named last before a step is mentioned again in the same sentence.
fn nearby(text: &str, title: &str) -> Option<String> {
    let (at, _) = text.match_indices(title).last()?;
    let start = text[..at].rfind(['。', '；']).unwrap_or(0);
    actor_before(&text[start..at]).map(str::to_owned)
}
