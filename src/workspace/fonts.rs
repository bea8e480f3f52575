//! System fonts 系统字体: the families that a theme names become a [`FontBook`], or a word on what to install.
//!
//! The one place that looks for font files. A file is opened only when a character or a subset needs it, except the
//! first face of each role, which is measured here so that a broken file is found before any page is set.

use crate::codes;
use crate::diag::{Diagnostic, Place};
use crate::render::fonts::{Face, FontBook, Loader, Role};
use crate::render::layout::PrintTheme;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

codes! {
    FONT_ROLE_MISSING = "font-role-missing":
        "主题里为某个角色（标题、正文、小标题、楷体）列出的字体，这台电脑上一个也没有，所以不能排版。装上其中任何一种就行；用 mingbai fonts 查看。" /
        "None of the families that the theme lists for a role is installed, so nothing can be typeset. Install any one of them; `mingbai fonts` shows the state.";
    FONT_UNREADABLE = "font-unreadable":
        "找到了字体文件，但读不出来：文件坏了，或者没有读取权限。重装这个字体。" /
        "A font file was found but cannot be read: it is damaged or not permitted. Reinstall the font.";
}

const INSTALL: &str = "Debian/Ubuntu：apt-get install fonts-noto-cjk fonts-lxgw-wenkai；\
Windows：安装“思源宋体”“思源黑体”“霞鹜文楷”，或装好方正小标宋、仿宋_GB2312；\
macOS：brew install --cask font-noto-serif-cjk-sc font-noto-sans-cjk-sc font-lxgw-wenkai";

/// The fonts for a theme, from the system's font folders.
pub fn find(theme: &PrintTheme) -> Result<FontBook, Vec<Diagnostic>> {
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    choose(theme, &Arc::new(database))
}

fn choose(theme: &PrintTheme, database: &Arc<fontdb::Database>) -> Result<FontBook, Vec<Diagnostic>> {
    let mut shelf = Shelf::default();
    let mut roles = BTreeMap::new();
    let mut findings = Vec::new();
    for role in Role::ALL {
        let wanted = theme.fonts.families(role);
        let found: Vec<usize> = wanted.iter().filter_map(|name| shelf.take(database, name)).collect();
        if let Some(&first) = found.first() {
            if shelf.faces[first].parse().is_none() {
                let message = format!("字体文件 {} 读不出来", shelf.faces[first].file);
                findings.push(Diagnostic::error(&FONT_UNREADABLE, at(role), message, "重新安装这个字体"));
            }
        } else if !wanted.is_empty() {
            let message = format!("没有找到{}用的字体（{}）", role.name(), wanted.join("、"));
            findings.push(Diagnostic::error(&FONT_ROLE_MISSING, at(role), message, INSTALL));
        }
        roles.insert(role, found);
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let last: Vec<usize> =
        theme.fonts.extension.iter().filter_map(|name| shelf.take(database, name)).collect();
    Ok(FontBook::new(shelf.faces, &roles, &last))
}

fn at(role: Role) -> Place {
    Place::file("theme.toml").field(format!("print.fonts.{}", format!("{role:?}").to_lowercase()))
}

/// Faces taken so far, each once.
#[derive(Default)]
struct Shelf {
    faces: Vec<Face>,
    taken: BTreeMap<(PathBuf, u32), usize>,
}

impl Shelf {
    /// The face of a family (`… Bold` asks for the bold weight) or PostScript name.
    fn take(&mut self, database: &Arc<fontdb::Database>, name: &str) -> Option<usize> {
        let (family, weight) = name.strip_suffix(" Bold").map_or((name, 400), |family| (family, 700));
        let named = |info: &&fontdb::FaceInfo| {
            info.style == fontdb::Style::Normal && info.families.iter().any(|(known, _)| known == family)
        };
        let info = database
            .faces()
            .filter(named)
            .min_by_key(|info| {
                (info.weight.0.abs_diff(weight), path(info).map(Path::to_path_buf), info.index)
            })
            .filter(|info| info.weight.0.abs_diff(weight) <= 100)
            .or_else(|| database.faces().find(|info| info.post_script_name == name))?;
        let path = path(info)?.to_path_buf();
        if let Some(&index) = self.taken.get(&(path.clone(), info.index)) {
            return Some(index);
        }
        let load = reader(database, info.id);
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let found = info.families.iter().find(|(known, _)| known == family);
        let family = found.map_or(family, |(known, _)| known.as_str()).to_owned();
        let face = Face::new(family, info.weight.0, file, info.post_script_name.clone(), info.index, load);
        self.faces.push(face);
        self.taken.insert((path, info.index), self.faces.len() - 1);
        Some(self.faces.len() - 1)
    }
}

fn path(info: &fontdb::FaceInfo) -> Option<&Path> {
    match &info.source {
        fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => Some(path),
        fontdb::Source::Binary(_) => None,
    }
}

/// Lends the file of a face, mapped into memory for as long as it is needed.
fn reader(database: &Arc<fontdb::Database>, face: fontdb::ID) -> Loader {
    let database = Arc::clone(database);
    Arc::new(move |take| database.with_face_data(face, |bytes, _| take(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme() -> PrintTheme {
        PrintTheme::standard().expect("the theme that we ship")
    }

    #[test]
    fn a_machine_without_fonts_is_told_what_to_install() {
        let findings = choose(&theme(), &Arc::default()).expect_err("no font at all");
        assert!(findings.iter().all(|finding| finding.code.id == "font-role-missing"));
        assert!(findings.len() >= 4);
        assert!(findings[0].help.contains("apt-get install fonts-noto-cjk fonts-lxgw-wenkai"));
    }

    #[test]
    fn every_role_is_found_and_prints_rare_names() {
        let book = find(&theme()).unwrap_or_else(|findings| panic!("{}", findings[0]));
        let report = book.report();
        assert!(report.len() >= 5);
        for role in &report {
            assert!(role.lost.is_empty(), "{role:?}");
            assert!(!role.file.contains('/'));
        }
        assert!("㛃䶮𠅤𬭳𬴂𫖯喆堃昇珺祎翀䒟㸆𣲗𬱖".chars().all(|c| book.covers(c)));
        assert!(!book.covers('\u{10FFFD}'));
    }
}
