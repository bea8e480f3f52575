//! Preview 预览: a workspace is watched, and what its edition would show is served to this machine alone.
//!
//! Only what the audit cleared is served, from memory: no request ever opens a file. A build that fails leaves the last
//! good site up and its findings lie over the page. Must never: listen beyond loopback, answer to a foreign host name,
//! serve a private paper, write a file, or put the reloading script into anything but the bytes on their way out.

mod answer;
pub(crate) mod codes;
mod findings;
mod http;
mod shown;
mod watch;

use crate::diag::{self, Diagnostic, Place};
use crate::pipeline::{self, Memory};
use crate::workspace::{self, Changed, Workspace};
use chrono::NaiveDate;
use shown::Shown;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use watch::News;

/// First port tried when none was asked for.
const PORT: u16 = 7890;
/// How many ports in a row are tried then.
const TRIES: u16 = 20;

/// What happened, for whoever tells the clerk.
#[derive(Debug)]
pub enum Happened {
    /// Listening; the address to open, and the office's.
    Open(String, Option<String>),
    /// The site was made anew: pages.
    Built(usize),
    /// It could not be made; the last good site stays.
    Failed(Vec<Diagnostic>),
    /// Asked to stop.
    Stopped,
}

/// Serves a workspace until it is told to stop.
pub fn serve(
    root: &Path,
    today: Option<NaiveDate>,
    port: Option<u16>,
    office: bool,
    tell: &mut dyn FnMut(Happened),
) -> Result<(), Vec<Diagnostic>> {
    // Watched before it is read: no save falls between the two.
    let news = watch::watch(root).map_err(|found| vec![found])?;
    let listener = listen(port).map_err(|found| vec![found])?;
    let port = listener.local_addr().map_or(0, |address| address.port());
    // Pages count on from the clock, so that a browser left open notices that the program was started anew.
    let start = u64::try_from(workspace::now().timestamp()).unwrap_or(1);
    let token = if office { Some(token().map_err(|found| vec![found])?) } else { None };
    let shown = Arc::new(Shown::new(start, token.clone()));
    let mut desk = Desk { root, today, office, read: None, unread: None, memory: Memory::default() };
    desk.build(&Changed::Anything, &shown, tell);
    http::listen(listener, port, &shown);
    let address = format!("http://127.0.0.1:{port}/");
    let for_office = token.map(|token| format!("{address}office/{token}/"));
    tell(Happened::Open(address, for_office));
    let another_day = || today.is_none() && shown.is_of_another_day(workspace::now().date_naive());
    while let News::Changed(changed) = news.next(another_day) {
        desk.build(&changed, &shown, tell);
    }
    tell(Happened::Stopped);
    Ok(())
}

/// What is built, and what is known of it from the time before.
struct Desk<'a> {
    root: &'a Path,
    today: Option<NaiveDate>,
    office: bool,
    read: Option<Workspace>,
    /// What changed since that was read: it could not be read as it is now.
    unread: Option<Changed>,
    memory: Memory,
}

impl Desk<'_> {
    /// Reads what changed and makes a preview of it all.
    fn read_and_make(&mut self, changed: &Changed) -> Result<pipeline::Preview, Vec<Diagnostic>> {
        let (read, found) = match self.read.take() {
            Some(mut known) => {
                let found = workspace::read_again(&mut known, changed, self.root, self.today);
                (known, found)
            }
            None => (workspace::read(self.root, self.today)?, Ok(())),
        };
        let read = self.read.insert(read);
        found.inspect_err(|_| self.unread = Some(changed.clone()))?;
        pipeline::preview(read, self.office, &mut self.memory)
    }

    /// Makes the site and puts it up, or its findings.
    fn build(&mut self, changed: &Changed, shown: &Shown, tell: &mut dyn FnMut(Happened)) {
        let changed = match self.unread.take() {
            Some(unread) => unread.and(changed.clone()),
            None => changed.clone(),
        };
        match self.read_and_make(&changed) {
            Ok(preview) => {
                let pages = preview.pages();
                let mut held = preview.held().to_vec();
                shown.put_up(preview);
                tell(Happened::Built(pages));
                held.retain(Diagnostic::stops);
                if !held.is_empty() {
                    diag::sort(&mut held);
                    tell(Happened::Failed(held.clone()));
                    shown.find(held);
                }
            }
            Err(mut findings) => {
                // What only deserves a look would bury what has to be mended.
                findings.retain(Diagnostic::stops);
                diag::sort(&mut findings);
                tell(Happened::Failed(findings.clone()));
                shown.find(findings);
            }
        }
    }
}

/// What nobody on this machine can guess: the system's own randomness, needed here at the edge and nowhere else.
fn token() -> Result<String, Diagnostic> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| {
        let help = "重新启动电脑再试；不加 --office 也能预览网站";
        Diagnostic::error(&codes::RANDOM, Place::default(), "系统给不出随机数", help)
    })?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The port asked for, or the next that is free; loopback only.
fn listen(port: Option<u16>) -> Result<TcpListener, Diagnostic> {
    let ports = port.map_or(PORT..=PORT + TRIES, |port| port..=port);
    let mut last = PORT;
    for port in ports {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(_) => last = port,
        }
    }
    let at = Place::default().field("--port");
    let help = "换一个端口：mingbai serve --port 另一个数";
    Err(Diagnostic::error(&codes::PORT, at, format!("端口 {last} 打不开"), help))
}
