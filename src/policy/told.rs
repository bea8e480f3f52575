//! What of a policy may be told to the public 公开范围. A document of our own accord may be told whole; of one on request
//! only the clauses that a recorded decision names (政府信息公开条例 art. 37 区分处理), each with everything below it.
//!
//! Whoever writes for the public takes its facts from [`Pack::told`]; what is not in there must not be shown.

use super::codes::{DRAFT_NOTICE, NOT_PUBLIC};
use super::written::{
    Category, Clause, Conflict, Disclosed, Disclosure, Duty, Passage, Point, Procedure, Status, Threshold,
};
use super::{AidFirst, Limit, Measure, NoticeKind, Pack, Step};
use crate::diag::{Diagnostic, Place};
use chrono::NaiveDate;

/// The facts of a pack that may be told, in its own order.
#[derive(Debug)]
pub struct Told<'a> {
    /// The decisions to tell parts; empty for a document that may be told whole.
    pub disclosed: Vec<&'a Disclosed>,
    /// Household categories.
    pub category: Vec<&'a Category>,
    /// Thresholds.
    pub threshold: Vec<&'a Threshold>,
    /// How cases are found.
    pub discovery: Vec<&'a Passage>,
    /// Special cases of scope.
    pub scope: Vec<&'a Passage>,
    /// Ways out.
    pub exit: Vec<&'a Passage>,
    /// Procedures of which at least one step may be told, with those steps.
    pub procedure: Vec<ToldProcedure<'a>>,
    /// Points for a series of leaflets.
    pub point: Vec<&'a Point>,
    /// Aid measures.
    pub measure: Vec<&'a Measure>,
    /// Duties.
    pub duty: Vec<&'a Duty>,
    /// Answers to rules that clash, both of which may be told.
    pub conflict: Vec<super::conflicts::Conflict<'a>>,
}

/// A procedure as far as it may be told.
#[derive(Debug)]
pub struct ToldProcedure<'a> {
    /// The procedure.
    pub is: &'a Procedure,
    /// Its steps that may be told.
    pub step: Vec<ToldStep<'a>>,
    /// The limit over the whole chain.
    pub total: Option<&'a Limit>,
    /// What may come before all else in an emergency.
    pub aid_first: Option<&'a AidFirst>,
}

/// A step as far as it may be told.
#[derive(Debug)]
pub struct ToldStep<'a> {
    /// The step.
    pub is: &'a Step,
    /// Its limit.
    pub limit: Option<&'a Limit>,
    /// Its wait, in plain words.
    pub wait: Option<String>,
}

impl Pack {
    /// Whether what rests on a clause may be told to the public.
    pub fn may_tell(&self, clause: &str) -> bool {
        match self.is.disclosure {
            Disclosure::Proactive => true,
            Disclosure::None => false,
            Disclosure::OnRequest => self.is.disclosed.iter().any(|is| {
                let covered = is.clause.get_ref();
                clause
                    .strip_prefix(covered.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }),
        }
    }

    /// The same for a fact that may be a local choice: such a one says what the village does with the document, so it
    /// follows the document as a whole.
    pub(crate) fn tells(&self, clause: Option<&Clause>) -> bool {
        clause.map_or_else(|| self.is_open(), |clause| self.may_tell(clause.get_ref()))
    }

    /// Everything that may be told.
    pub fn told(&self) -> Told<'_> {
        let is = &self.is;
        let disclosed = if self.is_open() { Vec::new() } else { is.disclosed.iter().collect() };
        Told {
            disclosed,
            category: is.category.iter().filter(|is| self.tells(is.clause.as_ref())).collect(),
            threshold: is.threshold.iter().filter(|is| self.tells(is.clause.as_ref())).collect(),
            discovery: self.told_passages(&is.discovery),
            scope: self.told_passages(&is.scope),
            exit: self.told_passages(&is.exit),
            procedure: is.procedure.iter().filter_map(|is| self.told_procedure(is)).collect(),
            point: is.point.iter().filter(|is| self.may_tell(is.clause.get_ref())).collect(),
            measure: is.measure.iter().filter(|is| self.may_tell(is.clause.get_ref())).collect(),
            duty: is.duty.iter().filter(|is| self.tells(is.clause.as_ref())).collect(),
            conflict: self.conflicts().into_iter().filter(|is| self.tells_conflict(is)).collect(),
        }
    }

