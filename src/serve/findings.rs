//! Findings as a browser shows them: over the last good page, or as a page when there is none yet.

use crate::diag::{Diagnostic, Place, Severity, summed};
use crate::render::html::escape;

/// Most findings shown at a time; who has more begins at the top.
const MOST: usize = 50;

/// One finding for the page's script.
pub(super) fn value(finding: &Diagnostic) -> serde_json::Value {
    serde_json::json!({
        "stops": finding.stops(),
        "word": word(finding.severity),
        "at": spot(&finding.at),
        "field": finding.at.field,
        "message": finding.message,
        "help": finding.help,
        "code": finding.code.id,
    })
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Notice => "提醒",
        Severity::Warning => "警告",
        Severity::Error => "要改",
        Severity::Refusal => "不许发布",
    }
}

/// A place in words: `township.toml 第3行第5列`.
fn spot(at: &Place) -> String {
    if at.sheet.is_some() {
        return at.to_string();
    }
    let mut out = at.path.clone();
    if let Some(line) = at.line {
        out.push_str(&format!(" 第{line}行"));
    }
    if let Some(column) = at.column {
        out.push_str(&format!("第{column}列"));
    }
    out
}

/// A page of findings, when there is no good site to lay them over.
pub(super) fn page(findings: &[Diagnostic]) -> String {
    let mut out = String::from(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>有要改的地方</title>\n<link rel=\"stylesheet\" href=\"/-/live.css\">\n</head>\n\
         <body class=\"mingbai-alone\">\n<main class=\"mingbai-findings\">\n",
    );
    out.push_str(&format!("<h1>还不能显示：有{}处要改</h1>\n", findings.len()));
    out.push_str("<p>改好以后保存文件，这一页会自己更新。</p>\n<ol>\n");
    for finding in summed(findings).iter().take(MOST) {
        out.push_str("<li>");
        for (class, text) in [
            ("mingbai-at", spot(&finding.at)),
            ("mingbai-what", format!("{}：{}", word(finding.severity), said(finding))),
            ("mingbai-help", format!("怎么办：{}", finding.help)),
        ] {
            out.push_str(&format!("<p class=\"{class}\">"));
            escape(&mut out, &text);
            out.push_str("</p>");
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n</main>\n</body>\n</html>\n");
    out
}

fn said(finding: &Diagnostic) -> String {
    match &finding.at.field {
        Some(field) => format!("“{field}”{}", finding.message),
        None => finding.message.clone(),
    }
}
