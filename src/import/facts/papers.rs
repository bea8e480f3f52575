//! Papers: notices 公示、公告, forms 表单 (in the text and among the annexes) and leaflets 明白纸、明白卡.

use super::super::head::Head;
use super::super::tree::Part;
use super::{Fact, Passage, What};

/// Every notice once a clause, every form and leaflet once.
pub(super) fn find(head: &Head, parts: &[Part], passages: &[Passage<'_>]) -> Vec<Fact> {
    let mut facts = notices(passages);
    facts.extend(forms(head, parts, passages));
    facts.extend(leaflets(passages));
    facts
}

fn notices(passages: &[Passage<'_>]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for passage in passages.iter().filter(|passage| passage.clause.is_some()) {
        // How funds are made public is another matter.
        let text = passage.text.replace("公告公示制度", "　　　　　　");
        for title in ["公示", "公告"] {
            let Some(at) = text.find(title) else { continue };
            let fact = passage.fact(at, What::Notice { title: title.to_owned() });
            let known =
                |other: &Fact| (other.part, &other.clause, &other.is) == (fact.part, &fact.clause, &fact.is);
            if !facts.iter().any(known) {
                facts.push(fact);
            }
        }
    }
    facts
}

fn forms(head: &Head, parts: &[Part], passages: &[Passage<'_>]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut add = |fact: Fact| {
        let What::Form { title, .. } = &fact.is else { return };
        let known = facts
            .iter_mut()
            .find(|other| matches!(&other.is, What::Form { title: name, .. } if alike(name, title)));
        match known.map(|other| &mut other.is) {
            None => facts.push(fact),
            Some(What::Form { title: name, also }) if also.is_none() && bare(name) != bare(title) => {
                *also = Some((title.clone(), fact.line));
            }
            Some(_) => {}
        }
    };
    for passage in passages {
        for (at, _) in passage.text.match_indices('《') {
            let inner = &passage.text[at + '《'.len_utf8()..];
            let Some(title) = inner.split('》').next().filter(|title| title.ends_with('表')) else {
                continue;
            };
            add(passage.fact(at, What::Form { title: title.to_owned(), also: None }));
        }
    }
    for (title, line) in head.attachments.iter().filter(|(title, _)| title.ends_with('表')) {
        let part = parts.iter().rposition(|part| part.line <= *line).unwrap_or(0);
        let is = What::Form { title: title.clone(), also: None };
        add(Fact { part, clause: None, line: *line, column: None, is });
    }
    facts
}

/// Without quotation marks.
fn bare(title: &str) -> String {
    title.replace(['“', '”'], "")
}

/// One form under two names: they differ by two characters at most.
fn alike(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (bare(a).chars().collect(), bare(b).chars().collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row.last().is_some_and(|distance| *distance <= if a.len() >= 8 { 2 } else { 0 })
}

fn leaflets(passages: &[Passage<'_>]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for passage in passages {
        for word in ["明白纸", "明白卡"] {
            for (at, _) in passage.text.match_indices(word) {
                let before = passage.text[..at].trim_end_matches('“');
                let ends = ['，', '。', '；', '：', '、', '”'];
                let start = before
                    .rfind(ends)
                    .map_or(0, |end| end + before[end..].chars().next().map_or(0, char::len_utf8));
                let run = &before[start..];
                let run = ["发放", "印发", "制作"]
                    .iter()
                    .fold(run, |run, verb| run.rsplit(verb).next().unwrap_or(run));
                // 两张政策明白纸 names none of them.
                let counted =
                    run.contains("两张") || run.contains("两种") || run.contains("三种") || run.is_empty();
                let title = format!("{run}{word}");
                let known = facts
                    .iter()
                    .any(|fact| matches!(&fact.is, What::Leaflet { title: name } if *name == title));
                if !counted && !known {
                    facts.push(passage.fact(at, What::Leaflet { title }));
                }
            }
        }
    }
    facts
}
