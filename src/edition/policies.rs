//! The policies of the site 政策: the township's own page and text, other places' for comparison, and a draft's request
//! for comments with its print for the board.

use super::ready::Ready;
use crate::diag::Diagnostic;
use crate::document::Contact;
use crate::document::compose::{self, Asking, PolicyPage};
use crate::document::{Document, Public};
use crate::policy::Pack;
use crate::policy::written::Consultation;
use crate::render::site::{ConsultationEntry, PolicyEntry};
use crate::workspace::Workspace;
use chrono::NaiveDate;
use std::sync::Arc;

/// Where the township's own policy stands.
const OWN: &str = "policy/";

/// The township's own policy and those of other places.
pub(crate) fn policies(workspace: &Workspace, ready: &Ready) -> (PolicyEntry, Vec<PolicyEntry>) {
    let others: Vec<(String, &Pack)> =
        ready.others.iter().map(|pack| (format!("policies/{}/", pack.id), pack)).collect();
    let entry = |folder: &str, pack: &Pack, others: &[(String, &Pack)]| {
        let to = PolicyPage {
            folder,
            publisher: &workspace.township.publisher,
            today: workspace.today,
            foreign: folder != OWN,
            others,
        };
        PolicyEntry {
            folder: folder.to_owned(),
            page: compose::policy(pack, &to).into(),
            text: compose::policy_text(pack, &to).map(Into::into),
        }
    };
    let more = others.iter().map(|(folder, pack)| entry(folder, pack, &[])).collect();
    (entry(OWN, &ready.pack, &others), more)
}

/// The request for comments on the web, and for the board while it may still be answered.
pub(crate) struct Request {
    /// The page.
    pub(crate) entry: ConsultationEntry,
    /// The print: path without paper, document.
    pub(crate) board: Option<(String, Arc<Document<Public>>)>,
}

/// The request for comments, if the township's own policy is a draft that asks.
pub(crate) fn request(
    workspace: &Workspace,
    ready: &Ready,
    contacts: &[Contact],
) -> Result<Option<Request>, Vec<Diagnostic>> {
    let Some(is) = ready.pack.is.consultation.as_ref().filter(|_| ready.pack.is_open()) else {
        return Ok(None);
    };
    let document = compose_on(workspace, ready, is, contacts, workspace.today)?;
    let pdf = "consultation/consultation.pdf".to_owned();
    let entry = ConsultationEntry { first: is.first, last: is.last, document: document.into(), pdf };
    // It is printed ahead, so it always speaks as on its first day.
    let print = || compose_on(workspace, ready, is, contacts, is.first);
    let board = (workspace.today <= is.last).then(print).transpose()?;
    Ok(Some(Request {
        entry,
        board: board.map(|document| ("board/consultation".to_owned(), document.into())),
    }))
}

fn compose_on(
    workspace: &Workspace,
    ready: &Ready,
    is: &Consultation,
    contacts: &[Contact],
    today: NaiveDate,
) -> Result<Document<Public>, Vec<Diagnostic>> {
    let base = workspace.township.base_url.as_ref();
    let asking = Asking {
        township: &workspace.township.name,
        contacts,
        today,
        url: base.map(|base| format!("{}consultation/index.html", base.get_ref())),
    };
    compose::consultation(&ready.pack, is, &asking)
}
