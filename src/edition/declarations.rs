//! Workspace and pack → what they declare openly 公开声明, for the audit: places, offices, titles, shown values, contacts, the
//! words that villages allow, and which files came with the program.

use super::documents::{township_contacts, village_contacts};
use super::ready::Ready;
use crate::diag::toml::line_column;
use crate::diag::{Diagnostic, Place};
use crate::policy::{Pack, Technique};
use crate::sealed::audit::{AllowedWord, Declarations, DeclaredContact, is_plainly_a_name};
use crate::sealed::needles::PublicWords;
use crate::text;
use crate::workspace::written::Contact;
use crate::workspace::{Files, Notice, Village, Workspace, embedded};
use std::collections::BTreeSet;

/// How the name of a place or office ends. What a village writes is public vocabulary only where it is such a name: a
/// story told as the name of a notice board stays a story.
const NAMES_END: [&str; 33] = [
    "村",
    "社区",
    "居",
    "乡",
    "镇",
    "街道",
    "县",
    "区",
    "市",
    "省",
    "州",
    "政府",
    "委员会",
    "村委会",
    "居委会",
    "局",
    "办",
    "办公室",
    "站",
    "所",
    "中心",
    "公司",
    "学校",
    "医院",
    "大厅",
    "栏",
    "墙",
    "点",
    "门口",
    "广场",
    "路口",
    "组",
    "屯",
];
/// Words that every notice says, whoever stands in it.
const FRAME: [&str; 20] = [
    "公示",
    "公告",
    "公开",
    "网上公示",
    "公示期",
    "公示栏",
    "公示地点",
    "公示名单",
    "名单",
    "明白纸",
    "张贴",
    "张贴保留",
    "以下空白",
    "盖章",
    "监督",
    "举报",
    "受理",
    "意见",
    "台账",
    "编号",
];
/// The longest name of an office or place in characters.
const LONGEST: usize = 30;

/// Everything that is declared, with the packs for comparison.
pub(crate) fn declarations(workspace: &Workspace, ready: &Ready) -> Declarations {
    Declarations {
        words: words(workspace, ready),
        contacts: contacts(workspace),
        allowed: workspace.villages.iter().flat_map(allowed).collect(),
        written: written(workspace, ready),
        built_in: built_in(workspace),
    }
}

/// What township, villages and a pack write that sentences of the program are made with.
fn written(workspace: &Workspace, ready: &Ready) -> Vec<String> {
    let township = &workspace.township;
    let mut all = vec![township.name.clone(), township.publisher.clone()];
    all.extend(township.one_code.iter().flat_map(|code| [code.title.clone(), code.words.clone()]));
    let contact =
        |is: &Contact| [is.purpose.clone(), is.name.get_ref().clone()].into_iter().chain(is.hours.clone());
    all.extend(township.contact.iter().flat_map(contact));
    for village in &workspace.villages {
        all.extend([village.is.name.clone(), village.is.committee.clone()]);
        all.extend(village.is.board.clone());
        all.extend(village.is.contact.iter().flat_map(contact));
        let notices = village.notices.iter();
        all.extend(
            notices
                .clone()
                .flat_map(|notice| [&notice.is.place, &notice.is.number].into_iter().flatten().cloned()),
        );
        all.extend(notices.flat_map(|notice| places_of(notice, village)));
    }
    if !built_in(workspace).contains(&workspace.pack_path) {
        all.extend(titles_of(&ready.pack));
        all.extend(ready.pack.is.notice.iter().map(|kind| kind.heading.clone()));
    }
    all
}

/// Where a notice hangs, each place and all in one as they are printed.
fn places_of(notice: &Notice, village: &Village) -> Vec<String> {
    let places = notice.places(village);
    let all = (places.len() > 1).then(|| places.join("、"));
    places.into_iter().chain(all).collect()
}

fn words(workspace: &Workspace, ready: &Ready) -> PublicWords {
    let mut places = vec![workspace.township.name.clone(), workspace.township.publisher.clone()];
    for village in &workspace.villages {
        places.extend([village.is.name.clone(), village.is.committee.clone()]);
        places.extend(village.is.board.clone());
        places.extend(village.notices.iter().flat_map(|notice| places_of(notice, village)));
        places.extend(village.is.contact.iter().map(|contact| contact.name.get_ref().clone()));
    }
    places.extend(workspace.township.contact.iter().map(|contact| contact.name.get_ref().clone()));
    places.retain(|text| is_name(text));
    let mut shown = FRAME.map(str::to_owned).to_vec();
    // A mask in a title or category tells of a row: such a text is no name of anything.
    let masked = |text: &String| text.contains(['*', '＊', '×', '某']);
    let mut titles = Vec::new();
    for pack in std::iter::once(&ready.pack).chain(&ready.others) {
        shown.extend(shown_values(pack));
        titles.extend(titles_of(pack));
    }
    shown.retain(|text| !masked(text));
    titles.retain(|text| !masked(text));
    PublicWords { shown, places, titles }
}

fn is_name(text: &str) -> bool {
    text.chars().count() <= LONGEST && NAMES_END.iter().any(|end| text.ends_with(end))
}

