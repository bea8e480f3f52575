//! A leaflet 明白纸: the pack's plain words for everybody, or the same addressed to one household.

use super::track::track;
use super::{AidFirst, Circumstances, contacts, page_code, values};
use crate::diag::Diagnostic;
use crate::document::Contact;
use crate::document::markdown;
use crate::document::template::{self, Part};
use crate::document::{Align, Audience, Block, Document, Household, Kind, Meta, Public, Span, Text};
use crate::policy::{Channel, Leaflet, Pack};
use chrono::NaiveDate;

/// What makes a leaflet one household's own. Built inside `sealed` only, for private documents.
pub struct Own {
    /// Salutation with the name.
    pub salutation: Text,
    /// Measures planned for the household.
    pub measures: Vec<Block>,
}

/// Where and when a leaflet is issued.
pub struct Issue<'a> {
    /// Township.
    pub township: &'a str,
    /// Issuing body.
    pub issuer: &'a str,
    /// Day of issue.
    pub date: NaiveDate,
    /// The day it speaks of: the build's, for an addressed copy its notice's.
    pub on: NaiveDate,
    /// The township's decision that aid comes first.
    pub aid_first: Option<AidFirst<'a>>,
    /// Village, for an addressed copy.
    pub village: Option<&'a str>,
    /// Whom to call.
    pub contacts: &'a [Contact],
    /// Absolute address of the leaflet's page.
    pub url: Option<String>,
    /// For which channel.
    pub channel: Channel,
    /// Where people apply by themselves.
    pub one_code: Option<OneCode<'a>>,
}

/// The township's own code 一码通.
#[derive(Debug, Clone, Copy)]
pub struct OneCode<'a> {
    /// Absolute address.
    pub url: &'a str,
    /// What people call it.
    pub title: &'a str,
    /// What to do with it.
    pub words: &'a str,
    /// The file that declares it.
    pub place: &'a str,
}

impl OneCode<'_> {
    fn block(self) -> Block {
        // The name is a link as well: who reads the leaflet on a phone cannot scan its screen.
        let name = Span::Link { text: self.title.to_owned(), href: self.url.to_owned() };
        let spans = vec![name, Span::Break, Span::Plain(self.words.to_owned())];
        let caption = Text { spans, ..Text::open("", self.place) };
        Block::Qr { url: self.url.to_owned(), caption }
    }
}

const DIRECTIVES: &[&str] = &["steps", "points", "measures", "own-measures", "contacts", "one-code", "qr"];

/// Composes a leaflet for everybody.
pub fn leaflet(
    pack: &Pack,
    leaflet: &Leaflet,
    issue: &Issue<'_>,
) -> Result<Document<Public>, Vec<Diagnostic>> {
    composed(pack, leaflet, issue, None)
}

/// Composes one household's copy, with what is its own.
pub fn addressed_leaflet(
    pack: &Pack,
    leaflet: &Leaflet,
    issue: &Issue<'_>,
    own: Own,
) -> Result<Document<Household>, Vec<Diagnostic>> {
    composed(pack, leaflet, issue, Some(own))
}

