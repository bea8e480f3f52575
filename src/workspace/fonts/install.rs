//! What to install 装什么字体: families that a theme names and that a machine lacks become package and font names.
//!
//! Only fonts that may be given away are named here; an office that owns 方正小标宋 or 仿宋_GB2312 has the files.

use crate::render::fonts::Role;
use crate::render::layout::theme::Families;

/// A font that anybody may install, by the names of three systems.
struct Free {
    families: &'static [&'static str],
    debian: &'static str,
    /// As a person looks for it; the file is installed with a double click.
    windows: &'static str,
    macos: &'static str,
}

const FREE: &[Free] = &[
    Free {
        families: &["Noto Serif CJK SC"],
        debian: "fonts-noto-cjk",
        windows: "思源宋体（Noto Serif CJK SC，常规和粗体）",
        macos: "font-noto-serif-cjk-sc",
    },
    Free {
        families: &["Noto Sans CJK SC"],
        debian: "fonts-noto-cjk",
        windows: "思源黑体（Noto Sans CJK SC，常规和粗体）",
        macos: "font-noto-sans-cjk-sc",
    },
    Free {
        families: &["LXGW WenKai", "霞鹜文楷"],
        debian: "fonts-lxgw-wenkai",
        windows: "霞鹜文楷（LXGW WenKai）",
        macos: "font-lxgw-wenkai",
    },
    Free {
        families: &["HanaMinA", "HanaMinB"],
        debian: "fonts-hanazono",
        windows: "花园明朝（HanaMinA、HanaMinB）",
        macos: "font-hanamina font-hanaminb",
    },
];

/// What to install, by system 三种电脑.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Install {
    /// Packages of Debian and Ubuntu.
    pub debian: Vec<&'static str>,
    /// Fonts for Windows by name.
    pub windows: Vec<&'static str>,
    /// Casks of Homebrew on macOS.
    pub macos: Vec<&'static str>,
}

impl Install {
    /// What serves these roles and, if characters are lost, those too; `here` says which of the theme's fonts are installed.
    pub(super) fn new(families: &Families, roles: &[Role], lost: bool, here: &dyn Fn(&str) -> bool) -> Self {
        let mut install = Self::default();
        for role in roles {
            install.add(families.families(*role), here);
        }
        if lost {
            // Any font of the theme's may have them; one at a time, the common ones first.
            let all = Role::ALL.into_iter().map(|role| families.families(role));
            for list in all.chain([families.extension.as_slice()]) {
                install.add(list, here);
                if !install.debian.is_empty() {
                    break;
                }
            }
        }
        install
    }

    /// The first font of a list that anybody may install and that is not here.
    fn add(&mut self, wanted: &[String], here: &dyn Fn(&str) -> bool) {
        let free = wanted.iter().filter(|name| !here(name)).find_map(|name| {
            let family = name.strip_suffix(" Bold").unwrap_or(name);
            FREE.iter().find(|free| free.families.contains(&family))
        });
        let Some(free) = free else { return };
        for (list, name) in [
            (&mut self.debian, free.debian),
            (&mut self.windows, free.windows),
            (&mut self.macos, free.macos),
        ] {
            if !list.contains(&name) {
                list.push(name);
            }
        }
    }

    /// Three short blocks: the system, then what to do there. Nothing when there is nothing to install.
    pub fn blocks(&self) -> Vec<(&'static str, String)> {
        if self.debian.is_empty() {
            return Vec::new();
        }
        vec![
            ("Debian、Ubuntu", format!("sudo apt-get install {}", self.debian.join(" "))),
            ("Windows", format!("找到字体文件，双击打开，点“安装”：{}", self.windows.join("、"))),
            ("macOS", format!("brew install --cask {}", self.macos.join(" "))),
        ]
    }
}
