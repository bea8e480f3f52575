//! `township.toml`, `village.toml` and notice files as people write them.

use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// `township.toml` 乡镇.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Township {
    /// Name, e.g. 普安乡.
    pub name: String,
    /// Publisher of the site 主办单位.
    pub publisher: String,
    /// Pack id.
    pub pack: String,
    /// Ids of other places' packs that the site shows for comparison.
    #[serde(default)]
    pub more_policies: Vec<String>,
    /// Theme name.
    #[serde(default = "default_theme")]
    pub theme: String,
    /// Absolute address of the site, with trailing slash; QR codes need it.
    #[serde(default)]
    pub base_url: Option<Spanned<String>>,
    /// Region whose local holidays count beside the national ones.
    #[serde(default)]
    pub region: Option<String>,
    /// Fixed day of a sample, so that it never goes stale; every page says so. `--today` overrides.
    #[serde(default, deserialize_with = "crate::diag::toml::optional_day")]
    pub sample_day: Option<NaiveDate>,
    /// When the office closes 下班时间: on the last day objections are taken up to then (民法典 203 II). 24:00 without it.
    #[serde(default, deserialize_with = "crate::diag::toml::optional_time")]
    pub closes: Option<NaiveTime>,
    /// Papers for the notice board.
    #[serde(default = "default_papers")]
    pub board_papers: Vec<BoardPaper>,
    /// Which prints are made.
    #[serde(default)]
    pub prints: Prints,
    /// Channels that this township does not use, whatever the pack offers.
    #[serde(default)]
    pub skip_channels: Vec<Voice>,
    /// How the leaflets for households are printed.
    #[serde(default)]
    pub leaflet_prints: LeafletPrints,
    /// Villages in order; default: by folder name.
    #[serde(default)]
    pub villages: Vec<String>,
    /// Whom to call at the township.
    #[serde(default)]
    pub contact: Vec<Contact>,
    /// That aid may come before identification 先帮扶、后认定, where the policy allows it.
    #[serde(default)]
    pub aid_first: Option<AidFirst>,
    /// The township's own QR code, where people apply by themselves 一码通.
    #[serde(default)]
    pub one_code: Option<OneCode>,
    /// How notices are signed.
    #[serde(default)]
    pub signing: Signing,
    /// Who may sign on paper, in every village.
    #[serde(default)]
    pub official: Vec<Official>,
}

/// `[signing]` in `township.toml`: how notices are signed 签字的规矩.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// Whether a key counts only once the ledger has a line about it.
    #[serde(default)]
    pub registered: bool,
    /// The only way that counts; both count without it.
    #[serde(default)]
    pub signed_how: Option<SignedHow>,
}

/// A way of signing 签法.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignedHow {
    /// By key.
    Key,
    /// On paper.
    Paper,
}

/// `[[official]]` in `township.toml` and `village.toml`: who may sign on paper 可在纸上签字的人. It stands on no page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Official {
    /// Role: id or title of the pack.
    pub role: String,
    /// Name.
    pub name: String,
    /// First day in office.
    #[serde(deserialize_with = "crate::diag::toml::day")]
    pub from: NaiveDate,
    /// Last day in office; none while it goes on.
    #[serde(default, deserialize_with = "crate::diag::toml::optional_day")]
    pub until: Option<NaiveDate>,
}

/// `[aid_first]` in `township.toml`: the decision that aid comes first 先帮扶、后认定.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AidFirst {
    /// First day.
    #[serde(deserialize_with = "crate::diag::toml::day")]
    pub first: NaiveDate,
    /// Last day.
    #[serde(deserialize_with = "crate::diag::toml::day")]
    pub last: NaiveDate,
    /// Who decided, and by which document.
    pub decided: String,
}

/// `[one_code]` in `township.toml` 一码通.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneCode {
    /// Absolute address that the code opens.
    pub url: String,
    /// What people call it, e.g. 渝防贫一码通.
    pub title: String,
    /// What to do with it, e.g. 微信扫码，自己申报.
    pub words: String,
}

fn default_theme() -> String {
    "default".into()
}

fn default_papers() -> Vec<BoardPaper> {
    vec![BoardPaper::A4]
}

