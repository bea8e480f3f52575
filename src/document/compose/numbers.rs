//! The table of a policy page that says of every number of days which clause it rests on.

use super::source::Sources;
use crate::document::{Align, Block, Column, Span, Table, Text};
use crate::policy::told::Told;
use crate::policy::written::Clause;
use crate::policy::{Pack, Unit};

/// Every number of days that may be told, with the clause it rests on; none if it counts no days.
pub(super) fn numbers(pack: &Pack, told: &Told<'_>, sources: &Sources<'_>, place: &str) -> Option<Block> {
    let open = |text: &str| Text::open(text, place);
    let mut rows = Vec::new();
    let mut row = |what: String, days: u16, unit: Unit, clause: Option<&Clause>, local: Option<&String>| {
        let mut source = sources.of(clause, local);
        let title = clause.and_then(|clause| pack.text.find(clause.get_ref())).map(|clause| &clause.title);
        if let Some(title) = title.filter(|title| !title.is_empty()) {
            source.spans.push(Span::Plain(format!(" {title}")));
        }
        rows.push(vec![open(&what), open(&format!("{days}{}", unit.chinese())), source]);
    };
    for procedure in &told.procedure {
        if let Some(limit) = procedure.total {
            let what = format!("{}全程", procedure.is.title);
            row(what, limit.days, limit.unit, limit.clause.as_ref(), limit.local.as_ref());
        }
        for step in &procedure.step {
            if let Some(limit) = step.limit {
                row(
                    step.is.title.clone(),
                    limit.days,
                    limit.unit,
                    limit.clause.as_ref(),
                    limit.local.as_ref(),
                );
            }
        }
    }
    for notice in &pack.is.notice {
        for (what, count) in [("公示期", &notice.period), ("张贴保留", &notice.posting)] {
            if let Some(count) = count.as_ref().filter(|count| pack.tells(count.clause.as_ref())) {
                let what = format!("{}的{what}", notice.title);
                row(what, count.days, count.unit, count.clause.as_ref(), count.local.as_ref());
            }
        }
    }
    let column = |title: &str, weight| Column { title: open(title), align: Align::Start, weight };
    (!rows.is_empty()).then(|| {
        Block::Table(Table {
            caption: None,
            columns: vec![column("事项", 3), column("天数", 2), column("依据", 5)],
            rows,
            end_mark: false,
            min_row_height: 0,
            may_double: false,
        })
    })
}
