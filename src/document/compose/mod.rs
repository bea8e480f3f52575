//! Composers: pack, period, state and disclosed rows → what a document says. No page, no screen, no disk.

mod about;
mod clauses;
mod consultation;
mod course;
mod cover;
mod form;
mod leaflet;
mod notice;
mod numbers;
mod on_day;
mod policy;
mod result;
mod sections;
mod source;
mod speaker;
mod spoken;
mod track;
mod values;

pub use about::about;
pub use clauses::policy_text;
pub use consultation::{Asking, consultation};
pub use course::{Course, Sequel};
pub use cover::{Cover, cover};
pub use form::{FormFacts, FormNotice, form};
pub use leaflet::{Issue, OneCode, Own, addressed_leaflet, leaflet};
pub use notice::{NoticeFacts, bare, notice, sample, silent};
pub use on_day::{OnDay, with_rows, without_rows};
pub use policy::{PolicyPage, policy};
pub use result::Outcome;
pub use spoken::{doubts, spoken_leaflet, spoken_notice};
pub use values::{AidFirst, Circumstances, values};

use super::{Block, Text};
use crate::document::Contact;
use crate::policy::Channel;

/// Contacts as label–value pairs: purpose → name and phone.
fn contacts(contacts: &[Contact]) -> Block {
    let pairs = contacts.iter().map(|contact| {
        let hours = contact.hours.as_ref().map(|hours| format!("（{hours}）")).unwrap_or_default();
        let value = format!("{} {}{hours}", contact.name, contact.phone);
        (Text::open(&contact.purpose, &contact.place), Text::open(value, &contact.place))
    });
    Block::Facts(pairs.collect())
}

/// The code of the page: to be scanned from paper, to be pressed in a chat.
fn page_code(url: &str, what: &str, channel: Channel) -> Block {
    let caption = match channel {
        Channel::Chat => format!("长按这个码，打开网上{what}"),
        _ => format!("手机扫码，看网上{what}"),
    };
    Block::Qr { url: url.to_owned(), caption: Text::open(caption, "程序") }
}

fn paragraph(text: impl Into<String>, place: &str) -> Block {
    Block::Paragraph { text: Text::open(text, place), indent: true, align: super::Align::Start }
}

/// What a web page is that is never printed by us.
fn page(title: Text, description: String, issuer: &str, date: chrono::NaiveDate) -> super::Meta {
    super::Meta {
        title,
        description,
        kind: super::Kind::Page,
        issuer: issuer.to_owned(),
        date,
        number: None,
        salutation: None,
        stamp: None,
    }
}
