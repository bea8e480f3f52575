//! Folders on disk → [`Workspace`].

use super::notices::{notice, orphans};
use super::written::{Township, Village as WrittenVillage};
use super::{
    Files, Notice, OtherPack, UnusedRoster, Village, Workspace, embedded, files, one_code, secret, strays,
    themes,
};
use crate::diag::{Diagnostic, Place, gathered, toml};
use crate::sealed::roster_bytes::RosterBytes;
use crate::text;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf, absolute};
use std::sync::OnceLock;

crate::codes! {
    NO_WORKSPACE = "workspace-not-found":
        "这里没有工作区：找不到 township.toml。用 mingbai init 文件夹 新建一个，或用 -C 指明工作区在哪里。"
        / "No township.toml here. Create a workspace with `mingbai init DIR`, or name it with -C.";
    UNKNOWN_PACK = "workspace-unknown-pack":
        "township.toml 里写的政策包找不到。检查名称，或把政策包放进 policies 文件夹。"
        / "The pack named in township.toml is neither in policies/ nor built in.";
    PACK_TWICE = "workspace-pack-twice":
        "township.toml 的 more_policies 里，同一个政策包写了两次，或者写了本地自己用的那一个。"
        / "more_policies names a pack twice, or the township's own.";
    UNKNOWN_THEME = "workspace-unknown-theme":
        "township.toml 里写的主题找不到。" / "The theme named in township.toml is neither in themes/ nor built in.";
    BAD_PATH = "workspace-bad-path":
        "文件要写在工作区里面的相对路径，不能用 .. 跳到外面。" / "A path leaves the workspace.";
    NO_CONTACT = "workspace-no-contact":
        "公示请大家提意见，却没有写可以打的电话。在 village.toml 或 township.toml 里写 [[contact]]。"
        / "A notice invites objections but nobody to call is declared. Add [[contact]] to village.toml or township.toml.";
    BAD_SLUG = "workspace-bad-slug":
        "村文件夹和公示文件的名称会成为网址，只能用小写英文字母、数字和短横线，不能用人名。"
        / "Folder and notice names become addresses: lower-case letters, digits and hyphens only.";
}

/// The workspace that is meant: `given`, else here, else `content/` here, else the one around the folder that somebody
/// stands in. A folder that holds `content/township.toml` stands for that.
pub fn locate(given: Option<&Path>) -> PathBuf {
    let holds = |folder: &Path| folder.join("township.toml").is_file();
    let base = given.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let inner = base.join("content");
    if holds(&base) {
        return base;
    }
    if holds(&inner) {
        return inner;
    }
    let here = absolute(&base).ok().filter(|_| given.is_none());
    let around = here.as_deref().and_then(|here| here.ancestors().find(|folder| holds(folder)));
    around.map_or(base, Path::to_path_buf)
}

/// Now in Asia/Shanghai, to the second. The only clock.
pub fn now() -> DateTime<FixedOffset> {
    #[expect(clippy::disallowed_methods, reason = "the only clock; every later stage takes today as a value")]
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    shanghai(i64::try_from(since.as_secs()).unwrap_or(0))
}

/// The time in Asia/Shanghai (eight hours ahead, no summer time since 1992) at a moment in seconds since 1970, whatever
/// zone the machine is set to.
fn shanghai(seconds: i64) -> DateTime<FixedOffset> {
    let utc = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    FixedOffset::east_opt(8 * 3600).map_or_else(|| utc.into(), |zone| utc.with_timezone(&zone))
}

/// Reads the workspace at `root`, all or nothing. `today`: given, else the township's own sample day, else the clock.
pub fn read(root: &Path, today: Option<NaiveDate>) -> Result<Workspace, Vec<Diagnostic>> {
    read_with(root, today, None)
}

