//! Roster × what its notice says and shows → what the roster lacks or contradicts: a column that is shown, the age of
//! heads, days of steps, rows that say no. Places and titles only.

use super::age::is_told;
use super::disclose::channels;
use super::ledger::is_ledger;
use super::roster::{Household, Roster, Spot, Value};
use crate::diag::{Diagnostic, Place, column_letters};
use crate::policy::{NoticeKind, Pack, Show, Technique};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

crate::codes! {
    COLUMN = "roster-shown-column-missing":
        "公示里要写的一列，名册里没有认得的。改正表头，或者在公示文件的 [headers] 里写明是哪一列。"
        / "The notice shows a column that the roster does not have.";
    CELL = "roster-shown-cell-empty":
        "公示里要写的一格，名册里是空的。" / "A cell that the notice shows is empty.";
    AGES = "roster-ages-unknown":
        "名册里没有证件号码、出生日期或年龄，分不出户主是不是未成年人。加上其中一列；户主都是成年人的，在公示文件里写 heads = \"adult\" 和 heads_decided_by。"
        / "Nothing in the roster tells who is a minor.";
    HEADS = "notice-heads-undecided":
        "公示文件里写了 heads，没有写 heads_decided_by（谁定的）；或者只写了后一行。两行都要写。"
        / "`heads` in the notice lacks who decided it, or the other way round.";
    DAYS = "roster-days-differ":
        "公示文件里某一步的日期，和名册里的不一样。对照会议记录，把两处改成一致。"
        / "The day of a step in the notice is not the day in the rows of the roster.";
    SAYS_NO = "roster-row-says-no":
        "名册里有一格写着不通过、取消、已死亡一类的话。核对这一户该不该公示。"
        / "A cell says that the household should not be on the list.";
}

/// What a notice says of its roster.
pub(crate) struct Notice<'a> {
    /// The pack.
    pub(crate) pack: &'a Pack,
    /// Its kind.
    pub(crate) kind: &'a NoticeKind,
    /// Its file.
    pub(crate) path: &'a str,
    /// Days of its steps.
    pub(crate) steps: &'a BTreeMap<String, NaiveDate>,
    /// Whether all heads are called adults, and who decided it.
    pub(crate) adults: (bool, Option<&'a str>),
}

/// Everything that a roster lacks for its notice, and what it contradicts.
pub(crate) fn check(roster: &Roster, notice: &Notice<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if notice.adults.0 != notice.adults.1.is_some_and(|by| !by.trim().is_empty()) {
        out.push(Diagnostic::error(
            &HEADS,
            Place::file(notice.path).field("heads"),
            "“户主都是成年人”要写明谁定的",
            "两行都要写：heads = \"adult\" 和 heads_decided_by = \"谁定的\"",
        ));
    }
    if roster.households.is_empty() {
        return out;
    }
    let mut seen = BTreeSet::new();
    for channel in channels(notice.pack, notice.kind) {
        for show in notice.pack.shown(&notice.kind.id, channel) {
            if seen.insert(show.field.as_str()) {
                shown(roster, notice, show, &mut out);
            }
        }
    }
    days(roster, notice, &mut out);
    says_no(roster, notice, &mut out);
    out
}

/// Whether the roster has something to show in a column. A list of persons tells the size of each household.
pub(in crate::sealed) fn has(households: &[&Household], field: &str) -> bool {
    let held = |household: &&Household| {
        household.fields.contains_key(field)
            || household.head().fields.contains_key(field)
            || (field == "size" && household.is_sized())
    };
    households.iter().any(held)
}

fn shown(roster: &Roster, notice: &Notice<'_>, show: &Show, out: &mut Vec<Diagnostic>) {
    let households: Vec<&Household> = roster.households.iter().collect();
    match &show.how {
        Technique::Ordinal => return,
        Technique::MaskName { minor_under, .. } => {
            let untold = !households.iter().any(|household| is_told(household.head()));
            if *minor_under > 0 && untold && !notice.adults.0 {
                out.push(Diagnostic::error(
                    &AGES,
                    Place::file(&roster.path).field("证件号码"),
                    "没有证件号码、出生日期或年龄，分不出户主是不是未成年人",
                    "加上其中一列；逐户核对过、户主都是成年人的，在公示文件里写 heads = \"adult\" 和 heads_decided_by = \"谁定的\"",
                ));
            }
            return;
        }
        Technique::AsIs | Technique::OneOf { .. } | Technique::TopCoded { .. } => {}
    }
    if !has(&households, &show.field) {
        out.extend((!show.optional).then(|| column_missing(roster, show)));
        return;
    }
    // The reader of the roster asks for these itself.
    let asked = !is_ledger(roster) && ["group", "category", "size"].contains(&show.field.as_str());
    if asked || show.optional {
        return;
    }
    let empty = households.iter().filter(|household| !has(&[household], &show.field));
    out.extend(empty.map(|household| {
        let message = format!("公示里要写“{}”，这一户没有填", show.title);
        Diagnostic::error(&CELL, household.at.field(&show.title), message, "填上；和上一行相同也要写")
    }));
}

