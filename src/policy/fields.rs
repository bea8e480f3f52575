//! The field table 字段表: header words → field, as plain data. `policies/fields.toml` is the first layer; a
//! workspace's own table is laid over it and may add words and fields, never weaken a class.

use crate::diag::toml::line_column;
use crate::diag::{Diagnostic, Place};
use crate::text::clean;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::{Deref, Range};
use std::sync::Arc;
use toml::Spanned;

crate::codes! {
    FIELDS_TOML = "fields-toml" :
        "字段表 fields.toml 的写法不对。" /
        "The field table is not well-formed.";
    FIELDS_WORD_TWICE = "fields-word-twice" :
        "一个表头词写在了两个字段下面。" /
        "A header word belongs to two fields.";
    FIELDS_WEAKER = "fields-weaker" :
        "字段表不能把个人信息改成可以公开的类别。" /
        "A field table may not make the class of a field or word weaker.";
}

/// Field identifier as in `policies/fields.toml`, e.g. `id_number`: one in memory, however many values bear it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldId(Arc<str>);

impl FieldId {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for FieldId {
    fn from(id: String) -> Self {
        Self(id.into())
    }
}

impl Deref for FieldId {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for FieldId {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for FieldId {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl std::fmt::Display for FieldId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whom a field describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// One person 人.
    Person,
    /// The household 户.
    Household,
}

/// How a field may be used, from open to closed: the order is the order of strictness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Class {
    /// Says nothing about anybody (序号).
    Plain,
    /// 办理过程: dates of steps.
    Process,
    /// 准标识符: may be shown when a pack lists it.
    Quasi,
    /// 敏感属性: never shown, searched by the audit.
    Sensitive,
    /// 直接标识符: never shown raw, searched by the audit.
    Direct,
}

/// What a cell of the field must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// Short words or a number as text.
    Text,
    /// A person's name 姓名.
    Name,
    /// An identity number 证件号码.
    Id,
    /// One or more phone numbers 电话.
    Phone,
    /// An account number 账号.
    Bank,
    /// A day 日期 → `YYYY-MM-DD`.
    Date,
    /// A month 年月 → `YYYY-MM`.
    Month,
    /// A small whole number 人数.
    Count,
    /// An amount 金额.
    Money,
    /// Free text.
    Words,
}

/// A field 字段 of a roster.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// Identifier, e.g. `id_number`; `other:<header>` for unknown columns.
    pub(crate) id: FieldId,
    /// Name for messages.
    pub(crate) title: String,
    /// Person or household.
    pub(crate) level: Level,
    /// How it may be used.
    pub(crate) class: Class,
    /// What its cells look like.
    pub(crate) kind: Kind,
    /// Allowed lengths of an identity number.
    pub(crate) digits: Vec<usize>,
    /// Decimals that an amount may have: more are an error, fewer stay as they are written.
    pub(crate) decimals: usize,
    /// The field that this one replaces when that has no column.
    pub(crate) stands_for: Option<String>,
}

/// Decimals of an amount of money: 分.
const CENTS: usize = 2;

impl Field {
    /// What was found beside the list, under such a title.
    pub(crate) fn aside(title: &str, kind: Kind) -> Self {
        Self { class: Class::Direct, kind, ..Self::other(title) }
    }

    /// Whether the values are where somebody lives; other direct words are people.
    pub(crate) fn is_address(&self) -> bool {
        self.id == "address"
    }

    /// A column whose header nobody knows: kept for the audit, never shown.
    pub(crate) fn other(header: &str) -> Self {
        Self {
            id: format!("other:{header}").into(),
            title: header.to_owned(),
            level: Level::Person,
            class: Class::Sensitive,
            kind: Kind::Words,
            digits: Vec::new(),
            decimals: CENTS,
            stands_for: None,
        }
    }
}

/// All fields and the header words that lead to them.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldTable {
    fields: BTreeMap<String, Arc<Field>>,
    words: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    field: Vec<Spanned<WrittenField>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenField {
    id: String,
    title: Option<String>,
    level: Option<Level>,
    class: Option<Class>,
    kind: Option<Kind>,
    #[serde(default)]
    words: Vec<Spanned<String>>,
    digits: Option<Vec<usize>>,
    decimals: Option<usize>,
    stands_for: Option<String>,
}

impl FieldTable {
    /// Parses a complete table; `path` is used in messages only.
    pub(crate) fn parse(text: &str, path: &str) -> Result<Self, Vec<Diagnostic>> {
        Self::default().overlay(text, path)
    }

