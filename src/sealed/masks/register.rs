//! Register of masks 遮名登记: how heads of households were told apart in proofs that were signed → what was shown of each before, in
//! whatever list, so that all masks of one person together show no more than each.
//!
//! Somebody stands in it under the key of the household, and under the name alone, because the next list may lack the ID or the
//! number by which this one knew him.

use super::{Key, Seal, Told, key_of, name_of, sealed};
use crate::sealed::roster::{Household, Texts};
use std::collections::BTreeMap;

/// How people were told apart before: sealed keys, each with what was added to the mask.
pub(crate) type Register = BTreeMap<String, String>;

/// What stands behind how somebody is told apart whose last character was shown.
const LAST: &str = "+last";

/// What stands behind it where one more character was shown, and now something else tells them apart.
const MORE: &str = "+more";

/// What was shown of somebody's name before, beside the plain mask.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ShownBefore {
    /// Its last character.
    pub(super) last: bool,
    /// One more character after the surname.
    pub(super) more: bool,
}

/// How somebody is told apart in an entry, and what it shows of the name.
fn read(written: &str) -> (&str, ShownBefore) {
    let (rest, last) = written.strip_suffix(LAST).map_or((written, false), |rest| (rest, true));
    let (told, more) = rest.strip_suffix(MORE).map_or((rest, false), |rest| (rest, true));
    (told, ShownBefore { last, more: more || told == "one-more" })
}

/// An entry as it is written.
pub(super) fn written(told: &Told, before: ShownBefore) -> String {
    let more = if before.more && *told != Told::OneMore { MORE } else { "" };
    format!("{}{more}{}", told.written(), if before.last { LAST } else { "" })
}

/// How somebody is told apart who was told apart in these two ways: of the two the longer, and shown before what either showed.
pub(crate) fn both(one: &str, other: &str) -> String {
    let ((own, shown), (others, besides)) = (read(one), read(other));
    // plain, one-more, tail: as long as they are strict.
    let rank = |told: &&str| (told.starts_with("tail"), told.starts_with("one"), told.len());
    let longer = [own, others].into_iter().max_by_key(rank).unwrap_or_default();
    let before = ShownBefore { last: shown.last || besides.last, more: shown.more || besides.more };
    let more = if before.more && longer != "one-more" { MORE } else { "" };
    format!("{longer}{more}{}", if before.last { LAST } else { "" })
}

fn has_id(household: &Household) -> bool {
    household.head().fields.get_text("id_number").is_some()
}

/// The name alone, of lists with IDs or without.
fn by_name(household: &Household, with_id: bool) -> Key {
    Key::seal(format!("name {with_id} {}", name_of(household.head())))
}

/// The entries under which a household is put into the register.
pub(super) fn entries(
    household: &Household,
    told: &Told,
    before: ShownBefore,
    seal: Seal<'_>,
) -> [(String, String); 2] {
    // The tail of a number is the household's own; what was shown of the name counts for whoever bears it.
    let of_name = if *told == Told::OneMore { Told::OneMore } else { Told::Plain };
    [
        (sealed(&key_of(household), seal), written(told, before)),
        (sealed(&by_name(household, has_id(household)), seal), written(&of_name, before)),
    ]
}

/// How a household was told apart before, if it was, and what was shown of the name. Who has an ID may have stood in a list
/// without; who has none is anybody of that name.
pub(super) fn before(
    household: &Household,
    register: &Register,
    seal: Seal<'_>,
) -> (Option<Told>, ShownBefore) {
    let own = register.get(&sealed(&key_of(household), seal)).map(|written| read(written));
    let lists: &[bool] = if has_id(household) { &[false] } else { &[true, false] };
    let named = lists.iter().filter_map(|with_id| register.get(&sealed(&by_name(household, *with_id), seal)));
    let mut shown = own.map(|(_, shown)| shown).unwrap_or_default();
    for (_, besides) in named.map(|written| read(written)) {
        (shown.last, shown.more) = (shown.last || besides.last, shown.more || besides.more);
    }
    (own.and_then(|(told, _)| Told::read(told)), shown)
}
