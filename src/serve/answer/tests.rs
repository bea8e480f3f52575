//! Who may ask, and what goes out beside the bytes of the site.

use super::{answer, decoded, is_ours, with_script};
use crate::diag::{Diagnostic, Place};
use crate::serve::codes::PORT;
use crate::serve::http::Request;
use crate::serve::shown::{Moment, Shown};

fn ask(target: &str, host: &str) -> Request {
    Request { method: "GET".into(), target: target.into(), host: Some(host.into()), ..Request::default() }
}

#[test]
fn only_loopback_names_with_the_right_port_are_answered() {
    for host in ["127.0.0.1:7890", "localhost:7890"] {
        assert!(is_ours(Some(host), 7890), "{host}");
    }
    for host in
        ["", "localhost", "localhost:1", "evil.example:7890", "127.0.0.1:7890.evil", "127.0.0.1.nip.io:7890"]
    {
        assert!(!is_ours(Some(host), 7890), "{host}");
    }
    assert!(!is_ours(None, 7890));
    let shown = Shown::new(1, None);
    assert_eq!(answer(&ask("/", "evil.example:7890"), 7890, &shown).status, "403 Forbidden");
}

#[test]
fn a_foreign_site_cannot_load_what_is_here() {
    let shown = Shown::new(1, None);
    let mut request = ask("/-/live.js", "localhost:80");
    request.from = Some("cross-site".into());
    request.mode = Some("no-cors".into());
    assert_eq!(answer(&request, 80, &shown).status, "403 Forbidden");
    request.mode = Some("navigate".into());
    assert_eq!(answer(&request, 80, &shown).status, "200 OK");
}

#[test]
fn nothing_can_be_written() {
    for method in ["POST", "PUT", "DELETE", "OPTIONS", ""] {
        let request = Request { method: method.into(), ..ask("/", "localhost:80") };
        assert_eq!(answer(&request, 80, &Shown::new(1, None)).status, "405 Method Not Allowed", "{method}");
    }
}

#[test]
fn a_first_build_that_fails_is_a_page_of_findings_that_waits() {
    let shown = Shown::new(1, None);
    let at = Place::at("villages/a/notices/x.toml", 3, 1).field("posted");
    shown.find(vec![Diagnostic::error(&PORT, at, "日期<写错>了", "改正日期")]);
    let answer = answer(&ask("/index.html", "localhost:80"), 80, &shown);
    let body = String::from_utf8(answer.body).unwrap();
    for part in
        ["villages/a/notices/x.toml 第3行第1列", "“posted”日期&lt;写错&gt;了", "改正日期", "/-/live.js?p=0"]
    {
        assert!(body.contains(part), "{part}: {body}");
    }
}

#[test]
fn the_script_stands_in_the_head_of_what_is_served() {
    let moment = Moment { pages: 7, ..Moment::default() };
    let page = String::from_utf8(with_script(b"<head><title>x</title></head><body>", &moment)).unwrap();
    assert_eq!(page, "<head><title>x</title><script src=\"/-/live.js?p=7\" defer></script>\n</head><body>");
}

#[test]
fn an_address_is_read_as_text_or_not_at_all() {
    assert_eq!(decoded("a%2Fb").as_deref(), Some("a/b"));
    assert_eq!(decoded("%E6%98%8E").as_deref(), Some("明"));
    for wrong in ["%", "%4", "%zz", "%ff", "%00", "a%0d%0ab"] {
        assert_eq!(decoded(wrong), None, "{wrong}");
    }
}

#[test]
fn the_office_is_found_by_its_token_only() {
    let shown = Shown::new(1, Some("0123abcd".into()));
    assert_eq!(shown.of_office("office/0123abcd/a/b.html"), Some("a/b.html"));
    for path in
        ["office/", "office/0123abcd", "office/0123abce/x", "office/0123abcd0/x", "office//x", "x/0123abcd/y"]
    {
        assert_eq!(shown.of_office(path), None, "{path}");
    }
    assert_eq!(Shown::new(1, None).of_office("office//x"), None);
}