/// The same, but that a notice or a village whose files cannot be read keeps nobody from the others: what is wrong with it
/// stands in [`Workspace::broken`].
pub fn read_each(root: &Path, today: Option<NaiveDate>) -> Result<Workspace, Vec<Diagnostic>> {
    let mut broken = Vec::new();
    let mut read = read_with(root, today, Some(&mut broken))?;
    // Who stands in their rosters is protected all the same.
    let lost = broken.iter().filter_map(|(name, _)| name.strip_prefix("villages/"));
    for slug in lost.filter(|rest| !rest.contains('/')) {
        let folder = format!("villages/{slug}");
        let files = files::within(root, &folder).unwrap_or_default();
        read.unused.extend(unused(&files, &folder, &[]));
    }
    read.broken = broken;
    Ok(read)
}

/// What is wrong by the name of a notice or the folder of a village.
type Broken = Vec<(String, Vec<Diagnostic>)>;

fn read_with(
    root: &Path,
    today: Option<NaiveDate>,
    broken: Option<&mut Broken>,
) -> Result<Workspace, Vec<Diagnostic>> {
    let Some(source) = text(root, "township.toml")? else {
        let place = Place::file("township.toml");
        let names = files::names(root, 1);
        let alike = strays::renamed("township.toml", names.iter().map(String::as_str));
        let help = alike.unwrap_or_else(|| "用 mingbai init 文件夹 新建，或用 -C 指明".to_owned());
        return Err(vec![Diagnostic::error(&NO_WORKSPACE, place, "这里没有 township.toml", help)]);
    };
    let township: Township = toml::parse("township.toml", &source)?;
    let mut errors: Vec<Diagnostic> = township.one_code.iter().flat_map(one_code::check).collect();
    let villages = keep(villages(root, &township, broken), &mut errors).unwrap_or_default();
    let policies = keep(layered(root, "policies", embedded::policies()), &mut errors).unwrap_or_default();
    let pack = below(&policies, &township.pack);
    if pack.is_empty() {
        errors.push(unknown(&UNKNOWN_PACK, "pack", format!("没有政策包 {}", township.pack), &policies));
    }
    let more_packs = more_packs(&township, &policies, &mut errors);
    let all_themes = keep(layered(root, "themes", embedded::themes()), &mut errors).unwrap_or_default();
    let theme = keep(themes::find(&all_themes, &township.theme), &mut errors).unwrap_or_default();
    let keys = keep(files::within(root, "keys"), &mut errors).unwrap_or_default();
    let ledger = keep(ledger(root), &mut errors).unwrap_or_default();
    let witness = keep(files::within(root, "witness"), &mut errors).unwrap_or_default();
    let fields = keep(field_tables(root), &mut errors).unwrap_or_default();
    let calendars = keep(calendars(&policies), &mut errors).unwrap_or_default();
    if !errors.is_empty() {
        toml::locate(&mut errors, "township.toml", &source);
        return Err(errors);
    }
    let mut told = strays::look_alikes(&format!("policies/{}", township.pack), &pack, &[".toml", ".md"]);
    told.extend(strays::look_alikes("keys", &keys, &[".pub"]));
    told.extend(strays::of_root(&files::names(root, 1)));
    let (secret, secret_broken) = match secret::read(root, township.sample_day.is_some()) {
        Ok(secret) => (secret, None),
        Err(broken) => (None, Some(broken)),
    };
    Ok(Workspace {
        root: root.to_path_buf(),
        today: today.or(township.sample_day).unwrap_or_else(|| now().date_naive()),
        pack_path: format!("policies/{}", township.pack),
        township,
        township_source: source,
        villages,
        pack,
        more_packs,
        theme,
        calendars,
        fields,
        keys: keys
            .into_iter()
            .filter(|(name, _)| name.ends_with(".pub"))
            .map(|(name, bytes)| (format!("keys/{name}"), bytes))
            .collect(),
        secret,
        secret_broken,
        ledger,
        witness: witness.into_iter().map(|(name, bytes)| (format!("witness/{name}"), bytes)).collect(),
        unused: strays::rosters(root),
        told,
        broken: Vec::new(),
    })
}

/// The day that is asked for, else the day of the clock in China: for what is done even where no workspace can be read.
pub fn day(today: Option<NaiveDate>) -> NaiveDate {
    today.unwrap_or_else(|| now().date_naive())
}

