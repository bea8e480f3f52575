//! What can be found 检索对象: pages and clauses of open text, the most wanted first. Rows of households are no text here.

use super::super::{Contact, NoticeEntry, PolicyEntry, Site, State, address, view};
use crate::document::{Block, Document, Fragment, Origin, Public, Text, lasting_texts};
use chrono::Datelike;
use std::cmp::Reverse;

/// Characters of a result's own words.
const SNIPPET: usize = 70;

/// One result as it is shown, with the texts by which it is found.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) title: Fragment,
    /// 明白纸, 政策, 征求意见稿, or the kind of a notice.
    pub(super) kind: &'a str,
    /// Village, or the document that a clause stands in.
    pub(super) place: Fragment,
    /// The beginning of what it says.
    pub(super) words: Fragment,
    /// Where it leads.
    pub(super) href: String,
    /// Found by these, too.
    pub(super) blocks: &'a [Block],
    /// Whether it shows the words round what was asked for; a notice always shows its days.
    pub(super) quotes: bool,
    pub(super) more: Vec<&'a str>,
}

/// Every result: leaflets, the township's policy, calls, notices (open ones first, then the newest year), and other
/// places' policies at the end.
pub(super) fn of(site: &Site) -> Vec<Entry<'_>> {
    let mut out: Vec<Entry<'_>> = site
        .leaflets
        .iter()
        .map(|leaflet| {
            let href = address::leaflet(&leaflet.id);
            let more = [Some(&leaflet.audience), leaflet.subject.as_ref()];
            Entry {
                more: more.into_iter().flatten().map(String::as_str).collect(),
                ..whole(&leaflet.document, "明白纸", href)
            }
        })
        .collect();
    out.extend(
        site.consultation
            .iter()
            .map(|asked| whole(&asked.document, "征求意见", address::CONSULTATION.to_owned())),
    );
    policy(&site.policy, &mut out);
    calls(&site.contacts, &declared(&site.name, "township.toml"), "contacts/index.html", &mut out);
    for village in &site.villages {
        let (name, href) = (declared(&village.name, &village.place), address::village(&village.slug));
        let words = declared(&village.committee, &village.place);
        out.push(Entry {
            title: name.clone(),
            kind: "村",
            place: nothing(),
            words,
            href: href.clone(),
            blocks: &[],
            quotes: false,
            more: Vec::new(),
        });
        calls(&village.contacts, &name, &href, &mut out);
    }
    out.push(whole(&site.about, "说明", "about/index.html".to_owned()));
    let mut notices: Vec<&NoticeEntry> =
        site.notices.iter().filter(|notice| notice.document.meta().title.is_open()).collect();
    notices.sort_by_key(|notice| {
        let first = (notice.state != State::Open, notice.state, Reverse(notice.posted.year()));
        (first, &notice.kind, &notice.village, Reverse(notice.posted), &notice.stem)
    });
    out.extend(notices.into_iter().map(|is| notice(site, is)));
    site.more_policies.iter().for_each(|other| policy(other, &mut out));
    out
}

/// The words of a notice are its days, never a state that would be wrong the day after.
fn notice<'a>(site: &'a Site, is: &'a NoticeEntry) -> Entry<'a> {
    let view = view::notice(site, is);
    let posted = &view.posted_text;
    let words = match (&view.ended_text, &view.last_text) {
        (Some(ended), _) => format!("{}，{ended}撤下。", view.label),
        (None, Some(last)) if is.state == State::Expired => format!("公示期到{last}为止，名单已按规定撤下。"),
        (None, Some(last)) => format!("{posted}张贴，公示期到{last}。"),
        (None, None) if is.state == State::Expired => "名单已按规定撤下。".to_owned(),
        (None, None) => format!("{posted}公告。"),
    };
    let village = site.villages.iter().find(|village| village.slug == is.village);
    let place = village.map_or_else(nothing, |village| declared(&village.name, &village.place));
    let more = village.map(|village| village.committee.as_str()).into_iter().collect();
    let href = address::notice(&is.village, &is.stem);
    Entry {
        words: declared(&words, "程序"),
        place,
        more,
        quotes: false,
        ..whole(&is.document, &is.kind, href)
    }
}

