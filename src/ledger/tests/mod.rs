//! Ledgers of 200 events that are changed in every way, and lives that are led in every order.

mod folding;
mod runs;
mod tampering;

use super::chain::Line;
use super::event::{Body, Digest, Event, Photos, Posting};
use super::{Ledger, chain::End};
use crate::policy::NoticeKind;
use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use std::collections::BTreeMap;

const TOWNSHIP: &str = "普安乡";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

fn kind(period: bool) -> NoticeKind {
    let period = if period {
        "period = { days = 5, unit = \"calendar\", rule = \"next-day-rollover\", wording = \"不少于5天\", clause = \"二/（三）\" }"
    } else {
        ""
    };
    toml::from_str(&format!(
        "id = \"k\"\ntitle = \"公示\"\nprocedure = \"p\"\n{period}\nchannel = [\"board\"]\nissuer = \"village\"\n\
         signed_by = []\nclause = \"二/（三）\"\n"
    ))
    .unwrap()
}

/// A posting of five days with the paper up for ten.
fn posting(on: NaiveDate, version: u16) -> Posting {
    let later = |days| on + Days::new(days);
    Posting {
        day: on,
        places: vec!["村务公开栏".into()],
        version,
        last: Some(later(5)),
        board_until: later(10),
        rows_until: later(10),
        papers: BTreeMap::from([("a-A4.pdf".to_owned(), Digest::of(b"paper"))]),
        pages: BTreeMap::new(),
        signed: Digest::of(b"signed"),
        run: None,
        photos: Photos { near: Some(Digest::of(b"near")), far: None },
    }
}

/// Two hundred events about forty notices, each with a whole life.
fn two_hundred() -> Vec<u8> {
    let mut end = End::start(TOWNSHIP);
    let mut text = String::new();
    for index in 0..200u64 {
        let first = day("2025-01-06") + Days::new(index / 5 * 3);
        let event = match index % 5 {
            0 => Event::Posted(posting(first, 1)),
            1 => Event::Objection { number: 1, day: first, paper: Some(Digest::of(b"form")) },
            2 => Event::Answer { number: 1, day: first, upheld: false, paper: None },
            3 => Event::Amended {
                day: first,
                restart: false,
                reason: "“组”字写错".into(),
                contact: false,
                papers: BTreeMap::new(),
            },
            _ => Event::Closed {
                day: first + Days::new(6),
                last: first + Days::new(5),
                objections: 1,
                answered: 1,
            },
        };
        let body = Body {
            seq: index + 1,
            at: at("2025-01-06T09:30:00+08:00") + chrono::TimeDelta::hours(i64::try_from(index).unwrap()),
            as_if: None,
            by: "普安乡青松村村民委员会".into(),
            notice: Some(format!("villages/v{}/notices/n", index / 5)),
            event,
        };
        let line = Line::after(&end.hash, body);
        end.hash = line.hash.clone();
        text.push_str(&line.to_text());
    }
    text.into_bytes()
}

fn read(bytes: &[u8]) -> Result<Ledger, crate::diag::Diagnostic> {
    Ledger::read(Some(bytes), TOWNSHIP)
}
