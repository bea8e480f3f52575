//! Conflicts 时限冲突: rules of one pack that cannot always be kept together, each with both sides in their own words,
//! and the pack's answer. `found` holds what the program sees by itself; people may write down others.
//!
//! Nothing is repaired here: a conflict without an answer is a warning until somebody who may decide has decided.

mod found;

use super::Pack;
use super::codes::{CONFLICT, PACK_INCOMPLETE};
use super::written::{self, Clause, Conflict as Answer};
use crate::calendar::chinese;
use crate::diag::{Diagnostic, Place};

/// One of two rules that clash.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    /// Its dotted id, as `between` names it; the clause's path where only words clash.
    pub id: String,
    /// What it is called, e.g. 监测对象认定公示的公示期.
    pub name: String,
    /// Its words.
    pub words: String,
    /// The clause it rests on; without one it is a local choice, or the calendar.
    pub clause: Option<&'a Clause>,
    /// Its place in `pack.toml`.
    at: String,
}

impl Side<'_> {
    /// `监测对象认定公示的公示期“不少于5天”（文件二（三））`.
    pub fn words(&self) -> String {
        let source = if self.id == CALENDAR { "日历".to_owned() } else { Pack::source(self.clause) };
        format!("{}“{}”（{source}）", self.name, self.words)
    }
}

/// Two rules that cannot always be kept together.
#[derive(Debug, Clone)]
pub struct Conflict<'a> {
    /// The two.
    pub sides: [Side<'a>; 2],
    /// How they clash, where the program sees it by itself.
    pub why: Option<String>,
    /// What the pack says is done.
    pub answer: Option<&'a Answer>,
}

impl Conflict<'_> {
    /// Both sides in one sentence, without a full stop.
    pub fn words(&self) -> String {
        let [one, other] = &self.sides;
        let why = self.why.as_ref().map_or_else(String::new, |why| format!("：{why}"));
        format!("{}，与{}{why}", one.words(), other.words())
    }

    fn is_between(&self, ids: &[String]) -> bool {
        ids.len() == 2 && self.sides.iter().all(|side| ids.contains(&side.id))
    }
}

/// The other side where a month lacks a day.
const CALENDAR: &str = "calendar";

impl Pack {
    /// Every conflict: first what the program sees, answered or not, then what people wrote down beside it.
    pub fn conflicts(&self) -> Vec<Conflict<'_>> {
        let mut all = found::found(self);
        for answer in &self.is.conflict {
            match all.iter_mut().find(|conflict| conflict.is_between(&answer.between)) {
                Some(conflict) => conflict.answer = Some(answer),
                None => all.extend(written(self, answer)),
            }
        }
        all
    }

    /// What the pack does about two of its rules, named by their ids.
    pub(crate) fn answer(&self, one: &str, other: &str) -> Option<&Answer> {
        let ids = [one, other];
        self.is.conflict.iter().find(|answer| {
            answer.between.len() == 2 && ids.iter().all(|id| answer.between.iter().any(|named| named == id))
        })
    }

    /// One warning for each conflict that nobody has answered.
    pub(crate) fn unanswered(&self) -> Vec<Diagnostic> {
        let file = format!("{}/pack.toml", self.path);
        let warning = |conflict: &Conflict<'_>| {
            let [one, other] = &conflict.sides;
            Diagnostic::warning(
                &CONFLICT,
                Place::file(&file).field(&one.at),
                conflict.words(),
                format!(
                    "定下来哪一条优先、遇到时怎么办，在 pack.toml 里写一段 [[conflict]]：between = [\"{}\", \"{}\"]，并写 title、text 和 clause 或 local",
                    one.id, other.id
                ),
            )
        };
        let all = self.conflicts();
        let mut found: Vec<Diagnostic> =
            all.iter().filter(|conflict| conflict.answer.is_none()).map(warning).collect();
        let source = self.files.get("pack.toml").map_or("", String::as_str);
        crate::diag::toml::locate(&mut found, &file, source);
        found
    }
}