/// A channel beside site and board that a township may do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// Pictures for chat groups 群图.
    Chat,
    /// Scripts for the loudspeaker 广播稿.
    Loudspeaker,
}

/// Paper of a board print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum BoardPaper {
    /// 210 × 297 mm.
    A4,
    /// 297 × 420 mm, to be read at two metres.
    A3,
    /// The same on its side, for a low board.
    #[serde(rename = "A3-landscape")]
    A3Landscape,
}

/// `[prints]` in `township.toml`: which prints are made 打印.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prints {
    /// A PDF beside each notice and leaflet of the website.
    #[serde(default = "yes")]
    pub web: bool,
}

impl Default for Prints {
    fn default() -> Self {
        Self { web: true }
    }
}

fn yes() -> bool {
    true
}

/// How the leaflets for households are printed 分户明白纸: always as one booklet.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeafletPrints {
    /// A file for each household beside the booklet.
    #[serde(default)]
    pub single_files: bool,
    /// Two leaflets on an A3 sheet, in order once cut and stacked.
    #[serde(default)]
    pub cut_and_stack: bool,
}

/// Somebody to call.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// What for.
    pub purpose: String,
    /// Office, or a named official.
    pub name: Spanned<String>,
    /// Phone as shown.
    pub phone: String,
    /// When it is answered.
    #[serde(default)]
    pub hours: Option<String>,
}

/// `villages/<slug>/village.toml` 村（社区）.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Village {
    /// Name.
    pub name: String,
    /// Village committee, as on the seal.
    pub committee: String,
    /// Where the notice board stands.
    #[serde(default)]
    pub board: Option<String>,
    /// When the village's office closes, where it differs from the township's.
    #[serde(default, deserialize_with = "crate::diag::toml::optional_time")]
    pub closes: Option<NaiveTime>,
    /// Whom to call.
    #[serde(default)]
    pub contact: Vec<Contact>,
    /// Words of the village's own texts that are nobody's name, although somebody on a roster is called so.
    #[serde(default)]
    pub allowed: Vec<AllowedWord>,
    /// Who may sign on paper for this village.
    #[serde(default)]
    pub official: Vec<Official>,
}

/// `[[allowed]]` in `village.toml` 放行的词: a decision that a word in the village's own texts is a word and no name. It
/// stands on no page; signers see it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowedWord {
    /// The word.
    pub word: Spanned<String>,
    /// Why it is no name where it stands.
    pub reason: Spanned<String>,
    /// Who decided.
    pub decided_by: Spanned<String>,
}

/// `villages/<slug>/notices/<date>-<kind>.toml` 公示.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Notice kind of the pack.
    pub kind: Spanned<String>,
    /// Roster file, relative to the village's folder.
    pub roster: Spanned<String>,
    /// Worksheet, when the workbook has several.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Worksheets that are one list together, a group each.
    #[serde(default)]
    pub sheets: Vec<String>,
    /// How many rows of the list, hidden or crossed out, are left out on purpose.
    #[serde(default)]
    pub hidden_rows: Option<u32>,
    /// Posting day 张贴日.
    #[serde(deserialize_with = "crate::diag::toml::day")]
    pub posted: NaiveDate,
    /// Where it is posted; default: the village's board.
    #[serde(default)]
    pub place: Option<String>,
    /// Where it is posted besides; the period counts from the last place.
    #[serde(default)]
    pub further_places: Vec<String>,
    /// Document number, if the office gives one.
    #[serde(default)]
    pub number: Option<String>,
    /// Version 版次; a substantive amendment is a new version.
    #[serde(default = "one")]
    pub version: u16,
    /// Days on which steps were done, by step id of the pack.
    #[serde(default, deserialize_with = "crate::diag::toml::day_table")]
    pub steps: BTreeMap<String, NaiveDate>,
    /// `adult`: somebody decided that all heads of household are adults, where the roster tells no ages.
    #[serde(default)]
    pub heads: Option<Heads>,
    /// Who decided it.
    #[serde(default)]
    pub heads_decided_by: Option<String>,
    /// Header words of this roster by field id, where they are unusual.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
}

/// What is known of all heads of household of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Heads {
    /// They are of age.
    Adult,
}

fn one() -> u16 {
    1
}