    fn told_passages<'a>(&self, all: &'a [Passage]) -> Vec<&'a Passage> {
        all.iter().filter(|is| self.may_tell(is.clause.get_ref())).collect()
    }

    /// A procedure as far as it may be told; none if no step of it may.
    pub fn told_procedure<'a>(&self, is: &'a Procedure) -> Option<ToldProcedure<'a>> {
        let wait = |step: &Step| {
            let (wait, from) = (step.wait.as_ref()?, is.waits_from(step)?);
            let tells = self.tells(wait.clause.as_ref()) && self.may_tell(from.clause.get_ref());
            tells.then(|| is.wait_words(step)).flatten()
        };
        let step: Vec<ToldStep<'a>> = is
            .step
            .iter()
            .filter(|step| self.may_tell(step.clause.get_ref()))
            .map(|step| ToldStep {
                is: step,
                limit: step.limit.as_ref().filter(|limit| self.tells(limit.clause.as_ref())),
                wait: wait(step),
            })
            .collect();
        (!step.is_empty()).then(|| ToldProcedure {
            is,
            step,
            total: is.total.as_ref().filter(|total| self.tells(total.clause.as_ref())),
            aid_first: is.aid_first.as_ref().filter(|aid| self.may_tell(aid.clause.get_ref())),
        })
    }

    fn tells_conflict(&self, conflict: &super::conflicts::Conflict<'_>) -> bool {
        let of =
            |answer: &Conflict| answer.clause.as_ref().is_none_or(|clause| self.may_tell(clause.get_ref()));
        self.is_open()
            || conflict.answer.is_some_and(of)
                && conflict.sides.iter().any(|side| side.clause.is_some())
                && conflict
                    .sides
                    .iter()
                    .filter_map(|side| side.clause)
                    .all(|clause| self.may_tell(clause.get_ref()))
    }

    /// Decisions that are not taken yet: nobody may act on them.
    pub(crate) fn undecided(&self, today: NaiveDate) -> Vec<Diagnostic> {
        let file = format!("{}/pack.toml", self.path);
        let ahead = self.is.disclosed.iter().enumerate().filter(|(_, is)| is.decided > today);
        let refusal = |(n, _)| {
            Diagnostic::refusal(
                &NOT_PUBLIC,
                Place::file(&file).field(format!("disclosed.{n}.decided")),
                "决定公开的日子在今天以后，现在还不能公开",
                "核对日期；决定作出以后再写",
            )
        };
        let mut found: Vec<Diagnostic> = ahead.map(refusal).collect();
        crate::diag::toml::locate(&mut found, &file, self.files.get("pack.toml").map_or("", String::as_str));
        found
    }
}

