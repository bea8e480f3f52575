//! A procedure as a picture 流程图: an ordered list that styles draw as lanes, boxes and arrows. All of it is text.
//!
//! A narrow screen shows one line of stations, a wide one a lane for each level; without styles it stays a list.

use super::Setting;
use super::inline::{self, escape};
use crate::document::{Stop, Text, Track};

/// Lanes that the styles know; with more of them the picture stays one line of stations.
const MOST: usize = 4;

/// Before what a step yields, and before how long objections are accepted.
pub(super) const LABELS: [&str; 2] = ["留下：", "公示期："];

pub(super) fn write(out: &mut String, track: &Track, setting: Setting<'_>) {
    let lanes = track.lanes.len();
    out.push_str("<figure class=\"track");
    if (2..=MOST).contains(&lanes) {
        out.push_str(&format!(" laned lanes-{lanes}"));
    }
    out.push_str(if track.whole.is_some() { " bracketed\">\n" } else { "\">\n" });
    element(out, "figcaption", &track.title, setting);
    out.push_str("<div class=\"picture\">\n");
    if (2..=MOST).contains(&lanes) {
        // Each step says its level itself; these are the heads of the drawn lanes.
        out.push_str("<div class=\"heads\" aria-hidden=\"true\">\n");
        track.lanes.iter().for_each(|lane| paragraph(out, "head", lane, setting));
        out.push_str("</div>\n");
    }
    out.push_str("<ol>\n");
    for (at, stop) in track.stops.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| track.stops.get(before));
        let whole = track.whole.as_ref();
        let opens = whole.filter(|whole| whole.from == at);
        if let Some(whole) = opens {
            out.push_str("<li class=\"whole\">\n");
            way(out, before, stop, lanes, setting);
            out.push_str("<div class=\"all\">\n<p class=\"all-words\">");
            upright(out, &whole.wording);
            out.push_str("</p>\n");
            whole.source.iter().for_each(|source| paragraph(out, "source", source, setting));
            out.push_str("</div>\n<ol>\n");
        }
        out.push_str("<li>\n");
        if opens.is_none() {
            way(out, before, stop, lanes, setting);
        }
        station(out, at + 1, stop, setting);
        out.push_str("</li>\n");
        if whole.is_some_and(|whole| whole.to == at) {
            out.push_str("</ol>\n</li>\n");
        }
    }
    out.push_str("</ol>\n</div>\n</figure>\n");
}

/// The arrow from the step before, with the limit on it.
fn way(out: &mut String, before: Option<&Stop>, stop: &Stop, lanes: usize, setting: Setting<'_>) {
    let Some(before) = before else { return };
    // Middles of the lanes, counted in half lanes.
    let middle = |stop: &Stop| stop.lanes.0 + stop.lanes.1 + 1;
    let (from, to) = (middle(before), middle(stop));
    // The turn lies above the words, or in the middle where there are none.
    let turn = if stop.limit.is_some() || stop.wait.is_some() { 1 } else { 3 };
    out.push_str("<div class=\"way\">\n");
    out.push_str(&format!(
        "<svg viewBox=\"0 0 {} 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"M{from} 0V{turn}H{to}V6\"/></svg>\n",
        2 * lanes.max(1)
    ));
    if stop.limit.is_some() || stop.wait.is_some() {
        out.push_str(&format!("<div class=\"wait {}\">\n", columns(stop)));
        if let Some(limit) = &stop.limit {
            limit.since.iter().for_each(|since| paragraph(out, "since", since, setting));
            paragraph(out, "within", &limit.wording, setting);
            limit.source.iter().for_each(|source| paragraph(out, "source", source, setting));
        }
        stop.wait.iter().for_each(|wait| paragraph(out, "since", wait, setting));
        out.push_str("</div>\n");
    }
    out.push_str("</div>\n");
}

fn station(out: &mut String, number: usize, stop: &Stop, setting: Setting<'_>) {
    let posts = if stop.posting.is_some() { " posts" } else { "" };
    out.push_str(&format!("<div class=\"stop\">\n<div class=\"box {}{posts}\">\n", columns(stop)));
    out.push_str(&format!("<p class=\"no\">{number}</p>\n"));
    paragraph(out, "what", &stop.title, setting);
    paragraph(out, "level", &stop.level, setting);
    paragraph(out, "who", &stop.actor, setting);
    if let Some(posting) = &stop.posting {
        out.push_str("<div class=\"posting\">\n");
        paragraph(out, "posted", &posting.title, setting);
        if let Some(wording) = &posting.wording {
            labelled(out, LABELS[1], "within", wording, setting);
        }
        paragraph(out, "signed", &posting.signed, setting);
        posting.source.iter().for_each(|source| paragraph(out, "source", source, setting));
        out.push_str("</div>\n");
    } else if let Some(produces) = &stop.produces {
        labelled(out, LABELS[0], "yields", produces, setting);
    }
    stop.source.iter().for_each(|source| paragraph(out, "source", source, setting));
    out.push_str("</div>\n</div>\n");
}

fn columns(stop: &Stop) -> String {
    format!("from-{} to-{}", stop.lanes.0 + 1, stop.lanes.1 + 1)
}

fn paragraph(out: &mut String, class: &str, text: &Text, setting: Setting<'_>) {
    out.push_str(&format!("<p class=\"{class}\">"));
    inline::text(out, text, setting.root);
    out.push_str("</p>\n");
}

/// A label and its text in one line: two paragraphs, because they are two texts.
fn labelled(out: &mut String, label: &str, class: &str, text: &Text, setting: Setting<'_>) {
    out.push_str(&format!("<div class=\"pair\">\n<p class=\"yields\">{label}</p>"));
    paragraph(out, class, text, setting);
    out.push_str("</div>\n");
}

fn element(out: &mut String, name: &str, text: &Text, setting: Setting<'_>) {
    out.push_str(&format!("<{name}>"));
    inline::text(out, text, setting.root);
    out.push_str(&format!("</{name}>\n"));
}

/// Text that stands in a column from top to bottom: its numbers lie side by side.
fn upright(out: &mut String, text: &Text) {
    let text = text.plain();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, tail) = rest.split_at(start);
        let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (number, after) = tail.split_at(end);
        escape(out, before);
        out.push_str(&format!("<span class=\"digits\">{number}</span>"));
        rest = after;
    }
    escape(out, rest);
}
