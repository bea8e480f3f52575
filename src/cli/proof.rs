//! `proof`: a notice's proof 公示稿 is drawn up, shown and kept beside the notice until another draft takes its place.

use super::{Console, naming, posted};
use crate::calendar::chinese_with_weekday;
use crate::diag::{Diagnostic, Place};
use crate::edition::old_form;
use crate::edition::package::ProofPackage;
use crate::edition::proof_page::PAGE;
use crate::edition::proofs::{DrawnUp, draw_up};
use crate::edition::ready::ready;
use crate::edition::submission::{DAYS, days_of, kept_days, only_days};
use crate::pipeline;
use crate::proof::{Proof, Secret, Sheets, channel_words, check_code, counts_in_words, differences};
use crate::publish::{self, Single};
use crate::workspace::{Workspace, files, secret};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::Path;

crate::codes! {
    INTERNAL = "proof-internal":
        "这一种名单只在内部办理，不张贴也不上网，没有公示稿。名册照常签字。"
        / "Lists of this kind are shown to nobody outside: they have no proof.";
}

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

/// Differences that are told at once.
const TOLD: usize = 30;

/// `out`: where a file is written that travels.
/// `posted`: another posting day, for a notice that everybody has signed and that does not hang yet.
pub(super) fn proof(
    workspace: Workspace,
    name: &str,
    (out, day): (Option<&Path>, Option<NaiveDate>),
    console: &mut Console,
) -> Outcome {
    let signed = day.map(|_| {
        let ready = ready(&workspace)?;
        let notice = naming::find(&workspace, name)?;
        let kind = ready.pack.notice(notice.is.kind.get_ref());
        kind.map(|kind| posted::signed(&workspace, &ready, notice, kind)).transpose()
    });
    let signed = signed.transpose()?.flatten();
    let workspace = match day {
        Some(day) => posted::moved(workspace, name, day)?,
        None => workspace,
    };
    let workspace = &workspace;
    let ready = ready(workspace)?;
    let notice = naming::find(workspace, name)?;
    let kind = ready.pack.notice(notice.is.kind.get_ref());
    if kind.is_some_and(|kind| kind.internal()) {
        let help = "请直接签字：mingbai sign";
        let at = Place::file(&notice.path).field("kind");
        return Err(vec![Diagnostic::refusal(&INTERNAL, at, "这一种名单没有公示稿", help)]);
    }
    if let Some(refused) = kind.and_then(|kind| old_form::undrawable(&ready, (notice, kind))) {
        return Err(vec![refused]);
    }
    let stops = pipeline::stops_notice(workspace, &ready, notice);
    if !stops.is_empty() {
        return Err(stops);
    }
    let drawn = draw_up(workspace, &ready, notice)?;
    let parent = workspace.root.join(format!("{}.proof", notice.id));
    let before = latest(&parent, &drawn.sheets);
    let mut kept = drawn.sheets.files();
    kept.extend(drawn.prints.clone());
    let folder = format!("{}.proof/{}", notice.id, drawn.sheets.folder());
    kept.extend(kept_days(notice, &folder));
    if let Some(signed) = &signed {
        posted::only_days(notice, signed, &drawn.sheets)?;
        kept.insert(DAYS.to_owned(), days_of(signed));
        let path = workspace.root.join(&notice.path);
        let single = Single { path: &path, bytes: notice.source.as_bytes(), private: false };
        publish::write_replace_together(&[single]).map_err(|wrong| vec![wrong])?;
    }
    publish::write_draft(&parent, &drawn.sheets.folder(), &kept).map_err(|wrong| vec![wrong])?;
    let changed = before.as_ref().map(|before| differences(before, &drawn.sheets));
    if let (Some(out), Some(secret)) = (out, &workspace.secret) {
        let mut package = ProofPackage::new(&drawn, &notice.roster.check(secret.mac()));
        let own = notice.proofs.iter().find(|is| is.path == folder).map(|is| &is.files);
        package.only_days = own
            .unwrap_or(&kept)
            .get(DAYS)
            .and_then(|_| only_days(notice, &drawn.sheets, own.unwrap_or(&kept)));
        let single = Single { path: out, bytes: &package.to_bytes(), private: false };
        publish::write_replace_together(&[single]).map_err(|wrong| vec![wrong])?;
    }
    match console.json {
        true => console.json_value(&value(&drawn, &folder, changed.as_deref())),
        false => show(&drawn, &folder, changed.as_deref(), console),
    }
    Ok(Vec::new())
}

/// Sees to it that a workspace has its secret; one that is not there is made. Everybody has the sample's.
pub(super) fn with_secret(mut workspace: Workspace) -> Result<Workspace, Vec<Diagnostic>> {
    if workspace.secret.is_none() {
        workspace.secret = Some(made(&workspace).map_err(|wrong| vec![wrong])?);
    }
    Ok(workspace)
}

fn made(workspace: &Workspace) -> Result<Secret, Diagnostic> {
    if let Some(broken) = &workspace.secret_broken {
        return Err(broken.clone());
    }
    let path = workspace.root.join(Secret::FILE);
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| secret::wrong("系统给不出随机数"))?;
    let made = Secret::new(bytes);
    publish::write_new(&path, made.to_text().as_bytes(), true)?;
    Ok(made)
}