/// What a pack would tell the public beyond what may be told: leaflets and notices. Lists and forms of the office stay.
pub(super) fn check(pack: &Pack, file: &str) -> Vec<Diagnostic> {
    let mut found = decisions(pack, file);
    let tells = |kind: &NoticeKind| {
        let counts = [&kind.period, &kind.posting].into_iter().flatten();
        pack.may_tell(kind.clause.get_ref())
            && counts.filter_map(|count| count.clause.as_ref()).all(|clause| pack.may_tell(clause.get_ref()))
    };
    let notices = pack.is.notice.iter().enumerate().filter(|(_, kind)| !kind.internal() && !tells(kind));
    let notices =
        notices.map(|(n, kind)| (format!("notice.{n}.channel"), &kind.title, kind.clause.get_ref()));
    let leaflets =
        pack.is.leaflet.iter().enumerate().filter(|(_, leaflet)| !pack.may_tell(leaflet.clause.get_ref()));
    let leaflets = leaflets.map(|(n, is)| (format!("leaflet.{n}.id"), &is.title, is.clause.get_ref()));
    let refusal = |(field, title, clause): (String, &String, &String)| {
        Diagnostic::refusal(
            &NOT_PUBLIC,
            Place::file(file).field(field),
            format!("这份文件不是主动公开的，“{title}”不能据此发布"),
            format!(
                "删去这一条，只留内部名册（channel = []）和表单；发文机关决定公开条款 {clause} 的，写一段 [[disclosed]]，写明谁、哪天、凭什么决定"
            ),
        )
    };
    found.extend(notices.chain(leaflets).map(refusal));
    found.extend(unbinding(pack, file));
    found
}

/// Notices on the ground of a draft 征求意见稿, which binds nobody yet: nobody may be named because of it.
fn unbinding(pack: &Pack, file: &str) -> Vec<Diagnostic> {
    if pack.is.status != Status::Draft {
        return Vec::new();
    }
    let refusal = |(n, kind): (usize, &NoticeKind)| {
        let message = format!("征求意见稿还没有生效，“{}”不能据此公示", kind.title);
        let help = "只留内部名册（channel = []）和表单；正式印发以后，把 status 改成 \"final\"";
        let at = Place::file(file).field(format!("notice.{n}.channel"));
        Diagnostic::refusal(&DRAFT_NOTICE, at, message, help)
    };
    pack.is.notice.iter().enumerate().filter(|(_, kind)| !kind.internal()).map(refusal).collect()
}

