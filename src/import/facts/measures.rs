//! Aid measures 帮扶措施: items below a heading of aid, with the departments that answer for them.

use super::super::tree::{Clause, Part};
use super::{Fact, What};

/// Headings below which every item is a measure.
const HEADINGS: [&str; 5] = ["帮扶措施", "分类帮扶", "精准施策", "强化即时帮扶", "帮扶政策"];
const LABELS: [&str; 4] = ["责任单位：", "责任部门：", "责任单位:", "牵头单位："];

/// Every measure of a part.
pub(super) fn find(number: usize, part: &Part) -> Vec<Fact> {
    let headed = |clause: &&Clause| HEADINGS.iter().any(|heading| clause.title.contains(heading));
    let items = part.clauses.iter().filter(headed).flat_map(|heading| part.children(heading));
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
    let after = LABELS.iter().find_map(|label| text.split_once(label)).map_or("", |(_, after)| after);
    let after = after.split('\n').next().unwrap_or("");
    // The bracket around the whole, not one that belongs to the last name.
    let brackets = |sides: [char; 2]| after.matches(sides).count();
    let open = brackets(['）', ')']) > brackets(['（', '(']);
    let after = if open { after.strip_suffix(['）', ')']).unwrap_or(after) } else { after };
    after
        .split(['，', '、', '；'])
        .map(str::trim)
        .filter(|body| !body.is_empty())
        .map(str::to_owned)
        .collect()
}
