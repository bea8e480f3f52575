//! References inside a pack: every id, file and field that one part names is declared by another.

use super::codes::PACK_INCOMPLETE;
use super::fields::{FieldTable, Kind};
use super::written::{Procedure, Technique};
use super::{Channel, FormTo, LeafletTo, NoticeKind, Pack};
use crate::diag::{Diagnostic, Place};
use std::collections::BTreeSet;

/// Every reference that leads nowhere; fields are dotted paths into `pack.toml`.
pub(super) fn check(pack: &Pack, fields: &FieldTable, file: &str) -> Vec<Diagnostic> {
    let mut complaints = Complaints { file, found: Vec::new() };
    let is = &pack.is;
    is.notice.iter().enumerate().for_each(|(n, kind)| notice(pack, n, kind, &mut complaints));
    is.procedure.iter().enumerate().for_each(|(n, track)| procedure(pack, n, track, &mut complaints));
    shows(pack, fields, &mut complaints);
    leaflets(pack, &mut complaints);
    forms(pack, fields, &mut complaints);
    complaints.found
}

struct Complaints<'a> {
    file: &'a str,
    found: Vec<Diagnostic>,
}

impl Complaints<'_> {
    fn add(&mut self, field: String, message: String, help: &str) {
        self.found.push(Diagnostic::error(
            &PACK_INCOMPLETE,
            Place::file(self.file).field(field),
            message,
            help,
        ));
    }
}

/// Ids become addresses and file names.
fn slug(id: &str, field: String, complaints: &mut Complaints<'_>) {
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        complaints.add(field, format!("{id} 会成为网址"), "只用小写英文字母、数字和短横线");
    }
}

fn notice(pack: &Pack, n: usize, kind: &NoticeKind, complaints: &mut Complaints<'_>) {
    let at = |key: &str| format!("notice.{n}.{key}");
    slug(&kind.id, at("id"), complaints);
    if kind.signed_by.is_empty() {
        complaints.add(at("signed_by"), format!("“{}”没有写明由谁签字", kind.title), "至少写一个签字角色");
    }
    for role in kind.signed_by.iter().filter(|id| !pack.is.role.iter().any(|role| role.id == **id)) {
        complaints.add(at("signed_by"), format!("没有声明签字角色 {role}"), "在 [[role]] 里写明");
    }
    match pack.is.procedure.iter().find(|procedure| procedure.id == kind.procedure) {
        None => {
            let message = format!("没有声明程序 {}", kind.procedure);
            complaints.add(at("procedure"), message, "在 [[procedure]] 里写明");
        }
        Some(track)
            if !kind.internal() && !track.step.iter().any(|step| step.posts.as_deref() == Some(&kind.id)) =>
        {
            let message = format!("程序“{}”里没有哪一步张贴“{}”", track.title, kind.title);
            complaints.add(at("id"), message, "在那一步写 posts");
        }
        Some(_) => {}
    }
    let bare = |channel: &&Channel| !channel.may_be_rowless() && pack.shown(&kind.id, **channel).is_empty();
    for channel in kind.channel.iter().filter(bare) {
        let message = format!("“{}”在{}上没有任何可以显示的栏目", kind.title, channel.chinese());
        complaints.add(at("channel"), message, "补上 [[show]]，或从 channel 里删去这个渠道");
    }
    for (key, count) in [("period", &kind.period), ("posting", &kind.posting)] {
        if let Some(count) =
            count.as_ref().filter(|count| count.rule.parse::<crate::calendar::Rule>().is_err())
        {
            let message = format!("不认识的起算规则 {}", count.rule);
            let help = "写 posting-day-counts、next-day 或 next-day-rollover";
            complaints.add(format!("notice.{n}.{key}.rule"), message, help);
        }
    }
    if kind.internal() {
        internal(pack, kind, &at, complaints);
    } else {
        if kind.heading.is_empty() {
            complaints.add(
                at("heading"),
                format!("“{}”没有写标题", kind.title),
                "写 heading = \"关于……的公示\"",
            );
        }
        file_exists(pack, &kind.file, at("file"), complaints);
    }
}

