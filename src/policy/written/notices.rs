//! Notice kinds and what each may show on which channel.

use super::{Clause, Count, yes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A notice kind.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeKind {
    /// Identifier; a notice file's `kind`.
    pub id: String,
    /// Title of the kind, e.g. 监测对象认定公示.
    pub title: String,
    /// Title of a notice; may use `{{ village }}` and the like.
    #[serde(default)]
    pub heading: String,
    /// Body text: a Markdown file of the pack.
    #[serde(default)]
    pub file: String,
    /// Procedure whose steps the notice belongs to.
    pub procedure: String,
    /// Objection period; a 公告 has none.
    #[serde(default)]
    pub period: Option<Count>,
    /// Minimum posting time on the board, counted from the posting day.
    #[serde(default)]
    pub posting: Option<Count>,
    /// Days that rows stay on the web after both clocks have run out.
    #[serde(default)]
    pub web_extra_days: u16,
    /// Where it goes. Nowhere makes it a list of the office 内部名册: signed and used for forms, never posted.
    pub channel: Vec<Channel>,
    /// Who issues: `village` or `township`.
    pub issuer: Level,
    /// Roles that must have signed.
    pub signed_by: Vec<String>,
    /// Rows that look alike are told apart by these, in order.
    #[serde(default)]
    pub distinguish: Vec<Ladder>,
    /// Groups with fewer households are shown together on the web.
    #[serde(default)]
    pub small_group: Option<SmallGroup>,
    /// Whether an officer has compared it with the text.
    #[serde(default = "yes")]
    pub confirmed: bool,
    /// Clause of `text.md`.
    pub clause: Clause,
}

impl NoticeKind {
    /// Whether it is a list of the office 内部名册, which nothing public is made from.
    pub fn internal(&self) -> bool {
        self.channel.is_empty()
    }
}

/// Level of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// 村（社区）.
    Village,
    /// 乡镇.
    Township,
}

/// Where something is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Website.
    Web,
    /// Notice board 公示栏.
    Board,
    /// Long picture for the village's chat group 群图.
    Chat,
    /// Script for the village loudspeaker 广播稿.
    Loudspeaker,
}

impl Channel {
    /// What a clerk calls it.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Web => "网站",
            Self::Board => "公示栏",
            Self::Chat => "群图",
            Self::Loudspeaker => "广播稿",
        }
    }

    /// What a pack, and the file of a face, call it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Board => "board",
            Self::Chat => "chat",
            Self::Loudspeaker => "loudspeaker",
        }
    }

    /// Whether it may stand without any row: it tells where the list is to be seen.
    pub fn may_be_rowless(self) -> bool {
        matches!(self, Self::Chat | Self::Loudspeaker)
    }
}

/// A rung that tells two alike rows apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ladder {
    /// The villagers' group.
    Group,
    /// The tail of the household number.
    HouseholdNumber,
    /// One more character of the name.
    OneMoreCharacter,
}

/// Generalisation of small groups (GB/T 37964 泛化).
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SmallGroup {
    /// Groups with fewer households than this.
    pub below: usize,
    /// Are shown as this.
    pub shown_as: String,
    /// Why.
    pub reason: String,
    /// Groups that are shown as this whatever their size: they were before. No pack says so.
    #[serde(skip)]
    pub merged: BTreeSet<String>,
}

/// A column that may be shown.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Show {
    /// Notice kinds.
    pub notice: Vec<String>,
    /// Channels.
    pub channel: Vec<Channel>,
    /// Field of `fields.toml`.
    pub field: String,
    /// Column header.
    pub title: String,
    /// How.
    pub how: Technique,
    /// Why it may be shown.
    pub reason: String,
    /// Whether the column goes where the roster has none: otherwise that is an error.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// De-identification technique 去标识化 (words of GB/T 37964-2019).
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Technique {
    /// A running number of our own 序号, not the roster's.
    Ordinal,
    /// As it stands.
    AsIs,
    /// Mask a name 屏蔽: the surname and, when `last`, the last of three or more characters stay.
    MaskName {
        /// Keep the last character of names of three and more.
        #[serde(default)]
        last: bool,
        /// A head of household under this age (years on the posting day) …
        minor_under: u8,
        /// … is shown as this.
        minor: String,
    },
    /// A number, generalised above `top` 泛化: `6` → 6人及以上.
    TopCoded {
        /// From here upward.
        top: u32,
        /// Unit after the number in the generalised form.
        unit: String,
    },
    /// Only these values 白名单; another value is an error.
    OneOf {
        /// Allowed values.
        values: Vec<String>,
    },
}
