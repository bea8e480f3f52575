//! Everything in a pack that rests on a clause, as the evidence check sees it.

use super::Pack;
use super::spelled::{self, Spelled};
use super::written::{BasePeriod, Clause, Conflict, Figure, Procedure, Step, Threshold};

/// A fact of the pack.
pub(super) struct Fact<'a> {
    /// What it is called in a message.
    pub(super) name: String,
    /// Its dotted path in `pack.toml`, where it has no clause of its own to point at.
    pub(super) at: String,
    pub(super) clause: Option<&'a Clause>,
    pub(super) local: Option<&'a String>,
    pub(super) confirmed: bool,
    /// What people are told.
    pub(super) wording: Option<&'a str>,
    /// Numbers that must stand in the wording and in the clause.
    pub(super) numbers: Vec<Spelled>,
    /// Words that must stand in the clause.
    pub(super) words: Vec<Spelled>,
}

impl<'a> Fact<'a> {
    /// A fact without numbers, found by its clause.
    fn titled(name: String, clause: &'a Clause, confirmed: bool) -> Self {
        Self::of(name, String::new(), Some(clause), None, confirmed)
    }

    fn of(
        name: String,
        at: String,
        clause: Option<&'a Clause>,
        local: Option<&'a String>,
        confirmed: bool,
    ) -> Self {
        Self { name, at, clause, local, confirmed, wording: None, numbers: Vec::new(), words: Vec::new() }
    }

    fn numbers(self, wording: &'a str, numbers: Vec<Spelled>) -> Self {
        Self { wording: Some(wording), numbers, ..self }
    }

    fn words(self, words: Vec<Spelled>) -> Self {
        Self { words, ..self }
    }
}

/// Every fact, kind by kind.
pub(super) fn facts(pack: &Pack) -> Vec<Fact<'_>> {
    let is = &pack.is;
    let mut facts = Vec::new();
    let mut titled = |name, clause, confirmed| facts.push(Fact::titled(name, clause, confirmed));
    for measure in &is.measure {
        titled(format!("措施“{}”", measure.title), &measure.clause, measure.confirmed);
    }
    for point in &is.point {
        titled(format!("要点“{}”", point.title), &point.clause, point.confirmed);
    }
    for leaflet in &is.leaflet {
        titled(format!("明白纸“{}”", leaflet.title), &leaflet.clause, leaflet.confirmed);
    }
    for notice in &is.notice {
        titled(format!("公示种类“{}”", notice.title), &notice.clause, notice.confirmed);
    }
    for passage in is.discovery.iter().chain(&is.scope).chain(&is.exit) {
        titled(format!("“{}”", passage.title), &passage.clause, passage.confirmed);
    }
    for disclosed in &is.disclosed {
        titled("决定公开的部分".to_owned(), &disclosed.clause, true);
    }
    // Category, duty and form may be a local choice.
    for (n, category) in is.category.iter().enumerate() {
        let (name, at) = (format!("类别“{}”", category.title), format!("category.{n}"));
        facts.push(Fact::of(name, at, category.clause.as_ref(), category.local.as_ref(), category.confirmed));
    }
    for (n, duty) in is.duty.iter().enumerate() {
        let (name, at) = (format!("定期事项“{}”", duty.title), format!("duty.{n}"));
        facts.push(Fact::of(name, at, duty.clause.as_ref(), duty.local.as_ref(), duty.confirmed));
    }
    for (n, form) in is.form.iter().enumerate() {
        let (name, at) = (format!("表单“{}”", form.title), format!("form.{n}"));
        facts.push(Fact::of(name, at, form.clause.as_ref(), form.local.as_ref(), form.confirmed));
    }
    is.procedure.iter().enumerate().for_each(|(n, is)| procedure(n, is, &mut facts));
    for (n, notice) in is.notice.iter().enumerate() {
        for (key, name, count) in
            [("period", "公示期", &notice.period), ("posting", "张贴保留期", &notice.posting)]
        {
            let Some(count) = count else { continue };
            let (name, at) = (format!("“{}”的{name}", notice.title), format!("notice.{n}.{key}"));
            let fact = Fact::of(name, at, count.clause.as_ref(), count.local.as_ref(), count.confirmed);
            facts.push(fact.numbers(&count.wording, vec![spelled::days(count.days, count.unit)]));
        }
    }
    is.threshold.iter().enumerate().for_each(|(n, is)| threshold(n, is, &mut facts));
    is.conflict.iter().enumerate().for_each(|(n, is)| conflict(n, is, &mut facts));
    facts
}

