//! A site as one file 打包: `.zip` or `.tar.gz` with the pages and their manifest, for whoever uploads it. The same
//! edition is the same bytes.

use super::codes::{FAILED, PACKAGE};
use super::file::{Single, write_replace_together};
use super::site::{MANIFEST, SiteFiles, written};
use crate::diag::{Diagnostic, Place};
use chrono::{Datelike, NaiveDate, NaiveTime};
use flate2::{Compression, GzBuilder};
use std::io::{self, Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes the package; its name says which kind. Files are dated by the day of the edition.
pub(crate) fn pack(path: &Path, files: &SiteFiles<'_>, day: NaiveDate) -> Result<(), Diagnostic> {
    let name = path.to_string_lossy().to_lowercase();
    let at = || Place::file(path.display().to_string());
    let manifest = written(&files.manifest());
    let all = || files.iter().chain([(MANIFEST, manifest.as_bytes())]);
    let packed = if name.ends_with(".zip") {
        zipped(all(), day)
    } else if name.ends_with(".tar.gz") || name.ends_with(".tgz") {
        tarred(all(), day)
    } else {
        let help = "文件名以 .zip 或 .tar.gz 结尾";
        return Err(Diagnostic::error(&PACKAGE, at(), "不知道打成哪一种包", help));
    };
    let bytes = packed.map_err(|_| Diagnostic::error(&FAILED, at(), "打包没有成功", "再试一次"))?;
    write_replace_together(&[Single { path, bytes: &bytes, private: false }])
}

fn zipped<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>, day: NaiveDate) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let year = u16::try_from(day.year()).unwrap_or(1980).clamp(1980, 2107);
    let (month, date) = (u8::try_from(day.month()).unwrap_or(1), u8::try_from(day.day()).unwrap_or(1));
    let stamp = DateTime::from_date_and_time(year, month, date, 0, 0, 0).unwrap_or_default();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(stamp)
        .unix_permissions(0o644);
    for (path, bytes) in files {
        zip.start_file(path, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn tarred<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>, day: NaiveDate) -> io::Result<Vec<u8>> {
    let midnight = day.and_time(NaiveTime::MIN).and_utc().timestamp();
    let stamp = u64::try_from(midnight).unwrap_or(0);
    let mut tar = tar::Builder::new(GzBuilder::new().mtime(0).write(Vec::new(), Compression::default()));
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(stamp);
        tar.append_data(&mut header, path, bytes)?;
    }
    tar.into_inner()?.finish()
}
