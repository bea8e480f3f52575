//! Aid measures 帮扶措施: items below a heading of aid, with the departments that answer for them.

use super::super::tree::{Clause, Part};
use super::{Fact, What};

/// Headings below which every item is a measure.
const HEADINGS: [&str; 5] = ["帮扶措施", "分类帮扶", "精准施策", "强化即时帮扶", "帮扶政策"];
const LABELS: [&str; 14] = [
    "责任单位：",
    "责任部门：",
    "责任科室：",
    "责任单位:",
    "责任部门:",
    "牵头单位：",
    "牵头部门：",
    "牵头单位:",
    "牵头部门:",
    "配合单位：",
    "配合部门：",
    "主办单位：",
    "协办单位：",
    "实施单位：",
];

/// Every measure of a part.
pub(super) fn find(number: usize, part: &Part) -> Vec<Fact> {
    let headed = |clause: &&Clause| HEADINGS.iter().any(|heading| clause.title.contains(heading));
    let items = part.clauses.iter().filter(headed).flat_map(|heading| part.children(heading));
    // An article that only leads to its items is no measure.
    let leads =
        |item: &Clause| item.article() && item.live().ends_with('：') && part.children(item).next().is_some();
    let items = items.flat_map(|item| if leads(item) { part.children(item).collect() } else { vec![item] });
    items
        .map(|item| {
            let is = What::Measure { title: title(item), departments: departments(&item.live()) };
            Fact { part: number, clause: Some(item.path.clone()), line: item.line, column: None, is }
        })
        .collect()
}

/// The heading, or the first words of the item.
fn title(item: &Clause) -> String {
    if !item.title.is_empty() {
        return item.title.clone();
    }
    let text = item.live();
    let words: Vec<char> = text.chars().take_while(|c| !"，。；".contains(*c)).collect();
    words.iter().take(20).collect()
}

/// The bodies after 责任单位：, as the text separates them.
fn departments(text: &str) -> Vec<String> {
    let labels = LABELS.iter().filter_map(|label| text.find(label).map(|at| (at, at + label.len())));
    let Some((_, from)) = labels.min() else { return Vec::new() };
    let after = text[from..].split(['\n', '。']).next().unwrap_or("").trim();
    // The bracket around the whole, not one that belongs to the last name.
    let brackets = |sides: [char; 2]| after.matches(sides).count();
    let open = brackets(['）', ')']) > brackets(['（', '(']);
    let after = if open { after.strip_suffix(['）', ')']).unwrap_or(after) } else { after };
    let unlabelled = |body| LABELS.iter().find_map(|label| str::strip_prefix(body, label)).unwrap_or(body);
    let bodies = after.split(['，', '、', '；', ',', ';']).map(str::trim).map(unlabelled);
    bodies.flat_map(apart).filter(|body| !body.is_empty()).map(str::to_owned).collect()
}

/// 甲办公室和乙中心 are two; 人力资源和社会保障局 and 党工委和管委会 are one.
fn apart(body: &str) -> Vec<&str> {
    for word in ["以及", "和", "及", "与"] {
        for (at, _) in body.match_indices(word) {
            let (one, other) = (&body[..at], &body[at + word.len()..]);
            let whole = |name: &str| BODIES.iter().any(|end| name.ends_with(end));
            let count = other.chars().count();
            if whole(one) && whole(other) && (count >= 3 && other.starts_with(REGIONS) || count >= 4) {
                return [apart(one), apart(other)].concat();
            }
        }
    }
    vec![body]
}

/// Endings of a body's name.
const BODIES: [&str; 21] = [
    "局",
    "办",
    "办公室",
    "中心",
    "所",
    "站",
    "部",
    "政府",
    "委员会",
    "会",
    "院",
    "厅",
    "委",
    "社",
    "队",
    "组",
    "联",
    "公司",
    "学校",
    "科",
    "室",
];
/// What the name of a body begins with that says its level.
const REGIONS: [char; 8] = ['镇', '乡', '县', '市', '区', '村', '省', '各'];
