//! System fonts 系统字体: the families that a theme names become a [`FontBook`], or a word on what to install.
//!
//! The one place that looks for font files. A file is opened only when a character or a subset needs it, except the
//! first face of each role, which is measured here so that a broken file is found before any page is set.

mod install;
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests put doctored fonts on disk")]
mod tests;

pub use install::Install;

use crate::codes;
use crate::diag::{Diagnostic, Place};
use crate::render::fonts::{Face, FontBook, Loader, Refusal, Role, RoleReport};
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
    FONT_FORBIDDEN = "font-forbidden":
        "找到的字体，授权不许嵌进打印文件，所以不能用。换主题里列出的另一种字体。" /
        "The font that was found forbids embedding (OS/2 fsType), so it cannot be used. Install another one that the theme lists.";
}

/// What `mingbai fonts` tells 字体检查.
#[derive(Debug)]
pub struct Survey {
    /// Roles that can print, with what their fonts lack.
    pub roles: Vec<RoleReport>,
    /// Roles that cannot.
    pub empty: Vec<Role>,
    /// Fonts that the theme names and that were found, but whose licence forbids their use: family, file and why.
    pub refused: Vec<(String, String, Refusal)>,
    /// What to install for what is missing.
    pub install: Install,
    /// The same as findings, for whoever wants to print.
    pub findings: Vec<Diagnostic>,
}

/// The fonts for a theme, from the system's font folders.
pub fn find(theme: &PrintTheme) -> Result<FontBook, Vec<Diagnostic>> {
    let chosen = choose(theme, &system());
    if chosen.findings.is_empty() { Ok(chosen.book) } else { Err(chosen.findings) }
}

/// Everything there is to say about a theme's fonts, whether they suffice or not. Reads every font found.
pub fn survey(theme: &PrintTheme) -> Survey {
    look(theme, &system())
}

fn system() -> Arc<fontdb::Database> {
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    Arc::new(database)
}

fn look(theme: &PrintTheme, database: &Arc<fontdb::Database>) -> Survey {
    let Chosen { book, empty, findings } = choose(theme, database);
    let roles = book.report();
    let lost = roles.iter().any(|role| !role.lost.is_empty());
    let install = Install::new(&theme.fonts, &empty, lost, &|name| named(database, name).is_some());
    Survey { roles, empty, refused: book.refused(), install, findings }
}

/// The face of a family (`… Bold` asks for the bold weight) or PostScript name.
fn named<'a>(database: &'a fontdb::Database, name: &str) -> Option<&'a fontdb::FaceInfo> {
    let (family, weight) = weighed(name);
    let of_family = |info: &&fontdb::FaceInfo| {
        info.style == fontdb::Style::Normal && info.families.iter().any(|(known, _)| known == family)
    };
    database
        .faces()
        .filter(of_family)
        .min_by_key(|info| (info.weight.0.abs_diff(weight), path(info).map(Path::to_path_buf), info.index))
        .filter(|info| info.weight.0.abs_diff(weight) <= 100)
        .or_else(|| database.faces().find(|info| info.post_script_name == name))
}

/// A family and its weight from a name of the theme's.
fn weighed(name: &str) -> (&str, u16) {
    name.strip_suffix(" Bold").map_or((name, 400), |family| (family, 700))
}

/// A book with what was found, and what was not.
struct Chosen {
    book: FontBook,
    empty: Vec<Role>,
    findings: Vec<Diagnostic>,
}

fn choose(theme: &PrintTheme, database: &Arc<fontdb::Database>) -> Chosen {
    let mut shelf = Shelf::default();
    let mut roles = BTreeMap::new();
    let mut empty = Vec::new();
    let mut findings = Vec::new();
    for role in Role::ALL {
        let wanted = theme.fonts.families(role);
        let mut found: Vec<usize> = wanted.iter().filter_map(|name| shelf.take(database, name)).collect();
        // The first that may be used serves the role; those before it stay in the book only to be told of.
        let usable = found.iter().position(|&face| shelf.faces[face].refusal().is_none());
        let refused: Vec<usize> = found.drain(..usable.unwrap_or(found.len())).collect();
        if let Some(&first) = found.first() {
            if !shelf.faces[first].is_readable() {
                let message = format!("字体文件 {} 读不出来", shelf.faces[first].file);
                findings.push(Diagnostic::error(&FONT_UNREADABLE, at(role), message, "重新安装这个字体"));
            }
        } else if !wanted.is_empty() {
            empty.push(role);
            let help =
                help(&Install::new(&theme.fonts, &[role], false, &|name| named(database, name).is_some()));
            findings.push(match refused.first().map(|&face| &shelf.faces[face]) {
                Some(face) => {
                    let why = face.refusal().map_or("", Refusal::words);
                    let message = format!("{}用的字体“{}”（{}）{why}", role.name(), face.family, face.file);
                    Diagnostic::error(&FONT_FORBIDDEN, at(role), message, help)
                }
                None => {
                    let message = format!("没有找到{}用的字体（{}）", role.name(), wanted.join("、"));
                    Diagnostic::error(&FONT_ROLE_MISSING, at(role), message, help)
                }
            });
        }
        roles.insert(role, found);
    }
    let last: Vec<usize> =
        theme.fonts.extension.iter().filter_map(|name| shelf.take(database, name)).collect();
    Chosen { book: FontBook::new(shelf.faces, &roles, &last), empty, findings }
}

/// What to install, in one line.
fn help(install: &Install) -> String {
    let blocks = install.blocks();
    if blocks.is_empty() {
        return "安装其中任何一种，或在 theme.toml 里换成这台电脑上有的字体".to_owned();
    }
    blocks.iter().map(|(system, what)| format!("{system}：{what}")).collect::<Vec<_>>().join("；")
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
    /// The face that a name stands for.
    fn take(&mut self, database: &Arc<fontdb::Database>, name: &str) -> Option<usize> {
        let info = named(database, name)?;
        let (family, _) = weighed(name);
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
