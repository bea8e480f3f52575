//! `key`: a public key is registered in the ledger with its term, given another term, or revoked.

use super::{Console, ledger};
use crate::diag::{Diagnostic, Place};
use crate::edition::open_words;
use crate::edition::ready::ready;
use crate::ledger::{Digest, Event, KeyEntry, key_entries};
use crate::sealed::signoff::{NamedKey, public_key};
use crate::workspace::{Workspace, files};
use chrono::NaiveDate;
use clap::Args;
use std::path::{Path, PathBuf};

crate::codes! {
    NOT_TRUSTED = "key-not-in-folder":
        "这把公钥不在工作区的 keys 文件夹里。先核对是谁的，把 .pub 放进 keys/村文件夹（各村通用的放进 keys），再登记。"
        / "The public key does not lie in the workspace's keys folder. Check whose it is, put it there, then register it.";
    TERM = "key-term":
        "登记密钥要写从哪一天起（--from）；到期那一天（--until）不能早于它。"
        / "A key is registered from a day on (--from), and not until a day before it.";
    UNKNOWN = "key-unknown-fingerprint":
        "台账里没有这个指纹的密钥，或者写得太短，有几把都对得上。运行 mingbai key 看登记过的密钥。"
        / "The ledger knows no key of this fingerprint, or several. Run `mingbai key` for a list.";
}

/// What may be typed after `key`.
#[derive(Debug, Args)]
pub(super) struct KeyArguments {
    /// 公钥文件（.pub）；什么都不写就列出登记过的密钥
    #[arg(value_name = "公钥", help_heading = "参数")]
    file: Option<PathBuf>,
    /// 从这一天起可以签字
    #[arg(long, value_name = "日期", requires = "file", help_heading = "选项")]
    from: Option<NaiveDate>,
    /// 可以签到这一天；不写就是没有定
    #[arg(long, value_name = "日期", requires = "file", help_heading = "选项")]
    until: Option<NaiveDate>,
    /// 撤销这个指纹的密钥（写前16位以上）：丢了、被人拿了
    #[arg(long, value_name = "指纹", conflicts_with_all = ["file", "from", "until"], help_heading = "选项")]
    revoke: Option<String>,
    /// 从这一天起签的不算；不写就是今天
    #[arg(long, value_name = "日期", requires = "revoke", help_heading = "选项")]
    day: Option<NaiveDate>,
    /// 谁登记的；不写就是主办单位
    #[arg(long, value_name = "经办", help_heading = "选项")]
    by: Option<String>,
}

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

/// Digits of a fingerprint that are enough.
const ENOUGH: usize = 16;

pub(super) fn key(
    workspace: &Workspace,
    given: Option<NaiveDate>,
    typed: &KeyArguments,
    console: &mut Console,
) -> Outcome {
    let ready = ready(workspace)?;
    let known = key_entries(ready.ledger.lines());
    let entries = match (&typed.file, &typed.revoke) {
        (Some(file), _) => registered(file, (typed.from, typed.until), &ready.keys.named())?,
        (None, Some(fingerprint)) => revoked(&known, fingerprint, typed.day.unwrap_or(workspace.today))?,
        (None, None) => {
            list(&known, console);
            return Ok(Vec::new());
        }
    };
    ledger::in_earnest(workspace, given)?;
    let by = typed.by.clone().unwrap_or_else(|| workspace.township.publisher.clone());
    if let Some(unclean) = open_words::unclean("--by", &by) {
        return Err(vec![unclean]);
    }
    let began = ready.ledger.lines().is_empty();
    let mut written = Vec::new();
    ledger::enter(workspace, &by, given, console, |ledger| {
        let known = key_entries(ledger.lines());
        written = entries.iter().filter(|entry| !known.contains(entry)).cloned().collect();
        written.iter().map(|entry| (None, Event::Key(entry.clone()))).collect()
    })?;
    if console.json {
        console.json_value(&serde_json::json!({ "keys": entries, "written": written.len() }));
        return Ok(Vec::new());
    }
    list(&entries, console);
    match written.len() {
        0 => console.line("已经记过，没有再写。"),
        lines => console.line(format!("已记入台账{lines}条。")),
    }
    if began && !written.is_empty() {
        console.line("台账从这一条开始：以后的公示贴好了要运行 mingbai post，网上才列名单。");
    }
    Ok(Vec::new())
}

