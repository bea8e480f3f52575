//! Pack files → [`Pack`]: every reference resolves, every number has its clause, nothing is below the floor.

use super::codes::{NOT_PUBLIC, PACK_INCOMPLETE};
use super::fields::FieldTable;
use super::text::ClauseTree;
use super::written::{Count, Disclosure, Pack as Written, Technique};
use super::{LeafletTo, Pack, evidence, floor};
use crate::diag::{Diagnostic, Place, toml};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Reads and checks a pack from its files (path inside the pack → bytes). `path` is the folder shown in messages.
pub(crate) fn load(
    id: &str,
    path: &str,
    files: &BTreeMap<String, Vec<u8>>,
    fields: &FieldTable,
) -> Result<Pack, Vec<Diagnostic>> {
    let mut texts = BTreeMap::new();
    for (name, bytes) in files {
        if let Ok(text) = std::str::from_utf8(bytes) {
            texts.insert(name.clone(), text.to_owned());
        }
    }
    let (Some(source), Some(prose)) = (texts.get("pack.toml"), texts.get("text.md")) else {
        return Err(vec![Diagnostic::error(
            &PACK_INCOMPLETE,
            Place::file(path),
            "政策包要有 pack.toml 和 text.md 两个文件",
            "检查 township.toml 里 pack 的名称，或补上文件",
        )]);
    };
    let file = format!("{path}/pack.toml");
    let written: Written = toml::parse(&file, source)?;
    let text = ClauseTree::parse(&format!("{path}/text.md"), prose)?;
    let pack = Pack {
        id: id.to_owned(),
        path: path.to_owned(),
        is: written,
        text,
        sha256: digest(files),
        files: texts.clone(),
    };
    let mut found = references(&pack, &file);
    found.extend(evidence::check(&pack, source));
    found.extend(floor::check(&pack.is.show, fields, &file));
    found.extend(unknown_fields(&pack, fields, &file));
    if pack.is.disclosure != Disclosure::Proactive {
        found.push(Diagnostic::refusal(
            &NOT_PUBLIC,
            Place::file(&file).field("disclosure"),
            "这份文件不是主动公开的，不能据此发布网页和明白纸",
            "向发文机关问明能否公开，再写 disclosure = \"proactive\"",
        ));
    }
    if found.is_empty() { Ok(pack) } else { Err(found) }
}