fn column_missing(roster: &Roster, show: &Show) -> Diagnostic {
    let title = &show.title;
    let unknown: BTreeSet<u32> = roster
        .everybody()
        .flat_map(|household| {
            household.members.iter().map(|member| &member.fields).chain([&household.fields])
        })
        .flat_map(|record| record.iter().filter(|(field, _)| field.starts_with("other:")))
        .filter_map(|(_, value)| value.at.column())
        .collect();
    let letters: Vec<String> =
        unknown.into_iter().map(|column| format!("{}列", column_letters(column))).collect();
    let maybe = match letters.is_empty() {
        true => String::new(),
        false => format!("（{}的表头不认识，看看是不是）", letters.join("、")),
    };
    let help =
        format!("改正表头，或者在公示文件的 [headers] 里写：{} = \"名册里这一列的表头\"{maybe}", show.field);
    let at = Place::file(&roster.path).field(title);
    Diagnostic::error(&COLUMN, at, format!("公示里要写“{title}”，名册里没有认得的这一列"), help)
}

/// The day of a step in the notice is the one that all rows agree with: the first day on which something was found, the
/// last on which it was checked.
fn days(roster: &Roster, notice: &Notice<'_>, out: &mut Vec<Diagnostic>) {
    for (step, day) in notice.steps {
        let field = format!("{step}_date");
        let written: Vec<&Value> =
            roster.households.iter().filter_map(|household| household.fields.get(&field)).collect();
        let Some(first) = written.first() else { continue };
        let day = day.to_string();
        let said = written.iter().map(|value| value.text.expose().as_str());
        let edge = if step == "lead" { said.min() } else { said.max() };
        if edge == Some(day.as_str()) {
            continue;
        }
        let beyond = |value: &&&Value| {
            let order = value.text.expose().as_str().cmp(day.as_str());
            order.is_lt() == (step == "lead") && order.is_ne()
        };
        let mut rows: Vec<&Spot> = written.iter().filter(beyond).map(|value| &value.at).collect();
        if rows.is_empty() {
            rows = written.iter().map(|value| &value.at).collect();
        }
        let message = format!(
            "公示文件写的这一天，和名册里的“{}”不一样（{}）",
            first.field.title,
            rows_in_words(&rows)
        );
        let at = Place::file(notice.path).field(format!("steps.{step}"));
        let which = if step == "lead" { "最早" } else { "最晚" };
        let help = format!("对照会议记录改成一致；各户不是同一天的，公示文件写{which}的那一天");
        out.push(Diagnostic::error(&DAYS, at, message, help));
    }
}

/// `第2行、第3行等12行`; each sheet of several is named where its rows begin.
fn rows_in_words(rows: &[&Spot]) -> String {
    const NAMED: usize = 5;
    let several = rows.windows(2).any(|pair| pair[0].sheet() != pair[1].sheet());
    let mut named = Vec::new();
    for (at, row) in rows.iter().take(NAMED).enumerate() {
        let line = row.line().map_or_else(String::new, |line| format!("第{line}行"));
        let begins = at == 0 || rows[at - 1].sheet() != row.sheet();
        named.push(match row.sheet().filter(|_| several && begins) {
            Some(sheet) => format!("工作表“{sheet}”{line}"),
            None => line,
        });
    }
    let more = if rows.len() > NAMED { format!("等{}行", rows.len()) } else { String::new() };
    format!("{}{more}", named.join("、"))
}

/// Cells that say that a household does not belong on the list.
fn says_no(roster: &Roster, notice: &Notice<'_>, out: &mut Vec<Diagnostic>) {
    let title = &notice.kind.title;
    let leaves = ["消除", "退出", "出列", "脱贫", "返还", "清退"].iter().any(|word| title.contains(word));
    for household in &roster.households {
        let records = household.members.iter().map(|member| &member.fields).chain([&household.fields]);
        for (_, value) in records.flat_map(|record| record.iter()) {
            if refuses(&value.field.title, value.text.expose(), leaves) {
                out.push(Diagnostic::warning(
                    &SAYS_NO,
                    value.place(),
                    "这一格像是说这一户不该公示",
                    "核对这一户；不该公示的删去这一行，该公示的改掉这一格",
                ));
            }
        }
    }
}