/// What the ledger is to say of a key in a file, for each village in whose folder it lies.
fn registered(
    file: &Path,
    (from, until): (Option<NaiveDate>, Option<NaiveDate>),
    trusted: &[NamedKey],
) -> Result<Vec<KeyEntry>, Vec<Diagnostic>> {
    let shown = file.to_string_lossy();
    let bytes = files::bytes(file).ok_or_else(|| vec![files::unreadable(&shown)])?;
    let is = public_key(&shown, &bytes).map_err(|wrong| vec![wrong])?;
    let wrong = |message: &str, help: &str| {
        vec![Diagnostic::error(&TERM, Place::file(&*shown).field("--from"), message, help)]
    };
    let Some(from) = from else {
        return Err(wrong("没有写从哪一天起可以签字", "加上 --from 日期，例如 --from 2025-01-01"));
    };
    if until.is_some_and(|until| until < from) {
        return Err(wrong("到期的日子早于生效的日子", "核对 --from 和 --until"));
    }
    let fingerprint = Digest::try_from(is.fingerprint).map_err(|_| Vec::new())?;
    let entry = |known: &NamedKey| KeyEntry {
        fingerprint: fingerprint.clone(),
        public: is.public.clone(),
        role: is.role.clone(),
        name: is.name.clone(),
        village: known.village.clone(),
        from,
        until,
        revoked: None,
    };
    let entries: Vec<KeyEntry> =
        trusted.iter().filter(|known| known.public == is.public).map(entry).collect();
    if entries.is_empty() {
        let help = "先核对是谁的，把它放进工作区的 keys/村文件夹（各村通用的放进 keys），再运行一次";
        return Err(vec![Diagnostic::refusal(
            &NOT_TRUSTED,
            Place::file(&*shown),
            "这把公钥不在 keys 文件夹里",
            help,
        )]);
    }
    Ok(entries)
}

/// What the ledger is to say of a key that must not be used any more.
fn revoked(known: &[KeyEntry], fingerprint: &str, day: NaiveDate) -> Result<Vec<KeyEntry>, Vec<Diagnostic>> {
    let wanted = fingerprint.trim().to_ascii_lowercase();
    let fits = |entry: &&KeyEntry| wanted.len() >= ENOUGH && entry.fingerprint.as_str().starts_with(&wanted);
    let found: Vec<&KeyEntry> = known.iter().filter(fits).collect();
    if found.is_empty() || found.iter().any(|entry| entry.fingerprint != found[0].fingerprint) {
        let at = Place::file(crate::ledger::FILE).field("--revoke");
        let help = "运行 mingbai key 看指纹，写前16位；没登记过的先登记：mingbai key 公钥 --from 日期";
        return Err(vec![Diagnostic::error(&UNKNOWN, at, "台账里没有这个指纹的密钥", help)]);
    }
    Ok(found.into_iter().map(|entry| KeyEntry { revoked: Some(day), ..entry.clone() }).collect())
}

fn list(entries: &[KeyEntry], console: &mut Console) {
    if console.json {
        console.json_value(&serde_json::json!({ "keys": entries, "written": 0 }));
        return;
    }
    if entries.is_empty() {
        console.line("台账里还没有登记过密钥。登记：mingbai key 公钥 --from 日期");
    }
    for is in entries {
        let village = is.village.as_deref().unwrap_or("各村通用");
        console.line(format!("{} {}（{village}）", is.role, is.name));
        let until = is.until.map_or_else(String::new, |until| format!("到{until}"));
        let revoked = is.revoked.map_or_else(String::new, |on| format!("，{on}起撤销"));
        console.line(format!("  从{}起{until}{revoked}", is.from));
        console.line(format!("  指纹 {}", is.fingerprint));
    }
}
