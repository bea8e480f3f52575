//! Stage 1: the open inputs, checked: pack, calendar, field table, keys. No roster is touched.

use super::earlier::Earlier;
use crate::calendar::Calendar;
use crate::diag::Diagnostic;
use crate::ledger::codes::CUT;
use crate::ledger::{KeyEntry, Ledger, key_entries, witnessed};
use crate::policy::fields::FieldTable;
use crate::policy::{self, Pack};
use crate::sealed::signoff::{RegisteredKey, TrustedKeys};
use crate::workspace::{OtherPack, Workspace};

/// Checked open inputs.
pub(crate) struct Ready {
    /// The pack.
    pub(crate) pack: Pack,
    /// Other places' packs, for comparison.
    pub(crate) others: Vec<Pack>,
    /// Holiday tables, with the township's local ones.
    pub(crate) calendar: Calendar,
    /// Fields of rosters.
    pub(crate) fields: FieldTable,
    /// Keys that may sign.
    pub(crate) keys: TrustedKeys,
    /// Names of the villages.
    pub(crate) villages: Vec<String>,
    /// What really happened; empty without a ledger.
    pub(crate) ledger: Ledger,
    /// Inputs by which proofs go on that were signed under others than today's.
    pub(crate) earlier: Earlier,
}

/// Checks everything that is not a roster; all findings at once.
pub(crate) fn ready(workspace: &Workspace) -> Result<Ready, Vec<Diagnostic>> {
    let mut ready = open_inputs(workspace)?;
    ready.earlier = Earlier::read(workspace, &ready.ledger);
    Ok(ready)
}

/// The same without what was kept of proofs that were signed.
pub(super) fn open_inputs(workspace: &Workspace) -> Result<Ready, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let fields = field_table(workspace).map_err(|found| errors.extend(found)).ok();
    let calendar = calendar(workspace).map_err(|found| errors.extend(found)).ok();
    let keys = TrustedKeys::parse(&workspace.keys).map_err(|found| errors.extend(found)).ok();
    let ledger = Ledger::read(workspace.ledger.as_deref(), &workspace.township.name)
        .map_err(|found| errors.push(found))
        .ok();
    // A ledger whose end was cut may have lost a withdrawal: nothing is made from it.
    if let (Some(ledger), Some(keys)) = (&ledger, &keys) {
        let (_, found) = witnessed(ledger, &workspace.township.name, &workspace.witness, keys);
        errors.extend(found.into_iter().filter(|finding| finding.code.id == CUT.id));
    }
    let pack = fields.as_ref().and_then(|fields| {
        policy::load(&workspace.township.pack, &workspace.pack_path, &workspace.pack, fields)
            .map_err(|found| errors.extend(found))
            .ok()
    });
    let others = fields.as_ref().map_or_else(Vec::new, |fields| {
        let load = |pack: &OtherPack| policy::load(&pack.id, &pack.path, &pack.files, fields);
        let checked = workspace.more_packs.iter().map(load);
        checked.filter_map(|checked| checked.map_err(|found| errors.extend(found)).ok()).collect()
    });
    if others.len() < workspace.more_packs.len() {
        return Err(errors);
    }
    let required = workspace.township.signing.registered;
    let keys = match (keys, &ledger) {
        (Some(keys), Some(ledger)) => Some(keys.with_register(&registered(ledger), required)),
        (keys, _) => keys,
    };
    match (pack, calendar, fields, keys, ledger) {
        (Some(pack), Some(calendar), Some(fields), Some(keys), Some(ledger)) if errors.is_empty() => {
            let villages = workspace.villages.iter().map(|village| village.is.name.clone()).collect();
            Ok(Ready { pack, others, calendar, fields, keys, villages, ledger, earlier: Earlier::default() })
        }
        _ => Err(errors),
    }
}

/// What the ledger says of keys.
fn registered(ledger: &Ledger) -> Vec<RegisteredKey> {
    let entry = |is: KeyEntry| RegisteredKey {
        public: is.public,
        role: is.role,
        name: is.name,
        village: is.village,
        from: is.from,
        until: is.until,
        revoked: is.revoked,
    };
    key_entries(ledger.lines()).into_iter().map(entry).collect()
}

/// The field table, with the workspace's own laid over it.
pub(crate) fn field_table(workspace: &Workspace) -> Result<FieldTable, Vec<Diagnostic>> {
    let mut layers = workspace.fields.iter();
    let (path, text) = layers.next().map_or(("fields.toml", ""), |(path, text)| (path, text));
    layers.try_fold(FieldTable::parse(text, path)?, |table, (path, text)| table.overlay(text, path))
}

fn calendar(workspace: &Workspace) -> Result<Calendar, Vec<Diagnostic>> {
    let calendar = Calendar::parse(&workspace.calendars)?;
    match &workspace.township.region {
        Some(region) => calendar.in_region(region).map_err(|error| vec![error]),
        None => Ok(calendar),
    }
}
