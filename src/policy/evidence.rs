//! Evidence 条款依据: every figure of a pack points at its clause, and stands there in digits or in words.

use super::Pack;
use super::codes::{NO_EVIDENCE, UNCONFIRMED};
use super::written::{Clause, Unit};
use crate::diag::toml::line_column;
use crate::diag::{Diagnostic, Place};

/// A fact of the pack as the evidence check sees it.
struct Fact<'a> {
    /// What it is called in a message.
    name: String,
    /// Its dotted path in `pack.toml`, where it has no clause of its own to point at.
    at: String,
    clause: Option<&'a Clause>,
    local: Option<&'a String>,
    confirmed: bool,
    /// The number and unit that must stand in the clause and in the wording shown to people, if it is a number.
    number: Option<(u16, Unit, &'a str)>,
}

/// Compares every fact with the clause it cites.
pub(super) fn check(pack: &Pack, source: &str) -> Vec<Diagnostic> {
    facts(pack).iter().flat_map(|fact| examine(pack, source, fact)).collect()
}

fn facts(pack: &Pack) -> Vec<Fact<'_>> {
    let mut facts = Vec::new();
    let mut titled = |name: String, clause, confirmed| {
        facts.push(Fact {
            name,
            at: String::new(),
            clause: Some(clause),
            local: None,
            confirmed,
            number: None,
        });
    };
    for measure in &pack.is.measure {
        titled(format!("措施“{}”", measure.title), &measure.clause, measure.confirmed);
    }
    for point in &pack.is.point {
        titled(format!("要点“{}”", point.title), &point.clause, point.confirmed);
    }
    for leaflet in &pack.is.leaflet {
        titled(format!("明白纸“{}”", leaflet.title), &leaflet.clause, leaflet.confirmed);
    }
    for notice in &pack.is.notice {
        titled(format!("公示种类“{}”", notice.title), &notice.clause, notice.confirmed);
    }
    for step in pack.is.procedure.iter().flat_map(|procedure| &procedure.step) {
        titled(format!("步骤“{}”", step.title), &step.clause, step.confirmed);
    }
    for passage in pack.is.discovery.iter().chain(&pack.is.scope).chain(&pack.is.exit) {
        facts.push(Fact {
            name: format!("“{}”", passage.title),
            at: String::new(),
            clause: Some(&passage.clause),
            local: None,
            confirmed: passage.confirmed,
            number: None,
        });
    }
    for (n, category) in pack.is.category.iter().enumerate() {
        facts.push(Fact {
            name: format!("类别“{}”", category.title),
            at: format!("category.{n}"),
            clause: category.clause.as_ref(),
            local: category.local.as_ref(),
            confirmed: category.confirmed,
            number: None,
        });
    }
    for (n, duty) in pack.is.duty.iter().enumerate() {
        facts.push(Fact {
            name: format!("定期事项“{}”", duty.title),
            at: format!("duty.{n}"),
            clause: duty.clause.as_ref(),
            local: duty.local.as_ref(),
            confirmed: duty.confirmed,
            number: None,
        });
    }
    for (n, form) in pack.is.form.iter().enumerate() {
        facts.push(Fact {
            name: format!("表单“{}”", form.title),
            at: format!("form.{n}"),
            clause: form.clause.as_ref(),
            local: form.local.as_ref(),
            confirmed: form.confirmed,
            number: None,
        });
    }
    for (p, procedure) in pack.is.procedure.iter().enumerate() {
        let total = procedure
            .total
            .iter()
            .map(|limit| ("全程时限".to_owned(), format!("procedure.{p}.total"), limit));
        let steps = procedure.step.iter().enumerate().filter_map(|(s, step)| {
            let name = format!("步骤“{}”的时限", step.title);
            step.limit.as_ref().map(|limit| (name, format!("procedure.{p}.step.{s}.limit"), limit))
        });
        for (name, at, limit) in total.chain(steps) {
            facts.push(Fact {
                name,
                at,
                clause: limit.clause.as_ref(),
                local: limit.local.as_ref(),
                confirmed: limit.confirmed,
                number: Some((limit.days, limit.unit, &limit.wording)),
            });
        }
    }
    for (n, notice) in pack.is.notice.iter().enumerate() {
        for (key, name, count) in
            [("period", "公示期", &notice.period), ("posting", "张贴保留期", &notice.posting)]
        {
            let Some(count) = count else { continue };
            facts.push(Fact {
                name: format!("“{}”的{name}", notice.title),
                at: format!("notice.{n}.{key}"),
                clause: count.clause.as_ref(),
                local: count.local.as_ref(),
                confirmed: count.confirmed,
                number: Some((count.days, count.unit, &count.wording)),
            });
        }
    }
    facts
}

