//! Files of no notice that leak 暂不发的文件: drafts and the gate → those that go out; in the place of each that leaks stands its
//! last good one, or a plain page.

use crate::diag::Diagnostic;
use crate::document::Public;
use crate::publish::Outlet;
use crate::render::{Draft, Media};
use crate::sealed::audit::{Cleared, Gate};
use std::sync::Arc;

/// What stands where a page leaks and there is no earlier one that may stay.
const PLAIN: &str = "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <meta name=\"robots\" content=\"noindex\">\n<title>这一页正在改</title>\n</head>\n<body>\n<h1>这一页正在改</h1>\n\
    <p>这一页的内容有要改的地方，改好再放上来。着急的，请问村民委员会或者乡镇人民政府。</p>\n</body>\n</html>\n";

/// Files that every page rests on: where one of them leaks, the theme or the township's own texts do.
fn is_common(path: &str) -> bool {
    path.starts_with("public/assets/") || path == "public/404.html"
}

/// What goes out, and what is wrong with the files that do not. Where a file leaks that every page rests on, nothing goes
/// out.
pub(super) fn clear_each(
    gate: &Gate,
    drafts: Vec<Draft<Public>>,
    outlet: &dyn Outlet,
) -> Result<(Vec<Cleared>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let drafts: Vec<Arc<Draft<Public>>> = drafts.into_iter().map(Arc::new).collect();
    let all = match gate.clear(drafts.clone()) {
        Ok(cleared) => return Ok((vec![cleared], Vec::new())),
        Err(leaks) => leaks.0,
    };
    let (mut out, mut wrong) = (Vec::new(), Vec::new());
    for draft in drafts {
        match gate.clear(vec![Arc::clone(&draft)]) {
            Ok(cleared) => out.push(cleared),
            Err(_) if is_common(&draft.path) => return Err(all),
            Err(leaks) => {
                wrong.extend(leaks.0);
                let plain = (draft.media == Media::Html).then(|| PLAIN.as_bytes().to_vec());
                let instead = outlet.last_good(&draft.path).into_iter().chain(plain);
                let passes = |bytes| gate.clear(vec![Arc::new(draft.holding(bytes))]).ok();
                out.extend(instead.map(passes).find_map(|cleared| cleared));
            }
        }
    }
    Ok((out, wrong))
}