fn procedure<'a>(p: usize, procedure: &'a Procedure, facts: &mut Vec<Fact<'a>>) {
    let total =
        procedure.total.iter().map(|limit| ("全程时限".to_owned(), format!("procedure.{p}.total"), limit));
    let own = |(s, step): (usize, &'a Step)| {
        let name = format!("步骤“{}”的时限", step.title);
        step.limit.as_ref().map(|limit| (name, format!("procedure.{p}.step.{s}.limit"), limit))
    };
    for (name, at, limit) in total.chain(procedure.step.iter().enumerate().filter_map(own)) {
        let fact = Fact::of(name, at, limit.clause.as_ref(), limit.local.as_ref(), limit.confirmed);
        facts.push(fact.numbers(&limit.wording, vec![spelled::days(limit.days, limit.unit)]));
    }
    for (s, step) in procedure.step.iter().enumerate() {
        facts.push(Fact::titled(format!("步骤“{}”", step.title), &step.clause, step.confirmed));
        let Some(wait) = &step.wait else { continue };
        let (name, at) = (format!("步骤“{}”的间隔", step.title), format!("procedure.{p}.step.{s}.wait"));
        let fact = Fact::of(name, at, wait.clause.as_ref(), wait.local.as_ref(), wait.confirmed);
        facts.push(fact.numbers(&wait.wording, vec![spelled::months(wait.months)]));
    }
    if let Some(aid) = &procedure.aid_first {
        let fact = Fact::titled(format!("“{}”", aid.wording), &aid.clause, aid.confirmed);
        facts.push(fact.words(vec![spelled::any(&[&aid.condition]), spelled::any(&[&aid.wording])]));
    }
}

fn threshold<'a>(n: usize, is: &'a Threshold, facts: &mut Vec<Fact<'a>>) {
    let mut words = vec![spelled::any(&[&is.concept])];
    let numbers = match is.figure() {
        Some(Figure::Yuan(yuan)) => vec![spelled::yuan(*yuan)],
        Some(Figure::Multiple(multiple)) => {
            words.push(spelled::any(&[&multiple.of]));
            vec![spelled::times(&multiple.times)]
        }
        Some(Figure::Share(share)) => {
            words.push(spelled::any(&[&share.of]));
            vec![spelled::percent(&share.percent)]
        }
        None => Vec::new(),
    };
    let (name, at) = (format!("标准“{}”", is.title), format!("threshold.{n}"));
    let fact = Fact::of(name, at, is.clause.as_ref(), is.local.as_ref(), is.confirmed);
    facts.push(fact.numbers(&is.wording, numbers).words(words));
    if let Some(period) = &is.period {
        facts.push(base(n, is, period));
    }
}

fn base<'a>(n: usize, of: &Threshold, is: &'a BasePeriod) -> Fact<'a> {
    let numbers = match is.rolling_months {
        Some(months) => vec![spelled::months(months)],
        None => vec![spelled::any(&["上年度", "上一年度", "上年", "上一年"])],
    };
    // The text's own example must come out of our own reckoning.
    let example = is.example.map(|entry| {
        let window = is.window(entry);
        [entry, window.first, window.last].map(|month| spelled::date(month.chinese())).into_iter().collect()
    });
    let (name, at) = (format!("标准“{}”的收入核算周期", of.title), format!("threshold.{n}.period"));
    let fact = Fact::of(name, at, is.clause.as_ref(), is.local.as_ref(), is.confirmed);
    fact.numbers(&is.wording, numbers).words(example.unwrap_or_default())
}

/// What the two clauses are said to say must stand in them.
fn conflict<'a>(n: usize, is: &'a Conflict, facts: &mut Vec<Fact<'a>>) {
    let (name, at) = (format!("冲突“{}”的处理", is.title), format!("conflict.{n}"));
    facts.push(Fact::of(name, at, is.clause.as_ref(), is.local.as_ref(), is.confirmed));
    for (clause, words) in is.clauses.iter().zip(&is.words) {
        let fact = Fact::titled(format!("冲突“{}”", is.title), clause, true);
        facts.push(fact.words(vec![spelled::any(&[words])]));
    }
}
