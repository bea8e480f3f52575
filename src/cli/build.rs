//! `check`, `build`, `audit`, `status`.

use super::{Console, table};
use crate::calendar::{chinese, chinese_with_weekday};
use crate::diag::Diagnostic;
use crate::pipeline::{self, Deadline, Line, Report};
use crate::publish::{self, Written};
use crate::workspace::Workspace;
use chrono::NaiveDate;
use std::path::{Path, PathBuf};
use std::time::Duration;

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

pub(super) fn check(workspace: &Workspace, console: &mut Console) -> Outcome {
    let findings = pipeline::check(workspace);
    if !findings.iter().any(Diagnostic::stops) && !console.json {
        let notices: usize = workspace.villages.iter().map(|village| village.notices.len()).sum();
        let unread = match workspace.unread().count() {
            0 => "没有要改的地方。".to_owned(),
            files => format!("没有错误；有{files}个文件程序没有读，见提示。"),
        };
        console.line(format!("检查完毕：{}个村，{notices}份公示，{unread}", workspace.villages.len()));
        super::risk::hint(workspace, console);
    }
    Ok(findings)
}

pub(super) fn build(workspace: &Workspace, out: Option<&Path>, console: &mut Console) -> Outcome {
    let out = out.map_or_else(|| beside(&workspace.root, "dist"), Path::to_path_buf);
    publish::for_output(&out).map_err(|refused| vec![refused])?;
    let progress = bar();
    let built = pipeline::build(workspace, &out, &|stage| {
        progress.inc(1);
        progress.set_message(stage);
    });
    progress.finish_and_clear();
    let (report, written) = match built {
        Ok(built) => built,
        Err(found) => {
            return Err(nothing_new(found, &workspace.root, Some(&out), workspace.today, console));
        }
    };
    if console.json {
        console.json_value(&report.lines);
    } else {
        summary(&report, written, &out, console);
    }
    Ok(report.held_findings())
}

/// Where nothing can be built, what is over is taken down all the same. Returns the findings, with those of the disk.
pub(super) fn nothing_new(
    mut found: Vec<Diagnostic>,
    root: &Path,
    out: Option<&Path>,
    today: NaiveDate,
    console: &mut Console,
) -> Vec<Diagnostic> {
    let out = out.map_or_else(|| beside(root, "dist"), Path::to_path_buf);
    match publish::take_down(&out, today) {
        Ok(0) => {}
        Ok(taken) => {
            console.taken_down = taken;
            if !console.json {
                console.line(format!(
                    "{taken}份公示的张贴期已满，名单已从 {} 撤下。",
                    out.join("public").display()
                ));
            }
        }
        Err(failed) => found.push(failed),
    }
    found
}

/// A folder beside the workspace, e.g. `dist`.
pub(super) fn beside(root: &Path, folder: &str) -> PathBuf {
    match root.file_name() {
        Some(_) => root.with_file_name(folder),
        None => root.join("..").join(folder),
    }
}

/// Draws on a terminal only: one step a stage.
fn bar() -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::new(pipeline::STAGES.len().try_into().unwrap_or(0));
    if let Ok(style) = indicatif::ProgressStyle::with_template("{bar:24} {pos}/{len}  {msg}……") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

fn summary(report: &Report, written: Written, out: &Path, console: &mut Console) {
    let (pages, prints, private) = report.counts;
    console.line(format!("发布完成（按{}计算）", chinese_with_weekday(report.today)));
    console.line(format!("  网站      {}  {pages}个网页", out.join("public").display()));
    console.line(format!("  张贴打印  {}  {prints}份", out.join("board").display()));
    let (pictures, scripts) = report.voices;
    if pictures > 0 {
        console.line(format!("  群图      {}  {pictures}张，发到村民群里", out.join("chat").display()));
    }
    if scripts > 0 {
        console.line(format!("  广播稿    {}  {scripts}篇，用喇叭念", out.join("loudspeaker").display()));
    }
    console.line(format!("  内部材料  {}  {private}份，含个人信息，不要外传", out.join("private").display()));
    let Written { new, changed, unchanged, removed } = written;
    console.line(format!("  文件：新写{new}个，改动{changed}个，没变{unchanged}个，撤下{removed}个"));
    console.line("\n公示");
    notices(&report.lines, console);
    let attention = report.attention();
    if attention.is_empty() {
        console.line("\n没有需要留意的事。");
    } else {
        console.line(format!("\n需要留意（{}件）", attention.len()));
        for item in attention {
            console.line(format!("  · {item}"));
        }
    }
    if !report.passed.is_empty() {
        let places =
            report.passed.iter().map(|passed| &passed.because).collect::<std::collections::BTreeSet<_>>();
        console.line(format!(
            "\n泄露检查：通过。有{}处与名册里的姓名或字词相同，因为出自公开文字，已放行：",
            report.passed.len()
        ));
        for place in places {
            let count = report.passed.iter().filter(|passed| &passed.because == place).count();
            console.line(format!("  · {place}（{count}处）"));
        }
    } else {
        console.line("\n泄露检查：通过。");
    }
}

