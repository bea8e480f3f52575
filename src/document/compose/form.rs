//! A form 表单: the pack's text with everything that is open filled in; its places stay for `sealed::forms`.

use super::{AidFirst, Circumstances, Outcome, values};
use crate::calendar::{self, Period};
use crate::diag::Diagnostic;
use crate::document::form::{Form, read};
use crate::document::{Kind, Meta, Text, template};
use crate::policy::{Form as Declared, NoticeKind, Pack};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A day, a number, words to be written in by hand.
const DAY: &str = "____年__月__日";
const NUMBER: &str = "____";
const WORDS: &str = "________________";

/// Whose form it is.
pub struct FormFacts<'a> {
    /// Township's name.
    pub township: &'a str,
    /// Township's body, as on its seal.
    pub publisher: &'a str,
    /// Village's name.
    pub village: &'a str,
    /// Village committee, as on its seal.
    pub committee: &'a str,
    /// Where notices are posted.
    pub board: Option<&'a str>,
    /// Day of the document.
    pub date: NaiveDate,
    /// The township's decision that aid comes first.
    pub aid_first: Option<AidFirst<'a>>,
    /// The notice, unless the copy is blank.
    pub notice: Option<FormNotice<'a>>,
}

/// The notice that a form goes with. Its days are those of its clocks, never counted again.
pub struct FormNotice<'a> {
    /// Kind.
    pub kind: &'a NoticeKind,
    /// Posting day.
    pub posted: NaiveDate,
    /// Objection period.
    pub period: Option<&'a Period>,
    /// Recorded days of steps.
    pub steps: &'a BTreeMap<String, NaiveDate>,
    /// Households and people.
    pub counts: (usize, Option<usize>),
    /// Its result by the ledger, for a report on it.
    pub result: Option<&'a Outcome>,
    /// Of a ledger: problems, closed ones, open ones.
    pub problems: Option<[usize; 3]>,
}

/// Composes a form. Beside the values of every text of a pack it has `committee`, `publisher`, `board`, `notice`,
/// `kind`, `posted`, `period.first`, `period.last`, `period.wording`, and of a ledger `problems`, `closed`, `open`, of a
/// report `result` ([`Outcome`], or nothing); what is not known is a line to write on.
pub fn form(pack: &Pack, declared: &Declared, facts: &FormFacts<'_>) -> Result<Form, Vec<Diagnostic>> {
    let notice = facts.notice.as_ref();
    let known = Circumstances {
        listed: true,
        office: true,
        on: notice.map(|notice| notice.posted),
        aid_first: facts.aid_first,
        township: facts.township.to_owned(),
        village: Some(facts.village.to_owned()),
        counts: notice.map(|notice| notice.counts),
        steps: notice.map_or_else(BTreeMap::new, |notice| notice.steps.clone()),
    };
    let mut context = values(pack, &known);
    let day = |day: Option<NaiveDate>| day.map_or_else(|| DAY.to_owned(), calendar::chinese);
    let period = notice.and_then(|notice| notice.period);
    context.insert("committee", facts.committee);
    context.insert("publisher", facts.publisher);
    context.insert("board", facts.board.unwrap_or(WORDS));
    context.insert("notice", notice.map_or("", |notice| notice.kind.id.as_str()));
    context.insert("kind", notice.map_or(WORDS, |notice| notice.kind.title.as_str()));
    context.insert("posted", &day(notice.map(|notice| notice.posted)));
    let count = notice.and_then(|notice| notice.kind.period.as_ref());
    context.insert(
        "period",
        &BTreeMap::from([
            ("first", day(period.map(|period| period.from))),
            ("last", day(period.map(|period| period.to))),
            ("wording", count.map_or_else(|| WORDS.to_owned(), |count| count.wording.clone())),
        ]),
    );
    context.insert("result", &notice.and_then(|notice| notice.result));
    let problems = notice.and_then(|notice| notice.problems);
    for (at, key) in ["problems", "closed", "open"].into_iter().enumerate() {
        context.insert(key, &problems.map_or_else(|| NUMBER.to_owned(), |counts| counts[at].to_string()));
    }
    if notice.is_none() {
        context.insert("households", NUMBER);
        context.insert("people", NUMBER);
    }
    let pack_file = format!("{}/pack.toml", pack.path);
    let file = format!("{}/{}", pack.path, declared.file);
    let title = template::line(&declared.heading, &context, &pack_file)?;
    let text = pack.files.get(&declared.file).map_or("", String::as_str);
    let meta = Meta {
        title: Text::open(&title, &file),
        description: format!("{}（{}，内部材料）", declared.title, facts.village),
        kind: Kind::Form,
        issuer: facts.committee.to_owned(),
        date: facts.date,
        number: None,
        salutation: None,
        stamp: pack.stamp(),
    };
    Ok(Form { meta, parts: read(text, &context, &file)? })
}