/// A page as one result.
fn whole<'a>(document: &'a Document<Public>, kind: &'a str, href: String) -> Entry<'a> {
    let title = declared(&document.meta().title.plain(), "程序");
    let words = beginning(document.blocks());
    // What is only a draft says so before anything else.
    let kind = document.meta().stamp.as_deref().unwrap_or(kind);
    let blocks = document.blocks();
    Entry { title, kind, place: nothing(), words, href, blocks, quotes: true, more: Vec::new() }
}

fn policy<'a>(policy: &'a PolicyEntry, out: &mut Vec<Entry<'a>>) {
    sections(&policy.page, address::policy(policy), out);
    if let Some(text) = &policy.text {
        sections(text, address::policy_text(policy), out);
    }
}

/// A page as one result for each heading that has an address.
fn sections<'a>(document: &'a Document<Public>, href: String, out: &mut Vec<Entry<'a>>) {
    let parts: Vec<(usize, &Text, &str)> = document
        .blocks()
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block {
            Block::Heading { text, id: Some(id), .. } if text.is_open() => Some((at, text, id.as_str())),
            _ => None,
        })
        .collect();
    let first = parts.first().map_or(document.blocks().len(), |(at, ..)| *at);
    let page = whole(document, "政策", href.clone());
    let (title, kind) = (page.title.clone(), page.kind);
    out.push(Entry {
        blocks: &document.blocks()[..first],
        words: beginning(&document.blocks()[..first]),
        ..page
    });
    for (number, (at, text, id)) in parts.iter().enumerate() {
        let end = parts.get(number + 1).map_or(document.blocks().len(), |(at, ..)| *at);
        let blocks = &document.blocks()[at + 1..end];
        out.push(Entry {
            title: fragment(text),
            kind,
            place: title.clone(),
            words: beginning(blocks),
            href: format!("{href}#{id}"),
            blocks,
            quotes: true,
            more: Vec::new(),
        });
    }
}

/// Whom to call, by what for and by short numbers such as 12317; names and longer numbers stand on the page only.
fn calls<'a>(contacts: &'a [Contact], place: &Fragment, href: &str, out: &mut Vec<Entry<'a>>) {
    out.extend(contacts.iter().map(|contact| Entry {
        title: declared(&contact.purpose, "程序"),
        kind: "电话",
        place: place.clone(),
        words: nothing(),
        href: href.to_owned(),
        blocks: &[],
        quotes: false,
        more: vec![contact.phone.as_str()],
    }));
}

/// The first open paragraph or item, cut to a line or two.
fn beginning(blocks: &[Block]) -> Fragment {
    let mut found: Option<Fragment> = None;
    for block in blocks {
        lasting_texts(std::slice::from_ref(block), &mut |text| {
            let enough = found.as_ref().is_some_and(|found| found.text.chars().count() > 12);
            if !enough && text.plain().chars().any(char::is_alphanumeric) {
                found = Some(fragment(text));
            }
        });
    }
    let Some(found) = found else { return nothing() };
    let line = found.text.replace('\n', " ");
    let cut: String = line.chars().take(SNIPPET).collect();
    Fragment::new(
        if cut.len() < line.len() { format!("{cut}…") } else { cut },
        found.place.clone(),
        crate::render::DECLARING,
    )
}

fn fragment(text: &Text) -> Fragment {
    let place = match &text.origin {
        Origin::Open(place) => place.clone(),
        Origin::Roster => return nothing(),
    };
    Fragment::new(text.plain(), place, crate::render::DECLARING)
}

fn declared(text: &str, place: &str) -> Fragment {
    Fragment::new(text, place, crate::render::DECLARING)
}

fn nothing() -> Fragment {
    Fragment::new("", "", crate::render::DECLARING)
}