    /// Lays another table over this one: known ids gain words, new ids become fields.
    pub(crate) fn overlay(mut self, text: &str, path: &str) -> Result<Self, Vec<Diagnostic>> {
        let at = |span: &Range<usize>| place(text, path, span.start);
        let written: Written = crate::diag::toml::parse(path, text)?;
        let mut findings = Vec::new();
        let mut seen = BTreeMap::new();
        for item in written.field {
            let span = item.span();
            let item = item.into_inner();
            let known = self.fields.get(&item.id).map(|known| Field::clone(known));
            let field = match (known, item.title, item.level, item.class, item.kind) {
                (Some(known), title, level, class, kind) => {
                    let weaker = class.is_some_and(|class| class < known.class)
                        || kind.is_some_and(|kind| kind != known.kind);
                    if weaker {
                        let message = format!("字段 {} 的 class 或 kind 不能改", item.id);
                        findings.push(Diagnostic::error(
                            &FIELDS_WEAKER,
                            at(&span),
                            message,
                            "只写 id 和 words；要别的类别，就另起一个字段",
                        ));
                    }
                    Field {
                        title: title.unwrap_or(known.title.clone()),
                        level: level.unwrap_or(known.level),
                        class: class.unwrap_or(known.class).max(known.class),
                        decimals: item.decimals.unwrap_or(known.decimals),
                        ..known
                    }
                }
                (None, Some(title), Some(level), Some(class), Some(kind)) => Field {
                    id: item.id.clone().into(),
                    title,
                    level,
                    class,
                    kind,
                    digits: item.digits.unwrap_or_else(|| vec![15, 18]),
                    decimals: item.decimals.unwrap_or(CENTS),
                    stands_for: item.stands_for,
                },
                (None, ..) => {
                    let message = format!("新字段 {} 没有写全", item.id);
                    let help = "新字段要写 id、title、level、class、kind、words";
                    findings.push(Diagnostic::error(&FIELDS_TOML, at(&span), message, help));
                    continue;
                }
            };
            for word in item.words {
                let key = clean::header_key(word.get_ref());
                if let Some(other) = seen.insert(key.clone(), field.id.clone())
                    && other != field.id
                {
                    let message = format!("“{}”已经写在字段 {other} 下面", word.get_ref());
                    let help = "一个表头词只能属于一个字段";
                    findings.push(Diagnostic::error(&FIELDS_WORD_TWICE, at(&word.span()), message, help));
                }
                let stricter = self.word(&key).filter(|owner| owner.class > field.class);
                if let Some(owner) = stricter {
                    let message = format!("“{}”属于字段 {}，不能改到更宽的类别", word.get_ref(), owner.id);
                    findings.push(Diagnostic::error(&FIELDS_WEAKER, at(&word.span()), message, "删掉这个词"));
                } else {
                    self.words.insert(key, field.id.to_string());
                }
            }
            self.fields.insert(field.id.to_string(), field.into());
        }
        if findings.is_empty() { Ok(self) } else { Err(findings) }
    }

    /// A field by its id.
    pub(crate) fn get(&self, id: &str) -> Option<&Arc<Field>> {
        self.fields.get(id)
    }

    /// The field that a header names: the whole words first, then without brackets.
    pub(crate) fn by_header(&self, header: &str) -> Option<&Arc<Field>> {
        let key = clean::header_key(header);
        self.word(&key).or_else(|| self.word(&clean::without_brackets(&key)))
    }

    /// The field of a stronger class to which a header belongs, by its words or a part of them: 备注 in 备注说明栏. A
    /// notice may not give such a header to a field that is shown.
    pub(crate) fn stronger_owner(&self, header: &str, field: &Field) -> Option<&Arc<Field>> {
        let key = clean::header_key(header);
        if let Some(owner) = self.by_header(header) {
            return Some(owner).filter(|owner| owner.class > field.class);
        }
        // A number is told by its cells, whatever stands over it.
        let shown = field.class < Class::Sensitive && matches!(field.kind, Kind::Text | Kind::Words);
        let holds = |word: &str| word.chars().count() >= 2 && key.contains(word);
        let owners = self.words.iter().filter(|(word, _)| holds(word));
        let owners = owners.filter_map(|(_, id)| self.fields.get(id));
        owners.max_by_key(|owner| owner.class).filter(|owner| shown && owner.class > field.class)
    }

    fn word(&self, key: &str) -> Option<&Arc<Field>> {
        self.words.get(key).and_then(|id| self.fields.get(id))
    }
}

fn place(text: &str, path: &str, offset: usize) -> Place {
    let (line, column) = line_column(text, offset);
    Place::at(path, line, column)
}