/// A workspace without a township: built-in theme and tables, for questions that need no more.
pub fn bare(root: &Path, today: Option<NaiveDate>) -> Result<Workspace, Vec<Diagnostic>> {
    let policies = layered(root, "policies", embedded::policies())?;
    let source = built_in(&embedded::content(), "township.toml");
    let township: Township = toml::parse("township.toml", &source)?;
    Ok(Workspace {
        root: root.to_path_buf(),
        today: today.unwrap_or_else(|| now().date_naive()),
        pack: below(&policies, &township.pack),
        more_packs: Vec::new(),
        pack_path: format!("policies/{}", township.pack),
        theme: themes::find(&layered(root, "themes", embedded::themes())?, &township.theme)?,
        calendars: calendars(&policies)?,
        fields: field_tables(root)?,
        township: Township { region: None, ..township },
        township_source: source,
        villages: Vec::new(),
        keys: Vec::new(),
        secret: None,
        secret_broken: None,
        ledger: None,
        witness: Files::new(),
        unused: Vec::new(),
        told: Vec::new(),
        broken: Vec::new(),
    })
}

/// The field tables, the built-in one at the bottom: whatever lies in a folder is laid over it and cannot replace it.
fn field_tables(root: &Path) -> Result<Vec<(String, String)>, Vec<Diagnostic>> {
    const NAME: &str = "policies/fields.toml";
    let built_in = built_in(&embedded::policies(), "fields.toml");
    let mut tables = vec![(NAME.to_owned(), built_in)];
    for (base, name) in
        [(root.join(".."), NAME), (root.to_path_buf(), NAME), (root.to_path_buf(), "fields.toml")]
    {
        // `init` lays a copy of the built-in table into the workspace: it adds nothing.
        let own = text(&base, name)?.filter(|text| *text != tables[0].1);
        tables.extend(own.map(|text| (name.to_owned(), text)));
    }
    Ok(tables)
}

/// Each pack of `more_policies` once, and not the township's own.
fn more_packs(township: &Township, policies: &Files, errors: &mut Vec<Diagnostic>) -> Vec<OtherPack> {
    let mut packs: Vec<OtherPack> = Vec::new();
    for (n, id) in township.more_policies.iter().enumerate() {
        let field = format!("more_policies.{n}");
        let files = below(policies, id);
        if files.is_empty() || id == "calendar" {
            errors.push(unknown(&UNKNOWN_PACK, &field, format!("没有政策包 {id}"), policies));
        } else if *id == township.pack || packs.iter().any(|pack| pack.id == *id) {
            let place = Place::file("township.toml").field(field);
            let message = format!("政策包 {id} 已经写过了");
            errors.push(Diagnostic::error(
                &PACK_TWICE,
                place,
                message,
                "每个政策包只写一次，pack 里写的不用再写",
            ));
        } else {
            packs.push(OtherPack { id: id.clone(), path: format!("policies/{id}"), files });
        }
    }
    packs
}

/// The ledger, if there is one; one that is there and cannot be read is not "none".
fn ledger(root: &Path) -> Result<Option<Vec<u8>>, Vec<Diagnostic>> {
    let path = root.join(crate::ledger::FILE);
    match files::bytes(&path) {
        None if path.symlink_metadata().is_ok() => Err(vec![files::unreadable(crate::ledger::FILE)]),
        bytes => Ok(bytes),
    }
}

fn calendars(policies: &Files) -> Result<Vec<(String, String)>, Vec<Diagnostic>> {
    let tables = below(policies, "calendar");
    gathered(tables.iter().map(|(name, bytes)| {
        let path = format!("policies/calendar/{name}");
        Ok((path.clone(), text::read(&path, bytes)?))
    }))
}

pub(super) fn keep<T>(result: Result<T, Vec<Diagnostic>>, errors: &mut Vec<Diagnostic>) -> Option<T> {
    result.map_err(|mut found| errors.append(&mut found)).ok()
}

/// A file of our own.
fn built_in(files: &Files, name: &str) -> String {
    files.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
}

