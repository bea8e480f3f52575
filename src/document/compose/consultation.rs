//! 征求意见公告: a draft asks everybody for comments; the ways to answer come down after the last day.

use super::source::said;
use super::{Circumstances, contacts, paragraph, values};
use crate::diag::Diagnostic;
use crate::document::Contact;
use crate::document::template::{self, Part};
use crate::document::{Align, Block, Document, Kind, Meta, PeriodBox, Public, Text};
use crate::policy::Pack;
use crate::policy::written::Consultation;
use chrono::NaiveDate;

/// What the announcement is composed from, beside the pack.
pub struct Asking<'a> {
    /// Township.
    pub township: &'a str,
    /// Whom to answer.
    pub contacts: &'a [Contact],
    /// The day on which it speaks: the day of the build, the first day for a print.
    pub today: NaiveDate,
    /// Absolute address of its page.
    pub url: Option<String>,
}

const DIRECTIVES: &[&str] = &["period", "answer", "seal"];

/// Composes the announcement.
pub fn consultation(
    pack: &Pack,
    is: &Consultation,
    asking: &Asking<'_>,
) -> Result<Document<Public>, Vec<Diagnostic>> {
    let known = Circumstances {
        on: Some(asking.today),
        township: asking.township.to_owned(),
        ..Circumstances::default()
    };
    let context = values(pack, &known);
    let pack_file = format!("{}/pack.toml", pack.path);
    let title = template::line(&is.heading, &context, &pack_file)?;
    let file = format!("{}/{}", pack.path, is.file);
    let text = pack.files.get(&is.file).map_or("", String::as_str);
    let mut blocks = Vec::new();
    let mut errors = Vec::new();
    for part in template::expand(text, &context, &file)? {
        match part {
            Part::Prose(prose) => blocks.extend(prose),
            Part::Directive { name, line, .. } => match name.as_str() {
                "period" => blocks.push(period(is, asking.today)),
                "answer" => blocks.extend(answer(is, asking, &pack_file)),
                "seal" => blocks.push(Block::Seal {
                    issuers: vec![Text::open(&is.issuer, &pack_file)],
                    date: is.first,
                    seal: true,
                }),
                _ => errors.push(template::unknown_directive(&file, &name, line, DIRECTIVES)),
            },
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let caption = || Text::open("手机扫码，看网上公告", "程序");
    blocks.extend(asking.url.clone().map(|url| Block::Qr { url, caption: caption() }));
    let meta = Meta {
        description: format!("{title}（{}）", asking.township),
        title: Text::open(title, &pack_file),
        kind: Kind::Notice,
        issuer: is.issuer.clone(),
        date: is.first,
        number: None,
        salutation: None,
        stamp: pack.stamp(),
    };
    Ok(Document::of_parts(meta, blocks))
}

/// Where the request stands.
pub(super) fn state(is: &Consultation, today: NaiveDate) -> &'static str {
    match today {
        today if today < is.first => "征求意见还没有开始",
        today if today <= is.last => "正在征求意见",
        _ => OVER,
    }
}

/// What stays for ever.
const OVER: &str = "征求意见已经结束";

fn period(is: &Consultation, today: NaiveDate) -> Block {
    let clause = said(is.clause.get_ref());
    Block::Period(PeriodBox {
        label: Text::open("征求意见时间", "程序"),
        from: is.first,
        to: is.last,
        rule: Text::open(format!("首日和末日都算在内。（依据：文件{clause}）"), "程序"),
        state: Text::open(state(is, today), "程序"),
    })
}

/// The ways to answer, while there is somebody to read the answers.
fn answer(is: &Consultation, asking: &Asking<'_>, place: &str) -> Vec<Block> {
    let over = format!("{OVER}，不再收意见。谢谢大家。");
    if (is.first..=is.last).contains(&asking.today) {
        let blocks = vec![paragraph(&is.text, place), contacts(asking.contacts)];
        return vec![Block::Until { last: is.last, blocks, gone: Text::open(over, "程序") }];
    }
    let text = if asking.today < is.first {
        "征求意见还没有开始，到时候在这里写明怎样提意见。".to_owned()
    } else {
        over
    };
    vec![Block::Paragraph { text: Text::open(text, "程序"), indent: true, align: Align::Start }]
}
