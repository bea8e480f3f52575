//! Which answer a request gets: who may ask, which page, and the script that reloads it.

use super::findings;
use super::http::Request;
use super::shown::{Moment, Shown, Site};
use crate::diag::Diagnostic;

/// Addresses of our own lie below this; no page of a site can.
const OWN: &str = "/-/";
/// Waits for news, then says them.
const LIVE: &str = include_str!("live.js");
/// How findings look.
const STYLE: &str = include_str!("live.css");

/// What goes back 应答.
pub(super) struct Answer {
    pub(super) status: &'static str,
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
    pub(super) location: Option<String>,
}

impl Answer {
    fn new(status: &'static str, kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, kind, body: body.into(), location: None }
    }

    fn plain(status: &'static str, words: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", format!("{words}\n"))
    }
}

/// Answers a request.
pub(super) fn answer(request: &Request, port: u16, shown: &Shown) -> Answer {
    // A foreign page can make its own name point here; the name that the browser was given tells.
    if !is_ours(request.host.as_deref(), port) {
        return Answer::plain("403 Forbidden", "只能用 127.0.0.1 或 localhost 打开");
    }
    // Nor may it borrow our scripts; following a link is all right.
    let foreign = matches!(request.from.as_deref(), Some("cross-site" | "same-site"));
    if foreign && request.mode.as_deref() != Some("navigate") {
        return Answer::plain("403 Forbidden", "别的网站不能用这里的文件");
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return Answer::plain("405 Method Not Allowed", "只能看，不能写");
    }
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    if let Some(own) = path.strip_prefix(OWN) {
        return of_our_own(own, query, shown);
    }
    let Some(path) = decoded(path.trim_start_matches('/')) else {
        return Answer::plain("400 Bad Request", "网址写得不对");
    };
    let moment = shown.now();
    match shown.of_office(&path) {
        Some(inner) => office(inner, &moment),
        None => page(&path, &moment),
    }
}

fn is_ours(host: Option<&str>, port: u16) -> bool {
    let names = ["127.0.0.1", "localhost"];
    host.is_some_and(|host| {
        names.iter().any(|name| host == format!("{name}:{port}") || (port == 80 && host == *name))
    })
}

fn of_our_own(name: &str, query: &str, shown: &Shown) -> Answer {
    const SCRIPT: &str = "text/javascript; charset=utf-8";
    match name {
        "live.js" => Answer::new("200 OK", SCRIPT, LIVE),
        "live.css" => Answer::new("200 OK", "text/css; charset=utf-8", STYLE),
        "news.js" => {
            let seen = query.split('&').find_map(|pair| pair.strip_prefix("v=")?.parse().ok());
            Answer::new("200 OK", SCRIPT, news(&shown.after(seen.unwrap_or(0))))
        }
        _ => Answer::plain("404 Not Found", "没有这个文件"),
    }
}

/// The news as a call of the page's script: a page's policy allows scripts from here and nothing else.
fn news(moment: &Moment) -> String {
    let list: Vec<serde_json::Value> = moment.findings.iter().map(findings::value).collect();
    let news = serde_json::json!({ "version": moment.version, "pages": moment.pages, "findings": list });
    format!("mingbaiNews({news});\n")
}

const HTML: &str = "text/html; charset=utf-8";

fn page(path: &str, moment: &Moment) -> Answer {
    let Some(site) = &moment.site else {
        let page = findings::page(&moment.findings);
        return Answer::new("200 OK", HTML, with_script(page.as_bytes(), moment));
    };
    let name =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    if let Some(bytes) = site.page(&name) {
        return file(&name, bytes, moment);
    }
    if let Some(answer) = print(&format!("public/{name}"), site, moment) {
        return answer;
    }
    let inside = format!("{name}/index.html");
    let folder = site.page(&inside).is_some();
    match (!folder).then(|| site.asked_for(&name)).flatten() {
        Some(Ok(bytes)) => return file(&name, bytes, moment),
        Some(Err(found)) => return refused(found, moment),
        None => {}
    }
    if folder || site.asked_for(&inside).is_some() {
        let last = name.rsplit('/').next().unwrap_or_default();
        return Answer {
            location: Some(format!("{last}/")),
            ..Answer::plain("302 Found", "网址末尾少一条斜线")
        };
    }
    match site.page("404.html") {
        Some(bytes) => Answer::new("404 Not Found", HTML, with_script(bytes, moment)),
        None => Answer::plain("404 Not Found", "没有这个页面"),
    }
}

/// The office's own pages and the board's prints.
fn office(path: &str, moment: &Moment) -> Answer {
    let Some(site) = &moment.site else { return page(path, moment) };
    let name = if path.is_empty() { "index.html" } else { path };
    match site.office(name) {
        Some(Ok(bytes)) => return Answer::new("200 OK", HTML, with_script(bytes, moment)),
        Some(Err(found)) => return refused(&found, moment),
        None => {}
    }
    let print = name.starts_with("board/").then(|| print(name, site, moment)).flatten();
    print.unwrap_or_else(|| Answer::plain("404 Not Found", "没有这个页面"))
}

/// A print by its path below the output folder.
fn print(name: &str, site: &Site, moment: &Moment) -> Option<Answer> {
    match site.print(name).filter(|_| name.ends_with(".pdf"))? {
        Ok(draft) => Some(Answer::new("200 OK", "application/pdf", draft.bytes.clone())),
        Err(found) => Some(refused(&found, moment)),
    }
}

/// A file of the site; pages with the script.
fn file(name: &str, bytes: &[u8], moment: &Moment) -> Answer {
    let kind = kind(name);
    let body = if kind == HTML { with_script(bytes, moment) } else { bytes.to_vec() };
    Answer::new("200 OK", kind, body)
}

/// Why a file that was asked for is not shown.
fn refused(found: &[Diagnostic], moment: &Moment) -> Answer {
    let body = with_script(findings::page(found).as_bytes(), moment);
    Answer::new("500 Internal Server Error", HTML, body)
}

/// The page with the script that waits for news. Only what leaves here has it.
fn with_script(page: &[u8], moment: &Moment) -> Vec<u8> {
    let tag = format!("<script src=\"{OWN}live.js?p={}\" defer></script>\n", moment.pages);
    let end = b"</head>";
    let at = page.windows(end.len()).position(|bytes| bytes == end).unwrap_or(page.len());
    [&page[..at], tag.as_bytes(), &page[at..]].concat()
}

/// Percent signs undone; what is no UTF-8 then, or holds a control character, is no address.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().filter(|path| !path.chars().any(char::is_control))
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "atom" => "application/atom+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;
