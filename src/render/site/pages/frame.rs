//! What every page shares: the frame around it, and the open texts that explain its words to the audit.

use super::super::lists::Group;
use super::super::{ConsultationEntry, Contact, VillageEntry, address, view};
use super::draw::{Draw, Drawn};
use super::{Made, MadeFrom};
use crate::document::{self, Document, Fragment, Public, fragments};
use crate::render::html::{self, Setting};
use crate::render::{Draft, Media};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use tera::Value;

/// The mark 演练 on a page of a rehearsal, as the shipped theme sets it.
const REHEARSAL: &str = "<strong class=\"stamp\">演练</strong>";
/// The words of that mark, with what they mean.
const NOT_MEANT: &str = "演练 这里的公示不是真的。";

/// What the frame around every page needs.
#[derive(Serialize)]
struct Frame<'a> {
    title: &'a str,
    /// As the browser's tab shows it: page and site.
    full_title: &'a str,
    description: &'a str,
    /// Which entry of the main menu is current.
    section: &'static str,
    canonical: Option<String>,
    /// Asks search engines not to keep a copy.
    unlisted: bool,
    /// Never opened from a disk, where browsers refuse files with a declared digest.
    served: bool,
}

impl Draw<'_> {
    pub(super) fn says(&mut self, text: &str, place: &str) {
        self.open.push(Fragment::new(text, place, crate::render::DECLARING));
    }

    /// A contact is open only as the whole line that somebody declared.
    pub(super) fn calls(&mut self, contacts: &[Contact]) {
        for contact in contacts {
            let line = format!("{}：{} {}", contact.purpose, contact.name, contact.phone);
            self.says(&line, &contact.place);
            self.says(&html::tel(&contact.phone), &contact.place);
            if let Some(hours) = &contact.hours {
                self.says(hours, &contact.place);
            }
        }
    }

    pub(super) fn asks(&mut self, asked: &ConsultationEntry) {
        let view = view::consultation(self.site, asked);
        self.says(&view.title, "程序");
        self.says(view.label, "程序");
        self.context.insert("asked", &view);
    }

    pub(super) fn names_village(&mut self, village: &VillageEntry) {
        self.says(&village.name, &village.place);
        self.says(&village.committee, &village.place);
        if let Some(board) = &village.board {
            self.says(board, &document::board(&village.place));
        }
        self.calls(&village.contacts);
    }

    pub(super) fn lists(&mut self, groups: &[Group<'_>]) {
        // A township's notices have few titles: each is said once.
        let shown = groups.iter().flat_map(|group| &group.notices);
        let said: BTreeSet<(String, &str)> =
            shown.map(|notice| (notice.document.meta().title.plain(), notice.kind.as_str())).collect();
        for (title, kind) in &said {
            self.says(title, "程序");
            self.says(kind, "程序");
        }
        for village in &self.site.villages {
            self.says(&village.name, &village.place);
        }
    }

    pub(super) fn names_everybody(&mut self) {
        self.site.villages.iter().for_each(|village| self.names_village(village));
        for leaflet in &self.site.leaflets {
            self.says(&leaflet.document.meta().title.plain(), "程序");
            self.says(&leaflet.document.meta().description, "程序");
            self.says(&leaflet.audience, "程序");
        }
        self.says(&self.site.policy.page.meta().title.plain(), "程序");
        self.says(&self.site.about.meta().title.plain(), "程序");
        self.calls(&self.site.contacts);
    }

    pub(super) fn holds(&mut self, document: &Document<Public>, rows_until: Option<NaiveDate>) {
        let body = html::body(document, Setting { root: &self.root, rows_until });
        self.context.insert_value("body", Value::safe_string(&body));
        self.context.insert("issuer", &document.meta().issuer);
        let texts = fragments(document);
        // A number in an open text also stands in the address that dials it.
        for text in &texts {
            for number in html::numbers(&text.text) {
                self.says(&html::tel(number), &text.place);
            }
        }
        self.open.extend(texts);
        if let Some(stamp) = &document.meta().stamp {
            self.says(stamp, "程序");
        }
        if let Some(number) = &document.meta().number {
            self.says(number, document::NUMBER);
        }
        self.open.extend_from_slice(html::words());
    }

    pub(super) fn finish(
        mut self,
        template: &str,
        title: &str,
        description: &str,
        section: &'static str,
        unlisted: bool,
    ) -> Drawn {
        let canonical = self.site.base_url.as_ref().filter(|_| !unlisted);
        let canonical = canonical.map(|base_url| format!("{base_url}{}", address::encode(&self.path)));
        let home = format!("{}村务公开", self.site.name);
        let full_title = if title == home { home } else { format!("{title} - {home}") };
        self.says(title, "程序");
        self.says(&full_title, "程序");
        self.says(description, "程序");
        let served = self.path == address::NOT_FOUND;
        let frame =
            Frame { title, full_title: &full_title, description, section, canonical, unlisted, served };
        self.context.insert("page", &frame);
        self.context.insert("root", &self.root);
        self.context.insert_value("site", self.shared.clone());
        let mut html = self.theme.render(template, &self.context)?;
        if self.site.rehearsal {
            self.says(NOT_MEANT, document::PROGRAM);
            say_rehearsal(&mut html);
        }
        self.open.extend_from_slice(self.theme.words(template));
        self.open.sort();
        self.open.dedup();
        let path = format!("public/{}", self.path);
        let draft = Arc::new(Draft::new(path, Media::Html, html.into_bytes(), self.open));
        Ok(Made { draft, from: MadeFrom::Whatever })
    }
}

/// A theme of a township's own, or one that is older than the mark, does not set it: then it stands above everything.
fn say_rehearsal(html: &mut String) {
    if html.contains(REHEARSAL) {
        return;
    }
    let body = html.find("<body").and_then(|body| Some(body + html[body..].find('>')? + 1));
    let words = NOT_MEANT.trim_start_matches("演练");
    html.insert_str(body.unwrap_or(html.len()), &format!("\n<p class=\"sample\">{REHEARSAL}{words}</p>"));
}
