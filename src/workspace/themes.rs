//! Theme folders → one theme's files: its own, and what it leaves out from the theme that its `base` names.
//!
//! A file counts whole, so that a reader of `templates/notice.html` reads all of it; only `[print]` of `theme.toml` is
//! taken from the base when it is left out. Where a file comes from is kept, so that a finding names the right one.

use super::Files;
use super::read::{UNKNOWN_THEME, below, unknown};
use crate::diag::{Diagnostic, Place, toml as diag_toml};
use crate::text;
use serde::Deserialize;
use std::collections::BTreeMap;

crate::codes! {
    BASE_UNKNOWN = "theme-base-unknown":
        "主题的 theme.toml 里，base 写的主题找不到，或者几个主题互相以对方为 base，绕成了圈。"
        / "`base` in a theme.toml names a theme that is not there, or one that is based on this theme in turn.";
}

/// A theme 主题 with everything it inherits.
#[derive(Default)]
pub struct Theme {
    /// Files by path inside the theme.
    pub files: Files,
    /// Those that come from another theme, with its name.
    pub inherited: BTreeMap<String, String>,
    /// The file that holds `[print]`: path and text.
    pub print: (String, String),
}

#[derive(Deserialize)]
struct Settings {
    base: Option<toml::Spanned<String>>,
    print: Option<toml::Table>,
}

/// The theme `name` among the folders of `themes/`.
pub(super) fn find(themes: &Files, name: &str) -> Result<Theme, Vec<Diagnostic>> {
    let mut theme = Theme::default();
    let mut chain: Vec<String> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next.take() {
        let files = below(themes, &name);
        if files.is_empty() {
            return Err(vec![unknown(&UNKNOWN_THEME, "theme", format!("没有主题 {name}"), themes)]);
        }
        let path = format!("themes/{name}/theme.toml");
        let source = files.get("theme.toml").map(|bytes| text::read(&path, bytes)).transpose()?;
        for (path, bytes) in files {
            if !chain.is_empty() && !theme.files.contains_key(&path) {
                theme.inherited.insert(path.clone(), name.clone());
            }
            theme.files.entry(path).or_insert(bytes);
        }
        chain.push(name);
        let Some(source) = source else { continue };
        let settings: Settings = diag_toml::parse(&path, &source)?;
        if let Some(base) = &settings.base {
            let (line, column) = diag_toml::line_column(&source, base.span().start);
            next = Some(known(themes, &chain, base.get_ref(), Place::at(&path, line, column))?);
        }
        if theme.print.0.is_empty() && (settings.print.is_some() || next.is_none()) {
            theme.print = (path, source);
        }
    }
    Ok(theme)
}

fn known(themes: &Files, chain: &[String], base: &str, at: Place) -> Result<String, Vec<Diagnostic>> {
    if chain.iter().any(|name| name == base) {
        let help = "去掉其中一个 base；默认主题不写 base";
        return Err(vec![Diagnostic::error(&BASE_UNKNOWN, at, format!("主题 {base} 绕成了圈"), help)]);
    }
    if below(themes, base).is_empty() {
        let help = "改正名称，或把那个主题放进 themes 文件夹";
        return Err(vec![Diagnostic::error(&BASE_UNKNOWN, at, format!("没有主题 {base}"), help)]);
    }
    Ok(base.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Files, find};

    fn themes(files: &[(&str, &str)]) -> Files {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn what_a_theme_leaves_out_comes_from_its_base_and_says_so() {
        let all = themes(&[
            ("a/theme.toml", "[web]\n[print]\n"),
            ("a/templates/home.html", "of a"),
            ("a/templates/404.html", "of a"),
            ("b/theme.toml", "base = \"a\"\n[web]\n"),
            ("b/templates/home.html", "of b"),
            ("c/theme.toml", "base = \"b\"\n"),
        ]);
        let found = find(&all, "c").unwrap();
        assert_eq!(found.files["templates/home.html"], b"of b");
        assert_eq!(found.files["templates/404.html"], b"of a");
        assert_eq!(found.files["theme.toml"], b"base = \"b\"\n");
        let inherited: Vec<_> =
            found.inherited.iter().map(|(path, of)| (path.as_str(), of.as_str())).collect();
        assert_eq!(inherited, [("templates/404.html", "a"), ("templates/home.html", "b")]);
        assert_eq!(found.print.0, "themes/a/theme.toml");
    }

    #[test]
    fn a_base_that_is_missing_or_leads_back_is_told_with_its_line() {
        let told = |files: &[(&str, &str)]| {
            let findings = find(&themes(files), "a").err().unwrap();
            (findings[0].code.id, findings[0].at.to_string())
        };
        let missing = told(&[("a/theme.toml", "# mine\nbase = \"none\"\n")]);
        assert_eq!(missing, ("theme-base-unknown", "themes/a/theme.toml:2:8".to_owned()));
        let circle = told(&[("a/theme.toml", "base = \"b\"\n"), ("b/theme.toml", "base = \"a\"\n")]);
        assert_eq!(circle, ("theme-base-unknown", "themes/b/theme.toml:1:8".to_owned()));
    }
}