/// The proof that was kept last before this one: of the same version if there is one, else of an older one.
fn latest(parent: &Path, now: &Sheets) -> Option<Sheets> {
    let mut folders: BTreeMap<String, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for (path, bytes) in files::tree(parent).unwrap_or_default() {
        if let Some((folder, name)) = path.split_once('/') {
            folders.entry(folder.into()).or_default().insert(name.into(), bytes);
        }
    }
    let read = |files: &BTreeMap<String, Vec<u8>>| Sheets::read(files).ok();
    let older = folders.values().filter_map(read).filter(|sheets| sheets.proof != now.proof);
    older.max_by_key(|sheets| sheets.proof.version.parse::<u32>().unwrap_or(0))
}

/// What a proof says, in a few lines; `days`: each day of its period, where they are known; `warnings`: what `check` says of it.
pub(super) fn summary(sheets: &Sheets, days: &[String], warnings: &[String], console: &mut Console) {
    let Proof { township, village, title, kind, version, issuer, basis, notice, .. } = &sheets.proof;
    let proof = &sheets.proof;
    console.line(format!("公示稿  校对码 {}", check_code(&proof.digest())));
    console.line(format!("  标题      {title}"));
    console.line(format!("  公示      {township}{village}  {kind}  第{version}版（{notice}）"));
    console.line(format!("  发布单位  {issuer}"));
    console.line(format!("  依据      {basis}"));
    console.line(format!("  张贴      {}，贴在{}", day(&proof.first), or_unsaid(&proof.places.join("、"))));
    if let Some(period) = &proof.period {
        console.line(format!("  公示期    {}到{}", day(&period.first), day(&period.last)));
        console.line(format!("            {}", period.rule));
        days.iter().for_each(|day| console.line(format!("            · {day}")));
    }
    console.line(format!("  张贴保留  到{}", day(&proof.board_until)));
    console.line(format!("  网上名单  到{}", day(&proof.web_until)));
    console.line(format!("  名单      {}", counts_in_words(proof)));
    for face in &sheets.faces {
        let columns = match face.is_listed() {
            true => format!("{}行：{}", face.rows.len(), face.columns.join("、")),
            false => "不列名单".to_owned(),
        };
        console.line(format!("    {}  {columns}", channel_words(&face.channel)));
    }
    if !warnings.is_empty() {
        console.line(format!("  检查时有{}处要留意", warnings.len()));
        warnings.iter().for_each(|warning| console.line(format!("    · {warning}")));
    }
}

fn show(drawn: &DrawnUp, folder: &str, changed: Option<&[String]>, console: &mut Console) {
    summary(&drawn.sheets, &drawn.days, &drawn.warnings, console);
    console.line("  公开的栏");
    for rule in &drawn.shown {
        console.line(format!("    {}  {}（{}）", rule.field, rule.how, rule.why));
    }
    if !drawn.hidden.is_empty() {
        console.line("  不公开的栏");
        for rule in &drawn.hidden {
            console.line(format!("    {}  {}（{}）", rule.field, rule.how, rule.why));
        }
    }
    match changed {
        None => console.line("  这是第一稿。"),
        Some([]) => console.line("  和上一稿一样。"),
        Some(changed) => {
            console.line(format!("  和上一稿不同的地方（{}处）", changed.len()));
            changed.iter().take(TOLD).for_each(|line| console.line(format!("    · {line}")));
            if changed.len() > TOLD {
                console.line(format!("    · 还有{}处", changed.len() - TOLD));
            }
        }
    }
    console.line(format!("  放在      {folder}"));
    for print in drawn.prints.keys() {
        console.line(format!("  {}  {folder}/{print}", sample_words(print)));
    }
    console.line("请签字的人先看样张，再签字。");
}

/// What a sample is called.
pub(super) fn sample_words(name: &str) -> &'static str {
    if name == PAGE { "网页样张" } else { "打印样张" }
}

fn value(drawn: &DrawnUp, folder: &str, changed: Option<&[String]>) -> serde_json::Value {
    let proof = &drawn.sheets.proof;
    let columns: BTreeMap<&str, &[String]> =
        drawn.sheets.faces.iter().map(|face| (face.channel.as_str(), face.columns.as_slice())).collect();
    let hidden: Vec<_> = drawn
        .hidden
        .iter()
        .map(|rule| serde_json::json!({ "field": rule.field, "how": rule.how, "why": rule.why }))
        .collect();
    serde_json::json!({
        "notice": proof.notice, "version": proof.version, "code": check_code(&proof.digest()),
        "digest": proof.digest(), "folder": folder, "proof": proof, "columns": columns, "hidden": hidden,
        "days": drawn.days, "warnings": drawn.warnings, "prints": drawn.prints.keys().collect::<Vec<_>>(), "changed": changed,
    })
}

fn day(text: &str) -> String {
    text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), chinese_with_weekday)
}

fn or_unsaid(text: &str) -> &str {
    if text.is_empty() { "（没有写公示地点）" } else { text }
}
