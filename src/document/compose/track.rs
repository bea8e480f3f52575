//! A procedure of the pack → its picture 流程图: steps in lanes by level, limits on the way, the total as a bracket.

use super::source::Sources;
use crate::document::{Limit, Posting, Stop, Text, Track, Whole};
use crate::policy::told::{ToldProcedure, ToldStep};
use crate::policy::written::Clause;
use crate::policy::{NoticeKind, Pack, Step};

/// The levels of the administration, the lowest first; a pack writes 乡, 镇 or 乡镇 as its county does.
const LADDER: [&[char]; 5] = [&['组'], &['村', '社'], &['乡', '镇', '街'], &['县', '区'], &['市']];

/// The picture of what may be told of a procedure; without `sources` it says no clauses.
pub(super) fn track(pack: &Pack, procedure: &ToldProcedure<'_>, sources: Option<&Sources<'_>>) -> Track {
    let place = format!("{}/pack.toml", pack.path);
    let open = |text: &str| Text::open(text, &place);
    let steps = &procedure.step;
    let lanes = lanes(steps);
    let stop = |(at, told): (usize, &ToldStep<'_>)| {
        let step = told.is;
        let within = step.level.split('、').filter_map(|level| lanes.iter().position(|lane| *lane == level));
        let within: Vec<usize> = within.collect();
        let before = at.checked_sub(1).and_then(|before| steps.get(before));
        let limit = told.limit.map(|limit| Limit {
            wording: open(&limit.wording),
            since: (before.is_none_or(|before| before.is.id != limit.from))
                .then(|| steps.iter().find(|earlier| earlier.is.id == limit.from))
                .flatten()
                .map(|from| open(&format!("从“{}”起", from.is.title))),
            source: elsewhere(step, limit.clause.as_ref(), limit.local.as_ref(), sources),
        });
        Stop {
            title: open(&step.title),
            actor: open(&step.actor),
            level: open(&step.level),
            lanes: (within.iter().min().copied().unwrap_or(0), within.iter().max().copied().unwrap_or(0)),
            produces: step.produces.as_deref().map(open),
            limit,
            wait: told.wait.as_ref().zip(step.wait.as_ref()).map(|(said, wait)| {
                let same =
                    wait.clause.as_ref().is_some_and(|clause| clause.get_ref() == step.clause.get_ref());
                match sources.filter(|_| !same) {
                    Some(sources) => sources.after(said, wait.clause.as_ref(), wait.local.as_ref()),
                    None => open(said),
                }
            }),
            posting: step
                .posts
                .as_deref()
                .and_then(|id| pack.notice(id))
                .map(|kind| posting(pack, step, kind, sources)),
            source: sources.map(|from| from.of(Some(&step.clause), None)),
        }
    };
    Track {
        title: open(&format!("{}共{}步，从上往下看", procedure.is.title, steps.len())),
        stops: steps.iter().enumerate().map(stop).collect(),
        lanes: lanes.into_iter().map(open).collect(),
        whole: whole(procedure, &place, sources),
    }
}

/// Each level once, the lowest first; what the ladder does not know comes last, as it is met.
fn lanes<'a>(steps: &[ToldStep<'a>]) -> Vec<&'a str> {
    let mut lanes: Vec<&str> = Vec::new();
    for level in steps.iter().flat_map(|step| step.is.level.split('、')).filter(|level| !level.is_empty()) {
        if !lanes.contains(&level) {
            lanes.push(level);
        }
    }
    lanes.sort_by_key(|lane| LADDER.iter().position(|rung| lane.starts_with(*rung)).unwrap_or(LADDER.len()));
    lanes
}

/// The source of a number, where it is not the clause that the step itself names.
fn elsewhere(
    step: &Step,
    clause: Option<&Clause>,
    local: Option<&String>,
    sources: Option<&Sources<'_>>,
) -> Option<Text> {
    let same = clause.is_some_and(|clause| clause.get_ref() == step.clause.get_ref());
    sources.filter(|_| !same).map(|from| from.of(clause, local))
}

fn posting(pack: &Pack, step: &Step, kind: &NoticeKind, sources: Option<&Sources<'_>>) -> Posting {
    let place = format!("{}/pack.toml", pack.path);
    let signers = kind.signed_by.iter().filter_map(|id| pack.is.role.iter().find(|role| role.id == *id));
    let signers: Vec<&str> = signers.map(|role| role.title.as_str()).collect();
    let period = kind.period.as_ref();
    Posting {
        title: Text::open(&kind.title, &place),
        wording: period.map(|period| Text::open(&period.wording, &place)),
        signed: Text::open(format!("张贴前签字：{}", signers.join("、")), &place),
        source: period
            .and_then(|period| elsewhere(step, period.clause.as_ref(), period.local.as_ref(), sources)),
    }
}

fn whole(procedure: &ToldProcedure<'_>, place: &str, sources: Option<&Sources<'_>>) -> Option<Whole> {
    let total = procedure.total?;
    let steps = &procedure.step;
    let from = steps.iter().position(|step| step.is.id == total.from);
    let to = steps.iter().position(|step| step.is.ends_total);
    let name = |at: Option<usize>, otherwise: &str| {
        at.and_then(|at| steps.get(at)).map_or(otherwise.to_owned(), |step| step.is.title.clone())
    };
    let sentence = format!("从{}到{}，{}。", name(from, "开始"), name(to, "办完"), total.wording);
    let from = from.unwrap_or(0);
    Some(Whole {
        from,
        to: to.unwrap_or(steps.len().saturating_sub(1)).max(from),
        wording: Text::open(format!("全程{}", total.wording), place),
        sentence: Text::open(sentence, place),
        source: sources.map(|sources| sources.of(total.clause.as_ref(), total.local.as_ref())),
    })
}