/// What is never posted has no clocks, and no step or show rule that would post it.
fn internal(pack: &Pack, kind: &NoticeKind, at: &dyn Fn(&str) -> String, complaints: &mut Complaints<'_>) {
    let posts = pack
        .is
        .procedure
        .iter()
        .flat_map(|track| &track.step)
        .any(|step| step.posts.as_deref() == Some(&kind.id));
    let shown = pack.is.show.iter().any(|show| show.notice.contains(&kind.id));
    if posts || shown || kind.period.is_some() || kind.posting.is_some() {
        let message = format!("“{}”是内部名册（channel = []），却写了公示期、张贴步骤或显示规则", kind.title);
        complaints.add(
            at("channel"),
            message,
            "要公示的写 channel；不公示的删去 period、posting、posts 和 [[show]]",
        );
    }
}

fn procedure(pack: &Pack, n: usize, track: &Procedure, complaints: &mut Complaints<'_>) {
    let mut before: BTreeSet<&str> = BTreeSet::new();
    for (t, step) in track.step.iter().enumerate() {
        let at = |key: &str| format!("procedure.{n}.step.{t}.{key}");
        if let Some(limit) = step.limit.as_ref().filter(|limit| !before.contains(limit.from.as_str())) {
            let message = format!("步骤“{}”的时限从 {} 算起，它之前没有这一步", step.title, limit.from);
            complaints.add(at("limit.from"), message, "写前面某一步的 id");
        }
        if let Some(id) = step.posts.as_deref().filter(|id| pack.notice(id).is_none()) {
            complaints.add(at("posts"), format!("没有声明公示种类 {id}"), "在 [[notice]] 里写明");
        }
        if !before.insert(&step.id) {
            complaints.add(at("id"), format!("步骤 {} 写了两次", step.id), "改一个名称");
        }
    }
    if let Some(limit) = track.total.as_ref().filter(|limit| !before.contains(limit.from.as_str())) {
        let message = format!("全程时限从 {} 算起，程序里没有这一步", limit.from);
        complaints.add(format!("procedure.{n}.total.from"), message, "写某一步的 id");
    }
}

fn shows(pack: &Pack, fields: &FieldTable, complaints: &mut Complaints<'_>) {
    for (n, show) in pack.is.show.iter().enumerate() {
        if fields.get(&show.field).is_none() {
            let message = format!("字段 {} 不在字段表 fields.toml 里", show.field);
            complaints.add(format!("show.{n}.field"), message, "改正名称，或在字段表里补上");
        }
        let money = fields.get(&show.field).is_some_and(|field| field.kind == Kind::Money);
        if money && ["万", "千元", "百元", "亿"].iter().any(|unit| show.title.contains(unit)) {
            let message = format!("“{}”写的不是元，显示的金额都是元", show.title);
            complaints.add(format!("show.{n}.title"), message, "单位改成“元”");
        }
        for id in show.notice.iter().filter(|id| pack.notice(id).is_none()) {
            let message = format!("没有声明公示种类 {id}");
            complaints.add(format!("show.{n}.notice"), message, "在 [[notice]] 里写明");
        }
        let Technique::OneOf { values } = &show.how else { continue };
        let declared = |value: &&String| pack.is.category.iter().any(|category| category.title == **value);
        let categories = show.field == "category" && !pack.is.category.is_empty();
        for value in values.iter().filter(|value| categories && !declared(value)) {
            let message = format!("可显示的类别“{value}”没有在 [[category]] 里声明");
            complaints.add(format!("show.{n}.how"), message, "补上类别，或删去这个值");
        }
    }
}

