//! The smallest server that a browser on this machine needs: GET and HEAD of HTTP/1.1 over loopback, one request a
//! connection. No body is ever read, no file ever opened. The crate tiny_http was looked at: no release since 2022.

use super::answer::{Answer, answer};
use super::shown::Shown;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Longest head of a request.
const HEAD: usize = 16 * 1024;
/// Connections at a time; a browser holds one a page to wait for news.
const MOST: usize = 128;
/// How long a request may take to arrive, and an answer to leave.
const SLOWEST: Duration = Duration::from_secs(10);

/// A request as far as we care 请求.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Request {
    /// `GET` or `HEAD`, or what else was asked.
    pub(super) method: String,
    /// Address with its leading slash, as sent.
    pub(super) target: String,
    /// Header `Host`, once; anything else is none.
    pub(super) host: Option<String>,
    /// What the browser says of where the request comes from: `Sec-Fetch-Site`, `Sec-Fetch-Mode`.
    pub(super) from: Option<String>,
    /// `navigate` when somebody goes there.
    pub(super) mode: Option<String>,
}

/// Answers on a thread of its own, as long as the program runs.
pub(super) fn listen(listener: TcpListener, port: u16, shown: &Arc<Shown>) {
    let open = Arc::new(AtomicUsize::new(0));
    let shown = Arc::clone(shown);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if open.fetch_add(1, Ordering::SeqCst) >= MOST {
                open.fetch_sub(1, Ordering::SeqCst);
                continue;
            }
            let (open, shown) = (Arc::clone(&open), Arc::clone(&shown));
            thread::spawn(move || {
                talk(stream, port, &shown);
                open.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
}

/// One request, one answer. A browser that went away is no error of ours.
fn talk(mut stream: TcpStream, port: u16, shown: &Shown) {
    let _ = stream.set_read_timeout(Some(SLOWEST));
    let _ = stream.set_write_timeout(Some(SLOWEST));
    let _ = stream.set_nodelay(true);
    let Some(head) = head(&mut stream) else { return };
    let request = Request::parse(&head).unwrap_or_default();
    let bare = request.method == "HEAD";
    let answer = answer(&request, port, shown);
    let _ = stream.write_all(&answer.bytes(bare)).and_then(|()| stream.flush());
}

/// Everything up to the empty line.
fn head(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    let mut part = [0; 2048];
    while head.len() < HEAD {
        let read = stream.read(&mut part).ok().filter(|read| *read > 0)?;
        head.extend_from_slice(&part[..read]);
        if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
            head.truncate(end);
            return Some(head);
        }
    }
    None
}

impl Request {
    fn parse(head: &[u8]) -> Option<Self> {
        let head = std::str::from_utf8(head).ok()?;
        let mut lines = head.split("\r\n");
        let mut first = lines.next()?.split(' ');
        let (method, target, version) = (first.next()?, first.next()?, first.next()?);
        if first.next().is_some() || !version.starts_with("HTTP/1.") || !target.starts_with('/') {
            return None;
        }
        let headers: Vec<(String, &str)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
            .collect();
        let once = |name: &str| {
            let mut found = headers.iter().filter(|(known, _)| known == name).map(|(_, value)| *value);
            let value = found.next().map(str::to_owned);
            value.filter(|_| found.next().is_none())
        };
        Some(Self {
            method: method.to_owned(),
            target: target.to_owned(),
            host: once("host"),
            from: once("sec-fetch-site"),
            mode: once("sec-fetch-mode"),
        })
    }
}

impl Answer {
    /// As it goes over the wire; `bare` without its body.
    fn bytes(&self, bare: bool) -> Vec<u8> {
        let mut out = format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\n\
             Cross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n",
            self.status,
            self.kind,
            self.body.len()
        );
        if let Some(to) = &self.location {
            out.push_str(&format!("Location: {to}\r\n"));
        }
        out.push_str("\r\n");
        let mut out = out.into_bytes();
        if !bare {
            out.extend_from_slice(&self.body);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Request;

    fn parse(head: &str) -> Option<Request> {
        Request::parse(head.as_bytes())
    }

    #[test]
    fn a_request_is_read_as_a_browser_sends_it() {
        let request = parse("GET /a?b HTTP/1.1\r\nHOST: localhost:1 \r\nSec-Fetch-Site: cross-site").unwrap();
        assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", "/a?b"));
        assert_eq!(
            (request.host.as_deref(), request.from.as_deref()),
            (Some("localhost:1"), Some("cross-site"))
        );
    }

    #[test]
    fn what_is_no_plain_request_is_none() {
        for head in
            ["", "GET", "GET /", "GET http://x/ HTTP/1.1", "GET / HTTP/2", "GET / x HTTP/1.1", "\u{0}"]
        {
            assert_eq!(parse(head), None, "{head}");
        }
        let twice = parse("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil").unwrap();
        assert_eq!(twice.host, None, "two hosts are none");
    }
}