fn composed<A: Audience>(
    pack: &Pack,
    leaflet: &Leaflet,
    issue: &Issue<'_>,
    own: Option<Own>,
) -> Result<Document<A>, Vec<Diagnostic>> {
    let known = Circumstances {
        on: Some(issue.on),
        aid_first: issue.aid_first,
        township: issue.township.to_owned(),
        village: issue.village.map(str::to_owned),
        ..Circumstances::default()
    };
    let context = values(pack, &known);
    let file = format!("{}/{}", pack.path, leaflet.file);
    let text = pack.files.get(&leaflet.file).map_or("", String::as_str);
    let (salutation, mut measures) =
        own.map_or((None, Vec::new()), |own| (Some(own.salutation), own.measures));
    let mut blocks: Vec<Block> = pack.in_series(leaflet).map(series).into_iter().collect();
    let mut first = None;
    let mut errors = Vec::new();
    let mut page = issue.url.as_ref().map(|url| page_code(url, "明白纸", issue.channel));
    for part in template::expand(text, &context, &file)? {
        match part {
            Part::Prose(prose) => {
                first = first.or_else(|| beginning(&prose));
                blocks.extend(prose);
            }
            Part::Directive { name, argument, line } => match name.as_str() {
                "steps" => blocks.extend(steps(pack, &argument)),
                "points" => match points(pack, &argument) {
                    Ok(told) => blocks.extend(told),
                    Err(found) => errors.extend(found),
                },
                "measures" => blocks.push(measure_list(pack)),
                "own-measures" => blocks.append(&mut measures),
                "contacts" => blocks.push(contacts(issue.contacts)),
                "one-code" => blocks.extend(issue.one_code.map(OneCode::block)),
                "qr" => blocks.extend(page.take()),
                _ => errors.push(template::unknown_directive(&file, &name, line, DIRECTIVES)),
            },
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    // A leaflet always leads to its page, also where the pack forgot to say so.
    blocks.extend(page);
    let meta = Meta {
        title: Text::open(&leaflet.title, &file),
        description: first.unwrap_or_else(|| format!("{}，发给{}。", leaflet.title, leaflet.audience)),
        kind: Kind::Leaflet,
        issuer: issue.issuer.to_owned(),
        date: issue.date,
        number: Some(format!("{} {}", issue.issuer, leaflet.version)),
        salutation,
        stamp: pack.stamp(),
    };
    Ok(Document::of_parts(meta, blocks))
}

/// Characters of a description: two lines on a phone.
const DESCRIPTION: usize = 60;

/// What the pack's own words begin with, in whole sentences as far as there is room: a title alone says little twice.
fn beginning(prose: &[Block]) -> Option<String> {
    let text = prose.iter().find_map(|block| match block {
        Block::Paragraph { text, .. } => Some(text.plain().replace('\n', " ")),
        _ => None,
    })?;
    let sentences = text.split_inclusive(['。', '！', '？']);
    let (mut out, mut length) = (String::new(), 0);
    for sentence in sentences {
        length += sentence.chars().count();
        if length > DESCRIPTION && !out.is_empty() {
            break;
        }
        out.push_str(sentence);
    }
    if out.chars().count() > DESCRIPTION {
        out = out.chars().take(DESCRIPTION).chain(['…']).collect();
    }
    Some(out).filter(|out| !out.trim().is_empty())
}

/// The steps of a procedure, as far as they may be told, with who acts, by when and not before when, and the limit over
/// all of them.
fn steps(pack: &Pack, procedure: &str) -> Vec<Block> {
    let told = pack.procedure(procedure).and_then(|procedure| pack.told_procedure(procedure));
    told.map_or_else(Vec::new, |told| track(pack, &told, None).plain())
}

/// Which of how many leaflets this one is, so that nobody misses the others.
fn series((number, all): (usize, usize)) -> Block {
    let text = Text::open(format!("第{number}张，共{all}张"), "程序");
    Block::Paragraph { text, indent: false, align: Align::Center }
}

/// The points of a subject, each with its number.
fn points(pack: &Pack, subject: &str) -> Result<Vec<Block>, Vec<Diagnostic>> {
    let place = format!("{}/pack.toml", pack.path);
    let mut blocks = Vec::new();
    for point in pack.told().point.into_iter().filter(|point| point.subject == subject) {
        let text = Text::open(format!("{}. {}", point.n, point.title), &place);
        blocks.push(Block::Heading { level: 2, text, id: Some(format!("point-{}", point.n)) });
        blocks.extend(markdown::blocks(&point.text, &place)?);
    }
    Ok(blocks)
}

/// All measures that may be told, as label–value pairs.
fn measure_list(pack: &Pack) -> Block {
    let place = format!("{}/pack.toml", pack.path);
    let pairs = pack.told().measure.into_iter().map(|measure| {
        let who = if measure.departments.is_empty() {
            String::new()
        } else {
            format!("（{}）", measure.departments.join("、"))
        };
        (Text::open(&measure.title, &place), Text::open(format!("{}{who}", measure.text), &place))
    });
    Block::Facts(pairs.collect())
}

#[cfg(test)]
mod tests {
    use super::beginning;
    use crate::document::markdown;

    fn described(text: &str) -> Option<String> {
        beginning(&markdown::blocks(text, "l.md").unwrap())
    }

    #[test]
    fn a_description_is_what_the_leaflet_begins_with_in_whole_sentences() {
        let told = described("# 标题\n\n家里有困难，可以申请**监测**。申请不花钱。\n\n第二段。");
        assert_eq!(told.as_deref(), Some("家里有困难，可以申请监测。申请不花钱。"));
        let long = format!("第一句话。{}。", "很长".repeat(30));
        assert_eq!(described(&long).as_deref(), Some("第一句话。"));
        let one = described(&"很长".repeat(40)).unwrap();
        assert!(one.chars().count() == 61 && one.ends_with('…'));
        assert_eq!(described("# 只有标题"), None);
    }
}
