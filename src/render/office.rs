//! The office's own pages 内部网页: plain words about deadlines → one HTML file that needs nothing beside it.
//!
//! The page of deadlines leaves by the private door only: it is no draft, and names no household. The pages of the
//! preview are drafts for the office, searched like everything public before they are shown.

use crate::diag::Diagnostic;
use crate::document::{Fragment, Office};
use crate::render::theme::Theme;
use crate::render::{Draft, Media};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Context, Value};

/// The page of deadlines 到期和逾期.
#[derive(Debug, Serialize)]
pub(crate) struct DuePage {
    /// Township.
    pub(crate) township: String,
    /// Day of the build, for machines.
    pub(crate) today: String,
    /// Day of the build, in words.
    pub(crate) today_text: String,
    /// A sample with its own fixed day.
    pub(crate) sample: bool,
    /// What is open, most pressing group first.
    pub(crate) groups: Vec<DueGroup>,
    /// Every day of every open case, village by village; none on a township's page whose villages have their own.
    pub(crate) villages: Vec<DueVillage>,
    /// The village whose page it is.
    pub(crate) village: Option<String>,
    /// The township's page, from a village's.
    pub(crate) back: Option<&'static str>,
    /// The villages' own pages, from the township's.
    pub(crate) parts: Vec<DuePart>,
}

/// Deadlines of the same urgency.
#[derive(Debug, Serialize)]
pub(crate) struct DueGroup {
    /// Heading.
    pub(crate) title: &'static str,
    /// Word for styles.
    pub(crate) class: &'static str,
    /// How many there are.
    pub(crate) count: usize,
    /// How many of them are on the villages' pages only.
    pub(crate) more: usize,
    /// Its deadlines.
    pub(crate) rows: Vec<DueRow>,
}

/// A village with a page of its own.
#[derive(Debug, Serialize)]
pub(crate) struct DuePart {
    /// Name.
    pub(crate) name: String,
    /// Its page, from the township's.
    pub(crate) href: String,
    /// Notices with open days.
    pub(crate) cases: usize,
    /// Days that are late.
    pub(crate) late: usize,
    /// Days that end today.
    pub(crate) today: usize,
    /// Days that are near.
    pub(crate) soon: usize,
}

/// A village with its open cases.
#[derive(Debug, Serialize)]
pub(crate) struct DueVillage {
    /// Name.
    pub(crate) name: String,
    /// Its cases.
    pub(crate) cases: Vec<DueCase>,
}

/// A notice with all its days.
#[derive(Debug, Serialize)]
pub(crate) struct DueCase {
    /// Kind of notice.
    pub(crate) title: Arc<str>,
    /// How the command line names it.
    pub(crate) notice: String,
    /// Its days in the order in which they come.
    pub(crate) rows: Vec<DueRow>,
}

/// A deadline in words.
#[derive(Debug, Serialize)]
pub(crate) struct DueRow {
    /// Village, if it is one's.
    pub(crate) village: Option<Arc<str>>,
    /// Kind of notice, or the duty.
    pub(crate) subject: Arc<str>,
    /// What is to be done.
    pub(crate) what: Arc<str>,
    /// By whom.
    pub(crate) who: Arc<str>,
    /// Last day, for machines.
    pub(crate) due: Option<String>,
    /// Last day, in words.
    pub(crate) due_text: Option<String>,
    /// First day on which it may be done.
    pub(crate) from_text: Option<String>,
    /// Day on which it was done.
    pub(crate) done_text: Option<String>,
    /// Word for styles.
    pub(crate) class: &'static str,
    /// 逾期3天, 还有2天, 办了.
    pub(crate) state: String,
    /// What the day rests on.
    pub(crate) basis: Arc<str>,
    /// Command that records it.
    pub(crate) command: Option<String>,
}

/// Renders the page of deadlines.
pub(crate) fn due(page: &DuePage, theme: &Theme) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let mut context = Context::new();
    context.insert_value("due", Value::from_serializable(page));
    theme.render("due.html", &context).map(String::into_bytes)
}

/// A page of the preview, or why it cannot be made.
type Page = Result<Draft<Office>, Vec<Diagnostic>>;

/// The pages of the office preview 办公预览, whose data `edition` puts into words.
pub(crate) struct Pages {
    theme: Theme,
}

impl Pages {
    /// From the files of a theme that has templates for them.
    pub(crate) fn new(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self { theme: Theme::load("default", files)? })
    }

    /// The list of notices, with the open texts in it.
    pub(crate) fn list(&self, list: &impl Serialize, open: Vec<Fragment>) -> Page {
        self.page("office.html", "index.html", list, open)
    }

    /// One notice at its address, with the open texts in it.
    pub(crate) fn notice(&self, href: &str, notice: &impl Serialize, open: Vec<Fragment>) -> Page {
        self.page("office_notice.html", href, notice, open)
    }

    fn page(&self, template: &str, href: &str, data: &impl Serialize, mut open: Vec<Fragment>) -> Page {
        let mut context = Context::new();
        context.insert_value("it", Value::from_serializable(data));
        let html = self.theme.render(template, &context)?;
        open.extend_from_slice(self.theme.words(template));
        open.sort();
        open.dedup();
        Ok(Draft::new(format!("office/{href}"), Media::Html, html.into_bytes(), open))
    }
}
