//! The search as it comes out of a whole site; the index itself is tested beside its code, the script in a browser.

use super::sample::{site, theme, theme_files};
use crate::render::site::pages;
use crate::render::theme::Theme;
use std::sync::Arc;

#[test]
fn a_theme_without_the_page_has_no_search() {
    let mut files = theme_files();
    files.remove("templates/search.html");
    let drafts = pages(&site(), &Theme::load("mine", &files).unwrap()).unwrap();
    for draft in &drafts {
        assert!(!draft.path.starts_with("public/search/"), "{}", draft.path);
        let text = String::from_utf8_lossy(&draft.bytes);
        assert!(!draft.path.ends_with(".html") || !text.contains("search/index.html"), "{}", draft.path);
    }
}

#[test]
fn every_page_leads_to_the_search_and_it_to_the_lists_without_a_script() {
    let drafts = pages(&site(), &theme()).unwrap();
    let html = |path: &str| {
        let draft = drafts.iter().find(|draft| draft.path == path).unwrap();
        String::from_utf8(draft.bytes.clone()).unwrap()
    };
    for draft in drafts.iter().filter(|draft| draft.path.ends_with(".html")) {
        assert!(html(&draft.path).contains("search/index.html\""), "{}", draft.path);
    }
    let page = html("public/search/index.html");
    let (before, form) = page.split_once("<form ").unwrap();
    assert!(
        before.contains("这个浏览器不能在网页里搜索") && form.split('>').next().unwrap().ends_with(" hidden")
    );
    for list in ["notices/", "leaflets/", "policy/", "contacts/"] {
        assert!(form.contains(&format!("href=\"../{list}index.html\"")), "{list}");
    }
}

#[test]
fn the_same_site_has_the_same_index_and_another_has_another_version() {
    let version = |site| {
        let drafts = pages(&site, &theme()).unwrap();
        let page = drafts.iter().find(|draft| draft.path == "public/search/index.html").unwrap();
        let text = String::from_utf8(page.bytes.clone()).unwrap();
        text.split("data-version=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let (mut other, before) = (site(), version(site()));
    Arc::make_mut(&mut other.leaflets[0].document).parts().1.pop();
    assert_eq!(before, version(site()));
    assert_ne!(before, version(other));
}

#[test]
fn rows_are_in_no_script_and_a_tombstone_is_found() {
    let drafts = pages(&site(), &theme()).unwrap();
    let scripts: Vec<String> = drafts
        .iter()
        .filter(|draft| draft.path.starts_with("public/search/") && draft.path.ends_with(".js"))
        .map(|draft| String::from_utf8(draft.bytes.clone()).unwrap())
        .collect();
    for script in &scripts {
        assert!(!script.contains("欧阳") && !script.contains("赵*") && !script.contains('孙'), "{script}");
    }
    let expired = "\"villages/qinghe/notices/2025-02-identify/index.html\"";
    assert!(scripts.iter().any(|script| script.contains(expired)));
}
