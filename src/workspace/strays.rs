//! Files that nobody reads 程序不读的文件: a notice saved as n1.toml.txt would never appear, and nobody would say so.
//!
//! A name that only looks like one that is read is told with the name to give it. What other programs lay down for
//! themselves is left alone.

use super::read::is_roster;
use super::{Files, Notice, UnusedRoster, files};
use crate::diag::{Diagnostic, Place};
use crate::sealed::roster_bytes::RosterBytes;
use std::collections::BTreeSet;
use std::path::Path;

crate::codes! {
    UNREAD = "workspace-unread-file":
        "这个文件放在公示、名册、密钥或政策包的文件夹里，可是程序不读它，多半是文件名的结尾不对（例如记事本存成了 .toml.txt）。照提示改名；不用的，移到别处。"
        / "A file in a folder of notices, rosters, keys or packs that nobody reads, mostly for its ending (.toml.txt). Rename it, or move it away.";
    LOOK_ALIKE = "workspace-look-alike":
        "公示的补充文字（.md）存成了别的名字，印出来的公示里就没有这些话。照提示改名；不要这些话，就把文件移走。"
        / "The further text of a notice was saved under another name, so the notice would be printed without it. Rename or move it.";
}

/// What is told of the files of a village: what stops it, and what is only to be looked at.
pub(super) fn of_village(
    folder: &str,
    files: &Files,
    notices: &[Notice],
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut errors, mut told) = (Vec::new(), Vec::new());
    let stems: BTreeSet<&str> = notices.iter().map(|notice| notice.stem.as_str()).collect();
    for name in files.keys() {
        let path = format!("{folder}/{name}");
        let Some((inside, file)) = name.rsplit_once('/') else {
            let alike = meant(name).filter(|meant| meant == "village.toml" && name != "village.toml");
            told.extend(alike.map(|meant| unread(&path, &rename(&meant))));
            continue;
        };
        // Proofs are the program's own.
        if of_other_programs(file) || inside.split('/').any(|folder| folder.ends_with(".proof")) {
            continue;
        }
        if inside.ends_with(".signoff") {
            if ![".txt", ".minisig"].iter().any(|ending| file.ends_with(ending)) {
                told.push(unread(&path, "这里只放签字声明（.txt）和签名（.minisig），移到别处"));
            }
        } else if inside == "rosters" || inside.starts_with("rosters/") {
            if !is_roster(&path) {
                told.push(unread(&path, "名册要存成 .xlsx 或 .csv；不是名册的，移到别处"));
            }
        } else if inside == "notices" || inside.starts_with("notices/") {
            if file.ends_with(".toml")
                || file.strip_suffix(".md").is_some_and(|stem| inside == "notices" && stems.contains(stem))
            {
                continue;
            }
            match meant(file) {
                Some(meant) if meant != file && files.contains_key(&format!("notices/{meant}")) => {
                    told.push(unread(&path, &format!("{meant} 已经有了，读的是它；不用的移到别处")));
                }
                Some(meant) if meant.strip_suffix(".md").is_some_and(|stem| stems.contains(stem)) => {
                    let message = "这份公示的补充文字文件名不对，程序没有读";
                    let at = Place::file(&path);
                    let help = format!("{}；不要这些话就移到别处", rename(&meant));
                    errors.push(Diagnostic::error(&LOOK_ALIKE, at, message, help));
                }
                Some(meant) if meant.ends_with(".md") => {
                    let stem = meant.trim_end_matches(".md");
                    told.push(unread(
                        &path,
                        &format!("没有叫 {stem}.toml 的公示，这些话不会印出来；改成公示的文件名"),
                    ));
                }
                Some(meant) => told.push(unread(&path, &rename(&meant))),
                None => {
                    let help = "公示写成 .toml，补充的话写成同名的 .md；别的文件移到别处";
                    told.push(unread(&path, help));
                }
            }
        }
    }
    (errors, told)
}

/// The same of a folder in which files of these names are read: packs, themes, keys.
pub(super) fn look_alikes(folder: &str, files: &Files, endings: &[&str]) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for path in files.keys() {
        let (inside, file) =
            path.rsplit_once('/').map_or(("", path.as_str()), |(inside, file)| (inside, file));
        let read = endings.iter().any(|ending| file.ends_with(ending));
        let Some(meant) = with_endings(file, endings).filter(|meant| !read && meant != file) else {
            continue;
        };
        let beside = if inside.is_empty() { meant.clone() } else { format!("{inside}/{meant}") };
        let help = match files.contains_key(&beside) {
            true => format!("{meant} 已经有了，读的是它；不用的移到别处"),
            false => rename(&meant),
        };
        told.push(unread(&format!("{folder}/{path}"), &help));
    }
    told
}

