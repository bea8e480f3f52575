//! `diff`: two lists are compared; the reader sees counts and where the papers lie, never a name or a number.

use super::Console;
use crate::diag::Diagnostic;
use crate::pipeline;
use crate::publish;
use crate::workspace::Workspace;
use std::path::Path;

/// Where the papers go when there is no workspace and nobody says.
pub(super) const RESULTS: &str = "对比结果";

pub(super) fn diff(
    workspace: &Workspace,
    lists: (&Path, &Path),
    out: &Path,
    console: &mut Console,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    publish::for_output(out).map_err(|refused| vec![refused])?;
    let compared = pipeline::compare_lists(workspace, lists, out)?;
    let counts = compared.counts;
    if console.json {
        console.json_value(&serde_json::json!({
            "agreed": counts.agreed, "by_name": counts.by_name,
            "only_a": counts.only_a, "only_b": counts.only_b, "undecided": counts.undecided,
            "a": counts.a, "b": counts.b, "members": counts.members,
            "file": compared.table, "print": compared.print,
        }));
        return Ok(compared.findings);
    }
    let (a, b) = (lists.0.display(), lists.1.display());
    console.line(format!("比对完成\n  甲名单      {a}  {}人\n  乙名单      {b}  {}人", counts.a, counts.b));
    let weak = match counts.by_name {
        0 => String::new(),
        people => format!("，其中{people}人没有证件号码，按姓名和小组相符，请核对"),
    };
    console.line(format!("\n  两份都有    {}人{weak}", counts.agreed));
    console.line(format!("  只在甲名单  {}人\n  只在乙名单  {}人", counts.only_a, counts.only_b));
    console.line(format!("  分不清      {}人", counts.undecided));
    if counts.members > 0 {
        console.line(format!(
            "  一份名单只列户主；另一份里已经比对过的户，{}名家庭成员没有单独列出",
            counts.members
        ));
    }
    let (table, print) = (compared.table.display(), compared.print.display());
    console.line(format!("\n  表格  {table}\n  打印  {print}"));
    console.line("里面有个人信息，只供经办人员使用，不张贴，不上网，不发群。");
    Ok(compared.findings)
}
