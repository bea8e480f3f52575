//! The floor 红线: what no pack may show, on any channel, with the law beside each line.

use super::codes::BELOW_FLOOR;
use super::fields::{Class, FieldTable, Kind};
use super::written::{Show, Technique};
use crate::diag::{Diagnostic, Place};

/// A line of the floor.
pub struct Line {
    /// What is never shown.
    pub what: &'static str,
    /// The law.
    pub law: &'static str,
}

/// ID, phone and bank numbers.
pub const IDENTIFIERS: Line = Line {
    what: "证件号码、电话、银行账号",
    law: "个人信息保护法第六条、第二十五条；民法典第一千零三十四条",
};
/// Whole names.
pub const NAMES: Line = Line {
    what: "完整姓名（只能部分遮住后显示）",
    law: "个人信息保护法第五十一条；国办《2018年政务公开工作要点》关于去标识化的要求",
};
/// Health, causes, income, free text.
pub const SENSITIVE: Line = Line {
    what: "健康状况、风险原因、收入、备注等敏感信息",
    law: "个人信息保护法第二十八条；社会救助暂行办法第六十一条",
};

/// Why a show rule is below the floor, if it is.
pub(crate) fn judge(show: &Show, fields: &FieldTable) -> Option<&'static Line> {
    // Our own running number reads nothing from the roster.
    if matches!(show.how, Technique::Ordinal) {
        return None;
    }
    let Some(field) = fields.get(&show.field) else { return Some(&SENSITIVE) };
    match (field.class, field.kind) {
        (Class::Direct, Kind::Name) => (!matches!(show.how, Technique::MaskName { .. })).then_some(&NAMES),
        (Class::Direct, _) => Some(&IDENTIFIERS),
        (Class::Sensitive, _) => Some(&SENSITIVE),
        (Class::Quasi | Class::Process | Class::Plain, _) => {
            matches!(show.how, Technique::MaskName { .. }).then_some(&NAMES)
        }
    }
}

/// Every show rule below the floor.
pub(super) fn check(shows: &[Show], fields: &FieldTable, path: &str) -> Vec<Diagnostic> {
    shows
        .iter()
        .enumerate()
        .filter_map(|(n, show)| {
            let line = judge(show, fields)?;
            Some(Diagnostic::refusal(
                &BELOW_FLOOR,
                Place::file(path).field(format!("show.{n}.how")),
                format!("“{}”不许公开：{}", show.title, line.what),
                format!("删去这一条 [[show]]（依据：{}）", line.law),
            ))
        })
        .collect()
}
