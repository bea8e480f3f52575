//! Addresses: where each page is, and how one page names another without knowing the host.

use super::{PolicyEntry, Site};
use std::fmt::Write as _;

/// From a page (site-relative, e.g. `villages/hongqi/index.html`) up to the root: `../../`, or empty.
pub(super) fn root(page: &str) -> String {
    "../".repeat(page.matches('/').count())
}

/// Percent-encodes what a URL path may not hold, slashes kept.
pub(super) fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The path part of an absolute address: `https://a.example/puan/` → `/puan/`.
pub(super) fn path_of(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.find('/').map_or("/", |slash| &rest[slash..])
}

/// The site's root as its host knows it.
pub(super) fn top(site: &Site) -> &str {
    site.base_url.as_deref().map_or("/", path_of)
}

/// Whether a slug, stem or id may stand in an address.
pub(super) fn is_segment(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// A village's page.
pub(super) fn village(slug: &str) -> String {
    format!("villages/{slug}/index.html")
}

/// A notice's page.
pub(crate) fn notice(village: &str, stem: &str) -> String {
    format!("villages/{village}/notices/{stem}/index.html")
}

/// The notices of a year.
pub(super) fn year(year: i32) -> String {
    format!("notices/{year}/index.html")
}

/// The notices of a month, where a year has too many for one page.
pub(super) fn month(year: i32, month: u32) -> String {
    format!("notices/{year}/{month:02}/index.html")
}

/// A leaflet's page.
pub(crate) fn leaflet(id: &str) -> String {
    format!("leaflets/{id}/index.html")
}

/// The page of the request for comments.
pub(super) const CONSULTATION: &str = "consultation/index.html";

/// The page for addresses that are none.
pub(super) const NOT_FOUND: &str = "404.html";

/// A policy's page.
pub(super) fn policy(policy: &PolicyEntry) -> String {
    format!("{}index.html", policy.folder)
}

/// The page of a policy's text.
pub(super) fn policy_text(policy: &PolicyEntry) -> String {
    format!("{}text/index.html", policy.folder)
}

#[cfg(test)]
mod tests {
    use super::{encode, is_segment, path_of, root};

    #[test]
    fn pages_find_the_root_from_any_depth() {
        assert_eq!(root("index.html"), "");
        assert_eq!(root("villages/a/notices/b/index.html"), "../../../../");
    }

    #[test]
    fn addresses_are_encoded_and_segments_checked() {
        assert_eq!(encode("a/红 b\"<.pdf"), "a/%E7%BA%A2%20b%22%3C.pdf");
        assert_eq!(path_of("https://a.example/puan/"), "/puan/");
        assert_eq!(path_of("https://a.example"), "/");
        assert!(is_segment("2025-03-identify") && is_segment("红旗村"));
        assert!(!is_segment("") && !is_segment("..") && !is_segment("a/b") && !is_segment("a b"));
    }
}
