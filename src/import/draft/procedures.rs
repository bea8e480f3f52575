//! `[[procedure]]` and `[[notice]]` of a draft: tracks with their steps, limits, waits and what they post.

use super::super::{Fact, Part, What};
use super::pack::{Writer, level, quoted};
use super::tracks::{Posting, Timed, Waiting, postings, timed, waiting, whole};
use crate::policy::Unit;
use std::fmt::Write;

const OPEN: &str = "{{ village }}拟将{% if listed %}下列{% endif %}{{ households }}户{{ people }}人列入名单。现予公示，请大家监督。\n\n:::period\n\n\
    :::objection 对公示内容有不同意见的，请在公示期内向下列单位反映。\n\n:::contacts\n\n:::roster 名单\n\n:::seal\n";
const TOLD: &str = "{{ village }}{% if listed %}下列{% endif %}{{ households }}户{{ people }}人的结果已经定下来，现予公告。\n\n\
    有疑问的，可以随时向下列单位反映。\n\n:::contacts\n\n:::roster 名单\n\n:::seal\n";
const UNKNOWN: &str = "原文没有写明";

/// A track as the draft writes it.
struct Track<'a> {
    /// Clause of the procedure.
    clause: &'a str,
    title: String,
    id: String,
    steps: Vec<&'a Fact>,
    /// Facts of its clauses, with their place among all.
    within: Vec<(usize, &'a Fact)>,
}

