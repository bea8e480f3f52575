//! `explain`, `explain-period`.

use super::Console;
use super::catalog::all_codes;
use crate::calendar::{Calendar, Days, Month, Rule};
use crate::diag::{Code, Diagnostic, Place};
use crate::edition::ready::field_table;
use crate::policy::{self, Pack};
use crate::workspace::Workspace;
use chrono::NaiveDate;

crate::codes! {
    UNKNOWN_CODE = "cli-unknown-code":
        "没有这个代码。代码写在每条提示的方括号里。" / "No such code. Codes stand in brackets in every finding.";
    NO_INCOME_PERIOD = "cli-no-income-period":
        "这份政策没有写收入从哪个月算到哪个月，程序不猜。政策另有规定的，请在 pack.toml 的 [[threshold]] 里写 period。"
        / "The policy does not say over which months an income is summed, and we never guess.";
}

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

pub(super) fn code(wanted: &str, console: &mut Console) -> Outcome {
    let codes = all_codes();
    let Some(code) = codes.iter().find(|code| code.id == wanted) else {
        let near: Vec<&str> = codes
            .iter()
            .map(|code| code.id)
            .filter(|id| {
                id.contains(wanted) || wanted.split('-').next().is_some_and(|room| id.starts_with(room))
            })
            .take(12)
            .collect();
        let help =
            if near.is_empty() { String::new() } else { format!("相近的有：{}", near.join("、")) };
        return Err(vec![Diagnostic::error(
            &UNKNOWN_CODE,
            Place::file("explain"),
            format!("没有代码 {wanted}"),
            help,
        )]);
    };
    if console.json {
        let Code { id, zh, en } = code;
        console.json_value(&serde_json::json!({ "code": id, "zh": zh, "en": en }));
    } else {
        console.line(format!("{}\n\n{}\n\n{}", code.id, code.zh, code.en));
    }
    Ok(Vec::new())
}

/// The months over which an income is summed for who enters in a month, by the workspace's policy.
pub(super) fn income(workspace: &Workspace, entry: Month, console: &mut Console) -> Outcome {
    let fields = field_table(workspace)?;
    let pack = policy::load(&workspace.township.pack, &workspace.pack_path, &workspace.pack, &fields)?;
    let Some((threshold, period)) = pack.income() else {
        return Err(vec![Diagnostic::error(
            &NO_INCOME_PERIOD,
            Place::file(format!("{}/pack.toml", pack.path)),
            format!("《{}》没有写收入从哪个月算到哪个月", pack.is.title),
            "问发文机关；有了规定，在 [[threshold]] 里写 period",
        )]);
    };
    let window = period.window(entry);
    if console.json {
        let clause = period.clause.as_ref().map(|clause| clause.get_ref());
        console.json_value(&serde_json::json!({
            "first": window.first, "last": window.last, "clause": clause,
        }));
        return Ok(Vec::new());
    }
    console.line(format!("{}纳入监测，{}按{}算。", entry.chinese(), threshold.concept, period.wording));
    if period.rolling_months.is_some() {
        console.line(format!("{}当月不算，算它前面的这些月份：", entry.chinese()));
    }
    for line in window.explain() {
        console.line(format!("  {line}"));
    }
    console.line(format!("{}（依据：{}）", window.summary(), Pack::source(period.clause.as_ref())));
    Ok(Vec::new())
}

pub(super) fn period(
    workspace: &Workspace,
    from: NaiveDate,
    days: Option<u16>,
    working: Option<u16>,
    rule: &str,
    console: &mut Console,
) -> Outcome {
    let rule: Rule = rule.parse().map_err(|error| vec![error])?;
    let mut calendar = Calendar::parse(&workspace.calendars)?;
    if let Some(region) = &workspace.township.region {
        calendar = calendar.in_region(region).map_err(|error| vec![error])?;
    }
    let count = working.map_or(Days::Calendar(days.unwrap_or(0)), Days::Working);
    let period = calendar.period(from, count, rule).map_err(|error| vec![error])?;
    if console.json {
        console.json_value(&period.explanation());
    } else {
        for line in period.explain() {
            let mark = line.n.map_or_else(|| "    ".to_owned(), |n| format!("第{n}天"));
            console.line(format!("{} {}  {mark}  {}", line.date, line.weekday, line.note));
        }
        console.line(period.summary());
        if let Some(closes) = workspace.township.closes {
            let hour = closes.format("%-H:%M");
            console.line(format!(
                "最后一天以乡镇下班的{hour}为止（民法典第二百零三条，township.toml 的 closes）。"
            ));
        }
    }
    Ok(Vec::new())
}