/// SHA-256 over the files in order of path: `length path NUL length bytes`, examples left out (they are not policy).
fn digest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in files.iter().filter(|(name, _)| !name.starts_with("example/")) {
        hash.update(format!("{} {name}\0{} ", name.len(), bytes.len()));
        hash.update(bytes);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn missing(file: &str, field: &str, message: String, help: &str) -> Diagnostic {
    Diagnostic::error(&PACK_INCOMPLETE, Place::file(file).field(field), message, help)
}

/// References between the parts of a pack.
fn references(pack: &Pack, file: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let is = &pack.is;
    let roles: BTreeSet<&str> = is.role.iter().map(|role| role.id.as_str()).collect();
    let notices: BTreeSet<&str> = is.notice.iter().map(|notice| notice.id.as_str()).collect();
    for notice in &is.notice {
        for role in notice.signed_by.iter().filter(|role| !roles.contains(role.as_str())) {
            found.push(missing(file, "signed_by", format!("没有声明签字角色 {role}"), "在 [[role]] 里写明"));
        }
        if notice.signed_by.is_empty() {
            let message = format!("“{}”没有写明由谁签字", notice.title);
            found.push(missing(file, "signed_by", message, "至少写一个签字角色"));
        }
        let Some(procedure) = is.procedure.iter().find(|procedure| procedure.id == notice.procedure) else {
            let message = format!("没有声明程序 {}", notice.procedure);
            found.push(missing(file, "procedure", message, "在 [[procedure]] 里写明"));
            continue;
        };
        if !procedure.step.iter().any(|step| step.posts.as_deref() == Some(&notice.id)) {
            let message = format!("程序“{}”里没有哪一步张贴“{}”", procedure.title, notice.title);
            found.push(missing(file, "posts", message, "在那一步写 posts"));
        }
        for channel in &notice.channel {
            if pack.shown(&notice.id, *channel).is_empty() {
                let message = format!("“{}”在一个渠道上没有任何可以显示的栏目", notice.title);
                found.push(missing(file, "show", message, "补上 [[show]]，或从 channel 里删去这个渠道"));
            }
        }
        for count in [&notice.period, &notice.posting].into_iter().flatten() {
            found.extend(rule_is_known(file, count));
        }
        found.extend(file_exists(pack, file, &notice.file));
    }
    for procedure in &is.procedure {
        let mut before: BTreeSet<&str> = BTreeSet::new();
        for step in &procedure.step {
            if let Some(limit) = &step.limit
                && !before.contains(limit.from.as_str())
            {
                let message = format!("步骤“{}”的时限从 {} 算起，它之前没有这一步", step.title, limit.from);
                found.push(missing(file, "from", message, "写前面某一步的 id"));
            }
            if let Some(id) = step.posts.as_deref().filter(|id| !notices.contains(id)) {
                found.push(missing(file, "posts", format!("没有声明公示种类 {id}"), "在 [[notice]] 里写明"));
            }
            if !before.insert(&step.id) {
                found.push(missing(file, "id", format!("步骤 {} 写了两次", step.id), "改一个名称"));
            }
        }
        if let Some(limit) = procedure.total.as_ref().filter(|limit| !before.contains(limit.from.as_str())) {
            let message = format!("全程时限从 {} 算起，程序里没有这一步", limit.from);
            found.push(missing(file, "from", message, "写某一步的 id"));
        }
    }
    for show in &is.show {
        for id in show.notice.iter().filter(|id| !notices.contains(id.as_str())) {
            found.push(missing(file, "show", format!("没有声明公示种类 {id}"), "在 [[notice]] 里写明"));
        }
        if let Technique::OneOf { values } = &show.how
            && !is.category.is_empty()
            && show.field == "category"
        {
            for value in values.iter().filter(|value| !is.category.iter().any(|c| &&c.title == value)) {
                let message = format!("可显示的类别“{value}”没有在 [[category]] 里声明");
                found.push(missing(file, "show", message, "补上类别，或删去这个值"));
            }
        }
    }
    for leaflet in &is.leaflet {
        let households = leaflet.to == LeafletTo::RosterHouseholds;
        if households && !leaflet.notice.as_deref().is_some_and(|id| notices.contains(id)) {
            let message = format!("“{}”发给名册里的农户，却没有写明是哪种公示的名册", leaflet.title);
            found.push(missing(file, "notice", message, "写 notice = \"公示种类的 id\""));
        }
        found.extend(file_exists(pack, file, &leaflet.file));
    }
    found
}

fn rule_is_known(file: &str, count: &Count) -> Option<Diagnostic> {
    count.rule.parse::<crate::calendar::Rule>().err().map(|_| {
        missing(
            file,
            "rule",
            format!("不认识的起算规则 {}", count.rule),
            "写 posting-day-counts、next-day 或 next-day-rollover",
        )
    })
}

fn file_exists(pack: &Pack, file: &str, name: &str) -> Option<Diagnostic> {
    (!pack.files.contains_key(name))
        .then(|| missing(file, "file", format!("政策包里没有文件 {name}"), "补上文件，或改正文件名"))
}

fn unknown_fields(pack: &Pack, fields: &FieldTable, file: &str) -> Vec<Diagnostic> {
    let known = |show: &&super::Show| fields.get(&show.field).is_none();
    pack.is
        .show
        .iter()
        .filter(known)
        .map(|show| {
            let message = format!("字段 {} 不在字段表 fields.toml 里", show.field);
            missing(file, "field", message, "改正名称，或在字段表里补上")
        })
        .collect()
}