fn leaflets(pack: &Pack, complaints: &mut Complaints<'_>) {
    for (n, leaflet) in pack.is.leaflet.iter().enumerate() {
        slug(&leaflet.id, format!("leaflet.{n}.id"), complaints);
        let named = leaflet.notice.as_deref().is_some_and(|id| pack.notice(id).is_some());
        if leaflet.to == LeafletTo::RosterHouseholds && !named {
            let message = format!("“{}”发给名册里的农户，却没有写明是哪种公示的名册", leaflet.title);
            complaints.add(format!("leaflet.{n}.notice"), message, "写 notice = \"公示种类的 id\"");
        }
        if leaflet.channel.iter().any(|channel| matches!(channel, Channel::Web | Channel::Board)) {
            let message = format!("“{}”总是上网、总是打印，不用写", leaflet.title);
            complaints.add(
                format!("leaflet.{n}.channel"),
                message,
                "只写 chat（群图）、loudspeaker（广播稿）",
            );
        }
        if let Some(subject) = leaflet.subject.as_deref().filter(|subject| !is_subject(subject)) {
            let message = match subject.trim() {
                "" => format!("“{}”的主题空着", leaflet.title),
                _ => format!("“{}”的主题“{}”不像一个小标题", leaflet.title, subject.trim()),
            };
            let help = "写几个字，例如 看病、上学，不超过十二个字，前后不留空；不分主题就删去这一行";
            complaints.add(format!("leaflet.{n}.subject"), message, help);
        }
        file_exists(pack, &leaflet.file, format!("leaflet.{n}.file"), complaints);
    }
}

/// A subject is a heading: a few words in one line, and the same to the eye is the same.
fn is_subject(text: &str) -> bool {
    let fits = (1..=12).contains(&text.chars().count());
    fits && text.trim() == text
        && text.chars().any(char::is_alphanumeric)
        && !text.chars().any(char::is_control)
}

fn forms(pack: &Pack, fields: &FieldTable, complaints: &mut Complaints<'_>) {
    let mut before: BTreeSet<&str> = BTreeSet::new();
    for (n, form) in pack.is.form.iter().enumerate() {
        let at = |key: &str| format!("form.{n}.{key}");
        slug(&form.id, at("id"), complaints);
        if !before.insert(&form.id) {
            complaints.add(at("id"), format!("表单 {} 写了两次", form.id), "改一个名称");
        }
        if form.to != FormTo::Village && form.notice.is_empty() {
            let message = format!("表单“{}”没有写明用哪种公示的名册来填", form.title);
            complaints.add(at("notice"), message, "写 notice = [\"公示种类的 id\"]，或 to = \"village\"");
        }
        for id in form.notice.iter().filter(|id| pack.notice(id).is_none()) {
            complaints.add(at("notice"), format!("没有声明公示种类 {id}"), "在 [[notice]] 里写明");
        }
        if form.to != FormTo::Household && !form.category.is_empty() {
            let message = format!("表单“{}”不是每户一份，不能按类别分", form.title);
            complaints.add(at("category"), message, "删去 category，或写 to = \"household\"");
        }
        let declared = |title: &&String| pack.is.category.iter().any(|category| category.title == **title);
        for title in form.category.iter().filter(|title| !declared(title)) {
            let message = format!("表单的类别“{title}”没有在 [[category]] 里声明");
            complaints.add(at("category"), message, "补上类别，或改正名称");
        }
        for field in form.fields.iter().filter(|field| fields.get(field).is_none()) {
            let message = format!("字段 {field} 不在字段表 fields.toml 里");
            complaints.add(at("fields"), message, "改正名称，或在字段表里补上");
        }
        file_exists(pack, &form.file, at("file"), complaints);
    }
}

fn file_exists(pack: &Pack, name: &str, field: String, complaints: &mut Complaints<'_>) {
    if !pack.files.contains_key(name) {
        complaints.add(field, format!("政策包里没有文件 {name}"), "补上文件，或改正文件名");
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::testing::said;

    #[test]
    fn a_subject_is_a_few_words_or_left_out() {
        let leaflet = |subject: &str| {
            format!(
                "[[leaflet]]\nid = \"l\"\ntitle = \"看病明白纸\"\naudience = \"农户\"\n{subject}to = \"every-household\"\n\
                 version = \"1\"\nfile = \"l.md\"\nclause = \"一\"\n"
            )
        };
        let said = |subject: &str| said(&leaflet(subject), "## 一、看病\n看病报销。\n");
        assert_eq!(said(""), [""; 0]);
        assert_eq!(said("subject = \"看病和上学\"\n"), [""; 0]);
        for wrong in ["", " ", "看病 ", "——", "看病的事很多要分清楚是门诊还是住院", "看\\n病"]
        {
            let told = said(&format!("subject = \"{wrong}\"\n"));
            assert!(
                told.len() == 1 && told[0].contains("pack.toml:") && told[0].contains("主题"),
                "{wrong}: {told:?}"
            );
        }
    }
}