/// What the show rules of a pack print whatever a roster says.
fn shown_values(pack: &Pack) -> Vec<String> {
    let values = pack.is.show.iter().flat_map(|show| match &show.how {
        Technique::OneOf { values } => values.clone(),
        Technique::MaskName { minor, .. } => vec![minor.clone()],
        _ => Vec::new(),
    });
    let merged = pack.is.notice.iter().filter_map(|kind| Some(kind.small_group.as_ref()?.shown_as.clone()));
    let offices = pack.is.issuer.iter().cloned().chain([pack.is.catalogue.publisher.clone()]);
    let titles = pack.is.show.iter().map(|show| show.title.clone());
    let departments = pack.is.measure.iter().flat_map(|measure| measure.departments.clone());
    values
        .chain(titles)
        .chain(merged)
        .chain(offices)
        .chain(departments)
        .chain([pack.is.region.clone()])
        .collect()
}

fn titles_of(pack: &Pack) -> Vec<String> {
    let is = &pack.is;
    let mut titles = vec![is.title.clone(), is.short.clone(), pack.citation()];
    titles.extend(is.number.clone());
    titles.extend(is.further_titles.iter().cloned());
    titles.extend(is.category.iter().map(|category| category.title.clone()));
    titles.extend(is.notice.iter().map(|kind| kind.title.clone()));
    titles.extend(
        is.procedure.iter().flat_map(|procedure| procedure.step.iter().map(|step| step.title.clone())),
    );
    titles.extend(is.leaflet.iter().map(|leaflet| leaflet.title.clone()));
    titles.extend(is.measure.iter().map(|measure| measure.title.clone()));
    titles.extend(is.form.iter().map(|form| form.title.clone()));
    titles.extend(is.role.iter().map(|role| role.title.clone()));
    titles
}

fn contacts(workspace: &Workspace) -> Vec<DeclaredContact> {
    let villages = workspace.villages.iter().flat_map(village_contacts);
    let all = township_contacts(workspace).into_iter().chain(villages);
    all.map(|contact| DeclaredContact { name: contact.name, phone: contact.phone, place: contact.place })
        .collect()
}

crate::codes! {
    ALLOWED = "village-allowed-incomplete":
        "village.toml 的 [[allowed]] 没有写全，或者写的是人的姓名。word 写这个词（至少两个字，是普通词语），reason 写为什么不是人名，decided_by 写谁决定的。"
        / "An entry of [[allowed]] in village.toml lacks its word, reason or who decided.";
}

/// What is missing of the words that villages allow.
pub(crate) fn check_allowed(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for village in &workspace.villages {
        for is in &village.is.allowed {
            let short = is.word.get_ref().trim().chars().count() < 2 || is_plainly_a_name(is.word.get_ref());
            let blank = |text: &str| text.trim().is_empty();
            for (field, written, missing) in [
                ("word", &is.word, short),
                ("reason", &is.reason, blank(is.reason.get_ref())),
                ("decided_by", &is.decided_by, blank(is.decided_by.get_ref())),
            ] {
                let (line, column) = line_column(&village.source, written.span().start);
                let at = Place::at(&village.path, line, column).field(field);
                let help = "写全 word、reason、decided_by 三行；word 只能是一个普通词语，不能是人的姓名";
                found.extend(
                    missing.then(|| {
                        Diagnostic::error(&ALLOWED, at, "放行的词没有写全，或者是一个人的姓名", help)
                    }),
                );
            }
        }
    }
    found
}

fn allowed(village: &Village) -> Vec<AllowedWord> {
    let place = |at: usize| format!("{}:{}", village.path, line_column(&village.source, at).0);
    let words = village.is.allowed.iter();
    words
        .map(|is| AllowedWord { word: is.word.get_ref().clone(), place: place(is.word.span().start) })
        .collect()
}

/// Files of pack and theme that are those that came with the program, whatever program saved them last.
fn built_in(workspace: &Workspace) -> BTreeSet<String> {
    let (policies, themes) = (embedded::policies(), embedded::themes());
    let mut same = BTreeSet::new();
    let packs = workspace.more_packs.iter().map(|pack| (pack.id.as_str(), pack.path.as_str(), &pack.files));
    let own = (workspace.township.pack.as_str(), workspace.pack_path.as_str(), &workspace.pack);
    for (id, path, files) in packs.chain([own]) {
        let is_same = |name: &str, bytes: &[u8]| {
            let own = policies.get(&format!("{id}/{name}"));
            own.is_some_and(|own| own == bytes || *own == text::plain_bytes(bytes))
        };
        add(&mut same, path, files, is_same);
    }
    let theme = &workspace.theme;
    for (name, bytes) in &theme.files {
        let of = theme.inherited.get(name).unwrap_or(&workspace.township.theme);
        let path = format!("{of}/{name}");
        if themes.get(&path) == Some(bytes) {
            same.insert(format!("themes/{path}"));
        }
    }
    same
}

fn add(same: &mut BTreeSet<String>, folder: &str, files: &Files, is_same: impl Fn(&str, &[u8]) -> bool) {
    let alike: Vec<&String> =
        files.iter().filter(|(name, bytes)| is_same(name, bytes)).map(|(name, _)| name).collect();
    // Some texts are declared by the pack as a whole.
    same.extend((alike.len() == files.len()).then(|| folder.to_owned()));
    same.extend(alike.into_iter().map(|name| format!("{folder}/{name}")));
}
