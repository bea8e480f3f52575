//! `verify` of a bag 归档包: the folder alone is enough, wherever it lies.

use super::Console;
use crate::archive::verify::verify;
use crate::diag::Diagnostic;
use crate::workspace::files;
use std::path::Path;

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

/// Whether a path that was typed means a bag: a folder that says so itself.
pub(super) fn is_bag(path: &Path) -> bool {
    path.join("bagit.txt").is_file()
}

pub(super) fn verify_bag(folder: &Path, console: &mut Console) -> Outcome {
    let shown = folder.to_string_lossy();
    let name = shown.trim_end_matches('/');
    let sound = verify(name, &files::whole(folder)?)?;
    if console.json {
        console.json_value(&serde_json::json!({
            "bag": name, "title": sound.title, "files": sound.files, "octets": sound.octets,
        }));
    } else {
        let title = sound.title.map_or_else(String::new, |title| format!("  {title}"));
        console.line(format!("归档包完好  {name}{title}  {}个文件，{}字节", sound.files, sound.octets));
    }
    Ok(Vec::new())
}
