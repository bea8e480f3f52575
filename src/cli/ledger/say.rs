//! What is said about an entry, before and after it is written.

use super::events::Scene;
use super::withdrawing::Elsewhere;
use crate::calendar::chinese_with_weekday as day;
use crate::cli::Console;
use crate::edition::runs;
use crate::ledger::{Event, HangingRun, Ledger, Life, Line, Posting};
use crate::proof::check_code;
use crate::schedule::Next;

/// States what will be written; or that it stands there already.
pub(super) fn plan(
    event: &Event,
    new: bool,
    scene: &Scene<'_>,
    by: &str,
    all: &[Event],
    console: &mut Console,
) {
    if console.json {
        return;
    }
    for extra in all.iter().filter(|extra| *extra != event) {
        console.line(format!("先记一条：{}", extra.title()));
        facts(extra, console);
    }
    if !new {
        console.line(format!("{}已经记过，没有再写。", event.title()));
        if let Event::Objection { number, .. } = event {
            console.line(format!("又收到一件的，写 --number {}", number + 1));
        }
        return;
    }
    console.line(format!("要记的事：{}", event.title()));
    console.line(format!("  公示    {}（{} {}）", scene.notice.id, scene.village.is.name, scene.kind.title));
    scene.household.iter().for_each(|told| console.line(format!("  这一户  {told}")));
    if let Event::StepDone { step, .. } = event {
        let steps = scene.ready.pack_of(&scene.notice.id).steps(&scene.kind.procedure);
        let title = steps.iter().find(|known| known.id == *step).map_or(step, |known| &known.title);
        console.line(format!("  步骤    {title}"));
    }
    facts(event, console);
    console.line(format!("  经办    {by}"));
}

fn facts(event: &Event, console: &mut Console) {
    let mut fact = |label: &str, value: String| console.line(format!("  {label}{value}"));
    match event {
        Event::Posted(posting) | Event::Restarted(posting) | Event::PostedAlso(posting) => {
            posted(posting, &mut fact);
        }
        Event::Printed(run) => {
            fact("日期    ", day(run.day));
            sheets(&run.is, &mut fact);
        }
        Event::Replaced { day: on, places, run } => {
            fact("日期    ", day(*on));
            if !places.is_empty() {
                fact("地点    ", places.join("、"));
            }
            sheets(run, &mut fact);
        }
        Event::Objection { number, day: on, paper } => {
            fact("第几件  ", format!("第{number}件（{}收到；只记件数，不记是谁、说了什么）", day(*on)));
            paper.iter().for_each(|paper| fact("登记表  ", format!("摘要 {}…，原件自己保管", paper.short())));
        }
        Event::Answer { number, day: on, upheld, paper } => {
            let result = if *upheld { "采纳" } else { "不成立" };
            fact("答复    ", format!("第{number}件，{result}（{}）", day(*on)));
            paper.iter().for_each(|paper| fact("答复书  ", format!("摘要 {}…，原件自己保管", paper.short())));
        }
        Event::Amended { day: on, reason, .. } => {
            fact("日期    ", day(*on));
            fact("事由    ", reason.clone());
        }
        Event::Closed { day: on, last, objections, answered } => {
            fact("日期    ", format!("{}（公示期到{}）", day(*on), day(*last)));
            fact("异议    ", format!("收到{objections}件，答复{answered}件"));
        }
        Event::Announced { day: on, number } => {
            fact("日期    ", day(*on));
            number.iter().for_each(|number| fact("文号    ", number.clone()));
        }
        Event::CalendarChanged { was, last, .. } => {
            let words = |last: &Option<chrono::NaiveDate>| last.map_or_else(|| "无".to_owned(), day);
            fact("公示期  ", format!("原来到{}，现在到{}", words(was), words(last)));
        }
        Event::DutyDone { due, day: on } => {
            fact("应办    ", day(*due));
            fact("办结    ", day(*on));
        }
        Event::StepDone { day: on, .. } => fact("日期    ", day(*on)),
        Event::Withdrawn { day: on, derived, .. } => {
            fact("日期    ", day(*on));
            derived.iter().for_each(|digest| {
                fact("公示稿  ", format!("签字稿减去撤下的户，校对码 {}，不用再签字", check_code(digest)));
            });
        }
        Event::Archived { bag, .. } => fact("归档包  ", bag.clone()),
        Event::Published { day: on, files, to, .. } => {
            fact("发布    ", format!("{}，{to}，{files}个文件", day(*on)));
        }
        Event::Key(key) => {
            fact("密钥    ", format!("{} {}（{}…）", key.role, key.name, key.fingerprint.short()));
            let until = key.until.map_or_else(String::new, |until| format!("，到{}", day(until)));
            fact("期限    ", format!("从{}起{until}", day(key.from)));
            key.revoked.iter().for_each(|on| fact("撤销    ", format!("{}起签的不算", day(*on))));
        }
        Event::Witnessed { line, head, role } => {
            fact("见证    ", format!("第{line}条 {}…（{role}）", head.short()));
        }
        Event::Note { text } => fact("说明    ", text.clone()),
    }
}

