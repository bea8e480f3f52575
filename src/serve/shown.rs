//! What is up 正在展示: the last good site, the findings since, and whoever waits for the next.

use crate::diag::Diagnostic;
use crate::document::Public;
use crate::pipeline::{Made, Preview};
use crate::render::Draft;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a browser waits for news before it asks again.
const WAIT: Duration = Duration::from_secs(25);

/// What there is to see at one moment.
#[derive(Clone, Default)]
pub(super) struct Moment {
    /// Counts every build, good or not.
    pub(super) version: u64,
    /// Version of the site that is up.
    pub(super) pages: u64,
    /// The last good site.
    pub(super) site: Option<Arc<Site>>,
    /// Why the newest build is not up.
    pub(super) findings: Arc<Vec<Diagnostic>>,
}

/// A site with the prints that were asked for so far.
pub(super) struct Site {
    preview: Preview,
    prints: Mutex<BTreeMap<String, Answer>>,
}

/// A print, or why there is none.
type Answer = Result<Arc<Draft<Public>>, Arc<Vec<Diagnostic>>>;

impl Site {
    /// A page below `public/`.
    pub(super) fn page(&self, path: &str) -> Option<&[u8]> {
        self.preview.page(path)
    }

    /// A file of the search or a list for machines, made and audited when somebody asks for it.
    pub(super) fn asked_for(&self, path: &str) -> Option<Result<&[u8], &[Diagnostic]>> {
        self.preview.asked_for(path)
    }

    /// A page for the office alone.
    pub(super) fn office(&self, path: &str) -> Option<Result<&[u8], Vec<Diagnostic>>> {
        self.preview.office(path)
    }

    /// A print, made and audited when somebody asks for it.
    pub(super) fn print(&self, path: &str) -> Option<Answer> {
        let mut made = lock(&self.prints);
        if let Some(known) = made.get(path) {
            return Some(known.clone());
        }
        let print: Answer = match self.preview.print(path) {
            Made::File(draft) => Ok(draft),
            Made::Refused(findings) => Err(Arc::new(findings)),
            Made::Unknown => return None,
        };
        made.insert(path.to_owned(), print.clone());
        Some(print)
    }
}

/// The moment that is shown, shared by builder and browsers.
pub(super) struct Shown {
    moment: Mutex<Moment>,
    news: Condvar,
    /// Part of the office's address that nobody can guess; none without its pages.
    token: Option<String>,
}

impl Shown {
    pub(super) fn new(version: u64, token: Option<String>) -> Self {
        Self { moment: Mutex::new(Moment { version, ..Moment::default() }), news: Condvar::new(), token }
    }

    /// What stands below the office's address; none for whoever does not know it.
    pub(super) fn of_office<'a>(&self, path: &'a str) -> Option<&'a str> {
        let (given, rest) = path.strip_prefix("office/")?.split_once('/')?;
        let token = self.token.as_deref()?;
        // Every byte is looked at, so that the time tells nothing of how many were right.
        let unlike = given.bytes().zip(token.bytes()).fold(0, |unlike, (a, b)| unlike | (a ^ b));
        (given.len() == token.len() && unlike == 0).then_some(rest)
    }

    /// Puts up a good site.
    pub(super) fn put_up(&self, preview: Preview) {
        let site = Arc::new(Site { preview, prints: Mutex::new(BTreeMap::new()) });
        let mut moment = lock(&self.moment);
        moment.version += 1;
        moment.pages = moment.version;
        let old = moment.site.replace(site);
        moment.findings = Arc::default();
        self.news.notify_all();
        drop(moment);
        // A large site takes a while to be forgotten; nobody should wait for that.
        drop(old);
    }

    /// The site stays; these findings lie over it.
    pub(super) fn find(&self, findings: Vec<Diagnostic>) {
        let mut moment = lock(&self.moment);
        moment.version += 1;
        moment.findings = Arc::new(findings);
        self.news.notify_all();
    }

    /// Now.
    pub(super) fn now(&self) -> Moment {
        lock(&self.moment).clone()
    }

    /// As soon as it is another moment than `seen`, or after a while all the same.
    pub(super) fn after(&self, seen: u64) -> Moment {
        let moment = lock(&self.moment);
        let waited = self.news.wait_timeout_while(moment, WAIT, |moment| moment.version == seen);
        waited.unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// Whether the site that is up was made for another day.
    pub(super) fn is_of_another_day(&self, today: NaiveDate) -> bool {
        self.now().site.is_some_and(|site| site.preview.follows_the_clock() && site.preview.today() != today)
    }
}

/// A thread that panicked has shown its place and leaves whole values behind: they were swapped, never half-written.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