/// Whether a cell under such a title says no.
fn refuses(title: &str, text: &str, leaves: bool) -> bool {
    /// Characters of a remark that says nothing else.
    const SHORT: usize = 10;
    const NEVER: [&str; 22] = [
        "不通过",
        "未通过",
        "没通过",
        "没有通过",
        "不同意",
        "不予",
        "不纳入",
        "不符合",
        "取消",
        "作废",
        "剔除",
        "移出",
        "撤销",
        "已死亡",
        "已故",
        "已去世",
        "已亡",
        "整户死亡",
        "整户迁出",
        "已迁出",
        "已销户",
        "自愿放弃",
    ];
    const OVER: [&str; 5] = ["已消除", "风险消除", "已退出", "已核减", "已清退"];
    let short = text.chars().count() <= SHORT;
    let over = OVER.iter().any(|word| text.contains(word)) || (title.contains("是否消除") && text == "是");
    short && (NEVER.iter().any(|word| text.contains(word)) || (over && !leaves))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{day, pack, roster};
    use super::{Notice, check};
    use chrono::NaiveDate;
    use std::collections::BTreeMap;

    const HEADER: &str = "序号,组,户编号,户主姓名,出生日期,家庭人口,监测对象类别";

    /// What is found in a list of one heading and some rows.
    fn found(
        header: &str,
        rows: &[&str],
        steps: &[(&str, &str)],
        adults: bool,
    ) -> Vec<(String, Option<u32>)> {
        let (pack, roster) = (pack(), roster(&format!("{header}\n{}\n", rows.join("\n"))));
        let steps: BTreeMap<String, NaiveDate> =
            steps.iter().map(|(step, at)| ((*step).to_owned(), day(at))).collect();
        let kind = pack.notice("identify").unwrap();
        let notice = Notice {
            pack: &pack,
            kind,
            path: "n.toml",
            steps: &steps,
            adults: (adults, adults.then_some("村民委员会")),
        };
        let found = check(&roster, &notice);
        found
            .into_iter()
            .map(|is| (is.code.id.trim_start_matches("roster-").to_owned(), is.at.line))
            .collect()
    }

    fn codes(header: &str, rows: &[&str]) -> Vec<String> {
        found(header, rows, &[], false).into_iter().map(|(code, _)| code).collect()
    }

    #[test]
    fn a_list_without_a_column_of_sizes_was_published_as_one_person_a_household() {
        let header = "序号,组,户编号,户主姓名,出生日期,某某人口,监测对象类别";
        assert_eq!(codes(header, &["1,1组,a1,王小明,1960-01-01,3,脱贫不稳定户"]), ["shown-column-missing"]);
        let header = "序号,组,户编号,户主姓名,出生日期,家庭人口,拟认定类别甲";
        assert_eq!(codes(header, &["1,1组,a1,王小明,1960-01-01,3,脱贫不稳定户"]), ["shown-column-missing"]);
        assert!(codes(HEADER, &["1,1组,a1,王小明,1960-01-01,3,脱贫不稳定户"]).is_empty());
    }

    #[test]
    fn a_list_that_tells_no_age_counted_all_heads_as_adults() {
        let header = "序号,组,户编号,户主姓名,家庭人口,监测对象类别";
        let rows = ["1,1组,a1,王小明,3,脱贫不稳定户"];
        assert_eq!(codes(header, &rows), ["ages-unknown"]);
        assert!(found(header, &rows, &[], true).is_empty());
    }

    #[test]
    fn the_day_in_the_notice_was_another_than_in_every_row() {
        let header = format!("{HEADER},民主评议日期,线索发现日期");
        let rows = [
            "1,1组,a1,王小明,1960-01-01,3,脱贫不稳定户,2025-04-05,2025-03-20",
            "2,1组,a2,李大山,1960-01-01,2,脱贫不稳定户,2025-04-03,2025-03-22",
        ];
        let codes = |steps: &[(&str, &str)]| {
            found(&header, &rows, steps, false).into_iter().map(|(code, _)| code).collect::<Vec<_>>()
        };
        assert!(codes(&[("review", "2025-04-05"), ("lead", "2025-03-20")]).is_empty());
        assert_eq!(codes(&[("review", "2025-04-03")]), ["days-differ"]);
        assert_eq!(codes(&[("review", "2024-04-05")]), ["days-differ"]);
        assert_eq!(codes(&[("lead", "2025-03-22")]), ["days-differ"]);
        assert_eq!(codes(&[("lead", "2025-03-19")]), ["days-differ"]);
    }

    #[test]
    fn a_row_that_says_no_was_published_without_a_word() {
        let header = format!("{HEADER},民主评议结果,备注,风险是否消除");
        let rows = [
            "1,1组,a1,王小明,1960-01-01,3,脱贫不稳定户,通过,,否",
            "2,1组,a2,李大山,1960-01-01,2,脱贫不稳定户,不通过,,",
            "3,1组,a3,赵小河,1960-01-01,2,脱贫不稳定户,通过,户主已死亡,",
            "4,1组,a4,钱多多,1960-01-01,2,脱贫不稳定户,通过,,是",
            "5,1组,a5,孙十,1960-01-01,2,脱贫不稳定户,通过,2023年丈夫已去世后收入骤减,",
        ];
        let lines: Vec<_> = found(&header, &rows, &[], false).into_iter().map(|(_, line)| line).collect();
        assert_eq!(lines, [Some(3), Some(4), Some(5)]);
    }
}
