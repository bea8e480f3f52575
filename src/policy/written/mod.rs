//! `pack.toml` as it is written: one row of 基层政务公开标准目录 and everything the policy asks for.
//!
//! Unknown keys are errors. Numbers carry `clause` (the clause of `text.md` they rest on) or `local = "why"`, for what
//! the text leaves to the village. Clauses keep their place in the file, so that a wrong one is found by line.

mod criteria;
mod decisions;
mod duties;
mod forms;
mod limits;
mod notices;
mod points;
mod procedures;

pub use criteria::{BasePeriod, Figure, Multiple, Share, Threshold};
pub use decisions::{Conflict, Disclosed};
pub use duties::{Consultation, Duty, Every, When};
pub use forms::{Form, FormTo};
pub use limits::{Count, Limit, Unit};
pub use notices::{Channel, Ladder, Level, NoticeKind, Show, SmallGroup, Technique};
pub use points::Point;
pub use procedures::{AidFirst, Procedure, Step, Wait};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A clause path of `text.md` with its place in `pack.toml`.
pub type Clause = toml::Spanned<String>;

/// The whole file.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Title of the policy document 文件标题.
    pub title: String,
    /// Titles of further plans in the same document 同一份文件里的其他方案.
    #[serde(default)]
    pub further_titles: Vec<String>,
    /// Short name for lists and prose 简称.
    pub short: String,
    /// Document number 文号, absent when the document has none.
    #[serde(default)]
    pub number: Option<String>,
    /// Issuing bodies 发文机关.
    pub issuer: Vec<String>,
    /// Date of the document 成文日期.
    #[serde(default, deserialize_with = "crate::diag::toml::optional_day")]
    pub date: Option<NaiveDate>,
    /// Where it applies 适用范围.
    pub region: String,
    /// Final or a consultation draft 征求意见稿.
    pub status: Status,
    /// 公开属性.
    pub disclosure: Disclosure,
    /// Documents that this one replaces.
    #[serde(default)]
    pub replaces: Vec<String>,
    /// Rules above it that the document itself names 上位依据.
    #[serde(default)]
    pub basis: Vec<String>,
    /// Row of the open-government catalogue 基层政务公开标准目录.
    pub catalogue: Catalogue,
    /// Bodies that sign and do 签字角色.
    #[serde(default)]
    pub role: Vec<Role>,
    /// Household categories 对象类别.
    #[serde(default)]
    pub category: Vec<Category>,
    /// Income and amounts 收入标准.
    #[serde(default)]
    pub threshold: Vec<Threshold>,
    /// How cases are found 风险发现渠道.
    #[serde(default)]
    pub discovery: Vec<Passage>,
    /// Special cases of scope 特殊情形.
    #[serde(default)]
    pub scope: Vec<Passage>,
    /// Ways out 退出.
    #[serde(default)]
    pub exit: Vec<Passage>,
    /// Ordered steps 程序, one entry a track.
    #[serde(default)]
    pub procedure: Vec<Procedure>,
    /// Notice kinds 公示、公告.
    #[serde(default)]
    pub notice: Vec<NoticeKind>,
    /// What may be shown; anything unlisted is suppressed.
    #[serde(default)]
    pub show: Vec<Show>,
    /// Leaflets 明白纸.
    #[serde(default)]
    pub leaflet: Vec<Leaflet>,
    /// Policy points 政策要点, told by a series of leaflets.
    #[serde(default)]
    pub point: Vec<Point>,
    /// Aid measures 帮扶措施.
    #[serde(default)]
    pub measure: Vec<Measure>,
    /// Forms of the office 表单.
    #[serde(default)]
    pub form: Vec<Form>,
    /// Recurring and dated duties 定期事项.
    #[serde(default)]
    pub duty: Vec<Duty>,
    /// When everybody may comment on a draft 征求意见.
    #[serde(default)]
    pub consultation: Option<Consultation>,
    /// What is done where two rules clash 时限冲突.
    #[serde(default)]
    pub conflict: Vec<Conflict>,
    /// Parts of a document on request that may be told 区分处理.
    #[serde(default)]
    pub disclosed: Vec<Disclosed>,
}

/// Whether the text is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// 已印发.
    Final,
    /// 征求意见稿: stamped on every page.
    Draft,
}

/// How the document itself may be disclosed (政府信息公开条例 art. 13, 37).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disclosure {
    /// 主动公开.
    Proactive,
    /// 依申请公开.
    OnRequest,
    /// 不予公开.
    None,
}

/// A row of the catalogue.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// 公开事项.
    pub matter: String,
    /// 公开内容（要素）.
    pub contents: Vec<String>,
    /// 公开时限.
    pub time_limit: String,
    /// 公开主体.
    pub publisher: String,
    /// 公开渠道和载体.
    pub channel: Vec<String>,
    /// 公开对象.
    pub audience: String,
    /// 公开方式.
    pub mode: String,
    /// 公开层级.
    pub level: String,
}

/// A body that signs or acts.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Identifier.
    pub id: String,
    /// Chinese title, as on the key.
    pub title: String,
}

/// A household category.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Title as it is shown.
    pub title: String,
    /// What decides, in our words.
    pub criteria: String,
    /// Clause of `text.md` it rests on, e.g. `二/（三）`.
    #[serde(default)]
    pub clause: Option<Clause>,
    /// Decided locally because the text is silent: the reason.
    #[serde(default)]
    pub local: Option<String>,
    /// Whether an officer has compared it with the text.
    #[serde(default = "yes")]
    pub confirmed: bool,
}

/// A titled sentence that rests on a clause.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// Title.
    pub title: String,
    /// What it says, in our words.
    pub text: String,
    /// Whether an officer has compared it with the text.
    #[serde(default = "yes")]
    pub confirmed: bool,
    /// Clause of `text.md`.
    pub clause: Clause,
}

fn yes() -> bool {
    true
}

/// A leaflet.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Leaflet {
    /// Identifier, used in its address.
    pub id: String,
    /// Title.
    pub title: String,
    /// For whom, in words.
    pub audience: String,
    /// Subject 主题 under which the library shows it, in a few words; leaflets without one stand at the end.
    #[serde(default)]
    pub subject: Option<String>,
    /// Handed to every household, or to the households of a roster.
    pub to: LeafletTo,
    /// Notice kind whose households receive it, when it goes to the households of a roster.
    #[serde(default)]
    pub notice: Option<String>,
    /// Version shown on it.
    pub version: String,
    /// Also printed as a card on A5 明白卡, if it fits on both sides.
    #[serde(default)]
    pub card: bool,
    /// Beside page and print also `chat`, `loudspeaker`: a picture for chat groups and a script for the loudspeaker.
    #[serde(default)]
    pub channel: Vec<Channel>,
    /// Markdown file of the pack.
    pub file: String,
    /// Whether an officer has compared it with the text.
    #[serde(default = "yes")]
    pub confirmed: bool,
    /// Clause of `text.md`.
    pub clause: Clause,
}

/// Who receives a leaflet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeafletTo {
    /// 所有农户.
    EveryHousehold,
    /// 监测对象: addressed copies are printed for the households of each roster.
    RosterHouseholds,
}

/// An aid measure.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Name.
    pub title: String,
    /// What it offers, plain words.
    pub text: String,
    /// Responsible departments, if the text names any.
    #[serde(default)]
    pub departments: Vec<String>,
    /// Whether an officer has compared it with the text.
    #[serde(default = "yes")]
    pub confirmed: bool,
    /// Clause of `text.md`.
    pub clause: Clause,
}