/// Class and kind of a roster's field; what nobody declared is free text and sensitive.
pub(crate) fn classify(fields: &FieldTable) -> impl Fn(&str) -> (Class, Kind) + Sync + '_ {
    |field| fields.get(field).map_or((Class::Sensitive, Kind::Words), |field| (field.class, field.kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The workspace's copy of the table used to stand in place of the built-in one: whole names and diagnoses hung.
    #[test]
    fn a_whole_table_with_weaker_classes_is_refused_word_by_word() {
        let built_in = include_str!("../../policies/fields.toml");
        let opened = built_in.replace("class = \"direct\"", "class = \"quasi\"");
        let opened = opened.replace("class = \"sensitive\"", "class = \"plain\"");
        let findings = embedded().overlay(&opened, "policies/fields.toml").unwrap_err();
        let closed =
            ["direct", "sensitive"].map(|class| built_in.matches(&format!("class = \"{class}\"")).count());
        assert_eq!(findings.len(), closed.iter().sum::<usize>());
        assert!(findings.iter().all(|f| f.code.id == "fields-weaker" && f.at.line.is_some()));
        assert!(embedded().overlay(built_in, "policies/fields.toml").is_ok());
    }

    #[test]
    fn a_header_that_the_table_knows_was_bound_to_a_field_that_is_shown() {
        let table = embedded();
        let group = table.get("group").unwrap();
        for header in
            ["备注", "致贫风险", "家庭住址", "年人均纯收入", "姓名", "备注说明栏", "主要致贫原因（选填）"]
        {
            assert!(table.stronger_owner(header, group).is_some(), "{header}");
        }
        for header in ["片区", "组别", "所属网格名", "居住小区"] {
            assert!(table.stronger_owner(header, group).is_none(), "{header}");
        }
        // 家庭成员 is a header of names, 家庭成员总数 one of numbers.
        assert!(table.stronger_owner("家庭成员总数", table.get("size").unwrap()).is_none());
        assert!(table.stronger_owner("身份证", table.get("note").unwrap()).is_some());
    }

    fn embedded() -> FieldTable {
        FieldTable::parse(include_str!("../../policies/fields.toml"), "fields.toml").unwrap()
    }

    #[test]
    fn embedded_table_has_no_word_twice_and_closes_what_must_be_closed() {
        let table = embedded();
        for (id, class) in [
            ("name", Class::Direct),
            ("id_number", Class::Direct),
            ("phone", Class::Direct),
            ("bank", Class::Direct),
            ("health", Class::Sensitive),
            ("risk", Class::Sensitive),
            ("note", Class::Sensitive),
            ("income", Class::Sensitive),
            ("level", Class::Sensitive),
            ("category", Class::Quasi),
            ("group", Class::Quasi),
            ("lead_date", Class::Process),
        ] {
            assert_eq!(table.get(id).map(|field| field.class), Some(class), "{id}");
        }
    }

    #[test]
    fn brackets_in_a_header_do_not_hide_its_field() {
        let table = embedded();
        assert_eq!(table.by_header("人均纯收入(元)").unwrap().id, "income");
        assert_eq!(table.by_header("社（组）").unwrap().id, "group");
        assert_eq!(table.by_header("公民身份\n号码").unwrap().id, "id_number");
        assert!(table.by_header("天气").is_none());
    }

    #[test]
    fn workspace_adds_words_and_fields() {
        let more = "[[field]]\nid = \"group\"\nwords = [\"片区\"]\n[[field]]\nid = \"insurance\"\ntitle = \"参保\"\nlevel = \"person\"\nclass = \"sensitive\"\nkind = \"words\"\nwords = [\"参保情况\"]\n";
        let table = embedded().overlay(more, "content/fields.toml").unwrap();
        assert_eq!(table.by_header("片区").unwrap().id, "group");
        assert_eq!(table.by_header("参保情况").unwrap().id, "insurance");
        assert_eq!(table.by_header("组别").unwrap().id, "group");
    }

    #[test]
    fn workspace_cannot_open_what_is_closed() {
        for more in [
            "[[field]]\nid = \"id_number\"\nclass = \"quasi\"\n",
            "[[field]]\nid = \"group\"\nwords = [\"证件号码\"]\n",
        ] {
            let findings = embedded().overlay(more, "content/fields.toml").unwrap_err();
            assert_eq!(findings[0].code.id, "fields-weaker");
            assert!(findings[0].at.line.is_some());
        }
    }

    #[test]
    fn a_word_under_two_fields_and_an_incomplete_field_are_told_with_their_line() {
        let twice =
            "[[field]]\nid = \"group\"\nwords = [\"片\"]\n[[field]]\nid = \"village\"\nwords = [\"片\"]\n";
        let findings = embedded().overlay(twice, "f.toml").unwrap_err();
        assert_eq!((findings[0].code.id, findings[0].at.line), ("fields-word-twice", Some(6)));
        let findings = embedded().overlay("[[field]]\nid = \"x\"\n", "f.toml").unwrap_err();
        assert_eq!(findings[0].code.id, "fields-toml");
        let findings = embedded().overlay("[[field]\n", "f.toml").unwrap_err();
        assert_eq!(findings[0].code.id, "toml-syntax");
    }
}