/// The same of the workspace's own folder, where people also keep papers of their own.
pub(super) fn of_root(names: &[String]) -> Vec<Diagnostic> {
    const READ: [&str; 2] = ["township.toml", "fields.toml"];
    let alike =
        |name: &&String| meant(name).is_some_and(|meant| READ.contains(&meant.as_str()) && meant != **name);
    names.iter().filter(alike).map(|name| unread(name, &rename(&meant(name).unwrap_or_default()))).collect()
}

/// What to call the file that stands for a missing one, among the names beside it.
pub(super) fn renamed<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let alike = names.into_iter().find(|name| *name != wanted && meant(name).as_deref() == Some(wanted));
    alike.map(|name| format!("把 {name} 改名为 {wanted}"))
}

fn unread(path: &str, help: &str) -> Diagnostic {
    Diagnostic::warning(&UNREAD, Place::file(path), "程序不读这个文件", help)
}

fn rename(name: &str) -> String {
    format!("改名为 {name}（在文件夹选项里打开“显示文件扩展名”才看得见结尾）")
}

/// The name of a notice, a text or a setting that a file's name is a slip for.
fn meant(file: &str) -> Option<String> {
    with_endings(file, &[".toml", ".md"])
}

fn with_endings(file: &str, endings: &[&str]) -> Option<String> {
    // What programs hang on, and other writings of an ending.
    const HUNG_ON: [&str; 8] = [".txt", ".doc", ".docx", ".rtf", ".bak", ".wps", "~", ".old"];
    let mut name: String = file.trim().chars().map(narrow).collect::<String>().to_lowercase();
    name = name.replace(".markdown", ".md").replace(".tml", ".toml").replace(" .", ".");
    let ends = |name: &str| endings.iter().find(|ending| name.ends_with(*ending)).copied();
    while ends(&name).is_none() {
        let hung = HUNG_ON.iter().find(|hung| name.ends_with(*hung))?;
        name.truncate(name.len() - hung.len());
    }
    let ending = ends(&name)?;
    let stem = name.trim_end_matches(ending);
    (!stem.is_empty()).then(|| format!("{stem}{ending}"))
}

fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '。' => '.',
        c => c,
    }
}

/// Files that systems and office programs lay down for themselves.
pub(super) fn of_other_programs(file: &str) -> bool {
    let lower = file.to_lowercase();
    ["thumbs.db", "desktop.ini"].contains(&lower.as_str()) || file.starts_with("~$") || file.starts_with(".~")
}

/// Rosters that lie beside the villages' folders: in the workspace's own folder, in `villages`, in folders of the clerk's.
pub(super) fn rosters(root: &Path) -> Vec<UnusedRoster> {
    const OURS: [&str; 8] = ["policies", "themes", "keys", "witness", "kept", "archive", "dist", "private"];
    let mut found = Vec::new();
    for path in files::names(root, 3) {
        let first = path.split('/').next().unwrap_or_default();
        let of_village = first == "villages" && path.matches('/').count() > 1;
        if is_roster(&path) && !OURS.contains(&first) && !of_village {
            let bytes = files::bytes(&root.join(&path)).unwrap_or_default();
            found.push(UnusedRoster { path, bytes: RosterBytes::seal(bytes) });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_a_slip_is_told_with_the_right_one() {
        for (name, right) in [
            ("n1.toml.txt", "n1.toml"),
            ("n1.TOML", "n1.toml"),
            ("N1.md", "n1.md"),
            ("n1.MD", "n1.md"),
            ("n1.md.txt", "n1.md"),
            ("n1.Md.TXT", "n1.md"),
            ("n1.markdown", "n1.md"),
            ("n1.toml.toml", "n1.toml"),
            ("n1.toml.bak", "n1.toml"),
            ("n1.toml~", "n1.toml"),
            ("n1．toml", "n1.toml"),
            ("n1。toml", "n1.toml"),
            ("n1.tml", "n1.toml"),
            ("n1.toml.docx", "n1.toml"),
            ("n1 .toml", "n1.toml"),
        ] {
            assert_eq!(meant(name).as_deref(), Some(right), "{name}");
        }
        for name in ["n1.docx", "n1.txt", "图片.jpg", "readme"] {
            assert_eq!(meant(name), None, "{name}");
        }
        assert_eq!(
            renamed("village.toml", ["a.txt", "village.toml.txt"]).as_deref(),
            Some("把 village.toml.txt 改名为 village.toml")
        );
    }

    #[test]
    fn keys_and_packs_are_looked_at_too() {
        let files: Files = ["a/vc.pub.txt", "a/vs.pub", "b.PUB", "b.key"]
            .iter()
            .map(|name| ((*name).to_owned(), Vec::new()))
            .collect();
        let told: Vec<String> =
            look_alikes("keys", &files, &[".pub"]).iter().map(|found| found.at.path.clone()).collect();
        assert_eq!(told, ["keys/a/vc.pub.txt", "keys/b.PUB"]);
    }
}