/// A conflict as people wrote it.
fn written<'a>(pack: &'a Pack, answer: &'a Answer) -> Option<Conflict<'a>> {
    let sides: Vec<Side<'_>> = if answer.between.is_empty() {
        let quoted = |(clause, words): (&'a Clause, &String)| Side {
            id: clause.get_ref().clone(),
            name: pack.text.find(clause.get_ref()).map_or("", |clause| &clause.title).to_owned(),
            words: words.clone(),
            clause: Some(clause),
            at: String::new(),
        };
        answer.clauses.iter().zip(&answer.words).map(quoted).collect()
    } else {
        answer.between.iter().filter_map(|id| side(pack, id)).collect()
    };
    Some(Conflict { sides: sides.try_into().ok()?, why: None, answer: Some(answer) })
}

/// The rule that a dotted id names.
fn side<'a>(pack: &'a Pack, id: &str) -> Option<Side<'a>> {
    let is = &pack.is;
    let side = |name: String, words: &str, clause: Option<&'a Clause>, at: String| {
        Some(Side { id: id.to_owned(), name, words: words.to_owned(), clause, at })
    };
    match *id.split('.').collect::<Vec<_>>() {
        ["notice", notice, key] => {
            let n = is.notice.iter().position(|kind| kind.id == notice)?;
            let kind = &is.notice[n];
            let (name, count) = match key {
                "period" => ("公示期", kind.period.as_ref()?),
                "posting" => ("张贴保留期", kind.posting.as_ref()?),
                _ => return None,
            };
            let name = format!("{}的{name}", kind.title);
            side(name, &count.wording, count.clause.as_ref(), format!("notice.{n}.{key}"))
        }
        ["procedure", procedure, "total"] => {
            let n = is.procedure.iter().position(|is| is.id == procedure)?;
            let total = is.procedure[n].total.as_ref()?;
            let name = format!("{}的全程时限", is.procedure[n].title);
            side(name, &total.wording, total.clause.as_ref(), format!("procedure.{n}.total"))
        }
        ["procedure", procedure, step, "limit"] => {
            let n = is.procedure.iter().position(|is| is.id == procedure)?;
            let s = is.procedure[n].step.iter().position(|is| is.id == step)?;
            let limit = is.procedure[n].step[s].limit.as_ref()?;
            let name = format!("步骤“{}”的时限", is.procedure[n].step[s].title);
            side(name, &limit.wording, limit.clause.as_ref(), format!("procedure.{n}.step.{s}.limit"))
        }
        ["duty", duty] => {
            let n = is.duty.iter().position(|is| is.id == duty)?;
            let duty = &is.duty[n];
            side(duty.title.clone(), &duty.wording, duty.clause.as_ref(), format!("duty.{n}.when"))
        }
        ["consultation"] => {
            let asked = is.consultation.as_ref()?;
            let words = format!("{}至{}", chinese(asked.first), chinese(asked.last));
            side("征求意见".to_owned(), &words, Some(&asked.clause), "consultation.last".to_owned())
        }
        [CALENDAR] => side("月份的天数".to_owned(), "2月只有28天或29天，小月只有30天", None, String::new()),
        _ => None,
    }
}

/// What is wrong with the conflicts that a pack writes down; fields are dotted paths into `pack.toml`.
pub(super) fn check(pack: &Pack, file: &str) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (n, is) in pack.is.conflict.iter().enumerate() {
        let mut add = |key: &str, message: String, help: &str| {
            let at = Place::file(file).field(format!("conflict.{n}.{key}"));
            faults.push(Diagnostic::error(&PACK_INCOMPLETE, at, message, help));
        };
        let written::Conflict { title, between, clauses, words, keep, .. } = is;
        let pair = match (between.as_slice(), clauses.as_slice(), words.as_slice()) {
            ([one, other], [], []) if one != other => between,
            ([], [_, _], [one, other]) if one != other => words,
            _ => {
                let help = "写 between = [\"一条的 id\", \"另一条的 id\"]；两处文字不一致的，写 clauses 和 words，各两项";
                add("title", format!("冲突“{title}”没有写清楚是哪两条"), help);
                continue;
            }
        };
        for id in between.iter().filter(|id| side(pack, id).is_none()) {
            let help = "例如 notice.公示种类.period、procedure.程序.total、procedure.程序.步骤.limit、duty.事项、consultation、calendar";
            add("between", format!("冲突“{title}”说的 {id} 不在这份政策里"), help);
        }
        if keep.as_ref().is_some_and(|keep| !pair.contains(keep)) {
            add(
                "keep",
                format!("冲突“{title}”保留的不是两条里的一条"),
                "照抄两条里的一条；定不下来的不写 keep",
            );
        }
    }
    faults
}

#[cfg(test)]
mod tests;