fn sheets(run: &HangingRun, fact: &mut dyn FnMut(&str, String)) {
    fact("付印号  ", runs::number(&run.signed, run.run));
    for (name, digest) in &run.papers {
        fact("打印稿  ", format!("{name}（摘要 {}…）", digest.short()));
    }
}

fn posted(posting: &Posting, fact: &mut dyn FnMut(&str, String)) {
    fact("张贴日  ", format!("{}（第{}版）", day(posting.day), posting.version));
    fact("地点    ", posting.places.join("、"));
    posting.run.iter().for_each(|run| fact("付印号  ", runs::number(&posting.signed, *run)));
    for (name, digest) in &posting.papers {
        fact("张贴稿  ", format!("{name}（摘要 {}…）", digest.short()));
    }
    let photos = match (&posting.photos.near, &posting.photos.far) {
        (Some(_), Some(_)) => "近照、远照",
        (Some(_), None) => "近照（最好再拍一张远照）",
        _ => "没有（最好拍一张近照、一张远照）",
    };
    fact("照片    ", photos.to_owned());
    if let Some(last) = posting.last {
        fact("公示期  ", format!("到{}，当天还收意见", day(last)));
    }
    fact("纸上    ", format!("至少贴到{}", day(posting.board_until)));
    fact("网上    ", format!("名单显示到{}", day(posting.rows_until)));
}

/// Says what was written and what is due now.
pub(super) fn written(
    lines: &[Line],
    ledger: &Ledger,
    notice: &str,
    state: &str,
    life: &Life,
    next: Option<&Next>,
    console: &mut Console,
) {
    if console.json {
        let (received, answered, upheld) = life.counts();
        console.json_value(&serde_json::json!({
            "notice": notice,
            "written": lines,
            "state": state,
            "objections": { "received": received, "answered": answered, "upheld": upheld },
            "next": next.map(|next| &next.what),
            "due": next.and_then(|next| next.due),
            "head": ledger.head(),
        }));
        return;
    }
    entries(lines, ledger, console);
    console.line(format!("经过：{}", life.words()));
    match next {
        None => console.line("下一步：没有了，办完了"),
        Some(Next { what, due: None }) => console.line(format!("下一步：{what}")),
        Some(Next { what, due: Some(due) }) => console.line(format!("下一步：{what}，最迟{}", day(*due))),
    }
    if !lines.is_empty() {
        console.line("网页和打印稿要跟着变：mingbai build");
    }
}

/// Says which lines were written.
pub(super) fn entries(lines: &[Line], ledger: &Ledger, console: &mut Console) {
    for line in lines {
        console.line(format!("已记入台账第{}条：{}", line.seq, line.event.title()));
    }
    // What stood before them did not count as of another day.
    let before = ledger.lines().len().saturating_sub(lines.len());
    let was = ledger.lines().iter().take(before).any(|line| line.as_if.is_some());
    became_rehearsal(lines, was, console);
    let head = ledger.head();
    if !lines.is_empty() {
        console.line(format!("台账末条：第{}条 {}", head.line, head.hash.short()));
    }
}

/// Says that the workspace is a rehearsal from now on, once these lines have made it one.
pub(super) fn became_rehearsal(lines: &[Line], before: bool, console: &mut Console) {
    if !before && !console.json && lines.iter().any(|line| line.as_if.is_some()) {
        console.line(
            "注意：这一条的日期不是真的，这个工作区从此只能用来演练，网页、打印稿和归档包都写明“演练”。",
        );
    }
}

/// Names the other notices that show the same household.
pub(super) fn taken_along(others: &[Elsewhere], console: &mut Console) {
    if console.json {
        return;
    }
    for other in others {
        console.line(format!("同村的这份公示里也有这一户，一起撤下：{}", other.notice));
    }
}

/// The event alone, for what is no notice's.
pub(super) fn plain(event: &Event, by: &str, console: &mut Console) {
    console.line(format!("要记的事：{}", event.title()));
    facts(event, console);
    console.line(format!("  经办    {by}"));
}
