//! `build`: the output is the old edition or the new one, whole, with its modes; exit 0 means the new one.

use crate::snapshot::Snapshot;
use crate::sweep::{After, Case, sweep};
use crate::town::Town;

/// A folder that holds one edition or the other, and beside it nothing but the hidden staging folder.
pub(crate) fn old_or_new(after: &After<'_>, old: &Snapshot, new: &Snapshot) -> Result<(), String> {
    let now = Snapshot::of(&after.folder.join("dist")).loose();
    let is_new = now == *new;
    if !is_new && let Some(wrong) = now.differs(old) {
        let other = now.differs(new).unwrap_or_default();
        return Err(format!("a mixture: {wrong} (of the old edition), {other} (of the new one)"));
    }
    let says_untouched = after.err.contains("[publish-failed]");
    match after.code {
        Some(0) if !is_new => Err("it said that it had published, but the old edition is there".to_owned()),
        Some(3) if is_new && says_untouched => {
            Err("it said that the old edition is untouched, but the new one is there".to_owned())
        }
        Some(3) if !after.err.contains("[publish-") => Err(format!("it did not say why: {:?}", after.err)),
        _ => beside(after),
    }
}

/// Nothing but `dist` and a staging folder, which only its owner may enter.
fn beside(after: &After<'_>) -> Result<(), String> {
    let all = Snapshot::of(after.folder);
    match all.names().iter().find(|name| **name != "dist" && **name != ".mingbai-staging-dist") {
        Some(name) => Err(format!("{name} was left")),
        None => Ok(()),
    }
}

/// The new edition, each file of its own, and nothing beside it.
pub(crate) fn new_alone(after: &After<'_>, new: &Snapshot) -> Result<(), String> {
    if after.code != Some(0) {
        return Err(format!("ended with {:?}: {}", after.code, after.err));
    }
    if let Some(wrong) = Snapshot::of(&after.folder.join("dist")).differs(new) {
        return Err(wrong);
    }
    let all = Snapshot::of(after.folder);
    if all.names() == ["dist"] { Ok(()) } else { Err(format!("left behind: {:?}", all.names())) }
}

#[test]
fn a_new_edition_in_place_of_an_old_one() {
    let town = Town::new("faults-exchange");
    sweep(
        &Case {
            name: "exchange",
            before: &town.folder("old"),
            arguments: town.build("new"),
            always: &[],
            disturbed: &|after| old_or_new(after, &town.old, &town.new),
            mended: &|after| new_alone(after, &town.new),
        },
        &town.desk.root,
    );
}