/// The text of a file of the workspace, if it is there.
fn text(root: &Path, name: &str) -> Result<Option<String>, Vec<Diagnostic>> {
    files::bytes(&root.join(name)).map(|bytes| text::read(name, &bytes)).transpose()
}

/// Built-in files, overlaid by the folder beside the workspace, overlaid by the one inside it. A pack or theme found
/// on disk replaces the built-in one of that name whole: a mixture would be nobody's text.
fn layered(root: &Path, folder: &str, built_in: Files) -> Result<Files, Vec<Diagnostic>> {
    let mut merged = built_in;
    for base in [root.join(".."), root.to_path_buf()] {
        let found = files::within(&base, folder)?;
        let packs: Vec<String> = found
            .keys()
            .filter_map(|path| path.split_once('/').map(|(top, _)| top.to_owned()))
            .filter(|top| top != "calendar")
            .collect();
        merged.retain(|path, _| !packs.iter().any(|top| path.split('/').next() == Some(top)));
        merged.extend(found);
    }
    Ok(merged)
}

pub(super) fn below(files: &Files, folder: &str) -> Files {
    let prefix = format!("{folder}/");
    files
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), bytes.clone())))
        .collect()
}

pub(super) fn unknown(
    code: &'static crate::diag::Code,
    field: &str,
    message: String,
    all: &Files,
) -> Diagnostic {
    let mut names: Vec<&str> = all
        .keys()
        .filter_map(|path| path.split_once('/').map(|(top, _)| top))
        .filter(|top| *top != "calendar")
        .collect();
    names.dedup();
    Diagnostic::error(
        code,
        Place::file("township.toml").field(field),
        message,
        format!("现有：{}", names.join("、")),
    )
}

fn villages(
    root: &Path,
    township: &Township,
    mut broken: Option<&mut Broken>,
) -> Result<Vec<Village>, Vec<Diagnostic>> {
    let (mut errors, mut villages, mut none) = (Vec::new(), Vec::new(), BTreeSet::new());
    let slugs = files::folders(root, "villages")?;
    // One after the other, so that only one has its files in memory twice.
    for slug in &slugs {
        match (read_village(root, slug, broken.as_deref_mut()), &mut broken) {
            (Ok(Some(village)), _) => villages.push(village),
            (Ok(None), _) => _ = none.insert(slug.as_str()),
            (Err(found), Some(broken)) => broken.push((format!("villages/{slug}"), found)),
            (Err(mut found), None) => errors.append(&mut found),
        }
    }
    let there = |slug: &str| slugs.iter().any(|known| known == slug) && !none.contains(slug);
    errors.splice(..0, absent(township, &there));
    in_order(&mut villages, township);
    if errors.is_empty() { Ok(villages) } else { Err(errors) }
}

/// Reads a village, all or nothing; an empty folder is none.
pub(super) fn of_village(root: &Path, slug: &str) -> Result<Option<Village>, Vec<Diagnostic>> {
    read_village(root, slug, None)
}

fn read_village(
    root: &Path,
    slug: &str,
    broken: Option<&mut Broken>,
) -> Result<Option<Village>, Vec<Diagnostic>> {
    let files = files::within(root, &format!("villages/{slug}"))?;
    if files.is_empty() { Ok(None) } else { village(&files, slug, broken).map(Some) }
}

/// Villages that the township names and that have no folder.
pub(super) fn absent(township: &Township, there: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
    let lost = township.villages.iter().filter(|slug| !there(slug));
    lost.map(|slug| {
        let place = Place::file("township.toml").field("villages");
        let message = format!("没有村文件夹 villages/{slug}");
        Diagnostic::error(&files::UNREADABLE, place, message, "改正名称，或建好文件夹")
    })
    .collect()
}

pub(super) fn in_order(villages: &mut [Village], township: &Township) {
    let rank = |village: &Village| township.villages.iter().position(|slug| *slug == village.slug);
    villages.sort_by_key(|village| (rank(village).unwrap_or(usize::MAX), village.slug.clone()));
}

fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn village(files: &Files, slug: &str, mut broken: Option<&mut Broken>) -> Result<Village, Vec<Diagnostic>> {
    let folder = format!("villages/{slug}");
    let path = format!("{folder}/village.toml");
    let Some(bytes) = files.get("village.toml") else {
        let mut missing = files::unreadable(&path);
        missing.help =
            strays::renamed("village.toml", files.keys().map(String::as_str)).unwrap_or(missing.help);
        return Err(vec![missing]);
    };
    let source = text::read(&path, bytes)?;
    let is: WrittenVillage = toml::parse(&path, &source)?;
    let mut errors = Vec::new();
    let mut notices = Vec::new();
    let stems = files.keys().filter_map(|name| name.strip_prefix("notices/")?.strip_suffix(".toml"));
    for stem in stems {
        let read = if is_slug(slug) && is_slug(stem) {
            notice(files, slug, stem)
        } else {
            let place = Place::file(format!("{folder}/notices/{stem}.toml"));
            let help = "例如 villages/hongqi/notices/2025-03-identify.toml";
            Err(vec![Diagnostic::error(&BAD_SLUG, place, "名称不能用作网址", help)])
        };
        match (read, &mut broken) {
            (Ok(notice), _) => notices.push(notice),
            (Err(found), Some(broken)) => broken.push((format!("{folder}/notices/{stem}"), found)),
            (Err(mut found), None) => errors.append(&mut found),
        }
    }
    let (alike, mut told) = strays::of_village(&folder, files, &notices);
    // What lies beside a notice that cannot be read is not without a notice.
    let of_broken = |path: &str| {
        let names = broken.iter().flat_map(|broken| broken.iter()).map(|(name, _)| name.as_str());
        names.filter_map(|name| path.strip_prefix(name)).any(|rest| rest.starts_with('.'))
    };
    told.retain(|finding| !of_broken(&finding.at.path));
    errors.extend(alike);
    if !errors.is_empty() {
        return Err(errors);
    }
    let unused = unused(files, &folder, &notices);
    let (slug, orphans) = (slug.to_owned(), orphans(files, slug));
    Ok(Village { slug, path, is, source, notices, orphans, unused, told, digest: OnceLock::new() })
}

/// Files of a village that look like rosters, and that none of its notices uses.
fn unused(files: &Files, folder: &str, notices: &[Notice]) -> Vec<UnusedRoster> {
    let all = files.iter().map(|(name, bytes)| (format!("{folder}/{name}"), bytes));
    all.filter(|(path, _)| is_roster(path) && !notices.iter().any(|notice| notice.roster_path == *path))
        .map(|(path, bytes)| UnusedRoster { path, bytes: RosterBytes::seal(bytes.clone()) })
        .collect()
}

/// Whether a file may be a roster, by its name: a table, or our own form of one in a folder of rosters.
pub(super) fn is_roster(path: &str) -> bool {
    let (name, of_rosters) = (path.rsplit('/').next().unwrap_or(path), path.contains("/rosters/"));
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase());
    // Office programs leave a file of their own beside one that is open.
    let locked = name.starts_with("~$") || name.starts_with(".~");
    let table = ["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv"].contains(&ending.as_str());
    !locked
        && !path.contains(".signoff/")
        && (table || of_rosters && ["toml", "txt", "docx", "docm"].contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::shanghai;

    #[test]
    fn the_day_begins_at_midnight_in_shanghai_wherever_the_machine_stands() {
        // 2025-03-13 15:59:59 UTC is the last second of that day in Shanghai, 10:59:59 in New York.
        let last_second = 1_741_881_599;
        assert_eq!(shanghai(last_second).date_naive().to_string(), "2025-03-13");
        assert_eq!(shanghai(last_second + 1).date_naive().to_string(), "2025-03-14");
        // 23:30 and 00:30 in Shanghai.
        assert_eq!(shanghai(last_second + 1 - 30 * 60).date_naive().to_string(), "2025-03-13");
        assert_eq!(shanghai(last_second + 1 + 30 * 60).date_naive().to_string(), "2025-03-14");
        // The year turns there while it is still the old one in UTC.
        assert_eq!(shanghai(1_767_196_800).date_naive().to_string(), "2026-01-01");
    }
}