/// Decisions that decide nothing, or that nobody can look up.
fn decisions(pack: &Pack, file: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (n, is) in pack.is.disclosed.iter().enumerate() {
        let mut add = |key: &str, message: &str, help: &str| {
            let at = Place::file(file).field(format!("disclosed.{n}.{key}"));
            found.push(Diagnostic::refusal(&NOT_PUBLIC, at, message, help));
        };
        if pack.is.disclosure != Disclosure::OnRequest {
            let help = "主动公开的文件不用写；不予公开的文件不能写";
            add("clause", "只有依申请公开的文件才写 [[disclosed]]", help);
        }
        for (key, text) in [("by", &is.by), ("record", &is.record), ("reason", &is.reason)] {
            if text.trim().is_empty() {
                add(
                    key,
                    "公开一部分的决定没有写全",
                    "写明 by（谁决定）、record（文号或记录号）、reason（理由）",
                );
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::policy::testing::{on_request, pack, said};

    const TEXT: &str = "## 一、程序\n### （一）认定\n村里认定。\n#### 1. 报名\n先报名。\n### （二）退出\n满1年退出。\n\
        ## 一二、别的\n5天。\n";

    fn disclosed(clause: &str) -> String {
        format!(
            "[[disclosed]]\nclause = \"{clause}\"\ndecided = 2021-06-01\nby = \"县扶贫办\"\nrecord = \"〔2021〕3号\"\nreason = \"群众要知道\"\n"
        )
    }

    const MEASURES: &str = "[[measure]]\ntitle = \"甲\"\ntext = \"t\"\nclause = \"一/（一）\"\n\
        [[measure]]\ntitle = \"乙\"\ntext = \"t\"\nclause = \"一/（一）/1\"\n\
        [[measure]]\ntitle = \"丙\"\ntext = \"t\"\nclause = \"一/（二）\"\n[[measure]]\ntitle = \"丁\"\ntext = \"t\"\nclause = \"一二\"\n";

    fn measures(decisions: &str) -> String {
        let pack = on_request(&format!("{MEASURES}{decisions}"), TEXT).unwrap();
        pack.told().measure.iter().map(|is| is.title.as_str()).collect()
    }

    #[test]
    fn a_decision_covers_its_clause_and_everything_below_it_and_nothing_else() {
        assert_eq!(measures(""), "");
        assert_eq!(measures(&disclosed("一/（一）")), "甲乙");
        assert_eq!(measures(&disclosed("一/（一）/1")), "乙");
        assert_eq!(measures(&disclosed("一")), "甲乙丙", "一二 is another clause");
        assert_eq!(measures(&format!("{}{}", disclosed("一/（二）"), disclosed("一二"))), "丙丁");
    }

    #[test]
    fn a_proactive_document_is_told_whole_and_needs_no_decision() {
        let open = pack(MEASURES, TEXT).unwrap();
        assert_eq!(open.told().measure.len(), 4);
        assert!(open.may_tell("一二"));
        assert!(said(&disclosed("一"), TEXT)[0].contains("policy-not-public"));
    }

    #[test]
    fn a_leaflet_on_a_clause_that_is_not_disclosed_is_refused() {
        let leaflet = |clause: &str| {
            format!(
                "[[leaflet]]\nid = \"l\"\ntitle = \"退出明白纸\"\naudience = \"农户\"\nto = \"every-household\"\nversion = \"1\"\n\
                 file = \"l.md\"\nclause = \"{clause}\"\n{}",
                disclosed("一/（二）")
            )
        };
        assert!(on_request(&leaflet("一/（二）"), TEXT).is_ok());
        for clause in ["一/（一）", "一", "一二"] {
            let found = on_request(&leaflet(clause), TEXT).unwrap_err();
            assert!(found[0].code.id == "policy-not-public" && found[0].stops(), "{}", found[0]);
        }
    }

    #[test]
    fn a_decision_without_its_record_or_on_a_clause_that_is_not_there_is_refused() {
        let found = |text: &str| on_request(text, TEXT).unwrap_err()[0].to_string();
        assert!(found(&disclosed("一").replace("〔2021〕3号", " ")).contains("record"));
        assert!(found(&disclosed("九")).contains("policy-no-evidence"));
    }

    #[test]
    fn a_decision_of_tomorrow_allows_nothing_today() {
        let pack = on_request(&disclosed("一"), TEXT).unwrap();
        assert_eq!(pack.undecided("2021-05-31".parse().unwrap()).len(), 1);
        assert_eq!(pack.undecided("2021-06-01".parse().unwrap()).len(), 0);
    }

    /// The second step of a procedure whose first rests on `first`, and whose wait on （二）; （一） is disclosed, and `more`.
    fn wait(first: &str, more: &str) -> Option<String> {
        let step = |id: &str, clause: &str, more: &str| {
            format!(
                "[[procedure.step]]\nid = \"{id}\"\ntitle = \"{id}\"\nactor = \"村\"\nlevel = \"村\"\nclause = \"{clause}\"\n{more}\n"
            )
        };
        let table = format!(
            "[[procedure]]\nid = \"p\"\ntitle = \"认定\"\n{}{}{}{more}",
            step("a", first, ""),
            step("b", "一/（一）", "wait = { months = 12, wording = \"1年\", clause = \"一/（二）\" }"),
            disclosed("一/（一）")
        );
        let pack = on_request(&table, TEXT).unwrap();
        let step = pack.told().procedure.remove(0).step.pop().unwrap();
        assert_eq!(step.is.id, "b");
        step.wait
    }

    #[test]
    fn a_step_is_told_without_a_wait_that_rests_on_another_clause_or_counts_from_a_step_that_does() {
        assert_eq!(wait("一/（一）", ""), None);
        assert_eq!(wait("一/（一）", &disclosed("一/（二）")).as_deref(), Some("“a”满1年才能办"));
        assert_eq!(wait("一二", &disclosed("一/（二）")), None);
    }
}