/// What the policy asks for on fixed days.
fn duties(lines: &[Line], console: &mut Console) {
    let rows: Vec<Vec<String>> = lines
        .iter()
        .filter(|line| line.is_duty())
        .map(|line| {
            let left = match line.days_left {
                Some(0) => "今天".to_owned(),
                days => format!("还有{}天", days.unwrap_or(0)),
            };
            let due = line.due.map_or_else(String::new, chinese_with_weekday);
            vec![line.kind.clone(), line.next.clone().unwrap_or_default(), due, left, line.village.clone()]
        })
        .collect();
    if !rows.is_empty() {
        console.line("");
        console.line("定期要办的事");
        for row in table::render(&["事项", "规定", "下一次", "剩余", "谁办"], &rows) {
            console.line(row);
        }
    }
}

fn notices(lines: &[Line], console: &mut Console) {
    let rows = lines.iter().filter(|line| !line.is_duty()).map(|line| {
        vec![
            line.village.clone(),
            line.kind.clone(),
            line.state_words().to_owned(),
            line.last.map_or_else(
                || chinese(line.first),
                |last| format!("{}—{}", chinese(line.first), chinese(last)),
            ),
            match line.days_left {
                Some(0) => "今天截止".to_owned(),
                Some(days) => format!("还剩{days}天"),
                None => String::new(),
            },
            line.next.clone().unwrap_or_else(|| "办完".to_owned()),
            line.due.map_or_else(String::new, chinese),
        ]
    });
    let head = ["村", "公示", "状态", "公示期", "剩余", "下一步", "最迟"];
    for row in table::render(&head, &rows.collect::<Vec<_>>()) {
        console.line(row);
    }
}

/// Days ahead that `status` tells by itself.
const NEAR: i64 = 7;

pub(super) fn status(workspace: &Workspace, due: Option<i64>, console: &mut Console) -> Outcome {
    let status = pipeline::status(workspace)?;
    let mut lines = status.lines.clone();
    if let Some(days) = due {
        let within = |line: &Line| line.due.is_some_and(|due| (due - workspace.today).num_days() <= days);
        lines.retain(within);
    }
    if console.json {
        lines.extend(due.into_iter().flat_map(|days| status.further_lines(days)));
        console.json_value(&lines);
    } else {
        console.line(format!(
            "{}（按{}计算）",
            workspace.township.name,
            chinese_with_weekday(workspace.today)
        ));
        if lines.iter().all(Line::is_duty) {
            console.line("没有公示。");
        } else {
            notices(&lines, console);
        }
        duties(&lines, console);
        pressing(&status.pressing(due.unwrap_or(NEAR)), due.unwrap_or(NEAR), console);
    }
    // Of these nobody knows more than what is wrong with them.
    let broken = workspace.broken.iter().flat_map(|(_, found)| found);
    Ok(broken.chain(&workspace.secret_broken).chain(&status.gone).cloned().collect())
}

/// What is late and what is near, with the command that records it.
fn pressing(deadlines: &[&Deadline], within: i64, console: &mut Console) {
    console.line("");
    if deadlines.is_empty() {
        console.line(format!("没有逾期的事，{within}天内也没有到期的。"));
        return;
    }
    console.line("逾期和快到期");
    let rows: Vec<Vec<String>> = deadlines
        .iter()
        .map(|is| {
            vec![
                is.due.map_or_else(String::new, chinese_with_weekday),
                is.left(),
                is.village.as_deref().unwrap_or_default().to_owned(),
                if is.subject == is.what {
                    is.what.to_string()
                } else {
                    format!("{}：{}", is.subject, is.what)
                },
                is.who.to_string(),
                is.command().unwrap_or_default(),
            ]
        })
        .collect();
    for row in table::render(&["最迟", "剩余", "村", "事项", "谁办", "办完后记录"], &rows) {
        console.line(row);
    }
}

pub(super) fn audit(
    workspace: &Workspace,
    folder: &Path,
    rosters: &[PathBuf],
    console: &mut Console,
) -> Outcome {
    let findings = pipeline::audit_folder(workspace, folder, rosters)?;
    if findings.is_empty() && !console.json {
        console.line("没有发现泄露。");
    }
    Ok(findings)
}