impl Writer<'_> {
    /// Tracks with their steps, limits and notices; says which facts found a place.
    pub(super) fn procedures(&mut self, part: &Part, facts: &[&Fact]) -> Vec<usize> {
        let mut used = Vec::new();
        let mut notices = Vec::new();
        for track in tracks(part, facts) {
            let timed = timed(part, &track.steps, &track.within);
            let waits = waiting(part, track.clause, &track.steps, &track.within);
            let posts = postings(part, &track.steps, &track.within);
            used.extend(timed.iter().map(|timed| timed.at).chain(waits.iter().map(|wait| wait.at)));
            used.extend(posts.iter().filter_map(|post| post.period).map(|(at, _)| at));
            let begun =
                timed.iter().any(|timed| timed.first == 0) || waits.iter().any(|wait| wait.order == 0);
            self.table("procedure");
            self.pair("id", &track.id);
            self.pair("title", &track.title);
            if let Some((at, fact)) = track.within.iter().find(|(_, fact)| whole(&fact.is)) {
                self.limit("total", fact, if begun { "start" } else { "step-1" });
                used.push(*at);
            }
            if begun {
                self.start(track.clause, waits.iter().any(|wait| wait.order == 0));
            }
            let first = notices.len();
            for (order, fact) in track.steps.iter().enumerate() {
                let at = posts.iter().position(|post| post.order == order);
                let id = at.map(|at| format!("notice-{}", first + at + 1));
                let limit = timed.iter().find(|timed| timed.last == order);
                let wait = waits.iter().find(|wait| wait.order == order);
                self.step(order, fact, id.as_deref(), limit, wait);
            }
            let about = ["程序", "步骤", "管理", "流程"]
                .iter()
                .fold(track.title.as_str(), |title, end| title.trim_end_matches(end))
                .to_owned();
            notices.extend(
                posts
                    .into_iter()
                    .map(|post| (about.clone(), track.id.clone(), track.steps[post.order], post)),
            );
        }
        for (n, (about, procedure, step, post)) in notices.iter().enumerate() {
            self.notice(n + 1, about, procedure, step, post);
        }
        if !notices.is_empty() {
            let ids: Vec<String> = (1..=notices.len()).map(|n| format!("notice-{n}")).collect();
            self.shows(&ids);
        }
        used
    }

    /// The step from which the first limit counts; the text gives it no item of its own.
    fn start(&mut self, clause: &str, waited: bool) {
        self.table("procedure.step");
        self.line("id = \"start\" # 时限从这一步算起；原文没有单列这一步");
        self.pair("title", if waited { "请填写从哪一天算起" } else { "提出或发现" });
        self.pair("actor", UNKNOWN);
        self.line("level = \"村\"");
        self.pair("clause", clause);
        self.line("confirmed = false");
    }

    fn step(
        &mut self,
        order: usize,
        fact: &Fact,
        posts: Option<&str>,
        limit: Option<&Timed<'_>>,
        wait: Option<&Waiting<'_>>,
    ) {
        let What::Step { title, actor, .. } = &fact.is else { return };
        let before = |first: usize| if first == 0 { "start".to_owned() } else { format!("step-{first}") };
        self.table("procedure.step");
        self.pair("id", &format!("step-{}", order + 1));
        self.pair("title", title);
        let actor = actor.as_deref().unwrap_or(UNKNOWN);
        self.pair("actor", actor);
        self.pair("level", level(actor));
        if let Some(id) = posts {
            self.pair("posts", id);
        }
        if let Some(timed) = limit {
            self.limit("limit", timed.limit, &before(timed.first));
        }
        if let Some(Waiting { months, wording, fact, .. }) = wait {
            let _ = writeln!(
                self.out,
                "wait = {{ months = {months}, from = \"{}\", wording = {}, clause = {}, confirmed = false }} # 原文第{}行",
                before(order),
                quoted(wording),
                quoted(fact.clause.as_deref().unwrap_or_default()),
                fact.line
            );
        }
        self.proposed(fact);
    }

    fn limit(&mut self, key: &str, fact: &Fact, from: &str) {
        let What::Limit { days, unit, wording, .. } = &fact.is else { return };
        let _ = writeln!(
            self.out,
            "{key} = {{ days = {days}, unit = \"{}\", from = \"{from}\", wording = {}, clause = {}, confirmed = false }} # 原文第{}行",
            unit_key(*unit),
            quoted(wording),
            quoted(fact.clause.as_deref().unwrap_or_default()),
            fact.line
        );
    }

    /// A 公示 with its period, or a 公告, which has none.
    fn notice(&mut self, n: usize, about: &str, procedure: &str, step: &Fact, post: &Posting<'_>) {
        let kind = if post.told { "公告" } else { "公示" };
        let about = if post.told { format!("{about}结果") } else { about.to_owned() };
        self.table("notice");
        self.pair("id", &format!("notice-{n}"));
        self.pair("title", &format!("{about}{kind}"));
        self.pair("heading", &format!("{{{{ village }}}}{about}{kind}"));
        self.pair("file", &format!("notices/notice-{n}.md"));
        self.pair("procedure", procedure);
        if let Some((_, Fact { clause, line, is: What::Limit { days, unit, wording, .. }, .. })) = post.period
        {
            let _ = writeln!(
                self.out,
                "period = {{ days = {days}, unit = \"{}\", rule = \"next-day-rollover\", wording = {}, clause = {}, confirmed = false }} # 原文第{line}行",
                unit_key(*unit),
                quoted(wording),
                quoted(clause.as_deref().unwrap_or_default()),
            );
        } else if post.told {
            self.line("# 公告告诉结果，没有公示期。要规定至少贴几天，写 posting = { …, local = \"本地决定的理由\" }");
        } else {
            self.line("# 原文没有写公示几天。写 period = { …, local = \"本地决定的理由\" }");
        }
        self.line("channel = [\"board\"]\nissuer = \"village\"\nsigned_by = [\"village-committee\"]");
        self.proposed(step);
        let text = if post.told { TOLD } else { OPEN };
        self.files.insert(format!("notices/notice-{n}.md"), text.to_owned());
    }
}

/// The tracks of a part, each with its steps.
fn tracks<'a>(part: &Part, facts: &[&'a Fact]) -> Vec<Track<'a>> {
    let mut found: Vec<Track<'a>> = Vec::new();
    for fact in facts {
        let What::Step { track, .. } = &fact.is else { continue };
        if let Some(known) = found.iter_mut().find(|known| known.clause == track.as_str()) {
            known.steps.push(fact);
            continue;
        }
        let n = found.len() + 1;
        let title = part.find(track).map(|clause| clause.title.clone()).filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| format!("程序{n}"));
        let inside = |fact: &&Fact| fact.clause.as_deref().is_some_and(|clause| part.inside(clause, track));
        let within =
            facts.iter().enumerate().filter(|(_, fact)| inside(fact)).map(|(at, fact)| (at, *fact)).collect();
        found.push(Track { clause: track, title, id: format!("track-{n}"), steps: vec![fact], within });
    }
    found
}

fn unit_key(unit: Unit) -> &'static str {
    match unit {
        Unit::Calendar => "calendar",
        Unit::Working => "working",
    }
}
