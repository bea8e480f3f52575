//! Policy 政策: a pack's files → a checked [`Pack`], the only form that later stages accept.
//!
//! A pack is data: what a policy text asks of whom, by when, and what may be shown. No pack is known by name here.
//! Every number rests on a clause of `text.md` (`evidence`); nothing may be shown that the [`floor`] forbids.

mod check;
pub mod codes;
pub mod conflicts;
mod criteria;
mod duties;
mod evidence;
mod facts;
pub(crate) mod fields;
pub mod floor;
mod forms;
mod placeholder;
mod points;
mod references;
mod spelled;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
pub mod told;
pub mod written;

pub(crate) use check::{load, plain_files};
pub use written::{
    AidFirst, BasePeriod, Channel, Count, Form, FormTo, Leaflet, LeafletTo, Limit, Measure, NoticeKind,
    Pack as Written, Procedure, Role, Show, Step, Technique, Threshold, Unit, Wait,
};

use std::collections::BTreeMap;
use text::ClauseTree;

/// A pack that passed every check.
#[derive(Debug)]
pub struct Pack {
    /// Folder name, e.g. as in `township.toml`'s `pack`.
    pub id: String,
    /// Path of the pack's folder as shown in messages.
    pub path: String,
    /// What the pack says.
    pub is: Written,
    /// The policy text as a tree of clauses.
    pub text: ClauseTree,
    /// Other text files of the pack by path inside it (leaflets, notices).
    pub files: BTreeMap<String, String>,
    /// SHA-256 over every file of the pack, lower-case hex: what signers confirm.
    pub sha256: String,
    /// The same over the bytes as they lie there: what was signed of a pack with marks or line ends of other programs.
    pub sha256_as_saved: String,
}

impl Pack {
    /// A notice kind by id.
    pub fn notice(&self, id: &str) -> Option<&NoticeKind> {
        self.is.notice.iter().find(|notice| notice.id == id)
    }

    /// The show rules of a notice kind on a channel, in the order of columns.
    pub fn shown(&self, notice: &str, channel: Channel) -> Vec<&Show> {
        self.is
            .show
            .iter()
            .filter(|show| show.notice.iter().any(|id| id == notice) && show.channel.contains(&channel))
            .collect()
    }

    /// The steps of a procedure by its id.
    pub fn steps(&self, procedure: &str) -> &[Step] {
        self.procedure(procedure).map_or(&[], |procedure| procedure.step.as_slice())
    }

    /// A procedure by its id.
    pub fn procedure(&self, id: &str) -> Option<&Procedure> {
        self.is.procedure.iter().find(|procedure| procedure.id == id)
    }

    /// The threshold that says over which months an income is summed, and how.
    pub fn income(&self) -> Option<(&Threshold, &BasePeriod)> {
        self.is.threshold.iter().find_map(|is| Some((is, is.period.as_ref()?)))
    }

    /// What stands on every page that speaks of a policy not yet in force 征求意见稿.
    pub fn stamp(&self) -> Option<String> {
        (self.is.status == written::Status::Draft).then(|| "征求意见稿".to_owned())
    }

    /// Whether its text may be told to the public 主动公开. Else only its entry in the catalogue may.
    pub fn is_open(&self) -> bool {
        self.is.disclosure == written::Disclosure::Proactive
    }

    /// Where something rests, for people: 文件二（三）, or 本地决定.
    pub fn source(clause: Option<&written::Clause>) -> String {
        clause.map_or_else(
            || "本地决定".to_owned(),
            |clause| format!("文件{}", clause.get_ref().replace('/', "")),
        )
    }

    /// Every title of the document 标题, as it is cited: a document may hold several plans, a draft says that it is one.
    pub fn titles(&self) -> String {
        let draft = self.stamp().map(|stamp| format!("（{stamp}）"));
        let cited = |title: &String| match &draft {
            Some(draft) if !title.ends_with(draft) => format!("《{title}{draft}》"),
            _ => format!("《{title}》"),
        };
        std::iter::once(&self.is.title).chain(&self.is.further_titles).map(cited).collect()
    }

    /// The policy's titles with its document number or date, for a legal basis.
    pub fn citation(&self) -> String {
        let titles = self.titles();
        match (&self.is.number, self.is.date) {
            (Some(number), _) => format!("{titles}（{number}）"),
            (None, Some(date)) => format!("{titles}（{}）", crate::calendar::chinese(date)),
            (None, None) => titles,
        }
    }
}
