//! `serve`.

use super::Console;
use crate::diag::Diagnostic;
use crate::serve::{self, Happened};
use chrono::NaiveDate;
use std::path::Path;

pub(super) fn serve(
    root: &Path,
    today: Option<NaiveDate>,
    port: Option<u16>,
    office: bool,
    console: &mut Console,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    serve::serve(root, today, port, office, &mut |happened| match happened {
        Happened::Open(address, for_office) => {
            console.line(format!("预览地址：{address}"));
            if let Some(address) = for_office {
                console.line(format!("办公预览：{address}"));
                console.line("办公预览只给经办人员看，网址不要发给别人；每次启动都会换。");
            }
            console.line("在浏览器里打开它。改了文件一保存，页面就会自己更新；这个地址只有这台电脑能打开。");
            console.line("看完了按 Ctrl-C 结束。");
        }
        Happened::Built(pages) => console.line(format!("已更新：{pages}个网页")),
        Happened::Failed(findings) => {
            console.list(&findings);
            console.line("有要改的地方，网页还是改动以前的样子。改好保存就会更新。");
        }
        Happened::Stopped => console.line("预览结束了，没有写任何文件。"),
    })
    .map(|()| Vec::new())
}
