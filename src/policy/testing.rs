//! A pack of a few lines for tests of its checks.

use super::fields::FieldTable;
use super::{Pack, load};
use crate::diag::Diagnostic;
use std::collections::BTreeMap;

/// The least that a pack says.
const HEAD: &str = "title = \"t\"\nshort = \"s\"\nissuer = []\nregion = \"r\"\nstatus = \"final\"\ndisclosure = \"proactive\"\n\
    [catalogue]\nmatter = \"\"\ncontents = []\ntime_limit = \"\"\npublisher = \"\"\nchannel = []\naudience = \"\"\nmode = \"\"\n\
    level = \"\"\n";

/// A pack that says `more`, resting on `text`.
pub(crate) fn pack(more: &str, text: &str) -> Result<Pack, Vec<Diagnostic>> {
    written(&format!("{HEAD}{more}"), text)
}

/// The same of a document on request.
pub(crate) fn on_request(more: &str, text: &str) -> Result<Pack, Vec<Diagnostic>> {
    written(&format!("{}{more}", HEAD.replace("proactive", "on-request")), text)
}

fn written(table: &str, text: &str) -> Result<Pack, Vec<Diagnostic>> {
    let files = [("pack.toml", table), ("text.md", text), ("l.md", "话\n")];
    let files: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect();
    load("p", "policies/p", &files, &FieldTable::parse("", "fields.toml").unwrap())
}

/// What its checks say of it.
pub(crate) fn said(more: &str, text: &str) -> Vec<String> {
    match pack(more, text) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(ToString::to_string).collect(),
    }
}