fn examine(pack: &Pack, source: &str, fact: &Fact<'_>) -> Vec<Diagnostic> {
    let file = format!("{}/pack.toml", pack.path);
    let mut found = Vec::new();
    let place = fact.clause.map_or_else(
        || Place::file(&file).field(&fact.at),
        |clause| {
            let (line, column) = line_column(source, clause.span().start);
            Place::at(&file, line, column)
        },
    );
    if !fact.confirmed {
        found.push(Diagnostic::error(
            &UNCONFIRMED,
            place.clone(),
            format!("{}还没有经人核对", fact.name),
            "对照原文核实后写 confirmed = true",
        ));
    }
    if let Some((days, unit, wording)) = fact.number
        && !stands_in(wording, days, unit)
    {
        found.push(Diagnostic::error(
            &NO_EVIDENCE,
            place.clone(),
            format!("{}的 wording 里没有{days}{}，印出来的天数会和日期对不上", fact.name, unit.chinese()),
            "让 wording 和 days 写同一个数",
        ));
    }
    match (fact.clause, fact.local) {
        (None, None) => found.push(Diagnostic::error(
            &NO_EVIDENCE,
            place,
            format!("{}没有依据", fact.name),
            "写 clause = \"条款号\"；原文没有规定的，写 local = \"本地决定的理由\"",
        )),
        (None, Some(reason)) if reason.trim().is_empty() => found.push(Diagnostic::error(
            &NO_EVIDENCE,
            place,
            format!("{}由本地决定，却没有理由", fact.name),
            "在 local 里写明理由",
        )),
        (None, Some(_)) => {}
        (Some(clause), _) => match pack.text.whole(clause.get_ref()) {
            None => found.push(Diagnostic::error(
                &NO_EVIDENCE,
                place,
                format!("{}引用的条款 {} 在 text.md 里没有", fact.name, clause.get_ref()),
                "核对条款号，例如 二/（三）",
            )),
            Some(text) => {
                if let Some((days, unit, _)) = fact.number
                    && !stands_in(&text, days, unit)
                {
                    found.push(Diagnostic::error(
                        &NO_EVIDENCE,
                        place,
                        format!(
                            "{}写的是{days}{}，条款 {} 里没有这个数",
                            fact.name,
                            unit.chinese(),
                            clause.get_ref()
                        ),
                        "核对 pack.toml 与 text.md，改正写错的一处",
                    ));
                }
            }
        },
    }
    found
}

/// Whether `5天`, `5个工作日`, `5 日`, `五天` … stands in the text, and not as the tail of another number.
fn stands_in(text: &str, days: u16, unit: Unit) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let units: &[&str] = match unit {
        Unit::Calendar => &["天", "日", "个自然日"],
        Unit::Working => &["个工作日", "工作日"],
    };
    [days.to_string(), in_words(days)].iter().any(|number| {
        units.iter().any(|unit| {
            let wanted = format!("{number}{unit}");
            text.match_indices(&wanted).any(|(at, _)| {
                let before = text[..at].chars().next_back();
                !before.is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十百月".contains(c))
            })
        })
    })
}

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
        assert!(!stands_in("一般不超过15天", 5, Unit::Calendar));
        assert!(!stands_in("一般不超过十五天", 5, Unit::Calendar));
        assert!(stands_in("公示不少于 5 天", 5, Unit::Calendar));
        assert!(stands_in("公示不少于五天", 5, Unit::Calendar));
    }

    #[test]
    fn working_days_are_not_evidence_for_calendar_days() {
        assert!(!stands_in("5个工作日内", 5, Unit::Calendar));
        assert!(stands_in("5个工作日内", 5, Unit::Working));
        assert!(!stands_in("5天内", 5, Unit::Working));
    }
}
