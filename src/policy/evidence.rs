//! Evidence 条款依据: every figure of a pack points at its clause, and stands there in digits or in words.

use super::Pack;
use super::codes::{NO_EVIDENCE, UNCONFIRMED};
use super::facts::{Fact, facts};
use crate::diag::toml::line_column;
use crate::diag::{Diagnostic, Place};

/// Compares every fact with the clause it cites.
pub(super) fn check(pack: &Pack, source: &str) -> Vec<Diagnostic> {
    facts(pack).iter().flat_map(|fact| examine(pack, source, fact)).collect()
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
    let mut none = |message: String, help: &str| {
        found.push(Diagnostic::error(&NO_EVIDENCE, place.clone(), message, help));
    };
    if let Some(wording) = fact.wording {
        for said in fact.numbers.iter().filter(|said| !said.stands_in(wording)) {
            none(
                format!("{}的 wording 里没有{said}，印出来的会和算出来的对不上", fact.name),
                "让 wording 和前面写同一个数",
            );
        }
    }
    match (fact.clause, fact.local) {
        (None, None) => none(
            format!("{}没有依据", fact.name),
            "写 clause = \"条款号\"；原文没有规定的，写 local = \"本地决定的理由\"",
        ),
        (None, Some(reason)) if reason.trim().is_empty() => {
            none(format!("{}由本地决定，却没有理由", fact.name), "在 local 里写明理由");
        }
        (None, Some(_)) => {}
        (Some(clause), _) => match pack.text.whole(clause.get_ref()) {
            None => none(
                format!("{}引用的条款 {} 在 text.md 里没有", fact.name, clause.get_ref()),
                "核对条款号，例如 二/（三）",
            ),
            Some(text) => {
                for said in fact.numbers.iter().chain(&fact.words).filter(|said| !said.stands_in(&text)) {
                    none(
                        format!("{}写的是{said}，条款 {} 里没有", fact.name, clause.get_ref()),
                        "核对 pack.toml 与 text.md，改正写错的一处",
                    );
                }
            }
        },
    }
    found
}
